"""A form changes a field of an item: only its bytes change, and nobody's work is lost."""

from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.record.edits import NOTHING
from briefing.record.loading import File
from briefing.serve.form_changes import Change, Conflict, NotPossible, changed, find_item
from briefing.serve.form_values import as_shown, content_of
from tests.random_records import random_record
from tests.random_texts import Path, random_text
from tests.serve.random_changes import random_change, random_item, with_change

FILE = """\
title: A record
actors:
  ann: {name: Ann Example}   # the first
  bob: {name: Bob}
events:
  # Why this is here
  - date: 2019
    kind: statement
    title: One   # short
    actors: [ann, bob]
    source: https://example.org/a
  - {date: 2020-04, kind: debate, title: Two, by: ann}
"""
ONE, TWO = ("events", 0), ("events", 1)


def content(text: str) -> Any:
    return content_of(File("events.yaml", text.encode()))


def at(text: str, path: Path) -> Any:
    value = content(text)
    for step in path:
        value = value[step]
    return value


def after(change: Change, where: Path = ONE, text: str = FILE, shown_in: str = FILE) -> str:
    """Return the text after a change of the item that a form showed in another text."""
    return changed(text, content(text), where, at(shown_in, where), change).text


@pytest.mark.parametrize(
    ("where", "change", "old", "new"),
    [
        (ONE, Change("set", ("title",), "First"), "One   #", "First   #"),
        (ONE, Change("set", ("date",), "2018"), "date: 2019", "date: 2018"),
        (TWO, Change("set", ("date",), "2021"), "2020-04,", "2021,"),
        (ONE, Change("set", ("actors", 0), "bob"), "[ann, bob]", "[bob, bob]"),
        (ONE, Change("set", ("actors", 0, "ref"), "bob"), "[ann, bob]", "[bob, bob]"),
        (ONE, Change("set", ("actors", 1, "as"), "Mayor"), "bob]", "{ref: bob, as: Mayor}]"),
        (ONE, Change("insert", ("actors", 2), "cat"), "bob]", "bob, cat]"),
        (ONE, Change("move", ("actors", 0), by=1), "[ann, bob]", "[bob, ann]"),
        (ONE, Change("remove", ("actors", 0)), "[ann, bob]", "[bob]"),
        (TWO, Change("insert", ("by", 1), "bob"), "by: ann", "by: [ann, bob]"),
        (TWO, Change("set", ("summary",), ""), "", ""),
        (TWO, Change("remove", ("notes",)), "", ""),
        (
            ONE,
            Change("set", ("source", "at"), "page 2"),
            "source: https://example.org/a",
            "source:\n      url: https://example.org/a\n      at: page 2",
        ),
        (
            ("actors", "ann"),
            Change("set", ("roles",), [{"title": "Mayor", "from": "2019", "until": ""}]),
            "{name: Ann Example}",
            "{name: Ann Example, roles: [{title: Mayor, from: 2019}]}",
        ),
    ],
)
def test_only_the_field_changes(where: Path, change: Change, old: str, new: str) -> None:
    assert after(change, where) == FILE.replace(old, new)


def test_removing_the_last_value_of_a_list_removes_the_field() -> None:
    text = after(Change("remove", ("actors", 0)))
    text = after(Change("remove", ("actors", 0)), text=text, shown_in=text)
    assert text == FILE.replace("    actors: [ann, bob]\n", "")


_FIRST_EVENT = FILE[FILE.index("  # Why") : FILE.index("  - {date: 2020")]


def test_an_item_is_deleted_with_its_comments() -> None:
    assert after(Change("remove", ())) == FILE.replace(_FIRST_EVENT, "")


def test_an_item_is_moved_with_its_comments() -> None:
    moved = changed(FILE, content(FILE), ONE, at(FILE, ONE), Change("move", (), by=1))
    assert moved.where == TWO
    assert [event["title"] for event in at(moved.text, ("events",))] == ["Two", "One"]


# Two people


def test_an_event_is_found_again_if_somebody_has_added_one_above() -> None:
    text = FILE.replace("events:\n", "events:\n  - {date: 2001, kind: debate, title: New}\n")
    assert after(Change("set", ("title",), "First"), text=text) == text.replace("One ", "First ")


def test_two_fields_of_one_event_are_both_kept() -> None:
    text = after(Change("set", ("title",), "Theirs"))
    both = after(Change("set", ("kind",), "debate"), text=text)
    assert both == FILE.replace("One", "Theirs").replace("statement", "debate")


def test_the_same_field_is_a_conflict_that_changes_nothing() -> None:
    text = after(Change("set", ("title",), "Theirs"))
    with pytest.raises(Conflict) as caught:
        after(Change("set", ("title",), "Mine"), text=text)
    assert (caught.value.path, caught.value.theirs, caught.value.where) == (
        ("title",),
        "Theirs",
        ONE,
    )


def test_the_same_actor_in_short_form_is_a_conflict() -> None:
    text = FILE.replace("[ann, bob]", "[cat, bob]")
    with pytest.raises(Conflict):
        after(Change("set", ("actors", 0, "ref"), "dan"), text=text)


def test_an_event_that_somebody_has_deleted_is_a_conflict() -> None:
    with pytest.raises(Conflict) as caught:
        after(Change("set", ("title",), "Mine"), text=after(Change("remove", ())))
    assert caught.value.where is None


def test_an_event_that_somebody_has_changed_is_not_deleted() -> None:
    with pytest.raises(Conflict):
        after(Change("remove", ()), text=FILE.replace("One", "Theirs"))


def test_two_people_who_add_an_actor_both_do() -> None:
    text = after(Change("insert", ("actors", 2), "cat"))
    assert "[ann, bob, dan, cat]" in after(Change("insert", ("actors", 2), "dan"), text=text)


# Laws


def _file(seed: int) -> tuple[str, Any, Path | None, Random]:
    chance = Random(seed)
    data = chance.choice([*random_record(seed % 40).files.values()])
    text = random_text(data, seed, aliases=False).text
    shown = content(text)
    return text, shown, random_item(shown, chance), chance


def _item(text: str, where: Path) -> Any:
    return at(text, where)


@given(st.integers(0, 2**32))
def test_a_change_does_what_it_says_and_nothing_else(seed: int) -> None:
    text, whole, where, chance = _file(seed)
    if where is None:
        return
    shown = _item(text, where)
    change = random_change(shown, where, chance)
    try:
        result = changed(text, whole, where, shown, change)
    except NotPossible:
        return
    expected = as_shown(with_change(shown, change))
    assert as_shown(_item(result.text, where)) == expected
    others = {key: value for key, value in content(result.text).items() if key != where[0]}
    assert others == {key: value for key, value in whole.items() if key != where[0]}
    assert _lines_outside(text, result.text) <= 40


def _lines_outside(before: str, after: str) -> int:
    """Return the number of lines from the first that differs to the last."""
    old, new = before.splitlines(), after.splitlines()
    start = 0
    while start < min(len(old), len(new)) and old[start] == new[start]:
        start += 1
    end = 0
    while end < min(len(old), len(new)) - start and old[-1 - end] == new[-1 - end]:
        end += 1
    return len(old) - start - end


@given(st.integers(0, 2**32))
def test_two_people_lose_nothing(seed: int) -> None:
    """The second change is made as well, or it is a conflict and the first one is still there."""
    text, whole, where, chance = _file(seed)
    if where is None:
        return
    shown = _item(text, where)
    mine, theirs = (random_change(shown, where, chance) for _ in range(2))
    try:
        first = changed(text, whole, where, shown, theirs).text
    except NotPossible:
        return
    try:
        both = changed(first, content(first), where, shown, mine)
    except (Conflict, NotPossible):
        return
    item = _item(both.text, both.where)
    if (
        mine.kind == theirs.kind == "set"
        and mine.path[0] != theirs.path[0]
        and where == find_item(content(both.text), where, item)
    ):
        assert item == with_change(with_change(shown, theirs), mine)
    if mine.kind == theirs.kind == "set" and mine.path == theirs.path:
        assert mine.value == theirs.value or _is_unchanged(shown, theirs)


def _is_unchanged(shown: Any, change: Change) -> bool:
    value = shown
    for step in change.path:
        value = value[step] if value is not NOTHING else NOTHING
    return bool(value == change.value)
