"""Reading the tables of any file: the format is found, and hostile files do no harm."""

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from briefing.capture.reading import read_tables
from briefing.evidence.kinds import NotReadable
from tests.capture.formats import test_docx, test_open_document, test_xlsx
from tests.evidence.extracting.test_docx import document


@pytest.mark.parametrize(
    ("content", "name", "reason"),
    [
        (b"", "a.csv", "it has no table"),
        (b" " * 50_000_001, "a.csv", "it is larger than 50 MB"),
        (b"anything", "a.xyz", "its format is not supported"),
    ],
)
def test_a_file_without_a_table_is_refused(content: bytes, name: str, reason: str) -> None:
    with pytest.raises(NotReadable) as error:
        read_tables(content, name)
    assert error.value.reason == reason
    assert error.value.hint


MANY = 5000


def cells(number: int) -> tuple[str, str]:
    return (
        f"{1 + number % 28} March {2000 + number // 300}",
        f"The minister announces part {number}",
    )


def row_of_sheet(number: int) -> str:
    day, title = cells(number)
    place = number + 1
    made = test_xlsx.text(f"A{place}", day), test_xlsx.text(f"B{place}", title)
    return test_xlsx.row(place, *made)


LONG: dict[str, Callable[[], bytes]] = {
    "a.csv": lambda: "\n".join(",".join(cells(n)) for n in range(MANY)).encode(),
    "a.md": lambda: (
        "| a | b |\n|--|--|\n" + "\n".join(f"| {' | '.join(cells(n))} |" for n in range(1, MANY))
    ).encode(),
    "a.html": lambda: (
        "<table>" + "".join(f"<tr><td>{'<td>'.join(cells(n))}" for n in range(MANY))
    ).encode(),
    "a.docx": lambda: document(test_docx.table(*(test_docx.row(*cells(n)) for n in range(MANY)))),
    "a.odt": lambda: test_open_document.content(
        "<table:table>"
        + "".join(
            test_open_document.row(*(f"<text:p>{cell}</text:p>" for cell in cells(n)))
            for n in range(MANY)
        )
        + "</table:table>"
    ),
    "a.xlsx": lambda: test_xlsx.workbook("".join(row_of_sheet(n) for n in range(MANY))),
}


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=() if name in ("a.csv", "a.xlsx") else pytest.mark.long)
        for name in LONG
    ],
)
def test_no_row_of_a_long_table_is_lost(name: str) -> None:
    (table,) = read_tables(LONG[name](), name)
    assert [row.number for row in table.rows] == list(range(1, MANY + 1))
    assert [cell.text for cell in table.rows[-1].cells] == list(cells(MANY - 1))


TRUTHS = sorted((Path(__file__).parent / "files").glob("*.truth.yaml"))


@pytest.mark.parametrize("truth", TRUTHS, ids=lambda path: path.name.removesuffix(".truth.yaml"))
def test_every_row_of_a_messy_file_is_read_in_order(truth: Path) -> None:
    expected = yaml.load(truth.read_text(encoding="utf-8"), yaml.BaseLoader)
    assert int(expected["rows"]) == len(expected["events"])
    name = truth.name.removesuffix(".truth.yaml")
    content = (truth.parent / name).read_bytes()
    firsts = [
        cell.text.partition("\n")[0]
        for table in read_tables(content, name)
        for row in table.rows
        for cell in row.cells
    ]
    remaining = iter(firsts)
    for event in expected["events"]:
        assert event["title"] in remaining, event


def test_there_are_enough_messy_files() -> None:
    assert len(TRUTHS) >= 30
