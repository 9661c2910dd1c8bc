"""The people and organisations that a document has named so far."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from briefing.capture.names import ACTS, NOT_NAMES, PERSON, Named, person, surname_of
from briefing.capture.relatives import (
    can_have_title,
    is_other_pronoun,
    is_other_title,
    must_have_title,
)

_FULL_NAME = re.compile(
    rf"(?:^|[.!?”’]\s)({PERSON})(?=,\s(?:\d\d\b|aged\b|who\b|an?\s)|\s(?:{ACTS})\b)"
)
_NO_FIRST_NAMES = frozenset((
    "Central", "Campaign", "East", "Great", "Greater", "Inner", "Join", "Mid", "North", "Operation",
    "Outer", "Project", "Save", "South", "St", "Team", "Upper", "West",
))  # fmt: skip
_THE = re.compile(r"^the\s+", re.IGNORECASE)


@dataclass
class Mentions:
    """The people and organisations that a document has named so far, the last one last.

    Attributes:
        named: each with the number of the paragraph that named it last.
        paragraph: the number of the paragraph that is being read.
        texts: the paragraphs that have been read, with the one that is being read.
    """

    named: list[tuple[Named, int]] = field(default_factory=list)
    paragraph: int = 0
    texts: list[str] = field(default_factory=list)
    _titled: dict[str, str] = field(default_factory=dict)

    def add(self, named: Named) -> Named:
        """Return the first and fullest description of somebody, and make them the last named."""
        if not named.name:
            return named
        same = [*enumerate(self.named)]
        same = [each for each in same if _is_same(each[1][0], named)] or [
            each for each in same if _has_first_name(each[1][0], named)
        ]
        for n, (other, _) in same[-1:]:
            if other.name:
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

    def add_unnamed(self, description: str) -> None:
        """Treat an unnamed person as the last one mentioned, so that "she" is nobody else."""
        self.named.append((Named("", description), self.paragraph))

    def last_person(self, pronoun: str = "") -> Named | None:
        """Return the person named last, or the last one who can be "he" or "she"."""
        people = (each for each, _ in reversed(self.named) if each.is_person)
        found = next((each for each in people if not self._is_other(each, pronoun)), None)
        return Named("", pronoun) if found and self._is_unclear(found, pronoun) else found

    def _is_unclear(self, named: Named, pronoun: str) -> bool:
        """Whether "she" can be the owner too: *Her landlord, Ian Ross, moved. “…,” she said*."""
        owners = {"he": "[Hh]is", "she": "[Hh]er"}.get(pronoun)
        if not owners or not named.name or not self.texts:
            return False
        name = re.escape(named.name)
        owned = rf"\b{owners}\s(?:[a-z-]+\s){{0,3}}[a-z-]+,\s{name},"
        is_owned = re.search(owned, self.texts[-1])
        speaks = rf"\b{name},[^.“”]*\b(?:said|says|told|added|warned|was|is)\b"
        return is_owned is not None and not re.search(speaks, self.texts[-1])

    def _is_other(self, named: Named, pronoun: str) -> bool:
        """Whether the text shows that "he" or "she" cannot mean somebody: a father or Mr Lee."""
        if is_other_pronoun(named, pronoun):
            return True
        titles = {"he": "Mrs|Ms|Miss|Dame", "she": "Mr|Sir"}.get(pronoun)
        if not titles or " " not in named.name or self.is_shared(surname_of(named.name)):
            return False
        titled = re.compile(
            rf"\b(?:{titles})\s(?:[A-Z][\w’-]+\s)?{re.escape(named.name.split()[-1])}\b"
        )
        return any(titled.search(text) for text in self.texts)

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
        """Return the person who was named with this surname or first name before.

        A relative who was mentioned last can have the title too: "her grandmother Joan" is "Mrs
        Marlow". If that is not clear, or the relative has no name, the result has no name.
        """
        word = surname_of(text)
        titled = self._titled.get(text)
        people = [each for each, _ in reversed(self.named) if each.is_person and each.name]
        with_surname = [each for each in people if surname_of(each.name) == word]
        if titled:
            return next((each for each in with_surname if each.name == titled), None)
        for each, place in reversed(self.named):
            if not each.is_person or is_other_title(each, text):
                continue
            found = each if each.name and surname_of(each.name) == word else None
            is_near = place >= self.paragraph - 1
            if not found and is_near and " " not in each.name and can_have_title(each, text):
                is_clear = each.name and must_have_title(each, text)
                name = f"{each.name} {text.split()[-1]}" if is_clear else ""
                found = replace(each, name=name)
            if found:
                if text.casefold() != word and found.name:
                    self._titled[text] = found.name
                return found
        first = (each for each in people if each.name.casefold().split()[0] == word)
        return next(first, None) or (
            self._titled_in_full(text) if text.casefold() != word else None
        )

    def _titled_in_full(self, text: str) -> Named | None:
        """Return the only person whose full name comes before, for a name such as "Mrs Okoro"."""
        word = surname_of(text)
        near = (each for each in self.texts if text.split()[-1] in each)
        written = (match[0] for each in near for match in re.finditer(PERSON, each))
        found = (person(name) for name in written if surname_of(name) == word)
        people = {each.name: each for each in found if each and " " in each.name}
        return next(iter(people.values())) if len(people) == 1 else None

    def is_shared(self, surname: str) -> bool:
        """Whether several people with this surname were named."""
        word = surname.casefold()
        people = {each.name for each, _ in self.named if each.is_person and " " in each.name}
        return sum(surname_of(name) == word for name in people) > 1

    def in_full(self, surname: str) -> Named | None:
        """Return the only person with this surname whose full name comes before.

        A name that starts a sentence comes first.
        """
        near = (text for text in self.texts if surname in text)
        names = {name for text in near for name in _FULL_NAME.findall(text)}
        same = [name for name in names if surname_of(name) == surname.casefold()]
        same = same or [name for text in self.texts for name in _full_names(text, surname)]
        people = {found.name: found for name in same if (found := person(name))}
        is_other = any(name.split()[0] in _NO_FIRST_NAMES for name in people)
        return next(iter(people.values())) if len(people) == 1 and not is_other else None

    def with_role(self, words: str) -> Named | None:
        """Return the person with a role such as "minister" or "head teacher"."""
        wanted = words.casefold().replace("-", "")
        people = [each for each, _ in reversed(self.named) if each.role and each.name]
        return next(
            (each for each in people if wanted in each.role.casefold().replace("-", "")), None
        )


def _full_names(text: str, surname: str) -> Iterator[str]:
    """Yield the names of a first name and a surname in a text: *if Moira Kershaw gets her way*."""
    for match in re.finditer(PERSON, text) if surname in text else ():
        words = match[0].split()
        words = words[1:] if words[0] in NOT_NAMES else words
        is_whole = not text.startswith(("’s", "'s"), match.end())
        if len(words) == 2 and words[1] == surname and words[0] not in NOT_NAMES and is_whole:
            yield " ".join(words)


def _has_first_name(one: Named, other: Named) -> bool:
    """Whether a single name is the first name of somebody named before: *Deborah, 46, …*."""
    is_first = " " not in other.name and one.name.startswith(f"{other.name} ")
    return one.is_person and other.is_person and is_first and not one.is_credit


def _is_same(one: Named, other: Named) -> bool:
    if one.is_person != other.is_person or not one.name:
        return False
    first, second = one.name.casefold(), other.name.casefold()
    if one.is_person:
        words, others = first.split(), second.split()
        if first.endswith(f" {second}"):
            return True  # A surname of several words: "Ms Ó Sé" after "Máire Ó Sé".
        is_short = min(len(words), len(others)) == 1
        return words[-1] == others[-1] and (is_short or words[0] == others[0])
    return _THE.sub("", first) == _THE.sub("", second)
