"""Printing: the one place from which a command's words reach a terminal or a log."""

import click

from briefing.printable import printable, printable_json


def echo(text: str, *, err: bool = False, styled: bool = False) -> None:
    """Print `text` and a line end, with nothing in it that is obeyed but colours if `styled`."""
    click.echo(printable(text, styled=styled), err=err)


def echo_json(text: str) -> None:
    """Print JSON and a line end."""
    click.echo(printable_json(text))
