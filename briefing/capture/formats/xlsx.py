"""The sheets of an Excel workbook (xlsx), with the saved values of its formulas.

We read its XML ourselves, because one pass then finds the text that is struck out, hidden, linked
or calculated, and the same limits apply as to other zipped documents.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from briefing.capture.cell_maker import CellMaker, struck_out
from briefing.capture.formats import SAVE_PART
from briefing.capture.grid import Slot, rows_of
from briefing.capture.number_formats import (
    BUILT_IN,
    NumberFormat,
    number_format,
    shown,
    shown_date,
)
from briefing.capture.sheets import hidden_notes, position
from briefing.capture.table import EMPTY, Cell, Table, as_read, table_of
from briefing.evidence.extracting.zipped import Parts, name_of
from briefing.evidence.kinds import NotReadable

_LINK_FORMULA = re.compile(r'\s*HYPERLINK\(\s*"([^"]*)"', re.IGNORECASE)
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_THREADED = re.compile(r"\[Threaded comment\].*?\nComment:\s*", re.DOTALL)
_OFF = ("0", "false", "none")


def read(content: bytes, name: str) -> list[Table]:
    """Return a table for each sheet.

    Raises:
        NotReadable: it is damaged, or is another kind of workbook.
    """
    parts = Parts(content, SAVE_PART)
    main = parts.main
    if not main.endswith(".xml"):
        raise NotReadable(
            "it is a binary Excel workbook (xlsb)", "Save it as an Excel workbook (xlsx)"
        )
    book = parts.xml(main)
    targets = {relation.id: relation.target for relation in parts.relations(main)}
    from_1904 = any(
        properties.get("date1904", "0") not in _OFF for properties in _children(book, "workbookPr")
    )
    reader = _Reader(parts, _texts(parts, main), _styles(parts, main), from_1904)
    return [
        reader.table(name, sheet, target)
        for sheets in _children(book, "sheets")
        for sheet in sheets
        if (target := targets.get(_attribute(sheet, "id"), "")) in parts.names
    ]


def _children(element: Any, name: str) -> Iterator[Any]:
    return (child for child in element if name_of(child) == name)


def _attribute(element: Any, name: str) -> str:
    """Return the attribute of this name in another namespace, or an empty string."""
    return next((value for key, value in element.items() if key.endswith(f"}}{name}")), "")


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() else 0


@dataclass(frozen=True, slots=True)
class _Style:
    """The format of a cell, and whether its text is struck out."""

    form: NumberFormat
    is_struck: bool


def _styles(parts: Parts, main: str) -> list[_Style]:
    """Return the styles of cells, in the order of their numbers."""
    codes, styles = dict(BUILT_IN), []
    for root in map(parts.xml, parts.related(main, "styles")):
        for element in root.iterdescendants():
            if name_of(element) == "numFmt":
                codes[_number(element.get("numFmtId"))] = element.get("formatCode", "")
        struck = [_strikes(font) for fonts in _children(root, "fonts") for font in fonts]
        for style in (style for group in _children(root, "cellXfs") for style in group):
            code = codes.get(_number(style.get("numFmtId")), "General")
            font = _number(style.get("fontId"))
            styles.append(_Style(number_format(code), font < len(struck) and struck[font]))
    return styles


def _strikes(properties: Any) -> bool:
    """Whether the properties of a font or a run of text strike the text out."""
    return any(strike.get("val", "1") not in _OFF for strike in _children(properties, "strike"))


def _texts(parts: Parts, main: str) -> list[Cell]:
    """Return the texts that cells refer to by number."""
    return [
        _text(element)
        for root in map(parts.xml, parts.related(main, "sharedStrings"))
        for element in _children(root, "si")
    ]


def _text(element: Any) -> Cell:
    """Return a text, of which some runs may be struck out."""
    maker = CellMaker()
    for child in element:
        name = name_of(child)
        if name == "t":
            maker.add(_unescaped(child.text or ""))
        elif name == "r":
            struck = any(map(_strikes, _children(child, "rPr")))
            for text in _children(child, "t"):
                maker.add(_unescaped(text.text or ""), struck=struck)
    return maker.cell()


def _unescaped(text: str) -> str:
    """Return a text with the characters that Excel writes as codes such as `_x000D_`."""
    return _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


@dataclass(frozen=True, slots=True)
class _Area:
    """A rectangle of cells: its first and last rows, from 1, and columns, from 0."""

    top: int
    left: int
    bottom: int
    right: int

    def covers(self, row: int, column: int) -> bool:
        return self.top <= row <= self.bottom and self.left <= column <= self.right


def _area(reference: str) -> _Area | None:
    first, _, last = reference.partition(":")
    start, end = position(first), position(last or first)
    return _Area(*start, *end) if start and end else None


@dataclass(frozen=True, slots=True)
class _Reader:
    """The parts of a workbook that its sheets share."""

    parts: Parts
    texts: list[Cell]
    styles: list[_Style]
    from_1904: bool

    def table(self, file: str, sheet: Any, part: str) -> Table:
        """Return the table of a sheet."""
        root = self.parts.xml(part)
        merged = sorted(_areas(root, "mergeCell"), key=lambda area: area.top)
        extras = _Extras(self._links(root, part), self._comments(part))
        lines: dict[int, Any] = {}
        number = 0
        for row in (row for data in _children(root, "sheetData") for row in data):
            number = _number(row.get("r")) or number + 1
            lines[number] = row
        grid: dict[int, dict[int, Slot]] = {}
        begun: list[_Area] = []
        for number in sorted(lines):
            while merged and merged[0].top <= number:
                begun.append(merged.pop(0))
            begun = [area for area in begun if area.bottom >= number]
            grid[number] = self._slots(lines[number], number, begun, extras)
        table = table_of(file, sheet.get("name", ""), rows_of(grid))
        hidden = {number for number, row in lines.items() if row.get("hidden", "0") not in _OFF}
        notes = hidden_notes(
            table.rows, hidden, _hidden_columns(root, table.width),
            sheet=sheet.get("state", "visible") != "visible",
        )  # fmt: skip
        return replace(table, notes=tuple(notes))

    def _slots(
        self, row: Any, number: int, merged: list[_Area], extras: "_Extras"
    ) -> dict[int, Slot]:
        """Return the cells of a row by column, without those under merged cells."""
        slots: dict[int, Slot] = {}
        column = -1
        for element in row:
            place = position(element.get("r", ""))
            column = place[1] if place else column + 1
            cell = self._cell(element)
            if extras.any:
                cell = extras.added_to(cell, number, column)
            if cell.is_empty:
                continue
            area = next((area for area in merged if area.covers(number, column)), None)
            if not area:
                slots[column] = Slot(cell)
            elif (area.top, area.left) == (number, column):
                columns, rows = area.right - area.left + 1, area.bottom - area.top + 1
                slots[column] = Slot(cell, columns, rows)
        return slots

    def _cell(self, element: Any) -> Cell:
        """Return a cell without its links and comments, which are stored separately."""
        value = formula = None
        cell = EMPTY
        for child in element:
            match name_of(child):
                case "v":
                    value = child.text or ""
                case "f":
                    formula = child.text or ""
                case "is":
                    cell = _text(child)
        number = _number(element.get("s"))
        style = self.styles[number] if number < len(self.styles) else None
        if value is not None:
            cell = self._of_value(element.get("t", "n"), value, style)
        if formula is not None:
            cell = _of_formula(cell, formula, value is not None)
        return struck_out(cell) if style and style.is_struck else cell

    def _of_value(self, kind: str, value: str, style: _Style | None) -> Cell:
        """Return the cell of a value of a kind, such as "s" for a shared text."""
        match kind:
            case "s":
                number = int(value) if value.isdecimal() else len(self.texts)
                return self.texts[number] if number < len(self.texts) else EMPTY
            case "b":
                return Cell("TRUE" if value == "1" else "FALSE")
            case "n":
                form = style.form if style else number_format("General")
                with suppress(ValueError):
                    return shown(float(value), form, from_1904=self.from_1904)
            case "d":
                parts = frozenset("ymdH" if "T" in value else "ymd")
                with suppress(ValueError):
                    return shown_date(datetime.fromisoformat(value), parts)
        return Cell(as_read(_unescaped(value)))

    def _links(self, root: Any, part: str) -> list[tuple[_Area, str]]:
        """Return the linked areas of a sheet, with their addresses."""
        targets = {relation.id: relation.target for relation in self.parts.relations(part)}
        return [
            (area, targets[id])
            for group in _children(root, "hyperlinks")
            for link in group
            if (id := _attribute(link, "id")) in targets and (area := _area(link.get("ref", "")))
        ]

    def _comments(self, part: str) -> dict[tuple[int, int], list[str]]:
        """Return the comments of the cells of a sheet."""
        comments: dict[tuple[int, int], list[str]] = {}
        for root in map(self.parts.xml, self.parts.related(part, "comments")):
            for comment in (each for group in _children(root, "commentList") for each in group):
                text = "".join(
                    piece.text or "" for piece in comment.iterdescendants() if name_of(piece) == "t"
                )
                if place := position(comment.get("ref", "")):
                    # Excel also saves a comment thread as a single comment, after an introduction.
                    comments.setdefault(place, []).append(_THREADED.sub("", _unescaped(text)))
        return comments


class _Extras:
    """The links and comments of a sheet."""

    def __init__(
        self, links: list[tuple[_Area, str]], comments: dict[tuple[int, int], list[str]]
    ) -> None:
        self._comments = comments
        self._links: dict[tuple[int, int], str] = {}
        self._wide: list[tuple[_Area, str]] = []
        for area, address in links:
            if (area.top, area.left) == (area.bottom, area.right):
                self._links[area.top, area.left] = address
            else:
                self._wide.append((area, address))
        self.any = bool(links or comments)

    def added_to(self, cell: Cell, row: int, column: int) -> Cell:
        """Return the cell with its links and comments."""
        place = row, column
        maker = CellMaker()
        if address := self._links.get(place):
            maker.add_link(cell.text, address)
        for area, address in self._wide:
            if area.covers(*place):
                maker.add_link(cell.text, address)
        for comment in self._comments.get(place, ()):
            maker.add_note(comment)
        extra = maker.cell()
        if extra.is_empty:
            return cell
        return replace(cell, links=cell.links + extra.links, notes=cell.notes + extra.notes)


def _areas(root: Any, name: str) -> Iterator[_Area]:
    for element in root.iter(f"{{*}}{name}"):
        if area := _area(element.get("ref", "")):
            yield area


def _of_formula(cell: Cell, formula: str, has_value: bool) -> Cell:
    """Return the cell of a formula, which is never calculated."""
    maker = CellMaker()
    if match := _LINK_FORMULA.match(formula):
        maker.add_link(cell.text, match[1])
    if not has_value:
        cell = Cell(as_read(f"={formula}"))
        maker.add_note("The file has no saved value of this formula.")
    extra = maker.cell()
    return replace(cell, links=extra.links, notes=extra.notes)


def _hidden_columns(root: Any, width: int) -> Iterator[int]:
    """Yield the columns that are hidden, up to the width of the table."""
    for column in (column for columns in _children(root, "cols") for column in columns):
        if column.get("hidden", "0") not in _OFF:
            first, last = _number(column.get("min")), _number(column.get("max"))
            yield from range(max(0, first - 1), min(last, width))
