"""A briefing as JSON: it matches its schema, and omits nothing from the briefing."""

import json
from datetime import date
from functools import cache
from typing import Any

import pytest

from briefing.edition.briefing import make_briefing
from briefing.edition.editions import editions_of
from briefing.output import json_export
from briefing.record.record import Record
from tests.helpers import SAMPLE, TEMPLATES, briefing, load_record
from tests.pages import nasty
from tests.validators import schema_validator

DAY = date(2023, 9, 8)
validator = cache(lambda: schema_validator(json_export.json_schema(), with_formats=True))


def sample() -> Record:
    return load_record(SAMPLE.read_text(encoding="utf-8"))


def made(record: Record) -> dict[str, Any]:
    """Return the JSON of each edition, checked against the schema."""
    render = json_export.renderer()
    found = {}
    for id, edition in editions_of(record, TEMPLATES).items():
        found[id] = json.loads(render(make_briefing(record, id, edition, DAY)).content)
        assert [error.message for error in validator().iter_errors(found[id])] == []
    return found


def test_it_is_what_the_schema_says() -> None:
    for record in (sample(), nasty()):
        assert all(edition["entries"] for edition in made(record).values())
    wrong = made(sample())["timeline"] | {"as_of_day": "8 September 2023", "version": 2}
    assert {error.json_path for error in validator().iter_errors(wrong)} == {
        "$.as_of_day",
        "$.version",
    }


def test_dates_are_in_words_and_as_the_record_has_them() -> None:
    found = made(sample())["timeline"]
    (entry,) = (candidate for candidate in found["entries"] if candidate["id"] == "bill-returns")
    assert (entry["date"], entry["edtf"]) == ("4–10 September 2023", "2023-09-04/2023-09-10")
    assert entry["span"] == {"earliest": "2023-09-04", "latest": "2023-09-10"}
    assert (found["as_of"], found["as_of_day"]) == ("8 September 2023", "2023-09-08")
    assert entry["citations"][0]["edtf"] == "2023-09-04"
    figures = [figure for entry in found["entries"] for figure in entry["figures"]]
    assert all(figure["edtf"] and figure["date"] for figure in figures + found["quotes"])


def test_short_lists_refer_to_full_entries() -> None:
    for found in made(sample()).values():
        anchors = [other["anchor"] for other in found["entries"]]
        assert {*found["recent"], *found["next"]} <= {*anchors}
        assert found["recent"]
        assert {commitment["made"]["anchor"] for commitment in found["commitments"]} <= {*anchors}


def test_it_holds_what_is_worked_out() -> None:
    found = made(sample())["timeline"]
    late = [commitment for commitment in found["commitments"] if commitment["state"] == "overdue"]
    assert all(entry["status"] and entry["limit"]["latest"] < "2023-09-08" for entry in late)
    assert found["asks"] and found["u_turns"]
    record = load_record("""
        title: T
        editions: {e: {template: timeline}}
        events:
          - {date: 2019, kind: poll, title: A, source: {title: S},
             figures: [{label: agree, value: 70%, by: X}]}
          - {date: 2020, kind: poll, title: B, source: {title: S},
             figures: [{label: agree, value: 77%, by: X}]}
        """)
    (trend,) = made(record)["e"]["trends"]
    assert trend["change"] == "+7 percentage points"
    assert [figure["value"]["value"] for figure in trend["figures"]] == ["70", "77"]


def test_a_digest_holds_what_is_new(tmp_path: Any) -> None:
    options = ("--week", "2023-W36", "-f", "json", "-o", tmp_path)
    assert briefing("digest", SAMPLE, *options).exit_code == 0
    found = json.loads((tmp_path / "2023-W36.json").read_text(encoding="utf-8"))
    assert not [*validator().iter_errors(found)]
    assert found["digest"]["name"] == "2023-W36" and found["digest"]["happened"]
    listed = {*found["digest"]["happened"], *found["digest"]["late"], *found["digest"]["coming"]}
    assert listed <= {entry["anchor"] for entry in found["entries"]}


@pytest.mark.parametrize("letters", ["é <b> \u3000x", "\\", "“"])
def test_text_stays_as_it_is(letters: str) -> None:
    text = json.dumps(f"E {letters}")
    record = (
        f"{{title: T, events: [{{date: 2019, kind: news, title: {text}, source: {{title: S}}}}]}}"
    )
    (entry,) = made(load_record(record))["timeline"]["entries"]
    assert entry["title"] == f"E {letters}"
