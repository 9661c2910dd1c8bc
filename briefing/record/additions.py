"""The replacements of text that add a field or a list item to an events file."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from briefing.record.entry_lines import first_line, last_line
from briefing.record.problems import Path
from briefing.record.replacements import (
    Replacement,
    Way,
    block_entry_at,
    comment_lines,
    place_at,
    ways_to_set,
)
from briefing.record.styles import writer_for
from briefing.record.syntax import Syntax, Value
from briefing.record.yaml_writing import Writer, ordered_keys


def ways_to_add(
    syntax: Syntax,
    path: Path,
    value: Any,
    comments: Sequence[str] = (),
    rank: int = 0,
) -> Iterator[Way]:
    """Yield the ways to add a field or a list item at `path`, with `comments` above it.

    `rank` is the order of items that are added at the same place.
    """
    parent = place_at(syntax, path[:-1])
    if parent is None:
        return
    inside = syntax.resolved(parent.entry.value)
    key = path[-1]
    if inside.kind == "mapping" and inside.entries:
        if syntax.child(inside, key) is None:
            adding = _Adding(syntax, path, value, comments, rank, inside)
            yield from adding.field(parent.in_flow or inside.is_flow)
    elif inside.kind == "list" and inside.entries and isinstance(key, int):
        if key <= len(inside.entries):
            adding = _Adding(syntax, path, value, comments, rank, inside)
            yield from adding.item(parent.in_flow or inside.is_flow)
    elif inside.kind in ("mapping", "list") or inside.text in ("", "~", "null"):
        whole: Any = [value] if isinstance(key, int) else {key: value}
        yield from ways_to_set(syntax, path[:-1], whole, comments)


@dataclass(slots=True)
class _Adding:
    """A field or an item to be added to a group or list that is not empty."""

    syntax: Syntax
    path: Path
    value: Any
    comments: Sequence[str]
    rank: int
    inside: Value

    def field(self, in_flow: bool) -> Iterator[Way]:
        """Yield the ways to add a field."""
        writer, key = writer_for(self.syntax), self.path[-1]
        entries = self.inside.entries
        names = [entry.name for entry in entries]
        layout = ordered_keys(self.path[:-1], dict.fromkeys([*names, str(key)]))
        earlier = set(layout[: layout.index(str(key))])
        place = max((n for n, name in enumerate(names) if name in earlier), default=-1)
        rank = layout.index(str(key))
        others = [n for n in range(len(entries) - 1, -1, -1) if n != place]
        places = [place, *others] if place >= 0 else [-1, *others]
        if place >= 0:
            places.append(-1)
        if in_flow:
            text = (
                f"{writer.scalar(key, in_flow=True)}: "
                f"{writer.inline(self.value, self.path, in_flow=True)}"
            )
            for n in places:
                yield from self._in_flow(n, text, rank)
            return
        indent = self.syntax.column(entries[0].start)
        prefix = f"{' ' * indent}{writer.scalar(key)}:"
        lines = writer.entry(prefix, self.value, indent, self.path)
        lines = [*comment_lines(self.comments, indent), *lines]
        for n in places:
            yield self._below(n, lines, rank, "") if n >= 0 else self._above(0, lines, rank, "")

    def item(self, in_flow: bool) -> Iterator[Way]:
        """Yield the ways to add an item to a list."""
        writer, index = writer_for(self.syntax), self.path[-1]
        assert isinstance(index, int)
        entries = self.inside.entries
        if in_flow:
            text = writer.inline(self.value, self.path, in_flow=True)
            yield from self._in_flow(index - 1, text, self.rank)
            return
        indent = self.syntax.column(entries[0].start)
        lines = self._item_lines(writer, indent)
        lines = [*comment_lines(self.comments, indent), *lines]
        gap = self.syntax.newline if self._has_gaps() else ""
        if index < len(entries):
            yield self._above(index, lines, self.rank, gap)
        if index:
            yield self._below(index - 1, lines, self.rank, gap)

    def _item_lines(self, writer: Writer, indent: int) -> list[str]:
        """Return the lines of the item, in the style of the other items."""
        groups, flow = self._groups()
        if isinstance(self.value, dict | list) and self.value and groups:
            start = f"{' ' * indent}-"
            if flow == groups:
                line = f"{start} {writer.inline(self.value, self.path)}"
                if len(line) <= writer.width or groups > 1:
                    return [line]
            if flow == 0:
                return writer.block_item(self.value, indent, self.path)
        return writer.item(self.value, indent, self.path)

    def _groups(self) -> tuple[int, int]:
        """Count the items of the list that are mappings or lists, and those of them in brackets."""
        cache = self.syntax.cache
        key = self.inside.start, "groups"
        if key not in cache:
            values = [entry.value for entry in self.inside.entries]
            groups = [value for value in values if value.kind in ("mapping", "list")]
            cache[key] = len(groups), sum(group.is_flow for group in groups)
        counts: tuple[int, int] = cache[key]
        return counts

    def _has_gaps(self) -> bool:
        """Whether most items of the list have an empty line before them."""
        cache = self.syntax.cache
        key = self.inside.start, "gaps"
        if key not in cache:
            entries = self.inside.entries
            gaps = [
                not self.syntax.line(first_line(self.syntax, self.inside, n) - 1).strip()
                for n in range(1, len(entries))
                if self.syntax.is_first_on_line(entries[n].start)
            ]
            cache[key] = sum(gaps) * 2 > len(gaps)
        return bool(cache[key])

    def _above(self, index: int, lines: list[str], rank: int, gap: str) -> Way:
        syntax, entry = self.syntax, self.inside.entries[index]
        newline, depth = syntax.newline, len(self.path)
        if syntax.is_first_on_line(entry.start):
            at = syntax.line_start(first_line(syntax, self.inside, index))
            text = "".join(f"{line}{newline}" for line in lines) + gap
        else:
            at, column = entry.start, syntax.column(entry.start)
            text = f"{newline.join(lines)[column:]}{newline}{gap}{' ' * column}"
        return [Replacement(at, at, text, (1, depth, rank))]

    def _below(self, index: int, lines: list[str], rank: int, gap: str) -> Way:
        newline = self.syntax.newline
        at = self.syntax.line_end(last_line(self.syntax, self.inside, index))
        text = gap + "".join(f"{newline}{line}" for line in lines)
        return [Replacement(at, at, text, (0, -len(self.path), rank))]

    def _in_flow(self, index: int, text: str, rank: int) -> Iterator[Way]:
        """Yield the ways to add `text` after an entry in brackets, or before the first entry.

        Comments are put above the line on which the brackets begin.
        """
        above = self._comments_above()
        for way in self._ways_in_flow(index, text, rank):
            yield [*above, *way]

    def _comments_above(self) -> Way:
        lines = comment_lines(self.comments, 0)
        first = block_entry_at(self.syntax, self.path[:-1])
        if not lines or first is None:
            return []
        at = self.syntax.line_start(self.syntax.line_of(first.start))
        indent = self.syntax.text[at : at + self.syntax.indent(self.syntax.line_of(first.start))]
        text = "".join(f"{indent}{comment}{self.syntax.newline}" for comment in lines)
        return [Replacement(at, at, text, (1, len(self.path), self.rank))]

    def _ways_in_flow(self, index: int, text: str, rank: int) -> Iterator[Way]:
        syntax, entries = self.syntax, self.inside.entries
        order = (0, -len(self.path), rank)
        if index < 0:
            start = entries[0].start
            yield [Replacement(start, start, f"{text}, ", order)]
            return
        end = entries[index].end
        line = syntax.line_of(end)
        if len(entries) > 1 and self._has_own_lines():
            start = syntax.line_start(syntax.line_of(entries[index].start))
            indent = syntax.text[start : entries[index].start]
            line_end = syntax.line_end(line)
            rest = syntax.text[end:line_end].lstrip()
            if rest.startswith(","):
                new = f"{syntax.newline}{indent}{text},"
                yield [Replacement(line_end, line_end, new, order)]
            elif not rest or rest.startswith("#"):
                yield [
                    Replacement(end, end, ",", order),
                    Replacement(line_end, line_end, f"{syntax.newline}{indent}{text}", order),
                ]
        yield [Replacement(end, end, f", {text}", order)]

    def _has_own_lines(self) -> bool:
        return all(self.syntax.is_first_on_line(entry.start) for entry in self.inside.entries)
