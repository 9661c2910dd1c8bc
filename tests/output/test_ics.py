"""Calendars, as RFC 5545 requires, read back by a calendar library."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from briefing.output import ics
from briefing.record.model import Edition
from tests.calendars import ical_js, libical_problems
from tests.helpers import SAMPLE, briefing, load_record, make_briefing
from tests.pages import nasty

DAY = date(2026, 11, 21)
RECORD = r"""
title: "Buses; and, \"trams\""
publisher: {name: P}
url: https://example.org/b/
timezone: Europe/London
actors: {gov: {name: Them}}
events:
  - id: speech
    date: 2026-12-01T14:30:00
    kind: speech
    title: "A, b; c\\n \r\nBEGIN:VEVENT\nSUMMARY:x\nEND:VCALENDAR"
    topics: ["a, b", "c"]
    source: {title: "S\r\nATTACH:x"}
  - {id: close, date: 2026-10-01/2026-12-12, kind: consultation, title: C, source: {title: S}}
  - {id: vague, date: 2026-12, kind: news, title: Ŵ, source: {title: S},
     summary: "ŵŵŵŵŵŵŵŵŵŵŵŵŵŵŵŵŵŵŵŵŵŵŵŵŵŵŵŵŵŵŵŵŵŵŵŵŵŵŵŵŵŵŵŵŵŵŵŵŵŵŵŵŵŵŵŵŵŵŵŵŵŵŵŵŵŵŵŵŵŵŵŵŵŵŵŵŵŵŵŵ"}
  - {id: past, date: 2019, kind: news, title: Long ago, source: {title: S}}
  - {id: year, date: 2027, kind: act, title: An Act, source: {title: S}}
"""


def content(text: str = RECORD, day: date = DAY, **edition: Any) -> bytes:
    made = Edition(template="timeline", **edition)
    return ics.renderer()(make_briefing(load_record(text), "buses", made, day)).content


def events(content: bytes) -> list[Any]:
    calendar = Calendar.from_ical(content)
    assert not any(component.errors for component in calendar.walk())
    return list(calendar.events)


def test_it_is_a_calendar() -> None:
    for made in (
        content(),
        content(day=date(2030, 1, 1)),
        ics.renderer()(
            make_briefing(nasty(), "e", Edition(template="timeline"), date(2023, 9, 8))
        ).content,
    ):
        lines = made.split(b"\r\n")
        assert lines[0] == b"BEGIN:VCALENDAR" and lines[-2:] == [b"END:VCALENDAR", b""]
        assert b"\n" not in b"".join(lines) and b"\r" not in b"".join(lines)
        assert max(map(len, lines)) <= 75
        for line in lines:
            line.decode()
        calendar = Calendar.from_ical(made)
        assert calendar["version"] == "2.0" and calendar["prodid"]
        assert calendar.subcomponents
        events(made)


def test_what_it_must_say_of_each_event() -> None:
    found = events(content())
    assert [str(event["summary"]).partition(" ")[0] for event in found] == [
        "Ends:",
        "A,",
        "December",
    ]
    for event in found:
        assert {"uid", "dtstamp", "dtstart", "sequence"} <= {key.lower() for key in event}
        assert event["transp"] == "TRANSPARENT"
    assert len({event["uid"] for event in found}) == len(found)


def test_whole_days_hours_and_vague_dates() -> None:
    close, speech, vague = events(content())
    assert (close.start, close.end) == (date(2026, 12, 12), date(2026, 12, 13))
    assert speech.start == datetime(2026, 12, 1, 14, 30, tzinfo=ZoneInfo("Europe/London"))
    assert "DTEND" not in speech
    assert (vague.start, vague.end) == (date(2026, 12, 1), date(2027, 1, 1))
    assert vague["status"] == "TENTATIVE" and "status" not in close


def test_the_time_zone_covers_the_whole_calendar() -> None:
    record = RECORD.replace("2026-12-01T14:30:00", "2043-07-01T14:30:00")
    # Use the zone as the calendar defines it, because other programs have nothing else.
    (zone,) = Calendar.from_ical(content(record)).timezones
    assert zone.tz_name == "Europe/London"
    assert str(zone.to_tz().utcoffset(datetime(2043, 7, 1))) == "1:00:00"
    assert str(zone.to_tz().utcoffset(datetime(2043, 1, 1))) == "0:00:00"


def test_no_title_adds_to_the_calendar() -> None:
    made = content()
    assert made.count(b"BEGIN:VEVENT\r\n") == 3 and made.count(b"END:VCALENDAR") == 2
    assert b"\r\nSUMMARY:x" not in made and b"\r\nATTACH" not in made
    _, speech, _ = events(made)
    assert speech["summary"] == "A, b; c\\n BEGIN:VEVENT SUMMARY:x END:VCALENDAR"
    assert speech["categories"].cats == ["speech", "a, b", "c"]


def test_an_event_stays_the_same_and_each_day_of_the_record_counts_on() -> None:
    before = {event["uid"]: event for event in events(content())}
    moved = RECORD.replace("2026-12-01T14:30:00", "2026-12-03").replace("title: C", "title: D")
    after = {event["uid"]: event for event in events(content(moved, date(2026, 11, 22)))}
    assert after.keys() == before.keys()
    for uid, event in after.items():
        assert event["sequence"] == before[uid]["sequence"] + 1
        assert event["dtstamp"].dt > before[uid]["dtstamp"].dt
    assert content() == content()


def test_the_readers_and_events_without_a_day_are_given_for_the_whole_calendar() -> None:
    calendar: Any = Calendar.from_ical(content(audience="members"))
    dateline = "Latest addition to the record: 1 October 2026 (as at 21 November 2026)"
    about = f"{dateline}. For members. Date not known: An Act (2027)"
    assert calendar["description"] == about
    assert calendar["x-wr-caldesc"] == about.replace(";", r"\;")
    assert calendar["x-wr-calname"] == r"Buses\; and\, “trams”"
    for event in calendar.events:
        assert event["class"] == "PRIVATE"
        assert event["description"].endswith("For members")
        assert event["url"].startswith("https://example.org/b/buses.html#event-")
    assert "class" not in events(content())[0]


@pytest.mark.parametrize("arguments", [("build", "-e", "timeline"), ("digest", "--week=2023-W36")])
def test_it_is_made_when_it_is_asked_for(arguments: tuple[str, ...], tmp_path: Any) -> None:
    command, *options = arguments
    assert briefing(command, SAMPLE, "-o", tmp_path, "-f", "ics", *options).exit_code == 0
    (made,) = (path for path in tmp_path.iterdir() if path.name != ".briefing.lock")
    assert made.suffix == ".ics"
    assert "Ends: Online Safety Bill returns to the House" in {
        str(event["summary"]) for event in events(made.read_bytes())
    }


AWKWARD = r"""
title: "Line one\nX-INJECTED:yes; semi, comma \\n back\\slash"
publisher: {name: Tîm}
timezone: America/New_York
url: https://tŷ.cymru/tŷ/?a=ŵ
editions:
  vague: {template: timeline, title: "Edition, with; \\n things"}
events:
  - {id: a, date: 2026-12-01T14:30:00, kind: debate, title: "Multi\nline; title, here \\n x",
     source: {title: S}, topics: ["a;b,c\\d", "line\nbreak"]}
  - {id: b, date: 2027, kind: debate, source: {title: S},
     title: "Vague; with, semi \\n and\nnewline"}
"""


def test_libical_and_ical_js_read_what_was_written() -> None:
    made = content(AWKWARD)
    assert libical_problems(made) == []
    calendar_read = ical_js(made)
    assert calendar_read["description"].endswith(
        "Date not known: Vague; with, semi \\n and newline (2027)"
    )
    assert calendar_read["titles"] == ["Multi line; title, here \\n x"]


def test_a_title_of_two_lines_names_the_calendar_in_one() -> None:
    lines = content(AWKWARD).replace(b"\r\n ", b"").split(b"\r\n")
    name = rb"Line one X-INJECTED:yes\; semi\, comma \\n back\\slash"
    assert b"NAME:" + name in lines and b"X-WR-CALNAME:" + name in lines


def test_lines_that_no_standard_knows_are_escaped_as_text_is() -> None:
    lines = content(AWKWARD, title=r"A; b, c\n").replace(b"\r\n ", b"").split(b"\r\n")
    assert rb"NAME:A\; b\, c\\n" in lines and rb"X-WR-CALNAME:A\; b\, c\\n" in lines
    (about,) = (line for line in lines if line.startswith(b"X-WR-CALDESC:"))
    assert rb"Vague\; with\, semi \\n" in about


def test_addresses_are_in_ascii() -> None:
    assert ical_js(content(AWKWARD))["addresses"] == [
        "https://xn--t-foa.cymru/t%C5%B7/?a=%C5%B5/buses.html#event-a"
    ]
