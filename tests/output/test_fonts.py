"""The letters in a PDF: all from its own fonts, whatever the language and the machine's fonts."""

import io
import os
import re
import subprocess
import sys
from base64 import b64decode
from datetime import date
from pathlib import Path
from unicodedata import normalize

import pytest
from fontTools.ttLib import TTFont
from lxml.html import fromstring

from briefing.output import fonts, pdf
from briefing.output.document import Document, NotMade
from briefing.output.fonts import fonts_for, rules_with_fonts
from briefing.record.model import Edition
from tests.helpers import SAMPLE, briefing, load_record, make_briefing, mostly_long
from tests.pdfs import printed
from tests.validators import pdf_problems

WORDS = {
    "Welsh": "Mae’r Tŵr a’r tŷ yn nŵr y Gŵyr, ac Ŷd ar Ŵyl y môr: ẁ ẃ ẅ ỳ",
    "Polish": "Zażółć gęślą jaźń, ŁÓDŹ",
    "Greek": "Η Βουλή αποφάσισε: άέήίόύώ ΐΰ",
    "Ukrainian": "Верховна Рада ухвалила закон: ґєїі",
    "signs": "2019 → 2023 ← ↑ ↓ ⚠ ✓ ✗ ● ○ ■ △ ≥ ≤ ≠ ₂ ⅓ № ‑",
}
ENGINES = ["weasyprint", "plutoprint"]
COMMON = ("Welsh", "Polish", "Ukrainian")


def made(words: str, engine: str) -> Document:
    """Make a PDF with `words` in normal, bold, italic and bold italic text, and in the margin."""
    record = load_record(
        f"""
        title: "{words}"
        correct_as_of: 2023-09-08
        events:
          - {{date: 2019, kind: news, title: "{words}", source: {{title: "{words}"}},
             summary: "{words} *{words}* ***{words}***"}}
        """
    )
    assert record.correct_as_of
    edition = Edition.model_validate({"template": "timeline"})
    return pdf.renderer(None, engine)(make_briefing(record, "x", edition, record.correct_as_of))


def fonts_of(document: Document) -> list[str]:
    command = ["pdffonts", "-"]
    done = subprocess.run(command, input=document.content, capture_output=True, check=True)
    return [line.split()[0] for line in done.stdout.decode().splitlines()[2:]]


def text_of(document: Document) -> str:
    command = ["pdftotext", "-", "-"]
    done = subprocess.run(command, input=document.content, capture_output=True, check=True)
    return " ".join(done.stdout.decode().split())


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    "language",
    [pytest.param(each, marks=() if each in COMMON else pytest.mark.long) for each in WORDS],
)
def test_every_letter_comes_from_a_font_of_the_briefing(language: str, engine: str) -> None:
    document = made(WORDS[language], engine)
    assert not any("font" in warning for warning in document.warnings)
    fonts = fonts_of(document)
    assert {re.sub(r"[A-Z]{6}\+|-.*", "", font) for font in fonts} <= {
        "Atkinson", "AtkinsonHyperlegible", "Inter",
    }  # fmt: skip
    assert any("Inter" in font for font in fonts) == (language != "Polish")
    assert text_of(document).count(WORDS[language]) >= 4


@pytest.mark.long
def test_letters_that_come_in_pieces_are_put_together() -> None:
    whole, in_pieces = (made(f"Tŷ a d{letter}r", "weasyprint") for letter in ("\u0175", "w\u0302"))
    assert whole.content == in_pieces.content


@pytest.mark.long
def test_no_reader_shows_a_box_for_what_a_font_lacks() -> None:
    """No box appears for a space between words in the second font, or an accented letter."""
    words = f"{' '.join(WORDS.values())} m\u0302 п\u0302 а\xa0б\u2009в\u202fг\u2003д е\xadж\u3000з"
    assert pdf_problems(made(words, "weasyprint").content) == []


def test_characters_that_no_font_has_are_named() -> None:
    warning = made("Ask 漢字 and \U0001f600\ufe0f, a\u00adb", "weasyprint").warnings[-1]
    assert warning.startswith("briefing's fonts do not have '字' (U+5B57, CJK UNIFIED IDEOGRAPH-5B")
    assert "'漢' (U+6F22" in warning and "'😀' (U+1F600, GRINNING FACE)" in warning
    assert warning.count("U+") == 3


def test_a_pdf_of_the_fast_engine_has_the_words_of_the_page() -> None:
    words = "office flow -> 12:30 (a); Act № 5 by ⅓ or ½, caf\u0065\u0301"
    assert text_of(made(words, "plutoprint")).count(normalize("NFC", words)) >= 4


@pytest.mark.parametrize(
    "words",
    [
        "مرحبا",
        *(
            pytest.param(words, marks=pytest.mark.long)
            for words in ("क्षत्रिय", "שלום", "ไทย ที่นี่", "\U0001f600", "q\u0301 x\u0323\u0307")
        ),
    ],
)
def test_a_pdf_of_the_fast_engine_that_would_lose_letters_is_refused(words: str) -> None:
    with pytest.raises(NotMade, match=r"plutoprint loses letters such as .* Use --engine"):
        made(words, "plutoprint")


OWN = """<!DOCTYPE html><html lang="en"><head><title>T</title>
<style>body {{ font-family: "Atkinson Hyperlegible"; {style} }}</style></head>
<body><h1>{{{{ briefing.title }}}}</h1></body></html>"""


@pytest.mark.parametrize("style", ["", "font-feature-settings: 'tnum'"])
def test_a_style_of_which_the_fast_engine_loses_letters_is_refused(
    style: str, tmp_path: Path
) -> None:
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "briefing.html").write_text(OWN.format(style=style), encoding="utf-8")
    record = load_record(
        "title: 1234\nevents: [{date: 2019, kind: news, title: A, source: {title: B}}]", None
    )
    edition = Edition.model_validate({"template": "own"})
    shown = make_briefing(record, "x", edition, date(2023, 9, 8))
    render = pdf.renderer(tmp_path, "plutoprint")
    if style:
        with pytest.raises(NotMade, match="loses some of its letters"):
            render(shown)
    else:
        assert "1234" in text_of(render(shown))


@pytest.mark.long
def test_of_many_such_characters_a_few_are_named() -> None:
    warning = made("".join(map(chr, range(0x4E00, 0x4E14))), "weasyprint").warnings[-1]
    assert warning.count("U+") == 8 and " and 12 more, so the PDF" in warning


def test_a_font_of_the_machine_is_never_taken_for_one_of_ours(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The machine may have a font with the same name, or a better one for a letter."""
    before = made(WORDS["Welsh"], "weasyprint")
    for family, weight in (("Atkinson Hyperlegible", 400), ("Inter", 700)):
        impostor = TTFont(io.BytesIO(next(iter(fonts_for("").files.values()))))
        for record in impostor["name"].names:
            if record.nameID in (1, 4, 6, 16):
                record.string = family
        impostor["OS/2"].usWeightClass = weight
        impostor["hmtx"].metrics = {
            name: (2 * width, side) for name, (width, side) in impostor["hmtx"].metrics.items()
        }
        (tmp_path / "fonts").mkdir(exist_ok=True)
        impostor.save(tmp_path / "fonts" / f"{family}.ttf")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    listed = subprocess.run(["fc-list"], capture_output=True, text=True).stdout
    assert str(tmp_path) in listed
    assert made(WORDS["Welsh"], "weasyprint").content == before.content


def test_a_machine_without_fonts_makes_the_same_pdf_without_a_remark(tmp_path: Path) -> None:
    configuration, record = tmp_path / "fonts.conf", tmp_path / "events.yaml"
    configuration.write_text("<fontconfig/>")
    record.write_text(
        "{title: T, correct_as_of: 2023-09-08, editions: {e: {template: timeline}},"
        " events: [{date: 2019, kind: news, title: E, source: {title: S}}]}"
    )
    build = ["build", str(record), "-f", "pdf", "-o"]
    done = subprocess.run(
        [sys.executable, "-m", "briefing", *build, tmp_path / "without"],
        cwd=SAMPLE.parent,
        env={**os.environ, "FONTCONFIG_FILE": str(configuration)},
        capture_output=True,
        text=True,
    )
    assert "font" not in done.stderr.casefold() and not done.returncode, done.stderr
    assert briefing(*build, tmp_path / "with").exit_code == 0
    names = ("with", "without")
    assert len({(tmp_path / name / "e.pdf").read_bytes() for name in names}) == 1


def letters(text: str) -> str:
    """Return `text` without the spaces between words, which depend on where lines end."""
    return re.sub(r"[\s\xad\u200b]", "", text)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("id", [pytest.param("timeline", marks=pytest.mark.long), "member"])
def test_what_can_be_copied_from_a_pdf_is_what_the_page_says(id: str, engine: str) -> None:
    """Numbers in columns can be found too, and so can the names in an index."""
    made = printed(id, SAMPLE, engine)
    copied = letters(text_of(made.document))
    page = fromstring(made.page)
    shown = page.xpath(
        "//h1 | //h3 | //*[contains(@class, 'value')] | //*[@class='citation']//a"
        " | //*[contains(@class, 'index')]//b | //blockquote | //figcaption/text()"
    )
    texts = {letters(text if isinstance(text, str) else text.text_content()) for text in shown}
    assert len(texts) > 10
    assert not {text for text in texts if text not in copied}
    # The engine generates the numbers of sources.
    count = len(page.xpath("//*[@id='sources']//ol/li[not(contains(@class, 'rest'))]"))
    assert all(f"{number}." in copied for number in range(1, count + 1))


@pytest.mark.parametrize(
    "people", [pytest.param(3, marks=pytest.mark.long), pytest.param(5, marks=pytest.mark.long), 15]
)
@pytest.mark.parametrize("engine", mostly_long(ENGINES, 1))
def test_nobody_is_left_out_of_an_index(people: int, engine: str) -> None:
    names = [f"Ann {letter}aker" for letter in "BCDFGHJKLMNPQRS"[:people]]
    actors = ", ".join(f"a{n}: {{name: {name}}}" for n, name in enumerate(names))
    all_of_them = ", ".join(f"a{n}" for n in range(people))
    events = "\n".join(
        f"  - {{date: 2023-04-{n:02}, kind: report, title: Event {n}, source: {{title: S}},"
        f" actors: [{all_of_them}]}}"
        for n in range(1, 11)
    )
    record = load_record(f"title: T\nactors: {{{actors}}}\nevents:\n{events}")
    edition = Edition.model_validate({"template": "timeline"})
    made = pdf.renderer(None, engine)(make_briefing(record, "x", edition, date(2023, 9, 8)))
    _, _, index = text_of(made).rpartition("Index of people and organisations")
    assert [name for name in names if name not in index] == []


def test_a_letter_whose_mark_is_only_in_inter_is_in_both_fonts_for_printing() -> None:
    embedded = re.findall(
        r'font-family: "([^"]+)"; font-weight: 400.*?base64,([^"]+)"',
        rules_with_fonts("<p>S\u0323ango and Some Streets</p>"),
    )
    letters_of = {
        family: set(map(chr, TTFont(io.BytesIO(b64decode(file))).getBestCmap()))
        for family, file in embedded
    }
    assert "S" in letters_of["Atkinson Hyperlegible"]
    assert {"S", "\u0323"} <= letters_of["Inter"]


@pytest.mark.long
def test_a_font_that_is_kept_is_the_one_that_would_be_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def rules(cache: str) -> str:
        monkeypatch.setenv("BRIEFING_CACHE", cache)
        for made in (fonts._atkinson_subset, fonts._inter):
            made.cache_clear()
        return rules_with_fonts("<p>The new school, <em>yr ysgol newydd</em>, \u1f10\u03bd</p>")

    made = rules("off")
    assert rules(str(tmp_path)) == rules(str(tmp_path)) == made
    kept = [path for path in tmp_path.glob("fonts/*/*/*") if path.is_file()]
    assert kept
    for path in kept:
        path.write_bytes(path.read_bytes()[:-1])
    assert rules(str(tmp_path)) == made
