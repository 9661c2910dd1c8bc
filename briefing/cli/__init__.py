"""The command line. Each command has its own module. Large libraries load only when needed."""

import os
import signal
from contextlib import redirect_stderr
from importlib import import_module
from io import StringIO
from keyword import iskeyword
from typing import TYPE_CHECKING, Any

import click

from briefing import __version__
from briefing.cli.console import abandon_output, echo, forgiving_output

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

# Pydantic looks for plugins in every installed package, but briefing uses none.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")

COMMANDS = {
    "new": "Start a record in a new folder.",
    "import": "Turn tables that you already have into events.",
    "add": "Add an event, from options or by answering questions.",
    "rename": "Change an id wherever the record uses it.",
    "fmt": "Format the events files in a standard layout.",
    "check": "Check the record and show each problem and its line number.",
    "keep": "Keep copies of the sources.",
    "prove": "Look for each quote and figure in the kept copies of its sources.",
    "watch": "Report quotes and figures that have changed at their sources, and dead links.",
    "build": "Make the briefings as Markdown, HTML and PDF.",
    "publish": "Make a website of the public editions, for any web host.",
    "serve": "Show the briefings in a browser, and follow the record while you edit it.",
    "cache": "Show or clear the documents that builds keep.",
    "digest": "Make a weekly digest.",
    "send": "Send digests by email, once to each recipient.",
    "mailbox": "Note who has unsubscribed and which messages bounced.",
    "chart": "Draw an edition's chart as an SVG or PNG image.",
    "list": "List events, asks, questions, commitments, figures, sources, evidence or actors.",
    "show": "Show an event, ask, question, commitment or actor.",
    "diff": "Show what changed in the record: events and fields, not lines of text.",
    "explain": "Explain a rule that `briefing check` applies.",
    "lsp": "Check, complete and explain events files in an editor as you type.",
    "schema": "Print the JSON Schema that text editors use to autocomplete fields.",
}
"""The commands, in the order in which people use them, each with a line of help."""

_COMPLETE = "_BRIEFING_COMPLETE"
"""The environment variable that a shell sets to ask for completions."""


class LazyGroup(click.Group):
    """A command group that loads only the command being run, because imports are slow.

    It never shows a traceback. If there is an internal error, it prints a sentence and writes a
    file to attach to a report.
    """

    def list_commands(self, ctx: click.Context) -> list[str]:
        # Once the command `list` has been loaded, its name hides Python's own `list`.
        return [*COMMANDS]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        name = f"{cmd_name}_" if iskeyword(cmd_name) else cmd_name
        module = vars(import_module(f"briefing.cli.{name}")).values()
        return next(command for command in module if isinstance(command, click.Command))

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([*COMMANDS.items()])

    def shell_complete(self, ctx: click.Context, incomplete: str) -> "list[CompletionItem[Any]]":
        """Return the names of commands and options that a shell can offer, without loading any."""
        from click.shell_completion import CompletionItem

        names = {name: help for name, help in COMMANDS.items() if name.startswith(incomplete)}
        commands = [CompletionItem(name, help=help) for name, help in names.items()]
        return [*commands, *click.Command.shell_complete(self, ctx, incomplete)]

    def main(self, *arguments: Any, **options: Any) -> Any:
        """Run the command line, even if nobody reads its output to the end."""
        if os.environ.get(_COMPLETE, "").endswith("_complete"):
            return self._complete(*arguments, **options)
        with forgiving_output():
            try:
                return super().main(*arguments, **options)
            except OSError as error:
                abandon_output()
                echo(f"Error: the output cannot be written: {error.strerror}.", err=True)
                raise SystemExit(3) from None

    def _complete(self, *arguments: Any, **options: Any) -> Any:
        """Answer a shell that completes a command. It never sees an error."""
        with open(os.devnull, "w", encoding="utf-8") as nowhere, redirect_stderr(nowhere):
            try:
                from briefing.cli import shells  # noqa: F401

                return super().main(*arguments, **options)
            except Exception:
                raise SystemExit(0) from None

    def invoke(self, ctx: click.Context) -> Any:
        if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
            ctx.color = False
        try:
            return super().invoke(ctx)
        except click.ClickException as error:
            shown = StringIO()
            error.show(shown)
            echo(shown.getvalue().rstrip("\n"), err=True)
            ctx.exit(error.exit_code)
        except (click.exceptions.Exit, click.Abort):
            raise
        except KeyboardInterrupt:
            echo("Stopped.", err=True)
            ctx.exit(128 + signal.SIGINT)
        except Exception as error:
            if isinstance(error, OSError) and error.filename is None:
                message = f"the output cannot be written: {error.strerror}."
                abandon_output()
            else:
                message = (
                    f"briefing failed unexpectedly: {type(error).__name__}: {error}.\n"
                    f"Please report it{_write_crash_report()}."
                )
            echo(f"Error: {message}", err=True)
            ctx.exit(3)


def _write_crash_report() -> str:
    """Write the traceback to a file. Return a request to send it, or an empty string on failure."""
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
    cls=LazyGroup,
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
