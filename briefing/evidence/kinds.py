"""The kinds of file that a copy can be, recognised by their content and extension."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import PurePosixPath

RULES = 12
"""The version of our own rules.

Raise it when the text of any copy changes, or if something that was proved no longer is: then
everything is searched again.
"""
HEAD = 4096
"""How many bytes of a file show what kind it is."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file: its name, the module that reads it, and the distribution that this uses."""

    name: str
    module: str
    library: str


PDF = Kind("a PDF", "pdf", "pypdfium2")
HTML = Kind("a web page", "html", "lxml")
TEXT = Kind("a text file", "plain_text", "")
MARKDOWN = Kind("a Markdown file", "markdown", "markdown-it-py")
EMAIL = Kind("an email", "email", "lxml")
DOCX = Kind("a Word document", "docx", "lxml")
ODT = Kind("an OpenDocument text", "odt", "lxml")

EXTENSIONS: Mapping[str, Kind] = {
    ".pdf": PDF,
    ".html": HTML,
    ".htm": HTML,
    ".xhtml": HTML,
    ".txt": TEXT,
    ".text": TEXT,
    ".md": MARKDOWN,
    ".markdown": MARKDOWN,
    ".eml": EMAIL,
    ".mht": EMAIL,
    ".mhtml": EMAIL,
    ".docx": DOCX,
    ".odt": ODT,
}
"""The extensions of files that can be read, in lower case."""
EXTENSIONS_BY_TYPE = {
    "application/pdf": ".pdf",
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/plain": ".txt",
    "text/markdown": ".md",
    "message/rfc822": ".eml",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.oasis.opendocument.text": ".odt",
}
"""The extensions for the content types of single files, such as pages and attachments."""
READABLE = "PDF, HTML, MHTML, text, Markdown, docx, odt or email"


class NotReadable(Exception):
    """A file whose text cannot be read: the reason, and what to do about it."""

    def __init__(self, reason: str, hint: str) -> None:
        super().__init__(reason, hint)
        self.reason, self.hint = reason, hint


AS_PDF = "Open it, and save it as a PDF"
SAVE_AGAIN = "Download or save it again"
SAVE_LESS = "Save only the pages that you cite, for example by printing them to a PDF"
SAVE_TEXT = "If a browser shows its text, print it to a PDF"
RECOGNISE_TEXT = "Run OCR on it, for example with OCRmyPDF"
_AS_DOCX = "Open it, and save it as a Word document (docx) or a PDF"
_REFUSED: Mapping[bytes, tuple[str, str]] = {
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": (
        "it is an old Office file, an Outlook message or a document with a password",
        _AS_DOCX,
    ),
    b"{\\rtf": ("it is in rich text format (RTF)", _AS_DOCX),
    b"\x89PNG": ("it is a picture", RECOGNISE_TEXT),
    b"\xff\xd8\xff": ("it is a picture", RECOGNISE_TEXT),
    b"GIF8": ("it is a picture", RECOGNISE_TEXT),
    b"II*\0": ("it is a picture", RECOGNISE_TEXT),
    b"MM\0*": ("it is a picture", RECOGNISE_TEXT),
    b"RIFF": ("it is a picture or a recording", RECOGNISE_TEXT),
    b"bplist": ("it is a Safari web archive", AS_PDF),
    b"\x1f\x8b": ("it is compressed", "Unpack it"),
}
"""The first bytes of files that cannot be read, with the reason and what to do about it."""
_HTML = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)[\s>]",
    re.IGNORECASE | re.DOTALL,
)
_FIELDS = re.compile(rb"(?:[!-9;-~]+:[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*\r?\n){2,}", re.ASCII)
_OF_EMAIL = re.compile(rb"^(?:MIME-Version|Received|Message-ID|Return-Path):", re.I | re.M)


def kind_of(head: bytes, name: str) -> Kind:
    """Return the kind of a file, given its first bytes and its name.

    Raises:
        NotReadable: it is a kind of file that cannot be read.
    """
    extension = PurePosixPath(name).suffix.lower()
    by_name = EXTENSIONS.get(extension)
    for start, why in _REFUSED.items():
        if head.startswith(start):
            raise NotReadable(*why)
    if b"%PDF-" in head[:1024]:
        return PDF
    if head.startswith(b"PK\x03\x04"):
        if by_name in (DOCX, ODT):
            return by_name
        return ODT if b"mimetypeapplication/vnd.oasis.opendocument.text" in head else DOCX
    if by_name == EMAIL or _is_email(head):
        return EMAIL
    if is_html(head) and by_name != MARKDOWN:
        return HTML
    if by_name in (PDF, DOCX, ODT):
        raise NotReadable(
            f"it is not {by_name.name}, although its name ends in {extension}",
            f"{SAVE_AGAIN}, or correct its extension",
        )
    return by_name or TEXT


def is_html(head: bytes) -> bool:
    """Whether a file is a web page, given its first bytes."""
    return _HTML.match(head.removeprefix(b"\xef\xbb\xbf")) is not None


def _is_email(head: bytes) -> bool:
    fields = _FIELDS.match(head)
    return fields is not None and _OF_EMAIL.search(fields[0]) is not None


@cache
def extractor_of(kind: Kind) -> str:
    """Return the library that reads a kind, and its version, such as "lxml 6.1.3, rules 1"."""
    from importlib.metadata import version

    rules = f"rules {RULES}"
    return f"{kind.library} {version(kind.library)}, {rules}" if kind.library else rules
