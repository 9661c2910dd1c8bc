"""The name of a website, in the title, the header or the footer of one of its pages.

Each is a guess. A name in the header or after the heading must be that of an organisation, or be in
the page again.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from briefing.capture.document import Detail, Paragraph
from briefing.capture.names import is_organisation

_END_OF_TITLE = re.compile(r"\s[|–—-]\s(?P<site>[A-Z][\w’'&.]*(?:\s[\w’'&.]+){0,5})$")
_SITE = re.compile(r"\S\s(?P<mark>[|–—-])\s(?P<site>[A-Z][\w’'&.]*(?:\s[\w’'&.]+){0,6})$")
_NO_SITES = frozenset((
    "home", "news", "blog", "latest news", "press releases", "press release", "press", "media",
    "articles", "opinion", "politics", "publications", "reports", "news and media", "newsroom",
    "menu", "search", "contact", "contact us", "about us", "sign in", "log in", "subscribe",
))  # fmt: skip
_HEADER = re.compile(
    r"(?:^|[\s_-])(?:masthead|site-?(?:header|branding|name|title|logo)|branding?|logo|banner"
    r"|top-?(?:strip|bar)|header)(?:$|[\s_-])",
    re.IGNORECASE,
)
_WORD = r"[A-Z][\w’'&.-]*"
_NAME = rf"{_WORD}(?:\s(?:(?:of|for|and|the|in|on|to|&)\s){{0,2}}{_WORD}){{0,9}}"
_IS_NAME = re.compile(_NAME)
_SEPARATOR = re.compile(r"\s[|–—·•:-]+\s|\s*\|\s*")
_COPYRIGHT = re.compile(
    rf"(?:©|\(c\)|\bCopyright\b)\s*(?:©\s*)?(?:Copyright\s)?(?:\d{{4}}(?:\s?[–-]\s?\d{{2,4}})?,?\s)?"
    rf"(?:[Tt]he\s)?(?P<who>{_NAME})(?=\s\d{{4}}|\s?[,.|]|\sAll\b|$)"
)
_CHARITY = re.compile(
    rf"(?:^|[.|]\s)(?:The\s)?(?P<who>{_NAME})\sis\s(?:a|an)\s(?:registered\s)?"
    r"(?:charity|company|trade\sunion|charitable)\b"
)
_ADDRESS = re.compile(rf"(?:[Tt]he\s)?(?P<who>{_WORD}\s{_NAME}|{_NAME}),\s[\dA-Z]")
_MENU = frozenset(("nav", "ul", "ol", "form", "button", "select", "script", "style"))
_FOOT = re.compile(r"footer|\bfoot\b")
_LOGO = re.compile(r"\s(?:logo|home|homepage)$", re.IGNORECASE)
_LONGEST, _SHORTEST = 120, 3
"""The maximum length of a line with a name, and the minimum length of a name."""


def site_of(
    root: Any, title: Detail | None, heading: Detail | None, paragraphs: Sequence[Paragraph]
) -> Detail | None:
    """Return the name of the site of a page, or None.

    Args:
        root: the page.
        title: the content of its element `title`.
        heading: its heading.
        paragraphs: its main text.
    """
    text = " ".join(each.text for each in paragraphs)
    around = f"{title.value if title else ''} {_footer(root)}"
    return (
        _from_end_of_title(title, heading)
        or _site_in_title(root, title, text)
        or _from_header(root, text, around)
        or _from_footer(root)
    )


def _from_end_of_title(title: Detail | None, heading: Detail | None) -> Detail | None:
    """Return the name of a site after the heading in the title: "Parks reopen – Gazette"."""
    if not title or not heading or not title.value.startswith(heading.value[:20]):
        return None
    match = _END_OF_TITLE.search(title.value)
    return Detail(match["site"], "the end of the page's title", is_guess=True) if match else None


def _site_in_title(root: Any, title: Detail | None, text: str) -> Detail | None:
    """Return the end of the title if it is a name, or a separate text on the page.

    The title can differ from the heading: "Fares up again | Gazette".
    """
    match = _SITE.search(title.value) if title else None
    site = match["site"] if match else ""
    if not match or site.casefold() in _NO_SITES:
        return None
    is_alone = any(_text(each) == site for each in root.iter("a", "span", "div", "p", "strong"))
    is_name = is_organisation(site) and (match["mark"] == "|" or site in text)
    is_shown = is_alone or any(_text(each).startswith(f"{site},") for each in root.iter("footer"))
    is_in_text = _IS_NAME.fullmatch(site) and " " in site and site in text
    if not (is_name or is_shown or is_in_text):
        return None
    return Detail(site, "the end of the page's title", is_guess=True)


def _from_header(root: Any, text: str, around: str) -> Detail | None:
    """Return the name in the header of a page, above its heading: a text, or that of a logo.

    The name is in the main text or `around` it, in the title or the footer. One word is a name only
    if it is around it, because a header can have words such as "Politics".
    """
    for line in _lines_above(root):
        name = re.sub(r"^The\s", "", _SEPARATOR.split(line)[0].strip(" ,."))
        name = _LOGO.sub("", name)
        if not _IS_NAME.fullmatch(name) or len(name) < _SHORTEST or name.casefold() in _NO_SITES:
            continue
        is_again = name in around or (" " in name and name in text)
        if is_again or (is_organisation(name) and " " in name):
            return Detail(name, f"from “{line}” in the header of the page", is_guess=True)
    return None


def _lines_above(root: Any) -> Iterator[str]:
    """Yield the texts in the header of a page, without its menus."""
    for element in root.iter():
        if element.tag == "h1":
            return
        if not isinstance(element.tag, str) or not _is_header(element):
            continue
        if any(True for _ in element.iter("h1")):
            continue
        for each in element.iter():
            if not isinstance(each.tag, str) or _is_menu(each, element):
                continue
            line = each.get("alt", "") if each.tag == "img" else _own_text(each)
            line = " ".join(line.split())
            if line and len(line) <= _LONGEST:
                yield line


def _is_header(element: Any) -> bool:
    names = f"{element.get('class', '')} {element.get('id', '')}"
    is_outer = element.tag in ("header", "div", "a", "p", "section")
    return (
        element.tag == "header"
        or element.get("role") == "banner"
        or (is_outer and _HEADER.search(names) is not None)
    )


def _is_menu(element: Any, header: Any) -> bool:
    for each in (element, *element.iterancestors()):
        if each is header:
            return False
        if each.tag in _MENU or each.get("role") in ("navigation", "search", "menu"):
            return True
    return False


def _own_text(element: Any) -> str:
    """Return the text of an element before the first element in it."""
    return element.text or ""


def _from_footer(root: Any) -> Detail | None:
    footer = _footer(root)
    for pattern, reason in ((_COPYRIGHT, "the copyright line"), (_CHARITY, "the footer")):
        match = pattern.search(footer)
        if match and "crown" not in match["who"].lower() and len(match["who"]) > 2:
            return Detail(match["who"].strip(" ."), f"from {reason} of the page", is_guess=True)
    address = _ADDRESS.match(footer)
    if address and is_organisation(address["who"]):
        return Detail(address["who"], "from the address in the footer of the page", is_guess=True)
    return None


def _footer(root: Any) -> str:
    footers = [each for each in root.iter("footer", "div") if _is_footer(each)]
    return " | ".join(_text(each) for each in footers)


def _is_footer(element: Any) -> bool:
    names = f"{element.get('class', '')} {element.get('id', '')}".lower()
    is_named = _FOOT.search(names) is not None
    return element.tag == "footer" or element.get("role") == "contentinfo" or is_named


def _text(element: Any) -> str:
    return " ".join(" ".join(element.itertext()).split())
