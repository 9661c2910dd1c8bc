"""The text of a PDF, page by page, without the marks of notes."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from briefing.evidence.extracting.charsets import raised
from briefing.evidence.kinds import RECOGNISE_TEXT, SAVE_AGAIN, NotReadable

_LINE_END_HYPHEN = "\ufffe"
"""The character that PDFium returns for a hyphen and the line break after it."""
_END_OF_MARK = re.compile(
    r"(?:(?:(?<=\S)|(?<=\S\r\n))\d|(?<=\d)[a-z]|[*†‡§])(?=[\s.,;:!?)\]’”\"'–—-]|$)"
)
"""The last character of a possible mark of a note."""
_LONGEST_MARK = 3
_WITH_EXPONENT = re.compile(r"\b(?:[^\W\d]|[kcdm]m|ft|mi|in|10)$")
"""A variable, unit or number whose raised number is not the mark of a note: 20 km², 10³."""
_BREAK = re.compile(r"(?<=[\d*†‡§])\r\n(?=\S)|(?<=\S)\r\n(?=\d)")
"""A line break that may be false. Looking at every one would double the time."""
_SMALL = 0.9
"""The maximum height of a raised number, as a share of the height of the letters next to it."""
_RAISED = 0.12
"""The minimum distance from the line, as a share of the height of the letters next to it."""


def read(content: bytes) -> list[str]:
    """Return the text of each page of a PDF, in the order in which it was written.

    Raises:
        NotReadable: it has a password, is damaged or is a scan without text.
    """
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        raise _refused(error) from None
    pages = [_PageText(page.get_textpage()).without_marks() for page in document]
    if not any(pages):
        reason = "it contains no text, perhaps because it is a scan"
        raise NotReadable(reason, RECOGNISE_TEXT)
    return pages


def _refused(error: Exception) -> NotReadable:
    import pypdfium2.raw as pdfium

    if getattr(error, "err_code", None) == pdfium.FPDF_ERR_PASSWORD:
        return NotReadable("it has a password", "Save it without one, or print it to a PDF")
    return NotReadable("it is damaged or incomplete", SAVE_AGAIN)


@dataclass(frozen=True, slots=True)
class _Glyph:
    """The place of a letter on its page: its base line, height and sides, in points."""

    y: float
    height: float
    left: float
    right: float

    def is_small_beside(self, other: "_Glyph") -> bool:
        """Whether it is a raised or lowered letter on the line of the `other`."""
        distance = abs(self.y - other.y)
        is_shifted = _RAISED * other.height < distance < other.height
        return is_shifted and self.height < _SMALL * other.height

    def is_close_to(self, next: "_Glyph") -> bool:
        """Whether the `next` letter follows without a space. The cells of a table do not."""
        return abs(next.left - self.right) < max(self.height, next.height) / 4


class _PageText:
    """The text of a page, with the places of its letters."""

    def __init__(self, page: Any) -> None:
        self._page = page
        self.text: str = page.get_text_range()
        self._is_wide = max(self.text, default="") > "\uffff"

    def without_marks(self) -> str:
        """Return the text without the marks of notes, and the line breaks that they cause."""
        rest, end = [], 0
        changes = {change[0]: change for change in (*self._false_breaks(), *self._raised())}
        for start, stop, replacement in sorted(changes.values()):
            if start >= end:
                rest += [self.text[end:start], replacement]
                end = stop
        rest.append(self.text[end:])
        return "".join(rest).replace(_LINE_END_HYPHEN, "-\n").replace("\r\n", "\n").strip()

    def _raised(self) -> Iterator[tuple[int, int, str]]:
        """Yield the places of raised numbers and signs, and what replaces them.

        They are the marks of notes, and replaced by nothing, or exponents.
        """
        for match in _END_OF_MARK.finditer(self.text):
            end, last = match.end(), self._glyph(match.end() - 1)
            for start in range(end - 1, end - 1 - _LONGEST_MARK, -1):
                # PDFium sometimes adds a line break before a raised number.
                place = start - 2 if self.text.startswith("\r\n", start - 2) else start
                before = self._glyph(place - 1) if place > 0 else None
                if not last or not before:
                    break
                if last.is_small_beside(before):
                    if last.y > before.y and (place == start or before.is_close_to(last)):
                        is_exponent = _WITH_EXPONENT.search(self.text, max(0, place - 4), place)
                        yield place, end, raised(self.text[start:end]) if is_exponent else ""
                    break
                if place < start or not self.text[start - 1].isdigit():
                    break

    def _false_breaks(self) -> Iterator[tuple[int, int, str]]:
        """Yield the places of line breaks that PDFium adds next to raised or lowered letters."""
        for match in _BREAK.finditer(self.text):
            before, after = self._glyph(match.start() - 1), self._glyph(match.end())
            if before and after and before.is_close_to(after):
                small, large = sorted((before, after), key=lambda glyph: glyph.height)
                if small.is_small_beside(large):
                    yield *match.span(), ""

    def _glyph(self, at: int) -> _Glyph | None:
        """Return the place of the letter at a position of the text, if it has one."""
        from ctypes import byref, c_double

        import pypdfium2.raw as pdfium

        # PDFium counts UTF-16.
        extra = sum(letter > "\uffff" for letter in self.text[:at]) if self._is_wide else 0
        index = pdfium.FPDFText_GetCharIndexFromTextIndex(self._page, at + extra)
        if pdfium.FPDFText_GetUnicode(self._page, index) != ord(self.text[at]):
            return None
        x, y, box = c_double(), c_double(), pdfium.FS_RECTF()
        if not pdfium.FPDFText_GetCharOrigin(self._page, index, byref(x), byref(y)):
            return None
        if not pdfium.FPDFText_GetLooseCharBox(self._page, index, byref(box)):
            return None
        return _Glyph(y.value, box.top - box.bottom, box.left, box.right)
