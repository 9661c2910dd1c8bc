"""Strips of asks: every move in order, and all strips on one scale."""

from datetime import date
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from briefing.edition.briefing import Briefing, make_briefing
from briefing.edition.chart.ask_strips import strips_of
from briefing.output.formats import FORMATS
from briefing.record.model import Edition
from tests.edition.chart.random_charts import Made, briefings
from tests.helpers import SOURCE, load_record


def briefing(events: str) -> Briefing:
    made = load_record(
        f"""
        title: T
        actors: {{a: {{name: A}}}}
        asks: {{one: {{title: One, by: a}}, two: {{title: Two, by: a}}}}
        events: [{events}]
        """
    )
    return make_briefing(made, "b", Edition(template="timeline"), date(2023, 12, 31))


def event(day: str, asks: str) -> str:
    return f"{{date: {day}, kind: news, title: E, {SOURCE}, asks: {asks}}},"


def test_moves_stand_in_their_order_on_the_scale_of_all_asks() -> None:
    made = briefing(
        event("2019-12-31", "{one: raised}")
        + event("2021-12-31", "{one: set back, two: raised}")
        + event("2023-12-31", "{one: met}")
    )
    strips = strips_of(made, 218)
    assert (strips.first, strips.last) == ("2019", "2023")
    one, two = strips.by_ask["one"], strips.by_ask["two"]
    assert [step.state for step in one.steps] == ["raised", "set back", "met"]
    assert [round(step.x) for step in one.steps] == [9, 109, 209]
    assert [step.x for step in two.steps] == [one.steps[1].x]
    assert two.start == two.steps[0].x and round(two.end) == 209
    assert one.steps[1].words == "Set back: 31 December 2021"


def test_moves_of_one_day_stand_side_by_side() -> None:
    made = briefing(event("2020-01", "{one: raised}") + event("2020-01", "{one: advanced}"))
    first, second = strips_of(made, 200).by_ask["one"].steps
    assert (first.state, second.state) == ("raised", "advanced") and second.x - first.x == 18


def test_the_first_move_the_last_and_the_turns_are_steps_and_all_others_are_dots() -> None:
    moves = ["raised", "advanced", "advanced", "advanced", "set back", "refused", "advanced"]
    events = (event(f"20{n}", f"{{one: {move}}}") for n, move in enumerate(moves, 10))
    strips = strips_of(briefing("".join(events)), 200)
    strip = strips.by_ask["one"]
    assert [step.state for step in strip.steps] == ["raised", "advanced", "set back", "advanced"]
    # The fourth would be hidden between the marks of the years around it.
    assert len(strip.dots) == 2 and strips.has_dots
    assert strips.keys == {"raised": "raised", "advanced": "advanced", "set back": "set back"}


def test_an_ask_that_turns_each_year_shows_its_start_and_its_latest_turns() -> None:
    moves = ["raised", *["advanced", "set back"] * 6]
    events = (event(f"20{n}", f"{{one: {move}}}") for n, move in enumerate(moves, 10))
    strip = strips_of(briefing("".join(events)), 200).by_ask["one"]
    years = [step.words.split()[-1] for step in strip.steps]
    assert years == ["2010", "2019", "2020", "2021", "2022"]


def test_where_there_is_no_room_the_last_and_the_first_are_shown() -> None:
    moves = "".join(event(f"20{n:02}", "{one: raised}") for n in range(10, 19))
    strip = strips_of(briefing(moves + event("2020", "{one: refused}")), 60).by_ask["one"]
    assert [step.state for step in strip.steps] == ["raised", "refused"]
    assert len(strip.dots) == 5


def test_moves_close_together_are_not_drawn_far_from_their_dates() -> None:
    days = ["2023-03-18", "2023-06-05", "2023-06-18", "2023-06-27", "2023-07-01"]
    moves = ["raised", "advanced", "set back", "advanced", "met"]
    events = [event(day, f"{{one: {move}}}") for day, move in zip(days, moves, strict=True)]
    made = briefing(event("2010-03-18", "{two: raised}") + "".join(events))
    strip = strips_of(made, 200).by_ask["one"]
    assert [step.state for step in strip.steps] == ["raised", "met"]
    assert all(abs(step.x - 191) < 20 for step in strip.steps) and not strip.dots


@given(briefings, st.integers(18, 400))
def test_no_step_leaves_its_strip_or_covers_another(made: Made, width: int) -> None:
    for strip in strips_of(made(), width).by_ask.values():
        places = [step.x for step in strip.steps]
        assert all(9 - 0.1 <= x <= width - 9 + 0.1 for x in places)
        assert all(later - x >= 18 - 0.2 for x, later in pairwise(places))


def test_a_scale_within_a_year_is_named_by_months_and_within_a_month_by_days() -> None:
    def ends(day: str) -> tuple[str, str]:
        strips = strips_of(briefing(event(day, "{one: raised}")), 200)
        return strips.first, strips.last

    assert ends("2022-12-31") == ("2022", "2023")
    assert ends("2023-02-14") == ("Feb", "Dec 2023")
    assert ends("2023-12-04") == ("4 Dec", "31 Dec 2023")


def test_a_move_that_may_not_have_happened_has_its_own_mark_and_key() -> None:
    made = briefing(
        event("2022-01-31", "{one: raised, two: raised}")
        + event("2023-02-28", "{two: met}")
        + event('"[2023-12..2024-01]"', "{one: met}")
    )
    strips = strips_of(made, 200)
    assert [step.state for step in strips.by_ask["one"].steps] == ["raised", "perhaps met"]
    assert strips.keys == {"raised": "raised", "met": "met", "perhaps met": "perhaps met"}
    page = FORMATS["html"].renderer(None, "weasyprint")(made).content.decode()
    assert page.count('fill-opacity="0.5"') == 3  # next to its status, on its strip, in the key
