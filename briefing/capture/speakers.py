"""The speaker of a quote: the person or organisation that the words around it name.

The usual forms are read: “…,” said X; X, chief executive of Y, said: “…”; according to X; “…,” she
added; a line that ends in a colon above the quote, or a name below it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from briefing.capture.document import Paragraph
from briefing.capture.names import (
    NOT_NAMES,
    PERSON,
    ROLE,
    Named,
    is_organisation,
    person,
    person_with_role_before,
    surname_of,
)
from briefing.capture.quotes import SAYS, FoundQuote
from briefing.capture.sentences import sentence_at, sentences

_VERB = rf"(?:(?:has|have|had|also|then|later|previously|today|yesterday|recently|who)\s+)*{SAYS}"
_VERB_FIRST = re.compile(rf"^[\s,]*(?:as\s+)?{SAYS}\s+(?P<who>.+)$", re.IGNORECASE | re.DOTALL)
_ACCORDING = re.compile(r"\baccording to\s+(?P<who>.+)$", re.IGNORECASE | re.DOTALL)
_NAME_FIRST = re.compile(
    rf"^[\s,]*(?P<who>[^.!?“\"]+?),?\s+(?:{_VERB})\b", re.IGNORECASE | re.DOTALL
)
_SAYS_BEFORE = re.compile(
    rf"\b(?:{_VERB}|saying|adding|warning|calling|describing)\b", re.IGNORECASE
)
_SPEAKS_FOR = re.compile(
    r"^(?:a|an|the|one)?\s*(?:\w+\s+)?(?P<role>spokes(?:person|man|woman|people)|representative"
    r"|source"
    r"|official)\s+(?:for|of|from|at)\s+(?P<who>.+)$",
    re.IGNORECASE,
)
_SPOKEN_FOR = re.compile(
    r"^(?:a|an|the|one)?\s*(?P<who>.+?)(?:[’']s?)?\s+(?P<role>spokes(?:person|man|woman|people)"
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
_SIGNATURE = re.compile(
    rf"^[\s—–-]*(?P<name>{PERSON})\s*(?:[,(–—-]\s*(?P<role>[^.]{{3,140}}?)\)?)?\.?$"
)
_CLAUSE_END = re.compile(
    r",?\s+(?:while|who|after|as|during|when|which|at a|in a|in an|on the|in the|following"
    r"|before|adding"
    r"|speaking|writing|in evidence|in response|told)\b|[;:]|\.\s|\.$",
    re.IGNORECASE,
)
_THE = re.compile(r"^(?:the|a|an|our|its|their)\s+", re.IGNORECASE)
_SHORT = re.compile(r"^(?:the|this)\s+(?P<what>[a-z][\w -]{2,40})$", re.IGNORECASE)
_KINDS = re.compile(
    r"^(?:the|a|one)\s+(?:[\w-]+\s+)?(?:report|study|paper|review|inquiry|letter|statement|document"
    r"|researchers?|authors?|analysis)$",
    re.IGNORECASE,
)
_ORGANISATION_NAME = re.compile(
    r"(?:(?:the|The)\s+)?[A-Z][\w’'&.-]*(?:\s+(?:[A-Z][\w’'&.-]*|of|for|and|the|in|on|to|&))*"
)


_CONNECTIVE = re.compile(
    r"^(?:(?:but|and|yet|so|then|however|meanwhile|as|while|although|today|yesterday|later"
    r"|earlier|also"
    r"|separately|elsewhere|afterwards|instead|still|finally|in response|in reply|for (?:his"
    r"|her|its) part)"
    r"\b,?\s+)+",
    re.IGNORECASE,
)
_ACTS = re.compile(
    rf"(?P<who>(?:[Tt]he\s+)?{PERSON}(?:\s+(?:of|for|and)\s+{PERSON})?)"
    r"(?=,|\s+\(|\s+(?:has|had|was|is|who|whose|also|will|would|\w+ed|said|says|told|found"
    r"|thinks|wants)\b)"
)
_DESCRIBES = re.compile(r"^(?:who|whose|which|from|of|in|at|on|for|a|an|aged)\s", re.IGNORECASE)
_FROM_SOMEWHERE = re.compile(rf"^(?P<who>{PERSON})\s+(?:of|from|at)\s+(?P<where>.+)$")
_ONE_NAME = re.compile(r"[A-Z][a-zà-ÿ’'-]+")
_SOMEBODY = re.compile(r"\b(?:a|an|one|my|his|her|their|our)\s[a-z][a-z\s’'-]+$")
_OF_SOMETHING = re.compile(r"\b(?:of|for|at|in|to|and|the)\s+$")


@dataclass(frozen=True, slots=True)
class Speaker:
    """The speaker of a quote, or None if nobody is named, with the reason.

    Attributes:
        reason: the words that show who spoke, as a clause.
        is_guess: whether the speaker is only likely.
    """

    named: Named | None
    reason: str
    is_guess: bool = False


@dataclass
class _Known:
    """The people and organisations that a document has named so far, the last one last.

    Attributes:
        named: each with the number of the paragraph that named it last.
        paragraph: the number of the paragraph that is being read.
    """

    named: list[tuple[Named, int]] = field(default_factory=list)
    paragraph: int = 0

    def add(self, named: Named) -> Named:
        """Return the first and fullest description of somebody, and make them the last named."""
        if not named.name:
            return named
        for n, (other, _) in enumerate(self.named):
            if _is_same(other, named):
                full = replace(
                    other,
                    name=max(other.name, named.name, key=len),
                    role=other.role if len(other.role) > 3 else named.role or other.role,
                    speaks_for=named.speaks_for,
                )
                del self.named[n]
                self.named.append((full, self.paragraph))
                return full
        self.named.append((named, self.paragraph))
        return named

    def last_person(self) -> Named | None:
        """Return the person named last."""
        return next((each for each, _ in reversed(self.named) if each.is_person), None)

    def last_organisation(self) -> Named | None:
        """Return the organisation named last, if it was in this paragraph or the one before."""
        near = (
            each
            for each, place in reversed(self.named)
            if not each.is_person and place >= self.paragraph - 1
        )
        return next(near, None)

    def last(self) -> Named | None:
        """Return the person or organisation named last, if that was not long ago."""
        each, place = self.named[-1] if self.named else (None, -2)
        return each if place >= self.paragraph - 1 else None

    def with_surname(self, text: str) -> Named | None:
        """Return the person who was named with this surname or first name before."""
        word = surname_of(text)
        people = [each for each, _ in reversed(self.named) if each.is_person]
        with_surname = (each for each in people if surname_of(each.name) == word)
        with_name = (each for each in people if each.name.casefold().split()[0] == word)
        return next(with_surname, None) or next(with_name, None)

    def with_role(self, words: str) -> Named | None:
        """Return the person with a role such as "minister" or "head teacher"."""
        wanted = words.casefold().replace("-", "")
        people = [each for each, _ in reversed(self.named) if each.role]
        return next(
            (each for each in people if wanted in each.role.casefold().replace("-", "")), None
        )


def _is_same(one: Named, other: Named) -> bool:
    if one.is_person != other.is_person:
        return False
    first, second = one.name.casefold(), other.name.casefold()
    if one.is_person:
        words, others = first.split(), second.split()
        is_short = min(len(words), len(others)) == 1
        return words[-1] == others[-1] and (is_short or words[0] == others[0])
    return _THE.sub("", first) == _THE.sub("", second)


def speakers_of(quotes: Sequence[FoundQuote], paragraphs: Sequence[Paragraph]) -> list[Speaker]:
    """Return the speaker of each quote."""
    known = _Known()
    found: list[Speaker] = []
    for number, paragraph in enumerate(paragraphs):
        known.paragraph = number
        own = [quote for quote in quotes if quote.paragraph == number]
        place = 0
        for quote in own:
            for named in _subjects_in(paragraph.text[place : quote.start]):
                known.add(named)
            speaker = _speaker(quote, quotes, paragraphs, found, known)
            if speaker.named:
                speaker = replace(speaker, named=known.add(speaker.named))
            found.append(speaker)
            place = quote.end
        for named in _subjects_in(paragraph.text[place:]):
            if not own:
                known.add(named)
    return found


def _subjects_in(text: str) -> Iterator[Named]:
    """Yield the people and organisations that a text names as somebody who acts or has a role."""
    for start, end in sentences(text):
        sentence = _without_connective(text[start:end])
        if match := _ACTS.match(sentence):
            if (found := person_with_role_before(match["who"]) or person(match["who"])) or (found := _organisation(match["who"])):
                yield found
        yield from people_in(sentence)


def people_in(text: str) -> Iterator[Named]:
    """Yield the people in a text whose role it gives, or who have a title such as Dr."""
    for start, end in sentences(text):
        sentence = text[start:end]
        for match in re.finditer(PERSON, sentence):
            rest = sentence[match.end() : match.end() + 140]
            before = sentence[max(0, match.start() - 80) : match.start()]
            if named := _with_apposition(before, match[0], rest):
                yield named


def _with_apposition(before: str, name: str, rest: str) -> Named | None:
    found = person_with_role_before(name) or person(name)
    if not found:
        return None
    role = found.role
    if (
        match := re.match(
            r"\s*(?:,\s*|\()(?P<role>[^,();]{3,110}?)(?=[,);.]|\s+(?:said|says|told)\b|$)", rest
        )
    ) and ROLE.search(match["role"]):
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
    return replace(found, role=role) if role else None


def _speaker(
    quote: FoundQuote,
    quotes: Sequence[FoundQuote],
    paragraphs: Sequence[Paragraph],
    earlier: Sequence[Speaker],
    known: _Known,
) -> Speaker:
    text = paragraphs[quote.paragraph].text
    same = [other for other in quotes if other.paragraph == quote.paragraph]
    previous = earlier[-1] if earlier else None
    previous_quote = quotes[len(earlier) - 1] if earlier else None
    if quote.continues and previous and previous.named:
        return replace(previous, reason="continues the quote of the paragraph before")
    before, after = _around(text, quote, same)
    if quote.interruption:
        between = text[slice(*quote.interruption)]
        if found := _after(between, known):
            return Speaker(found, f"“{_short(between)}”")
    is_directly_after = same and before and text[: quote.start].endswith(before)
    if is_directly_after and previous and previous.named and previous_quote in same:
        between = text[previous_quote.end : quote.start]  # type: ignore[union-attr]
        if between.strip() == before.strip() and before.rstrip().endswith("."):
            return replace(previous, reason=f"as the quote before it: “{_short(before)}”")
    # A speaker before the quote in its own sentence comes first, if the sentence leads to it.
    forms = [(_after, after), (_before, before)]
    for form, words in reversed(forms) if _leads_to(before) else forms:
        if words.strip() and (found := form(words, known)):
            return Speaker(found, f"“{_short(words[-120:])}”")
    is_first, is_last = not text[: quote.start].strip(), not text[quote.end :].strip(" .")
    if is_first and (found := _next_to(quote, paragraphs, known, is_last=is_last)):
        return found
    words = f"{before} {after}".strip()
    has_own = _SAYS_BEFORE.search(words) or before.rstrip().endswith(":") or not previous
    if not has_own and previous and previous.named and previous_quote:
        if previous_quote.paragraph == quote.paragraph:
            reason = "the speaker of the quote before it, in the same paragraph"
            return replace(previous, reason=reason, is_guess=True)
        if previous_quote.paragraph == quote.paragraph - 1 and is_first and is_last:
            reason = "the speaker of the paragraph before it"
            is_guess = not (quote.is_set_off and previous_quote.is_set_off)
            return replace(previous, reason=reason, is_guess=is_guess)
    return Speaker(
        None, f"nobody is named: “{_short(words)}”" if words else "nobody is named near it"
    )


def _next_to(
    quote: FoundQuote, paragraphs: Sequence[Paragraph], known: _Known, *, is_last: bool
) -> Speaker | None:
    """Return the speaker in the line above a quote, or in the line below it."""
    number = quote.paragraph
    above = paragraphs[number - 1].text.rstrip() if number else ""
    below = paragraphs[number + 1].text if number + 1 < len(paragraphs) else ""
    if above.endswith((":", "said", "says")) and (found := _introduced(above, known)):
        return Speaker(found, f"“{_short(above[-140:])}”")
    if is_last and len(below) < 160 and (found := _signature(below)):
        return Speaker(found, f"the line below it: “{_short(below)}”")
    if len(above) < 160 and (found := _signature(above.rstrip(":"))):
        return Speaker(found, f"the line above it: “{_short(above)}”")
    return None


def _short(text: str) -> str:
    text = " ".join(text.split()).strip(" ,")
    return text if len(text) < 90 else f"{text[:40]} … {text[-40:]}"


def _around(text: str, quote: FoundQuote, same: Sequence[FoundQuote]) -> tuple[str, str]:
    """Return the words before and after a quote, to the end of the sentence or the next quote."""
    earlier = [other.end for other in same if other.end <= quote.start]
    later = [other.start for other in same if other.start >= quote.end]
    low, high = max(earlier, default=0), min(later, default=len(text))
    before, after = text[low : quote.start], text[quote.end : high]
    spans = [*sentences(before)]
    if spans:
        before = before[spans[-1][0] :]
    inside = text[quote.start : quote.end].rstrip("”’\"'")
    if inside.endswith((".", "!", "?", "…")) and not re.match(rf"[\s,]*(?:{SAYS}\b|[a-z])", after):
        first = after.lstrip()
        if not _NAME_FIRST.match(first) or len(first) > 200 or "." in first[:-1]:
            after = ""
        if inside.endswith("."):
            after = ""
    if after:
        start, end = sentence_at(after, 0)
        after = after[start:end]
    return before, after


def _leads_to(before: str) -> bool:
    end = before.rstrip()
    return end.endswith((":", ",")) or bool(
        re.search(rf"\b(?:{SAYS}|that|as|is|was|were|are|a|an|the|of|to)$", end, re.IGNORECASE)
    )


def _after(after: str, known: _Known) -> Named | None:
    """Return the speaker named after a quote: “…,” said X, or “…,” X said."""
    for pattern in (_ACCORDING, _VERB_FIRST):
        if match := pattern.search(after):
            return _first_subject(match["who"], known)
    if match := _NAME_FIRST.match(after):
        return subject(match["who"], known)
    return None


def _before(before: str, known: _Known) -> Named | None:
    """Return the speaker named before a quote, in the same sentence: X said “…”."""
    if (match := _ACCORDING.search(before)) and (found := _first_subject(match["who"], known)):
        return found
    verbs = [*_SAYS_BEFORE.finditer(before)]
    for verb in verbs:
        if found := subject(before[: verb.start()], known):
            return found
    if before.rstrip().endswith(":"):
        return subject(before.rstrip().rstrip(":"), known)
    return None


def _introduced(above: str, known: _Known) -> Named | None:
    """Return the speaker in a paragraph that ends in a colon and leads to a quote."""
    spans = [*sentences(above)]
    sentence = above[spans[-1][0] :] if spans else above
    return _before(sentence, known) or subject(sentence.rstrip().rstrip(":"), known)


def _signature(line: str) -> Named | None:
    match = _SIGNATURE.match(line.strip())
    if not match:
        return None
    role = (match["role"] or "").strip()
    found = person_with_role_before(match["name"]) or person(match["name"])
    is_marked = line.strip()[:1] in "—–-"
    if not found or not (is_marked or ROLE.search(role) or found.role):
        return None
    return replace(found, role=role or found.role)


def _first_subject(text: str, known: _Known) -> Named | None:
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
    match = re.match(PERSON, text)
    if match and (found := _resolved(match[0], known)):
        return found
    match = _ORGANISATION_NAME.match(text)
    return _organisation(match[0]) if match else None


def subject(text: str, known: _Known) -> Named | None:
    """Return the person or organisation that a phrase names, the one nearest to its end."""
    text = _without_connective(" ".join(text.split()).strip(" ,.–—-"))
    parts = [part for part in re.split(r",\s+|\s+[–—]\s+|\s*[()]\s*", text) if part]
    if not parts:
        return None
    roles: list[str] = []
    only_role = None
    for n in reversed(range(len(parts))):
        part = parts[n]
        found = _resolved(part, known)
        if found and not found.name:
            only_role = only_role or found
        elif found:
            extra = [role for role in roles if ROLE.search(role)]
            before = parts[n - 1] if n and not extra and ROLE.search(parts[n - 1]) else ""
            is_intro = bool(_INTRODUCTION.match(before))
            role = ", ".join(reversed(extra)) or (before if before and not is_intro else "")
            if found.is_person and role and not found.speaks_for:
                found = replace(found, role=_THE.sub("", role))
            return known.add(found)
        is_introduced = n and _ONE_NAME.fullmatch(part) and _SOMEBODY.search(parts[n - 1])
        if is_introduced and part not in NOT_NAMES:
            return known.add(Named(part))
        roles.append(part)
    return only_role


def _resolved(part: str, known: _Known) -> Named | None:
    """Return whoever one part of a phrase names, if it ends with a name or a pronoun."""
    part = part.strip()
    last = part.split()[-1].lower() if part.split() else ""
    if last in ("he", "she", "who"):
        return known.last_person()
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
    if _KINDS.fullmatch(part) or _DESCRIBES.match(part):
        return None
    if found := person_with_role_before(part) or person(part):
        return (known.with_surname(found.name) or found) if " " not in found.name else found
    if re.fullmatch(r"[A-Z][\w’'-]+", part):
        return known.with_surname(part) or _organisation(part)
    if (match := _FROM_SOMEWHERE.match(part)) and (found := person(match["who"])):
        return replace(found, role=_THE.sub("", match["where"]))
    if match := re.search(rf"(?:^|\s)({PERSON})$", part):
        lead = part[: match.start(1)]
        is_role = ROLE.search(lead)
        ends_in_role = is_role and _OF_SOMETHING.search(lead)
        is_near = is_role or len(lead.split()) < 6
        found = person_with_role_before(match[1]) or person(match[1])
        if found and is_near and not ends_in_role:
            return found
    if (short := _SHORT.match(part)) and ROLE.search(part):
        return known.with_role(short["what"]) or Named("", short["what"])
    return _organisation(part)


def _without_connective(text: str) -> str:
    """Return a phrase without words such as "But" at its start."""
    return _CONNECTIVE.sub("", text)


def _organisation(part: str) -> Named | None:
    match = _ORGANISATION_NAME.fullmatch(part)
    if match and is_organisation(part) and not ROLE.search(_THE.sub("", part).split()[0]):
        return Named(_THE.sub("", part), is_person=False)
    return None
