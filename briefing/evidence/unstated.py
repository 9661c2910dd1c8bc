"""Numbers that a text mentions but does not state: old values, questions and denials.

A person can decide what such a text means. The program only shows why it does not.
"""

import re

from briefing.evidence.amount import Amount
from briefing.evidence.key_words import DIRECTION, stem
from briefing.evidence.windows import NumberedText, Zone

OLD = "the source gives it as an earlier figure"
UNKNOWN = "the text only asks about it, or says it is not known"
DENIED = "the text may say that it is not true"
PLANNED = "the text says only what was planned"

_NO_VERBS = ("more", "less", "fewer", "extra", "added", "lost", "loss", "gain", "gains")
_MOVED = "|".join(sorted({*DIRECTION, "changed", "revised", "amended", "moved"} - {*_NO_VERBS}))
_HAS_MOVED = re.compile(rf"\b(?:{_MOVED})\b", re.IGNORECASE)
_FROM = re.compile(r"\bfrom\s+(?:(?:a|an|the|just|only)\s+)*$", re.IGNORECASE)
_TO = re.compile(r"\bto\s+(?:(?:a|an|the|just|only)\s+)*$", re.IGNORECASE)
_VERSION = (
    r"(?:earlier|previous|original|initial|former|old|older|first)\s+"
    r"(?:version|report|figure|estimate|article|story|edition|draft|total|count)"
)
_OLD = re.compile(
    rf"\b(?:{_VERSION}|originally|previously|initially|formerly|used\s+to|no\s+longer"
    r"|incorrectly|wrongly|mistakenly|erroneously)\b",
    re.IGNORECASE,
)
_NEW = re.compile(
    r"\b(?:correct(?:ed)?|now|but|actual(?:ly)?|new|revised|instead)\b", re.IGNORECASE
)
_UNKNOWN = re.compile(
    r"\b(?:whether|how\s+many|how\s+much|what\s+(?:share|proportion|number)"
    r"|(?:would|will|did|could|can|does|do)\s+not\s+(?:say|know|confirm)"
    r"|\w+n['’]t\s+(?:say|know|confirm)|not\s+(?:known|clear)|unknown|unclear"
    r"|declin(?:e|es|ed|ing)\s+to\s+(?:say|confirm))\b",
    re.IGNORECASE,
)
_STATES = re.compile(
    r"[;:]|,\s|\b(?:found|finds|said|says|shows?|showed|shown|reported|revealed|confirmed)\b",
    re.IGNORECASE,
)
_DENIED = re.compile(
    r"\b(?:den(?:y|ies|ied|ying)|disput(?:e|es|ed|ing))\s+(?:the\s+(?:claims?|figures?)\s+)?"
    r"(?:that|of)\b"
    r"|\breject(?:s|ed|ing)?\s+(?:the|a|any|this|that)\s+(?:claim|figure|suggestion|idea)",
    re.IGNORECASE,
)
_FALSE = re.compile(
    r"\b(?:incorrect|wrong|untrue|false|a myth|mistaken|inaccurate)\b", re.IGNORECASE
)
_YET = re.compile(r"\byet\s+to\b", re.IGNORECASE)
_PLANNED = re.compile(r"\b(?:was|were)\s+to\s+(?:be|have)\b", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)\d\d")
_OLD_WORDS = "earlier previous previously original originally former formerly old before"
_OF_OLD = frozenset(map(stem, _OLD_WORDS.split()))


def why_not_stated(numbers: NumberedText, amount: Amount, zone: Zone, words: frozenset[str]) -> str:
    """Return why the text around a number may not state it, or an empty string.

    Args:
        numbers: the text and its numbers.
        amount: one of them.
        zone: the part of the text that belongs to it.
        words: the key words of the label, which can ask for an old value themselves.
    """
    text = numbers.text
    start, end = numbers.sentence(amount)
    before, after = text[start : amount.start], text[amount.end : end]
    own = text[amount.end : zone.end]

    def has(pattern: re.Pattern[str], part: str) -> bool:
        return any(stem(match[0].split()[0]) not in words for match in pattern.finditer(part))

    if not words & _OF_OLD and not any(map(_YEAR.fullmatch, words)):
        if _is_start(numbers, amount, before) or has(_OLD, own):
            return OLD
        if (old := _last(_OLD, before)) and old > _last(_NEW, before):
            return OLD
    if (unknown := _last(_UNKNOWN, before)) and not _STATES.search(before, unknown):
        return UNKNOWN
    if has(_DENIED, before) or has(_FALSE, own) or has(_YET, after):
        return DENIED
    return PLANNED if has(_PLANNED, own) else ""


def _is_start(numbers: NumberedText, amount: Amount, before: str) -> bool:
    """Whether a number is the first of a move, as in `from 12 to 15` and `up 3, from 12`."""
    if not _FROM.search(before):
        return False
    if _HAS_MOVED.search(before):
        return True
    return any(
        other.kind == amount.kind
        and other is not amount
        and _TO.search(numbers.text, max(0, other.start - 16), other.start)
        for other in numbers.in_sentence(amount)
    )


def _last(pattern: re.Pattern[str], text: str) -> int:
    """Return where the last match of a pattern ends, or 0."""
    return max((match.end() for match in pattern.finditer(text)), default=0)
