"""Print the changes to a text file, as `diff -u` does."""

from briefing.cli.console import echo


def echo_diff(name: str, before: str, after: str) -> None:
    """Print the lines that differ, with three lines of context."""
    from difflib import unified_diff

    old, new = (text.removeprefix("\ufeff").splitlines() for text in (before, after))
    for line in unified_diff(old, new, name, name, lineterm=""):
        echo(line)
