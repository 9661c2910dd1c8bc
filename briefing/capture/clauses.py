"""The clause around a number: its words, without attributions, introductions and asides."""

import re
from dataclasses import dataclass

from briefing.capture.label_words import PREPOSITION, QUANTIFIER, is_pronoun, lower_first
from briefing.capture.verbs import (
    AUXILIARIES,
    SAYING,
    base_of,
    forms_of,
    governor,
    is_finite,
    participle,
    split_at_verb,
)

_HARD = re.compile(
    r"[;:]\s|\bincludes?\s|,\s(?:including|equivalent to|equal to|or)\s|\s[–—]\s"
    r"|[.?!]\s+(?=[A-Z“‘\"])|(?<!\w)[“‘\"](?=\w)"
    r"|,\s(?:in|of|for|at|to|by|with|under)\s(?:which|whom)\s"
)
_CONNECTIVE = re.compile(
    r"(?:,\s+)?\b(?P<word>and|but|while|whilst|whereas|although|though|yet|(?<=,\s)so|or"
    r"|because(?! of)|if|when|as|after|before|since|until|unless|where)\s+"
    r"(?!(?:[A-Z][a-z]+\s)?(?:19|20)\d\d\b)",
    re.IGNORECASE,
)
_COORDINATES = ("and", "or", "but", "yet")
_INTRO = re.compile(
    r"^(?:(?:and|but|yet|so|then|now|also|meanwhile|however|today|overall|nationally|separately|clearly)\b,?\s+)*"
    rf"(?P<words>(?:{PREPOSITION}|according|last|this|each|when|if|as|once|while|although|despite|unlike|[a-z]{{3,}}(?:ed|ing|ly))\b"
    r"[^,]{0,90}),\s+|^(?P<bare>(?:in|across|at|for|this|last)\s(?:(?:my|our|this|the)\s)?"
    r"(?!of\b|the\b)[\w-]+(?:\s(?!of\b|the\b)[\w-]+){0,3}(?=\sthe\s)|(?:in|since|by|during)\s(?:[A-Z][a-z]+\s)?(?:19|20)\d\d)\s",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"\d|\b(?:years?|months?|weeks?|quarter|spring|summer|autumn|winter|January|February|March|April"
    r"|May|June|July|August|September|October|November|December|Christmas|moment|present|once"
    r"|pandemic|crisis|fact|addition|contrast|response|all|total|average|period|result|end|hand)\b"
)
_ADVERB = re.compile(r"^(?:(?:however|meanwhile|today|overall|now|also),|and|but|yet|so)\s+", re.I)
_TIME_ONLY = re.compile(
    r"^\s*(?:in|by|since|during|over|at)\s(?:(?:the|its|their|this|last|first|past|one|two|three|five|ten|end|of"
    r"|[a-z]+)\s){0,5}(?:years?|months?|weeks?|quarter|(?:19|20)\d\d|Christmas|moment)\s+(?=$|[a-z]+\s$)",
    re.IGNORECASE,
)
_ON_AVERAGE = re.compile(r"(?:^|\s)on average,?(?:\s|$)", re.IGNORECASE)
_NO_ABSOLUTE = re.compile(
    rf"\s(?!of\b){PREPOSITION}|.*\s(?:will|would|is|are|was|were|has|have|had)\s"
)
_WITH = re.compile(rf"\bwith\s+(?={QUANTIFIER.pattern}|$)", re.IGNORECASE)
_LAST_COMMA = re.compile(rf",\s+(?={QUANTIFIER.pattern}|$)", re.IGNORECASE)
_QUOTED = re.compile(r"[“\"]([^”\".,]{1,60})[”\"]")
_CONDITION = re.compile(
    r"(?:for|in|at|across|among|amongst|on|of)\s(?!(?:its|their)\b)", re.IGNORECASE
)
_SAYS = "|".join(sorted(forms_of(SAYING)))
_SAID_THAT = re.compile(
    rf"\b(?:{_SAYS})\b(?:\s[^\s,;:]+){{0,3}}?,?\s+that\s+|\b(?:so\s\w+|and)\sthat\s"
    r"|\bthat\s(?=(?:the|an?|its|their|our|it|they|we|he|she|nearly|almost|about)\s)",
    re.IGNORECASE,
)
_ASIDE_SAYS = re.compile(
    r",\s(?:according to [^,]{3,60}|(?:the\s|an?\s|it\s)?[\w’'-]*(?:\s[\w’'-]+){0,3}\s?"
    r"(?:says|said|estimates|believes|reckons)(?:\s[^,]{0,40})?),"
)
_RELATIVE_END = re.compile(
    r",?\s*(?:(?P<preposition>of|for|in|to)\s)?\b(?:which|who|that|whose)$", re.I
)
_ASIDE_END = re.compile(r",[^,]*,$")
_RIGHT_ENDS = re.compile(
    r"[;:]\s|\s[–—]\s|\s[–—]$|[.?!](?:\s|$)|[”\"“(\n|]|\)"
    r"|,?\s(?:but|while|whilst|whereas|although|though|compared (?:with|to)|up from|down from"
    r"|as well as|and that|according to|against (?=an?\s))\b"
    r"|\s(?:and|or)\s(?=[£$€]|\d[\d,.‚]*(?:%|\sper\scent))"
    r"|(?<!\d)\s(?:and|or)\s(?=(?:(?:a|an|the|about|only|just|nearly|another|around|some)\s)*[£$€]?\d)"
    r"|^\s(?:from|to) (?=[£$€]?\d)|\sto (?=[£$€]\d|\d+%)|,\s(?=[£$€]?\d)"
)
_LIST = re.compile(
    r",\s(?:[\w’'-]+\s){0,3}[\w’'-]+(?:,\s(?:[\w’'-]+\s){0,3}[\w’'-]+)*,?\s(?:and|or)\s[\w’'-]+"
)
_NO_ITEM = frozenset(("which", "who", "and", "the", "a", "an", "it", "he", "she", "they"))
_NEW_SUBJECT = re.compile(r"(?:the|an?|its|their|it|they|we|he|she)\b", re.IGNORECASE)
_AND = re.compile(r",?\s(?:and|so(?! that)|or)\s")
_NOUN_ENDS = re.compile(
    rf"\s+(?:(?!of\b|per\b){PREPOSITION}|(?:last|this|next)\s+(?:year|month|week|quarter|term|summer|winter"
    r"|spring|autumn|financial|school)|who|which|that|so far|each|every|an?|per|and|as|when"
    r"|because|or)\b|[,;:.(]"
)

_RATE = re.compile(
    r"\s*(?P<rate>(?:a|an|per|each|every)\s+(?:year|month|week|day|hour|head|person|household|pupil"
    r"|child|term|night|unit|home|meal)(?:\s+(?:a|per)\s+(?:year|month|week|day))?)\b",
    re.IGNORECASE,
)
LAST_PREPOSITION = re.compile(rf"(?:^|(?P<middle>.*)\s)(?P<word>{PREPOSITION})$", re.I | re.DOTALL)
GROUP = re.compile(r"\s*(?:out\s+)?of\s+(?:(?:all|the)\s+)*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Clause:
    """The clause of a number.

    Attributes:
        before, after: its words before and after the number.
        condition: an introduction that limits the number: `for a household in Band D`.
        outside: the words of the sentence before the clause.
        opening: the last introduction, even if it only gives a time.
        is_average: whether the number is an average.
        is_share: whether it is a share of a group, such as `77%` or `9 of 27`.
        is_money: whether it is an amount of money.
        is_count: whether it is a plain number, without a unit.
    """

    before: str
    after: str
    condition: str = ""
    outside: str = ""
    opening: str = ""
    is_average: bool = False
    is_share: bool = False
    is_money: bool = False
    is_count: bool = False


def clause_around(left: str, right: str) -> Clause:
    """Return the clause of a number between the words `left` and `right` of its sentence."""
    left = _ASIDE_SAYS.sub(" ", left.lstrip(" *•–-"))
    after = rest_of_clause(right)
    start = _clause_start(left, after)
    outside, before = left[:start], left[start:]
    condition = opening = ""
    while intro := _INTRO.match(before):
        opening = words = intro["words"] or intro["bare"]
        is_group = re.match(r"(?:of|among|amongst)\s", words, re.IGNORECASE)
        if is_group or (_CONDITION.match(words) and not _TIME.search(words)):
            condition = lower_first(words)
        before = before[intro.end() :]
    before = _TIME_ONLY.sub("", _ADVERB.sub("", before))
    on_average = _ON_AVERAGE.search(before)
    before = _ON_AVERAGE.sub(" ", before)
    quantifier = QUANTIFIER.search(before)
    is_average = bool(on_average or (quantifier and "average" in quantifier[0].lower()))
    before = before[: quantifier.start()] if quantifier else before
    return Clause(
        before.strip(), after, condition, outside.strip(), lower_first(opening), is_average
    )


def _clause_start(left: str, after: str) -> int:
    """Return the place at which the clause of a number starts in the words before the number."""
    start = max((match.end() for match in _HARD.finditer(left)), default=0)
    if (absolute := _WITH.search(left, start)) and not _NO_ABSOLUTE.match(after):
        start = absolute.end()
    start = max((match.end() for match in _SAID_THAT.finditer(left, start)), default=start)
    for match in reversed([*_CONNECTIVE.finditer(left, start)]):
        word, earlier = match["word"].lower(), left[start : match.start()]
        is_list = earlier.strip() and not (governor(earlier) or re.search(r"\d", earlier))
        is_joined = word in _COORDINATES and is_list
        if not is_joined and _starts_clause(left[match.end() :], after, word):
            start = match.end()
            break
    if (comma := _LAST_COMMA.search(left, start)) and split_at_verb(after)[1]:
        earlier = left[start : comma.start()]
        is_clause = governor(earlier) and not re.match(PREPOSITION, earlier, re.IGNORECASE)
        start = comma.end() if is_clause else start
    return start


def _starts_clause(piece: str, after: str, word: str) -> bool:
    """Whether a clause with a subject of its own starts after a connective."""
    if not QUANTIFIER.sub("", piece).strip():
        return bool(split_at_verb(after)[1]) or word in ("but", "while", "whereas")
    governs = governor(piece)
    subject = governs.subject if governs else ""
    is_phrase = re.fullmatch(rf"{PREPOSITION}(?:\s\S+)?", subject)
    return bool(re.search(r"\w", subject)) and "," not in subject and not is_phrase


def rest_of_clause(right: str) -> str:
    """Return the words after a number up to the end of its clause."""
    right = _QUOTED.sub(r"\1", right)
    end = _RIGHT_ENDS.search(right)
    return _before_new_clause(_before_comma(right[: end.start()] if end else right))


def _before_comma(right: str) -> str:
    """Return the words before the first comma that is not part of a list."""
    comma = right.find(",")
    while comma >= 0:
        listed = _LIST.match(right, comma)
        first = re.match(r",\s([\w’'-]+)", right[comma:])
        is_noun = first and first[1] not in _NO_ITEM and base_of(first[1])[1] not in ("past", "aux")
        if not listed or not is_noun:
            return right[:comma]
        comma = right.find(",", listed.end())
    return right


def _before_new_clause(right: str) -> str:
    """Return the words before an "and" or "or" that starts another clause."""
    for match in _AND.finditer(right):
        following = re.match(r"[\w’'-]+", right[match.end() :])
        word = following[0] if following else ""
        noun, predicate = split_at_verb(right[match.end() :])
        is_verb = word in AUXILIARIES or (is_finite(word, "and") and base_of(word)[1] != "base")
        has_verb = word not in AUXILIARIES and bool(split_at_verb(right[: match.start()])[1])
        form = base_of(predicate.partition(" ")[0])[1]
        is_phrase = re.match(PREPOSITION, word) and "," not in right[: match.start()]
        is_aux = predicate.partition(" ")[0] in AUXILIARIES
        is_new = _NEW_SUBJECT.match(noun) or form in ("s", "base") or is_aux
        is_clause = predicate and noun and is_new
        if is_clause or (is_verb and not has_verb) or is_phrase:
            return right[: match.start()]
    return right


def subject_of(text: str, *, is_infinitive: bool = False) -> str:
    """Return the subject of the verb that follows a text, or "" if it is a pronoun.

    If the verb is an infinitive, the subject can be an object: `calls for the rate to rise`.
    """
    text = text.strip()
    if shared := re.search(r"(?:^|,?\s)(?:and|but|then|or)$", text):
        governs = governor(text[: shared.start()])
        return subject_of(governs.subject) if governs else ""
    if is_infinitive and (asks := governor(text)) and asks.rest:
        return lower_first(re.sub(rf"^{PREPOSITION}\s", "", asks.rest))
    if relative := _RELATIVE_END.search(text):
        return antecedent(text[: relative.start()])
    if text.endswith(","):
        text = _ASIDE_END.sub("", text).rstrip(" ,")
    start = max((match.end() for match in _HARD.finditer(text)), default=0)
    start = max((match.end() for match in _SAID_THAT.finditer(text, start)), default=start)
    text = text[start:]
    for match in _CONNECTIVE.finditer(text):
        if match["word"].lower() not in _COORDINATES or governor(text[: match.start()]):
            text = text[match.end() :] if match.end() < len(text) else text
            break
    while intro := _INTRO.match(text):
        text = text[intro.end() :]
    text = text if _LIST.search(text) else text.rpartition(", ")[2]
    noun, predicate = split_at_verb(text)
    if predicate and base_of(predicate.split()[0])[0] in SAYING:
        text = predicate.partition(" ")[2]
    elif noun:
        text = noun
    text = re.sub(r"^(?:that|and|but|so|yet|now|for|whose)\s+", "", text.strip(" ,"))
    return "" if is_pronoun(text) or re.search(r"[£$€%‚]|\d{4}", text) else lower_first(text)


def antecedent(text: str) -> str:
    """Return the noun phrase at the end of a text: `evening buses` of `it will scrap the …`."""
    text = text.strip(" ,").rpartition(", ")[2]
    governs = governor(text)
    if governs and governs.rest and not (is_relative(governs.subject) or governs.base == "be"):
        text = governs.rest
    parts = re.split(rf"\b(?:(?!of\b){PREPOSITION})\s", text)
    return lower_first(text if len(parts) < 3 and len(text.split()) < 7 else parts[-1].strip())


def is_relative(subject: str) -> bool:
    """Whether a verb is in a relative clause, given the words before it."""
    return _RELATIVE_END.search(subject.strip()) is not None


def split_noun(text: str) -> tuple[str, str]:
    """Return a noun phrase up to its prepositions, except "of", and the words after it."""
    for match in _NOUN_ENDS.finditer(text):
        word, rest = match[0].strip(), text[match.end() :]
        if text[: match.start()][-1:].isdigit() and word in ("to", "and"):
            continue  # The noun goes on after an age: "pupils aged 13 to 16".
        is_other = _NEW_SUBJECT.match(rest.strip()) or participle(rest.strip().partition(" ")[0])
        if word in ("and", "or") and not is_other:
            continue
        return text[: match.start()].strip(), text[match.start() :]
    return text.strip(), ""


def split_count(after: str) -> tuple[str, str]:
    """Return the noun phrase after a number, and its predicate: `shared offices`, `have opened`."""
    noun, predicate = split_at_verb(f"the {after.strip()}")
    return noun.removeprefix("the").strip(), predicate


def take_rate(after: str) -> tuple[str, str]:
    """Return the rate at the start of a text, such as "a week", or "", and the words after it."""
    rate = _RATE.match(after)
    return (rate["rate"], after[rate.end() :]) if rate else ("", after)
