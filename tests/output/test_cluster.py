"""A cluster makes the same documents as this machine, even if a worker dies."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from briefing.output import cluster
from tests.helpers import SAMPLE, briefing

EVENTS = "".join(
    f"  - {{date: 2023-09-{day:02}, added: 2023-09-{day:02}, kind: news, title: Of {day}, "
    "source: {title: S}}\n"
    for day in range(1, 29)
)
AREAS = "".join(f"  a{n}: {{name: Area {n}}}\n" for n in range(8))
RECORD = f"title: Parks\ncorrect_as_of: 2023-10-01\nareas:\n{AREAS}events:\n{EVENTS}"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("events.yaml").write_text(RECORD)
    return tmp_path


@contextmanager
def dask(role: str, *options: str, **environment: str) -> Iterator["subprocess.Popen[bytes]"]:
    command = [sys.executable, "-m", f"distributed.cli.dask_{role}", *options, "--no-dashboard"]
    run = {**os.environ, "PYTHONPATH": str(SAMPLE.parent), **environment}
    with subprocess.Popen(
        command, env=run, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def address() -> str:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return f"tcp://127.0.0.1:{free.getsockname()[1]}"


def workers_of(scheduler: str, number: int) -> dict[str, int]:
    """Wait for this number of workers, and return their addresses and process ids."""
    from distributed import Client

    with Client(scheduler, timeout=60, set_as_default=False) as client:
        client.wait_for_workers(number, timeout=120)
        return dict(client.run(os.getpid))


def build(*options: str, out: str) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "briefing", "build", "-e", "member", "--each", "area"]
    run = {**os.environ, "PYTHONPATH": str(SAMPLE.parent)}
    return subprocess.Popen(
        [*command, "-f", "md,html", "-o", out, *options],
        env=run, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def files(folder: str) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in Path(folder).iterdir()}


@pytest.mark.long
def test_a_worker_that_is_killed_in_the_middle_changes_nothing() -> None:
    scheduler = address()
    worker = ("--no-nanny", "--nthreads", "1")
    with (
        dask("scheduler", "--host", "127.0.0.1", "--port", scheduler.rpartition(":")[2]),
        dask("worker", scheduler, *worker) as one,
        dask("worker", scheduler, *worker),
    ):
        workers_of(scheduler, 2)
        building = build("--cluster", scheduler, "--no-cache", "--ledger", out="cluster")
        # The worker dies as soon as it has work to do.
        end = time.monotonic() + 60
        while building.poll() is None and time.monotonic() < end:
            if float(Path(f"/proc/{one.pid}/stat").read_text().split()[13]) > 400:
                break
            time.sleep(0.01)
        os.kill(one.pid, signal.SIGKILL)
        _, errors = building.communicate()
        assert building.returncode == 0, errors
        assert "16 made, 0 unchanged, 0 failed" in errors
        here = build("--ledger", out="here")
        here.communicate()
        assert files("cluster") == files("here") and len(files("here")) == 17


@pytest.mark.long
def test_a_worker_with_other_software_is_refused() -> None:
    scheduler = address()
    with (
        dask("scheduler", "--host", "127.0.0.1", "--port", scheduler.rpartition(":")[2]),
        dask("worker", scheduler, "--no-nanny", "--nthreads", "1", FREETYPE_PROPERTIES="a:b=1"),
    ):
        workers_of(scheduler, 1)
        done = build("--cluster", scheduler, out="out")
        _, errors = done.communicate()
        assert done.returncode == 3
        assert re.search(r"Error: 1 of 1 workers of .* have another version of briefing", errors)
        assert not Path("out").exists()


def test_an_address_without_a_cluster_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("distributed")
    monkeypatch.setattr(cluster, "_PATIENCE", 0.2)
    done = briefing("build", "-f", "md", "--cluster", address())
    assert done.exit_code == 3
    first, last = done.stderr.splitlines()
    assert re.match(r"Error: There is no cluster at tcp://127\.0\.0\.1:\d+: ", first)
    assert last == "Nothing was written." and not Path("out").exists()


def test_without_dask_there_is_a_command_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "find_spec", lambda name: None)
    done = briefing("build", "-f", "md", "--cluster", "tcp://127.0.0.1:1")
    assert done.exit_code == 2
    assert "A cluster needs Dask, which is not installed. Install it: " in done.stderr
