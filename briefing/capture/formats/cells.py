"""Cells for text, HTML, addresses and times, and tables whose columns are known."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from html import unescape
from typing import Any
from urllib.parse import urljoin, urlsplit
from zoneinfo import ZoneInfo

from briefing.capture.table import EMPTY, Cell, Link, Role, Row, Table, as_read
from briefing.record.dates import MONTHS
from briefing.record.meanings import follows

_TAG = re.compile(r"</?[a-z][^<>]*>", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#\d+|#x[\da-f]+|[a-z]+\d?);", re.IGNORECASE)


def text_cell(text: str, *notes: str) -> Cell:
    """Return a cell of plain text."""
    return Cell(as_read(text), notes=tuple(filter(None, notes)))


def html_cell(text: str, base: str = "") -> Cell:
    """Return a cell of text that may be HTML: its words as a reader sees them, and its links.

    Nothing that the HTML asks for is run or fetched. Relative links are completed with `base`.

    Raises:
        NotReadable: its elements are nested too deeply.
    """
    if not _TAG.search(text):
        return text_cell(unescape(text) if _ENTITY.search(text) else text)
    from briefing.evidence.extracting.html import text_of

    return Cell(as_read(text_of(text)), links=tuple(_links(text, base)))


def url_cell(url: str, base: str = "") -> Cell:
    """Return a cell for the address of a web page, or of text if it is something else."""
    address = web_address(url, base)
    return Cell(address, links=(Link(address, address),)) if address else text_cell(url)


def web_address(url: str, base: str = "") -> str:
    """Return the complete address of a web page, or "" if it is not one."""
    try:
        whole = urljoin(base, url.strip())
        parts = urlsplit(whole)
    except ValueError:
        return ""
    is_web = parts.scheme in ("http", "https") and parts.netloc and not re.search(r"\s", whole)
    return whole if is_web else ""


def _links(html: str, base: str) -> Iterable[Link]:
    from briefing.evidence.extracting.html import root_of

    root = root_of(html)
    seen = set()
    for element in root.iter("a") if root is not None else ():
        address = web_address(element.get("href") or "", base)
        if address and address not in seen:
            seen.add(address)
            yield Link(as_read("".join(element.itertext())) or address, address)


def day_cell(day: date, time: str = "", *notes: str) -> Cell:
    """Return a cell for a day that the file itself states as a date."""
    return Cell(day.isoformat(), day, time, notes=tuple(filter(None, notes)))


def clear_month(text: str) -> str:
    """Return a month in words if its numbers could be a financial year: October 2009 is 2009-10."""
    month = re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])", text)
    if month is None or not follows(int(month[1]), month[2]):
        return text
    return f"{MONTHS[int(month[2]) - 1]} {month[1]}"


def moment_cell(moment: datetime, *notes: str, with_time: bool = False) -> Cell:
    """Return a cell for the day of a moment, in the time zone in which the file gives it.

    If it is a time in UTC, and a different day in London, a note shows both.
    """
    time = f"{moment:%H:%M}" if with_time else ""
    return day_cell(moment.date(), time, _summer_night(moment), *notes)


def _summer_night(moment: datetime) -> str:
    if moment.utcoffset() is None or moment.utcoffset() != timedelta():
        return ""
    local = moment.astimezone(ZoneInfo("Europe/London"))
    if local.date() == moment.date():
        return ""
    return f"{moment:%H:%M} UTC, which is {local:%H:%M} on {local:%Y-%m-%d} in London"


def iso_cell(text: object, *notes: str, with_time: bool = False) -> Cell:
    """Return a cell for a date or time in ISO 8601, or of text if it is something else."""
    given = as_read(str(text)) if text is not None else ""
    try:
        moment = datetime.fromisoformat(given)
    except ValueError:
        return text_cell(given, *notes) if given else EMPTY
    if re.fullmatch(r"\d{4}-?\d\d-?\d\d", given):
        return day_cell(moment.date(), "", *notes)
    return moment_cell(moment, *notes, with_time=with_time)


def known_table(
    file: str,
    name: str,
    columns: Mapping[str, Role],
    rows: Iterable[tuple[Mapping[str, Cell], int, str]],
    *,
    notes: Sequence[str] = (),
    language: str = "",
    empty_rows: int = 0,
    row_noun: str = "row",
) -> Table:
    """Return a table with known `columns`. Columns without any content are left out.

    Args:
        file: the name of the file.
        name: the name of the table.
        columns: the header of each column, and its role.
        rows: the cells of each row by header, its number, and why it is not an event, if it is not.
        notes: anything to know about the whole table.
        language: the language of the texts, if the file states it.
        empty_rows: the number of rows that are left out because they are empty.
        row_noun: what people call a row of this table, such as "entry".
    """
    given = list(rows)
    used = [
        header
        for header in columns
        if any(not cells.get(header, EMPTY).is_empty for cells, _, _ in given)
    ]
    headers = [Row(tuple(Cell(header) for header in used), 0)] if given else []
    content = (
        Row(tuple(cells.get(header, EMPTY) for header in used), number, aside=aside)
        for cells, number, aside in given
    )
    return Table(
        file,
        name,
        (*headers, *content),
        empty_rows,
        tuple(notes),
        {n: columns[header] for n, header in enumerate(used)},
        language,
        row_noun=row_noun,
    )


def first_text(*values: Any) -> str:
    """Return the first of the values that is text and not empty, or ""."""
    return next((value for value in values if isinstance(value, str) and value.strip()), "")
