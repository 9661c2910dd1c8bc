"""The differences between a quote and its source."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.evidence.difference import difference, marked

TEXTS = st.lists(st.sampled_from(["We", "will", "“not”", "ban,", "£5", "- 5%", "ban.", "…", "’"]))


@pytest.mark.parametrize(
    ("quote", "source", "expected"),
    [
        ("We will now ban it", "We will not ban it", "We will [-now-] {+not+} ban it"),
        ("We will ban it", "We will not ban it", "We will {+not+} ban it"),
        ("We will not ban it", "We will ban it", "We will [-not-] ban it"),
        ("ban it", "ban it now", "ban it {+now+}"),
        ("£5,000 a year", "£5,500 a year", "[-£5,000-] {+£5,500+} a year"),
        ("fell by 5%.", "fell by −5%.", "fell by [-5%-]{+−5%+}."),
        ("“We won't – ever”", "‘we won’t—ever’", "“We won't – ever”"),
        ("a so-called 'plan'", "a so-called plan", "a so-called 'plan'"),
        ("We Will", "we will", "We [-Will-]{+will+}"),
        ("Yes.", "Yes, we do.", "Yes{+, we do+}."),
    ],
)
def test_the_differing_words_are_marked(quote: str, source: str, expected: str) -> None:
    assert marked(difference(quote, source)) == expected


def test_the_marks_can_be_chosen() -> None:
    parts = difference("We will now go", "We will not go")
    assert marked(parts, str.upper, "<{}>".format) == "We will NOW <not> go"


@given(TEXTS, TEXTS)
def test_the_parts_make_up_the_quote(one: list[str], other: list[str]) -> None:
    quote, source = " ".join(one), " ".join(other)
    parts = difference(quote, source)
    ours = "".join(part.text for part in parts if part.in_text != "source")
    assert ours.split() == quote.split()
    assert all(part.in_text == "both" for part in difference(quote, quote))
