"""The changes between the texts of two versions of a page."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

_PARTS = "<article", "<section", "</section", "<svg", "</svg", "<li id="
"""The starts of the parts of a page, which are compared with each other."""
_FIRST_TAG = re.compile(r'<(?P<name>[a-zA-Z][\w-]*)(?:[^>]*?\sid="(?P<id>[^"]*)")?')
_START, _END_OF_LIST = re.compile("|".join(_PARTS)), re.compile("</ol")


@dataclass(slots=True)
class TextChange:
    """A part of the old text and the part of the new text that has replaced it."""

    start: int
    end: int
    new_start: int
    new_end: int

    @property
    def shift(self) -> int:
        """The distance from a place after it in the new text to the same place in the old one."""
        return (self.end - self.start) - (self.new_end - self.new_start)

    def is_continued_by(self, other: "TextChange") -> bool:
        """Whether the next change also only adds, or only removes, neighbouring parts."""
        is_next = (other.start, other.new_start) == (self.end, self.new_end)
        only_adds = self.start == other.end
        return is_next and (only_adds or self.new_start == other.new_end)


def text_changes(old: str, new: str) -> Iterator[TextChange]:
    """Yield the changes from one text to another, in order. They are small if they are few."""
    start, end = _common(old, new)
    # Only whole parts are compared.
    start = max(0, *(old.rfind(part, 0, start) for part in _PARTS))
    after = [old.find(part, len(old) - end) for part in _PARTS]
    end = len(old) - min((place for place in after if place >= 0), default=len(old))
    old_parts = _parts(old[start : len(old) - end])
    new_parts = _parts(new[start : len(new) - end])
    place, new_place = start, start
    last: TextChange | None = None
    for text, other in _lines(_pairs(old_parts, new_parts)):
        change = TextChange(place, place + len(text), new_place, new_place + len(other))
        place, new_place = change.end, change.new_end
        if text == other:
            continue
        if text and other:
            first, final = _common(text, other)
            change.start, change.new_start = change.start + first, change.new_start + first
            change.end, change.new_end = change.end - final, change.new_end - final
        if last and last.is_continued_by(change):
            last.end, last.new_end = change.end, change.new_end
            continue
        if last:
            yield last
        last = change
    if last:
        yield last


def of_whole_tags(old: str, new: str, changes: Iterable[TextChange]) -> list[TextChange]:
    """Return changes none of which starts or ends within a tag."""
    whole: list[TextChange] = []
    for change in changes:
        back = _in_tag(new, change.new_start)
        change.start, change.new_start = change.start - back, change.new_start - back
        for text, end in ((old, change.end), (new, change.new_end)):
            if _in_tag(text, end):
                on = text.index(">", end) + 1 - end
                change.end, change.new_end = change.end + on, change.new_end + on
        if whole and change.new_start < whole[-1].new_end:
            whole[-1].end, whole[-1].new_end = change.end, change.new_end
        else:
            whole.append(change)
    return whole


def _lines(pairs: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Split the parts that differ into lines, if both have the same number of them."""
    for text, other in pairs:
        if text != other and text.count("\n") == other.count("\n"):
            lines, others = text.split("\n"), other.split("\n")
            yield from (
                (f"{line}\n", f"{each}\n")
                for line, each in zip(lines[:-1], others[:-1], strict=True)
            )
            yield lines[-1], others[-1]
        else:
            yield text, other


def _parts(text: str) -> list[str]:
    # After the last item of a list is the rest of the page.
    return [
        piece
        for part in _split(_START, text)
        for piece in (_split(_END_OF_LIST, part) if part.startswith("<li id=") else [part])
    ]


def _split(start: re.Pattern[str], text: str) -> list[str]:
    places = [0, *(match.start() for match in start.finditer(text)), len(text)]
    return [text[one:next] for one, next in pairwise(places) if one < next]


def _pairs(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield the parts of both texts that belong together, in order."""
    names, new_names = _names(old), _names(new)
    places = {name: n for n, name in enumerate(names)}
    new_places = {name: m for m, name in enumerate(new_names)}
    n = m = 0
    while n < len(old) and m < len(new):
        gone = places.get(new_names[m], -1) - n
        added = new_places.get(names[n], -1) - m
        if names[n] == new_names[m]:
            yield old[n], new[m]
            n, m = n + 1, m + 1
        elif added < 0 or 0 < gone <= added:
            yield old[n], ""
            n += 1
        else:
            yield "", new[m]
            m += 1
    yield "".join(old[n:]), ""
    yield "", "".join(new[m:])


def _names(parts: Sequence[str]) -> list[str]:
    """Return a name for each part, by which it is found in another version."""
    names = []
    section = ""
    for part in parts:
        name = ""
        if part.startswith("</"):
            name = f"{part[:5]} {section}"
        elif tag := _FIRST_TAG.match(part):
            name = tag["id"] or ""
            if tag["name"] == "section":
                section = name
        names.append(name)
    return names


def _common(one: str, other: str) -> tuple[int, int]:
    """Return the lengths of the text at the start and at the end that two texts share."""
    most = min(len(one), len(other))
    start = _longest(most, lambda low, high: one[low:high] == other[low:high])
    end = _longest(
        most - start,
        lambda low, high: (
            one[len(one) - high : len(one) - low] == other[len(other) - high : len(other) - low]
        ),
    )
    return start, end


def _longest(most: int, is_same: Callable[[int, int], bool]) -> int:
    """Return the longest length up to which everything is the same."""
    low, high = 0, most
    while low < high:
        middle = (low + high + 1) // 2
        if is_same(low, middle):
            low = middle
        else:
            high = middle - 1
    return low


def _in_tag(text: str, place: int) -> int:
    """Return the distance from the start of the tag that a place is in, or 0 if it is in none."""
    start = text.rfind("<", 0, place)
    return place - start if start > text.rfind(">", 0, place) else 0
