"""`briefing list` from the point of view of a person, a program and a spreadsheet."""

import csv
import io
import json
import re
from collections import Counter
from datetime import date as Day
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.edition.tables import TABLES, Table
from briefing.output.table import as_csv, as_json, as_text, escape_formula
from tests.helpers import INQUIRY, SAMPLE, briefing, on_terminal

ROOT = SAMPLE.parent
BUSES = ROOT / "examples" / "buses"
ALL = list(TABLES)


def rows(*arguments: str | Path) -> list[dict[str, Any]]:
    """Return the rows that `briefing list` prints as JSON."""
    run = briefing("list", *arguments, "--format", "json")
    assert run.exit_code == 0, run.output
    found: list[dict[str, Any]] = json.loads(run.stdout)["rows"]
    return found


def row(of: str, id: str, *arguments: str) -> dict[str, Any]:
    (found,) = (row for row in rows(SAMPLE, "--of", of, *arguments) if row["id"] == id)
    return found


def save(folder: Path, text: str) -> Path:
    file = folder / "events.yaml"
    file.write_text(text, encoding="utf-8")
    return file


def test_events_are_in_the_order_of_a_timeline(tmp_path: Path) -> None:
    dates = ["2010-05", '"[..2020]"', "2020-03", "2021"]
    events = [
        f"  - {{id: e{n}, date: {date}, kind: news, title: E, source: {{title: S}}}}\n"
        for n, date in enumerate(dates)
    ]
    file = save(tmp_path, "title: T\nevents:\n" + "".join(events))
    assert [row["id"] for row in rows(file)] == ["e0", "e1", "e2", "e3"]


def test_without_more_it_lists_the_events_of_events_yaml(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    run = briefing("list")
    assert run.exit_code == 0
    head, *lines = run.stdout.splitlines()
    assert re.split(r" {2,}", head) == [
        "Date", "State", "Kind", "Title", "ID", "Topics", "Sources",
    ]  # fmt: skip
    assert len(lines) == len(rows(SAMPLE))
    assert re.split(r" {2,}", lines[-1])[:5] == [
        "4–10 September 2023",
        "under way",
        "bill stage",
        "Online Safety Bill returns to the House",
        "bill-returns",
    ]


@pytest.mark.parametrize("of", ALL)
@pytest.mark.parametrize("record", [SAMPLE, INQUIRY], ids=["sample", "inquiry"])
def test_every_format_has_the_same_rows(of: str, record: Path) -> None:
    as_objects = rows(record, "--of", of)
    text = briefing("list", record, "--of", of)
    content = briefing("list", record, "--of", of, "--format", "csv").stdout_bytes
    head, *cells = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    assert head == list(TABLES[of][0])
    assert len(cells) == len(as_objects)
    for found, expected in zip(cells, as_objects, strict=True):
        flat = [
            "; ".join(value) if isinstance(value, list) else str(value)
            for value in expected.values()
        ]
        flat = ["" if value == "None" else value for value in flat]
        assert [cell.removeprefix("'") for cell in found] == [
            " ".join(value.split()) for value in flat
        ]
    if as_objects:
        assert len(text.stdout.splitlines()) == 1 + len(as_objects)
        assert not re.search("[─-╿]|\x1b", text.stdout)
    else:
        assert (text.exit_code, text.stdout) == (0, "")
        assert text.stderr == f"There are no {of} to list.\n"


def test_events_are_listed_with_the_names_of_their_areas(tmp_path: Path) -> None:
    record = save(
        tmp_path,
        "title: T\nareas: {north: {name: The north}}\nevents:\n"
        "  - {date: 2020, kind: news, title: A, source: {title: S}, areas: [north]}\n"
        "  - {date: 2021, kind: news, title: B, source: {title: S}}\n",
    )
    assert [row["areas"] for row in rows(record)] == [["The north"], []]
    assert "Areas" in briefing("list", record).stdout
    assert "Areas" not in briefing("list", SAMPLE).stdout  # none of its events is about an area


def test_csv_is_as_excel_reads_it() -> None:
    content = briefing("list", SAMPLE, "--of", "figures", "--format", "csv").stdout_bytes
    assert content.startswith(b"\xef\xbb\xbf")
    lines = 1 + len(rows(SAMPLE, "--of", "figures"))
    assert content.count(b"\r\n") == content.count(b"\n") == lines
    assert '"\'+28%"' in content.decode("utf-8-sig")


def test_how_the_asks_stand() -> None:
    liability = row("asks", "executive-liability")
    assert (liability["by"], liability["status"], liability["since"]) == (
        "NSPCC",
        "met",
        "2019-04",
    )
    assert liability["moves"][0] == "raised April 2019"
    assert liability["moves"][-1] == "met 3 July 2023"


def test_how_the_commitments_stand() -> None:
    respond = row("commitments", "respond")
    assert (respond["due"], respond["state"]) == ("October 2019", "kept")
    assert respond["working"].startswith("3 months after the end of")
    assert respond["closed_by_event"] == "Government responds to the White Paper consultation"


def test_sources_are_counted_wherever_they_are_cited() -> None:
    found = {row["title"]: row for row in rows(INQUIRY, "--of", "sources")}
    report = found["Officers' report to the planning committee"]
    text = "".join(file.read_text() for file in INQUIRY.glob("*.yaml"))
    assert report["cited"] == len(re.findall(r"(?<![\w-])officers-report(?!:)", text))
    assert found["https://example.org/quillbrook/revised-plans"]["id"] is None


def test_a_document_written_out_twice_is_one_with_what_is_known_of_it(tmp_path: Path) -> None:
    written = "{title: Minutes, date: 2019-04, archived: https://a.example/m, read: 2020-01-02%s}"
    event = "  - {date: 2019-05, kind: news, title: A, source: %s}\n"
    both = event % (written % ", at: page 1") + event % (written % ", at: page 2")
    (found,) = rows(save(tmp_path, f"title: T\nevents:\n{both}"), "--of", "sources")
    assert (found["cited"], found["date"], found["read"]) == (2, "2019-04", "2020-01-02")
    assert found["archived"] == "https://a.example/m"


def test_what_nothing_has_to_do_with_is_listed_only_where_nothing_narrows(tmp_path: Path) -> None:
    record = save(
        tmp_path,
        "title: T\ncorrect_as_of: 2020-01-01\n"
        "actors: {idle: {name: Idle}, busy: {name: Busy}}\n"
        "sources: {unread: {title: Unread}}\n"
        "asks: {quiet: {title: Quiet, by: idle}}\n"
        "events: [{date: 2019, kind: news, title: A, actors: [busy], source: {title: S}}]\n",
    )
    for narrowing in ([], ["--kind", "news"], ["--audience", "public"], ["--as-of", "2019-12-31"]):
        names = [
            row["id"]
            for of in ("actors", "sources", "asks")
            for row in rows(record, "--of", of, *narrowing)
        ]
        expected = ["idle", "busy", "unread", None, "quiet"] if not narrowing else ["busy", None]
        assert names == expected
    assert rows(record, "--of", "asks")[0]["status"] == "not raised"


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (["--since", "4 September 2023"], {"roundtable", "bill-returns"}),
        (["--until", "2017"], {"offence-in-force"}),
        (["--topic", "encryption"], {"roundtable"}),
        (["--actor", "daniel-dyball"], {"internet-association-2019"}),
        (["--kind", "white-paper", "--kind", "response"], {"white-paper", "response"}),
    ],
)
def test_options_choose_events(options: list[str], expected: set[str]) -> None:
    assert {row["id"] for row in rows(SAMPLE, *options)} == expected


def test_options_leave_of_the_rest_what_has_to_do_with_the_events() -> None:
    encryption = ["--topic", "encryption"]
    assert {row["id"] for row in rows(SAMPLE, "--of", "asks", *encryption)} == {
        "encrypted-messaging"
    }
    assert {row["id"] for row in rows(SAMPLE, "--of", "sources", *encryption)} == {"govuk-2023"}
    assert "Meta" in {row["name"] for row in rows(SAMPLE, "--of", "actors", *encryption)}
    assert rows(SAMPLE, "--of", "figures", *encryption) == []


@pytest.mark.parametrize("of", [of for of in ALL if of != "sections"])
def test_an_earlier_day_knows_nothing_of_what_came_after(of: str) -> None:
    for format in ("table", "json", "csv"):
        run = briefing("list", SAMPLE, "--of", of, "--as-of", "2021-03-31", "--format", format)
        assert run.exit_code == 0
        assert "2023" not in run.stdout
        assert len(run.stdout.splitlines()) > 1


def test_statuses_are_those_of_the_day() -> None:
    then = ["--as-of", "2021-03-31"]
    assert row("asks", "executive-liability", *then)["status"] == "set back"
    early = row("commitments", "respond", "--as-of", "2020-01-31")
    assert (early["state"], early["closed"]) == ("overdue", None)
    assert "encrypted-messaging" not in {row["id"] for row in rows(SAMPLE, "--of", "asks", *then)}
    (javid,) = (row for row in rows(SAMPLE, "--of", "actors", *then) if row["id"] == "sajid-javid")
    assert javid["roles"] == ["Home Secretary"]


GUARDED = """\
title: T
correct_as_of: 2024-01-01
actors: {a: {name: A}, hidden-actor: {name: HIDDEN}}
areas: {b: {name: B}, hidden-area: {name: HIDDEN}}
editions:
  e:
    template: member
    sections: [{title: T, text: X}, {title: HIDDEN, text: X, audience: internal}]
  hidden-edition: {template: member, audience: internal, sections: [{title: T, text: X}]}
sources: {s: {title: S}, h: {title: HIDDEN, audience: internal}}
asks: {one: {title: One, by: a}, secret: {title: HIDDEN, by: a, audience: internal}}
questions:
  q: {question: Q?, answer: A, source: s}
  held: {question: HIDDEN?, answer: HIDDEN, source: s, audience: internal}
events:
  - id: open
    date: 2023
    kind: news
    title: Open
    source: s
    actors: [a]
    asks: {one: raised, secret: raised}
    figures:
      - {label: seen, value: 1}
      - {label: HIDDEN, value: 2, source: h, audience: members}
  - {id: held, date: 2023, kind: news, title: HIDDEN, topics: [HIDDEN], source: h,
     actors: [hidden-actor], areas: [hidden-area], audience: internal,
     commitments: [{id: c, title: HIDDEN, by: hidden-actor}]}
"""


@pytest.mark.parametrize("of", ALL)
@pytest.mark.parametrize("format", ["table", "json", "csv"])
def test_the_public_is_shown_nothing_that_is_not_public(
    of: str, format: str, tmp_path: Path
) -> None:
    record = save(tmp_path, GUARDED)
    listed: list[str | Path] = ["list", record, "--of", of, "--format", format]
    assert "HIDDEN" in briefing(*listed).stdout
    run = briefing(*listed, "--audience", "public")
    assert run.exit_code == 0
    assert "hidden" not in run.output.lower()
    hint = briefing(*listed, "--audience", "public", "--topic", "HIDDE")
    assert (hint.exit_code, "HIDDEN" in hint.output) == (2, False)


def test_the_json_is_as_documented() -> None:
    page = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    documented = json.loads(re.findall(r"^```json\n(.*?)^```", page, re.M | re.S)[0])
    run = json.loads(briefing("list", SAMPLE, "--of", "actors", "--format", "json").stdout)
    assert run.keys() == documented.keys()
    assert run | {"rows": []} == documented | {"rows": []}
    assert documented["rows"][0] in run["rows"]
    for of in ALL:
        fields = re.search(rf"^\| {of} \| (.*) \|$", page, re.M)
        assert fields
        assert re.findall(r"`(\w+)`", fields[1]) == list(TABLES[of][0])


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--of", "quotes"], "'quotes' is not one of"),
        (["--topic", "encryptoin"], "Did you mean 'encryption'?"),
        (["--since", "soon"], "Invalid value for --since"),
        (["--since", "2023", "--until", "2019"], "2019 is before 2023"),
        (["--as-of", "2030-01-01"], "The record is accurate only to 2023-09-08"),
        (["missing.yaml"], "There is no missing.yaml"),
    ],
)
def test_wrong_usage_is_said_with_a_way_out(arguments: list[str], message: str) -> None:
    run = briefing("list", *([] if arguments[0].endswith("yaml") else [SAMPLE]), *arguments)
    assert (run.exit_code, run.stdout) == (2, "")
    assert message in run.stderr


@pytest.mark.parametrize("command", [["list"], ["show", "a"]])
def test_a_record_with_errors_stops_with_its_problems(command: list[str], tmp_path: Path) -> None:
    text = "title: T\nevents: [{id: a, date: 2019, kind: news, title: A, source: nobody}]\n"
    record = save(tmp_path, text)
    run = briefing(command[0], record, *command[1:])
    assert (run.exit_code, run.stdout) == (1, "")
    assert "no source called 'nobody' [unknown-source]" in run.stderr
    save(tmp_path, f"{text}notes: x\n".replace("title: T", "title: T\naudience: internal"))
    run = briefing(command[0], record, *command[1:], "--audience", "public")
    assert (run.exit_code, "nobody" in run.output) == (1, False)


@pytest.mark.parametrize("columns", [50, 80, 132])
@pytest.mark.parametrize("of", ALL)
def test_on_a_terminal_the_table_fits_and_nothing_is_cut(of: str, columns: int) -> None:
    record = BUSES if of == "sections" else SAMPLE
    shown = on_terminal("list", record, "--of", of, columns=columns)
    lines = shown.splitlines()
    assert max(map(len, lines)) <= columns
    assert any(set(line) == {"─"} for line in lines)
    # Words may be broken if space is short, but every letter is there.
    letters = Counter("".join(shown.split()).replace("─", ""))
    plain = briefing("list", record, "--of", of).stdout.partition("\n")[2]
    assert letters >= Counter("".join(plain.split()))
    if columns > 100:
        assert all(found["id"] in shown for found in rows(record, "--of", of) if found.get("id"))


NASTY = st.text(
    st.sampled_from("=+-@\t\r\n\"',; |!a1％＝＋－＠\x1b\x00\u202f\ufeff\u2028é"), max_size=12
)


@given(NASTY)
def test_no_cell_is_taken_for_a_formula(text: str) -> None:
    safe = escape_formula(text)
    assert safe in (text, f"'{text}")
    assert not safe.startswith(tuple("=+-@\t\r\n＝＋－＠"))
    assert not safe.strip().startswith(tuple("=+-@"))


@given(st.lists(st.tuples(NASTY, NASTY), max_size=5))
def test_whatever_the_cells_hold_each_row_stays_one_row(cells: list[tuple[str, str]]) -> None:
    table = Table("events", {"one": "One", "two": "Two"}, [*cells])
    content = as_csv(table).decode("utf-8-sig")
    read_back = list(csv.reader(io.StringIO(content, newline=""), strict=True))
    assert [len(found) for found in read_back] == [2] * (1 + len(cells))
    for found in read_back:
        assert not any(cell.startswith(tuple("=+-@\t\r\n")) for cell in found)
    assert len(as_text(table).split("\n")) == 1 + len(cells)
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f]", as_text(table) + as_text(table, 40))
    decoded = json.loads(as_json(table, Day(2023, 9, 8), "internal"))
    assert [tuple(row.values()) for row in decoded["rows"]] == cells


def titles(*arguments: str) -> list[str]:
    run = briefing("list", SAMPLE, "--format", "json", *arguments)
    assert run.exit_code == 0, run.stderr
    return [row["title"] for row in json.loads(run.stdout)["rows"]]


def test_words_choose_the_items_whose_text_contains_all_of_them() -> None:
    with_fines = titles("FINES")
    assert with_fines and set(titles("fines", "duty of care")) < set(with_fines)
    assert titles("--of", "asks", "criminal") == ["Criminal liability for senior managers"]
    assert titles("zebra") == []


@pytest.mark.parametrize("word", ["", " ", "!?"])
def test_a_word_without_letters_is_in_no_text(word: str) -> None:
    assert titles(word) == []


def test_a_phrase_must_be_in_the_text_as_it_is() -> None:
    assert titles("duty of care") and not titles("care of duty")
    assert set(titles("duty of care")) <= set(titles("duty", "of", "care"))


def test_the_names_of_actors_and_sources_are_searched() -> None:
    assert titles("wanless") and titles("yougov") and titles("telegraph")


def test_a_file_that_exists_is_a_file_and_other_words_are_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "sources").mkdir()
    (tmp_path / "events.yaml").write_text(
        "title: T\nevents: [{date: 2019, kind: news, title: New sources, source: {title: S}}]"
    )
    assert "New sources" in briefing("list", "sources").stdout
    assert "New sources" in briefing("list", "events.yaml", "new").stdout
    run = briefing("list", "zebra")
    assert (run.exit_code, run.stdout) == (0, "")
    assert run.stderr == "There are no events that contain 'zebra'.\n"


TABLED = """\
title: Parks
areas: areas.csv
editions:
  member:
    template: member
    sections:
      - {title: Why it matters, text: Parks are green, areas: [north]}
      - {title: Later, text: A case, from: 2030-01-01}
  short:
    template: one-page
    sections: [{title: Why it matters, text: Parks are green, areas: [north]}]
events:
  - {date: 2020, kind: news, title: A, source: {title: S}, areas: [north]}
"""
TABLE = "id,name,within,mp\nland,The land,,\nnorth,The north,land,Ann Example\n"


def test_areas_are_listed_with_their_columns_and_found_by_them(tmp_path: Path) -> None:
    record = save(tmp_path, TABLED)
    (tmp_path / "areas.csv").write_text(TABLE)
    land, north = rows(record, "--of", "areas")
    assert (land["within"], land["columns"], land["events"]) == (None, [], 0)
    assert (north["within"], north["columns"], north["events"]) == (
        "The land",
        ["mp: Ann Example"],
        1,
    )
    assert [row["id"] for row in rows(record, "--of", "areas", "ann", "north")] == ["north"]
    assert [row["id"] for row in rows(record, "--of", "areas", "--kind", "news")] == ["north"]


def test_nobody_else_is_shown_the_columns_of_areas(tmp_path: Path) -> None:
    record = save(tmp_path, TABLED)
    (tmp_path / "areas.csv").write_text(TABLE)
    (north,) = rows(record, "--of", "areas", "--audience", "members")
    assert (north["id"], north["columns"]) == ("north", [])
    assert rows(record, "--of", "areas", "ann", "--audience", "members") == []
    shown = briefing("show", record, "north", "--audience", "members")
    assert "The north" in shown.stdout and "Ann" not in shown.output
    found = briefing("show", record, "ann", "--audience", "members")
    assert (found.exit_code, found.stdout) == (2, "")


def test_sections_are_listed_once_with_their_editions(tmp_path: Path) -> None:
    record = save(tmp_path, TABLED)
    (tmp_path / "areas.csv").write_text(TABLE)
    why, later = rows(record, "--of", "sections")
    assert (why["editions"], why["areas"], later["from"]) == (
        ["member", "short"],
        ["The north"],
        "2030-01-01",
    )
    assert [row["title"] for row in rows(record, "--of", "sections", "green")] == ["Why it matters"]
    public = rows(record, "--of", "sections", "--audience", "public")
    assert [row["title"] for row in public] == ["Why it matters"]


def test_a_search_says_where_else_the_words_are(tmp_path: Path) -> None:
    record = save(tmp_path, TABLED)
    (tmp_path / "areas.csv").write_text(TABLE)
    assert briefing("list", record, "ann").stderr == (
        "There are no events that contain 'ann'.\n1 area matches too. To list it, add: --of areas\n"
    )
    assert briefing("list", record, "green").stderr.endswith("add: --of sections\n")
    assert "matches too" not in briefing("list", record, "--format", "csv", "ann").output
