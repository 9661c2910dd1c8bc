"""The user's own kinds of briefing, whose settings are in a `template.yaml`."""

import re
from pathlib import Path
from zipfile import ZipFile

import pytest
from pypdf import PdfReader

from briefing.edition import parts
from tests.helpers import SAMPLE, briefing, set_today

LIKE_MEMBER = '{% extends "member/briefing.html" %}'
RECORD = """
title: Parks
sender: friends@example.org
correct_as_of: 2023-09-10
areas: {north: {name: North}, south: {name: South}}
editions:
  all: {template: timeline}
  own: {template: leaflet}
events:
  - {date: 2023-09-05, kind: news, title: First, source: {title: S}, added: 2023-09-05}
  - {date: 2022-09-06, kind: news, title: Second, source: {title: S}, added: 2022-09-06}
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    write("events.yaml", RECORD)
    write("templates/leaflet/briefing.md", "# {{ briefing.title }}\n\n{{ briefing.area }}\n")
    return tmp_path


def write(path: str, text: str | bytes) -> None:
    file = Path(path)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text if isinstance(text, bytes) else text.encode())


def settings(text: str | bytes, kind: str = "leaflet") -> None:
    write(f"templates/{kind}/template.yaml", text)


def made() -> set[str]:
    """Return the names of the Markdown files that were made."""
    return {path.name for path in Path("out").iterdir() if path.suffix == ".md"}


def pages(kind: str) -> int:
    """Return the number of pages in the sample's member briefing, made as this kind."""
    text = SAMPLE.read_text(encoding="utf-8").replace("template: member", f"template: {kind}")
    write("events.yaml", text)
    done = briefing("build", "-e", "member", "-f", "pdf", "--engine", "plutoprint")
    assert done.exit_code == 0, done.output
    return len(PdfReader("out/member.pdf").pages)


def test_a_sheet_fits_on_two_pages() -> None:
    write("templates/leaflet/briefing.html", LIKE_MEMBER)
    assert pages("leaflet") > 2
    settings("sheet: true")
    assert pages("leaflet") == 2


def test_a_sheet_is_cut_for_printing_from_a_browser_and_in_word() -> None:
    write("templates/leaflet/briefing.html", '{{ sheet.omitted if sheet else "everything" }}')
    write("templates/leaflet/briefing.docx.md", '{{ briefing.omitted or "everything" }}\n')
    write("events.yaml", SAMPLE.read_text().replace("template: member", "template: leaflet"))
    for text, is_whole in (("", True), ("sheet: true", False)):
        settings(text)
        assert briefing("build", "-e", "member", "-f", "html,docx").exit_code == 0
        assert ("everything" in Path("out/member.html").read_text()) == is_whole
        assert (b"everything" in ZipFile("out/member.docx").read("word/document.xml")) == is_whole


def test_a_kind_of_ones_own_can_be_one_page_with_limits() -> None:
    write("templates/leaflet/briefing.html", LIKE_MEMBER)
    settings(
        "sheet: true\npages: 1\n"
        "at_most: {actions: 0, events: 1, figures: 3, quotes: 0, commitments: 0}"
    )
    assert pages("leaflet") == 1
    assert briefing("build", "-e", "member", "-f", "html").exit_code == 0
    page = Path("out/member.html").read_text(encoding="utf-8")
    assert "Key figures" in page and "Quotes you can use" not in page
    for text, message in {
        "pages: 1": "1: 'pages' needs 'sheet: true'.",
        "sheet: true\npages: 3": "2: 'pages' must be 1 or 2.",
        "sheet: true\nat_most: 3": "2: 'at_most' must be a group of lists and numbers",
        "sheet: true\nat_most: {figure: 3}": "there is no list 'figure'. Did you mean 'figures'?",
        "sheet: true\nat_most: {quotes: many}": "the limit of 'quotes' must be a whole number",
    }.items():
        settings(text)
        done = briefing("build", "-e", "member", "-f", "md")
        assert done.exit_code != 0 and message in done.stderr


def test_a_page_has_the_design_of_the_template_that_it_extends() -> None:
    write("templates/leaflet/briefing.html", LIKE_MEMBER)
    write("templates/plain/briefing.html", '{% extends "shared/page.html" %}')
    for kind, classes in {
        "leaflet": "leaflet member",
        "plain": "plain",
        "member": "member",
    }.items():
        write("events.yaml", RECORD.replace("template: leaflet", f"template: {kind}"))
        assert briefing("build", "-e", "own", "-f", "html").exit_code == 0
        assert f'<body class="{classes}">' in Path("out/own.html").read_text(encoding="utf-8")


def test_a_kind_can_be_made_for_each_area() -> None:
    refused = briefing("build", "-f", "md", "--each", "area")
    assert refused.exit_code == 2 and "Choose an edition" in refused.stderr
    settings("each_area: true")
    assert briefing("build", "-f", "md", "--each", "area").exit_code == 0
    assert made() == {"own-north.md", "own-south.md"}
    assert "North" in Path("out/own-north.md").read_text(encoding="utf-8")


def test_every_edition_that_is_named_is_made_for_each_area() -> None:
    done = briefing("build", "-f", "md", "-e", "all,own", "--each", "north,south")
    assert done.exit_code == 0
    assert made() == {"all-north.md", "all-south.md", "own-north.md", "own-south.md"}


def test_no_two_areas_of_editions_get_the_same_name() -> None:
    areas = "areas: {x-north: {name: A}, north: {name: B}}\n"
    editions = "editions: {own: {template: timeline}, own-x: {template: timeline}}\n"
    event = "  - {date: 2023, kind: news, title: A, source: https://example.org/a}"
    write("events.yaml", f"title: T\n{areas}{editions}events:\n{event}\n")
    done = briefing("build", "-f", "md", "-e", "own,own-x", "--each", "area")
    assert done.exit_code == 2
    assert "'own-x' and 'own' would both make 'own-x-north'." in done.stderr
    assert not Path("out").exists()


def test_each_edition_without_a_template_for_the_default_formats_is_named() -> None:
    for kind in ("letter", "memo"):
        write(f"templates/{kind}/briefing.docx.md", "{{ briefing.title }}\n")
    editions = "  one: {template: letter}\n  two: {template: memo}\nevents:"
    write("events.yaml", RECORD.replace("events:", editions))
    done = briefing("build", "-e", "own", "-e", "one", "-e", "two")
    assert done.exit_code == 3 and made() == {"own.md"}
    for name in ("one", "two"):
        assert f"'{name}' has no template for the default formats." in done.stderr
    assert briefing("build", "-e", "one", "-f", "docx").exit_code == 0


def test_a_kind_can_be_a_digest(monkeypatch: pytest.MonkeyPatch) -> None:
    set_today("2023-09-11", monkeypatch)
    digest = "{% for entry in briefing.digest.happened %}{{ entry.title }}{% endfor %}\n"
    write("templates/leaflet/briefing.md", digest)
    settings("digest: true  # weekly")
    refused = briefing("build", "-e", "own")
    assert refused.exit_code == 2 and "Run: briefing digest -e own" in refused.stderr
    assert briefing("build", "-f", "md").exit_code == 0
    assert made() == {"all.md"}
    done = briefing("digest", "-o", "out", "-f", "md")
    assert done.exit_code == 0, done.output
    assert Path("out/2023-W36.md").read_text(encoding="utf-8") == "First\n"


def test_a_check_knows_which_kinds_are_digests() -> None:
    addressed = RECORD.replace("leaflet}", "leaflet, recipients: [ann@example.org]}")
    write("events.yaml", addressed)
    assert "'own' is not a digest, so it is never sent" in briefing("check").output
    settings("digest: true")
    assert briefing("check", "--strict").exit_code == 0
    write("events.yaml", addressed.replace("sender: friends@example.org\n", ""))
    done = briefing("check")
    assert done.exit_code == 1 and "the digest 'own' has recipients but no sender" in done.output


def test_a_kind_can_be_split_by_year(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "MOST_EVENTS", 1)
    assert briefing("build", "-e", "own", "-f", "md").exit_code == 0
    assert made() == {"own.md"}
    settings("split_by_year: true")
    assert briefing("build", "-e", "own", "-f", "md").exit_code == 0
    assert made() == {"own.md", "own-2022.md", "own-2023.md"}


def test_a_digest_links_to_a_kind_with_every_event() -> None:
    write("templates/news/briefing.md", "{{ briefing.digest.page or 'no page' }}\n")
    settings("digest: true", "news")
    editions = "  own: {template: leaflet}\n  week: {template: news}\n"
    record = RECORD.replace("  all: {template: timeline}\n  own: {template: leaflet}\n", editions)
    write("events.yaml", "url: https://example.org/parks" + record)
    for text, page in (("", "no page"), ("split_by_year: true", "parks/own.html")):
        settings(text)
        assert briefing("digest", "-o", "out", "-f", "md", "--week", "2023-W36").exit_code == 0
        assert page in Path("out/2023-W36.md").read_text(encoding="utf-8")


def test_a_changed_template_keeps_the_settings_of_the_built_in_kind() -> None:
    write("templates/member/briefing.md", "{{ briefing.area }}\n")
    write("events.yaml", RECORD.replace("template: leaflet", "template: member"))
    assert briefing("build", "-f", "md", "--each", "area").exit_code == 0
    assert made() == {"own-north.md", "own-south.md"}
    settings("sheet: true", "member")
    assert briefing("build", "-f", "md", "--each", "area").exit_code == 2


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("", ["Parks: Leaflet", "Parciau: Leaflet"]),
        ("title: handout's  name", ["Parks: Handout’s name", "Parciau: Handout’s name"]),
        ("title: {en: Handout, cy: Taflen}", ["Parks: Handout", "Parciau: Taflen"]),
        ("title: {cy: Taflen}\neach_area: true", ["Parks: Taflen", "Parciau: Taflen"]),
        ("title: {en-IE: Handout}", ["Parks: Handout", "Parciau: Handout"]),
    ],
)
def test_a_kind_has_a_title_for_readers(text: str, names: list[str]) -> None:
    welsh = "  popeth: {template: timeline, language: cy}\n  ein: {template: leaflet, language: cy}"
    record = RECORD.replace("Parks", "{en: Parks, cy: Parciau}", 1)
    write("events.yaml", record.replace("events:", f"{welsh}\nevents:", 1))
    settings(text)
    done = briefing("publish", "-f", "html")
    assert done.exit_code == 0, done.output
    homes = "".join(
        Path("site", f"{name}.html").read_text(encoding="utf-8") for name in ("index", "index-cy")
    )
    assert re.findall(r'<a class="label" href="(?:own|ein).html"[^>]*>([^<]+)</a>', homes) == names
    settings("digest: true\ntitle: Newsletter")
    assert briefing("check").exit_code == 0


def test_a_command_without_editions_stops() -> None:
    write("events.yaml", RECORD.replace("  all: {template: timeline}\n", ""))
    write("templates/digest/template.yaml", "digest: false")
    done = briefing("digest")
    assert done.exit_code == 2
    assert "This command cannot make any edition of this record." in done.stderr


def test_settings_are_no_events_file_wherever_the_templates_are() -> None:
    write("brand/member/briefing.md", "{{ briefing.area }}\n")
    write("brand/member/template.yaml", "each_area: true\n")
    write("events.yaml", RECORD.replace("template: leaflet", "template: member"))
    done = briefing("build", ".", "-f", "md", "--templates", "brand", "--each", "area")
    assert done.exit_code == 0, done.output
    assert made() == {"own-north.md", "own-south.md"}
    write("other/template.yaml", "events: 1")
    assert briefing("check", ".").exit_code == 1


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("# Ours\nshet: true", ":2: there is no setting 'shet'. Did you mean 'sheet'?"),
        (
            "sides: 2",
            ":1: there is no setting 'sides'. Choose from title, sheet, pages, at_most, "
            "each_area, digest, split_by_year.",
        ),
        ("sheet: true\ntitle: 3", ":2: 'title' must be a short text, or one for each language."),
        ("title: ' '", ":1: 'title' must be a short text, or one for each language."),
        ("title: {}", ":1: 'title' must be a short text."),
        ("title: {en: A, cy: 3}", ":1: 'title' must be a short text, or one for each language."),
        (
            "title: {xx: A}",
            ":1: titles cannot be in the language 'xx'. Write en or cy, for example.",
        ),
        ("sheet: true\ndigest: 1", ":2: 'digest' must be true or false."),
        ("sheet: yes", ":1: 'sheet' must be true or false."),
        ("'sheet': null", ":1: 'sheet' must be true or false."),
        ("{sheet: 2}", ":1: 'sheet' must be true or false."),
        ("digest: true\nsheet: true", ":2: 'digest' and 'sheet' cannot both be true."),
        (
            "sheet: true\nsplit_by_year: true",
            ":2: 'sheet' and 'split_by_year' cannot both be true.",
        ),
        ("\nsheet: [", ":2: this is not valid YAML. Write lines such as: sheet: true"),
        ("a: true\na: true", ":1: 'a' appears twice."),
        ("? [a]\n: b", ": there is no setting"),
        ("- sheet", ": this is not a list of settings. Write lines such as: sheet: true"),
        ("sheet", ": this is not a list of settings. Write lines such as: sheet: true"),
        (b"sheet: \xff", ": this file is not UTF-8 text."),
    ],
)
@pytest.mark.parametrize("command", ["check", "build", "digest", "list", "chart"])
def test_a_mistake_is_shown_with_its_file_and_line(
    command: str, text: str | bytes, message: str
) -> None:
    settings(text)
    done = briefing(command)
    assert done.exit_code == 1
    assert done.stderr.startswith(f"Error: templates/leaflet/template.yaml{message}")
    assert len(done.stderr.splitlines()) == 1 and not done.stdout
    assert not Path("out").exists()


@pytest.mark.parametrize("text", ["", "# Nothing yet", "---\n", "\ufeffsheet: false\r\n"])
def test_settings_may_be_empty(text: str) -> None:
    settings(text)
    assert briefing("check", "--strict").exit_code == 0


def test_the_settings_are_documented() -> None:
    page = Path(SAMPLE.parent, "docs", "templates.md").read_text(encoding="utf-8")
    listed = re.findall(r"^\| `(\w+): .*?` \|", page, re.MULTILINE)
    settings("nothing: true")
    assert f"Choose from {', '.join(listed)}." in briefing("check").stderr
