"""The sheets of Excel workbooks, as a person sees them."""

from collections.abc import Mapping
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest

from briefing.capture.reading import tables_of
from briefing.evidence.kinds import NotReadable
from tests.capture.showing import lines, names
from tests.evidence.documents import zipped

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
LINKS = "http://schemas.openxmlformats.org/package/2006/relationships"


def relations(*rows: tuple[str, str, str, str]) -> str:
    listed = "".join(
        f'<Relationship Id="{id}" Type="{TYPES}/{type}" Target="{target}" {mode}/>'
        for id, type, target, mode in rows
    )
    return f'<Relationships xmlns="{LINKS}">{listed}</Relationships>'


def workbook(
    data: str,
    *,
    before: str = "",
    after: str = "",
    styles: str = "",
    strings: str = "",
    linked: str = "",
    parts: Mapping[str, str] | None = None,
    state: str = "visible",
) -> bytes:
    """Return a workbook with one sheet, whose rows are `data`."""
    names = f'xmlns="{MAIN}" xmlns:r="{TYPES}"'
    return zipped({
        "_rels/.rels": relations(("a", "officeDocument", "xl/workbook.xml", "")),
        "xl/workbook.xml": f'<workbook {names}><sheets><sheet name="Log" r:id="s" state="{state}"/>'
        "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": relations(
            ("s", "worksheet", "worksheets/sheet1.xml", ""),
            ("t", "sharedStrings", "/xl/sharedStrings.xml", ""),
            ("u", "styles", "styles.xml", ""),
        ),
        "xl/worksheets/sheet1.xml": f"<worksheet {names}>{before}<sheetData>{data}</sheetData>"
        f"{after}</worksheet>",
        "xl/worksheets/_rels/sheet1.xml.rels": f'<Relationships xmlns="{LINKS}">{linked}'
        "</Relationships>",
        "xl/styles.xml": f"<styleSheet {names}>{styles}</styleSheet>",
        "xl/sharedStrings.xml": f"<sst {names}>{strings}</sst>",
        **(parts or {}),
    })  # fmt: skip


def row(number: int, *cells: str, settings: str = "") -> str:
    return f'<row r="{number}" {settings}>{"".join(cells)}</row>'


def text(place: str, value: str, style: int = 0) -> str:
    return f'<c r="{place}" s="{style}" t="str"><v>{value}</v></c>'


def number(place: str, value: float, style: int = 0) -> str:
    return f'<c r="{place}" s="{style}"><v>{value}</v></c>'


STYLES = (
    '<numFmts><numFmt numFmtId="164" formatCode="mmm\\-yy"/></numFmts>'
    "<fonts><font/><font><strike/></font></fonts>"
    '<cellXfs><xf/><xf numFmtId="14"/><xf numFmtId="164"/><xf fontId="1"/>'
    '<xf fontId="1" numFmtId="14"/></cellXfs>'
)


def shown(data: str, **given: Any) -> list[str]:
    (table,) = tables_of(workbook(data, styles=STYLES, **given), "log.xlsx")
    return lines(table)


def test_dates_are_as_exact_as_their_formats_show() -> None:
    data = row(1, number("A1", 43894, 1), text("B1", "Day")) + row(
        2, number("A2", 43891, 2), text("B2", "Month")
    )
    assert shown(data) == ["1 4 March 2020 <2020-03-04> | Day", "2 March 2020 | Month"]


def test_struck_out_text_is_kept_apart() -> None:
    strings = (
        "<si><r><t>The </t></r><r><rPr><strike/></rPr><t>first </t></r><r><t>reading</t></r></si>"
    )
    data = row(1, number("A1", 43894, 4), '<c r="B1" t="s"><v>0</v></c>', text("C1", "Gone", 3))
    assert shown(data, strings=strings) == ["1 [4 March 2020] | The reading [first] | [Gone]"]


def test_formulas_give_their_saved_values_and_are_never_calculated() -> None:
    data = row(
        1,
        '<c r="A1" t="str"><f>"a"&amp;"b"</f><v>saved</v></c>',
        '<c r="B1"><f>1+1</f></c>',
        '<c r="C1" t="str"><f>HYPERLINK("https://example.org/a","x")</f><v>Report</v></c>',
        text("D1", "=cmd|' /C calc'!A0"),
    )
    note = "{The file has no saved value of this formula.}"
    assert shown(data) == [
        f"1 saved | =1+1 {note} | Report -> https://example.org/a | =cmd|' /C calc'!A0"
    ]


def test_merged_cells_are_repeated_down_and_headings_are_rows_of_one_cell() -> None:
    data = "".join([
        row(1, text("A1", "2019")),
        row(2, text("A2", "3 March"), text("B2", "One"), text("C2", "x")),
        row(3, text("A3", "Under the merged cell"), text("B3", "Two"), text("C3", "y")),
        row(4, text("B4", "Wide")),
    ])  # fmt: skip
    areas = ("A1:C1", "A2:A4", "B4:C4")
    merged = "".join(f'<mergeCell ref="{area}"/>' for area in areas)
    after = f"<mergeCells>{merged}</mergeCells>"
    assert shown(data, after=after) == [
        "1 2019",
        "2 3 March | One | x",
        "3 (3 March) | Two | y",
        "4 (3 March) | Wide | ",
    ]


def test_links_to_the_web_are_links_and_others_are_notes() -> None:
    after = (
        '<hyperlinks><hyperlink ref="A1:B1" r:id="w"/><hyperlink ref="C1" r:id="f"/>'
        '<hyperlink ref="D1" location="Log!A1"/></hyperlinks>'
    )
    external = f'Type="{TYPES}/hyperlink" TargetMode="External"'
    linked = (
        f'<Relationship Id="w" {external} Target="https://example.org/?a=1"/>'
        f'<Relationship Id="f" {external} Target="file:///C:/minutes.doc"/>'
    )
    data = row(1, text("A1", "A"), text("B1", "B"), text("C1", "C"), text("D1", "D"))
    assert shown(data, after=after, linked=linked) == [
        "1 A -> https://example.org/?a=1 | B -> https://example.org/?a=1"
        " | C {Link to file:///C:/minutes.doc} | D"
    ]


def test_comments_belong_to_their_cells_and_threads_lose_the_words_of_excel() -> None:
    comments = (
        f'<comments xmlns="{MAIN}"><commentList>'
        '<comment ref="A1"><text><r><t>Check </t></r><r><t>this</t></r></text></comment>'
        '<comment ref="B2"><text><t>[Threaded comment]\n\nYour version of Excel allows you to read '
        "this.\n\nComment:\n    Is it sure?\nReply:\n    Yes</t></text></comment>"
        "</commentList></comments>"
    )
    linked = f'<Relationship Id="c" Type="{TYPES}/comments" Target="../comments1.xml"/>'
    content = workbook(
        row(1, text("A1", "A"), text("B1", "B")) + row(2, text("A2", "C"), '<c r="B2"/>'),
        linked=linked, parts={"xl/comments1.xml": comments},
    )  # fmt: skip
    (table,) = tables_of(content, "log.xlsx")
    assert lines(table) == ["1 A {Check this} | B", "2 C | {Is it sure?\nReply:\nYes}"]


def test_hidden_rows_and_columns_are_read_and_named() -> None:
    data = "".join(
        row(
            n,
            text(f"A{n}", "a"),
            text(f"B{n}", "b"),
            settings='hidden="1"' if n in (2, 3, 5) else "",
        )
        for n in range(1, 7)
    )
    before = '<cols><col min="2" max="16384" hidden="1"/></cols>'
    (table,) = tables_of(workbook(data, before=before, state="hidden"), "log.xlsx")
    assert len(table.rows) == 6
    assert table.notes == (
        "The sheet is hidden in the file.",
        "Rows 2 to 3 and 5 are hidden in the file.",
        "Column B is hidden in the file.",
    )


def test_rows_far_down_and_columns_far_right_are_read() -> None:
    data = row(1, text("A1", "a"), text("B1", "b")) + row(
        1048576, text("A1048576", "c"), text("XFD1048576", "d")
    )
    (table,) = tables_of(workbook(data), "log.xlsx")
    assert [row.number for row in table.rows] == [1, 1048576]
    assert table.rows[1].cells[16383].text == "d"
    assert table.empty_rows == 1048574


@pytest.mark.parametrize("data", ["", row(1, '<c r="A1"/>')])
def test_a_workbook_without_text_has_no_table(data: str) -> None:
    with pytest.raises(NotReadable, match="it has no table"):
        tables_of(workbook(data), "log.xlsx")


def test_other_sheets_and_errors_are_read_as_shown() -> None:
    data = row(
        1,
        '<c r="A1" t="e"><v>#REF!</v></c>',
        '<c r="B1" t="b"><v>1</v></c>',
        '<c r="C1" t="d"><v>2020-03-04</v></c>',
        '<c r="D1" t="inlineStr"><is><t>_x0041_b</t></is></c>',
    )
    assert shown(data) == ["1 #REF! | TRUE | 4 March 2020 <2020-03-04> | Ab"]
    (table,) = tables_of(workbook(data), "saved-with-another-name.csv")
    assert names([table]) == ["Log"]


def test_workbooks_of_odd_programs_are_read() -> None:
    rows = row(1, text("A1", "a"), '<c r="B1" t="s"><v/></c>', '<c r="C1" t="s"><v>9</v></c>')
    dates = row(2, '<c r="A2" t="d"><v>10:30:00</v></c>', '<c r="B2"><v/></c>', number("C2", 1))
    content = workbook(rows + dates)
    with ZipFile(BytesIO(content)) as parts:
        flat: dict[str, str | bytes] = {
            name.replace("xl/", ""): parts.read(name).decode().replace("xl/", "")
            for name in parts.namelist()
        }
        windows: dict[str, str | bytes] = {
            name.replace("/", "\\"): parts.read(name).decode() for name in parts.namelist()
        }
    for made in (content, zipped(flat), zipped(windows)):
        (table,) = tables_of(made, "log.xlsx")
        assert lines(table) == ["1 a |  | ", "2 10:30:00 |  | 1"]
