"""Key words: the words of a label that must be near its number, without their endings."""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache

import snowballstemmer

_STOP_WORDS = (
    "a an the this that these those it its they them their he she his her we our us you your who "
    "which whose what i my and or of in on at to for by from with as about into be is are was were "
    "been being am have has had having do does did will would should can could may might must "
    "so such there then than also both each per s t d m ll re ve "
    "y yr r a ac i o ar at am yn ym yng gan eu ei mae oedd bod sydd sy wrth er "
)
_STOP = frozenset(_STOP_WORDS.split())
UP, DOWN, CHANGED = 1, -1, 0
_DIRECTIONS = {
    UP: """
        rise rises rising rose risen up increase increases increased increasing grow grows grew
        grown growing growth higher more gain gains gained jump jumps jumped climb climbs climbed
        climbing soar soars soared surge surged surges rocketed upturn expanded expansion improved
        raised raises added extra uplift
        cynnydd cynyddu cynyddodd codi cododd twf tyfodd
        """,
    DOWN: """
        fall falls fell fallen falling down decrease decreases decreased decreasing decline declines
        declined declining drop drops dropped dropping reduce reduces reduced reduction reductions
        lower fewer less cut cuts cutting shrink shrank shrunk slump slumped slumps plunge plunged
        plummeted loss lost downturn worsened dipped dip
        gostyngiad gostwng gostyngodd lleihad lleihau disgyn disgynnodd cwymp cwympodd
        """,
}
DIRECTION = {word: way for way, words in _DIRECTIONS.items() for word in words.split()}
"""The words for the direction in which a number has moved."""
_CHANGES = frozenset(("change", "changes", "changed", "difference", "movement", "newid"))
_WORD = re.compile(r"[^\W_]+(?:[\u00ad\u200b][^\W_]+)*")
_JOINTS = re.compile(r"[\u00ad\u200b]")


def words_in(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int, str]]:
    """Yield the position and the stem of each word of `text`.

    A word with a soft hyphen is yielded whole, and also in its two parts.
    """
    for match in _WORD.finditer(text, start, len(text) if end is None else end):
        parts = _JOINTS.split(match[0])
        yield match.start(), match.end(), stem("".join(parts))
        if len(parts) > 1:
            for part in parts:
                yield match.start(), match.end(), stem(part)


def key_words(*texts: str) -> frozenset[str]:
    """Return the stems of the words in `texts`, without words such as "the" and "of"."""
    return frozenset(stem(word) for text in texts for word in _plain(text) if word not in _STOP)


def directions(text: str) -> frozenset[str]:
    """Return the stems of the words in `text` for the direction in which a number has moved."""
    return frozenset(stem(word) for word in _plain(text) if word in DIRECTION or word in _CHANGES)


def way_of(stem_: str) -> int:
    """Return the direction that a stem of `directions` names: up, down, or 0 for `change`."""
    return _ways().get(stem_, CHANGED)


@cache
def _ways() -> dict[str, int]:
    return {stem(word): way for word, way in DIRECTION.items()}


def _plain(text: str) -> list[str]:
    return [_folded(word) for word in re.findall(r"[^\W_]+", text)]


_IRREGULAR = {
    "spent": "spend", "paid": "pay", "gave": "give", "given": "give", "made": "make",
    "took": "take", "taken": "take", "built": "build", "bought": "buy", "sold": "sell",
    "sent": "send", "drew": "draw", "drawn": "draw", "brought": "bring", "lost": "lose",
    "held": "hold", "kept": "keep", "won": "win", "ran": "run", "left": "leave", "taught": "teach",
}  # fmt: skip
"""Forms of verbs that often come with a number, which the stemmer does not recognise."""


@lru_cache(1 << 16)
def stem(word: str) -> str:
    """Return a word in lower case and without its ending: "offence" and "offences" are the same."""
    plain = _folded(word)
    return str(_stemmer().stemWord(_IRREGULAR.get(plain, plain)))


def _folded(word: str) -> str:
    return unicodedata.normalize("NFKC", word).casefold()


@cache
def _stemmer() -> snowballstemmer.EnglishStemmer:
    return snowballstemmer.stemmer("english")
