"""A description of a chart in a few sentences, for people who cannot see it."""

from collections.abc import Iterator

from briefing.edition.briefing import Briefing
from briefing.edition.replacing import without_marks
from briefing.edition.words import words_in
from briefing.typography import capitalised, with_stop

_MAX_NAMED = 3
"""The maximum number of reversals, and of overdue commitments, to name. Others are only counted."""


def description_of(briefing: Briefing) -> str:
    """Describe a briefing: its events, reversals, overdue commitments and next event."""
    return " ".join(with_stop(sentence) for sentence in _sentences(without_marks(briefing)))


def _sentences(briefing: Briefing) -> Iterator[str]:
    t = words_in(briefing.language)
    events = t.ngettext("%(num)s event", "%(num)s events", len(briefing.entries))
    yield f"{events}, {briefing.span}" if briefing.span else events
    states = {
        entry.anchor: entry.state for entry in briefing.entries if entry.when == "perhaps ahead"
    }
    if len(briefing.reversals) > _MAX_NAMED:
        yield t.ngettext("%(num)s reversal", "%(num)s reversals", len(briefing.reversals))
    for reversal in briefing.reversals[-_MAX_NAMED:]:
        date = capitalised(reversal.event.date)
        event, other = reversal.event.title, reversal.reversed.title
        if reversal.part:
            words = t.gettext(
                "%(date)s: “%(event)s” partly reverses “%(reversed)s”",
                date=date,
                event=event,
                reversed=other,
            )
        else:
            words = t.gettext(
                "%(date)s: “%(event)s” reverses “%(reversed)s”",
                date=date,
                event=event,
                reversed=other,
            )
        state = states.get(reversal.event.anchor)
        yield f"{words} ({state})" if state else words
    overdue = [commitment for commitment in briefing.commitments if commitment.state == "overdue"]
    if overdue:
        named = [f"{commitment.title} ({commitment.status})" for commitment in overdue[:_MAX_NAMED]]
        if len(overdue) > _MAX_NAMED:
            rest = len(overdue) - _MAX_NAMED
            named.append(t.ngettext("%(num)s more", "%(num)s more", rest))
        commitments = t.listing(named)
        yield t.gettext("Overdue commitments: %(commitments)s", commitments=commitments)
    ahead = next((entry for entry in briefing.next if entry.when == "ahead"), None)
    if ahead:
        yield t.gettext("Next: %(event)s, %(date)s", event=ahead.title, date=ahead.date)
