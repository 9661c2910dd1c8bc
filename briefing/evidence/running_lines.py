"""Running headers, footers and page numbers: lines at page edges that are not part of the text."""

import re
from collections.abc import Iterator, Sequence

from briefing.evidence.text import Page

_MOST_LINES = 4
"""The most lines of a header or of a footer."""
_LINE = re.compile(r"\S[^\n]*")
_DIGITS = re.compile(r"[0-9]{1,9}")
_ONLY_A_NUMBER = re.compile(r"\W*(?:(\d{1,4})|([ivxlc]{1,7}))\W*", re.IGNORECASE)
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}

Edge = list[tuple[int, int, str]]
"""The lines at an edge of a page, from the edge inwards: their start, end and text."""


def running_lines(pages: Sequence[Page]) -> Iterator[tuple[int, int]]:
    """Yield where the text of each page begins and ends, without its headers and footers.

    A line is part of a header or footer if the same line is in that of a page nearby. Its numbers
    can count the pages. Only numbered pages can have headers and footers.
    """
    tops = _running_edges(pages, is_top=True)
    bottoms = _running_edges(pages, is_top=False)
    for page, top, bottom in zip(pages, tops, bottoms, strict=True):
        start = top[-1][1] if top else 0
        end = bottom[-1][0] if bottom else len(page.text)
        yield (start, end) if start <= end else (0, len(page.text))


def _running_edges(pages: Sequence[Page], *, is_top: bool) -> Sequence[Edge]:
    edges = [_edge(page, is_top=is_top) for page in pages]
    # The first time, the edges still have lines of text. The second time, a line must be the same
    # as one in a header, so a page does not lose its first line because the next page repeats it.
    for _ in range(2):
        edges = [_running(edges, n, pages) for n in range(len(pages))]
    return edges


def _edge(page: Page, *, is_top: bool) -> Edge:
    if page.number is None:
        return []
    lines = list(_LINE.finditer(page.text))
    nearest = lines[:_MOST_LINES] if is_top else lines[: -_MOST_LINES - 1 : -1]
    return [(line.start(), line.end(), line[0].strip()) for line in nearest]


def _running(edges: Sequence[Edge], n: int, pages: Sequence[Page]) -> Edge:
    """Return the lines of an edge of page `n` that are part of a header or footer."""
    # Left and right pages can have different headers.
    near = [m for m in range(n - 2, n + 3) if m != n and 0 <= m < len(pages)]
    near = [m for m in near if pages[m].copy == pages[n].copy]
    running = []
    for line in edges[n]:
        if not any(_is_repeated(line[2], m - n, other[2]) for m in near for other in edges[m]):
            break
        running.append(line)
    return running


def _is_repeated(line: str, distance: int, other: str) -> bool:
    """Whether a line is the same as another one a few pages away."""
    number, other_number = _number(line), _number(other)
    if number is not None or other_number is not None:
        return number is not None and other_number == number + distance
    if _DIGITS.sub("#", line.casefold()) != _DIGITS.sub("#", other.casefold()):
        return False
    numbers = zip(_DIGITS.findall(line), _DIGITS.findall(other), strict=True)
    return all(int(b) - int(a) in (0, distance) for a, b in numbers)


def _number(line: str) -> int | None:
    """Return the number that is the whole of a line, in Arabic or Roman digits."""
    match = _ONLY_A_NUMBER.fullmatch(line)
    if not match:
        return None
    if match[1]:
        return int(match[1])
    digits = [_ROMAN[letter] for letter in match[2].lower()]
    following = [*digits[1:], 0]
    return sum(-a if a < b else a for a, b in zip(digits, following, strict=True))
