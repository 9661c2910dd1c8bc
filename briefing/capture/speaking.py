"""Words other than "said" that show who speaks: *X was blunt: “…”*, *“…,” as X put it*."""

import re

from briefing.capture.mentions import Mentions
from briefing.capture.names import ACTS, PERSON, Named
from briefing.capture.subjects import subject

_MANNERS = (
    "adamant", "angry", "blunt", "candid", "categorical", "cautious", "clear", "convinced",
    "critical", "damning", "defiant", "delighted", "disappointed", "dismissive", "emphatic",
    "enthusiastic", "forthright", "frank", "furious", "hopeful", "in no doubt", "optimistic",
    "pessimistic", "plain", "scathing", "sceptical", "unapologetic", "unconvinced", "unequivocal",
    "unimpressed", "unrepentant", "withering",
)  # fmt: skip
_MANNER = "|".join(_MANNERS)
_MORE = r"(?:(?:much|more|less|equally|also|even|rather|quite|particularly|very|not|still)\s)*"
_SPEAKS = (
    rf"(?:is|was|are|were|remains?|sounded)\s{_MORE}(?:{_MANNER})\b"
    r"|disagree[sd]?\b|agree[sd]?\b|puts?\sit\b|sums?\sit\sup\b|summed\sit\sup\b"
    r"|(?:(?:did|does)(?:\snot|n[’']t)|do\snot)\s(?:mince|hold\sback|hide|see\sit|share)\b"
    r"|(?:has|had|takes|took|offers|offered|gives|gave)\s(?:a|an|this|another)\s(?:[\w-]+\s){0,2}"
    r"(?:view|answer|warning|explanation|verdict|message)\b"
)
_SPEAKER = re.compile(rf"(?P<who>[^:“”\"]{{2,160}}?),?\s(?:{_SPEAKS})(?P<rest>[^“”\"]*)$")
_PUT = re.compile(
    r"^\s*(?:is|was)\sthe\s(?:verdict|view|message|response|reaction|conclusion|assessment|plea)\s"
    r"(?:of|from)\s(?P<of>[^.!?“”\"]{2,100}?)(?=,|\sat\s|\sin\s|\.|$)"
    r"|\bas\s(?P<who>[^.!?“”\"]{2,100}?),?\s(?:has\s|once\s|later\s|likes\sto\s)?puts?\sit\b"
    r"|^\s*(?:is|was)\show\s(?P<how>[^.!?“”\"]{2,100}?),?\s(?:puts?|describe[sd]|sums?|summed"
    r"|explain(?:s|ed))\b"
)
_ASKED = re.compile(
    r"\b(?:I|[Ww]e)\s(?:also\s|then\s)?asked\s(?P<who>[^“”\"]{2,160}?),?\s"
    r"(?:(?:what|why|how|whether|if|where|when|who|which|about|for)\b)[^“”\"]*[.?:]\s*$"
)
_FROM_SOMEBODY = re.compile(
    r"\b(?:from|by|to)\s(?:an?|one|another|some|somebody|someone|two|the|his|her|their|my|our)\b[^,]*$"
)
_HEARS = re.compile(
    r"\bfrom\s(?:an?|one|another|some|somebody|someone|two|the|his|her|their|my|our)\b[^,]*$"
)
_SENT = re.compile(
    r"\b(?:letter|e-?mail|message|memo|note|reply|submission|statement|text)\s(?:[a-z]+\s)?to\s"
    r"(?:[^,]*|[^,]*,\s(?:the|an?|who|its|our)\s[^,]*,?(?:\s[a-z]+)?)$"
)
"""Words after which a name is not the author's: *the minister's letter to Ann Lee says*."""
_READS_OUT = re.compile(r"\b(?:saw|found|got|received|quoted|reads?(?:\sout)?|heard|sign|poster)\b")
_PASSIVE = re.compile(
    r"\b(?:is|are|was|were|be|been|being|got)\s(?:(?:also|then|later|even|once|only|simply|\w+ly)\s){0,2}"
    r"(?:told|informed|advised|warned|urged|assured|reminded|described|called|branded|labelled|dubbed"
    r"|dismissed|hailed|praised|criticised|condemned|accused|attacked|characterised|sentenced|fined|jailed"
    r"|convicted|charged|ordered)\b(?P<rest>[^“”\"]*)$"
)
"""Words after which the subject of a sentence hears a quote and does not say it."""
_AGENT = re.compile(r"\bby\s(?P<who>.+)$", re.DOTALL)
_OPENS = re.compile(
    r"(?P<who>(?:[Hh]e|[Ss]he)|[^,.;:“”()]{2,90}?)"
    rf"(?=,\s|\s\(|\s(?:who(?:se)?|also|still|now|never|often|always|just|{ACTS})\b|\s[a-z]+s\b)"
)
_IN_VIEW = re.compile(
    rf"\b(?:[Ii]n|[Ww]ith)\s(?:(?P<theirs>his|her)|(?P<who>{PERSON})[’']s?)\s(?:own\s)?"
    r"(?:view|words|opinion|answer|reply|response)\b,?[^“”\"]*$"
    rf"|^(?:For|To)\s(?P<to>{PERSON}),\s[^“”\"]*$"
)
_APPOSITION = re.compile(r"[^,.;:“”()]{2,90},\s[^,.;:“”()]{2,90}(?=,\s)")
_POINTS_ON = re.compile(r"\b(?:this|these|the following|as follows|here is|here are)\b", re.I)


def put_by(text: str, known: Mentions) -> Named | None:
    """Return the speaker in *as X put it* or *is how X put it*."""
    match = _PUT.search(text)
    return subject(match["who"] or match["how"] or match["of"], known) if match else None


def in_view_of(before: str, known: Mentions) -> Named | None:
    """Return the speaker in *In Ann Lee's view, “…”*, *in her words* or *For Ann Lee, it was*."""
    match = _IN_VIEW.search(before)
    if not match:
        return None
    if match["theirs"]:
        return known.last_person("he" if match["theirs"] == "his" else "she")
    return subject(match["who"] or match["to"], known)


def spoken_by(before: str, known: Mentions) -> Named | None:
    """Return the speaker in a sentence before a quote: *X was blunt* or *I asked X what helps*."""
    match = _ASKED.search(before) or _SPEAKER.match(before.strip())
    if not match or _FROM_SOMEBODY.search(match["who"]):
        return None
    return subject(match["who"], known)


def repeats_others(lead: str) -> bool:
    """Whether words before a colon introduce what their subject read or heard, and did not say."""
    return bool(_FROM_SOMEBODY.search(lead) or _READS_OUT.search(lead))


def is_sent(phrase: str) -> bool:
    """Whether a phrase ends with the name of the person who received a letter."""
    return _SENT.search(phrase) is not None


def points_on(sentence: str) -> bool:
    """Whether a sentence announces the quote below it: *She had this message for ministers.*"""
    return _POINTS_ON.search(sentence) is not None


def passive_in(before: str) -> re.Match[str] | None:
    """Return the passive verb before a quote, if nothing after it shows another speaker."""
    return _PASSIVE.search(before)


def agent_of(passive: re.Match[str], after: str) -> str:
    """Return the words for the speaker with a passive verb: *was called “…” by X*, or ""."""
    agent = _AGENT.search(passive["rest"]) or _AGENT.match(after.strip())
    return agent["who"] if agent else ""


def opening_subject(sentence: str, known: Mentions) -> Named | None:
    """Return the subject of a sentence: *Ann Lee, who runs the pool, sees 19 people a day.*"""
    match = _OPENS.match(sentence)
    is_heard = _HEARS.search(sentence) or _READS_OUT.search(sentence) or passive_in(sentence)
    if not match or is_heard or is_sent(match["who"]):
        return None
    found = subject(match["who"], known)
    if not (found and found.name) and (match := _APPOSITION.match(sentence)):
        found = subject(match[0], known)  # His colleague, Ann Lee, is less sure.
    return found if found and found.name else None
