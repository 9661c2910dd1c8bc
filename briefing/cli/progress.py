"""A progress bar on a terminal, for builds that take a while."""

import logging
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def progress(total: int, *, shown: bool) -> Iterator[Callable[[str], None]]:
    """Show on a terminal how far a build of `total` documents is; call with each one's name."""
    if not shown or not sys.stderr.isatty():
        yield lambda name: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=total)
        current = ""

        class Pages(logging.Handler):
            def emit(self, record: logging.LogRecord) -> None:
                step = record.getMessage().rpartition(" - ")[2]
                if step.startswith("Page "):
                    bar.update(task, description=f"{current}, {step.lower()}")

        def begin(name: str) -> None:
            nonlocal current
            if current:
                bar.advance(task)
            current = name
            bar.update(task, description=name)

        logger, pages = logging.getLogger("weasyprint.progress"), Pages(logging.INFO)
        logger.addHandler(pages)
        logger.setLevel(logging.INFO)
        try:
            yield begin
        finally:
            logger.removeHandler(pages)
