"""The text of PDFs, page by page."""

import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from random import Random

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DictionaryObject, NameObject, StreamObject

from briefing.evidence.extracting import pages_of, texts_of
from briefing.evidence.kinds import NotReadable
from tests.evidence import documents
from tests.pdfs import INTER, pdf_of


def pdf(body: str, css: str = "") -> bytes:
    return pdf_of(f"<html lang=en><style>{css}</style>{body}</html>")


def text_of(content: bytes) -> list[str]:
    return [" ".join(text.split()) for text in texts_of(content, "a.pdf")]


def test_each_page_has_its_text() -> None:
    pages = '<p>One<p style="break-before: page">Two<p style="break-before: page; color: white">'
    assert text_of(pdf(pages)) == ["One", "Two", ""]


def test_columns_are_read_one_after_the_other() -> None:
    words = " ".join(f"w{n}" for n in range(400))
    (text,) = text_of(pdf(f"<p>{words}", "p { columns: 2 } @page { size: A4 }"))
    assert text == words


@pytest.mark.parametrize("hyphen", ["-", "\u2010"])
def test_a_hyphen_at_the_end_of_a_line_stays_with_the_line_break(hyphen: str) -> None:
    body = f"<p style='width: 5em'>self{hyphen}reported inter{hyphen}governmental"
    (text,) = texts_of(pdf(body), "a.pdf")
    lines = [line.strip() for line in text.splitlines()]
    assert lines == [f"self{hyphen}", f"reported inter{hyphen}", "governmental"] or lines == [
        f"self{hyphen}",
        "reported",
        f"inter{hyphen}",
        "governmental",
    ]


def test_ligatures_accents_and_signs_come_out() -> None:
    words = "An efficient office flow: “Llŷn”, café, £18 – ½ – 77%"
    assert text_of(pdf(f"<p style='font-family: Liberation Serif, serif'>{words}")) == [words]


def drawn(*texts: tuple[int, int, str]) -> bytes:
    """Return a PDF with texts at these places, drawn in this order."""
    shown = " ".join(f"1 0 0 1 {x} {y} Tm ({text}) Tj" for x, y, text in texts)
    content = StreamObject()
    content.set_data(f"BT /F 12 Tf {shown} ET".encode("cp1252"))
    names = {
        "Type": "Font",
        "Subtype": "Type1",
        "BaseFont": "Helvetica",
        "Encoding": "WinAnsiEncoding",
    }
    font = DictionaryObject({NameObject(f"/{k}"): NameObject(f"/{v}") for k, v in names.items()})
    writer, made = PdfWriter(), BytesIO()
    page = writer.add_blank_page(595, 842)
    fonts = DictionaryObject({NameObject("/F"): font})
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    page[NameObject("/Contents")] = writer._add_object(content)
    writer.write(made)
    return made.getvalue()


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ([(50, 700, "It rose by    46%."), (108, 700, "+")], "It rose by +46%."),
        (
            [(50, 700, "It rose by    46%."), (108, 700, "+"), (50, 680, "Then")],
            "It rose by +46%. Then",
        ),
        (
            [(50, 700, "By    46%, or    5%."), (68, 700, "+"), (123, 700, "\xb1")],
            "By +46%, or \xb15%.",
        ),
        (
            [(50, 700, "It rose by    46%"), (108, 700, "+"), (152, 700, "this year")],
            "It rose by +46% this year",
        ),
        ([(50, 700, "By    46% in a"), (68, 700, "+"), (124, 700, "ll.")], "By +46% in all."),
        ([(50, 700, "It rose by 46% +"), (50, 680, "more")], "It rose by 46% + more"),
    ],
)  # fmt: skip
def test_a_sign_that_is_drawn_after_its_line_is_read_in_its_place(
    texts: list[tuple[int, int, str]], expected: str
) -> None:
    assert text_of(drawn(*texts)) == [expected]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("told us.<sup>12</sup> Next", "told us. Next"),
        ("77%<sup>3</sup>, and 1,832<sup>4</sup> cases", "77%, and 1,832 cases"),
        ("a minister<sup>*</sup> said<sup>†</sup>", "a minister said"),
        # An exponent or a formula is no mark, and an ordinary number is never one.
        ("20 km<sup>2</sup>, 10<sup>3</sup>, x<sup>2</sup>", "20 km², 10³, x²"),
        ("CO<sub>2</sub>, H<sub>2</sub>O", "CO2, H2O"),
        ("the B12 vitamin, page 12. 13 of 27", "the B12 vitamin, page 12. 13 of 27"),
        ("<small>fig. 3</small> 1<sup>st</sup> of May", "fig. 3 1st of May"),
        ("𝔸 word.<sup>12</sup> 𝔹", "𝔸 word. 𝔹"),
        # Cells do not become one number.
        ("<table><tr><td>2.3<sup>a</sup><td>45<tr><td>1<sup>2</sup><td>7</table>", "2.3 45 1 7"),
    ],
)
def test_the_marks_of_notes_are_no_words(body: str, expected: str) -> None:
    assert text_of(pdf(f"<p>{body}")) == [expected]
    large = "sup, sub { font-size: 60%; line-height: 0 }"
    assert text_of(pdf(f"<p>{body}", large)) == [expected]


def test_numbers_that_a_font_raises_are_marks_too() -> None:
    css = f"""
        @font-face {{ font-family: Inter; src: url("{INTER.as_uri()}") }}
        p {{ font-family: Inter }}
        sup {{ font: inherit; vertical-align: baseline; font-variant-position: super }}
    """
    body = "<p>In 2019 they told us.<sup>12</sup> Next 77%<sup>3</sup>, and 20 km<sup>2</sup>"
    assert text_of(pdf(body, css)) == ["In 2019 they told us. Next 77%, and 20 km²"]


def test_turned_text_keeps_its_numbers() -> None:
    words = "From 2019 to 2023, 1,832 of 4,560 claims in m1 and w12, or i1 and 77% of them."
    turned = "p { writing-mode: vertical-rl } div { rotate: 90deg; width: 10cm; margin: 5cm 0 }"
    assert text_of(pdf(f"<div>{words}</div>", turned)) == [words]
    turned = turned.replace("rotate: 90deg", "transform: rotate(-90deg)")
    assert text_of(pdf(f"<div>{words}</div>", turned)) == [words]


def test_a_sentence_goes_on_after_the_notes_of_its_page() -> None:
    css = """
        @page { size: A5; margin: 2cm; @bottom-center { content: counter(page) }
                @footnote { margin-top: 1em } }
        i { float: footnote; font-size: 70%; font-style: normal }
    """
    sentences = [
        f"Sentence {n} has words, and a note<i>Note {n}.</i> of its own." for n in range(99)
    ]
    pages = pages_of(pdf(f"<p>{' '.join(sentences)}", css), "a.pdf")
    numbers = [page.number for page in pages]
    last = numbers.index(1, 1)
    assert last > 4 and numbers[:last] == [*range(1, last + 1)]
    # The notes of each page have its number.
    assert numbers[last:] == [*range(1, last + 1)]
    bodies = [re.sub(r"\n\d+$", "", page.text) for page in pages[:last]]
    body = " ".join(" ".join(bodies).split())
    assert body == " ".join(f"Sentence {n} has words, and a note of its own." for n in range(99))
    notes = " ".join(page.text for page in pages[last:])
    assert all(f"Note {n}." in notes for n in range(99))


@pytest.mark.long
@documents.NEEDS_LIBREOFFICE
def test_notes_of_libreoffice_do_not_interrupt_sentences(tmp_path: Path) -> None:
    chance = Random(0)
    paragraphs, body = documents.paragraphs(chance, 40), ""
    for n, paragraph in enumerate(paragraphs, 1):
        citation = f"<text:note-citation>{n}</text:note-citation>"
        note = f"<text:p text:style-name='Footnote'>Note {n}.</text:p>"
        note = f"{citation}<text:note-body>{note}</text:note-body>"
        note = f"<text:note text:note-class='footnote'>{note}</text:note>"
        body += f"<text:p>{paragraph}{note}</text:p>"
    (tmp_path / "a.odt").write_bytes(documents.odt_of(body))
    pages = pages_of(documents.converted_by_libreoffice([tmp_path / "a.odt"])[0], "a.pdf")
    bodies = pages[: [page.number for page in pages].index(1, 1)]
    assert len(bodies) > 3
    # Lines can end at a hyphen.
    text = re.sub(r"[\s-]", "", "".join(page.text for page in bodies))
    assert all(re.sub(r"[\s-]", "", paragraph) in text for paragraph in paragraphs)


def test_a_list_at_the_end_of_a_page_is_not_a_note() -> None:
    items = [f"{n} is a number" for n in range(1, 9)]
    body = f"<p>Some text<p>and more<p>of it<h1>Heading</h1><p>{'<p>'.join(items)}"
    (text,) = text_of(pdf(body, "h1 { font-size: 3em }"))
    assert text.endswith(f"Heading {' '.join(items)}")


def encrypted(user: str) -> bytes:
    writer = PdfWriter(PdfReader(BytesIO(pdf("<p>Secret"))))
    writer.encrypt(user, "owner", algorithm="AES-256")
    made = BytesIO()
    writer.write(made)
    return made.getvalue()


def test_a_pdf_that_anybody_can_open_is_read_even_if_it_is_encrypted() -> None:
    assert text_of(encrypted("")) == ["Secret"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (lambda: encrypted("password"), "it has a password"),
        (lambda: pdf("<hr>"), "it contains no text, perhaps because it is a scan"),
        (lambda: pdf("<p>Text")[:600], "it is damaged or incomplete"),
        (lambda: b"Text", "it is not a PDF, although its name ends in .pdf"),
    ],
)
def test_a_pdf_without_text_is_refused_with_a_way_out(
    content: Callable[[], bytes], reason: str
) -> None:
    with pytest.raises(NotReadable, match=reason) as refused:
        text_of(content())
    assert refused.value.hint
