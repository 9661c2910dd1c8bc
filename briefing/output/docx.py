"""Word documents, made by pandoc from Markdown and the styles in a reference document.

pandoc runs in sandbox mode and reads only the reference document.
"""

import re
import shutil
import subprocess
from base64 import b64encode
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

from babel.core import get_global
from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from briefing.edition import sheet
from briefing.edition.brand import Logo
from briefing.edition.briefing import Briefing
from briefing.edition.chart.shapes import Frame
from briefing.edition.pictures import FRAMES, Picture
from briefing.edition.replacing import without_marks
from briefing.edition.units import with_whole_amounts
from briefing.edition.words import Words, words_in
from briefing.environment import without_secrets
from briefing.output import installing, markdown
from briefing.output.chart import drawer, png
from briefing.output.document import Document, NotInstalled
from briefing.output.folders import find_template
from briefing.output.marks import in_word
from briefing.output.qr import qr_png
from briefing.output.renditions import in_png
from briefing.output.templates import TemplateError, TemplateSet
from briefing.output.xml import without_controls
from briefing.typography import capitalised

# Only the extensions that the templates use: any other syntax is shown as written.
_READER = "commonmark-raw_html+footnotes+pipe_tables+fenced_divs+bracketed_spans+attributes"
# The marks of quotations and lists at the start of a line. With a no-break space, "1. " is no mark.
_MARKS = re.compile(r"^((?: *(?:>|(?:[-*+]|\d+[.)])(?= )))+ *)", re.MULTILINE)
_REFERENCE = "styles/reference.docx"
_OUT_OF_MEMORY = 251
"""The exit status with which Haskell programs, such as pandoc, report that memory ran out."""
_SHARP, _LOGO = 3, 240
"""The scale of a chart for print, relative to the screen, and the height of a logo in pixels."""
_TEXT_WIDTH = 170
"""The width of the text on a page, in millimetres."""
_EXTRA = "word"
_ARROW = "→"
"""The text of a link to the words of a source. It has a tooltip too, for screen readers."""


def renderer(user_templates: Path | None) -> Callable[[Briefing], Document]:
    """Return a function that renders briefings as Word documents, preferring `user_templates`.

    Raises:
        NotInstalled: there is no pandoc with a sandbox mode.
    """
    from briefing.output.ooxml import Properties, finish

    program = pandoc()
    draw = drawer(user_templates)
    reference = find_template(user_templates, _REFERENCE)
    body = TemplateSet(user_templates, markdown.plain, "docx", **{**markdown.FILTERS, **_FILTERS})
    heads = TemplateSet(user_templates, Markup, sentence=capitalised)

    def render(briefing: Briefing) -> Document:
        def chart_file(width: float, height: float) -> Markup:
            svg = draw(briefing, Frame(width, height))
            return _address(png(svg, zoom=_SHARP, background="white", brand=briefing.brand))

        def picture_file(picture: Picture, frame: str, name: str) -> Markup:
            return Markup(in_png(picture, frame).address)

        shortened = sheet.in_word(briefing)
        words = words_in(briefing.language)
        written = markdown.text_of(
            shortened, body, chart_file=chart_file, picture_file=picture_file
        )
        plain = without_marks(briefing)
        author = plain.publisher.name if plain.publisher else plain.brand.name
        marked = in_word(without_controls(written), author, briefing.as_of_day)
        text = _with_whole_amounts(marked, words)
        language = _in_full(words)
        result = convert(program, text, reference, language)
        # The system stopped it, or it ran out of memory (GHC User's Guide, "RTS options").
        if (
            result.returncode < 0
            or result.returncode == _OUT_OF_MEMORY
            or b"emory" in result.stderr
        ):
            raise MemoryError(result.stderr.decode(errors="replace"))
        if result.returncode:
            raise TemplateError(f"pandoc cannot use {reference}: {result.stderr.decode()}")
        properties = Properties(plain.title, author, language, briefing.as_of_day)
        return Document(
            finish(
                result.stdout,
                properties,
                briefing.brand,
                lambda text: heads.render_text(text, f"templates/{_REFERENCE}", plain),
                {_ARROW: capitalised(words.gettext("in the source"))},
            )
        )

    return render


def _with_whole_amounts(text: str, words: Words) -> str:
    """Keep numbers on the same line of Markdown `text` as their units, except in list markers."""
    pieces = _MARKS.split(text)
    pieces[::2] = [with_whole_amounts(piece, words) for piece in pieces[::2]]
    return "".join(pieces)


def pandoc() -> str:
    """Return the path of pandoc: the copy installed with the extra `word`, or the system's."""
    package = find_spec("pypandoc")
    for folder in (package.submodule_search_locations or ()) if package else ():
        if bundled := shutil.which("pandoc", path=f"{folder}/files"):
            return bundled
    installed = shutil.which("pandoc")
    if not installed:
        raise NotInstalled(_without("pandoc is not installed", "pandoc"))
    if convert(installed, "", None, "en-GB").returncode:
        reason = f"{installed} cannot be prevented from reading other files"
        raise NotInstalled(_without(reason, "a pandoc that can"))
    return installed


def _without(reason: str, needed: str) -> str:
    return f"{reason}. To install {needed}:\n    {installing.command(_EXTRA)}"


def convert(
    program: str, text: str, reference: Path | None, language: str
) -> "subprocess.CompletedProcess[bytes]":
    # Set a data directory, so that pandoc does not use the user's own templates.
    options = ["--sandbox", "--data-dir", str(Path(__file__).parent), "--from", _READER]
    options += ["--to", "docx", "--output", "-", "--shift-heading-level-by", "-1"]
    options += ["--no-highlight", "--metadata", f"lang={language}"]
    options += ["--reference-doc", str(reference)] if reference else []
    return subprocess.run(
        [program, *options], input=text.encode(), capture_output=True, env=without_secrets()
    )


def _anchor(name: str) -> Markup:
    """Return an anchor that can be the target of links."""
    return Markup(f"[]{{#{name}}}")


def _style(text: Markup, name: str) -> Markup:
    """Put paragraphs in the style `name` of the reference, or in a new one that looks like text."""
    return Markup('::: {{custom-style="{}"}}\n{}\n:::\n').format(name, text.strip())


def _note_mark(number: int, is_first: bool) -> Markup:
    """Return a link to a source in the list at the end, after a comma if it follows another.

    Footnotes are not used: at the foot of the page, a briefing's sources would fill half of it.
    """
    comma = "" if is_first else '[,]{custom-style="Source Number"}'
    return Markup(f'{comma}[[{number}]{{custom-style="Source Number"}}](#source-{number})')


def _passage_link(url: str, words: str) -> Markup:
    """Return a link that opens a source at the words of a quote or figure: an arrow."""
    return Markup(f'[[\u202f{_ARROW}]{{custom-style="Source Number"}}]({markdown.address(url)})')


def _picture(logo: Logo) -> Markup:
    """Return the URL of a logo as a PNG, which every version of Word supports."""
    is_png = logo.type == "image/png"
    return _address(logo.content if is_png else png(logo.content.decode("utf-8-sig"), height=_LOGO))


def _qr(url: str, title: Markup) -> Markup:
    """Return the QR code of a web address as a picture, or nothing if the address is too long."""
    picture, width = qr_png(url)
    if not picture:
        return Markup()
    return Markup("![{}]({}){{width={}mm}}").format(title, _address(picture), width)


def _address(picture: bytes) -> Markup:
    """Return a PNG as a `data:` URL (RFC 2397)."""
    return Markup(f"data:image/png;base64,{b64encode(picture).decode()}")


@pass_context
def _width_of(context: Context, picture: Picture, frame: str) -> Markup:
    """Return the width of a picture on paper, which is smaller on a sheet."""
    is_sheet = context["briefing"].is_sheet
    width, _ = picture.size_on_sheet(frame) if is_sheet else picture.size_in(FRAMES[frame])
    return Markup(f"{min(width * 25.4 / 96, _TEXT_WIDTH):.0f}mm")


_FILTERS: dict[str, Callable[..., Markup]] = {
    "anchor": _anchor,
    "style": _style,
    "picture": _picture,
    "qr": _qr,
    "width_of": _width_of,
    "note_mark": _note_mark,
    "passage_link": _passage_link,
}


def _in_full(t: Words) -> str:
    """Return the language with its country, which Word needs to check spelling."""
    locale = t.locale
    likely = get_global("likely_subtags").get(locale.language, "").rpartition("_")[2]
    return "-".join(filter(None, (locale.language, locale.territory or likely)))
