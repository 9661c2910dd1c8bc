"""Remove characters that a record can contain but XML does not allow."""

import re

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def without_controls(text: str, replacement: str = "") -> str:
    """Replace the characters in `text` that XML 1.0 does not allow even when escaped (2.2)."""
    return _NOT_XML.sub(replacement, text)
