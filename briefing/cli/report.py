"""Reports of problems, for people and for programs."""

import shlex
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, TypeAlias, get_args
from urllib.parse import quote

import click

from briefing import __version__
from briefing.cli.console import echo, echo_json
from briefing.english import counted, listing
from briefing.printable import printable
from briefing.record.loading import File, LoadResult
from briefing.record.problems import MAX_SHOWN, Problem, Severity, TextRange
from briefing.record.rules.rule import Rule

JSON_VERSION = 1
"""The version of the JSON output. It changes when a field is removed or its meaning changes."""

_WIDEST = 110
_MOST_ALIKE = 3
"""The maximum number of warnings that are listed one by one if only their lines differ."""
_MOST_PLACES = 20
"""The maximum number of lines in one sentence."""
_ON_A_SCREEN = 8
"""A screenful of problems. If there are more, the summary lists the places of the errors."""
_COLOURS: dict[Severity, str] = {"error": "red", "warning": "yellow", "note": "cyan"}


def print_problems(
    loaded: LoadResult, format: str, files: Sequence[File] = (), *, err: bool = False
) -> None:
    """Print the first thousand problems, errors first, as text, json, github or sarif.

    With the `files`, json and sarif include the fixes.
    """
    shown, more = _first(loaded.problems), Counter(problem.slug for problem in loaded.problems)
    more.subtract(problem.slug for problem in shown)
    for (_, _, slug), number in loaded.more.items():
        more[slug] += number
    if format == "json":
        import json

        rest = {"more": more.total()} if more.total() else {}
        log = _as_json(shown, _fixes(shown, files)) | rest
        echo_json(json.dumps(log, indent=2, ensure_ascii=False))
    elif format == "sarif":
        print_sarif(shown, more.total(), _fixes(shown, files))
    elif format == "github":
        for problem in shown:
            click.echo(_as_github(problem), err=err)
        if more.total():
            click.echo(f"::notice title=more-problems::{_more(more)}", err=err)
    else:
        _print_text(shown, err=err)
        if more.total():
            echo(_more(more), err=err)


def _print_text(problems: Sequence[Problem], *, err: bool) -> None:
    """Print problems, but only the first few if the same warning or note is about many lines."""
    shown, alike = _grouped(problems, lambda each: (each.file, each.slug, each.message, each.hint))
    for problem in shown:
        echo(as_text(problem), err=err, styled=True)
    for same in alike:
        first = same[0]
        echo(
            f"{printable(first.file)}: {_severity(first)} {printable(first.message)}: "
            f"{_also(same)} [{first.slug}]",
            err=err,
            styled=True,
        )


def _grouped(
    problems: Sequence[Problem], key: Callable[[Problem], tuple[str, ...]]
) -> tuple[list[Problem], list[list[Problem]]]:
    """Return the problems to show one by one, and the others, which have the `key` of some of them.

    Every error is shown, but only the first few warnings or notes that have the same key.
    """
    shown: list[Problem] = []
    alike: dict[tuple[str, ...], list[Problem]] = {}
    numbers: Counter[tuple[str, ...]] = Counter()
    for problem in problems:
        same = key(problem)
        numbers[same] += problem.severity != "error"
        if numbers[same] <= _MOST_ALIKE or problem.severity == "error":
            shown.append(problem)
        else:
            alike.setdefault(same, []).append(problem)
    return shown, list(alike.values())


def _also(problems: Sequence[Problem]) -> str:
    """Name the lines of problems that are like some that have been shown."""
    lines = [f"{problem.place.line}" for problem in problems]
    return f"also on line{'s' * (len(lines) > 1)} {listing(_cut(lines))}"


def _cut(places: Sequence[str]) -> list[str]:
    """Return the first few places and, if there are others, their number."""
    if len(places) <= _MOST_PLACES:
        return list(places)
    return [*places[:_MOST_PLACES], f"{len(places) - _MOST_PLACES:,} more"]


_Change: TypeAlias = tuple[TextRange, str]
_MAX_FIXED_TEXT = 10_000_000
"""The most characters that are edited to show fixes: the length of the file for each fix.

Ten million take about ten seconds.
"""


def _fixes(problems: Sequence[Problem], files: Sequence[File]) -> dict[int, list[_Change]]:
    """Return the changes of each fix to the text of its file, by the number of the problem."""
    if not any(problem.fix for problem in problems):
        return {}
    from briefing.record.fixing import replacements
    from briefing.record.loading import text_of

    texts = {file.name: text_of(file) for file in files}
    changes: dict[int, list[_Change]] = {}
    length = 0
    for n, problem in enumerate(problems):
        text = texts.get(problem.file)
        if problem.fix and text is not None and length + len(text) <= _MAX_FIXED_TEXT:
            length += len(text)
            changes[n] = replacements(text, problem.fix)
    return {n: change for n, change in changes.items() if change}


def _first(problems: Sequence[Problem]) -> Sequence[Problem]:
    """Return the problems to show: a limited number, with errors before warnings."""
    if len(problems) <= MAX_SHOWN:
        return problems
    order = get_args(Severity)
    weighed = sorted(range(len(problems)), key=lambda n: order.index(problems[n].severity))
    return [problems[n] for n in sorted(weighed[:MAX_SHOWN])]


def _more(more: Counter[str]) -> str:
    """Count the problems that are not shown: "… and 1,234 more problems (1,200 stale, 34 tab)"."""
    listed = ", ".join(f"{number:,} {slug}" for slug, number in more.most_common() if number)
    return f"… and {counted(more.total(), 'more problem')} ({listed})"


def print_places(loaded: LoadResult, events: Sequence[str] = ()) -> None:
    """Print to stderr where the problems are, without quoting the record.

    If a file is not for the public, or may not be, its name is not printed either. `events` are the
    files and folders of the record on the command line.
    """
    restricted = loaded.restricted
    command = shlex.join(["briefing", "check", *(() if restricted & {*events} else events)])
    public = [problem for problem in loaded.problems if problem.file not in restricted]
    shown = _first(public)
    more = len(public) - len(shown)
    others = len(loaded.problems) - len(public)
    for (file, _, _), number in loaded.more.items():
        if file in restricted:
            others += number
        else:
            more += number
    one_by_one, alike = _grouped(shown, lambda problem: (problem.file, problem.slug))
    for problem in one_by_one:
        echo(_as_place(problem), err=True, styled=True)
    for same in alike:
        first = same[0]
        where = f"{printable(first.file)}: {_severity(first)}"
        echo(f"{where} {first.slug}: {_also(same)}", err=True, styled=True)
    if more:
        echo(f"… and {counted(more, 'more problem')}", err=True)
    if shown:
        echo(f"Run `{command}` to see what is wrong.", err=True)
    if others:
        where = f"{counted(others, 'problem')} in files that are not, or may not be, for the public"
        echo(f"{where}{'' if shown else f': run `{command}` to see them'}.", err=True)


def print_summary(loaded: LoadResult, *, is_dry: bool = False) -> None:
    """Print a one-line result of the check to stderr.

    If `is_dry`, the problems are those that would be left after the fixes.
    """
    left = " would be left" if is_dry else ""
    events = counted(len(loaded.record.events), "event")
    counts = Counter(problem.severity for problem in loaded.problems)
    for (_, severity, _), number in loaded.more.items():
        counts[severity] += number
    if counts:
        numbers = [counted(counts[name], name) for name in get_args(Severity) if counts[name]]
        # If a file cannot be read to its end, the number of its events is not known.
        where = "" if loaded.unread else f" in {events}"
        wrong = [problem for problem in loaded.problems if problem.severity == "error"]
        explained = f"`briefing explain {(wrong or loaded.problems)[0].slug}`"
        found = f"{listing(numbers)}{left}{where}"
        echo(f"{found}. For an explanation, run for example {explained}.", err=True)
    else:
        echo(f"No problems{left} in {events}.", err=True)


def print_unread(loaded: LoadResult) -> None:
    """Print the files that could not be checked to their end to stderr.

    The names of files that are not for the public are printed too.
    """
    for file in loaded.unread:
        number = sum(
            problem.severity == "error" and problem.file == file for problem in loaded.problems
        )
        if number > 1:
            advice = f"Fix the errors in {file} first. The rest of the file has not been checked."
        else:
            advice = f"Fix the error in {file} first. Nothing after it could be checked."
        echo(advice, err=True)


def print_error_places(problems: Sequence[Problem]) -> None:
    """Print the lines of the errors to stderr, if warnings hide them on a screen.

    The names of files that are not for the public are printed too.
    """
    wrong = [problem for problem in problems if problem.severity == "error"]
    if 0 < len(wrong) < len(problems) > _ON_A_SCREEN:
        places = [f"{printable(problem.file)}:{problem.place.line}" for problem in wrong]
        echo(f"Errors: {listing(_cut(places))}.", err=True)


def _as_place(problem: Problem) -> str:
    place = problem.place
    where = f"{printable(problem.file)}:{place.line}:{place.column}: {_severity(problem)}"
    return f"{where} {problem.slug}"


def _severity(problem: Problem) -> str:
    return click.style(f"{problem.severity}:", fg=_COLOURS[problem.severity], bold=True)


def as_text(problem: Problem) -> str:
    """Format a problem with its line for a terminal."""
    place = problem.place
    shown, before = _window(problem.excerpt, place.column)
    width = min(place.end_column - place.column, max(len(shown) - before, 1))
    colour = _COLOURS[problem.severity]
    gutter = max(len(str(place.line)), 4)
    tabs = "".join("\t" if c == "\t" else " " for c in shown[:before])
    carets = click.style("^" * width, fg=colour, bold=True)
    return "\n".join(
        (
            f"{printable(problem.file)}:{place.line}:{place.column}: {_severity(problem)}"
            f" {printable(problem.message)} [{problem.slug}]",
            f"{place.line:>{gutter}} | {shown}",
            f"{'':>{gutter}} | {tabs}{carets} {printable(problem.hint)}".rstrip(),
        )
    )


def _window(line: str, column: int) -> tuple[str, int]:
    """Return the part of a long line around `column`, and the number of characters before it."""
    start = 0 if column < _WIDEST * 2 // 3 else column - _WIDEST // 3
    part = line[start : start + _WIDEST]
    shown = "".join(c if c.isprintable() or c == "\t" else "�" for c in part)
    if start:
        shown = "…" + shown[1:]
    if start + _WIDEST < len(line):
        shown = shown[:-1] + "…"
    return shown.rstrip(), column - 1 - start


def _as_json(problems: Sequence[Problem], fixes: Mapping[int, Sequence[_Change]]) -> dict[str, Any]:
    return {
        "version": JSON_VERSION,
        "problems": [
            {
                "file": _clean(problem.file),
                "line": problem.place.line,
                "column": problem.place.column,
                "end_column": problem.place.end_column,
                "severity": problem.severity,
                "slug": problem.slug,
                "message": _clean(problem.message),
                "hint": _clean(problem.hint),
            }
            | _json_fix(problem, fixes.get(n, ()))
            for n, problem in enumerate(problems)
        ],
    }


def _json_fix(problem: Problem, changes: Sequence[_Change]) -> dict[str, Any]:
    if not problem.fix or not changes:
        return {}
    edits = [place._asdict() | {"text": _clean(text)} for place, text in changes]
    return {"fix": {"safe": problem.fix.is_safe, "edits": edits}}


def _as_github(problem: Problem) -> str:
    """Format a problem as a GitHub workflow command, with the escapes that its runner requires."""

    def data(text: str) -> str:
        return printable(_clean(text)).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")

    def value(text: str) -> str:
        return data(text).replace(":", "%3A").replace(",", "%2C")

    text = f"{problem.message} ({problem.hint})" if problem.hint else problem.message
    place = problem.place
    level = "notice" if problem.severity == "note" else problem.severity
    return (
        f"::{level} file={value(problem.file)},line={place.line},col={place.column},"
        f"endColumn={place.end_column},title={value(problem.slug)}::{data(text)}"
    )


def print_sarif(
    problems: Sequence[Problem],
    more: int = 0,
    fixes: Mapping[int, Sequence[_Change]] = MappingProxyType({}),
) -> None:
    """Print `problems` for code scanning, and the number of those that are not listed."""
    import json

    log = _as_sarif(problems, fixes)
    if more:
        log["runs"][0]["properties"] = {"more": more}
    echo_json(json.dumps(log, indent=2, ensure_ascii=False))


def _as_sarif(
    problems: Sequence[Problem], fixes: Mapping[int, Sequence[_Change]]
) -> dict[str, Any]:
    """Return `problems` as a SARIF 2.1.0 log (OASIS), for code scanning."""
    from briefing.record.rules import every_rule

    rules = every_rule()
    slugs = sorted({problem.slug for problem in problems})
    return {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "briefing",
                        "version": __version__,
                        "informationUri": f"pkg:generic/briefing@{__version__}",
                        "rules": [
                            {
                                "id": slug,
                                "shortDescription": {"text": rules[slug].wants},
                                "fullDescription": {"text": rules[slug].why or rules[slug].wants},
                                "help": _help(rules[slug]),
                                "defaultConfiguration": {"level": rules[slug].severity},
                            }
                            for slug in slugs
                        ],
                    }
                },
                "columnKind": "unicodeCodePoints",
                "results": [
                    {
                        "ruleId": problem.slug,
                        "ruleIndex": slugs.index(problem.slug),
                        "level": problem.severity,
                        "message": {
                            "text": _clean(f"{problem.message}. {problem.hint}".rstrip(". ") + ".")
                        },
                        "locations": [
                            {
                                "physicalLocation": {
                                    "artifactLocation": {"uri": quote(_clean(problem.file))},
                                    "region": {
                                        "startLine": problem.place.line,
                                        "startColumn": problem.place.column,
                                        "endColumn": problem.place.end_column,
                                        "snippet": {"text": _clean(problem.excerpt[:1000])},
                                    },
                                }
                            }
                        ],
                    }
                    | _sarif_fix(problem, fixes.get(n, ()))
                    for n, problem in enumerate(problems)
                ],
            }
        ],
    }


def _sarif_fix(problem: Problem, changes: Sequence[_Change]) -> dict[str, Any]:
    """Return the fix of a problem (SARIF 2.1.0, section 3.55), or nothing."""
    if not problem.fix or not changes:
        return {}
    replaced = [
        {
            "deletedRegion": {
                "startLine": place.line,
                "startColumn": place.column,
                "endLine": place.end_line,
                "endColumn": place.end_column,
            },
            "insertedContent": {"text": _clean(text)},
        }
        for place, text in changes
    ]
    change = {
        "artifactLocation": {"uri": quote(_clean(problem.file))},
        "replacements": replaced,
    }
    fix = {
        "description": {"text": _clean(problem.hint)},
        "artifactChanges": [change],
        "properties": {"safe": problem.fix.is_safe},
    }
    return {"fixes": [fix]}


def _help(rule: Rule) -> dict[str, str]:
    """Return the help that GitHub shows with a finding: the rule, its reason and two examples."""
    wrong, right = map(_clean, (rule.wrong, rule.right))
    explanation = "\n\n".join(filter(None, (rule.wants, rule.why)))
    return {
        "text": f"{explanation}\n\nWrong:\n\n{wrong}\nRight:\n\n{right}",
        "markdown": (
            f"{explanation}\n\nWrong:\n\n```yaml\n{wrong}```\n\nRight:\n\n```yaml\n{right}```\n"
        ),
    }


def _clean(text: str) -> str:
    """Return `text` in an encodable form. Bytes that were not UTF-8 become U+FFFD."""
    return "".join("�" if "\ud800" <= c <= "\udfff" else c for c in text)
