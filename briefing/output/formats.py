"""A table of output formats. Each format has its own module."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from briefing.edition.briefing import Briefing
    from briefing.output.document import Document


@dataclass(frozen=True, slots=True)
class Format:
    """An output format.

    Attributes:
        description: a few words for the help.
        renderer: the function that makes a renderer from the user's own templates and the PDF
            engine.
        is_document: whether it is for people, so that a document must not be too long.
        is_usual: whether a build makes it if no formats are requested.
        suits_briefings: whether `briefing build` can make it. Only `briefing publish` makes the
            others.
        suits_digests: whether `briefing digest` and `briefing send` can make it.
        other_names: alternative names that users may give it.
    """

    description: str
    renderer: "Callable[[Path | None, str], Callable[[Briefing], Document]]"
    is_document: bool = False
    is_usual: bool = False
    suits_briefings: bool = True
    suits_digests: bool = True
    other_names: tuple[str, ...] = ()


def _in(name: str) -> Any:
    """Import the module of a format on first use. Most builds use only a few."""
    return import_module(f"briefing.output.{name}")


def _without_marks(
    render: "Callable[[Briefing], Document]",
) -> "Callable[[Briefing], Document]":
    """Return a renderer for a format that cannot show the marks in texts."""
    from briefing.edition.replacing import without_marks

    return lambda briefing: render(without_marks(briefing))


FORMATS = {
    "md": Format(
        "Markdown",
        lambda user_templates, engine: _in("markdown").renderer(user_templates),
        is_document=True,
        is_usual=True,
        other_names=("markdown",),
    ),
    "html": Format(
        "web page",
        lambda user_templates, engine: _in("html").renderer(user_templates),
        is_document=True,
        is_usual=True,
        other_names=("htm", "web"),
    ),
    "pdf": Format(
        "for printing",
        lambda user_templates, engine: _in("pdf").renderer(user_templates, engine),
        is_document=True,
        is_usual=True,
    ),
    "docx": Format(
        "Word",
        lambda user_templates, engine: _in("docx").renderer(user_templates),
        is_document=True,
        other_names=("word", "doc"),
    ),
    "atom": Format(
        "Atom feed",
        lambda user_templates, engine: _without_marks(_in("atom").renderer(user_templates)),
        suits_digests=False,
    ),
    "jsonfeed": Format(
        "JSON Feed",
        lambda user_templates, engine: _without_marks(_in("jsonfeed").renderer(user_templates)),
        suits_digests=False,
    ),
    "ics": Format(
        "calendar",
        lambda user_templates, engine: _without_marks(_in("ics").renderer()),
        other_names=("ical", "icalendar", "calendar"),
    ),
    "json": Format(
        "data",
        lambda user_templates, engine: _without_marks(_in("json_export").renderer()),
    ),
    "png": Format(
        "picture for social media",
        lambda user_templates, engine: _in("card").renderer(user_templates),
        suits_briefings=False,
        suits_digests=False,
    ),
    "eml": Format(
        "draft email",
        lambda user_templates, engine: _in("eml").renderer(user_templates, engine),
        suits_briefings=False,
        other_names=("email", "e-mail", "mail"),
    ),
}
"""All formats, keyed by file suffix."""


def usual_formats() -> list[str]:
    """List the formats to make if none are requested."""
    return [name for name, format in FORMATS.items() if format.is_usual]


def formats_for(*, digests: bool) -> list[str]:
    """List the formats available for digests or for other briefings."""
    return [
        name
        for name, format in FORMATS.items()
        if (format.suits_digests if digests else format.suits_briefings)
    ]
