"""Write the manual page from the help of the commands: python tools/write_man.py."""

import re
from inspect import cleandoc
from pathlib import Path

import click

from briefing.cli import COMMANDS, main

PAGE = Path(__file__).parents[1] / "docs" / "briefing.1"
_STATUS = (
    ("0", "Success."),
    (
        "1",
        "The record has errors or, with --strict, warnings; or a quote or figure is not in its "
        "source, or not proved although it must be.",
    ),
    ("2", "The command or one of its options is wrong."),
    ("3", "Something could not be done, such as writing a file or sending a message."),
)


def page() -> str:
    """Return the manual page, in the macros of man(7)."""
    # click caches a command's help options in its first context.
    context = click.Context(main, info_name="briefing", **main.context_settings)
    parts = [
        '.TH BRIEFING 1 "" "briefing" "User Commands"',
        ".SH NAME",
        r"briefing \- make briefings from a record of public policy events",
        ".SH SYNOPSIS",
        r".B briefing",
        r"\fICOMMAND\fR [\fIOPTIONS\fR] [\fIARGUMENTS\fR]",
        ".SH DESCRIPTION",
        *_prose(cleandoc(main.help or "")),
        ".SH COMMANDS",
    ]
    for name in COMMANDS:
        command = main.get_command(context, name)
        assert command
        parts += _command(name, command, context)
    parts.append(".SH EXIT STATUS")
    for status, meaning in _STATUS:
        parts += [".TP", f".B {status}", _escaped(meaning)]
    parts += [
        ".SH ENVIRONMENT",
        ".TP",
        ".B NO_COLOR",
        "If set, nothing is printed in colour. Colours are also off if TERM is dumb.",
        "",
    ]
    return "\n".join(parts)


def _command(name: str, command: click.Command, parent: click.Context) -> list[str]:
    context = click.Context(command, info_name=name, parent=parent)
    usage = " ".join(filter(None, command.collect_usage_pieces(context)))
    parts = [f".SS briefing {name} {_escaped(usage)}", *_prose(cleandoc(command.help or ""))]
    for parameter in command.get_params(context):
        record = parameter.get_help_record(context)
        if record and record[1] and "--help" not in parameter.opts:
            option, meaning = record
            parts += [".TP", rf"\fB{_escaped(option)}\fR", _escaped(" ".join(meaning.split()))]
    return parts


def _prose(text: str) -> list[str]:
    """Format paragraphs of help. Those that click does not wrap keep their lines."""
    parts = []
    for paragraph in re.split(r"\n\s*\n", text.strip()):
        lines = paragraph.split("\n")
        if lines[0].strip() == "\b":
            parts += [".PP", ".nf", *map(_escaped, lines[1:]), ".fi"]
        else:
            parts += [".PP", _escaped(" ".join(line.strip() for line in lines))]
    return parts


def _escaped(text: str) -> str:
    """Escape `text` so that roff finds no commands in it."""
    safe = text.replace("\\", r"\e").replace("-", r"\-")
    return rf"\&{safe}" if safe.lstrip().startswith((".", "'")) else safe


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
