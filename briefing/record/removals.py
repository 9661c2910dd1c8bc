"""The replacements of text that remove a field or a list item from an events file."""

from collections.abc import Iterator

from briefing.record.entry_lines import first_line, last_line
from briefing.record.problems import Path
from briefing.record.replacements import (
    Place,
    Replacement,
    Way,
    after_sign,
    comment_within,
    content_start,
    place_at,
)
from briefing.record.syntax import Syntax


def ways_to_remove(syntax: Syntax, path: Path) -> Iterator[Way]:
    """Yield the ways to remove a field or an item, with the comments that belong to it."""
    place = place_at(syntax, path)
    if place is None or place.inside is None:
        return
    if len(place.inside.entries) == 1:
        yield from _ways_to_empty(syntax, path[:-1], place)
    elif place.in_flow:
        yield from _ways_to_remove_from_flow(syntax, place)
    else:
        yield from _ways_to_remove_lines(syntax, place)


def _ways_to_empty(syntax: Syntax, path: Path, place: Place) -> Iterator[Way]:
    assert place.inside is not None
    inside, entry = place.inside, place.entry
    empty = "{}" if inside.kind == "mapping" else "[]"
    outer = place_at(syntax, path)
    if outer is None:
        return
    if inside.is_flow:
        yield [Replacement(content_start(syntax, inside), inside.end, empty, drops=True)]
        return
    last = syntax.line_end(last_line(syntax, inside, 0))
    if outer.inside is None:
        first = syntax.line_start(first_line(syntax, inside, 0))
        yield [Replacement(first, last, empty, drops=True)]
        return
    after = after_sign(syntax, outer)
    line = syntax.line_of(after)
    if syntax.line_of(entry.start) > line:
        sign = syntax.text[after : syntax.line_end(line)]
        comment = comment_within(syntax, after, syntax.line_end(line))
        at = comment[0] if comment else after + len(sign.rstrip())
        text = f"{empty} " if comment else f" {empty}"
        yield [
            Replacement(at, at, text),
            Replacement(syntax.line_end(line), last, "", drops=True),
        ]
    else:
        yield [Replacement(inside.entries[0].start, last, empty, drops=True)]


def _ways_to_remove_from_flow(syntax: Syntax, place: Place) -> Iterator[Way]:
    assert place.inside is not None
    entries, n = place.inside.entries, place.index
    entry = entries[n]
    last = syntax.line_of(entry.end)
    own_start = syntax.is_first_on_line(entry.start)
    rest = syntax.text[entry.end : syntax.line_end(last)].lstrip(" \t")
    if own_start and n + 1 < len(entries) and syntax.line_of(entries[n + 1].start) > last:
        start = first_line(syntax, place.inside, n)
        yield [Replacement(syntax.line_start(start), syntax.next_line(last), "", drops=True)]
    if n + 1 < len(entries):
        yield [Replacement(entry.start, entries[n + 1].start, "", drops=rest[:1] != ",")]
    else:
        before = entries[n - 1].end
        if own_start and (not rest.lstrip(",").strip() or rest.lstrip(", ").startswith("#")):
            # Keep the comment of the line before.
            comma = syntax.text.find(",", before)
            start = syntax.line_end(first_line(syntax, place.inside, n) - 1)
            end = syntax.line_end(last)
            keeps = rest.startswith(",")
            way = [Replacement(start, end, "", drops=True)]
            if not keeps and 0 <= comma < start:
                way.append(Replacement(comma, comma + 1, ""))
            yield way
        yield [Replacement(before, entry.end, "")]


def _ways_to_remove_lines(syntax: Syntax, place: Place) -> Iterator[Way]:
    assert place.inside is not None
    entries, n = place.inside.entries, place.index
    entry = entries[n]
    if not syntax.is_first_on_line(entry.start):
        # It is the first field of a list item, on the line of the hyphen.
        following = entries[n + 1]
        first = syntax.line_start(first_line(syntax, place.inside, n + 1))
        own = syntax.line_start(syntax.line_of(following.start))
        if first == own:
            yield [Replacement(entry.start, following.start, "", drops=True)]
        else:
            start = first + syntax.indent(syntax.line_of(first))
            yield [Replacement(entry.start, start, "", drops=True)]
        return
    first, last = first_line(syntax, place.inside, n), last_line(syntax, place.inside, n)
    blanks_before = _blank_lines(syntax, first, -1)
    blanks_after = _blank_lines(syntax, last, 1)
    if syntax.next_line(last + blanks_after) == len(syntax.text) and first > blanks_before:
        # Nothing follows, so the line break and the empty lines before it go.
        start = syntax.line_end(first - blanks_before - 1)
        yield [Replacement(start, syntax.line_end(last), "", drops=True)]
    surplus = blanks_after if n == 0 else min(blanks_before, blanks_after)
    end = syntax.next_line(last + surplus)
    yield [Replacement(syntax.line_start(first), end, "", drops=True)]
    yield [Replacement(syntax.line_start(first), syntax.next_line(last), "", drops=True)]


def _blank_lines(syntax: Syntax, line: int, step: int) -> int:
    """Return the number of empty lines directly before or after a line."""
    number = 0
    line += step
    while 0 <= line < syntax.lines and not syntax.line(line).strip():
        # The end of the text after the last line break is not a line.
        if line == syntax.lines - 1:
            break
        number += 1
        line += step
    return number
