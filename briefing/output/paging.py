"""Page numbers in the index of a PDF, each page once.

CSS can print the page that a link leads to, but not leave out one that is there already. WeasyPrint
lets a program say how numbers are written: here each link of the index has a way of its own, which
knows the pages of the links before it.
"""

import re
from typing import Any

from weasyprint.css.counters import CounterStyle

_INDEX = re.compile(r'<ul class="index\b.*?</ul>', re.DOTALL)
_STYLE = re.compile(r"page-(\d+)-(\d+)")


def with_pages(page: str) -> tuple[str, str]:
    """`page`, where each link of the index has a name, and the rules that number these links.

    The rules hide what leads to the events on screen: their dates.
    """
    index = _INDEX.search(page)
    if not index:
        return page, ""
    rules = [".index .when { display: none }\n"]
    items = index[0].split("<li>")
    for number, item in enumerate(items):
        links = item.split("<a ")
        for place in range(1, len(links)):
            name = f"page-{number}-{place}"
            links[place] = f'<a id="{name}" {links[place]}'
            rules.append(
                f"#{name}::after {{ content: target-counter(attr(href), page, {name}) }}\n"
            )
        items[number] = "".join(links)
    return page.replace(index[0], "<li>".join(items), 1), "".join(rules)


class Pages(CounterStyle):  # type: ignore[misc]
    """How numbers are written: those of the index with what is between them, and no page twice."""

    def __init__(self) -> None:
        super().__init__()
        self._pages: dict[str, dict[int, int]] = {}

    def render_value(self, counter_value: int, counter_name: Any = None, *more: Any) -> str:
        """The number as text; empty for a page that is among those of its name already."""
        link = _STYLE.fullmatch(counter_name) if isinstance(counter_name, str) else None
        if not link:
            text: str = super().render_value(counter_value, counter_name, *more)
            return text
        pages, place = self._pages.setdefault(link[1], {}), int(link[2])
        pages[place] = counter_value
        before = {page for at, page in pages.items() if at < place}
        if counter_value in before:
            return ""
        return f", {counter_value}" if before else f"{counter_value}"
