"""The formats that a briefing can be made in: one file each, and one row here."""

from collections.abc import Callable
from pathlib import Path

from briefing.edition.briefing import Briefing
from briefing.output import atom, data, docx, html, ics, jsonfeed, markdown, pdf
from briefing.output.document import Document


def _drafts(own: Path | None, engine: str) -> Callable[[Briefing], Document]:
    # Python's library for messages takes its time, and most builds make none.
    from briefing.output import eml

    return eml.renderer(own, engine)


FORMATS: dict[str, Callable[[Path | None, str], Callable[[Briefing], Document]]] = {
    "md": lambda own, engine: markdown.renderer(own),
    "html": lambda own, engine: html.renderer(own),
    "pdf": pdf.renderer,
    "docx": lambda own, engine: docx.renderer(own),
    "atom": lambda own, engine: atom.renderer(own),
    "jsonfeed": lambda own, engine: jsonfeed.renderer(own),
    "ics": lambda own, engine: ics.renderer(),
    "json": lambda own, engine: data.renderer(),
    "eml": _drafts,
}
"""By its suffix, what makes a renderer, given the user's own templates and the PDF engine."""

USUAL = ("md", "html", "pdf")
"""The formats of a build that asks for none."""
