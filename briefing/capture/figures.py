"""The figures in a document: numbers that count or measure something, with their labels.

Dates, ages, times, addresses, references and the numbers of items in a list are not figures. Each
label is made from the words of its own sentence.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from briefing.capture.amount_texts import unit_after, value_of
from briefing.capture.document import Paragraph
from briefing.capture.kept_words import asked_in, leads_to
from briefing.capture.labels import Label, label_of
from briefing.capture.quotes import FoundQuote
from briefing.capture.samples import OPINION, Sample, sample_at
from briefing.capture.sentences import sentence_at
from briefing.capture.verbs import main_verb
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
    r"|\s+of\s+(?:them|those|these|the|our|its|their|all)\b|\s+(?:[A-Z][\w’'-]+\s+){1,3}[a-z]",
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
_IDIOM = re.compile(
    r"\bdeath by a thousand|\bone in a million\b|\ba (?:hundred|thousand|million) (?:miles|times)\b"
    r"|\bsecond to none\b"
    r"|\b(?:100|110|a hundred) ?(?:%|per cent) (?:behind|committed|sure|certain)\b"
    r"|\bto the nth\b|\bnine times out of ten\b|\ba million dollar",
    re.IGNORECASE,
)
_NO_COUNT_AFTER = re.compile(
    r"\s+(?:(?:statistical\s)?confidence\b|(?:credible|uncertainty)\sinterval|pages\b)"
)
_NO_COUNT_BEFORE = re.compile(
    r"\b(?:per|plus or|for every|out of every|margin of error of|nearest)\s$|±\s?$", re.IGNORECASE
)
_OF_GROUP = re.compile(r"\s+of\s+(?:(?:the|all|our|its)\s+)*+(?P<group>[a-z’'-]+(?:\s[a-z’'-]+)?)")
_ENDS_EARLIER = re.compile(
    r",?\s(?:at|after|because|when|with|for|by|in|less|more|along|against|as|while|and|or)\s"
)
_REPORTS = re.compile(r"\s(?:shows?|showed|found|finds|suggests?|reveals?)\s")
_PART = re.compile(r"(?:Among|Amongst|Of|For)\b")
_ANYBODY = key_words("those them respondents participants asked surveyed replied")
_ONE_OF_OURS = re.compile(r"one of (?:our|their|its|the|my|more than|over|about|around)\b", re.I)
_SOMEBODY_IS = re.compile(
    r"\b(?:who|he|she|they|I|we)\s(?:is|was|were|am|turned|turns|became|has turned)\s"
    r"(?:only\s|just\s)?$"
)
"""Words before an age."""
_SOMEBODY_OF = re.compile(
    r"\b(?:man|woman|boy|girl|child|person|people|mother|father|widow|widower)\sof\s$"
)
"""Words before an age, as in `a woman of 84`."""
_HALF = re.compile(r"[\s-](?:price|term|time|board|day|hour|way|marathon)\b", re.IGNORECASE)
"""Words after "half" that make it part of a name, not a share."""
_RESTATED = re.compile(r"(?:\s+[^,.;()]{2,40})?\s+\(\d[\d.]*\s?(?:%|per\s?cent)\)")
_ALSO_COUNTED = re.compile(r"(?:,|\band|\bbut|\bwhereas)\s+(?:only\s+|just\s+)?$")
_HAVE = re.compile(r"\s+(?:have|has|had|were|are)\s+[a-z]")
_LETTER = re.compile(r"\s+(?!and\b|or\b)[a-z]")
_TEN = 10
_MOST_TRIED = 3
"""The maximum number of numbers to check for each possible figure."""
_CELL = " | "
_HAS_LETTER = re.compile(r"[A-Za-z]{2}")
_IS_HEADING = re.compile(r"[A-Za-z]{2}|/|\b(?:19|20)\d\d\b")
_CAPTION = re.compile(r"(?=.{8,120}$)[^.!?]+$")
"""A line above a table that names it: it is short, and no sentence."""
_LONGEST_LEAD = 16
"""The maximum number of words of a line above a list that become part of a label."""
_LONG_TIME = 1000
"""A time of at least this many hours or days is a total."""


@dataclass(frozen=True, slots=True)
class FoundFigure:
    """A figure in a document.

    Attributes:
        value: the number, in a form that a record accepts.
        label: its label.
        paragraph: the number of its paragraph, from 0.
        start, end: its position in the paragraph.
        kind: its kind of unit.
        sample: the size of the sample, or "".
        sample_reason: the words that give the size.
        by: who asked or counted, or "".
        before: the words before it in its sentence, and those that lead to its list.
        lead: the number of the paragraph that leads to its list, or -1.
    """

    value: str
    label: Label
    paragraph: int
    start: int
    end: int
    kind: str = ""
    sample: str = ""
    sample_reason: str = ""
    by: str = ""
    before: str = ""
    lead: int = -1


def figures_in(
    paragraphs: Sequence[Paragraph], quotes: Sequence[FoundQuote], most: int
) -> list[FoundFigure]:
    """Return the figures of a document and of its quotes, but no more than a maximum number."""
    found: list[FoundFigure] = []
    sizes: list[tuple[Sample, FoundFigure]] = []
    tried = 0
    lead = -1
    for number, paragraph in enumerate(paragraphs):
        if paragraph.kind == "heading":
            continue
        text = numbered(paragraph.text).text
        above = paragraphs[number - 1].text if number else ""
        lead = number - 1 if above.endswith(":") else lead
        lead = lead if lead >= 0 and leads_to(paragraphs[lead].text, text) else -1
        quoted = [(each.start, each.end) for each in quotes if each.paragraph == number]
        end = -1
        for amount in numbered(paragraph.text).amounts:
            if amount.start < end or not _is_figure(text, amount):
                continue
            tried += 1
            if len(found) == most or tried > _MOST_TRIED * most:
                break
            figure = _figure_of(amount, paragraphs, number, lead, found, quoted)
            if not figure:
                continue
            if sample := sample_at(text, amount, number):
                sizes.append((sample, figure))
            else:
                end = amount.end
                found.append(figure)
    samples = [sample for sample, _ in sizes]
    with_samples = [_with_sample(figure, samples, paragraphs) for figure in found]
    used = {figure.sample for figure in with_samples}
    others = [figure for sample, figure in sizes if sample.size not in used]
    ordered = sorted((*with_samples, *others), key=lambda figure: (figure.paragraph, figure.start))
    apart = [*_without_repeats(ordered)]
    texts = [numbered(paragraphs[figure.paragraph].text).text for figure in apart]
    numbers = [text[f.start : f.end] for text, f in zip(texts, apart, strict=True)]
    return [*_told_apart(apart, numbers)]


def _figure_of(
    amount: Amount,
    paragraphs: Sequence[Paragraph],
    number: int,
    lead: int,
    found: Sequence[FoundFigure],
    quoted: Sequence[tuple[int, int]],
) -> FoundFigure | None:
    """Return the figure of an amount in a paragraph, or None if it is not a figure of its own.

    Args:
        amount: the amount.
        paragraphs: the paragraphs of the document.
        number: the number of the paragraph.
        lead: the number of the paragraph that leads to its list, or -1.
        found: the earlier figures.
        quoted: the positions of the quotes in the paragraph.
    """
    paragraph = numbered(paragraphs[number].text)
    text = paragraph.text
    start, stop = paragraph.sentence(amount)
    sentence = text[start:stop]
    value = value_of(text, amount)
    if not value or _CONTACT.search(sentence) or _REGISTERED.search(sentence):
        return None
    unit = unit_after(text, amount)
    last = next((figure for figure in reversed(found) if figure.paragraph == number), None)
    is_limit = bool(amount.limits) or unit or not _LETTER.match(text, amount.end)
    is_inner = is_limit and (not amount.unit or amount.unit not in "£$€%")
    is_inner = is_inner and last is not None and last.start >= start
    if is_inner and last and _is_in_label(text[amount.start : amount.end], last.label):
        return None
    is_said = any(start <= amount.start < end for start, end in quoted)
    end = unit.end() if unit else amount.end
    label = _cell_label(paragraphs, number, amount.start) or label_of(
        paragraph, amount, end, is_said=is_said
    )
    if not label:
        return None
    above = paragraphs[lead].text.rstrip(" :") if lead >= 0 else ""
    is_demand = asked_in(f"{above} ", label) and text[amount.start : amount.end] in label.text
    if is_demand and len(above.split()) <= _LONGEST_LEAD:
        item = f"{label.text[:1].lower()}{label.text[1:]}"
        doubt = "the words before the colon are from the line above its list"
        label = replace(label, text=f"{above}: {item}", doubts=(*label.doubts, doubt))
    return FoundFigure(
        value,
        label,
        number,
        amount.start,
        amount.end,
        amount.kind,
        before=f"{above} {text[start : amount.start]}",
        lead=lead,
    )


def _cell_label(paragraphs: Sequence[Paragraph], number: int, place: int) -> Label | None:
    """Return the label of a number in a table: its row, its column and the caption."""
    text = paragraphs[number].text
    cells = text.split(_CELL)
    column = text.count(_CELL, 0, place)
    if not column or not _HAS_LETTER.search(cells[0]):
        return None
    heading, caption = "", ""
    for above in reversed(paragraphs[:number]):
        others = above.text.split(_CELL)
        if len(others) != len(cells):
            if len(others) == 1 and heading and _CAPTION.match(above.text):
                caption = re.sub(r"^Table\s[\w.]+[:.]?\s", "", above.text)
            break
        heading = others[column].strip()
    heading = heading if _IS_HEADING.search(heading) else ""
    words = ", ".join(filter(None, (cells[0].strip(" ,"), heading)))
    reason = "the headings of its row and column, and the caption of its table"
    return Label(f"{caption}: {words}" if caption else words, place=reason)


def _is_in_label(written: str, label: Label) -> bool:
    """Whether a number is part of the label of another: `have waited for over a year`."""
    return f" {written.lower()} " in f" {label.text.lower()} {label.of.lower()} "


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
    if (
        (amount.is_share or amount.whole is not None)
        and amount.unit != "%"
        and _RESTATED.match(text, amount.end)
    ):
        return False
    if amount.is_share and (_AS_MANY.match(after) or (is_in_name and before[-2:-1].isalpha())):
        return False
    if amount.is_share and amount.unit != "%" and _HALF.match(after):
        return False
    if not amount.unit and amount.value < 110 and _SOMEBODY_OF.search(before):
        return False
    if _IDIOM.search(text, max(0, amount.start - 60), amount.end + 40):
        return False
    if _NO_COUNT_AFTER.match(after) or _NO_COUNT_BEFORE.search(before):
        return False
    if amount.whole is not None and _ONE_OF_OURS.match(text, amount.start):
        return False
    if amount.unit or amount.is_share:
        return True
    if re.match(r"-[a-z]", after) or (_SOMEBODY_IS.search(before) and not _COUNTS.match(after)):
        return False
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
    """Return a share with its sample, if its paragraph or the one that leads to it gives one.

    The share of a smaller group has none, because the size of that group is not known.
    """
    near = [each for each in samples if each.paragraph in (figure.paragraph, figure.lead)]
    if figure.kind != "%" or len(near) != 1:
        return figure
    (sample,) = near
    text = numbered(paragraphs[figure.paragraph].text).text
    start, end = sentence_at(text, figure.start)
    is_same = sample.paragraph == figure.paragraph and start <= sample.start < end
    is_answer = is_same or sample.paragraph == figure.lead or OPINION.search(text[start:end])
    group = _OF_GROUP.match(text, figure.end)
    is_other = group and not key_words(group["group"]) & (sample.who | _ANYBODY)
    is_part = _PART.match(text, start) and not is_same
    if not is_answer or is_other or is_part:
        return figure
    return replace(figure, sample=sample.size, sample_reason=sample.reason, by=sample.by)


def _without_repeats(figures: Iterable[FoundFigure]) -> Iterator[FoundFigure]:
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


def _told_apart(figures: Sequence[FoundFigure], written: Sequence[str]) -> Iterator[FoundFigure]:
    """Yield the figures so that no two values have the same label.

    The label of the first ends before the words of the second. If that is not possible, as in *29
    votes to 11*, only the first is left.

    Args:
        figures: the figures.
        written: the number of each one, in the words of the document.
    """
    shared = None
    for n, figure in enumerate(figures):
        text = figure.label.text
        if (text, figure.label.of) == shared:
            continue
        shared = (text, figure.label.of)
        following = figures[n + 1] if n + 1 < len(figures) else None
        if following and following.label.text == text and following.label.of == figure.label.of:
            own = text.find(written[n]) + len(written[n])
            other = text.find(written[n + 1], own)
            ends = [match.start() for match in _ENDS_EARLIER.finditer(text, own, max(own, other))]
            reports = [match.start() for match in _REPORTS.finditer(text, own, max(own, other))]
            # The last possible end leaves most words, such as those for the place.
            cut = next((end for end in reversed(ends) if main_verb(text[:end])), 0)
            cut = cut or sum(reports[:1])
            aside = re.search(rf",\sor\s[^,]*{re.escape(written[n + 1])}[^,]*,(?=\s)", text)
            if aside and not cut:
                doubt = f"the words “{aside[0].strip(' ,')}” were left out"
                shorter = text[: aside.start()] + text[aside.end() :]
                doubts = (*figure.label.doubts, doubt)
                figure = replace(figure, label=replace(figure.label, text=shorter, doubts=doubts))
                shared = None
            if cut:
                figure = replace(figure, label=replace(figure.label, text=text[:cut]))
                shared = None
        yield figure
