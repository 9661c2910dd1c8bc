"""Syntax errors in an events file, as they are reported."""

import pytest

from briefing.record.loading import File, load
from tests.record.test_yaml_repair import RECORD, problem_of


@pytest.mark.parametrize(
    "text",
    [
        "- {text: We shall see, soon, by: mayor}",
        "- {text: We shall see, soon, or not, by: mayor}",
        "- {by: mayor, text: We shall see,soon}",
        "- {by: mayor, text: over 8,300 of £62,000,000}",
    ],
)
def test_a_comma_in_braces_is_reported_once_with_the_whole_text(text: str) -> None:
    whole = text.partition("text: ")[2].removesuffix("}").removesuffix(", by: mayor")
    assert problem_of("- {text: We shall see, by: mayor}", text)[1:] == (
        "inside braces, a comma ends a value",
        f'write "{whole}"',
    )


def test_an_empty_value_is_not_blamed_on_a_comma_that_is_elsewhere() -> None:
    text = RECORD.replace("by: mayor}", "by: mayor, source: }")
    text += "      - {text: We shall see, soon, by: mayor}\n"
    problems = load([File("a.yaml", text.encode())]).problems
    assert [(problem.message, problem.hint) for problem in problems] == [
        ("'source' is empty", "fill it in, or delete it"),
        ("inside braces, a comma ends a value", 'write "We shall see, soon"'),
    ]


@pytest.mark.parametrize(("spaces", "end"), [(0, ""), (1, ", indented by 1 space")])
def test_a_missing_hyphen_is_suggested_with_its_indentation(spaces: int, end: str) -> None:
    indent = " " * spaces
    item = f"{indent}- {{0}}date: 2019-04\n{indent}  kind: news\n{indent}  title: A\n"
    source = f"{indent}  source: https://example.org/a\n"
    second = (item + source).replace("- {0}date", "  date")
    text = f"title: T\nevents:\n{item.format('')}{source}{second}"
    (problem,) = load([File("a.yaml", text.encode())]).problems
    assert problem.hint == f"if a new item starts here, write - date: 2019-04{end}"
