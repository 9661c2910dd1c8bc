"""A session with an editor: its open files, the records that they belong to, and their states."""

import asyncio
import logging
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Any

import click
from lsprotocol import types
from pygls.lsp.server import LanguageServer
from pygls.uris import from_fs_path, to_fs_path

from briefing import __version__
from briefing.lsp import answers
from briefing.lsp.changing import Replacements, fixes_in
from briefing.lsp.cursor import Cursor, cursor_at
from briefing.lsp.named import Named, named_at
from briefing.lsp.records import Disk, State, load_state, record_of, shown
from briefing.lsp.text import Text
from briefing.record.positions import locate
from briefing.record.problems import Path as ItemPath
from briefing.record.problems import RecordPath
from briefing.record.proofs import LOCK
from briefing.record.renaming import Mention, mentions_of
from briefing.typography import capitalised

_LOG = logging.getLogger(__name__)
_DEBOUNCE = 0.02  # In seconds. A check takes longer, and the next one waits for it.


@dataclass(slots=True, eq=False)
class OpenRecord:
    """A record with files that are open in the editor."""

    events: tuple[str, ...]
    state: State = field(default_factory=State)
    is_changed: bool = True
    timer: asyncio.TimerHandle | None = None
    check: "asyncio.Task[None] | None" = None
    versions: dict[str, int | None] = field(default_factory=dict)
    published: set[str] = field(default_factory=set)
    complaint: str = ""
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


class Server(LanguageServer):
    """The language server, with the records of the open files."""

    def __init__(self, disk: Disk, events: Sequence[str] = ()) -> None:
        super().__init__(
            "briefing",
            __version__,
            # The whole text is sent with each change, so that both sides always have the same.
            text_document_sync_kind=types.TextDocumentSyncKind.Full,
        )
        self.disk = disk
        self.root: Path | None = None
        self.events = tuple(events)
        self.open: dict[Path, tuple[str, Text, int | None]] = {}
        self.records: dict[tuple[str, ...], OpenRecord] = {}
        self.record_by_path: dict[Path, OpenRecord] = {}
        # One thread, so that nothing else reads a record while it is being loaded.
        self.reader = ThreadPoolExecutor(1, "reader")

    # Files and records

    @property
    def encoding(self) -> str:
        """The unit of columns agreed with the editor."""
        return str(self.workspace.position_encoding or "utf-16")

    def put(self, uri: str, version: int | None) -> None:
        """Store the text of an open file."""
        path = path_of(uri)
        if path is None:
            return
        source = self.workspace.get_text_document(uri).source
        self.open[path] = (uri, Text(source, self.encoding), version)
        record = self.record_by_path.get(path)
        if record is None:
            self.assign(path)
        else:
            self.changed(record)

    def assign(self, path: Path) -> None:
        """Find the record of an open file, and check it."""
        before = self.record_by_path.pop(path, None)
        events = record_of(path, self.root, self.events, self.disk, self.open[path][1].content)
        if events is not None:
            record = self.records.setdefault(events, OpenRecord(events))
            self.record_by_path[path] = record
            self.changed(record)
        if before is not None:
            self.withdraw_unless_open(before)

    def saved(self) -> None:
        """Find the records of the open files again, because files were saved."""
        for path in self.open:
            self.assign(path)

    def forget(self, uri: str) -> None:
        """Return to the text on the disk, because a file was closed in the editor."""
        path = path_of(uri)
        if path is None:
            return
        self.open.pop(path, None)
        record = self.record_by_path.pop(path, None)
        if record is not None:
            self.changed(record)
            self.withdraw_unless_open(record)

    def withdraw_unless_open(self, record: OpenRecord) -> None:
        """Remove the problems of a record from the editor if none of its files is open."""
        if record in self.record_by_path.values():
            return
        self.records.pop(record.events, None)
        if record.timer:
            record.timer.cancel()
        for uri in record.published:
            self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, []))
        record.published.clear()

    def changed(self, record: OpenRecord) -> None:
        """Check a record soon, unless it changes again before that."""
        record.is_changed = True
        if record.timer:
            record.timer.cancel()
        loop = asyncio.get_running_loop()
        record.timer = loop.call_later(_DEBOUNCE, self._start_check, record)

    def _start_check(self, record: OpenRecord) -> None:
        if record.check is None or record.check.done():
            record.check = asyncio.ensure_future(self._check(record))

    async def _check(self, record: OpenRecord) -> None:
        await self.fresh(record)

    async def fresh(self, record: OpenRecord) -> State:
        """Return the state of a record with the current texts, and publish its problems."""
        async with record.lock:
            while record.is_changed:
                record.is_changed = False
                await self._load(record)
        return record.state

    async def _load(self, record: OpenRecord) -> None:
        opened = dict(self.open)
        texts = {path: text.content for path, (_, text, _) in opened.items()}
        load = partial(load_state, self.disk, record.events, texts, record.state)
        try:
            record.state = await asyncio.get_running_loop().run_in_executor(self.reader, load)
        except click.ClickException as error:
            self.complain(record, error.format_message())
        except Exception as error:
            _LOG.exception("the check failed")
            self.complain(record, f"the check failed: {type(error).__name__}: {error}")
        else:
            record.complaint = ""
            # The text may have changed since then.
            record.versions = {shown(path): version for path, (_, _, version) in opened.items()}
            if record.events in self.records:
                self.publish(record)

    def complain(self, record: OpenRecord, message: str) -> None:
        """Show why a record cannot be read, once."""
        if message != record.complaint:
            record.complaint = message
            self.window_show_message(
                types.ShowMessageParams(types.MessageType.Error, f"briefing: {message}")
            )

    def publish(self, record: OpenRecord) -> None:
        """Show the problems of a record in the editor."""
        state, published = record.state, set()
        places = self.places_of_items(state)
        for file in (*state.texts, *state.tables):
            uri = self.uri_of(file)
            found = answers.diagnostics(file, self.text_of(state, file), state, places)
            if found or file != LOCK:
                published.add(uri)
                self.text_document_publish_diagnostics(
                    types.PublishDiagnosticsParams(uri, found, record.versions.get(file))
                )
        for uri in record.published - published:
            self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, []))
        record.published = published

    def places_of_items(self, state: State) -> Mapping[RecordPath, types.Location]:
        """Return the places of the items that the problems of a record name."""
        wanted: dict[str, set[ItemPath]] = {}
        for problem in state.loaded.problems:
            for where, _ in answers.related(problem, state.index):
                wanted.setdefault(where.file, set()).add(where.path)
        places = {}
        for file, paths in wanted.items():
            if file not in state.texts:
                continue
            text = self.text_of(state, file)
            split = state.loaded.splits.get(file)
            for path, node in locate(text.content, paths, split).items():
                uri = self.uri_of(file)
                place = node.key or node.value
                start = place._replace(end_line=place.line, end_column=place.column)
                at = place if place.line == place.end_line else start
                places[RecordPath(file, path)] = types.Location(uri, answers.range_at(text, at))
        return places

    def uri_of(self, file: str) -> str:
        """Return the address of a file, as the editor writes it."""
        path = Path(file).absolute()
        return self.open[path][0] if path in self.open else uri_to(path)

    def text_of(self, state: State, file: str) -> Text:
        """Return the text of a file of a record as it was loaded."""
        text = state.tables[file] if file in state.tables else state.texts[file]
        return Text(text, self.encoding)

    # The cursor

    def opened(self, uri: str) -> tuple[str, Text, OpenRecord] | None:
        """Return the name of an open file, its text and its record."""
        path = path_of(uri)
        if path is None or path not in self.open or path not in self.record_by_path:
            return None
        return shown(path), self.open[path][1], self.record_by_path[path]

    def cursor(self, params: Any) -> tuple[str, Text, OpenRecord, Cursor] | None:
        """Return the file, text, record and cursor of a request."""
        opened = self.opened(params.text_document.uri)
        if opened is None:
            return None
        file, text, record = opened
        if Path(file).name == LOCK:
            return None
        at = params.position
        cursor = cursor_at(text.lines, text.from_editor(at.line, at.character))
        return (file, text, record, cursor) if cursor else None

    async def mentions(
        self, params: Any
    ) -> tuple[Named, list[Mention], list[Mention], State] | None:
        """Return the id at the cursor, its definition and the references to it."""
        found = self.cursor(params)
        named = named_at(found[3]) if found else None
        if found is None or named is None:
            return None
        state = await self.fresh(found[2])
        record = state.loaded.record
        defined, others = mentions_of(
            record, state.texts, named.section, named.id, state.loaded.splits
        )
        return named, defined, others, state

    def workspace_edit(
        self,
        state: State,
        changes: Mapping[str, Replacements],
        folder: Path = Path(),
        copies: Mapping[str, str] = MappingProxyType({}),
    ) -> types.WorkspaceEdit:
        """Return changes to files, and new names of kept copies in the record's `folder`."""
        edits = {
            self.uri_of(file): answers.text_edits(self.text_of(state, file), replaced)
            for file, replaced in changes.items()
        }
        if not copies:
            return types.WorkspaceEdit(changes=edits)
        documents = [
            types.TextDocumentEdit(
                types.OptionalVersionedTextDocumentIdentifier(uri), list(edits_of_file)
            )
            for uri, edits_of_file in edits.items()
        ]
        moves = [
            types.RenameFile(uri_to(folder / old), uri_to(folder / new))
            for old, new in copies.items()
        ]
        return types.WorkspaceEdit(document_changes=[*documents, *moves])

    def quick_fixes(self, state: State, file: str, where: types.Range) -> list[types.CodeAction]:
        """Return the fixes of the problems in a range of a file."""
        text = self.text_of(state, file)
        first, last = where.start.line + 1, where.end.line + 1
        return [
            types.CodeAction(
                capitalised(problem.hint),
                types.CodeActionKind.QuickFix,
                [answers.diagnostic(text, problem)],
                is_preferred=problem.fix is not None and problem.fix.is_safe,
                edit=self.workspace_edit(state, {file: changes}),
            )
            for problem, changes in fixes_in(state, file, first, last)
        ]

    def location(self, state: State, mention: Mention) -> types.Location:
        """Return the place of an id."""
        file = mention.where.file
        text = self.text_of(state, file)
        return types.Location(self.uri_of(file), answers.range_at(text, mention.text))


def uri_to(path: Path) -> str:
    return from_fs_path(str(path.absolute())) or path.absolute().as_uri()


def path_of(uri: str) -> Path | None:
    """Return the absolute path of an address, or None if the address is not a file."""
    if not uri.startswith("file:"):
        return None
    path = to_fs_path(uri)
    return Path(path).absolute() if path else None
