"""What stands around a chart: its head, its key, and what it does not show."""

from collections.abc import Iterable

from briefing.edition.briefing import Briefing
from briefing.edition.chart.canvas import px
from briefing.edition.chart.drawing import Frame, Key, Words
from briefing.edition.chart.lettering import balanced, width, wrap
from briefing.languages import N_, Translator, translator

_KEYS = {
    "square": N_("Government"),
    "diamond": N_("Parliament and courts"),
    "circle": N_("Evidence"),
    "triangle": N_("Statements and news"),
    "plus": N_("Other"),
    "turn": N_("U-turn"),
    "vague": N_("Date not known exactly"),
    "late": N_("Late"),
}


def head_of(briefing: Briefing, frame: Frame) -> tuple[tuple[Words, ...], float]:
    """The title of a chart that stands alone, with what stands below it; and their height."""
    if not frame.alone:
        return (), 0
    edge, size = 12 * frame.unit, 1.7 * frame.text
    words, y = [], 0.6 * size
    for line in balanced(briefing.title, size, frame.width - 2 * edge, 2):
        y += 1.15 * size
        words.append(Words(edge, px(y), line, size))
    t = translator(briefing.language)
    about = (
        briefing.notice,
        briefing.scope,
        t.gettext("Correct as of %(date)s", date=briefing.as_of),
        briefing.publisher.name if briefing.publisher else "",
    )
    for line in wrap(". ".join(filter(None, about)), frame.text, frame.width - 2 * edge, 2):
        y += 1.1 * frame.line_height
        words.append(Words(edge, px(y), line, frame.text))
    return tuple(words), y + 0.8 * frame.line_height


def keys_of(
    shapes: Iterable[str], briefing: Briefing, frame: Frame, top: float, not_shown: str
) -> tuple[tuple[Key, ...], float]:
    """The key to those of `shapes` that need one, and what is not shown; and where they end."""
    t, shown = translator(briefing.language), set(shapes)
    named = {shape: t.gettext(words) for shape, words in _KEYS.items() if shape in shown}
    named["today"] = t.gettext("As of %(date)s", date=briefing.as_of)
    if not_shown:
        named[""] = not_shown
    edge, unit, size = 12 * frame.unit, frame.unit, frame.small
    x, y, keys = edge, top + 1.5 * frame.line_height, []
    for shape, text in named.items():
        sign = 16 * unit if shape else 0
        line = wrap(text, size, frame.width - 2 * edge - sign, 1)[0]
        if x > edge and x + sign + width(line, size) > frame.width - edge:
            x, y = edge, y + frame.line_height
        words = Words(px(x + sign), px(y), line, size)
        keys.append(Key(px(x + 6 * unit), px(y - 0.3 * size), shape, words))
        x += sign + width(line, size) + 18 * unit
    return tuple(keys), y + 0.6 * size


def not_shown_in_words(events: int, promises: int, t: Translator) -> str:
    """How many events and promises are not shown; nothing where all are."""
    parts = []
    if events:
        parts.append(t.ngettext("%(num)s event", "%(num)s events", events))
    if promises:
        parts.append(t.ngettext("%(num)s commitment", "%(num)s commitments", promises))
    return t.gettext("Not shown: %(things)s", things=", ".join(parts)) if parts else ""
