"""The part of a sentence that is about one of its numbers, as a sentence of its own.

*Calderdale Homes, which owns 900 flats, has halved its backlog to 40 cases* has two parts:
*Calderdale Homes owns 900 flats* and *Calderdale Homes has halved its backlog to 40 cases*.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from briefing.capture.clauses import POINTER, is_whole_clause
from briefing.capture.verbs import is_past, main_verb, split_at_verb, starts_with_verb
from briefing.evidence.key_words import key_words

_CHATTER = re.compile(
    r"(?:(?:But|And|So|Well),?\s)?(?:[Yy]ou(?:[’']ll|\s(?:will|may|might))?\s(?:remember|recall|know|notice)|[Rr]emember|[Bb]ear\sin\smind)"
    r"(?:\sthat|[:,])?\s"
    r"|(?:[Aa]dd|[Gg]ross|[Mm]ultiply|[Pp]ut|[Ss]cale|[Tt]ot)\s(?:that|this|it|them|those|these)\b[^,.;\d]{0,30}\sand\s"
    r"(?=(?:we|you|it)\s)"
    r"|(?:That|This|It)\s[^\d.;:]{3,60}\s(?:until|unless|before)\syou\s(?:know|learn|realise|consider|remember|hear)\sthat\s"
)
"""Words to the reader before a clause: *You will recall that rents rose by 9%*."""
_FACT = re.compile(r"[^.;:]*\bthe\sfact\sthat\s")
_SUBJECT = re.compile(r"(?P<subject>[^,;:()“”\"\d]{3,90}),\s(?P<word>which|who|where)\s")
_PLACE = re.compile(r"(?:(?:But|And|So)\s)?(?:[Aa]cross|[Aa]t|[Ii]n|[Nn]ear|[Oo]n|[Oo]utside)\s")
_WHILE = re.compile(r"(?:(?:But|And)\s)?(?:[Aa]lthough|[Tt]hough|[Ww]hereas|[Ww]hile)\s")
_PEOPLE = re.compile(
    r"[^;:“”\"]*\s(?:to|by|for|of)\s(?P<people>(?:[a-z-]+\s){0,2}[a-z-]{3,}s"
    r"(?:\s(?:aged|at|from|in|on|with)\s[^,;:“”\"\d]*)?),\swho\s"
)
"""People at the end of a clause, before a clause about them: *is due to pupils, who …*."""
_NO_SUBJECT = re.compile(
    r"(?:After|Among|Amongst|As|Because|Before|By|For|From|If|Of|Since|Though|To|Under|When|While|With)\s"
)
_NUMBER = re.compile(r"\d|\b(?:half|thirds?|quarters?|fifths?|tenths?)\b")
_DATE = re.compile(r"\b(?:\d{1,2}\s[A-Z][a-z]+|(?:19|20)\d\d)\b")
_OPEN_PAIR = re.compile(r"\b(?:and|but|or),|,\s(?:and|but|or)\s$")
_FOUND = re.compile(r"(?:has\s|have\s)?(?:found|finds|shows?|showed|suggests?|reveals?|revealed)\b")
_POINTS = re.compile(r"\b(?:them|these|those|there)\b")
_INTRODUCTION = re.compile(
    r"(?:Alongside|As\swell\sas|Besides|Despite|Following|In\saddition\sto)\s(?:the\s|an?\s)?"
    r"(?P<noun>[^;:“”\"]*?\d[^;:“”\"]*?),\s(?=[A-Z\d£$€]|[a-z]+\s)"
)
"""A noun with a number that comes before a clause: *Following the rise in fares to £3, …*."""
_TO_VERB = re.compile(
    r"\sto\s(?=(?!be\s)[a-z]+\s(?!to\b))(?!(?:the|an?|its|their|all|each|every)\s)"
)
_AND_TO = re.compile(r"(?:,\s(?P<and>and\s)?|\s(?P<also>and\s))to\s(?=(?!be\s)[a-z]+\s)")
_AND_VERB = re.compile(
    r"(?:,\s(?P<and>and\s)?|\s(?P<also>and\s))(?=(?!(?:a|an|the|its|their|all|more|each|every|about|after|against|almost|among|and|as|at|before|both|but|by|for|from"
    r"|in|into|is|like|nearly|nor|not|of|on|only|or|over|per|plus|so|some|than|that|to|under|up|when|where"
    r"|which|while|who|with|within|without|worth)\s|[a-z]+(?:ed|ing|ly|s)\s)"
    r"[a-z]+\s(?:an?|the|its|their|all|more|every|each|£|\d))"
)
_AND_DID = re.compile(r"(?:,\s(?P<and>and\s)?|\s(?P<also>and\s))(?=(?P<verb>[a-z]+)\s)")
_THAT = re.compile(r"\b(?:found|said|says|shows?|showed|finds)\sthat\s")
_SAYS = re.compile(
    r"(?:(?:has|have|had)\s)?(?:added|admitted|argued|believes?|claim(?:ed|s)|found|said|says|show(?:ed|s)|thinks?|thought|told"
    r"|warned|warns)\b"
)
_OTHER_CLAUSE = re.compile(
    r"\b(?:after|as|because|before|how|if|since|that|until|what|when|where|which|while|who|whose|why)\b"
)
_FEWEST = 3
_FEWEST_WORDS = 3
"""The minimum number of key words of a noun that is a label."""
_LONGEST_SUBJECT = 14


@dataclass(frozen=True, slots=True)
class _Part:
    """A sentence, and the position of the number in it."""

    text: str
    first: int
    last: int

    def kept(self, *spans: tuple[int, int]) -> "_Part":
        """Return the sentence with only some parts, one of which has the number."""
        text, moved = "", 0
        for start, end in spans:
            if start <= self.first < end:
                moved = len(text) + self.first - start
            text += self.text[start:end]
        is_open = text.count("“") != text.count("”") or text.count('"') % 2
        if is_open or text.count("(") != text.count(")"):
            return self
        text = text[:1].upper() + text[1:] if spans[0][0] else text
        return _Part(text, moved, moved + self.last - self.first)


def own_part(text: str, first: int, last: int) -> tuple[str, int, int]:
    """Return the part of a sentence about the number between two positions, and its positions."""
    part = _Part(text, first, last)
    for change in (
        _without_chatter,
        _of_fact,
        _of_while,
        _of_relative,
        _of_people,
        _of_introduction,
        _of_list,
    ):
        part = change(part)
    return part.text, part.first, part.last


def without_chatter(text: str) -> str:
    """Return a sentence without words to the reader: *You will recall that*, *Add that up and*."""
    match = _CHATTER.match(text)
    rest = text[match.end() :] if match else ""
    return f"{rest[:1].upper()}{rest[1:]}" if main_verb(rest) else text


def without_opening(text: str) -> str:
    """Return a sentence without words to the reader and a noun with a number before its clause."""
    text = without_chatter(text)
    match = _introduction(text)
    return text[match.end() :] if match else text


def _introduction(text: str) -> re.Match[str] | None:
    match = _INTRODUCTION.match(text)
    is_noun = match is not None and not main_verb(match["noun"])
    return match if match and is_noun and main_verb(text[match.end() :]) else None


def _without_chatter(part: _Part) -> _Part:
    start = len(part.text) - len(without_chatter(part.text))
    return part.kept((start, len(part.text))) if 0 < start <= part.first else part


def _of_fact(part: _Part) -> _Part:
    """Keep only what a fact is: *They ignored the fact that 85 members rent*."""
    match = _FACT.match(part.text)
    if not match or match.end() > part.first or not main_verb(part.text[match.end() :]):
        return part
    return part.kept((match.end(), len(part.text)))


def _of_relative(part: _Part) -> _Part:
    """Separate the clause after "which", "who" or "where" from the sentence around it."""
    match = _SUBJECT.match(part.text)
    if not match or main_verb(match["subject"]):
        return part
    is_place = match["word"] == "where"
    if is_place != (_PLACE.match(match["subject"]) is not None):
        return part
    if not is_place and _NO_SUBJECT.match(match["subject"]):
        return part
    start = match.end()
    for comma in re.finditer(r",\s", part.text[start:]):
        end, after = start + comma.start(), start + comma.end()
        rest = part.text[after:]
        if not (main_verb(rest) if is_place else starts_with_verb(rest)):
            continue
        own = part.text[start:end]
        if _OPEN_PAIR.search(f"{own},") or _OPEN_PAIR.search(f", {rest.partition(' ')[0]} "):
            return part
        if not (main_verb(own) if is_place else starts_with_verb(own)):
            return part
        subject = match.end("subject")
        if part.first < start:
            return part
        if part.first < end:
            return part.kept(
                (0, subject + 2 if is_place else subject), (start - (not is_place), end)
            )
        is_needed = _FOUND.match(rest) or _POINTS.search(rest)
        if is_needed or not _NUMBER.search(_DATE.sub("", own)):
            return part
        return part.kept(
            (0, subject + 2 if is_place else subject), (after - (not is_place), len(part.text))
        )
    return part


def _of_while(part: _Part) -> _Part:
    """Leave out "while" and the main clause after it: *While 89% had cover, only 54% claimed*."""
    match = _WHILE.match(part.text)
    commas = re.finditer(r",\s", part.text[part.last :]) if match else ()
    for comma in commas:
        rest = part.text[part.last + comma.end() :]
        if match and (is_whole_clause(rest) or POINTER.match(rest)):
            start, end = match.end(), part.last + comma.start()
            is_known = main_verb(part.text[start:end]) and not POINTER.match(part.text, start)
            return part.kept((start, end)) if is_known else part
    return part


def _of_people(part: _Part) -> _Part:
    """Separate the clause after "who" from people at the end of a sentence."""
    match = _PEOPLE.match(part.text)
    if not match or part.first < match.end() or not starts_with_verb(part.text[match.end() :]):
        return part
    start, end = match.span("people")
    return part.kept((start, end), (match.end() - 1, len(part.text)))


def _of_introduction(part: _Part) -> _Part:
    """Separate a noun with a number from the clause that it introduces."""
    match = _introduction(part.text)
    if not match:
        return part
    if part.first >= match.end():
        return part.kept((match.end(), len(part.text)))
    is_long = len(key_words(re.sub(r"\S*\d\S*", "", match["noun"]))) >= _FEWEST_WORDS
    return part.kept(match.span("noun")) if is_long and match.start("noun") <= part.first else part


def _of_list(part: _Part) -> _Part:
    """Keep the item with the number of a list of verbs with the same words before them."""
    for head, items in _lists(part.text):
        for start, end in items:
            if start <= part.first < end:
                is_known = start <= head or not _POINTS.search(part.text[start:end])
                return part.kept((0, head), (start, end)) if is_known else part
    return part


def _lists(text: str) -> Iterator[tuple[int, Sequence[tuple[int, int]]]]:
    """Yield the end of the words before each list of verbs, and its items."""
    verb = _TO_VERB.search(text)
    if verb and main_verb(text[: verb.start()]) and not _NUMBER.search(text[: verb.start()]):
        borders = [*_AND_TO.finditer(text, verb.end())]
        if borders and any(each["and"] or each["also"] for each in borders[-1:]):
            yield verb.start() + 1, _items(text, verb.start() + 1, borders, 3)
        borders = [*_AND_VERB.finditer(text, verb.end())]
        if len(borders) >= _FEWEST - 1 and (borders[-1]["and"] or borders[-1]["also"]):
            yield verb.end(), _items(text, verb.end(), borders)
    report = _THAT.search(text)
    start = report.end() if report else 0
    subject, predicate = split_at_verb(text[start:])
    head = text.find(predicate, start + len(subject)) if predicate else 0
    # In *Ofgem said firms lost £9m, missed 12 dates and closed*, Ofgem did not close.
    if _SAYS.match(predicate) or _OTHER_CLAUSE.search(predicate.partition(",")[0]):
        return
    if not subject or len(subject.split()) > _LONGEST_SUBJECT or _NUMBER.search(subject):
        return
    borders = [each for each in _AND_DID.finditer(text, head) if is_past(each["verb"])]
    is_list = len(borders) >= _FEWEST - 1 and (borders[-1]["and"] or borders[-1]["also"])
    if is_list and not (borders[0]["and"] or borders[0]["also"]):
        yield head, _items(text, head, borders)


def _items(
    text: str, start: int, borders: Sequence[re.Match[str]], length: int = 0
) -> list[tuple[int, int]]:
    """Return the positions of the items between some borders.

    Each begins with the last `length` characters of its border, such as the "to " of "and to ".
    """
    starts = [start, *(border.end() - length for border in borders)]
    ends = [*(border.start() for border in borders), len(text)]
    return [*zip(starts, ends, strict=True)]
