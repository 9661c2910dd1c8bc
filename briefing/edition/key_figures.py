"""Key figures and quotes, in order of importance for a short briefing."""

from collections.abc import Iterable, Sequence

from briefing.edition.entry import Entry, Figure, Quote, by_weight

_FIRST_FIGURES, _FIRST_QUOTES = 3, 2
"""The number of figures and quotes of one event that come before the rest of them."""
_MAX_TOGETHER = 6
"""The number of figures that stay together on a sheet."""

_Group = tuple[Figure, ...]


def key_figures(entries: Sequence[Entry], area: str | None) -> tuple[Figure, ...]:
    """Sort the figures of `entries`, which are newest first, by importance.

    Figures about the `area` of the edition come first, then those of high weight. Small samples
    come after others of the same weight. The first few figures of every event come before more of
    any one event, then come those that support an ask, then the newest. Figures of one group, as in
    335 for and 260 against, stay together, in the order of the record.
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


def key_quotes(entries: Sequence[Entry]) -> tuple[Quote, ...]:
    """Sort the quotes of `entries`, which are newest first: by weight, then newest first.

    The first few quotes of every event come before more of any one event.
    """
    ranked = [
        ((by_weight(quote), n >= _FIRST_QUOTES), quote)
        for entry in entries
        for n, quote in enumerate(sorted(entry.quotes, key=by_weight))
    ]
    return tuple(quote for _, quote in sorted(ranked, key=lambda pair: pair[0]))


def groups_of(figures: Iterable[Figure]) -> list[_Group]:
    """Group `figures` with the same basis: the same people, place and document.

    A figure whose basis is not known forms its own group. If a group reaches its largest size,
    further figures form another group.
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
