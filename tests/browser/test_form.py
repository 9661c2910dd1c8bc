"""The form beside the briefing, in Chromium: what it saves, and what it never does."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest
from playwright.sync_api import Browser, FilePayload, Locator, Page, expect

from briefing.capture.adding import lines_of
from briefing.record.loading import File
from briefing.record.syntax import Syntax
from briefing.serve.form_values import content_of
from tests.browser.test_accessibility import faults
from tests.helpers import SAMPLE
from tests.serve.conftest import Server, start
from tests.serve.test_form_routes import COPY, RECORD, RELEASE, TABLE

WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
HTML = "<img src=x onerror=alert(1)><b>bold</b> & “quoted”"
FIRST_ANSWER_LATE = """() => {
    const ask = window.fetch;
    let isFirst = true;
    window.seen = new Promise((done) => {
        window.fetch = async (...request) => {
            const waits = isFirst && String(request[0]).endsWith("/read");
            if (waits) isFirst = false;
            const answer = await ask(...request);
            if (waits) {
                await new Promise((later) => setTimeout(later, 700));
                setTimeout(done, 100);
            }
            return answer;
        };
    });
}"""


class Form:
    """The form on a page, and the record that it changes."""

    def __init__(self, page: Page, record: Path) -> None:
        self.page, self.record = page, record

    @property
    def text(self) -> str:
        return self.record.read_text(encoding="utf-8")

    def field(self, *path: str | int) -> Locator:
        return self.page.locator(f"[id='form-{'/'.join(str(step) for step in path)}']")

    def open(self, title: str) -> None:
        self.page.locator(".items button", has_text=title).click()
        expect(self.page.locator("#form-heading")).to_be_focused()

    def press(self, name: str) -> None:
        self.page.locator("#edit").get_by_role("button", name=name, exact=True).click()

    def enter(self, text: str, *path: str | int) -> None:
        self.field(*path).fill(text)
        self.field(*path).press("Tab")

    def choose_file(self, name: str, content: str) -> None:
        file = FilePayload(name=name, mimeType="", buffer=content.encode())
        self.page.locator("#form-file").set_input_files(file)
        expect(self.page.locator("#form-heading")).to_have_text(f"Drafts from {name}")

    def settle(self) -> None:
        """Wait until nothing is being read or saved."""
        expect(self.page.locator("#form")).not_to_have_attribute("aria-busy", "true")

    @property
    def where(self) -> tuple[Any, ...]:
        """The path of the item in the form."""
        found = self.page.locator("#form > section").get_attribute("data-where")
        return tuple(json.loads(str(found)))

    def expect_saved(self) -> None:
        expect(self.page.locator("#form-status")).to_have_text("Saved.")


Opened = Callable[..., Form]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, Path]]:
    folder = tmp_path_factory.mktemp("form")
    (folder / "events.yaml").write_text(RECORD)
    (folder / "sources").mkdir()
    (folder / "sources" / "minutes.html").write_text(COPY)
    running = start(folder=folder)
    yield running, folder / "events.yaml"
    running.process.terminate()
    running.process.wait(30)
    assert running.process.stdout
    running.process.stdout.close()


@pytest.fixture
def opened(browser: Browser, server: tuple[Server, Path]) -> Iterator[Opened]:
    """Return a function that opens the form in a browser of its own."""
    running, record = server
    record.write_text(RECORD)
    contexts = []
    complaints: list[str] = []

    def open_form(*, with_briefing: bool = False, **options: Any) -> Form:
        context = browser.new_context(**{"viewport": WIDE, **options})
        contexts.append(context)
        context.on("weberror", lambda error: complaints.append(str(error.error)))
        context.on("dialog", lambda dialog: complaints.append(dialog.message))
        context.on("console", lambda message: complaints.append(message.text))
        page = context.new_page()
        # Most of these tests are about the form, so the briefing beside it is not made.
        if not with_briefing:
            page.route("**/page/**", lambda route: route.abort())
        page.goto(running.start)
        show_form(page)
        return Form(page, record)

    yield open_form
    for context in contexts:
        context.close()
    # The browser reports each request that is refused, such as a change that causes an error, and
    # axe looks for itself in the frame of the briefing.
    expected = ("Failed to load resource", "does not match the recipient window's origin")
    assert [each for each in complaints if not any(part in each for part in expected)] == []


def show_form(page: Page) -> None:
    # Buttons move when the editions appear, and a browser ignores a click on one that is moving.
    expect(page.locator("#choices .edition option").first).to_be_attached()
    expect(page.locator("#edit-toggle")).to_be_visible()
    if page.locator("#edit").is_hidden():
        page.locator("#edit-toggle").click()
    expect(page.locator(".items button").first).to_be_visible()


# Changes


def test_a_title_is_changed_and_undone_by_keyboard_alone(opened: Opened) -> None:
    form = opened()
    page = form.page
    page.locator(".items button", has_text="One").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#form-heading")).to_be_focused()
    while not form.field("title").evaluate("element => element === document.activeElement"):
        page.keyboard.press("Tab")
    page.keyboard.press("Control+A")
    page.keyboard.type("First")
    page.keyboard.press("Tab")
    form.expect_saved()
    assert form.text == RECORD.replace("One   #", "First   #")
    page.get_by_role("button", name="Undo").focus()
    page.keyboard.press("Enter")
    expect(form.field("title")).to_have_value("One")
    assert form.text == RECORD


def test_the_focus_and_the_typed_text_stay_while_another_field_is_saved(opened: Opened) -> None:
    form = opened()
    form.open("One")
    form.field("title").fill("First")
    form.field("title").press("Tab")
    form.page.keyboard.type("minut")
    form.expect_saved()
    expect(form.field("source", "ref")).to_be_focused()


def test_a_date_is_explained_while_it_is_typed_and_saved_as_it_is_meant(opened: Opened) -> None:
    form = opened()
    form.open("One")
    form.field("date").fill("")
    form.field("date").type("9 June 2019")
    expect(form.page.get_by_text("Sunday 9 June 2019 (2019-06-09)")).to_be_visible()
    form.field("date").press("Tab")
    form.expect_saved()
    assert form.text == RECORD.replace("date: 2019-04", "date: 2019-06-09")


def test_an_unclear_date_offers_its_meanings(opened: Opened) -> None:
    form = opened()
    form.open("One")
    form.enter("3/4/2019", "date")
    form.page.get_by_role("button", name="Wednesday 3 April 2019").click()
    form.expect_saved()
    assert "date: 2019-04-03" in form.text


def test_a_new_actor_is_added_where_one_is_needed(opened: Opened) -> None:
    form = opened()
    form.open("One")
    form.press("Add an actor")
    form.enter("Bob Other", "actors", 1, "ref")
    form.page.get_by_role("button", name="Add “Bob Other” to the actors").click()
    form.expect_saved()
    assert "bob-other: {name: Bob Other}" in form.text
    assert "actors: [ann, bob-other]" in form.text


def test_the_roles_of_the_day_are_shown(opened: Opened) -> None:
    form = opened()
    form.open("One")
    expect(form.page.get_by_text("Mayor on that date").first).to_be_visible()


def test_a_quote_is_saved_when_it_has_words_and_proved(opened: Opened) -> None:
    form = opened()
    form.open("One")
    form.press("Add a quote")
    form.enter("Ann Example", "quotes", 1, "by")
    form.enter("The mayor spoke", "quotes", 1, "text")
    form.expect_saved()
    assert "{text: The mayor spoke, by: ann}" in form.text
    expect(form.page.locator("[id='form-quotes/1/text-n']")).to_contain_text("Verbatim")
    form.enter("The mayor slept", "quotes", 1, "text")
    expect(form.page.locator("[id='form-quotes/1/text-n']")).to_contain_text("something similar")


def test_problems_are_beside_their_field(opened: Opened) -> None:
    form = opened()
    form.open("Two")
    form.enter("2019-02-30", "date")
    expect(form.page.locator("[id='form-date-n']")).to_contain_text("There is no 30 February 2019")
    expect(form.field("date")).to_have_attribute("aria-invalid", "true")
    assert form.text == RECORD


def test_advice_is_about_the_labels_of_the_form(opened: Opened) -> None:
    form = opened()
    form.record.write_text(RECORD.replace(", by: ann}\n  - {date", "}\n  - {date"))
    form.open("One")
    speaker = form.page.locator(".field", has=form.field("quotes", 0, "by"))
    expect(speaker.locator(".problem")).to_contain_text("Choose an actor in “Who said it”.")


def test_the_list_of_problems_has_no_yaml_while_the_form_is_open(opened: Opened) -> None:
    form = opened()
    form.record.write_text(RECORD.replace(", by: ann}\n  - {date", "}\n  - {date"))
    shown = form.page.locator("#problems li", has_text="this quote has no speaker")
    expect(shown.locator(".hint:visible")).to_have_text("Choose an actor in “Who said it”")
    expect(shown.locator("code")).to_be_hidden()
    form.page.locator("#edit-toggle").click()
    expect(shown.locator(".hint:visible")).to_have_text("add 'by' with an actor's id")
    expect(shown.locator("code")).to_be_visible()


def test_a_field_with_a_problem_is_not_folded_away(opened: Opened) -> None:
    form = opened()
    before = "date: 2020-04, kind: debate, title: Two, id: two"
    twin = RECORD.replace(before, "date: 2019-04, kind: debate, title: One")
    form.record.write_text(twin.replace("    id: one\n", ""))
    form.page.locator(".items button:has(.count)", has_text="April 2019, debate").click()
    expect(form.field("id")).to_be_visible()
    expect(form.page.locator(".problem", has_text="Fill in “Short name”")).to_be_visible()


def test_nothing_that_was_just_added_is_advised_for_deletion(opened: Opened) -> None:
    form = opened()
    form.press("Actors")
    form.press("Add an actor")
    form.enter("Bea Example", "name")
    form.press("Add the actor")
    expect(form.page.locator("#form .problem")).to_contain_text("Choose it where you need it.")
    form.page.locator("#problems summary").click()
    shown = form.page.locator("#problems li", has_text="Bea Example")
    expect(shown.locator(".hint:visible")).to_have_text("choose it where you need it")


def test_an_embargo_without_a_time_offers_times(opened: Opened) -> None:
    form = opened()
    form.open("One")
    form.page.locator("#form-more > summary, [id='form--more'] > summary").first.click()
    form.enter("9 June 2030", "embargo")
    form.press("Sunday 9 June 2030 at 9am")
    form.expect_saved()
    note = form.page.locator("[id='form-embargo-n']")
    expect(note).to_have_text("Sunday 9 June 2030 at 9am")
    assert "embargo: 2030-06-09T09:00" in form.text


def test_a_source_is_described_in_the_order_of_a_citation(opened: Opened) -> None:
    form = opened()
    form.press("Sources")
    form.press("Add a source")
    labels = form.page.locator("#form .field > label").all_inner_texts()
    first = ("Title", "Web address", "Publisher", "Author", "Date")
    assert [label for label in labels if label in first] == [*first]
    form.press("Discard")


def test_another_file_is_imported_once_the_drafts_before_it_are_discarded(opened: Opened) -> None:
    form = opened()
    form.choose_file("table.csv", TABLE)
    release = FilePayload(name="release.html", mimeType="", buffer=RELEASE.encode())
    form.page.locator("#form-file").set_input_files(release)
    expect(form.page.locator(".next")).to_contain_text("release.html is not imported yet")
    form.press("Discard them and import release.html")
    expect(form.page.locator("#form-heading")).to_have_text("Drafts from release.html")
    copies = {*(form.record.parent / "sources").iterdir()}
    # The drafts stay if the next file cannot be read, and a copy of theirs is still kept.
    broken = FilePayload(name="broken.pdf", mimeType="", buffer=b"-")
    form.page.locator("#form-file").set_input_files(broken)
    form.press("Discard them and import broken.pdf")
    expect(form.page.locator("#form-status")).to_contain_text("broken.pdf cannot be read")
    form.press("Take Mayor promises a new park into the form")
    form.press("Add the event")
    expect(form.page.locator("#form-status")).to_contain_text("A copy is kept in sources/")
    for kept in {*(form.record.parent / "sources").iterdir()} - copies:
        kept.unlink()  # Another test keeps a copy of the same document.


def test_the_browser_has_no_complaints_while_somebody_edits(opened: Opened) -> None:
    form = opened(with_briefing=True)
    expect(form.page.locator("#stage")).to_have_attribute("data-state", "as built")
    form.press("This record")
    for title in ("Another title", "A third title"):
        form.enter(title, "title")
        form.expect_saved()
        frame = form.page.frame_locator("#stage iframe:not(.coming)")
        expect(frame.locator("h1")).to_have_text(title)
        expect(form.page.locator("#stage")).to_have_attribute("data-state", "as built")


def test_a_late_answer_about_an_earlier_text_is_not_shown(opened: Opened) -> None:
    form = opened()
    form.open("Two")
    form.page.evaluate(FIRST_ANSWER_LATE)
    form.enter("2019-02-30", "date")
    expect(form.page.locator("[id='form-date-n']")).to_contain_text("There is no 30 February 2019")
    form.page.evaluate("window.seen")
    expect(form.page.locator("[id='form-date-n']")).to_contain_text("There is no 30 February 2019")


def test_a_new_event_is_added(opened: Opened) -> None:
    form = opened()
    form.press("Add an event")
    form.enter("1 May 2019", "date")
    form.enter("statement", "kind")
    form.enter("The mayor reverses it", "title")
    form.enter("Minutes of the council", "source", "ref")
    form.press("Add the event")
    expect(form.page.locator("#form-status")).to_have_text("Added the event.")
    assert "date: 2019-05-01" in form.text
    assert "source: minutes" in form.text.partition("The mayor reverses it")[2]


@pytest.mark.long
def test_a_form_that_is_opened_while_another_is_saved_keeps_its_own_text(opened: Opened) -> None:
    form = opened()
    form.press("Actors")
    for name in ("Bob Other", "Cat Other"):
        form.press("Add an actor")
        form.field("name").fill(name)
        form.press("Add the actor")
        form.press("Actors")
    expect(form.page.locator(".items button")).to_have_count(3)
    assert "{name: Bob Other}" in form.text
    assert "{name: Cat Other}" in form.text


@pytest.mark.long
def test_text_that_is_not_saved_is_not_left_behind_by_mistake(opened: Opened) -> None:
    form = opened()
    form.open("One")
    form.enter("never", "date")
    form.press("All events")
    status = form.page.locator("#form-status")
    expect(status).to_contain_text("Some text is not saved yet: Date.")
    expect(form.field("date")).to_have_value("never")
    # A quote without a speaker is not saved either.
    form.press("Add a quote")
    form.enter("Half a quote", "quotes", 1, "text")
    form.settle()
    form.press("All events")
    expect(status).to_contain_text("Quote 2")
    # Neither an emptied field nor a removed quote takes other texts with it.
    form.enter("", "source", "ref")
    form.settle()
    form.press("Remove quote 1")
    expect(form.field("quotes", 0, "text")).to_have_value("Half a quote")
    expect(form.field("date")).to_have_value("never")
    form.press("All events")
    form.press("All events")
    expect(form.page.locator(".items button")).to_have_count(2)


def test_ctrl_z_undoes_what_is_typed_and_then_what_is_saved(opened: Opened) -> None:
    form = opened()
    form.open("One")
    form.enter("First", "title")
    form.expect_saved()
    title = form.field("title")
    title.focus()
    form.page.keyboard.press("End")
    form.page.keyboard.insert_text(" more")
    form.page.keyboard.press("Control+Z")
    expect(title).to_have_value("First")
    form.page.keyboard.press("Control+Z")
    expect(title).to_have_value("One")
    form.settle()
    assert form.text == RECORD
    form.page.keyboard.press("Control+Shift+Z")
    expect(title).to_have_value("First")


def test_the_tabs_and_undo_are_always_in_view(opened: Opened) -> None:
    form = opened(viewport=NARROW)
    page = form.page
    form.open("One")
    page.get_by_role("button", name="Delete this event").scroll_into_view_if_needed()
    for name in ("Undo", "Events", "Sources"):
        button = page.locator("#form-top").get_by_role("button", name=name, exact=True)
        expect(button).to_be_in_viewport()
    form.press("Back to the tabs")
    expect(page.locator("#form-tab-events")).to_be_focused()


@pytest.mark.long
def test_a_kind_of_ones_own_and_a_reversal_are_offered_where_they_are_needed(
    opened: Opened,
) -> None:
    form = opened()
    form.open("Two")
    form.enter("site visit", "kind")
    form.press("Evidence")
    form.expect_saved()
    assert "kinds: [{name: site visit, family: evidence}]" in form.text
    form.enter("U-turn", "kind")
    form.press("Name the event that it reverses")
    expect(form.field("reverses", 0, "ref")).to_be_focused()
    form.enter("One", "reverses", 0, "ref")
    form.settle()
    form.expect_saved()
    assert "reverses: [one]" in form.text


def test_the_new_status_of_an_ask_is_saved(opened: Opened) -> None:
    form = opened()
    form.open("One")
    form.page.locator("[id='form-asks']").get_by_role("button", name="Add an ask").click()
    form.page.get_by_label("Which ask").select_option("Open a new park")
    form.page.get_by_label("New status").select_option("raised")
    form.settle()
    form.expect_saved()
    assert "asks: {park: raised}" in form.text
    expect(form.page.get_by_label("Open a new park")).to_have_value("raised")


def test_a_source_that_an_event_describes_opens_in_its_event(opened: Opened) -> None:
    form = opened()
    form.press("Sources")
    form.page.locator(".items button", has_text="https://example.org/b").click()
    expect(form.field("source", "ref")).to_be_focused()
    expect(form.field("source", "ref")).to_have_value("https://example.org/b")


@pytest.mark.long
def test_a_new_event_has_no_warnings_until_it_is_filled_in(opened: Opened) -> None:
    form = opened()
    form.press("Add an event")
    with form.page.expect_response("**/api/form/check"):
        for text, field in (("1 May 2019", "date"), ("report", "kind"), ("A report", "title")):
            form.enter(text, field)
            form.settle()
    form.page.wait_for_timeout(500)
    expect(form.page.locator("#form .problem")).to_have_count(0)
    form.press("All events")
    form.press("Continue")
    expect(form.page.locator("#form .problem")).to_contain_text("this event has no source")
    form.press("Discard")


def test_an_unfinished_event_survives_a_reload(opened: Opened) -> None:
    form = opened()
    form.press("Add an event")
    form.enter("Not finished", "title")
    form.page.reload()
    show_form(form.page)
    form.press("Continue")
    expect(form.field("title")).to_have_value("Not finished")
    form.press("Discard")


@pytest.mark.long
def test_an_item_that_is_not_added_waits_while_other_parts_are_open(opened: Opened) -> None:
    form = opened()
    form.press("Asks")
    form.press("Add an ask")
    form.enter("Open the park", "title")
    form.press("Events")
    form.press("Asks")
    expect(form.page.locator(".kept")).to_contain_text("Not added yet: Open the park")
    form.press("Add an ask")
    expect(form.field("title")).to_have_value("Open the park")
    form.press("Discard")
    form.press("Add an ask")
    expect(form.field("title")).to_have_value("")


def test_the_first_wrong_field_of_a_new_event_gets_the_focus(opened: Opened) -> None:
    form = opened()
    form.press("Add an event")
    form.enter("never", "date")
    form.press("Add the event")
    expect(form.page.locator("#form-status.failed")).to_contain_text("See “Date”")
    expect(form.field("date")).to_be_focused()


@pytest.mark.long
def test_a_source_stays_until_another_one_is_chosen(opened: Opened) -> None:
    form = opened()
    form.open("One")
    form.enter("A new report", "source", "ref")
    form.expect_saved()
    assert form.page.evaluate("document.querySelector('#form').contains(document.activeElement)")
    before = form.text
    form.press("Choose another source")
    expect(form.field("source", "ref")).to_be_focused()
    form.field("source", "ref").press("Tab")
    form.settle()
    assert form.text == before
    form.enter("Minutes of the council", "source", "ref")
    form.settle()
    form.expect_saved()
    assert form.text == RECORD


@pytest.mark.long
def test_a_text_is_saved_if_the_page_is_closed_while_somebody_types(opened: Opened) -> None:
    form = opened()
    form.open("One")
    form.field("title").fill("First")
    form.page.reload()
    show_form(form.page)
    expect(form.page.locator(".items button", has_text="First")).to_be_visible()


@pytest.mark.long
def test_the_focus_stays_on_the_button_that_moves_an_event(opened: Opened) -> None:
    form = opened()
    form.open("One")
    form.press("Move down in the file")
    form.expect_saved()
    expect(form.page.locator("#form-move-down")).to_be_focused()


def test_an_event_is_deleted_and_restored(opened: Opened) -> None:
    form = opened()
    form.open("Two")
    form.press("Delete this event")
    expect(form.page.locator(".items button")).to_have_count(1)
    assert "Two" not in form.text
    form.press("Undo")
    expect(form.page.locator(".items button")).to_have_count(2)
    assert form.text == RECORD


# Files


def test_drafts_from_a_table_are_taken_and_left_one_by_one(opened: Opened) -> None:
    form = opened()
    form.choose_file("table.csv", TABLE)
    expect(form.page.locator(".card")).to_have_count(3)
    form.press("Leave The mayor resigns")
    expect(form.page.locator(".card")).to_have_count(2)
    form.press("Take The council reopens the park")
    expect(form.page.locator(".card").first).to_contain_text("has been added to the record")
    assert "The council reopens the park" in form.text
    assert "The mayor" not in form.text
    assert faults(form.page) == []


@pytest.mark.long
def test_drafts_wait_while_other_parts_are_open(opened: Opened) -> None:
    form = opened()
    form.choose_file("table.csv", TABLE)
    form.press("Leave The mayor resigns")
    form.press("Asks")
    form.press("Show the drafts")
    expect(form.page.locator(".card")).to_have_count(2)
    form.page.reload()
    show_form(form.page)
    # Another file does not replace them without a message.
    form.page.locator("#form-file").set_input_files(
        FilePayload(name="b.csv", mimeType="", buffer=b"")
    )
    expect(form.page.locator("#form-status")).to_contain_text("b.csv is not imported yet")
    expect(form.page.locator(".card")).to_have_count(2)
    form.press("Keep these drafts")
    expect(form.page.locator(".next")).to_have_count(0)
    form.press("All events")
    form.press("Discard the drafts")
    expect(form.page.locator(".kept")).to_have_count(0)


def test_a_press_release_is_taken_with_the_quotes_that_a_person_chooses(opened: Opened) -> None:
    form = opened()
    form.choose_file("release.html", RELEASE)
    form.page.get_by_role("checkbox").check()
    form.press("Take Mayor promises a new park into the form")
    expect(form.field("title")).to_have_value("Mayor promises a new park")
    form.press("Add the event")
    expect(form.page.locator("#form-status")).to_contain_text("A copy is kept in sources/")
    expect(form.page.get_by_text("Verbatim")).to_be_visible()
    assert "We will open the park before the end of the summer" in form.text


# Two people


@pytest.mark.long
def test_two_people_change_different_fields(opened: Opened) -> None:
    one, two = opened(), opened()
    one.open("One")
    two.open("One")
    one.enter("First", "title")
    one.expect_saved()
    two.enter("debate", "kind")
    two.expect_saved()
    assert one.text == RECORD.replace("One  ", "First  ").replace("statement", "debate")
    expect(one.field("kind")).to_have_value("debate")


def test_both_versions_are_shown_if_two_people_change_a_field(opened: Opened) -> None:
    one, two = opened(), opened()
    one.open("One")
    two.open("One")
    two.field("title").fill("Mine")
    one.enter("Theirs", "title")
    one.expect_saved()
    expect(two.page.locator(".items")).to_have_count(0)
    two.page.wait_for_timeout(500)
    two.field("title").press("Tab")
    conflict = two.page.locator(".conflict")
    expect(conflict).to_contain_text("Theirs")
    expect(conflict).to_contain_text("Mine")
    assert "title: Theirs" in two.text
    two.press("Use mine")
    two.expect_saved()
    assert "title: Mine" in two.text


# Safety and access


def test_html_in_every_field_is_text(opened: Opened) -> None:
    form = opened()
    written = RECORD.replace("title: One ", f"title: {HTML!r} ").replace(
        "text: We will act at once on the report", f"text: {HTML!r}"
    )
    form.record.write_text(written)
    form.page.locator(".items button", has_text="bold").click()
    expect(form.field("title")).to_have_value(HTML)
    expect(form.field("quotes", 0, "text")).to_have_value(HTML)
    form.enter(f"{HTML} again", "title")
    form.expect_saved()
    assert form.page.locator("#edit img, #edit b b").count() == 0


@pytest.mark.long
def test_a_read_only_page_has_no_form(browser: Browser, tmp_path: Path) -> None:
    (tmp_path / "events.yaml").write_text(RECORD)
    running = start("--read-only", folder=tmp_path)
    page = browser.new_page()
    try:
        # The form was open in this tab before.
        page.add_init_script("sessionStorage.editing = 'yes'")
        page.goto(running.start)
        expect(page.locator("#title")).to_have_text("A record")
        page.evaluate("fetch('/api/state').then((answer) => answer.json())")
        expect(page.locator("#edit-toggle")).to_be_hidden()
        expect(page.locator("#edit")).to_be_hidden()
    finally:
        page.close()
        running.stop()
        assert running.process.stdout
        running.process.stdout.close()


@pytest.mark.parametrize(
    ("size", "scheme"),
    [
        (NARROW, "dark"),
        pytest.param(WIDE, "light", marks=pytest.mark.long),
        pytest.param(WIDE, "dark", marks=pytest.mark.long),
        pytest.param(NARROW, "light", marks=pytest.mark.long),
    ],
)
def test_axe_finds_nothing(opened: Opened, size: Any, scheme: Any) -> None:
    form = opened(viewport=size, color_scheme=scheme)
    assert faults(form.page) == []
    form.open("One")
    expect(form.page.get_by_text("Verbatim")).to_be_visible()
    form.enter("never", "date")
    expect(form.page.locator("#edit .problem")).not_to_have_count(0)
    assert faults(form.page) == []
    form.press("All events")
    form.press("All events")
    form.press("Add an event")
    assert faults(form.page) == []


def test_nothing_is_wider_than_a_narrow_window(opened: Opened) -> None:
    form = opened(viewport=NARROW)
    form.open("One")
    width = form.page.evaluate("document.documentElement.scrollWidth")
    inside = form.page.evaluate("document.querySelector('#edit').scrollWidth")
    assert max(width, inside) <= NARROW["width"]


# Random edits

TEXTS = (
    "A new park",
    "Bus reform: what comes next",
    "it's # 5",
    '"quoted" and \\ more',
    "2019",
    "Ann, who lives in the town, asks everybody what they think of it before the end of the year",
)
DATES = ("2019", "9 June 2020", "2021-03", "spring 2021", "2020~")


def random_text(form: Form, control: dict[str, Any], chance: Random) -> str:
    """Return a text that fits a control."""
    if control["options"]:
        return str(chance.choice(control["options"]))
    options = form.page.locator(f"[id='{control['list']}'] option")
    if control["list"] and options.count():
        return str(options.nth(chance.randrange(options.count())).get_attribute("value"))
    texts = {"date": DATES, "number": ("77%", "9 of 27", "1.50")}.get(control["control"], TEXTS)
    return chance.choice(texts)


CONTROLS = """() => [...document.querySelectorAll("#form [data-path]")]
    .filter(element => element.checkVisibility())
    .map(element => ({
        id: element.id, path: JSON.parse(element.dataset.path), shown: element.dataset.shown,
        control: element.dataset.control, list: element.getAttribute("list"),
        options: [...(element.options ?? [])].map(option => option.value).filter(Boolean),
    }))"""


def edit_at_random(form: Form, chance: Random) -> None:
    """Change a random field of the item in the form, and check the file."""
    control = chance.choice(form.page.evaluate(CONTROLS))
    before = form.record.read_bytes()
    text = random_text(form, control, chance)
    element = form.page.locator(f"[id='{control['id']}']")
    element.select_option(text) if control["options"] else element.fill(text)
    element.press("Tab")
    form.settle()
    after = form.record.read_bytes()
    assert comments(before) == comments(after)
    where = form.where
    changed = list(differences(content(before), content(after)))
    field = (*where, *control["path"])
    # A value in a short form is written in full, if it gets a second field.
    is_short = len(changed) == 1 and changed[0] == field[: len(changed[0])]
    assert is_short or all(path[: len(field)] == field for path in changed), (field, changed)
    if changed:
        first, last = lines_of(before, where[:2]) if where else (1, 10**9)
        start, stop = changed_lines(before, after)
        assert first <= start
        assert stop <= last + 1


def content(text: bytes) -> Any:
    return content_of(File("events.yaml", text))


def comments(text: bytes) -> list[str]:
    return sorted(comment.text for comment in Syntax(text.decode()).comments)


def differences(one: Any, other: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the paths of the values that differ."""
    if isinstance(one, dict) and isinstance(other, dict):
        for key in one.keys() | other.keys():
            yield from differences(one.get(key), other.get(key), (*path, key))
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        for n, pair in enumerate(zip(one, other, strict=True)):
            yield from differences(*pair, (*path, n))
    elif one != other:
        yield path


def changed_lines(before: bytes, after: bytes) -> tuple[int, int]:
    """Return the first and last lines of `before` that are different."""
    old, new = before.splitlines(), after.splitlines()
    start = next(
        (n for n, pair in enumerate(zip(old, new, strict=False)) if pair[0] != pair[1]),
        min(len(old), len(new)),
    )
    end = 0
    while end < min(len(old), len(new)) - start and old[-1 - end] == new[-1 - end]:
        end += 1
    return start + 1, len(old) - end


@pytest.mark.parametrize(
    "number",
    [6, pytest.param(60, marks=pytest.mark.long), pytest.param(10_000, marks=pytest.mark.long)],
)
def test_random_edits_change_only_their_field_and_can_all_be_undone(
    opened: Opened, number: int
) -> None:
    form = opened()
    chance = Random(number)
    sample = SAMPLE.read_bytes()
    form.record.write_bytes(sample)
    sections = ("Events", "Events", "Sources", "Actors", "Asks", "Editions", "Commitments")
    for n in range(number):
        if n % 8 == 0:
            section = chance.choice(sections)
            form.press(section)
            form.settle()
            if "not saved yet" in form.page.locator("#form-status").inner_text():
                form.press(section)
                form.settle()
            items = form.page.locator(".items button")
            expect(items.first).to_be_visible()
            items.nth(chance.randrange(items.count())).click()
            expect(form.page.locator("#form-heading")).to_be_focused()
            form.settle()
        edit_at_random(form, chance)
    assert form.record.read_bytes() != sample
    for _ in range(min(number, 500)):
        if form.page.get_by_role("button", name="Undo", exact=True).is_disabled():
            break
        form.press("Undo")
        form.settle()
    assert number > 500 or form.record.read_bytes() == sample


@pytest.mark.long
def test_two_people_who_edit_at_random_lose_nothing(opened: Opened) -> None:
    chance = Random(1)
    people = (opened(), opened())
    for form in people:
        form.open("One")
        form.settle()
    for n in range(500):
        fields = [chance.choice((("title",), ("summary",), ("quotes", 0, "text"))) for _ in people]
        texts = [f"Text {n} of person {person}" for person in (1, 2)]
        for form, field, text in zip(people, fields, texts, strict=True):
            form.field(*field).fill(text)
        for form, field in zip(people, fields, strict=True):
            form.field(*field).press("Tab")
        for form in people:
            form.settle()
        saved = people[0].text
        for form, field, text in zip(people, fields, texts, strict=True):
            if text in saved:
                continue
            # Both versions are there, and this person has the choice.
            expect(form.page.locator(".conflict")).to_contain_text(text)
            assert form.field(*field).input_value() == text
            form.press("Use mine")
            form.settle()
            assert text in form.text
        if fields[0] != fields[1]:
            assert all(text in people[0].text for text in texts)
