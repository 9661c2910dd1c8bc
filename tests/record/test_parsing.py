"""Input that is nested too deeply for a parser is rejected on its line. No other input is."""

import json
import subprocess
import sys
from functools import cache

import pytest

from briefing.record.loading import File, load

RECORD = """title: Example
events:
  - date: 2019-04
    kind: news
    title: A
    source: https://example.org/a
"""
LEVELS = 100_000
DEEP = {
    "lists on one line": f"notes:\n  {'- ' * LEVELS}a\n",
    "keys on one line": f"? {'? ' * LEVELS}a\n",
    "keys and lists": f"notes:\n  {'- ? ' * LEVELS}a\n",
    "wide spaces": f"notes:\n  {'-   ' * LEVELS}a\n",
    "values": f"? a\n: {': ' * LEVELS}b\n",
    "brackets": f"notes: {'[' * LEVELS}\n",
    "braces": f"notes: {'{a: ' * LEVELS}\n",
    "brackets in lists": f"notes:\n  {'- ' * 90}{'[' * LEVELS}\n",
    "lists after what PyYAML cannot read": f"notes: ?a\nx:\n  {'- ' * LEVELS}a\n",
    "lines ever deeper": "".join(f"{' ' * n}a:\n" for n in range(1500)),
    "lists ever deeper": "notes:\n" + "".join(f"{' ' * n}-\n" for n in range(1500)),
}


@cache
def checked_in_a_process() -> dict[str, list[list[str]]]:
    """Check every deep file in a separate process, which a parser could crash.

    Returns:
        The severity, line and message of each problem, by the name of the file.
    """
    code = (
        "import json, sys; from briefing.record.loading import File, load\n"
        "for name, text in json.load(sys.stdin).items():"
        " found = load([File(name, text.encode())]).problems;"
        " print(json.dumps([name, [[p.severity, p.place.line, p.message] for p in found]]))"
    )
    files = {name: RECORD + deep for name, deep in DEEP.items()}
    run = subprocess.run(
        [sys.executable, "-c", code], input=json.dumps(files), capture_output=True, text=True
    )
    assert run.returncode == 0, run.stdout + run.stderr
    return dict(map(json.loads, run.stdout.splitlines()))


@pytest.mark.parametrize("name", DEEP)
def test_what_is_nested_too_deeply_is_refused_on_its_line(name: str) -> None:
    ((severity, line, message),) = checked_in_a_process()[name]
    assert (severity, message) == ("error", "this is nested too deeply")
    assert (RECORD + DEEP[name]).splitlines()[int(line) - 1] in DEEP[name].splitlines()


SHALLOW = {
    "dashes in a block of text": f"    notes: |\n      {'- ' * 5000}\n      {'-' * 5000}\n",
    "dashes in quotes": f'    notes: "a\n      {"- " * 2000}"\n',
    "dashes in a plain text": f"    notes: a\n      {'b - ' * 1000}\n",
    "brackets in quotes": f'    notes: "{"[ { " * 800}"\n',
    "brackets in a block of text": f"    notes: >\n      a {'[(]) { ' * 700}\n",
    "a text far to the right": f"    notes: |\n{' ' * 400}a\n",
    "a comment": f"# {'- ' * 5000}\n{'#' + '- ' * 5000}\n",
    "a list far to the right": f"    topics:\n{' ' * 250}- parks\n{' ' * 250}- roads\n",
}


@pytest.mark.parametrize("shallow", SHALLOW.values(), ids=SHALLOW)
def test_what_only_looks_nested_is_read(shallow: str) -> None:
    loaded = load([File("e", (RECORD + shallow).encode())])
    assert not loaded.unread
    slugs = {problem.slug for problem in loaded.problems if problem.severity == "error"}
    assert slugs <= {"too-long", "unsafe-markdown"}
