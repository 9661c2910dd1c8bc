"""The main text of a web page, without its menus and notices, and the details that it gives.

Most pages describe themselves to search engines and social networks, in JSON-LD, Open Graph or
Dublin Core. These descriptions are more reliable than the layout of the page.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from html import unescape
from typing import Any

from briefing.capture.document import Detail, Document, Paragraph
from briefing.capture.site_names import site_of
from briefing.capture.written_dates import day_of
from briefing.record.validators import is_web_address

_AROUND = frozenset(("nav", "header", "footer", "aside", "form", "button", "select", "dialog"))
_ROLES = frozenset((
    "navigation", "banner", "contentinfo", "complementary", "search", "dialog", "menu", "alert",
))  # fmt: skip
_CLUTTER = re.compile(
    r"(?:^|[\s_-])(?:cookies?|consent|gdpr|nav(?:igation|bar)?|menu|breadcrumbs?|share\w*|sharing"
    r"|social|related\w*|recommend(?:ed|ations?)?|promo|newsletter|subscribe|signup|comments?|disqus"
    r"|advert(?:isement)?s?|ads?|sidebar|footer|masthead|skip|popular|trending|most-read|mostread"
    r"|tags|pagination|feedback|survey-banner|read-more|more-stories|also-read)(?:$|[\s_-])",
    re.IGNORECASE,
)
_FRONT_MATTER = re.compile(r"\s*---[ \t]*\r?\n(?P<fields>(?:[\w-]+:.*\r?\n|[ \t-].*\r?\n)+)---\s")
"""The fields at the start of a Markdown file, as in the files of a blog."""
_FIELD = re.compile(r"^(\w+):[ \t]*[\"']?([^\r\n\[{|>]*?)[\"']?[ \t]*\r?$", re.MULTILINE)
_MAIN_SHARE = 0.5
"""An element with more of the page's text than this is not clutter, whatever it is called."""
_FEW = 200
"""Clutter with fewer letters than this is left out, even from a very short page."""
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_META_TITLES = ("og:title", "dc.title", "dcterms.title", "citation_title", "twitter:title")
_META_AUTHORS = ("author", "article:author", "dc.creator", "dcterms.creator", "citation_author",
                 "parsely-author", "byl")  # fmt: skip
_META_PUBLISHERS = ("og:site_name", "dc.publisher", "dcterms.publisher", "citation_publisher",
                    "application-name")  # fmt: skip
_META_DATES = (
    "article:published_time", "govuk:first-published-at", "dcterms.issued", "dc.date.issued",
    "dc.date", "dcterms.date", "dcterms.created", "citation_publication_date", "datepublished",
    "date", "pubdate", "publishdate", "publish-date", "parsely-pub-date", "sailthru.date",
)  # fmt: skip
_META_LANGUAGES = ("og:locale", "dc.language", "dcterms.language", "language")
_ARTICLES = re.compile(r"(?:Article|Report|BlogPosting|WebPage|PressRelease|CreativeWork)$")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z]{2})?")
_MORE = re.compile(
    r"(?:more (?:from|on this|like this|news|stories)|see also|read (?:more|next)"
    r"|you (?:may|might) also"
    r"|related (?:content|news|articles|stories|links|posts|pages|documents|topics|information)"
    r"|most (?:read|viewed|popular|shared)"
    r"|(?:latest|other|recent|top) (?:news|stories|posts|articles|press releases|headlines))\b",
    re.IGNORECASE,
)
"""The heading of a list of links to other pages."""
_MOST_DATA = 500_000
"""The maximum length of the JSON-LD that is read, in characters."""

_DEPARTMENT = re.compile(
    r"(?:The\s)?(?:Department|Ministry|HM\s|Cabinet\sOffice|[A-Z]\w+\sOffice\b)"
)
_SURNAME_FIRST = re.compile(r"^([^,]+), ([^,]+)$")


def read(content: bytes) -> Document:
    """Return the main text of a page and its details."""
    from briefing.charsets import declared_in, decode

    return _document(decode(content, declared_in(content)))


def read_markdown(content: bytes) -> Document:
    """Return the text of a Markdown file. Its first heading is its title."""
    from briefing.charsets import decode
    from briefing.evidence.extracting.markdown import html_of

    text = decode(content)
    front = _FRONT_MATTER.match(text)
    document = _document(html_of(text[front.end() :] if front else text))
    fields = dict(_FIELD.findall(front["fields"])) if front else {}

    def detail(name: str) -> Detail | None:
        return _detail(fields.get(name, ""), f"“{name}” at the start of the file")

    return replace(
        document,
        title=detail("title") or document.title,
        author=detail("author") or document.author,
        publisher=detail("publisher") or document.publisher,
        date=_day(detail("date")) or document.date,
    )


def _document(page: str) -> Document:
    from briefing.evidence.extracting.html import root_of

    root = root_of(page)
    if root is None:
        return Document("")
    paragraphs = [*_main_text(root)]
    data, meta = [*_linked_data(root)], _meta(root)
    publisher = _first(
        _from_data(data, "publisher"),
        _from_meta(meta, _META_PUBLISHERS),
        site_of(root, _from_element(root, "title"), _from_heading(root), paragraphs),
    )
    site = publisher.value if publisher else ""
    title = _first(
        _from_data(data, "headline"),
        _from_heading(root),
        _from_meta(meta, _META_TITLES),
        _from_element(root, "title"),
    )
    if title:
        title = Detail(_without_site(title.value, site), title.reason)
    language = _first(
        _detail(root.get("lang", ""), "the page's lang attribute"),
        _from_data(data, "inLanguage"),
        _from_meta(meta, _META_LANGUAGES),
    )
    author = _author(
        _from_data(data, "author"), _authors(root), _from_meta(meta, _META_AUTHORS), site=site
    )
    if publisher and author and _is_government(root, meta) and _DEPARTMENT.match(author.value):
        # The site of a government has the name of the site as its publisher.
        reason = f"the department, {author.reason}, and not the site, {publisher.value}"
        publisher, author = Detail(author.value, reason, is_guess=True), None
    return Document(
        name="",
        paragraphs=[each for each in paragraphs if not (title and _is_title(each, title.value))],
        address=_web_address(_canonical(root), _from_meta(meta, ("og:url",))),
        title=title,
        author=author,
        publisher=publisher,
        date=_first(
            _day(_from_data(data, "datePublished")),
            *(_day(_from_meta(meta, (name,))) for name in _META_DATES),
            _from_time(root),
        ),
        language=language if language and _LANGUAGE.fullmatch(language.value) else None,
    )


def _is_title(paragraph: Paragraph, title: str) -> bool:
    return paragraph.kind == "heading" and paragraph.text.casefold() == title.casefold()


def _web_address(*details: Detail | None) -> Detail | None:
    """Return the first detail that a record accepts as a web address."""
    return next((each for each in details if each and is_web_address(each.value)), None)


def _first(*details: Detail | None) -> Detail | None:
    return next(filter(None, details), None)


def _detail(value: str, reason: str) -> Detail | None:
    value = "".join(letter if letter.isprintable() else " " for letter in unescape(value))
    value = " ".join(value.split())
    return Detail(value, reason) if value and len(value) < 500 else None


def _day(detail: Detail | None) -> Detail | None:
    day = day_of(detail.value) if detail else ""
    return Detail(day, detail.reason) if detail and day else None


def _author(*details: Detail | None, site: str) -> Detail | None:
    """Return the first author who is not an address or the site itself."""
    for detail in filter(None, details):
        if "://" not in detail.value and detail.value.casefold() != site.casefold():
            return detail
    return None


def _authors(root: Any) -> Detail | None:
    """Return the authors of a paper, who have a meta tag each: "Okafor, Lucy"."""
    tags = (each for each in root.iter("meta") if each.get("name", "").lower() == "citation_author")
    names = [" ".join(tag.get("content", "").split()) for tag in tags]
    names = [_SURNAME_FIRST.sub(r"\2 \1", name) for name in names if name]
    last = f"{' and ' if len(names) > 1 else ''}{names[-1]}" if names else ""
    return _detail(f"{', '.join(names[:-1])}{last}", "from the meta tags citation_author")


def _is_government(root: Any, meta: Mapping[str, str]) -> bool:
    """Whether a page is on the website of a central government."""
    if any(name.startswith("govuk:") for name in meta):
        return True
    footers = (_text(each) for each in root.iter("footer"))
    return any("Crown copyright" in text for text in footers)


def _without_site(title: str, site: str) -> str:
    """Return a title without the name of its site, as in "Parks reopen | Gazette"."""
    head, separator, tail = title.rpartition(" | ")
    if separator and head:
        return head
    for dash in (" - ", " – ", " — "):
        head, separator, tail = title.rpartition(dash)
        if head and site and tail.casefold() in (site.casefold(), f"the {site}".casefold()):
            return head
    return title


def _meta(root: Any) -> Mapping[str, str]:
    """Return the meta tags of a page by name, in lower case. The first of each name is used."""
    found: dict[str, str] = {}
    for element in root.iter("meta"):
        for key in ("property", "name", "itemprop"):
            name = element.get(key, "").strip().lower()
            if name and element.get("content", "").strip():
                found.setdefault(name, element.get("content"))
    return found


def _from_meta(meta: Mapping[str, str], names: Sequence[str]) -> Detail | None:
    for name in names:
        if name in meta and (detail := _detail(meta[name], f"from the meta tag {name}")):
            return detail
    return None


def _linked_data(root: Any) -> Iterator[Mapping[str, Any]]:
    """Yield the descriptions of articles in the JSON-LD of a page."""
    for element in root.iter("script"):
        if element.get("type", "").strip().lower() != "application/ld+json":
            continue
        text = "".join(element.itertext())
        with suppress(ValueError, RecursionError):
            if len(text) <= _MOST_DATA:
                yield from _articles(json.loads(text, strict=False), depth=0)


def _articles(data: Any, depth: int) -> Iterator[Mapping[str, Any]]:
    if depth > 4:
        return
    if isinstance(data, list):
        for each in data[:100]:
            yield from _articles(each, depth + 1)
    elif isinstance(data, dict):
        types = data.get("@type", "")
        types = types if isinstance(types, list) else [types]
        if any(isinstance(type, str) and _ARTICLES.search(type) for type in types):
            yield data
        for key in ("@graph", "mainEntity"):
            yield from _articles(data.get(key), depth + 1)


def _from_data(data: Sequence[Mapping[str, Any]], key: str) -> Detail | None:
    for article in data:
        if value := _named(article.get(key)):
            return _detail(value, f"from {key} in the page's JSON-LD")
    return None


def _named(value: Any) -> str:
    """Return a text, or the names of the people or organisations that JSON-LD describes."""
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        return value["name"] if isinstance(value.get("name"), str) else ""
    if isinstance(value, list):
        return ", ".join(filter(None, (_named(each) for each in value[:10])))
    return ""


def _from_heading(root: Any) -> Detail | None:
    headings = [heading for heading in root.iter("h1") if not _is_around(heading)]
    if len(headings) != 1:
        return None
    return _detail(_text(headings[0]), "the heading of the page")


def _from_element(root: Any, name: str) -> Detail | None:
    element = next(root.iter(name), None)
    return None if element is None else _detail(_text(element), f"from the element {name}")


def _from_time(root: Any) -> Detail | None:
    times = (element for element in root.iter("time") if not _is_around(element))
    days = (day_of(element.get("datetime", "") or _text(element)) for element in times)
    day = next(filter(None, days), "")
    return Detail(day, "the first date that the page marks as a time") if day else None


def _canonical(root: Any) -> Detail | None:
    for link in root.iter("link"):
        if link.get("rel", "").lower() == "canonical" and "://" in link.get("href", ""):
            return _detail(link.get("href"), "the page's canonical address")
    return None


def _text(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())


def _is_around(element: Any) -> bool:
    """Whether an element is part of the page's navigation and not of its content."""
    return any(
        (each.tag in ("nav", "footer", "aside") or each.get("role") in _ROLES)
        for each in (element, *element.iterancestors())
    )


def _main_text(root: Any) -> Iterator[Paragraph]:
    """Yield the paragraphs of the content of a page."""
    body = next(root.iter("body"), root)
    total = _letters(body)
    place = _content(body, total)
    skipped = {
        each
        for each in place.iter()
        if isinstance(each.tag, str) and each is not place and _is_clutter(each)
        and (_letters(each) < max(_FEW, _MAIN_SHARE * total))
    }  # fmt: skip
    yield from _without_links(_paragraphs(place, skipped))


def _without_links(paragraphs: Iterable[Paragraph]) -> Iterator[Paragraph]:
    """Yield paragraphs without the lists of links to other pages, and their headings."""
    in_links = False
    for paragraph in paragraphs:
        if paragraph.kind == "heading":
            in_links = _MORE.match(paragraph.text) is not None
        elif not paragraph.is_item:
            in_links = False
        if not in_links:
            yield paragraph


def _content(body: Any, total: int) -> Any:
    """Return the element with the content: the main or article element, if it has enough text."""
    candidates = [
        each
        for each in body.iter()
        if each.tag in ("main", "article")
        or each.get("role") in ("main", "article")
        or "articlebody" in each.get("itemprop", "").lower()
    ]
    # The smallest element that has most of the text of the largest.
    sized = sorted(((_letters(each), n, each) for n, each in enumerate(candidates)), reverse=True)
    if not sized or sized[0][0] < min(_FEW, total / 4):
        return body
    most = sized[0][0]
    large = [each for size, _, each in sized if size >= 0.7 * most]
    return large[-1]


def _letters(element: Any) -> int:
    """Return how much text of an element is in paragraphs and not in links."""
    size = sum(len(_text(each)) for each in element.iter("p", "li", "blockquote", "td"))
    return size - sum(len(_text(each)) for each in element.iter("a"))


def _is_clutter(element: Any) -> bool:
    if element.tag == "aside" and any(map(_is_introduced, element.iter("blockquote"))):
        return False
    if element.tag in _AROUND and not (element.tag == "header" and _holds_heading(element)):
        return True
    if element.get("role", "") in _ROLES or element.get("aria-modal") == "true":
        return True
    if element.tag in ("p", "h1", "h2", "h3", "blockquote", "body", "main", "article", "html"):
        return False
    return bool(_CLUTTER.search(f"{element.get('class', '')} {element.get('id', '')}"))


def _is_introduced(quotation: Any) -> bool:
    """Whether the paragraph above a quotation introduces it: *Ann Lee said:*."""
    above = quotation.getprevious()
    return above is not None and above.tag == "p" and _text(above).endswith(":")


def _holds_heading(element: Any) -> bool:
    return next(element.iter("h1"), None) is not None


def _paragraphs(place: Any, skipped: set[Any]) -> Iterator[Paragraph]:
    """Yield the paragraphs of an element, without those of the skipped elements."""
    from lxml import etree

    from briefing.evidence.extracting.html import BLOCKS, is_unseen, lines_of_data

    pieces: list[str] = []
    links = 0
    open_kinds: list[str] = []
    in_link = 0

    def ended() -> Iterator[Paragraph]:
        nonlocal links
        text = " ".join("".join(pieces).split())
        is_item = "li" in open_kinds
        is_sentence = text.endswith(".") or (text.endswith("”") and not is_item)
        is_links = links > 0.8 * len(text.replace(" ", "")) and not is_sentence
        if text and not is_links:
            yield Paragraph(text, _kind(open_kinds), is_item=is_item)
        pieces.clear()
        links = 0

    walk = etree.iterwalk(place, events=("start", "end"))
    for event, element in walk:
        name = element.tag
        is_start = event == "start"
        if is_start and name == "table" and (lines := lines_of_data(element)):
            yield from ended()
            yield from (Paragraph(line.replace("\t", " | ")) for line in lines)
            walk.skip_subtree()
            skipped.add(element)
            continue
        if is_start and (element in skipped or is_unseen(element)):
            walk.skip_subtree()
            if name in BLOCKS:
                yield from ended()
            if element is not place:
                pieces.append(" " + (element.tail or ""))
            skipped.add(element)
            continue
        if not is_start and element in skipped:
            continue
        if name in BLOCKS or (name == "cite" and "blockquote" in open_kinds):
            yield from ended()
            if name != "br":
                open_kinds.append(name) if is_start else open_kinds.pop()
        if name == "a":
            in_link += 1 if is_start else -1
        if not is_start and element is place:
            break
        text = (element.text if is_start else element.tail) or ""
        if in_link:
            links += len("".join(text.split()))
        pieces.append(text)
    yield from ended()


def _kind(open_kinds: Sequence[str]) -> Any:
    if not _HEADINGS.isdisjoint(open_kinds):
        return "heading"
    is_signature = "cite" in open_kinds or "footer" in open_kinds
    return "quoted" if "blockquote" in open_kinds and not is_signature else "text"
