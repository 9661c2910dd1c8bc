"""A record in the language of an edition."""

from dataclasses import replace

from briefing.edition.numbers import number_in
from briefing.edition.words import words_in
from briefing.record.model import Edition, Event
from briefing.record.own_names import with_own_names
from briefing.record.record import Record
from briefing.record.translations import (
    same_language,
    text_changer,
    with_record_texts,
    with_texts,
)


def in_language(record: Record, language: str) -> Record:
    """Return `record` in a language. Texts without a translation stay in their own, and are marked.

    A record without texts in several languages is returned unchanged: all of it is in its language.
    """
    if not record.languages:
        return record
    change = text_changer(record.language, language)
    translated = with_record_texts(with_own_names(record, language), change)
    if not same_language(record.language, language):
        events = [_with_numbers(event, record.language, language) for event in translated.events]
        translated = replace(translated, events=events)
    return replace(translated, language=language)


def _with_numbers(event: Event, own: str, wanted: str) -> Event:
    """Return an event whose figures have numbers in the `wanted` language."""
    t = words_in(wanted)
    figures = tuple(
        figure.model_copy(
            update={
                "value": number_in(figure.value, own, t),
                "sample": figure.sample and number_in(figure.sample, own, t),
            }
        )
        for figure in event.figures
    )
    return event.model_copy(update={"figures": figures}) if figures else event


def edition_in_language(edition: Edition, record: Record) -> Edition:
    """Return an edition in its language, which is that of `record`.

    Its own texts, such as its title, are assumed to be in that language unless they say otherwise.
    """
    if not record.languages:
        return edition
    return with_texts(edition, text_changer(record.language, record.language))
