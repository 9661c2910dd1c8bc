"""The differences between a briefing and an earlier one, for a briefing with marked changes."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Gone:
    """An item that was in the earlier briefing and is not in this one."""

    type: str
    """The type of item, such as "event" or "quote"."""
    words: str
    """The item in words."""
    event: str = ""
    """The title of the event that it belonged to, or an empty string."""


@dataclass(frozen=True, slots=True)
class Redline:
    """The comparison that the marks in a briefing show."""

    since: str
    """The formatted date of the earlier briefing."""
    title: str
    """The words "Changes since" with that date."""
    counts: str
    """The number of events that are new or have changed, and of items that are gone, in words."""
    question_counts: str
    """The number of the record's questions that are new, changed or gone, in words, or an empty
    string."""
    basis: str
    """A sentence that says which version of the record the briefing is compared with."""
    legend: str
    """A sentence that shows the marks for added and removed words."""
    gone: tuple[Gone, ...]
    """The items that are no longer in the briefing, except questions."""
    gone_questions: tuple[Gone, ...]
    """The record's questions that are no longer in the briefing."""
