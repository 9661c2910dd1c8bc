"""The tables of OpenDocument texts and spreadsheets (odt, ods), also as one XML file."""

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from briefing.capture.cell_maker import CellMaker, struck_out
from briefing.capture.formats import SAVE_PART
from briefing.capture.grid import Slot, is_layout, rows_of
from briefing.capture.number_formats import is_telling, shown_date
from briefing.capture.sheets import hidden_notes
from briefing.capture.table import Cell, Table, as_read, table_of
from briefing.capture.table_names import TableNames
from briefing.evidence.extracting.odt import LETTERS, UNSEEN, open_document_of
from briefing.evidence.extracting.zipped import name_of, xml_of

_NAMES = "{urn:oasis:names:tc:opendocument:xmlns:"
_TABLE, _TEXT = f"{_NAMES}table:1.0}}", f"{_NAMES}text:1.0}}"
_OFFICE, _STYLE = f"{_NAMES}office:1.0}}", f"{_NAMES}style:1.0}}"
_HREF = "{http://www.w3.org/1999/xlink}href"
_LINK_FORMULA = re.compile(r'(?:\w+:)?=HYPERLINK\(\s*"([^"]*)"', re.IGNORECASE)
_PARTS = {"year": "y", "month": "m", "day": "d", "hours": "H", "minutes": "M", "quarter": "q"}
_HIDDEN = ("collapse", "filter")


def read(content: bytes, name: str) -> list[Table]:
    """Return a table for each sheet of a spreadsheet, or the tables of a text.

    Raises:
        NotReadable: it is damaged or has a password.
    """
    if content.startswith(b"PK"):
        parts = open_document_of(content, SAVE_PART)
        roots = [parts.xml(each) for each in ("content.xml", "styles.xml") if each in parts.names]
    else:
        roots = [xml_of(content)]
    reader = _Reader(_styles(roots))
    sheets = list(roots[0].iter(f"{_OFFICE}spreadsheet"))
    if sheets:
        return [reader.sheet(table, name) for table in sheets[0].iterchildren(f"{_TABLE}table")]
    names = TableNames()
    return names.or_lines(list(reader.tables(roots[0], name, names)), name)


@dataclass(frozen=True, slots=True)
class _Style:
    """A style: the parts of a date that it shows, and whether it strikes out or hides."""

    parts: frozenset[str] | None = None
    is_struck: bool | None = None
    is_hidden: bool = False


def _styles(roots: Iterable[Any]) -> Mapping[str, _Style]:
    """Return the styles of a document by name."""
    dates: dict[str, frozenset[str]] = {}
    elements: dict[str, Any] = {}
    for element in (element for root in roots for element in root.iter("{*}*")):
        if name_of(element) == "date-style":
            parts = {_PARTS[name] for name in map(name_of, element) if name in _PARTS}
            ends = [element[0], element[-1]] if len(element) else []
            if any(name_of(end) == "text" and is_telling(end.text or "") for end in ends):
                parts.add("w")
            dates[element.get(f"{_STYLE}name", "")] = frozenset(parts)
        elif element.tag == f"{_STYLE}style":
            elements.setdefault(element.get(f"{_STYLE}name", ""), element)
    styles: dict[str, _Style] = {}

    def style_of(name: str, depth: int = 0) -> _Style:
        """Return a style, completed with the style that it is based on."""
        if name not in elements or depth > 20:
            return _Style()
        if name not in styles:
            element = elements[name]
            base = style_of(element.get(f"{_STYLE}parent-style-name", ""), depth + 1)
            lines = [
                line != "none"
                for properties in element
                for property in ("style", "type")
                if (line := properties.get(f"{_STYLE}text-line-through-{property}"))
            ]
            styles[name] = _Style(
                dates.get(element.get(f"{_STYLE}data-style-name", ""), base.parts),
                lines[0] if lines else base.is_struck,
                any(each.get(f"{_TABLE}display") == "false" for each in element),
            )
        return styles[name]

    return {name: style_of(name) for name in elements}


def _times(element: Any, what: str) -> int:
    """Return how often a row or cell is repeated, or how many it spans."""
    text = element.get(f"{_TABLE}number-{what}", "1")
    return max(1, int(text)) if text.isdecimal() else 1


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads the tables of a document with these styles."""

    styles: Mapping[str, _Style]

    def sheet(self, element: Any, file: str) -> Table:
        """Return the table of a sheet."""
        columns = list(_columns(element))
        hidden_rows: set[int] = set()
        grid = self._grid(element, [style for style, _ in columns], hidden_rows)
        table = table_of(file, element.get(f"{_TABLE}name", ""), rows_of(grid))
        hidden_columns = [n for n, (_, is_hidden) in enumerate(columns) if is_hidden]
        notes = hidden_notes(
            table.rows, hidden_rows, hidden_columns, sheet=self._is_hidden(element)
        )
        return replace(table, notes=tuple(notes))

    def _is_hidden(self, sheet: Any) -> bool:
        return self.styles.get(sheet.get(f"{_TABLE}style-name", ""), _Style()).is_hidden

    def tables(self, root: Any, file: str, names: TableNames) -> Iterator[Table]:
        """Yield the tables in an element of a text, in order."""
        for element in root:
            name = name_of(element)
            if name == "h":
                names.see_heading(self._cell_of([element]))
            elif name == "p":
                names.see_text(self._cell_of([element]))
            elif name == "table" and is_layout(element, f"{_TABLE}table"):
                for row in _rows(element):
                    for cell in row:
                        yield from self.tables(cell, file, names)
            elif name == "table":
                yield table_of(file, names.name(), rows_of(self._grid(element, [], set())))
            elif name not in UNSEEN:
                yield from self.tables(element, file, names)

    def _grid(self, table: Any, styles: list[str], hidden: set[int]) -> dict[int, dict[int, Slot]]:
        """Return the cells of a table by row and column. Add the hidden rows to `hidden`."""
        grid: dict[int, dict[int, Slot]] = {}
        number = 1
        for row in _rows(table):
            times = _times(row, "rows-repeated")
            if slots := self._slots(row, styles):
                for each in range(number, number + times):
                    grid[each] = slots
                    if row.get(f"{_TABLE}visibility") in _HIDDEN:
                        hidden.add(each)
            number += times
        return grid

    def _slots(self, row: Any, styles: list[str]) -> dict[int, Slot]:
        """Return the cells of a row by column, without those under merged cells."""
        slots: dict[int, Slot] = {}
        column = 0
        for element in row:
            times = _times(element, "columns-repeated")
            if name_of(element) == "table-cell" and len(element) + len(element.attrib) > 0:
                style = styles[column] if column < len(styles) else ""
                cell = self._cell(element, element.get(f"{_TABLE}style-name", style))
                if not cell.is_empty:
                    spans = _times(element, "columns-spanned"), _times(element, "rows-spanned")
                    for each in range(column, column + times):
                        slots[each] = Slot(cell, *spans)
            column += times
        return slots

    def _cell(self, element: Any, style_name: str) -> Cell:
        """Return a cell, as its style shows it."""
        style = self.styles.get(style_name, _Style())
        cell = self._cell_of(element)
        formula = element.get(f"{_TABLE}formula", "")
        value = element.get(f"{_OFFICE}value-type", "")
        if not cell.text and (stored := _stored(element, value)):
            cell = replace(cell, text=stored)
        maker = CellMaker()
        if match := _LINK_FORMULA.match(formula):
            maker.add_link(cell.text, match[1])
        if formula and not value:
            cell = replace(cell, text=as_read(formula.partition(":")[2] or formula))
            maker.add_note("The file has no saved value of this formula.")
        if value == "date":
            cell = _dated(cell, element.get(f"{_OFFICE}date-value", ""), style.parts)
        extra = maker.cell()
        cell = replace(cell, links=cell.links + extra.links, notes=cell.notes + extra.notes)
        return struck_out(cell) if style.is_struck else cell

    def _cell_of(self, blocks: Iterable[Any]) -> Cell:
        """Return the cell that paragraphs, lists and nested tables make up."""
        maker = CellMaker()
        self._read_blocks(blocks, maker)
        return maker.cell()

    def _read_blocks(self, elements: Iterable[Any], maker: CellMaker) -> None:
        for element in elements:
            name = name_of(element)
            if name in ("p", "h"):
                self._read_text(element, maker, self._is_struck(element))
                maker.add_line_end()
            elif name == "annotation":
                maker.add_note(_text_of_note(element))
            elif name == "table-row":
                for n, cell in enumerate(element):
                    maker.add(" | " if n else "")
                    maker.add_cell(self._cell_of(cell))
                maker.add_line_end()
            elif name not in UNSEEN:
                self._read_blocks(element, maker)

    def _read_text(self, element: Any, maker: CellMaker, struck: bool) -> None:
        """Read the text of an element in a paragraph."""
        maker.add(element.text or "", struck=struck)
        for child in element:
            name = name_of(child)
            if name == "note":
                for body in (each for each in child if name_of(each) == "note-body"):
                    maker.add_note_cell(self._cell_of(body))
            elif name == "annotation":
                maker.add_note(_text_of_note(child))
            elif name in LETTERS:
                count = child.get(f"{_TEXT}c", "1")
                maker.add(LETTERS[name] * min(int(count) if count.isdecimal() else 1, 100))
            elif name == "a":
                mark = maker.mark()
                self._read_text(child, maker, struck)
                maker.add_link(maker.text_since(mark), child.get(_HREF, ""))
            elif name == "text-box":
                maker.add_line_end()
                self._read_blocks(child, maker)
            elif name not in UNSEEN:
                self._read_text(child, maker, self._is_struck(child, struck))
            maker.add(child.tail or "", struck=struck)

    def _is_struck(self, element: Any, inherited: bool = False) -> bool:
        style = self.styles.get(element.get(f"{_TEXT}style-name", ""), _Style())
        return inherited if style.is_struck is None else style.is_struck


def _rows(table: Any) -> Iterator[Any]:
    """Yield the rows of a table, including those in groups and in its header."""
    for element in table:
        name = name_of(element)
        if name == "table-row":
            yield element
        elif name in ("table-rows", "table-header-rows", "table-row-group"):
            yield from _rows(element)


def _columns(table: Any) -> Iterator[tuple[str, bool]]:
    """Yield the default style of cells in each column, and whether the column is hidden."""
    for element in table:
        name = name_of(element)
        if name == "table-column":
            style = element.get(f"{_TABLE}default-cell-style-name", "")
            is_hidden = element.get(f"{_TABLE}visibility") in _HIDDEN
            yield from [(style, is_hidden)] * min(_times(element, "columns-repeated"), 16384)
        elif name in ("table-columns", "table-header-columns", "table-column-group"):
            yield from _columns(element)


def _stored(element: Any, value: str) -> str:
    """Return the value of a cell that was saved without its text."""
    attribute = "value" if value in ("float", "percentage", "currency") else f"{value}-value"
    return as_read(element.get(f"{_OFFICE}{attribute}", "")) if value else ""


def _dated(cell: Cell, value: str, parts: frozenset[str] | None) -> Cell:
    """Return a date cell, given the `parts` of the date that its style shows."""
    if parts is None:
        parts = frozenset("ymdH" if "T" in value else "ymd")
    # Quarters and words, as in "w/c 3 May", are only in the text that the sheet shows.
    if {"q", "w"} & parts or not {"y", "m", "d"} & parts:
        return cell
    with suppress(ValueError):
        date = shown_date(datetime.fromisoformat(value[:19]), parts)
        return replace(cell, text=date.text, day=date.day, time=date.time,
                       notes=cell.notes + date.notes)  # fmt: skip
    return cell


def _text_of_note(element: Any) -> str:
    """Return the text of a comment, without its author and its date."""
    return "\n".join("".join(each.itertext()) for each in element if name_of(each) in ("p", "list"))
