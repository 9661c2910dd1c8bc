"""Generated files designed to do harm, and many mutations: the check ends soon, and never crashes.

Each batch is checked in a separate process, which a parser could crash. A file depends only on its
number, so a failing one can be reproduced.
"""

import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.test_fuzz import ODD, mutation

SECONDS = 600
"""After this many seconds, a check that hangs is killed. This is not a measure of speed."""
_CHECK = """
import faulthandler, sys
from briefing.record.loading import File, load
from tests.test_hostile import FILES, SECONDS

kind, start, end = sys.argv[1], *map(int, sys.argv[2:])
for number in range(start, end):
    print(number, flush=True)
    faulthandler.dump_traceback_later(SECONDS, exit=True)
    reading = load([File("events.yaml", FILES[kind](number))])
    faulthandler.cancel_dump_traceback_later()
    for problem in reading.problems:
        assert problem.message and problem.place.line > 0, problem
"""
KEYS = (
    *("title", "events", "actors", "sources", "asks", "areas", "editions", "kinds", "brand"),
    *("publisher", "recent", "stale_after", "correct_as_of", "timezone", "language", "date"),
    *("kind", "source", "summary", "notes", "topics", "quotes", "figures", "commitments", "id"),
    *("follows", "reverses", "by", "text", "label", "value", "of", "sample", "due", "name"),
    *("roles", "part of", "within", "audience", "embargo", "weight", "actions", "recipients"),
)  # fmt: skip
SCALARS = (
    *ODD, "2019-04", "2022-23", "3 months after first", "9999 working days after 2019", "77%",
    "https://example.org/a", "first", "council", "internal", "9 of 5", "over 10", "1/1/2019",
    "[..2025]", "2019/2018", "|", ">", "x: y", "<<: *a", "*a", "&a", "!!binary x", "? x",
)  # fmt: skip


def hostile(number: int) -> bytes:
    """Return a file of lists, fields and texts that nobody would write, some repeated often."""
    chance = random.Random(number)
    maker = _Maker(chance)
    text = "".join(maker.line(0) for _ in range(chance.randrange(1, 6)))
    return chance.choice((maker.within_a_record, str))(text).encode("utf-8", "replace")


class _Maker:
    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.left = chance.choice((50, 500, 5_000))

    def within_a_record(self, text: str) -> str:
        event = "  - {date: 2019-04, kind: news, title: A, source: https://example.org/a}\n"
        return f"title: T\nactors: {{council: {{name: C}}}}\nevents:\n{event}{text}"

    def number(self) -> int:
        return self.chance.choice((1, 1, 2, 3, 7, 40, 1_000, 30_000))

    def key(self) -> str:
        if self.chance.random() < 0.7:
            return self.chance.choice(KEYS)
        return self.chance.choice(
            (f"key{self.chance.random()}", "?", "-", "", "2019", "true", "*a")
        )

    def line(self, depth: int) -> str:
        """Return a key or an item, with everything below it."""
        self.left -= 1
        indent = " " * self.chance.choice((depth, depth, depth, 2 * depth, depth + 1))
        mark = f"{self.key()}:" if self.chance.random() < 0.6 else "-"
        if self.chance.random() < 0.5 or self.left < 0 or depth > 60:
            return f"{indent}{mark} {self.value()}\n"
        below = (self.line(depth + 2) for _ in range(self.chance.choice((1, 2, 5, 30))))
        return f"{indent}{mark}\n{''.join(below)}"

    def value(self) -> str:
        make: Callable[[], str] = self.chance.choice(
            (self.scalar, self.scalar, self.scalar, self.flow, self.many, self.text)
        )
        return make()

    def scalar(self) -> str:
        return self.chance.choice(SCALARS)

    def flow(self) -> str:
        """Return brackets and braces, not all of which are closed."""
        items = [self.scalar() for _ in range(self.chance.choice((0, 1, 3, 20)))]
        opening, closing = self.chance.choice(("[]", "{}", "[}", "[ ", "{ "))
        if opening == "{":
            items = [f"{self.key()}: {item}" for item in items]
        return opening + ", ".join(items) + closing.strip()

    def many(self) -> str:
        """Return one character, repeated many times."""
        mark = self.chance.choice(
            ("- ", "? ", ": ", "[", "{", "{a: ", "]", "&a ", "*a, ", "!a ", '"', "'", "#", " ",
             "\t", "9", "9_", "0x", "%", "\\", "a: ", "- ? ", "--- ", "| ", "> ", "<<: ", "\r")
        )  # fmt: skip
        return mark * self.number() + self.chance.choice(("", "a", "\n  a", "]"))

    def text(self) -> str:
        """Return quoted Markdown in which one character is repeated many times."""
        mark = self.chance.choice(
            ("1. ", "> ", "- ", "[", "![", "*a_", "**a*", "`", "<", "&#1;", "[a](b", "[a]: b\\n",
             "|a", "a\\n", "\\n\\n", "    ", "~~", "\\\\", "<!--", "é", "案", "a ", "_a_ ", "]: ")
        )  # fmt: skip
        return f'"{mark * min(self.number(), 12_000)}"'


FILES: dict[str, Callable[[int], bytes]] = {"mutations": mutation, "hostile": hostile}


def check(kind: str, start: int, end: int) -> None:
    run = subprocess.run(
        [sys.executable, "-c", _CHECK, kind, str(start), str(end)],
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[1],
    )
    last = run.stdout.splitlines()[-1:]
    assert run.returncode == 0, f"{kind} {last}: {run.returncode}\n{run.stderr[-3000:]}"


def test_a_hostile_file_is_checked_to_the_end() -> None:
    check("hostile", 0, 12)


@pytest.mark.long
@pytest.mark.parametrize("batch", range(4))
def test_hundreds_of_hostile_files_are_checked_to_the_end(batch: int) -> None:
    check("hostile", start := somewhere(), start + 100)


@pytest.mark.long
@pytest.mark.parametrize("batch", range(10))
def test_thousands_of_mutations_are_checked_to_the_end(batch: int) -> None:
    check("mutations", start := somewhere(), start + 500)


def somewhere() -> int:
    """Return a number to start at, so that each run checks other files."""
    return random.randrange(10**9)
