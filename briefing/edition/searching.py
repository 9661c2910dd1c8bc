"""Search the text of a record: items that contain all the words.

Case and accents do not matter. A word matches the start of a word, or another form of it in
English: "fine" finds "fined" and "fines". Words in one argument, such as "online harms", must
appear together as a phrase.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date as Day
from functools import lru_cache

from briefing.edition.as_of import reported_on
from briefing.edition.citations import citation_of
from briefing.edition.selection import NO_FILTER, EventFilter
from briefing.edition.tables import Table, table_of
from briefing.record.model import Event
from briefing.record.record import Record
from briefing.record.translations import all_languages_of

_WORD = re.compile(r"[^\W_]+")


class Query:
    """The words of a search. If there are no words, everything matches."""

    def __init__(self, words: Sequence[str], language: str) -> None:
        self._phrases = [_words(word) for word in words]
        self._is_english = language.startswith("en")

    def matches(self, *texts: str | None) -> bool:
        """Whether the texts together contain all the words. A phrase must be in one text."""
        words = [_words(all_languages_of(text)) for text in texts if text]
        return all(any(self._contains(text, phrase) for text in words) for phrase in self._phrases)

    def _contains(self, text: tuple[str, ...], phrase: tuple[str, ...]) -> bool:
        """Whether a phrase is in a text. A phrase without letters or digits is in no text."""
        if len(phrase) == 1:
            return any(self._is_form(word, phrase[0]) for word in text)
        *start, last = phrase or ("",)
        length = len(phrase)
        return length > 0 and any(
            text[n : n + length - 1] == tuple(start) and text[n + length - 1].startswith(last)
            for n in range(len(text) - length + 1)
        )

    def _is_form(self, word: str, wanted: str) -> bool:
        return word.startswith(wanted) or (self._is_english and _stem(word) == _stem(wanted))


@lru_cache(1 << 14)
def _words(text: str) -> tuple[str, ...]:
    """Return the words of a text in lower case, without accents."""
    letters = unicodedata.normalize("NFKD", text.casefold().replace("’", "'"))
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return tuple(_WORD.findall(plain))


@lru_cache(1 << 14)
def _stem(word: str) -> str:
    import snowballstemmer

    return str(snowballstemmer.stemmer("english").stemWord(word))


def search(
    name: str,
    record: Record,
    as_of: Day,
    query: Query,
    event_filter: EventFilter = NO_FILTER,
    *,
    is_whole: bool = True,
) -> Table:
    """Return the table called `name`, as `table_of` does, with only the items that match.

    An event is searched with the names of everything that it refers to. Other items are searched in
    their row.
    """
    if name == "events":
        known = reported_on(record, as_of)
        found = replace(known, events=tuple(matching_events(known, query)))
        return table_of(name, found, as_of, event_filter, is_whole=is_whole)
    table = table_of(name, record, as_of, event_filter, is_whole=is_whole)
    rows = [row for row in table.rows if query.matches(*map(_text, row))]
    return replace(table, rows=rows)


def matching_events(record: Record, query: Query) -> list[Event]:
    """Return the events of a record whose text contains all the words."""
    return [event for event in record.events if query.matches(*_texts(record, event))]


def _text(cell: str | int | list[str] | None) -> str:
    if isinstance(cell, list):
        return "\n".join(map(all_languages_of, cell))
    return cell if isinstance(cell, str) else str(cell or "")


def _texts(record: Record, event: Event) -> Iterator[str | None]:
    """Yield the text of an event, and the names of everything that it refers to."""
    yield from (event.title, event.kind, event.summary, event.notes, event.disputed, event.id)
    yield from event.topics
    for id in event.people:
        actor = record.actors.get(id)
        if actor:
            yield actor.name
    for area in event.areas:
        if area in record.areas:
            yield record.areas[area].name
    for quote in event.quotes:
        yield quote.text
    for figure in event.figures:
        yield f"{figure.value.text} {all_languages_of(figure.label)}"
        yield figure.of
    for commitment in event.commitments:
        yield commitment.title
        yield commitment.kept_if or ""
    for id in event.asks:
        if id in record.asks:
            yield record.asks[id].title
    for _, cited in event.all_citations:
        yield citation_of(record, cited).in_full
