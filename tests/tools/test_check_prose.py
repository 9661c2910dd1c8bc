"""The prose check: faults and their lines in documents, code, messages and templates."""

from configparser import ConfigParser
from pathlib import Path

import pytest
import yaml

from tools.check_prose import ROOT, STYLES, main, rules

WRONG = {
    "Clauses": (
        "What a chart shows to its readers.",
        "Who speaks in a briefing, and how it looks.",
        "Where a date is vague, the chart shows both ends.",
    ),
    "Missing": ("Of the height of a line.", "With a comma or without."),
    "Sentences": ("The recipients to whom it was sent.", "Every thing in the record."),
    "Stands": ("An actor stands under actors.", "The logo lies beside the record."),
    "Talks": ("The file tells of every digest.", "If it is late, the page says so."),
    "Terms": ("The asks and how they stand.", "Take warnings for errors."),
    "WhatClauses": ("A list of what was sent.", "A name for that which is left."),
    "Words": ("Mend the first line.", "Put a space behind the colon.", "Write it anew."),
}
RIGHT = (
    "What changed",
    "What is a U-turn?",
    "Where to start: read the index, then the format.",
    "Of course, a date can be vague.",
    "The digest lists the events without a source.",
    "A standard term, an understanding and a standing order of events: `it stands`.",
    "A timeline shows the recent developments and the status of each ask.",
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("briefing", "docs", "tests", "templates/shared"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "exceptions.yml").write_text("[]")
    return tmp_path


def check(folder: Path) -> int:
    return main([], folder, folder / "exceptions.yml")


@pytest.mark.parametrize("rule", [rule.name for rule in rules()])
def test_each_rule_finds_its_faults(
    rule: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for sentence in WRONG[rule.removeprefix("Briefing.")]:
        (folder / "README.md").write_text(f"# Title\n\nA sentence. {sentence}\n")
        assert check(folder) == 1
        first, *_ = [line for line in capsys.readouterr().out.splitlines() if rule in line]
        assert first.startswith("README.md:3: ") and first.endswith(f"({rule})")


def test_plain_sentences_and_code_have_no_findings(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sentences = [sentence for sentence in RIGHT if "standing" not in sentence]
    code = "```sh\nbriefing tells  # stands\n```\n\nThe `stands` and ``told`` of code.\n"
    (folder / "README.md").write_text("\n\n".join(sentences) + "\n\n" + code)
    (folder / "docs" / "rules.md").write_text("It stands here.\n")
    assert check(folder) == 0
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    ("name", "text", "lines"),
    [
        ("docs/a.md", "Fine.\n\nA line that\nstands here.\n", [4]),
        ("docs/a.md", "Fine.\n\nA digest may be sent for\ngood.\n", [3]),
        ("docs/a.md", "| name | text |\n|---|---|\n| a | What is shown in it. |\n", [3]),
        ("docs/a.md", "```\nstands\nstands\n```\nIt stands.\n", [5]),
        ("tests/a.py", '"""One.\n\n    It stands\n    here.\n    """\n', [3]),
        ("tests/a.py", "x = 1  # Fine.\n# One line\n# that stands.\ny = 'it stands here'\n", [3]),
        ("tests/a.py", 'def f() -> "A stands | B":\n    """Return `what stands`."""\n', []),
        ("briefing/a.py", 'x = f"one {1} line" \\\n    f" stands in {2} here"\n', [2]),
        ("briefing/a.py", "import re\nx = re.compile('it stands here')\ny = 'stands'\n", []),
        (
            "briefing/a.py",
            'def f():\n    """Text.\n\n    Wrong:\n        title: it stands\n    """\n',
            [],
        ),
        ("templates/shared/a.md", '{{ _("Fine") }}\n{{ _("It stands") }} stands\n', [2]),
        ("templates/shared/a.md", '{{ ngettext("%(n)s is", "%(n)s\n stand", n) }}\n', [2]),
        ("templates/shared/a.html", "{# One.\n It stands. #}\n<p>stands</p>\n", [2]),
        ("templates/shared/a.css", "a { color: red }\n/* It stands. */\n", [2]),
        ("templates/shared/a.js", "let a = 1;\n  // It is here, and it\n  // stands.\n", [3]),
        ("Makefile", "# Fine\nstands: told  # It stands\n", [2]),
    ],
)
def test_findings_have_the_line_of_the_fault(
    name: str, text: str, lines: list[int], folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / name).write_text(text)
    assert check(folder) == bool(lines)
    found = capsys.readouterr().out.splitlines()
    assert [int(line.split(":")[1]) for line in found] == lines


def test_an_exception_is_for_one_line_and_must_be_needed(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    line = "It stands here."
    (folder / "exceptions.yml").write_text(yaml.safe_dump([{"file": "README.md", "line": line}]))
    (folder / "README.md").write_text(f"{line}\n")
    assert check(folder) == 0
    (folder / "README.md").write_text(f"{line} It stands there.\n")
    assert check(folder) == 1
    (folder / "README.md").write_text("It is here.\n")
    capsys.readouterr()
    assert check(folder) == 1
    assert "remove it from exceptions.yml: It stands here." in capsys.readouterr().out


def test_one_file_can_be_checked() -> None:
    assert main([str(ROOT / "LICENSE")]) == 0


def test_vale_can_read_the_rules() -> None:
    settings = ConfigParser()
    settings.read_string("[top]\n" + (ROOT / ".vale.ini").read_text())
    assert ROOT / settings["top"]["StylesPath"] == STYLES
    for path in (STYLES / "Briefing").glob("*.yml"):
        rule = yaml.safe_load(path.read_text())
        assert rule["extends"] in ("existence", "substitution")
        parts = {"swap"} if rule["extends"] == "substitution" else {"tokens"}
        known = {"extends", "message", "level", "ignorecase", "nonword", "scope"} | parts
        assert rule.keys() <= known and parts <= rule.keys()
        assert rule["message"].count("%s") == (2 if parts == {"swap"} else 1)
