"""A record's own kinds and topics, and publishers of figures, named in several languages."""

from pathlib import Path

import pytest

from tests.helpers import briefing

RECORD = """\
title: {en: Parks, cy: Parciau}
language: en-GB
correct_as_of: 2023-09-08
kinds: [{name: {en: site visit, cy: ymweliad safle}, family: evidence}, stunt]
topics: [{name: {en: benches, cy: meinciau}}]
actors: {mayor: {name: The Mayor}}
editions:
  english: {template: timeline, topics: [meinciau], kinds: [site visit]}
  cymraeg: {template: timeline, language: cy, topics: [benches], kinds: [ymweliad safle]}
events:
  - date: 2023-05-03
    kind: site visit
    title: {en: First, cy: Cyntaf}
    topics: [benches]
    source: {title: The minutes}
    figures:
      - {label: {en: thefts, cy: dwyn}, value: 7, by: {en: police records, cy: yr heddlu}}
      - {label: {en: trees, cy: coed}, value: 12, by: mayor}
  - date: 2023-05-04
    kind: ymweliad safle
    title: {en: Second, cy: Ail}
    topics: [meinciau]
    source: {title: The minutes}
  - {date: 2023-05-05, kind: stunt, title: {en: Third, cy: Trydydd}, source: {title: The minutes}}
"""


@pytest.fixture
def record(tmp_path: Path) -> Path:
    path = tmp_path / "events.yaml"
    path.write_text(RECORD)
    assert briefing("check", path).output == "No problems in 3 events.\n"
    return path


def test_each_edition_has_the_names_in_its_language(record: Path, tmp_path: Path) -> None:
    done = briefing("build", record, "-fmd,html", "-o", tmp_path)
    assert done.exit_code == 0, done.output
    english, welsh = ((tmp_path / f"{name}.md").read_text() for name in ("english", "cymraeg"))
    assert "Only events classed as site visit, on benches." in english
    assert "o’r math ymweliad safle, ar y pwnc meinciau." in welsh
    assert english.count("*Site visit*") == welsh.count("*Ymweliad safle*") == 2
    assert "thefts (police records)" in english and "dwyn (yr heddlu)" in welsh
    assert "coed (The Mayor)" in welsh
    page = (tmp_path / "cymraeg.html").read_text()
    assert "meinciau" in page and "benches" not in page and "site visit" not in page.lower()


def test_commands_use_the_names_in_the_language_of_the_record(record: Path) -> None:
    listed = briefing("list", record, "--kind", "site visit", "--topic", "benches").stdout
    assert "First" in listed and "Second" in listed and "ymweliad" not in listed
    for option in (("--kind", "ymweliad safle"), ("--topic", "meinciau")):
        other = briefing("list", record, *option)
        assert other.exit_code == 2 and "There is nothing called" in other.output
