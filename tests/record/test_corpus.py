"""The corpus of wrong files: one fault each, and the exact place that the check reports."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date as Day
from functools import cache
from hashlib import sha256
from pathlib import Path

import pytest

from briefing.record.loading import File, LoadResult
from briefing.record.problems import LINE_END, Problem
from briefing.record.proofs import LOCK
from briefing.record.record import Record
from briefing.record.rules import choices, every_rule, shape, values
from briefing.record.rules.rule import Rule, files_of
from briefing.record.schema import json_schema
from tests.helpers import EARLIER_KEPT_IFS, load
from tests.validators import schema_validator

TODAY = {"stale": lambda record: Day(2020, 1, 1)}
"""The day as of which a rule is tested, if it depends on the day."""
CORPUS = Path(__file__).parents[1] / "corpus"


@dataclass(frozen=True)
class Expected:
    """One line of `expected.txt`."""

    file: str
    line: int
    column: int
    end_column: int
    marked: str

    @property
    def slug(self) -> str:
        return self.file.partition("/")[0]

    @property
    def files(self) -> list[File]:
        return _files_with(self.file)


def _files_with(name: str) -> list[File]:
    """Return the files of the record that contains the file `name`."""
    path = CORPUS / name
    folder = path.parent
    several = [*sorted(folder.glob("*.yaml")), *folder.glob(LOCK)]
    paths = several if name.count("/") > 1 else [path]
    return [_file(path) for path in paths]


def _file(path: Path) -> File:
    def read_sibling(name: str) -> bytes:
        return (path.parent / name).read_bytes()

    return File(path.relative_to(CORPUS).as_posix(), path.read_bytes(), read_sibling)


def _expected(row: str) -> Expected:
    parts = re.fullmatch(r"(\S+) +(\d+):(\d+)-(\d+) +(\".*\")", row)
    assert parts is not None, row
    file, *place, marked = parts.groups()
    line, column, end_column = map(int, place)
    return Expected(file, line, column, end_column, json.loads(marked))


EXPECTED = [
    _expected(line)
    for line in (CORPUS / "expected.txt").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]


FILES = sorted(path.relative_to(CORPUS).as_posix() for path in CORPUS.rglob("*.yaml"))
LISTED = {file.name for expected in EXPECTED for file in expected.files}


def _problems_in(file: str) -> list[Problem]:
    """Return the problems in the record that contains the file `file`."""
    return check_corpus(file, _files_with(file)).problems


def check_corpus(file: str, files: Sequence[File]) -> LoadResult:
    """Load the `files` of the record that contains the file `file` of the corpus."""

    def copies(record: Record) -> dict[str, str]:
        paths = (CORPUS / file).parent.glob("sources/*")
        return {path.stem: sha256(path.read_bytes()).hexdigest() for path in paths}

    slug = file.partition("/")[0]
    earlier = EARLIER_KEPT_IFS.get(slug, {})
    last_day = TODAY.get(slug)
    return load(files, last_day=last_day, copies=copies, earlier_kept_ifs=lambda record: earlier)


def _row(file: str) -> str:
    """Return the line of `expected.txt` for a file with one problem."""
    problems = _problems_in(file)
    if len(problems) != 1:
        slugs = ", ".join(problem.slug for problem in problems) or "none"
        return f"nothing: the file must have one problem, but it has these: {slugs}"
    place = problems[0].place
    marked = problems[0].excerpt[place.column - 1 : place.end_column - 1]
    marked = json.dumps(marked if len(marked) < 60 else f"{marked[:40]}…", ensure_ascii=False)
    position = f"{place.line}:{place.column}-{place.end_column}"
    return f"{problems[0].file:<50} {position:<10} {marked}"


@pytest.mark.parametrize("expected", EXPECTED, ids=lambda line: line.file)
def test_the_one_fault_is_found_where_it_stands(expected: Expected) -> None:
    (problem,) = _problems_in(expected.file)
    place = problem.place
    assert (problem.slug, problem.file) == (expected.slug, expected.file)
    assert (place.line, place.column, place.end_column) == (
        expected.line,
        expected.column,
        expected.end_column,
    ), f"write this in tests/corpus/expected.txt:\n{_row(expected.file)}"
    content = (CORPUS / expected.file).read_bytes()
    line = LINE_END.split(content.decode("utf-8-sig", "surrogateescape"))[place.line - 1]
    assert problem.excerpt == line
    assert line[place.column - 1 : place.end_column - 1].startswith(expected.marked.rstrip("…"))


@pytest.mark.parametrize("file", FILES)
def test_every_file_of_the_corpus_is_listed(file: str) -> None:
    assert file in LISTED, f"write this in tests/corpus/expected.txt:\n{_row(file)}"


@pytest.mark.parametrize("slug", every_rule())
def test_every_rule_is_in_the_corpus(slug: str) -> None:
    listed = {expected.slug for expected in EXPECTED}
    assert slug in listed, f"write a file that breaks this rule, in the folder tests/corpus/{slug}/"


# Limits of the schema language: the length of February, the order of start and end, and numbers
# such as `over 10,000` and `9 of 27`.
BEYOND_A_SCHEMA = {"impossible-date", "end-before-start", "not-a-number"}
SHAPE = {
    rule.slug
    for module in (shape, choices, values)
    for rule in vars(module).values()
    if isinstance(rule, Rule)
}
validator = cache(lambda: schema_validator(json_schema()))
"""Returns a validator that does what an editor does."""


def _as_editors_see_it(file: File) -> object:
    import yaml_rs

    def named(value: object) -> object:
        if isinstance(value, dict):
            return {_key(key): named(inner) for key, inner in value.items()}
        return [named(inner) for inner in value] if isinstance(value, list) else value

    return named(yaml_rs.loads(file.content.decode("utf-8-sig"), parse_datetime=False) or {})


def _key(key: object) -> str:
    """Return a key as text, the only type of key in JSON."""
    return "" if key is None else str(key)


def _shape_faults(loaded: LoadResult) -> set[str]:
    return {problem.slug for problem in loaded.problems} & SHAPE


UNREADABLE = {
    *("not-text", "tab", "comma-in-braces", "duplicate-key", "several-documents", "yaml-tag"),
    "not-yaml",
}
CUT_TO_NOTHING = "text-cut-short/accent-without-quotes.yaml"
"""A file with a comment that cuts a colour short. To a schema, the colour is empty."""


@pytest.mark.parametrize(
    "file",
    [
        file
        for expected in EXPECTED
        if expected.slug not in UNREADABLE | BEYOND_A_SCHEMA
        for file in expected.files
        if file.name != CUT_TO_NOTHING and not file.name.endswith(LOCK)
    ],
    ids=lambda file: file.name,
)
def test_the_schema_and_the_checks_agree_on_the_corpus(file: File) -> None:
    assert validator().is_valid(_as_editors_see_it(file)) == (not _shape_faults(load([file])))


@pytest.mark.parametrize(
    "rule",
    [rule for slug, rule in every_rule().items() if slug not in UNREADABLE],
    ids=lambda rule: rule.slug,
)
def test_the_schema_and_the_checks_agree_on_the_examples(rule: Rule) -> None:
    right, wrong = (
        validator().is_valid(
            _as_editors_see_it(File("a.yaml", files_of(text)["events.yaml"].encode()))
        )
        for text in (rule.right, rule.wrong)
    )
    assert right
    if rule.slug not in BEYOND_A_SCHEMA:
        assert wrong == (rule.slug not in SHAPE)


def test_the_schema_takes_the_real_record() -> None:
    path = CORPUS.parents[1] / "events.yaml"
    errors = validator().iter_errors(_as_editors_see_it(File("events.yaml", path.read_bytes())))
    assert [error.message for error in errors] == []
