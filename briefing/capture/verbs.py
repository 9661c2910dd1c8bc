"""English verbs near the numbers of a document, and the clauses that they govern."""

import re
from dataclasses import dataclass
from functools import cache


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split("|"))


AUXILIARIES = _words(
    "is|are|was|were|am|has|have|had|will|would|can|cannot|could|may|might|must|should|shall|"
    "do|does|did|isn’t|aren’t|wasn’t|weren’t|hasn’t|haven’t|hadn’t|won’t|wouldn’t|can’t|"
    "couldn’t|don’t|doesn’t|didn’t"
)
_MODALS = _words("will|would|can|cannot|could|may|might|must|should|shall")
_BE = _words("is|are|was|were|am|be|been|being")
_IRREGULAR_FORMS = (
    "become-became-become|begin-began-begun|borrow-borrowed-borrowed|bring-brought-brought|"
    "build-built-built|buy-bought-bought|choose-chose-chosen|come-came-come|cost-cost-cost|"
    "cut-cut-cut|do-did-done|draw-drew-drawn|drink-drank-drunk|drive-drove-driven|"
    "freeze-froze-frozen|eat-ate-eaten|fall-fell-fallen|feel-felt-felt|find-found-found|"
    "forget-forgot-forgotten|get-got-got|give-gave-given|go-went-gone|grow-grew-grown|"
    "have-had-had|hear-heard-heard|hit-hit-hit|hold-held-held|keep-kept-kept|know-knew-known|"
    "lead-led-led|leave-left-left|lend-lent-lent|lose-lost-lost|make-made-made|mean-meant-meant|"
    "meet-met-met|pay-paid-paid|put-put-put|read-read-read|rise-rose-risen|run-ran-run|"
    "say-said-said|see-saw-seen|sell-sold-sold|send-sent-sent|set-set-set|show-showed-shown|shrink-shrank-shrunk|"
    "sit-sat-sat|sleep-slept-slept|speak-spoke-spoken|spend-spent-spent|stand-stood-stood|"
    "swim-swam-swum|take-took-taken|teach-taught-taught|tell-told-told|think-thought-thought|"
    "win-won-won|withdraw-withdrew-withdrawn|write-wrote-written"
)
_REGULAR = _words(
    "accept|account|achieve|act|add|admit|affect|afford|agree|aim|allocate|allow|amount|"
    "announce|anticipate|answer|appear|apply|approve|argue|arrive|ask|assist|attend|attract|"
    "average|avoid|await|award|back|believe|belong|benefit|blame|borrow|breach|call|cancel|"
    "care|carry|cause|charge|check|choose|cite|claim|clear|climb|close|collect|commit|commute|"
    "compare|complain|complete|concern|connect|consider|contact|contain|continue|contribute|"
    "cook|cover|create|cross|cycle|deal|decide|decline|decrease|delay|deliver|depend|deploy|"
    "describe|die|dip|dwindle|tumble|plummet|disagree|disappear|donate|double|drop|earn|employ|encourage|enjoy|enter|"
    "estimate|exceed|exercise|expand|expect|experience|explain|face|fail|favour|fear|feature|"
    "fill|fine|finish|follow|force|fund|gain|graduate|halve|hand|happen|heat|help|highlight|"
    "hire|hope|house|identify|impose|improve|include|increase|inspect|install|intend|invest|"
    "involve|issue|join|jump|lack|launch|license|like|list|listen|live|lock|look|lower|"
    "maintain|manage|match|mend|mention|miss|move|name|need|number|obtain|occur|offer|open|"
    "operate|oppose|order|owe|own|pass|peak|pick|place|plan|plant|play|pledge|plunge|prefer|"
    "prevent|produce|promise|propose|protect|prove|provide|publish|pull|push|qualify|raise|"
    "reach|receive|recommend|record|recover|recruit|reduce|refuse|register|reject|release|"
    "rely|remain|remove|rent|repair|repay|replace|reply|report|represent|require|resign|"
    "respond|retire|return|reveal|save|secure|seek|seem|serve|share|sign|skip|slip|"
    "smoke|soar|spill|start|stay|stop|store|struggle|study|suffer|suggest|supply|support|"
    "surge|swell|switch|tackle|talk|test|top|total|train|transfer|travel|treat|triple|trust|"
    "try|turn|use|vape|visit|vote|wait|walk|want|warn|waste|watch|welcome|withhold|work|worry|"
    "yield"
)
UP, DOWN = (
    _words("rise|grow|increase|climb|jump|soar|surge|double|triple|improve|expand|swell|go-up"),
    _words(
        "fall|decrease|drop|dip|dwindle|tumble|plummet|decline|shrink|halve|slump|plunge|slip|go-down|come-down"
    ),
)
RAISING, LOWERING = _words("raise|increase|lift|improve"), _words("cut|reduce|lower|decrease")
LINKING = _words(
    "peak|be|reach|total|amount|average|exceed|stand|remain|hit|pass|top|take|last|cost"
)
SAYING = _words(
    "say|think|believe|feel|agree|report|know|tell|fear|expect|warn|estimate|find|show|"
    "suggest|reveal|conclude|argue|mean|admit|hear|see|explain|calculate|claim"
)
"""Verbs that can be followed by a clause of their own: `say that parks are safe`."""
_INTENDING = _words(
    "expect|plan|aim|hope|pledge|promise|intend|want|need|decide|agree|commit|propose|seek|"
    "try|ask|urge|order|force|help|due|set|likely|forecast|able|go|continue|estimate"
)
_NO_OBJECT = (
    (SAYING - _words("find|claim|reveal"))
    | LINKING
    | _words(
        "call|name|age|base|compare|wait|rate|rank|ask|do|come|go|get|live|work|look|arrive|"
        "resign|die|respond|survey|poll|question|interview|sample|seem|appear|happen|agree|"
        "rely"
    )
)
ADVERBS = _words(
    "not|never|also|now|already|still|always|often|usually|only|just|recently|ever|both|all|"
    "currently|regularly|rarely|previously|eventually|together|each|further|then|since|even|"
    "twice|sharply|slightly|again|itself|themselves"
)
_NOUN_FOLLOWS = _words(
    "the|a|an|this|these|those|its|their|his|her|our|your|my|of|in|on|at|for|by|with|from|"
    "into|no|more|fewer|less|every|each|any|some|as|per|between|about|over|under|new"
)
_DETERMINERS = _words("the|a|an|its|their|his|her|our")
_NOT_PLURAL = _words("its|was|has|us|as|plus|always|perhaps")
_PLURAL_WORDS = _words("people|women|men|children|staff|police|they|we|you|i|who|which|that|and")
_NEW_CLAUSE = _words(
    "they|it|he|she|we|i|you|because|when|if|while|whether|what|how|although|but|so|before|"
    "after|until|since"
)
_SUBORDINATE = _words("because|if|while|whereas|although|though|unless")
_TIMES = _words("before|after|since|until")
_NOT_VERBS = _words("trusts|including|following|according|regarding|during|concerning")
_RELATIVE = _words("who|which|that|whose|whom|where")
_STARTS_SUBJECT = _words("the|a|an|they|it|he|she|we|i|you|their|its|our|his|her")
_WORD = re.compile(r"[^\W\d_][\w’'-]*|[^\w\s]|\w+")


@cache
def _forms() -> dict[str, tuple[str, str]]:
    """Return the base and the form of each word that can be a verb: past, s, base or participle."""
    found: dict[str, tuple[str, str]] = {}
    for verb in _IRREGULAR_FORMS.split("|"):
        base, past, participle = verb.split("-")
        found |= {base: (base, "base"), f"{base}s": (base, "s"), participle: (base, "participle")}
        found[past] = (base, "past")
    found |= {"lasted": ("last", "past"), "lasts": ("last", "s")}
    found |= {"goes": ("go", "s"), "does": ("do", "s"), "has": ("have", "s")}
    found |= dict.fromkeys(_BE, ("be", "past"))
    for base in _REGULAR:
        ends_in_y = base.endswith("y") and base[-2] not in "aeiou"
        is_hissing = base.endswith(("s", "sh", "ch", "x"))
        stem = f"{base[:-1]}i" if ends_in_y else base.removesuffix("e")
        found.setdefault(base, (base, "base"))
        found[f"{stem}es" if ends_in_y or is_hissing else f"{base}s"] = (base, "s")
        found[f"{stem}ed"] = (base, "past")
    return found


_LOOKS_REGULAR = re.compile(r"(?!(?:hund|inde|spe|proce|succe|exce|ne)ed$)[a-z]{3,}ed")


@cache
def forms_of(bases: frozenset[str]) -> frozenset[str]:
    """Return the words that are forms of some verbs."""
    return frozenset(word for word, (base, _) in _forms().items() if base in bases)


def base_of(word: str) -> tuple[str, str]:
    """Return the base of a verb and its form, or two empty strings for other words."""
    word = word.lower().replace("'", "’")
    if word in _NOT_VERBS:
        return "", ""
    if known := _forms().get(word):
        return known
    if word in AUXILIARIES:
        return word, "aux"
    if word.endswith("ing") and len(word) > 5:
        return _base_of_ing(word), "ing"
    if not _LOOKS_REGULAR.fullmatch(word):
        return "", ""
    stem = word.removesuffix("ed")
    doubled = stem[:-1] if stem[-1:] == stem[-2:-1] else stem
    bases = (doubled, stem, f"{stem}e")
    return next((base for base in bases if base in _forms()), stem), "past"


def _base_of_ing(word: str) -> str:
    stem = word.removesuffix("ing")
    doubled = stem[:-1] if stem[-1:] == stem[-2:-1] else stem
    return next((base for base in (f"{stem}e", stem, doubled) if base in _forms()), "")


def participle(word: str, *, is_base: bool = False) -> str:
    """Return the past participle of a verb that can have an object, or "" for other words."""
    base, form = base_of(word)
    if not base and word.endswith("ing"):
        base = word.removesuffix("ing")
    if not base and is_base and re.fullmatch(r"[a-z]{3,}", word):
        base = word
    if not base or base in _NO_OBJECT or base in AUXILIARIES:
        return ""
    for verb in _IRREGULAR_FORMS.split("|"):
        if verb.split("-")[0] == base:
            return verb.split("-")[2]
    if form == "past":
        return word.lower()
    if base.endswith("y") and base[-2] not in "aeiou":
        return f"{base[:-1]}ied"
    return f"{base}d" if base.endswith("e") else f"{base}ed"


def is_finite(word: str, before: str, *, has_plural: bool = False) -> bool:
    """Whether a word is a verb with a subject, after the word before it: not `the report`.

    Args:
        word: the word.
        before: the word before it, or "".
        has_plural: whether a noun before it is in the plural, so that its verb has no ending.
    """
    _, form = base_of(word)
    if not form or form == "ing":
        return False
    if word.lower() in AUXILIARIES or word.lower() in _BE:
        return True
    before = before.lower()
    if before in _NOUN_FOLLOWS or before.endswith(("’s", "s’", "'s")):
        return False
    if form == "base":
        is_led = before in AUXILIARIES or before in ADVERBS or before in ("", "to")
        return is_led or has_plural or is_plural(before)
    return True


def is_plural(word: str) -> bool:
    """Whether a noun or pronoun is in the plural, judging by its ending."""
    is_ending = word.endswith("s") and not word.endswith(("ss", "’s", "is"))
    return word in _PLURAL_WORDS or (is_ending and word not in _NOT_PLURAL)


def split_at_verb(text: str, *, has_plural: bool = False) -> tuple[str, str]:
    """Return a noun phrase and the predicate that follows: `people who walk`, `want buses`.

    Either of them can be empty. Verbs of a relative clause are part of the noun phrase, and so are
    participles after a noun, such as `people surveyed`.

    Args:
        text: the clause.
        has_plural: whether its verb can be in the plural in any case, as after a share.
    """
    place = _main_verb(text, has_plural=has_plural)
    return (text, "") if place < 0 else (text[:place].strip(), text[place:].strip())


def _main_verb(text: str, *, has_plural: bool) -> int:
    """Return the position of the main verb of a clause that starts with a noun phrase, or -1."""
    place, found, before, is_relative, has_verb = -1, "", "", False, False
    for match in _WORD.finditer(text):
        word = match[0].lower().replace("'", "’")
        is_name = match[0][0].isupper() and bool(before)
        if found and word in _TIMES and base_of(found)[1] in ("past", "participle"):
            pass  # The first verb can still be a participle: "pools built before 1980 will close".
        elif found and (word in _NEW_CLAUSE or word in _RELATIVE or word in ",;:.()–—"):
            break
        if before and _is_relative(word, before, text[match.end() :]):
            is_relative, has_verb = True, False
        elif (
            word in ";:.–—"
            or (word in "," and not is_relative)
            or (word in _SUBORDINATE and before)
        ):
            break
        elif (
            not is_name
            and (word not in ("cost", "costs") or before in AUXILIARIES)
            and is_finite(word, before, has_plural=has_plural)
            and not _is_adverb(before)
        ):
            is_same = before in AUXILIARIES or before in ADVERBS
            if is_relative and (not has_verb or is_same):
                has_verb = True
            elif before != "to" and (
                not found
                or (
                    not is_same
                    and _takes_over(found, word, before, is_first=not text[:place].strip())
                )
            ):
                place, found, is_relative = match.start(), word, False
            if found in AUXILIARIES or base_of(found)[0] in SAYING:
                break
        elif not found and word in ADVERBS and _adverb_before_verb(text[match.end() :], word):
            place, found = match.start(), word
        before, has_plural = word, has_plural or is_plural(word)
    return place


def _adverb_before_verb(after: str, adverb: str) -> bool:
    following = re.match(r"\s+([\w’'-]+)", after)
    return following is not None and is_finite(following[1], adverb)


def _is_adverb(word: str) -> bool:
    return word.endswith("ly") and word not in ADVERBS and word not in ("family", "early", "july")


def _is_relative(word: str, before: str, after: str) -> bool:
    """Whether a word starts a relative clause: not `of whom` or `children that age`."""
    if word.partition("’")[0] not in _RELATIVE or before in ("of", "in", "to", "for"):
        return False
    following = re.match(r"\s+([\w’'-]+)", after)
    next_word = following[1].lower() if following else ""
    is_plural = next_word.endswith("s") and not next_word.endswith("ss")
    is_clause = bool(base_of(next_word)[0]) or is_plural or next_word in _STARTS_SUBJECT
    return word != "that" or is_clause


def _takes_over(found: str, later: str, before: str, *, is_first: bool) -> bool:
    """Whether a later verb of a clause shows that an earlier one is a participle or a noun."""
    if before == found and base_of(later)[1] in ("s", "base"):
        return False
    if is_first and later in AUXILIARIES:
        return True
    is_participle = base_of(found)[1] in ("past", "participle") and found not in _BE
    is_other = base_of(later)[1] not in ("past", "participle")
    return later in AUXILIARIES or base_of(later)[0] in SAYING or (is_participle and is_other)


@dataclass(frozen=True, slots=True)
class Governor:
    """The last verb before a number.

    Attributes:
        subject: the words before the verb.
        helpers: the auxiliaries and adverbs before it, and words such as "aims to".
        word, base: the verb.
        is_passive: whether it is in the passive: `was signed by`.
        rest: the words between the verb and the number.
    """

    subject: str
    helpers: str
    word: str
    base: str
    is_passive: bool
    rest: str


def governor(before: str) -> Governor | None:
    """Return the last verb of the words before a number, or None."""
    tokens = [*_WORD.finditer(before)]
    words = [token[0].lower().replace("'", "’") for token in tokens]
    for n in reversed(range(len(words))):
        previous = words[n - 1] if n else ""
        is_name = tokens[n][0][0].isupper() and n > 0
        base, form = base_of(words[n])
        is_ing = (
            form == "ing"
            and (base or previous in _BE)
            and previous not in _NOUN_FOLLOWS - {"by", "for", "of", "in"}
        )
        has_plural = any(map(is_plural, words[max(0, n - 6) : n]))
        is_verb = is_ing or (is_finite(words[n], previous, has_plural=has_plural) and form != "aux")
        is_led = previous == "to" or previous in _MODALS
        if previous[:1].isdigit() or previous in ("million", "billion", "cent", "%"):
            continue
        is_last = n + 1 == len(words) or words[n + 1] in _DETERMINERS
        if is_led and is_last and words[n].isalpha() and not base:
            base, is_verb = words[n], words[n] not in _NOUN_FOLLOWS and not is_plural(words[n])
        is_start = form == "base" and not any(word[0].isalnum() for word in words[:n])
        if not (is_verb or is_start) or is_name:
            continue
        first = _first_helper(words, n)
        helpers = words[first:n]
        if base == "be" and not helpers and n + 1 == len(words) and words[n] == "been":
            continue
        is_passive = form in ("past", "participle") and bool(_BE & {*helpers}) and base != "be"
        return Governor(
            before[: tokens[first].start()].strip(),
            " ".join(helpers),
            words[n],
            base,
            is_passive,
            before[tokens[n].end() :].strip(),
        )
    return None


def _first_helper(words: list[str], verb: int) -> int:
    """Return the index of the first auxiliary, adverb or verb such as "aims to" before a verb."""
    first = verb
    while first and (
        words[first - 1] in AUXILIARIES
        or words[first - 1] in _BE
        or words[first - 1] in ADVERBS
        or words[first - 1] in ("to", "help", "helps", "helped")
        or (words[first - 1].endswith("ly") and first - 1)
        or (words[first] == "to" and _intends(words, first - 1))
    ):
        first -= 1
    return first


def _intends(words: list[str], n: int) -> bool:
    word = words[n]
    previous = words[n - 1] if n else ""
    return (base_of(word)[0] in _INTENDING or word in _INTENDING) and previous not in (
        "the", "a", "an", "its", "their",
    )  # fmt: skip


def modal_of(helpers: str) -> str:
    """Return the modal of a verb, or "to" if somebody intends or has to do something."""
    words = helpers.split()
    return next((word for word in words if word in _MODALS), "to" if "to" in words else "")
