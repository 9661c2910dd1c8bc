"""The error raised when a command cannot do its work."""

from collections.abc import Iterator
from contextlib import contextmanager

import click

NOTHING_WRITTEN = "\nNothing was written."


class CommandFailed(click.ClickException):
    """A command failed, although the record and the options are valid."""

    exit_code = 3


class NotProved(click.ClickException):
    """A briefing is not made, because a quote or figure in it is not proved."""


@contextmanager
def failing_on(
    *errors: type[Exception],
    kind: type[click.ClickException] = CommandFailed,
    end: str = "",
) -> Iterator[None]:
    """Turn these `errors`, raised outside the command line, into errors of the command.

    `kind` is the kind of error, and `end` is added to its message.
    """
    try:
        yield
    except errors as error:
        raise kind(f"{error}{end}") from None
