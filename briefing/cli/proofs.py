"""The proofs of a record: keep them in evidence.lock, and print the results."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefing.cli import report
from briefing.cli.console import echo, is_quiet
from briefing.cli.errors import CommandFailed
from briefing.cli.events import events_files_here, lines_of
from briefing.english import counted, listing
from briefing.printable import printable

if TYPE_CHECKING:
    from briefing.evidence.proving import Checked, Proved
    from briefing.record.loading import File
    from briefing.record.problems import Path as Steps
    from briefing.record.problems import Problem, RecordPath
    from briefing.record.proofs import Proof, Proofs, Selector
    from briefing.record.record import Record

_MOST_LISTED = 20
_MOST_CAUTIONS = 10
_LONGEST_CLAIM = 60


class LockKeeper:
    """Writes the proofs of a record to the evidence.lock in its folder, if they have changed."""

    def __init__(self, folder: Path, record: "Record") -> None:
        from briefing.record.proofs import LOCK

        self._folder, self._record = folder, record
        self._path = folder / LOCK

    def keep(self, proofs: "Proofs") -> None:
        """Write the file in one step, with the answers that people have given meanwhile.

        Raises:
            CommandFailed: it cannot be written.
        """
        from briefing.output.writing import WriteError, write
        from briefing.record.proofs import LOCK, LockProblem, proofs_of, read_lock, write_lock

        try:
            before = self._path.read_bytes().decode()
            other = read_lock(before)
        except FileNotFoundError:
            before, other = "", proofs_of([])
        except (OSError, ValueError) as error:
            reason = error if isinstance(error, LockProblem) else "it cannot be read"
            raise click.ClickException(f"{self._path.as_posix()}: {reason}.") from None
        text = write_lock([*proofs.with_answers(other), *self._of_other_records(other)])
        if text != before and (before or proofs):
            try:
                write(self._folder, {LOCK: text.encode()})
            except WriteError as error:
                message = f"{self._path.as_posix()} cannot be written: {error.strerror}."
                raise CommandFailed(message) from None

    def _of_other_records(self, proofs: "Proofs") -> "list[Proof]":
        """Return the proofs of other claims, if the folder has other events files.

        They may belong to another record, or to the rest of this one.
        """
        from briefing.record.claims import claims

        own = {(claim.key, name) for claim in claims(self._record) for name in claim.source_names}
        others = [proof for key, proof in proofs.by_claim.items() if key not in own]
        if not others:
            return []
        files = {Path(file).resolve() for file in self._record.files}
        is_shared = any(path.resolve() not in files for path in events_files_here(self._folder))
        return others if is_shared else []


def problems_of(record: "Record", proved: "Proved", files: "Sequence[File]") -> "list[Problem]":
    """Return the claims that failed or were not checked, as problems on their lines."""
    from briefing.record.loading import text_of
    from briefing.record.locating import problems_in
    from briefing.record.merging import Draft
    from briefing.record.rules import proof
    from briefing.record.rules.rule import run_rule

    content = {field.name: getattr(record, field.name) for field in fields(record)}
    draft = Draft(**{**content, "proofs": proved.proofs, "has_lock": True})
    rules = (proof.quote_differs, proof.quote_absent, proof.figure_absent, proof.not_proved)
    findings = [finding for rule in rules for finding in run_rule(rule, draft)]
    texts = {file.name: text_of(file) for file in files}
    return problems_in(texts, {}, findings)


def print_results(
    proved: "Proved", record: "Record", files: "Sequence[File]", folder: Path
) -> None:
    """Print the claims that need attention, and the number of claims of each grade."""
    from briefing.evidence.copies import files_without_source
    from briefing.output.proof_report import has_failed, is_incomplete, summary

    _print_failures(proved, problems_of(record, proved, files))
    _print_unchecked(proved, record)
    if not is_quiet():
        for file in files_without_source(record, folder):
            note = (
                f"{file} does not belong to any source. Name it after a source's id, or add "
                f"`copy: {file}` to a source."
            )
            echo(f"Note: {note}", err=True)
        lines = lines_of((each.claim.where for each in proved.checked), files)
        _print_confirmed_before(proved, lines)
        _print_cautions(proved, lines)
    if not is_quiet() or has_failed(proved) or is_incomplete(proved):
        echo(summary(proved))


def _print_failures(proved: "Proved", problems: "Sequence[Problem]") -> None:
    """Print the copies that cannot be read, then each claim that is not in its sources."""
    # Several sources can have the same problem, such as a folder that leads out of the record.
    unreadable = ((copy.copy, copy.reason, copy.hint) for copy in proved.unreadable)
    for name, reason, hint in dict.fromkeys(unreadable):
        error = click.style("error:", fg="red", bold=True)
        message = f"this copy cannot be used: {reason}"
        echo(f"{printable(name)}: {error} {printable(message)}. {hint}.", styled=True)
    from briefing.record.rules.proof import CORRECT_QUOTE

    by_place: dict[tuple[str, Steps], Checked] = {
        (each.claim.where.file, each.claim.where.path): each for each in proved.checked
    }
    for problem in problems:
        if problem.severity == "error":
            each = by_place[problem.file, problem.path[:-1]]
            evidence = _evidence(each)
            if problem.slug == "quote-differs" and evidence:  # The passage is shown in full.
                problem = problem._replace(hint=CORRECT_QUOTE)
            echo(report.as_text(problem), styled=True)
            for line in evidence:
                echo(f"       {line}", styled=True)


def _evidence(checked: "Checked") -> list[str]:
    """Return the passage found for a failed claim.

    For a quote, it comes after the text in the record, and the differences are marked. For a
    figure, the reason why the passage does not support it follows.
    """
    from briefing.evidence.difference import difference, marked

    proof = checked.proof
    if not proof:
        return []
    if proof.earlier:
        return [*earlier_answer(proof.earlier), *_passage_now(proof)]
    if not proof.passage:
        return []
    if proof.grade == "elsewhere":
        return _with_place("found: ", proof)
    if proof.grade == "absent":
        reason = [f"reason: {printable(proof.caution)}"] if proof.caution else []
        return [*_with_place("source: ", proof), *reason]
    place = _place(proof)
    parts = [
        replace(part, text=printable(part.text))
        for part in difference(checked.claim.key.text, proof.passage.exact)
    ]

    def shown(text: str, colour: str) -> str:
        return click.style(f"[{text}]", fg=colour, bold=True)

    ours = marked(
        [part for part in parts if part.in_text != "source"], lambda text: shown(text, "red")
    )
    theirs = marked(
        [part for part in parts if part.in_text != "quote"],
        only_source=lambda text: shown(text, "green"),
    )
    return [f"record: {ours}", f"source: {theirs}", f"        {printable(place)}"]


def earlier_answer(proof: "Proof") -> list[str]:
    """Return the answer of a person from a copy that has since changed."""
    if proof.rejected_by:
        return [f"before: rejected by {printable(proof.rejected_by)}"]
    who = f"        confirmed by {printable(proof.confirmed_by)}"
    return [*_with_place("before: ", proof), who]


def _passage_now(proof: "Proof") -> list[str]:
    if proof.passage:
        return _with_place("now:    ", proof)
    return ["now:    the number is not in the copy"]


def _with_place(title: str, proof: "Proof") -> list[str]:
    """Return the passage of a proof, and the page and copy that it is from."""
    if not proof.passage:
        return []
    return [title + styled(proof.passage), " " * len(title) + printable(_place(proof))]


def _place(proof: "Proof") -> str:
    return proof.copy if proof.page is None else f"page {proof.page} of {proof.copy}"


def styled(passage: "Selector") -> str:
    """Return a passage in bold, with the words around it."""
    from briefing.output.proof_report import in_context

    before, exact, after = map(printable, in_context(passage))
    return f"{before}{click.style(exact, bold=True)}{after}"


def _print_confirmed_before(proved: "Proved", lines: "Mapping[RecordPath, int]") -> None:
    """Print the located figures that a person has confirmed or rejected in an earlier copy."""
    for each in proved.checked:
        proof = each.proof
        if proof and proof.earlier and proof.is_proved and not each.is_old:
            title = click.style("note:", fg="cyan", bold=True)
            source = printable(proof.earlier.source)
            message = f"confirm this figure again, because the copy of {source} has changed"
            echo(f"{_in_record(each, lines)}: {title} {message}", styled=True)
            for line in [*earlier_answer(proof.earlier), *_passage_now(proof)]:
                echo(f"       {line}", styled=True)


def _print_cautions(proved: "Proved", lines: "Mapping[RecordPath, int]") -> None:
    """Print the cautions about proved claims."""
    weak = [
        (each, each.proof.caution)
        for each in proved.checked
        if each.proof and each.proof.is_proved and each.proof.caution
    ]
    if weak:
        echo(f"{counted(len(weak), 'passage')} with a caution:")
    for each, caution in weak[:_MOST_CAUTIONS]:
        key = each.claim.key
        words = f"“{key.text}”" if key.type == "quote" else f"{key.text} {key.label}"
        if len(words) > _LONGEST_CLAIM:
            words = f"{words[: _LONGEST_CLAIM - 1]}…{'”' if key.type == 'quote' else ''}"
        echo(f"  {_in_record(each, lines)}: {words}: {caution}")
    if len(weak) > _MOST_CAUTIONS:
        echo(f"  and {len(weak) - _MOST_CAUTIONS:,} more: see `briefing list --of evidence`")


def _in_record(checked: "Checked", lines: "Mapping[RecordPath, int]") -> str:
    where = checked.claim.where
    return printable(f"{where.file}:{lines[where]}" if where in lines else where.file)


def _print_unchecked(proved: "Proved", record: "Record") -> None:
    """Print the sources without a copy, and how many claims could not be checked for each."""
    old = Counter(each.proof.source for each in proved.checked if each.proof and each.is_old)
    if old:
        shown = [f"{printable(name)} ({n:,})" for name, n in old.most_common(_MOST_LISTED)]
        if len(old) > _MOST_LISTED:
            shown.append(f"{len(old) - _MOST_LISTED} more")
        copies = "the copy is" if len(old) == 1 else "the copies are"
        what = counted(old.total(), "claim")
        echo(f"{what} not checked again, because {copies} missing: {listing(shown)}.")
    number = Counter(
        name for each in proved.checked if not each.proof for name in each.without_copy
    )
    unreadable = {copy.source for copy in proved.unreadable}
    missing = [(name, n) for name, n in number.items() if name not in unreadable]
    if not missing:
        return
    shown = [f"{printable(name)} ({counted(n, 'claim')})" for name, n in missing[:_MOST_LISTED]]
    if len(missing) > _MOST_LISTED:
        shown.append(f"{len(missing) - _MOST_LISTED} more")
    echo(f"No copy of {listing(shown)}.")
    names = {name for name, _ in missing}
    has_address = any(
        name in names and record.document(source).url
        for each in proved.checked
        for name, source in zip(each.claim.source_names, each.claim.sources, strict=True)
    )
    advice = "Run `briefing keep`, or save" if has_address else "Save"
    example = f"sources/{printable(missing[0][0])}.pdf"
    echo(f"{advice} each copy yourself, for example as {example}.")
