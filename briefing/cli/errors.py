"""The error for a command that could not do its work."""

import click


class CommandFailed(click.ClickException):
    """Something could not be done, although the record and the options are valid."""

    exit_code = 3
