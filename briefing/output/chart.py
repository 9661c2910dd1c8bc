"""A briefing's chart as a file: SVG, or PNG for programs that cannot show SVG."""

from collections.abc import Callable
from pathlib import Path

from markupsafe import escape

from briefing.edition.brand import Brand
from briefing.edition.briefing import Briefing
from briefing.edition.chart import draw
from briefing.edition.chart.shapes import Frame
from briefing.output.folders import find_template
from briefing.output.pictures import coloured
from briefing.output.scripts import has_letters, with_drawable_titles
from briefing.output.templates import TemplateSet
from briefing.output.typefaces import font_files, rules_for_picture
from briefing.output.xml import without_controls
from briefing.record.stylesheets import values_of

_FACES = ("Regular", "Bold")


def drawer(user_templates: Path | None) -> Callable[[Briefing, Frame], str]:
    """Return a function that draws charts as self-contained SVG.

    It prefers the templates and colours in `user_templates` to the built-in ones.
    """
    templates = TemplateSet(user_templates, escape)
    tokens = values_of(
        find_template(user_templates, "styles/tokens.css").read_text(encoding="utf-8")
    )

    def drawn(briefing: Briefing, frame: Frame) -> str:
        svg = templates.render("shared/chart.svg", briefing, drawing=draw(briefing, frame))
        accent = {"--accent": briefing.brand.accent} if briefing.brand.accent else {}
        own = values_of(briefing.brand.style)
        svg = without_controls(coloured(svg, {**tokens, **accent, **own}))
        lines = (line.strip() for line in svg.split("\n"))
        return "\n".join(filter(None, lines)) + "\n"

    return drawn


def with_own_fonts(svg: str, brand: Brand) -> str:
    """Return a chart that contains the brand's typeface, for programs that open it on its own."""
    rules = rules_for_picture(svg, brand)
    return svg.replace("<title", f"<style>\n{rules}</style>\n<title", 1) if rules else svg


def png(
    svg: str,
    zoom: float = 1,
    height: int | None = None,
    background: str | None = None,
    brand: Brand | None = None,
) -> bytes:
    """Convert an SVG image to PNG, at a set height or with `zoom` pixels for each SVG pixel.

    The result is the same on every machine. If there is no `background`, transparent parts stay
    transparent. Text is set in the typeface of the `brand`, if it has one.
    """
    import fontpkg_atkinson_hyperlegible
    import fontpkg_inter
    import resvg_py

    # Inter has the characters that Atkinson Hyperlegible lacks.
    folders = [package.ROOT / "files" for package in (fontpkg_atkinson_hyperlegible, fontpkg_inter)]
    fonts = [str(folders[0] / f"AtkinsonHyperlegible-{face}.ttf") for face in _FACES]
    fonts.append(str(folders[1] / "Inter[opsz,wght].ttf"))
    with font_files(svg, brand) as own:
        return resvg_py.svg_to_bytes(
            with_drawable_titles(svg, has_letters),
            skip_system_fonts=True,
            font_files=[*own, *fonts],
            font_family="Atkinson Hyperlegible",
            zoom=None if height else zoom,
            height=height,
            background=background,
        )
