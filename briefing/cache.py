"""A cache of documents, fonts and pictures in the user's own cache folder.

Each entry is a file that is named by its key and starts with a checksum. An entry that is damaged
is treated as missing. Several builds can use the cache at the same time, and if it cannot be
written, builds work without it.
"""

import os
import re
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from briefing.cache_folder import cache_folder
from briefing.replacing import write_private

LIMIT = 10**9
"""The size above which the least recently used entries are removed, in bytes."""
_LAYOUT = "1"
"""The folder of the entries. It changes with their format."""
_NAME = re.compile(r"[0-9a-f]{64}")
_STALE = 24 * 60 * 60
"""The age of a file that a killed build has left behind, in seconds."""
_CHECKSUM = 32
"""The length of a checksum, in bytes."""


@dataclass(frozen=True, slots=True)
class Usage:
    """The number of entries in a cache, and their size in bytes."""

    number: int
    size: int


class Cache:
    """A cache in a folder that exists and that only this user can read."""

    def __init__(self, folder: Path, limit: int = LIMIT) -> None:
        self.folder, self.limit = folder, limit
        self._has_grown = False
        self._is_writable = True

    def read(self, key: str) -> bytes | None:
        """Return the content of an entry, and mark it as used. Return None if there is none."""
        path = self._path(key)
        try:
            stored = path.read_bytes()
        except OSError:
            return None
        checksum, content = stored[:_CHECKSUM], stored[_CHECKSUM:]
        if checksum != _checksum(key, content):
            with suppress(OSError):
                path.unlink()
            return None
        self.touch(key)
        return content

    def touch(self, key: str) -> None:
        """Mark an entry as used."""
        with suppress(OSError):
            os.utime(self._path(key))

    def write(self, key: str, content: bytes) -> bool:
        """Store an entry in a single step. Return False if it cannot be written."""
        if not self._is_writable:
            return False
        path = self._path(key)
        try:
            if not path.parent.is_dir():
                # With `parents=True`, others could read the folders above.
                for folder in (self.folder, self.folder / _LAYOUT, path.parent):
                    folder.mkdir(mode=0o700, exist_ok=True)
            write_private(path, _checksum(key, content) + content)
        except OSError:
            # The disk is full or cannot be written to. Do not try again for each document.
            self._is_writable = False
            return False
        self._has_grown = True
        return True

    def usage(self) -> Usage:
        """Return the number and size of the entries."""
        sizes = [status.st_size for _, status in self._entries()]
        return Usage(len(sizes), sum(sizes))

    def trim(self) -> None:
        """Remove the least recently used entries if the cache has grown beyond its limit."""
        if not self._has_grown:
            return
        entries = sorted(self._entries(), key=lambda entry: entry[1].st_mtime_ns, reverse=True)
        now, size = time.time(), 0
        for path, status in entries:
            size += status.st_size
            is_left_over = path.name.startswith(".") and status.st_mtime < now - _STALE
            if size > self.limit or is_left_over:
                with suppress(OSError):
                    path.unlink()

    def clear(self) -> Usage:
        """Remove all entries, and return what was removed."""
        removed = []
        for path, status in list(self._entries()):
            with suppress(OSError):
                path.unlink()
                removed.append(status.st_size)
        return Usage(len(removed), sum(removed))

    def _path(self, key: str) -> Path:
        return self.folder / _LAYOUT / key[:2] / key

    def _entries(self) -> Iterator[tuple[Path, os.stat_result]]:
        """Yield the files of the cache. Other files in its folder are somebody else's."""
        for path in self.folder.glob("*/??/*"):
            if _NAME.fullmatch(path.name) or _NAME.match(path.name, 1):
                with suppress(OSError):
                    yield path, path.stat()


def open_cache() -> Cache | None:
    """Return the cache of this user, or None if it is off or cannot be used."""
    folder = cache_folder("made")
    return Cache(folder) if folder else None


def made_once(name: str, limit: int, key: str, make: Callable[[], bytes]) -> bytes:
    """Return the content that `make` makes, or the same content that was kept before.

    It is kept under its `key`, the hash of everything that it depends on, in the subfolder `name`,
    which grows to at most `limit` bytes.
    """
    folder = cache_folder(name)
    if not folder:
        return make()
    cache = Cache(folder, limit)
    content = cache.read(key)
    if content is None:
        content = make()
        cache.write(key, content)
        cache.trim()
    return content


def _checksum(key: str, content: bytes) -> bytes:
    return sha256(key.encode() + content).digest()
