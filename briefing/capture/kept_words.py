"""Numbers that a document only asks for or plans.

The label of such a number is marked as a guess, unless it has a word such as "should".
"""

import re

from briefing.capture.document import Paragraph
from briefing.capture.labels import Label
from briefing.evidence.key_words import key_words

_ASKS = re.compile(
    r"(?<![\w-])(?:should|must|ought\s+to|would|could|might|may|will|calls?\s+for|call(?:ed|ing)\s+for"
    r"|calls?\s+on|call(?:ed|ing)\s+on|urg(?:es?|ed|ing)|demand(?:s|ed|ing)?"
    r"|recommend(?:s|ed|ing|ation|ations)?|propos(?:es?|ed|ing|als?)|ask(?:s|ed|ing)?\s+for"
    r"|(?<!not\s)wants?|wanted|needs?|needed|requires?|(?:plan|aim|hope|pledge|promise|intend|expect)(?:s|d|ed)?\s+to"
    r"|(?:planned|planning|aiming|hoping|expected|due|set|plan|plans|bid|campaign)\s+to|target\s+of)\b"
)
_NEW_CLAUSE = re.compile(
    r"[;:]\s|,\s(?:and|but|while|which|who|whose|where|although|yet)\b|\s(?:but|while|whereas|after|because)\s"
)
_IS_ITEM = re.compile(r"[-•*–]\s|[a-z\d]|.*[;,]$|.*[;,]\s(?:and|or)$", re.DOTALL)


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


def leads_to(above: str, item: Paragraph) -> bool:
    """Whether a paragraph is an item of a list that the text above it leads to."""
    is_item = item.is_item or _IS_ITEM.match(item.text.strip()) is not None
    return above.rstrip().endswith(":") and is_item
