"""English verbs near the numbers of a document."""

import re

_VERBS = (
    "said|say|says|told|think|thinks|thought|believe|believes|believed|feel|feels|felt|want|"
    "wants|wanted|back|backs|backed|support|supports|supported|oppose|opposes|opposed|"
    "favour|favours|favoured|agree|agrees|agreed|disagree|disagreed|report|reports|reported|"
    "have|has|had|is|are|was|were|be|will|would|could|can|cannot|should|may|might|must|do|does|"
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
_IS_VERB = re.compile(VERB)
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


def _set_of(words: str) -> frozenset[str]:
    return frozenset(words.split("|"))


AUXILIARIES = _set_of(
    "is|are|was|were|am|has|have|had|will|would|can|cannot|could|may|might|must|should|shall|"
    "do|does|did|isn’t|aren’t|wasn’t|weren’t|hasn’t|haven’t|hadn’t|won’t|wouldn’t|can’t|"
    "couldn’t|don’t|doesn’t|didn’t"
)
SAYING = _set_of(
    "say|says|said|think|thinks|thought|believe|believes|believed|feel|feels|felt|agree|"
    "agrees|agreed|report|reports|reported|know|knew|told|fear|feared|expect|expected|want|"
    "wants|wanted|warn|warns|warned|estimate|estimates|estimated|find|finds|found|show|shows|"
    "showed"
)
"""Verbs that can be followed by a clause of their own: `say that parks are safe`."""
_ADVERBS = _set_of(
    "not|never|also|now|already|still|always|often|usually|regularly|rarely|currently|only|"
    "been|be|being|to|to-be|just|recently|ever|both|all"
)
_RELATIVE = frozenset(("who", "which", "that", "whose", "whom", "where"))
_NOUN_FOLLOWS = _set_of(
    "the|a|an|this|these|those|its|their|his|her|our|your|my|of|in|on|at|for|by|with|from|to|"
    "into|no|more|fewer|less|every|each|any|some|and|or|as|than"
)
_NEW_CLAUSE = _set_of(
    "they|it|he|she|we|i|you|because|when|if|while|whether|what|how|although|and|or|but|as|so|"
    "before|after|until|since"
)
_STARTS_SUBJECT = _set_of("the|a|an|they|it|he|she|we|i|you|their|its|our|his|her")
_IRREGULAR_FORMS = """
    spend spends spent spent, lose loses lost lost, pay pays paid paid, give gives gave given,
    make makes made made, take takes took taken, build builds built built, set sets set set,
    bring brings brought brought, buy buys bought bought, sell sells sold sold,
    send sends sent sent, put puts put put, win wins won won, draw draws drew drawn,
    hold holds held held, run runs ran run, leave leaves left left, keep keeps kept kept,
    teach teaches taught taught, lend lends lent lent, write writes wrote written,
    plan plans planned planned, commit commits committed committed, carry carries carried carried,
    employ employs employed employed, deploy deploys deployed deployed, owe owes owed owed,
    choose chooses chose chosen, withdraw withdraws withdrew withdrawn, drive drives drove driven
"""
_PARTICIPLES = {
    form: forms.split()[-1] for forms in _IRREGULAR_FORMS.split(",") for form in forms.split()
}
_REGULAR = _set_of(
    "account|affect|allocate|announce|answer|approve|assist|attract|award|back|borrow|cancel|charge|"
    "clear|close|collect|complete|connect|contribute|cover|create|deliver|donate|earn|fine|"
    "fund|hand|help|hire|house|include|install|invest|issue|license|lock|miss|need|offer|open|"
    "operate|order|own|plant|pledge|process|produce|protect|provide|publish|push|raise|"
    "receive|recommend|record|recoup|recruit|release|remove|repair|replace|report|represent|"
    "save|secure|serve|sign|store|supply|support|train|treat|use|visit|waste"
)
_LOOKS_REGULAR = re.compile(r"(?!(?:hund|need|inde|spe|proce|succe|exce)ed)[a-z]{3,}ed")
_NO_OBJECT = SAYING | _set_of(
    "called|named|aged|based|compared|remained|waited|lasted|averaged|totalled|reached|"
    "exceeded|passed|topped|rated|ranked|asked|estimated|expected|increased|decreased|dropped|"
    "climbed|jumped|soared|surged|dipped|declined|slumped|plunged|reduced|halved|doubled|"
    "tripled|improved|be|have|do|get|see|go|come|stand|cost|reach|rise|fall|grow|wait|last|"
    "average|exceed|total|hit|pass|top|number|drop|climb|be|remain|expanded|polled|surveyed|"
    "questioned|interviewed|sampled|attended|scored"
)

_NOT_BASE = _NOUN_FOLLOWS | _ADVERBS | _set_of("about|around|over|almost|nearly|under|up|out")


def participle(verb: str, *, is_base: bool = False) -> str:
    """Return the past participle of a verb that can have an object, or "" for other words.

    Args:
        verb: a word.
        is_base: whether it comes after a word such as "will", so that it must be a verb.
    """
    verb = verb.lower()
    if verb in _NO_OBJECT:
        return ""
    if known := _PARTICIPLES.get(verb):
        return known
    if _LOOKS_REGULAR.fullmatch(verb):
        return verb
    for base in (verb, verb.removesuffix("s"), verb.removesuffix("es")):
        if base in _REGULAR or (is_base and verb not in _NOT_BASE):
            return f"{base}d" if base.endswith("e") else f"{base}ed"
    return ""


def goes_on_with_verb(text: str) -> bool:
    """Whether a text starts with a verb that has an object: `build seven schools`."""
    word = re.match(r"[a-z]+", text)
    return word is not None and bool(_IS_VERB.fullmatch(word[0]) or participle(word[0]))


def split_at_verb(text: str) -> tuple[str, str]:
    """Return a noun phrase and the predicate that follows: `people who walk`, `want buses`.

    Either of them can be empty. Verbs of a relative clause are part of the noun phrase, and so are
    participles after a noun, such as `people surveyed`.
    """
    place = _main_verb(text)
    return (text, "") if place < 0 else (text[:place].strip(), text[place:].strip())


def _main_verb(text: str) -> int:
    """Return the position of the main verb of a clause that starts with a noun phrase, or -1."""
    place, found, before, is_relative, has_verb = -1, "", "", False, False
    for match in re.finditer(r"[\w’'-]+|[^\w\s]", text):
        word = match[0].lower().replace("'", "’")
        is_name = match[0][0].isupper() and match.start() > len(text) - len(text.lstrip())
        is_verb = not is_name and (_IS_VERB.fullmatch(word) or _LOOKS_REGULAR.fullmatch(word))
        if found and (word in _NEW_CLAUSE or word in _RELATIVE or word in ",;:.()–—"):
            break
        if (
            word.partition("’")[0] in _RELATIVE
            and before
            and _is_relative(word, before, text[match.end() :])
        ):
            is_relative, has_verb = True, False
        elif word in ";:.–—" or (word in "," and not is_relative):
            break
        elif is_verb and (word in AUXILIARIES or not _needs_noun(before)):
            is_same = before in AUXILIARIES or before in _ADVERBS
            if is_relative and (not has_verb or is_same):
                has_verb = True
            elif not found or (not is_same and _takes_over(found, word)):
                place, found, is_relative = match.start(), word, False
            if found in AUXILIARIES or found in SAYING:
                break
        before = word
    return place


def _is_relative(word: str, before: str, after: str) -> bool:
    """Whether a word starts a relative clause: not `of whom` or `children that age`."""
    if before in ("of", "in", "to", "for"):
        return False
    following = re.match(r"\s+([\w’'-]+)", after)
    following_word = following[1].lower() if following else ""
    is_verb = _IS_VERB.fullmatch(following_word) or _LOOKS_REGULAR.fullmatch(following_word)
    is_plural = following_word.endswith("s") and not following_word.endswith("ss")
    return word != "that" or bool(is_verb) or is_plural or following_word in _STARTS_SUBJECT


def _needs_noun(before: str) -> bool:
    """Whether a noun phrase goes on after a word: `the`, `in`, `privately`."""
    is_adverb = before.endswith("ly") and before not in ("only", "family", "early", "july")
    return before in _NOUN_FOLLOWS or is_adverb


def _takes_over(found: str, later: str) -> bool:
    """Whether a later verb of a clause shows that an earlier one is a participle or a noun."""
    is_participle = _LOOKS_REGULAR.fullmatch(found) or _PARTICIPLES.get(found) == found
    is_finite = not _LOOKS_REGULAR.fullmatch(later) and _PARTICIPLES.get(later) != later
    return later in AUXILIARIES or later in SAYING or bool(is_participle and is_finite)
