"""Rules for the shape of an events file: its keys and their values.

Each is given one fault that the model found. The rule is chosen by the type of the fault, never by
pydantic's wording.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, get_args

from pydantic_core import ErrorDetails

from briefing.timeline import dates
from briefing.timeline.audiences import Audience
from briefing.timeline.fields import AskMove, Every, TypeSize, Weekday, Weight
from briefing.timeline.kinds import Family
from briefing.timeline.model import FORMS
from briefing.timeline.problems import LIKE_AN_ID, Finding, Path, Step, Where, closest
from briefing.timeline.rules.fields import fields_at, is_list_at, is_text_at
from briefing.timeline.rules.instead import (
    actor_for,
    group_for,
    id_for,
    list_for,
    section_of,
    source_for,
    text_for,
    things_in,
)
from briefing.timeline.rules.pairs import asks_for, group_for_pairs, id_in, joined
from briefing.timeline.rules.rule import Rule, error
from briefing.timeline.rules.wording import in_braces, quoted, says_nothing


@dataclass(frozen=True, slots=True)
class Fault:
    """One place where a file does not have the shape of the model.

    `given` is the value at that place, `facts` are further details from pydantic or our own
    validators, and `data` is the content of the whole file.
    """

    where: Where
    type: str
    given: object
    facts: dict[str, Any]
    data: object = None

    @property
    def is_key(self) -> bool:
        """Whether the fault is in the last key of its path, and not in the value."""
        return "key" in self.facts or self.type == "extra_forbidden"

    @property
    def is_odd_key(self) -> bool:
        """Whether it is a key that YAML does not take for text, such as 2019, true or nothing."""
        return self.type == "invalid_key" or (self.type == "string_type" and self.is_key)

    @property
    def hint(self) -> str:
        """The way out that a validator of ours knows, which some work out only when asked."""
        hint = self.facts["hint"]
        return str(hint() if callable(hint) else hint)

    @property
    def name(self) -> str:
        """The field or item at that place, as the subject of a sentence: 'title', or an event."""
        *around, last = self.where.path or ("",)
        if self.is_key:
            return "this key"
        if isinstance(last, int):
            key = str(around[-1])
            return _with_article(_NOUNS[key]) if key in _NOUNS else f"an item in '{key}'"
        if len(around) == 1 and around[0] in _SECTIONS:
            return f"the {_NOUNS[str(around[0])]} '{last}'"
        return f"'{last}'" if last else "an events file"


@error
def missing_field(fault: Fault) -> Iterator[Finding]:
    """Required fields must be present.

    An event needs a date, a kind and a title. An actor needs a name, a source a title, and a figure
    a label and a value.

    Wrong:
        title: Example
        events:
          - {date: 2019-04, kind: news, source: https://example.org/a}

    Right:
        title: Example
        events:
          - {date: 2019-04, kind: news, title: A new park opens, source: https://example.org/a}
    """
    *around, field = fault.where.path
    noun = _noun(tuple(around))
    if _is_misnamed(fault):  # The rule for unknown fields reports it.
        return
    *section, _ = around or ("",)
    if group := joined(_at(fault.data, tuple(section)), fields_at(tuple(around))):
        message = f"each field here is read as a separate {noun}"
        hint = f"write [{group}] instead of this list"
        yield Finding(Where(fault.where.file, tuple(section)), message, hint)
        return
    where = Where(fault.where.file, tuple(around))
    example = _EXAMPLES.get(f"{noun} {field}") or _EXAMPLES[str(field)]
    hint = f"add its {field}, as in {field}: {example}"
    if noun == "source" and "sources" not in around[:1]:
        hint = "add its title: or its url:"
    yield Finding(where, f"this {noun} has no {field}", hint, on_key=True)


@error
def unknown_field(fault: Fault) -> Iterator[Finding]:
    """Every key must be a field of the format.

    If a misspelt key were ignored, its value would be missing from the briefing and nobody would
    notice.

    Wrong:
        title: Example
        events:
          - {date: 2019-04, kind: news, tilte: B, title: A, source: https://example.org/a}

    Right:
        title: Example
        events:
          - {date: 2019-04, kind: news, title: A, source: https://example.org/a}
    """
    *around, key = fault.where.path
    names = sorted(fields_at(tuple(around)))
    message = f"'{key}' is not a field of {_with_article(_noun(tuple(around)))}"
    hint = _field_instead(fault, names)
    if fault.given is None:
        hint = "if this is part of the text before it, put the whole text in quotes"
    # Neither an odd space beside a key nor a colon without a space is noticed by YAML.
    bare, colon, rest = str(key).partition(":")
    if bare.strip() in names and (colon or bare != bare.strip()):
        hint = (
            f"write {bare.strip()}: {rest}"
            if colon
            else "delete the space next to it and type it again"
        )
    yield Finding(fault.where, message, hint, on_key=True)


def _field_instead(fault: Fault, names: list[str]) -> str:
    """The field that a misspelt key means, with its value where that must change too."""
    *around, key = fault.where.path
    if key == "<<":
        return "write the fields out: merge keys are not supported"
    if str(key).startswith("-") and str(key)[1:].strip() in names:
        return f"write - {str(key)[1:].strip()}: with a space after the hyphen"
    present = _present(fault)
    if "ref" in names and "ref" not in present and isinstance(fault.given, str):
        section = section_of((*around, "ref"))
        is_id = key == "id" or ("title" not in names and key in ("name", "title"))
        if is_id and (id := id_for(fault.given, fault.data, section)):
            return f"write ref: {id}"
    words = {word: it for word, it in _FIELD_WORDS.items() if it in names and it not in present}
    hint = closest(str(key), names, words, cutoff=0.75) or f"its fields are {', '.join(names)}"
    found = re.match(r"did you mean '(.+)'\?", hint)
    if found and isinstance(fault.given, str) and is_list_at((*around, found[1])):
        instead = list_for(fault.given, (*around, found[1]), fault.data)
        if instead.startswith("write "):
            return f"write {found[1]}: {instead.removeprefix('write ')}"
    return hint


def _is_misnamed(fault: Fault) -> bool:
    """Whether a missing field is there under a name that is not known."""
    *around, field = fault.where.path
    names = sorted(fields_at(tuple(around)))
    wanted = ("title", "url", "ref") if _noun(tuple(around)) == "source" else (str(field),)
    for key, given in _present(fault).items():
        if key not in names:
            where = Where(fault.where.file, (*around, key))
            other = Fault(where, "extra_forbidden", given, {}, fault.data)
            hint = _field_instead(other, names)
            if any(hint.startswith((f"did you mean '{it}'", f"write {it}:")) for it in wanted):
                return True
    return False


def _present(fault: Fault) -> Mapping[str, object]:
    """The group of fields in which one is missing or is not known."""
    here = _at(fault.data, fault.where.path[:-1])
    return here if isinstance(here, dict) else {}


def _at(data: object, path: Path) -> object:
    """The part of `data` at `path`, or None."""
    here: Any = data
    for step in path:
        is_there = isinstance(here, dict | list) and (isinstance(here, list) or step in here)
        here = here[step] if is_there else None
    return here


# Other names that people use for a field.
_FIELD_WORDS = {
    "description": "summary", "details": "summary", "body": "summary", "headline": "title",
    "heading": "title", "type": "kind", "category": "kind", "people": "actors", "who": "actors",
    "speakers": "actors", "tags": "topics", "subjects": "topics", "link": "source",
    "reference": "source", "url": "source", "when": "date", "comment": "notes", "speaker": "by",
    "number": "value", "deadline": "due", "role": "as", "start": "from", "end": "until",
    "homepage": "url", "id": "ref", "respond to": "responds to", "replies to": "responds to",
}  # fmt: skip


@error
def wrong_type(fault: Fault) -> Iterator[Finding]:
    """Every field must have the right type: text, a list or a group of fields.

    The most common mistakes are a single topic that is not in brackets, a word such as true that
    YAML does not read as text, and text that contains a colon and is not in quotes.

    Wrong:
        title: Example
        events:
          - {date: 2019-04, kind: news, title: A, topics: parks, source: https://example.org/a}

    Right:
        title: Example
        events:
          - {date: 2019-04, kind: news, title: A, topics: [parks], source: https://example.org/a}
    """
    wanted = fault.facts.get("wanted") or _WANTED.get(fault.type, "text")
    if fault.where.path[-1:] == ("source",):
        wanted = "one source"
    message = f"{fault.name} must be {wanted}, not {_sort(fault.given)}"
    yield Finding(fault.where, message, _way_out(fault, wanted), on_key=fault.is_key)


def _way_out(fault: Fault, wanted: str) -> str:
    given, (*around, last) = fault.given, fault.where.path or ("",)
    group = _GROUPS[_noun(fault.where.path)]
    if "ref" in fields_at(fault.where.path) and "title" not in fields_at(fault.where.path):
        group = "{ref: its-id}"
    noun = next((str(step) for step in reversed(fault.where.path) if isinstance(step, str)), "")
    if isinstance(given, str) and len(given) < 200 and wanted != "a list":
        group = group_for(given, noun) or group
    if not fault.where.path and isinstance(given, str):
        first = " ".join(given.split("\n")[0].split())[:60]
        return f"start the record with title: {in_braces(first)} and put events: on a line below"
    written = str(fault.facts.get("written", ""))
    if last == "asks" and around:
        return asks_for(given if isinstance(given, list | str) else "", written, fault.data)
    if isinstance(given, list) and wanted in ("a group of fields", "one source"):
        is_section = not around and last in _SECTIONS
        fields = set() if is_section else fields_at(fault.where.path)
        if (fields or is_section) and (instead := group_for_pairs(given, written, fields)):
            return instead
    if last == "source" and isinstance(given, list):
        is_plain = len(around) == 2 and all(isinstance(it, str) for it in given)
        return f"write sources: [{', '.join(map(in_braces, given))}]" if is_plain else "name one"
    if wanted == "a list":
        fields = fields_at((*fault.where.path, 0))
        if isinstance(given, dict) and given and given.keys() <= fields and written[:1] == "{":
            return f"write [{written}]"
        if id := id_in(given, written, (*fault.where.path, 0), fault.data):
            return f"write [{id}]"
        return list_for(given, fault.where.path, fault.data)
    if wanted in ("a group of fields", "one source"):
        is_section = not around and last in _SECTIONS
        return (
            f"give each an id, as in its-id: {group}"
            if is_section
            else f"write {group}"
            if isinstance(given, str) and in_braces(given) in group
            else f"write it as in {group}"
        )
    if id := id_in(given, written, fault.where.path, fault.data):
        return f"write {id}"
    if wanted != "text":
        return "write only one, without brackets" if isinstance(given, list) else ""
    if isinstance(given, list) and not is_text_at(fault.where.path):
        return "write only one, without brackets"
    return text_for(given, written)


@error
def empty_text(fault: Fault) -> Iterator[Finding]:
    """A field must not be empty.

    Fill it in, or delete it.

    Wrong:
        title: Example
        events:
          - {date: 2019-04, kind: news, title: A, summary: "", source: https://example.org/a}

    Right:
        title: Example
        events:
          - {date: 2019-04, kind: news, title: A, source: https://example.org/a}
    """
    hint = "fill it in, or delete it"
    if written := str(fault.facts.get("written", "")):
        hint = f"YAML reads {written} as empty: {hint}"
        if written != "~":
            hint = f"write {quoted(written)} if you mean the word: YAML reads it as empty"
    yield Finding(fault.where, f"{fault.name} is empty", hint, on_key=fault.is_key)


@error
def too_long(fault: Fault) -> Iterator[Finding]:
    """Text and lists must not be too long for their fields.

    A title can have up to 300 characters, a summary up to 50,000 and any other text up to 5,000.
    An event can have up to 50 sources, 1,000 quotes and 1,000 figures.
    Longer text usually means that a quotation mark is missing or a line has the wrong indentation,
    so the text includes the rest of the file.

    Wrong:
        title: Example
        events:
          - date: 2019-04
            kind: news
            title: A council, after a long debate in which every member spoke at least once and some
              of them a good deal more often, resolved by a narrow majority that the matter should
              be looked into again by the committee that had looked into it before, and that it
              should then be brought back, with the minutes, to a later meeting of the council
            source: https://example.org/a

    Right:
        title: Example
        events:
          - date: 2019-04
            kind: news
            title: The council sends the matter back to its committee
            source: https://example.org/a
    """
    most = fault.facts.get("max_length", 0)
    if isinstance(fault.given, list | tuple):
        message = f"{fault.name} has {len(fault.given):,} items, but at most {most:,} are allowed"
        yield Finding(fault.where, message, "divide the event into several")
        return
    length = len(fault.given) if isinstance(fault.given, str) else 0
    message = f"{fault.name} has {length:,} characters, but at most {most:,} are allowed"
    yield Finding(fault.where, message, "shorten it, or check for a missing quotation mark")


@error
def bad_id(fault: Fault) -> Iterator[Finding]:
    """An id must be one word of letters, digits, hyphens, underscores and full stops.

    Ids become part of web addresses, which cannot contain spaces.

    Wrong:
        title: Example
        events:
          - {id: the park, date: 2019-04, kind: news, title: A, source: https://example.org/a}

    Right:
        title: Example
        events:
          - {id: the-park, date: 2019-04, kind: news, title: A, source: https://example.org/a}
    """
    words = "-".join("".join(c if c.isalnum() else " " for c in str(fault.given)).split())
    fits = words.isascii() and words
    hint = f"write {words.lower()[:60]}" if fits else "use letters, digits and hyphens"
    if section := _section(fault):
        hint = f"write its id from {section}, or add it there"
    message = f"'{str(fault.given)[:60]}' cannot be an id"
    if fault.is_key and len(fault.where.path) > 2 and fault.where.path[-2] == "asks":
        ask = id_for(str(fault.given), fault.data, "asks")
        hint = f"write {ask}" if ask else hint
    yield Finding(fault.where, message, _meant(fault) or hint, on_key=fault.is_key)


def _section(fault: Fault) -> str:
    """The section that holds what an id at this place names, if it names an actor or a source."""
    section = section_of(fault.where.path)
    return section if section in ("actors", "sources", "events", "commitments") else ""


def _meant(fault: Fault) -> str:
    """Return a hint for a text that must be an address, or the id of an actor or a source."""
    given, section = str(fault.given).strip(), _section(fault)
    if section in ("", "sources") and re.match(r"www\.\S+$|[\w-]+(?:\.[\w-]+)+/\S*$", given):
        return f"write https://{given}"
    if not section or fault.is_key:
        return ""
    if says_nothing(given):
        return "if there is none, delete it"
    like = closest(given, (), things_in(fault.data, section), cutoff=LIKE_AN_ID)
    if section == "sources" and not like and (instead := source_for(given, fault.data)):
        return f"write {instead}"
    is_mention = fault.where.path[-1] == "ref" or isinstance(fault.where.path[-1], int)
    if section == "actors" and is_mention and (instead := actor_for(given, fault.data)):
        return f"write {instead}"
    return like


@error
def unknown_move(fault: Fault) -> Iterator[Finding]:
    """The status of an ask must be raised, advanced, met in part, met, set back or refused.

    Wrong:
        title: Example
        actors:
          residents: {name: The residents}
        asks:
          new-park: {title: A new park, by: residents}
        events:
          - date: 2019-04
            kind: campaign
            title: A
            source: https://example.org/a
            asks: {new-park: asked for}

    Right:
        title: Example
        actors:
          residents: {name: The residents}
        asks:
          new-park: {title: A new park, by: residents}
        events:
          - date: 2019-04
            kind: campaign
            title: A
            source: https://example.org/a
            asks: {new-park: raised}
    """
    moves = get_args(AskMove)
    *around, key = fault.where.path
    where = Where(fault.where.file, tuple(around))
    if key in ("id", "ref") and not id_for(str(key), fault.data, "asks"):
        hint = asks_for([_present(fault)], "{", fault.data)
        yield Finding(where, f"'{key}' is read as the id of an ask", hint)
        return
    given = list(fault.given.values()) if isinstance(fault.given, dict) else fault.given
    if isinstance(given, list):
        is_move = len(given) == 1 and given[0] in moves
        hint = f"write {given[0]}" if is_move else f"write one of {', '.join(moves)}"
        message = f"the status of an ask must be text, not {_sort(fault.given)}"
        yield Finding(fault.where, message, hint)
        return
    ask = id_for(str(given), fault.data, "asks")
    if key in moves and ask:
        message = f"'{ask}' is an ask, and '{key}' is its status"
        yield Finding(fault.where, message, f"write {ask}: {key}", on_key=True)
        return
    hint = closest(str(fault.given), moves) or f"write {', '.join(moves[:-1])} or {moves[-1]}"
    yield Finding(fault.where, f"'{fault.given}' is not a status of an ask", hint)


@error
def unknown_audience(fault: Fault) -> Iterator[Finding]:
    """An audience must be public, members or internal.

    The public sees the least. An internal edition shows everything.

    Wrong:
        title: Example
        editions:
          all: {template: timeline, audience: internal}
        events:
          - date: 2019-04
            kind: news
            title: A
            source: https://example.org/a
            audience: member

    Right:
        title: Example
        editions:
          all: {template: timeline, audience: internal}
        events:
          - date: 2019-04
            kind: news
            title: A
            source: https://example.org/a
            audience: members
    """
    audiences = get_args(Audience)
    hint = (
        closest(str(fault.given), audiences, _AUDIENCE_WORDS, cutoff=0.8)
        or "write public, members or internal"
    )
    yield Finding(fault.where, f"'{fault.given}' is not an audience", hint)


_AUDIENCE_WORDS = {
    **dict.fromkeys(("private", "confidential", "restricted", "staff", "team"), "internal"),
    **dict.fromkeys(("everyone", "everybody", "all", "open", "published", "anyone"), "public"),
    **dict.fromkeys(("supporters", "membership"), "members"),
}  # fmt: skip


@error
def unknown_rhythm(fault: Fault) -> Iterator[Finding]:
    """A digest must be weekly, fortnightly or monthly, and its weeks must start on a named day.

    Write week, 2 weeks or month under `every`, and a day such as Sunday under `week_starts`.

    Wrong:
        title: Example
        editions:
          news: {template: digest, every: fortnight}
        events:
          - {date: 2019-04, kind: news, title: A, source: https://example.org/a}

    Right:
        title: Example
        editions:
          news: {template: digest, every: 2 weeks, week_starts: Sunday}
        events:
          - {date: 2019-04, kind: news, title: A, source: https://example.org/a}
    """
    is_day = fault.where.path[-1] == "week_starts"
    known = get_args(Weekday if is_day else Every)
    hint = closest(str(fault.given), known) or f"write {', '.join(known[:-1])} or {known[-1]}"
    message = "is not a day of the week" if is_day else "is not a digest frequency"
    yield Finding(fault.where, f"'{fault.given}' {message}", hint)


@error
def unknown_weight(fault: Fault) -> Iterator[Finding]:
    """A weight must be high, normal or low.

    If there is not enough room for everything, items with high weight come first.

    Wrong:
        title: Example
        events:
          - date: 2019-04
            kind: news
            title: A
            source: https://example.org/a
            weight: heavy

    Right:
        title: Example
        events:
          - date: 2019-04
            kind: news
            title: A
            source: https://example.org/a
            weight: high
    """
    weights = get_args(Weight)
    hint = closest(str(fault.given), weights) or "write high, normal or low"
    yield Finding(fault.where, f"'{fault.given}' is not a weight", hint)


@error
def unknown_family(fault: Fault) -> Iterator[Finding]:
    """If your own kind of event has a family, it must be government, parliament, courts, evidence
    or statements.

    On charts, the shape of a mark shows the family. If a kind belongs to none of these families,
    give only its name.

    Wrong:
        title: Example
        kinds: [{name: site visit, family: visits}]
        events:
          - {date: 2019-04, kind: site visit, title: A, source: https://example.org/a}

    Right:
        title: Example
        kinds: [{name: site visit, family: evidence}]
        events:
          - {date: 2019-04, kind: site visit, title: A, source: https://example.org/a}
    """
    families = get_args(Family)
    hint = closest(str(fault.given), families, _FAMILY_WORDS, cutoff=0.8)
    hint = hint or f"write {', '.join(families[:-1])} or {families[-1]}"
    yield Finding(fault.where, f"'{fault.given}' is not a family of event kinds", hint)


_FAMILY_WORDS = {
    "parliament and courts": "parliament", "statements and news": "statements",
    "news": "statements", "voices": "statements", "court": "courts", "law": "courts",
}  # fmt: skip


@error
def unknown_type_size(fault: Fault) -> Iterator[Finding]:
    """The type size of an edition must be normal or large.

    In large print, all text is at least 16 points. The stylesheet sets the sizes.

    Wrong:
        title: Example
        editions:
          large: {template: member, type_size: 18pt}
        events:
          - {date: 2019-04, kind: news, title: A, source: https://example.org/a}

    Right:
        title: Example
        editions:
          large: {template: member, type_size: large}
        events:
          - {date: 2019-04, kind: news, title: A, source: https://example.org/a}
    """
    hint = closest(str(fault.given), get_args(TypeSize)) or "write normal or large"
    yield Finding(fault.where, f"'{fault.given}' is not a type size", hint)


@error
def not_a_date(fault: Fault) -> Iterator[Finding]:
    """A date must be written year first: 2023-07-03.

    It can be as vague as the evidence: a month (2019-04), a year (2019), a season (spring 2021), a
    period (2019-04/2019-07), a period without an end (2023-07/..), an approximate year (2020~), an
    uncertain month (2020-05?), an unknown day between two days ([2021-03-12..2023-07-03]), an
    unknown day up to a given day ([..2023-07-03]) or an unknown day from a given day onwards
    ([2021-03-12..]). Except for the names of seasons, this is the Extended Date/Time Format (EDTF)
    of the Library of Congress, levels 0 and 1, and the ranges of level 2.

    Wrong:
        title: Example
        events:
          - {date: 3 July 2023, kind: news, title: A, source: https://example.org/a}

    Right:
        title: Example
        events:
          - {date: 2023-07-03, kind: news, title: A, source: https://example.org/a}
    """
    field = str(fault.where.path[-1])
    hint = _due_hint(fault) if field == "due" else fault.hint
    yield Finding(fault.where, fault.facts["message"], hint or _DATE_HINTS.get(field, ""))


def _due_hint(fault: Fault) -> str:
    """Return a hint for the due date of a commitment, given the event in which it was made."""
    from briefing.timeline.date_hints import due_hint

    events = fault.data.get("events") if isinstance(fault.data, dict) else None
    groups = [event for event in events if isinstance(event, dict)] if events else []
    number = fault.where.path[1]
    event = events[number] if isinstance(events, list) and isinstance(number, int) else {}
    given = event.get("date") if isinstance(event, dict) else None
    made_on = str(given) if isinstance(given, str | int) else ""
    try:
        dates.parse(made_on)
    except dates.DateProblem:
        made_on = ""
    return due_hint(str(fault.given), made_on, [str(it["id"]) for it in groups if "id" in it])


_DATE_HINTS = {
    "date": "write as much as you know; a period is 2023-07/2023-12, and an unknown day in it is "
    "[2023-07..2023-12]",
    "from": "if the date is not known, delete it",
    "until": "if there is no end yet, delete it",
}


@error
def ambiguous_date(fault: Fault) -> Iterator[Finding]:
    """A date must have only one meaning.

    In EDTF, 2022-23 means autumn 2022, but in Britain it usually means a financial year, a school
    year or a session of Parliament. Write a season in words (autumn 2022), and a year by its first
    and last month (2022-04/2023-03 for the financial year). The same applies to every season whose
    number can be a later year (2018-23, 2021-24), and to two successive years (2024/2025), even
    after a season (summer 2024/2025). 2021-21 and 2026-22 can only be seasons, so they are read as
    EDTF.

    Wrong:
        title: Example
        events:
          - {date: 2022-23, kind: statistics, title: A, source: https://example.org/a}

    Right:
        title: Example
        events:
          - {date: 2022-04/2023-03, kind: statistics, title: A, source: https://example.org/a}
          - {date: autumn 2022, kind: news, title: B, source: https://example.org/b}
    """
    yield _as_told(fault)


@error
def impossible_date(fault: Fault) -> Iterator[Finding]:
    """A date must exist in the calendar.

    There is no 30 February and there is no 13th month.

    Wrong:
        title: Example
        events:
          - {date: 2023-02-30, kind: news, title: A, source: https://example.org/a}

    Right:
        title: Example
        events:
          - {date: 2023-02-28, kind: news, title: A, source: https://example.org/a}
    """
    yield _as_told(fault)


@error
def end_before_start(fault: Fault) -> Iterator[Finding]:
    """A period must end after it starts.

    Wrong:
        title: Example
        events:
          - {date: 2019-07/2019-04, kind: consultation, title: A, source: https://example.org/a}

    Right:
        title: Example
        events:
          - {date: 2019-04/2019-07, kind: consultation, title: A, source: https://example.org/a}
    """
    yield _as_told(fault)


@error
def not_a_number(fault: Fault) -> Iterator[Finding]:
    """The value and sample of a figure must be numbers, as people usually write them.

    For example: 77%, over 10,000, up to 850,000, +28%, 1,832, £18m, 32 million, 10–12%, 9 of 27.
    Use the label to say what the number means. Briefings show the number as you write it.

    Wrong:
        title: Example
        events:
          - date: 2019-04
            kind: poll
            title: A poll
            source: https://example.org/a
            figures: [{label: want a park, value: most of them}]

    Right:
        title: Example
        events:
          - date: 2019-04
            kind: poll
            title: A poll
            source: https://example.org/a
            figures: [{label: want a park, value: 77%}]
    """
    number = str(fault.given).strip().replace("_", "")
    is_grouped = number.isdecimal() and number != str(fault.given).strip()
    hint = f"write {quoted(f'{int(number):,}')}" if is_grouped else fault.hint
    yield Finding(fault.where, fault.facts["message"], hint)


@error
def not_a_length_of_time(fault: Fault) -> Iterator[Finding]:
    """A length of time must be a number of days, weeks, months or years.

    Lengths of time set, for example, how far back recent developments go.

    Wrong:
        title: Example
        recent: since the election
        events:
          - {date: 2019-04, kind: news, title: A, source: https://example.org/a}

    Right:
        title: Example
        recent: 18 months
        events:
          - {date: 2019-04, kind: news, title: A, source: https://example.org/a}
    """
    yield _as_told(fault)


@error
def not_a_web_address(fault: Fault) -> Iterator[Finding]:
    """A web address must start with http:// or https://.

    Readers follow the links in a briefing, and other kinds of address may not be safe.

    Wrong:
        title: Example
        events:
          - {date: 2019-04, kind: news, title: A, source: "ftp://example.org/a"}

    Right:
        title: Example
        events:
          - {date: 2019-04, kind: news, title: A, source: "https://example.org/a"}
    """
    hint = _meant(fault) or fault.hint
    yield Finding(fault.where, fault.facts["message"], hint)


@error
def not_a_colour(fault: Fault) -> Iterator[Finding]:
    """A colour must be written as red, green and blue: "#005a73".

    Put it in quotes, because # starts a comment in YAML.

    Wrong:
        title: Example
        brand: {accent: petrol}
        events:
          - {date: 2019-04, kind: news, title: A, source: https://example.org/a}

    Right:
        title: Example
        brand: {accent: "#005a73"}
        events:
          - {date: 2019-04, kind: news, title: A, source: https://example.org/a}
    """
    yield _as_told(fault)


@error
def not_an_e_mail_address(fault: Fault) -> Iterator[Finding]:
    """A sender or recipient must be an e-mail address, with or without a name.

    Wrong:
        title: Example
        sender: Example Policy Team
        events:
          - {date: 2019-04, kind: news, title: A, source: https://example.org/a}

    Right:
        title: Example
        sender: Example Policy Team <policy@example.org>
        events:
          - {date: 2019-04, kind: news, title: A, source: https://example.org/a}
    """
    yield _as_told(fault)


_OWN: dict[str, Rule] = {
    rule.slug: rule
    for rule in (
        *(not_a_date, ambiguous_date, impossible_date, end_before_start),
        *(
            not_a_number,
            not_a_length_of_time,
            not_a_web_address,
            not_a_colour,
            not_an_e_mail_address,
        ),
    )
}
_BY_TYPE: dict[str, Rule] = {
    "missing": missing_field,
    "extra_forbidden": unknown_field,
    "string_too_short": empty_text,
    "nothing_given": empty_text,
    "string_too_long": too_long,
    "too_long": too_long,
    "string_pattern_mismatch": bad_id,
}
# Fields that allow only certain words, apart from the moves of asks.
_BY_FIELD: dict[Step, Rule] = {
    "audience": unknown_audience,
    "every": unknown_rhythm,
    "week_starts": unknown_rhythm,
    "weight": unknown_weight,
    "family": unknown_family,
    "type_size": unknown_type_size,
}
_WANTED = {
    "tuple_type": "a list",
    "dict_type": "a group of fields",
    "model_type": "a group of fields",
    "model_attributes_type": "a group of fields",
}
_EXAMPLES = {
    "date": "2019-04",
    "kind": "statement",
    "title": "A new park opens",
    "source title": "Minutes of the council",
    "role title": "Mayor",
    "ask title": "Open a new park",
    "commitment title": "Answer the petition",
    "name": "The council",
    "actor name": "The Mayor",
    "kind name": "site visit",
    "area name": "North West",
    "label": "want a new park",
    "value": "77%",
    "text": "We will act",
    "action text": "Write to your councillor",
    "template": "timeline",
    "ref": "its-id",
    "id": "its-id",
    "by": "an-actors-id",
}
_NOUNS = {
    "events": "event", "quotes": "quote", "figures": "figure", "actors": "actor", "by": "actor",
    "sources": "source", "source": "source", "roles": "role", "editions": "edition",
    "publisher": "publisher", "brand": "brand", "asks": "ask", "commitments": "commitment",
    "areas": "area", "actions": "action", "kinds": "kind", "reverses": "reversal",
}  # fmt: skip
_SECTIONS = ("areas", "actors", "sources", "asks", "editions")
_GROUPS = {
    "events file": "title: Example, and the other fields on lines of their own",
    "event": "{date: 2019-04, kind: news, title: A new park}",
    "quote": "{text: the words, by: an-actors-id}",
    "figure": "{label: what is counted, value: 77%}",
    "actor": "{name: The name}",
    "source": "{title: The title}",
    "role": "{title: Mayor, from: 2018-05}",
    "edition": "{template: timeline}",
    "publisher": "{name: The name}",
    "brand": "{name: The name}",
    "area": "{name: The name}",
    "action": "{text: Write to your MP, until: 2023-09-30}",
    "kind": "{name: site visit, family: evidence}",
    "reversal": "{ref: its-id}",
    "ask": "{title: A new park, by: an-actors-id}",
    "commitment": "{id: answer, title: Answer, by: an-actors-id, due: 2019-12}",
}


def fault_of(file: str, details: ErrorDetails, data: object) -> Fault:
    """Convert one of pydantic's errors in `data` to the terms of the file."""
    steps = [step for step in details["loc"] if step not in FORMS]
    facts: dict[str, Any] = dict(details.get("ctx", {}))
    if steps and steps[-1] == "[key]":
        steps.pop()
        facts["key"] = True
    return Fault(Where(file, tuple(steps)), details["type"], details["input"], facts, data)


def rule_for(fault: Fault) -> Rule:
    """The rule that `fault` breaks."""
    if fault.type == "own_rule":
        return _OWN[fault.facts["slug"]]
    if fault.given is None and fault.type not in ("missing", "extra_forbidden"):
        return empty_text
    if fault.type == "literal_error":
        section, field = fault.where.path[-2:] if fault.where.path[1:] else ("", "audience")
        return unknown_move if section == "asks" else _BY_FIELD[field]
    return _BY_TYPE.get(fault.type, wrong_type)


def _as_told(fault: Fault) -> Finding:
    return Finding(fault.where, fault.facts["message"], fault.hint)


def _noun(path: Path) -> str:
    keys = [str(step) for step in path]
    return next((_NOUNS[key] for key in reversed(keys) if key in _NOUNS), "events file")


def _with_article(noun: str) -> str:
    return f"an {noun}" if noun[0] in "aeiou" else f"a {noun}"


def _sort(given: object) -> str:
    if isinstance(given, bool):
        return "true or false"
    if isinstance(given, dict):
        return "a group of fields"
    if isinstance(given, list | tuple):
        return "a list"
    return "a number" if isinstance(given, int | float) else "text"
