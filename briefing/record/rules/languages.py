"""Rules for records in several languages."""

from collections.abc import Iterable, Iterator

from briefing.english import counted
from briefing.record.area_tables import TabledArea
from briefing.record.items import Placed
from briefing.record.model import OwnSection
from briefing.record.problems import Finding, RecordPath
from briefing.record.record import Record
from briefing.record.rules.rule import note
from briefing.record.translations import by_language, language_in, same_language, texts_in

_NAMES = {"Actor": {"name"}, "Event": {"notes"}, "Picture": {"credit"}}
"""Fields that are often the same in every language, or not for the public, by type of item."""
_OF_SOURCES = {"CitedSource", "InlineSource", "Source"}


@note
def not_translated(record: Record) -> Iterator[Finding]:
    """In a record with texts in several languages, every text should be in each of them.

    A text without a translation appears in its own language, and is marked as such. The languages
    are those of the record and its editions. Names of actors, sources, credits of pictures,
    internal notes and the editions themselves need no translation. A section needs one only if
    editions in different languages share it. For a table of areas, there is one note for each
    language.

    Wrong:
        title: {en: Example, cy: Enghraifft}
        events:
          - {date: 2019-04, kind: news, title: A park opens, source: https://example.org/a}

    Right:
        title: {en: Example, cy: Enghraifft}
        events:
          - date: 2019-04
            kind: news
            title: {en: A park opens, cy: Parc yn agor}
            source: https://example.org/a
    """
    if not record.languages:
        return
    for where, item, wanted in _items(record):
        missing: dict[str, list[str]] = {}
        for holder, name, text in texts_in(item):
            kind = type(holder).__name__
            if kind in _OF_SOURCES or name in _NAMES.get(kind, ()):
                continue
            if kind == "Figure" and name == "by" and text in record.actors:
                continue
            texts = by_language(text, record.language)
            for language in wanted:
                if language_in(texts, language) is None:
                    field = type(holder).model_fields[name]
                    missing.setdefault(language, []).append(field.alias or name)
        for language, fields in missing.items():
            named = ", ".join(dict.fromkeys(fields))
            noun = (type(item).model_config.get("title") or type(item).__name__).lower()
            message = f"this {noun} has no {_name_of(language)} for: {named}"
            keys = dict.fromkeys(code.partition("-")[0] for code in wanted)
            hint = f"write both, as in {{{', '.join(f'{key}: …' for key in keys)}}}"
            yield Finding(where, message, hint)
    yield from _names_in_tables(record)


def _names_in_tables(record: Record) -> Iterator[Finding]:
    """Yield a finding for each table of areas and each language in which it lacks names."""
    for table in record.tables:
        for language in _wanted(record):
            missing = [
                area
                for _, area in table.areas
                if language_in(by_language(area.name, record.language), language) is None
            ]
            if not missing:
                continue
            first, *others = missing
            which = (
                f"this area and {counted(len(others), 'other')} have" if others else "this area has"
            )
            code = language.partition("-")[0]
            column = f"name:{code}"
            given = [each[5:] for each in map(str.lower, table.header) if each.startswith("name:")]
            is_given = any(same_language(language, one) for one in given)
            hint = (
                f"fill in the column {column}"
                if is_given
                else f"add a column to the table: {column}"
            )
            yield Finding(first.where, f"{which} no {_name_of(language)} for: name", hint)


def _wanted(record: Record) -> list[str]:
    """Return the languages that readers expect, without those that differ only by country."""
    editions = (edition.language for edition in record.editions.values() if edition.language)
    return _different((record.language, *editions, *sorted(record.languages)))


def _different(languages: Iterable[str]) -> list[str]:
    different: list[str] = []
    for language in languages:
        if not any(same_language(language, other) for other in different):
            different.append(language)
    return different


def _items(record: Record) -> Iterator[tuple[RecordPath, Placed, list[str]]]:
    """Yield the items whose texts readers see, each with its place and the languages it needs.

    The areas of tables are left out.
    """
    wanted = _wanted(record)
    yield from ((event.where, event, wanted) for event in record.events)
    for group in (record.actors, record.areas, record.asks, record.questions):
        yield from (
            (item.where, item, wanted)
            for item in group.values()
            if not isinstance(item, TabledArea)
        )
    languages: dict[OwnSection, list[str]] = {}
    for edition, section in record.own_sections:
        languages.setdefault(section, []).append(edition.language or record.language)
    for section, shared_by in languages.items():
        different = _different(shared_by)
        if len(different) > 1:
            yield section.where, section, different


def _name_of(language: str) -> str:
    from babel import Locale

    names = Locale.parse("en").languages
    name: str = names.get(language.partition("-")[0], language)
    return name
