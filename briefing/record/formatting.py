"""Format an events file: the order of its events and keys, and the style of each.

Every comment stays with its item, and anchors are kept. The result is read again: it
must have the same content and comments, and must not change if it is formatted again.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from briefing.garbage_collection import gc_paused
from briefing.record import parsing
from briefing.record.comments import CommentedEntry, Node, NotFormatted, commented
from briefing.record.edits import copied, is_same
from briefing.record.problems import Path
from briefing.record.prose import rewrapped, unwrapped
from briefing.record.syntax import NotEditable, Syntax
from briefing.record.yaml_writing import (
    Writer,
    is_event_at,
    is_prose,
    is_short,
    ordered_keys,
)

_MARK = "\ufeff"
WIDTH = 100
"""The maximum length of a line of prose."""


def format_text(
    text: str, order: Sequence[int] | None = None, ids: Mapping[int, str] | None = None
) -> str:
    """Return a formatted events file.

    Args:
        text: the text of the file.
        order: the indices of its events in their new order. Default: unchanged.
        ids: the ids to write into events that have none, by index.

    Raises:
        NotFormatted: it cannot be formatted without losing something.
    """
    mark = _MARK if text.startswith(_MARK) else ""
    with gc_paused():
        syntax, data = _read(text.removeprefix(_MARK))
        root = commented(syntax, data)
        expected = copied(data)
        _arrange(root, expected, order, ids or {})
        formatted = _written(root, syntax)
        after, content = _verified(syntax, formatted, expected)
        if _written(commented(after, content), after) != formatted:
            raise NotFormatted("its layout would change again if it were formatted twice")
    return mark + formatted


def _written(root: Node, syntax: Syntax) -> str:
    lines = _Layout(_anchors(root)).file(root)
    return "".join(f"{line}{syntax.newline}" for line in lines)


def _read(text: str) -> tuple[Syntax, Any]:
    try:
        data, syntax = parsing.loads(text), Syntax(text)
    except (*parsing.UNREADABLE, NotEditable):
        raise NotFormatted("its YAML cannot be changed safely") from None
    rest = text[syntax.root.end :].split("\n")
    start = text[: syntax.root.start].split("\n")
    for line in [*start, *rest[1:]]:
        if line.strip() and not line.lstrip().startswith("#"):
            raise NotFormatted("it has a document marker, such as ---")
    return syntax, data


def _arrange(
    root: Node, expected: Any, order: Sequence[int] | None, ids: Mapping[int, str]
) -> None:
    """Sort the events and add their ids, in the nodes and in the expected content."""
    events = next((entry.node for entry in root.entries if entry.name == "events"), None)
    if events is None or events.kind != "list" or not events.entries:
        return
    for n, id in ids.items():
        event = events.entries[n].node
        if event.kind == "mapping" and "id" not in expected["events"][n]:
            event.entries.insert(0, CommentedEntry("id", None, Node("scalar", id)))
            event.data = {"id": id, **event.data}
            expected["events"][n] = {"id": id, **expected["events"][n]}
    if order is not None and list(order) != list(range(len(order))):
        first = events.entries[order[0]]
        # The empty line is above the event that is now second.
        first.above = first.above[1:] if first.above[:1] == [""] else first.above
        events.entries = [events.entries[n] for n in order]
        expected["events"] = [expected["events"][n] for n in order]


def _anchors(node: Node) -> dict[str, Node]:
    """Return the nodes that have anchors."""
    anchors = {node.anchor: node} if node.anchor and node.kind != "alias" else {}
    for entry in node.entries:
        anchors |= _anchors(entry.node)
    return anchors


class _Layout:
    """Writes nodes as lines."""

    def __init__(self, anchors: Mapping[str, Node]) -> None:
        self.writer = Writer(WIDTH)
        self.anchors = anchors
        self.written: set[str] = set()

    def file(self, root: Node) -> list[str]:
        """Return the lines of the whole file."""
        lines: list[str] = []
        for n, entry in enumerate(root.entries):
            written = self.field(entry, 0, (entry.name,))
            above = _collapsed(entry.above, keep_last=True)
            if n and len(written) > 1 and "" not in above:
                above.insert(0, "")
            if not n and above[:1] == [""]:
                del above[0]
            lines += [*above, *written]
        return [*lines, *_collapsed(root.end)]

    def field(self, entry: CommentedEntry, indent: int, path: Path) -> list[str]:
        """Return the lines of a field, without the comments above it."""
        key = entry.key if entry.key is not None else self.writer.scalar(entry.name)
        return self.entry(f"{' ' * indent}{key}:", entry, indent, path)

    def block(self, node: Node, indent: int, path: Path) -> list[str]:
        """Return the lines of a mapping or a list in block style, with its comments."""
        start = " " * indent
        lines: list[str] = []
        is_list = node.kind == "list"
        entries = node.entries if is_list else _in_order(node, path)
        for n, entry in enumerate(entries):
            here = (*path, n if is_list else entry.name)
            above = self._above(entry, path, is_first=n == 0)
            if is_list and entry.beside and self._is_block(entry.node, f"{start}-", here):
                above.append(entry.beside)
                entry.beside = ""
            lines += [start + text if text else "" for text in above]
            if is_list:
                lines += self.item(entry, indent, here)
            else:
                lines += self.field(entry, indent, here)
        end = _collapsed(node.end)
        if _is_in_event(path):
            end = [text for text in end if text]
        return [*lines, *(start + text if text else "" for text in end)]

    def _above(self, entry: CommentedEntry, path: Path, *, is_first: bool) -> list[str]:
        """Return the comments and empty lines above an entry of the group or list at `path`."""
        above = _collapsed(entry.above, keep_last=True)
        if _is_in_event(path):
            return [text for text in above if text]
        if is_first:
            return above[1:] if above[:1] == [""] else above
        if path == ("events",) and above[:1] != [""]:
            above.insert(0, "")
        return above

    def item(self, entry: CommentedEntry, indent: int, path: Path) -> list[str]:
        """Return the lines of a list item."""
        start = f"{' ' * indent}-"
        node = self._target(entry.node)
        if not self._is_block(entry.node, start, path):
            return self.entry(start, entry, indent, path)
        self._mark_written(node)
        inside = self.block(node, indent + 2, path)
        if node.anchor or not inside[0].strip() or inside[0].lstrip().startswith("#"):
            anchor = f" &{node.anchor}" if node.anchor else ""
            return [f"{start}{anchor}", *inside]
        return [f"{start} {inside[0][indent + 2 :]}", *inside[1:]]

    def entry(self, prefix: str, entry: CommentedEntry, indent: int, path: Path) -> list[str]:
        """Return the lines of an entry that starts with `prefix`, its key or hyphen."""
        beside = f"  {entry.beside}" if entry.beside else ""
        if self._is_block(entry.node, prefix, path):
            node = self._target(entry.node)
            self._mark_written(node)
            anchor = f" &{node.anchor}" if node.anchor else ""
            return [f"{prefix}{anchor}{beside}", *self.block(node, indent + 2, path)]
        node = self._target(entry.node)
        if node.kind == "scalar" and isinstance(node.data, str) and not self._is_alias(entry.node):
            anchor = f" &{node.anchor}" if node.anchor else ""
            lines = self._text(f"{prefix}{anchor}", node.data, indent, path)
            if lines:
                self._mark_written(node)
                return [f"{lines[0]}{beside}", *lines[1:]]
        text = self.inline(entry.node, path, self.written, in_flow=False)
        return [f"{prefix} {text}".rstrip(" ") + beside]

    def _text(self, prefix: str, text: str, indent: int, path: Path) -> list[str]:
        """Return the lines of a text that is not on the line of its key, if it is one."""
        if is_prose(path) and "\n" in text.removesuffix("\n"):
            text = rewrapped(text, WIDTH - indent - 2)
        return self.writer.text_block(prefix, text, indent, path)

    def _is_alias(self, node: Node) -> bool:
        """Whether a node only repeats a value that has been written already."""
        return bool(node.anchor) and node.anchor in self.written

    def _target(self, node: Node) -> Node:
        """Return the node that an alias repeats, or the node itself."""
        if node.kind != "alias":
            return node
        if node.anchor not in self.anchors:
            raise NotFormatted(f"there is no anchor &{node.anchor}")
        return self.anchors[node.anchor]

    def _mark_written(self, node: Node) -> None:
        if node.anchor:
            self.written.add(node.anchor)

    def _is_block(self, node: Node, prefix: str, path: Path) -> bool:
        """Whether a value is written in several lines, with an entry on each."""
        if self._is_alias(node):
            return False
        node = self._target(node)
        if node.kind == "scalar" or not node.entries:
            return False
        if is_event_at(path) or node.has_comments or not is_short(node.data, path):
            return True
        text = self.inline(node, path, set(self.written), in_flow=False)
        return len(prefix) + 1 + len(text) > WIDTH

    def inline(self, node: Node, path: Path, written: set[str], *, in_flow: bool) -> str:
        """Return a value on one line. Its anchors are added to those `written`."""
        if node.anchor and node.anchor in written:
            return f"*{node.anchor}"
        node = self._target(node)
        anchor = f"&{node.anchor} " if node.anchor else ""
        if node.anchor:
            written.add(node.anchor)
        if node.kind == "scalar":
            if node.spelling is not None:
                empty = "null" if in_flow else ""
                return f"{anchor}{node.spelling or empty}".strip()
            return anchor + self.writer.scalar(node.data, in_flow=in_flow)
        inner = [
            (entry, self.inline(entry.node, (*path, entry.name or n), written, in_flow=True))
            for n, entry in enumerate(_in_order(node, path))
        ]
        if node.kind == "list":
            return f"{anchor}[{', '.join(text for _, text in inner)}]"
        fields = (
            f"{entry.key or self.writer.scalar(entry.name, in_flow=True)}: {text}".rstrip(" ")
            for entry, text in inner
        )
        return f"{anchor}{{{', '.join(fields)}}}"


def _in_order(node: Node, path: Path) -> list[CommentedEntry]:
    """Return the entries of a mapping in the order of the model, or those of a list."""
    if node.kind != "mapping" or not path:
        return node.entries
    by_name = {entry.name: entry for entry in node.entries}
    return [by_name[name] for name in ordered_keys(path, by_name)]


def _is_in_event(path: Path) -> bool:
    return len(path) > 1 and path[0] == "events"


def _collapsed(lines: Sequence[str], *, keep_last: bool = False) -> list[str]:
    """Return comments with at most one empty line between two of them."""
    kept: list[str] = []
    for line in lines:
        if line or not kept or kept[-1]:
            kept.append(line)
    while not keep_last and kept and not kept[-1]:
        kept.pop()
    return kept


def _verified(before: Syntax, formatted: str, expected: Any) -> tuple[Syntax, Any]:
    """Return the tree and content of the new text, if only the layout has changed.

    Raises:
        NotFormatted: something has.
    """
    try:
        data, after = parsing.loads(formatted), Syntax(formatted)
    except (*parsing.UNREADABLE, NotEditable):
        raise NotFormatted("its content would change") from None
    if not is_same(_comparable(data), _comparable(expected)):
        raise NotFormatted("its content would change")
    old, new = (
        Counter(comment.text.rstrip() for comment in each.comments) for each in (before, after)
    )
    if old != new:
        raise NotFormatted("a comment would be lost")
    return after, data


def _comparable(data: Any, path: Path = ()) -> Any:
    """Return the content with each paragraph of prose on one line."""
    if isinstance(data, dict):
        return {key: _comparable(value, (*path, str(key))) for key, value in data.items()}
    if isinstance(data, list):
        return [_comparable(value, (*path, n)) for n, value in enumerate(data)]
    return unwrapped(data) if isinstance(data, str) and is_prose(path) else data
