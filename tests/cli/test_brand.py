"""A custom brand: the name, logo, colour, contact and closing line."""

import base64
import re
from pathlib import Path
from typing import Any

import pytest

from tests.fonts import font
from tests.helpers import SAMPLE, briefing

LOGO = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 40">
<path d="M0 0H120V40H0Z" fill="#7a1f5c"/></svg>"""
BRAND = """brand:
  name: Watch & Ward
  logo: pictures/logo.svg
  accent: "#7A1F5C"
  contact: desk@example.org
  closing: Handed on with care.
"""


@pytest.fixture(autouse=True)
def record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("pictures").mkdir()
    Path("pictures/logo.svg").write_text(LOGO)
    Path("events.yaml").write_text(
        SAMPLE.read_text(encoding="utf-8")
        .replace("language: en-GB\n", BRAND + "language: en-GB\n")
        .replace(
            "  member:\n", "  member:\n    brand: {name: Other, accent: '#333', contact: 020}\n"
        ),
        encoding="utf-8",
    )


def built(name: str) -> str:
    format = name.partition(".")[2]
    edition = name.partition(".")[0]
    done = briefing("build", "-e", edition, "-f", format, "-q")
    assert done.exit_code == 0, done.output
    return Path("out", name).read_text(encoding="utf-8")


def test_the_page_carries_it() -> None:
    page = built("timeline.html")
    logo = base64.b64encode(LOGO.encode()).decode()
    assert f'src="data:image/svg+xml;base64,{logo}" alt="Watch &amp; Ward"' in page
    assert "--accent: #7a1f5c" in page
    assert "Handed on with care." in page and "mailto:desk@example.org" in page
    # The page still names its publisher and gives it as the author.
    assert "Published by Example Policy Team" in page
    assert '<meta name="author" content="Example Policy Team">' in page
    assert built("timeline.html") == page


DARK = LOGO.replace("#7a1f5c", "#ffc9ee")


def test_a_page_in_dark_mode_has_a_logo_of_its_own() -> None:
    Path("pictures/dark.svg").write_text(DARK)
    text = Path("events.yaml").read_text(encoding="utf-8")
    given = text.replace("logo.svg", "logo.svg\n  logo_dark: pictures/dark.svg")
    Path("events.yaml").write_text(given, encoding="utf-8")
    dark, light = (base64.b64encode(logo.encode()).decode() for logo in (DARK, LOGO))
    page = built("timeline.html")
    for kind, logo in (("logo", light), ("logo in-the-dark", dark)):
        address = f"data:image/svg+xml;base64,{logo}"
        assert f'<img class="{kind}" src="{address}" alt="Watch &amp; Ward">' in page
    # An edition with a logo of its own does not have the dark one of the record.
    own = given.replace("{name: Other,", "{name: Other, logo: pictures/logo.svg,")
    Path("events.yaml").write_text(own, encoding="utf-8")
    assert dark not in built("member.html") and dark in built("timeline.html")


@pytest.mark.parametrize(
    ("brand", "reason"),
    [
        ("logo: pictures/logo.svg, logo_dark: a.svg", "cannot be used: there is no such file"),
        ("logo: pictures/logo.svg, logo_dark: pictures/text.svg", "the logo contains text"),
        ("logo_dark: pictures/logo.svg", "the logo is only for dark mode"),
    ],
)
def test_a_logo_for_dark_mode_is_checked_too(brand: str, reason: str) -> None:
    Path("pictures/text.svg").write_text(LOGO.replace("</svg>", "<text>A</text></svg>"))
    text = Path("events.yaml").read_text(encoding="utf-8")
    text = text.replace(BRAND, f"brand: {{name: Watch, {brand}}}\n")
    Path("events.yaml").write_text(text, encoding="utf-8")
    done = briefing("check")
    assert done.exit_code == 1 and reason in done.output and "[unusable-logo]" in done.output


def test_an_edition_has_what_it_gives_and_the_rest_from_the_record() -> None:
    page = built("member.html")
    assert 'alt="Other"' in page and "--accent: #333333" in page
    assert "Contact: 020" in page and "Handed on with care." in page
    assert "7a1f5c" not in page.replace(base64.b64encode(LOGO.encode()).decode(), "")


def checked(**fonts: bytes) -> str:
    """Return the output of the check with these fonts for headings, by name."""
    for name, content in fonts.items():
        Path(f"{name}.ttf").write_bytes(content)
    files = ", ".join(f"{name}.ttf" for name in fonts)
    typefaces = f"  typefaces: {{headings: [{files}]}}\n"
    text = Path("events.yaml").read_text().replace("brand:\n", f"brand:\n{typefaces}", 1)
    Path("events.yaml").write_text(text.replace("title: Online Safety", "title: Dŵr Safety", 1))
    return briefing("check").stdout


def test_the_parts_of_a_font_are_one_typeface() -> None:
    shown = checked(latin=font(), extended=font(letters="ŴŵŶŷ"))
    assert "same weight" not in shown and "does not have" not in shown
    assert "typeface" not in shown


def test_a_typeface_without_one_of_its_parts_is_reported() -> None:
    shown = checked(latin=font(), bold=font(weight=700), extended=font(letters="ŴŵŶŷ"))
    assert "the typeface for headings does not have 'ŵ'" in shown
    assert "or add its file for them, such as latin-ext" in shown


@pytest.mark.parametrize(
    ("other", "message", "hint"),
    [
        ({}, "are for the same weight and style", "keep only one of them"),
        ({"letters": "abcdŵ"}, "different letters, but are not parts of one font", "complete font"),
        ({"letters": "Ŵŵ", "family": "Other"}, "are for the same weight and style", "only one"),
        ({"letters": "Ŵŵ", "weight": 300}, "are for the same weight and style", "only one"),
        ({"letters": "Ŵŵ", "units": 2048}, "are parts of one font, but cannot be combined", "comp"),
    ],
)
def test_two_fonts_for_the_same_text_are_refused(
    other: dict[str, Any], message: str, hint: str
) -> None:
    shown = checked(latin=font(), other=font(**other))
    assert message in shown and hint in shown and "[unusable-typeface]" in shown
    assert "does not have" not in shown


def test_in_the_dark_the_colour_is_lightened() -> None:
    (dark,) = re.findall(r"dark\) { :root { --accent: (#\w{6}) } }", built("timeline.html"))
    assert dark != "#7a1f5c"


def test_markdown_has_its_words() -> None:
    text = built("timeline.md")
    assert "*Watch & Ward. Correct as of 8 September 2023.*" in text
    assert "Handed on with care." in text
    assert "*Published by Example Policy Team. Contact: desk@example.org*" in text


@pytest.mark.parametrize("engine", ["weasyprint", "plutoprint"])
def test_a_pdf_shows_it_too(engine: str) -> None:
    done = briefing("build", "-e", "timeline", "--until", "2018", "-f", "pdf", "--engine", engine)
    assert done.exit_code == 0
    assert "not loaded" not in done.stderr and "ERROR" not in done.stderr


def test_without_a_brand_the_publisher_stands_for_it() -> None:
    Path("events.yaml").write_text(SAMPLE.read_text(encoding="utf-8"), encoding="utf-8")
    page = built("timeline.html")
    assert '<p class="brand">Example Policy Team</p>' in page
    assert "<img" not in page and "mailto:policy@example.org" in page


@pytest.mark.parametrize(
    ("logo", "reason"),
    [
        ("logo.svg", "there is no such file"),
        ("pictures", "there is no such file"),
        ("../logo.svg", "it is outside the record's folder"),
        ("link.svg", "it is outside the record's folder"),
        ("/etc/passwd", "it is outside the record's folder"),
        ('"a\\0b"', "embedded null"),
    ],
)
def test_a_logo_lies_in_the_folder_of_the_record(
    logo: str, reason: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "inner").mkdir()
    (tmp_path / "logo.svg").write_text(LOGO)
    text = Path("events.yaml").read_text().replace("pictures/logo.svg", logo)
    (tmp_path / "inner" / "events.yaml").write_text(text)
    (tmp_path / "inner" / "pictures").mkdir()
    (tmp_path / "inner" / "link.svg").symlink_to(tmp_path / "logo.svg")
    monkeypatch.chdir(tmp_path / "inner")
    for command in ("check", "build"):
        done = briefing(command)
        assert done.exit_code == 1
        assert "unusable-logo" in done.output and reason in done.output
    assert not Path("out").exists()


def test_a_logo_lies_where_its_own_file_says() -> None:
    Path("record/more").mkdir(parents=True)
    Path("record/more/pictures").symlink_to(Path("pictures").resolve())
    Path("record/events.yaml").write_text(
        Path("events.yaml").read_text().replace(BRAND, ""), encoding="utf-8"
    )
    Path("record/more/brand.yaml").write_text(BRAND)
    assert "outside the record's folder" in briefing("check", "record").output
    Path("record/more/pictures").unlink()
    Path("pictures").rename("record/more/pictures")
    assert briefing("check", "record", "--strict").exit_code == 0
    assert briefing("list", "record").exit_code == 0
