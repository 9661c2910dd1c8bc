"""The words above a list that its items continue, as in *The Trust also failed to:*.

Without them, an item can mean the opposite, so they are part of its label.
"""

import re
from dataclasses import replace

from briefing.capture.labels import Label, has_room
from briefing.capture.pointers import pointer_of
from briefing.capture.sentences import sentences
from briefing.capture.verbs import (
    AUXILIARIES,
    is_adverb,
    main_verb,
    split_at_verb,
    starts_with_verb,
)

_OPEN = frozenset((
    "to", "by", "of", "for", "in", "with", "from", "on", "at", "into", "a", "an", "the", "not",
))  # fmt: skip
"""Last words of a line that cannot end a clause."""
_RELATIVE = re.compile(r",\s(?:which|who|whose|where)\s")
_ANNOUNCES = re.compile(
    r"^(?:(?:The|These|Other|Key|Main|Our|Its|New|Further)\s)*(?:\w+\s){0,3}?(?:measures|findings|figures|results|points|changes"
    r"|proposals|actions|steps|plans|commitments|examples|facts)\s(?:\w+\s){0,4}?(?:include|includes|are|were|show)$",
    re.IGNORECASE,
)
"""A line such as *The measures include:*, which adds nothing to its items."""
_PLACE = re.compile(r"(?:In|Across|At|Under|Since|During|By|Outside|Within)\s")
"""An introduction that each item shares, such as *In our area:*."""
_AMONG_THEM = re.compile(r"(?:Among|Amongst|Of)\s(?:them|these|those)$")
"""A line whose group the sentence before it names: *Most rent. Among them:*."""
_LONG, _LONGEST = 16, 30
"""The lengths at which the line above a list is shortened, and its maximum, in words."""


def lead_of(above: str, item: str) -> str:
    """Return the last sentence of a line above a list, if an item continues it, or ""."""
    plain = above.rstrip(" :")
    spans = [*sentences(plain)]
    lead = plain[slice(*spans[-1])].strip() if spans else ""
    if _ANNOUNCES.search(lead):
        return ""
    words = lead.lower().split()
    last = next((word for word in reversed(words) if not is_adverb(word)), "")
    if not lead or last in _OPEN or last in AUXILIARIES:
        return lead
    if (_PLACE.match(lead) and not main_verb(lead)) or _AMONG_THEM.match(lead):
        return lead
    verb = main_verb(lead)
    is_verb_last = verb is not None and verb.end() == len(lead)
    return lead if is_verb_last and not split_at_verb(item)[0] else ""


def explained_lead(above: str, lead: str) -> str:
    """Return the last sentence of a line above a list, with the one before it if it needs that.

    *Ministers will cut VAT. This would:* needs both.
    """
    spans = [*sentences(above)]
    is_part = _AMONG_THEM.match(lead) is not None
    is_unclear = is_part or pointer_of(lead).lower() in ("it", "they", "this", "these")
    if len(spans) < 2 or not is_unclear:
        return lead
    both = f"{above[slice(*spans[-2])]} {lead}"
    return both if has_room(both) and not re.search('[“”"|]', both) else lead


def with_lead(label: Label, lead: str, written: str) -> Label:
    """Return the label of an item with the line above its list, or as a guess if that is long.

    Args:
        label: the label of the item.
        lead: the line above its list.
        written: the number, in the words of the document.
    """
    item = label.text
    is_added = any("was added" in each for each in label.doubts)  # "previous average time"
    if written.lower() not in item.lower() and not is_added:
        item = f"{written} of {label.of} {item}" if label.of else f"{written} {item}"
    short = lead if len(lead.split()) <= _LONG else _without_relative(lead)
    is_long = len(short.rpartition(". ")[2].split()) > _LONGEST
    if is_long or not has_room(f"{short}: {item}"):
        doubt = "it continues the line above its list, so add the words of that line"
        return replace(label, doubts=(*label.doubts, doubt))
    cut = "" if short == lead else ", without those between two commas"
    doubt = f"the words before the colon are from the line above its list{cut}"
    lower = item if item[1:2].isupper() else f"{item[:1].lower()}{item[1:]}"
    return replace(
        label, text=f"{short}: {lower}", of="", doubts=(*label.doubts, doubt), is_groupless=False
    )


def _without_relative(lead: str) -> str:
    """Return a line without a clause such as *which serves Leeds* after its subject."""
    opened = _RELATIVE.search(lead)
    ends = re.finditer(r",(?=\s)", lead[opened.end() :]) if opened else ()
    for end in ends:
        assert opened
        rest = lead[opened.end() + end.end() :]
        if starts_with_verb(rest):
            return f"{lead[: opened.start()]}{rest}"
    return lead
