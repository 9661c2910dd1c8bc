"""Options shared by the commands that make briefings."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from briefing.cli import completing
from briefing.cli.console import quiet_option
from briefing.english import listing
from briefing.output.formats import FORMATS, formats_for, usual_formats

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


class _Formats(click.ParamType[tuple[str, ...]]):
    """One or more formats of digests or other briefings, separated by commas."""

    name = "FORMAT"

    def __init__(self, *, digests: bool) -> None:
        self.digests = digests

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, ...]:
        if isinstance(value, tuple):
            return value
        choices = formats_for(digests=self.digests)
        names = {other: name for name in choices for other in (name, *FORMATS[name].other_names)}
        words = [word.strip().lower().lstrip(".") for word in value.split(",") if word.strip()]
        for word in words:
            if word not in names:
                listed = ", ".join(choices)
                self.fail(f"There is no format '{word}'. Choose from: {listed}.", param, ctx)
        return tuple(names[word] for word in words)

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> "list[CompletionItem[Any]]":
        from click.shell_completion import CompletionItem

        before, comma, begun = incomplete.rpartition(",")
        names = [name for name in formats_for(digests=self.digests) if name.startswith(begun)]
        return [CompletionItem(f"{before}{comma}{name}") for name in names]


def _format_help(default: Sequence[str], *, digests: bool) -> str:
    choices = [f"{name} ({FORMATS[name].description})" for name in formats_for(digests=digests)]
    return (
        f"The formats to produce, as in -f md,pdf. Choose from: {', '.join(choices)}. "
        f"Default: {listing(default)}."
    )


def _separated(
    ctx: click.Context, param: click.Parameter, values: tuple[str, ...]
) -> tuple[str, ...]:
    """Return the ids in lists such as "timeline,member". No id contains a comma."""
    return tuple(id.strip() for value in values for id in value.split(","))


def _joined(
    ctx: click.Context, param: click.Parameter, values: tuple[tuple[str, ...], ...]
) -> tuple[str, ...]:
    return tuple(format for formats in values for format in formats)


def edition_and_format_options(
    *, digests: bool, default: Sequence[str] = ()
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Add `--edition` and `--format`, offering the formats for digests or for other briefings.

    `default` lists the formats that a command makes by default, if they are not the usual ones.
    """
    example = "weekly,monthly" if digests else "timeline,member"

    def options(command: Callable[..., Any]) -> Callable[..., Any]:
        for option in (
            click.option(
                "--format",
                "-f",
                "formats",
                multiple=True,
                type=_Formats(digests=digests),
                callback=_joined,
                help=_format_help(default or usual_formats(), digests=digests),
            ),
            click.option(
                "--edition",
                "-e",
                "names",
                multiple=True,
                callback=_separated,
                shell_complete=completing.digests if digests else completing.editions,
                help=f"Make only these editions, as in -e {example}.",
            ),
        ):
            command = option(command)
        return command

    return options


def making_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add `--templates`, `--engine`, `--strict` and `--quiet`."""
    for option in (
        quiet_option("Print nothing unless something is wrong."),
        click.option("--strict", is_flag=True, help="Treat warnings as errors."),
        click.option(
            "--engine",
            type=click.Choice(["auto", "weasyprint", "plutoprint"]),
            default="auto",
            show_default=True,
            help="The PDF engine: weasyprint makes accessible PDFs, and plutoprint is faster.",
        ),
        click.option(
            "--templates",
            type=click.Path(exists=True, file_okay=False, path_type=Path),
            help="The folder of your own templates. Default: templates, next to the events file.",
        ),
    ):
        command = option(command)
    return command
