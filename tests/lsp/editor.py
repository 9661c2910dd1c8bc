"""An editor for tests: a real client that talks to `briefing lsp` through pipes."""

import asyncio
import sys
from pathlib import Path
from typing import Any

from lsprotocol import types
from pytest_lsp import ClientServerConfig, LanguageClient
from pytest_lsp.client import make_test_lsp_client

CURSOR = "‸"
"""The mark of the cursor in the texts of tests."""


class Editor:
    """An editor with files of one folder open. A change is answered before the next one."""

    def __init__(self, client: LanguageClient, folder: Path) -> None:
        self.client, self.folder = client, folder
        self.versions: dict[str, int] = {}
        self.published = asyncio.Event()

    def uri(self, name: str) -> str:
        """Return the address of a file."""
        return (self.folder / name).as_uri()

    def write(self, text: str, name: str = "events.yaml") -> types.Position | None:
        """Set the text of an open file, and open it first if it is not. Return the cursor."""
        before, mark, after = text.partition(CURSOR)
        text, uri = before + after, self.uri(name)
        version = self.versions[uri] = self.versions.get(uri, 0) + 1
        if version == 1:
            item = types.TextDocumentItem(uri, "yaml", version, text)
            self.client.text_document_did_open(types.DidOpenTextDocumentParams(item))
        else:
            change = types.TextDocumentContentChangeWholeDocument(text)
            document = types.VersionedTextDocumentIdentifier(version, uri)
            self.client.text_document_did_change(
                types.DidChangeTextDocumentParams(document, [change])
            )
        line = before.count("\n")
        column = len(before.rpartition("\n")[2].encode("utf-16-le")) // 2
        return types.Position(line, column) if mark else None

    async def problems(self, name: str = "events.yaml") -> list[types.Diagnostic]:
        """Return the problems of the current version of an open file."""
        uri = self.uri(name)
        versions = self.client.versions  # type: ignore[attr-defined]
        while versions.get(uri) != self.versions[uri]:
            await self.client.wait_for_notification(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
        return [*self.client.diagnostics[uri]]

    async def check(self, text: str, name: str = "events.yaml") -> list[types.Diagnostic]:
        """Return the problems in a text."""
        self.write(text, name)
        return await self.problems(name)

    def at(self, text: str, name: str) -> dict[str, Any]:
        """Set the text of a file, and return the parameters of a request at its cursor."""
        position = self.write(text, name)
        assert position, "the text has no cursor"
        return {
            "text_document": types.TextDocumentIdentifier(self.uri(name)),
            "position": position,
        }

    async def complete(self, text: str, name: str = "events.yaml") -> dict[str, str]:
        """Return what completes the word at the cursor: each label with the text inserted."""
        params = types.CompletionParams(**self.at(text, name))
        found = await self.client.text_document_completion_async(params)
        if found is None:
            return {}
        items = found.items if isinstance(found, types.CompletionList) else found
        self.items = {item.label: item for item in items}
        edits = {item.label: item.text_edit for item in items}
        return {label: edit.new_text for label, edit in edits.items() if edit}

    async def hover(self, text: str, name: str = "events.yaml") -> str:
        """Return the description of the item, date or key at the cursor."""
        params = types.HoverParams(**self.at(text, name))
        found = await self.client.text_document_hover_async(params)
        if found is None:
            return ""
        assert isinstance(found.contents, types.MarkupContent)
        return found.contents.value

    async def definition(self, text: str, name: str = "events.yaml") -> list[types.Location]:
        """Return the definition of the id at the cursor."""
        params = types.DefinitionParams(**self.at(text, name))
        found = await self.client.text_document_definition_async(params)
        return [place for place in found or [] if isinstance(place, types.Location)]  # type: ignore[union-attr]

    async def references(self, text: str, name: str = "events.yaml") -> list[types.Location]:
        """Return every place of the id at the cursor."""
        context = types.ReferenceContext(include_declaration=True)
        params = types.ReferenceParams(context=context, **self.at(text, name))
        return [*(await self.client.text_document_references_async(params) or [])]

    async def rename(self, text: str, new: str, name: str = "events.yaml") -> dict[str, str]:
        """Rename the id at the cursor. Return the new texts of the files that change."""
        params = types.RenameParams(new_name=new, **self.at(text, name))
        edit = await self.client.text_document_rename_async(params)
        return self.changed(text.replace(CURSOR, ""), edit, name)

    async def actions(
        self, text: str, only: list[str] | None = None, name: str = "events.yaml"
    ) -> dict[str, str]:
        """Return the actions that are offered at the cursor, each with the file that it makes."""
        at = self.at(text, name)
        place = types.Range(at["position"], at["position"])
        context = types.CodeActionContext([], only)
        params = types.CodeActionParams(at["text_document"], place, context)
        found = {}
        for action in await self.client.text_document_code_action_async(params) or []:
            assert isinstance(action, types.CodeAction)
            if action.edit is None:
                action = await self.client.code_action_resolve_async(action)
            texts = self.changed(text.replace(CURSOR, ""), action.edit, name)
            # Safe fixes that do not help are taken back, and then nothing changes.
            found[action.title] = texts.get(Path(name).name, text.replace(CURSOR, ""))
        return found

    async def format(self, text: str, name: str = "events.yaml") -> str:
        """Return a file in our layout."""
        self.write(text, name)
        document = types.TextDocumentIdentifier(self.uri(name))
        params = types.DocumentFormattingParams(document, types.FormattingOptions(2, True))
        edits = await self.client.text_document_formatting_async(params)
        return applied(text, edits or [])

    def changed(self, text: str, edit: types.WorkspaceEdit | None, name: str) -> dict[str, str]:
        """Return the new texts of the files that an edit changes, and the files that it renames."""
        edits = dict((edit.changes if edit else None) or {})
        changed = {}
        for each in (edit.document_changes if edit else None) or []:
            if isinstance(each, types.TextDocumentEdit):
                edits[each.text_document.uri] = each.edits  # type: ignore[assignment]
            elif isinstance(each, types.RenameFile):
                changed[Path(each.old_uri).name] = Path(each.new_uri).name
        for uri, replaced in edits.items():
            path = Path(uri.removeprefix("file://"))
            before = text if uri == self.uri(name) else path.read_text(encoding="utf-8-sig")
            changed[path.name] = applied(before, replaced)
        return changed


def applied(text: str, edits: Any) -> str:
    """Apply the edits of an editor to a text, in UTF-16."""
    lines = text.splitlines(keepends=True)
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line.encode("utf-16-le")))
    content = text.encode("utf-16-le")

    def offset(at: types.Position) -> int:
        return starts[at.line] + 2 * at.character

    for edit in sorted(edits, key=lambda edit: offset(edit.range.start), reverse=True):
        start, end = offset(edit.range.start), offset(edit.range.end)
        content = content[:start] + edit.new_text.encode("utf-16-le") + content[end:]
    return content.decode("utf-16-le")


def make_client() -> LanguageClient:
    """Return a client that also keeps the versions of the problems that it gets."""
    client = make_test_lsp_client()
    client.versions = {}  # type: ignore[attr-defined]

    def published(params: types.PublishDiagnosticsParams) -> None:
        client.versions[params.uri] = params.version  # type: ignore[attr-defined]
        client.diagnostics[params.uri] = params.diagnostics

    del client.protocol.fm.features[types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS]
    client.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)(published)
    return client


CONFIG = ClientServerConfig(
    server_command=[sys.executable, "-m", "briefing", "lsp"], client_factory=make_client
)


async def start(
    client: LanguageClient, folder: Path, encodings: list[str] | None = None, **options: object
) -> Editor:
    """Open a folder in an editor. `options` are the settings of the server."""
    general = types.GeneralClientCapabilities(
        position_encodings=[types.PositionEncodingKind(name) for name in encodings or ["utf-16"]]
    )
    workspace = types.WorkspaceFolder(folder.as_uri(), folder.name)
    await client.initialize_session(
        types.InitializeParams(
            capabilities=types.ClientCapabilities(general=general),
            root_uri=folder.as_uri(),
            workspace_folders=[workspace],
            initialization_options=options,
        )
    )
    return Editor(client, folder)
