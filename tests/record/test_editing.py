"""A field is set in the text of an events file, and every other byte and value stays the same."""

from copy import deepcopy
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.record import parsing
from briefing.record.editing import (
    Edit,
    Insert,
    Remove,
    RenameKey,
    ReplaceText,
    SetValue,
    apply_edits,
)
from briefing.record.problems import TextRange
from tests.random_edits import edited, fault, may_lose, random_edit, same
from tests.random_records import random_record
from tests.random_texts import RandomText, random_text

DAY = "2031-01-02"


def spliced(text: str, *paths: tuple[str | int, ...]) -> str:
    result = apply_edits(text, [SetValue((*path, "read"), DAY) for path in paths])
    assert not result.refused
    return result.text


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("s: {title: A, url: b}", "s: {title: A, url: b, read: 2031-01-02}"),
        ("s: {title: A, url: b, }", "s: {title: A, url: b, read: 2031-01-02, }"),
        ('s: {"url":"b"}\n', 's: {"url":"b", read: 2031-01-02}\n'),
        ("s: {read: 2020-01-01, url: b}", "s: {read: 2031-01-02, url: b}"),
        ("s: {read: , url: b}", "s: {read: 2031-01-02, url: b}"),
        ("s: {\n  url: b # c\n}\n", "s: {\n  url: b, read: 2031-01-02 # c\n}\n"),
        ("s:\n  url: b", "s:\n  url: b\n  read: 2031-01-02"),
        ("s:\r\n  url: b\r\n", "s:\r\n  url: b\r\n  read: 2031-01-02\r\n"),
        ("s:\r  url: b\r", "s:\r  url: b\r  read: 2031-01-02\r"),
        (
            "s:\n  title: A\n  url: b  # the page\n\n# the end\n",
            "s:\n  title: A\n  url: b  # the page\n  read: 2031-01-02\n\n# the end\n",
        ),
        (
            "s:\n  archived: c\n  title: A\n  url: b\n",
            "s:\n  archived: c\n  title: A\n  url: b\n  read: 2031-01-02\n",
        ),
        ("s:\n  url: b\n  read: '2020-01-01' # x", "s:\n  url: b\n  read: '2031-01-02' # x"),
        ("s:\n  url: b\n  read: # x", "s:\n  url: b\n  read: 2031-01-02 # x"),
        ("s:\n  read: |\n    2020-01-01\nt: 1", "s:\n  read: |-\n    2031-01-02\nt: 1"),
        (
            "s:\n  url: >-\n    b\n  title: |\n    A\n",
            "s:\n  url: >-\n    b\n  title: |\n    A\n  read: 2031-01-02\n",
        ),
    ],
)
def test_the_field_is_written_as_a_person_would(before: str, after: str) -> None:
    assert spliced(before, ("s",)) == after


def test_the_items_of_a_list_have_the_field_below_the_hyphen() -> None:
    before = "e:\n- - title: A\n    url: b\n  -   url: c\n"
    after = f"e:\n- - title: A\n    url: b\n    read: {DAY}\n  -   url: c\n      read: {DAY}\n"
    assert spliced(before, ("e", 0, 0), ("e", 0, 1)) == after


def test_an_id_of_digits_is_found() -> None:
    assert spliced("s:\n  2019: {url: b}", ("s", "2019")) == f"s:\n  2019: {{url: b, read: {DAY}}}"


def test_an_alias_leads_to_the_original() -> None:
    before = "a: &a {url: b}\nc: *a\n"
    assert spliced(before, ("a",), ("c",)) == f"a: &a {{url: b, read: {DAY}}}\nc: *a\n"


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("s: https://example.org/a\n", ("s",)),
        ("s: [https://example.org/a]\n", ("s", 0)),
        ("s: [url: b]\n", ("s",)),
        ("s: [1, 2]\n", ("s",)),
        ("s: {url: b}\n", ("s", "url", "x")),
        ("a: &a {url: b}\nc: *a\n", ("a",)),  # The other one would change too.
        ("a: {b: &d {c: 1}}\ne: *d\n", ("a", "b")),
        ("a: &a [1\n", ("a",)),
    ],
)
def test_what_cannot_be_set_without_another_change_is_left(
    text: str, path: tuple[str | int, ...]
) -> None:
    edit = SetValue((*path, "read"), DAY)
    result = apply_edits(text, [edit])
    assert result.text == text and result.refused == (edit,)


@pytest.mark.parametrize(
    ("edit", "after"),
    [
        (Remove(("a", "b")), "a: {x: 1}\nc: &d [e]\nf: *d\n"),
        (Remove(("a",)), "c: &d [e]\nf: *d\n"),
        (SetValue(("a", "b"), "g"), "a: {x: 1, b: g}\nc: &d [e]\nf: *d\n"),
        (SetValue(("c",), "g"), "a: {x: 1, b: &d [e]}\nc: g\nf: *d\n"),
    ],
)
def test_a_value_that_others_repeat_moves_to_the_first_of_them(edit: Edit, after: str) -> None:
    text = "a: {x: 1, b: &d [e]}\nc: *d\nf: *d\n"
    result = apply_edits(text, [edit])
    assert result.text == after and not result.refused


def test_one_item_that_cannot_be_set_does_not_prevent_the_others() -> None:
    text = "a: &a {url: b}\nc: *a\nd: {url: e}\n"
    edits = [SetValue((key, "read"), DAY) for key in ("a", "d")]
    result = apply_edits(text, edits)
    assert result.text == f"a: &a {{url: b}}\nc: *a\nd: {{url: e, read: {DAY}}}\n"
    assert result.refused == (edits[0],)


RECORD = """\
title: A  # the title

# people
actors:
  ann: {name: Ann}

events:
  # 2019
  - id: a
    date: 2019  # about
    topics: [parks]
    # more to come

  - {id: b, date: 2020}
"""


@pytest.mark.parametrize(
    ("edits", "old", "new"),
    [
        (
            [SetValue(("events", 0, "topics"), ["parks", "trees, old"])],
            "topics: [parks]",
            'topics: [parks, "trees, old"]',
        ),
        (
            [SetValue(("events", 0, "date"), {"from": "2019"})],
            "    date: 2019  # about\n",
            '    date:  # about\n      from: "2019"\n',
        ),
        (
            [Insert(("actors", "bob"), {"name": "Bob", "type": "person"})],
            "  ann: {name: Ann}\n",
            "  ann: {name: Ann}\n  bob: {name: Bob, type: person}\n",
        ),
        (
            [SetValue(("sources", "s", "title"), "S"), SetValue(("sources", "s", "url"), "u")],
            "\nevents:\n",
            "sources:\n  s: {title: S, url: u}\n\nevents:\n",
        ),
        (
            [Insert(("events", 2), {"date": "2021", "id": "c"}, ("not sure",))],
            "  - {id: b, date: 2020}\n",
            "  - {id: b, date: 2020}\n\n  # not sure\n  - id: c\n    date: '2021'\n",
        ),
        (
            [Remove(("events", 0))],
            "  # 2019\n  - id: a\n    date: 2019  # about\n    topics: [parks]\n"
            "    # more to come\n\n",
            "",
        ),
        (
            [Insert(("events", 0, "topics", 0), "trees", ("not sure", "yet"))],
            "    topics: [parks]",
            "    # not sure\n    # yet\n    topics: [trees, parks]",
        ),
        ([Remove(("events", 0, "id"))], "- id: a\n    date", "- date"),
        ([Remove(("events", 1, "id"))], "{id: b, date: 2020}", "{date: 2020}"),
        ([Remove(("events", 0, "topics", 0))], "[parks]", "[]"),
        ([RenameKey(("actors", "ann"), "ann-b")], "  ann:", "  ann-b:"),
    ],
)
def test_an_edit_is_made_as_a_person_would(edits: list[Edit], old: str, new: str) -> None:
    result = apply_edits(RECORD, edits)
    assert not result.refused
    assert result.text == RECORD.replace(old, new).replace("'2021'", '"2021"')


@pytest.mark.parametrize(
    ("start", "end"), [(" ", ""), (" >-  # why\n    ", ""), (" '", "'"), (' &a "', '"')]
)
@pytest.mark.parametrize(
    ("new", "lines"),
    [
        ("one two three four five 6", ["one two", "three four", "five 6"]),
        ("one two 3 3 four five six", ["one two", "3 3 four", "five six"]),
        ("1 two three four five six", ["1 two", "three four", "five six"]),
    ],
)
def test_the_other_lines_of_a_paragraph_stay(
    start: str, end: str, new: str, lines: list[str]
) -> None:
    gap = "\n    "
    text = f"s:{start}one two{gap}three four{gap}five six{end}\nt: 1\n"
    result = apply_edits(text, [SetValue(("s",), new)])
    assert result.text == f"s:{start}{gap.join(lines)}{end}\nt: 1\n"


def test_paths_are_those_before_any_edit() -> None:
    text = "a: [0, 1, 2, 3]\n"
    edits: list[Edit] = [
        Remove(("a", 0)),
        Insert(("a", 2), 8),
        Insert(("a", 2), 9),
        SetValue(("a", 3), 7),
    ]
    assert apply_edits(text, edits).text == "a: [1, 8, 9, 2, 7]\n"


def test_edits_between_refused_ones_are_made_at_their_own_places() -> None:
    text = "a:\n  - b: 0\n    # why\n    c: 0\n  - 1\n  - {c: 2, d: 2}\n  - 3\n"
    edits: list[Edit] = [Remove(("a", 3)), RenameKey(("a", 2, "c"), "d"), Insert(("a", 1), 9)]
    result = apply_edits(text, [*edits, SetValue(("a", 0), 5)])
    assert parsing.loads(result.text) == {"a": [{"b": 0, "c": 0}, 9, 1, {"c": 2, "d": 2}]}
    assert result.refused == (edits[1], SetValue(("a", 0), 5))


@pytest.mark.parametrize("text", ["a: [0]\n", "a:\n  - 0\n", "b: 1\n"])
def test_equal_items_can_be_inserted_at_the_same_place(text: str) -> None:
    items: list[Edit] = [Insert(("a", 0), {"b": 8}), Insert(("a", 0), {"b": 8})]
    result = apply_edits(text, items)
    assert not result.refused
    assert parsing.loads(result.text)["a"][:2] == [{"b": 8}, {"b": 8}]


def test_the_second_of_two_contradicting_edits_is_refused() -> None:
    text = "a: {b: 1}\n"
    edits: list[Edit] = [
        SetValue(("a", "b"), 2),
        Remove(("a",)),
        SetValue(("a", "b"), 3),
        Remove(("c",)),
    ]
    result = apply_edits(text, edits)
    assert result.text == "a: {b: 2}\n" and list(result.refused) == edits[1:]


def test_a_fault_in_the_text_is_corrected_before_the_content_is_edited() -> None:
    edits: list[Edit] = [SetValue(("a", "b"), 2), ReplaceText(TextRange(2, 1, 2, 2), "  ")]
    fixed = apply_edits("a:\n\tb: 1\n", edits)
    assert fixed.text == "a:\n  b: 2\n" and not fixed.refused


def test_text_that_can_be_read_is_never_broken() -> None:
    edit = ReplaceText(TextRange(1, 4, 1, 5), "[")
    result = apply_edits("a: 1\n", [edit])
    assert result.text == "a: 1\n" and result.refused == (edit,)


def test_a_key_is_renamed_in_its_own_item_although_items_are_added_or_removed() -> None:
    text = "events:\n  - tilte: A\n  - tilte: B\n  - tilte: C\n"
    edits: list[Edit] = [
        Insert(("events", 0), {"title": "New"}),
        RenameKey(("events", 1, "tilte"), "title"),
        Remove(("events", 0)),
    ]
    result = apply_edits(text, edits)
    assert parsing.loads(result.text) == {
        "events": [{"title": "New"}, {"title": "B"}, {"tilte": "C"}]
    }


def test_a_key_inside_a_value_that_is_set_is_not_renamed() -> None:
    text = "a: {b: 1, c: 2}\n"
    renamed, set_whole = RenameKey(("a", "b"), "d"), SetValue(("a",), {"b": 1, "c": 3})
    orders: list[list[Edit]] = [[renamed, set_whole], [set_whole, renamed]]
    for edits in orders:
        assert apply_edits(text, edits).refused == (edits[1],)


def test_a_comment_is_never_lost_without_its_item() -> None:
    text = "a:\n  # why\n  b: 1\n"
    edit = SetValue(("a",), 5)
    result = apply_edits(text, [edit])
    assert result.text == text and result.refused == (edit,)


@pytest.mark.parametrize("text", ["", "# Only a comment", "# A comment\r\n"])
def test_a_file_without_content_gets_its_first_field(text: str) -> None:
    result = apply_edits(text, [SetValue(("title",), "A")])
    assert result.text.startswith(text) and parsing.loads(result.text) == {"title": "A"}


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize(
    "edit",
    [
        SetValue(("events", 15, "title"), "Another: title"),
        SetValue(("events", 0, "summary"), "A text"),
        SetValue(("events", 28, "notes"), "A note"),
        SetValue(("events", 29, "notes"), "The last event"),
        Insert(("events", 15, "sources", 1), "b"),
        Remove(("events", 15, "sources")),
        RenameKey(("events", 15, "sources"), "source"),
        Remove(("events", 15, "title")),
        SetValue(("events", 30, "title"), "No such event"),
    ],
)
def test_an_event_of_a_long_file_is_edited_as_in_a_short_one(edit: Edit, line_end: str) -> None:
    def file(summary: str) -> str:
        events = "".join(
            f"  # Comment {n}\n  - date: 2019-04\n    title: '{n}' # Title\n"
            f"    sources: [a]\n    summary: |\n      {summary}\n      - no event\n\n"
            for n in range(30)
        )
        return f"title: A\nevents:\n{events}sources: {{}}\n".replace("\n", line_end)

    short = apply_edits(file("A"), [edit])
    long = apply_edits(file("A" * 1000), [edit])
    assert long.refused == short.refused
    assert long.text.replace("A" * 1000, "A") == short.text


def test_long_events_are_edited() -> None:
    text = "events:\n" + f"- title: A\n  notes: {'word ' * 9_000}end\n" * 3
    result = apply_edits(text, [SetValue(("events", 1, "title"), "B")])
    assert [event["title"] for event in parsing.loads(result.text)["events"]] == ["A", "B", "A"]


def drawn(seed: int) -> tuple[RandomText, Random]:
    """Return a file of this seed, and the source of chance for its edits."""
    chance = Random(seed)
    data = deepcopy(chance.choice([*random_record(seed % 40).files.values()]))
    if "events" in data:
        del data["events"][4:]
    return random_text(data, seed), chance


@given(st.integers(0, 1 << 30))
def test_one_edit_changes_nothing_else(seed: int) -> None:
    before, chance = drawn(seed)
    edit = random_edit(before.data, chance)
    result = apply_edits(before.text, [edit])
    if result.refused:
        assert result.text == before.text
    else:
        assert not fault(before, edit, result.text)


@given(st.integers(0, 1 << 30))
def test_several_edits_are_all_those_that_are_not_refused(seed: int) -> None:
    before, chance = drawn(seed)
    edits = [random_edit(before.data, chance) for _ in range(6)]
    result = apply_edits(before.text, edits)
    refused = list(map(id, result.refused))
    made = [edit for edit in edits if id(edit) not in refused]
    after = parsing.loads(result.text.removeprefix("\ufeff"))
    assert same(after, edited(before.data, made))
    for note, owner in before.owners.items():
        assert note in result.text or any(may_lose(edit, owner) for edit in made)
