"""The cache of finished documents: complete entries or none, for one user, of a limited size."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from briefing.cache import Cache, open_cache

A, B, C = ("a" * 64, "b" * 64, "c" * 64)


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_an_entry_can_be_read_by_its_key(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache")
    assert cache.read(A) is None
    assert cache.write(A, b"content") and cache.write(B, b"")
    assert (cache.read(A), cache.read(B), cache.read(C)) == (b"content", b"", None)
    assert Cache(tmp_path / "cache").read(A) == b"content"


@pytest.mark.parametrize("length", [0, 10, 32, 35])
def test_a_damaged_entry_is_no_entry(tmp_path: Path, length: int) -> None:
    cache = Cache(tmp_path)
    cache.write(A, b"content")
    (file,) = files(tmp_path)
    whole = file.read_bytes()
    for damaged in (whole[:length], whole[:-1] + b"?", whole + b"?"):
        file.write_bytes(damaged)
        assert cache.read(A) is None
        assert not file.exists()


def test_an_entry_under_another_key_is_no_entry(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.write(A, b"content")
    cache.write(B, b"other")
    entries = {path.name: path for path in files(tmp_path)}
    entries[A].replace(entries[B])
    assert cache.read(B) is None


def test_nobody_else_can_read_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BRIEFING_CACHE", str(tmp_path / "cache"))
    cache = open_cache()
    assert cache and cache.write(A, b"internal")
    for path in (tmp_path / "cache" / "made", *files(tmp_path)):
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path


def test_the_least_recently_used_entries_go(tmp_path: Path) -> None:
    cache = Cache(tmp_path, limit=250)
    for n, key in enumerate((A, B, C)):
        cache.write(key, bytes(50))
        (file,) = tmp_path.rglob(key)
        os.utime(file, (n, n))
    cache.read(A)
    cache.trim()
    assert [cache.read(key) is not None for key in (A, B, C)] == [True, True, True]
    for n, key in enumerate((A, B, C)):
        (file,) = tmp_path.rglob(key)
        os.utime(file, (n, n))
    cache.read(A)
    cache.limit = 200
    cache.trim()
    assert [cache.read(key) is not None for key in (A, B, C)] == [True, False, True]


def test_clearing_removes_entries_and_nothing_else(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    own = [tmp_path / "report.docx", tmp_path / "1" / "aa" / "notes.txt"]
    cache.write(A, b"content")
    for path in own:
        path.write_text("mine")
    assert cache.usage().number == 1
    assert cache.clear().number == 1
    assert cache.read(A) is None and all(path.read_text() == "mine" for path in own)


@pytest.mark.parametrize("off", ["off", "0"])
def test_it_can_be_turned_off(off: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BRIEFING_CACHE", off)
    assert open_cache() is None


def test_a_full_disk_is_no_error(small_disk: Path) -> None:
    cache = Cache(small_disk)
    assert cache.write(A, b"small")
    assert not cache.write(B, bytes(200_000))
    assert not cache.write(C, b"small")
    assert (cache.read(A), cache.read(B)) == (b"small", None)
    assert len(files(small_disk)) == 1


def test_many_processes_can_write_the_same_entries(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from briefing.cache import Cache\n"
        "cache = Cache(Path(sys.argv[1]))\n"
        "for n in range(200):\n"
        "    key, content = f'{n % 10:064}', bytes([n % 10]) * 50_000\n"
        "    assert cache.write(key, content)\n"
        "    assert cache.read(key) == content\n"
    )
    command = [sys.executable, "-c", code, str(tmp_path)]
    running = [subprocess.Popen(command) for _ in range(3)]
    assert [process.wait() for process in running] == [0, 0, 0]
    assert len(files(tmp_path)) == 10


def test_a_cache_that_is_removed_is_made_again_for_its_user_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BRIEFING_CACHE", str(tmp_path))
    cache = open_cache()
    assert cache is not None
    cache.folder.rmdir()
    assert cache.write(A, b"content")
    assert cache.folder.stat().st_mode & 0o777 == 0o700
