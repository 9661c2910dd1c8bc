"""Values of the wrong shape. The check suggests what the writer meant."""

import pytest

from briefing.record.loading import File, load
from tests.record.test_yaml_repair import problem_of


@pytest.mark.parametrize(
    ("old", "new", "hint"),
    [
        ("by: mayor", "by: The Mayor", "did you mean 'mayor'?"),
        ("by: mayor", "by: Mayer", "did you mean 'mayor'?"),
        ("by: mayor", "by: Ada O'Example", "write its id from actors"),
        ("source: gazette", "source: www.example.org/a", "write https://www.example.org/a"),
        ("source: gazette", "source: N/A", "if there is none, delete it"),
        ("source: gazette", "source: The gazette of April", "did you mean 'gazette'?"),
        ("source: gazette", "source: gazette, page 2", "write {ref: gazette, at: page 2}"),
        ("source: gazette", "source: [gazette, x]", "write sources: [gazette, x]"),
        ("title: Example", "title: A\npublisher: A, B", 'write {name: "A, B"}'),
        ("{text: We shall see, by: mayor}", "We shall", "write {text: We shall, by: an"),
        ("{title: The gazette of April, url", "{url", "add its title, as in title: Minutes"),
        (
            "kind: news",
            "kind: U-turn",
            "write its kind, as in kind: statement, and add",
        ),
        (
            "date: 2019-04",
            "date: TBC",
            "write as much as you know: a period such as 2023-07/2023-12",
        ),
        ("title: First", "summary: <b>A</b>\n    title: First", "write **bold**, *italics* or"),
        ("{name: The", "{roles: [{title: A, until: present}], name: The", "if there is no end yet"),
    ],
)
def test_the_intended_value_is_suggested(old: str, new: str, hint: str) -> None:
    assert problem_of(old, new)[2].startswith(hint)


@pytest.mark.parametrize(
    ("field", "hint"),
    [
        ("areas: {town: {name: The town}, north: {name: North, within: The town}}", "town"),
        ("actors: {mayor: {name: The Mayor}, aide: {name: Aide, part of: The Mayor}}", "mayor"),
        (
            "areas: {town: {name: The town}}\neditions: {a: {template: member, area: The town}}",
            "town",
        ),
    ],
)
def test_a_name_in_place_of_an_id_is_recognised_in_every_section(field: str, hint: str) -> None:
    event = "{date: 2019-04, kind: news, title: A, source: https://example.org/a}"
    text = f"title: Example\n{field}\nevents:\n  - {event}\n"
    problems = load([File("a.yaml", text.encode())]).problems
    assert [problem.hint for problem in problems if problem.severity == "error"] == [
        f"did you mean '{hint}'?"
    ]


def test_the_name_of_an_area_is_recognised_if_it_could_be_an_id() -> None:
    event = "{date: 2019-04, kind: news, title: A, areas: [Kent], source: https://example.org/a}"
    text = f"title: Example\nareas: {{ken: {{name: Kent}}}}\nevents:\n  - {event}\n"
    (problem,) = load([File("a.yaml", text.encode())]).problems
    assert problem.hint == "did you mean 'ken'?"
