"""Labels, and functions that clean their words: without introductions and unfinished ends."""

import re
from dataclasses import dataclass, replace

LONGEST = 16
"""The maximum number of words in a label."""
PREPOSITION = r"(?:for|to|in|on|at|by|from|of|with|than|towards?|into|across|over)"
_CLAUSE_START = re.compile(
    r"\b(?:sees?|saw|seeing|after|as|when|which|who|where|because|before|so that|and then"
    r"|and that)\s+|[,;:]\s+",
    re.IGNORECASE,
)
_CUTS = re.compile(
    r",?\s+(?:yet|according to|out of|compared (?:with|to)|up from|down from|while|whilst|whereas"
    r"|although|though|but|which|because(?! of)|despite|unless|even though|with \d"
    r"|against|rather than|at a cost"
    r"|amid|when|as well as|figures show|it said|he said|she said|they said|says"
    r"|the (?:report|survey|study|poll) (?:says|said|finds|found|shows|showed|suggests)"
    r"|and \d|an? (?:increase|rise|fall|drop|cut) of)\b|\s[–—]\s|[;:(\n|]"
    r"|\.\s|,?[.!?]?[”\"“‘]|,\s(?:the|a|an|it|he|she|they|who|published|analysis|figures|data|research|new|polling|about|nearly|almost|you|we|said|more|fewer|less|up"
    r"|down)\b"
    r"|,\s[^,]*\b(?:said|has said)\b",
    re.IGNORECASE,
)
STARTS = re.compile(
    r"^(?:(?:and|but|or|so|also|will|would|can|could|against|whose|this|these|those|which"
    r"|therefore|have|had|since|then|however|that|more|of|the|a|an|in total|overall|meanwhile"
    r"|today|nearly|almost|about|around|some|his|her|their"
    r"|its|it|there (?:are|were|is|was)|than|only|just|as|who"
    r"|between|for|is|are|was|were|be|been|by|at|to|we|he|she|they|has|have|[^\w£]+)\s+)+",
    re.IGNORECASE,
)
_PREDICATE_STARTS = re.compile(
    r"^(?:told\s(?:the|its|our|an?)\s[^,]{3,40}?\sthat\s+|(?:also|who|that|which|and|now|then|[^\w£]+)\s+)+",
    re.I,
)
_INTRO = re.compile(
    r"^(?:(?:in|since|by|between|over|during|at|last|this|across|under|among|after|before|as|on"
    r"|from|when|if|according to|despite|meanwhile|today|overall|nationally|however|of these"
    r"|in total|figures|(?:the |its |a |our |new )*(?:report|survey|study|poll|analysis|figures"
    r"|data"
    r"|research|review)|it|he|she|they|ministers?|officials?|analysis|yet|but|and|so"
    r"|then)\b[^,]{0,80}?"
    r"(?:,\s+|\b(?:finds?|found|shows?|showed|says|said|reveals?|revealed|suggests?|suggested"
    r"|estimates?|estimated|warns?|warned|concluded|added|told \w+)\s+(?:that\s+)?))+",
    re.IGNORECASE,
)
_IN_YEAR = re.compile(r"^(?:Since|In|By)\s+(?:[A-Z][a-z]+\s+)?(?:19|20)\d\d,?\s+")
_SAID_THAT = re.compile(
    r"^.*\b(?:finds?|found|shows?|showed|says|said|reveals?|revealed|suggests?|suggested|estimates?"
    r"|estimated|warns?|warned|concluded|added|announced|means?|believes?|points? out"
    r"|argues?|claims?|says?)\s+that\s+",
    re.IGNORECASE,
)
_TRAILING = re.compile(
    r"[\s,]+(?:and|or|but|of|the|a|an|to|in|on|at|for|by|with|from|as|that|which|who|is|are|was"
    r"|were|be|than|just|only|about|around|some|nearly|almost|has|have|had|its|their|his|her|will"
    r"|would|into|per|up|down|over|under|more|worth|another|this|it|we|they|he|she|not|so|if|every"
    r"|meant|worth|costing|each|between|within|since|before|after|until|our|your|my|there|these|those|new|least|when|shows?|suggests?|finds?|found|says?|said)$",
    re.IGNORECASE,
)
_TWO_PREPOSITIONS = re.compile(
    rf"\b(?:of|by|at|to|from)\s+(?={PREPOSITION}\b|(?:a|per|each|every)\s+(?:year|month|week"
    r"|day|hour|head|person)\b)",
    re.IGNORECASE,
)
_DANGLING = re.compile(
    r",?\s+(?:(?:if|when|because|where|so|until|unless)(?:\s+[a-z]+){0,2}|that(?:\s+[a-z]+)?)$"
)
_DROPPED_VERB = re.compile(
    r"\b(?:(?:who|that|which)\s+)?(?:are|were|is|was|have been|has been)\s+(?=\w+ing\b)",
    re.IGNORECASE,
)
_OTHER_NUMBER = re.compile(
    r"(?:,|\band|\bto|\bfrom|\bof|\bby)?\s+(?:about\s+|nearly\s+|over\s+)?"
    r"(?!(?:19|20)\d\d\b|\d{1,3}[ -](?:hour|minute|day|week|month|year|mile|metre)s?\b)"
    r"[£$€]?\d[\d,.]*(?:%|m\b|bn\b)?.*$"
)
_LIST_COMMA = "‚"
"""A comma of a list, which tidied labels have as an ordinary comma again."""
_IN_LIST = re.compile(r"(?<=[a-z]),\s(?=(?:[a-z][\w’'-]*\s){1,2}(?:and|or)\s[a-z])")
_PART_OF_WORDS = re.compile(
    r"\bage[ds]?\s+(?:between\s+|under\s+|over\s+)?\d+\b(?:\s*(?:to|and|or|–|-)\s*(?:\d+|over))?"
    r"(?:\s+years?\b)?(?:\s+(?:and|or)\s+(?:over|under)\b)?"
    r"|\b(?:under|over)\s\d\d\b(?!\s?[%\d])|\b\d{1,2}(?:[.:]\d\d)?(?:am|pm)\b|\b\d{1,3}\stimes\b"
    r"|\b\d{1,2}-year|\b(?:the|its|their|all)\s\d{1,2}\s(?=[a-z])"
)
_HIDDEN = {ord("0") + n: 0xE000 + n for n in range(10)} | {ord(" "): 0xE010}
_SHOWN = {hidden: shown for shown, hidden in _HIDDEN.items()} | {ord(_LIST_COMMA): ","}
_NUMBER_INSIDE = re.compile(r"[£$€%]|(?<!\d)(?!(?:19|20)\d\d(?!\d)|\d{3} (?:m|da|mi))\d{3}")


@dataclass(frozen=True, slots=True)
class Label:
    """A label, and the group that it is about, or "".

    Attributes:
        is_usual: whether the words have one of the usual forms, rather than only being near.
        is_cut: whether a number in the middle of the words has been left out.
        is_predicate: whether the words say what the group does: `would walk to school`.
    """

    text: str
    of: str = ""
    is_usual: bool = True
    is_cut: bool = False
    is_predicate: bool = False


@dataclass(frozen=True, slots=True)
class Earlier:
    """The labels of the numbers before another one.

    Attributes:
        last: the last one in the same sentence.
        alike: the last one of the same kind in the same sentence.
        before: the last one in the sentences before it.
    """

    last: Label | None = None
    alike: Label | None = None
    before: Label | None = None


NOTHING_EARLIER = Earlier()


@dataclass(frozen=True, slots=True)
class Around:
    """The words around a number: those that belong to it, and the whole sentence.

    Attributes:
        before, after: the words that belong to it.
        all_before, all_after: the words of its sentence.
        is_share: whether it is a share of a group, such as `77%` or `9 of 27`.
        is_money: whether it is an amount of money.
        is_count: whether it is a plain number, without a unit.
    """

    before: str
    after: str
    all_before: str
    all_after: str
    is_share: bool = False
    is_money: bool = False
    is_count: bool = False


def tidied(label: Label) -> Label | None:
    """Return a label that is short, has no other number and does not end in the middle."""
    text = " ".join(label.text.split()).strip(' ,–—-:;|“‘"')
    text = _PART_OF_WORDS.sub(lambda match: match[0].translate(_HIDDEN), text)
    starts = _PREDICATE_STARTS if label.is_predicate else STARTS
    text = starts.sub("", f"{text} ").strip()
    text = _CUTS.split(f"{text} ", maxsplit=1)[0].strip()
    text = re.sub(r"^[’']s\s+|^-", "", text)
    text = _OTHER_NUMBER.sub("", text)
    text = _TWO_PREPOSITIONS.sub("", text)
    if not label.is_predicate:
        text = _DROPPED_VERB.sub("", text, count=1)
    words = text.split()
    if len(words) > LONGEST:
        text = _shortened(words)
    is_cut = not " ".join(label.text.split()).rstrip(" .,;:").endswith(text)
    while (is_cut or not label.is_predicate) and (
        shorter := _without_end(text, is_cut=is_cut)
    ) != text:
        text = shorter
    text = text.strip(" ,.–—-:;“”\"‘’'()•*")
    if _NUMBER_INSIDE.search(text) or not re.search(r"[a-z]{3}", text):
        return None
    if _TRAILING.fullmatch(f" {text}"):
        return None
    of = " ".join(label.of.split()).strip(" ,.;:").translate(_SHOWN)
    return replace(label, text=lower_first(text).translate(_SHOWN), of=of)


def _without_end(text: str, *, is_cut: bool) -> str:
    """Return a text without the last words, if they are unfinished."""
    text = _TRAILING.sub("", text)
    return _DANGLING.sub("", text) if is_cut else text


def _shortened(words: list[str]) -> str:
    """Return the first words of a long label, up to a comma or before a preposition."""
    head = words[:LONGEST]
    for n in reversed(range(5, len(head))):
        if head[n - 1].endswith(",") or head[n].lower() == "than":
            return " ".join(head[:n])
    for n in reversed(range(6, len(head))):
        if re.fullmatch(
            rf"(?!of){PREPOSITION}|because|and|that|after|since|during", head[n].lower()
        ):
            return " ".join(head[:n])
    return " ".join(head)


def one_list(text: str) -> str:
    """Return a text whose lists have no commas that could end a clause: `reading‚ writing and`."""
    return _IN_LIST.sub(f"{_LIST_COMMA} ", text)


def lower_first(text: str) -> str:
    """Return a text without the capital of a sentence. Names keep theirs."""
    if re.match(r"(?:The|A|An|Its|Their|This|Our)\s", text):
        return text[:1].lower() + text[1:]
    if re.match(r"[A-Z][a-z]+s\s+(?:in|on|of|across|from|at|to|with|who|for)\b", text):
        return text[:1].lower() + text[1:]
    is_short_name = len(text.split()) < 6 and re.search(r"\s[A-Z]", text)
    if (
        len(text) > 1
        and text[1].islower()
        and not is_short_name
        and not re.match(r"[A-Z]\w*\s+[A-Z]", text)
    ):
        return text[:1].lower() + text[1:]
    return text


def without_intro(text: str) -> str:
    """Return a text without its introduction, such as "In 2023," or "The report found that"."""
    text = _IN_YEAR.sub("", text.strip())
    match = _INTRO.match(text)
    return text[match.end() :] if match else text


def clause_of(text: str) -> str:
    """Return the clause at the end of a text, without its introduction."""
    text = without_intro(text)
    return _SAID_THAT.sub("", text).strip()


def last_clause(text: str) -> str:
    """Return the end of a clause, after a word such as "after" or "which"."""
    return _CLAUSE_START.split(clause_of(text))[-1]
