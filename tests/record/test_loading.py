"""Reading of events files: the accepted forms, the parts that are kept, and other problems."""

import pytest
import yaml_rs
from hypothesis import example, given
from hypothesis import strategies as st

from briefing.printable import CONTROL
from briefing.record.loading import File, LoadResult, load
from briefing.record.problems import Problem
from briefing.record.rules import characters

EVENT = "  - {date: 2019-04, kind: news, title: A, source: https://example.org/a}\n"
RECORD = f"title: Café licensing\nevents:\n{EVENT}"


def load_texts(*texts: str | bytes) -> LoadResult:
    return load(
        [
            File(f"{n}.yaml", text if isinstance(text, bytes) else text.encode())
            for n, text in enumerate(texts)
        ]
    )


def problems_of(*texts: str | bytes) -> list[tuple[str, str]]:
    """Return the slug and the marked text of every problem."""
    return [(problem.slug, marked(problem)) for problem in load_texts(*texts).problems]


def marked(problem: Problem) -> str:
    return problem.excerpt[problem.place.column - 1 : problem.place.end_column - 1]


@pytest.mark.parametrize(
    "content",
    [
        RECORD.encode(),
        RECORD.encode("utf-8-sig"),
        RECORD.replace("\n", "\r\n").encode(),
        RECORD.replace("\n", "\r\n").encode("utf-8-sig"),
        RECORD.replace("\n", "\r").encode(),
        RECORD.rstrip().encode(),
        b"---\n" + RECORD.encode(),
        b"%YAML 1.2\n---\n" + RECORD.encode(),
        RECORD.encode() + b"...\n",
        RECORD.encode() + b"\t\n\t# A comment behind a tab.\n",
    ],
    ids=[
        *("plain", "byte-order mark", "Windows line ends", "both", "old Mac line ends"),
        *("no last line end", "document mark", "directive", "end mark", "stray tabs"),
    ],
)
def test_is_accepted(content: bytes) -> None:
    loaded = load_texts(content)
    assert loaded.problems == []
    assert loaded.record.title == "Café licensing"


@pytest.mark.parametrize(
    "number",
    [
        *("+28", "1.50", "007", "1_000", "1e3", "1.", ".5", "-0", "0x1F", "0o17", "0.00001"),
        *(".inf", "-.INF", ".nan", "12345678901234567890.5", "1" * 250, "2019", "1.5", "1:30"),
    ],
)
@pytest.mark.parametrize(
    "text",
    ["title: {}\n", "title: {} # so\n", "{{title: {}, language: en}}", 'title: &a {}\nx: "*a"\n'],
)
def test_a_plain_number_keeps_its_spelling(number: str, text: str) -> None:
    assert load_texts(text.format(number)).record.title == number


@given(number=st.from_regex(r"[-+]?[0-9_]{0,6}\.?[0-9_]{0,6}(e[-+]?[0-9])?", fullmatch=True))
@example("+28")
@example("0_0")
def test_whatever_yaml_takes_for_a_number_keeps_its_spelling(number: str) -> None:
    if number and isinstance(yaml_rs.loads(number), int | float):
        assert load_texts(f"title: {number}\n").record.title == number


def test_a_figure_is_shown_as_it_is_written() -> None:
    text = RECORD.replace("source:", "figures: [{label: x, value: +28}], source:")
    (figure,) = load_texts(text).record.events[0].figures
    assert (str(figure.value), figure.value.change) == ("+28", True)


def test_a_size_is_a_number_even_if_other_numbers_are_written_unusually() -> None:
    loaded = load_texts(f"small_sample: 50\n{RECORD.replace('title: A', 'title: 1.50', 1)}")
    assert loaded.problems == []
    assert (loaded.record.small_sample, loaded.record.events[0].title) == (50, "1.50")


def test_numbers_repeated_by_an_alias_keep_their_spelling() -> None:
    text = (
        "title: Example\nevents:\n"
        "  - {date: 2019-04, kind: news, title: &t 007, source: &s {title: 1.50}}\n"
        "  - {date: 2019-05, kind: news, title: *t, source: *s}\n"
    )
    first, second = load_texts(text).record.events
    assert (first.title, second.title) == ("007", "007")
    assert first.source == second.source
    assert getattr(second.source, "title", "") == "1.50"


def test_ids_are_what_is_written() -> None:
    text = (
        "title: Example\nsources:\n  007: {title: A}\n  true: {title: B}\n"
        "events:\n  - {date: 2019-04, kind: news, title: A, sources: [007, 'true']}\n"
    )
    loaded = load_texts(text)
    assert loaded.problems == []
    assert list(loaded.record.sources) == ["007", "true"]


@pytest.mark.parametrize("keys", [("1", '"1"'), ("true", "'true'"), ("1.0", '"1.0"')])
def test_keys_that_would_become_one_are_reported(keys: tuple[str, str]) -> None:
    text = RECORD + "editions:\n" + "".join(f"  {key}: {{template: timeline}}\n" for key in keys)
    assert problems_of(text) == [("duplicate-key", keys[1])]


def test_what_the_parsers_read_differently_is_still_pointed_at() -> None:
    # A line separator within a line, an escaped surrogate pair and a tab on an empty line.
    text = (
        'title: "A \u2028 B \x85 \\ud83d\\ude00"\nevents:\n\t\n'
        "  - {date: 2019-04, kind: news, title: A, source: gazette}\n"
    )
    loaded = load_texts(text)
    assert [(problem.slug, problem.place.line, marked(problem)) for problem in loaded.problems] == [
        ("control-character", 1, "\u2028"),
        ("unknown-source", 4, "gazette"),
    ]
    assert loaded.record.title == "A \u2028 B \x85 😀"


def test_an_anchor_may_be_repeated() -> None:
    text = (
        "title: Example\nevents:\n"
        "  - {date: 2019-04, kind: news, title: A, source: &s {title: B, date: 3 July 2023}}\n"
        "  - {date: 2019-05, kind: news, title: C, source: *s}\n"
    )
    assert problems_of(text) == [("not-a-date", "3 July 2023"), ("not-a-date", "*s")]


def test_every_problem_is_found_at_once_in_the_order_of_the_files() -> None:
    first = (
        "title: Example\ntilte: Example\nactors:\n  jo: {nme: Jo, name: Jo}\nevents:\n"
        "  - {date: 3 July 2023, kind: speech, title: '', source: gazette}\n"
        "  - {date: 2019-05, kind: spech, title: B, actors: [joe], topics: x}\n"
    )
    second = "events:\n  - date: 2020-13\n    kind: news\n    title: C\n    follows: [nothing]\n"
    problems = load_texts(first, second).problems
    assert [
        (problem.file, problem.place.line, problem.slug, marked(problem)) for problem in problems
    ] == [
        ("0.yaml", 2, "unknown-field", "tilte"),
        ("0.yaml", 4, "unknown-field", "nme"),
        ("0.yaml", 6, "not-a-date", "3 July 2023"),
        ("0.yaml", 6, "empty-text", "''"),
        ("0.yaml", 6, "unknown-source", "gazette"),
        ("0.yaml", 7, "event-without-source", problems[5].excerpt[4:]),
        ("0.yaml", 7, "unknown-kind", "spech"),
        ("0.yaml", 7, "unknown-actor", "joe"),
        ("0.yaml", 7, "wrong-type", "x"),
        ("1.yaml", 2, "event-without-source", "date: 2020-13"),
        ("1.yaml", 2, "impossible-date", "2020-13"),
        ("1.yaml", 5, "unknown-event", "nothing"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "title: Example\nactors: none\nevents:\n" + EVENT.replace("title", "actors: [jo], title"),
        "title: Example\nsources: []\n"
        "events:\n  - {date: 2019, kind: news, title: A, source: b}\n",
        "title: Example\nevents:\n  - {date: 2019, kind: news, title: A, sources: gazette}\n",
        "title: Example\nevents:\n"
        "  - {date: 2019, kind: U-turn amendment, title: A, reverses: x, source: 'https://a.org'}\n",
        "title: Example\nevents:\n  - {date: 2019, kind: poll, title: A, quotes: [7], source: https://a.org}\n",
        RECORD.replace("title: A", "title: A, figures: [{label: x, value: most}, {value: 7}]")
        .replace("{value: 7}", "{label: x, value: 7}"),
    ],
    ids=["actors", "sources", "citation", "reversal", "quote", "figure"],
)  # fmt: skip
def test_one_fault_does_not_bring_others_with_it(text: str) -> None:
    assert len(problems_of(text)) == 1


def test_a_file_that_cannot_be_read_is_not_missed_in_others() -> None:
    broken = "sources:\n  gazette: {title: The gazette\n"
    using = RECORD.replace("https://example.org/a", "gazette")
    assert [slug for slug, _ in problems_of(broken, using)] == ["not-yaml"]


def test_ids_are_shared_by_all_files() -> None:
    first = "title: Example\nsources:\n  gazette: {title: The gazette}\n"
    second = f"events:\n{EVENT.replace('https://example.org/a', 'gazette')}"
    loaded = load_texts(first, second)
    assert loaded.problems == []
    assert loaded.record.events[0].where.file == "1.yaml"


def test_a_title_in_two_files_is_reported_once_and_not_as_a_shared_id() -> None:
    problems = load_texts(RECORD, "title: Café licensing\n").problems
    assert [problem.hint for problem in problems] == ["delete one of the two"]


@pytest.mark.parametrize(
    "text",
    ["title: Example\nevents:\n  a: 1\n  b: 2", "- title: Example\n- events: []"],
)
def test_a_fault_at_the_end_of_a_file_needs_no_last_line_end(text: str) -> None:
    assert problems_of(text) == problems_of(f"{text}\n") != []


def test_no_files_are_no_events() -> None:
    assert problems_of() == []


MONSTERS = {
    "a megabyte in one field": f"title: {'very ' * 200_000}long\nevents:\n{EVENT}",
    "a megabyte in quotes": f'title: "{"x" * 1_000_000}"\nevents:\n{EVENT}',
    "a megabyte of an unclosed quote": f'title: "{"x " * 500_000}\nevents:\n{EVENT}',
    "a list in a list": f"title: Example\nevents:\n  {'- ' * 10_000}A\n",
    "a key in a key": f"title: Example\nevents:\n  {'? ' * 10_000}A\n",
    "brackets in brackets": f"title: Example\nevents: {'[' * 10_000}{']' * 10_000}\n",
    "brackets never closed": f"title: Example\nevents: {'[' * 10_000}\n",
    "braces in braces": f"title: Example\nevents: {'{a: ' * 10_000}b{'}' * 10_000}\n",
    "lines ever deeper": "title: Example\nevents:\n"
    + "".join(f"{' ' * n}a:\n" for n in range(1, 2_000)),
    "a number without end": f"title: {'9' * 100_000}\nevents:\n{EVENT}",
    "a date without end": RECORD.replace("2019-04", f"{'9' * 100_000}"),
    "a number of figures without end": RECORD.replace(
        "title: A", f"title: A, figures: [{{label: x, value: {'1,' * 50_000}1}}]"
    ).replace("value: ", "value: '").replace("1}]", "1'}]"),
    "ten thousand anchors": "title: Example\nevents:\n"
    + "".join(f"  - &a{n} {EVENT[4:].replace('title: A', f'title: A{n}')}" for n in range(10_000)),
    "a thousand unknown fields": f"{RECORD}{''.join(f'x{n}: 1{chr(10)}' for n in range(1_000))}",
}  # fmt: skip


@pytest.mark.parametrize("text", MONSTERS.values(), ids=MONSTERS)
def test_nothing_takes_the_check_down(text: str) -> None:
    problems = load_texts(text).problems
    assert bool(problems) == ("&a9999" not in text)
    assert all(problem.place.line <= text.count("\n") + 1 for problem in problems)


OTHER = (
    "  - date: 2020\n    kind: news\n    title: B\n    source: https://example.org/b\n"
    "    follows: [first]\n    keeps: [reply]\n    asks: {park: met}\n"
    "    commitments: [{id: survey, title: Survey, by: council, due: 3 months after first}]\n"
)


@pytest.mark.parametrize(
    ("event", "slugs"),
    [
        ("nothing", ["wrong-type"]),
        ("{id: first, commitments: none, asks: {park: raised}", ["wrong-type"]),
        ("{id: first, commitments: [none], asks: {park: raised}", ["wrong-type"]),
        (
            "{id: first, commitments: [{id: re ply, title: R, by: council}], asks: {park: raised}",
            ["bad-id"],
        ),
        (
            "{id: first, commitments: [{id: reply, title: R, by: council}], asks: raised",
            ["wrong-type"],
        ),
        (
            "{id: first, commitments: [{id: reply, title: R, by: council}], asks: {park: asked}",
            ["unknown-move"],
        ),
        (
            "{id: fi rst, commitments: [{id: reply, title: R, by: council}], asks: {park: raised}",
            ["bad-id"],
        ),
        # The rest of the file is searched.
        (
            "{id: first, asks: {park: met}, "
            "commitments: [{id: rep, title: R, by: council, due: no}]",
            ["not-a-date", "met-before-raised", "unknown-commitment", "met-before-raised"],
        ),
    ],
)
def test_what_could_not_be_read_is_missed_nowhere_else(event: str, slugs: list[str]) -> None:
    head = (
        "title: E\nactors: {council: {name: C}}\nasks: {park: {title: P, by: council}}\nevents:\n"
    )
    rest = ", date: 2019, kind: news, title: A, source: 'https://example.org/a'}"
    event += rest if event.startswith("{") else ""
    problems = load_texts(f"{head}  - {event}\n{OTHER}").problems
    assert sorted(problem.slug for problem in problems) == sorted(slugs)


def test_where_no_event_could_be_read_none_is_missed() -> None:
    head = "title: E\nactors: {council: {name: C}}\nasks: {park: {title: P, by: council}}\n"
    problems = load_texts(f"{head}events: none\n", f"events:\n{OTHER}").problems
    assert [problem.slug for problem in problems] == ["wrong-type"]


@pytest.mark.parametrize(
    ("written", "hint"),
    [
        (
            '"https://example.org/Final Report 2024.pdf"',
            "https://example.org/Final%20Report%202024.pdf",
        ),
        ("www.example.org/report", "https://www.example.org/report"),
    ],
)
def test_an_address_with_spaces_is_written_out(written: str, hint: str) -> None:
    source = f"{{title: A, url: {written}}}"
    text = f"title: T\nevents:\n  - {{date: 2019, kind: news, title: A, source: {source}}}\n"
    (problem,) = load_texts(text).problems
    assert problem.hint == f"write {hint}"
    assert load_texts(text.replace(written, '" https://example.org/c "')).problems == []


def test_what_is_printable_is_no_character_that_the_rules_refuse() -> None:
    # The rules look for the others only if a file contains something unprintable.
    for code in range(0x110000):
        character = chr(code)
        if character.isprintable():
            assert not CONTROL.match(character), f"U+{code:04X}"
            assert not characters._REORDERING.match(character), f"U+{code:04X}"


@pytest.mark.parametrize(
    ("field", "slug"),
    [("areas: [The town]", "bad-id"), ("asks: {date: rais}", "unknown-move")],
)
def test_a_fault_in_a_list_of_ids_does_not_stop_the_check(field: str, slug: str) -> None:
    text = RECORD.replace("kind: news", f"kind: news, {field}") + EVENT.replace(
        "news", "newz"
    ).replace("title: A", "title: B")
    assert {name for name, _ in problems_of(text)} == {slug, "unknown-kind"}


def test_an_embargo_on_a_day_that_does_not_exist_is_reported_as_such() -> None:
    text = RECORD.replace("kind: news", "kind: news, embargo: 2024-02-30T10:00")
    assert [slug for slug, _ in problems_of(text)] == ["impossible-date"]
