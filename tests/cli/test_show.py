"""`briefing show` from the point of view of somebody at a terminal."""

import re
from pathlib import Path

import pytest

from tests.helpers import INQUIRY, SAMPLE, SOURCE, briefing, on_terminal, words_of

ROOT = SAMPLE.parent


def shown(*arguments: str | Path) -> str:
    """Return the output of `briefing show`, on one line."""
    run = briefing("show", *arguments)
    assert run.exit_code == 0, run.output
    return " ".join(run.stdout.split())


def save(folder: Path, text: str) -> Path:
    file = folder / "events.yaml"
    file.write_text(text, encoding="utf-8")
    return file


def test_the_id_comes_last_and_events_yaml_is_read_without_more(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(ROOT)
    assert briefing("show", "u-turn").stdout == briefing("show", "events.yaml", "u-turn").stdout


def test_an_event_is_shown_with_all_that_hangs_on_it() -> None:
    text = shown(SAMPLE, "u-turn")
    for part in (
        "Ministers agree to prison terms for executives over child sexual abuse content [1]",
        "3 July 2023 · U-turn amendment · id u-turn",
        "Ministers will amend the Online Safety Bill so that technology executives",
        "Richard Collard, Head of online child safety policy at the NSPCC",
        "“has now listened”, Richard Collard, Head of online child safety policy at the NSPCC [1]",
        "up to 2 years in prison for executives who fail to tackle child sexual abuse content",
        "met: Criminal liability for senior managers, see executive-liability",
        "Reverses: Prime Minister concedes senior manager liability",
        "see concession",
        "[1] Report on the amendment to the Online Safety Bill, The Telegraph, 3 July 2023.",
    ):
        assert part in text


def test_links_are_shown_from_both_ends() -> None:
    assert "U-turn: Ministers agree to prison terms" in shown(SAMPLE, "concession")


def test_a_role_is_the_one_held_at_the_time() -> None:
    assert "Sajid Javid, Home Secretary" in shown(SAMPLE, "white-paper")


def test_an_ask_is_shown_with_every_move() -> None:
    text = shown(SAMPLE, "executive-liability")
    assert "Asked for by NSPCC · met · id executive-liability" in text
    moves = [text.index(f"{word} ") for word in ("Raised", "Set back", "Met in part", "Time taken")]
    assert moves == sorted(moves)
    assert "Met 3 July 2023: Ministers agree to prison terms" in text
    assert "[1] Mike Wright" in text


def test_a_commitment_is_shown_with_its_working() -> None:
    text = shown(SAMPLE, "respond")
    assert "Commitment by UK Government · kept about 14 months late · id respond" in text
    assert "Due October 2019, 3 months after the end of “Government consults" in text
    assert "Made April 2019: Government consults" in text
    assert "Kept December 2020: Government responds" in text


def test_a_source_is_shown_in_full_and_a_dispute_with_both_versions(tmp_path: Path) -> None:
    text = shown(INQUIRY, "group-count")
    assert "Disputed: The highway authority counted on one Tuesday" in text
    assert "Other version: 3,150 (Mill Lane; Eldermere County Council) [3]" in text
    record = save(
        tmp_path,
        "title: T\nevents: [{id: a, date: 2019, kind: news, title: A, source: {title: S, "
        "author: Jo, url: https://example.org/s, archived: https://a.example/s, "
        "read: 2020-01-02, at: page 4}}]\n",
    )
    source = "Jo, S <https://example.org/s>, page 4, archived copy <https://a.example/s>, accessed"
    assert f"[1] {source} 2 January 2020." in shown(record, "a")


BOTH = """\
title: T
correct_as_of: 2024-01-01
actors: {a: {name: Alice}}
asks: {parks: {title: More parks, by: a}, quiet: {title: Less noise, by: a}}
events:
  - id: parks
    date: 2019-04
    kind: news
    title: The parks
    source: {title: S}
    asks: {parks: raised}
    summary: |
      See **here**, [the plan](https://example.org/plan):

      - one
      - two
    commitments: [{id: parks, title: Open the parks, by: a}]
    notes: HIDDEN
  - {id: later, date: 2023-07, kind: news, title: HIDDEN, source: {title: S, date: 2023-07},
     asks: {parks: met}, keeps: [parks], audience: internal}
"""


def test_a_figure_that_was_worked_out_says_how_everywhere(tmp_path: Path) -> None:
    how = "The sum of the figures for the two counties"
    file = save(
        tmp_path,
        f"""
title: Parks
events:
  - date: 2019-04
    kind: statistics
    title: Two counties publish figures
    id: count
    source: {{title: The count}}
    figures: [{{label: new parks, value: 27, worked_out: {how}.}}]
""",
    )
    assert f"new parks [1] Worked out: {how}." in shown(file, "count")
    assert briefing("list", "--of", "figures", "--format", "csv", file).stdout.count(how) == 1
    formats = ("md", "html", "docx", "pdf", "json")
    options = [option for format in formats for option in ("-f", format)]
    run = briefing("build", file, "-o", tmp_path / "out", "--edition", "timeline", *options)
    assert run.exit_code == 0, run.output
    for format in formats:
        assert how in words_of(tmp_path / "out" / f"timeline.{format}"), format
    changed = save(tmp_path / "out", file.read_text(encoding="utf-8").replace("sum", "total"))
    assert "The total of the figures" in briefing("diff", file, changed).stdout


def test_an_event_an_ask_and_a_commitment_of_one_name_are_all_shown(tmp_path: Path) -> None:
    text = shown(save(tmp_path, BOTH), "parks")
    headings = ("The parks [1] April", "More parks Asked", "Open the parks Commitment")
    titles = [text.index(heading) for heading in headings]
    assert titles == sorted(titles)


def test_a_summary_is_shown_as_text(tmp_path: Path) -> None:
    text = briefing("show", save(tmp_path, BOTH), "parks").stdout
    assert "See here, the plan (https://example.org/plan):" in text
    assert "\n• one\n• two\n" in text


def test_an_ask_that_nobody_raised_yet_can_be_shown(tmp_path: Path) -> None:
    record = save(tmp_path, BOTH)
    assert "Less noise Asked for by Alice · not raised · id quiet" in shown(record, "quiet")
    assert briefing("show", record, "quiet", "--audience", "public").exit_code == 2


def test_the_public_is_shown_nothing_that_is_not_public(tmp_path: Path) -> None:
    record = save(tmp_path, BOTH)
    assert "HIDDEN" in shown(record, "parks")
    public = shown(record, "parks", "--audience", "public")
    assert "HIDDEN" not in public and "Asked for by Alice · raised" in public
    for id in ("later", "late"):
        run = briefing("show", record, id, "--audience", "public")
        assert (run.exit_code, "Did you mean" in run.stderr) == (2, False)


def test_an_earlier_day_knows_nothing_of_what_came_after() -> None:
    for id in ("executive-liability", "response", "nspcc-asks-2021", "safety-bill"):
        text = shown(SAMPLE, id, "--as-of", "2021-03-31")
        assert "2023" not in text
    assert "Asked for by NSPCC · set back" in shown(
        SAMPLE, "executive-liability", "--as-of", "2021-03-31"
    )
    run = briefing("show", SAMPLE, "u-turn", "--as-of", "2021-03-31")
    assert (run.exit_code, run.stdout) == (2, "")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([SAMPLE, "u-trun"], "'u-trun'. Did you mean 'u-turn'?"),
        ([SAMPLE, "xyz"], "To list the ids, run `briefing list`"),
        ([SAMPLE, "respnd"], "Did you mean 'respond'?"),
        ([], "Missing argument 'ID'"),
        (["missing.yaml", "a"], "There is no missing.yaml"),
    ],
)
def test_wrong_usage_is_said_with_a_way_out(arguments: list[str | Path], message: str) -> None:
    run = briefing("show", *arguments)
    assert (run.exit_code, run.stdout) == (2, "")
    assert message in run.stderr


def test_a_file_alone_is_asked_what_to_show_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    run = briefing("show", "events.yaml")
    assert run.exit_code == 2
    assert "Add the item to show: briefing show events.yaml ID" in run.stderr


@pytest.mark.parametrize(
    "title", [r'"A\e[31m"', r'"\e]0;x\a"', '"A\u202eB"', "'[bold]red[/bold] :smile:'"]
)
def test_the_record_gives_the_terminal_no_orders(title: str, tmp_path: Path) -> None:
    event = f"{{id: a, date: 2019, kind: news, title: {title}, source: {{title: S}}}}"
    text = f"title: T\nevents:\n- {event}"
    record = save(tmp_path, text)
    for command in ("show", "list", "check"):
        run = briefing(command, record, *(["a"] if command == "show" else []))
        assert "\x1b" not in run.output and "\x07" not in run.output
    if title.startswith("'"):
        assert "[bold]red[/bold] :smile: [1]" in briefing("show", record, "a").stdout


@pytest.mark.parametrize("columns", [50, 80, 200])
def test_lines_are_no_wider_than_the_terminal_and_pleasant_to_read(columns: int) -> None:
    message = on_terminal("show", SAMPLE, "u-turn", columns=columns)
    lines = re.sub(r"\x1b\[[0-9;]*m", "", message).splitlines()
    assert max(map(len, lines)) <= min(columns, 100)


def test_styles_are_for_terminals_whose_owner_wants_them() -> None:
    assert "\x1b[1m" in on_terminal("show", SAMPLE, "u-turn")
    assert "\x1b" not in on_terminal("show", SAMPLE, "u-turn", NO_COLOR="1")
    assert "\x1b" not in briefing("show", SAMPLE, "u-turn").stdout


def test_an_actor_is_shown_with_everything_that_they_said_and_did() -> None:
    text = shown(SAMPLE, "nspcc")
    for part in (
        "NSPCC",
        "id nspcc",
        "Asked for",
        "Criminal liability for senior managers: met, see executive-liability",
        "Took part in",
        "12 March 2021: Poll finds 91% in the South East want services designed to be safe",
        "“accelerating”, NSPCC, spring 2020 [1], see statistics-2020",
    ):
        assert part in text


def test_words_show_the_one_item_that_contains_them() -> None:
    assert shown(SAMPLE, "prison", "executives", "terms") == shown(SAMPLE, "u-turn")


def test_words_that_several_items_contain_list_them() -> None:
    run = briefing("show", SAMPLE, "duty of care")
    assert run.exit_code == 0 and "matches. To show one, run: briefing show ID" in run.stderr
    assert "12 March 2021: Poll finds 91% in the South East" in run.stdout
    assert "see poll-2021" in run.stdout


def test_the_whole_name_of_an_actor_shows_the_actor() -> None:
    assert (
        shown(SAMPLE, "Sajid Javid")
        == shown(SAMPLE, "sajid", "javid")
        == shown(SAMPLE, "sajid-javid")
    )


def test_an_event_without_an_id_can_be_shown_by_the_name_in_the_list(tmp_path: Path) -> None:
    events = "".join(
        f"  - {{date: 2019-0{n}, kind: news, title: The park opens gate {n}, {SOURCE}}}\n"
        for n in (1, 2)
    )
    file = save(tmp_path, f"title: T\nevents:\n{events}")
    listed = briefing("show", file, "park", "gate").stdout.splitlines()
    assert listed[0] == "January 2019: The park opens gate 1, see 2019-01-the-park-opens-gate-1"
    for line in listed:
        assert line.partition(",")[0].split(": ")[1] in shown(file, line.rpartition(" ")[2])


def test_words_that_nothing_contains() -> None:
    run = briefing("show", SAMPLE, "prison", "zebra")
    assert (run.exit_code, run.stdout) == (2, "")
    assert "No text contains all of these words: prison and zebra." in run.stderr


HIDDEN = """\
title: T
correct_as_of: 2023-01-01
actors:
  mayor: {name: The Mayor, roles: [{title: Emperor, from: 2022}]}
  spy: {name: Zebra Smith}
asks:
  secret: {title: Zebra ask, by: mayor, audience: internal}
events:
  - {date: 2019-04, kind: news, title: A park, id: park, actors: [mayor], source: {title: S},
     notes: Ask the zebra, quotes: [{text: Zebra crossing, by: mayor, audience: internal}]}
  - {date: 2019-05, kind: news, title: Zebra event, id: hidden, actors: [spy], audience: internal,
     source: {title: S}, commitments: [{id: vow, title: Zebra vow, by: spy}]}
  - {date: 2022-05, kind: news, title: Later zebra, id: later, actors: [mayor], added: 2022-05-02,
     source: {title: S, date: 2022-05}}
"""


@pytest.mark.parametrize("word", ["zebra", "hidden", "vow", "spy", "later", "secret"])
def test_hidden_text_is_not_found(word: str, tmp_path: Path) -> None:
    file = save(tmp_path, HIDDEN)
    assert briefing("show", file, word).exit_code == 0
    options = ["--audience", "public", "--as-of", "2021"]
    run = briefing("show", file, word, *options)
    assert (run.exit_code, run.stdout) == (2, "")
    assert "ebra Smith" not in run.stderr
    for of in ("events", "asks", "commitments", "actors", "evidence"):
        listed = briefing("list", file, word, "--of", of, *options)
        assert listed.exit_code == 0 and listed.stdout == ""


def test_an_actor_is_shown_only_with_what_readers_may_see(tmp_path: Path) -> None:
    file = save(tmp_path, HIDDEN)
    whole = shown(file, "mayor")
    assert "Zebra crossing" in whole and "Emperor" in whole and "Zebra ask: not raised" in whole
    run = briefing("show", file, "mayor", "--audience", "public", "--as-of", "2021").stdout
    assert "A park" in run
    assert "ebra" not in run and "Emperor" not in run


AREAS = """\
title: Parks
correct_as_of: 2024-01-01
areas: areas.csv
actors: {council: {name: The council}}
asks:
  benches: {title: More benches, by: council, areas: [north]}
questions:
  why: {question: Why parks?, answer: Because, areas: [north]}
editions:
  for-north: {template: member, area: north}
  member:
    template: member
    sections:
      - title: A walk in the park
        text: The *bench* is wet
        areas: [north]
        source: {title: Diary}
events:
  - {id: opening, date: 2020, kind: news, title: A park opens, source: {title: S}, areas: [north]}
  - id: count
    date: 2021
    kind: news
    title: Trees are counted
    source: {title: S}
    figures: [{label: trees, value: 12, area: north}, {label: trees, value: 99, area: land}]
    commitments: [{id: plant, title: Plant more, by: council, areas: [north]}]
  - {id: far, date: 2021, kind: news, title: Far away, source: {title: S}, areas: [wood]}
"""
TABLE = (
    "id,name,within,mp\nland,The land,,\nnorth,The north,land,Ann Example\nwood,The wood,north,\n"
)


def test_an_area_is_shown_with_its_columns_and_everything_about_it(tmp_path: Path) -> None:
    file = save(tmp_path, AREAS)
    (tmp_path / "areas.csv").write_text(TABLE)
    text = shown(file, "north")
    for part in (
        "The north Area · id north",
        "Within The land, see land",
        "Contains The wood, see wood",
        "Columns mp: Ann Example",
        "Figures 12 trees (The north) [1], see count",
        "Asks More benches: not raised, see benches",
        "Commitments Plant more (The north): pending, see plant",
        "Questions Why parks?, see why",
        "Sections A walk in the park in member",
        "Editions for-north",
        "Events 2020: A park opens, see opening 2021: Trees are counted, see count",
        "Sources [1] S.",
    ):
        assert part in text
    assert "Far away" not in text and "99" not in text
    assert shown(file, "ann", "example") == text


def test_a_section_of_an_edition_is_found_and_shown(tmp_path: Path) -> None:
    file = save(tmp_path, AREAS)
    (tmp_path / "areas.csv").write_text(TABLE)
    assert shown(file, "wet", "bench") == (
        "A walk in the park [1] Section in member · before sources · The north "
        "The bench is wet Sources [1] Diary."
    )
    listed = briefing("show", file, "park").stdout
    assert "Section: A walk in the park in member" in listed
    hidden = AREAS.replace("source: {title: Diary}", "audience: internal")
    file = save(tmp_path, hidden)
    assert "A walk" in shown(file, "wet")
    found = briefing("show", file, "wet", "--audience", "public")
    assert (found.exit_code, found.stdout) == (2, "")


def test_the_public_is_shown_no_area_that_only_hidden_events_are_about(tmp_path: Path) -> None:
    file = save(tmp_path, AREAS.replace("title: Far away", "title: Far away, audience: internal"))
    (tmp_path / "areas.csv").write_text(TABLE)
    assert "Far away" in shown(file, "wood")
    found = briefing("show", file, "wood", "--audience", "public")
    assert (found.exit_code, found.stdout) == (2, "")
    text = shown(file, "north", "--audience", "public")
    assert "Ann" not in text and "for-north" not in text and "A walk in the park" in text
