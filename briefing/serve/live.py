"""The record that the page shows: its last state, and the last one without errors."""

import asyncio
import logging
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import date as Day
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Protocol, TypeVar

from watchfiles import awatch

from briefing.record.loading import File, LoadResult
from briefing.record.piecewise import PieceCache
from briefing.record.problems import Path as ItemPath
from briefing.record.problems import errors
from briefing.record.record import Record
from briefing.record.templates import Templates

_LOG = logging.getLogger(__name__)
_T = TypeVar("_T")
_STEP, _DEBOUNCE = 10, 100
"""Milliseconds without a change after which files are read, and at most from the first change."""


class Project(Protocol):
    """The functions with which commands read the disk and the clock."""

    def folders(self) -> list[Path]:
        """List the folders that contain the files of the record and the user's own templates."""

    @property
    def folder(self) -> Path:
        """The record's folder, which contains the kept copies of its sources."""

    @property
    def user_templates(self) -> Path:
        """The folder of the user's own templates, which may not exist."""

    def files(self) -> Iterator[File]:
        """Yield the files of the record."""

    def templates(self) -> Templates:
        """Return all kinds of briefing."""

    def load(self, files: Sequence[File], cache: PieceCache) -> LoadResult:
        """Load the files of the record, and check them as `briefing check` does."""

    def last_day(self, record: Record) -> Day:
        """Return the last day that the record covers."""

    def today(self, record: Record) -> Day:
        """Return the date in the record's time zone."""

    def readable_until(self, record: Record, day: Day) -> datetime:
        """Return the time that decides which embargoes have ended."""

    def message(self, error: Exception) -> str | None:
        """Return the message of an error about the files, or None for any other error."""


class Readings:
    """The record as it was last read, so that the page and its forms read the same files only once.

    Only one thread may use it at a time.

    Attributes:
        added: the paths of the items that the form has added, such as `("actors", "ann")`.
    """

    def __init__(self, project: Project) -> None:
        self._project = project
        self._cache = PieceCache()
        self._last: tuple[object, LoadResult] | None = None
        self.added: set[ItemPath] = set()

    def read(self, files: Sequence[File], *, again: bool = False) -> LoadResult:
        """Return the record in files, or the last one that was kept if it has the same content.

        `again` reads them in any case, because something else has changed that the record uses.
        """
        if not again and self._last and self._last[0] == _contents(files):
            return self._last[1]
        loaded = self.check(files)
        self.keep(files, loaded)
        return loaded

    def check(self, files: Sequence[File]) -> LoadResult:
        """Return the record in files that may never be saved."""
        return self._project.load(files, self._cache)

    def keep(self, files: Sequence[File], loaded: LoadResult) -> None:
        """Keep the record in files that have just been checked, and that will be read next."""
        self._last = _contents(files), loaded


@dataclass(frozen=True, eq=False)
class State:
    """The record as it was last read.

    Attributes:
        version: the number of times that it has changed.
        files: its files. `loaded` is the result of reading them.
        failure: why the files could not be read, or "". The other attributes are then as before.
        user_templates: the files of the user's own templates, with their times and sizes.
    """

    version: int = 0
    loaded: LoadResult = field(default_factory=lambda: LoadResult(Record(), []))
    files: Sequence[File] = ()
    templates: Templates = field(default_factory=dict)
    failure: str = ""
    user_templates: Sequence[object] = ()


class Live:
    """A record that is read again after each change.

    `state` is its last state, and `good` is the last one without errors, or None. Everything that
    needs the record runs in one thread, one after another.
    """

    def __init__(self, project: Project) -> None:
        self.project = project
        self.state = State()
        self.good: State | None = None
        self.closing = asyncio.Event()
        self.readings = Readings(project)
        self._last_seen: tuple[object, object] = (None, None)
        self._reader = ThreadPoolExecutor(1, "reader")
        self._listeners: set[asyncio.Event] = set()

    async def run(self, function: Callable[..., _T], *arguments: object) -> _T:
        """Return the result of a function, called in the thread of the record."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._reader, function, *arguments)

    async def refresh(self) -> State:
        """Read the files again. If they have changed, announce the new state."""
        state = await self.run(self._read)
        if state is not self.state:
            self.state = state
            if not (state.failure or errors(state.loaded.problems)):
                self.good = state
            for listener in self._listeners:
                listener.set()
        return state

    @contextmanager
    def listening(self) -> Iterator[asyncio.Event]:
        """Yield an event that is set after each change and when the server ends."""
        listener = asyncio.Event()
        self._listeners.add(listener)
        try:
            yield listener
        finally:
            self._listeners.discard(listener)

    def close(self) -> None:
        """End the streams of news, because the server ends."""
        self.closing.set()
        for listener in self._listeners:
            listener.set()

    async def follow(self) -> None:
        """Read the files after each change, until the server ends."""
        while not self.closing.is_set():
            folders = await self.run(self.project.folders)
            with suppress(FileNotFoundError):
                async for _ in awatch(
                    *folders,
                    watch_filter=None,
                    debounce=_DEBOUNCE,
                    step=_STEP,
                    stop_event=self.closing,
                    recursive=False,
                    ignore_permission_denied=True,
                ):
                    await self.refresh()
                    if await self.run(self.project.folders) != folders:
                        break
            await asyncio.sleep(0.05)  # A folder is gone, or another one is there.

    def _read(self) -> State:
        before = self.state
        try:
            files = list(self.project.files())
            templates = self.project.templates()
            stamps = self._stamps()
            others = self._pictures(files), stamps
            seen = _contents(files), others
            if seen == self._last_seen and not before.failure:
                return before
            again = bool(before.failure) or others != self._last_seen[1]
            loaded = self.readings.read(files, again=again)
        except Exception as error:
            message = self.project.message(error)
            if message is None:
                _LOG.exception("the record could not be read")
                message = f"The record could not be read: {type(error).__name__}: {error}"
            if message == before.failure:
                return before
            return replace(before, version=before.version + 1, failure=message)
        self._last_seen = seen
        return State(before.version + 1, loaded, files, templates, user_templates=stamps)

    def _stamps(self) -> list[tuple[Path, int, int]]:
        paths = sorted(self.project.user_templates.rglob("*"))
        stats = ((path, path.stat()) for path in paths if path.is_file())
        return [(path, status.st_mtime_ns, status.st_size) for path, status in stats]

    def _pictures(self, files: Sequence[File]) -> list[str]:
        record = self.state.loaded.record
        tables = (table.written for table in record.tables)
        names = sorted({*(name for _, name in (*record.brand_files, *record.pictures)), *tables})
        return [_hash_of(file, name) for file in files for name in names]


def _contents(files: Sequence[File]) -> list[tuple[str, bytes]]:
    return [(file.name, file.content) for file in files]


def _hash_of(file: File, name: str) -> str:
    """Return the hash of a file of the brand, a picture or a table, or "" if it cannot be read."""
    try:
        return sha256(file.read_sibling(name)).hexdigest()
    except OSError:
        return ""
