"""Labels in the words of the publisher of a document: *our members* and *we expect*.

In a record, these words would be those of somebody else, so the name replaces them in brackets.
"""

import re
from dataclasses import replace

from briefing.capture.labels import LONGEST, Label

_OWN = re.compile(r"\b(?P<our>our)\b|\b(?:we|us)\b(?![’'])", re.IGNORECASE)
_OTHERS = re.compile(
    r"\bof us\b|\b(?:I|my|me|ours|ourselves|(?:we|us)[’'])\b|[“”\"]", re.IGNORECASE
)
"""Words that the name of an organisation cannot replace."""


def has_own(label: Label) -> bool:
    """Whether a label has a word such as "our", which may be from the line above a list."""
    return _OWN.search(f"{label.text} {label.of}") is not None


def with_publisher(label: Label, name: str) -> Label | None:
    """Return a label with the name of its publisher in place of "we" and "our", or None.

    It is None if the label has other words of its own, or would be too long.
    """
    text, is_done = _replaced(label.text, name, is_done=False)
    of, _ = _replaced(label.of, name, is_done=is_done)
    is_other = _OTHERS.search(f"{label.text} {label.of}") is not None
    if is_other or len(text) > LONGEST or (text, of) == (label.text, label.of):
        return None
    doubt = "the name in brackets replaces “we” or “our”"
    return replace(label, text=text, of=of, doubts=(*label.doubts, doubt))


def _replaced(text: str, name: str, *, is_done: bool) -> tuple[str, bool]:
    """Return a text with a name for its first own word, and "they" or "their" for the others."""
    parts, last = [], 0
    for match in _OWN.finditer(text):
        before = text[: match.start()]
        owned = f"{name}{'’' if name.endswith('s') else '’s'}" if match["our"] else name
        is_inner = before.count("[") > before.count("]")
        words = "their" if match["our"] else "them" if match[0].lower() == "us" else "they"
        words = words if is_done else owned if is_inner else f"[{owned}]"
        is_first = match[0][0].isupper() and is_done
        parts += [text[last : match.start()], words.capitalize() if is_first else words]
        last, is_done = match.end(), True
    return "".join((*parts, text[last:])), is_done
