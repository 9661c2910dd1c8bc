"""The agenda: future events and due dates, only on the days that the evidence allows."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from briefing.edition.agenda import LONGEST, Agenda, Appointment, agenda_of
from briefing.edition.briefing import make_briefing
from briefing.record.model import Edition
from tests.helpers import load_record

DAY = date(2026, 11, 21)


def agenda(events: str, day: date = DAY, head: str = "", language: str = "en-GB") -> Agenda:
    record = load_record(f"title: T\nactors: {{gov: {{name: Them}}}}\n{head}events:\n{events}")
    return agenda_of(
        make_briefing(record, "e", Edition(template="timeline", language=language), day)
    )


def of(when: str, day: date = DAY, head: str = "") -> list[tuple[str, str, str]]:
    """Return the titles of an event's appointments, each with its first and last day."""
    event = f"  - {{date: {when}, id: e, kind: consultation, title: Tea, source: {{title: S}}}}\n"
    found = agenda(event, day, head).appointments
    return [
        (
            appointment.title,
            appointment.span.earliest.isoformat(),
            appointment.span.latest.isoformat(),
        )
        for appointment in found
    ]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2026-11-21", [("Tea", "2026-11-21", "2026-11-21")]),
        ("2026-11-20", []),
        ("2026-12", [("December 2026 (exact day not known): Tea", "2026-12-01", "2026-12-31")]),
        ("2027-21", [("Spring 2027 (exact day not known): Tea", "2027-03-01", "2027-05-31")]),
        (
            "2026-12-05?",
            [("Perhaps 5 December 2026 (exact day not known): Tea", "2026-12-04", "2026-12-06")],
        ),
        (
            "2026-10-01/2026-12-12",
            [("Ends: Tea", "2026-12-12", "2026-12-12")],
        ),
        (
            "2026-12-01/2027-01",
            [
                ("Begins: Tea", "2026-12-01", "2026-12-01"),
                ("Ends January 2027 (exact day not known): Tea", "2027-01-01", "2027-01-31"),
            ],
        ),
        (
            "2026-12/..",
            [("Begins December 2026 (exact day not known): Tea", "2026-12-01", "2026-12-31")],
        ),
        ("../2026-12-04", [("Ends: Tea", "2026-12-04", "2026-12-04")]),
        ("2026-10/..", []),
        ("../..", []),
        ("2027", []),
        ("9999-12-31", []),
    ],
)  # fmt: skip
def test_a_date_is_no_more_exact_than_it_is(
    written: str, expected: list[tuple[str, str, str]]
) -> None:
    assert of(written) == expected


def test_events_that_would_fill_months_are_listed_instead() -> None:
    planned = agenda("""
  - {date: 2027, kind: act, title: An Act, source: {title: S}}
  - {date: 2026-01/2028, kind: act, title: A change, source: {title: S}}
""")
    assert planned == Agenda((), ("A change (2028)", "An Act (2027)"))
    assert LONGEST.days == 92


def moment(when: str) -> datetime | None:
    event = f"  - {{date: {when}, kind: debate, title: Tea, source: {{title: S}}}}\n"
    (appointment,) = agenda(event, head="timezone: Europe/London\n").appointments
    return appointment.moment


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2026-12-01", None),
        ("2027-07-01T14:30:00", datetime(2027, 7, 1, 14, 30, tzinfo=ZoneInfo("Europe/London"))),
        ("2026-12-01T14:30:00Z", datetime(2026, 12, 1, 14, 30, tzinfo=UTC)),
        ("2026-12-01T01:30:00+05:30", datetime(2026, 11, 30, 20, tzinfo=UTC)),
        ("2026-12-01T23:00:00-02", datetime(2026, 12, 2, 1, tzinfo=UTC)),
        ("2026-12-31T24:00:00Z", datetime(2027, 1, 1, tzinfo=UTC)),
    ],
)
def test_the_hour_is_that_of_the_place(written: str, expected: datetime | None) -> None:
    assert moment(written) == expected


PROMISES = """
  - date: 2026-01
    id: speech
    kind: speech
    title: A speech
    source: {title: The speech, date: 2026-01}
    commitments:
      - {id: late, title: Reply, by: gov, due: 3 months after 2026-01-31}
      - {id: soon, title: Publish, by: gov, due: 2026-12-01}
      - {id: vague, title: Review, by: gov, due: 1 month after 2026-12}
      - {id: month, title: Consult, by: gov, due: 2027-01}
      - {id: kept, title: Listen, by: gov, due: 2026-12-02}
      - {id: some, title: Care, by: gov}
  - {date: 2026-05, id: done, kind: news, title: Done, source: {title: S}, keeps: [kept]}
"""


def promises() -> dict[str, Appointment]:
    return {appointment.id: appointment for appointment in agenda(PROMISES).appointments}


def test_what_is_promised_and_open_stands_on_the_last_day_on_which_it_is_in_time() -> None:
    assert {
        id: (promise.title, promise.span.earliest.isoformat(), promise.span.latest.isoformat())
        for id, promise in promises().items()
    } == {
        "commitment/late": ("Overdue: Reply (Them)", "2026-04-30", "2026-04-30"),
        "commitment/soon": ("Due 1 December 2026: Publish (Them)", "2026-12-01", "2026-12-01"),
        "commitment/vague": ("Due January 2027: Review (Them)", "2027-01-01", "2027-01-31"),
        "commitment/month": ("Due January 2027: Consult (Them)", "2027-01-31", "2027-01-31"),
    }


def test_an_appointment_shows_its_kind_and_sources() -> None:
    assert promises()["commitment/late"].about == (
        "Overdue by 6 months\n\nDue 30 April 2026, 3 months after 31 January 2026\n\n"
        "Made: A speech (January 2026)\n\nThe speech, January 2026"
    )
    event = """
  - {date: 2026-12-01, kind: bill stage, title: E, summary: Some *text*.,
     source: {title: S, url: "https://example.org/a", at: page 2}}
"""
    (appointment,) = agenda(event).appointments
    assert (
        appointment.about
        == "Bill stage, still to come\n\nSome *text*.\n\nS <https://example.org/a>, page 2"
    )


def test_it_speaks_the_language_of_the_edition() -> None:
    event = "  - {date: 2026-12, kind: news, title: Te, source: {title: S}}\n"
    (appointment,) = agenda(event, language="cy").appointments
    assert appointment.title == "Rhagfyr 2026 (union ddiwrnod ddim yn hysbys): Te"
