"""Notes of the items that are read from a mapping, so that a result can be kept until they change.

A function that reads a record needs no list of its fields: each item is noted when it is read.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple, TypeVar

_K = TypeVar("_K")
_V = TypeVar("_V")

EVERY = object()
"""In place of a key: the keys of a mapping, or all its items."""


class Use(NamedTuple):
    """An item that was read: the name of its mapping, and its key, which may be missing there."""

    name: str
    key: object


class Watched(Mapping[_K, _V]):
    """A mapping that adds each item that is read to `uses`."""

    def __init__(self, name: str, items: Mapping[_K, _V], uses: set[Use]) -> None:
        self._name, self._items, self._uses = name, items, uses

    def __getitem__(self, key: _K) -> _V:
        self._uses.add(Use(self._name, key))
        return self._items[key]

    def __iter__(self) -> Iterator[_K]:
        self._uses.add(Use(self._name, EVERY))
        return iter(self._items)

    def __len__(self) -> int:
        self._uses.add(Use(self._name, EVERY))
        return len(self._items)
