"""`briefing chart`: the picture for a slide."""

import re
import struct
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.helpers import SAMPLE, briefing

RECORD = """
title: Parks & <gardens>
correct_as_of: 2023-09-08
editions:
  open: {template: timeline}
  all: {template: member, audience: internal, title: All of it}
events:
  - {id: one, date: 2019, kind: news, title: First, source: {title: S}}
  - {id: two, date: 2020, kind: news, title: Second, source: {title: S}, reverses: [one]}
  - {date: 2021, kind: poll, title: Secret, source: {title: S}, audience: internal}
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("events.yaml").write_text(RECORD)
    return tmp_path


def words(file: str = "chart.svg") -> str:
    """Return all the text in a picture."""
    return " ".join(ElementTree.fromstring(Path(file).read_bytes()).itertext())


def test_it_draws_the_first_edition_as_its_readers_may_see_it() -> None:
    done = briefing("chart")
    assert done.stdout == "chart.svg  2 events\n"
    assert "Note: 1 event left out of 'open', which is for the public." in done.stderr
    assert "Parks & <gardens>" in words() and "Second" in words() and "Secret" not in words()


def test_it_draws_another_edition_and_says_whom_it_is_for() -> None:
    assert briefing("chart", "-e", "all", "-o", "slides/all.svg").exit_code == 0
    message = words("slides/all.svg")
    assert (
        "Internal: not for publication" in message
        and "Secret" in message
        and "All of it" in message
    )


def test_it_is_a_picture_of_its_own_that_asks_for_nothing() -> None:
    assert briefing("chart", SAMPLE, "-q").stdout == ""
    svg = Path("chart.svg").read_text()
    assert 'width="1600" height="900"' in svg
    assert not re.search(r"href|var\(|currentColor|@import|<script|<image", svg)


def test_it_has_the_colours_of_ones_own_tokens() -> None:
    template = Path("templates/styles/tokens.css")
    template.parent.mkdir(parents=True)
    template.write_text(":root { --ink: #010203; --mark-triangle: #040506 }")
    assert briefing("chart").exit_code == 0
    assert "#010203" in Path("chart.svg").read_text() and "#040506" in Path("chart.svg").read_text()


@pytest.mark.parametrize(("size", "sides"), [("1280x720", (1280, 720)), ("720x1280", (720, 1280))])
def test_a_png_has_the_size_that_was_asked_for(size: str, sides: tuple[int, int]) -> None:
    assert briefing("chart", SAMPLE, "-o", "a.png", "--size", size).exit_code == 0
    content = Path("a.png").read_bytes()
    assert content.startswith(b"\x89PNG") and struct.unpack(">II", content[16:24]) == sides


@pytest.mark.parametrize("name", ["a.svg", "a.png"])
def test_the_same_record_makes_the_same_bytes(name: str) -> None:
    made = []
    for _ in range(2):
        assert briefing("chart", SAMPLE, "-o", name).exit_code == 0
        made.append(Path(name).read_bytes())
    assert made[0] == made[1]


def test_it_draws_what_was_known_on_a_day_and_what_was_asked_for() -> None:
    assert briefing("chart", "--as-of", "2019-06-01", "--until", "2019").exit_code == 0
    assert "As of 1 June 2019" in words() and "Second" not in words()


def test_a_record_without_an_event_has_a_chart_too() -> None:
    done = briefing("chart", "--since", "2022")
    assert done.exit_code == 0 and "the edition 'open' has no events" in done.stderr
    assert "0 events" in words()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("-o", "chart.pdf"), "'chart.pdf' must end in .svg or .png."),
        (("--size", "big"), "'big' is not a size. Write it as in 1600x900."),
        (("--size", "10x10"), "Width and height must be between 300 and 10,000 pixels, not 10."),
        (("-e", "al"), "There is no edition called 'al'. Did you mean 'all'?"),
    ],
)
def test_wrong_usage_is_reported(options: tuple[str, ...], message: str) -> None:
    done = briefing("chart", *options)
    assert done.exit_code == 2 and message in done.stderr


def test_what_cannot_be_written_leaves_everything_as_it_was() -> None:
    done = briefing("chart", "-o", "events.yaml/a.svg")
    assert done.exit_code == 3 and "cannot be written" in done.stderr
    assert "Nothing was written." in done.stderr


def test_a_mistake_in_a_user_template_is_reported_with_its_line() -> None:
    template = Path("templates/shared/chart.svg")
    template.parent.mkdir(parents=True)
    template.write_text("<svg>\n{{ drawing.colour }}</svg>")
    done = briefing("chart")
    assert done.exit_code == 3 and "chart.svg:2: a drawing has no 'colour'" in done.stderr
    assert not Path("chart.svg").exists()


def test_it_has_the_accent_and_the_logo_of_the_brand() -> None:
    Path("logo.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>'
    )
    text = Path("events.yaml").read_text(encoding="utf-8")
    brand = 'brand: {name: Hearth, logo: logo.svg, accent: "#a63c06"}\n'
    Path("events.yaml").write_text(text.lstrip() + brand, encoding="utf-8")
    assert briefing("chart").exit_code == 0
    chart = Path("chart.svg").read_text(encoding="utf-8")
    assert 'fill="#a63c06"' in chart and "Hearth" in words()
    assert chart.count("<image ") == 1 and 'href="data:image/svg+xml;base64,' in chart
    assert briefing("chart", "-o", "chart.png").exit_code == 0
