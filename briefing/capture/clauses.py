"""The clause of a number, in the words of its sentence.

A clause starts and ends where another one can be cut off: at a comma, a colon, a dash, or a word
such as "and" before another subject and its verb. If the words of a number are not a sentence, such
as *compared with 8.3% the year before*, the clause that they belong to is part of it.
"""

import re
from dataclasses import dataclass

from briefing.capture.verbs import AUXILIARIES, main_verb, split_at_verb, starts_with_verb
from briefing.evidence.key_words import key_words

_LONGEST_SHARED = 36
"""The maximum number of words up to a number, if its clause shares an introduction."""
_LONGEST = 24
"""A clause with more words is cut before words such as "despite" that follow its number."""
_JOINS = (
    r"and|but|while|whilst|whereas|although|though|yet"
    r"|so(?!\s(?:that|far|many|much|few|long|as)\b)|or"
)
_AS = r"as(?!\s(?:an?|far|few|little|long|many|much|of|part|soon|to|well)\b)"
_BORDER = re.compile(
    rf"(?P<hard>;\s|:\s)|(?P<dash>\s[–—-]{{1,2}}\s)|,\s+(?:(?P<comma_word>{_JOINS}|{_AS})\s+(?:that\s+)?)?"
    rf"|\s(?!but\sfor\s)(?P<word>{_JOINS})\s+(?:that\s+)?"
    r"|\b(?P<says>(?:shows?|showed|showing|found|finds|suggests?|suggested|reveals?|revealed)\s+"
    r"(?:that\s+)?|(?:estimates?|estimated|forecast)\s+that\s+)"
)
_DEPENDENT = re.compile(
    r"(?:which|who|whose|whom|where|when|why|how|whether|after|before|since|until|because|as|if|unless|that|than"
    r"|compared|up|down|worth|equal|equivalent|including|followed|leaving|from|to|of|in|at|by|with"
    r"|for|on|against|more|less|fewer|representing|bringing|taking|making|missing|or|and|nor|now|also|(?-i:(?:[a-z]+ly\s)?[a-z]{2,}ing))\b"
    r"(?<!\bat)(?<!\bmore)(?<!\bless)(?<!\bfewer)(?<!\bup)"
    r"|(?:above|below|older|younger|under|over)\s(?:[a-z]+ed|[a-z]+s|were|rose|fell)\b"
    r"|(?:an?|the)\s(?:[a-z-]+\s)?(?:rise|fall|increase|decrease|drop|cut|reduction|jump|decline)\s(?:of|from|on)\b"
    r"|an?\s(?:[a-z-]+\s)?(?:figure|rate|level|number|share|record|total)\s(?:of|from|that|which|not)\b"
    r"|(?:at|more|less|fewer|up)\b(?!\s(?:least|most|than|to)\s(?:[£$€\d]|an?\b|half|one|two|three))",
    re.IGNORECASE,
)
"""The first word of a piece that is not a sentence of its own."""
POINTER = re.compile(  # "This report" and "this year" refer to nothing before them.
    r"\b(?:(?:it|they|he|she|we|that|there)[’']\w+|(?:it|they|he|she|its|their|his|her|another|neither)\b"
    r"|(?:this|that|these|those|others|both)\b(?!\s(?:(?-i:[A-Z])|the\s|all\s|\d|who|that|of|aged|with|in|on|under|over|without|whose"
    r"|still|not|already|living|working|government|house|report|survey|study"
    r"|paper|bulletin|research|year|month|week|morning|summer|autumn|winter|spring|financial)\b)"
    r"|the\s(?:(?:latest|new|previous)\s)?(?:figure|number|rate|proportion|share|total|average|median|target"
    r"|rest|remainder|lowest|highest|latter|former|cost|sum|amount|estimate|increase|reduction"
    r"|difference|gap)(?=,|\s(?:is|are|was|were|has|had|have|will"
    r"|would|could|can|rose|rises|fell|falls|climbs?|climbed|stood|stands|reached|compares|drops?"
    r"|dropped|increased|amounts|amounted|equals|means|meant|now|actually|also)\b))",
    re.IGNORECASE,
)
"""A subject that only refers to other words, such as "they" and "the rate"."""
_OF_THEM = re.compile(
    r"(?:\S+\s){1,5}of\s(?:them|these|which|whom|those(?!\s(?:who|that|in|aged|with))|that|it)\b"
)
_FURTHER = re.compile(
    r"(?:an?\sfurther|another)\s\d[\d,]*\s(?:[a-z]+ed|were|was|had|have|are)\b", re.I
)
"""A count whose noun is in the clause before: *two died and a further 23 needed care*."""
_OF_SUM = re.compile(r"of\sthe\s[£$€]?\d[^,;:]*[a-z\d],?\s(?:only|just)\s[£$€\d]")
"""The start of a clause about a part of a sum: *of the £9m promised only £1m was spent*."""
_PART_OF_SUM = re.compile(
    r"\S*\d\S*\s(?:per\scent\s)?of\s(?:the|its|their)\s(?:[a-z]+\s)?(?:amount|budget|cost|figure|level|number"
    r"|sum|target|total|value)\s[a-z]+ed\b"
)
"""A part of a sum in the clause before: *£9m was saved, 87% of the amount expected*."""
_VERB_TO = re.compile(r"(?-i:[a-z]+s\sto\s[a-z]+\b)")
"""A verb whose subject is in the clause before: *but hopes to save £2m*."""
CONNECTIVE = re.compile(
    r"(?:(?:and|but|yet|so(?!\sfar\b)|then|now|also|meanwhile|however|indeed|today|overall(?=,)|separately|first|second"
    r"|it follows that|secondly|third|thirdly|finally|well|in addition|as a result)\b"
    r"(?:[,!]\s+|\s+(?!(?-i:[A-Z]))))+(?=\S)",
    re.IGNORECASE,
)
_NUMBER_NEXT = re.compile(
    r"(?:(?:for|of|on|to|at|with|by)\s)?(?:an?\s)?(?:[a-z]+\s(?:of|at|worth)\s)?"
    r"(?:(?:an?|the|another|further|about|around|some|just|only|nearly|almost|over|up to|of)\s+)*"
    r"(?!(?:19|20)\d\d\b(?!%))[£$€]?\d"
)
_VERB_NEXT = re.compile(
    r"(?:(?:also|then|now|has|have|had|is|are|was|were)\s+)?"
    rf"(?:{'|'.join(sorted(AUXILIARIES))}|[a-z]{{3,}}ed|[a-z]+s(?=\s(?:(?:an?|the|its|about)\b|[£$\d])))\b"
)
_LIST = re.compile(
    r",\s(?:[\w’'-]+\s){0,3}[\w’'-]+(?:,\s(?:[\w’'-]+\s){0,3}[\w’'-]+)*,?\s(?:and|or)\s[\w’'-]+"
)
_TO_NEXT = re.compile(r"(?<!\b(?:19|20)\d\d)\s(?:to|from)\s(?=[£$€]?\d)")
_END = re.compile(r"\s(?=(?:although|despite)\s)")
"""Words that start a part of a clause without which the rest means the same.

Words such as "because" and "after" do not: they say which people or which cases are counted.
"""
_CONDITION = re.compile(r"(?:but\s)?(?:only\s)?(?:if|unless|provided)\b")
"""Words that start a condition, without which a number would mean something else."""
_PUTS_IT = re.compile(r"\bputs?\sit\sat\b")
_DATED = re.compile(r"(?:In|Between|During|By|Since|At)\s[^,;:]*\b(?:19|20)\d\d\b[^,;:]*,")
"""An introduction with a date, which other clauses of the sentence share."""
_IN_PLACE = re.compile(r"(?:across|at|in)\s(?:the\s)?(?:[A-Z][\w’'-]+\s)+(?=[a-z])")
"""A place before a subject: *in Leeds tenants waited 9 weeks*."""
_PLACED = re.compile(
    r"(?:In|At|Across)\s(?:(?:the|all)\s)?(?:my|our|[A-Z][\w’'-]+)\b|(?:Among|Amongst)\s[^,;:\d]{3,60},\s"
)
"""An introduction with a place or a group, which other clauses share unless they name another."""
_OF_ALL = re.compile(r"Of (?:all )?the ")
_ASIDE = re.compile(
    r",\s(?:[a-z’'-]+\s){1,6}(?:shows?|showed|suggests?|reveals?|said|says|found)(?=,)"
    r"|,\s(?:[\w’'-]+\s){1,8}(?:said|says)(?:\s(?:today|yesterday|this\sweek|on\s[A-Z]\w+))?(?=,)|\([^()]*\)|(?<=\s)[–—]\s[^–—.;:]*\s[–—](?=\s)|—[^–—.;:]*—"
)
"""Words in brackets, between two dashes, or between commas as in *, official figures show,*."""
_NAME_BEFORE = re.compile(r"(?<!^)\b(?!The\b)[A-Z][\w’'-]*$")
_DEFINITE = re.compile(
    r"the\s(?!.*?\b(?:of|for|in|at|with|on|to|between|who|that|which|whose)\b|.*?(?-i:[A-Z]))",
    re.IGNORECASE,
)
"""A subject such as "the debt", which earlier words of its sentence may explain."""
_LEADS = re.compile(
    r"(?:Together with|Along with|(?:Added|Compared|Combined|Based) (?:to|with|on)"
    r"|With|From|Under|Across|By|For)\s"
)
"""Words at the start of a sentence that its main clause must follow."""
_PLACES = re.compile(r"(?:Set against|In|At|Of|Among|Amongst|On)\s", re.IGNORECASE)
_SAYS = re.compile(r"[^,;:]{2,60}\s(?:said|says|added|found|finds|shows?|showed|suggests?)\b.*")
"""Words after a clause that say who said it."""
_RELATIVE = re.compile(r"\b(?:where|who|which|when)\b[^,;:]*$")
_INSIDE = re.compile(
    r"\b(?:whom|who|which|that)\s(?:we|they|it|he|she|you|I)(?:\s[a-z]+\sto\sbe)?$"
)
"""The end of a subject whose verb is only that of a relative clause: *of those who we believe*."""
_INTRODUCED = re.compile(r"(?:in|at|on|for|of|among|across)\s")
PARTS = re.compile(
    r"\b(?:(?:made\sup|consist\w*|compos\w+)\sof|compris\w+|between)\s(?=[£$€]?\d)[^;:]*$"
)
"""Words before two or more numbers that belong together: *made up of £71m in grants and …*."""
_OTHER_PART = re.compile(r"\b(?:and|plus)\b[^;:]*\d")
_NUMBER = re.compile(r"[£$€]?\d[\d,.]*")
_JOINED_ASIDE = re.compile(r"\s(?:and|or|but),\s[^,;:]*$")
"""Words between commas after a joining word: *are sold or, in nine cases, given away*."""
_DISPUTED = re.compile(
    r",?\s(?:although|though|but)\s[^.;:\d]*\b(?:disput|den(?:y|ies|ied)\b|reject|contest|challenge)"
)
"""Words that must not be cut, because a disputed number would then look like a fact."""
_MEANWHILE = re.compile(r"(?:they|he|she|it|we)\s|[a-z]+ing\b")
_NOT = re.compile(r"\bnot\b[^,;:]*$")
_AS_MUCH = re.compile(r"\bas\s(?:much|many|likely|long|high|big)(?:\sagain)?(?:,[^,]*)?$")
_COMPARES = re.compile(r"(?:[^,;:]*,\s)?(?:as|than)\b")
_LOOSE = re.compile(r"\s(?:and|or|but)$")
_DEGREE = re.compile(
    r"(?:almost|nearly|more than|also|then|now|just|only|even|actually|not|been|being|the|an?"
    r"|its|their|other|further|additional)|.*\b(?:and|or)"
)
_WITH = re.compile(r"\s(?:account|mak)ing\s(?:up|for)\s")
"""Words that separate a noun from the next verb: *colds accounting for 31%*."""
_NO_SUBJECT = re.compile(
    r"\b(?:than|before|after|since|until)\b|\s[\d.]+%|[a-z\d]\s(?:only|just)\s[£$€\d]"
    r"|^(?:at\sleast|more\sthan|over|under|up\sto)\s\S+\s(?:years?|months?|weeks?|days?|hours?)$"
)
"""Words that cannot be in a subject: *butter 18% and tea has doubled*."""
_DONE_BY = re.compile(
    r"(?:used|run|owned|built|held|led|produced|employed|covered|backed|funded|supported|caused"
    r"|collected|served|affected|paid)\s(?:for\s)?by\b"
)
"""A participle after a noun, which is not a main verb: *a field used by 23 clubs*."""
_DENIES = re.compile(
    r"(?:n[’']t|\b(?:not|no|never|nor|neither|without|den(?:y|ies|ied)|false|wrong))\b",
    re.IGNORECASE,
)
"""Words that must not be cut, because the words after them might then say the opposite."""
_REFUSES = re.compile(
    r"\b(?:den(?:y|ies|ied)|false|wrong|untrue|incorrect)\b|(?:n[’']t|\bnot)\s(?:true|right|correct|the\scase|what|that|as|so)\b",
    re.IGNORECASE,
)
"""Words before a colon that say the opposite of the words after it."""
_MODAL = re.compile(r"\b(?:must|should|will|would|can|could|may|might|shall|to)(?:,[^,]*)?$")
_SUBORDINATE = re.compile(
    r"\b(?:that|after|because|before|since|when|once|if|as|until|unless|although|though|given)\s"
)
_SUBJECTS = re.compile(
    r"\b(?:because|if|once(?!\s(?:an?|every|in|per)\b)|unless|when)"
    r"(?:\s[a-z’'-]+){1,2}(?:,\s[a-z’'-]+(?:\s[a-z’'-]+)?)*$"
)
"""The first of several subjects of a verb: *once rent*."""
_REPORTED = re.compile(
    r"\b(?:is|was|says?|said|finds?|found|shows?|showed|means?|warns?|warned|argues?|believes?)\sthat\s"
)
"""Words before a clause that needs a verb of its own."""
_SPOKEN = re.compile(r"[,.?!]’\s")
"""The end of a quote in single quotation marks: *It costs £28,’ she said*."""
_PURPOSE = re.compile(
    r"(?![^,]*\d)[^,;:.]{3,60},(?=\sto\s[a-z]+\s(?:an?|the|their|its|it|his|her)\b)"
)
"""Words between commas before a purpose: *need £9,000, on top of a pension, to rent a flat*."""
_TAIL = re.compile(r"(?:after|before|without|including|excluding)(?:\s[a-z]+){1,3}\.?")
"""A few last words that limit a number: *, after inflation*."""
_IT_IS = re.compile(
    r"\b(?:it|that|there|he|she|we|they|you|I)[’'](?:s|re|ve|m|ll|d)\b", re.IGNORECASE
)
_OPENING, _CLOSING = '“"‘', '”"’'


@dataclass(frozen=True, slots=True)
class Clause:
    """The clause of a number.

    Attributes:
        before, after: its words before and after the number, as they are in the sentence.
        is_first: whether no other clause of the sentence precedes it.
        end: where it ends in the sentence.
    """

    before: str
    after: str
    is_first: bool
    end: int


def clause_of(text: str, start: int, end: int, *, is_whole: bool = False) -> Clause:
    """Return the clause with the number between `start` and `end` in a sentence.

    If it `is_whole`, the clauses before it are part of it.
    """
    low, high = _quoted_part(text, start, end)
    own = next((m for m in _ASIDE.finditer(text) if m.start() <= start < m.end()), None)
    masked = _ASIDE.sub(lambda match: "\u2060" * len(match[0]), text)
    low_own, high_own = own.span() if own else (start, end)
    first = low if is_whole else _start(masked[:high], low, low_own, high_own)
    last = _end(masked[:high], first, low_own, high_own)
    is_first = first == low
    connective = CONNECTIVE.match(text, first)
    if connective and connective.end() <= start:
        first = connective.end()
    before, after = text[first:start].lstrip(" •*"), text[end:last]
    if not re.match(r"“[^”]*”|‘[^’]*’(?!\w)", before):
        before = before.lstrip(f" {_OPENING}•*")
    if before.count("(") + after.count("(") > before.count(")") + after.count(")"):
        inside = text.find(")", last, high)
        after = text[end : inside + 1] if inside >= 0 else after
    after = _LOOSE.sub("", _SPOKEN.split(after)[0].rstrip(" .,;:!?–—"))
    if after.endswith(tuple(_CLOSING)) and not re.search(f"[{_OPENING}]", before + after):
        after = after.rstrip(_CLOSING + " .,")
    return Clause(before, after, is_first, end + len(after))


def _quoted_part(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the part of a sentence that is in the same quotation marks as a number, or in none."""
    text = _paired(text)
    opening, closed = text.rfind("“", 0, start), text.rfind("”", 0, start)
    closing = text.find("”", end)
    following = text.find("“", end)
    is_quoted = opening > closed or (closing >= 0 and not 0 <= following < closing)
    low, high = max(opening, closed) + 1, closing if closing >= 0 else len(text)
    if is_quoted:
        is_part = opening > 0 and not (main_verb(text[low:high]) or _IT_IS.search(text, low, high))
        return (0, len(text)) if is_part else (low, high)
    spoken = [*re.finditer("[,.?!…][”’](?=\\s)", text[:start])]
    after = spoken[-1].end() if spoken else 0
    return after if main_verb(text[after:].lstrip()) else 0, len(text)


def _paired(text: str) -> str:
    """Return a sentence whose straight quotation marks are curly ones."""
    places = [match.start() for match in re.finditer('"', text)]
    for place in places:
        is_opening = place == 0 or text[place - 1] in " (—–"
        text = f"{text[:place]}{'“' if is_opening else '”'}{text[place + 1 :]}"
    return text


def _is_independent(piece: str) -> bool:
    """Whether a piece of a sentence begins with a subject that it names, and its verb."""
    if _OF_SUM.match(piece):
        return True
    whole = _until_border(piece)
    patterns = (_FURTHER, POINTER, _OF_THEM)
    is_short = any(each.match(whole) for each in patterns) or re.search(r"ones", whole)
    if is_short or not is_whole_clause(piece):
        return False
    return not _DEFINITE.match(split_at_verb(whole)[0])


def _until_border(piece: str) -> str:
    return re.split(r"[;:]|,\s|\s[–—-]\s", piece, maxsplit=1)[0]


def is_whole_clause(piece: str) -> bool:
    """Whether a piece of a sentence begins with a subject of its own and its verb."""
    whole = _until_border(piece)
    if _PART_OF_SUM.match(whole):
        return False
    if place := _IN_PLACE.match(whole):
        whole = whole[place.end() :]
        if POINTER.match(whole):
            return False
    if not whole.strip() or _DEPENDENT.match(whole) or _VERB_TO.match(whole):
        return False
    subject, predicate = split_at_verb(whole)
    is_subject = re.search(r"\w", subject) and not _NO_SUBJECT.search(subject)
    is_subject = is_subject and not _DONE_BY.match(predicate)
    is_subject = is_subject and not _INSIDE.search(subject)
    is_subject = is_subject and not _WITH.search(subject) and not _DEGREE.fullmatch(subject)
    return bool(predicate and is_subject and not re.search(r"\b(?:it|they|this|that)$", subject))


def _start(text: str, low: int, start: int, end: int) -> int:
    """Return where the clause of a number starts."""
    borders = [border for border in _BORDER.finditer(text, low) if border.end() <= start]
    is_short = len(text[low:end].split()) < _LONGEST_SHARED
    for n, border in reversed([*enumerate(borders)]):
        word = border["comma_word"] or border["word"] or ""
        piece = text[border.end() :]
        is_hard = border["hard"] and not POINTER.search(" ".join(piece.split()[:5]))
        is_hard = is_hard and not _OF_THEM.match(piece) and len(key_words(text[end:])) > 1
        is_hard = is_hard and not _PUTS_IT.search(re.split(r"[;:]\s", piece)[0])
        is_report = border["says"] and POINTER.match(text, low) and is_whole_clause(piece)
        is_report = is_report and not POINTER.match(piece)
        if not (_is_independent(piece) or is_report or (is_hard and _has_words(piece))):
            continue
        if border["says"] and _DENIES.search(text, low, border.start()):
            continue
        if border["hard"] and _REFUSES.search(text, low, border.start()):
            continue
        if word == "or" or _MODAL.search(text[low : border.start()]):
            continue
        earlier = text[max((other.end() for other in borders[:n]), default=low) : border.start()]
        is_noun = not main_verb(_SUBORDINATE.split(earlier)[-1]) or len(earlier.split()) < 2
        if border["word"] and _joins_names(text, border):
            continue
        if border[0].strip() == "," and _ends_list(piece):
            continue
        is_row = border[0] == ": " and _NUMBER.match(piece) is not None
        is_row = is_row and not main_verb(_until_border(piece))
        if is_row and not main_verb(text[low : border.start()]):
            continue  # *Passengers: 31,800, up from 24,100*: the words before the colon name it.
        if border["says"] and re.search(r"\band\sthat\b", text[border.end() : start]):
            continue
        if border["word"] and is_noun and not _NUMBER_NEXT.match(piece):
            continue  # It joins two nouns: "fuel and wage costs".
        if (word in ("and", "") and border["comma_word"] == "and") or border["word"] == "and":
            dated = _DATED.match(text, low) or _PLACED.match(text, low)
            return low if dated and is_short else border.end()
        if border["hard"] and _PLACED.match(text, low) and is_short:
            return low
        if word or border["hard"] or border["says"] or border["dash"]:
            return border.end()
        return _with_introduction(text, borders[:n], low, border)
    return low


def _ends_list(piece: str) -> bool:
    """Whether words after a comma continue a list: *stress, anxiety and pain were common*."""
    return re.search(r"\b(?:and|or)\b", split_at_verb(_until_border(piece))[0]) is not None


def is_introduction(piece: str, rest: str) -> bool:
    """Whether words before a comma only introduce the clause after it: *At 8 of the sites, …*."""
    is_clause = is_whole_clause(rest) or POINTER.match(rest) is not None
    others = piece.split(", ")[1:]
    is_led = (_LEADS.match(piece) or _PLACES.match(piece)) and not _SAYS.fullmatch(rest)
    return bool(is_led and all(map(_DEPENDENT.match, others)) and is_clause)


def _is_open(piece: str, rest: str) -> bool:
    """Whether the verb of a clause follows a comma, as in *the fee, now £8, is low*."""
    if main_verb(piece):
        return False
    is_verb_next = starts_with_verb(rest) and not _DEPENDENT.match(rest)
    return is_verb_next or _LEADS.match(piece) is not None


def _breaks(text: str, first: int, own: int, border: re.Match[str]) -> bool:
    """Whether the words before a border need the words after it.

    They do in *made up of £71m in grants, and £23m in loans*, in *in 18 prisons, workshops were
    empty* and in *are not late, but missing*. `own` is where the last piece before it starts.
    """
    if border["hard"]:
        return False
    before, rest = text[first : border.start()], text[border.end() :]
    word = border["word"] or border["comma_word"] or ""
    parts = PARTS.search(before)
    if parts and len(_NUMBER.findall(parts[0])) == 1:
        return _OTHER_PART.search(text, border.start()) is not None
    if word == "but" and _NOT.search(before) and not is_whole_clause(rest):
        return True
    if word or border["dash"] or border["says"]:
        return False
    is_introduction = own > first and text[:own].rstrip().endswith((":", ";"))
    is_introduction = is_introduction and _INTRODUCED.match(text, own) is not None
    is_compared = _AS_MUCH.search(before) and _COMPARES.match(rest)
    is_joined = _JOINED_ASIDE.search(before) is not None
    return (is_introduction and is_whole_clause(rest)) or is_joined or bool(is_compared)


def _same_people(words: str, word: str, rest: str) -> bool:
    """Whether a clause says more about the people counted: *who qualify but have not applied*.

    In *lost an offer while they waited*, the last words say when.
    """
    if word == "but":
        return starts_with_verb(rest) and re.search(r"\b(?:who|that|which)\b", words) is not None
    return word in ("while", "whilst") and _MEANWHILE.match(rest) is not None


def _joins_names(text: str, border: re.Match[str]) -> bool:
    """Whether a word such as "and" joins two names: `England and Wales`."""
    is_name = _NAME_BEFORE.search(text[: border.start()]) is not None
    return is_name and text[border.end() : border.end() + 1].isupper()


def _has_words(piece: str) -> bool:
    return not _DEPENDENT.match(piece)


def _with_introduction(
    text: str, borders: list[re.Match[str]], low: int, border: re.Match[str]
) -> int:
    """Return where a clause after a comma starts, with words such as "In 2023," before it."""
    for earlier in reversed(borders):
        piece = text[earlier.end() : border.start()]
        is_said = earlier["says"] and not _RELATIVE.search(text[low : earlier.start()])
        if earlier["hard"] or is_said or earlier["dash"] or _is_independent(piece):
            low = earlier.end()
            break
    introduction = CONNECTIVE.sub("", text[low : border.start()])
    is_clause = not _DEPENDENT.match(introduction) and _is_independent(introduction)
    is_short = len(introduction.split()) < _LONGEST
    return border.end() if is_clause or not is_short else low


def _end(text: str, first: int, start: int, end: int) -> int:
    """Return where the clause of a number that starts at `first` ends."""
    last = len(text)
    own = max((b.end() for b in _BORDER.finditer(text, first) if b.end() <= start), default=first)
    is_aside = own > first and not main_verb(text[own:start]) and not _is_independent(text[own:])
    by = re.search(r"\bby\s(?:[a-z]+\s)*$", text[:start])
    move = _TO_NEXT.search(text, end, min(last, end + 24)) if by else None
    if move and "vote" not in text[end : move.start()]:
        last = move.start()
    skipped = end
    for border in _BORDER.finditer(text, end, last):
        rest, word = text[border.end() :], border["word"]
        purpose = _PURPOSE.match(rest) if border[0].strip() == "," else None
        if purpose and not _is_independent(rest):
            skipped = border.end() + purpose.end()
        if border.start() < skipped:
            continue
        piece = re.sub(r"^(?:which|who)\b", "it", text[own : border.start()])
        piece = _REPORTED.split(piece)[-1]
        has_own_verb = main_verb(piece) is not None
        clause = _REPORTED.split(text[first : border.start()])[-1]
        has_verb = has_own_verb or is_aside or main_verb(clause) is not None
        if (word and _joins_names(text, border)) or _CONDITION.match(rest):
            continue
        if _breaks(text, first, own, border):
            continue
        if border["hard"] is None and _SUBJECTS.search(text, end, border.start()):
            continue  # It joins two subjects: "once rent and bills have been paid".
        if (
            border["comma_word"] == "or"
            and not re.search(r"\d", rest)
            and not is_whole_clause(rest)
        ):
            continue  # It joins the last part of a list: "a sofa, a chair, or on the floor".
        if _DISPUTED.match(text, border.start()):
            continue
        if word and _same_people(text[end : border.start()], word, rest):
            continue
        is_number_next = _NUMBER_NEXT.match(rest) is not None
        if border["says"] or (border["dash"] and not has_verb):
            continue
        if word is None:
            is_list = border["hard"] is None and _LIST.match(text, border.start())
            is_long = len(text[end : border.start()].split()) > 3 and _OF_ALL.match(text, first)
            is_or = text[:own].endswith(", or ") and not main_verb(text[first:own])
            if is_or and border["hard"] is None and starts_with_verb(rest):
                continue
            piece = text[first : border.start()]
            if border["comma_word"] is None and is_introduction(piece, rest):
                continue
            if _is_open(piece, rest) or _TAIL.fullmatch(rest):
                continue
            is_new = border["comma_word"] in ("but", "while", "whereas") and _is_independent(rest)
            if (has_verb or is_long or is_new) and not (is_list and not _is_independent(rest)):
                return border.start()
        elif word == "or" and not border["comma_word"]:
            continue
        elif word in ("and", "or"):
            is_range = re.search(r"\bbetween\s\S+$", text[: border.start()])
            is_verb = word == "and" and _VERB_NEXT.match(rest) and re.search(r"\d", rest)
            is_other = is_verb or "that" in border[0] or is_whole_clause(rest)
            if is_number_next and word == "and" and not is_range and has_own_verb:
                return border.start()
            if not is_number_next and has_verb and is_other:
                return border.start()
        elif (
            has_verb
            and (word != "so" or is_whole_clause(rest))
            and (word != "yet" or is_whole_clause(rest))
        ):
            return border.start()
    if len(text[first:last].split()) > _LONGEST:
        for match in reversed([*_END.finditer(text, end, last)]):
            if main_verb(text[first : match.start()]):
                last = match.start()
                if len(text[first:last].split()) <= _LONGEST:
                    break
    return last
