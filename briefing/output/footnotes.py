"""Numbered notes: the documents that a page cites, in the order it first cites them."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from briefing.edition.citations import Citation


@dataclass(slots=True)
class Note:
    """A citation and its number. `places` are the anchors of all the places that cite it."""

    number: int
    citation: Citation
    places: list[str] = field(default_factory=list)

    @property
    def place(self) -> str:
        """The anchor of the most recent place that cites it."""
        return self.places[-1]


class Notes:
    """The notes on a page, numbered in the order in which it first cites them.

    The citations in `first` get the lowest numbers, wherever the page cites them.
    """

    def __init__(self, first: Iterable[Citation] = ()) -> None:
        self._notes = {citation: Note(number, citation) for number, citation in enumerate(first, 1)}
        self.first = len(self._notes)

    def cite(self, citation: Citation) -> Note:
        """Return the note for `citation`, giving it a number the first time."""
        note = self._notes.setdefault(citation, Note(len(self._notes) + 1, citation))
        note.places.append(f"cited-{note.number}-{len(note.places) + 1}")
        return note

    @property
    def all(self) -> Iterable[Note]:
        """The notes so far, in numerical order."""
        return [note for note in self._notes.values() if note.places]
