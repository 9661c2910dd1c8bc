"""Tables of areas, as spreadsheet programs write them."""

import pytest

from briefing.record.area_tables import TabledArea
from briefing.record.loading import File, LoadResult
from briefing.record.translations import by_language
from tests.helpers import load

EVENTS = """\
title: A park
areas: areas.csv
events:
  - {date: 2019-04, kind: news, title: A, source: https://example.org/a, areas: [ynys-mon]}
"""
ROWS = [
    ["id", "Name", "within", "MP", "name:cy"],
    ["ynys-mon", "Anglesey", "wales", 'Ann "Annie" Example; Dr', "Ynys Môn"],
    ["", "", "", "", ""],
    ["wales", "Wales", "", "", "Cymru"],
]


def loaded(table: bytes, events: str = EVENTS, *more: File) -> LoadResult:
    def read_sibling(name: str) -> bytes:
        assert name == "areas.csv"
        return table

    return load([File("record/events.yaml", events.encode(), read_sibling), *more])


def written(delimiter: str, end: str = "\r\n") -> str:
    def cell(text: str) -> str:
        quoted = text.replace('"', '""')
        return f'"{quoted}"' if delimiter in text or '"' in text else text

    return end.join(delimiter.join(map(cell, row)) for row in ROWS) + end


@pytest.mark.parametrize(
    "table",
    [
        written(",").encode(),
        written(";").encode("utf-8-sig"),
        written(";", "\n").encode("cp1252"),
        f"sep=;\r\n{written(';')}".encode("cp1252"),
        written("\t").encode("utf-16"),
        written(",", "\r").encode(),
    ],
)
def test_tables_are_read_as_spreadsheet_programs_write_them(table: bytes) -> None:
    result = loaded(table)
    assert not [problem for problem in result.problems if problem.severity == "error"]
    areas = result.record.areas
    assert list(areas) == ["ynys-mon", "wales"]
    anglesey, wales = areas.values()
    assert isinstance(anglesey, TabledArea)
    assert isinstance(wales, TabledArea)
    assert by_language(anglesey.name, "?") == {"en-GB": "Anglesey", "cy": "Ynys Môn"}
    assert (anglesey.within, wales.within) == ("wales", None)
    assert (anglesey.columns, wales.columns) == ({"mp": 'Ann "Annie" Example; Dr'}, {})


def test_a_name_without_a_translation_needs_a_column() -> None:
    titled = EVENTS.replace("A park", "{en: A park, cy: Parc}").replace(
        "title: A,", "title: {en: A, cy: B},"
    )
    (problem,) = loaded(b"id,name\nynys-mon,Anglesey\n", titled).problems
    assert problem.message == "this area has no Welsh for: name"
    assert problem.hint == "add a column to the table: name:cy"
    # There is one note for a column, on the first line without a translation.
    (problem,) = loaded(b"id,name\nynys-mon,Anglesey\na,A\nb,B\n", titled).problems
    assert (problem.place.line, problem.message) == (
        2,
        "this area and 2 others have no Welsh for: name",
    )
    rows = b"id,name,Name:cy\nynys-mon,Anglesey,Ynys\na,A,\nb,B,\n"
    (problem,) = loaded(rows, titled).problems
    assert (problem.place.line, problem.hint) == (3, "fill in the column name:cy")
    assert problem.message == "this area and 1 other have no Welsh for: name"


def test_problems_are_on_the_lines_of_the_table() -> None:
    table = 'id,name,within,mp\na,"A\n1",,\n\na,Again,,\n"b",,,x,y\nc,C,d,\n'
    result = loaded(table.encode())
    places = [(each.file, *each.place[:2], each.slug) for each in result.problems]
    assert {*places} >= {
        ("record/areas.csv", 5, 1, "given-twice"),
        ("record/areas.csv", 6, 5, "faulty-row"),
        ("record/areas.csv", 6, 1, "faulty-row"),
        ("record/areas.csv", 7, 5, "unknown-area"),
        ("record/events.yaml", 4, 82, "unknown-area"),
    }
    hints = [each.hint for each in result.problems if each.place.line == 7]
    assert hints == ["add it to record/areas.csv"]


def test_a_column_cannot_be_there_twice_in_one_language() -> None:
    table = b"id,name,MP,mp,mp:en-GB,mp:cy\nynys-mon,Anglesey,Ann,,Bob,Carys\n"
    result = loaded(table)
    errors = [
        (each.place.column, each.message)
        for each in result.problems
        if each.slug == "unusable-column"
    ]
    assert errors == [
        (12, "'mp' has the same name and language as another column"),
        (15, "'mp:en-GB' has the same name and language as another column"),
    ]
    area = result.record.areas["ynys-mon"]
    assert isinstance(area, TabledArea)
    assert by_language(area.columns["mp"], "?") == {"en-GB": "Ann", "cy": "Carys"}


def test_a_column_has_the_former_ids() -> None:
    titled = EVENTS.replace("title: A,", 'title: "A {area.formerly}",')
    table = (
        "id,name,formerly\nynys-mon,Môn, mon  anglesey\nmon,M,\nx,X,anglesey ynys-mon\ny,Y,a;b\n"
    )
    result = loaded(table.encode(), titled)
    areas = result.record.areas
    assert [areas[id].formerly for id in ("ynys-mon", "mon", "x")] == [
        *(("mon", "anglesey"), (), ("anglesey", "ynys-mon")),
    ]
    found = [
        (each.slug, *each.place[:2], each.message)
        for each in result.problems
        if each.file == "record/areas.csv"
    ]
    assert found == [
        ("former-id-in-use", 2, 14, "the former id 'mon' is the id of another area"),
        ("former-id-in-use", 4, 5, "the former id 'anglesey' appears twice"),
        ("former-id-in-use", 4, 5, "the former id 'ynys-mon' is the id of another area"),
        ("faulty-row", 5, 5, "'a;b' cannot be an id"),
    ]
    # Texts cannot use it.
    assert [each.slug for each in result.problems if each.file != "record/areas.csv"] == [
        "unknown-column"
    ]
    (problem,) = loaded(b"id,name,formerly:cy\nynys-mon,M,mon\n").problems
    assert problem.message == "'formerly' has no translations"


def test_an_area_cannot_be_in_the_table_and_in_a_file() -> None:
    others = b"areas: {wales: {name: Wales}, uk: {name: UK}}"
    result = loaded(written(",").encode(), EVENTS, File("record/more.yaml", others))
    (problem,) = (each for each in result.problems if each.severity == "error")
    assert (problem.slug, problem.file, problem.place.line) == (
        "given-twice",
        "record/areas.csv",
        4,
    )
    assert list(result.record.areas) == ["wales", "uk", "ynys-mon"]


def test_an_internal_file_makes_its_table_internal() -> None:
    internal = b"audience: internal\nareas: areas.csv\n"
    files = [File("a.yaml", b"title: A\n"), File("b.yaml", internal, lambda _: b"id,name\nx,X\n")]
    record = load(files).record
    assert record.audiences[record.areas["x"].where.file] == "internal"


def test_a_spreadsheet_is_refused_with_a_way_out() -> None:
    result = load([File("a.yaml", EVENTS.replace(".csv", ".xlsx").encode(), lambda _: b"PK\3\4")])
    (problem,) = (each for each in result.problems if each.slug == "unreadable-table")
    assert problem.hint == "in your spreadsheet program, save the sheet as CSV, and name that file"


@pytest.mark.parametrize(
    ("cell", "hint"),
    [
        ('"Anglesey', 'write Anglesey, or if the mark belongs there: """Anglesey"'),
        ('Anglesey"', 'write Anglesey, or if the mark belongs there: "Anglesey"""'),
        ('"Isle" of x', 'write Isle of x, or if the marks belong there: """Isle"" of x"'),
        ('The "Isle"', None),
        ('"The ""Isle"', None),
    ],
)
def test_a_quotation_mark_that_is_not_closed_is_reported_on_its_line(
    cell: str, hint: str | None
) -> None:
    table = f"id,name,mp\nwales,Wales,Bob\nynys-mon,{cell},Ann\nmon,Mon,Carys\n"
    found = [each for each in loaded(table.encode()).problems if each.slug == "faulty-row"]
    assert [(each.place.line, each.hint) for each in found] == ([(3, hint)] if hint else [])
    assert [each.place.column for each in found] == ([10] if hint else [])


def test_a_cell_cannot_use_a_column() -> None:
    titled = EVENTS.replace("A park", "{en: A park, cy: Parc}").replace(
        "title: A,", "title: {en: A, cy: B},"
    )
    table = "id,name,name:cy,mp\nynys-mon,Anglesey,Môn,Ann\nwales,Wales,{area.mp},{area.name}\n"
    found = [
        (*each.place[:2], each.message)
        for each in loaded(table.encode(), titled).problems
        if each.slug == "column-out-of-place"
    ]
    assert found == [
        (3, 13, "a cell of the table cannot use a column: {area.mp}"),
        (3, 23, "a cell of the table cannot use a column: {area.name}"),
    ]
