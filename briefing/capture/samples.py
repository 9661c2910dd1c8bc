"""The samples of surveys: \"a survey of 1,832 adults by YouGov\"."""

import re
from dataclasses import dataclass

from briefing.capture.amount_texts import value_of
from briefing.capture.names import NOT_NAMES
from briefing.capture.verbs import is_plural, main_verb
from briefing.evidence.amount import Amount
from briefing.evidence.key_words import key_words

_TEN = 10

_SAMPLE = (
    re.compile(
        r"\b(?:survey|poll|sample|panel|study|sampled?\s+size|responses?"
        r"|base[ds]?)(?:\s+(?:size|was|were|is"
        r"|conducted|carried\s+out|representative|online|national))*\s+(?:of|on|was|from"
        r"|:)\s+(?:a\s+total\s+of\s+)?$",
        re.IGNORECASE,
    ),
    re.compile(r"\b(?:draws|drawing|drew|based)\s(?:up)?on\s$", re.IGNORECASE),
    re.compile(
        r"\b(?:surveyed|polled|interviewed|questioned|asked|interviews?\s+with|spoke\s+to"
        r"|speaking\s+to"
        r"|heard\s+from|n\s?=)\s*"
        r"(?:a\s+total\s+of\s+)?$",
        re.IGNORECASE,
    ),
)
SAMPLED_AFTER = re.compile(
    r"\s+(?P<who>(?:[\w’'-]+\s+){1,7}?)(?:were\s+|was\s+|who\s+)?(?:surveyed|polled|questioned"
    r"|interviewed"
    r"|took\s+part|responded|replied|were\s+asked|completed)\b",
    re.IGNORECASE,
)
OPINION = re.compile(
    r"\b(?:say|says|think|thinks|thought|believe|believed|feel|felt|want|wanted|back|backed|support"
    r"|supported|oppose|opposed|favour|agreed?|disagreed?|surveyed|polled|respondents|those asked"
    r"|admitted|describe|rated|worry|worried|fear|prefer|trust|would like"
    r"|said (?:that )?(?:they|their|it))\b",
    re.IGNORECASE,
)


_REQUEST = re.compile(r"\basked\s\d+\s[\w-]+(?:\s[\w-]+)?\sto\s")
"""Somebody is asked to do something, not what they think: `asked 12 authorities to test it`."""
_GROUP = re.compile(
    r"\b(?:[Pp]olling(?:\sby(?:\s[A-Z][\w’&'-]*)+)?|[Rr]esponses\sfrom|[Rr]eplies\sfrom|[Ss]urvey|[Pp]oll|[Ss]tudy|[Ss]ample|[Ii]nterviews|[Ss]urveyed|[Pp]olled"
    r"|(?:[Hh]eard\sfrom|[Rr]ang|[Pp]honed|[Ss]poke\sto)(?=\s\d)"
    r"|asked(?=\s\d[\d,]*\s[^.]{4,60}\s(?:about|whether|how|what)\b))\s"
    r"(?:(?:of|with|among|from)\s)?(?=\d|the\s|[a-z])"
    r"(?:\d[\d,]*\s)?(?P<who>.+?)(?=,(?!\s(?!and\b)(?:[\w’']+\s){0,2}[\w’']+(?:,|\sand\s))"
    r"|\s(?:also|over\sthe|during|throughout|about|whether|how|what|to(?!\s\d)|last|this|by|carried|conducted|commissioned|in\s(?:19|20)\d\d|in\s(?:Jan|Febr)uary|in\s(?:March|April|May|June|July|August|(?:Sept|Nov|Dec)ember|October)|(?:and\s)?(?:found|finds)|shows?|showed|suggests?"
    r"|reveals?|revealed|has|which|who|that)\b|$)"
)
_AGED = re.compile(r"\baged\s\d\d(?:\+|\s(?:to|and)\s(?:\d\d|over|above|under))?")
_WHERE = re.compile(r"\s(?:in|from|across)\s(?=the\s|[A-Z])")
_PARTICIPLE = re.compile(r"^(?:[a-z]+ed|[a-z]+ing)\s(?=[a-z]+s\b|people\b)")
"""The first word of *disabled adults*, which is no verb."""
_BODY = re.compile(r"the\s[A-Z][a-z]+\s(?:of|for)\s[A-Z]")
"""The name of an organisation, which made the survey."""
_LONGEST_GROUP = 9


@dataclass(frozen=True, slots=True)
class Sample:
    """The size of a sample.

    Attributes:
        paragraph, start: its place in the document.
        reason: the words that give it.
        by: the pollster, or "".
        who: the key words of those who were asked.
    """

    size: str
    paragraph: int
    start: int
    reason: str
    by: str
    who: frozenset[str]


def sample_at(text: str, amount: Amount, paragraph: int) -> Sample | None:
    """Return the sample whose size a number is, as in "a survey of 1,832 adults"."""
    if amount.unit or amount.whole is not None or amount.upper or amount.value < _TEN:
        return None
    before = text[max(0, amount.start - 70) : amount.start]
    if _REQUEST.search(before + text[amount.start : amount.end + 40]):
        return None
    after = SAMPLED_AFTER.match(text, amount.end)
    if not after and not any(pattern.search(before) for pattern in _SAMPLE):
        return None
    value = value_of(text, amount)
    if not value:
        return None
    low, high = max(0, amount.start - 40), min(len(text), amount.end + 60)
    reason = text[low:high].strip()
    who = key_words(" ".join(text[amount.end :].split()[:3]))
    return Sample(value, paragraph, amount.start, reason, _asker(text), who)


def group_of(lead: str) -> str:
    """Return the people who answered, from the line above the answers, or "".

    In "The poll of 3,017 private renters by X found", they are private renters.
    """
    match = _GROUP.search(lead)
    words = match["who"].rstrip(".,") if match else ""
    words = "" if re.search(r"\d", _AGED.sub("", words)) else words
    words = words if len(words.split()) < _LONGEST_GROUP else _WHERE.split(words)[0]
    plain = _PARTICIPLE.sub("", words)
    is_group = any(map(is_plural, words.lower().split())) and not main_verb(plain)
    is_group = is_group and not _BODY.match(words)
    return words if is_group and len(words.split()) < _LONGEST_GROUP else ""


def _asker(text: str) -> str:
    match = re.search(
        r"\b(?:surveyed|polled|survey|poll|polling|research|conducted|carried out"
        r"|commissioned)\b[^.;]{0,60}?"
        r"\bby\s+((?:[A-Z][\w&’'-]*)(?:\s+(?:[A-Z][\w&’'-]*|of|for|and))*)",
        text,
    ) or re.search(
        r"\b((?:[A-Z][\w&’'-]*)(?:\s+[A-Z][\w&’'-]*)*)\s+(?:surveyed|polled|interviewed)\b", text
    )
    name = re.sub(r"\s+(?:of|for|and)$", "", match[1]) if match else ""
    return "" if name.split(" ")[0] in NOT_NAMES else name
