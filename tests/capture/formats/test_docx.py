"""The tables of Word documents, as they are when all tracked changes are accepted."""

from briefing.capture.reading import tables_of
from briefing.capture.table import Table
from tests.capture.showing import lines, names
from tests.evidence.documents import zipped
from tests.evidence.extracting.test_docx import TYPES, WORD, document, relations, run


def cell(text: str, properties: str = "") -> str:
    content = text if text.startswith("<w:p") or text.startswith("<w:tbl") else f"<w:p>{text}</w:p>"
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>"


def row(*cells: str, properties: str = "") -> str:
    whole = (each if each.startswith("<w:tc>") else cell(run(each)) for each in cells)
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(whole)}</w:tr>"


def table(*rows: str) -> str:
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(rows)}</w:tbl>"


def paragraph(text: str, style: str = "") -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{run(text)}</w:p>'


HEADER = row("Date", "Event")


def tables(body: str, **parts: str) -> list[Table]:
    return tables_of(document(body, **parts), "log.docx")


def shown(*rows: str, **parts: str) -> list[str]:
    (read,) = tables(table(*rows), **parts)
    return lines(read)


def test_paragraphs_and_breaks_are_lines() -> None:
    two = f"<w:p>{run('One')}</w:p><w:p>{run('Two')}<w:r><w:br/></w:r>{run('Three')}</w:p>"
    assert shown(HEADER, row("2019", cell(two))) == ["1 Date | Event", "2 2019 | One / Two / Three"]


def test_tracked_changes_are_accepted() -> None:
    changed = (
        f"{run('The ')}<w:del><w:r><w:delText>old</w:delText></w:r></w:del>"
        f"<w:ins>{run('new')}</w:ins>"
        f"<w:moveFrom>{run(' moved')}</w:moveFrom>{run(' bill')}"
    )
    gone = row("2018", "Deleted row", properties="<w:del/>")
    new = row("2020", "Inserted row", properties="<w:ins/>")
    assert shown(HEADER, gone, row("2019", cell(changed)), new) == [
        "1 Date | Event",
        "2 2019 | The new bill",
        "3 2020 | Inserted row",
    ]


def test_struck_out_text_is_kept_apart() -> None:
    styles = '<w:style w:styleId="Gone"><w:name w:val="Gone"/><w:rPr><w:strike/></w:rPr></w:style>'
    text = (
        run("a ", "<w:strike/>") + run("b ", '<w:rStyle w:val="Gone"/>') + run("c", "<w:dstrike/>")
        + run("d", '<w:rStyle w:val="Gone"/><w:strike w:val="0"/>') + run("e", "<w:vanish/>")
    )  # fmt: skip
    assert shown(HEADER, row("2019", cell(text)), styles=styles)[1] == "2 2019 | d [a b c]"


def test_notes_belong_to_the_cell_that_refers_to_them() -> None:
    def reference(kind: str) -> str:
        return f'<w:r><w:{kind}Reference w:id="2"/></w:r>'

    text = run("Bill") + "".join(map(reference, ("footnote", "endnote", "comment")))

    def notes(kind: str) -> str:
        return f'<w:{kind} w:id="2"><w:p>{run(f"The {kind}")}</w:p></w:{kind}>'

    assert shown(
        HEADER, row("2019", cell(text)), footnotes=notes("footnote"), endnotes=notes("endnote"),
        comments=notes("comment"),
    )[1] == "2 2019 | Bill {The footnote} {The endnote} {The comment}"  # fmt: skip


def test_links_are_read_however_word_stores_them() -> None:
    def mark(type: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{type}"/></w:r>'

    code = '<w:r><w:instrText> HYPERLINK "https://example.org/b" </w:instrText></w:r>'
    field = mark("begin") + code + mark("separate") + run("B") + mark("end")
    simple = f"<w:fldSimple w:instr='HYPERLINK \"https://example.org/c\"'>{run('C')}</w:fldSimple>"
    link = f'<w:hyperlink r:id="L">{run("A")}</w:hyperlink>'
    body = table(HEADER, row("2019", cell(link + field + simple)))
    names = f'xmlns:w="{WORD}" xmlns:r="{TYPES}"'
    target = 'Target="https://example.org/a" TargetMode="External"'
    content = zipped({
        "_rels/.rels": relations(officeDocument="word/document.xml"),
        "word/document.xml": f"<w:document {names}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": "<Relationships>"
        f'<Relationship Id="L" Type="{TYPES}/hyperlink" {target}/></Relationships>',
    })  # fmt: skip
    (read,) = tables_of(content, "log.docx")
    assert lines(read)[1] == (
        "2 2019 | ABC -> https://example.org/a -> https://example.org/b -> https://example.org/c"
    )


def test_merged_cells_are_repeated_and_a_row_across_the_table_is_a_heading() -> None:
    merged = "<w:vMerge/>"
    assert shown(
        HEADER,
        row(cell(run("2019"), '<w:gridSpan w:val="2"/>')),
        row(cell(run("3 March"), '<w:vMerge w:val="restart"/>'), "One"),
        row(cell("", merged), "Two"),
        row(cell("", merged), "Three"),
        row("", ""),
        row("4 March", "Four"),
    ) == [
        "1 Date | Event", "2 2019", "3 3 March | One", "4 (3 March) | Two", "5 (3 March) | Three",
        "7 4 March | Four",
    ]  # fmt: skip


def test_tables_are_named_after_the_heading_or_the_line_above() -> None:
    styles = '<w:style w:styleId="H"><w:name w:val="heading 2"/></w:style>'
    one = table(HEADER, row("3 March", "One"))
    body = (
        paragraph("2019", "H") + paragraph("A sentence that introduces the table.") + one
        + paragraph("In the Lords:") + one + one + paragraph("2020", "H") + one
    )  # fmt: skip
    assert names(tables(body, styles=styles)) == ["2019", "In the Lords", "2019", "2020"]
    assert names(tables(one + one)) == ["table 1", "table 2"]


def test_a_table_that_only_lays_out_a_page_is_not_read_but_those_inside_it_are() -> None:
    inner = table(HEADER, row("3 March", "A long enough description"))
    assert [lines(each) for each in tables(table(row(cell(inner + "<w:p/>"), "Logo")))] == [
        ["1 Date | Event", "2 3 March | A long enough description"]
    ]
    described = f"<w:p>{run('A long enough description')}</w:p>"
    small = table(HEADER, row("3 March", cell(described + table(row("a", "b")))))
    assert [lines(each)[1] for each in tables(small)] == [
        "2 3 March | A long enough description / a | b"
    ]


def test_content_controls_are_read() -> None:
    wrapped = f"<w:sdt><w:sdtContent>{row('3 March', 'One')}</w:sdtContent></w:sdt>"
    body = f"<w:sdt><w:sdtContent>{table(HEADER, wrapped)}</w:sdtContent></w:sdt>"
    assert [lines(each) for each in tables(body)] == [["1 Date | Event", "2 3 March | One"]]
