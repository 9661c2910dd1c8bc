"""Setting up a machine: what `make` does if another program is installing packages."""

import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = Path(__file__).parent.parent / "tools" / "system-packages"
LOCKED = "E: Could not get lock /var/lib/apt/lists/lock. It is held by process 1 (apt-get)"

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="it is a shell script")


def set_up(folder: Path, fault: str, times: int) -> "subprocess.CompletedProcess[str]":
    """Run the program with an apt-get that fails this many `times`, and without any waiting."""
    programs = {
        "apt-get": f"""echo "$*" >> calls
            [ $(wc -l < calls) -gt {times} ] || {{ echo "{fault}" >&2; exit 100; }}""",
        "id": "echo 0",
        "sleep": "exit 0",
    }
    for name, script in programs.items():
        (folder / name).write_text(f"#!/bin/sh\n{script}\n")
        (folder / name).chmod(0o755)
    return subprocess.run(
        ["/bin/sh", PROGRAM],
        cwd=folder,
        env={"PATH": f"{folder}:/usr/bin:/bin", "PYTHON": "false"},
        capture_output=True,
        text=True,
    )


def test_it_waits_for_the_lock_of_the_package_manager(tmp_path: Path) -> None:
    done = set_up(tmp_path, LOCKED, 3)
    assert done.returncode == 0, done.stderr
    assert done.stderr.count("Waiting for another program") == 1
    *tries, install = (tmp_path / "calls").read_text().splitlines()
    assert len(tries) == 4 and all("update" in command for command in tries)
    assert "install" in install and "python3-venv" in install


@pytest.mark.parametrize(
    ("fault", "tries"), [(LOCKED, 121), ("E: Unable to locate package libical3", 1)]
)
def test_it_does_not_wait_for_ever(tmp_path: Path, fault: str, tries: int) -> None:
    done = set_up(tmp_path, fault, 1000)
    assert done.returncode == 1 and fault in done.stderr
    assert len((tmp_path / "calls").read_text().splitlines()) == tries
