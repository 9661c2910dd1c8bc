"""The front door: one module a command. Nothing heavy is imported before a command needs it."""

from typing import Any

import click

from briefing import __version__
from briefing.cli.build import build
from briefing.cli.check import check
from briefing.cli.explain import explain
from briefing.cli.new import new
from briefing.cli.schema import schema


class _FrontDoor(click.Group):
    """No traceback reaches a user: a fault of our own is a sentence, and a file to report it by."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort, BrokenPipeError):
            raise
        except Exception as error:
            import tempfile
            import traceback

            with tempfile.NamedTemporaryFile(
                "w", prefix="briefing-fault-", suffix=".txt", delete=False
            ) as file:
                traceback.print_exc(file=file)
            click.echo(
                f"Error: briefing itself failed: {type(error).__name__}: {error}.\n"
                f"Nothing was written. Please report it, with the file {file.name}.",
                err=True,
            )
            ctx.exit(3)


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


for _command in (build, check, explain, new, schema):
    main.add_command(_command)
