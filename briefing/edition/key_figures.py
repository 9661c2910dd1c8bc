"""Key figures and quotes, sorted by importance for a short briefing."""

from collections.abc import Hashable, Iterable, Sequence

from briefing.edition.entry import Entry, Figure, Quote, by_weight

_FIRST_FIGURES, _FIRST_QUOTES = 3, 2
"""The number of figures and quotes from each event that come before any others."""
_MAX_TOGETHER = 6
"""The maximum number of figures to keep together on a sheet."""

_Group = tuple[Figure, ...]


def key_figures(entries: Sequence[Entry], area: str | None) -> tuple[Figure, ...]:
    """Sort the figures in `entries` by importance. The entries are newest first.

    Figures about the edition's `area` come first, then those of high weight. Small samples come
    after other figures of the same weight. The first few figures of every event come before any
    others, then those that support an ask, then the newest. Figures in one group, such as 335 for
    and 260 against, stay together in the order of the record.
    """
    ranked: list[tuple[tuple[bool, int, bool, bool, bool], _Group]] = []

    def rank(group: _Group) -> tuple[bool, int, bool]:
        is_own = area is not None and group[0].area == area
        return not is_own, min(map(by_weight, group)), group[0].is_small_sample

    for entry in entries:
        before = 0
        for group in sorted(groups_of(entry.figures), key=rank):
            is_later = before >= _FIRST_FIGURES
            supports = any(figure.supports for figure in group)
            ranked.append(((*rank(group), is_later, not supports), group))
            before += len(group)
    return tuple(
        figure for _, group in sorted(ranked, key=lambda pair: pair[0]) for figure in group
    )


def different_facts(figures: Sequence[Figure], area: str | None) -> list[Figure]:
    """Return `figures` with one figure for each fact. They are sorted by importance.

    Figures for several areas are one fact if they have the same label, people, date and source. The
    edition's own `area` represents them. If it has no figure, each wider area represents the areas
    inside it.
    """
    facts: dict[Hashable, list[Figure]] = {}
    for figure in figures:
        facts.setdefault(_fact_of(figure), []).append(figure)

    def is_represented(figure: Figure) -> bool:
        alike = facts[_fact_of(figure)]
        if area and figure.area != area and any(one.area == area for one in alike):
            return True
        wider = {one.area for one in alike} - {figure.area}
        return figure.area != area and not wider.isdisjoint((None, *figure.within))

    return [figure for figure in figures if not is_represented(figure)]


def _fact_of(figure: Figure) -> Hashable:
    sources = tuple(citation.title for citation in figure.citations)
    label, people = figure.label.casefold(), (figure.of or "").casefold()
    return label, people, figure.by, figure.edtf, sources


def key_quotes(entries: Sequence[Entry]) -> tuple[Quote, ...]:
    """Sort the quotes in `entries` by weight, then by date. The entries are newest first.

    The first few quotes of every event come before any others.
    """
    ranked = [
        ((by_weight(quote), n >= _FIRST_QUOTES), quote)
        for entry in entries
        for n, quote in enumerate(sorted(entry.quotes, key=by_weight))
    ]
    return tuple(quote for _, quote in sorted(ranked, key=lambda pair: pair[0]))


def groups_of(figures: Iterable[Figure]) -> list[_Group]:
    """Group `figures` that have the same basis: the same people, place and document.

    A figure whose basis is not known is a group of its own. Once a group has reached its largest
    size, further figures form another group.
    """
    groups: list[list[Figure]] = []
    open_groups: dict[object, list[Figure]] = {}
    for figure in figures:
        key = figure.basis, figure.date, figure.citations
        group = open_groups.get(key)
        if not figure.basis or group is None or len(group) == _MAX_TOGETHER:
            group = []
            groups.append(group)
            open_groups[key] = group
        group.append(figure)
    return [tuple(group) for group in groups]
