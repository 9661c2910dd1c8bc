"""Searching ignores case and accents, and finds other forms of a word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.edition.searching import Query


@pytest.mark.parametrize(
    ("words", "text"),
    [
        (["fine"], "Two FINES were issued"),
        (["fined"], "A fine"),
        (["elys"], "The Élysée"),
        (["Élysée"], "elysee"),
        (["child's"], "every child’s right"),
        (["u-turn"], "A U-turn"),
        (["online harms"], "the Online Harms White Paper"),
        (["online har"], "online harms"),
        (["2019"], "in 2019"),
        (["straße"], "STRASSE"),
    ],
)
def test_it_is_found(words: list[str], text: str) -> None:
    assert Query(words, "en-GB").matches("other", None, text)


@pytest.mark.parametrize(
    ("words", "text"),
    [
        (["harms online"], "online harms"),
        (["ine"], "fine"),
        (["fine", "zebra"], "fine"),
        (["online harms"], "online and harms"),
        (["!!"], "!!"),
    ],
)
def test_it_is_not_found(words: list[str], text: str) -> None:
    assert not Query(words, "en-GB").matches(text)


def test_a_phrase_does_not_go_on_in_another_text() -> None:
    assert not Query(["online harms"], "en").matches("online", "harms")
    assert Query(["online", "harms"], "en").matches("online", "harms")


def test_forms_of_words_are_english_only() -> None:
    assert not Query(["fined"], "cy").matches("fine")


@given(st.lists(st.sampled_from(["park", "fines", "Élysée", "U-turn", "zebra"])), st.data())
def test_more_words_find_no_more(words: list[str], data: st.DataObject) -> None:
    text = data.draw(st.sampled_from(["a park", "fined in the park", "elysee u turn", ""]))
    if Query([*words, "park"], "en").matches(text):
        assert Query(words, "en").matches(text)
