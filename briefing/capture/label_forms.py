"""Labels of shares, of amounts of money and of quantities that are, reach, rise or fall."""

import re
from collections.abc import Iterator

from briefing.capture.label_words import (
    PREPOSITION,
    STARTS,
    Around,
    Label,
    clause_of,
    last_clause,
    lower_first,
    without_intro,
)
from briefing.capture.object_labels import (
    DONE_BY,
    OF,
    RATE,
    RELATIVE,
    SUBJECT_STARTS,
    antecedent,
)
from briefing.capture.verbs import AUXILIARIES, DOWN, UP, VERB, split_at_verb

OF_SOME = re.compile(
    r"^\s*(?:of|out of)\s+(?:them|us|these|whom|which|those"
    r"(?!\s+(?:in|who|with|that|at|on|aged|from|surveyed|asked|polled|under|over|[a-z]+ed)\b))\s+",
    re.IGNORECASE,
)
_OF_IT = re.compile(r"^\s*of\s+(?:it|this|that)\s+(?=(?:is|was|has|had|will|would)\b)")
_SENTENCE_PART = re.compile(r"[,;:.](?:\s|$)|\s(?:and|while|but)\s")
_NEXT_IS_INSIDE = re.compile(r"\s*(?!and\b|or\b|while\b|but\b|to\b)[\w£]")
_GROUP = re.compile(r"[^,.;:()]{2,70}", re.IGNORECASE)
_IN_SHARE = re.compile(
    r"\s+(?:in|at)(?:\s+(?:only|just|about|around|nearly|almost))?\s*$", re.IGNORECASE
)
_ALL = re.compile(r"^(?:all|the)\s+", re.IGNORECASE)
_DOING = re.compile(
    r"(?P<group>[^,.;:()]{3,60}?\w)\s+(?P<predicate>(?!during|including|according)[a-z]{3,}ing\s[^,.;:]+)"
)
_MOVED_BY = re.compile(
    rf"\bby\s+(?:[a-z]+\s+){{0,3}}$|\b(?:{UP}|{DOWN})\s+(?:(?:more than|about|over|nearly"
    rf"|almost|around)"
    r"\s+)?$",
    re.IGNORECASE,
)
_GOES_UP = re.compile(rf"^(?:{UP})$", re.IGNORECASE)
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
LINKING = re.compile(
    rf"^(?P<subject>.+?),?\s+{_HELPING}(?P<verb>is|are|was|were|be|been|stands? at|stood at"
    rf"|reach(?:ed|es)?"
    rf"|total(?:s|led)?|came to|amount(?:s|ed)? to|averag(?:es|ed)|exceed(?:s|ed)?|set at"
    rf"|estimated at|put at|works? out at|worked out at"
    rf"|cost|costs|(?:(?<=is\s)|(?<=are\s)|(?<=was\s)|(?<=were\s)|(?<=now\s)|(?<=currently\s))worth|remains?|hit|hits|passed|topped|takes?|took|lasts?|lasted"
    rf"|(?:{UP}|{DOWN})){_ADVERBS}",
    re.IGNORECASE | re.DOTALL,
)
MOVED = re.compile(
    rf"^(?P<subject>.+?),?\s+{_HELPING}(?P<verb>{UP}|{DOWN})\b[^;:]*$", re.IGNORECASE | re.DOTALL
)
QUANTITY = re.compile(
    r"^(?:.*\s)?(?:the|an?|its|their|our)\s+(?:(?<!for\sthe\s)(?<!of\sthe\s)"
    r"(?=(?:average|median|typical|cheapest|official)\b)"
    r"|(?=(?:number|total|proportion|share|cost|rate|price|amount|value)\b))",
    re.IGNORECASE,
)
MAIN_VERB = re.compile(rf"\b{VERB}\b", re.IGNORECASE)
CHANGE_IN = re.compile(r"^(?:increase|rise|fall|drop|reduction|decrease|cut|growth) in ")
_ON_AVERAGE = re.compile(r"\bon average,?\s?", re.IGNORECASE)
_NOUN_FIRST = re.compile(r"(?:the|an?|its|our|their|each|every)\s", re.IGNORECASE)
_POSSESSIVE = re.compile(r"(?:their|its|our|his|her|them|my|your)(?:\s.*)?", re.IGNORECASE)
NO_NOUN = (
    rf"{PREPOSITION}|and|or|a|per|after|before|when|if|because|while|since|during|as|but|each|every"
    r"|last|this|next|ago|today|yesterday|once|until|than|though|between|among|under|above|below"
)
_AGED = re.compile(r"\baged(?:\s+(?:between|from|under|over))?\s*$", re.IGNORECASE)
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
_GIVEN = re.compile(
    r"\s+(?:that|which)?\s*(?P<to>(?:the|its|their|our)\s[^,.;]{3,40}?)\s+(?:was|were|is|are|has\s+been"
    r"|have\s+been)\s+(?P<verb>given|awarded|paid|allocated|offered|granted|promised)\b(?P<rest>.*)$"
)


def of_share(around: Around, *, is_linked: bool) -> Iterator[Label]:
    """Yield the labels of a share: its group, and what the group does."""
    before, after, all_after = around.before, around.after, around.all_after
    if some := (_OF_IT.match(after) or OF_SOME.match(after)):
        yield Label(after[some.end() :], is_predicate=True)
        return
    if (done := DONE_BY.search(around.all_before)) and OF.match(after):
        thing = lower_first(SUBJECT_STARTS.split(without_intro(done["object"]))[0])
        group = _ALL.sub("", split_at_verb(OF.sub("", after))[0])
        yield Label(f"{done['verb']} {thing}", group, is_predicate=True)
    if _AGED.search(after):
        after = all_after  # The age belongs to the group.
    if sample := _OF_SAMPLE.match(all_after):
        after = f" of {all_after[sample.end() :]}"
    if (within := _IN_SHARE.search(before)) and OF.match(after):
        group, predicate = split_at_verb(OF.sub("", after))
        if not _POSSESSIVE.fullmatch(group):
            clause = clause_of(before[: within.start()])
            yield Label(f"{clause} {predicate}", _ALL.sub("", group))
    is_part = OF.match(after) is not None
    if not sample and _NEXT_IS_INSIDE.match(all_after[len(after) :]):
        after = _SENTENCE_PART.split(all_after, maxsplit=1)[
            0
        ]  # The next number belongs to the words: "spilled more than 40 times".
    for words in (after, all_after) if is_part else (after,):
        group, predicate = split_at_verb(OF.sub("", words))
        if not predicate and (doing := _DOING.match(group)):
            group, predicate = doing["group"], doing["predicate"]
        is_group = _GROUP.fullmatch(group) and not _POSSESSIVE.fullmatch(group)
        if predicate and (is_part or not is_linked or not group) and (is_group or not group):
            yield Label(predicate, _ALL.sub("", group), is_predicate=True)
    if is_part:
        clause = clause_of(before)
        rest = OF.sub("", after)
        if rest.startswith("those "):
            yield Label(rest)
        yield Label(f"{clause} {rest}" if len(clause.split()) > 1 else rest)
    elif not is_linked and re.match(rf"\s+(?!(?:{NO_NOUN})\b)[a-z]", after):
        yield Label(after)


def of_noun(noun: str, before: str, after: str) -> Iterator[Label]:
    """Yield the labels of a number after a noun such as "a rise of"."""
    rest = RATE.sub("", after)
    longer = re.search(rf"((?:[a-z’'-]+\s+){{0,2}}{noun})\s+of\b[^,]*$", before, re.IGNORECASE)
    if re.match(rf"\s*{PREPOSITION}\b", rest):
        yield Label(f"{longer[1] if longer else noun} {rest}")
    subject = clause_of(before)
    if 2 < len(subject.split()) < 9:
        yield Label(subject)
    yield Label(longer[1] if longer else noun)


def of_money(before: str, after: str) -> Iterator[Label]:
    """Yield the labels of an amount of money: its purpose, or who spends or saves it."""
    rate = RATE.match(after)
    rest = after[rate.end() :] if rate else after
    is_preposition = re.match(rf"\s*(?:{NO_NOUN})\b", rest)
    if given := _GIVEN.match(rest):
        yield Label(f"{given['verb']} to {given['to']} {given['rest']}", is_predicate=True)
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


def head(label: Label) -> str:
    """Return the first words of a label, before a preposition or a verb."""
    text = re.sub(r"^(?:total\s|estimated\s)?number\s(?:of\s)?", "", CHANGE_IN.sub("", label.text))
    return re.split(rf"\s(?:{PREPOSITION}|who|that|{VERB}|\w+ing)\b", text, maxsplit=1)[0]


def with_direction(subject: str, verb: str, before: str) -> str:
    """Return the label of a number that follows a verb, with the direction if it is a change."""
    first, _, rest = without_intro(subject).partition(",")
    has_aside = rest and _NOUN_FIRST.match(first)
    if relative := RELATIVE.search(subject):
        subject = subject[: relative.start()]
        if AUXILIARIES & {*subject.lower().split()}:
            subject = antecedent(f"{subject} which")
    whole = first if has_aside else clause_of(subject)
    subject = QUANTITY.sub("", whole) if QUANTITY.search(whole) else last_clause(whole)
    if verb.lower() in ("cost", "costs"):
        average = "average " if _ON_AVERAGE.search(before) else ""
        subject = STARTS.sub("", f"{_ON_AVERAGE.sub('', subject)} ").strip()
        return f"{average}cost of {lower_first(subject)}"
    if _MOVED_BY.search(before):
        way = "increase" if _GOES_UP.match(verb) else "fall"
        return f"{way} in {lower_first(STARTS.sub('', subject))}"
    return subject
