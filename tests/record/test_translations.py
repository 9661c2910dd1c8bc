"""Texts in several languages: how they are read, and the language that each is in."""

import pickle
from dataclasses import replace

from briefing.edition.in_language import in_language
from briefing.marked_text import Foreign
from briefing.record.loading import File, load
from briefing.record.record import Record
from briefing.record.translations import (
    Translated,
    Translation,
    all_languages_of,
    mention_languages,
)
from tests.helpers import load_record

RECORD = """\
title: {cy: Parciau, en: Parks}
language: en-GB
actors: {mayor: {name: Ann Jones, roles: [{title: {en: Mayor, cy: Maer}}]}}
events:
  - date: 2023-05-03
    kind: report
    title: {en: "The council plans a  park", cy: Parc}
    source: {title: The minutes}
    quotes:
      - {text: {en: a park for all, cy: parc i bawb}, by: mayor}
      - {text: {en: We are here, cy: Dyma ni}, original: cy, by: mayor}
"""


def texts(record: Record) -> list[str]:
    event = record.events[0]
    role = record.actors["mayor"].roles[0].title
    return [record.title, event.title, *(quote.text for quote in event.quotes), role]


def test_a_record_is_in_its_own_language_and_its_quotes_in_their_original_one() -> None:
    record = load_record(RECORD)
    assert record.languages == {"en", "cy"}
    assert texts(record) != ["Parks"]  # The texts have other languages too.
    assert [str(text) for text in texts(record)] == [
        "Parks", "The council plans a park", "a park for all", "Dyma ni", "Mayor",
    ]  # fmt: skip
    assert all_languages_of(record.title) == "Parciau\nParks"


def test_a_record_in_another_language_has_its_translations() -> None:
    welsh = in_language(load_record(RECORD), "cy")
    assert texts(welsh) == ["Parciau", "Parc", "parc i bawb", "Dyma ni", "Maer"]
    *_, translated, original, _role = texts(welsh)
    assert isinstance(translated, Translation) and translated.original == "a park for all"
    assert not isinstance(original, Translation)
    english = in_language(load_record(RECORD), "en-GB")
    quote = english.events[0].quotes[1].text
    assert quote == "We are here" and isinstance(quote, Translation) and quote.language == "cy"
    name = welsh.actors["mayor"].name
    assert name == "Ann Jones" and isinstance(name, Foreign) and name.language == "en-GB"


def test_a_record_in_one_language_does_not_change() -> None:
    event = "{date: 2019, kind: news, title: A, source: {title: B}}"
    plain = load_record(f"title: A\nevents: [{event}]\n")
    assert in_language(plain, "cy") is plain
    assert not mention_languages(["title: The children: a study\nlanguage: en-GB\n"])


def test_texts_that_differ_in_a_translation_are_different() -> None:
    one, other = Translated("A", {"en": "A", "cy": "B"}), Translated("A", {"en": "A", "cy": "C"})
    assert one != other and one != "A" and one == pickle.loads(pickle.dumps(one))
    record = load_record(RECORD)
    changed = load_record(RECORD.replace("cy: Parc}", "cy: Y parc}"))
    assert record.events[0] != changed.events[0]
    assert replace(record, events=[]).title == changed.title


def test_mistakes_are_reported_where_they_are() -> None:
    event = "{{date: 2019, kind: news, title: {}, source: https://example.org/a}}"

    def problems(title: str) -> list[tuple[str, int, str]]:
        text = f"title: {{en: A, cy: A}}\nevents:\n  - {event.format(title)}\n"
        found = load([File("events.yaml", text.encode())]).problems
        return [(each.slug, each.place.line, str(each.path[-1])) for each in found]

    assert ("unknown-text-language", 3, "fr") in problems("{en: A, fr: B}")
    assert ("empty-text", 3, "title") in problems("{}")
    assert ("empty-text", 3, "cy") in problems("{en: A, cy: }")
    assert ("wrong-type", 3, "cy") in problems("{en: A, cy: [B]}")
    assert ("wrong-type", 3, "title") in problems("{A colon: in a title}")
    assert problems("{en: A}") == [("not-translated", 3, "0")]
    assert problems("{en: A, cy: B}") == []
    picture = "picture: {file: a.svg, alt: {en: A, cy: B}, credit: Ann Jones}"
    assert "not-translated" not in [slug for slug, *_ in problems(f"{{en: A, cy: B}}, {picture}")]
    only_welsh = f"title: {{en: A, cy: A}}\nevents:\n  - {event.format('{cy: B}')}\n"
    (found,) = load([File("events.yaml", only_welsh.encode())]).problems
    assert found.message == "this event has no English for: title"
    assert found.hint == "write both, as in {en: …, cy: …}"
