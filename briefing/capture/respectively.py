"""The names and numbers that the word "respectively" joins."""

import re

from briefing.capture.verbs import split_at_verb

_RESPECTIVELY = re.compile(r"\brespectively\b", re.IGNORECASE)
_JOINT = re.compile(r",?\s+and\s+|,\s+")
_NUMBER = re.compile(r"(?:[£$€]|\b)(?!(?:19|20)\d\d\b(?!,))\d[\d,.]*")


def respective_name(sentence: str, place: int) -> str:
    """Return the name that the number at a position belongs to, or "".

    In *London and Leeds had 154 and 126 deaths respectively*, 126 belongs to Leeds.
    The name is known only if there are as many names as numbers.
    """
    end = _RESPECTIVELY.search(sentence)
    if not end:
        return ""
    plain = re.sub(r"\([^()]*\)", lambda match: " " * len(match[0]), sentence)
    subject, _ = split_at_verb(plain)
    names = _JOINT.split(subject)
    values = [*_NUMBER.finditer(plain, len(subject), end.start())]
    own = [n for n, value in enumerate(values) if value.start() <= place]
    if len(names) != len(values) or len(names) < 2 or not own or place > end.start():
        return ""
    return names[own[-1]]
