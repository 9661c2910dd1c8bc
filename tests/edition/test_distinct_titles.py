"""Titles that make it clear which briefing of a website is which."""

from datetime import date as Day

from briefing.edition.distinct_titles import with_distinct_titles
from tests.helpers import TEMPLATES, load_record, make_briefing

EVENTS = """
title: Parks
areas: {north: {name: North}}
events:
  - {date: 2023-07-03, kind: report, title: A plan, topics: [benches], source: {title: S}}
"""


def titles(*editions: str, folders: tuple[str, ...] = (), title: str = "Parks") -> list[str]:
    """Return the titles of editions on a website, which can be in the folders of areas."""
    text = EVENTS.replace("Parks", f'"{title}"')
    text += "editions:\n" + "".join(f"  e{n}: {{{one}}}\n" for n, one in enumerate(editions))
    record = load_record(text)
    made = {
        f"{folder}e{n}": make_briefing(record, f"e{n}", record.editions[f"e{n}"], Day(2023, 8, 1))
        for n, folder in enumerate(folders or [""] * len(editions))
    }
    return [briefing.title for briefing in with_distinct_titles(made, TEMPLATES).values()]


def test_titles_that_differ_stay_as_they_are() -> None:
    assert titles("template: timeline") == ["Parks"]
    assert titles("template: timeline", "template: lines, title: Lines") == ["Parks", "Lines"]
    assert titles("template: timeline", "template: timeline, area: north") == [
        "Parks",
        "Parks: North",
    ]


def test_the_kinds_come_first_then_the_events_and_last_the_ids() -> None:
    assert titles("template: timeline", "template: register", "template: register") == [
        "Parks: Timeline",
        "Parks: Register (e1)",
        "Parks: Register (e2)",
    ]
    assert titles("template: timeline", "template: timeline, topics: [benches]") == [
        "Parks",
        "Parks (only events on benches)",
    ]
    assert titles("template: timeline", "template: register", title="Parks: a plan") == [
        "Parks: a plan – Timeline",
        "Parks: a plan – Register",
    ]


def test_pages_in_other_languages_and_folders_have_their_own_titles() -> None:
    assert titles("template: timeline", "template: register, language: cy") == ["Parks", "Parks"]
    # The added words are in the language of the title.
    welsh = "template: timeline, language: cy"
    assert titles(welsh, f"{welsh}, topics: [benches]", "template: lines, language: cy") == [
        "Parks: Timeline (e0)",
        "Parks: Timeline (e1)",
        "Parks: Lines to take",
    ]
    assert titles("template: timeline", "template: member", folders=("", "north/")) == ["Parks"] * 2
