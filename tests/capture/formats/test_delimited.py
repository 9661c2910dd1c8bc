"""Tables in text files, with any delimiter and encoding."""

import csv
from io import StringIO

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from briefing.capture.reading import tables_of
from briefing.capture.table import as_read

ROWS = [
    ["Date", "What happened", "Source"],
    ["3 March 2020", 'The minister says "no", then; leaves', "Hansard"],
    ["4 March 2020", "Line one\nLine two", "£3m – façade"],
]


def texts(content: bytes, name: str = "a.csv") -> list[list[str]]:
    (table,) = tables_of(content, name)
    return [[cell.text for cell in row.cells] for row in table.rows]


def written(rows: list[list[str]], delimiter: str = ",", ends: str = "\r\n") -> str:
    file = StringIO()
    csv.writer(file, delimiter=delimiter, lineterminator=ends).writerows(rows)
    return file.getvalue()


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "windows-1252"])
@pytest.mark.parametrize("ends", ["\r\n", "\n"])
def test_delimiter_and_encoding_are_found(delimiter: str, encoding: str, ends: str) -> None:
    assert texts(written(ROWS, delimiter, ends).encode(encoding)) == ROWS


def test_the_delimiter_can_be_declared_as_excel_does() -> None:
    (table,) = tables_of(b"sep=;\r\na, b, c;d, e, f\r\n", "a.csv")
    assert [cell.text for cell in table.rows[0].cells] == ["a, b, c", "d, e, f"]
    assert table.rows[0].number == 1


def test_a_stray_quotation_mark_does_not_join_rows() -> None:
    lines = '3/3/2020,"Ministers" say no,x\n4/3/2020,"Never ends,x\n5/3/2020,"Whole",x\n'
    assert texts(lines.encode()) == [
        ["3/3/2020", '"Ministers" say no', "x"],
        ["4/3/2020", '"Never ends', "x"],
        ["5/3/2020", "Whole", "x"],
    ]


def test_empty_rows_are_counted_and_the_others_keep_their_numbers() -> None:
    (table,) = tables_of(b"Date,Event\n\n3/3/2020,A\n,\n4/3/2020,B", "a.csv")
    assert [row.number for row in table.rows] == [1, 3, 5]
    assert table.empty_rows == 2


def test_formulas_are_only_text() -> None:
    formula = "=cmd|' /C calc'!A0"
    assert texts(f"Date,Event\n2020,{formula}\n".encode())[1] == ["2020", formula]


VALUES = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=12)


@example([["|", "||", "||"]], ",")
@given(
    st.lists(st.lists(VALUES, min_size=3, max_size=3), min_size=1, max_size=6),
    st.sampled_from(",;\t|"),
)
def test_quoted_values_are_read_as_they_were_written(rows: list[list[str]], delimiter: str) -> None:
    from briefing.capture.formats.delimited import read

    file = StringIO()
    csv.writer(file, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows([["a", "b", "c"], *rows])
    (table,) = read(file.getvalue().encode(), "a.csv")
    found = [[cell.text for cell in row.cells] for row in table.rows]
    expected = [[as_read(value) for value in row] for row in rows]
    assert found == [["a", "b", "c"], *(row for row in expected if any(row))]
