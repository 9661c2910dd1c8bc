"""A website of briefings: the lists on its pages. They depend only on the briefings and files."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date as Day
from itertools import groupby

from briefing.edition.briefing import Briefing, briefing_of
from briefing.edition.selection import NO_FILTER
from briefing.languages import translations_of
from briefing.record.audiences import Audience
from briefing.record.model import Edition
from briefing.record.record import Record

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
    events: int
    """The number of events."""

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


def home_of(record: Record, audience: Audience, day: Day, id: str = HOME) -> Briefing:
    """Return the frame of a page of the website for `audience`: a briefing without events.

    `record` is the record as its readers may see it.
    """
    edition = Edition(template="site", audience=audience)
    # It shows no asks or questions, whose texts may use the columns of areas.
    bare = replace(record, asks={}, questions={})
    made = briefing_of(bare, [], id, edition, day, NO_FILTER)
    return replace(made, scope="", url=record.url or "")


def listed(
    briefings: Iterable[Briefing], files: Mapping[str, Sequence[ListedFile]], language: str
) -> tuple[Listed, ...]:
    """Return the list of `briefings`, given their files by id, for a page in `language`."""
    return tuple(
        Listed(
            id=briefing.id,
            title=briefing.digest.days if briefing.digest else briefing.title,
            about=briefing.digest.headline if briefing.digest else briefing.scope,
            dateline="" if briefing.digest else briefing.dateline,
            language=briefing.language,
            language_name="" if briefing.language == language else _name_of(briefing.language),
            written_in=briefing.written_in,
            files=tuple(sorted(files[briefing.id], key=_rank)),
            events=len(briefing.entries),
        )
        for briefing in briefings
    )


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
                _series(newest_first[0]),
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


def _series(digest: Briefing) -> str:
    """Return the title of a digest without its dates."""
    assert digest.digest
    return digest.title.removesuffix(f", {digest.digest.days}")


def _rank(file: ListedFile) -> int:
    return _ORDER.index(file.format) if file.format in _ORDER else len(_ORDER)


def _name_of(language: str) -> str:
    locale = translations_of(language).locale
    name = locale.get_language_name(locale.language) or language
    return name[0].upper() + name[1:]
