"""Move an item of an events file to another place in its list, and change nothing else."""

from collections.abc import Sequence
from itertools import pairwise

from briefing.record import parsing
from briefing.record.edits import NOTHING, is_same, value_at
from briefing.record.entry_lines import first_line, last_line
from briefing.record.problems import Path
from briefing.record.replacements import place_at
from briefing.record.syntax import NotEditable, Syntax, Value


def move_item(text: str, path: Path, index: int) -> str | None:
    """Return `text` with an item of a list moved to `index`, together with its comments.

    The items between the two places move up or down. Empty lines stay where they are. The path can
    also lead to a field, such as an actor in `actors`. The index counts from 0.

    If the item cannot be moved safely, or there is no such place, return None.
    """
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    text = text.removeprefix(mark) if mark else text
    try:
        syntax = Syntax(text)
    except NotEditable:
        return None
    place = place_at(syntax, path)
    if place is None or place.inside is None or not 0 <= index < len(place.inside.entries):
        return None
    first, last = sorted((place.index, index))
    spans = _spans(syntax, place.inside, range(first, last + 1))
    if any(one[1] > other[0] for one, other in pairwise(spans)):
        return None
    texts = [text[start:end] for start, end in spans]
    texts.insert(index - first, texts.pop(place.index - first))
    moved = _with_texts(text, spans, texts)
    return mark + moved if _is_moved(text, moved, path, place.index, index) else None


def _spans(syntax: Syntax, inside: Value, indices: range) -> list[tuple[int, int]]:
    """Return the start and end of each entry: its lines with their comments, or in brackets its
    own text."""
    entries = inside.entries
    if inside.is_flow or not all(syntax.is_first_on_line(entries[n].start) for n in indices):
        return [(entries[n].start, entries[n].end) for n in indices]
    return [
        (
            syntax.line_start(first_line(syntax, inside, n)),
            syntax.line_end(last_line(syntax, inside, n)),
        )
        for n in indices
    ]


def _with_texts(text: str, spans: Sequence[tuple[int, int]], texts: Sequence[str]) -> str:
    parts: list[str] = []
    at = 0
    for (start, end), new in zip(spans, texts, strict=True):
        parts += [text[at:start], new]
        at = end
    return "".join([*parts, text[at:]])


def _is_moved(before: str, after: str, path: Path, old: int, new: int) -> bool:
    """Whether only the order of the items has changed, and no comment is lost."""
    try:
        content, moved = parsing.loads(before), parsing.loads(after)
        comments = [sorted(each.text for each in Syntax(text).comments) for text in (before, after)]
    except (*parsing.UNREADABLE, NotEditable):
        return False
    items = value_at(content, path[:-1])
    if items is NOTHING or comments[0] != comments[1]:
        return False
    if isinstance(items, list):
        items.insert(new, items.pop(old))
    return is_same(content, moved)
