"""The rooms of the code, and the direction of imports between them."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ROOMS = {
    "record": (),
    "evidence": ("record",),
    "capture": ("evidence", "record"),
    "edition": ("evidence", "record"),
    "output": ("edition", "evidence", "record"),
    "delivery": ("output", "edition", "evidence", "record"),
    "lsp": ("output", "edition", "capture", "evidence", "record"),
    "serve": ("delivery", "output", "edition", "capture", "evidence", "record"),
    "cli": ("serve", "lsp", "delivery", "output", "edition", "capture", "evidence", "record"),
}
"""The rooms that each may import, besides itself and the modules that all rooms share."""


def files(room: str) -> list[Path]:
    return sorted((ROOT / "briefing" / room).rglob("*.py"))


def imported(text: str) -> Iterator[tuple[int, str]]:
    """Yield the line and name of each of our modules that a file imports or names in a string."""
    for node in ast.walk(ast.parse(text)):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [name.name for name in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, "write imports in full"
            names = [f"{node.module}.{name.name}" for name in node.names]
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            names = [node.value] if re.match(r"briefing\.[a-z]+(?:\.|$)", node.value) else []
        line = getattr(node, "lineno", 0)
        yield from ((line, name) for name in names if name.startswith("briefing."))


def room_of(module: str) -> str:
    """Return the room of a module, or "" if all rooms share it."""
    name = module.split(".")[1]
    return name if name in ROOMS else ""


@pytest.mark.parametrize("room", ROOMS)
def test_imports_go_only_to_the_rooms_that_are_allowed(room: str) -> None:
    allowed = {"", room, *ROOMS[room]}
    assert files(room)
    wrong = [
        f"{path.relative_to(ROOT)}:{line} imports {module}"
        for path in files(room)
        for line, module in imported(path.read_text(encoding="utf-8"))
        if room_of(module) not in allowed
    ]
    assert not wrong, f"{room} may import only {allowed}"


def test_shared_modules_import_no_room() -> None:
    shared = set((ROOT / "briefing").glob("*.py")) - {ROOT / "briefing" / "__main__.py"}
    for path in shared:
        modules = [module for _, module in imported(path.read_text(encoding="utf-8"))]
        assert not any(map(room_of, modules)), path


def test_every_folder_is_a_room() -> None:
    folders = {path.parent.name for path in (ROOT / "briefing").glob("*/__init__.py")}
    assert folders == set(ROOMS)


def test_the_table_of_rooms_is_documented() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    documented = dict(re.findall(r"^\| `(\w+)` \| ([^|]*) \|", page, re.MULTILINE))
    assert {
        room: tuple(re.findall(r"`(\w+)`", rooms)) for room, rooms in documented.items()
    } == ROOMS


def test_imports_go_only_in_one_direction() -> None:
    earlier: set[str] = set()
    for room, allowed in ROOMS.items():
        assert earlier.issuperset(allowed), room
        earlier.add(room)


def test_docstrings_are_the_same_in_every_version_of_python() -> None:
    """Since 3.13, Python replaces tabs in docstrings and rejects text that is not UTF-8."""
    for path in (ROOT / "briefing").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef):
                doc = ast.get_docstring(node, clean=False) or ""
                assert not re.search("[\t\ud800-\udfff]", doc), f"{path}: {node}"
