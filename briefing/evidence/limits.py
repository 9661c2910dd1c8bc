"""Words that qualify a number: `over 10,000`, `up to 4%`, `9 or more`, `about 300`."""

import re
from collections.abc import Sequence
from typing import Literal

from briefing.record.quantities import SLIGHTLY

Limit = Literal["", "more", "least", "fewer", "most", "about", "nearly", "slightly"]
"""The kind of a qualifier. `over` and `at least` are different kinds.

`just over` has two kinds: `more` and `slightly`.
"""

_LIMITS: dict[Limit, tuple[str, ...]] = {
    "more": (
        "over", "more than", "above", "in excess of", "upwards of", "greater than", "exceeding",
        "exceeds", "exceeded", "exceed", "upward of", "north of", "topping", "beyond",
        "higher than", ">", "dros", "mwy na", "mwy nag", "uwchlaw",
    ),
    "least": (
        "at least", "no fewer than", "no less than", "not fewer than", "not less than",
        "a minimum of", "minimum of", "≥", ">=", "o leiaf",
    ),
    "fewer": (
        "under", "below", "short of", "shy of", "less than", "fewer than", "lower than",
        "<", "o dan", "islaw", "llai na", "llai nag",
    ),
    "most": (
        "up to", "at most", "no more than", "not more than", "no higher than", "a maximum of",
        "maximum of", "as many as", "as much as", "as high as", "≤", "<=", "hyd at", "dim mwy na",
        "dim mwy nag",
    ),
    "about": (
        "about", "around", "approximately", "approx.", "approx", "roughly", "some", "circa", "c.",
        "ca.", "~", "an estimated", "estimated", "estimated at", "nearer",
        "nearer to", "closer to", "more like", "something like", "in the region of",
        "of the order of", "in the order of", "on the order of", "somewhere near", "barely",
        "scarcely", "perhaps", "possibly", "maybe", "potentially", "probably", "likely",
        "effectively", "up towards", "tua", "oddeutu", "rhyw", "amcangyfrif o",
    ),
    "nearly": (
        "nearly", "almost", "close to", "approaching", "not quite", "nearing", "virtually",
        "practically", "all but", "touching", "verging on", "bordering on", "bron i", "bron yn",
    ),
}  # fmt: skip
_LIMITS_AFTER: dict[Limit, tuple[str, ...]] = {
    "least": (
        "or more", "or over", "or above", "or higher", "and over", "and above", "neu fwy", "plus",
        "+",
    ),
    "most": ("or fewer", "or less", "or under", "or below", "or lower", "and under", "neu lai"),
    "about": (
        "or so", "approximately", "or thereabouts", "give or take", "at a guess", "ish", "odd",
    ),
}  # fmt: skip
_KIND_OF_LIMIT = {
    word: kind for limits in (_LIMITS, _LIMITS_AFTER) for kind, words in limits.items()
    for word in words
}  # fmt: skip


def _any(words: Sequence[str]) -> str:
    ordered = sorted(words, key=len, reverse=True)
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in ordered)


_BEFORE = re.compile(
    rf"(?<!\w)(?<!\bturn )(?<!\bturns )(?<!\bturned )"
    r"(?!(?:(?<=\bhand )|(?<=\bhanded )|(?<=\bhanding ))over\b)"
    r"(?!(?:(?<=\btake )|(?<=\btook )|(?<=\btaken ))over\b)"
    rf"(?:(?:(?P<slightly>{_any(SLIGHTLY)}|little)|well|far|even|much|way|significantly)\s+)?"
    rf"(?P<limit>{_any([word for words in _LIMITS.values() for word in words])})\s*$",
    re.IGNORECASE,
)
_AFTER = re.compile(
    rf"\s*-?(?P<limit>{_any([word for words in _LIMITS_AFTER.values() for word in words])})(?!\w)",
    re.IGNORECASE,
)
_NOT = re.compile(
    r"\b(?:not|nor|(?P<other>rather\s+than|instead\s+of)|nid)\s+(?:just\s+|by\s+)?$", re.I
)
_AT_A_TIME = re.compile(
    r"\s+(?:today|now|currently|at\s+present|at\s+the\s+moment|as\s+now|before|previously"
    r"|(?:last|this)\s+year|a\s+year\s+(?:ago|earlier)|in\s+(?:19|20)\d\d)\b",
    re.IGNORECASE,
)
"""Words that say when a number was true: *10%, rather than 25% today*."""
_FLOOR = re.compile(
    r"\b(?:never|not|n[’']t|cannot)\s+(?:to\s+)?(?:be(?:en)?|drop|fall|fell|go|goes|went|dip|sink|slip"
    r"|get|come)(?:s|es|ped|en|ing)?\s+$",
    re.IGNORECASE,
)
_CEILING = re.compile(
    r"\b(?:never|not|n[’']t|cannot)\s+(?:to\s+)?(?:ris|rose|go|goes|went|be|been|climb|get)"
    r"(?:e|es|en|s|ed)?\s+$",
    re.IGNORECASE,
)
"""Words before a limit that reverse it: *never drops below £120* is at least £120."""
_NOBODY = re.compile(
    r"\b(?:nobody|no[\s-]one|none|no\s(?:[a-z]+\s)?[a-z]+)\s"
    r"(?:should|will|would|can|could|must|may|shall|has|have)\s(?:(?:be|been|ever|have)\s)*[a-z]+\s+$",
    re.IGNORECASE,
)
"""Words before the most that is allowed: *nobody should pay more than £62*."""
_REACHED = re.compile(r"\b(?:we|I)(?:[’']re|[’']m|\s(?:are|am))\s(?:now\s)?$", re.IGNORECASE)
"""Words before *up to 1,310 members* that make it a level, not a limit."""
_FROM_LEVEL = re.compile(r"[£$€]?\d[\d,.]*\w*%?(?:\s[a-z]+)?\s+from\s+(?:just\s+)?[£$€]?\d")
_BARE_COUNT = re.compile(r"\d[\d,]*(?!\d|\.\d|,\d|\s?(?:%|per\s?cent))")


def limits_before(text: str, place: int) -> tuple[frozenset[Limit], int]:
    """Return the kinds of the qualifiers before a position, and where they begin."""
    found: set[Limit] = set()
    while place and (match := _BEFORE.search(text, max(0, place - 32), place)):
        kind = _reversed(kind_of_limit(match["limit"]), text, match.start())
        if _is_reached(match, place):
            break
        found |= {kind, "slightly"} if match["slightly"] and kind in ("more", "fewer") else {kind}
        place = match.start()
    return frozenset(found), place


def _reversed(kind: Limit, text: str, place: int) -> Limit:
    """Return the kind of a limit, reversed by a word such as "never" before it."""
    low = max(0, place - 30)
    if kind == "fewer" and _FLOOR.search(text, low, place):
        return "least"
    is_most = _CEILING.search(text, low, place) or _NOBODY.search(text, max(0, place - 60), place)
    return "most" if kind == "more" and is_most else kind


def _is_reached(limit: re.Match[str], place: int) -> bool:
    """Whether "up to" says what a number has risen to: *we’re up to 1,310 members*."""
    text, low = limit.string, max(0, limit.start() - 24)
    if limit["limit"].lower().split() != ["up", "to"]:
        return False
    is_level = _REACHED.search(text, low, limit.start()) and _BARE_COUNT.match(text, place)
    return bool(is_level or _FROM_LEVEL.match(text, place))


def limits_after(text: str, place: int) -> tuple[frozenset[Limit], int]:
    """Return the kinds of the qualifiers after a position, and where they end: `10 or more`."""
    match = _AFTER.match(text, place)
    if match is None:
        return frozenset(), place
    return frozenset([kind_of_limit(match["limit"])]), match.end()


def kind_of_limit(words: str) -> Limit:
    """Return the kind of a qualifier."""
    return _KIND_OF_LIMIT[" ".join(words.lower().split())]


def is_denied(text: str, start: int, end: int) -> bool:
    """Whether a word such as "not" is before a number, as in `not 77%`."""
    match = _NOT.search(text, max(0, start - 24), start)
    return bool(match and not (match["other"] and _AT_A_TIME.match(text, end)))
