"""Find the events files that a command is given, and report problems in them."""

import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any, TypeVar

import click

from briefing.cli.links import refuse_way_out
from briefing.english import listing

if TYPE_CHECKING:
    from briefing.record.loading import File
    from briefing.record.problems import RecordPath

DEFAULT = "events.yaml"
_Path = TypeVar("_Path", bound=PurePath)
_MOST_NAMED = 3
_GLANCE = 200_000
_LARGEST_LOCK = 256 << 20
"""The most bytes of proofs that are read: those of about 200,000 claims."""
_ID = re.compile(r"[\w-]+")
_SECTION = re.compile(rb"^(?:events|actors|sources|asks|areas|editions):", re.MULTILINE)


def events_argument(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the argument `[EVENTS]...`: files, folders or `-`, which together form one record."""
    return click.argument("events", nargs=-1, type=click.Path(path_type=str))(command)


def divided(arguments: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Divide arguments into events files and other words, such as ids or words to search for.

    An argument is an events file if the file exists, or if its name ends in .yaml or .yml. A folder
    counts if it contains such a file.
    """
    events = tuple(name for name in arguments if _is_events(name))
    return events, tuple(name for name in arguments if name not in events)


def _is_events(name: str) -> bool:
    if not name or "://" in name or "\0" in name:
        return False
    path = Path(name)
    try:
        if path.is_dir():
            return any(path.rglob("*.y*ml"))
        return name == "-" or path.suffix in (".yaml", ".yml") or path.is_file()
    except OSError:  # The words are too long for the name of a file.
        return False


def find_events_files(
    events: Sequence[str], read: Callable[[Path], bytes] = Path.read_bytes
) -> "Iterator[File]":
    """List the files in `events` once each, and the evidence.lock in the record's folder, if any.

    A folder includes all its YAML files. `read` returns the contents of a file.

    Raises:
        click.UsageError: a file does not exist, cannot be read or is a link that leads out of its
            folder, or a folder has no YAML files.
    """
    from briefing.record.loading import File
    from briefing.record.proofs import LOCK

    folder = record_folder(events)
    shown_names: set[str] = set()
    for name in events or [DEFAULT]:
        if name == "-":
            if name not in shown_names:
                read_sibling = partial(_read_sibling, folder, folder)
                yield File("<stdin>", sys.stdin.buffer.read(), read_sibling)
            shown_names.add(name)
            continue
        path = Path(name)
        inside = _in_folder(path) if path.is_dir() else [path]
        if not inside:
            raise click.UsageError(f"{name} contains no events files (.yaml or .yml).")
        for file in inside:
            refuse_way_out(file, path if path.is_dir() else file.parent)
            shown = file.as_posix()
            if shown in shown_names:
                continue
            shown_names.add(shown)
            try:
                yield File(shown, read(file), partial(_read_sibling, folder, file.parent))
            except FileNotFoundError:
                hint = _edition_hint(shown) if events else f"\n{_way_out()}"
                raise click.UsageError(f"There is no {shown}.{hint}") from None
            except OSError as error:
                raise click.UsageError(f"{shown} cannot be read: {error.strerror}.") from None
    lock = folder / LOCK
    if os.path.lexists(lock):
        yield File(lock.as_posix(), _read_lock(lock, folder))


def _read_lock(lock: Path, folder: Path) -> bytes:
    """Read the file of proofs.

    Raises:
        click.UsageError: it cannot be read, is too large or is a link out of the `folder`.
    """
    refuse_way_out(lock, folder)
    try:
        if not lock.is_file():
            raise OSError(None, "it is not a file")
        if lock.stat().st_size > _LARGEST_LOCK:
            raise OSError(None, f"it is larger than {_LARGEST_LOCK >> 20} MB")
        return lock.read_bytes()
    except OSError as error:
        raise click.UsageError(f"{lock.as_posix()} cannot be read: {error.strerror}.") from None


def _edition_hint(name: str) -> str:
    """Suggest `--edition` if a command that has this option is given a name that is no file's."""
    context = click.get_current_context(silent=True)
    if not context or not _ID.fullmatch(name):
        return ""
    if not any("--edition" in param.opts for param in context.command.params):
        return ""
    return f"\nIf '{name}' is an edition, run: briefing {context.info_name} -e {name}"


def _way_out() -> str:
    """Suggest what to do if events.yaml is missing: name the events files here, if any."""
    files = events_files_here()
    if not files:
        return "Name your events file, or start one: briefing new DIR"
    names = [path.as_posix() for path in files]
    shown = listing(names)
    if len(names) > _MOST_NAMED:
        shown = f"{', '.join(names[:_MOST_NAMED])} and {len(names) - _MOST_NAMED} more"
    context = click.get_current_context(silent=True)
    command = context.info_name if context else "check"
    params = context.params if context else {}
    # If the files are not named, the arguments of show and list are ids or words.
    words = params.get("arguments", ()) if command in ("show", "list") else ()
    wanted = params.get("id") or " ".join(words)
    if "into" in params:
        command = f"{command} --into"
    if len(names) == 1:
        return f"This folder has {shown}. Run: briefing {command} {shown} {wanted}".rstrip()
    run = f"briefing {command} . {wanted}".rstrip()
    separate = "If they are separate records, name only one of them in the command."
    return f"This folder has {shown}. Run: {run}\n{separate}"


def events_files_here(folder: Path = Path()) -> list[Path]:
    """List the files in a folder, by default this one, that look like parts of a record."""
    files = [path for path in _in_folder(folder) if _SECTION.search(_start_of(path))]
    return sorted(files, key=lambda path: (len(path.parts), path))


def _start_of(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(_GLANCE)
    except OSError:
        return b""


def record_folder(events: Sequence[str]) -> Path:
    """Return the record's folder, which contains its own templates and pictures."""
    first = Path(next((name for name in events or [DEFAULT] if name != "-"), "."))
    return first if first.is_dir() else first.parent


def _read_sibling(record: Path, folder: Path, name: str) -> bytes:
    """Read the file `name`, relative to `folder`, or only the start of a large one.

    Raises:
        OSError: the file cannot be read, or is outside the folder of the `record`.
    """
    from briefing.record.pictures import LARGEST

    try:
        path = (folder / name).resolve()
        if not path.is_relative_to(record.resolve()):
            raise OSError("it is outside the record's folder")
        if not path.is_file():
            raise OSError("there is no such file")
        with path.open("rb") as file:
            return file.read(LARGEST + 1)
    except (OSError, ValueError, RuntimeError) as error:
        raise OSError(getattr(error, "strerror", None) or str(error)) from None


def _in_folder(folder: Path) -> list[Path]:
    paths = [path.relative_to(folder) for path in folder.rglob("*") if path.is_file()]
    return sorted(folder / path for path in events_files(paths))


def lines_of(places: "Iterable[RecordPath]", files: "Iterable[File]") -> "dict[RecordPath, int]":
    """Return the line of each place in the record."""
    from briefing.record.loading import text_of
    from briefing.record.positions import locate

    lines: dict[RecordPath, int] = {}
    wanted = set(places)
    for file in files:
        here = {place.path: place for place in wanted if place.file == file.name}
        nodes = locate(text_of(file), here) if here else {}
        lines |= {here[path]: node.value.line for path, node in nodes.items()}
    return lines


def events_files(paths: Iterable[_Path]) -> list[_Path]:
    """Return the events files in a folder, given the `paths` of all files within it.

    These are all YAML files, at any depth, except hidden files, those in `templates`, `out` and
    `sources`, and the settings of templates in other folders.
    """
    from briefing.output.folders import is_settings

    paths = set(paths)
    return [path for path in paths if _may_be_events_file(path) and not is_settings(path, paths)]


def _may_be_events_file(path: PurePath) -> bool:
    return (
        path.suffix in (".yaml", ".yml")
        and not any(part.startswith(".") for part in path.parts)
        and path.parts[0] not in ("templates", "out", "sources")
    )
