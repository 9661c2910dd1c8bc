"""The role of each column of a table: from its heading, its content or the user."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import get_args

from briefing.capture.headings import WORDS, plain_heading, stated_order
from briefing.capture.table import EMPTY, Cell, Order, Role, Row, Table
from briefing.record.english_dates import meanings
from briefing.record.kinds import BUILT_IN, built_in_meant, normal_kind

ROLES: tuple[Role, ...] = get_args(Role)
_SEVERAL = {"summary", "source", "url", "who", "topics", "note", "none"}
"""Roles that several columns can have."""
_FIRST_ROWS = 12
"""How many rows are searched for the headings."""
_SAMPLE = 300
"""How many rows show what a column holds."""
_MOSTLY = 0.6
_LONGEST_HEADING = 60
_WEB = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_PAIR = re.compile(r"\s*([a-z]+)\s*=\s*(.*?)\s*(?:,(?=\s*[a-z]+\s*=)|$)", re.IGNORECASE)


class UnknownColumn(Exception):
    """A column or role that `--columns` names does not exist. The message is a sentence."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column with its heading, which may be empty, and its role.

    `is_guess` is true if the role comes from the content of the column only.
    """

    number: int
    heading: str
    role: Role
    is_guess: bool = False

    @property
    def name(self) -> str:
        """The heading, or the number of a column without one."""
        return " ".join(self.heading.split()) or f"column {self.number + 1}"

    @property
    def order(self) -> Order:
        """The order of the day and month that the heading gives, as in "Date (dd/mm/yyyy)"."""
        return stated_order(self.heading)


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of a table, and the row with its headings: -1 if it has none."""

    header: int
    columns: tuple[Column, ...]
    _by_role: Mapping[str, tuple[Column, ...]] = field(default_factory=dict)

    def all(self, role: Role) -> tuple[Column, ...]:
        """List the columns with a role."""
        return self._by_role.get(role, ())

    def one(self, role: Role) -> Column | None:
        """Return the column with a role, if there is one."""
        return next(iter(self.all(role)), None)

    @property
    def has_dates(self) -> bool:
        """Whether any column holds dates."""
        return bool(self.all("date") or self.all("year"))


def wanted_columns(text: str) -> dict[str, Role]:
    """Read the value of `--columns`, and return the role for each heading.

    Raises:
        UnknownColumn: it is not in the form `role=heading`, or there is no such role.
    """
    found: dict[str, Role] = {}
    at = 0
    for match in _PAIR.finditer(text):
        if match.start() != at or not match[2]:
            break
        at = match.end()
        found[plain_heading(match[2])] = _role(match[1].lower())
    if at != len(text) or not found:
        example = 'as in --columns "date=When, title=What happened"'
        raise UnknownColumn(f"'{text}' is not a list of columns: write role=heading, {example}.")
    return found


def _role(name: str) -> Role:
    for role in ROLES:
        if role == name:
            return role
    raise UnknownColumn(
        f"A column cannot have the role '{name}'. The roles are {', '.join(ROLES)}."
    )


def unknown_headings(wanted: Mapping[str, Role], tables: Sequence[Table]) -> str:
    """Return a message about a column that the user names but no table has, or ""."""
    cells = [cell for table in tables for row in table.rows[:_FIRST_ROWS] for cell in row.cells]
    known = {plain_heading(cell.text) for cell in cells}
    known |= {name for table in tables for n in range(table.width) for name in _numbers_of(n)}
    headings = [cell.text for table in tables for cell in table.rows[0].cells if cell.text]
    for heading in wanted:
        if heading not in known:
            listed = ", ".join(" ".join(text.split()) for text in dict.fromkeys(headings))
            return f"There is no column called '{heading}'. The columns are: {listed}."
    return ""


def _numbers_of(number: int) -> tuple[str, str]:
    """Return the names of a column in a spreadsheet, such as "3" and "c"."""
    return str(number + 1), chr(ord("a") + number) if number < 26 else ""


def cell_of(row: Row, number: int) -> Cell:
    """Return a cell of a row, or an empty one if the row is shorter."""
    return row.cells[number] if number < len(row.cells) else EMPTY


def find_columns(table: Table, wanted: Mapping[str, Role] | None = None) -> Layout:
    """Find the role of each column. The `wanted` roles, by heading or number, come first."""
    wanted = wanted or {}
    header = 0 if table.columns else _header(table.rows, wanted)
    headings = [cell.text for cell in table.rows[header].cells] if header >= 0 else []
    headings += [""] * (table.width - len(headings))
    given = {
        number: role
        for number, heading in enumerate(headings)
        for name in (plain_heading(heading), *_numbers_of(number))
        if (role := wanted.get(name))
    }
    roles: dict[int, Role] = {**table.columns, **given}
    if not table.columns:
        roles = _by_heading(headings, given)
    body = table.rows[header + 1 : header + 1 + _SAMPLE]
    guessed = _by_content(body, table.width, roles) if not table.columns else {}
    columns = tuple(
        Column(n, heading, guessed.get(n) or roles.get(n, "none"), n in guessed)
        for n, heading in enumerate(headings)
    )
    by_role: dict[str, tuple[Column, ...]] = {}
    for column in columns:
        by_role[column.role] = (*by_role.get(column.role, ()), column)
    return Layout(header, columns, by_role)


def is_header(row: Row, layout: Layout) -> bool:
    """Whether a row repeats the headings of the table."""
    if layout.header < 0:
        return False
    headings = [plain_heading(column.heading) for column in layout.columns]
    texts = [plain_heading(cell.text) for cell in row.cells]
    texts += [""] * (len(headings) - len(texts))
    return texts == headings and any(texts)


def _header(rows: Sequence[Row], wanted: Mapping[str, Role]) -> int:
    """Return the index of the row with the headings, or -1."""
    best, found = 0.0, -1
    for n, row in enumerate(rows[:_FIRST_ROWS]):
        score = _heading_score(row, wanted)
        if score > best:
            best, found = score, n
    return found if found >= 0 else _header_by_content(rows)


def _header_by_content(rows: Sequence[Row]) -> int:
    """Return the index of the first row if it alone has no date in a column of dates, or -1."""
    first = next((n for n, row in enumerate(rows[:_FIRST_ROWS]) if len(row.cells) > 1), -1)
    if first < 0 or any(
        _looks_like_date(cell) or len(cell.text) > _LONGEST_HEADING or "\n" in cell.text
        for cell in rows[first].cells
    ):
        return -1
    body = rows[first + 1 : first + 1 + _SAMPLE]
    for n, cell in enumerate(rows[first].cells):
        below = [c for row in body if not (c := cell_of(row, n)).is_empty]
        if cell.text and below and sum(map(_looks_like_date, below)) >= _MOSTLY * len(below):
            return first
    return -1


def _heading_score(row: Row, wanted: Mapping[str, Role]) -> float:
    """Return how many cells of a row look like headings: 0 if the row has none."""
    cells = [cell for cell in row.cells if cell.text]
    if any(_looks_like_date(cell) or len(cell.text) > _LONGEST_HEADING for cell in cells):
        return 0
    words = [plain_heading(cell.text) for cell in cells]
    if any(word in wanted for word in words):
        return len(row.cells) + 1
    known = [WORDS[word][0] for word in words if word in WORDS]
    is_whole = len(known) >= 2 or (len(cells) == 1 == len(row.cells) and bool(known))
    is_dated = "date" in known and len(cells) >= 2
    return len(known) if is_whole or is_dated else 0


def _by_heading(headings: Sequence[str], given: Mapping[int, Role]) -> dict[int, Role]:
    """Return the roles that the headings show. Only one column has a role such as "date"."""
    roles = dict(given)
    taken = set(given.values()) - _SEVERAL
    ranked = sorted(
        (rank, number, role)
        for number, heading in enumerate(headings)
        if number not in given
        for role, rank in [_meant(heading)]
    )
    for _, number, role in ranked:
        if role in taken and role == "title" and "summary" not in given.values():
            role = "summary"
        elif role in taken:
            role = "none"
        if role != "none":
            roles[number] = role
            taken |= {role} - _SEVERAL
    if "title" not in taken:
        _promote_summary(headings, roles, given)
    return roles


def _promote_summary(
    headings: Sequence[str], roles: dict[int, Role], given: Mapping[int, Role]
) -> None:
    """Keep a single column of text, whose first line or sentence becomes the title."""
    texts = [n for n, role in roles.items() if role == "summary" and n not in given]
    if len(texts) > 1:
        roles[min(texts, key=lambda n: _meant(headings[n])[1])] = "title"


def _meant(heading: str) -> tuple[Role, int]:
    """Return the role that a heading probably means, and a rank: the lower, the surer."""
    plain = plain_heading(heading)
    if plain in WORDS:
        return WORDS[plain]
    words = plain.split()
    for size in range(min(3, len(words)), 0, -1):
        for start in (0, len(words) - size):
            if found := WORDS.get(" ".join(words[start : start + size])):
                role, rank = found
                if rank <= 1 and role not in ("year", "month", "day", "time", "id", "none"):
                    return role, rank + 10
    return "none", 99


def _by_content(rows: Sequence[Row], width: int, roles: Mapping[int, Role]) -> dict[int, Role]:
    """Return the roles of columns that only their content shows."""
    free = [n for n in range(width) if n not in roles]
    cells = {n: [c for row in rows if (c := cell_of(row, n)).text or c.day] for n in free}
    held = set(roles.values())
    found: dict[int, Role] = {}

    def claim(role: Role, numbers: Iterable[int]) -> None:
        for number in numbers:
            found[number] = role
            cells.pop(number)
            held.add(role)

    if not held & {"date", "year"}:
        claim("date", _best(cells, _looks_like_date))
    if not held & {"url", "source"}:
        claim("url", _best(cells, lambda cell: bool(_WEB.fullmatch(cell.text))))
    if "kind" not in held:
        claim("kind", _best(cells, lambda cell: is_known_kind(cell.text)))
    if not held & {"title", "summary"}:
        claim("title", _longest_texts(cells))
    return found


def _best(cells: Mapping[int, Sequence[Cell]], test: Callable[[Cell], bool]) -> list[int]:
    """Return the column in which most cells pass a test, as a list, if most do."""
    shares = {n: sum(map(test, column)) / len(column) for n, column in cells.items() if column}
    best = max(shares, key=lambda n: shares[n], default=None)
    return [best] if best is not None and shares[best] >= _MOSTLY else []


def _longest_texts(cells: Mapping[int, Sequence[Cell]]) -> Iterator[int]:
    """Yield the column with the most text, if any column has text."""
    length = {n: sum(len(cell.text) for cell in column) for n, column in cells.items()}
    best = max(length, key=lambda n: length[n], default=None)
    if best is not None and length[best]:
        yield best


def _looks_like_date(cell: Cell) -> bool:
    text = " ".join(cell.text.split())
    return bool(cell.day or (any(map(str.isdigit, text)) and meanings(text)))


def is_known_kind(text: str) -> bool:
    """Whether `text` is a built-in kind of event, or another word for one."""
    kind = normal_kind(text)
    return kind in BUILT_IN or bool(built_in_meant(kind))
