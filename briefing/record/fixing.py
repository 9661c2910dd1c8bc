"""Fix the problems of a record that have a fix, in the text of its files.

The fixes are applied round by round, because one can reveal another: a file must first be readable.
After each round, the files are checked again. A fix that does not help is undone.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import cache
from typing import TypeAlias

from briefing.record import parsing
from briefing.record.editing import apply_edits
from briefing.record.edits import RenameKey, ReplaceText, SetValue
from briefing.record.fix_hints import difference
from briefing.record.loading import File, LoadResult, text_of, with_text
from briefing.record.problems import (
    LINE_END,
    Fix,
    Path,
    Problem,
    TextRange,
    split_lines,
)
from briefing.record.rules import RECORD, every_rule, misread, yaml_syntax

_Checked: TypeAlias = tuple[Sequence[File], LoadResult]
"""Files, and what was found in them."""
Check: TypeAlias = Callable[[Sequence[File]], LoadResult]
"""A function that loads files and finds their problems."""

_MAX_ROUNDS = 1_000


@dataclass(frozen=True, slots=True)
class Fixed:
    """The result of fixing files.

    Attributes:
        files: all the files, with their new content.
        fixed: the problems that were fixed, with their places before the round that fixed them.
        taken_back: the problems whose fix leads to another problem, or cannot be made.
        remaining: the record and the problems that remain.
    """

    files: list[File]
    fixed: list[Problem]
    taken_back: list[Problem]
    remaining: LoadResult


def fix(files: Sequence[File], check: Check, *, unsafe: bool = False) -> Fixed:
    """Apply all safe fixes and, if `unsafe`, the others, until no more of them help.

    No fix causes a new error, but it can reveal one that was hidden. If the result is fixed
    again, nothing changes.
    """
    run = _Run(list(files), check, check(files), unsafe)
    for _ in range(_MAX_ROUNDS):
        if not run.round():
            break
    return Fixed(run.files, run.fixed, wanted(run.loaded.problems, unsafe=unsafe), run.loaded)


def wanted(problems: Iterable[Problem], *, unsafe: bool) -> list[Problem]:
    """Return the problems that have a fix: a safe one or, if `unsafe`, any."""
    return [problem for problem in problems if problem.fix and (unsafe or problem.fix.is_safe)]


def replacements(text: str, fix: Fix) -> list[tuple[TextRange, str]]:
    """Return the parts of `text` that a fix replaces, and the text that replaces each.

    The result is empty if the fix cannot be applied.
    """
    edited = apply_edits(text, fix.edits)
    return [] if edited.refused else differences(text, edited.text)


@dataclass(slots=True)
class _Run:
    """The files and their problems so far.

    `refused` contains the fixes that did not help. They are tried again only after other fixes have
    changed the files, which `is_changed` records.
    """

    files: list[File]
    check: Check
    loaded: LoadResult
    unsafe: bool
    fixed: list[Problem] = field(default_factory=list)
    refused: list[tuple[str, Fix]] = field(default_factory=list)
    is_changed: bool = False

    def round(self) -> bool:
        """Apply the fixes of all problems, and return whether it is worth another round.

        Faults in the text come first, because nothing else can be edited before they are fixed.
        Warnings come last, because some of them are only consequences of errors.
        """
        problems = wanted(self.loaded.problems, unsafe=self.unsafe)
        new = [p for p in problems if p.fix and (p.file, p.fix) not in self.refused]
        in_text = [problem for problem in new if _is_in_text(problem)]
        others = [problem for problem in new if not _is_in_text(problem)]
        wrong = [problem for problem in others if problem.severity == "error"]
        dubious = [problem for problem in others if problem.severity != "error"]
        if any(self._apply(_apart(some)) for some in (in_text, wrong, dubious) if some):
            self.is_changed = True
            return True
        is_worth_it = self.is_changed and len(new) < len(problems)
        self.refused, self.is_changed = [], False
        return is_worth_it

    def _apply(self, problems: list[Problem]) -> bool:
        """Apply the fixes of some problems, or of those among them that help."""
        files, applied = _with_fixes(self.files, problems)
        self._refuse(problem for problem in problems if problem not in applied)
        if not applied:
            return False
        loaded = self.check(files)
        if _is_better((self.files, self.loaded), (files, loaded), applied):
            self.files, self.loaded = files, loaded
            self.fixed += applied
            return True
        if len(applied) == 1:
            self._refuse(applied)
            return False
        half = len(applied) // 2
        # If any of the first half helps, the places of the second half are no longer right.
        return self._apply(applied[:half]) or self._apply(applied[half:])

    def _refuse(self, problems: Iterable[Problem]) -> None:
        self.refused += [(problem.file, problem.fix) for problem in problems if problem.fix]


def _is_in_text(problem: Problem) -> bool:
    return problem.fix is not None and any(
        isinstance(edit, ReplaceText) for edit in problem.fix.edits
    )


def _apart(problems: Iterable[Problem]) -> list[Problem]:
    """Return the problems whose fixes do not overlap those before them. The others must wait."""
    chosen: dict[tuple[str, object], Problem] = {}
    for problem in problems:
        places = [(problem.file, place) for place in _places(problem)]
        if not any(place in chosen for place in places):
            chosen.update((place, problem) for place in places)
    return list({id(problem): problem for problem in chosen.values()}.values())


def _places(problem: Problem) -> Iterable[object]:
    """Yield the lines or the path that a fix changes."""
    for edit in problem.fix.edits if problem.fix else ():
        if isinstance(edit, ReplaceText):
            yield from range(edit.place.line, edit.place.end_line + 1)
        else:
            yield edit.path


def _with_fixes(
    files: Sequence[File], problems: Sequence[Problem]
) -> tuple[list[File], list[Problem]]:
    """Return the files with the fixes of `problems`, and the problems whose fixes were applied."""
    by_file: dict[str, list[Problem]] = {}
    for problem in problems:
        by_file.setdefault(problem.file, []).append(problem)
    changed: dict[str, str] = {}
    applied: list[Problem] = []
    texts = {file.name: text_of(file) for file in files if file.name in by_file}
    for name, some in by_file.items():
        changed[name], done = _applied(texts[name], some)
        applied += done
    changed_files = [
        with_text(file, changed[file.name]) if file.name in changed else file for file in files
    ]
    return changed_files, applied


def _applied(text: str, problems: list[Problem]) -> tuple[str, list[Problem]]:
    """Return `text` with the fixes of `problems`, each of which is applied as a whole or not."""
    while problems:
        edits = [edit for problem in problems if problem.fix for edit in problem.fix.edits]
        edited = apply_edits(text, edits)
        if not edited.refused:
            return edited.text, problems if edited.text != text else []
        problems = [
            problem
            for problem in problems
            if problem.fix and not any(edit in edited.refused for edit in problem.fix.edits)
        ]
    return text, []


def _is_better(before: _Checked, after: _Checked, applied: Sequence[Problem]) -> bool:
    """Whether every one of the fixes has helped.

    A problem can hide others, because its value is not checked. A safe fix may reveal them, as long
    as there are fewer problems of the earlier stages. Any fix may reveal errors in its own value.
    In a file that cannot be read, only the first mistakes are known, so one may take the place of
    another.
    """
    revealed = {place for problem in applied for place in _places_of(problem)}
    old, new = _tally(*before, set()), _tally(*after, revealed)
    if new == old and len(applied) == 1:
        return _is_in_text(applied[0]) and _is_unread_without(applied[0], after[1])
    if len(applied) == 1 and applied[0].fix and applied[0].fix.is_safe:
        return new < old
    (unread, *stages, others), (old_unread, *old_stages, old_others) = new, old
    errors = sum(problem.severity == "error" for problem in applied)
    if len(applied) == 1:
        return (unread, sum(stages), others) < (old_unread, sum(old_stages), old_others)
    is_fewer = sum(stages) <= sum(old_stages) - errors
    # Some warnings are given only if there are no errors.
    return unread <= old_unread and is_fewer and (errors or others <= old_others - len(applied)) > 0


def _is_unread_without(problem: Problem, loaded: LoadResult) -> bool:
    """Whether a file still cannot be read, but no longer because of this problem."""
    known = [(other.file, other.slug, other.excerpt) for other in loaded.problems]
    is_gone = (problem.file, problem.slug, problem.excerpt) not in known
    return problem.file in loaded.unread and is_gone


def _tally(
    files: Sequence[File], loaded: LoadResult, revealed: Set[tuple[str, Path]]
) -> tuple[int, ...]:
    """Count the lines that cannot be read, the errors at each stage, and the other problems.

    Fewer are better, and the first number is the most important. Errors inside the `revealed`
    values are not counted.
    """
    numbers = Counter(
        _stage(problem.slug) if problem.severity == "error" else _OTHERS
        for problem in loaded.problems
        if not _is_within(problem, revealed)
    )
    for (_, severity, slug), number in loaded.more.items():
        numbers[_stage(slug) if severity == "error" else _OTHERS] += number
    unread = sum(_unread_lines(text_of(file)) for file in files if file.name in loaded.unread)
    return unread, *(numbers[stage] for stage in range(_OTHERS + 1))


def _unread_lines(text: str) -> int:
    """Return the number of lines from the one at which reading a text stops, and at least one."""
    try:
        parsing.loads(text)
    except parsing.UNREADABLE as error:
        place = re.search(r"line (\d+)", str(error))
        return max(len(split_lines(text)) - (int(place[1]) if place else 1), 0) + 1
    return 1


_OTHERS = 3


@cache
def _stage(slug: str) -> int:
    """Return 0 for rules about the text of a file, 1 about its values and 2 about the record."""
    rule = every_rule()[slug]
    if rule in RECORD:
        return 2
    return 0 if rule.check.__module__ in (yaml_syntax.__name__, misread.__name__) else 1


def _places_of(problem: Problem) -> Iterator[tuple[str, Path]]:
    """Yield the file of a problem with each path that its fix changes, with its new key."""
    for edit in problem.fix.edits if problem.fix else ():
        if isinstance(edit, RenameKey):
            yield problem.file, (*edit.path[:-1], edit.new)
        elif isinstance(edit, SetValue):
            yield problem.file, edit.path


def _is_within(problem: Problem, places: Set[tuple[str, Path]]) -> bool:
    return any((problem.file, problem.path[:n]) in places for n in range(len(problem.path)))


def differences(before: str, after: str) -> list[tuple[TextRange, str]]:
    """Return the parts of `before` that differ: parts of a line, or whole lines."""
    lines, others = map(split_lines, (before, after))
    ends = [end[0] for end in LINE_END.finditer(after)] + [""]
    first, most = 0, min(len(lines), len(others))
    while first < most and lines[first] == others[first]:
        first += 1
    same = 0
    while same < most - first and lines[-1 - same] == others[-1 - same]:
        same += 1
    middle, other_middle = lines[first : len(lines) - same], others[first : len(others) - same]
    changes: list[tuple[TextRange, str]] = []
    matcher = SequenceMatcher(None, middle, other_middle, autojunk=False)
    for tag, *numbers in matcher.get_opcodes():
        start, stop, other_start, other_stop = (first + number for number in numbers)
        if tag == "equal":
            continue
        if stop - start == other_stop - other_start:
            pairs = zip(lines[start:stop], others[other_start:other_stop], strict=True)
            changes += [
                difference(n, line, other) for n, (line, other) in enumerate(pairs, start + 1)
            ]
        else:
            new = "".join(others[n] + ends[n] for n in range(other_start, other_stop))
            changes.append((_lines_from(lines, start, stop), new))
    return changes


def _lines_from(lines: Sequence[str], start: int, stop: int) -> TextRange:
    """Return the place of some lines, with the line end of the last."""
    if stop < len(lines):
        return TextRange(start + 1, 1, stop + 1, 1)
    return TextRange(start + 1, 1, len(lines), len(lines[-1]) + 1)
