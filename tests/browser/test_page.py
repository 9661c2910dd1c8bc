"""A page in a browser: it loads nothing, lets nothing in, and fits its window."""

from pathlib import Path

from playwright.sync_api import Browser, Request

from tests.browser.conftest import Visit
from tests.pages import pages

WIDTHS = (1280, 390, 320)
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


def test_a_page_loads_nothing_and_fits_its_window(visit: Visit) -> None:
    for name in pages():
        page = visit(name)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, name


def test_what_slips_into_a_page_neither_loads_nor_runs(browser: Browser, tmp_path: Path) -> None:
    """Should a template ever let through what it must escape, the page itself forbids it."""
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
            away = {it.url for it in failed if it.failure != "csp"}
            return away, page.title() == "run", shown, base

    away, *rest = outcome(unguarded)
    assert away >= {f"https://a.example/x.{it}" for it in ("js", "png", "css")}
    assert rest == [True, False, "https://a.example/"]
    assert outcome(guarded) == (set(), False, True, guarded.as_uri())
