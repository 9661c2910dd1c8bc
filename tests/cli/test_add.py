"""`briefing add` puts one event into the record, in its place, and changes nothing else."""

import os
from collections.abc import Sequence
from datetime import date as Day
from itertools import pairwise
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest
from click.testing import Result
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.capture.adding import NewEvent
from briefing.capture.adding import add as add_event
from briefing.record import parsing
from briefing.record.dates import parse_edtf
from briefing.record.loading import File
from tests.helpers import SAMPLE, briefing, set_today

RECORD = dedent("""\
    title: Fuel
    actors:
      treasury: {name: HM Treasury, type: department}
      chancellor: {name: The Chancellor, part of: treasury}
    sources:
      hansard: {title: Statement on fuel, date: 2025-06-09, url: "https://example.org/hansard"}
    asks:
      payment: {title: Restore the payment, by: treasury}
    events:
      - id: cut
        date: 2024-07-29
        kind: statement
        title: Chancellor cuts the payment  # for most pensioners
        source: hansard
        commitments: [{id: review, title: Review the payment, by: treasury}]
      - id: march
        date: 2025-09-01
        kind: campaign
        title: Pensioners march
        source: hansard
""")
DATE, KIND, TITLE = "9 June 2025", "statement", "Chancellor restores the payment"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "events.yaml").write_text(RECORD)
    monkeypatch.chdir(tmp_path)
    set_today("2025-06-11", monkeypatch)
    return tmp_path


def events(file: str | Path = "events.yaml") -> list[dict[str, Any]]:
    content: list[dict[str, Any]] = parsing.loads(Path(file).read_text())["events"]
    return content


def add(*options: str, date: str = DATE, kind: str = KIND, title: str = TITLE) -> Result:
    return briefing("add", date, kind, title, *options)


def test_an_event_is_added_between_its_neighbours(folder: Path) -> None:
    result = add("--source", "https://example.org/hansard")
    assert result.exit_code == 0
    assert "Added to events.yaml, line 16, after “Chancellor cuts the payment”." in result.stdout
    assert "Monday 9 June 2025 (2025-06-09): Chancellor restores the payment" in result.stdout
    before, after = RECORD.split("  - id: march")
    assert (folder / "events.yaml").read_text() == (
        before
        + "  - id: chancellor-restores-the-payment\n"
        + "    date: 2025-06-09\n"
        + "    kind: statement\n"
        + "    title: Chancellor restores the payment\n"
        + "    source: hansard\n"
        + "    added: 2025-06-11\n"
        + f"  - id: march{after}"
    )
    assert briefing("check").exit_code == 0


def test_every_option_becomes_a_field(folder: Path) -> None:
    result = add(
        *("--source", "A new report", "--url", "https://example.org/new", "--at", "page 4"),
        *("--publisher", "The committee", "--author", "Ann", "--published", "yesterday"),
        *("--summary", "It is **back**.", "--actor", "hm treasury", "--actor", "chancellor"),
        *("--new-actor", "Age UK", "--decided-by", "treasury", "--topic", "winter fuel"),
        *("--quote", "We will act", "--by", "The Chancellor", "--figure", "over 1,000: answers"),
        *("--ask", "payment=raised", "--keeps", "review", "--responds-to", "cut"),
        *("--reverses", "cut", "--weight", "high", "--audience", "internal"),
        *("--embargo", "2025-06-12T10:00", "--notes", "Check this.", "--id", "restored"),
        *("--disputed", "Nobody agrees", "--added", "yesterday"),
    )
    assert result.exit_code == 0, result.output
    assert events()[1] == {
        "id": "restored",
        "date": "2025-06-09",
        "kind": "statement",
        "title": TITLE,
        "summary": "It is **back**.",
        "actors": ["treasury", "chancellor", "age-uk"],
        "by": "treasury",
        "topics": ["winter fuel"],
        "source": {
            "title": "A new report",
            "author": "Ann",
            "publisher": "The committee",
            "date": "2025-06-10",
            "url": "https://example.org/new",
            "at": "page 4",
        },
        "quotes": [{"text": "We will act", "by": "chancellor"}],
        "figures": [{"label": "answers", "value": "over 1,000"}],
        "asks": {"payment": "raised"},
        "keeps": ["review"],
        "responds to": ["cut"],
        "reverses": ["cut"],
        "weight": "high",
        "audience": "internal",
        "embargo": "2025-06-12T10:00",
        "notes": "Check this.",
        "disputed": "Nobody agrees",
        "added": "2025-06-10",
    }
    assert "  age-uk: {name: Age UK}\n" in (folder / "events.yaml").read_text()


@pytest.mark.parametrize("option", ["--dry-run", "--diff"])
def test_the_change_can_be_shown_without_being_made(folder: Path, option: str) -> None:
    result = add("--source", "hansard", option)
    assert result.exit_code == 0
    assert "+    title: Chancellor restores the payment\n" in result.stdout
    assert not [line for line in result.stdout.splitlines() if line.startswith("-  ")]
    assert (folder / "events.yaml").read_text() == RECORD


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["9/6/25", KIND, TITLE], "2025-06-09 (9 June 2025) or 2025-09-06 (6 September 2025)"),
        (["last Monday", KIND, TITLE], "2025-06-09 (9 June 2025) or 2025-06-02 (2 June 2025)"),
        (["soon", KIND, TITLE], "'soon' is not a date that briefing understands"),
        ([DATE, "statment", TITLE], "Did you mean 'statement'?"),
        ([DATE, KIND, TITLE, "--actor", "tresury"], "Did you mean 'treasury'?"),
        ([DATE, KIND, TITLE, "--source", "hansrd"], "Did you mean 'hansard'?"),
        ([DATE, KIND, TITLE, "--ask", "payment"], "payment=raised"),
        ([DATE, KIND, TITLE, "--figure", "77"], "a colon and a label"),
        ([DATE, KIND, TITLE, "--publisher", "The Gazette"], "Name the source"),
        ([DATE, KIND, TITLE, "--by", "treasury"], "Give each quote"),
        ([DATE, KIND, TITLE, "--new-actor", "HM Treasury"], "Use --actor treasury"),
        ([DATE, KIND, TITLE, "--id", "cut"], "already uses the id 'cut'"),
        ([DATE], "Missing: kind and title"),
        (["9", "June", "2025", KIND, TITLE], "Put the date in quotation marks"),
        ([DATE, KIND, "A \udcff"], "not in UTF-8"),
        ([DATE, KIND, " "], "Write something here"),
        ([], "Missing: date, kind and title"),
        ([DATE, KIND, TITLE, "--file", "other.yaml"], "not a file of this record"),
        ([DATE, KIND, TITLE, "--into", "-"], "standard input"),
        ([DATE, KIND, TITLE, "--from", "x.yaml"], "either with --from or"),
        (["--from", "x.yaml"], "x.yaml cannot be read"),
    ],
)
def test_an_unclear_event_is_not_added(folder: Path, arguments: list[str], message: str) -> None:
    result = briefing("add", *arguments)
    assert result.exit_code == 2
    assert message in result.stderr.replace("\n", " ")
    assert (folder / "events.yaml").read_text() == RECORD


@pytest.mark.parametrize("file", [SAMPLE, *sorted((SAMPLE.parent / "examples").glob("*/*.yaml"))])
@pytest.mark.parametrize("date", ["1999", "June 2021", "2030-01-01"])
def test_nothing_else_changes_in_a_real_record(file: Path, date: str) -> None:
    result = briefing(
        "add", date, KIND, TITLE, "--source", "https://example.org/a", "--into", file, "--diff"
    )
    assert result.exit_code == 0
    assert f"+    title: {TITLE}" in result.stdout.splitlines()
    assert not [line for line in result.stdout.splitlines()[2:] if line.startswith("-")]


def test_a_title_that_several_sources_have_is_refused_and_they_are_listed(folder: Path) -> None:
    cited = ["{title: GOV.UK, url: 'https://www.gov.uk/a'}", "{title: gov.uk, publisher: DfE}"]
    cited += ["{title: GOV.UK, url: 'https://www.gov.uk/b'}"]
    lines = [
        f"  - {{date: 2025-10, kind: news, title: E{n}, source: {one}}}\n"
        for n, one in enumerate(cited)
    ]
    Path("events.yaml").write_text(RECORD + "".join(lines))
    result = add("--source", "GOV.UK")
    assert result.exit_code == 2 and "3 different sources have the title 'GOV.UK'" in result.stderr
    shown = " ".join(result.stderr.split())
    assert "https://www.gov.uk/a" in shown and "https://www.gov.uk/b" in shown
    assert "without an address (DfE)" in shown
    assert add("--source", "https://www.gov.uk/b").exit_code == 0
    new = ("--source", "GOV.UK", "--url", "https://www.gov.uk/c")
    assert add(*new, title="Another").exit_code == 0
    assert [event.get("source") for event in events() if event["date"] == "2025-06-09"] == [
        {"title": "GOV.UK", "url": "https://www.gov.uk/b"},
        {"title": "GOV.UK", "url": "https://www.gov.uk/c"},
    ]


def test_an_event_that_would_be_an_error_is_not_added(folder: Path) -> None:
    result = add("--source", "hansard", "--ask", "payment=met")
    assert result.exit_code == 1
    assert "no earlier event raises it" in result.stderr
    assert (folder / "events.yaml").read_text() == RECORD


def test_a_warning_is_shown_and_the_event_is_added(folder: Path) -> None:
    result = add()
    assert result.exit_code == 0
    assert "warning" in result.stderr
    assert len(events()) == 3


def test_an_event_that_the_record_already_has_is_pointed_out(folder: Path) -> None:
    result = add("--source", "hansard", date="29 July 2024", title="Chancellor cuts the payment")
    assert result.exit_code == 0
    assert "already has an event with this date and title: cut" in result.stderr


def test_problems_that_the_record_already_has_are_not_shown(folder: Path) -> None:
    (folder / "events.yaml").write_text(RECORD.replace("source: hansard", "source: unknown", 1))
    result = add("--source", "hansard")
    assert result.exit_code == 0
    assert result.stderr == ""


def test_a_problem_that_another_event_has_too_is_shown(folder: Path) -> None:
    (folder / "events.yaml").write_text(RECORD.replace("source: hansard", "source: unknown", 1))
    draft = "events: [{date: 2025, kind: news, title: A, source: unknown}]"
    (folder / ".draft.yaml").write_text(draft)
    result = briefing("add", "--from", ".draft.yaml")
    assert result.exit_code == 1
    assert "no source called 'unknown'" in result.stderr


def test_a_record_that_cannot_be_read_is_not_changed(folder: Path) -> None:
    (folder / "events.yaml").write_text(f"{RECORD}   - broken: [")
    result = add("--source", "hansard")
    assert result.exit_code == 1
    assert "Fix the error in events.yaml first" in result.stderr


@pytest.mark.parametrize("lock", [".events.yaml.swp", ".#events.yaml", ".~lock.events.yaml#"])
def test_a_record_that_is_open_in_an_editor_is_not_changed(folder: Path, lock: str) -> None:
    os.symlink("nowhere", folder / lock)
    result = add("--source", "hansard")
    assert result.exit_code == 3
    assert "unsaved changes" in result.stderr
    assert (folder / "events.yaml").read_text() == RECORD
    kept = folder / ".briefing-entry.yaml"
    assert parsing.loads(kept.read_text())["events"][0]["title"] == TITLE
    assert briefing("add", "--from", kept).exit_code == 3
    assert briefing("add", "--from", kept, "--force").exit_code == 0
    assert [event["id"] for event in events()][1] == "chancellor-restores-the-payment"
    assert not kept.exists()


def test_an_entry_that_was_kept_earlier_is_not_overwritten(folder: Path) -> None:
    (folder / ".events.yaml.swp").touch()
    add("--source", "hansard")
    add("--source", "hansard", title="Another")
    assert TITLE in (folder / ".briefing-entry.yaml").read_text()
    assert "Another" in (folder / ".briefing-entry-2.yaml").read_text()


def test_an_event_is_added_to_the_version_that_somebody_else_has_saved(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from briefing import saving

    theirs = RECORD.replace("Pensioners march", "Pensioners march to Parliament")
    original = saving.save_all

    def late(changes: Sequence[saving.Change], *, despite_editor: bool) -> None:
        if (folder / "events.yaml").read_text() == RECORD:
            (folder / "events.yaml").write_text(theirs)
        original(changes, despite_editor=despite_editor)

    monkeypatch.setattr(saving, "save_all", late)
    assert add("--source", "hansard").exit_code == 0
    assert [event["title"] for event in events()] == [
        "Chancellor cuts the payment",
        TITLE,
        "Pensioners march to Parliament",
    ]


def test_several_events_are_added_from_a_file(folder: Path) -> None:
    (folder / ".drafts.yaml").write_text(
        "actors: {age-uk: {name: Age UK}}\n"
        "events:\n"
        "  - {date: 2025-06-09, kind: news, title: One, source: hansard, actors: [age-uk]}\n"
        "  - {date: 2023, kind: news, title: Two, source: hansard}\n"
    )
    assert briefing("add", "--from", ".drafts.yaml").exit_code == 0
    assert [event["title"] for event in events()][:3:2] == ["Two", "One"]
    assert (events()[2]["id"], events()[2]["added"]) == ("one", "2025-06-11")
    assert "age-uk: {name: Age UK}" in (folder / "events.yaml").read_text()
    assert (folder / ".drafts.yaml").exists()


def test_an_event_of_a_file_that_is_already_there_is_not_added_again(folder: Path) -> None:
    (folder / ".drafts.yaml").write_text(
        "events:\n"
        "  - {date: 2025-06-09, kind: news, title: One, source: hansard}\n"
        "  - {date: 2024-07-29, kind: news, title: chancellor cuts the payment, source: hansard}\n"
    )
    for _ in range(2):
        result = briefing("add", "--from", ".drafts.yaml")
        assert result.exit_code == 0
        assert "Not added, because the record has it with the same date: cut." in result.stderr
    assert [event["title"] for event in events()].count("One") == 1 and len(events()) == 3


def test_all_events_of_a_file_are_added_or_none(folder: Path) -> None:
    (folder / ".drafts.yaml").write_text(
        "events:\n"
        "  - {date: 2025-06-09, kind: news, title: One, source: hansard}\n"
        "  - {date: 2025, kind: news, title: Two, source: unknown}\n"
    )
    assert briefing("add", "--from", ".drafts.yaml").exit_code == 1
    assert (folder / "events.yaml").read_text() == RECORD


def test_dates_in_a_file_of_events_can_be_in_words_or_in_brackets(folder: Path) -> None:
    (folder / ".drafts.yaml").write_text(
        "events:\n"
        "  - {date: 9 June 2025, kind: news, title: One, source: hansard}\n"
        "  - {date: [2025-07..2025-08], kind: news, title: Two, source: hansard}\n"
    )
    result = briefing("add", "--from", ".drafts.yaml")
    assert result.exit_code == 0, result.output
    assert "between July and August 2025 ([2025-07..2025-08]): Two" in result.stdout
    dates = [event["date"] for event in events()]
    assert dates == ["2024-07-29", "2025-06-09", ["2025-07..2025-08"], "2025-09-01"]
    (folder / ".drafts.yaml").write_text("events: [{date: 9/6/25, kind: news, title: A}]")
    result = briefing("add", "--from", ".drafts.yaml")
    assert result.exit_code == 2
    assert "2025-06-09 (9 June 2025) or" in result.stderr


def test_a_range_of_days_is_written_as_people_write_it(folder: Path) -> None:
    assert add("--source", "hansard", date="[2025-07..2025-08]").exit_code == 0
    assert "    date: [2025-07..2025-08]\n" in (folder / "events.yaml").read_text()


def test_an_actor_that_the_record_has_already_is_not_added_again(folder: Path) -> None:
    event = "events: [{date: 2025, kind: news, title: One, source: hansard, actors: [treasury]}]\n"
    same = "actors: {treasury: {name: HM Treasury, type: department}}\n"
    (folder / ".draft.yaml").write_text(same + event)
    assert briefing("add", "--from", ".draft.yaml").exit_code == 0
    other = event.replace("One", "Two")
    (folder / ".draft.yaml").write_text("actors: {treasury: {name: Another}}\n" + other)
    result = briefing("add", "--from", ".draft.yaml")
    assert result.exit_code == 1
    assert "describes 'treasury' differently" in result.stderr


def test_actors_and_sources_are_added_to_a_record_without_any(folder: Path) -> None:
    (folder / "events.yaml").write_text("title: A\nevents: []\n")
    (folder / ".draft.yaml").write_text(
        "actors: {a: {name: A}, b: {name: B}}\n"
        "sources: {s: {title: S}}\n"
        "events: [{date: 2025, kind: news, title: One, source: s, actors: [a, b]}]\n"
    )
    assert briefing("add", "--from", ".draft.yaml").exit_code == 0
    content = parsing.loads((folder / "events.yaml").read_text())
    assert content["actors"] == {"a": {"name": "A"}, "b": {"name": "B"}}
    assert content["sources"] == {"s": {"title": "S"}}


def test_a_record_in_several_files(folder: Path) -> None:
    (folder / "events.yaml").unlink()
    record = folder / "record"
    record.mkdir()
    settings, listed = RECORD.split("events:\n")
    (record / "settings.yaml").write_text(settings)
    first, second = listed.split("  - id: march")
    (record / "2024.yaml").write_text(f"events:\n{first}")
    (record / "2025.yaml").write_text(f"events:\n  - id: march{second}")
    into = ("--into", "record", "--source", "hansard")
    assert add(*into).exit_code == 0
    assert [event["title"] for event in events("record/2025.yaml")] == [TITLE, "Pensioners march"]
    assert add(*into, "--file", "2024.yaml", "--new-actor", "Age UK").exit_code == 0
    assert len(events("record/2024.yaml")) == 2
    assert "age-uk" in (record / "settings.yaml").read_text()


def test_an_event_is_written_like_its_neighbours(folder: Path) -> None:
    text = dedent("""\
        title: A record
        events:
            - {title: 'One', source: 'https://example.org/a', kind: news, date: 2021}

            - {title: 'Two', source: 'https://example.org/a', kind: news, date: 2019}
    """)
    (folder / "events.yaml").write_text(text)
    assert add("--source", "https://example.org/b", date="2020", title="It is: new").exit_code == 0
    event = (
        "    - {id: it-is-new, title: 'It is: new', source: https://example.org/b, "
        "kind: statement, date: 2020, added: 2025-06-11}\n\n"
    )
    place = text.index("    - {title: 'Two'")
    assert (folder / "events.yaml").read_text() == text[:place] + event + text[place:]


@pytest.mark.parametrize("text", ["title: A\n", "title: A\nevents: []\n", "title: A\nevents:\n"])
def test_the_first_event_of_a_record(folder: Path, text: str) -> None:
    (folder / "events.yaml").write_text(text)
    assert add("--source", "https://example.org/a").exit_code == 0
    assert [event["title"] for event in events()] == [TITLE]


def test_a_record_that_is_not_called_events_yaml(folder: Path) -> None:
    (folder / "events.yaml").rename(folder / "record.yaml")
    result = add("--source", "hansard")
    assert result.exit_code == 2
    assert "briefing add --into record.yaml" in result.stderr


# Any record: one event more, and no other byte changes

_DATES = st.dates(Day(1800, 1, 1), Day(2099, 12, 31)).map(str)
_TITLES = st.sampled_from(["A park", "Park: the plan", "It's “new”", "#14 opens", "- no", "yes"])


@st.composite
def records(draw: st.DrawFn) -> list[tuple[str, bytes]]:
    """Return the files of a record: in order or not, in block or flow style, with comments."""
    files = []
    order = draw(st.sampled_from(["ascending", "descending", "none"]))
    dates = draw(st.lists(_DATES, max_size=8))
    if order != "none":
        dates = sorted(dates, reverse=order == "descending")
    number = draw(st.integers(1, 3))
    size = -(-len(dates) // number)
    is_flow, gap = draw(st.booleans()), draw(st.sampled_from(["", "\n"]))
    indent = draw(st.sampled_from(["", "  ", "    "]))
    end = draw(st.sampled_from(["\n", "\r\n"]))
    keys = draw(st.permutations(["date", "kind", "title", "source"]))
    for n in range(number):
        lines = "title: A record\n" if n == 0 else ""
        items = []
        for m, date in enumerate(dates[n * size : (n + 1) * size]):
            values = {
                "date": date,
                "kind": "news",
                "title": f"Event {n} {m}",
                "source": "https://example.org/a",
            }
            comment = draw(st.sampled_from(["", f"{indent}# About the next event.\n"]))
            if is_flow:
                inside = ", ".join(f"{key}: {values[key]}" for key in keys)
                items.append(f"{comment}{indent}- {{{inside}}}\n")
            else:
                after = draw(st.sampled_from(["", "  # a remark"]))
                rows = [f"{key}: {values[key]}" for key in keys]
                item = f"\n{indent}  ".join(rows)
                items.append(f"{comment}{indent}- {item}{after}\n")
        lines += "events:\n" + gap.join(items) if items else ""
        lines += draw(
            st.sampled_from(
                ["", "# The end.\n", "editions: {a: {template: timeline}}\n"][: 3 if n == 0 else 2]
            )
        )
        mark = draw(st.sampled_from(["", "\ufeff"]))
        files.append((f"{n}.yaml", (mark + lines.replace("\n", end)).encode()))
    return files


def _is_sorted(dates: Sequence[str]) -> bool:
    days = [parse_edtf(date).earliest for date in dates]
    return all(one <= other for one, other in pairwise(days)) or all(
        one >= other for one, other in pairwise(days)
    )


@settings(max_examples=60, deadline=None)
@given(records(), _DATES, _TITLES)
def test_one_event_is_added_and_no_other_byte_changes(
    files: list[tuple[str, bytes]], date: str, title: str
) -> None:
    _add_one(files, date, title)


@pytest.mark.long
@settings(max_examples=5_000, deadline=None)
@given(records(), _DATES, _TITLES)
def test_thousands_of_events_are_added(
    files: list[tuple[str, bytes]], date: str, title: str
) -> None:
    _add_one(files, date, title)


def _add_one(files: list[tuple[str, bytes]], date: str, title: str) -> None:
    event = {"id": "new", "date": date, "kind": "statement", "title": title, "added": "2025-06-11"}
    addition = add_event([File(*file) for file in files], NewEvent(event))
    (change,) = addition.changes
    before = parsing.loads(change.before.decode("utf-8-sig")).get("events") or []
    after = parsing.loads(change.after.decode("utf-8-sig"))["events"]
    index = addition.place.index
    assert after[index] == event
    assert after[:index] + after[index + 1 :] == before
    dates = [each["date"] for each in before]
    if _is_sorted(dates):
        assert _is_sorted([each["date"] for each in after])
    # The old text is the new text without one run of lines.
    old, new = (content.splitlines(keepends=True) for content in (change.before, change.after))
    start = next((n for n, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), len(old))
    kept_after = len(old) - start
    assert b"".join(new[len(new) - kept_after :] if kept_after else []) == b"".join(old[start:])
    ends = {line[-2:] == b"\r\n" for line in new if line.endswith(b"\n")}
    assert len(ends) <= 1
