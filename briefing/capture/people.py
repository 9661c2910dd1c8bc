"""The actors of events: the names in the columns of people and organisations, each actor once."""

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import InitVar, dataclass, field

from briefing.capture.names import key_of_name
from briefing.record.naming import NewIDs

_LONGEST = 90
_MOST_NAMES = 30
_LINES = re.compile(r"\s*(?:[\n;|•]|\s/\s)\s*")
_JOINTS = re.compile(r"\s*(?:,\s*(?:and\s+)?|\s+and\s+|\s*&\s*|\s*/\s*)\s*")
_NOBODY = {
    "", "n/a", "na", "none", "tbc", "tbd", "unknown", "?", "-", "–", "—", "various", "all",
    "others", "other", "etc", "and others", "anon", "anonymous", "multiple", "as above",
}  # fmt: skip


@dataclass(slots=True)
class People:
    """The actors of an import.

    Attributes:
        known: the names of the record's actors, with their ids.
        taken: the ids of the record's actors.
    """

    known: Mapping[str, str] = field(default_factory=dict)
    taken: InitVar[Collection[str]] = ()
    _new_ids: NewIDs = field(init=False)
    _names: Counter[str] = field(default_factory=Counter)
    _written: dict[str, str] = field(default_factory=dict)
    _ids: dict[str, str] = field(default_factory=dict)
    _by_name: dict[str, str] = field(default_factory=dict)

    def __post_init__(self, taken: Collection[str]) -> None:
        self._new_ids = NewIDs(taken, "actor")
        self._by_name = {key_of_name(name): id for name, id in self.known.items()}

    def count(self, text: str) -> None:
        """Count the separate names in a cell."""
        for name in _LINES.split(text):
            if _is_name(name):
                self._names[key_of_name(name)] += 1
                self._written.setdefault(key_of_name(name), name.strip())

    def names_in(self, text: str) -> list[str]:
        """Return the names in a cell.

        "Ofcom, DCMS" counts as two names only if each also appears on its own: the Department for
        Digital, Culture, Media and Sport is one.
        """
        names = (part for name in _LINES.split(text) for part in self._divided(name.strip()))
        return list(dict.fromkeys(filter(_is_name, names)))

    def _divided(self, name: str) -> list[str]:
        joints = list(_JOINTS.finditer(name))
        is_list = 0 < len(joints) <= _MOST_NAMES
        if not is_list or key_of_name(name) in self._by_name:
            return [name]
        starts = [0, *(joint.end() for joint in joints)]
        ends = [*(joint.start() for joint in joints), len(name)]
        return self._cover(name, starts, ends) or [name]

    def _cover(self, name: str, starts: Sequence[int], ends: Sequence[int]) -> list[str]:
        """Return the known names that make up a text, each as long as possible, or none."""
        found: list[str] = []
        at = 0
        while at < len(starts):
            last = next(
                (
                    n
                    for n in range(len(ends) - 1, at - 1, -1)
                    if not (at == 0 and n == len(ends) - 1)
                    and self._is_known(name[starts[at] : ends[n]])
                ),
                None,
            )
            if last is None:
                return []
            found.append(name[starts[at] : ends[last]])
            at = last + 1
        return found

    def _is_known(self, name: str) -> bool:
        return key_of_name(name) in self._by_name or key_of_name(name) in self._names

    def id_of(self, name: str) -> str:
        """Return the id of an actor, and make one if it is new."""
        key = key_of_name(name)
        if key in self._by_name:
            return self._by_name[key]
        written = self._written.get(key, name)
        id = self._new_ids.add(written)
        self._by_name[key] = id
        self._ids[id] = written
        return id

    @property
    def new_actors(self) -> dict[str, dict[str, str]]:
        """The actors that the record does not have, by id."""
        return {id: {"name": name} for id, name in self._ids.items()}


def _is_name(name: str) -> bool:
    return (
        name.strip().casefold() not in _NOBODY
        and len(name) <= _LONGEST
        and any(map(str.isalpha, name))
    )
