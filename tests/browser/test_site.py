"""The home page and the search of a website, in a browser and from a disk."""

import contextlib
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.test_accessibility import faults
from tests.helpers import SAMPLE, briefing
from tests.repository import commit, git


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    text = SAMPLE.read_text(encoding="utf-8")
    text = text.replace("  member:\n", "  member:\n    formerly: [short]\n", 1)
    options = ("-o", folder / "site", "-e", "timeline", "-e", "member", "-f", "html")
    with contextlib.chdir(folder):
        git("init", "--quiet")
        commit({"events.yaml": text.replace("children", "pupils")}, at="2023-09-01T12:00:00Z")
        commit({"events.yaml": text}, at="2023-09-04T12:00:00Z")
        done = briefing("publish", "--git", *options)
    assert done.exit_code == 0, done.output
    return folder / "site"


def test_readers_search_all_events_with_the_keyboard(site: Path, visit: Visit) -> None:
    page = visit(site / "search.html", "?q=Xylophone")
    status = page.locator("#search [role=status]")
    expect(status).to_have_text("No results")
    field = page.get_by_role("searchbox")
    expect(field).to_have_value("Xylophone")
    field.fill("PRISON  terms")
    expect(page.locator(".results .label")).to_have_count(1)
    expect(page.locator(".results mark").first).to_have_text("prison")
    expect(status).to_have_text("Results: 1")
    assert page.url.endswith("?q=PRISON++terms")
    field.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == (
        "timeline.html#event-u-turn"
    )
    # Every result leads to a place that exists.
    field.fill("a")
    places = page.evaluate("[...document.querySelectorAll('.results a')].map((a) => a.hash)")
    timeline = (site / "timeline.html").read_text(encoding="utf-8")
    assert len(places) > 10 and all(f'id="{place[1:]}"' in timeline for place in places)
    field.fill("")
    expect(status).to_be_empty()
    assert "?" not in page.url


def test_axe_finds_nothing_on_the_pages_of_a_website(site: Path, visit: Visit) -> None:
    for name, address in (
        ("index.html", ""),
        ("search.html", "?q=child"),
        ("corrections.html", ""),
    ):
        for width, scheme in ((1280, "light"), (390, "dark")):
            page = visit(
                site / name,
                address,
                viewport={"width": width, "height": 800},
                color_scheme=scheme,
            )
            assert faults(page) == [], (name, width)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    text, timeline = (
        (site / name).read_text(encoding="utf-8") for name in ("corrections.html", "timeline.html")
    )
    places = re.findall(r'<a href="timeline.html#([^"]+)">', text)
    assert len(places) > 3 and all(f'id="{place}"' in timeline for place in places)


def test_a_former_address_leads_to_the_page(site: Path, visit: Visit) -> None:
    visit(site / "member.html")
    page = visit(site / "short.html")
    page.wait_for_url("**/member.html")
    page = visit(_unmoved(site), viewport={"width": 390, "height": 800}, color_scheme="dark")
    assert faults(page) == []
    assert page.get_by_role("link").get_attribute("href") == "member.html"


def _unmoved(site: Path) -> Path:
    """Return a former page that stays, as in browsers that ask before they leave a page."""
    text = (site / "short.html").read_text(encoding="utf-8")
    path = site / "unmoved.html"
    path.write_text(re.sub('<meta http-equiv="refresh".*?>', "", text), encoding="utf-8")
    return path
