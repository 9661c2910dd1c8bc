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
    is_with_questions: bool = False
    """Whether lines to take, which show questions and their answers, would have shown it."""
    is_in_register: bool = False
    """Whether a register, which shows asks and commitments, would have shown it."""


@dataclass(frozen=True, slots=True)
class Redline:
    """The comparison that the marks in a briefing show."""

    since: str
    """The formatted date of the earlier briefing."""
    title: str
    """The words "Changes since" with that date."""
    counts: str
    """The number of events that are new or have changed, and of items that are gone, in words. A
    sheet of two pages counts only the events in its lists. For a sheet of one page, all its items
    are counted, and not only events."""
    question_counts: str
    """The number of questions that are new, changed or gone, and of other items that are gone from
    lines to take, in words."""
    register_counts: str
    """The number of asks, commitments and sections that are new or have changed, and of items that
    are gone from a register, in words."""
    basis: str
    """A sentence that says which version of the record the briefing is compared with."""
    legend: str
    """A sentence that shows the marks for added and removed words."""
    gone: tuple[Gone, ...]
    """The items that are no longer in the briefing, except questions."""
    gone_questions: tuple[Gone, ...]
    """The questions that are no longer in the briefing."""
