"""Rules for the evidence: sources, quotes and figures. Each takes the record."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from briefing.record.claimed_changes import comparison, move_to
from briefing.record.fix_hints import write
from briefing.record.merging import Draft
from briefing.record.model import Event, Figure, Quote
from briefing.record.occurrence import is_reported, is_unconfirmed
from briefing.record.problems import Finding
from briefing.record.record import Record
from briefing.record.rules.rule import error, fixed, warning
from briefing.record.sampling import is_within_error


@warning
def event_without_source(record: Record) -> Iterator[Finding]:
    """Every event must have a source.

    Briefings link every claim to its source. Without a source, readers cannot check the event.

    Wrong:
        title: Example
        events:
          - {date: 2019-04, kind: news, title: A}

    Right:
        title: Example
        events:
          - {date: 2019-04, kind: news, title: A, source: https://example.org/a}
    """
    for event in record.events:
        if _is_sourced(event):
            continue
        parts: list[Quote | Figure] = [*event.quotes, *event.figures]
        if all(map(_has_origin, parts)):
            hint = "add 'source' with an id, a web address or a full description"
            missing = (event.where / "source").path
            yield Finding(event.where, "this event has no source", hint, missing=missing)


@error
def quote_without_source(record: Record) -> Iterator[Finding]:
    """Every quote must have a source, either its own or that of its event.

    Quotes are the first thing that readers check.

    Wrong:
        title: Example
        actors:
          mayor: {name: The Mayor}
        events:
          - date: 2019-04
            kind: speech
            title: A
            quotes: [{text: We shall see, by: mayor}]

    Right:
        title: Example
        actors:
          mayor: {name: The Mayor}
        events:
          - date: 2019-04
            kind: speech
            title: A
            source: https://example.org/a
            quotes: [{text: We shall see, by: mayor}]
    """
    for event in record.events_with("quotes"):
        for n, quote in enumerate(event.quotes):
            if not quote.source and not _is_sourced(event):
                where = event.where / ("quotes", n)
                hint = "add a source to it or to its event"
                missing = (where / "source").path
                yield Finding(where, "this quote has no source", hint, missing=missing)


@error
def figure_without_source(record: Record) -> Iterator[Finding]:
    """Every figure must have a source, its own or that of its event, or say how it was worked out.

    Wrong:
        title: Example
        events:
          - date: 2019-04
            kind: poll
            title: A
            figures: [{label: want a park, value: 77%}]

    Right:
        title: Example
        events:
          - date: 2019-04
            kind: poll
            title: A
            source: https://example.org/a
            figures: [{label: want a park, value: 77%}]
    """
    for event in record.events_with("figures"):
        for n, figure in enumerate(event.figures):
            if not _has_origin(figure) and not _is_sourced(event):
                where = event.where / "figures" / n
                hint = (
                    "add a source to it or to its event, or explain under 'worked_out' how it was "
                    "worked out from other figures"
                )
                missing = (where / "source").path
                yield Finding(where, "this figure has no source", hint, missing=missing)


@error
def quote_without_speaker(record: Record) -> Iterator[Finding]:
    """Every quote must have a speaker.

    Wrong:
        title: Example
        events:
          - date: 2019-04
            kind: speech
            title: A
            source: https://example.org/a
            quotes: [{text: We shall see}]

    Right:
        title: Example
        actors:
          mayor: {name: The Mayor}
        events:
          - date: 2019-04
            kind: speech
            title: A
            source: https://example.org/a
            quotes: [{text: We shall see, by: mayor}]
    """
    for event in record.events_with("quotes"):
        for n, quote in enumerate(event.quotes):
            if not quote.by:
                where = event.where / "quotes" / n
                hint = "add 'by' with an actor's id"
                missing = (where / "by").path
                yield Finding(where, "this quote has no speaker", hint, missing=missing)


@warning
@fixed("safe")
def stray_quotation_mark(record: Record) -> Iterator[Finding]:
    """A quote must not have a quotation mark at one end only.

    Briefings add quotation marks to every quote, so an extra one would be printed.

    Wrong:
        title: Example
        actors:
          mayor: {name: The Mayor}
        events:
          - date: 2019-04
            kind: speech
            title: A
            source: https://example.org/a
            quotes:
              - text: We shall see"
                by: mayor

    Right:
        title: Example
        actors:
          mayor: {name: The Mayor}
        events:
          - date: 2019-04
            kind: speech
            title: A
            source: https://example.org/a
            quotes:
              - text: We shall see
                by: mayor
    """
    for event in record.events_with("quotes"):
        for n, quote in enumerate(event.quotes):
            if quote.text.count('"') == 1 and quote.text.strip('"') != quote.text:
                where = event.where / ("quotes", n, "text")
                message = "this quote has a quotation mark at one end only"
                hint = write(quote.text.strip('"'), "delete it", is_safe=True)
                yield Finding(where, message, hint, words='"')


@warning
def same_address_twice(record: Record) -> Iterator[Finding]:
    """Two sources must not have the same web address.

    If one document has two ids, briefings list it twice, as if it were two documents.

    Wrong:
        title: Example
        sources:
          gazette: {title: The gazette, url: https://example.org/a}
          paper: {title: The paper, url: https://example.org/a}
        events:
          - {date: 2019-04, kind: news, title: A, sources: [gazette, paper]}

    Right:
        title: Example
        sources:
          gazette: {title: The gazette, url: https://example.org/a}
          paper: {title: The paper, url: https://example.org/b}
        events:
          - {date: 2019-04, kind: news, title: A, sources: [gazette, paper]}
    """
    first: dict[str, str] = {}
    for id, source in record.sources.items():
        if source.url:
            address = source.url.rstrip("/").casefold()
            if address in first:
                message = f"the source '{first[address]}' has the same address as this one"
                yield Finding(source.where / "url", message, "keep one of the two sources")
            first.setdefault(address, id)


@error
def impossible_share(record: Record) -> Iterator[Finding]:
    """A share of a sample or group cannot be more than 100%.

    An increase can be more than 100%. Write it with its sign, as in +120%.

    Wrong:
        title: Example
        events:
          - date: 2019-04
            kind: poll
            title: A
            source: https://example.org/a
            figures: [{label: want a park, value: 177%, of: adults, sample: 500}]

    Right:
        title: Example
        events:
          - date: 2019-04
            kind: poll
            title: A
            source: https://example.org/a
            figures: [{label: want a park, value: 77%, of: adults, sample: 500}]
    """
    for event, n, figure in _figures(record):
        quantity = figure.value
        is_share = quantity.unit == "%" and not quantity.change and (figure.of or figure.sample)
        if is_share and max(quantity.value, quantity.upper or 0) > 100:
            message = f"{quantity} of {figure.of or 'a sample'} is impossible"
            where = event.where / ("figures", n, "value")
            yield Finding(
                where, message, "if it is an increase, write it with its sign, as in +120%"
            )


@error
def part_larger_than_whole(record: Record) -> Iterator[Finding]:
    """A part cannot be larger than the whole.

    Wrong:
        title: Example
        events:
          - date: 2019-04
            kind: report
            title: A
            source: https://example.org/a
            figures: [{label: tests failed, value: 29 of 27}]

    Right:
        title: Example
        events:
          - date: 2019-04
            kind: report
            title: A
            source: https://example.org/a
            figures: [{label: tests failed, value: 9 of 27}]
    """
    for event, n, figure in _figures(record):
        whole = figure.value.whole
        if whole is not None and max(figure.value.value, figure.value.upper or 0) > whole:
            where = event.where / ("figures", n, "value")
            message = f"in {figure.value}, the part is larger than the whole"
            yield Finding(where, message, "correct one of the two numbers")


@warning
def result_too_early(record: Draft) -> Iterator[Finding]:
    """A quote or figure must have been published by the record's "correct as of" date.

    An event that is not over has no results yet, so briefings leave out its quotes and figures. If
    a quote or figure was published earlier, for example when a consultation opened, it needs a
    source with that date. Once the event has started, this can be the event's source.

    Wrong:
        title: Example
        correct_as_of: 2019-04-30
        events:
          - date: 2019-10
            kind: poll
            title: A
            source: https://example.org/a
            figures: [{label: want a park, value: 77%}]
            added: 2019-04-02

    Right:
        title: Example
        correct_as_of: 2019-12-31
        events:
          - date: 2019-10
            kind: poll
            title: A
            source: {title: A, date: 2019-10, url: https://example.org/a}
            figures: [{label: want a park, value: 77%}]
            added: 2019-04-02
    """
    day, sources = record.last_day, record.sources
    if day is None:
        return
    for event in record.events:
        if event.date.latest <= day or is_unconfirmed(event, sources, day):
            continue
        parts: list[tuple[str, Sequence[Quote | Figure]]] = [
            ("quotes", event.quotes),
            ("figures", event.figures),
        ]
        for section, items in parts:
            for n, part in enumerate(items):
                if not is_reported(event, part, sources, day):
                    noun = "figure" if section == "figures" else "quote"
                    stage = "has not happened" if event.date.earliest > day else "is not over"
                    message = (
                        f"this {noun} is left out because its event ({event.date.text}) {stage}"
                    )
                    hint = (
                        f"correct the event's date, or give the {noun} its own source with a date"
                        if event.date.earliest > day
                        else "if it has already been published, add the date of its source"
                    )
                    if record.correct_as_of:
                        hint += "; or update correct_as_of"
                    yield Finding(event.where / (section, n), message, hint)


@warning
def figures_disagree(record: Record) -> Iterator[Finding]:
    """Two figures for the same thing must agree, or be marked as disputed.

    Figures are for the same thing if they have the same label and group of people, in one event or
    on the same date. If sources really disagree, give the reason under `disputed`.

    Wrong:
        title: Example
        events:
          - date: 2019-04
            kind: poll
            title: A
            source: https://example.org/a
            figures:
              - {label: want a park, value: 77%}
              - {label: want a park, value: 71%}

    Right:
        title: Example
        events:
          - date: 2019-04
            kind: poll
            title: A
            source: https://example.org/a
            figures:
              - {label: want a park, value: 77%}
              - {label: want a park, value: 71%, disputed: The council counted only householders.}
    """
    same: dict[tuple[str, ...], list[tuple[Event, int, Figure]]] = defaultdict(list)
    for event, n, figure in _figures(record):
        same[event.date.text, *figure.quantity].append((event, n, figure))
    for figures in same.values():
        disagreeing = list(_disagreeing(figures)) if figures[1:] else []
        for event, n, figure, one in disagreeing[:_MAX_DISAGREEING]:
            message = f"'{figure.label}' is {figure.value} here and {one.value} elsewhere"
            more = len(disagreeing) - _MAX_DISAGREEING
            if more > 0:
                message += f" ({more:,} more figures disagree)"
            hint = "correct one of them, or explain the difference under 'disputed'"
            yield Finding(event.where / ("figures", n, "value"), message, hint)


_MAX_DISAGREEING = 10
"""The most figures for one quantity on one date that are reported individually."""


def _disagreeing(
    figures: Iterable[tuple[Event, int, Figure]],
) -> Iterator[tuple[Event, int, Figure, Figure]]:
    """Yield the figures that disagree with an earlier one, each with that one.

    A figure that disagrees with any of them disagrees with the one with the lowest upper bound or
    the one with the highest lower bound.
    """
    lowest: dict[tuple[object, ...], Figure] = {}
    highest: dict[tuple[object, ...], Figure] = {}
    for event, n, figure in figures:
        if figure.disputed or event.disputed:
            continue
        value = figure.value
        alike = (value.currency, value.unit, value.change, value.whole)
        for other in (lowest.get(alike), highest.get(alike)):
            if other and not value.agrees_with(other.value):
                yield event, n, figure, other
                break
        if alike not in lowest or value.high < lowest[alike].value.high:
            lowest[alike] = figure
        if alike not in highest or value.low > highest[alike].value.low:
            highest[alike] = figure


@warning
def no_clear_change(record: Record) -> Iterator[Finding]:
    """If a title says that a share has risen or fallen, the change must be larger than the sampling
    error.

    Otherwise the title contradicts the briefing, which says that there is no clear change since the
    same question was last asked. The title can give the number, as in "Support rises to 47%", or
    compare, as in "More people want a park". A comparison is not reported if any share in the event
    has clearly changed.

    Wrong:
        title: Example
        events:
          - date: 2019-04
            kind: poll
            title: A poll on the park
            source: https://example.org/a
            figures: [{label: want a park, value: 45%, sample: "1,000"}]
          - date: 2019-09
            kind: poll
            title: Support rises to 47%
            source: https://example.org/b
            figures: [{label: want a park, value: 47%, sample: "1,000"}]

    Right:
        title: Example
        events:
          - date: 2019-04
            kind: poll
            title: A poll on the park
            source: https://example.org/a
            figures: [{label: want a park, value: 45%, sample: "1,000"}]
          - date: 2019-09
            kind: poll
            title: Support is 47%
            source: https://example.org/b
            figures: [{label: want a park, value: 47%, sample: "1,000"}]
    """
    earlier: dict[tuple[str, ...], list[tuple[Event, Figure]]] = {}
    for event in record.events_with("figures"):
        claims = [(figure, _claimed_move(event.title, figure)) for figure in event.figures]
        moves = [
            (words, _not_clearly_moved(figure, earlier.get(_series(figure), [])))
            for figure, words in claims
            if words
        ]
        # Another figure with that number may be the one that moved.
        words, before = moves[0] if moves else ("", None)
        if before and all(words for _, words in moves):
            day, value = before
            message = f"'{words}' is within the sampling error of {value} ({day})"
            hint = "give only the number, because briefings say 'no clear change'"
            yield Finding(event.where / "title", message, hint)
        elif not moves and (unclear := _unclear_comparison(event, earlier)):
            words, share, (day, value) = unclear
            message = f"'{words}', but {share} is within the sampling error of {value} ({day})"
            hint = "leave out the comparison, because briefings say 'no clear change'"
            yield Finding(event.where / "title", message, hint)
        for figure in event.figures:
            earlier.setdefault(_series(figure), []).append((event, figure))


def _claimed_move(title: str, figure: Figure) -> str:
    """Return the words that say that something rises or falls to this number, if any."""
    return move_to(title, figure.value.text.rstrip("% ")) if _is_measured(figure) else ""


def _is_measured(figure: Figure) -> bool:
    """Whether the figure is an undisputed share of a sample."""
    return not figure.disputed and figure.sample is not None and figure.value.unit.startswith("%")


def _unclear_comparison(
    event: Event, earlier: Mapping[tuple[str, ...], Sequence[tuple[Event, Figure]]]
) -> tuple[str, str, tuple[str, str]] | None:
    """Return a comparison in the title that no share of the event bears out, if there is one.

    It comes with the share, and with the date and the value of the share before it. If some of the
    shares were not measured before, the comparison must be about one that was.
    """
    measured = [figure for figure in event.figures if _is_measured(figure)]
    before = [
        (figure, earlier[_series(figure)]) for figure in measured if _series(figure) in earlier
    ]
    words = comparison(event.title) if before else ""
    if not words:
        return None
    unclear = [(figure, _not_clearly_moved(figure, others)) for figure, others in before]
    if not all(last for _, last in unclear):
        return None
    for figure, last in unclear:
        is_about_it = len(before) == len(measured) or _have_words_in_common(
            event.title, figure.label
        )
        if last and is_about_it:
            return words, figure.value.text, last
    return None


def _have_words_in_common(title: str, label: str) -> bool:
    """Whether a title has at least half of the longer words of a label, ignoring their endings."""
    first, second = (
        {word[:5] for word in _LONG_WORD.findall(text.casefold())} for text in (title, label)
    )
    return bool(second) and 2 * len(first & second) >= len(second)


_LONG_WORD = re.compile(r"[^\W\d_]{4,}")


def _series(figure: Figure) -> tuple[str, ...]:
    return *figure.quantity, figure.by or ""


def _not_clearly_moved(
    figure: Figure, earlier: Sequence[tuple[Event, Figure]]
) -> tuple[str, str] | None:
    """Return the date and the value of the previous figure, if this one has not clearly moved.

    It must not have moved since the first of the series either, because briefings compare the two.
    """
    if not earlier or not figure.sample:
        return None
    for _, other in (earlier[0], earlier[-1]):
        if not other.sample or not is_within_error(
            other.value, other.sample, figure.value, figure.sample
        ):
            return None
    event, last = earlier[-1]
    return event.date.written, last.value.text


@warning
@fixed("unsafe")
def role_not_held(record: Record) -> Iterator[Finding]:
    """If a role under `as` is one of the actor's `roles`, the actor must have held it on the date
    of the event.

    Otherwise either the role or its dates are wrong. You can also use `as` for a role that is not
    in the actor's `roles`. If there is no `as`, the briefing shows the role that the actor held on
    that date.

    Wrong:
        title: Example
        actors:
          jo-bloggs: {name: Jo Bloggs, roles: [{title: Mayor, from: 2020-05}]}
        events:
          - date: 2019-04-02
            kind: speech
            title: A
            source: https://example.org/a
            actors: [{ref: jo-bloggs, as: Mayor}]

    Right:
        title: Example
        actors:
          jo-bloggs: {name: Jo Bloggs, roles: [{title: Mayor, from: 2018-05}]}
        events:
          - date: 2019-04-02
            kind: speech
            title: A
            source: https://example.org/a
            actors: [{ref: jo-bloggs, as: Mayor}]
    """
    for event in record.events:
        named = [
            ("actors", n, participant.ref, participant.role)
            for n, participant in enumerate(event.actors)
            if participant.role
        ]
        named += [
            ("quotes", n, quote.by or "", quote.role)
            for n, quote in enumerate(event.quotes)
            if quote.role
        ]
        for section, n, id, role in named:
            actor = record.actors.get(id)
            if actor is None:
                continue
            known = {role.title.casefold() for role in actor.roles}
            held = [role.title for role in actor.roles if role.perhaps_held(event.date)]
            if role.casefold() in known.difference(title.casefold() for title in held):
                message = f"{actor.name} was not '{role}' at the time ({event.date.written})"
                hint = f"role at the time: {', '.join(held)}"
                if not held:
                    hint = "correct the role or its dates"
                elif len(held) == 1:
                    hint = write(held[0], hint)
                yield Finding(event.where / (section, n, "as"), message, hint)


def _is_sourced(event: Event) -> bool:
    return event.source is not None or bool(event.sources)


def _has_origin(part: Quote | Figure) -> bool:
    """Whether a part has its own source, or is a figure that was worked out from others."""
    is_worked_out = isinstance(part, Figure) and part.worked_out is not None
    return part.source is not None or is_worked_out


def _figures(record: Record) -> Iterator[tuple[Event, int, Figure]]:
    for event in record.events_with("figures"):
        for n, figure in enumerate(event.figures):
            yield event, n, figure
