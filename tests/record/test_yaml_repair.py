"""Messages about typing mistakes: the right line, the right word and the fix."""

import pytest

from briefing.record.loading import File, load

RECORD = """\
title: Example
actors:
  mayor: {name: The Mayor}
sources:
  gazette: {title: The gazette of April, url: https://example.org/a}
events:
  - date: 2019-04
    kind: news
    title: First contracts
    actors: [mayor]
    source: gazette
    quotes:
      - {text: We shall see, by: mayor}
"""


def problem_of(old: str, new: str) -> tuple[str, str, str]:
    """Return the line, message and hint of the one problem that `new` instead of `old` causes."""
    assert RECORD.count(old) == 1
    (problem,) = load([File("a.yaml", RECORD.replace(old, new).encode())]).problems
    return problem.excerpt.strip(), problem.message, problem.hint


@pytest.mark.parametrize(
    ("old", "new", "message", "hint"),
    [
        (
            "title: First",
            "title:First",
            "there is no space after the colon",
            "write title: First contracts",
        ),
        (
            "title: First contracts",
            "title:First contracts # note: in Leeds",
            "there is no space after the colon",
            "write title: First contracts",
        ),
        ("    title", "     title", "indented 1 space too many", "indent it by 4 spaces"),
        ("    title", "  \xa0 title", "not an ordinary space", "replace it with an ordinary space"),
        ("- {text", "- text", "this } has no matching {", "write {text: We shall see, by"),
        ("by: mayor}", "by: mayor}}", "an extra }", "delete it"),
        ("First", "First: the", "this text contains a colon", 'write "First: the contracts"'),
        ("First", '"First"', "after its closing quotation mark", "write '\"First\" contracts'"),
        ("First", "'Mayor's", "after its closing quotation mark", "write \"'Mayor's contracts\""),
        ("First", '"First', "never closed", 'write "First contracts"'),
        ("We shall", "We: shall", "this text contains a colon", 'write "We: shall see"'),
        ("We shall see", "See item #4", "start a comment", 'write "See item #4"'),
        ("We shall see", '"We "shall" see"', "closing quotation", "write 'We \"shall\" see'"),
        ("We shall see", "'We'll see'", "closing quotation", 'write "We\'ll see"'),
        ("First", "@Mayor", "cannot start with this character", 'write "@Mayor contracts"'),
    ],
)
def test_a_fix_is_offered_on_the_line_of_the_mistake(
    old: str, new: str, message: str, hint: str
) -> None:
    line, shown, way_out = problem_of(old, new)
    assert line in RECORD.replace(old, new)
    assert new.strip() in line
    assert message in shown
    assert way_out.startswith(hint)


@pytest.mark.parametrize(
    ("written", "cut"),
    [
        ("title: No, topics: [a #b, c]", ["a #b"]),
        ("title: No, topics: [c, it's #1]", ["it's #1"]),
        ("title: See #4, topics: [a #b, c, d #e]", ["See #4", "a #b", "d #e"]),
        ("title: #4, topics: [#b]", ["#4", "#b"]),
        ("title: No,\n         topics: [a #b, c]", ["a #b"]),
    ],
)
def test_a_comment_inside_braces_is_shown_with_the_text_in_quotes(
    written: str, cut: list[str]
) -> None:
    text = f"{RECORD}  - {{date: 2019-05, kind: news, source: gazette, {written}}}\n"
    for words in cut:
        (problem,) = load([File("a.yaml", text.encode())]).problems
        assert problem.hint == f'write "{words}"'
        assert "start a comment" in problem.message
        text = text.replace(words, f'"{words}"')
    assert load([File("a.yaml", text.encode())]).problems == []


def test_a_second_line_that_is_not_indented_is_pointed_at_itself() -> None:
    line, message, hint = problem_of("contracts\n", "contracts\n    and more\n")
    assert (line, hint) == ("and more", "indent it by 6 spaces")
    line, message, hint = problem_of(
        "contracts\n", "contracts\n    summary: |\n      One\n    Two\n"
    )
    assert (line, hint) == ("Two", "indent it by 6 spaces")
    assert message == "this line is indented 2 spaces too few"


ROW = """\

  # To do (chronology.docx, row 26): it is struck out in the file.
  struck out: 1 Sept 2020
  struck out: Marcus Rashford
  - date: 2020-10-21
    kind: news
    title: A vote
    source: gazette
"""


def test_text_between_the_items_of_a_list_is_reported_on_its_own_lines() -> None:
    problems = load([File("a.yaml", f"{RECORD}{ROW}".encode())]).problems
    assert [(problem.excerpt.strip(), problem.hint) for problem in problems] == [
        ("struck out: 1 Sept 2020", "put # before it to make it a comment"),
        ("struck out: Marcus Rashford", "put # before it to make it a comment"),
    ]
    # The rest of the file is checked.
    wrong = f"{RECORD}{ROW}".replace("A vote\n    source: gazette", "A vote\n    source: gazete")
    assert load([File("a.yaml", wrong.encode())]).problems[-1].slug == "unknown-source"


def test_a_field_that_has_lost_its_indentation_is_not_made_a_comment() -> None:
    text = RECORD.replace("    title: First contracts", "  title: First contracts")
    (problem,) = load([File("a.yaml", text.encode())]).problems
    assert problem.hint == "indent it by 4 spaces"
