"""PDF, as real PDF readers see it: tagged, titled, linked, and made of nothing from outside."""

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from textwrap import dedent
from threading import Thread
from typing import Any

import pytest
from pypdf import PdfReader
from pypdf.generic import StreamObject

from briefing.output import pdf
from briefing.output.document import Document
from briefing.record.model import Edition
from briefing.typography import typeset
from tests.helpers import SAMPLE, load_record, make_briefing
from tests.pdfs import briefing, pdf_of, printed

ENGINES = ["weasyprint", "plutoprint"]
EDITIONS = ["timeline", "member"]
UNTAGGED = "this PDF is not tagged, so a screen reader will not read it well"


def document(id: str, engine: str = "weasyprint") -> Document:
    return printed(id, engine=engine).document


def reader(made: Document) -> PdfReader:
    return PdfReader(BytesIO(made.content))


@cache
def poppler(tool: str, id: str, *options: str, engine: str = "weasyprint") -> str:
    """Run a poppler tool on a PDF of the sample, and return its output."""
    made = document(id, engine).content
    output = ["-"] if tool == "pdftotext" else []
    done = subprocess.run(
        [tool, *options, "-", *output], input=made, capture_output=True, check=True
    )
    assert not done.stderr
    return done.stdout.decode()


@pytest.mark.parametrize("id", EDITIONS)
def test_it_says_that_it_is_accessible(id: str) -> None:
    made = reader(document(id))
    root: Any = made.trailer["/Root"]
    xmp = root["/Metadata"].get_object().get_data().decode()
    assert re.search(r"<pdfuaid:part>1</pdfuaid:part>|pdfuaid:part=.1.", xmp)
    assert root["/Lang"] == "en-GB"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert made.metadata and made.metadata.title == briefing(id).title
    assert briefing(id).title.replace("&", "&amp;") in xmp
    assert made.metadata.author == "Example Policy Team"
    assert {str(page.get("/Tabs")) for page in made.pages if "/Annots" in page} == {"/S"}
    info = poppler("pdfinfo", id)
    assert re.search(r"^Tagged: +yes$", info, re.MULTILINE)
    assert document(id).warnings == ()


def structure(made: PdfReader) -> Iterator[tuple[str, Any]]:
    """Yield the elements of the structure tree, with their standard types, in reading order."""
    tree: Any = made.trailer["/Root"]["/StructTreeRoot"]  # type: ignore[index]
    stack = [tree]
    while stack:
        element = stack.pop().get_object()
        if not hasattr(element, "get"):
            continue
        if "/S" in element:
            yield element["/S"], element
        inside: Any = element.get("/K", [])
        inside = inside.get_object() if hasattr(inside, "get_object") else inside
        stack += reversed(inside if isinstance(inside, list) else [inside])


@pytest.mark.parametrize("id", EDITIONS)
def test_headings_are_tagged_in_order(id: str) -> None:
    levels = [int(kind[2:]) for kind, _ in structure(reader(document(id))) if kind[:2] == "/H"]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(deeper <= level + 1 for level, deeper in pairwise(levels))


@pytest.mark.parametrize("id", EDITIONS)
def test_links_and_lists_are_tagged(id: str) -> None:
    made = reader(document(id))
    kinds = [kind for kind, _ in structure(made)]
    annotations = [annotation for page in made.pages for annotation in page.get("/Annots", [])]
    assert {"/P", "/L", "/LI", "/Link"} <= set(kinds)
    assert annotations and all("/Contents" in annotation.get_object() for annotation in annotations)


@pytest.mark.parametrize("id", EDITIONS)
def test_a_list_holds_nothing_but_its_items(id: str) -> None:
    for kind, element in structure(reader(document(id))):
        if kind == "/L":
            inside = element["/K"]
            items = inside if isinstance(inside, list) else [inside]
            assert {item.get_object()["/S"] for item in items} <= {"/LI", "/L", "/Caption"}


def bookmarks(outline: Any, level: int = 1) -> Iterator[tuple[int, str]]:
    for item in outline:
        if isinstance(item, list):
            yield from bookmarks(item, level + 1)
        else:
            yield level, item.title


def test_the_bookmarks_are_the_headings() -> None:
    outline = bookmarks(reader(document("timeline")).outline)
    marks = [(level, title.replace("\xa0", " ")) for level, title in outline]
    shown = briefing("timeline")
    expected = [(1, shown.title)]
    for year in shown.years:
        expected += [(2, year.name), *((3, entry.title) for entry in year.entries)]
    registers = ["Asks and progress", "Commitments", "U-turns"]
    registers += ["Index of people and organisations", "Sources"]
    assert marks == [*expected, *((2, title) for title in registers)]


def test_of_a_long_record_the_bookmarks_show_its_years_first() -> None:
    outline: Any = reader(document("timeline")).trailer["/Root"]["/Outlines"]  # type: ignore[index]
    title = outline["/First"].get_object()
    year = title["/First"].get_object()
    assert year["/Title"] == "2017" and year["/Count"] == -1 and title["/Count"] > 0


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("id", EDITIONS)
def test_the_font_is_carried_along_and_no_other(id: str, engine: str) -> None:
    lines = poppler("pdffonts", id, engine=engine).splitlines()[2:]
    assert lines
    for line in lines:
        assert re.match(r"[A-Z]{6}\+Atkinson-?Hyperlegible", line), line
        embedded, subset = re.findall(r" (yes|no) (yes|no) (?:yes|no) +\d+ +\d+$", line)[0]
        assert (embedded, subset) == ("yes", "yes")


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("id", EDITIONS)
def test_every_page_tells_what_it_belongs_to(id: str, engine: str) -> None:
    pages = poppler("pdftotext", id, "-layout", engine=engine).split("\f")[:-1]
    assert len(pages) == document(id, engine).pages
    for number, page in enumerate(pages, 1):
        words = " ".join(page.split())
        assert briefing(id).title in words
        assert "Correct as of 8 September 2023" in words
        assert f"Page {number} of {len(pages)}" in words


@pytest.mark.parametrize("engine", ENGINES)
def test_a_member_briefing_is_one_sheet_and_says_what_it_leaves_out(engine: str) -> None:
    assert document("member", engine).pages == 2
    text = " ".join(poppler("pdftotext", "member", engine=engine).split())
    assert "Not on this sheet:" in text
    assert "Ministers agree to prison terms" in text  # of high weight


@pytest.mark.parametrize("engine", ENGINES)
def test_a_sheet_of_a_record_with_much_to_tell_is_no_longer(engine: str) -> None:
    record = load_record(LINKED)
    edition = Edition.model_validate({"template": "member", "actions": ["Act. " * 400] * 3})
    shown = make_briefing(record, "x", edition, date(2020, 12, 31))
    made = pdf.renderer(None, engine)(shown)
    assert made.pages == 2
    text = subprocess.run(["pdftotext", "-", "-"], input=made.content, capture_output=True).stdout
    assert b"Reversed: " in text and b"long. long." not in text


@pytest.mark.parametrize("engine", ENGINES)
def test_the_text_can_be_read_in_order(engine: str) -> None:
    text = " ".join(poppler("pdftotext", "timeline", engine=engine).split())
    at = 0
    for entry in briefing("timeline").entries:
        at = text.find(entry.title, at)
        assert at >= 0, f"{entry.title} is not there, or too early"
        if entry.summary and not re.search(r"[*\[]", entry.summary):
            start = typeset(" ".join(entry.summary.split()[:4]))
            at = text.find(start, at)
            assert at >= 0, start


@pytest.mark.parametrize("engine", ENGINES)
def test_no_page_is_blank(engine: str, tmp_path: Path) -> None:
    for id in EDITIONS:
        made = document(id, engine)
        command = ["pdftoppm", "-r", "20", "-gray", "-", str(tmp_path / id)]
        subprocess.run(command, input=made.content, check=True)
        pages = sorted(tmp_path.glob(f"{id}*.pgm"))
        assert len(pages) == made.pages
        for page in pages:
            pixels = page.read_bytes().split(b"\n255\n", 1)[1]
            assert sum(pixel < 200 for pixel in pixels) > 100


LINKED = f"""
    title: Links
    correct_as_of: 2023-09-08
    publisher: {{name: P, contact: p@example.org}}
    events:
      - {{id: a, date: 2019, kind: news, title: A, source: "https://a.example/x?a=1&b=2"}}
      - {{id: b, date: 2020, kind: news, title: B, reverses: [a], summary: "{"long. " * 2000}",
         source: {{title: Document, url: "https://b.example/é"}}}}
"""


@pytest.mark.parametrize("engine", ENGINES)
def test_links_lead_within_the_document_and_to_the_web(engine: str) -> None:
    record = load_record(LINKED)
    edition = Edition.model_validate({"template": "timeline"})
    shown = make_briefing(record, "x", edition, date(2023, 9, 8))
    made = reader(pdf.renderer(None, engine)(shown))
    external: set[str] = set()
    within: set[int] = set()
    for page in made.pages:
        for annotation in page.get("/Annots", []):
            link = annotation.get_object()
            action = link.get("/A", {})
            if "/URI" in action:
                external.add(action["/URI"])
                continue
            target = link.get("/Dest", action.get("/D"))
            if isinstance(target, str):
                number = made.get_destination_page_number(made.named_destinations[target])
            else:
                number = made.get_page_number(target[0].get_object())
            assert number is not None and number >= 0
            within.add(number)
    assert {"https://a.example/x?a=1&b=2", "mailto:p@example.org"} <= external
    assert any(url.startswith("https://b.example/") for url in external) and len(external) == 3
    assert len(within) > 1


@pytest.mark.parametrize(("engine", "infos"), [("weasyprint", ()), ("plutoprint", (UNTAGGED,))])
def test_the_metadata_say_what_it_is_and_until_when_it_is_true(
    engine: str, infos: tuple[str, ...]
) -> None:
    made = document("timeline", engine)
    assert (made.warnings, made.infos) == ((), infos)
    metadata = reader(made).metadata
    assert metadata and metadata.title == briefing("timeline").title
    assert metadata.author == "Example Policy Team"
    for day in (metadata.creation_date, metadata.modification_date):
        assert day and day.isoformat() == "2023-09-08T00:00:00+00:00"


# Nothing from outside


class Server:
    """A web server on this machine that only records requests."""

    def __init__(self) -> None:
        asked = self.asked = list[str]()

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                asked.append(self.path)
                self.send_error(404)

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}"


@pytest.fixture
def server() -> Iterator[Server]:
    server = Server()
    Thread(target=server.server.serve_forever, daemon=True).start()
    yield server
    server.server.shutdown()
    server.server.server_close()


NOSY = """
<!DOCTYPE html>
<html lang="en"><head><title>{{ briefing.title }}</title>
<base href="AT/">
<link rel="stylesheet" href="AT/link.css">
<link rel="attachment" href="AT/attached.txt">
<link rel="icon" href="AT/icon.png">
<style>
@import url("AT/import.css");
@import "AT/import-2.css" print;
@font-face { font-family: Other; src: url("AT/font.ttf") }
@page { background: url("AT/page.svg"); @top-left { content: url("AT/margin.svg") } }
body { font-family: Other; background: url("AT/body.svg") }
li { list-style-image: url("AT/list.svg") }
p::before { content: url("AT/content.svg") }
p { border-image: url("AT/border.svg") 3;
  mask: url("AT/mask.svg#m"); cursor: url("AT/c.cur") }
</style></head>
<body><h1>Nosy</h1><p>Text</p><ul><li>Item</li></ul>
<img src="AT/img.svg" alt="a"><img src="relative.svg" alt="b">
<img srcset="AT/srcset.svg 2x" alt="c">
<picture><source srcset="AT/p.svg"><img alt="d"></picture>
<object data="AT/object.svg">e</object><embed src="AT/embed.svg"><iframe src="AT/frame.html">
</iframe><video poster="AT/poster.svg" src="AT/v.mp4"></video>
<input type="image" src="AT/i.svg">
<a rel="attachment" href="AT/attached.txt">f</a>
<svg xmlns:xlink="http://www.w3.org/1999/xlink" width="9" height="9">
<image xlink:href="AT/xlink.svg" width="5" height="5"/>
<use href="AT/use.svg#a"/><style>@import url("AT/svg.css");</style></svg>
<img alt="g" src="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='9' height='9'
%3E%3Cimage href='AT/inner.svg' width='5' height='5'/%3E%3C/svg%3E">
<script>document.write("SECRET")</script>
</body></html>
"""
SECRET_SVG = """
<svg xmlns="http://www.w3.org/2000/svg" width="90" height="20"><text y="15">SECRET</text></svg>
"""


def everything(content: bytes) -> bytes:
    """Return the content of a PDF, decompressed."""
    made = PdfReader(BytesIO(content))
    parts = [content]
    for number in range(1, len(made.xref_objStm) + sum(map(len, made.xref.values())) + 1):
        found = made.get_object(number)
        if isinstance(found, StreamObject):
            parts.append(found.get_data())
    return b"".join(parts)


@pytest.mark.parametrize("engine", ENGINES)
def test_nothing_is_read_or_fetched(
    engine: str, tmp_path: Path, server: Server, capfd: pytest.CaptureFixture[str]
) -> None:
    secrets = tmp_path / "secrets"
    secrets.mkdir()
    for name in ("relative.svg", *re.findall(r"AT/([\w.-]+)", NOSY)):
        css = "p::after, h1::after { content: 'SECRET' }"
        (secrets / name).write_text(SECRET_SVG if name.endswith(".svg") else "SECRET " + css)
    made = []
    for base in (secrets.as_uri(), server.address):
        folder = tmp_path / base[:4] / "nosy"
        folder.mkdir(parents=True)
        (folder / "briefing.html").write_text(NOSY.replace("AT", base), encoding="utf-8")
        edition = Edition.model_validate({"template": "nosy"})
        record = load_record(LINKED, None)
        shown = make_briefing(record, "x", edition, date(2023, 9, 8))
        document = pdf.renderer(folder.parent, engine)(shown)
        assert any(
            f"'{base}/img.svg' is not loaded, because a briefing" in warning
            for warning in document.warnings
        )
        assert any(
            f"'{base}/import.css' is not loaded, " in warning for warning in document.warnings
        )
        assert not any("Error" in warning for warning in document.warnings), document.warnings
        made.append(document.content)
    for content in made:
        assert b"SECRET" not in everything(content)
        text = subprocess.run(["pdftotext", "-", "-"], input=content, capture_output=True).stdout
        assert b"Nosy" in text and b"SECRET" not in text
        assert not PdfReader(BytesIO(content)).attachments
    assert server.asked == []
    assert "Traceback" not in capfd.readouterr().err


def test_the_nosy_page_would_be_noticed(tmp_path: Path, server: Server) -> None:
    """The test must fail for a page that loads something; otherwise a pass means nothing."""
    page = NOSY.replace("AT", server.address)
    pdf_of(page)
    assert {"/img.svg", "/import.css", "/attached.txt", "/xlink.svg"} <= set(server.asked)
    (tmp_path / "img.svg").write_text(SECRET_SVG)
    made = pdf_of(f'<img src="{tmp_path.as_uri()}/img.svg">')
    text = subprocess.run(["pdftotext", "-", "-"], input=made, capture_output=True).stdout
    assert b"SECRET" in text


# Without the libraries

WITHOUT_PANGO = """
    import sys
    import cffi

    real = cffi.FFI.dlopen

    def dlopen(self, name, flags=0):
        if any(it in str(name) for it in ("pango", "gobject", "harfbuzz")):
            raise OSError(f"cannot load library '{name}'")
        return real(self, name, flags)

    cffi.FFI.dlopen = dlopen
"""
WITHOUT_PLUTOPRINT = "sys.modules['plutoprint'] = None\n"


@pytest.fixture
def without(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Return a function that runs `briefing build` on a machine that lacks some libraries."""

    def run(
        *options: str, plutoprint: bool, tool: str = "apt-get"
    ) -> subprocess.CompletedProcess[str]:
        site = dedent(WITHOUT_PANGO) + ("" if plutoprint else WITHOUT_PLUTOPRINT)
        (tmp_path / "sitecustomize.py").write_text(site)
        tools = tmp_path / f"bin-{tool}"
        tools.mkdir(exist_ok=True)
        if tool:
            (tools / tool).write_text("#!/bin/sh\n")
            (tools / tool).chmod(0o755)
        (tmp_path / "events.yaml").write_text(dedent(LINKED).replace("long. " * 1990, ""))
        path = os.pathsep.join([str(tmp_path), str(SAMPLE.parent)])
        return subprocess.run(
            [sys.executable, "-m", "briefing", "build", *options],
            cwd=tmp_path,
            env={**os.environ, "PATH": str(tools), "PYTHONPATH": path},
            capture_output=True,
            text=True,
        )

    return run


@pytest.mark.long
def test_without_pango_the_fast_engine_steps_in_and_says_so(
    without: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path
) -> None:
    done = without(plutoprint=True)
    assert done.returncode == 0
    assert f"Note: {UNTAGGED}: Pango, which the accessible engine needs, is not" in done.stderr
    assert done.stderr.count("Note:") == 1
    written = [name for name in re.findall(r"out/(\S+)", done.stdout) if not name.endswith(".svg")]
    assert written == [f"{id}.{format}" for format in ("md", "html", "pdf") for id in EDITIONS]
    assert (tmp_path / "out" / "member.pdf").read_bytes().startswith(b"%PDF-")


@pytest.mark.parametrize(
    ("tool", "command"),
    [
        ("apt-get", "sudo apt-get install libpango-1.0-0 libpangoft2-1.0-0"),
        pytest.param("dnf", "sudo dnf install pango", marks=pytest.mark.long),
        pytest.param("brew", "brew install pango", marks=pytest.mark.long),
        ("", "install Pango"),
    ],
)
def test_without_any_engine_it_says_how_to_install_one(
    without: Callable[..., subprocess.CompletedProcess[str]], tool: str, command: str
) -> None:
    done = without("-f", "pdf", plutoprint=False, tool=tool)
    assert f"    {command}" in done.stderr and "pip install 'plutoprint>=" in done.stderr


def test_without_any_engine_the_rest_is_made_if_wanted(
    without: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path
) -> None:
    done = without(plutoprint=False)
    assert (done.returncode, done.stdout) == (3, "") and not (tmp_path / "out").exists()
    assert "4 made, 0 unchanged, 2 failed.\n" in done.stderr
    assert "Error: timeline.pdf and member.pdf were not made: WeasyPrint could" in done.stderr
    assert "Nothing was written. To write the other documents, add --keep-going.\n" in done.stderr
    done = without("--keep-going", plutoprint=False)
    assert done.returncode == 3 and "2 failed." in done.stderr
    assert "Traceback" not in done.stderr and "-----" not in done.stdout
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "member.html", "member.md", "timeline-chart.svg", "timeline.html", "timeline.md",
    ]  # fmt: skip
    assert done.stdout.count("out/") == 5


@pytest.mark.parametrize(
    "engine", ["auto", *(pytest.param(e, marks=pytest.mark.long) for e in ENGINES)]
)
def test_without_an_engine_only_a_pdf_makes_nothing(
    without: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path, engine: str
) -> None:
    done = without("-f", "pdf", "--engine", engine, plutoprint=False)
    assert done.returncode == 3 and done.stdout == ""
    assert "pip install 'plutoprint>=" in done.stderr
    assert not (tmp_path / "out").exists()


def test_a_missing_source_is_not_as_bold_as_the_title_before_it() -> None:
    record = load_record(
        "title: Parks\ncorrect_as_of: 2023-09-01\nevents:\n"
        "  - {date: 2019-04-22, kind: news, title: Breakfast clubs open}\n"
    )
    edition = Edition.model_validate({"template": "member"})
    made = pdf.renderer(None, "weasyprint")(
        make_briefing(record, "member", edition, date(2023, 9, 1))
    )
    fonts: dict[str, set[bool]] = {}

    def note(text: str, _cm: Any, _tm: Any, font: Any, _size: Any) -> None:
        for words in ("Breakfast clubs", "no source given"):
            if words in text and font:
                fonts.setdefault(words, set()).add("Bold" in str(font["/BaseFont"]))

    PdfReader(BytesIO(made.content)).pages[0].extract_text(visitor_text=note)
    assert True in fonts["Breakfast clubs"] and fonts["no source given"] == {False}


def test_a_date_of_three_lines_does_not_reach_the_next_date() -> None:
    record = load_record(
        "title: Parks\ncorrect_as_of: 2023-09-01\nevents:\n"
        "  - {date: 2023-03, kind: news, title: Older, source: https://example.org/a}\n"
        "  - {date: [2023-06-11..2023-08-15], kind: news, title: Newer,\n"
        "     source: https://example.org/b}\n"
    )
    edition = Edition.model_validate({"template": "member"})
    made = pdf.renderer(None, "weasyprint")(
        make_briefing(record, "member", edition, date(2023, 9, 1))
    )
    heights: dict[str, float] = {}

    def note(text: str, cm: Any, tm: Any, _font: Any, _size: Any) -> None:
        for words in ("Newer", "Older"):
            if text.strip() == words:
                heights[words] = cm[3] * tm[5] + cm[5]

    PdfReader(BytesIO(made.content)).pages[0].extract_text(visitor_text=note)
    assert abs(heights["Newer"] - heights["Older"]) > 40
