"""Whether an event has happened, and whether a quote or a figure of it was known on a day.

A document that is older than an event can only announce it. So an event that rests on nothing else
is planned, until a document of its own day or a later one confirms it. A document without a date
proves nothing either way.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date as Day
from datetime import timedelta
from functools import lru_cache

from dateutil.relativedelta import relativedelta

from briefing.timeline.dates import VagueDate
from briefing.timeline.model import CitedSource, Event, Figure, InlineSource, Quote, Source

Document = Source | InlineSource
Sources = Mapping[str, Source]
_DAY = timedelta(days=1)


def documents(
    citations: Iterable[CitedSource | InlineSource], sources: Sources
) -> Iterator[Document]:
    """The documents that are cited, without those of which `sources` has no record."""
    for cited in citations:
        document = sources.get(cited.ref) if isinstance(cited, CitedSource) else cited
        if document:
            yield document


@lru_cache(1 << 14)
def widened(date: VagueDate) -> tuple[Day, Day]:
    """The first and last day that `date` can mean. About and perhaps widen it by its own length.

    2020~ is a day from 2019 to 2021, 2020-05? one from April to June. Of a period, and of a range
    that one day is in, each end is widened by itself.
    """
    if not (date.approximate or date.uncertain):
        return date.earliest, date.latest
    if date.is_between or date.is_period:
        start, end = date.ends
        return (
            widened(start)[0] if start else date.earliest,
            widened(end)[1] if end else date.latest,
        )
    if date.earliest == Day.min or date.latest == Day.max:
        return date.earliest, date.latest
    after = date.latest + _DAY
    width = relativedelta(after, date.earliest)
    return (
        _moved(date.earliest, -width, Day.min),
        _moved(after, width - relativedelta(days=1), Day.max),
    )


def _moved(day: Day, by: relativedelta, last: Day) -> Day:
    """`day` so much later or earlier, but not beyond the `last` of the calendar."""
    try:
        return day + by
    except (ValueError, OverflowError):
        return last


def certain_on(date: VagueDate) -> Day:
    """The first day on which it is certain that `date` has come, or of a period that it has begun.

    Of a period without a start it is the end; of one at any time it is the end of the calendar.
    """
    return date.beginning.latest


def is_planned(event: Event, sources: Sources) -> bool:
    """Whether the record shows only that the event was planned.

    That is so if all of its documents are certainly older than its first day. If it was `added`
    before that day, one of its documents must be certainly no older.
    """
    first, _ = widened(event.date)
    if event.added and event.added < first:
        found = documents((it for _, it in event.all_citations), sources)
        return not any(it.date and first <= widened(it.date)[0] for it in found)
    # Most events cite one document, of their own day or a later one.
    is_older = False
    for _, cited in event.all_citations:
        document = sources.get(cited.ref) if isinstance(cited, CitedSource) else cited
        if document is None or document.date is None or widened(document.date)[1] >= first:
            return False
        is_older = True
    return is_older


def is_unconfirmed(event: Event, sources: Sources, day: Day) -> bool:
    """Whether the event was planned for a date that has come by `day`, and nothing confirms it."""
    return certain_on(event.date) <= day and is_planned(event, sources)


def is_out(document: Document, day: Day) -> bool:
    """Whether a document may have been published by the end of `day`."""
    return document.date is None or document.date.earliest <= day


def is_reported(event: Event, part: Quote | Figure, sources: Sources, day: Day) -> bool:
    """Whether a quote or figure of `event` was known by the end of `day`.

    Those of an event that is over and not merely planned were. Before that, the documents that they
    rest on must all have dates in the past: their own source or, once the event has begun, those of
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
        cited = list(documents((it for _, it in event.citations), sources))
    return bool(cited) and all(it.date and it.date.earliest <= day for it in cited)


def last_added(events: Iterable[Event], sources: Sources, day: Day) -> Day | None:
    """The last day, up to `day`, on which something was certainly added to a record.

    That is the newest day that the record itself shows: an `added`, the date of a document, the day
    on which one was last read, or the date of an event that was not merely planned. None if it
    shows none.
    """
    days: list[Day] = []

    def note(document: Document) -> None:
        days.extend([document.date.earliest] if document.date else [])
        days.extend([document.read] if document.read else [])

    for document in sources.values():
        note(document)
    for event in events:
        for _, cited in event.all_citations:
            if isinstance(cited, InlineSource):
                note(cited)
        days.extend([event.added] if event.added else [])
        days.extend([] if is_planned(event, sources) else [event.date.earliest])
    return max((it for it in days if Day.min < it <= day), default=None)
