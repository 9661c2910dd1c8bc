"""Correct the XML of Word documents made by pandoc.

Numbers in brackets are sections of ECMA-376 (5th edition), Part 1.
"""

import io
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date as Day
from itertools import pairwise
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from lxml import etree

from briefing.edition.brand import Brand
from briefing.output.xml import without_controls

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PIC = "{http://schemas.openxmlformats.org/drawingml/2006/picture}"
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_XML = "{http://www.w3.org/XML/1998/namespace}"
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True)
_SHOWN = tuple(f"{_W}{tag}" for tag in ("fldSimple", "fldChar", "drawing", "pict"))
_EXPRESSION = re.compile(r"\{\{.*?\}\}")
_STYLED = {"word/theme/theme1.xml", "word/styles.xml", "word/numbering.xml"}
_HEADINGS = {"Title", "Heading1", "Heading2", "Heading3"}
_APPLICATION = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Properties xmlns="http://schemas.'
    b'openxmlformats.org/officeDocument/2006/extended-properties"/>'
)
"""Document properties, without the author and the word count of the reference (17.2.1)."""
_WHOLE_WIDTH = 5000
"""The full width of a table, in fiftieths of a per cent (17.18.90)."""
_LETTERS, _FEW_LETTERS = 90, 12
"""The letters that fit in a table row, roughly, and the least in a column with text."""
_BULLET, _NUMBER = 284, 454
"""The indents of bulleted and numbered lists, in twentieths of a point."""
_AFTER_EVENTS = {"Heading1", "Imprint"}
_SHORT_EVENT = 1_500
"""The maximum length of an event that is kept on one page, in characters: about a third of a
page."""
_FIRST_PARAGRAPHS = 3
"""The paragraphs of a longer event to keep together: title, kind and start of the summary."""
_SHORT_CELL = 600
"""The maximum length of a cell in a row that is kept on one page, in characters: about a third of a
page."""
_CLOSE = {"BodyText", "FirstParagraph", "Who"}
"""The styles that have no space before them."""
_AFTER_LIST = 100
"""The space after a list or a table, in twentieths of a point."""
_EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a zip file can store."""


@dataclass(frozen=True, slots=True)
class Properties:
    """A document's metadata. `day` is the date on which it was made and last changed."""

    title: str
    author: str
    language: str
    day: Day


def finish(
    document: bytes,
    properties: Properties,
    brand: Brand | None,
    render: Callable[[str], str],
    tooltips: Mapping[str, str],
) -> bytes:
    """Give `document` these properties, and correct its notes, tables and headers.

    Links whose text is a key of `tooltips` get that tooltip (17.16.22). The accent colour of
    the `brand` replaces the first accent of the theme, and its typefaces replace the fonts. Readers
    see these fonts only if they are installed. `render` is called with each expression in
    double braces in a header or footer. The same document always gives the same bytes.
    """
    with ZipFile(io.BytesIO(document)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    body = etree.fromstring(parts["word/document.xml"], _PARSER)
    _keep_events_together(body.find(f"{_W}body"))
    for table in body.iter(f"{_W}tbl"):
        _fit(table)
        _keep_heading_with(table)
    _space_after_lists(body.find(f"{_W}body"))
    # pandoc counts insertions and deletions separately, but their ids share one sequence (17.13.5).
    for number, change in enumerate(body.iter(f"{_W}ins", f"{_W}del")):
        change.set(f"{_W}id", str(number))
    for link in body.iter(f"{_W}hyperlink"):
        if tooltip := tooltips.get(_text(link).strip()):
            link.set(f"{_W}tooltip", tooltip)
    for picture in body.iter(f"{_PIC}cNvPr"):
        # Here pandoc repeats the URL of a picture, which contains the whole picture.
        picture.attrib.pop("descr", None)
    for picture in body.iter(f"{_WP}inline"):
        # Otherwise (20.4.2.8), LibreOffice moves the picture to the right, into the margin.
        for side in "TBLR":
            picture.set(f"dist{side}", "0")
    lists = etree.fromstring(parts["word/numbering.xml"], _PARSER)
    for level in lists.iter(f"{_W}lvl"):
        _indent(level)
    parts["word/numbering.xml"] = _to_bytes(lists)
    parts["word/document.xml"] = _to_bytes(body)
    for name in parts:
        if re.fullmatch(r"word/(header|footer)\d*\.xml", name):
            head = etree.fromstring(parts[name], _PARSER)
            for paragraph in list(head.iter(f"{_W}p")):
                _fill_in(paragraph, render)
            parts[name] = _to_bytes(head)
    if brand:
        for name in _STYLED.intersection(parts):
            styled = etree.fromstring(parts[name], _PARSER)
            if brand.accent:
                _colour(styled, brand.accent.lstrip("#").upper())
            _set_fonts(styled, brand)
            parts[name] = _to_bytes(styled)
    parts["docProps/core.xml"] = _core(properties)
    parts["docProps/app.xml"] = _APPLICATION
    return packed(parts)


def _to_bytes(root: etree._Element) -> bytes:
    content: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)
    return content


def _keep_events_together(body: etree._Element) -> None:
    """Keep each event on one page or, if it is too long, at least its first paragraphs.

    Word can break a page between two paragraphs unless the first is kept with the next (17.3.1.15).
    """
    events: list[list[etree._Element]] = []
    is_inside = False
    for block in body.iterchildren():
        name = _style_of(block)
        if name == "Heading2":
            events.append([])
        is_inside = name == "Heading2" or (is_inside and name not in _AFTER_EVENTS)
        if is_inside and block.tag == f"{_W}p":
            events[-1].append(block)
    for blocks in events:
        is_short = sum(len(_text(block)) for block in blocks) <= _SHORT_EVENT
        for block in blocks[:-1] if is_short else blocks[:_FIRST_PARAGRAPHS]:
            _keep_with_next(block)


def _keep_with_next(paragraph: etree._Element) -> None:
    properties = paragraph.find(f"{_W}pPr")
    if properties is None:
        properties = etree.Element(f"{_W}pPr")
        paragraph.insert(0, properties)
    style = properties.find(f"{_W}pStyle")
    for name in ("keepLines", "keepNext"):
        if properties.find(f"{_W}{name}") is None:
            properties.insert(0 if style is None else 1, etree.Element(f"{_W}{name}"))


def _keep_heading_with(table: etree._Element) -> None:
    """Keep the paragraph before a table, and the header of the table, with its first row."""
    before = table.getprevious()
    if before is not None and before.tag == f"{_W}p":
        _keep_with_next(before)
    header = table.find(f"{_W}tr")
    for paragraph in header.iter(f"{_W}p"):
        _keep_with_next(paragraph)


def _space_after_lists(body: etree._Element) -> None:
    """Put a space between a list or a table and the paragraph after it, unless a style has one."""
    for before, block in pairwise(body.iterchildren()):
        is_list = before.tag == f"{_W}tbl" or _style_of(before) == "Compact"
        if is_list and block.tag == f"{_W}p" and _style_of(block) in _CLOSE:
            properties = block.find(f"{_W}pPr")
            properties.append(etree.Element(f"{_W}spacing", {f"{_W}before": str(_AFTER_LIST)}))


def _style_of(block: etree._Element) -> str:
    style = block.find(f"{_W}pPr/{_W}pStyle")
    return "" if style is None else str(style.get(f"{_W}val"))


def _fit(table: etree._Element) -> None:
    """Make the table as wide as the text, fit its columns to their content, and keep rows whole.

    A row of more than a third of a page can be split.

    Each column has room for its longest word and a few letters. The rest of the width goes to the
    columns with more text.
    """
    rows = [[_text(cell) for cell in row.iter(f"{_W}tc")] for row in table.iter(f"{_W}tr")]
    least, more = [], []
    for column in zip(*rows, strict=True):
        lengths = list(map(len, column))
        longest_word = max((len(word) for text in column for word in text.split()), default=0)
        least.append(2 + max(longest_word, min(_FEW_LETTERS, max(lengths))))
        usual = (max(lengths) + sum(lengths) / len(lengths)) / 2
        more.append(max(1, usual - least[-1]))
    rest = max(0, _LETTERS - sum(least))
    needs = [few + rest * many / sum(more) for few, many in zip(least, more, strict=True)]
    widths = [round(_WHOLE_WIDTH * need / sum(needs)) for need in needs]
    grid, whole = table.find(f"{_W}tblGrid"), table.find(f"{_W}tblPr/{_W}tblW")
    _set_width(whole, _WHOLE_WIDTH)
    for column, width in zip(grid, widths, strict=True):
        column.set(f"{_W}w", str(width * 2))
    for row in table.iter(f"{_W}tr"):
        properties = row.find(f"{_W}trPr")
        if properties is None:
            properties = etree.Element(f"{_W}trPr")
            row.insert(0, properties)
        if max(len(_text(cell)) for cell in row.iter(f"{_W}tc")) <= _SHORT_CELL:
            properties.insert(0, etree.Element(f"{_W}cantSplit"))
        for cell, width in zip(row.iter(f"{_W}tc"), widths, strict=True):
            wide = etree.Element(f"{_W}tcW")
            _set_width(wide, width)
            cell.find(f"{_W}tcPr").insert(0, wide)


def _set_width(element: etree._Element, width: int) -> None:
    element.set(f"{_W}type", "pct")
    element.set(f"{_W}w", str(width))


def _text(element: etree._Element) -> str:
    return "".join(text.text or "" for text in element.iter(f"{_W}t"))


def _indent(level: etree._Element) -> None:
    """Start a list at the margin, with bullets that every font has.

    pandoc's bullets need symbol fonts, which some machines do not have.
    """
    depth = int(level.get(f"{_W}ilvl")) + 1
    indent = level.find(f"{_W}pPr/{_W}ind")
    bullet, fonts = level.find(f"{_W}lvlText"), level.find(f"{_W}rPr")
    is_bullet = level.find(f"{_W}numFmt").get(f"{_W}val") == "bullet"
    width = _BULLET if is_bullet else _NUMBER
    indent.set(f"{_W}left", str(width * depth))
    indent.set(f"{_W}hanging", str(width))
    if is_bullet and fonts is not None:
        bullet.set(f"{_W}val", "•")
        level.remove(fonts)


def _colour(part: etree._Element, accent: str) -> None:
    """Replace the theme's first accent with `accent`, six hexadecimal digits.

    The colour is also set wherever it is used, for programs that ignore themes.
    """
    for name in ("accent1", "hlink"):
        for colour in part.iter(f"{_A}{name}"):
            colour[:] = [etree.Element(f"{_A}srgbClr", val=accent)]
    for element in part.iter():
        for used, value in (("themeColor", "color"), ("themeFill", "fill")):
            if element.get(f"{_W}{used}") == "accent1":
                attribute = f"{_W}val" if element.tag == f"{_W}color" else f"{_W}{value}"
                element.set(attribute, accent)


def _set_fonts(part: etree._Element, brand: Brand) -> None:
    """Replace the theme's fonts with those of the brand (20.1.4.1.24 and 20.1.4.1.25)."""
    text, headings = brand.text_typeface, brand.headings_typeface or brand.text_typeface
    for place, typeface in (("minorFont", text), ("majorFont", headings)):
        for font in part.iter(f"{_A}{place}"):
            latin = font.find(f"{_A}latin")
            if typeface and latin is not None:
                latin.set("typeface", typeface.name)
    for style in part.iter(f"{_W}style") if headings else ():
        properties = style.find(f"{_W}rPr")
        if style.get(f"{_W}styleId") not in _HEADINGS or properties is None:
            continue
        if properties.find(f"{_W}rFonts") is None:
            theme = {f"{_W}{script}Theme": "majorHAnsi" for script in ("ascii", "hAnsi")}
            properties.insert(0, etree.Element(f"{_W}rFonts", theme))


def _fill_in(paragraph: etree._Element, render: Callable[[str], str]) -> None:
    """Fill in the expressions of a paragraph, which Word may have split into several runs.

    A paragraph that ends up empty is removed, unless it is the only one.
    """
    pieces = list(paragraph.iter(f"{_W}t"))
    expressions = list(_EXPRESSION.finditer("".join(piece.text or "" for piece in pieces)))
    for expression in reversed(expressions):
        filled = without_controls(render(expression[0]))
        start = 0
        for piece in pieces:
            text = piece.text or ""
            first, last = (max(0, position - start) for position in expression.span())
            start += len(text)
            if first < len(text) and last > 0:
                piece.text = text[:first] + filled + text[last:]
                piece.set(f"{_XML}space", "preserve")
                filled = ""
    is_empty = not _text(paragraph).strip() and next(paragraph.iter(*_SHOWN), None) is None
    parent = paragraph.getparent()
    if expressions and is_empty and len(parent.findall(f"{_W}p")) > 1:
        parent.remove(paragraph)


def _core(properties: Properties) -> bytes:
    """Return the core properties (ECMA-376, Part 2, 8.3)."""
    title, author, language = (
        escape(without_controls(text))
        for text in (properties.title, properties.author, properties.language)
    )
    dates = "".join(
        f'<dcterms:{date} xsi:type="dcterms:W3CDTF">{properties.day.isoformat()}T00:00:00Z'
        f"</dcterms:{date}>"
        for date in ("created", "modified")
    )
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<cp:coreProperties'
        ' xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{title}</dc:title><dc:creator>{author}</dc:creator>"
        f"<dc:language>{language}</dc:language>{dates}</cp:coreProperties>"
    ).encode()


def packed(parts: dict[str, bytes]) -> bytes:
    """Return a zip file that does not reveal when or where it was made."""
    packed = io.BytesIO()
    with ZipFile(packed, "w") as archive:
        for name, content in parts.items():
            entry = ZipInfo(name, _EARLIEST)
            entry.compress_type, entry.create_system = ZIP_DEFLATED, 0
            archive.writestr(entry, content)
    return packed.getvalue()
