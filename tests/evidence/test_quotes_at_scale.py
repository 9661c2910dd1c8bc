"""True quotes and forgeries, taken from many documents in every format of a copy."""

from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random
from time import perf_counter

import pytest

from briefing.evidence.extracting import texts_of
from briefing.evidence.quotes import find_quote
from briefing.evidence.searching import SearchText, prepare
from briefing.evidence.text import Page, SourceText
from tests.evidence import documents, prose
from tests.evidence.taking import compared, forge, take

Written = Sequence[Sequence[str]]
Maker = Callable[[Written, Random, Path], list[bytes]]


def each(function: Callable[[Sequence[str], Random], bytes]) -> Maker:
    return lambda written, chance, folder: [function(one, chance) for one in written]


MAKERS: dict[str, tuple[str, Maker]] = {
    "HTML": ("html", each(documents.html)),
    "text": ("txt", each(documents.text)),
    "Word": ("docx", each(documents.docx)),
    "PDF by WeasyPrint": ("pdf", each(documents.pdf_by_weasyprint)),
    "PDF by LibreOffice": ("pdf", documents.pdfs_by_libreoffice),
}
"""The extension of the files and the function that makes them, by format."""


def read(content: bytes, extension: str, name: str) -> SearchText:
    texts = texts_of(content, f"{name}.{extension}")
    return prepare(
        SourceText(
            name,
            [Page(text, n if extension == "pdf" else None) for n, text in enumerate(texts, 1)],
        )
    )


def prove(
    format: str, number: int, quotes: int, folder: Path
) -> tuple[list[str], list[str], list[str]]:
    """Return the true quotes that are lost, the forgeries found, and the quotes misattributed."""
    extension, make = MAKERS[format]
    chance = Random(format)
    written = [prose.paragraphs(chance) for _ in range(number)]
    made = make(written, chance, folder)
    start = perf_counter()
    texts = [read(content, extension, f"d{n}") for n, content in enumerate(made)]
    reading, start = perf_counter() - start, perf_counter()
    lost, accepted, misattributed = [], [], []
    for n in range(quotes):
        right = n % number
        quote = take(written[right], chance)
        if find_quote(quote, texts[right]) is None:
            lost.append(f"{right}: {quote}")
        forgery = forge(written[right], chance)
        if find_quote(forgery, texts[right]):
            accepted.append(f"{right}: {forgery}")
    searching, start = perf_counter() - start, perf_counter()
    wrong, plain = 0, [compared(" ".join(one)) for one in written]
    for n in range(quotes // 10):
        right = n % number
        quote = take(written[right], chance, only_typography=True)
        whole = compared(quote)
        if sum(whole in one for one in plain) > 1:
            continue
        wrong += 1
        found = [text.source.source for text in texts if find_quote(quote, text)]
        if found[:1] != [f"d{right}"]:
            misattributed.append(f"{right}, not {found}: {quote}")
    print(
        f"\n{format}: {quotes - len(lost)} of {quotes} quotes found, "
        f"{len(accepted)} of {quotes} forgeries accepted, "
        f"{wrong - len(misattributed)} of {wrong} found in the right source; "
        f"{reading:.1f} s to read {number} documents, {searching:.1f} s to take and search, "
        f"{perf_counter() - start:.1f} s to search all"
    )
    return lost, accepted, misattributed


@pytest.mark.parametrize("format", [format for format in MAKERS if "Libre" not in format])
def test_quotes_are_found_and_forgeries_are_not(format: str, tmp_path: Path) -> None:
    lost, accepted, misattributed = prove(format, 2, 100, tmp_path)
    assert (accepted, misattributed) == ([], [])
    assert len(lost) <= 1, lost


@pytest.mark.long
@pytest.mark.parametrize(
    "format",
    [
        pytest.param(format, marks=documents.NEEDS_LIBREOFFICE if "Libre" in format else ())
        for format in MAKERS
    ],
)
def test_quotes_from_500_documents(format: str, tmp_path: Path) -> None:
    lost, accepted, misattributed = prove(format, 500, 10_000, tmp_path / "made")
    print(*lost[:20], *misattributed[:5], sep="\n")
    assert accepted == []
    assert len(lost) <= 100
    assert len(misattributed) <= 50
