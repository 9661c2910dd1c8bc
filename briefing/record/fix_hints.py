"""Hints with a fix. Each function returns a hint with the edits that its words describe. A fix

is safe only if `is_safe` is true. See `briefing.record.problems.FixHint` for the paths of the
edits.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from briefing.record.problems import LINE_END, FixHint, Path, TextRange

if TYPE_CHECKING:
    from briefing.record.edits import Edit


def write(value: Any, words: str = "", *, is_safe: bool = False) -> FixHint:
    """Replace the value, or the key, with `value`."""
    from briefing.record.edits import SetValue

    return FixHint(words or f"write {value}", SetValue((), value), is_safe=is_safe)


def value_of(hint: str) -> Any:
    """Return the value that a hint suggests, or None."""
    from briefing.record.edits import SetValue

    edits = hint.edits if isinstance(hint, FixHint) else ()
    return next((edit.value for edit in edits if isinstance(edit, SetValue)), None)


def write_yaml(text: str, rest: str = "", *, is_safe: bool = False) -> str:
    """Replace the value with one that is written as YAML, such as "[tax, pay]".

    `rest` is the end of the hint. If it names other solutions, there is no fix, because only a
    person can choose.
    """
    value, words = _read(text), f"write {text}{rest}"
    return words if value is None else write(value, words, is_safe=is_safe)


def write_field(key: str, yaml: str, *, is_safe: bool = False) -> str:
    """Replace the field with another one: its name and its value, written as YAML."""
    from briefing.record.edits import RenameKey, SetValue

    words, value = f"write {key}: {yaml}", _read(yaml)
    if value is None:
        return words
    return FixHint(words, SetValue((), value), RenameKey((), key), is_safe=is_safe)


def rename(key: str, words: str, *, is_safe: bool = False) -> FixHint:
    """Replace the key."""
    from briefing.record.edits import RenameKey

    return FixHint(words, RenameKey((), key), is_safe=is_safe)


def within(text: str, word: str, hint: str) -> str:
    """Turn a hint about the last word of a text into one about the whole text."""
    from briefing.record.edits import SetValue

    (edit,) = hint.edits if isinstance(hint, FixHint) else (None,)
    if not isinstance(edit, SetValue) or not text.endswith(word):
        return hint
    return write(f"{text.removesuffix(word)}{edit.value}", hint)


def doubtful(hint: str) -> str:
    """Return a hint whose fix is not safe."""
    if not isinstance(hint, FixHint):
        return hint
    return FixHint(hint, *hint.edits, at=hint.at)


def delete(words: str = "delete it", *, is_safe: bool = False) -> FixHint:
    """Delete the item or field."""
    from briefing.record.edits import Remove

    return FixHint(words, Remove(()), is_safe=is_safe)


def remove_one_link(circle: Sequence[str]) -> str:
    """Delete the link of an item to itself. In a longer circle, any link may be wrong."""
    words = "remove one link"
    return delete(words) if len(set(circle)) == 1 else words


def add(key: str, value: Any, words: str, *, at: Path | None = None) -> FixHint:
    """Add a field to the item, or to the one at the path `at`."""
    from briefing.record.edits import SetValue

    return FixHint(words, SetValue((key,), value), at=at)


def swap(words: str, at: Path, values: Mapping[str, Any]) -> FixHint:
    """Set fields of the item at the path `at` to other `values`."""
    from briefing.record.edits import SetValue

    return FixHint(words, *(SetValue((key,), value) for key, value in values.items()), at=at)


def retype(words: str, *edits: tuple[TextRange, str], is_safe: bool = False) -> FixHint:
    """Replace parts of the text of the file."""
    from briefing.record.edits import ReplaceText

    return FixHint(words, *(ReplaceText(*edit) for edit in edits), is_safe=is_safe)


def differences(before: str, after: str) -> list[tuple[TextRange, str]]:
    """Return the replacements that turn each line of `before` into that of `after`.

    The two texts must have the same number of lines.
    """
    lines, others = LINE_END.split(before), LINE_END.split(after)
    return [
        difference(n, line, other)
        for n, (line, other) in enumerate(zip(lines, others, strict=True), 1)
        if line != other
    ]


def difference(number: int, line: str, other: str) -> tuple[TextRange, str]:
    """Return the replacement that turns the line with this number into the `other` line."""
    start, most = 0, min(len(line), len(other))
    while start < most and line[start] == other[start]:
        start += 1
    end = 0
    while end < most - start and line[-1 - end] == other[-1 - end]:
        end += 1
    place = TextRange(number, start + 1, number, len(line) - end + 1)
    return place, other[start : len(other) - end]


def placed(edit: "Edit", path: Path, *, on_key: bool) -> "Edit":
    """Return an edit with its path in the file. In a finding about a key, `()` is the key."""
    from briefing.record.edits import RenameKey, ReplaceText, SetValue

    if isinstance(edit, ReplaceText):
        return edit
    if on_key and isinstance(edit, SetValue) and not edit.path:
        return RenameKey(path, str(edit.value))
    return replace(edit, path=(*path, *edit.path))


def _read(text: str) -> Any:
    """Return the value that is written as YAML, or None if it cannot be read."""
    from briefing.record import parsing
    from briefing.record.spelling import with_original_numbers

    try:
        return with_original_numbers(parsing.loads(text), text)
    except parsing.UNREADABLE:
        return None
