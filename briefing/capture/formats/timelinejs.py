"""TimelineJS: its spreadsheet and its JSON (https://timeline.knightlab.com/docs/).

The title slide and the eras are not events, and their rows give this as a reason. The date comes
from the numbers. If readers see a display date instead, the date has a note.
"""

import re
from calendar import monthrange
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from briefing.capture.formats.cells import (
    clear_month,
    day_cell,
    first_text,
    html_cell,
    known_table,
    text_cell,
    url_cell,
)
from briefing.capture.table import EMPTY, Cell, Role, Table
from briefing.record.dates import MONTHS

_COLUMNS: Mapping[str, Role] = {
    "Date": "date",
    "End": "end",
    "Headline": "title",
    "Text": "summary",
    "Media": "url",
    "Media Credit": "source",
    "Group": "topics",
    "Id": "id",
    "Details": "note",
}
_SIGN = {"year", "headline", "media"}
_PICTURE = re.compile(r"\.(?:jpe?g|png|gif|webp|svg|avif)(?:[?#]|\Z)", re.IGNORECASE)
_ASIDES = {"title": "the title of the timeline, not an event", "era": "an era, not an event"}
_PARTS = ("Year", "Month", "Day", "Time")
_CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)(?::[0-5]\d)?", re.ASCII)
_NUMBER = re.compile(r"(-?\d+)(?:\.0*)?", re.ASCII)
_Fields = Mapping[str, Cell]


def from_sheet(table: Table) -> Table | None:
    """Return the table of a TimelineJS spreadsheet with known columns, or None if it is not one."""
    if not table.rows:
        return None
    headers = [" ".join(cell.text.split()).title() for cell in table.rows[0].cells]
    if not {header.casefold() for header in headers} >= _SIGN:
        return None
    rows = [(dict(zip(headers, row.cells, strict=False)), row.number) for row in table.rows[1:]]
    return _table(table.file, rows, empty_rows=table.empty_rows, notes=table.notes)


def is_json(data: object) -> bool:
    """Whether data read from JSON is a timeline of TimelineJS."""
    if not isinstance(data, dict) or not isinstance(data.get("events"), list):
        return False
    return any(
        isinstance(e, dict) and isinstance(e.get("start_date"), dict) for e in data["events"]
    )


def from_json(data: Mapping[str, Any], name: str) -> list[Table]:
    """Return a table of the events, the title and the eras of a timeline."""
    slides = [
        *((slide, "") for slide in data["events"]),
        *((slide, "era") for slide in data.get("eras") or []),
        *((slide, "title") for slide in [data.get("title")] if slide),
    ]
    rows = [
        (_fields(slide, type) if isinstance(slide, dict) else {"Headline": Cell(str(slide))}, n)
        for n, (slide, type) in enumerate(slides, 1)
    ]
    return [_table(name, rows, row_noun="slide")]


def _fields(slide: Mapping[str, Any], type: str) -> _Fields:
    """Return a slide of the JSON in the columns of the spreadsheet."""
    start, end, text, media = (
        part if isinstance(part := slide.get(key), dict) else {}
        for key in ("start_date", "end_date", "text", "media")
    )
    values = {
        **{key.capitalize(): value for key, value in start.items() if key != "display_date"},
        **{f"End {key.capitalize()}": value for key, value in end.items() if key != "format"},
        "Time": _time(start),
        "End Time": _time(end),
        "Display Date": first_text(slide.get("display_date"), start.get("display_date")),
        "Headline": text.get("headline"),
        "Text": text.get("text"),
        "Media": media.get("url"),
        "Media Credit": media.get("credit"),
        "Media Caption": media.get("caption"),
        "Type": type,
        "Group": slide.get("group"),
        "Id": slide.get("unique_id"),
    }
    return {key: text_cell(str(v)) for key, v in values.items() if v is not None and v != ""}


def _time(moment: Mapping[str, Any]) -> str:
    hour, minute = str(moment.get("hour") or ""), str(moment.get("minute") or "0")
    return f"{hour:0>2}:{minute:0>2}" if hour else ""


def _table(
    file: str,
    rows: Iterable[tuple[_Fields, int]],
    *,
    empty_rows: int = 0,
    notes: tuple[str, ...] = (),
    row_noun: str = "row",
) -> Table:
    known = [
        (_cells(fields), number, _ASIDES.get(fields.get("Type", EMPTY).text.casefold(), ""))
        for fields, number in rows
    ]
    titles = [
        fields.get("Headline", EMPTY) for fields, _, aside in known if aside == _ASIDES["title"]
    ]
    name = next((cell.text for cell in titles), "")
    return known_table(
        file, name, _COLUMNS, known, notes=notes, empty_rows=empty_rows, row_noun=row_noun
    )


def _cells(fields: _Fields) -> Mapping[str, Cell]:
    media = fields.get("Media", EMPTY)
    is_picture = bool(_PICTURE.search(media.text))
    shown = fields.get("Display Date", EMPTY).text
    credit, caption = (_plain(fields.get(f"Media {key}", EMPTY)) for key in ("Credit", "Caption"))
    details = [
        f"Picture: {media.text}" if is_picture else "",
        f"Picture by: {credit.text}" if is_picture and credit.text else "",
        f"Caption: {caption.text}" if caption.text else "",
        *(f"{key}: {cell.text}" for key, cell in fields.items() if key not in _READ and cell.text),
    ]
    address = url_cell(media.text) if media.text and "<" not in media.text else _plain(media)
    return {
        "Date": _date(fields, "", shown),
        "End": _date(fields, "End ", ""),
        "Headline": _plain(fields.get("Headline", EMPTY)),
        "Text": _plain(fields.get("Text", EMPTY)),
        "Media": EMPTY if is_picture else address,
        "Media Credit": EMPTY if is_picture else credit,
        "Group": fields.get("Group", EMPTY),
        "Id": fields.get("Id", EMPTY),
        "Details": text_cell("\n".join(filter(None, details))),
    }


_READ = {
    *_PARTS,
    *(f"End {part}" for part in _PARTS),
    *("Display Date", "End Display_Date", "Headline", "Text", "Media", "Media Credit"),
    *("Media Caption", "Media Thumbnail", "Type", "Group", "Id", "Background", ""),
    *("Hour", "Minute", "Second", "Millisecond", "Format"),
    *("End Hour", "End Minute", "End Second", "End Millisecond"),
}
"""The columns that are used elsewhere, and those for the design of a slide."""


def _plain(cell: Cell) -> Cell:
    """Return a cell without HTML, and with the links that it had before."""
    read = html_cell(cell.text)
    return Cell(read.text, links=(*cell.links, *read.links), notes=cell.notes, struck=cell.struck)


def _date(fields: _Fields, prefix: str, shown: str) -> Cell:
    """Return the date in the columns for year, month and day, with the same precision.

    If they are not a date, the cell has their text.
    """
    written = [fields.get(f"{prefix}{part}", EMPTY) for part in _PARTS]
    if not any(cell.text for cell in written):
        return text_cell(shown)
    note = shown and f"Shown as {shown}"
    values = [cell.text for cell in written]
    year, month, day = (_number(text) for text in values[:3])
    month = month or _month(values[1])
    unreadable = text_cell(" ".join(filter(None, values)), note)
    if year is None or any(
        text and number is None for text, number in zip(values[:3], (year, month, day), strict=True)
    ):
        return unreadable
    # TimelineJS writes 44 BCE as -44, but in EDTF the year before 1 is 0.
    year = year + 1 if year < 0 else year
    head = f"{year:04}" if year >= 0 else f"-{-year:04}"
    if month is None:
        return unreadable if day else text_cell(head, note)
    if not 1 <= month <= 12:
        return unreadable
    if day is None:
        return text_cell(clear_month(f"{head}-{month:02}"), note)
    if not 1 <= year <= 9999:
        return text_cell(f"{head}-{month:02}-{day:02}", note)
    if not 1 <= day <= monthrange(year, month)[1]:
        return unreadable
    clock = _CLOCK.fullmatch(values[3])
    time = f"{int(clock[1]):02}:{clock[2]}" if clock else ""
    unread = "" if clock or not values[3] else f"time: {values[3]}"
    return day_cell(date(year, month, day), time, note, unread)


def _number(text: str) -> int | None:
    match = _NUMBER.fullmatch(text.strip())
    return int(match[1]) if match and len(match[1]) < 6 else None


def _month(text: str) -> int | None:
    word = text.strip().casefold().rstrip(".")
    found = [
        n
        for n, month in enumerate(MONTHS, 1)
        if len(word) > 2 and month.casefold().startswith(word)
    ]
    return found[0] if len(found) == 1 else None
