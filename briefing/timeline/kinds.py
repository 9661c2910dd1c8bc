"""The kinds of event that every timeline knows. An events file may name more under `kinds`."""

from functools import lru_cache
from typing import Literal

from briefing.languages import N_

BUILT_IN = (
    N_("white paper"), N_("consultation"), N_("response"), N_("bill stage"),
    N_("amendment"), N_("U-turn amendment"), N_("act"), N_("statement"),
    N_("speech"), N_("debate"), N_("roundtable"), N_("report"),
    N_("poll"), N_("statistics"), N_("campaign"), N_("concession"),
    N_("ruling"), N_("news"),
)  # fmt: skip

Mark = Literal["square", "diamond", "circle", "triangle", "plus", "turn"]
"""The shape by which a family of kinds is known, also in black and white."""

_FAMILIES: dict[Mark, tuple[str, ...]] = {
    "square": ("white paper", "consultation", "response", "concession"),
    "diamond": ("bill stage", "amendment", "U-turn amendment", "act", "debate", "ruling"),
    "circle": ("report", "poll", "statistics"),
    "triangle": ("statement", "speech", "roundtable", "campaign", "news"),
}
_MARKS = {kind: mark for mark, kinds in _FAMILIES.items() for kind in kinds}
_SPELLINGS = {kind.casefold(): kind for kind in BUILT_IN}


@lru_cache(1 << 10)
def normal(written: str) -> str:
    """The kind in its usual spelling: `white-paper` and `White paper` are `white paper`.

    A kind that is not built in keeps its capitals, with spaces for hyphens and underscores; but
    `U-turn` keeps its own.
    """
    words = " ".join(written.replace("_", " ").replace("-", " ").split())
    spelt = (
        words.replace("u turn", "u-turn").replace("U turn", "U-turn").replace("U Turn", "U-turn")
    )
    return _SPELLINGS.get(spelt.casefold(), spelt)


def mark_of(kind: str, *, is_u_turn: bool = False) -> Mark:
    """The mark of an event: that of its kind's family, or of U-turns, whatever their kind is.

    A square is for what a government puts forward, a diamond for parliament and courts, a circle
    for evidence, a triangle for what is said, and a plus for kinds of the record's own.
    """
    return "turn" if is_u_turn else _MARKS.get(kind, "plus")
