"""The words in which a quote and its source differ."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from briefing.evidence.folding import folded

_WORD = re.compile(r"(?:(?:[£$€−–-]{1,2}(?=\d))?\w+(?:[’'.,/:‐‑-]\w+)*%?|(?:\.\s?){3}|[^\w\s])\s*")


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a comparison: words of both texts, only of the quote or only of the source."""

    in_text: Literal["both", "quote", "source"]
    text: str


def difference(quote: str, source: str) -> list[Part]:
    """Compare a quote with a passage of its source, word by word.

    The shared and quote-only parts together make up the quote. Differences that do not
    matter are ignored, such as straight and curly quotation marks.
    """
    ours, theirs = _words(quote), _words(source)
    parts: list[Part] = []
    matcher = SequenceMatcher(None, _compared(ours), _compared(theirs), autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        words, others = "".join(ours[a:b]), "".join(theirs[c:d])
        if kind == "equal":
            # The end of a quote may be in the middle of a comparison.
            gap = "" if words[-1].isspace() or not others[-1].isspace() else " "
            parts.append(Part("both", words + gap))
            continue
        parts += [Part("quote", words)] if words else []
        parts += [Part("source", others)] if others else []
    return parts


def marked(
    parts: Iterable[Part],
    only_quote: Callable[[str], str] = "[-{}-]".format,
    only_source: Callable[[str], str] = "{{+{}+}}".format,
) -> str:
    """Return a comparison as one text, such as "We will [-now-] {+not+} ban it"."""
    marks: dict[str, Callable[[str], str]] = {
        "both": str,
        "quote": only_quote,
        "source": only_source,
    }
    text = ""
    for part in parts:
        words = part.text.rstrip()
        text += marks[part.in_text](words) + part.text[len(words) :]
    return text.rstrip()


def _words(text: str) -> list[str]:
    """Return the words and other marks of `text`, each with the white space after it.

    Quotation marks are kept with the word that they are next to.
    """
    words: list[str] = []
    place, opening = 0, ""
    for match in _WORD.finditer(text):
        word, place = text[place : match.end()], match.end()
        if folded(word).strip():
            words.append(opening + word)
            opening = ""
        elif words and word[-1].isspace():
            words[-1] += opening + word
            opening = ""
        else:
            opening += word
    if words:
        words[-1] += opening
    return words or [opening] * bool(opening)


def _compared(words: list[str]) -> list[str]:
    compared = [folded(word).strip() for word in words]
    return [*(word[:1].lower() + word[1:] for word in compared[:1]), *compared[1:]]
