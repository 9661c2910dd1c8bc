"""The formats of a briefing, with one row for each. Each has a module."""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

from briefing.edition.briefing import Briefing
from briefing.output.document import Document


def _in(name: str) -> Any:
    """Import the module of a format when it is used. Most builds use only a few."""
    return import_module(f"briefing.output.{name}")


FORMATS: dict[str, Callable[[Path | None, str], Callable[[Briefing], Document]]] = {
    "md": lambda own, engine: _in("markdown").renderer(own),
    "html": lambda own, engine: _in("html").renderer(own),
    "pdf": lambda own, engine: _in("pdf").renderer(own, engine),
    "docx": lambda own, engine: _in("docx").renderer(own),
    "atom": lambda own, engine: _in("atom").renderer(own),
    "jsonfeed": lambda own, engine: _in("jsonfeed").renderer(own),
    "ics": lambda own, engine: _in("ics").renderer(),
    "json": lambda own, engine: _in("json_export").renderer(),
    "eml": lambda own, engine: _in("eml").renderer(own, engine),
}
"""Functions that make a renderer from the user's own templates and the PDF engine, by suffix."""

DOCUMENTS = ("md", "html", "pdf", "docx")
"""The formats for people, whose documents must not be too long."""

USUAL = ("md", "html", "pdf")
"""The formats of a build if none are requested."""
