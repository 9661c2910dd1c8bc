"""Hashes of data that are the same in every process and on every machine."""

from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import cache
from hashlib import sha256
from operator import attrgetter
from typing import Any

from markupsafe import Markup


def digest_of(value: object) -> str:
    """Return the SHA-256 of a value made of dataclasses, enums, collections and simple values.

    Two values have the same digest only if they have the same types and the same contents. Mappings
    must also have the same order, because a template may depend on it. Sets have no order. Fields
    that are left out when dataclasses are compared, such as the place of an event in its file, are
    left out here too: templates cannot read them.

    Raises:
        TypeError: the value contains an object of another type, which may have hidden state.
    """
    return sha256(_Encoder().encoded(value)).hexdigest()


class _Encoder:
    """Encodes values as bytes that start with their type and length, so that none are alike.

    A dataclass is encoded as its hash, so that one that occurs several times is read only once.
    """

    def __init__(self) -> None:
        # The objects are kept too, so that no id is used again.
        self._known: dict[int, tuple[object, bytes]] = {}

    def encoded(self, value: Any) -> bytes:
        kind: Any = type(value)
        simple = _SIMPLE.get(kind)
        if simple:
            content = simple(value)
        elif kind in (tuple, list):
            content = b"".join(map(self.encoded, value))
        elif kind is dict:
            content = b"".join(self.encoded(part) for item in value.items() for part in item)
        elif kind in (frozenset, set):
            content = b"".join(sorted(map(self.encoded, value)))
        elif issubclass(kind, tuple) and hasattr(kind, "_fields"):
            content = b"".join(map(self.encoded, value))
        elif issubclass(kind, Enum):
            content = value.name.encode()
        elif is_dataclass(kind):
            known = self._known.get(id(value))
            content = known[1] if known else self._hash(value, kind)
        else:
            raise TypeError(f"{kind.__name__} cannot be hashed")
        return b"%b%d:%b" % (_NAMES.get(kind) or _name(kind), len(content), content)

    def _hash(self, value: object, kind: Any) -> bytes:
        parts = b"".join(map(self.encoded, _contents(kind)(value)))
        digest = sha256(parts).digest()
        self._known[id(value)] = value, digest
        return digest


@cache
def _name(kind: Any) -> bytes:
    return f"{kind.__module__}.{kind.__qualname__} ".encode()


@cache
def _contents(kind: Any) -> Callable[[object], tuple[object, ...]]:
    """Return a function that returns the values of the fields of a dataclass that are compared."""
    names = [field.name for field in fields(kind) if field.compare]
    if len(names) > 1:
        return attrgetter(*names)
    return lambda value: tuple(getattr(value, name) for name in names)


def _text(value: str) -> bytes:
    # A name in a record can contain a lone surrogate, which UTF-8 does not allow.
    return str.encode(value, "utf-8", "surrogatepass")


def _written(value: object) -> bytes:
    return str(value).encode()


def _moment(value: datetime) -> bytes:
    # Two time zones can have the same offset at this moment, but not at others.
    return f"{value.isoformat()} {value.tzinfo}".encode()


_SIMPLE: dict[type, Callable[[Any], bytes]] = {
    str: _text,
    Markup: _text,
    bytes: bytes,
    int: _written,
    bool: _written,
    type(None): _written,
    Decimal: _written,
    float: _written,
    date: _written,
    datetime: _moment,
}
_NAMES = {kind: _name(kind) for kind in (*_SIMPLE, tuple, list, dict, frozenset, set)}
