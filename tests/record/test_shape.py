"""Keys and values of the wrong shape. The problem disappears if you follow the hint."""

import pytest

from briefing.record.loading import File, load
from briefing.record.problems import Problem

RECORD = """\
title: Example
actors:
  mayor: {name: The Mayor}
sources:
  gazette: {title: The gazette}
events:
  - {date: 2019-04, kind: news, title: A park opens, source: https://example.org/a}
"""


def bad_ids(text: str) -> list[Problem]:
    problems = load([File("a.yaml", text.encode())]).problems
    return [problem for problem in problems if problem.slug == "bad-id"]


@pytest.mark.parametrize(
    ("id", "key"),
    [
        ("gazette", "www.example.org/gazette"),
        ("gazette", "example.org/gazette"),
        ("gazette", "The gazette"),
        ("mayor", "the mayor"),
    ],
)
def test_a_key_that_cannot_be_an_id_becomes_one_if_the_hint_is_followed(id: str, key: str) -> None:
    (problem,) = bad_ids(RECORD.replace(f"{id}:", f"{key}:"))
    hint = problem.hint.removeprefix("write ")
    assert bad_ids(RECORD.replace(f"{id}:", f"{hint}:")) == []
