"""Atom feeds, as defined in RFC 4287."""

from collections.abc import Callable
from pathlib import Path
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from briefing.edition.briefing import Briefing
from briefing.output import feed
from briefing.output.document import Document
from briefing.output.urls import link_to
from briefing.output.xml import without_controls

_NAMESPACE = "http://www.w3.org/2005/Atom"


def renderer(user_templates: Path | None) -> Callable[[Briefing], Document]:
    """Return a function that renders briefings as Atom feeds, preferring `user_templates`."""
    read = feed.reader(user_templates, "atom")

    def render(briefing: Briefing) -> Document:
        return Document(to_xml(read(briefing)))

    return render


def to_xml(feed: feed.Feed) -> bytes:
    """Return a feed as XML."""
    top = Element("feed", {"xmlns": _NAMESPACE, "xml:lang": feed.language})
    _add(top, "id", feed.id)
    _add(top, "title", feed.title)
    _add(top, "subtitle", feed.description)
    _add(top, "updated", feed.updated)
    author = SubElement(top, "author")
    _add(author, "name", feed.author)
    address = link_to(feed.contact)
    if address.startswith("mailto:"):
        _add(author, "email", feed.contact)
    elif address:
        _add(author, "uri", address)
    if feed.url:
        _add(top, "link", rel="self", type="application/atom+xml", href=feed.url)
        _add(top, "link", rel="alternate", type="text/html", href=feed.page)
    _add(top, "generator", "briefing")
    # The language of the record may differ from that of the feed.
    language = {} if feed.written_in == feed.language else {"xml:lang": feed.written_in}
    for item in feed.items:
        entry = SubElement(top, "entry")
        _add(entry, "id", item.id)
        _add(entry, "title", item.title, **language)
        if item.added:
            _add(entry, "published", item.added)
        _add(entry, "updated", item.updated)
        if item.url:
            _add(entry, "link", rel="alternate", type="text/html", href=item.url)
        for tag in item.tags:
            _add(entry, "category", term=_allowed(tag))
        _add(entry, "content", item.content, type="html")
    indent(top)
    document: bytes = tostring(top, encoding="utf-8", xml_declaration=True)
    return document + b"\n"


def _add(parent: Element, name: str, text: str = "", **attributes: str) -> None:
    SubElement(parent, name, attributes).text = _allowed(text) or None


def _allowed(text: str) -> str:
    return without_controls(text, "\ufffd")
