"""Flat text: line ends of the layout are spaces, and all others are kept."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.evidence.lines import flatten


@pytest.mark.parametrize(
    ("text", "flat"),
    [
        (
            "Sessions about the abuse of chil‐\ndren have risen in a year by\n28%, to 1,832.",
            "Sessions about the abuse of children have risen in a year by 28%, to 1,832.",
        ),
        (
            "It was found that fifty-\neight per cent agree.",
            "It was found that fifty-eight per cent agree.",
        ),
        (
            "Support for parks\n77%\nSupport for trees\n85%",
            "Support for parks 77%\nSupport for trees 85%",
        ),
        ("Parks 77%\nTrees 85%", "Parks 77%\vTrees 85%"),
        (
            "Who wants parks\nA survey of the adults in the county found that most want a park.",
            "Who wants parks\nA survey of the adults in the county found that most want a park.",
        ),
        (
            "It fell by ten in 2019–\n20, said the report.",
            "It fell by ten in 2019–20, said the report.",
        ),
        ("About two-\nfifths agree.", "About two-fifths agree."),
        ("• parks\n• trees", "• parks\n• trees"),
        (
            "1.1 The cost of it rose in May.\n1.2 87% of the parks have a cafe, which was a loss of"
            "\n1.3 million.",
            "1.1 The cost of it rose in May.\n1.2 87% of the parks have a cafe, which was a loss of"
            " 1.3 million.",
        ),
        (
            "It was sold in ten.\n\uf0b7 Parks were bought.",
            "It was sold in ten.\n\uf0b7 Parks were bought.",
        ),
        ("The first one ends.\n\nThe second begins.", "The first one ends.\nThe second begins."),
        ("The sentence goes on\n\nover two pages.", "The sentence goes on over two pages."),
    ],
)
def test_flat_text(text: str, flat: str) -> None:
    assert flatten(text).text == flat


@given(st.text("ab A1.,%-‐\n\t •", max_size=80))
def test_every_letter_of_flat_text_leads_back_to_itself(text: str) -> None:
    flat = flatten(text)
    places = [flat.original(place) for place in range(len(flat.text))]
    assert places == sorted(set(places))
    for place, letter in zip(places, flat.text, strict=True):
        if letter not in " \n\v\u00ad-":
            assert text[place] == letter
    kept = {text[place] for place in places}
    assert {letter for letter in text if letter.isalnum()} <= kept
