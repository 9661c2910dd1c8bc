"""Digests: each event is in exactly one week's digest."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date as Day
from datetime import timedelta
from itertools import pairwise
from random import Random

import pytest

from briefing.edition.briefing import Briefing
from briefing.edition.digest import as_known_at_end_of, make_digest
from briefing.edition.digest_model import Digest
from briefing.edition.periods import Period, Rhythm, day_of_week, period_between, period_of
from briefing.record.audiences import Audience
from briefing.record.dates import parse_edtf
from briefing.record.model import Edition
from briefing.record.occurrence import is_planned
from briefing.record.record import Record
from tests.helpers import SAMPLE, TEMPLATES, load_record, mostly_long
from tests.random_records import Data, random_record

RHYTHM = Rhythm()
READERS: tuple[Audience, ...] = ("public", "members", "internal")
CONFIRMED = "sources: [{title: S, date: 2023-08-01}, {title: S, date:"
HEAD = """\
title: A record
kinds: [bill]
actors: {council: {name: The Council}, friends: {name: The Friends}}
asks: {park: {title: A park, by: friends}, pond: {title: A pond, by: friends}}
events:
"""


def record(*events: str, head: str = HEAD) -> Record:
    """Return a record of `events`, the contents of flow mappings. Missing fields are added."""
    lines = (
        f"  - {{{event}{'' if 'source' in event else ', source: {title: S}'},"
        f" kind: news, title: Event {n}}}"
        for n, event in enumerate(events, 1)
    )
    return load_record("\n".join([head.rstrip(), *lines]))


def briefing(
    record: Record, period: str | Period, reader: Audience = "public", **edition: object
) -> Briefing:
    """Make the digest of a week or another period, with everything that it depends on."""
    if isinstance(period, str):
        period = period_of(day_of_week(period), RHYTHM)
    eve, _ = as_known_at_end_of(record, reader, period.day_before)
    now, _ = as_known_at_end_of(record, reader, period.last)
    model = Edition.model_validate({"template": "digest", "audience": reader, **edition})
    return make_digest(eve, now, "weekly", model, period, TEMPLATES)


def digest(
    record: Record, period: str | Period, reader: Audience = "public", **edition: object
) -> Digest:
    """Return only the `digest` part of the briefing."""
    found = briefing(record, period, reader, **edition).digest
    assert found
    return found


def titles(entries: object) -> list[str]:
    return [entry.title for entry in entries]  # type: ignore[attr-defined]


# The week of an event


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        # A day, and the date when it was added.
        ("date: 2023-09-06", "W36 happened"),
        ("date: 2023-09-04", "W36 happened"),
        ("date: 2023-09-10", "W36 happened"),
        ("date: 2023-09-06, added: 2023-09-10", "W36 happened"),
        ("date: 2023-09-06, added: 2023-09-11", "W37 late"),
        ("date: 2023-09-06, added: 2023-12-01", "W48 late"),
        # An event was announced, and then happened. It is in the digest of the week that confirms
        # it.
        ("date: 2023-10-17, added: 2023-09-06", "W42 unconfirmed"),
        (f"date: 2023-10-17, added: 2023-09-06, {CONFIRMED} 2023-10-17}}]", "W42 happened"),
        (
            f"date: 2023-10-17, added: 2023-09-06, {CONFIRMED} 2023-11-01}}]",
            "W42 unconfirmed, W44 late",
        ),
        ("date: 2023-10-17, source: {title: S, date: 2023-09-06}", "W42 unconfirmed"),
        ("date: 2023-10-17, source: {title: S, date: 2023-10}", "W42 happened"),
        ("date: 2023-10-17/2023-11-30, source: {title: S, date: 2023-09-06}", "W42 unconfirmed"),
        ("date: 2023-09-06T22:30:00Z", "W36 happened"),
        # A vague date is reported when it was added, if it may have come by then.
        ("date: 2023-09, added: 2023-09-06", "W36 happened"),
        ("date: 2023, added: 2023-09-06", "W36 happened"),
        ("date: 2023-09?, added: 2023-09-06", "W36 happened"),
        ("date: 2023-08, added: 2023-09-06", "W36 late"),
        # Otherwise, it is reported when it has certainly come.
        ("date: 2023-09, added: 2023-08-02", "W39 unconfirmed"),
        (f"date: 2023-09, added: 2023-08-02, {CONFIRMED} 2023-09-20}}]", "W39 happened"),
        ("date: 2023-09", "W39 happened"),
        ("date: 2023-09?", "W39 happened"),
        ("date: summer 2023", "W35 happened"),
        ("date: 2023", "W52 happened"),
        # A period is reported at its start, or at its end if it has no start.
        ("date: 2023-09-06/2023-11-30", "W36 happened"),
        ("date: 2023-09/2023-11", "W39 happened"),
        ("date: 2023-09/2023-11, added: 2023-09-06", "W36 happened"),
        ("date: 2023-04/2023-11, added: 2023-09-06", "W36 late"),
        ("date: 2023-09-06/..", "W36 happened"),
        ("date: 2023-09/", "W39 happened"),
        ("date: ../2023-09", "W39 happened"),
        ("date: /2023-09", "W39 happened"),
        ("date: ../.., added: 2023-09-06", "W36 happened"),
        ("date: ../..", ""),
        # One day in a range is reported when it has certainly come, perhaps some time ago.
        ("date: '[2023-09-04..2023-09-06]'", "W36 happened"),
        ("date: '[2023-08..2023-09-06]'", "W36 late"),
        ("date: '[2023-08..2023-12]', added: 2023-09-06", "W36 late"),
        ("date: '[..2023-09-06]'", "W36 late"),
        ("date: '[2023-09-06..]', added: 2023-09-06", "W36 happened"),
        # An event cannot be known before the first document about it.
        ("date: 2023-09-06, source: {title: S, date: 2023-09-08}", "W36 happened"),
        ("date: 2023-09-06, source: {title: S, date: 2023-09-12}", "W37 late"),
        ("date: 2023-09-06, source: {title: S, date: 2023-09}", "W36 happened"),
        # An event cannot be shown while it is under embargo.
        ("date: 2023-09-06, embargo: 2023-09-08T22:30", "W36 happened"),
        ("date: 2023-09-06, embargo: 2023-09-10T23:59", "W36 happened"),
        ("date: 2023-09-06, embargo: 2023-09-11T00:00", "W37 late"),
        ("date: 2023-09-06, added: 2023-09-07, embargo: 2023-09-13T22:30", "W37 late"),
        ("date: 2023-09-06, audience: members", ""),
    ],
)
def test_an_event_is_reported_in_one_week(event: str, expected: str) -> None:
    made = record(event, "date: 2022-01-01")
    found = []
    for week in range(20, 53):
        news = digest(made, f"2023-W{week}")
        found += [f"W{week} happened" for _ in news.happened] + [f"W{week} late" for _ in news.late]
        found += [f"W{week} unconfirmed" for _ in news.unconfirmed]
    assert ", ".join(found) == expected


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        ("date: 2023-08-01/2023-09-06", "W36: ended 6 September 2023"),
        ("date: 2023-08-01/2023-09-04", "W36: ended 4 September 2023"),
        ("date: 2023-08-01/2023-09-10", "W36: ended 10 September 2023"),
        ("date: 2023-07/2023-09", "W39: ended September 2023"),
        # Only the start is unknown.
        ("date: 2023-08~/2023-09-06", "W36: ended 6 September 2023"),
        # It started and ended in one week, whose digest shows both days.
        ("date: 2023-09-04/2023-09-10", ""),
        # Its readers learn about the event when it is over, or only about its end.
        ("date: 2023-08-01/2023-09-06, added: 2023-09-07", ""),
        ("date: 2023-08-01/2023-09-06, embargo: 2023-09-05T09:00", ""),
        ("date: 2023-08-01/2023-09-06, audience: members", ""),
        ("date: 2023-08-01/2023-09-06, added: 2023-08-30", "W36: ended 6 September 2023"),
        # It is not known whether it took place at all.
        ("date: 2023-08-01/2023-09-06, source: {title: S, date: 2023-07-01}", ""),
        # The period has no end, its end is not known, or it is one unknown day.
        ("date: 2023-08-01/..", ""),
        ("date: 2023-08-01/", ""),
        ("date: ../2023-09-06", ""),
        ("date: '[2023-08-01..2023-09-06]'", ""),
        ("date: 2023-09", ""),
    ],
)
def test_an_end_is_reported_in_one_week(event: str, expected: str) -> None:
    made = record(event, "date: 2022-01-01")
    found = [
        f"W{week}: {entry.ended}"
        for week in range(20, 53)
        for entry in digest(made, f"2023-W{week}").ended
    ]
    assert ", ".join(found) == expected


@pytest.mark.parametrize(
    ("kind", "coming", "ended"),
    [
        ("consultation", "closes 6 September 2023", "closed 6 September 2023"),
        ("green paper", "closes 6 September 2023", "closed 6 September 2023"),
        ("inquiry", "under way until 6 September 2023", "ended 6 September 2023"),
        # These dates are the days on which people were asked, or which the numbers cover.
        ("poll", "", ""),
        ("statistics", "", ""),
    ],
)
def test_what_ends_closes_or_is_over_by_its_kind(kind: str, coming: str, ended: str) -> None:
    made = load_record(
        f"title: A\nevents:\n"
        f"  - {{date: 2023-08-01/2023-09-06, kind: {kind}, title: B, source: {{title: S}}}}\n"
    )
    assert [entry.ends for entry in digest(made, "2023-W35").coming] == [coming] * bool(coming)
    assert [entry.ended for entry in digest(made, "2023-W36").ended] == [ended] * bool(ended)
    assert digest(made, "2023-W36").is_quiet is not bool(ended)
    assert digest(made, "2023-W37").is_quiet


def polls(*dates: str, kind: str = "poll", shares: Sequence[int] = (47, 45, 60)) -> Record:
    """Return a record of polls on one question, each with its dates and its source's date."""
    events = [
        f"  - {{date: {sample}, kind: {kind}, title: Poll {n}, source: {{title: S, date: {out}}},"
        f" figures: [{{label: agree, value: {share}%, sample: 1000}}]}}"
        for n, (sample, out, share) in enumerate(
            (*date.split(" "), share) for date, share in zip(dates, shares, strict=False)
        )
    ]
    return load_record("\n".join(["title: A record", "events:", *events]))


@pytest.mark.parametrize(
    ("kind", "happened", "late"),
    [("poll", 1, 0), ("statistics", 1, 0), ("debate", 0, 1)],
)
def test_numbers_are_news_when_they_are_published(kind: str, happened: int, late: int) -> None:
    made = polls("2023-08-29/2023-09-01 2023-09-06", kind=kind)
    news = digest(made, "2023-W36")
    assert (len(news.happened), len(news.late)) == (happened, late)
    assert digest(made, "2023-W37").is_quiet


def test_numbers_that_were_published_earlier_are_a_late_addition() -> None:
    made = record("date: 2023-08-20, added: 2023-09-06, source: {title: S, date: 2023-08-21}")
    made = replace(
        made, events=[event.model_copy(update={"kind": "poll"}) for event in made.events]
    )
    assert titles(digest(made, "2023-W36").late) == ["Event 1"]


def test_figures_are_compared_with_the_first_of_their_series_and_with_no_later_one() -> None:
    dates = ("2023-07-03 2023-07-03", "2023-09-05 2023-09-05", "2023-09-07 2023-09-07")
    first, second = digest(polls(*dates), "2023-W36").happened
    assert [(str(figure.value), figure.change) for figure in first.figures] == [
        ("45%", "no clear change from 47% (3 July 2023): within the sampling error")
    ]
    assert [(str(figure.value), figure.change) for figure in second.figures] == [
        ("60%", "up from 47% (3 July 2023)")
    ]


def test_a_recent_fall_is_not_hidden_by_a_rise_over_the_years() -> None:
    dates = ("2023-07-03 2023-07-03", "2023-08-07 2023-08-07", "2023-09-05 2023-09-05")
    (entry,) = digest(polls(*dates, shares=(30, 60, 50)), "2023-W36").happened
    change = "down from 60% (7 August 2023), but up from 30% (3 July 2023)"
    assert [figure.change for figure in entry.figures] == [change]


def test_a_summary_takes_the_place_of_figures_that_are_compared_with_nothing() -> None:
    made = polls("2023-09-05 2023-09-05", "2023-09-12 2023-09-12")
    with_summaries = replace(
        made, events=[event.model_copy(update={"summary": "Most agree."}) for event in made.events]
    )
    for week, without, outside in (("2023-W36", 1, 0), ("2023-W37", 1, 1)):
        assert [len(entry.figures) for entry in digest(made, week).happened] == [without]
        assert [len(entry.figures) for entry in digest(with_summaries, week).happened] == [outside]


def test_what_ends_is_the_subject_of_a_week_with_nothing_else() -> None:
    made = record("date: 2023-08-01/2023-09-06", "date: 2023-09-12")
    assert digest(made, "2023-W36").subject.startswith("Ended 6 September 2023: Event 1 · ")
    assert digest(made, "2023-W37").subject.startswith("Event 2 · ")


def test_nothing_falls_between_two_digests_if_the_record_stops_within_the_first() -> None:
    promise = "commitments: [{id: c, title: Plant trees, by: council, due: 2023-09-07}]"
    made = record(
        "date: 2023-08-01/2023-09-08",
        f"date: 2023-08-01, {promise}",
        "date: 2023-09-09, added: 2023-09-01",
        "date: 2023-09-09",
    )
    first = digest(replace(made, correct_as_of=Day(2023, 9, 5)), "2023-W36")
    assert first.stops == "5 September 2023"
    assert titles(first.ended) == ["Event 1"]
    # It may have been kept after the day that the record is accurate to.
    assert [(c.title, c.state) for c in first.commitments] == [("Plant trees", "perhaps overdue")]
    assert titles(first.unconfirmed) == ["Event 3"]
    assert titles(first.happened) == ["Event 4"]
    then = digest(replace(made, correct_as_of=Day(2023, 9, 14)), "2023-W37")
    assert then.is_quiet


@pytest.mark.parametrize("seed", mostly_long(range(8), 2))
def test_wherever_the_record_stops_each_day_that_passes_is_in_one_digest(seed: int) -> None:
    chance, first = Random(seed), Day(2023, 1, 2)

    def day(earliest: int, latest: int) -> Day:
        return first + timedelta(days=chance.randint(earliest, latest))

    events = []
    for n in range(15):
        start = day(-60, 90)
        events.append(f"date: {start}/{start + timedelta(days=chance.randint(8, 60))}")
        promise = f"{{id: c{n}, title: Promise {n}, by: council, due: {day(0, 120)}}}"
        events.append(f"date: {day(-60, -1)}, commitments: [{promise}]")
    made = record(*events)
    weeks = [period_of(first + timedelta(weeks=n), RHYTHM) for n in range(18)]
    digests = []
    for week in weeks:
        stops = week.first + timedelta(days=chance.randint(0, 9))
        digests.append(digest(replace(made, correct_as_of=stops), week))
    last, eve = weeks[-1].last, weeks[0].day_before
    ended = [entry.title for made in digests for entry in made.ended]
    assert sorted(ended) == sorted(
        event.title
        for event in made.events
        if event.date.is_period
        and eve < event.date.latest <= last
        # If it starts and ends in one week, it is listed once, with both days.
        and period_of(event.date.earliest, RHYTHM) != period_of(event.date.latest, RHYTHM)
    )
    overdue = [c.title for made in digests for c in made.commitments if "overdue" in c.state]
    fell_due = {
        commitment.title: commitment.due.date.latest
        for event in made.events
        for commitment in event.commitments
        if commitment.due and commitment.due.date
    }
    assert sorted(overdue) == sorted(title for title, due in fell_due.items() if eve <= due < last)


def test_readers_who_may_see_it_sooner_get_it_sooner() -> None:
    made = record(
        "date: 2023-09-06, embargo: 2023-09-13T22:30", "date: 2023-09-07, audience: members"
    )
    assert titles(digest(made, "2023-W36").happened) == []
    assert titles(digest(made, "2023-W36", "members").happened) == ["Event 2"]
    assert titles(digest(made, "2023-W36", "internal").happened) == ["Event 1", "Event 2"]
    assert titles(digest(made, "2023-W37", "members").late) == ["Event 1"]
    assert digest(made, "2023-W37", "internal").is_quiet


def tiled(chance: Random, first: Day, last: Day) -> Iterator[Period]:
    """Yield some consecutive periods from `first` to `last`."""
    days = (last - first).days
    cuts = sorted({0, days, *(chance.randrange(days) for _ in range(12))})
    for start, end in pairwise(first + timedelta(days=cut) for cut in cuts):
        yield period_between(start, end - timedelta(days=1), RHYTHM)


def documents(data: Data) -> Iterator[Data]:
    """Yield the sources in a file, including those written out where they are cited."""
    yield from data.get("sources", {}).values()
    for event in data["events"]:
        yield from event["sources"]
        yield from (
            part["source"] for part in (*event["quotes"], *event["figures"]) if "source" in part
        )


@pytest.mark.parametrize("seed", mostly_long(range(12), 3))
def test_over_a_run_of_periods_each_event_is_reported_once(seed: int) -> None:
    chance, made = Random(seed), random_record(seed)
    for data in made.files.values():
        data.pop("correct_as_of", None)
        for document in documents(data):
            # An embargo that ends before the date would be a contradiction.
            document.pop("embargo", None)
        for event in data["events"]:
            if chance.random() < 0.5:
                shift = timedelta(days=chance.randrange(-60, 400))
                event["added"] = (parse_edtf(event["date"]).earliest + shift).isoformat()
            if chance.random() < 0.3:
                event["date"] = event["date"][: chance.choice((4, 7))]
            if chance.random() < 0.2:
                event["date"] += f"/{int(event['date'][:4]) + 1}-12"
    whole = made.record()
    end = Day(2026, 6, 1)
    for reader in READERS:
        digests = []
        for period in tiled(chance, Day(1700, 1, 1), end):
            # Whatever date in a period the record is accurate to, its digest covers all of it.
            stops = period.first + chance.random() * (period.last - period.first)
            digests.append(digest(replace(whole, correct_as_of=stops), period, reader))
        reported = [entry.title for digest in digests for entry in (*digest.happened, *digest.late)]
        seen, _ = as_known_at_end_of(whole, reader, end - timedelta(days=1))
        planned = [event.title for event in seen.events if is_planned(event, seen.sources)]
        come = [event.title for event in seen.events if event.title not in planned]
        assert sorted(reported) == sorted(come)
        over = [entry.title for digest in digests for entry in digest.ended]
        assert len(set(over)) == len(over) and set(over) <= set(reported)
        # A plan is listed when its day has come, whether or not it is confirmed later.
        waiting = [entry.title for digest in digests for entry in digest.unconfirmed]
        assert len(set(waiting)) == len(waiting) and set(planned) <= set(waiting)


@pytest.mark.parametrize("seed", range(6))
def test_what_is_added_later_changes_no_earlier_digest(seed: int) -> None:
    """A digest can therefore be made again, or made late."""
    chance, made = Random(seed), random_record(seed)
    for data in made.files.values():
        data.pop("correct_as_of", None)
        for event in data["events"]:
            shift = timedelta(days=chance.randrange(200))
            event["added"] = (parse_edtf(event["date"]).latest + shift).isoformat()
            for commitment in event["commitments"]:
                # Without the event that it names, it would have no due date at all.
                commitment.pop("due", None)
    whole = made.record()
    added = sorted(event.added for event in whole.events if event.added)
    day = added[len(added) // 2]
    events = [event for event in whole.events if event.added and event.added <= day]
    then = replace(whole, events=events)
    assert 0 < len(then.events) < len(whole.events)
    period = period_between(day - timedelta(days=400), day, RHYTHM)
    for reader in READERS:
        assert briefing(whole, period, reader) == briefing(then, period, reader)


# Moves of asks


def ask_changes(digest: Digest) -> list[tuple[str, str, str, list[str]]]:
    return [
        (ask.ask.title, ask.was, ask.ask.status, [move.to for move in ask.moves])
        for ask in digest.asks
    ]


def test_an_ask_is_shown_with_its_moves_and_its_previous_status() -> None:
    made = record(
        "date: 2023-09-01, asks: {park: raised}",
        "date: 2023-09-06, asks: {park: met in part, pond: raised}",
        "date: 2023-09-08, asks: {park: met}",
        "date: 2023-10, asks: {park: set back}",
    )
    assert ask_changes(digest(made, "2023-W35")) == [("A park", "", "raised", ["raised"])]
    assert ask_changes(digest(made, "2023-W36")) == [
        ("A park", "raised", "met", ["met in part", "met"]),
        ("A pond", "", "raised", ["raised"]),
    ]
    (move,) = digest(made, "2023-W35").asks[0].moves
    assert (move.event.title, move.event.date) == ("Event 1", "1 September 2023")
    # The event may have happened at any time from the first of the month, and is listed once it
    # has.
    assert ask_changes(digest(made, "2023-W40")) == []
    assert ask_changes(digest(made, "2023-W44")) == [("A park", "met", "set back", ["set back"])]


def test_a_move_that_is_added_late_is_reported_then() -> None:
    made = record(
        "date: 2023-09-01, asks: {park: raised}, added: 2023-09-12",
        "date: 2023-09-06, asks: {park: met}",
    )
    assert ask_changes(digest(made, "2023-W36")) == [("A park", "", "met", ["met"])]
    assert ask_changes(digest(made, "2023-W37")) == [("A park", "met", "met", ["raised"])]


def what_to_see(digest: Digest) -> list[tuple[str, list[tuple[str, str]]]]:
    return [
        (ask.ask.status, [(words, event.title) for words, event in ask.events])
        for ask in digest.asks
    ]


def test_how_an_ask_stands_is_said_once_and_each_move_by_its_own_event() -> None:
    made = record(
        "date: 2023-09-01, asks: {park: raised}",
        "date: 2023-09-06, asks: {park: met in part, pond: raised}",
        "date: 2023-09-08, asks: {park: met}",
        "date: 2023-09-02, asks: {park: advanced}, added: 2023-09-12",
        "date: 2023-10-02, asks: {park: set back}",
        "date: '[2023-10-04..2023-10-20]', asks: {park: refused}, added: 2023-10-05",
    )
    assert what_to_see(digest(made, "2023-W35")) == [("raised", [("See:", "Event 1")])]
    assert what_to_see(digest(made, "2023-W36")) == [
        ("met", [("met in part:", "Event 2"), ("met:", "Event 3")]),
        ("raised", [("See:", "Event 2")]),
    ]
    assert what_to_see(digest(made, "2023-W37")) == [("met", [("advanced:", "Event 4")])]
    assert what_to_see(digest(made, "2023-W40")) == [
        ("refused", [("set back:", "Event 5"), ("refused:", "Event 6")])
    ]


def states(digest: Digest) -> list[str]:
    return [f"{commitment.id} {commitment.status}" for commitment in digest.commitments]


@pytest.mark.parametrize(
    ("due", "closing", "expected"),
    [
        ("2023-09-06", "", ["W30 a pending", "W36 a overdue by 4 days"]),
        ("2023-09-10", "", ["W30 a pending", "W36 a due soon", "W37 a overdue by 7 days"]),
        ("2023-09-11", "", ["W30 a pending", "W37 a overdue by 6 days"]),
        ("2023-09", "", ["W30 a pending", "W39 a overdue by 1 day"]),
        ("2023-09?", "",
         ["W30 a due soon", "W31 a perhaps overdue", "W44 a overdue by at most 4 months"]),
        ("2023-10-06", "date: 2023-09-06, keeps: [a]", ["W30 a pending", "W36 a kept on time"]),
        ("2023-08-04", "date: 2023-09-06, keeps: [a]",
         ["W30 a due soon", "W31 a overdue by 2 days", "W36 a kept 4 weeks late"]),
        ("2023-08-04", "date: 2023-08-03, keeps: [a], added: 2023-09-06",
         ["W30 a due soon", "W31 a overdue by 2 days", "W36 a kept on time"]),
        ("2023-10-06", "date: 2023-09-06, drops: [a]", ["W30 a pending", "W36 a dropped"]),
        ("2023-10-06", "date: 2023-09, drops: [a]", ["W30 a pending", "W39 a dropped"]),
    ],
)  # fmt: skip
def test_a_commitment_is_reported_when_made_when_closed_and_when_due(
    due: str, closing: str, expected: list[str]
) -> None:
    promise = f"date: 2023-07-27, commitments: [{{id: a, title: A, by: council, due: {due!r}}}]"
    made = record(promise, *filter(None, [closing]))
    found = [
        f"W{week} {state}"
        for week in range(28, 50)
        for state in states(digest(made, f"2023-W{week}"))
    ]
    assert found == expected


def test_a_reversal_is_shown_once_with_the_event_it_reverses() -> None:
    made = record(
        "date: 2023, id: plan",
        "date: 2023-09-06, id: no-plan, reverses: [plan]",
        "date: 2023-09-14, reverses: [no-plan]",
    )
    found = [
        (week, turn.event.title, turn.reversed.title)
        for week in range(30, 53)
        for turn in digest(made, f"2023-W{week}").reversals
    ]
    assert found == [(36, "Event 2", "Event 1"), (37, "Event 3", "Event 2")]


def test_a_story_has_only_the_reversals_of_the_week_with_what_these_reverse() -> None:
    made = record(
        "date: 2023, id: plan, by: council",
        "date: 2023-09-06, by: council, reverses: [{ref: plan, part: one park}]",
        "date: 2023-09-14, by: council, reverses: [{ref: plan, part: the other park}]",
    )
    found = [
        [(step.words, step.event.title) for story in news.stories for step in story.steps]
        for news in (digest(made, "2023-W36"), digest(made, "2023-W37"))
    ]
    assert found == [
        [("", "Event 1"), ("Partial U-turn by the Council (one park)", "Event 2")],
        [("", "Event 1"), ("Partial U-turn by the Council (the other park)", "Event 3")],
    ]


# Coming events


@pytest.mark.parametrize(
    ("event", "weeks"),
    [
        ("date: 2023-10-09, added: 2023-08-01", "37 38 39 40"),
        ("date: 2023-10-08, added: 2023-08-01", "36 37 38 39"),
        ("date: 2023-10-09, added: 2023-09-20", "38 39 40"),  # not before it is in the record
        ("date: 2023-10-09, source: {title: S, date: 2023-08}", "37 38 39 40"),
        ("date: 2023-10-09", ""),  # nothing shows that anybody knew about it
        # A vague date may come as soon as its range begins, and comes at the latest when the range
        # ends.
        ("date: 2023-10, added: 2023-08-01", "35 36 37 38 39 40 41 42 43"),
        ("date: 2023-10", ""),
        ("date: 2023, added: 2022-12-01", "48 49 50 51"),
        ("date: 2023, added: 2023-08-01", ""),  # it may be over
        ("date: 2023", ""),
        # A period begins, and later ends.
        ("date: 2023-09-11/2023-11-30, added: 2023-08-01", "33 34 35 36 44 45 46 47"),
        ("date: 2023-09-11/2023-11-30", "44 45 46 47"),
        ("date: 2023-09-11/.., added: 2023-08-01", "33 34 35 36"),
    ],
)
def test_what_comes_within_four_weeks_is_coming(event: str, weeks: str) -> None:
    made = record(event, "date: 2022-01-01")
    found = [week for week in range(30, 53) if digest(made, f"2023-W{week}").coming]
    assert " ".join(map(str, found)) == weeks


def test_nothing_is_given_a_day_that_nobody_knows() -> None:
    made = record(
        "date: 2023-10, added: 2023-09-01",
        "date: 2023-09-01, commitments: [{id: a, title: A, by: council, due: 2023-10},"
        " {id: b, title: B, by: council, due: 1 month after 2023-09}]",
    )
    news = digest(made, "2023-W38")
    assert [entry.date for entry in news.coming] == ["October 2023"]
    assert [commitment.due for commitment in digest(made, "2023-W40").due] == [
        "October 2023",
        "October 2023",
    ]


def test_only_future_events_that_were_public_by_then_are_shown() -> None:
    made = record(
        "date: 2023-10-09, added: 2023-09-01, figures: [{label: trees, value: 12, source: report}]",
        head=HEAD.replace("asks:", "sources: {report: {title: A report, date: 2023-09-25}}\nasks:"),
    )
    for week, figures in (("2023-W37", 0), ("2023-W39", 1)):
        (coming,) = digest(made, week).coming
        assert len(coming.figures) == figures


def test_commitments_that_come_due_are_coming_until_they_are() -> None:
    made = record(
        "date: 2023-08-01, commitments: [{id: a, title: A, by: council, due: 2023-10-09},"
        " {id: b, title: B, by: council, due: 2023-10-06}, {id: c, title: C, by: council}]",
        "date: 2023-09-20, keeps: [b]",
    )
    due = {
        week: [commitment.id for commitment in digest(made, f"2023-W{week}").due]
        for week in range(35, 42)
    }
    assert due == {35: [], 36: ["b"], 37: ["b", "a"], 38: ["a"], 39: ["a"], 40: ["a"], 41: []}


# Which events are included


def test_a_digest_keeps_to_what_its_edition_chooses() -> None:
    made = record(
        "date: 2023-09-05, topics: [parks], asks: {park: raised}",
        "date: 2023-09-06, topics: [buses], asks: {pond: raised}",
        "date: 2023-09-20, topics: [buses], added: 2023-09-01",
        "date: 2023-09-21, topics: [parks], added: 2023-09-01",
    )
    news = digest(made, "2023-W36", topics=["parks"])
    assert titles(news.happened) == ["Event 1"]
    assert [ask.ask.title for ask in news.asks] == ["A park"]
    assert titles(news.coming) == ["Event 4"]
    assert digest(made, "2023-W36", topics=["parks"], since="2023-09-20").is_quiet


def test_it_knows_nothing_of_what_came_later() -> None:
    made = record("date: 2023-09-06, id: plan", "date: 2023-09-14, reverses: [plan]")
    (entry,) = digest(made, "2023-W36").happened
    assert entry.links == ()


# Quiet weeks, and records that end


def test_a_quiet_week_says_for_how_long_there_was_nothing() -> None:
    made = record("date: 2023-08-15", "date: 2023-09-20, added: 2023-08-20")
    news = digest(made, "2023-W36")
    assert news.is_quiet and news.last
    assert (news.last.title, news.weeks) == ("Event 1", 3)
    assert titles(news.coming) == ["Event 2"]
    assert not digest(made, "2023-W33").is_quiet
    before = digest(made, "2023-W20")
    assert (before.is_quiet, before.last, before.weeks) == (True, None, 0)


def test_a_record_that_stops_within_the_week_says_so() -> None:
    head = f"correct_as_of: 2023-09-08\n{HEAD}"
    made = record("date: 2023-09-06", "date: 2023-09-09, added: 2023-09-01", head=head)
    found = briefing(made, "2023-W36")
    assert found.digest and found.digest.stops == "8 September 2023"
    assert found.dateline == "Correct as of 8 September 2023"
    assert titles(found.digest.happened) == ["Event 1"]
    assert titles(found.digest.unconfirmed) == ["Event 2"]
    assert digest(made, "2023-W35").stops == ""


def test_the_sample_tells_of_the_week_of_the_u_turn() -> None:
    news = digest(load_record(SAMPLE.read_text()), "2023-W27")
    assert titles(news.happened) == [
        "Ministers agree to prison terms for executives over child sexual abuse content",
        "Childline sessions and indecent image offences involving children rise",
    ]
    # The report of 3 July is the first to mention the concession, and the fines before it.
    assert [entry.date for entry in news.late] == [
        "between spring 2020 and 3 July 2023",
        "between 12 March 2021 and 3 July 2023",
    ]
    (turn,) = news.u_turns
    assert turn.time_between == "at most 2 years and 4 months"
    assert [(ask.was, ask.ask.status) for ask in news.asks] == [
        ("set back", "met"),
        ("raised", "met"),
    ]


# The briefing that contains the digest


def test_it_is_a_briefing_of_what_it_tells() -> None:
    made = record("date: 2023-09-06", "date: 2023-08-01", "date: 2023-09-20, added: 2023-09-01")
    found = briefing(made, "2023-W36")
    assert titles(found.entries) == ["Event 1", "Event 3"]
    assert (found.title, found.record_title) == ("Weekly digest, 4–10 September 2023", "A record")
    assert found.as_of_day == Day(2023, 9, 10)
    month = period_of(Day(2023, 9, 6), Rhythm("month"))
    assert briefing(made, month).title == "Monthly digest, September 2023"
    assert briefing(made, month, title="News").title == "News, September 2023"


def test_events_with_one_title_keep_their_own_addresses() -> None:
    event = "{date: 2023-09-06, kind: news, title: Same, source: {title: S}}"
    made = load_record(f"title: A\nevents: [{event}, {event}]\n")
    anchors = [entry.anchor for entry in digest(made, "2023-W36").happened]
    assert len(set(anchors)) == 2
