"""Templates are compiled once for all builds, and never used after they have changed."""

from pathlib import Path

import pytest

from tests.helpers import briefing

RECORD = """
title: Parks
editions: {all: {template: timeline}}
events:
  - {date: 2019, kind: news, title: A park opens, source: {title: The Gazette}}
"""


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "events.yaml").write_text(RECORD)
    monkeypatch.setenv("BRIEFING_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache" / "templates"


def page(folder: Path) -> str:
    done = briefing("build", folder / "events.yaml", "-f", "md", "-o", folder / "out")
    assert done.exit_code == 0, done.output
    return (folder / "out" / "all.md").read_text()


def compiled(cache: Path) -> dict[Path, int]:
    return {path: path.stat().st_mtime_ns for path in cache.iterdir()}


def test_a_second_build_compiles_nothing(cache: Path, tmp_path: Path) -> None:
    first = page(tmp_path)
    before = compiled(cache)
    assert before
    assert page(tmp_path) == first
    assert compiled(cache) == before


def test_a_changed_template_is_compiled_again(cache: Path, tmp_path: Path) -> None:
    own = tmp_path / "templates" / "shared" / "event.md"
    own.parent.mkdir(parents=True)
    for words in ("First words", "Second words"):
        own.write_text(words)
        assert words in page(tmp_path)


@pytest.mark.parametrize("damage", [b"", b"nonsense", b"\x80\x05N.", "half"])
def test_damaged_ones_are_compiled_again(cache: Path, tmp_path: Path, damage: bytes | str) -> None:
    first = page(tmp_path)
    for path in cache.iterdir():
        content = path.read_bytes()
        path.write_bytes(damage if isinstance(damage, bytes) else content[: len(content) // 2])
    assert page(tmp_path) == first


def test_a_full_disk_is_no_obstacle(
    small_disk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "events.yaml").write_text(RECORD)
    monkeypatch.setenv("BRIEFING_CACHE", str(small_disk))
    assert "A park opens" in page(tmp_path)


def test_a_mistake_in_a_compiled_template_is_shown_with_its_line(
    cache: Path, tmp_path: Path
) -> None:
    own = tmp_path / "templates" / "shared" / "event.md"
    own.parent.mkdir(parents=True)
    own.write_text("{# A comment. #}\n{{ entry.nothing }}\n")
    for _ in range(2):
        done = briefing("build", tmp_path / "events.yaml", "-f", "md", "-o", tmp_path / "out")
        assert "templates/shared/event.md:2:" in done.output
