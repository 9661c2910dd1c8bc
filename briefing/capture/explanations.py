"""The words of a sentence, or of the sentence before, that explain a label."""

import re
from collections.abc import Sequence
from dataclasses import replace

from briefing.capture.antecedents import KINDS
from briefing.capture.clauses import CONNECTIVE
from briefing.capture.definite_nouns import PLACES
from briefing.capture.earlier import Sentence
from briefing.capture.labels import MARK, Label, doubts_of, has_room
from briefing.capture.missing_words import ends_bare, lacks_words
from briefing.capture.pointers import EXPLETIVE, IT_MEASURES, pointer_of
from briefing.capture.preceding import is_open_quote, with_sentence, without_comment
from briefing.capture.sentences import sentences

_QUESTION = re.compile(
    r"(?:(?:And|But|So)\s)?(?:What (?:would|will|does|did|is|was)|How (?:much|many))\b"
)
"""A question about a quantity, which the next sentence may answer."""
_ANSWERS = re.compile(r"(?:We|It|They|That|About|Around|Nearly|Almost|Just|Only)\s|[£$€\d]")
_CONDITION = re.compile(r"(?:The|That|This)\s(?:[\w’'-]+\s){0,4}would be\s")
_NOUN = rf"“((?:the|these|this|those) ((?!(?:{KINDS}|kind|sort|type|size|scale)\b)\w+?)s?)”"
"""A noun that a doubt names, except one such as "the council" or "this kind"."""
_LEVEL = re.compile(r"The (?:[a-z]+ )?(?:average|median|rate|figure|number|total)\s(?:is|was)\b")
_OURS = re.compile(r"(?:ours|theirs|mine|yours|them|these|those)$")
_RESUMED = re.compile(
    r"[“\"](?P<words>[^“”\"]+)[”\"],?\s(?:[\w’'-]+\s){0,6}?(?:said|says|added|explained|told)\b"
    r"[^“”\".]{0,60}\.\s[“\"]$"
)
"""The first part of a quote, and the words that say who said it."""
_QUANTITIES = ("rate", "figure", "proportion", "share", "average", "number", "total", "median")
_START = 24
"""The minimum length of the words of a sentence that are put before a label."""


def is_unclear(label: Label) -> bool:
    """Whether a label refers to words that it does not have."""
    doubts = (*label.doubts, *doubts_of(label))
    is_measure = "[" not in label.text and IT_MEASURES.match(label.text)
    is_personal = re.compile(r"“(?:he|she|his|her)”", re.IGNORECASE)
    is_bare = lacks_words(label.text) or re.search(r"\]\D.*\sit$", label.text) is not None
    if is_bare and not label.of:
        return True
    return bool(is_measure and not EXPLETIVE.search(label.text)) or any(
        ("refers to" in each and not is_personal.match(each)) or "name the group" in each
        for each in doubts
    )


def answers(text: str, earlier: Sequence[Sentence]) -> bool:
    """Whether a label answers a question, or depends on a condition."""
    before = earlier[0].text if earlier else ""
    is_answer = _QUESTION.match(before) and before.endswith("?") and _ANSWERS.match(text)
    return bool(is_answer or (_CONDITION.match(text) and re.search(r"\b(?:would|if)\b", before)))


def whole_sentence(label: Label, sentence: str) -> Label | None:
    """Return the words of a sentence up to the end of a label, or None if it starts with them."""
    sentence = MARK.sub("", sentence, count=1).rstrip(" .")
    if connective := CONNECTIVE.match(sentence):
        sentence = sentence[connective.end() :]
    place = sentence.lower().find(label.text.lower())
    text = sentence[: place + len(label.text)]
    if place < _START or not has_room(text) or is_open_quote(text):
        return None
    text = f"{text[:1].upper()}{text[1:]}"
    return replace(label, text=text, of="", is_groupless=False)


def names_noun(label: Label, whole: Label) -> bool:
    """Whether the words that a whole sentence adds to a label can explain it.

    Words before *the area* explain it only if they have the word "area".
    """
    doubts = [each for each in (*label.doubts, *doubts_of(label)) if "refers to" in each]
    nouns = [re.match(_NOUN, each, re.IGNORECASE) for each in doubts]
    added = whole.text[: whole.text.lower().rfind(label.text.lower())].lower()
    return not nouns or any(noun is None or noun[2].lower() in added for noun in nouns)


def said_pair(label: Label, text: str, start: int) -> Label | None:
    """Return the label of a number in a quote with the sentence before it in the quote, or None.

    Args:
        label: the label.
        text: its paragraph.
        start: the position of the number.
    """
    pointer = pointer_of(label.text, label.of)
    refers = (pointer and pointer.lower() not in ("you", "your")) or _OURS.match(label.of)
    is_level = _LEVEL.match(label.text) is not None
    if not refers and not is_level and not ends_bare(label.text):
        return None
    marks = [text.rfind(mark, 0, start) + 1 for mark in '“"‘']
    opening = max(marks[:2]) or marks[2]
    spans = [(first + opening, last + opening) for first, last in sentences(text[opening:])]
    number = next((n for n, (_, last) in enumerate(spans) if start < last), 0)
    resumed = _RESUMED.search(text[:opening]) if not number else None
    if not (number or resumed) or "”" in text[opening:start]:
        return None
    own, last = spans[number]
    before = without_comment(text[slice(*spans[number - 1])])
    if resumed:
        said = resumed["words"].rstrip(" .,")
        before = f"{said[[*sentences(said)][-1][0] :]}."
    found = text.find(label.text, own)
    end = found + len(label.text) if found >= 0 else last
    own_words = re.split('[”"]', text[own : max(end, start)])[0].rstrip(" .,")
    both = f"{before} {own_words}"
    if not has_room(both) or is_open_quote(both):
        return None
    return replace(label, text=both, of="", is_pair=True, is_groupless=False)


def _unclear_words(label: Label) -> str:
    return next((each for each in label.doubts if "refers to" in each), "")


def _needs_sentence(label: Label, before: str, *, has_same: bool) -> bool:
    """Whether the words of earlier sentences can explain a label.

    A noun such as "the plan" must be in them, or be the subject of the label if that
    `has_same` paragraph as the sentence.
    """
    doubts = [each for each in (*label.doubts, *doubts_of(label)) if "refers to" in each]
    words = next((each for each in doubts if not each.lower().startswith("“the ")), "")
    words = words or _unclear_words(label)
    noun = re.match(_NOUN, words, re.IGNORECASE)
    if noun and noun[1].startswith("the ") and noun[2] in (*PLACES, "county", "town", "city"):
        return False
    if not noun:
        return not words.lower().startswith("“the ")
    named = rf"(?<!\bthe )(?<!\bthis )\b{noun[2]}s?\b"
    is_in = re.search(named, before, re.IGNORECASE) is not None
    is_subject = label.text.startswith(noun[1]) or noun[2] in _QUANTITIES
    return is_in or (has_same and is_subject)


def explained(
    label: Label,
    original: Label,
    earlier: Sequence[Sentence],
    words: str,
    kind: str,
    *,
    has_same: bool,
) -> Label | None:
    """Return a label with the sentence that explains it, or None.

    Args:
        label: the label, with its doubts.
        original: the label without added words.
        earlier: the sentences before it.
        words: its own clause, with its number.
        kind: the kind of its number.
        has_same: whether the paragraph has a sentence before it.
    """
    pair = with_sentence(original, earlier, words, kind)
    before = pair.text[: -len(words)] if pair else ""
    if not pair or not _needs_sentence(label, before, has_same=has_same):
        return None
    nouns = (each for each in label.doubts if each.lower().startswith("“the "))
    return replace(pair, doubts=(*pair.doubts, *nouns))
