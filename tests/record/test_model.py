"""The file format, in its schema and its classes."""

from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest

from briefing.record.dates import parse_edtf
from briefing.record.model import Actor, EventsFile
from briefing.record.schema import json_schema
from tests.validators import schema_validator

SCHEMA = json_schema()
validator = cache(lambda: schema_validator(SCHEMA))


def _objects(schema: Any, name: str) -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(schema, dict):
        if "properties" in schema:
            yield name, schema
        for key, inner in schema.items():
            yield from _objects(inner, f"{name}.{key}")
    elif isinstance(schema, list):
        for inner in schema:
            yield from _objects(inner, name)


OBJECTS = list(_objects(SCHEMA, "events file"))


def test_the_schema_is_one_of_draft_2020_12() -> None:
    assert validator()
    assert SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"


@pytest.mark.parametrize(("name", "schema"), OBJECTS, ids=[name for name, _ in OBJECTS])
def test_every_field_is_explained_and_no_other_is_allowed(
    name: str, schema: dict[str, Any]
) -> None:
    assert schema["additionalProperties"] is False
    assert schema["description"].endswith(".")
    for field, about in schema["properties"].items():
        assert about.get("description", "").endswith("."), f"{name}: {field}"


def _event(**fields: object) -> dict[str, object]:
    event = {"date": "2019-04", "kind": "news", "title": "A", "source": "https://example.org/a"}
    return {"events": [{**event, **fields}]}


def _reads(data: Any) -> bool:
    try:
        EventsFile.model_validate(data)
    except ValueError:
        return False
    return True


VALUES: list[object] = [
    *("", " ", "x", "x y", " x ", "-x", "x\n", "2019", "2019-04", " 2019-04", "2019-02-3X", "soon"),
    *("2019-04/2019-07", "../..", "[2019..2020]", "https://example.org", "HTTPS://example.org", "https://"),
    *("http:/x", "ftp://x", "77%", "most", 0, 7, 7.5, 2019, True, None, [], {}, [7], ["x"], [None]),
    *(["2019..2020-21"], ["..2019"], ["2019.."], [".."], ["2019"], [2019], ["2019", "2020"]),
    *(["2020..2019-04-05-06"], ["2019/2020"], ["[2019..2020]"]),
    *(["x y"], [""], [[]], [{}], {"title": "x"}, {"ref": "x"}, {"ref": "x", "at": 7}, {"at": "x"}),
    *({"url": "https://a.org"}, {"url": "x"}, {"ref": "x", "url": "https://a.org"}, {"ref": None}),
    *([{"ref": "x", "as": "y"}], [{"ref": "x", "role": "y"}], [{"text": "x"}], [{"text": ""}]),
    *([{"label": "x", "value": 7}], [{"label": "x", "value": ""}], [{"label": "x"}]),
    *("x" * 300, "x" * 301, "x" * 5_000, "x" * 5_001, "2023-09-08", "2023-09-08T10:00:00", "0000"),
]  # fmt: skip
FIELDS = SCHEMA["$defs"]["Event"]["properties"]


@pytest.mark.parametrize("field", FIELDS)
def test_the_schema_and_the_model_agree_on_every_field_of_an_event(field: str) -> None:
    for value in VALUES:
        data = _event(**{field: value})
        assert validator().is_valid(data) == _reads(data), (field, value)


TOP = SCHEMA["properties"]
SECTIONS: list[object] = [
    {"x": {"name": "x"}}, {"x": {"title": "x"}}, {"x": {"template": "x"}}, {"x y": {"name": "x"}},
    {"": {"title": "x"}}, {" x": {"template": "x"}}, {"x": None}, {"x": "y"}, {"x": {}},
    {"x": {"name": "x", "roles": [{"title": "y", "from": "2019", "until": "2020-05?"}]}},
    {"x": {"name": "x", "roles": [{"title": "y", "from": ""}]}}, {"name": "x"}, {"contact": "y"},
    {"name": "x", "contact": 7}, {"name": ""}, {"x": {"title": "x", "url": "y"}},
    {"x": {"template": "x", "since": "2019", "kinds": ["U-turn"], "topics": [7], "actors": ["y"]}},
    {"x": {"template": "x", "actors": ["y z"]}}, {"x": {"template": "x", "since": "soon"}},
]  # fmt: skip


@pytest.mark.parametrize("field", TOP)
def test_the_schema_and_the_model_agree_on_every_field_at_the_top(field: str) -> None:
    for value in [*VALUES, *SECTIONS]:
        data = {field: value}
        assert validator().is_valid(data) == _reads(data), (field, value)


ROLES = [
    {"title": "Minister", "from": "2018-04", "until": "2019-07"},
    {"title": "Chancellor", "from": "2020-02-13"},
]


@pytest.mark.parametrize(
    ("date", "role"),
    [
        ("2019", "Minister"),
        ("2018-06", "Minister"),
        ("2018-04", "Minister"),
        ("2017", None),
        ("2019-12", None),
        ("2021-05-01", "Chancellor"),
        ("2018/2021", None),
    ],
)
def test_a_role_is_shown_where_only_one_can_be_meant(date: str, role: str | None) -> None:
    actor = Actor.model_validate({"name": "Jo Bloggs", "roles": ROLES})
    assert actor.role_on(parse_edtf(date)) == role
