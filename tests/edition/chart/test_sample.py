"""Charts of a real record, and of very small and very large ones, as readers see them."""

from datetime import date

import pytest

from benchmarks.records import record
from briefing.edition.briefing import Briefing, make_briefing
from briefing.edition.chart import draw
from briefing.edition.chart.description import description_of
from briefing.edition.chart.shapes import Drawing, Frame, Mark
from briefing.record.model import Edition
from tests.edition.chart.random_charts import all_words, box_of
from tests.helpers import SAMPLE, SOURCE, load_record

LANDSCAPE, PORTRAIT = Frame(1040, 440), Frame(358, 900)
both = pytest.mark.parametrize("frame", [LANDSCAPE, PORTRAIT], ids=["landscape", "portrait"])


def briefing(text: str, as_of: str = "2023-09-08") -> Briefing:
    edition, day = Edition(template="timeline"), date.fromisoformat(as_of)
    return make_briefing(load_record(text), "chart", edition, day)


def chart(events: str, frame: Frame = LANDSCAPE, as_of: str = "2023-09-08") -> Drawing:
    heading = "title: T\nkinds: [own]\nactors: {a: {name: A}}\nevents:\n"
    return draw(briefing(heading + events, as_of), frame)


def event(id: str, day: str, more: str = "") -> str:
    return f"  - {{id: {id}, date: {day}, kind: news, title: Event {id}, {SOURCE}{more}}}\n"


def mark_of(drawing: Drawing, id: str) -> Mark:
    return next(mark for mark in drawing.marks if mark.anchor == f"event-{id}")


@pytest.fixture(scope="module")
def sample() -> Briefing:
    return briefing(SAMPLE.read_text(encoding="utf-8"))


@both
def test_the_u_turn_is_labelled_and_leads_back_to_what_it_reverses(
    sample: Briefing, frame: Frame
) -> None:
    drawing = draw(sample, frame)
    (arc,) = drawing.arcs
    assert (arc.event, arc.reversed) == ("event-u-turn", "event-concession")
    turn = mark_of(drawing, "u-turn")
    assert turn.mark == "turn" and turn.label
    assert turn.label.date[0].text == "3 July 2023"
    assert turn.label.title[0].text.startswith("Ministers agree")


@both
def test_a_broken_promise_runs_on_past_its_due_date(sample: Briefing, frame: Frame) -> None:
    drawing = draw(sample, frame)
    promise = next(
        promise for promise in drawing.commitments if promise.words.startswith("The Online")
    )
    assert promise.state == "overdue" and promise.end is None
    assert promise.line and promise.late and promise.due
    late, today = promise.late, drawing.today[0]
    if frame.is_portrait:
        assert late.y1 == promise.line.y2 == promise.due.y1 and late.y2 == today.y1
    else:
        assert late.x1 == promise.line.x2 == promise.due.x1 and late.x2 == today.x1


def test_a_single_promise_is_shown() -> None:
    made = ", commitments: [{id: c, title: A promise, by: a, due: 2022}]"
    drawing = chart(event("one", "2021-05-05", made))
    assert [promise.words for promise in drawing.commitments] == ["A promise: overdue by 8 months"]
    assert drawing.commitments_not_shown == 0


@both
def test_vague_dates_and_periods_have_bars_of_the_days_that_they_mean(
    sample: Briefing, frame: Frame
) -> None:
    drawing = draw(sample, frame)
    soft = [box_of(bar.path) for bar in drawing.bars if bar.is_soft]
    hard = [box_of(bar.path) for bar in drawing.bars if not bar.is_soft]
    assert soft and hard
    consultation = mark_of(drawing, "consultation")
    assert any(
        bar.left <= consultation.x <= bar.right and bar.top <= consultation.y <= bar.bottom
        for bar in hard
    )


def test_what_is_still_to_come_is_hollow_and_beyond_today() -> None:
    drawing = chart(event("past", "2020") + event("ahead", "2024-05-05"))
    past, ahead = mark_of(drawing, "past"), mark_of(drawing, "ahead")
    assert (past.is_ahead, ahead.is_ahead) == (False, True)
    assert past.x < drawing.today[0].x1 < ahead.x


def test_what_may_not_have_happened_yet_is_pale_and_explained() -> None:
    drawing = chart(event("past", "2020") + event("perhaps", '"[2023-09..2023-10]"'))
    assert [mark.is_perhaps_ahead for mark in drawing.marks] == [False, True]
    assert mark_of(drawing, "perhaps").words.endswith("(news, may not have happened yet)")
    assert "May not have happened yet" in [key.words.text for key in drawing.keys]


def test_the_key_says_if_an_arc_can_mean_that_a_part_was_reversed() -> None:
    def keys(reverses: str) -> list[str]:
        drawing = chart(event("a", "2020-01-01") + event("b", "2021-01-01", reverses))
        return [key.words.text for key in drawing.keys if key.shape == "arc"]

    assert keys(", reverses: [a]") == ["Reverses this event"]
    partly = ", reverses: [{ref: a, part: a half}]"
    assert keys(partly) == ["Reverses this event, or part of it"]


def test_weight_brings_forward_and_takes_back() -> None:
    many = "".join(event(f"e{n}", f"2023-0{n % 9 + 1}-{n % 28 + 1:02}") for n in range(40))
    heavy, light = (
        event("heavy", "2020-05-05", ", weight: high"),
        event("low", "2023-09-08", ", weight: low"),
    )
    drawing = chart(heavy + many + light)
    assert mark_of(drawing, "heavy").label and not mark_of(drawing, "low").label


@pytest.mark.parametrize(("number", "labels"), [(1, 1), (3, 3)])
@both
def test_a_few_events_are_all_labelled(frame: Frame, number: int, labels: int) -> None:
    drawing = chart("".join(event(f"e{n}", f"20{10 + 5 * n}") for n in range(number)), frame)
    assert sum(mark.label is not None for mark in drawing.marks) == labels


def test_a_chart_is_no_higher_than_it_has_to_be_unless_it_stands_alone() -> None:
    one = event("one", "2020")
    assert chart(one).height < 200
    standalone = chart(one, Frame(1600, 900, 21, alone=True))
    assert standalone.height == 900 and standalone.head[0].text == "T"


def test_no_event_makes_a_chart_too() -> None:
    drawing = draw(
        briefing(
            f"title: T\nevents: [{{date: 2024, kind: news, title: A, {SOURCE}}}]", "2020-01-01"
        ),
        LANDSCAPE,
    )
    assert len(drawing.marks) == 1
    assert [word.text for word in all_words(drawing)]


def test_an_event_at_any_time_is_counted() -> None:
    drawing = chart(event("one", "2020") + event("two", "../.."))
    assert [mark.anchor for mark in drawing.marks] == ["event-one"]
    assert drawing.not_shown == 1 and drawing.keys[-1].words.text == "Not shown: 1 event"


def test_an_axis_that_leaves_out_years_says_so() -> None:
    recent = "".join(event(f"e{n}", f"20{19 + n}-03-03") for n in range(5))
    drawing = chart(event("old", "1974") + recent)
    assert len(drawing.breaks) == 2 and len(drawing.axis_line) == 2
    assert "1974" in [words.text for tick in drawing.ticks for words in tick.words]


def test_a_thousand_events_are_shown_or_counted_and_the_key_says_what_is_not() -> None:
    drawing = draw(briefing("".join(record(1000)), "2023-12-31"), LANDSCAPE)
    assert len(drawing.marks) + sum(overflow.count for overflow in drawing.overflow_counts) == 1000
    assert sum(mark.label is not None for mark in drawing.marks) >= 4 and drawing.arcs
    assert drawing.keys[-1].words.text.startswith("Not shown: ")


def test_the_story_tells_what_the_chart_shows(sample: Briefing) -> None:
    story = description_of(sample)
    assert story.startswith("20 events, 2017–2023. 3 July 2023: “Ministers agree to prison terms")
    assert "reverses “Prime Minister concedes senior manager liability" in story
    assert "The Online Safety Bill (overdue by 2 years and 3 months)" in story


def test_a_line_that_may_have_ended_goes_no_further_than_today() -> None:
    events = """\
  - id: made
    date: 2020-05-06
    kind: news
    title: Made
    source: {title: S, date: 2020-05-06}
    commitments: [{id: k, title: Keep it, by: a, due: 2023-06-30}]
  - id: drop
    date: "[2023-08..2024-04]"
    kind: news
    title: Dropped
    source: {title: S, date: 2023-08}
    drops: [k]
"""
    drawing = chart(events)
    (line,) = drawing.commitments
    assert line.state == "perhaps dropped" and line.late and line.end
    assert line.late.x2 <= drawing.today[0].x1 and line.end[0] <= drawing.today[0].x1
