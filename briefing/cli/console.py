"""Print text. Commands write to a terminal or log only through this module."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from io import TextIOWrapper
from typing import Any

import click

from briefing.printable import printable, printable_json

_QUIET = "briefing.quiet"
"""The key for the option `--quiet` in the context of a command."""


def echo(text: str, *, err: bool = False, styled: bool = False) -> None:
    """Print a line of `text` without control characters. If `styled`, keep colours."""
    click.echo(printable(text, styled=styled), err=err)


def quiet_option(help: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Add `--quiet`, which stops `inform` from printing."""

    def remember(ctx: click.Context, param: click.Parameter, is_quiet: bool) -> None:
        ctx.meta[_QUIET] = is_quiet

    return click.option(
        "--quiet", "-q", is_flag=True, expose_value=False, callback=remember, help=help
    )


def is_quiet() -> bool:
    """Whether the current command was run with `--quiet`."""
    context = click.get_current_context(silent=True)
    return bool(context and context.meta.get(_QUIET))


def is_person() -> bool:
    """Whether a person at a terminal sees the questions and types the answers."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def inform(text: str, *, err: bool = False) -> None:
    """Print a line of `text`, unless the command was run with `--quiet`."""
    if not is_quiet():
        echo(text, err=err)


def echo_json(text: str) -> None:
    """Print JSON on a line of its own."""
    click.echo(printable_json(text))


@contextmanager
def forgiving_output() -> Iterator[None]:
    """Ignore errors if a reader such as `head` stops reading, and discard the rest of the output.

    The command therefore runs to its end, and its exit status shows whether it succeeded.
    """
    before = sys.stdout, sys.stderr
    # If the shell has closed a stream, the next file that is opened would get its number.
    sys.stdout, sys.stderr = (_forgiving(stream) for stream in before)
    try:
        yield
    finally:
        sys.stdout, sys.stderr = before


def abandon_output() -> None:
    """Discard the rest of the output, so that Python does not fail to flush it on exit."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _forgiving(stream: Any) -> Any:
    if stream is None:
        return open(os.devnull, "w", encoding="utf-8")
    if isinstance(stream, TextIOWrapper):
        # A terminal or a file may lack characters that are in the record.
        stream.reconfigure(errors="replace")
        return _Forgiving(stream)
    return stream


class _Forgiving:
    """An output stream that may no longer have a reader."""

    def __init__(self, stream: TextIOWrapper) -> None:
        self._stream = stream

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    def write(self, text: str) -> int:
        with self._losing():
            self._stream.write(text)
        return len(text)

    def flush(self) -> None:
        with self._losing():
            self._stream.flush()

    @contextmanager
    def _losing(self) -> Iterator[None]:
        try:
            yield
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), self._stream.fileno())
