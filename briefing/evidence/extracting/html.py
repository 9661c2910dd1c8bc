"""The text of a web page: everything that a reader sees in its body."""

import re
from collections.abc import Iterator
from typing import Any

from briefing.charsets import declared_in, decode, raised
from briefing.evidence.extracting.tables import rows_of_data
from briefing.evidence.kinds import SAVE_TEXT, NotReadable

BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "br", "button", "caption", "center", "dd",
    "details", "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer",
    "form", "frameset", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "legend",
    "li", "main", "menu", "nav", "ol", "optgroup", "option", "p", "pre", "search", "section",
    "select", "summary", "table", "tbody", "td", "textarea", "tfoot", "th", "thead", "tr", "ul",
})  # fmt: skip
"""Elements that begin and end on a line of their own."""
_UNSEEN = frozenset({
    "annotation", "annotation-xml", "area", "audio", "base", "canvas", "datalist", "defs", "del",
    "desc",
    "embed", "head", "iframe", "link", "meta", "metadata", "noembed", "noframes", "noscript",
    "object", "param", "rp", "rt", "s", "script", "source", "strike", "style", "template", "title",
    "track", "video",
})  # fmt: skip
"""Elements whose text is not shown, is crossed out, or is shown only instead of something else."""
_HIDDEN_BY_STYLE = re.compile(
    r"(?:^|;)\s*(?:display\s*:\s*none|(?:content-)?visibility\s*:\s*(?:hidden|collapse)"
    r"|text-decoration(?:-line)?\s*:[^;]*line-through)",
    re.I,
)
_STYLE_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_COMMENT = re.compile(r"\bschema\.org/(?:User)?Comments?\s*$")
_MARK = re.compile(r"[\[(]?(?:\d{1,3}|[a-z]|[*†‡§]|(?:foot)?note \d{1,3})[\])]?", re.I)
SPACES = re.compile(r"[ \t\r\n\f]+")
_BREAKS = re.compile(r"[ \t\r\f]*\n\s*")
_PREFORMATTED = frozenset(("pre", "textarea", "listing"))
_DEEPEST = "Excessive depth"


def read(content: bytes, declared: str = "") -> list[str]:
    """Return the text of an HTML page, as a list of one.

    Args:
        content: the bytes of the page.
        declared: the encoding that a header has declared.

    Raises:
        NotReadable: its elements are nested too deeply.
    """
    return [text_of(decode(content, declared or declared_in(content)))]


def text_of(page: str) -> str:
    """Return the text that a reader of an HTML page sees.

    Raises:
        NotReadable: its elements are nested too deeply.
    """
    root = root_of(page)
    return "" if root is None else _BREAKS.sub("\n", "".join(_pieces(root))).strip()


def root_of(page: str) -> Any:
    """Return the root element of an HTML page, or none if it is empty.

    Raises:
        NotReadable: its elements are nested too deeply.
    """
    from lxml import etree

    # Pages that never close their <font> elements need more than 256 levels. As HTML cannot
    # declare entities, huge_tree only raises the limits, and long text would be lost without it.
    parser = etree.HTMLParser(
        encoding="utf-8", huge_tree=True, no_network=True, remove_comments=True, remove_pis=True
    )
    content = page.replace("\0", "").encode("utf-8", "replace")
    root = etree.fromstring(content, parser) if content.strip() else None
    if any(_DEEPEST in entry.message for entry in parser.error_log):
        reason = "its elements are nested too deeply"
        raise NotReadable(reason, SAVE_TEXT)
    return root


def _pieces(root: Any) -> Iterator[str]:
    """Yield the text of the elements in `root` in pieces, with line breaks around blocks."""
    from lxml import etree

    preformatted, skipped = 0, None
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        name = element.tag
        if event == "start" and is_unseen(element):
            walk.skip_subtree()
            skipped = element
            continue
        if name == "table" and event == "start" and (lines := lines_of_data(element)):
            yield "\n".join(["", *lines, ""])
            walk.skip_subtree()
            skipped = element
            continue
        if name in BLOCKS and element is not skipped:
            yield "\n"
        if name in _PREFORMATTED and element is not skipped:
            preformatted += 1 if event == "start" else -1
        text = (element.text if event == "start" else element.tail) or ""
        if name == "sup" and event == "start":
            text = raised(text)
        yield text if preformatted else SPACES.sub(" ", text)
        skipped = None


def lines_of_data(table: Any) -> list[str]:
    """Return the caption and the rows of a table of data, or nothing if it is another table."""
    if table.find(".//table") is not None or table.getparent() is None:
        return []
    cells = [[cell for cell in row if cell.tag in ("td", "th")] for row in table.iter("tr")]
    spans = {
        cell.get(span, "1") for row in cells for cell in row for span in ("colspan", "rowspan")
    }
    if spans - {"1"} or any(is_unseen(row) for row in table.iter("tr", "thead", "tbody", "tfoot")):
        return []
    rows = [["".join(_pieces(cell)) for cell in row if not is_unseen(cell)] for row in cells]
    lines = rows_of_data(rows)
    captions = [" ".join("".join(_pieces(each)).split()) for each in table.iter("caption")]
    return [*captions, *lines] if lines else []


def is_unseen(element: Any) -> bool:
    """Whether a reader does not see an element, or sees only a footnote marker."""
    name, given = element.tag, element.attrib
    if name in _UNSEEN:
        # Browsers save the visible content of a component in a template with one of these.
        return not (name == "template" and ("shadowrootmode" in given or "shadowmode" in given))
    if given.get("hidden", "until-found").lower() != "until-found":
        return True
    if given.get("role", "").strip() in ("dialog", "alertdialog"):
        return True
    if _COMMENT.search(given.get("itemtype", "")):
        return True
    if name == "dialog" and "open" not in given:
        return True
    if "style" in given and _HIDDEN_BY_STYLE.search(_STYLE_COMMENT.sub("", given["style"])):
        return True
    return (name == "sup" and is_note_mark(element)) or given.get("role") == "doc-noteref"


def is_note_mark(element: Any) -> bool:
    """Whether superscript text is a footnote marker, with a link to the note."""
    links = [*element.iter("a"), *element.iterancestors("a")]
    is_link = any("#" in link.get("href", "") for link in links)
    return is_link and _MARK.fullmatch("".join(element.itertext()).strip()) is not None
