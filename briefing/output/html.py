"""HTML pages. Each is a single file that loads nothing else."""

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import nh3
from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from briefing.edition import sheet
from briefing.edition.briefing import Briefing
from briefing.edition.captions import Caption
from briefing.edition.entries import by_basis
from briefing.edition.entry import Entry, Figure
from briefing.edition.keeping import is_long
from briefing.edition.page_weight import PAGE_BUDGET
from briefing.marked_text import accepted
from briefing.output.document import Document
from briefing.output.embedding import with_links_out
from briefing.output.finishing import RIGHT_TO_LEFT, Finisher, finish
from briefing.output.folders import find_template
from briefing.output.fonts import rules_with_fonts
from briefing.output.footnotes import Notes
from briefing.output.identifiers import file_at, published_at
from briefing.output.kept_parts import KeptParts
from briefing.output.linked_data import linked_data
from briefing.output.marks import in_html
from briefing.output.open_notes import Page
from briefing.output.policy import fingerprint
from briefing.output.qr import qr_svg
from briefing.output.renditions import Place, on_screen
from briefing.output.summaries import read
from briefing.output.templates import TemplateSet
from briefing.output.typefaces import families_of, with_typefaces
from briefing.output.urls import address, link_to
from briefing.typography import capitalised

if TYPE_CHECKING:
    from markdown_it.token import Token

_TAGS = {"p", "em", "strong", "a", "ul", "ol", "li", "blockquote", "code", "br"}
_ATTRIBUTES = {"a": {"href"}, "ol": {"start"}, "*": set[str]()}
_SCHEMES = {"http", "https", "mailto"}
_CLEANER = nh3.Cleaner(
    tags=_TAGS,
    attributes=_ATTRIBUTES,
    url_schemes=_SCHEMES,
    url_relative="deny",
    link_rel=None,
)
_PICTURE = re.compile(rb'<img [^>]*src="data:[^"]*"')
_JSON = json.JSONEncoder(ensure_ascii=False)
_LINK = re.compile(r'<a href="(?P<address>[^"]*)">(?P<text>.*?)</a>', re.DOTALL)


def to_html(text: str) -> Markup:
    """Convert Markdown to HTML, allowing only text, emphasis, lists, quotations and safe links."""
    elements: list[str] = []
    for token in read(text):
        if token.type == "inline":
            elements += map(_in_a_line, token.children or ())
        elif token.hidden:
            continue
        elif token.nesting == 1:
            start = token.attrs.get("start", "")
            elements.append(f'<{token.tag} start="{start}">' if start != "" else f"<{token.tag}>")
        else:
            elements.append(f"</{token.tag}>\n")
    # The result should contain nothing else, but sanitise it to be sure.
    return Markup(_CLEANER.clean("".join(elements).rstrip("\n")))


def _in_a_line(token: "Token") -> str:
    match token.type:
        case "text":
            return escape(token.content)
        case "code_inline":
            return f"<code>{escape(token.content)}</code>"
        case "softbreak":
            return "\n"
        case "hardbreak":
            return "<br>\n"
        case "link_open":
            return f'<a href="{escape(token.attrs["href"])}">'
    return f"<{'/' * (token.nesting == -1)}{token.tag}>"


def contact(text: str) -> Markup:
    """Return contact details, linked if they are an email or web address."""
    target = link_to(text)
    return Markup('<a href="{}">{}</a>').format(target, text) if target else escape(text)


def with_addresses(html: Markup) -> Markup:
    """Add the web address after each link in `html`, for readers on paper.

    A link whose text is already the address is unchanged.
    """
    return Markup(_LINK.sub(_with_address, html))


def _with_address(link: re.Match[str]) -> str:
    address = re.sub(r"^(?:https?://(?:www\.)?|mailto:)|/$", "", link["address"])
    text = re.sub(r"^https?://(?:www\.)?|/$", "", link["text"])
    return link[0] if text == address else f'{link[0]}<span class="address"> ({address})</span>'


@pass_context
def mark_language(context: Context, text: object, whole: bool = True) -> object:
    """Mark the language of the curator's text if the briefing's is different (WCAG 2.2, 3.1.2).

    Right-to-left text is also `isolated`. Text that is not `whole` has several parts, as in "name,
    office": right-to-left words in it are isolated individually. In a caption, only the pieces from
    the record are marked.
    """
    if isinstance(text, Caption):
        return Markup().join(
            escape(mark_language(context, piece.words, piece.is_whole))
            if piece.is_written
            else piece.words
            for piece in text.pieces
        )
    briefing = context["briefing"]
    text = isolated(text) if whole else text
    if briefing.language == briefing.written_in:
        return text
    is_block = isinstance(text, Markup) and not text.startswith("<bdi>")
    tag = Markup("div" if is_block else "span")
    return Markup('<{0} lang="{1}">{2}</{0}>').format(tag, briefing.written_in, text)


def isolated(text: object) -> object:
    """Keep right-to-left text from reordering the text around it (UAX 9; HTML, 4.5.23)."""
    if not isinstance(text, str) or not RIGHT_TO_LEFT.search(text):
        return text
    if isinstance(text, Markup):
        return Markup(re.sub(r"<(p|li|blockquote)>", r'<\1 dir="auto">', str(text)))
    return Markup("<bdi>{}</bdi>").format(text)


@pass_context
def on_sheet(context: Context, item: object) -> str:
    """Return an item's CSS class, which controls how it is printed from a browser.

    Items with the class `rest` are not printed. Other classes are for events that are printed with
    only their title or lead, or without the event that they reverse, because the summary names it.
    Items that are printed in full have no class.
    """
    printed: Briefing | None = context.get("sheet")
    if not printed:
        return ""
    if isinstance(item, Entry):
        shown = (*printed.recent, *printed.earlier, *printed.next, *printed.unconfirmed)
        printed_entry = next((entry for entry in shown if entry.anchor == item.anchor), None)
        if not printed_entry:
            return "rest"
        classes = ["links-not-printed"] if printed_entry.reversals != item.reversals else []
        classes += ["picture-not-printed"] if printed_entry.picture != item.picture else []
        if printed_entry.summary != item.summary:
            classes.append("lead-printed" if printed_entry.summary else "title-printed")
        return " ".join(classes)
    lists = (printed.asks, printed.commitments, printed.figures, printed.quotes, printed.trends)
    return "" if any(item in items for items in lists) else "rest"


@pass_context
def grouped(
    context: Context, figures: Sequence[Figure], is_dated: bool = False
) -> list[tuple[bool, tuple[Figure, ...]]]:
    """Group `figures` by basis, starting with those that are printed from a browser.

    The figures on the sheet come first, so that they fill its rows.
    """
    printed: Briefing | None = context.get("sheet")
    first = [figure for figure in figures if printed and figure in printed.figures]
    others = [figure for figure in figures if figure not in first]
    return by_basis(first, is_dated) + by_basis(others, is_dated)


def css_string(text: str) -> Markup:
    """Return `text` as a CSS string that it cannot break out of."""
    text = accepted(text.unescape() if isinstance(text, Markup) else text)
    safe = "".join(c if c.isalnum() or c == " " else f"\\{ord(c):x} " for c in text)
    return Markup(f'"{safe}"')


def own_style(css: str) -> Markup:
    """Return the brand's own CSS, which cannot end the style element of its page."""
    return Markup(css.replace("</", "<\\/"))


def choices(entry: Entry) -> Markup:
    """Return an event's attributes for filtering: JSON lists, keyed by the name of the select."""
    lists = {
        "kind": [entry.kind] if entry.kind else [],
        "topic": entry.topics,
        "actor": entry.who,
        "area": entry.areas,
    }
    texts = {name: _JSON.encode(values) for name, values in lists.items() if values}
    # Use single quotes, because JSON is full of double quotes.
    safe = ((name, str(escape(text)).replace("&#34;", '"')) for name, text in texts.items())
    return Markup(" ".join(f"data-{name}='{text}'" for name, text in safe))


def template_set(
    user_templates: Path | None, kept: KeptParts | None = None, placed: Place = on_screen
) -> TemplateSet:
    """Return the HTML templates, preferring those in `user_templates`.

    `placed` puts a picture in the page.
    """
    return TemplateSet(
        user_templates,
        escape,
        None,
        kept,
        markdown=to_html,
        sentence=capitalised,
        address=address,
        contact=contact,
        with_addresses=with_addresses,
        css_string=css_string,
        families=lambda brand: Markup(families_of(brand)),
        own_style=own_style,
        isolated=isolated,
        mark_language=mark_language,
        fingerprint=fingerprint,
        linked_data=linked_data,
        published_at=published_at,
        file_at=file_at,
        choices=choices,
        by_basis=grouped,
        is_long=kept.is_long if kept else is_long,
        on_sheet=on_sheet,
        qr=qr_svg,
        placed=placed,
    )


def renderer(user_templates: Path | None) -> Callable[[Briefing], Document]:
    """Return a function that renders briefings as HTML, preferring `user_templates`."""
    page = page_renderer(user_templates)

    def render(briefing: Briefing) -> Document:
        text = page(briefing)
        content = (with_links_out(text) if briefing.embeds else text).encode()
        return Document(content, infos=(*_too_heavy(briefing, content),))

    return render


def _too_heavy(briefing: Briefing, page: bytes) -> Iterator[str]:
    """Yield a message if the pictures of a page make it larger than its budget."""
    pictures = sum(map(len, _PICTURE.findall(page)))
    if pictures and len(page) > PAGE_BUDGET:
        yield (
            f"the page of '{briefing.id}' is {len(page) / 1e6:.1f} MB, and its pictures are "
            f"{pictures / 1e6:.1f} MB of that. Pages of more than {PAGE_BUDGET / 1e6:g} MB load "
            "slowly on a phone, so use fewer pictures"
        )


def page_renderer(
    user_templates: Path | None, placed: Place = on_screen, *, has_fonts: bool = True
) -> Callable[[Briefing], str]:
    """Return a function that renders briefings as HTML text, which other formats need too.

    `placed` puts a picture in the page. Unless it `has_fonts`, the page has to be given the
    typefaces of its brand.
    """
    templates = template_set(user_templates, placed=placed)

    def render(briefing: Briefing) -> str:
        page = _unfinished(templates, user_templates, briefing, Notes())
        return finished(page, briefing) if has_fonts else finish(page, briefing)

    return render


def finished(page: str, briefing: Briefing) -> str:
    """Return a page that is ready for readers, with the typefaces of its brand."""
    return with_typefaces(finish(page, briefing), briefing.brand)


class LivePage:
    """The versions of a page. Parts that are the same as in the last one are not made again."""

    def __init__(self, user_templates: Path | None) -> None:
        self._kept, self._finisher = KeptParts(user_templates), Finisher()
        self._templates = template_set(user_templates, self._kept)
        self._user_templates = user_templates

    def version(self, briefing: Briefing, *, is_early: bool = False) -> Page:
        """Return the page of a briefing. On an early page, the charts are as they were."""
        self._kept.is_early = is_early
        notes = self._kept.notes()
        text = _unfinished(self._templates, self._user_templates, briefing, notes)
        page = notes.page(text)
        if page.can_be_renumbered:
            text = with_typefaces(self._finisher.finished(text, briefing), briefing.brand)
            return replace(page, open_text=text)
        return Page(finished(page.text, briefing))


def _unfinished(
    templates: TemplateSet, user_templates: Path | None, briefing: Briefing, notes: Notes
) -> str:
    """Return a page before its last steps. On a page for printing, the `notes` are not used."""
    name = f"{briefing.template}/briefing.html"
    if not find_template(user_templates, name).is_file():
        from briefing.output.markdown_page import body_of

        body = body_of(user_templates)(briefing)
        return in_html(templates.render("shared/markdown.html", briefing, body=body), briefing)
    printed = sheet.in_a_browser(briefing)
    if not printed:
        return in_html(templates.render(name, briefing, sheet=None, notes=notes), briefing)
    # Printed notes come first, because gaps in the numbers would look like a fault.
    cited = Notes()
    printed_page = templates.render(name, printed, sheet=None, notes=cited)
    typeface = briefing.brand.text_typeface
    known = typeface.characters if typeface else frozenset()
    fonts = Markup(rules_with_fonts(printed_page, known))
    if briefing.pages == 1:
        page = templates.render(name, printed, sheet=None, notes=notes, fonts=fonts)
        return in_html(page, printed)
    notes = Notes(note.citation for note in cited.all)
    page = templates.render(name, briefing, sheet=printed, notes=notes, fonts=fonts)
    return in_html(page, briefing)
