"""Print what a build has made, what it has not made, and why."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from briefing.cli.console import echo, is_quiet
from briefing.english import counted
from briefing.typography import with_stop

if TYPE_CHECKING:
    from briefing.output.plan import PlannedDocument

_MOST_LISTED = 10
"""The maximum number of documents to name if they fail for the same reason."""


def print_documents(documents: "Mapping[str, PlannedDocument]", out: Path) -> None:
    """Print the warnings about documents, each file, and the events and pages of each document."""
    _print_warnings(documents.values())
    if is_quiet():
        return
    for name, document in documents.items():
        pages = None if document.pages is None else counted(document.pages, "page")
        notes = ", ".join(filter(None, (document.note, pages)))
        for file in document.files:
            path = (out / file).as_posix()
            echo(f"{path}  {notes}" if file == name else path)


def _print_warnings(documents: "Iterable[PlannedDocument]") -> None:
    """Print each warning of the documents once and, unless quiet, the information about them."""
    listed = list(documents)
    warnings = [warning for document in listed for warning in document.warnings]
    infos = [info for document in listed for info in document.infos]
    for message in dict.fromkeys((*warnings, *([] if is_quiet() else infos))):
        echo(f"Note: {message}.", err=True)


def failures_in_words(failed: Mapping[str, str]) -> list[str]:
    """Return a sentence for each reason why documents failed, given the reasons by name."""
    names: dict[str, list[str]] = {}
    for name, reason in failed.items():
        names.setdefault(reason, []).append(name)
    return [f"{_listed(same)} not made: {_ended(reason)}" for reason, same in names.items()]


def _ended(reason: str) -> str:
    """Return a reason with a full stop, unless it ends with a command on a line of its own."""
    return reason if "\n" in reason else with_stop(reason)


def _listed(names: list[str]) -> str:
    if len(names) == 1:
        return f"{names[0]} was"
    more = len(names) - _MOST_LISTED
    if more > 0:
        return f"{', '.join(names[:_MOST_LISTED])} and {more:,} more were"
    return f"{', '.join(names[:-1])} and {names[-1]} were"


def counts_in_words(made: int, unchanged: int, failed: int) -> str:
    """Return how many documents were made now, had been made before, and failed."""
    return f"{made:,} made, {unchanged:,} unchanged, {failed:,} failed"
