"""Comparison finds changes in the meaning of a record, and nothing else."""

from collections.abc import Iterator
from copy import deepcopy
from random import Random
from typing import Any

import pytest

from briefing.edition.changes import Change, as_restricted_as, changes
from briefing.edition.visibility import visible_to
from briefing.record import loading
from briefing.record.audiences import Audience, end_of_day
from briefing.record.record import Record
from tests.helpers import SAMPLE, load_record, mostly_long
from tests.random_records import MARKERS, Data, RandomRecord, random_record

RECORD = """\
title: Parks
correct_as_of: 2023-09-08
kinds: [fete]
areas: {north: {name: The north}, south: {name: The south}}
actors:
  the-council: {name: The council}
  the-friends: {name: The friends, roles: [{title: Hosts, from: 2019}]}
sources:
  m-2023: {title: The minutes, publisher: The council, date: 2023-07}
asks: {park: {title: A park, by: the-friends}, pond: {title: A pond, by: the-friends}}
editions: {public: {template: timeline}}
events:
  - id: plan
    date: 2023-07-03
    kind: report
    title: The council plans a park
    summary: A park is planned for the old goods yard, and a pond in it.
    actors: [the-council]
    topics: [parks]
    source: {ref: m-2023, at: page 2}
    quotes: [{text: We plan a park, by: the-council}]
    figures: [{label: want a park, value: 77%, area: north, by: the-council}]
    commitments: [{id: survey, title: Survey the ground, by: the-council, due: 2023-10}]
    asks: {park: raised}
  - date: 2023-08
    kind: fete
    title: The friends meet on the old goods yard
    actors: [the-friends]
    source: {title: A leaflet, publisher: The friends}
    keeps: [survey]
    follows: [plan]
"""


def record(*replaced: tuple[str, str]) -> Record:
    """Return the record with some words replaced, whatever the checks report."""
    text = RECORD
    for old, new in replaced:
        assert old in text, old
        text = text.replace(old, new)
    return loading.load([loading.File("events.yaml", text.encode())]).record


def described(found: list[Change]) -> list[str]:
    """Return each change on one line: the item, the part, the field, and the old and new values."""
    return [
        " | ".join(
            (
                change.name,
                f"{change.part} {change.part_name}".strip(),
                change.field,
                change.old,
                change.new,
            )
        )
        for change in found
    ]


PLAN, FETE = "The council plans a park", "The friends meet on the old goods yard"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("2023-07-03", "2023-07-04", [f"{PLAN} |  | date | 2023-07-03 | 2023-07-04"]),
        ("2023-08\n", "2023-08~\n", [f"{FETE} |  | date | 2023-08 | 2023-08~"]),
        ("plans a park", "plans the park",
         [f"The council plans the park |  | title | {PLAN} | The council plans the park"]),
        ("kind: report", "kind: news", [f"{PLAN} |  | kind | report | news"]),
        ("77%", "78%", [f"{PLAN} | figure want a park | value | 77% | 78%"]),
        ("area: north", "area: south",
         [f"{PLAN} | figure want a park | area | The north | The south"]),
        ("We plan a park", "We want a park",
         [f"{PLAN} | quote We want a park | text | We plan a park | We want a park"]),
        ("{text: We plan a park, by: the-council}", "",
         [f"{PLAN} | quote We plan a park |  | “We plan a park” | "]),
        ("park: raised", "park: advanced", [f"{PLAN} | ask A park | to | raised | advanced"]),
        ("{park: raised}", "{park: raised, pond: raised}",
         [f"{PLAN} | ask A pond |  |  | A pond: raised"]),
        ("due: 2023-10", "due: 2023-11",
         [f"{PLAN} | commitment Survey the ground | due | 2023-10 | 2023-11"]),
        ("Survey the ground", "Survey the yard",
         [f"{PLAN} | commitment Survey the yard | title | Survey the ground | Survey the yard"]),
        ("actors: [the-council]", "actors: [the-council, the-friends]",
         [f"{PLAN} | actor The friends |  |  | The friends"]),
        ("actors: [the-council]", "actors: [{ref: the-council, as: Host}]",
         [f"{PLAN} | actor The council | as |  | Host"]),
        ("at: page 2", "at: page 3", [f"{PLAN} | source The minutes | at | page 2 | page 3"]),
        ("{ref: m-2023, at: page 2}", "https://example.org/a",
         [f"{PLAN} | source https://example.org/a |  |  | https://example.org/a",
          f"{PLAN} | source The minutes |  | The minutes | "]),
        ("title: A leaflet", "title: The leaflet",
         [f"{FETE} | source The leaflet | title | A leaflet | The leaflet"]),
        ("topics: [parks]", "topics: [parks, yards]",
         [f"{PLAN} |  | topics | parks | parks; yards"]),
        ("    keeps: [survey]\n", "", [f"{FETE} |  | keeps | Survey the ground | "]),
        ("follows: [plan]", "amends: [plan]",
         [f"{FETE} |  | amends |  | {PLAN}", f"{FETE} |  | follows | {PLAN} | "]),
        ("    kind: fete\n", "    kind: fete\n    audience: internal\n",
         [f"{FETE} |  | audience | public | internal"]),
        ("by: the-council}]", "by: the-council, audience: members}]",
         [f"{PLAN} | quote We plan a park | audience | public | members",
          f"{PLAN} | figure want a park | audience | public | members"]),
        ("    kind: fete\n", "    kind: fete\n    embargo: 2023-08-01T09:00\n",
         [f"{FETE} |  | embargo |  | 2023-08-01 09:00"]),
        ("    kind: fete\n", "    kind: fete\n    added: 2023-08-01\n",
         [f"{FETE} |  | added |  | 2023-08-01"]),
        ("a pond in it", "no pond", [
            f"{PLAN} |  | summary | A park is planned for the old goods yard, and a pond in it. | "
            "A park is planned for the old goods yard, and no pond."]),
        # An item with an id is listed once, rather than with each event.
        ("title: The minutes", "title: Minutes", ["Minutes |  | title | The minutes | Minutes"]),
        ("name: The council", "name: Council", ["Council |  | name | The council | Council"]),
        ("title: A park", "title: The park", ["The park |  | title | A park | The park"]),
        ("title: Hosts", "title: Guests",
         ["The friends |  | roles | title: Hosts, from: 2019 | title: Guests, from: 2019"]),
        ("title: Parks", "title: Park", ["Park |  | title | Parks | Park"]),
        ("correct_as_of: 2023-09-08", "correct_as_of: 2023-09-15",
         ["Parks |  | correct_as_of | 2023-09-08 | 2023-09-15"]),
        ("{template: timeline}", "{template: member}",
         ["public |  | template | timeline | member"]),
        ("south: {name: The south}", "east: {name: The east}",
         ["The east |  |  |  | The east", "The south |  |  | The south | "]),
    ],
)  # fmt: skip
def test_a_change_is_described_by_its_meaning(old: str, new: str, expected: list[str]) -> None:
    assert sorted(described(changes(record(), record((old, new))))) == sorted(expected)


@pytest.mark.parametrize(
    "replaced",
    [
        # The same items with different ids.
        [("plan]", "plan-2023]"), ("id: plan", "id: plan-2023")],
        [("the-council", "town-council")],
        [("m-2023", "minutes-of-2023")],
        [("park: ", "the-park: ")],
        [("survey]", "the-survey]"), ("id: survey", "id: the-survey")],
        # A document that is written out, or is elsewhere in the file.
        [("{ref: m-2023, at: page 2}",
          "{title: The minutes, publisher: The council, date: 2023-07, at: page 2}"),
         ("  m-2023: {title: The minutes, publisher: The council, date: 2023-07}\n",
          "  other: {title: A leaflet, publisher: The friends}\n")],
        [("source: {ref: m-2023, at: page 2}", "sources: [{ref: m-2023, at: page 2}]")],
        # The same words on different lines, or in a different order.
        [("A park is planned for the old goods yard,",
          "|\n      A park is planned\n      for the old goods yard,")],
        [("{park: {title: A park, by: the-friends}, pond: {title: A pond, by: the-friends}}",
          "{pond: {by: the-friends, title: A pond}, park: {title: A park, by: the-friends}}")],
        [("kind: fete\n", "kind: fete\n    audience: public\n")],
        [("The council, date: 2023-07}", "The council, date: 2023-07, copy: a.pdf}")],
        [("The friends}", "The friends, copy: sources/a.pdf}")],
    ],
)  # fmt: skip
def test_what_means_the_same_is_no_change(replaced: list[tuple[str, str]]) -> None:
    assert described(changes(record(), record(*replaced))) == []


def test_events_come_go_and_are_known_by_what_they_say() -> None:
    text = RECORD.partition("  - date: 2023-08")[0]
    short, long = load_record(text.replace("    commitments", "    #")), load_record(RECORD)
    assert f"{FETE} |  |  |  | {FETE}" in described(changes(short, long))
    assert f"{FETE} |  |  | {FETE} | " in described(changes(long, short))
    # An event without an id is the same one if only its title, or only its date, has changed.
    renamed = record(("The friends meet on the old", "Friends meet on the old"))
    assert [(change.field, change.date) for change in changes(record(), renamed)] == [
        ("title", "2023-08")
    ]
    moved = record(("2023-08\n", "2023-09\n"))
    assert [(change.field, change.date) for change in changes(record(), moved)] == [
        ("date", "2023-09")
    ]
    other = record(("The friends meet on the old goods yard", "A pond is dug"))
    assert [(change.field, change.old, change.new) for change in changes(record(), other)] == [
        ("", FETE, ""),
        ("", "", "A pond is dug"),
    ]


def test_changes_are_listed_in_order() -> None:
    new = record(
        ("title: Parks", "title: Park"),
        ("title: The minutes", "title: Minutes"),
        ("2023-08\n", "2023-06\n"),
        ("77%", "78%"),
    )
    assert [change.item for change in changes(record(), new)] == [
        "record",
        "source",
        "event",
        "event",
    ]
    assert [change.name for change in changes(record(), new)][2:] == [FETE, PLAN]


# Laws, on random records


def read(files: dict[str, Data], like: RandomRecord) -> Record:
    made = deepcopy(like)
    made.files = files
    return made.record()


TEXTS = (
    "title", "summary", "notes", "text", "label", "as", "at", "author", "publisher", "of", "name",
    "disputed",
)  # fmt: skip


def places(data: Any) -> Iterator[tuple[Any, Any]]:
    """Yield the places where a file's data can be changed: the container, and the key in it."""
    for key, value in list(data.items() if isinstance(data, dict) else enumerate(data)):
        if isinstance(value, dict | list):
            yield from places(value)
        is_text = key in TEXTS and isinstance(value, str)
        # Items that others may refer to are not moved.
        is_part = (
            isinstance(value, dict) and isinstance(data, list) and not {"id", "date"} & {*value}
        )
        if is_text or is_part or key in ("value", "date", "due", "embargo", "summary"):
            yield data, key


def mutate(files: dict[str, Data], chance: Random) -> str:
    """Make one change to the files that alters their meaning, and return its description."""
    found = [place for data in files.values() for place in places(data)]
    holder, key = chance.choice(found)
    before = holder[key]
    if isinstance(before, dict) or key in ("due", "embargo"):
        del holder[key]
    elif key == "date":
        holder[key] = "1756"
    elif key == "value":
        holder[key] = f"{chance.randrange(2_000_000, 3_000_000):,}"
    else:
        holder[key] = f"{before} and so on"
    return f"{key}: {before}"


@pytest.mark.parametrize("seed", range(15))
def test_a_record_does_not_differ_from_itself_however_it_is_written(seed: int) -> None:
    chance, made = Random(seed), random_record(seed)
    assert changes(made.record(), made.record()) == []
    files = deepcopy(made.files)
    for data in files.values():
        for name, inside in list(data.items()):
            if isinstance(inside, dict):
                data[name] = dict(chance.sample(list(inside.items()), len(inside)))
        chance.shuffle(data["events"])
        for event in data["events"]:
            for name in ("quotes", "figures", "sources", "topics", "actors", "commitments"):
                chance.shuffle(event[name])
    first, second = files.values()
    is_open = first.get("audience", "public") == second.get("audience", "public")
    if is_open and first["events"]:
        second["events"].append(first["events"].pop())
    files = dict(reversed(files.items()))
    assert described(changes(made.record(), read(files, made))) == []


@pytest.mark.parametrize("seed", mostly_long(range(60), 20))
def test_every_change_is_listed_from_both_sides(seed: int) -> None:
    chance, made = Random(seed), random_record(seed % 20)
    files = deepcopy(made.files)
    what = [mutate(files, chance) for _ in range(1 + seed % 3)]
    old, new = made.record(), read(files, made)
    forwards, backwards = changes(old, new), changes(new, old)
    assert forwards, what
    assert sorted(
        (change.item, change.part, change.field, change.old, change.new) for change in forwards
    ) == sorted(
        (change.item, change.part, change.field, change.new, change.old) for change in backwards
    )


# Content that a reader may no longer see


def views(
    old: Record, new: Record, reader: Audience, zone: str, made: RandomRecord
) -> list[Change]:
    moment = end_of_day(made.day, zone)
    earlier, _ = visible_to(as_restricted_as(old, new), reader, moment)
    later, _ = visible_to(new, reader, moment)
    return changes(earlier, later)


@pytest.mark.parametrize(
    "seed", [pytest.param(n, marks=pytest.mark.long if n % 4 else ()) for n in range(40)]
)
def test_nothing_is_shown_that_readers_may_no_longer_see(seed: int) -> None:
    made = random_record(seed)
    for data in made.files.values():
        for edition in data.get("editions", {}).values():
            # The period of a section is no restriction: its text may be seen in comparisons.
            edition["sections"] = [
                section
                for section in edition.get("sections", ())
                if not {"from", "until"} & section.keys()
            ]
    open_files = opened(made.files)
    for reader, level in (("public", 1), ("members", 2)):
        found = views(read(open_files, made), made.record(), reader, made.zone, made)  # type: ignore[arg-type]
        text = str(
            [(change.name, change.part_name, change.old, change.new, change.id) for change in found]
        ).casefold()
        for minimum, marker in MARKERS.items():
            assert minimum < level or marker not in text, (reader, marker)


def opened(content: Any) -> Any:
    """Return the same data for everybody."""
    if isinstance(content, dict):
        return {
            key: opened(value)
            for key, value in content.items()
            if key not in ("audience", "embargo")
        }
    return [opened(value) for value in content] if isinstance(content, list) else content


def test_an_event_that_is_really_withdrawn_is_listed() -> None:
    old = record()
    new = load_record(RECORD.partition("  - date: 2023-08")[0])
    assert old.correct_as_of
    moment = end_of_day(old.correct_as_of, "UTC")
    earlier, _ = visible_to(as_restricted_as(old, new), "public", moment)
    assert f"{FETE} |  |  | {FETE} | " in described(changes(earlier, new))
    hidden = record(("kind: fete\n", "kind: fete\n    audience: internal\n"))
    later, _ = visible_to(hidden, "public", moment)
    earlier, _ = visible_to(as_restricted_as(old, hidden), "public", moment)
    assert changes(earlier, later) == []


def test_the_sample_does_not_differ_from_itself() -> None:
    text = SAMPLE.read_text()
    assert changes(load_record(text), load_record(text)) == []


def test_another_audience_of_an_edition_is_a_change() -> None:
    old = record(("{template: timeline}", "{template: timeline, audience: members}"))
    new = record(("{template: timeline}", "{template: timeline, audience: internal}"))
    assert described(changes(old, new)) == ["public |  | audience | members | internal"]
