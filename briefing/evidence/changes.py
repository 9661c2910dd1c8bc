"""Numbers that are no totals: differences, such as `3,000 more`, and rates, such as `£3m a year`.

If a figure's label and value leave such words out, it says something else than its source.
"""

import re
from itertools import pairwise

from briefing.evidence.amount import Amount
from briefing.evidence.key_words import DIRECTION, stem

_NEAR = 60
"""The greatest distance of a word such as "rose" from its number, in characters."""
_OTHER_OBJECTS = (
    "raised raises improved expanded expansion growing higher lower added codi cododd cut cuts "
    "cutting dropped drops"
)
_NO_MOVES = (
    "made make makes making took take takes taking set sets put gave opened signed shut broke"
)
"""Verbs after which "up" and "down" do not give a direction: `made up of 12 members`."""
_NOT_AFTER = "".join(rf"(?<!\b{verb}\s)" for verb in _NO_MOVES.split())
_FREE = r"(?:(?:a|an|the|about|around|over|more|than|nearly|almost|some|another|further)\s+)*"
_MOVES = "|".join(sorted(DIRECTION))
_BY = re.compile(rf"\b(?:{_MOVES})\s+(?:\w+\s+){{0,3}}by\s+{_FREE}$", re.IGNORECASE)
_MOVED = re.compile(
    rf"{_NOT_AFTER}\b(?:{'|'.join(sorted(DIRECTION.keys() - set(_OTHER_OBJECTS.split())))}|cut)"
    rf"(?:\s+(?:of|o))?\s+{_FREE}$",
    re.IGNORECASE,
)
_ADDED = re.compile(rf"\b(?:further|another|additional)\s+{_FREE}$", re.IGNORECASE)
_NOUN_WORDS = "rise increase fall drop decrease reduction decline cut growth jump surge uplift"
_NOUNS = _NOUN_WORDS.split()
_MORE = re.compile(
    r"\s+(?:(?:more|less|fewer|higher|lower)\s+than\b"
    r"|(?:more|fewer|less)\b(?!\s+(?:or|and)\s+(?:less|more|fewer))"
    r"|(?:extra|additional|(?:higher|lower|further)(?!\s+education))\b(?!\s+(?:learning|support)?\s*needs)"
    rf"|(?:{'|'.join(_NOUNS)})\b)",
    re.IGNORECASE,
)
_ON = re.compile(r"\s+(?:up|down)\s+on\b", re.IGNORECASE)
_ADDING = frozenset(map(stem, ("further", "another", "additional")))
_COMPARATIVES = frozenset(("more", "fewer", "less", "extra", "additional", "further", "another"))
_CHANGES = frozenset(("rise", "increase", "fall", "drop", "decrease", "reduction", "decline"))
_IS_PART = re.compile(r"\s+of\s+(?!(?:a|an)\b)[a-z]", re.IGNORECASE)

_TIMES = "second|minute|hour|day|night|week|fortnight|month|quarter|term|year"
_UNITS = (
    f"{_TIMES}|head|person|adult|child|pupil|student|patient|household|family|home|meal|unit|mile"
    "|kilometre|tonne|visit|session|place|school|job"
)
_RATE = re.compile(
    r"(?:\s+(?!(?:in|for|after|before|within|during|over|than|by|to|at|on|from|with|is|are|was"
    r"|were|has|have|had|be|been|once|twice|times|half|and|or|but|that|who|which|as|not|only)\b)"
    rf"[a-z’'-]+){{0,2}}?(?:\s+(?P<rate>(?:an?|each|every)\s+(?P<unit>{_UNITS})|per\s+(?!cent\b)"
    r"(?P<per>[a-z]+)|annually|yearly|monthly|weekly|daily)\b"
    rf"|\s?/\s?(?P<slash>{_TIMES})\b)"
    r"(?!\s+(?:ago|earlier|later|before|after|early|late|on|old|from|away|ahead|longer)\b)(?!-)"
)
_ADVERBS = {
    "annually": "year", "yearly": "year", "monthly": "month", "weekly": "week", "daily": "day"
}  # fmt: skip
_ADJECTIVES = {
    "year": ("annual", "annually", "yearly"), "month": ("monthly",), "week": ("weekly",),
    "day": ("daily",), "night": ("nightly",), "hour": ("hourly",), "quarter": ("quarterly",),
    "head": ("person", "capita"), "person": ("head", "capita"), "capita": ("head", "person"),
}  # fmt: skip


def is_difference(text: str, amount: Amount) -> bool:
    """Whether a number says how far another one has moved: `cut by £3m`, `£3m less than`."""
    before = text[max(0, amount.start - _NEAR) : amount.start]
    return bool(
        _BY.search(before)
        or _MOVED.search(before)
        or _MORE.match(text, amount.end)
        or (amount.kind in ("%", "points") and _ON.match(text, amount.end))
        or is_added(text, amount)
    )


def difference_words(text: str, amount: Amount) -> str:
    """Return words for the label of a difference, such as "more" or "increase in", or ""."""
    before = text[max(0, amount.start - _NEAR) : amount.start]
    if match := _MORE.match(text, amount.end):
        words = match[0].lower().split()
        if words[0] not in _NOUNS and len(words) == 1:
            return words[0]
        return f"{words[0]} in" if words[0] in _NOUNS else _change_in(words[0])
    if match := _BY.search(before) or _MOVED.search(before):
        word = match[0].split()[0].lower()
        return word if word == "extra" else _change_in(word)
    if (match := _ADDED.search(before)) and amount.kind != "%":
        word = match[0].split()[0].lower()
        return "more" if word == "another" else word
    return ""


def _change_in(word: str) -> str:
    return "increase in" if DIRECTION[word] > 0 else "fall in"


def is_added(text: str, amount: Amount) -> bool:
    """Whether a number is in addition to another one, and is not a share: `a further 3,000`."""
    return amount.kind != "%" and _comes_after_another(text, amount)


def is_added_share(text: str, amount: Amount) -> bool:
    """Whether a share is an addition to another one: `a further 15% were unsure`.

    It can be a share of its own, or the difference between two others.
    """
    return amount.kind == "%" and _comes_after_another(text, amount)


def _comes_after_another(text: str, amount: Amount) -> bool:
    return _ADDED.search(text, max(0, amount.start - _NEAR), amount.start) is not None


def adds(words: tuple[str, ...]) -> bool:
    """Whether the words of a figure have one such as "further", which makes it a difference."""
    return any(stem(word) in _ADDING for word in words)


def asks_for_difference(words: tuple[str, ...]) -> bool:
    """Whether a label can only be that of a difference: `more children`, `a further 3,000`."""
    return bool(words) and words[0].lower() in _COMPARATIVES


def asks_for_change(words: tuple[str, ...]) -> bool:
    """Whether a label is that of a change, such as `fall in homes built`."""
    pairs = pairwise(words)
    return any(one.lower() in _CHANGES and two.lower() in ("in", "of") for one, two in pairs)


def is_part(text: str, amount: Amount) -> bool:
    """Whether a number is a share of something: `4% of homes`."""
    return amount.kind == "%" and _IS_PART.match(text, amount.end) is not None


def missing_rate(text: str, amount: Amount, words: frozenset[str]) -> str:
    """Return the rate of a number, such as "a year", if `words` do not have it, or "".

    Args:
        text: the text.
        amount: one of its numbers.
        words: the stems of the words of the figure.
    """
    end = amount.end
    while rate := _RATE.match(text, end):
        unit = rate["unit"] or rate["per"] or rate["slash"] or _ADVERBS[rate["rate"].lower()]
        names = (unit, *_ADJECTIVES.get(unit.lower(), ()))
        if not words & set(map(stem, names)):
            return rate["rate"] or f"/{unit}"
        end = rate.end()
    return ""
