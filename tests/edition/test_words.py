"""Dates and lists in words."""

import re
from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from briefing.edition.words import words_in
from briefing.record.ambiguous_dates import is_year_and_next
from briefing.record.dates import Point, parse_edtf
from briefing.record.english_dates import suggest


@pytest.mark.parametrize(
    ("text", "words"),
    [
        # As precise as the date
        ("2023-07-03", "3 July 2023"),
        ("2019-04", "April 2019"),
        ("2019", "2019"),
        ("2021-21", "spring 2021"),
        ("2021-22", "summer 2021"),
        ("2021-23", "autumn 2021"),
        ("2021-24", "winter 2021"),
        # Hedged
        ("2020~", "about 2020"),
        ("2020-05?", "perhaps May 2020"),
        ("2020%", "perhaps about 2020"),
        ("2021-21~", "about spring 2021"),
        # Partly unknown
        ("2004-XX", "one month in 2004"),
        ("1985-04-XX", "one day in April 1985"),
        ("1985-XX-XX", "one day in 1985"),
        ("1985-04-XX?", "perhaps one day in April 1985"),
        ("201X", "the 2010s"),
        ("200X", "the 2000s"),
        ("19XX", "the 20th century"),
        ("20XX~", "about the 21st century"),
        ("1XXX", "the years 1000 to 1999"),
        # Periods give the parts that both ends share only once
        ("2019-04/2019-07", "April to July 2019"),
        ("2023-09-04/2023-09-10", "4–10 September 2023"),
        ("2023-08-28/2023-09-04", "28 August to 4 September 2023"),
        ("2023-12-28/2024-01-03", "28 December 2023 to 3 January 2024"),
        ("2019-12/2020-01", "December 2019 to January 2020"),
        ("2021-21/2021-22", "spring to summer 2021"),
        ("1964/2008", "1964 to 2008"),
        ("2004-02-01/2004-03", "1 February 2004 to March 2004"),
        ("2019-04/2019-04", "April 2019"),
        ("2019-04~/2019-07", "about April 2019 to July 2019"),
        ("1984?/2004%", "perhaps 1984 to perhaps about 2004"),
        # Periods without an end or a start
        ("2023-07/..", "from July 2023"),
        ("2020~/..", "from about 2020"),
        ("../2019-07", "until July 2019"),
        ("2023-07/", "from July 2023 (end date not known)"),
        ("/2019-07", "until July 2019 (start date not known)"),
        ("../..", "at any time"),
        # One day in a range, which never reads like a period
        ("[2021-03-12..2023-07-03]", "between 12 March 2021 and 3 July 2023"),
        ("[2023-08-28..2023-09-04]", "between 28 August and 4 September 2023"),
        ("[2019-04..2019-07]", "between April and July 2019"),
        ("[2020-21..2023-07]", "between spring 2020 and July 2023"),
        ("[2019-04~..2019-07]", "between about April 2019 and July 2019"),
        ("[..2023-07-03]", "by 3 July 2023"),
        ("[..2023-07]", "by July 2023"),
        ("[..2025]", "by the end of 2025"),
        ("[2021-03-12..]", "on or after 12 March 2021"),
        ("[2021..]", "in or after 2021"),
        ("[2021..2021]", "2021"),
        # Times of day
        ("2001-02-03T09:30:01", "3 February 2001, 09:30"),
        ("2001-02-03T09:30:00Z", "3 February 2001, 09:30 UTC"),
        ("2001-02-03T24:00:00+05:00", "3 February 2001, 24:00 UTC+05:00"),
        # Long ago and far away
        ("0800", "800"),
        ("0000", "1 BCE"),
        ("-0043-03-15", "15 March 44 BCE"),
        ("-0043-03-15/-0043-03-17", "15–17 March 44 BCE"),
        ("-15XX", "the 16th century BCE"),
        ("-156X", "the years 1570 BCE to 1561 BCE"),
        ("Y170000002", "the year 170,000,002"),
        ("Y-170000002", "the year 170,000,003 BCE"),
    ],
)
def test_a_date_reads_well(text: str, words: str) -> None:
    assert words_in("en-GB").date(parse_edtf(text)) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2023-07-03", "3 Gorffennaf 2023"),
        ("2021-21", "gwanwyn 2021"),
        # With a capital, "hydref" would be October.
        ("2021-23", "tymor yr hydref 2021"),
        ("2020-11~", "oddeutu Tachwedd 2020"),
        ("2020-05?", "efallai Mai 2020"),
        ("2004-XX", "un o fisoedd 2004"),
        ("1985-04-XX", "un o ddyddiau Ebrill 1985"),
        ("201X", "y 2010au"),
        ("19XX", "yr ugeinfed ganrif"),
        ("-00XX", "y ganrif gyntaf CC"),
        # There is no preposition before the month, which would change its first letter
        ("2019-04/2019-07", "Ebrill – Gorffennaf 2019"),
        ("2023-09-04/2023-09-10", "4–10 Medi 2023"),
        ("2023-07/..", "Gorffennaf 2023 ymlaen"),
        ("../2019-07", "gan orffen Gorffennaf 2019"),
        ("../..", "unrhyw bryd"),
        ("2023-08-28/2023-09-04", "28 Awst – 4 Medi 2023"),
        ("[2021-03-12..2023-07-03]", "rywbryd yn y cyfnod 12 Mawrth 2021 – 3 Gorffennaf 2023"),
        ("[2019-04..2019-08]", "rywbryd yn y cyfnod Ebrill – Awst 2019"),
        ("[..2023-07-03]", "erbyn 3 Gorffennaf 2023"),
        ("[2021-03-12..]", "heb fod cyn 12 Mawrth 2021"),
        ("[2021-03..]", "heb fod cyn Mawrth 2021"),
        ("Y170000002", "y flwyddyn 170,000,002"),
    ],
)
def test_a_date_reads_well_in_welsh(text: str, words: str) -> None:
    assert words_in("cy").date(parse_edtf(text)) == words
    assert words_in("cy-GB").date(parse_edtf(text)) == words


@pytest.mark.parametrize(
    ("language", "day", "days"),
    [
        ("en-GB", "3 July 2023", "3–7 July 2023"),
        ("en-IE", "3 July 2023", "3–7 July 2023"),
        ("en-US", "July 3, 2023", "July 3–7, 2023"),
        # Languages without a catalogue, and text that is not a language
        ("fr", "3 July 2023", "3–7 July 2023"),
        ("Klingon", "3 July 2023", "3–7 July 2023"),
        ("", "3 July 2023", "3–7 July 2023"),
    ],
)
def test_a_language_orders_day_month_and_year(language: str, day: str, days: str) -> None:
    assert words_in(language).date(parse_edtf("2023-07-03")) == day
    assert words_in(language).date(parse_edtf("2023-07-03/2023-07-07")) == days


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ([], ""),
        (["England"], "England"),
        (["England", "Wales"], "England and Wales"),
        (["England", "Scotland", "Wales"], "England, Scotland and Wales"),
    ],
)
def test_a_list_reads_as_a_sentence(words: list[str], sentence: str) -> None:
    assert words_in("en-GB").listing(words) == sentence


YEARS = st.integers(1000, 9999).map(str)
DAYS = st.dates(min_value=date(1000, 1, 1)).map(date.isoformat)
MONTHS = st.builds("{}-{:02}".format, YEARS, st.integers(1, 12))
SEASONS = st.builds("{}-{}".format, YEARS, st.integers(21, 24))
MARKS = st.sampled_from(["", "?", "~", "%"])
ENDS = st.builds("{}{}".format, st.one_of(DAYS, MONTHS, SEASONS, YEARS), MARKS)
DECADES_AND_CENTURIES = st.one_of(
    st.integers(100, 999).map("{}X".format), st.integers(10, 98).map("{}XX".format)
)
PLAIN = st.one_of(
    ENDS,
    st.builds("{}{}".format, DECADES_AND_CENTURIES, MARKS),
    ENDS.map("{}/..".format),
    ENDS.map("../{}".format),
    ENDS.map("[{}..]".format),
    ENDS.map("[..{}]".format),
    st.tuples(
        st.lists(ENDS, min_size=2, max_size=2)
        .map(lambda ends: sorted(ends, key=parse_edtf))
        .filter(lambda ends: parse_edtf(ends[0]).start != parse_edtf(ends[1]).start),
        st.sampled_from(["{}/{}", "[{}..{}]"]),
    ).map(lambda pair: pair[1].format(*pair[0])),
)
STRANGE = st.one_of(
    st.builds("{}{}".format, MONTHS.map("{}-XX".format), MARKS),
    st.builds("{}{}{}".format, YEARS, st.sampled_from(["-XX", "-XX-XX"]), MARKS),
    st.builds(
        "-{}{}".format, st.one_of(DAYS, MONTHS, SEASONS, YEARS, DECADES_AND_CENTURIES), MARKS
    ),
    st.integers(0, 999).map("{:04}".format),
    st.one_of(st.integers(10_000, 10**12), st.integers(-(10**12), -10_000)).map("Y{}".format),
    st.sampled_from(["000X", "00XX", "0XXX", "-000X", "-00XX", "-0XXX", "../.."]),
    st.builds("{}/".format, ENDS),
    st.builds("/{}".format, ENDS),
    st.builds("{}T{:%H:%M:%S}{}".format, DAYS, st.times(), st.sampled_from(["", "Z", "-04:00"])),
)


@given(PLAIN)
def test_what_is_written_in_words_is_understood_again(text: str) -> None:
    # In words, a winter can be either of two, and the notation does not have two successive years.
    assume("-24" not in text and not is_year_and_next(text))
    meant = suggest(words_in("en-GB").date(parse_edtf(text)))
    assert meant is not None
    assert parse_edtf(meant) == parse_edtf(text)


@given(st.one_of(PLAIN, STRANGE), st.sampled_from(["en-GB", "en-US", "cy"]))
def test_no_date_is_without_words_or_shows_a_day_it_does_not_have(text: str, language: str) -> None:
    vague = parse_edtf(text)
    words = words_in(language).date(vague)
    assert words
    assert words == words.strip()
    points = [point for point in (vague.start, vague.end) if isinstance(point, Point)]
    years = {
        shown
        for point in points
        for year in (point.year, point.last_year)
        for shown in (year, 1 - year)
    }
    centuries = {
        abs(point.last_year) // 100 + 1 for point in points if point.precision == "century"
    }
    days = {point.day for point in points}
    clock = r"\d\d:\d\d( UTC([+-]\d\d:\d\d)?)?$"
    numbers = re.findall(r"\d+", re.sub(clock, "", words).replace(",", ""))
    assert {int(number) for number in numbers} <= years | centuries | days
