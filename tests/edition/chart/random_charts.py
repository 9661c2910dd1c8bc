"""Random records for charts, with any dates that a record can have, reversals and commitments."""

import re
from collections.abc import Callable
from datetime import date as Day
from datetime import timedelta
from functools import partial
from random import Random
from typing import Any

from hypothesis import strategies as st

from briefing.edition.briefing import Briefing, make_briefing
from briefing.edition.chart.shapes import Box, Drawing, Frame, TextLine
from briefing.record.merging import merge
from briefing.record.model import Edition, EventsFile

_TITLES = (
    "Bill",
    "Ministers agree to prison terms for executives over child sexual abuse content",
    "Wŷr a merched yn gofyn am ddyletswydd gofal statudol ar unwaith",
    "Antidisestablishmentarianism-antidisestablishmentarianism-antidisestablishmentarianism",
    "報告書が公表された WWWWWWWWWW",
)
_KINDS = ("white paper", "bill stage", "poll", "news", "of its own")
_ODD = (
    *("-0043-03-15", "-0100", "0000", "../2019", "2020-01/..", "/2019-04", "2021-06/", "../.."),
    *(
        "Y12345",
        "Y-170000002",
        "9999",
        "19XX",
        "201X",
        "2020~",
        "2020-05?",
        "spring 2019",
        "0001-01-01",
    ),
)


def briefing_of(seed: int, number: int) -> Briefing:
    """Make a briefing of `number` events, within a week or over centuries."""
    chance = Random(seed)
    first = chance.choice([Day(2023, 9, 4), Day(2019, 1, 1), Day(1963, 5, 5), Day(1215, 6, 15)])
    length = chance.choice([6, 400, 3000, 22000])
    odd = chance.choice([0, 0, 0.2])
    events = [
        _event(
            chance,
            n,
            chance.choice(_ODD) if chance.random() < odd else _date(chance, first, length),
        )
        for n in range(number)
    ]
    as_of = first + timedelta(days=chance.randrange(length + 1))
    return _briefing(chance.choice(_TITLES), events, as_of)


def _briefing(title: str, events: list[dict[str, Any]], as_of: Day) -> Briefing:
    made = {
        "title": title,
        "kinds": ["of its own"],
        "actors": {"a": {"name": "A"}},
        "asks": {"ask": {"title": "An ask", "by": "a"}},
        "events": events,
    }
    timeline = merge([("events.yaml", EventsFile.model_validate(made))])
    return make_briefing(timeline, "chart", Edition(template="timeline"), as_of)


SHAPES = ("week", "crowd", "tail", "burst", "far", "exact", "vague", "rtl", "one", "one day")
_RTL_TITLES = ("صدر القانون رقم 12 لسنة 2024 (Law 12/2024)", "שלום! The law passes, 3–2")


def shaped(shape: str, seed: int) -> Briefing:
    """Make a briefing of a realistic shape: a week, a crowd, a long start before a short tail, a
    few busy months within years, one date far ahead, only exact or only vague dates, right-to-left
    titles, or very few events.
    """
    chance = Random(seed)
    first = Day(2019, 1, 1) + timedelta(days=chance.randrange(2000))

    def days(number: int, length: int, start: Day = first) -> list[Day]:
        return sorted(start + timedelta(days=chance.randrange(length)) for _ in range(number))

    match shape:
        case "week":
            dates = days(3, 7)
        case "crowd":
            dates = days(150, 540)
        case "tail":
            dates = [*days(5, 26 * 365, Day(first.year - 26, 1, 1)), *days(25, 730)]
        case "burst":
            dates = sorted([*days(12, 1200), *days(22, 150, first + timedelta(days=700))])
        case "far" | "exact" | "vague" | "rtl":
            dates = days(20, 1800)
        case "one":
            dates = [first]
        case _:
            dates = [first, first]
    # In a burst, they are in the busy months.
    high = range(15, 30, 4) if shape == "burst" else range(3, 30, 10) if len(dates) > 3 else ()
    texts = [f"{day}"[: chance.choice([4, 7]) if shape == "vague" else 10] for day in dates]
    events: list[dict[str, Any]] = [
        {
            "id": f"e{n}",
            "date": text,
            "kind": chance.choice(_KINDS),
            "title": f"{chance.choice(_RTL_TITLES if shape == 'rtl' else _TITLES[:3])} {n}",
            "weight": "high" if n in high else "normal",
        }
        for n, text in enumerate(texts)
    ]
    if shape == "far":
        due = f"{dates[-1].year + 12}-06-30"
        events[-1]["commitments"] = [{"id": "c", "title": "A promise", "by": "a", "due": due}]
    return _briefing("Title", events, dates[-1])


def _date(chance: Random, first: Day, length: int) -> str:
    day, other = (first + timedelta(days=chance.randrange(length + 1)) for _ in range(2))
    forms = [f"{day}"] * 4 + [f"{day}"[:7], f"{day}"[:4], f"{min(day, other)}/{max(day, other)}"]
    return chance.choice(forms)


def _event(chance: Random, n: int, date: str) -> dict[str, Any]:
    event: dict[str, Any] = {
        "id": f"e{n}",
        "date": date,
        "kind": chance.choice(_KINDS),
        "title": f"{chance.choice(_TITLES)} {n}",
        "weight": chance.choice(["high", "normal", "normal", "low"]),
    }
    if n and chance.random() < 0.2:
        event["reverses"] = [f"e{chance.randrange(n)}"]
    if chance.random() < 0.3:
        promise = {"id": f"c{n}", "title": chance.choice(_TITLES), "by": "a"}
        due = chance.choice(["", "2020", "2021-21", f"3 months after e{n}", "2050-01-01"])
        event["commitments"] = [{**promise, **({"due": due} if due else {})}]
    if n and chance.random() < 0.2:
        event[chance.choice(["keeps", "drops"])] = [f"c{chance.randrange(n)}"]
    if chance.random() < 0.2:
        event["asks"] = {"ask": chance.choice(["raised", "met", "refused"])}
    return event


Made = Callable[[], Briefing]
# Briefings are made within the test, because hypothesis would blame a slow strategy on a busy
# machine.
shaped_briefings: st.SearchStrategy[Made] = st.builds(
    partial, st.just(shaped), st.sampled_from(SHAPES), st.integers(0, 10**6)
)
briefings: st.SearchStrategy[Made] = shaped_briefings | st.builds(
    partial,
    st.just(briefing_of),
    st.integers(0, 10**6),
    st.sampled_from([0, 1, 2, 3, 8, 25, 60]),
)
frames = st.builds(
    Frame,
    st.sampled_from([260, 358, 650, 720, 1040, 1600]) | st.integers(260, 1700),
    st.sampled_from([260, 320, 440, 640, 900]) | st.integers(260, 1700),
    st.sampled_from([13.0, 13.0, 10.0, 100.0]),
    st.booleans(),
)


def meet(one: Box, other: Box) -> bool:
    """Whether two boxes overlap."""
    return (
        one.left < other.right
        and other.left < one.right
        and one.top < other.bottom
        and other.top < one.bottom
    )


def touches(line: tuple[tuple[float, float], tuple[float, float]], box: Box) -> bool:
    """Whether any part of a straight line is inside a box."""
    (x, y), (other_x, other_y) = line
    first, last = 0.0, 1.0
    for start, way, low, high in (
        (x, other_x - x, box.left, box.right),
        (y, other_y - y, box.top, box.bottom),
    ):
        if not way:
            if not low < start < high:
                return False
        else:
            ends = sorted(((low - start) / way, (high - start) / way))
            first, last = max(first, ends[0]), min(last, ends[1])
    return first < last


def points(path: str) -> list[tuple[float, float]]:
    """Return the corners and handles of a path."""
    numbers = [float(number) for number in re.findall(r"-?\d+\.?\d*", path)]
    return list(zip(numbers[::2], numbers[1::2], strict=True))


def box_of(path: str) -> Box:
    """Return the box around a path."""
    xs, ys = zip(*points(path), strict=True)
    return Box(min(xs), min(ys), max(xs), max(ys))


def all_words(drawing: Drawing) -> list[TextLine]:
    """Return all the words in a drawing, except its tooltips."""
    labels = [mark.label for mark in drawing.marks if mark.label]
    return [
        *drawing.head,
        *(words for tick in drawing.ticks for words in tick.words),
        *(words for label in labels for words in (*label.date, *label.title)),
        *(words for promise in drawing.commitments for words in (*promise.title, *promise.status)),
        *(overflow.words for overflow in drawing.overflow_counts),
        *(key.words for key in drawing.keys),
    ]
