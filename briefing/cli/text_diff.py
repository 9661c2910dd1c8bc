"""Print the changes to a text file, as `diff -u` does."""

from briefing.cli.console import echo


def echo_diff(name: str, before: str, after: str) -> None:
    """Print the lines that differ, with three lines of context."""
    from difflib import unified_diff

    for line in unified_diff(_lines(before), _lines(after), name, name, lineterm=""):
        echo(line)


def _lines(text: str) -> list[str]:
    """Return the lines of a text. The last one is marked if it has no line end."""
    from briefing.record.problems import split_lines

    *lines, last = split_lines(text.removeprefix("\ufeff"))
    return [*lines, f"{last}\n\\ No newline at end of file"] if last else lines
