"""The tree of an events file as it is written, with the offset of each part, for editing.

Offsets count characters from the start of the text. The tree has every key, value and comment.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

import yaml

from briefing.record.positions import parse_yaml, readable_by_pyyaml
from briefing.record.problems import LINE_END, TextRange

_MAX_DEPTH = 50
_COMMENT = re.compile(r"(?<!\S)#[^\r\n]*")
_COMMENT_LINE = re.compile(r"\s*#[^\r\n]*")
_HEADER = re.compile(r"[|>][-+0-9]*[ \t]+(#[^\r\n]*)")
HEADER = re.compile(r"[|>][-+0-9]*")
"""The start of a text that is below its key."""
PROPERTIES = re.compile(r"(?:[&!][^\s,\[\]{}]*(?:[ \t]+|(?=[\r\n,\]}])|\Z))*")


@dataclass(slots=True)
class Value:
    """A value in the text, or a key.

    Attributes:
        start: the offset of its first character, which may be that of an anchor or a tag.
        end: the offset after its last character, without the spaces and comments after it.
        kind: whether it is a scalar, mapping, list or alias.
        style: the first character of a scalar that is not plain; "{" or "[" in flow style.
        text: the content of a scalar, or the anchor that an alias repeats.
        anchor: its anchor, if any.
        tag: its tag, if any.
        entries: the entries of a mapping or list.
    """

    start: int
    end: int
    kind: Literal["scalar", "mapping", "list", "alias"]
    style: str = ""
    text: str = ""
    anchor: str = ""
    tag: str = ""
    entries: "list[Entry]" = field(default_factory=list)

    @property
    def is_flow(self) -> bool:
        """Whether it is a list or a mapping in brackets."""
        return self.style in ("[", "{")

    @property
    def is_empty_scalar(self) -> bool:
        """Whether nothing is written."""
        return self.start == self.end


@dataclass(slots=True)
class Entry:
    """An entry of a mapping or a list. A list item has no key, but `start` is that of its hyphen
    in block style."""

    start: int
    value: Value
    key: Value | None = None

    @property
    def end(self) -> int:
        """The offset after its last character, or after the colon or hyphen if it is empty."""
        return self.value.end

    @property
    def name(self) -> str:
        """The key as it is written."""
        return self.key.text if self.key else ""


@dataclass(slots=True)
class Comment:
    """A comment, from its number sign to the end of the line."""

    start: int
    end: int
    text: str


class NotEditable(ValueError):
    """The text cannot be parsed, or its form is never edited."""


class Syntax:
    """The tree of a text, its comments and its lines."""

    def __init__(self, text: str) -> None:
        """Parse `text`.

        Raises:
            NotEditable: PyYAML cannot read it, or it is nested too deeply.
        """
        self.text = text
        ends = list(LINE_END.finditer(text))
        self._line_starts = [0, *(end.end() for end in ends)]
        self._line_ends = [*(end.start() for end in ends), len(text)]
        self.newline = ends[0][0] if ends else "\n"
        try:
            self.root = _Builder(text).build(parse_yaml(text))
        except yaml.YAMLError:
            self.root = self._root_if_readable()
        self.comments = list(self._find_comments())
        self._comment_starts = [comment.start for comment in self.comments]
        self._targets: dict[int, Value] | None = None
        self.cache: dict[object, Any] = {}
        """Facts about the text that are slow to find."""

    def _root_if_readable(self) -> Value:
        """Return the root of a text with characters that PyYAML rejects, but YAML 1.2 allows."""
        try:
            return _Builder(self.text).build(parse_yaml(readable_by_pyyaml(self.text)))
        except yaml.YAMLError:
            raise NotEditable from None

    # Lines

    def line_of(self, offset: int) -> int:
        """Return the number of the line, from 0, that contains `offset`."""
        return bisect_right(self._line_starts, offset) - 1

    def line_start(self, line: int) -> int:
        """Return the offset of the start of a line."""
        return self._line_starts[line]

    def line_end(self, line: int) -> int:
        """Return the offset of the line break that ends a line, or of the end of the text."""
        return self._line_ends[line]

    def next_line(self, line: int) -> int:
        """Return the offset after the line break that ends a line."""
        starts = self._line_starts
        return starts[line + 1] if line + 1 < len(starts) else len(self.text)

    @property
    def lines(self) -> int:
        """The number of lines."""
        return len(self._line_starts)

    def line(self, line: int) -> str:
        """Return a line without its line break."""
        return self.text[self._line_starts[line] : self._line_ends[line]]

    def indent(self, line: int) -> int:
        """Return the number of spaces and tabs at the start of a line."""
        text = self.line(line)
        return len(text) - len(text.lstrip(" \t"))

    def column(self, offset: int) -> int:
        """Return the number of characters before `offset` on its line."""
        return offset - self._line_starts[self.line_of(offset)]

    def is_first_on_line(self, offset: int) -> bool:
        """Whether there are only spaces before `offset` on its line."""
        return not self.text[self._line_starts[self.line_of(offset)] : offset].strip(" \t")

    # Values

    def child(self, value: Value, step: str | int) -> Entry | None:
        """Return the entry of a mapping or list with that key or index."""
        if value.kind == "mapping":
            return next((entry for entry in value.entries if entry.name == str(step)), None)
        if value.kind == "list" and isinstance(step, int) and 0 <= step < len(value.entries):
            return value.entries[step]
        return None

    def resolved(self, value: Value) -> Value:
        """Return the value that an alias repeats, or `value` itself."""
        if value.kind != "alias":
            return value
        if self._targets is None:
            self._targets = self._anchors()
        return self._targets.get(value.start, value)

    def is_comment(self, offset: int) -> bool:
        """Whether a comment starts at `offset`."""
        return bool(self.comments_within(offset, offset + 1))

    def comments_within(self, start: int, end: int) -> list[Comment]:
        """Return the comments that start between two offsets."""
        starts = self._comment_starts
        return self.comments[bisect_left(starts, start) : bisect_left(starts, end)]

    def _anchors(self) -> dict[int, Value]:
        """Return the value that each alias repeats, keyed by the offset of the alias."""
        anchors: dict[str, Value] = {}
        targets: dict[int, Value] = {}
        for value in walk(self.root):
            if value.kind == "alias" and value.text in anchors:
                targets[value.start] = anchors[value.text]
            elif value.anchor:
                anchors[value.anchor] = value
        return targets

    def _find_comments(self) -> Iterator[Comment]:
        """Yield the comments. Everything between the keys and scalars is spaces or signs."""
        before = 0
        find = self.text.find
        for value in leaves(self.root):
            if find("#", before, value.start) >= 0:
                yield from self._comments_between(before, value.start)
            if value.style in ("|", ">"):
                header = PROPERTIES.match(self.text, value.start)
                at = header.end() if header else value.start
                if comment := _HEADER.match(self.text, at, value.end):
                    yield Comment(comment.start(1), comment.end(1), comment[1])
            before = max(before, value.end)
        yield from self._comments_between(before, len(self.text))

    def _comments_between(self, start: int, end: int) -> Iterator[Comment]:
        for match in _COMMENT.finditer(self.text, start, end):
            yield Comment(match.start(), match.end(), match[0])


def offsets(line_starts: list[int], length: int, place: TextRange) -> tuple[int, int]:
    """Return the start and the end of a place in a text whose lines start at `line_starts`."""

    def offset(line: int, column: int) -> int:
        if line > len(line_starts):
            return length
        return min(line_starts[line - 1] + column - 1, length)

    return offset(place.line, place.column), offset(place.end_line, place.end_column)


def walk(value: Value) -> Iterator[Value]:
    """Yield a value and all values in it, in the order of the text. Keys are left out."""
    waiting = [value]
    while waiting:
        value = waiting.pop()
        yield value
        waiting += [entry.value for entry in reversed(value.entries)]


def leaves(value: Value) -> Iterator[Value]:
    """Yield the scalars, aliases and keys in a value, in the order of the text."""
    waiting = [value]
    while waiting:
        value = waiting.pop()
        if value.kind not in ("mapping", "list"):
            yield value
            continue
        for entry in reversed(value.entries):
            waiting.append(entry.value)
            if entry.key:
                waiting.append(entry.key)


class _Builder:
    """Builds the tree from the events of the parser."""

    def __init__(self, text: str) -> None:
        self.text = text

    def build(self, events: Iterator[yaml.Event]) -> Value:
        """Return the root of the first document.

        Raises:
            NotEditable: the text is empty or nested too deeply.
        """
        for event in events:
            if isinstance(event, yaml.NodeEvent):
                root = self._value(event, events, 0)
                # Read to the end, so that an error there is found too.
                for _ in events:
                    pass
                return root
        raise NotEditable

    def _value(self, event: yaml.Event, events: Iterator[yaml.Event], depth: int) -> Value:
        assert event.start_mark is not None
        assert event.end_mark is not None
        if depth > _MAX_DEPTH:
            raise NotEditable
        start, end = event.start_mark.index, min(event.end_mark.index, len(self.text))
        anchor = getattr(event, "anchor", None) or ""
        if isinstance(event, yaml.AliasEvent):
            return Value(start, end, "alias", text=anchor)
        tag = getattr(event, "tag", None) or ""
        if isinstance(event, yaml.ScalarEvent):
            style = event.style or ""
            if style in ("|", ">"):
                end = start + len(self.text[start:end].rstrip())
            return Value(start, end, "scalar", style, event.value, anchor, tag)
        if isinstance(event, yaml.MappingStartEvent):
            value = Value(start, end, "mapping", "{" if event.flow_style else "", "", anchor, tag)
            self._fill_mapping(value, events, depth)
        else:
            assert isinstance(event, yaml.SequenceStartEvent)
            value = Value(start, end, "list", "[" if event.flow_style else "", "", anchor, tag)
            self._fill_list(value, events, depth)
        return value

    def _fill_mapping(self, value: Value, events: Iterator[yaml.Event], depth: int) -> None:
        for event in events:
            if isinstance(event, yaml.MappingEndEvent):
                self._finish(value, event)
                return
            key = self._value(event, events, depth + 1)
            inner = self._value(next(events), events, depth + 1)
            value.entries.append(Entry(key.start, inner, key))
            value.end = inner.end

    def _fill_list(self, value: Value, events: Iterator[yaml.Event], depth: int) -> None:
        first: int | None = None
        for event in events:
            if isinstance(event, yaml.SequenceEndEvent):
                self._finish(value, event)
                return
            inner = self._value(event, events, depth + 1)
            start = inner.start
            if not value.is_flow:
                before = value.entries[-1].end if value.entries else value.start
                start = self._hyphen(before, inner.start, first)
                first = start if first is None else first
            value.entries.append(Entry(start, inner))
            value.end = inner.end

    def _hyphen(self, before: int, start: int, first: int | None) -> int:
        """Return the offset of the hyphen of an item that starts at `start`."""
        if first is None:
            return self.text.index("-", self._after_properties(before), start + 1)
        line = max(self.text.rfind("\n", 0, first), self.text.rfind("\r", 0, first)) + 1
        hyphen = re.compile(rf"(?:(?<=[\r\n])|\A)[ \t]{{{first - line}}}-(?=\s|\Z)")
        matches = list(hyphen.finditer(self.text, before, min(start + 1, len(self.text))))
        if not matches:
            raise NotEditable
        return matches[0].end() - 1

    def _after_properties(self, start: int) -> int:
        """Return the offset after an anchor, a tag and comments, at the hyphen."""
        match = PROPERTIES.match(self.text, start)
        at = match.end() if match else start
        while match := _COMMENT_LINE.match(self.text, at):
            at = match.end()
        return at

    def _finish(self, value: Value, event: yaml.Event) -> None:
        assert event.end_mark is not None
        if value.is_flow:
            value.end = min(event.end_mark.index, len(self.text))
