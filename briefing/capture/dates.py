"""The dates of whole columns: each cell gets one date, or all the dates that it can mean.

Nothing is guessed. Whether 3/4/2021 is in March or April is settled by the other dates of its
column, its table or its file, by a statement of the file or the user, or by the language. If they
do not settle it, the date is unclear.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date as Day

from briefing.capture.date_texts import (
    ORDERS,
    Possible,
    Reading,
    is_serial,
    order_shown_in,
    possible,
    valid,
)
from briefing.capture.table import Cell, Order
from briefing.english import listing
from briefing.record.meanings import in_words

Key = tuple[str, str, str]
"""The subject of a question: the file, the heading of the column, and the style of the dates."""
_SHOWN = 80
"""The number of characters of an invalid date that are shown."""
_MOST_SHOWN = 10
"""How many of the dates that were settled together are shown."""
_ENOUGH = 8
"""The number of numeric dates that must be in order to show the order of day and month."""
_DAY_FIRST_LANGUAGES = (
    "en-gb",
    "cy",
    "en-ie",
    "en-au",
    "en-nz",
    "fr",
    "de",
    "es",
    "it",
    "nl",
    "pt",
)


@dataclass(frozen=True, slots=True)
class DateSettings:
    """How to read dates: the user's choice, the record's language and today's date."""

    today: Day
    order: Order = ""
    language: str = ""
    answers: Mapping[Key, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ReadDate:
    """The date of a cell in EDTF, or if there is none, the `readings` and the `reason`.

    `note` explains how the text was read, if this is not obvious. `key` is the question that the
    user can answer.
    """

    date: str = ""
    readings: tuple[Reading, ...] = ()
    reason: str = ""
    note: str = ""
    key: Key | None = None


@dataclass(frozen=True, slots=True)
class DateColumn:
    """A column of dates: its cells from top to bottom, each with the heading above it."""

    file: str
    table: str
    heading: str
    cells: Sequence[tuple[Cell, str]]
    order: Order = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Settled:
    """A column of dates that have been read, and `remarks` on how."""

    dates: tuple[ReadDate, ...]
    remarks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DateQuestion:
    """A question to a person about a column: an example, and the dates that it can mean."""

    key: Key
    example: str
    readings: tuple[Reading, ...]
    number: int

    @property
    def is_about_order(self) -> bool:
        """Whether it asks if the day or the month comes first."""
        return self.key[2] == "order"


def settle(columns: Sequence[DateColumn], settings: DateSettings) -> list[Settled]:
    """Read the dates of all columns of an import."""
    read = [[_possible(cell, above, settings.today) for cell, above in c.cells] for c in columns]
    shown = [_orders_shown(cells) for cells in read]
    return [
        _settled(column, cells, *_order(n, columns, read, shown, settings), settings)
        for n, (column, cells) in enumerate(zip(columns, read, strict=True))
    ]


def questions(columns: Iterable[Settled], texts: Iterable[Sequence[str]]) -> list[DateQuestion]:
    """List the questions that would settle dates, each once, with the number of dates."""
    found: dict[Key, DateQuestion] = {}
    for column, written in zip(columns, texts, strict=True):
        for date, text in zip(column.dates, written, strict=True):
            if date.key and date.key in found:
                asked = found[date.key]
                found[date.key] = replace(asked, number=asked.number + 1)
            elif date.key:
                found[date.key] = DateQuestion(date.key, text, date.readings, 1)
    return list(found.values())


def _possible(cell: Cell, above: str, today: Day) -> Possible:
    if cell.serial and is_serial(cell.text):
        words = in_words(cell.serial)
        reading = Reading(cell.serial.isoformat(), words)
        return Possible(cell.text, (reading,), is_serial=True)
    if cell.day is None:
        text = " ".join(cell.text.split())
        return possible(text, above, today) if text else Possible()
    has_time = cell.time and cell.time not in ("00:00", "00:00:00")
    time = f"T{cell.time}:00"[:9] if has_time else ""
    reading = Reading(f"{cell.day.isoformat()}{time}", in_words(cell.day))
    return Possible(cell.text or cell.day.isoformat(), (reading,), is_typed=True)


def _orders_shown(cells: Iterable[Possible]) -> dict[str, str]:
    """Return the orders that a column proves, each with the first text that does."""
    shown: dict[str, str] = {}
    for cell in cells:
        for order in cell.shows or (order_shown_in(cell.text) if not cell.readings else ()):
            shown.setdefault(order, cell.text)
    return shown


def _order(
    number: int,
    columns: Sequence[DateColumn],
    read: Sequence[Sequence[Possible]],
    shown: Sequence[Mapping[str, str]],
    settings: DateSettings,
) -> tuple[str, str]:
    """Return the order of day and month in a column, or "", and the reason for it."""
    column = columns[number]
    if settings.order:
        return settings.order, "as you stated"
    answer = settings.answers.get((column.file, column.heading, "order"))
    if answer is not None:
        return ("day first", "month first", "")[answer], "as you answered"
    for is_near in (_same_column, _same_table, _same_file):
        found = [
            order
            for other, orders in zip(columns, shown, strict=True)
            if is_near(column, other)
            for order in orders.items()
            if order[0].endswith("first")
        ]
        if column.order and is_near is _same_column:
            found.append((column.order, "the heading"))
        if found:
            orders = {order for order, _ in found}
            return (found[0][0], f"as {found[0][1]} shows") if len(orders) == 1 else ("", "")
    for language, whose in ((settings.language, "the record"), (column.language, "the file")):
        if language.casefold().startswith(_DAY_FIRST_LANGUAGES):
            return "day first", f"because the language of {whose} is {language}"
    if order := _order_of_neighbours(read[number]):
        return order, "because only then are the rows in order"
    return "", ""


def _same_column(one: DateColumn, other: DateColumn) -> bool:
    return one is other


def _same_table(one: DateColumn, other: DateColumn) -> bool:
    return (one.file, one.table) == (other.file, other.table)


def _same_file(one: DateColumn, other: DateColumn) -> bool:
    return one.file == other.file


def _order_of_neighbours(cells: Sequence[Possible]) -> str:
    """Return the order in which all dates of a column are sorted, if only one such order exists."""
    usable = [cell for cell in cells if cell.readings]
    numeric = {cell.readings for cell in usable if cell.style == "order"}
    if len(numeric) < _ENOUGH or any(not one.date for cell in usable for one in cell.readings):
        return ""
    sorted_in = [
        order
        for n, order in enumerate(("day first", "month first"))
        if _is_sorted([cell.readings[n if cell.style == "order" else 0].date for cell in usable])
    ]
    return sorted_in[0] if len(sorted_in) == 1 else ""


def _is_sorted(dates: Sequence[str]) -> bool:
    days = [date.earliest for text in dates if (date := valid(text))]
    return days in (sorted(days), sorted(days, reverse=True))


def _settled(
    column: DateColumn, cells: Sequence[Possible], order: str, why: str, settings: DateSettings
) -> Settled:
    doubted = _swapped(cells, order if why in ("as you stated", "as you answered") else "")
    numbers = {show for cell in cells for show in cell.shows if show.startswith("number")}
    kinds = {show for cell in cells for show in cell.shows if show in ("months", "years")}
    dates = []
    for cell in cells:
        key = (column.file, column.heading, cell.style)
        if not cell.readings:
            dates.append(ReadDate(reason=_unread(cell)))
        elif cell in doubted:
            dates.append(_doubted(cell, column, settings))
        elif len(cell.readings) == 1 and cell.readings[0].date:
            # Words in brackets, such as "(Commons)", are not part of the date, but are kept.
            note = _lasting(cell, cell.readings[0]) or _in_full(cell)
            dates.append(ReadDate(cell.readings[0].date, note=note))
        elif cell.style == "order" and order in ("day first", "month first"):
            date = cell.readings[order == "month first"].date
            dates.append(ReadDate(date, note=_in_full(cell)))
        elif cell.style.endswith(ORDERS) and (found := _in_order(cell, order)):
            dates.append(ReadDate(found.date, note=_in_full(cell)))
        elif cell.style == "month or years" and kinds == {"months"}:
            dates.append(ReadDate(cell.readings[0].date))
        elif cell.style == "month or day" and len(numbers) == 1 and _of_number(cell, numbers):
            dates.append(ReadDate(_of_number(cell, numbers)))
        elif (answer := settings.answers.get(key)) is not None and answer < len(cell.readings):
            chosen = cell.readings[answer]
            dates.append(ReadDate(chosen.date, note=_lasting(cell, chosen) or _quoted(cell)))
        elif cell.wide and len(cell.readings) == 2:
            narrow = next(one for one in cell.readings if one is not cell.wide)
            note = (
                f"'{cell.text}' was read as {narrow.in_full}: "
                f"write {cell.wide.date} if you mean {cell.wide.words}"
            )
            dates.append(ReadDate(narrow.date, note=note))
        else:
            dates.append(_open(cell, key))
    return Settled(tuple(dates), tuple(_remarks(cells, order, why, bool(doubted))))


def _in_order(cell: Possible, order: str) -> Reading | None:
    """Return the reading of 21-05-03 in an order of its day, its month and its year."""
    if order == "year first":
        return cell.readings[-1]
    if order == "month first":
        return cell.readings[1] if len(cell.readings) > 2 else None
    return cell.readings[0] if order else None


def _quoted(cell: Possible) -> str:
    return f"'{cell.text}' in the file"


def _lasting(cell: Possible, reading: Reading) -> str:
    """Return a note on a period of which one day is meant, or ""."""
    if not reading.period:
        return ""
    return (
        f"'{cell.text}' was read as one day in that time: "
        f"write {reading.period} if it lasted for all of it"
    )


def _in_full(cell: Possible) -> str:
    """Return a note with the text of a date that leaves some of its words out, or ""."""
    return _quoted(cell) if cell.is_shortened else ""


def _of_number(cell: Possible, shown: Collection[str]) -> str:
    """Return the date of "Jul-19", if the column shows whether its number is a day or a year."""
    return cell.readings["number is day" in shown].date


def _open(cell: Possible, key: Key) -> ReadDate:
    can_ask = len(cell.readings) > 1 and all(one.date for one in cell.readings)
    reason = f"'{cell.text}' can be read in several ways"
    return ReadDate(readings=cell.readings, reason=reason, key=key if can_ask else None)


def _unread(cell: Possible) -> str:
    """Return the reason why a text is not a date."""
    from briefing.record.date_hints import date_hint

    if not cell.text:
        return "the date is missing"
    hint = date_hint(cell.full or cell.text)
    text = cell.text if len(cell.text) <= _SHOWN else f"{cell.text[:_SHOWN]} …"
    if ": " in hint:  # The hint explains why the text is not a date.
        return f"'{text}' cannot be a date. {hint[0].upper()}{hint[1:]}"
    return f"'{text}' cannot be read as a date{f': {hint}' if hint else ''}"


def _swapped(cells: Sequence[Possible], order: str) -> set[Possible]:
    """Return the dates whose day and month a spreadsheet may have swapped.

    If a program expects the other order, it reads 3/4/2021 as a date with the day and month
    swapped, but leaves 25/4/2021 as text. Then all dates have a day of at most 12, and all texts
    have one after 12.
    """
    typed = {cell for cell in cells if cell.is_typed}
    texts = [
        cell for cell in cells if not cell.is_typed and any("first" in one for one in cell.shows)
    ]
    if order or not typed or not texts or any(cell.style == "order" for cell in cells):
        return set()
    days = [_day(cell) for cell in typed]
    if any(day.day > 12 for day in days):
        return set()
    return {cell for cell, day in zip(typed, days, strict=True) if day.day != day.month}


def _day(cell: Possible) -> Day:
    return Day.fromisoformat(cell.readings[0].date[:10])


def _doubted(cell: Possible, column: DateColumn, settings: DateSettings) -> ReadDate:
    """Return a date that may be swapped, or the answer to the question about all such dates."""
    day = _day(cell)
    swapped = Day(day.year, day.day, day.month)
    rest = cell.readings[0].date[10:]
    readings = (cell.readings[0], Reading(f"{swapped.isoformat()}{rest}", in_words(swapped)))
    key = (column.file, column.heading, "swapped")
    if (answer := settings.answers.get(key)) in (0, 1):
        return ReadDate(readings[answer].date)
    reason = (
        f"a spreadsheet may have swapped the day and the month of {cell.text}: in this column, "
        "the file stores only days up to 12 as dates, and later days as text"
    )
    return ReadDate(readings=readings, reason=reason, key=key)


def _remarks(cells: Sequence[Possible], order: str, why: str, is_doubted: bool) -> Iterator[str]:
    """Yield sentences that explain how the dates of a column were read."""
    numeric = list(dict.fromkeys(cell for cell in cells if cell.style == "order"))
    if numeric and order in ("day first", "month first"):
        chosen = ((cell.text, cell.readings[order == "month first"]) for cell in numeric)
        read = [f"{text} is {reading.words or reading.date}" for text, reading in chosen]
        more = [f"{len(read) - _MOST_SHOWN} more like this"] if len(read) > _MOST_SHOWN else []
        yield f"{listing([*read[:_MOST_SHOWN], *more])}, {why}"
    if short := next((c for c in cells if c.has_short_year and c.readings), None):
        yield f"two-digit years are read as 1970 to 2069: {short.text} is in {_year(short)}"
    if serial := next((cell for cell in cells if cell.is_serial), None):
        words = serial.readings[0].words
        yield f"numbers count days, as in a spreadsheet: {serial.text} is {words}"
    if is_doubted:
        yield "a spreadsheet may have swapped the day and the month of some dates"


def _year(cell: Possible) -> str:
    date = valid(cell.readings[0].date)
    return str(date.earliest.year) if date else ""
