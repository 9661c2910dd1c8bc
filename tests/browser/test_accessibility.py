"""WCAG 2.2, levels A and AA, and good practice besides, as axe-core judges them in a browser."""

from pathlib import Path
from typing import Any, Literal

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit

TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice")
# Part of WCAG 2.2, and yet left out unless it is asked for.
RULES = {"target-size": {"enabled": True}}
COLOURS = ("color-contrast", "link-in-text-block")
"""The costly rules. Whatever else is wrong with a page is wrong in the light and in the dark."""
WIDTHS = (1280, 390, 320)
"""A desk, a telephone, and what a window of 1280 pixels holds when it is zoomed to 400 %."""
PAPER = 794
"""An A4 sheet."""


def faults(page: Page, only: Literal["colours", "others"] | None = None) -> list[str]:
    """What axe-core finds wrong: the rule, the places and how to mend it."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    rules = RULES | {rule: {"enabled": only != "others"} for rule in COLOURS}
    options = {
        "runOnly": {"type": "rule", "values": COLOURS} if only == "colours" else TAGS,
        "rules": rules,
        "resultTypes": ["violations"],
    }
    found: dict[str, Any] = page.evaluate("options => axe.run(options)", options)
    return [
        f"{rule['id']}: {node['target']}: {node['failureSummary']}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]


@pytest.mark.parametrize("name", ["sample-timeline", "sample-member-south-east"])
def test_the_sample_has_no_fault_on_any_screen_nor_on_paper(visit: Visit, name: str) -> None:
    page = visit(name)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert faults(page, only="others") == [], width
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert faults(page, only="colours") == [], scheme
    page.emulate_media(forced_colors="active")
    assert faults(page, only="others") == []
    page.emulate_media(forced_colors="none", media="print")
    page.set_viewport_size({"width": PAPER, "height": 1123})
    assert faults(page) == []


@pytest.mark.parametrize(
    ("name", "width", "scheme"),
    [
        ("sample-member", 390, "dark"),
        ("buses-committee", 1280, "light"),
        ("buses-uplands", 320, "dark"),
        ("inquiry-everything", 390, "light"),
        ("digest-2023-W36", 320, "light"),
    ],
)
def test_other_pages_have_no_fault_either(visit: Visit, name: str, width: int, scheme: str) -> None:
    page = visit(name, viewport={"width": width, "height": 900}, color_scheme=scheme)
    assert faults(page) == []


def test_a_page_in_use_has_no_fault(visit: Visit) -> None:
    """On a telephone, with a filter in use and a message at the foot."""
    page = visit(
        "sample-timeline",
        "?kind=poll",
        viewport={"width": 390, "height": 800},
        is_mobile=True,
        has_touch=True,
    )
    page.get_by_role("button", name="Copy citation").first.tap()
    expect(page.get_by_text("Citation copied")).to_be_visible()
    assert faults(page) == []


def test_the_judge_condemns_what_is_wrong(visit: Visit, tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_text(
        "<!doctype html><title>T</title><style>p { color: #777; background: #666 }</style>"
        "<main><h1>A</h1><h3>B</h3><p>Some words</p><img src='data:,'>"
        "<a href='#a'>a</a><br><a href='#b'>b</a>"
    )
    found = {it.split(":")[0] for it in faults(visit(file))}
    assert found >= {"html-has-lang", "image-alt", "color-contrast", "heading-order", "target-size"}
