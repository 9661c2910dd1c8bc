"""Suggestions for lists of pairs, such as [name: A, accent: red], and for groups with only an id.

As in `suggestions`, a suggestion that is followed to the letter gives what the writer meant. The
functions return an empty string if nothing can be suggested.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any, get_args

from briefing.record import parsing
from briefing.record.due import ID_PATTERN
from briefing.record.fields import AskMove
from briefing.record.fix_hints import write, write_yaml
from briefing.record.problems import Path
from briefing.record.rules.fields import is_text_at
from briefing.record.rules.suggestions import id_for, section_at
from briefing.record.rules.wording import in_braces

_ID = re.compile(ID_PATTERN)
_MOVES = get_args(AskMove)
_WITH_MOVE = re.compile(rf"(.+?)(?:\s*[:=(]\s*|\s+[–—-]\s+|\s+)({'|'.join(_MOVES)})\)?")
_UNCLEAR = "?"
_OTHER_MOVES = f", or {', '.join(_MOVES[1:-1])} or {_MOVES[-1]}"


def asks_for(given: list[Any] | str, written: str, data: object) -> str:
    """Return a hint for asks that are a list or text, such as "write {new-park: met}".

    An ask without a status is assumed to be raised, and the hint then lists the other statuses.

    Args:
        given: the value that was written.
        written: the same value as it is written in the file; empty if it is not on one line.
        data: the data of the events file, for the ids of its asks.
    """
    asks: dict[str, str] = {}
    last = ""
    for ask, move in _asked(given):
        if not ask and last and not asks[last]:
            asks[last] = move
            continue
        last = id_for(ask, data, "asks") or ask
        if not _ID.fullmatch(last) or last in asks or move == _UNCLEAR:
            return f"write {{an-asks-id: {_MOVES[0]}}}{_OTHER_MOVES}"
        asks[last] = move
    if not asks:
        return f"write {{an-asks-id: {_MOVES[0]}}}{_OTHER_MOVES}"
    pairs = ", ".join(
        f"{ask}: {in_braces(move) if move else _MOVES[0]}" for ask, move in asks.items()
    )
    others = "" if all(asks.values()) else _OTHER_MOVES
    place = "" if written or isinstance(given, str) else " instead of this list"
    if others:
        return f"write {{{pairs}}}{place}{others}"
    return write_yaml(f"{{{pairs}}}", place, is_safe=True)


def _asked(given: list[Any] | str) -> Iterator[tuple[str, str]]:
    """Yield each ask and its move. Either is empty if it is not in the same item."""
    for item in given.split(",") if isinstance(given, str) else given:
        if isinstance(item, dict):
            named = item.get("id", item.get("ref"))
            others = [str(value) for key, value in item.items() if key not in ("id", "ref")]
            if named is None:
                yield from ((str(ask), str(move)) for ask, move in item.items())
            else:
                yield str(named), "".join(others) if len(item) < 3 else _UNCLEAR
        else:
            text = " ".join(item.split()) if isinstance(item, str) else ""
            match = _WITH_MOVE.fullmatch(text)
            yield (match[1], match[2]) if match else ("", text) if text in _MOVES else (text, "")


def group_for_pairs(given: list[Any], written: str, fields: Collection[str]) -> str:
    """Return a hint for a group that is a list of pairs, such as "write {name: A, accent: red}".

    Args:
        given: the list.
        written: the same list as it is written in the file; empty if it is not on one line.
        fields: the fields of the group; empty for a section, whose keys are ids.
    """
    if not fields and all(
        isinstance(item, dict) and isinstance(item.get("id"), str) for item in given
    ):
        return _by_id(given)
    pairs = _merged(given)
    if not pairs or (fields and not pairs.keys() <= set(fields)):
        return ""
    if not fields and not all(isinstance(item, dict) for item in pairs.values()):
        return ""
    if written.startswith("["):
        inside = written[1:-1].strip()
        joined = re.sub(r"\}\s*,\s*\{", ", ", inside)
        ways = (inside, joined, f"{{{inside}}}")
        return next(
            (
                write_yaml(way, is_safe=True)
                for way in ways
                if way.startswith("{") and _keys(way) == list(pairs)
            ),
            "",
        )
    if written.startswith("-") and _keys(written[1:].strip()) == list(pairs):
        return write_yaml(written[1:].strip(), is_safe=True)
    if any(len(item) > 1 for item in given):
        words = "write the fields without hyphens and indent them by the same amount"
        return write(pairs, words, is_safe=True)
    key, value = next(iter(pairs.items()))
    example = f"{key}:"
    if isinstance(value, str) and "\n" not in value:
        example += f" {value}"
    elif isinstance(value, dict) and all(isinstance(text, str) for text in value.values()):
        example += f" {{{_written(value)}}}"
    return write(pairs, f"write each one without its hyphen, as in {example}", is_safe=True)


def _merged(given: list[Any]) -> dict[str, Any]:
    """Return all pairs of the groups in a list.

    The result is empty if the list contains anything else, or if a key appears twice.
    """
    if not all(isinstance(item, dict) for item in given):
        return {}
    pairs = [(str(key), value) for item in given for key, value in item.items()]
    return dict(pairs) if len(dict(pairs)) == len(pairs) else {}


def _keys(written: str) -> list[str]:
    try:
        read: object = parsing.loads(written)
    except parsing.UNREADABLE:
        return []
    return list(map(str, read)) if isinstance(read, dict) else []


def _by_id(given: list[dict[str, Any]]) -> str:
    """Return a hint for a section that is a list of groups, each of which contains its id."""
    if not given:
        return ""
    fields = {key: value for key, value in given[0].items() if key != "id"}
    if not fields or not all(isinstance(value, str) for value in fields.values()):
        return ""
    words = (
        f"write the id of each before its fields, as in {given[0]['id']}: {{{_written(fields)}}}"
    )
    by_id = {
        item["id"]: {key: value for key, value in item.items() if key != "id"} for item in given
    }
    return write(by_id, words, is_safe=True) if len(by_id) == len(given) else words


def joined(items: object, fields: Collection[str]) -> str:
    """Return the one group that a list was meant to be, such as {text: Yes, by: mp}.

    The result is empty if `items` is anything else.
    """
    if not isinstance(items, list) or len(items) < 2:
        return ""
    pairs = _merged(items)
    is_split = len(pairs) == len(items) and pairs.keys() <= set(fields)
    if not is_split or any(isinstance(value, dict | list) for value in pairs.values()):
        return ""
    return f"{{{_written(pairs)}}}"


def _written(pairs: Mapping[str, Any]) -> str:
    return ", ".join(f"{key}: {in_braces(str(value))}" for key, value in pairs.items())


def id_in(given: object, written: str, path: Path, data: object) -> str:
    """Return the id to write instead of a group such as {id: new-park}, or an empty string."""
    if not isinstance(given, dict) or len(given) != 1:
        return ""
    if is_text_at(path) and not written.startswith("{"):
        return ""
    ((key, value),) = given.items()
    if not isinstance(value, str):
        return ""
    if key in ("name", "title"):
        return id_for(value, data, section_at(path))
    return value if key in ("id", "ref") and _ID.fullmatch(value) else ""
