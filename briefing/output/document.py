"""The finished document, which every output format makes from a briefing."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Document:
    """A finished document.

    `pages` is None for formats without pages. `warnings` are problems with the document, one
    sentence each, and `infos` are facts that need no action. `attachments` are the files that it
    links to, by name. `is_portable` is false if the fonts of this computer can change the document.
    """

    content: bytes
    pages: int | None = None
    warnings: tuple[str, ...] = ()
    infos: tuple[str, ...] = ()
    attachments: Mapping[str, bytes] = field(default_factory=dict)
    is_portable: bool = True


class NotMade(Exception):
    """This document cannot be made, although others can. The message gives the reason."""


class NotInstalled(Exception):
    """A program or library is missing on this machine. The message says what to install."""
