"""Text for XML, which cannot contain every character that a record can."""

import re

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def without_controls(text: str, replacement: str = "") -> str:
    """Replace the characters in `text` that XML 1.0 does not allow (2.2), even if escaped."""
    return _NOT_XML.sub(replacement, text)
