"""The kinds of event that the words in a table mean."""

import re
from collections.abc import Collection
from dataclasses import dataclass, field

from briefing.record import kinds

_LONGEST = 60
_PARTS = re.compile(r"\s*[/,;|\n]\s*|\s+and\s+|\s+&\s+")
_TOO_GENERAL = {
    "order", "call", "question", "paper", "data", "press", "media", "law", "laws", "research",
    "review", "figures", "letters", "reply", "news", "study", "analysis", "march", "rally", "act",
    "bill", "report", "statement", "meeting", "response", "vote", "strategy", "campaign", "article",
    "decision", "guidance", "motion", "resolution", "circular", "bylaw", "byelaw",
    "division", "survey", "letter", "hearing", "legislation", "announcement", "si", "stats",
}  # fmt: skip
_NOT_THE_SAME = {
    "judicial review", "court case", "review", "order", "call", "question", "paper", "data",
    "media", "press", "figures", "analysis", "select committee",
}  # fmt: skip
"""Words that can mean the built-in kind that the checks suggest for them, but need not."""
_CLEAR = sorted(
    {
        word
        for kind in kinds.BUILT_IN
        for word in (kind.casefold(), *kinds.synonyms_of(kind))
        if word not in _TOO_GENERAL and len(word) > 4
    },
    key=len,
    reverse=True,
)
_IN_TITLE = re.compile(
    rf"\b(?i:{'|'.join(map(re.escape, _CLEAR))}|votes?)\b|(?<=[a-z] )Act(?=(?: \d{{4}})?$)"
)
_PLURALS = {"votes": "vote"}


@dataclass(slots=True)
class Kinds:
    """The kinds of an import. `known` are the kinds of the record.

    `new` are those that it declares, and `read_as` are words of the file with the kind they mean.
    """

    known: Collection[str] = kinds.BUILT_IN
    new: dict[str, str] = field(default_factory=dict)
    read_as: dict[str, str] = field(default_factory=dict)
    _spellings: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._spellings = {kind.casefold(): kind for kind in self.known}

    def kind_of(self, text: str) -> tuple[str, str]:
        """Return the kind that a text means, and a note if the meaning is not exactly the same."""
        words = " ".join(text.split())
        if not words:
            return self._declared(kinds.NEUTRAL), ""
        note = f"kind in the file: {words}"
        kind = kinds.normal_kind(words)
        if kinds.is_turn(kind) or len(kind) > _LONGEST or not any(map(str.isalnum, kind)):
            return self._declared(kinds.NEUTRAL), note
        if found := self._found(kind, words):
            return found, ""
        parts = (kinds.normal_kind(part) for part in _PARTS.split(text) if part.strip())
        if first := next(filter(None, (self._found(part, part) for part in parts)), ""):
            return first, note
        return self._declared(kind), ""

    def _found(self, kind: str, words: str) -> str:
        """Return a kind that exists, in its usual spelling, or ""."""
        if known := self._spellings.get(kind.casefold()):
            return known
        meant = "" if kind.casefold() in _NOT_THE_SAME else kinds.built_in_meant(kind)
        if meant:
            self.read_as.setdefault(words, meant)
        return meant

    def _declared(self, kind: str) -> str:
        known = self._spellings.get(kind.casefold())
        if known is None:
            self._spellings[kind.casefold()] = self.new[kind] = known = kind
        return known


def kind_suggested_by(title: str) -> str:
    """Return the kind that the words of a title suggest, or "". It is only a suggestion."""
    match = _IN_TITLE.search(title)
    if match is None:
        return ""
    word = match[0].casefold()
    word = _PLURALS.get(word, word)
    return kinds.built_in_meant(word) or kinds.normal_kind(word)
