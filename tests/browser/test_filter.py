"""The filter of a timeline, as readers use it: by hand, through its address and on paper."""

import re
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.helpers import load_record
from tests.pages import made

RECORD = """
    title: A record
    actors: {ann: {name: Ann Ó Sé}, bob: {name: "Bob, of <Ham>"}}
    areas: {uk: {name: UK}, kent: {name: Kent, within: uk}}
    editions: {all: {template: timeline}, none: {template: timeline, since: 2030}}
    events:
      - {id: one, date: 2019, kind: news, title: First café, topics: [food, "R&D"],
         actors: [ann], source: &s {title: S}}
      - {id: two, date: 2019, kind: act, title: Second, topics: [law], source: *s,
         quotes: [{text: Said, by: bob}]}
      - {id: three, date: 2021, kind: act, title: Third, follows: [one], source: *s,
         figures: [{label: homes, value: 5, area: kent, of: homes, sample: 50}]}
      - {id: four, date: 2022, kind: speech, title: Fourth, topics: [law, food],
         actors: [ann, bob], source: *s, figures: [{label: homes, value: 9, area: uk}]}
""" + "".join(
    f"      - {{id: later-{n}, date: 2023, kind: report, title: Later, source: *s}}\n"
    for n in "abcde"
)
"""A record with just enough events for its page to have a filter."""
ALL = ["one", "two", "three", "four", *(f"later-{n}" for n in "abcde")]


@pytest.fixture(scope="module")
def page_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("filter") / "all.html"
    file.write_text(made(load_record(RECORD))["all"], encoding="utf-8")
    return file


def shown(page: Page) -> list[str]:
    """Return the ids of the visible events, in order."""
    script = "[...document.querySelectorAll('article')].filter((it) => it.checkVisibility())"
    ids: list[str] = page.evaluate(f"{script}.map((it) => it.id.replace('event-', ''))")
    return ids


def address(page: Page) -> str:
    """Return the part of the page's address after its name."""
    ending: str = page.evaluate("location.search + location.hash")
    return ending


def test_events_are_chosen_by_kind_topic_person_and_area(visit: Visit, page_file: Path) -> None:
    page = visit(page_file)
    assert shown(page) == ALL
    for label, choice, remaining in [
        ("Kind", "Act", ["two", "three"]),
        ("Topic", "Food", ["one", "four"]),
        ("Topic", "R&D", ["one"]),
        ("Who", "Ann Ó Sé", ["one", "four"]),
        ("Who", "Bob, of <Ham>", ["two", "four"]),
        ("Figures for", "Kent", ["three"]),
    ]:
        page.get_by_label(label).select_option(choice)
        assert shown(page) == remaining
        expect(page.get_by_role("status")).to_have_text(f"Events shown: {len(remaining)} of 9")
        page.get_by_role("button", name="Clear").click()
        assert shown(page) == ALL


def test_words_are_all_wanted_whatever_their_case_and_accents(
    visit: Visit, page_file: Path
) -> None:
    page = visit(page_file)
    words = page.get_by_label("Keywords")
    for text, remaining in [
        ("CAFE news", ["one"]), ("first café", ["one", "three"]), ("café second", []),
        ("  ", ALL), ("5", ["three"]), ("ann o se", ["one", "four"]),
        (".*", []), ("link to this", []), ("", ALL),
    ]:  # fmt: skip
        words.fill(text)
        assert shown(page) == remaining, text


def years(page: Page) -> list[str]:
    """Return the years that the contents link to."""
    links = page.get_by_role("navigation").get_by_role("link").all_inner_texts()
    return [link for link in links if link.isdigit()]


def test_choices_narrow_each_other_and_empty_years_go(visit: Visit, page_file: Path) -> None:
    page = visit(page_file)
    page.get_by_label("Kind").select_option("Act")
    headings = page.get_by_role("heading", level=2).all_inner_texts()
    assert [heading for heading in headings if heading.isdigit()] == ["2019", "2021"]
    assert years(page) == ["2019", "2021"]
    page.get_by_label("Keywords").fill("second")
    assert shown(page) == ["two"]
    assert years(page) == ["2019"]


def test_the_chart_tells_what_is_chosen_from_the_rest(visit: Visit, page_file: Path) -> None:
    page = visit(page_file)

    def marked() -> set[str]:
        script = "all => all.filter((it) => it.checkVisibility()).map((it) => it.href.baseVal)"
        links: list[str] = page.locator("svg a[href]").evaluate_all(script)
        return {link.removeprefix("#event-") for link in links}

    assert marked() == set(ALL)
    page.get_by_label("Kind").select_option("Act")
    assert marked() == {"two", "three"}
    page.get_by_role("button", name="Clear").click()
    assert marked() == set(ALL)


OPACITY = """(all) => all.filter((it) => it.checkVisibility()).map((it) => {
    let [opacity, at] = [1, it];
    for (; at; at = at.parentElement) opacity *= getComputedStyle(at).opacity;
    return [it.textContent.trim() || it.dataset.of, opacity];
})"""
"""The opacity of each visible shape in a list, keyed by its text or its events."""


def opacities(page: Page, selector: str) -> list[tuple[str, float]]:
    return [tuple(shape) for shape in page.locator(selector).evaluate_all(OPACITY)]


@pytest.mark.parametrize("width", [pytest.param(1280, marks=pytest.mark.long), 390])
def test_lines_of_the_chart_fade_with_the_events_they_belong_to(
    visit: Visit, tmp_path: Path, width: int
) -> None:
    reverses = {4: "[e1]", 6: "[e2]", 7: "[e3]"}
    made = {2: ", commitments: [{id: c, title: Trams, by: ann, due: 2030}]"}
    file = save(
        tmp_path,
        *(
            f"{{id: e{n}, date: 20{n + 9:02}, kind: {'act' if n % 2 else 'news'}, title: Event {n},"
            f" source: s{f', reverses: {reverses[n]}' if n in reverses else ''}{made.get(n, '')}}}"
            for n in range(1, 8)
        ),
        "{id: e8, date: 2017/2019, kind: news, title: Event 8, source: s}",
        "{id: e9, date: 2023, kind: speech, title: Event 9, source: s}",
    )
    page = visit(file, viewport={"width": width, "height": 900})
    lines = "svg.chart [data-of]"
    everything = dict(opacities(page, lines))
    arcs = {f"event-e{later} event-{earlier[1:-1]}" for later, earlier in reverses.items()}
    assert arcs < set(everything) and "event-e8" in everything
    assert set(everything.values()) == {1}
    page.get_by_label("Kind").select_option("Act")
    strong = {name for name, opacity in opacities(page, lines) if opacity == 1}
    expected = {name for name in everything if all(int(n) % 2 for n in re.findall(r"e(\d)", name))}
    assert strong & arcs == {"event-e7 event-e3"}
    assert strong == expected - {"event-e9"} and strong < set(everything)
    for kind, opacity in (("Act", 0.25), ("News", 1)):
        page.get_by_label("Kind").select_option(kind)
        assert {mark[1] for mark in opacities(page, "svg.chart a") if "Trams" in mark[0]} == {
            opacity
        }
    page.get_by_role("button", name="Clear").click()
    assert dict(opacities(page, lines)) == everything


def test_a_count_of_the_chart_is_of_the_events_chosen(visit: Visit, tmp_path: Path) -> None:
    file = save(
        tmp_path,
        *(
            f"{{date: 2023-01-01, kind: {kind}, title: Event {n}, source: s}}"
            for n, kind in enumerate(("act", "news", "news") * 60)
        ),
        "{date: 2010, kind: speech, title: Early, source: s}",
    )
    page = visit(file)

    def counts(opacity: float) -> int:
        """Return the sum of the counts, all of which must be drawn with that opacity."""
        texts = [
            text for text in opacities(page, "svg.chart text") if re.fullmatch(r"\+\d+", text[0])
        ]
        assert {text[1] for text in texts} == {opacity}
        return sum(int(text[0]) for text in texts)

    whole = counts(1)
    shares = []
    for kind in ("Act", "News"):
        page.get_by_label("Kind").select_option(kind)
        shares.append(counts(1))
    assert sum(shares) == whole and min(shares) > 0
    page.get_by_label("Kind").select_option("Speech")
    assert counts(0.25) == whole
    page.get_by_role("button", name="Clear").click()
    assert counts(1) == whole


def test_a_page_of_eight_events_has_no_filter_and_one_of_nine_has(
    visit: Visit, tmp_path: Path
) -> None:
    events = [f"{{date: 202{n}, kind: news, title: T, source: s}}" for n in range(9)]
    for number in (8, 9):
        page = visit(save(tmp_path, *events[:number]), "?kind=act")
        assert page.get_by_role("search").count() == number - 8
        assert len(shown(page)) == number


def save(folder: Path, *events: str) -> Path:
    """Save the page of a record with the given events."""
    listed = "".join(f"      - {event}\n" for event in events)
    record = f"""
    title: A record
    sources: {{s: {{title: S}}}}
    actors: {{ann: {{name: Ann}}}}
    editions: {{all: {{template: timeline}}}}
    events:
{listed}"""
    file = folder / f"{len(events)}.html"
    file.write_text(made(load_record(record))["all"], encoding="utf-8")
    return file


def test_what_is_chosen_is_the_address_and_back_again(visit: Visit, page_file: Path) -> None:
    page = visit(page_file)
    page.get_by_label("Who").select_option("Bob, of <Ham>")
    page.get_by_label("Keywords").press_sequentially("law & order?", delay=1)
    page.get_by_label("Keywords").fill("four & #th?")
    page.get_by_label("Keywords").fill("fourth")
    same = visit(page_file, address(page))
    assert shown(same) == shown(page) == ["four"]
    assert same.get_by_label("Keywords").input_value() == "fourth"
    # Typing is a single step in the history.
    page.go_back()
    assert shown(page) == ["two", "four"]
    page.go_back()
    assert shown(page) == ALL and address(page) == ""
    page.go_forward()
    assert shown(page) == ["two", "four"]
    page.reload()
    assert shown(page) == ["two", "four"]


def test_an_address_of_something_that_is_not_there_shows_all(visit: Visit, page_file: Path) -> None:
    page = visit(page_file, "?kind=gone&topic=&actor=Nobody&utm=x#%E0%A4%A")
    assert shown(page) == ALL
    page.get_by_label("Kind").select_option("News")
    assert address(page) == "?kind=news&utm=x"


def test_a_link_to_an_event_shows_it_whatever_is_chosen(visit: Visit, page_file: Path) -> None:
    page = visit(page_file, "?kind=act")
    page.get_by_role("link", name="First café").click()
    assert shown(page) == ALL and address(page) == "#event-one"
    page.go_back()
    assert shown(page) == ["two", "three"]
    assert shown(visit(page_file, "?kind=act#event-four")) == ALL
    assert shown(visit(page_file, "?kind=act#event-two")) == ["two", "three"]


def test_a_link_to_an_event_of_a_long_page_leads_there(visit: Visit) -> None:
    """Content that is out of view is not laid out, but its place is kept."""
    page = visit("buses-timeline")
    for link, heading in [("2024", "2024"), ("2017", "2017")]:
        page.get_by_role("navigation").get_by_role("link", name=link).click()
        expect(page.get_by_role("heading", name=heading, exact=True)).to_be_in_viewport()


def test_all_of_it_can_be_done_by_keyboard(visit: Visit, page_file: Path) -> None:
    page = visit(page_file)
    page.get_by_label("Keywords").focus()
    page.keyboard.type("homes")
    page.keyboard.press("Enter")
    assert shown(page) == ["three", "four"]
    page.keyboard.press("Tab")
    page.keyboard.type("Sp")
    assert shown(page) == ["four"]
    for _ in range(4):
        page.keyboard.press("Tab")
    page.keyboard.press("Space")
    assert shown(page) == ALL
    page.get_by_label("Keywords").focus()
    page.keyboard.type("homes")
    page.keyboard.press("Escape")
    assert shown(page) == ALL


def test_paper_has_what_is_chosen_and_says_so(visit: Visit, page_file: Path) -> None:
    page = visit(page_file, "?kind=act&words=S")
    page.emulate_media(media="print")
    text = page.locator("body").inner_text()
    assert "This page is filtered. Keywords: S; Kind: Act.\nEvents shown: 2 of 9\n" in re.sub(
        r"\n+", "\n", text
    )
    assert "Second" in text and "Fourth" not in text
    for control in ("Keywords", "Kind", "Clear"):
        assert not page.get_by_text(control, exact=True).is_visible()
    page = visit(page_file)
    page.emulate_media(media="print")
    assert "Events shown" not in page.locator("body").inner_text()


def test_paper_has_the_sources_of_what_is_chosen_under_their_numbers(
    visit: Visit, tmp_path: Path
) -> None:
    """The registers, which cover all events, are not printed and do not add sources."""
    kinds = ["act", "news", "act", "news", "news", "speech", "news", "news", "news"]
    file = save(
        tmp_path,
        *(
            f"{{id: e{n}, date: {2010 + n}, kind: {kind}, title: Event {n},"
            f" source: {{title: Source of {n}}}"
            f"{', commitments: [{id: c, title: Trains, by: ann}]' if n == 1 else ''}}}"
            for n, kind in enumerate(kinds)
        ),
    )

    def printed(page: Page) -> list[tuple[str, str]]:
        """Return the printed sources, with their numbers."""
        done = subprocess.run(
            ["pdftotext", "-layout", "-", "-"],
            input=page.pdf(prefer_css_page_size=True), capture_output=True, check=True,
        )  # fmt: skip
        return re.findall(r"(\d+)\. +Source of (\d)", done.stdout.decode())

    page = visit(file)
    whole = printed(page)
    assert len(whole) == 9
    numbers = {event: number for number, event in whole}
    page.get_by_label("Kind").select_option("Act")
    assert printed(page) == [(numbers[event], event) for event in ("0", "2")]
    assert page.locator(".sources li").count() == len(shown(page)) + 7
    assert all(item.is_visible() for item in page.locator(".sources li").all())
    page.get_by_role("button", name="Clear").click()
    assert printed(page) == whole
