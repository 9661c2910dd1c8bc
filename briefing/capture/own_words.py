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


def with_publisher(label: Label, name: str) -> Label | None:
    """Return a label with the name of its publisher in place of "we" and "our", or None.

    It is None if the label has other words of its own, or would be too long.
    """
    text, of = _OWN.sub(lambda match: _named(match, name), label.text, count=1), label.of
    if text == label.text:
        of = _OWN.sub(lambda match: _named(match, name), of, count=1)
    text, of = (
        _OWN.sub(lambda match: "its" if match["our"] else "it", words) for words in (text, of)
    )
    is_other = _OTHERS.search(f"{label.text} {label.of}") is not None
    if is_other or len(text) > LONGEST or (text, of) == (label.text, label.of):
        return None
    doubt = "the name in brackets replaces “we” or “our”"
    return replace(label, text=text, of=of, doubts=(*label.doubts, doubt))


def _named(match: re.Match[str], name: str) -> str:
    return f"[{name}{('’' if name.endswith('s') else '’s') if match['our'] else ''}]"
