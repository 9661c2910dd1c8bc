"""Messages about dates that are not valid, or that have several meanings."""

import re
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.record import due
from briefing.record.ambiguous_dates import is_ambiguous
from briefing.record.date_hints import date_hint, day_hint, due_hint, embargo_hint
from briefing.record.dates import MONTHS, parse_edtf
from briefing.record.loading import File, load


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("3 July 2023", "write 2023-07-03"),
        ("9/6/25", "write 2025-06-09 for 9 June 2025, or 2025-09-06 for 6 September 2025"),
        (
            "2018-23",
            "write 2018/2023 for the years 2018 to 2023, or autumn 2018 for the season",
        ),
        (
            "third quarter of 2024",
            "write 2024-07/2024-09, or [2024-07..2024-09] if it was a single day in that period",
        ),
        (
            "2022/23",
            "write 2022-04/2023-03 for the financial year, or 2022-09/2023-08 for the school year; "
            "if it was a single day in that period, use brackets, as in [2022-04..2023-03]",
        ),
        (
            "mid-2024",
            "write [2024-05..2024-08] for the middle third, or 2024 for any part of that period",
        ),
        (
            "Tuesday 4 September 2023",
            "4 September 2023 is a Monday: correct the date or the day of the week",
        ),
        ("autumn 2024/25", "write autumn 2024 or autumn 2025"),
        ("Spring 2024-25", "write spring 2024 or spring 2025"),
        (
            "summer 2024/2025",
            "write summer 2024, summer 2025, or summer 2024/2025-12 for the whole period from "
            "summer 2024 to December 2025",
        ),
        (
            "end of 2025",
            "write 2025-12-31 for the last day, 2025-12 for some day in December 2025, 2025-12~ "
            "for about that time, or [..2025] for any day up to that date",
        ),
        (
            "31/4/2023",
            "April has 30 days: write 2023-04-30 or 2023-05-01, or 2023-04 if you know only the "
            "month",
        ),
        ("1 to 31 June 2024", "June has 30 days: write 2024-06-01/2024-06-30"),
        ("Monday 31 June 2024", "June has 30 days: write 2024-07-01"),
        ("45 June 2024", "June has 30 days: write 2024-06 if you know only the month"),
        ("11.30am on 9 June 2025", "write 2025-06-09T11:30:00"),
        ("3 July", "add the year"),
        ("late July", "add the year"),
        ("Easter", "add the year"),
        (
            "last month",
            "write the date itself: 'last month' depends on today's date",
        ),
        (
            "2021-22 session",
            "write its first and last day, as in 2021-MM-DD/2022-MM-DD, or "
            "[2021-MM-DD..2022-MM-DD] if it was a single day in that period",
        ),
        (
            "summer recess 2024",
            "write its first and last day, as in 2024-MM-DD/2024-MM-DD, or "
            "[2024-MM-DD..2024-MM-DD] if it was a single day in that period",
        ),
        (
            "this Parliament",
            "write its first and last day, as in YYYY-MM-DD/YYYY-MM-DD, or "
            "[YYYY-MM-DD..YYYY-MM-DD] if it was a single day in that period",
        ),
        ("end of the 2021-22 session", "write the day, as in 2022-MM-DD"),
        ("King's Speech 2024", "write the day, as in 2024-MM-DD"),
        ("before summer recess 2024", "write the latest possible day, as in [..2024-MM-DD]"),
        ("since the general election", "write the first day, as in YYYY-MM-DD/.."),
        ("after the 2024 election", "write the earliest possible day, as in [2024-MM-DD..]"),
        ("31 June", "June has 30 days: correct the day, and add the year"),
        ("30/2", "February has at most 29 days: correct the day, and add the year"),
        ("from 31 June 2024", "June has 30 days: write 2024-06-30/.. or 2024-07-01/.."),
        ("by early 2019", "write the latest possible month or day, as in [..2019-MM]"),
        ("on St Swithin's Day", ""),
        ("x" * 5_000_000, ""),
    ],
)
def test_a_hint_names_each_meaning_or_the_thing_that_is_missing(text: str, hint: str) -> None:
    assert date_hint(text) == hint


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("by the end of 2025", "write [..2025]"),
        ("end of March 2026", "write [..2026-03]"),
        ("at the end of 2025", "write [..2025]"),
        (
            "end of 2024-25",
            "write [..2025-03] for the financial year, or [..2025-08] for the school year",
        ),
        ("by 31 June 2025", "June has 30 days: write [..2025-06-30] or [..2025-07-01]"),
        (
            "3 months after 31 June 2025",
            "June has 30 days: write 3 months after 2025-06-30 or 3 months after 2025-07-01, or "
            "3 months after 2025-06 if you know only the month",
        ),
        ("by December 2025", "write [..2025-12]"),
        ("Q1 2025/26", "write 2025-04/2025-06"),
        ("within 6 months", "write 6 months after 2025-06-09"),
        ("within six months", "write 6 months after 2025-06-09"),
        ("in a year's time", "write 1 year after 2025-06-09"),
        ("within a fortnight", "write 2 weeks after 2025-06-09"),
        ("20 working days", "write 20 working days after 2025-06-09"),
        ("6 months after the cut", "write 6 months after cut"),
        ("within 12 weeks of the end of the cut", "write 12 weeks after cut"),
        ("end of this year", "write the date itself: 'end of this year' depends on today's date"),
        ("3 months after the Spending Review", "write 3 months after spending-review"),
        ("three months after July 2019", "write 3 months after 2019-07"),
        ("within 10 business days of 1 May 2020", "write 10 working days after 2020-05-01"),
        (
            "6 months after Royal Assent",
            "write 6 months after, followed by a date or the id of an event, as in 6 months after "
            "royal-assent; if neither is known, delete 'due' and put these words in the title",
        ),
        *(
            (
                text,
                f"if you know the last possible day, write it, as in [..{year}-MM-DD]; if not, "
                "delete 'due' and put these words in the title",
            )
            for text, year in (
                ("by the summer recess", "YYYY"),
                ("by the end of this Parliament", "YYYY"),
                ("next Parliament", "YYYY"),
                ("by the next election", "YYYY"),
                ("this session", "YYYY"),
                ("next session", "YYYY"),
                ("before summer recess 2024", "2024"),
                ("by the end of the 2021-22 session", "2022"),
            )
        ),
        ("in due course", "delete 'due' if no date was given"),
        ("TBC", "delete 'due' if no date was given"),
        ("annually", "delete 'due' if no date was given"),
        (
            "when the time is right",
            "write a date, or a length of time after a date or event, as in 3 months after 2019-07 "
            "or 10 working days after an-id",
        ),
    ],
)
def test_for_when_a_thing_is_due_there_are_durations_and_no_second_meanings(
    text: str, hint: str
) -> None:
    assert due_hint(text, "2025-06-09", ["cut", "spending-review"]) == hint


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("00:01 on 4 July 2023", "write 2023-07-04T00:01"),
        ("3 July 2023, 22:30", "write 2023-07-03T22:30"),
        ("until 10.30pm on Monday 3 July 2023", "write 2023-07-03T22:30"),
        ("9am 9 June 2025", "write 2025-06-09T09:00"),
        ("noon on 9 June 2025", "write 2025-06-09T12:00"),
        ("9 June 2025 at 10.30 p.m.", "write 2025-06-09T22:30"),
        ("2230 hrs on 9 June 2025", "write 2025-06-09T22:30"),
        ("2025-06-09T2230", "write 2025-06-09T22:30"),
        ("2025-06-09T9:30", "write 2025-06-09T09:30"),
        (
            "2025-06-09T22:30Z",
            "leave out the time zone, and write the time in the record's time zone",
        ),
        ("9 June 1945", "write a date and a time, as in 1945-06-09THH:MM"),
        ("9/6/25", "write a date and a time, as in YYYY-MM-DDTHH:MM"),
        ("2024-06-31T10:00", "write 2024-06-30T10:00 or 2024-07-01T10:00"),
        (
            "31 June 2024, 10:00",
            "June has 30 days: write 2024-06-30T10:00 or 2024-07-01T10:00",
        ),
        (
            "9/6/25 06:00",
            "write 2025-06-09T06:00 for 9 June 2025, or 2025-09-06T06:00 for 6 September 2025",
        ),
        (
            "Tuesday 3 July 2023 09:00",
            "3 July 2023 is a Monday: correct the date or the day of the week",
        ),
        ("2019-04-12", "write a date and a time, as in 2019-04-12THH:MM"),
        (
            "midnight on 3 July 2023",
            "write 2023-07-03T00:00 for the start of 3 July 2023, or 2023-07-04T00:00 for its end",
        ),
        (
            "3 July 2023, 12am",
            "write 2023-07-03T00:00 for the start of 3 July 2023, or 2023-07-04T00:00 for its end",
        ),
        ("12.30am 3 July 2023", "write 2023-07-03T00:30"),
        ("9am BST 3 July 2023", "write 2023-07-03T09:00"),
        (
            "9am GMT 3 July 2023",
            "leave out the time zone, and write the time in the record's time zone",
        ),
    ],
)
def test_an_embargo_ends_at_a_time_of_a_day(text: str, hint: str) -> None:
    assert embargo_hint(text) == hint


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("2019-04", "'2019-04' is not a single day", "write a full date, as in 2019-04-DD"),
        ("2019", "'2019' is not a single day", "write a full date, as in 2019-MM-DD"),
        ("2022-23", "'2022-23' is not a single day", "write a full date, as in 2022-MM-DD"),
        ("2019-04-01?", "'2019-04-01?' is not a single day", "write it without ?, as 2019-04-01"),
        ("2019-04-01T10:00:00", "'2019-04-01T10:00:00' is not a single day", "write 2019-04-01"),
        ("April 2019", "'April 2019' is not in the form", "write a full date, as in 2019-04-DD"),
        ("9 June 2019", "'9 June 2019' is not in the form", "write 2019-06-09"),
        (
            "31/6/2024",
            "'31/6/2024' is not in the form",
            "June has 30 days: write 2024-06-30 or 2024-07-01",
        ),
        ("2024-06-31", "there is no 31 June 2024", "write 2024-06-30 or 2024-07-01"),
        (
            "tomorrow",
            "'tomorrow' is not in the form",
            "write the date itself: 'tomorrow' depends on today's date",
        ),
        ("this Parliament", "'this Parliament'", "write a full date, as in YYYY-MM-DD"),
    ],
)
def test_where_a_whole_day_belongs_no_month_is_offered(text: str, message: str, hint: str) -> None:
    event = f'date: 2018, kind: news, title: A, source: {{title: B, read: "{text}"}}'
    (problem,) = load([File("a.yaml", record_of(event))]).problems
    assert problem.message.startswith(message)
    assert problem.hint == hint


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("31 June 2024 at 10:00", "'31 June 2024 at 10:00' is not a date and time"),
        ("2024-06-31T10:00", "there is no 31 June 2024, because June has 30 days"),
        ("2024-06-30T25:00", "25:00 is not a time; the latest time is 23:59"),
    ],
)
def test_a_message_on_an_embargo_quotes_it_whole(text: str, message: str) -> None:
    event = f'date: 2018, kind: news, title: A, source: https://example.org/a, embargo: "{text}"'
    (problem,) = load([File("a.yaml", record_of(event))]).problems
    assert problem.message == message


RECORD = """\
title: Winter fuel
actors: {{reeves: {{name: Rachel Reeves}}}}
events:
  - id: cut
    date: 2024-07-29
    kind: statement
    title: Cut
    source: https://example.org/a
  - date: 2025-06-09
    kind: news
    title: B
    source: https://example.org/b
    commitments: [{{id: x, title: Report back, by: reeves, due: {due}}}]
"""


@pytest.mark.parametrize(
    ("text", "last_day"),
    [
        ("by the end of 2025", "2025-12-31"),
        ("by December 2025", "2025-12-31"),
        ("end of March 2026", "2026-03-31"),
        ("within 6 months", "2025-12-09"),
        ("12 months after the cut", "2025-07-29"),
        ("by Easter Monday 2026", "2026-04-06"),
        ("Q4 2025/26", "2026-03-31"),
        ("by autumn 2026", "2026-11-30"),
    ],
)
def test_a_hint_that_is_followed_to_the_letter_has_the_last_day_that_was_promised(
    text: str, last_day: str
) -> None:
    (problem,) = load([File("a.yaml", RECORD.format(due=text).encode())]).problems
    assert (problem.slug, problem.excerpt[problem.place.column - 1 :][: len(text)]) == (
        "not-a-date",
        text,
    )
    written = problem.hint.removeprefix("write ")
    loaded = load([File("a.yaml", RECORD.format(due=written).encode())])
    assert loaded.problems == []
    read_back = loaded.record.events[1].commitments[0].due
    assert read_back
    start = {"cut": "2024-07-29"}.get(read_back.after_event, "2025-06-09")
    day = (
        read_back.date.latest
        if read_back.date
        else read_back.counted_from(parse_edtf(start).latest)
    )
    assert day.isoformat() == last_day


def test_a_hint_counts_from_a_season_or_from_either_end_of_a_period() -> None:
    assert due_hint("within 12 weeks", "spring 2024") == "write 12 weeks after spring 2024"
    assert due_hint("within 12 weeks", "2024-01-10/2024-03-20") == (
        "write 12 weeks after 2024-01-10 if it is counted from the first day, or 12 weeks after "
        "2024-03-20 if it is counted from the last"
    )
    assert due.parse_due("12 weeks after spring 2024").after == parse_edtf("spring 2024")


def record_of(event: str) -> bytes:
    return f"title: Example\nevents:\n  - {{{event}}}\n".encode()


@pytest.mark.parametrize("text", ["2022-23", "2021-22", "2024/2025", "2018-23", "2019-04/2022-23"])
@pytest.mark.parametrize(
    "event",
    [
        "date: {}, kind: news, title: A, source: https://example.org/a",
        "date: 2030, kind: news, title: A, source: {{title: B, date: {}}}",
    ],
)
def test_each_way_out_of_an_ambiguous_date_is_taken(text: str, event: str) -> None:
    (problem,) = load([File("a.yaml", record_of(event.format(text)))]).problems
    assert problem.slug == "ambiguous-date"
    ways = re.findall(r"(?:write|or|,) (\S+(?: \d{4})?) for (?!one)", problem.hint)
    assert len(ways) > 1
    for way in ways:
        problems = load([File("a.yaml", record_of(event.format(way)))]).problems
        assert [problem.slug for problem in problems if problem.severity == "error"] == [], way


@pytest.mark.parametrize("joint", [" to ", "/", "-", "–", " / ", ", or "])
@pytest.mark.parametrize("end", ["25", "2023", "autumn 2023", "2024-13", "2024-06-31"])
@pytest.mark.parametrize("name", ["Autumn 2024", "spring 2024"])
def test_a_message_quotes_the_date_as_it_is_written(name: str, joint: str, end: str) -> None:
    text = f"{name}{joint}{end}"
    event = f'date: "{text}", kind: news, title: A, source: https://example.org/a'
    for problem in load([File("a.yaml", record_of(event))]).problems:
        assert not re.search("2024-2[13]", problem.message + problem.hint)
        if problem.slug == "not-a-date":
            assert problem.message.startswith(f"'{text}' is not in the form")
        if problem.slug == "end-before-start":
            assert problem.message == f"the period ends ({end}) before it starts ({name})"


@given(
    st.integers(1971, 2068),
    st.sampled_from([(2, 30), (2, 31), (4, 31), (6, 31), (9, 31), (11, 31)]),
    st.sampled_from(
        ["{d} {m} {y}", "{d} {s} {y}", "{m} {d}, {y}", "{d}/{n}/{y}", "{n}/{d}/{y}", "{d}.{n}.{z}"]
    ),
    st.sampled_from(["", "on ", "by "]),
)
def test_for_a_day_that_its_month_lacks_there_are_the_last_one_and_the_next(
    year: int, month_and_day: tuple[int, int], form: str, lead: str
) -> None:
    month, day = month_and_day
    name = MONTHS[month - 1]
    parts = {"y": year, "z": f"{year % 100:02}", "n": month, "d": day, "m": name, "s": name[:3]}
    hint = date_hint(lead + form.format(**parts))
    assert hint.startswith(name)
    last, following = re.findall(r"\d{4}-\d\d-\d\d", hint)
    assert parse_edtf(last).latest + timedelta(days=1) == parse_edtf(following).earliest
    assert (parse_edtf(last).latest.month, parse_edtf(following).earliest.day) == (month, 1)
    assert (f"{year}-{month:02} if" in hint) is (lead != "by ")


PHRASES = st.builds(
    "{}{}".format,
    st.sampled_from(["", "by ", "by the end of ", "before ", "early ", "about ", "since ", "mid-"]),
    st.sampled_from(
        [
            *("2024", "2024-25", "2024/25", "FY25", "March 2024", "Q2 2024", "Q2 2024/25"),
            *("3/4/24", "spring 2024", "winter 2024", "Easter 2024", "w/c 3 June 2024"),
            *("3 April", "last year", "the 1990s", "three months to June 2024", "6 months"),
            *("2019 to 2020", "[2021, 2023]"),
        ]
    ),
)


@given(PHRASES, st.booleans())
def test_whatever_a_hint_says_to_write_is_read_without_a_question(text: str, is_due: bool) -> None:
    hint = due_hint(text, "2024-05-01") if is_due else date_hint(text)
    if hint.startswith("write the"):
        return
    for way in re.findall(
        r"(?:write|or|as in|,) (\[[^\]]*\]|[.\d][^ ,;]*|(?:spring|autumn) \d{4})", hint
    ):
        if re.fullmatch(r"\d{1,2}", way):
            continue
        assert not is_ambiguous(way)
        (due.parse_due if is_due else parse_edtf)(way)


SCRAPS = st.sampled_from(
    [
        *("31", "June", "2024", "2024-25", "spring", "9999-12-31", "0000", "31/6/2024", "'24"),
        *("/", "-", " ", "?", "~", "[", "]", "..", "T10:00", "٣", "by", "the end of", "months"),
        *("Parliament", "session", "midnight", "at", "9am", "after", "6", "within", "Monday"),
    ]
)


@given(st.lists(SCRAPS, max_size=8), st.sampled_from(["", " "]))
def test_whatever_is_written_there_is_a_hint_or_none_and_a_day_is_a_day(
    scraps: list[str], joint: str
) -> None:
    text = joint.join(scraps)
    for hint in (date_hint(text), date_hint(text, is_due=True), due_hint(text), embargo_hint(text)):
        assert "\n" not in hint
    for way in re.findall(r"(?:write|or) (\d{4}-\d\d-\d\d)(?![\d-])", day_hint(text)):
        assert parse_edtf(way).is_day


@pytest.mark.parametrize(
    "text",
    [
        *("early 2024", "end of 2025", "autumn 2024/25", "by 31 June 2025", "end of March 2026"),
        *("3 months after early 2024", "6 months after Q3 2024/25", "within 12 weeks"),
        *("2 months after spring 2024/25", "by autumn 2024/2025", "3 months after 31/6/2025"),
    ],
)
def test_each_way_out_can_be_written_inside_braces(text: str) -> None:
    record = (
        "title: A\nactors: {{a: {{name: B}}}}\nevents:\n  - {{date: spring 2023, kind: news, "
        "title: C, source: https://example.org/a, "
        "commitments: [{{id: d, title: E, by: a, due: {}}}]}}\n"
    )
    (problem,) = load([File("a.yaml", record.format(text).encode())]).problems
    ways = re.split(r", or | or |, ", problem.hint.partition("write ")[2])
    for way in (re.split(" for | if ", part)[0] for part in ways):
        problems = load([File("a.yaml", record.format(way).encode())]).problems
        assert [problem.message for problem in problems if problem.severity == "error"] == [], way
