"""The language server: reads the editor's messages, and answers them from the records."""

import asyncio
import sys
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Any

import click
from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pygls.lsp.server import LanguageServer
from pygls.uris import from_fs_path, to_fs_path

from briefing import __version__
from briefing.lsp import answers
from briefing.lsp.changing import (
    Replacements,
    all_fixed,
    fixes_in,
    has_safe_fix,
    in_layout,
    with_new_id,
)
from briefing.lsp.completing import options_at
from briefing.lsp.cursor import Cursor, cursor_at
from briefing.lsp.hovering import description_at
from briefing.lsp.named import Named, named_at
from briefing.lsp.records import Disk, State, load_state, record_of, shown
from briefing.lsp.symbols import outline
from briefing.lsp.text import Text
from briefing.record.positions import locate
from briefing.record.problems import Path as ItemPath
from briefing.record.problems import RecordPath
from briefing.record.proofs import LOCK
from briefing.record.renaming import Mention, mentions_of
from briefing.typography import capitalised

_FIX_ALL = "source.fixAll.briefing"
_DEBOUNCE = 0.03  # In seconds. A check takes longer, and the next one waits for it.
_TRIGGERS = [":", " ", "[", "{", ",", "-", '"', "'"]


@dataclass(slots=True, eq=False)
class _OpenRecord:
    """A record with files that are open in the editor."""

    events: tuple[str, ...]
    state: State = field(default_factory=State)
    is_changed: bool = True
    timer: asyncio.TimerHandle | None = None
    check: "asyncio.Task[None] | None" = None
    versions: dict[str, int | None] = field(default_factory=dict)
    published: set[str] = field(default_factory=set)
    complaint: str = ""


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
        self.records: dict[tuple[str, ...], _OpenRecord] = {}
        self.record_by_path: dict[Path, _OpenRecord] = {}
        # One thread, so that nothing else reads a record while it is being loaded.
        self.reader = ThreadPoolExecutor(1, "reader")

    # Files and records

    @property
    def encoding(self) -> str:
        """The unit of columns that was agreed with the editor."""
        return str(self.workspace.position_encoding or "utf-16")

    def put(self, uri: str, version: int | None) -> None:
        """Take over the text of an open file."""
        path = _path(uri)
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
        """Find out which record an open file belongs to."""
        events = record_of(path, self.root, self.events, self.disk, self.open[path][1].content)
        if events is None:
            return
        record = self.records.setdefault(events, _OpenRecord(events))
        self.record_by_path[path] = record
        self.changed(record)

    def reassign(self) -> None:
        """Find out again which records the open files belong to."""
        self.record_by_path.clear()
        before = list(self.records.values())
        self.records.clear()
        for record in before:
            self.withdraw(record)
        for path in self.open:
            self.assign(path)

    def forget(self, uri: str) -> None:
        """Return to the text on the disk, because a file was closed in the editor."""
        path = _path(uri)
        if path is None:
            return
        self.open.pop(path, None)
        record = self.record_by_path.pop(path, None)
        if record is None:
            return
        if record in self.record_by_path.values():
            self.changed(record)
        else:
            self.records.pop(record.events, None)
            self.withdraw(record)

    def withdraw(self, record: _OpenRecord) -> None:
        """Remove the problems of a record from the editor."""
        if record.timer:
            record.timer.cancel()
        for uri in record.published:
            self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, []))
        record.published.clear()

    def changed(self, record: _OpenRecord) -> None:
        """Check a record soon, unless it changes again before that."""
        record.is_changed = True
        if record.timer:
            record.timer.cancel()
        loop = asyncio.get_running_loop()
        record.timer = loop.call_later(_DEBOUNCE, self._start_check, record)

    def _start_check(self, record: _OpenRecord) -> None:
        if record.check is None or record.check.done():
            record.check = asyncio.ensure_future(self._check(record))

    async def _check(self, record: _OpenRecord) -> None:
        await self.fresh(record)

    async def fresh(self, record: _OpenRecord) -> State:
        """Return the state of a record with the current texts, and publish its problems."""
        while record.is_changed:
            record.is_changed = False
            opened = dict(self.open)
            texts = {path: text.content for path, (_, text, _) in opened.items()}
            load = partial(load_state, self.disk, record.events, texts, record.state)
            loop = asyncio.get_running_loop()
            try:
                record.state = await loop.run_in_executor(self.reader, load)
            except click.ClickException as error:
                self.complain(record, error.format_message())
                return record.state
            # The text may have changed since then.
            record.versions = {shown(path): version for path, (_, _, version) in opened.items()}
            record.complaint = ""
            if record.events in self.records:
                self.publish(record)
        return record.state

    def complain(self, record: _OpenRecord, message: str) -> None:
        """Show why a record cannot be read, once."""
        if message != record.complaint:
            record.complaint = message
            self.window_show_message(
                types.ShowMessageParams(types.MessageType.Error, f"briefing: {message}")
            )

    def publish(self, record: _OpenRecord) -> None:
        """Show the problems of a record in the editor."""
        state, published = record.state, set()
        places = self.places_of_items(state)
        for file in state.texts:
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
        return self.open[path][0] if path in self.open else _uri(path)

    def text_of(self, state: State, file: str) -> Text:
        """Return the text of a file of a record as it was loaded."""
        return Text(state.texts[file], self.encoding)

    # The cursor

    def opened(self, uri: str) -> tuple[str, Text, _OpenRecord] | None:
        """Return the name of an open file, its text and its record."""
        path = _path(uri)
        if path is None or path not in self.open or path not in self.record_by_path:
            return None
        return shown(path), self.open[path][1], self.record_by_path[path]

    def cursor(self, params: Any) -> tuple[str, Text, _OpenRecord, Cursor] | None:
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
            types.RenameFile(_uri(folder / old), _uri(folder / new)) for old, new in copies.items()
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


def serve(disk: Disk, events: Sequence[str]) -> None:
    """Answer an editor on standard input and output until it disconnects.

    `events` names the files of the record, if the user does.
    """
    # A check in the other thread must not hold up an answer: the default is five milliseconds.
    sys.setswitchinterval(0.001)
    make_server(disk, events).start_io()


def make_server(disk: Disk, events: Sequence[str] = ()) -> Server:
    """Return a server with all its features."""
    server = Server(disk, events)

    @server.feature(types.INITIALIZE)
    def initialize(params: types.InitializeParams) -> None:
        folders = params.workspace_folders or []
        uri = folders[0].uri if folders else params.root_uri
        path = _path(uri) if uri else None
        if path and path.is_dir():
            import os

            # Problems then have the same file names as in `briefing check`.
            os.chdir(path)
            server.root = path

    @server.feature(types.INITIALIZED)
    def initialized(params: types.InitializedParams) -> None:
        _watch(server)

    @server.feature(types.TEXT_DOCUMENT_DID_OPEN)
    def did_open(params: types.DidOpenTextDocumentParams) -> None:
        server.put(params.text_document.uri, params.text_document.version)

    @server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    def did_change(params: types.DidChangeTextDocumentParams) -> None:
        server.put(params.text_document.uri, params.text_document.version)

    @server.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    def did_close(params: types.DidCloseTextDocumentParams) -> None:
        server.forget(params.text_document.uri)

    @server.feature(types.TEXT_DOCUMENT_DID_SAVE)
    def did_save(params: types.DidSaveTextDocumentParams) -> None:
        server.reassign()

    @server.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    def did_change_watched_files(params: types.DidChangeWatchedFilesParams) -> None:
        for record in server.records.values():
            server.changed(record)

    @server.feature(
        types.TEXT_DOCUMENT_COMPLETION, types.CompletionOptions(trigger_characters=_TRIGGERS)
    )
    def completion(params: types.CompletionParams) -> types.CompletionList | None:
        found = server.cursor(params)
        if found is None:
            return None
        _, text, record, cursor = found
        options = options_at(cursor, record.state.index, record.state.templates)
        items = [answers.completion_item(text, option) for option in options]
        return types.CompletionList(is_incomplete=False, items=items)

    @server.feature(types.TEXT_DOCUMENT_HOVER)
    def hover(params: types.HoverParams) -> types.Hover | None:
        found = server.cursor(params)
        if found is None:
            return None
        file, text, record, cursor = found
        state = record.state
        day = server.disk.last_day(state.good)
        description = description_at(cursor, file, state.good, state.index, day)
        if not description:
            return None
        content = types.MarkupContent(types.MarkupKind.Markdown, description)
        return types.Hover(content, answers.range_of(text, cursor.span))

    @server.feature(types.TEXT_DOCUMENT_DEFINITION)
    async def definition(params: types.DefinitionParams) -> list[types.Location] | None:
        found = await server.mentions(params)
        if found is None:
            return None
        _, defined, _, state = found
        return [server.location(state, mention) for mention in defined]

    @server.feature(types.TEXT_DOCUMENT_REFERENCES)
    async def references(params: types.ReferenceParams) -> list[types.Location] | None:
        found = await server.mentions(params)
        if found is None:
            return None
        _, defined, others, state = found
        mentions = [*(defined if params.context.include_declaration else []), *others]
        return [server.location(state, mention) for mention in mentions]

    @server.feature(types.TEXT_DOCUMENT_PREPARE_RENAME)
    def prepare_rename(params: types.PrepareRenameParams) -> types.Range | None:
        found = server.cursor(params)
        named = named_at(found[3]) if found else None
        return answers.range_of(found[1], named.span) if found and named else None

    @server.feature(types.TEXT_DOCUMENT_RENAME, types.RenameOptions(prepare_provider=True))
    async def rename(params: types.RenameParams) -> types.WorkspaceEdit | None:
        found = server.cursor(params)
        named = named_at(found[3]) if found else None
        new = params.new_name.strip()
        if found is None or named is None or new == named.id:
            return None
        state = await server.fresh(found[2])
        folder = server.disk.folder(found[2].events)
        with _refusing():
            changes, copies = with_new_id(state, folder, named.section, named.id, new)
        return server.workspace_edit(state, changes, folder, copies)

    @server.feature(
        types.TEXT_DOCUMENT_CODE_ACTION,
        types.CodeActionOptions([types.CodeActionKind.QuickFix, _FIX_ALL], resolve_provider=True),
    )
    async def code_action(params: types.CodeActionParams) -> list[types.CodeAction]:
        opened = server.opened(params.text_document.uri)
        if opened is None:
            return []
        file, _, record = opened
        state = await server.fresh(record)
        if file not in state.texts:
            return []
        wanted = params.context.only
        actions = []
        if wanted is None or types.CodeActionKind.QuickFix in wanted:
            actions += server.quick_fixes(state, file, params.range)
        if has_safe_fix(state) and (wanted is None or _is_among(_FIX_ALL, wanted)):
            action = types.CodeAction("Fix all problems that have a safe fix", _FIX_ALL)
            action.data = params.text_document.uri
            actions.append(await resolve(action) if wanted else action)
        return actions

    @server.feature(types.CODE_ACTION_RESOLVE)
    async def resolve(action: types.CodeAction) -> types.CodeAction:
        opened = server.opened(action.data) if isinstance(action.data, str) else None
        if opened and action.edit is None:
            record = opened[2]
            state = await server.fresh(record)
            fix = partial(all_fixed, server.disk, record.events, state)
            changes = await asyncio.get_running_loop().run_in_executor(server.reader, fix)
            action.edit = server.workspace_edit(state, changes)
        return action

    @server.feature(types.TEXT_DOCUMENT_FORMATTING)
    async def formatting(params: types.DocumentFormattingParams) -> list[types.TextEdit] | None:
        opened = server.opened(params.text_document.uri)
        if opened is None or Path(opened[0]).name == LOCK:
            return None
        file, _, record = opened
        state = await server.fresh(record)
        with _refusing():
            changes = in_layout(state, file)
        return answers.text_edits(server.text_of(state, file), changes)

    @server.feature(types.TEXT_DOCUMENT_DOCUMENT_SYMBOL)
    async def document_symbol(
        params: types.DocumentSymbolParams,
    ) -> list[types.DocumentSymbol] | None:
        opened = server.opened(params.text_document.uri)
        if opened is None:
            return None
        file, _, record = opened
        state = await server.fresh(record)
        if file not in state.texts or Path(file).name == LOCK:
            return None
        text = server.text_of(state, file)
        symbols = outline(file, text.content, state.loaded.record)
        return [answers.document_symbol(text, symbol) for symbol in symbols]

    return server


@contextmanager
def _refusing() -> Iterator[None]:
    """Turn a ValueError into an error whose message the editor shows."""
    try:
        yield
    except ValueError as error:
        raise JsonRpcException(str(error), types.LSPErrorCodes.RequestFailed) from None


def _is_among(kind: str, wanted: Sequence[str]) -> bool:
    """Whether a kind of action is among those wanted, or in a group that is."""
    return any(kind == each or kind.startswith(f"{each}.") for each in wanted)


def _uri(path: Path) -> str:
    return from_fs_path(str(path.absolute())) or path.absolute().as_uri()


def _watch(server: Server) -> None:
    """Ask the editor to report files of records that change outside it, if it can."""
    workspace = server.client_capabilities.workspace
    watched = workspace.did_change_watched_files if workspace else None
    if not watched or not watched.dynamic_registration:
        return
    globs = ("**/*.{yaml,yml}", f"**/{LOCK}", "**/sources/*")
    options = types.DidChangeWatchedFilesRegistrationOptions(
        [types.FileSystemWatcher(glob) for glob in globs]
    )
    method = types.WORKSPACE_DID_CHANGE_WATCHED_FILES
    server.client_register_capability(
        types.RegistrationParams([types.Registration("watch", method, options)])
    )


def _path(uri: str) -> Path | None:
    """Return the absolute path of an address, or None if it is not that of a file."""
    if not uri.startswith("file:"):
        return None
    path = to_fs_path(uri)
    return Path(path).absolute() if path else None
