"""A draft from a document as YAML with comments, to paste into a record or save as a file."""

import textwrap
from collections.abc import Iterator, Sequence
from typing import Any

from briefing.capture.drafting import DocumentDraft, Part
from briefing.record.record import Record
from briefing.record.yaml_writing import write_yaml

_WIDTH = 96


def to_yaml(draft: DocumentDraft, record: Record | None = None) -> str:
    """Return a draft as YAML. The comments show its passages, and the reason for each guess.

    Without a `record`, the text is a complete events file. With one, the text can be saved as
    another file of that record.
    """
    lines = ["# A draft. Check each part against its passage, and remove the comments."]
    lines += [f"# {caution}" for caution in draft.cautions]
    is_alone = record is None or not record.title
    title = str(draft.source.value.get("title", "Draft"))
    text = "\n".join(lines) + "\n"
    if is_alone:
        text += write_yaml({"title": title}, path=())
    new = [actor for actor in draft.actors if not actor.is_known and actor.id in _used(draft)]
    others = [actor for actor in draft.actors if actor.id not in _used(draft)]
    if new:
        text += "\nactors:\n" + "".join(_item(actor, "actors") for actor in new)
    if not draft.source.is_known:
        text += "\nsources:\n" + _item(draft.source, "sources")
    text += "\nevents:\n" + _event(draft)
    return text + "".join(_also(draft, others))


def _used(draft: DocumentDraft) -> set[str]:
    """Return the ids of the actors that the event and its quotes refer to."""
    quoted = {str(quote.value["by"]) for quote in draft.quotes if "by" in quote.value}
    return quoted | {str(id) for id in draft.event.value.get("actors", ())}


def _item(part: Part, section: str) -> str:
    """Return an item with an id, under its comments."""
    item = write_yaml({part.id: dict(part.value)}, indent=2, path=(section,))
    return _comments(part, 2) + item


def _event(draft: DocumentDraft) -> str:
    value = dict(draft.event.value)
    missing = "" if "date" in value else "  # Add the date: - date: 2024-01-31\n"
    head = write_yaml([value], indent=2, path=("events",))
    parts = ""
    for key, found in (("quotes", draft.quotes), ("figures", draft.figures)):
        whole = [part for part in found if key == "figures" or "by" in part.value]
        for part in whole:
            parts += "" if part is not whole[0] else f"    {key}:\n"
            item = write_yaml([dict(part.value)], indent=6, path=("events", 0, key))
            parts += _comments(part, 6) + item
        for part in found:
            if part not in whole:
                parts += _comments(part, 6) + _without_speaker(part)
    return _comments(draft.event, 2) + missing + head + parts


def _without_speaker(part: Part) -> str:
    """Return a quote as a comment, because a record requires the speaker of each quote."""
    value = {**part.value, "by": "add-the-speaker"}
    lines = write_yaml([value], path=("events", 0, "quotes")).splitlines()
    return "".join(f"      # {line}\n" for line in lines)


def _comments(part: Part, indent: int) -> str:
    texts = [f"Passage: {part.passage}"] if part.passage else []
    return "".join(_commented((*texts, *part.reasons), indent))


def _commented(texts: Sequence[str], indent: int) -> Iterator[str]:
    start = " " * indent + "# "
    for text in texts:
        printable = "".join(letter if letter.isprintable() else " " for letter in text)
        lines = textwrap.wrap(printable, _WIDTH - indent, break_on_hyphens=False)
        yield from (f"{start}{'  ' if n else ''}{line}\n" for n, line in enumerate(lines))


def _also(draft: DocumentDraft, others: Sequence[Part]) -> Iterator[str]:
    """Yield comments on the other names and dates in the document."""
    if others:
        yield "\n# Also named:\n"
        yield from _commented([_line(actor) for actor in others], 0)
    if draft.dates:
        yield "\n# Dates in the document:\n"
        yield from _commented([_dated(part) for part in draft.dates], 0)


def _line(actor: Part) -> str:
    value: Any = actor.value
    roles = ", ".join(role["title"] for role in value.get("roles", ()))
    known = f" (in the record as {actor.id})" if actor.is_known else ""
    return f"- {value['name']}{f', {roles}' if roles else ''}{known}"


def _dated(part: Part) -> str:
    dates = part.value.get("date") or " or ".join(part.value.get("dates", ()))
    return f"- {dates}: {', '.join(part.reasons)}"
