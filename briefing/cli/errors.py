"""The error raised when a command cannot do its work."""

from collections.abc import Iterator
from contextlib import contextmanager

import click

NOTHING_WRITTEN = "\nNothing was written."


class CommandFailed(click.ClickException):
    """A command failed, although the record and the options are valid."""

    exit_code = 3


@contextmanager
def failing_to_save(otherwise: str = "Nothing was written.") -> Iterator[None]:
    """Turn the errors of `briefing.saving` into errors of the command, which end with `otherwise`.

    The command must have the option `--force`.
    """
    from briefing.saving import ChangedMeanwhile, OpenInEditor

    try:
        yield
    except OpenInEditor as error:
        hint = "Save and close it there, or add --force."
        raise CommandFailed(f"{error} {otherwise} {hint}") from None
    except ChangedMeanwhile as error:
        raise CommandFailed(f"{error} {otherwise} Run the command again.") from None
    except FileExistsError as error:
        raise CommandFailed(f"{error.filename} already exists. {otherwise}") from None
    except OSError as error:
        message = f"{error.filename} cannot be written: {error.strerror}. {otherwise}"
        raise CommandFailed(message) from None


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
