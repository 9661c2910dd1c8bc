"""Relatives of people in a text: *Her grandmother Joan, 80, …*.

They often share the surname of the person named before, so that "Mrs Marlow" can be either.
"""

import re

from briefing.capture.names import NOT_NAMES, PERSON, Named, is_organisation, person

_WOMEN = frozenset((
    "wife", "mother", "mum", "mam", "grandmother", "gran", "nan", "daughter", "granddaughter",
    "sister", "aunt", "niece", "stepmother", "stepdaughter", "widow", "fiancée", "girlfriend",
    "mother-in-law", "sister-in-law",
))  # fmt: skip
_MEN = frozenset((
    "husband", "father", "dad", "grandfather", "grandad", "son", "grandson", "brother", "uncle",
    "nephew", "stepfather", "stepson", "widower", "fiancé", "boyfriend", "father-in-law",
    "brother-in-law",
))  # fmt: skip
_OTHERS = frozenset((
    "partner", "cousin", "twin", "neighbour", "friend", "colleague", "deputy", "boss", "successor",
    "predecessor", "counterpart", "aide", "rival", "opponent",
))  # fmt: skip
_OLDER = frozenset((
    "wife", "mother", "mum", "mam", "grandmother", "gran", "nan", "widow", "mother-in-law",
    "husband", "father", "dad", "grandfather", "grandad", "widower", "father-in-law",
))  # fmt: skip
RELATIVES = _WOMEN | _MEN | _OTHERS
_FAMILY = "|".join(sorted(_WOMEN | _MEN, key=len, reverse=True))
_ANYBODY = "|".join((_FAMILY, *sorted(_OTHERS)))
_NAME = rf"(?:,?\s(?P<name>{PERSON})(?=[,\s(]|$))?"
_RELATIVE = re.compile(
    r"(?:(?:But|And|Now|Today|Meanwhile),?\s)?"
    rf"(?:(?:[Hh]er|[Hh]is|[Tt]heir|[Mm]y)\s(?:[a-z-]+\s){{0,2}}?(?P<theirs>{_ANYBODY})"
    rf"|(?:[A-Z][\w-]+\s){{0,3}}[A-Z][\w-]+[’']s?\s(?:[a-z-]+\s){{0,2}}?(?P<named>{_FAMILY}))"
    rf"(?![\w-]){_NAME}"
)
_OWNER = re.compile(rf"(?:(?:But|And|Now|Today|Meanwhile),?\s)?(?P<who>{PERSON})[’']s?\s")
_TITLE = re.compile(r"(?:(?P<woman>Mrs|Ms|Miss|Lady|Dame)|(?P<man>Mr|Sir|Lord))\b")


def relative_in(text: str) -> Named | None:
    """Return the relative at the start of a text, with an empty name if it gives none.

    The role is the word for the relative, such as "grandmother".
    """
    match = _RELATIVE.match(text)
    if not match:
        return None
    kin = match["theirs"] or match["named"]
    name = match["name"] or ""
    if text.startswith(("’s", "'s"), match.end()):
        return Named("", "relative")  # Somebody else: *her husband's sister*.
    if name.split(" ")[0] in NOT_NAMES or is_organisation(name):
        name = ""
    return Named(name, kin)


def can_have_title(relative: Named, name: str) -> bool:
    """Whether a relative can have the title in a name, such as Mrs in "Mrs Marlow"."""
    title = _TITLE.match(name)
    if not title or relative.role not in _WOMEN | _MEN | {"relative"}:
        return False
    return relative.role not in (_MEN if title["woman"] else _WOMEN)


def is_other_pronoun(named: Named, pronoun: str) -> bool:
    """Whether "he" or "she" cannot mean somebody: *father* is no woman, nor is *Sir Ian*."""
    if pronoun not in ("he", "she"):
        return False
    other, title = (_MEN, "Sir ") if pronoun == "she" else (_WOMEN, "Dame ")
    return named.role in other or named.name.startswith(title)


def owner_in(text: str) -> Named | None:
    """Return the person whose relative begins a text: *Ruth Lee’s father, Ted, …*."""
    match = _OWNER.match(text)
    return person(match["who"]) if match and relative_in(text) else None


def must_have_title(relative: Named, name: str) -> bool:
    """Whether a relative has a title that the person named before is less likely to have."""
    return relative.role in _OLDER and name.startswith(("Mrs ", "Mr "))


def is_other_title(named: Named, name: str) -> bool:
    """Whether a name has a title that somebody cannot have, such as Mr for a grandmother."""
    title = _TITLE.match(name)
    if not title:
        return False
    is_miss = name.startswith("Miss ") and named.role in _OLDER
    return is_miss or named.role in (_MEN if title["woman"] else _WOMEN)
