"""Read what a person types into a field: its value, and its meaning in words."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from briefing.capture.answers import Unclear, Words
from briefing.capture.known_words import similar
from briefing.edition.statuses import deadline
from briefing.edition.words import date_in_words, words_in
from briefing.record import kinds
from briefing.record.audiences import parse_embargo
from briefing.record.dates import DateProblem, VagueDate, parse_edtf
from briefing.record.due import parse_due
from briefing.record.expected import expected_at
from briefing.record.problems import Path
from briefing.record.references import Section
from briefing.serve.form_fields import control_at
from briefing.typography import capitalised, with_stop

_MOST_OPTIONS = 9
_NOUNS = {"actors": "actor", "areas": "area", "asks": "ask", "commitments": "commitment",
          "events": "event", "kinds": "kind of event", "sources": "source"}  # fmt: skip
_A_U_TURN = (
    "A U-turn is not a kind of event. Choose how it was made, such as a statement or a "
    "decision, and name the event that it reverses."
)

_NO_TIME = (
    "At what time on “{text}” does the embargo end? Choose one, or write the time too, such as "
    "“3 July 2023 at 10.30pm”."
)
_USUAL_TIMES = {"00:01": "12.01am", "06:00": "6am", "09:00": "9am", "12:00": "noon",
                "18:00": "6pm"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer that a text means.

    Attributes:
        value: the value for the file. It is the text itself if that is unclear.
        meaning: its meaning in words, if it is not obvious, or "".
        problem: why the text is unclear, as a sentence, or "".
        options: the values that it may mean, each with the words to show.
        can_add: the section in which an item with this name can be added, or None.
        is_turn: whether it names a U-turn, which has a field of its own in the form.
    """

    value: str
    meaning: str = ""
    problem: str = ""
    options: Mapping[str, str] = field(default_factory=dict)
    can_add: Section | Literal["kinds"] | None = None
    is_turn: bool = False


def read(text: str, path: Path, words: Words) -> Answer:
    """Return the answer that `text` means for the field at `path` in a file."""
    text = text.strip() if control_at(path) != "text" else text
    reader, known = _reader(path, words)
    if not text.strip() or reader is None:
        return Answer(text)
    try:
        value = reader(text)
    except Unclear as unclear:
        return _unclear(unclear, text, path, words, known)
    if isinstance(value, dict):
        # The description of a source that an event cites is used again.
        return Answer(text, value.get("url", ""))
    return Answer(value, _meaning(value, path, words, known))


def _unclear(
    unclear: Unclear, text: str, path: Path, words: Words, known: Mapping[str, str]
) -> Answer:
    expected = expected_at(path)
    if expected.may_be_text:
        return Answer(text)
    if expected.is_kind and kinds.is_turn(kinds.normal_kind(text)):
        return Answer(text, "", _A_U_TURN, is_turn=True)
    if control_at(path) == "time" and (times := _times_on(text, words)):
        return Answer(text, "", _NO_TIME.format(text=text), times)
    problem = capitalised(with_stop(str(unclear)))
    if control_at(path) != "reference" and not expected.is_kind:
        if unclear.options:
            problem = f"“{text}” can mean several dates. Choose one."
        return Answer(text, "", problem, _in_words(unclear.options))
    names = {each: known[each] or each for each in similar(text, known)[:_MOST_OPTIONS]}
    if expected.is_kind:
        names = {kind: kind for kind in names}
    section = expected.section if control_at(path) == "reference" else "kinds"
    if unclear.is_unknown:
        noun = _NOUNS[section or ""]
        problem = f"The record has no {noun} called “{text}”."
    elif unclear.options:
        problem = f"The record has several {section} with the name “{text}”."
    options = _named(unclear.options or names)
    can_add = section if section in ("actors", "sources", "areas", "asks", "kinds") else None
    return Answer(text, "", problem, options, can_add)


def _times_on(text: str, words: Words) -> dict[str, str]:
    """Return the usual times at which an embargo ends on the day that a text means, in words."""
    try:
        day = words.day(text)
    except Unclear:
        return {}
    shown = date_in_words(day).partition(" (")[0]
    return {f"{day}T{time}": f"{shown} at {clock}" for time, clock in _USUAL_TIMES.items()}


def _in_words(options: Mapping[str, str]) -> dict[str, str]:
    """Return the words to show for each date, with the difference from the others if needed."""
    shown = {}
    for date, words in options.items():
        day = date_in_words(date) or date
        shown[date] = day if words in day else f"{day}: {words}"
    return shown


def _named(options: Mapping[str, str]) -> dict[str, str]:
    """Return the name to show for each id, with the id if several have that name."""
    counts = Counter(options.values())
    return {
        id: name if name and counts[name] == 1 else f"{name} ({id})" if name else id
        for id, name in options.items()
    }


def _reader(path: Path, words: Words) -> tuple[Callable[[str], Any] | None, Mapping[str, str]]:
    """Return the function that reads a field, if it has one, and the known answers."""
    expected, control = expected_at(path), control_at(path)
    if control == "date":
        is_due = expected.section is not None
        is_vague = VagueDate in expected.types
        return words.due if is_due else words.date if is_vague else words.day, {}
    if control == "number":
        return words.figure, {}
    if control == "time":
        return words.embargo, {}
    if expected.is_kind:
        return words.kind, words.kinds
    if control == "reference" and path[-1] == "ref" and expected.section == "sources":
        return words.source, words.sources
    readers: dict[Section, tuple[Callable[[str], str], Mapping[str, str]]] = {
        "actors": (words.actor, words.actors),
        "areas": (words.area, words.areas),
        "asks": (words.ask, words.asks),
        "commitments": (words.commitment, words.commitments),
        "events": (words.event, words.events),
        "sources": (words.source, words.sources),  # type: ignore[dict-item]
    }
    if control == "reference" and expected.section:
        return readers[expected.section]
    return None, {}


def _meaning(value: str, path: Path, words: Words, known: Mapping[str, str]) -> str:
    control = control_at(path)
    if control == "time":
        return _time_in_words(value)
    if control == "date":
        return date_in_words(value) or _due_in_words(value, words)
    if expected_at(path).is_kind:
        return capitalised(known.get(value, ""))
    return known.get(value, "") if control == "reference" else ""


def _time_in_words(written: str) -> str:
    """Return a day and a time, such as 2023-07-03T22:30, in words."""
    time = parse_embargo(written)
    half = "am" if time.hour < 12 else "pm"
    clock = f"{(time.hour - 1) % 12 + 1}.{time.minute:02}{half}"
    return f"{date_in_words(written[:10]).partition(' (')[0]}, {clock}"


def _due_in_words(written: str, words: Words) -> str:
    """Return the last day on which a commitment is on time, if it can be worked out."""
    try:
        due = parse_due(written)
        limit = deadline(due, words.record.by_id, words.record.bank_holidays)
    except (ValueError, OverflowError):
        return ""
    if limit is None:
        return ""
    return words_in("en-GB").day(limit.latest)


def roles_on(date: str, words: Words) -> Iterator[tuple[str, str]]:
    """Yield the id of each actor who certainly held one role on a date, and the role."""
    try:
        day = parse_edtf(date)
    except DateProblem:
        return
    for id, actor in words.record.actors.items():
        if role := actor.role_on(day):
            yield id, role
