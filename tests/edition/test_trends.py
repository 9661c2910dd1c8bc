"""How the figures changed: the first and the last, the change, and differences in method."""

from datetime import date

import pytest

from briefing.edition.briefing import Briefing, make_briefing
from briefing.edition.trends import Trend
from briefing.record.model import Edition
from tests.helpers import SOURCE, load_record


def brief(*events: str, area: str | None = None) -> Briefing:
    text = (
        "title: A record\nareas:\n  kent: {name: Kent, within: uk}\n  uk: {name: the UK}\nevents:\n"
    )
    for n, figures in enumerate(events, 1):
        text += (
            f"  - {{date: 201{n}, kind: poll, title: Poll {n}, {SOURCE}, figures: [{figures}]}}\n"
        )
    edition = Edition.model_validate({"template": "timeline", **({"area": area} if area else {})})
    return make_briefing(load_record(text), "e", edition, date(2020, 1, 1))


def one(first: str, last: str) -> Trend:
    (trend,) = brief(f"{{label: want it, {first}}}", f"{{label: Want it, {last}}}").trends
    return trend


@pytest.mark.parametrize(
    ("first", "last", "change"),
    [
        ("77%", "91%", "+14 percentage points"),
        ("91%", "90%", "−1 percentage point"),
        ("10.5%", "10%", "−0.5 percentage points"),
        ("1000", "1832", "+832 (+83%)"),
        ("£18m", "£20m", "+£2m (+11%)"),
        ("59.9 million", "43.8 million", "−16.1 million (−27%)"),
        ("£1.5 billion", "£900m", "−£600,000,000 (−40%)"),
        ("9 of 27 million", "12 of 27 million", "+3 (+33%)"),
        ("5 years", "3 years", "−2 years (−40%)"),
        ("9 of 27", "12 of 27", "+3 (+33%)"),
        ("0", "5", "+5"),
        ("183p", "206p", "+23p (+13%)"),
        ("183p", "£2.10", "+£0.27 (+15%)"),
        ("£1.05", "98p", "−£0.07 (−7%)"),
        ("50p", "£0.50", "no change"),
        ("98p a day", "99p a day", "+1p a day (+1%)"),
        ("£2 a week", "£3 a week", "+£1 a week (+50%)"),
        ("£2 a week", "$3 a week", ""),
        ("5 years", "4 years", "−1 (−20%)"),
        ("77%", "77 per cent", "no change"),
        # None of these can be compared.
        ("over 1000", "1832", ""),
        ("about 50%", "60%", ""),
        ("10-12%", "15%", ""),
        ("9 of 27", "12 of 30", ""),
        ("£18m", "$20m", ""),
        ("28%", "+28%", ""),
        ("+13%", "+28%", ""),
    ],
)
def test_the_change_is_from_first_to_last(first: str, last: str, change: str) -> None:
    assert one(f"value: '{first}'", f"value: '{last}'").change == change


def test_a_trend_tells_each_step_with_its_date() -> None:
    (trend,) = brief(*(f"{{label: a, value: {n}0%, by: P}}" for n in (3, 5, 4))).trends
    assert [(figure.value.text, figure.date) for figure in trend.figures] == [
        ("30%", "2011"),
        ("50%", "2012"),
        ("40%", "2013"),
    ]
    assert (trend.label, trend.by, trend.change) == ("a", "P", "+10 percentage points")


@pytest.mark.parametrize("field", ["area: kent", "by: Another"])
def test_what_is_of_another_area_or_publisher_is_not_compared(field: str) -> None:
    assert brief("{label: a, value: 1}", f"{{label: a, value: 2, {field}}}").trends == ()


def test_one_event_makes_no_trend() -> None:
    assert brief("{label: a, value: 1, of: men}, {label: a, value: 2, of: women}").trends == ()


@pytest.mark.parametrize(
    ("first", "last", "caveats"),
    [
        ("of: adults, sample: 100", "of: adults, sample: 100", ()),
        ("of: adults", "of: parents", ("different groups (adults, then parents)",)),
        ("of: adults", "", ("different groups (adults, then group not given)",)),
        # A small difference in sample size needs no caveat.
        ("sample: 302", "sample: '2000'", ()),
        ("sample: 302", "", ()),
    ],
)
def test_what_differs_in_what_is_compared_is_said(
    first: str, last: str, caveats: tuple[str, ...]
) -> None:
    assert one(f"value: 1%, {first}", f"value: 2%, {last}").caveats == caveats


def test_an_edition_for_an_area_has_its_own_trend_and_the_wider_one() -> None:
    polls = [
        f"{{label: a, value: {n}0%, area: kent}}, {{label: a, value: {n}5%, area: uk}}"
        for n in (4, 6)
    ]
    trends = brief(*polls, area="kent").trends
    assert [(trend.area, [f.value.text for f in trend.figures]) for trend in trends] == [
        ("Kent", ["40%", "60%"]),
        ("the UK", ["45%", "65%"]),
    ]
    assert [trend.area for trend in brief(*polls, area="uk").trends] == ["the UK"]


@pytest.mark.parametrize(
    ("values", "heights"),
    [
        (["value: 50", "value: 100", "value: 25"], (0.5, 1, 0.25)),
        (["value: 4.5 million", "value: 900000"], (1, 0.2)),
        (["value: 60%", "value: over 70%"], ()),
        (["value: 60%", "value: 600"], ()),
        (["value: +28%", "value: +30%"], ()),
        (["value: 0", "value: 0"], ()),
    ],
)
def test_figures_stand_beside_one_another_where_they_can_be_compared(
    values: list[str], heights: tuple[float, ...]
) -> None:
    (trend,) = brief(*(f"{{label: want it, {value}}}" for value in values)).trends
    assert trend.heights == heights


@pytest.mark.parametrize(
    ("first", "last", "change", "remark"),
    [
        # Renters in the North West: 66% of 412, then 61% of 401.
        (
            "value: 66%, sample: 412",
            "value: 61%, sample: 401",
            "no clear change",
            "−5 percentage points is within the sampling error",
        ),
        ("value: 61%, sample: '3,204'", "value: 52%, sample: '3,120'", "−9 percentage points", ""),
        # The margin for two samples of 1,000 at a share of one half is 4.4 points.
        (
            "value: 50%, sample: '1,000'",
            "value: 54%, sample: '1,000'",
            "no clear change",
            "+4 percentage points is within the sampling error",
        ),
        ("value: 50%, sample: '1,000'", "value: 55%, sample: '1,000'", "+5 percentage points", ""),
        # For a vague sample, the lower bound is used.
        (
            "value: 50%, sample: over 1000",
            "value: 54%, sample: over 1000",
            "no clear change",
            "+4 percentage points is within the sampling error",
        ),
        ("value: 50%, sample: up to 1000", "value: 51%, sample: 1000", "+1 percentage point", ""),
        # There is no margin for a figure without a sample, or one that is not a share.
        ("value: 50%", "value: 51%, sample: 100", "+1 percentage point", ""),
        ("value: 50, sample: 100", "value: 51, sample: 100", "+1 (+2%)", ""),
        ("value: 50%, sample: 100", "value: 50%, sample: 100", "no change", ""),
    ],
)
def test_a_change_within_the_sampling_error_is_no_clear_change(
    first: str, last: str, change: str, remark: str
) -> None:
    trend = one(first, last)
    assert (trend.change, trend.remark) == (change, remark)


@pytest.mark.parametrize(
    ("values", "change"),
    [
        (["30%"], ""),
        (["30%", "41%"], "up from 30% (2011)"),
        (["30%", "50%", "60%"], "up from 30% (2011)"),
        (["30%", "50%", "41%"], "down from 50% (2012), but up from 30% (2011)"),
        (["30%", "50%", "30%"], "down from 50% (2012), but unchanged from 30% (2011)"),
        (["30%", "41%", "41%"], "up from 30% (2011)"),
        (["£30", "20%", "41%"], "previously £30 (2011)"),
        (["20%", "£30", "41%"], "up from 20% (2011)"),
        (["£30", "41%"], "previously £30 (2011)"),
        (
            ["48%, sample: 1000", "60%, sample: 1000", "50%, sample: 1000"],
            "down from 60% (2012), but no clear change from 48% (2011): within the sampling error",
        ),
        (
            ["30%, sample: 1000", "51%, sample: 1000", "50%, sample: 1000"],
            "up from 30% (2011)",
        ),
    ],
)  # fmt: skip
def test_a_key_figure_shows_a_latest_change_that_goes_another_way(
    values: list[str], change: str
) -> None:
    made = brief(*(f"{{label: want it, value: {value}}}" for value in values))
    assert [figure.change for figure in made.figures] == [change]
