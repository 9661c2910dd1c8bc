"""The quantity or count of an earlier sentence, which words such as "it" and "of these" refer to.

In *11.4% of posts in England were empty*, it is the share of posts in England that were empty. In
*the median wait was 16 weeks*, it is the median wait.
"""

import re

from briefing.capture.verbs import is_plural, main_verb, split_at_verb
from briefing.evidence.amount import Amount
from briefing.evidence.key_words import DIRECTION, key_words

INTRODUCTION = re.compile(
    r"(?:(?:But|And|Yet|So|However|Meanwhile|Overall|Nationally|Today|Here|There),?\s)?"
    r"(?:(?:(?:In|For|Among|Amongst|By|On|At|Across|Since|From|Over|During|Between|After|Before|Within"
    r"|Under|Outside|As|When|Asked)\s"
    r"(?:[^,;:.]{2,70},(?:\swhere\s[^,]{3,60},)?|(?:[\w’'-]+\s){0,6}?[\w’'-]+(?=\s(?:it|this|that|they|the)\s))"
    r"|(?:An?|One|Two|Three|Four|Five|Six|Ten)\s\w+\s(?:earlier|ago|before|later|on),?"
    r"|(?:Last|This|Next)\s[a-z]+,?)\s)?",
)
"""Words such as *In Wales,* and *a year earlier* before the subject of a sentence."""
_MOVES = "|".join(sorted(DIRECTION))
LEVEL = re.compile(
    rf"(?:(?:has|have|had|also|now|still|currently|just|only|been|was|were)\s)*"
    rf"(?:is|are|was|were|be|been|remains?|remained|reach(?:es|ed)|stands?|stood|averag(?:es|ed)|total(?:s|led)"
    rf"|amounts|amounted|comes?|came|(?:{_MOVES}|halved|doubled|tripled|went|gone))\b(?P<rest>.*)",
    re.IGNORECASE,
)
"""A verb that gives the level of its subject, and the words between it and the number."""
_CLAUSES = re.compile(r",\s(?:and|but|while|whereas)\s|;\s")
_BETWEEN = re.compile(
    r"(?:\s(?:at|to|by|from|now|about|around|just|only|over|under|almost|nearly|more|less|than|still|an?"
    r"|average|of|estimated|as|low|high|record|total|up|down|sharply|slightly|well|further))*\s*"
)
_ENDS_GROUP = re.compile(
    r"[,;:.()–—]|\s(?:compared|because|while|although|but|since|after|despite|with\sa|at\sa\scost)\b"
)
_ASKED = re.compile(
    r"\b[Ww]hat (?P<measure>proportion|percentage|share|number) of (?P<rest>[^.?,;]{6,90})[.?]?$"
)
_PLACE = re.compile(r"\s(?:in|across)\s(?:the\s)?[A-Z][\w’'-]*(?:,?\s(?:and\s)?[A-Z][\w’'-]*)*$")
_RESTATED = re.compile(
    r"(?:half|thirds?|quarters?|fifths?|sixths?|tenths?|\bin\s\w+)\s(?:of\s)?"
    r"(?:(?:the|all)\s)*(?P<group>[a-z][\w’' -]{2,60}?)\s\($"
)
"""A share in words before its exact value: *a third of tenants (37%)*."""
_ENDS_NOUN = re.compile(
    r"[,;:.()–—]|\s(?:in\s(?:19|20)|compared|because|while|but|since|after|despite|by|and|unchanged"
    r"|last|this|against|from)\b|$"
)
_NO_GROUP = re.compile(
    r"[,;:\d]|^(?:what|total|all|those|most|more|less|fewer|higher|lower|up|down|on|in|at|by|to|from|and|or|a)\b"
    r"|\s(?:we|they|you|I|it|he|she)$"
)
_QUANTITY = re.compile(
    r"The (?:[a-z]+ )?(?:number|rate|proportion|share|cost|price|total|level)s?\b", re.I
)
_AMONG_GROUP = re.compile(
    r"(?:(?:But|And)\s)?(?:Of|Among|Amongst)\s(?:(?:all|the)\s)*(?P<group>[^,]{4,90}),\s(?:(?:just|only|some)\s)*$"
)
_AMONG = re.compile(r"\s(?:among|amongst|for)\s")
"""Words before a group, which an introduction such as *For men* replaces."""
_POINTS = re.compile(
    r"(?:its|their|our|your|his|her|it|they|them|this|that|these|those|which|who|each|both|here|there)\b",
    re.I,
)
_ONLY_IN = re.compile(r"(?:In|At|On|For)\s(?:about\s|around\s|over\s)?")
_FIRST_MANY = re.compile(r"(?:\s[a-z’'-]+)*?\s[a-z’'-]*[a-rt-z]s\b")
"""Words up to the first noun in the plural: *In 340 cases children missed school*."""
_PART = re.compile(r"^(?:of|out of)\s+(?:(?:all|the)\s+)*")
_LONGEST = 22


def lower_first(text: str) -> str:
    """Return a noun phrase as it is within a sentence: *The rate* becomes *the rate*."""
    is_common = re.match(
        r"(?:The|An?|Its|Their|Our|This|These|Those|Some|Average|Median|Total)\s"
        r"|[A-Z][a-z]+(?:-[a-z]+)?\s(?:of|by|for|among|on|per|with|to)\s|[A-Z][a-z]+(?:s|ing)\s(?:in|at)\s|[A-Z][a-z]+\sin\s(?:the|a)\s|[A-Z][a-z]+s$",
        text,
    )
    return f"{text[:1].lower()}{text[1:]}" if is_common else text


def asked_in(sentence: str) -> str:
    """Return the quantity that a question is about: *what share of calls go unanswered*, or ""."""
    asked = _ASKED.search(sentence)
    if not asked:
        return ""
    first, _, rest = asked["rest"].partition(
        " "
    )  # The first word is a noun, even if it is "calls".
    verb = main_verb(rest)
    if not verb:
        return ""
    start = verb.start() - 3 if rest[: verb.start()].endswith(" go ") else verb.start()
    group, predicate = rest[:start].strip(), rest[start:]
    return f"the {asked['measure']} of {first} {group} that {predicate}"


def measure_of(sentence: str, amount: Amount, start: int, end: int, *, place: str = "") -> str:
    """Return what the number of a sentence measures, as a noun phrase, or "".

    Args:
        sentence: the sentence.
        amount: its first number.
        start, end: the position of the number in the sentence.
        place: an introduction that replaces a place at the end of its group, such as *In Wales*.
    """
    before = sentence[:start]
    if amount.kind == "%":
        group, predicate = _share(sentence, start, end)
        if not group and (among := _AMONG_GROUP.match(before)):
            if re.search(r"\d", among["group"]):
                return ""  # The share is of one count, and another share may be of another count.
            stop = _ENDS_GROUP.search(sentence, end)
            group, predicate = (
                among["group"],
                sentence[end : stop.start() if stop else None].strip(),
            )
        if group and predicate and place[:4] in ("For ", "Amon"):
            return f"the share that {predicate}"
        if group:
            group = _PLACE.sub("", group) if place[:3] in ("In ", "For", "Out") else group
            return (
                f"the share of {group} that {predicate}" if predicate else f"the share of {group}"
            )
    last = _CLAUSES.split(before)[-1]
    own = INTRODUCTION.match(last)
    rest = last[own.end() :] if own else last
    subject, predicate = split_at_verb(rest)
    level = LEVEL.match(predicate)
    is_change = level and re.search(r"\bby\b", level["rest"]) and not _QUANTITY.match(subject)
    if not level or is_change or not _BETWEEN.fullmatch(level["rest"]) or _POINTS.match(subject):
        return ""
    subject = lower_first(subject)
    subject = _PLACE.sub("", subject) if place[:3] in ("In ", "For", "Out") else subject
    subject = _AMONG.split(subject)[0] if place[:4] in ("For ", "Amon") else subject
    is_name = not re.search(r"[,;:–—(“”]|\b(?:we|I|you)\b", subject) and len(key_words(subject)) > 1
    is_name = is_name and " " in subject
    return subject if is_name and len(subject.split()) < _LONGEST else ""


def _share(sentence: str, start: int, end: int) -> tuple[str, str]:
    """Return the group of a share and its predicate, or "", from the words around the number.

    The predicate is empty in *women made up 58% of starts*.
    """
    after = sentence[end:].lstrip(") ")
    part = _PART.match(after)
    words = after[part.end() :] if part else after
    group, predicate = split_at_verb(words)
    if restated := _RESTATED.search(sentence[:start]):
        group, predicate = restated["group"], after
    elif part and not group:
        stop = _ENDS_NOUN.search(words)
        group = (words[: stop.start()] if stop else words).strip()
    if not group or _POINTS.match(group) or _NO_GROUP.search(group):
        return "", ""
    stop = _ENDS_GROUP.search(predicate)
    predicate = predicate[: stop.start()] if stop else predicate
    is_short = len(group.split()) + len(predicate.split()) < _LONGEST
    return (group, predicate.strip()) if is_short else ("", "")


def group_in(sentence: str, amount: Amount, start: int, end: int) -> str:
    """Return the group of a share in a sentence, or ""."""
    if amount.kind != "%":
        return ""
    among = _AMONG_GROUP.match(sentence[:start])
    if among and not _POINTS.match(among["group"]):
        return among["group"]
    if among and among["group"].startswith("those "):
        return among["group"]
    group, predicate = _share(sentence, start, end)
    is_many = is_plural(group.rpartition(" ")[2].lower())
    return group if predicate or is_many else ""


def counted_in(sentence: str, amount: Amount, start: int, end: int) -> str:
    """Return the number of a sentence with the noun that it counts, or ""."""
    written, after = sentence[start:end], sentence[end:]
    if amount.kind == "%":
        group, predicate = _share(sentence, start, end)
        is_many = is_plural(group.rpartition(" ")[2].lower())
        return f"{group} that {predicate}" if predicate else group if is_many else ""
    stop = _ENDS_GROUP.search(after)
    words = after[: stop.start()] if stop else after
    verb = main_verb(words)
    words = words[: verb.start()] if verb and words[: verb.start()].strip() else words
    if verb and not words[: verb.start()].strip():
        return ""
    if _ONLY_IN.fullmatch(sentence[:start]) and (noun := _FIRST_MANY.match(words)):
        words = noun[0]
    limit = re.search(
        r"(?:more than|over|almost|nearly|about|around|some|at least|up to)\s$",
        sentence[:start],
        re.I,
    )
    written = f"{limit[0].lower()}{written}" if limit else f"{written[:1].lower()}{written[1:]}"
    is_named = re.match(r"\s(?:[a-z]|[A-Z][\w’'-]+\s)", words) and not re.match(
        r"\s(?:by|to|from|since|in|at|on|more|less|fewer|and|or|a)\b", words
    )
    money = amount.unit is not None and amount.unit in "£$€"
    if money:
        return f"{written}{words}".strip() if words.strip() and len(words.split()) < 12 else ""
    return f"{written}{words}".strip() if is_named and len(words.split()) < 14 else ""
