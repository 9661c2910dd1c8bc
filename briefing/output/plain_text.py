"""Plain text without markup, laid out as in a letter."""

import re
from textwrap import wrap

from briefing.output.summaries import paragraphs

WIDTH = 72
"""The maximum number of characters in a line, unless a single word is longer."""
_IN_DATE = re.compile(r"(?<=\d) (?=[^\W\d_a-z])")
"""The space in "1 July", or between any number and a word that starts with a capital letter."""
_JOINED = "\ue000"
# The start of a line: quotation marks `>`, then the marker of an item, a list or a note.
_BEFORE = re.compile(r"(?:> | +)*(?:(?:-|\d+\.|\[\d+\]) )?")


def to_plain_text(text: str) -> str:
    """Convert Markdown to plain text, with a line for each paragraph or list item.

    There is an empty line between paragraphs. List items have hyphens or numbers, and quotations
    have the marker `>`, as in email. Links are followed by their addresses.
    """
    result = ""
    for paragraph in paragraphs(text):
        result += ("\n" if paragraph.is_item else "\n\n") if result else ""
        first, later = paragraph.before
        words = "".join(run for run, _ in paragraph.runs)
        lines = (re.sub(" +", " ", line.strip(" ")) for line in words.split("\n"))
        result += first + f"\n{later}".join(lines)
    return result


def wrapped(text: str) -> str:
    """Wrap `text` at 72 characters. Continuation lines of list items are indented.

    A day and its month stay on the same line.
    """
    return "\n".join(folded for line in text.split("\n") for folded in _folded(line))


def _folded(line: str) -> list[str]:
    before = _BEFORE.match(line)
    start = before[0] if before else ""
    lines = wrap(
        _IN_DATE.sub(_JOINED, line),
        WIDTH,
        drop_whitespace=True,
        subsequent_indent=re.sub("[^>]", " ", start),
        break_long_words=False,
        break_on_hyphens=False,
    )
    return [line.replace(_JOINED, " ") for line in lines] or [""]
