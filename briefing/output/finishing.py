"""The last steps of making an HTML page: its links, and the words that stay on one line."""

import re
from collections.abc import Iterator, Set
from itertools import pairwise
from typing import NamedTuple

from briefing.edition.briefing import Briefing
from briefing.edition.units import with_whole_amounts
from briefing.edition.words import Words, words_in
from briefing.output.marks import in_html
from briefing.output.urls import address

RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_RTL_WORDS = re.compile(
    rf"{RIGHT_TO_LEFT.pattern}(?:(?:{RIGHT_TO_LEFT.pattern}|[\W\d_])*{RIGHT_TO_LEFT.pattern})?"
)
_TAG = re.compile(r"<(?P<end>/?)(?P<name>[a-zA-Z][\w-]*)(?P<rest>[^>]*)>")
_PLAIN_TEXT = {"title", "option", "textarea", "svg", "style", "script", "bdi"}
"""Elements in which words cannot be isolated, or already are."""
_STYLE_OR_DATA = re.compile(r"(<style\b.*?</style>|<script\b.*?</script>)", re.DOTALL)
# In a table of contents, page numbers float. They would be read before words that have their own
# element.
_LEFT_ALONE = re.compile(
    "("
    + "|".join(rf"<{tag}\b.*?</{tag}(?=>)" for tag in sorted({*_PLAIN_TEXT, "nav"} - {"bdi"}))
    + ")",
    re.DOTALL,
)
_TEXT_WITH_DASH = re.compile(r">[^<>–-]*[–-][^<>]*(?=<)")
# Long words are left alone, because they may have to be broken.
_WHOLE = re.compile(r"\d{1,4}–\d{1,4}|(?<![\w-])[A-Za-z]-[^\W_]{1,12}(?![\w-])")
# The last two of three or more words of the main title. Long words may have to be on different
# lines.
_LAST_SPACE = re.compile(r"(<h1>[^<]* [^\s<]{1,9}) (?=[^\s<]{1,9}<)")
_LINK_WITHIN = re.compile(r'<a href="#(?P<place>[^"]+)"[^>]*>(?P<text>.*?)</a>')
_ID = re.compile(r'\sid="([^"]+)"')
_OPENED = re.compile(rf"<(?:{'|'.join(sorted({*_PLAIN_TEXT, 'nav'}))})\b")
_START = re.compile('<article|<section|<li id="note-')
"""The starts of the parts of a page that are finished by themselves."""


def finish(page: str, briefing: Briefing) -> str:
    """Return a page that is ready for readers."""
    page = in_html(page, briefing)
    on_page = set(_ID.findall(page))
    linked = _without_dead_ends(with_words_isolated(page), briefing, on_page)
    return unbroken(linked, briefing.language)


class _Part(NamedTuple):
    """A part of a page, ready for readers if the `places` that it links to are on the page.

    `is_separate` if it can be made ready without the rest of the page.
    """

    ids: list[str]
    places: Set[str]
    is_separate: bool
    text: str


class Finisher:
    """Finishes the versions of a page. Parts that are the same as before are taken from there."""

    def __init__(self) -> None:
        self._parts: dict[tuple[str, str], _Part] = {}

    def finished(self, page: str, briefing: Briefing) -> str:
        """Return what `finish` does."""
        language, page = briefing.language, in_html(page, briefing)
        places = [0, *(match.start() for match in _START.finditer(page)), len(page)]
        keys = [(language, page[one:next]) for one, next in pairwise(places)]
        parts = {key: self._parts.get(key) or _part(*key) for key in keys}
        self._parts = parts
        if not all(part.is_separate for part in parts.values()):
            return finish(page, briefing)
        on_page = {id for part in parts.values() for id in part.ids}

        def finished() -> Iterator[str]:
            for key in keys:
                if parts[key].places <= on_page:
                    yield parts[key].text
                else:
                    yield unbroken(_without_dead_ends(key[1], briefing, on_page), language)

        return "".join(finished())


def _part(language: str, text: str) -> _Part:
    outside = _LEFT_ALONE.split(text)[::2]
    is_closed = not any(map(_OPENED.search, outside)) and text.rstrip().endswith(">")
    places = {match["place"] for match in _LINK_WITHIN.finditer(text)}
    is_separate = is_closed and not RIGHT_TO_LEFT.search(text)
    return _Part(_ID.findall(text), places, is_separate, unbroken(text, language))


def _without_dead_ends(text: str, briefing: Briefing, on_page: Set[str]) -> str:
    """Redirect links to content that is not `on_page` to the part that contains it.

    If there is no such part, keep only the text of the link.
    """
    parts = [part for part in briefing.parts if part.is_made]
    elsewhere = {anchor: part.id for part in parts for anchor in part.anchors}

    def link(match: re.Match[str]) -> str:
        if match["place"] in on_page:
            return match[0]
        part = elsewhere.get(match["place"])
        return match[0].replace('"#', f'"{address(part)}.html#', 1) if part else match["text"]

    return _LINK_WITHIN.sub(link, text)


def unbroken(page: str, language: str) -> str:
    """Return `page` with no line breaks within dates, amounts or ranges of numbers.

    A day is not separated from its month, or a number from its unit, as in 5 months or 5 million.
    A short last word of the main title is not on a line of its own.
    """
    whole = _with_whole_amounts(page, words_in(language))
    return _with_whole_words(_LAST_SPACE.sub("\\g<1>\xa0", whole))


def _with_whole_amounts(page: str, t: Words) -> str:
    """Keep numbers on the same line of `page` as their units, except in styles and data."""
    pieces = _STYLE_OR_DATA.split(page)
    pieces[::2] = [with_whole_amounts(piece, t) for piece in pieces[::2]]
    return "".join(pieces)


def _with_whole_words(page: str) -> str:
    """Keep ranges of numbers, such as 4–10, and words such as U-turn on one line of `page`."""

    def with_whole_words(text: re.Match[str]) -> str:
        return _WHOLE.sub(r'<span class="whole">\g<0></span>', text[0])

    pieces = _LEFT_ALONE.split(page)
    pieces[::2] = [_TEXT_WITH_DASH.sub(with_whole_words, piece) for piece in pieces[::2]]
    return "".join(pieces)


def with_words_isolated(html: str) -> str:
    """Keep right-to-left words in HTML from reordering the text after them (UAX 9).

    This is for words between other words, such as a publisher's name before a date. Text that is
    already marked or `isolated` is unchanged.
    """
    if not RIGHT_TO_LEFT.search(html):
        return html
    pieces: list[str] = []
    start, within = 0, ""
    for tag in _TAG.finditer(html):
        text = html[start : tag.start()]
        pieces += [text if within else _RTL_WORDS.sub(r"<bdi>\g<0></bdi>", text), tag[0]]
        start, name = tag.end(), tag["name"].lower()
        if not within and not tag["end"] and (name in _PLAIN_TEXT or 'dir="auto"' in tag["rest"]):
            within = name
        elif within == name and tag["end"]:
            within = ""
    return "".join([*pieces, html[start:]])
