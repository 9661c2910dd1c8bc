"""Keep a document that somebody already has as the copy of a source."""

import re
from pathlib import Path

from briefing.evidence.copies import SOURCES, find_copies
from briefing.record.record import Record
from briefing.replacing import write_whole

_EXTENSION = re.compile(r"\.[a-z0-9]{1,8}")


def save_copy(
    content: bytes, extension: str, source: str, record: Record, folder: Path
) -> Path | None:
    """Write the copy of a source into the folder of sources, unless the source has one.

    Args:
        content: the document.
        extension: the extension of its file, such as ".pdf".
        source: the id of the source.
        record: the record.
        folder: the record's folder.

    Returns:
        The path of the copy, or None if nothing was written.

    Raises:
        OSError: it cannot be written, or the folder of sources leads out of the record's folder.
    """
    if source not in record.sources or source in find_copies(record, folder, [source]):
        return None
    sources = folder / SOURCES
    if not sources.resolve().is_relative_to(folder.resolve()):
        raise OSError(None, "it leads out of the record's folder", str(sources))
    if not _EXTENSION.fullmatch(extension):
        raise OSError(None, "its name has no extension", source)
    path = sources / f"{source}{extension}"
    sources.mkdir(exist_ok=True)
    write_whole(path, content)
    return path
