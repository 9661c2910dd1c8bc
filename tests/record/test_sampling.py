"""Shares in polls and the sampling error, and the newest figure in a series."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.edition.briefing import Briefing
from briefing.record.model import Edition
from briefing.record.quantities import parse_quantity
from briefing.record.sampling import is_within_error, is_within_error_of_whole
from tests.helpers import SOURCE, load_record, make_briefing

shares = st.integers(0, 100)
samples = st.integers(2, 5000)


def within(p1: int, n1: int, p2: int, n2: int) -> bool | None:
    return is_within_error(
        parse_quantity(f"{p1}%"),
        parse_quantity(str(n1)),
        parse_quantity(f"{p2}%"),
        parse_quantity(str(n2)),
    )


def of_whole(p1: int, n1: int, p2: int, n2: int) -> bool | None:
    return is_within_error_of_whole(
        parse_quantity(f"{p1}%"),
        parse_quantity(str(n1)),
        parse_quantity(f"{p2}%"),
        parse_quantity(str(n2)),
    )


@given(shares, samples, shares, samples)
def test_it_is_the_same_either_way_round(p1: int, n1: int, p2: int, n2: int) -> None:
    assert within(p1, n1, p2, n2) == within(p2, n2, p1, n1)


@given(shares, samples, shares, samples, st.integers(1, 1000))
def test_larger_samples_never_make_a_difference_less_clear(
    p1: int, n1: int, p2: int, n2: int, more: int
) -> None:
    if within(p1, n1 + more, p2, n2 + more):
        assert within(p1, n1, p2, n2)


@given(shares, samples, shares, samples)
def test_what_is_within_the_error_of_the_whole_is_so_of_independent_samples(
    p1: int, n1: int, p2: int, n2: int
) -> None:
    # For the same share, the error of a part of the sample is the smaller of the two.
    if p1 == p2 or not 0 < p2 < 100 or abs(p1 - 50) > abs(p2 - 50):
        return
    if of_whole(p1, n1, p2, n2):
        assert within(p1, n1, p2, n2)


def test_a_part_as_large_as_the_whole_proves_nothing() -> None:
    assert of_whole(50, 1000, 51, 1000) is None
    assert of_whole(50, 100, 51, 1000) is True
    assert of_whole(30, 100, 51, 1000) is False


UNCLEAR = "no clear change from 66% (2011): within the sampling error"


def brief(*events: str, area: str | None = None) -> Briefing:
    text = (
        "title: A record\nareas:\n  kent: {name: Kent, within: uk}\n  uk: {name: the UK}\nevents:\n"
    )
    for n, figures in enumerate(events, 1):
        text += (
            f"  - {{date: 201{n}, kind: poll, title: Poll {n}, {SOURCE}, figures: [{figures}]}}\n"
        )
    edition = Edition.model_validate({"template": "member", **({"area": area} if area else {})})
    return make_briefing(load_record(text), "e", edition, date(2020, 1, 1))


@pytest.mark.parametrize(
    ("first", "last", "change"),
    [
        ("66%, sample: 412", "61%, sample: 401", UNCLEAR),
        ("66%, sample: '4,120'", "61%, sample: '4,010'", "down from 66% (2011)"),
        ("66%", "61%", "down from 66% (2011)"),
        ("£18m", "£20m", "up from £18m (2011)"),
        ("12", "12", "unchanged from 12 (2011)"),
        ("over 10", "12", "previously over 10 (2011)"),
        ("+12%", "+13%", "previously +12% (2011)"),
    ],
)  # fmt: skip
def test_the_newest_of_a_series_is_the_figure_and_says_what_changed(
    first: str, last: str, change: str
) -> None:
    made = brief(f"{{label: a, value: {first}}}", f"{{label: A, value: {last}}}")
    (figure,) = made.figures
    assert (figure.date, figure.change) == ("2012", change)
    assert len(made.trends) == 1


def test_a_series_is_of_high_weight_if_any_of_its_figures_is() -> None:
    others = ", ".join(f"{{label: other {n}, value: {n}}}" for n in range(1, 10))
    old, new = "{label: a, value: 250, weight: high}", "{label: a, value: 150}"
    made = brief(old, f"{others}, {new}")
    assert (str(made.figures[0].value), made.figures[0].weight) == ("150", "high")
    assert [figure.weight for figure in made.figures[1:]] == ["normal"] * 9


@pytest.mark.parametrize("field", ["of: adults", "area: kent", "by: Another", "label: b"])
def test_what_differs_in_what_is_measured_is_no_series(field: str) -> None:
    label = "" if "label" in field else "label: a, "
    figures = brief("{label: a, value: 1}", f"{{{label}value: 2, {field}}}").figures
    assert [figure.change for figure in figures] == ["", ""]


def test_an_area_is_compared_with_the_whole_that_it_is_a_part_of() -> None:
    def compared(kent: str, uk: str) -> str:
        (figure,) = brief(
            f"{{label: a, value: {kent}, of: adults, area: kent}},"
            f"{{label: a, value: {uk}, of: adults, area: uk}}",
            area="kent",
        ).figures
        assert figure.wider
        assert figure.wider.basis.startswith("the UK")
        return figure.wider.compared

    unclear = "no clear difference: within the sampling error"
    assert compared("50%, sample: 100", "53%, sample: '2,000'") == unclear
    assert compared("40%, sample: 100", "53%, sample: '2,000'") == ""
    assert compared("50%", "53%, sample: '2,000'") == ""
    assert compared("50%, sample: 300", "53%, sample: 200") == ""
