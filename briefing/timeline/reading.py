"""Reading of events files: from bytes to one record and all its problems.

`yaml-rs` parses, pydantic validates the structure, and the rules check the content. Faults do not
stop the reading: faulty parts are replaced with something harmless, so that everything else is
checked in the same run.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date as Day
from typing import TYPE_CHECKING, Any

import yaml_rs
from pydantic import ValidationError

from briefing.rubbish import not_collected
from briefing.timeline import parsing, rules
from briefing.timeline.merging import merge
from briefing.timeline.model import EventsFile
from briefing.timeline.problems import (
    LINE_END,
    MOST_SHOWN,
    Finding,
    Path,
    Place,
    Problem,
    Severity,
    Where,
    few_suggestions,
)
from briefing.timeline.rules import characters, misread, settings, yaml_syntax
from briefing.timeline.rules.rule import Rule, judged
from briefing.timeline.spelling import as_spelt
from briefing.timeline.timeline import Timeline

if TYPE_CHECKING:
    from briefing.timeline import positions

_OF_EVENTS = ("unknown-event", "unknown-commitment", "due-after-nothing", "met-before-raised")
# The rules that judge an event by its date, and by its title.
_BY_FIELD = {
    "date": (
        "result-too-early", "unconfirmed", "without-added", "role-not-held", "link-to-later",
        "met-before-raised", "kept-before-made", "due-before-made", "figures-disagree",
        "same-name",
    ),
    "title": ("same-name", "no-clear-change"),
}  # fmt: skip
_OF_CHARACTERS = (
    characters.control_character,
    characters.reordered_text,
    characters.html_entity,
)
_MISREADS = (
    misread.text_cut_short, misread.word_left_out, misread.comma_in_list, misread.line_swallowed,
)  # fmt: skip
_MOST_SLIPS = 10
_LONGEST_TO_MEND = 100_000  # Characters. Fixes are tried, and each trial reads the file.
_LONGEST = 1_000  # Characters of a message or a hint.


def _nothing(name: str) -> bytes:
    raise OSError("there is no such file")


@dataclass(frozen=True, slots=True)
class File:
    """An events file: its name in problems, and its bytes.

    `beside` reads a file, such as a logo, by the name in the events file. It raises OSError with
    the reason if it cannot. By default, there are no such files.
    """

    name: str
    content: bytes
    beside: Callable[[str], bytes] = _nothing


def is_guarded(file: File) -> bool:
    """Whether the file may have content that is not for the public, such as recipients."""
    return re.search(rb"\b(?:audience|embargo|notes|recipients)\b", file.content) is not None


@dataclass(frozen=True, slots=True)
class Reading:
    """The result of reading: the record, as far as it could be understood, and every problem.

    For each file and rule, only the first `MOST_SHOWN` problems are listed. `more` counts the
    others, by file, severity and slug. `unread` are the files that could be read only up to a
    problem.
    """

    timeline: Timeline
    problems: list[Problem]
    more: Mapping[tuple[str, Severity, str], int] = field(default_factory=dict)
    unread: tuple[str, ...] = ()


def read(
    files: Iterable[File],
    templates: Iterable[str] | None = ("timeline", "member", "digest"),
    last_day: Callable[[Timeline], Day] | None = None,
    day_of: Callable[[Timeline], Day] | None = None,
) -> Reading:
    """Read `files` as one record. Editions can use the `templates`, or any if it is None.

    `last_day` returns the last day that the record covers, which is `correct_as_of` by default.
    `day_of` returns the day as of which the record is checked, if that is earlier. Later events
    then count as future ones.
    """
    with not_collected(), few_suggestions():
        return _read(files, templates, last_day, day_of)


def _read(
    files: Iterable[File],
    templates: Iterable[str] | None,
    last_day: Callable[[Timeline], Day] | None,
    day_of: Callable[[Timeline], Day] | None,
) -> Reading:
    given = {file.name: file for file in files}
    texts = {name: _decoded(file.content) for name, file in given.items()}
    parts = [_read_one(name, text) for name, text in texts.items()]
    parts = _without_copies(parts, texts) if len(parts) > 1 else parts
    found = [it for part in parts for it in part.found]
    lost = {(part.name, path) for part in parts for path in part.lost}
    merged = merge((part.name, part.content) for part in parts)
    if templates is None:
        templates = [edition.template for edition in merged.editions.values()]
    last = last_day(merged) if last_day else merged.correct_as_of
    draft = replace(
        merged,
        templates=frozenset(templates),
        is_complete=all(rule.severity == "warning" or rule in _MISREADS for rule, _ in found),
        events=[it for it in merged.events if (it.where.file, it.where.path) not in lost],
        logos=dict(_logos(merged, given)),
        last_day=last,
        as_of=day_of(merged) if day_of else last,
    )
    silenced = {slug for _, path in lost for slug in _follow_on(path)}
    for rule in rules.RECORD:
        if rule.slug not in silenced:
            found += [
                (rule, finding)
                for finding in rule.check(draft)
                if not _is_in(finding, lost) and not _is_of_lost_field(rule, finding, lost)
            ]
    read_as = {part.name: part.read_as for part in parts if part.read_as is not None}
    unread = tuple(part.name for part in parts if () in part.lost)
    told, more = _few(found)
    return Reading(draft.record(), _placed(texts, read_as, told) if told else [], more, unread)


def _logos(
    timeline: Timeline, files: Mapping[str, File]
) -> Iterator[tuple[tuple[str, str], bytes | str]]:
    for where, brand in timeline.brands:
        if brand.logo:
            try:
                held: bytes | str = files[where.file].beside(brand.logo)
            except OSError as error:
                held = str(error)
            yield (where.file, brand.logo), held


@dataclass(slots=True)
class _Part:
    """The content of one file, its problems, and the paths where something was replaced."""

    name: str
    content: EventsFile = field(default_factory=EventsFile)
    found: list[tuple[Rule, Finding]] = field(default_factory=list)
    lost: set[Path] = field(default_factory=set)
    read_as: str | None = None


def _without_copies(parts: list[_Part], texts: Mapping[str, str]) -> list[_Part]:
    """Replace the content of `parts` that are copies of another with one problem each."""
    kept: dict[str, tuple[str, set[tuple[str, ...]]]] = {}
    for part in sorted(parts, key=lambda part: _how_like_a_copy(part.name)):
        things = _things_in(part)
        original = next(
            (
                other
                for other, (text, its_things) in kept.items()
                if text == texts[part.name] or _is_copy(things, its_things)
            ),
            None,
        )
        if original is None:
            kept[part.name] = (texts[part.name], things)
            continue
        message = f"this file looks like a copy of {original}"
        hint = "delete it, move it out of this folder, or name the files to read"
        place = Place(1, 1, 1, 2)
        # The audience of the file is kept.
        audience = {"audience": part.content.audience} if part.content.audience else {}
        part.content, part.lost = EventsFile.model_validate(audience), set()
        finding = Finding(Where(part.name), message, hint, place=place)
        part.found = [(settings.given_twice, finding)]
    return parts


def _how_like_a_copy(name: str) -> tuple[int, bool, int, str]:
    """Sort key that puts originals first: fewer folders, and a shorter name without "copy"."""
    is_named = re.search(r"(?i)\b(?:copy|old|backup|bak|archive|previous)\b|\(\d+\)|~", name)
    return name.count("/"), is_named is not None, len(name), name


def _things_in(part: _Part) -> set[tuple[str, ...]]:
    """Return the items by which a copy is recognised: events, actors, sources and asks."""
    content = part.content
    return {
        *((event.date.text, event.kind, event.title) for event in content.events),
        *(("actor", id, actor.name) for id, actor in content.actors.items()),
        *(("source", id, source.title) for id, source in content.sources.items()),
        *(("ask", id, ask.title) for id, ask in content.asks.items()),
    }


def _is_copy(things: set[tuple[str, ...]], others: set[tuple[str, ...]]) -> bool:
    """Whether most of the smaller file is in the other, and at least two items."""
    shared = len(things & others)
    return shared > 1 and 2 * shared > min(len(things), len(others))


def _follow_on(lost: Path) -> tuple[str, ...]:
    """Return the rules that would report every reference to an item that was lost there."""
    match lost:
        case ():
            return (*_OF_EVENTS, *map(_unknown, ("actors", "sources", "asks", "areas", "kinds")))
        case ("actors" | "sources" | "asks" | "areas" | "kinds" as section,):
            return (_unknown(section),)
        case ("events",) | ("events", _):
            return _OF_EVENTS
        case ("events", _, "id"):
            return "unknown-event", "due-after-nothing"
        case ("events", _, "commitments", *within) if within[1:] in ([], ["id"]):
            return ("unknown-commitment",)
        case ("events", _, "asks", *_):
            return ("met-before-raised",)
    return ()


def _unknown(section: str) -> str:
    return f"unknown-{section.removesuffix('s')}"


def _is_in(finding: Finding, lost: set[tuple[str, Path]]) -> bool:
    """Whether the finding is about a replacement and not about the file."""
    file, path = finding.where.file, finding.where.path
    return bool(lost) and any((file, path[:n]) in lost for n in range(len(path) + 1))


def _is_of_lost_field(rule: Rule, finding: Finding, lost: set[tuple[str, Path]]) -> bool:
    """Whether the finding is about a placeholder for a date or title that could not be read."""
    file, path = finding.where.file, finding.where.path
    return any(
        rule.slug in slugs and (file, (*path[:2], field)) in lost
        for field, slugs in _BY_FIELD.items()
    )


def _decoded(content: bytes) -> str:
    """Return the text of a file. Bytes that are not UTF-8 become lone surrogates."""
    return content.decode("utf-8-sig", "surrogateescape")


def _read_one(name: str, text: str) -> _Part:
    if found := judged(yaml_syntax.not_text, name, text):
        return _Part(name, found=found, lost={()})
    whole = text
    slips, read_as, data = _read_on(name, text)
    if read_as is None:
        return _Part(name, found=slips, lost={()})
    text = read_as
    several = judged(yaml_syntax.several_documents, name, text) if isinstance(data, list) else []
    if several:
        return _Part(name, found=slips + several, lost={()})
    tags = judged(yaml_syntax.yaml_tag, name, text)
    if data is None:
        return _Part(name, found=slips + tags)
    data = as_spelt(data, text)
    odd = [it for rule in _OF_CHARACTERS for it in judged(rule, name, text, data)]
    misreads = [found for rule in _MISREADS for found in judged(rule, name, text, data)]
    part = _shaped(name, text, data)
    part.found += odd
    if tags:
        part.lost |= (tagged := {finding.where.path for _, finding in tags})
        part.found = [it for it in part.found if it[1].where.path not in tagged] + tags
    cut = {finding.where.path for _, finding in misreads}
    part.found = [
        (rule, it)
        for rule, it in part.found
        if rule.slug != "empty-text" or it.where.path not in cut
    ]
    part.found += misreads
    part.lost |= {finding.where.path for _, finding in slips if finding.where.path}
    part.read_as = text if text != whole else None
    told = {(rule.slug, finding.place) for rule, finding in slips}
    rest = [(rule, _as_given(finding, whole, text)) for rule, finding in part.found]
    part.found = slips + [
        it for it in rest if not it[1].place or (it[0].slug, it[1].place) not in told
    ]
    return part


def _read_on(name: str, text: str) -> tuple[list[tuple[Rule, Finding]], str | None, Any]:
    """Return the syntax errors of `text`, the text without them, and its data.

    If a fix for an error is known, reading continues, so that the rest of the file is checked in
    the same run. The text is None if no fix is known.
    """
    slips: list[tuple[Rule, Finding]] = []
    whole = text
    for _ in range(_MOST_SLIPS):
        try:
            return slips, text, parsing.loads(text)
        except TypeError:  # A list or a group of fields for a key, which Python cannot have.
            return slips + judged(yaml_syntax.not_yaml, name, text, "odd key"), None, None
        except yaml_rs.YAMLDecodeError as error:
            reason = str(error)
        found = _unreadable(name, text, reason)
        slips += [(rule, _as_given(finding, whole, text)) for rule, finding in found]
        rules_found = {rule.slug for rule, _ in found}
        if rules_found == {"duplicate-key"}:
            try:
                data = parsing.loads(text, first_of_duplicates=True)
            except (yaml_rs.YAMLDecodeError, TypeError):
                return slips, None, None
            return slips, text, data
        mended = None
        if len(text) <= _LONGEST_TO_MEND:
            from briefing.timeline.rules import yaml_repair

            if rules_found == {"tab"}:
                mended = yaml_repair.without_tabs(text)
            elif rules_found == {"not-yaml"}:
                mended = yaml_repair.repaired(text, reason)
        if mended is None:
            return slips, None, None
        text = mended
    return slips, None, None


def _as_given(finding: Finding, whole: str, read_as: str) -> Finding:
    """Return the finding with its place in the `whole` file, not in the part that was read."""
    if finding.place is None or whole == read_as:
        return finding
    lines, others = LINE_END.split(whole), LINE_END.split(read_as)
    return replace(finding, place=_place_as_given(finding.place, lines, others))


def _place_as_given(place: Place, lines: list[str], read_as: list[str]) -> Place:
    """Convert a place in the text that was read to one in the file, or to its whole line."""
    line, other = lines[place.line - 1], read_as[place.line - 1]
    if line == other:
        return place
    start = len(line) - len(line.lstrip())
    if line.strip() == other.strip():
        further = start - (len(other) - len(other.lstrip()))
        end = place.end_column + further if place.end_line == place.line else place.end_column
        return Place(place.line, max(place.column + further, 1), place.end_line, end)
    return Place(place.line, start + 1, place.line, len(line.rstrip()) + 1)


def _unreadable(name: str, text: str, reason: str) -> list[tuple[Rule, Finding]]:
    return (
        judged(yaml_syntax.tab, name, text, reason)
        or judged(yaml_syntax.comma_in_braces, name, text)
        or judged(yaml_syntax.duplicate_key, name, text)
        or judged(yaml_syntax.yaml_tag, name, text)
        or judged(yaml_syntax.not_yaml, name, text, reason)
    )


def _shaped(name: str, text: str, data: Any) -> _Part:
    """Validate `data`, and return every fault in its structure. Its events are consumed."""
    part = _Part(name)
    if isinstance(data, dict) and isinstance(data.get("events"), list):
        data["events"] = _handed_over(data["events"])
    try:
        part.content = EventsFile.model_validate(data)
    except ValidationError:
        from briefing.timeline.placeholders import fitted

        data = as_spelt(parsing.loads(text, first_of_duplicates=True), text)
        part.content, part.found, part.lost = fitted(name, text, data)
    return part


def _handed_over(events: list[Any]) -> Iterator[Any]:
    """Yield and remove `events` one by one, so that they and their models are not all in memory."""
    waiting = events[::-1]
    del events
    while waiting:
        yield waiting.pop()


def _few(
    found: list[tuple[Rule, Finding]],
) -> tuple[list[tuple[Rule, Finding]], Mapping[tuple[str, Severity, str], int]]:
    """Return the findings to show, limited by file and rule, and the number of the others."""
    if len(found) <= MOST_SHOWN:
        return found, {}
    told: list[tuple[Rule, Finding]] = []
    number: Counter[tuple[str, Severity, str]] = Counter()
    for rule, finding in found:
        number[key := (finding.where.file, rule.severity, rule.slug)] += 1
        if number[key] <= MOST_SHOWN:
            told.append((rule, finding))
    return told, {key: n - MOST_SHOWN for key, n in number.items() if n > MOST_SHOWN}


def _placed(
    texts: dict[str, str], read_as: Mapping[str, str], found: list[tuple[Rule, Finding]]
) -> list[Problem]:
    """Turn the findings into problems with their lines, in the order of the files.

    `read_as` is the text that was read of files that could not be read as they are.
    """
    from briefing.timeline import positions

    problems: list[Problem] = []
    for name, text in texts.items():
        here = [(rule, finding) for rule, finding in found if finding.where.file == name]
        if not here:
            continue
        paths = {finding.where.path for _, finding in here if not finding.place}
        nodes = positions.locate(read_as.get(name, text), paths) if paths else {}
        lines = LINE_END.split(text)
        others = LINE_END.split(read_as[name]) if name in read_as else lines
        in_file = []
        for rule, finding in here:
            place = finding.place or _place_as_given(
                _pointed(others, nodes[finding.where.path], finding), lines, others
            )
            excerpt = lines[place.line - 1]
            end = place.end_column if place.end_line == place.line else len(excerpt.rstrip()) + 1
            place = Place(place.line, place.column, place.line, max(end, place.column + 1))
            message, hint = _shortened(finding.message), _shortened(finding.hint)
            in_file.append(Problem(name, place, rule.severity, rule.slug, message, hint, excerpt))
        problems += sorted(in_file, key=lambda it: (it.place.line, it.place.column, it.slug))
    return problems


def _shortened(message: str) -> str:
    """Shorten a message that quotes a very long text."""
    return message if len(message) <= _LONGEST else f"{message[: _LONGEST - 200]}…{message[-199:]}"


def _pointed(lines: list[str], node: "positions.Node", finding: Finding) -> Place:
    """Return the place of the fault in `node`: its key, its value, or some words of that."""
    value = node.value
    is_empty = (value.line, value.column) == (value.end_line, value.end_column)
    if node.key and (finding.on_key or is_empty):
        return node.key
    if is_empty and value.column > 1:  # An empty item of a list: its hyphen.
        return Place(value.line, value.column - 1, value.line, value.column)
    for line in range(value.line, value.end_line + 1) if finding.words else ():
        start = lines[line - 1].find(finding.words, value.column - 1 if line == value.line else 0)
        if start >= 0:
            return Place(line, start + 1, line, start + 1 + len(finding.words))
    return value
