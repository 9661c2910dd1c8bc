"""The tables of web pages, as a reader sees them."""

from briefing.capture.reading import tables_of
from briefing.capture.table import Table
from tests.capture.showing import lines, names

HEADER = "<tr><th>Date<th>Event"


def tables(body: str, head: str = "") -> list[Table]:
    page = f"<!DOCTYPE html><html lang=en-GB><head>{head}</head><body>{body}</body></html>"
    return tables_of(page.encode(), "log.html")


def shown(rows: str, after: str = "", head: str = "") -> list[str]:
    (table,) = tables(f"<table>{HEADER}{rows}</table>{after}", head)
    return lines(table)[1:]


def test_blocks_and_breaks_are_lines() -> None:
    assert shown("<tr><td>3 March<td><p>One</p>\n <p>Two<br>Three</p>") == [
        "2 3 March | One / Two / Three"
    ]


def test_struck_out_text_is_kept_apart() -> None:
    rows = (
        "<tr><td>3 March<td>The <s>old</s> <del>older</del> new<strike> x</strike> bill"
        '<tr style="text-decoration: line-through"><td>4 March<td>Gone'
        "<tr><td>5 March<td><s>Half <b>gone</b></s> here"
    )
    assert shown(rows) == [
        "2 3 March | The new bill [old older x]",
        "3 [4 March] | [Gone]",
        "4 5 March | here [Half gone]",
    ]


def test_whole_tables_and_classes_can_be_struck_out() -> None:
    style = (
        "<style>@media print{p{color:red}} .c1,td.c2{color:red;text-decoration:line-through}"
        ".c3 a{text-decoration:line-through}.c4{text-decoration:none}</style>"
    )
    rows = (
        "<tr><td class=c2>3 March<td class='x c1'>One"
        "<tr class=c4><td class=c3>4 March<td>A <span class=c1>b</span>"
    )
    assert shown(rows, head=style) == ["2 [3 March] | [One]", "3 4 March | A [b]"]
    (table,) = tables(f"<del><table>{HEADER}</table></del>")
    assert lines(table) == ["1 [Date] | [Event]"]


def test_links_are_completed_and_only_those_to_the_web_are_links() -> None:
    rows = (
        '<tr><td>3 March<td><a href="https://example.org/a">A</a> <a href="/b?c=1">B</a>'
        ' <a href="#below">C</a> <a href="file:///C:/d.doc">D</a> <a href="javascript:e()">E</a>'
    )
    assert shown(rows, head='<base href="https://example.com/news/">') == [
        "2 3 March | A B C D E -> https://example.org/a -> https://example.com/b?c=1"
        " {Link to file:///C:/d.doc} {Link to javascript:e()}"
    ]


def test_footnotes_belong_to_the_cell_that_refers_to_them() -> None:
    rows = '<tr><td>3 March<td>The bill<sup><a href="#n1">[1]</a></sup> at 10<sup>3</sup>'
    after = '<ol><li id="n1">^ See <a href="https://example.org/h">Hansard</a> ↩</li></ol>'
    assert shown(rows, after) == [
        "2 3 March | The bill at 10³ -> https://example.org/h {See Hansard}"
    ]


def test_merged_cells_are_repeated_and_a_row_across_the_table_is_a_heading() -> None:
    rows = (
        "<tr><td colspan=2>2019<tr><td rowspan=2>3 March<td>One<tr><td>Two"
        "<tr><td rowspan=0>4 March<td>Three<tr><td>Four"
    )
    assert shown(rows) == [
        "2 2019", "3 3 March | One", "4 (3 March) | Two", "5 4 March | Three", "6 (4 March) | Four",
    ]  # fmt: skip


def test_a_date_that_the_page_marks_is_exact() -> None:
    rows = (
        '<tr><td><time datetime="2020-03-03">3 March</time><td>One'
        '<tr><td><time datetime="2020-03">March</time><td>Two'
        '<tr><td>from <time datetime="2020-03-04">4 March</time><td>Three'
    )
    assert shown(rows) == [
        "2 3 March <2020-03-03> | One", "3 March | Two", "4 from 4 March | Three"
    ]  # fmt: skip


def test_tables_that_lay_out_a_page_are_not_read_but_those_inside_them_are() -> None:
    data = f"<table>{HEADER}<tr><td>3 March<td>A long enough text</table>"
    page = (
        f"<table><tr><td>Menu<td>{data}</table><table role=presentation><tr><td>a<td>b</table>"
        f"<table><tr><td><h2>2020</h2>{data}</table>"
    )
    assert [lines(table) for table in tables(page)] == [
        ["1 Date | Event", "2 3 March | A long enough text"]
    ] * 2
    small = f"<table>{HEADER}<tr><td>3 March<td>A long enough text<table><tr><td>a<td>b</table>"
    assert [lines(table)[1] for table in tables(small)] == [
        "2 3 March | A long enough text / a | b"
    ]


def test_tables_are_named_after_their_caption_or_the_heading_above() -> None:
    table = f"<table>{HEADER}<tr><td>3 March<td>One</table>"
    page = (
        f"<h2>2019</h2><p>A sentence that introduces the table.</p>{table}"
        f"{table.replace('<table>', '<table><caption>In the <b>Lords</b></caption>')}"
    )
    found = tables(page)
    assert names(found) == ["2019", "In the Lords"]
    assert found[0].language == "en-GB"


def test_hidden_rows_and_cells_are_not_read() -> None:
    rows = (
        '<tr hidden><td>1<td>Hidden<tr><td>3 March<span style="display:none">20200303</span><td>One'
        "<script>alert(1)</script>"
    )
    assert shown(rows) == ["2 3 March | One"]
