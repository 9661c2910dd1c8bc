"""What every format makes of a briefing."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Document:
    """A finished document.

    `pages` is None for formats without pages. `remarks` are what the format has to say to whoever
    builds, one sentence each.
    """

    content: bytes
    pages: int | None = None
    remarks: tuple[str, ...] = ()


class NotInstalled(Exception):
    """What makes a format does not work on this machine; the message says what to install."""
