"""The content of a briefing, as of its day."""

import re
from datetime import date
from itertools import pairwise
from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.edition.briefing import Briefing
from briefing.edition.editions import editions_of
from briefing.edition.entry import Entry
from briefing.edition.selection import EventFilter
from briefing.output.formats import FORMATS
from briefing.record.dates import parse_edtf
from briefing.record.model import Edition
from briefing.record.record import Record
from tests.helpers import SAMPLE, SOURCE, TEMPLATES, load_record, make_briefing

DAY = date(2023, 9, 8)
NO_FILTER = Edition.model_validate({"template": "timeline"})


def brief(record: Record, as_of: date = DAY, narrower: EventFilter | None = None) -> Briefing:
    return make_briefing(record, "all", NO_FILTER, as_of, narrower or EventFilter())


def of(*events: str, top: str = "") -> Record:
    """Return a record of `events`, the contents of flow mappings. Missing fields are added."""
    lines = []
    for n, event in enumerate(events, 1):
        kind = "" if "kind:" in event else "kind: news, "
        title = "" if "title:" in event else f"title: Event {n}, "
        lines.append(f"  - {{{event}, {kind}{title}{SOURCE}}}")
    return load_record("\n".join(["title: A record", dedent(top).strip(), "events:", *lines]))


def one(date: str, as_of: date = DAY) -> Entry:
    (entry,) = brief(of(f"date: '{date}'"), as_of).entries
    return entry


def named(entries: tuple[Entry, ...]) -> list[str]:
    return [entry.title.removeprefix("Event ") for entry in entries]


# Events before, on and after the day


@pytest.mark.parametrize(
    ("date", "when"),
    [
        ("2023-09-07", "past"),
        ("2023-09-08", "past"),
        ("2023-09-09", "ahead"),
        ("2023-09", "perhaps ahead"),  # it may have happened
        ("2023", "perhaps ahead"),
        ("[2023-03-12..2023-09-09]", "perhaps ahead"),
        ("[2023-03-12..2023-09-08]", "past"),
        ("[2023-03-12..]", "perhaps ahead"),
        ("[..2023-07-03]", "past"),
        ("2023-10", "ahead"),
        ("2024~", "ahead"),
        ("2023-09-04/2023-09-08", "past"),
        ("2023-09-04/2023-09-09", "under way"),
        ("2023-09-09/2023-10", "ahead"),
        ("2023-07/..", "under way"),
        ("2023-10/..", "ahead"),
        ("2023-07/", "past"),  # ended on an unknown day
        ("../2023-10", "under way"),
        ("../2019", "past"),
        ("../..", "under way"),
    ],
)
def test_an_event_is_past_under_way_or_ahead(date: str, when: str) -> None:
    assert one(date).when == when


@pytest.mark.parametrize(
    ("event", "when"),
    [
        ("date: 2023-09, added: 2023-09-06", "past"),
        ("date: '[2023-03-12..2023-09-09]', added: 2023-09-08", "past"),
        # It was expected, may not have been added by then, or is still under way.
        ("date: 2023-09, added: 2023-08-31", "perhaps ahead"),
        ("date: 2023-09, added: 2023-09-09", "perhaps ahead"),
        ("date: 2023-09-04/2023-09-30, added: 2023-09-06", "under way"),
    ],
)
def test_an_event_is_past_if_it_was_added_when_it_may_have_happened(event: str, when: str) -> None:
    """The briefing and the digest of that week therefore agree."""
    (entry,) = brief(of(event)).entries
    assert entry.when == when


def test_what_comes_next_is_what_is_not_past_in_order() -> None:
    record = of("date: 2023-10", "date: 2023-09-04/2023-09-30", "date: 2023-01", "date: 2024")
    assert named(brief(record).next) == ["1", "4"]
    assert named(brief(record).closing) == ["2"]


@pytest.mark.parametrize(
    ("kind", "ends"),
    [
        ("consultation", "closes 30 September 2023"),
        ("green paper", "closes 30 September 2023"),
        ("call for evidence", "closes 30 September 2023"),
        ("inquiry", "under way until 30 September 2023"),
    ],
)
@pytest.mark.parametrize("format", ["md", "html"])
def test_what_has_started_is_a_recent_development_and_its_end_comes_next(
    kind: str, ends: str, format: str
) -> None:
    record = load_record(
        "title: A record\nkinds: [call for evidence]\nevents:\n"
        f"  - {{date: 2023-07-04/2023-09-30, kind: {kind}, title: The paper, {SOURCE}}}\n"
        f"  - {{date: 2021-07-04/2023-12-31, kind: {kind}, title: The old one, {SOURCE}}}\n"
    )
    made = make_briefing(record, "e", Edition(template="member"), date(2023, 9, 8))
    assert [entry.title for entry in made.recent] == ["The paper"]
    assert [entry.title for entry in made.next] == ["The old one"]
    text = FORMATS[format].renderer(None, "weasyprint")(made).content.decode()
    page = " ".join(re.sub("<[^>]*>", "", text.partition("<body")[2] or text).split())
    says = {"md": f"**What comes next:** The paper ({ends})", "html": f"The paper, {ends}"}
    assert says[format] in page
    section = page.rpartition("What comes next")[2]
    assert f"{ends[0].upper()}{ends[1:]}:" in section and "The old one" in section


def test_what_is_under_way_is_named_once_in_the_summary() -> None:
    record = of("date: 2023-09-04/2023-09-30, weight: high", "date: 2023-08-01")
    summary = brief(record).summary
    assert summary.next and named((summary.next,)) == ["1"]
    assert named(summary.changed) == ["2"]


def test_lately_is_the_last_year_newest_first() -> None:
    record = of(
        "date: 2022-09-07",
        "date: 2022-09-08",
        "date: 2023-01",
        "date: 2023-09-08",
        "date: 2023-08",
        "date: 2023-09-09",
    )
    assert named(brief(record).recent) == ["4", "5", "3", "2", "1"]


def test_the_window_of_what_is_recent_is_stated_and_can_be_set() -> None:
    events = ["date: 2022-08-31", "date: 2022-09", "date: 2023-03", "date: 2023-08-20"]
    events += ["date: 2020, weight: high", "date: 2019"]
    record = of(*events)
    whole = brief(record)
    assert whole.recent_since == "September 2022"
    assert named(whole.recent) == ["4", "3", "2"]
    assert named(whole.earlier) == ["5"]
    for recent, since, shown, earlier in [
        ("6 months", "March 2023", ["4", "3"], ["2", "5"]),
        ("3 weeks", "18 August 2023", ["4"], ["3", "2", "5"]),
        ("2 weeks", "25 August 2023", [], ["4", "3", "2", "5"]),
        ("10 years", "September 2013", ["4", "3", "2", "1", "5", "6"], []),
    ]:
        edition = Edition.model_validate({"template": "member", "recent": recent})
        briefing = make_briefing(record, "m", edition, DAY)
        assert briefing.recent_since == since
        assert (named(briefing.recent), named(briefing.earlier)) == (shown, earlier)
        of_record = brief(of(*events, top=f"recent: {recent}\n"))
        assert (named(of_record.recent), of_record.recent_since) == (shown, since)


def test_the_window_does_not_go_further_back_than_the_edition() -> None:
    record = of("date: 2022-10", "date: 2023-04", "date: 2023-05")
    edition = Edition.model_validate({"template": "member", "since": "2023-03"})
    briefing = make_briefing(record, "m", edition, DAY)
    assert briefing.recent_since == "March 2023" and named(briefing.recent) == ["3", "2"]


def test_a_record_that_has_long_been_quiet_still_shows_its_last_three_events() -> None:
    record = of("date: 2001", "date: 2002", "date: 2003", "date: 2004")
    assert not brief(record).recent
    assert named(brief(record).earlier) == ["4", "3", "2"]


@pytest.mark.parametrize("year", [1, 2, 9999])
def test_the_ends_of_the_calendar_have_a_lately_too(year: int) -> None:
    record = of(f"date: {year:04}-01-01", "date: -0043", "date: Y20000")
    briefing = brief(record, date(year, 1, 1))
    assert named((*briefing.recent, *briefing.earlier)) == ["1", "2"]


# Dates, years and the span


@pytest.mark.parametrize(
    ("date", "machine"),
    [
        ("2023-07-03", "2023-07-03"),
        ("2023-07", "2023-07"),
        ("2023", "2023"),
        ("2020~", "2020"),
        ("2020-05?", "2020-05"),
        ("0800", "0800"),
        ("2021-21", ""),
        ("201X", ""),
        ("2004-XX", ""),
        ("2019-04/2019-07", ""),
        ("[2019-04-02..2019-04-04]", ""),
        ("[2019-04-02..]", ""),
        ("2019-04-03T09:30:00Z", ""),
        ("0000", ""),
        ("-0043-03-15", ""),
        ("Y17000", ""),
    ],
)
def test_only_what_html_calls_a_date_is_one_for_machines(date: str, machine: str) -> None:
    assert one(date).machine_date == machine


def test_each_year_has_one_section_and_they_are_in_order() -> None:
    record = of(
        "date: ../2019-07", "date: 2017", "date: 2019-01", "date: -0043", "date: Y20000",
        "date: 0000", "date: /2018", "date: 2018~/..", "date: 201X",
    )  # fmt: skip
    briefing = brief(record)
    assert [(year.name, named(year.entries)) for year in briefing.years] == [
        ("44 BCE", ["4"]),
        ("1 BCE", ["6"]),
        ("2010", ["9"]),
        ("2017", ["2"]),
        ("2018", ["7", "8"]),
        ("2019", ["1", "3"]),
        ("the year 20,000", ["5"]),
    ]
    assert briefing.span == "44 BCE–the year 20,000"
    assert [entry for year in briefing.years for entry in year.entries] == list(briefing.entries)
    anchors = [year.anchor for year in briefing.years]
    assert len(set(anchors)) == len(anchors) and not any(
        re.search(r"\s", anchor) for anchor in anchors
    )


def test_what_may_be_at_any_time_stands_in_the_year_of_the_briefing() -> None:
    assert one("../..").year == 2023


@pytest.mark.parametrize(
    ("dates", "span"), [([], ""), (["2019"], "2019"), (["2019", "2019-05", "2023"], "2019–2023")]
)
def test_the_span_is_from_the_first_year_to_the_last(dates: list[str], span: str) -> None:
    record = of("date: 2000", *(f"date: {date}" for date in dates))
    assert brief(record, narrower=EventFilter(since=parse_edtf("2001"))).span == span


# Anchors


def test_an_event_is_reached_by_its_id_or_by_date_and_title() -> None:
    record = of("id: u-turn, date: 2019", "date: 2020~, title: Über £5m for Parks — again & again!")
    assert [entry.anchor for entry in brief(record).entries] == [
        "event-u-turn",
        "event-2020-about-uber-5m-for-parks-again-again",
    ]


def test_anchors_are_unique_and_an_id_keeps_its_own() -> None:
    record = of(
        "date: 2019, title: Plan",
        "date: 2019, title: plan!",
        "id: 2019-plan, date: 2019, title: Another",
        "id: 2019-plan-2, date: 2019, title: One more",
        "date: 2019, title: 公園",
        "date: 2019, title: 計画",
    )
    anchors = [entry.anchor for entry in brief(record).entries]
    assert len(set(anchors)) == 6
    assert anchors[2:4] == ["event-2019-plan", "event-2019-plan-2"]


def test_a_new_event_moves_no_other_anchor() -> None:
    events = [
        "date: 2019, title: Plan",
        "id: act, date: 2021, title: Act",
        "date: 2020, title: Poll",
    ]
    before = {entry.title: entry.anchor for entry in brief(of(*events)).entries}
    after = {
        entry.title: entry.anchor for entry in brief(of("date: 2018, title: X", *events)).entries
    }
    assert before.items() <= after.items()


# People and their roles


def test_roles_are_those_held_on_the_day() -> None:
    top = """
        actors:
          smith:
            name: Ann Smith
            roles:
              - {title: Minister, from: 2018-04, until: 2019-07}
              - {title: Home Secretary, from: 2019-07-20}
          jones: {name: Bo Jones, roles: [{title: Chair}]}
          group: {name: A Group}
    """
    record = of(
        "date: 2018-01, actors: [smith, jones, group]",
        "date: 2019-01, actors: [smith], quotes: [{text: Yes, by: smith}]",
        "date: 2020, actors: [{ref: smith, as: a mother}], "
        "quotes: [{text: No, by: smith}, {text: Never, by: smith, as: an MP}]",
        "date: 2018-04/2020, actors: [smith]",
        top=top,
    )
    entries = brief(record).entries
    assert [[person.in_full for person in entry.actors] for entry in entries] == [
        ["Ann Smith", "Bo Jones, Chair", "A Group"],
        ["Ann Smith"],  # 2018-04/2020 comes before 2019-01, and several roles are possible
        ["Ann Smith, Minister"],
        ["Ann Smith, a mother"],
    ]
    assert [quote.speaker.in_full for entry in entries for quote in entry.quotes] == [
        "Ann Smith, Minister",
        "Ann Smith, Home Secretary",
        "Ann Smith, an MP",
    ]


@pytest.mark.parametrize("date", ["2019~", "2019-05?"])
def test_a_vague_date_cannot_tell_one_role_from_another(date: str) -> None:
    top = """
        actors:
          jo: {name: Jo, roles: [{title: Minister, until: 2019-12}, {title: Peer, from: 2020-01}]}
    """
    (entry,) = brief(of(f"date: '{date}', actors: [jo]", top=top)).entries
    assert [actor.role for actor in entry.actors] == [None]


def test_who_published_a_figure_is_an_actors_name_or_what_is_written() -> None:
    record = of(
        "date: 2019, figures: [{label: a, value: 1, by: ons}, {label: b, value: 2, by: The ONS}]",
        top="actors: {ons: {name: Office for National Statistics}}",
    )
    (entry,) = brief(record).entries
    assert [figure.by for figure in entry.figures] == ["Office for National Statistics", "The ONS"]


# Links


def links(entry: Entry) -> list[tuple[str, str, str]]:
    return [(link.words, link.title, link.anchor) for link in entry.links]


def test_links_are_shown_on_both_events() -> None:
    record = of(
        "id: paper, date: 2019",
        "id: answer, date: 2020, responds to: [paper], follows: [paper]",
        "id: change, date: 2021, amends: [answer]",
        "id: turn, date: 2022, reverses: [change]",
    )
    paper, answer, change, turn = brief(record).entries
    assert links(paper) == [
        ("Followed by", "Event 2", "event-answer"),
        ("Answered by", "Event 2", "event-answer"),
    ]
    assert links(answer) == [
        ("Follows", "Event 1", "event-paper"),
        ("Responds to", "Event 1", "event-paper"),
        ("Amended by", "Event 3", "event-change"),
    ]
    assert links(change) == [
        ("Amends", "Event 2", "event-answer"),
        ("Reversed", "Event 4", "event-turn"),
    ]
    assert links(turn) == [("Reverses", "Event 3", "event-change")]
    assert [entry.is_u_turn for entry in brief(record).entries] == [False] * 4
    assert [link.is_reversal for link in change.links] == [False, True]


def test_a_chain_of_reversals_can_be_followed_either_way() -> None:
    record = of(
        "id: a, date: 2019",
        "id: b, date: 2020, reverses: [a]",
        "id: c, date: 2021, reverses: [b]",
        "id: d, date: 2022, reverses: [c, a]",
    )
    a, b, c, d = brief(record).entries
    assert links(a) == [("Reversed", "Event 2", b.anchor), ("Reversed", "Event 4", d.anchor)]
    assert links(b) == [("Reverses", "Event 1", a.anchor), ("Reversed", "Event 3", c.anchor)]
    assert links(c) == [("Reverses", "Event 2", b.anchor), ("Reversed", "Event 4", d.anchor)]
    assert links(d) == [("Reverses", "Event 3", c.anchor), ("Reverses", "Event 1", a.anchor)]
    assert not any(entry.is_u_turn for entry in (a, b, c, d))


def test_a_reversal_is_shown_even_if_the_other_event_is_not() -> None:
    record = of("id: a, date: 2019", "id: b, date: 2021, reverses: [a]")
    (entry,) = brief(record, narrower=EventFilter(since=parse_edtf("2020"))).entries
    assert links(entry) == [("Reverses", "Event 1", "")]
    (entry,) = brief(record, narrower=EventFilter(until=parse_edtf("2020"))).entries
    assert links(entry) == [("Reversed", "Event 2", "")]


def test_in_short_links_lead_only_to_what_is_shown_in_short() -> None:
    record = of(
        "id: old, date: 2001",
        "id: a, date: 2023-02, reverses: [old]",
        "id: b, date: 2023-03, follows: [a]",
        "id: c, date: 2023-04",
        "id: d, date: 2024, follows: [b, old]",
    )
    briefing = brief(record)
    in_short = (*briefing.recent, *briefing.earlier, *briefing.next)
    assert named(in_short) == ["4", "3", "2", "5"]
    shown = {entry.anchor for entry in in_short}
    targets = [link.anchor for entry in in_short for link in entry.links]
    assert set(targets) - {""} <= shown
    assert targets.count("") == 2


# A whole briefing


def test_without_editions_there_is_one_of_each_built_in_kind() -> None:
    assert {
        id: edition.template for id, edition in editions_of(of("date: 2019"), TEMPLATES).items()
    } == {
        "timeline": "timeline",
        "member": "member",
    }


def test_the_title_of_an_edition_goes_before_that_of_the_record() -> None:
    record = of("date: 2019")
    assert brief(record).title == "A record"
    edition = Edition.model_validate({"template": "member", "title": "For members"})
    assert make_briefing(record, "m", edition, DAY).title == "For members"


def test_a_briefing_says_what_it_leaves_out() -> None:
    record = of("date: 2019, topics: [fines]", "date: 2021, topics: [fines]")
    edition = Edition.model_validate({"template": "timeline", "topics": ["fines"]})
    narrower = EventFilter(since=parse_edtf("2020-06"))
    assert make_briefing(record, "all", edition, DAY).scope == "Only events on fines"
    narrow = make_briefing(record, "all", edition, DAY, narrower)
    assert narrow.scope == "Only events on fines, since June 2020"
    period = EventFilter(since=parse_edtf("2019"), until=parse_edtf("2020-06"))
    edition = Edition.model_validate({"template": "timeline", "kinds": ["report", "act", "news"]})
    narrow = make_briefing(record, "all", edition, DAY, period)
    assert narrow.scope == "Only events classed as act, news or report, from 2019 to June 2020"
    assert brief(record).scope == ""


def test_figures_and_quotes_are_the_newest_but_at_first_few_of_one_event() -> None:
    figures = "figures: [{label: v, value: 1, of: vYEAR}, {label: w, value: 2, of: wYEAR}, "
    figures += "{label: x, value: 3, of: xYEAR}, {label: y, value: 4, of: yYEAR}]"
    quotes = "quotes: [{text: v, by: a}, {text: w, by: a}, {text: x, by: a}]"
    events = [
        f"date: {year}, {figures.replace('YEAR', str(year))}, {quotes}"
        for year in (2021, 2022, 2024)
    ]
    record = of(*events, top="actors: {a: {name: A}}")
    briefing = brief(record)
    # This excludes figures of an event that is still to come.
    assert [f"{figure.date} {figure.label}" for figure in briefing.figures] == [
        "2022 v", "2022 w", "2022 x", "2021 v", "2021 w", "2021 x", "2022 y", "2021 y",
    ]  # fmt: skip
    assert [f"{quote.date} {quote.text}" for quote in briefing.quotes] == [
        "2022 v", "2022 w", "2021 v", "2021 w", "2022 x", "2021 x",
    ]  # fmt: skip


EVENTS = st.lists(
    st.tuples(
        st.dates(date(2015, 1, 1), date(2026, 12, 31)).map(date.isoformat),
        st.sampled_from(["", "", ", topics: [parks]", ", topics: [fees, parks]"]),
    ),
    min_size=1,
    max_size=6,
    unique_by=lambda pair: pair[0],
)


@given(EVENTS.map(sorted), st.data())
def test_the_order_of_events_in_the_file_does_not_matter(
    events: list[tuple[str, str]], data: st.DataObject
) -> None:
    first, *rest = [f"date: {day}, title: On {day}{topics}" for day, topics in events]
    lines = [f"id: first, {first}", *(f"{line}, follows: [first]" for line in rest)]
    assert brief(of(*lines)) == brief(of(*data.draw(st.permutations(lines))))


def test_events_of_the_same_day_stay_in_the_order_of_the_file() -> None:
    record = of("date: 2020", "date: 2019-05", "date: 2019-05", "date: 2019-05")
    assert named(brief(record).entries) == ["2", "3", "4", "1"]


@given(EVENTS, st.dates(date(2015, 1, 1), date(2026, 12, 31)))
def test_the_same_record_and_day_make_the_same_briefing(
    events: list[tuple[str, str]], as_of: date
) -> None:
    record = of(*(f"date: {day}{rest}" for day, rest in events))
    briefing = brief(record, as_of)
    assert briefing == brief(record, as_of)
    entries = briefing.entries
    # Past events come before future ones. Every event is in one of the two parts, or is old.
    order = {"past": 0, "under way": 1, "ahead": 2}
    assert all(order[a.when] <= order[b.when] for a, b in pairwise(entries))
    assert not {entry.title for entry in briefing.recent} & {entry.title for entry in briefing.next}


def test_a_briefing_does_not_change_its_record() -> None:
    record = load_record(SAMPLE.read_text(encoding="utf-8"))
    before = list(record.events)
    brief(record, narrower=EventFilter(since=parse_edtf("2020")))
    assert record.events == before
