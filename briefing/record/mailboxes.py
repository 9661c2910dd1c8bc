"""Email addresses with or without a name: mailboxes, as defined in RFC 5322 (3.4)."""

import re
from dataclasses import dataclass
from unicodedata import category

_WRITTEN = re.compile(r'(?:(?P<name>"[^"<>]*"|[^"<>]*?)\s*<(?P<inside>[^<>]*)>|(?P<bare>[^<>]*))')
_NOT_ON_A_LINE = {"Cc", "Zl", "Zp"}

_ADDRESS = r"[^\s@<>,]+@[^\s@<>,]+\.[^\s@<>,]+"
PATTERN = rf"^\s*(?:[^<>\u0000-\u001f\u007f-\u009f\u2028\u2029]*<\s*{_ADDRESS}\s*>|{_ADDRESS})\s*$"
"""A regular expression for email addresses, for text editors."""


@dataclass(frozen=True, slots=True)
class Mailbox:
    """An address that mail is sent to or comes from."""

    name: str
    """The name, on one line, or an empty string."""
    address: str
    """The address. The domain is always in ASCII (RFC 5891), but the part before the @ may not be
    (RFC 6532)."""

    @property
    def domain(self) -> str:
        """The part after the @."""
        return self.address.rpartition("@")[2]


def parse_mailbox(text: str) -> Mailbox:
    """Parse a mailbox such as ann@example.org or Ann Example <ann@example.org>.

    Raises:
        ValueError: `text` is not a mailbox. The message gives the reason in a few words.
    """
    text = text.strip()
    written = _WRITTEN.fullmatch(text)
    if not written or any(category(character) in _NOT_ON_A_LINE for character in text):
        raise ValueError("write it on one line, as in Ann Example <ann@example.org>")
    from email_validator import EmailNotValidError, validate_email

    address = written["bare"] if written["inside"] is None else written["inside"]
    try:
        valid = validate_email(address.strip(), check_deliverability=False)
    except EmailNotValidError as error:
        reason = str(error).rstrip(".")
        raise ValueError(f"{reason[:1].lower()}{reason[1:]}") from None
    name = " ".join((written["name"] or "").strip('"').split())
    return Mailbox(name, f"{valid.local_part}@{valid.ascii_domain}")
