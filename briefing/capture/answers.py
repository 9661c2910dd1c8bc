"""Turn a person's answers about an event into the values of its fields.

Nothing is guessed. A date with several meanings, or a name that is not in the record, is an
`Unclear` answer, which lists possible answers.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date as Day
from datetime import datetime
from typing import Any, TypeAlias, get_args

from briefing.capture.existing import folded, key_of
from briefing.english import listing
from briefing.evidence.addresses import is_same_page
from briefing.record import kinds, quantities, relative_dates
from briefing.record.audiences import parse_embargo
from briefing.record.dates import DateProblem, VagueDate, parse_edtf
from briefing.record.due import parse_due
from briefing.record.english_dates import meanings
from briefing.record.fields import AskMove
from briefing.record.meanings import Meaning, tidied
from briefing.record.model import InlineSource, Source
from briefing.record.naming import name_of
from briefing.record.problems import did_you_mean
from briefing.record.record import Record
from briefing.record.validators import is_web_address
from briefing.typography import capitalised

MOVES: tuple[str, ...] = get_args(AskMove)
_LISTED = 12
_SUCH_DATES = "For example: 9 June 2025, June 2025, spring 2024, about 2024, or 2019 to 2021"
_SUCH_DAYS = "Write one day, such as 9 June 2025"
_SUCH_DUE_DATES = "For example: 9 June 2025, spring 2026, or 3 months after 2025-06-09"
_DETAILS = ("author", "publisher", "date", "url", "archived", "audience", "embargo")


class Unclear(Exception):
    """An answer that cannot be used, with the reason in a sentence.

    Attributes:
        options: the values that it can mean, each with its meaning in words, if there are several.
        is_unknown: whether it is a name that the record does not have.
    """

    def __init__(
        self, message: str, options: Mapping[str, str] = {}, *, is_unknown: bool = False
    ) -> None:
        super().__init__(message)
        self.options = options
        self.is_unknown = is_unknown


@dataclass(frozen=True, slots=True)
class Words:
    """The words that answers can use: the ids and names of a record, on a given day.

    Attributes:
        record: the record.
        today: the day from which "yesterday" is counted.
        new_actors: the names of actors that will be added together with the event, by id.
    """

    record: Record
    today: Day
    new_actors: Mapping[str, str] = field(default_factory=dict)

    @property
    def kinds(self) -> dict[str, str]:
        """The kinds of event, each with its family."""
        families = self.record.families
        return {kind: kinds.family_of(kind, families) or "" for kind in sorted(self.record.kinds)}

    @property
    def actors(self) -> dict[str, str]:
        """The names of the actors, by id."""
        listed = {id: actor.name for id, actor in self.record.actors.items()}
        return listed | dict(self.new_actors)

    @property
    def sources(self) -> dict[str, str]:
        """The titles of the sources, by id."""
        return {id: source.title for id, source in self.record.sources.items()}

    @property
    def areas(self) -> dict[str, str]:
        """The names of the areas, by id."""
        return {id: area.name for id, area in self.record.areas.items()}

    @property
    def asks(self) -> dict[str, str]:
        """The titles of the asks, by id."""
        return {id: ask.title for id, ask in self.record.asks.items()}

    @property
    def events(self) -> dict[str, str]:
        """The titles of the events, by id, latest first."""
        return {id: event.title for id, event in reversed([*self.record.by_id.items()])}

    @property
    def commitments(self) -> dict[str, str]:
        """The titles of the commitments, by id."""
        return {each.id: each.title for event in self.record.events for each in event.commitments}

    @property
    def topics(self) -> dict[str, str]:
        """The topics of the record."""
        found = {topic: "" for event in self.record.events for topic in event.topics}
        return dict(sorted(found.items()))

    @property
    def taken(self) -> set[str]:
        """All ids that the record uses."""
        record = self.record
        sections = (record.actors, record.sources, record.asks, record.areas, self.new_actors)
        return {*self.events, *self.commitments, *(id for section in sections for id in section)}

    def same_event(self, event: Mapping[str, Any]) -> str | None:
        """Return the name of an event with this date and title, or None if the record has none."""
        key = key_of(event)
        same = (e for e in self.record.events if (e.date.text, folded(e.title)) == key)
        return next(map(name_of, same), None)

    def date(self, text: str, such_as: str = _SUCH_DATES) -> str:
        """Return the date that `text` means, in EDTF. `such_as` gives examples of dates.

        Raises:
            Unclear: it is not a date, or has several meanings.
        """
        possible = relative_dates.meanings(text, self.today) or meanings(text)
        options = dict(_readings(possible))
        if len(options) > 1:
            listed = [f"{date} ({words})" if words else date for date, words in options.items()]
            raise Unclear(f"'{text}' can mean {listing(listed, 'or')}", options)
        if possible:
            return possible[0].text
        try:
            parse_edtf(text)
        except DateProblem as error:
            from briefing.record.date_hints import date_hint

            hint = capitalised(date_hint(text))
            if error.slug == "not-a-date":
                message = f"'{text}' is not a date that briefing understands. {hint or such_as}"
                raise Unclear(message) from None
            raise Unclear(f"{error}{hint and f'. {hint}'}") from None
        return " ".join(text.split())

    def day(self, text: str) -> str:
        """Return the single day that `text` means, in EDTF.

        Raises:
            Unclear: it is not a single day.
        """
        try:
            dates = {self.date(text, _SUCH_DAYS): ""}
        except Unclear as unclear:
            if not unclear.options:
                raise
            dates = dict(unclear.options)
        days = {date: words for date, words in dates.items() if _is_plain_day(date)}
        if not days:
            raise Unclear(f"'{text}' is not a single day. {_SUCH_DAYS}")
        if len(days) > 1:
            raise Unclear(f"'{text}' can mean {listing(list(days), 'or')}", days)
        return next(iter(days))

    def due(self, text: str) -> str:
        """Return the due date that `text` means: a date, or a time after a date or event.

        Raises:
            Unclear: it is neither.
        """
        length, after, start = text.partition(" after ")
        if not after:
            return self.date(text, _SUCH_DUE_DATES)
        try:
            return parse_due(text).text
        except ValueError:
            pass
        try:
            return parse_due(f"{length} after {self.date(start)}").text
        except (ValueError, Unclear):
            return self.date(text, _SUCH_DUE_DATES)

    def kind(self, text: str) -> str:
        """Return the kind of event that `text` names.

        Raises:
            Unclear: there is no such kind, or it only describes a reversal.
        """
        kind = kinds.normal_kind(text)
        known = self.record.kinds
        alike = [each for each in known if each.casefold() == kind.casefold()]
        if kind in known or len(alike) == 1:
            return kind if kind in known else alike[0]
        if kinds.is_turn(kind):
            message = "A U-turn is not a kind of event. Choose the kind of event that caused it"
            raise Unclear(f"{message}, and name the event that it reverses")
        if meant := kinds.built_in_meant(kind):
            return meant
        own = "Add your own kinds under `kinds` first"
        raise Unclear(self._unknown("kind", text, known, own), is_unknown=True)

    def actor(self, text: str) -> str:
        """Return the id of the actor with this id or name.

        Raises:
            Unclear: there is no such actor, or there are several.
        """
        return self._id(text, self.actors, "actor")

    def area(self, text: str) -> str:
        """Return the id of the area with this id or name.

        Raises:
            Unclear: there is no such area, or there are several.
        """
        return self._id(text, self.areas, "area")

    def event(self, text: str) -> str:
        """Return the id of the event with this id or title.

        Raises:
            Unclear: there is no such event, or there are several.
        """
        wanted = text.strip().casefold()
        titles = [event for event in self.record.events if event.title.casefold() == wanted]
        if titles and not any(event.id for event in titles):
            raise Unclear(f"The event '{titles[0].title}' has no id. Give it one first")
        return self._id(text, self.events, "event")

    def ask(self, text: str) -> str:
        """Return the id of the ask with this id or title.

        Raises:
            Unclear: there is no such ask, or there are several.
        """
        return self._id(text, self.asks, "ask")

    def commitment(self, text: str) -> str:
        """Return the id of the commitment with this id or title.

        Raises:
            Unclear: there is no such commitment, or there are several.
        """
        return self._id(text, self.commitments, "commitment")

    def move(self, text: str) -> str:
        """Return the status that an ask moves to.

        Raises:
            Unclear: there is no such status.
        """
        wanted = " ".join(text.replace("-", " ").replace("_", " ").split()).casefold()
        if wanted in MOVES:
            return wanted
        raise Unclear(self._unknown("status of an ask", text, MOVES))

    def source(self, text: str, details: Mapping[str, str] = {}) -> str | dict[str, Any]:
        """Return a citation of the source with this id, address or title.

        A source that the record lists is cited by its id. If an event describes the source in its
        own citation, the description is copied. `details` describe a new source.

        Raises:
            Unclear: there is no source with this id, several have this title, or the details are
                about a listed source.
        """
        text = text.strip()
        is_address = "://" in text
        place = {key: value for key, value in details.items() if key == "at"}
        new = {key: value for key, value in details.items() if key != "at"}
        # A title with another address is another document.
        named = new.get("url", text)
        if "://" in named and not is_web_address(named):
            raise Unclear(f"'{named}' is not a web address")
        if (known := self._known_source(named)) is not None:
            if new:
                raise Unclear(
                    f"The record already describes the source {_named(known)}. "
                    f"Leave out its {listing(list(new))}"
                )
            if not place:
                return known
            return ({"ref": known} if isinstance(known, str) else dict(known)) | place
        if is_address:
            return _in_order({"url": text, **details}) if details else text
        if " " not in text and "title" not in details and not new:
            if "." in text.strip("."):
                raise Unclear(f"There is no source '{text}'. Start web addresses with https://")
            raise Unclear(self._unknown("source", text, self.sources), is_unknown=True)
        return _in_order({"title": text, **details})

    def _known_source(self, text: str) -> str | dict[str, Any] | None:
        """Return the citation of the source with this id, address or title, if there is one.

        Raises:
            Unclear: several different sources have this title.
        """
        sources = self.record.sources
        if text in sources:
            return text
        found: list[tuple[str | dict[str, Any], Source | InlineSource]] = [
            (id, source) for id, source in sources.items() if _is_named(text, source)
        ]
        for event in self.record.events:
            for _, cited in event.all_citations:
                if isinstance(cited, InlineSource) and _is_named(text, cited):
                    described = _described(cited)
                    is_bare = described.keys() == {"url"}
                    found.append((str(cited.url) if is_bare else described, cited))
        if not found:
            return None
        if "://" not in text and len(different := _different(found)) > 1:
            options = {key: words for key, words in map(_option, different) if key}
            listed = [key or words for key, words in map(_option, different)]
            raise Unclear(
                f"{len(different)} different sources have the title '{text}'. "
                f"Name the one that you mean by its id or web address: {listing(listed, 'or')}",
                options,
            )
        citation = found[0][0]
        return text if isinstance(citation, str) and "://" in citation else citation

    def figure(self, text: str) -> str:
        """Return a number as it was published.

        Raises:
            Unclear: it is not a number.
        """
        try:
            return quantities.parse_quantity(text).text
        except ValueError as error:
            raise Unclear(str(error)) from None

    def embargo(self, text: str) -> str:
        """Return the day and time at which an embargo ends.

        Raises:
            Unclear: it is not a day and a time.
        """
        try:
            parse_embargo(text)
        except ValueError as error:
            from briefing.record.date_hints import days_and_times

            found = {meaning.text: meaning.words for meaning in days_and_times(tidied(text))}
            if len(found) == 1:
                return next(iter(found))
            example = "For example: 3 July 2023 at 10.30pm, or 2023-07-03T22:30"
            message = f"'{text}' can mean {listing(list(found), 'or')}" if found else error
            raise Unclear(f"{message}{'' if found else f'. {example}'}", found) from None
        return text.strip()

    def _id(self, text: str, known: Mapping[str, str], noun: str) -> str:
        wanted = text.strip()
        if wanted in known:
            return wanted
        for match in (
            [id for id in known if id.casefold() == wanted.casefold()],
            [id for id, name in known.items() if name.casefold() == wanted.casefold()],
        ):
            if len(match) == 1:
                return match[0]
            if match:
                options = {id: known[id] for id in match}
                raise Unclear(
                    f"More than one has the name '{text}': {listing(match, 'or')}", options
                )
        raise Unclear(self._unknown(noun, wanted, known, names=known), is_unknown=True)

    def _unknown(
        self,
        noun: str,
        text: str,
        known: Iterable[str],
        otherwise: str = "",
        names: Mapping[str, str] = {},
    ) -> str:
        known = list(known)
        by_name = {name: id for id, name in names.items()}
        hint = capitalised(did_you_mean(text, known, by_name))
        if not hint and 0 < len(known) <= _LISTED:
            hint = f"Choose from {listing(known, 'or')}"
        article = "an" if noun[0] in "aeiou" else "a"
        nothing = f"The record has no {noun.split()[0]}s yet" if not known else otherwise
        message = f"'{text}' is not {article} {noun}{' of this record' if known else ''}"
        return ". ".join(filter(None, (message, hint or nothing)))


def _is_plain_day(date: str) -> bool:
    return len(date) == len("2023-09-08") and parse_edtf(date).is_day


def _readings(possible: Iterable[Meaning]) -> Iterator[tuple[str, str]]:
    """Yield dates with their words. In a week, something can last, or happen on one day."""
    for meaning in possible:
        if meaning.is_span:
            which = f"{meaning.words}, " if meaning.words else ""
            yield meaning.text, f"{which}all of that time"
            yield meaning.some_day, f"{which}one day in that time"
        else:
            yield meaning.text, meaning.words


def _is_named(text: str, source: Source | InlineSource) -> bool:
    """Whether `text` is the address or the title of a source."""
    if "://" in text:
        return source.url is not None and is_same_page(source.url, text)
    return source.title.casefold() == text.casefold()


_Cited: TypeAlias = tuple[str | dict[str, Any], Source | InlineSource]


def _different(found: Iterable[_Cited]) -> list[_Cited]:
    """Return the citations of different documents. The same address means the same source."""
    kept: list[_Cited] = []
    for citation, source in found:
        is_there = any(
            citation == known or (source.url and other.url and is_same_page(other.url, source.url))
            for known, other in kept
        )
        if not is_there:
            kept.append((citation, source))
    return kept


def _option(cited: _Cited) -> tuple[str, str]:
    """Return the id or address of a source, or "", and its details in words."""
    citation, source = cited
    details = [source.publisher, source.date and source.date.text]
    words = ", ".join(str(each) for each in details if each)
    key = citation if isinstance(citation, str) else source.url or ""
    return key, words if key else f"the one without an address{f' ({words})' if words else ''}"


def _described(source: InlineSource) -> dict[str, Any]:
    """Return the description of a source as data, without the place in it that was cited."""
    details = {name: getattr(source, name) for name in _DETAILS}
    described = {} if source.title == source.url else {"title": source.title}
    for name, value in details.items():
        if value is not None:
            described[name] = value if isinstance(value, str) else _written(value)
    return described


def _written(value: VagueDate | datetime) -> str:
    return value.text if isinstance(value, VagueDate) else value.isoformat(timespec="minutes")


def _in_order(source: Mapping[str, Any]) -> dict[str, Any]:
    keys = ("title", *_DETAILS, "at")
    return {key: source[key] for key in keys if key in source}


def _named(source: str | Mapping[str, Any]) -> str:
    return source if isinstance(source, str) else str(source.get("title") or source["url"])
