"""Actions for readers: their dates, areas and audiences."""

from dataclasses import replace
from datetime import date

import pytest

from briefing.edition.actions import actions_of
from briefing.edition.visibility import visible_to
from briefing.record.audiences import end_of_day
from briefing.record.loading import File, load
from briefing.record.problems import errors
from tests.helpers import SOURCE, load_record

DAY = date(2023, 9, 8)
AREAS = """
areas:
  uk: {name: the United Kingdom}
  wales: {name: Wales, within: uk}
  gwent: {name: Gwent, within: wales}
  kent: {name: "Kent [south]", within: uk}
"""


def actions(
    *lines: str, area: str | None = None, day: date = DAY, language: str = "en-GB"
) -> tuple[str, ...]:
    listed = "".join(f"\n      - {line}" for line in lines)
    record = load_record(
        f"title: T\nlanguage: {language}{AREAS}editions:\n  e:\n    template: member\n"
        f"    actions:{listed}\nevents:\n  - {{date: 2019, kind: news, title: A, {SOURCE}}}\n"
    )
    edition = record.editions["e"].model_copy(update={"area": area})
    return tuple(action.text for action in actions_of(record, edition, day))


def test_an_action_is_a_line_or_a_text() -> None:
    assert actions("Write to *them*", "{text: Ask}", "2023") == ("Write to *them*", "Ask", "2023")


@pytest.mark.parametrize(
    ("given", "first", "last"),
    [
        ("from: 2023-07-01, until: 2023-09-08", date(2023, 7, 1), date(2023, 9, 8)),
        ("from: 2023-07, until: 2023-09", date(2023, 7, 1), date(2023, 9, 30)),
        ("until: 2023-09-08", date.min, date(2023, 9, 8)),
        ("from: 2023-07-01", date(2023, 7, 1), date.max),
    ],
)
def test_an_action_is_shown_from_its_first_day_to_its_last(
    given: str, first: date, last: date
) -> None:
    line = f"{{text: Now, {given}}}"
    assert actions(line, day=first) == actions(line, day=last) == ("Now",)
    if first > date.min:
        assert not actions(line, day=date.fromordinal(first.toordinal() - 1))
    if last < date.max:
        assert not actions(line, day=date.fromordinal(last.toordinal() + 1))


def test_an_area_has_its_own_actions_and_those_of_wider_areas() -> None:
    lines = [f"{{text: In {id}, areas: [{id}]}}" for id in ("uk", "wales", "gwent", "kent")]
    assert actions(*lines, "Anywhere", area="wales") == ("In uk", "In wales", "Anywhere")
    assert actions(*lines, "Anywhere", area="uk") == ("In uk", "Anywhere")
    assert actions("{text: Here, areas: [kent, gwent]}", area="gwent") == ("Here",)


def test_without_an_area_each_action_says_where_it_is_for() -> None:
    lines = ["Anywhere", "{text: Ask, areas: [wales, kent]}", '{text: "- A list", areas: [uk]}']
    assert actions(*lines) == (
        "Anywhere",
        r"**Wales and Kent \[south\]:** Ask",
        "**the United Kingdom:**\n\n- A list",
    )


@pytest.mark.parametrize(
    ("deadline", "words", "last"),
    [
        ("2023-09-08", "by 8 September 2023", "2023-09-08"),
        ("2023-09", "by September 2023", "2023-09-30"),
        ("3 weeks after plan", "by 24 September 2023", "2023-09-24"),
        ("[2023-09..2023-11]", "deadline: between September and November 2023", "2023-11-30"),
    ],
)
def test_a_deadline_is_in_words_until_it_has_passed(deadline: str, words: str, last: str) -> None:
    record = load_record(
        "title: T\neditions:\n  e:\n    template: member\n    actions:\n"
        f'      - {{text: A, deadline: "{deadline}"}}\n'
        f"events:\n  - {{id: plan, date: 2023-09-03, kind: news, title: A, {SOURCE}}}\n"
    )
    edition, day = record.editions["e"], date.fromisoformat(last)
    (shown,) = actions_of(record, edition, day)
    assert shown.deadline == words
    assert actions_of(record, edition, date.fromordinal(day.toordinal() + 1)) == ()
    # Without the event, the deadline cannot be worked out.
    (shown,) = actions_of(replace(record, events=[]), edition, day)
    assert shown.deadline == ("" if "plan" in deadline else words)


def test_an_action_is_only_for_its_audience() -> None:
    record = load_record(
        "title: T\neditions:\n"
        "  public: {template: member, actions: &all [{text: A}, {text: M, audience: members}]}\n"
        "  members: {template: member, audience: members, actions: *all}\n"
        f"events:\n  - {{date: 2019, kind: news, title: A, {SOURCE}}}\n"
    )
    shown = {
        id: [action.text for action in actions_of(record, edition, DAY)]
        for id, edition in record.editions.items()
    }
    assert shown == {"public": ["A"], "members": ["A", "M"]}
    # A comparison for the public does not show it either.
    seen, _ = visible_to(record, "public", end_of_day(DAY, record.timezone))
    assert [action.text for action in seen.editions["public"].actions] == ["A"]
    assert seen.editions["members"].actions == ()


def test_an_action_goes_with_the_areas_that_readers_may_not_see() -> None:
    reading = load(
        [
            File(
                "a.yaml",
                b"title: T\nareas: {uk: {name: the UK}}\neditions:\n  e:\n    template: member\n"
                b"    actions:\n      - {text: Both, areas: [uk, secret]}\n"
                b"      - {text: Hidden, areas: [secret]}\n      - All\n"
                b"events:\n  - {date: 2019, kind: news, title: A, source: https://example.org}\n",
            ),
            File("b.yaml", b"audience: internal\nareas: {secret: {name: The secret place}}\n"),
        ]
    )
    assert not errors(reading.problems, strict=False)
    record = reading.record
    seen, _ = visible_to(record, "public", end_of_day(DAY, record.timezone))
    shown = actions_of(seen, record.editions["e"], DAY)
    assert [action.text for action in shown] == ["**the UK:** Both", "All"]
    assert len(actions_of(record, record.editions["e"], DAY)) == 3


@pytest.mark.parametrize(
    ("line", "slug"),
    [
        ("{text: A, areas: [wale]}", "unknown-area"),
        ("See <b>this</b>", "unsafe-markdown"),
        ("{text: See <b>this</b>}", "unsafe-markdown"),
        ("{text: A, from: soon}", "not-a-date"),
        ("{text: A, when: 2023}", "unknown-field"),
        ("{until: 2023}", "missing-field"),
        ("{text: A, url: example.org}", "not-a-web-address"),
        ("{text: A, deadline: soon}", "not-a-date"),
        ("{text: A, deadline: 3 months after nothing}", "due-after-nothing"),
        ("{text: A, from: 2023-09-08, deadline: 2023-09-07}", "deadline-before-from"),
        ("{text: A, audience: members}", "not-for-its-readers"),
    ],
)
def test_a_faulty_action_is_a_problem_on_its_line(line: str, slug: str) -> None:
    text = (
        f"title: T{AREAS}editions:\n  e:\n    template: member\n    actions:\n      - Fine\n"
        f"      - {line}\nevents:\n  - {{date: 2019, kind: news, title: A, {SOURCE}}}\n"
    )
    (problem,) = load([File("events.yaml", text.encode())]).problems
    assert (problem.slug, problem.place.line) == (slug, text[: text.index(line)].count("\n") + 1)
