"""The cell formats and the struck-out text of an old Excel workbook (xls).

Calamine reads only the values. The structure of the file is in [MS-CFB], and that
of its records in [MS-XLS].
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from struct import Struct, unpack_from

from briefing.capture.number_formats import BUILT_IN, NumberFormat, number_format

_SECTOR_OF_HEADER = 512
_ENTRY = 128
_SMALL = 4096
"""Streams that are shorter than this are stored in small sectors."""
_FREE = 0xFFFFFFF0
"""Numbers from here on do not refer to sectors."""
_HEAD = Struct("<HH")
_CELL = Struct("<HHH")
_SHEET, _FONT, _FORMAT, _STYLE = 0x85, 0x31, 0x41E, 0xE0
_ROW, _COLUMNS, _NUMBERS, _END = 0x208, 0x7D, 0xBD, 0x0A
_CELLS = frozenset((0x06, 0xD6, 0xFD, 0x203, 0x204, 0x205, 0x27E))
"""The records of one cell, which all begin with its row, column and style."""
_STRUCK, _HIDDEN_ROW, _HIDDEN_COLUMN = 0x08, 0x20, 0x01
_MISSING_FONT = 4
"""The fonts are numbered from 0, but 4 is left out."""


@dataclass(frozen=True, slots=True)
class Look:
    """The format of a cell, and whether its text is struck out."""

    form: NumberFormat
    is_struck: bool


@dataclass(frozen=True, slots=True)
class SheetLooks:
    """The formats of cells by row and column, from 0, and the hidden rows and columns."""

    cells: dict[tuple[int, int], Look] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)


def looks_of(content: bytes) -> Mapping[str, SheetLooks]:
    """Return the formats of each sheet by name, or nothing for files older than Excel 97.

    Raises:
        struct.error: the file is damaged.
        IndexError: the file is damaged.
    """
    stream = _workbook(content)
    sheets: dict[str, int] = {}
    fonts: list[bool] = []
    codes = dict(BUILT_IN)
    styles: list[tuple[int, int]] = []
    for type, record in _records(stream, 0):
        if type == _SHEET:
            sheets[_text(record, 7, record[6])] = unpack_from("<I", record)[0]
        elif type == _FONT:
            fonts.append(bool(record[2] & _STRUCK))
        elif type == _FORMAT:
            number, length = unpack_from("<HH", record)
            codes[number] = _text(record, 4, length)
        elif type == _STYLE:
            font, number = unpack_from("<HH", record)
            styles.append((font - (font > _MISSING_FONT), number))
    looks = [
        Look(number_format(codes.get(number, "General")), font < len(fonts) and fonts[font])
        for font, number in styles
    ]
    return {name: _sheet(stream, start, looks) for name, start in sheets.items()}


def _sheet(stream: bytes, start: int, looks: list[Look]) -> SheetLooks:
    sheet = SheetLooks()
    for type, record in _records(stream, start):
        if type in _CELLS:
            row, column, style = _CELL.unpack_from(record)
            sheet.cells[row, column] = looks[style]
        elif type == _NUMBERS:
            row, first = unpack_from("<HH", record)
            for n, place in enumerate(range(4, len(record) - 2, 6)):
                sheet.cells[row, first + n] = looks[unpack_from("<H", record, place)[0]]
        elif type == _ROW and record[12] & _HIDDEN_ROW:
            sheet.hidden_rows.add(unpack_from("<H", record)[0])
        elif type == _COLUMNS and record[8] & _HIDDEN_COLUMN:
            first, last = unpack_from("<HH", record)
            sheet.hidden_columns.update(range(first, min(last, 255) + 1))
    return sheet


def _records(stream: bytes, start: int) -> Iterator[tuple[int, bytes]]:
    """Yield the type and content of each record from `start` to the end of its part."""
    while start + _HEAD.size <= len(stream):
        type, length = _HEAD.unpack_from(stream, start)
        if type == _END:
            return
        start += _HEAD.size
        yield type, stream[start : start + length]
        start += length


def _text(record: bytes, flags: int, length: int) -> str:
    """Return a text. The byte at `flags` shows whether its characters have one byte or two."""
    is_wide = record[flags] & 1
    letters = record[flags + 1 :][: length * (1 + is_wide)]
    return letters.decode("utf-16-le" if is_wide else "latin-1", "replace")


def _workbook(content: bytes) -> bytes:
    """Return the stream of the workbook from the file system inside the file, or nothing."""
    size = 1 << min(unpack_from("<H", content, 0x1E)[0], 12)
    per_sector = size // 4
    most = len(content) // size + 1

    def sector(number: int) -> bytes:
        return content[_SECTOR_OF_HEADER + number * size :][:size]

    def numbers(number: int) -> list[int]:
        return list(unpack_from(f"<{per_sector}I", sector(number)))

    tables = list(unpack_from("<109I", content, 0x4C))
    more = unpack_from("<I", content, 0x44)[0]
    while more < _FREE and len(tables) <= most:
        *listed, more = numbers(more)
        tables += listed
    following = [n for table in tables if table < _FREE for n in numbers(table)]

    def stream(number: int) -> bytes:
        return b"".join(map(sector, _chain(number, following)))

    directory = stream(unpack_from("<I", content, 0x30)[0])
    places = range(0, len(directory) - _ENTRY + 1, _ENTRY)
    entries = [_Entry.at(directory, place) for place in places]
    found = next((entry for entry in entries if entry.name.casefold() == "workbook"), None)
    if not found:
        return b""
    if found.length >= _SMALL:
        return stream(found.start)[: found.length]
    # Short streams are divided into smaller sectors, inside the stream of the first entry.
    table = stream(unpack_from("<I", content, 0x3C)[0])
    small = unpack_from(f"<{len(table) // 4}I", table)
    all_small = stream(entries[0].start)
    parts = (all_small[n * 64 :][:64] for n in _chain(found.start, small))
    return b"".join(parts)[: found.length]


def _chain(number: int, following: Sequence[int]) -> Iterator[int]:
    """Yield the sectors of a stream. If the chain is a loop, stop."""
    for _ in following:
        if number >= _FREE:
            return
        yield number
        number = following[number]


@dataclass(frozen=True, slots=True)
class _Entry:
    """An entry of the directory: the name of a stream, its first sector and its length."""

    name: str
    start: int
    length: int

    @classmethod
    def at(cls, directory: bytes, place: int) -> "_Entry":
        """Return the entry at a place in the directory."""
        name = directory[place : place + 64].decode("utf-16-le", "replace").partition("\0")[0]
        return cls(name, *unpack_from("<II", directory, place + 0x74))
