"""Files that were made to harm: each is read harmlessly, or refused with a way out."""

import sys
from collections.abc import Callable
from io import BytesIO
from random import Random
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from briefing.capture.reading import read_tables
from briefing.evidence.kinds import NotReadable
from briefing.workers import Limits
from tests.capture.formats import test_docx
from tests.capture.formats.test_open_document import content as odt
from tests.capture.formats.test_xlsx import row, text, workbook
from tests.capture.showing import lines
from tests.evidence.documents import ODT_NAMES, ODT_TYPE, zipped
from tests.evidence.extracting.test_docx import document
from tests.evidence.extracting.test_hostile import BOMB, FILE, with_entities

pytestmark = pytest.mark.usefixtures("real_workers")
ON_LINUX = pytest.mark.skipif(sys.platform != "linux", reason="only Linux can limit processes")
TIGHT = Limits(seconds=1, memory=200_000_000)
ENTITIES = f'<!DOCTYPE a [<!ENTITY e0 "lol">{BOMB}]>'
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def ods(body: str) -> bytes:
    sheet = f"<office:spreadsheet>{body}</office:spreadsheet>"
    return zipped({
        "mimetype": ODT_TYPE.replace("text", "spreadsheet"),
        "content.xml": f"<office:document-content {ODT_NAMES}><office:body>{sheet}"
        "</office:body></office:document-content>",
    })  # fmt: skip


def with_part(content: bytes, name: str, part: bytes) -> bytes:
    """Return a zip file with a part added or replaced."""
    made = BytesIO()
    with ZipFile(BytesIO(content)) as old, ZipFile(made, "w", ZIP_DEFLATED, compresslevel=1) as new:
        for each in old.namelist():
            if each != name:
                new.writestr(each, old.read(each))
        new.writestr(name, part)
    return made.getvalue()


PLAIN = workbook(row(1, text("A1", "Date"), text("B1", "Event")))
SHEET = "xl/worksheets/sheet1.xml"


@pytest.mark.parametrize(
    ("name", "make", "reason"),
    [
        ("a.xlsx", lambda: with_part(PLAIN, SHEET, b" " * 100_000_001), "its text is larger than"),
        ("a.ods", lambda: with_part(ods(""), "content.xml", b" " * 100_000_001), "its text is la"),
        (
            "a.xlsx",
            lambda: with_part(PLAIN, SHEET, f"{ENTITIES}<a>&e12;</a>".encode()),
            "it is dam",
        ),
        ("a.xlsx", lambda: with_part(PLAIN, SHEET, f"{FILE}<a>&e12;</a>".encode()), "it declares"),
        ("a.docx", lambda: with_entities(ENTITIES), "it is damaged"),
        ("a.docx", lambda: with_entities(FILE), "it declares XML entities"),
        ("a.fods", lambda: f"{FILE}<office:document {ODT_NAMES}>&e12;".encode(), "it is damaged"),
        ("a.xlsx", lambda: PLAIN[:-40], "it is damaged"),
        ("a.docx", lambda: zipped({"a.txt": "not a document"}), "it is not a Word document"),
        ("a.zip", lambda: zipped({"a.csv": "a,b"}), "its format is not supported"),
        ("a.xls", lambda: OLD_OFFICE + Random(1).randbytes(10_000), "it is an old Office file"),
        ("a.xlsx", lambda: OLD_OFFICE + b"EncryptedPackage" * 99, "it is an old Office file"),
        ("a.csv", lambda: Random(1).randbytes(10_000), "it is not a CSV file"),
        ("a.html", lambda: b"<table>" * 200_000 + b"deep", "its elements are nested too deeply"),
        ("a.pdf", lambda: b"%PDF-1.7", "it is a PDF"),
        ("a.xml", lambda: f"{FILE}<a>&e12;</a>".encode(), ""),
    ],
)
def test_hostile_files_are_refused(name: str, make: Callable[[], bytes], reason: str) -> None:
    with pytest.raises(NotReadable) as error:
        read_tables(make(), name)
    assert error.value.reason.startswith(reason)
    assert error.value.hint


REPEATED = 'table:number-rows-repeated="1048576"'
CELL = (
    '<table:table-cell table:number-columns-repeated="16384"><text:p>a</text:p></table:table-cell>'
)

FULL = f"<table:table><table:table-row {REPEATED}>{CELL}</table:table-row></table:table>"


@ON_LINUX
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.ods", ods(FULL)),
        pytest.param(
            "a.html",
            b"<table>" + b"<tr><td colspan=1000 rowspan=0>a<td>b" * 100_000,
            marks=pytest.mark.long,
        ),
        pytest.param(
            "a.csv", b"\n".join([b",".join([b"a"] * 5000)] * 5000), marks=pytest.mark.long
        ),
    ],
)
def test_files_that_need_too_much_are_stopped(name: str, content: bytes) -> None:
    with pytest.raises(NotReadable) as error:
        read_tables(content, name, TIGHT)
    assert error.value.reason.startswith(("it needs more than", "it took longer", "the system"))
    assert error.value.hint


@pytest.mark.parametrize(
    ("name", "make", "number"),
    [
        (
            "a.xlsx",
            lambda: workbook(
                row(1, text("A1", "a"), text("B1", "b")) + "<row/>" * 20_000,
                before='<dimension ref="A1:XFD1048576"/>',
                after='<mergeCells><mergeCell ref="A1:A1048576"/></mergeCells>',
            ),
            1,
        ),
        (
            "a.ods",
            lambda: ods(
                "<table:table><table:table-row><table:table-cell><text:p>a</text:p>"
                '</table:table-cell><table:table-cell table:number-columns-repeated="16383"/>'
                f"</table:table-row><table:table-row {REPEATED}><table:table-cell "
                'table:number-columns-repeated="16384"/></table:table-row></table:table>'
            ),
            1,
        ),
        ("a.csv", lambda: b"a,b\n" + b'"' * 1_000_000, 2),
        ("a.md", lambda: b"| a | b |\n|---|---|\n| c | d |\n\n" + b"> " * 100_000, 2),
        ("a.docm", lambda: with_part(docm(), "word/vbaProject.bin", b"Shell"), 1),
        ("a.csv", lambda: b"=cmd|' /C calc'!A0,@SUM(1+1)\n", 1),
    ],
)
def test_files_that_could_harm_are_read(name: str, make: Callable[[], bytes], number: int) -> None:
    (table,) = read_tables(make(), name)
    assert len(lines(table)) == number
    assert table.empty_rows == 0


def docm() -> bytes:
    return document(test_docx.table(test_docx.row("a", "b")))


def test_a_document_without_tables_says_so() -> None:
    with pytest.raises(NotReadable, match="it has no table") as error:
        read_tables(odt("<text:p>Only text</text:p>"), "a.odt")
    assert "spreadsheet" in error.value.hint
