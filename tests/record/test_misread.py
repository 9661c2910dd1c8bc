"""Common mistakes, the fixes that the check suggests, and a proof that the fixes work."""

import re

import pytest
import yaml

from briefing.record.loading import File, load
from briefing.record.problems import Problem
from tests.record.test_yaml_repair import RECORD as SHORT_RECORD

RECORD = """\
title: Winter fuel
correct_as_of: 2025-07-31
actors:
  reeves: {name: Rachel Reeves, roles: [{title: Chancellor of the Exchequer, from: 2024-07-05}]}
asks:
  restore: {title: Restore it, by: reeves}
editions:
  member: {template: member, actions: [Write to the Minister.]}
events:
  - id: cut
    date: 2024-07-29
    kind: statement
    title: The payment is cut
    asks: {restore: raised}
    source: https://example.org/a
  - date: 2025-06-09
    kind: news
    title: The payment is back
    source: https://example.org/b
"""
LAST = "    title: The payment is back\n"


def problems_of(text: str) -> list[Problem]:
    return [
        problem
        for problem in load([File("a.yaml", text.encode())]).problems
        if problem.severity == "error"
    ]


def followed(text: str, problem: Problem) -> str:
    """Return the file after somebody has followed the hint to the letter."""
    lines = text.split("\n")
    place, n = problem.place, problem.place.line - 1
    line, marked = lines[n], lines[n][place.column - 1 : place.end_column - 1]
    match = re.match(
        r"did you mean '(.+)'\?|write one line for both: (.+)"
        r"|write (.+?)(?:, or advanced.*|; or .*| if you mean.*| instead of this list)?$",
        problem.hint,
    )
    assert match, problem.hint
    if match[2]:
        return "\n".join([*lines[: n - 1], f"    {match[2]}", *lines[n + 1 :]])
    better = match[1] or match[3]
    if re.match(r"[\w-]+: ", better) and "{" in line[: place.column - 1]:
        # A field inside braces: up to the end of its value.
        rest = re.sub(rf"^{re.escape(marked)}: [^,}}]*", better, line[place.column - 1 :])
        lines[n] = line[: place.column - 1] + rest
    elif re.match(r"[\w-]+: |- ", better):
        # A whole field or item: up to the end of its line.
        start = len(line) - len(line.lstrip())
        lines[n] = line[:start] + better
    elif better[0] in "\"'" and (whole := _whole(line, marked, better)):
        lines[n] = line.replace(whole, better)
    else:
        lines[n] = line[: place.column - 1] + line[place.column - 1 :].replace(marked, better, 1)
    return "\n".join(lines)


def _whole(line: str, marked: str, better: str) -> str:
    """Return the value in `line` that must be put in quotation marks, with any of its own."""
    text = yaml.safe_load(better)
    ways = (f"'{text}'", f"[{text}]" if marked[0] == "[" else text, text)
    return next((way for way in ways if way in line and way != better), "")


MISTAKES = [
    # The text for the last event's title and the lines after it, and the start of the hint.
    ("title: “U-turn: the £35,000 line”", 'write "“U-turn: the £35,000 line”"'),
    ('title: "No change", says Downing Street', "write '\"No change\", says Downing Street'"),
    ("title: Labour's pledge #1 is dropped", 'write "Labour\'s pledge #1 is dropped"'),
    ("title: #1 priority", 'write "#1 priority"'),
    ("title: &Ministers drop it", 'write "&Ministers drop it"'),
    ("title: 'Reeves's U-turn'", 'write "Reeves\'s U-turn"'),
    ("title: True", 'write "True"'),
    ("title: null", 'write "null"'),
    ("title: [Cut, then restored]", 'write "Cut, then restored"'),
    ("title: {{ the title }}", 'write "{{ the title }}"'),
    ("title: A\n    summary: She said: this is not it", 'write "She said: this is not it"'),
    ("title: A\n    summary: Cost £1bn #revised, not £2bn", 'write "Cost £1bn #revised, not £2bn"'),
    ("title: A\n    summary: !important text", 'write "!important text"'),
    ("title: A\n    quotes: We had to do this", "write [{text: We had to do this, by: an-actors"),
    ("title: A\n    quotes: [{text: No, by: Rachel Reeves}]", "did you mean 'reeves'?"),
    ("title: A\n    actors: Rachel Reeves", "write [reeves]"),
    ("title: A\n    actors: [reeves (Chancellor)]", "write {ref: reeves, as: Chancellor}"),
    ("title: A\n    figures: £1.4bn saved", "write [{label: saved, value: £1.4bn}]"),
    ("title: A\n    figures: over 9,000 signed", 'write [{label: signed, value: "over 9,000"}]'),
    ("title: A\n    figures: [{label: b, value: 1_000}]", 'write "1,000"'),
    ("title: A\n    asks: [restore]", "write {restore: raised}, or advanced, met in part, met"),
    ("title: A\n    asks: [restore: met]", "write {restore: met}"),
    ("title: A\n    asks:\n      - restore: advanced", "write {restore: advanced}"),
    ("title: A\n    asks: [restore met in part]", "write {restore: met in part}"),
    ("title: A\n    asks: [{id: restore, status: met}]", "write {restore: met}"),
    ("title: A\n    asks: [restore, met]", "write {restore: met}"),
    ("title: A\n    asks: Restore it (met)", "write {restore: met}"),
    ("title: A\n    asks: restore: met", "write {restore: met}"),
    ("title: A\n    quotes: text: No, by: reeves", "write [{text: No, by: reeves}]"),
    ("title: A\n    quotes: {text: No, by: reeves}", "write [{text: No, by: reeves}]"),
    ("title: A\n    quotes: [text: No, by: reeves]", "write [{text: No, by: reeves}] instead"),
    ("title: A\n    figures: [label: cut, value: 5%]", "write [{label: cut, value: 5%}] instead"),
    ("title: A\n    actors: [ref: reeves, as: MP]", "write [{ref: reeves, as: MP}] instead"),
    ("title: A\n    actors: [{id: reeves}]", "write ref: reeves"),
    ("title: A\n    actors: [{name: Rachel Reeves}]", "write ref: reeves"),
    ("title: A\n    quotes: [{text: No, by: {ref: reeves}}]", "write reeves"),
    ("title: A\n    follows: [{id: cut}]", "write cut"),
    ("title: A\n    follows:\n      - id: cut", "write cut"),
    ("title: A\n    asks: [{id: restore}]", "write {restore: raised}, or advanced, met in part"),
    ("title: A\n    asks: {id: restore, status: met}", "write {restore: met}"),
    ("title: A\n    asks: {restore: [met]}", "write met"),
    ("title: A\n    asks: {restore: {status: met}}", "write met"),
    ("title: A\n    asks: {met: restore}", "write restore: met"),
    ("title: A\n    asks: {Restore it: met}", "write restore"),
    ("title: A\n    follows: {id: cut}", "write [cut]"),
    ("title: A\n    actors: {name: Rachel Reeves}", "write [reeves]"),
    ("title: A\n    reverses: [{title: The payment is cut}]", "write ref: cut"),
    ("titel: A", "did you mean 'title'?"),
    ("title: A\n    topics: [{id: tax}]", "write tax"),
    ("title: A\n    embargo: 9 June 2025 at 10.30pm", "write 2025-06-09T22:30"),
    ("title: A\n    audience: private", "did you mean 'internal'?"),
    ("title: A\n    reverses: The payment is cut", "write [cut]"),
    ("title: A\n    topic: poverty", "write topics: [poverty]"),
    ("title: A\n    topics: poverty", "write [poverty]"),
    (
        "title: A\n    topics: [law, order, and justice]",
        "write justice; or, if the text contains a comma",
    ),
    ("title: A\n    topics: [income under £35,000]", 'write "income under £35,000"'),
    ("title: A\n    topics: {tax, pay}", "write [tax, pay]"),
    ("title: A\n    topics:\n      - tax: pay", 'write "tax: pay"'),
    ("title: A\n    topics:\n      - tax\n      -pay", "write - pay"),
    ("title: A\n    topics:\n      * tax", "write - tax"),
    ("title: A\n    weight:high", "write weight: high"),
    ("title: A\n    responds_to: [cut]", "did you mean 'responds to'?"),
    ("title: A\n    sources: Hansard, column 12", "write [{title: Hansard, at: column 12}]"),
]
MISTAKEN_SOURCES = [
    (
        "Hansard, 29 July 2024, column 1033",
        'write {title: "Hansard, 29 July 2024", at: column 1033}',
    ),
    ("Note of the meeting, 12 June 2025", 'write {title: "Note of the meeting, 12 June 2025"}'),
    ("https://example.org/c page 4", 'write {url: "https://example.org/c", at: page 4}'),
    ("www.bbc.co.uk/news/articles/abc", "write https://www.bbc.co.uk/news/articles/abc"),
    (
        "https://example.org/b\n    source: https://example.org/c",
        "write one line for both: sources:",
    ),
]
MISTAKEN_ACTIONS = [
    ("[Write to the Minister, and copy in your MP.]", 'write "Write to the Minister, and copy in'),
    ("[Ask about the £35,000 line.]", 'write "Ask about the £35,000 line."'),
    ("[Ask Torsten Bell, MP, for a date]", 'write "Ask Torsten Bell, MP, for a date"'),
    ("[Write to your MP: ask for a date]", 'write "Write to your MP: ask for a date"'),
    ("Write to your MP", "write [Write to your MP]"),
    (
        "[Write to [your MP](https://example.org/mp), Sign]",
        'write "Write to [your MP](https://example',
    ),
]
MISTAKEN_BRANDS = [
    ("\n  accent: #5b2a86", 'write "#5b2a86"'),
    ("\n  accent: #5b2a86  # our purple", 'write "#5b2a86"'),
    ("{accent: #5b2a86}", 'write "#5b2a86"'),
    ("{accent: #5b2a86, name: B}", 'write "#5b2a86"'),
    ("{accent: #5b2a86,\n    name: B}", 'write "#5b2a86"'),
    ("{name: #1 for parks, contact: a@example.org}", 'write "#1 for parks"'),
    ("[name: B, accent: '#5b2a86']", "write {name: B, accent: '#5b2a86'}"),
    ("[{name: B}, {contact: a@example.org}]", "write {name: B, contact: a@example.org}"),
    ("\n  - name: B", "write name: B"),
    ("name: B, C", 'write {name: "B, C"}'),
    ("{accent: 5b2a86}", 'write "#5b2a86"'),
    ("{accent: 123456}", 'write "#123456"'),
    ("{accent: purple}", 'write "#800080"'),
]
ALL = [
    *((RECORD.replace(LAST, f"    {written}\n"), hint) for written, hint in MISTAKES),
    *((RECORD.replace("https://example.org/b", source), hint) for source, hint in MISTAKEN_SOURCES),
    *(
        (RECORD.replace("[Write to the Minister.]", action), hint)
        for action, hint in MISTAKEN_ACTIONS
    ),
    *((f"brand: {brand}\n{RECORD}", hint) for brand, hint in MISTAKEN_BRANDS),
]


@pytest.mark.parametrize("accent", ["", "# our purple", "#todo"])
def test_an_accent_without_a_colour_is_empty_and_none_is_invented(accent: str) -> None:
    (problem,) = problems_of(f"brand:\n  accent: {accent}\n{RECORD}")
    assert (problem.slug, problem.hint) == ("empty-text", "fill it in, or delete it")


@pytest.mark.parametrize(("text", "hint"), ALL, ids=[hint for _, hint in ALL])
def test_what_is_offered_is_right_and_works_when_it_is_followed(text: str, hint: str) -> None:
    (problem,) = problems_of(text)
    assert problem.hint.startswith(hint)
    better = followed(text, problem)
    # Only the writer knows who said something.
    assert [problem.slug for problem in problems_of(better)] == ["unknown-actor"] * (
        "an-actors-id" in better
    )


@pytest.mark.parametrize(
    ("lists", "written"),
    [
        ("topics", "[housing, private renting]"),
        ("topics", "[pensions, over 65s, law and order, Home Office]"),
        ("topics", "[2024, 300 club, 5G]"),
        ("topics", '["law, order, and justice", "£35,000"]'),
        ("actions", "[Write to the Minister, Ask for a debate]"),
        ("actions", "[write to the minister, ask for a debate]"),
        ("actions", "[Read the letter., sign the petition.]"),
        ("actions", '["Write to the Minister, and copy in your MP", Sign]'),
        ("actions", "[Call, Write, Vote]"),
    ],
)
def test_a_list_that_is_meant_as_one_is_one(lists: str, written: str) -> None:
    text = RECORD.replace("[Write to the Minister.]", written)
    if lists == "topics":
        text = RECORD.replace(LAST, f"{LAST}    topics: {written}\n")
    assert problems_of(text) == []


LISTS = [
    # A list over several lines, the end of the hint, and what to write to follow it.
    (
        "asks:\n      - restore: met\n      - other: raised",
        "write {restore: met, other: raised} instead of this list",
        "asks: {restore: met, other: raised}",
    ),
    (
        "quotes:\n      - text: No, never\n      - by: reeves",
        'write [{text: "No, never", by: reeves}] instead of this list',
        'quotes: [{text: "No, never", by: reeves}]',
    ),
    (
        "asks:\n      - raised",
        "write {an-asks-id: raised}, or advanced, met in part, met, set back or refused",
        "asks: {other: raised}",
    ),
]
SECTIONS = [
    (
        "brand:\n  - name: B\n  - contact: a@example.org",
        "write each one without its hyphen, as in name: B",
        "brand:\n  name: B\n  contact: a@example.org",
    ),
    (
        "brand:\n  - name: B\n    contact: a@example.org",
        "write the fields without hyphens and indent them by the same amount",
        "brand:\n  name: B\n  contact: a@example.org",
    ),
    (
        "areas:\n  - uk: {name: UK}\n  - ni: {name: NI}",
        "write each one without its hyphen, as in uk: {name: UK}",
        "areas:\n  uk: {name: UK}\n  ni: {name: NI}",
    ),
    (
        "areas:\n  - id: uk\n    name: UK",
        "write the id of each before its fields, as in uk: {name: UK}",
        "areas:\n  uk: {name: UK}",
    ),
    ("areas: [uk: {name: UK}]", "write {uk: {name: UK}}", "areas: {uk: {name: UK}}"),
]


@pytest.mark.parametrize(
    ("old", "hint", "new", "before"),
    [
        *((f"{LAST}    {old}\n", hint, f"{LAST}    {new}\n", LAST) for old, hint, new in LISTS),
        *((f"{old}\nactors:", hint, f"{new}\nactors:", "actors:") for old, hint, new in SECTIONS),
    ],
)
def test_a_list_of_pairs_is_to_be_one_group(old: str, hint: str, new: str, before: str) -> None:
    record = RECORD.replace("editions:", "  other: {title: Other, by: reeves}\neditions:")
    assert record.count(before) == 1
    (problem,) = problems_of(record.replace(before, old))
    assert problem.hint == hint
    assert problems_of(record.replace(before, new)) == []


def test_an_id_in_braces_leads_to_no_other_problem() -> None:
    text = RECORD.replace(LAST, f"{LAST}    reverses: [{{id: cut}}]\n")
    problems = load([File("a.yaml", text.encode())]).problems
    assert [problem.hint for problem in problems] == ["write ref: cut"]


SWALLOWED = [
    ("title: Payment\n      id:back", "write id: back, indented like 'title:'"),
    ("title: A\n    topics:\n      - tax\n        pay", "write - pay, indented like the line"),
    ("title: A\n    summary: It is back\n      - for all", "write summary: | and start"),
    ("title: A\n    summary: |\n      It is.\n      weight: high", "indent it like 'summary:'"),
    ("title: A\n    summary: >-\n      It is.\n      id: back", "indent it like 'summary:'"),
    ("title: A\n    notes: |\n      No.\n\n      - date: 2025", "indent it like the event"),
]


@pytest.mark.parametrize(("written", "hint"), SWALLOWED)
def test_a_line_that_the_text_above_takes_in_is_reported(written: str, hint: str) -> None:
    text = RECORD.replace(LAST, f"    {written}\n")
    (problem,) = problems_of(text)
    assert problem.excerpt == f"    {written}".split("\n")[-1]
    assert problem.hint.startswith(hint)
    assert problems_of(text.replace("\n", "\r\n")) == [problem]


def test_signs_of_a_list_that_are_none_to_yaml() -> None:
    (problem,) = problems_of(RECORD.replace(LAST, f"{LAST}    topics:\n      – tax\n      – pay\n"))
    assert problem.excerpt == "      – tax"
    assert problem.hint == "start each item on a line of its own, with a hyphen and a space"


def test_the_hyphen_of_the_next_event_is_missing() -> None:
    text = RECORD.replace("  - date: 2025-06-09", "    date: 2025-06-09")
    (problem,) = problems_of(text)
    assert problem.excerpt == "    date: 2025-06-09"
    assert (
        problem.hint == "if a new item starts here, write - date: 2025-06-09, indented by 2 spaces"
    )


@pytest.mark.parametrize(
    "written",
    [
        "summary: The payment is back for every pensioner whose income is below the new\n"
        "      threshold, and those above it will pay it back through the tax system, says\n"
        "      the Treasury.",
        "summary: The payment is back.\n      It comes in winter.",
        "summary: |\n      It is back:\n\n      - for all\n      - for carers\n\n      Source: BBC",
        "notes: |\n      source: the office",
        "weight: high # a comment",
        "summary: 'It is back, #1 for all'",
        "disputed : The sum is not known",
        "topics:\n      - tax\n            \n      - pay",
        "topics:\n      - tax\n          # a comment\n      - pay",
    ],
)
def test_what_reads_as_it_looks_is_left_alone(written: str) -> None:
    assert problems_of(RECORD.replace(LAST, f"{LAST}    {written}\n")) == []


@pytest.mark.parametrize(
    "word",
    ["no", "Yes", "on", "off", "y", "1e3", "0x10", "0o7", "1_000", "12:30:00", "007", ".inf", "+1"],
)
def test_words_that_other_readers_of_yaml_change_stay_as_written(word: str) -> None:
    text = RECORD.replace("The payment is back", word)
    loaded = load([File("a.yaml", text.encode())])
    assert word in [event.title for event in loaded.record.events]


def test_a_text_file_that_is_no_record_gets_a_first_line_to_copy() -> None:
    text = "Winter fuel payment briefing\n\n29 July 2024 - Chancellor cuts payment\n"
    (problem,) = problems_of(text)
    assert problem.hint.startswith("start the record with title: Winter fuel payment briefing")
    (problem,) = problems_of("Winter fuel\n  payment")
    assert problem.hint.startswith("start the record with title: Winter fuel payment")


def test_tabs_are_to_be_as_many_spaces_as_make_the_file_readable() -> None:
    item = "  - date: 2025-06-09\n    kind: news\n"
    text = RECORD.replace(
        item, item.replace("  - date", "\t- date").replace("    kind", "\t  kind")
    )
    problem = problems_of(text)[0]
    assert problem.hint == "type 2 spaces instead of each tab at the start of a line"
    assert problems_of(text.replace("\t", "  ")) == []


@pytest.mark.parametrize(
    ("written", "hint"),
    [
        ("description: Back", "write summary: Back"),
        ("tags: [pay]", "did you mean 'topics'?"),
        ("author: The Treasury", "its fields are actors,"),
    ],
)
def test_a_field_by_another_name(written: str, hint: str) -> None:
    (problem,) = problems_of(RECORD.replace(LAST, f"{LAST}    {written}\n"))
    shown = problem.hint.replace("did you mean 'summary'?", "write summary: Back")
    assert shown.startswith(hint)


def test_an_id_that_only_begins_like_another_is_not_taken_for_it() -> None:
    areas = "areas: {england: {name: England}}\nevents:"
    figure = f"{LAST}    figures: [{{label: b, value: 1, area: england-wales}}]\n"
    (problem,) = problems_of(RECORD.replace("events:", areas).replace(LAST, figure))
    assert problem.hint == "add it under areas"


def test_consequences_of_an_unreadable_date_are_not_reported() -> None:
    figure = f"{LAST}    figures: [{{label: saved, value: £1m}}]\n"
    text = RECORD.replace(LAST, figure).replace("2025-06-09", "9 June 2025")
    assert [problem.slug for problem in load([File("a.yaml", text.encode())]).problems] == [
        "not-a-date"
    ]


SLIPS = """\
title: Fuel: the cut
actors:
  reeves: {name: Rachel Reeves}
events:
  - date: 2025-06-09
    kind: newss
    title: Cut: restored
    source: https://example.org/b
  - date:2025-06-10
    kind: news
    title: 'Reeves's U-turn'
    topics: poverty
    source: https://example.org/b
\t- date: 2025-13
\t  kind: news
\t  title: C
\t  source: https://example.org/c
\t  source: https://example.org/d
"""


def test_a_slip_does_not_end_the_reading() -> None:
    loaded = load([File("a.yaml", SLIPS.encode())])
    assert [(problem.place.line, problem.slug) for problem in loaded.problems] == [
        (1, "not-yaml"),
        (6, "unknown-kind"),
        (7, "not-yaml"),
        (9, "not-yaml"),
        (11, "not-yaml"),
        (12, "wrong-type"),
        (14, "tab"),
        (14, "impossible-date"),
        (18, "duplicate-key"),
    ]
    lines = SLIPS.split("\n")
    assert all(problem.excerpt == lines[problem.place.line - 1] for problem in loaded.problems)
    (month,) = [problem.place for problem in loaded.problems if problem.slug == "impossible-date"]
    assert lines[13][month.column - 1 : month.end_column - 1] == "2025-13"
    assert not loaded.unread


def test_a_slip_that_nobody_can_mend_ends_the_reading() -> None:
    loaded = load([File("a.yaml", RECORD.replace("kind: statement", "kind: [").encode())])
    assert loaded.unread == ("a.yaml",)
    assert [problem.slug for problem in loaded.problems] == ["not-yaml"]


@pytest.mark.parametrize(
    "text",
    [
        *('"Route #14"', "'Route #14'", "Route # 14", "Route#14", "|\n      Route #14", "Route ##"),
        *('">- #14" #14', ">-\n      Route #14\n    topics: [a] # as said"),
    ],
)
def test_an_ordinary_comment_is_no_text_cut_short(text: str) -> None:
    changed = SHORT_RECORD.replace("    actors", f"    summary: {text}\n    actors")
    assert load([File("a.yaml", changed.encode())]).problems == []


def test_a_text_cut_short_leaves_the_other_checks_as_they_are() -> None:
    changed = SHORT_RECORD.replace("First", "Route #14")
    changed = changed.replace("  gazette:", "  other: {title: Another}\n  gazette:")
    slugs = [problem.slug for problem in load([File("a.yaml", changed.encode())]).problems]
    assert slugs == ["unused-source", "text-cut-short"]
