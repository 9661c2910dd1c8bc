"""Contrast as WCAG 2.2 defines it, and the nearest colour that has enough contrast."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.record.colours import (
    DARK,
    LIGHT,
    MIN_CONTRAST,
    contrast,
    least_contrast,
    nearest,
    normal_colour,
)

COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#ffffff", "#ffffff", 1.0),
        ("#767676", "#ffffff", 4.54),
        ("#777777", "#ffffff", 4.48),
        ("#0000ff", "#ffffff", 8.59),
    ],
)
def test_contrast_is_that_of_the_guidelines(one: str, other: str, ratio: float) -> None:
    assert round(contrast(one, other), 2) == round(contrast(other, one), 2) == ratio


@given(COLOURS, st.sampled_from([LIGHT, DARK]), st.sampled_from([MIN_CONTRAST, 7.0]))
def test_the_nearest_colour_has_enough_and_hardly_more(
    colour: str, papers: tuple[str, str], enough: float
) -> None:
    suggested = nearest(colour, papers, enough)
    assert re.fullmatch(r"#[0-9a-f]{6}", suggested)
    assert least_contrast(suggested, papers) >= enough
    if suggested != colour:
        assert least_contrast(colour, papers) < enough
        assert least_contrast(suggested, papers) < enough + 0.2
    assert nearest(suggested, papers, enough) == suggested


@pytest.mark.parametrize(
    ("colour", "by_day", "in_the_dark"),
    [
        ("#ff9900", "#a46000", "#ff9900"),  # a darker orange
        ("#005a73", "#005a73", "#6fb7d2"),  # a lighter petrol
        ("#777777", "#707070", "#adadad"),  # greys stay grey
        ("#ff0000", "#e30000", "#ff8d7d"),
    ],
)
def test_the_hue_stays(colour: str, by_day: str, in_the_dark: str) -> None:
    assert nearest(colour, LIGHT) == by_day
    assert nearest(colour, DARK, 7) == in_the_dark


def test_a_colour_may_be_written_short_and_large() -> None:
    assert normal_colour(" #0AF ") == normal_colour("#00aaff") == "#00aaff"
