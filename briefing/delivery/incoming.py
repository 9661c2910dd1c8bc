"""Incoming messages: requests to unsubscribe, and bounces.

A request has a token in its subject. A bounce contains the message that came back, and therefore
its token. Only the recipient and their mail servers have seen the token, so nobody else can
unsubscribe them or make their address look faulty.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parseaddr, parsedate_to_datetime

from briefing.delivery.tokens import Tokens, tokens_in
from briefing.printable import printable

_REQUEST = re.compile("unsubscribe", re.IGNORECASE)
_LONGEST = 300
"""The maximum length of a reason, in characters."""
_START = 1000
"""The length of the part of a bounce that explains it, in characters."""
_DATE = re.compile(rb"^Date:[ \t]*([^\r\n]+)", re.MULTILINE | re.IGNORECASE)
_CODE = re.compile(r"\b[245]\.\d{1,3}\.\d{1,3}\b")
_UNDEFINED = "5.0.0"
_DOES_NOT_EXIST = re.compile(r"5\.(1\.(0|1|2|3|4|6|10)|2\.1|4\.(4|310))")
"""The codes for an address that does not exist or is disabled (RFC 3463, RFC 7505, Exchange). With
any other code, such as those for full mailboxes and for spam filters, the address may work."""
_MAY_WORK = re.compile(
    r"\b4\d\d\b|retry|timed? ?out|quota|\bfull\b|temporar|spam|block|too (large|big)|greylist"
    r"|delayed|policy|reputation|try again|\brate\b",
    re.IGNORECASE,
)
"""Words in the reason of a bounce without a code that mean that the address may work."""
_SOFT_BREAK = re.compile(rb"=\r?\n")
"""The end of a line that continues, in quoted-printable (RFC 2045, 6.7)."""
_COPY = re.compile("^--", re.MULTILINE)
_DAEMONS = {"mailer-daemon", "postmaster", "mail-daemon"}


@dataclass(frozen=True, slots=True)
class Request:
    """A genuine request to unsubscribe from an edition."""

    edition: str
    address: str


@dataclass(frozen=True, slots=True)
class Bounce:
    """A message that came back. `is_permanent` means that the address does not work.

    `sent` is the time of the message, if it is known.
    """

    edition: str
    address: str
    is_permanent: bool
    said: str
    sent: datetime | None


@dataclass(frozen=True, slots=True)
class Doubtful:
    """A request without a genuine token, `sender`'s address, or a bounce of an unknown message."""

    sender: str
    is_bounce: bool


Finding = Request | Bounce | Doubtful


def read(content: bytes, tokens: Tokens) -> list[Finding]:
    """List the requests and bounces in a message. Most messages contain neither."""
    try:
        return _read(message_from_bytes(content), content, tokens)
    except RecursionError:
        # Anybody can send messages in messages, which must not keep the others from being read.
        return []


def _read(message: Message, content: bytes, tokens: Tokens) -> list[Finding]:
    if failures := _failures(message):
        found = [*_bounces(message, content, tokens, *failures)]
        return [*found] or [Doubtful(_sender(message), is_bounce=True)]
    subject = _subject(message)
    if not _REQUEST.search(subject):
        return []
    named = {name for token in tokens_in(subject) if (name := tokens.read(token))}
    requests = [Request(*name) for name in sorted(named)]
    return [*requests] or [Doubtful(_sender(message), is_bounce=False)]


def _subject(message: Message) -> str:
    """Return the subject on one line. Some mail programs encode long words in it (RFC 2047)."""
    written = re.sub(r"\r?\n", "", str(message.get("Subject", "")))
    try:
        return str(make_header(decode_header(written)))
    except (ValueError, LookupError, HeaderParseError):
        return written


def _failures(message: Message) -> tuple[set[str], set[str]] | None:
    """Return the addresses with temporary and permanent failures, or None if it is no bounce."""
    from flufl.bounce import all_failures

    if not _is_from_a_server(message):
        return None
    try:
        found = all_failures(message)
    except Exception:
        # Anybody can send a message that is not valid.
        return None
    temporary, permanent = (
        {address.decode(errors="replace").casefold() for address in addresses}
        for addresses in found
    )
    return (temporary, permanent) if temporary or permanent else None


def _is_from_a_server(message: Message) -> bool:
    """Whether a mail server wrote the message, rather than a person who quotes one of ours."""
    returns_to = str(message.get("Return-Path", "")).strip()
    name = _sender(message).partition("@")[0].casefold()
    return (
        message.get_content_type() == "multipart/report" or returns_to == "<>" or name in _DAEMONS
    )


def _sender(message: Message) -> str:
    try:
        return printable(parseaddr(str(message.get("From", "")))[1])[:_LONGEST]
    except RecursionError:
        # Some versions of Python call themselves for each comment in an address.
        return ""


def _bounces(
    message: Message, content: bytes, tokens: Tokens, temporary: set[str], permanent: set[str]
) -> Iterator[Bounce]:
    # The headers of the message that came back, or the message itself, may be encoded.
    parts = [part for part in message.walk() if not part.is_multipart()]
    texts = [
        content,
        _SOFT_BREAK.sub(b"", content),
        *(part.get_payload(decode=True) for part in parts),
    ]
    named = {
        name
        for text in texts
        if isinstance(text, bytes)
        for token in tokens_in(text.decode("latin-1"))
        if (name := tokens.read(token))
    }
    said, does_not_exist = _reason(message)
    for edition, address in sorted(named):
        # A message that was forwarded bounces from an address that is not the recipient's.
        has_failed = address in permanent or (address not in temporary and bool(permanent))
        yield Bounce(
            edition,
            address,
            has_failed and does_not_exist,
            said,
            min(_dates(content), default=None),
        )


def _reason(message: Message) -> tuple[str, bool]:
    """Return the reason for a bounce, on one line, and whether the address does not exist."""
    diagnosis = status = text = ""
    for part in message.walk():
        if part.get_content_type() == "text/plain" and not text:
            payload = part.get_payload(decode=True)
            text = payload.decode(errors="replace") if isinstance(payload, bytes) else ""
            # A copy of the message follows a line of hyphens.
            text = _COPY.split(text)[0][:_START]
        if str(part.get("Action", "")).strip():
            diagnosis = diagnosis or str(part.get("Diagnostic-Code", "")).partition(";")[2]
            status = status or str(part.get("Status", ""))
    reason = diagnosis or text
    # Exim gives every failure the same status, and the code only in words.
    codes = [code for source in (diagnosis, status, text) for code in _CODE.findall(source)]
    code = next((code for code in codes if code != _UNDEFINED), "")
    is_gone = _DOES_NOT_EXIST.fullmatch(code) if code else not _MAY_WORK.search(reason)
    words = printable(" ".join((diagnosis or f"{status} {reason}").split()))
    return words[:_LONGEST], bool(is_gone)


def _dates(content: bytes) -> Iterator[datetime]:
    """Yield the dates of a message and of those in it."""
    for date in _DATE.findall(content):
        try:
            at = parsedate_to_datetime(date.decode("latin-1"))
        except (ValueError, OverflowError):
            continue
        yield at if at.tzinfo else at.replace(tzinfo=UTC)
