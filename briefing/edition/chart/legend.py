"""The text around a chart: its heading, its key and the number of items not shown."""

from collections.abc import Iterable
from datetime import date as Day

from briefing.edition.briefing import Briefing
from briefing.edition.chart.axis import Zoom
from briefing.edition.chart.canvas import px
from briefing.edition.chart.shapes import Box, Frame, Key, TextLine, is_rtl
from briefing.edition.chart.text_width import balanced, headings, width, wrap
from briefing.edition.words import Words, words_in
from briefing.languages import N_
from briefing.typography import sentences

_KEYS = {
    "square": N_("Government"),
    "diamond": N_("Parliament and courts"),
    "circle": N_("Evidence"),
    "triangle": N_("Statements and news"),
    "plus": N_("Other"),
    "turn": N_("U-turn"),
    "arc": N_("Reverses this event"),
    "ahead": N_("Still to come"),
    "perhaps ahead": N_("May not have happened yet"),
    "unconfirmed": N_("Planned but not confirmed"),
    "period": N_("Period"),
    "vague": N_("Exact date not known"),
    "commitment": N_("Commitment, up to its due date"),
    "soft": N_("Due at some point in this period"),
    "kept": N_("Kept"),
    "dropped": N_("Dropped"),
    "late": N_("Late"),
    "small": N_("Small mark: event without a label"),
    "count": N_("Number of other events"),
    "break": N_("Gap with no events"),
}
_WIDE = ("arc", "commitment", "soft", "kept", "dropped", "late", "break", "zoom")
"""The signs that are twice as wide as a mark."""
_LOGO = 8
"""The width available for a logo, in ems."""


def head_of(briefing: Briefing, frame: Frame) -> tuple[tuple[TextLine, ...], Box | None, float]:
    """Write the heading of a standalone chart. Return its lines, its logo's box and its height."""
    if not frame.alone:
        return (), None, 0
    edge, size = 12 * frame.unit, 1.7 * frame.text
    words, y = [], 0.6 * size
    logo, available = None, frame.width - 2 * edge
    if briefing.brand.logo:
        available -= _LOGO * frame.text
        logo = Box(px(edge + available), edge, px(frame.width - edge), px(edge + 2.6 * frame.text))
        available -= edge
    with headings():
        title = balanced(briefing.title, size, available, 2, bold=True)
    for line in title:
        y += 1.15 * size
        words.append(TextLine(edge, px(y), line, size, bold=True, rtl=is_rtl(briefing.title)))
    about = (
        briefing.notice,
        briefing.scope,
        briefing.dateline,
        briefing.brand.name,
    )
    for line in wrap(sentences(filter(None, about)), frame.text, available, 2):
        y += 1.1 * frame.line_height
        words.append(TextLine(edge, px(y), line, frame.text))
    return tuple(words), logo, y + 0.8 * frame.line_height


def keys_of(
    signs: Iterable[str],
    briefing: Briefing,
    frame: Frame,
    zoom: Zoom | None,
    top: float,
    not_shown: str,
) -> tuple[tuple[Key, ...], float]:
    """Draw the key for `signs`, with the number of items not shown. Also return where it ends."""
    t, shown = words_in(briefing.language), set(signs)
    named = {sign: t.gettext(words) for sign, words in _KEYS.items() if sign in shown}
    if "arc" in named and any(reversal.part for reversal in briefing.reversals):
        named["arc"] = t.gettext("Reverses this event, or part of it")
    if zoom:
        named["zoom"] = zoom_in_words(zoom, t)
    named["today"] = t.gettext("As of %(date)s", date=briefing.as_of)
    if not_shown:
        named[""] = not_shown
    edge, unit, size = 12 * frame.unit, frame.unit, frame.small
    x, y, keys = edge, top + 1.35 * frame.line_height, []
    for sign, text in named.items():
        available = (32 if sign in _WIDE else 16 if sign else 0) * unit
        line = wrap(text, size, frame.width - 2 * edge - available, 1)[0]
        if x > edge and x + available + width(line, size) > frame.width - edge:
            x, y = edge, y + 1.06 * frame.line_height
        words = TextLine(px(x + available), px(y), line, size)
        keys.append(Key(px(x + (available - 4 * unit) / 2), px(y - 0.3 * size), sign, words))
        x += available + width(line, size) + 14 * unit
    return tuple(keys), y + 0.6 * size


def zoom_in_words(zoom: Zoom, t: Words) -> str:
    """Describe which days have a larger scale and how much larger it is."""
    start, end = (Day.fromordinal(int(day)) for day in (zoom.start, zoom.end - 1))
    return t.gettext(
        "%(start)s to %(end)s: shown at %(number)s times the scale",
        start=t.day_in_short(start, "yMMM"),
        end=t.day_in_short(end, "yMMM"),
        number=zoom.factor,
    )


def not_shown_in_words(events: int, commitments: int, t: Words) -> str:
    """Say how many events and commitments are not shown, or return "" if all are shown."""
    parts = []
    if events:
        parts.append(t.ngettext("%(num)s event", "%(num)s events", events))
    if commitments:
        parts.append(t.ngettext("%(num)s commitment", "%(num)s commitments", commitments))
    return t.gettext("Not shown: %(items)s", items=", ".join(parts)) if parts else ""
