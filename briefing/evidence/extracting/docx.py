"""The text of a Word document: paragraphs, tables, notes, headers, footers and text boxes."""

from collections.abc import Iterator
from typing import Any

from briefing.charsets import raised
from briefing.evidence.extracting.tables import rows_of_data
from briefing.evidence.extracting.zipped import Parts, name_of
from briefing.evidence.kinds import AS_PDF, NotReadable

UNSEEN = frozenset({
    "delText", "instrText", "delInstrText", "moveFrom", "del", "Fallback", "pPr", "sectPr", "tblPr",
    "tcPr", "trPr", "rt",
})  # fmt: skip
"""Elements whose text is not part of the document: deletions, field codes and properties."""
LETTERS = {
    "tab": "\t",
    "ptab": "\t",
    "br": "\n",
    "cr": "\n",
    "noBreakHyphen": "\u2011",
    "softHyphen": "\u00ad",
}
_HIDDEN = ("vanish", "strike", "dstrike")
"""The properties of a run that is hidden or crossed out."""
OFF = ("0", "false", "off", "none")
_NOTES = ("footnotes", "endnotes", "header", "footer")
"""The types of the parts that follow the body."""


def read(content: bytes) -> list[str]:
    """Return the text of a Word document, as a list of one.

    Raises:
        NotReadable: it is damaged, or is another kind of zip file.
    """
    parts = Parts(content)
    main = parts.main
    if not main.endswith(".xml"):
        raise NotReadable(
            "it is a zip file, but not a Word document",
            "Unpack it, and keep the document that it contains",
        )
    root = parts.xml(main)
    if name_of(root) != "document":
        reason = "it is a spreadsheet, a presentation or another Office file"
        raise NotReadable(reason, AS_PDF)
    roots = [root]
    for kind in _NOTES:
        roots += [parts.xml(target) for target in parts.related(main, kind)]
    return ["\n".join(block for root in roots for block in _blocks(root))]


def _blocks(root: Any) -> Iterator[str]:
    """Yield the text of each paragraph in an element, and after it that of its text boxes."""
    for element in root:
        name = name_of(element)
        if name == "p":
            boxes: list[Any] = []
            yield "".join(_letters(element, boxes))
            for box in boxes:
                yield from _blocks(box)
        elif name == "tbl" and (lines := _lines_of_data(element)):
            yield from lines
        elif name not in UNSEEN:
            yield from _blocks(element)


def _lines_of_data(table: Any) -> list[str]:
    """Return the rows of a table of data, or nothing if it is another table."""
    names = {name_of(element) for element in table.iterdescendants()}
    if names & {"tbl", "gridSpan", "vMerge", "sdt"}:
        return []
    rows = [row for row in table if name_of(row) == "tr"]
    cells = [[cell for cell in row if name_of(cell) == "tc"] for row in rows]
    return rows_of_data([["\n".join(_blocks(cell)) for cell in row] for row in cells])


def _letters(element: Any, boxes: list[Any]) -> Iterator[str]:
    """Yield the text in a paragraph in pieces. Collect its text boxes in `boxes`."""
    for child in element:
        name = name_of(child)
        if name == "t":
            yield child.text or ""
        elif name in LETTERS:
            yield LETTERS[name]
        elif name == "txbxContent":
            boxes.append(child)
        elif name == "r":
            properties = properties_of(child)
            if not any(properties.get(name, "0") not in OFF for name in _HIDDEN):
                letters = _letters(child, boxes)
                is_raised = properties.get("vertAlign") == "superscript"
                yield from map(raised, letters) if is_raised else letters
        elif name not in UNSEEN:
            yield from _letters(child, boxes)


def properties_of(run: Any) -> dict[str, str]:
    """Return the properties of a run of text, such as w:vanish, each with its value."""
    return {
        name_of(property): next(iter(property.attrib.values()), "on")
        for properties in run
        if name_of(properties) == "rPr"
        for property in properties
    }
