"""A document names the language of each text that is not in its own: PDF, page and Word."""

import re
from pathlib import Path
from zipfile import ZipFile

import outloud
from outloud.model import Document as Tagged
from outloud.rules._common import element_text

from tests.helpers import briefing

TITLE, QUOTE = (
    "{en: The council plans a park, cy: Cynllun}",
    "{en: We act, cy: Byddwn yn gweithredu}",
)
RECORD = """\
title: Parks
language: en-GB
correct_as_of: 2023-09-08
actors: {mayor: {name: The Mayor}}
editions: {cymraeg: {template: timeline, language: cy, title: Parciau}}
events:
  - id: plan
    date: 2023-05-03
    kind: report
    title: {en: The council plans a park, cy: Cynllun}
    summary: |
      The park has a pond.

      - First
      - Second
    source: {title: The minutes, date: 2023-05-03}
    picture: {file: a.svg, alt: A plan, caption: The first plan}
    figures: [{label: want a park, value: 77%}]
    quotes: [{text: {en: We act, cy: Byddwn yn gweithredu}, by: mayor}]
"""
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="90"><path d="M0 0h90v90z"/></svg>'
ENGLISH = {
    ("P", "The park has a pond."), ("LBody", "First"), ("LBody", "Second"), ("Figure", "A plan"),
    ("Span", "The first plan"), ("Span", "want a park"), ("Span", "The Mayor"),
    ("NonStruct", "The minutes"),
}  # fmt: skip


def test_texts_in_another_language_have_it(tmp_path: Path) -> None:
    (tmp_path / "events.yaml").write_text(RECORD)
    (tmp_path / "a.svg").write_text(SVG)
    done = briefing("build", tmp_path / "events.yaml", "-fpdf,html,docx", "-o", tmp_path)
    assert done.exit_code == 0, done.output
    tree = Tagged(str(tmp_path / "cymraeg.pdf"))
    found = {
        (element.type, element.alt or element_text(tree, element))
        for element in tree.elements
        if element.lang == "en-GB"
    }
    assert tree.lang == "cy" and {one.lang for one in tree.elements} == {None, "en-GB"}
    assert found >= ENGLISH
    assert not any("Parciau" in words or "Cynllun" in words for _, words in found)
    verdict = outloud.check(str(tmp_path / "cymraeg.pdf"))
    assert {finding.rule for finding in verdict.findings} <= {"HDG-010"}
    page = (tmp_path / "cymraeg.html").read_text()
    assert re.search(r'<img lang="en-GB" [^>]*alt="A plan">', page)
    with ZipFile(tmp_path / "cymraeg.docx") as parts:
        body = parts.read("word/document.xml").decode()
    marked = re.findall(r'<w:lang w:val="en-GB" ?/></w:rPr><w:t[^>]*>([^<]*)', body)
    assert {"The park has a pond.", "want a park", "The minutes"} <= {*marked}


def test_a_record_in_one_language_has_it_too(tmp_path: Path) -> None:
    record = RECORD.replace(TITLE, "The council plans a park").replace(QUOTE, "We act")
    (tmp_path / "events.yaml").write_text(record)
    (tmp_path / "a.svg").write_text(SVG)
    done = briefing("build", tmp_path / "events.yaml", "-fpdf", "-o", tmp_path)
    assert done.exit_code == 0, done.output
    tree = Tagged(str(tmp_path / "cymraeg.pdf"))
    (heading,) = [one for one in tree.elements_of("H3") if one.lang]
    assert (heading.lang, element_text(tree, heading)) == ("en-GB", "The council plans a park")
