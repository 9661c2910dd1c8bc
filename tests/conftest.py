"""Settings for all tests: examples for laws, temporary files, processors and compiled templates."""

import asyncio
import gc
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

import pytest
from hypothesis import settings

from briefing import workers
from briefing.garbage_collection import gc_frozen

REAL_WORKER = workers._Worker

# Quick tests always use the same examples. Thorough ones look for new ones.
settings.register_profile("quick", deadline=None, max_examples=10, derandomize=True)
settings.register_profile("thorough", deadline=None, max_examples=300)
settings.load_profile("quick")

# Otherwise, each process that a test starts compiles the whole program, and pytest all tests.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False


def pytest_collection_finish() -> None:
    """Exempt the tests themselves, over half a million objects, from garbage collection."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True, scope="session")
def _temporary_files(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep the files of tests, and of the runs that they kill, out of the shared folder."""
    folder = tmp_path_factory.mktemp("temporary")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TMPDIR", str(folder))
        patch.setattr(tempfile, "tempdir", None)
        yield


@pytest.fixture(autouse=True, scope="session")
def _no_history() -> Iterator[None]:
    """Keep no versions of the records of tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BRIEFING_HISTORY", "off")
        yield


@pytest.fixture(autouse=True, scope="session")
def _no_processes() -> Iterator[None]:
    """Do jobs in the process of the tests, as if the system allowed no further process.

    A copy of that process, which is large, takes longer to start than most documents to make.
    """

    def refuse(*_: object) -> None:
        raise OSError("the tests start no process")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(workers, "_Worker", refuse)
        patch.setattr(workers, "gc_frozen", nullcontext)
        patch.setattr(workers, "processors", lambda: 1)
        yield


@pytest.fixture
def real_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Do each job in a process of its own, as commands do."""
    monkeypatch.setattr(workers, "_Worker", REAL_WORKER)
    monkeypatch.setattr(workers, "gc_frozen", gc_frozen)


@pytest.fixture(autouse=True, scope="session")
def _cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Share a cache of compiled templates between the processes of this run only.

    Documents are not kept, because tests replace parts of the program: their folder is a file.
    """
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent
    cache = folder / "cache"
    cache.mkdir(exist_ok=True)
    (cache / "made").touch()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BRIEFING_CACHE", str(cache))
        yield


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Yield a separate file system of 64 KB."""
    folder = tmp_path / "small"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(folder)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("only root, and not in every container, may mount a small disk")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


@pytest.fixture(scope="module")
def no_running_loop() -> Iterator[None]:
    """Leave out the event loop of the browser, which runs in the thread of its tests to the end."""
    loop = asyncio._get_running_loop()
    asyncio._set_running_loop(None)
    yield
    asyncio._set_running_loop(loop)
