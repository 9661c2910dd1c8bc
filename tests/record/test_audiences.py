"""Audiences and embargoes: who may see an item, and from when."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.record.audiences import (
    Audience,
    end_of_day,
    instant,
    may_see,
    narrowest,
    parse_embargo,
)
from tests.record.test_rules import slugs

AUDIENCES: tuple[Audience, ...] = ("public", "members", "internal")
audiences = st.one_of(st.none(), st.sampled_from(AUDIENCES))
zones = st.sampled_from(
    ["Europe/London", "America/New_York", "Pacific/Apia", "Australia/Lord_Howe", "Asia/Kolkata"]
)


@given(st.lists(audiences))
def test_the_narrowest_is_seen_by_those_only_who_see_all(given: list[Audience | None]) -> None:
    for reader in AUDIENCES:
        sees_all = all(may_see(reader, audience) for audience in given if audience)
        assert may_see(reader, narrowest(*given)) == sees_all


def test_whoever_sees_more_sees_what_others_see() -> None:
    seen = [
        [audience for audience in AUDIENCES if may_see(reader, audience)] for reader in AUDIENCES
    ]
    assert seen == [["public"], ["public", "members"], ["public", "members", "internal"]]


@pytest.mark.parametrize("text", ["2023-07-03T22:30", " 2023-07-03 22:30:00 "])
def test_an_embargo_is_a_day_and_a_time(text: str) -> None:
    assert parse_embargo(text) == datetime(2023, 7, 3, 22, 30)


@pytest.mark.parametrize("text", ["2023-07-03", "22:30", "2023-07-03T22:30Z", "2023-02-30T22:30"])
def test_anything_else_is_none(text: str) -> None:
    with pytest.raises(ValueError, match=r"is not a date and time|there is no"):
        parse_embargo(text)


@pytest.mark.parametrize(
    ("written", "zone", "moment"),
    [
        ("2023-07-03T22:30", "Europe/London", "2023-07-03T21:30"),
        ("2023-01-03T22:30", "Europe/London", "2023-01-03T22:30"),
        ("2023-07-03T22:30", "Asia/Kolkata", "2023-07-03T17:00"),
        # Clocks go forward at one: 01:30 never occurs, and this is when it would have been.
        ("2023-03-26T00:59", "Europe/London", "2023-03-26T00:59"),
        ("2023-03-26T01:30", "Europe/London", "2023-03-26T01:30"),
        ("2023-03-26T02:00", "Europe/London", "2023-03-26T01:00"),
        # Clocks go back at two: the hour from one occurs twice, and the second time is used.
        ("2023-10-29T00:59", "Europe/London", "2023-10-28T23:59"),
        ("2023-10-29T01:00", "Europe/London", "2023-10-29T01:00"),
        ("2023-10-29T01:59", "Europe/London", "2023-10-29T01:59"),
        ("2023-10-29T02:00", "Europe/London", "2023-10-29T02:00"),
        ("2023-03-12T02:30", "America/New_York", "2023-03-12T07:30"),
        ("2023-11-05T01:30", "America/New_York", "2023-11-05T06:30"),
    ],
)
def test_an_embargo_ends_in_the_time_zone_of_the_record(
    written: str, zone: str, moment: str
) -> None:
    assert instant(parse_embargo(written), zone) == datetime.fromisoformat(moment + "+00:00")


@given(st.datetimes(datetime(1, 1, 1), datetime(9999, 12, 31, 23, 59)), zones)
def test_no_clock_shows_an_earlier_time_once_an_embargo_has_ended(
    embargo: datetime, zone: str
) -> None:
    moment = instant(embargo, zone)
    assert moment.tzinfo is UTC
    if 2 <= moment.year <= 9998:
        for later in (timedelta(0), timedelta(minutes=1), timedelta(hours=3), timedelta(days=2)):
            clock = (moment + later).astimezone(ZoneInfo(zone)).replace(tzinfo=None)
            assert clock >= embargo


@given(st.dates(date(2, 1, 1), date(9998, 12, 31)), zones)
def test_a_day_ends_before_the_next_begins(day: date, zone: str) -> None:
    midnight = datetime.combine(day + timedelta(days=1), datetime.min.time())
    assert end_of_day(day, zone) < instant(midnight, zone)


# The rules


def record(*lines: str, stops: str = "") -> str:
    head = f"title: Example\n{stops}editions:\n  all: {{template: timeline}}\nevents:\n"
    return head + "".join(
        f"  - {{{line}, kind: news, title: A, source: https://example.org/{n}}}\n"
        for n, line in enumerate(lines)
    )


@pytest.mark.parametrize(
    ("stops", "embargo", "expected"),
    [
        ("2023-07-04", "2023-07-03T22:30", ["past-embargo"]),
        ("2023-07-03", "2023-07-03T00:00", []),
        ("2023-07-02", "2023-07-03T22:30", []),
        # If the record has no last day, the clock is used.
        (None, "2001-07-03T22:30", []),
    ],
)
def test_an_embargo_is_past_when_the_record_says_so(
    stops: str | None, embargo: str, expected: list[str]
) -> None:
    line = f"date: 2019, embargo: '{embargo}'"
    assert slugs(record(line, stops=f"correct_as_of: {stops}\n" if stops else "")) == expected


@pytest.mark.parametrize(
    ("here", "there", "edition", "is_found"),
    [
        ("public", "public", "public", False),
        ("public", "members", "public", True),
        ("public", "internal", "members", True),
        ("members", "internal", "members", True),
        ("members", "internal", "public", False),  # nobody sees only one of them
        ("public", "members", "members", False),
        ("public", "internal", "internal", False),
        ("internal", "public", "internal", False),
    ],
)
def test_a_link_is_hidden_where_some_reader_sees_one_end_only(
    here: str, there: str, edition: str, is_found: bool
) -> None:
    text = record(
        f"id: a, date: 2019-01, audience: {there}",
        f"date: 2019-02, follows: [a], audience: {here}",
        "date: 2019-03",
    ).replace("template: timeline", f"template: timeline, audience: {edition}")
    assert slugs(text) == (["hidden-link"] if is_found else [])


@pytest.mark.parametrize(
    ("made", "kept", "edition", "is_found"),
    [
        ("public", "public", "public", False),
        ("public", "internal", "public", True),
        ("public", "internal", "members", True),
        ("members", "internal", "members", True),
        ("members", "internal", "public", False),  # nobody sees only one of them
        ("internal", "internal", "public", False),
        ("public", "members", "internal", False),
    ],
)
def test_who_sees_a_commitment_sees_what_became_of_it(
    made: str, kept: str, edition: str, is_found: bool
) -> None:
    text = record(
        f"date: 2019-01, audience: {made}, commitments: [{{id: c, title: C, by: a}}]",
        f"date: 2019-02, audience: {kept}, keeps: [c]",
        "date: 2019-03",
    ).replace("template: timeline", f"template: timeline, audience: {edition}")
    assert slugs(f"actors: {{a: {{name: A}}}}\n{text}") == (["hidden-outcome"] if is_found else [])


def test_an_edition_is_empty_only_where_its_readers_see_no_event_at_all() -> None:
    assert slugs(record("date: 2019, audience: internal")) == ["empty-edition"]
    assert slugs(record("date: 2019, audience: internal", "date: 2020")) == []
    assert slugs("title: Example\nevents: []\n") == ["no-events"]
