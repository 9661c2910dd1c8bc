"""Labels that take their words from an earlier number: `75%, compared with 61% of men`."""

import re
from collections.abc import Iterator
from dataclasses import replace

from briefing.capture.label_forms import CHANGE_IN, LINKING, OF_SOME, head
from briefing.capture.label_words import Around, Earlier, Label, lower_first
from briefing.capture.object_labels import reduced, take_rate
from briefing.capture.verbs import AUXILIARIES, DOWN, UP, split_at_verb

_MORE_THAN = re.compile(
    r"\s+(?:(?P<more>more|higher|up|longer)|(?P<less>less|fewer|lower|down|shorter))\s+(?:than"
    r"|on)\b",
    re.IGNORECASE,
)
_THAN_BEFORE = re.compile(
    r"\s+(?:(?:at|in|the|a)\s+)*(?:same|year|month|week|decade|last|previous|before|(?:19|20)\d\d)\b"
)
_COMPARED = re.compile(
    r"(?:\b(?:compared\s+(?:with|to)|against|up\s+from|down\s+from|than)|[,–(]\s*from)\s+"
    r"(?:(?:just|only|about|around|nearly|over|a|an|the)\s+)*$",
    re.IGNORECASE,
)
_INCLUDING = re.compile(r"\bincluding\s+(?:(?:just|only|about|around|nearly|over)\s+)*$")
_OF_WHICH = re.compile(r"\bof\s+(?:which|whom)\s+(?:(?:only|just|about|around|nearly|some)\s+)*$")
_AND_MOVED = re.compile(rf"\band\s+(?P<verb>{UP}|{DOWN})\s+(?:by\s+)?$")
BETWEEN = re.compile(r"\s+between\s+[^,;.]{3,30}?\sand\s(?:[A-Z][a-z]+\s)?(?:19|20)\d\d\b")
_POSSESSIVE = re.compile(r"^(?:his|her|their|its|our|my|the)\s+")
_UP_BY = re.compile(r",\s+(?P<way>up|down)\s+(?:by\s+)?$")
_TOTAL = re.compile(r"\b(?:taking|bringing)\s+(?:the|its|their)\s+total\s+to\s+$")
_THAT = re.compile(r"\s+(?:that|who|which)\b")
_AN_AVERAGE = re.compile(r"(?:,|\bwith|\bat)\s+(?:an|on)\s+average\s+(?:of\s+)?$")
_IT = re.compile(
    r"(?P<lead>.{0,40}?),?\s*\b(?:it|this|that|the (?:figure|number|rate|proportion|share"
    r"|average|total))",
    re.IGNORECASE,
)
FROM = re.compile(r"\bfrom\s+(?:(?:just|only|about|around|nearly|over)\s+)*$", re.IGNORECASE)
_PERIOD = re.compile(r"\s(?:since|between|over|during|in\s(?:the|a|one|two|five|ten))\b.*$")
WHEN = re.compile(
    r"\s+(?P<when>(?:in|at|on|by)\s+(?:the\s+)?(?:[a-z]+\s+){0,3}(?:19|20)\d\d(?:[–-]\d\d)?\b"
    r"|last\s+(?:year|month|week|quarter)|(?:a|one|two|five|ten)\s+(?:years?|months?|weeks?)\s+"
    r"(?:ago|before|earlier)|(?:the\s+)?previous(?:ly|\s+(?:year|month))|nationally|when\s[^,.;]{3,40})",
    re.IGNORECASE,
)
_TIME_AT_END = re.compile(
    r"\s+(?:in\s+(?:the\s+)?(?:[a-z]+\s+){0,3}(?:19|20)\d\d|(?:last|this)\s+(?:year|month|week))$",
    re.IGNORECASE,
)
_TIME_WORDS = re.compile(
    r"^previous\s|\s(?:previously|nationally|(?:a|one|two)\s(?:year|month|week)s?\s(?:ago|before|earlier))$"
)
_OTHER_GROUP = re.compile(
    r"\s+(?:of|among|amongst|for|in|across)\s+(?!\d)(?P<of>[^,.;:()–]{3,60})", re.IGNORECASE
)
AMONG = re.compile(r"^\W*(?:among|amongst|for|of)\s+(?P<of>[a-z][^,;:]{2,50}),\s", re.IGNORECASE)
MOVES = frozenset(("increase", "rise", "fall", "drop", "reduction", "decrease", "cut", "growth"))


def difference(around: Around, earlier: Earlier, noun: str) -> Iterator[Label]:
    """Yield the label of a change in the number before: "41 more than last year".

    Args:
        around: the words around the number.
        earlier: the labels of the numbers before it.
        noun: the noun before it, such as "rise" in "a rise of 4%", or "".
    """
    more = _MORE_THAN.match(around.all_after)
    if earlier.last and more and _THAN_BEFORE.match(around.all_after, more.end()):
        way = "fall" if more["less"] else "increase"
        measure = "in amount " if earlier.last.is_predicate and around.is_money else "in "
        yield Label(f"{way} {measure}{earlier.last.text}", earlier.last.of)
    if (previous := earlier.alike or earlier.last) and (
        moved := _AND_MOVED.search(around.all_before)
    ):
        way = "increase" if re.fullmatch(UP, moved["verb"], re.IGNORECASE) else "fall"
        what = _PERIOD.sub("", CHANGE_IN.sub("", previous.text))
        period = BETWEEN.match(around.all_after)
        yield Label(f"{way} in {what}{period[0] if period else around.after}")
    if earlier.last and (moved := _UP_BY.search(around.all_before)):
        way = "increase" if moved["way"] == "up" else "fall"
        yield Label(f"{way} in {earlier.last.text}", earlier.last.of)
    if (previous := earlier.alike or earlier.last) and noun in MOVES:
        measure = "in amount " if previous.is_predicate else "in "
        yield Label(f"{noun} {measure}{previous.text}", previous.of)


def borrowed(around: Around, earlier: Earlier) -> Iterator[Label]:
    """Yield the labels of a number that has no words of its own, or only some of them."""
    before, after, last = around.all_before, around.after, earlier.last
    if last and before.rstrip().endswith("(") and around.is_share:
        yield last
        return
    is_part = around.is_share and _INCLUDING.search(before) and _OTHER_GROUP.match(after)
    if (previous := earlier.alike or last) and (is_part or _COMPARED.search(before)):
        yield _compared(previous, around)
    elif (
        (previous := last or earlier.before)
        and (some := OF_SOME.match(after))
        and not around.is_share
    ):
        is_relative = some[0].strip().endswith(("which", "whom")) and previous.is_predicate
        noun = f"{previous.text} that" if is_relative else head(previous)
        yield Label(f"{noun} {after[some.end() :]}", previous.of)
    elif last and _OF_WHICH.search(before):
        yield _part(last, around)
    elif (
        (previous := earlier.before or last)
        and (linking := LINKING.match(around.before.strip()))
        and (pronoun := _IT.fullmatch(linking["subject"].strip()))
    ):
        if group := AMONG.match(before):
            yield replace(previous, of=group["of"])
        yield replace(previous, text=f"{previous.text} {lower_first(pronoun['lead'] or '')}")


def completed_by_earlier(around: Around, last: Label) -> Iterator[Label]:
    """Yield labels that combine the words of a number with the last one of its sentence."""
    if _THAT.match(around.after) and not around.is_share:
        yield Label(f"{head(last)} {around.after}")
    if around.is_count and around.after.lstrip().partition(" ")[0] in AUXILIARIES:
        yield Label(reduced(f"{last.of or head(last)}{around.after}"))
    if _TOTAL.search(around.all_before):
        yield Label(f"total {head(last)}")
    if _AN_AVERAGE.search(around.all_before):
        rate, _ = take_rate(around.after)
        yield Label(f"average {head(last)} {rate}", last.of)


def _compared(previous: Label, around: Around) -> Label:
    """Return the label of a number with the words of the one before it, and its group or time."""
    text = previous.text
    if around.is_count and CHANGE_IN.match(text):
        text = _PERIOD.sub("", CHANGE_IN.sub("", text))
    if when := WHEN.match(around.all_after):
        return replace(previous, text=f"{_TIME_AT_END.sub('', text)} {when['when']}")
    if group := _OTHER_GROUP.match(around.after):
        return replace(previous, text=text, of=group["of"])
    label = replace(previous, text=text)
    return earlier_value(label) if FROM.search(around.all_before) else label


def _part(last: Label, around: Around) -> Label:
    """Return the label of a part of the number before: "of which £3m will come from savings"."""
    noun, predicate = split_at_verb(around.after)
    if around.is_share:
        return Label(around.after, last.of or head(last), is_predicate=True)
    words = around.after if noun and predicate else f"{head(last)} {around.after}"
    return Label(reduced(words))


def earlier_value(label: Label) -> Label:
    """Return the label of a number that is no longer true: "previous fee"."""
    if label.is_predicate:
        return replace(label, text=f"{label.text.strip()} previously")
    words = _POSSESSIVE.sub("", lower_first(label.text.strip()))
    return replace(label, text=f"previous {words}")


def timeless(label: Label | None) -> Label | None:
    """Return a label without the words that say when its number was true."""
    return replace(label, text=_TIME_WORDS.sub("", label.text)) if label else None
