"""The units of a sheet: items that stay together, most important first.

Required units come first, and are on every sheet. Next comes something from every section, starting
with the newest decision. The sections then take turns to add their most important items: asks,
events, figures and quotes, and future events. Among the events, decisions, changes of status and
the rest take turns, newest first. Events of low weight come last. Figures in one group stay
together.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import islice, zip_longest
from typing import NamedTuple

from briefing.edition.briefing import Briefing
from briefing.edition.entry import Entry, by_weight
from briefing.edition.key_figures import different_facts, groups_of
from briefing.edition.page_estimate import ON_PAPER, Item, Version, key_of, lines_of
from briefing.edition.sections import Section
from briefing.edition.summary import NEWS, significance
from briefing.edition.trends import Trend

_MAX_IN_AREA = 3
"""The number of events about the edition's area that are always included."""
_DECISIONS = ("square", "diamond", "turn")
"""The shapes of the kinds that are decisions."""
_MIN_FACTS = 3
"""The number of groups of figures that come before the rest of a single page."""
_SHORT_SECTION = 15.0
"""The lines of a section that is short enough to come before the rest of a single page."""
_FRESH = timedelta(days=31)
"""How much older than the newest event a decision may be and still come before it."""

_Group = tuple[Item, ...]


class Unit(NamedTuple):
    """Versions of items in one section that stay together, and whether they are required."""

    versions: tuple[Version, ...]
    is_required: bool

    @property
    def section(self) -> str:
        """The section that contains the items."""
        return self.versions[0].section

    @property
    def lines(self) -> float:
        """How many lines the items take up, each on its own."""
        return sum(version.lines for version in self.versions)


def required(units: Sequence[Unit]) -> frozenset[int]:
    """Return the indices of the required units."""
    return frozenset(n for n, unit in enumerate(units) if unit.is_required)


class _Type(NamedTuple):
    """The items of one type, in groups, by importance.

    `first` is the number of groups that come before the rounds, and `per_round` the number in each
    round.
    """

    first: int
    per_round: int
    groups: Sequence[_Group]


def units_of(briefing: Briefing) -> list[Unit]:
    """List all units that can be shown: required ones first, then others by importance.

    Something from every section comes first, then a few items of each type in each round, so that
    many items of one type still leave room for others. An event is listed twice: with only its
    title, and later in more detail. Its picture comes last, if there is still room.
    """
    events, coming = _events(briefing), _coming(briefing)
    low = [entry for entry in (*briefing.recent, *briefing.earlier) if entry.weight == "low"]
    types = [
        _sections(briefing),
        _Type(2 if briefing.pages > 1 else 1, 2, [(ask,) for ask in briefing.summary.asks]),
        _Type(2 if briefing.pages == 1 else 1, 2, [(event,) for event in events]),
        _figures(briefing),
        _Type(2, 2, [(quote,) for quote in briefing.quotes]),
        _Type(1, 1, [(entry,) for entry in coming]),
        _Type(1, 1, [(commitment,) for commitment in briefing.commitments]),
        _Type(0, 1, [(entry,) for entry in briefing.unconfirmed]),
        _Type(0, 1, [(trend,) for trend in briefing.trends]),
    ]
    lows: list[_Group] = [(entry,) for entry in low]
    named = _required_keys(briefing, coming)
    types, lows = _limited(types, lows, dict(briefing.at_most), named)
    groups = [*(group for type_ in types for group in type_.groups), *lows]
    # A single page is never longer, so nothing is required, and each section comes before a second
    # commitment, for example, even if both are overdue.
    needed = [
        group
        for group in groups
        if briefing.pages > 1 and any(_is_required(item, named) for item in group)
    ]
    first = _first_of_each(briefing, types, _keys(item for group in needed for item in group))
    listed = _keys(item for group in (*needed, *first) for item in group)

    versions = _Versions(briefing)
    kept = {key_of(item) for group in groups for item in group}
    shown = [entry for entry in (*events, *coming) if key_of(entry) in kept]
    detailed = [entry for entry in shown if versions.has_detail(entry)]
    pictured = [entry for entry in shown if versions.has_picture(entry)]
    rounds = [
        (
            type_.per_round,
            iter(
                [versions.unit(group) for group in type_.groups if key_of(group[0]) not in listed]
            ),
        )
        for type_ in types
    ]
    details = [versions.unit((entry,), in_detail=True) for entry in detailed]
    # On one page, the current position is more important than the number of items.
    lead = details[:1] if briefing.pages == 1 else []
    rounds.append((1, iter(details[len(lead) :])))
    others: list[Unit] = []
    while dealt := [unit for number, units in rounds for unit in islice(units, number)]:
        others += dealt
    return [
        *(versions.unit(group, is_required=True) for group in needed),
        *(versions.unit(group) for group in first),
        *lead,
        *others,
        *(versions.unit(group) for group in lows if key_of(group[0]) not in listed),
        *(versions.unit((entry,), in_detail=True, has_picture=True) for entry in pictured),
    ]


_LISTS = (
    "sections",
    "asks",
    "events",
    "figures",
    "quotes",
    "next",
    "commitments",
    "unconfirmed",
    "trends",
)
"""The lists of a sheet, in the order of the types."""


def _limited(
    types: Sequence[_Type],
    lows: Sequence[_Group],
    at_most: Mapping[str, int],
    named: set[Hashable],
) -> tuple[list[_Type], list[_Group]]:
    """Return the types, and the events of low weight, with no more items than their limits.

    Items that are required come first.
    """
    if not at_most:
        return list(types), list(lows)
    limited = []
    for name, type_ in zip(_LISTS, types, strict=True):
        if (limit := at_most.get(name)) is not None:
            type_ = type_._replace(groups=_first_of(type_.groups, limit, named))
        limited.append(type_)
    number = len(limited[_LISTS.index("events")].groups)
    return limited, list(lows)[: max(0, at_most.get("events", number + len(lows)) - number)]


def _first_of(groups: Sequence[_Group], limit: int, named: set[Hashable]) -> list[_Group]:
    """Return the first groups, with at most `limit` items together, in their order.

    Groups with required items are chosen first. The last group can be cut short.
    """
    chosen: dict[int, _Group] = {}

    def is_optional(n: int) -> bool:
        return not any(_is_required(item, named) for item in groups[n])

    for n in sorted(range(len(groups)), key=is_optional):
        if part := groups[n][:limit]:
            chosen[n] = part
            limit -= len(part)
    return [chosen[n] for n in sorted(chosen)]


def _sections(briefing: Briefing) -> _Type:
    """Return the edition's own sections. One short section comes before the rest of a page."""
    long = [section for section in briefing.sections if lines_of(section) > _SHORT_SECTION]
    short = [section for section in briefing.sections if section not in long]
    return _Type(min(1, len(short)), 1, [(section,) for section in (*short, *long)])


def _figures(briefing: Briefing) -> _Type:
    """Return the groups of figures. A single page shows each fact once, and a few facts come before
    the rounds."""
    if briefing.pages > 1:
        return _Type(1, 2 if briefing.area else 1, groups_of(briefing.figures))
    facts = different_facts(briefing.figures, briefing.area)
    return _Type(_MIN_FACTS, 2, groups_of(facts))


def _keys(items: Iterable[Item | None]) -> set[Hashable]:
    return {key_of(item) for item in items if item}


def _events(briefing: Briefing) -> list[Entry]:
    """Return the past events, except those of low weight, most important first."""
    events = _alternating([entry for entry in briefing.recent if entry.weight != "low"])
    events += [entry for entry in briefing.earlier if entry.weight != "low"]
    if briefing.area:
        events.sort(key=lambda event: briefing.area not in event.areas)
    return events


def _alternating(recent: Sequence[Entry]) -> list[Entry]:
    """Sort `recent` events, which are newest first: those of high weight, then the rest in turn.

    Decisions, changes of status and other events take turns, so that each leaves room for the
    others. The type with the newest event starts. A decision that changes a status counts as a
    change. News and comment are ranked lower than their dates suggest.
    """
    ranked = [entry for _, entry in sorted(enumerate(recent), key=_rank)]
    high = [entry for entry in ranked if entry.weight == "high"]
    by_type: dict[tuple[bool, bool], list[Entry]] = {}
    for entry in ranked:
        if entry.weight != "high":
            is_change = entry.changes_status
            type_ = is_change, not is_change and _is_decision(entry)
            by_type.setdefault(type_, []).append(entry)
    turns = zip_longest(*by_type.values())
    return high + [entry for turn in turns for entry in turn if entry]


def _is_decision(entry: Entry) -> bool:
    """Whether the event is a decision of a government, parliament or court."""
    return entry.mark in _DECISIONS and not entry.is_comment


def _first_event(recent: Sequence[Entry]) -> Entry | None:
    """Return the newest decision of the `recent` events, or the newest event if that is far newer.

    News and comment come first only if there is nothing else.
    """
    newest = min(recent, key=lambda entry: significance(entry) == NEWS, default=None)
    decision = next((entry for entry in recent if _is_decision(entry)), None)
    if newest and decision and newest.start.latest - decision.start.latest <= _FRESH:
        return decision
    return newest


def _rank(numbered: tuple[int, Entry]) -> int:
    """Return the sort key of a recent event, which is numbered from the newest."""
    number, entry = numbered
    return number * (2 if significance(entry) == NEWS else 1)


def _coming(briefing: Briefing) -> list[Entry]:
    """Return the future events, with the one in the summary first."""
    first = briefing.summary.next
    return sorted(briefing.next, key=lambda entry: (entry is not first, by_weight(entry)))


def _is_required(item: Item, named: set[Hashable]) -> bool:
    if isinstance(item, Section):
        return True
    is_high = not isinstance(item, Trend) and item.weight == "high"
    return is_high or key_of(item) in named


def _required_keys(briefing: Briefing, coming: Sequence[Entry]) -> set[Hashable]:
    """Return the key of each item that is required, whatever its weight.

    These are the items in the summary and, in an edition for an area, the newest about the area.
    """
    summary, area = briefing.summary, briefing.area
    keys = _keys((*summary.changed, *summary.late, summary.next))
    if area:
        # An event that concerns the area only through a figure is represented by that figure.
        events = [
            entry
            for entry in (*briefing.recent, *coming, *briefing.earlier)
            if area in entry.areas
            and entry.weight != "low"
            and not any(figure.area == area for figure in entry.figures)
        ]
        figures = [figure for figure in briefing.figures if figure.area == area]
        keys |= _keys(events[:_MAX_IN_AREA])
        keys |= _keys(figures[: ON_PAPER.figures])
        keys |= _keys(ask for ask in briefing.asks if area in ask.areas)
    return keys


def _first_of_each(
    briefing: Briefing, types: Sequence[_Type], needed: set[Hashable]
) -> list[_Group]:
    """Return the first event and groups of each type, unless any is `needed` already.

    On a single page, a type has its second group only after each other type has its first.
    """
    event = _first_event([entry for entry in briefing.recent if entry.weight != "low"])
    first: list[_Group] = []
    may_be_shown = any((event,) in type_.groups for type_ in types)
    if event and key_of(event) not in needed and may_be_shown:
        first.append((event,))
    firsts = [
        [group for group in type_.groups[: type_.first] if group != (event,)]
        for type_ in types
        if not any(key_of(group[0]) in needed for group in type_.groups)
    ]
    turns = zip_longest(*firsts) if briefing.pages == 1 else firsts
    first += [group for turn in turns for group in turn if group]
    return first


class _Versions:
    """The versions in which a briefing's items can be shown."""

    def __init__(self, briefing: Briefing) -> None:
        self._earlier = _keys(briefing.earlier)
        self._in_line = self._earlier | _keys(briefing.unconfirmed)
        self._narrow = _keys((*briefing.next, *briefing.commitments))
        self._in_summary = _keys(briefing.summary.changed)
        self._is_tight = briefing.is_tight

    def has_detail(self, entry: Entry) -> bool:
        """Whether an event has a longer version."""
        return bool(entry.lead) and key_of(entry) not in self._in_line

    def has_picture(self, entry: Entry) -> bool:
        """Whether an event has a version with a picture."""
        return entry.picture is not None and key_of(entry) not in self._in_line

    def unit(
        self,
        items: _Group,
        *,
        is_required: bool = False,
        in_detail: bool = False,
        has_picture: bool = False,
    ) -> Unit:
        """Make a unit from items that stay together."""
        versions = tuple(
            self._version(item, in_detail=in_detail, has_picture=has_picture) for item in items
        )
        return Unit(versions, is_required)

    def _version(self, item: Item, *, in_detail: bool, has_picture: bool) -> Version:
        in_line, is_narrow = key_of(item) in self._in_line, key_of(item) in self._narrow
        shown: Item = item
        if isinstance(item, Entry):
            shown = replace(
                item,
                summary=item.lead if in_detail else None,
                picture=item.picture if has_picture else None,
            )
            if self._is_tight or key_of(item) in self._in_summary:
                # The summary already names the events that it reverses. A tight sheet omits them.
                links = tuple(link for link in item.links if not link.is_reversal)
                shown = replace(shown, links=links)
        section = type(item).__name__
        if is_narrow:
            section = "next"
        elif in_line:
            section = "earlier" if key_of(item) in self._earlier else "unconfirmed"
        return Version(item, shown, section, lines_of(shown, is_narrow=is_narrow, in_line=in_line))
