"""The text of an email, of its attachments, and of a web page that was saved as MHTML."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from email.message import Message
from pathlib import PurePosixPath
from typing import Any

from briefing.charsets import decode
from briefing.evidence.extracting import html
from briefing.evidence.kinds import EXTENSIONS, EXTENSIONS_BY_TYPE, SAVE_TEXT, NotReadable

_FIELDS = ("Subject", "From", "To", "Date")
"""The fields of the header that a reader sees."""


def read(content: bytes, read_attachment: Callable[[bytes, str], list[str]]) -> list[str]:
    """Return the text of an email or a saved web page, and that of each attachment.

    Attachments that cannot be read are left out.

    Args:
        content: the bytes of the message.
        read_attachment: a function that returns the texts in a file, given its content and name.
    """
    from email import message_from_bytes
    from email.policy import compat32

    message = message_from_bytes(content, policy=compat32)
    texts = [*_texts(message, read_attachment)]
    if not any(texts):
        raise NotReadable("it contains no text", SAVE_TEXT)
    if is_saved_page(message):
        return texts
    fields = [value for name in _FIELDS if (value := field_of(message, name))]
    return ["\n".join(fields), *texts]


def is_saved_page(message: Message) -> bool:
    return message.get_content_type() == "multipart/related" and not message["To"]


def field_of(message: Message, name: str) -> str:
    """Return a field of the header, decoded."""
    from email.header import decode_header, make_header

    value = str(message.get(name, ""))
    with suppress(ValueError, LookupError):
        value = str(make_header(decode_header(value)))
    return " ".join(value.split())


def _texts(part: Message, read_attachment: Callable[[bytes, str], list[str]]) -> Iterator[str]:
    """Yield the texts of a part of a message, and of those in it."""
    inside: Any = part.get_payload()
    if isinstance(inside, list):
        found = [[*_texts(each, read_attachment)] for each in inside]
        if part.get_content_type() == "multipart/alternative":
            # The last is the best, but some have an empty one.
            found = [texts for texts in found if any(texts)][-1:]
        for texts in found:
            yield from texts
        return
    payload = part.get_payload(decode=True)
    content = payload if isinstance(payload, bytes) else b""
    type, name = part.get_content_type(), part.get_filename() or ""
    charset = str(part.get_content_charset() or "")
    extension = PurePosixPath(name).suffix.lower() or EXTENSIONS_BY_TYPE.get(type, "")
    if type in ("text/html", "application/xhtml+xml"):
        yield from html.read(content, charset)
    elif type == "text/plain":
        yield decode(content, charset).strip()
    elif extension in EXTENSIONS:
        # Scripts and stylesheets are text too, but no reader sees them.
        with suppress(NotReadable):
            yield from read_attachment(content, f"attachment{extension}")
