"""Split a long events file into pieces, because parsing it as a whole takes a lot of memory."""

import re
from collections.abc import Iterator

LENGTH = 200_000
"""The length of a piece, in characters. Each piece ends with the event that exceeds it."""
ELSEWHERE = "in the other pieces"
"""The only event in the first piece, which has everything else in the file."""

# The top-level list of events, as far as the hyphen of the first event.
_EVENTS = r"(?m)^events: *\r?\n(?: *(?:#.*)?\r?\n)*(?P<indent> *)- "
_END_OF_EVENTS = re.compile(r"\n(?!- )[^\s#]")


def in_pieces(text: str) -> Iterator[str]:
    """Yield the pieces of `text`, or nothing if it is short or its events are not a plain list.

    Each piece has the form of an events file. If a piece is not valid by itself, the whole file may
    still be valid: for example, an alias can refer to an anchor in another piece. But if all pieces
    are valid, the whole file has the same content.
    """
    if len(text) <= LENGTH or not (events := re.search(_EVENTS, text)):
        return
    next_key = _END_OF_EVENTS.search(text, events.end())
    end = next_key.start() + 1 if next_key else len(text)
    yield f"{text[: events.start()]}events:\n- {ELSEWHERE}\n{text[end:]}"
    next_event = f"\n{events['indent']}- "
    start = text.index("\n", events.start()) + 1
    while start < end:
        stop = text.find(next_event, start + LENGTH, end) + 1 or end
        yield f"events:\n{text[start:stop]}"
        start = stop
