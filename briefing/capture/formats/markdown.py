"""The tables of a Markdown file, with the footnotes that GitHub and Pandoc understand."""

import re

from briefing.capture.formats.html import tables_in
from briefing.capture.table import Table
from briefing.charsets import decode
from briefing.evidence.extracting.markdown import html_of

_MARK = r"\[\^([^\s\]\"<>]+)\]"
_NOTE = re.compile(rf"^ {{0,3}}{_MARK}:[ \t]*(.*(?:\n(?:[ ]{{2,}}|\t).*)*)", re.MULTILINE)
_REFERENCE = re.compile(_MARK)


def read(content: bytes, name: str) -> list[Table]:
    """Return the tables of a Markdown file, and those in its HTML.

    Raises:
        NotReadable: its elements are nested too deeply.
    """
    text = decode(content).replace("\r\n", "\n")
    notes = "".join(
        f'\n\n<div id="note-{id}">\n\n{" ".join(note.split())}\n\n</div>'
        for id, note in _NOTE.findall(text)
    )
    marked = _REFERENCE.sub(r'<sup><a href="#note-\1">1</a></sup>', _NOTE.sub("", text))
    return tables_in(html_of(marked + notes), name)
