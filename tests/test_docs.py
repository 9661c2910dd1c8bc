"""The documentation is correct: its examples run, and its tables agree with the code."""

import ast
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import date as Day
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest
from click.testing import CliRunner
from docx import Document

from briefing.cli import COMMANDS, main
from briefing.edition.words import words_in
from briefing.output import json_export
from briefing.record.dates import parse_edtf
from briefing.record.kinds import BUILT_IN
from briefing.record.loading import File
from briefing.record.model import Edition
from briefing.record.rules import every_rule, evidence
from briefing.record.schema import json_schema
from tests.drawing import secret_svg
from tests.fonts import font
from tests.helpers import TEMPLATES, briefing, load, make_briefing
from tools import write_pictures
from tools.write_context import page as context_page
from tools.write_rules import page as rules_page
from tools.write_rules import section

ROOT = Path(__file__).parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])


def page(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def blocks(name: str, language: str) -> list[str]:
    fenced = re.findall(r"^```(\w*)\n(.*?)^```$", page(name), re.MULTILINE | re.DOTALL)
    return [text for its_language, text in fenced if its_language == language]


def in_code(text: str) -> list[str]:
    prose = re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)
    return re.findall(r"`([^`]+)`", prose)


def first_column(name: str, heading: str) -> list[str]:
    """Return the code in the first column of the table under `heading`."""
    section = re.split(rf"^#+ {re.escape(heading)}\n", page(name), flags=re.MULTILINE)[1]
    table = re.split(r"^#+ ", section, flags=re.MULTILINE)[0]
    rows = [line.split("|")[1] for line in table.splitlines() if line.startswith("|")]
    return [word for row in rows for word in in_code(row)]


RECORDS = [
    (name, text)
    for name in (
        "README.md",
        "docs/events-file.md",
        "docs/audiences.md",
        "docs/formats.md",
        "docs/languages.md",
        "docs/sending.md",
    )
    for text in blocks(name, "yaml")
    if text.startswith("title:")
]


@pytest.mark.parametrize(("name", "text"), RECORDS, ids=[name for name, _ in RECORDS])
def test_every_example_record_checks_without_a_problem(name: str, text: str) -> None:
    drawing, tables = secret_svg(), blocks(name, "csv")

    def read_sibling(name: str) -> bytes:
        return tables[0].encode() if name.endswith(".csv") else drawing

    assert load([File(name, text.encode(), read_sibling)]).problems == []


def test_the_commands_of_the_readme_work_as_they_stand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    new_record, from_tables, build = (
        text for text in blocks("README.md", "sh") if "make" not in text
    )
    write_table(tmp_path / "chronology.docx")
    (tmp_path / "more.csv").write_text("Date,Title\n2 May 2020,The council replies\n")
    shutil.copy(ROOT / "events.yaml", tmp_path)
    quick = build.replace("-f pdf", "-f md").replace("-o public", "-o public -f md")
    for script in (new_record, from_tables, quick):
        monkeypatch.chdir(tmp_path)
        for program, *arguments in map(shlex.split, script.splitlines()):
            if program == "cd":
                monkeypatch.chdir(*arguments)
                continue
            assert program == "briefing"
            done = briefing(*arguments)
            assert done.exit_code == 0, done.output
    assert (tmp_path / "my-record" / "out" / "member.pdf").is_file()
    assert {path.name for path in tmp_path.iterdir()} >= {"out", "public", "then"}
    imported = (tmp_path / "bus-reform" / "events.yaml").read_text(encoding="utf-8")
    assert "date: 2020-04-03" in imported and "The council replies" in imported


def write_table(path: Path) -> None:
    """Write a Word document with a table of two events."""
    document = Document()
    rows = [("Date", "What happened"), ("3 April 2020", "Routes close"), ("2020", "Fares rise")]
    table = document.add_table(len(rows), 2)
    for n, row in enumerate(rows):
        for m, text in enumerate(row):
            table.cell(n, m).text = text
    document.save(str(path))


def test_the_restyled_record_has_the_look_that_the_page_describes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = re.findall(r"fonts/[\w-]+\.ttf", blocks("docs/restyling.md", "yaml")[0])
    text = {name: font(italic="Italic" in name) for name in names}
    # In place of each variable font, the tests have one weight.
    fonts = text | {"fonts/Bitter.ttf": font(weight=700), "fonts/bold.ttf": font(weight=700)}
    write_pictures.restyle(tmp_path / "record", fonts)
    monkeypatch.chdir(tmp_path / "record")
    record = Path("1-record.yaml")
    record.write_text(record.read_text().replace("Cabin.ttf,", "Cabin.ttf, fonts/bold.ttf,"))
    done = briefing("check", ".")
    assert (done.exit_code, "No problems" in done.output) == (0, True), done.output
    assert briefing("build", ".", "-q", "-e", "timeline", "-f", "html").exit_code == 0
    built = Path("out/timeline.html").read_text(encoding="utf-8")
    assert blocks("docs/restyling.md", "css")[0] in built
    assert 'font-family: "Brand headings"' in built and "--accent: #5a2f8c" in built
    # The names in the table are in the stylesheets or the templates.
    paths = [path for path in (ROOT / "templates").rglob("*") if path.suffix in (".css", ".html")]
    files = [f"{path.parent.name} {path.read_text(encoding='utf-8')}" for path in paths]
    for name in first_column("docs/restyling.md", "The CSS"):
        assert name.strip(".") in "".join(files), name


def test_the_problem_in_the_readme_is_shown_just_so(tmp_path: Path) -> None:
    shown = next(text for text in blocks("README.md", "") if "[unknown-source]" in text)
    head = "title: Example\ncorrect_as_of: 2019-12-31\n"
    head += "sources:\n  telegraph-2019: {title: A}\nevents:\n"
    known = "  - {date: 2019, kind: news, title: A, source: telegraph-2019}\n"
    event = "  - date: 2019\n    kind: news\n    title: B\n    source: telegraph-2091\n"
    padding = "#\n" * (41 - (head + known + event).count("\n"))
    (tmp_path / "events.yaml").write_text(head + known + padding + event)
    run = subprocess.run(
        [sys.executable, "-m", "briefing", "check"], cwd=tmp_path, capture_output=True, text=True
    )
    assert run.stdout == shown


def test_the_json_of_the_checks_is_as_documented(tmp_path: Path) -> None:
    documented = json.loads(blocks("docs/checking.md", "json")[0])
    wrong = tmp_path / "events.yaml"
    wrong.write_text("title: A\nevents: [{date: May 2019, kind: news, title: B, source: A}]\n")
    printed = json.loads(CliRunner().invoke(main, ["check", str(wrong), "--format", "json"]).stdout)
    assert printed.keys() == documented.keys()
    assert printed["version"] == documented["version"]
    problem, other = printed["problems"][0], documented["problems"][0]
    assert problem.keys() == other.keys()
    assert problem["fix"].keys() == other["fix"].keys()
    assert problem["fix"]["edits"][0].keys() == other["fix"]["edits"][0].keys()


def test_the_guide_to_the_commands_has_them_all() -> None:
    listed = re.findall(r"^\| `briefing (\w+)` \|", page("docs/commands.md"), re.MULTILINE)
    assert listed and sorted(listed) == sorted(COMMANDS)


def test_the_json_of_a_change_is_as_documented(tmp_path: Path) -> None:
    (line,) = re.findall(r"^Each change has .*", page("docs/commands.md"), re.MULTILINE)
    old, new = tmp_path / "old.yaml", tmp_path / "new.yaml"
    old.write_text("title: A\nevents: [{date: 2019, kind: news, title: B, source: {title: S}}]\n")
    new.write_text(old.read_text().replace("2019", "2020"))
    done = CliRunner().invoke(main, ["diff", str(old), str(new), "--format", "json"])
    (change,) = json.loads(done.stdout)["changes"]
    assert list(change) == in_code(line)


@pytest.mark.parametrize("slug", every_rule())
def test_a_rule_is_documented_as_it_is(slug: str) -> None:
    assert section(every_rule()[slug]) in page("docs/rules.md"), "run: python tools/write_rules.py"


def test_the_rules_are_documented_as_they_are() -> None:
    assert page("docs/rules.md") == rules_page(), "run: python tools/write_rules.py"


def test_the_schema_of_a_briefing_is_as_documented() -> None:
    documented = json.loads(page("docs/briefing.schema.json"))
    run = "briefing schema --of briefing > docs/briefing.schema.json"
    assert documented == json_export.json_schema(), f"run: {run}"


def test_every_field_of_the_format_is_documented() -> None:
    schema = json_schema()
    shapes = {"the top": schema, **schema["$defs"]}
    documented = set(in_code(page("docs/events-file.md")))
    documented |= {key for code in documented for key in re.findall(r"(\w+):", code)}
    missing = {
        f"{name} of {definition}"
        for definition, shape in shapes.items()
        for name in shape.get("properties", {})
        if name not in documented
    }
    assert not missing


def test_every_kind_of_event_is_documented() -> None:
    table = page("docs/events-file.md").partition("## Kinds")[2].partition("\n## ")[0]
    assert set(BUILT_IN) <= {words.strip() for words in re.split(r"[|,]", table)}


def test_dates_read_as_the_table_says() -> None:
    table = page("docs/events-file.md").partition("## Dates\n")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| `([^`]+)` \| ([^`|]+) \|$", table, re.MULTILINE)
    assert len(rows) >= 10
    for written, words in rows:
        assert words_in("en-GB").date(parse_edtf(written)) == words


def test_the_fields_of_a_template_are_documented_as_they_are() -> None:
    assert page("docs/templates.md") == context_page(), "run: python tools/write_context.py"


def test_the_example_template_works(tmp_path: Path) -> None:
    (tmp_path / "templates" / "next").mkdir(parents=True)
    template = next(text for text in blocks("docs/templates.md", "html") if "extends" in text)
    (tmp_path / "templates" / "next" / "briefing.html").write_text(template)
    record = page("events.yaml").replace("template: member", "template: next")
    (tmp_path / "events.yaml").write_text(record)
    arguments = [str(tmp_path / "events.yaml"), "-e", "member", "-f", "html", "-o", str(tmp_path)]
    run = CliRunner().invoke(main, ["build", *arguments])
    assert run.exit_code == 0, run.output
    assert "Online Safety Bill returns to the House" in (tmp_path / "member.html").read_text()


def test_every_command_is_in_the_readme() -> None:
    for name in COMMANDS:
        assert f"briefing {name}" in page("README.md")


def test_audiences_and_areas_are_as_documented(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("events.yaml").write_text(blocks("docs/audiences.md", "yaml")[0])
    built = CliRunner().invoke(main, ["build", "-f", "md"])
    assert built.stderr.startswith(blocks("docs/audiences.md", "")[0])
    assert "12%" in Path("out/members.md").read_text()
    assert "12%" not in Path("out/timeline.md").read_text()
    for line in blocks("docs/audiences.md", "sh")[0].splitlines():
        arguments = line.partition("#")[0].split()[1:]
        each = CliRunner().invoke(main, [*arguments, "-f", "md", "-o", "each"])
        assert each.exit_code == 0, each.output
    assert {"members-riverside.md", "members-town.md"} <= {
        path.name for path in Path("each").iterdir()
    }


def test_a_paper_and_its_consultation_are_one_event_as_documented(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    record = next(
        block for block in blocks("docs/events-file.md", "yaml") if "title: Renting\ncorr" in block
    )
    Path("events.yaml").write_text(record)
    for arguments in (["build"], ["digest", "--for", "18 March 2025"]):
        made = CliRunner().invoke(main, [*arguments, "-f", "md", "-o", "out"])
        assert made.exit_code == 0, made.output
    member = Path("out/member.md").read_text()
    assert "- **Closes 30 June 2025:**" in member
    assert "*Green paper* · **under way**" in member
    assert "due 22 September 2025, 12 weeks after the end of" in member
    assert "**Kept on time:** Publish a green paper." in member
    assert (
        "## What happened\n\n### 18 March to 30 June 2025:" in Path("out/2025-W12.md").read_text()
    )


def test_events_of_one_day_are_ordered_as_documented() -> None:
    in_order = [
        ("2025-03-17", ""),
        ("2025-03-18", ""),
        ("2025-03-18?", ""),
        ("2025-03-18T09:30:00", ""),
        ("2025-03-18T10:00:00", ""),
        ("[2025-03-18..2025-03-25]", ""),
        ("2025-03-18/2025-06-30", ", id: paper"),
        ("2025-03-18", ", follows: [paper]"),
        ("2025-03-18T08:00:00", ", responds to: [paper]"),
        ("2025-03-19", ""),
    ]
    events = [
        f"  - {{date: {date}, kind: news, title: Event {n}, source: https://example.org/a{rest}}}\n"
        for n, (date, rest) in enumerate(in_order)
    ]
    for file in (events, events[::-1], events[3:] + events[:3]):
        record = load([File("a.yaml", f"title: A\nevents:\n{''.join(file)}".encode())]).record
        assert [event.title for event in record.events] == [f"Event {n}" for n in range(10)]


def test_the_digest_is_made_as_documented(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("events.yaml").write_text(blocks("docs/digest.md", "yaml")[0])
    for line in blocks("docs/digest.md", "sh")[0].splitlines():
        arguments = shlex.split(line.partition("#")[0])[1:]
        made = CliRunner().invoke(main, [*arguments, "-e", "weekly", "-f", "md", "-o", "out"])
        assert made.exit_code == 0, made.output
    assert {"weekly-2023-W36.md", "weekly-2023-09-01-to-2023-09-08.md"} <= {
        path.name for path in Path("out").iterdir()
    }


def test_a_table_of_areas_becomes_many_briefings_as_documented(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    name = "docs/many-briefings.md"
    (table,), (record,), (documented,) = (
        blocks(name, language) for language in ("csv", "yaml", "json")
    )
    Path("areas.csv").write_text(table, encoding="utf-8")
    Path("events.yaml").write_text(record, encoding="utf-8")
    for line in blocks(name, "sh")[0].splitlines():
        done = CliRunner().invoke(main, line.split()[1:])
        assert done.exit_code == 0, done.output
    made = Path("out/member-ynys-mon.md").read_text(encoding="utf-8")
    assert "# Renting in Ynys Môn" in made
    assert "Write to Bob Sample." in made
    listed = json.loads(Path("out/ledger.json").read_bytes())
    (expected,) = json.loads(documented)["documents"]
    row = next(row for row in listed["documents"] if row["name"] == expected["name"])
    assert listed["version"] == 1 and len(listed["documents"]) == 6
    assert {**row, "sha256": expected["sha256"]} == expected
    assert list(row) == list(expected)


def test_what_is_for_other_programs_is_made_as_documented(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("events.yaml").write_text(blocks("docs/formats.md", "yaml")[0])
    requested = set()
    for line in blocks("docs/formats.md", "sh")[0].splitlines():
        made = CliRunner().invoke(main, shlex.split(line, comments=True)[1:])
        assert made.exit_code == 0, made.output
        requested |= set(re.findall(r"-f (\w+)", line))
    assert requested >= {"atom", "jsonfeed", "ics", "json"}
    assert {path.name for path in Path("out").iterdir()} == {
        f"timeline.{format}" for format in requested
    }
    (address,) = (code for code in in_code(page("docs/formats.md")) if "#event" in code)
    assert f'href="{address}"' in Path("out/timeline.atom").read_text()


def test_the_pictures_are_there_and_are_those_that_the_tool_writes() -> None:
    shown = {
        name for path in PAGES for name in re.findall(r"images/([\w-]+\.png)", page(str(path)))
    }
    there = {path.name for path in (ROOT / "docs" / "images").iterdir()}
    assert there == set(write_pictures.NAMES)
    assert shown <= there


@pytest.mark.parametrize("path", PAGES, ids=[path.name for path in PAGES])
def test_links_between_the_documents_lead_somewhere(path: Path) -> None:
    for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", path.read_text(encoding="utf-8")):
        assert (path.parent / target).exists(), f"{path.name} links to {target}"


def headings(path: Path) -> set[str]:
    """Return the anchors that GitHub gives the headings of a document."""
    text = re.sub(
        r"^ *```.*?^ *```$", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL
    )
    titles = re.findall(r"^#+ (.*)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


@pytest.mark.parametrize("path", PAGES, ids=[path.name for path in PAGES])
def test_links_to_a_heading_lead_to_one(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for target, anchor in re.findall(r"\]\((?!https?:)([^)#]*)#([^)]+)\)", text):
        document = path.parent / target if target else path
        assert anchor in headings(document), f"{path.name} links to {target}#{anchor}"


def test_every_document_is_in_the_index() -> None:
    listed = set(re.findall(r"\]\(([^)]+\.md)\)", page("docs/index.md")))
    documents = {os.path.relpath(path, ROOT / "docs") for path in PAGES} - {"index.md"}
    assert listed == {Path(document).as_posix() for document in documents}


def test_ci_runs_on_every_version_of_python_that_is_promised() -> None:
    promised = re.findall(r"Python :: (3\.\d+)$", page("setup.cfg"), re.MULTILINE)
    (matrix,) = re.findall(r"^ +python: \[(.*)\]$", page(".github/workflows/ci.yml"), re.MULTILINE)
    assert f"python_requires = >={promised[0]}\n" in page("setup.cfg")
    assert set(promised) <= set(re.findall(r"\"([\d.]+)\"", matrix))
    for version in promised:
        assert version in page("CHANGELOG.md")


@pytest.mark.parametrize("kind", TEMPLATES)
def test_every_kind_of_briefing_is_documented(kind: str) -> None:
    (row,) = re.findall(r"^\| `template` \|.*$", page("docs/events-file.md"), re.MULTILINE)
    assert f"`{kind}`" in row
    assert re.search(rf"^  {kind}/ ", page("docs/templates.md"), re.MULTILINE)
    assert f"`{kind}`" in page("README.md")


EVERY_PAGE = "".join(path.read_text(encoding="utf-8") for path in PAGES)
NAMED = re.findall(r"`([\w.]+)` in `((?:briefing|tests|tools)/[\w/]+\.py)`", EVERY_PAGE)


@pytest.mark.parametrize(("name", "file"), NAMED, ids=[name for name, _ in NAMED])
def test_the_functions_in_the_documents_exist(name: str, file: str) -> None:
    body = ast.parse(page(file)).body
    for part in name.split("."):
        (definition,) = (node for node in body if part in defined_by(node))
        body = getattr(definition, "body", [])


def defined_by(node: ast.stmt) -> Iterator[str]:
    """Yield the names that a statement defines."""
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        yield node.name
    targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
    yield from (target.id for target in targets if isinstance(target, ast.Name))


def test_the_files_in_the_documents_exist() -> None:
    folders = "briefing|templates|tests|tools|docs|benchmarks"
    paths = re.findall(rf"(?<![\w/.])((?:{folders})/[\w/.-]*\w)", EVERY_PAGE)
    new = set(re.findall(r"\(new\) `([^`]+)`", EVERY_PAGE))
    assert len(paths) > 20
    assert [path for path in paths if path not in new and not (ROOT / path).exists()] == []


# The worked examples for developers


def example(language: str, start: str) -> str:
    """Return the block of code in the architecture document that begins with `start`."""
    names = re.findall(
        rf"^   ```{language}\n(.*?)^   ```$", page("docs/architecture.md"), re.MULTILINE | re.DOTALL
    )
    (block,) = (text for text in map(dedent, names) if text.startswith(start))
    return block


def test_the_example_of_a_rule_works() -> None:
    names = dict(vars(evidence))
    exec(example("python", "@warning"), names)
    rule = names["title_in_capitals"]
    for text, number in ((rule.wrong, 1), (rule.right, 0)):
        record = load([File("events.yaml", text.encode())]).record
        assert len(list(rule.check(record))) == number


def test_the_example_of_a_format_works() -> None:
    names: dict[str, Any] = {}
    exec(example("python", '"""Plain text'), names)
    record = load([File("events.yaml", page("events.yaml").encode())]).record
    edition = Edition(template="timeline", audience="internal")
    shown = make_briefing(record, "all", edition, Day(2023, 9, 8))
    text = names["renderer"](None)(shown).content.decode()
    assert text.startswith(f"Internal: not for publication\n\n{shown.title}\n")
    assert all(entry.title[:30] in text for entry in shown.entries)
    assert shown.publisher and f"Published by {shown.publisher.name}." in text
    assert "20 events, 2017–2023" in " ".join(text.split()) and "![" not in text


def test_the_example_of_a_kind_of_briefing_works(tmp_path: Path) -> None:
    template = tmp_path / "templates" / "asks" / "briefing.md"
    template.parent.mkdir(parents=True)
    template.write_text(example("jinja", "{# The asks"))
    record = page("events.yaml").replace("template: member", "template: asks")
    (tmp_path / "events.yaml").write_text(record)
    arguments = [str(tmp_path / "events.yaml"), "-e", "member", "-f", "md,html"]
    run = CliRunner().invoke(main, ["build", *arguments, "-o", str(tmp_path)])
    assert run.exit_code == 0, run.output
    text = (tmp_path / "member.md").read_text()
    assert "- **Advanced:** An independent statutory regulator" in text
    assert "## Sources" in text and "no source given" not in text
    assert (tmp_path / "member.html").exists()


def test_the_example_of_a_command_works() -> None:
    names: dict[str, Any] = {}
    exec(example("python", '"""`briefing topics`'), names)
    run = CliRunner().invoke(names["topics"], [str(ROOT / "events.yaml")])
    assert run.exit_code == 0, run.output
    assert "  duty of care\n" in run.stdout
