"""Messages about typing mistakes: the right line, the right word, and the fix."""

import pytest

from briefing.timeline.reading import File, read

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


def told(old: str, new: str) -> tuple[str, str, str]:
    """The line, the message and the hint of the one problem that `new` instead of `old` makes."""
    assert RECORD.count(old) == 1
    (problem,) = read([File("a.yaml", RECORD.replace(old, new).encode())]).problems
    return problem.excerpt.strip(), problem.message, problem.hint


@pytest.mark.parametrize(
    ("old", "new", "message", "hint"),
    [
        (
            "title: First",
            "title:First",
            "put a space after the colon",
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
def test_the_remedy_is_told_on_the_line_of_the_slip(
    old: str, new: str, message: str, hint: str
) -> None:
    line, said, way_out = told(old, new)
    assert line in RECORD.replace(old, new)
    assert new.strip() in line
    assert message in said
    assert way_out.startswith(hint)


@pytest.mark.parametrize(
    ("old", "new", "hint"),
    [
        ("by: mayor", "by: The Mayor", "did you mean 'mayor'?"),
        ("by: mayor", "by: Mayer", "did you mean 'mayor'?"),
        ("by: mayor", "by: Ada O'Example", "write its id from actors"),
        ("source: gazette", "source: www.example.org/a", "write https://www.example.org/a"),
        ("source: gazette", "source: N/A", "if there is none, delete it"),
        ("source: gazette", "source: The gazette of April", "did you mean 'gazette'?"),
        ("source: gazette", "source: gazette, page 2", "write {ref: gazette, at: page 2}"),
        ("source: gazette", "source: [gazette, x]", "write sources: [gazette, x]"),
        ("title: Example", "title: A\npublisher: A, B", 'write {name: "A, B"}'),
        ("{text: We shall see, by: mayor}", "We shall", "write {text: We shall, by: an"),
        ("{title: The gazette of April, url", "{url", "add its title, as in title: Minutes"),
        (
            "kind: news",
            "kind: U-turn",
            "write its kind, as in kind: statement, and add",
        ),
        ("date: 2019-04", "date: TBC", "write as much as you know; a period is 2023-07/2023-12"),
        ("title: First", "summary: <b>A</b>\n    title: First", "write **bold**, *italics* or"),
        ("{name: The", "{roles: [{title: A, until: present}], name: The", "if there is no end yet"),
    ],
)
def test_what_the_writer_meant_is_told(old: str, new: str, hint: str) -> None:
    assert told(old, new)[2].startswith(hint)


@pytest.mark.parametrize(
    "text",
    [
        "- {text: We shall see, soon, by: mayor}",
        "- {text: We shall see, soon, or not, by: mayor}",
        "- {by: mayor, text: We shall see,soon}",
        "- {by: mayor, text: over 8,300 of £62,000,000}",
    ],
)
def test_a_comma_in_braces_is_told_once_with_the_whole_text(text: str) -> None:
    whole = text.partition("text: ")[2].removesuffix("}").removesuffix(", by: mayor")
    assert told("- {text: We shall see, by: mayor}", text)[1:] == (
        "inside braces, a comma ends a value",
        f'write "{whole}"',
    )


def test_an_empty_value_is_not_blamed_on_a_comma_that_is_elsewhere() -> None:
    text = RECORD.replace("by: mayor}", "by: mayor, source: }")
    text += "      - {text: We shall see, soon, by: mayor}\n"
    found = read([File("a.yaml", text.encode())]).problems
    assert [(it.message, it.hint) for it in found] == [
        ("'source' is empty", "fill it in, or delete it"),
        ("inside braces, a comma ends a value", 'write "We shall see, soon"'),
    ]


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
        (problem,) = read([File("a.yaml", text.encode())]).problems
        assert problem.hint == f'write "{words}"'
        assert "start a comment" in problem.message
        text = text.replace(words, f'"{words}"')
    assert read([File("a.yaml", text.encode())]).problems == []


@pytest.mark.parametrize(
    "text",
    [
        *('"Route #14"', "'Route #14'", "Route # 14", "Route#14", "|\n      Route #14", "Route ##"),
        *('">- #14" #14', ">-\n      Route #14\n    topics: [a] # as said"),
    ],
)
def test_an_ordinary_comment_is_no_text_cut_short(text: str) -> None:
    changed = RECORD.replace("    actors", f"    summary: {text}\n    actors")
    assert read([File("a.yaml", changed.encode())]).problems == []


def test_a_text_cut_short_leaves_the_other_checks_as_they_are() -> None:
    changed = RECORD.replace("First", "Route #14")
    changed = changed.replace("  gazette:", "  other: {title: Another}\n  gazette:")
    slugs = [it.slug for it in read([File("a.yaml", changed.encode())]).problems]
    assert slugs == ["unused-source", "text-cut-short"]


def test_a_title_given_in_two_files_is_no_matter_of_ids() -> None:
    files = [File("a.yaml", RECORD.encode()), File("b.yaml", b"title: Example")]
    assert [it.hint for it in read(files).problems] == ["delete one of the two"]


def test_a_second_line_that_is_not_indented_is_pointed_at_itself() -> None:
    line, message, hint = told("contracts\n", "contracts\n    and more\n")
    assert (line, hint) == ("and more", "indent it by 6 spaces")
    line, message, hint = told("contracts\n", "contracts\n    summary: |\n      One\n    Two\n")
    assert (line, hint) == ("Two", "indent it by 6 spaces")
    assert message == "this line is indented 2 spaces too few"
