"""`briefing lsp`, used by a real client."""

import json
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import attrs
import pytest
import pytest_asyncio
from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pytest_lsp import LanguageClient

from tests.lsp.editor import CONFIG, Editor, start

pytestmark = [
    pytest.mark.usefixtures("no_running_loop"),
    pytest.mark.asyncio(loop_scope="module"),
]

RECORD = """\
title: Parks
correct_as_of: 2023-12-31
actors:
  council: {name: The council, type: council}
  mayor:
    name: The Mayor
    roles: [{title: Leader, until: 2020}, {title: Mayor, from: 2021}]
asks:
  park: {title: Open a park, by: mayor}
sources:
  minutes: {title: Minutes of the council, publisher: The council, date: 2023-07}
events:
  - id: promise
    date: 2023-05-01
    kind: statement
    title: The Mayor promises a park
    actors: [mayor]
    topics: [parks]
    source: minutes
    asks: {park: raised}
    commitments:
      - {id: open, title: Open a park, by: mayor, due: 6 months after promise}
  - date: 2023-06
    kind: news
    title: A park opens
    actors: [council]
    source: minutes
    keeps: [open]
    follows: [promise]
"""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def shared(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Editor]:
    """An editor for all tests, because it takes a second to start."""
    client = await CONFIG.start()
    assert isinstance(client, LanguageClient)
    yield await start(client, tmp_path_factory.mktemp("records"))
    await client.shutdown_session()


@pytest.fixture
def editor(shared: Editor, request: pytest.FixtureRequest) -> Editor:
    """An editor with a record in a folder of its own."""
    folder = shared.folder / request.node.name
    folder.mkdir()
    (folder / "events.yaml").write_text(RECORD, encoding="utf-8")
    return Editor(shared.client, folder)


def in_place_of(old: str, new: str) -> str:
    """Return the record with a change."""
    assert old in RECORD
    return RECORD.replace(old, new, 1)


def checked(folder: Path, *events: str) -> list[tuple[str, int, int, str, str]]:
    """Return the problems that `briefing check` shows."""
    command = [sys.executable, "-m", "briefing", "check", "--format", "json", *events]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, encoding="utf-8")
    return [
        (each["file"], each["line"], each["column"], each["slug"], each["message"])
        for each in json.loads(done.stdout)["problems"]
    ]


def as_checked(name: str, problems: list[types.Diagnostic]) -> list[tuple[str, int, int, str, str]]:
    return [
        (
            name,
            problem.range.start.line + 1,
            problem.range.start.character + 1,
            str(problem.code),
            problem.message.split("\n")[0],
        )
        for problem in problems
    ]


async def test_the_problems_are_those_of_check(editor: Editor) -> None:
    assert await editor.check(RECORD) == []
    wrong = in_place_of("source: minutes", "source: minuets").replace("kind: news", "kin: news")
    found = await editor.check(wrong)
    (editor.folder / "events.yaml").write_text(wrong, encoding="utf-8")
    assert as_checked("events.yaml", found) == checked(editor.folder)
    assert {problem.severity for problem in found} == {types.DiagnosticSeverity.Error}
    assert "did you mean 'minutes'?" in found[0].message
    assert found[0].code_description
    assert found[0].code_description.href.endswith("#unknown-source")
    related = found[0].related_information
    assert related
    assert related[0].location.range.start == types.Position(10, 2)
    assert await editor.check(RECORD) == []


async def test_ids_are_offered_with_names(editor: Editor) -> None:
    await editor.check(RECORD)
    broken = in_place_of("actors: [mayor]", "actors: [may‸")
    assert set(await editor.complete(broken)) == {"council", "mayor"}
    assert editor.items["mayor"].detail == "The Mayor"
    assert await editor.complete(in_place_of("source: minutes", "source: ‸")) == {
        "minutes": "minutes"
    }
    assert editor.items["minutes"].detail == "Minutes of the council · The council, July 2023"
    assert await editor.complete(in_place_of("[promise]", "[pro‸]")) == {"promise": "promise"}
    assert editor.items["promise"].detail == "1 May 2023 · The Mayor promises a park"
    due = await editor.complete(in_place_of("months after promise", "months after ‸"))
    assert due == {"promise": "promise"}
    assert await editor.complete(in_place_of("keeps: [open]", "keeps: ‸")) == {"open": "[open]"}
    assert await editor.complete(in_place_of("{park: raised}", "{‸}")) == {"park": "park: "}


async def test_words_of_the_format_are_offered(editor: Editor) -> None:
    await editor.check(RECORD)
    assert "met in part" in await editor.complete(in_place_of("park: raised", "park: ‸"))
    assert "white paper" in await editor.complete(in_place_of("kind: news", "kind: w‸"))
    new_topic = in_place_of("    keeps: [open]", "    topics: [‸]\n    keeps: [open]")
    assert await editor.complete(new_topic) == {"parks": "parks"}
    keys = await editor.complete(in_place_of("    kind: news\n", "    ‸\n"))
    assert keys["kind"] == "kind: "
    assert not {"title", "date", "actors"} & set(keys)
    assert editor.items["quotes"].documentation == "Quotes from the event."
    assert "timeline" in await editor.complete(RECORD + "editions:\n  all: {template: ‸}\n")
    assert await editor.complete(in_place_of("title: Parks", "title: ‸")) == {}


async def test_words_that_yaml_would_misread_are_put_in_quotation_marks(editor: Editor) -> None:
    odd = in_place_of("[parks]", '["Pay: teachers", "Tax, pay", "2019", parks]')
    await editor.check(odd)
    quoted = {"Pay: teachers": '"Pay: teachers"', "2019": '"2019"', "parks": "parks"}
    in_list = await editor.complete(odd + "    topics:\n      - ‸\n")
    assert in_list == {**quoted, "Tax, pay": "Tax, pay"}
    in_brackets = await editor.complete(odd + "    topics: [‸]\n")
    assert in_brackets == {**quoted, "Tax, pay": '"Tax, pay"'}
    as_list = await editor.complete(odd + "    topics: ‸\n")
    assert as_list == {topic: f"[{text}]" for topic, text in in_brackets.items()}


async def test_a_word_that_is_not_written_yet_is_no_option(editor: Editor) -> None:
    await editor.check(in_place_of("[parks]", "[parks, ]").rstrip() + "\n    topics:\n      -\n")
    options = await editor.complete(RECORD.rstrip() + "\n    topics: [‸]\n")
    assert options == {"parks": "parks"}


async def test_an_item_is_described(editor: Editor) -> None:
    await editor.check(RECORD)
    who = await editor.hover(in_place_of("actors: [mayor]", "actors: [ma‸yor]"))
    assert "**The Mayor**" in who
    assert "Mayor on 1 May 2023" in who
    event = await editor.hover(in_place_of("follows: [promise]", "follows: [p‸romise]"))
    assert "The Mayor promises a park" in event
    assert "1 May 2023 · statement" in event
    ask = await editor.hover(in_place_of("{park: raised}", "{p‸ark: raised}"))
    assert "Status: raised (1 May 2023)" in ask
    commitment = await editor.hover(in_place_of("keeps: [open]", "keeps: [op‸en]"))
    assert "Status: kept on time" in commitment
    assert await editor.hover(in_place_of("date: 2023-06", "date: 2023‸-06")) == "June 2023"
    key = await editor.hover(in_place_of("    source: minutes", "    so‸urce: minutes"))
    assert "The document that supports the event." in key


async def test_a_table_of_areas_gives_ids_columns_and_problems(editor: Editor) -> None:
    table = "id,name,within,mp\nnorth,North,,Ann Example\nsouth,South,land,\n"
    (editor.folder / "areas.csv").write_text(table)
    record = in_place_of("actors:", "areas: areas.csv\nactors:")
    await editor.check(record)
    table_uri = editor.uri("areas.csv")
    while table_uri not in editor.client.diagnostics:
        await editor.client.wait_for_notification(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
    problems = editor.client.diagnostics[table_uri]
    assert [(each.code, each.range.start.line) for each in problems] == [("unknown-area", 2)]
    event = "    title: A park opens"
    about = record.replace(event, f"    areas: [‸]\n{event}")
    assert await editor.complete(about) == {"north": "north", "south": "south"}
    named = await editor.complete(record.replace(event, f"{event} for {{area.m‸}}"))
    assert named == {name: name for name in ("id", "name", "within", "mp")}
    found = await editor.hover(record.replace(event, f"    areas: [nor‸th]\n{event}"))
    assert "**North**" in found
    assert "mp: Ann Example" in found
    at = about.replace("[‸]", "[nor‸th]")
    (place,) = await editor.definition(at)
    assert (place.uri, place.range.start) == (table_uri, types.Position(1, 0))
    (editor.folder / "areas.csv").write_text(table.replace("land", "north"))
    assert len(await editor.references(at)) == 3
    assert await editor.rename(at, "up") == {
        "events.yaml": about.replace("[‸]", "[up]"),
        "areas.csv": table.replace("north,N", "up,N").replace("land", "up"),
    }


async def test_the_grade_of_a_quote_is_shown(editor: Editor) -> None:
    quote = "    quotes: [{text: We will open a park, by: mayor}]\n"
    text = in_place_of("    topics: [parks]\n", quote)
    proof = {
        "source": "minutes",
        "type": "quote",
        "text": "We will open a park",
        "grade": "verbatim",
        "copy": "sources/minutes.pdf",
        "page": 3,
        "exact": "We will open a park",
        "prefix": "The Mayor said: ",
    }
    lock = f'{{"version": 1}}\n{json.dumps(proof)}\n'
    (editor.folder / "evidence.lock").write_text(lock, encoding="utf-8")
    await editor.check(text)
    shown = await editor.hover(text.replace("We will", "We w‸ill"))
    assert "**Verbatim**" in shown
    assert "In sources/minutes.pdf, page 3" in shown
    assert "The Mayor said: We will open a park" in shown


async def test_an_id_is_found_and_renamed_everywhere(editor: Editor) -> None:
    at = in_place_of("follows: [promise]", "follows: [p‸romise]")
    (place,) = await editor.definition(at)
    assert place.range.start == types.Position(12, 8)
    assert len(await editor.references(at)) == 3
    renamed = RECORD.replace("id: promise", "id: pledge").replace("after promise", "after pledge")
    renamed = renamed.replace("[promise]", "[pledge]")
    title = "    title: The Mayor promises a park\n"
    renamed = renamed.replace(title, f"{title}    formerly: [promise]\n")
    assert await editor.rename(at, "pledge") == {"events.yaml": renamed}
    actor = in_place_of("  council:", "  cou‸ncil:")
    changed = await editor.rename(actor, "town")
    assert changed["events.yaml"] == RECORD.replace("  council:", "  town:").replace(
        "[council]", "[town]"
    )
    for wrong, reason in (("a b", "cannot be an id"), ("mayor", "already has 'mayor'")):
        with pytest.raises(JsonRpcException, match=reason):
            await editor.rename(actor, wrong)


async def test_an_id_is_renamed_in_a_closed_file_with_a_byte_order_mark(editor: Editor) -> None:
    people = "actors: {council: {name: The council}}\n"
    path = editor.folder / "parts" / "people.yaml"
    path.parent.mkdir()
    path.write_text(people, encoding="utf-8-sig")
    event = "{date: 2023-06, kind: vote, title: A, source: {title: B}, actors: [cou‸ncil]}"
    text = f"title: Parks\nevents:\n  - {event}\n"
    (path.parent / "events-of-2023.yaml").write_text(text.replace("‸", ""), encoding="utf-8")
    changed = await editor.rename(text, "town", "parts/events-of-2023.yaml")
    # An editor removes the byte-order mark when it opens the file.
    assert changed["people.yaml"].removeprefix("\ufeff") == people.replace("council:", "town:")


async def test_a_source_is_renamed_with_its_copies_and_proofs(editor: Editor) -> None:
    (editor.folder / "sources").mkdir()
    (editor.folder / "sources" / "minutes.txt").write_text("A park.", encoding="utf-8")
    lock = (
        '{"version": 1}\n{"source": "minutes", "type": "quote", "text": "A", "grade": "absent"}\n'
    )
    (editor.folder / "evidence.lock").write_text(lock, encoding="utf-8")
    at = RECORD.replace("source: minutes", "source: min‸utes", 1)
    renamed = await editor.rename(at, "record-2023")
    assert renamed == {
        "events.yaml": RECORD.replace(" minutes\n", " record-2023\n").replace(
            "  minutes:", "  record-2023:"
        ),
        "evidence.lock": lock.replace("minutes", "record-2023"),
        "minutes.txt": "record-2023.txt",
    }


async def test_problems_have_fixes(editor: Editor) -> None:
    wrong = in_place_of("source: minutes", "source: minu‸ets").replace(
        "date: 2023-06", "date: June 2023"
    )
    actions = await editor.actions(wrong)
    plain = wrong.replace("‸", "")
    assert actions["Did you mean 'minutes'?"] == plain.replace("minuets", "minutes")
    fixed = plain.replace("June 2023", "2023-06")
    assert actions["Make all safe fixes"] == fixed
    on_save = await editor.actions(wrong, ["source.fixAll"])
    assert on_save == {"Make all safe fixes": fixed}
    assert await editor.actions(RECORD + "‸") == {}


async def test_a_file_is_put_in_our_layout(editor: Editor) -> None:
    events = RECORD.index("  - id: promise")
    first = RECORD.index("  - date: 2023-06")
    mixed = RECORD[:events] + RECORD[first:] + RECORD[events:first]
    (editor.folder / "events.yaml").write_text(mixed, encoding="utf-8")
    done = subprocess.run([sys.executable, "-m", "briefing", "fmt"], cwd=editor.folder)
    assert done.returncode == 0
    expected = (editor.folder / "events.yaml").read_text(encoding="utf-8")
    assert expected != mixed
    assert await editor.format(mixed) == expected
    with pytest.raises(JsonRpcException, match=r"Fix the error in \S*events\.yaml:"):
        await editor.format(in_place_of("source: minutes", "source: minuets"))


async def test_the_outline_has_events_by_date_and_title(editor: Editor) -> None:
    editor.write(RECORD)
    document = types.TextDocumentIdentifier(editor.uri("events.yaml"))
    symbols = await editor.client.text_document_document_symbol_async(
        types.DocumentSymbolParams(document)
    )
    events = {each.name: each for each in symbols or []}["events"]
    assert isinstance(events, types.DocumentSymbol)
    assert [each.name for each in events.children or []] == [
        "1 May 2023: The Mayor promises a park",
        "June 2023: A park opens",
    ]


async def test_a_file_that_cannot_be_read_still_gets_words(editor: Editor) -> None:
    await editor.check(RECORD)
    broken = in_place_of("title: Parks", 'title: "Parks').replace("[council]", "[‸")
    assert set(await editor.complete(broken)) == {"council", "mayor"}
    (problem, *_) = await editor.problems()
    assert problem.severity == types.DiagnosticSeverity.Error
    assert set(await editor.complete(broken)) == {"council", "mayor"}
    assert "**The council**" in await editor.hover(broken.replace("[‸", "[c‸ouncil"))


async def test_a_folder_is_one_record(editor: Editor) -> None:
    parts = editor.folder / "parts"
    parts.mkdir()
    start_of_events = RECORD.index("events:")
    actors, events = RECORD[:start_of_events], RECORD[start_of_events:]
    (parts / "actors.yaml").write_text(actors, encoding="utf-8")
    (parts / "2023.yaml").write_text(events, encoding="utf-8")
    assert await editor.check(events, "parts/2023.yaml") == []
    (place,) = await editor.definition(events.replace("[council]", "[cou‸ncil]"), "parts/2023.yaml")
    assert place.uri == editor.uri("parts/actors.yaml")
    wrong = events.replace("[mayor]", "[major]")
    found = await editor.check(wrong, "parts/2023.yaml")
    (parts / "2023.yaml").write_text(wrong, encoding="utf-8")
    assert as_checked("parts/2023.yaml", found) == checked(editor.folder, "parts")
    renamed = await editor.rename(
        events.replace("[council]", "[cou‸ncil]"), "town", "parts/2023.yaml"
    )
    assert set(renamed) == {"actors.yaml", "2023.yaml"}


async def test_a_mistake_in_a_template_is_shown_once(editor: Editor) -> None:
    template = editor.folder / "templates" / "own"
    template.mkdir(parents=True)
    (template / "briefing.md").write_text("A", encoding="utf-8")
    (template / "template.yaml").write_text("shet: true\n", encoding="utf-8")
    before = len(editor.client.messages)
    editor.write(RECORD)
    await editor.client.wait_for_notification(types.WINDOW_SHOW_MESSAGE)
    editor.write(f"{RECORD}\n")
    assert await editor.complete(in_place_of("kind: news", "kind: ‸"))
    (template / "template.yaml").unlink()
    assert await editor.check(RECORD) == []
    (message,) = editor.client.messages[before:]
    assert "there is no setting 'shet'. Did you mean 'sheet'?" in message.message


async def test_saving_keeps_the_problems_on_screen(editor: Editor) -> None:
    wrong = in_place_of("source: minutes", "source: minuets")
    assert await editor.check(wrong)
    document = types.TextDocumentIdentifier(editor.uri("events.yaml"))
    editor.client.text_document_did_save(types.DidSaveTextDocumentParams(document))
    await editor.client.wait_for_notification(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
    assert editor.client.diagnostics[editor.uri("events.yaml")]


async def test_closing_the_last_file_removes_the_problems(editor: Editor) -> None:
    assert await editor.check(in_place_of("source: minutes", "source: minuets"))
    document = types.TextDocumentIdentifier(editor.uri("events.yaml"))
    editor.client.text_document_did_close(types.DidCloseTextDocumentParams(document))
    await editor.client.wait_for_notification(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
    assert not editor.client.diagnostics[editor.uri("events.yaml")]


async def test_other_files_are_left_alone(editor: Editor) -> None:
    editor.write("services:\n  web: {image: nginx}\n", "compose.yaml")
    assert await editor.check(RECORD) == []
    assert editor.uri("compose.yaml") not in editor.client.diagnostics


async def test_columns_count_utf_16_units(editor: Editor) -> None:
    emoji = in_place_of("actors: [mayor]", "actors: [{ref: mayor, as: 🐢🐢}, xx]")
    (found,) = await editor.check(emoji)
    line = emoji.split("\n")[found.range.start.line]
    units = line.encode("utf-16-le")
    start, end = found.range.start.character * 2, found.range.end.character * 2
    assert units[start:end].decode("utf-16-le") == "xx"
    at = emoji.replace("xx]", "ma‸yor]")
    assert "The Mayor" in await editor.hover(at)


async def test_line_ends_of_windows_are_kept(editor: Editor) -> None:
    windows = RECORD.replace("\n", "\r\n")
    assert await editor.check(windows) == []
    renamed = await editor.rename(windows.replace("[council]", "[c‸ouncil]"), "town")
    assert renamed["events.yaml"] == windows.replace("  council:", "  town:").replace(
        "[council]", "[town]"
    )


async def test_columns_can_count_bytes(tmp_path: Path) -> None:
    """Some editors prefer UTF-8, and the files of a record can be named after the command."""
    (tmp_path / "one.yaml").write_text(RECORD.partition("events:")[0], encoding="utf-8")
    (tmp_path / "two.yaml").write_text(RECORD.partition("sources:")[0], encoding="utf-8")
    command = [*CONFIG.server_command, "one.yaml", "three.yaml"]
    client = await attrs.evolve(CONFIG, server_command=command).start()
    assert isinstance(client, LanguageClient)
    editor = await start(client, tmp_path, ["utf-8", "utf-16"])
    events = "events:\n  - {title: 🐢, date: 2023, kind: news, actors: [nobody], source: minutes}\n"
    (tmp_path / "three.yaml").write_text(events, encoding="utf-8")
    found = await editor.check(events, "three.yaml")
    unknown = next(each for each in found if each.code == "unknown-actor")
    start_of_id = events.partition("\n")[2].encode().index(b"nobody")
    assert unknown.range.start == types.Position(1, start_of_id)
    assert "given-twice" not in {each.code for each in found}
    await client.shutdown_session()
