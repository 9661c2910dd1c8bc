"""Random mutations of the real record: whatever a file contains, the check reports its faults.

Two hundred run with the other tests, and thousands of others in test_hostile.py with the long
ones. `MUTATIONS=20000 pytest -n 2 tests/test_fuzz.py` runs more. A mutation depends only on its
number, so a failing one can be reproduced.
"""

import json
import os
import random
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import yaml

from briefing.cli import report
from briefing.record.loading import File, load
from briefing.record.problems import LINE_END

RECORD = Path(__file__).parents[1] / "events.yaml"
MUTATIONS = int(os.environ.get("MUTATIONS", "200"))
BATCHES = 20

ODD = (
    *("~", "", "true", "No", "0", "-1", "1_000", "007", "+28", "1e400", ".nan", "-.inf", "1.50"),
    *("2023-02-30", "2023-13", "2019-07/2019-04", "3 July 2023", "../..", "2020-XX", "Y99999", "/"),
    *("''", '""', "' '", "[]", "{}", "[[]]", "{a: b}", "[~]", "{? [a] : b}", "- a", "? a", "&a b"),
    *("*a", "!!int 3", "!b c", "|", ">-", "%", "@", "`", "#", "a: b", "'", '"', "[", "{", "]", "}"),
    *("---", "...", "<<", "<b>x</b>", "![x](y)", "[x](javascript:y)", "\t", "\\", '"\\x"', ","),
    *("é", "日本", "😀", "\u2028", "\x85", "\ufeff", "\u200b", "\x00", "\x1b"),
    *("9" * 5_000, "a" * 6_000),
    *("https://", "ftp://example.org", "over 10,000", "12–10%", "177%", "9 of 5", "nspcc", "..."),
)  # fmt: skip

Change = Callable[[random.Random, bytes], bytes]


def _flip_bytes(chance: random.Random, content: bytes) -> bytes:
    changed = bytearray(content)
    for _ in range(chance.randint(1, 4)):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def _cut_or_repeat_bytes(chance: random.Random, content: bytes) -> bytes:
    start = chance.randrange(len(content))
    end = start + chance.randint(1, 200)
    return content[:start] + content[start:end] * chance.choice((0, 2)) + content[end:]


def _change_lines(chance: random.Random, content: bytes) -> bytes:
    lines = content.split(b"\n")
    n, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    match chance.randrange(6):
        case 0:
            del lines[n]
        case 1:
            lines.insert(other, lines[n])
        case 2:
            lines[n], lines[other] = lines[other], lines[n]
        case 3:
            lines[n] = b" " * chance.randint(1, 3) + lines[n]
        case 4:
            lines[n] = lines[n][chance.randint(1, 3) :]
        case _:
            lines[other:other] = lines[n : n + chance.randint(2, 30)]
    return b"\n".join(lines)


def _put_odd_token(chance: random.Random, content: bytes) -> bytes:
    text = content.decode()
    words = text.split(" ")
    n = chance.randrange(len(words))
    rest = "\n" + words[n].partition("\n")[2] if "\n" in words[n] and chance.random() < 0.8 else ""
    words[n] = chance.choice(ODD) + rest
    return " ".join(words).encode()


def _put_odd_value(chance: random.Random, content: bytes) -> bytes:
    lines = content.decode().split("\n")
    n = chance.choice([n for n, line in enumerate(lines) if ": " in line])
    lines[n] = lines[n].partition(": ")[0] + ": " + chance.choice(ODD)
    return "\n".join(lines).encode()


def _put_in_chunk_of_a_line(chance: random.Random, content: bytes) -> bytes:
    line = chance.choice(content.split(b"\n"))
    start = chance.randrange(len(line) + 1)
    at = chance.randrange(len(content))
    return content[:at] + line[start : start + chance.randint(1, 40)] + content[at:]


def _change_type(chance: random.Random, content: bytes) -> bytes:
    """Change a value or a key anywhere in the record, and write it in block or flow style."""
    data: Any = yaml.load(content, yaml.CBaseLoader)
    places = list(_places(data))
    here, step = chance.choice(places)
    values: list[Any] = [None, True, 7, 1.5, "", "x", [], {}, [None], {"a": None}, [[]], ["x", 7]]
    others, key = chance.choice(places)
    value = chance.choice([*values, others[key]])
    if isinstance(here, dict) and chance.random() < 0.3:
        copy = dict(here)
        name = chance.choice([*copy, str(step)[:-1], str(step).upper(), "", 7, None, True])
        here.clear()
        here.update({name if key == step else key: inner for key, inner in copy.items()})
    elif isinstance(here, list) and chance.random() < 0.3:
        here.insert(step, value)
    else:
        here[step] = value
    # Aliases are not used, because a value put inside itself would never end.
    flow = chance.choice((True, False, None))
    try:
        text: str = yaml.dump(data, allow_unicode=True, default_flow_style=flow, sort_keys=False)
    except RecursionError:
        return content
    return text.encode()


def _places(data: Any) -> Iterator[tuple[Any, Any]]:
    for step, inner in list(data.items() if isinstance(data, dict) else enumerate(data)):
        yield data, step
        if isinstance(inner, dict | list):
            yield from _places(inner)


def _change_encoding(chance: random.Random, content: bytes) -> bytes:
    text = content.decode()
    kind = chance.randrange(5)
    if kind < 3:
        return text.encode(("utf-16", "latin-1", "utf-8-sig")[kind], "replace")
    return text.replace("\n", ("\r\n", "\r")[kind - 3]).encode()


CHANGES: tuple[Change, ...] = (
    _flip_bytes, _cut_or_repeat_bytes, _change_lines, _change_lines, _put_odd_token,
    _put_odd_value, _put_odd_value, _put_in_chunk_of_a_line, _change_type, _change_type,
)  # fmt: skip


def mutation(number: int) -> bytes:
    """Return the record with one to three changes."""
    chance = random.Random(number)
    content = RECORD.read_bytes()
    if chance.random() < 0.01:
        content = _change_encoding(chance, content)
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        change = chance.choice(CHANGES)
        # A file that an earlier change has broken cannot be changed in every way.
        with suppress(UnicodeDecodeError, yaml.YAMLError, TypeError, IndexError, AttributeError):
            content = change(chance, content) or b"\n"
    return content


@pytest.mark.parametrize(
    "batch", [pytest.param(n, marks=pytest.mark.long if n % 3 else ()) for n in range(BATCHES)]
)
def test_a_mutated_record_is_checked_to_the_end(
    batch: int, capsys: pytest.CaptureFixture[str]
) -> None:
    for number in range(batch, MUTATIONS, BATCHES):
        content = mutation(number)
        loaded = load([File("events.yaml", content)])
        lines = LINE_END.split(content.decode("utf-8-sig", "surrogateescape"))
        for problem in loaded.problems:
            place, counted = problem.place, (number, problem)
            assert 1 <= place.line <= len(lines), counted
            assert problem.excerpt == lines[place.line - 1], counted
            assert 1 <= place.column < place.end_column <= len(problem.excerpt) + 2, counted
            assert problem.message, counted
        places = [(problem.place.line, problem.place.column) for problem in loaded.problems]
        assert places == sorted(places), number
        for format in ("text", "github", "json", "sarif"):
            report.print_problems(loaded, format)
            printed = capsys.readouterr().out
            printed.encode()
            if format in ("json", "sarif"):
                json.loads(printed)
        assert "Traceback" not in printed
