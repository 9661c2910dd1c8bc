"""The words of a sentence, or of the sentence before, that explain a label."""

import re
from collections.abc import Sequence
from dataclasses import replace

from briefing.capture.antecedents import KINDS
from briefing.capture.definite_nouns import PLACES
from briefing.capture.earlier import Sentence
from briefing.capture.labels import MARK, Label, doubts_of, has_room
from briefing.capture.pointers import EXPLETIVE, IT_MEASURES, is_continued, pointer_of
from briefing.capture.sentences import sentences
from briefing.capture.verbs import starts_with_verb
from briefing.evidence.key_words import key_words

_QUESTION = re.compile(
    r"(?:(?:And|But|So)\s)?(?:What (?:would|will|does|did|is|was)|How (?:much|many))\b"
)
"""A question about a quantity, which the next sentence may answer."""
_ANSWERS = re.compile(r"(?:We|It|They|That|About|Around|Nearly|Almost|Just|Only)\s|[£$€\d]")
_CONDITION = re.compile(r"(?:The|That|This)\s(?:[\w’'-]+\s){0,4}would be\s")
_NOUN = rf"“((?:the|these|this) ((?!(?:{KINDS})\b)\w+?)s?)”"
"""A noun that a doubt names, except one such as "the council"."""
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
_LEVEL = re.compile(r"The (?:[a-z]+ )?(?:average|median|rate|figure|number|total)\s(?:is|was)\b")
_POLITE = re.compile(r"(?:I|We)\s(?:should|would|must|want to|am|have)\b[^\dA-Z]*$")
_CONTACT = re.compile(r"@\w|\b0\d{2,4}\s\d{3,4}\b|https?://|www\.")
_OURS = re.compile(r"(?:ours|theirs|mine|yours|them|these|those)$")
_QUOTES = re.compile(r"[“”\"|]|(?:^|[:,]\s)‘")
"""Quotation marks of whole sentences, or the cells of a table."""
_FEW_QUOTED = re.compile(r"[“\"][^“”\"]{1,40}(?<![,.?!])[”\"]")
"""A few words in quotation marks: *felt “a lot of pressure”*."""
_LITTLE = 2
"""The maximum number of key words of a sentence that explains nothing: *Well, we did it.*"""
_MOST_BEFORE = 3
"""The maximum number of sentences before a label."""
_QUANTITY = re.compile(r"The\s(?:reduction|increase|rise|fall|number|rate|figure)\b.*\d")
_QUANTITIES = ("rate", "figure", "proportion", "share", "average", "number", "total", "median")
_START = 24
"""The minimum length of the words of a sentence that are put before a label."""


def is_unclear(label: Label) -> bool:
    """Whether a label refers to words that it does not have."""
    doubts = (*label.doubts, *doubts_of(label))
    is_measure = "[" not in label.text and IT_MEASURES.match(label.text)
    is_personal = re.compile(r"“(?:he|she|his|her)”", re.IGNORECASE)
    if (_BARE.search(label.text) or re.search(r"\]\D.*\sit$", label.text)) and not label.of:
        return True
    return bool(is_measure and not EXPLETIVE.search(label.text)) or any(
        ("refers to" in each and not is_personal.match(each)) or "name the group" in each
        for each in doubts
    )


def answers(text: str, earlier: Sequence[Sentence]) -> bool:
    """Whether a label answers a question, or says what would be so under a condition."""
    before = earlier[0].text if earlier else ""
    is_answer = _QUESTION.match(before) and before.endswith("?") and _ANSWERS.match(text)
    return bool(is_answer or (_CONDITION.match(text) and re.search(r"\b(?:would|if)\b", before)))


def whole_sentence(label: Label, sentence: str) -> Label | None:
    """Return the words of a sentence up to the end of a label, or None if it starts with them."""
    sentence = MARK.sub("", sentence, count=1).rstrip(" .")
    place = sentence.lower().find(label.text.lower())
    text = sentence[: place + len(label.text)]
    if place < _START or not has_room(text) or _is_open_quote(text):
        return None
    return replace(label, text=text, of="", is_groupless=False)


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
    if not refers and not is_level and not _BARE.search(label.text):
        return None
    marks = [text.rfind(mark, 0, start) + 1 for mark in '“"‘']
    opening = max(marks[:2]) or marks[2]
    spans = [(first + opening, last + opening) for first, last in sentences(text[opening:])]
    number = next((n for n, (_, last) in enumerate(spans) if start < last), 0)
    if not number or "”" in text[opening:start]:
        return None
    (first, middle), (own, last) = spans[number - 1 : number + 1]
    found = text.find(label.text, own)
    end = found + len(label.text) if found >= 0 else last
    own_words = re.split('[”"]', text[own : max(end, start)])[0].rstrip(" .,")
    both = f"{text[first:middle]} {own_words}"
    if not has_room(both) or _is_open_quote(both):
        return None
    return replace(label, text=both, of="", is_pair=True, is_groupless=False)


def _is_open_quote(text: str) -> bool:
    """Whether a text has cells of a table, or quotation marks without their pairs."""
    return "|" in text or text.count("“") != text.count("”") or text.count('"') % 2 == 1


def _unclear_words(label: Label) -> str:
    return next((each for each in label.doubts if "refers to" in each), "")


def _needs_sentence(label: Label, earlier: Sequence[Sentence], *, has_same: bool) -> bool:
    """Whether an earlier sentence can explain a label.

    A noun such as "the plan" must be in that sentence, or be the subject of the label if that
    `has_same` paragraph as the sentence.
    """
    doubts = [each for each in (*label.doubts, *doubts_of(label)) if "refers to" in each]
    words = next((each for each in doubts if not each.lower().startswith("“the ")), "")
    words = words or _unclear_words(label)
    noun = re.match(_NOUN, words, re.IGNORECASE)
    if noun and noun[2] in (*PLACES, "county", "town", "city"):
        return False
    if not earlier or not noun:
        return bool(earlier) and not words.lower().startswith("“the ")
    named = rf"(?<!\bthe )(?<!\bthis )\b{noun[2]}s?\b"
    is_in = re.search(named, earlier[0].text, re.IGNORECASE) is not None
    is_subject = label.text.startswith(noun[1]) or noun[2] in _QUANTITIES
    return is_in or (has_same and is_subject)


def explained(
    label: Label, original: Label, earlier: Sequence[Sentence], sentence: str, *, has_same: bool
) -> Label | None:
    """Return a label with the sentence that explains it, or None.

    Args:
        label: the label, with its doubts.
        original: the label without added words.
        earlier: the sentences before it.
        sentence: its own sentence.
        has_same: whether the paragraph has a sentence before it.
    """
    pair = with_sentence(original, earlier, sentence)
    if not pair or not _needs_sentence(label, earlier, has_same=has_same):
        return None
    nouns = (each for each in label.doubts if each.lower().startswith("“the "))
    return replace(pair, doubts=(*pair.doubts, *nouns))


def _tells(sentence: str) -> bool:
    """Whether a sentence can explain the next, unlike *Well, we did it* and *I should add this*."""
    return len(key_words(sentence)) > _LITTLE and not _POLITE.match(sentence)


def with_sentence(label: Label, earlier: Sequence[Sentence], sentence: str) -> Label | None:
    """Return a label of a few sentences, of which the first explains the others, or None.

    Args:
        label: the label.
        earlier: the sentences before it, the nearest first.
        sentence: its own sentence.
    """
    place = sentence.lower().find(label.text.lower())
    end = place + len(label.text)
    rest = sentence[end:]
    is_cut = re.match(r"\s(?:to|from)\s", rest) is not None or starts_with_verb(rest)
    sentence = sentence[:end] if place >= 0 and not is_cut else sentence
    both = MARK.sub("", sentence.strip(), count=1).rstrip(" .")
    if earlier and _CONTACT.search(earlier[0].text):
        return None
    telling = [each for each in earlier if _tells(each.text)]
    shorter = None
    for before in telling[:_MOST_BEFORE]:
        text = MARK.sub("", before.text.strip(), count=1)
        text = f"{text[:1].upper()}{text[1:]}" + ("" if text[-1:] in ".!?:" else ".")
        both = f"{text} {both[:1].upper()}{both[1:]}"
        if (
            not text
            or _QUOTES.search(_FEW_QUOTED.sub("", text))
            or _is_open_quote(both)
            or not has_room(both)
        ):
            return shorter
        if text.endswith(":"):
            return None
        if not is_continued(text) and not _BARE.search(text.rstrip(".")):
            return replace(label, text=both, of="", is_pair=True, is_groupless=False)
        if _QUANTITY.match(text):  # Its own figure explains the label, even without more.
            shorter = replace(label, text=both, of="", is_pair=True, is_groupless=False)
    return None
