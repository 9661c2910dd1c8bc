"""Figures in documents that other programs have made: the true ones are located, and no others."""

from collections.abc import Callable, Iterator, Sequence
from html import escape
from io import BytesIO
from pathlib import Path
from random import Random

import pytest

from briefing.evidence.extracting import texts_of
from briefing.evidence.figures import find_figure
from briefing.evidence.searching import SearchText, prepare
from briefing.evidence.text import Page, SourceText
from briefing.record.model import Figure
from tests.evidence import documents
from tests.evidence.statements import (
    Statement,
    count,
    forgeries,
    is_true,
    sentences,
    share,
    statement,
)
from tests.pdfs import pdf_of

MOST_MISSED = 0.01
"""The proportion of true figures that may be missed."""


def figure(label: str, value: str, of: str = "") -> Figure:
    return Figure.model_validate({"label": label, "value": value} | ({"of": of} if of else {}))


def text_of(content: bytes, kind: str) -> SearchText:
    """Return the text of a document, as it is searched."""
    texts = texts_of(content, f"report.{kind}")
    pages = [Page(text, n if kind == "pdf" else None) for n, text in enumerate(texts, 1)]
    return prepare(SourceText("report", pages))


def written(seed: int) -> tuple[list[str], list[Statement]]:
    """Return the paragraphs of a document, and the statements in them."""
    chance = Random(seed)
    statements = [statement(chance) for _ in range(4)]
    paragraphs = documents.paragraphs(chance, 6)
    for sentence in sentences(statements, chance):
        n = chance.randrange(len(paragraphs))
        parts = [paragraphs[n], sentence]
        chance.shuffle(parts)
        paragraphs[n] = " ".join(parts)
    return paragraphs, statements


class Score:
    """The true figures located and the forgeries accepted, in many documents."""

    def __init__(self) -> None:
        self.true = self.forged = 0
        self.missed: list[Statement] = []
        self.accepted: list[tuple[str, str, str]] = []

    def add(self, text: SearchText, statements: list[Statement], chance: Random) -> None:
        for one in statements:
            self.true += 1
            if find_figure(figure(one.label, one.value, one.of), text) is None:
                self.missed.append(one)
            others = [other for other in statements if other is not one]
            for label, value, kind in forgeries(one, others, chance):
                if not is_true(label, value, statements):
                    self.forged += 1
                    if find_figure(figure(label, value, one.of), text):
                        self.accepted.append((label, value, kind))

    def check(self, kind: str) -> None:
        found = 1 - len(self.missed) / self.true
        print(f"{kind}: {found:.2%} of {self.true:,} located, {len(self.missed)} missed;", end=" ")
        print(f"{len(self.accepted)} of {self.forged:,} forgeries accepted")
        for one in self.missed[:20]:
            print(f"  missed: {one.label}: {one.value}: {one.clause}")
        for label, value, forgery in self.accepted:
            print(f"  accepted: {label}: {value} ({forgery})")
        assert not self.accepted
        assert len(self.missed) <= MOST_MISSED * self.true


def score(kind: str, made: Iterator[tuple[bytes, list[Statement]]]) -> None:
    total, chance = Score(), Random(kind)
    for content, statements in made:
        total.add(text_of(content, kind.partition(" ")[0]), statements, chance)
    total.check(kind)


def in_format(kind: str, seeds: range) -> Iterator[tuple[bytes, list[Statement]]]:
    for seed in seeds:
        paragraphs, statements = written(seed)
        yield documents.FORMATS[kind](paragraphs, Random(seed)), statements


def by_libreoffice(seeds: range, folder: Path) -> Iterator[tuple[bytes, list[Statement]]]:
    for first in seeds[::50]:
        made = [written(seed) for seed in range(first, min(first + 50, seeds.stop))]
        paragraphs = [each for each, _ in made]
        pdfs = documents.pdfs_by_libreoffice(paragraphs, Random(first), folder / str(first))
        yield from zip(pdfs, [statements for _, statements in made], strict=True)


# Tables


def _rows(seed: int) -> tuple[list[tuple[str, str]], list[Statement]]:
    """Return the rows of a table, each a label and a number, and the statements in them."""
    chance = Random(seed)
    make = chance.choice((share, count))
    made: dict[str, Statement] = {}
    while len(made) < 6:
        one = make(chance)
        if one.value[0].isdigit():
            label = one.label[0].upper() + one.label[1:]
            made[one.label] = Statement(one.label, one.value, f"{label} {one.value}", "row")
    return [(one.clause.removesuffix(f" {one.value}"), one.value) for one in made.values()], [
        *made.values()
    ]


def _html_table(rows: Sequence[tuple[str, str]]) -> str:
    body = "".join(
        f"<tr><td>{escape(label)}</td><td>{escape(value)}</td></tr>" for label, value in rows
    )
    return (
        "<h2>The results</h2><p>The table lists the answers of everybody who took part.</p>"
        f"<table><tr><th>Subject</th><th>Result</th></tr>{body}</table><p>The survey is new.</p>"
    )


def html_with_table(rows: Sequence[tuple[str, str]]) -> bytes:
    return f"<html><body>{_html_table(rows)}</body></html>".encode()


def docx_with_table(rows: Sequence[tuple[str, str]]) -> bytes:
    from docx import Document

    document = Document()
    document.add_heading("The results")
    document.add_paragraph("The table lists the answers of everybody who took part.")
    table = document.add_table(0, 2)
    for label, value in (("Subject", "Result"), *rows):
        cells = table.add_row().cells
        cells[0].text, cells[1].text = label, value
    document.add_paragraph("The survey is new.")
    made = BytesIO()
    document.save(made)
    return made.getvalue()


def pdf_with_table(rows: Sequence[tuple[str, str]]) -> bytes:
    style = "<style>td { padding: 2mm } td + td { text-align: right; white-space: nowrap }</style>"
    return pdf_of(style + _html_table(rows))


TABLES: dict[str, Callable[[Sequence[tuple[str, str]]], bytes]] = {
    "html": html_with_table,
    "docx": docx_with_table,
    "pdf": pdf_with_table,
}


def tables(kind: str, seeds: range) -> Iterator[tuple[bytes, list[Statement]]]:
    for seed in seeds:
        rows, statements = _rows(seed)
        yield TABLES[kind](rows), statements


# Tests


@pytest.mark.parametrize("kind", documents.FORMATS)
def test_true_figures_are_located_and_forgeries_are_not(kind: str) -> None:
    score(kind, in_format(kind, range(2 if kind == "pdf" else 10)))


@pytest.mark.parametrize("kind", TABLES)
def test_figures_in_tables(kind: str) -> None:
    score(f"{kind} table", tables(kind, range(2 if kind == "pdf" else 10)))


@pytest.mark.long
@pytest.mark.parametrize("kind", ["html", "docx", "txt", "pdf"])
def test_thousands_of_figures(kind: str) -> None:
    score(kind, in_format(kind, range(500)))


@pytest.mark.long
@pytest.mark.parametrize("kind", TABLES)
def test_thousands_of_figures_in_tables(kind: str) -> None:
    score(f"{kind} table", tables(kind, range(200)))


@pytest.mark.long
@documents.NEEDS_LIBREOFFICE
def test_thousands_of_figures_in_pdfs_by_libreoffice(tmp_path: Path) -> None:
    score("pdf by LibreOffice", by_libreoffice(range(500), tmp_path))
