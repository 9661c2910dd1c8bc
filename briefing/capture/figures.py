"""The figures in a document: numbers that count or measure something, with their labels.

Dates, ages, times, addresses, references and the numbers of items in a list are not figures. Each
label is made of the words of its own sentence.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from briefing.capture.document import Paragraph
from briefing.capture.label_words import Label
from briefing.capture.labels import labels_of
from briefing.capture.names import NOT_NAMES
from briefing.capture.sentences import sentence_at
from briefing.evidence.amount import Amount
from briefing.evidence.wanted import wanted
from briefing.evidence.windows import numbered
from briefing.record.quantities import parse_quantity

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
_UNDER_AGE = re.compile(r"\b(?:under|over)(?:s|-|\s)\d{1,2}s\b", re.IGNORECASE)
_ADDRESS = re.compile(
    r"[A-Za-z]?\s+(?:[A-Z][\w’'-]+\s+){1,3}(?:Street|Road|Avenue|Lane|Square|Place|Way|Close"
    r"|Drive|Terrace"
    r"|Crescent|Gardens|Court|House|Row|Hill|Walk|Yard|Quay|Wharf|St|Rd)\b"
)
_NAMED_BY_NUMBER = re.compile(
    r"\b(?:Number|No\.?|Top|top|[Pp]hase|[Yy]ears?|[Kk]ey [Ss]tage|[Ll]evel|[Tt]ier|[Bb]and"
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
_SAMPLE = (
    re.compile(
        r"\b(?:survey|poll|sample|panel|study|sampled?\s+size|responses?"
        r"|base[ds]?)(?:\s+(?:size|was|were|is"
        r"|conducted|carried\s+out|representative|online|national))*\s+(?:of|on|was|from"
        r"|:)\s+(?:a\s+total\s+of\s+)?$",
        re.IGNORECASE,
    ),
    re.compile(
        r"\b(?:surveyed|polled|interviewed|questioned|asked|interviews?\s+with|spoke\s+to"
        r"|speaking\s+to"
        r"|heard\s+from|n\s?=)\s*"
        r"(?:a\s+total\s+of\s+)?$",
        re.IGNORECASE,
    ),
    re.compile(r"(?:%|per\s?cent)\s+of\s+(?:the\s+|our\s+|its\s+)?$", re.IGNORECASE),
)
_SAMPLED_AFTER = re.compile(
    r"\s+(?P<who>(?:[\w’'-]+\s+){1,7}?)(?:were\s+|was\s+|who\s+)?(?:surveyed|polled|questioned"
    r"|interviewed"
    r"|took\s+part|responded|replied|were\s+asked|completed)\b",
    re.IGNORECASE,
)
_OPINION = re.compile(
    r"\b(?:say|says|think|thinks|thought|believe|believed|feel|felt|want|wanted|back|backed|support"
    r"|supported|oppose|opposed|favour|agreed?|disagreed?|surveyed|polled|respondents|those asked"
    r"|admitted|describe|rated|worry|worried|fear|prefer|trust|would like"
    r"|said (?:that )?(?:they|their|it))\b",
    re.IGNORECASE,
)
_AFTER_NAME = re.compile(r"[A-Za-z][\w’'-]+,\s$")
_ENDS = re.compile(r"\s*(?:[,.;:)]|$)")
_COUNTS = re.compile(
    r"\s+(?!(?:and|or|stop|stops|after|at|in|on|from|to|for|by|is|are|was|were|who|which|that"
    r"|as|has|have"
    r"|o|am|pm|of|if|when|but|before|until|since|with|the|past|minutes past|yesterday"
    r"|today)\b)[a-z]"
    r"|\s+of\s+(?:them|those|these|the|our|its|their|all)\b|\s+(?:[A-Z][\w’'-]+\s+){1,3}[a-z]"
    r"|-(?!year|day|week|month|hour|minute)[a-z]",
)
_LEADS = re.compile(
    r"\b(?:total(?:s|led)?|reach(?:ed|es)?|from|to|by|was|is|were|are|of|than|fell|rose"
    r"|stands? at|stood at|averag\w+"
    r"|recruited|number(?:ed)?|exceed(?:s|ed)?|only|just)\s+(?:[a-z]+\s+){0,2}$|[:|]\s*$",
    re.IGNORECASE,
)
_AS_MANY = re.compile(
    r"\s+(?:as\s+(?:many|much|likely|big|high|long)|the\s+(?:size|number|price))\b"
)
_PERCENT_WORDS = re.compile(r"\s?(?:per[\s-]?cent|percent|pc)\b", re.IGNORECASE)
_UNIT_AFTER = re.compile(
    r"[\s-](?P<unit>(?:percentage\s+points?|seconds?|minutes?|hours?|days?|weeks?|months?"
    r"|years?|miles?"
    r"|kilometres?|km|metres?|acres?|hectares?|tonnes?|megawatts?|mph|kg|litres?"
    r"|square\s+metres?|degrees?))\b",
    re.IGNORECASE,
)
_FROM = re.compile(
    r"\b(?:up|down|rise|fall|rose|fell|increase|decrease|compared\s+with|than|from)\s+from\s+$"
    r"|\bfrom\s+$"
)
_TEN = 10


@dataclass(frozen=True, slots=True)
class FoundFigure:
    """A figure in a document.

    Attributes:
        value: the number, in a form that a record accepts.
        labels: the labels that fit, the best one first.
        paragraph: the number of its paragraph, from 0.
        start, end: its position in the paragraph.
        sample: the size of the sample, or "".
        sample_reason: the words that give the size.
        by: who asked or counted, or "".
    """

    value: str
    labels: tuple[Label, ...]
    paragraph: int
    start: int
    end: int
    sample: str = ""
    sample_reason: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class _Sample:
    size: str
    paragraph: int
    start: int
    reason: str
    by: str


def figures_in(paragraphs: Sequence[Paragraph]) -> list[FoundFigure]:
    """Return the figures of a document, in order."""
    found: list[FoundFigure] = []
    samples: list[_Sample] = []
    counted: dict[int, FoundFigure] = {}
    for number, paragraph in enumerate(paragraphs):
        if paragraph.kind == "heading":
            continue
        text = numbered(paragraph.text).text
        end = -1
        for amount in numbered(paragraph.text).amounts:
            if amount.start < end or not _is_figure(text, amount):
                continue
            sentence = text[slice(*numbered(paragraph.text).sentence(amount))]
            if _CONTACT.search(sentence) or _REGISTERED.search(sentence):
                continue
            value = value_of(text, amount)
            if not value:
                continue
            last = found[-1] if found and found[-1].paragraph == number else None
            previous = last.labels[0] if last else None
            unit = _unit_after(text, amount)
            labels = labels_of(
                numbered(paragraph.text), amount, unit.end() if unit else amount.end, previous
            )
            figure = FoundFigure(value, labels, number, amount.start, amount.end)
            if sample := _sample(text, amount, number):
                samples.append(sample)
                counted[len(samples) - 1] = figure
                continue
            if labels:
                end = amount.end
                found.append(figure)
    with_samples = [_with_sample(figure, samples, paragraphs) for figure in found]
    used = {figure.sample for figure in with_samples}
    unused = [figure for n, figure in counted.items() if samples[n].size not in used]
    ordered = sorted(
        (*with_samples, *(figure for figure in unused if figure.labels)),
        key=lambda figure: (figure.paragraph, figure.start),
    )
    return [*_without_repeats(iter(ordered))]


def _is_figure(text: str, amount: Amount) -> bool:
    """Whether a number counts or measures something."""
    before, after = (
        text[max(0, amount.start - 60) : amount.start],
        text[amount.end : amount.end + 60],
    )
    if amount.doubt:
        return False
    is_age = _AGE_BEFORE.search(before) and not amount.unit and amount.value < 110
    if is_age and (_AGE.search(before[-24:]) or after.startswith("s")):
        return False
    if _AGE_AFTER.match(after) and not amount.unit:
        return False
    if _ADDRESS.match(after) and not amount.unit:
        return False
    if amount.is_share and _AS_MANY.match(after):
        return False
    if amount.unit or amount.is_share:
        return True
    if _NAMED_BY_NUMBER.search(before):
        return False
    if _IS_TIME.match(after):
        return bool(_MEASURED_TIME.search(before))
    if amount.whole is not None:
        return True
    if _AFTER_NAME.search(before) and _ENDS.match(after) and amount.value < 110:
        return False
    if not _COUNTS.match(after) and not _LEADS.search(before):
        return False
    if amount.upper is not None:
        return True
    is_word = text[amount.start : amount.end][-1:].isalpha() and not any(
        letter.isdigit() for letter in text[amount.start : amount.end]
    )
    if is_word and amount.value < _TEN:
        return False
    return abs(amount.value) >= _TEN or bool(_UNIT_AFTER.match(after)) or not is_word


def value_of(text: str, amount: Amount) -> str:
    """Return a number in a form that a record accepts, as close as possible to the text."""
    written = " ".join(text[amount.start : amount.end].split())
    written = written[:1].lower() + written[1:] if written[1:2].islower() else written
    unit = _unit_after(text, amount)
    words = f" {unit['unit'].lower()}" if unit else ""
    for form in (
        _PERCENT_WORDS.sub("%", written) + words,
        *_plain_forms(amount, words, is_in=" in " in written),
    ):
        try:
            quantity = parse_quantity(form)
        except ValueError:
            continue
        own = wanted(quantity)
        if own.is_value_of(amount) and own.is_limited_like(amount):
            return form
    return ""


def _unit_after(text: str, amount: Amount) -> re.Match[str] | None:
    """Return the unit after a number that has none of its own, such as weeks."""
    if amount.unit or amount.is_share or amount.whole is not None:
        return None
    return _UNIT_AFTER.match(text, amount.end)


_QUALIFIERS: Mapping[frozenset[str], str] = {
    frozenset(): "",
    frozenset(["more"]): "more than ",
    frozenset(["least"]): "at least ",
    frozenset(["fewer"]): "fewer than ",
    frozenset(["most"]): "up to ",
    frozenset(["about"]): "about ",
    frozenset(["nearly"]): "nearly ",
    frozenset(["more", "slightly"]): "just over ",
    frozenset(["fewer", "slightly"]): "just under ",
}


def _plain_forms(amount: Amount, words: str, *, is_in: bool) -> Iterator[str]:
    """Yield ways to write a number that is in words: "9 in 10", "nearly 40%", "£1.5 million"."""
    limit = _QUALIFIERS.get(frozenset(amount.limits))
    if limit is None:
        return
    number = _in_digits(amount.value)
    if amount.whole is not None:
        joint = "in" if amount.is_share or is_in else "of"
        yield f"{limit}{number} {joint} {_in_digits(amount.whole)}"
        return
    upper = f"–{_in_digits(amount.upper)}" if amount.upper is not None else ""
    unit = {"%": "%", "points": " percentage points"}.get(amount.unit, "")
    sign = amount.unit if amount.unit in ("£", "$", "€") else ""
    yield f"{limit}{sign}{number}{upper}{unit}{words}"


def _in_digits(number: object) -> str:
    from decimal import Decimal
    from fractions import Fraction

    assert isinstance(number, Fraction)
    for power, word in ((10**9, " billion"), (10**6, " million")):
        if abs(number) >= power and (number / power * 1000).denominator == 1:
            return f"{_decimal(number / power)}{word}"
    plain = Decimal(number.numerator) / Decimal(number.denominator)
    return f"{plain.normalize():,f}"


def _decimal(number: object) -> str:
    from decimal import Decimal
    from fractions import Fraction

    assert isinstance(number, Fraction)
    return f"{(Decimal(number.numerator) / Decimal(number.denominator)).normalize():f}"


def _sample(text: str, amount: Amount, paragraph: int) -> _Sample | None:
    """Return the sample whose size a number is, as in "a survey of 1,832 adults"."""
    if amount.unit or amount.whole is not None or amount.upper or amount.value < _TEN:
        return None
    before = text[max(0, amount.start - 70) : amount.start]
    after = _SAMPLED_AFTER.match(text, amount.end)
    if not after and not any(pattern.search(before) for pattern in _SAMPLE):
        return None
    value = value_of(text, amount)
    if not value:
        return None
    low, high = max(0, amount.start - 40), min(len(text), amount.end + 60)
    return _Sample(value, paragraph, amount.start, text[low:high].strip(), _asker(text))


def _asker(text: str) -> str:
    match = re.search(
        r"\b(?:surveyed|polled|survey|poll|polling|research|conducted|carried out"
        r"|commissioned)\b[^.;]{0,60}?"
        r"\bby\s+((?:[A-Z][\w&’'-]*)(?:\s+(?:[A-Z][\w&’'-]*|of|for|and))*)",
        text,
    ) or re.search(
        r"\b((?:[A-Z][\w&’'-]*)(?:\s+[A-Z][\w&’'-]*)*)\s+(?:surveyed|polled|interviewed)\b", text
    )
    name = re.sub(r"\s+(?:of|for|and)$", "", match[1]) if match else ""
    return "" if name.split(" ")[0] in NOT_NAMES else name


def _with_sample(
    figure: FoundFigure, samples: Sequence[_Sample], paragraphs: Sequence[Paragraph]
) -> FoundFigure:
    """Return a share with the sample that it comes from, if the document has one for it."""
    is_share = "%" in figure.value or re.search(r"\d in \d", figure.value)
    if not samples or not is_share:
        return figure
    own = [sample for sample in samples if sample.paragraph == figure.paragraph]
    text = paragraphs[figure.paragraph].text
    start, end = sentence_at(text, figure.start)
    if not own and not _OPINION.search(text[start:end]):
        return figure
    chosen = own if len(own) == 1 else samples if len({each.size for each in samples}) == 1 else []
    if not chosen:
        return figure
    return replace(figure, sample=chosen[0].size, sample_reason=chosen[0].reason, by=chosen[0].by)


def _without_repeats(figures: Iterator[FoundFigure]) -> Iterator[FoundFigure]:
    """Yield the figures without those that only repeat an earlier one: same value, same words."""
    seen: list[tuple[str, frozenset[str]]] = []
    from briefing.evidence.key_words import key_words

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
