"""The tables of OpenDocument texts and spreadsheets, made with LibreOffice."""

from datetime import date
from pathlib import Path

import pytest

from briefing.capture.reading import read_tables, tables_of
from tests.capture.showing import lines
from tests.evidence.documents import ODT_NAMES, ODT_TYPE, zipped

FILES = Path(__file__).parents[1] / "files"


@pytest.mark.parametrize("name", ["sheet.ods", "sheet.xlsx", "made_from/sheet.fods"])
def test_a_sheet_is_read_as_it_is_shown(name: str) -> None:
    (table,) = tables_of((FILES / name).read_bytes(), name)
    assert table.name == "Chronology 2020"
    assert lines(table) == [
        "1 Date | Event | Source | Private",
        "2 4 March 2020 <2020-03-04> {Check the date} | The second reading / Second line [first]"
        " | Hansard -> https://example.org/a | 12",
        "3 (4 March 2020 <2020-03-04> {Check the date}) | [Struck row] |  | ",
        "6 April 2020 | A formula |  | ",
        "7 2021",
        "8 6 May {The sheet shows only “6 May”, but stores 6 May 2021.} | No year shown |  | ",
        "9 7 May 2021 09:30 <2021-05-07 09:30> | With a time |  | ",
    ]
    assert table.empty_rows == 2
    assert table.notes == (
        "Row 6 is hidden in the file.", "Column D is hidden in the file."
    )  # fmt: skip


def content(body: str) -> bytes:
    names = f'{ODT_NAMES} xmlns:xlink="http://www.w3.org/1999/xlink"'
    return zipped({
        "mimetype": ODT_TYPE,
        "content.xml": f"<office:document-content {names}><office:body><office:text>{body}"
        "</office:text></office:body></office:document-content>",
    })  # fmt: skip


def row(*cells: str) -> str:
    made = "".join(f"<table:table-cell>{cell}</table:table-cell>" for cell in cells)
    return f"<table:table-row>{made}</table:table-row>"


@pytest.mark.parametrize(("words", "day"), [("w/c ", None), ("", date(2021, 5, 3))])
def test_words_in_the_format_of_a_date_are_part_of_it(words: str, day: date | None) -> None:
    spaces = "urn:oasis:names:tc:opendocument:xmlns"
    sheet = f"""<office:document-content xmlns:office="{spaces}:office:1.0"
      xmlns:table="{spaces}:table:1.0" xmlns:text="{spaces}:text:1.0"
      xmlns:style="{spaces}:style:1.0" xmlns:number="{spaces}:datastyle:1.0">
      <office:automatic-styles><number:date-style style:name="N"><number:text>{words}</number:text>
      <number:day/><number:month/><number:year/></number:date-style>
      <style:style style:name="c" style:data-style-name="N"/></office:automatic-styles>
      <office:body><office:spreadsheet><table:table table:name="S"><table:table-row>
      <table:table-cell table:style-name="c" office:value-type="date"
      office:date-value="2021-05-03"><text:p>{words}3 May 2021</text:p></table:table-cell>
      </table:table-row></table:table></office:spreadsheet></office:body>
      </office:document-content>"""
    mimetype = "application/vnd.oasis.opendocument.spreadsheet"
    (table,) = read_tables(zipped({"mimetype": mimetype, "content.xml": sheet}), "a.ods")
    assert (table.rows[0].cells[0].text, table.rows[0].cells[0].day) == (f"{words}3 May 2021", day)


def test_a_text_is_read_with_its_notes_and_without_deleted_text() -> None:
    note = (
        '<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation>'
        '<text:note-body><text:p>See <text:a xlink:href="https://example.org/h">Hansard</text:a>'
        "</text:p></text:note-body></text:note>"
    )
    bill = f"<text:p>A bill{note}</text:p><text:p>x</text:p>"
    inner = f"<table:table>{row('<text:p>a</text:p>', '<text:p>b</text:p>')}</table:table>"
    body = (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>Deleted</text:p>"
        "</text:deletion></text:changed-region></text:tracked-changes><text:h>2019</text:h>"
        "<table:table><table:table-header-rows>"
        f"{row('<text:p>Date</text:p>', '<text:p>Event</text:p>')}</table:table-header-rows>"
        f"{row('<text:p>3<text:s/>April</text:p>', bill)}"
        f"{row('<text:p>4 April</text:p>', f'<text:p>A long enough text</text:p>{inner}')}"
        "</table:table>"
    )
    (table,) = tables_of(content(body), "log.odt")
    assert table.name == "2019"
    assert lines(table) == [
        "1 Date | Event",
        "2 3 April | A bill / x -> https://example.org/h {See Hansard}",
        "3 4 April | A long enough text / a | b",
    ]
