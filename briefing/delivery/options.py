"""Options for sending digests: which ones, who to, and the folder."""

import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from briefing.record.mailboxes import Mailbox

OUT = Path("out/digest")
"""The default folder for digests."""


@dataclass(frozen=True, slots=True)
class SendOptions:
    """Options for sending the digests that are made from `events` and kept in the folder `out`.

    If `addressee` is given, only that address gets the digests.

    `catch_up` sends all digests that were missed, rather than the digest of one period. `templates`
    are the templates of digests, and `with_git` adds corrections. A test is sent to the addressee
    and not recorded. `seconds` is the shortest time between two messages.
    """

    events: Sequence[str]
    out: Path
    catch_up: bool = False
    force: bool = False
    addressee: "Mailbox | None" = None
    is_test: bool = False
    seconds: float = 0
    mail_settings: Path | None = None
    templates: Path | None = None
    with_git: bool = False

    @property
    def resend_all(self) -> bool:
        """Whether to send a digest to everybody, including those who already have it."""
        return self.force and not self.catch_up and self.addressee is None

    @property
    def is_regardless(self) -> bool:
        """Whether to send a digest whatever the ledger says."""
        return self.resend_all or self.addressee is not None

    def command(self, *more: str) -> str:
        """Return a command for the user to type, for the same record and folder."""
        out = [] if self.out == OUT else ["--out", str(self.out)]
        settings = ["--mail-settings", str(self.mail_settings)] if self.mail_settings else []
        templates = ["--templates", str(self.templates)] if self.templates else []
        git = ["--git"] if self.with_git else []
        if "--mark-sent" in more:
            settings = git = []
        parts = ["briefing", "send", *self.events, *out, *templates, *git, *more, *settings]
        return shlex.join(parts)
