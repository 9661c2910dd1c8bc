"""Rules for the top of the record and for its editions. Each takes the record."""

from collections.abc import Collection, Iterator
from itertools import count

from briefing.english import listing
from briefing.languages import catalogues, locale_of
from briefing.record.fix_hints import add, write
from briefing.record.merging import Draft
from briefing.record.model import Area, Edition, Event
from briefing.record.naming import name_of
from briefing.record.occurrence import latest_addition
from briefing.record.ordering import oldest_first
from briefing.record.problems import Finding, RecordPath, did_you_mean
from briefing.record.record import Record
from briefing.record.rules.rule import error, fixed, note, warning
from briefing.record.working_days import (
    ENGLAND_AND_WALES,
    jurisdiction_called,
    jurisdictions_meant,
    names,
)

# Varieties of English that need not be looked up, which would take longer than all other checks.
_USUAL = ("en", "en-AU", "en-CA", "en-GB", "en-IE", "en-NZ", "en-US", "en-ZA")


@error
def no_title(record: Draft) -> Iterator[Finding]:
    """A record must have a title.

    The title is the heading of every briefing, unless the edition has its own title.

    Wrong:
        events:
          - {date: 2019-04, kind: news, title: A, source: https://example.org/a}

    Right:
        title: Example
        events:
          - {date: 2019-04, kind: news, title: A, source: https://example.org/a}
    """
    if not record.title and record.is_complete and record.events:
        where = RecordPath(record.events[0].where.file)
        hint = "add a line such as title: Example"
        yield Finding(where, "the record has no title", hint, missing=("title",))


@warning
def stale(record: Draft) -> Iterator[Finding]:
    """If a record has no `correct_as_of` date, its latest addition must be less than three months
    old.

    Without `correct_as_of`, briefings show the date of the latest addition. To set a different
    limit, write a length of time such as 6 weeks or a year under `stale_after`.

    Wrong:
        title: Example
        events:
          - {date: 2019-04, kind: news, title: A, source: https://example.org/a}

    Right:
        title: Example
        correct_as_of: 2019-04-30
        events:
          - {date: 2019-04, kind: news, title: A, source: https://example.org/a}
    """
    day = record.as_of
    if record.correct_as_of or day is None or not record.events or not record.is_complete:
        return
    added = latest_addition(record.events, record.sources, day)
    if added and added.earliest < record.stale_after.start(day):
        where = record.where.get("title", RecordPath(record.files[0] if record.files else ""))
        message = f"the latest addition to the record is dated {added.written}"
        hint = "update the record, or add 'correct_as_of' with the date it is accurate to"
        yield Finding(where, message, hint)


@error
def no_events(record: Draft) -> Iterator[Finding]:
    """A record must have at least one event.

    Wrong:
        title: Example
        events: []

    Right:
        title: Example
        events:
          - {date: 2019-04, kind: news, title: A, source: https://example.org/a}
    """
    if not record.events and record.is_complete:
        where = record.where.get("title", RecordPath(record.files[0] if record.files else ""))
        yield Finding(
            RecordPath(where.file, ("events",)),
            "there are no events",
            "add an event with a date, a kind, a title and a source",
        )


@error
def given_twice(record: Draft) -> Iterator[Finding]:
    """Each id must be unique across all the files of a record.

    Two events, sources or actors cannot share an id. If a record has several files, only one of
    them can give the title, the publisher and the other settings. If two files are separate
    records, name only one of them in the command.

    Wrong:
        title: Example
        events:
          - {id: park, date: 2019-04, kind: news, title: A, source: https://example.org/a}
          - {id: park, date: 2019-05, kind: news, title: B, source: https://example.org/b}

    Right:
        title: Example
        events:
          - {id: park, date: 2019-04, kind: news, title: A, source: https://example.org/a}
          - {id: park-2, date: 2019-05, kind: news, title: B, source: https://example.org/b}
    """
    records = _records(record)
    for name, first, again in record.duplicates:
        files = {first.file, again.file}
        if len(files) == 2 and files <= records:
            # If they may be separate records, nothing else needs to differ between them.
            if name == "title":
                message = f"title already exists in {first.file}"
                yield Finding(
                    again,
                    message,
                    "if these are separate records, name only one of the files; if they are one "
                    "record, delete one of the titles",
                )
            continue
        elsewhere = "" if first.file == again.file else f" in {first.file}"
        message = f"{name} already exists{elsewhere}"
        is_key = len(again.path) == 2
        has_id = is_key or again.path[-1:] == ("id",)
        hint = "give it another id, or delete it" if has_id else "delete one of the two"
        yield Finding(again, message, hint, on_key=is_key)


@error
def former_id_in_use(record: Record) -> Iterator[Finding]:
    """A former id must belong to only one item.

    Links to the former id of an event, edition or area lead to that item. If another item of the
    same kind has the id now, or had it before, it is not clear where the links should lead.

    Wrong:
        title: Example
        events:
          - id: new-park
            formerly: [park]
            date: 2019-04
            kind: news
            title: A
            source: https://example.org/a
          - {id: park, date: 2019-05, kind: news, title: B, source: https://example.org/b}

    Right:
        title: Example
        events:
          - id: new-park
            formerly: [park]
            date: 2019-04
            kind: news
            title: A
            source: https://example.org/a
          - {id: park-2, date: 2019-05, kind: news, title: B, source: https://example.org/b}
    """
    yield from _former_ids("event", [(event.id, event) for event in record.events])
    yield from _former_ids("edition", record.editions.items())
    yield from _former_ids("area", record.areas.items())


def _former_ids(
    noun: str, items: Collection[tuple[str | None, Event | Edition | Area]]
) -> Iterator[Finding]:
    """Yield the former ids of items that another item has or had. An item can have one again."""
    ids = {id for id, _ in items}
    seen: set[str] = set()
    for own, item in items:
        for n, id in enumerate(item.formerly):
            if id in seen or (id in ids and id != own):
                had = "appears twice" if id in seen else f"is the id of another {noun}"
                yield Finding(
                    item.where / ("formerly", n), f"the former id '{id}' {had}", "delete it here"
                )
            seen.add(id)


def _records(record: Draft) -> set[str]:
    """Return the files that have both a title and events, if there are several."""
    titles = [duplicate for duplicate in record.duplicates if duplicate.name == "title"]
    titled = {file for title in titles for file in (title.first.file, title.again.file)}
    return titled & {event.where.file for event in record.events}


@warning
@fixed("unsafe")
def same_name(record: Record) -> Iterator[Finding]:
    """Two events on the same date must not have the same title, unless they have ids.

    Links to an event, and its entries in feeds and calendars, are based on its id or, if it has
    none, on its date and title. If two events have the same date and title, give an id to the one
    that was added later, so that links to the other one do not change. An event without an `added`
    date is treated as having been added earlier.

    Wrong:
        title: Example
        events:
          - {date: 2019-04, kind: debate, title: Lords debate, source: https://example.org/a}
          - {date: 2019-04, kind: debate, title: Lords debate, source: https://example.org/b}

    Right:
        title: Example
        events:
          - date: 2019-04
            kind: debate
            title: Lords debate
            source: https://example.org/a
          - id: second-debate
            date: 2019-04
            kind: debate
            title: Lords debate
            source: https://example.org/b
    """
    without_id = [event for event in record.events if not event.id]
    if not without_id:
        return
    first = dict(record.by_id)
    named = [(name_of(event), event) for event in oldest_first(without_id, record.files)]
    taken = {*record.by_id, *(name for name, _ in named)}
    numbers: dict[str, Iterator[int]] = {}
    for name, event in named:
        other = first.setdefault(name, event)
        if other is event:
            continue
        further = numbers.setdefault(name, count(2))
        free = next(id for n in further if (id := f"{name}-{n}") not in taken)
        message = "this event has the same date and title as another, and no id"
        if other.id:
            message = (
                "this event has no id, and the one made from its date and title belongs to another "
                "event"
            )
        hint = add("id", free, f"give it an id, as in id: {free}")
        missing = (event.where / "id").path
        yield Finding(event.where, message, hint, on_key=True, missing=missing)


@error
def unknown_language(record: Record) -> Iterator[Finding]:
    """The language of the record and its editions must be one that briefing supports.

    Headings, months and other words that briefing adds are in the language of the edition or, if it
    has none, of the record. The supported languages are English (such as en-GB and en-IE) and Welsh
    (cy).

    Wrong:
        title: Example
        language: fr
        events:
          - {date: 2019-04, kind: news, title: A, source: https://example.org/a}

    Right:
        title: Example
        language: en-IE
        events:
          - {date: 2019-04, kind: news, title: A, source: https://example.org/a}
    """
    editions = record.editions.values()
    given = [
        (edition.where / "language", edition.language) for edition in editions if edition.language
    ]
    if "language" in record.where:
        given.append((record.where["language"], record.language))
    for where, language in given:
        is_usual = language in _USUAL or language in catalogues()
        if not is_usual and not locale_of(language):
            message = f"briefings cannot be written in '{language}'"
            hint = f"write en-GB or another variety of English, or {' or '.join(catalogues())}"
            yield Finding(where, message, hint)


@error
@fixed("unsafe")
def unknown_timezone(record: Record) -> Iterator[Finding]:
    """The time zone must be in the IANA time zone database.

    If the record has no `correct_as_of`, the time zone determines today's date. Time zones are
    named after places, as in Europe/London.

    Wrong:
        title: Example
        timezone: London
        events:
          - {date: 2019-04, kind: news, title: A, source: https://example.org/a}

    Right:
        title: Example
        timezone: Europe/London
        events:
          - {date: 2019-04, kind: news, title: A, source: https://example.org/a}
    """
    if "timezone" not in record.where:
        return
    from zoneinfo import ZoneInfo

    try:
        ZoneInfo(record.timezone)
    except (KeyError, ValueError, OSError):
        from zoneinfo import available_timezones

        names = available_timezones()
        city = [name for name in sorted(names) if name.endswith(f"/{record.timezone.title()}")]
        hint = (
            write(city[0], f"did you mean '{city[0]}'?")
            if city
            else did_you_mean(record.timezone, names)
        )
        message = f"there is no time zone called '{record.timezone}'"
        yield Finding(record.where["timezone"], message, hint or "write it as in Europe/London")


@error
@fixed("unsafe")
def unknown_bank_holidays(record: Record) -> Iterator[Finding]:
    """The place under `bank_holidays` must be a country or region that briefing supports.

    Bank holidays are not working days, so they do not count towards a due date in working days.
    Write England and Wales, United Kingdom, Scotland or Northern Ireland. If you write United
    Kingdom, a bank holiday in any part of it is not a working day, as in the Freedom of Information
    Act 2000. For about 250 other countries, write the name or the ISO 3166 code (IE). For a part of
    a country, write its code (DE-BY). NI can mean Northern Ireland or Nicaragua, so write the name.

    Wrong:
        title: Example
        bank_holidays: Scotlnd
        events:
          - {date: 2019-04, kind: news, title: A, source: https://example.org/a}

    Right:
        title: Example
        bank_holidays: Scotland
        events:
          - {date: 2019-04, kind: news, title: A, source: https://example.org/a}
    """
    place = record.bank_holidays
    if place != ENGLAND_AND_WALES and jurisdiction_called(place) is None:
        meant = jurisdictions_meant(place)
        message = f"briefing has no bank holidays for '{place}'"
        hint = did_you_mean(place, names()) or (
            "write England and Wales, United Kingdom, Scotland, Northern Ireland, or a code "
            "such as IE"
        )
        if len(meant) == 1:
            hint = write(meant[0], f"did you mean '{meant[0]}'?")
        elif meant:
            message = f"'{place}' can mean places with different bank holidays"
            hint = f"write {', '.join(meant[:-1])} or {meant[-1]}"
        yield Finding(record.where["bank_holidays"], message, hint)


@note
def bank_holidays_differ(record: Record) -> Iterator[Finding]:
    """If a commitment is due in working days, and bank holidays differ within the country, the
    record must name the part of the country.

    In Germany, Spain and the United States, for example, bank holidays differ between parts of the
    country. If the record names only the country, only nationwide holidays are taken into account.
    To name a part, write its ISO 3166-2 code, as in DE-BY.

    Wrong:
        title: Example
        bank_holidays: DE
        actors:
          council: {name: Example Council}
        events:
          - date: 2019-04
            kind: statement
            title: A
            source: https://example.org/a
            commitments: [{id: b, title: B, by: council, due: 10 working days after 2019-05-02}]

    Right:
        title: Example
        bank_holidays: DE-BY
        actors:
          council: {name: Example Council}
        events:
          - date: 2019-04
            kind: statement
            title: A
            source: https://example.org/a
            commitments: [{id: b, title: B, by: council, due: 10 working days after 2019-05-02}]
    """
    if "bank_holidays" not in record.where:
        return
    dues = (made.due for event in record.events_with("commitments") for made in event.commitments)
    place = jurisdiction_called(record.bank_holidays)
    if place and any(due and due.unit == "working day" for due in dues) and place.own_parts:
        message = (
            f"bank holidays that apply only in part of {place.name} are counted as working days"
        )
        hint = f"if the record is about one part, write its code, as in {place.own_parts[0]}"
        yield Finding(record.where["bank_holidays"], message, hint)


@error
@fixed("unsafe")
def unknown_template(record: Draft) -> Iterator[Finding]:
    """An edition's template must exist.

    The built-in templates are timeline, member, one-page, lines, register and digest. You can also
    use a template of your own, in a folder under templates/.

    Wrong:
        title: Example
        editions:
          monthly: {template: timelin}
        events:
          - {date: 2019-04, kind: news, title: A, source: https://example.org/a}

    Right:
        title: Example
        editions:
          monthly: {template: timeline}
        events:
          - {date: 2019-04, kind: news, title: A, source: https://example.org/a}
    """
    known = record.templates
    if known is None:
        return
    for edition in record.editions.values():
        if edition.template not in known:
            message = f"there is no template called '{edition.template}'"
            hint = did_you_mean(edition.template, known) or f"write {listing(sorted(known), 'or')}"
            yield Finding(edition.where / "template", message, hint)


@warning
@fixed("unsafe")
def unknown_topic(record: Draft) -> Iterator[Finding]:
    """Each topic of an edition must be a topic of at least one event.

    A misspelt topic would make the edition empty.

    Wrong:
        title: Example
        editions:
          parks: {template: timeline, topics: [prks]}
        events:
          - {date: 2019-04, kind: news, title: A, topics: [parks], source: https://example.org/a}

    Right:
        title: Example
        editions:
          parks: {template: timeline, topics: [parks]}
        events:
          - {date: 2019-04, kind: news, title: A, topics: [parks], source: https://example.org/a}
    """
    if not record.is_complete:
        return
    known = {topic for event in record.events for topic in event.topics}
    for edition in record.editions.values():
        for n, topic in enumerate(edition.topics):
            if topic not in known:
                message = f"no event has the topic '{topic}'"
                yield Finding(edition.where / "topics" / n, message, did_you_mean(topic, known))
