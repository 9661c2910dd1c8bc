"""Thousands of changes to random files: nothing is lost, and nothing changes that need not.

Each change is made to a file with comments, aliases, brackets, long texts or CRLF: an edit of a
random value, new content of a field as a form would write it, a new id, or the whole layout.
"""

import os
import random
import re
import subprocess
import sys
import time
from collections import Counter
from copy import deepcopy
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import pytest

from briefing.record import parsing
from briefing.record.comments import NotFormatted
from briefing.record.editing import Edit, Insert, Remove, SetValue, apply_edits
from briefing.record.formatting import format_text
from briefing.record.loading import File, load
from briefing.record.renamed_files import NotRenamed, rename, sections_with
from tests.random_edits import at, fault, paths, random_edit, same
from tests.random_records import random_record
from tests.random_texts import RandomText, random_text

_FORM_SECTIONS = ("actors", "areas", "asks", "editions", "events", "sources")


def _file(seed: int, *, aliases: bool = True) -> tuple[RandomText, Random]:
    """Return the file of this seed, and the source of chance for its change."""
    chance = Random(seed)
    data = deepcopy(chance.choice([*random_record(seed % 97).files.values()]))
    if "events" in data:
        del data["events"][4:]
    return random_text(data, seed, aliases=aliases), chance


def change(seed: int) -> tuple[str, str]:
    """Make the change of this seed. Return its kind, and what is wrong with the result."""
    kind = seed % 10
    if kind < 5:
        text, chance = _file(seed)
        edit = random_edit(text.data, chance)
        return type(edit).__name__, _edited(text, edit)
    if kind < 8:
        text, chance = _file(seed)
        return "form", _edited(text, _form_edit(text.data, chance))
    if kind == 8:
        return "rename", _renamed(seed)
    return "layout", _formatted(seed)


def _edited(text: RandomText, edit: Edit) -> str:
    result = apply_edits(text.text, [edit])
    if result.refused:
        return "refused" if result.text == text.text else "refused, but half made"
    return fault(text, edit, result.text)


@cache
def _field_values() -> dict[tuple[str, ...], list[Any]]:
    """Return the values that random records have in each field, by its path without ids."""
    values: dict[tuple[str, ...], list[Any]] = {}
    for seed in range(20):
        for data in random_record(seed).files.values():
            for path in paths(data):
                values.setdefault(_pattern(path), []).append(at(data, path))
    return values


def _pattern(path: tuple[str | int, ...]) -> tuple[str, ...]:
    return tuple(
        "*" if isinstance(step, int) or (n == 1 and path[0] in _FORM_SECTIONS) else step
        for n, step in enumerate(path)
    )


def _form_edit(data: Any, chance: Random) -> Edit:
    """Return what a form does: it sets a field to another possible value, adds or removes it."""
    groups = [
        path
        for path in paths(data)
        if isinstance(at(data, path), dict) and path[0] in _FORM_SECTIONS and len(path) > 1
    ]
    path = chance.choice(groups)
    fields = [pattern for pattern in _field_values() if pattern[:-1] == _pattern(path)] or [
        (*_pattern(path), "weight")
    ]
    field = chance.choice(sorted(fields))
    value = chance.choice(_field_values().get(field, ["high"]))
    if field[-1] in at(data, path):
        target = (*path, field[-1])
        return Remove(target) if chance.random() < 0.2 else SetValue(target, value)
    return (Insert if chance.random() < 0.5 else SetValue)((*path, field[-1]), value)


def _renamed(seed: int) -> str:
    """Rename an id in a whole record, and back again: every byte must be as it was."""
    chance = Random(seed)
    texts = {
        name: random_text(data, seed).text for name, data in random_record(seed % 97).files.items()
    }
    files = [File(name, text.encode()) for name, text in texts.items()]
    record = load(files).record
    ids = [*record.actors, *record.areas, *record.sources, *record.asks, *record.by_id]
    old, new = chance.choice(ids), f"new-{seed}"
    noun = sections_with(record, old)[0]
    try:
        changed = {file.name: file.after for file in rename(files, record, noun, old, new)}
    except NotRenamed:
        return "refused"
    if any(text.count(new) == 0 for text in changed.values()):
        return "a file changed without the id"
    for name, text in changed.items():
        if _squeezed(_with_all(texts[name], old, new)) != _without_former(text, old, new):
            return "more than the id changed"
    renamed = [File(file.name, changed.get(file.name, texts[file.name]).encode()) for file in files]
    back = {file.name: file.after for file in rename(renamed, load(renamed).record, noun, new, old)}
    if noun in ("event", "edition", "area"):
        same = {name: _without_former(text, new, old) for name, text in back.items()}
        return "" if same == {name: _squeezed(texts[name]) for name in changed} else "not restored"
    return "" if back == {name: texts[name] for name in changed} else "not restored"


def _squeezed(text: str) -> str:
    """Return `text` without the marks that can depend on the layout."""
    return re.sub(r"[\"'\s]", "", text)


def _without_former(text: str, old: str, new: str) -> str:
    """Return squeezed text with the id replaced in prose too, and without the former ids."""
    id = re.escape(new)
    replaced = _squeezed(_with_all(text, old, new))
    return re.sub(rf",?formerly:((-{id})+|\[{id}(,{id})*\])", "", replaced)


def _with_all(text: str, old: str, new: str) -> str:
    """Return `text` with the id replaced in prose and in other sections too."""
    return re.sub(rf"(?<![\w.-]){re.escape(old)}(?![\w.-])", new, text)


def _formatted(seed: int) -> str:
    text, chance = _file(seed)
    order = list(range(len(text.data.get("events", []))))
    chance.shuffle(order)
    try:
        after = format_text(text.text, order)
        if format_text(after) != after:
            return "a second run changes it again"
    except NotFormatted:
        return "refused"
    expected = deepcopy(text.data)
    if order:
        expected["events"] = [expected["events"][n] for n in order]
    if not same(parsing.loads(after.removeprefix("\ufeff")), expected):
        return "other data"
    return "" if all(after.count(note) == 1 for note in text.owners) else "lost a comment"


def _report(seeds: range) -> tuple[Counter[tuple[str, str]], list[int]]:
    """Make the changes of these seeds, and count the results. Return the seeds of faults too."""
    counts: Counter[tuple[str, str]] = Counter()
    wrong = []
    for seed in seeds:
        kind, result = change(seed)
        counts[kind, result] += 1
        if result not in ("", "refused"):
            wrong.append(seed)
    return counts, wrong


def _check(seeds: range) -> None:
    counts, wrong = _report(seeds)
    print(*sorted(counts.items()), sep="\n")
    assert not wrong, f"{counts}\nseeds: {wrong}"
    refused = sum(number for (_, result), number in counts.items() if result == "refused")
    assert refused < len(seeds) * 0.08, counts


def test_changes_lose_nothing() -> None:
    _check(range(40))


@pytest.mark.long
def test_ten_thousand_changes_lose_nothing() -> None:
    _check(range(10_000))


_SAVE = """
import sys
from pathlib import Path
from briefing.saving import Change, save_all

texts = [Path(name).read_bytes() for name in ("old", "new")]
print("ready", flush=True)
while True:
    save_all([Change(Path(name), *texts) for name in ("a.yaml", "b.yaml")])
    texts.reverse()
"""


def _kill_saves(folder: Path, times: int) -> Counter[str]:
    """Kill a process while it saves two files. Return which texts were found in them."""
    texts = {
        "old": b"title: Old\n" + b"# the old one\n" * 20_000,
        "new": b"title: New\n" + b"# the new one\n" * 30_000,
    }
    for name, content in texts.items():
        (folder / name).write_bytes(content)
    found: Counter[str] = Counter()
    for _ in range(times):
        for name in ("a.yaml", "b.yaml"):
            (folder / name).write_bytes(texts["old"])
        process = subprocess.Popen(
            [sys.executable, "-c", _SAVE],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])},
            stdout=subprocess.PIPE,
        )
        assert process.stdout and process.stdout.readline() == b"ready\n"
        time.sleep(random.uniform(0, 0.05))
        process.kill()
        process.communicate()
        for name in ("a.yaml", "b.yaml"):
            content = (folder / name).read_bytes()
            found[next((key for key, text in texts.items() if text == content), "torn")] += 1
    return found


def test_a_file_is_whole_when_saving_is_killed(tmp_path: Path) -> None:
    assert _kill_saves(tmp_path, 5)["torn"] == 0


@pytest.mark.long
def test_files_are_whole_after_two_hundred_kills(tmp_path: Path) -> None:
    found = _kill_saves(tmp_path, 200)
    assert found["torn"] == 0 and found["old"] and found["new"], found
