"""Notes whose numbers are left open until the rest of a page is ready.

The numbers of most notes change with every new source. A part of a page that is kept for the next
version has a token for each number and each place, so that the part stays the same.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import count
from typing import NamedTuple

from briefing.edition.citations import Citation
from briefing.edition.evidence import Proof
from briefing.output.footnotes import Note, Notes

# A record cannot contain these noncharacters (Unicode 16.0, 23.7).
_START, _END = "\ufffe", "\uffff"
_TOKEN = re.compile(rf"{_START}([\d-]+){_END}")
_N, _PLACE = rf"{_START}\d+{_END}", rf"{_START}\d+-\d+{_END}"
_IN_LABEL = rf'aria-label="[^"\d{_START}]*{_N}(?=[",])[^"{_START}]*"'
_KNOWN = re.compile(
    rf'<a id="cited-{_PLACE}" href="#note-{_N}" {_IN_LABEL}>{_N}</a>'
    rf'|<li id="note-{_N}"|<a href="#cited-{_PLACE}" {_IN_LABEL}'
)
"""The elements in which the live page can give a note another number."""


class OpenNumber(int):
    """The number of a note, which is printed as a token."""

    token: str

    def __str__(self) -> str:
        return self.token


class Cited(NamedTuple):
    """A citation in a part of a page: its serial number, and the name of the place that cites it.

    Both are the same in the next version of the page.
    """

    serial: int
    place: str
    citation: Citation
    proofs: tuple[Proof | None, ...]


class OpenNotes(Notes):
    """Notes with tokens. They record how they were cited, so that the same can be done again.

    `serials` has the serial number of each citation in this version of the page or an earlier one.
    """

    def __init__(self, serials: dict[Citation, int]) -> None:
        super().__init__()
        self._serials = serials
        self._by_serial: dict[int, Note] = {}
        self._places: dict[str, int] = {}
        self.cited: list[Cited] = []

    def cite(self, citation: Citation, proofs: Iterable[Proof | None] = ()) -> Note:
        """Return the note for a citation, and record it."""
        serial = self._serials.setdefault(citation, len(self._serials) + 1)
        note = self._by_serial.get(serial)
        names = (f"{serial}-{n}" for n in count(len(note.places) + 1 if note else 1))
        place = next(name for name in names if name not in self._places)
        return self._add(Cited(serial, place, citation, tuple(proofs)))

    def cite_again(self, cited: Sequence[Cited]) -> bool:
        """Cite the same documents as before, unless one of the places is already on the page."""
        if any(each.place in self._places for each in cited):
            return False
        for each in cited:
            self._add(each)
        return True

    def _add(self, cited: Cited) -> Note:
        serial, place, citation, proofs = cited
        note = self._by_serial.get(serial)
        if not note:
            number = OpenNumber(len(self._notes) + 1)
            number.token = f"{_START}{serial}{_END}"
            note = self._by_serial[serial] = self._notes[citation] = Note(number, citation)
        note.places.append(f"cited-{_START}{place}{_END}")
        note.proofs += [proof for proof in proofs if proof and proof.citation == citation]
        self._places[place] = len(note.places)
        self.cited.append(cited)
        return note

    def page(self, text: str) -> "Page":
        """Return the page with these notes, given its text with tokens."""
        numbers = {str(serial): int(note.number) for serial, note in self._by_serial.items()}
        return Page(text, numbers, self._places)


@dataclass(frozen=True)
class Page:
    """The text of a page, in which the numbers of notes may be tokens.

    Attributes:
        open_text: the text with tokens.
        numbers: the number of the note for each serial number.
        places: the place of each citation among those of the same document.
    """

    open_text: str
    numbers: Mapping[str, int] = field(default_factory=dict)
    places: Mapping[str, int] = field(default_factory=dict)

    @cached_property
    def text(self) -> str:
        """The text with numbers, as it is for readers."""
        return self.with_numbers(self.open_text)

    def with_numbers(self, text: str) -> str:
        """Return a part of the text with numbers."""
        pieces = _TOKEN.split(text)
        pieces[1::2] = [self._printed[token] for token in pieces[1::2]]
        return "".join(pieces)

    @cached_property
    def _printed(self) -> dict[str, str]:
        printed = {serial: str(number) for serial, number in self.numbers.items()}
        for place, n in self.places.items():
            printed[place] = f"{printed[place.partition('-')[0]]}-{n}"
        return printed

    @property
    def can_be_renumbered(self) -> bool:
        """Whether all the numbers are in elements where the live page can change them."""
        known = "".join(match[0] for match in _KNOWN.finditer(self.open_text))
        return known.count(_START) == self.open_text.count(_START)

    def renumbering(self, after: "Page") -> dict[str, str]:
        """Return the new number for each number that is another one on the page after this one.

        A place such as 12-2 is listed too, if it is not just the same with the new number. Notes
        that are gone get numbers that no note has.
        """
        unused = map(str, count(max(len(after.numbers), len(self.numbers)) + 1))
        new = {name: after._printed.get(name) or next(unused) for name in self.numbers}
        found = {self._printed[name]: number for name, number in new.items()}
        for place, n in self.places.items():
            if (now := after.places.get(place, n)) != n:
                found[self._printed[place]] = f"{new[place.partition('-')[0]]}-{now}"
        return {old: now for old, now in found.items() if old != now}
