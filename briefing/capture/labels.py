"""The label of a number in a document: its clause, in the words of the document.

A label is shorter than the clause only if nothing can be lost:

- the number starts the clause: `want a new park`, if 77% of adults want one. If it is a share of a
  group, the group is the figure's `of`.
- the clause is only "there were" and the number, or ends with "is" and the number.

In every other case, the label is the clause with the number in it: `Southmere will have to pay
£24m`. If a label has words that are not together in one place of the document, or that refer to
something else, the draft shows it as a guess.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from briefing.capture.clauses import POINTER, Clause, clause_of
from briefing.capture.counting import SECTION
from briefing.capture.own_parts import own_part
from briefing.capture.pointers import pointer_of
from briefing.capture.respectively import respective_name
from briefing.capture.sentences import sentence_at
from briefing.capture.verbs import main_verb, split_at_verb, starts_with_verb
from briefing.evidence.amount import Amount
from briefing.evidence.key_words import DIRECTION, key_words
from briefing.evidence.windows import NumberedText

MARK = re.compile(rf"[\s*•–-]*(?:\d{{1,2}}[.)]\s|{SECTION})?")
_LEAD = re.compile(
    r"(?:(?:only|just|some|the|an?|all|almost|nearly|about|around|roughly|fully|an estimated"
    r"|of the|of all|a total of|a record)\s+)*",
    re.IGNORECASE,
)
"""Words before a number that starts its clause, without which it means the same."""
_THERE = re.compile(rf"there (?:are|is|were|was)(?: now| currently)? {_LEAD.pattern}", re.I)
_IS = re.compile(
    r"(?P<subject>.+?)\s(?:(?:is|are|was|were)(?: now| currently)?|(?:now )?stands? at|stood at"
    r"|totalled)\s(?:(?:about|around|only|just)\s)*",
)
_RATE = re.compile(r"\s(?:an?|per)\s(?:year|month|week|day|head|hour|mile|unit)\b")
_UNIT_RATE = re.compile(r"\s(?:an?|per)\s(?P<unit>[a-z]+)(?=\sto\b)")
_PART = re.compile(r"\s(?:of|(?:for|in|per|against|at|on|by|above|below|ahead\sof|short\sof)\s)")
"""Words after a number that do not name what it counts."""
_OF_GROUP = re.compile(r"\s+(?:out\s+)?of\s+(?:(?:all|the)\s+)*", re.IGNORECASE)
_AMONG = re.compile(
    rf"(?:of|among|amongst)\s(?:(?:all|the)\s)*(?P<group>(?!rest|others)[^,;:]+),\s{_LEAD.pattern}",
    re.I,
)
_SHARE_WORDS = re.compile(
    r"(?:(?:an?\slittle|little|slightly|more|less|fewer|than|over|under|almost|nearly|about|just|only|around|well)\s)*"
    r"(?:(?:\d+|one|two|three|four|five|six|seven|eight|nine)\s(?:in|out of)\s\w+"
    r"|(?:an?\s(?:further\s)?|[a-z]+[\s-])?(?:half|third|quarter|fifth|sixth|tenth)s?)\s*(?:of\s)?\(",
    re.IGNORECASE,
)
"""Words for a share, whose exact value follows in brackets."""
_ADVERB = re.compile(r"^(?:now|also|still|already|currently)\s")
_FROM = re.compile(r"\bfrom\s+(?:(?:just|about|around|only|an?|the)\s+)*$", re.IGNORECASE)
_TO = re.compile(r"[^.;:]{0,60}?\bto\s+(?:[a-z]+\s+){0,3}[£$€]?\d")
_MOVES = (
    "|".join(sorted(DIRECTION.keys() - {"more", "less", "fewer"}))
    + "|gone|went|come|came|moved|changed|brought|(?<=been )taken"
)
_MOVED = re.compile(
    rf"(?P<subject>.+?),?\s(?:(?:has|have|had|was|were|been|be|is|are|will|would|could"
    rf"|also|more\sthan|almost|nearly|actually|sharply"
    rf"|steadily)\s)*(?:{_MOVES}|double\w*|halve\w*)\b",
    re.IGNORECASE,
)
_TO_RATE = re.compile(r"\sto\s[\d.,]+\d\sper\s(?!cent)")
_TO_EACH = re.compile(r"\sto\s[£$€]?[\d.,]*\d\S*\s(?:an?|per)\s(?!cent)")
"""The rate of a new value, which is also that of the old: *from 38p to 94p a day*."""
_OWNER = re.compile(r"[A-Z][\w-]+(?:\s[A-Z][\w-]+)*(?:’s|'s|s’|s')\s")
_BUT = re.compile(r",\s(?:but|while|whereas)\s")
_GROUP_STARTS = re.compile(r"(?:Across|Among|Amongst|Of)\s(?:(?:all|its|our|the|their)\s)*")
_GROUP_SIZE = re.compile(
    r"\s(?P<group>(?!per\scent|million|billion)[a-z](?:[^,;:.\d]|(?<=\s)(?:19|20)\d\d|(?<=under\s)\d+)*),\s[^.]*\d"
)
_WHEN = re.compile(
    r"\s(?:in|at the end of|in the year to)\s(?:[A-Z][a-z]+\s)?(?:19|20)\d\d(?:[/–-]\d{2,4})?\b"
)
_BEFORE_NOUN = re.compile(
    r"\b(?:an?|the)(?:\s(?:large|small|big|sharp|huge|slight|steady|further|record))?$"
)
"""Words before a noun, so that a word such as "increase" is not a verb."""
_INTRODUCED = re.compile(r"(?:In|From|By|At|On|Since|For|Under|After|Before)\s")
_MEASURE = re.compile(
    r"(?:average|typical|median|mean|usual)\s[a-z]|(?:(?!of|in|for)[\w’'-]+\s){0,3}(?:numbers?|rates?|proportion|share|levels?|prices?|costs?|charges?|fees?|wait|time"
    r"|average|total|limit|age|size|amount|value)\b(?=$|\s(?:of|for|in|at|on|to|between|who|that|with)\b)"
)
"""The name of a quantity, such as "number of homes", before which "previous" can be put."""
_ROW = re.compile(r"(?P<label>[^|.]{3,90}?)\s*(?:\||:|–|—)\s*")
_ANSWER = re.compile(r"[‘“\"'](?P<label>[^‘’“”\"]{3,120})[’”\"']\s*\($")
_HAS_LETTER = re.compile(r"[a-z]{2}")
_OWN = re.compile(r"\b(?:we|our|us|my|i|me)\b", re.IGNORECASE)
_NO_GROUP = re.compile(
    r"(?:For|Of|Among|In)\s(?:(?:about|almost|nearly|over|around)\s)?(?:[a-z]+|\d+)\sin\s(?:[a-z]+|\d+),"
)
SHARE = re.compile(
    rf"{_LEAD.pattern}(?:(?:a\slittle\s)?(?:(?:more|fewer|less)\sthan|over|under)\s)?"
    r"(?:\d[\d.]*(?:%|\sper\scent)|[a-z]+(?:-[a-z]+)?\sper\scent"
    r"|(?:one|two|three|four|five|six|seven|eight|nine|\d+)\sin\s(?:[a-z]+|\d+)"
    r"|half|(?:an?|one|two|three|four)[-\s](?:thirds?|quarters?|fifths?)"
    r"|[a-z]+[-\s](?:thirds?|quarters?|fifths?))(?:\s\(\d[\d.]*%\))?(?=\s)",
    re.IGNORECASE,
)
"""A share at the start of a label."""
_OF_THING = re.compile(r"\s(?:is|was|has)\b")
"""A verb after a share that is not of people: *17% is too much*."""
_BARE = re.compile(r"\d[\d,.]*\s\([^)]*\)\s")
_COUNT_AND_VERB = re.compile(
    r"\d[\d,.]*\s(?:were|are|was|had|have|has|did|would|will)\b"
    r"|[£$€]?\d[\d,.]*(?:\s(?:million|billion))?\s(?:more|fewer|less)\sthan\b"
)
_ASIDE = re.compile(
    r"(?P<subject>[^,;:()]+), "
    r"(?:which|who|whose|where|[a-z]+ed|[a-z]+ing|an?|the|with|now|worth)\b[^,]*"
)
FIGURE_FOR = re.compile(
    r"(?:The\s)?(?:(?:equivalent|comparable|corresponding|same)\s\w+|figures?\s(?:for|in|among)"
    r"|(?:rate|number|share|proportion|average|total)\sin\s(?-i:[A-Z][a-z]+)(?=\s(?:is|was|are|were)))\b",
    re.IGNORECASE,
)
"""The figure for a part of something that earlier words name."""
_ADDRESS = re.compile(r"(?:My Lords|(?:Mr|Madam)(?: Deputy)? Speaker),\s")
_SAYS_WHO = re.compile(r"(?:said|says|added|adds|explained)\s(?=[A-Z])")
"""A verb before the speaker of the quote before it: *said Ann Lee, who was asked for £90*."""
_ALONE = re.compile(r"^(?:No|Yes)\.\s(?=[A-Z])")
"""An answer to the question above, before the sentence of the number."""
_NOTED = re.compile(r"(?:Please note|It should be noted|Note) that\s")
_QUOTED = re.compile('[“"][^”"]*[”"]')
_REPORTING = re.compile(
    r",?(?<!\bthe)(?<!\ban)(?<!\bwere)(?<!\bwas)(?<!\bbeen)\s(?:has\s|have\s)?(?:found|finds|shows?|showed|suggests?|reveals?|revealed|estimates?)(?:\sthat)?$"
)
"""The last words of a line above a list."""
_POINTS = re.compile(
    r"(?:these|this|that|them|those)\b(?!\s(?:who|in|on|with|aged|under|over|whose))"
)
_COMPARED = re.compile(r"\s(?:above|below|ahead\sof|short\sof)\s")
_INTRODUCES = re.compile(r"of\s(?:all\s|the\s)?", re.IGNORECASE)
"""Words before a number whose group the rest of its sentence is about."""
_AND_NUMBER = re.compile(r"\s(?:[a-z’'-]+\s){1,4}and\s[£$€]?\d")
"""Another number that shares the words after it: *35,000 nurses and 200 porters left*."""
_HE_ADDED = re.compile(
    r",\s(?:he|she|they)\s(?:said|says|added|adds|told\s\w+)(?:\s(?:last|this|on)\s\w+)?(?=,|$)"
)
"""Words that say who said it, but not the name: *Costs rose by 5%, he said*."""
_REPORTED = re.compile(
    r"(?:It|They|(?:The|This|Our) (?:research|report|study|analysis|survey|poll|figures|data))"
    r"(?: also)? (?:showed|shows?|found|finds|suggests?|suggested|reveals?|revealed) that "
    r"|We (?:also )?(?:know|found|find|learned)(?: from [^,;:]{3,50}?)? that "
    r"|(?:That|This) means (?:that )?(?=[\d£$€A-Z]|one\b|an?\b|more\b|some\b|about\b)"
)
"""The start of a sentence that reports a finding."""
_NO_SUBJECT = re.compile(
    r"[,;:–“”()]|\s-\s|^(?:in|at|on|for|by)\b|\b(?:ago|earlier)\b", re.IGNORECASE
)
_SOURCE = re.compile(
    r",\s(?:new\s|official\s|latest\s)?(?:figures|data|statistics|research|analysis|findings)(?:\s[a-z]+){0,5}$"
)
"""The last words of a sentence that gives its source: *, figures published today show*."""
_FEW_KEY_WORDS = 4
"""With fewer key words, a label that does not start its sentence needs the words before it."""
_FEW = 6
"""If more words of its sentence come before a number, they name its group."""
_MONEY = ("£", "$", "€")
_HAS_GROUP = re.compile(
    r"(?:%|per ?cent|half|thirds?|quarters?|\bin \w+) of\b|(?<!average )\bof (?:the |all )?\d"
    r"|(?:^|[.;]\s)(?:Of|Among|Amongst)\s(?!course\b)[^,]+,"
    r"|\b(?:survey|poll)\b"
)
LONGEST = 300
"""The maximum length of a label in a record, in characters."""
_LONGEST_TEXT = 280
"""The maximum length of a label with added sentences, in characters."""


@dataclass(frozen=True, slots=True)
class Label:
    """A label, and the group that it is about, or "".

    Attributes:
        doubts: why it is a guess, as clauses.
        place: the words of the document that it has, as a phrase.
        is_said: whether it is in a quote.
        is_own: whether it has a word such as "we".
        is_pair: whether it is two sentences, the first of which explains the second.
        is_groupless: whether it is what a share of people do, without saying which people.
    """

    text: str
    of: str = ""
    doubts: tuple[str, ...] = ()
    place: str = "the words of its sentence"
    is_said: bool = False
    is_own: bool = False
    is_pair: bool = False
    is_groupless: bool = False


def label_of(
    numbers: NumberedText,
    amount: Amount,
    end_of_value: int,
    *,
    is_said: bool = False,
    item_before: str = "",
    has_group: bool = False,
) -> Label | None:
    """Return the label of a number, or None if it has no words of its own.

    Args:
        numbers: the text of its paragraph.
        amount: the number.
        end_of_value: the end of the number and its unit, such as weeks.
        is_said: whether the number is in a quote.
        item_before: the item before it, if it is in an item of a list, or "".
        has_group: whether the words above its list name the people who were asked.
    """
    start, end = numbers.sentence(amount)
    own = sentence_at(numbers.text, amount.start)
    start, end = max(start, own[0]), min(end, own[1])
    earlier = numbers.text[:start].rstrip(" •*–-")
    earlier = earlier if _HAS_LETTER.search(earlier) else ""
    mark = MARK.match(numbers.text, start)
    start = min(mark.end() if mark else start, amount.start)
    text = numbers.text[start:end]
    first, last = amount.start - start, end_of_value - start
    if named := _named(text[:first], text[last:]):
        return named
    text, first, last = own_part(*_without_brackets(text, first, last))
    group = "" if amount.unit or amount.is_share else _counted_group(text, first, last)
    if group:
        return Label(group, is_said=is_said, is_own=_OWN.search(group) is not None)
    clause = clause_of(text, first, last)
    rest = text[first:].rstrip(" .")
    for before in (clause.before, text[:first]):
        words, place = f"{before}{rest}", len(before)
        if name := respective_name(words, place):
            doubt = "the name in brackets was added, because the sentence says “respectively”"
            return Label(f"[{name}:] {words}", doubts=(doubt,), is_said=is_said)
    if _is_old(clause, text[last:]):
        return _previous(clause, text[first:last], text[last:])
    whole = _whole(clause, text[first:last])
    is_fragment = not main_verb(whole.text) and not starts_with_verb(clause.after) and not is_said
    is_fragment = is_fragment and not _BUT.match(text, clause.end)
    is_fragment = is_fragment or (amount.kind != "%" and bool(_INTRODUCES.fullmatch(clause.before)))
    if is_open(whole.text) or is_fragment:
        clause = replace(clause, after=text[last:].rstrip(" ."))
        whole = _whole(clause, text[first:last])
    label = next(_short(clause, amount), whole)
    if not key_words(label.text):
        return None
    if label.is_groupless and clause.is_first and has_group:
        return label
    bare = _BARE.match(label.text)
    is_bare = bare is not None and starts_with_verb(label.text[bare.end() :])
    is_short = text[first:last] not in label.text
    is_bare = is_bare or (is_short and starts_with_verb(label.text))
    is_bare = is_bare or _COUNT_AND_VERB.match(label.text) is not None
    if (label.is_groupless or is_bare) and not clause.is_first and not label.of:
        clause = clause_of(text, first, last, is_whole=True)
        is_led = clause.before.rstrip().endswith((":", ";"))
        is_known = (
            is_led
            or len(clause.before.split()) > _FEW
            or _HAS_GROUP.search(clause.before) is not None
        )
        label = replace(
            _whole(clause, text[first:last]), is_groupless=label.is_groupless and not is_known
        )
    is_part = not clause.is_first and not label.of
    is_reported = _REPORTING.search(text[: first - len(clause.before)].rstrip()) is not None
    is_thin = is_short and not is_reported and len(key_words(label.text)) <= _FEW_KEY_WORDS
    is_thin = is_thin or bool(_LEAD.fullmatch(clause.before) and _COMPARED.match(clause.after))
    is_whole = is_thin or not (main_verb(label.text) or starts_with_verb(clause.after))
    if is_part and not is_said and is_whole:
        clause = clause_of(text, first, last, is_whole=True)
        label = _whole(clause, text[first:last])
    if clause.is_first and item_before and not earlier and pointer_of(label.text):
        item = text[: clause.end].strip()
        joint = ". " if item[:1].isupper() else "; "
        both = f"{item_before.rstrip(' .,;')}{joint}{item}"
        label = Label(both, is_pair=True) if has_room(both) else label
    return replace(
        label,
        is_said=is_said,
        is_own=_OWN.search(_QUOTED.sub("", f"{label.text} {label.of}")) is not None,
    )


def _counted_group(text: str, first: int, last: int) -> str:
    """Return the group whose size begins a sentence about a part of it, or "".

    It is *schools in Kent with a pool* in *Of the 90 schools in Kent with a pool, 12 have closed*.
    """
    group = _GROUP_SIZE.match(text[last:]) if _GROUP_STARTS.fullmatch(text[:first]) else None
    return group["group"] if group and len(key_words(group["group"])) > 2 else ""


def _named(before: str, after: str) -> Label | None:
    """Return the label of a number at the end of a row, or after words in quotation marks."""
    row = _ROW.fullmatch(before.rpartition("\n")[2].lstrip(" *•–-"))
    is_closed = before.count("(") == before.count(")")
    if row and is_closed and ("|" in row[0] or not _HAS_LETTER.search(after)):
        return Label(row["label"])
    answer = _ANSWER.search(before)
    return Label(answer["label"]) if answer else None


def _without_brackets(text: str, first: int, last: int) -> tuple[str, int, int]:
    """Return a sentence in which a number replaces the words that it makes exact.

    *Almost half (47%) have no savings* becomes *47% have no savings*.
    """
    opened = text[:first].rstrip()
    words = [*_SHARE_WORDS.finditer(opened)]
    if not (words and words[-1].end() == len(opened) and text[last : last + 1] == ")"):
        return text, first, last
    of = " of" if re.search(r"\sof\s\($", opened) else ""
    start = words[-1].start()
    made = f"{text[:start]}{text[first:last]}{of}{text[last + 1 :]}"
    return made, start, start + last - first


def _short(clause: Clause, amount: Amount) -> Iterator[Label]:
    """Yield the label of a number whose clause can be shortened with certainty."""
    before, after = clause.before, clause.after
    is_share = amount.kind == "%"
    if is_share and (among := _AMONG.fullmatch(before)) and starts_with_verb(after):
        yield Label(after.strip(), among["group"])
    elif not is_share and (
        _INTRODUCES.fullmatch(before) or (amount.whole is not None and not starts_with_verb(after))
    ):
        return  # *Of the £9m paid, 17% was lost*, and *90 of 410 staff voted*.
    elif _LEAD.fullmatch(before) or _THERE.fullmatch(before):
        is_thing = amount.unit in _MONEY or _THERE.fullmatch(before) is not None
        yield from _of_start(after, is_share=is_share, is_thing=is_thing)
    elif (ends := _IS.fullmatch(before)) and not after.strip():
        subject = re.sub(r"^(?:The|An?|the|an?)\s", "", ends["subject"])
        is_plain = not _NO_SUBJECT.search(subject)
        is_plain = is_plain and not main_verb(subject) and not POINTER.search(before)
        is_plain = is_plain and not FIGURE_FOR.match(subject)
        if is_plain and len(key_words(subject)) > 2:
            yield Label(subject)


def _of_start(after: str, *, is_share: bool, is_thing: bool) -> Iterator[Label]:
    """Yield the label of a number that starts its clause.

    `is_thing` is whether the words after it cannot be a verb: *there were 9 unfilled posts*.
    """
    if not re.match(r"[\s-](?!(?:more|fewer|less) than\b)[A-Za-z£\d]", after) or _AND_NUMBER.match(
        after
    ):
        return
    if is_thing and re.match(r"\s[A-Z]", after):
        return  # It is part of a name: *The £12m Lune Unit has 24 beds*.
    if not is_share and (_RATE.match(after) or _PART.match(after)):
        return
    part = _OF_GROUP.match(after)
    if is_share:
        words = after[part.end() :] if part else _ADVERB.sub("", after.strip())
        if re.match(r"(?:by|at|for|from|within)\b", words):
            return
        group, predicate = split_at_verb(words)
        is_group = (
            group
            and not starts_with_verb(group)
            and not re.search(
                r"[,;:–£(]|\s-\s|\b(?:to|it|they|we|he|she|you|I)$|^(?:of|in|more|less|fewer|higher|lower)\b|\band\s\d|\.\s|\b(?:never|almost|always)\b",
                group,
            )
        )
        if is_group and len(group.split()) < 16 and not POINTER.match(group):
            yield Label(predicate, group)
            return
        if group.endswith(" to"):
            yield Label(after.strip(), is_groupless=True)
            return
        if part:
            return  # The group is only "those", or is not known, so its clause is the label.
    if len(key_words(after)) > 1 or starts_with_verb(after):
        is_groupless = not is_thing and starts_with_verb(_ADVERB.sub("", after.strip()))
        yield Label(after.strip(" -"), is_groupless=is_groupless)


def _whole(clause: Clause, value: str) -> Label:
    """Return a clause with its number as its label."""
    text = " ".join(f"{clause.before}{value}{clause.after}".split())
    text = _SAYS_WHO.sub("", text) if _SAYS_WHO.match(text) else text
    text = _NOTED.sub("", _ADDRESS.sub("", text))
    if report := _REPORTED.match(text):
        text = text[report.end() :].replace(" and that ", " and ")
    text = _HE_ADDED.sub("", text)
    text = _ALONE.sub("", _SOURCE.sub("", _REPORTING.sub("", text)))
    text = text[1:-1].rstrip(".") if text[:1] + text[-1:] == "()" else text
    return Label(text[:1].upper() + text[1:])


def has_room(text: str) -> bool:
    """Whether a text with whole sentences is short enough for a label."""
    return len(text) <= _LONGEST_TEXT


def is_open(text: str) -> bool:
    """Whether a label ends before the verb of its subject: *The plan, backed by £38m*."""
    opened = _ASIDE.fullmatch(text)
    verb = main_verb(opened["subject"]) if opened else None
    return opened is not None and (verb is None or not verb.start())


def _is_old(clause: Clause, right: str) -> bool:
    """Whether a number is the first of a move, such as the 41 of `fell from 41 to 22`."""
    return _FROM.search(clause.before) is not None and _TO.match(right) is not None


def _previous(clause: Clause, value: str, right: str) -> Label | None:
    """Return the label of an old value, or None if the words before its verb do not name it.

    It is the subject of the verb and the time of the old value, if the text gives it. Otherwise, it
    is that subject with a word such as "previous", if the subject has a word such as "number", or
    else the words of the clause up to the old value.
    """
    if _TO_RATE.match(right):
        return None  # *Cases fell from 9 to 7 per 1,000*: the label of the new value has both.
    if right.startswith(" of "):
        return _whole(replace(clause, after=right[: right.index(" to ")]), value)
    moved = _MOVED.match(clause.before)
    if not moved:
        return None
    subject = re.sub(r"^(?:The|An?)\s", "", moved["subject"], flags=re.I)
    is_name = len(key_words(subject)) > 1 and not POINTER.match(subject)
    is_name = is_name and not re.search(r"[,;:–(]|\b(?:it|we|you)\b", subject)
    when = _WHEN.match(right)
    is_name = is_name and not _INTRODUCED.match(subject) and not _BEFORE_NOUN.search(subject)
    is_name = is_name and not main_verb(subject)
    if not is_name or not (when or _MEASURE.match(subject)):
        # *Costs fell from £3m* is not enough, so the label has the new value too.
        return _whole(replace(clause, after=when[0]) if when else clause, value)
    lower = subject if subject[1:2].isupper() else subject[:1].lower() + subject[1:]
    owner = _OWNER.match(subject)
    if (owner and not when) or _TO_EACH.match(right):
        return _whole(clause, value)
    lower = subject if owner else lower
    if when:
        return Label(f"{lower}{when[0]}", doubts=("its words are from two places in its sentence",))
    is_plan = re.search(r"\b(?:will|would|could)\b", clause.before[moved.end("subject") :])
    word = "present" if is_plan else "previous"
    if rate := _UNIT_RATE.match(right):
        lower = f"{lower} per {rate['unit']}"
    return Label(f"{word} {lower}", doubts=(f"the word “{word}” was added",))


def doubts_of(label: Label) -> Iterator[str]:
    """Yield why a label may say too little."""
    words = pointer_of(label.text, label.of)
    figure = FIGURE_FOR.match(label.text)
    words = words or (figure[0] if figure else "") or (label.of if _POINTS.match(label.of) else "")
    if words and "[" not in label.text and not label.is_pair:
        yield f"“{words}” refers to other words, so say what it means"
    if len(key_words(label.text, label.of)) == 1:
        yield "one word says little, so add others"
    is_groupless = label.is_groupless or _NO_GROUP.match(label.text) is not None
    share = SHARE.match(label.text) if not label.of else None
    has_group = _HAS_GROUP.search(label.text[: share.end() + len(" of ")]) if share else None
    if share and not has_group and not _OF_THING.match(label.text, share.end()):
        is_groupless = starts_with_verb(re.split(r"[.;]\s", label.text[share.end() :])[0])
    if is_groupless and (share or not label.is_pair):
        yield "it does not name the group, so add it"
