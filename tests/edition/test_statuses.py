"""The status of commitments and asks on a given day: examples, and laws for all of them."""

import re
from dataclasses import replace
from datetime import date as Day
from datetime import timedelta
from random import Random
from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.edition.as_of import as_known_on
from briefing.edition.briefing import make_briefing
from briefing.edition.durations import days_of, end_days, time_between
from briefing.edition.statuses import (
    CommitmentStatus,
    ask_statuses,
    commitment_statuses,
    deadline,
    known_events,
)
from briefing.edition.words import words_in
from briefing.record.dates import parse_edtf
from briefing.record.loading import File, load
from briefing.record.model import Edition
from briefing.record.record import Record
from tests.helpers import SOURCE, load_record

DAY = Day(2023, 9, 8)
HEAD = """
    title: A record
    actors: {council: {name: The Council}, friends: {name: The Friends}}
    asks: {park: {title: A park, by: friends}, pond: {title: A pond, by: friends}}
    events:
"""


def record(*events: str) -> Record:
    """Return a record of `events`, the contents of flow mappings. Missing fields are added."""
    lines = (
        f"      - {{{event}, kind: news, title: Event {n}, {SOURCE}}}"
        for n, event in enumerate(events, 1)
    )
    return load_record("\n".join([dedent(HEAD).rstrip(), *lines]))


def status(due: str, closing: str = "", as_of: Day = DAY) -> CommitmentStatus:
    """Return the status of a commitment made in January 2019 that is due on `due`."""
    written = f", due: {due!r}" if due else ""
    made = f"date: 2019-01, commitments: [{{id: x, title: X, by: council{written}}}]"
    works = "date: 2020-04/2020-07, id: works"
    return commitment_statuses(record(made, works, *filter(None, [closing])), as_of)[0]


# Commitments


@pytest.mark.parametrize(
    ("due", "as_of", "state", "words"),
    [
        ("", "2023-09-08", "pending", "pending"),
        ("2023-10-09", "2023-09-08", "pending", "pending"),
        ("2023-10-08", "2023-09-08", "due soon", "due soon"),
        ("2023-09-08", "2023-09-08", "due soon", "due soon"),
        ("2023-09-07", "2023-09-08", "overdue", "overdue by 1 day"),
        ("2021-21", "2021-05-31", "due soon", "due soon"),
        ("2021-21", "2021-06-01", "overdue", "overdue by 1 day"),
        ("2021-21", "2023-09-08", "overdue", "overdue by 2 years and 3 months"),
        ("2021~", "2020-12-01", "perhaps overdue", "perhaps overdue"),
        ("2021~", "2019-12-02", "due soon", "due soon"),
        ("2021~", "2023-01-01", "overdue", "overdue by at most 3 years"),
        ("3 months after works", "2020-10-01", "due soon", "due soon"),
        ("3 months after works", "2020-10-02", "perhaps overdue", "perhaps overdue"),
        ("3 months after works", "2020-10-31", "perhaps overdue", "perhaps overdue"),
        ("3 months after works", "2020-11-01", "overdue", "overdue by at most 1 month"),
        ("3 months after works", "2021-11-01", "overdue", "overdue by about 13 months"),
        ("2023/..", "2023-09-08", "pending", "pending"),
        ("../2022", "2023-01-01", "overdue", "overdue by 1 day"),
        ("9999-12-31", "2023-09-08", "pending", "pending"),
        ("9000 years after 2019", "2023-09-08", "pending", "pending"),
        ("2020-01-01", "9999-12-31", "overdue", "overdue"),
    ],
)
def test_what_is_not_kept_is_pending_until_it_is_overdue(
    due: str, as_of: str, state: str, words: str
) -> None:
    found = status(due, as_of=Day.fromisoformat(as_of))
    assert (found.state, found.words) == (state, words)
    assert found.closed is None


@pytest.mark.parametrize(
    ("due", "kept", "words"),
    [
        ("", "2020-12", "kept"),
        ("2020-12-31", "2020-12", "kept on time"),
        ("2020-12", "2020-12", "kept on time"),
        ("2020-12-01", "2020-12", "kept, but not clear if on time"),
        ("2020-11", "2020-12-01", "kept 1 day late"),
        ("2020-10", "2020-12", "kept about 2 months late"),
        ("2020-11", "2020-12", "kept at most 2 months late"),
        ("2020~", "2020-12", "kept, but not clear if on time"),
        ("2020", "2020?", "kept, but not clear if on time"),
        ("2019-10", "2020-12~", "kept 12 to 15 months late"),
        ("3 months after works", "2020-10", "kept, but not clear if on time"),
        ("3 months after works", "2021-12", "kept about 14 months late"),
        ("10 working days after 2020-05-01", "2020-05-18", "kept on time"),
        ("10 working days after 2020-05-01", "2020-05-19", "kept 1 day late"),
        ("2021-12", "2021-03/..", "kept on time"),  # it began on time
        ("2020", "2021-03/..", "kept about 2 months late"),
        ("2020-10", "[2020-09-01..2021-03-01]", "kept, but not clear if on time"),
        ("2020-10", "[2020-11-01..2020-11-10]", "kept at most 1 month late"),
        ("[2019..2020-10]", "2020-10-31", "kept on time"),
        ("2023-09-05", "2023-09-04/2023-09-10", "kept on time"),  # still under way
    ],
)
def test_what_is_kept_is_on_time_or_late_as_far_as_the_dates_tell(
    due: str, kept: str, words: str
) -> None:
    found = status(due, f"date: {kept!r}, keeps: [x]")
    assert (found.state, found.words) == ("kept", words)
    assert found.closed is not None and found.closed.title == "Event 3"


def test_what_is_dropped_is_neither_late_nor_on_time() -> None:
    found = status("2020", "date: 2022, drops: [x]")
    assert (found.state, found.words) == ("dropped", "dropped")


@pytest.mark.parametrize(("word", "state"), [("keeps", "kept"), ("drops", "dropped")])
def test_a_vague_date_that_may_be_ahead_closes_it_only_perhaps(word: str, state: str) -> None:
    closing = f"date: 2021, {word}: [x]"
    states = [status("2019-06", closing, Day(*day)).state for day in ((2020, 12, 31), (2021, 1, 1))]
    assert states == ["overdue", f"perhaps {state}"]
    assert status("2019-06", closing, Day(2021, 12, 30)).words == f"perhaps {state}"
    assert status("2019-06", closing, Day(2021, 12, 31)).state == state
    # Unlike a period, one day in a range has not started.
    closing = f"date: '[2021..2022-03]', {word}: [x]"
    states = [status("2019-06", closing, Day(*day)).state for day in ((2022, 3, 30), (2022, 3, 31))]
    assert states == [f"perhaps {state}", state]


@pytest.mark.parametrize(
    ("due", "words", "working"),
    [
        ("", "", ""),
        ("2021-21", "spring 2021", ""),
        ("2021-03-31", "31 March 2021", ""),
        (
            "3 months after works",
            "October 2020",
            "3 months after the end of “Event 2” (April to July 2020)",
        ),
        ("1 month after 2019-07", "August 2019", "1 month after July 2019"),
        ("1 year after 2019~", "between January 2019 and December 2021", "1 year after about 2019"),
        ("2 weeks after 2019-07", "between July and August 2019", "2 weeks after July 2019"),
        ("10 working days after 2020-05-01", "18 May 2020", "10 working days after 1 May 2020"),
        ("[2021-03..2021-07]", "between March and July 2021", ""),
        (
            "3 months after [2021-03-12..2021-07-02]",
            "between June and October 2021",
            "3 months after an uncertain date (between 12 March and 2 July 2021)",
        ),
        (
            "1 month after [2021-03-12..]",
            "1 month after an uncertain date (on or after 12 March 2021)",
            "",
        ),
        (
            "1 day after 2019-04/2019-07-02",
            "3 July 2019",
            "1 day after the end of April 2019 to 2 July 2019",
        ),
        ("1 day after works-open", "1 day after the end of “Event 3” (from April 2019)", ""),
    ],
)
def test_a_due_date_is_shown_with_its_working(due: str, words: str, working: str) -> None:
    found = status(due, "date: 2019-04/.., id: works-open")
    assert (found.due, found.working) == (words, working)


@pytest.mark.parametrize(
    ("place", "written", "due", "working"),
    [
        (
            "IE",
            "1 working day after 2020-03-16",
            "18 March 2020",
            "1 working day (Ireland) after 16 March 2020",
        ),
        (
            "scotland",
            "10 working days after 2020-12-31",
            "18 January 2021",
            "10 working days (Scotland) after 31 December 2020",
        ),
        (
            "scotland",
            "10 days after 2020-12-31",
            "10 January 2021",
            "10 days after 31 December 2020",
        ),
        (
            "England and Wales",
            "1 working day after 2020-03-16",
            "17 March 2020",
            "1 working day after 16 March 2020",
        ),
    ],
)
def test_working_days_of_another_place_are_shown_with_the_place(
    place: str, written: str, due: str, working: str
) -> None:
    promise = "date: 2020, commitments: [{id: x, title: X, by: council, due: " + written + "}]"
    whole = replace(record(promise), bank_holidays=place)
    (found,) = commitment_statuses(whole, DAY)
    assert (found.due, found.working) == (due, working)


def test_a_day_that_does_not_know_the_event_that_it_hangs_on_does_not_name_it() -> None:
    made = (
        "date: 2019-01, commitments: [{id: x, title: X, by: council, due: 3 months after act-2023}]"
    )
    act = "date: 2023, id: act-2023"
    found = commitment_statuses(as_known_on(record(made, act), Day(2022, 1, 1)), Day(2022, 1, 1))
    assert found[0].due == "3 months after a future event"
    (now,) = commitment_statuses(record(made, act), DAY)
    assert now.due == "between April 2023 and March 2024"


def test_commitments_come_as_they_were_made_and_not_before() -> None:
    made = [
        "date: 2021, commitments: [{id: c, title: C, by: council}]",
        "date: 2019, commitments: [{id: a, title: A, by: council}, {id: b, title: B, by: council}]",
        "date: 2023-09-09, commitments: [{id: d, title: D, by: council}]",
    ]
    found = commitment_statuses(record(*made), DAY)
    assert [status.commitment.id for status in found] == ["a", "b", "c"]


# Asks


@pytest.mark.parametrize(
    ("events", "words", "taken"),
    [
        (["2019: raised"], "raised", ""),
        (
            ["2019-04: raised", "2021: set back", "2023-07: met"],
            "met",
            "about 4 years and 3 months",
        ),
        (["2019-04-01: raised", "2020-04-01: met in part"], "met in part", ""),
        (["2019-04-01: raised", "2020-04-01: met", "2021-04-01: set back"], "set back", ""),
        (
            ["2019-04-01: raised", "2020: met", "2021: set back", "2022-04-01: met"],
            "met",
            "3 years",
        ),
        (["2019-04-01: raised", "2020-04-01: met", "2021-04-01: met"], "met", "12 months"),
        (["2019-04-01: raised", "2019-06-01: raised", "2020-04-01: met"], "met", "12 months"),
        (["2019-04-01: met", "2019-04-01: raised"], "met", "less than a day"),
        (["2018-12/2019: advanced", "2019-04-01: raised", "2020-04-01: met"], "met", "12 months"),
        (["2019: raised", "2023: met"], "perhaps met", "3 to 5 years"),
        (["2019: raised", "2022/..: met"], "met", "2 to 4 years"),
        (["2019: raised", "2020: refused", "2024: met"], "refused", ""),
        (["2019: refused", "2019-04: raised"], "refused", ""),
        (["2019: met", "2019-04-01: raised", "2020-01-01: set back"], "set back", ""),
        (["'[..2020-02-28]': refused", "2019-04: raised"], "refused", ""),
        (["2018/2020: advanced", "2019-04: raised"], "raised", ""),
    ],
)
def test_an_ask_stands_where_its_last_move_brought_it(
    events: list[str], words: str, taken: str
) -> None:
    moves = [event.split(": ") for event in events]
    found = ask_statuses(record(*(f"date: {day}, asks: {{park: {to}}}" for day, to in moves)), DAY)
    assert [(status.id, status.words, status.taken) for status in found] == [("park", words, taken)]


def test_a_move_that_may_not_have_happened_yet_is_only_perhaps_made() -> None:
    (found,) = ask_statuses(
        record("date: 2019-04, asks: {park: raised}", "date: 2023, asks: {park: met}"), DAY
    )
    assert [move.words for move in found.moves] == ["raised", "perhaps met"]
    assert [move.to for move in found.moves] == ["raised", "met"]


# Laws for every record

DAYS = [
    f"20{year}-{month:02}-{day:02}" for year in (19, 20, 21) for month in (1, 7) for day in (1, 9)
]
VAGUE = [
    *("2019", "2020", "2019-07", "2020-06", "2021-21", "2020~", "2020-06?", "2020%", "201X"),
    *("[2019-04..2020-03]", "[2019~..2020]", "[2020-03..]", "[..2020-06]"),
    *("2019-04/2019-07", "2019-11/2020-02~", "2020/..", "../2020-03", "2020-05/", "0002", "-0043"),
]
DATES = st.sampled_from([*DAYS, *VAGUE])
AFTER = ["e0", "e1", "e2", "2019-07", "2019-04/2019-07", "[2019-07..2020-01]", "2020~"]
DUES = st.none() | DATES | st.builds(
    "{} {} after {}".format,
    st.integers(1, 14),
    st.sampled_from(["days", "working days", "weeks", "months"]),
    st.sampled_from(AFTER),
)  # fmt: skip
MOVES = st.sampled_from(["raised", "advanced", "met in part", "met", "set back", "refused"])


@st.composite
def records(draw: st.DrawFn, dates: st.SearchStrategy[str] = DATES) -> list[str]:
    """Return the events of a record. Each may make commitments and close earlier ones."""
    events = []
    closed = draw(st.lists(st.integers(0, 3), unique=True, max_size=4))
    written = draw(st.lists(dates, min_size=1, max_size=5, unique_by=parse_edtf))
    for n, date in enumerate(written):
        fields = [f"id: e{n}", f"date: {date!r}", "kind: news", f"title: Event {n}"]
        published = draw(st.none() | DATES)
        source = f", date: {published!r}" if published else ""
        fields.append(f"source: {{title: Source {n}{source}}}")
        if draw(st.booleans()):
            fields.append(f"added: {draw(st.sampled_from(DAYS))}")
        if n and draw(st.booleans()):
            fields.append(f"reverses: [e{draw(st.integers(0, n - 1))}]")
        if draw(st.booleans()):
            due = draw(DUES)
            limit = f", due: {due!r}" if due else ""
            fields.append(f"commitments: [{{id: c{n}, title: C{n}, by: council{limit}}}]")
        if draw(st.booleans()) and closed:
            fields.append(f"{draw(st.sampled_from(['keeps', 'drops']))}: [c{closed.pop()}]")
        moved = draw(st.dictionaries(st.sampled_from(["park", "pond"]), MOVES))
        fields.append(f"asks: {{{', '.join(f'{id}: {to}' for id, to in moved.items())}}}")
        events.append(f"  - {{{', '.join(fields)}}}")
    return events


def of(events: list[str]) -> Record:
    """Return the record of `events`, despite any problems: their dates are in any order."""
    text = "\n".join([dedent(HEAD).rstrip(), *events])
    reading = load([File("events.yaml", text.encode())])
    assert reading.record.events
    return reading.record


AS_OF = st.dates(Day(2018, 6, 1), Day(2022, 6, 1))


@given(records().map(of), AS_OF, AS_OF)
def test_what_a_day_knows_every_later_day_knows(whole: Record, one: Day, other: Day) -> None:
    first, second = sorted((one, other))
    earlier, later = as_known_on(whole, first), as_known_on(whole, second)
    assert {event.id for event in earlier.events} <= {event.id for event in later.events}
    assert earlier.sources.keys() <= later.sources.keys()
    then = {status.commitment.id: status for status in commitment_statuses(earlier, first)}
    now = {status.commitment.id: status for status in commitment_statuses(later, second)}
    for id, before in then.items():
        assert id in now
        if before.closed:
            closed = now[id].closed
            assert closed is not None and closed.id == before.closed.id
            assert now[id].state in (before.state, before.state.removeprefix("perhaps "))
    moved = {status.id: status for status in ask_statuses(later, second)}
    for ask in ask_statuses(earlier, first):
        steps = {(move.event.id, move.to) for move in moved[ask.id].moves}
        assert {(move.event.id, move.to) for move in ask.moves} <= steps


@given(records().map(of), AS_OF)
def test_the_record_itself_knows_what_any_day_does(whole: Record, day: Day) -> None:
    known = as_known_on(whole, day)
    assert {event.id for event in known.events} <= {event.id for event in whole.events}
    assert set(known.sources) <= set(whole.sources)
    assert as_known_on(known, day) == known


def turning_points(whole: Record) -> set[Day]:
    """Return the days on which a status may change."""
    points = {day for event in whole.events for day in (event.date.earliest, event.date.latest)}
    points |= {event.added for event in whole.events if event.added}
    for event in whole.events:
        for commitment in event.commitments:
            limit = deadline(commitment.due, whole.by_id) if commitment.due else None
            if limit:
                day = timedelta(days=1)
                points |= {limit.earliest - 30 * day, limit.earliest + day, limit.latest + day}
    return points


@given(records().map(of), AS_OF, st.integers(0, 200))
def test_an_empty_future_changes_nothing(whole: Record, first: Day, days: int) -> None:
    second = first + timedelta(days)
    changes = [day for day in turning_points(whole) if first < day <= second]
    second = min(changes) - timedelta(1) if changes else second
    assert ask_statuses(whole, first) == ask_statuses(whole, second)
    then, now = commitment_statuses(whole, first), commitment_statuses(whole, second)
    assert [status.state for status in then] == [status.state for status in now]
    for before, after in zip(then, now, strict=True):
        if before.state != "overdue":
            assert before == after


@given(records(), AS_OF, st.randoms())
def test_the_order_of_events_in_the_file_does_not_matter(
    events: list[str],
    day: Day,
    random: Random,
) -> None:
    shuffled = random.sample(events, len(events))
    edition = Edition.model_validate({"template": "timeline"})
    one, other = (
        make_briefing(as_known_on(of(order), day), "all", edition, day)
        for order in (events, shuffled)
    )
    assert one == other


@given(records(st.sampled_from(VAGUE)).map(of), AS_OF)
def test_no_day_is_named_that_nobody_knows(whole: Record, day: Day) -> None:
    for status in commitment_statuses(whole, day):
        phrase = f"{status.words} "
        if status.commitment.due and status.commitment.due.text not in DAYS:
            due = status.commitment.due
            if not (due.after and due.after.is_day):
                phrase += f"{status.due} {status.working}"
        assert not re.search(r"\d (January|February|March|April|May|June|July|August)\b", phrase)
        assert not re.search(r"\d (September|October|November|December)\b", phrase)
    for ask in ask_statuses(whole, day):
        assert not re.search("day|week", ask.taken)


def possible_days(date: str) -> list[Day]:
    """Return the days that a date in `SHORT` can mean."""
    span = days_of(parse_edtf(date))
    return [span.earliest + timedelta(n) for n in range((span.latest - span.earliest).days + 1)]


SHORT = ["2020-02-27", "2020-03-02", "2020-02", "2020-03", "2020-02-27/2020-03-03", "2020-02-28?"]
SHORT += ["2020-01", "2020-03-31", "2020-04"]


@given(
    st.sampled_from(SHORT),
    st.sampled_from(["", "3 days after ", "1 month after ", "5 working days after "]),
    st.sampled_from(SHORT),
    st.dates(Day(2020, 1, 25), Day(2020, 5, 10)),
)
def test_on_time_late_and_overdue_are_said_only_of_what_no_choice_of_days_makes_otherwise(
    due: str, offset: str, kept: str, as_of: Day
) -> None:
    commitment = f"{{id: x, title: X, by: council, due: {offset + due!r}}}"
    whole = record(f"date: 2019, commitments: [{commitment}]", f"date: {kept!r}, keeps: [x]")
    promise = whole.events[0].commitments[0].due
    assert promise is not None
    if offset:
        ends = end_days(parse_edtf(due))
        days = [day for day in possible_days(due) if ends.earliest <= day <= ends.latest]
        limits = {promise.counted_from(day) for day in days}
    else:
        # Any of its days is on time, unless it is not known exactly which days it means.
        limits = set(possible_days(due)) if "?" in due else {possible_days(due)[-1]}

    lateness = {
        day > limit for limit in limits for day in possible_days(parse_edtf(kept).beginning.text)
    }
    (closed,) = commitment_statuses(whole, Day(2021, 1, 1))
    expected = {frozenset({True}): " late", frozenset({False}): " on time"}
    words = expected.get(frozenset(lateness), ", but not clear if on time")
    assert closed.words.startswith("kept") and closed.words.endswith(words)

    (open_still,) = commitment_statuses(record(f"date: 2019, commitments: [{commitment}]"), as_of)
    overdue = {as_of > limit for limit in limits}
    state = {frozenset({True}): "overdue", frozenset({False}): ""}
    found = state.get(frozenset(overdue), "perhaps overdue")
    assert open_still.state == found or (not found and open_still.state in ("pending", "due soon"))


@given(records().map(of), AS_OF)
def test_what_is_known_is_what_may_have_come(whole: Record, day: Day) -> None:
    known = known_events(whole, day)
    assert [event for event in whole.events if event in known] == known
    assert all(event.date.earliest <= day for event in known)
    for status in commitment_statuses(whole, day):
        assert status.made in known and (status.closed is None or status.closed in known)
        if status.state == "overdue" and status.commitment.due:
            limit = deadline(status.commitment.due, whole.by_id)
            assert limit is not None and limit.latest < day
            length = time_between(limit, days_of(parse_edtf(day.isoformat())), words_in("en-GB"))
            assert status.words == f"overdue by {length}"


def test_what_is_published_and_open_for_a_while_counts_from_its_first_day() -> None:
    """A green paper of 18 March, open for responses until June, keeps a commitment due in March."""
    whole = record(
        "date: 2024-07-04, commitments: [{id: a, title: A, by: council, due: 2025-03-31}]",
        "date: 2025-03-18/2025-06-30, keeps: [a]",
    )
    for day in (Day(2025, 4, 1), Day(2025, 12, 1)):
        (status,) = commitment_statuses(whole, day)
        assert status.words == "kept on time"
