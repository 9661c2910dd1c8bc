"""A file that is a copy of another is one problem, and its items are not read twice."""

from itertools import permutations

import pytest

from briefing.record.loading import File, LoadResult, load

RECORD = """\
title: Parks
actors:
  council: {name: The council}
sources:
  gazette: {title: The gazette, url: https://example.org/g}
events:
  - {id: a, date: 2019-04, kind: news, title: A park opens, source: gazette, actors: [council]}
  - {id: b, date: 2019-05, kind: news, title: A park closes, source: gazette}
"""


def load_texts(texts: dict[str, str]) -> LoadResult:
    return load([File(name, text.encode()) for name, text in texts.items()])


@pytest.mark.parametrize("copy", ["old/parks.yaml", "parks (1).yaml", "parks copy.yaml", "p.yaml~"])
def test_a_copy_is_recognised_in_whatever_order_the_files_come(copy: str) -> None:
    pond = "events:\n  - {date: 2019-06, kind: news, title: A pond, source: gazette}\n"
    files = {"parks.yaml": RECORD, copy: RECORD, "ponds.yaml": pond}
    for names in permutations(files):
        loaded = load_texts({name: files[name] for name in names})
        problems = [(problem.file, problem.place.line) for problem in loaded.problems]
        assert problems == [(copy, 1)]
        assert len(loaded.record.events) == 3


def test_a_copy_that_was_changed_is_still_a_copy() -> None:
    older = RECORD.replace("id: b", "id: c").replace("A park closes", "A fair")
    (problem,) = load_texts({"parks.yaml": RECORD, "parks-old.yaml": older}).problems
    assert problem.message == "this file looks like a copy of parks.yaml"


def test_a_copy_keeps_its_audience() -> None:
    texts = {"parks.yaml": RECORD, "old/parks.yaml": f"audience: internal\n{RECORD}"}
    loaded = load_texts(texts)
    assert len(loaded.problems) == 1
    assert loaded.record.audiences["old/parks.yaml"] == "internal"


def test_one_shared_item_makes_no_copy() -> None:
    other = "sources:\n  gazette: {title: The gazette, url: https://example.org/g}\nevents: []\n"
    (problem,) = load_texts({"a.yaml": RECORD, "b.yaml": other}).problems
    assert problem.message == "source 'gazette' already exists in a.yaml"
