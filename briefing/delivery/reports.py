"""Messages and failures that a run reports."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from briefing.english import counted

if TYPE_CHECKING:
    from briefing.edition.digest_model import Digest


class Reporter(Protocol):
    """A receiver of a run's messages."""

    def result(self, text: str) -> None:
        """Report a completed action."""

    def note(self, text: str) -> None:
        """Report something that people should know but need not act on."""

    def log(self, text: str) -> None:
        """Report something for the log only."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A message for the person watching the run, and a `summary` without any addresses."""

    message: str
    summary: str
    exit_code: int


@dataclass(slots=True)
class Failures:
    """The failures in a run so far. A failure does not stop the rest of the run."""

    _all: list[Failure] = field(default_factory=list)

    def add(self, message: str, summary: str = "", exit_code: int = 3) -> None:
        """Add a failure. The default summary is the first line of the message."""
        failure = Failure(message, summary or message.partition("\n")[0], exit_code)
        if failure not in self._all:
            self._all.append(failure)

    def __iter__(self) -> Iterator[Failure]:
        return iter(self._all)


def in_short(digest: "Digest") -> str:
    """Summarise a digest in a few words."""
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
