"""The names that the words of a label refer to, such as *the company* and *it*.

The label has them in square brackets, in place of these words: `[Severn Water] fitted 300 meters`.
They come from the words before the label, and the draft always shows them as a guess.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from briefing.capture.additions import added, marked_unclear, replaced
from briefing.capture.definite_nouns import name_of, references
from briefing.capture.labels import FIGURE_FOR, SHARE, Label
from briefing.capture.names import is_organisation
from briefing.capture.pointers import EXPLETIVE, IT_MEASURES, PRONOUNS, fits, owner_in
from briefing.capture.sentences import sentences

KINDS = (
    "company|firm|council|charity|trust|federation|association|committee|department|ministry"
    "|agency|authority|union|commission|institute|society|university|foundation|regulator"
)
_THE_KIND = re.compile(
    rf"\b(?P<words>[Tt]he (?P<kind>(?i:{KINDS})))\b"
    r"(?!\s(?:(?:tax|sector|industry|world|shops?|law|leaders?|members?)\b|(?:of|for)\s[A-Z]|[A-Z]|\[)|[’'])",
)
_NAME = re.compile(
    r"[A-Z][\w’'&-]*(?:\s(?:(?:of|for|and|the)\s)?[A-Z][\w’'&-]*)*(?:\s(?:of|for)\s[A-Z][\w’'&-]+)?"
)
_OTHER_KINDS = re.compile(
    rf"\b(?:{KINDS}|Ombudsman|Government|Treasury|Parliament|Court|Office|Board|Party|Police"
    r"|UK|England|Wales|Scotland|Britain|News|Times|Press|Committees?)\b",
    re.IGNORECASE,
)
_ITS = re.compile(
    r"^(?P<before>(?:[^,\d]{2,50},\s|(?:Since|In|By|From|Over|During|At|On)\s(?:[\w’'-]+\s){1,5}?|(?:[£$€\d.,%]++(?:\s?(?:m|bn|million|billion))?|of|the|and|\s)+"
    r"|(?:(?:about|only|almost|nearly|over|more\sthan)\s)?(?:half|most|some|many|all|none|one|[a-z]+-?(?:thirds?|quarters?|fifths?)"
    r"|[a-z]+[\s-](?:thirds?|quarters?|fifths?)|[a-z]+\sin\s[a-z]+)\sof\s)?)"
    r"(?<![\w’'])(?P<words>its|it|they|their|them|he|she|his|her|each|both)\b(?!\s\[)",
    re.IGNORECASE,
)
_THE_BODY = re.compile(rf"\b[Tt]he (?:[A-Z][\w’-]* )*(?i:{KINDS}|board|government|bank|office)\b")
_THEN = re.compile(r"^(?P<words>(?:Since|By|Until|Before) then|At (?:that|the) time|Then)\b", re.I)
_YEAR = re.compile(r"\b(?:(?:January|February|March|April|May|June|July|August|September|October"
                   r"|November|December)\s)?(?:19|20)\d\d\b")  # fmt: skip
_IT_MOVES = re.compile(
    r"\bthat,?\s(?:[^,]{2,40},\s)?(?P<words>it|they)(?=\s(?:(?:will|would|could|may|might|has|have)\s)?"
    r"(?:reach|cost|total|exceed|grow|grew|double|increase|decrease|rise|rose|risen|fall|fell|fallen)"
    r"(?:s|es|ed|d)?\b)"
)
"""A quantity in a report: *X expects that it will reach £3bn*."""
_RISE = re.compile(r"the (?:increase|rise|fall|figure|total|average|reduction)\b", re.IGNORECASE)
_CLAIMS = re.compile(
    r"(?:\S+\s){1,8}?(?:says?|said|claims?|claimed|warns?|warned|argues?|argued|believes?|admits?)\s"
    r"(?:that\s)?(?:the|an?|its|their)\s"
    r"|.*\bthat\s(?:the\s|an?\s|[A-Z])"
)
"""A claim about another thing, which "its" may refer to: *the council says the pool is old*."""
_WOULD = re.compile(
    r"\s(?:would|will)\s(?:also\s)?(?:bring|save|cost|raise|mean|add|free|take|need)\b"
)
"""The effect of an earlier "would", as in *fees would rise. It would bring in £2m*."""
_PROPOSES = re.compile(
    r"\b(?:would|will|propos\w+|recommends?|calls?\sfor|calling\sfor|plans?|wants?)\b"
)
_POINTS = re.compile(r"\b(?:it|they|he|she)\b")
_EVERY = re.compile(r"If (?:every|each|all)\b", re.IGNORECASE)
_HEAD = re.compile(r"\s(?:of|by|for|on|in|at|with|to|from|who|that)\s")
_MANY = ("they", "their", "them", "each", "both")
_OWN = ("its", "their", "his", "her")


def with_owner(label: Label, before: str, earlier: Sequence[str]) -> Label:
    """Return a label with the name of an organisation, of "it" or of "then".

    Args:
        label: the label.
        before: the words before it in its paragraph, or the paragraph before.
        earlier: the publisher and all words before it.
    """
    if match := _THE_KIND.search(label.text):
        is_named = any(map(is_organisation, _NAME.findall(label.text[: match.start()])))
        name = "" if is_named else _organisation(match["kind"].lower(), earlier)
        if name:
            is_title = any(f"the {name}" in text for text in earlier)
            is_title = is_title or name.lower().startswith(match["kind"].lower())
            return replaced(label, match, f"the {name}" if is_title else name)
        if match.start() == 0:
            return marked_unclear(label, match)
    is_measure = IT_MEASURES.match(label.text) or EXPLETIVE.match(label.text)
    if not is_measure and (match := _ITS.match(label.text)):
        if match["words"].lower() in _MANY and _EVERY.match(match["before"]):
            return label  # The same clause says who they are: "If every town paid, they would …".
        return _with_pronoun(label, match, before, earlier)
    if match := _IT_MOVES.search(label.text):
        return _with_pronoun(label, match, before, earlier)
    if match := _THEN.match(label.text):
        years = [each[0] for each in _YEAR.finditer(before)]
        if years:
            words = match["words"]
            return added(label, f"{words} [{years[-1]}]{label.text[match.end() :]}", words)
        return marked_unclear(label, match)
    return label


def _with_pronoun(label: Label, match: re.Match[str], before: str, earlier: Sequence[str]) -> Label:
    words = match["words"].lower()
    if _POINTS.search(match.groupdict().get("before") or ""):
        return marked_unclear(label, match)
    spans = [before[slice(*span)] for span in sentences(before.strip())]
    others = (each for each in reversed(spans) if each.partition(" ")[0].lower() not in PRONOUNS)
    last = next(others, "")
    is_claimed = words in ("its", "their") and _CLAIMS.match(last)
    is_event = _WOULD.match(label.text, match.end()) and _PROPOSES.search(last)
    name = "" if is_claimed or is_event else owner_in(last)
    inner = _THE_KIND.fullmatch(name)
    name = (_organisation(inner["kind"].lower(), earlier) or name) if inner else name
    is_many = words in _MANY
    head = _HEAD.split(name)[0]
    is_quantity = SHARE.match(f"{name} ") or FIGURE_FOR.match(f"{name} is") or _RISE.match(name)
    name = "" if is_quantity or (words == "it" and _has_body(last, name)) else name
    is_fit = bool(name) and is_many == head.endswith("s")
    if words in ("he", "she", "his", "her"):
        is_fit = bool(name) and fits(words, name)
    if not is_fit:
        return marked_unclear(label, match)
    ending = ("’" if name.endswith("s") else "’s") if words in _OWN else ""
    name = f"each of {name}" if words == "each" else f"{name}{ending}"
    return replaced(label, match, name)


def _has_body(sentence: str, name: str) -> bool:
    """Whether "it" can be an organisation in a sentence, and not its subject.

    *The fine is the largest the Authority has imposed. It levied £2m last year.*
    """
    rest = sentence.replace(name[1:], "")
    bodies = [*_THE_KIND.finditer(rest), *_THE_BODY.finditer(rest)]
    return not _NAME.match(name) and bool(bodies)


def with_things(label: Label, earlier: str, section: str) -> Label:
    """Return a label with the names of its nouns such as "the limit", or as a guess.

    `section` is the part of the `earlier` text since the last heading.
    """
    plain = re.sub(r"\[[^\]]*\]", lambda found: "\u2060" * len(found[0]), label.text)
    for match, name in reversed([*references(plain, earlier, section)]):
        label = replaced(label, match, name) if name else marked_unclear(label, match)
    inner = re.search(r"\[(?P<words>[Tt]he (?P<noun>[a-z]+))(?=[’\]])", label.text)
    if inner and (name := name_of(inner["noun"], earlier, section)):
        # The added words are unclear too: "[The money] comes on top of £50m".
        start, end = inner.span("words")
        name = f"{name[:1].upper()}{name[1:]}" if start == 1 else name
        return replace(label, text=f"{label.text[:start]}{name}{label.text[end:]}")
    return label


def _organisation(kind: str, earlier: Sequence[str]) -> str:
    """Return the organisation of a kind, such as council, that is named last in some texts."""
    return next(_organisations(kind, earlier), "")


def _organisations(kind: str, earlier: Sequence[str]) -> Iterator[str]:
    for text in reversed(earlier):
        for name in reversed(_NAME.findall(text)):
            plain = re.sub(r"^The\s|[’']s$", "", name)
            words = plain.split()
            if len(words) < 2 or not is_organisation(plain):
                continue
            is_kind = kind in [word.lower() for word in words]
            is_firm = kind in ("company", "firm") and not _OTHER_KINDS.search(plain)
            if is_kind or is_firm:
                yield plain
