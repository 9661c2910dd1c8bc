"""Load events files: turn bytes into one record and a list of all its problems.

`parts` reads each file, `merging` joins them, the rules check the record, and `locating` turns
findings into problems with lines.
"""

import re
from codecs import BOM_UTF8
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from datetime import date as Day
from pathlib import PurePosixPath
from posixpath import normpath
from typing import TYPE_CHECKING

from briefing.garbage_collection import gc_paused
from briefing.record import rules
from briefing.record.copies import without_copies
from briefing.record.locating import problems_in
from briefing.record.merging import Draft, merge
from briefing.record.model import InTable
from briefing.record.own_names import with_own_names
from briefing.record.parts import MISREADING_RULES, Part
from briefing.record.pictures import Prepared, Unusable, prepared
from briefing.record.pieces import Split
from briefing.record.piecewise import PieceCache, read_part
from briefing.record.problems import (
    MAX_SHOWN,
    Finding,
    Path,
    Problem,
    RecordPath,
    Severity,
    few_suggestions,
)
from briefing.record.proofs import LOCK, Proofs, read_lock
from briefing.record.record import Record
from briefing.record.rules import lock
from briefing.record.rules.rule import Rule, RuleFinding, run_rule
from briefing.record.templates import Templates
from briefing.record.translations import in_own_language, mention_languages

if TYPE_CHECKING:
    from briefing.record.area_tables import Table

_COLUMN = re.compile(rb"\{\s*area\s*\.")
"""The start of a column of an area in a text. In YAML, it can be after a line end."""


def _no_such_file(name: str) -> bytes:
    raise OSError("there is no such file")


@dataclass(frozen=True, slots=True)
class File:
    """An events file: its contents in bytes, and its name in problems.

    `read_sibling` reads a file, such as a logo, given its name in the events file. If it cannot, it
    raises OSError with the reason. By default, there are no such files.
    """

    name: str
    content: bytes
    read_sibling: Callable[[str], bytes] = _no_such_file


def may_hold_private(file: File) -> bool:
    """Whether the file may contain anything that is not for the public, such as recipients."""
    return re.search(rb"\b(?:audience|embargo|notes|recipients)\b", file.content) is not None


@dataclass(frozen=True, slots=True)
class LoadResult:
    """The result of loading files: as much of the record as could be parsed, and every problem.

    For each file and rule, only the first `MAX_SHOWN` problems are listed. `more` counts the
    others, by file, severity and slug. `unread` holds the files that could be read only up to a
    problem. `splits` shows how files were split, if they were read in pieces.
    """

    record: Record
    problems: list[Problem]
    more: Mapping[tuple[str, Severity, str], int] = field(default_factory=dict)
    unread: tuple[str, ...] = ()
    splits: Mapping[str, Split] = field(default_factory=dict)

    @property
    def restricted(self) -> Set[str]:
        """The files that are not for the public, or may not be, because it is not known who may see
        them. If there is only one file, its name is no secret."""
        files = {name for name, audience in self.record.audiences.items() if audience != "public"}
        if len(self.record.files) == 1:
            return files
        wrong = {problem.file for problem in self.problems if problem.path == ("audience",)}
        return files | wrong | {*self.unread}

    def without(self, slug: str) -> "LoadResult":
        """Return the result without the problems of one rule."""
        return replace(
            self,
            problems=[problem for problem in self.problems if problem.slug != slug],
            more={key: number for key, number in self.more.items() if slug not in key},
        )


def load(
    files: Iterable[File],
    templates: Templates | None = None,
    last_day: Callable[[Record], Day] | None = None,
    day_of: Callable[[Record], Day] | None = None,
    copies: Callable[[Record], Mapping[str, str]] | None = None,
    cache: PieceCache | None = None,
    earlier_kept_ifs: Callable[[Record], Mapping[str, str]] | None = None,
) -> LoadResult:
    """Load `files` as one record. Editions can use the `templates`, or any template if None.

    A file called evidence.lock has the proofs of the record. All others are events files.

    `last_day` returns the last day that the record covers, which is `correct_as_of` by default.
    `day_of` returns the day for which the record is checked, if that is earlier. Later events are
    then treated as future events. `copies` returns the hashes of the copies of its sources, by
    source name. It is called only if the record has proofs. `cache` keeps pieces of long files from
    one call to the next, so that only those that have changed are read. `earlier_kept_ifs` returns
    the `kept_if` of commitments before their outcome, by id.
    """
    if cache is not None:
        cache.turn()
    with gc_paused(), few_suggestions():
        return _read(files, templates, last_day, day_of, copies, cache, earlier_kept_ifs)


def _read(
    files: Iterable[File],
    templates: Templates | None,
    last_day: Callable[[Record], Day] | None,
    day_of: Callable[[Record], Day] | None,
    copies: Callable[[Record], Mapping[str, str]] | None,
    cache: PieceCache | None,
    earlier_kept_ifs: Callable[[Record], Mapping[str, str]] | None,
) -> LoadResult:
    texts = _Texts(files)
    siblings = {file.name: file.read_sibling for file in texts.files.values()}
    proofs, broken = _proofs(texts)
    parts = [read_part(name, text, cache) for name, text in texts.items() if not is_lock(name)]
    if len(parts) > 1:
        parts = without_copies(parts, texts)
    findings = [finding for part in parts for finding in part.findings] + broken
    replaced = {(part.name, path) for part in parts for path in part.replaced}
    tables = _tables(parts, texts.files)
    merged = merge(((part.name, part.content) for part in parts), tables)
    of_tables = frozenset(code for table in tables for code in table.languages)
    if of_tables or mention_languages(text for name, text in texts.items() if not is_lock(name)):
        merged, languages = in_own_language(merged, merged.language)
        merged = with_own_names(replace(merged, languages=languages | of_tables), merged.language)
    last = last_day(merged) if last_day else merged.correct_as_of
    draft = replace(
        merged,
        templates=templates,
        is_complete=all(
            rule.severity == "warning" or rule in MISREADING_RULES for rule, _ in findings
        ),
        events=[
            event for event in merged.events if (event.where.file, event.where.path) not in replaced
        ],
        brand_files=dict(_brand_files(merged, siblings)),
        pictures=dict(_pictures(merged, siblings)),
        proofs=proofs,
        uses_columns=any(_COLUMN.search(file.content) for file in texts.files.values()),
        has_lock=any(map(is_lock, texts)) and not broken,
        last_day=last,
        as_of=day_of(merged) if day_of else last,
    )
    if copies and proofs:
        draft = replace(draft, copies=copies(draft))
    if earlier_kept_ifs:
        draft = replace(draft, earlier_kept_ifs=earlier_kept_ifs(draft))
    findings += _record_findings(draft, replaced)
    shown, more = _first_of_each(findings)
    repaired = {part.name: part.repaired for part in parts if part.repaired is not None}
    unread = tuple(part.name for part in parts if () in part.replaced)
    splits = {part.name: part.split for part in parts if part.split}
    by_name = {table.name: table for table in tables}
    shown = [(rule, _in_table(finding, by_name)) for rule, finding in shown]
    texts.tables |= {name: table.text for name, table in by_name.items()}
    problems = problems_in(texts, repaired, shown, splits)
    return LoadResult(draft.record(), problems, more, unread, splits)


class _Texts(Mapping[str, str]):
    """The texts of `files` by name, and of the tables of areas that they name.

    Only the bytes are kept, because a file may be large.
    """

    def __init__(self, files: Iterable[File]) -> None:
        self.files = {file.name: file for file in files}
        self.tables: dict[str, str] = {}

    def __getitem__(self, name: str) -> str:
        return text_of(self.files[name]) if name in self.files else self.tables[name]

    def __iter__(self) -> Iterator[str]:
        return iter((*self.files, *self.tables))

    def __len__(self) -> int:
        return len(self.files) + len(self.tables)


def text_of(file: File) -> str:
    """Return the text of a file. Bytes that are not UTF-8 become lone surrogates."""
    return file.content.decode("utf-8-sig", "surrogateescape")


def with_text(file: File, text: str) -> File:
    """Return a file with another text. It keeps its byte-order mark."""
    mark = BOM_UTF8 if file.content.startswith(BOM_UTF8) else b""
    content = mark + text.removeprefix("\ufeff").encode("utf-8", "surrogateescape")
    return replace(file, content=content)


def is_lock(name: str) -> bool:
    """Whether a file of a record has the proofs of its evidence. All the others have events."""
    return PurePosixPath(name).name == LOCK


def _proofs(texts: Mapping[str, str]) -> tuple[Proofs, list[RuleFinding]]:
    """Return the proofs in the lock file, and the findings about it."""
    name = next(filter(is_lock, texts), None)
    if name is None:
        return Proofs(), []
    findings = run_rule(lock.broken_lock, name, texts[name])
    return Proofs() if findings else read_lock(texts[name]), findings


def _tables(parts: Sequence[Part], files: Mapping[str, File]) -> "tuple[Table, ...]":
    """Read the tables of areas that the files name."""
    named = [part for part in parts if isinstance(part.content.areas, InTable)]
    if not named:
        return ()
    from briefing.record.area_tables import read_table

    languages = [part.content.language for part in (*named, *parts) if part.content.language]
    language = languages[0] if languages else Record.language
    tables: dict[str, Table] = {}
    for part in named:
        assert isinstance(part.content.areas, InTable)
        written = part.content.areas.file
        name = normpath(PurePosixPath(part.name).parent / written)
        try:
            content: bytes | str = files[part.name].read_sibling(written)
        except OSError as error:
            content = str(error)
        where = RecordPath(part.name, ("areas",))
        tables.setdefault(name, read_table(name, content, where, written, language))
    return tuple(tables.values())


def _in_table(finding: Finding, tables: "Mapping[str, Table]") -> Finding:
    """Return a finding about a table of areas with its place. No fix can change a table."""
    table = tables.get(finding.where.file)
    if table is None:
        return finding
    return finding._replace(place=table.place(*finding.where.path), hint=str(finding.hint))


def _brand_files(
    record: Record, siblings: Mapping[str, Callable[[str], bytes]]
) -> Iterator[tuple[tuple[str, str], bytes | str]]:
    for where, brand in record.brands:
        for name in brand.files:
            try:
                content: bytes | str = siblings[where.file](name)
            except OSError as error:
                content = str(error)
            yield (where.file, name), content


def _pictures(
    record: Record, siblings: Mapping[str, Callable[[str], bytes]]
) -> Iterator[tuple[tuple[str, str], Prepared | Unusable]]:
    for where, picture in record.pictured:
        try:
            read = prepared(siblings[where.file](picture.file))
        except OSError as error:
            read = Unusable(str(error), "write its path, relative to this file", is_missing=True)
        yield (where.file, picture.file), read


def _record_findings(draft: Draft, replaced: Set[tuple[str, Path]]) -> Iterator[RuleFinding]:
    """Yield the findings of the rules for a whole record, except about the `replaced` values."""
    silenced = {slug for _, path in replaced for slug in _silenced_rules(path)}
    for rule in rules.RECORD:
        if rule.slug not in silenced:
            for finding in rule.check(draft):
                if not (_is_in(finding, replaced) or _is_of_field(rule, finding, replaced)):
                    yield rule, finding


def _silenced_rules(replaced: Path) -> tuple[str, ...]:
    """Return the rules that would report every reference to an item replaced at this path."""
    match replaced:
        case ():
            return (
                *_OF_EVENTS,
                *map(_unknown, ("actors", "sources", "asks", "areas", "kinds")),
            )
        case ("actors" | "sources" | "asks" | "areas" | "kinds" as section,):
            return (_unknown(section),)
        case ("kinds", _) | ("kinds", _, "name"):
            return (_unknown("kinds"),)
        case ("events",) | ("events", _):
            return _OF_EVENTS
        case ("events", _, "id"):
            return "unknown-event", "due-after-nothing"
        case ("events", _, "commitments", *within) if within[1:] in ([], ["id"]):
            return "unknown-commitment", "cannot-be-judged"
        case ("events", _, "commitments", *_):
            return ("cannot-be-judged",)
        case ("events", _, "asks", *_):
            return ("met-before-raised",)
    return ()


def _unknown(section: str) -> str:
    return f"unknown-{section.removesuffix('s')}"


def _is_in(finding: Finding, replaced: Set[tuple[str, Path]]) -> bool:
    """Whether the finding is about a replacement rather than the file."""
    file, path = finding.where.file, finding.where.path
    return bool(replaced) and any((file, path[:n]) in replaced for n in range(len(path) + 1))


def _is_of_field(rule: Rule, finding: Finding, replaced: Set[tuple[str, Path]]) -> bool:
    """Whether the finding is about a placeholder for a date or title that could not be read."""
    file, path = finding.where.file, finding.where.path
    return any(
        rule.slug in slugs and (file, (*path[:2], name)) in replaced
        for name, slugs in _BY_FIELD.items()
    )


_OF_EVENTS = (
    "unknown-event",
    "unknown-commitment",
    "due-after-nothing",
    "met-before-raised",
)
# The rules that depend on the date of an event, and those that depend on its title.
_BY_FIELD = {
    "date": (
        "result-too-early", "unconfirmed", "without-added", "role-not-held", "link-to-later",
        "met-before-raised", "kept-before-made", "due-before-made", "figures-disagree",
        "same-name",
    ),
    "title": ("same-name", "no-clear-change"),
}  # fmt: skip


def _first_of_each(
    findings: list[RuleFinding],
) -> tuple[list[RuleFinding], Mapping[tuple[str, Severity, str], int]]:
    """Return the findings to show, limited for each file and rule, and the number of the others."""
    if len(findings) <= MAX_SHOWN:
        return findings, {}
    shown: list[RuleFinding] = []
    number: Counter[tuple[str, Severity, str]] = Counter()
    for rule, finding in findings:
        number[key := (finding.where.file, rule.severity, rule.slug)] += 1
        if number[key] <= MAX_SHOWN:
            shown.append((rule, finding))
    return shown, {key: n - MAX_SHOWN for key, n in number.items() if n > MAX_SHOWN}
