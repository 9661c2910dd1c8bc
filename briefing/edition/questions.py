"""Questions and answers: those that the record gives, and those that its contents raise.

The record raises a question about each overdue commitment, each ask, each reversal and each
disputed figure. An ask or a commitment that a question of the record is about raises no other.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from briefing.edition.areas import is_for
from briefing.edition.captions import Caption, caption_of, in_message, written
from briefing.edition.citations import Citation, citation_of
from briefing.edition.entries import Selection
from briefing.edition.entry import Entry, Figure, Quote, Reference, by_weight
from briefing.edition.key_figures import key_figures, key_quotes
from briefing.edition.registers import Ask, Commitment, Story
from briefing.languages import N_
from briefing.record.fields import Weight
from briefing.record.problems import RecordPath

MAX_QUOTES, MAX_FIGURES = 2, 3
"""The maximum numbers of quotes and figures from its events that an answer has."""

_ByPlace = Mapping[RecordPath, Entry]


@dataclass(frozen=True, slots=True)
class Question:
    """A question that readers may be asked, with its answer and the evidence for it."""

    anchor: str
    """Its anchor on the page."""
    about: Literal["record", "commitment", "ask", "reversal", "figure"]
    """Its origin: `record` if the record gives it, or else the type of item that it is about."""
    question: Caption
    """The question."""
    answer: str
    """The answer that the record gives, in Markdown, or an empty string. Print it with the
    `markdown` filter."""
    citations: tuple[Citation, ...] = ()
    """The sources of that answer."""
    asks: tuple[Ask, ...] = ()
    """The asks that it is about."""
    commitments: tuple[Commitment, ...] = ()
    """The commitments that it is about."""
    story: Story | None = None
    """The reversal that it is about."""
    events: tuple[Reference, ...] = ()
    """The events that the record names for the answer."""
    figures: tuple[Figure, ...] = ()
    """The figures for the answer: those that are disputed, or the most important of its events."""
    quotes: tuple[Quote, ...] = ()
    """The most important quotes of its events."""
    weight: Weight = "normal"
    """Its weight: `high`, `normal` or `low`."""


def questions_of(
    selection: Selection,
    entries: Sequence[Entry],
    asks: Sequence[Ask],
    commitments: Sequence[Commitment],
    stories: Sequence[Story],
) -> tuple[Question, ...]:
    """Return the questions for a briefing: those of the record by weight, then those it raises.

    `entries` are the past events of the briefing, newest first. The other arguments are its
    registers.
    """
    by_place = {entry.where: entry for entry in entries}
    given = sorted(_given(selection, by_place, asks, commitments), key=by_weight)
    answered = {ask.where for question in given for ask in question.asks}
    answered |= {item.where for question in given for item in question.commitments}
    raised = (
        *(
            _about_commitment(selection, by_place, item)
            for item in commitments
            if item.state == "overdue" and item.where not in answered
        ),
        *(_about_ask(selection, by_place, ask) for ask in asks if ask.where not in answered),
        *(_about_story(selection, by_place, n, item) for n, item in enumerate(stories, 1)),
        *_about_figures(selection, entries),
    )
    return (*given, *_with_quotes_once(given, raised))


def _with_quotes_once(given: Iterable[Question], raised: Iterable[Question]) -> Iterator[Question]:
    """Yield the `raised` questions, each without the quotes that an earlier one has."""
    seen = {quote.where for question in given for quote in question.quotes}
    for question in raised:
        new = tuple(quote for quote in question.quotes if quote.where not in seen)
        seen.update(quote.where for quote in new)
        yield replace(question, quotes=new[:MAX_QUOTES])


def _given(
    selection: Selection,
    by_place: _ByPlace,
    asks: Sequence[Ask],
    commitments: Sequence[Commitment],
) -> Iterator[Question]:
    """Yield the questions of the record, except those about other areas or other events."""
    record = selection.record
    place = record.areas.get(selection.area or "")
    area = place.name if place else None
    for id, given in record.questions.items():
        own_asks = tuple(ask for ask in asks if ask.id in given.asks)
        own_commitments = tuple(item for item in commitments if item.id in given.commitments)
        events = [event for event in map(record.by_id.get, given.events) if event]
        is_about_others = (given.events or given.asks or given.commitments) and not (
            own_asks or own_commitments or any(event.where in selection.anchors for event in events)
        )
        if is_about_others or not is_for(record, given.areas, selection.area):
            continue
        its = [by_place[event.where] for event in events if event.where in by_place]
        yield Question(
            f"answer-{id}",
            "record",
            caption_of(written(given.question)),
            given.answer or "",
            tuple(citation_of(record, cited) for _, cited in given.citations),
            own_asks,
            own_commitments,
            events=tuple(selection.reference_to(event) for event in events),
            figures=key_figures(its, area)[:MAX_FIGURES],
            quotes=key_quotes(its)[:MAX_QUOTES],
            weight=given.weight,
        )


def _about_commitment(selection: Selection, by_place: _ByPlace, item: Commitment) -> Question:
    return Question(
        f"commitment-{item.id}",
        "commitment",
        _asked(selection, N_("What has become of the commitment “%(title)s”?"), item.title),
        "",
        commitments=(item,),
        quotes=key_quotes(_entries(by_place, [item.made])),
        weight=item.weight,
    )


def _about_ask(selection: Selection, by_place: _ByPlace, ask: Ask) -> Question:
    return Question(
        f"ask-{ask.id}",
        "ask",
        _asked(selection, N_("What has become of “%(title)s”?"), ask.title),
        "",
        asks=(ask,),
        quotes=key_quotes(_entries(by_place, [move.event for move in ask.moves])),
        weight=ask.weight,
    )


def _about_story(selection: Selection, by_place: _ByPlace, n: int, story: Story) -> Question:
    events = [step.event for step in story.steps]
    return Question(
        f"reversal-{n}",
        "reversal",
        _asked(selection, N_("What happened after “%(title)s”?"), events[0].title),
        "",
        story=story,
        quotes=key_quotes(_entries(by_place, events)),
    )


def _about_figures(selection: Selection, entries: Iterable[Entry]) -> Iterator[Question]:
    """Yield a question for each quantity that has disputed figures."""
    disputed: dict[tuple[str, str | None, str | None], list[Figure]] = {}
    for entry in entries:
        for figure in entry.figures:
            if any(remark.is_doubt for remark in figure.remarks):
                key = figure.label.casefold(), figure.of, figure.area
                disputed.setdefault(key, []).append(figure)
    for n, figures in enumerate(disputed.values(), 1):
        message = N_("How reliable is this figure: “%(title)s”?")
        yield Question(
            f"figure-{n}",
            "figure",
            _asked(selection, message, figures[0].label),
            "",
            figures=tuple(figures),
            weight=min(figures, key=by_weight).weight,
        )


def _asked(selection: Selection, message: str, title: str) -> Caption:
    """Return a question about an item of the record, from the message for it."""
    return caption_of(*in_message(selection.t, message, title=title))


def _entries(by_place: _ByPlace, events: Iterable[Reference]) -> list[Entry]:
    """Return the entries of `events` that the briefing has, newest first."""
    places = list(dict.fromkeys(event.where for event in events))
    return [by_place[place] for place in reversed(places) if place in by_place]
