"""What a rule is: a function that finds problems, and a docstring that explains it."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from textwrap import dedent
from typing import Any

from briefing.timeline.problems import Finding, Severity


@dataclass(frozen=True)
class Rule:
    """A check with its slug, which is the function's name with hyphens.

    The function's docstring holds a sentence that says what the rule wants, a paragraph that says
    why, and two events files: one that breaks this rule and no other (`Wrong:`), one that breaks
    none (`Right:`).
    """

    check: Callable[..., Iterable[Finding]]
    severity: Severity

    @property
    def slug(self) -> str:
        return self.check.__name__.replace("_", "-")

    @cached_property
    def _sections(self) -> tuple[str, str, str]:
        doc = dedent("    " + (self.check.__doc__ or ""))
        text, wrong, right = re.split(r"^(?:Wrong|Right):\n", doc, flags=re.MULTILINE)
        return text.strip(), dedent(wrong).strip("\n") + "\n", dedent(right).strip("\n") + "\n"

    @property
    def wants(self) -> str:
        """What the rule wants, in one sentence."""
        return self._sections[0].partition("\n\n")[0].replace("\n", " ")

    @property
    def why(self) -> str:
        """Why it wants that, as Markdown paragraphs."""
        return self._sections[0].partition("\n\n")[2]

    @property
    def wrong(self) -> str:
        """An events file that breaks this rule and no other."""
        return self._sections[1]

    @property
    def right(self) -> str:
        """An events file that breaks no rule."""
        return self._sections[2]


def error(check: Callable[..., Any]) -> Rule:
    """Make `check` a rule whose findings stop a build."""
    return Rule(check, "error")


def warning(check: Callable[..., Any]) -> Rule:
    """Make `check` a rule whose findings stop a build only when it is strict."""
    return Rule(check, "warning")


def note(check: Callable[..., Any]) -> Rule:
    """Make `check` a rule whose findings are worth knowing, and stop no build."""
    return Rule(check, "note")
