from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from briefing.edition.chart.callouts import Callout, Cell, LabelRequest, column, place_callouts

START, END, GAP = 0, 500, 10


def hung(*requests: tuple[float, float], rows: int = 1, max_distance: float = 0) -> list[Callout]:
    """Place labels, each with a place and a width, and return their callouts in the same order."""
    requested = [
        LabelRequest(n, 0, place, [width] * rows, max_distance)
        for n, (place, width) in enumerate(requests)
    ]
    found = place_callouts([], requested, rows, START, END, GAP, 40)
    return sorted(found, key=lambda callout: callout.request.label)


def test_a_label_hangs_on_a_pole_above_its_mark_to_the_right() -> None:
    assert [(callout.stem, callout.is_right) for callout in hung((50, 100), (200, 100))] == [
        (50, True),
        (200, True),
    ]


def test_a_label_at_the_end_hangs_to_the_left() -> None:
    assert [(callout.stem, callout.is_right) for callout in hung((450, 100))] == [(450, False)]


def test_labels_close_together_hang_on_both_sides_and_in_several_rows() -> None:
    assert [callout.is_right for callout in hung((250, 100), (240, 100))] == [True, False]
    assert [callout.row for callout in hung((100, 100), (112, 100), rows=2)] == [1, 0]


def test_a_pole_bends_aside_no_further_than_it_may() -> None:
    near = [(100, 100), (102, 100), (104, 100), (106, 100)]
    assert len(hung(*near)) == 1
    assert [callout.stem for callout in hung(*near, max_distance=300)] == [0, 110, 220, 330]


def test_the_first_request_that_has_room_is_met() -> None:
    requests = [LabelRequest(0, form, 450, [width], 0) for form, width in enumerate((600, 100))]
    assert [
        callout.request.form for callout in place_callouts(requests, [], 1, START, END, GAP, 40)
    ] == [1]


def test_without_room_there_is_no_label() -> None:
    assert hung((50, 501)) == []


def test_what_matters_most_is_cut_short_rather_than_left_out() -> None:
    forms = [
        LabelRequest(n, form, 250, [width], 500)
        for form, width in ((0, 300), (1, 100))
        for n in (0, 1)
    ]
    found = place_callouts(forms, [], 1, START, END, GAP, 40)
    assert sorted((callout.request.label, callout.request.form) for callout in found) == [
        (0, 0),
        (1, 1),
    ]


def _spans(callout: Callout) -> list[tuple[float, float]]:
    """Return the space that a callout takes up in each row, from the axis outwards."""
    stem, width = callout.stem, callout.request.widths[callout.row]
    label = (stem, stem + width) if callout.is_right else (stem - width, stem)
    return [*[(stem, stem)] * callout.row, label]


@given(
    st.lists(st.tuples(st.integers(0, 500), st.integers(20, 300)), max_size=25),
    st.integers(1, 4),
    st.sampled_from([0, 60, 500]),
)
def test_labels_and_poles_keep_apart_and_in_order(
    requests: list[tuple[float, float]], rows: int, max_distance: float
) -> None:
    found = hung(*requests, rows=rows, max_distance=max_distance)
    assert len({callout.request.label for callout in found}) == len(found)
    for callout in found:
        assert abs(callout.stem - callout.request.place) <= max_distance + 0.01
        assert all(START <= x <= END + 0.01 for span in _spans(callout) for x in span)
    for one, other in combinations(sorted(found, key=lambda callout: callout.request.place), 2):
        is_same = one.request.place == other.request.place
        assert is_same or one.stem < other.stem
        for (start, end), (other_start, other_end) in zip(_spans(one), _spans(other), strict=False):
            gap = max(other_start - end, start - other_end)
            assert gap > GAP - 0.01 or (is_same and gap > -0.01)


def stacked(*labels: tuple[float, float], end: float, max_distance: float) -> list[float | None]:
    """Place labels in a column, each with a place and a height, and return where each starts."""
    cells = [Cell(place, [height], max_distance) for place, height in labels]
    return [label and label[1] for label in column(cells, 0, 0, end, 5)]


def test_a_column_keeps_to_its_places_and_its_order() -> None:
    assert stacked((100, 20), (50, 20), end=200, max_distance=50) == [90, 40]
    found = stacked((100, 20), (100, 20), (98, 20), end=200, max_distance=50)
    assert [round(top or 0, 1) for top in found] == [89.3, 114.3, 64.3]


def test_a_column_leaves_out_what_matters_less() -> None:
    assert stacked((10, 20), (10, 20), (10, 20), end=50, max_distance=50) == [0, 25, None]
    assert stacked((10, 20), (10, 20), end=500, max_distance=12) == [0, None]


def test_what_matters_most_in_a_column_is_cut_short_rather_than_left_out() -> None:
    cells = [Cell(10, [60, 20], 500), Cell(10, [60, 20], 500), Cell(90, [20], 500)]
    assert column(cells, 2, 0, 100, 0) == [(0, 0), (1, 60), (0, 80)]
    assert column(cells, 2, 0, 40, 0) == [(1, 0), (1, 20), None]


def test_the_room_of_a_label_goes_on_to_the_next_thing_in_its_row() -> None:
    assert [callout.available for callout in hung((50, 100), (300, 100))] == [240, 200]
    # These two labels grow towards each other.
    half = (450 - 200 - GAP - 100) / 2
    assert [callout.available for callout in hung((450, 100), (100, 100))] == [
        100 + half,
        100 + half,
    ]
