"""Word documents, as python-docx reads them and in their XML."""

import io
import json
import re
import shlex
import sys
from datetime import date
from functools import cache
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from zipfile import ZipFile

import pytest
from docx import Document
from docx.document import Document as WordDocument
from lxml import etree
from openxml_audit import OpenXmlValidator
from PIL import Image

from briefing.edition.sheet import in_word
from briefing.output import docx, job, markdown
from briefing.output.chart import png
from briefing.output.templates import TemplateError
from briefing.record.loading import File, load
from briefing.record.model import Edition
from briefing.record.record import Record
from tests.helpers import SAMPLE, briefing, load_record, make_briefing
from tests.output.test_markdown import BREAKS, outline, with_summaries
from tools import write_reference

REFERENCE = SAMPLE.parent / "templates" / "styles" / "reference.docx"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 4">'
    '<path fill="#c80000" d="M0 0h9v4H0"/></svg>'
)
LOGOS = {"svg": SVG.encode(), "png": png(SVG)}
PLAIN = "title: T\nevents: [{date: 2019, kind: news, title: A, source: {title: S}}]\n"


def made(
    record: Record, template: str = "timeline", user_templates: Path | None = None, **options: str
) -> bytes:
    edition = Edition.model_validate({"template": template, **options})
    made = make_briefing(record, "x", edition, record.correct_as_of or date(2023, 9, 8))
    return docx.renderer(user_templates)(made).content


@cache
def sample(template: str) -> bytes:
    return made(load_record(SAMPLE.read_text(encoding="utf-8")), template)


def opened(content: bytes) -> WordDocument:
    return Document(io.BytesIO(content))


def part(content: bytes, name: str) -> etree._Element:
    with ZipFile(io.BytesIO(content)) as archive:
        return etree.fromstring(archive.read(name))


def text_of(element: etree._Element) -> str:
    return "".join(text.text or "" for text in element.iter(f"{W}t"))


def headings(content: bytes) -> list[tuple[str, str]]:
    return [
        (str(paragraph.style.name), paragraph.text)
        for paragraph in opened(content).paragraphs
        if paragraph.style and str(paragraph.style.name).startswith(("Title", "Heading"))
    ]


# What a reader sees


def test_the_outline_is_title_sections_and_events() -> None:
    found = headings(sample("member"))
    assert found[0] == ("Title", "Online harms: from White Paper to Online Safety Bill")
    assert ("Heading 1", "What comes next") in found
    assert ("Heading 2", "4–10\xa0September 2023: Online Safety Bill returns to the House") in found
    levels = [int(re.sub(r"\D", "", style) or 0) for style, _ in found]
    assert levels.count(0) == 1
    assert all(lower <= higher + 1 for higher, lower in pairwise(levels))


@pytest.mark.parametrize("template", ["timeline", "member"])
def test_no_paragraph_and_no_section_is_empty(template: str) -> None:
    body = opened(sample(template)).element.body
    blocks = [block for block in body if block.tag in (f"{W}p", f"{W}tbl")]
    assert all(text_of(block) or block.find(f".//{DRAWING}inline") is not None for block in blocks)
    styles = [block.find(f"{W}pPr/{W}pStyle") for block in blocks]
    are_headings = [style is not None and style.get(f"{W}val") == "Heading1" for style in styles]
    assert not any(one and other for one, other in pairwise([*are_headings, True]))


def test_the_short_document_has_the_first_move_of_an_ask_and_the_last() -> None:
    moves = ["raised", *["advanced"] * 6, "met in part"]
    events = "".join(
        f"  - {{date: 20{n}, kind: news, title: E, source: {{title: S}}, asks: {{ask: {move}}}}}\n"
        for n, move in enumerate(moves, 10)
    )
    head = "title: T\nactors: {a: {name: A}}\nasks: {ask: {title: One, by: a}}\n"
    record = load_record(f"{head}events:\n{events}")
    progress = {
        template: opened(made(record, template)).tables[0].rows[1].cells[2].text
        for template in ("member", "timeline")
    }
    assert re.sub(r"(?<=\d{4})\d", "", progress["member"]) == (
        "Raised 2010 … met in part 2017 (8 moves)"
    )
    assert progress["timeline"].count("advanced") == 6


def test_registers_are_tables_whose_header_is_repeated_on_each_page() -> None:
    asks, figures, commitments = opened(sample("member")).tables
    assert [cell.text for cell in asks.rows[0].cells] == ["Ask", "Status", "Progress"]
    assert [row.cells[0].text for row in figures.rows][:2] == ["Figure", "up to 10%"]
    (bill,) = [row for row in commitments.rows if row.cells[0].text.startswith("The Online")]
    assert bill.cells[1].text == "Overdue by 2\xa0years and 3\xa0months"
    assert all(cell.text for row in commitments.rows for cell in row.cells)
    for table in (asks, commitments, figures):
        first, *rest = table._tbl.tr_lst
        assert first.find(f"{W}trPr/{W}tblHeader") is not None
        assert not any(row.find(f"{W}trPr/{W}tblHeader") is not None for row in rest)
        widths = [int(cell.get(f"{W}w")) for cell in first.iter(f"{W}tcW")]
        assert abs(sum(widths) - 5000) < 5 and min(widths) > 500


def test_figures_that_rest_on_the_same_say_so_once() -> None:
    record = load_record(SAMPLE.read_text(encoding="utf-8"))
    _, figures, _ = opened(made(record, "member", audience="members", area="south-east")).tables
    rows = [[cell.text for cell in row.cells] for row in figures.rows]
    basis = "Adults; the South East of England; sample of 302; NSPCC and YouGov, 12\xa0March 2021"
    label = "Want networks and messaging designed to be safe for children"
    first = [row[0] for row in rows].index("91%")
    assert rows[first][:2] == ["91%", label] and rows[first][2].startswith(basis)
    assert [row[2] for row in rows[first + 1 : first + 3]] == ["As above"] * 2


@pytest.mark.parametrize("template", ["timeline", "member"])
def test_sources_are_a_list_with_the_numbers_that_they_have_elsewhere(template: str) -> None:
    record = load_record(SAMPLE.read_text(encoding="utf-8"))
    edition = Edition.model_validate({"template": template})
    shortened = in_word(make_briefing(record, "x", edition, date(2023, 9, 8)))
    text = markdown.renderer(None)(shortened)
    notes = re.findall(r"^\[\^\d+\]: (.+)$", text.content.decode(), re.MULTILINE)
    body = part(sample(template), "word/document.xml")
    sources = sources_in(body)
    shown = [re.sub(r"\*|\]\([^)]*\)|\[", "", note) for note in notes]
    assert [name.replace("\xa0", " ") for name in sources.values()] == shown
    citing = [link for link in body.iter(f"{W}hyperlink") if text_of(link).isdigit()]
    assert len(citing) > 10
    numbers = {name: str(number) for number, name in enumerate(sources, 1)}
    assert all(text_of(link) == numbers[link.get(f"{W}anchor")] for link in citing)


def sources_in(body: etree._Element) -> dict[str, str]:
    """Return the sources at the end, in order, keyed by their bookmarks."""
    items = [
        paragraph
        for paragraph in body.iter(f"{W}p")
        if (style := paragraph.find(f"{W}pPr/{W}pStyle")) is not None
        and style.get(f"{W}val") == "Bibliography"
    ]
    assert all(paragraph.find(f"{W}pPr/{W}numPr") is not None for paragraph in items)
    return {
        str(paragraph.find(f"{W}bookmarkStart").get(f"{W}name")): text_of(paragraph)
        for paragraph in items
    }


@pytest.mark.parametrize("template", ["timeline", "member"])
def test_the_imprint_comes_after_the_sources_as_on_paper(template: str) -> None:
    last = opened(sample(template)).paragraphs[-1]
    assert last.style and last.style.name == "Imprint"
    assert last.text == "Published by Example Policy Team. Contact: policy@example.org"


def test_numbers_of_sources_do_not_run_into_each_other() -> None:
    sources = "sources: [{title: S}, {title: Z}]"
    content = made(load_record(PLAIN.replace("source: {title: S}", sources)))
    (kind,) = [
        paragraph for paragraph in opened(content).paragraphs if paragraph.text.startswith("News")
    ]
    assert text_of(kind._p) == "News1,2"
    runs = [run for run in kind._p.iter(f"{W}r") if text_of(run) in ("1", ",", "2")]
    styles = [run.find(f"{W}rPr/{W}rStyle").get(f"{W}val") for run in runs]
    assert styles == ["SourceNumber"] * 3


@pytest.mark.parametrize("summary", ["In short.", "A long story. " * 200])
def test_an_event_stays_on_a_page_with_what_belongs_to_it(summary: str) -> None:
    text = PLAIN.replace("title: A,", f'title: A, summary: "{summary}", notes: N,')
    content = made(load_record(text), audience="internal")
    body = part(content, "word/document.xml").find(f"{W}body")
    is_with_next = [
        paragraph.find(f"{W}pPr/{W}keepNext") is not None
        for paragraph in body
        if text_of(paragraph).startswith(("2019: A", "News", "In short", "A long", "Internal"))
    ]
    assert is_with_next == [True] * 3 + [len(summary) < 100]


def test_a_table_stays_on_a_page_with_its_heading_unless_a_row_is_long() -> None:
    body = part(sample("timeline"), "word/document.xml").find(f"{W}body")
    tables = [(before, block) for before, block in pairwise(body) if block.tag == f"{W}tbl"]
    assert len(tables) == 2
    for before, table in tables:
        header, *rows = table.iter(f"{W}tr")
        paragraphs = [before, *header.iter(f"{W}p")]
        assert all(paragraph.find(f"{W}pPr/{W}keepNext") is not None for paragraph in paragraphs)
        for row in rows:
            is_long = max(len(text_of(cell)) for cell in row.iter(f"{W}tc")) > 600
            assert (row.find(f"{W}trPr/{W}cantSplit") is None) == is_long


def test_text_after_a_list_or_a_table_has_a_space_before_it() -> None:
    body = part(sample("timeline"), "word/document.xml").find(f"{W}body")
    styles = opened(sample("timeline")).styles.element
    before = {
        style.get(f"{W}styleId")
        for style in styles.iter(f"{W}style")
        if (space := style.find(f"{W}pPr/{W}spacing")) is not None
        and int(space.get(f"{W}before", 0)) > 0
    }
    seen = 0
    for first, second in pairwise(body.iterchildren()):
        name, following = (
            getattr(block.find(f"{W}pPr/{W}pStyle"), "attrib", {}).get(f"{W}val")
            for block in (first, second)
        )
        if (first.tag == f"{W}tbl" or name == "Compact") and following not in (None, "Compact"):
            spacing = second.find(f"{W}pPr/{W}spacing")
            assert spacing is not None or following in before, text_of(second)
            seen += spacing is not None
    assert seen > 3


def test_links_lead_to_events_and_to_the_web() -> None:
    content = made(
        load_record("""
        title: T
        events:
          - {id: one, date: 2019, kind: news, title: A, source: "https://a.example/b?c=1&d=2"}
          - {date: 2020, kind: news, title: B, reverses: [one], source: {title: S}}
        """)
    )
    body = part(content, "word/document.xml")
    within = {link.get(f"{W}anchor") for link in body.iter(f"{W}hyperlink")}
    places = [bookmark.get(f"{W}name") for bookmark in body.iter(f"{W}bookmarkStart")]
    assert within - {None} <= set(places) and len(set(places)) == len(places)
    assert len([place for place in within if place and place.startswith("event-")]) == 2
    relations = part(content, "word/_rels/document.xml.rels")
    outside = [
        relation.get("Target") for relation in relations if relation.get("TargetMode") == "External"
    ]
    assert outside == ["https://a.example/b?c=1&d=2"]


def test_lists_are_lists_with_bullets_that_every_font_has() -> None:
    content = sample("timeline")
    items = [
        paragraph
        for paragraph in opened(content).paragraphs
        if paragraph._p.find(f"{W}pPr/{W}numPr") is not None
    ]
    assert any(item.text.startswith("Reverses: ") for item in items)
    levels = [
        level
        for level in part(content, "word/numbering.xml").iter(f"{W}lvl")
        if level.find(f"{W}numFmt").get(f"{W}val") == "bullet"
    ]
    assert {level.find(f"{W}lvlText").get(f"{W}val") for level in levels} <= {" ", "•"}


def test_an_item_of_a_list_may_begin_with_a_month() -> None:
    record, _ = with_summaries(
        ["1. May was wet, for 5 days.\n2. July was dry.\n\n> 1. June, or 3 weeks of it"]
    )
    items = [
        paragraph.text
        for paragraph in opened(made(record)).paragraphs
        if paragraph._p.find(f"{W}pPr/{W}numPr") is not None
    ]
    assert items[:3] == [
        "May was wet, for 5\xa0days.",
        "July was dry.",
        "June, or 3\xa0weeks of it",
    ]


def test_properties_and_language_are_the_records() -> None:
    record = load_record(SAMPLE.read_text(encoding="utf-8"))
    properties = opened(made(record, "member", title="For <members> & friends")).core_properties
    assert properties.title == "For <members> & friends"
    assert properties.author == "Example Policy Team"
    assert properties.language == "en-GB"
    assert str(properties.created) == str(properties.modified) == "2023-09-08 00:00:00+00:00"
    for written, language in (("en-IE", "en-IE"), ("cy", "cy-GB"), ("en", "en-US")):
        content = made(load_record(f"language: {written}\n{PLAIN}"))
        (found,) = part(content, "word/styles.xml").iter(f"{W}lang")
        assert found.get(f"{W}val") == language


def test_every_page_says_what_it_is_for_whom_and_of_which_day() -> None:
    record = load_record(SAMPLE.read_text(encoding="utf-8"))
    for audience, notice in (("internal", "Internal: not for publication"), ("public", "")):
        (section,) = opened(made(record, "member", audience=audience)).sections
        assert section.different_first_page_header_footer
        heads = [section.first_page_header, section.header]
        assert [text_of(head._element) for head in heads] == [notice, f"{record.title}{notice}"]
        for foot in (section.first_page_footer, section.footer):
            assert text_of(foot._element).startswith(
                "Example Policy Team · Correct as of 8 September 2023"
            )
            fields = [
                field.get(f"{W}instr").strip() for field in foot._element.iter(f"{W}fldSimple")
            ]
            assert fields == ["PAGE", "NUMPAGES"]
    (section,) = opened(made(load_record(PLAIN))).sections
    assert text_of(section.footer._element).startswith("Latest addition to the record: 2019")


def test_the_brand_is_in_it() -> None:
    content = made(
        load_record(
            'brand: {name: Our Forum, accent: "#7a1f5c", closing: Bye., contact: a@b.example}\n'
            + PLAIN
        )
    )
    document = opened(content)
    assert document.core_properties.author == "Our Forum"
    assert (
        opened(
            made(load_record(f"brand: {{name: Our Forum}}\npublisher: {{name: P}}\n{PLAIN}"))
        ).core_properties.author
        == "P"
    )
    texts = [paragraph.text for paragraph in document.paragraphs]
    assert texts[-4:] == ["Sources", "S.", "Bye.", "Contact: a@b.example"]
    assert text_of(part(content, "word/footer1.xml")).startswith("Our Forum · Latest addition")
    with ZipFile(io.BytesIO(content)) as archive:
        members = {name: archive.read(name).upper() for name in archive.namelist()}
    assert not any(b"005A73" in member for member in members.values())
    assert all(b"7A1F5C" in members[f"word/{name}.xml"] for name in ("styles", "theme/theme1"))


def test_the_chart_is_a_picture_with_a_description() -> None:
    content = sample("timeline")
    (picture,) = part(content, "word/document.xml").iter(f"{DRAWING}docPr")
    assert "20 events" in picture.get("descr")
    assert "Overdue commitments: The Online Safety Bill" in picture.get("descr")
    with ZipFile(io.BytesIO(content)) as archive:
        (name,) = [name for name in archive.namelist() if "media" in name]
        chart = Image.open(io.BytesIO(archive.read(name)))
    assert chart.width > 2000
    assert chart.convert("RGB").getpixel((0, 0)) == (255, 255, 255)
    assert min(chart.convert("L").tobytes()) < 50


def test_pictures_are_flush_with_the_text() -> None:
    """LibreOffice leaves a space beside a picture unless the picture sets it to zero."""
    (picture,) = part(sample("timeline"), "word/document.xml").iter(f"{DRAWING}inline")
    assert [picture.get(f"dist{side}") for side in "LR"] == ["0", "0"]


@pytest.mark.parametrize("kind", ["png", "svg"])
def test_a_logo_is_a_picture_with_the_name_for_those_who_do_not_see_it(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path(f"logo.{kind}").write_bytes(LOGOS[kind])
    Path("events.yaml").write_text(f"brand: {{name: Watch & Ward, logo: logo.{kind}}}\n" + PLAIN)
    assert briefing("build", "-f", "docx", "-e", "timeline").exit_code == 0
    content = Path("out/timeline.docx").read_bytes()
    logo, _ = part(content, "word/document.xml").iter(f"{DRAWING}docPr")
    assert logo.get("descr") == "Watch & Ward"
    with ZipFile(io.BytesIO(content)) as archive:
        logos = [archive.read(name) for name in archive.namelist() if "media" in name]
        pixels = [Image.open(io.BytesIO(logo)).convert("RGB").getpixel((0, 0)) for logo in logos]
        assert (200, 0, 0) in pixels
        assert b"data:" not in archive.read("word/document.xml")


# What Word requires


@pytest.mark.parametrize("template", ["timeline", "member", "reference"])
def test_it_keeps_to_the_schemas_of_word(template: str, tmp_path: Path) -> None:
    content = REFERENCE.read_bytes() if template == "reference" else sample(template)
    (tmp_path / "it.docx").write_bytes(content)
    assert OpenXmlValidator().validate(tmp_path / "it.docx").errors == []


@pytest.mark.parametrize("template", ["timeline", "member"])
def test_ids_are_used_once_and_styles_are_there(template: str) -> None:
    content = sample(template)
    body = part(content, "word/document.xml")
    for kind in ("bookmarkStart", "bookmarkEnd"):
        ids = [element.get(f"{W}id") for element in body.iter(f"{W}{kind}")]
        assert ids and len(ids) == len(set(ids))
    styles = {
        style.get(f"{W}styleId") for style in part(content, "word/styles.xml").iter(f"{W}style")
    }
    reference = part(REFERENCE.read_bytes(), "word/styles.xml")
    for name in ("document", "header1", "footer1"):
        for kind in ("pStyle", "rStyle", "tblStyle"):
            used = part(content, f"word/{name}.xml").iter(f"{W}{kind}")
            assert {element.get(f"{W}val") for element in used} <= styles
    assert styles == {style.get(f"{W}styleId") for style in reference.iter(f"{W}style")}


def test_the_reference_has_the_look_of_the_pages() -> None:
    def looks(styles: etree._Element) -> dict[str, bytes]:
        return {
            style.get(f"{W}styleId"): re.sub(
                rb"\s*xmlns:\w+=\S+?(?=[\s>])", b"", etree.tostring(style, method="c14n")
            )
            for style in styles.iter(f"{W}style")
        }

    written = looks(etree.fromstring(write_reference.styles().encode()))
    current = looks(part(REFERENCE.read_bytes(), "word/styles.xml"))
    assert {name: current.get(name) for name in written} == written, (
        "run: python tools/write_reference.py"
    )


def test_two_builds_are_the_same_byte_for_byte(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The time and folder differ, and the user has their own pandoc templates."""
    templates = tmp_path / ".local" / "share" / "pandoc" / "templates"
    templates.mkdir(parents=True)
    (templates / "default.openxml").write_text("$title$")
    first = sample("member")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1234567890")
    monkeypatch.setenv("TZ", "Pacific/Kiritimati")
    monkeypatch.chdir(tmp_path)
    assert made(load_record(SAMPLE.read_text(encoding="utf-8")), "member") == first


# Attacks by a record


def test_a_nasty_record_is_shown_as_it_is_written() -> None:
    nasty = (
        "<script>alert(1)</script> [^1] {{ briefing }} {% x %} ![a](/etc/passwd) | `c` \\ *d* "
        "`<w:p/>`{=openxml} ::: {custom-style=Title} [a]{.b} \\input{c} $d$ ^[e] @f &amp; <!-- g"
    )
    quoted = json.dumps(nasty)
    content = made(
        load_record(
            f"""
            title: {quoted}
            recent: 99 years
            publisher: {{name: {quoted}, contact: {quoted}}}
            kinds: [{quoted}]
            actors: {{a: {{name: {quoted}, roles: [{{title: {quoted}}}]}}}}
            asks: {{ask: {{title: {quoted}, by: a}}}}
            events:
              - {{id: one, date: 2019, kind: {quoted}, title: {quoted}, actors: [a],
                 disputed: {quoted}, quotes: [{{text: {quoted}, by: a}}], asks: {{ask: raised}},
                 figures: [{{label: {quoted}, value: 5, of: {quoted}, by: {quoted}, weight: high}}],
                 commitments: [{{id: c, title: {quoted}, by: a, weight: high}}],
                 source: {{title: {quoted}, author: {quoted}, publisher: {quoted}, at: {quoted}}}}}
            """
        ),
        "member",
    )
    document = opened(content)
    assert document.core_properties.title == nasty
    assert headings(content)[0] == ("Title", nasty)
    assert ("Heading 2", f"2019: {nasty}") in headings(content)
    asks, _, commitments = document.tables
    assert asks.rows[1].cells[0].text.startswith(nasty)
    assert commitments.rows[1].cells[0].text.startswith(nasty)
    heads = [text_of(part(content, f"word/{name}.xml")) for name in ("header1", "footer1")]
    assert all(head.startswith(nasty) for head in heads)
    body = part(content, "word/document.xml")
    assert list(body.iter(f"{W}drawing", f"{W}altChunk", f"{W}object")) == []


def test_no_summary_reaches_beyond_itself() -> None:
    record, valid = with_summaries(BREAKS)
    content = made(record)
    titles = [title for _, title in headings(content)]
    assert titles == outline(BREAKS)
    body = part(content, "word/document.xml")
    assert len(list(body.iter(f"{W}drawing", f"{W}altChunk", f"{W}object", f"{W}tbl"))) == 1
    styles = {style.get(f"{W}val") for style in body.iter(f"{W}pStyle")}
    assert styles == {
        *("Title", "Author", "Heading1", "Heading2", "Kind"),
        *("Figure", "BodyText", "BlockText", "Compact"),
    }
    record, _ = with_summaries([BREAKS[n] for n in sorted(valid)])
    links = part(made(record), "word/_rels/document.xml.rels")
    targets = [
        relation.get("Target") for relation in links if relation.get("TargetMode") == "External"
    ]
    assert {target.partition(":")[0] for target in targets} <= {"https", "http", "mailto"}


def test_what_xml_cannot_hold_is_left_out() -> None:
    text = PLAIN.replace("title: T", 'title: "A\\u0001 \\uffff B"')
    content = made(load([File("events.yaml", text.encode())]).record)
    assert opened(content).core_properties.title == "A  B"
    assert text_of(part(content, "word/header1.xml")) == "A  B"


def test_no_file_is_read_but_the_reference(tmp_path: Path) -> None:
    (tmp_path / "secret.png").write_bytes(b"\x89PNG secret")
    template = tmp_path / "timeline" / "briefing.md"
    template.parent.mkdir()
    template.write_text(
        f"# {{{{ briefing.title }}}}\n\n![a]({tmp_path}/secret.png)\n\n![b](secret.png)\n\n"
        f"`x`{{=openxml}}\n\n<img src='{tmp_path}/secret.png'>\n"
    )
    content = made(load_record(PLAIN), user_templates=tmp_path)
    with ZipFile(io.BytesIO(content)) as archive:
        assert not any("media" in name for name in archive.namelist())
        assert not any(b"PNG secret" in archive.read(name) for name in archive.namelist())


# Restyled in Word


def restyled(change: str, by: str, member: str = "word/styles.xml") -> bytes:
    """Return the reference document with a word in one of its parts replaced."""
    changed = io.BytesIO()
    with ZipFile(REFERENCE) as old, ZipFile(changed, "w") as new:
        for name in old.namelist():
            content = old.read(name).decode()
            if name == member:
                assert change in content
                content = content.replace(change, by)
            new.writestr(name, content)
    return changed.getvalue()


def with_reference(folder: Path, reference: bytes) -> Path:
    (folder / "styles").mkdir()
    (folder / "styles" / "reference.docx").write_bytes(reference)
    return folder


def test_a_users_own_reference_is_used(tmp_path: Path) -> None:
    user_templates = with_reference(tmp_path, restyled('w:val="005A73"', 'w:val="C0FFEE"'))
    styles = part(made(load_record(PLAIN), user_templates=user_templates), "word/styles.xml")
    assert "C0FFEE" in {colour.get(f"{W}val") for colour in styles.iter(f"{W}color")}


def test_words_in_braces_are_filled_in_though_word_has_cut_them_up(tmp_path: Path) -> None:
    head = '<w:t xml:space="preserve">{{ briefing.title }}</w:t>'
    pieces = ["Seen on {{ bri", "efing.as_of }", "} or later"]
    cut = "</w:r><w:r>".join(f"<w:t>{piece}</w:t>" for piece in pieces)
    user_templates = with_reference(tmp_path, restyled(head, cut, "word/header1.xml"))
    (section,) = opened(made(load_record(PLAIN), user_templates=user_templates)).sections
    assert section.header.paragraphs[0].text.strip() == "Seen on 8 September 2023 or later"


def test_a_paragraph_with_nothing_to_say_leaves_no_gap(tmp_path: Path) -> None:
    head = "</w:p></w:hdr>"
    more = "</w:p><w:p><w:r><w:t>{{ briefing.notice }}</w:t></w:r></w:p></w:hdr>"
    user_templates = with_reference(tmp_path, restyled(head, more, "word/header1.xml"))
    for audience, count in (("public", 1), ("members", 2)):
        (section,) = opened(
            made(load_record(PLAIN), user_templates=user_templates, audience=audience)
        ).sections
        assert len(section.header.paragraphs) == count


def test_a_mistake_in_the_reference_is_reported(tmp_path: Path) -> None:
    reference = restyled("briefing.title", "briefing.titel", "word/header1.xml")
    user_templates = with_reference(tmp_path, reference)
    with pytest.raises(TemplateError, match=r"reference\.docx: .*titel.*did you mean 'title'"):
        made(load_record(PLAIN), user_templates=user_templates)
    (user_templates / "styles" / "reference.docx").write_bytes(b"not Word at all")
    with pytest.raises(TemplateError, match=r"reference\.docx"):
        made(load_record(PLAIN), user_templates=user_templates)


def test_a_template_for_word_stands_in_for_the_one_beside_it(tmp_path: Path) -> None:
    shared = tmp_path / "shared"
    shared.mkdir()
    record = load_record(SAMPLE.read_text(encoding="utf-8"))
    (shared / "asks.md").write_text("Of my own.\n")
    assert len(opened(made(record, "member", user_templates=tmp_path)).tables) == 2
    (shared / "asks.docx.md").write_text("For Word.\n")
    paragraphs = [
        paragraph.text
        for paragraph in opened(made(record, "member", user_templates=tmp_path)).paragraphs
    ]
    assert "For Word." in paragraphs and "Of my own." not in paragraphs


# Through the command line


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("events.yaml").write_text(PLAIN)
    return tmp_path


def without(monkeypatch: pytest.MonkeyPatch, module: str) -> None:
    monkeypatch.setattr(docx, "find_spec", lambda name: None if name == module else find_spec(name))
    # Renderers of other tests have found pandoc already.
    monkeypatch.setattr(job, "_renderer", job._renderer.__wrapped__)


def test_word_documents_are_made_when_asked_for(folder: Path) -> None:
    assert briefing("build").exit_code == 0
    assert not list(folder.glob("out/*.docx"))
    done = briefing("build", "-f", "docx", "-e", "member")
    assert (done.exit_code, done.stdout) == (0, "out/member.docx  1 event\n")


def test_without_the_extra_the_message_names_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    without(monkeypatch, "pypandoc")
    monkeypatch.setenv("PATH", str(folder))
    done = briefing("build", "--no-cache", "-f", "docx", "-f", "md")
    assert done.exit_code == 3
    # The command is for this exact installation, so it runs when copied.
    program, *arguments = shlex.split(done.stderr.splitlines()[-2])
    assert Path(program).absolute() == Path(sys.executable)
    assert arguments[:3] == ["-m", "pip", "install"]
    assert [argument.partition(">")[0] for argument in arguments[3:]] == ["pypandoc-binary"]
    assert not Path("out").exists()
    done = briefing("build", "--no-cache", "-f", "docx,md", "--keep-going")
    assert done.exit_code == 3 and "2 made, 0 unchanged, 2 failed.\n" in done.stderr
    assert {path.suffix for path in Path("out").iterdir()} == {".md", ".svg"}
    done = briefing("build", "--no-cache", "-f", "md", "-f", "html")
    assert (done.exit_code, "pandoc" in done.stderr) == (0, False)


def test_a_page_links_only_to_the_documents_that_were_made(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One format is not installed, and another fails."""
    template = Path("templates/timeline/briefing.md")
    template.parent.mkdir(parents=True)
    template.write_text("{{ briefing.nothing }}")
    without(monkeypatch, "pypandoc")
    monkeypatch.setenv("PATH", str(folder))
    build = ("build", "-e", "timeline", "-f", "md,html,docx")
    done = briefing(*build)
    assert done.exit_code == 3 and "1 made, 0 unchanged, 2 failed.\n" in done.stderr
    assert not Path("out").exists()
    done = briefing(*build, "--keep-going")
    assert done.exit_code == 3 and "2 failed.\n" in done.stderr
    assert [path.name for path in Path("out").iterdir()] == ["timeline.html"]
    assert "timeline.docx" not in Path("out/timeline.html").read_text(encoding="utf-8")


def test_the_pandoc_of_the_machine_will_do_if_it_can_be_kept_from_reading(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bundled = docx.pandoc()
    without(monkeypatch, "pypandoc")
    monkeypatch.setenv("PATH", str(folder))
    program = folder / "pandoc"
    program.symlink_to(bundled)
    assert briefing("build", "--no-cache", "-f", "docx").exit_code == 0
    program.unlink()
    program.write_text("#!/bin/sh\necho unknown option --sandbox >&2; exit 6\n")
    program.chmod(0o755)
    done = briefing("build", "--no-cache", "-f", "docx")
    assert done.exit_code == 3
    assert str(program) in done.stderr and "pypandoc-binary" in done.stderr
    assert "To install a pandoc that can:\n" in done.stderr
