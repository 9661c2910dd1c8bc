"""The text of Word documents, with their notes, tables, text boxes and tracked changes."""

from io import BytesIO

import pytest
from docx import Document

from briefing.evidence.extracting import texts_of
from briefing.evidence.kinds import NotReadable
from tests.evidence.documents import zipped

TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def relations(**targets: str) -> str:
    listed = "".join(
        f'<Relationship Id="{type}" Type="{TYPES}/{type}" Target="{target}"/>'
        for type, target in targets.items()
    )
    names = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<Relationships xmlns="{names}">{listed}</Relationships>'


def document(body: str, main: str = "word/document.xml", **parts: str) -> bytes:
    """Return a Word document with this body, and parts such as footnotes."""
    names = f'xmlns:w="{WORD}" xmlns:mc="mc" xmlns:v="v"'
    folder, _, file = main.rpartition("/")
    content = {
        "_rels/.rels": relations(officeDocument=main),
        main: f"<w:document {names}><w:body>{body}</w:body></w:document>",
        f"{folder}/_rels/{file}.rels": relations(**{name: f"{name}.xml" for name in parts}),
    }
    for name, text in parts.items():
        content[f"{folder}/{name}.xml"] = f"<w:{name} {names}>{text}</w:{name}>"
    return zipped({**content})


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def text_of(content: bytes) -> str:
    (text,) = texts_of(content, "a.docx")
    return text


@pytest.mark.parametrize(
    ("paragraph", "expected"),
    [
        (run("un") + run("break", "<w:b/>") + run("able"), "unbreakable"),
        # Insertions and moved text are in the document, deletions are not.
        (f"<w:ins>{run('in')}</w:ins><w:del><w:r><w:delText>out</w:delText></w:r></w:del>", "in"),
        (f"<w:moveFrom>{run('out')}</w:moveFrom><w:moveTo>{run('in')}</w:moveTo>", "in"),
        (f"<w:del><w:ins>{run('out')}</w:ins></w:del>{run('in')}", "in"),
        # Hidden text and the codes of fields are not shown.
        (run("out", "<w:vanish/>") + run("in", '<w:vanish w:val="0"/>'), "in"),
        (run("out", "<w:strike/>") + run("in", '<w:dstrike w:val="false"/>'), "in"),
        (run("10") + run("3", '<w:vertAlign w:val="superscript"/>'), "10³"),
        ("<w:r><w:instrText>PAGE</w:instrText></w:r>" + run("4"), "4"),
        (
            f"<w:hyperlink>{run('a')}</w:hyperlink><w:fldSimple>{run('b')}</w:fldSimple>",
            "ab",
        ),
        (f"<w:sdt><w:sdtPr/><w:sdtContent>{run('a')}</w:sdtContent></w:sdt>", "a"),
        (
            "<w:r><w:t>one</w:t><w:tab/><w:t>two</w:t><w:br/><w:t>three</w:t></w:r>",
            "one\ttwo\nthree",
        ),
        ("<w:r><w:t>A</w:t><w:noBreakHyphen/><w:t>B</w:t></w:r>", "A\u2011B"),
        # The text of a text box follows its paragraph, and only once.
        (
            run("before ")
            + "<w:r><mc:AlternateContent><mc:Choice><w:txbxContent>"
            + f"<w:p>{run('in a box')}</w:p></w:txbxContent></mc:Choice><mc:Fallback><v:textbox>"
            + f"<w:txbxContent><w:p>{run('in a box')}</w:p></w:txbxContent></v:textbox>"
            + "</mc:Fallback></mc:AlternateContent></w:r>"
            + run("after"),
            "before after\nin a box",
        ),
        # A text box that only old versions of Word can read.
        (
            "<w:r><v:shape><v:textbox><w:txbxContent>"
            + f"<w:p>{run('in a box')}</w:p></w:txbxContent></v:textbox></v:shape></w:r>",
            "in a box",
        ),
        (f"<!-- out -->{run('in')}<?out out?>", "in"),
    ],
)
def test_a_paragraph_has_the_text_that_a_reader_sees(paragraph: str, expected: str) -> None:
    assert text_of(document(f"<w:p>{paragraph}</w:p>")).strip() == expected


def test_all_parts_of_the_document_are_read() -> None:
    table = Document()
    table.add_paragraph("A paragraph")
    cells = table.add_table(2, 2)._cells
    for cell, text in zip(cells, "abcd", strict=True):
        cell.text = text
    section = table.sections[0]
    section.header.paragraphs[0].text = "A header"
    section.footer.paragraphs[0].text = "A footer"
    made = BytesIO()
    table.save(made)
    lines = [line for line in text_of(made.getvalue()).splitlines() if line]
    assert lines == ["A paragraph", "a", "b", "c", "d", "A header", "A footer"]


def test_each_row_of_a_table_of_data_is_a_line() -> None:
    made, written = Document(), BytesIO()
    table = made.add_table(0, 3)
    for row in (("", "First scheme", "Revised scheme"), ("In favour", "77%", "64%")):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    made.save(written)
    expected = "First scheme\tRevised scheme\nIn favour\t77%\t64%"
    assert text_of(written.getvalue()).strip() == expected


def test_notes_follow_the_text_and_their_marks_are_no_words() -> None:
    mark = '<w:r><w:footnoteReference w:id="1"/></w:r>'
    content = document(
        f"<w:p>{run('ends')}{mark}{run('. Next')}</w:p>",
        footnotes=f"<w:footnote><w:p><w:r><w:footnoteRef/></w:r>{run('A note')}</w:p></w:footnote>",
        endnotes=f"<w:endnote><w:p>{run('An endnote')}</w:p></w:endnote>",
        comments=f"<w:comment><w:p>{run('A remark')}</w:p></w:comment>",
    )
    assert text_of(content).splitlines() == ["ends. Next", "A note", "An endnote"]


def test_the_main_part_may_have_another_name() -> None:
    assert text_of(document(f"<w:p>{run('text')}</w:p>", "word/document2.xml")) == "text"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (zipped({"a.txt": "a"}), "it is a zip file, but not a Word document"),
        (zipped({"_rels/.rels": relations(officeDocument="../../a.xml")}), "it is a zip file"),
        (
            zipped(
                {"_rels/.rels": relations(officeDocument="xl/a.xml"), "xl/a.xml": "<workbook/>"}
            ),
            "it is a spreadsheet",
        ),
        (document("<w:p/>"), "it contains no text"),
        (document("<w:p>"), "it is damaged"),
        (b"PK\x03\x04 and nothing else", "it is damaged"),
        (b"Some text", "it is not a Word document"),
    ],
)
def test_other_files_are_refused(content: bytes, reason: str) -> None:
    with pytest.raises(NotReadable, match=reason):
        text_of(content)
