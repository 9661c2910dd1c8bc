"""Briefings in two languages from one record: texts, marks, proofs and differences."""

import io
import json
import re
from datetime import UTC, datetime
from datetime import date as Day
from pathlib import Path
from zipfile import ZipFile

from briefing.edition.changes import changes
from briefing.edition.searching import Query, matching_events
from briefing.edition.visibility import visible_to
from briefing.marked_text import MARKS
from briefing.output.formats import FORMATS
from tests.helpers import briefing, load_record, make_briefing, text_formats

RECORD = """\
title: {en: Parks, cy: Parciau}
language: en-GB
correct_as_of: 2023-09-01
publisher: {name: {en: The council, cy: Y cyngor}}
areas: {town: {name: {en: the town, cy: y dref}}}
actors: {mayor: {name: Ann Jones, roles: [{title: {en: Mayor, cy: Maer}}]}}
asks: {park: {title: {en: Open the park, cy: Agor y parc}, by: mayor}}
editions:
  english: {template: timeline}
  cymraeg: {template: timeline, language: cy}
  aelodau:
    template: member
    language: cy
    actions: [{text: {en: Write to us, cy: Ysgrifennwch atom}}]
events:
  - id: plan
    date: 2023-05-03
    kind: report
    title: {en: The council plans a park, cy: Y cyngor yn cynllunio parc}
    summary:
      en: A *new* park.
      cy: Parc *newydd*.
    source: {title: The minutes}
    figures:
      - label: {en: want a park, cy: eisiau parc}
        value: 77%
        of: {en: adults, cy: oedolion}
        area: town
      - {label: want a pond, value: 12%, of: children, area: town}
    quotes: [{text: {en: a park for all, cy: parc i bawb}, by: mayor}]
    asks: {park: raised}
    notes: {en: A secret, cy: Cyfrinach}
  - date: 2023-08-01
    kind: news
    title: The park opens
    summary: "Only *in* English.\\n\\n- One\\n- Two"
    source: {title: A leaflet}
    asks: {park: met}
"""


def document(edition: str, format: str, text: str = RECORD) -> bytes:
    record = load_record(text)
    seen, _ = visible_to(record, "public", datetime(2023, 9, 1, tzinfo=UTC))
    view = make_briefing(seen, edition, record.editions[edition], Day(2023, 9, 1))
    return FORMATS[format].renderer(None, "auto")(view).content


def test_each_edition_is_in_its_language() -> None:
    welsh, english = (document(name, "md").decode() for name in ("cymraeg", "english"))
    assert welsh.startswith("# Parciau\n") and english.startswith("# Parks\n")
    for text in ("Y cyngor yn cynllunio parc", "Parc *newydd*.", "eisiau parc (oedolion; y dref)",
                 "“parc i bawb”", "Ann Jones, Maer", "Agor y parc", "The park opens"):  # fmt: skip
        assert text in welsh, text
    for other in ("plans a park", "want a park", "the town", "adults"):
        assert other not in welsh
    assert "cynllunio" not in english and "translation" not in english
    assert "Ysgrifennwch atom" in document("aelodau", "md").decode()
    assert "secret" not in english and "Cyfrinach" not in welsh


def test_a_translated_quote_names_its_original_language() -> None:
    assert "Maer (cyfieithiad; iaith wreiddiol: Saesneg)" in document("cymraeg", "md").decode()
    data = json.loads(document("cymraeg", "json"))
    (quote,) = data["entries"][0]["quotes"]
    assert quote["translated"] == "cyfieithiad; iaith wreiddiol: Saesneg"


def test_texts_without_a_translation_are_marked_in_pages_and_only_there() -> None:
    page = document("cymraeg", "html").decode()
    assert '<html lang="cy"' in page and "<title>Parciau</title>" in page
    assert '<h3><span lang="en-GB">The park opens</span></h3>' in page
    assert '<p><span lang="en-GB">Only <em>in</em> English.</span></p>' in page
    assert '<li><span lang="en-GB">One</span></li>' in page
    assert '<span lang="en-GB">Children</span>; y dref' in page
    assert "<h3>Y cyngor yn cynllunio parc</h3>" in page
    assert 'lang="' not in document("english", "html").decode().split("<body")[1]
    for format in text_formats():
        text = document("cymraeg", format).decode()
        assert not any(mark in text for mark in MARKS), format


def test_an_email_address_is_the_same_in_every_language() -> None:
    text = RECORD.replace("cyngor}}", "cyngor}, contact: parks@example.org}")
    page = document("cymraeg", "html", text).decode()
    assert '<a href="mailto:parks@example.org">parks@example.org</a>' in page
    page = document("cymraeg", "html", text.replace("parks@example.org", "The town hall")).decode()
    assert '<span lang="en-GB">The town hall</span>' in page


def test_word_marks_the_language_of_texts_too() -> None:
    with ZipFile(io.BytesIO(document("cymraeg", "docx"))) as parts:
        body = parts.read("word/document.xml").decode()
        styles = parts.read("word/styles.xml").decode()
    run = r'<w:lang w:val="en-GB" ?/></w:rPr><w:t[^>]*>The park opens'
    assert re.search(run, body)
    assert re.search(r'<w:lang [^>]*w:val="cy-GB"', styles)


def test_a_quote_is_proved_in_its_original_language(tmp_path: Path) -> None:
    (tmp_path / "events.yaml").write_text(RECORD.replace("{title: The minutes}", "minutes").replace(
        "asks: {park: {", "sources: {minutes: {title: The minutes}}\nasks: {park: {"))  # fmt: skip
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "minutes.txt").write_text(
        "She wants a park for all. 77% of adults want a park, and 12% of children want a pond."
    )
    assert "1 verbatim, 2 figures located" in briefing("prove", tmp_path / "events.yaml").output
    built = briefing("build", tmp_path / "events.yaml", "-ecymraeg", "-fjson", "-o", tmp_path / "o")
    assert built.exit_code == 0, built.output
    data = json.loads((tmp_path / "o" / "cymraeg.json").read_text())
    (quote,) = data["entries"][0]["quotes"]
    assert quote["text"] == "parc i bawb" and quote["proof"]["grade"] == "verbatim"


def test_a_difference_in_one_language_names_it_and_a_search_finds_every_language() -> None:
    old, new = load_record(RECORD), load_record(RECORD.replace("cynllunio parc", "codi parc"))
    (change,) = changes(old, new)
    assert (change.field, change.new) == ("title (cy)", "Y cyngor yn codi parc")
    assert [event.id for event in matching_events(old, Query(["cynllunio"], "en-GB"))] == ["plan"]
