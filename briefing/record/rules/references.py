"""Rules for references between items of the record. Each is given the whole record."""

from collections.abc import Iterator, Sequence

from briefing.record import kinds
from briefing.record.decisions import contradicts_kind, verdict_on
from briefing.record.fix_hints import delete, remove_one_link, write
from briefing.record.merging import Draft
from briefing.record.model import Event
from briefing.record.problems import LIKE_AN_ID, Finding, Path, RecordPath, did_you_mean
from briefing.record.record import Record
from briefing.record.references import circles
from briefing.record.rules.rule import error, fixed, warning
from briefing.record.rules.wording import in_braces, is_placeholder


@error
@fixed("unsafe")
def unknown_source(record: Record) -> Iterator[Finding]:
    """A source that is cited by its id must be listed under `sources`.

    Otherwise the claim that cites it would have no source.

    Wrong:
        title: Example
        sources:
          gazette: {title: The gazette}
        events:
          - {date: 2019-04, kind: news, title: A, source: gazete}
          - {date: 2019-05, kind: news, title: B, source: gazette}

    Right:
        title: Example
        sources:
          gazette: {title: The gazette}
        events:
          - {date: 2019-04, kind: news, title: A, source: gazette}
          - {date: 2019-05, kind: news, title: B, source: gazette}
    """
    known = record.sources
    titles = {source.title: id for id, source in known.items()}
    for where, (id, path, *_) in record.unknown("sources", known):
        hint = did_you_mean(id, known, titles, cutoff=LIKE_AN_ID)
        hint = hint or "add it under sources, or give its address"
        if is_placeholder(id):
            hint = delete("if there is no source, delete it")
        yield Finding(where / path, f"no source called '{id}'", hint)


@error
@fixed("unsafe")
def unknown_actor(record: Record) -> Iterator[Finding]:
    """An actor that is referred to by its id must be listed under `actors`.

    The briefing shows the name and roles from that list.

    Wrong:
        title: Example
        actors:
          council: {name: Example Council}
        events:
          - {date: 2019-04, kind: news, title: A, actors: [coucil], source: https://example.org/a}
          - {date: 2019-05, kind: news, title: B, actors: [council], source: https://example.org/b}

    Right:
        title: Example
        actors:
          council: {name: Example Council}
        events:
          - {date: 2019-04, kind: news, title: A, actors: [council], source: https://example.org/a}
          - {date: 2019-05, kind: news, title: B, actors: [council], source: https://example.org/b}
    """
    known = record.actors
    names = {actor.name: id for id, actor in known.items()}
    for where, (id, path, *_) in record.unknown("actors", known):
        hint = did_you_mean(id, known, names, cutoff=LIKE_AN_ID) or "add them under actors"
        yield Finding(where / path, f"no actor called '{id}'", hint)


@error
@fixed("unsafe")
def unknown_event(record: Record) -> Iterator[Finding]:
    """An event can only refer to events that are in the record.

    Wrong:
        title: Example
        events:
          - {id: plan, date: 2019-04, kind: news, title: A, source: https://example.org/a}
          - {date: 2019-05, kind: news, title: B, follows: [plam], source: https://example.org/b}

    Right:
        title: Example
        events:
          - {id: plan, date: 2019-04, kind: news, title: A, source: https://example.org/a}
          - {date: 2019-05, kind: news, title: B, follows: [plan], source: https://example.org/b}
    """
    known = record.by_id
    for where, (id, path, *_) in record.unknown("events", known):
        if path[-1] not in ("due", "deadline"):
            hint = did_you_mean(id, known, cutoff=LIKE_AN_ID) or "give an event that id"
            yield Finding(where / path, f"no event called '{id}'", hint)


@error
@fixed("unsafe")
def unknown_kind(record: Record) -> Iterator[Finding]:
    """A kind of event must be built in or listed under `kinds`.

    List each of your own kinds once under `kinds`, so that the checks can find misspelt kinds.

    Wrong:
        title: Example
        events:
          - {date: 2019-04, kind: site visit, title: A, source: https://example.org/a}

    Right:
        title: Example
        kinds: [{name: site visit, family: evidence}]
        events:
          - {date: 2019-04, kind: site visit, title: A, source: https://example.org/a}
    """
    for where, path, kind in _named_kinds(record):
        if kind not in record.kinds:
            message = f"there is no kind of event called '{kind}'"
            yield Finding(where / path, message, _kind_instead(kind, record))


def _kind_instead(kind: str, record: Record) -> str:
    """Return the hint for an unknown `kind`."""
    if kinds.is_turn(kind):
        return "write its kind, as in kind: statement, and add reverses: [id of the earlier event]"
    if built_in := kinds.built_in_meant(kind):
        return write(built_in)
    known = sorted(record.kinds)
    return did_you_mean(kind, known, cutoff=0.8) or f"add it under kinds: [{in_braces(kind)}]"


@error
def link_to_itself(record: Record) -> Iterator[Finding]:
    """An event cannot follow, answer, amend or reverse itself.

    Wrong:
        title: Example
        events:
          - id: plan
            date: 2019-04
            kind: news
            title: A
            follows: [plan]
            source: https://example.org/a

    Right:
        title: Example
        events:
          - {id: plan, date: 2019-04, kind: news, title: A, source: https://example.org/a}
    """
    for event, word, path, other in record.links:
        if other == event.id:
            message = f"this event {word} itself"
            yield Finding(event.where / path, message, "name the other event")


@error
def circle_of_reversals(record: Record) -> Iterator[Finding]:
    """Events must not reverse each other in a loop.

    An event can reverse a reversal. But if events reverse each other in a loop, nobody can say
    which decision is in force.

    Wrong:
        title: Example
        actors:
          council: {name: Example Council}
        events:
          - id: there
            date: 2019-04
            kind: news
            title: A
            by: council
            reverses: [back]
            source: https://example.org/a
          - id: back
            date: 2019-04
            kind: news
            title: B
            by: council
            reverses: [there]
            source: https://example.org/b

    Right:
        title: Example
        actors:
          council: {name: Example Council}
        events:
          - {id: there, date: 2019-04, kind: news, title: A, by: council, source: https://example.org/a}
          - id: back
            date: 2019-04
            kind: news
            title: B
            by: council
            reverses: [there]
            source: https://example.org/b
    """
    events = record.by_id
    settled: set[str] = set()
    for start in record.events_with("reverses"):
        # Search depth first. `path` holds the events that led here, and a link to one of them
        # closes a cycle.
        path: list[tuple[Event, Iterator[tuple[int, str]]]] = [(start, _reversals(start))]
        while path:
            event, rest = path[-1]
            n, other = next(rest, (0, ""))
            if not other:
                settled.add(event.id or "")
                path.pop()
            elif other in (names := [step.id for step, _ in path]) and other != event.id:
                circle = " → ".join(f"'{name}'" for name in [*names[names.index(other) :], other])
                message = f"these events form a loop, each reversing the next: {circle}"
                yield Finding(event.where / "reverses" / n, message, "remove one link")
            elif other in events and other not in settled and other != event.id:
                path.append((events[other], _reversals(events[other])))


@error
def u_turn_without_reversal(record: Record) -> Iterator[Finding]:
    """A U-turn amendment must name the event that it reverses.

    Otherwise the briefing cannot show which decision was reversed.

    Wrong:
        title: Example
        events:
          - {date: 2019-05, kind: U-turn amendment, title: B, source: https://example.org/b}

    Right:
        title: Example
        events:
          - {id: plan, date: 2019-04, kind: news, title: A, source: https://example.org/a}
          - date: 2019-05
            kind: U-turn amendment
            title: B
            reverses: [plan]
            source: https://example.org/b
    """
    for event in record.events:
        if event.kind == "U-turn amendment" and not event.reverses:
            message = "this U-turn amendment does not say what it reverses"
            hint = "add reverses: [id of the earlier event]"
            missing = (event.where / "reverses").path
            yield Finding(event.where / "kind", message, hint, missing=missing)


@error
def u_turn_by_another(record: Record) -> Iterator[Finding]:
    """A U-turn must be made by the actor who made the original decision.

    If somebody else reverses the decision, it is not a U-turn, so give the event another kind. If
    one actor is part of the other, add `part of`, so that they are treated as the same actor.

    Wrong:
        title: Example
        actors:
          council: {name: Example Council}
          court: {name: The court}
        events:
          - {id: plan, date: 2019-04, kind: news, title: A, by: council, source: https://example.org/a}
          - date: 2019-05
            kind: U-turn amendment
            title: B
            by: court
            reverses: [plan]
            source: https://example.org/b

    Right:
        title: Example
        actors:
          council: {name: Example Council}
          court: {name: The court}
        events:
          - {id: plan, date: 2019-04, kind: news, title: A, by: council, source: https://example.org/a}
          - date: 2019-05
            kind: ruling
            title: B
            by: court
            reverses: [plan]
            source: https://example.org/b
    """
    events = record.by_id
    for event in record.events_with("reverses"):
        for reversal in event.reverses:
            earlier = events.get(reversal.ref)
            if earlier and contradicts_kind(event, earlier, record):
                message = (
                    f"this U-turn reverses '{reversal.ref}', which was somebody else's decision"
                )
                hint = "change its kind, or correct 'by'"
                yield Finding(event.where / "kind", message, hint)


@error
@fixed("unsafe")
def actors_in_a_circle(record: Record) -> Iterator[Finding]:
    """An actor cannot be part of itself, directly or through other actors.

    Wrong:
        title: Example
        actors:
          council: {name: Example Council, part of: committee}
          committee: {name: Planning Committee, part of: council}
        events:
          - {date: 2019-04, kind: news, title: A, source: https://example.org/a}

    Right:
        title: Example
        actors:
          council: {name: Example Council}
          committee: {name: Planning Committee, part of: council}
        events:
          - {date: 2019-04, kind: news, title: A, actors: [committee], source: https://example.org/a}
    """
    for circle in circles({id: actor.part_of for id, actor in record.actors.items()}):
        names = " → ".join(f"'{id}'" for id in circle)
        message = f"these actors form a loop, each part of the next: {names}"
        yield Finding(record.actors[circle[-2]].where / "part of", message, remove_one_link(circle))


@warning
def reversal_by_nobody(record: Record) -> Iterator[Finding]:
    """A reversal must show who made each decision.

    Otherwise it is not clear whether this is a U-turn, and briefings only say that the decision was
    reversed. If an event has one actor, that actor made the decision. If it has several or none,
    list the actors who made the decision under `by`.

    Wrong:
        title: Example
        actors:
          council: {name: Example Council}
          residents: {name: The residents}
        events:
          - id: plan
            date: 2019-04
            kind: news
            title: A
            actors: [council, residents]
            source: https://example.org/a
          - date: 2019-05
            kind: news
            title: B
            actors: [council]
            reverses: [plan]
            source: https://example.org/b

    Right:
        title: Example
        actors:
          council: {name: Example Council}
          residents: {name: The residents}
        events:
          - id: plan
            date: 2019-04
            kind: news
            title: A
            by: council
            actors: [council, residents]
            source: https://example.org/a
          - date: 2019-05
            kind: news
            title: B
            actors: [council]
            reverses: [plan]
            source: https://example.org/b
    """
    events = record.by_id
    for event in record.events_with("reverses"):
        for n, reversal in enumerate(event.reverses):
            earlier = events.get(reversal.ref)
            if earlier is event:
                continue
            unclear = earlier and verdict_on(event, earlier, record).unclear
            if unclear:
                verb = "does" if len(unclear) == 1 else "do"
                message = (
                    f"it is not clear whether this is a U-turn, because {_those(unclear)} {verb} "
                    "not show who made the decision"
                )
                hint = "add 'by' with an actor's id"
                own = next((each for each in unclear if each is event), unclear[0]).where
                missing = (own / "by").path if own.file == event.where.file else ()
                yield Finding(event.where / ("reverses", n), message, hint, missing=missing)


def _those(events: Sequence[Event]) -> str:
    return " and ".join(f"'{event.id}'" if event.id else "this event" for event in events)


@warning
def unused_source(record: Draft) -> Iterator[Finding]:
    """Every source under `sources` must be cited by an event, a question or a section.

    Wrong:
        title: Example
        sources:
          gazette: {title: The gazette}
        events:
          - {date: 2019-04, kind: news, title: A, source: https://example.org/a}

    Right:
        title: Example
        sources:
          gazette: {title: The gazette}
        events:
          - {date: 2019-04, kind: news, title: A, source: gazette}
    """
    if not record.is_complete:
        return
    cited = record.named("sources")
    for id, source in record.sources.items():
        if id not in cited:
            message = f"nothing cites the source '{id}'"
            yield Finding(source.where, message, _UNUSED, on_key=True)


@warning
def unused_actor(record: Draft) -> Iterator[Finding]:
    """Every actor under `actors` must be named elsewhere in the record.

    Wrong:
        title: Example
        actors:
          council: {name: Example Council}
        events:
          - {date: 2019-04, kind: news, title: A, source: https://example.org/a}

    Right:
        title: Example
        actors:
          council: {name: Example Council}
        events:
          - {date: 2019-04, kind: news, title: A, actors: [council], source: https://example.org/a}
    """
    if not record.is_complete:
        return
    named = record.named("actors")
    for id, actor in record.actors.items():
        if id not in named:
            yield Finding(
                actor.where,
                f"nothing else in the record names the actor '{id}'",
                _UNUSED,
                on_key=True,
            )


_UNUSED = "delete it, or check for a misspelt id"
"""Advice without a fix: perhaps an event will need the item."""


def _named_kinds(record: Record) -> Iterator[tuple[RecordPath, Path, str]]:
    for event in record.events:
        yield event.where, ("kind",), event.kind
    for edition in record.editions.values():
        for n, kind in enumerate(edition.kinds):
            yield edition.where, ("kinds", n), kind


def _reversals(event: Event) -> Iterator[tuple[int, str]]:
    return iter([(n, reversal.ref) for n, reversal in enumerate(event.reverses)])
