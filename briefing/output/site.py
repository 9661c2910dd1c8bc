"""The pages of a website that are not briefings: its home page, and the map for search engines.

The files of an edition are also at the addresses of its former ids.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from briefing.edition.briefing import Briefing
from briefing.edition.site import CORRECTIONS, HOME, SEARCH, ListedFile, archives_of, listed
from briefing.edition.site_corrections import SiteCorrection
from briefing.edition.words import words_in
from briefing.output.document import Document
from briefing.output.html import finished, template_set
from briefing.output.identifiers import file_at
from briefing.output.marks import in_html
from briefing.output.site_search import search_index, searched
from briefing.output.templates import TemplateSet
from briefing.output.urls import address
from briefing.record.problems import RecordPath

SITEMAP = "sitemap.xml"
_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
_FEEDS = ("atom", "jsonfeed")


@dataclass(frozen=True, slots=True)
class Corrections:
    """The corrections of a website, newest first, and the formatted day since which they count."""

    made: Sequence[SiteCorrection]
    since: str


@dataclass(frozen=True, slots=True)
class SiteContent:
    """The content of a website.

    Attributes:
        home: the frame of its home page, which has no events.
        briefings: its briefings, in order. Parts follow the briefing that they belong to.
        digests: its digests, each with the id of its edition.
        moved: the former names of its pages, without the suffix, each with the page.
        corrections: its corrections, or none if it has no page for them.
    """

    home: Briefing
    briefings: Sequence[Briefing]
    digests: Sequence[tuple[str, Briefing]]
    moved: Sequence[tuple[str, Briefing]] = ()
    corrections: Corrections | None = None

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
    pages = {f"{HOME}.html": Document(finished(in_html(page, home), home).encode())}
    frame = replace(home, id=SEARCH)
    index = search_index(content.briefings, [digest for _, digest in content.digests])
    page = templates.render("site/search.html", frame, index=index)
    pages[f"{SEARCH}.html"] = Document(finished(in_html(page, frame), frame).encode())
    if content.corrections:
        frame = replace(
            home,
            id=CORRECTIONS,
            title=words_in(home.language).gettext("Corrections"),
            subtitle=home.title,
        )
        page = templates.render(
            "site/corrections.html",
            frame,
            corrections=content.corrections,
            places=_places_of(content.briefings),
        )
        pages[f"{CORRECTIONS}.html"] = Document(finished(in_html(page, frame), frame).encode())
    if home.url:
        pages[SITEMAP] = Document(_sitemap(content, home.url))
    taken = {*documents, *pages}
    for name, document in _moved(content, documents, templates):
        if name not in taken:
            pages[name] = document
    return pages


def _places_of(briefings: Sequence[Briefing]) -> dict[RecordPath, str]:
    """Return the address of each event on the website, by its place in the record."""
    return {
        entry.where: f"{address(f'{page.id}.html')}#{entry.anchor}"
        for page in reversed(searched(briefings))
        for entry in page.entries
    }


def _moved(
    content: SiteContent, documents: Mapping[str, Document], templates: TemplateSet
) -> Iterator[tuple[str, Document]]:
    """Yield the files at former addresses, each with its name.

    A page leads to the new address. Programs that read the other formats, such as feed readers and
    calendars, do not follow such a page, so each of the other files is a copy of the new one.
    """
    for stem, page in content.moved:
        for name, document in documents.items():
            own, _, format = name.rpartition(".")
            if own != page.id:
                continue
            if format == "html":
                shown = replace(page, site=content.home.site)
                text = templates.render("site/moved.html", shown, file=name)
                document = Document(finished(in_html(text, page), page).encode())
            yield f"{stem}.{format}", document


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
    pages = [
        (
            "" if page is content.home else f"{page.id}.html",
            page.as_of_day if page.digest else page.correct_as_of or page.last_added,
        )
        for page in (content.home, *content.pages)
    ]
    if content.corrections:
        made = content.corrections.made
        pages.append((f"{CORRECTIONS}.html", made[0].day if made else None))
    for name, changed in pages:
        place = SubElement(top, "url")
        SubElement(place, "loc").text = file_at(url, name)
        if changed:
            SubElement(place, "lastmod").text = changed.isoformat()
    indent(top)
    text: bytes = tostring(top, encoding="utf-8", xml_declaration=True)
    return text + b"\n"
