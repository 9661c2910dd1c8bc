"""XML, which cannot hold every character that a record can."""

import re

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def without_controls(text: str) -> str:
    """`text` without the characters that have no place in XML 1.0 (2.2), not even escaped."""
    return _NOT_XML.sub("", text)
