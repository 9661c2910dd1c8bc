"""Names for the tables of a document: the heading or the line above each."""

from briefing.capture.table import as_read

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

    def see_heading(self, text: str) -> None:
        """Notice a heading, which is in force until the next one."""
        if text := " ".join(as_read(text).split()):
            self._heading, self._line = text, ""

    def see_text(self, text: str) -> None:
        """Notice a paragraph. If the next thing is a table, it may be the table's name."""
        if text := " ".join(as_read(text).split()):
            can_be_name = len(text) <= _LONGEST and not text.endswith((".", ";", ","))
            self._line = text.rstrip(":") if can_be_name else ""

    def name(self, caption: str = "") -> str:
        """Return the name of the table that comes next, which may have a caption."""
        self._tables += 1
        line, self._line = self._line, ""
        return (
            " ".join(as_read(caption).split()) or line or self._heading or f"table {self._tables}"
        )
