"""The front door: one module a command. Nothing heavy is imported before a command needs it."""

import os
import signal
import sys
from io import TextIOWrapper
from typing import Any, TextIO

import click

from briefing import __version__
from briefing.cli.build import build
from briefing.cli.chart import chart
from briefing.cli.check import check
from briefing.cli.diff import diff
from briefing.cli.digest import digest
from briefing.cli.explain import explain
from briefing.cli.list import list_
from briefing.cli.new import new
from briefing.cli.schema import schema
from briefing.cli.show import show


class _FrontDoor(click.Group):
    """No traceback reaches a user: a fault of our own is a sentence, and a file to report it by."""

    def invoke(self, ctx: click.Context) -> Any:
        if os.environ.get("NO_COLOR"):
            ctx.color = False
        # Where the shell has closed one, there is none, and the next file would get its number.
        sys.stdout = sys.stdout or _nowhere()
        sys.stderr = sys.stderr or _nowhere()
        # A terminal or a file may lack letters that the record has.
        if isinstance(sys.stdout, TextIOWrapper):
            sys.stdout.reconfigure(errors="replace")
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort, BrokenPipeError):
            raise
        except KeyboardInterrupt:
            click.echo("Stopped.", err=True)
            ctx.exit(128 + signal.SIGINT)
        except Exception as error:
            if isinstance(error, OSError) and error.filename is None:
                message = f"the output cannot be written: {error.strerror}."
                _abandon_output()
            else:
                message = (
                    f"briefing itself failed: {type(error).__name__}: {error}.\n"
                    f"Please report it{_evidence()}."
                )
            click.echo(f"Error: {message}", err=True)
            ctx.exit(3)


def _nowhere() -> TextIO:
    return open(os.devnull, "w", encoding="utf-8")


def _abandon_output() -> None:
    """Let what is still to be printed go nowhere; at its end Python would fail over it again."""
    if isinstance(sys.stdout, TextIOWrapper):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _evidence() -> str:
    """Write the traceback to a file, and say to send it; nothing where there is no room for it."""
    import tempfile
    import traceback

    try:
        with tempfile.NamedTemporaryFile(
            "w", prefix="briefing-fault-", suffix=".txt", delete=False
        ) as file:
            traceback.print_exc(file=file)
    except OSError:
        return ""
    return f", with the file {file.name}"


@click.group(
    cls=_FrontDoor,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, message="briefing %(version)s")
def main() -> None:
    """Turn a curated record of public policy events into briefings.

    \b
    Start a record, check it, and make its briefings:
        briefing new my-record
        cd my-record
        briefing check
        briefing build
    """


# The model has no use for pydantic's plugins, and to look for some takes a tenth of a `check`.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")

for _command in (build, chart, check, diff, digest, explain, list_, new, schema, show):
    main.add_command(_command)
