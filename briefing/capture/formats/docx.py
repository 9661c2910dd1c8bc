"""The tables of a Word document, as they are when all tracked changes are accepted."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from briefing.capture.cell_maker import CellMaker
from briefing.capture.formats import SAVE_AS_TABLE, SAVE_PART
from briefing.capture.grid import Slot, is_layout, rows_of
from briefing.capture.table import Cell, Table, table_of
from briefing.capture.table_names import TableNames
from briefing.charsets import raised
from briefing.evidence.extracting.docx import LETTERS, OFF, UNSEEN, properties_of
from briefing.evidence.extracting.zipped import Parts, name_of
from briefing.evidence.kinds import NotReadable

_WRAPPERS = frozenset({
    "sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo", "body", "AlternateContent",
    "Choice",
})  # fmt: skip
"""Elements that only contain other elements."""
_STRIKES = ("strike", "dstrike")
_NOTES = {"footnoteReference": "footnotes", "endnoteReference": "endnotes",
          "commentReference": "comments"}  # fmt: skip
"""The references to notes, each with the part that has the notes."""
_LINK_FIELD = re.compile(r'\s*HYPERLINK\s+(?:\\[a-z]\s+)*"([^"]*)"', re.IGNORECASE)
_HEADING = re.compile(r"(?:heading \d|title|caption)$", re.IGNORECASE)


def read(content: bytes, name: str) -> list[Table]:
    """Return the tables of a Word document.

    Raises:
        NotReadable: it is damaged.
    """
    parts = Parts(content, SAVE_PART)
    main = parts.main
    if not main.endswith(".xml"):
        raise NotReadable("it is not a Word document", SAVE_AS_TABLE)
    document = _Document.of(parts, main)
    names = TableNames()
    return names.or_lines(list(document.tables(parts.xml(main), name, names)), name)


def _children(element: Any) -> Iterator[Any]:
    """Yield the children of an element, including those in wrappers such as content controls."""
    for child in element:
        if name_of(child) in _WRAPPERS:
            yield from _children(child)
        else:
            yield child


def _value(element: Any, name: str) -> str:
    """Return an attribute, ignoring its namespace."""
    return next((value for key, value in element.items() if key.rpartition("}")[2] == name), "")


def _settings(element: Any, name: str) -> dict[str, str]:
    """Return the properties of a row or of a cell, each with its value."""
    return {
        name_of(each): _value(each, "val") or "on"
        for properties in element
        if name_of(properties) == name
        for each in properties
    }


def _count(text: str) -> int:
    return int(text) if text.isdecimal() else 0


@dataclass(frozen=True, slots=True)
class _Document:
    """The links, notes and styles that the tables of a document refer to."""

    links: Mapping[str, str]
    notes: Mapping[tuple[str, str], Cell]
    """The notes, by the name of a reference and the id in it."""
    headings: frozenset[str]
    """The ids of heading styles."""
    struck: frozenset[str]
    """The ids of styles that strike text out."""

    @classmethod
    def of(cls, parts: Parts, main: str) -> "_Document":
        """Read the links, notes and styles of a document."""
        styles = [
            style
            for part in parts.related(main, "styles")
            for style in parts.xml(part)
            if name_of(style) == "style"
        ]
        headings = {_value(style, "styleId") for style in styles if _is_heading(style)}
        struck = {
            _value(style, "styleId")
            for style in styles
            if any(properties_of(style).get(name, "0") not in OFF for name in _STRIKES)
        }
        plain = cls(_links(parts, main), {}, frozenset(headings), frozenset(struck))
        notes = {
            (reference, _value(note, "id")): replace(plain, links=_links(parts, part)).cell(note)
            for reference, type in _NOTES.items()
            for part in parts.related(main, type)
            for note in parts.xml(part)
        }
        return replace(plain, notes=notes)

    def tables(self, root: Any, file: str, names: TableNames) -> Iterator[Table]:
        """Yield the tables in an element, in order."""
        for element in _children(root):
            name = name_of(element)
            if name == "p":
                see = names.see_heading if self._is_heading(element) else names.see_text
                see(self.cell([element]))
            elif name == "tbl" and is_layout(element, "{*}tbl"):
                for row in _rows(element):
                    for cell in _cells(row):
                        yield from self.tables(cell, file, names)
            elif name == "tbl":
                yield table_of(file, names.name(), rows_of(self._grid(element)))

    def cell(self, elements: Iterable[Any]) -> Cell:
        """Return a cell with the text of paragraphs and nested tables."""
        reader = _CellReader(self)
        reader.read_blocks(elements)
        return reader.maker.cell()

    def is_struck(self, run: Any) -> bool:
        """Whether the text of a run is struck out, by its own properties or by its style."""
        properties = properties_of(run)
        own = [properties[name] not in OFF for name in _STRIKES if name in properties]
        return any(own) if own else properties.get("rStyle") in self.struck

    def _is_heading(self, paragraph: Any) -> bool:
        properties = _settings(paragraph, "pPr")
        return "outlineLvl" in properties or properties.get("pStyle") in self.headings

    def _grid(self, table: Any) -> dict[int, dict[int, Slot]]:
        """Return the cells of a table by row and column."""
        grid: dict[int, dict[int, Slot]] = {}
        above: dict[int, tuple[int, int]] = {}
        for number, row in enumerate(_rows(table), 1):
            settings = _settings(row, "trPr")
            column = _count(settings.get("gridBefore", ""))
            grid[number] = {}
            begun = {}
            for element in _cells(row):
                cell = _settings(element, "tcPr")
                columns = max(1, _count(cell.get("gridSpan", "")))
                merge = cell.get("vMerge", "")
                if merge and merge != "restart" and column in above:
                    top, left = begun[column] = above[column]
                    slot = grid[top][left]
                    grid[top][left] = replace(slot, rows=number - top + 1)
                else:
                    grid[number][column] = Slot(self.cell(element), columns)
                    if merge:
                        begun[column] = (number, column)
                column += columns
            above = begun
        return grid


def _links(parts: Parts, name: str) -> dict[str, str]:
    """Return the addresses that a part of a document links to, by the ids of the links."""
    return {relation.id: relation.target for relation in parts.relations(name)}


def _rows(table: Any) -> Iterator[Any]:
    """Yield the rows of a table, without those that a tracked change deletes."""
    for row in _children(table):
        if name_of(row) == "tr" and "del" not in _settings(row, "trPr"):
            yield row


def _cells(row: Any) -> Iterator[Any]:
    return (cell for cell in _children(row) if name_of(cell) == "tc")


def _is_heading(style: Any) -> bool:
    names = [_value(each, "val") for each in style if name_of(each) == "name"]
    return "outlineLvl" in _settings(style, "pPr") or any(map(_HEADING.match, names))


class _CellReader:
    """Reads the paragraphs of a cell into `maker`."""

    def __init__(self, document: _Document) -> None:
        self.maker = CellMaker()
        self._document = document
        self._fields: list[_Field] = []

    def read_blocks(self, elements: Iterable[Any]) -> None:
        """Read paragraphs, each as a line, and nested tables, with a line for each row."""
        for element in elements:
            name = name_of(element)
            if name in _WRAPPERS:
                self.read_blocks(element)
            elif name == "p":
                self._read(element)
                self.maker.add_line_end()
            elif name == "tbl":
                for row in _rows(element):
                    for n, cell in enumerate(_cells(row)):
                        self.maker.add(" | " if n else "")
                        self.maker.add_cell(self._document.cell(cell))
                    self.maker.add_line_end()

    def _read(self, element: Any, *, struck: bool = False, is_raised: bool = False) -> None:
        """Read the text of an element in a paragraph."""
        for child in element:
            name = name_of(child)
            match name:
                case "t":
                    text = child.text or ""
                    self.maker.add(raised(text) if is_raised else text, struck=struck)
                case "r":
                    self._read_run(child)
                case "hyperlink":
                    mark = self.maker.mark()
                    self._read(child)
                    address = self._document.links.get(_value(child, "id"), "")
                    self.maker.add_link(self.maker.text_since(mark), address)
                case "fldSimple":
                    mark = self.maker.mark()
                    self._read(child)
                    self._add_link(_value(child, "instr"), mark)
                case "instrText" if self._fields:
                    self._fields[-1].code += child.text or ""
                case "fldChar":
                    self._read_field(_value(child, "fldCharType"))
                case "txbxContent":
                    self.maker.add_line_end()
                    self.read_blocks(child)
                case _ if name in LETTERS:
                    self.maker.add(LETTERS[name], struck=struck)
                case _ if name in _NOTES:
                    self._add_note(name, self._document.notes.get((name, _value(child, "id"))))
                case _ if name not in UNSEEN:
                    self._read(child, struck=struck, is_raised=is_raised)

    def _add_note(self, name: str, note: Cell | None) -> None:
        """Add a footnote, or a comment. The links of a comment are not for readers."""
        if note and name == "commentReference":
            self.maker.add_note(note.text)
        elif note:
            self.maker.add_note_cell(note)

    def _read_run(self, run: Any) -> None:
        properties = properties_of(run)
        if properties.get("vanish", "0") in OFF:
            is_raised = properties.get("vertAlign") == "superscript"
            struck = self._document.is_struck(run)
            self._read(run, struck=struck, is_raised=is_raised)

    def _read_field(self, type: str) -> None:
        """Handle the start of a field, the end of its code or its end. The field may be a link."""
        if type == "begin":
            self._fields.append(_Field())
        elif type == "separate" and self._fields:
            self._fields[-1].mark = self.maker.mark()
        elif type == "end" and self._fields:
            ended = self._fields.pop()
            self._add_link(ended.code, ended.mark)

    def _add_link(self, code: str, mark: int) -> None:
        if match := _LINK_FIELD.match(code):
            self.maker.add_link(self.maker.text_since(mark), match[1])


@dataclass(slots=True)
class _Field:
    """A field: its code, and a mark of where its result begins."""

    code: str = ""
    mark: int = 0
