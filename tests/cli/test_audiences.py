"""`briefing build` for several audiences: its files and messages, and who reads them."""

import io
import json
from pathlib import Path

import pypdf
import pytest

from tests.helpers import SAMPLE, briefing

RECORD = """\
title: A record
timezone: Europe/London
correct_as_of: 2023-07-03
kinds: [secret-meeting]
areas: {north: {name: The north, within: land}, south: {name: The south, within: land},
  land: {name: The land}}
actors: {council: {name: The council}, spy: {name: The spy}}
editions:
  all: {template: timeline}
  members: {template: member, audience: members}
  staff: {template: timeline, audience: internal}
events:
  - date: 2023-01
    kind: poll
    title: A poll
    source: {title: A, publisher: P}
    topics: [parks]
    actors: [council]
    notes: Handle with care.
    figures:
      - {label: want it, value: 91%, area: north, sample: 302}
      - {label: want it, value: 80%, area: land, sample: "2,000"}
      - {label: want it, value: 70%, area: south, sample: 50}
  - {date: 2023-02, kind: secret meeting, title: Talks, topics: [plot], actors: [spy],
     audience: internal, source: {title: B}}
  - {date: 2023-03, kind: report, title: A report, embargo: 2023-07-04T22:30, source: {title: C}}
  - {date: 2023-04, kind: news, title: For members, audience: members, source: {title: D}}
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "events.yaml").write_text(RECORD)
    return tmp_path


def written(name: str) -> str:
    return Path("out", name).read_text()


def test_each_edition_has_what_its_readers_may_see_and_says_nothing_of_the_rest() -> None:
    done = briefing("build", "-f", "md")
    assert done.exit_code == 0
    shown = {
        name: [title for title in ("A poll", "Talks", "A report", "For members") if title in text]
        for name, text in ((name, written(f"{name}.md")) for name in ("all", "members", "staff"))
    }
    assert shown == {
        "all": ["A poll"],
        "members": ["A poll", "For members"],
        "staff": ["A poll", "Talks", "A report", "For members"],
    }
    assert "mbargo" not in written("all.md") + written("members.md")


def test_build_reports_how_much_is_left_out_in_numbers_only() -> None:
    done = briefing("build", "-f", "md")
    assert done.stderr.splitlines()[:2] == [
        "Note: 3 events left out of 'all', which is for the public.",
        "Note: 2 events left out of 'members', which is for members.",
    ]
    assert "staff" not in done.stderr
    assert "left out" not in briefing("build", "-f", "md", "--quiet").stderr
    # Editions for the same readers share a note.
    several = "".join(f"  e{n}: {{template: timeline, audience: members}}\n" for n in range(4))
    Path("events.yaml").write_text(RECORD.replace("editions:\n", f"editions:\n{several}", 1))
    done = briefing("build", ".", "-e", "e0,e1,e2,e3,members", "-f", "md")
    noted = [line for line in done.stderr.splitlines() if line.startswith("Note")]
    assert noted == [
        "Note: 2 events left out of 'e0', 'e1', 'e2' and 2 other editions, which are for members."
    ]


@pytest.mark.parametrize("command", [["list"], ["show", "parks"]])
def test_so_is_whoever_looks_things_up_as_others_see_them(command: list[str]) -> None:
    Path("events.yaml").write_text(RECORD.replace("date: 2023-01", "date: 2023-01\n    id: parks"))
    name, *id = command
    done = briefing(name, "events.yaml", *id, "--audience", "members")
    assert done.exit_code == 0
    assert done.stderr == "Note: 2 events left out of this output, which is for members.\n"
    assert "left out" not in done.stdout
    assert briefing(name, "events.yaml", *id).stderr == ""


@pytest.mark.parametrize(
    "engine", [pytest.param("weasyprint", marks=pytest.mark.long), "plutoprint"]
)
def test_every_page_of_an_internal_pdf_says_so_and_until_when_it_is_held(engine: str) -> None:
    more = "".join(
        f"  - {{date: 2022-01-{n:02}, kind: news, title: News {n}, source: {{title: E}}}}\n"
        for n in range(1, 13)
    )
    Path("events.yaml").write_text(RECORD + more)
    assert briefing("build", "-f", "pdf", "--engine", engine).exit_code == 0
    for name, notice in (
        ("staff", "Internal: not for publication, embargoed until 22:30 on 4 July 2023"),
        ("members", "For members"),
        ("all", ""),
    ):
        pages = pypdf.PdfReader(io.BytesIO(Path("out", f"{name}.pdf").read_bytes())).pages
        texts = [" ".join(page.extract_text().split()) for page in pages]
        assert len(texts) > 1 or name == "members"
        assert all(notice in text for text in texts)
        if not notice:
            assert not any("Internal" in text or "For members" in text for text in texts)


def test_as_of_a_day_before_the_embargo_ends_it_holds_and_then_no_more() -> None:
    later = RECORD.replace("correct_as_of: 2023-07-03", "correct_as_of: 2023-09-08")
    Path("events.yaml").write_text(later)
    for day, is_there in (("2023-07-03", False), ("2023-07-04", True)):
        assert briefing("build", "-f", "md", "-e", "all", "--as-of", day).exit_code == 0
        assert ("A report" in written("all.md")) == is_there


def test_a_note_stops_no_build_even_a_strict_one() -> None:
    past = RECORD.replace("embargo: 2023-07-04T22:30", "embargo: 2023-06-04T22:30")
    Path("events.yaml").write_text(past)
    checked = briefing("check", "--strict")
    assert checked.exit_code == 0
    assert ": note: this embargo ended" in checked.stdout
    assert checked.stderr.startswith("1 note in 4 events.")
    assert briefing("build", "-f", "md", "--strict").exit_code == 0
    problem = json.loads(briefing("check", "--format", "json").stdout)["problems"][0]
    assert (problem["severity"], problem["slug"]) == ("note", "past-embargo")
    assert briefing("check", "--format", "github").stdout.startswith("::notice file=events.yaml,")
    log = json.loads(briefing("check", "--format", "sarif").stdout)
    assert log["runs"][0]["results"][0]["level"] == "note"


# Messages of a build for other audiences


def test_problems_are_shown_by_place_only_except_for_an_internal_edition() -> None:
    Path("events.yaml").write_text(RECORD.replace("actors: [spy]", "actors: [spyy]"))
    done = briefing("build", "-f", "md")
    assert done.exit_code == 1
    place = "events.yaml:24:82: error: unknown-actor\n"
    assert place in done.stderr
    assert done.stderr.count("briefing check") == 1
    assert "spy" not in done.stderr
    assert "did you mean 'spy'?" in briefing("build", "-e", "staff", "-f", "md").stderr


def test_the_name_of_a_more_restricted_file_is_not_shown() -> None:
    Path("record").mkdir()
    Path("record/a.yaml").write_text(RECORD)
    Path("record/merger.yaml").write_text("audience: internal\nactors: {x: {name: X}}\n")
    message = briefing("build", "record", "-f", "md").stderr
    assert "merger" not in message
    assert (
        "1 problem in files that are not, or may not be, for the public: "
        "run `briefing check record` to see them." in message
    )
    named = briefing("build", "record/a.yaml", "record/merger.yaml", "-f", "md").stderr
    assert "run `briefing check` to see them" in named and "merger" not in named
    assert "merger" in briefing("build", "record", "-f", "md", "-e", "staff").stderr


@pytest.mark.parametrize(
    "text", ["audience: internal\nevents: [\n", "audience: intrnl\nevents: []\n"]
)
def test_the_name_of_a_file_is_not_shown_if_its_audience_cannot_be_read(text: str) -> None:
    Path("record").mkdir()
    Path("record/a.yaml").write_text(RECORD)
    Path("record/merger.yaml").write_text(text)
    for command in (("build", "record", "-f", "md"), ("list", "record", "--audience", "public")):
        output = briefing(*command).output
        assert "merger" not in output
        assert "1 problem in files that are not, or may not be, for the public" in output
    assert "merger.yaml" in briefing("check", "record").stderr + briefing("check", "record").stdout


def test_the_place_of_an_error_in_a_record_of_one_file_is_shown() -> None:
    Path("events.yaml").write_text(f"{RECORD}  - [\n")
    assert "events.yaml:28:5: error: not-yaml" in briefing("build", "-f", "md").stderr


def test_problems_of_a_record_with_recipients_are_shown_by_place_only() -> None:
    head = "title: Parks\nsender: a@example.org\neditions:\n"
    weekly = "  weekly: {template: digest, recipients: [ann@example.org, ann@@example.org]}\n"
    event = "{date: 2023-09-06, kind: news, title: A, source: https://example.org/a}"
    Path("events.yaml").write_text(f"{head}{weekly}events: [{event}]\n")
    done = briefing("digest", "--week", "2023-W36", "-f", "md")
    assert done.exit_code == 1
    assert "events.yaml:4:60: error: not-an-e-mail-address\n" in done.stderr
    assert "ann" not in done.output
    assert "ann@@example.org" in briefing("check").output


@pytest.mark.parametrize("key", ["recipeints", "Recipients", "to"])
def test_an_address_is_not_shown_if_recipients_is_misspelt(key: str) -> None:
    weekly = f"editions:\n  weekly: {{template: digest, {key}: [ann@example.org]}}\n"
    event = "{date: 2023-09-06, kind: news, title: A, source: https://example.org/a}"
    Path("events.yaml").write_text(f"title: Parks\n{weekly}events: [{event}]\n")
    done = briefing("digest", "--week", "2023-W36", "-f", "md")
    assert done.exit_code == 1 and "events.yaml:3:" in done.stderr and "ann" not in done.output
    assert "ann@example.org" in briefing("check").output


def test_a_problem_comes_before_an_edition_that_is_not_there() -> None:
    Path("events.yaml").write_text(RECORD.replace("title: A poll", "title: A: poll"))
    done = briefing("build", "-e", "staff")
    assert done.exit_code == 1 and "events.yaml:15:13: error:" in done.stderr


@pytest.mark.parametrize(
    ("option", "word", "hint"),
    [
        ("--topic", "plott", "Choose from: parks."),
        ("--actor", "spyy", "Choose from: council."),
        ("--kind", "secret meetinng", "Did you mean 'meeting'?"),
    ],
)
def test_hints_name_nothing_that_the_readers_may_not_see(option: str, word: str, hint: str) -> None:
    done = briefing("build", "-e", "all", option, word)
    assert done.exit_code == 2
    assert hint in done.stderr
    message = briefing("build", "-e", "staff", option, word).stderr
    assert "Did you mean" in message and hint not in message


def test_what_only_others_may_choose_is_not_there_to_choose() -> None:
    assert briefing("build", "-e", "all", "--topic", "plot").exit_code == 2
    assert briefing("build", "-e", "staff", "-f", "md", "--topic", "plot").exit_code == 0


# An edition for each area


def test_each_area_gets_a_briefing_that_is_named_after_it() -> None:
    assert briefing("build", "-f", "md", "--each", "area").exit_code == 0
    names = ["members-land.md", "members-north.md", "members-south.md"]
    assert sorted(path.name for path in Path("out").iterdir()) == names
    north, south = written("members-north.md"), written("members-south.md")
    assert "# A record: The north\n" in north
    assert "**91%** want it (The north; sample of 302)" in north
    assert ". Compare: **80%** (The land; sample of 2,000)" in north
    assert "70%" not in north and "91%" not in south + written("members-land.md")
    assert "small sample: 50" in south


def test_a_list_of_areas_gets_one_each_from_the_edition_that_is_named() -> None:
    assert briefing("build", "-f", "md", "-e", "staff", "--each", "south, north").exit_code == 0
    assert sorted(path.name for path in Path("out").glob("*.md")) == [
        "staff-north.md",
        "staff-south.md",
    ]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--each", "nort"], "There is no area 'nort'. Did you mean 'north'?"),
        (["--each", "xyz"], "There is no area 'xyz'. Choose from: north, south, land."),
        (["--each", "xyz", "-e", "all", "-e", "staff"], "There is no area 'xyz'."),
    ],
)
def test_areas_that_are_not_there_are_refused(options: list[str], message: str) -> None:
    done = briefing("build", *options)
    assert done.exit_code == 2
    assert message in " ".join(done.stderr.split())
    assert not Path("out").exists()


@pytest.mark.parametrize("command", ["build", "publish"])
def test_an_area_can_be_named_by_its_former_id(command: str) -> None:
    assert briefing("rename", "south", "coast").exit_code == 0
    options = [command, "-e", "members", "--each", "south,coast", "-f", "html", "-o", "made"]
    options += ["--audience", "members"] if command == "publish" else []
    for _ in range(2):
        done = briefing(*options)
        assert done.exit_code == 0, done.stderr
        assert done.stderr.count("Note: the id of the area 'south' is now 'coast'.") == 1
    page = "members-coast.html" if command == "build" else "coast/members.html"
    assert Path("made", page).exists() and not Path("made/members-south.html").exists()
    assert briefing(*options, "--quiet").stderr == ""


def test_a_former_id_of_an_area_for_fewer_eyes_is_unknown_to_others() -> None:
    Path("record").mkdir()
    Path("record/a.yaml").write_text(RECORD)
    Path("record/b.yaml").write_text(
        "audience: internal\nareas: {bunker: {name: Bunker, formerly: [cellar]}}\n"
    )
    message = briefing("build", "record", "-e", "all", "--each", "cellar").stderr
    assert "There is no area 'cellar'." in message and "bunker" not in message
    assert briefing("build", "record", "-f", "md", "-e", "staff", "--each", "cellar").exit_code == 0


def test_an_area_of_a_file_for_fewer_eyes_gets_no_briefing_for_others() -> None:
    Path("record").mkdir()
    Path("record/a.yaml").write_text(RECORD)
    Path("record/b.yaml").write_text("audience: internal\nareas: {bunker: {name: Bunker}}\n")
    assert briefing("build", "record", "-f", "md", "--each", "area").exit_code == 0
    assert not Path("out/members-bunker.md").exists()
    message = briefing("build", "record", "--each", "bunkers").stderr
    assert "There is no area 'bunkers'. Choose from: north, south, land." in message
    briefing("build", "record", "-f", "md", "-e", "staff", "--each", "area")
    assert Path("out/staff-bunker.md").exists()


def test_one_poll_of_the_sample_has_two_readings() -> None:
    assert (
        briefing("build", SAMPLE, "-f", "md", "-e", "member", "--each", "south-east,uk").exit_code
        == 0
    )
    south_east, uk = written("member-south-east.md"), written("member-uk.md")
    basis = south_east.partition("\n  - **91%** want")[0].rpartition("\n")[2]
    assert basis.startswith("- Adults; the South East of England; sample of 302; ")
    (shown,) = (line for line in south_east.splitlines() if line.startswith("- **302**"))
    assert "Compare: **more than 2,000** (the UK)" in shown
    assert "91%" not in uk and "302" not in uk and "**more than 2,000**" in uk
