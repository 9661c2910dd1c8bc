"""The user's own templates as data, read once so that they stay the same during a build."""

import os
from dataclasses import dataclass
from pathlib import Path

from briefing.output.folders import BUILT_IN

LARGEST = 64_000_000
"""The most bytes that a folder of templates can have."""
_MOST_FILES = 2_000


class TemplatesUnreadable(Exception):
    """A folder of templates cannot be used. The message is a sentence that says why."""


@dataclass(frozen=True, slots=True)
class UserTemplates:
    """A folder of templates: its name for messages, and the path and bytes of each file."""

    folder: str
    files: tuple[tuple[str, bytes], ...]

    def write_to(self, folder: Path) -> None:
        """Write the files to another folder."""
        for name, content in self.files:
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)


def read_user_templates(folder: Path) -> UserTemplates | None:
    """Read all files of a folder of templates, at any depth.

    Return None if it has no files, or if it is the folder of the built-in templates. A record in
    the program's own source code is beside that folder.

    Raises:
        TemplatesUnreadable: a file cannot be read, or the files are too many or too large.
    """
    if folder.resolve() == BUILT_IN.resolve():
        return None
    files: list[tuple[str, bytes]] = []
    size = 0
    for parent, _, names in os.walk(folder, followlinks=True):
        for name in names:
            path = Path(parent, name)
            if not path.is_file():
                continue
            try:
                size += path.stat().st_size
                if size > LARGEST or len(files) >= _MOST_FILES:
                    raise TemplatesUnreadable(
                        f"{folder.as_posix()} has too many files for a folder of templates. Keep "
                        "only templates in it."
                    )
                files.append((path.relative_to(folder).as_posix(), path.read_bytes()))
            except OSError as error:
                raise TemplatesUnreadable(
                    f"{path.as_posix()} cannot be read: {error.strerror}."
                ) from None
    return UserTemplates(folder.as_posix(), tuple(sorted(files))) if files else None
