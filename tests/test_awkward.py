"""Records with every type of letter, symbol and date, as other programs read the output."""

import re
import subprocess
from pathlib import Path
from shutil import which
from zipfile import ZipFile

import feedparser
import pytest
from icalendar import Calendar
from lxml.html import fromstring
from markdown import Markdown
from markdown_it import MarkdownIt

from briefing.output.formats import formats_for
from tests.awkward import RECORDS
from tests.calendars import ical_js, libical_problems
from tests.helpers import briefing
from tests.validators import html_problems, pdf_problems


@pytest.fixture(scope="module", params=["letters", pytest.param("dates", marks=pytest.mark.long)])
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the briefings of a record in every format, or all except PDF."""
    folder = tmp_path_factory.mktemp("awkward")
    source = folder / "events.yaml"
    source.write_text(RECORDS[request.param], encoding="utf-8")
    out = folder / str(request.param)
    # None of our fonts has all these letters.
    formats = [
        format
        for format in formats_for(digests=False)
        if format != "pdf" or request.param != "letters"
    ]
    done = briefing("build", source, "-o", out, "-f", ",".join(formats))
    assert done.exit_code == 0, done.output
    return out


@pytest.mark.long
def test_pages_are_valid(made: Path) -> None:
    assert html_problems(sorted(made.glob("*.html"))) == []


def test_headings_start_with_a_capital_or_a_number(made: Path) -> None:
    for path in sorted(made.glob("*.html")):
        page = fromstring(path.read_bytes())
        titles = [element.text_content().strip() for element in page.xpath("//h2 | //nav//li")]
        assert len(titles) > 3 and not [title for title in titles if title[0].islower()]
    for path in sorted(made.glob("*.md")):
        assert not re.search(r"(?m)^## [a-z]", path.read_text(encoding="utf-8"))


def test_pdfs_are_accessible(made: Path) -> None:
    if made.name == "letters":
        pytest.skip("no font of ours has these letters")
    for path in sorted(made.glob("*.pdf")):
        assert pdf_problems(path.read_bytes()) == []


def test_calendars_are_read(made: Path) -> None:
    for path in sorted(made.glob("*.ics")):
        content = path.read_bytes()
        assert libical_problems(content) == []
        titles = [str(event["summary"]) for event in Calendar.from_ical(content).events]
        assert ical_js(content)["titles"] == titles and titles


def test_feeds_are_read(made: Path) -> None:
    for path in sorted(made.glob("*.atom")):
        feed = feedparser.parse(path.read_bytes())
        assert not feed.bozo and feed.entries
        days = [entry.updated_parsed[:3] for entry in feed.entries]
        assert all((1970, 1, 1) <= day <= (2023, 9, 8) for day in days)
        assert all(entry.link.isascii() for entry in feed.entries)


def links(html: str) -> set[str]:
    return set(re.findall(r'href="(https://example\.org/a_[^"]*)"', html))


def test_three_readers_find_the_same_links_and_quotations_in_markdown(made: Path) -> None:
    for path in sorted(made.glob("*.md")):
        text = path.read_text(encoding="utf-8")
        pandoc = ["pandoc", "--from", "commonmark+footnotes", "--to", "html", "--wrap", "none"]
        seen = [
            subprocess.run(pandoc, input=text, capture_output=True, text=True, check=True).stdout,
            MarkdownIt("commonmark").render(re.sub(r"^\[\^\d+\]:", "Note", text, flags=re.M)),
            Markdown(extensions=["footnotes", "sane_lists"]).convert(text),
        ]
        assert links(seen[0]) and all(links(page) == links(seen[0]) for page in seen)
        assert len({page.count("<blockquote>") for page in seen}) == 1


def test_word_documents_are_whole(made: Path) -> None:
    for path in sorted(made.glob("*.docx")):
        with ZipFile(path) as parts:
            assert parts.testzip() is None
        assert path.stat().st_size > 5_000


@pytest.mark.long
def test_libreoffice_opens_word_documents(made: Path, tmp_path: Path) -> None:
    if not (office := which("soffice")):
        pytest.skip("LibreOffice is not installed")
    paths = sorted(made.glob("*.docx"))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [office, profile, "--headless", "--convert-to", "txt:Text (encoded):UTF8"]
    subprocess.run([*command, "--outdir", tmp_path, *paths], check=True, capture_output=True)
    for path in paths:
        text = (tmp_path / f"{path.stem}.txt").read_text(encoding="utf-8")
        assert ("Верховна" if made.name == "letters" else "Event 2") in text
