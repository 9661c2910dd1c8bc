"""Words that are added to a label in square brackets, which make it a guess."""

import re
from dataclasses import replace

from briefing.capture.labels import Label
from briefing.capture.measures import lower_first


def added(label: Label, text: str, words: str) -> Label:
    """Return a label with added words, as a guess."""
    if text == label.text:
        return label
    doubt = f"the words in brackets, for “{words}”, were added"
    return replace(label, text=text, doubts=(*label.doubts, doubt))


def replaced(label: Label, match: re.Match[str], name: str) -> Label:
    """Return a label in which a name in brackets replaces the words of a match."""
    start, end = match.span("words")
    name = lower_first(name)
    if start == 0:
        name = f"{name[:1].upper()}{name[1:]}"
    text = f"{label.text[:start]}[{name}]{label.text[end:]}"
    others = tuple(each for each in label.doubts if f"“{match['words']}” refers" not in each)
    return added(replace(label, doubts=others), text, match["words"])


def marked_unclear(label: Label, match: re.Match[str]) -> Label:
    """Return a label as a guess, because some of its words are unclear."""
    doubt = f"“{match['words']}” refers to other words, so say what it means"
    return replace(label, doubts=tuple(dict.fromkeys((*label.doubts, doubt))))
