"""PDFs to test: those of the real records, each made once, and those of any page."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

import fontpkg_inter
from weasyprint import HTML

from briefing.edition import sheet
from briefing.edition.briefing import Briefing
from briefing.edition.editions import editions_of
from briefing.edition.visibility import visible_to
from briefing.output import html, pdf, tagging
from briefing.output.document import Document
from briefing.output.tagging import finish
from briefing.record.audiences import end_of_day
from briefing.record.loading import File
from tests.helpers import SAMPLE, TEMPLATES, load, make_briefing

INTER = Path(fontpkg_inter.__file__).with_name("files") / "Inter[opsz,wght].ttf"
STYLE = f"""<style>
@font-face {{ font-family: Inter; src: url("{INTER.as_uri()}") }}
html {{ font-family: Inter }}
</style>"""


def pdf_of(page: str) -> bytes:
    """Make a PDF of HTML. WeasyPrint crashes if a machine has no fonts, so the page brings one."""
    return bytes(HTML(string=STYLE + page).write_pdf() or b"")


@dataclass(frozen=True)
class Printed:
    """A PDF, the page that it was made from, and WeasyPrint's layout of the page."""

    document: Document
    page: str
    layout: Any


@cache
def briefing(id: str, path: Path = SAMPLE) -> Briefing:
    """Make the briefing for an edition of the record in a file or folder."""
    files = sorted(path.glob("*.yaml")) if path.is_dir() else [path]
    record = load([File(file.name, file.read_bytes()) for file in files]).record
    edition, day = editions_of(record, TEMPLATES)[id], record.correct_as_of
    assert day
    seen, _ = visible_to(record, edition.audience or "public", end_of_day(day, record.timezone))
    return make_briefing(seen, id, edition, day)


def printed(id: str, path: Path = SAMPLE, engine: str = "weasyprint") -> Printed:
    """Make the PDF of an edition of a record."""
    # A cache treats an explicit option and the same default as different.
    return _printed(id, path, engine)


@cache
def _printed(id: str, path: Path, engine: str) -> Printed:
    page, layout = "", None

    def seen_fit(whole: Briefing, fill: Callable[[Briefing], Sequence[float]]) -> Briefing:
        nonlocal page
        fitted = sheet.fit_to_pages(whole, fill)
        page = html.renderer(None)(fitted).content.decode()
        return fitted

    def seen_finish(laid_out: Any, made: Any) -> None:
        nonlocal layout
        layout = laid_out
        finish(laid_out, made)

    fitting = SimpleNamespace(fit_to_pages=seen_fit, PAGES=sheet.PAGES)
    with patch.object(pdf, "sheet", fitting), patch.object(tagging, "finish", seen_finish):
        document = pdf.renderer(None, engine)(briefing(id, path))
    return Printed(document, page, layout)


@cache
def unfinished(id: str) -> bytes:
    """Return the PDF of an edition of the sample, with only WeasyPrint's own tags."""
    made: bytes = printed(id).layout.write_pdf(pdf_variant="pdf/ua-1")
    return made
