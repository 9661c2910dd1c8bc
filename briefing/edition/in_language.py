"""A record in the language of an edition."""

from dataclasses import replace

from briefing.record.model import Edition
from briefing.record.own_names import with_own_names
from briefing.record.record import Record
from briefing.record.translations import text_changer, with_record_texts, with_texts


def in_language(record: Record, language: str) -> Record:
    """Return `record` in a language. Texts without a translation stay in their own, and are marked.

    A record without texts in several languages is returned unchanged: all of it is in its language.
    """
    if not record.languages:
        return record
    change = text_changer(record.language, language)
    translated = with_record_texts(with_own_names(record, language), change)
    return replace(translated, language=language)


def edition_in_language(edition: Edition, record: Record) -> Edition:
    """Return an edition in its language, which is that of `record`.

    Its own texts, such as its title, are assumed to be in that language unless they say otherwise.
    """
    if not record.languages:
        return edition
    return with_texts(edition, text_changer(record.language, record.language))
