"""Columns of areas in texts and templates: filled in, refused, or nowhere."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine
from click.testing import Result

from tests.helpers import briefing, words_of

RECORD = """\
title: Parks
areas: areas.csv
brand: {name: The Friends, closing: "Ring {area.council | your council}."}
editions:
  member:
    template: member
    title: Parks and {area.mp | your MP}
    actions: ["Write to {area.mp | your MP} at [the council](https://example.org/{area.id | all})."]
  timeline: {template: timeline}
  cymraeg: {template: timeline, language: cy, area: north}
asks:
  park: {title: "{area.name | Every area} gets a park", by: friends}
actors: {friends: {name: The Friends}}
events:
  - date: 2023-06-14
    kind: news
    title: A park for {area.name | everybody}
    summary: "{area.mp | The MP} is *glad*. See {area.within | the map}."
    actors: [friends]
    asks: {park: raised}
    source: {title: S}
    notes: "{area.mp | The MP} is tired."
"""
TABLE = """\
id;name;name:cy;within;mp;council;private_phone
north;North;Gogledd;county;Ann *Example* <b>;Northfield;07700 900111
south;South;De;county;;;07700 900222
county;The county;Y sir;;;;07700 900333
"""


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Work in a folder with a record and a cache, in the summer of 2023."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BRIEFING_CACHE", str(tmp_path / "cache"))
    Path("events.yaml").write_text(RECORD)
    Path("areas.csv").write_bytes(TABLE.encode("cp1252"))
    with time_machine.travel("2023-07-03T07:00Z", tick=False):
        yield


def build(*options: str, formats: str = "md") -> Result:
    return briefing("build", "-f", formats, "--no-cache", *options)


def text_of(name: str) -> str:
    return Path("out", name).read_text()


def test_texts_use_the_columns_of_the_area_of_their_edition() -> None:
    assert build("-e", "member", "--each", "area", formats="md,html").exit_code == 0
    north, south = text_of("member-north.md"), text_of("member-south.md")
    assert "# Parks and Ann \\*Example\\* \\<b\\>: North" in north
    assert "Write to Ann \\*Example\\* \\<b\\> at [the council](https://example.org/north)" in north
    assert "A park for North" in north
    assert "Ann \\*Example\\* \\<b\\> is *glad*. See The county." in north
    assert "North gets a park" in north
    assert "Ring Northfield." in north
    page = re.sub(r"\s+", " ", text_of("member-north.html"))
    assert "Write to Ann *Example* &lt;b&gt; at <a" in page
    assert "Parks and your MP: South" in south
    assert "The MP is *glad*. See The county." in south
    assert "Ring your council." in south
    assert "See the map." in text_of("member-county.md")
    assert build().exit_code == 0
    everywhere = text_of("timeline.md")
    assert "A park for everybody" in everywhere
    assert "Gogledd" in text_of("cymraeg.md")


@pytest.mark.parametrize("options", [(), ("--each", "area", "-e", "member")])
def test_nothing_else_of_the_table_is_in_any_document(options: tuple[str, ...]) -> None:
    formats = "md,html,json,ics,atom,jsonfeed,docx"
    assert build(*options, formats=formats).exit_code == 0
    paths = [path for path in Path("out").iterdir() if path.suffix != ".png"]
    assert len(paths) > 10
    for path in paths:
        words = words_of(path)
        assert "07700" not in words, path
        assert "private_phone" not in words, path
    if not options:
        assert "Northfield" not in text_of("timeline.json")
        assert "is tired" not in text_of("timeline.json")


def test_a_column_of_an_area_that_readers_may_not_see_is_refused() -> None:
    text = RECORD.replace("areas: areas.csv\n", "").replace(
        "area: north", "area: north, title: '{area.mp}'"
    )
    Path("events.yaml").write_text(text)
    Path("internal.yaml").write_text("audience: internal\nareas: areas.csv\n")
    done = build("events.yaml", "internal.yaml", "-e", "cymraeg")
    assert done.exit_code == 3
    assert "Its readers may not see the area 'north', but '{area.mp}" in done.stderr


def test_a_briefing_with_an_empty_cell_is_refused_and_the_others_are_made() -> None:
    Path("events.yaml").write_text(RECORD.replace("{area.mp | The MP} is *glad*", "{area.mp}"))
    done = build("-e", "member", "--each", "area")
    assert done.exit_code == 3
    assert (
        "areas.csv:3: 'south' has no 'mp', which '{area.mp}. See The county.' uses" in done.stderr
    )
    assert sorted(path.name for path in Path("out").iterdir()) == ["member-north.md"]
    done = build("-e", "timeline")
    assert done.exit_code == 3
    assert "'timeline' was not made. It has no area" in done.stderr
    assert "Nothing was written" in done.stderr
    check = briefing("check").output
    assert "areas.csv:3:23: warning: 'south' has no 'mp'" in check
    assert "the edition 'timeline' has no area" in check
    for command in (["chart"], ["digest", "--week", "2023-W24"]):
        done = briefing(*command)
        assert done.exit_code == 3
        assert "was not made" in done.stderr
    assert "A park for {area.name | everybody}" in briefing("show", "park").output


def test_templates_use_the_columns_and_are_refused_without_a_cell() -> None:
    Path("templates/letter").mkdir(parents=True)
    Path("templates/letter/briefing.md").write_text(
        "{% if 'council' in briefing.columns %}{{ briefing.columns.council }}{% endif %}"
        " {{ briefing.columns.mp }}"
    )
    Path("events.yaml").write_text(
        RECORD.replace("template: member\n    title: Parks", "template: letter\n    title: Parks")
    )
    assert build("-e", "member", "--each", "north").exit_code == 0
    assert text_of("member-north.md").strip() == "Northfield Ann \\*Example\\* \\<b\\>"
    for options, cause in (
        (["--each", "south"], "areas.csv:3: the area 'south' has no 'mp'"),
        ([], "there is no column 'mp', because this edition has no area"),
    ):
        done = build("-e", "member", *options)
        assert done.exit_code == 3
        assert cause in done.stderr


def test_only_the_documents_of_a_row_that_changed_are_made_again() -> None:
    def counts() -> str:
        done = briefing("build", "-f", "md,html", "-e", "member", "--each", "area")
        assert done.exit_code == 0
        return done.stderr.rpartition("seconds: ")[2].strip()

    assert counts() == "6 made, 0 unchanged, 0 failed."
    assert counts() == "0 made, 6 unchanged, 0 failed."
    Path("areas.csv").write_text(TABLE.replace(";;;07700 900222", ";Bob;;07700 900222"))
    assert counts() == "2 made, 4 unchanged, 0 failed."
    assert "Parks and Bob" in text_of("member-south.md")
    lines = TABLE.splitlines()
    Path("areas.csv").write_text("\n".join([lines[0], "", *lines[1:]]).replace(";", ","))
    assert counts() == "0 made, 6 unchanged, 0 failed."


def test_an_earlier_version_has_its_own_table() -> None:
    briefing("build", "-f", "md", "-e", "member", "--each", "north")
    Path("areas.csv").write_text(TABLE.replace("Ann *Example* <b>", "Bob"))
    with time_machine.travel("2023-07-05T07:00Z", tick=False):
        done = briefing(
            "build", "-f", "html", "-e", "member", "--each", "north", "--changes-since",
            "2023-07-04", "--no-cache",
        )  # fmt: skip
    assert done.exit_code == 0, done.output
    (page,) = Path("out").glob("*.html")
    words = page.read_text()
    assert "<ins" in words
    assert "Bob" in words
