"""The index: every name that a briefing shows, with its events."""

from datetime import date

import pytest

from briefing.edition.briefing import make_briefing
from briefing.edition.index import by_surname
from briefing.record.model import Edition
from tests.helpers import SAMPLE, SOURCE, load_record


def test_everybody_is_in_it_with_all_their_events_and_nobody_else() -> None:
    record = load_record(SAMPLE.read_text(encoding="utf-8"))
    edition = Edition.model_validate({"template": "timeline"})
    briefing = make_briefing(record, "x", edition, date(2023, 9, 8))
    found = {(item.name, entry.anchor) for item in briefing.index for entry in item.entries}
    assert found == {(name, entry.anchor) for entry in briefing.entries for name in entry.who}
    quoted = next(item for item in briefing.index if item.name == "Sajid Javid")
    assert [entry.id for entry in quoted.entries] == ["white-paper"]


def test_it_is_in_the_order_of_the_alphabet_whatever_the_article_or_accent() -> None:
    names = ["The Telegraph", "Y Llywodraeth", "Éire Aid", "an Elm", "Zeta", "ada", "Theatre", "公"]
    actors = "".join(f"  a{n}: {{name: {name}}}\n" for n, name in enumerate(names))
    ids = ", ".join(f"a{n}" for n in range(len(names)))
    record = load_record(
        f"title: T\nactors:\n{actors}events:\n"
        f"  - {{date: 2020, kind: news, title: E, actors: [{ids}], {SOURCE}}}\n"
    )
    briefing = make_briefing(
        record, "x", Edition.model_validate({"template": "timeline"}), date(2023, 9, 8)
    )
    assert [item.name for item in briefing.index] == [
        "ada", "Éire Aid", "an Elm", "Y Llywodraeth", "The Telegraph", "Theatre", "Zeta", "公",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "heading"),
    [
        ("Suella Braverman", "Braverman, Suella"),
        ("Sir Peter Wanless", "Wanless, Sir Peter"),
        ("The Rt Hon Dame Diana Johnson DBE MP", "Johnson, The Rt Hon Dame Diana, DBE, MP"),
        ("Dr Thérèse Coffey", "Coffey, Dr Thérèse"),
        ("Lord Bethell", "Bethell, Lord"),
        ("Lord Smith of Finsbury", "Smith of Finsbury, Lord"),
        ("Baroness Kidron OBE", "Kidron, Baroness, OBE"),
        ("Thangam de Bois", "de Bois, Thangam"),
        ("Ludwig van der Berg, CBE", "van der Berg, Ludwig"),
        ("Rhys ap Gwilym", "ap Gwilym, Rhys"),
        ("Chi Onwurah MP", "Onwurah, Chi, MP"),
        ("Madonna", "Madonna"),
    ],
)
def test_a_person_is_listed_by_surname(name: str, heading: str) -> None:
    assert by_surname(name) == heading


ACTORS = """
    title: T
    actors:
      braverman: {name: Suella Braverman, type: person}
      duncan-smith: {name: Iain Duncan Smith, type: person, sort: Duncan Smith}
      javid: {name: Sajid Javid, roles: [{title: Home Secretary}]}
      office: {name: The Home Secretary, roles: [{title: Home Secretary}]}
      wanless: {name: Sir Peter Wanless}
      abbott: {name: Diane Abbott MP}
      london: {name: Mayor of London}
      wellington: {name: Duke of Wellington}
      polling: {name: Meridian Polling}
      court: {name: Court of Appeal, type: court}
      times: {name: The Times, type: newspaper}
      lords: {name: House of Lords, sort: "Lords, House of"}
    events:
      - date: 2020
        kind: news
        title: E
        source: {title: A source, publisher: A publisher}
        actors: [braverman, duncan-smith, javid, office, wanless, abbott, london,
                 wellington, polling, court, times]
        quotes: [{text: "No.", by: lords}]
"""


def test_people_are_known_by_type_role_or_title_and_the_curator_has_the_last_word() -> None:
    record = load_record(ACTORS)
    edition = Edition.model_validate({"template": "timeline"})
    shown = make_briefing(record, "x", edition, date(2023, 9, 8))
    assert [item.heading for item in shown.index] == [
        "Abbott, Diane, MP",
        "Braverman, Suella",
        "Court of Appeal",
        "Duncan Smith, Iain",
        "The Home Secretary",
        "Javid, Sajid",
        "Lords, House of",
        "Mayor of London",
        "Meridian Polling",
        "The Times",
        "Wanless, Sir Peter",
        "Wellington, Duke of",
    ]


def test_somebody_with_many_events_is_listed_with_a_link_a_year() -> None:
    events = "\n".join(
        f"      - {{date: {2000 + n // 4}-{1 + n % 4:02}, kind: news, title: E{n}, actors: [a],"
        f" {SOURCE}}}"
        for n in range(40)
    )
    record = load_record(
        f"    title: T\n    actors:\n      a: {{name: A}}\n    events:\n{events}\n"
    )
    edition = Edition.model_validate({"template": "timeline"})
    (item,) = make_briefing(record, "x", edition, date(2023, 9, 8)).index
    assert len(item.entries) == 40
    assert [mention.words for mention in item.mentions] == [str(year) for year in range(2000, 2010)]
    assert [mention.entry.title for mention in item.mentions] == [f"E{n}" for n in range(0, 40, 4)]
