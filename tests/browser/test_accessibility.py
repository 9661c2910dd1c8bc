"""WCAG 2.2, levels A and AA, and good practice, as tested by axe-core in two browsers."""

import io
from base64 import b64encode
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal, Protocol

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from fontpkg_atkinson_hyperlegible import __file__ as fonts
from fontTools.ttLib import TTFont
from playwright.sync_api import expect

from tests.browser.conftest import COMMANDS, Visit
from tests.browser.firefox import Firefox, Medium, Scheme
from tests.helpers import briefing
from tests.pages import page_names
from tests.validators import html_problems, pdf_problems
from tools.write_pictures import restyle, restyled_fonts

TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice")
# This is part of WCAG 2.2, but axe-core checks it only on request.
RULES = {"target-size": {"enabled": True}}
GROUPS = {"colours": ("color-contrast", "link-in-text-block"), "targets": tuple(RULES)}
"""The expensive rules: those that depend on the colour scheme, and those on sizes."""
WIDTHS = (1280, 390, 320)
"""A desktop screen, a telephone, and a window of 1280 pixels zoomed to 400%."""
PAPER = 794
"""The width of an A4 sheet."""
VIEWS: list[tuple[int, Scheme, Medium]] = [
    (1280, "light", "screen"),
    (390, "dark", "screen"),
    (320, "light", "screen"),
    (PAPER, "light", "print"),
]
SET_IN = """async font => {
    const bytes = Uint8Array.from(atob(font), letter => letter.charCodeAt());
    document.fonts.add(await new FontFace("Odd", bytes).load());
    const sheet = new CSSStyleSheet();
    sheet.replaceSync("* { font-family: Odd !important }");
    document.adoptedStyleSheets.push(sheet);
}"""
"""Insert a stylesheet and a font despite the page's policy."""


class Page(Protocol):
    """A page in a browser."""

    def evaluate(self, expression: str, arg: Any = None) -> Any: ...


def faults(page: Page, only: Literal["colours", "targets", "others"] | None = None) -> list[str]:
    """Return the faults that axe-core finds: the rules, the places and the fixes."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    rules = RULES | {rule: {"enabled": only != "others"} for rule in GROUPS["colours"]}
    options = {
        "runOnly": {"type": "rule", "values": GROUPS[only]} if only in GROUPS else TAGS,
        "rules": rules,
        "resultTypes": ["violations"],
    }
    found: dict[str, Any] = page.evaluate("options => axe.run(options)", options)
    return [
        f"{rule['id']}: {node['target']}: {node['failureSummary']}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]


@pytest.mark.parametrize(
    "name",
    [
        "sample-member",
        pytest.param("sample-timeline", marks=pytest.mark.long),
        pytest.param("sample-member-south-east", marks=pytest.mark.long),
    ],
)
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
        pytest.param("sample-member", 390, "dark", marks=pytest.mark.long),
        pytest.param("buses-committee", 1280, "light", marks=pytest.mark.long),
        pytest.param("buses-uplands", 320, "dark", marks=pytest.mark.long),
        pytest.param("inquiry-everything", 390, "light", marks=pytest.mark.long),
        ("digest-2023-W36", 320, "light"),
        ("letters-m", 390, "dark"),
        pytest.param("buses-register", 390, "dark", marks=pytest.mark.long),
        ("nasty-lines", 320, "light"),
        ("nasty-one", 390, "dark"),
        pytest.param("dates-e", 320, "light", marks=pytest.mark.long),
    ],
)
def test_other_pages_have_no_fault_either(visit: Visit, name: str, width: int, scheme: str) -> None:
    page = visit(name, viewport={"width": width, "height": 900}, color_scheme=scheme)
    assert faults(page) == []


def test_a_page_in_use_has_no_fault(visit: Visit) -> None:
    """The page is shown on a telephone, with a filter in use and a message at the bottom."""
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


@pytest.mark.long
@pytest.mark.parametrize(
    ("name", "width", "scheme"),
    [
        ("proved-sheet", 390, "dark"),
        ("sample-member", 390, "dark"),
        ("letters-e", 320, "light"),
        ("dates-e", 1280, "light"),
    ],
)
def test_firefox_finds_no_fault(
    firefox: Firefox, file: Callable[[str], Path], name: str, width: int, scheme: Scheme
) -> None:
    firefox.open(file(name))
    firefox.view(width, scheme)
    assert faults(firefox) == []
    assert firefox.evaluate("document.documentElement.scrollWidth") <= width
    firefox.view(PAPER, "light", medium="print")
    assert faults(firefox) == []


@pytest.mark.long
@pytest.mark.parametrize("name", [*page_names(), *COMMANDS])
def test_every_page_has_no_fault_in_either_browser(
    visit: Visit, firefox: Firefox, file: Callable[[str], Path], name: str
) -> None:
    for path in sorted(file(name).parent.glob("*.html")) if name in COMMANDS else [file(name)]:
        page = visit(path)
        firefox.open(path)
        for width, scheme, medium in VIEWS:
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme=scheme, media=medium)
            firefox.view(width, scheme, medium)
            assert (faults(page), faults(firefox)) == ([], []), (path, width)


@pytest.mark.long
def test_the_restyled_record_has_no_fault_either(visit: Visit, tmp_path: Path) -> None:
    restyle(tmp_path / "record", restyled_fonts())
    out = tmp_path / "out"
    arguments = ("build", str(tmp_path / "record"), "-q", "-o", str(out))
    for edition, formats in (("members", "html,pdf"), ("timeline", "html")):
        done = briefing(*arguments, "-e", edition, "-f", formats)
        assert done.exit_code == 0, done.output
        page = visit(out / f"{edition}.html")
        assert page.evaluate("document.fonts.check('1rem \"Brand text\"')")
        for width, scheme, medium in VIEWS:
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme=scheme, media=medium)
            assert faults(page) == [], (edition, width)
        assert html_problems((out / f"{edition}.html").read_text(encoding="utf-8")) == []
    assert pdf_problems((out / "members.pdf").read_bytes()) == []


@pytest.mark.parametrize(
    "name", [pytest.param("sample-timeline", marks=pytest.mark.long), "letters-m"]
)
def test_targets_are_large_enough_and_lines_fit_whatever_the_font(visit: Visit, name: str) -> None:
    for times in (0.5, 1.75):
        page = visit(name, viewport={"width": 390, "height": 900})
        page.evaluate(SET_IN, b64encode(font(times)).decode())
        assert faults(page, only="targets") == [], times
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, times


def font(times: float) -> bytes:
    """Return a font whose letters are this many times the usual size."""
    made, content = (
        TTFont(Path(fonts).with_name("files") / "AtkinsonHyperlegible-Regular.ttf"),
        io.BytesIO(),
    )
    made["head"].unitsPerEm = round(made["head"].unitsPerEm / times)
    made.save(content)
    return content.getvalue()


def test_the_judge_condemns_what_is_wrong(visit: Visit, firefox: Firefox, tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_text(
        "<!doctype html><title>T</title><style>p { color: #777; background: #666 }</style>"
        "<main><h1>A</h1><h3>B</h3><p>Some words</p><img src='data:,'><br>"
        "<a href='#a'>a</a><br><a href='#b'>b</a>"
    )
    firefox.open(file)
    firefox.view(1280, "light")
    for page in (visit(file), firefox):
        found = {fault.split(":")[0] for fault in faults(page)}
        assert found >= {
            "html-has-lang",
            "image-alt",
            "color-contrast",
            "heading-order",
            "target-size",
        }
