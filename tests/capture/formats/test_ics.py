"""Calendars: days, times, series, and entries that are not events."""

import pytest

from briefing.capture.reading import read_tables
from briefing.capture.table import Table
from briefing.evidence.kinds import NotReadable
from tests.capture.tables import imported


def calendar(*lines: str, entries: int = 1) -> bytes:
    entry = ["BEGIN:VEVENT", "SUMMARY:A walk", *lines, "END:VEVENT"]
    return "\r\n".join(["BEGIN:VCALENDAR", *entry * entries, "END:VCALENDAR", ""]).encode()


def read(*lines: str) -> Table:
    return read_tables(calendar(*lines), "a.ics")[0]


def column(table: Table, name: str) -> list[str]:
    names = [cell.text for cell in table.rows[0].cells]
    if name not in names:
        return ["" for _ in table.rows[1:]]
    return [row.cells[names.index(name)].text for row in table.rows[1:]]


def days(*lines: str) -> list[str]:
    return column(read(*lines), "Start")


def test_the_end_of_a_whole_day_is_the_day_before() -> None:
    one_day = read("DTSTART;VALUE=DATE:20310402", "DTEND;VALUE=DATE:20310403")
    assert column(one_day, "End") == [""]
    two_days = read("DTSTART;VALUE=DATE:20310402", "DTEND;VALUE=DATE:20310404")
    assert column(two_days, "End") == ["2031-04-03"]
    lasting = read("DTSTART;VALUE=DATE:20310402", "DURATION:P3D")
    assert column(lasting, "End") == ["2031-04-04"]


def test_a_whole_day_may_end_on_the_day_it_starts() -> None:
    assert column(read("DTSTART;VALUE=DATE:20310402", "DTEND;VALUE=DATE:20310402"), "End") == [""]


@pytest.mark.parametrize("kind", [";VALUE=DATE:{}", ":{}T090000"])
def test_an_entry_that_ends_before_it_starts_is_not_an_event(kind: str) -> None:
    table = read(f"DTSTART{kind.format(20310402)}", f"DTEND{kind.format(20310330)}")
    (row,) = imported(table).unplaced
    assert row.missing == ("it ends on 2031-03-30, but it starts on 2031-04-02",)
    assert str(row.origin) == "a.ics, entry 1"


def test_a_sitting_past_midnight_is_on_the_day_when_it_started() -> None:
    table = read("DTSTART:20310402T210000", "DTEND:20310403T020000")
    assert column(table, "Start") == ["2031-04-02"] and column(table, "End") == [""]
    assert column(table, "Details") == ["Time: 21:00 to 02:00 on 2031-04-03"]
    until_midnight = read("DTSTART:20310402T090000", "DTEND:20310404T000000")
    assert column(until_midnight, "End") == ["2031-04-03"]


def test_a_time_in_utc_that_is_another_day_in_london_has_a_note() -> None:
    cell = read("DTSTART:20310702T233000Z").rows[1].cells[0]
    assert cell.text == "2031-07-02"
    assert cell.notes == ("23:30 UTC, which is 00:30 on 2031-07-03 in London",)
    assert not read("DTSTART:20310102T233000Z").rows[1].cells[0].notes


def test_a_time_in_another_time_zone_names_it() -> None:
    zone = read("DTSTART;TZID=America/New_York:20310702T220000")
    assert column(zone, "Details") == ["Time: 22:00 (UTC-04:00)"]
    assert column(read("DTSTART;TZID=Europe/London:20310702T220000"), "Details") == ["Time: 22:00"]


def test_a_series_with_an_end_gives_every_day() -> None:
    start = "DTSTART;TZID=Europe/London:20310328T180000"
    # Summer time starts on 30 March, but the meeting stays at six.
    table = read(start, "RRULE:FREQ=DAILY;UNTIL=20310331T170000Z", "RDATE:20310410T180000")
    assert column(table, "Start") == [
        f"2031-{day}" for day in ("03-28", "03-29", "03-30", "03-31", "04-10")
    ]
    assert set(column(table, "Details")) == {"Time: 18:00"}
    without = days(start, "RRULE:FREQ=DAILY;COUNT=3", "EXDATE;TZID=Europe/London:20310329T180000")
    assert without == ["2031-03-28", "2031-03-30"]
    periods = read(
        "DTSTART;VALUE=DATE:20310101", "DTEND;VALUE=DATE:20310103", "RRULE:FREQ=MONTHLY;COUNT=2"
    )
    assert column(periods, "End") == ["2031-01-02", "2031-02-02"]


def test_a_series_of_many_listed_days_is_one_row() -> None:
    days = ",".join(f"20310{month}{day:02}" for month in range(1, 10) for day in range(1, 29))
    table = read("DTSTART;VALUE=DATE:20310101", f"RDATE;VALUE=DATE:{days}")
    assert [row.aside for row in table.rows[1:]] == ["a series that repeats on 252 listed days"]


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("FREQ=WEEKLY", "repeats every week, without an end"),
        ("FREQ=DAILY;INTERVAL=2;COUNT=101", "repeats every 2 days, 101 times"),
        ("FREQ=MONTHLY;UNTIL=20990101", "repeats every month, until 2099-01-01"),
        ("FREQ=SECONDLY;COUNT=1000000", "repeats, 1000000 times"),
        ("FREQ=NEVER", "repeats by a rule that is not recognised: FREQ=NEVER"),
    ],
)
def test_a_series_without_an_end_is_one_row(rule: str, words: str) -> None:
    table = read("DTSTART;VALUE=DATE:20310402", f"RRULE:{rule}")
    assert [row.aside for row in table.rows[1:]] == [f"a series that {words}"]


@pytest.mark.parametrize(
    ("line", "aside"),
    [
        ("STATUS:CANCELLED", "cancelled in the calendar"),
        ("CLASS:CONFIDENTIAL", "marked as private in the calendar"),
        ("STATUS:TENTATIVE", ""),
    ],
)
def test_cancelled_and_private_entries_are_not_events(line: str, aside: str) -> None:
    assert read("DTSTART;VALUE=DATE:20310402", line).rows[1].aside == aside


def test_addresses_of_people_with_names_are_left_out() -> None:
    table = read(
        "DTSTART;VALUE=DATE:20310402",
        'ORGANIZER;CN="River Trust":mailto:trust@example.org',
        "ATTENDEE:MAILTO:someone@example.org",
    )
    assert column(table, "People") == ["River Trust\nsomeone@example.org"]


def test_a_broken_date_is_kept_as_it_is() -> None:
    table = read("DTSTART:soon", "LOCATION:A field")
    assert column(table, "Start") == ["soon"] and table.rows[1].cells[0].day is None


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (calendar(entries=100_001), "it has 100,001 entries, and the limit is 100,000"),
        (b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "it is a calendar with no events"),
        (b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n", "it is a calendar with no events"),
    ],
    ids=["many", "empty", "incomplete"],
)
def test_calendars_that_cannot_be_read(content: bytes, reason: str) -> None:
    with pytest.raises(NotReadable) as error:
        read_tables(content, "a.ics")
    assert error.value.reason == reason and error.value.hint
