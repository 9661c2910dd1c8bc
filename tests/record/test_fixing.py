"""Fixes remove the problem that names them, add none, and change nothing else."""

import re
from collections.abc import Callable
from functools import cache, partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.record import fixing, parsing
from briefing.record.fixing import Fixed
from briefing.record.loading import File, LoadResult, load, text_of
from briefing.record.problems import LINE_END, Problem
from briefing.record.rules import every_rule
from briefing.record.rules.rule import Rule, files_of
from tests.record.test_corpus import EXPECTED, Expected, check_corpus

# Hints that are advice: nobody but the writer can carry them out, for these reasons.
ADVICE = {
    "only the writer knows the missing fact": [
        r"add (its|an? |a line|it under|them under|'|the (date|value)|this area|reverses)",
        r"add the year|give an event that id|name the other event|its fields are",
        r"write (it (as|on one line)|its (id|path|kind|first)|as much as|a (date|full))",
        r"write (the (date itself|values out|whole|latest|first|day|fields out)|# and six)",
        r"write \[?\{(text|an-asks-id).*an-.*-id|use the id of|update the record",
        r"start the record with|start each one with a hyphen|give each an id|put the whole text",
        r"a web address starts|an email address|the part after the @|shorten it",
        r"use (fewer|letters|a font that)",
        r"if the record is about one part|$",
        r"add (it to the table|the bold font)|cite a source|fill in the cell",
        r"name the (columns|font)",
        r"write (the path|what it shows|\{ area)",
    ],
    "there are several possible meanings": [
        r"write (raised here|every: week|en-GB|England and Wales|digest, lines|high, normal)",
        r"write (week, 2 weeks|normal or|government, parl|one of)",
        r"write \S+( after \S+)?.* (or|for) ",
        r"keep (only )?one of (the two|them)|delete it here",
        r"give it another id|remove one link|change its kind",
        r"(start|indent) it (on|with|like)|delete the line, or",
        r"write (\"null\"|\"\*all\") if you mean",
        r"if this is part of the text|if these are separate records|close it with",
        r"(YAML reads ~ as empty, so )?fill it in",
    ],
    "only the sources show what is right": [
        r"delete it, or check for a misspelt id|write it as it was",
        r"correct (one|the|it)|keep a (copy|better)|run `|the source has|role at the time: .*,",
        r"write both, as in",
        r"if (it is|it has|the commitment)|(give only|leave out) the",
    ],
    "it is a decision about readers": [
        r"other readers will|change the audience|give it the same audience|if people may",
        r"did you mean 'public'|you can delete it",
    ],
    "it is outside the text of the record": [
        r"save (it|the file|or)|ask its maker|copy its rules|look for a missing",
        r"use a (TTF|version)|write (--|the picture)|did you mean 'town'",
        r"copy it again|convert its text|describe the image|split the event",
    ],
    "Markdown can be written in several ways": [
        r"write (\*\*bold|a paragraph|a list|\[the words|only \[the)",
    ],
    "a line that begins with % may have been meant as text": [r"delete it$"],
}
LEFT = {
    "bad-id/of-an-actor.yaml": {"unused-actor"},
    "empty-text/source.yaml": {"event-without-source"},
    "bad-id/not-applicable.yaml": {"event-without-source"},
    "unknown-source/to-be-confirmed.yaml": {"event-without-source"},
    "quote-absent/elsewhere/a.yaml": {"not-proved"},
}
"""Problems that remain after a fix: something is now missing or unused that was wrong before."""


@cache
def fixed(file: str, *, unsafe: bool) -> Fixed:
    expected = next(expected for expected in EXPECTED if expected.file == file)
    return fixing.fix(expected.files, partial(check_corpus, file), unsafe=unsafe)


def problem_of(expected: Expected) -> Problem:
    (problem,) = check_corpus(expected.file, expected.files).problems
    return problem


@pytest.mark.parametrize("expected", EXPECTED, ids=lambda line: line.file)
def test_every_fix_removes_its_problem_and_adds_none(expected: Expected) -> None:
    problem = problem_of(expected)
    if problem.fix is None:
        reasons = [
            reason
            for reason, hints in ADVICE.items()
            if any(re.match(hint, problem.hint) for hint in hints)
        ]
        assert reasons, f"give this hint a fix, or list it as advice: {problem.hint}"
        return
    done = fixed(expected.file, unsafe=True)
    left = {problem.slug for problem in done.remaining.problems}
    assert left == LEFT.get(expected.file, set())
    if problem.fix.is_safe:
        assert fixed(expected.file, unsafe=False).remaining.problems == []


@pytest.mark.parametrize("expected", EXPECTED, ids=lambda line: line.file)
def test_to_fix_twice_is_to_fix_once(expected: Expected) -> None:
    for unsafe in (False, True):
        once = fixed(expected.file, unsafe=unsafe)
        again = fixing.fix(once.files, partial(check_corpus, expected.file), unsafe=unsafe)
        assert [file.content for file in again.files] == [file.content for file in once.files]
        assert again.fixed == []


def test_the_rules_state_the_grades_of_their_fixes() -> None:
    seen: dict[str, set[str]] = {slug: set() for slug in every_rule()}
    problems = [problem_of(expected) for expected in EXPECTED]
    problems += [problem for rule in every_rule().values() for problem in example_problems(rule)]
    for problem in problems:
        if problem.fix:
            seen[problem.slug].add("safe" if problem.fix.is_safe else "unsafe")
    assert {slug: set(rule.grades) for slug, rule in every_rule().items()} == seen


def example_problems(rule: Rule) -> list[Problem]:
    files = files_of(rule.wrong).items()
    return load(
        [File(name, text.encode("utf-8", "surrogateescape")) for name, text in files]
    ).problems


# A valid record, and mistakes that people make when they type it. Each has one possible meaning.
SOUND = """\
# The record of the council
title: "Roads: a history"
correct_as_of: 2023-09-01
actors:
  council: {name: Example Council}   # the makers

sources:
  minutes:
    title: 'The minutes, in full'
    url: https://example.org/m
    date: 2023-07
events:
  - id: plan
    date: 2023-07-03
    kind: consultation
    title: "A plan: first steps"  # as agreed
    summary: |
      The first line.

      The second.
    topics: [roads]
    actors: [council]
    source: minutes
  # The answer
  - date: 2023-08-11
    kind: news
    title: Roads & paths
    responds to: [plan]
    topics:
      - roads
      - paths
    figures: [{label: want a road, value: 77%, sample: "8,300"}]
    source: https://example.org/n
"""
Mistake = Callable[[str], str]


def instead(old: str, new: str) -> Mistake:
    assert SOUND.count(old) == 1, old
    return lambda text: text.replace(old, new)


MISTAKES: tuple[Mistake, ...] = (
    instead('"Roads: a history"', "Roads: a history"),
    instead('title: "A plan: first steps"', "title: A plan: first steps"),
    instead("kind: consultation", "kind:consultation"),
    instead("kind: news", "kind:\xa0news"),
    instead("2023-07-03", "3 July 2023"),
    instead("2023-08-11", "11th Aug 2023"),
    instead("topics: [roads]", "topics: roads"),
    instead("actors: [council]", "actors: council"),
    instead("topics: [roads]", "Topics: [roads]"),
    instead("responds to:", "responds_to:"),
    instead("Roads & paths", "Roads &amp; paths"),
    instead("    date: 2023-07\n", "    date: !!str 2023-07\n"),
    instead("    kind: news", "     kind: news"),
    instead("    actors: [council]", "\t\tactors: [council]"),
    instead('sample: "8,300"', 'sample: "8_300"'),
    instead("[council]", "[council"),
    instead("Roads & paths", '"Roads &\\f paths"'),
    instead("    topics: [roads]", "    kind: consultation\n    topics: [roads]"),
    instead("{name: Example Council}", "Example Council"),
)


def check(files: object) -> LoadResult:
    return load(files)  # type: ignore[arg-type]


@given(
    st.sets(st.sampled_from(MISTAKES), min_size=1, max_size=4),
    st.sampled_from(["\n", "\r\n", "\r"]),
)
def test_safe_fixes_give_the_record_that_was_meant(mistakes: set[Mistake], line_end: str) -> None:
    text = SOUND
    for mistake in sorted(mistakes, key=MISTAKES.index):
        text = mistake(text)
    before = File("events.yaml", text.replace("\n", line_end).encode())
    done = fixing.fix([before], check)
    (file,) = done.files
    assert done.remaining.problems == []
    meant = check([File("events.yaml", SOUND.encode())]).record
    assert [str(event) for event in done.remaining.record.events] == [
        str(event) for event in meant.events
    ]
    assert done.remaining.record.title == meant.title
    assert done.remaining.record.actors == meant.actors
    assert set(LINE_END.findall(text_of(file))) == {line_end}
    for comment in re.findall(r"# .*", SOUND):
        assert comment in text_of(file)


KEYS = st.sampled_from(
    ["\t", " ", ": ", " #", '"', "'", "[", "]", "{", "}", "- ", ",", "\n", "\xa0", ""]
)


@given(st.integers(0, len(SOUND) - 1), KEYS, st.integers(0, 3), st.booleans())
def test_damage_never_gets_worse(at: int, typed: str, deleted: int, unsafe: bool) -> None:
    before = File("events.yaml", f"{SOUND[:at]}{typed}{SOUND[at + deleted :]}".encode())
    done = fixing.fix([before], check, unsafe=unsafe)
    old, new = check([before]), done.remaining
    assert len(new.unread) <= len(old.unread)
    assert fixing.fix(done.files, check, unsafe=unsafe).files == done.files
    for problem in done.fixed:
        assert unsafe or (problem.fix and problem.fix.is_safe)
    if not done.fixed:
        assert done.files == [before]


def test_each_mistake_is_one() -> None:
    for mistake in MISTAKES:
        assert check([File("events.yaml", mistake(SOUND).encode())]).problems


def test_a_sound_file_is_left_as_it_is() -> None:
    before = File("events.yaml", SOUND.encode())
    done = fixing.fix([before], check, unsafe=True)
    assert (done.files, done.fixed, done.taken_back) == ([before], [], [])


def fix_text(text: str, *, unsafe: bool = False) -> Fixed:
    return fixing.fix([File("events.yaml", text.encode())], check, unsafe=unsafe)


EVENT = "{date: 2023-07-03, kind: news, title: A, source: https://example.org/a}"


def test_a_fix_that_makes_another_error_is_taken_back_and_reported() -> None:
    text = f"title: Example\nactors:\n  council: {{name: A, type: body}}\nevents:\n  - {EVENT}\n"
    text = text.replace("title: A,", "title: A, actors: [council], figure: 77%,")
    done = fix_text(text, unsafe=True)
    assert [problem.slug for problem in done.taken_back] == ["unknown-field"]
    assert text_of(done.files[0]) == text


def test_one_bad_fix_does_not_prevent_the_others() -> None:
    events = [f"  - {EVENT}".replace("title: A", f"title: {n}, topics: t{n}") for n in range(9)]
    events[4] = events[4].replace("topics: t4", "figure: 77%")
    done = fix_text("title: Example\nevents:\n" + "\n".join(events), unsafe=True)
    assert len(done.fixed) == 8
    assert [problem.slug for problem in done.taken_back] == ["unknown-field"]


def test_a_fix_can_reveal_what_it_hid() -> None:
    text = f"title: Example\nevents:\n  - {EVENT}\n"
    done = fix_text(text.replace("title: A", "title: A, follows: plan"))
    assert [problem.slug for problem in done.remaining.problems] == ["unknown-event"]
    assert "follows: [plan]" in text_of(done.files[0])


def test_what_is_unused_is_never_deleted() -> None:
    text = f"title: Example\nactors:\n  council: {{name: The council}}\nevents:\n  - {EVENT}\n"
    assert text_of(fix_text(text, unsafe=True).files[0]) == text


def test_nothing_becomes_public_by_a_fix() -> None:
    editions = "editions:\n  all: {template: timeline, audience: internal}\n"
    for written in ("publik", "Public", "everyone", "pulic"):
        text = f"title: Example\n{editions}events:\n  - {EVENT[:-1]}, audience: {written}}}\n"
        done = fix_text(text, unsafe=True)
        assert "unknown-audience" in {problem.slug for problem in done.remaining.problems}


def test_faults_are_fixed_until_none_is_left() -> None:
    text = f"title: Roads: a history\nEvents:\n\t- {EVENT}\n"
    done = fix_text(text.replace("2023-07-03", "July 3rd 2023"))
    assert done.remaining.problems == []
    assert parsing.loads(text_of(done.files[0]))["title"] == "Roads: a history"
    assert [problem.slug for problem in done.fixed] == [
        *("not-yaml", "tab", "unknown-field", "not-a-date")
    ]


def test_nothing_that_must_be_decided_is_fixed() -> None:
    for wrong in ("3/7/2023", "2022-23", "next week"):
        text = f"title: Example\nevents:\n  - {EVENT}\n".replace("2023-07-03", wrong)
        assert fix_text(text, unsafe=True).fixed == []


def test_a_semicolon_between_topics_makes_no_safe_fix() -> None:
    text = f"title: Example\nevents:\n  - {EVENT[:-1]}, topics: tax; pay}}\n"
    assert fix_text(text).fixed == []
    assert "topics: [tax, pay]" in text_of(fix_text(text, unsafe=True).files[0])
