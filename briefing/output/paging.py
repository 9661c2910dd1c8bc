"""Page numbers in a PDF's index, with each page listed once, and in its links.

CSS can print the page that a link leads to, but cannot leave out repeated pages. WeasyPrint allows
a program to define how numbers are written. Each link in the index therefore has its own counter
style, which takes the pages of the links before it into account.

WeasyPrint lays out pages with such numbers again when it has read the numbers, and once more when
it has counted the pages, although no link prints their number.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import Any

from weasyprint import document
from weasyprint.css.counters import CounterStyle
from weasyprint.css.targets import TargetCollector
from weasyprint.layout import page as pages
from weasyprint.layout.page import make_page

_INDEX = re.compile(r'<ul class="index\b.*?</ul>', re.DOTALL)
_TOTAL = "pages"
"""The counter of all pages."""
_PAGE_OF_LINK = "target-counter()", ("attr()", ("href", "string", ""))
"""The page that a link leads to, as WeasyPrint represents `target-counter(attr(href), page)`."""
_STYLE = re.compile(r"page-(\d+)-(\d+)")


def with_pages(page: str) -> tuple[str, str]:
    """Return `page` with a name for each link in its index, and CSS rules that number the links.

    The rules hide the dates, which are the links to events on screen.
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
    """Counter styles. The ones in the index print separators and never repeat a page."""

    def __init__(self) -> None:
        super().__init__()
        self._pages: dict[str, dict[int, int]] = {}

    def render_value(self, counter_value: int, counter_name: Any = None, *more: Any) -> str:
        """Return the page number as text, or nothing if the index entry already lists that page."""
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


@contextmanager
def numbers_filled_in_early() -> Iterator[None]:
    """Number links before their page is laid out, if the pages that they lead to are known.

    Otherwise, each page with such links would be laid out three times.
    """
    document.TargetCollector, pages.make_page = _Targets, _make_page
    try:
        yield
    finally:
        document.TargetCollector, pages.make_page = TargetCollector, make_page


class _Targets(TargetCollector):  # type: ignore[misc]
    """The targets of links, which are taken for others if their names come from attributes."""

    def collect_missing_counters(
        self, box: Any, css_token: str, parse_again: Any, missing: list[str], of_targets: Any
    ) -> None:
        """Record that the content of `box` needs numbers of its own page and of its targets."""
        if css_token == "content" and None in of_targets:
            parts = {(kind, value[0]) for kind, value in box.style["content"] if kind != "string"}
            if parts == {_PAGE_OF_LINK}:
                missing, of_targets = [], {box.element.get("href")[1:]: of_targets[None]}
        super().collect_missing_counters(box, css_token, parse_again, missing, of_targets)

    def cache_target_page_counters(self, anchor: str, counters: dict[str, Any], *more: Any) -> None:
        """Record the page of an `anchor`, but not the number of pages, unless a link prints it."""
        if not (self.collecting or self._print_totals):
            counters = {name: value for name, value in counters.items() if name != _TOTAL}
        super().cache_target_page_counters(anchor, counters, *more)

    @cached_property
    def _print_totals(self) -> bool:
        return any(
            _TOTAL in names
            for lookup in self.counter_lookup_items.values()
            for names in lookup.missing_target_counters.values()
        )


def _make_page(context: Any, *more: Any) -> Any:
    """Lay out a page, after filling in the numbers of its links to earlier pages."""
    for lookup in context.target_collector.counter_lookup_items.values():
        if lookup.pending:
            lookup.pending = False
            lookup.parse_again(lookup.cached_page_counter_values)
    return make_page(context, *more)
