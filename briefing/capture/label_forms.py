"""Common sentence patterns for numbers, and the labels that they produce."""

import re
from collections.abc import Iterator

from briefing.capture.label_words import (
    PREPOSITION,
    STARTS,
    Label,
    clause_of,
    last_clause,
    lower_first,
    without_intro,
)

_VERBS = (
    "said|say|says|told|think|thinks|thought|believe|believes|believed|feel|feels|felt|want|"
    "wants|wanted|back|backs|backed|support|supports|supported|oppose|opposes|opposed|"
    "favour|favours|favoured|agree|agrees|agreed|disagree|disagreed|report|reports|reported|"
    "have|has|had|is|are|was|were|will|would|could|can|cannot|should|may|might|must|do|does|"
    "did|don’t|don't|use|uses|used|need|needs|needed|face|faces|faced|live|lives|lived|work|"
    "works|worked|rated|ranked|described|still|already|never|cycle|cycled|walk|walked|walks|"
    "receive|receives|received|struggle|struggled|get|gets|got|lack|lacks|lacked|know|knew|"
    "trust|trusted|fear|fears|feared|worry|worried|expect|expects|expected|prefer|prefers|"
    "preferred|miss|missed|wait|waited|fail|failed|pass|passed|meet|met|close|closed|reject|"
    "rejected|vote|voted|took|take|takes|makes|gave|give|left|leave|lost|lose|paid|pay|pays|"
    "spent|spend|saw|see|rely|relied|relies|travel|travelled|drive|drove|drives|own|owns|"
    "rent|skip|skipped|experienced|attended|attend|arrived|respond|responded|identified|"
    "completed|complete|reached|came|come|comes|go|goes|went|called|welcomed|signed|applied|"
    "stopped|started|began|gone|been|being|regularly|rarely|often|always|usually|also|"
    "remain|remained|awaiting|offered|offer|offers|answered|chose|choose|considered|reduced|"
    "increased|opened|turned|found|play|plays|played|withdraw|withdrew|join|joined|eat|ate|"
    "sleep|slept|grow|grew|buy|bought|sell|sold|drink|smoke|smoked|vape|read|reads|watch|"
    "watched|listen|hold|holds|held|run|runs|ran|keep|keeps|kept|put|puts|set|sets|move|"
    "moved|moves|return|returned|waits|stay|stayed|suffer|suffered|suffers|earn|earns|"
    "earned|save|saved|borrow|borrowed|owe|owes|owed|claim|claimed|claims|reply|replied|"
    "rise|rose|fell|fall|consider|qualify|qualified|breach|breached|exceed|exceeded|depend|"
    "depends|depended|require|requires|required|enjoy|enjoyed|contact|contacted|visit|"
    "visited|donate|donated|graduate|graduated|exercise|drop|dropped|avoid|avoided|delay|"
    "delayed|cancel|cancelled|ask|asked|turn|include|includes|included|contain|contained|"
    "show|shows|showed|become|became|intend|intended|planned|hope|hoped|decline|declined|"
    "refuse|refused|recommend|recommended|commute|commuted|cook|cooked|shared|serve|served|"
    "closes|opens|ends|begins|made|make|now|currently|blamed|mentioned|listed|cited|named|"
    "highlighted|placed|picked|selected"
)
VERB = rf"(?:{'|'.join(sorted(set(_VERBS.split('|')), key=len, reverse=True))})"
_OF_GROUP = re.compile(
    rf"^\s*(?:of|out of)\s+(?:all\s+|the\s+)?(?P<of>[^,.;:()]{{2,70}}?)\s+"
    rf"(?:\([^)]*\)\s+)?(?P<what>{VERB}\b.+)$",
    re.IGNORECASE | re.DOTALL,
)
_OF = re.compile(r"^\s*of\s+", re.IGNORECASE)
OF_SOME = re.compile(
    r"^\s*(?:of|out of)\s+(?:them|us|these|those"
    r"(?!\s+(?:in|who|with|that|at|on|aged|from|surveyed|asked|polled|under|over)\b))\s+",
    re.IGNORECASE,
)
_GROUP = re.compile(
    rf"^\s*(?P<of>(?![a-z]+ing\s)[a-z][^,.;:()]{{2,50}}?)\s+(?P<what>{VERB}\b.+)$",
    re.IGNORECASE | re.DOTALL,
)
_DIRECT_VERB = re.compile(rf"^\s*(?P<what>{VERB}\b.+)$", re.IGNORECASE | re.DOTALL)
UP = (
    "rose|risen|rise|rising|grew|grown|grow|growing|increased|increase|increasing|climbed|jumped"
    "|soared|surged|went up|gone up|go up|came up|(?<!made )(?<!make )(?<!makes )up"
    "|doubled|tripled|improved|expanded"
)
DOWN = (
    "fell|fallen|fall|falling|decreased|decrease|dropped|drop|dropping|dipped|declined|decline"
    "|shrank|shrunk|went down|gone down|go down|came down|come down|cut|reduced|down|halved"
    "|slumped|plunged"
)
_MOVED_BY = re.compile(
    rf"\bby\s+(?:[a-z]+\s+){{0,3}}$|\b(?:{UP}|{DOWN})\s+(?:(?:more than|about|over|nearly"
    rf"|almost|around)"
    r"\s+)?$",
    re.IGNORECASE,
)
_GOES_UP = re.compile(rf"^(?:{UP})$", re.IGNORECASE)
QUANTITY = re.compile(
    r"^.*\b(?:the|an?|its|their|our)\s+(?=(?:average|median|typical|number|total|proportion"
    r"|share|cost|rate"
    r"|price|amount|value|cheapest|official)\b)",
    re.IGNORECASE,
)
MAIN_VERB = re.compile(rf"\b{VERB}\b", re.IGNORECASE)
_NOT_LAST = (
    "do|does|did|don’t|not|have|has|had|never|to|be|been|would|will|can|could|is|are|was|were|always"
    "|often|who|that|which|should|might|may"
)
_BEFORE_OTHER_VERB = frozenset(_NOT_LAST.split("|"))
CHANGE_IN = re.compile(r"^(?:increase|rise|fall|drop|reduction|decrease|cut|growth) in ")
_NOUN_FIRST = re.compile(r"(?:the|an?|its|our|their|each|every)\s", re.IGNORECASE)
_POSSESSIVE = re.compile(r"(?:their|its|our|his|her|them|my|your)(?:\s.*)?", re.IGNORECASE)
NO_NOUN = (
    rf"{PREPOSITION}|and|or|a|per|after|before|when|if|because|while|since|during|as|but|each|every"
    r"|last|this|next|ago|today|yesterday"
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
RATE = re.compile(
    r"^\s*(?P<rate>(?:a|per|each|every)\s+(?:year|month|week|day|hour|head|person|household|pupil"
    r"|child|term|night|unit|home))\b",
    re.IGNORECASE,
)


def of_share(before: str, after: str, all_after: str, is_linked: bool) -> Iterator[Label]:
    """Yield the labels of a share: its group, and what the group does."""
    if some := OF_SOME.match(after):
        yield Label(after[some.end() :])
        return
    if _AGED.search(after):
        after = all_after  # The age belongs to the group.
    if sample := _OF_SAMPLE.match(all_after):
        after = f" of {all_after[sample.end() :]}"
    if before.rstrip().lower().endswith((" in", " in only", " in just")) and _OF.match(after):
        yield Label(f"{clause_of(before)} {_OF.sub('', after)}")
    match = _OF_GROUP.match(after) or _OF_GROUP.match(all_after)
    if match and not _POSSESSIVE.fullmatch(match["of"]):
        yield _at_main_verb(match["of"], match["what"])
    if match := _DIRECT_VERB.match(after):
        yield Label(match["what"])
    if match := re.match(r"^\s*of\s+(?P<of>.+)$", after, re.DOTALL):
        clause = clause_of(before)
        yield Label(f"{clause} {match['of']}" if len(clause.split()) > 1 else match["of"])
    if not is_linked and not after.lstrip().startswith("of ") and (match := _GROUP.match(after)):
        if MAIN_VERB.fullmatch(match["of"]):
            return
        yield Label(match["what"], match["of"])
    if not is_linked and re.match(r"\s+[a-z]", after) and not after.lstrip().startswith("of "):
        yield Label(after)


def _at_main_verb(of: str, what: str) -> Label:
    """Return the label of a group with a clause of its own: "people who never walk want buses"."""
    if not of.lower().endswith((" who", " that", " which", " whose")):
        return Label(what, of)
    words = what.split()
    for n in range(1, min(len(words), 9)):
        last = words[n - 1].lower()
        if MAIN_VERB.fullmatch(words[n]) and last not in _BEFORE_OTHER_VERB:
            return Label(" ".join(words[n:]), f"{of} {' '.join(words[:n])}")
    return Label(f"{of} {what}")


def of_noun(noun: str, before: str, after: str) -> Iterator[Label]:
    """Yield the labels of a number after a noun such as "a rise of"."""
    rest = RATE.sub("", after)
    if re.match(rf"\s*{PREPOSITION}\b", rest):
        yield Label(f"{noun} {rest}")
    longer = re.search(rf"((?:[a-z’'-]+\s+){{0,2}}{noun})\s+of\b[^,]*$", before, re.IGNORECASE)
    subject = clause_of(before)
    if 2 < len(subject.split()) < 9:
        yield Label(subject)
    yield Label(longer[1] if longer else noun)


def of_money(before: str, after: str) -> Iterator[Label]:
    """Yield the labels of an amount of money: its purpose, or who spends or saves it."""
    rate = RATE.match(after)
    rest = after[rate.end() :] if rate else after
    is_preposition = re.match(rf"\s*(?:{NO_NOUN})\b", rest)
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
    text = CHANGE_IN.sub("", label.text)
    return re.split(rf"\s(?:{PREPOSITION}|who|that|{VERB})\b", text, maxsplit=1)[0]


def with_direction(subject: str, verb: str, before: str) -> str:
    """Return the label of a number that follows a verb, with the direction if it is a change."""
    first, _, rest = without_intro(subject).partition(",")
    has_aside = rest and _NOUN_FIRST.match(first)
    subject = QUANTITY.sub("", first if has_aside else last_clause(subject))
    if verb.lower() in ("cost", "costs"):
        return f"cost of {lower_first(STARTS.sub('', f'{subject} ').strip())}"
    if _MOVED_BY.search(before):
        way = "increase" if _GOES_UP.match(verb) else "fall"
        return f"{way} in {lower_first(STARTS.sub('', subject))}"
    return subject
