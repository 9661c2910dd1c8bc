"""Numbers and lists in English sentences, for messages."""

import re
from collections.abc import Sequence


def counted(number: int, noun: str) -> str:
    """Return a number with its noun, such as "1,832 recipients"."""
    return f"{number:,} {noun if number == 1 else plural(noun)}"


def plural(noun: str) -> str:
    """Return the plural of a regular noun, such as "entries"."""
    return f"{noun[:-1]}ies" if re.search("[^aeiou]y$", noun) else f"{noun}s"


def listing(words: Sequence[str], joint: str = "and") -> str:
    """Join `words` into a list for a sentence: "A, B and C"."""
    return f" {joint} ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))
