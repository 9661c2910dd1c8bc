"""Labels of numbers after a verb: `spent by the council on parks`, `increase in fares`.

A verb such as "spend" becomes passive. After "is" or "fell to", the label is the subject.
"""

import re
from collections.abc import Iterator

from briefing.capture.clauses import (
    GROUP,
    LAST_PREPOSITION,
    Clause,
    antecedent,
    is_relative,
    split_count,
    split_noun,
    subject_of,
    take_rate,
)
from briefing.capture.label_words import PREPOSITION, QUANTIFIER, Label
from briefing.capture.verbs import (
    DOWN,
    LINKING,
    LOWERING,
    RAISING,
    UP,
    Governor,
    base_of,
    governor,
    modal_of,
    participle,
    split_at_verb,
)

_IN_CHANGE = re.compile(
    r"\s*(?:since|in|over|between|during|from|compared|on|last|this|because|after|a|year)\b"
)
_BEYOND = re.compile(
    r"\s*(?:over|under|above|below|behind|short|away|in the red|in debt"
    r"|(?:more|less|fewer|higher|lower|longer|shorter)\b)"
)
_MORE = re.compile(r"\s(?:more|less|fewer|higher|lower|longer|shorter)\b")
_DEGREE = re.compile(r"\s*(?P<way>higher|longer|lower|shorter)\s*$")
_GIVING = frozenset(("give", "pay", "award", "offer", "grant", "allocate", "owe", "lend", "send"))
_CHANGE_PREPOSITIONS, _CHANGING_VERBS = ("by", "to", "from"), LOWERING | RAISING | {"bring", "take"}
_LONGEST_SUBJECT = 9


def labels_after_verb(governs: Governor, clause: Clause) -> Iterator[Label]:
    """Yield the labels of a number after a verb."""
    base, rest = _phrasal_verb(governs)
    last = LAST_PREPOSITION.match(rest)
    preposition = last["word"].lower() if last else ""
    middle = (last["middle"] or "") if last else rest
    if re.search(r"(?:\sand|\sor|,)$", middle):
        middle = ""  # The number is one of several objects: "four theatres and 28 beds".
    middle = QUANTIFIER.sub("", f"{middle} ").strip() if middle else ""
    subject = subject_of(governs.subject, is_infinitive=governs.helpers == "to")
    if governs.word.endswith("ing") and not governs.helpers:
        subject = antecedent(governs.subject)
    is_object = re.match(rf"(?!{PREPOSITION})(?!\w+ly$|again$|further$|even$|last\b)\w", middle)
    if clause.after.startswith(" times"):
        who = f"{subject or governs.subject.lower()} {governs.helpers}"
        yield Label(f"times {who} {governs.word} {rest} {clause.after[7:]}")
    elif clause.is_share and base not in LINKING and _MORE.match(clause.after):
        yield Label(f"{clause.before} {clause.after}")
    elif (
        is_object
        and preposition in _CHANGE_PREPOSITIONS
        and base in _CHANGING_VERBS
        and not governs.is_passive
    ):
        yield from _of_change(base, preposition, middle, clause)
    elif preposition in ("", *_CHANGE_PREPOSITIONS) and (
        base in UP | DOWN or (base in _CHANGING_VERBS and governs.is_passive)
    ):
        yield from _of_change(base, preposition, subject, clause)
    elif base == "have" and not middle:
        yield from _of_owner(subject, clause)
    elif base == "cost" and not preposition:
        yield _of_cost(subject, middle, clause)
    elif base == "take" and re.match(r"\s(?:to|off)\s", clause.after):
        by = f"by {subject}" if subject else ""
        yield Label(f"taken {by} {'on average' if clause.is_average else ''}{clause.after}")
    elif base in LINKING and not middle and preposition in ("", "at", "to"):
        yield from _of_linked(subject, governs, clause)
    elif preposition == "by" and (governs.is_passive or base_of(governs.word)[1] == "past"):
        yield from _of_doer(governs, clause)
    elif not preposition and ((done := passive(governs)) or governs.is_passive):
        yield from _of_object(governs, middle, done, clause)
    elif clause.is_money and preposition == "at" and is_object:
        yield Label(middle)
    elif preposition == "for" and base in ("account", "care"):
        done = f"{participle(base, is_base=True)} for by {subject}"
        yield from _of_object(governs, middle, done, clause)


def _phrasal_verb(governs: Governor) -> tuple[str, str]:
    """Return the base of a verb, with "up" or "down" if it has that, and the words after it."""
    base, rest = governs.base, governs.rest
    if base in ("go", "come", "be") and (way := re.match(r"(up|down)\b\s*", rest)):
        return f"{'go' if base == 'be' else base}-{way[1]}", rest[way.end() :]
    if base == "work" and rest.startswith("out"):
        return "average", rest.removeprefix("out").strip()
    return base, rest


def _of_cost(subject: str, payer: str, clause: Clause) -> Label:
    """Return the label of a number that something costs: `cost of a pass to parents`."""
    average = "average " if clause.is_average else ""
    rate, words = take_rate(clause.after)
    purpose = words if words.startswith(" to ") else ""
    to_payer = f" to {payer}" if payer else ""
    of_subject = f" of {subject}" if subject else ""
    return Label(f"{average}cost{of_subject}{to_payer} {purpose} {rate}")


def _of_change(base: str, preposition: str, subject: str, clause: Clause) -> Iterator[Label]:
    """Yield the label of a number by, from or to which something has risen or fallen."""
    condition = f" {clause.condition}" if clause.condition else ""
    subject = re.sub(r"^(?:the|an?|its|their|our)\s+(?=.)", "", subject)
    if preposition == "from" and subject:
        yield Label(f"previous {subject}{condition}")
    elif preposition == "to":
        yield Label(f"{subject}{condition}")
    elif subject:
        way = "increase" if base in UP | RAISING else "fall"
        when = re.split(r"\s(?:to|from)\s(?=[£$€]?\d)", clause.after)[0]
        when = when if _IN_CHANGE.match(when) else ""
        yield Label(f"{way} in {subject}{condition} {when}")


def _of_owner(subject: str, clause: Clause) -> Iterator[Label]:
    """Yield the label of a number that somebody has: `beds in the hub`."""
    if clause.is_share:
        return
    noun, rest = split_noun(clause.after)
    if subject and noun and len(subject.split()) <= _LONGEST_SUBJECT:
        joint = "of" if subject[0].isupper() else "in"
        yield Label(f"{noun}{rest}" if rest else f"{noun} {joint} {subject}")
    yield Label(clause.after)


def _of_linked(subject: str, governs: Governor, clause: Clause) -> Iterator[Label]:
    """Yield the label of a number that something is or reaches: the subject."""
    condition = f" {clause.condition}" if clause.condition else ""
    rate, rest = take_rate(clause.after)
    if degree := _DEGREE.match(rest):
        way = "increase" if degree["way"] in ("higher", "longer") else "fall"
        yield Label(f"{way} in {subject}")
    elif re.search(r"\bthere$", governs.subject, re.IGNORECASE) or (
        clause.is_count and not subject
    ):
        noun, predicate = split_at_verb(rest)
        yield Label(f"{noun} {predicate}")
    elif subject and _BEYOND.match(rest):
        yield Label(f"{subject} {rest}")
    elif subject and clause.is_share and (group := GROUP.match(rest)):
        yield Label(subject, re.sub(r"^(?:its|their)\s", "", rest[group.end() :]))
    elif subject:
        noun, words = split_noun(rest)
        if clause.is_count and noun and words and governs.base != "be":
            yield Label(f"{noun}{words}")
        yield Label(f"{subject}{condition} {rate}")


def _of_doer(governs: Governor, clause: Clause) -> Iterator[Label]:
    """Yield the label of those who do something: `people who signed a petition`."""
    thing = subject_of(governs.subject) if governs.is_passive else antecedent(governs.subject)
    after = clause.after
    if clause.is_share and (part := GROUP.match(after)):
        yield Label(f"{governs.word} {thing}", after[part.end() :], is_predicate=True)
    elif clause.is_count:
        rate, rest = take_rate(split_noun(after)[1])
        verb = f"{governs.word} {governs.rest.removesuffix('by')}"
        yield Label(f"{split_noun(after)[0]} {rate} who {verb} {thing}{rest}")


def _of_object(governs: Governor, middle: str, done: str, clause: Clause) -> Iterator[Label]:
    """Yield the label of the object of a verb, in the passive: `spent by the council on parks`."""
    rate, rest = take_rate(clause.after)
    rest = rest.removeprefix(" of the total")
    more = re.match(r"\s(more|less|fewer)\b(?!\sthan)", rest)
    if more and not clause.is_count:
        done, rest = f"{more[1]} {done}", rest[more.end() :]
        rate, rest = take_rate(rest)
    average = "on average " if clause.is_average else ""
    if middle in ("out", "up", "on", "off", "aside", "back", "away", "over"):
        verb, by, doer = done.partition(" by ")
        done, middle = f"{verb} {middle}{by}{doer}", ""
    if middle:
        words = split_noun(middle)[0]
        given = f"{done.partition(' by ')[0]} to {words}"
        yield Label(f"{given if governs.base in _GIVING else f'{words} {done}'} {rate} {rest}")
    elif governs.is_passive:
        subject = subject_of(governs.subject)
        plan = "to be " if modal_of(governs.helpers) else ""
        given = f"{plan}{governs.word} to {subject}"
        done = f"{subject} {governs.helpers} {governs.word}"
        yield Label(f"{given if governs.base in _GIVING else done} {rate} {rest}")
    elif clause.is_share and (part := GROUP.match(clause.after)):
        group, rest = split_noun(clause.after[part.end() :])
        yield Label(f"{done}{rest}", re.sub(r"^(?:its|their)\s", "", group), is_predicate=True)
    elif clause.is_money or (clause.is_share and not split_noun(clause.after)[0]):
        yield Label(f"{done} {average}{rate} {rest}", is_predicate=True)
    else:
        noun, rest = split_noun(re.sub(r"^\s*of\s+", "", clause.after))
        if rate:
            noun, rest = "", clause.after[len(rate) + 1 :]
        elif is_relative(governs.subject):
            noun, rest = split_noun(split_count(clause.after)[0])
        is_participle = base_of(noun.rpartition(" ")[2])[1] == "past" and rest
        if is_participle or re.match(r"\s(?:who|that|which)\s", rest):
            yield Label(f"{noun}{rest}")
        elif noun:
            plan = re.sub(r"^(?:will|would|can|could) be\b", "to be", done)
            yield Label(f"{noun} {plan}{rest}")
        else:
            yield Label(f"{done} {average}{rate}{rest}")


def passive(governs: Governor) -> str:
    """Return a verb in the passive and its subject: `will be paid by councils`, or ""."""
    done = participle(governs.word, is_base=bool(modal_of(governs.helpers)))
    is_noun = governs.word.endswith("s") and not governs.subject and not governs.helpers
    if not done or is_noun or governs.is_passive:
        return ""
    modal = modal_of(governs.helpers)
    if base_of(governs.word)[1] == "base" and not re.search(
        r"\w", governs.subject + governs.helpers
    ):
        modal = "to"  # An item of a list of demands: "train 400 cooks".
    perfect = "have been" if "have" in governs.helpers and modal and modal != "to" else "be"
    is_adjunct = governs.word.endswith("ing") and not governs.helpers
    subject = "" if is_adjunct else subject_of(governs.subject)
    if modal == "to" and governs.helpers == "to":
        asked = governor(governs.subject)  # "asking ministers to spend £2m"
        is_asked = asked is not None and asked.base in ("ask", "urge", "order", "force", "tell")
        subject = asked.rest if asked and is_asked else ""
    is_short = re.search(r"\w", subject) and len(subject.split()) <= _LONGEST_SUBJECT
    by = f" by {subject}" if is_short else ""
    return f"{f'{modal} {perfect} ' if modal else ''}{done}{by}"
