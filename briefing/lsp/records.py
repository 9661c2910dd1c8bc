"""The records of the files that are open in the editor: which files belong together, and their
last version."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date as Day
from pathlib import Path
from typing import Protocol

from briefing.lsp.index import Index, index_of, with_unread
from briefing.record.loading import File, LoadResult, text_of
from briefing.record.piecewise import PieceCache
from briefing.record.proofs import LOCK
from briefing.record.record import Record

DEFAULT = "events.yaml"
_TITLE = re.compile(rb"^title:", re.MULTILINE)
_SECTION = re.compile(r"^(?:events|actors|sources|asks|areas|editions):", re.MULTILINE)


class Disk(Protocol):
    """The functions that `briefing check` uses to read the disk."""

    def files(self, events: Sequence[str], read: Callable[[Path], bytes]) -> Iterator[File]:
        """Yield the files of a record, with contents from `read`."""

    def load(self, files: Sequence[File], events: Sequence[str], cache: PieceCache) -> LoadResult:
        """Load the files of a record, and check them as `briefing check` does."""

    def parts(self, folder: Path) -> list[Path]:
        """List the files in a folder that may be part of a record."""

    def folder(self, events: Sequence[str]) -> Path:
        """Return the folder of a record, which has its evidence.lock and its kept copies."""

    def templates(self, events: Sequence[str]) -> Sequence[str]:
        """List the names of the kinds of briefing."""

    def last_day(self, record: Record) -> Day:
        """Return the last day that the record covers."""


@dataclass(frozen=True)
class State:
    """A record as it was last loaded. `texts` contains the text of each of its `files`.

    `tables` contains the texts of its tables of areas.
    """

    loaded: LoadResult = field(default_factory=lambda: LoadResult(Record(), []))
    files: Sequence[File] = ()
    texts: Mapping[str, str] = field(default_factory=dict)
    tables: Mapping[str, str] = field(default_factory=dict)
    index: Index = field(default_factory=Index)
    good: Record = field(default_factory=Record)
    templates: tuple[str, ...] = ()
    cache: PieceCache = field(default_factory=PieceCache)


def load_state(
    disk: Disk, events: Sequence[str], open_texts: Mapping[Path, str], last: State
) -> State:
    """Load a record, with the texts of the files that are open in the editor.

    Args:
        disk: the functions that read the disk.
        events: the arguments for `briefing check` that name the record.
        open_texts: the texts in the editor, by absolute path.
        last: the last state of the record.

    Raises:
        click.ClickException: the files or the templates cannot be read.
    """

    def read(path: Path) -> bytes:
        text = open_texts.get(path.absolute())
        return path.read_bytes() if text is None else text.encode("utf-8", "surrogatepass")

    files = list(disk.files(events, read))
    loaded = disk.load(files, events, last.cache)
    texts = {file.name: text_of(file) for file in files}
    unread = {name for name in loaded.unread if texts.get(name, "").strip()}
    index = with_unread(index_of(loaded.record), last.index, unread)
    good = last.good if unread and last.good.files else loaded.record
    tables = {table.name: table.text for table in loaded.record.tables}
    return State(
        loaded, files, texts, tables, index, good, tuple(disk.templates(events)), last.cache
    )


def record_of(
    path: Path, root: Path | None, named: Sequence[str], disk: Disk, text: str = ""
) -> tuple[str, ...] | None:
    """Return the arguments for `briefing check` that name the record of a file.

    None means that the file is not part of a record.

    Args:
        path: the absolute path of the file.
        root: the folder that is open in the editor.
        named: the files and folders of the record, if the user has named them.
        disk: the functions that read the disk.
        text: the text of the file in the editor.
    """
    if path.suffix not in (".yaml", ".yml") and path.name != LOCK:
        return None
    given = tuple(shown(root / name if root else Path(name).absolute()) for name in named)
    for name in given:
        whole = Path(name).absolute()
        if path == whole or (whole.is_dir() and path.is_relative_to(whole)):
            return _with(path, given)
    if path.name == LOCK:
        default = path.with_name(DEFAULT)
        return (shown(default if default.exists() else path.parent),)
    alone = (shown(path),)
    if path.name == DEFAULT:
        return alone
    folder = _folder_of(path, root)
    parts = {part.absolute() for part in disk.parts(folder)} if folder else set()
    if path not in parts and not _SECTION.search(text):
        return None
    if folder is None or sum(map(_has_title, parts | {path})) > 1:
        return alone
    return _with(path, (shown(folder),))


def _with(path: Path, events: tuple[str, ...]) -> tuple[str, ...]:
    """Name a new file, which is not on the disk yet, in addition to its folder."""
    return events if path.exists() else (*events, shown(path))


def _folder_of(path: Path, root: Path | None) -> Path | None:
    """Return the folder whose files form one record with `path`, or None if it is alone.

    If parent folders contain other parts of the record, return the outermost one. A folder
    with an events.yaml has a record of its own.
    """
    folder = path.parent
    if (folder / DEFAULT).exists():
        return None
    while root and folder != root and folder.is_relative_to(root):
        wider = folder.parent
        if wider == root or (wider / DEFAULT).exists() or not _has_parts(wider):
            break
        folder = wider
    return folder


def _has_parts(folder: Path) -> bool:
    files = [*folder.glob("*.yaml"), *folder.glob("*.yml")]
    return any(_SECTION.search(_start_of(file).decode("utf-8", "replace")) for file in files)


def _has_title(path: Path) -> bool:
    return _TITLE.search(_start_of(path)) is not None


def _start_of(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(200_000)
    except OSError:
        return b""


def shown(path: Path) -> str:
    """Return the name of a file as `briefing check` shows it in the folder that is open."""
    here = Path.cwd()
    return (path.relative_to(here) if path.is_relative_to(here) else path).as_posix()
