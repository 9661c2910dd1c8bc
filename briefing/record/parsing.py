"""Parse YAML into Python lists and dictionaries with yaml-rs, with limits that prevent crashes.

yaml-rs is recursive: it calls itself for each level of lists and keys in block style, so about ten
thousand levels on one line would crash the process.
"""

import re
from typing import Any

import yaml_rs

from briefing.record.problems import LINE_END

UNREADABLE = (yaml_rs.YAMLDecodeError, TypeError, UnicodeError)
"""The errors that `loads` raises."""
MAX_DEPTH = 100
"""The maximum depth of nesting. No valid events file is nested even a tenth as deeply."""

# Each level takes up at least one column, and a level that starts on the same line as the one above
# takes up two. Few files have a line that could be too deep, and only those are counted.
_SUSPECT_LENGTH = 200
_SUSPECT = rf"[\n\r][ \t?:-]{{{_SUSPECT_LENGTH}}}"
MAX_DIGITS = 10_000
"""The maximum number of digits in a number. Parsing time grows with the square of its length."""
_NUMBER = rf"[0-9A-Fa-f_]{{{MAX_DIGITS}}}"

# Input that is rejected even if PyYAML stops earlier for another reason.
_CERTAIN = r"[\n\r](?:[ \t]{4000}|[ \t]*(?:[-?:][ \t]+){2000})"


def loads(text: str, *, first_of_duplicates: bool = False) -> Any:
    """Parse `text`. If `first_of_duplicates`, use the first of several identical keys.

    Raises:
        yaml_rs.YAMLDecodeError: the text is not YAML, is nested too deeply or contains a number
            that is too long.
        TypeError: a key is a list or a group of fields.
        UnicodeError: the text has lone surrogates: bytes that are not UTF-8.
    """
    longest = max(map(len, text.split("\n")))
    if longest >= _SUSPECT_LENGTH and (too_deep := _too_deep(text)):
        line, column = too_deep
        raise yaml_rs.YAMLDecodeError(f"recursion limit at line {line}, column {column}")
    if longest >= MAX_DIGITS and (too_long := _too_long(text)):
        line, column = too_long
        raise yaml_rs.YAMLDecodeError(f"number limit at line {line}, column {column}")
    policies = yaml_rs.DuplicateKeyPolicy
    policy = policies.FirstWins if first_of_duplicates else policies.Error
    return yaml_rs.loads(text, parse_datetime=False, duplicate_key_policy=policy)


def _too_deep(text: str) -> tuple[int, int] | None:
    """Return the line and column where `text` is nested too deeply in block style, or None."""
    if not re.search(_SUSPECT, text) and not re.match(_SUSPECT, f"\n{text[:_SUSPECT_LENGTH]}"):
        return None
    import yaml

    from briefing.record import positions

    depth = 0
    mark = None
    try:
        for event in positions.parse_yaml(text):
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
                if depth > MAX_DEPTH:
                    mark = event.start_mark
                    break
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
    except yaml.MarkedYAMLError as problem:
        if "nesting depth" in (problem.context or problem.problem or ""):
            mark = problem.problem_mark
        elif match := re.search(_CERTAIN, f"\n{text}"):
            return len(LINE_END.findall(text[: match.start()])) + 1, 1
    return (mark.line + 1, mark.column + 1) if mark else None


def _too_long(text: str) -> tuple[int, int] | None:
    """Return the line and column of a number that is too long, or None."""
    match = re.search(_NUMBER, text)
    if not match:
        return None
    before = LINE_END.split(text[: match.start()])
    return len(before), len(before[-1]) + 1
