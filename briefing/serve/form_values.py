"""The values of a form: from the content of a file to what the form shows, and back."""

import re
from collections.abc import Mapping
from typing import Any

from briefing.capture.adding import as_written
from briefing.record import parsing
from briefing.record.edits import value_at
from briefing.record.expected import expected_at
from briefing.record.loading import File, text_of
from briefing.record.problems import Path
from briefing.record.quantities import Quantity
from briefing.record.spelling import with_original_numbers
from briefing.serve.form_fields import control_at, short_at

_WHOLE = re.compile(r"0|[1-9][0-9]{0,14}")


class NotReadable(Exception):
    """A file cannot be read as YAML, so its items cannot be shown in a form."""


def content_of(file: File) -> Mapping[str, Any]:
    """Return the content of an events file, as the form shows it: every number is text.

    Raises:
        NotReadable: it is not YAML, or is not a mapping.
    """
    text = text_of(file)
    try:
        content = parsing.loads(text)
    except parsing.UNREADABLE:
        raise NotReadable from None
    if content is None:
        return {}
    if not isinstance(content, dict):
        raise NotReadable
    shown = as_shown(with_original_numbers(content, text))
    assert isinstance(shown, dict)
    return shown


def as_shown(value: Any) -> Any:
    """Return content with numbers as text. Nothing else changes."""
    if isinstance(value, dict):
        return {str(key): as_shown(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [as_shown(inner) for inner in value]
    if isinstance(value, bool) or value is None:
        return value
    return str(value)


def as_data(value: Any, path: Path) -> Any:
    """Return a value of a form as it is written at `path` in a file.

    Years and plain numbers become numbers, a date in brackets a list, and "true" a truth value.
    Empty values in groups are left out, and groups are written in short form if they have one.
    """
    if isinstance(value, dict):
        inside = {key: as_data(inner, (*path, key)) for key, inner in value.items()}
        filled = {key: inner for key, inner in inside.items() if inner not in ("", None, {}, [])}
        short = short_at(path)
        is_short = len(filled) == 1 and filled.keys() <= {short, "url" if short == "ref" else ""}
        return next(iter(filled.values())) if is_short else filled
    if isinstance(value, list):
        items = [as_data(inner, (*path, n)) for n, inner in enumerate(value)]
        return [item for item in items if item not in ("", None, {}, [])]
    if not isinstance(value, str):
        return value
    expected = expected_at(path)
    if control_at(path) == "date":
        return as_written(value, "date")
    if expected.is_flag and value in ("true", "false"):
        return value == "true"
    is_number = Quantity in expected.types or int in expected.types
    return int(value) if is_number and _WHOLE.fullmatch(value) else value


def item_at(content: Mapping[str, Any], path: Path) -> Any:
    """Return the item at `path`, or `NOTHING`. The rest of a file is the item at ()."""
    return value_at(content, path) if path else dict(content)
