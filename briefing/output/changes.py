"""Changes between two versions of a record, as text for people and JSON for programs."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import fields
from itertools import groupby

from briefing.edition.changes import Change, differing
from briefing.output.table import one_line

JSON_VERSION = 1
"""The version of the JSON. It changes when a field is removed or its meaning changes."""

_LONG = 12
"""The number of words above which a text is cut."""


def as_text(changes: Sequence[Change]) -> str:
    """Format the changes as text, with each item on a line and its changes on the lines below."""
    return "\n".join(
        line
        for _, group in groupby(
            changes, lambda change: (change.was, change.now, change.item, change.id, change.name)
        )
        for line in _lines(list(group))
    )


def as_json(changes: Sequence[Change]) -> str:
    """Format the changes as JSON. Values that do not apply are null."""
    names = [field.name for field in fields(Change) if field.compare]
    rows = [{name: getattr(change, name) or None for name in names} for change in changes]
    return json.dumps({"version": JSON_VERSION, "changes": rows}, indent=2, ensure_ascii=False)


def _lines(changes: list[Change]) -> Iterator[str]:
    first = changes[0]
    about = f"{first.date}: {first.name}" if first.date else f"{first.item} {first.name}".strip()
    about = one_line(f"{about} ({first.id})" if first.id and first.id != first.name else about)
    if not first.field and not first.part:
        yield f"{about}: {'withdrawn' if first.old else 'new'}"
        return
    yield about
    for change in changes:
        yield f"    {one_line(_in_short(change))}"


def _in_short(change: Change) -> str:
    old, new, part = change.old, change.new, change.part
    what = f"{part} “{_cut(change.part_name)}”" if part and change.field else part
    # Progress is the only part of an ask that an event can change.
    what = ", ".join(filter(None, (what, "" if part == "ask" else change.field)))
    if old and new:
        return f"{what}: {' → '.join(differing(old, new))}"
    return f"{what} ({'withdrawn' if old else 'new'}): {_cut(old or new)}"


def _cut(text: str) -> str:
    words = text.split()
    return text if len(words) <= _LONG else f"{' '.join(words[:_LONG])} …"
