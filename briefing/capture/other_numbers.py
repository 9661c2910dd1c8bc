"""Numbers that are not figures because of the words around them.

Some name something: a time of day, a quarter, a note. Others set a condition or a limit: *if you
are 18*, *firms with fewer than 50 employees*.
"""

import re
from collections.abc import Sequence

from briefing.capture.amount_texts import unit_after
from briefing.capture.sentences import sentence_at
from briefing.capture.verbs import is_plural, split_at_verb, starts_with_verb
from briefing.evidence.amount import Amount

_HOUR = r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b"
_HALF_PAST = re.compile(rf"half\s(?:past\s)?{_HOUR}(?!\s(?:hundred|thousand|million))", re.I)
_BEFORE_TIME = re.compile(
    r"\b(?:it\s?(?:[’']s|is|was)|at|by|until|till|before|after|since|past|for|around|about)\s$",
    re.I,
)
_TO_HOUR = re.compile(
    rf"(?:five|ten|quarter|twenty(?:-five)?|half)\s(?:minutes\s)?(?:to|past)\s{_HOUR}", re.I
)
_OF_DAY = re.compile(r"\s(?:in\sthe\s(?:morning|afternoon|evening)|at\snight|o[’']clock)\b")
_MIDNIGHT = 24
_PERIOD = re.compile(r"\b(?:Week|Period|Round|Wave|Lot)\s$")
_QUARTER = re.compile(r"(?:\bQuarter|\b(?:in|to|of|for|since|until)\squarter)\s$")
_LAST_QUARTER = 4
_DISTANCES = ("mile", "miles", "kilometre", "kilometres", "km")
_BREADCRUMB = re.compile(r"\s*(?:[^>›»\n]{1,60}\s[>›»]\s){2}")
"""The path to a web page: *Home > News > June 2025 > Fly-tipping down by a fifth*."""
_NOTE = re.compile(r"\b[Nn]otes?(?:\s(?:to|for)\s[Ee]ditors?)?:?\s$")
_NOTE_ENDS = re.compile(r"[.)]?\s[A-Z]")
_IF_AGED = re.compile(
    r"\b(?:if|when|once|unless|until|before|after)\s(?:you|they|we|he|she|somebody|someone)"
    r"(?:[’']re|\s(?:are|were|is|was|turn(?:ed|s)?|reach(?:ed|es)?))\s(?:only\s|just\s|under\s)?$",
    re.IGNORECASE,
)
_CLAUSE_ENDS = re.compile(r"[,.;:!?]|\s(?:and|or|but|I|you|they|we|he|she|it)\b|$")
_OF_AGE = re.compile(r"(?:over|under)[\s-]", re.IGNORECASE)
_YOUNGEST, _OLDEST = 16, 100
_SCORES = re.compile(r"\b(?:marks|scores|speeds|temperatures|points|readings)\s$", re.IGNORECASE)
_GROUP_WITH = re.compile(
    r"\b(?P<noun>[A-Za-z-]+)\s(?:with|employing|housing"
    r"|(?<=towns\s)of|(?<=cities\s)of|(?<=villages\s)of|(?<=firms\s)of|(?<=schools\s)of)\s$",
    re.IGNORECASE,
)
_STARTS_CLAUSE = re.compile(
    r"(?:^|\b(?:of|in|for|at|among|amongst|and|but|that|while|by)\s)(?:[\w’'-]+\s){0,2}$",
    re.IGNORECASE,
)
"""The words of a sentence before the noun of a group that its clause is about."""
_NUMBER_NEXT = re.compile(
    r"(?:\s(?!(?:and|or|in|at|by|to|from|for)\b)[a-z-]+){2,3}\s(?:only\s|just\s)?[£$€]?\d"
)
"""A verb that is not known, and its number: *firms with … employees train 70% of apprentices*."""
_NOT_THE_PRICE = re.compile(
    r"\s(?:of\s)?(?:the|an?|its|their|that)\s(?:[a-z-]+\s){0,2}(?:price|fare|rate|average|speed|size)\b"
)
"""Words after a share that multiplies a price: *half the adult price*."""
_TOO_MANY = re.compile(r"\stoo\s(?:many|much)\b")
_STILL = re.compile(r"(?<!\b[Tt]here\s)\b(?:is|are|was|were)\s(?:still\s)?$")
_OF_THE = re.compile(
    r"\b(?:last|first|one|each|all|any|none|most|some|rest)\sof\s(?:the|these|those)\s$", re.I
)
_EACH_COIN = re.compile(r"\bevery\s(?:single\s|last\s|spare\s)?$", re.IGNORECASE)
"""Words before a small sum that means all money: *they know where every 10p goes*."""
_ONE_TRIP = re.compile(r"\bone\s[a-z]+\s$")
"""A single person who is moved a distance, in an example: *£216 to drive one child 11 miles*."""
_STANDARD = re.compile(r"\b(?:standard|target|goal|benchmark)\s(?:is|was|of)\s$")
_ADVERT = re.compile(
    r"(?:Get|Enjoy|Try|Subscribe|Join|Support|Become|Start|Claim|Download|Unlock)\s[^.:;]*"
    r"\b(?:access|subscri\w+|membership|trial)\b[^.:;]*(?:[£$€]\d|%)"
)
"""An advertisement for the publisher: *Get unlimited access from just £1*."""


def is_other_number(
    text: str, amount: Amount, earlier: set[str], others: Sequence[Amount] = ()
) -> bool:
    """Whether the words around a number show that it is not a figure.

    Args:
        text: its paragraph.
        amount: the number.
        earlier: the values of the earlier figures.
        others: the numbers of its paragraph.
    """
    first, last = sentence_at(text, amount.start)
    if _BREADCRUMB.match(text) or _ADVERT.match(text, first):
        return True
    before, after = text[max(0, amount.start - 60) : amount.start], text[amount.end : last]
    is_plain = not amount.unit and not amount.is_share
    kinds = {each.kind for each in others if first <= each.start < amount.start}
    if amount.is_share and amount.unit != "%":
        return bool(
            _HALF_PAST.match(text, amount.start)
            or _NOT_THE_PRICE.match(after)
            or _is_time_of_day(text, amount, before)
        )
    if amount.unit in ("£", "p", "$", "€") and _EACH_COIN.search(before):
        return True
    if not is_plain:
        return False
    unit = unit_after(text, amount)
    if unit and unit["unit"].lower() in _DISTANCES and _ONE_TRIP.search(before):
        return True
    if _STANDARD.search(before) and re.match(r"[.,;:)]|$", after) and "%" in kinds:
        return True  # Its unit is that of another number: *63% waited, when the standard is 92*.
    if _is_time_of_day(text, amount, before) or _PERIOD.search(before):
        return True
    if amount.value <= _LAST_QUARTER and _QUARTER.search(before):
        return True
    if _NOTE.search(before) and _NOTE_ENDS.match(text, amount.end):
        return True
    is_condition = _IF_AGED.search(before) and _CLAUSE_ENDS.match(after)
    is_repeated = _TOO_MANY.match(after) and _STILL.search(before)
    if is_condition or is_repeated:
        return True
    if _OF_THE.search(before) and f"{int(amount.value):,}" in earlier:
        return True
    return _is_age_group(text, amount, before) or _is_size_of_group(text, amount)


def _is_time_of_day(text: str, amount: Amount, before: str) -> bool:
    """Whether a number is part of a time: *ten to six*, *at 7 in the morning*."""
    if not _BEFORE_TIME.search(before):
        return False
    is_hour = amount.value <= _MIDNIGHT and _OF_DAY.match(text, amount.end)
    return bool(is_hour or _TO_HOUR.match(text, amount.start))


def _is_age_group(text: str, amount: Amount, before: str) -> bool:
    """Whether a number is an age that names a group, as in *renters over 65 spend more*."""
    noun = before.rstrip().rpartition(" ")[2]
    is_age = _OF_AGE.match(text, amount.start) and _YOUNGEST <= amount.value <= _OLDEST
    if not is_age or not is_plural(noun) or _SCORES.search(before) or unit_after(text, amount):
        return False
    after = text[amount.end :]
    return _CLAUSE_ENDS.match(after) is not None or starts_with_verb(after)


def _is_size_of_group(text: str, amount: Amount) -> bool:
    """Whether a limit says which group another number of its sentence is about.

    It does in *firms with fewer than 50 employees train 70% of apprentices*.
    """
    if not amount.limits - {"about", "nearly"}:
        return False
    first, last = sentence_at(text, amount.start)
    group = _GROUP_WITH.search(text, first, amount.start)
    if not group or not is_plural(group["noun"].lower()):
        return False
    if not _STARTS_CLAUSE.search(text[first : group.start()]):
        return False
    _, predicate = split_at_verb(text[group.start() : last])
    has_number = _NUMBER_NEXT.match(text, amount.end) is not None
    return has_number or re.search(r"\d", predicate) is not None
