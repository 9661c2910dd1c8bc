"""E-mail addresses, alone or with a name: mailboxes, as RFC 5322 calls them (3.4)."""

import re
from dataclasses import dataclass
from unicodedata import category

_WRITTEN = re.compile(r'(?:(?P<name>"[^"<>]*"|[^"<>]*?)\s*<(?P<inside>[^<>]*)>|(?P<bare>[^<>]*))')
_NOT_ON_A_LINE = {"Cc", "Zl", "Zp"}

_ADDRESS = r"[^\s@<>,]+@[^\s@<>,]+\.[^\s@<>,]+"
PATTERN = rf"^\s*(?:[^<>\u0000-\u001f\u007f-\u009f\u2028\u2029]*<\s*{_ADDRESS}\s*>|{_ADDRESS})\s*$"
"""What every e-mail address looks like, for editors."""


@dataclass(frozen=True, slots=True)
class Mailbox:
    """Where mail is sent to or comes from. `name` is one line, and may be empty.

    The domain of the `address` is in ASCII (RFC 5891); what stands before it need not be (RFC
    6532).
    """

    name: str
    address: str

    @property
    def domain(self) -> str:
        """What stands behind the @."""
        return self.address.rpartition("@")[2]


def parse(text: str) -> Mailbox:
    """The mailbox that `text` is, as in ann@example.org or Ann Example <ann@example.org>.

    Raises:
        ValueError: it is none; the message says in a few words why.
    """
    text = text.strip()
    written = _WRITTEN.fullmatch(text)
    if not written or any(category(it) in _NOT_ON_A_LINE for it in text):
        raise ValueError("write it on one line, as in Ann Example <ann@example.org>")
    from email_validator import EmailNotValidError, validate_email

    address = written["bare"] if written["inside"] is None else written["inside"]
    try:
        found = validate_email(address.strip(), check_deliverability=False)
    except EmailNotValidError as error:
        reason = str(error).rstrip(".")
        raise ValueError(f"{reason[:1].lower()}{reason[1:]}") from None
    name = " ".join((written["name"] or "").strip('"').split())
    return Mailbox(name, f"{found.local_part}@{found.ascii_domain}")
