"""The tables of a web page that hold data, as a reader sees them."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any
from urllib.parse import urljoin

from briefing.capture.cell_maker import CellMaker
from briefing.capture.grid import Slot, is_layout, placed, rows_of
from briefing.capture.table import Cell, Table, table_of
from briefing.capture.table_names import TableNames
from briefing.charsets import declared_in, decode, raised
from briefing.evidence.extracting.html import BLOCKS, SPACES, is_note_mark, is_unseen, root_of

_STRUCK = frozenset(("del", "s", "strike"))
_CLASS = re.compile(r"\s*\w*\.([\w-]+)\s*")
"""A selector of all elements of a class."""
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_TEXTS = frozenset(("p", "li", "dt", "div"))
_CELLS = frozenset(("td", "th"))
_LINES = BLOCKS - _CELLS
"""Elements that begin and end on a line of their own. A nested table has a line for each row."""
_GROUPS = frozenset(("thead", "tbody", "tfoot"))
_NUMBER = re.compile(r"\[\d{1,3}\]")
_RETURN = re.compile(r"^[\^↑↩⏎\s]+|[↑↩⏎\s]+$")
"""The signs in a footnote that lead back to its mark."""
_MOST_COLUMNS, _MOST_ROWS = 1000, 65534
"""The maximum spans of a cell: https://html.spec.whatwg.org/multipage/tables.html."""


def read(content: bytes, name: str) -> list[Table]:
    """Return the tables of a web page.

    Raises:
        NotReadable: its elements are nested too deeply.
    """
    return tables_in(decode(content, declared_in(content)), name)


def tables_in(page: str, name: str) -> list[Table]:
    """Return the tables of an HTML page that has been decoded.

    Raises:
        NotReadable: its elements are nested too deeply.
    """
    root = root_of(page)
    if root is None:
        return []
    names = TableNames()
    tables = list(_Page(root).tables(name, names))
    return names.or_lines(tables, name, root.get("lang", ""))


class _Page:
    """A page: its address, if it gives one, and its elements by id."""

    def __init__(self, root: Any) -> None:
        self._root = root
        _mark_struck_classes(root)
        addresses = [
            *(element.get("href") for element in root.iter("base")),
            *(link.get("href") for link in root.iter("link") if link.get("rel") == "canonical"),
        ]
        self._address = next(filter(None, addresses), "")
        self._ids = {element.get("id"): element for element in root.iter("*") if element.get("id")}

    def tables(self, file: str, names: TableNames) -> Iterator[Table]:
        """Yield the tables of the page, in order."""
        from lxml import etree

        language = self._root.get("lang", "")
        walk = etree.iterwalk(self._root, events=("start",))
        for _, element in walk:
            tag = element.tag
            if tag in _HEADINGS:
                names.see_heading(self._cell(element))
            elif tag in _TEXTS and element.find(".//table") is None:
                names.see_text(self._cell(element))
                walk.skip_subtree()
            elif tag != "body" and is_unseen(element) and not _is_struck(element):
                walk.skip_subtree()
            elif tag == "table" and not _only_lays_out(element):
                walk.skip_subtree()
                captions = [self._cell(each).text for each in element.iterchildren("caption")]
                rows = rows_of(placed(self._slots(row) for row in _rows(element)))
                yield table_of(file, names.name(" ".join(captions)), rows, language=language)

    def _slots(self, row: Any) -> Iterator[Slot]:
        for element in row.iterchildren("td", "th"):
            if not is_unseen(element) or _is_struck(element):
                columns = min(_span(element.get("colspan", "1")), _MOST_COLUMNS)
                rows = _span(element.get("rowspan", "1"))
                yield Slot(self._cell(element), max(1, columns), rows or _MOST_ROWS)

    def _cell(self, element: Any, depth: int = 0) -> Cell:
        """Return the cell of an element. Notes within notes are left out."""
        from lxml import etree

        maker = CellMaker()
        days: list[tuple[date, str]] = []
        # Where the struck-out elements and the links that are open began.
        struck = [each for each in element.iterancestors() if _is_struck(each)]
        marks: dict[Any, int] = {}
        walk = etree.iterwalk(element, events=("start", "end"))
        skipped = None
        for event, each in walk:
            tag = each.tag
            if event == "start":
                if _is_mark(each):
                    if not depth:
                        self._add_note(each, maker)
                    skipped = each
                elif _is_struck(each):
                    struck.append(each)
                elif is_unseen(each) and each is not element:
                    skipped = each
                if skipped is each:
                    walk.skip_subtree()
                    continue
                if tag in _LINES:
                    maker.add_line_end()
                if tag in ("a", "time"):
                    marks[each] = maker.mark()
                text = SPACES.sub(" ", each.text or "")
                maker.add(raised(text) if tag == "sup" else text, struck=bool(struck))
                continue
            if skipped is not each:
                if tag in _LINES and tag != "br":
                    maker.add_line_end()
                if tag in _CELLS and each is not element and each.getnext() is not None:
                    maker.add(" | ")
                if tag == "a" and not struck:
                    self._add_link(maker, maker.text_since(marks[each]), each.get("href", ""))
                if tag == "time" and (day := _day(each.get("datetime", ""))):
                    days.append((day, maker.text_since(marks[each])))
                if struck and struck[-1] is each:
                    struck.pop()
            skipped = None
            if each is not element:
                maker.add(SPACES.sub(" ", each.tail or ""), struck=bool(struck))
        cell = maker.cell()
        if len(days) == 1 and cell.text == days[0][1]:
            return maker.cell(days[0][0])
        return cell

    def _add_link(self, maker: CellMaker, text: str, address: str) -> None:
        if address and not address.startswith("#"):
            try:
                maker.add_link(text, urljoin(self._address, address.strip()))
            except ValueError:
                maker.add_note(f"Link to {address}")

    def _add_note(self, mark: Any, maker: CellMaker) -> None:
        """Add the footnote that a mark refers to."""
        links = [mark, *mark.iter("a"), *mark.iterancestors("a")]
        for id in (link.get("href", "").partition("#")[2] for link in links):
            if id in self._ids and self._ids[id].find(".//table") is None:
                note = self._cell(self._ids[id], depth=1)
                maker.add_note_cell(Cell(_RETURN.sub("", note.text), links=note.links))
                return


def _mark_struck_classes(root: Any) -> None:
    """Give elements a style of their own if their class strikes text out, as in Google Docs."""
    struck = set()
    for rule in "".join(style.text or "" for style in root.iter("style")).split("}"):
        start, _, style = rule.rpartition("{")
        if _strikes(style):
            selectors = start.rpartition("{")[2].split(",")
            struck |= {match[1] for match in map(_CLASS.fullmatch, selectors) if match}
    for element in root.iter("*") if struck else ():
        if struck.intersection(element.get("class", "").split()):
            element.set("style", f"{element.get('style', '')};text-decoration:line-through")


def _rows(table: Any) -> Iterator[Any]:
    """Yield the visible rows of a table, including those that are struck out."""
    for element in table:
        if is_unseen(element) and not _is_struck(element):
            continue
        if element.tag == "tr":
            yield element
        elif element.tag in _GROUPS:
            yield from _rows(element)


def _only_lays_out(table: Any) -> bool:
    """Whether a table is only layout: it is marked as such, has one column or contains tables."""
    if table.get("role") in ("presentation", "none") or is_layout(table, "table"):
        return True
    return all(len(row) < 2 for row in _rows(table))


def _is_mark(element: Any) -> bool:
    """Whether an element is the mark of a footnote."""
    if element.get("role") == "doc-noteref":
        return True
    text = "".join(element.itertext()).strip() if element.tag == "a" else ""
    return (element.tag == "sup" or bool(_NUMBER.fullmatch(text))) and is_note_mark(element)


def _is_struck(element: Any) -> bool:
    return element.tag in _STRUCK or _strikes(element.get("style", ""))


def _strikes(style: str) -> bool:
    """Whether a style strikes text out."""
    declarations = (each.partition(":") for each in style.lower().split(";"))
    return "line-through" in style.lower() and any(
        name.strip() in ("text-decoration", "text-decoration-line") and "line-through" in value
        for name, _, value in declarations
    )


def _span(text: str) -> int:
    match = re.match(r"\s*(\d{1,6})", text)
    return int(match[1]) if match else 1


def _day(text: str) -> date | None:
    """Return the date of a `time` element, or none if it is not a whole date."""
    try:
        return date.fromisoformat(text.strip()[:10])
    except ValueError:
        return None
