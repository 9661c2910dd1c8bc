"""How the command line behaves with shells, pipes and terminals."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from briefing.cli import COMMANDS
from tests.helpers import SAMPLE, on_terminal
from tools.write_man import PAGE, page

BRIEFING = [sys.executable, "-m", "briefing"]


def unread(*arguments: str | Path) -> "subprocess.CompletedProcess[str]":
    """Run a command and send its output to a program that has stopped reading."""
    reading, writing = os.pipe()
    os.close(reading)
    command = [*BRIEFING, *map(str, arguments)]
    done = subprocess.run(command, stdout=writing, stderr=subprocess.PIPE, text=True)
    os.close(writing)
    return done


@pytest.mark.parametrize(
    "arguments", [("list", SAMPLE), ("explain",), ("schema",), ("--help",), ("list", "--help")]
)
def test_a_reader_that_has_seen_enough_is_no_error(arguments: tuple[str | Path, ...]) -> None:
    done = unread(*arguments)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_check_that_nobody_reads_still_says_how_it_went(tmp_path: Path) -> None:
    record = tmp_path / "events.yaml"
    record.write_text("title: T")
    assert unread("check", record).returncode == 1


def test_a_disk_that_is_full_is_an_error_for_help_too() -> None:
    if not Path("/dev/full").exists():
        pytest.skip("only Linux has a device that is full")
    with open("/dev/full", "w") as full:
        done = subprocess.run([*BRIEFING, "--help"], stdout=full, stderr=subprocess.PIPE, text=True)
    assert done.returncode == 3
    assert done.stderr == "Error: the output cannot be written: No space left on device.\n"


def test_a_terminal_that_knows_no_colours_gets_none() -> None:
    assert "\x1b" in on_terminal("show", SAMPLE, "u-turn", TERM="xterm")
    assert "\x1b" not in on_terminal("show", SAMPLE, "u-turn", TERM="dumb")


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("briefing b", "build"),
        ("briefing build --eng", "--engine"),
        ("briefing build --engine pl", "plutoprint"),
        ("briefing explain unknown-so", "unknown-source"),
    ],
)
def test_a_shell_completes_commands_options_and_rules(typed: str, offered: str) -> None:
    asked = {
        "_BRIEFING_COMPLETE": "bash_complete",
        "COMP_WORDS": typed,
        "COMP_CWORD": str(typed.count(" ")),
    }
    program = Path(sys.executable).with_name("briefing")
    done = subprocess.run([program], env={**os.environ, **asked}, capture_output=True, text=True)
    assert done.stdout.splitlines() == [f"plain,{offered}"]


def test_the_manual_page_is_that_of_the_commands() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run: python tools/write_man.py"
    written = page().replace("\\-", "-")
    assert all(f"\n.SS briefing {name} " in written for name in COMMANDS)
    assert r"\fB--as-of DATE\fR" in written
