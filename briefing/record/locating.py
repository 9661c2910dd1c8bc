"""Turn findings into problems, each with its line and column."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from briefing.record.pieces import Split
from briefing.record.problems import (
    LINE_END,
    Finding,
    Fix,
    FixHint,
    Path,
    Problem,
    TextRange,
    split_lines,
)
from briefing.record.rules.rule import RuleFinding

if TYPE_CHECKING:
    from briefing.record.edits import Edit
    from briefing.record.positions import Node

_MAX_LENGTH = 1_000  # The most characters of a message or a hint.


def problems_in(
    texts: Mapping[str, str],
    repaired: Mapping[str, str],
    findings: list[RuleFinding],
    splits: Mapping[str, Split] = MappingProxyType({}),
) -> list[Problem]:
    """Turn the findings into problems with lines, in the order of the files.

    Args:
        texts: the text of each file.
        repaired: for each file that could not be read as it is, the text that was read instead.
        findings: the findings, in any order.
        splits: for each file that was read in pieces, how it was split.
    """
    problems: list[Problem] = []
    for name in texts:
        in_file = [finding for finding in findings if finding[1].where.file == name]
        if in_file:
            text = texts[name]
            problems += sorted(
                _problems_in_file(text, repaired.get(name, text), splits.get(name), in_file),
                key=lambda problem: (problem.place.line, problem.place.column, problem.slug),
            )
    return problems


def _problems_in_file(
    text: str, repaired: str, split: Split | None, findings: list[RuleFinding]
) -> Iterator[Problem]:
    from briefing.record import positions

    fixes = [finding.fix for _, finding in findings]
    paths = {finding.where.path for _, finding in findings if not finding.place}
    paths |= {path for fix in fixes if fix for path in _paths(fix)}
    nodes = positions.locate(repaired, paths, split) if paths else {}
    lines = split_lines(text)
    repaired_lines = split_lines(repaired)
    for (rule, finding), fix in zip(findings, fixes, strict=True):
        place = finding.place or _original_place(
            _locate_finding(repaired_lines, nodes[finding.where.path], finding),
            lines,
            repaired_lines,
        )
        excerpt = lines[place.line - 1]
        end = place.end_column if place.end_line == place.line else len(excerpt.rstrip()) + 1
        place = TextRange(place.line, place.column, place.line, max(end, place.column + 1))
        message, hint = _shortened(finding.message), _shortened(str(finding.hint))
        yield Problem(
            finding.where.file, place, rule.severity, rule.slug, message, hint, excerpt,
            finding.where.path, fix and _in_file(fix, nodes), finding.missing,
        )  # fmt: skip


_SHORT = (("ref",), ("url",), ("text",), ("name",))
"""The fields of items that can be written in short form, as only this field."""


def _paths(fix: Fix) -> list[Path]:
    from briefing.record.edits import ReplaceText

    return [edit.path for edit in fix.edits if not isinstance(edit, ReplaceText)]


def _in_file(fix: Fix, nodes: Mapping[Path, "Node"]) -> Fix:
    """Return a fix with the paths of items that are written in short form, such as a source."""
    from briefing.record.edits import ReplaceText

    def in_file(edit: "Edit") -> "Edit":
        if isinstance(edit, ReplaceText) or edit.path[-1:] not in _SHORT:
            return edit
        node, short = nodes[edit.path], edit.path[:-1]
        is_short = node.is_scalar and tuple(map(str, node.path)) == tuple(map(str, short))
        return replace(edit, path=short) if is_short else edit

    return replace(fix, edits=tuple(map(in_file, fix.edits)))


def _locate_finding(lines: list[str], node: "Node", finding: Finding) -> TextRange:
    """Return the place of the fault in `node`: its key, its value or some words of the value."""
    value = node.value
    is_empty = (value.line, value.column) == (value.end_line, value.end_column)
    if node.key and (finding.on_key or is_empty):
        return node.key
    if is_empty and value.column > 1:  # An empty list item: point at its hyphen.
        return TextRange(value.line, value.column - 1, value.line, value.column)
    for line in range(value.line, value.end_line + 1) if finding.words else ():
        start = lines[line - 1].find(finding.words, value.column - 1 if line == value.line else 0)
        if start >= 0:
            return TextRange(line, start + 1, line, start + 1 + len(finding.words))
    return _first_line_of_block(lines, value) or value


def _first_line_of_block(lines: list[str], value: TextRange) -> TextRange | None:
    """Return the first line of a text that begins on the line after its `>` or `|`, if it does."""
    if lines[value.line - 1][value.column - 1 : value.column] not in (">", "|"):
        return None
    for line in range(value.line + 1, value.end_line + 1):
        if text := lines[line - 1].strip():
            start = lines[line - 1].index(text) + 1
            is_within = (line, start) < (value.end_line, value.end_column)
            return TextRange(line, start, line, start + len(text)) if is_within else None
    return None


def in_original(finding: Finding, original: str, repaired: str) -> Finding:
    """Return the finding with its place in the `original` text rather than the `repaired` one."""
    if finding.place is None or original == repaired:
        return finding
    lines, repaired_lines = split_lines(original), split_lines(repaired)
    place = _original_place(finding.place, lines, repaired_lines)
    hint = _retyped(finding.hint, lines, repaired_lines)
    return finding._replace(place=place, hint=hint)


def _retyped(hint: str, lines: list[str], repaired: list[str]) -> str:
    """Return a hint whose edits of repaired lines apply to the original lines.

    If a line was repaired before, both changes are made, because neither is possible alone.
    """
    from briefing.record.edits import ReplaceText
    from briefing.record.fix_hints import difference

    if not isinstance(hint, FixHint):
        return hint
    edits: list[Edit] = []
    for edit in hint.edits:
        if isinstance(edit, ReplaceText):
            place = edit.place
            n, last = place.line, place.end_line
            if lines[n - 1 : last] != repaired[n - 1 : last]:
                if n != last or LINE_END.search(edit.text):
                    return str(hint)
                line = repaired[n - 1]
                new = line[: place.column - 1] + edit.text + line[place.end_column - 1 :]
                edit = ReplaceText(*difference(n, lines[n - 1], new))
        edits.append(edit)
    return FixHint(hint, *edits, is_safe=hint.is_safe, at=hint.at)


def _original_place(place: TextRange, lines: list[str], repaired: list[str]) -> TextRange:
    """Convert a place in the repaired lines to one in the original lines, or to its whole line."""
    line, other = lines[place.line - 1], repaired[place.line - 1]
    if line == other:
        return place
    start = len(line) - len(line.lstrip())
    if line.strip() == other.strip():
        further = start - (len(other) - len(other.lstrip()))
        end = place.end_column + further if place.end_line == place.line else place.end_column
        return TextRange(place.line, max(place.column + further, 1), place.end_line, end)
    return TextRange(place.line, start + 1, place.line, len(line.rstrip()) + 1)


def _shortened(message: str) -> str:
    """Shorten a message that quotes a very long text."""
    return (
        message
        if len(message) <= _MAX_LENGTH
        else f"{message[: _MAX_LENGTH - 200]}…{message[-199:]}"
    )
