"""Labels for the numbers of a document, made of the words of their sentences.

A label names the quantity counted or measured, in a few words: in "77% of parents back a new
regulator", "back a new regulator" is the label, and parents are the group. Most numbers have
several possible labels.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

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

_VERBS = (
    "said|say|says|told|think|thinks|thought|believe|believes|believed|feel|feels|felt|want|"
    "wants|wanted|back|backs|backed|support|supports|supported|oppose|opposes|opposed|"
    "favour|favours|favoured|agree|agrees|agreed|disagree|disagreed|report|reports|reported|"
    "have|has|had|is|are|was|were|will|would|could|can|cannot|should|may|might|must|do|does|"
    "did|don’t|don't|use|uses|used|need|needs|needed|face|faces|faced|live|lives|lived|work|"
    "works|worked|rated|ranked|described|still|already|never|cycle|cycled|walk|walked|walks|"
    "receive|receives|received|struggle|struggled|get|gets|got|lack|lacks|lacked|know|knew|"
    "trust|trusted|fear|fears|feared|worry|worried|expect|expects|expected|prefer|prefers|"
    "preferred|miss|missed|wait|waited|fail|failed|pass|passed|meet|met|close|closed|reject|"
    "rejected|vote|voted|took|take|takes|makes|gave|give|left|leave|lost|lose|paid|pay|pays|"
    "spent|spend|saw|see|rely|relied|relies|travel|travelled|drive|drove|drives|own|owns|"
    "rent|skip|skipped|experienced|attended|attend|arrived|respond|responded|identified|"
    "completed|complete|reached|came|come|comes|go|goes|went|called|welcomed|signed|applied|"
    "stopped|started|began|gone|been|being|regularly|rarely|often|always|usually|also|"
    "remain|remained|awaiting|offered|offer|offers|answered|chose|choose|considered|reduced|"
    "increased|opened|turned|found|play|plays|played|withdraw|withdrew|join|joined|eat|ate|"
    "sleep|slept|grow|grew|buy|bought|sell|sold|drink|smoke|smoked|vape|read|reads|watch|"
    "watched|listen|hold|holds|held|run|runs|ran|keep|keeps|kept|put|puts|set|sets|move|"
    "moved|moves|return|returned|waits|stay|stayed|suffer|suffered|suffers|earn|earns|"
    "earned|save|saved|borrow|borrowed|owe|owes|owed|claim|claimed|claims|reply|replied|"
    "rise|rose|fell|fall|consider|qualify|qualified|breach|breached|exceed|exceeded|depend|"
    "depends|depended|require|requires|required|enjoy|enjoyed|contact|contacted|visit|"
    "visited|donate|donated|graduate|graduated|exercise|drop|dropped|avoid|avoided|delay|"
    "delayed|cancel|cancelled|ask|asked|turn|include|includes|included|contain|contained|"
    "show|shows|showed|become|became|intend|intended|planned|hope|hoped|decline|declined|"
    "refuse|refused|recommend|recommended|commute|commuted|cook|cooked|shared|serve|served|"
    "closes|opens|ends|begins|made|make|now|currently|blamed|mentioned|listed|cited|named|"
    "highlighted|placed|picked|selected"
)
_VERB = rf"(?:{'|'.join(sorted(set(_VERBS.split('|')), key=len, reverse=True))})"
_OF_GROUP = re.compile(
    rf"^\s*(?:of|out of)\s+(?:all\s+|the\s+)?(?P<of>[^,.;:()]{{2,70}}?)\s+"
    rf"(?:\([^)]*\)\s+)?(?P<what>{_VERB}\b.+)$",
    re.IGNORECASE | re.DOTALL,
)
_OF = re.compile(r"^\s*of\s+", re.IGNORECASE)
_OF_SOME = re.compile(
    r"^\s*(?:of|out of)\s+(?:them|us|these|those"
    r"(?!\s+(?:in|who|with|that|at|on|aged|from|surveyed|asked|polled|under|over)\b))\s+",
    re.IGNORECASE,
)
_GROUP = re.compile(
    rf"^\s*(?P<of>(?![a-z]+ing\s)[a-z][^,.;:()]{{2,50}}?)\s+(?P<what>{_VERB}\b.+)$",
    re.IGNORECASE | re.DOTALL,
)
_DIRECT_VERB = re.compile(rf"^\s*(?P<what>{_VERB}\b.+)$", re.IGNORECASE | re.DOTALL)
_UP = (
    "rose|risen|rise|rising|grew|grown|grow|growing|increased|increase|increasing|climbed|jumped"
    "|soared|surged|went up|gone up|go up|came up|(?<!made )(?<!make )(?<!makes )up"
    "|doubled|tripled|improved|expanded"
)
_DOWN = (
    "fell|fallen|fall|falling|decreased|decrease|dropped|drop|dropping|dipped|declined|decline"
    "|shrank|shrunk|went down|gone down|go down|came down|come down|cut|reduced|down|halved"
    "|slumped|plunged"
)
_ADVERBS = (
    r"(?:\s+(?:by|to|from|at|a|an|the|just|only|now|another|record|still|some|almost|nearly|around"
    r"|about|sharply|slightly|again|further|more than|more|set to|expected to|estimated to|be"
    r"|currently|on average|already|approximately|roughly|as much as|up to|over))*\s*$"
)
_HELPING = (
    r"(?:(?:has|have|had|also|now|currently|already|since|would|will|could|is|are|was|were|been"
    r"|being"
    r"|more than|nearly|almost|expected to|set to|estimated to|likely to)\s+)*"
)
_LINKING = re.compile(
    rf"^(?P<subject>.+?),?\s+{_HELPING}(?P<verb>is|are|was|were|be|been|stands? at|stood at"
    rf"|reach(?:ed|es)?"
    rf"|total(?:s|led)?|came to|amount(?:s|ed)? to|averag(?:es|ed)|exceed(?:s|ed)?|set at"
    rf"|estimated at|put at"
    rf"|cost|costs|worth|remains?|hit|hits|passed|topped|takes?|took|lasts?|lasted"
    rf"|(?:{_UP}|{_DOWN})){_ADVERBS}",
    re.IGNORECASE | re.DOTALL,
)
_MOVED = re.compile(
    rf"^(?P<subject>.+?),?\s+{_HELPING}(?P<verb>{_UP}|{_DOWN})\b[^;:]*$", re.IGNORECASE | re.DOTALL
)
_MOVED_BY = re.compile(
    rf"\bby\s+(?:[a-z]+\s+){{0,3}}$|\b(?:{_UP}|{_DOWN})\s+(?:(?:more than|about|over|nearly"
    rf"|almost|around)"
    r"\s+)?$",
    re.IGNORECASE,
)
_GOES_UP = re.compile(rf"^(?:{_UP})$", re.IGNORECASE)
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
_QUANTITY = re.compile(
    r"^.*\b(?:the|an?|its|their|our)\s+(?=(?:average|median|typical|number|total|proportion"
    r"|share|cost|rate"
    r"|price|amount|value|cheapest|official)\b)",
    re.IGNORECASE,
)
_MAIN_VERB = re.compile(rf"\b{_VERB}\b", re.IGNORECASE)
_NOT_LAST = (
    "do|does|did|don’t|not|have|has|had|never|to|be|been|would|will|can|could|is|are|was|were|always"
    "|often|who|that|which|should|might|may"
)
_BEFORE_OTHER_VERB = frozenset(_NOT_LAST.split("|"))
_CHANGE_IN = re.compile(r"^(?:increase|rise|fall|drop|reduction|decrease|cut|growth) in ")
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
    r"|lower(?:ed|s|ing)?)\s+(?P<object>(?:the|its|their|our|his|her)\s+[^,;]{3,50}?)\s+by\s+"
    r"(?:[a-z]+\s+){0,2}$",
    re.IGNORECASE,
)
_RAISES = re.compile(r"increas|rais", re.IGNORECASE)
_AMONG = re.compile(r"^\W*(?:among|amongst|for|of)\s+(?P<of>[a-z][^,;:]{3,50}),\s", re.IGNORECASE)
_NOUN_FIRST = re.compile(r"(?:the|an?|its|our|their|each|every)\s", re.IGNORECASE)
_POSSESSIVE = re.compile(r"(?:their|its|our|his|her|them|my|your)(?:\s.*)?", re.IGNORECASE)
_MORE_OF = re.compile(r"\s+(?:more|fewer|less|higher|lower)\s+(?!than\b)", re.IGNORECASE)
_WITH_MONEY = re.compile(
    r"(?P<noun>[^,]{4,60}),\s+(?:set up|launched|created|introduced|worth|costing|funded)\b[^,]*$",
    re.IGNORECASE,
)
_NOUN_OF_COUNT = re.compile(r"\b(?:an?|the|its)\s+(?P<noun>[a-z]+(?:[ -][a-z]+){0,2})\s+of\s+$")
_A_TOTAL = re.compile(r"\s+a\s+total\s+of\s+$", re.IGNORECASE)
_NO_NOUN = (
    rf"{PREPOSITION}|and|or|a|per|after|before|when|if|because|while|since|during|as|but|each|every"
    r"|last|this|next|ago|today|yesterday"
)
_IN_BRACKETS = re.compile(r"\s*\([£$€]?\d[\d,.]*[^)]{0,12}\)")
_AGED = re.compile(r"\baged(?:\s+(?:between|from|under|over))?\s*$", re.IGNORECASE)
_QUOTED = re.compile(r"[‘“\"'](?P<label>[^‘’“”\"]{3,120})[’”\"']\s*\($")
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
_OF_SAMPLE = re.compile(r"^\s*of\s+(?:the\s+|our\s+|its\s+)?\d[\d,]*\s+", re.IGNORECASE)
_MONEY_VERB = re.compile(
    r"\b(?P<verb>invest(?:s|ed|ing)?|spend(?:s|ing)?|spent|sav(?:e|es|ed|ing)|rais(?:e|es|ed|ing)"
    r"|cost(?:s|ing)?|provid(?:e|es|ed|ing)|award(?:s|ed|ing)?|pledg(?:e|es|ed|ing)"
    r"|receiv(?:e|es|ed|ing)|paid|pay(?:s|ing)?|charg(?:e|es|ed|ing)|los(?:e|es|ing)|lost"
    r"|cut(?:s|ting)?|allocat(?:e|es|ed|ing)|fund(?:s|ed|ing)?|contribut(?:e|es|ed|ing)"
    r"|secur(?:e|es|ed|ing)|commit(?:s|ted|ting)?|need(?:s|ed)?|budget(?:s|ed)?|fin(?:e|es|ed)"
    r"|offer(?:s|ed|ing)?|made|given?|gave|put(?:ting)?|set aside|announc(?:e|es|ed|ing)"
    r"|earn(?:s|ed|ing)?|owe[sd]?|worth|claim(?:s|ed|ing)?|bring(?:s|ing)?|brought)\b"
    r"(?P<rest>[^.,;]{0,60})$",
    re.IGNORECASE,
)
_RATE = re.compile(
    r"^\s*(?P<rate>(?:a|per|each|every)\s+(?:year|month|week|day|hour|head|person|household|pupil"
    r"|child|term|night|unit|home))\b",
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
    """Return the end of a text that begins with a quotation mark that is still open."""
    mark = re.search(r"(?:^|[\s:])[“‘\"](?=[A-Z])[^”\"]*$", text)
    return text[mark.start() :].lstrip(' :“‘"') if mark else text


@dataclass(frozen=True, slots=True)
class _Around:
    """The words around a number: those that belong to it, and all those of its sentence."""

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
        is_noun = not _MAIN_VERB.match(previous.text)
        yield Label(f"{change['noun']} {'in ' if is_noun else ''}{previous.text}", previous.of)
    if previous and _COMPARED.search(all_before):
        # The words of the other number say what is measured.
        if not amount.unit:
            previous = replace(previous, text=_CHANGE_IN.sub("", previous.text))
        group = re.match(r"\s+(?:of|among|for|in)\s+(?!\d)(?P<of>[^,.;]{3,50})", after)
        if group:
            yield Label(previous.text, group["of"])
        yield previous
        return
    some = _OF_SOME.match(after)
    if (previous := earlier.last or earlier.before) and some and not is_share:
        yield Label(f"{_head(previous)} {after[some.end() :]}", previous.of)
        return
    if (previous := earlier.last) and change and change["noun"] == "average":
        rate = _RATE.match(after)
        yield Label(f"average {_head(previous)} {rate['rate'] if rate else ''}", previous.of)
    if _TIMES.match(after):
        yield Label(f"times {lower_first(clause_of(all_before))}")
    if fund := _WITH_MONEY.search(all_before):
        yield Label(clause_of(fund["noun"]))
    if (of_count := _NOUN_OF_COUNT.search(before)) and not is_share:
        counted = re.split(rf"\s(?:{_VERB}|{PREPOSITION})\b", after.strip(), maxsplit=1)[0]
        yield Label(f"{of_count['noun']} of {counted}")
    if relative := _PUTS.search(all_before):
        yield Label(_QUANTITY.sub("", relative["noun"]))
    if at_cost := _AT_A_COST.search(all_before):
        yield Label(f"cost of {at_cost['noun']}")
    if object := _TRANSITIVE.search(before):
        way = "increase" if _RAISES.match(object["verb"]) else "fall"
        yield Label(f"{way} in {STARTS.sub('', object['object'] + ' ').strip()}")
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
        yield from _of_share(before, after, around.all_after, linking is not None)
    if not is_share and after and not re.match(r"\s*[,.;:)]|$", around.all_after[len(after) :]):
        # The words go on after another number: "142,000 pupils who missed half of their lessons".
        longer = re.split(r"[,;:.](?:\s|$)", around.all_after, maxsplit=1)[0]
        if re.match(rf"\s+(?!(?:{_NO_NOUN})\b)[A-Za-z]", longer):
            yield Label(longer)
    if is_share and _MORE_OF.match(after):
        yield Label(f"{last_clause(before)} {after}")
    is_counted = re.match(r"\s+(?!(?:a|per)\b)[a-z]+s\b", after)
    if linking and not is_counted:
        yield Label(_with_direction(linking["subject"], linking["verb"], all_before))
    if (
        moved
        and re.search(r"\b(?:from|to|by)\s+(?:[a-z]+\s+){0,2}$", all_before)
        and not is_counted
    ):
        yield Label(_with_direction(moved["subject"], moved["verb"], all_before))
    if change:
        yield from _of_noun(change["noun"], before, after)
    if amount.unit in ("£", "$", "€"):
        yield from _of_money(before, after)
    if rate := _RATE.match(after):
        yield Label(f"{last_clause(before)} {rate['rate']}")
    if aside := _BEFORE_COMMA.search(all_before) if after.startswith(",") else None:
        yield Label(aside["noun"])
    if re.match(rf"\s+(?!(?:{_NO_NOUN})\b)[A-Za-z]|-[a-z]", after) and not is_share:
        yield Label(after)
    if re.match(rf"\s*{PREPOSITION}\b", after) and not is_share:
        yield Label(f"{last_clause(before)} {after}")
    if linking and is_counted:
        yield Label(_with_direction(linking["subject"], linking["verb"], all_before))


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


def _of_share(before: str, after: str, all_after: str, is_linked: bool) -> Iterator[Label]:
    """Yield the labels of a share: its group, and what the group does."""
    if some := _OF_SOME.match(after):
        yield Label(after[some.end() :])
        return
    if _AGED.search(after):
        after = all_after  # The age belongs to the group.
    if sample := _OF_SAMPLE.match(all_after):
        after = f" of {all_after[sample.end() :]}"
    if before.rstrip().lower().endswith((" in", " in only", " in just")) and _OF.match(after):
        yield Label(f"{clause_of(before)} {_OF.sub('', after)}")
    if (match := _OF_GROUP.match(after)) and not _POSSESSIVE.fullmatch(match["of"]):
        yield _at_main_verb(match["of"], match["what"])
    if match := _DIRECT_VERB.match(after):
        yield Label(match["what"])
    if match := re.match(r"^\s*of\s+(?P<of>.+)$", after, re.DOTALL):
        clause = clause_of(before)
        yield Label(f"{clause} {match['of']}" if len(clause.split()) > 1 else match["of"])
    if not is_linked and not after.lstrip().startswith("of ") and (match := _GROUP.match(after)):
        yield Label(match["what"], match["of"])
    if not is_linked and re.match(r"\s+[a-z]", after) and not after.lstrip().startswith("of "):
        yield Label(after)


def _at_main_verb(of: str, what: str) -> Label:
    """Return the label of a group with a clause of its own: "people who never walk want buses"."""
    if not of.lower().endswith((" who", " that", " which", " whose")):
        return Label(what, of)
    words = what.split()
    for n in range(1, min(len(words), 9)):
        last = words[n - 1].lower()
        if _MAIN_VERB.fullmatch(words[n]) and last not in _BEFORE_OTHER_VERB:
            return Label(" ".join(words[n:]), f"{of} {' '.join(words[:n])}")
    return Label(f"{of} {what}")


def _of_noun(noun: str, before: str, after: str) -> Iterator[Label]:
    """Yield the labels of a number after a noun such as "a rise of"."""
    rest = _RATE.sub("", after)
    if re.match(rf"\s*{PREPOSITION}\b", rest):
        yield Label(f"{noun} {rest}")
    longer = re.search(rf"((?:[a-z’'-]+\s+){{0,2}}{noun})\s+of\b[^,]*$", before, re.IGNORECASE)
    subject = clause_of(before)
    if 2 < len(subject.split()) < 9:
        yield Label(subject)
    yield Label(longer[1] if longer else noun)


def _of_money(before: str, after: str) -> Iterator[Label]:
    rate = _RATE.match(after)
    rest = after[rate.end() :] if rate else after
    is_preposition = re.match(rf"\s*(?:{_NO_NOUN})\b", rest)
    if re.match(r"\s*-?[a-z]", rest) and not is_preposition:
        yield Label(rest)
    if verb := _MONEY_VERB.search(before):
        subject = last_clause(before[: verb.start()])
        words = f"{verb['verb']} {verb['rest']}"
        if verb["verb"].lower().startswith("cost") and subject:
            yield Label(f"{subject} {words} {after}")
        elif re.match(rf"\s*{PREPOSITION}\b", rest):
            yield Label(f"{words} {rest}")
        yield Label(f"{subject} {words} {rest}")
    if re.match(r"\s*(?:for|to|in|on|into|towards?|of)\b", rest):
        noun = re.search(r"\b((?:[a-z]+\s+)?[a-z]+)\s+of\s+(?:[a-z]+\s+){0,2}$", before)
        yield Label(f"{noun[1] if noun else ''} {rest}")


def _head(label: Label) -> str:
    """Return the first words of a label, before a preposition or a verb."""
    text = _CHANGE_IN.sub("", label.text)
    return re.split(rf"\s(?:{PREPOSITION}|who|that|{_VERB})\b", text, maxsplit=1)[0]


def _with_direction(subject: str, verb: str, before: str) -> str:
    """Return the label of a number that a verb leads to: with its direction if it is a change."""
    first, _, rest = without_intro(subject).partition(",")
    has_aside = rest and _NOUN_FIRST.match(first)
    subject = _QUANTITY.sub("", first if has_aside else last_clause(subject))
    if verb.lower() in ("cost", "costs"):
        return f"cost of {lower_first(STARTS.sub('', f'{subject} ').strip())}"
    if _MOVED_BY.search(before):
        way = "increase" if _GOES_UP.match(verb) else "fall"
        return f"{way} in {lower_first(STARTS.sub('', subject))}"
    return subject
