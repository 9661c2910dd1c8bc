"""Files that are copies of others in a record. Each is reported once and left out."""

import re
from collections.abc import Mapping, Sequence

from briefing.record.model import EventsFile
from briefing.record.parts import Part
from briefing.record.problems import Finding, RecordPath, TextRange
from briefing.record.rules import settings


def without_copies(parts: Sequence[Part], texts: Mapping[str, str]) -> list[Part]:
    """Replace each of `parts` that is a copy of another with a single finding.

    Args:
        parts: the parts of a record.
        texts: the text of each file.
    """
    originals: dict[str, tuple[str, set[tuple[str, ...]]]] = {}
    copies: dict[str, Part] = {}
    for part in sorted(parts, key=lambda part: _likeness_to_a_copy(part.name)):
        items, its_text = _items_in(part), texts[part.name]
        original = next(
            (
                name
                for name, (text, its_items) in originals.items()
                if text == its_text or _is_copy(items, its_items)
            ),
            None,
        )
        if original is None:
            originals[part.name] = (its_text, items)
        else:
            copies[part.name] = _copy(part, original)
    return [copies.get(part.name, part) for part in parts]


def _copy(part: Part, original: str) -> Part:
    """Return a part without content, and with the finding that it is a copy of `original`."""
    message = f"this file looks like a copy of {original}"
    hint = "delete it, move it out of this folder, or name the files to read"
    finding = Finding(RecordPath(part.name), message, hint, place=TextRange(1, 1, 1, 2))
    # The copy keeps the audience of its file.
    audience = {"audience": part.content.audience} if part.content.audience else {}
    content = EventsFile.model_validate(audience)
    findings = [(settings.given_twice, finding)]
    return Part(part.name, content, findings, repaired=part.repaired)


def _likeness_to_a_copy(name: str) -> tuple[int, bool, int, str]:
    """Return a sort key that puts originals first: fewer folders, no "copy", a shorter name."""
    is_named = re.search(r"(?i)\b(?:copy|old|backup|bak|archive|previous)\b|\(\d+\)|~", name)
    return name.count("/"), is_named is not None, len(name), name


def _items_in(part: Part) -> set[tuple[str, ...]]:
    """Return the items that identify a copy: events, actors, sources and asks."""
    content = part.content
    return {
        *((event.date.text, event.kind, event.title) for event in content.events),
        *(("actor", id, actor.name) for id, actor in content.actors.items()),
        *(("source", id, source.title) for id, source in content.sources.items()),
        *(("ask", id, ask.title) for id, ask in content.asks.items()),
    }


def _is_copy(items: set[tuple[str, ...]], others: set[tuple[str, ...]]) -> bool:
    """Whether most of the smaller file, and at least two items, are also in the other file."""
    shared = len(items & others)
    return shared > 1 and 2 * shared > min(len(items), len(others))
