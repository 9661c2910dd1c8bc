"""Read long files in pieces, so that only the pieces that have changed need to be read again.

The result is the same as if the file were read as a whole.
"""

import re
from copy import deepcopy
from dataclasses import replace
from typing import Any, NamedTuple

import yaml_rs
from pydantic import ValidationError

from briefing.record import parsing, parts, pieces
from briefing.record.model import EventsFile
from briefing.record.parts import Part
from briefing.record.pieces import ELSEWHERE, Piece, Split, in_pieces
from briefing.record.problems import Finding, FixHint, RecordPath, TextRange
from briefing.record.rules import yaml_syntax
from briefing.record.rules.rule import run_rule
from briefing.record.spelling import with_original_numbers

_NAMES_LINE = re.compile(r"\bline \d")
_DEPENDS_ON_FILE = re.compile("indent|item of the list|contains a colon")
"""Explanations of syntax errors that are chosen by reading the whole file with different fixes."""
_PIECES_IN_CACHE = 4
"""The factor by which there are more pieces if they are kept. Shorter pieces take more memory."""
_MOST_FINDINGS = 50
"""The maximum number of findings. If there are more, they share the number of suggestions."""

_MOST_ERRORS = 10 * _MOST_FINDINGS
"""The most errors of pydantic in a piece. One finding can come from several."""


class PieceCache:
    """The files, and the pieces of long files, that had no problems when they were last read.

    If they have not changed, they need not be read again. Each is used only once in a turn, and
    only for the same file, because its events contain their places. `turn` removes those that were
    not used since the last turn. A record that has been read never changes.
    """

    def __init__(self) -> None:
        self._now: dict[object, list[Any]] = {}
        self._before: dict[object, list[Any]] = {}

    def turn(self) -> None:
        """Begin to read files again."""
        self._before, self._now = self._now, {}

    def take(self, key: object) -> Any:
        """Return the stored result for a text, or None. It must be kept again."""
        kept = self._before.get(key)
        return kept.pop() if kept else None

    def keep(self, key: object, read: object) -> None:
        """Store the result for a text."""
        self._now.setdefault(key, []).append(read)


class _CleanPiece(NamedTuple):
    """A piece without problems: its content, the data that it was read from, and its first event.

    That is the number of events before it in the file.
    """

    content: EventsFile
    data: Any
    first: int

    def moved_to(self, first: int) -> "_CleanPiece":
        """Return the piece at another place, with events of its own."""
        if first == self.first:
            return self
        events = tuple(event.model_copy() for event in self.content.events)
        return _CleanPiece(self.content.model_copy(update={"events": events}), self.data, first)


class _FaultyPiece(NamedTuple):
    """A piece with problems, and the number of events before it."""

    piece: Piece
    data: Any
    first: int


class _ReadAsWhole(Exception):
    """A long file must be read as a whole."""


def read_part(name: str, text: str, cache: PieceCache | None = None) -> Part:
    """Read the `text` of the file `name`, or take it or pieces of it from the `cache`."""
    if cache is None:
        return _read(name, text, None)
    part: Part | None = cache.take((name, "whole", text))
    if part is None:
        part = _read(name, text, cache)
    if not part.findings:
        cache.keep((name, "whole", text), part)
    return part


def _read(name: str, text: str, cache: PieceCache | None) -> Part:
    return _read_in_pieces(name, text, cache) or parts.read_part(name, text)


def _read_in_pieces(name: str, text: str, cache: PieceCache | None = None) -> Part | None:
    """Read a long file in pieces. Return None if it must be read as a whole.

    This happens if a piece is not valid YAML by itself, but the whole file is.
    """
    read: list[_CleanPiece | _FaultyPiece] = []
    counts: list[int] = []
    length = pieces.LENGTH if cache is None else max(1, pieces.LENGTH // _PIECES_IN_CACHE)
    try:
        for piece in in_pieces(text, length):
            try:
                one = _read_piece(name, piece, sum(counts), cache, is_first=not counts)
            except parsing.UNREADABLE:
                has_faults = any(isinstance(other, _FaultyPiece) for other in read)
                if has_faults or run_rule(yaml_syntax.not_text, name, text):
                    return None
                return _broken(name, text, piece, sum(counts))
            counts.append(len(one.data["events"]))
            # Without a cache, the data is not kept, because it takes a lot of memory.
            is_kept = cache is not None or isinstance(one, _FaultyPiece)
            read.append(one if is_kept else one._replace(data=None))
        return _joined(name, text, read, Split(length, tuple(counts))) if read else None
    except _ReadAsWhole:
        return None


def _read_piece(
    name: str, piece: Piece, first: int, cache: PieceCache | None, *, is_first: bool
) -> _CleanPiece | _FaultyPiece:
    """Read a piece, which has `first` events before it.

    Raises:
        yaml_rs.YAMLDecodeError, TypeError: it is not valid YAML by itself.
        _ReadAsWhole: its list of events is not a plain one, or it has many faults.
    """
    known: _CleanPiece | None = (
        cache.take((name, "piece", piece.text)) if cache is not None else None
    )
    if cache is not None and known:
        moved = known.moved_to(first)
        cache.keep((name, "piece", piece.text), moved)
        return moved
    if run_rule(yaml_syntax.not_text, name, piece.text):
        raise _ReadAsWhole
    data = parsing.loads(piece.text)
    if not isinstance(data, dict) or not isinstance(data.get("events"), list):
        raise _ReadAsWhole
    if is_first:
        # It may be in quotes or in braces.
        if data["events"] != [ELSEWHERE]:
            raise _ReadAsWhole
        data["events"] = []
    odd = any(run_rule(rule, name, piece.text, data) for rule in parts.DATA_RULES)
    if run_rule(yaml_syntax.yaml_tag, name, piece.text):
        raise _ReadAsWhole
    data = with_original_numbers(data, piece.text)
    try:
        content = None if odd else EventsFile.model_validate(data)
    except ValidationError as error:
        if error.error_count() > _MOST_ERRORS:
            raise _ReadAsWhole from None
        content = None
    if content is None:
        return _FaultyPiece(piece, data, first)
    _share_names(content)
    clean = _CleanPiece(content, data, first)
    if cache is not None:
        cache.keep((name, "piece", piece.text), clean)
    return clean


def _share_names(content: EventsFile) -> None:
    """Save memory on the items that use most of it in a long file."""
    for source in content.sources.values():
        source.share_names()
    for event in content.events:
        event.share_names()
        for figure in event.figures:
            figure.share_names()


def _joined(name: str, text: str, read: list[_CleanPiece | _FaultyPiece], split: Split) -> Part:
    """Join the pieces of a file."""
    part = Part(name, split=split)
    faulty = [piece for piece in read if isinstance(piece, _FaultyPiece)]
    whole = _whole_data(text, read) if faulty else {}
    contents: list[EventsFile] = []
    for one in read:
        if isinstance(one, _CleanPiece):
            contents.append(one.content)
            continue
        data = {**whole, "events": _EventsFrom(whole["events"], one.first)}
        inside = parts.read_data(name, one.piece.text, one.data, data)
        if () in inside.replaced or len(part.findings) + len(inside.findings) > _MOST_FINDINGS:
            raise _ReadAsWhole
        contents.append(inside.content)
        for rule, finding in inside.findings:
            found = rule, _finding_in_file(finding, one.piece, one.first)
            if found not in part.findings:
                part.findings.append(found)
        part.replaced |= {one.piece.path_in_file(path, one.first) for path in inside.replaced}
    events = tuple(event for content in contents for event in content.events)
    part.content = contents[0].model_copy(update={"events": events})
    return part


def _whole_data(text: str, read: list[_CleanPiece | _FaultyPiece]) -> dict[str, Any]:
    """Return the data of the whole file, for hints that name other items in it."""
    if any(one.data is None for one in read):
        whole: dict[str, Any] = with_original_numbers(parsing.loads(text), text)
        return whole
    # Placeholders will replace parts of the data of faulty pieces.
    every = [deepcopy(one.data) if isinstance(one, _FaultyPiece) else one.data for one in read]
    return {**every[0], "events": [event for data in every for event in data["events"]]}


class _EventsFrom(list[Any]):
    """All events of a file, with the indices that they have in a piece."""

    def __init__(self, events: list[Any], first: int) -> None:
        super().__init__(events)
        self.first = first

    def __getitem__(self, index: Any) -> Any:
        return super().__getitem__(index + self.first if isinstance(index, int) else index)


def _finding_in_file(finding: Finding, piece: Piece, first: int) -> Finding:
    """Return a finding about a piece as one about the whole file.

    Raises:
        _ReadAsWhole: it names a line in words, or is about the whole file.
    """
    if not (finding.where.path or finding.place) or _NAMES_LINE.search(
        f"{finding.message} {finding.hint}"
    ):
        raise _ReadAsWhole
    where = RecordPath(finding.where.file, piece.path_in_file(finding.where.path, first))
    place = finding.place and _place_in_file(finding.place, piece)
    hint = _hint_in_file(finding.hint, piece, first)
    missing = piece.path_in_file(finding.missing, first) if finding.missing else ()
    return finding._replace(where=where, place=place, hint=hint, missing=missing)


def _hint_in_file(hint: str, piece: Piece, first: int) -> str:
    """Return a hint with its edits in the whole file."""
    if not isinstance(hint, FixHint):
        return hint
    from briefing.record.edits import ReplaceText  # Most records have no problem with a fix.

    edits = [
        replace(edit, place=_place_in_file(edit.place, piece))
        if isinstance(edit, ReplaceText)
        else edit
        for edit in hint.edits
    ]
    at = None if hint.at is None else piece.path_in_file(hint.at, first)
    return FixHint(str(hint), *edits, is_safe=hint.is_safe, at=at)


def _place_in_file(place: TextRange, piece: Piece) -> TextRange:
    line, end_line = piece.line_in_file(place.line), piece.line_in_file(place.end_line)
    return TextRange(line, place.column, end_line, place.end_column)


def _broken(name: str, text: str, piece: Piece, first: int) -> Part | None:
    """Return the syntax errors of a long file, given the first piece that is not valid YAML.

    The rules read the file only from that piece on. Return None if they need all of it.
    """
    if piece.has_other_keys or len(text) <= parts.MAX_LENGTH_TO_REPAIR:
        return None
    rest = f"events:\n{text[piece.start :]}"
    reasons = []
    for each in (text, rest):
        try:
            parsing.loads(each)
            return None
        except TypeError:
            return None
        except yaml_rs.YAMLDecodeError as error:
            reasons.append(str(error))
    findings = parts.syntax_errors(name, rest, reasons[1])
    if {rule.slug for rule, _ in findings} not in ({"not-yaml"}, {"comma-in-braces"}):
        return None
    if any(_DEPENDS_ON_FILE.search(f"{found.message} {found.hint}") for _, found in findings):
        return None
    in_file = [(rule, _finding_in_file(finding, piece, first)) for rule, finding in findings]
    return Part(name, findings=in_file, replaced={()})
