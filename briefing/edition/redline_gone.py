"""The items that an earlier briefing showed and the present one does not.

An item that may still be in the record, but hidden from the readers, is never listed.
"""

from collections.abc import Iterator
from typing import Any

from briefing.edition.entry import Quote
from briefing.edition.questions import Question
from briefing.edition.redline_matches import Matches, Part, in_full, parts_of, words_of
from briefing.edition.redline_model import Gone
from briefing.edition.words import Words
from briefing.marked_text import removed
from briefing.record.problems import RecordPath


def gone(matches: Matches, t: Words) -> Iterator[Gone]:
    """Yield the items that are no longer shown, except questions."""
    if matches.versions.deleted:
        yield from _events(matches, t)
        yield from _pictures(matches, t)
        yield from _parts(matches, t)
        yield from _asks_and_commitments(matches, t)
        yield from _moves(matches, t)
        yield from _sections(matches, t)


def gone_questions(matches: Matches, t: Words) -> Iterator[Gone]:
    """Yield the questions that are no longer in the briefing.

    A question about an ask or a commitment is gone if nothing asks about it any more.
    """
    whole, deleted = matches.whole, matches.versions.deleted
    present = {ask.id for ask in whole.asks} | {item.id for item in whole.commitments}
    asked = {id for question in whole.questions for id in _about(question)}
    for question in matches.then.questions:
        is_settled = question.about in ("ask", "commitment") and _about(question) <= present - asked
        if is_settled or ("questions", question.anchor.removeprefix("answer-")) in deleted:
            type = t.pgettext("correction", "question")
            yield Gone(type, removed(str(question.question)), is_with_questions=True)


def _about(question: Question) -> set[str]:
    return {ask.id for ask in question.asks} | {item.id for item in question.commitments}


def _events(matches: Matches, t: Words) -> Iterator[Gone]:
    versions = matches.versions
    shown = {entry.where for entry in matches.now.entries}
    seen = {event.where for event in versions.now.events} - shown
    then = matches.shown_then
    listed = {entry.where for entry in matches.events_of(then)}
    parts: list[Part] = [*then.quotes, *then.figures]
    named = {part.where for part in parts}
    for entry in then.entries:
        if entry.where not in listed and not any(part.where in named for part in parts_of(entry)):
            continue
        is_left_out = versions.same.get(entry.where) in seen
        if is_left_out or ("events", entry.where) in versions.deleted:
            yield Gone(t.pgettext("correction", "event"), removed(f"{entry.date}: {entry.title}"))


def _pictures(matches: Matches, t: Words) -> Iterator[Gone]:
    pairs: list[tuple[Any, Any, RecordPath | None, str]] = [(matches.now, matches.then, None, "")]
    pairs += [
        (entry, old, entry.where, entry.title)
        for entry in matches.now.entries
        if (old := matches.before(entry))
    ]
    for now, then, where, title in pairs:
        is_known = ("pictures", where) in matches.versions.deleted
        if then.picture and not now.picture and is_known:
            words = removed(then.picture.caption or then.picture.alt)
            type = t.pgettext("correction", "picture")
            yield Gone(type, words, title, where is None, is_in_register=where is None)


def _parts(matches: Matches, t: Words) -> Iterator[Gone]:
    names = {True: t.pgettext("correction", "quote"), False: t.pgettext("correction", "figure")}
    asked = {part.where for question in matches.then.questions for part in parts_of(question)}
    moves = [move for ask in matches.then.asks for move in ask.moves]
    in_support = {figure.where for move in moves for figure in move.figures}
    for title, part in _parts_of_page(matches) if matches.is_page else _parts_of_events(matches):
        type = names[isinstance(part, Quote)]
        words = removed(in_full(part))
        yield Gone(type, words, title, part.where in asked, part.where in in_support)


def _parts_of_events(matches: Matches) -> Iterator[tuple[str, Part]]:
    for entry, part in matches.gone_from:
        yield entry.title, part


def _parts_of_page(matches: Matches) -> Iterator[tuple[str, Part]]:
    """Yield the quotes and figures that only the earlier page shows, each with its event."""
    now, versions = matches.now, matches.versions
    earlier: list[Part] = [*matches.shown_then.quotes, *matches.shown_then.figures]
    on_page = {quote.where for quote in now.quotes} | {figure.where for figure in now.figures}
    later = {old.where: where for where, old in matches.parts.items() if old}
    removed_from = {part.where: entry.title for entry, part in matches.gone_from}
    event_of = {part.where: entry for entry in matches.then.entries for part in parts_of(entry)}
    for part in earlier:
        event = event_of.get(part.where)
        if part.where in later:
            if later[part.where] not in on_page:
                yield event.title if event else "", part
        elif part.where in removed_from:
            yield removed_from[part.where], part
        elif (
            event
            and ("events", event.where) in versions.deleted
            and not versions.may_be_hidden(words_of(part))
        ):
            yield event.title, part


def _asks_and_commitments(matches: Matches, t: Words) -> Iterator[Gone]:
    for section, name in (
        ("asks", t.pgettext("correction", "ask")),
        ("commitments", t.pgettext("correction", "commitment")),
    ):
        shown = {item.id for item in getattr(matches.now, section)}
        present = {item.id for item in getattr(matches.whole, section)}
        asked = {item.id for one in matches.then.questions for item in getattr(one, section)}
        for item in getattr(matches.shown_then, section):
            is_gone = item.id in present or (section, item.id) in matches.versions.deleted
            if is_gone and item.id not in shown:
                yield Gone(name, removed(item.title), "", item.id in asked, is_in_register=True)


def _moves(matches: Matches, t: Words) -> Iterator[Gone]:
    """Yield the moves of asks that their events no longer make. The asks are still shown."""
    shown = {ask.id for ask in matches.now.asks}
    asked = {ask.id for one in matches.then.questions for ask in one.asks}
    for ask in matches.shown_then.asks:
        for move in ask.moves:
            is_deleted = ("moves", (ask.id, move.to, move.event.where)) in matches.versions.deleted
            if is_deleted and ask.id in shown:
                words = removed(f"{move.words} {move.event.date}")
                type = t.pgettext("correction", "ask")
                yield Gone(type, words, ask.title, ask.id in asked, is_in_register=True)


def _sections(matches: Matches, t: Words) -> Iterator[Gone]:
    shown = {section.where for section in matches.now.sections}
    earlier = {section.where for section in matches.shown_then.sections}
    for old, new in matches.sections:
        if old is None or old.where not in earlier or (new and new.where in shown):
            continue
        if new or ("sections", old.where) in matches.versions.deleted:
            type = t.pgettext("correction", "section")
            words = removed(old.title)
            yield Gone(type, words, is_with_questions=True, is_in_register=True)
