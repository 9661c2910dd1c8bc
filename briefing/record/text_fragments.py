"""Links that open a source at the words of a passage.

A text fragment names the words, as in https://example.org/news#:~:text=no%20plans%20to%20ban, and
the browser scrolls to them. It is defined in the WICG's draft "URL Fragment Text Directives". PDFs
open at a page instead, as in https://example.org/report.pdf#page=7. If the copy is a PDF but the
address may be that of a web page, which somebody has printed, the link has both.
"""

import re
from collections.abc import Iterator, Sequence
from urllib.parse import quote

from briefing.record.proofs import Selector

_LONGEST_WHOLE = 120
"""The longest passage, in characters, that is named whole. Others are named by their ends."""
_WORDS_OF_ENDS = 6
_FEWEST_WORDS = 3
"""The fewest words that name an end of a passage if there is a space of another kind after them."""
_LONGEST_LINK = 2_000
"""The longest address that every program can open: Word accepts 2,079 characters."""
_DIRECTIVES = ":~:"
_PDF = re.compile(r"\.pdf(?:\?|$)", re.IGNORECASE)
# Browsers take these for letters, or for spaces: it depends on the browser.
_ODD_SPACE = re.compile(r"[^\S \n]+")
# A paragraph may end after these, and each text in a fragment must be in a single paragraph.
_SENTENCE_END = re.compile(r"(?<=[.?!:;])[\"'’”)\]]*\s+")


def link_to_passage(url: str, passage: Selector | None, page: int | None = None) -> str:
    """Return the address that opens a source at a passage.

    Any fragment of `url` is kept, except in PDFs. `page` is the page of the copy if that is a PDF.
    There are two directives, because a page may have other words around the passage than its copy.
    """
    address, _, fragment = url.partition("#")
    if not re.match("https?://", url, re.IGNORECASE):
        return url
    if _PDF.search(address):
        return f"{address}#page={page}" if page else url
    kept = fragment.partition(_DIRECTIVES)[0]
    if page and (not kept or kept.startswith("page=")):
        kept = f"page={page}"
    if not passage or not passage.exact:
        return f"{address}#{kept}" if page else url
    return f"{address}#{kept}{_DIRECTIVES}{'&'.join(_directives(passage))}"


def link_to_passages(url: str, passages: Sequence[tuple[Selector, int | None]]) -> str:
    """Return the address that opens a source at the first of several passages.

    Each passage comes with its page, if it has one. The browser marks all of them, or as many as a
    link can name. A PDF opens at the first page that has one.
    """
    (first, page), *others = sorted(dict.fromkeys(passages), key=lambda one: one[1] or 0)
    link = link_to_passage(url, first, page)
    if _DIRECTIVES not in link:
        return link
    for passage, _ in others:
        longer = f"{link}&{next(_directives(passage))}"
        link = longer if len(longer) <= _LONGEST_LINK else link
    return link


def _directives(passage: Selector) -> Iterator[str]:
    """Yield a text directive with the words around the passage, and one without them."""
    passage = _without_odd_spaces(passage)
    is_long = len(passage.exact) > _LONGEST_WHOLE or _SENTENCE_END.search(passage.exact)
    has_ends = " " in passage.exact and (is_long or _ODD_SPACE.search(passage.exact))
    texts = [*map(_encoded, _ends(passage.exact) if has_ends else [passage.exact])]
    before = [f"{_encoded(passage.prefix)}-"] if passage.prefix else []
    after = [f"-{_encoded(passage.suffix)}"] if passage.suffix else []
    for option in dict.fromkeys([(*before, *texts, *after), (*texts,)]):
        yield f"text={','.join(option)}"


def _without_odd_spaces(passage: Selector) -> Selector:
    """Return a passage, and words around it, whose ends have no space of another kind.

    It is the longest part between such spaces if the first or the last part is too short.
    """
    prefix, suffix = _ODD_SPACE.split(passage.prefix)[-1], _ODD_SPACE.split(passage.suffix)[0]
    parts = _ODD_SPACE.split(passage.exact)
    if min(len(parts[0].split()), len(parts[-1].split())) >= _FEWEST_WORDS or len(parts) == 1:
        return Selector(passage.exact, prefix, suffix)
    longest = max(parts, key=len)
    return Selector(
        longest, prefix if longest is parts[0] else "", suffix if longest is parts[-1] else ""
    )


def _ends(text: str) -> list[str]:
    """Return the first and last words of a text, which do not overlap."""
    sentences = _SENTENCE_END.split(text)
    first = _ODD_SPACE.split(sentences[0])[0].split()
    last = _ODD_SPACE.split(sentences[-1])[-1].split()
    most = min(_WORDS_OF_ENDS, len(text.split()) // 2)
    return [" ".join(first[:most]), " ".join(last[-most:])]


def _encoded(text: str) -> str:
    """Return `text` for a directive, in which hyphens, commas and ampersands have a meaning."""
    return quote(text, safe="").replace("-", "%2D")
