"""Rules for the ids that name files and folders. Each takes the record."""

from collections.abc import Iterable, Iterator, Mapping

from briefing.record.model import Area, Edition
from briefing.record.problems import Finding, RecordPath
from briefing.record.record import Record
from briefing.record.rules.rule import error, note

_Items = Mapping[str, Edition] | Mapping[str, Area]


@error
def same_file_name(record: Record) -> Iterator[Finding]:
    """The ids of two editions, or of two areas, must not differ only in capitals.

    The files of an edition and the folder of an area are named after their ids. On Windows and
    macOS, names that differ only in capitals belong to the same file, so one briefing would replace
    the other. This also applies to former ids, because a website has files at their addresses.

    Wrong:
        title: Example
        editions:
          members: {template: member}
          Members: {template: timeline}
        events:
          - {date: 2019-04, kind: news, title: A, source: https://example.org/a}

    Right:
        title: Example
        editions:
          members: {template: member}
          members-timeline: {template: timeline}
        events:
          - {date: 2019-04, kind: news, title: A, source: https://example.org/a}
    """
    yield from _same_names("edition", record.editions)
    yield from _same_names("area", record.areas)


@note
def former_id_in_capitals(record: Record) -> Iterator[Finding]:
    """The former id of an edition or area must differ from its id in more than capitals.

    Otherwise, a website has no page at the old address, because it would replace the new page on
    Windows and macOS. To most web hosts, a name with other capitals is a different page, so links
    to the old address do not work there. Feeds and calendars still need the former id, so that
    nothing in them appears twice.

    Wrong:
        title: Example
        editions:
          parks: {template: timeline, formerly: [Parks]}
        events:
          - {date: 2019-04, kind: news, title: A, source: https://example.org/a}

    Right:
        title: Example
        editions:
          all-parks: {template: timeline, formerly: [Parks]}
        events:
          - {date: 2019-04, kind: news, title: A, source: https://example.org/a}
    """
    for items in (record.editions, record.areas):
        for id, where, former in _former_ids(items):
            if former != id and former.casefold() == id.casefold():
                message = f"the former id '{former}' differs from '{id}' only in capitals, so links"
                yield Finding(
                    where,
                    f"{message} to it do not work on most web hosts",
                    "if people may have such links, choose another id",
                )


def _same_names(noun: str, items: _Items) -> Iterator[Finding]:
    """Yield the ids and former ids that differ only in capitals from those of another item."""
    owners: dict[str, tuple[str, str]] = {}
    on_windows = f"so on Windows and macOS the files of one {noun} would replace those of the other"
    for id, item in items.items():
        named, other = owners.setdefault(id.casefold(), (id, id))
        if other != id:
            message = f"'{id}' and '{named}' differ only in capitals, {on_windows}"
            yield Finding(item.where, message, "give it another id", on_key=True)
    for id, where, former in _former_ids(items):
        named, other = owners.setdefault(former.casefold(), (former, id))
        if other != id and named != former:
            message = (
                f"the former id '{former}' and '{named}' differ only in capitals, {on_windows}"
            )
            yield Finding(where, message, "delete it here")


def _former_ids(items: _Items) -> Iterable[tuple[str, RecordPath, str]]:
    """Yield each former id, with the id of its item and its place."""
    for id, item in items.items():
        for n, former in enumerate(item.formerly):
            yield id, item.where / ("formerly", n), former
