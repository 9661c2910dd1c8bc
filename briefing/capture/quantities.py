"""The groups, counts and quantities that a label refers to: *of these*, *the figure*, *the money*.

They come from the sentences before it: `Of [9,200 meters], 40% leaked`.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from briefing.capture.additions import added, replaced
from briefing.capture.earlier import Sentence
from briefing.capture.labels import SHARE, Label
from briefing.capture.measures import (
    INTRODUCTION,
    asked_in,
    counted_in,
    group_in,
    measure_of,
)
from briefing.capture.pointers import EXPLETIVE, IT_MEASURES, OF_THESE, is_continued
from briefing.capture.verbs import is_plural, split_at_verb, starts_with_verb
from briefing.evidence.key_words import key_words

_FURTHER = re.compile(r"(?:a|another)\sfurther\s|another\s", re.IGNORECASE)
_FURTHER_COUNT = re.compile(
    r"(?:(?:A|Another)\sfurther|Another)\s\d[\d,.]*(?:\s(?:million|billion))?(?=\s(?:would|will|were|was|are|had|have|has)\b)"
)
_SUM = re.compile(r"[^\d£$€]*[£$€]|the\s")
_THE_MONEY = re.compile(
    r"(?P<words>(?:The|This) (?:money|cash|funding|sum|investment|package|fund))\b"
    r"(?!\s(?:of|for)\b)"
)
_NO_PEOPLE = re.compile(
    r"\b(?:findings|results|figures|measures|changes|reasons|points|statistics|plans|proposals|steps|actions"
    r"|numbers|data|highlights|they|we|you|these|those|details|aims|ways)$"
)
_PLANS_TO = re.compile(r"[a-z]+s to [a-z]")
_RANKS = re.compile(r"\b(?:best|worst|highest|lowest|most|least)\b,?\s(?:at|with|in)\b")
"""A sentence that only gives another number of the same quantity."""
_AMONG_PART = re.compile(
    r"(?:Among|Amongst|Of)\s(?P<group>(?:those|people)\s(?:who|whose|with|in|on|aged)\s[^,;:.\d]{4,80}),"
)
_IS_CHANGE = re.compile(
    r"\s(?:is|was|represents)\san?\s.*\b(?:increase|rise|fall|decrease|drop|reduction)\b"
)
"""The change of a quantity, which is not the quantity: *This is a 4% rise*."""
_FIRST = 8
"""The maximum number of words before "of these" if it refers to an earlier sentence."""
_THERE = re.compile(r"\bthere,?\s$", re.IGNORECASE)
_PART_OF = re.compile(
    r"\b(?:majority|minority|most|many|some|[Mm]ost|[Mm]any|[Ss]ome)\sof\s(?:all\s|the\s)*"
    r"(?P<group>[a-z][\w’'-]*(?:\s(?!said\b|have\b|had\b|are\b|were\b)[a-z][\w’'-]*){0,3})"
)
"""A group in a sentence that does not give its share."""
_OF_THOSE = re.compile(
    r"\b[Oo]f\s(?P<group>those\s(?!who\s(?:responded|replied|answered|took\spart)\b)"
    r"(?:who|with|without|in|on|aged)\s[\w-]+)"
)
"""A part of the people, which a share after it may be of too."""
_REST = re.compile(
    r"The (?P<words>rest|remainder|others)(?=,|\s(?:is|are|was|were|had|have|go|goes|went|will)\b)"
)


def led_group(lead: str) -> str:
    """Return the group that a line above a list names: *People on meters were hit hardest:*."""
    words = lead.rstrip(" :")
    among = re.fullmatch(r"(?:Of|Among|Amongst)\s(?:(?:all|the)\s)*(?P<group>[^,;:]+)", words)
    group = among["group"] if among else split_at_verb(words)[0]
    first = re.split(r"\s(?:on|with|in|who|of|from|at|that)\s", group)[0].lower()
    is_group = is_plural(first.rpartition(" ")[2]) and not _NO_PEOPLE.search(first)
    return f"{group[:1].lower()}{group[1:]}" if is_group else ""


def part_of(sentences: Sequence[str]) -> str:
    """Return the group that the nearest of some sentences starts with, or "".

    It is *those who repaid* in *Among those who repaid, the typical bill was £90*.
    """
    found = (_AMONG_PART.match(sentence.strip()) for sentence in sentences)
    return next((match["group"] for match in found if match), "")


def with_own_group(label: Label, earlier: Sequence[Sentence], surveyed: str, written: str) -> Label:
    """Return the label of a share of people without their group, with the group.

    `written` is the number, in the words of the document.
    """
    opened = _FURTHER.match(label.text) or INTRODUCTION.match(label.text)
    share = SHARE.match(label.text, opened.end() if opened else 0)
    is_share = share is not None and starts_with_verb(label.text[share.end() :])
    is_short = label.is_groupless and (
        starts_with_verb(label.text) or _PLANS_TO.match(label.text) is not None
    )
    if label.of or not (is_short or is_share):
        return label
    is_further = _FURTHER.match(label.text) is not None
    groups = [
        group
        for sentence in earlier
        for amount, start, end in reversed(sentence.amounts)
        if (group := group_in(sentence.text, amount, start, end))
    ]
    group = groups[0] if groups and (is_further or not surveyed) else surveyed
    parts = [m for each in earlier for p in (_PART_OF, _OF_THOSE) for m in p.finditer(each.text)]
    others = [*groups, *(part["group"] for part in parts)]
    if group in ("", "people") or any(not key_words(other) & key_words(group) for other in others):
        return label  # Another group is possible, so the label stays a guess.
    place = share.end() if share else 0
    number = label.text[:place] if share else f"{written[:1].upper()}{written[1:]}"
    text = f"{number} [of {group}] {label.text[place:].strip()}"
    return replace(added(label, text, number), is_groupless=False)


def with_counted(label: Label, earlier: Sequence[Sentence]) -> Label:
    """Return a label with the count that "of these" refers to."""
    found = (
        [counted_in(each.text, *place) or measure_of(each.text, *place) for place in each.amounts]
        for each in _until_new(earlier)
    )
    possible = next(filter(any, found), [""])
    # If several groups are possible, the sentence before explains the label.
    counted = "" if len({*filter(None, possible)}) > 1 else next(filter(None, possible), "")
    if counted and (match := _REST.match(label.text)):
        return added(label, f"{match[0]} of [{counted}]{label.text[match.end() :]}", match["words"])
    if counted and (match := _FURTHER_COUNT.match(label.text)):
        noun = re.sub(r"^\D*[\d,.]+(?:\s(?:million|billion))?\s", "", counted)
        text = f"{match[0]} [{noun}]{label.text[match.end() :]}"
        return added(label, text, match[0])
    if counted and label.of in ("these", "those", "them"):
        doubt = f"its group replaces “{label.of}”"
        return replace(label, of=counted, doubts=(*label.doubts, doubt))
    match = OF_THESE.search(label.text)
    is_many = match is not None and match["words"] in ("these", "those", "them")
    if is_many and re.match(r"\D*[£$€]|the share of\b", counted):
        return label
    if match and match["words"] == "it" and not _SUM.match(counted):
        return label  # A count in the plural is not meant.
    if not counted or not match or match["words"] in ("which", "whom"):
        return label
    words = label.text[: match.start()].lower().split()
    if len(words) > _FIRST or any(map(is_plural, words)):
        return label
    return replaced(label, match, counted)


def _until_new(earlier: Sequence[Sentence]) -> Iterator[Sentence]:
    """Yield earlier sentences up to the first that does not refer to one before it."""
    for sentence in earlier:
        yield sentence
        if not is_continued(sentence.text):
            return


def with_money(label: Label, earlier: Sequence[Sentence]) -> Label:
    """Return a label with the sum that "the money" refers to."""
    match = _THE_MONEY.match(label.text)
    sums = [
        counted
        for sentence in earlier
        for amount, start, end in sentence.amounts
        if amount.unit == "£" and (counted := counted_in(sentence.text, amount, start, end))
    ]
    return replaced(label, match, f"the {sums[0]}") if match and sums else label


def with_measure(label: Label, earlier: Sequence[Sentence], kind: str) -> Label:
    """Return a label with the quantity that "it" or "the figure" refers to."""
    match = IT_MEASURES.match(label.text)
    is_measure = match and not re.search(r"latter|former", match["words"])
    if not match or not is_measure or _IS_CHANGE.match(label.text, match.end()):
        return label
    introduction = label.text[: match.start("words")]
    if EXPLETIVE.match(label.text[match.start("words") :]) or _THERE.search(introduction):
        return label
    measure = next(_measures(earlier, introduction, kind), "")
    if not measure:
        return label
    return replaced(label, match, measure)


def _measures(earlier: Sequence[Sentence], introduction: str, kind: str) -> Iterator[str]:
    for sentence in earlier:
        if asked := asked_in(sentence.text):
            yield asked
        if is_continued(sentence.text):
            if re.match(r"(?:For|Among)\s", sentence.text):
                return  # Its number may be about another group.
            continue
        for amount, start, end in reversed(sentence.amounts):
            found = measure_of(sentence.text, amount, start, end, place=introduction)
            if found and (kind == "%") == (amount.kind == "%"):
                yield found
        if not _RANKS.search(sentence.text):
            return
