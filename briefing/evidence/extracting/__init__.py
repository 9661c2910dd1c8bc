"""Read the text of kept copies, each in a process of its own with limits on time and memory.

Each kind of file has a module. Nothing outside the file is read, and no connection is opened.
"""

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from hashlib import sha256
from importlib import import_module
from pathlib import Path

from briefing.evidence.copies import LARGEST, Copies, Unreadable, combined_hash
from briefing.evidence.kinds import (
    EMAIL,
    HEAD,
    PDF,
    SAVE_AGAIN,
    SAVE_LESS,
    SAVE_TEXT,
    NotReadable,
    extractor_of,
    kind_of,
)
from briefing.evidence.text import Page, SourceText
from briefing.workers import JobFailed, Limits, Workers, processors

LIMITS = Limits(seconds=60, memory=1 << 30)
"""The limits for reading one file."""
_MOST_TEXT = 20_000_000
"""The maximum length of the text of one file, in characters. A book has a million."""


def read_copies(copies: Iterable[Copies]) -> Iterator[SourceText | Unreadable]:
    """Yield the text of each source's copies, or the reason why it cannot be read, in order.

    If one file of a source cannot be read, the source cannot.
    """
    sources = list(copies)
    with Workers(processors(), LIMITS) as workers:
        reading = [
            [workers.submit(_read, source.folder / name, name) for name in source.files]
            if not source.problem
            else []
            for source in sources
        ]
        for source, files in zip(sources, reading, strict=True):
            yield _joined(source, list(map(_result, files)))
            files.clear()


@dataclass(frozen=True, slots=True)
class _Read:
    """The text of a file: its pages, hash and extractor."""

    pages: list[Page]
    hash: str
    extractor: str


def _read(path: Path, name: str) -> "_Read | NotReadable":
    """Read a file. A library can raise any exception for a malicious file."""
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except OSError as error:
        return NotReadable(f"it cannot be read: {error.strerror}", "Check its permissions")
    try:
        pages = pages_of(content, name)
    except MemoryError:
        raise
    except NotReadable as error:
        # A library may have made exceptions picklable with the error that came before this one.
        return NotReadable(error.reason, error.hint)
    except Exception:
        return NotReadable("it is damaged", f"{SAVE_AGAIN}, or print it to a PDF")
    if sum(len(page.text) for page in pages) > _MOST_TEXT:
        return NotReadable(f"it has more than {_MOST_TEXT:,} characters", SAVE_LESS)
    extractor = extractor_of(kind_of(content[:HEAD], name))
    return _Read(pages, sha256(content).hexdigest(), extractor)


def _result(future: "Future[_Read | NotReadable]") -> "_Read | NotReadable":
    try:
        return future.result()
    except JobFailed as error:
        return NotReadable(str(error), SAVE_LESS)


def pages_of(content: bytes, name: str) -> list[Page]:
    """Return the pages of a file, or one or more pages without a number if it has none.

    Use `read_copies` for files that somebody else has made: it sets limits.

    Raises:
        NotReadable: the file cannot be read.
    """
    kind = kind_of(content[:HEAD], name)
    module = import_module(f"{__name__}.{kind.module}")
    if kind == PDF:
        pages = [Page(text, number, name) for number, text in module.read(content)]
    elif kind == EMAIL:
        pages = [Page(text, None, name) for text in module.read(content, texts_of)]
    else:
        pages = [Page(text, None, name) for text in module.read(content)]
    if not any(page.text.strip() for page in pages):
        raise NotReadable("it contains no text", SAVE_TEXT)
    return pages


def texts_of(content: bytes, name: str) -> list[str]:
    """Return the texts of the pages of a file, as `pages_of` does."""
    return [page.text for page in pages_of(content, name)]


def _joined(source: Copies, results: Sequence["_Read | NotReadable"]) -> SourceText | Unreadable:
    """Return the text of a source from the results for its files, or the first problem."""
    if source.problem:
        return source.problem
    read = []
    for name, result in zip(source.files, results, strict=True):
        if isinstance(result, NotReadable):
            return Unreadable(source.source, name, result.reason, result.hint)
        read.append(result)
    return SourceText(
        source.source,
        [page for file in read for page in file.pages],
        combined_hash([file.hash for file in read]),
        "; ".join(dict.fromkeys(file.extractor for file in read)),
    )
