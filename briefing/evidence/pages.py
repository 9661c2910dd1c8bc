"""Fetched pages: the file name and the text of each."""

import tempfile
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

from briefing.evidence.copies import Copies, Unreadable
from briefing.evidence.extracting import read_copies
from briefing.evidence.fetching import Fetched
from briefing.evidence.kinds import EXTENSIONS, EXTENSIONS_BY_TYPE, HEAD, TEXT, NotReadable, kind_of
from briefing.evidence.text import SourceText
from briefing.temporary import temporary_folder

_BY_TYPE = {**EXTENSIONS_BY_TYPE, "multipart/related": ".mhtml"}
_BY_KIND = {
    kind: next(end for end in EXTENSIONS if EXTENSIONS[end] == kind) for kind in EXTENSIONS.values()
}
_AS_PDF = "Open it in a browser, and save it as a PDF"


def extension_of(page: Fetched) -> str:
    """Return the extension for the file of a page, such as ".pdf".

    The content decides, because servers often give the wrong type.

    Raises:
        NotReadable: its text cannot be read.
    """
    by_address = PurePosixPath(urlsplit(page.address).path).suffix.lower()
    guess = _BY_TYPE.get(page.content_type) or (by_address if by_address in EXTENSIONS else "")
    head = page.content[:HEAD]
    try:
        kind = kind_of(head, f"page{guess}")
    except NotReadable:
        if not guess:
            raise
        kind = kind_of(head, "page")
    if kind == TEXT and not guess and not page.content_type.startswith("text/"):
        type = page.content_type
        reason = f"its type is {type}, which cannot be read" if type else "its type is unknown"
        raise NotReadable(reason, _AS_PDF)
    return guess if EXTENSIONS.get(guess) == kind else _BY_KIND[kind]


def content_of(page: Fetched) -> bytes:
    """Return the content to keep of a page: its bytes, unless only the server gave its encoding.

    Such a page is converted to UTF-8 with a byte-order mark, because a file has no headers.
    """
    if not page.content_type.startswith("text/") or not page.charset:
        return page.content
    try:
        page.content.decode("utf-8")
    except UnicodeDecodeError:
        from webencodings import lookup

        encoding = lookup(page.charset)
        if encoding and encoding.name not in ("utf-8", "utf-16le", "utf-16be"):
            text, _ = encoding.codec_info.decode(page.content, "replace")
            return str(text).encode("utf-8-sig", "replace")
    return page.content


def read_pages(pages: Mapping[str, Fetched]) -> Mapping[str, SourceText | Unreadable]:
    """Return the text of each page, or why it has none, by the name of its source."""
    with temporary_folder():
        folder = Path(tempfile.mkdtemp())
        copies = [_staged(folder, name, page) for name, page in pages.items()]
        return {text.source: text for text in read_copies(copies)}


def _staged(folder: Path, name: str, page: Fetched) -> Copies:
    """Write a page to a temporary folder, where limited processes can read it."""
    try:
        file = f"{name}{extension_of(page)}"
    except NotReadable as error:
        problem = Unreadable(name, "", error.reason, error.hint)
        return Copies(name, folder, (), problem=problem)
    (folder / file).write_bytes(content_of(page))
    return Copies(name, folder, (file,))
