"""The people in a survey, in the labels of its shares.

They are added in square brackets, and the draft always shows them as a guess: *39% [of private
renters] had moved*.
"""

import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace

from briefing.capture.labels import SHARE, Label
from briefing.capture.samples import SAMPLED_AFTER, group_of
from briefing.capture.sentences import sentences
from briefing.capture.verbs import starts_with_verb
from briefing.evidence.key_words import key_words

_SURVEY = re.compile(r"\b(?:survey|poll|polling|questionnaire|respondents)\b", re.IGNORECASE)
_POLL = re.compile(r"\b(?:survey|poll|polling|surveyed|polled)\s(?:of\s)?", re.IGNORECASE)
_IT_FOUND = re.compile(r"^It (?:also )?(?:found|shows?|showed|suggests?|reveals?)(?: that)?:?\s*$")
_SIZE = re.compile(r"\b\d[\d,]*(?=\s)")
_NO_NOUN = re.compile(r"(?:per\s?cent|in|of|out\sof)\s", re.IGNORECASE)
"""Words after a number that is a share, not the size of a sample: *43 per cent of those asked*."""
_RESPONDED = re.compile(
    r"\bthose (?P<rest>who (?:responded|replied|answered|took part)|surveyed|polled)\b(?!\s\[)",
    re.IGNORECASE,
)

_ASIDE = re.compile(r"^\s[–—]\s[^–—]+\s[–—](?=\s)")
"""Words between dashes after a share: *6% – some 51,000 – had moved*."""
_DOUBT = "the group in brackets is from the words about its survey"
_NO_GROUP = re.compile("^“they”|name the group")
"""Doubts that a label with its group no longer has."""


def surveyed_in(texts: Iterable[str]) -> tuple[str, int, int]:
    """Return the people in the only survey of a document, and where the document is about them.

    That is from the number of their paragraph to that of the first one about another poll, such as
    *In our poll of teachers, most agreed*. The words are empty if several groups are possible.
    """
    found: dict[str, tuple[str, int]] = {}
    polls: list[tuple[str, int]] = []
    for number, text in enumerate(texts):
        for start, end in sentences(text):
            sentence = text[start:end]
            for group in _groups_in(sentence):
                found.setdefault(group.casefold(), (group, number))
            if _POLL.search(sentence) and (group := group_of(sentence)):
                polls.append((group, number))
    first, place = next(iter(found.values()), ("", 0))
    is_one = all(key_words(first) <= key_words(group) for group, _ in found.values())
    others = (number for group, number in polls if not key_words(first) & key_words(group))
    last = next((number for number in others if number > place), sys.maxsize)
    return (first, place, last) if is_one else ("", 0, 0)


def _groups_in(sentence: str) -> Iterator[str]:
    if not _SIZE.search(sentence):
        return
    if group := group_of(sentence):
        yield group
        return
    for size in _SIZE.finditer(sentence):
        after = SAMPLED_AFTER.match(sentence, size.end())
        if after and not _NO_NOUN.match(after["who"]):
            yield after["who"].strip()


def is_about_survey(lead: str, before: str) -> bool:
    """Whether a line above a list is about a survey: *The poll also shows that:*, *It found:*.

    `before` is the text before its last sentence.
    """
    spans = [*sentences(lead)]
    last = lead[slice(*spans[-1])] if spans else ""
    earlier = lead[: spans[-1][0]] if spans else ""
    is_same = _IT_FOUND.match(last) and _SURVEY.search(earlier or before)
    return _SURVEY.search(last) is not None or bool(is_same)


def with_group(label: Label, group: str, written: str) -> Label:
    """Return the label of a share of people, without their group, with that group.

    `written` is the number, in the words of the document.
    """
    if group in ("", "people") or label.of or label.is_pair:
        return label
    text = label.text
    if label.is_groupless and written not in text:
        text = f"{written[:1].upper()}{written[1:]} {text}"
    share = SHARE.match(text)
    rest = text[share.end() :] if share else ""
    if not share or not starts_with_verb(_ASIDE.sub("", rest)):
        return label
    others = (each for each in label.doubts if not _NO_GROUP.search(each))
    text = f"{text[: share.end()]} [of {group}]{rest}"
    return replace(label, text=text, doubts=(*others, _DOUBT), is_groupless=False)


def with_respondents(label: Label, group: str) -> Label:
    """Return a label whose words such as "those who responded" have the group that they mean."""
    if not group or group.casefold() in label.text.casefold():
        return label
    added = rf"[{group}] \g<rest>"
    of = _RESPONDED.sub(added, label.of, count=1)
    text = label.text if of != label.of else _RESPONDED.sub(added, label.text, count=1)
    if (of, text) == (label.of, label.text):
        return label
    others = (each for each in label.doubts if not _NO_GROUP.search(each))
    return replace(label, text=text, of=of, doubts=(*others, _DOUBT))
