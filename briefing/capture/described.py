"""Speakers who are described and not named: *the council said*, *the 41-year-old said*.

The words can only mean the person or the organisation that was named just before. Each is a guess.
"""

import re
from dataclasses import replace

from briefing.capture.credits import unnamed_speaker
from briefing.capture.mentions import Mentions
from briefing.capture.names import ACTS, NOT_NAMES, Named, is_organisation
from briefing.capture.sentences import sentences
from briefing.capture.speaking import is_sent
from briefing.capture.subjects import first_subject, subject

_BODIES = (
    "academy", "agency", "alliance", "association", "authority", "bank", "board", "body", "charity",
    "club", "coalition", "college", "commission", "committee", "company", "confederation",
    "council", "department", "developer", "executive", "federation", "firm", "force", "forum",
    "foundation", "fund", "government", "group", "hospital", "institute", "ministry", "network",
    "ombudsman", "operator", "organisation", "partnership", "party", "regulator", "retailer",
    "school", "service", "society", "supermarket", "supplier", "think tank", "treasury", "tribunal",
    "trust", "union", "university", "watchdog",
)  # fmt: skip
_BODY = re.compile(rf"(?:the|this)\s(?P<noun>{'|'.join(_BODIES)})", re.IGNORECASE)
_BODY_IN_TEXT = re.compile(rf"\b{_BODY.pattern}\b", re.IGNORECASE)
_CAPITALS = re.compile(r"[A-Z][\w’'&-]*(?:\s(?:(?:of|for|and|the)\s){0,2}[A-Z][\w’'&-]*)*")
_SPEAKS = re.compile(
    rf"(?:[Aa]n?|[Tt]he|[Ii]ts|[Tt]heir)\s(?:(?P<noun>{'|'.join(_BODIES)})\s)?"
    r"(?P<role>spokes(?:person|man|woman)|representative)"
)
_PERSON = re.compile(
    r"the\s(?:[a-z-]+\s){0,2}(?:\d{1,3}-year-old(?:\s[a-z-]+){0,3}"
    r"|(?:mother|father|mum|dad|grandmother|grandfather|gran|grandad)(?:[-\s]of[-\s][a-z-]+)?"
    r"|pensioner|grandparent|youngster|teenager|widow|widower|sixth-former)",
    re.IGNORECASE,
)
_LED = re.compile(r"^(?:in|on|at)\san?\s[^,]{3,60}?,?\s(?=(?:the|this)\s)", re.IGNORECASE)
"""Words before a speaker: *In a statement the council said*."""
_BEFORE_BODY = r"(?:[A-Z][\w’'&-]*\s(?:(?:of|for|and|the)\s){0,2}){0,6}"
_AFTER_BODY = r"(?:\s(?:of|for)\s(?:the\s)?[A-Z][\w’'-]*(?:\s(?:and\s)?[A-Z][\w’'-]*){0,4})?"
_ONE_NAME = re.compile(rf"(?P<who>[A-Z][a-z]{{3,}})\s(?:{ACTS})\b")
_ANY_BODY = re.compile(rf"\b(?:{'|'.join(_BODIES)})\b", re.IGNORECASE)
_GENERAL = frozenset(("body", "charity", "company", "firm", "group", "organisation", "regulator",
                      "think tank", "watchdog"))  # fmt: skip
"""Bodies whose names often have another noun: *the charity* can be the Homes Trust."""
_OTHER_BODY = re.compile(r"\b(?:Council|Government|Department|Ministry|Treasury|Union)\b")
_PLACES = frozenset(("council", "authority", "firm", "company", "operator", "supplier", "retailer"))
"""Bodies that a text can call by the name of a place or a brand: *Saltmere declined*."""
_DESCRIPTION = re.compile(
    rf"\b(?:{_BODY.pattern}|{_PERSON.pattern})\s+(?:had\s|has\s|also\s)?[a-z]+"
    r"|\bspokes(?:person|man|woman)\b"
)


def is_described(words: str) -> bool:
    """Whether some words describe their speaker and do not name the speaker."""
    return _DESCRIPTION.search(words) is not None


def speaker_in(phrase: str, known: Mentions) -> Named | None:
    """Return the person or organisation that a phrase names or describes."""
    words = " ".join(phrase.split()).strip(" ,.–—-")
    if is_sent(words):
        return None
    words = _LED.sub("", words)
    if speaks := _SPEAKS.fullmatch(words):
        noun = speaks["noun"]
        found = _body(noun, known) if noun else _only_body(known)
        return replace(found, role=speaks["role"], speaks_for=True) if found else None
    if _PERSON.fullmatch(words):
        return known.last_person()
    if body := _BODY.fullmatch(words):
        return subject(words, known) or _body(body["noun"].lower(), known)
    return subject(phrase, known) or unnamed_speaker(words)


def _only_body(known: Mentions) -> Named | None:
    """Return the only organisation that a paragraph names or describes, or None."""
    text = known.texts[-1]
    nouns = {match["noun"].lower() for match in _BODY_IN_TEXT.finditer(text)}
    names = {_without_first(match[0]) for match in _CAPITALS.finditer(text)}
    names = {name for name in names if is_organisation(name)}
    if len(names) == 1 and len(nouns) < 2:
        return Named(names.pop(), is_person=False)
    return _body(nouns.pop(), known) if not names and len(nouns) == 1 else None


def agent_in(words: str, known: Mentions) -> Named | None:
    """Return the speaker in words after "by", as in *was called late by Ann Lee, the chair*."""
    return first_subject(re.split(r"\sthat\b|:", words, maxsplit=1)[0], known)


def _body(noun: str, known: Mentions) -> Named | None:
    """Return the organisation that "the council" means: its name has the word, or it acts."""
    pattern = re.compile(rf"\b{_BEFORE_BODY}{noun.title()}{_AFTER_BODY}\b(?!\s[A-Z])")
    for text in reversed(known.texts):
        names = {_without_first(match[0]) for match in pattern.finditer(text)}
        names = {name for name in names if " " in name}
        if names:
            name = names.pop()
            is_clear = not names and name.split().count(noun.title()) == 1
            return Named(name, is_person=False) if is_clear else None
    last = known.last_organisation()
    if last and not (_OTHER_BODY if noun in _GENERAL else _ANY_BODY).search(last.name):
        return last
    if noun not in _PLACES or not known.texts:
        return None
    here = known.texts[-1]
    for start, end in sentences(here):
        one = _ONE_NAME.match(here[start:end])
        if one and one["who"] not in NOT_NAMES:
            return Named(one["who"], is_person=False)
    return None


def _without_first(name: str) -> str:
    """Return a name without words such as "But" or "The" at its start."""
    words = name.split()
    while words and words[0] in NOT_NAMES:
        words = words[1:]
    return " ".join(words)
