"""Edit the text of an events file, and change nothing else.

Each edit becomes a few replacements of text. The new text is parsed before it is returned: its
content must be the old content with the edits applied, and every comment must still be there. Any
other edit is refused, and changes nothing.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from typing import Any

from briefing.garbage_collection import gc_paused
from briefing.record import parsing
from briefing.record.additions import ways_to_add
from briefing.record.edit_groups import Group, Ranked, grouped, without_contradictions
from briefing.record.edits import (
    NOTHING,
    DataEdit,
    Edit,
    Insert,
    Remove,
    RenameKey,
    ReplaceText,
    SetValue,
    is_same,
    with_edits,
)
from briefing.record.pieces import neighbours
from briefing.record.problems import LINE_END
from briefing.record.removals import ways_to_remove
from briefing.record.replacements import (
    Replacement,
    Way,
    ways_to_rename,
    ways_to_set,
    with_anchors_moved,
)
from briefing.record.spelling import in_original_spelling
from briefing.record.syntax import NotEditable, Syntax, offsets
from briefing.record.yaml_writing import write_yaml

_MARK = "\ufeff"
_LONG = 20_000
"""The length of a text in which an event is edited by itself, in characters."""
__all__ = (
    "Edit",
    "Edited",
    "Insert",
    "Remove",
    "RenameKey",
    "ReplaceText",
    "SetValue",
    "apply_edits",
)


@dataclass(frozen=True, slots=True)
class Edited:
    """The new text, and the edits that were refused."""

    text: str
    refused: tuple[Edit, ...] = ()


def apply_edits(text: str, edits: Sequence[Edit]) -> Edited:
    """Apply as many of the `edits` to `text` as possible.

    All paths and places are those in `text`, whatever the other edits do. If two edits contradict
    each other, the second is refused. `ReplaceText` comes first, because a text with errors must
    be corrected before it can be read. Values are plain data: text, numbers, booleans, lists and
    dictionaries.
    """
    mark = _MARK if text.startswith(_MARK) else ""
    text = text.removeprefix(_MARK)
    in_text = [edit for edit in edits if isinstance(edit, ReplaceText)]
    in_data = [edit for edit in edits if not isinstance(edit, ReplaceText)]
    refused: list[Edit] = []
    with gc_paused():
        if in_text:
            text, refused_texts = _replace_text(text, in_text)
            refused += refused_texts
        if in_data:
            text, refused_edits = _edit_data(text, in_data)
            refused += refused_edits
    is_refused = {id(edit) for edit in refused}
    return Edited(mark + text, tuple(edit for edit in edits if id(edit) in is_refused))


# Faults in the text


def _replace_text(text: str, edits: Sequence[ReplaceText]) -> tuple[str, list[ReplaceText]]:
    """Return `text` with the edits, and those that overlap or make it unreadable."""
    starts = [0, *(end.end() for end in LINE_END.finditer(text))]
    was_readable = _Reader(text).is_readable
    chosen: list[Replacement] = []
    refused: list[ReplaceText] = []
    for edit in edits:
        replacement = Replacement(*offsets(starts, len(text), edit.place), edit.text)
        if any(_overlap(replacement, other) for other in chosen) or (
            was_readable and not _Reader(_replaced(text, [*chosen, replacement])).is_readable
        ):
            refused.append(edit)
        else:
            chosen.append(replacement)
    return _replaced(text, chosen), refused


def _overlap(one: Replacement, other: Replacement) -> bool:
    return (one.start < other.end and other.start < one.end) or one.start == other.start


def _replaced(text: str, replacements: Iterable[Replacement]) -> str:
    """Return `text` with the replacements. Insertions at the same place keep their order."""
    parts: list[str] = []
    at = 0
    for replacement in sorted(replacements, key=lambda each: (each.start, each.end, each.rank)):
        parts += [text[at : replacement.start], replacement.text]
        at = replacement.end
    return "".join([*parts, text[at:]])


# Changes of the content


class _State:
    """The text so far, and its content."""

    def __init__(self, text: str, content: Any) -> None:
        self.text, self.content = text, content
        self._syntax: Syntax | None = None

    def move_to(self, other: "_State") -> None:
        """Copy the text and the content of `other`."""
        self.text, self.content, self._syntax = other.text, other.content, other._syntax

    def syntax(self) -> Syntax:
        """Return the tree of the text.

        Raises:
            NotEditable: it has none.
        """
        if self._syntax is None:
            self._syntax = Syntax(self.text)
        return self._syntax


def _edit_data(text: str, edits: Sequence[DataEdit]) -> tuple[str, list[DataEdit]]:
    """Return `text` with the edits that can be made, and the other ones."""
    reader = _Reader(text)
    if not reader.is_readable:
        return text, list(edits)
    if (edited := _edited_event(text, edits, reader)) is not None:
        return edited, []
    return _edit_all(text, edits, reader)


def _edit_all(
    text: str, edits: Sequence[DataEdit], reader: "_Reader"
) -> tuple[str, list[DataEdit]]:
    """Return what `_edit_data` does, given the reader of a text that can be read."""
    accepted, refused = without_contradictions(edits)
    groups, impossible = grouped(reader.content, accepted)
    refused += impossible
    state = _State(text, reader.content)
    refused += _apply(state, sorted(groups, key=lambda group: group.order), reader)
    return state.text, refused


def _edited_event(text: str, edits: Sequence[DataEdit], reader: "_Reader") -> str | None:
    """Return a long text with the edits of one event, or None if this is not possible.

    Only this event and its neighbours are parsed with their places, because that takes most of the
    time. The result is checked as a whole.
    """
    events = {edit.path[:2] for edit in edits if len(edit.path) > 2}
    if len(text) < _LONG or len(events) != 1 or any(len(edit.path) < 3 for edit in edits):
        return None
    ((section, number),) = events
    if section != "events" or not isinstance(number, int):
        return None
    near = neighbours(text, number)
    if near is None:
        return None
    inside = [replace(edit, path=("events", number - near.first, *edit.path[2:])) for edit in edits]
    piece = near.head + text[near.start : near.end]
    own = _Reader(piece)
    piece, refused = _edit_all(piece, inside, own) if own.is_readable else (piece, inside)
    if refused or not piece.startswith(near.head):
        return None
    edited = text[: near.start] + piece.removeprefix(near.head) + text[near.end :]
    expected = with_edits(reader.content, edits)
    return edited if expected is not NOTHING and reader.has_content(edited, expected) else None


class _Reader:
    """Reads texts as data, always in the same way."""

    def __init__(self, text: str) -> None:
        self._in_spelling = False
        content = self._load(text)
        self.is_readable = content is not NOTHING
        if _has_odd_keys(content):
            # Paths have the keys as they are written.
            self._in_spelling = True
            content = self._load(text)
        self.content = content

    def _load(self, text: str) -> Any:
        try:
            content = parsing.loads(text)
            return in_original_spelling(content, text) if self._in_spelling else content
        except parsing.UNREADABLE:
            return NOTHING

    def has_content(self, text: str, content: Any) -> bool:
        """Whether `text` can be read and has this content."""
        return is_same(self._load(text), content)


def _has_odd_keys(content: Any) -> bool:
    """Whether a key is not text, such as an id that consists of digits."""
    if isinstance(content, dict):
        return any(
            not isinstance(key, str) or _has_odd_keys(value) for key, value in content.items()
        )
    return isinstance(content, list) and any(map(_has_odd_keys, content))


def _apply(state: _State, groups: Sequence[Group], reader: _Reader) -> list[DataEdit]:
    """Make the edits of the groups, all together if possible, and return those refused."""
    if not groups or _make(state, [group.plans[0] for group in groups], reader):
        return []
    if len(groups) == 1:
        group = groups[0]
        done = any(_make_one_by_one(state, plan, reader) for plan in group.plans)
        return [] if done else list(group.originals)
    # The order is kept, because an edit can change the indices of the items in a list.
    runs = [list(run) for _, run in groupby(groups, lambda group: _is_promising(state, group))]
    if len(runs) > 1:
        return [edit for run in runs for edit in _apply(state, run, reader)]
    half = len(groups) // 2
    return [*_apply(state, groups[:half], reader), *_apply(state, groups[half:], reader)]


def _is_promising(state: _State, group: Group) -> bool:
    """Whether the best way to make the edits of a group may work, by a quick test."""
    ways = [next(_ways(state, ranked), None) for ranked in group.plans[0]]
    edits = [edit for edit, _ in group.plans[0]]
    return (
        all(way is not None and _keeps_comments(state, way) for way in ways)
        and with_edits(state.content, edits) is not NOTHING
    )


def _make(state: _State, plans: Sequence[Sequence[Ranked]], reader: _Reader) -> bool:
    """Make all edits at once, each in the best way. Return False if that fails."""
    way: Way = []
    edits = [ranked for plan in plans for ranked in plan]
    for ranked in edits:
        first = next(_ways(state, ranked), None)
        if first is None:
            return False
        way += first
    # With an alias, two paths can lead to the same place.
    way = list({(each.start, each.end, each.text, each.rank[2:]): each for each in way}.values())
    return _try(state, way, [edit for edit, _ in edits], reader)


def _make_one_by_one(state: _State, plan: Sequence[Ranked], reader: _Reader) -> bool:
    """Make each edit in the first way that works. If one fails, change nothing."""
    trial = _State(state.text, state.content)
    for ranked in plan:
        if not any(_try(trial, way, [ranked.edit], reader) for way in _ways(trial, ranked)):
            return False
    state.move_to(trial)
    return True


def _ways(state: _State, ranked: Ranked) -> Iterator[Way]:
    edit, rank = ranked
    try:
        syntax = state.syntax()
    except NotEditable:
        if state.content is None and isinstance(edit, SetValue) and not edit.path:
            yield from _ways_to_begin(state.text, edit.value)
        return
    if isinstance(edit, Insert):
        yield from ways_to_add(syntax, edit.path, edit.value, edit.comments, rank)
        return
    if isinstance(edit, RenameKey):
        yield from ways_to_rename(syntax, edit.path, edit.new)
        return
    ways = (
        ways_to_set(syntax, edit.path, edit.value)
        if isinstance(edit, SetValue)
        else ways_to_remove(syntax, edit.path)
    )
    for way in ways:
        yield way
        if "&" in state.text and (moved := with_anchors_moved(syntax, way)):
            yield moved


def _ways_to_begin(text: str, value: Any) -> Iterator[Way]:
    """Yield the way to write the first content of a file that is empty or has only comments."""
    end = LINE_END.search(text)
    newline = end[0] if end else "\n"
    start = newline if text and not text.endswith(("\n", "\r")) else ""
    yield [Replacement(len(text), len(text), start + write_yaml(value).replace("\n", newline))]


def _try(state: _State, way: Way, edits: Sequence[DataEdit], reader: _Reader) -> bool:
    """Make a change if the result has the expected content and no comment is lost."""
    expected = with_edits(state.content, edits)
    if expected is NOTHING or any(
        one.start < other.end for one, other in pairwise(sorted(way)) if other.start < one.end
    ):
        return False
    if not _keeps_comments(state, way):
        return False
    text = _replaced(state.text, way)
    if not reader.has_content(text, expected):
        return False
    state.move_to(_State(text, expected))
    return True


def _keeps_comments(state: _State, way: Way) -> bool:
    """Whether a change leaves out only the comments of removed items.

    Comments that it does not touch are still comments: otherwise the content would be different.
    """
    if "#" not in state.text:
        return True
    try:
        syntax = state.syntax()
    except NotEditable:
        return True  # Nothing is removed from a file without content.
    return all(each.drops or not syntax.comments_within(each.start, each.end) for each in way)
