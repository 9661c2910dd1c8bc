from briefing.edition.chart.callouts import Size, callouts, column

SMALL, LARGE = Size(100, 20), Size(300, 20)


def hung(
    *wishes: tuple[float, list[Size]], height: float = 100
) -> list[tuple[float, float] | None]:
    """Where the left end and the foot of each callout is."""
    found = callouts(wishes, 0, 500, height, 10, 10, 9)
    return [(it.left, it.foot) if it else None for it in found]


def test_flags_hang_low_and_to_the_right() -> None:
    assert hung((50, [SMALL]), (200, [SMALL])) == [(50, 0), (200, 0)]


def test_a_flag_at_the_end_hangs_to_the_left() -> None:
    assert hung((450, [SMALL])) == [(350, 0)]


def test_no_flag_hangs_in_the_way_of_another_or_of_its_pole() -> None:
    assert hung((200, [SMALL]), (150, [SMALL])) == [(200, 0), (50, 0)]
    assert hung((250, [SMALL]), (100, [LARGE])) == [(250, 0), (100, 30)]


def test_flags_of_one_place_share_a_pole() -> None:
    assert hung((450, [SMALL]), (450, [SMALL])) == [(350, 0), (350, 30)]


def test_the_best_form_that_has_room_is_taken() -> None:
    assert hung((450, [Size(480, 20), SMALL])) == [(350, 0)]


def test_without_room_there_is_no_flag() -> None:
    assert hung((50, [SMALL]), height=10) == [None]


def test_a_column_keeps_to_its_places_and_its_order() -> None:
    assert column([(100, 20), (50, 20)], 0, 200, 5, 50) == [90, 40]
    first, second, before = column([(100, 20), (100, 20), (98, 20)], 0, 200, 5, 50)
    assert [round(it or 0, 1) for it in (before, first, second)] == [64.3, 89.3, 114.3]


def test_a_column_leaves_out_what_matters_less() -> None:
    assert column([(10, 20), (10, 20), (10, 20)], 0, 50, 5, 50) == [0, 25, None]
    assert column([(10, 20), (10, 20)], 0, 500, 5, 12) == [0, None]
