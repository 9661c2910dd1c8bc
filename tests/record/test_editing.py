"""A field is set in the text of an events file, and every other byte and value stays the same."""

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.record import parsing
from briefing.record.editing import SetValue, apply_edits

DAY = "2031-01-02"
TITLES = ("A report", "'It''s: here'", '"Say \\"yes\\" #1"', "£5m, na\u00efve \U0001f600", "a#b")


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
        ("a: {read: &d 2020-01-01}\nc: *d\n", ("a",)),
        ("a: &a [1\n", ("a",)),
    ],
)
def test_what_cannot_be_set_without_another_change_is_left(
    text: str, path: tuple[str | int, ...]
) -> None:
    edit = SetValue((*path, "read"), DAY)
    result = apply_edits(text, [edit])
    assert result.text == text and result.refused == (edit,)


def test_one_item_that_cannot_be_set_does_not_prevent_the_others() -> None:
    text = "a: &a {url: b}\nc: *a\nd: {url: e}\n"
    edits = [SetValue((key, "read"), DAY) for key in ("a", "d")]
    result = apply_edits(text, edits)
    assert result.text == f"a: &a {{url: b}}\nc: *a\nd: {{url: e, read: {DAY}}}\n"
    assert result.refused == (edits[0],)


@st.composite
def items(draw: st.DrawFn) -> tuple[list[str], str | None]:
    """Draw the lines of an item with an address, and its old value of the field."""
    old = draw(st.sampled_from([None, "2020-01-01", "'2020-01-01'", '"2020-01-01"']))
    fields = [f"title: {draw(st.sampled_from(TITLES))}", "url: https://example.org/a?b=c#d"]
    fields += draw(st.sampled_from([[], ["at: page 4"], ["date: 2019-04"], ["n: [1, 2]"]]))
    if old:
        fields.append(f"read: {old}")
    fields = draw(st.permutations(fields))
    comment = draw(st.sampled_from(["", "  # a comment", " # {a: b}"]))
    style = draw(st.sampled_from(["flow", "lines", "block"]))
    if style == "flow":
        return [f"{{{', '.join(fields)}}}{comment}"], old
    if style == "lines":
        return ["{", *(f"  {line}," for line in fields), f"}}{comment}"], old
    more = draw(st.sampled_from([[], ["notes: |", "  read: no", "", "  url: x"], ["e: {a: b}"]]))
    blank = draw(st.sampled_from([[], [""], ["# between"]]))
    return [*(f"{line}{comment}" for line in fields[:-1]), *blank, fields[-1], *more], old


@st.composite
def files(draw: st.DrawFn) -> tuple[str, list[tuple[str | int, ...]], list[str | None]]:
    """Draw the text of a file, the paths of items in it, and their old values of the field."""
    lines, olds = ["# The record", "sources:"], list[str | None]()
    paths: list[tuple[str | int, ...]] = []
    width = draw(st.integers(1, 4))
    for number in range(draw(st.integers(1, 4))):
        item, old = draw(items())
        start = f"{' ' * width}s{number}:"
        is_flow = item[0].startswith("{")
        item = [f" {item[0]}", *item[1:]] if is_flow else ["", *item]
        pad = " " * (width + draw(st.integers(1, 3)))
        lines += [f"{start}{item[0]}", *(pad + line if line else "" for line in item[1:])]
        if draw(st.booleans()):
            paths.append(("sources", f"s{number}"))
            olds.append(old)
    lines += ["events:", "- source:"]
    item, old = draw(items())
    lines += [f"    {line}" if line else "" for line in item]
    paths.append(("events", 0, "source"))
    olds.append(old)
    end = draw(st.sampled_from(["\n", "\r\n"]))
    return end.join(lines) + draw(st.sampled_from(["", end])), paths, olds


def at(content: Any, path: tuple[str | int, ...]) -> Any:
    for step in path:
        content = content[step]
    return content


@given(files())
def test_only_the_field_changes(
    file: tuple[str, list[tuple[str | int, ...]], list[str | None]],
) -> None:
    text, paths, olds = file
    after = spliced(text, *paths)
    content, expected = parsing.loads(after), parsing.loads(text)
    for path in paths:
        at(expected, path)["read"] = DAY
    assert content == expected
    # The old bytes are there in the old order, and nothing else but the field.
    pattern = rf",? ?[\r\n ]*read: (['\"]?){DAY}\1[\r\n ]*"
    strip = re.compile(rf"{pattern}|,? ?[\r\n ]*read: (['\"]?)2020-01-01\2[\r\n ]*")
    assert after.count(DAY) == len(paths)
    assert re.sub(r"[\s,]", "", strip.sub("", after)) == re.sub(r"[\s,]", "", strip.sub("", text))
    added = len(f", read: {DAY}")
    new = sum(old is None for old in olds)
    assert len(after) - len(text) <= new * (added + 12)
    assert after.count("\n") - text.count("\n") <= new
    assert after.endswith("\n") == text.endswith("\n")
    assert ("\r" in after) == ("\r" in text)
