"""Rules: functions that find problems, with docstrings that explain them."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from textwrap import dedent
from typing import Any, Literal, TypeAlias, TypeVar

from briefing.record.problems import Finding, Severity

Grade: TypeAlias = Literal["safe", "unsafe"]
_Check = TypeVar("_Check", bound=Callable[..., Any])
_IN_EXAMPLES = str.maketrans({"\ufffd": "\udce9", "␉": "\t"})
"""A byte that is not UTF-8, as `surrogateescape` reads it, and a tab.

Since Python 3.13, docstrings cannot contain them, so wrong examples use visible characters instead.
"""


@dataclass(frozen=True)
class Rule:
    """A check and its slug, which is the function's name with hyphens.

    The function's docstring has a sentence that states the rule, a paragraph that gives the reason,
    and two events files: one that breaks only this rule (`Wrong:`) and one that breaks none
    (`Right:`). A line such as `# evidence.lock:` in an example begins another file of the record.
    """

    check: Callable[..., Iterable[Finding]]
    severity: Severity

    @property
    def slug(self) -> str:
        return self.check.__name__.replace("_", "-")

    @property
    def grades(self) -> tuple[Grade, ...]:
        """The grades of the fixes that its messages can name. There may be none."""
        grades: tuple[Grade, ...] = getattr(self.check, "grades", ())
        return grades

    @property
    def fix(self) -> str:
        """A sentence about its fixes, as Markdown."""
        return _FIX[self.grades]

    @cached_property
    def _sections(self) -> tuple[str, str, str]:
        doc = dedent("    " + (self.check.__doc__ or ""))
        text, wrong, right = re.split(r"^(?:Wrong|Right):\n", doc, flags=re.MULTILINE)
        return text.strip(), dedent(wrong).strip("\n") + "\n", dedent(right).strip("\n") + "\n"

    @property
    def wants(self) -> str:
        """The rule, in one sentence."""
        return self._sections[0].partition("\n\n")[0].replace("\n", " ")

    @property
    def why(self) -> str:
        """The reason for the rule, as Markdown paragraphs."""
        return self._sections[0].partition("\n\n")[2]

    @property
    def wrong(self) -> str:
        """An events file that breaks only this rule."""
        return self._sections[1].translate(_IN_EXAMPLES)

    @property
    def right(self) -> str:
        """An events file that breaks no rule."""
        return self._sections[2]


_FIX: dict[tuple[Grade, ...], str] = {
    (): "Only you can fix this problem.",
    ("safe",): "If the message names a fix, `briefing check --fix` makes it.",
    ("unsafe",): "If the message names a fix, `briefing check --fix --unsafe` makes it.",
    ("safe", "unsafe"): (
        "If the message names a fix, `briefing check --fix` makes it. "
        "For a fix that may not be what you mean, add `--unsafe`."
    ),
}


def fixed(*grades: Grade) -> Callable[[_Check], _Check]:
    """State the grades of the fixes that the messages of a check can name."""

    def graded(check: _Check) -> _Check:
        vars(check)["grades"] = grades
        return check

    return graded


def files_of(example: str) -> dict[str, str]:
    """Return the files of an example, by name. The first one is its events file."""
    text, *others = re.split(r"^# (\S+):\n", example, flags=re.MULTILINE)
    return {"events.yaml": text} | dict(zip(others[::2], others[1::2], strict=True))


def error(check: Callable[..., Any]) -> Rule:
    """Make `check` a rule whose findings stop a build."""
    return Rule(check, "error")


def warning(check: Callable[..., Any]) -> Rule:
    """Make `check` a rule whose findings stop a build only with --strict."""
    return Rule(check, "warning")


def note(check: Callable[..., Any]) -> Rule:
    """Make `check` a rule whose findings are only information and never stop a build."""
    return Rule(check, "note")


RuleFinding: TypeAlias = tuple[Rule, Finding]
"""A finding, with the rule that produced it."""


def run_rule(rule: Rule, *given: Any) -> list[RuleFinding]:
    """Return the findings of `rule`, which takes the arguments `given`."""
    return [(rule, finding) for finding in rule.check(*given)]
