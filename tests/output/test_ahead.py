"""Parts of documents that another process makes: they are used, and documents stay the same."""

import sys
from multiprocessing import active_children
from pathlib import Path

import pytest
from jinja2 import Environment
from markupsafe import Markup

from briefing import workers
from briefing.output import ahead, html, markdown
from briefing.output.ahead import keep, made_ahead, making_ahead
from tests.helpers import briefing
from tests.test_workers import wait_until

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="processes are copied on Linux alone"
)
SUMMARIES = [f'The *plan* of {n} has "{n}" [pages](https://example.org/{n}).' for n in range(200)]
KINDS = (html.SUMMARY, markdown.SUMMARY)


@pytest.fixture(autouse=True)
def two_processors(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give this process two processors, and no parts from other tests."""
    monkeypatch.setattr(workers, "processors", lambda: 2)
    monkeypatch.setattr(ahead, "_made", {})


def make(*formats: str, summaries: int = 200, folder: Path | None = None) -> None:
    with making_ahead(SUMMARIES[:summaries], formats, ["timeline"], folder):
        assert wait_until(lambda: not active_children())


def made() -> list[str]:
    return [kind for kind in KINDS if all(made_ahead(kind, text) for text in SUMMARIES)]


def build(folder: Path, out: str) -> list[bytes]:
    done = briefing("build", folder / "events.yaml", "-o", folder / out, "-f", "md", "-f", "html")
    assert done.exit_code == 0, done.output
    return [path.read_bytes() for path in sorted((folder / out).iterdir())]


@pytest.fixture
def record(tmp_path: Path) -> Path:
    events = (
        f"  - {{date: {1800 + n}, kind: news, title: T, source: {{title: S}}, summary: '{text}'}}"
        for n, text in enumerate(SUMMARIES)
    )
    text = "\n".join(("title: T", "correct_as_of: 2023-01-01", "events:", *events))
    (tmp_path / "events.yaml").write_text(text, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("formats", "expected"),
    [
        (["html", "md"], [*KINDS]),
        (["pdf"], [html.SUMMARY]),
        (["md", "json"], [markdown.SUMMARY]),
        (["json"], []),
    ],
)
def test_summaries_are_made_for_the_formats(formats: list[str], expected: list[str]) -> None:
    make(*formats)
    assert made() == expected


def test_parts_that_exist_are_used(record: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def compiled_again(*arguments: object, **options: object) -> None:
        raise AssertionError

    make("html")
    monkeypatch.setattr(workers, "processors", lambda: 1)
    monkeypatch.setattr(Environment, "compile", compiled_again)
    keep(html.SUMMARY, SUMMARIES[7], Markup("<p>Made ahead.</p>"))
    briefing("build", record / "events.yaml", "-o", record, "-f", "html", "-e", "timeline")
    page = (record / "timeline.html").read_text(encoding="utf-8")
    assert page.count("<p>Made ahead.</p>") == 1


def test_a_few_summaries_or_one_processor_are_not_worth_a_process(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    make("html", summaries=199)
    monkeypatch.setattr(workers, "processors", lambda: 1)
    make("html")
    assert not any(made_ahead(kind, SUMMARIES[0]) for kind in KINDS)


def test_documents_are_the_same_with_parts_and_without(
    record: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make("html", "md")
    with_all = build(record, "all")
    monkeypatch.setattr(ahead, "_made", {})
    assert build(record, "some") == with_all
    monkeypatch.setattr(ahead, "_made", {})
    monkeypatch.setattr(workers, "processors", lambda: 1)
    assert build(record, "none") == with_all


def test_a_template_with_a_mistake_is_still_reported(record: Path) -> None:
    template = record / "templates" / "timeline" / "briefing.html"
    template.parent.mkdir(parents=True)
    template.write_text("{% if %}\n")
    make("html", folder=record / "templates")
    assert made_ahead(html.SUMMARY, SUMMARIES[0])
    done = briefing("build", record / "events.yaml", "-o", record / "out", "-f", "html")
    assert done.exit_code == 3
    assert "briefing.html:1: Expected an expression" in done.output
    template.write_text("now {{ briefing.title }}")
    build(record, "out")
    assert (record / "out" / "timeline.html").read_bytes() == b"now T"


def test_an_error_ends_the_other_process() -> None:
    with pytest.raises(KeyError), making_ahead(SUMMARIES, ["html"], ["timeline"], None):
        raise KeyError
    assert not active_children()
