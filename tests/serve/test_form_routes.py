"""The requests of the form, sent to a real server."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.serve.conftest import Serving

RECORD = """\
title: A record
actors:
  ann: {name: Ann Example, roles: [{title: Mayor, from: 2018, until: 2020}]}
sources:
  minutes: {title: Minutes of the council}
asks:
  park: {title: Open a new park, by: ann}
events:
  # The first
  - date: 2019-04
    kind: statement
    title: One   # short
    id: one
    actors: [ann]
    source: minutes
    quotes:
      - {text: We will act at once on the report, by: ann}
  - {date: 2020-04, kind: debate, title: Two, id: two, source: https://example.org/b}
"""
COPY = "<p>The mayor spoke. “We will act at once on the report,” she said.</p>"


class Form:
    """The form in a browser, as a client of a server."""

    def __init__(self, client: httpx.Client, record: Path, name: str = "me") -> None:
        self.client, self.record, self.name = client, record, name

    def post(self, name: str, status: int = 200, /, **body: Any) -> Any:
        answer = self.client.post(f"api/form/{name}", json={"client": self.name, **body})
        assert answer.status_code == status, answer.text
        return answer.json()

    def item(self, *where: str | int) -> Any:
        return self.post("item", file="events.yaml", where=list(where))

    def change(
        self, shown: Any, path: list[str | int], value: Any, status: int = 200, **more: Any
    ) -> Any:
        body = {"kind": "set", "path": path, "value": value, "shown": shown["item"]}
        place = {"file": shown["file"], "where": shown["where"]}
        return self.post("change", status, **{**body, **place, **more})

    @property
    def text(self) -> str:
        return self.record.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def opened(serving: Serving, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Form]:
    folder = tmp_path_factory.mktemp("record")
    (folder / "events.yaml").write_text(RECORD)
    (folder / "sources").mkdir()
    (folder / "sources" / "minutes.html").write_text(COPY)
    running = serving(folder=folder)
    with running.client(origin=running.address.rstrip("/")) as client:
        yield Form(client, folder / "events.yaml")


@pytest.fixture
def form(opened: Form) -> Form:
    opened.record.write_text(RECORD)
    return opened


def test_the_form_lists_the_items_of_the_record(form: Form) -> None:
    answer = form.client.get("api/form").json()
    titles = [item["name"] for item in answer["items"]["events"]]
    assert titles == ["Two", "One"]
    assert answer["names"]["actors"] == {"ann": "Ann Example"}
    assert [field["key"] for field in answer["forms"]["events"]][:3] == ["date", "kind", "title"]


def test_a_change_is_saved_and_only_its_bytes_change(form: Form) -> None:
    saved = form.change(form.item("events", 0), ["title"], "First")
    assert form.text == RECORD.replace("One   #", "First   #")
    assert saved["item"]["title"] == "First"


def test_undo_restores_the_bytes_and_redo_makes_the_change_again(form: Form) -> None:
    form.change(form.item("events", 0), ["title"], "First")
    after = form.text
    form.post("undo")
    assert form.text == RECORD
    form.post("redo")
    assert form.text == after


def test_the_changes_of_somebody_else_are_not_undone(form: Form) -> None:
    form.change(form.item("events", 0), ["title"], "First")
    form.record.write_text(form.text.replace("title: Two", "title: Second"))
    form.post("undo")
    assert form.text == RECORD.replace("title: Two", "title: Second")


def test_a_change_that_would_be_an_error_is_not_saved(form: Form) -> None:
    answer = form.change(form.item("events", 0), ["date"], "tomorrow", 422)
    assert form.text == RECORD
    assert answer["problems"][0]["path"] == ["date"]
    assert answer["problems"][0]["severity"] == "error"


def test_an_item_that_is_used_is_not_deleted(form: Form) -> None:
    for place, name in [
        (("sources", "minutes"), "“One”"),
        (("actors", "ann"), "“One” (and 1 more)"),
    ]:
        error = form.change(form.item(*place), [], None, 422, kind="remove")["error"]
        assert error == f"Not deleted, because it is used by {name}."
    assert form.text == RECORD


def test_the_last_event_is_not_deleted(form: Form) -> None:
    form.change(form.item("events", 1), [], None, kind="remove")
    error = form.change(form.item("events", 0), [], None, 422, kind="remove")["error"]
    assert error == "A record needs at least one event. Add another one first."


def test_a_change_of_the_same_field_is_a_conflict(form: Form) -> None:
    shown = form.item("events", 0)
    form.record.write_text(form.text.replace("One", "Theirs"))
    answer = form.change(shown, ["title"], "Mine", 409)
    assert answer["conflict"] == {"path": ["title"], "theirs": "Theirs", "where": ["events", 0]}
    assert "Theirs" in form.text


def test_a_file_that_is_open_in_an_editor_is_saved_only_on_request(form: Form) -> None:
    lock = form.record.with_name(".events.yaml.swp")
    lock.touch()
    try:
        shown = form.item("events", 0)
        form.change(shown, ["title"], "First", 423)
        assert form.text == RECORD
        form.change(shown, ["title"], "First", force=True)
        assert "First" in form.text
    finally:
        lock.unlink()


def test_an_event_is_added_in_order_and_can_be_deleted(form: Form) -> None:
    item = {"date": "2019-06", "kind": "report", "title": "New", "source": "minutes"}
    saved = form.post("add", section="events", item=item)
    assert saved["where"] == ["events", 1]
    assert saved["item"]["id"] == "new"
    form.change(saved, [], None, kind="remove")
    assert form.text == RECORD


def test_a_new_event_is_written_as_briefly_as_possible(form: Form) -> None:
    item = {
        "date": "2019", "kind": "report", "title": "New",
        "actors": [{"ref": "ann"}, {"ref": "ann", "as": "Chair"}],
        "source": {"url": "https://example.org/new"},
        "reverses": [{"ref": "one", "part": ""}],
    }  # fmt: skip
    form.post("add", section="events", item=item)
    assert "date: 2019\n" in form.text
    assert "source: https://example.org/new\n" in form.text
    assert "reverses: [one]\n" in form.text
    assert "- ann\n      - {ref: ann, as: Chair}\n" in form.text


@pytest.mark.parametrize("date", ["[2019-10-01..2019-11-15]", "[..2019-11-15]", "[2019-10..]"])
def test_an_event_is_added_with_a_date_in_brackets(form: Form, date: str) -> None:
    item = {"date": date, "kind": "report", "title": "New", "source": "minutes"}
    assert "missing" not in form.post("check", section="events", item=item)
    saved = form.post("add", section="events", item=item)
    assert saved["item"]["date"] == [date[1:-1]]
    assert f"date: {date}\n" in form.text


def test_an_actor_is_added_with_an_id_from_the_name(form: Form) -> None:
    saved = form.post("add", section="actors", item={"name": "Bob O’Neill", "type": ""})
    assert saved["where"] == ["actors", "bob-oneill"]
    assert "  bob-oneill: {name: Bob O’Neill}\n" in form.text


def test_a_question_is_added_and_its_answer_is_changed(form: Form) -> None:
    assert form.post("check", section="questions", item={})["missing"] == "Write the question."
    item = {"question": "When will it open?", "events": ["one"]}
    saved = form.post("add", section="questions", item=item)
    assert saved["where"] == ["questions", "when-will-it-open"]
    assert [each["message"] for each in saved["problems"]] == ["this question has no answer"]
    form.change(saved, ["answer"], "In **June**.")
    added = (
        '  when-will-it-open: {question: "When will it open?", answer: In **June**., events: [one]}'
    )
    assert form.text == RECORD.replace("events:\n", f"questions:\n{added}\nevents:\n")
    listed = form.client.get("api/form").json()["items"]["questions"]
    assert [each["name"] for each in listed] == ["When will it open?"]
    error = form.change(form.item("events", 0), [], None, 422, kind="remove")["error"]
    assert error == "Not saved, because it would cause an error."
    form.change(form.item(*saved["where"]), [], None, kind="remove")
    assert "questions: {}" in form.text


def test_an_edition_is_added(form: Form) -> None:
    saved = form.post("add", section="editions", item={"template": "member"}, id="mps")
    assert saved["where"] == ["editions", "mps"]


def test_a_new_event_shows_its_problems_before_it_is_saved(form: Form) -> None:
    item = {"date": "2019-06", "kind": "report", "title": "New"}
    problems = form.post("check", section="events", item=item)["problems"]
    assert any("source" in problem["message"] for problem in problems)
    assert form.post("check", section="events", item={"kind": "report"})["missing"]
    assert form.text == RECORD


@pytest.mark.parametrize(
    ("path", "text", "value", "meaning"),
    [
        (["events", 0, "date"], "9 June 2025", "2025-06-09", "Monday 9 June 2025 (2025-06-09)"),
        (["events", 0, "actors", 0, "ref"], "Ann Example", "ann", "Ann Example"),
        (["events", 0, "kind"], "debate", "debate", "Parliament"),
        (["asks", "*", "by"], "ann", "ann", "Ann Example"),
        (["events", 0, "title"], "9 June 2025", "9 June 2025", ""),
    ],
)
def test_a_text_gets_its_value_and_its_meaning(
    form: Form, path: list[Any], text: str, value: str, meaning: str
) -> None:
    answer = form.post("read", path=path, text=text)
    assert (answer["value"], answer["meaning"]) == (value, meaning)


def test_an_unclear_date_lists_its_meanings(form: Form) -> None:
    answer = form.post("read", path=["events", 0, "date"], text="3/4/2021")
    assert set(answer["options"]) == {"2021-04-03", "2021-03-04"}

    assert answer["options"]["2021-04-03"] == "Saturday 3 April 2021 (2021-04-03)"


def test_an_embargo_without_a_time_offers_the_usual_times(form: Form) -> None:
    answer = form.post("read", path=["events", 0, "embargo"], text="9 June 2030")
    assert answer["problem"].startswith("At what time on “9 June 2030” does the embargo end?")
    assert answer["options"]["2030-06-09T00:01"] == "Sunday 9 June 2030 at 12.01am"
    told = form.post("read", path=["events", 0, "embargo"], text="9 June 2030 at 10.30pm")
    assert told["meaning"] == "Sunday 9 June 2030, 10.30pm"


@pytest.mark.parametrize(
    ("path", "such_as"),
    [
        (["events", 0, "date"], "spring 2024, about 2024, or 2019 to 2021"),
        (["events", 0, "commitments", 0, "due"], "3 months after"),
        (["events", 0, "added"], "one day, such as 9 June 2025"),
        (["events", 0, "embargo"], "3 July 2023 at 10.30pm"),
    ],
)
def test_a_text_that_is_not_a_date_gets_examples_in_words(
    form: Form, path: list[Any], such_as: str
) -> None:
    assert such_as in form.post("read", path=path, text="never")["problem"]


def test_an_unknown_actor_can_be_added(form: Form) -> None:
    answer = form.post("read", path=["events", 0, "actors", 0, "ref"], text="Cat Other")
    assert answer["can_add"] == "actors"


def test_an_unknown_actor_is_compared_with_the_names_of_others(form: Form) -> None:
    answer = form.post("read", path=["events", 0, "actors", 0, "ref"], text="Ann Exampel")
    assert answer["problem"] == "The record has no actor called “Ann Exampel”."
    assert answer["options"] == {"ann": "Ann Example"}


def test_a_kind_that_the_record_does_not_have_can_be_added(form: Form) -> None:
    path = ["events", 0, "kind"]
    assert form.post("read", path=path, text="site visit")["can_add"] == "kinds"
    kind = {"name": "site visit", "family": "evidence"}
    form.post("add", section="kinds", item=kind)
    form.change(form.item("events", 0), ["kind"], "site visit")
    assert "kinds: [{name: site visit, family: evidence}]" in form.text
    assert "kind: site visit" in form.text
    error = form.post("add", 422, section="kinds", item=kind)["error"]
    assert error == "The record already has the kind “site visit”."
    assert form.post("read", path=path, text="Decision")["value"] == "decision"


def test_a_u_turn_is_not_a_kind_but_has_a_field(form: Form) -> None:
    answer = form.post("read", path=["events", 0, "kind"], text="U-turn")
    assert answer["is_turn"]
    first = [field["key"] for field in form.client.get("api/form").json()["forms"]["events"][:5]]
    assert "reverses" in first


def test_sources_that_an_event_describes_are_listed_with_the_others(form: Form) -> None:
    items = form.client.get("api/form").json()["items"]["sources"]
    assert [(item["name"], item["detail"]) for item in items] == [
        ("Minutes of the council", "minutes"),
        ("https://example.org/b", "Described in the event “Two”"),
    ]
    assert (items[1]["where"], items[1]["at"]) == (["events", 1], ["source"])


def test_an_edition_does_not_replace_those_that_are_made_anyway(form: Form) -> None:
    assert form.client.get("api/form").json()["built_in"] == ["timeline", "member", "digest"]
    saved = form.post("add", section="editions", item={"template": "member", "title": "For MPs"})
    assert saved["kept"] == ["timeline", "member"]
    assert saved["where"] == ["editions", "for-mps"]
    kept = "  timeline: {template: timeline}\n  member: {template: member}\n"
    assert f"editions:\n{kept}  for-mps:" in form.text
    assert form.client.get("api/form").json()["built_in"] == ["digest"]
    form.post("undo")
    assert form.text == RECORD


def test_a_section_of_an_edition_is_edited_in_its_form(form: Form) -> None:
    section = {"title": "Why it matters", "text": "Parks keep people well.", "source": "minutes"}
    edition = {"template": "member", "sections": [section | {"place": "after summary"}]}
    saved = form.post("add", section="editions", item=edition, id="mps")
    assert saved["where"] == ["editions", "mps"]
    fields = form.client.get("api/form").json()["forms"]["editions"]
    (sections,) = (field for field in fields if field["key"] == "sections")
    assert [field["key"] for field in sections["fields"]][:3] == ["title", "text", "place"]
    item = form.client.get("api/form").json()["items"]["editions"][-1]
    assert item["where"] == ["editions", "mps"]
    assert "title: Why it matters" in form.text and "place: after summary" in form.text


def test_labels_and_hints_have_no_words_of_the_file_format(form: Form) -> None:
    forms = form.client.get("api/form").json()["forms"]
    fields = [each for fields in forms.values() for field in fields
              for each in (field, *field.get("fields", ()))]  # fmt: skip
    texts = [f"{field['label']}. {field['help']}" for field in fields]
    jargon = re.compile(r"Markdown|YAML|`|\b[Ii]ds?\b|Weight|Label|\w_\w")
    assert [text for text in texts if jargon.search(text)] == []


def test_the_roles_of_a_day(form: Form) -> None:
    assert form.post("roles", date="2019-04")["roles"] == {"ann": "Mayor"}
    assert form.post("roles", date="2021")["roles"] == {}


def test_a_quote_is_proved_as_it_is_entered(form: Form) -> None:
    event = form.item("events", 0)["item"]
    proof = form.post("prove", claim=event["quotes"][0], field="quotes", event=event)["proof"]
    assert proof["state"] == "proved"
    assert proof["words"] == "Verbatim in sources/minutes.html."
    claim = {"text": "We will never act at once on the report"}
    proof = form.post("prove", claim=claim, field="quotes", event=event)["proof"]
    assert proof["state"] == "failed"
    assert "We will act" in proof["passage"]


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"file": "events.yaml", "where": "events"},
        {"file": "events.yaml", "where": ["events", -1]},
        {"file": "events.yaml", "where": [["events"]]},
        {"file": ["events.yaml"], "where": []},
    ],
)
def test_other_requests_are_refused(form: Form, body: dict[str, Any]) -> None:
    form.post("item", 400, **body)


@pytest.mark.parametrize("file", ["../events.yaml", "/etc/passwd", "evidence.lock"])
def test_no_other_file_can_be_read_or_changed(form: Form, file: str) -> None:
    form.post("item", 422, file=file, where=[])
    shown = form.item("events", 0)
    form.change({**shown, "file": file}, ["title"], "x", 422)


def test_what_is_not_json_is_refused(form: Form) -> None:
    assert form.client.post("api/form/item", content=b"<xml/>").status_code == 400


# Files


TABLE = """\
Date,What happened,Who
9 June 2019,The council reopens the park,Ann Example
7/12/2019,The mayor visits,Ann Example
2019-04,One,Ann Example
soon,The mayor resigns,Ann Example
"""
RELEASE = """\
<html><head><title>Mayor promises a new park</title>
<meta property="article:published_time" content="2019-05-02"></head><body><article>
<h1>Mayor promises a new park</h1><p>The mayor promised a new park for the town today, after a
long campaign by the people who live there.</p>
<p>“We will open the park before the end of the summer,” said Ann Example, the mayor.</p>
</article></body></html>
"""


def import_file(
    form: Form, name: str, content: str | bytes, status: int = 200, **query: str
) -> Any:
    params, body = (
        {"name": name, **query},
        content.encode() if isinstance(content, str) else content,
    )
    answer = form.client.post("api/form/import", params=params, content=body)
    assert answer.status_code == status, answer.text
    return answer.json()


def test_a_table_becomes_drafts_and_no_row_is_lost(form: Form) -> None:
    answer = import_file(form, "table.csv", TABLE)
    found = [(draft["item"].get("date"), draft["is_complete"]) for draft in answer["drafts"]]
    assert answer["way"] == "table"
    assert found == [("2019-06-09", True), (None, False), ("soon", False)]
    assert answer["notes"][0] == "1 row left out: already in the record."
    assert form.text == RECORD


def test_a_question_about_dates_is_answered(form: Form) -> None:
    (question,) = import_file(form, "table.csv", TABLE)["questions"]
    assert question["readings"] == [
        "Saturday 7 December 2019 (2019-12-07)",
        "Friday 12 July 2019 (2019-07-12)",
    ]
    again = import_file(form, "table.csv", TABLE, answers=json.dumps([[question["key"], 1]]))
    assert again["drafts"][1]["item"]["date"] == "2019-07-12"


def test_a_draft_is_taken_with_its_actors(form: Form) -> None:
    text = TABLE.replace("Ann Example", "Cat Other")
    draft = import_file(form, "table.csv", text)["drafts"][0]
    more = {key: draft[key] for key in ("actors", "sources", "kinds")}
    form.post("add", section="events", item=draft["item"], **more)
    assert "kinds: [event]" in form.text
    assert "The council reopens the park" in form.text
    assert "{name: Cat Other}" in form.text


def test_a_press_release_becomes_a_draft_with_its_quotes_and_its_copy_is_kept(form: Form) -> None:
    answer = import_file(form, "release.html", RELEASE)
    (draft,) = answer["drafts"]
    assert answer["way"] == "document"
    assert draft["item"]["date"] == "2019-05-02"
    (quote,) = draft["quotes"]
    assert quote["value"]["by"] == "ann"
    item = {**draft["item"], "quotes": [quote["value"]]}
    form.post("add", section="events", item=item, sources=draft["sources"])
    params = {"name": "release.html", "source": draft["source"]}
    kept = form.client.post("api/form/keep", params=params, content=RELEASE.encode()).json()["kept"]
    copy = form.record.parent / "sources" / f"{draft['source']}.html"
    assert copy.read_text() == RELEASE
    assert Path(kept).name == copy.name
    copy.unlink()


def test_a_copy_is_kept_only_for_a_source_of_the_record(form: Form) -> None:
    for source in ("../../other", "unknown", "minutes"):
        params = {"name": "x.html", "source": source}
        answer = form.client.post("api/form/keep", params=params, content=b"<p>x").json()
        assert answer["kept"] is None


def test_a_file_that_cannot_be_read_is_explained(form: Form) -> None:
    answer = import_file(form, "picture.png", b"\x89PNG\r\n\x1a\n" + bytes(99), 422)
    assert answer["error"].startswith("picture.png cannot be read:")


# Strangers


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"host": "evil.example"},
        {"sec-fetch-site": "cross-site"},
    ],
    ids=["origin", "host", "site"],
)
@pytest.mark.parametrize("path", ["change", "add", "undo", "import", "keep"])
def test_another_page_can_change_nothing(form: Form, path: str, headers: dict[str, str]) -> None:
    answer = form.client.post(f"api/form/{path}", content=b"{}", headers=headers)
    assert answer.status_code in (403, 421)
    assert form.text == RECORD
