"""Problems found by the checks, the places that they refer to, and their fixes."""

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from briefing.record.edits import Edit

Step: TypeAlias = str | int
Path: TypeAlias = tuple[Step, ...]
Severity: TypeAlias = Literal["error", "warning", "note"]

MAX_SHOWN = 1_000
"""The maximum number of problems to show. Nobody reads more, so the rest are only counted."""

LINE_END = re.compile("\r\n|[\r\n]")
"""The line endings that both YAML and text editors recognise in an events file."""


def split_lines(text: str) -> list[str]:
    """Return the lines of `text`, without their line ends."""
    # Most files have no carriage returns, and are then split five times as quickly.
    return LINE_END.split(text) if "\r" in text else text.split("\n")


@dataclass(frozen=True, slots=True)
class RecordPath:
    """An item's place: the name of its file, and the keys and list indices that lead to it.

    `where / "quotes" / 0 / "by"` is the speaker of the first quote there. A path can go deeper than
    the file, for example if a source is written in short form. The nearest enclosing item is then
    shown.
    """

    file: str
    path: Path = ()

    def __truediv__(self, further: Step | Path) -> "RecordPath":
        steps = further if isinstance(further, tuple) else (further,)
        return RecordPath(self.file, (*self.path, *steps))


class TextRange(NamedTuple):
    """A range of text in a file. Lines and columns are numbered from 1. The end is exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int


@dataclass(frozen=True, slots=True)
class Fix:
    """The edits that remove a problem from its file.

    A fix is safe if the meaning of the record does not change, or if there is exactly one possible
    meaning. Otherwise it is only a likely meaning, such as "did you mean 'council'?".
    """

    edits: "tuple[Edit, ...]"
    is_safe: bool = False


class FixHint(str):
    """A hint with a fix: the words that people read, and the edits that they describe.

    The paths of the edits start at the place of the finding. `()` is the value that it is about, or
    its key if the finding is about the key. If `at` is given, they start there instead. A hint that
    is only advice is a plain `str`. `briefing.record.fix_hints` has functions that make them.
    """

    __slots__ = ("at", "edits", "is_safe")
    edits: "tuple[Edit, ...]"
    is_safe: bool
    at: Path | None

    def __new__(
        cls, words: str, *edits: "Edit", is_safe: bool = False, at: Path | None = None
    ) -> "FixHint":
        fix_hint = super().__new__(cls, words)
        fix_hint.edits, fix_hint.is_safe, fix_hint.at = edits, is_safe, at
        return fix_hint


class Finding(NamedTuple):
    """A problem found by a rule, before its line is known.

    `hint` is shown after the carets. If it is a `FixHint`, the problem can be fixed. If `on_key`,
    the finding is about the key instead of its value. `words` are the words at fault, if they are
    only part of a longer text. `place` is given by rules that read the text of the file, before
    there are any paths. `missing` is the path of a field that is not there yet, if the problem is
    that nobody has filled it in.
    """

    where: RecordPath
    message: str
    hint: str = ""
    on_key: bool = False
    words: str = ""
    place: TextRange | None = None
    missing: Path = ()

    @property
    def fix(self) -> Fix | None:
        """The fix that the hint names, or None if the hint is only advice."""
        if not isinstance(self.hint, FixHint):
            return None
        from briefing.record.fix_hints import placed

        path = self.where.path if self.hint.at is None else self.hint.at
        on_key = self.on_key and len(self.hint.edits) == 1
        edits = (placed(edit, path, on_key=on_key) for edit in self.hint.edits)
        return Fix(tuple(edits), self.hint.is_safe)


class Problem(NamedTuple):
    """A problem found by the checks, ready to be shown.

    `excerpt` is the line on which it starts, without the line end. `place` ends on that line too.
    `path` leads to the item in the file. `fix` contains the edits of the hint, or is None if the
    hint is only advice. `missing` leads to the field that must be filled in, if it is not there.
    """

    file: str
    place: TextRange
    severity: Severity
    slug: str
    message: str
    hint: str
    excerpt: str
    path: Path = ()
    fix: Fix | None = None
    missing: Path = ()


def errors(problems: Iterable[Problem], *, strict: bool = False) -> list[Problem]:
    """Return the problems that stop a build: errors and, if `strict`, warnings."""
    severities = ("error", "warning") if strict else ("error",)
    return [problem for problem in problems if problem.severity in severities]


LIKE_AN_ID = 0.75
"""The minimum similarity of an id and its misspelling. It is high because ids contain other ids."""


_MAX_COMPARISONS = 20_000
"""The maximum number of comparisons in one run. Only the first misspelt words get suggestions."""
_comparisons_left: ContextVar[list[float] | None] = ContextVar("comparisons", default=None)


@contextmanager
def few_suggestions() -> Iterator[None]:
    """Limit the comparisons made by `did_you_mean`, to check files full of errors quickly."""
    token = _comparisons_left.set([_MAX_COMPARISONS])
    try:
        yield
    finally:
        _comparisons_left.reset(token)


def did_you_mean(
    word: str, known: Iterable[str], ids: Mapping[str, str] | None = None, cutoff: float = 0.6
) -> str:
    """Return "did you mean 'x'?" for the `known` word most like `word`, or an empty string.

    Words that start with the whole of `word` are also alike. `ids` maps other words, such as names,
    to the ids to suggest instead. `cutoff` is the minimum similarity, from 0 to 1.
    """
    from difflib import get_close_matches

    remaining = _comparisons_left.get()
    if remaining is not None:
        if remaining[0] <= 0:
            return ""
        known = list(known)
        # A long word takes longer to compare.
        remaining[0] -= (len(known) + len(ids or ())) * max(1, len(word) / 20)
    meant = {**(ids or {}), **{name: name for name in known}}
    names = {name.casefold(): meant[name] for name in sorted(meant)}
    wanted = word.casefold()
    longer = [name for name in names if len(wanted) > 2 and name.startswith(f"{wanted} ")]
    matches = get_close_matches(wanted, names, n=1, cutoff=cutoff) or longer
    if not matches:
        return ""
    from briefing.record.fix_hints import write

    return write(names[matches[0]], f"did you mean '{names[matches[0]]}'?")
