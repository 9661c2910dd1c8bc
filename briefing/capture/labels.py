"""Labels for the numbers in a document, made from the words of their sentences.

A label names the quantity counted or measured, in a few words: in "77% of parents back a new
regulator", "back a new regulator" is the label, and parents are the group. Most numbers have
several possible labels.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from briefing.capture.label_forms import (
    CHANGE_IN,
    DOWN,
    MAIN_VERB,
    NO_NOUN,
    OF_SOME,
    QUANTITY,
    RATE,
    UP,
    VERB,
    head,
    of_money,
    of_noun,
    of_share,
    with_direction,
)
from briefing.capture.label_words import (
    NOTHING_EARLIER,
    PREPOSITION,
    STARTS,
    Earlier,
    Label,
    clause_of,
    last_clause,
    lower_first,
    tidied,
    without_intro,
)
from briefing.evidence.amount import Amount
from briefing.evidence.windows import NumberedText

_ADVERBS = (
    r"(?:\s+(?:by|to|from|at|a|an|the|just|only|now|another|record|still|some|almost|nearly|around"
    r"|about|sharply|slightly|again|further|more than|more|set to|expected to|estimated to|be"
    r"|currently|on average|already|approximately|roughly|as much as|up to|over))*\s*$"
)
_HELPING = (
    r"(?:(?:has|have|had|also|now|currently|already|since|would|will|could|should|must|might|is|are|was|were|been"
    r"|being"
    r"|more than|nearly|almost|expected to|set to|estimated to|likely to)\s+)*"
)
_LINKING = re.compile(
    rf"^(?P<subject>.+?),?\s+{_HELPING}(?P<verb>is|are|was|were|be|been|stands? at|stood at"
    rf"|reach(?:ed|es)?"
    rf"|total(?:s|led)?|came to|amount(?:s|ed)? to|averag(?:es|ed)|exceed(?:s|ed)?|set at"
    rf"|estimated at|put at"
    rf"|cost|costs|worth|remains?|hit|hits|passed|topped|takes?|took|lasts?|lasted"
    rf"|(?:{UP}|{DOWN})){_ADVERBS}",
    re.IGNORECASE | re.DOTALL,
)
_MOVED = re.compile(
    rf"^(?P<subject>.+?),?\s+{_HELPING}(?P<verb>{UP}|{DOWN})\b[^;:]*$", re.IGNORECASE | re.DOTALL
)
_CHANGE_OF = re.compile(
    r"\b(?P<noun>increase|rise|fall|drop|reduction|decrease|cut|growth|jump|decline|gap|shortfall"
    r"|fee|fine|levy|cost|price|total|average|budget|surplus|deficit|backlog|saving|grant|fund"
    r"|target|maximum|limit|rent|wage|salary|bill|loss|profit|turnover)\s+of\s+(?:[a-z]+\s+){0,3}$",
    re.IGNORECASE,
)
_NOUN_OF = re.compile(r"\b(?P<noun>(?:[a-z’'-]+\s+){0,3}[a-z’'-]+)\s+of\s+(?:[a-z]+\s+){0,2}$")
_BEFORE_COMMA = re.compile(r"(?:^|[,;]|\bthat\b)\s*(?P<noun>[^,;]{5,80}),\s*(?:[a-z]+\s+){0,2}$")
_ROW = re.compile(r"(?P<label>[^|.]{3,90}?)\s*(?:\||:|–|—)\s*")
_HAS_LETTER = re.compile(r"[a-z]{2}")
_IT = re.compile(
    r"(?P<lead>.{0,40}?),?\s*\b(?:it|this|that|the (?:figure|number|rate|proportion|share"
    r"|average|total))",
    re.IGNORECASE,
)
_TIMES = re.compile(r"\s+times\b")
_PUTS = re.compile(
    r"(?P<noun>[^,;.]{4,70}),\s+(?:which|that)\b[^,;]*\b(?:puts|put|estimates|estimated"
    r"|values)\s+at\s+"
    r"(?:[a-z]+\s+){0,2}$",
    re.IGNORECASE,
)
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
_AMONG = re.compile(r"^\W*(?:among|amongst|for|of)\s+(?P<of>[a-z][^,;:]{3,50}),\s", re.IGNORECASE)
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
_EACH = re.compile(r"\s*(?:(?:for\s+)?(?:every|each)|per|a)\s+\w+")
_MOVES = frozenset(("increase", "rise", "fall", "drop", "reduction", "decrease", "cut", "growth"))
_MORE_THAN = re.compile(
    r"\s+(?:(?P<more>more|higher|up|longer)|(?P<less>less|fewer|lower|down|shorter))\s+(?:than"
    r"|on)\b",
    re.IGNORECASE,
)
_COMPARED = re.compile(
    r"\b(?:compared\s+(?:with|to)|against|up\s+from|down\s+from|than|from)\s+"
    r"(?:(?:just|only|about|around|nearly|over)\s+)*$",
    re.IGNORECASE,
)
_LAST_NUMBER = re.compile(r"^.*\d[\d,.]*(?:%|m\b|bn\b| per cent\b)?\s*")


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
    zone, text = numbers.zone(amount), numbers.text
    end_of_value += text[end_of_value : end_of_value + 1] == ")"
    if restated := _IN_BRACKETS.match(text, end_of_value):
        end_of_value = restated.end()
    around = _Around(
        before=_after_mark(text[max(start, min(zone.start, amount.start)) : amount.start]),
        after=text[end_of_value : min(end, max(zone.end, end_of_value))],
        all_before=_after_mark(text[start : amount.start]),
        all_after=text[end_of_value:end],
    )
    made = [*_usual(amount, around, earlier)]
    if group := _AMONG.match(around.all_before):
        is_share = amount.is_share or amount.unit == "%"
        made = [replace(label, of=label.of or group["of"]) for label in made] if is_share else made
    made += [replace(label, is_usual=False) for label in _near(around)]
    short = (tidied(label) for label in made)
    return tuple(dict.fromkeys(label for label in short if label))


def _after_mark(text: str) -> str:
    """Return the text after an open quotation mark, or the whole text if there is none."""
    mark = re.search(r"(?:^|[\s:])[“‘\"](?=[A-Z])[^”\"]*$", text)
    return text[mark.start() :].lstrip(' :“‘"') if mark else text


@dataclass(frozen=True, slots=True)
class _Around:
    """The words around a number: those that belong to it, and the whole sentence."""

    before: str
    after: str
    all_before: str
    all_after: str


def _usual(amount: Amount, around: _Around, earlier: Earlier) -> Iterator[Label]:
    """Yield the labels of a number whose words have one of the usual forms."""
    is_share = amount.is_share or amount.unit in ("%", "points") or amount.whole is not None
    before, after = _A_TOTAL.sub(" ", around.before), around.after
    all_before = _A_TOTAL.sub(" ", around.all_before)
    row = _ROW.fullmatch(all_before.rpartition("\n")[2])
    if row and ("|" in row[0] or not _HAS_LETTER.search(around.all_after)):
        yield Label(row["label"])
    if quoted := _QUOTED.search(around.all_before):
        yield Label(quoted["label"])
    change = _CHANGE_OF.search(all_before[-60:])
    more = _MORE_THAN.match(around.all_after)
    if (previous := earlier.last) and more:
        yield Label(f"{'fall' if more['less'] else 'increase'} in {previous.text}", previous.of)
    if (previous := earlier.alike or earlier.last) and change and change["noun"] in _MOVES:
        is_noun = not MAIN_VERB.match(previous.text)
        yield Label(f"{change['noun']} {'in ' if is_noun else ''}{previous.text}", previous.of)
    if previous and _COMPARED.search(all_before):
        # The words of the other number say what is measured.
        if not amount.unit:
            previous = replace(previous, text=CHANGE_IN.sub("", previous.text))
        group = re.match(r"\s+(?:of|among|for|in)\s+(?!\d)(?P<of>[^,.;]{3,50})", after)
        if group:
            yield Label(previous.text, group["of"])
        yield previous
        return
    some = OF_SOME.match(after)
    if (previous := earlier.last or earlier.before) and some and not is_share:
        yield Label(f"{head(previous)} {after[some.end() :]}", previous.of)
        return
    if (previous := earlier.last) and change and change["noun"] == "average":
        rate = RATE.match(after)
        yield Label(f"average {head(previous)} {rate['rate'] if rate else ''}", previous.of)
    if _TIMES.match(after):
        yield Label(f"times {lower_first(clause_of(all_before))}")
    if fund := _WITH_MONEY.search(all_before):
        yield Label(clause_of(fund["noun"]))
    if (of_count := _NOUN_OF_COUNT.search(before)) and not is_share:
        counted = re.split(rf"\s(?:{VERB}|{PREPOSITION})\b", after.strip(), maxsplit=1)[0]
        yield Label(f"{of_count['noun']} of {counted}")
    if relative := _PUTS.search(all_before):
        yield Label(QUANTITY.sub("", relative["noun"]))
    if at_cost := _AT_A_COST.search(all_before):
        yield Label(f"cost of {at_cost['noun']}")
    if acted := _TRANSITIVE.search(before):
        way = "increase" if _RAISES.match(acted["verb"]) else "fall"
        yield Label(f"{way} in {STARTS.sub('', acted['object'] + ' ').strip()}")
    clause = without_intro(before)
    linking = _LINKING.match(clause)
    moved = _MOVED.match(clause) or _MOVED.match(without_intro(all_before))
    if (
        (previous := earlier.before or earlier.last)
        and linking
        and (lead := _IT.fullmatch(linking["subject"].strip()))
    ):
        yield Label(f"{previous.text} {lower_first(lead['lead'] or '')}", previous.of)
        return
    if is_share:
        yield from of_share(before, after, around.all_after, linking is not None)
    if not is_share and after and not re.match(r"\s*[,.;:)]|$", around.all_after[len(after) :]):
        # The words go on after a second number: "142,000 pupils who missed half of their lessons".
        longer = re.split(r"[,;:.](?:\s|$)", around.all_after, maxsplit=1)[0]
        if re.match(rf"\s+(?!(?:{NO_NOUN})\b)[A-Za-z]", longer):
            yield Label(longer)
    if is_share and _MORE_OF.match(after):
        yield Label(f"{last_clause(before)} {after}")
    is_counted = re.match(r"\s+(?!(?:a|per)\b)(?:[a-z]+s|children|people|women|men|staff)\b", after)
    if linking and _BEYOND.match(after):
        yield Label(f"{linking['subject']} {after}")
    if linking and not is_counted:
        yield Label(with_direction(linking["subject"], linking["verb"], all_before))
    if (
        moved
        and re.search(r"\b(?:from|to|by)\s+(?:[a-z]+\s+){0,2}$", all_before)
        and not is_counted
    ):
        yield Label(with_direction(moved["subject"], moved["verb"], all_before))
    if change:
        yield from of_noun(change["noun"], before, after)
    if amount.unit in ("£", "$", "€"):
        yield from of_money(before, after)
    if rate := RATE.match(after):
        yield Label(f"{last_clause(before)} {rate['rate']}")
    if aside := _BEFORE_COMMA.search(all_before) if after.startswith(",") else None:
        yield Label(aside["noun"])
    if re.match(rf"\s+(?!(?:{NO_NOUN})\b)[A-Za-z]|-[a-z]", after) and not is_share:
        yield Label(after)
    if re.match(rf"\s*{PREPOSITION}\b", after) and not is_share:
        yield Label(f"{last_clause(before)} {after}")
    if linking and is_counted:
        yield Label(with_direction(linking["subject"], linking["verb"], all_before))


def _near(around: _Around) -> Iterator[Label]:
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
