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
from briefing.edition.site_homes import SiteHome
from briefing.edition.site_languages import place_of
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
from briefing.record.translations import same_language

SITEMAP = "sitemap.xml"
_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
_FEEDS = ("atom", "jsonfeed")


@dataclass(frozen=True, slots=True)
class Corrections:
    """The corrections of a website, newest first, and the first day that they cover.

    `home` is the frame of a home page in the language of the record, as they are.
    """

    made: Sequence[SiteCorrection]
    since: Day
    home: Briefing

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
        homes: its home page in each of its languages.
        briefings: its briefings, in order. Parts follow the briefing that they belong to.
        digests: its digests, each with the id of its edition.
        moved: the former names of its pages, without the suffix, each with the name now and the
            page.
        corrections: its corrections, or none if it has no page for them.
    """

    homes: Sequence[SiteHome]
    briefings: Sequence[Briefing]
    digests: Sequence[tuple[str, Briefing]]
    moved: Sequence[tuple[str, str, Briefing]] = ()
    corrections: Corrections | None = None

    @property
    def pages(self) -> Sequence[Briefing]:
        """All briefings and digests that have a page of their own."""
        made = [*self.briefings, *(digest for _, digest in self.digests)]
        return [page for page in made if not page.embeds]

    def in_language_of(self, home: SiteHome) -> "SiteContent":
        """Return the part of the content that is listed on a home page."""
        languages = [other.frame.language for other in self.homes]
        place = self.homes.index(home)

        def is_listed(page: Briefing) -> bool:
            return place_of(page.language, languages) == place

        return replace(
            self,
            homes=[home],
            briefings=[page for page in self.briefings if is_listed(page)],
            digests=[(id, digest) for id, digest in self.digests if is_listed(digest)],
        )


def pages_of(
    content: SiteContent, documents: Mapping[str, Document], user_templates: Path | None
) -> dict[str, Document]:
    """Return the other files of a website by name, given the documents of its briefings.

    Raises:
        TemplateError: a template has an error.
    """
    templates = template_set(user_templates)
    anchors = anchors_of(documents)
    pages: dict[str, Document] = {}
    lists: dict[str, Document] = {}
    for home in content.homes:
        listed_here = content.in_language_of(home)
        pages |= _home_pages(listed_here, documents, anchors, templates)
        for area in home.areas:
            name = f"{area.folder}{home.frame.id}.html"
            lists[name] = _area_page(home, area, documents, templates)
    pages |= lists
    if content.corrections:
        pages |= _corrections_pages(content, content.corrections, anchors, templates)
    if url := content.homes[0].site.url:
        pages[SITEMAP] = Document(_sitemap(content, url))
    # Some systems ignore capitals in file names.
    taken = {name.casefold() for name in (*documents, *pages)}
    for name, document in _moved(content, {**documents, **lists}, templates):
        if taken.isdisjoint((name.casefold(), name.partition("/")[0].casefold())):
            pages[name] = document
            taken.add(name.casefold())
    return pages


def _home_pages(
    content: SiteContent,
    documents: Mapping[str, Document],
    anchors: Anchors,
    templates: TemplateSet,
) -> dict[str, Document]:
    """Return the home page and the search page of the content in one language."""
    (home,) = content.homes
    frame = home.frame
    files = {page.id: _files_of(page, documents) for page in content.pages}
    whole = [page for page in content.briefings if not (page.part_of or page.embeds)]
    # A calendar or data file alone is no page.
    shown = listed((page for page in whole if files[page.id]), files, frame.language)
    page = templates.render(
        "site/index.html",
        frame,
        editions=shown,
        areas=areas_of(home.areas),
        archives=archives_of(content.digests, files, frame.language),
        feeds=_feeds_of(shown),
    )
    pages = {f"{frame.id}.html": _page(page, frame)}
    digests = [digest for _, digest in content.digests]
    index = search_index(content.briefings, digests, anchors, home.areas)
    frame = replace(frame, id=f"{SEARCH}{home.site.suffix}")
    pages[f"{frame.id}.html"] = _page(
        templates.render("site/search.html", frame, index=index), frame
    )
    return pages


def _corrections_pages(
    content: SiteContent, corrections: Corrections, anchors: Anchors, templates: TemplateSet
) -> dict[str, Document]:
    """Return the page of corrections and its feed."""
    home = corrections.home
    t = words_in(home.language)
    frame = replace(home, id=CORRECTIONS, title=t.gettext("Corrections"), subtitle=home.title)
    # Links lead to pages in the same language, if there are any.
    own: list[Briefing] = []
    others: list[Briefing] = []
    for each in content.briefings:
        (own if same_language(each.language, home.language) else others).append(each)
    places = _places_of(others, anchors) | _places_of(own, anchors)
    about = corrections.about(t)
    page = templates.render(
        "site/corrections.html",
        frame,
        about=about,
        corrections=corrections.made,
        places=places,
    )
    feed = corrections_feed(frame, corrections.made, corrections.since, about, places, templates)
    return {f"{CORRECTIONS}.html": _page(page, frame), f"{CORRECTIONS}.atom": feed}


def _page(html: str, frame: Briefing) -> Document:
    return Document(finished(in_html(html, frame), frame).encode())


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
    files: dict[str, list[tuple[str, Document]]] = {}
    for name, document in documents.items() if content.moved else ():
        files.setdefault(name.rpartition(".")[0], []).append((name, document))
    for stem, now, page in content.moved:
        folder, slash, _ = now.rpartition("/")
        path = "" if stem.rpartition("/")[0] == folder else f"../{folder}/"
        for name, document in files.get(now, ()):
            format = name.rpartition(".")[2]
            if format == "html":
                site = replace(content.homes[0].site, folder=f"{folder}{slash}")
                moved, file = replace(page, site=site), name.removeprefix(site.folder)
                text = templates.render("site/moved.html", moved, file=file, path=path)
                document = Document(finished(in_html(text, page), page).encode())
            yield f"{stem}.{format}", document


def _area_page(
    home: SiteHome,
    area: AreaPages,
    documents: Mapping[str, Document],
    templates: TemplateSet,
) -> Document:
    """Return the page that lists the briefings of an area."""
    frame = area_home_of(home.frame, area)
    own = {
        name.removeprefix(area.folder): document
        for name, document in documents.items()
        if name.startswith(area.folder)
    }
    files = {page.id: _files_of(page, own) for page in area.briefings}
    whole = [page for page in area.briefings if not page.part_of and files[page.id]]
    shown = listed(whole, files, frame.language)
    page = templates.render(
        "site/index.html", frame, editions=shown, areas=(), archives=(), feeds=_feeds_of(shown)
    )
    return _page(page, frame)


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
    home = content.homes[0].frame
    pages = {"": home} | {f"{page.frame.id}.html": page.frame for page in content.homes[1:]}
    pages |= {f"{page.id}.html": page for page in content.pages}
    for each in content.homes:
        for area in each.areas:
            pages[f"{area.folder}{f'{each.frame.id}.html' if each.site.suffix else ''}"] = home
            pages |= {f"{area.folder}{page.id}.html": page for page in area.briefings}
    dated = [
        (name, page.as_of_day if page.digest else page.correct_as_of or page.last_added)
        for name, page in pages.items()
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
