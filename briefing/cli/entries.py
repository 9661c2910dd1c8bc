"""Entries that could not be saved, and events in YAML files, for `briefing add`."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from briefing.cli.console import echo

if TYPE_CHECKING:
    from briefing.capture.adding import NewEvent


def keep_entry(entry: "NewEvent", folder: Path, into: Sequence[str], reason: str = "") -> None:
    """Print an entry that was not saved, and keep it in a file from which it can be added."""
    from shlex import join

    from briefing.record.yaml_writing import write_yaml
    from briefing.replacing import write_whole

    sections = {"actors": dict(entry.actors), "sources": dict(entry.sources)}
    content: dict[str, Any] = {key: items for key, items in sections.items() if items}
    text = write_yaml({**content, "events": [dict(entry.event)]})
    echo(reason if reason.startswith(_NOTHING) else f"{_NOTHING}. {reason}".strip(), err=True)
    echo(f"\n{text}", err=True)
    path = _free_name(folder)
    try:
        write_whole(path, text.encode("utf-8", "surrogateescape"), 0o600)
    except OSError as error:
        echo(f"{path} cannot be written: {error.strerror}.", err=True)
        return
    into = [word for name in into for word in ("--into", name)]
    command = join(["briefing", "add", "--from", path.as_posix(), *into])
    echo(f"The entry was kept in {path.as_posix()}. To add it, run: {command}", err=True)


_NOTHING = "Nothing was added"
_KEPT = ".briefing-entry"


def _free_name(folder: Path) -> Path:
    """Return the path of a new file for an entry. It is hidden, so that it is no events file."""
    n = 1
    while (path := folder / f"{_KEPT}{f'-{n}' if n > 1 else ''}.yaml").exists():
        n += 1
    return path


def remove_kept(path: Path) -> None:
    """Remove the file of an entry that has been added, if it is one that the command kept."""
    if path.name.startswith(_KEPT):
        path.unlink(missing_ok=True)


def is_yaml(name: str) -> bool:
    """Whether `--from` names a YAML file, rather than a document."""
    return "://" not in name and Path(name).suffix in (".yaml", ".yml")


def entries_from(name: str) -> "list[NewEvent]":
    """Read the events in a YAML file, each with the actors and sources that are described there.

    Raises:
        click.BadParameter: the file cannot be read or has no events.
    """
    from briefing.capture.adding import NewEvent
    from briefing.record import parsing

    try:
        content = parsing.loads(Path(name).read_text(encoding="utf-8-sig"))
    except OSError as error:
        message = f"{name} cannot be read: {error.strerror}."
        raise click.BadParameter(message, param_hint="--from") from None
    except (*parsing.UNREADABLE, UnicodeError) as error:
        raise click.BadParameter(f"{name} is not YAML: {error}.", param_hint="--from") from None
    parts = content if isinstance(content, dict) else {"events": content}
    events = parts.get("events", [parts] if "title" in parts else [])
    events = [event for event in events if isinstance(event, dict)]
    if not events:
        raise click.BadParameter(f"{name} contains no events.", param_hint="--from")
    sections = (parts.get("actors") or {}, parts.get("sources") or {})
    return [NewEvent(event, *(sections if n == 0 else ())) for n, event in enumerate(events)]
