"""Add an event to the text of a record, and find the problems that it would cause."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from briefing.capture.answers import Words
from briefing.capture.placing import Place, key_order, place_of
from briefing.record import parsing
from briefing.record.dates import DateProblem, VagueDate, parse_edtf
from briefing.record.editing import Edit, Insert, SetValue, apply_edits
from briefing.record.loading import File, LoadResult, is_lock, load, text_of, with_text
from briefing.record.naming import new_id
from briefing.record.positions import locate
from briefing.record.problems import LINE_END, Path, Problem
from briefing.record.yaml_writing import OrderedFields

_YEAR = re.compile("[1-9][0-9]{3}")
_DATES = ("date", "due", "from", "until")


class CannotAdd(Exception):
    """The event cannot be added to the text of the record, with the reason in a sentence."""


@dataclass(frozen=True, slots=True)
class NewEvent:
    """An event as data, and the items that must be added to the record together with it, by id.

    `kinds` are the kinds of event that the record may have to define.
    """

    event: Mapping[str, Any]
    actors: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    sources: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    kinds: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class FileChange:
    """The content of a file before and after an event is added."""

    name: str
    before: bytes
    after: bytes


@dataclass(frozen=True, slots=True)
class Addition:
    """A record with an event added to it, before it is saved.

    Attributes:
        changes: the files that change.
        place: the place of the event.
        lines: the first and last lines of the event in its file.
        previous: the title of the event before it in the file, or "".
        problems: the problems that the event causes.
    """

    changes: tuple[FileChange, ...]
    place: Place
    lines: tuple[int, int]
    previous: str
    problems: tuple[Problem, ...]

    @property
    def text(self) -> str:
        """The lines of the event, as they will be in its file."""
        after = next(each.after for each in self.changes if each.name == self.place.file)
        first, last = self.lines
        return "\n".join(_lines(after)[first - 1 : last])


def add(
    files: Sequence[File],
    new: NewEvent,
    file: str | None = None,
    loaded: LoadResult | None = None,
    *,
    check: bool = True,
) -> Addition:
    """Add an event, and the items that come with it, to the text of the files of a record.

    Args:
        files: the files of the record.
        new: the event and its items.
        file: the file that the event must go into. Default: the one with events near its date.
        loaded: the record in the files, if it has been loaded already.
        check: whether to find the problems that the event causes.

    Raises:
        CannotAdd: a file cannot be read or edited.
    """
    loaded = loaded or load(files)
    if loaded.unread:
        raise CannotAdd(f"{loaded.unread[0]} cannot be read. Fix the error in it first.")
    contents = {each.name: _content(each) for each in files if not is_lock(each.name)}
    lists = {name: _events_in(name, content) for name, content in contents.items()}
    date = _date_of(new.event)
    audience = new.event.get("audience")
    lengths = {name: len(events) for name, events in lists.items()}
    place = place_of(date, loaded.record, lengths, audience, file)
    neighbours = lists[place.file]
    keys = key_order(new.event, filter(_is_mapping, neighbours))
    edits: dict[str, list[Edit]] = {
        place.file: [_insertion("events", place.index, new.event, keys, neighbours)]
    }
    for section, items in (("actors", new.actors), ("sources", new.sources)):
        home = home_of(section, contents, place.file)
        missing = {
            id: as_written(item)
            for id, item in items.items()
            if not _is_there(section, id, item, contents)
        }
        edits.setdefault(home, []).extend(additions(section, missing, contents[home]))
    new_kinds = [kind for kind in new.kinds if kind not in loaded.record.kinds]
    home = home_of("kinds", contents, place.file)
    edits.setdefault(home, []).extend(additions("kinds", new_kinds, contents[home]))
    changes = tuple(_changed(each, edits[each.name]) for each in files if edits.get(each.name))
    by_name = {change.name: change.after for change in changes}
    path: Path = ("events", place.index)
    return Addition(
        changes,
        place,
        lines_of(by_name[place.file], path),
        _title_before(neighbours, place.index),
        tuple(_problems_of(files, by_name, loaded, place)) if check else (),
    )


def with_defaults(event: Mapping[str, Any], words: Words) -> dict[str, Any]:
    """Return the event with an id and the date it was added, if it has none."""
    defaults = {
        "id": new_id(str(event["title"]), words.taken),
        "added": words.today.isoformat(),
    }
    return {**event, **{key: value for key, value in defaults.items() if key not in event}}


def as_written(data: Any, key: str = "") -> Any:
    """Return data with dates as YAML types: years are numbers, and brackets are lists."""
    if isinstance(data, Mapping):
        return {name: as_written(value, name) for name, value in data.items()}
    if isinstance(data, list | tuple):
        return [as_written(item) for item in data]
    if key in _DATES and isinstance(data, str):
        if _YEAR.fullmatch(data):
            return int(data)
        if data.startswith("[") and data.endswith("]"):
            return [data[1:-1]]
    return data


def _date_of(event: Mapping[str, Any]) -> VagueDate:
    written = event["date"]
    if isinstance(written, list):  # YAML reads a date in brackets as a list.
        written = f"[{', '.join(map(str, written))}]"
    try:
        return parse_edtf(str(written))
    except DateProblem as problem:
        raise CannotAdd(f"{problem}.") from None


def _content(file: File) -> dict[str, Any]:
    try:
        content = parsing.loads(text_of(file)) or {}
    except parsing.UNREADABLE:
        raise CannotAdd(f"{file.name} cannot be read. Fix the error in it first.") from None
    if not isinstance(content, dict):
        raise CannotAdd(f"{file.name} is not an events file.")
    return content


def _events_in(name: str, content: Mapping[str, Any]) -> list[Any]:
    events = content.get("events") or []
    if not isinstance(events, list):
        raise CannotAdd(f"The events in {name} are not a list.")
    return events


def _is_mapping(item: object) -> bool:
    return isinstance(item, dict)


def _insertion(
    section: str,
    index: int,
    item: Mapping[str, Any],
    keys: Iterable[str],
    neighbours: Sequence[Any],
) -> Edit:
    value = OrderedFields({key: as_written(item[key], key) for key in keys})
    if neighbours:
        return Insert((section, index), value)
    return SetValue((section,), [value])


def additions(section: str, items: Any, content: Mapping[str, Any]) -> Iterator[Edit]:
    """Yield the edits that add items to a section of a file, or the section itself.

    The items are a mapping by id, or a list.
    """
    present = content.get(section)
    if not items:
        return
    if not present:
        yield SetValue((section,), items)
    elif isinstance(items, dict):
        yield from (Insert((section, id), item) for id, item in items.items())
    else:
        yield from (Insert((section, len(present)), item) for item in items)


def _is_there(
    section: str, id: str, item: Mapping[str, Any], contents: Mapping[str, Mapping[str, Any]]
) -> bool:
    """Whether the record has an item already.

    Raises:
        CannotAdd: the record has another item with this id.
    """
    known = [(content.get(section) or {}).get(id) for content in contents.values()]
    known = [each for each in known if each is not None]
    if known and as_written(item) not in known:
        raise CannotAdd(f"The record describes '{id}' differently under {section}.")
    return bool(known)


def home_of(section: str, contents: Mapping[str, Mapping[str, Any]], file: str) -> str:
    """Return the file that lists the items of a section: the event's own file, if it has them."""
    having = [name for name, content in contents.items() if content.get(section)]
    return file if file in having or not having else having[0]


def _changed(file: File, edits: Sequence[Edit]) -> FileChange:
    edited = apply_edits(text_of(file), edits)
    if edited.refused:
        raise CannotAdd(f"Events cannot be added to {file.name} safely, because of its layout.")
    return FileChange(file.name, file.content, with_text(file, edited.text).content)


def lines_of(content: bytes, path: Path) -> tuple[int, int]:
    """Return the first and last lines of the item at `path`."""
    place = locate(content.decode("utf-8-sig", "surrogateescape"), [path])[path].value
    lines = _lines(content)
    last = place.end_line
    # An item in block style ends where the next one starts, after blank lines and comments.
    if not lines[last - 1][: place.end_column - 1].strip():
        last -= 1
    while last > place.line and (not lines[last - 1].strip() or _is_comment(lines[last - 1])):
        last -= 1
    return place.line, last


def _is_comment(line: str) -> bool:
    return line.lstrip().startswith("#")


def _lines(content: bytes) -> list[str]:
    return LINE_END.split(content.decode("utf-8-sig", "surrogateescape"))


def _title_before(neighbours: Sequence[Any], index: int) -> str:
    previous = neighbours[index - 1] if index else None
    return str(previous.get("title", "")) if isinstance(previous, dict) else ""


def _problems_of(
    files: Sequence[File], after: Mapping[str, bytes], before: LoadResult, place: Place
) -> Iterable[Problem]:
    """Return the problems of the record with an event that it does not have without the event."""
    changed = [
        File(file.name, after.get(file.name, file.content), file.read_sibling) for file in files
    ]
    loaded = load(changed)
    caused = new_problems(before, loaded)
    path: Path = ("events", place.index)
    of_event = [each for each in problems_at(loaded, place.file, path) if each not in caused]
    return [*of_event, *caused]


def problems_at(loaded: LoadResult, file: str, path: Path) -> list[Problem]:
    """Return the problems of the item at `path` in a file."""
    return [
        problem
        for problem in loaded.problems
        if problem.file == file and problem.path[: len(path)] == path
    ]


def new_problems(before: LoadResult, after: LoadResult) -> list[Problem]:
    """Return the problems that a change has caused, even if others like them existed before."""
    old = Counter(map(_signature, before.problems))
    caused = []
    for problem in after.problems:
        if old[_signature(problem)] > 0:
            old[_signature(problem)] -= 1
        else:
            caused.append(problem)
    return caused


def _signature(problem: Problem) -> tuple[str, str, str]:
    """Return a key that identifies a problem even if its line changes."""
    return problem.file, problem.slug, re.sub(r"line \d+", "line", problem.message)
