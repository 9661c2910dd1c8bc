"""The error raised when a command cannot do its work."""

from collections.abc import Iterator
from contextlib import contextmanager

import click

NOTHING_WRITTEN = "\nNothing was written."


class CommandFailed(click.ClickException):
    """A command failed, although the record and the options are valid."""

    exit_code = 3


@contextmanager
def failing_on(*errors: type[Exception], end: str = "") -> Iterator[None]:
    """Turn these `errors`, raised outside the command line, into failures of the command.

    `end` is added to their messages.
    """
    try:
        yield
    except errors as error:
        raise CommandFailed(f"{error}{end}") from None
