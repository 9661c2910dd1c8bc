"""Numbered notes: the documents that a page cites, in the order it first cites them."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from briefing.edition.citations import Citation, Detail
from briefing.edition.evidence import Proof, passage_of
from briefing.record.text_fragments import link_to_passages


@dataclass(slots=True)
class Note:
    """A citation and its number.

    `places` are the anchors of all the places that cite it, and `proofs` those of the quotes and
    figures there, if they have passages in the source.
    """

    number: int
    citation: Citation
    places: list[str] = field(default_factory=list)
    proofs: list[Proof] = field(default_factory=list)

    @property
    def details(self) -> tuple[Detail, ...]:
        """The details of the citation. Their links open the source at the words cited."""
        passages = [*filter(None, map(passage_of, self.proofs))]
        details = self.citation.details
        if not passages:
            return details
        return tuple(
            replace(detail, url=link_to_passages(detail.url, passages)) if detail.url else detail
            for detail in details
        )

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

    def cite(self, citation: Citation, proofs: Iterable[Proof | None] = ()) -> Note:
        """Return the note for `citation`, giving it a number the first time.

        `proofs` are those of the quotes and figures in the place that cites it.
        """
        note = self._notes.setdefault(citation, Note(len(self._notes) + 1, citation))
        note.places.append(f"cited-{note.number}-{len(note.places) + 1}")
        note.proofs += [proof for proof in proofs if proof and proof.citation == citation]
        return note

    @property
    def all(self) -> Iterable[Note]:
        """The notes so far, in numerical order."""
        return [note for note in self._notes.values() if note.places]

    @property
    def have_passages(self) -> bool:
        """Whether any place so far has a link to the words of a source."""
        return any(proof.url for note in self.all for proof in note.proofs)
