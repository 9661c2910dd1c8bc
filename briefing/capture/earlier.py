"""The sentences before a number, with their own figures."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from briefing.capture.counting import is_figure
from briefing.capture.document import Paragraph
from briefing.capture.sentences import sentences
from briefing.capture.topics import is_heading
from briefing.evidence.amount import Amount
from briefing.evidence.windows import numbered

_POINTS = re.compile(r"[\s*•–-]*(?:these|those|this|that|it|they)\b", re.IGNORECASE)
_NEAR = 4
"""The number of earlier sentences that a word can refer to."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """An earlier sentence, with its figures and their positions in it."""

    text: str
    amounts: Sequence[tuple[Amount, int, int]]


def earlier_sentences(
    paragraphs: Sequence[Paragraph], number: int, start: int, *, is_same: bool = False
) -> Iterator[Sentence]:
    """Yield the sentences before a position of a paragraph, the nearest first.

    If `is_same`, they are only those of the same paragraph.
    """
    count = 0
    for place in range(number, max(-1, number - (1 if is_same else 3)), -1):
        paragraph = numbered(paragraphs[place].text)
        is_list = place == number - 1 and is_item(paragraphs[place]) and is_item(paragraphs[number])
        if place < number and is_heading(paragraphs, place):
            return
        if place < number and not is_list and _is_no_text(paragraphs[place]):
            continue
        spans = [span for span in sentences(paragraph.text) if place < number or span[0] < start]
        for first, last in reversed(spans):
            amounts = [
                (amount, amount.start - first, amount.end - first)
                for amount in paragraph.amounts
                if first <= amount.start < min(last, start if place == number else last)
                and is_figure(paragraph.text, amount)
            ]
            yield Sentence(paragraph.text[first:last], amounts)
            count += 1
            if count == _NEAR:
                return


def _is_no_text(paragraph: Paragraph) -> bool:
    """Whether a paragraph is an item of a list, or a line such as the name of a speaker."""
    is_sentence = re.search(r"[.!?:…][”’\"')\]]*$", paragraph.text.rstrip()) is not None
    return is_item(paragraph) or not is_sentence


def is_item(paragraph: Paragraph) -> bool:
    return paragraph.is_item or re.match(r"\s*[-•*–]\s", paragraph.text) is not None
