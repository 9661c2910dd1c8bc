"""Words without which a figure would mean something else: `more`, `a year`, `should`.

A label keeps the first two. If a number is only asked for or planned, the label is marked as a
guess, unless it contains such a word.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from briefing.capture.label_words import Label
from briefing.capture.verbs import AUXILIARIES
from briefing.evidence.amount import Amount
from briefing.evidence.changes import adds, difference_words, missing_rate
from briefing.evidence.key_words import directions, key_words

_ASKS = re.compile(
    r"\b(?:should|must|ought\s+to|would|could|might|may|will|calls?\s+for|call(?:ed|ing)\s+for"
    r"|calls?\s+on|call(?:ed|ing)\s+on|urg(?:es?|ed|ing)|demand(?:s|ed|ing)?"
    r"|recommend(?:s|ed|ing|ation|ations)?|propos(?:es?|ed|ing|als?)|ask(?:s|ed|ing)?\s+for"
    r"|(?<!not\s)wants?|wanted|needs?|needed|requires?|(?:plan|aim|hope|pledge|promise|intend|expect)(?:s|d|ed)?\s+to"
    r"|(?:planned|planning|aiming|hoping|expected|due|set|plan|plans|bid|campaign)\s+to|target\s+of)\b"
)
_NEW_CLAUSE = re.compile(
    r"[;:]\s|,\s(?:and|but|while|which|who|whose|where|although|yet)\b|\s(?:but|while|whereas|after|because)\s"
)
_IS_ITEM = re.compile(r"[-•*–]\s|[a-z]|.*[;,]$|.*[;,]\s(?:and|or)$", re.DOTALL)


def with_kept_words(text: str, amount: Amount, labels: Sequence[Label]) -> tuple[Label, ...]:
    """Return labels with the words for a difference or a rate, if they have left them out.

    Those of a difference in per cent that have had such a word from the start come first.
    """
    words = difference_words(text, amount)
    made = [_with_words(words, label) for label in labels]
    if words and amount.kind == "%":
        own = set(labels)
        made.sort(key=lambda label: (not label.is_usual, label not in own))
    return tuple(dict.fromkeys(_with_its_rate(text, amount, label) for label in made))


def _with_words(words: str, label: Label) -> Label:
    said = directions(label.text) or adds(tuple(re.findall(r"[^\W_]+", label.text)))
    if not words or said:
        return label
    first, _, rest = label.text.partition(" ")
    is_passive = rest.startswith(("be ", "have been "))
    if label.is_predicate and first in AUXILIARIES and " " not in words and not is_passive:
        return replace(label, text=f"{first} {words} {rest}")
    return replace(label, text=f"{words} {label.text}")


def _with_its_rate(text: str, amount: Amount, label: Label) -> Label:
    rate, written = missing_rate(text, amount, key_words(label.text, label.of)), label.text
    if rate:
        return replace(label, text=_with_rate(written, rate, text[amount.end :]))
    near = missing_rate(text, amount, frozenset())
    # The number has been left out of `funding of £2.61 a meal`.
    return replace(label, text=written.replace(f" of {near}", f" {near}")) if near else label


def _with_rate(label: str, rate: str, after: str) -> str:
    """Return a label with its rate, in its place if the next words of the text are in the label."""
    words = rate.replace("/", "a ")
    following = re.match(r"\s+\w+\s+\w+", after.partition(rate)[2])
    place = label.find(following[0]) if following else -1
    return f"{label[:place]} {words}{label[place:]}" if place > 0 else f"{label} {words}"


def asked_in(before: str, label: Label) -> str:
    """Return the word that makes a number an ask or a plan, unless its label has it: `should`.

    Args:
        before: the words before the number in its sentence, and those that lead to its list.
        label: the label of the number.
    """
    clause = _NEW_CLAUSE.split(before)[-1]
    found = (match[0] for match in _ASKS.finditer(clause))
    said = key_words(label.text) | {word.lower() for word in label.text.split()}
    missing = [words for words in found if not ({*words.split()} - {"for", "on", "of"}) & said]
    return missing[-1] if missing else ""


def leads_to(above: str, text: str) -> bool:
    """Whether a paragraph is an item of a list that the text above it leads to."""
    return above.rstrip().endswith(":") and _IS_ITEM.match(text.strip()) is not None
