"""Show an event before and after it is added, for `briefing add`."""

from typing import TYPE_CHECKING

import click

from briefing.cli.console import echo
from briefing.english import listing
from briefing.printable import printable

if TYPE_CHECKING:
    from briefing.capture.adding import Addition


def show_addition(addition: "Addition") -> None:
    """Print an event as it will be in its file, with its place and the problems that it causes."""
    from briefing.cli.report import as_text

    echo("")
    echo(click.style(where_it_goes(addition), bold=True), styled=True)
    echo("")
    echo(printable(addition.text))
    echo("")
    for problem in addition.problems:
        echo(as_text(problem), styled=True)


def where_it_goes(addition: "Addition", *, is_only: bool = True) -> str:
    """Return the place of a new event in words. If it is not alone, its line may change."""
    place = addition.place
    after = f", after “{addition.previous}”" if addition.previous else ""
    line = f", line {addition.lines[0]}" if is_only else ""
    others = [each.name for each in addition.changes if each.name != place.file]
    also = f" (and changes to {listing(others)})" if others else ""
    return printable(f"{place.file}{line}{after}{also}")
