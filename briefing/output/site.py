"""The pages of a website that are not briefings: its home page, and the map for search engines."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from briefing.edition.briefing import Briefing
from briefing.edition.site import HOME, SEARCH, ListedFile, archives_of, listed
from briefing.output.document import Document
from briefing.output.finishing import finish
from briefing.output.html import template_set
from briefing.output.identifiers import file_at
from briefing.output.marks import in_html
from briefing.output.site_search import search_index

SITEMAP = "sitemap.xml"
_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
_FEEDS = ("atom", "jsonfeed")


@dataclass(frozen=True, slots=True)
class SiteContent:
    """The content of a website.

    Attributes:
        home: the frame of its home page, which has no events.
        briefings: its briefings, in order. Parts follow the briefing that they belong to.
        digests: its digests, each with the id of its edition.
    """

    home: Briefing
    briefings: Sequence[Briefing]
    digests: Sequence[tuple[str, Briefing]]

    @property
    def pages(self) -> Sequence[Briefing]:
        """All briefings and digests that have a page of their own."""
        made = [*self.briefings, *(digest for _, digest in self.digests)]
        return [page for page in made if not page.embeds]


def pages_of(
    content: SiteContent, documents: Mapping[str, Document], user_templates: Path | None
) -> dict[str, Document]:
    """Return the other files of a website by name, given the documents of its briefings.

    Raises:
        TemplateError: a template has an error.
    """
    home = content.home
    files = {page.id: _files_of(page, documents) for page in content.pages}
    whole = [page for page in content.briefings if not (page.part_of or page.embeds)]
    # A calendar or data file alone is no page.
    shown = listed((page for page in whole if files[page.id]), files, home.language)
    feeds = [
        (one, of_feeds)
        for one in shown
        if (of_feeds := [file for file in one.files if file.format in _FEEDS])
    ]
    templates = template_set(user_templates)
    page = templates.render(
        "site/index.html",
        home,
        editions=shown,
        archives=archives_of(content.digests, files, home.language),
        feeds=feeds,
    )
    pages = {f"{HOME}.html": Document(finish(in_html(page, home), home).encode())}
    frame = replace(home, id=SEARCH)
    index = search_index(content.briefings, [digest for _, digest in content.digests])
    page = templates.render("site/search.html", frame, index=index)
    pages[f"{SEARCH}.html"] = Document(finish(in_html(page, frame), frame).encode())
    if home.url:
        pages[SITEMAP] = Document(_sitemap(content, home.url))
    return pages


def _files_of(page: Briefing, documents: Mapping[str, Document]) -> list[ListedFile]:
    """Return the files of a briefing that are for readers, the page first."""
    return [
        ListedFile(format, name, document.pages)
        for name, document in documents.items()
        for stem, _, format in [name.rpartition(".")]
        if stem == page.id and format != "png"
    ]


def _sitemap(content: SiteContent, url: str) -> bytes:
    """Return the list of all pages for search engines: https://www.sitemaps.org/protocol.html."""
    top = Element("urlset", {"xmlns": _NAMESPACE})
    for page in (content.home, *content.pages):
        place = SubElement(top, "url")
        name = "" if page is content.home else f"{page.id}.html"
        SubElement(place, "loc").text = file_at(url, name)
        changed = page.as_of_day if page.digest else page.correct_as_of or page.last_added
        if changed:
            SubElement(place, "lastmod").text = changed.isoformat()
    indent(top)
    made: bytes = tostring(top, encoding="utf-8", xml_declaration=True)
    return made + b"\n"
