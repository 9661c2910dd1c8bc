"""Random edits of a record: every request is answered, and the problems are those of check."""

import random
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from lsprotocol import types
from pytest_lsp import LanguageClient

from briefing.cli.check import load_and_check
from briefing.record.loading import File
from briefing.record.problems import split_lines
from tests.lsp.editor import CONFIG, CURSOR, Editor, start
from tests.lsp.test_server import RECORD

pytestmark = [
    pytest.mark.usefixtures("no_running_loop"),
    pytest.mark.asyncio(loop_scope="module"),
]

ODD = (
    *("[", "]", "{", "}", '"', "'", ": ", ", ", "- ", "\n", "\r\n", "\t", "#", " #", "&a ", "*a"),
    *(
        "🐢",
        "\u2028",
        "\x85",
        "\x0c",
        "\x00",
        "é",
        "---\n",
        "|",
        ">",
        "?",
        "! ",
        "%",
        "@",
        "\ufeff",
    ),
    *("events:\n", "  - ", "date: 2023", "promise", "[promise]", "{ref: mayor, as: A}", "\n\n    "),
)
EDITS = 30
SEEDS = [0, *(pytest.param(seed, marks=pytest.mark.long) for seed in (1, 2))]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def editor(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Editor]:
    client = await CONFIG.start()
    assert isinstance(client, LanguageClient)
    folder = tmp_path_factory.mktemp("record")
    (folder / "events.yaml").write_text(RECORD, encoding="utf-8")
    yield await start(client, folder)
    await client.shutdown_session()


def edited(chance: random.Random, text: str) -> str:
    """Return a text with a random edit."""
    start = chance.randrange(len(text) + 1)
    end = min(len(text), start + chance.choice([0, 0, 1, 3, 30]))
    new = chance.choice((*ODD, text[(at := chance.randrange(len(text) + 1)) : at + 40]))
    return text[:start] + new + text[end:]


def problems_in(folder: Path, text: str) -> list[tuple[int, int, str, str]]:
    """Return the problems that check finds: their lines, columns in UTF-16, slugs and messages."""
    name = str(folder / "events.yaml")
    loaded = load_and_check([File(name, text.encode())], [name])
    lines = split_lines(text.removeprefix("\ufeff"))
    return [
        (
            problem.place.line - 1,
            len(lines[problem.place.line - 1][: problem.place.column - 1].encode("utf-16-le")) // 2,
            problem.slug,
            problem.message,
        )
        for problem in loaded.problems
    ]


@pytest.mark.parametrize("seed", SEEDS)
async def test_the_problems_of_each_version_are_those_of_check(editor: Editor, seed: int) -> None:
    chance = random.Random(seed)
    text = RECORD
    for number in range(EDITS):
        text = edited(chance, text) if number % 5 else RECORD
        found = [
            (
                each.range.start.line,
                each.range.start.character,
                str(each.code),
                each.message.partition("\n")[0],
            )
            for each in await editor.check(text)
        ]
        expected = problems_in(editor.folder, text)
        assert found == [(*place, message.partition("\n")[0]) for *place, message in expected], text


@pytest.mark.parametrize("seed", SEEDS)
async def test_every_request_is_answered(editor: Editor, seed: int) -> None:
    chance = random.Random(seed)
    text = RECORD
    for number in range(EDITS):
        text = edited(chance, text) if number % 5 else RECORD
        at = chance.randrange(len(text) + 1)
        here = f"{text[:at]}{CURSOR}{text[at:]}"
        if at and text[at - 1 : at + 1] == "\r\n":
            continue
        await editor.complete(here)
        await editor.hover(here)
        await editor.definition(here)
        await editor.references(here)
        await editor.actions(here)
        document = types.TextDocumentIdentifier(editor.uri("events.yaml"))
        await editor.client.text_document_document_symbol_async(
            types.DocumentSymbolParams(document)
        )
