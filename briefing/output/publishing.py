"""Write a website to its folder, and remove the files of an earlier version that it no longer has.

A hidden file in the folder lists the files that were made, so that no other file is ever replaced
or removed.
"""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from briefing.output.writing import has_file, write
from briefing.record.audiences import READERS, Audience

MANIFEST = ".briefing-site.json"
"""The file that lists the files of a website."""
_MOST_NAMED = 5


class NotPublished(Exception):
    """A website may not be written to a folder. The message says why, and what to do."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """The readers of a website, or "" if there is none, and the SHA-256 of its files by name."""

    audience: str = ""
    files: Mapping[str, str] = field(default_factory=dict)

    def to_bytes(self) -> bytes:
        """Return the manifest as JSON, with a file on each line."""
        data = {"version": 1, "audience": self.audience, "files": dict(sorted(self.files.items()))}
        return f"{json.dumps(data, indent=1)}\n".encode()


def manifest_of(folder: Path) -> Manifest:
    """Return the manifest in `folder`. If there is none, or it is damaged, the result is empty."""
    try:
        data: Any = json.loads((folder / MANIFEST).read_bytes())
        files = {str(name): str(digest) for name, digest in data["files"].items()}
        safe = {name: digest for name, digest in files.items() if _is_safe(name)}
        return Manifest(str(data["audience"]), safe)
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return Manifest()


def _is_safe(name: str) -> bool:
    """Whether a file is in the folder of a website, or in a subfolder of it."""
    *subfolders, last = name.split("/")
    parts = (*subfolders, last)
    return len(subfolders) < 2 and all(Path(part).name == part != ".." for part in parts)


def refuse_other_readers(folder: Path, audience: Audience) -> None:
    """Check that `folder` does not have a website for other readers.

    Raises:
        NotPublished: it has.
    """
    earlier = manifest_of(folder).audience
    if earlier not in ("", audience):
        raise NotPublished(
            f"{folder.as_posix()} has a website for {READERS.get(earlier, earlier)}, and this one "
            f"is for {READERS[audience]}. Give it a folder of its own: -o FOLDER."
        )


def publish(
    folder: Path,
    contents: Mapping[str, bytes],
    digests: Mapping[str, str],
    audience: Audience,
) -> list[str]:
    """Write a website to `folder`, all files or none, and remove the files that it no longer has.

    Args:
        contents: the new files. Others in `digests` are in the folder already.
        digests: the SHA-256 of all files of the website, by name.

    Returns:
        The names of files that should be removed, but have been changed by somebody since.

    Raises:
        NotPublished: the folder has a website for other readers, or files of the same names that
            were not made by this function.
        WriteError: the files cannot be written.
    """
    refuse_other_readers(folder, audience)
    earlier = manifest_of(folder)
    subfolders = {name.partition("/")[0] for name in digests if "/" in name}
    # Some systems ignore capitals in file names.
    names = {name.casefold() for name in digests}
    for name in sorted(subfolders):
        if name.casefold() in names:
            raise NotPublished(f"The area '{name}' has the name of a file. Give it another id.")
        if (folder / name).is_symlink() or (folder / name).is_file():
            raise NotPublished(_refusal(folder, [name]))
    foreign = [
        name
        for name, digest in digests.items()
        if name not in earlier.files
        and os.path.lexists(folder / name)
        and not has_file(folder / name, digest)
    ]
    if foreign:
        raise NotPublished(_refusal(folder, foreign))
    old = {name: digest for name, digest in earlier.files.items() if name not in digests}
    gone = [name for name, digest in old.items() if has_file(folder / name, digest)]
    manifest = Manifest(audience, digests).to_bytes()
    write(folder, {**contents, MANIFEST: manifest}, gone)
    return [name for name in old if os.path.lexists(folder / name)]


def digests_of(contents: Mapping[str, bytes]) -> dict[str, str]:
    """Return the SHA-256 of each file."""
    return {name: sha256(content).hexdigest() for name, content in contents.items()}


def _refusal(folder: Path, names: list[str]) -> str:
    named = ", ".join(names[:_MOST_NAMED])
    more = f" and {len(names) - _MOST_NAMED:,} more" if len(names) > _MOST_NAMED else ""
    is_or_are, them = ("is", "it") if len(names) == 1 else ("are", "them")
    return (
        f"{folder.as_posix()} has files of its own that the website would replace: {named}{more}. "
        f"As {'this' if len(names) == 1 else 'these'} {is_or_are} not from `briefing publish`, "
        f"move {them} or choose another folder: -o FOLDER."
    )
