"""JSON and JSON Lines: known formats, our own exports, or any list of objects.

Numbers keep their original digits. If an object repeats a key, both values are kept.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from briefing.capture.formats import bills, briefing_json, feeds, timelinejs
from briefing.capture.formats.cells import text_cell, url_cell
from briefing.capture.table import EMPTY, Cell, Row, Table, table_of
from briefing.evidence.kinds import SAVE_AGAIN, NotReadable

_MOST_COLUMNS = 500
_DEEPEST = 20
"""How deep the objects can be nested."""


def read(content: bytes, name: str) -> list[Table]:
    """Return the tables in a file of JSON or JSON Lines.

    Raises:
        NotReadable: it is not JSON, is nested too deeply, or has no objects.
    """
    from briefing.charsets import decode

    text = decode(content)
    data, numbers = _parsed(text)
    if _depth_exceeds(data, _DEEPEST):
        raise _NESTED
    if feeds.is_json_feed(data):
        return feeds.json_feed(data, name)
    if timelinejs.is_json(data):
        return timelinejs.from_json(data, name)
    if bills.is_bill(data):
        return bills.tables(data, name)
    if briefing_json.is_export(data):
        return briefing_json.tables(data, name)
    if isinstance(data, list) and data and all(isinstance(row, list) for row in data):
        return [_table_of_lists(data, name)]
    tables = [_table(items, name, title, numbers) for title, items in _lists(data)]
    if not tables:
        raise NotReadable("it has no list of objects", "Export the rows as a list of objects")
    return tables


_NESTED = NotReadable("its objects are nested too deeply", "Export the rows as a list of objects")


def _parsed(text: str) -> tuple[Any, list[int] | None]:
    """Return the data in a text and, if it is JSON Lines, the number of the line of each item.

    Raises:
        NotReadable: it is not JSON.
    """
    try:
        return _loads(text), None
    except json.JSONDecodeError as error:
        lines = [(n, line) for n, line in enumerate(text.splitlines(), 1) if line.strip()]
        place = f"line {error.lineno}, column {error.colno}"
    items, numbers = [], []
    for number, line in lines if len(lines) > 1 else ():
        try:
            items.append(_loads(line))
        except json.JSONDecodeError:
            if items:
                place = f"line {number}"
            break
        numbers.append(number)
    else:
        if items:
            return items, numbers
    raise NotReadable(f"it is not valid JSON: the error is at {place}", SAVE_AGAIN)


def _loads(text: str) -> Any:
    """Return the data in a text of JSON.

    Raises:
        NotReadable: it is nested too deeply.
        JSONDecodeError: it is not JSON.
    """
    try:
        return json.loads(text, parse_float=_Number, parse_int=_integer, object_pairs_hook=_object)
    except RecursionError:
        raise _NESTED from None


class _Number(str):
    """A number as it was written."""


def _integer(text: str) -> Any:
    return int(text) if len(text) < 16 and str(int(text)) == text else _Number(text)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        found = {}
        for key, value in pairs:
            times = 1
            numbered = key
            while numbered in found:
                times += 1
                numbered = f"{key} ({times})"
            found[numbered] = value
    return found


def _depth_exceeds(data: Any, limit: int) -> bool:
    level = [data]
    for _ in range(limit + 1):
        level = [
            value
            for item in level
            if isinstance(item, dict | list)
            for value in (item.values() if isinstance(item, dict) else item)
        ]
        if not level:
            return False
    return True


def _lists(data: Any, title: str = "") -> Iterator[tuple[str, list[Any]]]:
    """Yield each list of objects, with its key. A single object counts as a list."""
    if isinstance(data, list):
        if any(isinstance(item, dict) for item in data):
            yield title, data
        return
    if not isinstance(data, dict):
        return
    lists = {key: value for key, value in data.items() if _has_objects(value)}
    nested = {key: value for key, value in data.items() if isinstance(value, dict)}
    if not lists and len(data) == len(nested) > 1 and not any(map(_holds_objects, nested.values())):
        # A mapping of ids to objects.
        yield title, [{"id": key, **value} for key, value in data.items()]
    elif lists:
        yield from lists.items()
    else:
        inner = [found for key, value in nested.items() for found in _lists(value, key)]
        wanted = [found for found in inner if len(found[1]) > 1]
        yield from wanted or ([(title, [data])] if data else [])


def _holds_objects(item: Mapping[str, Any]) -> bool:
    return any(map(_has_objects, item.values()))


def _has_objects(value: Any) -> bool:
    return isinstance(value, list) and any(isinstance(item, dict) for item in value)


def _table(items: list[Any], name: str, title: str, numbers: list[int] | None) -> Table:
    rows = [dict(_flat(item)) if isinstance(item, dict) else {"value": item} for item in items]
    headers = list(dict.fromkeys(header for row in rows for header in row))
    if len(headers) > _MOST_COLUMNS:
        number = f"{len(headers):,} different keys"
        reason = f"its objects have {number}, and the limit is {_MOST_COLUMNS}"
        raise NotReadable(reason, "Export only the keys that you need")
    written = [
        Row(tuple(_cell(row[header]) if header in row else EMPTY for header in headers), number)
        for number, row in zip(numbers or range(1, len(rows) + 1), rows, strict=True)
    ]
    kept = [row for row in written if not all(cell.is_empty for cell in row.cells)]
    first = Row(tuple(map(text_cell, headers)), 0)
    noun = "line" if numbers else "item"
    return Table(name, title, (first, *kept), len(written) - len(kept), row_noun=noun)


def _table_of_lists(data: list[list[Any]], name: str) -> Table:
    """Return a table of lists of values. The first has the names of the columns."""
    rows = [Row(tuple(map(_cell, row)), n) for n, row in enumerate(data, 1)]
    return table_of(name, "", rows)


def _flat(item: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Yield the keys and values of an object: those of an object inside it as `source.url`."""
    for key, value in item.items():
        if isinstance(value, dict) and value:
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", value


def _cell(value: Any) -> Cell:
    return url_cell(in_words(value))


def in_words(value: Any) -> str:
    """Return a value as text: the items of a list on lines, or separated by semicolons if short."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case dict():
            pairs = [
                f"{key}: {words}" for key, inner in value.items() if (words := in_words(inner))
            ]
            return _only(pairs, value)
        case list() if any(isinstance(item, dict) for item in value):
            return "\n".join(filter(None, map(in_words, value)))
        case list():
            return "; ".join(filter(None, map(in_words, value)))
    return str(value)


def _only(pairs: Iterable[str], value: Mapping[str, Any]) -> str:
    """Return the pairs on a line, or only the name if an object has nothing else."""
    pairs = list(pairs)
    if len(pairs) == 1 and (name := value.get("name") or value.get("title")):
        return str(name)
    return "; ".join(pairs)
