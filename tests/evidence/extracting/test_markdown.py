"""The text of Markdown files, without their markup."""

import pytest

from briefing.evidence.extracting import texts_of


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("A **bold** and _slanted_ word, un*break*able", "A bold and slanted word, unbreakable"),
        ("# A heading\n\nA heading\n===\n\n> - quoted", "A heading\nA heading\nquoted"),
        ("[a link](https://example.org/a_b_c) and <https://example.org>",
         "a link and https://example.org"),
        ("![not a word](a.png)in", "in"),
        ("1. one\n2. two\n   three", "one\ntwo three"),
        ("| a | b |\n|---|---|\n| c | **d** |", "a\nb\nc\nd"),
        ("`code` ~~gone~~&pound;18 \\*stars\\*", "code £18 *stars*"),
        ("ends[^1]. Next[^note]\n\n[^1]: A note", "ends. Next\nA note"),
        ("one  \ntwo\\\nthree", "one\ntwo\nthree"),
        ("in<b>side</b> <!-- out --><script>out()</script>", "inside"),
        ("snake_case_word 2*3*4", "snake_case_word 234"),
    ],
)  # fmt: skip
def test_the_text_has_no_markup(written: str, expected: str) -> None:
    for name in ("a.md", "a.MARKDOWN"):
        assert texts_of(written.encode(), name) == [expected]
