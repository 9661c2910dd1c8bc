"""The live page in a browser: it follows each save, keeps its place and shows the problems."""

import re
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Frame, FrameLocator, Page, Response, Route, expect

from tests.helpers import SAMPLE
from tests.serve.conftest import Server, Serving, serving

__all__ = ["serving"]
EDITOR = """import sys, pathlib
pathlib.Path(sys.argv[1]).write_text(" ".join(sys.argv[2:]))
"""
TEMPLATE = """{% extends "shared/page.html" %}
{% block main %}<h2>{{ briefing.entries[0].title }}</h2>
<script>{{ script("curious.js") }}</script>{% endblock %}
"""
CURIOUS = """const look = async () => {
  const tried = [];
  for (const address of ["/api/state", "/api/open", "https://example.org/"]) {
    const options = { credentials: "include", method: address.endsWith("open") ? "POST" : "GET" };
    tried.push(await fetch(address, options).then((it) => it.status, () => "blocked"));
  }
  try { tried.push(parent.document.title); } catch { tried.push("blocked"); }
  try { tried.push(document.cookie); } catch { tried.push("blocked"); }
  document.querySelector("h2").textContent = tried.join(" ");
};
look();
"""
LAID_OUT = """async () => {
  for (let n = 0; n < 10; n++) await new Promise(requestAnimationFrame);
}"""
"""Events are laid out as they come into view, which moves the others."""
WRITTEN = """() => {
  const copy = document.body.cloneNode(true);
  const others = "script, form, template, button, body > :not(main)";
  for (const each of copy.querySelectorAll(others)) each.remove();
  for (const each of copy.querySelectorAll("[data-changed]")) each.removeAttribute("data-changed");
  return copy.outerHTML;
}"""


class Record:
    """A copy of the sample, which tests may edit."""

    def __init__(self, folder: Path) -> None:
        shutil.copy(SAMPLE, folder)
        self.folder, self.file = folder, folder / "events.yaml"
        self.before = self.file.read_text(encoding="utf-8")

    def edit(self, old: str, new: str) -> None:
        """Save a change, as editors that write a new file do."""
        text = self.file.read_text(encoding="utf-8")
        assert old in text
        self.save(text.replace(old, new, 1))

    def save(self, text: str) -> None:
        new = self.folder / "events.yaml~"
        new.write_text(text, encoding="utf-8")
        new.replace(self.file)


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Record:
    return Record(tmp_path_factory.mktemp("record"))


@pytest.fixture(scope="module")
def server(serving: Serving, record: Record) -> Server:
    editor = record.folder / "editor.py"
    editor.write_text(EDITOR, encoding="utf-8")
    command = f"python3 {editor} {record.folder / 'opened'} {{file}} {{line}} {{column}}"
    return serving("--editor", command, folder=record.folder)


Open = Callable[..., Page]
TIMEOUT = 120_000
"""How long a busy machine may take, in milliseconds."""


@pytest.fixture(scope="module", autouse=True)
def patience() -> Iterator[None]:
    expect.set_options(timeout=TIMEOUT)
    yield
    expect.set_options()


@pytest.fixture
def open_page(browser: Browser, server: Server, record: Record) -> Iterator[Open]:
    """Return a function that opens the live page. Nothing may be loaded from elsewhere."""
    record.save(record.before)
    contexts, requested, complaints = [], set[str](), []

    def opened(choice: str = "", start: str = server.start, **options: object) -> Page:
        context = browser.new_context(**options)  # type: ignore[arg-type]
        contexts.append(context)
        context.on("request", lambda request: requested.add(request.url))
        context.on("weberror", lambda error: complaints.append(str(error.error)))
        context.on("dialog", lambda dialog: complaints.append(dialog.message))
        context.set_default_timeout(TIMEOUT)
        page = context.new_page()
        page.goto(f"{start}{choice}")
        expect(page.locator("#stage > iframe:not(.coming), #stage > pre")).to_be_visible()
        return page

    yield opened
    for context in contexts:
        context.close()
    assert all(url.startswith(("http://127.0.0.1:", "blob:http://127.0.0.1:")) for url in requested)
    assert complaints == []


def frame(page: Page) -> Frame:
    """Return the briefing that is shown."""
    shown = page.locator("#stage > iframe:not(.coming)").element_handle().content_frame()
    assert shown
    return shown


def briefing(page: Page) -> FrameLocator:
    """Return the briefing that is shown when something is expected of it."""
    return page.frame_locator("#stage > iframe:not(.coming)")


def content(shown: Frame) -> str:
    """Return the content of a briefing without the marks."""
    html: str = shown.evaluate("document.body.outerHTML")
    return html.replace(' data-changed=""', "")


def written(shown: Frame) -> str:
    """Return the content of a briefing without everything that its scripts add or read."""
    html: str = shown.evaluate(WRITTEN)
    return html


def never_answered(route: Route) -> None:
    """Hold a request until the page is closed."""


def until(is_so: Callable[[], bool]) -> None:
    """Wait until something has happened outside the browser."""
    for _ in range(200):
        if is_so():
            return
        time.sleep(0.05)
    pytest.fail("it has not happened")


def settled(page: Page) -> None:
    """Wait until the page has been loaded again, as it is built."""
    expect(page.locator('#stage[data-state="as built"]')).to_be_visible()


@pytest.mark.long
def test_the_address_no_longer_has_the_token(open_page: Open, server: Server) -> None:
    page = open_page()
    assert server.token not in page.url
    page.reload()
    expect(page.locator("#stage > iframe:not(.coming)")).to_be_visible()


def test_a_save_is_followed_and_the_change_is_marked(open_page: Open, record: Record) -> None:
    page = open_page()
    shown = frame(page)
    event = shown.locator("#event-internet-association-2019")
    event.evaluate("(event) => scrollBy(0, event.getBoundingClientRect().top - 50)")
    event.evaluate(LAID_OUT)
    top = event.bounding_box()
    record.edit("title: Internet Association asks", "title: The Internet Association asks")
    marked = briefing(page).locator("h3[data-changed]")
    expect(marked).to_contain_text("The Internet Association asks for")
    expect(page.get_by_role("status")).to_contain_text(re.compile(r"Saved at .* changes? on this"))
    settled(page)
    again = frame(page)
    assert again != shown
    expect(marked).to_contain_text("The Internet Association asks for")
    now = again.locator("#event-internet-association-2019").bounding_box()
    assert top and now
    assert abs(top["y"] - now["y"]) < 4
    fresh = open_page()
    assert content(again) == content(frame(fresh))


def test_the_focus_and_the_place_stay_when_the_page_is_loaded_again(
    open_page: Open, record: Record
) -> None:
    page = open_page()
    shown = frame(page)
    events = shown.locator("article[id]")
    event = events.nth(events.count() // 2)
    id = event.get_attribute("id")
    # The event before it is still at the top of the window, and starts above it.
    event.evaluate("(event) => scrollBy(0, event.getBoundingClientRect().top - 60)")
    event.evaluate(LAID_OUT)
    link = event.locator("a").first
    link.evaluate("(link) => link.focus({ preventScroll: true })")
    name, top = link.get_attribute("id"), event.bounding_box()
    record.edit("title: Internet Association asks", "title: The Internet Association asks")
    expect(briefing(page).locator("h3[data-changed]")).to_contain_text("The Internet Association")
    settled(page)
    again = frame(page)
    assert again != shown
    expect(again.locator(f"#{name}")).to_be_focused()
    event = again.locator(f"#{id}")
    event.evaluate(LAID_OUT)
    now = event.bounding_box()
    assert top and now
    assert abs(top["y"] - now["y"]) < 4


@pytest.mark.long
def test_after_any_change_the_page_is_as_it_is_built(open_page: Open, record: Record) -> None:
    page = open_page()
    shown = briefing(page)
    new = "  - {date: 2019-05, kind: news, title: A new event, source: {title: New source}}\n"
    record.edit("events:\n", f"events:\n{new}")
    expect(shown.locator("[data-changed]").first).to_be_attached()
    expect(shown.locator("article[data-changed]")).to_have_count(1)
    expect(shown.locator(".sources li[data-changed]")).to_have_count(1)
    expect(shown.locator("article[data-changed] h3")).to_have_text("A new event")
    expect(page.get_by_role("status")).to_contain_text("Saved at")
    settled(page)
    assert content(frame(page)) == content(frame(open_page()))
    record.edit(new, "")
    expect(briefing(page).locator("article", has_text="A new event")).to_have_count(0)


def test_the_page_is_changed_in_place_before_it_is_loaded_again(
    open_page: Open, record: Record
) -> None:
    page = open_page()
    page.route("**/document/**", never_answered)
    answers: list[Response] = []
    page.on("response", lambda each: answers.append(each) if "/changes/" in each.url else None)
    shown = frame(page)
    event = shown.locator("#event-internet-association-2019")
    event.evaluate("(event) => scrollBy(0, event.getBoundingClientRect().top)")
    event.evaluate(LAID_OUT)
    top = event.bounding_box()
    events = [
        f"  - {{date: 2019-05-0{day}, kind: news, title: New {day}, "
        f"source: {{title: Source {day}}}}}\n"
        for day in (1, 2, 3)
    ]
    last = "  - {date: 2023-09-08, kind: news, title: Last, source: {title: The last source}}\n"
    for old, new, source, number in [
        ("events:\n", f"events:\n{''.join(events)}", "Source 2", 1),
        (events[1], "", "Source 2", 0),
        (
            "source: {title: Source 3}",
            "sources: [{title: Source 3}, {title: Another}]",
            "Another",
            1,
        ),
        ("\neditions:\n", f"{last}\neditions:\n", "The last source", 1),
        (last, "", "The last source", 0),
    ]:
        record.edit(old, new)
        expect(briefing(page).locator(".citation", has_text=source)).to_have_count(number)
        # The second page is closed, or it may ask for the next change first.
        fresh = open_page()
        built = written(frame(fresh))
        fresh.close()
        # The chart and the registers follow after the text.
        until(lambda built=built: written(shown) == built)  # type: ignore[misc]
    # The whole page is never sent, only the new numbers of its notes and a few elements.
    changes = [answer.json()["changes"] for answer in answers]
    assert sum(bool(each["notes"]) for each in changes) == 4
    assert sum(each["is_early"] for each in changes) == 5
    assert all(len(each["elements"]) < 10 for each in changes)
    in_sources = [
        each for change in changes for each in change["elements"] if each["near"] == "sources"
    ]
    assert in_sources
    assert all(each["children"] for each in in_sources)
    event.evaluate(LAID_OUT)
    now = event.bounding_box()
    assert top and now
    assert abs(top["y"] - now["y"]) < 4


@pytest.mark.long
def test_the_filter_keeps_its_choice(open_page: Open, record: Record) -> None:
    page = open_page()
    frame(page).get_by_label("Keywords").fill("regulator")
    number = frame(page).locator(".filter .shown").inner_text()
    record.edit("title: Internet Association asks", "title: The Internet Association asks")
    expect(page.get_by_role("status")).to_contain_text("Saved at")
    settled(page)
    assert frame(page).get_by_label("Keywords").input_value() == "regulator"
    assert frame(page).locator(".filter .shown").inner_text() == number != "20"


def test_a_record_with_errors_keeps_the_last_page(open_page: Open, record: Record) -> None:
    page = open_page()
    before = content(frame(page))
    record.edit("kind: white paper", "kimd: white paper")
    place = page.get_by_role("button", name=re.compile(r"^events.yaml:\d+$")).first
    expect(place).to_be_visible()
    expect(page.locator("#problems")).to_contain_text("'kimd' is not a field of an event")
    expect(page.locator("#problems")).to_contain_text("The page shows the record before")
    assert content(frame(page)) == before
    line = place.inner_text().partition(":")[2]
    place.click()
    expect(page.get_by_role("status")).to_have_text(f"events.yaml:{line} is open in your editor.")
    opened = record.folder / "opened"
    until(lambda: opened.exists() and bool(opened.read_text()))
    assert opened.read_text().startswith(f"{record.file.resolve()} {line} ")
    record.edit("kimd: white paper", "kind: white paper")
    expect(page.locator("#problems")).not_to_contain_text("kimd")


def test_editions_days_and_views_can_be_chosen(open_page: Open) -> None:
    page = open_page()
    page.get_by_label("Edition").select_option("member")
    expect(briefing(page).locator("body.member")).to_be_visible()
    page.get_by_label("As of").fill("2021-03-31")
    expect(briefing(page).locator(".as-of")).to_contain_text("31 March 2021")
    page.get_by_label("View").select_option("Markdown")
    expect(page.locator("#stage pre")).to_contain_text("# ")
    page.get_by_label("Edition").select_option("digest")
    page.get_by_label("Period").select_option("2023-W36: 4–10 September 2023")
    expect(briefing(page).locator("h1")).to_contain_text("Weekly digest")
    page.get_by_label("View").select_option("Email")
    expect(page.locator("#remarks")).to_contain_text("Subject:")
    assert "edition=digest" in page.url
    page.reload()
    expect(page.get_by_label("View")).to_have_value("message")


def test_a_name_that_is_too_long_for_the_bar_is_shown_in_full_on_hover(
    open_page: Open, record: Record
) -> None:
    page = open_page()
    name = "Weekly news for the supporters of the campaign in the South East of England"
    own = f"  weekly-news: {{template: digest, title: {name}}}"
    record.edit("editions:\n", f"editions:\n{own}\n")
    edition = page.get_by_label("Edition")
    edition.select_option("weekly-news")
    expect(edition).to_have_attribute("title", f"weekly-news: {name}")
    for width in (390, 768, 1024, 1440):
        page.set_viewport_size({"width": width, "height": 700})
        expect(edition).to_have_css("text-overflow", "ellipsis")
        box = edition.bounding_box()
        assert box and 150 < box["width"] <= width


@pytest.mark.long
def test_links_between_documents_lead_to_them(open_page: Open) -> None:
    page = open_page()
    with page.expect_download(timeout=TIMEOUT) as download:
        frame(page).get_by_role("link", name="PDF").click()
    assert download.value.suggested_filename == "timeline.pdf"
    expect(page.get_by_role("status")).to_contain_text("timeline.pdf, ")


def test_scripts_of_a_stranger_s_template_reach_nothing(
    serving: Serving,
    open_page: Open,
    tmp_path: Path,
) -> None:
    shutil.copy(SAMPLE, tmp_path)
    for name, text in [("timeline/briefing.html", TEMPLATE), ("scripts/curious.js", CURIOUS)]:
        path = tmp_path / "templates" / name
        path.parent.mkdir(parents=True)
        path.write_text(text, encoding="utf-8")
    page = open_page(start=serving(folder=tmp_path).start)
    expect(briefing(page).locator("h2").first).to_have_text(
        "blocked blocked blocked blocked blocked"
    )


@pytest.mark.parametrize(
    ("width", "scheme"),
    [
        pytest.param(1280, "light", marks=pytest.mark.long),
        (390, "dark"),
        pytest.param(1280, "dark", marks=pytest.mark.long),
        pytest.param(390, "light", marks=pytest.mark.long),
    ],
)
def test_axe_finds_nothing(open_page: Open, record: Record, width: int, scheme: str) -> None:
    record.edit("kind: white paper", "kimd: white paper")
    record.edit("kimd: white paper", "kind: white paper")
    page = open_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
    if width < 500:
        page.get_by_role("button", name="Choices").click()
    page.get_by_text("More formats").click()
    record.edit("kind: white paper", "kimd: white paper")
    expect(page.locator("#problems")).to_contain_text("kimd")
    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]})
    assert [(it["id"], it["nodes"][0]["html"]) for it in found.response["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_keyboard_is_enough(open_page: Open) -> None:
    page = open_page()
    page.get_by_label("Edition").focus()
    page.keyboard.press("m")
    expect(briefing(page).locator("body.member")).to_be_visible()
    settled(page)
    reached = []
    for _ in range(20):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.tagName"))
    assert {"SELECT", "INPUT", "BUTTON", "SUMMARY", "IFRAME"} <= set(reached)
