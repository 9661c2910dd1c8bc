"""The language server: reads the editor's messages, and answers them from the records."""

import asyncio
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from lsprotocol import types
from pygls.exceptions import JsonRpcException

from briefing.lsp import answers
from briefing.lsp.changing import (
    all_fixed,
    has_safe_fix,
    in_layout,
    with_new_id,
)
from briefing.lsp.completing import options_at
from briefing.lsp.hovering import description_at
from briefing.lsp.named import named_at
from briefing.lsp.records import Disk
from briefing.lsp.session import Server, path_of
from briefing.lsp.symbols import outline
from briefing.record.proofs import LOCK

_FIX_ALL = "source.fixAll.briefing"
_TRIGGERS = [":", " ", "[", "{", ",", "-", '"', "'"]


def serve(disk: Disk, events: Sequence[str]) -> None:
    """Answer an editor on standard input and output until it disconnects.

    `events` is the files of the record, if the user names them.
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
        path = path_of(uri) if uri else None
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
        server.saved()

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
            action = types.CodeAction("Make all safe fixes", _FIX_ALL)
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
    """Whether a kind of action, or its group, was requested."""
    return any(kind == each or kind.startswith(f"{each}.") for each in wanted)


def _watch(server: Server) -> None:
    """Ask the editor, if it can, to report files of records that other programs change."""
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
