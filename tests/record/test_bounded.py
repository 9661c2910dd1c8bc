"""Whatever is wrong with a file, checking it takes time in proportion to its size."""

import cProfile
import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from briefing.record import loading, placeholders, problems
from briefing.record.loading import File, LoadResult, load
from tests.helpers import briefing

EVENT = "date: 2019-04, kind: news, title: A{n}, source: https://example.org/a"


def load_text(text: str) -> LoadResult:
    return load([File("events.yaml", text.encode())])


def record(number: int, more: str = "", head: str = "") -> str:
    """Make a record of this many events, each followed by `more`, in which {n} is its number."""
    lines = (f"  - {{{EVENT}{more}}}\n".replace("{n}", f"{n:05}") for n in range(number))
    return f"title: T\n{head}events:\n{''.join(lines)}"


def listed(section: str, number: int) -> str:
    name = "title" if section == "sources" else "name"
    items = (f"  thing-{n:05}: {{{name}: The thing {n}}}\n" for n in range(number))
    return f"{section}:\n{''.join(items)}"


@pytest.mark.parametrize("number", ["9" * 20_000, f"0x{'f' * 20_000}", f"1.{'9_' * 20_000}9"])
def test_a_number_without_end_is_refused_on_its_line(number: str) -> None:
    (problem,) = load_text(f"{record(1)}recent: {number}\n").problems
    assert (problem.place.line, problem.message) == (4, "this number is too long")


def test_figures_that_all_disagree_are_reported_a_few_times() -> None:
    figures = ", ".join(f"{{label: x, value: {n}%}}" for n in range(100))
    problems = load_text(record(1, f", figures: [{figures}]")).problems
    disagreeing = [problem for problem in problems if problem.slug == "figures-disagree"]
    assert [problem.message for problem in disagreeing][:2] == [
        "'x' is 1% here and 0% elsewhere (89 more figures disagree)",
        "'x' is 2% here and 0% elsewhere (89 more figures disagree)",
    ]
    assert len(disagreeing) == 10


def test_figures_that_agree_with_some_and_not_with_all_are_found() -> None:
    values = ["over 10", "20", "up to 30", "40", "about 20"]
    figures = ", ".join(f"{{label: x, value: {value}}}" for value in values)
    problems = load_text(record(1, f", figures: [{figures}]")).problems
    messages = [problem.message for problem in problems if problem.slug == "figures-disagree"]
    assert messages == ["'x' is 40 here and 20 elsewhere", "'x' is about 20 here and 40 elsewhere"]


def test_a_message_is_no_longer_than_anybody_reads() -> None:
    text = record(1).replace("kind: news", f"kind: {'x' * 4_000}")
    assert all(len(problem.message) <= 1_000 for problem in load_text(text).problems)


@pytest.fixture
def many(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Write a record with 1,499 warnings, followed by an error."""
    monkeypatch.chdir(tmp_path)
    text = record(1_499).replace(", source: https://example.org/a", "")
    text = f"correct_as_of: 2019-05-01\n{text}  - nothing\n"
    Path("events.yaml").write_text(text, encoding="utf-8")


def test_problems_that_are_alike_are_grouped_and_those_beyond_a_thousand_counted(
    many: None,
) -> None:
    result = briefing("check")
    assert result.exit_code == 1
    assert Counter(result.output.count(f" {severity}: ") for severity in ("warning", "error")) == {
        4: 1,
        1: 1,
    }
    assert "… and 500 more problems (500 event-without-source)\n" in result.output
    assert "1 error and 1,499 warnings in 1,499 events." in result.output


def test_places_alone_are_counted_as_well(many: None) -> None:
    text = Path("events.yaml").read_text(encoding="utf-8")
    Path("events.yaml").write_text(f"notes: private\n{text}", encoding="utf-8")
    result = briefing("build")
    assert result.exit_code == 1
    assert "… and 501 more problems\n" in result.output
    assert "2 errors and 1,499 warnings in 1,499 events." in result.output


@pytest.mark.parametrize("format", ["json", "sarif", "github"])
def test_programs_get_a_thousand_problems_and_the_number_of_the_rest(
    many: None, format: str
) -> None:
    result = briefing("check", "--format", format)
    assert result.exit_code == 1
    if format == "github":
        *shown, last = result.output.splitlines()
        assert len(shown) == 1_000
        assert last.startswith("::notice title=more-problems::… and 500 more problems")
        return
    printed = json.loads(result.output)
    run = printed if format == "json" else printed["runs"][0]
    assert len(run["problems" if format == "json" else "results"]) == 1_000
    assert (run if format == "json" else run["properties"])["more"] == 500


def items(number: int, item: str) -> str:
    return ", ".join(item.replace("{n}", f"{n:05}") for n in range(number))


def before(head: str, number: int, more: str) -> str:
    """Return one event, followed by this many others."""
    return record(1, head) + record(number, more).partition("events:\n")[2].replace(
        "2019-04", "2020-04"
    )


def record_of(section: str, number: int, more: str = "") -> str:
    return record(number, more, listed(section, number))


ACTOR = "actors: {a: {name: A}}\n"
ASK = "asks: {k: {title: K, by: a}}\n"
DUE = "due: 9999 working days after 2019-04-01"
SOURCE = "source: https://example.org/a"
MANY: dict[str, Callable[[int], str]] = {
    "nothing wrong": record,
    "unknown keys": lambda n: record(1) + "".join(f"key{number}: 1\n" for number in range(n)),
    "unknown keys of events": lambda n: record(n, ", key{n}: 1"),
    "odd keys": lambda n: record(1) + "".join(f"{number}: 1\n" for number in range(n)),
    "keys twice": lambda n: record(1) + "title: T\n" * n,
    "broken events": lambda n: "title: T\nevents:\n" + "  - nonsense\n" * n,
    "empty events": lambda n: "title: T\nevents:\n" + "  -\n" * n,
    "empty values": lambda n: record(n, ", summary: , notes: , id: "),
    "wrong dates": lambda n: record(n).replace("2019-04", "yestreday"),
    "dates with a month too many": lambda n: record(n).replace("2019-04", "2019-13"),
    "wrong kinds": lambda n: record(n).replace("news", "nwes"),
    "wrong addresses": lambda n: record(n).replace("https:", "htp:"),
    "titles that are lists": lambda n: record(n).replace("title: A", "title: [], x: A"),
    "no sources": lambda n: record(n).replace(f", {SOURCE}", ""),
    "duplicate ids": lambda n: record(n, ", id: a"),
    "the same event": lambda n: "title: T\nevents:\n" + record(1).splitlines(True)[-1] * n,
    "misspelt sources": lambda n: record_of("sources", n).replace(
        "https://example.org/a", "thnig-1"
    ),
    "misspelt actors": lambda n: record_of("actors", n, ", actors: [thnig-{n}]"),
    "names for ids": lambda n: record_of("actors", n, ", actors: [The Thing 1]"),
    "unknown actors of one event": lambda n: record(1, f", actors: [{items(n, 'x{n}')}]"),
    "misspelt events": lambda n: record(n, ", id: thing-{n}, follows: [thnig-{n}]"),
    "links to one event": lambda n: before(", id: first", n, ", follows: [first]"),
    "reversals of one event": lambda n: before(", id: first", n, ", reverses: [first]"),
    "links to what is internal": lambda n: before(
        ", id: first, audience: internal", n, ", follows: [first]"
    ),
    "links of one event": lambda n: record(n, ", id: e{n}").replace(
        "id: e00000", f"id: x, follows: [{items(n, 'e{n}')}]"
    ),
    "a circle of reversals": lambda n: record(n, ", id: e{n}, reverses: [e{n}]").replace(
        "[e0", "[e1"
    ),
    "a circle of actors": lambda n: record(
        1,
        head="actors:\n"
        + "".join(
            f"  a{number}: {{name: A{number}, part of: a{(number + 1) % n}}}\n"
            for number in range(n)
        ),
    ),
    "areas within areas": lambda n: record(
        n,
        ", areas: [a0]",
        "areas:\n  a0: {name: A}\n"
        + "".join(
            f"  a{number}: {{name: A{number}, within: a{number - 1}}}\n" for number in range(1, n)
        ),
    ),
    "quotes": lambda n: record(1, f", quotes: [{items(n, '{text: T{n}, by: a}')}]", ACTOR),
    "figures": lambda n: record(1, f", figures: [{items(n, '{label: x, value: {n}}')}]"),
    "figures of events": lambda n: record(n, ", figures: [{label: x, value: {n}}]"),
    "asks": lambda n: record(
        1,
        f", asks: {{{items(n, 'k{n}: advanced')}}}",
        ACTOR
        + "asks:\n"
        + "".join(f"  k{number:05}: {{title: K, by: a}}\n" for number in range(n)),
    ),
    "moves of one ask": lambda n: record(n, ", asks: {k: advanced}", ACTOR + ASK),
    "working days": lambda n: record(
        n, f", commitments: [{{id: c{{n}}, title: C, by: a, {DUE}}}]", ACTOR
    ),
    "unsafe Markdown": lambda n: record(n, ", summary: 'a <b>x</b> ![a](b)'"),
}


def calls(text: str) -> int:
    """Count the function calls in a check, which is the same on any machine."""
    profile = cProfile.Profile()
    content = text.encode()
    profile.enable()
    load([File("events.yaml", content)])
    profile.disable()
    return sum(statistics.callcount for statistics in profile.getstats())


SLOW = {
    *("unsafe Markdown", "names for ids", "a circle of reversals", "misspelt actors"),
    *("figures of events", "empty values", "titles that are lists", "wrong addresses"),
    *("the same event", "unknown keys of events", "links to one event", "asks", "broken events"),
    *("reversals of one event", "wrong dates", "empty events", "links to what is internal"),
    *("misspelt events", "misspelt sources", "working days", "dates with a month too many"),
}


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(text, marks=pytest.mark.long if name in SLOW else (), id=name)
        for name, text in MANY.items()
    ],
)
def test_five_times_as_much_takes_five_times_the_work(
    text: Callable[[int], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (loading, placeholders):
        monkeypatch.setattr(module, "MAX_SHOWN", 20)
    monkeypatch.setattr(problems, "_MAX_COMPARISONS", 1_000)
    calls(text(200))  # Run once, so that everything is imported and every cache is warm.
    assert calls(text(1_000)) < 5.5 * calls(text(200))


@pytest.mark.parametrize(
    ("field", "text", "fault"),
    [
        ("summary", "1. " * 1_700, "too many levels"),
        ("summary", "> " * 1_700, "too many levels"),
        ("notes", "1. " * 1_700, "too many levels"),
        ("summary", "*a_" * 16_000, "a word with more than 2,000 characters"),
        ("summary", "[" * 10_000, "a word with more than 2,000 characters"),
        ("notes", "[" * 10_000, "a word with more than 2,000 characters"),
        ("notes", "é" * 2_001, "a word with more than 2,000 characters"),
        ("summary", f"a https://example.org/{'x' * 1_900} " * 9, ""),
        ("summary", "案" * 20_000, ""),
        ("summary", "*a* " * 12_000, ""),
    ],
)
def test_markdown_that_would_take_long_is_refused(field: str, text: str, fault: str) -> None:
    unsafe = [
        problem
        for problem in load_text(
            f"title: T\nevents:\n  - {{{EVENT},\n     {field}: '{text}'}}\n"
        ).problems
        if problem.slug == "unsafe-markdown"
    ]
    assert len(unsafe) == bool(fault)
    for problem in unsafe:
        assert fault in problem.message and problem.place.line == 4
