"""The sources of events: the titles and addresses in the cells of a row, each document once."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from briefing.capture.table import Cell
from briefing.capture.texts import LONGEST_TITLE
from briefing.evidence.addresses import page_of
from briefing.record.naming import NewIDs
from briefing.record.validators import is_web_address

_URL = re.compile(r"(?:https?://|www\.)[^\s<>\"“”]+", re.IGNORECASE)
_END_OF_URL = ".,;:!?'’”)]}>"
_LONGEST_NAME = 80
"""The number of characters of a title or address that are used to make an id."""
_AROUND = " \t\n-–—:;,.|<>•·*\"'“”"
_BRACKETS = {"(": ")", "[": "]"}
_NOT_A_TITLE = {
    "", "link", "here", "click here", "source", "sources", "url", "web", "website", "web page",
    "webpage", "online", "read more", "more", "see", "see here", "available here", "available at",
    "pdf", "html", "n/a", "na", "none", "tbc", "unknown", "?", "see link", "accessed", "this",
    "dolen", "download", "view", "full text", "as above", "ibid", "ditto",
}  # fmt: skip


_OF_SITES = {"the", "news", "website", "site", "online", "uk", "web", "page"}
"""Words that people add to the name of a site."""


@dataclass(frozen=True, slots=True)
class Cited:
    """A source as a row gives it: its title, its address, or both, and perhaps more."""

    title: str = ""
    url: str = ""
    publisher: str = ""
    date: str = ""
    """The date of publication, in EDTF."""

    @property
    def details(self) -> dict[str, str]:
        """All known details of the source, as in a record."""
        given = {
            "title": self.title or _title_of(self.url),
            "publisher": self.publisher,
            "date": self.date,
            "url": self.url,
        }
        return {key: value for key, value in given.items() if value}


def _title_of(url: str) -> str:
    """Return the title of a source that has only an address: the address, or its host."""
    return url if len(url) <= LONGEST_TITLE else url.split("/")[2][:LONGEST_TITLE]


def web_url(text: str) -> str:
    """Return a text as a web address that a record accepts, or ""."""
    url = text.strip()
    if url.lower().startswith("www."):
        url = f"https://{url}"
    return url if is_web_address(url) else ""


def _trimmed(url: str) -> str:
    """Return an address without the punctuation that ends the sentence around it."""
    while url and url[-1] in _END_OF_URL and not (url[-1] == ")" and "(" in url):
        url = url[:-1]
    return url


def _title(text: str) -> str:
    title = " ".join(text.strip(_AROUND).split())
    while title[:1] in _BRACKETS and title.endswith(_BRACKETS[title[0]]):
        title = title[1:-1].strip(_AROUND)
    for opening, closing in _BRACKETS.items():  # Brackets that were around an address.
        if title.count(opening) > title.count(closing):
            title = title.removesuffix(opening).removeprefix(opening).strip(_AROUND)
        elif title.count(closing) > title.count(opening):
            title = title.removeprefix(closing).removesuffix(closing).strip(_AROUND)
    is_usable = title.casefold() not in _NOT_A_TITLE and len(title) <= LONGEST_TITLE
    return title if is_usable and not _URL.fullmatch(title) else ""


def sources_in(cell: Cell) -> list[Cited]:
    """List the sources in a cell of sources: one for each line, link or address."""
    found: list[Cited] = []
    links = [link for link in cell.links if web_url(link.url)]
    for line in cell.text.split("\n"):
        here = [link for link in links if link.text.strip() and link.text.strip() in line]
        links = [link for link in links if link not in here]
        if urls := list(_URL.finditer(line)):
            found += _labelled(line, urls)
            shown = {_trimmed(url[0]) for url in urls}
            found += [_of_link(each.text, each.url) for each in here if each.text not in shown]
        elif len(here) == 1:
            found.append(_of_link(line, here[0].url))
        elif here:
            found += [_of_link(link.text, link.url) for link in here]
        else:
            parts = [part.strip() for part in line.split(";")]
            found += [Cited(title) for part in parts if (title := _title(part))]
    found += [_of_link(link.text, link.url) for link in links]
    return _without_repeats(found)


def unusable_in(cell: Cell) -> list[str]:
    """List the addresses in the text of a cell that a record cannot have."""
    addresses = (_trimmed(match[0]) for match in _URL.finditer(cell.text))
    return [address for address in addresses if not web_url(address)]


def links_in(cell: Cell) -> list[Cited]:
    """List the sources that the text of an event links to."""
    found = []
    for link in cell.links:
        if url := web_url(link.url):
            is_whole = link.text.strip() == cell.text.strip()
            found.append(Cited("", url) if is_whole else _of_link(link.text, url))
    known = {cited.url for cited in found}
    for match in _URL.finditer(cell.text):
        url = web_url(_trimmed(match[0]))
        if url and url not in known:
            found.append(Cited("", url))
    return _without_repeats(found)


def paired(titles: list[Cited], urls: list[Cited]) -> list[Cited]:
    """Join the sources of a row from a column of titles and one of addresses."""
    if len(titles) == 1 and len(urls) == 1 and not titles[0].url and not urls[0].title:
        return [Cited(titles[0].title, urls[0].url)]
    return _without_repeats([*titles, *urls])


def _labelled(line: str, urls: Iterable[re.Match[str]]) -> Iterator[Cited]:
    """Yield each address in a line, with the words before it as its title."""
    at = 0
    matches = list(urls)
    for n, match in enumerate(matches):
        url = _trimmed(match[0])
        title = _title(line[at : match.start()])
        at = match.start() + len(url)
        if len(matches) == 1 and not title:
            title = _title(line[at:])
        if checked := web_url(url):
            yield Cited(title, checked)
        elif title and n == 0:
            yield Cited(title)


def _of_link(text: str, url: str) -> Cited:
    """Return the source that a link leads to. The name of its site is its publisher."""
    title, address = _title(text), web_url(url)
    return Cited("", address, title) if is_site(title, address) else Cited(title, address)


def is_site(text: str, url: str) -> bool:
    """Whether the text of a link is only the name of a site, such as GOV.UK or BBC News."""
    if not url or not text:
        return False
    if re.fullmatch(r"(?:[\w-]+\.)+[a-z]{2,}", text, re.IGNORECASE):
        return True
    words = [word for word in re.findall(r"\w+", text.casefold()) if word not in _OF_SITES]
    parts = url.split("/")[2].casefold().split(":")[0].split(".")
    return "".join(words) in {part.removeprefix("the").replace("-", "") for part in parts if part}


def _without_repeats(found: Iterable[Cited]) -> list[Cited]:
    kept: dict[str, Cited] = {}
    for cited in found:
        if cited.url or cited.title:
            key = same_address(cited.url) or cited.title.casefold()
            if key not in kept or not kept[key].title:
                kept[key] = cited
    return list(kept.values())


def same_address(url: str) -> str:
    """Return an address without the parts that may differ for the same place in a document."""
    page, mark, place = url.partition("#")
    return f"{page_of(page)}{mark}{place}"


@dataclass(slots=True)
class Bibliography:
    """The sources of an import. Each document is one source, with an id if it is cited twice.

    `known` are the sources of the record by id, as pairs of title and address.
    """

    known: Mapping[str, Cited] = field(default_factory=dict)
    _ids: dict[str, str] = field(default_factory=dict)
    _uses: dict[str, int] = field(default_factory=dict)
    _first: dict[str, Cited] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for id, cited in self.known.items():
            for key in filter(None, (same_address(cited.url), cited.title.casefold())):
                self._ids.setdefault(key, id)

    def count(self, cited: Cited) -> None:
        """Count one more use of a source."""
        key = self._key(cited)
        self._uses[key] = self._uses.get(key, 0) + 1
        if key not in self._first or (cited.title and not self._first[key].title):
            self._first[key] = cited

    @staticmethod
    def _key(cited: Cited) -> str:
        """Return the address of a source, or its title if it has none.

        The same title with and without an address counts as two documents, because two
        articles titled "BBC News" are different.
        """
        return same_address(cited.url) or cited.title.casefold()

    def new_sources(self) -> dict[str, dict[str, str]]:
        """Return the sources that are cited more than once and need an id, and give them one."""
        sources: dict[str, dict[str, str]] = {}
        ids = NewIDs(self.known, "source")
        for key, number in self._uses.items():
            cited = self._first[key]
            if number < 2 or key in self._ids:
                continue
            id = self._ids[key] = ids.add((cited.title or key)[:_LONGEST_NAME])
            sources[id] = cited.details
        return sources

    def citation(self, cited: Cited) -> str | dict[str, str]:
        """Return a source as an event cites it: by its id, its address or in full."""
        key = self._key(cited)
        known = self._ids.get(key) or self._ids.get(cited.title.casefold() if not cited.url else "")
        if known:
            return known
        first = self._first.get(key, cited)
        is_short = (
            not (first.title or first.publisher or first.date) and len(first.url) <= LONGEST_TITLE
        )
        return first.url if is_short else first.details
