"""Whatever is wrong with a file, its check takes time in proportion to its size."""

import json
import time
from collections import Counter
from pathlib import Path

import pytest

from briefing.timeline.reading import File, Reading, read
from tests.making import briefing

EVENT = "date: 2019-04, kind: news, title: A{n}, source: https://example.org/a"


def reading_of(text: str) -> Reading:
    return read([File("events.yaml", text.encode())])


def record(number: int, more: str = "", head: str = "") -> str:
    """A record of so many events, each with `more`, in which {n} is its number."""
    lines = (f"  - {{{EVENT}{more}}}\n".replace("{n}", f"{n:05}") for n in range(number))
    return f"title: T\n{head}events:\n{''.join(lines)}"


def listed(section: str, number: int) -> str:
    things = (f"  thing-{n:05}: {{name: The thing {n}}}\n" for n in range(number))
    return f"{section}:\n{''.join(things)}"


@pytest.mark.parametrize("number", ["9" * 20_000, f"0x{'f' * 20_000}", f"1.{'9_' * 20_000}9"])
def test_a_number_without_end_is_refused_on_its_line(number: str) -> None:
    (problem,) = reading_of(f"{record(1)}recent: {number}\n").problems
    assert (problem.place.line, problem.message) == (4, "this number is too long")


def test_figures_that_all_disagree_are_told_of_a_few_times() -> None:
    figures = ", ".join(f"{{label: x, value: {n}%}}" for n in range(100))
    problems = reading_of(record(1, f", figures: [{figures}]")).problems
    found = [it for it in problems if it.slug == "figures-disagree"]
    assert [it.message for it in found][:2] == [
        "'x' is 1% here and 0% elsewhere (89 more figures for it disagree)",
        "'x' is 2% here and 0% elsewhere (89 more figures for it disagree)",
    ]
    assert len(found) == 10


def test_figures_that_agree_with_some_and_not_with_all_are_found() -> None:
    values = ["over 10", "20", "up to 30", "40", "about 20"]
    figures = ", ".join(f"{{label: x, value: {it}}}" for it in values)
    problems = reading_of(record(1, f", figures: [{figures}]")).problems
    messages = [it.message for it in problems if it.slug == "figures-disagree"]
    assert messages == ["'x' is 40 here and 20 elsewhere", "'x' is about 20 here and 40 elsewhere"]


def test_a_message_is_no_longer_than_anybody_reads() -> None:
    text = record(1).replace("kind: news", f"kind: {'x' * 4_000}")
    assert all(len(it.message) <= 1_000 for it in reading_of(text).problems)


@pytest.fixture
def many(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A record with 1,499 warnings, and then an error."""
    monkeypatch.chdir(tmp_path)
    text = record(1_499).replace(", source: https://example.org/a", "")
    text = f"correct_as_of: 2019-05-01\n{text}  - nothing\n"
    Path("events.yaml").write_text(text, encoding="utf-8")


def test_a_thousand_problems_are_shown_and_the_rest_counted(many: None) -> None:
    result = briefing("check")
    assert result.exit_code == 1
    assert Counter(result.output.count(f" {it}: ") for it in ("warning", "error")) == {999: 1, 1: 1}
    assert "… and 500 more problems (500 event-without-source)\n" in result.output
    assert "1 error and 1,499 warnings in 1,499 events." in result.output


@pytest.mark.parametrize("form", ["json", "sarif", "github"])
def test_programs_get_a_thousand_problems_and_the_number_of_the_rest(many: None, form: str) -> None:
    result = briefing("check", "--format", form)
    assert result.exit_code == 1
    if form == "github":
        *shown, last = result.output.splitlines()
        assert len(shown) == 1_000
        assert last.startswith("::notice title=more-problems::… and 500 more problems")
        return
    printed = json.loads(result.output)
    run = printed if form == "json" else printed["runs"][0]
    assert len(run["problems" if form == "json" else "results"]) == 1_000
    assert (run if form == "json" else run["properties"])["more"] == 500


THINGS = listed("actors", 2_000)
SOURCES = THINGS.replace("name:", "title:").replace("actors:", "sources:")
CIRCLE = (f"  a{n}: {{name: A{n}, part of: a{(n + 1) % 5_000}}}\n" for n in range(5_000))
FIGURES = ", ".join(f"{{label: x, value: {n}}}" for n in range(5_000))
DUE = "due: 9999 working days after 2019-04-01"
HEAVY = {
    "a number of digits": record(1).replace("A00000", "9" * 5_000_000),
    "unknown keys": record(1) + "".join(f"key{n}: 1\n" for n in range(200_000)),
    "broken events": "title: T\nevents:\n" + "  - nonsense\n" * 50_000,
    "misspelt sources": record(2_000, head=SOURCES).replace("https://example.org/a", "thnig-1"),
    "misspelt actors": record(2_000, ", actors: [thnig-{n}]", THINGS),
    "names for ids": record(2_000, ", actors: [The Thing {n}]", THINGS),
    "misspelt events": record(2_000, ", id: thing-{n}, follows: [thnig-{n}]"),
    "figures": record(1, f", figures: [{FIGURES}]"),
    "working days": record(
        1_000,
        f", commitments: [{{id: c{{n}}, title: C, by: a, {DUE}}}]",
        "actors: {a: {name: A}}\n",
    ),
    "a circle of actors": record(1, head="actors:\n" + "".join(CIRCLE)),
    "a circle of reversals": record(3_000, ", id: e{n}, reverses: [e{n}]").replace("[e0", "[e1"),
}


@pytest.mark.long
@pytest.mark.parametrize("text", HEAVY.values(), ids=HEAVY)
def test_what_is_wrong_many_times_is_found_in_time(text: str) -> None:
    before = time.process_time()
    assert reading_of(text).problems
    # A file of its size with nothing wrong takes a few seconds: this is no measure of speed.
    assert time.process_time() - before < 120


@pytest.mark.parametrize(
    ("field", "text", "fault"),
    [
        ("summary", "1. " * 1_700, "too many levels"),
        ("summary", "> " * 1_700, "too many levels"),
        ("notes", "1. " * 1_700, "too many levels"),
        ("summary", "*a_" * 16_000, "a word of more than 2,000 characters"),
        ("summary", "[" * 10_000, "a word of more than 2,000 characters"),
        ("notes", "[" * 10_000, "a word of more than 2,000 characters"),
        ("notes", "é" * 2_001, "a word of more than 2,000 characters"),
        ("summary", f"a https://example.org/{'x' * 1_900} " * 9, ""),
        ("summary", "案" * 20_000, ""),
        ("summary", "*a* " * 12_000, ""),
    ],
)
def test_markdown_that_would_take_long_is_refused(field: str, text: str, fault: str) -> None:
    found = [
        it
        for it in reading_of(
            f"title: T\nevents:\n  - {{{EVENT},\n     {field}: '{text}'}}\n"
        ).problems
        if it.slug == "unsafe-markdown"
    ]
    assert len(found) == bool(fault)
    for problem in found:
        assert fault in problem.message and problem.place.line == 4
