"""Messages and failures that a run reports as it goes on."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from briefing.english import counted

if TYPE_CHECKING:
    from briefing.edition.digest_model import Digest


class Reporter(Protocol):
    """Receiver of the messages of a run."""

    def result(self, text: str) -> None:
        """Report something that was done."""

    def note(self, text: str) -> None:
        """Report something that an observer should know, but that needs no action."""

    def log(self, text: str) -> None:
        """Report something that belongs only in the log."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A message for the person who sees the run, and a `summary` without any addresses."""

    message: str
    summary: str
    exit_code: int


@dataclass(slots=True)
class Failures:
    """The failures so far, in a run that continues with the rest."""

    _all: list[Failure] = field(default_factory=list)

    def add(self, message: str, summary: str = "", exit_code: int = 3) -> None:
        """Add a failure. The default summary is the first line of the message."""
        failure = Failure(message, summary or message.partition("\n")[0], exit_code)
        if failure not in self._all:
            self._all.append(failure)

    def __iter__(self) -> Iterator[Failure]:
        return iter(self._all)


def in_short(digest: "Digest") -> str:
    """Describe the content of a digest in a few words."""
    if digest.is_quiet:
        return f"no events for {counted(digest.weeks, 'week')}" if digest.weeks else "nothing new"
    changes = len(digest.asks) + len(digest.commitments)
    parts = [
        counted(len(digest.happened), "event") if digest.happened else "",
        f"{len(digest.late):,} added late" if digest.late else "",
        f"{len(digest.ended):,} ended" if digest.ended else "",
        f"{counted(changes, 'status change')}" if changes else "",
        counted(len(digest.corrections), "correction") if digest.corrections else "",
    ]
    return ", ".join(filter(None, parts))
