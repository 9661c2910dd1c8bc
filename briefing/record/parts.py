"""Read one file: as much of its content as fits the model, and every finding.

Faults do not stop the reading. Syntax errors are repaired if a fix is known, and faulty values are
replaced with placeholders, so that everything else is checked in the same run.
"""

from dataclasses import dataclass, field
from typing import Any

import yaml_rs
from pydantic import ValidationError

from briefing.record import parsing
from briefing.record.locating import in_original
from briefing.record.model import EventsFile
from briefing.record.pieces import Split
from briefing.record.problems import Path
from briefing.record.rules import characters, misread, yaml_syntax
from briefing.record.rules.rule import RuleFinding, run_rule
from briefing.record.spelling import with_original_numbers

_CHARACTER_RULES = (
    characters.control_character,
    characters.reordered_text,
    characters.html_entity,
)
MISREADING_RULES = (
    misread.text_cut_short,
    misread.word_left_out,
    misread.comma_in_list,
    misread.line_swallowed,
)
"""The rules for text that YAML and people read differently."""
DATA_RULES = (*_CHARACTER_RULES, *MISREADING_RULES)
_MAX_REPAIRS = 10
MAX_LENGTH_TO_REPAIR = 100_000  # In characters. Each fix that is tried reads the whole file.


@dataclass(slots=True)
class Part:
    """The part of a record that is in one file.

    Attributes:
        name: the name of the file.
        content: the content, with placeholders for faulty values.
        findings: the findings of the rules for one file.
        replaced: the paths of values that were replaced; () if the file could not be read.
        repaired: the text that was read instead of the text of the file, if the file has errors.
        split: how the file was split, if it was read in pieces.
    """

    name: str
    content: EventsFile = field(default_factory=EventsFile)
    findings: list[RuleFinding] = field(default_factory=list)
    replaced: set[Path] = field(default_factory=set)
    repaired: str | None = None
    split: Split | None = None


def read_part(name: str, text: str) -> Part:
    """Read the `text` of the file `name` as a whole."""
    if findings := run_rule(yaml_syntax.not_text, name, text):
        return Part(name, findings=findings, replaced={()})
    errors, repaired, data = _parse(name, text)
    if repaired is None:
        return Part(name, findings=errors, replaced={()})
    is_list = isinstance(data, list)
    if is_list and (several := run_rule(yaml_syntax.several_documents, name, repaired)):
        return Part(name, findings=errors + several, replaced={()})
    if data is None:
        return Part(name, findings=errors + run_rule(yaml_syntax.yaml_tag, name, repaired))
    part = read_data(name, repaired, with_original_numbers(data, repaired))
    part.repaired = repaired if repaired != text else None
    reported = {(rule.slug, finding.place) for rule, finding in errors}
    others = [(rule, in_original(finding, text, repaired)) for rule, finding in part.findings]
    part.findings = errors + [
        (rule, finding)
        for rule, finding in others
        if not finding.place or (rule.slug, finding.place) not in reported
    ]
    part.replaced |= {finding.where.path for _, finding in errors if finding.where.path}
    return part


def read_data(name: str, text: str, data: Any, whole: Any = None) -> Part:
    """Check the `data` of `text` against all rules for one file.

    If they are only a piece of a file, `whole` is the data of the whole file.
    """
    tags = run_rule(yaml_syntax.yaml_tag, name, text)
    odd = [finding for rule in _CHARACTER_RULES for finding in run_rule(rule, name, text, data)]
    misread = [finding for rule in MISREADING_RULES for finding in run_rule(rule, name, text, data)]
    part = _validate(name, text, data, whole)
    tagged = {finding.where.path for _, finding in tags}
    part.findings = [
        (rule, finding) for rule, finding in part.findings + odd if finding.where.path not in tagged
    ]
    part.replaced |= tagged
    cut_short = {finding.where.path for _, finding in misread}
    part.findings = [
        (rule, finding)
        for rule, finding in part.findings + tags
        if rule.slug != "empty-text" or finding.where.path not in cut_short
    ]
    part.findings += misread
    return part


def _parse(name: str, text: str) -> tuple[list[RuleFinding], str | None, Any]:
    """Return the syntax errors of `text`, the text without them, and its data.

    If a fix for an error is known, reading continues, so that the rest of the file is checked in
    the same run. If no fix is known, the text is None.
    """
    errors: list[RuleFinding] = []
    original = text
    for _ in range(_MAX_REPAIRS):
        try:
            return errors, text, parsing.loads(text)
        except TypeError:  # A key is a list or a group of fields, which Python does not allow.
            return errors + run_rule(yaml_syntax.not_yaml, name, text, "odd key"), None, None
        except yaml_rs.YAMLDecodeError as error:
            reason = str(error)
        findings = syntax_errors(name, text, reason)
        errors += [(rule, in_original(finding, original, text)) for rule, finding in findings]
        slugs = {rule.slug for rule, _ in findings}
        if slugs == {"duplicate-key"}:
            try:
                data = parsing.loads(text, first_of_duplicates=True)
            except parsing.UNREADABLE:
                return errors, None, None
            return errors, text, data
        repaired = _repaired(text, reason, slugs)
        if repaired is None:
            return errors, None, None
        text = repaired
    return errors, None, None


def syntax_errors(name: str, text: str, reason: str) -> list[RuleFinding]:
    """Return the findings of the first rule that explains why `text` cannot be read."""
    return (
        run_rule(yaml_syntax.tab, name, text, reason)
        or run_rule(yaml_syntax.comma_in_braces, name, text)
        or run_rule(yaml_syntax.duplicate_key, name, text)
        or run_rule(yaml_syntax.yaml_tag, name, text)
        or run_rule(yaml_syntax.not_yaml, name, text, reason)
    )


def _repaired(text: str, reason: str, slugs: set[str]) -> str | None:
    """Return `text` without the error that was found, or None if no fix is known."""
    if len(text) > MAX_LENGTH_TO_REPAIR or slugs not in ({"tab"}, {"not-yaml"}):
        return None
    from briefing.record.rules import yaml_repair

    return (
        yaml_repair.without_tabs(text) if slugs == {"tab"} else yaml_repair.repaired(text, reason)
    )


def _validate(name: str, text: str, data: Any, whole: Any) -> Part:
    """Validate `data`, and return every fault in its structure."""
    part = Part(name)
    try:
        part.content = EventsFile.model_validate(data)
    except ValidationError:
        from briefing.record.placeholders import with_placeholders

        part.content, part.findings, part.replaced = with_placeholders(name, text, data, whole)
    return part
