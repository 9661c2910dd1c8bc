"""A progress bar for builds that take a while."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def progress(
    total: int, *, shown: bool
) -> Iterator[tuple[Callable[[str], None], Callable[[str], None]]]:
    """Show the progress of a build of `total` documents in the terminal.

    Yield two functions, to call with the name of each document: one when it is started, and one
    when it is done.
    """
    if not shown or not sys.stderr.isatty():
        yield lambda name: None, lambda name: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=total)
        under_way: list[str] = []

        def begin(name: str) -> None:
            under_way.append(name)
            bar.update(task, description=", ".join(under_way))

        def end(name: str) -> None:
            under_way.remove(name)
            bar.update(task, advance=1, description=", ".join(under_way))

        yield begin, end
