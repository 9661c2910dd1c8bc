"""Tables of areas: csv files with a row for each area, and columns that texts can use.

The columns `id` and `name` are required, `within` has the id of a wider area, and `formerly` has
former ids, separated by spaces. All others are the user's own, such as the MP's name. A column in
another language has its code after a colon, as in `name:cy`.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from unicodedata import combining, normalize

from pydantic import ConfigDict

from briefing.charsets import decode
from briefing.delimited import Record as TableRow
from briefing.delimited import end_of_value, rows_of
from briefing.printable import CONTROL
from briefing.record.due import ID_PATTERN
from briefing.record.model import Area
from briefing.record.problems import LINE_END, Finding, Path, RecordPath, TextRange
from briefing.record.translations import Translated, is_known_language, language_in

LARGEST = 10_000_000
"""The maximum size of a table, in bytes."""
_LONGEST = {"id": 300, "name": 300, "within": 300}
_LONGEST_CELL = 5_000
OWN = ("id", "name", "within")
"""The columns that every area has."""
FORMERLY = "formerly"
"""The column with the former ids of an area, which texts cannot use."""
_RESERVED = {"get", "items", "keys", "values"}
"""Names of the methods of `briefing.columns`."""
_USABLE = re.compile(r"[a-z][a-z0-9_]*")
_OPENING = re.compile(r' *"?')
"""The start of an empty cell, which can be in quotation marks."""


class TabledArea(Area):
    """An area in a table. `columns` has its other cells, without the empty ones."""

    model_config = ConfigDict(title="Area")

    columns: dict[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """A table of areas.

    Attributes:
        name: the name of its file.
        written: its path, as it is in the record.
        content: the bytes of its file.
        text: the text of its file.
        where: the place in the record that names it.
        areas: its areas with their ids, in order. An id can occur twice.
        columns: the names of the columns that texts can use, apart from `OWN`.
        languages: the languages of its columns, if there are several.
        faults: the findings about it, by the slug of their rule.
        header: the columns as they are written.
        starts: the offset of each cell, by the line of its row.
    """

    name: str
    written: str
    content: bytes
    text: str
    where: RecordPath
    areas: tuple[tuple[str, TabledArea], ...] = ()
    columns: tuple[str, ...] = ()
    languages: frozenset[str] = frozenset()
    faults: tuple[tuple[str, Finding], ...] = ()
    header: tuple[str, ...] = ()
    starts: Mapping[int, list[int]] = field(default_factory=dict)

    def place(self, *path: str | int) -> TextRange:
        """Return the place of a row, or of a cell, given its line and the name or index of its
        column."""
        return self._range(*self._span(*path))

    def place_of_id(self, id: str, *path: str | int) -> TextRange | None:
        """Return the place of the id of a row, or of an id in one of its other cells."""
        start = self._start_of_id(id, *path)
        return None if start is None else self._range(start, start + len(id))

    def with_id(
        self, old: str, new: str, paths: Iterable[Path], noted: Area | None = None
    ) -> str | None:
        """Return the text with another id at some places, or None if one of them does not have it.

        The paths are those of `place_of_id`. If an area is `noted`, its former ids include `old`.
        Nothing else in the text changes.
        """
        starts = {self._start_of_id(old, *path) for path in paths}
        changes = {(start, start + len(old), new) for start in starts if start is not None}
        if noted:
            changes.add(self._note(old, noted))
        text = self.text
        for start, end, written in sorted(changes, reverse=True):
            text = f"{text[:start]}{written}{text[end:]}"
        return None if None in starts else text

    def _note(self, id: str, area: Area) -> tuple[int, int, str]:
        """Return the change that adds a former id to the cell of an area: its span and new text."""
        line, column = area.where.path[0], self.header.index(FORMERLY)
        starts = self.starts[int(line)]
        if column >= len(starts):
            # The row ends before this column.
            delimiter = self.text[starts[1] - 1]
            end = end_of_value(self.text, starts[-1], delimiter)
            return end, end, f"{delimiter * (column - len(starts) + 1)}{id}"
        place = starts[column]
        for former in area.formerly:
            place = self.text.index(former, place) + len(former)
        opening = _OPENING.match(self.text, place)
        if opening and not area.formerly:
            place = opening.end()
        return place, place, f" {id}" if area.formerly else id

    def _start_of_id(self, id: str, *path: str | int) -> int | None:
        start = self.text.find(id, *self._span(*(path if len(path) > 1 else (*path, "id"))))
        return start if start >= 0 else None

    def _span(self, *path: str | int) -> tuple[int, int]:
        """Return the start and end of a row or a cell in the text."""
        line = path[0] if path and isinstance(path[0], int) else 1
        starts = self.starts.get(line, [0])
        n = path[1] if len(path) > 1 else -1
        if isinstance(n, str):
            # The column in the language of the record can have no code.
            own = n.partition(":")[0]
            n = next((self.header.index(one) for one in (n, own) if one in self.header), -1)
        is_cell = 0 <= n < len(starts)
        start = starts[n] if is_cell else starts[0]
        end_of_line = LINE_END.search(self.text, start)
        end = end_of_line.start() if end_of_line else len(self.text)
        if is_cell and n + 1 < len(starts):
            end = min(end, starts[n + 1] - 1)
        return start, end

    def _range(self, start: int, end: int) -> TextRange:
        first = max(self.text.rfind("\n", 0, start), self.text.rfind("\r", 0, start)) + 1
        number = 1 + len(LINE_END.findall(self.text, 0, start))
        return TextRange(number, start - first + 1, number, max(end - first + 1, start - first + 2))


def read_table(
    name: str, content: bytes | str, where: RecordPath, written: str, language: str
) -> Table:
    """Read a table, given its `content`, or the reason why it cannot be read.

    `written` is its path in the record, and `language` the language of the record.
    """
    if isinstance(content, str):
        hint = "write the path of a csv file, relative to this file"
        return _unreadable(name, written, where, f"'{written}' cannot be read: {content}", hint)
    if not written.lower().endswith((".csv", ".tsv")) or b"\0\0\0" in content[:100]:
        hint = "in your spreadsheet program, save the sheet as CSV, and name that file"
        return _unreadable(name, written, where, f"'{written}' is not a csv file", hint)
    if len(content) > LARGEST:
        message = f"'{written}' is larger than {LARGEST // 1_000_000} MB"
        hint = "leave out the columns that you do not need"
        return _unreadable(name, written, where, message, hint)
    return _Reader(name, written, content, where, language).table()


def _unreadable(name: str, written: str, where: RecordPath, message: str, hint: str) -> Table:
    fault = ("unreadable-table", Finding(where, message, hint))
    return Table(name, written, b"", "", where, faults=(fault,))


def column_named(written: str) -> tuple[str, str]:
    """Return the name of a column and the code of its language, as they are in a header."""
    name, _, language = written.partition(":")
    return name.strip().casefold(), language.strip()


class _Reader:
    """Reads one table, and collects its faults."""

    def __init__(
        self, name: str, written: str, content: bytes, where: RecordPath, language: str
    ) -> None:
        self.name, self.written, self.content, self.where = name, written, content, where
        self.text = decode(content)
        self.language = language
        self.faults: list[tuple[str, Finding]] = []
        self.starts: dict[int, list[int]] = {}
        self.header: tuple[str, ...] = ()
        self.columns: list[tuple[str, str] | None] = []
        """The name and language of each column, or None if it cannot be used."""

    def table(self) -> Table:
        """Return the table."""
        areas: list[tuple[str, TabledArea]] = []
        for line, row in self._rows():
            self.starts[line] = row.starts
            self._check_marks(line, row)
            if self.header:
                if area := self._area(line, row):
                    areas.append(area)
                continue
            self._read_header(line, row)
            named = {column[0] for column in self.columns if column}
            if missing := [f"'{column}'" for column in OWN[:2] if column not in named]:
                self._fault(
                    "unreadable-table",
                    (line,),
                    f"the table has no column {' and no column '.join(missing)}",
                    "name the columns in the first row, as in: id,name,within,mp",
                )
                break
        if not self.header:
            message, hint = "the table is empty", "name its columns in the first row"
            self.faults.append(("unreadable-table", Finding(self.where, message, hint)))
        usable = [column for column in self.columns if column]
        languages = frozenset(code for _, code in usable if code)
        own = dict.fromkeys(name for name, _ in usable if name not in (*OWN, FORMERLY))
        return Table(
            self.name, self.written, self.content, self.text, self.where, tuple(areas), tuple(own),
            languages | {self.language} if languages else frozenset(),
            tuple(self.faults), self.header, self.starts,
        )  # fmt: skip

    def _rows(self) -> Iterator[tuple[int, TableRow]]:
        """Yield the rows that are not empty, each with its line."""
        line, before = 1, 0
        for row in rows_of(self.text):
            line += len(LINE_END.findall(self.text, before, row.starts[0]))
            before = row.starts[0]
            if any(value.strip() for value in row.values):
                yield line, row

    def _check_marks(self, line: int, row: TableRow) -> None:
        """Report the quotation marks that neither enclose a value nor come in pairs within it."""
        for n in row.odd:
            value = row.values[n].strip()
            if not value.startswith('"') and value.count('"') % 2 == 0:
                continue
            message, marks = "a quotation mark in this cell is not closed", "the mark belongs"
            if value.count('"') % 2 == 0:
                message = "the quotation marks do not enclose the whole cell"
                marks = "the marks belong"
            bare, doubled = value.replace('"', ""), value.replace('"', '""')
            hint = f'write {bare}, or if {marks} there: "{doubled}"'
            self._fault("faulty-row", (line, n), message, hint)

    def _read_header(self, line: int, row: TableRow) -> None:
        values = [value.strip() for value in row.values]
        while values and not values[-1]:
            values.pop()
        columns = list(map(column_named, values))
        self.header = tuple(
            f"{name}:{language}" if language else name for name, language in columns
        )
        for n, (name, language) in enumerate(columns):
            fault = self._fault_in_column(values[n], columns[:n], (name, language))
            if fault:
                self._fault("unusable-column", (line, n), *fault)
            self.columns.append(None if fault else (name, language))

    def _fault_in_column(
        self, written: str, before: list[tuple[str, str]], column: tuple[str, str]
    ) -> tuple[str, str] | None:
        """Return the fault of a column and a fix, given those `before` it, or None."""
        name, language = column
        if not name:
            return "a column has no name", "name it, or delete it"
        if (name, language or self.language) in [(one, of or self.language) for one, of in before]:
            message = f"'{written}' has the same name and language as another column"
            return message, "give one of them another name"
        if language and not is_known_language(language):
            return f"'{language}' is not the code of a language", "write it as in name:cy"
        if language and name in ("id", "within", FORMERLY):
            return f"'{name}' has no translations", f"call the column '{name}'"
        if not _USABLE.fullmatch(name) or name in _RESERVED:
            hint = "use letters without accents, digits and underscores, as in"
            return f"'{written}' cannot be the name of a column", f"{hint} '{_usable(name)}'"
        return None

    def _area(self, line: int, row: TableRow) -> tuple[str, TabledArea] | None:
        """Return the id and area in a row, or None if its id cannot be used."""
        cells: dict[str, dict[str, str]] = {}
        if extra := [value for value in row.values[len(self.header) :] if value.strip()]:
            message = f"this row has more values than the table has columns: '{extra[0][:40]}'"
            hint = "put quotation marks around a value that contains the delimiter"
            self._fault("faulty-row", (line,), message, hint)
        for column, written, value in zip(self.columns, self.header, row.values, strict=False):
            text = " ".join(value.split())
            if column is None or not text:
                continue
            name, language = column
            longest = _LONGEST.get(name, _LONGEST_CELL)
            if CONTROL.search(text):
                message = "this cell contains an invisible control character"
                self._fault("faulty-row", (line, written), message, "type the text again")
                continue
            if len(text) > longest:
                message = f"this cell has more than {longest:,} characters"
                self._fault("faulty-row", (line, written), message, "shorten it")
                continue
            cells.setdefault(name, {})[language or self.language] = text
        id, within = ("".join(cells.pop(name, {}).values()) for name in ("id", "within"))
        names = cells.pop("name", None)
        former = "".join(cells.pop(FORMERLY, {}).values()).split()
        if not self._has_usable_id(line, id):
            return None
        if not names:
            message = f"'{id}' has no name"
            self._fault("faulty-row", (line, "name"), message, "write its name in this row")
            names = {self.language: id}
        area = TabledArea.model_construct(
            name=self._text(names),
            within=within or None,
            formerly=tuple(self._usable_ids(line, former)),
            columns={name: self._text(texts) for name, texts in cells.items()},
        )
        area.set_place(RecordPath(self.name, (line,)))
        return id, area

    def _has_usable_id(self, line: int, id: str) -> bool:
        if re.fullmatch(ID_PATTERN, id):
            return True
        if not id:
            message, hint = "this row has no id", "give the area an id, or delete the row"
        else:
            message = f"'{id}' cannot be an id"
            better = re.sub(r"[^A-Za-z0-9_.]+", "-", id).strip("-_.").lower()
            hint = "use letters without accents, digits and hyphens"
            hint += f", as in '{better}'" if better else ""
        self._fault("faulty-row", (line, "id"), message, hint)
        return False

    def _usable_ids(self, line: int, ids: Iterable[str]) -> Iterator[str]:
        """Yield the former ids that are valid, and report the others."""
        for id in ids:
            if re.fullmatch(ID_PATTERN, id):
                yield id
            else:
                hint = "write only ids here, with spaces between them"
                self._fault("faulty-row", (line, FORMERLY), f"'{id}' cannot be an id", hint)

    def _text(self, texts: dict[str, str]) -> str:
        """Return the text of a cell, which may be in several languages."""
        if [*texts] == [self.language]:
            return texts[self.language]
        own = language_in(texts, self.language) or next(iter(texts))
        return Translated(texts[own], texts)

    def _fault(self, slug: str, path: tuple[int | str, ...], message: str, hint: str) -> None:
        self.faults.append((slug, Finding(RecordPath(self.name, path), message, hint)))


def _usable(name: str) -> str:
    """Return the name of a column that is most like `name`."""
    plain = normalize("NFKD", name.casefold().replace("'s ", " ").replace("’s ", " "))
    words = re.findall(r"[a-z0-9]+", "".join(c for c in plain if not combining(c)))
    usable = "_".join(words) or "column"
    return usable if _USABLE.fullmatch(usable) and usable not in _RESERVED else f"column_{usable}"
