"""Cells put together from pieces of text, links and notes."""

import re
from dataclasses import dataclass, field, replace
from datetime import date

from briefing.capture.table import Cell, Link, as_read

_ADDRESS = re.compile(r"https?://[^\s<>\"“”]+[^\s<>\"“”.,;:!?)\]]", re.IGNORECASE)
_LONGEST_LABEL = 300
_WEB = re.compile(r"https?://[^\s/?#]", re.IGNORECASE)


@dataclass(slots=True)
class CellMaker:
    """Builds a cell."""

    _text: list[str] = field(default_factory=list)
    _struck: list[str] = field(default_factory=list)
    _links: list[Link] = field(default_factory=list)
    _notes: list[str] = field(default_factory=list)

    def add(self, text: str, *, struck: bool = False) -> None:
        """Add text, which may be struck out."""
        (self._struck if struck else self._text).append(text)
        if self._struck and not struck and text:
            self._struck.append(" ")

    def add_line_end(self) -> None:
        """End a line."""
        self._text.append("\n")
        self._struck.append("\n")

    def mark(self) -> int:
        """Return the end of the text so far, for `text_since`."""
        return len(self._text)

    def text_since(self, mark: int) -> str:
        """Return the text that was added since a mark."""
        return as_read("".join(self._text[mark:]))

    def add_link(self, text: str, address: str) -> None:
        """Add a link. If it is not a web address, which is never opened, add a note."""
        address = address.strip()
        if _WEB.match(address):
            self._links.append(Link(as_read(text) or address, address))
        elif address and not address.startswith("#"):
            self.add_note(f"Link to {address.removeprefix('mailto:')}")

    def add_cell(self, cell: Cell) -> None:
        """Add the content of another cell, which is inside this one."""
        self.add(cell.text)
        self.add(cell.struck, struck=True)
        self._links += cell.links
        self._notes += cell.notes

    def add_note(self, text: str) -> None:
        """Add a footnote or a comment."""
        if read := as_read(text):
            self._notes.append(read)

    def add_note_cell(self, note: Cell) -> None:
        """Add a footnote. If it contains one web address, its whole text is that link."""
        links = note.links or tuple(
            Link(match[0], match[0]) for match in _ADDRESS.finditer(note.text)
        )
        if len(links) == 1 and len(note.text) <= _LONGEST_LABEL:
            text = note.text.replace(links[0].url, "").rstrip(" ,;:")
            links = (Link(text or links[0].url, links[0].url),)
        self.add_note(note.text)
        self._links += links

    def cell(self, day: date | None = None, time: str = "") -> Cell:
        """Return the cell. Repeated links and notes are included once."""
        return Cell(
            as_read("".join(self._text)),
            day,
            time,
            tuple(dict.fromkeys(self._links)),
            tuple(dict.fromkeys(self._notes)),
            as_read("".join(self._struck)),
        )


def struck_out(cell: Cell) -> Cell:
    """Return a cell with all its text struck out."""
    return replace(cell, text="", day=None, time="", struck=cell.text) if cell.text else cell
