"""Reading events files: bytes in, one timeline and all its problems out.

`yaml-rs` reads, pydantic gives shape, the rules judge. A fault does not end the reading: what is
wrong is taken out or filled in for the time being, so that everything else is checked in the same
run.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import yaml_rs
from pydantic import ValidationError

from briefing.timeline import rules
from briefing.timeline.model import EventsFile
from briefing.timeline.positions import LINE_END, locate, walk
from briefing.timeline.problems import Finding, Path, Place, Problem
from briefing.timeline.rules import files as file_rules
from briefing.timeline.rules.rule import Rule
from briefing.timeline.rules.shape import judge
from briefing.timeline.timeline import Timeline, merge

# Plain numbers of which YAML keeps the value and loses the spelling: +28, 1.50, 007, 1_000, 1e3.
_LOSES_SPELLING = re.compile(
    r"(?:^|[\s\[{,])(?:\+[\d.]|[-+]?0\d|\d+_|[-+]?\d*\.\d*0|[-+]?\d[\d.]*[eE]|0[xo]|\d+\.|\.\d)"
    r"[\w.+]*\s*(?:$|[,\]}#])",
    re.MULTILINE,
)
_STAND_INS = {
    "date": "../..", "kind": "news", "title": "(no title)", "name": "(no name)",
    "text": "(no text)", "value": "0", "ref": "none", "template": "timeline",
}  # fmt: skip
_INSTEAD: dict[str, Any] = {"source": {"title": "…"}, "sources": [{"title": "…"}]}
_NO_EVENT = "(not an event)"
_ROUNDS = 20


@dataclass(frozen=True, slots=True)
class File:
    """An events file: its name as problems show it, and its bytes."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of reading: the timeline as far as it could be understood, and every problem."""

    timeline: Timeline
    problems: list[Problem]


def read(files: Sequence[File], templates: Iterable[str] = ("timeline", "member")) -> Reading:
    """Read `files` as one timeline, in which an edition may choose among `templates`."""
    texts = {file.name: file.content.decode("utf-8-sig", "surrogateescape") for file in files}
    found: list[tuple[Rule, Finding]] = []
    parts: list[tuple[str, EventsFile]] = []
    for name, text in texts.items():
        part, wrong = _read_one(name, text)
        found += wrong
        parts.append((name, part))
    complete = not found
    timeline = merge(parts)
    timeline.files = list(texts)
    timeline.templates = frozenset(templates)
    timeline.complete = complete
    timeline.events = [event for event in timeline.events if event.title != _NO_EVENT]
    found += [(rule, finding) for rule in rules.RECORD for finding in rule.check(timeline)]
    return Reading(timeline, _placed(texts, found))


def _read_one(name: str, text: str) -> tuple[EventsFile, list[tuple[Rule, Finding]]]:
    for rule in (file_rules.not_text, file_rules.tab):
        found = [(rule, finding) for finding in rule.check(name, text)]
        if found:
            return EventsFile(), found
    try:
        data: Any = yaml_rs.loads(text, parse_datetime=False)
    except (yaml_rs.YAMLDecodeError, RecursionError) as error:
        return EventsFile(), _unreadable(name, text, str(error) or "nested too deeply")
    for rule in (file_rules.several_documents, file_rules.yaml_tag):
        if rule is file_rules.yaml_tag or isinstance(data, list):
            found += [(rule, finding) for finding in rule.check(name, text)]
    if found:
        return EventsFile(), found
    if data is None:
        return EventsFile(), []
    if _LOSES_SPELLING.search(text):
        _respell(data, text)
    return _shaped(name, data)


def _unreadable(name: str, text: str, reason: str) -> list[tuple[Rule, Finding]]:
    for rule in (file_rules.duplicate_key, file_rules.yaml_tag):
        found = [(rule, finding) for finding in rule.check(name, text)]
        if found:
            return found
    rule = file_rules.not_yaml
    return [(rule, finding) for finding in rule.check(name, text, reason)]


def _shaped(name: str, data: Any) -> tuple[EventsFile, list[tuple[Rule, Finding]]]:
    """`data` as the model has it, and every fault in its shape."""
    found: list[tuple[Rule, Finding]] = []
    for n in range(_ROUNDS):
        try:
            return EventsFile.model_validate(data), found
        except ValidationError as error:
            for details in reversed(error.errors(include_url=False)):
                rule, findings, path = judge(name, details)
                if n == 0:
                    found += [(rule, finding) for finding in findings]
                data = _mended(data, path, is_missing=details["type"] == "missing")
    return EventsFile(), found


def _mended(data: Any, path: Path, *, is_missing: bool) -> Any:
    """`data` without what is at fault at `path`, or with a stand-in for what is missing there."""
    if not isinstance(data, dict) or not path:
        return {}
    inside: list[tuple[Any, Any]] = []
    here: Any = data
    for step in path[:-1]:
        inside.append((here, step))
        try:
            here = here[step]
        except (KeyError, IndexError, TypeError):
            return _mended(data, path[: len(inside) - 1], is_missing=False)
    last = path[-1]
    if isinstance(here, dict) and is_missing:
        here[last] = _STAND_INS.get(str(last), f"(none, {id(here)})")
    elif isinstance(here, dict) and last in _INSTEAD and here.get(last) != _INSTEAD[last]:
        here[last] = _INSTEAD[str(last)]
    elif isinstance(here, dict) and last in here:
        del here[last]
    elif path[0] == "events" and len(path) == 2 and isinstance(here, list):
        here[int(last)] = {"date": "../..", "kind": "news", "title": _NO_EVENT}
    else:
        return _mended(data, path[:-1], is_missing=False)
    return data


def _respell(data: Any, text: str) -> None:
    """Put plain numbers into `data` as they are spelt in `text`, where that has been lost."""
    for node in walk(text):
        if node.spelling is None or not node.path:
            continue
        here = data
        try:
            for step in node.path[:-1]:
                here = here[step]
            value = here[node.path[-1]]
        except (KeyError, IndexError, TypeError):
            continue
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        if is_number and str(value) != node.spelling:
            here[node.path[-1]] = node.spelling


def _placed(texts: dict[str, str], found: list[tuple[Rule, Finding]]) -> list[Problem]:
    """The findings as problems with their lines, in the order of the files."""
    problems: list[Problem] = []
    for name, text in texts.items():
        here = [(rule, finding) for rule, finding in found if finding.where.file == name]
        if not here:
            continue
        paths = {finding.where.path for _, finding in here if not finding.place}
        nodes = locate(text, paths) if paths else {}
        lines = LINE_END.split(text)
        for rule, finding in here:
            place = finding.place
            if place is None:
                node = nodes[finding.where.path]
                place = node.key if finding.on_key and node.key else node.value
            excerpt = lines[place.line - 1] if place.line <= len(lines) else ""
            last = place.end_column if place.end_line == place.line else len(excerpt.rstrip()) + 1
            on_line = Place(place.line, place.column, place.line, max(last, place.column + 1))
            problems.append(
                Problem(
                    name, on_line, rule.severity, rule.slug, finding.message, finding.hint, excerpt
                )
            )
    order = list(texts)
    return sorted(
        problems, key=lambda it: (order.index(it.file), it.place.line, it.place.column, it.slug)
    )
