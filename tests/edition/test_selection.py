"""The choice of events for an edition."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.edition.selection import NO_FILTER, EventFilter, filter_of, select
from briefing.record.dates import parse_edtf
from briefing.record.model import Event
from tests.helpers import SOURCE, load_record

RECORD = load_record(
    f"""
    title: Parks
    kinds: [petition]
    actors: {{council: {{name: The Council}}, friends: {{name: The Friends}}}}
    events:
      - {{id: plan, date: 2019-04, kind: white paper, title: P, topics: [parks, fees],
         actors: [council], {SOURCE}}}
      - {{id: petition, date: 2020~, kind: petition, title: Q, topics: [fees], actors: [friends],
         {SOURCE}}}
      - {{id: speech, date: 2021-21, kind: speech, title: R, topics: [Parks],
         quotes: [{{text: No, by: friends}}], {SOURCE}}}
      - {{id: works, date: 2021-06/.., kind: news, title: S, {SOURCE}}}
    editions:
      fees: {{template: timeline, topics: [fees], since: 2019-12}}
      council: {{template: timeline, actors: [council]}}
      petitions: {{template: timeline, kinds: [petition]}}
    """
)


def shown(*choices: EventFilter) -> str:
    return " ".join(event.id or "" for event in select(RECORD.events, *choices))


def test_without_a_choice_everything_is_shown_in_order() -> None:
    assert shown() == shown(NO_FILTER) == "plan petition speech works"


@pytest.mark.parametrize(
    ("since", "until", "expected"),
    [
        ("2019-04-30", None, "plan petition speech works"),  # the day in April may be the 30th
        ("2019-05", None, "petition speech works"),
        (None, "2019-04-01", "plan"),  # it may also be the 1st
        (None, "2019-03", ""),
        ("2020", "2020", "petition"),
        ("2021-05-31", "2021-05-31", "speech"),  # the last day of spring
        ("2021-06-01", None, "works"),
        ("2050", None, "works"),  # an event that continues has no end
        (None, "2021-05", "plan petition speech"),
        ("2020/2020-06", None, "petition speech works"),  # from the start of a period
        (None, "2019/2020-06", "plan petition"),  # to the end of a period
        ("../2019", "2020/..", "plan petition speech works"),
        ("2022", "2020", ""),
    ],
)
def test_an_event_is_shown_if_it_may_have_come_within_the_time(
    since: str | None, until: str | None, expected: str
) -> None:
    choice = EventFilter(
        since=parse_edtf(since) if since else None, until=parse_edtf(until) if until else None
    )
    assert shown(choice) == expected


def test_of_several_topics_actors_or_kinds_one_is_enough() -> None:
    assert shown(EventFilter(topics=frozenset({"parks", "Parks"}))) == "plan speech"
    assert shown(EventFilter(kinds=frozenset({"news", "speech"}))) == "speech works"
    assert shown(EventFilter(actors=frozenset({"council", "friends"}))) == "plan petition speech"


def test_who_is_quoted_takes_part() -> None:
    assert shown(EventFilter(actors=frozenset({"friends"}))) == "petition speech"


def test_each_kind_of_choice_must_be_met() -> None:
    choice = EventFilter(topics=frozenset({"fees"}), actors=frozenset({"friends"}))
    assert shown(choice) == "petition"


def test_an_edition_chooses_as_it_says() -> None:
    editions = RECORD.editions
    assert shown(filter_of(editions["fees"])) == "petition"
    assert shown(filter_of(editions["council"])) == "plan"
    assert shown(filter_of(editions["petitions"])) == "petition"


def test_a_narrower_choice_can_only_take_away_from_an_edition() -> None:
    fees = filter_of(RECORD.editions["fees"])
    assert shown(fees, EventFilter(topics=frozenset({"parks"}))) == ""
    assert shown(fees, EventFilter(since=parse_edtf("2019"))) == "petition"


DATES = st.sampled_from(
    ["2019", "2019-04", "2019-04-30", "2020~", "2021-21", "201X", "2019/2021", "2020/..", "../2020"]
).map(parse_edtf)
CHOICES = st.builds(
    EventFilter,
    since=st.none() | DATES,
    until=st.none() | DATES,
    topics=st.frozensets(st.sampled_from(["parks", "fees", "Parks", "none"])),
    actors=st.frozensets(st.sampled_from(["council", "friends", "nobody"])),
    kinds=st.frozensets(st.sampled_from(["white paper", "petition", "speech", "news"])),
)


@given(CHOICES, CHOICES)
def test_choosing_more_narrowly_shows_no_more(one: EventFilter, other: EventFilter) -> None:
    both = select(RECORD.events, one, other)
    assert both == select(RECORD.events, other, one) == select(select(RECORD.events, one), other)
    assert all(event in select(RECORD.events, one) for event in both)


@given(st.permutations(RECORD.events), CHOICES)
def test_each_event_is_judged_by_itself(events: list[Event], choice: EventFilter) -> None:
    assert select(events, choice) == [event for event in events if select([event], choice)]


@given(CHOICES, CHOICES)
def test_choosing_one_more_shows_no_fewer(one: EventFilter, other: EventFilter) -> None:
    def more(some: frozenset[str], others: frozenset[str]) -> frozenset[str]:
        return some and some | others  # an empty choice would include everything

    wider = EventFilter(
        topics=more(one.topics, other.topics),
        actors=more(one.actors, other.actors),
        kinds=more(one.kinds, other.kinds),
    )
    assert all(event in select(RECORD.events, wider) for event in select(RECORD.events, one))
