"""The quotes and figures that a briefing shows but that are not proved."""

from collections.abc import Iterator

from briefing.edition.briefing import Briefing
from briefing.edition.entry import Figure, Quote
from briefing.edition.evidence import claims_in, with_others
from briefing.record.claims import Claim, claims
from briefing.record.record import Record


def unproved(briefing: Briefing, record: Record) -> list[Claim]:
    """Return the claims in a briefing that are not proved, in the order of the record.

    `record` is the one that the briefing was made from, as its readers may see it.
    """
    shown = {item.where for item in _shown(briefing)}
    return [
        claim
        for claim in claims(record)
        if claim.where in shown and not record.proofs.proves(claim)
    ]


def _shown(briefing: Briefing) -> Iterator[Quote | Figure]:
    digest = briefing.digest
    for entry in (*briefing.entries, *(digest.happened if digest else ())):
        yield from claims_in(entry)
    for ask in briefing.asks:
        for move in ask.moves:
            yield from with_others(move.figures)
