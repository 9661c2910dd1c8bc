"""The person or organisation that a phrase names, such as the subject of \"said\"."""

import re
from collections.abc import Iterator
from dataclasses import replace

from briefing.capture.mentions import Mentions
from briefing.capture.names import (
    ACTS,
    IN_MONTH,
    NOT_NAMES,
    PERSON,
    ROLE,
    Named,
    is_organisation,
    person,
    person_with_role_before,
)
from briefing.capture.relatives import relative_in
from briefing.capture.sentences import sentences

_SPEAKS_FOR = re.compile(
    r"^(?:a|an|the|one)?\s*(?:\w+\s+)?(?P<role>spokes(?:person|man|woman|people)|representative"
    r"|source"
    r"|official)\s+(?:for|of|from|at)\s+(?P<who>.+)$",
    re.IGNORECASE,
)
_SPOKEN_FOR = re.compile(
    r"^(?:(?:a|an|the|one)\s+)?(?!(?:an?|the|one)\s)(?P<who>.+?)(?:[’']s?)?\s+(?P<role>spokes(?:person|man|woman|people)"
    r"|representative|source)$",
    re.IGNORECASE,
)
_INTRODUCTION = re.compile(
    r"^(?:commenting|responding|speaking|reacting|asked|writing|launching|welcoming|introducing"
    r"|addressing|announcing|opening|in|on|at|after|before|during|following|meanwhile|however"
    r"|but|and"
    r"|today|yesterday|last|earlier|later|separately|also|finally)\b",
    re.IGNORECASE,
)
_THE = re.compile(r"^(?:the|a|an|our|its|their)\s+", re.IGNORECASE)
_ARTICLE = re.compile(r"\b(?:the|an?)\s$", re.IGNORECASE)
_SHORT = re.compile(r"^(?:the|this)\s+(?P<what>[a-z][\w -]{2,40})$", re.IGNORECASE)
_KINDS = re.compile(
    r"^(?:the|a|one)\s+(?:[\w-]+\s+)?(?:report|study|paper|review|inquiry|letter|statement|document"
    r"|researchers?|authors?|analysis)$",
    re.IGNORECASE,
)
_PAPER = (
    r"(?:[a-z-]+\s){0,2}(?:report|letter|review|submission|response|statement|study|briefing|blog"
    r"|guidance|evidence|paper|inquiry|consultation|bulletin|website|newsletter|manifesto)"
)
_PAPER_OF = re.compile(rf"(?:[Tt]he\s)?(?P<who>[A-Z][^,]*?)[’']s?\s{_PAPER}$")
_PAPER_BY = re.compile(
    rf"(?:a|an|the|this|one)\s{_PAPER}\s(?:published\s|written\s|signed\s)?(?:by|from)\s(?P<who>.+)$",
    re.I,
)
_ORGANISATION_NAME = re.compile(
    r"(?:(?:the|The)\s+)?[A-Z][\w’'&.-]*(?:\s+(?:[A-Z][\w’'&.-]*|of|for|and|the|in|on|to|&))*"
)
_CONNECTIVE = re.compile(
    r"^(?:(?:take|meet|consider|but|and|yet|so|then|however|meanwhile|as|while|although|today|yesterday|later"
    r"|earlier|also"
    r"|separately|elsewhere|afterwards|instead|still|finally|in response|in reply|for (?:his"
    r"|her|its) part|in the words of)"
    r"\b,?\s+)+",
    re.IGNORECASE,
)
_ACTS = re.compile(
    r"(?P<who>(?:[Tt]he\s+)?[A-Z][^,.;:“”\"()]{1,70}?)"
    r"(?=,|\s+\(|\s+(?:who|whose|also)\b"
    rf"|\s+(?:{ACTS})\b)"
)
_DESCRIBES = re.compile(r"^(?:who|whose|which|from|of|in|at|on|for|a|an|aged)\s", re.IGNORECASE)
_PARTY = re.compile(
    r"\s\((?:Lab(?:our)?|Con(?:servative)?|Lib(?:eral)?\sDem(?:ocrat)?s?|Greens?|Independent|Ind|Plaid"
    r"(?:\sCymru)?|Reform(?:\sUK)?|SNP|DUP|SDLP|UUP|Alliance|Sinn\sF[eé]in)\b[^()]*\)"
)
"""The party and the ward of a politician, in brackets after the name."""
_FROM_SOMEWHERE = re.compile(rf"^(?P<who>{PERSON})\s+(?:of|from|at)\s+(?P<where>.+)$")
_ONE_NAME_AND_AGE = re.compile(
    r"(?P<who>[A-Z][a-zà-ÿ’'-]+)"
    r"(?:,\s+(?:\d\d\b|aged\b|from\s)|(?:,\s|\s\()not\s(?:her|his|their)\sreal\sname\b)"
)
_OFFICE_WITHIN = re.compile(
    r"(?:^|,\s)(?:[Tt]he|[Oo]ur|[Ii]ts|[Tt]heir)\s(?P<role>[\w’'-]+(?:\s[\w’'-]+){0,7}),\s+$"
)
_OFFICE = re.compile(r"(?:^|[.!?]\s)(?:The\s)?(?P<role>[A-Z][\w’'-]*(?:\s[\w’'-]+){0,7}),\s+$")
_ONE_NAME = re.compile(r"[A-Z][a-zà-ÿ’'-]+")
_SOMEBODY = re.compile(r"\b(?:a|an|one|my|his|her|their|our)\s[a-z][a-z\s’'-]+$")
_GOES_ON = re.compile(
    r"\s+(?!(?:in|at|on|who|which|after|for|from|yesterday|today|last|this|as|when|to|said|and|has|is"
    r"|was|says|has|had)\b)[a-z]"
)
OFFICE_AND_NAME = re.compile(
    r"(?P<role>(?:(?:[Tt]he\s)?(?:(?:[A-Z]\w+|and)\s)*(?:Minister|Secretary|Commissioner|Director|Member"
    r"|Head|[Mm]ayor|[Ll]eader|[Bb]ishop|MP)|[Cc]hair(?:man|woman)?|[Cc]hief\s[Ee]xecutive|[Pp]resident"
    r"|[Vv]ice-[Cc]hancellor)\s"
    r"(?:of\sState\s)?(?:for|of)\s(?:(?:[A-Z][\w’'-]+|and|of|the),?\s)*[A-Z][\w’'-]+)"
    r"\s(?P<name>[A-Z][\w’'-]+\s(?!(?:Borough|City|County|District|Midlands|Parish|Region|Town"
    r"|Valley)\b)[A-Z][\w’'-]+)"
)
"""An office and a name with nothing between them. Where the name starts is only likely."""
_AFTER_NAME = re.compile(r",?\s(?:MP|MSP|MS|AM|MLA|CBE|OBE|MBE)$")
_OFFICE_OF = re.compile(r"\b(?:Minister|Secretary|Secretary of State)\s(?:for|of)\s$")
"""Words before the subject of an office, which the name of its holder can follow."""
_POST_AND_NAME = re.compile(
    r"(?P<role>(?:the\s|our\s|its\s|their\s)?(?:[\w’'-]+\s){0,4}(?:director|head|cabinet\smember"
    r"|lead|vice-president|minister|spokes(?:person|man|woman))\s(?:of|for|on)\s(?:[a-z’-]+\s){0,3}"
    r"(?:advocacy|affairs|analysis|campaigns|care|communications|compliance|culture|delivery"
    r"|development|education|enforcement|engagement|environment|finance|growth|health|highways"
    r"|housing|infrastructure|nursing|operations|partnerships|performance|planning|policy|quality"
    r"|regulation|research|resources|safeguarding|safety|science|services|skills|strategy"
    r"|transport))\s(?P<name>[A-Z].*)",
    re.IGNORECASE,
)
"""A post with its subject and a name: *director of regulation Ann Lee*."""
_BREAKS = re.compile(r",\s+|\s+[–—]\s+|\s*[()]\s*")
_LIST_IN_NAME = re.compile(
    r"\b(?:Department|Ministry|Committee|Directorate|Secretary|Minister|Institute|Office|Agency)"
    r"\s(?:of\sState\s)?(?:for|of|on)\s[A-Z]\w+(?:,\s[A-Z]\w+)+,?\sand\s[A-Z]\w+"
)
"""A name with commas: *the Department for Sport, Parks and Libraries*."""
_APPOSED = re.compile(
    rf"[A-Z][\w’'-]*(?:\s[a-z’'-]+){{1,4}},\s(?P<who>{PERSON}),\s(?:who\s|(?:{ACTS})\b)"
)
"""A description and a name as the subject: *Her coach, Ann Lee, said …*."""
_NOUN_AND_NAME = re.compile(
    r"(?P<noun>[A-Z][\w’'-]*)(?:\s(?!(?:and|as|at|by|for|from|in|of|on|the|to|with)\s[A-Z])[a-z][\w’'-]*){0,4}"
    rf"\s(?P<who>{PERSON})\s(?:{ACTS})\b"
)
"""A description before the name of the subject: *Marine biologist Ann Lee has left*."""
_WHOLE_NAME = re.compile(rf"{PERSON}(?:(?:\s[A-Z][\w’'-]+){{1,4}}(?:,?\s(?:MP|MSP|MS|AM))?)?")
"""A name with all the words in capitals before it: *Deputy Chief Executive Dr Ann Lee*."""
_MONTHS = ("April ", "May ", "June ")
_AT_END = re.compile(rf"(?:^|\s)({PERSON})$")
_SHORT_PHRASE = 4
"""The maximum number of words in a phrase such as "her late husband's sister"."""
_OF_OR_FOR = re.compile(r"\s(?:of|for|at|in)\s")
_OF_SOMETHING = re.compile(r"\b(?:of|for|at|in|to|with|and the|on)\s")


def subject(text: str, known: Mentions) -> Named | None:
    """Return the person or organisation that a phrase names, the one nearest to its end."""
    text = _without_connective(_PARTY.sub("", " ".join(text.split()).strip(" ,.–—-")))
    list_in_name = _LIST_IN_NAME.search(text)
    commas = range(*list_in_name.span()) if list_in_name else ()
    breaks = [each for each in _BREAKS.finditer(text) if each.start() not in commas]
    ends = [*(each.start() for each in breaks), len(text)]
    starts = [0, *(each.end() for each in breaks)]
    parts = [part for start, end in zip(starts, ends, strict=True) if (part := text[start:end])]
    if not parts:
        return None
    relative = relative_in(text)
    if relative and (relative.name or len(text.split()) <= _SHORT_PHRASE):
        if " " not in relative.name:
            return relative
        return known.add(relative)
    roles: list[str] = []
    only_role = None
    for n in reversed(range(len(parts))):
        part = parts[n]
        found = _resolved(part, known)
        if found and not found.name:
            only_role = only_role or found
        elif found and n and _is_post(part, found) and person(parts[n - 1]):
            roles.append(part)  # The role of somebody with a name: "Ann Lee, its spokesperson".
        elif found:
            extra = [role for role in roles if ROLE.search(role)]
            before = parts[n - 1] if n and not extra and ROLE.search(parts[n - 1]) else ""
            is_intro = bool(_INTRODUCTION.match(before))
            role = ", ".join(reversed(extra)) or (before if before and not is_intro else "")
            if n and part.startswith("and ") and found.is_person and any(map(person, parts[:n])):
                return Named("", text)  # Two people speak: Ann Lee, the chair, and Ian Ross.
            if found.is_person and role and not found.speaks_for:
                found = replace(found, role=_THE.sub("", role))
            return known.add(found)
        is_introduced = n and _ONE_NAME.fullmatch(part) and _SOMEBODY.search(parts[n - 1])
        is_described = roles and _ONE_NAME.fullmatch(part) and _DESCRIBES.match(roles[-1])
        if (is_introduced or is_described) and part not in NOT_NAMES:
            return known.add(Named(part))
        roles.append(part)
    return only_role


def _is_post(part: str, found: Named) -> bool:
    """Whether a part can be the post of the person named before it: *chair of Swim Wild Fife*."""
    return found.speaks_for or OFFICE_AND_NAME.fullmatch(part) is not None


def _resolved(part: str, known: Mentions) -> Named | None:
    """Return the actor named in one part of a phrase, if it ends in a name or pronoun."""
    part = part.strip()
    last = part.split()[-1].lower() if part.split() else ""
    if last in ("he", "she", "who"):
        return known.last_person(last)
    if last in ("it", "they"):
        return known.last_organisation() if last == "it" else known.last()
    for pattern in (_SPEAKS_FOR, _SPOKEN_FOR):
        if match := pattern.match(part):
            name = _THE.sub("", match["who"])
            role = match["role"].lower()
            if name[:1].isupper():
                return Named(name, role, is_person=False, speaks_for=True)
            found = known.last_organisation()
            return replace(found, role=role, speaks_for=True) if found else None
    if re.match(r"(?:its|their)\s+\w+$", part, re.IGNORECASE):
        return known.last_organisation()
    if paper := _PAPER_BY.match(part) or _PAPER_OF.match(part):
        return _resolved(paper["who"], known) or _organisation(_THE.sub("", paper["who"]))
    if _KINDS.fullmatch(part) or _DESCRIBES.match(part):
        return None
    if found := person_with_role_before(part) or person(part):
        is_short = " " not in found.name
        # The title shows which of two people with the surname it is.
        written = part if part.endswith(found.name) and len(part.split()) == 2 else found.name
        return (known.with_surname(written) or found) if is_short else found
    if re.fullmatch(r"[A-Z][\w’'-]+", part):
        if known.is_shared(part):
            return None
        return known.with_surname(part) or known.in_full(part) or _organisation(part)
    if (match := _FROM_SOMEWHERE.match(part)) and (found := person(match["who"])):
        return replace(found, role=_THE.sub("", match["where"]))
    if match := _AT_END.search(part):
        lead = part[: match.start(1)]
        if lead.endswith(" and ") and person(lead.removesuffix(" and ")):
            return Named("", part)  # Two people speak, so neither does alone.
        if match[1].startswith(_MONTHS) and IN_MONTH.search(lead):
            name = match[1].partition(" ")[2]
            return known.with_surname(name) or person(name)
        is_role = ROLE.search(lead)
        ends_in_role = is_role and _OF_SOMETHING.search(lead[is_role.end() :])
        is_near = is_role or len(lead.split()) < 6
        found = person_with_role_before(match[1]) or person(match[1])
        if found and is_near and not ends_in_role:
            return found
    office = OFFICE_AND_NAME.fullmatch(_AFTER_NAME.sub("", part))
    if office and (found := person(office["name"])):
        return replace(found, role=_THE.sub("", office["role"]))
    post = _POST_AND_NAME.fullmatch(part)
    if post and post["name"][:1].isupper() and (found := person(post["name"])):
        return replace(found, role=_THE.sub("", post["role"]))
    if (short := _SHORT.match(part)) and ROLE.search(part):
        return known.with_role(short["what"]) or Named("", short["what"])
    return _organisation(part)


def _organisation(part: str) -> Named | None:
    match = _ORGANISATION_NAME.fullmatch(part)
    name = _THE.sub("", part)
    # A role with capitals is not an organisation: "Head of Parks for the Council".
    is_role = ROLE.search(_OF_OR_FOR.split(name, maxsplit=1)[0])
    if match and is_organisation(part) and not is_role:
        return Named(name, is_person=False)
    return None


def _without_connective(text: str) -> str:
    """Return a phrase without words such as "But" at its start."""
    return _CONNECTIVE.sub("", text)


def subjects_in(text: str) -> Iterator[Named]:
    """Yield the people and organisations that act or have a role in a text."""
    for start, end in sentences(text):
        sentence = _without_connective(text[start:end])
        if (one := _ONE_NAME_AND_AGE.match(sentence)) and one["who"] not in NOT_NAMES:
            yield Named(one["who"])
        match = _ACTS.match(sentence)
        who = match["who"] if match else ""
        if (apposed := _APPOSED.match(sentence)) and (found := person(apposed["who"])):
            yield found
        acts = _NOUN_AND_NAME.match(sentence)
        is_noun = acts is not None and acts["noun"] not in NOT_NAMES  # Not "Last week Ann Lee has".
        if acts and is_noun and (found := person(acts["who"])):
            yield found
        if (placed := _FROM_SOMEWHERE.match(who)) and (found := person(placed["who"])):
            yield found
        if found := person_with_role_before(who) or person(who) or _organisation(who):
            yield found
        yield from people_in(sentence)


def people_in(text: str) -> Iterator[Named]:
    """Yield the people in a text whose role it gives, or who have a title such as Dr."""
    for start, end in sentences(text):
        sentence = text[start:end]
        for match in _WHOLE_NAME.finditer(sentence):
            rest = sentence[match.end() : match.end() + 140]
            before = sentence[max(0, match.start() - 80) : match.start()]
            # "The Liberal Democrat MP" is a description, and not a name.
            is_described = _ARTICLE.search(before) and not person_with_role_before(match[0])
            is_described = is_described or _OFFICE_OF.search(before) is not None
            if match[0].startswith(_MONTHS) and IN_MONTH.search(before):
                continue
            if not is_described and (named := _with_apposition(before, match[0], rest)):
                yield named


def _is_role(words: str) -> bool:
    """Whether some words after a name are a role, not the start of a speech: *I declare …*."""
    is_clause = re.search(rf"\bI\b|\b(?:we|my|whose)\b|^(?:{ACTS})\s", words)
    return ROLE.search(words) is not None and not is_clause


def _with_apposition(before: str, name: str, rest: str) -> Named | None:
    found = person_with_role_before(name) or person(name)
    if not found:
        return None
    role = found.role
    if (
        match := re.match(
            r"\s*(?:,\s*|\()(?P<role>[^,();]{3,110}?)(?=[,);.]|\s+(?:said|says|told)\b|$)", rest
        )
    ) and _is_role(match["role"]):
        role = match["role"].strip()
    if not role or role in ("MP", "councillor"):
        last = re.search(
            r"(?:^|[,;]\s*|\bby\s+|\band\s+|\bthe\s+"
            r"|\bof\s+)(?P<role>[A-Za-z][\w’' -]{2,70}?),?\s+$",
            before,
        )
        if (
            last
            and (roles := [*ROLE.finditer(last["role"])])
            and roles[-1].end() == len(last["role"])
        ):
            role = last["role"].strip()
    if not role and (office := _OFFICE.search(before)) and ROLE.search(office["role"]):
        role = office["role"]
    office = _OFFICE_WITHIN.search(before)
    if not role and office and ROLE.search(office["role"]) and rest.startswith(","):
        role = office["role"]
    return replace(found, role=role) if role else None


def first_subject(text: str, known: Mentions) -> Named | None:
    """Return the speaker at the start of a text: "Ann Lee, director of the Trust, at a meeting"."""
    text = text.strip(" ,.")
    for pattern in (
        r",?\s+(?:who|which|when|while|after|as she|as he|as they|adding|speaking)\b",
        r"[;:]",
        r"\.\s",
    ):
        text = re.split(pattern, text, maxsplit=1)[0]
    if found := subject(text, known):
        return found
    if (match := _ONE_NAME_AND_AGE.match(text)) and match["who"] not in NOT_NAMES:
        return known.with_surname(match["who"]) or Named(match["who"])
    match = re.match(PERSON, text)
    if match and (found := _resolved(match[0], known)):
        return found
    match = _ORGANISATION_NAME.match(text)
    is_whole = match and not _GOES_ON.match(text, match.end())
    return _organisation(match[0]) if match and is_whole else None
