"""The pages of the live page, compared with the files that the commands make."""

import json
import re
import shutil
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlencode

import httpx
import pytest

from benchmarks.records import record
from tests.helpers import SAMPLE, briefing
from tests.pages import NASTY
from tests.serve.conftest import Server, Serving

FAST = ("--engine", "plutoprint")
"""Pages link to PDFs, so the commands must make these too."""
EXAMPLES = SAMPLE.parent / "examples"


AREAS = """
    title: T
    correct_as_of: 2023-01-01
    areas: {uk: {name: UK}, kent: {name: Kent, within: uk}}
    editions: {short: {template: timeline}}
    events:
      - {date: 2020, kind: news, title: First, areas: [kent], source: {title: S, date: 2020}}
      - {date: 2022, kind: news, title: Second, source: {title: S, date: 2022}}
"""


def address(kind: str, view: str, **choice: str) -> str:
    """Return the address of a document. In names of choices, _ is -."""
    params = {name.replace("_", "-"): value for name, value in choice.items()}
    return f"/{kind}/{quote(urlencode(params), safe='')}/{view}"


def facts(answer: httpx.Response, header: str = "Briefing-Shown") -> Mapping[str, str]:
    found: Mapping[str, str] = json.loads(unquote(answer.headers[header]))
    return found


@pytest.fixture(scope="module")
def server(serving: Serving) -> Server:
    return serving(SAMPLE)


@pytest.fixture(scope="module")
def inquiry(serving: Serving) -> Server:
    return serving(EXAMPLES / "inquiry")


def test_pages_are_those_that_the_build_makes(server: Server, tmp_path: Path) -> None:
    briefing("build", SAMPLE, "-o", tmp_path, *FAST)
    with server.client() as client:
        editions = client.get("/api/state").json()["editions"]
        for edition in editions:
            for view in ("md", "html"):
                if edition["isDigest"]:
                    continue
                shown = client.get(address("document", view, edition=edition["id"]))
                name = f"{edition['id']}.{view}"
                assert shown.content == (tmp_path / name).read_bytes(), name


def test_areas_and_earlier_days_are_those_of_the_build(serving: Serving, tmp_path: Path) -> None:
    file = tmp_path / "events.yaml"
    file.write_text(AREAS, encoding="utf-8")
    with serving(file).client() as client:
        for option, given, choice in [
            ("--as-of", "2021-03-31", {"as_of": "2021-03-31"}),
            ("--each", "kent", {"area": "kent"}),
        ]:
            briefing("build", file, "-o", tmp_path / given, option, given, *FAST)
            (made,) = (tmp_path / given).glob("*.html")
            shown = client.get(address("document", "html", edition="short", **choice))
            assert f"{facts(shown)['name']}.html" == made.name
            assert shown.content == made.read_bytes()


def test_a_digest_and_its_email_are_those_of_the_command(server: Server, tmp_path: Path) -> None:
    briefing("digest", SAMPLE, "-o", tmp_path, "--week", "2023-W36", *FAST)
    with server.client() as client:
        choice = {"edition": "digest", "day": "2023-09-04"}
        shown = client.get(address("document", "html", **choice))
        assert facts(shown)["name"] == "2023-W36"
        assert shown.content == (tmp_path / "2023-W36.html").read_bytes()
        message = client.get(address("document", "message", **choice)).text
        assert '<img src="data:image/png;base64,' in message or "cid:" not in message
        assert facts(shown)["subject"]
        text = client.get(address("document", "txt", **choice))
        assert text.headers["content-type"].startswith("text/plain")
        assert "4–10 September 2023" in text.text


def test_the_page_in_the_frame_differs_only_by_its_script(server: Server) -> None:
    with server.client() as client:
        built = client.get(address("document", "html", edition="timeline")).text
        framed = client.get(address("page", "html", edition="timeline")).text
    script = re.search(
        r"<script>// Runs inside a briefing.*?</script>(?=</body>)", framed, re.DOTALL
    )
    assert script
    without = framed.replace(script[0], "")
    assert re.sub(r"script-src 'sha256-[^']+'", "script-src", without, count=1) == built


def test_pages_have_an_origin_of_their_own(server: Server) -> None:
    with server.client() as client:
        for kind in ("page", "document"):
            policy = client.get(address(kind, "html", edition="timeline")).headers[
                "content-security-policy"
            ]
            assert "default-src 'none'" in policy
            assert "sandbox allow-scripts" in policy
            assert "allow-same-origin" not in policy
            assert "connect-src" not in policy


NEW_EVENT = "  - {date: 2010, kind: news, title: New, source: {title: S}}"


CHANGES = [
    ("title: A fairer deal", "title: New deal"),
    ("name: Person 0", "name: New Person 0"),
    ("\nevents:\n", f"\nevents:\n{NEW_EVENT}\n"),
    ("title: Publish plan 5,", "title: New plan 5,"),
    ("title: Report 20 on", "title: New report 20 on"),
    ("title: Public Body 20 ", "title: New Body 20 "),
    ("source: report-20", "source: {title: New}"),
    ("  - id: event-30\n", f"{NEW_EVENT}\n  - id: event-30\n"),
]


@pytest.mark.parametrize(
    ("old", "new"),
    [CHANGES[0], *(pytest.param(*each, marks=pytest.mark.long) for each in CHANGES[1:])],
)
def test_the_first_answer_after_a_change_shows_the_new_text(
    serving: Serving, tmp_path: Path, old: str, new: str
) -> None:
    text = "".join(record(60, seed=4))
    assert old in text
    file = tmp_path / "events.yaml"
    file.write_text(text, encoding="utf-8")
    with serving(file).client() as client:
        shown = client.get(address("document", "html", edition="timeline"))
        file.write_text(text.replace(old, new, 1), encoding="utf-8")
        changes = address("changes", "html", edition="timeline")
        number = facts(shown)["version"]
        early = until_changed(client, f"{changes}/{number}?early")
        assert early["changes"]["is_early"]
        assert any("New" in each["html"] for each in early["changes"]["elements"])
        rest = client.get(f"{changes}/{early['facts']['version']}").json()
        assert not rest["changes"]["is_early"]
        now = client.get(address("document", "html", edition="timeline")).content
    with serving(file).client() as client:
        assert client.get(address("document", "html", edition="timeline")).content == now


def until_changed(client: httpx.Client, path: str) -> dict[str, Any]:
    """Return the changes of a page as soon as there are any."""
    end = time.monotonic() + 20
    while time.monotonic() < end:
        answer: dict[str, Any] = client.get(path).json()
        if "changes" not in answer or answer["changes"]["elements"]:
            return answer
        time.sleep(0.02)
    raise AssertionError("the page has not changed")


def test_a_kind_of_ones_own_is_offered_with_its_title(serving: Serving, tmp_path: Path) -> None:
    kind = tmp_path / "templates" / "leaflet"
    kind.mkdir(parents=True)
    (kind / "briefing.md").write_text("# {{ briefing.title }}\n")
    (kind / "template.yaml").write_text("title: {en: A leaflet, cy: Taflen}\n")
    file = tmp_path / "events.yaml"
    file.write_text(AREAS.replace("{short:", "{own: {template: leaflet}, short:"), encoding="utf-8")
    with serving(file).client() as client:
        editions = client.get("/api/state").json()["editions"]
        assert [(edition["id"], edition["kind"]) for edition in editions[:2]] == [
            ("own", "A leaflet"),
            ("short", ""),
        ]
        lists = client.get("/api/form").json()
        assert "leaflet" in lists["words"]["template"]
        names = lists["labels"]["template"]
        assert names["leaflet"] == "A leaflet" and names["member"] == "Member briefing"


def test_readers_see_only_what_is_for_them(inquiry: Server) -> None:
    with inquiry.client() as client:
        edition = client.get("/api/state").json()["editions"][0]
        assert edition["audience"] == "public"
        pages = {
            audience: client.get(
                address("document", "html", edition=edition["id"], audience=audience)
            ).text
            for audience in ("public", "members", "internal")
        }
    assert "For members" in pages["members"]
    assert "not for publication" in pages["internal"]
    assert "not for publication" not in pages["public"] + pages["members"]


@pytest.mark.parametrize(
    ("choice", "message"),
    [
        ({"edition": "nothing"}, "no longer has an edition called 'nothing'"),
        ({"edition": "timeline", "as_of": "2099-01-01"}, "accurate only to 2023-09-08"),
        ({"edition": "timeline", "as_of": "yesterday"}, "That is not a date."),
        ({"edition": "timeline", "audience": "spies"}, "There are no readers called 'spies'."),
        ({"edition": "timeline", "area": "mars"}, "may not see that area"),
        ({"edition": "timeline", "part": "x"}, "There is no part called 'x'."),
        ({"edition": "digest", "day": "2099-01-01"}, "2099-01-01 is not over yet"),
        ({"x": "y"}, "no longer has an edition called ''"),
    ],
)
def test_what_cannot_be_shown_is_explained(
    server: Server, choice: dict[str, str], message: str
) -> None:
    with server.client() as client:
        answer = client.get(address("document", "html", **choice))
    assert answer.status_code == 404
    assert message in answer.text


@pytest.mark.parametrize("view", ["pdf", "exe", "..", "html%00", "%2e%2e%2fevents.yaml"])
def test_there_are_no_other_views(server: Server, view: str) -> None:
    with server.client() as client:
        assert client.get(address("document", "", edition="timeline") + view).status_code == 404


def test_files_are_made_when_asked_for(server: Server, tmp_path: Path) -> None:
    briefing("digest", SAMPLE, "-o", tmp_path, "--week", "2023-W36")
    with server.client() as client:
        made = client.get(address("file", "pdf", edition="digest", day="2023-09-04"))
        pages = {"name": "2023-W36.pdf", "pages": 1, "warnings": []}
        assert facts(made, "Briefing-Made") == pages
        assert made.content == (tmp_path / "2023-W36.pdf").read_bytes()
        calendar = client.get(address("file", "ics", edition="member"))
        assert calendar.content.startswith(b"BEGIN:VCALENDAR")
        assert client.get(address("file", "eml", edition="member")).status_code == 404
        draft = client.get(address("file", "eml", edition="digest", day="2023-09-04"))
        assert b"X-Unsent: 1" in draft.content


def test_a_mistake_in_a_template_is_shown(serving: Serving, tmp_path: Path) -> None:
    shutil.copy(SAMPLE, tmp_path)
    template = tmp_path / "templates" / "timeline" / "briefing.html"
    template.parent.mkdir(parents=True)
    template.write_text("<p>{{ briefing.titel }}</p>", encoding="utf-8")
    with serving(folder=tmp_path).client() as client:
        answer = client.get(address("document", "html", edition="timeline"))
        assert answer.status_code == 404
        assert "briefing.html:1: a briefing has no 'titel': did you mean 'title'?" in answer.text


def test_html_in_every_field_is_text(serving: Serving, tmp_path: Path) -> None:
    text = json.dumps(NASTY)
    (tmp_path / "events.yaml").write_text(
        f"title: {text}\neditions: {{all: {{template: timeline, title: {text}}}}}\n"
        f"areas: {{a: {{name: {text}}}}}\nevents:\n"
        f"  - {{date: 2020, kind: news, title: {text}, source: {text}, topik: {text}}}\n",
        encoding="utf-8",
    )
    with serving(folder=tmp_path).client() as client:
        answer = client.get("/api/state")
        assert answer.headers["content-type"] == "application/json"
        assert any(NASTY[:20] in each["excerpt"] for each in answer.json()["problems"])
