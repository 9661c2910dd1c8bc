"""Every problem is on its own line, whatever else is wrong in the file."""

import pytest
import yaml_rs
from hypothesis import assume, given
from hypothesis import strategies as st

from briefing.record.loading import File, load

RECORD = """\
title: Example
correct_as_of: 2024-01-01
actors:
  mayor: {name: The Mayor}
events:
  - {date: 2019-04, kind: news, title: One, actors: [mayor], source: https://example.org/1}
  - date: 2019-05
    kind: news
    title: Two
    topics: [parks, roads]
    source: https://example.org/2
  - date: 2019-06
    kind: newss
    title: Three
    source: https://example.org/3
  - {date: 2019-13, kind: news, title: Four, source: https://example.org/4}
"""
PLACES = (
    *("date: 2019-04", "date: 2019-05", "title: One", "title: Two", "name: The Mayor"),
    *(
        "[mayor",
        "[parks",
        ", roads",
        "source: https://example.org/1",
        "source: https://example.org/2",
    ),
)
odd = st.text("?:|>&%@`*!-'\"\\a1 ~=<", min_size=1, max_size=5)


def lines_of_known_faults(text: str) -> dict[str, int]:
    lines = text.split("\n")
    return {
        "unknown-kind": next(n for n, line in enumerate(lines, 1) if "newss" in line),
        "impossible-date": next(n for n, line in enumerate(lines, 1) if "2019-13" in line),
    }


def check(text: str) -> None:
    problems = load([File("a.yaml", text.encode())]).problems
    for slug, line in lines_of_known_faults(text).items():
        assert line in [problem.place.line for problem in problems if problem.slug == slug], (
            problems
        )


@given(place=st.sampled_from(PLACES), value=odd)
def test_an_odd_value_moves_no_other_problem(place: str, value: str) -> None:
    before, _, _ = place.rpartition(" ")
    text = RECORD.replace(place, f"{before} {value}" if before else f"[{value}", 1)
    try:
        yaml_rs.loads(text, parse_datetime=False)
    except (yaml_rs.YAMLDecodeError, TypeError):
        assume(False)
    assume(not value.startswith(("? ", ": ")) and value.strip() not in (":", "?"))
    check(text)


@pytest.mark.parametrize(
    "value", ["?2019-04", "?", "|", ">5", ":x", "&a|b", "!later 2019", ":'x", '?"']
)
def test_every_later_problem_is_on_its_own_line(value: str) -> None:
    check(RECORD.replace("2019-04", value, 1))


def test_a_list_as_a_key_is_described_in_words() -> None:
    (problem,) = load([File("a.yaml", b"title: A\n? {a: [b]} : x\n")]).problems
    assert (problem.place.line, problem.slug) == (2, "not-yaml")
