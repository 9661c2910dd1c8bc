"""Keys and values of the wrong shape. The problem disappears if you follow the hint."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from briefing.record.loading import File, load
from briefing.record.problems import Path, Problem
from briefing.record.rules.fields import noun_at, required_at
from briefing.record.schema import json_schema

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


FULL = """\
title: Example
correct_as_of: 2020-01-01
publisher: {name: P}
kinds: [{name: Site visit}]
topics: [{name: Parks}]
areas: {north: {name: North}}
actors: {mayor: {name: The Mayor, roles: [{title: Mayor}]}}
sources: {gazette: {title: The gazette}}
asks: {park: {title: A park, by: mayor}}
editions: {all: {template: timeline, actions: [{text: Write}], sections: [{title: S, text: T}]}}
events:
  - {id: a, date: 2019-01, kind: report, title: A, by: mayor, source: {ref: gazette}}
  - date: 2019-04
    kind: Site visit
    title: B
    areas: [north]
    actors: [{ref: mayor}]
    asks: {park: raised}
    reverses: [{ref: a}]
    source: {title: S}
    picture: {file: park.svg, alt: A park, credit: C}
    quotes: [{text: T, by: mayor, source: {title: S}}]
    figures: [{label: L, value: 1, source: {title: S}}]
    commitments: [{id: c, title: C, by: mayor, due: 2030-01-01}]
questions:
  q: {question: Q, answer: A, source: {title: S}}
"""
PICTURE = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 3"><path d="M0 0h4v3z"/></svg>'


def groups(data: Any, path: Path = ()) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Yield each group of fields in `data`, with its path."""
    if isinstance(data, dict):
        yield path, data
    for step, value in data.items() if isinstance(data, dict) else enumerate(data):
        if isinstance(value, dict | list):
            yield from groups(value, (*path, step))


def problems(data: object) -> list[Problem]:
    text = yaml.safe_dump(data, sort_keys=False)
    return load([File("a.yaml", text.encode(), lambda name: PICTURE)]).problems


REQUIRED = [
    (path, key) for path, _ in groups(yaml.safe_load(FULL)) for key in required_at(path) if path
]


def test_every_item_with_required_fields_is_tested() -> None:
    titles = {part["title"] for part in json_schema()["$defs"].values() if "required" in part}
    assert {noun_at(path) for path, _ in REQUIRED} == {title.lower() for title in titles}


@pytest.mark.parametrize(("path", "key"), REQUIRED, ids=str)
def test_a_missing_field_is_the_only_problem_and_its_example_can_be_used(
    path: Path, key: str
) -> None:
    data = yaml.safe_load(FULL)
    assert problems(data) == []
    group = dict(groups(data))[path]
    if key not in group:
        return  # The source is cited by its id.
    del group[key]
    (problem,) = problems(data)
    assert problem.slug == "missing-field" or not group
    if example := re.fullmatch(r"add its (.+), as in \1: (.+)", problem.hint):
        group[key] = yaml.safe_load(example[2])
        assert not {problem.slug for problem in problems(data)} & {"missing-field", "wrong-type"}
    else:
        assert "add its title or its url" in problem.hint or not group


@pytest.mark.parametrize("path", dict.fromkeys(path for path, _ in REQUIRED), ids=str)
def test_a_value_in_place_of_a_group_is_the_only_problem(path: Path) -> None:
    data = yaml.safe_load(FULL)
    *parent, last = path
    holder = data
    for step in parent:
        holder = holder[step]
    holder[last] = True
    (problem,) = problems(data)
    assert problem.slug == "wrong-type"
