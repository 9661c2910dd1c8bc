"""PDFs as a screen reader reads them: through the structure tree, and as judged by outloud."""

import re
import subprocess
from collections import Counter
from collections.abc import Iterator
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any

import outloud
import pypdf
import pytest
from outloud.model import Document as Tagged
from outloud.rules._common import box, boxes_for, element_text

from briefing.edition.briefing import Briefing
from briefing.output import pdf
from briefing.record.model import Edition
from tests.helpers import SAMPLE, load_record, make_briefing
from tests.pdfs import briefing, printed, unfinished

HEAD, FOOT = 20 / 25.4 * 72, 18 / 25.4 * 72
"""The margins above and below the text on a page, in points."""
EXAMPLES = SAMPLE.parent / "examples"
SAMPLES = [(SAMPLE, "timeline"), (SAMPLE, "member")]
SOME = [*SAMPLES, (EXAMPLES / "inquiry", "everything")]
ALL = [
    *SOME,
    (EXAMPLES / "buses", "committee"),
    (EXAMPLES / "inquiry", "members"),
]
some_briefings, all_briefings = (
    pytest.mark.parametrize(
        ("path", "id"),
        [
            pytest.param(
                *each,
                marks=() if each in SAMPLES else pytest.mark.long,
                id=f"{each[0].stem}-{each[1]}",
            )
            for each in group
        ],
    )
    for group in (SOME, ALL)
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("pdf")


@pytest.fixture
def made(path: Path, id: str, folder: Path) -> Path:
    """Save the PDF of a briefing to a file, which its readers need."""
    return saved(printed(id, path).document.content, folder / f"{path.stem}-{id}.pdf")


def saved(content: bytes, file: Path) -> Path:
    if not file.exists():
        file.write_bytes(content)
    return file


@cache
def tagged(file: Path) -> Tagged:
    """Return a PDF as outloud reads it."""
    return Tagged(str(file))


# As judged by outloud


def is_mistaken(finding: Any, briefing: Briefing, tree: Tagged) -> bool:
    """Whether outloud wrongly reports a fault at this place."""
    match finding.rule:
        case "HDG-010":
            # A year is the name of a section in a timeline, not a reference number.
            years = {year.name for year in briefing.years}
            sections = [
                element
                for element in tree.elements_of("H2")
                if element_text(tree, element) in years
            ]
            places = boxes_for(tree, sections)
        case "PAG-001":
            # Years or words at the start of the text on three pages are still text. Running heads
            # are in the margins.
            places = [
                box(page.index, (0, FOOT, page.width, page.height - HEAD)) for page in tree.pages
            ]
        case "TAG-002":
            # The title and section in the margin: outloud recognises a running head only if it is
            # the same on three pages, so it misses the head of a one-page section.
            places = [
                box(page.index, (0, page.height - HEAD, page.width, page.height))
                for page in tree.pages
            ]
        case "TBL-014":
            # The axis of a chart and its bars are not a table.
            places = boxes_for(tree, tree.elements_of("Figure"))
        case _:
            return False
    return bool(finding.boxes) and all(
        any(lies_in(box, at) for at in places) for box in finding.boxes
    )


def lies_in(inner: dict[str, float], outer: dict[str, float]) -> bool:
    is_after = all(inner[side] >= outer[side] for side in ("x0", "y0"))
    is_before = all(inner[side] <= outer[side] for side in ("x1", "y1"))
    return inner["page"] == outer["page"] and is_after and is_before


@all_briefings
def test_a_judge_of_accessible_pdfs_has_nothing_to_say(path: Path, id: str, made: Path) -> None:
    verdict = outloud.check(str(made))
    assert not verdict.error
    assert sum(run.status == "ran" for run in verdict.runs) > 50
    made_from, tree = briefing(id, path), tagged(made)
    assert [
        finding for finding in verdict.findings if not is_mistaken(finding, made_from, tree)
    ] == []


# In the structure tree


def text_of_print(path: Path, id: str) -> str:
    """Return the page that a PDF was made from, without the content for screens."""
    page = printed(id, path).page
    return re.sub(r"<(form|dialog|script|style|svg)\b.*?</\1>", "", page, flags=re.DOTALL)


@some_briefings
def test_the_tree_holds_the_document_once_over_all_its_pages(
    path: Path, id: str, made: Path
) -> None:
    page = text_of_print(path, id).partition("<main")[2].partition("</main>")[0]
    kinds = Counter(element.type for element in tagged(made).elements)
    kinds += Counter(L=kinds["TOC"], LI=kinds["TOCI"], LBody=kinds["TOCI"])
    assert kinds["Part"] == kinds["H1"] == 1
    for tag, kind in {
        "article": "Art", "section": "Sect", "h2": "H2", "h3": "H3", "blockquote": "BlockQuote",
    }.items():  # fmt: skip
        assert kinds[kind] == len(re.findall(rf"<{tag}\b", page)), tag
    assert kinds["L"] == len(re.findall(r"<[uo]l\b", page))
    assert kinds["LI"] == kinds["LBody"] == len(re.findall(r"<li\b", page))


def test_the_contents_are_a_table_of_contents(folder: Path) -> None:
    tree = tagged(saved(printed("timeline").document.content, folder / "events-timeline.pdf"))
    (contents,) = tree.elements_of("TOC")
    entries = contents.logical_children
    assert {entry.type for entry in entries} == {"TOCI"}
    references = [child for entry in entries for child in entry.logical_children]
    links = [child for reference in references for child in reference.logical_children]
    assert [reference.type for reference in references] == ["Reference"] * len(entries)
    assert [link.type for link in links] == ["Link"] * len(entries)
    headings = [element_text(tree, element).strip() for element in tree.elements_of("H2")]
    assert headings[:4] == ["What changed", "Asks", "Overdue", "What comes next"]
    assert [element_text(tree, link).rpartition(" ")[0] for link in links] == headings[4:]


def test_other_lists_of_links_are_lists(folder: Path) -> None:
    tree = tagged(saved(printed("member").document.content, folder / "events-member.pdf"))
    assert not tree.elements_of("TOC") and tree.elements_of("L")


LONG = """
    title: Long
    correct_as_of: 2023-09-08
    publisher: {{name: P}}
    events:
      - date: 2019
        kind: news
        title: An event that goes on over three pages
        summary: |
          {first}

          - {second}
              - An item in it
          - A short item

          1. {second}

              Another paragraph of it

          2. Another item
        source: {{title: Document}}
"""


def test_what_goes_on_over_the_end_of_a_page_is_one_thing(tmp_path: Path) -> None:
    record = load_record(
        LONG.format(first="One sentence. " * 400, second="Words in an item. " * 350)
    )
    edition = Edition.model_validate({"template": "timeline"})
    assert record.correct_as_of
    made_from = make_briefing(record, "x", edition, record.correct_as_of)
    document = pdf.renderer(None, "weasyprint")(made_from)
    assert document.pages and document.pages > 3
    file = tmp_path / "long.pdf"
    file.write_bytes(document.content)
    tree = tagged(file)
    paragraphs = [element_text(tree, element) for element in tree.elements_of("P")]
    assert [text.count("One sentence.") for text in paragraphs if "One" in text] == [400]
    items = [
        " ".join(element_text(tree, element).split())
        for element in tree.elements_of("LI")
        if "/Art/" in element.path
    ]
    assert [item.count("Words in an item.") for item in items][:5] == [350, 0, 0, 350, 0]
    assert items[0].endswith("An item in it")
    assert items[3].startswith("1. Words") and items[3].endswith("Another paragraph of it")
    assert {element.parent.type for element in tree.elements_of("LI")} == {"L"}
    assert {element.parent.type for element in tree.elements_of("L")} >= {"Div", "LBody", "Sect"}
    assert not outloud.check(str(file)).errors


def test_a_link_is_one_however_it_is_set(tmp_path: Path) -> None:
    words = "on and on " * 40
    record = load_record(
        LONG.format(
            first=f"[*A* **b** {words}](https://a.example/)", second="[*c*](https://c.example/)"
        )
    )
    edition = Edition.model_validate({"template": "timeline"})
    assert record.correct_as_of
    made_from = make_briefing(record, "x", edition, record.correct_as_of)
    file = tmp_path / "links.pdf"
    file.write_bytes(pdf.renderer(None, "weasyprint")(made_from).content)
    tree = tagged(file)
    links = [Counter(element_text(tree, element).split()) for element in tree.elements_of("Link")]
    long = Counter(f"A b {words}".split())
    assert [link for link in links if "b" in link] == [long]
    assert links.count(Counter("c")) == 2
    lines = [
        annotation
        for annotation in annotations(file)
        if annotation.get("/A", {}).get("/URI") == "https://a.example/"
    ]
    assert len(lines) > 3 and {line["/Contents"] for line in lines} == {f"A b {words}".strip()}
    assert not outloud.check(str(file)).errors


def sentences(page: str) -> Iterator[str]:
    """Yield the text of an HTML page, block by block, without white space."""
    blocks = re.findall(r"<(h[1-6]|p|figcaption)\b[^>]*>(.*?)</\1>", page, re.DOTALL)
    for _, inside in blocks:
        yield "".join(unescape(re.sub("<[^>]*>", "", inside)).split())


@some_briefings
def test_it_is_read_out_in_the_order_of_the_page(path: Path, id: str, made: Path) -> None:
    tree = tagged(made)
    heard = "".join(element_text(tree, element, False) for element in tree.elements)
    heard = re.sub(r"[\s·]", "", heard)
    at = 0
    texts = list(sentences(text_of_print(path, id)))
    assert len(texts) > 30
    for sentence in texts:
        found = heard.find(sentence, at)
        assert found >= 0, f"{sentence} is not read out, or too early"
        at = found + len(sentence)


@some_briefings
def test_running_heads_and_page_numbers_are_not_read_out(path: Path, id: str, made: Path) -> None:
    tree = tagged(made)
    heard = " ".join(element_text(tree, element, False) for element in tree.elements)
    assert not re.search(r"Page \d+ of \d+", heard)
    assert heard.count("Correct as of") == 1
    for page in pypdf.PdfReader(made).pages:
        contents = page.get_contents()
        assert contents is not None
        drawn = contents.get_data()
        assert re.search(rb"/Artifact\s*<<\s*/Type /Pagination\s*>>\s*BDC", drawn)
        assert "Page" in page.extract_text()


def annotations(made: Path) -> list[Any]:
    pages = pypdf.PdfReader(made).pages
    return [reference.get_object() for page in pages for reference in page.get("/Annots", [])]


@some_briefings
def test_links_are_printed_and_say_where_they_lead(path: Path, id: str, made: Path) -> None:
    links = annotations(made)
    assert links and all(link["/F"] == 4 and link["/Contents"] for link in links)
    inside = {str(link["/Dest"]) for link in links if "/Dest" in link}
    assert inside and inside <= set(pypdf.PdfReader(made).named_destinations)
    texts = {link["/Contents"] for link in links}
    assert "Note 1" in texts
    assert ("Back to the text: note 1, citation 1" in texts) == (id != "member")
    assert not any(text.startswith("note-") for text in texts)


PICTURES = """
<!DOCTYPE html>
<html lang="en"><head><title>{{ briefing.title }}</title></head><body><h1>Pictures</h1>
<p>Text <svg width="9" height="9" aria-hidden="true"><rect width="9" height="9"/></svg>
<img alt="" src="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='9' height='9'
%3E%3Crect width='9' height='9'/%3E%3C/svg%3E"></p>
<svg width="90" height="20" role="img"><title>A chart of three years</title>
<rect width="90" height="20"/><text y="15">2019</text><path d="M0 0H50V5"/></svg>
<img alt="The mark of the charity" src="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg'
 width='9' height='9'%3E%3Crect width='9' height='9'/%3E%3C/svg%3E">
ONE_MORE</body></html>
"""


@pytest.mark.parametrize("more", ["", '<img src="data:image/svg+xml,%3Csvg/%3E">'])
def test_a_picture_is_one_figure_with_its_description_or_decoration(
    tmp_path: Path, more: str
) -> None:
    (tmp_path / "pictures").mkdir()
    template = PICTURES.replace("ONE_MORE", more)
    (tmp_path / "pictures" / "briefing.html").write_text(template, encoding="utf-8")
    record = load_record(LONG.format(first="x", second="y"), None)
    assert record.correct_as_of
    edition = Edition.model_validate({"template": "pictures"})
    made_from = make_briefing(record, "x", edition, record.correct_as_of)
    document = pdf.renderer(tmp_path, "weasyprint")(made_from)
    assert any("no required alt description" in warning for warning in document.warnings) == bool(
        more
    )
    file = tmp_path / "pictures.pdf"
    file.write_bytes(document.content)
    tree = tagged(file)
    figures = tree.elements_of("Figure")
    assert [figure.alt for figure in figures] == [
        "A chart of three years",
        "The mark of the charity",
    ]
    left, foot, right, head = figures[0].attr("BBox", "Layout")
    assert (right - left, head - foot) == (90 * 0.75, 20 * 0.75)
    (start, low, end, high) = next(run.bbox for run in tree.content(0).runs if run.text == "2019")
    assert left <= start < end < right and foot < (low + high) / 2 < head
    assert outloud.check(str(file)).findings == []


def pictures_of(content: bytes, folder: Path) -> list[bytes]:
    folder.mkdir()
    command = ["pdftoppm", "-r", "50", "-", str(folder / "page")]
    subprocess.run(command, input=content, check=True)
    return [page.read_bytes() for page in sorted(folder.iterdir())]


@pytest.mark.long
@pytest.mark.parametrize("id", ["timeline", "member"])
def test_nobody_sees_a_difference(id: str, tmp_path: Path) -> None:
    """The painting order of a page must not change its appearance."""
    before = pictures_of(unfinished(id), tmp_path / "before")
    assert pictures_of(printed(id).document.content, tmp_path / "after") == before


@pytest.mark.long
def test_the_judge_condemns_what_weasyprint_makes_alone(tmp_path: Path) -> None:
    """The test must fail without our changes; otherwise a pass means nothing."""
    file = saved(unfinished("timeline"), tmp_path / "bare.pdf")
    made_from, tree = briefing("timeline"), tagged(file)
    findings = outloud.check(str(file)).findings
    rules = {finding.rule for finding in findings if not is_mistaken(finding, made_from, tree)}
    assert {"LNK-004", "PAG-001"} <= rules
