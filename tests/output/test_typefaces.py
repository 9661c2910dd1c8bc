"""The typefaces and the CSS file of a brand in pages, PDFs, charts and Word documents."""

import io
import re
from base64 import b64decode
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pypdf
import pytest
from fontTools.ttLib import TTFont

from briefing.edition.brand import brand_of
from briefing.output.policy import fingerprint
from briefing.output.typefaces import font_files
from briefing.record.loading import File
from briefing.record.typefaces import subset
from tests.fonts import font
from tests.helpers import SAMPLE, briefing, load

FILES = {
    "regular.woff2": font(family="Parks Sans", flavour="woff2"),
    "bold.ttf": font(family="Parks Sans", weight=700),
    "display.woff2": font(family="Parks Display", weight=900, width=600, flavour="woff2"),
    "parks.css": b"@media print { :root { --alert: #8a1c1c } }"
    b"h1 { text-transform: uppercase } /* </style> */",
}
BRAND = """brand:
  name: Parks for all
  accent: "#7a1f5c"
  style: parks.css
  typefaces: {text: [regular.woff2, bold.ttf], headings: [display.woff2]}
"""


@pytest.fixture
def record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name, content in FILES.items():
        Path(name).write_bytes(content)
    text = SAMPLE.read_text(encoding="utf-8").replace(
        "language: en-GB\n", f"{BRAND}language: en-GB\n"
    )
    # The fonts lack the letter ŵ, and the sample has no emphasis.
    text = text.replace("title: Online Safety Bill returns", "title: Dŵr and the Bill return")
    text = text.replace("summary: The White", "summary: The *very* White")
    text = text.replace("editions:\n", "editions:\n  page: {template: one-page}\n")
    Path("events.yaml").write_text(text, encoding="utf-8")
    return tmp_path


def made(*arguments: str) -> None:
    done = briefing(*arguments)
    assert done.exit_code == 0, done.output


def embedded(text: str) -> dict[tuple[str, str], TTFont]:
    """Return the fonts in a page or picture, by name and weight."""
    found = re.findall(
        r'@font-face \{ font-family: "([^"]+)"; font-weight: ([\d ]+); font-style: normal; '
        r'src: url\("data:font/woff2;base64,([^"]+)"',
        text,
    )
    return {(name, weight): TTFont(io.BytesIO(b64decode(file))) for name, weight, file in found}


def test_every_format_has_the_typefaces_and_the_css(record: Path) -> None:
    made("build", "-q", "-e", "timeline", "-f", "md,html")
    made("build", "-q", "-e", "page", "-f", "html,pdf,docx")
    page = Path("out/timeline.html").read_text(encoding="utf-8")
    fonts = embedded(page)
    assert fonts.keys() == {
        ("Brand text", "400"), ("Brand text", "700"), ("Brand headings", "400 700"),
    }  # fmt: skip
    # They have the letters of the page, and no others.
    letters = set(map(chr, fonts["Brand text", "400"].getBestCmap()))
    assert "a" in letters and "£" in letters and "ŵ" not in letters
    style = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)[0]
    assert f"style-src {fingerprint(style)}" in page and "font-src data:;" in page
    assert r"/* <\/style> */" in style and "em { font-style: normal; font-weight: bold }" in style
    sheet = Path("out/page.html").read_text(encoding="utf-8")
    # The letters that these fonts lack come from the program's own, in print.
    assert ("Brand text", "400") in embedded(sheet)
    own = embedded(sheet).get(("Atkinson Hyperlegible", "400"))
    assert own is None or ord("a") not in own.getBestCmap()

    pdf = pypdf.PdfReader("out/page.pdf")
    resources: Any = [page["/Resources"] for page in pdf.pages]
    used = (each.get_object() for one in resources for each in one["/Font"].values())
    names = {each["/BaseFont"].partition("+")[2] for each in used}
    assert {"Brand-text", "Brand-text-Bold", "Brand-headings-Bold"} <= names
    assert names <= {
        *("Brand-text", "Brand-text-Bold", "Brand-headings-Bold"),
        *("Atkinson-Hyperlegible", "Atkinson-Hyperlegible-Bold", "Inter", "Inter-Bold"),
    }
    text = "".join(page.extract_text() for page in pdf.pages)
    assert "ONLINE HARMS" in text and "Dŵr" in text

    with ZipFile("out/page.docx") as word:
        theme = word.read("word/theme/theme1.xml").decode()
        styles = word.read("word/styles.xml").decode()
    for place, name in (("minor", "Parks Sans"), ("major", "Parks Display")):
        assert re.search(rf'<a:{place}Font>\s*<a:latin typeface="{name}"', theme)
    assert 'asciiTheme="majorHAnsi"' in re.findall(r'styleId="Title".*?</w:style>', styles)[0]

    chart = Path("out/timeline-chart.svg").read_text(encoding="utf-8")
    assert embedded(chart).keys() == {
        ("Brand text", "400"), ("Brand text", "700"), ("Brand headings", "700"),
    }  # fmt: skip
    assert "#7a1f5c" in chart and "#8a1c1c" in chart and "#a5173f" not in chart


def test_a_font_that_changes_changes_the_documents_and_nothing_else_does(record: Path) -> None:
    def built(cache: str) -> dict[str, bytes]:
        made("build", "-q", "-e", "timeline", "-f", "md,html")
        made("chart", "-q", "-o", "out/chart.png")
        return {path.name: path.read_bytes() for path in Path("out").iterdir()}

    first = built("one")
    assert built("one") == first
    Path("regular.woff2").write_bytes(font(width=700, flavour="woff2"))
    second = built("one")
    changed = {name for name in first if second[name] != first[name]}
    assert changed == {"timeline.html", "timeline-chart.svg", "chart.png"}


@pytest.mark.long
@pytest.mark.parametrize("width", [380, 800])
def test_one_page_is_one_page_in_narrow_and_in_wide_type(record: Path, width: int) -> None:
    for name, weight in (("regular.woff2", 400), ("bold.ttf", 700)):
        Path(name).write_bytes(font(width=width, weight=weight))
    made("build", "-q", "-e", "page", "-f", "pdf")
    assert len(pypdf.PdfReader("out/page.pdf").pages) == 1


def ranges(text: str) -> list[tuple[str, str, set[str]]]:
    """Return the name, the weight and the Unicode range of each font in a page or picture."""
    found = re.findall(
        r'font-family: "(Brand[^"]+)"; font-weight: ([\d ]+);[^}]*unicode-range: ([^}]+) }', text
    )
    return [(name, weight, letters_in(listed)) for name, weight, listed in found]


def letters_in(listed: str) -> set[str]:
    letters: set[str] = set()
    for each in listed.split(", "):
        first, _, last = each.removeprefix("U+").partition("-")
        letters |= set(map(chr, range(int(first, 16), int(last or first, 16) + 1)))
    return letters


@pytest.mark.long
def test_a_font_in_parts_is_used_as_one_font(record: Path) -> None:
    import fontpkg_bitter as package

    whole = (package.ROOT / "files" / "Bitter[wght].ttf").read_bytes()
    latin = "".join(map(chr, [*range(0x20, 0x7F), *range(0xA0, 0x100), *range(0x2010, 0x2027)]))
    for weight in (400, 700):
        for name, letters in (("latin", latin), ("ext", "".join(map(chr, range(0x100, 0x180))))):
            part = subset(whole, letters, is_small=True, weight=weight)
            Path(f"{name}-{weight}.woff2").write_bytes(part)
    text = Path("events.yaml").read_text(encoding="utf-8")
    files = "ext-700.woff2, latin-400.woff2, latin-700.woff2, ext-400.woff2"
    text = re.sub(r"typefaces: .*", f"typefaces: {{text: [{files}]}}", text)
    Path("events.yaml").write_text(text.replace("title: Online harms", "title: Dŵr", 1))
    assert "typeface" not in briefing("check").output
    for engine in ("weasyprint", "plutoprint"):
        made("build", "-q", "-e", "page", "-f", "html,pdf", "--engine", engine)
        page = Path("out/page.html").read_text(encoding="utf-8")
        found = ranges(page)
        assert [each[:2] for each in found] == [
            ("Brand text", w) for w in ("400", "400", "700", "700")
        ]
        for first, second in (found[:2], found[2:]):
            # No letter is in two parts, and each part has only letters of the page.
            assert not first[2] & second[2] and "ŵ" in first[2] | second[2]
            assert "a" in first[2] | second[2] and "ő" not in first[2] | second[2]
        pdf = pypdf.PdfReader("out/page.pdf")
        assert "Dŵr" in "".join(page.extract_text() for page in pdf.pages)
        resources: Any = [page["/Resources"] for page in pdf.pages]
        used = (each.get_object() for one in resources for each in one["/Font"].values())
        names = {each["/BaseFont"].partition("+")[2] for each in used}
        assert not any("Atkinson" in name or "Inter" in name for name in names), names
    made("chart", "-q", "-e", "timeline", "-o", "chart.svg")
    assert {each[1] for each in ranges(Path("chart.svg").read_text())} == {"400", "700"}
    # Programs that draw pictures get one font for each weight, with the letters of both parts.
    loaded = load(
        [File("events.yaml", Path("events.yaml").read_bytes(), lambda n: Path(n).read_bytes())]
    )
    brand = brand_of(loaded.record, loaded.record.editions["timeline"])
    with font_files(Path("chart.svg").read_text(), brand) as paths:
        drawn = [TTFont(path) for path in paths]
    assert {each["name"].getBestFamilyName() for each in drawn} == {"Brand text"}
    assert [each["OS/2"].usWeightClass for each in drawn] == [400, 700]
    assert all({*map(ord, "Dŵr")} <= each.getBestCmap().keys() for each in drawn)
