"""Headings in the text of a document, and labels whose subject is only a word or two."""

import re
from collections.abc import Sequence

from briefing.capture.document import Paragraph
from briefing.capture.measures import LEVEL
from briefing.capture.names import ROLE
from briefing.capture.verbs import is_plural, main_verb, split_at_verb
from briefing.evidence.key_words import key_words

_GENERIC_WORDS = (
    "summary background introduction conclusion conclusions purpose recommendation "
    "recommendations option options note notes editors point points finding findings overview "
    "context evidence response responses result results report reports release briefing "
    "statement minutes meeting board request letter paper item key main headline figures "
    "executive claim contents annex appendix methodology method about contact next steps step "
    "date directors public performance integrated update news press media implications analysis "
    "discussion debate decision consultation freedom information statistics statistical "
    "bulletin numbers facts cabinet committee agenda area areas age money cost costs title "
    "question questions financial finance finances position options "
    "sector issue issues problem problems data charge research story case "
    "study studies example annual chapter volume part of the and for a to"
)
"""Words of headings that do not say what a text is about."""
_GENERIC = frozenset(_GENERIC_WORDS.split())
_MARK = re.compile(
    r"^\s*(?:\d{1,2}(?:\.\d{1,2})*(?:[.)]|(?=\s))"
    r"|(?:Item|Paper|Agenda item|Annex|Section)\s\w+\s?[:.–-])\s*"
)
_SPLIT = re.compile(r":\s|\s[–—|-]\s|;\s")
_ASKS = re.compile(
    r"(?:what|why|how|who|when|where|is|are|do|does|can|should|we|our|my|your|the case)\b", re.I
)
_NO_HEADING = re.compile(r"[.,;:?!…”\"]$|\||\d{4}|[()@]|^[-•*]|\bMP\b|^(?:By|Dear|Yours)\b")
_WHEN = re.compile(
    r"\s*\d{1,2}(?:st|nd|rd|th)?\s(?:of\s)?(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*"
    r"|.*\b\d{1,2}(?:[.:]\d\d)?\s?[ap]\.?m\b",
)
"""A date or a time at the start of a line."""
_NAME = re.compile(r"(?:(?:Sir|Dame|Dr|Lord|Baroness)\s)?[A-Z][\w’'-]+\s[A-Z][\w’'-]+")
_LONGEST, _SHORTEST_TEXT = 8, 12
_NAMED = re.compile(r"(?<!^)\b[A-Z][a-z]")
_COMPLEMENT = re.compile(
    r"\b(?:of|for|among|between|in|across)\s(?!\d|the\s(?:year|month|quarter)\b)"
    r"|\b(?:who|that|which|whose|aged)\b"
)
_INTRODUCED = re.compile(
    r"(?:In|At|On|By|Since|For|From|Over|During|Across)\s(?:[^,]{2,60},\s"
    r"|[^,]{2,40}?\s(?=(?:the|an?|our|some|over|almost|more|\d[\d,.]*)\s))"
)
_CAPITALS = re.compile(r"\b[A-Z]{2,}\b")
_DATE = re.compile(
    r"\b(?:January|February|March|April|May|June|July|August|September|October|November|December|Christmas"
    r"|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|Minister|Government)s?\b"
)
_AUTHORS = re.compile(r"^(?:[A-Z][\w’'-]+\s){2,3}and(?:\s[A-Z][\w’'-]+){2,3}$")
_HEADLINE = re.compile(
    r"[,‘’“”\"£$€%\[\]()/\d]|(?:^|\s)'|\s(?:as|after|amid|despite|while|when|until)\s"
    r"|\b(?:MP|Lord|Sir|Dr)\b"
)
"""Signs of a headline, a date, a list or a name, none of which is a topic."""
_MOST_WORDS = 6
_BODY = re.compile(
    r"\b(?:Committees?|Sub-?[Cc]ommittee|Panel|Cabinet|Board|Directorate|Commission|Forum)$"
    r"|^(?:Department|Ministry|Committee|Board) (?:for|of|on)\b"
)
"""The name of a body whose documents are not about itself."""
_FORGOT = re.compile(r"The\s\w+\s(?:that|who|which)\s")
"""A title such as *The levy that forgot the young*, which makes a point."""
_RUN_IN = re.compile(
    r"(?P<words>(?!(?:In|On|At|By|To|As|For|Yes|No|Well|So)\b)[A-Z](?:[^.:!?,;\d’']|(?<=\w)[’']s\s){3,50})\.\s(?=[A-Z])"
)
_OPTION = re.compile(r"^Option\s\w+\s[–—-]\s")
"""Words at the start of a heading that number a proposal: *Option C – pick-up points*."""
_SCOPE = re.compile(r"\s(?:for|in|at|across|to|by)\s(?:\w+\s)?\d.*$")
"""A number of places or a year, which is not that of every figure: *buses for 61 towns*."""
_THIN = 4
"""The maximum number of key words of a subject that needs its topic."""


def named_section(paragraphs: Sequence[Paragraph], number: int) -> int:
    """Return the number of the nearest heading before a paragraph, if it is a topic, or 0."""
    headings = (place for place in range(number - 1, -1, -1) if is_heading(paragraphs, place))
    place = next(headings, 0)
    return place if _is_topic(paragraphs[place].text) else 0


def is_heading(paragraphs: Sequence[Paragraph], place: int) -> bool:
    """Whether a paragraph is a heading, or a short line like one before a longer text."""
    each = paragraphs[place]
    if each.kind == "heading":
        return True
    text = _MARK.sub("", each.text, count=1)
    following = paragraphs[place + 1].text if place + 1 < len(paragraphs) else ""
    is_short = 0 < len(text.split()) <= _LONGEST and len(following.split()) >= _SHORTEST_TEXT
    is_name = _NAME.fullmatch(text) is not None or _AUTHORS.match(text) is not None
    section = re.match(r"\s*(\d{1,2})\.?\s", each.text)
    if section and following.startswith(f"{section[1]}.1"):
        return len(text.split()) <= _LONGEST
    is_name = is_name or _WHEN.match(each.text) is not None
    return is_short and not each.is_item and not is_name and not _NO_HEADING.search(text)


def has_run_in(text: str) -> bool:
    """Whether a paragraph starts with a heading, as in *Waiting times. The average …*."""
    heading = _RUN_IN.match(_MARK.sub("", text, count=1))
    if not heading or main_verb(heading[0]) or not re.search(r"[a-z]{4}", heading["words"]):
        return False
    return _is_topic(_OPTION.sub("", heading["words"]))


def _is_topic(heading: str) -> bool:
    """Whether a heading begins with a noun phrase that says what its text is about."""
    if _WHEN.match(heading):
        return False
    first, *others = (each.strip(" .:") for each in _SPLIT.split(_MARK.sub("", heading, count=1)))
    if others and _is_slogan(first) and _is_topic(others[0]):
        return True
    plain = _SCOPE.sub("", first)
    first = plain if " " in plain else first
    words = [word.strip(",’'").lower() for word in first.split()]
    is_generic = all(word in _GENERIC or not re.search("[a-z]", word) for word in words)
    is_name = _NAME.fullmatch(first) and not _CAPITALS.search(first)
    is_other = is_generic or is_name or _BODY.search(first) or _FORGOT.match(first)
    if is_other or len(words) > _LONGEST or _ASKS.match(first):
        return False
    is_headline = any(pattern.search(first) for pattern in (ROLE, _HEADLINE))
    return not (is_headline or main_verb(first) or len(key_words(first)) > _MOST_WORDS)


def is_general(heading: str) -> bool:
    """Whether a heading is only words such as "summary" and "key figures"."""
    return all(word.strip(",’'").lower() in _GENERIC for word in heading.split())


def _is_slogan(first: str) -> bool:
    """Whether a title starts with a few words that name nothing: *Learning inside: prison work*."""
    is_short = len(first.split()) < 4 and len(key_words(first)) < 3
    return (
        is_short and re.match(r"[A-Z][a-z]+ing\s|(?:On|In|Out|At|Off|Up|Down)\s", first) is not None
    )


def is_named(text: str) -> bool:
    """Whether a text has the name of a place, a person or an organisation."""
    plain = _DATE.sub("", text)
    return bool(_NAMED.search(plain) or _CAPITALS.search(plain))


def is_thin(text: str) -> bool:
    """Whether the subject of a label is a word or two, as in *turnover rose by 3%*."""
    introduction = _INTRODUCED.match(text)
    rest = text[introduction.end() :] if introduction else text
    subject, predicate = split_at_verb(rest)
    is_definite = re.match(r"(?:the|its|their|our|these|this)\s", subject, re.IGNORECASE)
    is_counted = not subject or re.match(r"(?:[a-z]+\s)*[£\d]|There$", subject)
    words = rest if is_counted else subject
    if is_named(words) or _COMPLEMENT.search(words) or len(key_words(words)) > _THIN:
        return False
    is_many = is_plural(subject.rpartition(" ")[2].lower())
    return bool(is_definite or is_counted or is_many or LEVEL.match(predicate))
