"""Words that refer to other words, such as "it" and "them", and what they may refer to."""

import re

from briefing.capture.clauses import POINTER
from briefing.capture.measures import INTRODUCTION
from briefing.capture.sentences import sentences
from briefing.capture.verbs import AUXILIARIES, is_plural, split_at_verb

PRONOUNS = {"it": "", "they": "", "he": "", "she": "", "its": "’s", "their": "’s", "his": "’s",
             "her": "’s"}  # fmt: skip
_REFERS = re.compile(
    rf"^(?!(?:it|they|he|she|its|their|his|her)\s){POINTER.pattern}"
    r"|^(?:In|At|For|By)\s(?:one|another|some|each)(?=,)"
    r"|(?<=[a-z]\s)there(?=\s[a-z]+ing\b)"
    r"|\bof\sthe\ssame\s(?:age|size|kind|type|sort)\b(?!\s(?:as|in)\b)"
    r"|^In\sthe\s(?:latest|last|first|second|most\srecent)(?=,)"
    r"|\bof\s(?:this|that)\s(?:kind|sort|type|size|scale)(?=[,.;]|\s(?:is|was|are|were|has|had|would|will|could|can|costs?)\b|$)"
    r"|(?:^|,\s|\sago\s)the\ssame\s(?!year|month|week|time|day)[a-z]+(?=\s(?:is|was|are|were|has|had|shows?|showed|found|would|will)\b)"
    r"|\bthe\sonly\sones?(?=\s(?:to|that|which|of|with)\b|[,.;]|$)"
    r"|\bthe\ssame(?=\s(?:is|was|goes|applies|applied)\b)|^(?:(?:Even|Only|And|But)\s)?There(?=,)"
    r"|\bsuch\s(?!as\b|an?\b|that\b)[a-z]+|\bthe\stwo(?=\s(?:is|was|has|had)\b|$)|\bthe\s(?:latter|former)\b"
    r"|^[A-Z][a-z]+\s(?:it|them|this|that|these|those)(?=,)"
    r"|^\S+\s(?:days?|weeks?|months?|years?)\s(?:later|earlier|on)\b"
    r"|(?<=[a-z]\s)there(?=[,;.]|\s(?:and|or|but|in|last|this|each|every)\b|$)"
    r"|\b(?:(?:of|on|for|to|with|among|amongst) )?(?:them|these)\b|\b(?:you|your)\b"
    r"|\bof\sthose(?=\s(?!surveyed|polled|asked|interviewed|questioned|sampled|employed)[a-z]+ed"
    r"(?=[,.;]|$|\s(?!(?:by|in|at|for|to|with|from|on|under|over|since|as|during|between|who|that|this|last"
    r"|into|through|against|up|out|before|after|within|online|and|or)\b)[a-z]))"
    r"|\bthose(?=\s[a-z]+ed\sby\b)|\bthose\b(?!\s(?:who|that|of|aged|with|in|under|over|whose|without|[a-z]+ing|[a-z]+ed)\b)"
    r"|\b(?:this|that)(?=\s(?:time|period|gap|figure|number|practice|group|category|level|test|rule"
    r"|last|line|proportion|rate|point|scheme)\b)"
    r"|(?:\bthis|(?:^|[,;:]\s|\b(?:and|but|yet|because|if|when)\s)that)(?=\s(?:would|will|is|was|has|costs|means|represents|amounts|equates)\b)"
    r"|\bof the (?:rest|remainder|others)\b"
    r"|\b(?:he|she|his|her|they)\b|\b(?:over|in|during|at|by|for)\sthe\ssame\s(?:\w+\s(?=months|years|weeks))?\w+\b(?!\s(?:as|of|in|last|a)\b)"
    r"|\bof (?:that|this|it)(?=,|$)|\b(?:on|with|from|into) it(?=,|$)"
    r"|\bthose(?=\s(?:are|were)\b)|^(?:\S+\s){1,5}"
    r"(?<!said )(?<!says )(?<!that )(?<!when )(?<!because )(?:it|this|they)"
    r"(?=[’']s\b|\s(?:is|was|are|were|has|had|will|would)\b)"
    r"|^(?:\S+\s){1,9}the (?:figure|rate|proportion"
    r"|share|total|average|number)(?=\s(?:is|was|has|had|climbs|falls|rises|rose|fell|were)\b)",
    re.IGNORECASE,
)
_THIS_NOUN = re.compile(
    r"\b(?:these|those(?=\s[a-z-]+(?<!s)s\b)(?!\s(?:lives|needs|has|was|is)\b)"
    r"|(?<=\bof )that|(?<=\bin )that|(?<=\bat )that|(?<=\bfor )that)\s"
    rf"(?!(?:{'|'.join(sorted(AUXILIARIES | set(PRONOUNS)))}|we|you|the|who|an?|of|in|at)\b)"
    r"(?P<noun>[a-z][a-z-]+)"
)
"""A noun that earlier words have named, such as *these sites* and *of that care*."""
_NUMBER_OF_THEM = re.compile(
    r"\d[\d,.]*(?:\s[mb]illion)?\s(?P<words>of (?:them|these))\b(?!\s[a-z])"
)
"""A part of an earlier count: *weapons were used in 41 of them*."""
_PERSONAL = re.compile(r"\b(?:he|she|his|her)$", re.IGNORECASE)
_SAY_THEY = re.compile(
    r"(?:\d%|\bper\scent|\b(?:half|thirds?|quarters?|fifths?)|\bin\s(?:[a-z]+|\d+))\s"
    r"(?:of\s[^,;.]{3,40}\s)?(?:said|say|says|think|thought|believed?|feel|felt|report(?:ed)?)\s(?:that\s)?they$",
    re.IGNORECASE,
)
"""A share of people, who are the ones that "they" means: *one in six said they …*."""
_WE_ARE = re.compile(r"we[’']", re.IGNORECASE)
_REPORTED = re.compile(
    r"[a-z]\s(?:admits?|admitted|believes?|believed|claims?|claimed|confirmed|estimates?|expects?|hopes?|reckons?"
    r"|reports?|reported|thinks?|thought|told|warned)\s(?:[a-z’'-]+\s){0,3}(?:it|they)$",
    re.IGNORECASE,
)
"""A clause whose subject is the speaker: *one county thinks it was late*."""
_SOMEBODY = re.compile(
    r"\s[A-Z][a-z]|(?<!has )(?<!had )(?<!of )(?<!with )\b(?:[Aa]n?|[Ee]very|[Ee]ach|[Oo]ne)\s[a-z]+"
)
_DESCRIBED = re.compile(
    r"(?P<name>[A-Z][\w’'-]+(?:\s[A-Z][\w’'-]+){0,3}),\s(?:\d|aged|who|whose|which|an?|the)\b"
)
_CLAUSES = re.compile(r"[:;]\s|,\s(?:and|but|while|although)\s")
_INTRODUCTION = re.compile(
    r"^(?:(?:But|And|Yet|So|However,|Meanwhile,|Today,)\s)?(?:(?:In|Of|At|in|of|at)\s[^,]{2,30},\s)?"
)
_ATTRIBUTED = re.compile(r",\s[^,]*\s(?:found|said|says|shows?|showed|suggests?)\.?$")
"""The end of a sentence that names a second subject: *pay fell, a survey by Kent found*."""
_LOWER = re.compile(r"^(?:(?:The|An?)\s|[A-Z][a-z]+(?:s|ing)\s(?=(?:by|of|for|on|in|at|to)\s))")
"""A first word that is not a name, so it needs no capital within a sentence."""
_NO_OWNER = re.compile(
    r"\b(?:some|any|every|no)(?:body|one)\b|"
    r"[,;:“”\"()\d]|\b(?:and|or|who|which|that)\b|^(?:in|on|at|for|of|by|there|we|i|you|our|my"
    r"|from|with|as|to|a|when|if|while|although|because|after|before|since|what|how|why)\b",
    re.IGNORECASE,
)
_QUANTITY = (
    r"figure|number|rate|proportion|share|total|average|median|percentage|level|cost|gap|amount|sum"
    r"|increase|rise|fall|reduction|decrease|latter|former"
)
IT_MEASURES = re.compile(
    rf"{INTRODUCTION.pattern}(?P<words>[Ii]t|[Tt]his|[Tt]hat|[Tt]hey|[Tt]he "
    r"(?:(?:equivalent|comparable|same|corresponding) )?"
    rf"(?:{_QUANTITY})s?(?: nationally| overall)?)"
    r"(?=\s(?:(?:has|had|have|is|was|were|now|will|would|could|may|might|also|then|still) )*"
    r"(?:is|are|was|were|be|rises?|rose|risen|falls?|fell|fallen|dropped|drops?|climbs|climbed|grew|grown|gone|reach(?:es|ed)?"
    r"|stands?|stood|took|takes|averaged|costs|compares?(?!\swith\san?\s)|remains?|remained|doubled|halved|increased|decreased|declined|improved)\b)",
)
OF_THESE = re.compile(
    r"(?:^|(?<=\s))(?P<of>(?:[Oo]f|[Aa]mong|[Aa]mongst)\s)"
    r"(?P<words>these|those|them|this|that|it|which|whom)(?=,|\s(?:are|were|was|is|had|has|have|do|does|did|will|would|needed|depends?)\b|$)"
)
EXPLETIVE = re.compile(
    r"\b[Ii]t\s(?:(?:would|will|could|can|also|now|still)\s)*(?:(?:costs?|takes?|took)\b(?:[^.;]|\.\d)*\s(?:to|before)\s[a-z]"
    r"|(?:is|was)\s(?:\w+\s){1,2}(?:that|to\s[a-z])\b)"
)
"""*It costs £3m to run*, in which "it" does not refer to earlier words."""
_OBJECT_IT = re.compile(
    r"(?:(?:[\w.-]+\s){0,3}?(?:[\d.]+(?:%|\sper\scent)|half|thirds?|quarters?|fifths?|in\s\w+)\sof\s"
    r"(?:[\w’-]+\s){1,5})?"
    r"(?:(?:had|have|has|would|will|could|can|do|did)\s(?:not\s|never\s)?)?"
    r"(?!(?:find|found|makes?|made|think|thought|believe|considered|say|said|told|that|but|and)\b)"
    r"[a-z]+\s(?P<words>it)(?=$|[,.]|\s(?:on|in|at|by|each|every|this|last|since|before|after)\b)"
)
"""The object of a verb whose subject is a group: *received it regularly*."""
_OBJECT_THEM = re.compile(r"\s(?:them|these|those)$")
_OTHER_CLAUSE = re.compile(
    r"[,;:]|\s(?:that|which|who|whose|when|if|because|as|where|it|they|we|you|he|she|the|an?)\b"
)
_FEW_VERBS = 3
"""The maximum number of words of a verb: *would have asked them*."""
_FURTHER = re.compile(r"An?\s(?:further|additional)\s|Another\s", re.IGNORECASE)
"""The start of a sentence that adds to an earlier number: *A further 30% were late*."""
_START = 24
"""The length of the start of a sentence, in which it must not refer to another one."""
_LONGEST_OWNER = 12
"""The maximum number of words in the owner of a pronoun."""


def pointer_of(text: str, group: str = "") -> str:
    """Return the words of a label that refer to something outside it, such as "It", or "".

    `group` is the group of people that the label is about, or "".
    """
    first = text.partition(" ")[0]
    if first.lower() in PRONOUNS:
        return first
    if object_ := _OBJECT_IT.match(text):
        return object_["words"]
    if (number := _NUMBER_OF_THEM.search(text)) and not re.search(r"\d", text[: number.start()]):
        return number["words"]
    for match in _THIS_NOUN.finditer(text):
        if match["noun"].removesuffix("s") not in text[: match.start()].lower():
            return match[0]
    for match in _REFERS.finditer(text):
        words = " ".join(match[0].split()[-2:]).lstrip(" ,;:")
        numbers = re.findall(r"[£$€]?\d[\d,.]*", text[: match.start()])
        is_rest = words.startswith("the ") and numbers
        if is_rest or (words in ("of that", "of this", "of it") and len(numbers) > 1):
            continue  # The same text has a number before: "£3m of fines, and collected 8% of that".
        if _WE_ARE.match(words) or _REPORTED.search(text[: match.end()]):
            continue
        if _PERSONAL.search(words) and _SOMEBODY.search(text[: match.start()]):
            continue
        if _SAY_THEY.search(text[: match.end()]):
            continue
        is_many = re.search(r"\b(?:them|these|they|those)$", words, re.IGNORECASE)
        before = re.findall(r"[\w’'-]+", f"{group} {text[: match.start()]}".lower())
        others = (word for word in before if word not in ("we", "you", "i"))
        is_known = any(map(is_plural, others)) or "every" in before
        if not (is_many and is_known) or _is_object(text[: match.end()]):
            return words
    return ""


def _is_object(text: str) -> bool:
    """Whether a text ends with "them" after its first verb: *Ministers want them*.

    It cannot mean the subject of that verb, which would be "themselves".
    """
    object_ = _OBJECT_THEM.search(text)
    subject, predicate = split_at_verb(text[: object_.start()]) if object_ else ("", "")
    is_bare = not _OTHER_CLAUSE.search(f"{subject} {predicate}")
    return bool(subject and predicate) and is_bare and len(predicate.split()) <= _FEW_VERBS


def fits(pronoun: str, owner: str) -> bool:
    """Whether a pronoun can refer to somebody or something."""
    if pronoun in ("he", "she", "his", "her"):
        return owner[:1].isupper()
    is_many = is_plural(owner.rpartition(" ")[2].lower())
    return owner[:1].isupper() or is_many == (pronoun in ("they", "their"))


def owner_in(words: str) -> str:
    """Return the subject of the last sentence of some words, if all its clauses have the same.

    It is empty if it is long or a pronoun, and if another clause has another subject.
    """
    spans = [*sentences(words.strip())]
    last = words.strip()[slice(*spans[-1])] if spans else ""
    if _ATTRIBUTED.search(last):
        return ""
    parts = (_INTRODUCTION.sub("", part.strip()) for part in _CLAUSES.split(last))
    owners = {owner for part in parts if (owner := _subject_of(part[:1].upper() + part[1:]))}
    return owners.pop() if len(owners) == 1 else ""


def _subject_of(clause: str) -> str:
    described = _DESCRIBED.match(clause)
    subject = described["name"] if described else split_at_verb(clause)[0]
    is_long = len(subject.split()) > _LONGEST_OWNER
    if not subject or is_long or _NO_OWNER.search(subject) or POINTER.search(subject):
        return ""
    return _LOWER.sub(lambda word: word[0].lower(), subject)


def is_continued(sentence: str) -> bool:
    """Whether a sentence itself refers to an earlier one."""
    pointer = pointer_of(sentence)
    if _FURTHER.match(sentence):
        return True
    is_start = pointer and sentence.find(pointer) < _START and pointer.lower() != "you"
    others = (OF_THESE.match(sentence), IT_MEASURES.match(sentence))
    return bool(is_start or any(others))
