"""Figures that repeat an earlier one, and figures whose labels would be the same."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from briefing.capture.clauses import PARTS, is_introduction
from briefing.capture.found_figure import FoundFigure
from briefing.capture.labels import is_open
from briefing.capture.verbs import main_verb, starts_with_verb
from briefing.evidence.key_words import key_words

_ENDS_EARLIER = re.compile(
    r",?\s(?:at|after|when|with|for|by|in|less|more|along|against|as|rather|while|and|or)\s"
    r"|,\s(?=(?:rising|falling|increasing|up|down|from|compared)\s)"
)
_JOINED = re.compile(r"\sand\s(?:[a-z’'-]+\s){0,5}[a-z’'-]+$")
"""Words after "and" that belong to the next number: *and violence or abuse*."""
_COMPARED = re.compile(r",?\scompared$")
_FOR = re.compile(r"\s(?:for|of|more|less|at)\s")
_LIMIT = re.compile(r"(?:over|under|more|less|fewer|at least|up to|above|below)\b", re.IGNORECASE)
_TIME_UNIT = re.compile(r"[a-z]{4,}s$")
"""The end of a value with a unit of time or length, such as weeks or miles."""
_HALF_MOVE = re.compile(r"\bfrom\s(?:[a-z]+\s){0,3}[£$€]?[\d.,]+\S*(?:\s[a-z]+)?$")
"""A move without its end: *fell from 9%*."""
_DIGITS = re.compile(r"[\d.,]+")
_UNFINISHED = re.compile(
    r"\s(?:out|up|off|away|but|except|apart|than|as|because|due|owing|according)$", re.IGNORECASE
)
"""The last word of a clause whose end is missing: *works out* before *at £16 each*."""
_DESCRIBED = re.compile(
    r"(?:^|\bthat\s)the\s[£$€]?\d\S*(?:\s[mb]illion)?\s[a-z]+\s(?:aside|by|for|from|in|on|to|up)\b",
    re.I,
)
"""A sum and a participle: *the £13m set aside for breaks*, which needs another verb."""
_FEW = 1
"""The maximum number of key words with which the start of a label says too little."""
_ROW = re.compile(r"[^:\d]+:\s[£$€]?\d[\d,.]*(?<!,)[^,:]*")
"""A name and its number: *Containers: 9,000 units*."""
_IN_LIST = re.compile(r",\s[^\d,]*[a-z]$")
"""Words of a list before its last part: *9 tonnes of bags, cans*, before *and bottles*."""
_OF_SUM = re.compile(r"(?:^|\band\s)of\sthe\s$", re.IGNORECASE)
"""Words before a sum whose part the rest of the clause gives: *of the £9m promised, £1m was …*."""


def without_repeats(figures: Iterable[FoundFigure]) -> Iterator[FoundFigure]:
    """Yield the figures, except those that repeat the value and the words of an earlier one."""
    seen: list[tuple[str, frozenset[str]]] = []
    for figure in figures:
        words = key_words(figure.label.text, figure.label.of)
        is_repeat = any(
            value == figure.value
            and len(words & others) >= 0.6 * max(1, min(len(words), len(others)))
            for value, others in seen
        )
        seen.append((figure.value, words))
        if not is_repeat:
            yield figure


def told_apart(figures: Sequence[FoundFigure], written: Sequence[str]) -> Iterator[FoundFigure]:
    """Yield the figures so that the labels of two values differ, if that loses no words.

    The label of the first ends before the words of the second.
    If the first is a limit, as in *patients waiting over 65 weeks fell to 37*, only the second is.

    Args:
        figures: the figures.
        written: the number of each one, in the words of the document.
    """
    for n, figure in enumerate(figures):
        following = figures[n + 1] if n + 1 < len(figures) else None
        if following and _is_same(figure, following):
            shorter = _shortened(figure, written[n], written[n + 1])
            if not shorter and is_time_limit(figure):
                continue
            figure = shorter or figure
        yield figure


def is_time_limit(figure: FoundFigure) -> bool:
    """Whether a figure is a limit of time or length, such as "over 65 weeks"."""
    return _LIMIT.match(figure.value) is not None and _TIME_UNIT.search(figure.value) is not None


def _is_same(one: FoundFigure, other: FoundFigure) -> bool:
    """Whether two figures would have the same label, and are not the parts of one sum."""
    is_same = (one.label.text, one.label.of) == (other.label.text, other.label.of)
    return is_same and not PARTS.search(one.label.text)


def _is_complete(text: str) -> bool:
    """Whether the start of a label is a clause, unlike *a rate of 9% compares*."""
    if _ROW.fullmatch(text):
        return True
    text = re.split(r";\s", text)[-1]  # Another clause is no help to one without a verb.
    verb = main_verb(text)
    described = _DESCRIBED.search(text)
    if _UNFINISHED.search(text) or (described and not main_verb(text[described.end() :])):
        return False
    is_closed = text.count("(") == text.count(")")
    is_bare = text.startswith("There ") and len(key_words(_DIGITS.sub("", text))) <= _FEW
    is_closed = is_closed and not is_bare
    # If the last word were a verb, its object would be missing.
    is_closed = is_closed and not starts_with_verb(text.rpartition(" ")[2])
    return bool(verb and verb.end() < len(text) and is_closed and not _HALF_MOVE.search(text))


def _shortened(figure: FoundFigure, own: str, other: str) -> FoundFigure | None:
    """Return a figure with a label that ends before the number of another, or None."""
    label, text = figure.label, figure.label.text
    if _OF_SUM.search(text[: text.find(own)]):
        return None
    start = text.find(own) + len(own)
    end = max(start, text.find(other, start))
    # The last possible end leaves most words, such as those for the place.
    ends = [match.start() for match in _ENDS_EARLIER.finditer(text, start, end)]
    ends = [len(_COMPARED.sub("", text[:place])) for place in ends]
    ends = [place for place in ends if text[start:place].strip() or not _FOR.match(text, place)]
    ends = [place for place in ends if not text[:place].endswith("ing")]
    ends = [place for place in ends if not _IN_LIST.search(text[start:place])]
    is_bracket = text[:end].endswith(" (") and "respectively" not in text
    if is_bracket and text[start : end - len(" (")].strip():
        ends.append(end - len(" ("))
    places = [place for place in ends if not is_open(text[:place])]
    places = [
        place
        for place in places
        if not (text[place] == "," and is_introduction(text[:place], text[place:].lstrip(", ")))
    ]
    cut = next((place for place in reversed(places) if _is_complete(text[:place])), 0)
    if cut:
        joined = _JOINED.search(text[:cut], start)
        cut = joined.start() if joined and main_verb(text[: joined.start()]) else cut
        return replace(figure, label=replace(label, text=text[:cut]))
    aside = re.search(rf",\sor\s[^,]*{re.escape(other)}[^,]*,(?=\s)", text)
    if not aside:
        return None
    doubt = f"the words “{aside[0].strip(' ,')}” were left out"
    text = text[: aside.start()] + text[aside.end() :]
    return replace(figure, label=replace(label, text=text, doubts=(*label.doubts, doubt)))
