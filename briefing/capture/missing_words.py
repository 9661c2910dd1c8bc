"""Labels that lack a noun or a verb of the sentence before: *just 12 of the 40 promised*."""

import re

from briefing.capture.measures import INTRODUCTION, LEVEL
from briefing.capture.verbs import split_at_verb
from briefing.evidence.key_words import key_words

_BARE = re.compile(
    r"\bthere\s(?:are|were|was|is)\s(?:(?:now|only|just|about|around|over)\s)*\d[\d,.]*\d$"
    r"|\b(?:an?\s[a-z]+|had|have|want|got|need)\sone$"
    r"|\b(?:carry\sout|carried\sout|install|fit|build|built|open|train|plant|hire|recruit|complete|deliver)"
    r"(?:s|ed)?\s(?:(?:a\sfurther|another|about|around)\s)?\d[\d,.]*(?:\smillion)?"
    r"\s(?:(?:this|last|next)\syear|by\s20\d\d|in\s20\d\d)$"
    r"|\s(?:at\sleast\s)?\d[\d,.]*\smore$|\bwere\saffected$"
    r"|\b(?<!who )(?<!that )(?:do|does|did|have|had|are|were|would|could)\snot$"
)
"""The end of a label whose noun or verb is in the sentence before: *in May there were 700*."""
_NO_NOUN = re.compile(
    r"^One\s(?:[a-z]{3,}s|was|is|has|had|will|would)\b"
    r"|^(?:\S+\s){1,4}?(?<!who\s)(?<!that\s)(?<!which\s)(?:did|does|do)\sso\b"
    r"|^There\s(?:will|would|could)\sbe\s(?:(?:between|about|around|only|over|up\sto)\s)*"
    r"\d[\d.,]*(?:\s(?:and|to)\s\d[\d.,]*)?(?:\s(?:million|billion))?(?=\s(?:by|in|at)\s|$)"
    r"|\banother\s\d[\d,.]*(?:\smillion)?\s(?:is|are|was|were|has|have|had|remains?|remained)\b"
    r"|^(?![^\d]*\bfor\b).*\b(?:quoted|offered|charged|billed)\s(?:(?:more|less)\sthan\s|about\s|over\s|up\sto\s)?"
    r"[£$€]\d[\d.,]*(?:m|bn|\smillion|\sbillion)?$"
    r"|^(?![^\d]*\bfor\b)[^\d]*\b(?:has|have|had|pays?|(?<!are\s)(?<!is\s)(?<!were\s)(?<!was\s)(?<!been\s)paid)\s(?:(?:only|just|about)\s)?"
    r"[£$€]\d[\d.,]*(?:m|bn|\smillion|\sbillion)?$"
    r"|^(?:Next|Then|Second|Third)\s(?:came|comes|was|were|is)\b"
    r"|\d[\d.,]*%?\s(?:did|does|do)$|^[^.]*?\d%?\)?\s(?:\[of\s[^\]]*\]\s)?(?:did|does|do)\sso\b"
    r"|\bputs?\sthe\s(?:cost|saving|bill|loss|price)(?:\sto\s[^,\d]{3,30})?\sat\s"
    r"|^(?!.*\b(?:who|which|that)\b)[A-Z][^,.\d]{0,40}\s(?:of|among|for|in)\s(?:its|their)\s[a-z]+\s"
    r"(?:is|are|was|were|has|have|rose|fell)\b"
    r"|^(?!(?:Of|Among|Amongst)\s).*\b(?:ma[dk]es?\sup|account(?:s|ed)?\sfor|comprised?s?|represent(?:s|ed)?)\s"
    r"(?:(?:about|around|just|only|over|nearly|almost|a\sfurther|another)\s)?"
    r"\d[\d.]*(?:%|\sper\scent)(?!\sof\s(?!these\b|them\b))"
    r"|^(?:(?:[Oo]nly|[Jj]ust|[Ss]ome|[Aa]bout)\s)?\d[\d,]*\sof\sthe\s\d[\d,]*\s"
    r"(?:[a-z]+ed|built|paid|set|made)\s"
    r"|\b(?:(?:hopes?|plans?|aims?|expects?|wants?|intends?)\sto|(?:will|would|could|should)"
    r"(?!\s(?:be|reach|exceed|total|hit|top|cost)\b))\s[a-z]+\s"
    r"(?:(?:about|around|another|over|at\sleast)\s)*\d[\d,]*\d(?:\smillion)?"
    r"(?=\s(?:by|in|this|next|over|at|before|a|per)\b|$)"
)
"""A count without its noun: *just 12 of the 40 promised*, *hopes to train 900 by May*."""
_ONE = re.compile(
    r"\s(?!(?:no|to|by|or|than|just|only|in|at|of|this|that|the|with|from|for)\b)[a-z]+\sone"
    r"(?=,|$|\s(?:in|at|on)\s(?:(?:19|20)\d\d|[A-Z]|the\b|their\b|its\b))"
)
"""The word "one" for a noun of an earlier sentence: *in Kent, which opened one in 2021*."""
_A_NOUN = re.compile(r"\b(?:for|got|had|have|need|of|offer(?:ed)?|with|want(?:ed)?)\san?\s[a-z]+")
"""A noun that "one" means, in the same sentence: *waited for a reply, and 9% never had one*."""
_MANY = re.compile(r"\d\s[a-z]+s\b")
_OF_THAT = re.compile(
    r"^(?:[^\d]*\d[\d,.]*\S*|[^,.\d]*(?:half|third|quarter|fifth|tenth)s?)\sof (?:that|this|it)\b"
    r"(?!\s[a-z]+\b(?<!was)(?<!went)(?<!is))"
)
"""A part of an earlier number: *about £390m of that was handed back*."""
_COUNT = re.compile(
    r"(?:(?:more|fewer|less)\sthan\s|(?:over|nearly|almost|only|just|some|about)\s)?\d[\d,.]*\s"
    r"(?:had|have|has|were|was|are|would|will)\s",
    re.IGNORECASE,
)
_AMOUNT = re.compile(
    r"(?!.*\s(?-i:[A-Z]))(?:(?:the|its|their|our|an?)\s)?(?:[a-z-]+\s){0,2}"
    r"(?:pay|wages?|salar(?:y|ies)|costs?|prices?|charges?|fees?|fares?|bills?|rents?|loss(?:es)?"
    r"|gains?|savings?|increases?|rises?|falls?|drops?|reductions?|estimates?|balance|spending"
    r"|incomes?|penalt(?:y|ies)|fines?|capacity|demand|turnout|gap"
    r"|standard|target|average|median|total|threshold|limit|budget|forecast)",
    re.IGNORECASE,
)
"""An amount, with no words that say what it is an amount of."""
_WHEN = re.compile(
    r"(?:When|In|At|By|For|On|Across|Since|During)\s[^,.;\d]*(?:\d{4}\s)?"
    r"(?=(?:our|their|its|the)\s(?:[a-z]+\s){1,2}(?:was|were|is|are|had|has)\b)"
)
_RANGE = re.compile(
    r"(?:(?:now|still|typically|usually)\s)?(?:ranges?|ranged|starts?|started|var(?:y|ies|ied))\s(?:from|at|between)\b"
    r"|(?:is|are|was|were)\s(?:now\s)?(?:put|set|estimated|capped)\sat\b"
)
_AMOUNT_AFTER = re.compile(r"^(?:[a-z]+\s){1,6}[£$€]?\d")
_NUMBER = (
    r"(?:\d[\d,.]*(?:\s[mb]illion)?|(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
    r"|[a-z]+teen|(?:twen|thir|for|fif|six|seven|eigh|nine)ty(?:-[a-z]+)?))"
)
_NO_COUNTED = re.compile(
    r"(?:^(?:(?:Last|This)\s\w+,?\s|In\s(?:\d{4}|[A-Z][a-z]+),?\s|So far,?\s"
    r"|(?:By|Since)\s[^,\d]{3,20},?\s)?"
    r"|\b(?:that|says|said|finds|found|and|but)\s(?:so far\s)?)"
    rf"(?:(?:only|just|some|about|around|nearly|almost|over|more than|a total of)\s)*{_NUMBER}\s"
    r"(?:(?:had|have|has|were|was|are|would|will)\s|remain(?:s|ed)?(?=[,;.]|\s(?:in|at|to|this)\b|$))",
    re.IGNORECASE,
)
"""A count without its noun: *The report says 287 had been repaired*."""
RANK = re.compile(
    r"\b(?:is|are|was|were|fared|came|ranked|finished|did)\s(?:\w+\s){0,2}?"
    r"(?:top|bottom|best|worst|highest|lowest|first|last|second|third|next)\b[^.;\d]*\s"
    r"(?:at|on|with)\s(?:(?:about|around|just|only|over|nearly|almost)\s)?"
    r"[£$€]?\d[\d.,]*(?:%|\sper\scent)?$"
)
"""A rank with its number, but not what is measured: *Kent was worst, at 53%*."""


def lacks_words(text: str) -> bool:
    """Whether a label lacks a noun or a verb, which its own added words do not give."""
    if ends_bare(text) or _NO_NOUN.search(text) or lacks_counted(text):
        return True
    if "[" in text:
        return False
    one = _ONE.search(text)
    is_known = one is not None and _MANY.search(text[: one.start()]) is not None
    return (one is not None and not is_known) or any(p.search(text) for p in (_OF_THAT, RANK))


def lacks_counted(text: str) -> bool:
    """Whether a label has a count without its noun, which no earlier count in it can have."""
    count = _NO_COUNTED.search(text)
    return count is not None and not re.search(r"\d", text[: count.start()])


def lacks_subject(text: str) -> bool:
    """Whether a sentence counts something without its noun: *more than 60 have shut*."""
    return _COUNT.match(text) is not None


def ends_bare(text: str) -> bool:
    """Whether a sentence itself lacks words at its end, so that it explains nothing."""
    bare = _BARE.search(text)
    if not bare:
        return False
    return not (bare[0].endswith("one") and _A_NOUN.search(text[: bare.start()]))


def is_bare_amount(text: str) -> bool:
    """Whether a label gives an amount, and not its owner: *Starting pay is £26,700*."""
    introduction = _WHEN.match(text) or INTRODUCTION.match(text)
    text = text[introduction.end() :] if introduction else text
    ranges = _RANGE.search(text)  # "Range" may be a noun too.
    place = ranges.start() if ranges else len(split_at_verb(text)[0])
    subject, predicate = text[:place].strip(), text[place:].strip()
    words = key_words(subject)
    is_level = ranges or LEVEL.match(predicate)
    is_amount = _AMOUNT.fullmatch(subject) is not None and len(words) <= 3
    return is_amount and bool(is_level) and _AMOUNT_AFTER.search(predicate) is not None
