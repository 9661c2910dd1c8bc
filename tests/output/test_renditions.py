"""Pictures in documents: their sizes, words and tags, and the weight of a page."""

import io
import json
import re
from base64 import b64decode
from collections.abc import Iterator
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pypdf
import pytest
from PIL import Image

from briefing.edition.page_weight import PAGE_BUDGET
from briefing.edition.pictures import Picture
from briefing.output.renditions import rendition
from briefing.record.pictures import Prepared, prepared
from tests.drawing import SECRET, drawn, photograph, secret_svg
from tests.helpers import briefing

RECORD = """title: The park
publisher: {name: Friends of the Park, contact: ann@example.org}
correct_as_of: 2024-05-31
actors:
  jo:
    name: Jo Bloggs
    picture: {file: jo.png, alt: Jo with a hat, credit: The council, focus: top}
editions:
  timeline:
    template: timeline
    picture: {file: zwsecret.jpg, alt: The whole park, caption: In May., focus: left}
  member: {template: member}
  register: {template: register}
  news: {template: digest, every: month}
events:
  - date: 2024-05-03
    added: 2024-05-04
    kind: statement
    title: The park opens
    source: {title: Minutes, date: 2024-05-04}
    quotes: [{text: It is open, by: jo}]
    picture: {file: zwsecret.jpg, alt: "A bench & a tree", credit: "Ann, CC BY 4.0", caption: New}
  - date: 2024-05-02
    added: 2024-05-04
    kind: report
    title: Visits rise
    source: {title: Report, date: 2024-05-04}
    picture: {file: zwsecret.svg, alt: Half blue}
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("park")
    write(folder, RECORD)
    for options in (
        ("-e", "timeline", "-fhtml", "-fpdf", "-fmd", "-fdocx", "-fjson", "-fatom"),
        ("-e", "member,register", "-fhtml", "-fjson"),
    ):
        done = briefing("build", folder, "-o", folder / "out", *options)
        assert done.exit_code == 0, done.output
    may = ("--since", "2024-05-01", "--until", "2024-05-31")
    done = briefing("digest", folder, "-o", folder / "out", *may, "-feml")
    assert done.exit_code == 0, done.output
    return folder / "out"


def write(folder: Path, record: str) -> None:
    (folder / "events.yaml").write_text(record)
    (folder / "zwsecret.jpg").write_bytes(photograph())
    (folder / "jo.png").write_bytes(drawn(60, 90))
    (folder / "zwsecret.svg").write_bytes(secret_svg())


def embedded(page: str) -> Iterator[tuple[str, Image.Image | str]]:
    """Yield the alternative text and the pixels, or the drawing, of each picture of a page."""
    for address, alt in re.findall(r'<img [^>]*src="data:([^"]*)"[^>]* alt="([^"]*)"', page):
        head, _, data = address.partition(",")
        content = b64decode(data)
        yield alt, content.decode() if "svg" in head else Image.open(io.BytesIO(content))


def test_a_page_has_every_picture_with_its_words(built: Path) -> None:
    page = (built / "timeline.html").read_text()
    pictures = dict(embedded(page))
    assert [*pictures] == ["The whole park", "Half blue", "A bench &amp; a tree", "Jo with a hat"]
    lead, drawing, bench, jo = pictures.values()
    assert lead.format == bench.format == jo.format == "WEBP"
    # Only the bench has no focus.
    shapes = [image.width / image.height for image in (lead, bench, jo)]
    assert shapes == pytest.approx([1088 / 435, 1.5, 1], rel=0.01)
    assert jo.size == (60, 60)
    assert "<path" in str(drawing)
    assert '<figcaption>New. <span class="credit">Picture: Ann, CC BY 4.0</span>' in page
    assert "Pictures: Jo Bloggs, The council." in re.sub(r"\s+", " ", page)
    assert 'class="of-portrait"' in (built / "member.html").read_text()


def test_a_page_credits_only_the_portraits_that_it_shows(built: Path) -> None:
    member, register = ((built / f"{name}.html").read_text() for name in ("member", "register"))
    assert "Pictures: Jo Bloggs, The council." in re.sub(r"\s+", " ", member)
    # A register has no quotes.
    assert "The council" not in register


def test_a_pdf_has_figures_with_words_for_those_who_cannot_see_them(built: Path) -> None:
    reader = pypdf.PdfReader(built / "timeline.pdf")
    figures = [*tags(reader.root_object["/StructTreeRoot"], "/Figure")]
    words = [str(figure.get("/Alt")) for figure in figures]
    assert {"The whole park", "Half blue", "A bench & a tree", "Jo with a hat"} <= {*words}
    pictures = [image.image for page in reader.pages for image in page.images]
    assert (1100, 733) in [picture.size for picture in pictures if picture]


def tags(element: Any, kind: str) -> Iterator[Any]:
    """Yield the elements of one kind in the tree of tags."""
    kids = element.get("/K", [])
    for kid in kids if isinstance(kids, list) else [kids]:
        item = kid.get_object()
        if isinstance(item, dict):
            if item.get("/S") == kind:
                yield item
            yield from tags(item, kind)


def test_markdown_writes_the_pictures_beside_the_text(built: Path) -> None:
    text = (built / "timeline.md").read_text()
    assert "![A bench & a tree](timeline-event-2024-05-03-the-park-opens.jpg)" in text
    assert "*New. Picture: Ann, CC BY 4.0*" in text and "*In May.*" in text
    for name in re.findall(r"!\[.*?\]\((.*?)\)", text):
        assert (built / name).is_file()
    assert (built / "timeline-event-2024-05-02-visits-rise.svg").is_file()


def test_word_has_the_pictures_and_their_words(built: Path) -> None:
    with ZipFile(built / "timeline.docx") as archive:
        text = archive.read("word/document.xml").decode()
        media = [archive.read(name) for name in archive.namelist() if "/media/" in name]
    assert 'descr="A bench &amp; a tree"' in text and "Picture: Ann, CC BY 4.0" in text
    widths = [int(width) / 36_000 for width in re.findall(r'<wp:extent cx="(\d+)"', text)]
    assert widths[0] == pytest.approx(170, abs=1) and widths[-1] == pytest.approx(127, abs=1)
    assert "JPEG" in {Image.open(io.BytesIO(file)).format for file in media}


def test_a_message_carries_the_pictures_of_its_events(built: Path) -> None:
    message = message_from_bytes(next(built.glob("*.eml")).read_bytes(), policy=default)
    parts = {part["Content-ID"]: part for part in message.walk() if part["Content-ID"]}
    texts = {
        part.get_content_subtype(): part.get_content()
        for part in message.walk()
        if part.get_content_maintype() == "text"
    }
    page = texts["html"]
    assert 'alt="A bench &amp; a tree"' in page and "Picture: Ann, CC BY 4.0" in page
    for id in re.findall(r'src="cid:([^"]*)"', page):
        assert parts[f"<{id}>"].get_content_type() in ("image/jpeg", "image/png")
    assert "[Picture: A bench & a tree]" in texts["plain"]


def test_data_has_the_words(built: Path) -> None:
    data = json.loads((built / "timeline.json").read_text())
    assert data["picture"] == {"alt": "The whole park", "credit": None, "caption": "In May."}
    assert [entry.get("picture", {}).get("alt") for entry in data["entries"]] == [
        *("Half blue", "A bench & a tree"),
    ]
    member = json.loads((built / "member.json").read_text())
    assert "picture" not in member


def test_no_document_has_the_name_or_the_metadata_of_a_file(built: Path) -> None:
    for path in built.iterdir():
        content = path.read_bytes()
        assert b"zwsecret" not in content, path.name
        if path.suffix == ".docx":
            with ZipFile(path) as archive:
                assert all(b"zwsecret" not in archive.read(name) for name in archive.namelist())
        if path.suffix == ".html":
            for _, picture in embedded(content.decode()):
                kept = picture if isinstance(picture, str) else str(picture.info)
                assert SECRET.decode() not in kept and "exif" not in kept


@pytest.mark.long
def test_twenty_photographs_are_within_the_budget_of_a_page_and_sixty_are_not(
    tmp_path: Path,
) -> None:
    def page_with(number: int) -> tuple[int, str]:
        events = RECORD.partition("events:\n")[0] + "events:\n"
        for n in range(number):
            (tmp_path / f"{n}.jpg").write_bytes(photograph(size=(1500, 1000), seed=n % 5))
            events += (
                f"  - {{date: 2023-01-{n % 28 + 1:02}, kind: news, title: Event {n}, source: "
                f"https://example.org/{n}, picture: {{file: {n}.jpg, alt: A, credit: B}}}}\n"
            )
        write(tmp_path, events)
        done = briefing("build", tmp_path, "-e", "timeline", "-f", "html", "-o", tmp_path / "out")
        assert done.exit_code == 0, done.output
        return (tmp_path / "out" / "timeline.html").stat().st_size, done.output

    size, output = page_with(20)
    assert "MB" not in briefing("check", tmp_path).output
    assert 700_000 < size < PAGE_BUDGET and "MB" not in output
    size, output = page_with(60)
    assert size > PAGE_BUDGET and "so use fewer pictures" in output
    checked = briefing("check", tmp_path).output
    assert "the page of 'timeline' shows 61 pictures, together up to" in checked


@pytest.mark.parametrize(
    ("focus", "first"), [("left", "red"), ("right", "blue"), ("centre", "green"), (None, "red")]
)
@pytest.mark.parametrize("format", ["png", "svg"])
def test_a_crop_keeps_the_side_that_is_asked_for(focus: Any, first: str, format: str) -> None:
    if format == "png":
        image = Image.new("RGB", (900, 200), "green")
        image.paste("red", (0, 0, 300, 200))
        image.paste("blue", (600, 0, 900, 200))
        file = io.BytesIO()
        image.save(file, "PNG")
        content = file.getvalue()
    else:
        content = (
            b'<svg xmlns="http://www.w3.org/2000/svg" width="900" height="200">'
            b'<path d="M0 0H300V200H0Z" fill="red"/><path d="M300 0H600V200H300Z" fill="green"/>'
            b'<path d="M600 0H900V200H600Z" fill="blue"/></svg>'
        )
    held = prepared(content)
    assert isinstance(held, Prepared)
    picture = Picture("A", None, None, held.content, held.type, held.width, held.height, focus)
    shown = Image.open(io.BytesIO(rendition(picture, "event", "mail").content)).convert("RGB")
    expected = {"red": (255, 0, 0), "green": (0, 128, 0), "blue": (0, 0, 255)}[first]
    assert shown.getpixel((5, shown.height // 2)) == pytest.approx(expected, abs=12)
    assert shown.width / shown.height == pytest.approx(1.5 if focus else 4.5, rel=0.02)
