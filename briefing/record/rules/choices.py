"""Rules for fields that allow only certain words, such as an audience or a weight."""

from collections.abc import Iterator, Sequence
from typing import get_args

from briefing.record import fix_hints
from briefing.record.audiences import Audience
from briefing.record.fields import (
    AskMove,
    Every,
    Focus,
    SectionPlace,
    TypeSize,
    Weekday,
    Weight,
)
from briefing.record.fix_hints import write, write_field
from briefing.record.kinds import Family
from briefing.record.problems import Finding, Path, RecordPath, Step, did_you_mean
from briefing.record.rules.faults import Fault, type_name
from briefing.record.rules.fields import is_moves_at
from briefing.record.rules.pairs import asks_for
from briefing.record.rules.rule import Rule, error, fixed
from briefing.record.rules.suggestions import id_for


@error
@fixed("safe", "unsafe")
def unknown_move(fault: Fault) -> Iterator[Finding]:
    """The status of an ask must be raised, advanced, met in part, met, set back or refused.

    Wrong:
        title: Example
        actors:
          residents: {name: The residents}
        asks:
          new-park: {title: A new park, by: residents}
        events:
          - date: 2019-04
            kind: campaign
            title: A
            source: https://example.org/a
            asks: {new-park: asked for}

    Right:
        title: Example
        actors:
          residents: {name: The residents}
        asks:
          new-park: {title: A new park, by: residents}
        events:
          - date: 2019-04
            kind: campaign
            title: A
            source: https://example.org/a
            asks: {new-park: raised}
    """
    moves = get_args(AskMove)
    *parent, key = fault.where.path
    where = RecordPath(fault.where.file, tuple(parent))
    if key in ("id", "ref") and not id_for(str(key), fault.data, "asks"):
        hint = asks_for([fault.siblings], "{", fault.data)
        yield Finding(where, f"'{key}' is read as the id of an ask", hint)
        return
    given = list(fault.given.values()) if isinstance(fault.given, dict) else fault.given
    if isinstance(given, list):
        is_move = len(given) == 1 and given[0] in moves
        one_of = f"write one of {', '.join(moves)}"
        hint = write(given[0], is_safe=True) if is_move else one_of
        message = f"the status of an ask must be text, not {type_name(fault.given)}"
        yield Finding(fault.where, message, hint)
        return
    ask = id_for(str(given), fault.data, "asks")
    if key in moves and ask:
        message = f"'{ask}' is an ask, and '{key}' is its status"
        yield Finding(fault.where, message, write_field(ask, str(key), is_safe=True), on_key=True)
        return
    hint = did_you_mean(str(fault.given), moves) or _one_of(moves)
    yield Finding(fault.where, f"'{fault.given}' is not a valid status for an ask", hint)


@error
@fixed("unsafe")
def unknown_audience(fault: Fault) -> Iterator[Finding]:
    """An audience must be public, members or internal.

    The public sees the least. An internal edition shows everything.

    Wrong:
        title: Example
        editions:
          all: {template: timeline, audience: internal}
        events:
          - date: 2019-04
            kind: news
            title: A
            source: https://example.org/a
            audience: member

    Right:
        title: Example
        editions:
          all: {template: timeline, audience: internal}
        events:
          - date: 2019-04
            kind: news
            title: A
            source: https://example.org/a
            audience: members
    """
    audiences = get_args(Audience)
    hint = did_you_mean(str(fault.given), audiences, _AUDIENCE_WORDS, cutoff=0.8) or _one_of(
        audiences
    )
    # A wrong guess could publish what is confidential, so nothing becomes public without a person.
    if fix_hints.value_of(hint) == "public":
        hint = str(hint)
    yield Finding(fault.where, f"'{fault.given}' is not an audience", hint)


_AUDIENCE_WORDS = {
    **dict.fromkeys(("private", "confidential", "restricted", "staff", "team"), "internal"),
    **dict.fromkeys(("everyone", "everybody", "all", "open", "published", "anyone"), "public"),
    **dict.fromkeys(("supporters", "membership"), "members"),
}  # fmt: skip


@error
@fixed("unsafe")
def unknown_rhythm(fault: Fault) -> Iterator[Finding]:
    """A digest must be weekly, fortnightly or monthly, and `week_starts` must be the name of a day.

    Write week, 2 weeks or month under `every`.

    Wrong:
        title: Example
        editions:
          news: {template: digest, every: fortnight}
        events:
          - {date: 2019-04, kind: news, title: A, source: https://example.org/a}

    Right:
        title: Example
        editions:
          news: {template: digest, every: 2 weeks, week_starts: Sunday}
        events:
          - {date: 2019-04, kind: news, title: A, source: https://example.org/a}
    """
    is_day = fault.where.path[-1] == "week_starts"
    known = get_args(Weekday if is_day else Every)
    hint = did_you_mean(str(fault.given), known) or _one_of(known)
    message = "is not a day of the week" if is_day else "is not a digest frequency"
    yield Finding(fault.where, f"'{fault.given}' {message}", hint)


@error
@fixed("unsafe")
def unknown_weight(fault: Fault) -> Iterator[Finding]:
    """A weight must be high, normal or low.

    If there is not enough room for everything, items with a higher weight come first.

    Wrong:
        title: Example
        events:
          - date: 2019-04
            kind: news
            title: A
            source: https://example.org/a
            weight: heavy

    Right:
        title: Example
        events:
          - date: 2019-04
            kind: news
            title: A
            source: https://example.org/a
            weight: high
    """
    weights = get_args(Weight)
    hint = did_you_mean(str(fault.given), weights) or _one_of(weights)
    yield Finding(fault.where, f"'{fault.given}' is not a weight", hint)


@error
def unknown_family(fault: Fault) -> Iterator[Finding]:
    """The family of a kind must be government, parliament, courts, evidence or statements.

    On charts, the shape of a mark shows the family. If a kind belongs to none of these families,
    give only its name.

    Wrong:
        title: Example
        kinds: [{name: site visit, family: visits}]
        events:
          - {date: 2019-04, kind: site visit, title: A, source: https://example.org/a}

    Right:
        title: Example
        kinds: [{name: site visit, family: evidence}]
        events:
          - {date: 2019-04, kind: site visit, title: A, source: https://example.org/a}
    """
    families = get_args(Family)
    hint = did_you_mean(str(fault.given), families, _FAMILY_WORDS, cutoff=0.8) or _one_of(families)
    yield Finding(fault.where, f"'{fault.given}' is not a family of event kinds", hint)


_FAMILY_WORDS = {
    "parliament and courts": "parliament", "statements and news": "statements",
    "news": "statements", "voices": "statements", "court": "courts", "law": "courts",
}  # fmt: skip


@error
def unknown_type_size(fault: Fault) -> Iterator[Finding]:
    """The type size of an edition must be normal or large.

    In large print, all text is at least 16 points. The stylesheet sets the sizes.

    Wrong:
        title: Example
        editions:
          large: {template: member, type_size: 18pt}
        events:
          - {date: 2019-04, kind: news, title: A, source: https://example.org/a}

    Right:
        title: Example
        editions:
          large: {template: member, type_size: large}
        events:
          - {date: 2019-04, kind: news, title: A, source: https://example.org/a}
    """
    sizes = get_args(TypeSize)
    hint = did_you_mean(str(fault.given), sizes) or _one_of(sizes)
    yield Finding(fault.where, f"'{fault.given}' is not a type size", hint)


@error
@fixed("unsafe")
def unknown_focus(fault: Fault) -> Iterator[Finding]:
    """The focus of a picture must be left, right, top, bottom or centre.

    A picture with a focus is cropped to the shape that the briefing has room for, and that side of
    it is kept. Without a focus, the whole picture is shown, so nobody is cut off by chance.

    Wrong:
        title: Example
        events:
          - date: 2019-04
            kind: news
            title: A
            source: https://example.org/a
            picture: {file: a.svg, alt: A park, credit: Ann, focus: middle}
        # a.svg:
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 3 2"><path d="M0 0H3V2H0Z"/></svg>

    Right:
        title: Example
        events:
          - date: 2019-04
            kind: news
            title: A
            source: https://example.org/a
            picture: {file: a.svg, alt: A park, credit: Ann, focus: centre}
        # a.svg:
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 3 2"><path d="M0 0H3V2H0Z"/></svg>
    """
    sides = get_args(Focus)
    hint = did_you_mean(str(fault.given), sides, _FOCUS_WORDS) or _one_of(sides)
    yield Finding(fault.where, f"'{fault.given}' is not a focus", hint)


_FOCUS_WORDS = {"center": "centre", "middle": "centre"}


@error
@fixed("unsafe")
def unknown_place(fault: Fault) -> Iterator[Finding]:
    """The place of a section must be before summary, after summary, before asks, after asks or
    before sources.

    Every kind of briefing has these places, even if it has no summary or no asks.

    Wrong:
        title: Example
        editions:
          members:
            template: member
            sections: [{title: Why it matters, text: Parks are free., place: after answer}]
        events:
          - {date: 2019-04, kind: news, title: A, source: https://example.org/a}

    Right:
        title: Example
        editions:
          members:
            template: member
            sections: [{title: Why it matters, text: Parks are free., place: after summary}]
        events:
          - {date: 2019-04, kind: news, title: A, source: https://example.org/a}
    """
    places = get_args(SectionPlace)
    words = str(fault.given).replace(" the ", " ")
    hint = did_you_mean(words, places, _PLACE_WORDS) or _one_of(places)
    yield Finding(fault.where, f"'{fault.given}' is not a place for a section", hint)


_PLACE_WORDS = {
    **dict.fromkeys(("start", "top", "beginning", "first", "under title"), "before summary"),
    **dict.fromkeys(
        ("after answer", "after title", "after chart", "before events", "before timeline"),
        "after summary",
    ),
    **dict.fromkeys(("after events", "after timeline", "before commitments"), "before asks"),
    **dict.fromkeys(("end", "bottom", "last", "after everything", "sources"), "before sources"),
}


def _one_of(words: Sequence[str]) -> str:
    """Suggest all the words that are allowed."""
    return f"write {', '.join(words[:-1])} or {words[-1]}"


# Fields that allow only certain words, apart from the statuses of asks.
_BY_FIELD: dict[Step, Rule] = {
    "audience": unknown_audience,
    "every": unknown_rhythm,
    "week_starts": unknown_rhythm,
    "weight": unknown_weight,
    "family": unknown_family,
    "type_size": unknown_type_size,
    "focus": unknown_focus,
    "place": unknown_place,
}


def rule_for_choice(path: Path) -> Rule:
    """Return the rule for the words that are allowed at `path`."""
    return unknown_move if is_moves_at(path[:-1]) else _BY_FIELD[path[-1]]
