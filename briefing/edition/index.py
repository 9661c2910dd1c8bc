"""The index: who takes part in which events."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from unicodedata import combining, normalize

from briefing.edition.entries import Entry

# "The Telegraph" stands under T for Telegraph, and "Y Llywodraeth" under Ll.
_ARTICLE = re.compile(r"^(?:the|an?|yr?)\s+(?=\S)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Indexed:
    """Somebody by name, with the entries of the events in which they take part or are quoted."""

    name: str
    entries: tuple[Entry, ...]


def index_of(entries: Iterable[Entry]) -> tuple[Indexed, ...]:
    """The index of `entries`, by name; each name has its entries in their order."""
    found: dict[str, list[Entry]] = {}
    for entry in entries:
        for name in entry.who:
            found.setdefault(name, []).append(entry)
    return tuple(Indexed(name, tuple(found[name])) for name in sorted(found, key=_place))


def _place(name: str) -> tuple[str, str]:
    letters = normalize("NFKD", _ARTICLE.sub("", name))
    return "".join(it for it in letters if not combining(it)).casefold(), name
