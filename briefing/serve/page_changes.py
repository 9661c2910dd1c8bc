"""The elements that differ between two versions of a page, so that only these need to be sent.

The pages are compared as text, which takes a few milliseconds for a megabyte. Parsing them would
take a hundred times as long.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, partial
from itertools import accumulate, islice

from briefing.serve.page_elements import (
    BLOCKS,
    Element,
    Unclear,
    element_around,
    end_tag,
    number_of_elements,
)
from briefing.serve.text_changes import TextChange, of_whole_tags, text_changes

_DATA = '<script type="application/ld+json">'
"""The start of data for search engines, which nobody sees."""
_STYLE = re.compile(r"<style>.*?</style>", re.DOTALL)
_SENT_OF_DRAWINGS = {"a", "g"}
_MOST_CHANGES = 300
"""The number of changes that are worth sending one by one."""
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
        html: the new version of the element, or the new `children` with the space around them.
        is_drawn: whether it is a part of an SVG image.
        children: the index of the first child that is replaced and the number of those that are,
            or None if the whole element is replaced. The space around these children is replaced
            too.
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
    except Unclear:
        return None
    is_little = sum(len(each.html) for each in found) <= _MOST_SENT * len(new)
    return found if is_little else None


def _split(page: str) -> tuple[str, str]:
    """Return the head of a page and its body, without the data that nobody sees."""
    start = page.find("<body")
    data = page.rfind(_DATA)
    if start < 0:
        raise Unclear
    end = page.find("</script>", data)
    body = page[start:] if data < start else page[start:data] + page[end:]
    return page[:start], body


def _elements(old: str, new: str) -> list[ElementChange]:
    """Return the changes of elements between the bodies of two pages, in order.

    Raises:
        Unclear: there are too many changes, or it is not clear where the elements end.
    """
    few = [*islice(text_changes(old, new), _MOST_CHANGES + 1)]
    if len(few) > _MOST_CHANGES:
        raise Unclear
    changes = of_whole_tags(old, new, few)
    end_around = _search(old, new, changes)
    found: list[tuple[int, int, ElementChange]] = []
    for change in changes:
        if found and change.new_start < found[-1][1] and change.new_end <= found[-1][1]:
            continue
        element = element_around(new, change.new_start)
        if whole := _of_children(old, new, change, element):
            found.append((change.new_start, change.new_end, whole))
            continue
        while (end := end_around(change, element)) is None:
            element = element.parent
        start = element.tag.start()
        while found and found[-1][0] >= start:
            found.pop()
        found.append((start, end, ElementChange(*element.path, new[start:end], element.is_drawn)))
    return [change for *_, change in found]


def _search(
    old: str, new: str, changes: Sequence[TextChange]
) -> Callable[[TextChange, Element], int | None]:
    """Return a function that finds the end of an element of the new page around a change.

    It returns None if the element cannot be sent, or if it is not around the change in both pages.
    """
    starts, ends = [each.new_start for each in changes], [each.new_end for each in changes]
    shifts = [0, *accumulate(each.shift for each in changes)]
    old_end, new_end = cache(partial(end_tag, old)), cache(partial(end_tag, new))

    def in_old(tag: re.Match[str]) -> int | None:
        """Return the place of a tag in the old page, or None if a change is in the tag."""
        number = bisect_right(ends, tag.start())
        if number < len(changes) and starts[number] < tag.end():
            return None
        return tag.start() + shifts[number]

    def end_around(change: TextChange, element: Element) -> int | None:
        if element.name not in (_SENT_OF_DRAWINGS if element.is_drawn else BLOCKS):
            return None
        end = new_end(element.tag.start())
        old_start = in_old(element.tag)
        if end.start() < change.new_end or old_start is None:
            return None
        return end.end() if old_end(old_start).start() == in_old(end) else None

    return end_around


def _of_children(old: str, new: str, change: TextChange, around: Element) -> ElementChange | None:
    """Return a change that only adds or removes whole elements, or None for any other change."""
    gone, added = old[change.start : change.end], new[change.new_start : change.new_end]
    number = number_of_elements(gone or added)
    before = new[new.rfind(">", 0, change.new_start) + 1 : change.new_start]
    after = new[change.new_end : new.find("<", change.new_end)]
    if (gone and added) or not number or (before + after).strip():
        return None
    children = around.index, number if gone else 0
    return ElementChange(*around.path, before + added + after, False, children)
