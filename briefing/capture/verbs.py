"""The main verb of a clause, as far as a list of common English verbs shows it.

Nothing is concluded from a word that may be a noun: *the report* has no verb.
"""

import re
from functools import cache


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split("|"))


AUXILIARIES = _words(
    "is|are|was|were|am|has|have|had|will|would|can|cannot|could|may|might|must|should|shall|do|"
    "does|did|isn’t|aren’t|wasn’t|weren’t|hasn’t|haven’t|hadn’t|won’t|wouldn’t|can’t|couldn’t|"
    "don’t|doesn’t|didn’t"
)
_PASTS = _words(
    "became|began|broke|brought|came|chose|did|drew|drank|drove|ate|fell|felt|forgot|froze|gave|"
    "got|went|grew|knew|met|rose|ran|said|saw|showed|shrank|spoke|sold|swam|stood|swam|thought|"
    "threw|took|told|took|withdrew|wore|wrote|won"
)
"""Forms that cannot be a participle after a noun, or hardly ever are."""
_PASTS_OR_PARTICIPLES = _words(
    "used|bought|built|cut|found|had|heard|held|hit|kept|led|left|lent|lost|made|meant|owed|paid|put|read|"
    "sent|set|spent|taught"
)
_OTHER_BASES = _words(
    "account|agree|back|care|change|claim|cost|cover|cross|cut|cycle|drink|drive|experience|face|fall|"
    "burn|cook|favour|fear|feel|fill|gain|have|hear|heat|help|hold|hope|join|lie|like|live|miss|need|offer|owe|own|"
    "plan|play|"
    "promise|put|rate|read|rent|report|return|rise|run|save|share|sleep|smoke|stand|start|stay|stop|support|"
    "total|travel|trust|use|visit|vote|wait|walk|work|worry"
)
_SURE_BASES = _words(
    "accept|achieve|acquire|add|affect|aim|allow|announce|apply|argue|arise|assess|assume|"
    "attend|attract|avoid|become|believe|belong|borrow|bring|buy|call|carry|cease|choose|"
    "collect|combine|come|commute|compare|comprise|confirm|consider|consist|constitute|"
    "contain|continue|contribute|create|decide|deliver|depend|describe|detect|develop|die|"
    "disagree|dismiss|earn|eat|employ|enable|encourage|enjoy|ensure|equate|establish|exceed|"
    "exist|expand|expect|explain|fail|find|follow|forgo|gather|generate|get|give|go|grow|hire|"
    "identify|improve|include|inform|inherit|intend|introduce|invest|involve|keep|know|lack|"
    "launch|leave|lose|maintain|make|manage|mean|meet|obtain|occur|operate|oppose|outnumber|"
    "outstrip|overrun|oversee|pay|possess|predict|prefer|prevent|promote|propose|protect|"
    "prove|provide|publish|pursue|qualify|raise|reach|receive|recommend|recover|reduce|"
    "reflect|refuse|regulate|reject|rely|remain|remove|replace|represent|require|resolve|"
    "respond|retain|retire|reveal|say|see|seek|seem|sell|serve|settle|show|skip|solve|spend|"
    "struggle|suffer|suggest|sustain|take|tell|tend|think|threaten|try|undergo|undermine|"
    "understand|vary|want|warn|welcome|widen|withdraw"
)
"""Verbs whose form in -s is not a noun either: *says*, but not *costs*."""
_BASES = _SURE_BASES | _OTHER_BASES
_PLURALS = _words("people|women|men|children|staff|police|they|we|you|i")
_NO_PLURALS = _words(
    "its|was|has|us|as|is|this|thus|plus|always|perhaps|less|across|towards|besides|minus|versus|afterwards"
)
_BREAKS = _words("because|if|when|while|whereas|although|though|unless|so|as|until")
"""Words that start another clause, if they are not its first word."""
_PRONOUNS = _words("they|it|he|she|we|i|you")
_RELATIVES = _words("who|which|whose|whom|where|that")
_ADVERBS = _words("not|never|also|now|already|still|always|often|usually|only|just|ever|both|all")
_NO_ADVERBS = _words(
    "family|early|elderly|only|likely|unlikely|daily|weekly|monthly|quarterly|yearly|hourly|friendly|costly|"
    "supply|reply|assembly|apply|rely|comply|july|italy"
)
"""Words in -ly that are no adverbs."""
_BEFORE_PARTICIPLES = _words("being|the|a|an|of|in|for|with|by|from|on|and|or|newly|privately")
_BEFORE_INFINITIVES = _words("|to|will|would|can|could|may|might|must|should|and|or|not|help|let")
_UNCHANGED = _words("cost|hit|cut|put|set|shut")
"""Verbs whose past is the same."""
_AMOUNT = re.compile(r"\s+(?:about\s|around\s|over\s|almost\s|nearly\s)?[£$€\d]")
_ANY = re.compile(
    r"\s+(?:(?:any|an?|the|no|their|its|more|less|about|around|all|another|almost)\b|[£$€\d])"
)
_OBJECT = re.compile(
    r"\s+(?:(?:an?|the|its|their|our|no|that|about|around|on|at|nearly|over|up)\b|[£$€\d])"
)
_BACK = re.compile(r"\s(?:and|at|from|home|in|into|on|then|to|when)\b")
"""Words after "back" that make it an adverb: *loans back when the fund was open*."""
_COUNTED = re.compile(r"[£$€]?\d")
_MANY = re.compile(r"\s(?:people|women|men|children|staff|[a-z]+(?<!s)s)\b")
_WORD = re.compile(r"[^\W\d_][\w’'-]*|[,;:]|[£$€]?\d[\d.,‚]*")


@cache
def _singulars(bases: frozenset[str]) -> frozenset[str]:
    """Return the forms in -s of some verbs."""
    found = set()
    for base in bases:
        ends_in_y = base.endswith("y") and base[-2] not in "aeiou"
        plain = f"{base[:-1]}ie" if ends_in_y else base
        found.add(f"{plain}es" if plain.endswith(("s", "sh", "ch", "x", "go")) else f"{plain}s")
    return frozenset(found)


def is_plural(word: str) -> bool:
    """Whether a word is likely to be a noun in the plural."""
    is_noun = word.endswith("s") and not word.endswith(("ss", "us", "’s", "'s"))
    return word in _PLURALS or (is_noun and word not in _NO_PLURALS)


def is_adverb(word: str) -> bool:
    """Whether a word can only come between a subject and its verb: *regularly*, *also*."""
    is_manner = len(word) > 5 and word.endswith("ly") and word not in _NO_ADVERBS
    return is_manner or word in ("also", "now", "already", "still", "never", "often")


def is_past(word: str) -> bool:
    """Whether a word can be an auxiliary or the past of a verb: *was*, *took*, *rescued*."""
    forms = AUXILIARIES | _PASTS | _PASTS_OR_PARTICIPLES
    return word in forms or re.fullmatch(r"[a-z]{3,}ed", word) is not None


def _is_sure(word: str, previous: str, rest: str) -> bool:
    """Whether a word is a finite verb, given the word before it and the text after it."""
    if word in AUXILIARIES or word in _PASTS or word in _singulars(_SURE_BASES):
        return True
    if word == "back" and _BACK.match(rest):
        return False
    if word in _singulars(_BASES | _UNCHANGED):
        return not is_plural(previous) and _OBJECT.match(rest) is not None
    if word in _UNCHANGED and previous not in _BEFORE_INFINITIVES and _AMOUNT.match(rest):
        return True
    if word in _SURE_BASES and previous not in _BEFORE_INFINITIVES and _ANY.match(rest):
        return True
    return word in _BASES and (is_plural(previous) or is_adverb(previous))


def _is_led(word: str, previous: str) -> bool:
    """Whether a word after "who" or "which" can only be its verb: `who manage`, `which runs`."""
    is_subject = word in _PRONOUNS or word in ("the", "a", "an", "its", "their", "our")
    if previous == "who":
        return not is_subject and word not in _ADVERBS
    return previous in ("which", "that") and (word in _BASES or word in _singulars(_BASES))


def main_verb(text: str) -> re.Match[str] | None:
    """Return the main verb of the clause that a text begins with, or None.

    A verb in a relative clause does not count: the verb is *had* in *those who were low paid had
    escaped*.
    """
    doubtful = None
    relatives, in_chain, previous, earlier = 0, False, "", ""
    for n, token in enumerate(_WORD.finditer(text)):
        word = token[0].lower().replace("'", "’")
        is_done = word in _PASTS_OR_PARTICIPLES or re.fullmatch(r"[a-z]{3,}ed", word) is not None
        is_done = is_done and not (word == "based" and text[token.end() :].startswith(" on "))
        is_sure = _is_sure(word, previous, text[token.end() :])
        is_break = word in _PRONOUNS and (doubtful or previous in ("after", "before", "since"))
        if n and (word in _BREAKS or is_break or (doubtful and word in ";:,")):
            break
        if n and word in _RELATIVES:
            if doubtful:
                break
            relatives += 1
        elif in_chain and word in AUXILIARIES and previous in _BASES and is_plural(earlier):
            return token  # The relative clause is over: "the rate that employers pay will rise".
        elif in_chain and (is_sure or is_done or word in _ADVERBS or word in ("been", "be")):
            pass  # The verbs of a relative clause go on: "who have been paid".
        elif relatives and (is_sure or is_done or _is_led(word, previous)):
            relatives -= 1
            in_chain = True
            earlier, previous = previous, word
            continue
        elif is_sure and not (token[0][0].isupper() and n):
            return token
        elif is_done and _COUNTED.match(previous) and _MANY.match(text, token.end()):
            pass  # It describes a noun: "13,500 disabled people".
        elif is_done and previous not in _BEFORE_PARTICIPLES:
            doubtful = doubtful or token
        in_chain = in_chain and (is_sure or is_done or word in _ADVERBS or word == "been")
        earlier, previous = previous, word
    return doubtful


def starts_with_verb(text: str) -> bool:
    """Whether a text, such as the words after `54%`, begins with the verb of its clause."""
    first = re.match(r"\s*([a-z’'-]+)", text)
    verb = main_verb(text)
    is_first = verb is not None and all(map(is_adverb, text[: verb.start()].split()))
    return is_first or (first is not None and first[1] in _BASES)


def split_at_verb(text: str) -> tuple[str, str]:
    """Return the subject of a clause, and its predicate, or two empty strings."""
    verb = main_verb(text)
    start = verb.start() if verb else 0
    adverb = re.search(r"[a-z]+(?=\s+$)", text[:start])
    if adverb and is_adverb(adverb[0]):
        start = adverb.start()
    return text[:start].strip(), text[start:].strip() if verb else ""
