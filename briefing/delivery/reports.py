"""Messages and failures that a run reports as it goes on."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol


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


def counted(number: int, noun: str) -> str:
    """Return a number with its noun, as in "1,832 recipients"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
