"""Links that open a source at the words of a passage.

A text fragment names the words, as in https://example.org/news#:~:text=no%20plans%20to%20ban, and
the browser scrolls to them. It is defined in the WICG's draft "URL Fragment Text Directives". PDFs
open at a page instead, as in https://example.org/report.pdf#page=7.
"""

import re
from collections.abc import Iterator, Sequence
from urllib.parse import quote

from briefing.record.proofs import Selector

_LONGEST_WHOLE = 120
"""The longest passage, in characters, that is named whole. Others are named by their ends."""
_WORDS_OF_ENDS = 6
_LONGEST_LINK = 2_000
"""The longest address that every program can open: Word accepts 2,079 characters."""
_DIRECTIVES = ":~:"
# A paragraph may end after these, and each text in a fragment must be in a single paragraph.
_SENTENCE_END = re.compile(r"(?<=[.?!:;])[\"'’”)\]]*\s+")


def link_to_passage(url: str, passage: Selector | None, page: int | None = None) -> str:
    """Return the address that opens a source at a passage.

    Any fragment of `url` is kept, except in PDFs. There are two directives, because a page may have
    other words around the passage than its copy.
    """
    address, _, fragment = url.partition("#")
    if not re.match("https?://", url, re.IGNORECASE):
        return url
    if page is not None or re.search(r"\.pdf(?:\?|$)", address, re.IGNORECASE):
        return f"{address}#page={page}" if page else url
    if not passage or not passage.exact:
        return url
    kept = fragment.partition(_DIRECTIVES)[0]
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
    is_short = len(passage.exact) <= _LONGEST_WHOLE and not _SENTENCE_END.search(passage.exact)
    is_whole = is_short or " " not in passage.exact
    texts = [*map(_encoded, [passage.exact] if is_whole else _ends(passage.exact))]
    before = [f"{_encoded(passage.prefix)}-"] if passage.prefix else []
    after = [f"-{_encoded(passage.suffix)}"] if passage.suffix else []
    for option in dict.fromkeys([(*before, *texts, *after), (*texts,)]):
        yield f"text={','.join(option)}"


def _ends(text: str) -> list[str]:
    """Return the first and last words of a text, which do not overlap."""
    sentences = [sentence.split() for sentence in _SENTENCE_END.split(text)]
    most = min(_WORDS_OF_ENDS, len(text.split()) // 2)
    return [" ".join(sentences[0][:most]), " ".join(sentences[-1][-most:])]


def _encoded(text: str) -> str:
    """Return `text` for a directive, in which hyphens, commas and ampersands have a meaning."""
    return quote(text, safe="").replace("-", "%2D")
