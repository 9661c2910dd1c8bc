"""Ask a person at a terminal for a line of text, with completion if the terminal can show it."""

import os
import shutil
import textwrap
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Protocol

import click

from briefing.capture.known_words import matching
from briefing.cli.console import echo
from briefing.printable import printable

if TYPE_CHECKING:
    from prompt_toolkit.completion import CompleteEvent, Completer, Completion
    from prompt_toolkit.document import Document

Describe = Callable[[str], str]
"""Returns the explanation to show while a person types, such as the meaning of a date."""

REMOVE = "-"
"""The answer that removes a value if the terminal cannot show it for editing."""
_MOST_COMPLETIONS = 40
_ROWS_FOR_COMPLETIONS = 6
_NARROWEST, _WIDEST = 40, 100


class Prompter(Protocol):
    """Asks questions. Ctrl-C and the end of input raise `click.Abort`.

    Attributes:
        explains: whether it shows explanations while a person types.
    """

    explains: bool

    def ask(
        self,
        question: str,
        default: str = "",
        known: Mapping[str, str] = {},
        describe: Describe = lambda text: "",
    ) -> str:
        """Return the answer to a question, which can be empty.

        Args:
            question: the question.
            default: the current answer, which can be changed.
            known: the answers that can be completed, each with its description.
            describe: explains the answer while it is typed.
        """


def prompter() -> Prompter:
    """Return the prompter for this terminal."""
    if os.environ.get("TERM", "dumb") in ("dumb", "unknown"):
        return _Plain()
    return _Completing()


class _Plain:
    """Asks on any terminal, without completion. A dash removes the current answer."""

    explains = False

    def ask(
        self,
        question: str,
        default: str = "",
        known: Mapping[str, str] = {},
        describe: Describe = lambda text: "",
    ) -> str:
        now = f" [{printable(default)}] ({REMOVE} for none)" if default else ""
        answer = click.prompt(f"{question}{now}", default="", show_default=False).strip()
        return "" if default and answer == REMOVE else answer or default


class _Completing:
    """Asks with completion, and explains the answer in the bottom line while it is typed."""

    explains = True

    def ask(
        self,
        question: str,
        default: str = "",
        known: Mapping[str, str] = {},
        describe: Describe = lambda text: "",
    ) -> str:
        from prompt_toolkit import PromptSession
        from prompt_toolkit.output import ColorDepth
        from prompt_toolkit.shortcuts import CompleteStyle

        no_colour = bool(os.environ.get("NO_COLOR"))
        session: PromptSession[str] = PromptSession(
            completer=_completer(known),
            complete_while_typing=True,
            complete_style=CompleteStyle.COLUMN,
            color_depth=ColorDepth.DEPTH_1_BIT if no_colour else None,
            reserve_space_for_menu=_ROWS_FOR_COMPLETIONS if known else 0,
            bottom_toolbar=lambda: printable(describe(session.default_buffer.text.strip())),
        )
        try:
            return session.prompt(f"{question}: ", default=default).strip()
        except (KeyboardInterrupt, EOFError):
            raise click.Abort from None


def _completer(known: Mapping[str, str]) -> "Completer":
    """Return a completer for words that contain the typed text in their name or description."""
    from prompt_toolkit.completion import Completer, Completion

    class KnownWords(Completer):
        def get_completions(
            self, document: "Document", complete_event: "CompleteEvent"
        ) -> "Iterator[Completion]":
            typed = document.text_before_cursor.lstrip()
            for word in matching(typed, known)[:_MOST_COMPLETIONS]:
                shown = printable(known[word])
                yield Completion(word, -len(typed), display_meta=shown)

    return KnownWords()


def say(text: str) -> None:
    """Show text to the person who answers the questions, wrapped to fit the terminal."""
    width = max(_NARROWEST, min(shutil.get_terminal_size().columns, _WIDEST))
    for line in text.split("\n"):
        echo(textwrap.fill(line, width, subsequent_indent="    ", break_on_hyphens=False))
