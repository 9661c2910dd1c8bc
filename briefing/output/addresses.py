"""Web addresses, so that every reader of a document takes them for one."""

import re
from urllib.parse import quote

# All but the characters of RFC 3987, and the percent signs that begin no escape.
_NOT_ALLOWED = re.compile(r"[^\w!#$%&'()*+,./:;=?@\[\]~-]|%(?![0-9A-Fa-f]{2})")


def address(url: str) -> str:
    """`url` with what an address cannot hold percent-encoded."""
    return _NOT_ALLOWED.sub(lambda found: quote(found[0], safe=""), url)
