"""The kept copies of a record's sources: files in the folder `sources` next to the record.

`gazette-2019.pdf` is a copy of the source with the id gazette-2019. A source can have several
files, such as `gazette-2019.1.html` and `gazette-2019.2.html`. The key `copy` of a source names a
file elsewhere in the record's folder.
"""

import hashlib
import os
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from briefing.evidence.kinds import (
    EXTENSIONS,
    HEAD,
    SAVE_LESS,
    Kind,
    NotReadable,
    extractor_of,
    kind_of,
)
from briefing.record.claims import source_name
from briefing.record.proofs import LOCK
from briefing.record.record import Record

SOURCES = "sources"
"""The folder with the copies, in the record's folder."""
LARGEST = 50_000_000
"""The maximum size of a copy, in bytes."""

_Problem = tuple[str, str]
"""A reason and what to do about it."""
_OUTSIDE = (
    "it is outside the record's folder, or is a link that leads out of it",
    "Copy the file into the sources folder",
)
_OWN = ("it is part of the record, and a record cannot prove itself", "Give the path of a copy")
_FOLDER_OUTSIDE = ("it leads out of the record's folder", "Replace the link with a folder")
_NAME = re.compile(r"(?P<whole>(?P<name>.+?)(?:\.(?P<number>\d+))?)\.[A-Za-z][A-Za-z0-9]*")


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A copy that cannot be read.

    Attributes:
        source: the name of the source.
        copy: the path of the file, relative to the record's folder.
        reason: why it cannot be read, such as "it is a picture of text".
        hint: what to do about it, as a sentence without its full stop.
    """

    source: str
    copy: str
    reason: str
    hint: str


@dataclass(frozen=True, slots=True)
class Copies:
    """The files of one source.

    Attributes:
        source: the name of the source.
        folder: the record's folder.
        files: the paths of the files in that folder, in order.
        hash: the SHA-256 of the file, in hexadecimal digits. If there are several files, the
            SHA-256 of all their hashes. Empty if there is a problem.
        kinds: the kind of each file.
        problem: why the files cannot be used, or None.
    """

    source: str
    folder: Path
    files: tuple[str, ...]
    hash: str = ""
    kinds: tuple[Kind, ...] = ()
    problem: Unreadable | None = None

    @property
    def extractor(self) -> str:
        """The libraries that read these files, and their versions."""
        return "; ".join(dict.fromkeys(map(extractor_of, self.kinds)))


def find_copies(
    record: Record, folder: Path, names: Collection[str] | None = None
) -> Mapping[str, Copies]:
    """Return the copies of the sources in `record`, by source name, for those that have any.

    Only files inside the record's `folder` are read, to hash them. If `names` is given, only the
    copies of these sources are returned.
    """
    known = _source_paths(record)
    listed, problem = _listed(folder)
    own = _files_by_source(listed, known)
    record_files = frozenset(os.path.realpath(file) for file in (*record.files, str(folder / LOCK)))
    found = {}
    for name in sorted(known if names is None else known.keys() & set(names)):
        paths = known[name] or [folder / SOURCES / file for file in own.get(name, ())]
        if paths:
            found[name] = _find(name, folder, paths, record_files)
        elif problem:
            found[name] = Copies(name, folder, (), problem=Unreadable(name, SOURCES, *problem))
    return found


def names_for(record: Record, folder: Path, old: str, new: str) -> dict[str, str]:
    """Return the new paths of the copies of the source `old`, if its id becomes `new`.

    The keys are the old paths of the files in `sources` with that id as their name.
    If the source names its file under `copy`, that file keeps its name.
    """
    known = _source_paths(record)
    if known.get(old):
        return {}
    owned = (name for name in _listed(folder)[0] if (_owner(name, known) or ("",))[0] == old)
    return {f"{SOURCES}/{name}": f"{SOURCES}/{new}{name[len(old) :]}" for name in owned}


def combined_hash(hashes: Sequence[str]) -> str:
    """Return the hash of a source from the `hashes` of its files, in order."""
    return hashes[0] if len(hashes) == 1 else hashlib.sha256("\n".join(hashes).encode()).hexdigest()


def files_without_source(record: Record, folder: Path) -> list[str]:
    """Return the files in `sources` that belong to no source, perhaps because of a misspelt id.

    The folders in which browsers save the pictures of a page are left out.
    """
    known, listed = _source_paths(record), _listed(folder)[0]
    named = {os.path.normpath(path) for paths in known.values() for path in paths}
    pages = tuple(Path(name).stem for name in listed if Path(name).suffix in (".html", ".htm"))
    paths = {name: folder / SOURCES / name for name in listed if not _owner(name, known)}
    return [
        f"{SOURCES}/{name}"
        for name, path in paths.items()
        if os.path.normpath(path) not in named and not (name.startswith(pages) and path.is_dir())
    ]


def _source_paths(record: Record) -> dict[str, list[Path]]:
    """Return all sources of the record by name, each with the paths that its `copy` keys give."""
    paths: dict[str, list[Path]] = {}

    def add(name: str, file: str, copy: str | None) -> None:
        known = paths.setdefault(name, [])
        if copy and (path := Path(file).parent / copy) not in known:
            known.append(path)

    for id, source in record.sources.items():
        add(id, source.where.file, source.kept_copy)
    for where, _, cited in record.inline_sources:
        add(source_name(cited), where.file, cited.kept_copy)
    return paths


def _files_by_source(names: Iterable[str], known: Collection[str]) -> dict[str, list[str]]:
    """Group the files in `sources` by the source that they belong to, each group in order."""
    groups: dict[str, list[tuple[int, str]]] = {}
    for name in names:
        if owner := _owner(name, known):
            groups.setdefault(owner[0], []).append((owner[1], name))
    files = {}
    for source, group in groups.items():
        ordered = [name for _, name in sorted(group)]
        # A picture or a spreadsheet next to a readable copy does no harm.
        readable = [name for name in ordered if Path(name).suffix.lower() in EXTENSIONS]
        files[source] = readable or ordered
    return files


def _owner(name: str, known: Collection[str]) -> tuple[str, int] | None:
    """Return the source that a file belongs to, and its number. The longest known name wins."""
    if not (match := _NAME.fullmatch(name)):
        return None
    if match["whole"] in known:
        return match["whole"], 0
    if match["number"] and match["name"] in known:
        return match["name"], int(match["number"])
    return None


def _listed(folder: Path) -> tuple[list[str], _Problem | None]:
    """List the files in `sources`, or explain why they cannot be listed."""
    path = folder / SOURCES
    try:
        if path.is_symlink() and not path.resolve().is_relative_to(folder.resolve()):
            return [], _FOLDER_OUTSIDE
        with os.scandir(path) as entries:
            names = [entry.name for entry in entries if not entry.name.startswith(".")]
    except (FileNotFoundError, NotADirectoryError):
        return [], None
    except (OSError, RuntimeError) as error:
        return [], _why(error)
    return sorted(names), None


def _find(
    source: str, folder: Path, paths: Sequence[Path], record_files: Collection[str]
) -> Copies:
    """Return the copies at these `paths`, with their hash, or with the first problem."""
    files, hashes, kinds = [], [], []
    for path in paths:
        name = Path(os.path.relpath(path, folder)).as_posix()
        try:
            hash, kind = _read(path, folder, record_files)
        except NotReadable as error:
            problem = Unreadable(source, name, error.reason, error.hint)
            return Copies(source, folder, (name,), problem=problem)
        files.append(name)
        hashes.append(hash)
        kinds.append(kind)
    return Copies(source, folder, tuple(files), combined_hash(hashes), tuple(kinds))


def _read(path: Path, folder: Path, record_files: Collection[str]) -> tuple[str, Kind]:
    """Return the hash and the kind of a file.

    Raises:
        NotReadable: it is outside the `folder`, too large, of an unknown kind or one of the
            record's own files, or cannot be read.
    """
    try:
        real = path.resolve()
        if not real.is_relative_to(folder.resolve()):
            raise NotReadable(*_OUTSIDE)
        if str(real) in record_files:
            raise NotReadable(*_OWN)
        if not real.exists():
            raise NotReadable("there is no such file", "Correct the path under `copy`")
        if not real.is_file():
            raise NotReadable("it is not a file", "Give the path of a file")
        if real.stat().st_size > LARGEST:
            raise NotReadable(f"it is larger than {LARGEST // 1_000_000} MB", SAVE_LESS)
        with real.open("rb") as file:
            kind = kind_of(file.read(HEAD), path.name)
            file.seek(0)
            return hashlib.file_digest(file, "sha256").hexdigest(), kind
    except (OSError, RuntimeError, ValueError) as error:
        raise NotReadable(*_why(error)) from None


def _why(error: Exception) -> _Problem:
    reason = getattr(error, "strerror", None) or str(error)
    return f"it cannot be read: {reason}", "Check the permissions of the file"
