"""Entries that could not be saved, and events in YAML files, for `briefing add`."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from briefing.cli.console import echo
from briefing.typography import with_stop

if TYPE_CHECKING:
    from briefing.capture.adding import NewEvent
    from briefing.capture.answers import Words


def keep_entries(
    entries: "Sequence[NewEvent]",
    folder: Path,
    into: Sequence[str],
    origin: Path | None,
    reason: str = "",
) -> None:
    """Print events that were not saved, and keep them in a file, so that they can be added later.

    If they come from such a file, the `origin`, it is left as it is.
    """
    from shlex import join

    from briefing.record.yaml_writing import write_yaml
    from briefing.replacing import write_whole

    echo(reason if reason.startswith(_NOTHING) else f"{_NOTHING}. {reason}".strip(), err=True)
    path = origin
    if path is None:
        content: dict[str, Any] = {
            "actors": {id: actor for entry in entries for id, actor in entry.actors.items()},
            "sources": {id: source for entry in entries for id, source in entry.sources.items()},
            "events": [dict(entry.event) for entry in entries],
        }
        text = write_yaml({key: items for key, items in content.items() if items})
        echo(f"\n{text}", err=True)
        path = _free_name(folder)
        try:
            write_whole(path, text.encode("utf-8", "surrogateescape"), 0o600)
        except OSError as error:
            echo(f"{path} cannot be written: {error.strerror}.", err=True)
            return
        echo(f"The entry is saved in {path.as_posix()}.", err=True)
    into = [word for name in into for word in ("--into", name)]
    echo(f"To add it, run: {join(['briefing', 'add', '--from', path.as_posix(), *into])}", err=True)


_NOTHING = "Nothing was added"
_KEPT = ".briefing-entry"


def _free_name(folder: Path) -> Path:
    """Return the path of a new, hidden file for an entry, which is not read as an events file."""
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


def entries_from(name: str, words: "Words") -> "list[NewEvent]":
    """Read the events in a YAML file. Its actors and sources are added with the first event.

    Raises:
        click.BadParameter: the file cannot be read, or has no events or unclear dates.
    """
    from briefing.capture.adding import NewEvent
    from briefing.capture.answers import Unclear
    from briefing.record import parsing

    try:
        content = parsing.loads(Path(name).read_text(encoding="utf-8-sig"))
    except OSError as error:
        message = f"{name} cannot be read: {error.strerror}."
        raise click.BadParameter(message, param_hint="--from") from None
    except parsing.UNREADABLE as error:
        raise click.BadParameter(f"{name} is not YAML: {error}.", param_hint="--from") from None
    parts = content if isinstance(content, dict) else {"events": content}
    events = parts.get("events", [parts] if "title" in parts else [])
    events = [event for event in events or () if isinstance(event, dict)]
    if not events:
        raise click.BadParameter(f"{name} contains no events.", param_hint="--from")
    try:
        events = [{**event, **_date_in(event, words)} for event in events]
    except Unclear as unclear:
        raise click.BadParameter(with_stop(str(unclear)), param_hint="--from") from None
    sections = (parts.get("actors") or {}, parts.get("sources") or {})
    return [NewEvent(event, *(sections if n == 0 else ())) for n, event in enumerate(events)]


def _date_in(event: Mapping[str, Any], words: "Words") -> dict[str, str]:
    """Return the date of an event as text, or nothing if it has none."""
    if (date := event.get("date")) is None:
        return {}
    text = f"[{', '.join(map(str, date))}]" if isinstance(date, list) else str(date)
    return {"date": words.date(text)}
