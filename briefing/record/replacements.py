"""The replacements of text that set or rename a value in an events file.

Each function yields possible ways, best first. None of them is certain to be right:
`editing` tries them, and parses the result.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeAlias

from briefing.record.problems import LINE_END, Path
from briefing.record.styles import writer_for
from briefing.record.syntax import HEADER, PROPERTIES, Entry, Syntax, Value, walk
from briefing.record.yaml_writing import Writer, can_be_block, can_be_plain, wrapped


class Replacement(NamedTuple):
    """Text that replaces the characters from `start` to `end`.

    Attributes:
        start: the offset of the first character.
        end: the offset after the last one.
        text: the new text.
        rank: the order of texts that are inserted at the same place.
        drops: whether the comments between `start` and `end` are removed too.
    """

    start: int
    end: int
    text: str
    rank: tuple[int, ...] = ()
    drops: bool = False


Way: TypeAlias = list[Replacement]


@dataclass(frozen=True, slots=True)
class Place:
    """An entry, with the group or list that contains it and its index there."""

    entry: Entry
    inside: Value | None
    index: int
    in_flow: bool


def place_at(syntax: Syntax, path: Path) -> Place | None:
    """Return the place at `path`, following aliases, if there is one."""
    entry = Entry(syntax.root.start, syntax.root)
    inside, index, in_flow = None, 0, False
    for step in path:
        inside = syntax.resolved(entry.value)
        in_flow = inside.is_flow or (in_flow and entry.value.kind != "alias")
        found = syntax.child(inside, step)
        if found is None:
            return None
        index = step if isinstance(step, int) else _index_of(inside, found)
        entry = found
    return Place(entry, inside, index, in_flow)


def block_entry_at(syntax: Syntax, path: Path) -> Entry | None:
    """Return the deepest entry on the way to `path` that is not in brackets."""
    entry = Entry(syntax.root.start, syntax.root)
    for step in path:
        value = syntax.resolved(entry.value)
        found = None if value.is_flow else syntax.child(value, step)
        if found is None:
            break
        entry = found
    return entry if entry.value is not syntax.root else None


def _index_of(inside: Value, entry: Entry) -> int:
    return next(n for n, each in enumerate(inside.entries) if each is entry)


# Rename


def ways_to_rename(syntax: Syntax, path: Path, new: str) -> Iterator[Way]:
    """Yield the ways to rename the key at the end of `path`."""
    place = place_at(syntax, path)
    if place is None or place.entry.key is None or place.entry.key.kind != "scalar":
        return
    key = place.entry.key
    start = content_start(syntax, key)
    writer = writer_for(syntax)
    style = key.style if key.style in ("'", '"') else ""
    yield [Replacement(start, key.end, writer.scalar(new, in_flow=True, style=style))]


# Anchors


def with_anchors_moved(syntax: Syntax, way: Way) -> Way:
    """Return a way in which the first alias outside gets each anchored value that it removes."""
    removed = [(each.start, each.end) for each in way if each.start < each.end]

    def is_removed(value: Value) -> bool:
        return any(start <= value.start < end for start, end in removed)

    moved: Way = []
    done: set[str] = set()
    for value in walk(syntax.root):
        if value.kind == "alias" and value.text not in done and not is_removed(value):
            anchored = syntax.resolved(value)
            written = syntax.text[anchored.start : anchored.end]
            if anchored is not value and is_removed(anchored) and not LINE_END.search(written):
                moved.append(Replacement(value.start, value.end, written))
                done.add(value.text)
    return [*way, *moved] if moved else []


# Set


def ways_to_set(
    syntax: Syntax, path: Path, value: Any, comments: Sequence[str] = ()
) -> Iterator[Way]:
    """Yield the ways to replace the value at `path`, with `comments` above its fields."""
    place = place_at(syntax, path)
    if place is None:
        return
    old, writer = place.entry.value, writer_for(syntax)
    if old.kind == "alias":
        yield []  # Perhaps another edit sets the value that it repeats.
    is_group = isinstance(value, dict | list) and bool(value)
    is_text = isinstance(value, str)
    if not place.in_flow:
        is_block = old.kind in ("mapping", "list") and not old.is_flow
        if is_group and not (old.is_flow and old.entries and not comments):
            if (
                old.kind == "scalar"
                and not comments
                and _fits_beside(syntax, writer, old, value, path)
            ):
                yield from _with_inline(syntax, place, writer.inline(value, path))
            indent = _indent_below(syntax, place, writer, value)
            lines = writer.block(value, indent, path)
            lines = [*comment_lines(comments, indent), *lines]
            if is_block and not comments:
                column = syntax.column(old.start)
                inside = writer.block(value, column, path)
                text = syntax.newline.join(inside)[column:]
                yield [Replacement(old.start, old.end, text)]
            yield _with_lines(syntax, place, "", lines)
        if is_text and (way := _refolded(syntax, old, value, writer)):
            yield way
        if is_text:
            indent = _indent_of(syntax, place)
            if old.style in ("|", ">"):
                inner = _indent_of_text(syntax, old) or indent + writer.step
                lines = writer.text_lines("", value, inner, old.style)
            else:
                lines = writer.text_block("", value, indent, path)
            if lines:
                yield _with_lines(syntax, place, lines[0].strip(), lines[1:])
    if comments:
        return
    style = old.style if old.style in ("'", '"') and is_text else ""
    for text in dict.fromkeys(
        (
            _inline(writer, value, path, place.in_flow, style),
            _inline(writer, value, path, True, style),
            _inline(writer, value, path, True, '"' if is_text else ""),
        )
    ):
        yield from _with_inline(syntax, place, text)


def _fits_beside(syntax: Syntax, writer: Writer, old: Value, value: Any, path: Path) -> bool:
    """Whether a list belongs on the line of the value that it replaces, as in our layout."""
    if not isinstance(value, list):
        return False
    column = syntax.column(old.start)
    prefix = syntax.line(syntax.line_of(old.start))[:column].rstrip()
    return len(writer.entry(prefix, value, 0, path)) == 1


def _inline(writer: Writer, value: Any, path: Path, in_flow: bool, style: str) -> str:
    if style:
        return writer.scalar(value, in_flow=in_flow, style=style)
    return writer.inline(value, path, in_flow=in_flow)


def _refolded(syntax: Syntax, old: Value, text: str, writer: Writer) -> Way | None:
    """Return the way to change some words of a paragraph that is written on several lines.

    The lines before and after these words stay as they are.
    """
    start = content_start(syntax, old)
    if old.style == ">":
        start = syntax.next_line(syntax.line_of(start))
        start += len(syntax.text[start : old.end]) - len(syntax.text[start : old.end].lstrip())
    written, sign = syntax.text[start : old.end], old.style if old.style in ("'", '"') else ""
    lines = [line.strip() for line in LINE_END.split(written.strip(sign or " "))]
    ends = old.text[len(old.text.rstrip("\n")) :]
    body = text.removesuffix("\n")
    if (
        len(lines) < 2
        or old.kind != "scalar"
        or " ".join(lines) + ends != old.text
        or body + ends != text
        or "\n" in body
        or not (can_be_block(body) if old.style == ">" else can_be_plain(body))
    ):
        return None
    first = last = 0
    while first < len(lines) - 1 and body.startswith(f"{lines[first]} "):
        body = body[len(lines[first]) + 1 :]
        first += 1
    while last < len(lines) - 1 - first and body.endswith(f" {lines[-1 - last]}"):
        body = body[: -len(lines[-1 - last]) - 1]
        last += 1
    indent = syntax.indent(syntax.line_of(old.end))
    width = max(writer.width - indent, *map(len, lines))
    new = [*lines[:first], *wrapped(body, width), *lines[len(lines) - last :]]
    return [Replacement(start, old.end, sign + f"{syntax.newline}{' ' * indent}".join(new) + sign)]


def _indent_of_text(syntax: Syntax, old: Value) -> int:
    """Return the number of spaces before the first line of a text that is below its key."""
    for line in range(syntax.line_of(old.start) + 1, syntax.line_of(old.end) + 1):
        if text := syntax.line(line):
            return len(text) - len(text.lstrip(" "))
    return 0


def _with_inline(syntax: Syntax, place: Place, text: str) -> Iterator[Way]:
    """Yield the ways to put `text` in the place of a value, on the line of its key."""
    old = place.entry.value
    if old.kind in ("mapping", "list") and not old.is_flow and place.inside is not None:
        after = after_sign(syntax, place)
        line = syntax.line_of(after)
        if syntax.line_of(old.start) > line:
            yield [
                Replacement(after, after, f" {text}"),
                Replacement(syntax.line_end(line), old.end, ""),
            ]
        yield [Replacement(after, old.end, f" {text}")]
        return
    start = content_start(syntax, old)
    if old.is_empty_scalar:
        before = syntax.text[start - 1 : start]
        space = "" if before in (" ", "\t") else " "
        yield [Replacement(start, start, f"{space}{text}")]
        return
    # The text of a block scalar ends at the end of a line.
    if old.style in ("|", ">") and (comment := comment_within(syntax, start, old.end)):
        yield [
            Replacement(start, comment[0], f"{text} "),
            Replacement(comment[1], old.end, ""),
        ]
    yield [Replacement(start, old.end, text)]
    if start != old.start:
        yield [Replacement(old.start, old.end, text)]


def _with_lines(syntax: Syntax, place: Place, first: str, lines: Sequence[str]) -> Way:
    """Return the way to put `first` in the place of a value, and `lines` below it.

    A comment beside the old value is then beside the new one.
    """
    old = place.entry.value
    below = "".join(f"{syntax.newline}{line}" for line in lines)
    if place.inside is None:
        return [Replacement(old.start, old.end, below.removeprefix(syntax.newline))]
    after = after_sign(syntax, place)
    text = f" {first}" if first else ""
    if old.kind in ("mapping", "list") and not old.is_flow:
        # Only an anchor and a comment can be beside the key.
        line_end = syntax.line_end(syntax.line_of(after))
        if syntax.line_of(old.end) == syntax.line_of(after):
            return [Replacement(after, old.end, f"{text}{below}")]
        comment = comment_within(syntax, after, line_end)
        end = comment[0] if comment else line_end
        at = after + len(syntax.text[after:end].rstrip())
        return [Replacement(at, at, text), Replacement(line_end, old.end, below)]
    start = content_start(syntax, old)
    if start == after or not first:
        start = after + len(syntax.text[after:start].rstrip())
    else:
        text = first
    if old.style in ("|", ">"):
        header = HEADER.match(syntax.text, content_start(syntax, old))
        line_end = syntax.line_end(syntax.line_of(start))
        if header:
            return [
                Replacement(start, header.end(), text),
                Replacement(line_end, old.end, below),
            ]
    end = syntax.line_end(syntax.line_of(old.end))
    return [Replacement(start, old.end, text), Replacement(end, end, below)]


def comment_within(syntax: Syntax, start: int, end: int) -> tuple[int, int] | None:
    """Return the start and end of the first comment between two offsets, if there is one."""
    comments = syntax.comments_within(start, end)
    return (comments[0].start, comments[0].end) if comments else None


def _indent_below(syntax: Syntax, place: Place, writer: Writer, value: Any) -> int:
    """Return the number of spaces before a group or a list that is below its key."""
    if place.inside is None:
        return 0
    indent = _indent_of(syntax, place)
    if isinstance(value, list) and place.entry.key is not None:
        return indent + writer.list_step
    return indent + writer.step


def _indent_of(syntax: Syntax, place: Place) -> int:
    """Return the number of spaces before the key or the hyphen of an entry."""
    return syntax.column(place.entry.start) if place.inside is not None else 0


def after_sign(syntax: Syntax, place: Place) -> int:
    """Return the offset after the colon or hyphen of an entry."""
    entry = place.entry
    if entry.key is None:
        return entry.start + 1
    return syntax.text.index(":", entry.key.end) + 1


def content_start(syntax: Syntax, value: Value) -> int:
    """Return the offset of a value after its anchor and tag."""
    if not value.anchor and not value.tag:
        return value.start
    match = PROPERTIES.match(syntax.text, value.start, value.end)
    return match.end() if match else value.start


def comment_lines(comments: Sequence[str], indent: int) -> list[str]:
    """Return comments with their number signs, each line by itself."""
    start = " " * indent
    lines = [line for comment in comments for line in comment.split("\n")]
    return [f"{start}# {line}".rstrip() for line in lines]
