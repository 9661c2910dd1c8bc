"""The text of a PDF, page by page, without footnote markers. The notes follow the last page."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import hypot
from typing import Any

from briefing.charsets import raised
from briefing.evidence.kinds import RECOGNISE_TEXT, SAVE_AGAIN, NotReadable

_LINE_END_HYPHEN = "\ufffe"
"""The character that PDFium returns for a hyphen and the line break after it."""
_END_OF_MARK = re.compile(
    r"(?:(?:(?<=\S)|(?<=\S\r\n))\d|(?<=\d)[a-z]|[*†‡§])(?=[\s.,;:!?)\]’”\"'–—-]|$)"
)
"""The last character of a possible footnote marker."""
_LONGEST_MARK = 3
_WITH_EXPONENT = re.compile(r"\b(?:[^\W\d]|[kcdm]m|ft|mi|in|10)$")
"""A variable, unit or number whose raised number is not a footnote marker: 20 km², 10³."""
_BREAK = re.compile(r"(?<=[\d*†‡§])\r\n(?=\S)|(?<=\S)\r\n(?=\d)")
"""A line break that may be false. Looking at every one would double the time."""
_LINE = re.compile(
    rf"[^\s{_LINE_END_HYPHEN}][^\r\n{_LINE_END_HYPHEN}]*(?:\r\n|{_LINE_END_HYPHEN})?"
)
_FIRST_OF_NOTE = re.compile(r"(?:\d{1,3}(?!\d)|[*†‡§])")
_SMALL_PRINT = 0.95
"""The maximum size of the letters of a note, as a share of the usual size on the page."""
_MOST_RUNNING_LINES = 3
_LONE_SIGNS = re.compile(r"(?<=\S) +(?:[^\w\s]+ *)+(?=\s|$)")
"""Signs between spaces, which may belong elsewhere in their line."""
_SMALL = 0.9
"""The maximum size of a raised number, as a share of the size of the letters next to it."""
_LIFTED = 0.2
"""The minimum height of a raised digit above its line, as a share of the size of its font."""
_RAISED = 0.12
"""The minimum distance from the line, as a share of the size of the letters next to it."""


def read(content: bytes) -> list[tuple[int, str]]:
    """Return the number and text of each page of a PDF, in the order in which it was written.

    The notes of each page follow all the pages, so that a sentence that continues on the next page
    is not interrupted.

    Raises:
        NotReadable: it has a password, is damaged or is a scan without text.
    """
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        raise _refused(error) from None
    pages, notes = [], []
    for number, page in enumerate(document, 1):
        text, notes_below = _PageText(page.get_textpage()).text_and_notes()
        pages.append((number, text))
        if notes_below:
            notes.append((number, notes_below))
    if not any(text for _, text in pages):
        reason = "it contains no text, perhaps because it is a scan"
        raise NotReadable(reason, RECOGNISE_TEXT)
    return pages + notes


def _refused(error: Exception) -> NotReadable:
    import pypdfium2.raw as pdfium

    if getattr(error, "err_code", None) == pdfium.FPDF_ERR_PASSWORD:
        return NotReadable("it has a password", "Save it without one, or print it to a PDF")
    return NotReadable("it is damaged or incomplete", SAVE_AGAIN)


@dataclass(frozen=True, slots=True)
class _Glyph:
    """The position of a letter on its page: its baseline, the size of its font, and its sides."""

    y: float
    size: float
    left: float
    right: float

    def is_small_beside(self, other: "_Glyph") -> bool:
        """Whether it is a raised or lowered letter on the line of the `other`."""
        distance = abs(self.y - other.y)
        is_shifted = _RAISED * other.size < distance < other.size
        return is_shifted and self.size < _SMALL * other.size

    def is_close_to(self, next: "_Glyph") -> bool:
        """Whether the `next` letter follows without a space. The cells of a table do not."""
        return abs(next.left - self.right) < max(self.size, next.size) / 4

    def touches(self, next: "_Glyph") -> bool:
        """Whether the `next` letter is in the same word."""
        return abs(next.left - self.right) < max(self.size, next.size) / 10


def _changed(text: str, start: int, stop: int, changes: Sequence[tuple[int, int, str]]) -> str:
    """Return the text between two positions, with these changes, and with simple line breaks."""
    rest = []
    for first, last, replacement in changes:
        if start <= first and last <= stop:
            rest += [text[start:first], replacement]
            start = last
    rest.append(text[start:stop])
    return "".join(rest).replace(_LINE_END_HYPHEN, "-\n").replace("\r\n", "\n")


class _PageText:
    """The text of a page, with the positions of its letters."""

    def __init__(self, page: Any) -> None:
        self._page = page
        self.text: str = page.get_text_range()
        self._is_wide = max(self.text, default="") > "\uffff"

    def text_and_notes(self) -> tuple[str, str]:
        """Return the text of the page, and that of its notes, without their marks."""
        found = (*self._false_breaks(), *self._raised(), *self._misplaced())
        changes = {change[0]: change for change in found}
        ordered = sorted(changes.values())
        notes = [*self._notes()]
        starts, stops = [start for start, _ in notes], [stop for _, stop in notes]
        body = zip([0, *stops], [*starts, len(self.text)], strict=True)
        return (
            "".join(_changed(self.text, *span, ordered) for span in body).strip(),
            "\n".join(_changed(self.text, *span, ordered) for span in notes).strip(),
        )

    def _notes(self) -> Iterator[tuple[int, int]]:
        """Yield the positions of the notes at the foot of the page, or of a column.

        They are small, begin with a number or a sign, and only a running line follows them.
        """
        lines = [match.span() for match in _LINE.finditer(self.text)]
        first_lines = [
            n for n, (start, _) in enumerate(lines) if n and _FIRST_OF_NOTE.match(self.text, start)
        ]
        end = 0
        for first in first_lines:
            above, glyph = self._glyph(lines[first - 1][0]), self._glyph(lines[first][0])
            if first < end or not above or not glyph or glyph.y >= above.y:
                continue
            small = _SMALL_PRINT * above.size
            # The line above may be a heading, and this one a list under it.
            if glyph.size > small or glyph.size > _SMALL_PRINT * self._usual_size(lines[:first]):
                continue
            end, following = first + 1, None
            while end < len(lines):
                following = self._glyph(lines[end][0])
                if not following or following.size > small or following.y >= glyph.y:
                    break
                glyph, end = following, end + 1
            is_last = len(lines) - end <= _MOST_RUNNING_LINES
            if is_last or (following and following.y > glyph.y):
                yield lines[first][0], lines[end - 1][1]

    def _usual_size(self, lines: Sequence[tuple[int, int]]) -> float:
        """Return the usual size of the letters in the last of these lines, or 0 if unknown."""
        glyphs = (self._glyph(start) for start, _ in lines[-9:])
        sizes = sorted(glyph.size for glyph in glyphs if glyph)
        return sizes[len(sizes) // 2] if len(sizes) > 2 else 0

    def _raised(self) -> Iterator[tuple[int, int, str]]:
        """Yield the positions of raised numbers and signs, and their replacements.

        They are footnote markers, which are removed, or exponents.
        """
        for match in _END_OF_MARK.finditer(self.text):
            end = match.end()
            if last := self._glyph(end - 1):
                place, start = self._start_of_lifted(end) or self._start_of_small(end, last)
                if start < end:
                    is_exponent = _WITH_EXPONENT.search(self.text, max(0, place - 4), place)
                    yield place, end, raised(self.text[start:end]) if is_exponent else ""

    def _start_of_lifted(self, end: int) -> tuple[int, int] | None:
        """Return the start of a number that a font raises by itself, if one ends here."""
        start = end
        while start and end - start < _LONGEST_MARK and self._is_lifted(start - 1):
            start -= 1
        return (start, start) if 0 < start < end else None

    def _is_lifted(self, at: int) -> bool:
        """Whether a digit is above the base line that it belongs to."""
        from ctypes import byref, c_double

        import pypdfium2.raw as pdfium

        if not self.text[at].isdigit() or not (glyph := self._glyph(at)):
            return False
        left, right, bottom, top = c_double(), c_double(), c_double(), c_double()
        sides = map(byref, (left, right, bottom, top))
        found = pdfium.FPDFText_GetCharBox(self._page, self._index(at), *sides)
        return bool(found) and bottom.value - glyph.y > _LIFTED * glyph.size

    def _start_of_small(self, end: int, last: _Glyph) -> tuple[int, int]:
        """Return the start of a small raised number or sign, or `end` if none ends here.

        The first number is the start of the line break that PDFium sometimes adds before it.
        """
        for start in range(end - 1, end - 1 - _LONGEST_MARK, -1):
            place = start - 2 if self.text.startswith("\r\n", start - 2) else start
            before = self._glyph(place - 1) if place > 0 else None
            if not before:
                break
            if last.is_small_beside(before):
                first = self._glyph(start)
                is_raised = first and first.y > before.y and before.is_close_to(first)
                return (place, start) if is_raised else (end, end)
            if place < start or not self.text[start - 1].isdigit():
                break
        return end, end

    def _false_breaks(self) -> Iterator[tuple[int, int, str]]:
        """Yield the positions of line breaks that PDFium adds next to raised or lowered letters."""
        for match in _BREAK.finditer(self.text):
            before, after = self._glyph(match.start() - 1), self._glyph(match.end())
            if before and after and before.is_close_to(after):
                small, large = sorted((before, after), key=lambda glyph: glyph.size)
                if small.is_small_beside(large):
                    yield *match.span(), ""

    def _misplaced(self) -> Iterator[tuple[int, int, str]]:
        """Yield the positions of signs that must move to the left, and where they belong.

        A sign that is not in the font of a text is written in another font, often later.
        """
        for match in _LONE_SIGNS.finditer(self.text):
            line = self.text.rfind("\n", 0, match.start()) + 1
            for at in range(*match.span()):
                place = None if self.text[at] == " " else self._left_of(line, match.start(), at)
                if place:
                    yield place, place, self.text[at]
                    yield *self._gap(at), ""

    def _gap(self, at: int) -> tuple[int, int]:
        """Return the position of a sign, with the spaces around it if they are inside a word."""
        before, after = at - 1, at + 1
        while self.text[before] == " ":
            before -= 1
        while self.text.startswith(" ", after):
            after += 1
        first, last = self._glyph(before), self._glyph(after) if after < len(self.text) else None
        return (before + 1, after) if first and last and first.touches(last) else (at, at + 1)

    def _left_of(self, start: int, end: int, at: int) -> int | None:
        """Return the first letter of a line that is to the right of the sign at a position."""
        sign, last = self._glyph(at), self._glyph(end - 1)
        if not sign or not last or sign.left >= last.left or abs(sign.y - last.y) > last.size / 2:
            return None
        for place in range(start, end):
            glyph = None if self.text[place].isspace() else self._glyph(place)
            if glyph and glyph.left > sign.left and abs(sign.y - glyph.y) < glyph.size / 2:
                return place
        return None

    def _glyph(self, at: int) -> _Glyph | None:
        """Return the letter at a position of the text, with its position on the page, if known."""
        from ctypes import byref, c_double

        import pypdfium2.raw as pdfium

        index = self._index(at)
        if pdfium.FPDFText_GetUnicode(self._page, index) != ord(self.text[at]):
            return None
        x, y = c_double(), c_double()
        box, matrix = pdfium.FS_RECTF(), pdfium.FS_MATRIX()
        is_known = (
            pdfium.FPDFText_GetCharOrigin(self._page, index, byref(x), byref(y))
            and pdfium.FPDFText_GetLooseCharBox(self._page, index, byref(box))
            and pdfium.FPDFText_GetMatrix(self._page, index, byref(matrix))
        )
        if not is_known:
            return None
        # Some programs set the size of the font, and others enlarge it. The height of the box
        # depends on the letter.
        size = pdfium.FPDFText_GetFontSize(self._page, index) * hypot(matrix.c, matrix.d)
        return _Glyph(y.value, size, box.left, box.right)

    def _index(self, at: int) -> int:
        """Return PDFium's index of the letter at a position of the text."""
        import pypdfium2.raw as pdfium

        # PDFium counts UTF-16.
        extra = sum(letter > "\uffff" for letter in self.text[:at]) if self._is_wide else 0
        return int(pdfium.FPDFText_GetCharIndexFromTextIndex(self._page, at + extra))
