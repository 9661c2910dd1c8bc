"""The text of a source, prepared for searching.

Running headers, footers and page numbers are moved to the end of the text, so that a sentence can
be found across a page break. The key of a text has only its letters and digits. It finds passages
quickly, whatever the punctuation and spaces in them. A map leads from the key back to the text.
"""

import re
import unicodedata
from array import array
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import NamedTuple

from briefing.evidence.folding import HYPHENS, INVISIBLE, LINE_END_HYPHEN, key_of, key_parts
from briefing.evidence.running_lines import running_lines
from briefing.evidence.text import Found, Page, SourceText

CONTEXT = 32
"""The length of the prefix and suffix of a passage, in characters. Whole words are kept."""

_DIVIDED_WORD = re.compile(rf"([^\W\d_]+){LINE_END_HYPHEN}([^\W\d_]+)")
_SPACES = re.compile(r"\s+")
_CELL_END = re.compile(r"[\n\t]")
_NOT_READABLE = dict.fromkeys(map(ord, f"{INVISIBLE}\x00\x02\ufffe"))


class _Map(NamedTuple):
    """The key of a text, and the positions of its parts in the key and in the text."""

    key: str
    key_starts: "array[int]"
    text_starts: "array[int]"


@dataclass(frozen=True)
class SearchText:
    """The joined text of a source's copies.

    Attributes:
        source: the source and its pages.
        text: the text of the pages, in Unicode's composed form (NFC).
        pages: the page of each part of the text.
        starts: the position in the text at which each of these parts begins.
    """

    source: SourceText
    text: str
    pages: Sequence[Page] = field(repr=False)
    starts: Sequence[int] = field(repr=False)

    def passage(
        self, start: int, end: int, *, is_verbatim: bool = True, caution: str = "", quote: str = ""
    ) -> Found:
        """Return a passage of the text, with the words around it on its pages.

        If a word of the passage is divided at a line end, `quote` shows whether it has a hyphen.
        """
        first, last = self._part_at(start), self._part_at(max(start, end - 1))
        before = self.text[max(self.starts[first], start - 3 * CONTEXT) : start]
        after = self.text[end : min(self._end_of_part(last), end + 3 * CONTEXT)]
        if self.pages[first].number is None:
            # Browsers look for the words before and after a passage in a single paragraph each.
            before, after = before.rstrip(), after.lstrip()
            before, after = _CELL_END.split(before)[-1], _CELL_END.split(after)[0]
        return Found(
            start,
            end,
            self.readable(self.text[start:end], quote),
            _last_words(self.readable(before)),
            _first_words(self.readable(after)),
            self.pages[first].number,
            self.pages[first].copy,
            is_verbatim,
            caution,
        )

    def readable(self, text: str, quote: str = "") -> str:
        """Return `text` on one line, with single spaces and without divided words.

        A space of another kind, such as a no-break space, is kept, as links to the text avoid it.
        """
        joined = _DIVIDED_WORD.sub(lambda match: self._joined(match, quote), text)
        return _SPACES.sub(_single, joined.translate(_NOT_READABLE)).strip()

    def places(self, key: str) -> Iterator[tuple[int, int]]:
        """Yield the start and end of each passage of the text that has the letters of `key`."""
        found = self._map.key.find(key) if key else -1
        while found >= 0:
            start, _ = self._place(found)
            _, end = self._place(found + len(key) - 1)
            yield start, end
            found = self._map.key.find(key, found + 1)

    def words_between(self, start: int, end: int) -> int:
        """Return the number of words that begin in a part of the text."""
        starts = self._map.text_starts
        return bisect_left(starts, end) - bisect_left(starts, start)

    def word_place(self, number: int) -> tuple[int, int]:
        """Return the start and end in the text of a word of `words`, by its number from 0."""
        key_starts = self._map.key_starts
        last = key_starts[number] + len(self.words[number]) - 1
        return self._map.text_starts[number], self._place(last)[1]

    @cached_property
    def words(self) -> list[str]:
        """The words of the text, in lower case. Ligatures are separate."""
        key, starts = self._map.key, self._map.key_starts
        ends = [*starts[1:], len(key)]
        return [key[start:end] for start, end in zip(starts, ends, strict=False)]

    @cached_property
    def word_numbers(self) -> dict[str, list[int]]:
        """The numbers of each word of `words`."""
        numbers: defaultdict[str, list[int]] = defaultdict(list)
        for number, word in enumerate(self.words):
            numbers[word].append(number)
        return dict(numbers)

    @cached_property
    def _map(self) -> _Map:
        parts, key_starts, text_starts, length = [], array("Q"), array("Q"), 0
        for part, place in key_parts(self.text):
            parts.append(part)
            key_starts.append(length)
            text_starts.append(place)
            length += len(part)
        return _Map("".join(parts), key_starts, text_starts)

    def _place(self, in_key: int) -> tuple[int, int]:
        """Return the start and end in the text of a letter of the key."""
        _, key_starts, text_starts = self._map
        number = bisect_right(key_starts, in_key) - 1
        offset, start = in_key - key_starts[number], text_starts[number]
        if len(key_of(self.text[start])) > 1:
            offset = 0  # A ligature has several letters in the key, and only one in the text.
        return start + offset, start + offset + 1

    def _part_at(self, place: int) -> int:
        return max(0, bisect_right(self.starts, place) - 1)

    def _end_of_part(self, part: int) -> int:
        return self.starts[part + 1] - 1 if part + 1 < len(self.starts) else len(self.text)

    def _joined(self, match: re.Match[str], quote: str) -> str:
        """Return a divided word, with a hyphen if it has one in the quote or elsewhere.

        If neither it nor the whole word is anywhere else, two words of the text have one.
        """
        first, second = match.groups()
        compound = re.compile(rf"\b{first}[{HYPHENS}]{second}\b", re.IGNORECASE)
        whole = re.compile(rf"\b{first}{second}\b", re.IGNORECASE)
        if compound.search(quote) or compound.search(self.text):
            return f"{first}-{second}"
        if whole.search(quote) or whole.search(self.text):
            return f"{first}{second}"
        # Each part of the divided word is there once.
        are_words = all(
            len(self.word_numbers.get(key_of(part), ())) > 1 for part in (first, second)
        )
        return f"{first}{'-' if are_words else ''}{second}"


def prepare(source: SourceText) -> SearchText:
    """Join the pages of a source, and move running headers, footers and page numbers to the end."""
    pages = [
        replace(page, text=unicodedata.normalize("NFC", page.text).replace("\x00", ""))
        for page in source.pages
    ]
    divided = list(zip(pages, running_lines(pages), strict=True))
    parts = [(page, page.text[start:end]) for page, (start, end) in divided]
    for page, (start, end) in divided:
        # No quote contains this mark, so no passage includes lines that were moved.
        edges = (page.text[:start], page.text[end:])
        parts += [(page, f"\x00\n{edge}") for edge in edges if edge.strip()]
    starts, length = [], 0
    for _, text in parts:
        starts.append(length)
        length += len(text) + 1
    joined = "\n".join(text for _, text in parts)
    return SearchText(source, joined, [page for page, _ in parts], starts)


def _first_words(text: str) -> str:
    """Return the first words of `text`, as many as make up the length of a context."""
    if len(text) <= CONTEXT:
        return text
    return text[: CONTEXT + 1].rpartition(" ")[0] or text[:CONTEXT]


def _single(spaces: re.Match[str]) -> str:
    """Return one space for several, of another kind only if there is just that one."""
    return spaces[0] if unicodedata.category(spaces[0][0]) == "Zs" and len(spaces[0]) == 1 else " "


def _last_words(text: str) -> str:
    if len(text) <= CONTEXT:
        return text
    return text[-CONTEXT - 1 :].partition(" ")[2] or text[-CONTEXT:]
