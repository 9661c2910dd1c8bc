"""Records that do not fit the model: their structural faults, and placeholders for them.

Records without such faults do not need this module.
"""

from collections import Counter
from collections.abc import Collection
from typing import Any

from pydantic import ValidationError

from briefing.record import positions
from briefing.record.model import SECTIONS, EventsFile
from briefing.record.problems import (
    MAX_SHOWN,
    Finding,
    Path,
    RecordPath,
    TextRange,
    split_lines,
)
from briefing.record.rules import yaml_syntax
from briefing.record.rules.faults import Fault, fault_of, relevant
from briefing.record.rules.fields import is_moves_at, is_text_at, required_at
from briefing.record.rules.rule import Rule, RuleFinding, run_rule
from briefing.record.rules.shape import rule_for
from briefing.record.spelling import in_original_spelling

NO_WORD = "none"
"""The placeholder for ids and for words such as topics."""
# The values of fields that the model or a rule requires. No rule may report them, so they cannot be
# worked out from the types of the fields.
_PLACEHOLDERS: dict[str, Any] = {
    "file": NO_WORD, "alt": "(no words)",
    "date": "../..", "kind": "news", "title": "(no title)", "name": "(no name)",
    "text": "(no text)", "label": "(no label)", "value": "0 unknown", "ref": NO_WORD, "by": NO_WORD,
    "template": "timeline", "source": {"title": "(no title)"}, "id": NO_WORD,
    "question": "(no question)",
}  # fmt: skip
_MAX_ROUNDS = 20


def with_placeholders(
    name: str, text: str, data: Any, whole: Any = None
) -> tuple[EventsFile, list[RuleFinding], set[Path]]:
    """Return the part of `data` that fits the model, all structural faults and their places.

    `data` is changed: faulty parts are replaced with harmless placeholders. If it is only a piece
    of a file, `whole` is the data of the whole file.
    """
    findings: list[RuleFinding] = []
    known: set[RuleFinding] = set()
    replaced: set[Path] = set()
    content, faults = _validate(name, data, whole)
    if any(fault.is_odd_key for fault in faults):
        # To YAML, keys such as 2019 or true are not text, so read them as they are written.
        data = in_original_spelling(data, text)
        findings += run_rule(yaml_syntax.duplicate_key, name, text)
        content, faults = _validate(name, data, whole)
    faults = _without_colons(faults, data)
    shown, others = _first_of_each(faults)
    _add_spelling(shown, text)
    commas = []
    if any(fault.is_key and fault.given is None for fault in faults):
        commas = run_rule(yaml_syntax.comma_in_braces, name, text)
    split = {finding.where.path[:-1] for _, finding in commas}
    cut = {finding.where.path for _, finding in commas}
    findings += commas

    def is_cut(fault: Fault) -> bool:
        path = fault.where.path
        return path[:-1] in split if fault.given is None else path in cut

    for fault in shown:
        if not is_cut(fault):
            for found in run_rule(rule_for(fault), fault):
                # Each item of a list can have the same fault, which is reported once.
                if found not in known:
                    known.add(found)
                    findings.append(found)
                    finding = found[1]
                    if _is_about_all(finding, fault):
                        replaced.add(finding.where.path)
    for rule, fault in others:
        if not is_cut(fault):
            findings.append((rule, Finding(fault.where, rule.wants)))
    for _ in range(_MAX_ROUNDS):
        if not faults:
            return content, findings, replaced
        for fault in reversed(faults):
            data, path = _with_placeholder(data, fault.where.path, is_key=fault.is_key)
            # If an item lacks its reference, the whole item is replaced.
            replaced.add(path[:-1] if path[-1:] == ("ref",) else path)
        content, faults = _validate(name, data, whole)
    return content, findings, replaced | {()}


def _is_about_all(finding: Finding, fault: Fault) -> bool:
    """Whether a finding is about the whole group or list that contains the fault."""
    parent = fault.where.path[:-1]
    return finding.where.path == parent[:-1] or (
        finding.where.path == parent and is_moves_at(parent)
    )


def _validate(name: str, data: Any, whole: Any) -> tuple[EventsFile, list[Fault]]:
    """Validate `data`. Return it as the model, or an empty record and the faults."""
    try:
        return EventsFile.model_validate(data), []
    except ValidationError as error:
        faults = relevant(error.errors(include_url=False))
        return EventsFile(), [fault_of(name, details, whole or data) for details in faults]


def _first_of_each(faults: list[Fault]) -> tuple[list[Fault], list[tuple[Rule, Fault]]]:
    """Return the faults to show, and the others, which are counted by rule."""
    number: Counter[str] = Counter()
    first: list[Fault] = []
    rest: list[tuple[Rule, Fault]] = []
    for fault in faults:
        rule = rule_for(fault)
        number[rule.slug] += 1
        if number[rule.slug] <= MAX_SHOWN:
            first.append(fault)
        else:
            rest.append((rule, fault))
    return first, rest


def _without_colons(faults: list[Fault], data: object) -> list[Fault]:
    """Merge the faults in text that its colon has turned into a group with one odd field."""
    odd = {
        fault.where.path[:-1]
        for fault in faults
        if fault.type == "extra_forbidden" and is_text_at(fault.where.path[:-1])
    }
    within: dict[Path, list[Fault]] = {path: [] for path in odd}
    merged: list[Fault] = []
    for fault in faults:
        parent = _enclosing(fault.where.path, odd)
        (merged if parent is None else within[parent]).append(fault)
    for path, inside in within.items():
        if not inside:
            continue
        given: Any = data
        for step in path:
            given = given[step]
        if len(given) == 1:
            merged.append(
                Fault(RecordPath(inside[0].where.file, path), "string_type", given, {}, data)
            )
        else:
            merged += inside
    return merged


def _enclosing(path: Path, paths: Collection[Path]) -> Path | None:
    """Return the shortest of `paths` that leads to `path` or to something that contains it."""
    return next((path[:n] for n in range(len(path) + 1) if path[:n] in paths), None)


def _add_spelling(faults: list[Fault], text: str) -> None:
    """Quote text values in the faults as they are written in the file."""
    unlike_text = [
        fault
        for fault in faults
        if not fault.is_key
        and fault.type != "missing"
        and (fault.given is None or isinstance(fault.given, bool | list | dict))
    ]
    if not unlike_text:
        return
    nodes = positions.locate(text, {fault.where.path for fault in unlike_text})
    lines = split_lines(text)
    for fault in unlike_text:
        node = nodes[fault.where.path]
        if node.path == fault.where.path:
            fault.facts["written"] = _on_one_line(lines, node.value)


def _on_one_line(lines: list[str], place: TextRange) -> str:
    """Return the text at `place`, or nothing if it is longer than one line."""
    if place.line == place.end_line:
        return lines[place.line - 1][place.column - 1 : place.end_column - 1]
    # A group of fields without braces ends at the start of the next item.
    rest = [
        *lines[place.line : place.end_line - 1],
        lines[place.end_line - 1][: place.end_column - 1],
    ]
    return "" if "".join(rest).strip() else lines[place.line - 1][place.column - 1 :].rstrip()


def _with_placeholder(data: Any, path: Path, *, is_key: bool) -> tuple[Any, Path]:
    """Return `data` with the fault at `path` replaced or removed, and the path of the change.

    If `is_key`, the key itself is invalid.
    """
    if not isinstance(data, dict) or not path:
        return {}, ()
    here: Any = data
    for n, step in enumerate(path[:-1]):
        try:
            here = here[step]
        except (KeyError, IndexError, TypeError):
            return _with_placeholder(data, path[:n], is_key=False)
    last = path[-1]
    if isinstance(here, list) and isinstance(last, int):
        here[last] = _placeholder(path)
    elif not isinstance(here, dict):
        return _with_placeholder(data, path[:-1], is_key=False)
    elif is_key or is_moves_at(path[:-1]):
        here.pop(last, None)
    elif len(path) == 2 and path[0] in SECTIONS:
        here[last] = _placeholder(path)
    elif last in _PLACEHOLDERS:
        here[last] = _PLACEHOLDERS[last]
    elif len(path) > 2 and last in ("sources", "reverses"):
        here[last] = [_placeholder((*path, 0))]
    else:
        here.pop(last, None)
    return data, path


def _placeholder(path: Path) -> Any:
    """Return an item that is valid at `path`."""
    if path[-2] == "recipients":
        return "none@example.org"
    return {key: _PLACEHOLDERS[key] for key in required_at(path)} or NO_WORD
