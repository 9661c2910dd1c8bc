"""Labels for the numbers of a document, made of the words of their sentences.

A label says what is counted or measured, in a few words: in "77% of parents back a new regulator",
"back a new regulator" is the label, and parents are the group. There can be several candidates.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from briefing.evidence.amount import Amount
from briefing.evidence.windows import NumberedText

LONGEST = 14
"""The most words of a label."""
_VERBS = (
    "said|say|says|told|think|thinks|thought|believe|believes|believed|feel|feels|felt|want|"
    "wants|wanted|back|backs|backed|support|supports|supported|oppose|opposes|opposed|"
    "favour|favours|favoured|agree|agrees|agreed|disagree|disagreed|report|reports|reported|"
    "have|has|had|is|are|was|were|will|would|could|can|cannot|should|may|might|must|do|does|"
    "did|don’t|don't|use|uses|used|need|needs|needed|face|faces|faced|live|lives|lived|work|"
    "works|worked|rated|ranked|described|strongly|now|currently|still|already|never|who|"
    "cycle|cycled|walk|walked|walks|receive|receives|received|struggle|struggled|get|gets|"
    "got|lack|lacks|lacked|know|knew|trust|trusted|fear|fears|feared|worry|worried|expect|"
    "expects|expected|prefer|prefers|preferred|miss|missed|wait|waited|fail|failed|pass|"
    "passed|meet|met|close|closed|reject|rejected|vote|voted|took|take|takes|made|make|"
    "makes|gave|give|left|leave|lost|lose|paid|pay|pays|spent|spend|saw|see|rely|relied|"
    "relies|travel|travelled|drive|drove|drives|own|owns|rent|skip|skipped|cut|experienced|"
    "attended|attend|arrived|respond|responded|identified|completed|complete|reached|came|"
    "come|comes|go|goes|went|called|welcomed|signed|applied|stopped|started|began|gone|been|"
    "being|regularly|rarely|often|always|usually|also|remain|remained|awaiting|offered|"
    "offer|offers|answered|chose|choose|considered|reduced|increased|opened|turned|found|"
    "that"
)
_VERB = rf"(?:{'|'.join(sorted(set(_VERBS.split('|')), key=len, reverse=True))})"
_FINITE = re.compile(rf"\b{_VERB}\b", re.IGNORECASE)
_OF_GROUP = re.compile(
    rf"^\s*(?:of|out of)\s+(?:all\s+|the\s+"
    rf"|those\s+)?(?P<of>[^,.;:()]{{2,60}}?)\s+(?:\([^)]*\)\s+)?(?P<what>{_VERB}\b.+)$",
    re.IGNORECASE | re.DOTALL,
)
_GROUP = re.compile(
    rf"^\s*(?P<of>[a-z][^,.;:()]{{2,50}}?)\s+(?P<what>{_VERB}\b.+)$", re.IGNORECASE | re.DOTALL
)
_DIRECT_VERB = re.compile(
    rf"^\s*(?:of them\s+|of those\s+)?(?P<what>{_VERB}\b.+)$", re.IGNORECASE | re.DOTALL
)
_LINKING = re.compile(
    r"^(?P<subject>.+?),?\s+(?:(?:has|have|had|also|now|currently|already|since|would|will"
    r"|could|is|are)\s+)*"
    r"(?P<verb>is|are|was|were|be|been|stands?\s+at|stood\s+at|reach(?:ed|es)?|total(?:s|led)?"
    r"|came\s+to"
    r"|amount(?:s|ed)?\s+to|averag(?:es|ed)|(?:rose|risen|rise|fell|fallen|fall|grew|grown|grow"
    r"|increased|increase"
    r"|decreased|dropped|drop|climbed|dipped|jumped|soared|doubled|declined|shrank|shrunk"
    r"|went\s+up|gone\s+up|"
    r"go\s+up|gone\s+down|went\s+down|cut|reduced|down|up|improved)(?:\s+(?:by|to|from))?"
    r"|exceed(?:s|ed)?|set\s+at"
    r"|estimated\s+at|put\s+at|costs?|worth)"
    r"(?:\s+(?:by|to|from|at|a|an|the|just|only|now|another|record|still|some|almost|around"
    r"|about|sharply"
    r"|slightly|again|further|more\s+than|set\s+to|expected\s+to|estimated\s+to|be))*\s*$",
    re.IGNORECASE | re.DOTALL,
)
_CHANGE_WORDS = re.compile(
    r"\b(?P<up>rose|risen|rise|grew|grown|grow|increased|increase|climbed|jumped|soared"
    r"|went\s+up|gone\s+up|up)\b"
    r"|\b(?P<down>fell|fallen|fall|decreased|dropped|drop|dipped|declined|shrank|shrunk"
    r"|went\s+down|gone\s+down"
    r"|cut|reduced|down)\b",
    re.IGNORECASE,
)
_CUTS = re.compile(
    r",?\s+(?:according to|compared (?:with|to)|up from|down from|while|whilst|whereas|although"
    r"|though|but|which"
    r"|because|despite|unless|even though|with \d|against|rather than|at a cost|amid|when"
    r"|as well as|the report"
    r"|the survey|the study|the poll|figures show|it said|he said|she said|they said)\b"
    r"|\s[–—]\s|[;:(\n|]|\.\s|[.!?]?[”\"]",
    re.IGNORECASE,
)
_STARTS = re.compile(
    r"^(?:(?:and|but|or|so|also|then|however|that|more|of|the|a|an|in total|overall|meanwhile"
    r"|today|nearly|almost"
    r"|about|around|some|it|there (?:are|were|is|was)|[^\w£]+)\s+)+",
    re.IGNORECASE,
)
_INTRO = re.compile(
    r"^(?:(?:in|since|by|between|over|during|for|at|last|this|across|under|among|after|before"
    r"|as|on|from|when|if"
    r"|according to|despite|meanwhile|today|overall|nationally|however|of these|in total"
    r"|figures|the (?:report|survey"
    r"|study|poll|analysis|figures|data|research)|it|he|she|they|ministers?|research|analysis"
    r"|data)\b[^,]{0,80}?(?:,\s+|\b(?:finds?|found|shows?"
    r"|showed|says|said|reveals?|revealed|suggests?|suggested|estimates?|estimated|warns?"
    r"|warned|concluded|added)\s+(?:that\s+)?))+",
    re.IGNORECASE,
)
_TRAILING = re.compile(
    r"[\s,]+(?:and|or|but|of|the|a|an|to|in|on|at|for|by|with|from|as|that|which|who|is|are|was"
    r"|were|be|than|just|only|about"
    r"|around|some|nearly|almost|has|have|had|its|their|his|her|will|would|into|per|up|down"
    r"|over|under|more|worth|another|this|it)$",
    re.IGNORECASE,
)
_MONEY_VERB = re.compile(
    r"\b(?P<verb>invest(?:s|ed|ing)?|spend(?:s|ing)?|spent|sav(?:e|es|ed|ing)|rais(?:e|es|ed"
    r"|ing)|cost(?:s|ing)?|provid(?:e|es|ed|ing)"
    r"|award(?:s|ed|ing)?|pledg(?:e|es|ed|ing)|announc(?:e|es|ed|ing)|receiv(?:e|es|ed|ing)"
    r"|paid|pay(?:s|ing)?|charg(?:e|es|ed|ing)"
    r"|los(?:e|es|ing)|lost|cut(?:s|ting)?|allocat(?:e|es|ed|ing)|fund(?:s|ed|ing)?|grant(?:s"
    r"|ed)?|contribut(?:e|es|ed|ing)|secur(?:e|es|ed|ing)"
    r"|commit(?:s|ted|ting)?|need(?:s|ed)?|budget(?:s|ed)?|fin(?:e|es|ed)|offer(?:s|ed|ing)?"
    r"|make|made|give[ns]?|gave|put(?:ting)?|worth)\b(?P<rest>[^.,;]{0,60})$",
    re.IGNORECASE,
)
_RATE = re.compile(
    r"^\s*(?P<rate>(?:a|per|each|every)\s+(?:year|month|week|day|hour|head|person|household"
    r"|pupil|child|term|night|unit|home))\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Label:
    """A label, and the group that it is about, or ""."""

    text: str
    of: str = ""


def labels_of(numbers: NumberedText, amount: Amount) -> tuple[Label, ...]:
    """Return labels for a number, the best one first."""
    start, end = numbers.sentence(amount)
    zone = numbers.zone(amount)
    text = numbers.text
    before = text[max(start, min(zone.start, amount.start)) : amount.start]
    whole_before = text[start : amount.start]
    after = text[amount.end : min(end, max(zone.end, amount.end))]
    whole_after = text[amount.end : end]
    made = [
        label
        for made_label in _candidates(amount, before, after, whole_before, whole_after)
        if (label := _tidied(made_label))
    ]
    return tuple(dict.fromkeys(made))


def _candidates(
    amount: Amount, before: str, after: str, whole_before: str, whole_after: str
) -> Iterator[Label]:
    is_share = amount.is_share or amount.unit in ("%", "points") or amount.whole is not None
    rows = whole_before.rpartition("\n")[2]
    if re.fullmatch(r"[^|]{3,90}(?:\||:|–|—)\s*", rows):
        yield Label(re.sub(r"[|:–—]\s*$", "", rows))
    linking = _LINKING.match(_without_intro(whole_before))
    if is_share:
        if match := _OF_GROUP.match(after):
            yield Label(match["what"], match["of"])
        if match := _DIRECT_VERB.match(after):
            yield Label(match["what"])
        if not linking and (match := _GROUP.match(after)) and not after.lstrip().startswith("of "):
            yield Label(match["what"], match["of"])
    if linking:
        yield Label(_changed(linking["subject"], linking["verb"], whole_before))
    if amount.unit in ("£", "$", "€"):
        yield from _of_money(before, after, whole_before, whole_after)
    if re.match(r"[\s-]*[a-z]", after) and not linking:
        yield Label(after)
    if is_share and after.strip():
        yield Label(after)
    yield Label(f"{_without_intro(before)} {after}")
    yield Label(after)
    yield Label(_without_intro(whole_before))
    yield Label(whole_after)


def _of_money(before: str, after: str, whole_before: str, whole_after: str) -> Iterator[Label]:
    rate = _RATE.match(after)
    rest = after[rate.end() :] if rate else after
    if re.match(r"\s*-?[a-z]", rest) and not re.match(
        r"\s*(?:for|to|in|on|from|over|by|at|into|towards?|across|and|of|as|with|if|when|this"
        r"|next|last|each|per|a|more)\b",
        rest,
    ):
        yield Label(rest)
    if verb := _MONEY_VERB.search(before):
        subject = _without_intro(before[: verb.start()])
        is_cost = verb["verb"].lower().startswith("cost")
        if is_cost and subject.strip():
            yield Label(f"{subject} {verb['verb']} {verb['rest']} {after}")
        if re.match(r"\s*(?:for|to|in|on|into|towards?|from|of|by|across)\b", rest):
            yield Label(f"{verb['verb']} {verb['rest']} {rest}")
        yield Label(f"{subject} {verb['verb']} {verb['rest']} {rest}")
    if re.match(r"\s*(?:for|to|in|on|into|towards?|of)\b", rest):
        noun = re.search(
            r"\b((?:[a-z]+\s+)?(?:fund|grant|budget|cost|bill|investment|funding|package|fine"
            r"|price|value|total|shortfall|gap|saving|programme|scheme|backlog|deficit"
            r"|levy))\s+(?:of|worth|to|is|was)?\s*(?:more than|about|over)?\s*$",
            before,
        )
        yield Label(f"{noun[1] if noun else ''} {rest}")


def _changed(subject: str, verb: str, before: str) -> str:
    """Return the label of a number that a verb leads to: with its direction if it is a change."""
    subject = _without_intro(subject)
    way = _CHANGE_WORDS.search(verb)
    is_change = bool(
        re.search(
            r"\bby\s+(?:\w+\s+)*$|(?:rose|fell|increased|grew|dropped|up|down|fallen|risen|cut"
            r"|reduced|climbed|decreased|jumped|declined)\s+(?:more than\s+|about\s+|over\s+"
            r"|nearly\s+|almost\s+|around\s+)?$",
            before,
            re.I,
        )
    )
    if way and is_change:
        return f"{'increase' if way['up'] else 'fall'} in {_lower_first(_STARTS.sub('', subject))}"
    return subject


def _lower_first(text: str) -> str:
    if len(text) > 1 and text[1].islower() and not re.match(r"[A-Z]\w*\s+[A-Z]", text):
        return text[:1].lower() + text[1:]
    return text


def _without_intro(text: str) -> str:
    text = text.strip()
    match = _INTRO.match(text)
    rest = text[match.end() :] if match else text
    return rest if len(rest.split()) >= 1 else text


def _tidied(label: Label) -> Label | None:
    """Return a label that is short, has no other number and does not end in the middle."""
    text = _CUTS.split(" ".join(label.text.split()).strip(" ,–—-:;|"), maxsplit=1)[0]
    text = re.sub(r"^[’']s\s+|^-", "", text)
    text = _STARTS.sub("", f"{text} ").strip()
    text = re.split(r"(?:,|\band)\s+[^,]*?[£$€]?\d[\d,.]*", text, maxsplit=1)[0]
    words = text.split()
    if len(words) > LONGEST:
        text = _shortened(words)
    while (shorter := _TRAILING.sub("", text)) != text:
        text = shorter
    text = text.strip(" ,.–—-:;“”\"‘’'()")
    if re.search(r"[£$€%]|\d{3}", text) or not re.search(r"[a-z]{3}", text):
        return None
    of = " ".join(label.of.split()).strip(" ,")
    return Label(_lower_first(text), of)


def _shortened(words: list[str]) -> str:
    """Return the first words of a long label, up to a comma or before a preposition."""
    head = words[:LONGEST]
    for n in reversed(range(5, len(head))):
        if head[n - 1].endswith(","):
            return " ".join(head[:n])
    for n in reversed(range(6, len(head))):
        if head[n].lower() in (
            "in",
            "on",
            "at",
            "for",
            "by",
            "with",
            "from",
            "because",
            "and",
            "that",
            "after",
            "since",
            "over",
            "during",
        ):
            return " ".join(head[:n])
    return " ".join(head)
