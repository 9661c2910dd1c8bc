"""Options and steps that `briefing send` and `briefing mailbox` share."""

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from briefing.cli.digests import DigestOptions
from briefing.cli.errors import CommandFailed, failing_on
from briefing.cli.events import DEFAULT

if TYPE_CHECKING:
    from briefing.delivery.ledger import Ledger
    from briefing.delivery.ledger_lines import RecordName
    from briefing.delivery.tokens import Tokens
    from briefing.record.record import Record


def mail_settings_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add `--mail-settings`."""
    return click.option(
        "--mail-settings",
        type=click.Path(dir_okay=False, path_type=Path),
        help="The file with the mail server settings. Default: environment variables.",
    )(command)


def settings_in(mail_settings: Path | None) -> dict[str, str]:
    """Return the mail settings in the environment and in the file `mail_settings`, if given.

    Raises:
        click.UsageError: the file cannot be used.
    """
    from briefing.delivery.mail_server import SettingsError, read_settings

    with failing_on(SettingsError, kind=click.UsageError):
        return {**os.environ, **(read_settings(mail_settings) if mail_settings else {})}


def endpoint_in(settings: Mapping[str, str]) -> str:
    """Return the web address for unsubscribing, or an empty string if there is none.

    Raises:
        click.UsageError: the setting is not such an address.
    """
    from briefing.delivery.mail_server import SettingsError, endpoint

    with failing_on(SettingsError, kind=click.UsageError):
        return endpoint(settings)


def tokens_in(folder: Path, settings: Mapping[str, str]) -> "Tokens | None":
    """Return the tokens for the recipients of the digests in `folder`, or None if it has no key.

    Raises:
        click.UsageError: the key is not safe.
    """
    from briefing.delivery.mail_server import SettingsError
    from briefing.delivery.tokens import open_tokens

    with failing_on(SettingsError, kind=click.UsageError):
        return open_tokens(folder, settings)


def new_tokens(folder: Path) -> "Tokens":
    """Make a key for the digests in `folder`.

    Raises:
        CommandFailed: it cannot be written.
    """
    from briefing.delivery.tokens import make_tokens
    from briefing.output.writing import WriteError

    with failing_on(WriteError, end="\nNothing was sent."):
        return make_tokens(folder)


def ledger_of(options: DigestOptions, record: "Record | None") -> "Ledger":
    """Open the ledger in the folder of the digests.

    Raises:
        CommandFailed: the ledger cannot be read or parsed, or belongs to another record.
    """
    from briefing.delivery.ledger_lines import record_name

    files = [Path(file) for file in options.events or [DEFAULT]]
    return open_ledger(
        options.out, record_name(record.title, files, options.out) if record else None
    )


def open_ledger(folder: Path, record: "RecordName | None" = None) -> "Ledger":
    """Open the ledger in a folder, for the digests of `record`, if it is known.

    Raises:
        CommandFailed: see `ledger_of`.
    """
    from briefing.delivery.ledger import NAME, Ledger, LedgerError

    try:
        with failing_on(LedgerError):
            return Ledger(folder, record)
    except OSError as error:
        raise CommandFailed(f"{folder / NAME} cannot be read: {error.strerror}.") from None
