"""Templates are compiled once for all builds, and never used after they have changed."""

from datetime import date
from pathlib import Path

import pytest

from briefing.output.markdown import renderer
from briefing.output.templates import TemplateError
from tests.helpers import load_record, make_briefing

RECORD = """
title: Parks
editions: {all: {template: timeline}}
events:
  - {date: 2019, kind: news, title: A park opens, source: {title: The Gazette}}
"""


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("BRIEFING_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache" / "templates"


def page(folder: Path) -> str:
    """Render a page as a new process would."""
    record = load_record(RECORD)
    briefing = make_briefing(record, "all", record.editions["all"], date(2023, 9, 8))
    return renderer(folder / "templates")(briefing).content.decode()


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
    before = compiled(cache)
    page(tmp_path)
    assert compiled(cache) == before


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
    monkeypatch.setenv("BRIEFING_CACHE", str(small_disk))
    assert "A park opens" in page(tmp_path)


def test_a_mistake_is_shown_with_its_line_also_if_the_rest_was_compiled_before(
    cache: Path, tmp_path: Path
) -> None:
    own = tmp_path / "templates" / "shared" / "event.md"
    own.parent.mkdir(parents=True)
    own.write_text("{# A comment. #}\n{{ entry.nothing }}\n")
    for _ in range(2):
        with pytest.raises(TemplateError, match=r"templates/shared/event\.md:2:"):
            page(tmp_path)
