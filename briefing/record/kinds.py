"""The built-in kinds of event. An events file can define more under `kinds`."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Literal

from briefing.languages import N_

Family = Literal["government", "parliament", "courts", "evidence", "statements"]
"""A family of kinds. A record can assign its own kinds to families."""

Symbol = Literal["square", "diamond", "circle", "triangle", "plus", "turn"]
"""The shape that identifies a family of kinds, even in black and white."""

_BUILT_IN: dict[Family, tuple[str, ...]] = {
    "government": (
        N_("white paper"), N_("green paper"), N_("consultation"), N_("response"), N_("strategy"),
        N_("guidance"), N_("decision"), N_("Budget"), N_("concession"),
    ),
    "parliament": (
        N_("bill stage"), N_("amendment"), N_("U-turn amendment"), N_("act"), N_("legislation"),
        N_("regulations"), N_("motion"), N_("vote"), N_("debate"),
        N_("parliamentary question"),
        N_("committee hearing"), N_("committee report"), N_("election"),
    ),
    "courts": (N_("ruling"), N_("judgment")),
    "evidence": (N_("report"), N_("poll"), N_("statistics"), N_("inquiry")),
    "statements": (
        N_("statement"), N_("speech"), N_("manifesto"), N_("letter"), N_("press release"),
        N_("roundtable"), N_("meeting"), N_("campaign"), N_("news"),
    ),
}  # fmt: skip
_MARK_OF_FAMILY: dict[Family, Symbol] = {
    "government": "square",
    "parliament": "diamond",
    "courts": "diamond",
    "evidence": "circle",
    "statements": "triangle",
}
_FAMILY_OF_KIND = {kind: family for family, kinds in _BUILT_IN.items() for kind in kinds}
BUILT_IN = tuple(_FAMILY_OF_KIND)
_SPELLINGS = {kind.casefold(): kind for kind in BUILT_IN}

# Other words that people use, with the kind that each means.
_SYNONYMS = {
    "white paper": ("command paper",),
    "consultation": ("call for evidence", "public consultation"),
    "response": ("government response", "reply", "answer to consultation"),
    "strategy": ("action plan", "national strategy", "policy paper"),
    "Budget": (
        "autumn budget", "spring budget", "autumn statement", "spring statement", "mini budget",
        "fiscal event", "pre budget report", "budget statement", "council budget",
    ),
    "guidance": ("statutory guidance", "planning guidance", "code of practice", "circular"),
    "decision": (
        "cabinet decision", "council decision", "key decision", "ministerial decision",
        "officer decision", "planning decision", "decision notice", "resolution",
        "council resolution",
    ),
    "bill stage": (
        "bill", "first reading", "second reading", "third reading", "committee stage",
        "report stage", "ping pong",
    ),
    "act": ("royal assent", "law", "act of parliament", "statute"),
    "legislation": ("legis", "primary legislation", "laws"),
    "regulations": (
        "regulation", "regs", "si", "statutory instrument", "secondary legislation",
        "delegated legislation", "order", "byelaw", "bylaw", "by law",
        "traffic regulation order",
    ),
    "motion": (
        "early day motion", "edm", "council motion", "notice of motion", "opposition motion",
    ),
    "vote": ("division", "division list", "parliamentary vote"),
    "debate": (
        "westminster hall debate", "lords debate", "commons debate", "adjournment debate",
        "opposition day debate",
    ),
    "parliamentary question": (
        "pq", "pqs", "oral question", "oral questions", "written question", "written answer",
        "pmqs", "prime minister's questions", "question", "urgent question",
    ),
    "committee hearing": (
        "select committee hearing", "evidence session", "oral evidence", "select committee",
        "committee evidence", "select committee evidence session", "hearing",
    ),
    "committee report": ("select committee report", "report of a committee", "scrutiny report"),
    "election": (
        "general election", "by election", "local elections", "local election", "elections",
        "mayoral election", "council election",
    ),
    "judgment": (
        "judgement", "court judgment", "court judgement", "court ruling", "court case",
        "judicial review", "court decision", "supreme court judgment",
    ),
    "report": ("study", "research", "think tank report", "analysis", "paper"),
    "poll": ("survey", "opinion poll", "polling"),
    "statistics": ("stats", "data", "official statistics", "figures"),
    "inquiry": ("enquiry", "public inquiry", "review"),
    "statement": (
        "written statement", "oral statement", "ministerial statement", "wms", "announcement",
        "written ministerial statement", "government announcement",
    ),
    "letter": ("open letter", "correspondence", "letters"),
    "press release": ("press notice", "news release", "media release", "press statement"),
    "manifesto": ("party manifesto", "manifesto pledge", "manifesto commitment"),
    "campaign": ("petition", "protest", "demonstration", "march", "rally"),
    "news": ("news article", "article", "press", "media", "newspaper article", "press report"),
    "meeting": (
        "meetings", "call", "council meeting", "cabinet meeting", "committee meeting",
        "full council", "public meeting",
    ),
}  # fmt: skip
_MEANT = {word: kind for kind, words in _SYNONYMS.items() for word in words}
_COMMENT = {
    *("debate", "motion", "speech", "letter", "roundtable", "meeting", "campaign", "news"),
    "parliamentary question",
}
"""Kinds of news and comment, in which nothing is decided."""
_MEASURES_A_PERIOD = {"poll", "statistics"}
"""Kinds whose period is only the time that their numbers are about."""
NEUTRAL = "event"
"""The kind of an event that has no other kind. Briefings do not print it."""
_TURNS = {"u-turn", "uturn", "reversal", "climbdown", "climb down", "about turn", "backtrack"}


@lru_cache(1 << 10)
def normal_kind(written: str) -> str:
    """Return a kind in its usual spelling: `white-paper` and `White paper` are `white paper`.

    A kind that is not built in keeps its capitals. Its hyphens and underscores become spaces,
    except for the hyphen in `U-turn`.
    """
    words = " ".join(written.replace("_", " ").replace("-", " ").split())
    spelt = (
        words.replace("u turn", "u-turn").replace("U turn", "U-turn").replace("U Turn", "U-turn")
    )
    return _SPELLINGS.get(spelt.casefold(), spelt)


def built_in_meant(kind: str) -> str:
    """Return the built-in kind that `kind` probably means, or "" if that is unclear."""
    word = kind.casefold()
    return _MEANT.get(word) or _MEANT.get(word.removesuffix("s")) or ""


def synonyms_of(kind: str) -> tuple[str, ...]:
    """List the other words for a built-in kind, in lower case."""
    return _SYNONYMS.get(kind, ())


def takes_answers(kind: str) -> bool:
    """Whether people can respond until it closes, as with consultations and green papers."""
    return any(
        word in kind.casefold() for word in ("consultation", "call for evidence", "green paper")
    )


def lasts(kind: str) -> bool:
    """Whether events of `kind` last from the first day of a period to the last, and then end.

    The period of a poll or of statistics is only the time that the numbers cover.
    """
    return kind not in _MEASURES_A_PERIOD


def is_comment(kind: str, families: Mapping[str, Family] = {}) -> bool:
    """Whether events of `kind` are news and comment, which decide nothing.

    The record's own kinds are news and comment if `families` lists them as statements.
    """
    return kind in _COMMENT or families.get(kind) == "statements"


def is_turn(kind: str) -> bool:
    """Whether `kind` says only that something is reversed, not what type of event reversed it."""
    return kind.casefold() in _TURNS


def family_of(kind: str, families: Mapping[str, Family] = {}) -> Family | None:
    """Return the family of `kind`, given the `families` of the record's own kinds."""
    return families.get(kind) or _FAMILY_OF_KIND.get(kind)


def symbol_of(kind: str, families: Mapping[str, Family] = {}, *, is_u_turn: bool = False) -> Symbol:
    """Return the U-turn symbol if an event is a U-turn, or the symbol for its family of kinds.

    A square is for government, a diamond for parliament and courts, a circle for evidence, and a
    triangle for statements and news. The record's own kinds have the mark of their family in
    `families`, or a plus if they have no family.
    """
    if is_u_turn:
        return "turn"
    family = family_of(kind, families)
    return _MARK_OF_FAMILY[family] if family else "plus"
