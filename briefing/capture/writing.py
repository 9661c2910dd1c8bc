"""Write an import as a new events file.

Text from the imported files always stays text: values are written by
`write_yaml`, and comments are lines that all begin with `#`.
"""

import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date as Day
from itertools import groupby
from typing import Any

from briefing.capture.adding import as_written
from briefing.capture.drafts import Draft, Unplaced
from briefing.capture.importing import AlreadyThere, Imported, Item
from briefing.capture.rows import Heading
from briefing.english import counted
from briefing.record.meanings import in_words
from briefing.record.yaml_writing import write_yaml
from briefing.typography import capitalised, with_stop

TO_DO = "To do"
"""The words that begin each comment on a row that is not an event yet."""
_WIDTH = 96
_INDENT = 2


def new_file(imported: Imported, title: str, today: Day, language: str = "") -> str:
    """Return a whole events file, with comments on the parts to check."""
    start = _comment(_introduction(imported, today))
    start += f"{_value('title', title)[:-1]}  # the subject of the record\n"
    start += _value("language", language) if language else ""
    sections = {
        "kinds": list(imported.new_kinds),
        "actors": as_written(imported.actors),
        "sources": as_written(imported.sources),
    }
    parts = [start, *(_value(key, value) for key, value in sections.items() if value)]
    events = ["events:\n" if imported.drafts else ""]
    for item in compact(imported.items):
        if text := _item(item):
            events += (text, "" if isinstance(item, Heading) else "\n")
    parts.append("".join(events).rstrip("\n") + "\n")
    return "\n".join(parts)


def compact(items: Iterable[Item]) -> Iterator[Item]:
    """Yield items, with consecutive rows that are not events for the same reason as one comment."""
    for _, group in groupby(items, _reason):
        rows = list(group)
        first, last = rows[0], rows[-1]
        if len(rows) > 1 and isinstance(first, Unplaced):
            comments = tuple(c for row in rows if isinstance(row, Unplaced) for c in row.comments)
            origin = replace(first.origin, last=last.origin.row)  # type: ignore[union-attr]
            yield replace(first, comments=comments, origin=origin)
        else:
            yield from rows


def _reason(item: Item) -> object:
    """Return a key for a row with no part of an event, to group such rows."""
    if isinstance(item, Unplaced) and not item.event:
        return item.missing, item.origin.file, item.origin.table
    return id(item)


def _value(key: str, value: Any) -> str:
    return write_yaml({key: value})


def _introduction(imported: Imported, today: Day) -> list[str]:
    """Return the lines of the comment at the top of a new file."""
    files = dict.fromkeys(report.table.file for report in imported.tables)
    counts = imported.counts
    lines = [
        f"Imported from {', '.join(files)} on {in_words(today)}: "
        f"{counted(counts.events, 'event')} from {counted(counts.rows, imported.row_noun)}."
    ]
    if counts.unplaced:
        unplaced = counted(counts.unplaced, imported.row_noun)
        are_no_events = "is not an event" if counts.unplaced == 1 else "are not events"
        lines.append(
            f"{unplaced} {are_no_events} yet: look for '{TO_DO}', "
            "complete each one, and delete the # signs."
        )
    lines += dict.fromkeys(
        with_stop(capitalised(remark)) for report in imported.tables for remark in report.remarks
    )
    if imported.kinds_read_as:
        read = (f"{words} as {kind}" for words, kind in imported.kinds_read_as.items())
        lines.append(f"Kinds that were read as built-in kinds: {', '.join(read)}.")
    lines.append("Check it with: briefing check")
    return lines


def _comment(lines: Iterable[str], indent: int = 0) -> str:
    """Return lines as comments, wrapped, so that nothing in them can be read as YAML."""
    start = f"{' ' * indent}# "
    return "".join(
        f"{start}{part}\n"
        for line in lines
        for part in textwrap.wrap(line, _WIDTH - indent, break_long_words=False) or [""]
    )


def _item(item: Item) -> str:
    """Return an item of the list of events."""
    if isinstance(item, Draft):
        return _comment(lines_above(item), _INDENT) + _event(item)
    if isinstance(item, Unplaced):
        return as_comment(item, _INDENT)
    if isinstance(item, Heading):
        return _comment([f"--- {item.text} ---"], _INDENT)
    assert isinstance(item, AlreadyThere)
    return ""


def lines_above(draft: Draft) -> tuple[str, ...]:
    """Return the comments on a draft, after the place that it comes from."""
    if not draft.comments:
        return ()
    return (f"{draft.origin}:", *draft.comments)


def _event(draft: Draft) -> str:
    """Return an event, with the comment on its kind."""
    text = write_yaml([as_written(draft.event)], indent=_INDENT, path=("events",))
    if not draft.hint:
        return text
    kind = f"\n    kind: {draft.event['kind']}\n"
    return text.replace(kind, f"{kind[:-1]}  # {draft.hint}\n", 1)


def as_comment(item: Unplaced, indent: int = 0) -> str:
    """Return a row that is not an event yet, as a comment."""
    return "".join(f"{' ' * indent}# {line}".rstrip() + "\n" for line in block(item))


def block(item: Unplaced) -> Iterator[str]:
    """Yield the lines of a row that is not an event yet, in a form that is easy to complete."""
    yield from textwrap.wrap(
        f"{TO_DO} ({item.origin}): {'; '.join(item.missing)}.", _WIDTH, break_long_words=False
    )
    for comment in item.comments:
        yield from textwrap.wrap(comment, _WIDTH, break_long_words=False)
    if item.event:
        yield from write_yaml([item.event], path=("events",)).splitlines()
