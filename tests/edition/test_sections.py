"""Sections with a text of your own: their place in every kind of briefing, and their readers."""

import re
from dataclasses import replace
from datetime import date as Day
from pathlib import Path

import pytest
from docx import Document
from lxml.html import fromstring

from briefing.edition.as_of import as_known_on
from briefing.edition.changes import as_restricted_as, changes
from briefing.edition.sections import Section, sections_of
from briefing.edition.sheet import in_word
from briefing.edition.visibility import visible_to
from briefing.evidence.addresses import addressed_sources
from briefing.output import pdf
from briefing.record.audiences import Audience, end_of_day
from briefing.record.loading import File
from briefing.record.record import Record
from tests.helpers import DIGESTS, KINDS, briefing, load, load_record, make_briefing
from tests.validators import html_problems, pdf_problems

RECORD = """\
title: Parks
correct_as_of: 2023-09-08
publisher: {name: The friends, contact: a@example.org}
areas: {north: {name: The north}, south: {name: The south}}
actors: {council: {name: The council}, friends: {name: The friends}}
sources:
  minutes: {title: Minutes of the council, date: 2023-02-02}
  study: {title: A study of one park, date: 2023-08-01}
  paper: {title: A secret paper, audience: internal}
asks: {park: {title: Open a park, by: friends}}
editions:
  members:
    template: member
    audience: members
    sections: &all
      - title: {en: Why it matters, cy: Pam mae'n bwysig}
        text: {en: "Parks keep people *well*.", cy: "Mae parciau'n cadw pobl yn *iach*."}
        place: after summary
        source: minutes
      - {title: A case study, text: One park., sources: [study, paper], areas: [north]}
      - {title: To start, text: Read this first., place: before summary}
      - {title: The asks, text: There is one ask., place: before asks}
      - {title: After them, text: It is not met., place: after asks}
      - {title: For members, text: Do not quote this., audience: members}
      - {title: From a paper, text: Secret., source: paper}
      - {title: Held back, text: Secret., embargo: "2023-10-01T00:00"}
      - {title: Soon, text: Soon., from: 2023-10-01}
      - {title: Over, text: Over., until: 2023-01-01}
  public: {template: timeline, sections: *all}
  internal: {template: timeline, audience: internal, sections: *all}
  south: {template: timeline, area: south, sections: *all}
  cymraeg: {template: timeline, language: cy, sections: *all}
events:
  - date: 2023-02-01
    kind: news
    title: The council plans a park
    source: {title: A letter, date: 2023-02-01}
    asks: {park: raised}
  - {date: 2023-08-31, kind: news, title: The park opens, source: {title: The Echo}}
"""
DAY = Day(2023, 9, 8)
FOR_ALL = ["Why it matters", "A case study", "To start", "The asks", "After them"]


def shown(record: Record, id: str, day: Day = DAY) -> dict[str, Section]:
    """Return the sections that an edition shows to its readers, by title."""
    edition = record.editions[id]
    reader = edition.audience or "public"
    seen, _ = visible_to(record, reader, end_of_day(day, record.timezone))
    seen = as_known_on(seen, day) if day < DAY else seen
    return {str(section.title): section for section in sections_of(seen, edition, day)}


def test_readers_see_the_sections_that_are_for_them_with_the_sources_that_they_may_see() -> None:
    record = load_record(RECORD)
    public, members, internal = (shown(record, id) for id in ("public", "members", "internal"))
    assert [*public] == FOR_ALL
    assert [*members] == [*FOR_ALL, "For members"]
    assert [*internal] == [*FOR_ALL, "For members", "From a paper", "Held back"]
    titles = [citation.title for citation in public["A case study"].citations]
    assert titles == ["A study of one park"]
    assert len(internal["A case study"].citations) == 2
    assert "Held back" in shown(record, "public", Day(2023, 10, 1))
    assert [section.anchor for section in public.values()][-1] == "section-5"


def test_an_edition_for_an_area_or_an_earlier_day_shows_only_the_sections_for_it() -> None:
    record = load_record(RECORD)
    assert "A case study" not in shown(record, "south")
    assert shown(record, "public")["A case study"].areas == "The north"
    # The study and the minutes are not published yet.
    assert [*shown(record, "public", Day(2023, 2, 1))] == ["To start", "The asks", "After them"]
    assert "Over" in shown(record, "public", Day(2022, 12, 31))


def test_a_section_in_a_file_for_others_is_left_out_with_a_note() -> None:
    text = (
        b"audience: internal\neditions:\n  site:\n    template: timeline\n"
        b"    sections: [{title: Secret, text: Secret}]\n"
    )
    loaded = load([File("a.yaml", RECORD.encode()), File("b.yaml", text)])
    notes = [problem for problem in loaded.problems if problem.slug == "not-for-its-readers"]
    assert (
        notes[-1].message == "the edition 'site' is for the public, so it leaves this section out"
    )
    assert shown(loaded.record, "site") == {}


def test_an_item_that_one_of_several_editions_shows_needs_no_note() -> None:
    text = """\
title: Parks
editions:
  site:
    template: member
    actions: &actions [{text: Write to us., audience: members}, {text: Secret, audience: internal}]
  members: {template: member, audience: members, actions: *actions}
events:
  - {date: 2023-05-03, kind: report, title: A, source: https://example.org/a}
correct_as_of: 2023-09-01
"""
    notes = load([File("a.yaml", text.encode())]).problems
    assert [(note.slug, note.place.line) for note in notes] == [
        ("not-for-its-readers", 5),
        ("not-for-its-readers", 6),
    ]


def test_each_kind_of_briefing_shows_each_section_in_its_place(tmp_path: Path) -> None:
    record = RECORD.replace("  public:", "".join(
        f"  {kind}: {{template: {kind}, sections: *all}}\n" for kind in (*KINDS, *DIGESTS)
    ) + "  public:")  # fmt: skip
    (tmp_path / "events.yaml").write_text(record)
    chosen = [f"-e{kind}" for kind in KINDS]
    done = briefing("build", tmp_path, "-o", tmp_path, "-fmd", "-fhtml", "-fjson", *chosen)
    assert done.exit_code == 0, done.output
    for kind in KINDS:
        text = (tmp_path / f"{kind}.md").read_text()
        headings = re.findall("^## (.*)", text, re.MULTILINE)
        own = [heading for heading in headings if heading in FOR_ALL]
        assert own == ["To start", "Why it matters", "The asks", "After them", "A case study"], kind
        assert headings[0] == "To start" and headings[-2:] == ["A case study", "Sources"]
        assert headings.index("The asks") < headings.index("After them")
        assert "Parks keep people *well*.\n\nSource[^" in text and "*The north*" in text
        assert re.search(r"\[\^\d\]: \*A study of one park\*", text) and "ecret" not in text
        page = (tmp_path / f"{kind}.html").read_text()
        tags = [heading.tag for heading in fromstring(page).xpath("//section[@class='own']/*[1]")]
        assert tags == ["h2"] * 5
        assert '"title": "A case study"' in (tmp_path / f"{kind}.json").read_text()
    assert html_problems((tmp_path / "member.html").read_text()) == []
    briefing("build", tmp_path, "-o", tmp_path, "-fdocx", "-emember")
    word = Document(str(tmp_path / "member.docx"))
    styles = {each.text: str(each.style and each.style.name) for each in word.paragraphs}
    assert {styles[title] for title in FOR_ALL} == {"Heading 1"}
    (kind,) = DIGESTS
    options = ("--since", "2023-08-28", "--until", "2023-09-03", f"-e{kind}")
    done = briefing("digest", tmp_path, "-o", tmp_path / "d", "-fmd", "-feml", *options)
    assert done.exit_code == 0, done.output
    (text,) = (path.read_text() for path in (tmp_path / "d").glob("*.md"))
    (message,) = (path.read_text() for path in (tmp_path / "d").glob("*.eml"))
    assert text.index("## To start") < text.index("## Why it matters") < text.index("## A case")
    assert "WHY IT MATTERS" in message and ">Why it matters</h2>" in message


def test_a_summary_without_content_has_no_heading_after_a_section(tmp_path: Path) -> None:
    events = tmp_path / "events.yaml"
    text = """title: Parks
correct_as_of: 2023-09-08
editions:
  member:
    template: member
    sections: [{title: Why, text: Because., place: before summary}]
events:
  - {date: 2023-09-01, kind: news, title: A, source: https://example.org/a, audience: READERS}
"""
    for readers, has_summary in (("internal", False), ("public", True)):
        events.write_text(text.replace("READERS", readers))
        briefing("build", str(events), "-o", str(tmp_path), "-f", "md", "--no-cache")
        made = (tmp_path / "member.md").read_text()
        assert "## Why" in made
        assert ("## Summary" in made) == has_summary


def test_a_section_that_is_shared_by_editions_in_two_languages_needs_both() -> None:
    def missing(text: str) -> list[str]:
        problems = load([File("a.yaml", text.encode())]).problems
        messages = [each.message for each in problems if each.slug == "not-translated"]
        return [message for message in messages if message.startswith("this section")]

    assert set(missing(RECORD)) == {"this section has no Welsh for: title, text"}
    assert missing(RECORD.replace("language: cy, sections: *all", "language: cy")) == []


def test_a_translation_is_in_the_language_of_the_edition() -> None:
    record = load_record(RECORD)
    seen, _ = visible_to(record, "public", end_of_day(DAY, record.timezone))
    first = make_briefing(seen, "cymraeg", record.editions["cymraeg"], DAY).sections[0]
    assert (first.title, first.text) == (
        "Pam mae’n bwysig",
        "Mae parciau'n cadw pobl yn *iach*.",
    )


@pytest.mark.parametrize("paragraphs", [1, 60])
def test_a_single_page_has_room_for_a_short_section_and_is_never_longer(paragraphs: int) -> None:
    text = "\\n\\n".join(["Parks keep people well, and they cost little. " * 4] * paragraphs)
    record = load_record(
        RECORD.replace('"Parks keep people *well*."', f'"{text}"').replace(
            "template: timeline, sections", "template: one-page, sections"
        )
    )
    seen, _ = visible_to(record, "public", end_of_day(DAY, record.timezone))
    whole = make_briefing(seen, "public", record.editions["public"], DAY)
    made = pdf.renderer(None, "weasyprint")(whole)
    assert (made.pages, made.warnings, pdf_problems(made.content)) == (1, (), [])
    word = in_word(whole)
    titles = {section.title for section in word.sections}
    assert ("Why it matters" in titles) == (paragraphs < 60)
    assert word.recent and ("section" in (word.omitted or "")) == (paragraphs == 60)
    # A short briefing of two pages, or of more, never leaves out a section.
    assert len(in_word(replace(whole, pages=2, at_most=())).sections) == len(FOR_ALL)


def test_a_comparison_lists_the_changes_to_sections_that_readers_may_see() -> None:
    old = load_record(RECORD)
    new = load_record(
        RECORD.replace("One park.", "Two parks.")
        .replace("      - {title: The asks, text: There is one ask., place: before asks}\n", "")
        .replace("{title: After them,", "{title: After them, audience: internal,")
    )

    def listed(reader: Audience, edition: str) -> list[tuple[str, str, str]]:
        moment = end_of_day(DAY, old.timezone)
        was, _ = visible_to(as_restricted_as(old, new), reader, moment)
        now, _ = visible_to(new, reader, moment)
        return [
            (change.part_name, change.field, change.new)
            for change in changes(was, now)
            if change.name == edition
        ]

    assert listed("public", "public") == [
        ("A case study", "text", "Two parks."),
        ("The asks", "", ""),
    ]
    assert listed("public", "members") == []
    found = {(change.part_name, change.field, change.new) for change in changes(old, new)}
    assert ("After them", "audience", "internal") in found


def test_your_own_templates_can_place_sections(tmp_path: Path) -> None:
    folder = tmp_path / "templates" / "asks"
    folder.mkdir(parents=True)
    template = (
        '{% include "shared/head.md" %}\n\n'
        '{% for section in briefing.sections | rejectattr("place", "eq", "before sources") %}\n'
        "- **{{ section.title }}:** {{ section.text | markdown }}\n"
        "{% endfor %}\n\n"
        '{% include "shared/end.md" %}\n'
    )
    (folder / "briefing.md").write_text(template)
    record = RECORD.replace("template: timeline, sections", "template: asks, sections")
    (tmp_path / "events.yaml").write_text(record)
    formats = ("-fmd", "-fhtml")
    done = briefing("build", tmp_path, "-o", tmp_path, "-epublic", *formats)
    assert done.exit_code == 0, done.output
    text = (tmp_path / "public.md").read_text()
    assert "- **Why it matters:** Parks keep people *well*." in text
    page = (tmp_path / "public.html").read_text()
    assert text.count("A case study") == 1 and page.count("A case study") == 1


def test_commands_find_and_rename_the_sources_of_sections(tmp_path: Path) -> None:
    path = tmp_path / "events.yaml"
    path.write_text(
        RECORD.replace(
            "sources: [study, paper]",
            "sources: [study, {title: A map, url: https://example.org/map}]",
        )
    )
    listed = briefing("list", path, "--of", "sources", "--format", "csv").output.splitlines()
    cited = {row.split('","')[1]: row[-2] for row in listed[1:]}
    # The editions share their sections.
    assert (cited["Minutes of the council"], cited["A map"], cited["The Echo"]) == ("1", "1", "1")
    assert "https://example.org/map" in [
        source.address
        for source in addressed_sources(load([File("a", path.read_bytes())]).record).values()
    ]
    done = briefing("rename", "minutes", "record-of-may", path)
    assert done.exit_code == 0 and "        source: record-of-may\n" in path.read_text()


def test_a_section_names_what_the_table_of_areas_has_for_its_area() -> None:
    record = load_record(
        RECORD.replace("title: To start, text: Read this first.", (
            'title: "{area.name | your area}", text: "In {area.name | your area}."'
        ))
    )  # fmt: skip
    seen, _ = visible_to(record, "public", end_of_day(DAY, record.timezone))
    for id, name in (("public", "your area"), ("south", "The south")):
        made = make_briefing(seen, id, record.editions[id], DAY).sections
        assert (name, f"In {name}.") in {(section.title, section.text) for section in made}


def test_the_checks_count_the_sources_of_sections_and_read_their_markdown() -> None:
    text = RECORD.replace("One park.", "'# One park'").replace("place: before asks", "place: end")
    problems = load([File("events.yaml", text.encode())]).problems
    found = {(problem.slug, problem.hint) for problem in problems}
    assert ("unknown-place", "did you mean 'before sources'?") in found
    assert "unsafe-markdown" in {slug for slug, _ in found}
    assert "unused-source" not in {slug for slug, _ in found}
