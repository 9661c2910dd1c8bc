"""Ask a person whether a passage supports a figure, for `briefing prove --confirm`."""

import getpass
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefing.cli.console import echo
from briefing.cli.proofs import earlier_answer, styled
from briefing.english import counted, listing
from briefing.printable import CONTROL, printable

if TYPE_CHECKING:
    from briefing.evidence.copies import Copies
    from briefing.evidence.proving import Proved, Question, Reader
    from briefing.record.proofs import Proof, Proofs

_ANSWERS = ("y", "n", "s", "q")
_QUESTION = "Does this passage support the figure? [y]es, [n]o, [s]kip, [q]uit"


class _Quit(Exception):
    """The person has asked to stop."""


def person() -> str:
    """Return the name of the person at the keyboard: the one in git, or the login name.

    A repository may come from a stranger, so its own configuration is not read.
    """
    from briefing.environment import without_secrets

    try:
        done = subprocess.run(
            ["git", "config", "--global", "user.name"],
            cwd=Path.home(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=10,
            env=without_secrets(),
        )
        name = done.stdout.decode(errors="replace").strip()
    except (OSError, RuntimeError, subprocess.TimeoutExpired):
        name = ""
    try:
        return name or getpass.getuser()
    except (ImportError, KeyError, OSError):
        return "unknown"


def confirmed(
    proved: "Proved",
    copies: "Mapping[str, Copies]",
    read: "Reader",
    by: str,
    keep: "Callable[[Proofs], None]",
) -> "Proved":
    """Ask about the passages of figures that nobody has confirmed, and keep each answer at once.

    Args:
        proved: the results so far.
        copies: the copies of the sources, by name.
        read: reads copies.
        by: who confirms.
        keep: keeps proofs on disk.
    """
    from briefing.evidence.proving import questions, with_answer

    by = CONTROL.sub("", by).strip() or "unknown"

    to_ask = sorted(questions(proved.checked, copies, read), key=lambda one: one.order)
    echo(_overview(to_ask))
    try:
        for n, question in enumerate(to_ask, 1):
            _show(question, n, len(to_ask))
            if answer := [_signed(proof, by) for proof in _ask(question)]:
                proved = with_answer(proved, question, answer)
                keep(proved.proofs)
    except (_Quit, click.Abort):
        echo("")
    return proved


def _overview(to_ask: "Sequence[Question]") -> str:
    """Say how many figures there are to confirm, in the order of the questions."""
    if not to_ask:
        return "There are no passages to confirm."
    number = Counter(question.order for question in to_ask)
    states = [
        f"{number[order]:,} {state}"
        for order, state in enumerate(("not proved", "located", "previously rejected"))
        if number[order]
    ]
    what = counted(len(to_ask), "figure")
    return (
        f"{what} to confirm: {listing(states)}. You can quit at any time: your answers are saved."
    )


def _signed(proof: "Proof", by: str) -> "Proof":
    """Return an answer with the name of the person, who has seen its caution."""
    if proof.grade == "confirmed":
        return replace(proof, confirmed_by=by, caution="")
    return replace(proof, rejected_by=by)


def _show(question: "Question", number: int, total: int) -> None:
    claim, proof = question.claim, question.proof
    figure = " ".join(filter(None, (claim.key.text, claim.key.label)))
    people = f" (of {claim.key.of})" if claim.key.of else ""
    area = f" in {claim.key.area}" if claim.key.area else ""
    title = click.style(printable(f"{figure}{people}{area}"), bold=True)
    event = printable(f"{claim.event.title}, {claim.event.date.text}")
    echo(f"\n{number} of {total}: {title}\n{event}", styled=True)
    if proof and proof.rejected_by:
        echo(f"  Rejected by {printable(proof.rejected_by)}.")
    if proof and proof.earlier:
        for line in earlier_answer(proof.earlier):
            echo(f"  {line}", styled=True)


def _ask(question: "Question") -> "Sequence[Proof]":
    """Return the proof that the person has accepted, or those to keep if there is none.

    Return none if the person skips the figure.

    Raises:
        _Quit: the person has asked to stop.
    """
    for n, proof in enumerate(question.passages, 1):
        for line in _passage(proof, n, len(question.passages)):
            echo(line, styled=True)
        answer = ""
        while answer not in _ANSWERS:
            answer = click.prompt(_QUESTION, default="", show_default=False)[:1].lower()
        if answer == "q":
            raise _Quit
        if answer == "s":
            return ()
        if answer == "y":
            return [proof]
    return question.otherwise


def _passage(proof: "Proof", number: int, total: int) -> Iterator[str]:
    passage = proof.passage
    assert passage
    which = f"passage {number} of {total}, " if total > 1 else ""
    page = "" if proof.page is None else f"page {proof.page} of "
    yield click.style(f"  {which}{page}{printable(proof.copy)}:", dim=True)
    yield f"  {styled(passage)}"
    if proof.caution:
        yield f"  Caution: {printable(proof.caution)}"
