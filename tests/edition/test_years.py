"""Entries by year, and by month in a year with many events."""

from datetime import date
from pathlib import Path

from briefing.edition.briefing import Briefing, make_briefing
from briefing.edition.years import MANY
from briefing.record.model import Edition
from tests.helpers import SOURCE, briefing, load_record


def made(*dates: str, language: str = "en-GB") -> Briefing:
    events = "".join(
        f"  - {{id: e{n}, date: {day}, kind: news, title: E, {SOURCE}}}\n"
        for n, day in enumerate(dates)
    )
    record = load_record(f"title: T\nlanguage: {language}\nevents:\n{events}")
    return make_briefing(record, "t", Edition(template="timeline"), date(2025, 12, 31))


DAYS = [f"2025-{n % 4 + 2:02}-{n // 4 + 1:02}" for n in range(MANY)]


def test_a_year_of_many_events_has_months() -> None:
    (year,) = made(*DAYS, "2025-02-28").years
    assert [month.name for month in year.months] == [
        "February 2025",
        "March 2025",
        "April 2025",
        "May 2025",
    ]
    assert year.months[0].anchor == "month-2025-02" and len(year.months[0].entries) == 7
    assert sum((month.entries for month in year.months), ()) == year.entries


def test_a_year_of_few_events_has_none() -> None:
    (year,) = made(*DAYS).years
    assert year.months == ()


def test_a_date_without_a_month_comes_first_under_the_year() -> None:
    (year,) = made(*DAYS, "2025", "spring 2025").years
    assert [month.name for month in year.months][:3] == ["2025", "February 2025", "March 2025"]
    assert [entry.date for entry in year.months[0].entries] == ["2025"]
    assert "spring 2025" in [entry.date for entry in year.months[2].entries]


def test_months_speak_the_language_of_the_record() -> None:
    (year,) = made(*DAYS, "2025-02-28", language="cy").years
    assert year.months[0].name == "Chwefror 2025"


def test_the_timeline_has_a_heading_and_a_link_for_each_month(tmp_path: Path) -> None:
    events = "".join(
        f"  - {{id: e{n}, date: {day}, kind: news, title: E, {SOURCE}}}\n"
        for n, day in enumerate([*DAYS, "2025-02-28"])
    )
    (tmp_path / "events.yaml").write_text(f"title: T\ncorrect_as_of: 2025-12-31\nevents:\n{events}")
    out = tmp_path / "out"
    done = briefing("build", tmp_path / "events.yaml", "-f", "html", "-f", "md", "-o", out)
    assert done.exit_code == 0, done.output
    page = (out / "timeline.html").read_text(encoding="utf-8")
    assert 'href="#month-2025-03"' in page and 'id="year-2025">February 2025</h2>' in page
    assert "## March 2025\n" in (out / "timeline.md").read_text(encoding="utf-8")
