"""Reading events files: bytes in, one timeline and all its problems out.

`yaml-rs` reads, pydantic gives shape, the rules judge. A fault does not end the reading: something
harmless stands in for what is wrong, so that everything else is checked in the same run.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date as Day
from typing import TYPE_CHECKING, Any

import yaml_rs
from pydantic import ValidationError

from briefing.rubbish import not_collected
from briefing.timeline import parsing, rules
from briefing.timeline.model import EventsFile
from briefing.timeline.problems import (
    LINE_END,
    Finding,
    Path,
    Place,
    Problem,
    Step,
    Where,
    few_suggestions,
)
from briefing.timeline.rules import characters, misread, settings
from briefing.timeline.rules import files as file_rules
from briefing.timeline.rules.fields import is_text_at
from briefing.timeline.rules.rule import Rule
from briefing.timeline.rules.shape import Fault, fault_of, rule_for
from briefing.timeline.timeline import Timeline, merge

if TYPE_CHECKING:
    from briefing.timeline import positions

# What may be a plain number, standing for itself; dates, of which a record is full, are none.
_NUMBER = re.compile(
    r"[-+._0-9](?<![^\s\[{,].)(?![0-9]+-[0-9])[\w.+-]*(?=\s*(?:$|[,\]}#:]))", re.MULTILINE
)
_STAND_INS: dict[str, Any] = {
    "date": "../..", "kind": "news", "title": "(no title)", "name": "(no name)",
    "text": "(no text)", "label": "(no label)", "value": "0 unknown", "ref": "none", "by": "none",
    "template": "timeline", "source": {"title": "(no title)"}, "id": "none",
}  # fmt: skip
_NEEDED = {
    "actors": ("name",), "sources": ("title",), "editions": ("template",), "roles": ("title",),
    "events": ("date", "kind", "title", "source"), "quotes": ("text", "by", "source"),
    "figures": ("label", "value", "source"), "asks": ("title", "by"),
    "commitments": ("id", "title", "by"), "areas": ("name",),
}  # fmt: skip
_OF_EVENTS = ("unknown-event", "unknown-commitment", "due-after-nothing", "met-before-raised")
# The rules that judge an event by its date, and by its title.
_BY_FIELD = {
    "date": (
        "result-too-early", "unconfirmed", "without-added", "role-not-held", "link-to-later",
        "met-before-raised", "kept-before-made", "due-before-made", "figures-disagree",
        "same-name",
    ),
    "title": ("same-name",),
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
_LONGEST_TO_MEND = 100_000  # Characters. Remedies are tried, and each trial reads the file.
_LONGEST = 1_000  # Characters of a message or a hint.
_ROUNDS = 20
_DEEPEST = 50


def _nothing(name: str) -> bytes:
    raise OSError("there is no such file")


@dataclass(frozen=True, slots=True)
class File:
    """An events file: its name as problems show it, and its bytes.

    `beside` is given a file's name as the events file has it, and reads what lies there; it raises
    OSError with the reason where it does not. Beside what comes from nowhere there is nothing.
    """

    name: str
    content: bytes
    beside: Callable[[str], bytes] = _nothing


def is_guarded(file: File) -> bool:
    """Whether something in the file may be for fewer eyes than the public's, as recipients are."""
    return re.search(rb"\b(?:audience|embargo|notes|recipients)\b", file.content) is not None


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of reading: the timeline as far as it could be understood, and every problem.

    `unread` are the files of which no more could be read than what stands before the problem.
    """

    timeline: Timeline
    problems: list[Problem]
    unread: tuple[str, ...] = ()


def read(
    files: Iterable[File],
    templates: Iterable[str] | None = ("timeline", "member", "digest"),
    last_day: Callable[[Timeline], Day] | None = None,
    day_of: Callable[[Timeline], Day] | None = None,
) -> Reading:
    """Read `files` as one timeline, in which an edition may choose among `templates`, or any.

    `last_day` gives the last day that the timeline knows: the day that it claims to be correct as
    of, if it is left out. `day_of` gives the day as of which it is checked, if that is an earlier
    one: the rules then take what comes later as still to come.
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
    timeline = merge((part.name, part.content) for part in parts)
    timeline.files = list(texts)
    if templates is None:
        templates = [edition.template for edition in timeline.editions.values()]
    timeline.templates = frozenset(templates)
    timeline.complete = all(rule.severity == "warning" or rule in _MISREADS for rule, _ in found)
    timeline.events = [it for it in timeline.events if (it.where.file, it.where.path) not in lost]
    timeline.logos = dict(_logos(timeline, given))
    timeline.last_day = last_day(timeline) if last_day else timeline.correct_as_of
    timeline.as_of = day_of(timeline) if day_of else timeline.last_day
    silenced = {slug for _, path in lost for slug in _follow_on(path)}
    for rule in rules.RECORD:
        if rule.slug not in silenced:
            found += [
                (rule, finding)
                for finding in rule.check(timeline)
                if not _is_in(finding, lost) and not _is_of_lost_field(rule, finding, lost)
            ]
    read_as = {part.name: part.read_as for part in parts if part.read_as is not None}
    unread = tuple(part.name for part in parts if () in part.lost)
    return Reading(timeline, _placed(texts, read_as, found) if found else [], unread)


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
    """What one file holds, what is wrong with it, and where something stands in for that."""

    name: str
    content: EventsFile = field(default_factory=EventsFile)
    found: list[tuple[Rule, Finding]] = field(default_factory=list)
    lost: set[Path] = field(default_factory=set)
    read_as: str | None = None


def _without_copies(parts: list[_Part], texts: Mapping[str, str]) -> list[_Part]:
    """`parts`, of which those that are copies of another hold only the problem that they are."""
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
        # Who may know of the file stays known.
        audience = {"audience": part.content.audience} if part.content.audience else {}
        part.content, part.lost = EventsFile.model_validate(audience), set()
        finding = Finding(Where(part.name), message, hint, place=place)
        part.found = [(settings.given_twice, finding)]
    return parts


def _how_like_a_copy(name: str) -> tuple[int, bool, int, str]:
    """The original comes first: it is less deep, its name is shorter and is not that of a copy."""
    is_named = re.search(r"(?i)\b(?:copy|old|backup|bak|archive|previous)\b|\(\d+\)|~", name)
    return name.count("/"), is_named is not None, len(name), name


def _things_in(part: _Part) -> set[tuple[str, ...]]:
    """What makes a file a copy if another has it too: its events, actors, sources and asks."""
    content = part.content
    return {
        *((event.date.text, event.kind, event.title) for event in content.events),
        *(("actor", id, actor.name) for id, actor in content.actors.items()),
        *(("source", id, source.title) for id, source in content.sources.items()),
        *(("ask", id, ask.title) for id, ask in content.asks.items()),
    }


def _is_copy(things: set[tuple[str, ...]], others: set[tuple[str, ...]]) -> bool:
    """Whether most of the smaller file is in the other, and more than one thing."""
    shared = len(things & others)
    return shared > 1 and 2 * shared > min(len(things), len(others))


def _follow_on(lost: Path) -> tuple[str, ...]:
    """The rules that would find fault with all that refers to what has been lost there."""
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
    """Whether it was found in what only stands in for something."""
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
    """The text of a file; bytes that are not UTF-8 become lone surrogates."""
    return content.decode("utf-8-sig", "surrogateescape")


def _judged(rule: Rule, *given: Any) -> list[tuple[Rule, Finding]]:
    return [(rule, finding) for finding in rule.check(*given)]


def _read_one(name: str, text: str) -> _Part:
    if found := _judged(file_rules.not_text, name, text):
        return _Part(name, found=found, lost={()})
    whole = text
    slips, read_as, data = _read_on(name, text)
    if read_as is None:
        return _Part(name, found=slips, lost={()})
    text = read_as
    several = _judged(file_rules.several_documents, name, text) if isinstance(data, list) else []
    if several:
        return _Part(name, found=slips + several, lost={()})
    tags = _judged(file_rules.yaml_tag, name, text)
    if data is None:
        return _Part(name, found=slips + tags)
    misspelt = {made for word in set(_NUMBER.findall(text)) if (made := _misspelt(word))}
    if misspelt and not misspelt.isdisjoint(_numbers(data)):
        data = _respelt(data, text)
    odd = [it for rule in _OF_CHARACTERS for it in _judged(rule, name, text, data)]
    misreads = [found for rule in _MISREADS for found in _judged(rule, name, text, data)]
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
    """What keeps `text` from being read, the text without these slips, and what it holds.

    A slip whose remedy has been tried does not end the reading: the rest of the file is checked in
    the same run. The text is None where no remedy is known.
    """
    slips: list[tuple[Rule, Finding]] = []
    whole = text
    for _ in range(_MOST_SLIPS):
        try:
            return slips, text, parsing.loads(text)
        except TypeError:  # A list or a group of fields for a key, which Python cannot have.
            return slips + _judged(file_rules.not_yaml, name, text, "odd key"), None, None
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
            if rules_found == {"tab"}:
                mended = file_rules.without_tabs(text)
            elif rules_found == {"not-yaml"}:
                mended = file_rules.remedied(text, reason)
        if mended is None:
            return slips, None, None
        text = mended
    return slips, None, None


def _as_given(finding: Finding, whole: str, read_as: str) -> Finding:
    """The finding with its place as it is in the `whole` file, and not in what was read of it."""
    if finding.place is None or whole == read_as:
        return finding
    lines, others = LINE_END.split(whole), LINE_END.split(read_as)
    return replace(finding, place=_place_as_given(finding.place, lines, others))


def _place_as_given(place: Place, lines: list[str], read_as: list[str]) -> Place:
    """A place in what was read, as it is in the file; the whole line where that is not clear."""
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
        _judged(file_rules.tab, name, text, reason)
        or _judged(file_rules.comma_in_braces, name, text)
        or _judged(file_rules.duplicate_key, name, text)
        or _judged(file_rules.yaml_tag, name, text)
        or _judged(file_rules.not_yaml, name, text, reason)
    )


def _misspelt(word: str) -> tuple[type, str] | None:
    """What YAML makes of a plain number that it does not keep as it is spelt: +28, 1.50, 007."""
    try:
        number: object = yaml_rs.loads(word, parse_datetime=False)
    except yaml_rs.YAMLDecodeError:
        return None
    made = _made_of(number)
    return made if isinstance(number, int | float) and made[1] != word else None


def _numbers(data: Any) -> Iterator[tuple[type, str]]:
    """The numbers in `data`: prose with a line that ends in "2019." holds none."""
    inside = [data]
    while inside:
        value = inside.pop()
        if isinstance(value, dict):
            inside += value.values()
        elif isinstance(value, list):
            inside += value
        elif isinstance(value, int | float):
            yield _made_of(value)


def _made_of(number: object) -> tuple[type, str]:
    try:
        return type(number), str(number)
    except ValueError:  # Python writes out no number of more than 4,300 digits.
        return type(number), ""


def _respelt(data: Any, text: str) -> Any:
    """`data` with its numbers, and all its keys, spelt as they are in `text`."""
    from briefing.timeline import positions

    spellings: dict[Path, str] = {}
    keys: dict[Path, list[str]] = {}
    repeats: dict[Path, Path] = {}
    for node in positions.walk_as_far_as_possible(text):
        if node.is_key:
            keys.setdefault(node.path[:-1], []).append(str(node.path[-1]))
        elif node.repeats is not None:
            repeats[node.path] = node.repeats
        elif node.spelling is not None:
            spellings[node.path] = node.spelling

    def respelt(value: Any, path: Path) -> Any:
        path = repeats.get(path, path)
        if len(path) > _DEEPEST:
            return value
        if isinstance(value, dict):
            written = keys.get(path, [])
            names = written if len(written) == len(value) else map(str, value)
            pairs = zip(names, value.values(), strict=True)
            return {key: respelt(inner, (*path, key)) for key, inner in pairs}
        if isinstance(value, list):
            return [respelt(inner, (*path, n)) for n, inner in enumerate(value)]
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        return spellings.get(path, value) if is_number else value

    return respelt(data, ())


def _shaped(name: str, text: str, data: Any) -> _Part:
    """`data` as the model has it, and every fault in its shape."""
    part = _Part(name)
    faults = _fit(part, data)
    if any(fault.is_odd_key for fault in faults):
        # Keys such as 2019 or true are not text to YAML: read them as they are written.
        data = _respelt(data, text)
        part.found = _judged(file_rules.duplicate_key, name, text)
        faults = _fit(part, data)
    faults = _without_colons(faults, data)
    _tell_as_written(faults, text)
    commas = []
    if any(fault.is_key and fault.given is None for fault in faults):
        commas = _judged(file_rules.comma_in_braces, name, text)
    split = {finding.where.path[:-1] for _, finding in commas}
    cut = {finding.where.path for _, finding in commas}
    part.found += commas
    for fault in faults:
        is_cut = fault.where.path[:-1] in split if fault.given is None else fault.where.path in cut
        if not is_cut:
            part.found += _judged(rule_for(fault), fault)
    for _ in range(_ROUNDS):
        if not faults:
            return part
        for fault in reversed(faults):
            data, path = _mended(data, fault.where.path, is_key=fault.is_key)
            part.lost.add(path)
        faults = _fit(part, data)
    part.lost.add(())
    return part


def _without_colons(faults: list[Fault], data: object) -> list[Fault]:
    """The faults, with one for a text that its colon has made a group of a single odd field."""
    odd = {
        fault.where.path[:-1]
        for fault in faults
        if fault.type == "extra_forbidden" and is_text_at(fault.where.path[:-1])
    }
    within: dict[Path, list[Fault]] = {path: [] for path in odd}
    found: list[Fault] = []
    for fault in faults:
        around = _around(fault.where.path, odd)
        (found if around is None else within[around]).append(fault)
    for path, inside in within.items():
        if not inside:
            continue
        given: Any = data
        for step in path:
            given = given[step]
        if len(given) == 1:
            found.append(Fault(Where(inside[0].where.file, path), "string_type", given, {}, data))
        else:
            found += inside
    return found


def _around(path: Path, paths: Collection[Path]) -> Path | None:
    """The shortest of `paths` that leads to `path` or to something around it."""
    return next((path[:n] for n in range(len(path) + 1) if path[:n] in paths), None)


def _tell_as_written(faults: list[Fault], text: str) -> None:
    """Tell the faults of what should be text how it is written in the file."""
    unlike_text = [
        fault
        for fault in faults
        if not fault.is_key
        and fault.type != "missing"
        and (fault.given is None or isinstance(fault.given, bool | list | dict))
    ]
    if not unlike_text:
        return
    from briefing.timeline import positions

    nodes = positions.locate(text, {fault.where.path for fault in unlike_text})
    lines = LINE_END.split(text)
    for fault in unlike_text:
        node = nodes[fault.where.path]
        if node.path == fault.where.path:
            fault.facts["written"] = _on_one_line(lines, node.value)


def _on_one_line(lines: list[str], place: Place) -> str:
    """What stands at `place`; nothing where it is more than one line."""
    if place.line == place.end_line:
        return lines[place.line - 1][place.column - 1 : place.end_column - 1]
    # A group of fields without braces ends only where the next thing begins.
    rest = [
        *lines[place.line : place.end_line - 1],
        lines[place.end_line - 1][: place.end_column - 1],
    ]
    return "" if "".join(rest).strip() else lines[place.line - 1][place.column - 1 :].rstrip()


def _fit(part: _Part, data: Any) -> list[Fault]:
    """Fill `part` with `data`, or tell what keeps it from fitting the model."""
    try:
        part.content = EventsFile.model_validate(data)
    except ValidationError as error:
        return [fault_of(part.name, details, data) for details in error.errors(include_url=False)]
    return []


def _mended(data: Any, path: Path, *, is_key: bool) -> tuple[Any, Path]:
    """`data` with a stand-in for what is at fault at `path`, or without it; and where that is.

    When `is_key`, it is the key that may not be there at all.
    """
    if not isinstance(data, dict) or not path:
        return {}, ()
    here: Any = data
    for n, step in enumerate(path[:-1]):
        try:
            here = here[step]
        except (KeyError, IndexError, TypeError):
            return _mended(data, path[:n], is_key=False)
    last, around = path[-1], path[-2] if path[1:] else ""
    if isinstance(here, list) and isinstance(last, int):
        here[last] = "none" if around == "actors" else _stand_in(around)
    elif not isinstance(here, dict):
        return _mended(data, path[:-1], is_key=False)
    elif is_key:
        here.pop(last, None)
    elif len(path) == 2 and around in _NEEDED:
        here[last] = _stand_in(around)
    elif last in _STAND_INS:
        here[last] = _STAND_INS[last]
    elif len(path) > 2 and last in ("sources", "reverses"):
        here[last] = [_stand_in(last)]
    else:
        here.pop(last, None)
    return data, path


def _stand_in(around: Step) -> Any:
    if around == "recipients":
        return "none@example.org"
    return {key: _STAND_INS[key] for key in _NEEDED.get(str(around), ())} or "none"


def _placed(
    texts: dict[str, str], read_as: Mapping[str, str], found: list[tuple[Rule, Finding]]
) -> list[Problem]:
    """The findings as problems with their lines, in the order of the files.

    `read_as` is what was read of the files that could not be read as they are.
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
    """A message that can be read, though it quotes something without end."""
    return message if len(message) <= _LONGEST else f"{message[: _LONGEST - 200]}…{message[-199:]}"


def _pointed(lines: list[str], node: "positions.Node", finding: Finding) -> Place:
    """The place of what is at fault in `node`: its key, its value, or some words of that."""
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
