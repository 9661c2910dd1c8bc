"""The figures in a document: numbers that count or measure something, with their labels.

Each label is made from the words of its own sentence.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from briefing.capture.amount_texts import unit_after, value_of
from briefing.capture.cell_labels import CELL, base_of, cell_label, with_box
from briefing.capture.counting import is_figure
from briefing.capture.document import Paragraph
from briefing.capture.earlier import Sentence
from briefing.capture.found_figure import FoundFigure
from briefing.capture.kept_words import asked_in, leads_to
from briefing.capture.labels import Label, label_of
from briefing.capture.lead_ins import explained_lead, lead_of, with_lead
from briefing.capture.other_numbers import is_other_number
from briefing.capture.pointers import IT_MEASURES
from briefing.capture.preceding import main_clause
from briefing.capture.quotes import SAYS, FoundQuote
from briefing.capture.samples import OPINION, Sample, group_of, sample_at
from briefing.capture.sentences import sentence_at, sentences
from briefing.capture.surveyed import (
    is_about_survey,
    surveyed_in,
    with_group,
    with_respondents,
)
from briefing.capture.telling_apart import is_time_limit, told_apart, without_repeats
from briefing.capture.topics import is_general
from briefing.capture.verbs import main_verb
from briefing.evidence.amount import Amount
from briefing.evidence.key_words import key_words
from briefing.evidence.windows import numbered

_CONTACT = re.compile(
    r"@\w|\b(?:tel(?:ephone)?|phone|mobile|fax|call)\b[\s.:]*[+(\d]|\bpress\s+office\b"
    r"|https?://|www\.",
    re.I,
)
_REGISTERED = re.compile(
    r"\b(?:registered\s+(?:charity|company|office)|charity\s+(?:number|no)|company\s+no)", re.I
)
_OF_GROUP = re.compile(r"\s+of\s+(?:(?:the|all|our|its)\s+)*+(?P<group>[a-z’'-]+(?:\s[a-z’'-]+)?)")
_PART = re.compile(r"(?:Among|Amongst|Of|For)\b")
_ANYBODY = key_words("those them respondents participants asked surveyed replied")
_MOST_TRIED = 3
"""The maximum number of numbers to check for each possible figure."""
_HAS_LETTER = re.compile(r"[A-Za-z]{2}")
_ROW = re.compile(r"[A-Z](?:[^\W\d]|[ ,/&’'()-])+(?:\s[£$€−+-]?\d[\d,.]*(?:%|m|bn|k)?){2,}$")
"""A row of a table whose cells are not known, as in a PDF: *Mobility £1,180 33%*."""
_TIMES = ("minutes", "hours", "days", "weeks", "months", "years")
_LIMITED = (*_TIMES, "mph")
"""Units of numbers that are often only a limit in the label of another number."""
_LENGTHS = (*_TIMES, "miles", "kilometres", "metres")
_RHETORIC = re.compile(
    r"\b(?:[Ii]f|[Uu]nless|[Ww]hen(?:ever)?)\s(?:you|we|they)\s|\b[Yy]ou\s(?:can|could|would|do)(?:n[’']t|[’']t|not)\b"
)
"""Words of somebody who argues with a number and does not report it: *if you buy half a loaf*."""
_MEASURED = re.compile(r"\b(?:average|median|typical|target|mean)\b")
"""Words without which a time in a quote is only an experience: *I waited six weeks*."""
_SAYS_AT_END = re.compile(rf",\s{SAYS}$")
"""The verb before a quote, after words about its speaker: *Lee, whose rent rose by 61%, said*."""
_COUNT = re.compile(r"[£$€]?\d[^.!?]{0,80}$")
_NAME = re.compile(r"(?=.{3,60}$)[A-Z][^\d.,:;!?|“”\"]*[\w)]")
"""A line that names the number below it: *Yorkshire and the Humber*."""
_LONGEST_LEAD = 16
"""The maximum number of words of a line above a list that become part of a label."""


def figures_in(
    paragraphs: Sequence[Paragraph], quotes: Sequence[FoundQuote], most: int
) -> list[FoundFigure]:
    """Return the figures of a document and of its quotes, but no more than a maximum number."""
    found: list[FoundFigure] = []
    sizes: list[tuple[Sample, FoundFigure]] = []
    surveyed, *_ = surveyed_in([paragraph.text for paragraph in paragraphs])
    tried = 0
    lead = -1
    for number, paragraph in enumerate(paragraphs):
        if paragraph.kind == "heading":
            continue
        text = numbered(paragraph.text).text
        above = paragraphs[number - 1].text if number else ""
        lead = number - 1 if above.endswith(":") else lead
        lead = lead if lead >= 0 and leads_to(paragraphs[lead].text, paragraph) else -1
        quoted = [(each.start, each.end) for each in quotes if each.paragraph == number]
        end = -1
        base = base_of(paragraphs, number)[0]
        for amount in numbered(paragraph.text).amounts:
            if 0 < base == text.count(CELL, 0, amount.start):
                continue
            if amount.start < end or not is_figure(text, amount):
                continue
            values = {each.value.split()[0] for each in found}
            if is_other_number(text, amount, values, numbered(paragraph.text).amounts):
                continue
            tried += 1
            if len(found) == most or tried > _MOST_TRIED * most:
                break
            figure = _figure_of(amount, paragraphs, number, lead, found, quoted, surveyed)
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
    apart = [*without_repeats(ordered)]
    texts = [numbered(paragraphs[figure.paragraph].text).text for figure in apart]
    numbers = [text[f.start : f.end] for text, f in zip(texts, apart, strict=True)]
    return [*told_apart(apart, numbers)]


def _figure_of(
    amount: Amount,
    paragraphs: Sequence[Paragraph],
    number: int,
    lead: int,
    found: Sequence[FoundFigure],
    quoted: Sequence[tuple[int, int]],
    surveyed: str,
) -> FoundFigure | None:
    """Return the figure of an amount in a paragraph, or None if it is not a figure of its own.

    Args:
        amount: the amount.
        paragraphs: the paragraphs of the document.
        number: the number of the paragraph.
        lead: the number of the paragraph that leads to its list, or -1.
        found: the earlier figures.
        quoted: the positions of the quotes in the paragraph.
        surveyed: the people in the only survey of the document, or "".
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
    is_limit = bool(amount.limits - {"about", "nearly"})
    is_limit = is_limit or (unit is not None and unit["unit"].endswith(_LIMITED))
    is_limit = is_limit or text[: amount.start].endswith(" within ")
    is_limit = is_limit and not text[: amount.start].endswith(" to ")
    is_limit = is_limit and " in " not in text[amount.start : amount.end]
    is_inner = is_limit and (not amount.unit or amount.unit not in "£$€%")
    is_inner = is_inner and last is not None and last.start >= start
    if (
        is_inner
        and last
        and not is_time_limit(last)
        and _is_in_label(text[amount.start : amount.end], last.label)
    ):
        return None
    is_said = any(start <= amount.start < end for start, end in quoted)
    is_vague = amount.whole is not None or value.split()[-1] in _LENGTHS
    if is_said and is_vague and _RHETORIC.search(sentence):
        return None
    if is_said and value.split()[-1] in _TIMES and not _MEASURED.search(sentence):
        return None
    end = unit.end() if unit else amount.end
    above = paragraphs[lead].text.rstrip(" :") if lead >= 0 else ""
    before = paragraphs[lead - 1].text if lead > 0 else ""
    group = group_of(above) or (surveyed if is_about_survey(above, before) else "")
    label = cell_label(paragraphs, number, amount.start) or label_of(
        paragraph,
        amount,
        end,
        is_said=is_said,
        has_group=group != "",
        item_before=_clause_before(paragraphs, number) if 0 <= lead < number - 1 else "",
    )
    if not label:
        return None
    label = with_box(label, paragraphs, number)
    label = replace(label, text=_SAYS_AT_END.sub("", label.text))
    if name := _row_name(paragraphs, number):
        label = Label(f"{name}: {text.rstrip(' .')}", place="its line and the line above it")
    if _ROW.match(text):
        doubt = "it is a row of a table, so say what its number measures"
        label = replace(label, doubts=(*label.doubts, doubt))
    written = text[amount.start : end]
    is_demand = asked_in(f"{above} ", label) and written in label.text
    # Only the first sentence of an item continues the line above its list.
    above = "" if _HAS_LETTER.search(text[:start]) else above
    lead_in = explained_lead(above, lead_of(above, sentence.strip(" •*–-")))
    is_demand = is_demand and not (main_verb(label.text) and not main_verb(above))
    if lead_in or (is_demand and len(above.split()) <= _LONGEST_LEAD):
        label = with_lead(label, lead_in or above, written)
    return FoundFigure(
        value,
        with_respondents(with_group(label, group, written), surveyed),
        number,
        amount.start,
        amount.end,
        amount.kind,
        before=f"{above} {text[start : amount.start]}",
        lead=lead,
    )


def _clause_before(paragraphs: Sequence[Paragraph], number: int) -> str:
    """Return the main clause of the item before an item of a list.

    It leaves out a sentence that only compares its number: *Last year it was 51%*.
    """
    before = numbered(paragraphs[number - 1].text)
    text = before.text.strip(" •*–-")
    shift = before.text.find(text)
    spans = [span for span in sentences(text) if not IT_MEASURES.match(text[slice(*span)])]
    first, last = spans[-1] if spans else (0, len(text))
    amounts = [
        (each, each.start - shift - first, each.end - shift - first)
        for each in before.amounts
        if first <= each.start - shift < last
    ]
    clause = main_clause(Sentence(text[first:last], amounts), None)
    return f"{clause[:1].upper()}{clause[1:]}"


def _row_name(paragraphs: Sequence[Paragraph], number: int) -> str:
    """Return the line above a paragraph that only has a number and its noun, if it names it."""
    text = paragraphs[number].text
    above = paragraphs[number - 1].text.strip() if number else ""
    is_count = _COUNT.match(text) is not None and not main_verb(text) and CELL not in text
    is_name = _NAME.fullmatch(above) is not None and not main_verb(above)
    return above if is_count and is_name and not is_general(above) else ""


def _is_in_label(written: str, label: Label) -> bool:
    """Whether a number is part of the label of another: `have waited for over a year`."""
    return f" {written.lower()} " in f" {label.text.lower()} {label.of.lower()} "


def _with_sample(
    figure: FoundFigure, samples: Sequence[Sample], paragraphs: Sequence[Paragraph]
) -> FoundFigure:
    """Return a share with its sample, if its paragraph or the one that leads to it gives one.

    The share of a smaller group has none, because the size of that group is not known.
    """
    near = [each for each in samples if each.paragraph in (figure.paragraph, figure.lead)]
    base = base_of(paragraphs, figure.paragraph)[1]
    if figure.kind == "%" and re.fullmatch(r"\d[\d,]*", base):
        return replace(figure, sample=base, sample_reason="its row of the table")
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
