"""JSON and JSON Lines of any objects, and our own exports."""

import json
from pathlib import Path

import pytest

from briefing.capture.reading import read_tables
from briefing.evidence.kinds import NotReadable
from briefing.record.dates import parse_edtf
from tests.helpers import briefing

MANY_KEYS = json.dumps([{f"k{n}": n} for n in range(501)])
EVENTS = Path(__file__).parents[3] / "events.yaml"


def texts(content: str | bytes, name: str = "a.json") -> list[list[str]]:
    content = content.encode() if isinstance(content, str) else content
    return [[cell.text for cell in row.cells] for row in read_tables(content, name)[0].rows]


@pytest.mark.parametrize(
    "content",
    [
        '[{"date": "2031", "title": "A"}]',
        '{"n": 1, "results": [{"date": "2031", "title": "A"}]}',
        '{"data": {"items": [{"date": "2031", "title": "A"}, {}]}}',
        '{"date": "2031", "title": "A"}\n{"date": "", "title": null}\n',
        '[["date", "title"], ["2031", "A"]]',
        '{"date": "2031", "title": "A"}',
    ],
    ids=["list", "in a key", "deeper", "lines", "lists", "one object"],
)
def test_lists_of_objects_are_found(content: str) -> None:
    assert texts(content) == [["date", "title"], ["2031", "A"]]


def test_values_are_written_as_people_would() -> None:
    found = texts(
        '[{"n": 1.10, "source": {"url": "u", "by": {"name": "B"}}, "topics": ["a", "b"], '
        '"who": [{"name": "C"}, {"name": "D", "role": "E"}], '
        '"is": true, "n": 12345678901234567890}]'
    )
    assert found == [
        ["n", "source.url", "source.by.name", "topics", "who", "is", "n (2)"],
        ["1.10", "u", "B", "a; b", "C\nname: D; role: E", "yes", "12345678901234567890"],
    ]


def test_every_list_of_an_object_is_a_table() -> None:
    content = b'{"past": [{"a": 1}], "future": [{"a": 2}], "about": "x"}'
    assert [table.name for table in read_tables(content, "a.json")] == ["past", "future"]


def test_other_encodings_are_read() -> None:
    assert texts('[{"é": "ü"}]'.encode("utf-16")) == [["é"], ["ü"]]


def test_our_own_export_comes_back(tmp_path: Path) -> None:
    assert briefing("build", EVENTS, "-e", "timeline", "-f", "json", "-o", tmp_path).exit_code == 0
    content = (tmp_path / "timeline.json").read_bytes()
    table = read_tables(content, "timeline.json")[0]
    entries = json.loads(content)["entries"]
    listed = read_tables(briefing("list", EVENTS, "--format", "json").stdout_bytes, "a.json")[0]
    assert len(table.rows) == len(entries) + 1 and len(listed.rows) > 1
    for row, entry in zip(table.rows[1:], entries, strict=True):
        found = {table.columns[n]: cell for n, cell in enumerate(row.cells)}
        assert parse_edtf(found["date"].text) == parse_edtf(entry["edtf"])
        assert (found["title"].text, found["kind"].text) == (entry["title"], entry["kind"])
        assert found["summary"].text.split() == (entry["summary"] or "").split()
        assert found["topics"].text == "; ".join(entry["topics"])
        noted = found["note"].text + found["quote"].text
        assert all(quote["text"] in noted for quote in entry["quotes"])


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("[" * 200_000 + "]" * 200_000, "its objects are nested too deeply"),
        ('{"a":' * 300 + "1" + "}" * 300, "its objects are nested too deeply"),
        ("[]", "it has no list of objects"),
        ('{"a": [1,}', "it is not valid JSON: the error is at line 1, column 10"),
        ('{"a": 1}\n{"a": 2}\n{oops}\n', "it is not valid JSON: the error is at line 3"),
        (MANY_KEYS, "its objects have 501 different keys, and the limit is 500"),
    ],
    ids=["lists", "objects", "empty", "syntax", "a line", "keys"],
)
def test_json_that_cannot_be_read(content: str, reason: str) -> None:
    with pytest.raises(NotReadable) as error:
        read_tables(content.encode(), "a.json")
    assert error.value.reason == reason and error.value.hint
