"""Rules for the proof of quotes and figures, which `briefing prove` keeps in evidence.lock."""

from collections.abc import Iterator

from briefing.record.claims import Claim, claims
from briefing.record.fix_hints import add
from briefing.record.merging import Draft
from briefing.record.problems import Finding
from briefing.record.proofs import Grade, Proof
from briefing.record.rules.rule import error, fixed, note, warning

CORRECT_QUOTE = "correct the quote, quote fewer words, or put … for words left out"
"""The advice about a quote that differs from its source."""


@error
def quote_differs(record: Draft) -> Iterator[Finding]:
    """A quote must match the words of its source.

    `briefing prove` compares each quote with a kept copy of its source. Quotation marks, dashes,
    spaces, hyphens at line ends and the case of the first letter can differ, but not the words.

    Wrong:
        title: Example
        actors:
          mayor: {name: The Mayor}
        sources:
          gazette: {title: The gazette}
        events:
          - date: 2019-04
            kind: speech
            title: A
            source: gazette
            quotes: [{text: We shall go, by: mayor}]
        # evidence.lock:
        {"version": 1}
        {"source": "gazette", "type": "quote", "text": "We shall go", "grade": "differs"}

    Right:
        title: Example
        actors:
          mayor: {name: The Mayor}
        sources:
          gazette: {title: The gazette}
        events:
          - date: 2019-04
            kind: speech
            title: A
            source: gazette
            quotes: [{text: We shall see, by: mayor}]
        # evidence.lock:
        {"version": 1}
        {"source": "gazette", "type": "quote", "text": "We shall see", "grade": "verbatim"}
    """
    for claim, proof in _failed(record, "quote", "differs"):
        message = f"this quote differs from its source, {proof.source}"
        page = f" (page {proof.page})" if proof.page else ""
        hint = f'the source has "{proof.passage.exact}"{page}' if proof.passage else ""
        yield _finding(claim, message, hint or CORRECT_QUOTE)


@error
@fixed("unsafe")
def quote_absent(record: Draft) -> Iterator[Finding]:
    """A quote must be in its source.

    `briefing prove` looks for each quote in the kept copies of its own sources, then in the
    copies of all other sources. If it is in another source, correct its `source`. If the copy is
    incomplete, keep a better one.

    Wrong:
        title: Example
        actors:
          mayor: {name: The Mayor}
        sources:
          gazette: {title: The gazette}
        events:
          - date: 2019-04
            kind: speech
            title: A
            source: gazette
            quotes: [{text: We shall see, by: mayor}]
        # evidence.lock:
        {"version": 1}
        {"source": "gazette", "type": "quote", "text": "We shall see", "grade": "absent"}

    Right:
        title: Example
        actors:
          mayor: {name: The Mayor}
        sources:
          gazette: {title: The gazette}
        events:
          - date: 2019-04
            kind: speech
            title: A
            source: gazette
            quotes: [{text: We shall see, by: mayor}]
        # evidence.lock:
        {"version": 1}
        {"source": "gazette", "type": "quote", "text": "We shall see", "grade": "verbatim"}
    """
    for claim, proof in _failed(record, "quote", "absent", "elsewhere"):
        if proof.found_in:
            message = f"this quote is not in its source, {proof.source}, but in {proof.found_in}"
            hint = f"change its source to {proof.found_in}"
            hint = add("source", proof.found_in, hint, at=claim.where.path)
            yield _finding(claim, message, hint)
        else:
            message = f"this quote is not in its source, {proof.source}"
            yield _finding(claim, message, "correct the quote or its source, or keep a better copy")


@error
def figure_absent(record: Draft) -> Iterator[Finding]:
    """A figure must be in its source, near the words of its label.

    `briefing prove` looks for each figure in the kept copies of its sources, and shows the closest
    passage. If the source gives it in other words, confirm the passage with `briefing prove
    --confirm`. If a copy changes, any figures confirmed in it must be confirmed again. If you have
    worked a figure out from others, say how with `worked_out`.

    Wrong:
        title: Example
        sources:
          gazette: {title: The gazette}
        events:
          - date: 2019-04
            kind: poll
            title: A
            source: gazette
            figures: [{label: want, value: 77%}]
        # evidence.lock:
        {"version": 1}
        {"source": "gazette", "type": "figure", "text": "77%", "label": "want", "grade": "absent"}

    Right:
        title: Example
        sources:
          gazette: {title: The gazette}
        events:
          - date: 2019-04
            kind: poll
            title: A
            source: gazette
            figures: [{label: want, value: 77%}]
        # evidence.lock:
        {"version": 1}
        {"source": "gazette", "type": "figure", "text": "77%", "label": "want", "grade": "located"}
    """
    for claim, proof in _failed(record, "figure", "absent"):
        hint = "correct it, confirm it with `briefing prove --confirm`, or add 'worked_out'"
        yield _finding(claim, _about_absent_figure(proof), hint)


@note
def not_proved(record: Draft) -> Iterator[Finding]:
    """If a record has an evidence.lock, every quote and figure should be proved.

    If a quote or figure changes, it must be proved again. If no copy of its sources has been
    kept, it cannot be proved.

    Wrong:
        title: Example
        actors:
          mayor: {name: The Mayor}
        sources:
          gazette: {title: The gazette}
        events:
          - date: 2019-04
            kind: speech
            title: A
            source: gazette
            quotes: [{text: We shall see, by: mayor}]
        # evidence.lock:
        {"version": 1}
        {"source": "gazette", "type": "quote", "text": "We may see", "grade": "verbatim"}

    Right:
        title: Example
        actors:
          mayor: {name: The Mayor}
        sources:
          gazette: {title: The gazette}
        events:
          - date: 2019-04
            kind: speech
            title: A
            source: gazette
            quotes: [{text: We shall see, by: mayor}]
        # evidence.lock:
        {"version": 1}
        {"source": "gazette", "type": "quote", "text": "We shall see", "grade": "verbatim"}
    """
    if record.has_lock:
        for claim in claims(record):
            if not record.proofs.of(claim):
                message = f"this {claim.key.type} has not been proved"
                hint = "keep a copy of its source, then run `briefing prove`"
                yield _finding(claim, message, hint)


@warning
def copy_changed(record: Draft) -> Iterator[Finding]:
    """The copies of a source must not have changed since its quotes and figures were proved.

    Only `briefing check` and `briefing prove` read the copies.

    Wrong:
        title: Example
        actors:
          mayor: {name: The Mayor}
        sources:
          gazette: {title: The gazette}
        events:
          - date: 2019-04
            kind: speech
            title: A
            source: gazette
            quotes: [{text: We shall see, by: mayor}]
        # evidence.lock:
        {"version": 1}
        {"source": "gazette", "type": "quote", "text": "We shall see", "grade": "verbatim", "hash": "1"}
        # sources/gazette.txt:
        The mayor said: We shall see.

    Right:
        title: Example
        actors:
          mayor: {name: The Mayor}
        sources:
          gazette: {title: The gazette}
        events:
          - date: 2019-04
            kind: speech
            title: A
            source: gazette
            quotes: [{text: We shall see, by: mayor}]
        # evidence.lock:
        {"version": 1}
        {"source": "gazette", "type": "quote", "text": "We shall see", "grade": "verbatim", "hash": "1ca7f9586d02e8e51fe66e77ee8eaf2c8b5441c5159636492bb29261688ff15b"}
        # sources/gazette.txt:
        The mayor said: We shall see.
    """  # noqa: E501
    changed = {
        proof.source
        for proof in record.proofs
        if record.copies.get(proof.source, proof.hash) != proof.hash
    }
    for claim in claims(record) if changed else ():
        for name in claim.source_names:
            if name in changed:
                changed.remove(name)
                source = record.sources.get(name)
                message = f"the copy of {name} has changed since its quotes and figures were proved"
                yield Finding(
                    source.where if source else claim.where, message, "run `briefing prove` again"
                )


def _about_absent_figure(proof: Proof) -> str:
    source = proof.source
    if proof.rejected_by:
        return f"{proof.rejected_by} rejected this figure: no passage in {source} supports it"
    if proof.earlier and proof.earlier.grade == "confirmed":
        changed = proof.earlier.source
        return f"this figure must be confirmed again, because the copy of {changed} has changed"
    if proof.passage:
        return f"this figure is not near the words of its label in its source, {source}"
    return f"the value of this figure is not in its source, {source}"


def _failed(record: Draft, type: str, *grades: Grade) -> Iterator[tuple[Claim, Proof]]:
    if any(proof.grade in grades for proof in record.proofs):
        for claim in claims(record):
            proof = record.proofs.of(claim)
            if proof and proof.key.type == type and proof.grade in grades:
                yield claim, proof


def _finding(claim: Claim, message: str, hint: str) -> Finding:
    """Return a finding about the text of a quote, or the value of a figure."""
    return Finding(claim.where / ("text" if claim.key.type == "quote" else "value"), message, hint)


ABOUT_CLAIMS = frozenset(
    rule.slug for rule in (quote_differs, quote_absent, figure_absent, not_proved, copy_changed)
)
"""The rules of this module. A record that breaks them can be read, but not published."""
