"""Input that is nested too deeply for a parser is rejected on its line. No other input is."""

import subprocess
import sys

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


@pytest.mark.parametrize("deep", DEEP.values(), ids=DEEP)
def test_what_is_nested_too_deeply_is_refused_on_its_line(deep: str) -> None:
    # Use a separate process, which a parser could crash.
    code = (
        "import sys; from briefing.record.loading import File, load\n"
        "for it in load([File('e', sys.stdin.buffer.read())]).problems:"
        " print(it.severity, it.place.line, it.message)"
    )
    text = RECORD + deep
    run = subprocess.run(
        [sys.executable, "-c", code], input=text, capture_output=True, text=True, check=True
    )
    ((severity, line, message),) = (row.split(" ", 2) for row in run.stdout.splitlines())
    assert (severity, message) == ("error", "this is nested too deeply")
    assert text.splitlines()[int(line) - 1] in deep.splitlines()


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
