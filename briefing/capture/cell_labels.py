"""The labels of numbers in tables and in boxes of facts, from the headings around them."""

import re
from collections.abc import Sequence
from dataclasses import replace

from briefing.capture.document import Paragraph
from briefing.capture.labels import Label
from briefing.capture.sentences import sentences
from briefing.capture.topics import is_general
from briefing.capture.verbs import main_verb
from briefing.evidence.key_words import key_words

CELL = " | "
_HAS_LETTER = re.compile(r"[A-Za-z]{2}")
_IS_HEADING = re.compile(r"[A-Za-z]{2}|/|\b(?:19|20)\d\d\b")
_YEAR = re.compile(r"(?:19|20)\d\d(?:[/–-]\d{2,4})?$")
_CAPTION = re.compile(r"(?=.{8,120}$)[^.!?]+$")
"""A line above a table that names it: it is short, and no sentence."""
_RATE = re.compile(r"(?:[Rr]ate|[Ss]hare|[Pp]roportion|[Pp]ercentage|%)$")
"""The heading of a column that gives the share of the column to its left."""
_CHANGE = re.compile(
    r"(?:%\s)?(?:[Cc]hange|[Ii]ncrease|[Dd]ecrease|[Dd]ifference|[Rr]ise|[Ff]all)\b(?!\sin\b)"
)
"""The heading of a column that is about the column to its left."""
_PERIOD = (
    r"(?:(?:Q[1-4]|Quarter\s[1-4]|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*)\s)?"
    r"(?:19|20)\d\d(?:[/–-]\d{2,4})?"
)
_OWN_PERIOD = re.compile(rf"\b{_PERIOD}\b")
_PERIODS = re.compile(
    rf"[,:]?\s(?:\(|(?:in|for|from|between)\s)?{_PERIOD}(?:(?:,|\sand|\sto|\sv|\s?–)\s?{_PERIOD})+\)?$"
)
"""The periods of all columns at the end of a caption."""
_WHEN = re.compile(rf"(?:^|,?\s(?:in\s)?)\(?{_PERIOD}\)?(?:\s\([^)]*\))?$")
_BASE = re.compile(
    r"(?:(?:un)?weighted\s)?(?:base|sample)(?:\s(?:size|number))?(?:\s?\(n\))?|\(?n(?:\s?=)?\)?"
    r"|(?:(?:number|no\.?)\sof\s)?(?:[a-z]+\s)?(?:respondents|responses|responding|interviews)",
    re.IGNORECASE,
)
"""The heading of a column with the number of people who answered."""
_SHORTEST_CORNER = 3
"""The minimum number of words in the corner of a table that say what it shows."""
_MOST_SENTENCES = 2
"""The maximum number of sentences between a heading and its table."""
_VAGUE = re.compile(r"(?:How|Why|Where|When)\s")
_COMPLEMENT = re.compile(r"\s(?:of|for|in|on|per|with|without|who|that)\s")
_FACT = re.compile(r"[\s•*–-]*(?P<name>[A-Z][^:|.!?]{2,60}):\s[^.!?]*\d")
"""A line of a box of facts: *Depot upgrade: £1.3 million*."""
_BOX = re.compile(
    r"(?:in\sbrief|at\sa\sglance|in\snumbers|in\sfigures|by\sthe\snumbers|fact\s?(?:file|box|sheet)"
    r"|(?:key|quick|fast)\s(?:facts|figures|numbers))",
    re.IGNORECASE,
)
_BOX_STARTS = re.compile(rf"{_BOX.pattern}\s?[:–—-]\s", re.IGNORECASE)
_BOX_ENDS = re.compile(rf"(?:\s?[:,–—-])?\s{_BOX.pattern}$", re.IGNORECASE)
_LONGEST_HEADING = 10
"""The maximum number of words of the heading of a box."""
_FEWEST_FACTS = 2


def cell_label(paragraphs: Sequence[Paragraph], number: int, place: int) -> Label | None:
    """Return the label of a number in a table: its row, its column and the caption.

    Args:
        paragraphs: the paragraphs of the document.
        number: the number of its paragraph, which is a row.
        place: the position of the number in the row.
    """
    text = paragraphs[number].text
    cells = text.split(CELL)
    column = text.count(CELL, 0, place)
    is_year = _YEAR.match(cells[0].strip()) is not None
    if not column or not (is_year or _HAS_LETTER.search(cells[0])):
        return None
    top = _top(paragraphs, number)
    headings = paragraphs[top].text.split(CELL) if top < number else [""] * len(cells)
    heading = headings[column].strip()
    left = headings[column - 1].strip() if column > 1 else ""
    above = paragraphs[:top]
    caption = ""
    if above and heading and CELL not in above[-1].text:
        caption = _caption(above, headings[0].strip(), f"{heading} {left}")
    heading = heading if _IS_HEADING.search(heading) else ""
    changed = left if _CHANGE.match(heading) and not _CHANGE.match(left) else ""
    before = headings[column - 2].strip() if column > 2 else ""
    move = _move(before, changed) if not _OWN_PERIOD.search(heading) else ""
    if left and _RATE.match(heading):
        heading = f"{heading} of {left[:1].lower()}{left[1:]}"
    names = (heading, cells[0].strip(" ,")) if is_year else (cells[0].strip(" ,"), heading)
    words = ", ".join(filter(None, names))
    reason = "the headings of its row and column, and the caption of its table"
    if is_year:
        changed = move = ""
    changed = _WHEN.sub("", changed).strip(" ,:")
    if move:
        measured = f"{changed}: " if changed else ""
        words = f"{names[0]}, {measured}{heading} {move}"
    elif changed and not key_words(changed) <= key_words(caption):
        words = f"{names[0]}, {changed}: {heading}"
    if _OWN_PERIOD.search(words):
        caption = _PERIODS.sub("", caption)
    return Label(f"{caption}: {words}" if caption else words, place=reason)


def _top(paragraphs: Sequence[Paragraph], number: int) -> int:
    """Return the number of the first row of a table, which has its headings."""
    width = paragraphs[number].text.count(CELL)
    while number and paragraphs[number - 1].text.count(CELL) == width:
        number -= 1
    return number


def base_of(paragraphs: Sequence[Paragraph], number: int) -> tuple[int, str]:
    """Return the column and the text of the sample of a row of shares, or -1 and ""."""
    cells = paragraphs[number].text.split(CELL)
    top = _top(paragraphs, number)
    headings = paragraphs[top].text.split(CELL) if top < number else []
    has_share = any("%" in text for text in (*cells[1:], *headings[1:]))
    columns = (n for n, heading in enumerate(headings) if _BASE.fullmatch(heading.strip()))
    column = next(columns, -1) if len(cells) > 2 and has_share else -1
    return column, cells[column].strip() if column > 0 else ""


def _move(before: str, left: str) -> str:
    """Return the periods of a change from two headings, as in *from 2011 to 2024*."""
    old, new = _OWN_PERIOD.search(before), _OWN_PERIOD.search(left)
    is_same = _OWN_PERIOD.sub("", before, count=1) == _OWN_PERIOD.sub("", left, count=1)
    return f"from {old[0]} to {new[0]}" if old and new and is_same else ""


def _caption(above: Sequence[Paragraph], corner: str, heading: str) -> str:
    """Return the caption of a table, or its corner, or the heading near it, or "".

    The heading is only used if that of a column says little.
    """
    last = above[-1].text
    if _CAPTION.match(last):
        return re.sub(r"^Table\s[\w.]+[:.]?\s", "", last).rstrip(":")
    if len(corner.split()) >= _SHORTEST_CORNER and not re.search(r"\d", corner):
        return corner
    is_short = len([*sentences(last)]) <= _MOST_SENTENCES or re.search(r"\btable\b", last)
    near = above[-2].text if len(above) > 1 and is_short else ""
    near = near if _CAPTION.match(near) else ""
    is_bare = len(key_words(re.sub(r"\d+", "", heading))) == 1
    is_vague = is_general(near) or (_VAGUE.match(near) is not None and not is_bare)
    return "" if _COMPLEMENT.search(heading) or is_vague or CELL in near else near


def with_box(label: Label, paragraphs: Sequence[Paragraph], number: int) -> Label:
    """Return the label of a line in a box of facts with the heading of the box."""
    fact = _FACT.match(paragraphs[number].text)
    if not fact or fact["name"] not in label.text:
        return label
    first = last = number
    while first and _FACT.match(paragraphs[first - 1].text):
        first -= 1
    while last + 1 < len(paragraphs) and _FACT.match(paragraphs[last + 1].text):
        last += 1
    above = paragraphs[first - 1] if first else None
    if not above or above.kind != "heading" or last - first + 1 < _FEWEST_FACTS:
        return label
    heading = _BOX_ENDS.sub("", _BOX_STARTS.sub("", above.text.strip(" :"))).strip()
    is_name = len(heading.split()) <= _LONGEST_HEADING and not main_verb(heading)
    is_name = is_name and not is_general(heading) and not _BOX.fullmatch(heading)
    if not is_name or key_words(heading) <= key_words(label.text):
        return label
    place = "its line and the heading above its list"
    return replace(label, text=f"{heading[:1].upper()}{heading[1:]}: {label.text}", place=place)
