"""Every rule is explained, and its examples behave as described."""

from datetime import date as Day
from hashlib import sha256
from inspect import getmodule
from pathlib import PurePath

import pytest

from briefing.record.loading import File
from briefing.record.problems import Problem
from briefing.record.rules import every_rule
from briefing.record.rules.rule import Rule, files_of
from tests.fonts import font
from tests.helpers import EARLIER_KEPT_IFS, load

ALL = every_rule()
for_every_rule = pytest.mark.parametrize("rule", ALL.values(), ids=ALL)


TODAY = {"stale": lambda record: Day(2020, 1, 1)}
"""The day as of which a rule is tested, if it depends on the day."""


def slugs(*texts: str, rule: str = "") -> list[str]:
    """Return the problems in files with these texts, which together form one record."""
    files = [
        File(f"{n}.yaml", text.encode("utf-8", "surrogateescape")) for n, text in enumerate(texts)
    ]
    return [problem.slug for problem in load(files, last_day=TODAY.get(rule)).problems]


def problems_in(example: str, rule: Rule) -> list[Problem]:
    """Return the problems in an example of `rule`, which can have several files."""
    contents = {
        name: text.encode("utf-8", "surrogateescape") for name, text in files_of(example).items()
    }

    def read_sibling(name: str) -> bytes:
        if name.endswith(".ttf"):
            return font()
        if name not in contents:
            raise OSError("there is no such file")
        return contents[name]

    files = [
        File(name, content, read_sibling)
        for name, content in contents.items()
        if name.endswith((".yaml", ".lock"))
    ]
    copies = {
        PurePath(name).stem: sha256(content).hexdigest()
        for name, content in contents.items()
        if name.startswith("sources/")
    }
    return load(
        files,
        last_day=TODAY.get(rule.slug),
        copies=lambda record: copies,
        earlier_kept_ifs=lambda record: EARLIER_KEPT_IFS.get(rule.slug, {}),
    ).problems


@for_every_rule
def test_the_wrong_example_breaks_this_rule_and_no_other(rule: Rule) -> None:
    assert [problem.slug for problem in problems_in(rule.wrong, rule)] == [rule.slug]


@for_every_rule
def test_the_right_example_breaks_no_rule(rule: Rule) -> None:
    assert problems_in(rule.right, rule) == []


@for_every_rule
def test_a_rule_says_in_a_sentence_what_it_wants(rule: Rule) -> None:
    assert rule.wants[0].isupper() and rule.wants.endswith(".") and "\n" not in rule.wants
    assert rule.wrong != rule.right


@for_every_rule
def test_a_severity_is_that_of_the_problems(rule: Rule) -> None:
    (problem,) = problems_in(rule.wrong, rule)
    assert problem.severity == rule.severity


@for_every_rule
def test_the_module_of_a_rule_has_a_subject(rule: Rule) -> None:
    assert (getmodule(rule.check).__doc__ or "").startswith("Rules for ")


def test_slugs_are_words_with_hyphens() -> None:
    assert all(slug.replace("-", "").isalpha() and slug.islower() for slug in ALL)


# Messages that the checks must not give

HEAD = "title: Example\nactors:\n  jo:\n    name: Jo Bloggs\n    roles:\n"
ROLES = "      - {title: Mayor, from: 2018-05, until: 2020-05}\n"


@pytest.mark.parametrize(
    ("date", "role", "problems"),
    [
        ("2019-04-02", "Mayor", []),
        ("2019-04-02", "mayor", []),
        ("2018-05", "Mayor", []),
        ("2019", "Mayor", []),
        ("2018", "Mayor", []),
        ("2017-04-02", "Mayor", ["role-not-held"]),
        ("2021-04-02", "Mayor", ["role-not-held"]),
        ("2019-04-02", "Leader", []),
        ("2017-04-02", "Leader", []),
    ],
)
def test_a_role_is_doubted_only_where_the_record_tells_otherwise(
    date: str, role: str, problems: list[str]
) -> None:
    events = (
        f"events:\n  - date: {date}\n    kind: speech\n    title: A\n"
        f"    source: https://example.org/a\n    actors: [{{ref: jo, as: {role}}}]\n"
    )
    assert slugs(HEAD + ROLES + events) == problems


WORKED_OUT = "worked_out: The sum of the figures for the two counties"


@pytest.mark.parametrize(
    ("figures", "problems"),
    [
        (f"[{{label: want a park, value: 77%, {WORKED_OUT}}}]", ["event-without-source"]),
        ("[{label: want a park, value: 77%}]", ["figure-without-source"]),
        (
            f"[{{label: want a park, value: 77%, {WORKED_OUT}}}, {{label: want, value: 7%}}]",
            ["figure-without-source"],
        ),
    ],
)
def test_only_a_figure_that_was_worked_out_needs_no_source(
    figures: str, problems: list[str]
) -> None:
    event = f"{{date: 2019-04, kind: poll, title: A, figures: {figures}}}"
    assert slugs(f"title: Example\nevents:\n  - {event}\n") == problems


def poll(*figures: str) -> str:
    return (
        "title: Example\nevents:\n  - date: 2019-04\n    kind: poll\n    title: A\n"
        "    source: https://example.org/a\n    figures:\n"
        + "".join(f"      - {{label: want a park, {figure}}}\n" for figure in figures)
    )


@pytest.mark.parametrize(
    "figures",
    [
        ("value: 77%", "value: 77%"),
        ("value: 77%", "value: about 75%"),
        ("value: over 10000", "value: 12000"),
        ("value: up to 850000", "value: 800000"),
        ("value: 10–12%", "value: 11%"),
        ("value: 77%", "value: 1540"),
        ("value: 77%, of: adults", "value: 71%, of: parents"),
        ("value: 77%", "value: 71%, disputed: Only householders were asked."),
        ("value: +28%", "value: 28%"),
        ("value: 9 of 27", "value: 9 of 30"),
    ],
)
def test_figures_that_can_both_be_true_do_not_disagree(figures: tuple[str, ...]) -> None:
    assert slugs(poll(*figures)) == []


@pytest.mark.parametrize(
    "figures",
    [
        ("value: 77%", "value: 71%"),
        ("value: over 10000", "value: 9000"),
        ("value: up to 850000", "value: 900000"),
        ("value: £18m", "value: £20 million"),
        ("value: +28%", "value: +13%"),
    ],
)
def test_figures_that_cannot_both_be_true_disagree(figures: tuple[str, ...]) -> None:
    assert slugs(poll(*figures)) == ["figures-disagree"]


def polls(title: str, *figures: str, first: str = "45%") -> str:
    """Return two polls on one question, with the title and the figures of the second."""
    poll = "label: want a park, sample: '1,000'"
    second = "".join(f"      - {{{poll}, {figure}}}\n" for figure in figures)
    return (
        "title: Example\nareas: {wales: {name: Wales}}\nevents:\n"
        "  - date: 2019-04\n    kind: poll\n    title: A\n    source: https://example.org/a\n"
        f"    figures: [{{{poll}, value: {first}}}, {{{poll}, value: 30%, area: wales}}]\n"
        f"  - date: 2019-09\n    kind: poll\n    title: {title}\n"
        f"    source: https://example.org/b\n    figures:\n{second}"
    )


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("Support rises to 47%", "rises to 47%"),
        ("Support for a park soars sharply to 47%", "soars sharply to 47%"),
        ("Support jumped to 47 per cent in a month", "jumped to 47 per cent"),
        ("Support is down to 47%", "down to 47%"),
    ],
)
def test_a_title_must_not_report_a_change_that_is_not_clear(title: str, words: str) -> None:
    (problem,) = load([File("a.yaml", polls(title, "value: 47%").encode())]).problems
    assert (problem.slug, problem.severity) == ("no-clear-change", "warning")
    assert problem.message == f"'{words}' is within the sampling error of 45% (2019-04)"


@pytest.mark.parametrize(
    "text",
    [
        polls("Support is 47%", "value: 47%"),
        polls("Up to 47% want a park", "value: 47%"),
        polls("As rents rise, 47% want a park", "value: 47%"),
        polls("Rents rise to 47% of income", "value: 46%"),
        # It has clearly risen, or nothing shows that it has not.
        polls("Support rises to 47%", "value: 47%", first="40%"),
        polls("Support rises to 47%", "value: 47%, of: adults"),
        polls("Support rises to 47%", "value: 47%, by: Another pollster"),
        polls("Support rises to 47%", "value: 47%").replace(
            "sample: '1,000', value: 45", "value: 45"
        ),
        # This is true of one of the two figures with this number.
        polls("Support rises to 47%", "value: 47%", "value: 47%, area: wales"),
    ],
)
def test_a_title_may_report_any_other_change(text: str) -> None:
    assert slugs(text) == []


def commitment(roles: str, due: str = "2020-12", closed: str = "") -> str:
    return (
        "title: Example\ncorrect_as_of: 2019-12-31\n"
        f"actors: {{jo: {{name: Jo Bloggs, roles: [{roles}]}}}}\n"
        "events:\n  - date: 2019-04-02\n    kind: speech\n    title: A\n"
        "    source: https://example.org/a\n"
        f"    commitments: [{{id: trees, title: Plant trees, by: jo, due: {due}}}]\n"
        "  - date: 2019-11\n    kind: news\n    title: B\n    source: https://example.org/b\n"
        f"    {closed or 'topics: [trees]'}\n"
    )


@pytest.mark.parametrize(
    ("roles", "closed", "is_told"),
    [
        ("{title: Mayor, from: 2018, until: 2019-05-02}", "", True),
        # A person in a different office cannot keep a commitment that belongs to the first.
        ("{title: Mayor, until: 2019-05-02}, {title: Minister, from: 2019-05-02}", "", True),
        ("{title: Mayor, from: 2018, until: 2019-05-02}", "drops: [trees]", False),
        ("{title: Mayor, from: 2018, until: 2019-05-02}", "keeps: [trees]", False),
        ("{title: Mayor, from: 2018}", "", False),
        # It may not have ended yet, was a different office, or ended when the record does.
        ("{title: Mayor, from: 2018, until: 2019}", "", False),
        ("{title: Mayor, until: 2018}, {title: Minister, from: 2019}", "", False),
        ("{title: Mayor, until: 2019-05}, {title: Councillor, from: 2018}", "", False),
        ("{title: Mayor, until: 2020-05-02}", "", False),
        ("", "", False),
    ],
)
def test_an_open_commitment_of_a_former_minister_is_noted(
    roles: str, closed: str, is_told: bool
) -> None:
    assert slugs(commitment(roles, closed=closed)) == ["maker-left-office"] * is_told


@pytest.mark.parametrize(
    "figure", ["value: 120%", "value: +120%, of: sales", "value: 100%, of: adults"]
)
def test_a_rate_or_a_rise_may_be_more_than_100_per_cent(figure: str) -> None:
    assert slugs(poll(figure)) == []


def summary(text: str) -> str:
    lines = "".join(f"      {line}\n" for line in text.splitlines())
    return (
        "title: Example\nevents:\n  - date: 2019-04\n    kind: news\n    title: A\n"
        f"    source: https://example.org/a\n    summary: |\n{lines}"
    )


@pytest.mark.parametrize(
    "text",
    [
        "One paragraph.\n\nAnother, with **bold**, *italics* and `code`.",
        "- a list\n- of two",
        "> a quotation",
        "Fewer than 3 < 4, and 5 > 4.",
        "See [the notice](https://example.org/notice) and <https://example.org/b>.",
        "Write to <mailto:team@example.org> or [them](mailto:team@example.org).",
        "A hash # in a line, and #hashtags.",
        "Nine of ten [sic] agreed (see below).",
        "What a surprise!",
    ],
)
def test_plain_markdown_is_let_through(text: str) -> None:
    assert slugs(summary(text)) == []


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<!-- a comment -->",
        "</p>",
        "![a map](https://example.org/map.png)",
        "[it](javascript:alert(1))",
        "[it]( <javascript:alert(1)>)",
        "[it](//example.org)",
        "[it](notice.html)",
        "[it]: javascript:alert(1)",
        "<javascript:alert(1)>",
        "# Heading",
        "Heading\n=======",
        "Heading\n---",
        "   ### Heading",
    ],
)
def test_what_could_break_a_page_is_not(text: str) -> None:
    assert slugs(summary(text)) == ["unsafe-markdown"]


def test_a_later_event_may_answer_one_whose_date_is_vague() -> None:
    text = (
        "title: Example\nevents:\n"
        "  - {id: ask, date: 2019, kind: consultation, title: A, source: https://example.org/a}\n"
        "  - date: 2019-02-01\n    kind: response\n    title: B\n    responds to: [ask]\n"
        "    source: https://example.org/b\n"
    )
    assert slugs(text) == []


def test_an_event_to_come_may_rest_on_an_announcement() -> None:
    text = (
        "title: Example\ncorrect_as_of: 2019-05-01\nevents:\n  - date: 2019-07\n    kind: debate\n"
        "    title: A\n    source: {title: B, date: 2019-04, url: https://example.org/b}\n"
    )
    assert slugs(text) == []


def test_reversing_a_reversal_is_no_circle() -> None:
    text = (
        "title: Example\nactors: {c: {name: C}}\nevents:\n"
        "  - {id: a, date: 2019-04, kind: news, title: A, source: https://example.org/a, by: c}\n"
        "  - {id: b, date: 2019-05, kind: news, title: B, reverses: [a], by: c,"
        " source: https://example.org/b}\n"
        "  - {id: c, date: 2019-06, kind: news, title: C, reverses: [b, a], by: c,"
        " source: https://example.org/c}\n"
    )
    assert slugs(text) == []


SENT = (
    "sender: a@example.org\neditions: {weekly: {template: digest, recipients: [b@example.org]}}\n"
)


@pytest.mark.parametrize(
    ("head", "dates", "problems"),
    [
        (SENT, ["2019-04-02", "2019-04-09, added: 2019-04-10"], []),
        (SENT, ["2019-04-10, added: 2019-04-10", "2019-04-10"], []),
        (SENT, ["2019-04-09, added: 2019-04-10", "2019-04-11", "2019-05"], ["without-added"] * 2),
        (SENT, ["2019-04-02", "2019-04-09"], ["without-added"]),
        ("editions: {weekly: {template: digest}}\n", ["2019-04-02, added: 2019-04-02", "2020"], []),
    ],
)
def test_events_say_when_they_were_added_once_the_record_does_where_a_digest_is_sent(
    head: str, dates: list[str], problems: list[str]
) -> None:
    events = "".join(
        f"  - {{kind: news, title: {n}, source: https://example.org/a, date: {date}}}\n"
        for n, date in enumerate(dates)
    )
    assert slugs(f"title: Example\n{head}events:\n{events}") == problems
