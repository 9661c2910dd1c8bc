"""Drafts from documents, for `briefing add --from`: read a document, and keep its copy."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefing.cli import opening
from briefing.cli.console import echo, inform

if TYPE_CHECKING:
    from briefing.capture.drafting import DocumentDraft
    from briefing.record.record import Record


@dataclass(frozen=True, slots=True)
class DraftedDocument:
    """A document and the draft that was made from it.

    Attributes:
        origin: its path or its address.
        content: its bytes.
        extension: the extension for the file of its copy, such as ".pdf".
        draft: the draft.
    """

    origin: str
    content: bytes
    extension: str
    draft: "DocumentDraft"

    @property
    def is_fetched(self) -> bool:
        """Whether it came from a web address."""
        return "://" in self.origin

    @property
    def file(self) -> str:
        """The path of its copy, relative to the record's folder."""
        from briefing.evidence.copies import SOURCES

        return f"{SOURCES}/{self.draft.source.id}{self.extension}"


def drafted(origin: str, record: "Record", *, allow_local: bool) -> DraftedDocument:
    """Read the document at a path or an address, and draft an event from it.

    Raises:
        click.ClickException: it cannot be read.
    """
    from briefing.capture.drafting import draft_document
    from briefing.evidence.kinds import NotReadable

    try:
        if "://" in origin:
            name, content, address = _fetch(origin, allow_local=allow_local)
        else:
            path = Path(origin)
            name, content, address = path.name, path.read_bytes(), ""
        made = draft_document(content, name, address, record)
    except NotReadable as error:
        message = f"{origin} cannot be read: {error.reason}. {error.hint}."
        raise click.ClickException(message) from None
    except OSError as error:
        message = f"{origin} cannot be read: {error.strerror}."
        raise click.BadParameter(message, param_hint="--from") from None
    if address and not made.source.is_known:
        today = opening.today(record).isoformat()
        value: Mapping[str, object] = {**made.source.value, "read": today}
        made = replace(made, source=replace(made.source, value=value))
    return DraftedDocument(origin, content, Path(name).suffix.lower(), made)


def _fetch(address: str, *, allow_local: bool) -> tuple[str, bytes, str]:
    """Return the name, the content and the address of a page.

    Raises:
        click.ClickException: it cannot be fetched.
        NotReadable: it is not a document.
    """
    from briefing.evidence.fetch_failures import FetchFailed
    from briefing.evidence.fetching import Fetcher, FetchLimits, FetchRequest
    from briefing.evidence.pages import content_of, extension_of

    fetcher = Fetcher(FetchLimits(allow_local=allow_local))
    (page,) = fetcher.fetch_all([FetchRequest(address)])
    if isinstance(page, FetchFailed):
        advice = "Open it in a browser, save it, and use --from with the saved file."
        raise click.ClickException(f"{address} cannot be fetched: {page.reason}. {advice}")
    return f"page{extension_of(page)}", content_of(page), address


def print_draft(document: DraftedDocument, record: "Record", folder: Path) -> None:
    """Print a draft as YAML, and explain how to keep a copy of the document."""
    from shlex import join

    from briefing.capture.draft_text import to_yaml

    click.echo(to_yaml(document.draft, record), nl=False)
    if document.is_fetched:
        inform("Once the draft is in the record, run `briefing keep` to keep a copy.", err=True)
    else:
        copy = join(["cp", document.origin, (folder / document.file).as_posix()])
        inform(f"Once the draft is in the record, keep a copy: {copy}", err=True)


def keep_copy(document: DraftedDocument, record: "Record", folder: Path) -> None:
    """Keep a copy of the document in the folder of sources, unless the source has one.

    If the copy cannot be written, report this but do not stop, because the event has been added.
    """
    from briefing.evidence.saving_copies import save_copy

    id = document.draft.source.id
    try:
        path = save_copy(document.content, document.extension, id, record, folder)
    except OSError as error:
        file = error.filename or document.file
        echo(f"No copy was kept: {file} cannot be written: {error.strerror}.", err=True)
    else:
        if path:
            inform(f"Kept a copy: {path.as_posix()}")
