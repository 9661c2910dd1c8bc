"""Numbers as written in the file. YAML keeps the value of +28 or 1.50, but not the text."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import yaml_rs

from briefing.record.problems import Path

# Text that may be a plain number by itself. It does not match dates, which are common in records.
_START = r"[-+._0-9](?<![^\s\[{,].)"
_REST = r"(?![0-9]+-[0-9])[\w.+-]*(?=\s*(?:$|[,\]}#:]))"
_NUMBER = re.compile(_START + _REST, re.MULTILINE)
# The same, without numbers after a word, as in prose. This also excludes one after an anchor (&a).
_NOT_IN_PROSE = re.compile(rf"{_START}(?<!\w .){_REST}", re.MULTILINE)
_MAX_DEPTH = 50


def with_original_numbers(data: Any, text: str) -> Any:
    """Return `data` with its numbers as in `text`, if YAML would write any differently."""
    words = (_NUMBER if "&" in text else _NOT_IN_PROSE).findall(text)
    misspelt = {made for word in set(words) if (made := _respelled(word))}
    if misspelt and not misspelt.isdisjoint(_numbers(data)):
        return in_original_spelling(data, text)
    return data


@lru_cache(1 << 10)
def _respelled(word: str) -> tuple[type, str] | None:
    """Return the YAML value of a number that is not kept as written, such as +28, 1.50 or 007."""
    try:
        number: object = yaml_rs.loads(word, parse_datetime=False)
    except yaml_rs.YAMLDecodeError:
        return None
    made = _made_of(number)
    return made if isinstance(number, int | float) and made[1] != word else None


def _numbers(data: Any) -> Iterator[tuple[type, str]]:
    """Yield the numbers in `data`. Text with a line that ends in "2019." contains none."""
    inside = [data]
    for value in inside:
        # Text is left out, because it contains no numbers, and most values are text.
        if isinstance(value, dict):
            inside += [inner for inner in value.values() if type(inner) is not str]
        elif isinstance(value, list):
            inside += [inner for inner in value if type(inner) is not str]
        elif isinstance(value, int | float):
            yield _made_of(value)


def _made_of(number: object) -> tuple[type, str]:
    try:
        return type(number), str(number)
    except ValueError:  # Python refuses to print numbers of more than 4,300 digits.
        return type(number), ""


def in_original_spelling(data: Any, text: str) -> Any:
    """Return `data` with its numbers and all its keys as written in `text`."""
    from briefing.record import positions

    spellings: dict[Path, str] = {}
    keys: dict[Path, list[str]] = {}
    repeats: dict[Path, Path] = {}
    for node in positions.walk_as_far_as_possible(text):
        if node.is_key:
            keys.setdefault(node.path[:-1], []).append(str(node.path[-1]))
        elif node.repeats is not None:
            repeats[node.path] = node.repeats
        elif node.spelling is not None:
            spellings[node.path] = node.spelling

    def in_original_spelling(value: Any, path: Path) -> Any:
        path = repeats.get(path, path)
        if len(path) > _MAX_DEPTH:
            return value
        if isinstance(value, dict):
            written = keys.get(path, [])
            names = written if len(written) == len(value) else map(str, value)
            pairs = zip(names, value.values(), strict=True)
            return {key: in_original_spelling(inner, (*path, key)) for key, inner in pairs}
        if isinstance(value, list):
            return [in_original_spelling(inner, (*path, n)) for n, inner in enumerate(value)]
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        spelling = spellings.get(path, "") if is_number else ""
        return spelling if spelling and spelling != _made_of(value)[1] else value

    return in_original_spelling(data, ())
