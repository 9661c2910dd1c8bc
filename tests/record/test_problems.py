"""Suggestions for misspelt words."""

import pytest

from briefing.record.problems import did_you_mean, few_suggestions


@pytest.mark.parametrize(
    ("word", "hint"),
    [
        ("cuoncil", "did you mean 'council'?"),
        ("COUNCIL", "did you mean 'council'?"),
        ("green", "did you mean 'green paper'?"),
        ("The Mayor", "did you mean 'mayor-of-bath'?"),
        ("xyzzy", ""),
        ("", ""),
    ],
)
def test_the_known_word_that_is_most_like_it_is_suggested(word: str, hint: str) -> None:
    known = ["council", "green paper"]
    assert did_you_mean(word, known, {"The Mayor": "mayor-of-bath"}) == hint


def test_a_file_full_of_mistakes_gets_only_the_first_suggestions() -> None:
    known = [f"word{n}" for n in range(1_000)]
    with few_suggestions():
        hints = [did_you_mean("wrod1", known) for _ in range(100)]
    assert hints[0] == "did you mean 'word1'?" and hints[-1] == ""
    assert did_you_mean("wrod1", known) == hints[0]
