"""Suggestions for a value that has the wrong shape.

A suggestion that is followed to the letter must give what the writer meant, so each one uses only
the writer's own words, the ids of the record and placeholders such as an-actors-id. The functions
do not raise errors. If nothing can be suggested, they return an empty string, or advice without a
value.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from typing import Any

from briefing.record import quantities
from briefing.record.due import ID_PATTERN
from briefing.record.fix_hints import delete, write, write_yaml
from briefing.record.model import (
    Action,
    Actor,
    Area,
    Ask,
    Commitment,
    Edition,
    Event,
    Figure,
    OwnSection,
    Quote,
)
from briefing.record.problems import LIKE_AN_ID, Path, did_you_mean
from briefing.record.references import sections_by_key
from briefing.record.rules.certainty import is_one_text, is_simple_text
from briefing.record.rules.wording import in_braces, is_placeholder, quoted, shortened

_BULLET = re.compile(r"[-–—•·*] ?(?=\w)")
_ID = re.compile(ID_PATTERN)
_AT = re.compile(
    r"(.+?), ((?:(?:column|columns|col|cols|c|page|pages|p|pp|paragraph|paragraphs|para|paras"
    r"|section|sections|chapter|table|figure|annex|clause|line|lines|volume|vol)\b\.? ?[\w –-]*"
    r"|annex|foreword|executive summary|final paragraphs?))",
    re.IGNORECASE,
)
_ADDRESS_AND_PLACE = re.compile(r"(https?://\S+?)[,;]? +\(?([^()]+)\)?")
_WITH_ROLE = re.compile(r"(.+?) ?(?:\((.+)\)|, (.+))")


def items_in(data: object, section: str) -> Mapping[str, str]:
    """Map the names, titles and ids in a section of a record to ids.

    Args:
        data: the data of an events file, as YAML read it, of any shape.
        section: a key at the top of the file, or "commitments", which are in events.
    """
    return _named(_Same(data), section)


class _Same:
    """A cache key: data that is equal only to itself, so that each file is searched only once."""

    def __init__(self, data: object) -> None:
        self.data = data

    def __hash__(self) -> int:
        return id(self.data)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.data is other.data


@lru_cache(4)
def _named(same: _Same, section: str) -> Mapping[str, str]:
    names: dict[str, str] = {}
    for id, item in _items(same.data, section):
        name = item.get("name") or item.get("title") if isinstance(item, dict) else None
        if isinstance(name, str):
            names[name] = id
        names[id] = id
    return names


def _items(data: object, section: str) -> Iterator[tuple[str, object]]:
    if not isinstance(data, dict):
        return
    if section in ("events", "commitments"):
        events = data.get("events")
        for event in events if isinstance(events, list) else ():
            if isinstance(event, dict):
                made = event.get("commitments")
                group: Any = [event] if section == "events" else made
                for item in group if isinstance(group, list) else ():
                    if isinstance(item, dict) and isinstance(item.get("id"), str):
                        yield item["id"], item
    elif isinstance(items := data.get(section), dict):
        yield from ((str(id), item) for id, item in items.items())


@cache
def _sections() -> Mapping[str, str]:
    """Map the fields that contain ids, or items with an id, to the sections of the ids."""
    models = (Event, Quote, Figure, Commitment, Actor, Area, Ask, Action, OwnSection, Edition)
    return {key: section for model in models for key, section in sections_by_key(model)}


def section_at(path: Path) -> str:
    """Return the section of the record that an id at `path` refers to, such as "actors".

    The result is empty if there is no id at that path.
    """
    names = [step for step in path if isinstance(step, str)]
    if path[:1] == ("events",) and names[1:]:
        if "source" in names[1:] or "sources" in names[1:]:
            return "sources"
        return _sections().get(names[-1 - (names[-1] == "ref")], "")
    if len(path) > 2 and path[0] in ("actors", "areas", "asks", "questions", "editions"):
        return _sections().get(names[-1], "")
    return ""


def id_for(words: str, data: object, section: str) -> str:
    """Return the id of the item in `section` whose name, title or id is `words`, ignoring case.

    The result is empty if there is none.
    """
    return _in_small_letters(_Same(data), section).get(" ".join(words.split()).casefold(), "")


@lru_cache(4)
def _in_small_letters(same: _Same, section: str) -> Mapping[str, str]:
    return {name.casefold(): id for name, id in _named(same, section).items()}


def address_or_id_for(given: str, path: Path, data: object) -> str:
    """Return a hint for text that must be a web address, or the id of an actor, source or event.

    The result is empty if nothing can be suggested.
    """
    given, section = given.strip(), section_at(path)
    if section in ("", "sources") and re.match(r"www\.\S+$|[\w-]+(?:\.[\w-]+)+/\S*$", given):
        return write(f"https://{given}")
    if not section:
        return ""
    if is_placeholder(given):
        return delete("if there is none, delete it")
    like = did_you_mean(given, (), items_in(data, section), cutoff=LIKE_AN_ID)
    if section == "sources" and not like and (source := source_for(given, data)):
        return write_yaml(source)
    is_mention = path[-1] == "ref" or isinstance(path[-1], int)
    if section == "actors" and is_mention and (actor := actor_for(given, data)):
        return write_yaml(actor)
    return like


def list_for(given: object, path: Path, data: object) -> str:
    """Return a hint for a field that must be a list, such as "write [tax, pay]".

    Args:
        given: the value that was written instead.
        path: the path of the field.
        data: the data of the events file, for the ids in it.
    """
    last = path[-1]
    if last in ("quotes", "figures", "commitments", "events", "roles", "sections"):
        return _groups_for(given, str(last))
    if isinstance(given, str) and _BULLET.match(given.strip()):
        return "start each item on a line of its own, with a hyphen and a space"
    if isinstance(given, dict):
        return _of_keys(given) or "start each item with a hyphen and a space"
    section = section_at(path)
    if section in ("actors", "events", "commitments"):
        return _ids_for(str(given), data, section)
    if section == "sources":
        return _sources_for(str(given), data)
    text, is_sentence = str(given), last == "actions"
    # A semicolon may be part of an item, although it probably separates two.
    is_safe = is_simple_text(text) and (is_sentence or ";" not in text)
    return write_yaml(f"[{_item(text, is_sentence=is_sentence)}]", is_safe=is_safe)


def _item(text: str, *, is_sentence: bool) -> str:
    """Write a text for use inside brackets. Topics with commas or semicolons become separate."""
    if is_sentence or not re.fullmatch(r"[\w ,;-]+", text):
        return in_braces(text)
    return ", ".join(filter(None, map(str.strip, text.split(";")))) or in_braces(text)


def _of_keys(given: dict[Any, Any]) -> str:
    """Return a hint for braces instead of brackets, as in {mayor, council}. Otherwise empty."""
    is_bare = all(value is None for value in given.values())
    return write_yaml(f"[{', '.join(map(str, given))}]") if given and is_bare else ""


def _ids_for(given: str, data: object, section: str) -> str:
    ids = [id_for(part, data, section) for part in given.split(",")]
    if whole := id_for(given, data, section):
        ids = [whole]
    if all(ids):
        return write_yaml(f"[{', '.join(ids)}]", is_safe=True)
    if all(_ID.fullmatch(part.strip()) for part in given.split(",")):
        return write_yaml(f"[{given}]", is_safe=True)
    if like := did_you_mean(given, (), items_in(data, section), cutoff=LIKE_AN_ID):
        return f"{like.removesuffix('?')}? Write ids in brackets"
    example = {"actors": "an-actors-id", "events": "an-events-id"}.get(section, "its-id")
    return f"write ids in brackets, as in [{example}]"


def _sources_for(given: str, data: object) -> str:
    return write_yaml(f"[{source_for(given, data) or in_braces(given)}]")


def _groups_for(given: object, section: str) -> str:
    examples = {
        "quotes": "{text: the words, by: an-actors-id}",
        "figures": "{label: what is counted, value: 77%}",
        "commitments": "{id: answer, title: Answer, by: an-actors-id, due: 2019-12}",
        "events": "date: 2019-04, and the other fields below it",
        "roles": "{title: Mayor, from: 2018-05}",
        "sections": "{title: Why it matters, text: the words}",
    }
    if isinstance(given, str) and section != "events" and len(given) < 200:
        if _BULLET.match(given.strip()):
            return "start each one on a line of its own, with a hyphen and a space"
        if made := group_for(given, section):
            is_whole = "an-actors-id" not in made and "what is counted" not in made
            return write_yaml(f"[{made}]") if is_whole else f"write [{made}]"
    return f"start each one with a hyphen, as in - {examples[section]}"


def group_for(given: str, section: str) -> str:
    """Return a group of fields for a text, as in {name: The council}, with only the words of the
    text.

    The result is empty if `section` does not have groups that a text can fill.
    """
    if section == "quotes":
        return f"{{text: {in_braces(given)}, by: an-actors-id}}"
    if section == "figures":
        return _figure_for(given)
    if section in ("roles", "sources", "source") and "://" not in given:
        return f"{{title: {in_braces(given)}}}"
    if section in ("publisher", "brand", "actors", "areas"):
        return f"{{name: {in_braces(given)}}}"
    return ""


def _figure_for(given: str) -> str:
    """Return a group of fields for "£1.4bn saved": the longest number at its start is the value.

    Numbers are those of `briefing.record.quantities`. The result is empty if the text does not
    start with one.
    """
    words = given.split()
    for n in range(1, min(len(words), 4) + 1):
        value = " ".join(words[:n])
        if not re.search(r"\d", value) or not _is_quantity(value):
            continue
        rest = words[n:]
        while rest and (re.match(_GOES_ON, rest[0]) or re.match(r"of \d", " ".join(rest[:2]))):
            take = 2 if rest[0] in ("of", "per") else 1
            value, rest = " ".join([value, *rest[:take]]), rest[take:]
        label = " ".join(rest) or "what is counted"
        return f"{{label: {in_braces(label)}, value: {_number(value)}}}"
    return ""


_GOES_ON = r"(?:thousand|million|billion|trillion|per|percent)$"


def _is_quantity(text: str) -> bool:
    try:
        quantities.parse_quantity(text)
    except ValueError:
        return False
    return True


def _number(value: str) -> str:
    return quoted(value) if re.search(r"[,:#\[\]{}]", value) else value


def source_for(given: str, data: object) -> str:
    """Return a source to write instead of text that is neither a web address nor an id.

    For example {title: Hansard, at: column 12}. The result is empty if the text has only one word,
    or contains an address that cannot be corrected.
    """
    text = " ".join(given.split())
    sources = items_in(data, "sources")
    if re.fullmatch(r"https?://\S+(?: [^\s,]+)*\.[a-z]{3,4}", text, re.IGNORECASE):
        return text.replace(" ", "%20")
    if split := _ADDRESS_AND_PLACE.fullmatch(text):
        return f"{{url: {quoted(split[1])}, at: {in_braces(split[2])}}}"
    if "://" in text or not re.search(r"\s", text):
        return ""
    id, comma, at = text.partition(",")
    if comma and id in sources.values():
        return f"{{ref: {id}, at: {in_braces(at.strip())}}}"
    if split := _AT.fullmatch(text):
        return f"{{title: {in_braces(split[1])}, at: {in_braces(split[2].strip())}}}"
    return f"{{title: {in_braces(text)}}}"


def actor_for(given: str, data: object) -> str:
    """Return an actor with a role, {ref: reeves, as: Chancellor}, for "Rachel Reeves, Chancellor".

    The result is empty if the record has no such actor.
    """
    split = _WITH_ROLE.fullmatch(" ".join(given.split()))
    id = id_for(split[1], data, "actors") if split else ""
    return f"{{ref: {id}, as: {in_braces(split[2] or split[3])}}}" if split and id else ""


def text_for(given: object, written: str) -> str:
    """Return a hint for a field that must be text: the value in quotation marks.

    Args:
        given: the value that YAML read.
        written: the same value as it is written in the file; empty if it is not on one line.
    """
    if not written:
        return "put the whole text in quotes"
    if isinstance(given, list) and written.startswith("["):
        written = written[1:-1].strip() if written.endswith("]") else written
        written = written.strip(chr(34))
    is_safe = is_one_text(written) and not re.match(r"\{|.*:$", written)
    return write(written, f"write {shortened(quoted(written))}", is_safe=is_safe)
