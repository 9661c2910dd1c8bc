"""Vague dates: the EDTF notation, its bounds, and what people write instead."""

import re
from calendar import isleap
from collections.abc import Callable
from datetime import date
from functools import cache

import edtf
import pytest
from edtf.parser.grammar import choiceList, level0Expression, level1Expression
from hypothesis import assume, example, given
from hypothesis import strategies as st
from pyparsing import ParseException

from briefing.record.dates import PATTERN, DateProblem, OpenEnd, Point, VagueDate, parse_edtf
from briefing.record.english_dates import suggest


def reads(text: str) -> bool:
    try:
        parse_edtf(text)
    except DateProblem:
        return False
    return True


# The meaning of a date


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("2023-07-03", "2023-07-03", "2023-07-03"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2019", "2019-01-01", "2019-12-31"),
        ("2021-21", "2021-03-01", "2021-05-31"),
        ("2021-22", "2021-06-01", "2021-08-31"),
        ("2021-23", "2021-09-01", "2021-11-30"),
        ("2021-24", "2021-12-01", "2021-12-31"),
        ("2020~", "2020-01-01", "2020-12-31"),
        ("201X", "2010-01-01", "2019-12-31"),
        ("20XX", "2000-01-01", "2099-12-31"),
        ("2004-XX", "2004-01-01", "2004-12-31"),
        ("1985-04-XX", "1985-04-01", "1985-04-30"),
        ("1985-XX-XX", "1985-01-01", "1985-12-31"),
        ("2001-02-03T09:30:01Z", "2001-02-03", "2001-02-03"),
        ("2019-04/2019-07", "2019-04-01", "2019-07-31"),
        ("2019-07-15/2019-07", "2019-07-15", "2019-07-31"),
        ("[2021-03-12..2023-07-03]", "2021-03-12", "2023-07-03"),
        ("[2020-21~..2023-07]", "2020-03-01", "2023-07-31"),
        ("[..2023-07-03]", "0001-01-01", "2023-07-03"),
        ("[2021-03..]", "2021-03-01", "9999-12-31"),
        # Dates outside Python's calendar become its first or last day.
        ("2023-07/..", "2023-07-01", "9999-12-31"),
        ("../2019-07", "0001-01-01", "2019-07-31"),
        ("2023-07/", "2023-07-01", "9999-12-31"),
        ("-0043-03-15", "0001-01-01", "0001-01-01"),
        ("00XX", "0001-01-01", "0099-12-31"),
        ("Y170000002", "9999-12-31", "9999-12-31"),
    ],
)
def test_a_date_knows_its_earliest_and_latest_day(text: str, earliest: str, latest: str) -> None:
    vague = parse_edtf(text)
    assert (vague.earliest.isoformat(), vague.latest.isoformat()) == (earliest, latest)


@pytest.mark.parametrize(
    ("text", "point"),
    [
        ("2023-07-03", Point(2023, 2023, month=7, day=3)),
        ("2021-21~", Point(2021, 2021, season=21, approximate=True)),
        ("2020-05?", Point(2020, 2020, month=5, uncertain=True)),
        ("2020%", Point(2020, 2020, approximate=True, uncertain=True)),
        ("201X", Point(2010, 2019, unspecified="year")),
        ("-156X", Point(-1569, -1560, unspecified="year")),
        ("2004-XX", Point(2004, 2004, unspecified="month")),
        ("1985-04-XX", Point(1985, 1985, month=4, unspecified="day")),
        ("1985-XX-XX", Point(1985, 1985, unspecified="day")),
        ("Y-17000", Point(-17000, -17000)),
        (
            "2001-02-03T09:30:01+05:00",
            Point(2001, 2001, month=2, day=3, time="09:30:01", offset="+05:00"),
        ),
    ],
)
def test_a_date_knows_its_parts(text: str, point: Point) -> None:
    vague = parse_edtf(text)
    assert vague.start == vague.end == point
    assert not vague.is_period


def test_a_period_keeps_its_two_ends_apart() -> None:
    period = parse_edtf("1984~/2004-06?")
    assert period.is_period
    assert period.start == Point(1984, 1984, approximate=True)
    assert period.end == Point(2004, 2004, month=6, uncertain=True)
    assert period.approximate
    assert period.uncertain
    assert parse_edtf("2023-07/..").end is OpenEnd.OPEN
    assert parse_edtf("/2019-07").start is OpenEnd.UNKNOWN


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("[2020-21~..2023-07]", ("2020-21~", "2023-07")),
        ("[..2023-07-03]", (None, "2023-07-03")),
        ("[2021-03..]", ("2021-03", None)),
        ("2019-04/2019-07", ("2019-04", "2019-07")),
        ("../2019-07", (None, "2019-07")),
        ("2019-04/", ("2019-04", None)),
        ("2019-04", ("2019-04", "2019-04")),
    ],
)
def test_a_range_for_one_day_is_no_period_and_has_ends_as_a_period_does(
    text: str, ends: tuple[str | None, str | None]
) -> None:
    vague = parse_edtf(text)
    assert vague.is_between is text.startswith("[")
    assert vague.is_period is ("/" in text)
    assert tuple(end and end.text for end in vague.ends) == ends


@pytest.mark.parametrize(
    ("text", "precision"),
    [
        *[("1XXX", "millennium"), ("19XX", "century"), ("201X", "decade"), ("2004-XX", "year")],
        *[("2021-21", "season"), ("1985-04-XX", "month"), ("2023-07-03~", "day")],
    ],
)
def test_precision_is_the_finest_part_that_is_known(text: str, precision: str) -> None:
    start = parse_edtf(text).start
    assert isinstance(start, Point)
    assert start.precision == precision


@pytest.mark.parametrize(
    ("text", "is_day"),
    [
        *[("2023-07-03", True), ("2023-07-03T09:30:00", True), ("2023-07-03~", False)],
        *[("2023-07-03/2023-07-03", False), ("2023-07", False), ("2023-07-03/..", False)],
        *[("[2023-07-03..2023-07-05]", False), ("[2023-07-03..]", False), ("[..2023-07]", False)],
        # datetime cannot represent this year, so the bounds are not that day.
        ("-0043-03-15", False),
    ],
)
def test_a_day_is_one_known_day(text: str, is_day: bool) -> None:
    assert parse_edtf(text).is_day is is_day


def test_overlapping() -> None:
    spring, april, july = parse_edtf("2021-21"), parse_edtf("2021-04"), parse_edtf("2021-07-01/..")
    assert april.overlaps(spring)
    assert spring.overlaps(april)
    assert not april.overlaps(july) and not spring.overlaps(july)


def test_dates_sort_by_their_earliest_day_then_their_latest() -> None:
    wanted = [
        *["-0500", "-0300", "../2019-03", "2019-01-01", "2019-01", "2019-01/2019-06", "2019"],
        *["2019~", "[2019-01..2020]", "2019/..", "2019-02", "2019-21", "2020-01-01"],
        *["Y10000", "Y20000"],
    ]
    assert [vague.text for vague in sorted(map(parse_edtf, reversed(wanted)))] == wanted


# Invalid dates


@pytest.mark.parametrize(
    ("text", "slug", "message", "suggestion"),
    [
        (
            *("soon", "not-a-date"),
            *("'soon' is not in the form 2023-07-03, 2023-07 or 2023", None),
        ),
        (
            *("3 July 2023", "not-a-date"),
            *("'3 July 2023' is not in the form 2023-07-03, 2023-07 or 2023", "2023-07-03"),
        ),
        ("/", "not-a-date", "'/' has no date on either side of the slash", None),
        (
            *("2023-02-30", "impossible-date"),
            *("there is no 30 February 2023, because February 2023 has 28 days", None),
        ),
        (
            *("2023-13", "impossible-date"),
            "there is no month 13; months are 01 to 12, and seasons 21 (spring) to 24 (winter)",
            None,
        ),
        ("2021-21-04", "impossible-date", "a season (21) has no numbered days", "2021-04-21"),
        ("-0000", "impossible-date", "there is no year -0000; write 0000 for 1 BCE", None),
        (
            *("2019-07/2019-04", "end-before-start"),
            *("the period ends (2019-04) before it starts (2019-07)", "2019-04/2019-07"),
        ),
        (
            *("[2023..2021-03]", "end-before-start"),
            *("the range ends (2021-03) before it starts (2023)", "[2021-03..2023]"),
        ),
        (
            *("[2021-05, 2021-03]", "not-a-date"),
            "'[2021-05, 2021-03]' is a list of dates: give only the first and the last",
            "[2021-03..2021-05]",
        ),
        (
            *("[2021-03]", "not-a-date"),
            "'[2021-03]' is not in the form [2021-03..2023-07], one day between the two",
            "2021-03",
        ),
        ("[..]", "not-a-date", "'[..]' has no date on either side of the dots", None),
        (
            *("[2021-03 .. July 2023]", "not-a-date"),
            "'[2021-03 .. July 2023]' is not in the form 2023-07-03, 2023-07 or 2023",
            "[2021-03..2023-07]",
        ),
        (
            *("[2021-02-30..2023]", "impossible-date"),
            *("there is no 30 February 2021, because February 2021 has 28 days", None),
        ),
    ],
)
def test_a_problem_says_what_is_wrong(
    text: str, slug: str, message: str, suggestion: str | None
) -> None:
    with pytest.raises(DateProblem) as raised:
        parse_edtf(text)
    problem = raised.value
    assert (problem.slug, str(problem), suggest(text)) == (slug, message, suggestion)


@pytest.mark.parametrize("text", ["x" * 5_000_000, "Y" + "9" * 5_000, "9" * 5_000, "\0", "٢٠٢٣"])
def test_monstrous_text_is_simply_not_a_date(text: str) -> None:
    with pytest.raises(DateProblem) as raised:
        parse_edtf(text)
    assert raised.value.slug == "not-a-date"
    assert suggest(text) is None
    assert len(str(raised.value)) < 120


# The `edtf` package as a second opinion

PUBLISHED = [
    # The specification, level 0
    *["1985-04-12", "1985-04", "1985", "1985-04-12T23:20:30", "1985-04-12T23:20:30Z"],
    *["1985-04-12T23:20:30-04", "1985-04-12T23:20:30+04:30", "1964/2008", "2004-06/2006-08"],
    *["2004-02-01/2005-02-08", "2004-02-01/2005-02", "2004-02-01/2005", "2005/2006-02"],
    # The specification, level 1
    *["Y170000002", "Y-170000002", "2001-21", "1984?", "2004-06~", "2004-06-11%", "201X", "20XX"],
    *["2004-XX", "1985-04-XX", "1985-XX-XX", "1985-04-12/..", "1985-04/..", "1985/..", "-1985"],
    *["../1985-04-12", "../1985-04", "../1985", "1985-04-12/", "1985-04/", "1985/"],
    *["/1985-04-12", "/1985-04", "/1985"],
    # The package's own tests and README
    *["2001-02-03", "2008-12", "2008", "-0999", "0000", "2001-02-03T09:30:01"],
    *["2004-01-01T10:10:10Z", "2004-01-01T10:10:10+05:00", "-2005/-1999-02", "2004-06-11?"],
    *["2004-06?", "1984~", "1984%", "199X", "19XX", "1999-XX", "1999-01-XX", "1999-XX-XX"],
    *["-0275~", "-0001~", "0000~", "/2006", "2004-06-01/", "../2006", "2004-01-01/.."],
    *["1984~/2004-06", "1984/2004-06~", "1984?/2004%", "1984~/2004~", "1984-06?/2004-08?"],
    *["1984-06-02?/2004-08-08~", "1984-06-02?/", "2003-22", "2000-23", "2010-24", "196X"],
    *["1979-08~", "1979-08", "1979-08-28/1979-09-25", "1979-08-28~", "1979-08-XX", "1979-XX"],
    *["Y-12000", "1979-22"],
    # The specification, level 2: one day in a range
    *["[1760-01..]", "[..1760-12-03]", "[1984..1986]", "[1760-01..1760-12]"],
]
PUBLISHED_AS_WRONG = [
    *["", "not a edtf string", "Y17E7-12-26", "2016-13-08", "2016-02-39", "-0000-01-01"],
    *["2004-(06)?-11", "2004-06-(11)~", "(2004-(06)~)?", "2004-06-(01)~/2004-06-(20)~"],
]


Bound = tuple[float, ...]


@cache
def by_package(text: str) -> tuple[Bound, Bound] | None:
    """Return the bounds that the package gives a text in our notation, or None if it rejects it."""
    grammar = level0Expression ^ level1Expression ^ choiceList
    try:
        read = grammar.parse_string(text, parse_all=True)[0]
    except (ParseException, TypeError):
        return None
    return as_day(read.lower_strict()), as_day(read.upper_strict())


def as_day(bound: float | Bound) -> Bound:
    return (bound,) if isinstance(bound, float) else bound[:3]


def held(bound: Bound) -> date:
    if 1 <= bound[0] <= 9999:
        return date(*map(int, bound))
    return date.max if bound[0] > 0 else date.min


def agrees(vague: VagueDate) -> bool:
    bounds = by_package(vague.text)
    assert bounds is not None, vague.text
    # The package assumes that an unknown end is ten years away. We treat it as unknown.
    return (vague.start is OpenEnd.UNKNOWN or vague.earliest == held(bounds[0])) and (
        vague.end is OpenEnd.UNKNOWN or vague.latest == held(bounds[1])
    )


def has_29_february_of_a_common_year(text: str) -> bool:
    return any(not isleap(int(year)) for year in re.findall(r"(-?\d{4})-02-29", text))


def is_turned_round(text: str) -> bool:
    bounds = by_package(text)
    return bounds is not None and ("/" in text or "[" in text) and bounds[0] > bounds[1]


def has_ends_unlike_each_other(text: str) -> bool:
    ends = [end for end in text.strip("[]").split("..") if end]
    is_vague = any(re.search(r"-2[1-4]$|[?~%]", end) for end in ends)
    is_uneven = len({end.lstrip("-").count("-") for end in ends}) > 1
    return text.startswith("[") and (is_vague or is_uneven)


def has(pattern: str) -> Callable[[str], bool]:
    return lambda text: re.search(pattern, text) is not None


# If the package and the specification differ, we follow the specification. Each difference has the
# reason, an example, whether the example is a date, and a test of a text.
DIFFERENCES: list[tuple[str, str, bool, Callable[[str], bool]]] = [
    (
        "The package knows no leap years, so it takes 29 February of any year.",
        *("2023-02-29", False, has_29_february_of_a_common_year),
    ),
    (
        "The package takes periods that end before they start.",
        *("2019-07/2019-04", False, is_turned_round),
    ),
    (
        "Of what is in brackets we take one range, and the package whole lists.",
        *("[1667,1668]", False, has(r"^\[(?!.*\.\.)|,")),
    ),
    (
        "The ends of a range may be any that a period may have; the package wants two days, two "
        "months or two years, and no qualifiers.",
        *("[2020-21..2023~]", True, has_ends_unlike_each_other),
    ),
    (
        "Level 0 gives a time of day to whole dates only; the package, also to months and years.",
        *("2004-01T10:10:10", False, has(r"^-?\d{4}(-\d\d)?T")),
    ),
    (
        "The package takes no offset of +00:00, which ISO 8601 has.",
        *("2004-01-01T10:10:10+00:00", True, has(r"\+00:00$")),
    ),
    (
        "Significant digits are of level 2, though the package takes them for level 0.",
        *("1950S2", False, has("S")),
    ),
    (
        "A qualifier applies to any date; the package refuses it after a season, unless that is "
        "an end of a period.",
        *("2021-21~", True, has(r"^-?\d{4}-2[1-4][?~%]$")),
    ),
    (
        "Level 1 leaves out digits of a year from the right only; the package, also before others.",
        *("1X5X", False, has(r"\dX\dX")),
    ),
    ("The notation has no white space, which the package skips.", "2004 / 2006", False, has(r"\s")),
]


@pytest.mark.parametrize("text", PUBLISHED)
def test_published_examples_are_read_as_the_package_reads_them(text: str) -> None:
    assert edtf.parse_edtf(text) is not None
    assert parse_edtf(text).text == text
    assert agrees(parse_edtf(text))


@pytest.mark.parametrize("text", PUBLISHED_AS_WRONG)
def test_what_is_published_as_wrong_is_refused(text: str) -> None:
    assert not reads(text)


@pytest.mark.parametrize(
    ("text", "is_date", "differs"), [difference[1:] for difference in DIFFERENCES]
)
def test_each_difference_from_the_package_is_a_real_one(
    text: str, is_date: bool, differs: Callable[[str], bool]
) -> None:
    assert differs(text)
    assert reads(text) is is_date
    assert (by_package(text) is not None) is not is_date


def first_day(text: str) -> tuple[int, int, int]:
    start = parse_edtf(text).start
    assert isinstance(start, Point)
    return start.first


YEARS = st.integers(0, 9999).map("{:04}".format)
MARKS = st.sampled_from(["", "?", "~", "%"])
DAYS = st.dates().map(date.isoformat)
MONTHS = st.dates().map(lambda day: f"{day:%m}")
PLAIN = st.one_of(DAYS, st.builds("{}-{}".format, YEARS, MONTHS), YEARS)
SEASONS = st.builds("{}-{}".format, YEARS, st.integers(21, 24))
MASKED = st.one_of(
    st.builds(lambda year, digits: year[:-digits] + "X" * digits, YEARS, st.integers(1, 3)),
    st.builds("{}{}".format, YEARS, st.sampled_from(["-XX", "-XX-XX"])),
    st.builds("{}-{}-XX".format, YEARS, MONTHS),
)
BCE = st.one_of(PLAIN, MASKED).filter(lambda text: text[:4] != "0000").map("-{}".format)
TIMES = st.builds(
    "{}T{:%H:%M:%S}{}".format,
    DAYS,
    st.times(),
    st.sampled_from(["", "Z", "+05:00", "-04", "+13:45", "-00:30", "+14:00"]),
)
LONG_YEARS = st.one_of(st.integers(10_000, 10**15), st.integers(-(10**15), -10_000))
ENDS = st.builds("{}{}".format, st.one_of(PLAIN, SEASONS), MARKS)
PERIODS = st.one_of(
    st.lists(ENDS, min_size=2, max_size=2)
    .map(lambda ends: sorted(ends, key=first_day))
    .map("/".join),
    st.builds("{}/{}".format, BCE.filter(lambda text: "X" not in text), ENDS),
    st.builds("{}{}".format, ENDS, st.sampled_from(["/..", "/"])),
    st.builds("{}{}".format, st.sampled_from(["../", "/"]), ENDS),
)


def ranges(ends: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.lists(ends, min_size=2, max_size=2)
        .map(lambda ends: sorted(ends, key=first_day))
        .map("..".join),
        st.builds("{}..".format, ends),
        st.builds("..{}".format, ends),
    ).map("[{}]".format)


MONTHS_OF_YEARS = st.builds("{}-{}".format, YEARS, MONTHS)
EVEN_RANGES = st.one_of(ranges(DAYS), ranges(MONTHS_OF_YEARS), ranges(YEARS))
RANGES = ranges(ENDS)
VALID = st.one_of(
    st.builds("{}{}".format, st.one_of(PLAIN, MASKED, BCE), MARKS),
    st.one_of(SEASONS, TIMES, LONG_YEARS.map("Y{}".format)),
    PERIODS,
    EVEN_RANGES,
)


@st.composite
def nearly_valid(draw: st.DrawFn) -> str:
    """Make one or two typing mistakes in a valid date."""
    text = draw(VALID)
    for _ in range(draw(st.integers(1, 2))):
        at = draw(st.integers(0, len(text)))
        typed = draw(st.sampled_from([*"0123456789-X?~%/.TZ:+YS [],", "-02-29", ".."]))
        text = text[:at] + draw(st.sampled_from(["", typed])) + text[at + draw(st.integers(0, 1)) :]
    return text


@given(VALID)
def test_valid_dates_are_read_as_the_package_reads_them(text: str) -> None:
    vague = parse_edtf(text)
    assert vague.text == text
    assert vague.earliest <= vague.latest
    assert agrees(vague)


@given(RANGES)
def test_a_range_has_the_bounds_of_the_period_that_is_written_alike(text: str) -> None:
    vague, period = parse_edtf(text), parse_edtf(f"{text[1:-1].replace('..', '/') or '..'}")
    assert (vague.earliest, vague.latest) == (period.earliest, period.latest)
    assert (vague.is_between, vague.is_period) == (True, False)


@given(nearly_valid())
@example("../..")
@example("[..]")
@example("[2020....2021]")
@example("[201X..2020]")
@example("/..")
@example("../")
@example("201X/2020")
@example("2001-02-03T09:30:00/2002")
@example("2001-02-03T09:30:00~")
@example("2001-02-03T09:30:00-00:00")
@example("2001-02-03T09:30:00+14:30")
def test_what_is_nearly_a_date_is_taken_or_refused_as_the_package_does(text: str) -> None:
    assume(not any(differs(text) for _, _, _, differs in DIFFERENCES))
    assert reads(text) is (by_package(text) is not None)


# Laws


@given(st.one_of(VALID, RANGES, nearly_valid()))
@example("2019-07-03\n")
@example("[2020....]")
@example("Y" + "9" * 19)
def test_the_pattern_lets_through_only_what_the_calendar_refuses(text: str) -> None:
    try:
        parse_edtf(text)
    except DateProblem as problem:
        calendar = problem.slug == "end-before-start" or has_29_february_of_a_common_year(text)
        assert calendar or re.search(PATTERN, text) is None
    else:
        assert re.search(PATTERN, text) is not None


@given(st.tuples(VALID, VALID, VALID).map(lambda texts: tuple(map(parse_edtf, texts))))
def test_the_order_is_total(dates: tuple[VagueDate, VagueDate, VagueDate]) -> None:
    one, two, three = dates
    assert (one < two) + (one == two) + (one > two) == 1
    assert (one == two) is (one.text == two.text)
    if one <= two <= three:
        assert one <= three
    if one.latest < two.earliest:
        assert one < two
        assert not one.overlaps(two)
    first, second, third = sorted(dates)
    assert first.earliest <= second.earliest <= third.earliest
