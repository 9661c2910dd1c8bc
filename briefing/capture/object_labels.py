"""Labels of numbers that somebody does something with: `£2m spent by councils on parks`.

The label of an object is a passive: "councils spent £2m on parks" becomes "spent by councils on
parks", and "the trust has recruited 74 staff" becomes "staff recruited by the trust".
"""

import re
from collections.abc import Iterator

from briefing.capture.label_words import PREPOSITION, Around, Label, lower_first, without_intro
from briefing.capture.verbs import AUXILIARIES, SAYING, goes_on_with_verb, participle, split_at_verb

OF = re.compile(r"^\s*of\s+", re.IGNORECASE)
DONE_BY = re.compile(
    r"(?P<object>[^,;:]{3,50}?)(?:,[^,]*,|,?\s+(?:which|that))?\s+(?:is|are|was|were|has\s+been|have\s+been|had\s+been)\s+"
    r"(?P<verb>[a-z]+ed)\s+by\s+(?:[a-z]+\s+){0,2}$",
    re.IGNORECASE,
)
_DETERMINER = re.compile(r"^(?:the|an?|their|its|his|her|our|my)\s+", re.IGNORECASE)
SUBJECT_STARTS = re.compile(
    r"[,;:]\s*|\b(?:that|which|who|as|but|and(?=\s+(?:the|an?|its|their|our|it|they|we|he|she)\b|\s*$)|when|because|while|where|whereas|after|if)\b\s*"
)
RELATIVE = re.compile(r",?\s+(?:which|who|that)$", re.IGNORECASE)
RATE = re.compile(
    r"^\s*(?P<rate>(?:a|per|each|every)\s+(?:year|month|week|day|hour|head|person|household|pupil"
    r"|child|term|night|unit|home)"
    r"(?:\s+(?:a|per)\s+(?:year|month|week|day))?)\b",
    re.IGNORECASE,
)
_ACTS = re.compile(
    r"(?P<subject>^|^.*?\s)(?:(?P<modal>will|would|could|should|must|may|might|can|to)\s+)?"
    r"(?P<perfect>have\s+)?(?:(?:has|have|had|also|now|currently|already|since|itself|each|together|still|helped\s+to)\s+)*"
    r"(?P<verb>[a-z]+)(?P<particle>\s+(?:out|over|on|aside|up|away|back|off|home|for))?"
    r"(?P<lead>(?:\s+(?:an?\s+(?:total|average)\s+of|an?|the|just|only|another|record|some|almost"
    r"|nearly|around|about|more|than|further|extra|additional|estimated|approximately|roughly"
    r"|over))*)\s*$",
    re.IGNORECASE | re.DOTALL,
)
_DONE_BY_THEM = re.compile(
    r"\b(?P<object>(?:an?|the|its|their)\s(?:[\w’'-]+\s+){1,5}?)(?P<verb>[a-z]+ed)\s+by\s+(?:[a-z]+\s+){0,2}$"
)
_IS_DONE = re.compile(
    r"(?:is|are|was|were|(?:has|have|had)\s+been)\s+(?:(?:now|also|currently|already)\s+)?"
    r"(?P<rest>(?:[a-z]+ly\s+|still\s+)?(?:[a-z]+(?:ing|ed|wn|en)|lost|spent|paid|built|sold|made|sent|left|in|on|at|without|of|under|absent)\b.*)",
    re.DOTALL,
)
_NOUN_ENDS = re.compile(
    r"\s+(?:(?!of\b)(?:for|to|in|on|at|by|from|with|towards?|into|across|over)|(?:last|this|next)\s+(?:year|month|week|quarter|term|summer|winter"
    r"|spring|autumn|financial|school)|since"
    r"|during|after|before|between|who|which|that|so far|each|a|per|every|and|as|when|because)\b"
    r"|[,;:.(]"
)
_ASIDE = re.compile(r",[^,]*,\s*$")
_MEASURE = re.compile(r"\s+of\s+(?P<noun>[a-z]+(?:\s[a-z]+)?)\s*(?:$|[,.;])")
_OTHER_SUBJECT = re.compile(r"\b(?:this|the|we|they|it|he|she|you|I)\b")
_REST_ENDS = re.compile(r"\s+(?:as|when|after|because|while|if|once|but)\s.*$", re.DOTALL)
_LONGEST_SUBJECT = 8
_LONGEST_OBJECT = 5
_OF_NUMBER = re.compile(
    r"\s+(?:of|worth|totalling|costing)(?:\s+(?:about|around|just|only|some))*\s*$"
)
_IS_BE = re.compile(r"\b(?:is|are|was|were|be|been|being)\s+(?:[a-z]+ly\s+|also\s+|now\s+)?$")
_NAMED_AMOUNT = re.compile(
    r"\b(?:an?|the|its|their|on|with)\s+(?P<noun>(?:(?!of\b|to\b|for\b|in\b)[a-z’'-]+\s+){1,4})of\s*$"
)
_GOES_ON = re.compile(
    rf"\s*(?:{PREPOSITION}|each|last|this|after|before|since|during|so far)\b|\s*$|\s*[,.;:)]"
)
_OTHER_CLAUSE = re.compile(r"\s+and\s+(?:the|an?|its|their|our|it|they|we)\b")
_PLURAL = re.compile(
    r"(?:Women|Men|People|Children)\b|[A-Z][a-z]+\s[a-z]|[A-Z][a-z]+(?:ers|ors|ils|ies|ees|nts|ols|ness|ment|ity|ions?)$"
)
"""Words that start a sentence with a capital but are no name: `Local authorities`, `Councils`."""
_SAID_BY = re.compile(r"\b(?:it|he|she|they|[\w’']+)\s+(?:says?|said)\s*$")
_NO_SUBJECT = re.compile(
    r"(?:[^a-z£]|and|or|but|then|it|they|we|he|she|i|you|who|which|this|that|there|what|in|at|on|of|from|by|for|with|to|is|are|was|were"
    r"|not|never|without|last|next|since)\b",
    re.IGNORECASE,
)


def of_object(before: str, after: str, around: Around) -> Iterator[Label]:
    """Yield the label of a number that is the object of a verb: `spent on schools by councils`."""
    done = _done(before)
    if not done:
        return
    rate, rest = take_rate(after) if around.is_money else ("", after)
    rest = _without_next_clause(_REST_ENDS.sub("", rest)).removeprefix(" of the total")
    if not around.is_share and not around.is_money and (measured := _MEASURE.match(rest)):
        yield Label(f"{measured['noun']} {done}")
    if around.is_share:
        if OF.match(rest):
            group, rest = split_noun(OF.sub("", rest))
            if rest.startswith((" who ", " that ")):
                group, rest = f"{group}{rest}", ""
            yield Label(f"{done}{rest}", _DETERMINER.sub("", group), is_predicate=True)
    elif not around.is_money:
        noun, rest = split_noun(split_at_verb(after)[0])
        if noun and not _OTHER_SUBJECT.search(noun):
            yield Label(f"{noun} {done}{rest}")
    elif _GOES_ON.match(rest) and (" " in done.removeprefix("to be ") or re.match(r"\s+\w", rest)):
        yield Label(f"{done} {rate}{rest}", is_predicate=True)


def of_noun_of_object(before: str, after: str) -> Iterator[Label]:
    """Yield the label of a number after an object: `surplus made by the trust` of `£2 million`."""
    of = _OF_NUMBER.search(before)
    words = before[: of.start()].split() if of else []
    for n in range(1, min(len(words), _LONGEST_OBJECT + 1)):
        noun = _DETERMINER.sub("", " ".join(words[-n:]))
        if re.match(rf"{PREPOSITION}\b", noun):
            break
        if done := _done(" ".join(words[:-n]) + " "):
            rate, rest = take_rate(after)
            yield Label(f"{noun} {rate} {done}{rest}")
            return
    if named := _NAMED_AMOUNT.search(before):
        yield Label(f"{named['noun']} {split_at_verb(after)[0]}")


def of_doer(before: str, after: str) -> Iterator[Label]:
    """Yield the label of those who do something: `passengers who used a rural bus route`."""
    done = DONE_BY.search(before) or _DONE_BY_THEM.search(before)
    noun, rest = split_noun(split_at_verb(after)[0].replace(" and ", " & "))
    if done and noun and not noun.endswith("votes"):
        words = SUBJECT_STARTS.split(without_intro(done["object"]))[-1]
        rate, rest = take_rate(rest)
        who = f"{noun} {rate} who {done['verb']} {lower_first(RELATIVE.sub('', words))}{rest}"
        yield Label(who.replace("&", "and"))


def take_rate(after: str) -> tuple[str, str]:
    """Return the rate at the start of a text, such as "a week", or "", and the words after it."""
    rate = RATE.match(after)
    return (rate["rate"], after[rate.end() :]) if rate else ("", after)


def _without_next_clause(text: str) -> str:
    """Return a text up to an "and" that starts another clause: `and build seven schools`."""
    for match in re.finditer(r"\s+and\s+", text):
        if _OTHER_CLAUSE.match(text, match.start()) or goes_on_with_verb(text[match.end() :]):
            return text[: match.start()]
    return text


def _done(before: str) -> str:
    """Return the verb before an object, in the passive, and its subject: `spent by councils`."""
    acts = _ACTS.search(before)
    done = participle(acts["verb"], is_base=bool(acts["modal"])) if acts else ""
    is_noun = acts and acts["verb"].endswith("s") and not acts["subject"].strip()
    if not acts or not done or is_noun or _IS_BE.search(acts["subject"]):
        return ""
    if (acts["particle"] or "").strip() == "for" and done not in ("accounted", "paid"):
        return ""
    modal = (acts["modal"] or "").lower()
    if not acts["subject"].strip(" -•*–") and not modal and done != acts["verb"].lower():
        modal = "to"  # An item of a list of demands: "train 400 cooks".
    be = "have been" if acts["perfect"] else "be"
    subject = "" if modal == "to" else _subject(acts["subject"])
    return (
        f"{f'{modal} {be} ' if modal else ''}{done}{acts['particle'] or ''}"
        f"{' on average' if 'average' in acts['lead'] else ''}{f' by {subject}' if subject else ''}"
    )


def _subject(before: str) -> str:
    """Return the subject of a verb if it is short: `the service`. Pronouns are left out."""
    words = without_intro(_SAID_BY.sub("", _ASIDE.sub("", before.strip())))
    last = SUBJECT_STARTS.split(words)[-1]
    if not last.strip() and RELATIVE.search(words):
        last = antecedent(words)
    last = re.sub(r"^(?:and|but)\s", "", last.strip(" ,"))
    if _DETERMINER.match(last) or _PLURAL.match(last):
        last = last[:1].lower() + last[1:]
    is_short = 0 < len(last.split()) <= _LONGEST_SUBJECT
    is_noun = (
        is_short
        and not _NO_SUBJECT.match(last)
        and not (AUXILIARIES | SAYING) & {*last.split()}
        and split_at_verb(last)[0]
    )
    return last if is_noun and not re.search(r"\d", last) else ""


def antecedent(text: str) -> str:
    """Return the noun phrase before a final "which" or "who", or the text if it has none."""
    relative = RELATIVE.search(text)
    if not relative:
        return text
    words = rf"\b(?:{PREPOSITION}|through|under|is|are|was|were|and)\s"
    return re.split(words, text[: relative.start()])[-1].strip(" ,")


def split_noun(text: str) -> tuple[str, str]:
    """Return a noun phrase up to its prepositions, except "of", and the words after it."""
    for match in _NOUN_ENDS.finditer(text):
        if text[: match.start()][-1:].isdigit() and match[0].strip() in ("to", "and"):
            continue  # The noun goes on after an age: "pupils aged 13 to 16".
        is_and = match[0].strip() == "and"
        if (
            not is_and
            or _OTHER_CLAUSE.match(text, match.start())
            or goes_on_with_verb(text[match.end() :])
        ):
            return text[: match.start()].strip(), text[match.start() :]
    return text.strip(), ""


def reduced(text: str) -> str:
    """Return a noun phrase and its predicate without "are" or "have been": `breakfasts served`."""
    noun, predicate = split_at_verb(text)
    match = _IS_DONE.match(predicate)
    return f"{noun} {match['rest']}" if noun and match else text
