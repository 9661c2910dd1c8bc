"""The elements that differ between two versions of a page, so that only these need to be sent.

The pages are compared as text, which takes a few milliseconds for a megabyte. Parsing them would
take a hundred times as long.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import unescape
from itertools import accumulate, count, islice, takewhile

_DATA = '<script type="application/ld+json">'
"""The start of data for search engines, which nobody sees."""
_STYLE = re.compile(r"<style>.*?</style>", re.DOTALL)
_PARTS = "<article", "<section", "</section", "<li id="
"""The starts of the parts of a page, which are compared with each other."""
_ID = re.compile(r'\sid="([^"]*)"')
_TAG = re.compile(r"<(?P<end>/?)(?P<name>[a-zA-Z][\w-]*)[^>]*?(?P<alone>/?)>")
_WITHOUT_END = {
    *("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source"),
    *("track", "wbr"),
}
_SENT = {
    *("article", "aside", "blockquote", "details", "div", "dl", "fieldset", "figure", "footer"),
    *("form", "h1", "h2", "h3", "h4", "header", "li", "main", "nav", "ol", "p", "section", "ul"),
}
"""Elements that a browser parses by themselves as it does in a page."""
_SENT_OF_DRAWINGS = {"a", "g"}
_MOST_CHANGES = 300
"""The number of changes that are worth sending one by one: a new note changes all later numbers."""
_MOST_SENT = 0.5
"""The largest share of a page that is sent in parts."""


@dataclass(frozen=True, slots=True)
class ElementChange:
    """A change of an element of a page.

    Attributes:
        near: the id of the element or of the nearest one around it that has an id, or "" for the
            body.
        path: the way from there to the element: the index of the child at each level, when all
            earlier changes have been made.
        html: the new version of the element, or the new `children`.
        is_drawn: whether it is a part of an SVG image.
        children: the index of the first child that is replaced and the number of those that are,
            or None if the whole element is replaced.
    """

    near: str
    path: tuple[int, ...]
    html: str
    is_drawn: bool = False
    children: tuple[int, int] | None = None


def changed_elements(before: str, after: str) -> list[ElementChange] | None:
    """Return the changes that make the body of one page into that of another, in order.

    The result is None if most of the page has changed, or if it is not clear where its elements
    end. The page must then be sent as a whole.
    """
    try:
        (old_head, old), (new_head, new) = _split(before), _split(after)
        if _STYLE.findall(old_head) != _STYLE.findall(new_head):
            return None
        found = _elements(old, new)
    except _Unclear:
        return None
    is_little = sum(len(each.html) for each in found) <= _MOST_SENT * len(new)
    return found if is_little else None


class _Unclear(Exception):
    """There are too many changes, or it is not clear where the elements around one end."""


@dataclass(slots=True)
class _Change:
    """A part of the old text and the part of the new text that has replaced it."""

    start: int
    end: int
    new_start: int
    new_end: int

    @property
    def moves(self) -> int:
        """The distance from a place after it in the new text to the same place in the old one."""
        return (self.end - self.start) - (self.new_end - self.new_start)

    def joins(self, other: "_Change") -> bool:
        """Whether this change and the next one both only add or only remove neighbouring parts."""
        is_next = (other.start, other.new_start) == (self.end, self.new_end)
        only_adds = self.start == other.end
        return is_next and (only_adds or self.new_start == other.new_end)


def _split(page: str) -> tuple[str, str]:
    """Return the head of a page and its body, without the data that nobody sees."""
    start = page.find("<body")
    data = page.rfind(_DATA)
    if start < 0:
        raise _Unclear
    end = page.find("</script>", data)
    body = page[start:] if data < start else page[start:data] + page[end:]
    return page[:start], body


def _elements(old: str, new: str) -> list[ElementChange]:
    changes = _of_whole_tags(old, new, islice(_changes(old, new), _MOST_CHANGES + 1))
    if len(changes) > _MOST_CHANGES:
        raise _Unclear
    starts, ends = [each.new_start for each in changes], [each.new_end for each in changes]
    moved = [0, *accumulate(each.moves for each in changes)]

    def in_old(tag: re.Match[str]) -> int | None:
        """Return the place of a tag in the old text, or None if a change is in the tag."""
        number = bisect_right(ends, tag.start())
        if number < len(changes) and starts[number] < tag.end():
            return None
        return tag.start() + moved[number]

    old_ends, new_ends = _Ends(old), _Ends(new)
    found: list[tuple[int, int, ElementChange]] = []
    for change in changes:
        if found and change.new_end <= found[-1][1]:
            continue
        levels = _Levels(new, change.new_start)
        if whole := _of_children(old, new, change, levels):
            found.append((change.new_start, change.new_end, whole))
            continue
        for number, start in enumerate(levels):
            is_drawn = levels.is_drawn(number)
            end = None
            if start["name"] in (_SENT_OF_DRAWINGS if is_drawn else _SENT):
                end = new_ends.of(start)
            if end is None or end.start() < change.new_end:
                continue
            start_before, end_before = in_old(start), in_old(end)
            if start_before is None or end_before is None:
                continue
            tag_before = _TAG.match(old, start_before)
            if tag_before and old_ends.of(tag_before).start() == end_before:
                break
        else:
            raise _Unclear
        while found and found[-1][0] >= start.start():
            found.pop()
        element = ElementChange(*levels.place(number), new[start.start() : end.end()], is_drawn)
        found.append((start.start(), end.start(), element))
    return [element for *_, element in found]


def _of_children(old: str, new: str, change: _Change, levels: "_Levels") -> ElementChange | None:
    """Return a change that only adds or removes whole elements, or None for any other change."""
    gone, added = old[change.start : change.end], new[change.new_start : change.new_end]
    number = _number_of_elements(gone or added)
    if (gone and added) or not number:
        return None
    path = levels.place(0)
    return ElementChange(*path, added, False, (levels.before(0), number if gone else 0))


def _number_of_elements(text: str) -> int:
    """Return the number of elements in a text of nothing else, or 0 if it has something else."""
    number = place = 0
    while place < len(text):
        tag = _TAG.match(text, place)
        if not tag or tag["end"] or tag["name"] not in _SENT:
            return 0
        try:
            end = _end_of(text, tag).end()
        except _Unclear:
            return 0
        place = end + len(text) - end - len(text[end:].lstrip())
        number += 1
    return number


class _Levels:
    """The tags of the elements around a place in a page, from the nearest one to the body."""

    def __init__(self, text: str, place: int) -> None:
        self._steps = _outwards(text, place)
        self._known: list[tuple[re.Match[str], int]] = []

    def __iter__(self) -> Iterator[re.Match[str]]:
        for number in count():
            if not self._knows(number):
                return
            yield self._known[number][0]

    def _knows(self, number: int) -> bool:
        if number == len(self._known):
            self._known += islice(self._steps, 1)
        return number < len(self._known)

    def is_drawn(self, number: int) -> bool:
        """Whether one of the elements is within an image."""
        above = takewhile(lambda tag: tag["name"] not in _SENT, islice(self, number, None))
        return any(tag["name"] == "svg" for tag in above)

    def before(self, number: int) -> int:
        """Return the number of children of one of the elements that are before the place."""
        if not self._knows(number):
            raise _Unclear
        return self._known[number][1]

    def place(self, number: int) -> tuple[str, tuple[int, ...]]:
        """Return the place of one of the elements, as in `ChangedElement`."""
        path: list[int] = []
        while self._knows(number):
            tag, _ = self._known[number]
            if id := _ID.search(tag[0]):
                return unescape(id[1]), tuple(reversed(path))
            if tag["name"] == "body":
                return "", tuple(reversed(path))
            number += 1
            if self._knows(number):
                path.append(self._known[number][1])
        raise _Unclear


class _Ends:
    """The end tags of elements of a text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._known: dict[int, re.Match[str]] = {}

    def of(self, start: re.Match[str]) -> re.Match[str]:
        """Return the end tag of an element, given its start tag."""
        if start.start() not in self._known:
            self._known[start.start()] = _end_of(self._text, start)
        return self._known[start.start()]


def _outwards(text: str, place: int) -> Iterator[tuple[re.Match[str], int]]:
    """Yield the start tag of each element around a place, and the number of its children before."""
    closed: list[str] = []
    before = 0
    while (place := text.rfind("<", 0, place)) >= 0:
        tag = _TAG.match(text, place)
        if not tag:
            raise _Unclear
        name = tag["name"]
        if tag["end"] and name in ("script", "style"):
            place = text.rfind(f"<{name}", 0, place)
            before += not closed
        elif tag["end"]:
            closed.append(name)
        elif name in _WITHOUT_END or tag["alone"]:
            before += not closed
        elif not closed:
            yield tag, before
            before = 0
        elif closed.pop() == name:
            before += not closed
        else:
            raise _Unclear


def _end_of(text: str, start: re.Match[str]) -> re.Match[str]:
    open = [start["name"]]
    place = start.end()
    while tag := _TAG.search(text, place):
        place, name = tag.end(), tag["name"]
        if tag["end"]:
            if open.pop() != name:
                raise _Unclear
            if not open:
                return tag
        elif name in ("script", "style"):
            place = text.index(f"</{name}", place)
            open.append(name)
        elif name not in _WITHOUT_END and not tag["alone"]:
            open.append(name)
    raise _Unclear


def _changes(old: str, new: str) -> Iterator[_Change]:
    """Yield the changes from one text to another, in order. They are small if they are few."""
    start, end = _common(old, new)
    # Parts are compared from their start to their end.
    start = max(0, *(old.rfind(part, 0, start) for part in _PARTS))
    after = [old.find(part, len(old) - end) for part in _PARTS]
    end = len(old) - min((place for place in after if place >= 0), default=len(old))
    old_parts = _parts(old[start : len(old) - end])
    new_parts = _parts(new[start : len(new) - end])
    place, new_place = start, start
    last: _Change | None = None
    for text, other in _lines(_pairs(old_parts, new_parts)):
        change = _Change(place, place + len(text), new_place, new_place + len(other))
        place, new_place = change.end, change.new_end
        if text == other:
            continue
        if text and other:
            first, final = _common(text, other)
            change.start, change.new_start = change.start + first, change.new_start + first
            change.end, change.new_end = change.end - final, change.new_end - final
        if last and last.joins(change):
            last.end, last.new_end = change.end, change.new_end
            continue
        if last:
            yield last
        last = change
    if last:
        yield last


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
    parts = [text]
    for start in _PARTS:
        parts = [piece for part in parts for piece in _pieces(part, start)]
    # After the last item of a list is the rest of the page.
    return [
        piece
        for part in parts
        for piece in (_pieces(part, "</ol") if part.startswith("<li id=") else [part])
    ]


def _pieces(text: str, start: str) -> list[str]:
    first, *others = text.split(start)
    return [*([first] if first else []), *(f"{start}{other}" for other in others)]


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
        elif tag := _TAG.match(part):
            id = _ID.search(tag[0])
            name = id[1] if id else ""
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


def _of_whole_tags(old: str, new: str, changes: Iterable[_Change]) -> list[_Change]:
    """Return changes none of which starts or ends within a tag."""
    whole: list[_Change] = []
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


def _in_tag(text: str, place: int) -> int:
    """Return the distance from the start of the tag that a place is in, or 0 if it is in none."""
    start = text.rfind("<", 0, place)
    return place - start if start > text.rfind(">", 0, place) else 0
