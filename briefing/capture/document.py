"""A document, such as a press release: its main text, and its own details about itself.

The details are taken from the file or from the text, and each comes with its place, so that a
person can judge it. Nothing is invented: a missing detail is None.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Literal, TypeVar

from briefing.evidence.text import Page, SourceText

_WRAPPED = 55
"""The minimum length of the longest line in a paragraph that is wrapped at the width of a page."""
T = TypeVar("T")
_RULE = re.compile(r"^[ \t]*([=~_*-])\1{3,}[ \t]*$", re.MULTILINE)
"""A row of signs across a page of plain text, such as the line under a title."""
_BLANK = re.compile(r"\n[ \t]*\n+")
_MOST_TEXT = 400_000
"""The maximum length of the text that is read for a draft. A long report has half of that."""


@dataclass(frozen=True, slots=True)
class Detail:
    """A detail of a document.

    Attributes:
        value: the detail, such as a title. A date is in the notation of a record.
        reason: where it is, as a clause: "from the meta tag og:title".
        is_guess: whether it is likely to be wrong.
    """

    value: str
    reason: str
    is_guess: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the main text. If it is "quoted", it has no quotation marks.

    `is_item` is true if the file marks it as an item of a list.
    """

    text: str
    kind: Literal["text", "heading", "quoted"] = "text"
    is_item: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """A document.

    Attributes:
        name: the name of its file.
        paragraphs: its main text, without menus, notices and links to other pages.
        text: all of its text, as `briefing prove` sees it.
        address: its web address.
        embargo: when its embargo ends, in the notation of a record.
        sender: the address that it was sent from, if it is an email.
    """

    name: str
    paragraphs: Sequence[Paragraph] = ()
    text: SourceText = field(default_factory=lambda: SourceText("", ()))
    address: Detail | None = None
    title: Detail | None = None
    author: Detail | None = None
    publisher: Detail | None = None
    date: Detail | None = None
    language: Detail | None = None
    embargo: Detail | None = None
    sender: str = ""


def read_document(content: bytes, name: str, url: str = "") -> Document:
    """Read a web page, PDF, Word or OpenDocument file, email, Markdown or plain text.

    Args:
        content: the bytes of the file.
        name: its name, whose extension can decide what kind of file it is.
        url: the address that it came from, if any.

    Raises:
        NotReadable: it cannot be read, is damaged, takes too long or needs too much memory.
    """
    return limited(partial(read_unlimited, content, name, url))


def limited(job: Callable[[], T]) -> T:
    """Run a job on a document in a separate process, with limits on its time and memory.

    Raises:
        NotReadable: the job raises it or any other exception, as libraries can for malicious files.
    """
    from briefing.capture.isolating import isolated
    from briefing.evidence.kinds import SAVE_AGAIN, SAVE_LESS

    return isolated(job, SAVE_LESS, f"{SAVE_AGAIN}, or print it to a PDF")


def read_unlimited(content: bytes, name: str, url: str = "") -> Document:
    """Read a document without limits. For files from other people, use `read_document`."""
    from briefing.capture import plain_release, properties, web_page
    from briefing.evidence.copies import LARGEST
    from briefing.evidence.extracting import pages_of
    from briefing.evidence.kinds import (
        DOCX,
        EMAIL,
        HEAD,
        HTML,
        MARKDOWN,
        ODT,
        PDF,
        SAVE_LESS,
        NotReadable,
        kind_of,
    )

    if len(content) > LARGEST:
        raise NotReadable(f"it is larger than {LARGEST // 1_000_000} MB", SAVE_LESS)
    kind = kind_of(content[:HEAD], name)
    pages = pages_of(content, name)
    if kind == HTML:
        document = web_page.read(content)
    elif kind == MARKDOWN:
        document = web_page.read_markdown(content)
    elif kind == EMAIL:
        document = properties.of_email(content, pages)
    else:
        document = Document(name, paragraphs_of(pages, is_whole=kind in (DOCX, ODT)))
        if kind == PDF:
            document = properties.of_pdf(content, document)
        elif kind == DOCX:
            document = properties.of_docx(content, document)
    document = replace(document, name=name, text=SourceText(name, pages))
    if url:
        document = replace(document, address=Detail(url, "the address that you gave"))
    document = plain_release.with_details(document)
    return replace(document, paragraphs=_shortened(document.paragraphs))


def paragraphs_of(pages: Sequence[Page], *, is_whole: bool = False) -> list[Paragraph]:
    """Return the paragraphs of pages, without the line ends of their layout.

    If each line of a format `is_whole`, it is a paragraph.
    """
    from briefing.evidence.lines import ROW
    from briefing.evidence.searching import prepare

    text = prepare(SourceText("", pages)).text.partition("\0")[0]
    lines = text.split("\n") if is_whole else _unwrapped(text)
    cells = (line.replace(ROW, "\n").replace("\t", " | ") for line in lines)
    parts = (part for line in cells for part in line.split("\n"))
    return [Paragraph(" ".join(part.split())) for part in parts if part.strip()]


def _unwrapped(text: str) -> Iterator[str]:
    """Yield the lines of a text without the line ends of its layout. A blank line always counts."""
    from briefing.evidence.lines import flatten

    for block in _BLANK.split(_RULE.sub("\n", text)):
        lines = block.split("\n")
        is_wrapped = len(lines) == len(text.split("\n")) or max(map(len, lines)) >= _WRAPPED
        yield from flatten(block).text.split("\n") if is_wrapped else lines


def _shortened(paragraphs: Sequence[Paragraph]) -> tuple[Paragraph, ...]:
    def until_limit() -> Iterator[Paragraph]:
        length = 0
        for paragraph in paragraphs:
            length += len(paragraph.text)
            if length > _MOST_TEXT:
                return
            yield paragraph

    return tuple(until_limit())
