"""Shells complete the words of a record: Bash, Zsh and fish, each as its users run it."""

import os
import pty
import shutil
import subprocess
import sys
import time
from pathlib import Path
from select import select
from unicodedata import category

import pytest
from hypothesis import given
from hypothesis import strategies as st

BIN = Path(sys.executable).parent
RECORD = """\
title: The park
kinds: [{name: picnic, family: statements}]
actors:
  mayor: {name: The Mayor}
sources:
  gazette: {title: The gazette, url: "https://example.org"}
asks:
  open-it: {title: Open it, by: mayor}
areas:
  north: {name: The North}
editions:
  weekly: {template: timeline}
events:
  - date: 2019-04
    kind: stroll
    id: walk
    title: A walk
    topics: [child safety, "rain: all of it", 'a "quoted" one', "$HOME, sweet"]
    source: gazette
    commitments: [{id: wall, title: A wall, by: mayor}]
"""


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", f"{BIN}{os.pathsep}{os.environ['PATH']}")
    Path("events.yaml").write_text(RECORD)


def offered(*words: str, shell: str = "bash") -> subprocess.CompletedProcess[str]:
    """Ask for completions as the function of a shell does."""
    asked = {
        "_BRIEFING_COMPLETE": f"{shell}_complete",
        "COMP_WORDS": "\n".join(words),
        "COMP_CWORD": str(len(words) - 1) if shell != "fish" else words[-1],
    }
    command = [BIN / "briefing"]
    return subprocess.run(command, env={**os.environ, **asked}, capture_output=True, text=True)


def words_for(*words: str) -> list[str]:
    done = offered("briefing", *words)
    assert done.stderr == ""
    lines = done.stdout.splitlines()
    return [line.partition(",")[2].replace("\\", "") for line in lines]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        (["show", "wa"], ["walk", "wall"]),
        (["show", "o"], ["open-it"]),
        (["show", "MA"], ["mayor"]),
        (["list", "--topic", "ch"], ["child safety"]),
        (["list", "--actor", ""], ["mayor"]),
        (["list", "--kind", "p"], ["picnic", "parliamentary question", "poll", "press release"]),
        (["list", "--kind", "str"], ["stroll", "strategy"]),
        (["build", "-e", ""], ["weekly"]),
        (["build", "--each", ""], ["north"]),
        (["build", "-f", "md,doc"], ["md,docx"]),
        (["chart", "-e", "w"], ["weekly"]),
        (["keep", "g"], ["gazette"]),
        (["keep", "e"], [""]),
        (["add", "2019", "str"], ["stroll", "strategy"]),
        (["add", "--into", "events.yaml", "--ask", ""], ["open-it"]),
        (["keep", "--ar"], ["--archived"]),
        (["rename", "n"], ["north"]),
        (["list", "ev"], ["ev"]),
        (["lis"], ["list"]),
    ],
)
def test_words_of_the_record_are_offered(typed: list[str], words: list[str]) -> None:
    assert words_for(*typed)[: len(words)] == words or words == [""]


def test_the_standard_editions_are_offered_if_the_record_has_none() -> None:
    assert words_for("digest", "-e", "") == ["digest"]
    Path("events.yaml").write_text(
        RECORD.replace("weekly: {template: timeline}", "news: {every: week, template: digest}")
    )
    assert words_for("digest", "-e", "") == ["news"]
    assert words_for("build", "-e", "") == words_for("chart", "-e", "") == ["timeline", "member"]
    assert words_for("build", "-e", "t") == ["timeline"]


def test_the_areas_of_a_table_are_offered(tmp_path: Path) -> None:
    areas = "areas:\n  north: {name: The North}\n"
    Path("events.yaml").write_text(RECORD.replace(areas, "areas: areas.csv\n"))
    assert "south" not in [*words_for("show", "so"), *words_for("build", "--each", "so")]
    Path("areas.csv").write_text('id;name\nsouth;"The ""South"""\n"broken;\n')
    for command in (["show", "so"], ["build", "--each", "s"], ["rename", "s"]):
        assert words_for(*command) == ["south"]
    outside = tmp_path.parent / "outside.csv"
    outside.write_text("id,name\nsecret,Secret\n")
    Path("events.yaml").write_text(RECORD.replace(areas, "areas: ../outside.csv\n"))
    assert "secret" not in words_for("show", "se")


def test_the_files_that_are_named_are_read(tmp_path: Path) -> None:
    other = tmp_path / "other" / "more.yaml"
    other.parent.mkdir()
    other.write_text("events: [{id: elsewhere, date: 2019, kind: news, title: A}]")
    assert words_for("show", "other/", "el") == ["elsewhere"]
    assert "walk" not in words_for("show", "other/more.yaml", "wa")


@pytest.mark.parametrize(
    "record",
    [
        "",
        "[",
        "a: &a [*a]",
        "events: {a: b}",
        "actors: [1]",
        "events: [[1], null]",
        "\x00",
        "é" * 9,
    ],
)
def test_a_record_with_errors_prints_nothing(record: str) -> None:
    Path("events.yaml").write_bytes(record.encode("latin-1"))
    for words in (["show", ""], ["list", "--topic", ""]):
        done = offered("briefing", *words)
        assert (done.returncode, done.stderr) == (0, "") and "Traceback" not in done.stdout


def test_a_missing_or_unreadable_record_prints_nothing() -> None:
    Path("events.yaml").unlink()
    assert offered("briefing", "show", "a").stderr == ""
    Path("events.yaml").mkdir()
    assert offered("briefing", "show", "a").stderr == ""
    assert offered("briefing", "list", "--topic", '"').stderr == ""
    assert offered("briefing", "nothing", "").stderr == ""


def test_control_characters_never_reach_the_terminal() -> None:
    Path("events.yaml").write_text(
        'events: [{topics: ["a\\e[31m", "b\\nc", "fine"], id: "\\e]0;"}]'
    )
    assert words_for("list", "--topic", "") == ["fine"]


def test_only_the_command_that_is_completed_is_loaded() -> None:
    code = (
        "import sys, os; sys.argv = ['briefing']\n"
        "from briefing.cli import main\n"
        "try: main(prog_name='briefing')\n"
        "except SystemExit: pass\n"
        "heavy = [m for m in ('pydantic', 'jinja2', 'lxml', 'httpx', 'rich') if m in sys.modules]\n"
        "print(heavy, file=sys.stderr)"
    )
    asked = {"_BRIEFING_COMPLETE": "bash_complete"}
    for typed in ("briefing show wa", "briefing sho"):
        asked |= {"COMP_WORDS": typed, "COMP_CWORD": str(typed.count(" "))}
        command = [sys.executable, "-c", code]
        done = subprocess.run(command, env={**os.environ, **asked}, capture_output=True, text=True)
        assert done.stdout.strip() and done.stderr.strip() == "[]"


def typed_in(shell: list[str], setup: str, line: str, end: str) -> str:
    """Type a line with a tab in a real shell, and return the arguments that the shell then has.

    The shell completes it with words at whose end is `end`.
    """
    Path("show-arguments").write_text('#!/bin/sh\nprintf "<%s>" "$@"\necho\n')
    Path("show-arguments").chmod(0o755)
    process, terminal = pty.fork()
    if not process:
        os.environ.update(TERM="dumb", PS1="$ ", HOME=str(Path.cwd()))
        os.execvp(shell[0], shell)
    seen = ""

    def wait_for(text: str) -> None:
        nonlocal seen
        until = time.monotonic() + 20
        while text not in seen and time.monotonic() < until:
            if select([terminal], [], [], 0.2)[0]:
                try:
                    seen += os.read(terminal, 4096).decode("utf-8", "replace")
                except OSError:
                    break

    os.write(terminal, f"{setup}; echo rea''dy\n".encode())
    wait_for("ready")
    # Control-A goes to the start of the line, so that another program gets what was completed.
    seen = ""
    os.write(terminal, f"{line}\t".encode())
    wait_for(end)
    seen = ""
    os.write(terminal, b"\x01./show-arguments \n")
    wait_for(">\r\n")
    os.write(terminal, b"exit\n")
    os.close(terminal)
    os.waitpid(process, 0)
    return next((text for text in seen.splitlines() if text.startswith("<")), seen)


BASH = (
    ["bash", "--norc", "--noprofile", "-i"],
    'eval "$(_BRIEFING_COMPLETE=bash_source briefing)"',
)
ZSH = (
    ["zsh", "-f", "-i"],
    'autoload -Uz compinit; compinit -u -D; eval "$(_BRIEFING_COMPLETE=zsh_source briefing)"',
)


@pytest.mark.parametrize("shell", [BASH, ZSH], ids=["bash", "zsh"])
@pytest.mark.parametrize(
    ("begun", "word"),
    [
        ("ch", "child safety"),
        (r"child\ sa", "child safety"),
        ("rain", "rain: all of it"),
        ('a\\ \\"', 'a "quoted" one'),
        ("'child s", "child safety"),
        (r"\$H", "$HOME, sweet"),
    ],
)
def test_a_real_shell_gets_the_whole_word(
    shell: tuple[list[str], str], begun: str, word: str
) -> None:
    if not shutil.which(shell[0][0]):
        pytest.skip("this shell is not installed")
    if shell is ZSH and begun.startswith("'"):
        pytest.skip("Zsh completes quoted words in its own way")
    got = typed_in(*shell, f"briefing list --topic {begun}", word.split()[-1])
    assert got == f"<briefing><list><--topic><{word}>"


@pytest.mark.skipif(not shutil.which("fish"), reason="fish is not installed")
def test_fish() -> None:
    command = (
        "_BRIEFING_COMPLETE=fish_source briefing | source; "
        "complete -C 'briefing list --topic ch'; complete -C 'briefing show wal'; "
        "complete -C 'briefing sho'; complete -C 'briefing list --topic \\$'"
    )
    shell = ["fish", "--no-config", "-c", command]
    done = subprocess.run(
        shell, env={**os.environ, "HOME": str(Path.cwd())}, capture_output=True, text=True
    )
    assert done.stderr == ""
    assert done.stdout.splitlines() == [
        "child safety",
        "walk\tA walk",
        "wall\tA wall",
        "show\tShow an event",
    ]


@given(st.text(max_size=30), st.text(max_size=5))
def test_any_words_are_offered_whole_or_not_at_all(topic: str, begun: str) -> None:
    from briefing.cli.completing import _items  # The lines of a shell are its only other sight.

    for item in _items({topic: topic}, begun):
        assert item.value == topic and not any(category(letter) == "Cc" for letter in topic)
        assert not item.help or ("\n" not in item.help and "\t" not in item.help)
