"""Passages of the joined text."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.evidence.folding import key_of
from briefing.evidence.searching import CONTEXT
from tests.evidence.texts import text_of

LETTERS = st.text("ab1 .,-\n’“ﬁéÉŷ\u0301\u00ad\u00a0…½İﬃ²", max_size=60)


def test_a_passage_has_its_page_and_the_words_around_it() -> None:
    text = text_of(
        "On the first page there is nothing at all.",
        "A report says that the minister will not resign, whatever the papers say about it.",
        are_numbered=True,
    )
    start = text.text.index("will not resign")
    passage = text.passage(start, start + len("will not resign"))
    assert passage.exact == "will not resign"
    assert passage.prefix == "A report says that the minister"
    assert passage.suffix == ", whatever the papers say about"
    assert (passage.page, passage.copy) == (2, "report")


@given(st.lists(LETTERS, min_size=1, max_size=3), st.data())
def test_places_lead_back_to_the_letters(pages: list[str], data: st.DataObject) -> None:
    text = text_of(*pages)
    key = key_of(text.text)
    start = data.draw(st.integers(0, len(key)))
    part = key[start : data.draw(st.integers(start, len(key)))]
    places = list(text.places(part))
    assert bool(places) == bool(part)
    assert all(part in key_of(text.text[start:end]) for start, end in places)


@given(st.lists(LETTERS, min_size=1, max_size=3), st.data())
def test_passages_are_in_one_line(pages: list[str], data: st.DataObject) -> None:
    text = text_of(*pages)
    start = data.draw(st.integers(0, len(text.text)))
    end = data.draw(st.integers(start, len(text.text)))
    passage = text.passage(start, end)
    for part in (passage.prefix, passage.exact, passage.suffix):
        assert part == part.strip() and not re.search(r"\s{2}|[^\S \u00a0]", part)
    assert max(len(passage.prefix), len(passage.suffix)) <= CONTEXT


@given(st.lists(LETTERS, min_size=1, max_size=3))
def test_words_are_at_their_places(pages: list[str]) -> None:
    text = text_of(*pages)
    for number, word in enumerate(text.words):
        start, end = text.word_place(number)
        assert key_of(text.text[start:end]) == word
        assert number in text.word_numbers[word]


@pytest.mark.parametrize(
    ("text", "readable"),
    [
        ("An agent managed it: the agent-\nmanaged lets failed.", "the agent-managed lets failed."),
        ("It is agent-managed. The agent-\nmanaged lets failed.", "The agent-managed lets failed."),
        ("It was in a run: the run-\nning cost rose.", "the running cost rose."),
        ("On line: the on-\nline shop. An online shop.", "the online shop."),
    ],
)
def test_a_divided_word_keeps_its_hyphen_if_its_parts_are_words(text: str, readable: str) -> None:
    made = text_of(text)
    start = text.lower().rindex("the ")
    end = text.index(".", start) + 1
    assert made.passage(start, end).exact == readable
