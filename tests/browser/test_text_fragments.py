"""Links to the words of a web page, as a browser follows them."""

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page

from briefing.evidence.extracting import texts_of
from briefing.evidence.quotes import find_quote
from briefing.evidence.searching import SearchText
from briefing.record.proofs import Selector
from briefing.record.text_fragments import link_to_passage
from tests.browser.conftest import Visit
from tests.browser.firefox import Firefox
from tests.evidence.texts import text_of

GAP = "<div style='height: 3000px'></div>"
PARTS = {
    "headline": "<h1>Ministers welcome the long-awaited plan</h1>",
    "first": "<p>We welcome the plan. It is the first of two that ministers wrote last year.</p>",
    "said": "<p>They said: “We <b>welcome</b> the plan, but it’s late” — at last.</p>",
    "again": "<p>She said again: “We welcome the plan, but it’s late, and it’s thin.”</p>",
    "title": "<h2>A plan for homes</h2>",
    "one": "<p>The second paragraph begins here, with a plan. And on it goes for a time yet.</p>",
    "two": "<p>The third one begins there, and cross-party co-operation ends it, as hoped.</p>",
    "list": "<p>Ministers will this year:</p>"
    "<ul><li>build homes across the country</li><li>cut taxes</li></ul>",
    "note": "<p>The plan<sup><a href='#n1'>3</a></sup> costs &pound;5m, and this is 50% more than "
    "hy&shy;phen&shy;ated cafe&#769;s &amp; oﬃces,&nbsp;or ‘£3–£5’, cost in [the] 1,832 towns.</p>",
    "hidden": "<p>Before <span hidden>a hidden word or two in</span>the gap and after it.</p>",
    "broken": "<p>A line ends here:<br>and another begins. And the <i>br</i>oken word ends.</p>",
    "long": "<p>We welcome the plan, and we look forward to working with ministers on it: it has "
    "taken years, and for all these years people have been waiting for it, patiently or not, "
    "in towns and in villages, for a plan that would at last deserve the name of a plan.</p>",
    "welsh": "<p>Mae’r Llywodraeth wedi cytuno â’r cynllun i bawb — tŷ a dŵr, 100% + ~#/?=%20.</p>",
}  # fmt: skip
PAGE = f"""<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><title>Plan</title>
<style>::target-text {{ background: #f00; color: #f00 }}</style>{GAP}
{GAP.join(f'<section id="{id}">{part}</section>' for id, part in PARTS.items())}{GAP}"""


def is_marked(page: Page, part: str) -> bool:
    """Whether words of a part are marked as the target."""
    picture = Image.open(BytesIO(page.locator(f"#{part}").screenshot())).convert("RGB")
    return any(colour == (255, 0, 0) for _, colour in picture.getcolors(1 << 24) or ())


QUOTES = [
    ("We welcome the plan. It is the first of two", "first"),
    ("We welcome the plan, but it's late", "said"),
    ("We welcome the plan, but it’s late, and it’s thin.", "again"),
    ("at last", "said"),
    ("Ministers welcome", "headline"),
    ("A plan for homes", "title"),
    ("And on it goes for a time yet. The third one begins there", "one"),
    ("yet. The", "one"),
    ("cross-party co-operation ends it", "two"),
    ("Ministers will this year: build homes across the country", "list"),
    ("cut taxes", "list"),
    ("this is 50% more than hyphenated cafés & offices", "note"),
    ("costs £5m, and this is 50% more than hyphenated cafés & oﬃces, or ‘£3", "note"),
    ("'£3-£5', cost in [the] 1,832 towns", "note"),
    ("Before the gap", "hidden"),
    ("A line ends here: and another begins.", "broken"),
    ("the broken word", "broken"),
    ("We welcome the plan … we look forward", "long"),
    (" ".join(PARTS["long"][3:-4].split()), "long"),
    ("Mae’r Llywodraeth wedi cytuno â’r cynllun i bawb", "welsh"),
    ("100% + ~#/?=%20", "welsh"),
]
VISIBLE = """() => [...document.querySelectorAll('section')].filter(part => {
    const {top, bottom} = part.getBoundingClientRect()
    return bottom > 0 && top < innerHeight
}).map(part => part.id)"""


@pytest.fixture(scope="module")
def page_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("page") / "page.html"
    file.write_text(PAGE, encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def fragments(page_file: Path) -> list[str]:
    """Return the end of the link to each quote."""
    text = text_of(*texts_of(page_file.read_bytes(), page_file.name))
    return [fragment(quote, text) for quote, _ in QUOTES]


def fragment(quote: str, text: SearchText) -> str:
    """Return the end of the link to a quote in a page."""
    found = find_quote(quote, text)
    assert found, f"{quote} is not in the page"
    passage = Selector(found.exact, found.prefix, found.suffix)
    return link_to_passage("https://example.org/", passage).removeprefix("https://example.org/")


@pytest.mark.parametrize("every", [8, pytest.param(1, marks=pytest.mark.long)])
def test_chromium_scrolls_to_the_words(
    visit: Visit, page_file: Path, fragments: list[str], every: int
) -> None:
    page = visit(page_file, viewport={"width": 600, "height": 300})
    chosen = [*zip(QUOTES, fragments, strict=True)][::every]
    for n, ((quote, part), fragment) in enumerate(chosen):
        # With the same query, the page would not be loaded again.
        page.goto(f"{page_file.as_uri()}?{n}{fragment}")
        page.wait_for_function("scrollY > 0")
        assert page.evaluate(VISIBLE) == [part], quote
        assert is_marked(page, part), quote


@pytest.mark.long
def test_firefox_scrolls_to_the_words(
    firefox: Firefox, page_file: Path, fragments: list[str]
) -> None:
    for (quote, part), fragment in zip(QUOTES, fragments, strict=True):
        firefox.open(page_file, fragment)
        wait = "new Promise(done => setInterval(() => scrollY > 0 && done(), 20))"
        firefox.evaluate(wait)
        assert firefox.evaluate(VISIBLE) == [part], quote
