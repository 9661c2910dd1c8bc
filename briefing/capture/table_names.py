"""Names for the tables of a document: the heading or the line above each.

If a document has no table, its lines may be a chronology.
"""

from dataclasses import replace

from briefing.capture.dated_lines import table_of_lines
from briefing.capture.table import Cell, Table, as_read
from briefing.english import counted

_LONGEST = 80
"""The maximum length of a line that can be the name of a table, in characters."""


class TableNames:
    """The names of tables, found while a document is read from its start to its end.

    A heading such as "2019" often gives the year of all the dates in the table below it.
    """

    def __init__(self) -> None:
        self._heading = ""
        self._line = ""
        self._tables = 0
        self._lines: list[tuple[bool, Cell]] = []

    def see_heading(self, cell: Cell) -> None:
        """Store a heading, which applies until the next one."""
        self._lines.append((True, cell))
        if text := " ".join(as_read(cell.text).split()):
            self._heading, self._line = text, ""

    def see_text(self, cell: Cell) -> None:
        """Notice a paragraph. If a table comes next, the line may be its name."""
        self._lines.append((False, cell))
        if text := " ".join(as_read(cell.text).split()):
            can_be_name = len(text) <= _LONGEST and not text.endswith((".", ";", ","))
            self._line = text.rstrip(":") if can_be_name else ""

    def name(self, caption: str = "") -> str:
        """Return the name of the table that comes next, which may have a caption."""
        self._tables += 1
        line, self._line = self._line, ""
        return (
            " ".join(as_read(caption).split()) or line or self._heading or f"table {self._tables}"
        )

    def or_lines(self, tables: list[Table], file: str, language: str = "") -> list[Table]:
        """Return the tables or, if there are none, the chronology in the lines of the document."""
        if tables:
            return [self._with_note(tables[0], tables), *tables[1:]]
        table = table_of_lines(file, self._lines, language)
        return [table] if table else tables

    def _with_note(self, first: Table, tables: list[Table]) -> Table:
        """Return the first table with a note of the text beside the tables, which is not read."""
        names = {table.name for table in tables}
        texts = [
            " ".join(as_read(cell.text).split())
            for is_heading, cell in self._lines
            if not is_heading
        ]
        unread = [text for text in texts if text and text.rstrip(":") not in names]
        if not unread:
            return first
        shown = unread[0] if len(unread[0]) <= _LONGEST else f"{unread[0][:_LONGEST]} …"
        more = f" and {counted(len(unread) - 1, 'other line')}" if len(unread) > 1 else ""
        note = f"the text outside the tables was not read: “{shown}”{more}"
        return replace(first, notes=(*first.notes, note))
