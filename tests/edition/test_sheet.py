"""One sheet of paper: its content by priority, and the count of the rest."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache
from itertools import pairwise
from math import ceil
from random import Random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from briefing.edition.briefing import Briefing
from briefing.edition.sheet import MAX_LAYOUTS, PAGES, fit_to_pages, in_word, sheet_of
from briefing.output import html, markdown, pdf
from briefing.output.document import Document
from briefing.record.merging import merge
from briefing.record.model import Edition, EventsFile
from briefing.record.record import Record
from tests.helpers import SAMPLE, SOURCE, load_record, make_briefing

DAY = date(2023, 9, 8)
ROOMS = st.floats(0, 200)
Example = tuple[int, int]
RECORDS = st.tuples(st.integers(0, 1_000_000), st.sampled_from([1, 4, 20, 60]))
_WORDS = ("the", "council", "finds", "that", "buses", "were", "late", "again", "and", "a", "review")
_MOVES = ("advanced", "met in part", "set back", "refused", "met")


def member(record: Record) -> Briefing:
    return make_briefing(record, "x", Edition.model_validate({"template": "member"}), DAY)


@cache
def sample() -> Briefing:
    return member(load_record(SAMPLE.read_text(encoding="utf-8")))


@cache
def made_by_chance(seed: int, number: int) -> Briefing:
    """Make a record with this many events, up to 12 asks, and random amounts of everything else."""
    chance = Random(seed)

    def words(limit: int) -> str:
        return " ".join(chance.choices(_WORDS, k=chance.randint(1, limit)))

    def value(event: int, figure: int) -> str:
        """Return a number that occurs nowhere else in the record."""
        return f"about {1_000_000 + 100 * event + figure:,}"

    def some(chances: float, limit: int) -> range:
        return range(chance.randint(1, limit) if chance.random() < chances else 0)

    asks = {
        f"ask-{n}": {"title": f"Ask {n} {words(14)}", "by": f"actor-{chance.randint(0, 1)}"}
        for n in some(0.8, 12)
    }
    raised: set[str] = set()
    events = []
    for n in range(number):
        moved = {}
        for ask in chance.sample(sorted(asks), k=min(len(asks), len(some(0.4, 3)))):
            moved[ask] = chance.choice(_MOVES) if ask in raised else "raised"
        raised.update(moved)
        day = date(2010, 1, 1).toordinal() + 17 * n if n % 7 else DAY.toordinal() - 300 + n
        events.append(
            {
                "id": f"event-{n}",
                "date": date.fromordinal(min(day, DAY.toordinal() + n)).isoformat(),
                "kind": chance.choice(("news", "poll", "statement", "bill stage")),
                "title": f"{n} {words(14)}",
                "summary": words(80) if chance.random() < 0.6 else None,
                "weight": chance.choices(("high", "normal", "low"), (2, 70, 28))[0],
                "source": {"title": f"{chance.randint(0, n)} {words(12)}", "publisher": words(3)},
                "asks": moved,
                "figures": [
                    {"label": f"{label} {words(9)}", "value": value(n, label), "of": words(3)}
                    for label in some(0.3, 9)
                ]
                + [
                    {"label": f"series {series}", "value": value(n, series), "by": "actor-0"}
                    | ({"supports": min(moved)} if moved else {})
                    for series in (10, 11, 12) if chance.random() < 0.2
                ],
                "quotes": [
                    {"text": f"Quote {n}-{m} {words(20)}", "by": "actor-0"} for m in some(0.2, 3)
                ],
                "commitments": [
                    {"id": f"p-{n}-{due}", "title": f"Commitment {n}-{due} {words(9)}",
                     "by": "actor-1", "due": str(due)}
                    for due in (2022 + years for years in some(0.1, 2))
                ],
            }
        )  # fmt: skip
    file = {
        "title": words(14),
        "publisher": {"name": words(5), "contact": "policy@example.org"},
        "actors": {f"actor-{n}": {"name": words(5)} for n in (0, 1)},
        "asks": asks,
        "events": [{name: value for name, value in event.items() if value} for event in events],
    }
    record = merge([("events.yaml", EventsFile.model_validate(file))])
    edition = {"template": "member", "actions": [words(40) for _ in some(0.6, 4)]}
    return make_briefing(record, "x", Edition.model_validate(edition), DAY)


@cache
def pages() -> Callable[[Briefing], Document]:
    return html.renderer(None)


def counts(briefing: Briefing) -> dict[str, int]:
    return {
        "event": len(briefing.recent) + len(briefing.earlier) + len(briefing.next),
        "ask": len(briefing.asks),
        "commitment": len(briefing.commitments),
        "figure": len(briefing.figures),
        "quote": len(briefing.quotes),
        "trend": len(briefing.trends),
    }


def items_of(briefing: Briefing) -> dict[str, list[list[str]]]:
    """Return the text that identifies each item to readers, by type."""
    return {
        "ask": [[ask.title] for ask in briefing.asks],
        "commitment": [[commitment.title] for commitment in briefing.commitments],
        "figure": [[figure.label, figure.value.text] for figure in briefing.figures],
        "quote": [[quote.text] for quote in briefing.quotes],
        "trend": [
            [trend.label, *(figure.value.text for figure in trend.in_short)]
            for trend in briefing.trends
        ],
    }


@given(RECORDS, ROOMS)
def test_what_the_foot_counts_and_what_readers_can_see_is_everything(
    record: Example, room: float
) -> None:
    whole = made_by_chance(*record)
    cut = sheet_of(whole, room)
    page = pages()(cut).content.decode().partition("<main")[2]
    parts = [
        re.sub(r"<sup.*?</sup>|<[^>]+>", "", part)
        for part in re.split("</li>|</figure>|</blockquote>", page)
    ]
    assert cut.omitted is not None
    left = {noun: int(n) for n, noun in re.findall(r"(\d+) (\w+?)s?\b", cut.omitted)}
    for noun, items in items_of(whole).items():
        seen = [item for item in items if any(all(text in part for text in item) for part in parts)]
        assert len(seen) + left.get(noun, 0) == len(items), noun
    assert counts(cut)["event"] + left.get("event", 0) == counts(whole)["event"]
    assert cut.actions == whole.actions


@given(RECORDS, st.sampled_from([0, 30, 60, 90, 120]))
def test_no_heading_is_empty_and_changes_are_always_shown(record: Example, room: float) -> None:
    whole = made_by_chance(*record)
    page = pages()(sheet_of(whole, room)).content.decode()
    for part in re.split("<h2>", page)[1:]:
        heading, _, rest = part.partition("</h2>")
        assert re.sub(r"<[^>]+>", "", rest.partition("</section>")[0]).strip(), heading
    shortened = page.partition("What changed")[2].partition("</li>")[0]
    assert all(entry.title in shortened for entry in whole.summary.changed)


@given(RECORDS)
def test_of_everything_there_is_something(record: Example) -> None:
    whole = made_by_chance(*record)
    # The required items leave room for the rest.
    assume(len(whole.summary.late) < 5)
    cut = sheet_of(whole, 117)
    assert [bool(n) for n in counts(cut).values()][:-1] == [
        bool(n) for n in counts(whole).values()
    ][:-1]
    assert len(cut.asks) >= min(2, len(whole.asks))


@pytest.mark.parametrize(
    "engine", [pytest.param("weasyprint", marks=pytest.mark.long), "plutoprint"]
)
def test_it_is_two_pages_at_most(engine: str) -> None:
    whole = made_by_chance(3, 60)
    assert len(whole.asks) == 9
    assert pdf.renderer(None, engine)(whole).pages == PAGES


def test_an_ask_with_many_moves_shows_the_first_and_the_last() -> None:
    ask = next(ask for ask in sample().asks if ask.state == "advanced")
    first, last = ask.moves
    many = replace(ask, moves=(first, *[replace(last, words="moved on")] * 11, last))
    page = pages()(replace(sample(), asks=(many,), omitted="")).content.decode()
    asks = page.partition('<section id="asks"')[2]
    shortened = re.sub(
        r"<sup.*?</sup>|<[^>]+>", "", asks.partition('"label">')[2].partition("</li>")[0]
    )
    assert " ".join(shortened.split()).endswith(
        "Raised April 2019 … advanced April 2019 (13 moves)"
    )
    assert (
        pages()(replace(sample(), asks=(many,))).content.decode().count("Moved on April 2019") == 11
    )


def test_where_the_page_is_published_the_sheet_gives_its_address() -> None:
    cut = replace(sheet_of(sample(), 90), id="member")
    assert "Full briefing" not in pages()(cut).content.decode()
    page = pages()(replace(cut, url="https://example.org/briefings")).content.decode()
    assert "Full briefing" in page
    assert '<a href="https://example.org/briefings/member.html">' in page


@given(ROOMS)
def test_order_is_kept(room: float) -> None:
    cut = sheet_of(sample(), room)
    titles = [entry.title for entry in sample().recent]
    assert [entry.title for entry in cut.recent] == [
        title for title in titles if title in {entry.title for entry in cut.recent}
    ]
    assert [figure for figure in sample().figures if figure in cut.figures] == list(cut.figures)


def test_the_same_room_cuts_the_same() -> None:
    assert sheet_of(sample(), 70) == sheet_of(sample(), 70)


def test_with_room_for_all_nothing_is_left() -> None:
    assert sheet_of(sample(), 1000).omitted == ""


@given(RECORDS, ROOMS)
def test_what_matters_is_there_whatever_the_room(record: Example, room: float) -> None:
    whole = made_by_chance(*record)
    cut = sheet_of(whole, room)
    events = {entry.anchor for entry in (*cut.recent, *cut.earlier, *cut.next)}
    past = (*whole.recent, *whole.earlier, *whole.next)
    assert {entry.anchor for entry in past if entry.weight == "high"} <= events
    assert {entry.anchor for entry in whole.summary.changed} <= events
    assert whole.summary.next is None or whole.summary.next.anchor in events
    assert {entry.id for entry in whole.summary.late} <= {
        commitment.id for commitment in cut.commitments
    }


def test_what_is_of_high_weight_has_room_before_anything_else() -> None:
    record = load_record(
        f"""
        title: T
        actors: {{a: {{name: A}}}}
        asks: {{ask: {{title: Ask, by: a, weight: high}}, other: {{title: Other, by: a}}}}
        events:
          - date: 2023-01
            kind: news
            title: News
            {SOURCE}
            asks: {{ask: raised, other: raised}}
            commitments:
              - {{id: c, title: C, by: a, weight: high}}
              - {{id: d, title: D, by: a}}
              - {{id: late, title: Late, by: a, due: 2023-02}}
            figures: [{{label: f, value: 1, weight: high}}, {{label: g, value: 2}}]
            quotes: [{{text: Q, by: a, weight: high}}, {{text: R, by: a}}]
        """
    )
    cut = sheet_of(member(record), 0)
    assert [ask.id for ask in cut.asks] == ["ask"]
    assert [commitment.id for commitment in cut.commitments] == ["late", "c"]
    assert [figure.label for figure in cut.figures] == ["f"]
    assert [quote.text for quote in cut.quotes] == ["Q"]
    # The summary contains both asks.
    assert cut.omitted == "1 commitment, 1 figure and 1 quote"


def lines_of(briefing: Briefing) -> float:
    """Estimate the lines of a page: some for the head, and some for each row of items."""
    texts = [entry.summary or "" for entry in (*briefing.recent, *briefing.next)]
    abreast = {"figure": 3, "quote": 2}
    rows = sum(ceil(n / abreast.get(noun, 1)) for noun, n in counts(briefing).items())
    return 20 + 2.5 * rows + sum(len(text) / 80 for text in texts)


@given(RECORDS, st.floats(20, 80))
def test_the_most_that_fits_is_found_in_a_few_layouts(record: Example, per_page: float) -> None:
    whole = made_by_chance(*record)
    laid_out: list[Briefing] = []

    def fill(shortened: Briefing) -> list[float]:
        laid_out.append(shortened)
        pages = lines_of(shortened) / per_page
        return [min(1.0, pages - n) for n in range(ceil(pages))]

    found = fit_to_pages(whole, fill)
    assert any(found is briefing for briefing in laid_out)
    assert len(laid_out) <= MAX_LAYOUTS
    least = sheet_of(replace(whole, is_tight=found.is_tight), 0)
    room = max(PAGES, ceil(lines_of(least) / per_page)) * per_page
    assert lines_of(found) <= room
    # The smallest item left out does not fit, allowing for the error in the estimate.
    assert not found.omitted or room - lines_of(found) < max(20, 0.3 * per_page)


@given(RECORDS, st.floats(8, 60))
def test_a_sheet_has_more_pages_only_if_its_required_content_needs_them(
    record: Example, per_page: float
) -> None:
    whole = made_by_chance(*record)

    def fill(shown: Briefing) -> list[float]:
        # A tight sheet has more lines to a page.
        pages = lines_of(shown) / (per_page * (1.1 if shown.is_tight else 1))
        return [min(1.0, pages - n) for n in range(ceil(pages))]

    found = fit_to_pages(whole, fill)
    least = [sheet_of(replace(whole, is_tight=is_tight), 0) for is_tight in (False, True)]
    fewest = [max(PAGES, len(fill(shown))) for shown in least]
    assert max(PAGES, len(fill(found))) == min(fewest)
    # It is tight only if that saves a page.
    assert found.is_tight == (fewest[1] < fewest[0])


def important(number: int) -> Briefing:
    """A briefing with this number of events of high weight, and some others."""
    events = "".join(
        f"  - {{date: 2023-0{n % 8 + 1}, weight: {'high' if n < number else 'normal'}, kind: news, "
        f"title: Event {n}, {SOURCE}}}\n"
        for n in range(number + 4)
    )
    imprint = "publisher: {name: A publisher}\nbrand: {closing: Registered charity.}\n"
    return member(load_record(f"title: T\n{imprint}events:\n{events}"))


@pytest.mark.long
def test_a_sheet_whose_required_content_just_overflows_is_set_tightly() -> None:
    whole = important(37)
    document = pdf.renderer(None, "weasyprint")(whole)
    assert document.pages == PAGES and not document.warnings
    page = pages()(replace(whole, is_tight=True)).content.decode()
    assert '<body class="member tight">' in page


@pytest.mark.long
@pytest.mark.parametrize("number", range(33, 42))
def test_on_paper_a_sheet_has_more_pages_only_if_it_must(number: int) -> None:
    render, whole = pdf.renderer(None, "weasyprint"), important(number)
    document = render(whole)
    least = sheet_of(replace(whole, is_tight=True), 0)
    must = render(replace(least, is_sheet=False)).pages
    assert document.pages and must
    assert document.pages == max(PAGES, must)
    assert bool(document.warnings) == (document.pages > PAGES)


def test_all_of_what_fits_is_laid_out_once() -> None:
    laid_out: list[Briefing] = []

    def fill(shortened: Briefing) -> list[float]:
        laid_out.append(shortened)
        return [1.0, 0.2]

    small = made_by_chance(3, 1)
    assert not fit_to_pages(small, fill).omitted and len(laid_out) == 1


def test_a_sheet_grows_for_what_is_of_high_weight() -> None:
    events = "".join(
        f"  - {{date: 2023-0{n % 8 + 1}, weight: high, kind: news, title: High {n}, {SOURCE}}}\n"
        for n in range(40)
    )
    whole = member(load_record(f"title: T\nevents:\n{events}"))
    document = pdf.renderer(None, "weasyprint")(whole)
    assert document.pages is not None and document.pages > PAGES
    assert len(sheet_of(whole, 0).recent) == 40
    (warning,) = document.warnings
    assert f"'x' has {document.pages} pages, not 2" in warning


def test_weight_comes_before_date() -> None:
    events = "".join(
        f"  - {{date: 2023-0{n}, weight: {weight}, kind: news, title: {weight} {n}, {SOURCE}}}\n"
        for n, weight in enumerate(["high", "normal", "low", "normal"], 4)
    )
    briefing = member(load_record(f"title: T\nevents:\n{events}"))
    seen = [
        tuple(entry.title for entry in sheet_of(briefing, room).recent) for room in range(0, 40)
    ]
    assert list(dict.fromkeys(seen)) == [
        ("high 4",),
        ("normal 7", "high 4"),
        ("normal 7", "normal 5", "high 4"),
        ("normal 7", "low 6", "normal 5", "high 4"),
    ]


def crowded(decided: str) -> Briefing:
    """Make a briefing with a Budget, many later statements, and as many small moves of an ask."""
    events = "".join(
        f"  - {{date: 2023-0{n}-10, kind: statement, title: Said {n}, {SOURCE}}}\n"
        f"  - {{date: 2023-0{n}-12, kind: letter, title: Moved {n}, {SOURCE}, "
        f"asks: {{ask: {'raised' if n == 1 else 'advanced'}}}}}\n"
        for n in range(1, 9)
    )
    heading = "title: T\nactors: {us: {name: Us}}\nasks: {ask: {title: Ask, by: us}}\nevents:\n"
    budget = f"  - {{date: {decided}, kind: Budget, title: A Budget, {SOURCE}}}\n"
    return member(load_record(heading + events + budget))


def test_a_fresh_decision_is_not_crowded_out_by_small_moves() -> None:
    whole = crowded("2023-08-01")
    changed = {entry.title for entry in whole.summary.changed}
    assert changed == {"Moved 8", "Moved 7"}
    shown = [{entry.title for entry in sheet_of(whole, room).recent} for room in range(0, 80)]
    first, second = [*dict.fromkeys(map(frozenset, shown))][:2]
    assert first == frozenset(changed)
    assert [*(second - first)] == ["A Budget"]


def test_a_decision_that_is_not_fresh_waits_for_its_turn() -> None:
    whole = crowded("2023-03-01")
    shown = [frozenset(e.title for e in sheet_of(whole, room).recent) for room in range(0, 80)]
    first, *others = dict.fromkeys(shown)
    order = [title for one, other in pairwise([first, *others]) for title in other - one]
    # The summary contains the changes of the first two turns.
    assert order[:4] == ["Said 8", "A Budget", "Said 7", "Moved 6"]


def test_events_are_shown_with_their_first_paragraphs() -> None:
    (event,) = (entry for entry in sheet_of(sample(), 200).recent if entry.id == "roundtable")
    assert event.summary and event.summary.startswith("The Home Secretary and")
    assert "The Chair of the NSPCC asks" not in event.summary


def test_only_a_member_briefing_is_a_sheet() -> None:
    record = load_record(SAMPLE.read_text(encoding="utf-8"))
    whole = make_briefing(record, "x", Edition.model_validate({"template": "timeline"}), DAY)
    assert fit_to_pages(whole, lambda shortened: [1.0] * 9) is whole
    assert whole.omitted is None and PAGES == 2


def test_the_sheet_of_an_area_always_has_its_own_figures() -> None:
    events = "".join(
        f"  - {{date: 202{n % 2 + 1}, weight: high, kind: news, title: High {n}, {SOURCE}}}\n"
        for n in range(30)
    )
    figures = "[{label: a, value: 1, area: north}, {label: b, value: 2, area: land}]"
    record = load_record(
        f"""title: T
areas: {{north: {{name: The north, within: land}}, land: {{name: The land}}}}
events:
  - {{date: 2020, kind: poll, title: A poll, {SOURCE}, figures: {figures}}}
{events}"""
    )
    for_north = Edition.model_validate({"template": "member", "area": "north"})
    for_all = Edition.model_validate({"template": "member"})
    cut = sheet_of(make_briefing(record, "x", for_north, DAY), 0)
    assert [figure.label for figure in cut.figures] == ["a"]
    assert not sheet_of(make_briefing(record, "x", for_all, DAY), 0).figures


@pytest.mark.long
def test_what_is_abreast_fills_its_row() -> None:
    one, two = (", ".join(f"{{label: {event} {n}, value: 1}}" for n in (1, 2, 3)) for event in "ab")
    sharing = f"{{date: 2023-01, kind: news, {SOURCE}, title: "
    record = load_record(
        f"""title: T
actors: {{a: {{name: A}}}}
events:
  - {sharing}One, quotes: [{{text: Quote 1, by: a}}, {{text: Quote 2, by: a}}]}}
  - {sharing}Two, quotes: [{{text: Quote 3, by: a}}, {{text: Quote 4, by: a}}]}}
  - {sharing}Three, figures: [{one}]}}
  - {sharing}Four, figures: [{two}]}}
"""
    )
    cuts = [sheet_of(member(record), room / 2) for room in range(200)]
    assert {len(cut.quotes) for cut in cuts} == {0, 2, 4}
    assert {3, 6} <= {len(cut.figures) for cut in cuts} and not any(
        len(cut.figures) == 2 for cut in cuts
    )


def test_figures_of_one_group_are_on_a_sheet_together_or_not_at_all() -> None:
    votes = "{label: for, value: 335, of: MPs}, {label: against, value: 260, of: MPs}"
    others = ", ".join(f"{{label: {n}, value: {n}, of: people {n}}}" for n in (1, 2))
    record = load_record(
        f"""title: T
events:
  - {{date: 2023-06, kind: poll, title: A poll, {SOURCE}, figures: [{others}]}}
  - {{date: 2023-05, kind: vote, title: A vote, {SOURCE}, figures: [{votes}]}}
"""
    )
    whole = member(record)
    cuts = [{figure.label for figure in sheet_of(whole, room / 2).figures} for room in range(200)]
    assert all(("for" in cut) == ("against" in cut) for cut in cuts)
    assert {"1", "2"} in cuts and {"1", "2", "for", "against"} in cuts


def test_a_group_of_which_one_figure_is_of_high_weight_is_always_there() -> None:
    votes = "{label: for, value: 335, of: MPs, weight: high}, {label: no, value: 260, of: MPs}"
    event = f"{{date: 2023-05, kind: vote, title: A vote, {SOURCE}, figures: [{votes}]}}"
    cut = sheet_of(member(load_record(f"title: T\nevents: [{event}]")), 0)
    assert [figure.label for figure in cut.figures] == ["for", "no"]


def test_the_newest_event_has_room_before_older_changes_of_status() -> None:
    moves = "".join(
        f"  - {{date: 2023-0{n}, kind: statement, title: Move {n}, {SOURCE}, asks: {{a: {to}}}}}\n"
        for n, to in enumerate(["raised", "advanced", "set back", "advanced", "refused"], 1)
    )
    record = load_record(
        f"""title: T
actors: {{us: {{name: Us}}}}
asks: {{a: {{title: Ask, by: us}}}}
events:
{moves}  - {{date: 2023-08, kind: statement, title: Newest, {SOURCE}}}
  - {{date: 2023-07, kind: news, title: Press, {SOURCE}}}
"""
    )
    whole = member(record)
    seen = [{entry.title for entry in sheet_of(whole, room / 2).recent} for room in range(200)]
    assert next(cut for cut in seen if len(cut) > len(seen[0])) - seen[0] == {"Newest"}
    # Changes of status and other news take turns.
    assert all("Newest" in cut for cut in seen if "Move 3" in cut)
    assert all("Press" in cut for cut in seen if "Move 1" in cut)


def test_the_sheet_of_an_area_always_has_its_newest_events() -> None:
    events = "".join(
        f"  - {{date: 2023-0{n}, kind: statement, title: Own {n}, areas: [north], {SOURCE}}}\n"
        for n in range(1, 6)
    )
    record = load_record(
        f"""title: T
areas: {{north: {{name: The north}}, south: {{name: The south}}}}
events:
{events}  - {{date: 2023-08, weight: high, kind: statement, title: High, {SOURCE}}}
"""
    )
    for_north = Edition.model_validate({"template": "member", "area": "north"})
    cut = sheet_of(make_briefing(record, "x", for_north, DAY), 0)
    assert [entry.title for entry in cut.recent] == ["High", "Own 5", "Own 4", "Own 3"]


def test_a_reversal_is_shown_by_the_summary_and_by_the_decision_alone() -> None:
    record = load_record(
        f"""title: T
actors: {{gov: {{name: Government, type: government}}}}
events:
  - {{id: plan, date: 2023-03, kind: statement, title: A plan, {SOURCE}, actors: [gov]}}
  - {{date: 2023-07, kind: statement, title: No plan, {SOURCE}, actors: [gov], reverses: [plan]}}
"""
    )
    text = " ".join(
        re.sub(r"<[^>]+>", " ", pages()(sheet_of(member(record), 200)).content.decode()).split()
    )
    text = text.partition("What changed")[2]
    assert text.count("U-turn by Government: reverses “A plan”") == 1
    assert text.count("U-turn by Government, July 2023") == 1
    assert "Reverses" not in text and "U-turn by Government: “No plan”" not in text
    whole = pages()(replace(member(record), omitted=None)).content.decode()
    assert whole.count('<li class="reversal">') == 1 and "links-not-printed" in whole


def test_what_is_blank_at_the_foot_of_the_first_page_is_used() -> None:
    asks = "".join(f"  a{n}: {{title: Ask {n}, by: us}}\n" for n in range(20))
    events = "".join(
        f"  - {{date: 2023-0{n % 8 + 1}-0{n // 8 + 1}, kind: statement, title: Event {n}, "
        f"{SOURCE}, asks: {{a{n}: raised}}}}\n"
        for n in range(20)
    )
    actors = "actors: {us: {name: Us}}"
    whole = member(load_record(f"title: T\n{actors}\nasks:\n{asks}events:\n{events}"))

    def fill(shortened: Briefing) -> list[float]:
        # As a percentage of a page. An event is not split between pages.
        first = 20 + 4 * len(shortened.asks)
        on_first = min(len(shortened.recent), (100 - first) // 8)
        whole, last = divmod(70 + 8 * (len(shortened.recent) - on_first), 100)
        return [(first + 8 * on_first) / 100, *[1.0] * whole, *[last / 100][: bool(last)]]

    first, second = fill(fit_to_pages(whole, fill))
    assert first > 0.96 and second > 0.92


def test_no_figure_or_quote_is_lost_between_the_sheet_and_the_page() -> None:
    figures = ", ".join(f"{{label: figure-{n}., value: {n}, by: P}}" for n in range(12))
    quotes = ", ".join(f"{{text: quote-{n}., by: a}}" for n in range(7))
    event = f"{{date: 2023-05, kind: poll, title: A poll, {SOURCE}, figures: [{figures}], "
    record = load_record(
        f"title: T\nactors: {{a: {{name: A}}}}\nevents: [{event} quotes: [{quotes}]}}]"
    )
    whole = member(record)
    names = {*(f"figure-{n}." for n in range(12)), *(f"quote-{n}." for n in range(7))}
    for render in (pages(), markdown.renderer(None)):
        text = render(whole).content.decode().replace("\\", "")
        assert {name for name in names if name in text} == names
    cut = sheet_of(whole, 35)
    assert len(cut.figures) < 12 and len(cut.quotes) < 7
    figures_left, quotes_left = 12 - len(cut.figures), 7 - len(cut.quotes)
    assert f"{figures_left} figures and {quotes_left} quotes" in str(cut.omitted)


def test_word_has_less_as_nothing_is_abreast_there() -> None:
    figures = ", ".join(f"{{label: figure-{n}., value: {n}, of: group {n}}}" for n in range(80))
    event = f"{{date: 2023-05, kind: poll, title: A poll, {SOURCE}, figures: [{figures}]}}"
    whole = member(load_record(f"title: T\nevents: [{event}]"))
    # A row of a table for each figure, and rows of three figures.
    assert len(in_word(whole).figures) < len(sheet_of(whole, 114).figures)


def test_a_small_sample_of_the_area_comes_before_what_is_wider() -> None:
    record = load_record(
        f"""title: T
areas: {{north: {{name: The north, within: land}}, land: {{name: The land}}}}
events:
  - date: 2023-05
    kind: poll
    title: A poll
    {SOURCE}
    figures:
      - {{label: wide, value: 47%, area: land, sample: 2000, weight: high}}
      - {{label: own and small, value: 60%, area: north, sample: 80}}
      - {{label: own, value: 55%, area: north, sample: 900}}
"""
    )
    for_north = Edition.model_validate({"template": "member", "area": "north"})
    whole = make_briefing(record, "x", for_north, DAY)
    assert [figure.label for figure in whole.figures] == ["own", "own and small", "wide"]


def test_a_figure_says_what_changed_since_one_that_is_only_compared() -> None:
    def poll(month: int, figures: str) -> str:
        return (
            f"  - {{date: 2023-0{month}, kind: poll, title: Poll, {SOURCE}, figures: [{figures}]}}"
        )

    wide = "{label: agree, value: PART, area: land, sample: 2000, by: P}"
    of_area = "{label: agree, value: 60%, area: north, sample: 80, by: P}"
    record = load_record(
        f"""title: T
areas: {{north: {{name: The north, within: land}}, land: {{name: The land}}}}
events:
{poll(3, wide.replace("PART", "47%") + ", " + of_area)}
{poll(5, wide.replace("PART", "45%"))}
"""
    )
    for_north = Edition.model_validate({"template": "member", "area": "north"})
    whole = make_briefing(record, "x", for_north, DAY)
    assert [str(figure.value) for figure in whole.figures] == ["60%", "45%"]
    assert whole.figures[1].change.startswith("no clear change from 47% (March 2023)")


OFFICE = f"""title: T
recent: a year
actors:
  us: {{name: Us}}
  gov: {{name: Government, type: government}}
  then: {{name: A. Then, roles: [{{title: Minister, until: 2023-06-30}}]}}
  now: {{name: B. Now, roles: [{{title: Minister, from: 2023-06-30}}]}}
areas: {{north: {{name: The north}}, south: {{name: The south}}}}
asks:
  few: {{title: Few, by: us, areas: [north]}}
events:
  - {{date: 2019-05, kind: news, title: Long ago, {SOURCE}}}
  - id: plan
    date: 2023-03-18/2023-06-30
    kind: green paper
    title: A plan
    {SOURCE}
    actors: [gov]
    quotes: [{{text: We plan., by: then}}, {{text: We hope., by: now}}]
  - date: 2023-07-01
    kind: statement
    title: No plan
    {SOURCE}
    actors: [gov]
    reverses: [plan]
    figures:
      - {{label: in need, value: "150,000", of: people after housing costs, supports: few}}
      - {{label: agree, value: 51%, of: adults, supports: few}}
    asks: {{few: raised}}
"""


def words_of(shown: Briefing) -> str:
    page = pages()(shown).content.decode()
    return " ".join(re.sub(r"<sup.*?</sup>|<[^>]+>", " ", page).split())


def test_who_has_left_an_office_held_it_then() -> None:
    text = words_of(member(load_record(OFFICE.replace("by: now", "by: gov"))))
    assert "A. Then, then Minister, 18 March" in text
    quoted = words_of(member(load_record(OFFICE.replace("until: 2023-06-30", "until: 2024-06-30"))))
    assert "A. Then, Minister, 18 March" in quoted


def test_a_decision_that_lasts_is_reversed_after_the_day_on_which_it_was_made() -> None:
    text = words_of(member(load_record(OFFICE)))
    assert "U-turn by Government: reverses “A plan”, 18 March 2023." in text


def test_a_share_is_of_a_group_and_a_number_is_not() -> None:
    text = words_of(member(load_record(OFFICE)))
    assert "in need: 150,000, people after housing costs; agree: 51% of adults" in text


def test_an_ask_about_the_area_of_an_edition_is_always_on_its_sheet() -> None:
    record = OFFICE.replace("asks:\n", "asks:\n  other: {title: Other, by: us}\n", 1).replace(
        "asks: {few: raised}", "asks: {few: raised, other: raised}"
    )
    edition = Edition.model_validate({"template": "member", "area": "north"})
    cut = sheet_of(make_briefing(load_record(record), "x", edition, DAY), 0)
    assert "Few" in [ask.title for ask in cut.asks]
    assert not sheet_of(member(load_record(record)), 0).asks


def test_the_number_of_events_that_are_left_is_that_of_recent_ones() -> None:
    many = "".join(
        f"  - {{date: 2023-0{n}, kind: news, title: News {n}, {SOURCE}}}\n" for n in range(1, 9)
    )
    cut = sheet_of(member(load_record(OFFICE + many)), 0)
    assert re.match(r"\d events since September 2022", str(cut.omitted))


def test_the_asks_that_the_answer_names_first_have_room_first() -> None:
    asks = "".join(f"  a{n}: {{title: Ask {n}, by: us}}\n" for n in range(6))
    moves = "".join(
        f"  - {{date: 2023-0{n + 1}, kind: news, title: Event, {SOURCE}, asks: {{a{n}: raised}}}}\n"
        for n in (3, 0, 5, 1, 4, 2)
    )
    whole = member(
        load_record(f"title: T\nactors: {{us: {{name: Us}}}}\nasks:\n{asks}events:\n{moves}")
    )
    named = [ask.id for ask in whole.summary.asks]
    for room in range(150):
        shown = {ask.id for ask in sheet_of(whole, room).asks}
        assert shown == {*named[: len(shown)]}
