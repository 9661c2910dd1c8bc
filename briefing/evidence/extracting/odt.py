"""The text of an OpenDocument text: paragraphs, tables, notes, headers, footers and text boxes."""

import re
from collections.abc import Iterator
from typing import Any

from briefing.evidence.extracting.tables import rows_of_data
from briefing.evidence.extracting.zipped import Parts, name_of
from briefing.evidence.kinds import AS_PDF, SAVE_LESS, NotReadable

_NAMES = "{urn:oasis:names:tc:opendocument:xmlns:"
UNSEEN = frozenset({
    "note-citation", "annotation", "tracked-changes", "ruby-text", "hidden-text", "title", "desc",
    "forms", "scripts", "font-face-decls", "automatic-styles", "styles",
})  # fmt: skip
"""Elements whose text is not part of the document, such as deletions and footnote markers."""
_SPAN = re.compile(r"\}number-(?:columns|rows)-(?:spanned|repeated)$")
LETTERS = {"s": " ", "tab": "\t", "line-break": "\n"}
_ASIDE = ("note-body", "text-box")
"""Elements in a paragraph whose text is not part of it."""


def read(content: bytes) -> list[str]:
    """Return the text of an OpenDocument text, as a list of one.

    Raises:
        NotReadable: it is damaged, has a password, or is another kind of file.
    """
    parts = open_document_of(content)
    roots = [parts.xml("content.xml")]
    if not any(True for _ in roots[0].iter(f"{_NAMES}office:1.0}}text")):
        reason = "it is a spreadsheet, a presentation or a drawing"
        raise NotReadable(reason, AS_PDF)
    if "styles.xml" in parts.names:
        pages = f"{_NAMES}style:1.0}}master-page"
        roots += [element for page in parts.xml("styles.xml").iter(pages) for element in page]
    return ["\n".join(block for root in roots for block in _blocks(root))]


def open_document_of(content: bytes, save_less: str = SAVE_LESS) -> Parts:
    """Return the parts of an OpenDocument file. If it is too large, `save_less` is the hint.

    Raises:
        NotReadable: it is damaged, has a password, or is another kind of file.
    """
    parts = Parts(content, save_less)
    manifest = "META-INF/manifest.xml"
    if manifest in parts.names and any(
        name_of(element) == "encryption-data" for element in parts.xml(manifest).iter()
    ):
        raise NotReadable("it has a password", "Save it without one")
    if "content.xml" not in parts.names:
        raise NotReadable(
            "it is a zip file, but not an OpenDocument text",
            "Unpack it, and keep the document that it contains",
        )
    return parts


def _blocks(root: Any) -> Iterator[str]:
    """Yield the text of each paragraph in an element, then that of its notes and text boxes."""
    for element in root:
        name = name_of(element)
        if name in ("p", "h"):
            asides: list[Any] = []
            yield "".join(_letters(element, asides))
            for aside in asides:
                yield from _blocks(aside)
        elif name == "table" and (lines := _lines_of_data(element)):
            yield from lines
        elif name not in UNSEEN and element.get(f"{_NAMES}text:1.0}}display") != "none":
            yield from _blocks(element)


def _lines_of_data(table: Any) -> list[str]:
    """Return the rows of a table of data, or nothing if it is another table."""
    within = list(table.iterdescendants())
    spans = [value for element in within for key, value in element.items() if _SPAN.search(key)]
    if set(spans) - {"1"} or any(name_of(element) in ("table", *UNSEEN) for element in within):
        return []
    rows = [row for row in within if name_of(row) == "table-row"]
    cells = [[cell for cell in row if name_of(cell) == "table-cell"] for row in rows]
    return rows_of_data([["\n".join(_blocks(cell)) for cell in row] for row in cells])


def _letters(element: Any, asides: list[Any]) -> Iterator[str]:
    """Yield the text in a paragraph in pieces. Collect its notes and text boxes in `asides`."""
    yield element.text or ""
    for child in element:
        name = name_of(child)
        if name in _ASIDE:
            asides.append(child)
        elif name in LETTERS:
            yield LETTERS[name]
        elif name not in UNSEEN:
            yield from _letters(child, asides)
        yield child.tail or ""
