"""A website of briefings: the lists on its pages. They depend only on the briefings and files."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date as Day
from itertools import groupby
from unicodedata import combining, normalize

from briefing.edition.briefing import Briefing, SiteLanguage, briefing_of
from briefing.edition.distinct_titles import has_scope, series_of
from briefing.edition.in_language import in_language
from briefing.edition.selection import NO_FILTER
from briefing.edition.site_languages import name_of
from briefing.record.audiences import Audience
from briefing.record.model import Edition
from briefing.record.record import Record
from briefing.typography import capitalised

HOME, SEARCH, CORRECTIONS = "index", "search", "corrections"
"""The ids of the pages that the website has beside its briefings."""
_ORDER = ("html", "pdf", "docx", "md", "ics", "atom", "jsonfeed", "json")


@dataclass(frozen=True, slots=True)
class ListedFile:
    """A file on a list of briefings."""

    format: str
    """The format, as in `briefing build -f`."""
    address: str
    """The name of the file."""
    pages: int | None
    """The number of pages, or none if it has no pages."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A briefing or digest on a list."""

    id: str
    """The id."""
    title: str
    """The title, or the dates of a digest."""
    about: str
    """The events that a briefing includes, or the main news of a digest. It can be empty."""
    dateline: str
    """The date line."""
    language: str
    """The language, as a BCP 47 tag."""
    language_name: str
    """The name of the language in that language, or an empty string if the website has the same."""
    written_in: str
    """The language of the title and of the news."""
    files: tuple[ListedFile, ...]
    """Its files, the page first."""
    events: int | None
    """The number of events, or none if this kind of briefing shows only some of them."""

    @property
    def address(self) -> str:
        """The name of its page."""
        return self.files[0].address


@dataclass(frozen=True, slots=True)
class ArchiveYear:
    """The digests of one year, newest first."""

    name: str
    """The year."""
    digests: tuple[Listed, ...]
    """The digests."""


@dataclass(frozen=True, slots=True)
class Archive:
    """The digests of one edition."""

    title: str
    """The title of the digest."""
    years: tuple[ArchiveYear, ...]
    """The digests, by year, newest first."""


@dataclass(frozen=True, slots=True)
class ListedArea:
    """An area on a list of areas."""

    name: str
    """The name of the area."""
    address: str
    """The name of its page."""
    events: int | None
    """The number of events, or none if its briefings show only some of them."""


@dataclass(frozen=True, slots=True)
class AreaGroup:
    """The areas within a wider area."""

    name: str
    """The name of the wider area, or an empty string."""
    wider: ListedArea | None
    """The wider area, if it has a page of its own."""
    areas: tuple[ListedArea, ...]
    """The areas, by name."""


@dataclass(frozen=True, slots=True)
class AreaPages:
    """The briefings for one area in one language, which are in a subfolder of a website.

    `within` is the id of the wider area, or empty. `name` and `wider` are the names of the two, in
    the language of the home page. `formerly` has the former ids of the area. The folder has a list
    of its editions in each of the `languages`. `suffix` ends the name of this list.
    """

    id: str
    name: str
    within: str
    wider: str
    formerly: tuple[str, ...]
    briefings: tuple[Briefing, ...]
    suffix: str = ""
    languages: tuple[SiteLanguage, ...] = ()

    @property
    def folder(self) -> str:
        """The subfolder, ending with a slash."""
        return f"{self.id}/"

    @property
    def address(self) -> str:
        """The page that a link to the area opens: its briefing, or a list if it has several."""
        whole = [briefing.id for briefing in self.briefings if not briefing.part_of]
        return f"{self.folder}{whole[0] if len(whole) == 1 else HOME + self.suffix}.html"


def in_folder(briefing: Briefing, area: str, first: str) -> Briefing:
    """Return a briefing of a folder with the ids and the address that it has in that folder.

    `first` is the first id of the area, and so the first name of the folder.
    """
    url = f"{briefing.url.rstrip('/')}/{area}" if briefing.url else ""
    separator = "/" if url else "\n"
    parts = tuple(replace(part, id=_last(part.id)) for part in briefing.parts)
    return replace(
        briefing,
        id=_last(briefing.id),
        part_of=_last(briefing.part_of),
        parts=parts,
        url=url,
        called=f"{briefing.called}{separator}{first}",
    )


def _last(id: str) -> str:
    return id.rpartition("/")[2]


def areas_of(pages: Sequence[AreaPages]) -> tuple[AreaGroup, ...]:
    """Return the list of areas on a home page, in groups by wider area.

    A wider area with a page of its own is the heading of its group. Those that are in no group come
    first.
    """
    made = {
        area.id: ListedArea(
            area.name,
            area.address,
            max((n for n in map(_count, area.briefings) if n is not None), default=None),
        )
        for area in pages
    }
    names = {area.within: area.wider for area in pages}
    groups: dict[str, list[ListedArea]] = {}
    # A wider area that contains only other wider areas heads no group.
    headings = {area.within for area in pages if area.id not in names}
    for area in pages:
        if area.id not in headings:
            groups.setdefault(area.within, []).append(made[area.id])
    ordered = sorted(groups, key=lambda id: (id != "", _sorted_by(names[id])))
    return tuple(
        AreaGroup(
            names[id] if len(groups) > 1 or id in made else "",
            made.get(id),
            tuple(sorted(groups[id], key=lambda area: _sorted_by(area.name))),
        )
        for id in ordered
    )


def _sorted_by(name: str) -> str:
    """Return a name without accents, capitals and its article, for sorting."""
    plain = "".join(letter for letter in normalize("NFD", name) if not combining(letter))
    return plain.casefold().removeprefix("the ")


def area_home_of(home: Briefing, area: AreaPages) -> Briefing:
    """Return the frame of the page that lists the briefings of one area."""
    assert home.site
    languages = area.languages if len(area.languages) > 1 else ()
    site = replace(home.site, folder=area.folder, languages=languages)
    title = capitalised(area.name)
    return replace(home, title=title, subtitle=home.title, area=area.name, site=site)


def home_of(record: Record, audience: Audience, day: Day, language: str) -> Briefing:
    """Return the frame of a page of the website for `audience`: a briefing without events.

    `record` is the record as its readers may see it.
    """
    edition = Edition(template="site", audience=audience)
    if language != record.language:
        record = in_language(record, language)
        edition = edition.model_copy(update={"language": language})
    # It shows no asks or questions, whose texts may use the columns of areas.
    bare = replace(record, asks={}, questions={})
    made = briefing_of(bare, [], HOME, edition, day, NO_FILTER)
    return replace(made, scope="", url=record.url or "")


def listed(
    briefings: Iterable[Briefing], files: Mapping[str, Sequence[ListedFile]], language: str
) -> tuple[Listed, ...]:
    """Return the list of `briefings`, given their files by id, for a page in `language`."""
    return tuple(
        Listed(
            id=briefing.id,
            title=briefing.digest.days if briefing.digest else briefing.title,
            about=briefing.digest.headline if briefing.digest else _about(briefing),
            dateline="" if briefing.digest else briefing.dateline,
            language=briefing.language,
            language_name="" if briefing.language == language else name_of(briefing.language),
            written_in=briefing.written_in,
            files=tuple(sorted(files[briefing.id], key=_rank)),
            events=_count(briefing),
        )
        for briefing in briefings
    )


def _about(briefing: Briefing) -> str:
    return "" if has_scope(briefing.title, briefing.scope) else briefing.scope


def archives_of(
    digests: Iterable[tuple[str, Briefing]],
    files: Mapping[str, Sequence[ListedFile]],
    language: str,
) -> tuple[Archive, ...]:
    """Return the archive of each edition, given its digests with the id of the edition."""
    archives = []
    for _, group in groupby(sorted(digests, key=_edition_and_day), lambda pair: pair[0]):
        newest_first = [digest for _, digest in group][::-1]
        years = groupby(newest_first, lambda digest: digest.as_of_day.year)
        archives.append(
            Archive(
                series_of(newest_first[0]),
                tuple(
                    ArchiveYear(str(year), listed(in_year, files, language))
                    for year, in_year in years
                ),
            )
        )
    return tuple(archives)


def _edition_and_day(pair: tuple[str, Briefing]) -> tuple[str, Day]:
    edition, digest = pair
    return edition, digest.as_of_day


def _count(briefing: Briefing) -> int | None:
    return len(briefing.entries) if briefing.template == "timeline" else None


def _rank(file: ListedFile) -> int:
    return _ORDER.index(file.format) if file.format in _ORDER else len(_ORDER)
