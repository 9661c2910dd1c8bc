"""The figures in a document: numbers that count or measure something, with their labels.

Dates, ages, times, addresses, references and the numbers of items in a list are not figures. Each
label is made from the words of its own sentence.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from briefing.capture.amount_texts import unit_after, value_of
from briefing.capture.document import Paragraph
from briefing.capture.kept_words import leads_to, with_kept_words
from briefing.capture.label_words import Earlier, Label
from briefing.capture.labels import labels_of
from briefing.capture.samples import OPINION, Sample, sample_at
from briefing.capture.sentences import sentence_at
from briefing.evidence.amount import Amount
from briefing.evidence.key_words import key_words
from briefing.evidence.windows import numbered

_TIME = (
    r"(?:seconds?|minutes?|hours?|days?|nights?|weeks?|fortnights?|months?|years?|decades?|terms?)"
)
_IS_TIME = re.compile(
    rf"[\s-]+(?:working |calendar |school |consecutive |extra |further )?{_TIME}\b", re.I
)
_MEASURED_TIME = re.compile(
    r"\b(?:is|was|are|were|be|been|reach(?:ed|es)?|take[sn]?|took|wait(?:s|ed|ing)?(?:\s+(?:of"
    r"|for|is|was))?"
    r"|averag(?:e|es|ed|ing)|(?:average|median|typical|mean)\s+(?:wait\s+|time\s+)?of|lasts?"
    r"|lasted|stands?\s+at"
    r"|stood\s+at|(?:fell|fallen|rose|risen|from|down|up|increased|cut|dropped|grew|reduced"
    r"|time|times)\s+(?:from|to|of)"
    r"|to)\s+(?:(?:now|just|only|still|a|an|an\s+average\s+of|on\s+average|currently|around"
    r"|about)\s+)*$",
    re.IGNORECASE,
)
_AGE_BEFORE = re.compile(
    r"\b(?:aged?|ages|age\s+of|under|over|from\s+age)[\s-]+(?:between\s+|from\s+)?$", re.I
)
_AGE = re.compile(r"\b(?:age[ds]?|ages)\b", re.IGNORECASE)
_AGE_AFTER = re.compile(
    r"[\s-]*(?:years?|months?)[\s-](?:olds?|of\s+age)\b|s\b(?!\s*%)", re.IGNORECASE
)
_ADDRESS = re.compile(
    r"[A-Za-z]?\s+(?:[A-Z][\w’'-]+\s+){1,3}(?:Street|Road|Avenue|Lane|Square|Place|Way|Close"
    r"|Drive|Terrace"
    r"|Crescent|Gardens|Court|House|Row|Hill|Walk|Yard|Quay|Wharf|St|Rd)\b"
)
_NAMED_BY_NUMBER = re.compile(
    r"\b(?:[Nn]umber|No\.?|Top|top|[Pp]hase|[Yy]ears?|[Kk]ey [Ss]tage|[Ll]evel|[Tt]ier|[Bb]and"
    r"|[Gg]rade|[Rr]oute"
    r"|[Uu]nit|[Rr]oom|[Pp]latform|[Ss]tage|[Cc]ategory|[Ll]ine|[Jj]unction|[Zz]one|[Ww]ard"
    r"|[Oo]ption|[Ss]tep"
    r"|[Gg]oal|[Tt]arget|[Bb]ills?|[Oo]rder|[Pp]aper|[Cc]mnd|HC|HL|CP|QB|[Qq]|ISBN|ISSN"
    r"|[Rr]ef(?:erence)?|[Ff]loor"
    r"|[Cc]harity (?:number|no\.?)|[Rr]egistration (?:number|no\.?)|[Cc]ompany (?:number|no\.?)"
    r"|[Ii]tem|[Tt]erm"
    r"|[Pp]rinciple|[Pp]riority|[Rr]ecommendations?|[Ff]inding)(?:\s+(?:number|no\.?))?[:\s]+$"
)
_CONTACT = re.compile(
    r"@\w|\b(?:tel(?:ephone)?|phone|mobile|fax|call)\b[\s.:]*[+(\d]|\bpress\s+office\b"
    r"|https?://|www\.",
    re.I,
)
_REGISTERED = re.compile(
    r"\b(?:registered\s+(?:charity|company|office)|charity\s+(?:number|no)|company\s+no)", re.I
)
_AFTER_NAME = re.compile(r"[A-Za-z][\w’'-]+,\s$")
_ENDS = re.compile(r"\s*(?:[,.;:)]|$)")
_COUNTS = re.compile(
    r"\s+(?!(?:and|or|stop|stops|after|at|in|on|from|to|for|by|between|will|would|is|are|was|were|who|which|that"
    r"|as|has|have"
    r"|o|am|pm|of|if|when|but|before|until|since|with|the|past|minutes past|yesterday"
    r"|today)\b)[a-z]"
    r"|\s+of\s+(?:them|those|these|the|our|its|their|all)\b|\s+(?:[A-Z][\w’'-]+\s+){1,3}[a-z]"
    r"|-(?!year|day|week|month|hour|minute)[a-z]",
)
_LEADS = re.compile(
    r"\b(?:total(?:s|led)?|reach(?:ed|es)?|from|to|by|was|is|were|are|of|than|fell|rose"
    r"|stands? at|stood at|averag\w+"
    r"|recruited|further|number(?:ed)?|exceed(?:s|ed)?|only|just)\s+(?:[a-z]+\s+){0,2}$|[:|]\s*$",
    re.IGNORECASE,
)
_AS_MANY = re.compile(
    r"\s+(?:as\s+(?:many|much|likely|big|high|long)|the\s+(?:size|number|price))\b"
)
_RESTATED = re.compile(r"(?:\s+[^,.;()]{2,40})?\s+\(\d[\d.]*\s?(?:%|per\s?cent)\)")
_ALSO_COUNTED = re.compile(r"(?:,|\band|\bbut|\bwhereas)\s+(?:only\s+|just\s+)?$")
_HAVE = re.compile(r"\s+(?:have|has|had|were|are)\s+[a-z]")
_LETTER = re.compile(r"\s+(?!and\b|or\b)[a-z]")
_TEN = 10
_MOST_TRIED = 3
"""The maximum number of numbers to check for each possible figure."""
_CELL = " | "
_HAS_LETTER = re.compile(r"[A-Za-z]{2}")
_LONG_TIME = 1000
"""A time of at least this many hours or days is a total."""


@dataclass(frozen=True, slots=True)
class FoundFigure:
    """A figure in a document.

    Attributes:
        value: the number, in a form that a record accepts.
        labels: the labels that fit, the best one first.
        paragraph: the number of its paragraph, from 0.
        start, end: its position in the paragraph.
        kind: its kind of unit.
        sample: the size of the sample, or "".
        sample_reason: the words that give the size.
        by: who asked or counted, or "".
        before: the words before it in its sentence, and those that lead to its list.
    """

    value: str
    labels: tuple[Label, ...]
    paragraph: int
    start: int
    end: int
    kind: str = ""
    sample: str = ""
    sample_reason: str = ""
    by: str = ""
    before: str = ""


def figures_in(paragraphs: Sequence[Paragraph], most: int) -> list[FoundFigure]:
    """Return the figures of a document, in order, but no more than a maximum number."""
    found: list[FoundFigure] = []
    sizes: list[tuple[Sample, FoundFigure]] = []
    tried = 0
    lead = ""
    for number, paragraph in enumerate(paragraphs):
        if paragraph.kind == "heading":
            continue
        text = numbered(paragraph.text).text
        above = paragraphs[number - 1].text if number else ""
        if above.endswith(":"):
            lead = above
        lead = lead if leads_to(lead, text) else ""
        end = -1
        for amount in numbered(paragraph.text).amounts:
            if amount.start < end or not _is_figure(text, amount):
                continue
            tried += 1
            if len(found) == most or tried > _MOST_TRIED * most:
                break
            figure = _figure_of(amount, paragraphs, number, lead, found)
            if not figure:
                continue
            if sample := sample_at(text, amount, number):
                sizes.append((sample, figure))
            elif figure.labels:
                end = amount.end
                found.append(figure)
    samples = [sample for sample, _ in sizes]
    with_samples = [_with_sample(figure, samples, paragraphs) for figure in found]
    used = {figure.sample for figure in with_samples}
    others = [figure for sample, figure in sizes if figure.labels and sample.size not in used]
    ordered = sorted((*with_samples, *others), key=lambda figure: (figure.paragraph, figure.start))
    return [*_without_repeats(ordered)]


def _figure_of(
    amount: Amount,
    paragraphs: Sequence[Paragraph],
    number: int,
    lead: str,
    found: Sequence[FoundFigure],
) -> FoundFigure | None:
    """Return the figure of an amount in a paragraph, or None if it is not a figure of its own.

    Args:
        amount: the amount.
        paragraphs: the paragraphs of the document.
        number: the number of the paragraph.
        lead: the paragraph that leads to its list, or "".
        found: the earlier figures.
    """
    paragraph = numbered(paragraphs[number].text)
    text = paragraph.text
    start, stop = paragraph.sentence(amount)
    sentence = text[start:stop]
    value = value_of(text, amount)
    if not value or _CONTACT.search(sentence) or _REGISTERED.search(sentence):
        return None
    earlier = _earlier(found, number, start, amount)
    unit = unit_after(text, amount)
    is_limit = bool(amount.limits) or unit or not _LETTER.match(text, amount.end)
    is_inner = is_limit and (not amount.unit or amount.unit not in "£$€%")
    if is_inner and _is_in_label(text[amount.start : amount.end], earlier.last):
        return None
    labels = labels_of(paragraph, amount, unit.end() if unit else amount.end, earlier)
    if cell := _cell_label(paragraphs, number, amount.start):
        labels = (cell, *labels)
    return FoundFigure(
        value,
        with_kept_words(text, amount, labels),
        number,
        amount.start,
        amount.end,
        amount.kind,
        before=f"{lead.rstrip(' :')} {text[start : amount.start]}",
    )


def _cell_label(paragraphs: Sequence[Paragraph], number: int, place: int) -> Label | None:
    """Return the label of a number in a row of a table: its row and its column."""
    text = paragraphs[number].text
    cells = text.split(_CELL)
    column = text.count(_CELL, 0, place)
    if not column:
        return None
    heading = ""
    for above in reversed(paragraphs[:number]):
        others = above.text.split(_CELL)
        if len(others) != len(cells):
            break
        heading = others[column]
    words = f"{cells[0]}, {heading}" if _HAS_LETTER.search(heading) or "/" in heading else cells[0]
    return Label(words.strip(" ,")) if _HAS_LETTER.search(cells[0]) else None


def _earlier(found: Sequence[FoundFigure], paragraph: int, start: int, amount: Amount) -> Earlier:
    """Return the labels of the figures before a number, whose sentence begins at `start`."""
    own = [each for each in found if each.paragraph == paragraph]
    same = [each for each in own if each.start >= start]
    alike = [each.labels[0] for each in same if each.kind == amount.kind]
    before = next((each.labels[0] for each in reversed(own) if each.start < start), None)
    return Earlier(same[-1].labels[0] if same else None, alike[-1] if alike else None, before)


def _is_in_label(written: str, label: Label | None) -> bool:
    """Whether a number is part of the label of another: `have waited for over a year`."""
    return (
        label is not None and f" {written.lower()} " in f" {label.text.lower()} {label.of.lower()} "
    )


def _is_figure(text: str, amount: Amount) -> bool:
    """Whether a number counts or measures something."""
    before, after = (
        text[max(0, amount.start - 60) : amount.start],
        text[amount.end : amount.end + 60],
    )
    is_move = amount.doubt.startswith("it could be a range") and amount.upper is None
    if amount.doubt and not is_move:
        return False
    is_age = _AGE_BEFORE.search(before) and not amount.unit and amount.value < 110
    if is_age and (_AGE.search(before[-24:]) or after.startswith("s")):
        return False
    if _AGE_AFTER.match(after) and not amount.unit:
        return False
    if _ADDRESS.match(after) and not amount.unit:
        return False
    is_in_name = text[amount.start].isupper() and before.endswith(" ") and after[1:2].isupper()
    if amount.is_share and amount.unit != "%" and _RESTATED.match(text, amount.end):
        return False
    if amount.is_share and (_AS_MANY.match(after) or (is_in_name and before[-2:-1].isalpha())):
        return False
    if amount.unit or amount.is_share:
        return True
    if _NAMED_BY_NUMBER.search(before):
        return False
    if _IS_TIME.match(after):
        return bool(_MEASURED_TIME.search(before)) or amount.value >= _LONG_TIME
    if amount.whole is not None:
        return True
    if _AFTER_NAME.search(before) and _ENDS.match(after) and amount.value < 110:
        return False
    is_also_counted = _ALSO_COUNTED.search(before) and _HAVE.match(after)
    if not _COUNTS.match(after) and not _LEADS.search(before) and not is_also_counted:
        return False
    if amount.upper is not None:
        return True
    is_word = text[amount.start : amount.end][-1:].isalpha() and not any(
        letter.isdigit() for letter in text[amount.start : amount.end]
    )
    if is_word and amount.value < _TEN:
        return False
    return abs(amount.value) >= _TEN or bool(unit_after(text, amount)) or not is_word


def _with_sample(
    figure: FoundFigure, samples: Sequence[Sample], paragraphs: Sequence[Paragraph]
) -> FoundFigure:
    """Return a share with its sample, if the document gives one."""
    is_share = "%" in figure.value or re.search(r"\d in \d", figure.value)
    if not samples or not is_share:
        return figure
    own = [sample for sample in samples if sample.paragraph == figure.paragraph]
    text = paragraphs[figure.paragraph].text
    start, end = sentence_at(text, figure.start)
    if not own and not OPINION.search(text[start:end]):
        return figure
    chosen = own if len(own) == 1 else samples if len({each.size for each in samples}) == 1 else []
    if not chosen:
        return figure
    return replace(figure, sample=chosen[0].size, sample_reason=chosen[0].reason, by=chosen[0].by)


def _without_repeats(figures: Iterable[FoundFigure]) -> Iterator[FoundFigure]:
    """Yield the figures, except those that repeat the value and the words of an earlier one."""
    seen: list[tuple[str, frozenset[str]]] = []
    for figure in figures:
        best = figure.labels[0]
        words = key_words(best.text, best.of)
        is_repeat = any(
            value == figure.value
            and len(words & others) >= 0.6 * max(1, min(len(words), len(others)))
            for value, others in seen
        )
        seen.append((figure.value, words))
        if not is_repeat:
            yield figure
