"""The content of an events file, with each comment at its item.

A comment beside an entry belongs to it. A comment on a line of its own belongs to the entry below.
If it is indented further than that entry, or nothing follows, it is the end of the entry above.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from briefing.record.syntax import Comment, Entry, Syntax, Value, walk


class NotFormatted(ValueError):
    """The file cannot be formatted without losing something. The message is a clause.

    `line` is the number of the line, from 1, or 0 if it is the whole file.
    """

    def __init__(self, reason: str, line: int = 0) -> None:
        """Store the reason and the line."""
        super().__init__(reason)
        self.line = line


@dataclass(slots=True)
class Node:
    """A value with its comments.

    Attributes:
        kind: whether it is a scalar, mapping, list or alias.
        data: its content.
        spelling: the text of a scalar that is not text, such as the number 1.50.
        anchor: its anchor, or the one that an alias repeats.
        entries: the entries of a mapping or a list.
        end: the comments and empty lines after the last entry.
        column: the column of its entries, or -1 in brackets.
    """

    kind: str
    data: Any
    spelling: str | None = None
    anchor: str = ""
    entries: "list[CommentedEntry]" = field(default_factory=list)
    end: list[str] = field(default_factory=list)
    column: int = -1

    @property
    def has_comments(self) -> bool:
        """Whether there are comments in it."""
        return bool(self.end) or any(
            entry.beside or any(entry.above) or entry.node.has_comments for entry in self.entries
        )


@dataclass(slots=True)
class CommentedEntry:
    """An entry of a mapping or a list.

    Attributes:
        name: its key, or "" in a list.
        key: the key as it is written, or None if it is in quotation marks.
        node: its value.
        above: the comments above it, with "" for an empty line.
        beside: the comment on its line.
    """

    name: str
    key: str | None
    node: Node
    above: list[str] = field(default_factory=list)
    beside: str = ""

    def add_beside(self, comment: str) -> None:
        """Add a comment on its line. If there is one already, move that one above."""
        if self.beside:
            self.above.append(self.beside)
        self.beside = comment


def commented(syntax: Syntax, data: Any) -> Node:
    """Return the content of a text, `data`, with its comments.

    Raises:
        NotFormatted: it contains something that cannot be represented.
    """
    reader = _Reader(syntax)
    root = reader.node(syntax.root, data)
    if root.kind != "mapping" or not root.entries or syntax.root.is_flow:
        raise NotFormatted("it has no fields at the start of a line")
    reader.lines_before(root)
    reader.between(syntax.root.end, len(syntax.text), root, root.entries[-1], None)
    placed = sum(1 for _ in _texts(root))
    if placed != len(syntax.comments):
        raise NotFormatted("a comment is in an unusual place")
    return root


def _texts(node: Node) -> Iterator[str]:
    yield from filter(None, node.end)
    for entry in node.entries:
        yield from filter(None, entry.above)
        yield from filter(None, [entry.beside])
        yield from _texts(entry.node)


class _Reader:
    """Turns the tree of a text into nodes, and attaches each comment to its node."""

    def __init__(self, syntax: Syntax) -> None:
        self.syntax = syntax
        names = [value.anchor for value in walk(syntax.root) if value.anchor]
        if len(names) != len(set(names)):
            raise NotFormatted("it uses the name of an anchor (&) twice")

    def node(self, value: Value, data: Any) -> Node:
        """Return a value with the comments in it."""
        if value.tag and value.tag != "!":
            text = self.syntax.text[value.start : value.end + 1]
            written = next((word for word in text.split() if word.startswith("!")), value.tag)
            line = self.syntax.line_of(value.start) + 1
            raise NotFormatted(f"it has the tag {written}", line)
        if value.kind == "alias":
            return Node("alias", data, anchor=value.text)
        if value.kind == "scalar":
            is_text = isinstance(data, str)
            return Node("scalar", data, None if is_text else value.text, value.anchor)
        node = Node(value.kind, data, anchor=value.anchor)
        inner = data.values() if isinstance(data, dict) else data
        if len(value.entries) != len(inner):
            raise NotFormatted("its keys are not all text")
        if value.entries and not value.is_flow:
            node.column = self.syntax.column(value.entries[0].start)
        for entry, item in zip(value.entries, inner, strict=True):
            node.entries.append(self._entry(entry, item))
        for n, entry in enumerate(value.entries):
            self._lead(entry, node.entries[n])
            if n:
                before = value.entries[n - 1]
                self.between(before.end, entry.start, node, node.entries[n - 1], node.entries[n])
        if value.is_flow and value.entries:
            self.between(value.entries[-1].end, value.end, node, node.entries[-1], None)
        return node

    def _entry(self, entry: Entry, data: Any) -> CommentedEntry:
        key = entry.key
        if key is None:
            return CommentedEntry("", None, self.node(entry.value, data))
        if key.kind != "scalar" or key.anchor or key.style in ("|", ">"):
            line = self.syntax.line_of(key.start) + 1
            raise NotFormatted("it has a key that is not plain text", line)
        written = key.text if not key.style else None
        return CommentedEntry(key.text, written, self.node(entry.value, data))

    def _lead(self, entry: Entry, to: CommentedEntry) -> None:
        """Place the comments between the key or hyphen of an entry and its value."""
        value = entry.value
        start = entry.key.end if entry.key else entry.start
        end = value.entries[0].start if value.entries else value.end
        if value.style in ("'", '"') or (value.kind == "scalar" and not value.style):
            end = value.start
        own = self.syntax.line_of(start)
        inner = to.node.entries[0].above if to.node.entries else to.above
        for comment in self.syntax.comments_within(start, end):
            if self.syntax.line_of(comment.start) == own or value.style in ("|", ">"):
                to.add_beside(comment.text)
            else:
                inner.append(comment.text)

    def lines_before(self, root: Node) -> None:
        """Place the comments before the first entry of the file."""
        first = self.syntax.root.entries[0].start
        for text in self._lines(0, self.syntax.line_of(first)):
            root.entries[0].above.append(text)

    def _lines(self, first: int, end: int) -> Iterator[str]:
        for line in range(first, end):
            yield self.syntax.line(line).strip()

    def between(
        self,
        start: int,
        end: int,
        inside: Node,
        before: CommentedEntry,
        after: CommentedEntry | None,
    ) -> None:
        """Place the comments and empty lines between two entries, or after the last one."""
        syntax = self.syntax
        line = syntax.line_of(start)
        comments = {syntax.line_of(each.start): each for each in syntax.comments_within(start, end)}
        if comment := comments.get(line):
            _last_of(before).add_beside(comment.text)
        last = syntax.line_of(end) if end < len(syntax.text) else syntax.lines
        blank = False
        has_next = False  # Whether a comment above the next entry has been found.
        for number in range(line + 1, last + (end == len(syntax.text))):
            if number >= syntax.lines:
                break
            found = comments.get(number)
            if found is None:
                blank |= not syntax.line(number).strip()
                continue
            target = None if has_next else self._end_of(inside, before, found)
            if target is None:
                has_next = True
                target = after.above if after else inside.end
            if blank:
                target.append("")
                blank = False
            target.append(found.text)
        if blank and after:
            after.above.append("")

    def _end_of(self, inside: Node, before: CommentedEntry, comment: Comment) -> list[str] | None:
        """Return the end of the group or list in `before` that a comment belongs to, if any."""
        column = self.syntax.column(comment.start)
        if inside.column < 0:
            return None
        chosen = None
        node = before.node
        while node.column >= 0 and node.entries and column > inside.column:
            if node.column <= column:
                chosen = node
            node = node.entries[-1].node
        return chosen.end if chosen else None


def _last_of(entry: CommentedEntry) -> CommentedEntry:
    """Return the last entry in a block, which is on its last line."""
    while entry.node.column >= 0 and entry.node.entries:
        entry = entry.node.entries[-1]
    return entry
