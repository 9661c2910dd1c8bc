"""Names that identify events on pages, in feeds and in calendars."""

import hashlib
import re
import unicodedata
from collections.abc import Collection, Iterable, Set
from itertools import count

from briefing.record.model import Event

_SIGNS = {"/": "-to-", "..": "-to-", "~": "-about-", "?": "-perhaps-", "%": "-perhaps-about-"}
_SEASON = re.compile(r"(?<=\b[0-9]{4}-)2[1-4](?![0-9-])")
_SEASONS = ("spring", "summer", "autumn", "winter")
_MAX_WORDS = 8
_NUMBER = re.compile("[0-9]+(?:e[0-9]*|[ox][0-9a-f]+)?")
"""The first words of ids that YAML can read as numbers, such as 2024, 1e-2 and 0x1f."""
# Unlike hyphens, dashes have no form in ASCII.
_DASHES = re.compile("[\u2010-\u2015\u2212]")


def name_of(event: Event) -> str:
    """Return a name that depends only on the event: its id or, without one, its date and title.

    The name therefore stays the same if other events are added, removed or changed. Two events have
    the same name if the record does not distinguish them. The checks then ask for an id.
    """
    return event.id or f"{_date_in_letters(event.date.text)}-{_title_in_letters(event.title)}"


def _date_in_letters(text: str) -> str:
    text = _SEASON.sub(lambda season: _SEASONS[int(season[0]) - 21], text)
    for sign, letters in _SIGNS.items():
        text = text.replace(sign, letters)
    return "-".join(re.findall("[a-z0-9]+", text.lower()))


def new_id(title: str, taken: Collection[str], otherwise: str = "event") -> str:
    """Return an id made from a title or a name that is not `taken`, ignoring case.

    Args:
        title: the title, whose first words make the id.
        taken: the ids that the record already uses.
        otherwise: the prefix for words that cannot be an id alone, such as 2024.
    """
    return _free_id(title, {each.casefold() for each in taken}, otherwise)


def _free_id(title: str, used: Set[str], otherwise: str) -> str:
    """Return an id that is not one of those in use, which are in lower case."""
    id = id_from(title)
    # YAML reads some ids as numbers or as other values, and dates are not ids.
    if not id or _NUMBER.fullmatch(id.partition("-")[0]) or id in ("true", "false", "null"):
        id = "-".join(filter(None, (otherwise, id)))
    return next(name for n in count(1) if (name := f"{id}-{n}" if n > 1 else id) not in used)


class NewIDs:
    """Ids for several new items, each made as `new_id` does, and none of them twice."""

    def __init__(self, taken: Iterable[str], otherwise: str) -> None:
        self._taken = {each.casefold() for each in taken}
        self._otherwise = otherwise

    def add(self, title: str) -> str:
        """Return the id of one more item with this title or name."""
        id = _free_id(title, self._taken, self._otherwise)
        self._taken.add(id)
        return id


def _title_in_letters(title: str) -> str:
    """Return the start of a title in lower case, without accents, with hyphens for spaces.

    If this leaves something out, it ends in some digits of a hash of the whole title.
    """
    words = _words(title)
    is_whole = len(words) <= _MAX_WORDS and (title.isascii() or not _has_other_letters(title))
    digits = [] if is_whole else [hashlib.sha256(title.encode()).hexdigest()[:6]]
    return "-".join(words[:_MAX_WORDS] + digits)


def _has_other_letters(title: str) -> bool:
    """Whether a title has letters or digits that are not in ASCII, apart from their accents."""
    folded = unicodedata.normalize("NFKD", title)
    return any(c.isalnum() and not c.isascii() for c in folded)


def id_from(text: str) -> str:
    """Return an id made from the words of a name or title, without accents, or ""."""
    return "-".join(_words(text.replace("’", "").replace("'", ""))[:_MAX_WORDS])


def _words(title: str) -> list[str]:
    """Return the words of a title in lower case, without accents."""
    folded = unicodedata.normalize("NFKD", _DASHES.sub("-", title))
    return re.findall("[a-z0-9]+", folded.encode("ascii", "ignore").decode().lower())
