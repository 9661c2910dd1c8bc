"""Rules for commitments and asks. Each takes the record."""

import re
from collections.abc import Iterator, Mapping
from datetime import date as Day

from briefing.record.due import Due
from briefing.record.fix_hints import delete, within
from briefing.record.merging import Draft
from briefing.record.model import Commitment, Event
from briefing.record.problems import LIKE_AN_ID, Finding, Path, RecordPath, did_you_mean
from briefing.record.record import Record
from briefing.record.rules.rule import error, fixed, note, warning
from briefing.record.translations import all_languages_of, by_language, language_in

_NUMBER = re.compile(
    r"\d|\b(?:all|every|each|no|none|both|half|one|two|three|four|five|six|seven|eight|nine|ten|"
    r"eleven|twelve|twenty|thirty|forty|fifty|hundred|thousand|million|billion|double|treble)\b",
    re.IGNORECASE,
)


@error
@fixed("unsafe")
def unknown_commitment(record: Record) -> Iterator[Finding]:
    """An event can only keep or drop a commitment that another event made.

    Wrong:
        title: Example
        actors:
          council: {name: Example Council}
        events:
          - date: 2019-04
            kind: statement
            title: A
            source: https://example.org/a
            commitments: [{id: plant-trees, title: Plant trees, by: council, due: 2019-12}]
          - {date: 2019-11, kind: news, title: B, keeps: [plant-tree], source: https://example.org/b}

    Right:
        title: Example
        actors:
          council: {name: Example Council}
        events:
          - date: 2019-04
            kind: statement
            title: A
            source: https://example.org/a
            commitments: [{id: plant-trees, title: Plant trees, by: council, due: 2019-12}]
          - {date: 2019-11, kind: news, title: B, keeps: [plant-trees], source: https://example.org/b}
    """
    known = _made(record)
    for where, (id, path, *_) in record.unknown("commitments", known):
        hint = (
            did_you_mean(id, known, cutoff=LIKE_AN_ID)
            or "use the id of a commitment that is listed in an event"
        )
        yield Finding(where / path, f"no commitment called '{id}'", hint)


@error
@fixed("unsafe")
def unknown_ask(record: Record) -> Iterator[Finding]:
    """If an event changes the status of an ask, the ask must be listed under `asks`.

    Wrong:
        title: Example
        actors:
          residents: {name: The residents}
        asks:
          new-park: {title: A new park, by: residents}
        events:
          - date: 2019-04
            kind: campaign
            title: A
            source: https://example.org/a
            asks: {new-prk: raised}
          - date: 2019-05
            kind: campaign
            title: B
            source: https://example.org/b
            asks: {new-park: raised}

    Right:
        title: Example
        actors:
          residents: {name: The residents}
        asks:
          new-park: {title: A new park, by: residents}
        events:
          - date: 2019-04
            kind: campaign
            title: A
            source: https://example.org/a
            asks: {new-park: raised}
    """
    for where, (id, path, *_) in record.unknown("asks", record.asks):
        hint = did_you_mean(id, record.asks, cutoff=LIKE_AN_ID) or "add it under asks"
        yield Finding(where / path, f"no ask called '{id}'", hint, on_key=path[-1] == id)


@error
def due_before_made(record: Record) -> Iterator[Finding]:
    """A commitment must be due after it is made.

    Wrong:
        title: Example
        actors:
          council: {name: Example Council}
        events:
          - date: 2019-04
            kind: statement
            title: A
            source: https://example.org/a
            commitments: [{id: plant-trees, title: Plant trees, by: council, due: 2018-12}]

    Right:
        title: Example
        actors:
          council: {name: Example Council}
        events:
          - date: 2019-04
            kind: statement
            title: A
            source: https://example.org/a
            commitments: [{id: plant-trees, title: Plant trees, by: council, due: 2019-12}]
    """
    events = record.by_id
    for event in record.events_with("commitments"):
        for n, commitment in enumerate(event.commitments):
            due = commitment.due
            if due and is_due_before(event.date.earliest, due, events, record.bank_holidays):
                message = f"'{commitment.id}' is due before it was made ({event.date.written})"
                yield Finding(
                    event.where / ("commitments", n, "due"), message, "correct one of the dates"
                )


@error
@fixed("unsafe")
def due_after_nothing(record: Record) -> Iterator[Finding]:
    """A due date or a deadline must be counted from a date or from an event in the record.

    Wrong:
        title: Example
        actors:
          council: {name: Example Council}
        events:
          - id: consultation
            date: 2019-04/2019-07
            kind: consultation
            title: A
            source: https://example.org/a
            commitments: [{id: reply, title: Reply, by: council, due: 3 months after consultaton}]

    Right:
        title: Example
        actors:
          council: {name: Example Council}
        events:
          - id: consultation
            date: 2019-04/2019-07
            kind: consultation
            title: A
            source: https://example.org/a
            commitments: [{id: reply, title: Reply, by: council, due: 3 months after consultation}]
    """
    known = record.by_id
    for where, (id, path, *_) in record.unknown("events", known):
        if path[-1] in ("due", "deadline"):
            hint = "write a date, or give the event that id"
            if meant := did_you_mean(id, known, cutoff=LIKE_AN_ID):
                hint = within(_due_at(record, where, path), id, meant)
            yield Finding(where / path, f"no event called '{id}'", hint)


def _due_at(record: Record, where: RecordPath, path: Path) -> str:
    """Return a due date or a deadline, given the place of its event or edition, and its path."""
    n = int(path[1])
    if path[-1] == "deadline":
        due = next(
            edition.actions[n].deadline
            for edition in record.editions.values()
            if edition.where == where
        )
    else:
        due = next(event.commitments[n].due for event in record.events if event.where == where)
    return due.text if due else ""


@error
def kept_before_made(record: Record) -> Iterator[Finding]:
    """A commitment can only be kept or dropped after it is made.

    Wrong:
        title: Example
        actors:
          council: {name: Example Council}
        events:
          - {date: 2019-03, kind: news, title: B, keeps: [plant-trees], source: https://example.org/b}
          - date: 2019-04
            kind: statement
            title: A
            source: https://example.org/a
            commitments: [{id: plant-trees, title: Plant trees, by: council}]

    Right:
        title: Example
        actors:
          council: {name: Example Council}
        events:
          - date: 2019-04
            kind: statement
            title: A
            source: https://example.org/a
            commitments: [{id: plant-trees, title: Plant trees, by: council}]
          - {date: 2019-11, kind: news, title: B, keeps: [plant-trees], source: https://example.org/b}
    """
    made = _made(record)
    for event, word, n, id in record.closings:
        if id in made and event.date.latest < made[id][0].date.earliest:
            message = f"this event ({event.date.written}) {word} '{id}', which was made later"
            yield Finding(event.where / (word, n), message, "correct one of the dates")


@error
@fixed("unsafe")
def closed_twice(record: Record) -> Iterator[Finding]:
    """A commitment can only be kept or dropped once.

    A commitment that was kept cannot be kept again or dropped, and one that was dropped cannot be
    kept. If somebody made the commitment again, add it as a new commitment.

    Wrong:
        title: Example
        actors:
          council: {name: Example Council}
        events:
          - date: 2019-04
            kind: statement
            title: A
            source: https://example.org/a
            commitments: [{id: plant-trees, title: Plant trees, by: council}]
          - {date: 2019-11, kind: news, title: B, keeps: [plant-trees], source: https://example.org/b}
          - {date: 2019-12, kind: news, title: C, drops: [plant-trees], source: https://example.org/c}

    Right:
        title: Example
        actors:
          council: {name: Example Council}
        events:
          - date: 2019-04
            kind: statement
            title: A
            source: https://example.org/a
            commitments: [{id: plant-trees, title: Plant trees, by: council}]
          - {date: 2019-11, kind: news, title: B, keeps: [plant-trees], source: https://example.org/b}
    """
    closed: dict[str, tuple[str, Event]] = {}
    for event, word, n, id in record.closings:
        if id in closed:
            before, earlier = closed[id]
            message = f"another event ({earlier.date.written}) already {before} '{id}'"
            yield Finding(event.where / (word, n), message, delete("delete one of the two"))
        closed.setdefault(id, (word, event))


@note
def maker_left_office(record: Draft) -> Iterator[Finding]:
    """A commitment made by someone who has left office must be kept, dropped or taken over.

    Until an event keeps or drops it, briefings show it as pending or overdue under the name of the
    former minister. If the successor abandoned the commitment, add `drops` to the event that shows
    this. If the commitment still applies, name the department or the Government under `by`.

    Wrong:
        title: Example
        correct_as_of: 2019-12-31
        actors:
          jo-bloggs: {name: Jo Bloggs, roles: [{title: Mayor, from: 2018-05, until: 2019-05-02}]}
        events:
          - date: 2019-04
            kind: speech
            title: A
            source: https://example.org/a
            commitments: [{id: plant-trees, title: Plant trees, by: jo-bloggs, due: 2020-12}]

    Right:
        title: Example
        correct_as_of: 2019-12-31
        actors:
          council: {name: Example Council}
          jo-bloggs: {name: Jo Bloggs, roles: [{title: Mayor, from: 2018-05, until: 2019-05-02}]}
        events:
          - date: 2019-04
            kind: speech
            title: A
            source: https://example.org/a
            actors: [jo-bloggs]
            commitments: [{id: plant-trees, title: Plant trees, by: council, due: 2020-12}]
    """
    day = record.last_day
    closed = {id for *_, id in record.closings}
    for event in record.events_with("commitments"):
        for n, commitment in enumerate(event.commitments):
            actor = record.actors.get(commitment.by)
            if day is None or actor is None or commitment.id in closed:
                continue
            held = [role for role in actor.roles if role.perhaps_held(event.date)]
            ended = [(role.until, role) for role in held if role.until and role.until.latest < day]
            if held and len(ended) == len(held):
                until, role = max(ended, key=lambda pair: pair[0].latest)
                message = (
                    f"{actor.name} has not been {role.title} since {until.written}, and no event "
                    f"keeps or drops '{commitment.id}'"
                )
                hint = (
                    f"if the commitment was abandoned, add drops: [{commitment.id}] to the event "
                    "that shows this; if it still applies, name the department or the "
                    "Government under 'by'"
                )
                yield Finding(event.where / ("commitments", n, "by"), message, hint)


@note
def cannot_be_judged(record: Record) -> Iterator[Finding]:
    """An open commitment needs a due date, a number or a `kept_if`.

    Without any of them, people will disagree whether it was kept. In `kept_if`, write what would
    count as keeping it, before anybody knows the outcome.

    Wrong:
        title: Example
        actors:
          council: {name: Example Council}
        events:
          - date: 2019-04
            kind: statement
            title: A
            source: https://example.org/a
            commitments: [{id: support-parks, title: Support parks, by: council}]

    Right:
        title: Example
        actors:
          council: {name: Example Council}
        events:
          - date: 2019-04
            kind: statement
            title: A
            source: https://example.org/a
            commitments:
              - id: support-parks
                title: Support parks
                by: council
                kept_if: The budget for parks rises each year until 2023
    """
    closed = {id for *_, id in record.closings}
    for event in record.events_with("commitments"):
        for n, made in enumerate(event.commitments):
            is_clear = made.due or made.kept_if or _NUMBER.search(all_languages_of(made.title))
            if not is_clear and made.id not in closed:
                yield Finding(
                    event.where / ("commitments", n, "title"),
                    f"'{made.id}' has no due date and no number, so it is hard to judge",
                    "add 'due', or write under 'kept_if' what would count as keeping it",
                )


@note
def kept_if_changed(record: Draft) -> Iterator[Finding]:
    """A `kept_if` must not be changed after the commitment has been kept or dropped.

    Otherwise, it looks as if the commitment was judged by a test that suits the outcome. `briefing
    check` compares it with the last version from before the outcome, if the record is in a git
    repository. If the outcome is older than the commitment in the record, it compares it with the
    first version.

    Wrong:
        title: Example
        actors:
          council: {name: Example Council}
        # In the version from before November 2019: kept_if: All 300 are planted
        events:
          - date: 2019-04
            kind: statement
            title: A
            source: https://example.org/a
            commitments:
              - {id: plant-trees, title: Plant trees, by: council, kept_if: A tree is planted}
          - {date: 2019-11, kind: news, title: B, keeps: [plant-trees], source: https://example.org/b}

    Right:
        title: Example
        actors:
          council: {name: Example Council}
        events:
          - date: 2019-04
            kind: statement
            title: A
            source: https://example.org/a
            commitments:
              - {id: plant-trees, title: Plant trees, by: council, kept_if: All 300 are planted}
          - {date: 2019-11, kind: news, title: B, keeps: [plant-trees], source: https://example.org/b}
    """
    for event in record.events_with("commitments") if record.earlier_kept_ifs else ():
        for n, made in enumerate(event.commitments):
            now = made.kept_if or ""
            before = record.earlier_kept_ifs.get(made.id, now)
            if (was := _changed_text(before, now, record.language)) is not None:
                where = event.where / ("commitments", n, "kept_if")
                hint = "write it as it was, or explain the change in the event that closed it"
                words = (
                    f"changed after the outcome. It was: {was}"
                    if was
                    else "added after the outcome"
                )
                yield Finding(where, f"'kept_if' was {words}", hint)


def _changed_text(before: str, now: str, language: str) -> str | None:
    """Return the first of the texts `before` that is now different in its language, or None.

    White space does not matter, and neither does a translation that has been added.
    """
    if not before:
        return "" if now else None
    texts = by_language(now, language)
    for code, text in by_language(before, language).items():
        was = " ".join(text.split())
        if was != " ".join(texts.get(language_in(texts, code) or "", "").split()):
            return was
    return None


@error
def met_before_raised(record: Record) -> Iterator[Finding]:
    """An ask must be raised before it can have any other status.

    Wrong:
        title: Example
        actors:
          residents: {name: The residents}
        asks:
          new-park: {title: A new park, by: residents}
        events:
          - date: 2019-04
            kind: concession
            title: A
            source: https://example.org/a
            asks: {new-park: met}
          - date: 2019-09
            kind: campaign
            title: B
            source: https://example.org/b
            asks: {new-park: raised}

    Right:
        title: Example
        actors:
          residents: {name: The residents}
        asks:
          new-park: {title: A new park, by: residents}
        events:
          - date: 2019-04
            kind: campaign
            title: A
            source: https://example.org/a
            asks: {new-park: raised}
          - date: 2019-09
            kind: concession
            title: B
            source: https://example.org/b
            asks: {new-park: met}
    """
    raised: dict[str, Event] = {}
    for event in record.events_with("asks"):
        for id, step in event.asks.items():
            if step == "raised":
                raised.setdefault(id, event)
    for event in record.events_with("asks"):
        for id, step in event.asks.items():
            first = raised.get(id)
            is_early = first is None or event.date.latest < first.date.earliest
            if step != "raised" and is_early and id in record.asks:
                message = f"'{id}' is {step} here, but no earlier event raises it"
                hint = "write raised here, or raise it in an earlier event"
                yield Finding(event.where / ("asks", id), message, hint)


@warning
def unused_ask(record: Draft) -> Iterator[Finding]:
    """Every ask under `asks` must be raised by an event.

    Wrong:
        title: Example
        actors:
          residents: {name: The residents}
        asks:
          new-park: {title: A new park, by: residents}
        events:
          - {date: 2019-04, kind: news, title: A, source: https://example.org/a}

    Right:
        title: Example
        actors:
          residents: {name: The residents}
        asks:
          new-park: {title: A new park, by: residents}
        events:
          - date: 2019-04
            kind: campaign
            title: A
            source: https://example.org/a
            asks: {new-park: raised}
    """
    moved = {id for event in record.events_with("asks") for id in event.asks}
    for id, ask in record.asks.items():
        if id not in moved and record.is_complete:
            message = f"no event raises the ask '{id}'"
            yield Finding(
                ask.where, message, "add it under 'asks' in the event that raises it", on_key=True
            )


def _made(record: Record) -> dict[str, tuple[Event, Commitment]]:
    """Return the commitments by id, each with the event that makes it."""
    return {
        commitment.id: (event, commitment)
        for event in record.events_with("commitments")
        for commitment in event.commitments
    }


def is_due_before(day: Day, due: Due, events: Mapping[str, Event], bank_holidays: str) -> bool:
    """Whether it is certainly due before `day`."""
    if due.date:
        return due.date.latest < day
    event = events.get(due.after_event)
    after = due.after or (event.date if event else None)
    # Skip due dates counted from that day or a later one, because counting is slow.
    if after is None or after.latest >= day:
        return False
    try:
        return due.counted_from(after.latest, bank_holidays) < day
    except (OverflowError, ValueError):
        return False
