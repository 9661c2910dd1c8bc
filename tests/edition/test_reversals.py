"""A U-turn is made by the actor that made the decision. Anybody else overturns or reverses it."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.edition.briefing import Briefing
from briefing.edition.chart.description import description_of
from briefing.edition.selection import EventFilter
from briefing.edition.visibility import visible_to
from briefing.output.formats import FORMATS
from briefing.record.audiences import Audience, end_of_day
from briefing.record.dates import parse_edtf
from briefing.record.loading import File, load
from briefing.record.model import Edition
from tests.helpers import SOURCE, load_record, make_briefing

DAY = date(2024, 9, 8)
TOP = """
title: A record
correct_as_of: 2024-09-08
actors:
  council: {name: Northbridge Council}
  committee: {name: The planning committee, part of: council}
  government: {name: UK Government}
  treasury: {name: HM Treasury, part of: government}
  health: {name: Department of Health, part of: government}
  court: {name: High Court, type: court}
  charity: {name: Hearth}
events:
"""


def record(*events: str) -> str:
    lines = [
        f"  - {{id: e{n}, title: Event {n}, {event}, {SOURCE}}}"
        if "kind:" in event
        else f"  - {{id: e{n}, title: Event {n}, kind: statement, {event}, {SOURCE}}}"
        for n, event in enumerate(events, 1)
    ]
    return TOP + "\n".join(lines)


def brief(*events: str, as_of: date = DAY, template: str = "timeline") -> Briefing:
    edition = Edition(template=template)
    return make_briefing(load_record(record(*events)), "all", edition, as_of, EventFilter())


def described(*events: str) -> tuple[str, str, str]:
    """Return the words for two events: on the first, on the second, and whether it is a U-turn."""
    made = brief(*events)
    first, second = made.entries
    (reversal,) = made.reversals
    assert reversal.is_u_turn == second.is_u_turn == bool(made.u_turns)
    assert reversal.words == first.links[0].words
    assert second.links[0].done == first.links[0].done == reversal.words
    return first.reversed, second.links[0].words, reversal.words


@pytest.mark.parametrize(
    ("first", "second", "words"),
    [
        ("actors: [council]", "actors: [council]", "U-turn by Northbridge Council"),
        ("by: council", "by: [council]", "U-turn by Northbridge Council"),
        ("by: committee", "by: council", "U-turn by Northbridge Council"),
        ("by: council", "by: committee", "U-turn by the planning committee"),
        ("by: government", "by: treasury", "U-turn by HM Treasury"),
        # It is not known which of the actors decided, but they are the same in both events.
        ("actors: [council, charity]", "actors: [charity, council]", "U-turn"),
        # The kind is a U-turn.
        ("by: [council, charity]", "kind: U-turn amendment, by: charity", "U-turn by Hearth"),
        ("kind: ruling, actors: [court]", "kind: ruling, actors: [court]", "U-turn by High Court"),
    ],
)  # fmt: skip
def test_whoever_made_the_decision_makes_a_u_turn(first: str, second: str, words: str) -> None:
    state, does, done = described(
        f"date: 2024-03-02, {first}", f"date: 2024-09-04, {second}, reverses: [e1]"
    )
    assert (does, done) == ("Reverses", words)
    assert state == f"{words}, 4 September 2024"


@pytest.mark.parametrize(
    ("first", "second", "words"),
    [
        ("actors: [council]", "kind: ruling, actors: [court]", "Overturned by High Court"),
        # The council is a party to the case, and decided nothing in it.
        ("actors: [council]", "kind: ruling, actors: [court, council]", "Overturned by High Court"),
        ("actors: [council]", "kind: ruling, actors: [council]", "Overturned"),
        ("actors: [council]", "by: court", "Overturned by High Court"),
        ("actors: [council]", "by: government", "Reversed by UK Government"),
        ("by: health", "by: treasury", "Reversed by HM Treasury"),
        ("actors: [council]", "actors: [council, government]", "Reversed"),
        ("actors: [council, charity]", "actors: [council]", "Reversed by Northbridge Council"),
        ("actors: [council, {ref: court, as: Witness}]", "by: charity", "Reversed by Hearth"),
        ("topics: [a]", "topics: [a]", "Reversed"),
        ("topics: [a]", "actors: [council]", "Reversed by Northbridge Council"),
        ("actors: [council]", "topics: [a]", "Reversed"),
    ],
)
def test_anybody_else_overturns_or_reverses_it(first: str, second: str, words: str) -> None:
    state, does, done = described(
        f"date: 2024-03-02, {first}", f"date: 2024-09-04, {second}, reverses: [e1]"
    )
    assert done == words and "U-turn" not in state
    assert does == ("Overturns" if "Overturned" in words else "Reverses")
    assert state == f"{words[0].lower()}{words[1:]}, 4 September 2024"


def test_a_reversal_can_be_in_part() -> None:
    state, does, done = described(
        "date: 2024-03-02, by: council",
        "date: 2024-09-04, by: court, reverses: [{ref: e1, part: one home}]",
    )
    assert state == "partly overturned by High Court (one home), 4 September 2024"
    assert does == "Partly overturns (one home)"
    assert done == "Partly overturned by High Court (one home)"


@pytest.mark.parametrize(
    ("later", "first", "second"),
    [
        (
            "by: council",
            "U-turn by Northbridge Council:",
            "U-turn by Northbridge Council: reverses",
        ),
        ("by: court", "Overturned by High Court:", "Overturned by High Court:"),
        ("by: charity", "Reversed by Hearth:", "Reversed by Hearth:"),
    ],
)
def test_a_summary_shows_which_of_two_decisions_is_the_reversal(
    later: str, first: str, second: str
) -> None:
    events = ["date: 2024-03-02, by: council", f"date: 2024-09-04, {later}, reverses: [e1]"]
    assert [entry.links[0].in_summary for entry in brief(*events).entries] == [first, second]


def test_a_summary_names_the_part_of_a_partial_u_turn() -> None:
    part = "reverses: [{ref: e1, part: one home}]"
    made = brief("date: 2024-03-02, by: council", f"date: 2024-09-04, by: council, {part}")
    assert [entry.links[0].in_summary for entry in made.entries] == [
        "Partial U-turn by Northbridge Council (one home):",
        "Partial U-turn by Northbridge Council (one home): partly reverses",
    ]


def test_a_chain_is_one_story() -> None:
    made = brief(
        "date: 2023-05-01, by: council",
        "date: 2023-11-01, by: council, reverses: [e1]",
        "date: 2023-12-01, by: charity",
        "date: 2024-06-03, by: court, reverses: [e2]",
    )
    (story,) = made.stories
    assert [(step.words, step.event.title, step.time_between) for step in story.steps] == [
        ("", "Event 1", ""),
        ("U-turn by Northbridge Council", "Event 2", "6 months"),
        ("Overturned by High Court", "Event 4", "7 months"),
    ]
    assert made.entries[0].reversed == (
        "U-turn by Northbridge Council, 1 November 2023 (itself overturned, 3 June 2024)"
    )


def test_what_a_later_step_reverses_is_named_if_it_is_not_the_step_before() -> None:
    made = brief(
        "date: 2023-05, by: council",
        "date: 2023-11, by: council, reverses: [e1]",
        "date: 2024-06, by: court, reverses: [e1]",
    )
    (story,) = made.stories
    assert [step.words for step in story.steps[1:]] == [
        "U-turn by Northbridge Council",
        "Overturned by High Court (“Event 1”)",
    ]


def test_the_title_at_the_head_of_a_story_is_not_repeated_while_a_part_of_it_stands() -> None:
    part, rest = "reverses: [{ref: e1, part: a part}]", "reverses: [{ref: e1, part: the rest}]"
    made = brief(
        "date: 2023-05, by: council",
        f"date: 2023-11, by: council, {part}",
        f"date: 2024-06, by: council, {rest}",
    )
    (story,) = made.stories
    assert [step.words for step in story.steps] == [
        "",
        "Partial U-turn by Northbridge Council (a part)",
        "Partial U-turn by Northbridge Council (the rest)",
    ]
    made = brief(
        "date: 2023-05, by: council",
        f"date: 2023-11, by: council, {part}",
        "date: 2024-06, by: court, reverses: [e2]",
    )
    assert made.stories[0].steps[2].words == "Overturned by High Court (“Event 2”)"


def test_a_reversal_that_was_itself_reversed_in_part_is_not_shown_as_the_last_word() -> None:
    first, _, third, fourth = brief(
        "date: 2023-05-01, by: council",
        "date: 2023-11-01, by: court, reverses: [e1]",
        "date: 2024-06-01, by: court, reverses: [{ref: e2, part: two homes}]",
        "date: 2024-07-01, by: council, reverses: [{ref: e3, part: a home}]",
    ).entries
    overturned = "overturned by High Court, 1 November 2023"
    assert first.reversed == f"{overturned} (itself partly reversed, 1 June 2024)"
    assert "partly reversed" in third.reversed and fourth.reversed == ""


def test_a_partial_u_turn_is_called_partial_on_both_events() -> None:
    first, second, third = brief(
        "date: 2023-05-01, by: council",
        "date: 2023-11-01, by: council, reverses: [{ref: e1, part: a home}]",
        "date: 2024-06-01, by: council, reverses: [e2]",
    ).entries
    words = [[state.words for state in entry.states] for entry in (first, second, third)]
    assert "partial U-turn by Northbridge Council (a home)" in words[0][-1]
    assert "Partial U-turn" in words[1] and "U-turn" not in words[1]
    assert "U-turn" in words[2]


@pytest.mark.parametrize("format", ["md", "html"])
@pytest.mark.parametrize("template", ["timeline", "member"])
def test_a_page_uses_the_same_words_wherever_it_tells_of_a_reversal(
    template: str, format: str
) -> None:
    made = brief(
        "date: 2024-03-02, by: council",
        "date: 2024-09-04, by: council, reverses: [{ref: e1, part: a home}]",
        template=template,
    )
    text = FORMATS[format].renderer(None, "weasyprint")(made).content.decode()
    page = " ".join(re.sub("<[^>]*>", "", text.partition("<body")[2] or text).split())
    words = "partial U-turn by Northbridge Council (a home)"
    assert f"P{words[1:]}: partly reverses “Event 1”, 2 March 2024." in page  # the summary
    assert f"{words}, 4 September 2024" in page  # next to the kind of the first event
    assert "reversed" not in page.lower()


def test_a_reversal_that_may_not_have_happened_yet_is_only_perhaps_one() -> None:
    made = brief(
        "date: 2023-05-01, by: council",
        'date: "[2024-09-01..2024-12-31]", by: council, reverses: [e1]',
    )
    words = "Perhaps U-turn by Northbridge Council"
    assert [link.words for link in made.entries[0].links] == [words]
    assert [story.steps[1].words for story in made.stories] == [words]
    assert [reversal.words for reversal in made.reversals] == [words]
    assert made.entries[0].reversed.startswith(f"p{words[1:]}, between")
    assert "(may not have happened yet)" in description_of(made)


def test_two_stories_stay_two() -> None:
    made = brief(
        "date: 2023-01, by: council",
        "date: 2023-02, by: charity",
        "date: 2023-03, by: council, reverses: [e1]",
        "date: 2023-04, by: charity, reverses: [e2]",
    )
    assert [[step.event.title for step in story.steps] for story in made.stories] == [
        ["Event 1", "Event 3"],
        ["Event 2", "Event 4"],
    ]


@given(st.lists(st.integers(0, 6), min_size=1, max_size=7))
def test_each_reversal_is_in_one_story(links: list[int]) -> None:
    events = ["date: 2020-01-01, by: council"]
    events += [
        f"date: 2020-01-{n + 1:02}, by: council, reverses: [e{min(link, n - 1) + 1}]"
        for n, link in enumerate(links, 1)
    ]
    made = brief(*events)
    steps = [step for story in made.stories for step in story.steps]
    assert sorted(step.event.title for step in steps) == [
        f"Event {n + 1}" for n in range(len(events))
    ]
    assert sum(bool(step.words) for step in steps) == len(made.reversals) == len(links)


def test_what_is_to_come_has_reversed_nothing() -> None:
    first, second = brief(
        "date: 2024-03-02, by: council", "date: 2024-12-04, by: council, reverses: [e1]"
    ).entries
    assert first.reversed == ""
    assert [link.words for link in first.links] == ["To be reversed"]
    assert [link.words for link in second.links] == ["Will reverse"]


@pytest.mark.parametrize("template", ["timeline", "member"])
@pytest.mark.parametrize("format", ["md", "html", "json"])
def test_no_format_calls_it_a_u_turn_when_a_court_overturns_a_decision(
    template: str, format: str
) -> None:
    made = brief(
        "date: 2024-03-02, by: council",
        "date: 2024-09-04, kind: ruling, by: court, reverses: [e1]",
        template=template,
    )
    page = FORMATS[format].renderer(None, "weasyprint")(made).content.decode()
    page = page.partition("<body")[2] or page
    assert "Overturned by High Court" in page
    assert "U-turn" not in page


def test_who_decided_is_asked_for_if_nobody_can_tell() -> None:
    def problems(*events: str) -> list[tuple[str, int]]:
        found = load([File("events.yaml", record(*events).encode())]).problems
        return [
            (problem.message, problem.place.line)
            for problem in found
            if problem.slug == "reversal-by-nobody"
        ]

    first = "date: 2024-03-02, actors: [council, charity]"
    (problem,) = problems(first, "date: 2024-09-04, actors: [council], reverses: [e1]")
    assert "because 'e1' does not show who" in problem[0]
    (problem,) = problems("date: 2024-03-02", "date: 2024-09-04, reverses: [e1]")
    assert "because 'e1' and 'e2' do not show who" in problem[0]
    assert not problems(f"by: council, {first}", "date: 2024-09-04, by: council, reverses: [e1]")
    assert not problems("date: 2024, by: council", "date: 2024-09, by: court, reverses: [e1]")


@pytest.mark.parametrize(
    ("first", "second", "line", "by"),
    [
        ("by: council", "by: [council, minister]", 14, ""),
        ("by: council", "actors: [council, minister]", 14, ""),
        ("actors: [council, minister]", "actors: [council, minister]", 13, ""),
        ("by: minister", "by: council, kind: U-turn amendment", 13, "Northbridge Council"),
    ],
)
def test_readers_who_see_only_some_of_the_deciders_are_shown_no_u_turn(
    first: str, second: str, line: int, by: str
) -> None:
    hidden = "audience: internal\nactors: {minister: {name: The hidden minister}}\n"
    text = record(f"date: 2024-03-02, {first}", f"date: 2024-09-04, {second}, reverses: [e1]")
    reading = load([File("a.yaml", text.encode()), File("b.yaml", hidden.encode())])
    found = [problem for problem in reading.problems if problem.slug == "hidden-link"]
    assert {problem.message for problem in found} == {
        "the actor 'minister' is for internal readers only"
    }
    assert found[0].place.line == line
    moment = end_of_day(DAY, reading.record.timezone)
    seen, _ = visible_to(reading.record, "public", moment)
    (reversal,) = make_briefing(seen, "all", Edition(template="timeline"), DAY).reversals
    assert (reversal.by, reversal.is_u_turn) == (by, False)
    assert reversal.words == (f"Reversed by {by}" if by else "Reversed")


@pytest.mark.parametrize("hidden", ["court", "minister"])
def test_a_ruling_is_no_more_than_reversed_to_those_who_may_not_see_who_decided(
    hidden: str,
) -> None:
    actors = {
        "court": "crown-court: {name: Crown Court, type: court}",
        "minister": "minister: {name: The minister}",
    }
    files = [
        File(
            f"{id}.yaml",
            f"audience: {'internal' if id == hidden else 'public'}\nactors: {{{actor}}}\n".encode(),
        )
        for id, actor in actors.items()
    ]
    text = record(
        "date: 2024-03-02, by: minister",
        "date: 2024-09-04, kind: ruling, by: crown-court, reverses: [e1]",
    )
    reading = load([File("record.yaml", text.encode()), *files])
    day = end_of_day(DAY, "Europe/London")
    words = []
    readers: tuple[Audience, ...] = ("public", "internal")
    for reader in readers:
        seen, _ = visible_to(reading.record, reader, day)
        (reversal,) = make_briefing(seen, "all", Edition(template="timeline"), DAY).reversals
        words.append(reversal.words)
    assert words[1] == "Overturned by Crown Court"
    assert words[0] == ("Reversed" if hidden == "court" else "Reversed by Crown Court")


def test_a_hidden_witness_leaves_it_a_u_turn() -> None:
    hidden = "audience: internal\nactors: {minister: {name: The hidden minister}}\n"
    second = "date: 2024-09-04, actors: [council, {ref: minister, as: Witness}], reverses: [e1]"
    text = record("date: 2024-03-02, by: council", second)
    reading = load([File("a.yaml", text.encode()), File("b.yaml", hidden.encode())])
    seen, _ = visible_to(reading.record, "public", end_of_day(DAY, "Europe/London"))
    (reversal,) = make_briefing(seen, "all", Edition(template="timeline"), DAY).reversals
    assert reversal.words == "U-turn by Northbridge Council"
    assert not [problem for problem in reading.problems if problem.slug == "hidden-link"]


def test_an_actor_that_is_part_of_a_hidden_one_stands_alone() -> None:
    hidden = "audience: internal\nactors: {cabinet: {name: The hidden cabinet}}\n"
    text = record("date: 2024-03-02, by: council").replace(
        "council}", "council}\n  office: {name: Office, part of: cabinet}"
    )
    reading = load([File("a.yaml", text.encode()), File("b.yaml", hidden.encode())])
    seen, _ = visible_to(reading.record, "public", end_of_day(DAY, "Europe/London"))
    assert seen.actors["office"].part_of is None


def test_a_day_before_the_reversal_knows_nothing_of_it() -> None:
    events = ("date: 2024-03-02, by: council", "date: 2024-09-04, by: council, reverses: [e1]")
    made = brief(*events, as_of=date(2024, 5, 1))
    assert made.entries[0].reversed == "" and not made.stories and not made.reversals
    assert parse_edtf("2024-09-04").earliest > date(2024, 5, 1)
