"""Prove a quote or a figure while it is entered: look for it in the kept copies of its sources."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from pydantic import ValidationError

from briefing.evidence.copies import Copies, Unreadable, find_copies
from briefing.evidence.extracting import read_copies
from briefing.evidence.proving import prove
from briefing.evidence.text import SourceText
from briefing.record.claims import claims
from briefing.record.model import Event
from briefing.record.problems import RecordPath
from briefing.record.proofs import PROVED, Proof, Proofs
from briefing.record.record import Record
from briefing.typography import capitalised

_MOST_KEPT = 8
_PLACE = RecordPath("draft", ("events", 0))


@dataclass(frozen=True, slots=True)
class ShownProof:
    """The proof of a quote or figure, in words.

    Attributes:
        state: "proved", "failed" if the copies do not have it, or "unchecked" if there are none.
        words: the result, as a sentence.
        passage: the passage of the copy, with the words around it, or "".
    """

    state: Literal["proved", "failed", "unchecked"]
    words: str
    passage: str = ""


class CopyReader:
    """Reads copies, and keeps the texts of the last few, because people quote a source often."""

    def __init__(self) -> None:
        self._texts: dict[tuple[str, str], SourceText] = {}

    def __call__(self, copies: Sequence[Copies]) -> Iterator[SourceText | Unreadable]:
        """Yield the text of the copies of each source, or why they cannot be read."""
        for each in copies:
            key = each.source, each.hash
            if key in self._texts:
                yield self._texts[key]
                continue
            (read,) = read_copies([each])
            if isinstance(read, SourceText):
                self._texts[key] = read
                while len(self._texts) > _MOST_KEPT:
                    del self._texts[next(iter(self._texts))]
            yield read


def prove_draft(
    claim: Mapping[str, Any],
    field: str,
    event: Mapping[str, Any],
    record: Record,
    folder: Path,
    read: CopyReader,
) -> ShownProof | None:
    """Look for a quote or a figure in the copies of its sources, or else those of its event.

    Args:
        claim: the quote or figure, as plain data.
        field: "quotes" or "figures".
        event: the event, as plain data. Only its sources matter.
        record: the record, whose sources it may cite.
        folder: the record's folder, which has the copies.
        read: reads the copies.

    Returns:
        The proof, or None if there is nothing to look for yet.
    """
    cited = {key: event[key] for key in ("source", "sources") if event.get(key)}
    whole = {"date": "2000", "kind": "statement", "title": "Draft", **cited, field: [claim]}
    try:
        draft = Event.model_validate(whole)
    except ValidationError:
        return None
    draft.set_place(_PLACE)
    with_draft = replace(record, events=[draft], proofs=Proofs())
    names = next(claims(with_draft)).source_names
    if not names:
        return ShownProof("unchecked", "Add a source, so that this can be proved.")
    copies = find_copies(with_draft, folder, names)
    proved = prove(with_draft, copies, Proofs(), read)
    if proved.unreadable:
        problem = proved.unreadable[0]
        return ShownProof("unchecked", f"{problem.copy} cannot be read: {problem.reason}.")
    proof = proved.checked[0].proof
    if proof is None or not copies:
        return ShownProof("unchecked", "Not checked, because no copy of the source is kept.")
    return _in_words(proof)


def _in_words(proof: Proof) -> ShownProof:
    passage = proof.passage
    around = f"{passage.prefix}{passage.exact}{passage.suffix}" if passage else ""
    page = f", page {proof.page}" if proof.page else ""
    if proof.grade in PROVED:
        caution = f": {proof.caution}" if proof.caution else ""
        words = f"{capitalised(proof.grade)} in {proof.copy}{page}{caution}."
        return ShownProof("proved", words, around)
    if passage:
        return ShownProof(
            "failed", f"Not in {proof.source}{page}. It says something similar:", around
        )
    return ShownProof("failed", f"Not in the copy of {proof.source}.")
