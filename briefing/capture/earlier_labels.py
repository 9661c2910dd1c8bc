"""Labels that take their words from an earlier number: `75%, compared with 61% of men`."""

import re
from collections.abc import Iterator
from dataclasses import replace

from briefing.capture.clauses import Clause, rest_of_clause
from briefing.capture.label_words import PREPOSITION, QUANTIFIER, Earlier, Label, lower_first
from briefing.capture.verb_labels import passive
from briefing.capture.verbs import DOWN, LINKING, UP, Governor, governor, split_at_verb

_NOUNS = "increase|rise|fall|drop|reduction|decrease|cut|growth|decline|jump"
CHANGE_NOUNS = frozenset(_NOUNS.split("|"))
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_COMPARED = re.compile(
    r"(?:\b(?:compared\s+(?:with|to)|against|versus|(?:up|down)\s+from|than)|[,–(]\s*from"
    r"|,\s(?:(?:ris|fall|grow|dropp|increas|decreas|lower|doubl|climb)ing|up|down)\sto)\s+"
    r"(?:(?:an?|the)\s(?P<noun>[a-z]+(?:\s[a-z]+){0,2})\sof\s+)?$",
    re.IGNORECASE,
)
_INCLUDING = re.compile(r"\bincluding\s+$")
_CHANGE_OF = re.compile(rf"\b(?P<noun>{_NOUNS})\s+of\s+$", re.IGNORECASE)
_A_STEP = re.compile(r",\s(?:an?|another)\s$")
_NOUN = re.compile(rf"\s(?:real[ -]terms\s)?(?P<noun>{_NOUNS})\b")
_AND = re.compile(r"(?:\band|,|\bor|,\sequivalent to)\s+$")
_TO_VALUE = ("", "to", "at", "up from", "down from")
_UP_BY = re.compile(r",\s+(?:(?P<up>up)|down)\s+(?:by\s+)?$")
_MORE_THAN = re.compile(
    r"\s+(?:(?P<up>more|higher|up|longer)|less|fewer|lower|down|shorter)\s+(?:than|on)\s+"
    r"(?=(?:in\s|at\s|the\s|a\s|they\s\w+\sin\s)*"
    r"(?:same|year|month|week|decade|last|previous|before|(?:19|20)\d\d))",
    re.IGNORECASE,
)
_OF_THEM = re.compile(
    r"\s*of\s+(?:them|these|those(?=\s(?:are|were|have|had|is|was|said|say)\b)|which|whom|it)\b\s*"
)
_OF_WHICH = re.compile(r"\bof\s+(?:which|whom)\s+$")
_PRONOUN = re.compile(
    r"(?P<lead>.*?)(?:^|[\s,])(?:it|this|that|they"
    r"|the\s(?:figure|number|rate|proportion|share|total|average))$",
    re.IGNORECASE,
)
_WHEN = re.compile(
    r"\s*(?:[a-z]+\s(?:just\s|only\s)?)?(?P<when>"
    r"(?:in|at|on|by|before)\s+(?:the\s+)?(?:[a-z]+\s+){0,3}(?:19|20)\d\d(?:[–-]\d\d)?\b"
    rf"|(?:in|by)\s(?:{_MONTHS})\b|last\s+(?:year|month|week|quarter)"
    r"|(?:a|one|two|five|ten|\d+)\s+(?:years?|months?|weeks?|decades?)\s+(?:ago|before|earlier)"
    r"|in the same (?:month|week|quarter|period)[^,.;]{0,20}"
    r"|(?:the\s+)?previous(?:ly|\s+(?:year|month))|nationally|when\s[^,.;]{3,40})",
    re.IGNORECASE,
)
_GROUP = re.compile(r"\s*(?:of|among|amongst|for|in|across)\s+(?P<of>(?!\d)[^,.;:()–]{3,60})", re.I)
_CHANGE = re.compile(rf"^(?:{_NOUNS}) in ")
_TIME = re.compile(
    r"\s(?:since|between|over|during|in|last|this|on)\s(?:[A-Za-z\d]+\s){0,3}"
    r"(?:(?:19|20)\d\d|years?|months?|week|decade|quarter)\b.*$|\s(?:a|one|two)\s[a-z]+\s(?:ago|earlier|before)$"
    rf"|^previous\s|\s(?:nationally|previously|in\s(?:{_MONTHS}))$"
)


def borrowed(left: str, right: str, clause: Clause, earlier: Earlier) -> Iterator[Label]:
    """Yield the labels of a number that has no words of its own, or only some of them.

    Args:
        left, right: the words before and after the number in its sentence.
        clause: its clause.
        earlier: the labels of the numbers before it.
    """
    previous = earlier.alike or earlier.last
    plain = QUANTIFIER.sub("", left) if not left.rstrip().endswith("than") else left
    part = _GROUP.match(clause.after) if clause.is_share and _INCLUDING.search(plain) else None
    if previous and part:
        yield replace(previous, of=part["of"])
    elif previous and (compared := _COMPARED.search(left) or _COMPARED.search(plain)):
        if not clause.is_share:
            previous = replace(previous, text=_CHANGE.sub("", previous.text))
        yield _compared(previous, compared, rest_of_clause(right))
    elif earlier.last and left.endswith(", or "):
        yield replace(earlier.last, text=f"{_TIME.sub('', earlier.last.text)} {clause.after}")
    elif previous and (move := _CHANGE_OF.search(left)):
        yield _change(move["noun"].lower(), previous, clause.after)
    elif earlier.last and clause.is_average and clause.before.endswith(","):
        yield replace(
            earlier.last, text=f"{_TIME.sub('', earlier.last.text)} on average {clause.after}"
        )
    elif previous and _A_STEP.search(left) and (noun := _NOUN.match(right)):
        yield _change(noun["noun"].lower(), previous, right[noun.end() :])
    elif previous and (joined := _joined(left, clause.after, previous)):
        yield replace(previous, text=joined)
    elif (
        earlier.last
        and clause.is_share
        and _AND.search(plain)
        and (group := _GROUP.fullmatch(clause.after))
        and not split_at_verb(clause.after, has_plural=True)[1]
    ):
        yield replace(earlier.last, of=group["of"])
    elif previous and (up := _UP_BY.search(plain)):
        yield _change("increase" if up["up"] else "fall", previous, "")
    elif earlier.last and (more := _MORE_THAN.match(right)):
        yield _change("increase" if more["up"] else "fall", earlier.last, "")
    elif earlier.last and left.rstrip().endswith(", at a cost of"):
        yield Label(f"cost of {_head(earlier.last)} {clause.after}")
    elif earlier.last and _OF_WHICH.search(plain):
        yield _part(earlier.last, clause.after, is_share=clause.is_share)
    elif (whole := earlier.last or earlier.before) and (them := _OF_THEM.match(clause.after)):
        rest = clause.after[them.end() :]
        governs = governor(clause.before)
        if governs and not clause.is_share and (done := passive(governs)):
            yield Label(f"{_head(whole)} {done} {rest}")
        named = _part(whole, rest, is_share=clause.is_share)
        yield named if earlier.last or not clause.is_share else replace(named, of=whole.of)
    elif (whole := earlier.last or earlier.before) and (governs := governor(clause.before)):
        yield from _of_pronoun(whole, governs, clause)


def _of_pronoun(whole: Label, governs: Governor, clause: Clause) -> Iterator[Label]:
    """Yield the label of "it was 40%", if "it" can be the number before."""
    pronoun = _PRONOUN.fullmatch(governs.subject)
    is_value = governs.base in LINKING | UP | DOWN and governs.rest in _TO_VALUE
    if not pronoun or not is_value or governor(pronoun["lead"]) or clause.after.startswith(" to "):
        return
    if re.match(r"\s(?:below|above|over|under|short of)\s", clause.after):
        yield replace(whole, text=f"{whole.text}{clause.after}")
    else:
        yield _same(whole, clause, pronoun["lead"])


def _joined(left: str, after: str, previous: Label) -> str:
    """Return the words of a second object: "£5m on schools and £3m on roads", or ""."""
    preposition = re.match(rf"\s({PREPOSITION})\s", after)
    if not preposition or not _AND.search(QUANTIFIER.sub("", left)):
        return ""
    stem, found, _ = previous.text.partition(f" {preposition[1]} ")
    return f"{stem}{after}" if found else ""


def _same(whole: Label, clause: Clause, lead: str) -> Label:
    """Return the label of "it was 40%" or "in Germany the figure is 40%"."""
    when = _WHEN.fullmatch(clause.after)
    words = when["when"] if when else clause.opening or lower_first(lead.strip(" ,"))
    if among := re.match(r"(?:among|amongst|for|of)\s(?P<of>.+)", words, re.IGNORECASE):
        return replace(whole, of=among["of"])
    group = whole.of.partition(" in ")[0] if words else whole.of
    text = re.sub(r"\sin\s[A-Z][a-z]+$", "", whole.text) if words.startswith("in ") else whole.text
    return replace(whole, text=f"{_TIME.sub('', text)} {words}", of=group)


def _compared(previous: Label, compared: re.Match[str], right: str) -> Label:
    """Return the label of a number with the words of the one before it, and its group or time."""
    text = _TIME.sub("", previous.text)
    if compared["noun"]:
        if previous.is_predicate:
            return replace(previous, text=f"{text}, {compared['noun']}", of="")
        own = re.match(r"\s*for\b", right)
        return Label(f"{compared['noun']} {right if own else f'for {text}'}")
    if when := _WHEN.match(right):
        return replace(previous, text=f"{text} {when['when']}")
    if group := _GROUP.match(right):
        return replace(previous, text=text, of=group["of"])
    if "from" in compared[0]:
        return _earlier_value(replace(previous, text=text))
    return replace(previous, text=text)


def _change(way: str, previous: Label, after: str) -> Label:
    """Return the label of a change in the number before: `rise in attacks`."""
    previous = replace(previous, text=re.sub(r"^(?:will|would|to|could) be\s", "", previous.text))
    when = after if re.match(r"\s*(?:since|over|between|in|compared|during)\b", after) else ""
    text = _TIME.sub("", _CHANGE.sub("", previous.text))
    amount = "amount " if previous.is_predicate and not previous.of else ""
    return Label(f"{way} in {amount}{text} {when}", previous.of)


def _part(whole: Label, after: str, *, is_share: bool) -> Label:
    """Return the label of a part of the number before: "832 of which were serious"."""
    if is_share:
        group = whole.of or ("" if whole.is_predicate else _head(whole))
        return Label(after, group, is_predicate=True)
    joint = "that" if whole.is_predicate or split_at_verb(after)[1] else ""
    return Label(f"{whole.text if whole.is_predicate else _head(whole)} {joint} {after}", whole.of)


def _earlier_value(label: Label) -> Label:
    """Return the label of an old value: `previous fee`."""
    if label.is_predicate:
        return replace(label, text=f"{label.text} previously")
    return replace(label, text=f"previous {label.text}")


def _head(label: Label) -> str:
    """Return the first words of a label, before a preposition or a verb."""
    text = split_at_verb(_CHANGE.sub("", label.text))[0] or label.text
    return re.split(rf"\s(?:(?!of\b|on\b){PREPOSITION}|who|that)\b", text, maxsplit=1)[0]
