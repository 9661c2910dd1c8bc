"""What a run reports while it goes on, and what failed in it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol


class Reporter(Protocol):
    """Where the messages of a run go."""

    def result(self, text: str) -> None:
        """Report what was done."""

    def note(self, text: str) -> None:
        """Report what somebody who watches should know, and nobody needs to act on."""

    def log(self, text: str) -> None:
        """Report what only a log should hold."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A message for whoever sees the run, and a `summary` without anybody's address."""

    message: str
    summary: str
    exit_code: int


@dataclass(slots=True)
class Failures:
    """What has failed so far in a run that goes on with the rest."""

    _all: list[Failure] = field(default_factory=list)

    def add(self, message: str, summary: str = "", exit_code: int = 3) -> None:
        """Add a failure; its summary is the first line of the message if none is given."""
        failure = Failure(message, summary or message.partition("\n")[0], exit_code)
        if failure not in self._all:
            self._all.append(failure)

    def __iter__(self) -> Iterator[Failure]:
        return iter(self._all)


def counted(number: int, noun: str) -> str:
    """A number of things, as in "1,832 recipients"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
