"""The text of documents that other programs have made: every sentence comes out."""

import re
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.evidence.copies import find_copies
from briefing.evidence.extracting import read_copies, texts_of
from briefing.evidence.text import SourceText
from tests.evidence import documents
from tests.helpers import load_record

EXACT = ("html", "txt", "docx", "odt", "mhtml")
"""Formats in which any text can be written. In Markdown, some text is markup."""
WITHOUT_PAGES = sorted(documents.FORMATS.keys() - {"pdf"})


def text_of(content: bytes | str, name: str) -> str:
    """Return the text of a document, with single spaces."""
    content = content.encode() if isinstance(content, str) else content
    return " ".join(" ".join(texts_of(content, name)).split())


@given(seed=st.integers(0, 10**6), format=st.sampled_from(WITHOUT_PAGES))
def test_every_paragraph_comes_out_in_order(seed: int, format: str) -> None:
    chance = Random(seed)
    written = documents.paragraphs(chance, 5)
    text, at = text_of(documents.FORMATS[format](written, chance), f"a.{format}"), 0
    for paragraph in written:
        at = text.index(paragraph, at) + len(paragraph)


WORDS = st.text(st.characters(categories=["L", "M", "N", "P", "S", "Z"]), min_size=1).map(
    lambda text: " ".join(text.split())
)


@given(st.lists(WORDS.filter(bool), min_size=1), st.integers(0, 20), st.sampled_from(EXACT))
def test_any_text_comes_out(written: list[str], seed: int, format: str) -> None:
    text, at = text_of(documents.FORMATS[format](written, Random(seed)), f"a.{format}"), 0
    for paragraph in written:
        at = text.index(paragraph, at) + len(paragraph)


def squeezed(pages: list[str]) -> str:
    """Return the text of pages without white space, hyphens, running lines and page numbers."""
    texts = []
    for number, page in enumerate(pages, 1):
        text = re.sub(rf"{documents.FOOTER}(?:\s{number})?\s*$", "", page)
        texts.append(text.replace(documents.HEADER, ""))
    return re.sub(r"[\s\-‐]+", "", " ".join(texts))


def assert_pdf_has(content: bytes, written: list[str]) -> None:
    text = squeezed(texts_of(content, "a.pdf"))
    lost = [paragraph for paragraph in written if squeezed([paragraph]) not in text]
    assert not lost


@pytest.mark.parametrize(
    "seed", [0, *(pytest.param(seed, marks=pytest.mark.long) for seed in range(1, 5))]
)
def test_every_paragraph_of_a_pdf_comes_out(seed: int) -> None:
    chance = Random(seed)
    written = documents.paragraphs(chance)
    assert_pdf_has(documents.pdf_by_weasyprint(written, chance), written)


@pytest.mark.long
@pytest.mark.parametrize("format", WITHOUT_PAGES)
def test_every_paragraph_of_500_documents_comes_out(format: str) -> None:
    for seed in range(500):
        chance = Random(seed)
        written = documents.paragraphs(chance)
        text = text_of(documents.FORMATS[format](written, chance), f"a.{format}")
        assert not [paragraph for paragraph in written if paragraph not in text]


@pytest.mark.long
def test_every_paragraph_of_500_pdfs_of_weasyprint_comes_out() -> None:
    for seed in range(500):
        chance = Random(seed)
        written = documents.paragraphs(chance)
        assert_pdf_has(documents.pdf_by_weasyprint(written, chance), written)


@pytest.mark.long
@documents.NEEDS_LIBREOFFICE
def test_every_paragraph_of_500_pdfs_of_libreoffice_comes_out(tmp_path: Path) -> None:
    chance = Random(0)
    texts = [documents.paragraphs(chance) for _ in range(500)]
    made = documents.pdfs_by_libreoffice(texts, chance, tmp_path / "made")
    for content, written in zip(made, texts, strict=True):
        assert_pdf_has(content, written)


def test_copies_are_read_in_order(tmp_path: Path) -> None:
    folder = tmp_path / "sources"
    folder.mkdir()
    for name, text in (("a.1.txt", "One"), ("a.2.md", "**Two**"), ("b.txt", "Three")):
        (folder / name).write_text(text)
    found = find_copies(load_record(RECORD), tmp_path)
    first, second = read_copies([found["b"], found["a"]])
    assert isinstance(first, SourceText) and isinstance(second, SourceText)
    assert [(page.text, page.copy) for page in (*first.pages, *second.pages)] == [
        ("Three", "sources/b.txt"),
        ("One", "sources/a.1.txt"),
        ("Two", "sources/a.2.md"),
    ]
    for read, source in ((first, "b"), (second, "a")):
        assert (read.source, read.hash) == (source, found[source].hash)
        assert read.extractor == found[source].extractor


RECORD = """
title: Example
sources: {a: {title: A}, b: {title: B}}
events: [{date: 2019-04-03, kind: news, title: The council meets, sources: [a, b]}]
"""
