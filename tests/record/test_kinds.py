"""The kinds of event: their families, their synonyms, and custom kinds."""

import pytest

from briefing.record.kinds import BUILT_IN, built_in_meant, normal_kind, symbol_of
from briefing.record.loading import File, load
from briefing.record.schema import json_schema
from tests.validators import schema_validator


@pytest.mark.parametrize(
    ("kind", "mark"),
    [
        ("white-paper", "square"),
        ("Bill stage", "diamond"),
        ("statistics", "circle"),
        ("speech", "triangle"),
        ("commencement", "plus"),
        ("budget", "square"),
        ("Committee report", "diamond"),
        ("judgment", "diamond"),
        ("inquiry", "circle"),
        ("press-release", "triangle"),
    ],
)
def test_a_kind_has_the_mark_of_its_family(kind: str, mark: str) -> None:
    assert symbol_of(normal_kind(kind)) == mark


def test_a_u_turn_has_its_own_mark_whatever_its_kind() -> None:
    assert {symbol_of(kind, is_u_turn=True) for kind in (*BUILT_IN, "commencement")} == {"turn"}


def test_every_built_in_kind_belongs_to_a_family() -> None:
    assert "plus" not in map(symbol_of, BUILT_IN)


def kind_of(kind: str, kinds: str = "[]") -> tuple[str, str, str]:
    """Return the mark of an event of that kind, and the message and hint of the check."""
    record = f"""title: Example
kinds: {kinds}
events:
  - {{date: 2019-04, kind: {kind}, title: A, source: https://example.org/a}}
"""
    loaded = load([File("events.yaml", record.encode())])
    mark = symbol_of(loaded.record.events[0].kind, loaded.record.families)
    problem = loaded.problems[0] if loaded.problems else None
    return mark, problem.message if problem else "", problem.hint if problem else ""


@pytest.mark.parametrize(
    ("kind", "hint"),
    [
        ("u-turn", "write its kind, as in kind: statement, and add reverses: [id of the earlier"),
        ("Reversal", "write its kind, as in kind: statement, and add reverses: [id of the earlier"),
        ("press notice", "write press release"),
        ("PQ", "write parliamentary question"),
        ("PMQs", "write parliamentary question"),
        ("WMS", "write statement"),
        ("legis", "write legislation"),
        ("written statement", "write statement"),
        ("select committee report", "write committee report"),
        ("Autumn Statement", "write Budget"),
        ("second reading", "write bill stage"),
        ("statutory instruments", "write regulations"),
        ("cabinet decision", "write decision"),
        ("early day motion", "write motion"),
        ("byelaw", "write regulations"),
        ("newss", "did you mean 'news'?"),
        ("party conference", "add it under kinds: [party conference]"),
        ("planning inspection", "add it under kinds: [planning inspection]"),
    ],
)
def test_a_kind_that_nobody_knows_gets_the_right_word_or_none(kind: str, hint: str) -> None:
    assert kind_of(kind)[2].startswith(hint)


def test_what_is_offered_for_a_kind_is_accepted() -> None:
    for kind in BUILT_IN:
        assert "kind" not in kind_of(kind)[1]
        assert built_in_meant(kind) in ("", kind)
    assert kind_of("site visit", "[site visit]") == ("plus", "", "")


@pytest.mark.parametrize(
    ("family", "mark"),
    [("government", "square"), ("courts", "diamond"), ("evidence", "circle")],
)
def test_a_kind_of_ones_own_has_the_mark_of_the_family_that_it_names(
    family: str, mark: str
) -> None:
    assert kind_of("site visit", f"[{{name: site visit, family: {family}}}]") == (mark, "", "")


def test_a_family_must_be_one_that_charts_know() -> None:
    _, message, hint = kind_of("site visit", "[{name: site visit, family: voices}]")
    assert (message, hint) == (
        "'voices' is not a family of event kinds",
        "did you mean 'statements'?",
    )


def test_two_files_cannot_put_a_kind_into_two_families() -> None:
    record = """title: Example
kinds: [{name: site visit, family: evidence}, {name: site-visit, family: courts}]
events:
  - {date: 2019-04, kind: site visit, title: A, source: https://example.org/a}
"""
    (problem,) = load([File("events.yaml", record.encode())]).problems
    assert (problem.slug, problem.place.line) == ("given-twice", 2)


def test_editors_complete_the_kinds_and_take_others() -> None:
    validator = schema_validator(json_schema())
    kind = json_schema()["$defs"]["Event"]["properties"]["kind"]
    assert set(kind["anyOf"][0]["enum"]) == set(BUILT_IN)
    event = {"date": "2019-04", "title": "A", "source": "https://example.org/a"}
    record = {
        "title": "Example",
        "kinds": ["site visit", {"name": "party conference", "family": "statements"}],
        "events": [
            {**event, "kind": kind} for kind in ("Budget", "site visit", "party conference")
        ],
    }
    assert validator.is_valid(record)
    assert not validator.is_valid({**record, "kinds": [{"name": "A", "family": "voices"}]})
