"""Several files make one record. The first of two definitions is used; the other is reported."""

import pytest

from briefing.record.loading import File, load

EVENT = "{date: 2019-04, kind: news, title: A, source: {title: S}}"
OTHER = EVENT.replace("title: A", "title: B")


def test_files_are_one_record() -> None:
    kinds, actors = "kinds: [{name: fete, family: courts}]", "actors: {a: {name: Ada}}"
    first = f"title: T\n{kinds}\n{actors}\nevents: [{EVENT}]\n"
    second = EVENT.replace("title: A,", "title: B, actors: [a],")
    result = load([File("1.yaml", first.encode()), File("2.yaml", f"events: [{second}]".encode())])
    assert not result.problems
    record = result.record
    assert record.title == "T" and record.actors["a"].name == "Ada"
    assert record.families == {"fete": "courts"} and "fete" in record.kinds
    assert [(event.title, event.where.file) for event in record.events] == [
        ("A", "1.yaml"),
        ("B", "2.yaml"),
    ]


@pytest.mark.parametrize(
    ("first", "second", "name"),
    [
        ("title: T", "title: U", "title"),
        ("actors: {a: {name: Ada}}", "actors: {a: {name: Ann}}", "actor 'a'"),
        ("sources: {s: {title: S}}", "sources: {s: {title: Z}}", "source 's'"),
        (f"events: [{EVENT[:-1]}, id: e}}]", f"events: [{OTHER[:-1]}, id: e}}]", "event 'e'"),
        (
            "kinds: [{name: fete, family: courts}]",
            "kinds: [{name: fete, family: evidence}]",
            "the family of the kind 'fete'",
        ),
    ],
)
def test_the_first_definition_counts(first: str, second: str, name: str) -> None:
    files = [File("1.yaml", first.encode()), File("2.yaml", second.encode())]
    single = load(files[:1]).record
    both = load(files)
    (problem,) = [problem for problem in both.problems if problem.slug == "given-twice"]
    assert problem.file == "2.yaml" and problem.message == f"{name} already exists in 1.yaml"
    merged = both.record
    assert (merged.title, merged.actors, merged.sources, merged.families) == (
        single.title,
        single.actors,
        single.sources,
        single.families,
    )
