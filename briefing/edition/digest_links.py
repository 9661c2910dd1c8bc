"""Links from a digest to a published timeline, and to the place of each event on it."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple
from urllib.parse import quote

from briefing.edition.areas import for_area
from briefing.edition.as_of import reported_on
from briefing.edition.editions import editions_of
from briefing.edition.entries import Selection
from briefing.edition.entry import Entry
from briefing.edition.in_language import in_language
from briefing.edition.periods import Period
from briefing.edition.selection import filter_of, select
from briefing.record.audiences import may_see
from briefing.record.model import Edition, Event
from briefing.record.problems import RecordPath
from briefing.record.record import Record
from briefing.record.templates import Templates
from briefing.record.translations import same_language


class LinkedTimeline(NamedTuple):
    """A published timeline: its edition and its web address."""

    edition: Edition
    address: str


def timeline_for(
    record: Record, digest: Edition, templates: Templates, shown: Sequence[Event], language: str
) -> LinkedTimeline | None:
    """Return a published edition that includes everything `shown`, for the readers of `digest`.

    It is in the language of `digest`, if there is one. `language` is that of editions without their
    own.
    """
    reader = digest.audience or "public"
    wanted = digest.language or language

    def is_other(pair: tuple[str, Edition]) -> bool:
        return not same_language(pair[1].language or language, wanted)

    for id, edition in sorted(editions_of(record, templates).items(), key=is_other):
        url = edition.url or record.url
        if (
            url
            and templates[edition.template].is_split
            and edition.area in (None, digest.area)
            and may_see(reader, edition.audience or "public")
            and all(map(filter_of(edition).matches, shown))
        ):
            return LinkedTimeline(edition, f"{url.rstrip('/')}/{quote(id)}.html")
    return None


def anchors_on(
    timeline: LinkedTimeline | None,
    record: Record,
    digest: Edition,
    period: Period,
    entries: Mapping[RecordPath, Entry],
) -> dict[str, str]:
    """Return the anchors that events have on a timeline, by their anchor in the digest.

    The anchor of an event without an id is made from its title, which is not the same in every
    language. `record` is in its own language, and `entries` are those of the digest by place.
    """
    own = record.language
    language = (timeline and timeline.edition.language) or own
    if not timeline or not record.languages or language == (digest.language or own):
        return {}
    seen = for_area(reported_on(in_language(record, language), period.last), timeline.edition.area)
    events = select(seen.events, filter_of(timeline.edition))
    there = Selection(seen, events, period.last, timeline.edition.area).anchors
    anchors = {entry.anchor: there.get(where, "") for where, entry in entries.items()}
    return {here: anchor for here, anchor in anchors.items() if anchor not in ("", here)}
