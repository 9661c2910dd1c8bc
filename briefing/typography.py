"""Curly quotation marks and apostrophes instead of straight ones, in English and Welsh.

Each mark is replaced by one character, so the length of the text does not change. Marks that are
already curly are left alone, and so are feet, inches, web addresses and email addresses.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Literal

from briefing.marked_text import LEADING, MARKS, REPLACED

_Role = Literal["“", "”", "‘", "’", "'", '"', "apostrophe"]

_MARK = re.compile("['\"“”‘’]")
_ADDRESS = re.compile(
    r"(?:https?://|www\.)[^\s\"<>]*[^\s\"'<>.,;:!?)\]]|[^\s\"'<>][^\s\"<>]*@[^\s\"'<>]+"
)
_OPENS_AFTER = re.compile(r"[\s(\[{<¿¡/“‘–—-]|\ufffc")
# Words that begin with an apostrophe: English words, then Welsh short forms.
_ELISION = re.compile(
    r"'(?:\d\ds|em|til|tis|twas|twere|twill|twould|cause|cos|bout|round|ere|neath|gainst|"
    r"r|n|w|u|m|ch|th|sdim|steddfod)(?![\w'])|'n'",
    re.IGNORECASE,
)
_ENDED = re.compile(rf"[.?!…][\"'”’)\]{MARKS}]*\s*\Z")
_IN_QUOTES = str.maketrans("“”‘’", "‘’“”")


def typeset(text: str) -> str:
    """Return `text` with curly quotation marks and apostrophes."""
    if "'" not in text and '"' not in text:
        return text
    letters = list(text)
    for n, role in _roles(text):
        letters[n] = "’" if role == "apostrophe" else role
    return "".join(letters)


def typeset_within_quotes(text: str) -> str:
    """Return `text` with curly marks, for display in double quotation marks.

    Any quotations inside it are given single quotation marks.
    """
    if not _MARK.search(text):
        return text
    letters = list(text)
    roles = list(_roles(text))
    first = next((role for _, role in roles if role in "“‘"), "‘")
    turns = first == "“" and _is_balanced(roles)
    for n, role in roles:
        if role == "apostrophe":
            letters[n] = "’"
        else:
            letters[n] = role.translate(_IN_QUOTES) if turns else role
    return "".join(letters)


def stop_after(text: str) -> str:
    """Return the full stop that a sentence ending in `text` still needs, or an empty string."""
    return "" if _ENDED.search(text) else "."


def with_stop(text: str) -> str:
    """Return `text` with a full stop, unless it already ends a sentence."""
    return f"{text}{stop_after(text)}"


def capitalised(text: str) -> str:
    """Return `text` with an initial capital."""
    # The first character may be a mark, as in a text with changes.
    for leading in (LEADING.match(text), REPLACED.match(text)):
        if leading:
            n = leading.end()
            text = text[:n] + text[n : n + 1].upper() + text[n + 1 :]
    return text


def sentences(texts: Iterable[str]) -> str:
    """Join `texts` as sentences. No full stop is added to the last one."""
    *others, last = [*texts] or [""]
    return " ".join([*map(with_stop, others), last])


def _is_balanced(roles: list[tuple[int, _Role]]) -> bool:
    quotes = [role for _, role in roles]
    return quotes.count("“") == quotes.count("”") and quotes.count("‘") == quotes.count("’")


def _roles(text: str) -> Iterator[tuple[int, _Role]]:
    """Yield the role of each mark in `text`: opening, closing, apostrophe or unit."""
    untouched = [address.span() for address in _ADDRESS.finditer(text)]
    last_single = _last_closing(text)
    opened: list[str] = []
    before: dict[int, str] = {}
    for match in _MARK.finditer(text):
        n, mark = match.start(), match[0]
        if any(start <= n < end for start, end in untouched):
            continue
        previous = before.get(n - 1, text[n - 1 : n])
        role = _role(text, n, mark, previous, opened, last_single)
        if role in ("“", "‘"):
            opened.append(role)
        elif role in ("”", "’"):
            wanted = "“" if role == "”" else "‘"
            if wanted in opened:
                while opened.pop() != wanted:
                    pass
        before[n] = "’" if role == "apostrophe" else role
        yield n, role


def _role(
    text: str, n: int, mark: str, previous: str, opened: list[str], last_single: int
) -> _Role:
    following = text[n + 1 : n + 2]
    opens = (not previous or bool(_OPENS_AFTER.match(previous))) and bool(following.strip())
    match mark:
        case "“" | "”" | "‘":
            return mark
        case "’":
            return "’" if "‘" in opened and not following.isalnum() else "apostrophe"
        case '"':
            if opens:
                return "“"
            if "“" in opened or (previous.strip() and not previous.isdigit()):
                return "”"
            return '"'
    if previous.isalnum() and following.isalnum():
        return "'" if previous.isdigit() and following.isdigit() else "apostrophe"
    if opens:
        is_quote = not _ELISION.match(text, n) and last_single > n
        return "‘" if is_quote else "apostrophe"
    if not previous.strip():
        return "'"
    if "‘" in opened:
        return "’"
    return "'" if previous.isdigit() else "apostrophe"


def _last_closing(text: str) -> int:
    """Return the position of the last single mark that can close a quotation, or -1."""
    return max(
        (mark.start() for mark in re.finditer(r"(?<=[^\s(\[{])['’](?!\w)", text)), default=-1
    )
