"""Areas and figures: an area's own come first, then wider ones. Others never appear."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.edition.areas import area_and_parents, figures_for
from briefing.edition.briefing import Briefing
from briefing.edition.key_figures import different_facts
from briefing.record.model import Figure
from briefing.record.record import Record
from tests.helpers import SAMPLE, SOURCE, load_record, make_briefing

AREAS = {"kent": "england", "essex": "england", "england": "uk", "uk": None, "mars": None}
TOP = "title: A record\nareas:\n" + "".join(
    f"  {id}: {{name: The {id}{f', within: {area}' if area else ''}}}\n"
    for id, area in AREAS.items()
)


def of(*figures: str, top: str = "") -> Record:
    """Return a record with an event for each of `figures`, the contents of flow mappings."""
    events = "".join(
        f"  - {{date: 2019-0{n}, kind: poll, title: Poll {n}, {SOURCE}, figures: [{figure}]}}\n"
        for n, figure in enumerate(figures, 1)
    )
    return load_record(f"{TOP}{top}editions:\n  e: {{template: member}}\nevents:\n{events}")


def brief(record: Record, area: str | None) -> Briefing:
    edition = record.editions["e"].model_copy(update={"area": area})
    return make_briefing(record, "e", edition, date(2020, 1, 1))


def test_an_area_lies_within_others_nearest_first() -> None:
    record = of("{label: a, value: 1}")
    assert area_and_parents(record, "kent") == ["kent", "england", "uk"]
    assert area_and_parents(record, "uk") == ["uk"]
    assert area_and_parents(record, "nowhere") == []


def test_its_own_come_first_then_wider_ones_and_never_those_of_a_neighbour() -> None:
    record = of(
        "{label: a, value: 1, area: uk}, {label: b, value: 2}, {label: c, value: 3, area: essex},"
        " {label: d, value: 4, area: kent}, {label: e, value: 5, area: mars}"
    )
    (entry,) = brief(record, "kent").entries
    assert [figure.value.text for figure in entry.figures] == ["4", "1", "2"]
    assert [figure.area for figure in entry.figures] == ["The kent", "The uk", None]


def test_beside_a_figure_stands_the_nearest_wider_one_and_nowhere_else() -> None:
    record = of(
        "{label: want it, value: 91%, area: kent, sample: 302, by: P},"
        " {label: Want it, value: 80%, area: uk, by: P},"
        " {label: want it, value: 85%, area: england, by: P},"
        " {label: want it, value: 70%, area: england, by: Another}"
    )
    (entry,) = brief(record, "kent").entries
    first, *rest = entry.figures
    assert first.wider and first.wider.value.text == "85%"
    assert (first.wider.area, first.wider.by) == ("The england", "P")
    assert [figure.value.text for figure in rest] == ["80%", "70%"]


def test_without_an_area_all_figures_are_shown_as_they_stand() -> None:
    record = of("{label: a, value: 1, area: kent}, {label: a, value: 2, area: uk}")
    (entry,) = brief(record, None).entries
    assert [(figure.value.text, figure.wider) for figure in entry.figures] == [
        ("1", None),
        ("2", None),
    ]


figures = st.lists(
    st.builds(
        lambda n, label, area, by: Figure.model_validate(
            {"label": label, "value": str(n), **area, **by}
        ),
        st.integers(1, 9),
        st.sampled_from("ab"),
        st.sampled_from([{}, *({"area": id} for id in AREAS)]),
        st.sampled_from([{}, {"by": "P"}]),
    ),
    max_size=8,
)


@given(figures, st.sampled_from([None, *AREAS]))
def test_no_figure_is_shown_for_another_area_than_its_own(
    found: list[Figure], area: str | None
) -> None:
    record = of("{label: a, value: 1}")
    shown = figures_for(record, found, area)
    ways = area_and_parents(record, area) if area else []
    for figure, wider in shown:
        assert area is None or figure.area in (None, *ways)
        if wider:
            assert figure.area == area and wider.area in ways[1:]
            assert (figure.label, figure.by) == (wider.label, wider.by)
    # Every figure that may be shown appears once: either in its own place, or beside another.
    placed = [id(figure) for figure, _ in shown]
    compared = {id(other) for _, other in shown if other}
    wanted = {id(figure) for figure in found if area is None or figure.area in (None, *ways)}
    assert len(placed) == len(set(placed)) and compared.isdisjoint(placed)
    assert {*placed, *compared} == wanted
    is_own = [figure.area == area for figure, _ in shown]
    assert area is None or is_own == sorted(is_own, reverse=True)


@given(figures, st.sampled_from([None, *AREAS]))
def test_a_page_names_the_area_of_each_figure_and_no_other(
    found: list[Figure], area: str | None
) -> None:
    record = of("{label: a, value: 1}")
    event = record.events[0].model_copy(update={"figures": tuple(found)})
    record = replace(record, events=[event])
    (entry,) = brief(record, area).entries
    names: dict[str | None, str | None] = {id: area.name for id, area in record.areas.items()}
    names[None] = None
    for made, (figure, wider) in zip(entry.figures, figures_for(record, found, area), strict=True):
        assert made.area == names[figure.area]
        assert made.area is None or made.area in made.basis
        assert (made.wider and made.wider.area) == (wider and names[wider.area])


@pytest.mark.parametrize(
    ("sample", "limit", "is_small"),
    [
        ("99", "", True),
        ("100", "", False),
        ("over 90", "", False),  # it may have been more than 100
        ("302", "small_sample: 500\n", True),
        ("99", "small_sample: 50\n", False),
    ],
)
def test_a_small_sample_is_flagged(sample: str, limit: str, is_small: bool) -> None:
    record = of(f"{{label: a, value: 1, sample: {sample}}}", top=limit)
    (figure,) = brief(record, None).figures
    assert figure.is_small_sample is is_small
    assert ("small" in figure.basis) is is_small


def test_an_edition_for_an_area_leads_with_its_own_key_figures() -> None:
    record = of(
        "{label: a, value: 1, area: kent}",
        "{label: b, value: 2, area: uk}",
        "{label: c, value: 3, area: essex}",
    )
    assert [figure.value.text for figure in brief(record, "kent").figures] == ["1", "2"]
    assert [figure.value.text for figure in brief(record, "uk").figures] == ["2"]


@pytest.mark.parametrize(
    ("area", "shown"),
    [
        (None, ["80% uk", "71% uk", "20% kent", "21% essex", "9% kent", "5% uk"]),
        ("kent", ["81% kent", "71% uk", "20% kent", "9% kent"]),
    ],
)
def test_a_wider_area_represents_the_areas_inside_it_but_not_the_area_of_the_edition(
    area: str | None, shown: list[str]
) -> None:
    record = of(
        "{label: want it, value: 81%, area: kent}, {label: Want it, value: 80%, area: uk}, "
        "{label: want it, value: 71%, area: uk, of: children}, "
        # Neither of these areas represents the other.
        "{label: use it, value: 20%, area: kent}, {label: use it, value: 21%, area: essex}",
        "{label: know it, value: 9%, area: kent, source: {title: A}}, "
        "{label: know it, value: 5%, area: uk, source: {title: B}}",
    )
    facts = different_facts(brief(record, area).figures, area and f"The {area}")
    assert {f"{one.value} {(one.area or '')[4:]}" for one in facts} == {*shown}


def test_an_ask_is_supported_by_figures_of_the_area_and_wider_ones() -> None:
    asks = "actors: {we: {name: We}}\nasks: {park: {title: A park, by: we}}\n"
    places = enumerate(("kent", "uk", "essex"), 1)
    record = of(
        ", ".join(f"{{label: a, value: {n}, area: {area}, supports: park}}" for n, area in places),
        top=asks,
    )
    event = record.events[0].model_copy(update={"asks": {"park": "raised"}})
    record = replace(record, events=[event])
    shown = {
        area: [
            (figure.value.text, figure.area)
            for figure in brief(record, area).asks[0].moves[0].figures
        ]
        for area in ("kent", "uk", None)
    }
    assert shown["kent"] == [("1", "The kent"), ("2", "The uk")]
    assert shown["uk"] == [("2", "The uk")]
    assert len(shown[None]) == 3


@pytest.mark.parametrize(
    ("title", "area", "shown"),
    [
        ("A park", None, "A park (The kent)"),
        ("A park", "kent", "A park"),
        ("A park for Kent", None, "A park for Kent"),
    ],
)
def test_an_ask_names_its_area_once(title: str, area: str | None, shown: str) -> None:
    asks = (
        f"actors: {{we: {{name: We}}}}\nasks: {{park: {{title: {title}, by: we, areas: [kent]}}}}\n"
    )
    record = of("{label: a, value: 1}", top=asks)
    event = record.events[0].model_copy(update={"asks": {"park": "raised"}})
    (ask,) = brief(replace(record, events=[event]), area).asks
    assert ask.title == shown


def test_one_poll_has_two_readings() -> None:
    """A member briefing for the South East shows 91% and its sample, beside the UK's figures."""
    record = load_record(SAMPLE.read_text())
    edition = record.editions["member"].model_copy(update={"area": "south-east"})
    assert record.correct_as_of
    made = make_briefing(record, "member", edition, record.correct_as_of)
    want = next(figure for figure in made.figures if figure.value.text == "91%")
    assert want.area == "the South East of England"
    assert want.sample and want.sample.text == "302"
    with_sample = next(figure for figure in made.figures if figure.value.text == "302")
    assert with_sample.wider and (with_sample.wider.value.text, with_sample.wider.area) == (
        "more than 2,000",
        "the UK",
    )
    # It is not shown for other areas either.
    for other in ("uk", "england", "north-east-and-cumbria"):
        edition = record.editions["member"].model_copy(update={"area": other})
        page = make_briefing(record, "member", edition, record.correct_as_of)
        shown = [figure.value.text for entry in page.entries for figure in entry.figures]
        assert "91%" not in shown and "302" not in shown
