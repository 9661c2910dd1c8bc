"""Text from bytes in any character encoding, and the characters for raised digits."""

import codecs
import re
from collections.abc import Callable

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(
    rb"<(?:meta\s[^>]*?charset|\?xml\s[^>]*?encoding)\s*=\s*[\"']?\s*([\w:.-]+)", re.IGNORECASE
)
_START = 8192
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def decode(content: bytes, declared: str = "") -> str:
    """Return the text of `content`, whose encoding a header may have `declared`.

    Encodings are often declared wrongly. If the content has a byte-order mark, or letters beyond
    ASCII that are valid UTF-8, that decides.
    """
    text, _ = decoded(content, declared)
    return text


def decoded(content: bytes, declared: str = "") -> tuple[str, Callable[[str], bytes]]:
    """Return the text of `content`, and the function that turns a text into bytes like those.

    See `decode`. If the content is not valid in its encoding, the bytes of its text differ from it.
    """
    from webencodings import lookup

    for mark, name in _MARKS:
        if content.startswith(mark):
            return content[len(mark) :].decode(name, "replace"), _encoder(name, mark)
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        text = None
    if text is not None and not text.isascii():
        return text, _encoder("utf-8")
    if encoding := lookup(declared):
        # Not bytes.decode: the aliases of the web's encodings are not those of Python.
        codec = encoding.codec_info
        text = str(codec.decode(content, "replace")[0])
        return text, lambda text: bytes(codec.encode(text, "replace")[0])
    if name := _utf_16(content[:_START]):
        return content.decode(name, "replace"), _encoder(name)
    if text is None:
        return content.decode("windows-1252", "replace"), _encoder("windows-1252")
    return text, _encoder("utf-8")


def _encoder(name: str, mark: bytes = b"") -> Callable[[str], bytes]:
    return lambda text: mark + text.encode(name, "replace")


def declared_in(page: bytes) -> str:
    """Return the encoding that an HTML page declares, or an empty string."""
    match = _DECLARED.search(page[:_START])
    return match[1].decode("ascii", "replace") if match else ""


def _utf_16(start: bytes) -> str:
    """Return the name of UTF-16 if that is likely: every second byte of a Latin letter is zero."""
    for first, name in ((1, "utf-16-le"), (0, "utf-16-be")):
        zeros, others = start[first::2].count(0), start[1 - first :: 2].count(0)
        if 2 * zeros > len(start) // 2 and not others:
            return name
    return ""


def raised(text: str) -> str:
    """Return `text` with raised digits, so that ten to the power of three is not 103."""
    return text.translate(_RAISED)
