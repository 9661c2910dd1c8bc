"""The names that the words of a label refer to, such as *the company* and *it*.

The name is added in square brackets: `The company [Severn Water] fitted 300 meters`. It comes from
the words before the label, and the draft always shows it as a guess.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from briefing.capture.definite_nouns import name_of, references
from briefing.capture.document import Paragraph
from briefing.capture.labels import Label
from briefing.capture.names import is_organisation
from briefing.capture.pointers import owner_in

_KINDS = (
    "company|firm|council|charity|trust|federation|association|committee|department|ministry"
    "|agency|authority|union|commission|institute|society|university|foundation|regulator"
)
_THE_KIND = re.compile(
    rf"\b(?P<words>[Tt]he (?P<kind>(?i:{_KINDS})))\b"
    r"(?!\s(?:tax\b|(?:of|for)\s[A-Z]|[A-Z]|\[)|[’'])",
)
_NAME = re.compile(
    r"[A-Z][\w’'&-]*(?:\s(?:(?:of|for|and|the)\s)?[A-Z][\w’'&-]*)*(?:\s(?:of|for)\s[A-Z][\w’'&-]+)?"
)
_OTHER_KINDS = re.compile(
    rf"\b(?:{_KINDS}|Ombudsman|Government|Treasury|Parliament|Court|Office|Board|Party|Police"
    r"|UK|England|Wales|Scotland|Britain|News|Times|Press|Committees?)\b",
    re.IGNORECASE,
)
_ITS = re.compile(
    r"^(?:[^,]{2,30},\s|(?:[£$€\d.,%]+(?:\s?(?:m|bn|million|billion))?|of|the|and|\s)+)?"
    r"(?<![\w’'])(?P<words>its|it|they|their|them)\b(?!\s\[)",
    re.IGNORECASE,
)
_THEN = re.compile(r"^(?P<words>(?:Since|By|Until|Before) then|At (?:that|the) time|Then)\b", re.I)
_YEAR = re.compile(r"\b(?:(?:January|February|March|April|May|June|July|August|September|October"
                   r"|November|December)\s)?(?:19|20)\d\d\b")  # fmt: skip
_IT_MOVES = re.compile(
    r"\bthat,?\s(?:[^,]{2,40},\s)?(?P<words>it|they)(?=\s(?:(?:will|would|could|may|might|has|have)\s)?"
    r"(?:reach|cost|total|exceed|grow|grew|double|increase|decrease|rise|rose|risen|fall|fell|fallen)"
    r"(?:s|es|ed|d)?\b)"
)
"""A quantity in a report: *X expects that it will reach £3bn*."""
_THE_THING = re.compile(r"\[(?P<words>the (?P<noun>[a-z]+))(?=[’\]])")
_FARTHEST = 20_000
"""The maximum distance between a label and an earlier name, in characters."""
_HEAD = re.compile(r"\s(?:of|by|for|on|in|at|with|to|from|who|that)\s")
_MANY = ("they", "their", "them")


def with_antecedent(
    label: Label, paragraphs: Sequence[Paragraph], number: int, place: int, publisher: str
) -> Label:
    """Return a label with the name that its words refer to, or with a doubt if that is not known.

    Args:
        label: the label.
        paragraphs: the paragraphs of the document.
        number: the number of its paragraph.
        place: the position of its number in the paragraph.
        publisher: the publisher of the document, or an empty string.
    """
    if label.is_said:
        return label
    if label.is_pair:
        return _with_things(label, "", is_pair=True)
    text = paragraphs[number].text
    found = text.lower().find(label.text.lower()[:40])
    start = found if 0 <= found <= place else place
    before = text[:start].strip() or (paragraphs[number - 1].text if number else "")
    earlier = [publisher, *(each.text for each in paragraphs[:number]), text[:start]]
    return _with_things(_with_owner(label, before, earlier), "\n".join(earlier[1:])[-_FARTHEST:])


def _with_owner(label: Label, before: str, earlier: Sequence[str]) -> Label:
    """Return a label with the name of an organisation, of "it" or of "then".

    Args:
        label: the label.
        before: the words before it in its paragraph, or the paragraph before.
        earlier: the publisher and all words before it.
    """
    if match := _THE_KIND.search(label.text):
        is_named = any(map(is_organisation, _NAME.findall(label.text[: match.start()])))
        name = "" if is_named else _organisation(match["kind"].lower(), earlier)
        is_start = match.start() == 0
        if name or is_start:
            return _with_name(label, match, name)
    if match := _ITS.match(label.text) or _IT_MOVES.search(label.text):
        name = owner_in(before)
        inner = _THE_KIND.fullmatch(name)
        name = (_organisation(inner["kind"].lower(), earlier) or name) if inner else name
        is_many = match["words"].lower() in _MANY
        is_fit = bool(name) and is_many == _HEAD.split(name)[0].endswith("s")
        ending = "’s" if match["words"].lower() in ("its", "their") else ""
        return _with_name(label, match, f"{name}{ending}" if is_fit else "")
    if match := _THEN.match(label.text):
        years = [each[0] for each in _YEAR.finditer(before)]
        return _with_name(label, match, years[-1] if years else "")
    return label


def _with_things(label: Label, earlier: str, *, is_pair: bool = False) -> Label:
    """Return a label with the names of its nouns such as "the limit", or with a doubt."""
    plain = re.sub(r"\s\[[^\]]*\]", lambda found: "\u2060" * len(found[0]), label.text)
    for match, name in reversed([*references(plain, earlier)]):
        is_owned = label.text[match.end() :].startswith(" [")
        if not is_owned and not (is_pair and match.start()):
            label = _with_name(label, match, name)
    if inner := _THE_THING.search(label.text):
        # The added words are unclear too: "It [the money] comes on top of £50m".
        name = name_of(inner["noun"], earlier)
        if name:
            text = label.text.replace(f"[{inner['words']}", f"[{name}", 1)
            return replace(label, text=text)
        return _with_name(label, inner, "")
    return label


def _with_name(label: Label, match: re.Match[str], name: str) -> Label:
    """Return a label with a name in brackets after some of its words, or with a doubt."""
    words = match["words"]
    unclear = f"“{words}” refers to other words, so say what it means"
    others = tuple(doubt for doubt in label.doubts if doubt != unclear)
    if not name:
        return replace(label, doubts=(*others, unclear))
    end = match.end("words")
    if label.text[: match.start("words")].endswith("["):
        return replace(label, text=label.text.replace(f"[{words}", f"[{name}", 1))
    doubt = f"the words in brackets, for “{words}”, were added"
    text = f"{label.text[:end]} [{name}]{label.text[end:]}"
    return replace(label, text=text, doubts=(*others, doubt))


def _organisation(kind: str, earlier: Sequence[str]) -> str:
    """Return the organisation of a kind, such as council, that is named last in some texts."""
    return next(_organisations(kind, earlier), "")


def _organisations(kind: str, earlier: Sequence[str]) -> Iterator[str]:
    for text in reversed(earlier):
        for name in reversed(_NAME.findall(text)):
            plain = re.sub(r"^The\s", "", name)
            words = plain.split()
            if len(words) < 2 or not is_organisation(plain):
                continue
            is_kind = kind in [word.lower() for word in words]
            is_firm = kind in ("company", "firm") and not _OTHER_KINDS.search(plain)
            if is_kind or is_firm:
                yield plain
