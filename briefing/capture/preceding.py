"""The sentence before a label, cut to the clause that explains it."""

import re
from collections.abc import Sequence
from dataclasses import replace

from briefing.capture.clauses import clause_of
from briefing.capture.earlier import Sentence
from briefing.capture.labels import MARK, SHARE, Label, has_room, is_open
from briefing.capture.missing_words import RANK, is_bare_amount, lacks_subject
from briefing.capture.own_parts import without_opening
from briefing.capture.pointers import IT_MEASURES, OF_THESE, is_continued
from briefing.capture.verbs import main_verb, starts_with_verb
from briefing.evidence.key_words import key_words

_POLITE = re.compile(r"(?:I|We)\s(?:should|would|must|want to|am|have)\b[^\dA-Z]*$")
_COMMENT = re.compile(
    r"(?:,|,?\s(?:and|but))\s(?:that|this|which)(?:[’']s|\s(?:is|was))\s[^,.;:\d]{3,40}\.?$"
)
_CONTACT = re.compile(r"@\w|\b0\d{2,4}\s\d{3,4}\b|https?://|www\.")
_QUOTES = re.compile(r"[“”\"|]|(?:^|[:,]\s)‘")
"""Quotation marks of whole sentences, or the cells of a table."""
_FEW_QUOTED = re.compile(r"[“\"][^“”\"]{1,40}(?<![,.?!])[”\"]")
"""A few words in quotation marks: *felt “a lot of pressure”*."""
_LITTLE = 2
"""The maximum number of key words of a sentence that explains nothing: *Well, we did it.*"""
_PREPOSITION = re.compile(r"(?:Of|Among|Amongst|In|At|On|For|With|By|From|Set|Based|Compared)\s")
_SUBORDINATE = re.compile(r"(?:Where|When|While|Although|Though|If|As|Since|Because|Unless)\s")
_REPORTS = re.compile(r"\b(?:shows?|showed|finds?|found|suggests?|says|said)\sthat\s")
_RELATIVE = re.compile(r",\s(?:which|who|whose|where|when)\s")
_DO_SO = re.compile(r"\b(?:do|does|did|done|doing)\sso\b")
_OF_THOSE = re.compile(r"(?:Of|Among|Amongst)\s(?:those|these|them)\b")
_LONGEST = 40
"""The maximum number of words of a label with two sentences before its own."""
_BOTH = re.compile(
    r"\b(?:the\stwo|both|the\slatter|the\sformer|the\sgap|the\sdifference|last\sproportion)\b"
    r"|^(?:That|This)\s(?:number|figure|total)\b|^The\s(?:first|second|third|last|other|reduction|increase|rise|fall|drop)\b"
    r"|^(?:(?:Even|Only|And|But)\s)?there,",
    re.IGNORECASE,
)
"""Words that refer to more than the main clause of a sentence."""
NOT_NAMED = re.compile(r"\bof\s(?:those(?:\s[a-z]+ed)?|them|these)(?=\s(?!by\b)|$)")
"""A part of a group that only an earlier sentence names."""
_PERSON = re.compile(r"(?:He|She|His|Her)\s")
"""The start of a sentence about a person. The sentence before may name them."""
_THAT = re.compile(r"(?:That|This)(?:[’']s|\s(?:is|was|means|comes|amounts))\b")
_THOSE = re.compile(r"\b(?:these|those)\s(?P<noun>[a-z]{3,}?)s\b")
_SAME_TIME = re.compile(
    r"\b(?:over|in|during|at|by|for)\sthe\ssame\s(?:\w+\s)?"
    r"(?:time|period|years?|months?|weeks?|quarter)\b(?!\s(?:of|as|in|last|a)\b)",
    re.IGNORECASE,
)
_TIME = re.compile(r"\b(?:19|20)\d\d|\b(?:years?|months?|weeks?|decade|quarter)\b")
_SAME_MEASURE = re.compile(
    r"(?:[^,.]{2,60},\s|\w+ years ago,?\s|(?:By|In|At|For|Since)\s(?:[\w’'-]+\s){1,4})?"
    r"(?:it|the (?:figure|share|rate|number|proportion))(?:,[^,]*,)?\s"
    r"(?:is|was|had|has|were|rises?|rose|falls?|fell|climbs?|climbed|reached|stands?|stood|averages?|averaged)\b",
    re.IGNORECASE,
)
"""A number of a quantity that an earlier sentence names."""


def with_sentence(
    label: Label, earlier: Sequence[Sentence], words: str, kind: str = ""
) -> Label | None:
    """Return a label of two sentences, the first of which explains the second, or None.

    Args:
        label: the label.
        earlier: the sentences before it, the nearest first.
        words: its own clause, with its number.
        kind: the kind of its number, such as "%".
    """
    if not earlier or _CONTACT.search(earlier[0].text):
        return None
    telling = [each for each in earlier if _tells(each.text)]
    telling = telling[_first_named(telling, words) :]
    if is_bare_amount(words):
        # Another amount of the same thing explains nothing either.
        telling = [each for each in telling if not _is_amount_too(each)]
    # A sentence that only gives another number of the same quantity explains little.
    is_measure = _is_of_measure(words)
    others = [each for each in telling if not _is_another_number(each.text, is_measure=is_measure)]
    pairs = (_pair(label, sentences, words, kind) for sentences in (others, telling[:1]))
    return next(filter(None, pairs), None)


def _pair(label: Label, earlier: Sequence[Sentence], words: str, kind: str) -> Label | None:
    text = ""
    is_whole = _BOTH.search(words) is not None or _PERSON.match(words) is not None
    same_kind = kind if _is_of_measure(words) else None
    for n, before in enumerate(earlier[:2]):
        if _QUOTES.search(_FEW_QUOTED.sub("", before.text)):
            break
        whole = MARK.sub("", before.text, count=1).strip()
        # "That" is all of a sentence with several numbers, none of them of its kind.
        kinds = [amount.kind for amount, _, _ in before.amounts]
        is_all = is_whole or (bool(_THAT.match(words)) and len(kinds) > 1 and kind not in kinds)
        clause = whole if is_all else main_clause(before, None if n else same_kind)
        clause = clause if _names(clause, whole, text or words) else whole
        clause = f"{clause[:1].upper()}{clause[1:]}" + ("" if clause[-1:] in ".!?:" else ".")
        if n and len(f"{clause} {text} {words}".split()) > _LONGEST:
            break
        text = f"{clause} {text}".strip()
        if not is_continued(clause) and not lacks_subject(clause):
            break
    own = MARK.sub("", words.strip(), count=1).rstrip(" .")
    both = f"{text} {own[:1].upper()}{own[1:]}"
    is_quoted = is_open_quote(both)
    same = _SAME_TIME.search(words)
    is_known = _TIME.search(text) is not None and not is_continued(text)
    is_timeless = same and not is_known and not _TIME.search(words[: same.start()])
    if not text or ":" in text[-1:] or is_quoted or is_timeless or not has_room(both):
        return None
    return replace(label, text=both, of="", is_pair=True, is_groupless=False)


def _is_amount_too(sentence: Sentence) -> bool:
    clause = main_clause(sentence, None)
    return is_bare_amount(clause) or NOT_NAMED.search(clause) is not None


def _first_named(earlier: Sequence[Sentence], words: str) -> int:
    """Return the index of the nearest sentence with the noun of *those cases*, or 0."""
    nouns = [rf"\b{re.escape(each['noun'])}" for each in _THOSE.finditer(words)]
    places = (n for n, each in enumerate(earlier) if any(re.search(x, each.text) for x in nouns))
    return next(places, 0)


def _names(clause: str, whole: str, words: str) -> bool:
    """Whether a clause has the noun of *those cases*, if its whole sentence does."""
    nouns = (rf"\b{re.escape(each['noun'])}" for each in _THOSE.finditer(words))
    return all(re.search(noun, clause) or not re.search(noun, whole) for noun in nouns)


def _is_another_number(sentence: str, *, is_measure: bool) -> bool:
    """Whether a sentence only gives another number of the same quantity as a label."""
    if _DO_SO.search(sentence):
        return True
    is_part = OF_THESE.match(sentence) or _OF_THOSE.match(sentence)
    return _is_of_measure(sentence) and (is_measure or not is_part)


def _tells(sentence: str) -> bool:
    """Whether a sentence can explain the next, unlike *Well, we did it* and *I should add this*."""
    return len(key_words(sentence)) > _LITTLE and not _POLITE.match(sentence)


def without_comment(sentence: str) -> str:
    """Return a sentence without words such as *, and that is too many* at its end."""
    return _COMMENT.sub(".", sentence)


def _is_of_measure(words: str) -> bool:
    """Whether some words give a number of a quantity or group that earlier words name."""
    patterns = (IT_MEASURES, OF_THESE, _SAME_MEASURE, _OF_THOSE)
    return any(pattern.match(words) for pattern in patterns) or bool(RANK.search(words))


def main_clause(sentence: Sentence, kind: str | None) -> str:
    """Return the clause of a sentence that explains the number of the next.

    It is the clause of its first number of the same kind, or else that of its main verb.
    """
    text = without_comment(without_opening(sentence.text.strip()))
    if text.endswith("?"):
        return text
    shift = sentence.text.find(text[1:]) - 1
    amounts = [each for each in sentence.amounts if each[1] >= shift]
    places = [(start - shift, end - shift) for _, start, end in amounts]
    report = _REPORTS.search(text)
    reported = [place for place in places if report and place[0] >= report.end()]
    # A number in words such as ", which costs £3" does not belong to the main clause.
    is_any = kind is not None
    main = [place for place in places if is_any or not _RELATIVE.search(text[: place[0]])]
    same = [place for place, (each, _, _) in zip(places, amounts, strict=True) if each.kind == kind]
    verb = main_verb(text)
    place = next(iter((*same, *reported, *main)), verb.span() if verb else None)
    clause = clause_of(text, *place) if place else None
    words = f"{clause.before}{text[slice(*place)]}{clause.after}" if clause and place else text
    rest = text[text.find(words) + len(words) :] if words in text else ""
    own = _REPORTS.search(words)
    if own and place and len(words) > own.end() and place[0] >= text.find(words) + own.end():
        words = words[own.end() :]
    share = SHARE.match(words)
    if share and starts_with_verb(words[share.end() :]) and words in text:
        words = text[: text.find(words) + len(words)]  # Its group is in the words before it.
    is_part = _PREPOSITION.match(words) is not None and "," not in words
    is_part = is_part or _SUBORDINATE.match(words) is not None
    is_part = is_part or starts_with_verb(rest.lstrip(" ,"))
    is_reported = report is not None and text.startswith(words, report.end())
    has_verb = is_reported or main_verb(words) is not None
    is_part = is_part or is_open(words) or not _tells(words)
    words = text if is_part or not has_verb else words
    plain = MARK.sub("", words, count=1)
    return plain if words == text else plain.rstrip(" .")


def is_open_quote(text: str) -> bool:
    """Whether a text has cells of a table, or quotation marks without their pairs."""
    return "|" in text or text.count("“") != text.count("”") or text.count('"') % 2 == 1
