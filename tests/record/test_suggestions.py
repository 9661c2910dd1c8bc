"""Values of the wrong shape: what the writer meant is suggested."""

import pytest

from tests.record.test_yaml_repair import problem_of


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
    assert problem_of(old, new)[2].startswith(hint)
