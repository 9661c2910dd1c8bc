"""What every format makes of a briefing."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Document:
    """A finished document.

    `pages` is None for formats without pages. `remarks` are what is wrong with it, one sentence
    each, and `notes` what is worth knowing and nobody has to mend. `beside` are the files that it
    links to, by their names.
    """

    content: bytes
    pages: int | None = None
    remarks: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    beside: Mapping[str, bytes] = field(default_factory=dict)


class NotMade(Exception):
    """A document that cannot be made, though others can; the message gives the reason."""


class NotInstalled(Exception):
    """What makes a format does not work on this machine; the message says what to install."""
