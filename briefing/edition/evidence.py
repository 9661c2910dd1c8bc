"""The evidence for quotes and figures, as a briefing shows it."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from briefing.edition.citations import Citation
from briefing.edition.words import Words
from briefing.languages import N_
from briefing.record.claims import Claim
from briefing.record.proofs import Selector
from briefing.record.record import Record
from briefing.record.text_fragments import link_to_passage

if TYPE_CHECKING:
    from briefing.edition.entry import Entry, Figure, Quote

Grade = Literal[
    "verbatim", "same words", "confirmed", "located", "worked out",
    "differs", "elsewhere", "absent", "never checked",
]  # fmt: skip
_DOUBTS: dict[Grade, str] = {
    "differs": N_("differs from its source"),
    "elsewhere": N_("found in a different source"),
    "absent": N_("not found in its source"),
}
_NOT_EXPORTED = Field(exclude=True)


@dataclass(frozen=True, slots=True)
class TextQuoteSelector:
    """A passage of a source and the words around it.

    This is the text quote selector of the Web Annotation Data Model (W3C), section 4.2.4.
    """

    exact: str
    """The passage."""
    prefix: str
    """The words before it."""
    suffix: str
    """The words after it."""
    type: Literal["TextQuoteSelector"] = "TextQuoteSelector"
    """The name of the selector in the model."""


@dataclass(frozen=True, slots=True)
class Proof:
    """The result of comparing a quote or figure with the copies of its sources.

    If it is not proved, the fields after `source` are empty.
    """

    grade: Grade
    """The result: `verbatim`, `same words`, `confirmed`, `located`, `worked out`, `differs`,
    `elsewhere`, `absent` or `never checked`."""
    source: str
    """The id of the source or, if it has none, the name of its copies."""
    page: int | None = None
    """The number of the page of the copy, from 1, if the copy has pages."""
    selector: TextQuoteSelector | None = None
    """The passage."""
    url: str = ""
    """The address that opens the source at the passage, if it has an address."""
    doubt: Annotated[str, _NOT_EXPORTED] = ""
    """If it is not proved and the edition is internal, the reason, such as "differs from its
    source"; otherwise empty."""
    citation: Annotated[Citation | None, _NOT_EXPORTED] = None
    """The source that contains the passage."""


def proof_of(record: Record, claim: Claim, citations: Sequence[Citation], t: Words) -> Proof | None:
    """Return the proof of a claim, or None if nothing in the record has been proved.

    `citations` are those of the claim's sources.
    """
    if not record.proofs:
        return None
    found = record.proofs.of(claim)
    if not found or found.grade == "no copy":
        # A claim without a source is marked as such.
        return Proof("never checked", "", doubt=t.gettext("not proved") if citations else "")
    if not found.is_proved:
        return Proof(found.grade, found.source, doubt=t.gettext(_DOUBTS[found.grade]))
    if not found.passage:
        return Proof(found.grade, found.source)
    citation = citations[claim.source_names.index(found.source)]
    address = citation.url or citation.archived or ""
    passage = found.passage
    link = link_to_passage(address, passage, found.page)
    return Proof(
        found.grade,
        found.source,
        found.page,
        TextQuoteSelector(passage.exact, passage.prefix, passage.suffix),
        "" if link == address else link,
        citation=citation,
    )


def passage_of(proof: Proof) -> tuple[Selector, int | None] | None:
    """Return the passage of a proof and its page, or None if no passage proves it."""
    if not proof.selector:
        return None
    words = proof.selector
    return Selector(words.exact, words.prefix, words.suffix), proof.page


def checks_in_words(entries: Iterable["Entry"], t: Words) -> str:
    """Say how many quotes and figures of `entries` were checked, and how.

    The result is empty if there are none, or if nothing in the record has been proved.
    """
    shown = {item.where: item for entry in entries for item in claims_in(entry)}
    quotes: Counter[str] = Counter()
    figures: Counter[str] = Counter()
    for where, item in shown.items():
        if item.proof:
            (quotes if "quotes" in where.path else figures)[_RESULTS[item.proof.grade]] += 1
    return " ".join([*_about_quotes(quotes, t), *_about_figures(figures, t)])


_RESULTS: dict[Grade, str] = {
    "verbatim": "found",
    "same words": "found",
    "located": "found",
    "confirmed": "confirmed",
    "worked out": "worked out",
    "differs": "failed",
    "elsewhere": "failed",
    "absent": "failed",
    "never checked": "unchecked",
}


def _about_quotes(counts: Counter[str], t: Words) -> Iterator[str]:
    found, total = counts["found"], counts.total()
    if not total:
        return
    if found == total == 2:
        yield t.gettext("Both quotes match copies of their sources.")
    elif found == total:
        yield t.ngettext(
            "The quote matches a copy of its source.",
            "All %(num)s quotes match copies of their sources.",
            found,
        )
    elif found:
        yield t.ngettext(
            "%(num)s of %(total)s quotes matches a copy of its source.",
            "%(num)s of %(total)s quotes match copies of their sources.",
            found,
            total=total,
        )
    if failed := counts["failed"]:
        yield t.ngettext(
            "%(num)s quote does not match its source.",
            "%(num)s quotes do not match their sources.",
            failed,
        )
    if unchecked := counts["unchecked"]:
        yield t.ngettext(
            "%(num)s quote was not checked.", "%(num)s quotes were not checked.", unchecked
        )


def _about_figures(counts: Counter[str], t: Words) -> Iterator[str]:
    found, total = counts["found"], counts.total()
    if not total:
        return
    if found == total == 2:
        yield t.gettext(
            "Both figures were found in copies of their sources, next to the words that describe "
            "them."
        )
    elif found == total:
        yield t.ngettext(
            "The figure was found in a copy of its source, next to the words that describe it.",
            "All %(num)s figures were found in copies of their sources, next to the words that "
            "describe them.",
            found,
        )
    elif found:
        yield t.ngettext(
            "%(num)s of %(total)s figures was found in a copy of its source, next to the words "
            "that describe it.",
            "%(num)s of %(total)s figures were found in copies of their sources, next to the "
            "words that describe them.",
            found,
            total=total,
        )
    if confirmed := counts["confirmed"]:
        yield t.ngettext(
            "%(num)s figure was confirmed by a person.",
            "%(num)s figures were confirmed by a person.",
            confirmed,
        )
    if worked_out := counts["worked out"]:
        yield t.ngettext(
            "%(num)s figure was worked out from others.",
            "%(num)s figures were worked out from others.",
            worked_out,
        )
    if failed := counts["failed"]:
        yield t.ngettext(
            "%(num)s figure was not found in its source.",
            "%(num)s figures were not found in their sources.",
            failed,
        )
    if unchecked := counts["unchecked"]:
        yield t.ngettext(
            "%(num)s figure was not checked.", "%(num)s figures were not checked.", unchecked
        )


def claims_in(entry: "Entry") -> Iterator["Quote | Figure"]:
    """Yield the quotes of an entry, its figures and those that they are compared with."""
    yield from entry.quotes
    yield from with_others(entry.figures)


def with_others(figures: Iterable["Figure"]) -> Iterator["Figure"]:
    """Yield the figures, and those that they are compared with."""
    for figure in figures:
        yield figure
        yield from with_others([figure.wider] if figure.wider else [])
        yield from with_others(figure.otherwise)
