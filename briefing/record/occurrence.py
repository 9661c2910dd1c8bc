"""Whether an event has happened, and whether its quotes and figures were known by a given day.

A document older than an event can only announce it. If an event has only such documents, it is
therefore planned until a document of the same day or later confirms it. A document without a date
proves nothing either way.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date as Day
from datetime import timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from briefing.record.dates import VagueDate, parse_edtf
from briefing.record.model import CitedSource, Event, Figure, InlineSource, Quote, Source

if TYPE_CHECKING:
    from dateutil.relativedelta import relativedelta

Document = Source | InlineSource
Sources = Mapping[str, Source]
_DAY = timedelta(days=1)


def document_of(cited: CitedSource | InlineSource, sources: Sources) -> Document | None:
    """Return the cited document, or None if it is not in `sources`."""
    return sources.get(cited.ref) if isinstance(cited, CitedSource) else cited


def documents(
    citations: Iterable[CitedSource | InlineSource], sources: Sources
) -> Iterator[Document]:
    """Yield the cited documents, leaving out any that are not in `sources`."""
    for cited in citations:
        if document := document_of(cited, sources):
            yield document


def widened(date: VagueDate) -> tuple[Day, Day]:
    """Return the first and last days that `date` can mean, allowing for "about" and "perhaps".

    They widen it by its own length: 2020~ is a day from 2019 to 2021, and 2020-05? is a day from
    April to June. Each end of a period, or of a range that contains one day, is widened separately.
    """
    if not (date.approximate or date.uncertain):
        return date.earliest, date.latest
    return _widened(date)


@lru_cache(1 << 14)
def _widened(date: VagueDate) -> tuple[Day, Day]:
    if date.is_between or date.is_period:
        start, end = date.ends
        return (
            widened(start)[0] if start else date.earliest,
            widened(end)[1] if end else date.latest,
        )
    if date.earliest == Day.min or date.latest == Day.max:
        return date.earliest, date.latest
    from dateutil.relativedelta import relativedelta

    after = date.latest + _DAY
    width = relativedelta(after, date.earliest)
    return (
        _moved(date.earliest, -width, Day.min),
        _moved(after, width - relativedelta(days=1), Day.max),
    )


def _moved(day: Day, by: "relativedelta", last: Day) -> Day:
    """Return `day` moved `by` a length of time, but not beyond `last`, an end of the calendar."""
    try:
        return day + by
    except (ValueError, OverflowError):
        return last


def certain_from(date: VagueDate) -> Day:
    """Return the first day on which `date` has certainly arrived or, if a period, started.

    For a period without a start, this is its end. For a date that can be any time, it is the last
    day of the calendar.
    """
    return date.beginning.latest


def is_planned(event: Event, sources: Sources) -> bool:
    """Whether the record shows only that the event was planned.

    It does if all of the event's documents are certainly older than its first day. If the event was
    `added` before that day, it is planned unless one of its documents is certainly from that day or
    later.
    """
    first, _ = widened(event.date)
    if event.added and event.added < first:
        all_documents = documents((citation for _, citation in event.all_citations), sources)
        return not any(
            document.date and first <= widened(document.date)[0] for document in all_documents
        )
    # Most events cite one document, dated the same day or later.
    is_older = False
    for _, cited in event.all_citations:
        document = document_of(cited, sources)
        if document is None or document.date is None or widened(document.date)[1] >= first:
            return False
        is_older = True
    return is_older


def is_unconfirmed(event: Event, sources: Sources, day: Day) -> bool:
    """Whether the event was planned for a date that has arrived by `day`, but is not confirmed."""
    return certain_from(event.date) <= day and is_planned(event, sources)


def has_happened(event: Event, sources: Sources, day: Day) -> bool:
    """Whether `sources` show that the event had certainly happened by the end of `day`.

    An event that was added on a day when it may have happened is treated as having happened,
    because the person who added it knew. An event that was only planned has not happened until a
    document confirms it.
    """
    return happened_by(event) <= day and not is_planned(event, sources)


def happened_by(event: Event) -> Day:
    """Return the last day on which the event could have happened, unless it was only planned.

    If the date is vague, this is no later than the day the event was `added`.
    """
    certain, added = certain_from(event.date), event.added
    return min(certain, added) if added and event.date.earliest <= added else certain


def is_published(document: Document, day: Day) -> bool:
    """Whether a document may have been published by the end of `day`."""
    return document.date is None or document.date.earliest <= day


def is_reported(event: Event, part: Quote | Figure, sources: Sources, day: Day) -> bool:
    """Whether a quote or figure from `event` was known by the end of `day`.

    It was if the event is over and was not only planned. Otherwise, all the documents that support
    it must have dates in the past. They are its own source or, once the event has started, those of
    the event.
    """
    date = event.date
    is_plan = is_planned(event, sources)
    if not is_plan and date.latest <= day:
        return True
    if part.source:
        cited = list(documents([part.source], sources))
    elif is_plan or date.earliest > day:
        return False
    elif not date.is_period and event.added and date.earliest <= event.added <= day:
        return True
    else:
        cited = list(documents((citation for _, citation in event.citations), sources))
    return bool(cited) and all(
        citation.date and citation.date.earliest <= day for citation in cited
    )


def latest_addition(events: Iterable[Event], sources: Sources, day: Day) -> VagueDate | None:
    """Return the date of the latest addition to a record up to `day`.

    It is the latest date in the record: an `added` date, the date of a document, the day on which a
    document was last read, or the date of an event that was not only planned. If several dates
    begin on the same day, it is the vaguest of them. Return None if there is no such date.
    """
    days: list[Day] = []
    dates: list[VagueDate] = []

    def note(document: Document) -> None:
        dates.extend([document.date] if document.date else [])
        days.extend([document.read] if document.read else [])

    for document in sources.values():
        note(document)
    for event in events:
        for _, cited in event.all_citations:
            if isinstance(cited, InlineSource):
                note(cited)
        days.extend([event.added] if event.added else [])
        dates.extend([] if is_planned(event, sources) else [event.date])
    last_day = max((added for added in days if added <= day), default=Day.min)
    last = max((date for date in dates if Day.min < date.earliest <= day), default=None)
    if last and last.earliest >= last_day:
        last = last.beginning
        last_day = last.earliest
        if last.latest > last_day:
            return last
    return parse_edtf(last_day.isoformat()) if last_day > Day.min else None
