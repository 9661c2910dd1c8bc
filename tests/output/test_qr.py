"""An action with a web address: a link on screens, and a QR code and the address on paper."""

import re
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from zipfile import ZipFile

import pypdf
import pytest
import segno

from briefing.output.qr import qr_png, qr_svg
from tests.helpers import briefing, words_of

URL = "https://www.example.org/consultations/parks-2026?from=briefing&lang=en"
ADDRESS = URL.removeprefix("https://www.")
ALT = f"QR code: {ADDRESS}"
RECORD = f"""\
title: Parks
publisher: {{name: Friends of the parks, contact: hello@example.org}}
correct_as_of: 2026-05-10
events:
  - {{date: 2026-05-04, kind: consultation, title: A question, source: https://example.org/a}}
editions:
  member:
    template: member
    actions: &actions
      - {{text: Answer *it*., url: "{URL}", deadline: 2026-06-30}}
  weekly: {{template: digest, actions: *actions}}
"""


@pytest.fixture
def record(tmp_path: Path) -> Path:
    path = tmp_path / "events.yaml"
    path.write_text(RECORD)
    return path


def test_an_address_is_a_link_on_screen_and_a_code_on_paper(record: Path, tmp_path: Path) -> None:
    formats = ("-f", "md,html,pdf,word,json")
    for folder in ("one", "two"):
        options = ("-e", "member", *formats, "-o", tmp_path / folder, "--no-cache")
        assert briefing("build", record, *options).exit_code == 0
    one, two = tmp_path / "one", tmp_path / "two"
    assert all(path.read_bytes() == (two / path.name).read_bytes() for path in one.iterdir())

    page = (one / "member.html").read_text().replace("\u00a0", " ")
    url = URL.replace("&", "&amp;")
    assert f'<a href="{url}">{ADDRESS.replace("&", "&amp;")}</a>' in page
    assert ">By 30 June 2026</b>: <a" in page
    assert f"<title>{ALT.replace('&', '&amp;')}</title>" in page
    assert re.search(r"\.qr\s*\{\s*display:\s*none", page)
    assert f"**By 30 June 2026**: <{URL}>" in (one / "member.md").read_text()

    assert ADDRESS in words_of(one / "member.pdf").replace(" ", "")
    tree = pypdf.PdfReader(one / "member.pdf")
    numbers = range(1, len(tree.xref_objStm) + sum(map(len, tree.xref.values())) + 1)
    figures = [str(item) for item in map(tree.get_object, numbers) if "/Figure" in str(item)]
    assert any(ALT in figure for figure in figures)

    with ZipFile(one / "member.docx") as archive:
        document = archive.read("word/document.xml").decode()
        pictures = [archive.read(name) for name in archive.namelist() if name.endswith(".png")]
    assert f'descr="{ALT.replace("&", "&amp;")}"' in document
    assert qr_png(URL)[0] in pictures


def test_a_digest_has_the_link_and_the_deadline(record: Path, tmp_path: Path) -> None:
    options = ("-e", "weekly", "--for", "2026-05-10", "-o", tmp_path, "-f", "html,eml")
    assert briefing("digest", record, *options).exit_code == 0
    page = next(tmp_path.glob("*.html")).read_text().replace("\u00a0", " ")
    assert ">By 30 June 2026</b>: <a" in page and 'class="qr"' in page
    message = message_from_bytes(next(tmp_path.glob("*.eml")).read_bytes(), policy=default)
    parts = [part for part in message.walk() if part.get_content_maintype() == "text"]
    text, html = (part.get_content().replace("\u00a0", " ") for part in parts)
    assert "- Answer it. By 30 June 2026:" in " ".join(text.split()) and URL in text
    assert "By 30&nbsp;June 2026</b>: <a" in html and f'href="{URL.replace("&", "&amp;")}"' in html


def test_a_code_is_that_of_the_address() -> None:
    def dark(svg: str) -> set[tuple[int, int]]:
        """Return the dark modules of a code, from the relative lines of its path."""
        (path,) = re.findall(r'stroke="#000" d="([^"]+)"', svg)
        x, y, found = 0.0, 0.0, set()
        for letter, numbers in re.findall(r"([Mmh])([^Mmh]*)", path):
            steps = [float(number) for number in re.findall(r"-?[\d.]+", numbers)]
            if letter == "h":
                found |= {(int(x) + n, int(y)) for n in range(int(steps[0]))}
                x += steps[0]
            else:
                x, y = (0, 0) if letter == "M" else (x, y)
                x, y = x + steps[0], y + steps[1]
        return found

    code = segno.make_qr("https://xn--caf-dma.example/%C3%A9", error="m")
    expected = {
        (x + 4, y + 4) for y, row in enumerate(code.matrix) for x, dark_ in enumerate(row) if dark_
    }
    svg = qr_svg("https://café.example/é", "A <code>")
    assert dark(svg) == expected and "<title>A &lt;code&gt;</title>" in svg
    too_long = f"https://example.org/{'a' * 3_000}"
    assert qr_svg(too_long, "A") == "" and qr_png(too_long) == (b"", 0)
