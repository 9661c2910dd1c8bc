"""A timeline that is too long for one document: an overview, and a document for each year."""

import json
import re
from pathlib import Path
from zipfile import ZipFile

import pytest

from briefing.edition import parts
from briefing.output.folders import BUILT_IN
from tests.helpers import SAMPLE, briefing

YEARS = ("2017", "2019", "2020", "2021", "2023")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(parts, "MOST_EVENTS", 10)
    Path("events.yaml").write_text(SAMPLE.read_text(encoding="utf-8"), encoding="utf-8")
    return tmp_path


def test_each_year_has_a_document_and_a_link_to_it() -> None:
    done = briefing("build", "-e", "timeline", "-f", "html", "-f", "md")
    assert done.exit_code == 0, done.stderr
    assert (
        "Note: 'timeline' has 20 events, too many for one document, so each year has its own."
        in done.stderr
    )
    titles = set()
    for year in YEARS:
        page = Path(f"out/timeline-{year}.html").read_text(encoding="utf-8")
        assert 'href="timeline.html"' in page and f"<b>{year}</b>" in page
        found = re.findall(r'<article class="event[^"]*" id="([^"]+)"', page)
        titles |= {*found}
        assert f'href="timeline-{year}.html"' in Path("out/timeline.html").read_text("utf-8")
        assert f"(timeline-{year}.md)" in Path("out/timeline.md").read_text("utf-8")
        assert Path(f"out/timeline-{year}.md").is_file()
    assert len(titles) == 20


def test_every_link_of_the_overview_leads_to_an_event_that_is_there() -> None:
    assert briefing("build", "-e", "timeline", "-f", "html").exit_code == 0
    overview = Path("out/timeline.html").read_text(encoding="utf-8")
    links = re.findall(r'href="(timeline-\d+\.html)#([^"]+)"', overview)
    assert len(links) > 10
    for file, anchor in links:
        assert f'id="{anchor}"' in Path("out", file).read_text(encoding="utf-8")


def template(text: str) -> None:
    """Use the built-in page for timelines, with some text before it."""
    path = Path("templates/timeline/briefing.html")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text + (BUILT_IN / "timeline" / "briefing.html").read_text("utf-8"), "utf-8")


def links(path: str) -> set[str]:
    """Return the files to which a page or Markdown links."""
    text = Path(path).read_text("utf-8")
    return set(re.findall(r"(?:href=\"|\]\()(timeline[-\w]*\.\w+)", text))


def test_nothing_links_to_a_year_that_could_not_be_made() -> None:
    template("{% if briefing.id == 'timeline-2019' %}{{ briefing.nothing }}{% endif %}")
    done = briefing("build", "-e", "timeline", "-f", "md,html", "--keep-going")
    assert done.exit_code == 3 and "11 made, 0 unchanged, 1 failed.\n" in done.stderr
    others = {f"timeline-{year}.html" for year in YEARS if year != "2019"}
    assert links("out/timeline.html") == others
    assert "<li>2019</li>" in Path("out/timeline.html").read_text("utf-8")
    assert links("out/timeline-2017.html") == {"timeline.html", *others} - {"timeline-2017.html"}
    assert "timeline-2019.md" in links("out/timeline.md")


def test_a_year_does_not_link_to_an_overview_that_could_not_be_made() -> None:
    template("{% if briefing.id == 'timeline' %}{{ briefing.nothing }}{% endif %}")
    done = briefing("build", "-e", "timeline", "-f", "html", "--keep-going")
    assert done.exit_code == 3
    assert not Path("out/timeline.html").exists()
    assert links("out/timeline-2017.html") == {f"timeline-{year}.html" for year in YEARS[1:]}


def test_data_and_other_kinds_are_whole() -> None:
    assert briefing("build", "-f", "json").exit_code == 0
    assert not [*Path("out").glob("timeline-2*")]
    assert len(json.loads(Path("out/timeline.json").read_bytes())["entries"]) == 20
    assert briefing("build", "-e", "member", "-f", "html").exit_code == 0
    assert not [*Path("out").glob("member-2*")]


@pytest.mark.long
@pytest.mark.parametrize("format", ["pdf", "docx"])
def test_each_year_has_a_file(format: str) -> None:
    assert briefing("build", "-e", "timeline", "-f", format).exit_code == 0
    assert {path.stem for path in Path("out").glob(f"*.{format}")} == {
        "timeline",
        *(f"timeline-{year}" for year in YEARS),
    }
    if format == "docx":
        relations = ZipFile("out/timeline.docx").read("word/_rels/document.xml.rels").decode()
        assert 'Target="timeline-2021.docx"' in relations


@pytest.mark.parametrize("id", ["timeline-2019", "TIMELINE-2019"])
def test_an_edition_with_the_name_of_a_part_is_refused(id: str) -> None:
    text = Path("events.yaml").read_text(encoding="utf-8")
    Path("events.yaml").write_text(
        text.replace("editions:\n", f"editions:\n  {id}: {{template: member}}\n"), "utf-8"
    )
    done = briefing("build", "-f", "md")
    assert done.exit_code == 2 and not Path("out").exists()
    assert "The edition 'timeline-2019' has the same name as a part of 'timeline'. Rename it." in (
        done.stderr
    )
