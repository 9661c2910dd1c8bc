"""Labels for the numbers in a document, made from the words of their sentences.

A label names the quantity counted or measured, in a few words: in "77% of parents back a new
regulator", "back a new regulator" is the label, and parents are the group. Most numbers have
several possible labels.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from briefing.capture.earlier_labels import (
    AMONG,
    BETWEEN,
    FROM,
    MOVES,
    WHEN,
    borrowed,
    completed_by_earlier,
    difference,
    earlier_value,
    timeless,
)
from briefing.capture.label_forms import (
    CHANGE_IN,
    LINKING,
    MAIN_VERB,
    MOVED,
    NO_NOUN,
    QUANTITY,
    of_money,
    of_noun,
    of_share,
    with_direction,
)
from briefing.capture.label_words import (
    NOTHING_EARLIER,
    PREPOSITION,
    STARTS,
    Around,
    Earlier,
    Label,
    clause_of,
    last_clause,
    lower_first,
    one_list,
    tidied,
    without_intro,
)
from briefing.capture.object_labels import (
    antecedent,
    of_doer,
    of_noun_of_object,
    of_object,
    reduced,
    take_rate,
)
from briefing.capture.verbs import AUXILIARIES, VERB, split_at_verb
from briefing.evidence.amount import Amount
from briefing.evidence.windows import NumberedText

_CHANGE_OF = re.compile(
    r"\b(?P<noun>increase|rise|fall|drop|reduction|decrease|cut|growth|jump|decline|gap|shortfall"
    r"|fee|fine|levy|cost|price|total|average|budget|surplus|deficit|backlog|saving|grant|fund"
    r"|target|maximum|limit|rent|wage|salary|bill|loss|profit|turnover)\s+of\s+(?:[a-z]+\s+){0,3}$",
    re.IGNORECASE,
)
_NOUN_OF = re.compile(r"\b(?P<noun>(?:[a-z’'-]+\s+){0,3}[a-z’'-]+)\s+of\s+(?:[a-z]+\s+){0,2}$")
_BEFORE_COMMA = re.compile(r"(?:^|[,;:]|\bthat\b)\s*(?P<noun>[^,;:]{5,80}),\s*(?:[a-z]+\s+){0,2}$")
_ROW = re.compile(r"(?P<label>[^|.]{3,90}?)\s*(?:\||:|–|—)\s*")
_HAS_LETTER = re.compile(r"[a-z]{2}")
_TIMES_AS = re.compile(r"\s+times\s+(?:as|more|higher)\b")
_TIMES = re.compile(r"\s+times\b")
_AT_A_COST = re.compile(
    r"^(?P<noun>.{3,60}?)\s+(?:will|would|was|were|is|are|has|have|can"
    r"|could)\b.*\bat a (?:total )?cost of\s+"
    r"(?:[a-z]+\s+){0,2}$",
    re.IGNORECASE,
)
_TRANSITIVE = re.compile(
    r"\b(?P<verb>reduc(?:e|ed|es|ing)|cut|cuts|cutting|increas(?:e|ed|es|ing)|rais(?:e|ed|es|ing)"
    r"|lower(?:ed|s|ing)?)\s+(?P<object>(?:(?:the|its|their|our|his|her)\s+)?[a-z][^,;]{2,50}?)\s+by\s+"
    r"(?:[a-z]+\s+){0,2}$",
    re.IGNORECASE,
)
_RAISES = re.compile(r"increas|rais", re.IGNORECASE)
_MORE_OF = re.compile(r"\s+(?:more|fewer|less|higher|lower)\s+(?!than\b)", re.IGNORECASE)
_WITH_MONEY = re.compile(
    r"(?P<noun>[^,]{4,60}),\s+(?:set up|launched|created|introduced|worth|costing|funded)\b[^,]*$",
    re.IGNORECASE,
)
_NOUN_OF_COUNT = re.compile(r"\b(?:an?|the|its)\s+(?P<noun>[a-z]+(?:[ -][a-z]+){0,2})\s+of\s+$")
_A_TOTAL = re.compile(r"\s+a\s+total\s+of\s+$", re.IGNORECASE)
_IN_BRACKETS = re.compile(r"\s*\([£$€]?\d[\d,.]*[^)]{0,12}\)")
_QUOTED = re.compile(r"[‘“\"'](?P<label>[^‘’“”\"]{3,120})[’”\"']\s*\($")
_BEYOND = re.compile(r"\s+(?:over|under|above|below|behind|short of)\s+[a-z]", re.IGNORECASE)
_OF_OTHER = re.compile(
    r"\s+(?:in|on)\s+the\s+(?!past|last|previous|next|same|year|month|week|quarter|decade)[a-z]"
)
_DONE = re.compile(r"\s+[a-z]{3,}ed\b(?!-)")
_AFTER_PREPOSITION = re.compile(
    r"\b(?:at|in|on|for|by|from|among|across|with|to)\s+(?:(?:all|the|its|about|some|over|just|only)\s+)*$"
)
_DEGREE = re.compile(r"\s+(?:(?P<more>higher|longer)|lower|shorter)\s*(?:[,.;]|and\b|$)")
_LONGEST_CLAUSE, _LONGEST_COUNTED = 7, 5
_COUNTED = re.compile(r"\s+(?!(?:a|per)\b)(?:[a-z]+s|children|people|women|men|staff)\b")
_PEOPLE = re.compile(r"\s+(?:[a-z]+s|people|[a-z]+\sand\s[a-z]+)\b")
_COSTS = re.compile(
    r"^(?P<what>[^,;]{3,80}?)(?<!\bthe)(?<!\ba)(?<!average)(?<!total)\s+(?:would\s|will\s|could\s|has\s)?"
    r"costs?\s+(?P<who>(?:(?:the|its|their)\s[^,;\d]{2,40}?|[A-Z][^,;\d]{2,40}?))\s+"
    r"(?:(?:an?|just|about|around)\s+)*$"
)
_SAYS = re.compile(r",\s(?:the\s|an?\s)?[\w’'-]+(?:\s[\w’'-]+)?\s(?:says|said|estimates|believes),")
_PUTS = re.compile(
    r"(?:(?P<relative>[^,;.]{4,70}),\s+(?:which|that)\b[^,;]*)?\b(?:puts?|estimates?|estimated|values)\s+"
    r"(?P<noun>[^,;.]{4,60}\s)?at\s+(?:[a-z]+\s+){0,2}$",
    re.IGNORECASE,
)
_AVERAGING = re.compile(r"(?P<noun>[^;:]{3,60}?),?\s+averaging\s+(?:[a-z]+\s+){0,2}$", re.I)
_SINCE = re.compile(r"\s+(?:in|since|over|on|between|after|during|for|from|against)\s")
_CONDITION = re.compile(
    r"^(?P<words>(?:For|In|At|Across|Among)\s"
    r"(?!(?:fact|total|addition|contrast|response|practice|recent|all|other)\b"
    r"|the\s(?:past|last|first|year|same)\b)"
    r"(?![^,]*(?:\d|\b(?:years?|months?|weeks?|quarter|January|February|March|April|May|June|July"
    r"|August|September|October|November|December)\b))"
    r"[^,]{3,80}),\s"
)
_PLACE = re.compile(
    r"^(?P<words>(?:In|Across)\s(?:the\s)?[A-Z][\w’'-]+(?:\s[A-Z][\w’'-]+)*),?\s(?=(?:the|an?|average)\s)"
)
_FROM_TO_BY = re.compile(
    r"\b(?:from|by|(?<!equivalent\s)(?<!equal\s)to)\s+(?:(?:an?|the|just|only|about|around|nearly"
    r"|almost|over|more|than|some|record"
    r"|average|of)\s+)*$"
)
_RELATIVE_ASIDE = re.compile(
    r",\s+(?:(?:which|who|whose)\b[^,]*|[^,]*\d[^,]*),(?=\s+(?:is|are|was|were|has|have|had|will|would)\b)"
)
_NEXT_CLAUSE = re.compile(r",\s+(?:and|but|while|whereas)\s+|;\s+|\s+(?:while|whereas|but)\s+")
_ASIDE_ENDS = re.compile(rf"(?:{WHEN.pattern})?,", re.IGNORECASE)
_JOINED = re.compile(
    r"(?:,|\band|\bwhile|\bbut|\bor)\s+(?:(?:only|just|a|another|some|about|the)\s+)*$",
    re.IGNORECASE,
)
_LAST_NUMBER = re.compile(r"^.*\d[\d,.]*(?:%|m\b|bn\b| per cent\b)?\s*")


def labels_of(
    numbers: NumberedText,
    amount: Amount,
    end_of_value: int,
    earlier: Earlier = NOTHING_EARLIER,
    passing: frozenset[str] = frozenset(),
) -> tuple[Label, ...]:
    """Return possible labels for a number, the best one first.

    Args:
        numbers: the text of its paragraph.
        amount: the number.
        end_of_value: the end of the number and its unit, such as weeks.
        earlier: the labels of the numbers before it.
        passing: numbers that are no figures, such as ages, in lower case.
    """
    start, end = numbers.sentence(amount)
    zone, text = numbers.zone(amount, passing), numbers.text
    end_of_value += text[end_of_value : end_of_value + 1] == ")"
    if restated := _IN_BRACKETS.match(text, end_of_value):
        end_of_value = restated.end()
    around = Around(
        before=one_list(
            _after_mark(text[max(start, min(zone.start, amount.start)) : amount.start])
        ),
        after=one_list(text[end_of_value : min(end, max(zone.end, end_of_value))]),
        all_before=one_list(_after_mark(text[start : amount.start])),
        all_after=one_list(text[end_of_value:end]),
        is_share=amount.is_share or amount.unit in ("%", "points") or amount.whole is not None,
        is_money=amount.unit in ("£", "$", "€"),
        is_count=not amount.unit and not amount.is_share,
    )
    earlier = Earlier(timeless(earlier.last), timeless(earlier.alike), timeless(earlier.before))
    made = _with_groups([*_usual(around, earlier)], around, earlier)
    made += [replace(label, is_usual=False) for label in _near(around)]
    short = (tidied(label) for label in made)
    return tuple(dict.fromkeys(label for label in short if label))


def _after_mark(text: str) -> str:
    """Return the text after an open quotation mark, without asides such as "the company says"."""
    text = _SAYS.sub(",", text)
    mark = re.search(r"(?:^|[\s:])[“‘\"](?=[A-Z])[^”\"]*$", text)
    return text[mark.start() :].lstrip(' :“‘"') if mark else text


def _with_groups(made: list[Label], around: Around, earlier: Earlier) -> list[Label]:
    """Return labels with groups that other words of the sentence name."""
    if earlier.last and earlier.last.of and _JOINED.search(around.all_before):
        group = earlier.last.of
        own = [label for label in made if label.is_predicate and not label.of]
        made = [*(replace(label, of=group) for label in own), *made]
    if around.is_share and (among := AMONG.match(around.all_before)):
        made = [replace(label, of=label.of or among["of"]) for label in made]
    return made


def _usual(around: Around, earlier: Earlier) -> Iterator[Label]:
    """Yield the labels of a number whose words have one of the usual forms."""
    around = replace(
        around,
        before=_A_TOTAL.sub(" ", around.before),
        all_before=_A_TOTAL.sub(" ", around.all_before),
    )
    noun = change["noun"] if (change := _CHANGE_OF.search(around.all_before[-60:])) else ""
    yield from _of_row(around)
    if noun and _OF_OTHER.match(around.after):
        yield Label(f"{noun}{around.after}")
    yield from difference(around, earlier, noun)
    if words := [*borrowed(around, earlier)]:
        yield from words
        return
    if earlier.last:
        yield from completed_by_earlier(around, earlier.last)
    yield from _of_phrase(around)
    linking = LINKING.match(without_intro(around.before))
    if not linking and _RELATIVE_ASIDE.search(around.all_before):
        linking = LINKING.match(_own_clause(around.all_before))
    if linking and linking["subject"].strip().lower() == "there":
        linking = None
    longer = re.split(r"[,;:.](?:\s|$)", around.all_after, maxsplit=1)[0]
    if not linking:
        words_after = around.after if re.search(r"\d", longer) else longer
        yield from of_object(around.all_before, words_after, around)
    if around.is_share:
        yield from of_share(around, is_linked=linking is not None)
        if _MORE_OF.match(around.after):
            yield Label(f"{last_clause(around.before)} {around.after}")
    elif _goes_on(around) and re.match(rf"\s+(?!(?:{NO_NOUN})\b)[A-Za-z]", longer):
        yield Label(reduced(longer))
    yield from _of_state(around, linking)
    if noun not in (*MOVES, "average", "total"):
        yield from of_noun_of_object(without_intro(around.before), around.after)
    if noun:
        yield from of_noun(noun, around.before, around.after)
    if around.is_money:
        if around.after.lstrip().partition(" ")[0] in AUXILIARIES:
            yield Label(around.after, is_predicate=True)
        yield from of_money(around.before, around.after)
    yield from _of_words_after(around)
    if linking and _COUNTED.match(around.after):
        yield Label(with_direction(linking["subject"], linking["verb"], around.all_before))


def _goes_on(around: Around) -> bool:
    """Whether the words go on after a second number: "142,000 pupils who missed half of their"."""
    rest = around.all_after[len(around.after) :]
    return bool(around.after) and not re.match(r"\s*[,.;:)]|$", rest)


def _of_row(around: Around) -> Iterator[Label]:
    """Yield the label of a number at the end of a row, or after words in quotation marks."""
    row = _ROW.fullmatch(around.all_before.rpartition("\n")[2])
    if row and ("|" in row[0] or not _HAS_LETTER.search(around.all_after)):
        yield Label(row["label"])
    if quoted := _QUOTED.search(around.all_before):
        yield Label(quoted["label"])


def _of_phrase(around: Around) -> Iterator[Label]:
    """Yield the labels of numbers in phrases such as "averaging £3" and "at a cost of £2m"."""
    before, after, all_before = around.before, around.after, around.all_before
    if around.is_count and _DONE.match(after):
        counted = split_at_verb(_own_clause(all_before))[0]
        if 0 < len(counted.split()) <= _LONGEST_COUNTED:
            yield Label(f"{STARTS.sub('', f'{counted} ')}{after}")
    if averaging := _AVERAGING.search(all_before):
        words = re.split(rf"\b(?:{VERB}|with)\b", last_clause(averaging["noun"]))[-1]
        yield Label(f"average {words} {take_rate(after)[0]}")
    if _TIMES_AS.match(after):
        yield Label(after)
    elif _TIMES.match(after):
        yield Label(f"times {lower_first(clause_of(all_before))}")
    if fund := _WITH_MONEY.search(all_before):
        yield Label(clause_of(fund["noun"]))
    if around.is_count and (group := _NOUN_OF_COUNT.search(before)):
        counted = re.split(rf"\s(?:{VERB}|{PREPOSITION})\b", after.strip(), maxsplit=1)[0]
        yield Label(f"{group['noun']} of {counted}")
    if costs := _COSTS.search(all_before):
        payer = without_intro(costs["who"])
        yield Label(f"cost of {lower_first(clause_of(costs['what']))} to {payer}")
    if put := _PUTS.search(all_before):
        yield Label(QUANTITY.sub("", put["relative"] or put["noun"] or ""))
    if at_cost := _AT_A_COST.search(all_before):
        yield Label(f"cost of {at_cost['noun']}")
    if acted := _TRANSITIVE.search(before):
        way = "increase" if _RAISES.match(acted["verb"]) else "fall"
        yield Label(f"{way} in {STARTS.sub('', acted['object'] + ' ').strip()}")
    if around.is_count and _PEOPLE.match(after):
        yield from of_doer(all_before, after)


def _of_state(around: Around, linking: re.Match[str] | None) -> Iterator[Label]:
    """Yield the label of a number that something is, reaches, rises by or falls to."""
    before, after = around.all_before, around.after
    moved = MOVED.match(without_intro(around.before)) or MOVED.match(_own_clause(before))
    is_counted = _COUNTED.match(after)
    if linking and _BEYOND.match(after):
        yield Label(f"{clause_of(antecedent(linking['subject']))} {after}")
    if linking and (degree := _DEGREE.match(after)):
        way = "increase" if degree["more"] else "fall"
        yield Label(f"{way} in {lower_first(clause_of(linking['subject']))}")
    for found in (linking, moved):
        if found and not is_counted and (found is linking or _FROM_TO_BY.search(before)):
            label = Label(with_direction(found["subject"], found["verb"], before))
            if condition := _CONDITION.match(before) or _PLACE.match(before):
                label = replace(label, text=f"{label.text} {lower_first(condition['words'])}")
            period = BETWEEN.match(around.all_after)
            if CHANGE_IN.match(label.text) and _SINCE.match(after):
                yield replace(label, text=f"{label.text} {period[0] if period else after}")
            is_aside = found["subject"].endswith((" which", " who"))
            if is_aside and (when := WHEN.match(around.all_after)):
                label = replace(label, text=f"{label.text} {when['when']}")
            yield earlier_value(label) if FROM.search(before) else label


def _of_words_after(around: Around) -> Iterator[Label]:
    """Yield the labels of a number that is counted by the words after it, or described by them."""
    before, after = around.before, around.after
    rate, _ = take_rate(after)
    if rate:
        yield Label(f"{last_clause(before)} {rate}")
    is_aside = _ASIDE_ENDS.match(around.all_after)
    if is_aside and (aside := _BEFORE_COMMA.search(around.all_before)):
        when = WHEN.match(around.all_after)
        yield Label(f"{aside['noun']} {when['when'] if when else ''}")
    if around.is_share:
        return
    if re.match(rf"\s+(?!(?:{NO_NOUN})\b)[A-Za-z]|-[a-z]", after):
        if _AFTER_PREPOSITION.search(before):
            counted, clause = split_at_verb(after)[0], last_clause(before)
            if len(counted.split()) == 1 and len(clause.split()) <= _LONGEST_CLAUSE:
                yield Label(f"{clause} {counted}")
            yield Label(counted)
        yield Label(reduced(after))
    if re.match(rf"\s*{PREPOSITION}\b", after):
        yield Label(f"{last_clause(before)} {after}")


def _own_clause(before: str) -> str:
    """Return the last clause of a sentence that has a verb, without an aside after its subject."""
    parts = [part for part in _NEXT_CLAUSE.split(before) if MAIN_VERB.search(part)]
    return _RELATIVE_ASIDE.sub("", without_intro(parts[-1] if parts else before))


def _near(around: Around) -> Iterator[Label]:
    """Yield labels of words that are only near the number."""
    before, after = around.before, around.after
    if noun := _NOUN_OF.search(before):
        yield Label(noun["noun"])
    yield Label(f"{last_clause(before)} {after}")
    yield Label(after)
    yield Label(f"{clause_of(before)} {after}")
    yield Label(last_clause(before))
    yield Label(clause_of(before))
    yield Label(_LAST_NUMBER.sub("", before))
    if aside := _BEFORE_COMMA.search(around.all_before):
        yield Label(aside["noun"])
    yield Label(clause_of(around.all_before))
    yield Label(around.all_after)
