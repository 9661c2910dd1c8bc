"""Labels for the numbers in a document, made from the words of their sentences.

A label names the quantity counted or measured, in a few words: in "77% of parents back a new
regulator", "back a new regulator" is the label, and parents are the group. The words depend on the
place of the number in its clause:

- the subject: `back a new regulator`, `people waiting for a plot`
- the object of a verb, which becomes passive: `spent by the council on parks`
- after a verb such as "is" or "fell to": the subject, `average wait`, or `increase in fares`
- after a noun and "of": `grant for each apprentice`
- after another preposition: `towns at which signs will go up`

If the place is none of these, the label is the clause without the number.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from briefing.capture.clauses import (
    GROUP,
    LAST_PREPOSITION,
    Clause,
    clause_around,
    split_count,
    split_noun,
    take_rate,
)
from briefing.capture.earlier_labels import CHANGE_NOUNS, borrowed
from briefing.capture.label_words import (
    NOTHING_EARLIER,
    NUMBER_COMMA,
    PREPOSITION,
    Earlier,
    Label,
    tidied,
)
from briefing.capture.verb_labels import labels_after_verb, passive
from briefing.capture.verbs import (
    ADVERBS,
    AUXILIARIES,
    SAYING,
    Governor,
    base_of,
    governor,
    participle,
    split_at_verb,
)
from briefing.evidence.amount import Amount
from briefing.evidence.windows import NumberedText

_IN_NUMBER = re.compile(r"(?<=\d),(?=\d)")
_NAMES = re.compile(r"(?<=[a-z,] )[A-Z][\w’'-]+")
_ROW = re.compile(r"(?P<label>[^|.]{3,90}?)\s*(?:\||:|–|—)\s*")
_HAS_LETTER = re.compile(r"[a-z]{2}")
_QUOTED = re.compile(r"[‘“\"'](?P<label>[^‘’“”\"]{3,120})[’”\"']\s*\($")
_DOING = re.compile(r"\s*(?:(?P<group>[a-z][\w’' -]{2,50}?)\s)?(?P<predicate>[a-z]{3,}ing\s.+)")
_UNKNOWN_VERB = re.compile(rf"\s(?!{PREPOSITION})[a-z]+\s(?:an?|the|their|its|that|not|they|it)\s")
_NAMED = re.compile(
    rf"\s(?!(?:{PREPOSITION}|{'|'.join(AUXILIARIES)}|an?|each|every|more|less|extra|and|last|this|next"
    r"|overall|now|today|yesterday|once|alone|being)\b)[a-z-]+(?<!ed)\s*[a-z]*"
)
"""A noun directly after an amount of money: `£2 million fund`."""
_OF_TOTAL = re.compile(r"of\s(?:the\s)?[\d,‚]*\s?(?P<noun>.+)")
_NOUN_OF = re.compile(
    r"(?:.*\b(?:an?|the|its|their|on|with|in|by)\s|^)(?P<noun>[^,;:()]*[a-z])\s(?:of|worth)$", re.I
)
_NOUN_FOR = re.compile(r"\b(?:an?|the)\s(?P<noun>[\w-]+(?:\s[\w-]+)?\s(?:to|for)\sthe\s)$")
"""A noun with a phrase before "of": `cost to the taxpayer of £2m`."""
_BE = re.compile(
    r"^(?:is|are|was|were|(?:has|have|had)\s+been)\s+(?:(?:now|also|currently)\s+)?(?=(?:still\s)?\w)"
)
_ANSWERS = re.compile(
    r"\b(?:survey|poll|asked|surveyed|polled|questioned|interviewed|sample)\b[^,;:]*?"
    r"\d[\d,.]*\s(?P<group>[a-z][^,;:\d]{2,40}?)"
    r"\s(?:found|finds|showed|shows|suggests|suggested|and|said|reveals|revealed)\b"
)
"""The group of a survey: `a survey of 1,250 head teachers found`."""
_COLON = re.compile(r"(?P<clause>[^.;:]+):\s*$")
_SHARE_WORDS = re.compile(
    r"\b(?:(?:more|less|fewer|than|over|under|almost|nearly|about|just|only|around|well)\s)*"
    r"\b(?:[\w-]+\s(?:in|out of)\s\w+"
    r"|(?:an?\s|[a-z]+[ -])?(?:half|third|quarter|fifth|sixth|tenth)s?|most|many|some)\b"
    r"\s*(?:of\s)?",
    re.IGNORECASE,
)


def labels_of(
    numbers: NumberedText, amount: Amount, end_of_value: int, earlier: Earlier = NOTHING_EARLIER
) -> tuple[Label, ...]:
    """Return possible labels for a number, the best one first.

    Args:
        numbers: the text of its paragraph.
        amount: the number.
        end_of_value: the end of the number and its unit, such as weeks.
        earlier: the labels of the numbers before it.
    """
    start, end = numbers.sentence(amount)
    text = _IN_NUMBER.sub(NUMBER_COMMA, numbers.text)
    left, right = text[start : amount.start], text[end_of_value:end]
    is_share = amount.is_share or amount.unit in ("%", "points") or amount.whole is not None
    made = [*_of_row(left, right)]
    if left.rstrip().endswith("(") and right.startswith(")"):
        left, right = left.rstrip(" ("), right[1:]
        if is_share and (shares := [*_SHARE_WORDS.finditer(left)]):
            group = left[shares[-1].end() :].strip()
            left, right = left[: shares[-1].start()], f" of {group}{right}" if group else right
    clause = replace(
        clause_around(left, right),
        is_share=is_share,
        is_money=amount.unit in ("£", "$", "€"),
        is_count=not amount.unit and not amount.is_share and end_of_value == amount.end,
    )
    words = [*borrowed(left, right, clause, earlier)]
    made += words or [_with_group(label, clause, earlier) for label in _usual(clause)]
    made += [replace(label, is_usual=False) for label in _near(clause, left, right)]
    short = (tidied(label, frozenset(_NAMES.findall(text))) for label in made)
    return tuple(dict.fromkeys(label for label in short if label))


def _of_row(left: str, right: str) -> Iterator[Label]:
    """Yield the label of a number at the end of a row, or after words in quotation marks."""
    row = _ROW.fullmatch(left.rpartition("\n")[2])
    if row and ("|" in row[0] or not _HAS_LETTER.search(right)):
        yield Label(row["label"])
    if quoted := _QUOTED.search(left):
        yield Label(quoted["label"])


def _with_group(label: Label, clause: Clause, earlier: Earlier) -> Label:
    """Return a label with its group, if only the words before its clause name the group."""
    if label.of or not (label.is_predicate and clause.is_share):
        return label
    condition, outside = clause.condition, clause.outside
    if among := re.match(r"(?:among|amongst|of|for)\s+(?:the\s+)?(?P<group>.+)", condition):
        return replace(label, of=among["group"])
    if answers := _ANSWERS.search(outside):
        group = re.sub(r"^(?:of\s)?(?:its|their|our|the)?\s*", "", answers["group"])
        return replace(label, of=split_noun(group)[0])
    if (led := _COLON.search(outside)) and (group := split_at_verb(led["clause"])[0]).endswith("s"):
        return replace(label, of=group)
    last = earlier.last or (None if outside or clause.before else earlier.before)
    return replace(label, of=last.of) if last and last.is_predicate else label


def _usual(clause: Clause) -> Iterator[Label]:
    """Yield the labels of a number whose clause has one of the usual forms."""
    before = clause.before
    governs = governor(before)
    named = _noun_of(before, governs)
    if clause.is_money and re.match(r"\s(?:that|which)\s", clause.after):
        yield from _of_relative(clause.after)
    elif clause.is_money and _NAMED.match(clause.after):
        noun, predicate = split_count(clause.after)
        yield Label(noun if predicate.partition(" ")[0] in AUXILIARIES else clause.after)
    elif not before or (
        _says(governs) and split_at_verb(clause.after, has_plural=clause.is_share)[1]
    ):
        yield from _of_subject(clause)
    elif named:
        yield from _of_noun(named, clause, governs)
    elif governs:
        yield from [*labels_after_verb(governs, clause)] or _of_phrase(clause)
    else:
        yield from _of_phrase(clause)


def _says(governs: Governor | None) -> bool:
    return governs is not None and governs.base in SAYING and not governs.rest


def _of_subject(clause: Clause) -> Iterator[Label]:
    """Yield the label of a number that starts its clause: a group and its predicate."""
    after = clause.after
    if clause.is_share:
        is_part = GROUP.match(after)
        words = GROUP.sub("", after, count=1) if is_part else after
        group, predicate = split_at_verb(words, has_plural=True)
        if not predicate and (doing := _DOING.match(words)):
            group, predicate = doing["group"] or "", doing["predicate"]
        group = "" if group.strip() in ("overall", "now", "nationally") else group
        if re.match(PREPOSITION, group.strip()):
            group = f"those {group.strip()}"
        if predicate.partition(" ")[0] in CHANGE_NOUNS and re.match(
            rf"\w+\s{PREPOSITION}", predicate
        ):
            yield Label(words)  # "a 5% increase in fares"
        elif not is_part and _UNKNOWN_VERB.match(after):
            yield Label(after, is_predicate=True)
        elif predicate:
            yield Label(predicate, group, is_predicate=True)
        elif is_part:
            yield Label(group)
        else:
            yield Label(after, is_predicate=True)
        return
    rate, rest = take_rate(after)
    noun, predicate = split_count(rest)
    if not noun and (of := _OF_TOTAL.match(clause.condition)):
        noun, predicate = of["noun"], f"that {predicate}"
    if clause.is_count or (noun and not re.match(rf"(?!of\b){PREPOSITION}\b", noun.strip())):
        noun = re.sub(r"^\s*of\s+(?:the\s+)?", "", noun)
        yield Label(f"{noun} {rate} {_without_be(predicate) if noun else predicate}")
    else:
        is_purpose = re.match(rf"{PREPOSITION}\b", rest.strip())
        words = rest.strip() if is_purpose or not predicate else _without_be(predicate)
        words = re.sub(r"^for\s", "", words)
        words = f"{rate} {words}" if predicate else f"{words} {rate}"
        yield Label(words, is_predicate=bool(predicate))


def _noun_of(before: str, governs: Governor | None) -> str:
    """Return the noun before "of" at the end of a text: `grant`, `cost to the taxpayer`, or ""."""
    own = _NOUN_OF.match(governs.rest) if governs else None
    named = own if own and not re.search(rf"\b{PREPOSITION}\b", own["noun"]) else None
    named = named or _NOUN_OF.match(before)
    if not named or (governs and not own and len(named["noun"].split()) > 4):
        return ""
    text = governs.rest if governs and named is own else before
    longer = _NOUN_FOR.search(text[: named.start("noun")])
    return f"{longer['noun'] if longer else ''}{named['noun']}"


def _without_be(predicate: str) -> str:
    """Return a predicate without "are" or "have been" before a participle: `waiting for a plot`."""
    rest = _BE.sub("", predicate)
    first = rest.partition(" ")[0].lower()
    is_reduced = base_of(first)[1] in ("past", "participle") or first.endswith("ing")
    return rest if is_reduced or re.match(rf"{PREPOSITION}\b|still\b", first) else predicate


def _of_relative(after: str) -> Iterator[Label]:
    """Yield the label of money with a relative clause: `£2m that councils spend on parks`."""
    noun, predicate = split_at_verb(re.sub(r"^\s(?:that|which)\s", "", after))
    words = predicate.split()
    while words and (words[0] in ADVERBS or words[0] in AUXILIARIES):
        words = words[1:]
    if noun and words and (done := participle(words[0])):
        yield Label(f"{done} by {noun} {' '.join(words[1:])}", is_predicate=True)


def _of_noun(noun: str, clause: Clause, governs: Governor | None) -> Iterator[Label]:
    """Yield the label of a number after a noun and "of": `surplus made by the trust`."""
    rate, rest = take_rate(clause.after)
    done = ""
    if governs and re.fullmatch(rf"(?:\w+\s)?{re.escape(noun)} (?:of|worth)", governs.rest):
        done = passive(governs) if noun not in CHANGE_NOUNS else ""
    if clause.is_share and (part := GROUP.match(rest)):
        yield Label(f"{noun} {done}", rest[part.end() :])
    elif clause.is_count and re.match(r"\s+[A-Za-z]", rest):
        yield Label(f"{noun} of {split_count(rest)[0]}")
    elif re.match(rf"\s*{PREPOSITION}\b", rest) or not rest.strip() or done:
        yield Label(f"{noun} {rate} {done} {rest}")
    yield Label(f"{noun} {rate} {split_at_verb(rest)[0]}")


def _of_phrase(clause: Clause) -> Iterator[Label]:
    """Yield the labels of a number after a preposition: `places at which signs will go up`."""
    last = LAST_PREPOSITION.match(clause.before)
    after = re.sub(r"^\sbeing\s", " ", clause.after)
    stem = ((last["middle"] or "") if last else clause.before).strip()
    if clause.is_share and (part := GROUP.match(after)):
        group, rest = split_noun(after[part.end() :])
        if re.match(r"\s(?:who|that|which)\s", rest):
            group, rest = f"{group}{rest}", ""
        if stem:
            yield Label(f"{stem}{rest}", group)
    elif clause.is_count and re.match(r"\s+\w|-[a-z]", after):
        noun, rest = split_noun(split_count(after)[0])
        yield Label(f"{noun}{rest}")
    elif not clause.is_share and re.match(r"\sof\s(?:the\s|its\s|their\s)?", after):
        yield Label(after)
    elif stem and re.match(rf"\s*(?:{PREPOSITION}|a|per|each|$)(?:\s|$)", after):
        yield Label(f"{stem} {after}", is_usual=len(stem.split()) < 9)
    else:
        yield Label(after)


def _near(clause: Clause, left: str, right: str) -> Iterator[Label]:
    """Yield the clause without its number, and other words that are only near it."""
    for words in (f"{clause.before} {clause.after}", clause.after, clause.before, left, right):
        yield Label(words)
