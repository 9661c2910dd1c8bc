"""Words that a shell offers to complete: ids, actors, topics, kinds, editions and areas.

They are read from the record without checking it, so this is quick, and errors in the record do
not matter. A shell never shows an error: if a record cannot be read, nothing is offered.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from briefing.cli.events import DEFAULT
from briefing.printable import printable

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

Completer = Callable[[click.Context, click.Parameter, str], "list[CompletionItem[str]]"]
_LARGEST = 20_000_000
"""The size of the largest file that is read, in bytes."""
_MOST_FILES = 200
_PARAMETERS = ("events", "arguments", "into", "file")
"""The arguments that can name an events file."""
Data = Mapping[str, Any]


def offering(words: Callable[[Data], Iterable[tuple[str, str]]]) -> Completer:
    """Return a completer that offers the `words` of each file, with their descriptions."""

    def complete(
        context: click.Context, parameter: click.Parameter, begun: str
    ) -> "list[CompletionItem[str]]":
        found: dict[str, str] = {}
        for data in _files(context):
            for word, help in words(data):
                found.setdefault(word, help)
        return _items(found, begun)

    return complete


def files(
    context: click.Context, parameter: click.Parameter, begun: str
) -> "list[CompletionItem[str]]":
    """Let the shell complete the name of a file."""
    from click.shell_completion import CompletionItem

    return [CompletionItem(begun, type="file")]


def or_files(words: Completer) -> Completer:
    """Return a completer that also offers matching events files and folders."""

    def complete(
        context: click.Context, parameter: click.Parameter, begun: str
    ) -> "list[CompletionItem[str]]":
        items = [] if "/" in begun else words(context, parameter, begun)
        if not items:
            return files(context, parameter, begun)
        here = sorted(Path().glob("*.y*ml"))
        return [*items, *_items({path.name: "" for path in here}, begun)]

    return complete


def _items(words: Mapping[str, str], begun: str) -> "list[CompletionItem[str]]":
    """Return the words that start with the user's text, ignoring case.

    Words that a terminal cannot show exactly are left out.
    """
    from click.shell_completion import CompletionItem

    start = begun.casefold()
    return [
        CompletionItem(word, help=" ".join(printable(help).split())[:80] or None)
        for word, help in words.items()
        if word.casefold().startswith(start) and word == " ".join(printable(word).split())
    ]


def _files(context: click.Context) -> Iterator[Data]:
    """Yield the data of the events files on the command line, or of those in the current folder."""
    named: list[str] = []
    for parameter in _PARAMETERS:
        value = context.params.get(parameter) or ()
        named += [value] if isinstance(value, str) else [str(word) for word in value]
    paths = [path for name in named if (path := Path(name)).exists()]
    if not paths:
        paths = [Path(DEFAULT)] if Path(DEFAULT).exists() else sorted(Path().glob("*.y*ml"))
    for path in paths:
        inside = sorted(path.rglob("*.y*ml")) if path.is_dir() else [path]
        for file in inside[:_MOST_FILES]:
            data = _data(file)
            if isinstance(data, dict):
                areas = data.get("areas")
                yield {**data, "areas": _in_table(file, areas)} if isinstance(areas, str) else data


def _in_table(file: Path, written: str) -> Mapping[str, Any]:
    """Return the areas in a table that an events file names."""
    from briefing.record.area_tables import LARGEST, read_table
    from briefing.record.problems import RecordPath

    folder = file.parent.resolve()
    try:
        path = (folder / written.strip()).resolve()
        if not path.is_relative_to(folder) or path.stat().st_size > LARGEST:
            return {}
        content = path.read_bytes()
    except (OSError, ValueError, RuntimeError):
        return {}
    where = RecordPath(file.as_posix(), ("areas",))
    table = read_table(path.as_posix(), content, where, path.name, "en-GB")
    return {id: {"name": area.name} for id, area in table.areas}


def _data(path: Path) -> object:
    from briefing.record.parsing import UNREADABLE, loads

    try:
        if not path.is_file() or path.stat().st_size > _LARGEST:
            return None
        return loads(path.read_text("utf-8-sig"), first_of_duplicates=True)
    except (*UNREADABLE, OSError, ValueError, RecursionError):
        return None


def _mapping(data: Data, key: str) -> Mapping[str, Any]:
    value = data.get(key)
    items = value.items() if isinstance(value, dict) else ()
    return {id: item if isinstance(item, dict) else {} for id, item in items if isinstance(id, str)}


def _list(data: Data, key: str) -> list[Data]:
    value = data.get(key)
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _named(key: str, label: str) -> Callable[[Data], Iterator[tuple[str, str]]]:
    """Return a function that yields the ids of a section, each with its label."""

    def words(data: Data) -> Iterator[tuple[str, str]]:
        for id, item in _mapping(data, key).items():
            yield id, str(item.get(label) or "")

    return words


def _event_ids(data: Data) -> Iterator[tuple[str, str]]:
    for event in _list(data, "events"):
        for item in (event, *_list(event, "commitments")):
            if isinstance(item.get("id"), str):
                yield item["id"], str(item.get("title") or "")


def _shown_ids(data: Data) -> Iterator[tuple[str, str]]:
    yield from _event_ids(data)
    yield from _named("asks", "title")(data)
    yield from _named("questions", "question")(data)
    yield from _named("actors", "name")(data)
    yield from _named("areas", "name")(data)


def _every_id(data: Data) -> Iterator[tuple[str, str]]:
    yield from _shown_ids(data)
    yield from _named("sources", "title")(data)


def _topics(data: Data) -> Iterator[tuple[str, str]]:
    for event in _list(data, "events"):
        value = event.get("topics")
        for topic in value if isinstance(value, list) else [value]:
            if isinstance(topic, str):
                yield topic, ""


def _kinds(data: Data) -> Iterator[tuple[str, str]]:
    from briefing.record.kinds import BUILT_IN

    used = [event["kind"] for event in _list(data, "events") if isinstance(event.get("kind"), str)]
    own = [kind["name"] for kind in _list(data, "kinds") if isinstance(kind.get("name"), str)]
    yield from ((kind, "") for kind in (*used, *own, *BUILT_IN))


def _editions(*, are_digests: bool) -> Callable[[Data], Iterator[tuple[str, str]]]:
    """Return a function that yields a record's digests or other editions, or the standard ones.

    The settings of templates are not read, so only the standard template is known to be a digest.
    """

    def words(data: Data) -> Iterator[tuple[str, str]]:
        from briefing.record.templates import STANDARD

        listed = [
            (id, str(item.get("title") or ""))
            for id, item in _mapping(data, "editions").items()
            if _is_digest(item) == are_digests
        ]
        yield from listed or ((id, "") for id in STANDARD if (id == "digest") == are_digests)

    return words


def _is_digest(edition: Mapping[str, Any]) -> bool:
    return edition.get("template") == "digest" or "every" in edition


ids = offering(_shown_ids)
"""The ids of events, commitments, asks, questions, actors and areas."""
every_id = offering(_every_id)
asks = offering(_named("asks", "title"))
sources = offering(_named("sources", "title"))
actors = offering(_named("actors", "name"))
editions = offering(_editions(are_digests=False))
digests = offering(_editions(are_digests=True))
areas = offering(_named("areas", "name"))
topics = offering(_topics)
kinds = offering(_kinds)
