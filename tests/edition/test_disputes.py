"""A disputed claim is shown in both versions, each with its source."""

from datetime import date as Day

from briefing.edition.briefing import Briefing, make_briefing
from briefing.edition.editions import editions_of
from briefing.edition.entry import Figure
from tests.helpers import TEMPLATES, load_record

RECORD = """
    title: Traffic
    actors: {group: {name: The Group}, county: {name: The County}}
    sources:
      count: {title: A fortnight on Mill Lane, publisher: The Group}
      report: {title: The officers' report, publisher: The County}
    events:
      - date: 2019-05
        kind: statistics
        title: Two counts
        source: count
        %s
        figures:
          - {label: Vehicles a day, value: "4,200", of: Mill Lane, by: group, %s}
          - {label: vehicles a day, value: "3,150", of: mill lane, by: county, source: report}
          - {label: vehicles a day, value: "900", of: Church Lane}
          - {label: vehicles a day, value: over 4000, of: Mill Lane}
      - {date: 2019-05, kind: news, title: A third count, source: report,
         figures: [{label: vehicles a day, value: "3,000", of: Mill Lane}]}
      - {date: 2019-06, kind: news, title: A month on, source: report,
         figures: [{label: vehicles a day, value: "2,000", of: Mill Lane}]}
"""


def figures(event: str = "", figure: str = "") -> list[Figure]:
    record = load_record(RECORD % (event, figure))
    made: Briefing = make_briefing(
        record, "timeline", editions_of(record, TEMPLATES)["timeline"], Day(2020, 1, 1)
    )
    return [figure for entry in made.entries for figure in entry.figures]


def versions(figure: Figure) -> list[tuple[str, list[str]]]:
    return [
        (str(other.value), [citation.title for citation in other.citations])
        for other in figure.otherwise
    ]


def test_a_disputed_figure_names_what_others_say_with_their_sources() -> None:
    first, *others = figures(figure="disputed: Counted on other days")
    assert versions(first) == [
        ("3,150", ["The officers’ report"]),
        ("3,000", ["The officers’ report"]),
    ]
    assert first.otherwise[0].basis == "mill lane; The County"
    assert not any(other.otherwise for other in others)


def test_the_figures_of_a_disputed_event_name_one_another() -> None:
    first, second, third, *_ = figures(event="disputed: Nobody agrees")
    assert [value for value, _ in versions(first)] == ["3,150", "3,000"]
    assert [value for value, _ in versions(second)] == ["4,200", "over 4000", "3,000"]
    assert versions(third) == []


def test_what_nobody_disputes_stands_alone() -> None:
    assert not any(figure.otherwise for figure in figures())
