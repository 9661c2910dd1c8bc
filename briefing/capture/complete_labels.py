"""Labels that can be understood on their own.

Words in square brackets replace the words of a label that refer to others. If that is not possible,
the label is its whole sentence, or includes the previous one. All of this is shown as a guess,
except whole sentences.
"""

import re
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from briefing.capture.additions import added
from briefing.capture.antecedents import with_owner, with_things
from briefing.capture.clauses import clause_of
from briefing.capture.document import Paragraph
from briefing.capture.earlier import Sentence, earlier_sentences
from briefing.capture.explanations import (
    answers,
    explained,
    is_unclear,
    names_noun,
    said_pair,
    whole_sentence,
)
from briefing.capture.found_figure import FoundFigure
from briefing.capture.labels import LONGEST, MARK, SHARE, Label, doubts_of, has_room
from briefing.capture.measures import LEVEL
from briefing.capture.missing_words import is_bare_amount, lacks_counted
from briefing.capture.parts_of_counts import with_whole
from briefing.capture.pointers import is_continued, pointer_of
from briefing.capture.preceding import NOT_NAMED, with_sentence
from briefing.capture.quantities import (
    led_group,
    part_of,
    with_counted,
    with_measure,
    with_money,
    with_own_group,
)
from briefing.capture.sentences import sentence_at
from briefing.capture.topics import has_run_in, is_thin, named_section
from briefing.capture.verbs import is_plural, main_verb, split_at_verb, starts_with_verb
from briefing.evidence.key_words import key_words
from briefing.evidence.windows import numbered

_UNIT = re.compile(
    r"[\s-](?:percentage\spoints?|points?|minutes?|hours?|days?|weeks?|months?|years?|miles?|per\s[a-z]+|an?\s[a-z]+)\b"
)
_LEVEL = re.compile(r"\b[Tt]he (?:average|median|rate|number|total|standard)\b")
"""A quantity that the heading within its paragraph names."""
_HE_SAID = re.compile(
    r"(?:He|She)\s(?:also\s)?(?:(?:said|says|added|adds|told\s\w+|claimed|claims|warned|warns|estimates|estimated|reckons|believes"
    r"|pointed\sout|points\sout)\s(?:that\s)?|(?:points|pointed)\sto\s)"
)
_ADVERB = re.compile(r"\s(?:now|also|already|still|currently)")
"""The last word of a group or count, which belongs to the verb after it."""
_OFTEN = re.compile(r"\s(?:never|always|often|rarely|regularly|sometimes)\b.*$")
_LEAD = re.compile(
    r"(?:\b(?:there (?:is|are|was|were|have been|had been)|the|only|just|some|about|around|almost"
    r"|nearly|over)\s)+$",
    re.IGNORECASE,
)
"""Words before a number at the start of its clause."""
_NO_PERIOD = re.compile(
    r"^(?!.*\b(?:since|over|between|during|after|year|years|months?)\b).*\b(?:has|have)\s(?:[a-z]+\s){1,2}?by\s"
    r"(?:(?:only|just|about|almost|nearly)\s)*\S*\d\S*(?:\sper\scent)?$"
)
"""A change since a day that the sentence before may give: *costs have grown by 4%*."""
_PERIOD = re.compile(
    r"\b(?:has|have)\s[^.;]*\bby\s\S*\d[^.;]*\b(?:since|over\sthe\s(?:past|last)|in\sthe\s(?:past|last)|between)\s"
)
_OWNED = re.compile(r"[A-Z][\w-]+(?:\s[A-Z][\w-]+)*(?:’s|s’)\s")
"""The name of an owner at the start of a label: *Swansea’s turnover*."""
_RATE = re.compile(
    r"The (?:[\w-]+ )?(?:rate|proportion|share)\b(?!\s(?:of|for|among|in|who|that|at\swhich)\b)"
)
"""A quantity whose group is not in its label: *The failure rate within 30 days was 7%*."""
_FEW_WORDS = 3
"""The maximum number of key words of a label that says little."""
_DEFINITE = re.compile(r"(?:The|There|Its|Their)\s")
_BARE_COUNT = re.compile(r"\d[\d,.]*\s(?:[a-z-]+\s)?[a-z-]+")
"""A count with hardly any words: *62,000 applications outstanding*."""
_YOU = re.compile(r"(?:you|they|it|we)\s", re.IGNORECASE)
_THERE = re.compile(r"(?<=[a-z]\s)there(?=[,;.]|\s(?:and|or|but)\b|$)")
"""A place that the same sentence may name: *Wales has a law; 90 cases were heard there*."""
_WOULD = re.compile(r"(?:[A-Z][a-z]+|\d[\d,]*)\s(?:[\w,]+\s){0,2}would\s")
"""The start of a label about something that the text has already named."""
_ACTION = re.compile(r"[A-Z][a-z]+ing\s(?!so\b|this\b|that\b)[a-z]")
"""The start of a label that names what has an effect: *Closing the branches would save £1m*."""
_PERSONAL = re.compile(r"\b(?:he|she|his|her)\b", re.IGNORECASE)
_FARTHEST = 20_000
"""The maximum distance between a label and an earlier name, in characters."""


@dataclass(frozen=True, slots=True)
class Context:
    """The parts of a document that its labels can refer to.

    Attributes:
        paragraphs: its paragraphs.
        publisher: its publisher, or an empty string.
        surveyed: the people in its only survey, or an empty string.
        survey: the number of the paragraph that names them.
        survey_end: the number of the first paragraph about another survey.
    """

    paragraphs: Sequence[Paragraph]
    publisher: str = ""
    surveyed: str = ""
    survey: int = 0
    survey_end: int = sys.maxsize


def completed(figure: FoundFigure, context: Context) -> Label:
    """Return the label of a figure with the words that it refers to, or as a guess.

    Args:
        figure: the figure.
        context: the parts of the document that it can refer to.
    """
    label, paragraphs = figure.label, context.paragraphs
    if label.is_said and not label.is_pair:
        said = numbered(paragraphs[figure.paragraph].text).text
        whole = None
        if lacks_counted(label.text):
            first, last = sentence_at(said, figure.start)
            opening = max(said.rfind(mark, first, figure.start) + 1 for mark in '“"')
            whole = whole_sentence(label, said[max(first, opening) : last])
        label = whole or said_pair(label, said, figure.start) or label
    if not (label.is_said or label.is_pair):
        text = numbered(paragraphs[figure.paragraph].text).text
        first, last = sentence_at(text, figure.start)
        earlier = [*earlier_sentences(paragraphs, figure.paragraph, first)]
        known = _with_names(_with_quantities(label, figure, context, text), figure, context, text)
        is_unknown = is_unclear(known) or answers(known.text, earlier)
        whole = whole_sentence(label, text[first:last]) if is_unknown else None
        if whole and (names_noun(known, whole) or pointer_of(whole.text)):
            known, is_unknown = whole, is_unclear(whole)
        is_personal = _PERSONAL.search(known.text) and not is_unknown
        if is_personal and (whole := whole_sentence(label, text[first:last])):
            known = whole
        known = replace(known, text=_without_speaker(known.text))
        has_same = re.search(r"[a-z]", text[:first]) is not None
        words = _own_clause(label, figure, text)
        pair = _with_named_subject(
            lambda near: explained(known, label, near, words, figure.kind, has_same=has_same),
            earlier,
        )
        is_in_heading = has_run_in(text) and _LEVEL.search(known.text) is not None
        if is_unknown and pair and not is_in_heading:
            known = pair
        elif not (known.of or known.is_pair or has_run_in(text)) and figure.lead < 0:
            same = [*earlier_sentences(paragraphs, figure.paragraph, first, is_same=True)]
            is_somebody = pointer_of(known.text).lower() in ("he", "she", "his", "her")
            if is_somebody or _needs_earlier(_with_number(known, figure, text), same):
                pair = _with_named_subject(
                    lambda near: with_sentence(label, near, words, figure.kind), same
                )
                known = pair or known
        label = known
    group = _surveyed(context, figure.paragraph)
    share = SHARE.match(label.text) if label.is_pair and group else None
    if share and starts_with_verb(label.text[share.end() :]):
        text = f"{share[0]} [of {group}]{label.text[share.end() :]}"
        label = added(label, text, share[0]) if has_room(text) else label
    text = re.sub(r"[;,]\s(?:and|or)$", "", label.text).rstrip(" ;,–—")
    if len(text) > LONGEST:
        text = f"… {text[-LONGEST + 2 :].partition(' ')[2]}"
        doubt = f"its first words were left out, because a label has at most {LONGEST} characters"
        label = replace(label, doubts=(*label.doubts, doubt))
    text = re.sub(rf"{_ADVERB.pattern}(?=\])", "", text)
    label = replace(label, text=text, of=re.sub(rf"{_ADVERB.pattern}$", "", label.of))
    return replace(label, doubts=tuple(dict.fromkeys((*label.doubts, *doubts_of(label)))))


def _with_named_subject(
    pair_of: Callable[[Sequence[Sentence]], Label | None], earlier: Sequence[Sentence]
) -> Label | None:
    """Return a label with the sentence before it, and the name that its "it" or "she" refers to.

    If there is no such name, it has a third sentence.
    """
    if len(earlier) > 1 and is_continued(earlier[0].text):
        pair = pair_of(earlier[:1])
        names = [each.text for each in earlier[1:]]
        pair = pair and with_owner(pair, names[0], names)
        if pair and pair.text.startswith("["):
            return pair
    return pair_of(earlier)


def _surveyed(context: Context, number: int) -> str:
    """Return the people in the survey that a paragraph is about, or ""."""
    return context.surveyed if context.survey <= number < context.survey_end else ""


def _without_speaker(text: str) -> str:
    """Return a label without words such as *He said that*, which do not say who said it."""
    said = _HE_SAID.match(text)
    is_noun = said is not None and said[0].endswith(" to ")
    if not said or not (is_noun or main_verb(text[said.end() :])):
        return text
    rest = text[said.end() :]
    return re.sub(r"^\[?[a-z]", lambda first: first[0].upper(), rest)


def _item_group(paragraphs: Sequence[Paragraph], lead: int, number: int) -> str:
    """Return the group of the first share in the items before an item of a list, or ""."""
    for each in paragraphs[lead + 1 : number]:
        text = MARK.sub("", numbered(each.text).text, count=1)
        share = SHARE.match(text)
        of = re.match(r"\s(?:of\s(?:all\s|the\s)*)?", text[share.end() :]) if share else None
        if share and of:
            group = _OFTEN.sub("", split_at_verb(text[share.end() + of.end() :])[0])
            return group if is_plural(group.rpartition(" ")[2]) and len(group.split()) < 6 else ""
    return ""


def _needs_earlier(text: str, earlier: Sequence[Sentence]) -> bool:
    """Whether a label is so short that it needs the sentence before it in its paragraph."""
    if not earlier or "[" in text:
        return False
    if _NO_PERIOD.search(text) and _PERIOD.search(earlier[0].text):
        return True
    if _OWNED.match(text):
        return False
    if _RATE.match(text):
        return True
    named = next((each for each in earlier if not NOT_NAMED.search(each.text)), None)
    if is_bare_amount(text) and named and not is_continued(named.text):
        return True
    if not is_thin(text):
        return False
    if _BARE_COUNT.fullmatch(text):
        return not is_continued(earlier[0].text)
    if _WOULD.match(text):
        return not _ACTION.match(text)
    if is_continued(earlier[0].text):
        return False
    is_short = _DEFINITE.match(text) is not None and len(key_words(text)) <= _FEW_WORDS
    is_level = LEVEL.match(split_at_verb(text)[1]) is not None
    is_short = is_short and (is_level or text.startswith("There "))
    return is_short


def _with_quantities(label: Label, figure: FoundFigure, context: Context, text: str) -> Label:
    """Return a label with the group, the count or the quantity that it refers to."""
    paragraphs, number, lead = context.paragraphs, figure.paragraph, figure.lead
    first, _ = sentence_at(text, figure.start)
    earlier = [*earlier_sentences(paragraphs, number, first)]
    same = [*earlier_sentences(paragraphs, number, figure.start, is_same=True)] if lead < 0 else []
    surveyed = _surveyed(context, number)
    led = led_group(paragraphs[lead].text) if lead >= 0 else part_of([text[first : figure.start]])
    led = led or (_item_group(paragraphs, lead, number) if lead >= 0 else "")
    led = led or part_of([each.text for each in same])
    is_same = re.search(r"\b(?:do|does|did)\sso\b", label.text) is not None
    if not is_same and not re.search(r"[:;]\s", text[first : figure.start]):
        label = with_own_group(label, same, led or surveyed, text[figure.start : figure.end])
    label = with_measure(with_whole(with_counted(label, earlier), earlier), earlier, figure.kind)
    return with_money(label, earlier)


def _with_names(label: Label, figure: FoundFigure, context: Context, text: str) -> Label:
    """Return a label with the names that its words refer to."""
    paragraphs, number = context.paragraphs, figure.paragraph
    found = text.lower().find(figure.label.text.lower()[:40])
    start = found if 0 <= found <= figure.start else figure.start
    texts = [context.publisher, *(each.text for each in paragraphs[:number]), text[:start]]
    before = text[:start].strip() or (paragraphs[number - 1].text if number else "")
    label = with_owner(label, before, texts)
    parts = (texts[1:], texts[1 + named_section(paragraphs, number) :])
    return with_things(label, *("\n".join(part)[-_FARTHEST:] for part in parts))


def _own_clause(label: Label, figure: FoundFigure, text: str) -> str:
    """Return the clause of a label, with its number, for a sentence of its own."""
    first, last = sentence_at(text, figure.start)
    words = _with_number(label, figure, text)
    written = text[figure.start : figure.end]
    place = text.lower().find(words.lower(), first, last)
    rest = text[place + len(words) : last]
    is_cut = re.match(r"\s(?:to|from)\s", rest) is not None or starts_with_verb(rest)
    if place < 0 or written not in words or is_cut:
        clause = clause_of(text[first:last], figure.start - first, figure.end - first)
        words = f"{clause.before}{written}{clause.after}"
        is_whole = clause.is_first and main_verb(words) and not is_cut
        return words if is_whole else text[first:last]
    is_part = text[first:place].strip() != "" and _YOU.match(words) is not None
    if is_part or _THERE.search(words):
        return text[first : place + len(words)]
    before = _LEAD.search(text[first:place])
    return f"{before[0]}{words}" if before else words


def _with_number(label: Label, figure: FoundFigure, text: str) -> str:
    """Return a label with its number, if the text has them together."""
    first, last = sentence_at(text, figure.start)
    after = text.find(label.text, figure.end, last)
    if label.of:
        group = f"{text[figure.start : figure.end]} of {label.of} {label.text}"
        together = text[figure.start : after + len(label.text)] if after >= 0 else ""
        return together if label.of in together else group
    if after >= 0 and not text[figure.end : after].strip(" -"):
        return text[figure.start : after + len(label.text)]
    before = text.find(label.text, first, figure.start)
    if before < 0 or "|" in text:
        return label.text
    unit = _UNIT.match(text, figure.end)
    return text[before : unit.end() if unit else figure.end]
