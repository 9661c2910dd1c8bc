"""Read the tables of a file, in a separate process with limits on time and memory.

Nothing outside the file is read, no connection is opened, and no formula or macro is run.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from pathlib import PurePosixPath

from briefing.capture.formats import SAVE_AS_TABLE, SAVE_PART
from briefing.capture.formats.timelinejs import from_sheet
from briefing.capture.isolating import isolated
from briefing.capture.table import Table
from briefing.charsets import decode
from briefing.evidence.copies import LARGEST
from briefing.evidence.extracting import LIMITS
from briefing.evidence.extracting.zipped import Parts
from briefing.evidence.kinds import HEAD, NotReadable, is_html
from briefing.workers import Limits


@dataclass(frozen=True, slots=True)
class Format:
    """A format of tables: its name in messages, and the module in `formats/` that reads it."""

    name: str
    module: str
    is_text: bool = False


CSV = Format("a CSV file", "delimited", is_text=True)
CALENDAR = Format("a calendar", "ics", is_text=True)
FEED = Format("a news feed", "feeds", is_text=True)
JSON = Format("a JSON file", "json_data", is_text=True)
HTML = Format("a web page", "html", is_text=True)
MARKDOWN = Format("a Markdown file", "markdown", is_text=True)
DOCX = Format("a Word document", "docx")
OPEN_DOCUMENT = Format("an OpenDocument file", "open_document")
FLAT_DOCUMENT = Format("an OpenDocument file", "open_document", is_text=True)
XLSX = Format("an Excel workbook", "xlsx")
XLS = Format("an old Excel workbook", "xls")

EXTENSIONS: Mapping[str, Format] = {
    ".csv": CSV,
    ".tsv": CSV,
    ".tab": CSV,
    ".txt": CSV,
    ".ics": CALENDAR,
    ".atom": FEED,
    ".rss": FEED,
    ".xml": FEED,
    ".json": JSON,
    ".jsonl": JSON,
    ".ndjson": JSON,
    ".geojson": JSON,
    ".docx": DOCX,
    ".docm": DOCX,
    ".html": HTML,
    ".htm": HTML,
    ".xhtml": HTML,
    ".md": MARKDOWN,
    ".markdown": MARKDOWN,
    ".odt": OPEN_DOCUMENT,
    ".ods": OPEN_DOCUMENT,
    ".fodt": FLAT_DOCUMENT,
    ".fods": FLAT_DOCUMENT,
    ".xls": XLS,
    ".xlsx": XLSX,
    ".xlsm": XLSX,
}
"""The formats, by the extensions of their files."""
_STARTS: tuple[tuple[re.Pattern[bytes], Format], ...] = (
    (re.compile(rb"(?:\xef\xbb\xbf)?\s*BEGIN:VCALENDAR\b", re.IGNORECASE), CALENDAR),
    (
        re.compile(
            rb"(?:\xef\xbb\xbf)?\s*(?:<\?[^>]*>\s*|<!--(?:(?!-->).)*-->\s*|<!DOCTYPE[^>\[]*>\s*)*"
            rb"<(?:\w+:)?(?:rss|feed|RDF)[\s>]",
            re.DOTALL,
        ),
        FEED,
    ),
    (re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<\?[^>]*>\s*)?<office:document\s"), OPEN_DOCUMENT),
    (re.compile(rb'(?:\xef\xbb\xbf)?\s*(?:\[\s*)*\{\s*["}]'), JSON),
)
"""The formats that are recognised by how a file starts, whatever its extension."""
_OFFICE = {"word": DOCX, "document.xml": DOCX, "xl": XLSX, "workbook.xml": XLSX}
"""The formats of Office documents, by the first word in the path of their main part."""
_REFUSED = (
    (b"%PDF-", "it is a PDF", "Open it in Word, and save it as a Word document (docx)"),
    (
        b"{\\rtf",
        "it is in rich text format (RTF)",
        "Open it, and save it as a Word document (docx)",
    ),
)
"""The first bytes of files that cannot be read, with the reason and what to do about it."""


def read_tables(content: bytes, name: str, limits: Limits = LIMITS) -> list[Table]:
    """Return the tables of the file `name`, in order. It is safe for files from other people.

    Raises:
        NotReadable: the file cannot be read, or has no table.
    """
    if len(content) > LARGEST:
        raise NotReadable(f"it is larger than {LARGEST // 1_000_000} MB", SAVE_PART)
    return isolated(partial(tables_of, content, name), SAVE_PART, limits=limits)


def tables_of(content: bytes, name: str) -> list[Table]:
    """Return the tables of a file, as `read_tables` does, but without limits.

    Raises:
        NotReadable: the file cannot be read, or has no table.
    """
    form = format_of(content, name)
    module = import_module(f"briefing.capture.formats.{form.module}")
    found: list[Table] = [from_sheet(table) or table for table in module.read(content, name)]
    tables = [table for table in found if table.rows]
    if not tables:
        raise NotReadable("it has no table", SAVE_AS_TABLE)
    return tables


def format_of(content: bytes, name: str) -> Format:
    """Return the format of a file. If its content shows the format, its name does not matter.

    Raises:
        NotReadable: its format is not supported, or it is damaged.
    """
    head = content[:HEAD]
    for start, reason, hint in _REFUSED:
        if head.startswith(start):
            raise NotReadable(reason, hint)
    extension = PurePosixPath(name).suffix.lower()
    by_name = EXTENSIONS.get(extension)
    # A Markdown file can start with HTML.
    if by_name != MARKDOWN and (form := _form_by_content(content)):
        return form
    if by_name and "\0" not in decode(head):
        if by_name.is_text:
            return by_name
        if by_name in (XLS, XLSX):
            # Many websites offer text as workbooks, because Excel opens that too.
            return CSV
    reason = "its format is not supported"
    if by_name:
        reason = f"it is not {by_name.name}, although its name ends in {extension}"
    raise NotReadable(reason, SAVE_AS_TABLE)


def _form_by_content(content: bytes) -> Format | None:
    """Return the format of a file if its content shows it.

    Raises:
        NotReadable: it is a damaged zip file.
    """
    head = content[:HEAD]
    if head.startswith(b"PK\x03\x04"):
        parts = Parts(content, SAVE_PART)
        if "content.xml" in parts.names:
            return OPEN_DOCUMENT
        return _OFFICE.get(parts.main.partition("/")[0])
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return XLS
    if form := next((form for start, form in _STARTS if start.match(head)), None):
        return form
    return HTML if is_html(head) else None
