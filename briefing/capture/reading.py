"""Read the tables of a file, in a process of its own with limits on time and memory.

Nothing outside the file is read, no connection is opened, and no formula or macro is run.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import PurePosixPath

from briefing.capture.formats.timelinejs import from_sheet
from briefing.capture.table import Table
from briefing.evidence.copies import LARGEST
from briefing.evidence.extracting import LIMITS
from briefing.evidence.kinds import HEAD, SAVE_AGAIN, NotReadable
from briefing.workers import Failure, Limits, Workers

SAVE_PART = "Save only the table that you need, for example as a CSV file"
_AS_TABLE = "Save its table as a spreadsheet (xlsx, ods), a CSV file or a Word document (docx)"


@dataclass(frozen=True, slots=True)
class Format:
    """A format of tables: its name in messages, and the module in `formats/` that reads it."""

    name: str
    module: str


CSV = Format("a CSV file", "delimited")
CALENDAR = Format("a calendar", "ics")
FEED = Format("a news feed", "feeds")
JSON = Format("a JSON file", "json_data")

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
    (re.compile(rb'(?:\xef\xbb\xbf)?\s*(?:\[\s*)*\{\s*["}]'), JSON),
)
"""The formats that are recognised by how a file starts, whatever its extension."""


def read_tables(content: bytes, name: str, limits: Limits = LIMITS) -> list[Table]:
    """Return the tables of the file `name`, in order. Use it for files from anybody.

    Raises:
        NotReadable: the file cannot be read, or has no table.
    """
    if len(content) > LARGEST:
        raise NotReadable(f"it is larger than {LARGEST // 1_000_000} MB", SAVE_PART)
    with Workers({name: lambda: _read(content, name)}, 1, limits) as workers:
        _, result = next(workers.results(lambda name: None))
    if isinstance(result, Failure):
        raise NotReadable(result.reason, SAVE_PART)
    if isinstance(result, NotReadable):
        raise result
    return result


def _read(content: bytes, name: str) -> list[Table] | NotReadable:
    """Return the tables, or the reason why there are none.

    A library can raise any exception for a malicious file.
    """
    try:
        return tables_of(content, name)
    except MemoryError:
        raise
    except NotReadable as error:
        return error
    except Exception:
        return NotReadable("it is damaged", SAVE_AGAIN)


def tables_of(content: bytes, name: str) -> list[Table]:
    """Return the tables of a file, as `read_tables` does, but without limits.

    Raises:
        NotReadable: the file cannot be read, or has no table.
    """
    form = format_of(content[:HEAD], name)
    module = import_module(f"briefing.capture.formats.{form.module}")
    found: list[Table] = [table for table in module.read(content, name) if table.rows]
    tables = [from_sheet(table) or table for table in found]
    if not tables:
        raise NotReadable("it has no table", _AS_TABLE)
    return tables


def format_of(head: bytes, name: str) -> Format:
    """Return the format of a file, given its first bytes and its name.

    Raises:
        NotReadable: it is in a format without tables.
    """
    for start, form in _STARTS:
        if start.match(head):
            return form
    extension = PurePosixPath(name).suffix.lower()
    if extension in EXTENSIONS:
        return EXTENSIONS[extension]
    raise NotReadable("its format is not one that briefing can import", _AS_TABLE)
