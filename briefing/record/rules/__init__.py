"""The rules of the checks. To add one, write a function in the module that it belongs to."""

from collections.abc import Iterator
from functools import cache
from types import ModuleType

from briefing.record.rules import (
    actions,
    areas,
    audiences,
    brand,
    characters,
    columns,
    commitments_and_asks,
    dates,
    evidence,
    file_names,
    languages,
    lock,
    markdown,
    misread,
    pictures,
    proof,
    questions,
    references,
    sections,
    sending,
    settings,
    yaml_syntax,
)
from briefing.record.rules.rule import Rule


def _of(*modules: ModuleType) -> Iterator[Rule]:
    for module in modules:
        for rule in vars(module).values():
            if isinstance(rule, Rule) and rule.check.__module__ == module.__name__:
                yield rule


RECORD: tuple[Rule, ...] = tuple(
    _of(
        settings,
        file_names,
        sending,
        brand,
        pictures,
        dates,
        references,
        commitments_and_asks,
        questions,
        areas,
        columns,
        actions,
        sections,
        audiences,
        evidence,
        proof,
        markdown,
        languages,
    )
)
"""The rules for a whole record. Each takes it and yields findings."""


@cache
def every_rule() -> dict[str, Rule]:
    """Every rule by its slug, in the order of the documentation."""
    # Records without structural faults do not need these modules.
    from briefing.record.rules import choices, shape, values

    of_files = _of(yaml_syntax, characters, misread, shape, choices, values, lock)
    return {rule.slug: rule for rule in (*of_files, *RECORD)}
