"""An events file is written in one layout, with the same content and comments."""

import re
from copy import deepcopy
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.record import parsing
from briefing.record.comments import NotFormatted
from briefing.record.formatting import format_text
from briefing.record.yaml_writing import write_yaml
from tests.random_edits import same
from tests.random_records import random_record
from tests.random_texts import RandomText, random_text

LONG = (
    "The council decides on a plan for all parks in the town, with more trees, benches and paths, "
    "and asks everybody who lives there what they think of it."
)
FOLDED = f"""\
      {LONG[:92].rstrip()}
      {LONG[92:].lstrip()}
"""


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "title:   'A'\nactors:\n    ann: {name:   Ann,type: person} # x\n",
            "title: A\n\nactors:\n  ann: {name: Ann, type: person}  # x\n",
        ),
        (
            "events:\n- {title: B, date: 2020, kind: news}  # why\n",
            "events:\n  # why\n  - date: 2020\n    kind: news\n    title: B\n",
        ),
        (
            "events:\n  - title: A\n    # when\n    date: 2020\n    id: a # first\n    # the end\n"
            "\n\n\n  - date: '2021'\n",
            "events:\n  - id: a  # first\n    # when\n    date: 2020\n    title: A\n    # the end\n"
            '\n  - date: "2021"\n',
        ),
        (
            f"events:\n  - summary: '{LONG}'\n",
            f"events:\n  - summary: >-\n{FOLDED}",
        ),
        (
            "events:\n  - summary: |\n      One\n      two.\n\n      - a list\n      - of two\n",
            "events:\n  - summary: |\n      One two.\n\n      - a list\n      - of two\n",
        ),
        (
            "events:\n  - figures: [{value: 1.50, label: a, sample: 'over 1,000'}]\n",
            'events:\n  - figures:\n      - {label: a, value: 1.50, sample: "over 1,000"}\n',
        ),
        (
            "a: # beside\n  # above b\n  b: [c, # about c\n    d]\n  # end of a\n"
            "# end of the file\n",
            "a:  # beside\n  # above b\n  b:\n    - c  # about c\n    - d\n  # end of a\n"
            "# end of the file\n",
        ),
        ("a:\n  -\n  - b\nc:\n", "a: [null, b]\nc:\n"),
        ("# $schema\n\n\n# About\ntitle: A", "# $schema\n\n# About\ntitle: A\n"),
    ],
)
def test_the_layout(before: str, after: str) -> None:
    assert format_text(before) == after
    assert format_text(after) == after
    assert format_text(before.replace("\n", "\r\n")) == after.replace("\n", "\r\n")


def test_events_move_with_their_comments_and_anchors() -> None:
    text = (
        "events:\n"
        "  # B\n"
        "  - title: B\n"
        "    topics: &parks [parks]  # ours\n"
        "    # the end of B\n"
        "\n"
        "  # A\n"
        "  - title: A\n"
        "    topics: *parks\n"
    )
    assert format_text(text, [1, 0], {1: "a"}) == (
        "events:\n"
        "  # A\n"
        "  - id: a\n"
        "    title: A\n"
        "    topics: &parks [parks]\n"
        "\n"
        "  # B\n"
        "  - title: B\n"
        "    topics: *parks  # ours\n"
        "    # the end of B\n"
    )


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("a: !x b\n", "it has the tag !x"),
        ("a: &b !!str c\n", "it has the tag !!str"),
        ("--- # a\na: b\n", "it has a document marker"),
        ("a: b\n---\nc: d\n", "it has a document marker"),
        ("{a: b}\n", "it has no fields at the start of a line"),
        ("a: &x b\nc: &x d\n", "it uses the name of an anchor"),
        ("a: [b\n", "its YAML cannot be changed safely"),
    ],
)
def test_a_file_that_would_lose_something_is_refused(text: str, reason: str) -> None:
    with pytest.raises(NotFormatted, match=re.escape(reason)):
        format_text(text)


def drawn(seed: int) -> tuple[RandomText, list[int]]:
    """Return a file of this seed, and a new order of its events."""
    chance = Random(seed)
    data = deepcopy(chance.choice([*random_record(seed % 40).files.values()]))
    events = data.get("events", [])
    del events[4:]
    order = list(range(len(events)))
    chance.shuffle(order)
    return random_text(data, seed), order


@given(st.integers(0, 1 << 30))
def test_new_records_are_in_the_layout(seed: int) -> None:
    data = Random(seed).choice([*random_record(seed % 40).files.values()])
    text = write_yaml(data)
    assert parsing.loads(text) == data
    assert [line for line in format_text(text).splitlines() if line] == text.splitlines()


@given(st.integers(0, 1 << 30))
def test_nothing_is_lost_and_a_second_run_changes_nothing(seed: int) -> None:
    before, order = drawn(seed)
    after = format_text(before.text, order)
    assert format_text(after) == after
    expected = deepcopy(before.data)
    if order:
        expected["events"] = [expected["events"][n] for n in order]
    assert same(parsing.loads(after.removeprefix("\ufeff")), expected)
    lines = [line.rstrip() for line in after.removeprefix("\ufeff").splitlines()]
    for note, owner in before.owners.items():
        (place,) = [n for n, line in enumerate(lines) if line.endswith(note)]
        key = owner[-1] if owner else 0
        if isinstance(key, int):
            continue
        if lines[place].strip() == note:
            below = next(filter(_is_content, lines[place:]), "")
            is_above = re.match(rf"\s*(- )?\"?{re.escape(key)}\"?:", below)
            assert is_above or _is_at_end(lines, place, key)
        else:
            assert re.match(rf"\s*(- )?\"?{re.escape(key)}\"?:", lines[place])


def _is_content(line: str) -> bool:
    return bool(line) and not line.lstrip().startswith("#")


def _is_at_end(lines: list[str], place: int, key: str) -> bool:
    """Whether a comment is at the end of the fields below `key`, or of the last of them."""
    indent = len(lines[place]) - len(lines[place].lstrip())
    for line in filter(_is_content, reversed(lines[:place])):
        column = len(line) - len(line.lstrip())
        if column < indent:
            if re.match(rf"\s*(- )?\"?{re.escape(key)}\"?:", line):
                return True
            indent = column
    return False
