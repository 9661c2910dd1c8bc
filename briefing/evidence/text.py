"""The text of kept copies, with its pages."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a copy, or a whole copy if it has no pages.

    Attributes:
        text: its text. A line break is a line break of the layout (PDF) or the end of a paragraph,
            heading, list item or table cell (other formats).
        number: the number of the page, from 1, or None if the copy has no pages.
        copy: the file name of the copy.
    """

    text: str
    number: int | None = None
    copy: str = ""


@dataclass(frozen=True, slots=True)
class SourceText:
    """The text of all the copies of one source, in order.

    Attributes:
        source: the name of the source.
        pages: its pages. The pages of several files follow one another.
        hash: the SHA-256 of the copies, in hexadecimal digits.
        extractor: the library that read them, and its version.
    """

    source: str
    pages: Sequence[Page]
    hash: str = ""
    extractor: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """A passage that was found in a source.

    Attributes:
        start, end: its position in the joined text of the pages, in characters.
        exact, prefix, suffix: the passage and the words around it, with single spaces.
        page: the number of the page on which it starts, or None.
        copy: the file name of the copy.
        is_verbatim: whether it is equal to the quote, apart from white space.
        caution: why the match proves little, such as "only 2 words", or empty.
    """

    start: int
    end: int
    exact: str
    prefix: str
    suffix: str
    page: int | None
    copy: str
    is_verbatim: bool = True
    caution: str = ""
