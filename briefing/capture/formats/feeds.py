"""News feeds: Atom, RSS and JSON Feed.

The date of an entry is the day on which it was published. If a feed gives only the day of the last
change, as GOV.UK does, that day has a note. If it has both, the later one is ignored.
"""

import re
from collections.abc import Iterable, Mapping
from email.utils import parsedate_to_datetime
from html.entities import html5
from typing import Any

from briefing.capture.formats.cells import (
    first_text,
    html_cell,
    iso_cell,
    known_table,
    moment_cell,
    text_cell,
    url_cell,
    web_address,
)
from briefing.capture.table import EMPTY, Cell, Link, Role, Table, as_read
from briefing.evidence.kinds import SAVE_AGAIN, NotReadable
from briefing.record.meanings import WEEKDAYS

_COLUMNS: Mapping[str, Role] = {
    "Published": "date",
    "Title": "title",
    "Summary": "summary",
    "Author": "who",
    "Link": "url",
    "Source": "source",
    "Source date": "published",
    "Publisher": "publisher",
    "Categories": "topics",
    "Attachments": "note",
}
_ONLY_UPDATED = "the feed gives only the day of the last change"
_BASE = "{http://www.w3.org/XML/1998/namespace}base"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_ATOM = "{http://www.w3.org/2005/Atom}"
_CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
_DC = "{http://purl.org/dc/elements/1.1/}"
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")
_ENTITY = re.compile(r"&([A-Za-z][A-Za-z0-9]*;)")
_AMPERSAND = re.compile(r"&(?!(?:#\d+|#x[\da-fA-F]+|[A-Za-z_:][\w:.-]*);)")
_CDATA = re.compile(r"(<!\[CDATA\[.*?\]\]>)", re.DOTALL)
_OF_XML = frozenset(("amp;", "lt;", "gt;", "quot;", "apos;"))
_FIRST_APPEARED = re.compile(r"\s*The post .{1,500} appeared first on .{1,200}\.\s*\Z", re.DOTALL)
_OFFICE = re.compile(
    r"\s*(?:the\s+)?(?:press|media|news|communications?|web|editorial)\s*"
    r"(?:office|team|desk|room|master)\s*|\s*(?:admin(?:istrator)?|editor|staff)\s*",
    re.IGNORECASE,
)
_CUT = re.compile(r"\s*\[(?:…|\.\.\.)\]\s*\Z")


def read(content: bytes, name: str) -> list[Table]:
    """Return a table of the entries of an Atom or RSS feed.

    Raises:
        NotReadable: it is not a feed, declares entities, or is damaged.
    """
    root = _root(content)
    if is_atom := root.tag == f"{_ATOM}feed" or root.find(f"{_ATOM}entry") is not None:
        channel, entries = root, root.findall(f"{_ATOM}entry")
        link = _atom_link(root)
    else:
        channel = next(root.iter("{*}channel"), root)
        entries = list(root.iter("{*}item"))
        link = _text(channel, "link")
    base = web_address(root.get(_BASE) or channel.get(_BASE) or "", link) or link
    if not entries:
        raise NotReadable("it is not a feed, or it has no entries", SAVE_AGAIN)
    feed = as_read(_text(channel, "title"))
    row = _atom_row if is_atom else _rss_row
    rows = [row(entry, base, feed) for entry in entries]
    return [_table(name, feed, rows, first_text(root.get(_LANGUAGE), _text(channel, "language")))]


def _root(content: bytes) -> Any:
    from lxml import etree

    from briefing.charsets import declared_in, decode

    text = _DECLARATION.sub("", decode(content, declared_in(content)), count=1)
    # Feeds often have the entities of HTML, which XML does not have, and bare ampersands.
    pieces = _CDATA.split(text.lstrip().replace("\0", ""))
    pieces[::2] = [_AMPERSAND.sub("&amp;", _ENTITY.sub(_character, piece)) for piece in pieces[::2]]
    text = "".join(pieces)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
        remove_comments=True, remove_pis=True, recover=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(text.encode(), parser)
    except etree.XMLSyntaxError:
        root = None
    if root is None:
        raise NotReadable("it is a damaged or incomplete feed", SAVE_AGAIN)
    declared = root.getroottree().docinfo.internalDTD
    if declared is not None and next(declared.iterentities(), None) is not None:
        raise NotReadable("it declares XML entities, which are not allowed", SAVE_AGAIN)
    if any("depth" in error.message.lower() for error in parser.error_log):
        raise NotReadable("its elements are nested too deeply", SAVE_AGAIN)
    return root


def _character(entity: re.Match[str]) -> str:
    return entity[0] if entity[1] in _OF_XML else html5.get(entity[1], entity[0])


def _text(element: Any, *names: str) -> str:
    """Return the text of the first child in `names` that has text."""
    for name in names:
        for child in element.findall(name if name.startswith("{") else f"{{*}}{name}"):
            if text := "".join(child.itertext()).strip():
                return str(text)
    return ""


def _atom_link(element: Any) -> str:
    for link in element.findall(f"{_ATOM}link"):
        if link.get("rel", "alternate") == "alternate":
            return str(link.get("href") or "")
    return ""


def _atom_row(entry: Any, base: str, feed: str) -> Mapping[str, Cell]:
    base = web_address(entry.get(_BASE) or "", base) or base
    published, updated = _text(entry, "published", "issued"), _text(entry, "updated", "modified")
    topics = [
        first_text(category.get("label"), category.get("term"))
        for category in entry.findall(f"{_ATOM}category")
    ]
    attached = [
        (link.get("title") or "", link.get("href") or "")
        for link in entry.findall(f"{_ATOM}link")
        if link.get("rel") == "enclosure"
    ]
    return {
        **_dates(iso_cell(published), updated),
        **_titles(_construct(entry, base, "title"), feed),
        "Summary": _short(_construct(entry, base, "summary", "content")),
        "Author": _authors(_text(author, "name") for author in entry.findall(f"{_ATOM}author")),
        "Link": _link(_atom_link(entry) or _text(entry, "id"), base),
        "Categories": text_cell("; ".join(filter(None, topics))),
        "Attachments": _attachments(attached, base),
    }


def _dates(published: Cell, updated: object) -> Mapping[str, Cell]:
    """Return the day of an entry and, if it is known, the day on which it was published."""
    if published.is_empty:
        return {"Published": iso_cell(updated, _ONLY_UPDATED)}
    return {"Published": published, "Source date": published if published.day else EMPTY}


def _titles(title: Cell, feed: str) -> Mapping[str, Cell]:
    """Return the title of an entry, which is also a source, published by the feed."""
    # A semicolon would divide it into two sources.
    source = text_cell("" if ";" in title.text else title.text)
    return {"Title": title, "Source": source, "Publisher": text_cell(feed)}


def _construct(entry: Any, base: str, *names: str) -> Cell:
    """Return a text of an Atom entry, which can be plain, HTML or XHTML."""
    from lxml import etree

    for name in names:
        element = entry.find(f"{_ATOM}{name}")
        if element is None:
            continue
        if element.get("type") == "xhtml":
            written = etree.tostring(element, encoding="unicode", with_tail=False)
            text = re.sub(r"(</?)(?:\w+:)(?=\w)", r"\1", written)
        else:
            text = "".join(element.itertext())
        if text.strip():
            return text_cell(text) if element.get("type") == "text" else html_cell(text, base)
    return EMPTY


def _rss_row(item: Any, base: str, feed: str) -> Mapping[str, Cell]:
    guid = item.find("{*}guid")
    permanent = guid is not None and guid.get("isPermaLink", "true").lower() == "true"
    link = _text(item, "link") or (_text(item, "guid") if permanent else "")
    attached = [("", enclosure.get("url") or "") for enclosure in item.findall("{*}enclosure")]
    topics = ["".join(topic.itertext()) for topic in item.findall("{*}category")]
    author = _text(item, f"{_DC}creator", "author")
    return {
        **_dates(_rss_date(item), _text(item, "{*}updated")),
        **_titles(html_cell(_text(item, "title"), base), feed),
        "Summary": _short(html_cell(_text(item, "description", _CONTENT), base)),
        "Author": _authors([re.sub(r"\A\S+@\S+\s+\((.+)\)\Z", r"\1", author)]),
        "Link": _link(link, base),
        "Categories": text_cell("; ".join(as_read(topic) for topic in topics if topic.strip())),
        "Attachments": _attachments(attached, base),
    }


def _rss_date(item: Any) -> Cell:
    written = _text(item, "pubDate")
    if not written:
        return iso_cell(_text(item, f"{_DC}date"))
    try:
        moment = parsedate_to_datetime(written)
    except (ValueError, TypeError, IndexError, OverflowError):
        return iso_cell(written)
    day = re.match(r"\s*([A-Za-z]{3})", written)
    if day and not WEEKDAYS[moment.weekday()].startswith(day[1].title()):
        return text_cell(written)
    return moment_cell(moment)


def _authors(names: Iterable[str]) -> Cell:
    """Return a cell for the authors of an entry, without offices that are not actors."""
    return text_cell("\n".join(name for name in names if name and not _OFFICE.fullmatch(name)))


def _short(cell: Cell) -> Cell:
    """Return a summary without the sentence that WordPress adds."""
    text = _CUT.sub(" …", _FIRST_APPEARED.sub("", cell.text))
    if text == cell.text:
        return cell
    return Cell(text, links=tuple(link for link in cell.links if link.text in text))


def _link(address: str, base: str) -> Cell:
    """Return a cell for the page of an entry. Other identifiers are not addresses."""
    cell = url_cell(address, base) if address else EMPTY
    return cell if cell.links else EMPTY


def _attachments(files: list[tuple[str, str]], base: str) -> Cell:
    links = [
        Link(as_read(title) or address, address)
        for title, url in files
        if (address := web_address(url, base))
    ]
    lines = [f"{link.text} ({link.url})" if link.text != link.url else link.url for link in links]
    return Cell("\n".join(lines), links=tuple(links))


def is_json_feed(data: object) -> bool:
    """Whether data read from JSON is a JSON Feed."""
    return (
        isinstance(data, dict)
        and isinstance(data.get("version"), str)
        and "jsonfeed.org/version" in data["version"]
        and isinstance(data.get("items"), list)
    )


def json_feed(data: Mapping[str, Any], name: str) -> list[Table]:
    """Return a table of the entries of a JSON Feed."""
    feed = as_read(first_text(data.get("title")))
    base = first_text(data.get("home_page_url"))
    rows = [_json_row(item, base, feed) for item in data["items"]]
    return [_table(name, feed, rows, first_text(data.get("language")))]


def _table(file: str, feed: str, rows: Iterable[Mapping[str, Cell]], language: str) -> Table:
    numbered = [(row, number, "") for number, row in enumerate(rows, 1)]
    return known_table(file, feed, _COLUMNS, numbered, language=language, row_noun="entry")


def _json_row(item: object, base: str, feed: str) -> Mapping[str, Cell]:
    if not isinstance(item, dict):
        return {"Title": text_cell(str(item))}
    text = first_text(item.get("summary"), item.get("content_text"))
    people = item.get("authors") or [item.get("author")]
    files = [
        (first_text(file.get("title")), first_text(file.get("url")))
        for file in item.get("attachments") or []
        if isinstance(file, dict)
    ]
    link = first_text(item.get("url"), item.get("external_url"), item.get("id"))
    return {
        **_dates(iso_cell(item.get("date_published")), item.get("date_modified")),
        **_titles(html_cell(first_text(item.get("title")), base), feed),
        "Summary": text_cell(text)
        if text
        else html_cell(first_text(item.get("content_html")), base),
        "Author": _authors(first_text(who.get("name")) for who in people if isinstance(who, dict)),
        "Link": _link(link, base),
        "Categories": text_cell("; ".join(map(str, item.get("tags") or []))),
        "Attachments": _attachments(files, base),
    }
