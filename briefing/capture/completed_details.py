"""Details of a document that its first lines complete: the period in a title, a second author."""

import re
from collections.abc import Sequence
from dataclasses import replace

from briefing.capture.document import Detail
from briefing.capture.written_dates import written_dates

_YEAR = r"(?:19|20)\d\d"
_REST = re.compile(rf"\s?[,:(–—-]?\s?[^.|]{{0,30}}\b{_YEAR}(?:\s?[-–/]\s?\d\d(?:\d\d)?)?\)?")
"""The rest of a title with its period: *Performance report: month 11 (February 2025)*."""
_PERIOD = re.compile(
    rf"(?:(?:Quarter|Q)\s?[1-4]|(?:First|Second|Third|Fourth)\s[Qq]uarter|Year\s(?:ending|to)\s[A-Z][a-z]+"
    rf"|[A-Z][a-z]+(?:\s{_YEAR})?\s(?:to|[–-])\s[A-Z][a-z]+),?\s(?:of\s)?{_YEAR}(?:\s?[-–/]\s?\d\d)?"
)
"""A line with only a period, such as *Quarter 1 2025*. A month alone may be a date of issue."""
_LABEL = re.compile(r"^(?:title|subject|report)\s*[|:]\s*", re.IGNORECASE)
_NAME = r"(?:[A-ZÀ-Þ][\w’'-]+\.?\s+){1,3}[A-ZÀ-Þ][\w’'-]+"
_AUTHORS = re.compile(
    rf"(?:[Bb]y\s+)?(?P<names>(?:{_NAME},\s)*{_NAME}\s(?:and|&)\s{_NAME})(?=\s*(?:$|[|·•–—(]))"
)
_LONGEST_ISSUE = 60
_NEAR = 4


def with_period(title: Detail | None, texts: Sequence[str]) -> Detail | None:
    """Return a title with the period that a line at the start of the document adds to it."""
    if not title or re.search(_YEAR, title.value):
        return title
    for text in texts:
        words = _LABEL.sub("", text)
        if words.startswith(title.value) and _REST.fullmatch(words, len(title.value)):
            return Detail(words, f"{title.reason}, with its period from “{text[:80]}”")
    if period := next((text for text in texts[:_NEAR] if _PERIOD.fullmatch(text)), ""):
        reason = f"{title.reason}, and the line “{period}”"
        return Detail(f"{title.value}, {period}", reason, is_guess=True)
    return title


def with_authors(author: Detail | None, texts: Sequence[str]) -> Detail | None:
    """Return an author with the others in a line at the start: *Ann Lee and Ian Ross · 3 May*."""
    for text in texts if author else ():
        match = _AUTHORS.match(text)
        if match and author and author.value != match["names"] and author.value in match["names"]:
            return replace(author, value=match["names"], reason=f"from “{text[:80]}”")
    return author


def date_of_issue(texts: Sequence[str], publisher: Detail | None) -> Detail | None:
    """Return the month in a line with only the name of the publisher and it, or None.

    Example: *Parks Weekly, October 2025*.
    """
    for text in texts if publisher else ():
        if not publisher or len(text) > _LONGEST_ISSUE or publisher.value not in text:
            continue
        dates = [*written_dates(rest := text.replace(publisher.value, ""))]
        if len(dates) == 1 and len(dates[0].readings) == 1:
            around = rest[: dates[0].start] + rest[dates[0].end :]
            if not re.search(r"\w", around):
                return Detail(dates[0].readings[0], f"the issue, from “{text}”", is_guess=True)
    return None
