"""The pages of a website that are not briefings: its home page, and the map for search engines.

The files of an edition are also at the addresses of its former ids, and of those of its area.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date as Day
from pathlib import Path
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from briefing.edition.briefing import Briefing
from briefing.edition.site import (
    CORRECTIONS,
    HOME,
    SEARCH,
    AreaPages,
    Listed,
    ListedFile,
    archives_of,
    area_home_of,
    areas_of,
    listed,
)
from briefing.edition.site_corrections import SiteCorrection
from briefing.edition.words import Words, words_in
from briefing.output.corrections_feed import corrections_feed
from briefing.output.document import Document
from briefing.output.html import finished, template_set
from briefing.output.identifiers import file_at
from briefing.output.marks import in_html
from briefing.output.site_search import Anchors, anchors_of, search_index, searched, shown_on
from briefing.output.templates import TemplateSet
from briefing.output.urls import address
from briefing.record.problems import RecordPath

SITEMAP = "sitemap.xml"
_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
_FEEDS = ("atom", "jsonfeed")


@dataclass(frozen=True, slots=True)
class Corrections:
    """The corrections of a website, newest first, and the day since which they count."""

    made: Sequence[SiteCorrection]
    since: Day

    def about(self, t: Words) -> str:
        """Return the sentence that introduces them."""
        since = t.day(self.since)
        if not self.made:
            return t.gettext(
                "No statement on this website has been corrected since %(date)s.", date=since
            )
        return t.gettext(
            "These statements on this website have been corrected since %(date)s.", date=since
        )


@dataclass(frozen=True, slots=True)
class SiteContent:
    """The content of a website.

    Attributes:
        home: the frame of its home page, which has no events.
        briefings: its briefings, in order. Parts follow the briefing that they belong to.
        digests: its digests, each with the id of its edition.
        moved: the former names of its pages, without the suffix, each with the name now and the
            page.
        corrections: its corrections, or none if it has no page for them.
        areas: the briefings for areas, which are in subfolders.
    """

    home: Briefing
    briefings: Sequence[Briefing]
    digests: Sequence[tuple[str, Briefing]]
    moved: Sequence[tuple[str, str, Briefing]] = ()
    corrections: Corrections | None = None
    areas: Sequence[AreaPages] = ()

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
    templates = template_set(user_templates)
    page = templates.render(
        "site/index.html",
        home,
        editions=shown,
        areas=areas_of(content.areas),
        archives=archives_of(content.digests, files, home.language),
        feeds=_feeds_of(shown),
    )
    pages = {f"{HOME}.html": Document(finished(in_html(page, home), home).encode())}
    area_pages = {
        f"{area.folder}{HOME}.html": _area_page(content, area, documents, templates)
        for area in content.areas
    }
    pages |= area_pages
    frame = replace(home, id=SEARCH)
    digests = [digest for _, digest in content.digests]
    anchors = anchors_of(documents)
    index = search_index(content.briefings, digests, anchors, content.areas)
    page = templates.render("site/search.html", frame, index=index)
    pages[f"{SEARCH}.html"] = Document(finished(in_html(page, frame), frame).encode())
    if content.corrections:
        frame = replace(
            home,
            id=CORRECTIONS,
            title=words_in(home.language).gettext("Corrections"),
            subtitle=home.title,
        )
        places = _places_of(content.briefings, anchors)
        about = content.corrections.about(words_in(home.language))
        page = templates.render(
            "site/corrections.html",
            frame,
            about=about,
            corrections=content.corrections.made,
            places=places,
        )
        pages[f"{CORRECTIONS}.html"] = Document(finished(in_html(page, frame), frame).encode())
        made, since = content.corrections.made, content.corrections.since
        feed = corrections_feed(frame, made, since, about, places, templates)
        pages[f"{CORRECTIONS}.atom"] = feed
    if home.url:
        pages[SITEMAP] = Document(_sitemap(content, home.url))
    # Some systems ignore capitals in the names of files.
    taken = {name.casefold() for name in (*documents, *pages)}
    for name, document in _moved(content, {**documents, **area_pages}, templates):
        if taken.isdisjoint((name.casefold(), name.partition("/")[0].casefold())):
            pages[name] = document
            taken.add(name.casefold())
    return pages


def _places_of(briefings: Sequence[Briefing], anchors: Anchors) -> dict[RecordPath, str]:
    """Return the address of each event on the website, by its place in the record."""
    return {
        entry.where: f"{address(f'{page.id}.html')}#{entry.anchor}"
        for page in reversed(searched(briefings, anchors))
        for entry in shown_on(page, anchors)
    }


def _moved(
    content: SiteContent, documents: Mapping[str, Document], templates: TemplateSet
) -> Iterator[tuple[str, Document]]:
    """Yield the files at former addresses, each with its name.

    A page leads to the new address. Programs that read the other formats, such as feed readers and
    calendars, do not follow such a page, so each of the other files is a copy of the new one.
    """
    assert content.home.site
    files: dict[str, list[tuple[str, Document]]] = {}
    for name, document in documents.items() if content.moved else ():
        files.setdefault(name.rpartition(".")[0], []).append((name, document))
    for stem, now, page in content.moved:
        folder, slash, _ = now.rpartition("/")
        path = "" if stem.rpartition("/")[0] == folder else f"../{folder}/"
        for name, document in files.get(now, ()):
            format = name.rpartition(".")[2]
            if format == "html":
                site = replace(content.home.site, folder=f"{folder}{slash}")
                moved, file = replace(page, site=site), name.removeprefix(site.folder)
                text = templates.render("site/moved.html", moved, file=file, path=path)
                document = Document(finished(in_html(text, page), page).encode())
            yield f"{stem}.{format}", document


def _area_page(
    content: SiteContent,
    area: AreaPages,
    documents: Mapping[str, Document],
    templates: TemplateSet,
) -> Document:
    """Return the page that lists the briefings of an area."""
    home = area_home_of(content.home, area)
    own = {
        name.removeprefix(area.folder): document
        for name, document in documents.items()
        if name.startswith(area.folder)
    }
    files = {page.id: _files_of(page, own) for page in area.briefings}
    whole = [page for page in area.briefings if not page.part_of and files[page.id]]
    shown = listed(whole, files, home.language)
    page = templates.render(
        "site/index.html", home, editions=shown, areas=(), archives=(), feeds=_feeds_of(shown)
    )
    return Document(finished(in_html(page, home), home).encode())


def _feeds_of(shown: Iterable[Listed]) -> list[tuple[Listed, list[ListedFile]]]:
    """Return the briefings that have feeds, with these."""
    return [
        (one, of_feeds)
        for one in shown
        if (of_feeds := [file for file in one.files if file.format in _FEEDS])
    ]


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
    pages = [("", content.home), *((f"{page.id}.html", page) for page in content.pages)]
    for area in content.areas:
        pages.append((area.folder, content.home))
        pages += [(f"{area.folder}{page.id}.html", page) for page in area.briefings]
    dated = [
        (name, page.as_of_day if page.digest else page.correct_as_of or page.last_added)
        for name, page in pages
    ]
    if content.corrections:
        made = content.corrections.made
        dated.append((f"{CORRECTIONS}.html", made[0].day if made else None))
    for name, changed in dated:
        place = SubElement(top, "url")
        SubElement(place, "loc").text = file_at(url, name)
        if changed:
            SubElement(place, "lastmod").text = changed.isoformat()
    indent(top)
    text: bytes = tostring(top, encoding="utf-8", xml_declaration=True)
    return text + b"\n"
