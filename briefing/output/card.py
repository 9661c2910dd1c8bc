"""A picture of a briefing's chart, for social media and messages that link to its page."""

from collections.abc import Callable
from pathlib import Path

from briefing.edition.briefing import Briefing
from briefing.edition.chart.shapes import Frame
from briefing.output.chart import drawer, png
from briefing.output.document import Document

WIDTH, HEIGHT = 1200, 630
"""The size in pixels that Facebook, LinkedIn, Mastodon and others show without cutting it."""
_LETTERS = 20
"""The largest letters of the chart in pixels: most people see half the size of the picture."""


def renderer(user_templates: Path | None) -> Callable[[Briefing], Document]:
    """Return a function that draws the chart of a briefing, preferring `user_templates`."""
    draw = drawer(user_templates)
    frame = Frame(WIDTH, HEIGHT, _LETTERS, alone=True)
    return lambda briefing: Document(png(draw(briefing, frame), brand=briefing.brand))
