"""Markdown: CommonMark with footnotes in the form that pandoc and GitHub accept."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from markupsafe import Markup

from briefing.edition import sheet
from briefing.edition.briefing import Briefing
from briefing.edition.chart.shapes import Frame
from briefing.edition.entries import by_basis
from briefing.edition.pictures import Picture
from briefing.output import commonmark, urls
from briefing.output.chart import drawer, with_own_fonts
from briefing.output.document import Document
from briefing.output.identifiers import published_at
from briefing.output.marks import in_markdown
from briefing.output.renditions import rendition
from briefing.output.templates import TemplateSet
from briefing.typography import capitalised

# Spaces that keep a number and its unit on one line are excluded.
_SPACES = re.compile(r"[^\S\xa0\u2007\u202f]+")
_ENTITY = re.compile(r"&(?=#?\w+;)")
_BARE = re.compile(r"(?:[A-Za-z]+(?=://)|(?<!\w)www(?=\.))\S+")
_EMOJI = r":(?=[\d_]*[A-Za-z+-][\w+-]*:)"
# Characters that GitHub or pandoc treat as Markdown within a line. Besides those of CommonMark, a
# dollar sign starts a formula, tildes and carets strike out or raise text, a bar divides a table, a
# brace starts attributes, and an exclamation mark turns the note after it into an image.
_INSIDE = re.compile(
    rf"[\\`*\[\]<>{{~^$|]|(?<![^\W_])_|_(?![^\W_]|\()|&(?=#?\w+;)|!$|(?<=<)!|#(?=#*$)|(?<![^\W_])@|{_EMOJI}"
)
_MAY_BE_INSIDE = re.compile(r"[\\`*\[\]<>{~^$|_&!#@:]")
"""All characters that are in those patterns. Most texts have none, which is quick to find out."""
# The same, at the start of a line: headings, lists (numbered in pandoc's many ways), rules, divs.
_AT_START = re.compile(
    r"(?=#{1,6}(?:\s|$)|[+-](?:\s|$)|=+$|-+$|:)"
    r"|\(?(?:\d+|#|@[\w-]*|[a-z]|[ivxlcdm]+|[IVXLCDM]{2,})(?=[.)](?:\s|$))"
    r"|\(?[A-Z](?=\)(?:\s|$)|\.$)"
)
_QUOTATIONS = re.compile(r"^( *)(>.*)\n\n(?=\1>)", re.MULTILINE)
_SEPARATED = r"\1\2\n\n\1<!-- -->\n\n"
"""A comment between two quotations, which some parsers would otherwise merge."""
_PLACE = re.compile(r'<a id="([\w-]+)"></a>|\[\]\{#([\w-]+)\}')


def plain(text: str) -> Markup:
    """Escape `text` and put it on one line, so that it is shown literally."""
    return Markup(_at_start(_escaped(_SPACES.sub(" ", text).strip(" "))))


def summary(text: str) -> Markup:
    """Return the curator's own Markdown, rewritten so that it cannot affect text around it."""
    return Markup(commonmark.write(text, _escaped, _at_start, address))


def _escaped(text: str) -> str:
    """Escape characters that are Markdown syntax within a line.

    GitHub treats the backslashes in a bare web address as part of it, so such an address is not a
    link there.
    """
    if not _MAY_BE_INSIDE.search(text):
        return text
    return _BARE.sub(_without_link, _INSIDE.sub(r"\\\g<0>", text))


def _without_link(address: re.Match[str]) -> str:
    return re.sub(r"^\w+", r"\g<0>\\", address[0]) if "\\" in address[0] else address[0]


def _at_start(line: str) -> str:
    """Escape the start of `line` if it could be mistaken for the start of a block."""
    start = _AT_START.match(line)
    return f"{start[0]}\\{line[start.end() :]}" if start else line


def sentence(text: str) -> Markup:
    """Return `text` with an initial capital."""
    capital = capitalised(text)
    return capital if isinstance(capital, Markup) else plain(capital)


def address(url: str) -> Markup:
    """Escape a web address so that nothing in it can end the link or change its meaning."""
    safe = urls.address(url).replace("(", "%28").replace(")", "%29")
    return Markup(_ENTITY.sub("&amp;", safe))


def autolink(url: str) -> Markup:
    """Return a link in angle brackets, with the address as its text. Only entities are special.

    In square brackets, some parsers would turn part of the text into a separate link.
    """
    safe = urls.address(url)
    return Markup(f"[{plain(url)}]({address(url)})" if _ENTITY.search(safe) else f"<{safe}>")


def note_mark(number: int, is_first: bool) -> Markup:
    """Return the footnote marker that cites a note."""
    return Markup("[^{}]").format(number)


def passage_link(url: str, words: str) -> Markup:
    """Return a link that opens a source at the words of a quote or figure."""
    return Markup(" ([{}]({}))").format(plain(words), address(url))


FILTERS: dict[str, Callable[..., Any]] = {
    "markdown": summary,
    "sentence": sentence,
    "address": address,
    "autolink": autolink,
    "contact": plain,
    "by_basis": by_basis,
    "note_mark": note_mark,
    "passage_link": passage_link,
    "published_at": published_at,
}
"""Filters for Markdown templates, for text, web addresses and the curator's Markdown."""


def anchor(name: str) -> Markup:
    """Return an anchor for links to point to."""
    return Markup('<a id="{}"></a>').format(name)


def renderer(user_templates: Path | None) -> Callable[[Briefing], Document]:
    """Return a function that renders briefings as Markdown, preferring `user_templates`.

    If a template includes a chart or a picture, it is a separate file next to the briefing.
    """
    templates = TemplateSet(
        user_templates, plain, anchor=anchor, style=lambda text, name: text, **FILTERS
    )
    draw = drawer(user_templates)

    def render(briefing: Briefing) -> Document:
        attachments: dict[str, bytes] = {}
        prefix = f"{briefing.id}-{briefing.digest.name}" if briefing.digest else briefing.id

        def chart_file(width: float, height: float) -> Markup:
            name = f"{prefix}-chart.svg"
            svg = draw(briefing, Frame(width, height, alone=True))
            attachments[name] = with_own_fonts(svg, briefing.brand).encode()
            return address(name)

        def picture_file(picture: Picture, frame: str, name: str) -> Markup:
            shown = rendition(picture, frame, "print")
            file = f"{prefix}-{name}.{shown.suffix}"
            attachments[file] = shown.content
            return address(file)

        written = text_of(briefing, templates, chart_file=chart_file, picture_file=picture_file)
        text = _QUOTATIONS.sub(_SEPARATED, written)
        return Document(in_markdown(text).encode(), attachments=attachments)

    return render


def text_of(briefing: Briefing, templates: TemplateSet, **given: Any) -> str:
    """Return a briefing in Markdown, without unnecessary blank lines or unused anchors."""
    briefing = sheet.on_every_format(briefing)
    text = templates.render(f"{briefing.template}/briefing.md", briefing, **given)
    linked = set(re.findall(r"\(#([\w-]+)\)", text))
    text = _PLACE.sub(lambda anchor: anchor[0] if (anchor[1] or anchor[2]) in linked else "", text)
    lines = "\n".join(line.rstrip(" \t") for line in text.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", lines).strip("\n") + "\n"
