"""The text of a text file."""

from briefing.charsets import decode
from briefing.evidence.kinds import READABLE, NotReadable


def read(content: bytes) -> list[str]:
    """Return the text of a file, as a list of one.

    Raises:
        NotReadable: it is not a text file.
    """
    text = decode(content)
    if "\0" in text:
        hint = f"Save it in one of these formats: {READABLE}"
        raise NotReadable("it is not a kind of file that briefing can read", hint)
    return ["\n".join(line.strip() for line in text.splitlines()).strip()]
