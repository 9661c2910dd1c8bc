"""Nouns with "the" or "this" that refer to earlier words, such as *the limit*.

If the document has named only one such thing before, its name is added in square brackets: *The
limit [the earnings limit] will rise*. Otherwise, the label is a guess.
"""

import re
from collections.abc import Iterator

from briefing.capture.verbs import split_at_verb

_THE = re.compile(r"\b(?P<words>(?:[Tt]he|[Tt]his|[Tt]hese) (?P<noun>[a-z][a-z-]{2,}))\b(?!\s\[)")
_NO_POINTERS = (
    "government economy country public nation world year years week weekend day night morning "
    "month quarter hour period evening summer autumn winter spring future past present time end "
    "start beginning middle top rest same most least first second last next other others latter "
    "former number total average median police press environment weather internet law sea coast "
    "north south east west poor elderly young homeless unemployed sick pandemic war moment way "
    "risk report survey study paper bulletin research poll who ones financial worst best "
    "poorest richest state taxpayer sample streets roads"
)
"""Nouns that need no explanation, and words that are not nouns."""
_ONE_OF_ITS_KIND = frozenset(_NO_POINTERS.split())
PLACES = frozenset(("area", "region", "district", "borough", "village", "constituency"))
_BODIES = ("authority", "charity", "company", "council", "firm", "school", "trust", "union")
_NOT_SAID = re.compile(r"\s(?:of|around|where|that|which|who|with|to)\b|[’']|\s[A-Z]")
"""Words after a place that name it, as in *the village of Bude*."""
_HAS_NAME = re.compile(r"(?<!^)\b[A-Z][a-z]")
_ENDS = re.compile(
    r"$|[,.;:)]|\s(?:at|by|from|as|since|before|after|and|or|but|because|when|while|this|last|next|if"
    r"|so|with|without|than|over|under|until|now|also|still|already|alone|itself)\b"
)
_RELATIVE = re.compile(r"^,\s(?:which|who|whose)\s[^,]*,(?=\s)")
_STARTS = re.compile(r"(?:^|[,;:)]\s|\bthat\s|\band\s|\bbut\s|\balthough\s|\bwhile\s)$")
_OTHER_WORDS = (
    r"a|an|the|this|these|of|for|in|at|on|to|by|with|from|into|over|under|after|before|since|until|between|during|about"
    r"|through|against|per|and|or|but|so|if|because|while|when|where|that|which|who|as|than|then|not"
    r"|is|are|was|were|has|have|had|will|would|can|could|may|might|must|should|be|been|do|does|did"
    r"|it|they|we|he|she|new|same|current|latest|previous|whole|next|last|first|only|own|extra|full"
    r"|resulting|remaining|corresponding|overall|combined|net|final|initial"
    r"|other|main|single|average|typical|best|worst|most|least|more|less|second|third"
    r"|(?:high|low|larg|bigg|small|long|short|fast|slow|great|new|old|poor|rich)(?:er|est)"
    r"|(?:four|fif|six|seven|eigh|nin|ten|eleven|twelf|[a-z]+teen|[a-z]+tie)th"
)
_WORD = rf"(?!(?:{_OTHER_WORDS})\b)[A-Za-z][\w’'-]*"


def references(text: str, earlier: str, section: str) -> Iterator[tuple[re.Match[str], str]]:
    """Yield each noun of a label that refers to earlier words, and its name or "".

    Args:
        text: the label.
        earlier: the text of the document before it.
        section: the part of that text since the last heading that has a name.
    """
    for match in _THE.finditer(text):
        noun = match["noun"]
        before, after = text[: match.start()], text[match.end() :]
        if noun in _ONE_OF_ITS_KIND or _is_in(noun, before):
            continue
        after = _RELATIVE.sub("", after)
        is_subject = split_at_verb(f"The {noun}{after}")[0] == f"The {noun}"
        is_known = (is_subject or _ENDS.match(after)) and _is_in(noun, earlier)
        is_place = noun in PLACES and not _HAS_NAME.search(before) and not _NOT_SAID.match(after)
        if is_known or is_place or (is_subject and _STARTS.search(before)):
            yield match, name_of(noun, earlier, section)


def name_of(noun: str, earlier: str, section: str) -> str:
    """Return the only longer name that a text has for a noun, or "": `the earnings limit`.

    It is empty if it is not in the text since the last heading, because that heading may name
    another thing: the programme below *Free breakfasts* is not one named above it.
    """
    # A council of which there are many, as in "a rural council", is not "the council".
    articles = "the|its|their|our" if noun in _BODIES else "the|an?|its|their|our"
    name = re.compile(
        rf"\b(?:{articles})\s(?P<name>(?:{_WORD}\s){{1,4}}{re.escape(noun)})\b(?![’'-])"
        r"(?!\s(?-i:[A-Z]))(?P<of>\sof\s[A-Z][\w’'-]*(?:\sand\s[A-Z][\w’'-]*)?)?",
        re.IGNORECASE,
    )
    found: dict[str, str] = {}
    for match in name.finditer(earlier):
        of = match["of"] if match["of"] and match["of"][4:5].isupper() else ""
        key = match["name"].lower()
        found[key] = max(found.get(key, ""), f"the {match['name']}{of}", key=len)
    only = next(iter(found.values())) if len(found) == 1 else ""
    return only if only and next(iter(found)) in section.lower() else ""


def _is_in(noun: str, text: str) -> bool:
    stem = re.escape(noun.removesuffix("s"))
    return re.search(rf"\b{stem}(?:s|es)?\b", text, re.IGNORECASE) is not None
