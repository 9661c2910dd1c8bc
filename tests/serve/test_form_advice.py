"""Problems in a form: nobody there has seen the file, so no words of YAML may be left."""

import re

import pytest

from briefing.record.loading import File, load
from briefing.record.problems import Problem
from briefing.record.rules import every_rule
from briefing.record.rules.rule import Rule
from briefing.serve.form_advice import advice
from tests.record.test_rules import problems_in

RULES = every_rule()
ONLY_IN_A_FILE = re.compile(
    r"YAML|\bids?\b|[{}]|\[(?!the words|a link)|'[a-z_ ]+'|\b[a-z]+_[a-z_]+\b|\bindent|"
    r"\b\d{4}-\d\d-|\b(?:by|kind|title|name|source|added|due|id|reverses|every|sender): \S|"
    r"\bbraces\b|\bhyphen\b|an-actors-id|its-id|\bkeys?\b|\bgroup of fields\b"
)
"""Words and signs that only a person who writes YAML understands."""
NAMES = {"ann": "Ann Example", "cut": "The cut is announced"}


def one(text: str, slug: str) -> Problem:
    (problem,) = [
        each for each in load([File("events.yaml", text.encode())]).problems if each.slug == slug
    ]
    return problem


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_the_advice_of_every_rule_can_be_read_in_a_form(rule: Rule) -> None:
    for problem in problems_in(rule.wrong, rule):
        if not problem.path or problem.file.endswith((".csv", ".lock")):
            continue  # No form shows it.
        found = advice(problem, {})
        # Text of the record, in quotes, can be anything.
        shown = re.sub(r"“[^”]*”", "“…”", f"{found.message} / {found.hint}")
        assert not ONLY_IN_A_FILE.search(shown), (problem, shown)
        assert bool(found.hint) == bool(problem.hint)


EVENT = "title: A\nactors:\n  ann: {name: Ann Example}\nevents:\n  - date: 2019-04\n"
REST = "    kind: news\n    title: One\n    actors: [ann]\n    source: https://example.org/a\n"


@pytest.mark.parametrize(
    ("text", "slug", "hint", "path"),
    [
        (
            f"{EVENT}{REST}    quotes: [{{text: We will act}}]\n", "quote-without-speaker",
            "Choose an actor in “Who said it”", ("events", 0, "quotes", 0, "by"),
        ),
        (
            f"{EVENT}{REST.replace('https', 'ftp')}", "not-a-web-address",
            "a web address starts with http:// or https://, not ftp://",
            ("events", 0, "source", "url"),
        ),
        (
            f"{EVENT}{REST.replace('    title: One', '')}", "missing-field",
            "Fill in “Title”", ("events", 0, "title"),
        ),
        (
            f"{EVENT}{REST.replace('source', 'url')}", "unknown-field",
            "Only a text editor can change this: events.yaml, line 9", ("events", 0, "url"),
        ),
        (
            f"{EVENT}{REST.replace('[ann]', '[anne]')}", "unknown-actor",
            "did you mean “Ann Example”?", ("events", 0, "actors", 0, "ref"),
        ),
        (
            EVENT.replace("2019-04", "3 July 2023") + REST, "not-a-date",
            "Write “Monday 3 July 2023” in “Date”", ("events", 0, "date"),
        ),
    ],
)  # fmt: skip
def test_advice_names_the_field_by_its_label(
    text: str, slug: str, hint: str, path: tuple[str | int, ...]
) -> None:
    found = advice(one(text, slug), NAMES)
    assert (found.hint, found.path) == (hint, path)


def test_messages_name_items_and_days_as_people_do() -> None:
    rule = RULES["maker-left-office"]
    (problem,) = problems_in(rule.wrong, rule)
    found = advice(problem, {"plant-trees": "Plant 300 trees"})
    assert "since Thursday 2 May 2019, and no event keeps or drops “Plant 300 trees”" in (
        found.message
    )
    assert "add “Plant 300 trees” under “Drops”" in found.hint
    assert "under “Who made it”" in found.hint


def test_nobody_is_told_to_delete_what_was_just_added() -> None:
    problem = one(f"{EVENT}{REST.replace('[ann]', '[]')}", "unused-actor")
    assert "delete" in advice(problem, NAMES).hint
    assert advice(problem, NAMES, is_new=True).hint == "choose it where you need it"
