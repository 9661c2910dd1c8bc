"""The index: each actor's events, with people listed by surname."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from unicodedata import combining, normalize

from briefing.edition.entry import Entry
from briefing.edition.words import Words
from briefing.record.model import Actor

MAX_EVENTS = 12
"""The maximum number of events to list individually. Above this, the index lists years."""

# "The Telegraph" is listed under T for Telegraph, and "Y Llywodraeth" under Ll.
_ARTICLE = re.compile(r"^(?:the|an?|yr?)\s+(?=\S)", re.IGNORECASE)
_TITLE = re.compile(
    "rt|hon|right|honourable|sir|dame|lord|lady|baroness|baron|viscount|viscountess|earl|countess"
    "|duke|duchess|dr|prof|professor|mr|mrs|ms|miss|mx|rev|revd|reverend|cllr|councillor|judge"
    "|justice|captain|major|colonel|general|admiral|bishop|archbishop|mayor"
    "|syr|arglwydd|arglwyddes|fonesig|athro|gwir|anrh|parch|cyng"
)
_OFFICE = re.compile(
    "judge|justice|captain|major|colonel|general|admiral|bishop|archbishop|mayor|athro"
)
"""The titles that are offices if "of" follows them, as in "Mayor of London"."""
_LETTERS = re.compile(
    r"MP|MS|MSP|MLA|AM|MEP|TD|[OMCGKD]BE|K?CB|DCB|GCB|CH|OM|KC|QC|KG|KT|FRS|FBA|PC|DL|JP|PhD|MD"
    r"|Jr|Jnr|Sr|Snr|II|III|IV"
)
_PARTICLE = re.compile(
    "de|del|della|di|da|das|do|dos|du|des|la|le|van|von|der|den|ter|ten|ap|ab|ferch|bin|ibn|al|el|y"
)
_PERSON = re.compile(
    r"(.* )?(person|individual|politician|minister|mp|ms|msp|peer|campaigner|academic|expert"
    r"|unigolyn|gwleidydd)"
)
"""The types of actor that are people."""


@dataclass(frozen=True, slots=True)
class Mention:
    """An event in an actor's index entry."""

    words: str
    """The link text: a date, or a year if there are many events."""
    entry: Entry
    """The event."""


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """An actor in the index."""

    name: str
    """The name."""
    heading: str
    """The name as the index shows it, such as "Braverman, Suella"."""
    entries: tuple[Entry, ...]
    """The events in which the actor took part, decided or was quoted."""
    mentions: tuple[Mention, ...]
    """The same events as links."""


def index_of(entries: Iterable[Entry], actors: Iterable[Actor], t: Words) -> tuple[IndexEntry, ...]:
    """Index `entries` by surname or name. Under each name, they keep their order."""
    known = {actor.name: actor for actor in actors}
    entries_by_name: dict[str, list[Entry]] = {}
    for entry in entries:
        for name in entry.who:
            entries_by_name.setdefault(name, []).append(entry)
    headings = {name: _heading(name, known) for name in entries_by_name}
    return tuple(
        IndexEntry(
            name, headings[name], tuple(entries_by_name[name]), _mentions(entries_by_name[name], t)
        )
        for name in sorted(entries_by_name, key=lambda name: _place(headings[name], name))
    )


def by_surname(name: str) -> str:
    """Return a person's name as an index lists it: "Wanless, Sir Peter" for "Sir Peter Wanless".

    Particles before the surname, such as "de", belong to it (BS ISO 999). If there are two surnames
    without a hyphen, only the last is recognised as one.
    """
    words = name.replace(",", " , ").split()
    if "," in words:
        words = words[: words.index(",")]
    after: list[str] = []
    while len(words) > 1 and _LETTERS.fullmatch(words[-1]):
        after.insert(0, words.pop())
    first = 0
    while first < len(words) - 1 and _is_title(words[first]):
        first += 1
    seat = next((n for n in range(first + 1, len(words)) if words[n] in ("of", "o")), len(words))
    start = max(seat - 1, first)
    while start > first and _PARTICLE.fullmatch(words[start - 1]):
        start -= 1
    return ", ".join(filter(None, (" ".join(words[start:]), " ".join(words[:start]), *after)))


def _mentions(entries: list[Entry], t: Words) -> tuple[Mention, ...]:
    if len(entries) <= MAX_EVENTS:
        return tuple(Mention(entry.date, entry) for entry in entries)
    firsts = {entry.year: entry for entry in reversed(entries)}
    return tuple(Mention(t.year(year), firsts[year]) for year in sorted(firsts))


def _heading(name: str, known: Mapping[str, Actor]) -> str:
    actor = known.get(name)
    if actor and actor.sort:
        first = name.removesuffix(actor.sort).strip()
        is_surname = "," not in actor.sort and first and first != name
        return f"{actor.sort}, {first}" if is_surname else actor.sort
    return by_surname(name) if _is_person(name, actor) else name


def _is_person(name: str, actor: Actor | None) -> bool:
    """Whether an actor is a person, judging by type, roles and name."""
    if actor and actor.type:
        return bool(_PERSON.fullmatch(_plain(actor.type)))
    first, *others = name.split()
    if others[:1] == ["of"] and _OFFICE.fullmatch(_plain(first)):
        return False
    if _ARTICLE.match(name):
        return bool(others) and _is_title(first) and bool(_TITLE.fullmatch(_plain(others[0])))
    has_roles = bool(actor and actor.roles)
    return has_roles or _is_title(first) or bool(others and _LETTERS.fullmatch(others[-1]))


def _is_title(word: str) -> bool:
    """Whether a word is a title before a person's name, such as "The Rt Hon Sir"."""
    return bool(_TITLE.fullmatch(_plain(word))) or _plain(word) in ("the", "y", "yr")


def _place(heading: str, name: str) -> tuple[list[str], str]:
    """Return the sort key of a heading: word by word, with the surname first."""
    parts = _ARTICLE.sub("", heading).split(",")
    return [_plain(part) for part in parts], name


def _plain(text: str) -> str:
    letters = "".join(
        letter for letter in normalize("NFKD", text) if not combining(letter)
    ).casefold()
    return " ".join(re.sub(r"['’.]", "", letters).split())
