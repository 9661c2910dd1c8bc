"""Rows as drafts of events. Rows that are not events yet keep their text."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from briefing.capture.citing import (
    Bibliography,
    Cited,
    links_in,
    paired,
    sources_in,
    unusable_in,
    web_url,
)
from briefing.capture.columns import Layout, cell_of
from briefing.capture.dates import ReadDate
from briefing.capture.event_kinds import Kinds, kind_suggested_by
from briefing.capture.people import People
from briefing.capture.table import Cell, Role, Row
from briefing.capture.texts import as_markdown, one_line, title_and_rest
from briefing.english import listing, plural
from briefing.record.ambiguous_dates import is_ambiguous
from briefing.record.dates import parse_edtf
from briefing.record.due import ID_PATTERN
from briefing.record.kinds import NEUTRAL
from briefing.record.meanings import hour_of

_TOPIC = re.compile(r"\s*[\n;|]\s*")
_COMMA = re.compile(r"\s*,\s*")
_TIME = re.compile(r"(\d\d?)(?:[:.](\d\d))?(?: ?([ap])\.?m\.?)?", re.IGNORECASE)
_NO_END = {"ongoing", "present", "current", "now", "to date", "to present", "continuing", "open"}
_QUOTED = re.compile(r"[\"“‘']\s*(.+?)\s*[\"”’']", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Origin:
    """The place that a row comes from: the file, its table if it has several, and the row."""

    file: str
    table: str
    row: int
    last: int = 0
    """The number of the last row, if there are several."""
    noun: str = "row"
    """The word for a row of its table."""

    def __str__(self) -> str:
        table = f"{self.table}, " if self.table else ""
        rows = f"{self.noun} {self.row}"
        if self.last:
            rows = f"{plural(self.noun)} {self.row} to {self.last}"
        return one_line(f"{self.file}, {table}{rows}")


@dataclass(frozen=True, slots=True)
class Draft:
    """An event that a row contains, as plain data.

    `comments` are for the person who imports it. `hint` is a comment on its kind.
    """

    event: dict[str, Any]
    comments: tuple[str, ...]
    origin: Origin
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A row that is not an event yet, with its content, and the reasons in `missing`."""

    event: dict[str, Any]
    missing: tuple[str, ...]
    comments: tuple[str, ...]
    origin: Origin


@dataclass(frozen=True, slots=True)
class Shared:
    """The sources, actors and kinds that all the rows of an import share, and the ids in use."""

    sources: Bibliography
    people: People
    kinds: Kinds
    event_ids: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class DatesOfRow:
    """The dates of a row that could be read."""

    start: ReadDate
    end: ReadDate | None = None
    added: ReadDate | None = None
    published: ReadDate | None = None
    """The date of publication of its sources."""


def cited_in(row: Row, layout: Layout, dates: DatesOfRow) -> list[Cited]:
    """List the sources that a row gives, each once."""
    titles = [cited for cell in _cells(row, layout, "source") for cited in sources_in(cell)]
    urls = [cited for cell in _cells(row, layout, "url") for cited in sources_in(cell)]
    publisher = _publisher(row, layout)
    date = dates.published.date.partition("T")[0] if dates.published else ""
    found = [
        replace(cited, publisher=publisher or cited.publisher, date=date)
        for cited in paired(titles, urls)
    ]
    known = {cited.url for cited in found}
    roles: tuple[Role, ...] = ("date", "title", "summary", "quote", "who")
    for role in roles:
        for cell in _cells(row, layout, role):
            found += [cited for cited in links_in(cell) if cited.url not in known]
            known |= {cited.url for cited in found}
    return found


def _publisher(row: Row, layout: Layout) -> str:
    return one_line("; ".join(cell.text for cell in _cells(row, layout, "publisher")))


def draft_row(
    row: Row, layout: Layout, dates: DatesOfRow, origin: Origin, shared: Shared, aside: str = ""
) -> Draft | Unplaced:
    """Return the event in a row, or the row with the reasons why it is not one yet.

    `aside` is a reason that applies even if nothing is missing.
    """
    event: dict[str, Any] = {}
    comments = list(_leftovers(row, layout))
    missing: list[str] = []
    date, problem, note = _date_of(row, layout, dates)
    if note:
        comments.insert(0, note)
    if date:
        event["date"] = date
    else:
        missing.append(problem)
        event["date"] = _date_to_complete(dates, row, layout)
    title, rest = _texts(row, layout)
    kinds = _kind_texts(row, layout)
    event["kind"], kind_note = shared.kinds.kind_of(kinds)
    comments += [kind_note] if kind_note else []
    if title:
        event["title"] = title
    else:
        missing.append("it has no title")
    event |= _id(row, layout, shared)
    if rest:
        event["summary"] = as_markdown(rest)
    names = [n for cell in _cells(row, layout, "who") for n in shared.people.names_in(cell.text)]
    actors = [shared.people.id_of(name) for name in names]
    if actors:
        event["actors"] = list(dict.fromkeys(actors))
    elif names:
        comments.append(f"who: {', '.join(names)}")
    topics = [t for cell in _cells(row, layout, "topics") for t in _topics(cell.text)]
    if topics:
        event["topics"] = list(dict.fromkeys(topics))
    citations = [shared.sources.citation(cited) for cited in cited_in(row, layout, dates)]
    event |= _sources(citations, comments)
    if not citations and (publisher := _publisher(row, layout)):
        comments.append(f"publisher: {publisher}")
    event |= _quotes(row, layout, actors, bool(citations), comments)
    if notes := _notes(row, layout):
        event["notes"] = as_markdown(notes)
    if dates.added and re.fullmatch(r"\d{4}-\d\d-\d\d", dates.added.date[:10]):
        event["added"] = dates.added.date[:10]
    else:
        comments += (f"added: {text}" for text in _lines(row, layout, "added"))
    if not citations or not (dates.published and dates.published.date):
        comments += (f"published: {text}" for text in _lines(row, layout, "published"))
    clean = tuple(one_line(comment) for comment in comments)
    if aside:
        missing = [aside]
    if missing:
        return Unplaced(event, tuple(map(one_line, missing)), clean, origin)
    suggested = kind_suggested_by(title) if event["kind"] == NEUTRAL else ""
    return Draft(event, clean, origin, f"{suggested}?" if suggested else "")


def _cells(row: Row, layout: Layout, role: Role) -> Iterator[Cell]:
    for column in layout.all(role):
        cell = cell_of(row, column.number)
        if not cell.is_empty:
            yield cell


def _lines(row: Row, layout: Layout, role: Role) -> list[str]:
    return [line for cell in _cells(row, layout, role) for line in cell.text.split("\n") if line]


def _texts(row: Row, layout: Layout) -> tuple[str, list[str]]:
    """Return the title of a row, and the other lines of its text."""
    title, rest = title_and_rest(_lines(row, layout, "title"))
    lines = _lines(row, layout, "summary")
    if not title:
        return title_and_rest(lines)
    return title, rest + ([] if lines == [title] else lines)


def has_title(row: Row, layout: Layout) -> bool:
    """Whether a row has a text from which its title can be made."""
    return bool(_texts(row, layout)[0])


def _kind_texts(row: Row, layout: Layout) -> str:
    return "\n".join(_lines(row, layout, "kind"))


def _id(row: Row, layout: Layout, shared: Shared) -> dict[str, str]:
    text = next((cell.text.strip() for cell in _cells(row, layout, "id")), "")
    is_id = re.fullmatch(ID_PATTERN, text) and not text.replace(".", "").isdecimal()
    if not is_id or text in shared.event_ids:
        return {}
    shared.event_ids.add(text)
    return {"id": text}


def _topics(text: str) -> list[str]:
    """Return the topics in a cell, separated by lines, semicolons, or else by commas."""
    parts = _TOPIC.split(text)
    parts = _COMMA.split(text) if len(parts) == 1 else parts
    return [" ".join(part.split()) for part in parts if part.strip()]


def _sources(citations: Sequence[Any], comments: list[str]) -> dict[str, Any]:
    if len(citations) == 1:
        return {"source": citations[0]}
    comments += [f"source: {cited}" for cited in citations[50:]]
    return {"sources": list(citations[:50])} if citations else {}


def _quotes(
    row: Row, layout: Layout, actors: Sequence[str], has_source: bool, comments: list[str]
) -> dict[str, Any]:
    """Return the quotes of a row, if it is clear who said them and where they are published."""
    found = [_unquoted(cell.text) for cell in _cells(row, layout, "quote") if cell.text]
    if found and len(actors) == 1 and has_source:
        return {"quotes": [{"text": text, "by": actors[0]} for text in found]}
    lacking = [] if len(actors) == 1 else ["its speaker"]
    lacking += [] if has_source else ["its source"]
    comments += [f"quote, without {listing(lacking)}: {text}" for text in found]
    return {}


def _unquoted(text: str) -> str:
    text = " ".join(text.split())
    match = _QUOTED.fullmatch(text)
    return match[1] if match and not re.search('["“”]', match[1]) else text


def _notes(row: Row, layout: Layout) -> list[str]:
    """Return the notes of a row: columns of notes, footnotes, and comments on its cells."""
    notes = _lines(row, layout, "note")
    notes += [line for cell in row.cells for note in _own_notes(cell) for line in note.split("\n")]
    return list(dict.fromkeys(note.strip() for note in notes if note.strip()))


def _own_notes(cell: Cell) -> Iterator[str]:
    """Yield the notes of a cell, without the footnotes that are sources."""
    for note in cell.notes:
        texts = (note.replace(link.url, "").rstrip(" ,;:") for link in cell.links)
        if not any(text == link.text for text, link in zip(texts, cell.links, strict=True)):
            yield note


def _leftovers(row: Row, layout: Layout) -> Iterator[str]:
    """Yield the text of a row that does not belong in an event."""
    for column in layout.columns:
        cell = cell_of(row, column.number)
        if column.role == "none" and cell.text:
            yield f"{column.name}: {cell.text}"
        if column.role in ("source", "url"):
            yield from (f"{column.name}: {address}" for address in unusable_in(cell))
        if cell.struck and cell.struck != cell.text:
            yield f"struck out: {cell.struck}"
        for link in cell.links:
            if not web_url(link.url):
                yield f"link: {link.text} {link.url}"
    for number in range(len(layout.columns), len(row.cells)):
        if text := row.cells[number].text:
            yield f"column {number + 1}: {text}"


# Dates


def _date_of(row: Row, layout: Layout, dates: DatesOfRow) -> tuple[str, str, str]:
    """Return the date of a row or the problem with it, and a note."""
    start, end = dates.start, dates.end
    if not start.date:
        return "", _problem(start, ""), ""
    time = next((cell.text for cell in _cells(row, layout, "time") if cell.text), "")
    if end is None or end.date == start.date:
        date, note = start.date, start.note
        if time:
            date, unread = _at(date, time)
            note = "; ".join(filter(None, (note, unread)))
        return date, "", note
    if not end.date and is_open_end(" ".join(_lines(row, layout, "end"))):
        joined = f"{parse_edtf(start.date).written.partition('T')[0]}/.."
        is_single = not re.search(r"[/\[X]", start.date)
        return (joined, "", start.note) if is_single else ("", "it has two dates", "")
    if not end.date:
        return "", _problem(end, "end "), ""
    date = _joined(start.date, end.date)
    if not date:
        first, last = (each.date.partition("T")[0] for each in (start, end))
        return "", f"it ends on {last}, but it starts on {first}", ""
    note = "; ".join(filter(None, (start.note, end.note, time and f"time: {time}")))
    return date, "", note


def _date_to_complete(dates: DatesOfRow, row: Row, layout: Layout) -> str:
    """Return the text that a person can replace with a date: the readings, or the original text."""
    readings = [one.date or one.words for one in dates.start.readings]
    texts = [dates.start.date or " or ".join(readings) or _text_of_date(row, layout)]
    if dates.end and texts[0]:
        texts.append(dates.end.date or " or ".join(_lines(row, layout, "end")))
    return " to ".join(filter(None, texts)) or "YYYY-MM-DD"


def _text_of_date(row: Row, layout: Layout) -> str:
    return " ".join(_lines(row, layout, "date"))


def is_open_end(text: str) -> bool:
    """Whether a text in a column of end dates means that there is no end yet."""
    return text.casefold().strip(" .-–") in _NO_END


def _problem(date: ReadDate, which: str) -> str:
    if not date.readings:
        return date.reason.replace("the date", f"the {which}date", 1)
    readings = " or ".join(one.in_full for one in date.readings)
    return f"{date.reason}: {readings}"


def _joined(start: str, end: str) -> str:
    """Return the period from one date to another, or "" if they do not make one."""
    first, last = parse_edtf(start), parse_edtf(end)
    if any(date.is_period or date.is_between for date in (first, last)):
        return ""
    if last.earliest < first.earliest or last.latest < first.latest:
        return ""
    ends = [date.written.partition("T")[0] for date in (first, last)]
    if ends[0] == ends[1]:
        return start
    if any(date.start.unspecified for date in (first, last)):  # type: ignore[union-attr]
        return ""
    joined = "/".join(ends)
    if is_ambiguous(joined):
        joined = f"{ends[0]}-01" if ends[0].isdecimal() else ends[0]
        joined += f"/{ends[1]}-12"
    return joined


def _at(date: str, time: str) -> tuple[str, str]:
    """Return a day with its time of day, or the date and the time as a note."""
    match = _TIME.fullmatch(time.strip())
    if not match or not parse_edtf(date).is_day or "T" in date or not (match[2] or match[3]):
        return date, f"time: {time}"
    hour, minute = hour_of(int(match[1]), f"{match[3]}m" if match[3] else ""), int(match[2] or 0)
    if hour is None or minute > 59:
        return date, f"time: {time}"
    return f"{date}T{hour:02}:{minute:02}:00", ""
