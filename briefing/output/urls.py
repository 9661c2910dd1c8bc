"""Web addresses in a form that every program recognises."""

import re
from urllib.parse import quote

# All characters except those of RFC 3987, and percent signs that do not start an escape. Brackets
# are allowed only in the host, around an IPv6 address.
_HOST = re.compile(r"\w+://[^/?#]*")
_SAFE = "!#$%&'()*+,./:;=?@~-_"
_NOT_ALLOWED = re.compile(r"[^\w!#$%&'()*+,./:;=?@~-]|%(?![0-9A-Fa-f]{2})")


def address(url: str) -> str:
    """Return `url` with invalid characters percent-encoded."""
    host = _HOST.match(url)
    start = host.end() if host else 0
    rest = _NOT_ALLOWED.sub(lambda match: quote(match[0], safe=""), url[start:])
    return re.sub(r"[\"<>^`{|}\\]", lambda match: quote(match[0]), url[:start]) + rest


def uri(url: str) -> str:
    """Return `url` in ASCII: the host in its DNS form, the rest percent-encoded (RFC 3987)."""
    safe = address(url)
    host = _HOST.match(safe)
    if safe.isascii() or not host:
        return safe
    scheme, _, name = host[0].partition("://")
    try:
        name = name.encode("idna").decode()
    except UnicodeError:
        name = quote(name, safe=":[]@")
    return f"{scheme}://{name}{quote(safe[host.end() :], safe=_SAFE)}"


def link_to(contact: str) -> str:
    """Return a link to `contact`, or an empty string if it is not an email or web address."""
    if re.fullmatch(r"[^@\s<>]+@[^@\s<>]+", contact):
        return f"mailto:{quote(contact, safe='@+')}"
    return address(contact) if re.fullmatch(r"https?://[^\s/?#@]+(?:[/?#]\S*)?", contact) else ""
