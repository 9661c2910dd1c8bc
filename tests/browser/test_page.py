"""A page in a browser: it loads nothing, blocks attacks and fits its window."""

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Request

from tests.browser.conftest import Visit
from tests.helpers import briefing, load_record
from tests.pages import made, page_names, pages

WIDTHS = (1280, 390, 320)
QUICK = ("sample-member", "nasty-long", "nasty-register", "letters-e", "empty-a")
INTRUDERS = (
    "<script>document.title = 'run'</script>",
    "<script src='https://a.example/x.js'></script>",
    "<script type='module'>import 'https://a.example/x.js'</script>",
    "<script src='data:,document.title=`run`'></script>",
    "<img src='https://a.example/x.png'>",
    "<img src='data:,' onerror='document.title = `run`'>",
    "<svg><image href='https://a.example/x.png'/></svg>",
    "<link rel='stylesheet' href='https://a.example/x.css'>",
    "<style>@import 'https://a.example/x.css'; html { display: none }</style>",
    "<style>@font-face { font-family: x; src: url(https://a.example/x.woff) }</style>",
    "<p style='background: url(https://a.example/x.png)'>x</p>",
    "<iframe src='https://a.example'></iframe>",
    "<object data='https://a.example/x.pdf'></object>",
    "<video src='https://a.example/x.webm' autoplay></video>",
    "<base href='https://a.example'>",
)


@pytest.mark.parametrize(
    "name",
    [pytest.param(name, marks=() if name in QUICK else pytest.mark.long) for name in page_names()],
)
def test_a_page_loads_nothing_and_fits_its_window(visit: Visit, name: str) -> None:
    page = visit(name)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_no_link_separator_or_label_is_alone_on_a_line(visit: Visit) -> None:
    """A hidden link on a line of its own would look like an empty line."""
    script = """([name, before]) => [...document.querySelectorAll(name)].filter((link) => {
        const range = document.createRange()
        const text = before ? link.parentElement.querySelector(before) : link.previousSibling
        range.selectNodeContents(text)
        const ends = [...range.getClientRects()].at(-1)
        const starts = link.getClientRects()[0]
        return starts.top >= ends.bottom || starts.bottom <= ends.top
    }).length"""
    page = visit("sample-timeline")
    page.evaluate(
        """() => { const all = new CSSStyleSheet()
        all.replaceSync("* { content-visibility: visible !important }")
        document.adoptedStyleSheets.push(all) }"""
    )
    for width in range(320, 620, 30):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.locator(".permalink").count() > 10
        assert page.evaluate(script, [".permalink", ".note"]) == 0, width
    for width in range(900, 1300, 50):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate(script, [".back a:first-of-type", ".words"]) == 0, width
        assert page.evaluate(script, [".kind .state", ""]) == 0, width


def test_without_scripts_all_is_there_but_for_what_needs_them(visit: Visit) -> None:
    def seen(page: Page) -> list[str]:
        script = "it => [...it.querySelectorAll('*')].filter((it) => it.checkVisibility())"
        texts: list[str] = page.locator("main").evaluate(f"{script}.map((it) => it.textContent)")
        return texts

    for name in ("sample-timeline", "sample-member"):
        plain, lively = (
            visit(name, java_script_enabled=is_enabled) for is_enabled in (False, True)
        )
        assert plain.get_by_role("article").count() > 3
        # The control that opens the rest on a phone does not need a script.
        assert not plain.locator("button, input:not(.more *), select").count()
        assert lively.locator("button").count() > 3
        lively.evaluate("document.querySelectorAll('form, button').forEach((it) => it.remove())")
        assert seen(plain) == seen(lively)
    plain.get_by_role("link", name="Link to this event").last.click()
    assert plain.evaluate("location.hash").startswith("#event-")


def test_a_telephone_opens_with_the_sheet_and_the_rest_of_a_section_at_a_touch(
    visit: Visit,
) -> None:
    rest = "#sources .rest, #lately .rest, #earlier .rest, #asks .rest, #figures .rest"
    small: dict[str, Any] = {
        "viewport": {"width": 390, "height": 800},
        "java_script_enabled": False,
    }
    phone, desk = visit("sample-member", **small), visit("sample-member")
    hidden = desk.locator(rest)
    assert hidden.count() > 3 and all(item.is_visible() for item in hidden.all())
    assert not any(item.is_visible() for item in phone.locator(rest).all())
    assert not desk.locator(".more").first.is_visible()
    assert phone.get_by_role("navigation", name="Contents").is_visible()
    for section in phone.locator("section:has(.more)").all():
        section.locator(".more input").check()
        assert all(item.is_visible() for item in section.locator(".rest").all())


def test_a_link_into_what_is_folded_on_a_telephone_opens_it(visit: Visit) -> None:
    small = {"viewport": {"width": 390, "height": 800}}
    place = visit("sample-member").locator(".rest[id]").first.get_attribute("id")
    assert place
    page = visit("sample-member", f"#{place}", **small)
    assert page.locator(f"[id='{place}']").is_visible()


@pytest.mark.parametrize(
    "name", ["sample-member", pytest.param("inquiry-decisions", marks=pytest.mark.long)]
)
def test_the_keyboard_gets_everywhere_in_order_and_one_sees_where_it_is(
    visit: Visit, name: str
) -> None:
    page = visit(name, viewport={"width": 390, "height": 800})
    page.evaluate(
        """() => {
            const all = document.querySelectorAll("a[href], button, input, select");
            stops = [...all].filter((it) => it.tabIndex >= 0 && it.checkVisibility());
        }"""
    )
    for stop in range(page.evaluate("stops.length")):
        page.keyboard.press("Tab")
        is_right, is_seen = page.evaluate(
            """stop => {
                const it = document.activeElement, style = getComputedStyle(it);
                const { left, top, width, height } = it.getClientRects()[0];
                const there = document.elementFromPoint(left + width / 2, top + height / 2);
                const ring = style.outlineStyle != "none" && parseFloat(style.outlineWidth) >= 2;
                const isShown = it.checkVisibility({ opacityProperty: true });
                return [it == stops[stop], ring && isShown && it.contains(there)];
            }""",
            stop,
        )
        assert is_right and is_seen, page.evaluate("document.activeElement.outerHTML")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement == document.body")


def test_it_is_dark_where_its_reader_has_it_dark_and_white_on_paper(visit: Visit) -> None:
    page = visit("sample-timeline")

    def lightness(selector: str) -> float:
        colour = page.locator(selector).first.evaluate("it => getComputedStyle(it).backgroundColor")
        return sum(map(int, re.findall(r"\d+", colour)[:3])) / (3 * 255)

    places = ("html", "select", "input")
    assert min(map(lightness, places)) == 1
    page.emulate_media(color_scheme="dark")
    assert max(map(lightness, places)) < 0.15
    page.emulate_media(color_scheme="dark", media="print")
    assert lightness("html") == 1


def test_the_logo_for_dark_mode_is_shown_only_on_dark_screens(
    visit: Visit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    logo = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0h9v9z"/></svg>'
    )
    for name in ("logo.svg", "dark.svg"):
        Path(name).write_text(logo)
    Path("events.yaml").write_text(
        "title: T\nbrand: {name: B, logo: logo.svg, logo_dark: dark.svg}\n"
        "editions: {one: {template: timeline}}\n"
        "events: [{date: 2019, kind: news, title: E, source: {title: S}}]\n"
    )
    assert briefing("build", "-f", "html").exit_code == 0
    page = visit(Path("out/one.html").resolve())

    def shown() -> list[str | None]:
        return [
            image.get_attribute("class")
            for image in page.locator(".logo").all()
            if image.is_visible()
        ]

    assert shown() == ["logo"]
    page.emulate_media(color_scheme="dark")
    assert shown() == ["logo in-the-dark"]
    page.emulate_media(color_scheme="dark", media="print")
    assert shown() == ["logo"]


def test_the_links_from_a_source_back_to_the_text_stay_on_one_line(visit: Visit) -> None:
    page = visit("sample-timeline")
    heights = """all => all.filter(it => it.children.length < 6).map(it => {
        const tops = [...it.children].map(one => one.getBoundingClientRect().top);
        return Math.max(...tops) - Math.min(...tops);
    })"""
    for width in (1280, 1000, 700):
        page.set_viewport_size({"width": width, "height": 900})
        assert max(page.locator(".back").evaluate_all(heights)) < 12, width


def test_a_script_of_ones_own_runs(visit: Visit, tmp_path: Path) -> None:
    for name, text in {
        "scripts/own.js": "document.title += ' </script> é'\n",
        "shared/copying.html": "<script>{{ script('own.js') }}</script>",
    }.items():
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text(text, encoding="utf-8")
    file = tmp_path / "page.html"
    record = load_record(
        "{title: T, events: [{date: 2019, kind: news, title: E, source: {title: S}}]}"
    )
    file.write_text(made(record, tmp_path)["timeline"], encoding="utf-8")
    assert visit(file).title() == "T </script> é"


def test_what_slips_into_a_page_neither_loads_nor_runs(browser: Browser, tmp_path: Path) -> None:
    """If a template ever failed to escape something, the page's own policy would block it."""
    page = pages()["sample-timeline"].replace("</main>", "\n".join(INTRUDERS) + "</main>")
    guarded, unguarded = tmp_path / "guarded.html", tmp_path / "unguarded.html"
    guarded.write_text(page, encoding="utf-8")
    unguarded.write_text(page.replace("Content-Security-Policy", "X"), encoding="utf-8")

    def outcome(file: Path) -> tuple[set[str], bool, bool, str]:
        failed: list[Request] = []
        with browser.new_context() as context:
            context.on("requestfailed", lambda request: failed.append(request))
            page = context.new_page()
            page.goto(file.as_uri())
            shown, base = page.locator("main").is_visible(), page.evaluate("document.baseURI")
            requested = {request.url for request in failed if request.failure != "csp"}
            return requested, page.title() == "run", shown, base

    requested, *rest = outcome(unguarded)
    assert requested >= {f"https://a.example/x.{suffix}" for suffix in ("js", "png", "css")}
    assert rest == [True, False, "https://a.example/"]
    assert outcome(guarded) == (set(), False, True, guarded.as_uri())
