"""Line breaks that WeasyPrint works out only once for each text and width.

WeasyPrint breaks a text into lines whenever it measures a box, balances columns or tries where a
page ends, and each layout of a sheet starts again. That would take a third of the time. The result
depends only on the text, its style and its fonts, so it is kept with the fonts.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from weasyprint.layout import inline, preferred
from weasyprint.text.fonts import FontConfiguration
from weasyprint.text.line_break import Layout, split_first_line

STYLE = (
    *("direction", "font_family", "font_feature_settings", "font_kerning"),
    *("font_language_override", "font_size", "font_stretch", "font_style"),
    *("font_variant_alternates", "font_variant_caps", "font_variant_east_asian"),
    *("font_variant_ligatures", "font_variant_numeric", "font_variant_position"),
    *("font_variation_settings", "font_weight", "hyphenate_character", "hyphens", "lang"),
    *("letter_spacing", "overflow_wrap", "tab_size", "text_decoration_line", "white_space"),
    *("word_break", "word_spacing"),
)
"""The properties on which line breaks depend, except the limits of automatic hyphenation."""
_MOST_LINES = 100_000
"""The maximum number of lines to keep, which take about 100 MB."""


class FontsWithLines(FontConfiguration):  # type: ignore[misc]
    """Fonts with the lines that have been set in them, by text, style and width."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: dict[Any, tuple[Any, ...]] = {}


@contextmanager
def lines_kept() -> Iterator[None]:
    """Keep the line breaks of layouts with `FontsWithLines`."""
    for module in (inline, preferred):
        module.split_first_line = _split_first_line
    try:
        yield
    finally:
        for module in (inline, preferred):
            module.split_first_line = split_first_line


def _split_first_line(
    text: str,
    style: Any,
    context: Any,
    max_width: float | None,
    justification_spacing: float,
    is_line_start: bool = True,
    minimum: bool = False,
) -> tuple[Any, ...]:
    """Return a line, with the bytes of its text, the start of the next line, and its size."""
    arguments = text, style, context, max_width, justification_spacing, is_line_start, minimum
    key = text, _key_of(style), max_width, justification_spacing, is_line_start, minimum
    lines = style.font_config.lines
    if style["hyphens"] == "auto":
        return split_first_line(*arguments)  # type: ignore[no-any-return]
    if key not in lines:
        if len(lines) == _MOST_LINES:
            lines.clear()
        lines[key] = split_first_line(*arguments)
    line, *others = lines[key]
    # Each box prepares its own line for drawing.
    own = object.__new__(Layout)
    own.__dict__.update(line.__dict__)
    return own, *others


def _key_of(style: Any) -> tuple[Any, ...]:
    """Return the values of `style` on which line breaks depend. They are read only once."""
    try:
        key: tuple[Any, ...] = style.line_break_key
    except AttributeError:
        values = (style[name] for name in STYLE)
        key = tuple(frozenset(value) if isinstance(value, set) else value for value in values)
        style.line_break_key = key
    return key
