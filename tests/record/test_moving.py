"""Items of an events file that are moved to another place in their list."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.record import parsing
from briefing.record.moving import move_item
from tests.random_edits import at, paths
from tests.random_records import random_record
from tests.random_texts import random_text

FILE = """\
title: A record   # the name
events:
  # The first
  - date: 2019
    title: One
    quotes: [{text: a}, {text: b}]  # two

  - {date: 2020, title: Two}
  # The last
  - date: 2021
    title: Three
      # more on the last
actors:
  ann: {name: Ann}
  bob: {name: Bob}
# The end
"""


def test_an_item_takes_its_comments_with_it() -> None:
    assert move_item(FILE, ("events", 2), 0) == (
        "title: A record   # the name\n"
        "events:\n"
        "  # The last\n"
        "  - date: 2021\n"
        "    title: Three\n"
        "      # more on the last\n"
        "\n"
        "  # The first\n"
        "  - date: 2019\n"
        "    title: One\n"
        "    quotes: [{text: a}, {text: b}]  # two\n"
        "  - {date: 2020, title: Two}\n" + FILE[FILE.index("actors:") :]
    )


def test_an_item_in_brackets_is_moved_there() -> None:
    moved = move_item(FILE, ("events", 0, "quotes", 0), 1)
    assert moved == FILE.replace("{text: a}, {text: b}", "{text: b}, {text: a}")


def test_a_field_can_be_moved() -> None:
    moved = move_item(FILE, ("actors", "bob"), 0)
    assert moved == FILE.replace(
        "  ann: {name: Ann}\n  bob: {name: Bob}\n", "  bob: {name: Bob}\n  ann: {name: Ann}\n"
    )


@pytest.mark.parametrize("index", [-1, 3])
def test_there_is_no_place_outside_the_list(index: int) -> None:
    assert move_item(FILE, ("events", 0), index) is None


def test_an_anchor_is_not_moved_below_its_alias() -> None:
    text = "events:\n  - &a {title: One}\n  - *a\n"
    assert move_item(text, ("events", 0), 1) is None


@given(st.integers(0, 2**32))
def test_a_move_changes_only_the_order_and_moving_back_restores_the_text(seed: int) -> None:
    chance = Random(seed)
    data = chance.choice([*random_record(seed % 40).files.values()])
    before = random_text(data, seed)
    lists = [p for p in paths(before.data) if isinstance(at(before.data, p), list)]
    lists = [path for path in lists if len(at(before.data, path)) > 1]
    if not lists:
        return
    path = chance.choice(lists)
    items = list(at(before.data, path))
    old, new = chance.randrange(len(items)), chance.randrange(len(items))
    moved = move_item(before.text, (*path, old), new)
    if moved is None:
        return
    items.insert(new, items.pop(old))
    assert at(parsing.loads(moved.removeprefix("\ufeff")), path) == items
    assert sorted(moved) == sorted(before.text)
    assert all(note in moved for note in before.owners)
