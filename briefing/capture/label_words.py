"""Labels, and functions that clean their words: without introductions and unfinished ends."""

import re
from dataclasses import dataclass, replace

NUMBER_COMMA = "‚"
"""It replaces the commas in numbers, so that they do not end a clause, until labels are tidied."""
_LONGEST = 20
"""The maximum number of words in a label."""
PREPOSITION = (
    r"(?:for|to|in|on|at|by|from|of|with|than|towards?|into|across|over|among|under|within|per"
    r"|between|during|since|after|before|against)\b"
)
QUANTIFIER = re.compile(
    r"(?:(?:^|(?<=\s)|(?<=\())(?:more than|less than|fewer than|up to|at least|as (?:many|much) as"
    r"|(?:an?\s|the\s)?(?:estimated\s|grand\s|combined\s)?total of|(?:an? )?average of|only|just"
    r"|about|around|nearly|almost|over|some|roughly|approximately|fully|an?|the|estimated|record|another|further|extra|additional"
    r"|its|their|our|all|now|still|also|alone|remaining|every|than)\s+)+$",
    re.IGNORECASE,
)
"""Words between a verb or a preposition and its number."""
_STARTS = re.compile(
    r"^(?:(?:and|but|or|so|also|this|these|those|therefore|then|however|that|of|the|a|an|in total"
    r"|overall|meanwhile|today|nearly|almost|about|around|some|his|her|their|its|our|it|only|just"
    r"|there (?:are|were|is|was)|at least|more than|[^\w£]+)\s+)+",
    re.IGNORECASE,
)
_PREDICATE_STARTS = re.compile(r"^(?:(?:also|who|that|which|and|now|then|[^\w£]+)\s+)+", re.I)
_TRAILING = re.compile(
    r"[\s,]+(?:and|or|but|of|the|a|an|to|in|on|at|for|by|with|from|as|that|which|who|is|are|was"
    r"|were|be|than|just|only|about|around|nearly|almost|has|have|had|its|their|his|her|will"
    r"|would|into|per|while|because|if|when|so|not|since|until|our|your|said|says|alone)$",
    re.IGNORECASE,
)
_UNFINISHED = re.compile(
    r"[\s,]+(?:and|or|but|of|the|a|an|at|for|by|with|from|as|which|who|than|about|around|its|their"
    r"|into|per|while|because|if|when|so|our|your)$",
    re.IGNORECASE,
)
"""Words that cannot end even a whole predicate, unlike those in `say that nothing would`."""
_SHORTER = re.compile(rf",|\s(?=(?:(?!of\b){PREPOSITION}|because|despite|when|if|and|who|which)\s)")
_SMALL = re.compile(
    r"(?:the|an?|its|their|this|our|in|among|at|for|on|across|women|men|people|children|staff)",
    re.I,
)
_PRONOUNS = re.compile(
    r"(?:it|they|he|she|we|i|you|who|which|this|that|these|those|there|one|some|many|most|half"
    r"|nobody|everybody|what|them)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Label:
    """A label, and the group that it is about, or "".

    Attributes:
        is_usual: whether the words have one of the usual forms, and are not just near the number.
        is_predicate: whether the words are a predicate of the group: `would walk to school`.
    """

    text: str
    of: str = ""
    is_usual: bool = True
    is_predicate: bool = False


@dataclass(frozen=True, slots=True)
class Earlier:
    """The labels of the numbers before a number.

    Attributes:
        last: the last one in the same sentence.
        alike: the last one of the same kind in the same sentence.
        before: the last one in the sentences before it.
    """

    last: Label | None = None
    alike: Label | None = None
    before: Label | None = None


NOTHING_EARLIER = Earlier()


def tidied(label: Label, names: frozenset[str]) -> Label | None:
    """Return a label that is short and does not begin or end in the middle of words.

    Args:
        label: the label.
        names: words that have a capital in the middle of a sentence too.
    """
    text = " ".join(label.text.split()).strip(' ,–—-:;|“‘"(')
    starts = _PREDICATE_STARTS if label.is_predicate else _STARTS
    text = _shortened(starts.sub("", f"{text} ").strip(' ,.–—-:;“”"‘’()•*'))
    trailing = _UNFINISHED if label.is_usual else _TRAILING
    while (shorter := trailing.sub("", text)) != text:
        text = shorter
    if not re.search(r"[a-z]{3}", text) or _TRAILING.fullmatch(f" {text}"):
        return None
    group = re.sub(r"^(?:all|the)\s", "", " ".join(label.of.split())).strip(" ,.;:")
    return replace(
        label,
        text=(text if text.split()[0] in names else lower_first(text)).replace(NUMBER_COMMA, ","),
        of=group.replace(NUMBER_COMMA, ","),
    )


def _shortened(text: str) -> str:
    """Return a label up to the last comma or preposition that leaves it short enough."""
    if len(text.split()) <= _LONGEST:
        return text
    ends = [match.start() for match in _SHORTER.finditer(text)]
    short = [end for end in ends if 5 < len(text[:end].split()) <= _LONGEST]
    return text[: short[-1]] if short else " ".join(text.split()[:_LONGEST])


def lower_first(text: str) -> str:
    """Return a text without the capital letter that starts a sentence. Names keep theirs."""
    first, _, rest = text.partition(" ")
    if _SMALL.fullmatch(first):
        return text[:1].lower() + text[1:]
    if not first[1:].islower() or re.match(r"(?:and\s|of\s)?[A-Z]", rest):
        return text
    is_word = re.search(
        r"(?:ly|ers?|ors|ils|ies|ees|nts|ols|ness|ment|ing|ity|ions?|[a-z]{3}s)$", first
    )
    return text[:1].lower() + text[1:] if rest or is_word else text


def is_pronoun(text: str) -> bool:
    """Whether a phrase only refers to other words, such as "it" and "some of them"."""
    return not text.strip() or _PRONOUNS.fullmatch(text.strip()) is not None
