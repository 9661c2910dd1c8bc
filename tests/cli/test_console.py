"""Text from a stranger's record is displayed by a terminal or a log, but never acted on."""

import json
import os
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from briefing.cli import main
from briefing.printable import printable, printable_json
from tests.repository import commit, git

OBEYED = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")
COMMAND = re.compile(r"^\s*::|##\w*\[", re.MULTILINE)
HOSTILE = "\x1b]0;owned\x07\x1b[2J\u009b31m\r\u202etxet\n::stop-commands::x\n ##vso[x]##[error]"
QUOTED = json.dumps(HOSTILE)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def output(*arguments: str) -> str:
    """Return the output of a command in a terminal that shows colours."""
    result = CliRunner().invoke(main, arguments, color=True)
    assert result.exception is None or isinstance(result.exception, SystemExit)
    assert "failed unexpectedly" not in result.output
    return re.sub(r"\x1b\[[0-9;]*m", "", result.output)


def refuses(text: str) -> None:
    assert not OBEYED.search(text)
    assert not COMMAND.search(text)


@given(st.lists(st.one_of(st.text(max_size=5), st.sampled_from([HOSTILE, "::", "##["]))))
def test_whatever_is_printed_is_not_obeyed(parts: list[str]) -> None:
    text = "".join(parts)
    refuses(printable(text))
    assert json.loads(printable_json(json.dumps(text, ensure_ascii=False))) == text
    assert not OBEYED.search(printable_json(json.dumps(text, ensure_ascii=False)))


def test_plain_text_and_text_from_right_to_left_stay_as_they_are() -> None:
    for text in ("£5: “a”\tb\nc ::d", "שלום\u200f", "🏛 tŷ", "a # b ## c [d]"):
        assert printable(text) == text


def test_every_field_of_a_record_is_shown_and_not_obeyed() -> None:
    fields = ["title", "language", "timezone", "bank_holidays", "url", "sender", "publisher"]
    record = "".join(f"{field}: {QUOTED}\n" for field in fields)
    record += f"""\
{QUOTED}: 1
actors: {{{QUOTED}: {{name: {QUOTED}, {QUOTED}: 1}}}}
editions: {{{QUOTED}: {{template: {QUOTED}}}, a: {{template: {QUOTED}, area: {QUOTED}}}}}
brand: {{logo: {QUOTED}, accent: {QUOTED}}}
events:
  - {{date: {QUOTED}, kind: {QUOTED}, title: {QUOTED}, source: {QUOTED}, id: {QUOTED}}}
  - {{date: 2019-04, kind: {QUOTED}, title: {QUOTED}, follows: [{QUOTED}], topics: [{QUOTED}]}}
"""
    Path("events.yaml").write_text(record)
    for line in record.splitlines():
        Path("one.yaml").write_text(f"title: T\nevents: []\n{line}\n")
        refuses(output("check", "one.yaml"))
    for command in (["check"], ["list"], ["show", "a"], ["build"], ["digest"], ["chart"]):
        refuses(output(*command))
    for format in ("json", "sarif"):
        found = output("check", "--format", format)
        json.loads(found)
        assert not OBEYED.search(found)
    for line in output("check", "--format", "github").splitlines()[:-1]:
        assert line.startswith(("::error file=events.yaml,", "::warning file=events.yaml,"))
        refuses(line.removeprefix("::"))


def test_what_checks_clean_is_shown_and_not_obeyed() -> None:
    title = json.dumps("The \u202efee\n::warning::x ##[error] is")
    event = f"{{id: e, date: 2019-04, kind: news, title: {title}, source: {{title: {title}}}}}"
    Path("events.yaml").write_text(f"title: {title}\ncorrect_as_of: 2019-05-01\nevents: [{event}]")
    git("init", "--quiet")
    commit({"events.yaml": Path("events.yaml").read_text()})
    Path("events.yaml").write_text(Path("events.yaml").read_text().replace("fee", "charge"))
    for command in (["list"], ["show", "e"], ["diff", "HEAD"], ["build", "-f", "md"]):
        shown = output(*command)
        assert "2019" in shown or "out/" in shown
        refuses(shown)
    assert "\\u202e" in output("show", "e")
    for command in (["list", "--format", "json"], ["diff", "HEAD", "--format", "json"]):
        shown = output(*command)
        json.loads(shown)
        assert not OBEYED.search(shown)


@pytest.mark.skipif(os.name == "nt", reason="Windows allows no such names")
def test_names_of_files_are_shown_and_not_obeyed() -> None:
    name = "a\x1b]0;owned\x07\u202e\n::stop-commands::x.yaml"
    Path(name).write_text("title: T\nevents: []\ntitel: T\n")
    for command in (["check", name], ["check", "."], ["check", "--format", "github", name],
                    ["build", name], ["check", f"no{name}"]):  # fmt: skip
        shown = output(*command).removeprefix("::error")
        assert "stop-commands" in shown
        refuses(shown.replace("\n::error", "\nerror").replace("\n::warning", "\nwarning"))
