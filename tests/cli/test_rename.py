"""`briefing rename` changes an id everywhere, and nothing else."""

import subprocess
from pathlib import Path
from random import Random

import pytest

from briefing.record.claims import ClaimKey
from briefing.record.editing import Remove, apply_edits
from briefing.record.loading import File, load
from briefing.record.proofs import Proof, write_lock
from briefing.record.renamed_files import SECTIONS, rename, sections_with
from tests.helpers import briefing, mostly_long
from tests.random_records import random_record
from tests.random_texts import random_text

RECORD = """\
title: Parks
correct_as_of: 2023-01-01
actors:
  town: {name: The town}  # town, not city
  mayor:
    name: The mayor
    part of: town
areas:
  town: {name: The town}
asks:
  benches: {title: More benches, by: town}
sources:
  plan: {title: The plan of the town}
  plan.2: {title: Another plan}
events:
  - id: vote
    date: 2020-01-01
    kind: vote
    title: The town votes on town
    actors: [town, {ref: mayor, as: Chair}]
    source: {ref: plan, at: page 2}
    figures:
      - {label: trees, value: 12, area: town, by: town, source: "plan"}
    commitments:
      - {id: plant, title: Plant trees, by: 'town', due: 2 years after vote}
    asks: {benches: raised}
  - date: 2021-01-01
    kind: news
    title: Trees are planted
    keeps: [plant]
    follows:
      - vote
    source: plan.2
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("events.yaml").write_bytes(RECORD.replace("\n", "\r\n").encode())
    return tmp_path


def record() -> str:
    return Path("events.yaml").read_bytes().decode().replace("\r\n", "\n")


@pytest.mark.parametrize(
    ("old", "new", "options", "changes"),
    [
        (
            *("town", "city", ["--of", "actor"]),
            ["  town: {name: The town}  #", "part of: town", "benches, by: town", "[town, {",
             "by: town, source", "by: 'town'"],
        ),
        ("benches", "seats", [], ["  benches:", "{benches: raised}"]),
        ("plant", "grow", [], ["{id: plant", "[plant]"]),
        ("plan", "strategy", [], ["  plan: {", "{ref: plan,", '"plan"']),
    ],
)  # fmt: skip
def test_an_id_is_changed_everywhere(
    old: str, new: str, options: list[str], changes: list[str]
) -> None:
    result = briefing("rename", old, new, *options)
    assert result.exit_code == 0, result.output
    wanted = RECORD
    for change in changes:
        assert wanted.count(change) == 1
        wanted = wanted.replace(change, new.join(change.split(old, 1)))
    assert record() == wanted
    assert result.output == f"events.yaml: {len(changes)} changes\n"
    assert briefing("check").exit_code == 0


def test_copies_and_proofs_get_the_new_id() -> None:
    Path("sources").mkdir()
    for name in ("plan.pdf", "plan.1.html", "plan.2.txt", "plans.pdf"):
        Path("sources", name).write_text(name)
    key = ClaimKey("figure", "12", "trees", "", "town")
    lock = [Proof(key, "plan", "located", copy="sources/plan.pdf"), Proof(key, "plan.2", "absent")]
    Path("evidence.lock").write_text(write_lock(lock))
    result = briefing("rename", "plan", "scheme")
    assert result.exit_code == 0, result.output
    assert sorted(path.name for path in Path("sources").iterdir()) == [
        *("plan.2.txt", "plans.pdf", "scheme.1.html", "scheme.pdf"),
    ]
    assert "sources/plan.pdf is now sources/scheme.pdf" in result.output
    proofs = Path("evidence.lock").read_text()
    assert '"source": "scheme"' in proofs and '"copy": "sources/scheme.pdf"' in proofs
    assert '"source": "plan.2"' in proofs and '"plan"' not in proofs
    assert briefing("rename", "town", "city", "--of", "area").exit_code == 0
    assert Path("evidence.lock").read_text().count('"area": "city"') == 2


def test_an_event_edition_or_area_keeps_its_former_ids() -> None:
    text = RECORD.replace("events:\n", "editions: {all: {template: timeline}}\nevents:\n", 1)
    text = text.replace("  town: {name: The town}\n", "  all: {name: The town}\n")
    text = text.replace("area: town", "area: all")
    text += "  - {date: 2022-01-01, kind: news, title: A, id: secret, audience: internal,"
    text += " source: plan}\n"
    Path("events.yaml").write_text(text)
    for old, new, *of in (
        ("vote", "poll"), ("poll", "ballot"), ("all", "parks", "--of", "edition"),
        ("secret", "open"), ("all", "city"), ("city", "parks"),
    ):  # fmt: skip
        result = briefing("rename", old, new, *of)
        assert result.exit_code == 0, result.output
        assert (f"Links to '{old}' still work" in result.output) == (old != "secret")
    wanted = (
        text.replace("id: vote", "id: ballot")
        .replace(" town\n    actors", " town\n    formerly: [vote, poll]\n    actors")
        .replace("after vote", "after ballot")
        .replace("- vote\n", "- ballot\n")
        .replace("all: {template: timeline}", "parks: {template: timeline, formerly: [all]}")
        .replace("id: secret", "id: open")
        .replace("  all: {name: The town}", "  parks: {name: The town, formerly: [all, city]}")
        .replace("area: all", "area: parks")
    )
    assert record() == wanted
    # Going back and forth adds no more.
    for old, new in (("ballot", "vote"), ("vote", "poll"), ("poll", "ballot")):
        assert briefing("rename", old, new).exit_code == 0
    assert record() == wanted.replace("[vote, poll]", "[vote, poll, ballot]")
    assert briefing("check").exit_code == 0
    result = briefing("rename", "open", "poll")
    assert "the former id 'poll' is the id of another event" in result.output


def test_an_edition_with_recipients_keeps_its_id() -> None:
    edition = "weekly: {template: digest, recipients: [ann@example.org]}"
    text = RECORD.replace("actors:\n", f"sender: a@b.org\neditions: {{{edition}}}\nactors:\n", 1)
    Path("events.yaml").write_text(text)
    result = briefing("rename", "weekly", "news")
    assert result.exit_code == 1 and "'weekly' has recipients, so it cannot" in result.output
    assert record() == text


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ["town", "city"],
            "'town' is the id of an actor and an area. Add --of actor or --of area.",
        ),
        (["tow", "city"], "Nothing has the id 'tow'. Did you mean 'town'?"),
        (["mayor", "town"], "The record already has 'town'."),
        (["mayor", "the mayor"], "'the mayor' cannot be an id."),
        (["mayor", "x", "--of", "event"], "No event has the id 'mayor'. It is the id of an actor."),
        (["vote", "2019-13"], "'vote' cannot be renamed to '2019-13'"),
    ],
)
def test_an_id_that_cannot_be_renamed_stays(arguments: list[str], message: str) -> None:
    result = briefing("rename", *arguments)
    assert result.exit_code in (1, 2) and message in result.output
    assert record() == RECORD


def test_diff_shows_the_change_and_writes_nothing() -> None:
    Path("sources").mkdir()
    Path("sources/plan.pdf").touch()
    result = briefing("rename", "plan", "scheme", "--diff")
    assert "-  plan: {title: The plan of the town}\n+  scheme: {" in result.output
    assert "rename sources/plan.pdf to sources/scheme.pdf" in result.output
    assert record() == RECORD and Path("sources/plan.pdf").exists()


@pytest.mark.parametrize("end", ["", "\n"])
def test_a_diff_is_a_patch_that_makes_the_change(tmp_path: Path, end: str) -> None:
    # Python ends a line at U+2028, but programs that apply patches do not.
    head = "title: Parks # And\u2028gardens\ncorrect_as_of: 2023-01-01\n"
    areas = "areas:\n  north: {name: The north}\n  south: {name: The south}\n"
    event = "- {date: 2020-01-01, kind: vote, title: A, source: {title: B}, actors: [town]}"
    rest = f"actors:\n  town: {{name: The town}}\nevents:\n{event}{end}"
    Path("events.yaml").write_text(head + areas + rest)
    Path("diff.patch").write_text(briefing("rename", "town", "city", "--diff").stdout)
    subprocess.run(["git", "apply", "-p0", "diff.patch"], check=True, cwd=tmp_path)
    patched = record()
    subprocess.run(["git", "apply", "-p0", "-R", "diff.patch"], check=True, cwd=tmp_path)
    assert briefing("rename", "town", "city").exit_code == 0
    assert record() == patched


def test_nothing_is_renamed_if_a_file_has_the_new_name() -> None:
    Path("sources").mkdir()
    for name in ("plan.1.pdf", "plan.pdf", "scheme.pdf"):
        Path("sources", name).touch()
    result = briefing("rename", "plan", "scheme")
    assert result.exit_code == 3 and "scheme.pdf already exists" in result.output
    assert record() == RECORD
    assert {path.name for path in Path("sources").iterdir()} == {
        *("plan.1.pdf", "plan.pdf", "scheme.pdf")
    }


def test_a_file_that_is_open_in_an_editor_is_changed_only_with_force() -> None:
    Path(".events.yaml.swp").touch()
    result = briefing("rename", "mayor", "leader")
    assert result.exit_code == 3 and "unsaved changes" in result.output and record() == RECORD
    assert briefing("rename", "mayor", "leader", "--force").exit_code == 0
    assert "ref: leader" in record()


@pytest.mark.parametrize("seed", mostly_long(range(6), 3))
def test_renaming_twice_restores_every_file(seed: int) -> None:
    texts = {
        name: random_text(data, seed, aliases=False).text
        for name, data in random_record(seed).files.items()
    }
    files = [File(name, text.encode()) for name, text in texts.items()]
    loaded = load(files).record
    ids = [*loaded.actors, *loaded.areas, *loaded.sources, *loaded.asks, *loaded.by_id]
    chance = Random(seed)
    for id in chance.sample(ids, 2):
        noun = sections_with(loaded, id)[0]
        renamed = {file.name: file.after for file in rename(files, loaded, noun, id, "new-id")}
        assert id not in _ids(load(_with(files, renamed)).record, noun)
        again = load(_with(files, renamed)).record
        back = rename(_with(files, renamed), again, noun, "new-id", id)
        restored = {file.name: file.after for file in back}
        if noun in ("event", "area"):
            item = (loaded.by_id if noun == "event" else loaded.areas)[id].where
            if loaded.audiences.get(item.file) != "internal":
                notes = [Remove((*item.path, "formerly"))]
                restored[item.file] = apply_edits(restored[item.file], notes).text
        assert restored == {name: texts[name] for name in renamed}


def _with(files: list[File], texts: dict[str, str]) -> list[File]:
    return [
        File(file.name, texts[file.name].encode()) if file.name in texts else file for file in files
    ]


def _ids(record: object, noun: str) -> set[str]:
    section = SECTIONS[noun]
    return set(record.by_id if section == "events" else getattr(record, section))  # type: ignore[attr-defined]


TABLED = """\
title: Parks
areas: areas.csv
editions:
  for-north: {template: member, area: north}
events:
  - {date: 2020-01-01, kind: vote, title: A, source: {title: B}, areas: [north, north-west]}
"""
TABLE = (
    'id;name;within;mp\r\nland;The land;;\r\n"north";north;land;"Ann ""north"" Example"\r\n'
    "north-west;Môn;north ;\r\n\r\nsouth;South; north;north\r\n"
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_an_area_is_renamed_in_its_table_and_no_other_byte_changes(encoding: str) -> None:
    Path("events.yaml").write_text(TABLED)
    Path("areas.csv").write_bytes(TABLE.encode(encoding))
    result = briefing("rename", "north", "north.2")
    assert result.exit_code == 0
    assert result.output == (
        "events.yaml: 2 changes\nareas.csv: 3 changes\nIf your website has a folder 'north', links "
        "to its pages no longer work. To keep them working, add a column 'formerly' to areas.csv, "
        "with 'north' in the row of 'north.2'.\n"
    )
    renamed = TABLE.replace('"north";', '"north.2";').replace("north ;", "north.2 ;")
    renamed = renamed.replace("; north;", "; north.2;")
    assert Path("areas.csv").read_bytes() == renamed.encode(encoding)
    expected = TABLED.replace("area: north}", "area: north.2}").replace("[north,", "[north.2,")
    assert record() == expected
    assert briefing("rename", "north.2", "north").exit_code == 0
    assert Path("areas.csv").read_bytes() == TABLE.encode(encoding)
    assert record() == TABLED


def test_the_table_refers_to_an_area_of_another_file() -> None:
    Path("events.yaml").write_text(TABLED)
    Path("areas.csv").write_text("id,name,within\nnorth,N,land\nnorth-west,NW,\n")
    Path("more.yaml").write_text("areas: {land: {name: Land}}\n")
    assert briefing("rename", "land", "country", "events.yaml", "more.yaml").exit_code == 0
    assert Path("areas.csv").read_text() == "id,name,within\nnorth,N,country\nnorth-west,NW,\n"
    changed = "areas: {country: {name: Land, formerly: [land]}}\n"
    assert Path("more.yaml").read_text() == changed


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize(
    ("row", "renamed"),
    [
        ("north;North;;Ann", "up;North;north;Ann"),
        ("north;North; ;Ann", "up;North; north;Ann"),
        ('north;"No\r\nrth";""', 'up;"No\r\nrth";"north"'),
        ("north;North", "up;North;north"),
        ('north;"No\r\nrth"', 'up;"No\r\nrth";north'),
        ("north;North;n nor ;Ann", "up;North;n nor north ;Ann"),
        ('north;North;"n\r\nnorthern";Ann', 'up;North;"n\r\nnorthern north";Ann'),
        ("north;North;n north", "up;North;n north"),
    ],
)
def test_the_table_has_a_column_for_former_ids(row: str, renamed: str, encoding: str) -> None:
    Path("events.yaml").write_text(TABLED)
    table = f"id;name;Formerly;mp\r\nnorth-west;Môn;;\r\n{row}\r\nsouth;South;s;\r\n"
    Path("areas.csv").write_bytes(table.encode(encoding))
    result = briefing("rename", "north", "up")
    assert result.exit_code == 0, result.output
    assert Path("areas.csv").read_bytes() == table.replace(row, renamed).encode(encoding)
    is_noted = "Links to 'north' still work" in result.output
    assert is_noted and "no longer work" not in result.output
    assert briefing("check").exit_code == 0


def test_an_area_that_is_not_for_the_public_keeps_no_former_ids() -> None:
    Path("events.yaml").write_text(TABLED)
    table = "id,name,formerly\nnorth,N,\nnorth-west,NW,\n"
    Path("areas.csv").write_text(table)
    own = "audience: internal\nareas: {bunker: {name: Bunker}}\n"
    Path("own.yaml").write_text(own)
    result = briefing("rename", "bunker", "cellar", "events.yaml", "own.yaml")
    assert result.output == "own.yaml: 1 change\n"
    assert Path("own.yaml").read_text() == own.replace("bunker:", "cellar:")
    Path("events.yaml").write_text(f"audience: internal\n{TABLED}")
    for text in (table, table.replace(",formerly", ",mp")):
        Path("areas.csv").write_text(text)
        result = briefing("rename", "north", "up")
        assert result.output == "events.yaml: 2 changes\nareas.csv: 1 change\n"
        assert Path("areas.csv").read_text() == text.replace("north,", "up,")
        Path("events.yaml").write_text(f"audience: internal\n{TABLED}")


def test_a_table_and_its_record_change_together_or_not_at_all() -> None:
    Path("events.yaml").write_text(TABLED)
    Path("areas.csv").write_text(TABLE)
    shown = briefing("rename", "north", "up", "--diff").output
    assert '-"north";north;land;' in shown and '+"up";north;land;' in shown
    for name in (".~lock.areas.csv#", ".events.yaml.swp"):
        Path(name).touch()
        result = briefing("rename", "north", "up")
        assert result.exit_code == 3 and "unsaved changes" in result.output
        Path(name).unlink()
    result = briefing("rename", "north", "south")
    assert result.exit_code == 1 and "The record already has 'south'." in result.output
    Path("areas.csv").write_bytes(TABLE.encode("cp1252").replace(b"South", b"S\x81uth"))
    before = Path("areas.csv").read_bytes()
    result = briefing("rename", "north", "up")
    assert result.exit_code == 1 and "Save it as CSV UTF-8 first." in result.output
    assert (record(), Path("areas.csv").read_bytes()) == (TABLED, before)
