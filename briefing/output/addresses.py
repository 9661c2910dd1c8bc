"""Web addresses, so that every reader of a document takes them for one."""

import re
from urllib.parse import quote

# All but the characters of RFC 3987, and the percent signs that begin no escape. Brackets stand in
# the host alone, around an address of IPv6.
_HOST = re.compile(r"\w+://[^/?#]*")
_KEPT = "!#$%&'()*+,./:;=?@~-_"
_NOT_ALLOWED = re.compile(r"[^\w!#$%&'()*+,./:;=?@~-]|%(?![0-9A-Fa-f]{2})")


def address(url: str) -> str:
    """`url` with what an address cannot hold percent-encoded."""
    host = _HOST.match(url)
    start = host.end() if host else 0
    rest = _NOT_ALLOWED.sub(lambda found: quote(found[0], safe=""), url[start:])
    return re.sub(r"[\"<>^`{|}\\]", lambda found: quote(found[0]), url[:start]) + rest


def uri(url: str) -> str:
    """`url` in ASCII: its host as the DNS has it, the rest percent-encoded (RFC 3987)."""
    safe = address(url)
    host = _HOST.match(safe)
    if safe.isascii() or not host:
        return safe
    scheme, _, name = host[0].partition("://")
    try:
        name = name.encode("idna").decode()
    except UnicodeError:
        name = quote(name, safe=":[]@")
    return f"{scheme}://{name}{quote(safe[host.end() :], safe=_KEPT)}"


def link_to(contact: str) -> str:
    """Where a link to reach somebody leads; empty where that is no e-mail or web address."""
    if re.fullmatch(r"[^@\s<>]+@[^@\s<>]+", contact):
        return f"mailto:{quote(contact, safe='@+')}"
    return address(contact) if re.fullmatch(r"https?://[^\s/?#@]+(?:[/?#]\S*)?", contact) else ""
