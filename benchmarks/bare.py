"""WeasyPrint alone: `python -m benchmarks.bare PAGE.html PAGE.pdf`.

It reads the same page, makes the same tagged PDF and has the same font as briefing.
"""

import sys
from pathlib import Path

import fontpkg_atkinson_hyperlegible
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

_FACES = (
    ("Regular", 400, "normal"),
    ("Italic", 400, "italic"),
    ("Bold", 700, "normal"),
    ("BoldItalic", 700, "italic"),
)


def main(page: str, pdf: str) -> None:
    folder = Path(fontpkg_atkinson_hyperlegible.__path__[0]) / "files"
    faces = "".join(
        f'@font-face {{ font-family: "Atkinson Hyperlegible"; font-weight: {weight};'
        f' font-style: {style}; src: url("{folder.as_uri()}/AtkinsonHyperlegible-{name}.ttf") }}\n'
        for name, weight, style in _FACES
    )
    fonts = FontConfiguration()
    css = CSS(string=faces, font_config=fonts)
    HTML(filename=page).write_pdf(pdf, stylesheets=[css], font_config=fonts, pdf_variant="pdf/ua-1")


main(*sys.argv[1:])
