"""HTML pages. Each is a single file that loads nothing else."""

import json
import re
from base64 import b64encode
from collections.abc import Callable, Sequence
from hashlib import sha256
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
from briefing.edition.units import with_whole_amounts
from briefing.edition.words import Words, words_in
from briefing.output.document import Document
from briefing.output.folders import find_template
from briefing.output.fonts import rules_with_fonts
from briefing.output.footnotes import Notes
from briefing.output.identifiers import published_at
from briefing.output.kept_parts import KeptParts, RecordedNotes
from briefing.output.linked_data import linked_data
from briefing.output.summaries import read
from briefing.output.templates import TemplateSet
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
_JSON = json.JSONEncoder(ensure_ascii=False)
_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_RTL_WORDS = re.compile(
    rf"{_RIGHT_TO_LEFT.pattern}(?:(?:{_RIGHT_TO_LEFT.pattern}|[\W\d_])*{_RIGHT_TO_LEFT.pattern})?"
)
_TAG = re.compile(r"<(?P<end>/?)(?P<name>[a-zA-Z][\w-]*)(?P<rest>[^>]*)>")
_PLAIN_TEXT = {"title", "option", "textarea", "svg", "style", "script", "bdi"}
"""Elements in which words cannot be isolated, or already are."""
_STYLE_OR_DATA = re.compile(r"(<style\b.*?</style>|<script\b.*?</script>)", re.DOTALL)
# In a table of contents, page numbers float. They would be read before words that have their own
# element.
_LEFT_ALONE = re.compile(
    "("
    + "|".join(rf"<{tag}\b.*?</{tag}(?=>)" for tag in sorted({*_PLAIN_TEXT, "nav"} - {"bdi"}))
    + ")",
    re.DOTALL,
)
_TEXT_WITH_DASH = re.compile(r">[^<>–-]*[–-][^<>]*(?=<)")
# Long words are left alone, because they may have to be broken.
_WHOLE = re.compile(r"\d{1,4}–\d{1,4}|(?<![\w-])[A-Za-z]-[^\W_]{1,12}(?![\w-])")
# The last two of three or more words of the main title. Long words may have to be on different
# lines.
_LAST_SPACE = re.compile(r"(<h1>[^<]* [^\s<]{1,9}) (?=[^\s<]{1,9}<)")
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
    if not isinstance(text, str) or not _RIGHT_TO_LEFT.search(text):
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
    text = text.unescape() if isinstance(text, Markup) else text
    safe = "".join(c if c.isalnum() or c == " " else f"\\{ord(c):x} " for c in text)
    return Markup(f'"{safe}"')


def fingerprint(text: str) -> Markup:
    """Return the hash of an inline style or script, for a Content-Security-Policy.

    The format is defined in https://www.w3.org/TR/CSP3/#grammardef-hash-source.
    """
    digest = b64encode(sha256(text.encode()).digest()).decode()
    return Markup(f"'sha256-{digest}'")


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


def _without_dead_ends(page: str, briefing: Briefing) -> str:
    """Redirect links to content that is not on `page` to the part that contains it.

    If there is no such part, keep only the text of the link.
    """
    on_page = set(re.findall(r'\sid="([^"]+)"', page))
    parts = [part for part in briefing.parts if part.is_made]
    elsewhere = {anchor: part.id for part in parts for anchor in part.anchors}

    def link(match: re.Match[str]) -> str:
        if match["place"] in on_page:
            return match[0]
        part = elsewhere.get(match["place"])
        return match[0].replace('"#', f'"{address(part)}.html#', 1) if part else match["text"]

    return re.sub(r'<a href="#(?P<place>[^"]+)"[^>]*>(?P<text>.*?)</a>', link, page)


def unbroken(page: str, language: str) -> str:
    """Return `page` with no line breaks within dates, amounts or ranges of numbers.

    A day is not separated from its month, or a number from its unit, as in 5 months or 5 million.
    A short last word of the main title is not on a line of its own.
    """
    whole = _with_whole_amounts(page, words_in(language))
    return _with_whole_words(_LAST_SPACE.sub("\\g<1>\xa0", whole))


def _with_whole_amounts(page: str, t: Words) -> str:
    """Keep numbers on the same line of `page` as their units, except in styles and data."""
    pieces = _STYLE_OR_DATA.split(page)
    pieces[::2] = [with_whole_amounts(piece, t) for piece in pieces[::2]]
    return "".join(pieces)


def _with_whole_words(page: str) -> str:
    """Keep ranges of numbers, such as 4–10, and words such as U-turn on one line of `page`."""

    def with_whole_words(text: re.Match[str]) -> str:
        return _WHOLE.sub(r'<span class="whole">\g<0></span>', text[0])

    pieces = _LEFT_ALONE.split(page)
    pieces[::2] = [_TEXT_WITH_DASH.sub(with_whole_words, piece) for piece in pieces[::2]]
    return "".join(pieces)


def with_words_isolated(html: str) -> str:
    """Keep right-to-left words in HTML from reordering the text after them (UAX 9).

    This is for words between other words, such as a publisher's name before a date. Text that is
    already marked or `isolated` is unchanged.
    """
    if not _RIGHT_TO_LEFT.search(html):
        return html
    pieces: list[str] = []
    start, within = 0, ""
    for tag in _TAG.finditer(html):
        text = html[start : tag.start()]
        pieces += [text if within else _RTL_WORDS.sub(r"<bdi>\g<0></bdi>", text), tag[0]]
        start, name = tag.end(), tag["name"].lower()
        if not within and not tag["end"] and (name in _PLAIN_TEXT or 'dir="auto"' in tag["rest"]):
            within = name
        elif within == name and tag["end"]:
            within = ""
    return "".join([*pieces, html[start:]])


def template_set(user_templates: Path | None, kept: KeptParts | None = None) -> TemplateSet:
    """Return the HTML templates, preferring those in `user_templates`."""
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
        isolated=isolated,
        mark_language=mark_language,
        fingerprint=fingerprint,
        linked_data=linked_data,
        published_at=published_at,
        choices=choices,
        by_basis=grouped,
        is_long=is_long,
        on_sheet=on_sheet,
    )


def renderer(user_templates: Path | None) -> Callable[[Briefing], Document]:
    """Return a function that renders briefings as HTML, preferring `user_templates`."""
    page = page_renderer(user_templates)
    return lambda briefing: Document(page(briefing).encode())


def page_renderer(
    user_templates: Path | None, kept: KeptParts | None = None
) -> Callable[[Briefing], str]:
    """Return a function that renders briefings as HTML text, which other formats need too.

    With `kept`, parts that are the same as in the last version of the page are not made again.
    """
    templates = template_set(user_templates, kept)

    def finished(page: str, briefing: Briefing) -> str:
        linked = _without_dead_ends(with_words_isolated(page), briefing)
        return unbroken(linked, briefing.language)

    def render(briefing: Briefing) -> str:
        name = f"{briefing.template}/briefing.html"
        if not find_template(user_templates, name).is_file():
            from briefing.output.markdown_page import body_of

            body = body_of(user_templates)(briefing)
            return finished(templates.render("shared/markdown.html", briefing, body=body), briefing)
        printed, notes = sheet.in_a_browser(briefing), RecordedNotes() if kept else Notes()
        fonts = {}
        if printed:
            # Printed notes come first, because gaps in the numbers would look like a fault.
            printed_page = templates.render(name, printed, sheet=None, notes=notes)
            notes = Notes(note.citation for note in notes.all)
            fonts["fonts"] = Markup(rules_with_fonts(printed_page))
        text = templates.render(name, briefing, sheet=printed, notes=notes, **fonts)
        return finished(text, briefing)

    return render
