"""Options of the commands that make briefings."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click


class _Formats(click.ParamType[tuple[str, ...]]):
    """One or more formats, separated by commas, by their usual or other names."""

    name = "FORMAT"

    def __init__(self, forms: Sequence[str]) -> None:
        self.forms = forms

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, ...]:
        if isinstance(value, tuple):
            return value
        words = [word.strip().lower().lstrip(".") for word in value.split(",") if word.strip()]
        forms = tuple(_OTHER_NAMES.get(word, word) for word in words)
        for word, form in zip(words, forms, strict=True):
            if form not in self.forms:
                listed = ", ".join(self.forms)
                self.fail(f"There is no format '{word}'. Choose from: {listed}.", param, ctx)
        return forms


_OTHER_NAMES = {
    "word": "docx", "doc": "docx", "markdown": "md", "htm": "html", "web": "html",
    "ical": "ics", "icalendar": "ics", "calendar": "ics", "email": "eml", "e-mail": "eml",
    "mail": "eml",
}  # fmt: skip


def _joined(
    ctx: click.Context, param: click.Parameter, values: tuple[tuple[str, ...], ...]
) -> tuple[str, ...]:
    return tuple(form for forms in values for form in forms)


def edition_and_format_options(*forms: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Add `--edition` and `--format`, which chooses among `forms`."""

    def options(command: Callable[..., Any]) -> Callable[..., Any]:
        for option in (
            click.option(
                "--format",
                "-f",
                "forms",
                multiple=True,
                type=_Formats(forms),
                callback=_joined,
                help=f"The formats to make, as in -f md,pdf. Choose from: {', '.join(forms)}. "
                "Default: md, html and pdf.",
            ),
            click.option(
                "--edition",
                "-e",
                "names",
                multiple=True,
                help="Make only this edition. Can be repeated.",
            ),
        ):
            command = option(command)
        return command

    return options


def making_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add `--templates`, `--engine`, `--strict` and `--quiet`."""
    for option in (
        click.option(
            "--quiet", "-q", is_flag=True, help="Print nothing unless something is wrong."
        ),
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
