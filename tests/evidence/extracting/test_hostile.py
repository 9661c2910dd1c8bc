"""Copies that were made to harm: each gives a message with a way out, and loads nothing."""

import sys
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from random import Random
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from pytest_httpserver import HTTPServer

from briefing.evidence import extracting
from briefing.evidence.copies import Copies, Unreadable, find_copies
from briefing.evidence.extracting import read_copies
from briefing.evidence.text import SourceText
from briefing.workers import Limits
from tests.evidence import documents
from tests.evidence.documents import zipped
from tests.evidence.extracting.test_docx import document, relations, run
from tests.helpers import load_record

pytestmark = pytest.mark.usefixtures("real_workers")
ON_LINUX = pytest.mark.skipif(sys.platform != "linux", reason="only Linux can limit processes")
RECORD = load_record("""
    title: Example
    sources: {a: {title: A}, b: {title: B}}
    events: [{date: 2019-04-03, kind: news, title: The council meets, sources: [a, b]}]
""")


def read(folder: Path, extension: str, content: bytes) -> SourceText | Unreadable:
    """Read a copy, and another one after it, which must not suffer."""
    (folder / "sources").mkdir(exist_ok=True)
    (folder / "sources" / f"a.{extension}").write_bytes(content)
    (folder / "sources" / "b.txt").write_text("Harmless")
    result, other = read_copies(find_copies(RECORD, folder).values())
    assert isinstance(other, SourceText) and other.pages[0].text == "Harmless"
    if isinstance(result, Unreadable):
        assert (result.source, result.copy) == ("a", f"sources/a.{extension}")
        assert result.hint
    return result


def pdf(stream: bytes, catalogue: str = "") -> bytes:
    """Return a PDF of one page with this content."""
    packed = zlib.compress(stream, 1)
    objects = [
        f"<</Type/Catalog/Pages 2 0 R{catalogue}>>".encode(),
        b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 500 500]/Contents 4 0 R"
        b"/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(packed), packed),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    made, places = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    trailer = b"trailer<</Root 1 0 R/Size 6>>\nstartxref\n%d\n%%%%EOF" % len(made)
    return made + b"xref\n0 6\n0000000000 65535 f \n" + table + trailer


TEXT = b"BT /F1 12 Tf 50 400 Td (Some text) Tj ET "
BOMB = "".join(f'<!ENTITY e{n + 1} "{f"&e{n};" * 10}">' for n in range(12))
ENTITIES = f'<!DOCTYPE a [<!ENTITY e0 "lol">{BOMB}]>'
FILE = '<!DOCTYPE a [<!ENTITY e12 SYSTEM "file:///etc/passwd">]>'
ODT = "<a>&e12;</a>"
PARTS = b"".join(
    b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(3000)
)


@pytest.mark.parametrize(
    ("extension", "make", "reason"),
    [
        ("docx", lambda: with_entities(ENTITIES), "it is damaged"),
        ("docx", lambda: with_entities(FILE), "it declares XML entities"),
        ("odt", lambda: zipped({"content.xml": f"{ENTITIES}{ODT}"}), "it is damaged"),
        ("odt", lambda: zipped({"content.xml": f"{FILE}{ODT}"}), "it declares XML entities"),
        ("docx", lambda: document(run("a") * 5000 + "<w:ins>" * 5000), "it is damaged"),
        ("docx", lambda: packed("word/document.xml"), "its text is larger than 100 MB"),
        ("odt", lambda: packed("content.xml"), "its text is larger than 100 MB"),
        ("docx", lambda: document("<w:p/>")[:-40], "it is damaged"),
        ("html", lambda: b"<div>" * 200_000 + b"deep", "its elements are nested too deeply"),
        ("mhtml", lambda: PARTS, "it is damaged"),
        ("eml", lambda: b"Content-Type: message/rfc822\n\n" * 3000, "it is damaged"),
        ("pdf", lambda: b"%PDF-1.7\n" + Random(1).randbytes(10_000), "it is damaged"),
        ("txt", lambda: b"a" * 20_000_001, "it has more than 20,000,000 characters"),
    ],
)
def test_hostile_copies_are_refused(
    extension: str, make: Callable[[], bytes], reason: str, tmp_path: Path
) -> None:
    result = read(tmp_path, extension, make())
    assert isinstance(result, Unreadable)
    assert result.reason.startswith(reason)


def with_entities(declared: str) -> bytes:
    return zipped(
        {
            "_rels/.rels": relations(officeDocument="word/document.xml"),
            "word/document.xml": f"{declared}<document><p><r><t>&e12;</t></r></p></document>",
        }
    )


def packed(name: str) -> bytes:
    """Return a small file with a part that is too large when unpacked."""
    made = BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED, compresslevel=1) as file:
        file.writestr("_rels/.rels", relations(officeDocument="word/document.xml"))
        file.writestr(name, b" " * 100_000_001)
    return made.getvalue()


@pytest.mark.parametrize(
    ("extension", "content", "text"),
    [
        ("html", f"{FILE}<p>Some &e12; text".encode(), "&e12;"),
        ("html", f"{ENTITIES}<p>Some &e12; text".encode(), "&e12;"),
        ("html", b"<script>while (true) {}</script><p>Some text", "Some text"),
        ("html", b"<p>" + b"<b>" * 1000 + b"Some text", "Some text"),
        ("md", b"> " * 50_000 + b"\n\nSome text", "Some text"),
        ("pdf", pdf(TEXT, "/OpenAction<</S/JavaScript/JS(while(true){})>>"), "Some text"),
    ],
)  # fmt: skip
def test_nothing_in_a_copy_is_run(
    extension: str, content: bytes, text: str, tmp_path: Path
) -> None:
    result = read(tmp_path, extension, content)
    assert isinstance(result, SourceText)
    assert text in result.pages[0].text
    assert "root:" not in result.pages[0].text


def test_nothing_is_fetched(tmp_path: Path, httpserver: HTTPServer) -> None:
    address = httpserver.url_for("/")
    page = (
        f'<html><head><base href="{address}"><link rel=stylesheet href={address}a.css></head>'
        f'<body><p>Some text<img src=a.png><iframe src="{address}"></iframe>'
        f'<script src="{address}a.js"></script><object data="{address}a"></object></body></html>'
    ).encode()
    declared = f'<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "{address}a.dtd">'
    for extension, content in (
        ("html", page),
        ("xhtml", declared.encode() + page),
        ("md", f"Some text ![]({address}a.png)".encode()),
        ("eml", b"MIME-Version: 1.0\nContent-Type: text/html\n\n" + page),
        ("docx", document(f"<w:p>{run('Some text')}</w:p>")),
    ):
        assert isinstance(read(tmp_path, extension, content), SourceText)
        (tmp_path / "sources" / f"a.{extension}").unlink()
    assert not httpserver.log


@ON_LINUX
@pytest.mark.parametrize(
    ("extension", "make", "reason"),
    [
        ("pdf", lambda: pdf(TEXT * 3_000_000), "its process crashed (SIG"),
        ("txt", lambda: b"\xa3" * 19_000_000, "it needs more than 0.09 GB of memory"),
    ],
)
def test_a_copy_that_needs_too_much_memory_is_refused(
    extension: str,
    make: Callable[[], bytes],
    reason: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(extracting, "LIMITS", Limits(memory=100_000_000))
    result = read(tmp_path, extension, make())
    assert isinstance(result, Unreadable) and result.reason.startswith(reason)


@ON_LINUX
def test_a_copy_that_takes_too_long_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(extracting, "LIMITS", Limits(seconds=1))
    result = read(tmp_path, "md", b"[" * 2_000_000)
    assert isinstance(result, Unreadable) and result.reason == "it took longer than 1 second"


def test_a_large_file_is_refused_without_reading_it(tmp_path: Path) -> None:
    (tmp_path / "sources").mkdir()
    with (tmp_path / "sources" / "a.txt").open("wb") as file:
        file.truncate(200_000_000)
    (result,) = read_copies(find_copies(RECORD, tmp_path).values())
    assert isinstance(result, Unreadable)
    assert result.reason == "it is larger than 50 MB"


def damaged(content: bytes, chance: Random) -> bytes:
    """Return `content` with bytes changed, left out, added and repeated."""
    changed = bytearray(content)
    for _ in range(chance.choice([1, 3, 10, 50])):
        at, length = chance.randrange(len(changed)), chance.randrange(30)
        parts = (b"", chance.randbytes(length), changed[:200])
        changed[at : at + chance.choice([0, length])] = chance.choice(parts)
        changed += b"\n"
    return bytes(changed)


@pytest.mark.parametrize("format", documents.FORMATS)
def test_a_damaged_copy_is_read_or_refused(format: str, tmp_path: Path) -> None:
    content = documents.FORMATS[format](documents.paragraphs(Random(1), 3), Random(1))
    sources = []
    for n in range(15):
        (tmp_path / f"{n}.{format}").write_bytes(damaged(content, Random(n)))
        sources.append(Copies(str(n), tmp_path, (f"{n}.{format}",)))
    for n, result in enumerate(read_copies(sources)):
        assert result.source == str(n)
        assert isinstance(result, SourceText) or result.hint
