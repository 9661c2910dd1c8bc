"""Writing: all files of a build or none, each of them complete, whatever happens."""

import errno
import fcntl
import os
import random
import shutil
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest
from filelock import FileLock

from briefing.output.writing import WriteError, write, write_file
from tests.helpers import SAMPLE, briefing

OLD = {"a.md": b"old a", "b.html": b"old b", "c.pdf": b"old c"}
NEW = {"a.md": b"new a", "b.html": b"new b", "c.pdf": b"new c", "d.md": b"new d"}


def held(folder: Path) -> dict[str, bytes]:
    """Return the contents of a folder and its subfolders, including hidden files."""
    found: dict[str, bytes] = {}
    for path in folder.iterdir():
        if path.is_dir() and not path.name.startswith("."):
            inside = held(path)
            found |= {f"{path.name}/{name}": content for name, content in inside.items()}
            found |= {} if inside else {path.name: b"?"}
        else:
            found[path.name] = path.read_bytes() if path.is_file() else b"?"
    return found


@pytest.fixture
def out(tmp_path: Path) -> Path:
    write(tmp_path / "out", OLD)
    return tmp_path / "out"


def test_files_are_replaced_and_others_left_alone(out: Path) -> None:
    (out / "notes.txt").write_bytes(b"mine")
    write(out, NEW)
    assert held(out) == {**NEW, "notes.txt": b"mine"}


def test_a_folder_is_made_with_those_above_it(tmp_path: Path) -> None:
    write(tmp_path / "a" / "b" / "c", OLD)
    assert held(tmp_path / "a" / "b" / "c") == OLD


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux names open files in /proc")
def test_the_names_of_files_are_on_the_disk_before_a_build_is_over(
    out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting: set[Path] = set()
    replace, sync = os.replace, os.fsync

    def renamed(source: str | Path, target: str | Path) -> None:
        replace(source, target)
        waiting.add(Path(target).parent.resolve())

    def synced(descriptor: int) -> None:
        sync(descriptor)
        waiting.discard(Path(os.readlink(f"/proc/self/fd/{descriptor}")))

    monkeypatch.setattr("os.rename", renamed)
    monkeypatch.setattr("os.replace", renamed)
    monkeypatch.setattr("os.fsync", synced)
    write(out, NEW)
    assert held(out) == NEW and not waiting


def test_a_folder_may_be_a_link(out: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(out)
    write(tmp_path / "link", NEW)
    assert held(out) == NEW and (tmp_path / "link").is_symlink()


def test_files_have_the_permissions_that_the_user_wants(tmp_path: Path) -> None:
    for mask, file, folder in ((0o022, 0o644, 0o755), (0o027, 0o640, 0o750), (0o077, 0o600, 0o700)):
        out = tmp_path / f"{mask:o}"
        before = os.umask(mask)
        try:
            write(out, OLD)
        finally:
            os.umask(before)
        assert stat.S_IMODE((out / "a.md").stat().st_mode) == file
        assert stat.S_IMODE(out.stat().st_mode) == folder


def test_files_are_removed_with_the_same_write(out: Path) -> None:
    write(out, {"a.md": b"new a"}, removed=["b.html", "never-there.pdf"])
    assert held(out) == {"a.md": b"new a", "c.pdf": b"old c"}
    write(out, {"north/a.md": b"a", "south/a.md": b"a", "south/b.md": b"b"}, removed=["c.pdf"])
    write(out, {"north/a.md": b"new"}, removed=["south/a.md"])
    assert held(out) == {"a.md": b"new a", "north/a.md": b"new", "south/b.md": b"b"}
    write(out, {}, removed=["south/b.md", "north/a.md"])
    assert held(out) == {"a.md": b"new a"}


# A failure changes nothing


def test_a_file_that_cannot_be_removed_puts_the_others_back(
    out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Path.unlink

    def unlink(path: Path, missing_ok: bool = False) -> None:
        if path == out / "c.pdf":
            raise PermissionError(13, "Permission denied", str(path))
        real(path, missing_ok=missing_ok)

    monkeypatch.setattr(Path, "unlink", unlink)
    with pytest.raises(WriteError, match="Permission denied"):
        write(out, {"a.md": b"new a", "d.md": b"new d"}, removed=["b.html", "c.pdf"])
    monkeypatch.undo()
    assert held(out) == OLD


@pytest.mark.parametrize("number", range(len(NEW)))
def test_a_file_that_cannot_be_replaced_puts_the_others_back(
    out: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    """On Windows, a PDF that is open in a reader cannot be replaced."""
    name, real = list(NEW)[number], os.replace

    def replace(source: Path, target: Path) -> None:
        if target == out / name and Path(source).read_bytes().startswith(b"new"):
            raise PermissionError(13, "Permission denied", str(source), None, str(target))
        real(source, target)

    monkeypatch.setattr(os, "replace", replace)
    with pytest.raises(WriteError, match="Permission denied") as error:
        write(out, NEW)
    assert error.value.filename == str(out / name)
    assert held(out) == OLD


def test_a_folder_in_the_place_of_a_file_is_named(out: Path) -> None:
    (out / "d.md").mkdir()
    with pytest.raises(WriteError, match="Is a directory") as error:
        write(out, NEW)
    assert error.value.filename == str(out / "d.md")
    assert held(out) == {**OLD, "d.md": b"?"}


def test_a_link_in_the_place_of_a_file_is_replaced_or_put_back(out: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").write_bytes(b"elsewhere")
    (out / "a.md").unlink()
    (out / "a.md").symlink_to(tmp_path / "elsewhere")
    (out / "d.md").mkdir()
    with pytest.raises(WriteError, match="Is a directory"):
        write(out, NEW)
    assert (out / "a.md").is_symlink()
    (out / "d.md").rmdir()
    write(out, NEW)
    assert held(out) == NEW and (tmp_path / "elsewhere").read_bytes() == b"elsewhere"


def test_a_file_that_the_user_names_may_be_a_link(tmp_path: Path) -> None:
    named, real = tmp_path / "status.json", tmp_path / "www" / "status.json"
    named.symlink_to("www/status.json")
    for content in (b"first", b"second"):
        write_file(named, content)
        assert named.is_symlink() and real.read_bytes() == content
    assert held(tmp_path / "www") == {"status.json": b"second"}


def test_what_is_no_file_is_written_to_and_stays_what_it_is(tmp_path: Path) -> None:
    pipe, link = tmp_path / "pipe", tmp_path / "link"
    os.mkfifo(pipe)
    link.symlink_to(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    for named in (pipe, link):
        write_file(named, b"told")
        assert os.read(reader, 10) == b"told"
    assert pipe.is_fifo() and link.is_symlink()
    os.close(reader)
    with pytest.raises(WriteError) as caught:
        write_file(tmp_path, b"told")
    assert caught.value.filename == str(tmp_path)


def test_a_log_that_is_printed_to_is_not_replaced(tmp_path: Path) -> None:
    log = tmp_path / "log"
    log.write_text("before\n")
    code = (
        "from pathlib import Path; from briefing.output.writing import write_file as w; "
        "w(Path('/dev/stderr'), b'1\\n'); w(Path('log'), b'2\\n'); print('after')"
    )
    with log.open("a") as file:
        subprocess.run(
            [sys.executable, "-c", code], stdout=file, stderr=file, cwd=tmp_path, check=True
        )
    assert log.read_text() == "before\n1\n2\nafter\n"


def test_a_full_disk_leaves_what_was_there(small_disk: Path) -> None:
    write(small_disk / "out", OLD)
    with pytest.raises(WriteError, match="No space left") as error:
        write(small_disk / "out", {**NEW, "z.pdf": b"x" * 100_000})
    assert error.value.filename == str(small_disk / "out")
    assert held(small_disk / "out") == OLD
    # A disk that becomes too full for the new files has the same effect.
    (small_disk / "filling").write_bytes(b"x" * 30_000)
    write(small_disk / "out", {"a.md": b"o" * 5_000})
    before = held(small_disk / "out")
    with pytest.raises(WriteError, match="No space left"):
        write(small_disk / "out", {"a.md": b"n" * 14_000, "b.html": b"n" * 9_000})
    assert held(small_disk / "out") == before


def test_a_full_disk_is_reported(small_disk: Path) -> None:
    out = small_disk / "out"
    (small_disk / "filling").write_bytes(b"x" * 40_000)
    done = briefing("build", SAMPLE, "-f", "md", "-f", "html", "-o", out)
    assert done.exit_code == 3 and done.stdout == ""
    assert done.stderr == (
        f"Error: {out} cannot be written: No space left on device.\nNothing was written.\n"
    )
    assert held(out) == {}


def test_a_read_only_disk_is_reported(small_disk: Path) -> None:
    out = small_disk / "out"
    write(out, OLD)
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    done = briefing("build", SAMPLE, "-f", "md", "-o", out)
    assert done.exit_code == 3
    assert done.stderr.startswith(f"Error: {out} cannot be written: Read-only file system.\n")
    assert held(out) == OLD


def test_an_out_that_is_a_file_is_wrong_usage(tmp_path: Path) -> None:
    (tmp_path / "out").write_bytes(b"mine")
    done = briefing("build", SAMPLE, "-f", "md", "-o", tmp_path / "out")
    assert done.exit_code == 2 and "is a file" in done.stderr
    assert (tmp_path / "out").read_bytes() == b"mine"
    done = briefing("build", SAMPLE, "-f", "md", "-o", tmp_path / "out" / "deeper")
    assert done.exit_code == 3 and "Not a directory" in done.stderr


# Killed builds


WRITER = """
    import sys
    from pathlib import Path
    from briefing.output.writing import write

    print("ready", flush=True)
    letters = "abcdefgh"
    while True:
        for letter in letters:
            write(Path(sys.argv[1]), {f"{n}.md": letter.encode() * 50_000 for n in range(6)})
"""


def start(script: str, *arguments: object) -> subprocess.Popen[str]:
    # Tests run in the background ignore Ctrl-C, and so would the processes that they start.
    heeding = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)\n"
    return subprocess.Popen(
        [sys.executable, "-c", heeding + dedent(script), *map(str, arguments)],
        cwd=SAMPLE.parent,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def line(process: subprocess.Popen[str]) -> str:
    assert process.stdout
    return process.stdout.readline().strip()


def whole(out: Path) -> bool:
    files = [path.read_bytes() for path in out.glob("*.md")]
    return all(len(file) == 50_000 and file == file[:1] * 50_000 for file in files)


def test_files_are_whole_whenever_a_build_is_killed(tmp_path: Path) -> None:
    out, moments = tmp_path / "out", random.Random(2)
    for _ in range(12):
        process = start(WRITER, out)
        assert line(process) == "ready"
        time.sleep(moments.uniform(0.01, 0.15))
        process.kill()
        process.communicate()
        assert out.is_dir() and whole(out)
        assert all(path.suffix == ".md" or path.name.startswith(".") for path in out.iterdir())
    # The remains of a killed build are hidden, and the next build removes them.
    write(out, OLD)
    assert not list(out.glob(".*"))


def forked(action: Callable[[], object]) -> int:
    """Return the exit status of a separate process that does this."""
    if not (process := os.fork()):
        try:
            action()
            os._exit(0)
        except WriteError:
            os._exit(3)
        finally:
            os._exit(1)
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])


CHANGES = ("fsync", "rename", "replace", "link", "unlink", "rmdir", "mkdir", "open")
"""The system calls that change the folder. The tests kill a process just before each of them."""


def killed_at(
    moment: int, out: Path, files: dict[str, bytes], fails: str = "", gone: str = ""
) -> int:
    """Write `files` and remove `gone`, killed before the change of that number.

    The file `fails` is in use.
    """

    def act() -> None:
        number = 0

        def counting(real: Callable[..., Any]) -> Callable[..., Any]:
            def call(*arguments: Any, **options: Any) -> Any:
                nonlocal number
                number += 1
                if number == moment:
                    os._exit(9)
                if (
                    real is replace
                    and Path(arguments[1]) == out / fails
                    and "new" in str(arguments[0])
                ):
                    raise PermissionError(13, "Permission denied")
                return real(*arguments, **options)

            return call

        replace = os.replace
        for name in CHANGES:
            setattr(os, name, counting(getattr(os, name)))
        write(out, files, [gone] if gone else [])

    return forked(act)


@pytest.mark.long
@pytest.mark.parametrize(
    ("fails", "gone"),
    [("", "south/e.txt"), ("", "e.txt"), ("c.pdf", ""), ("north/c.pdf", "")],
)
def test_a_build_killed_at_any_moment_is_all_old_or_all_new_after_the_next_run(
    tmp_path: Path, fails: str, gone: str
) -> None:
    """If there is no unfinished build, all the files are from one build."""
    old = OLD | ({gone: b"old"} if gone else {})
    files = NEW | ({"north/c.pdf": b"new"} if "/" in f"{fails}{gone}" else {})
    seen, moment, status = set(), 0, 9
    while status == 9:
        moment += 1
        out = tmp_path / f"{moment}"
        write(out, old)
        status = killed_at(moment, out, files, fails, gone)
        shown = {name: content for name, content in held(out).items() if not name.startswith(".")}
        is_unfinished = (out / ".briefing-unfinished").exists()
        assert is_unfinished or shown in (old, files)
        write(out, {"other": b"other"})
        after = held(out)
        assert after.pop("other") == b"other" and after in (old, files)
        seen.add((is_unfinished, after == files))
    assert status == (3 if fails else 0) and moment > 30
    assert {(False, False), (True, True)} <= seen


@pytest.mark.long
@pytest.mark.parametrize("fails", ["", "c.pdf"])
def test_the_run_that_completes_a_build_may_be_killed_too(tmp_path: Path, fails: str) -> None:
    first = 1
    while True:
        out = tmp_path / f"{first}"
        write(out, OLD)
        if killed_at(first, out, NEW, fails) != 9:
            break
        for moment in range(1, 40, 5) if (out / ".briefing-unfinished").exists() else ():
            again = tmp_path / f"{first}-{moment}"
            shutil.copytree(out, again, symlinks=True)
            killed_at(moment, again, {"other": b"other"})
            write(again, {"other": b"other"})
            after = held(again)
            assert after.pop("other") == b"other" and after in (OLD, NEW)
        first += 2


def test_a_command_completes_a_build_that_was_killed_and_says_so(out: Path) -> None:
    """Even a command that cannot make anything itself completes the build."""
    moment = 1
    while not (out / ".briefing-unfinished").exists():
        assert killed_at(moment, out, NEW) == 9
        moment += 1
    faulty = out.parent / "faulty.yaml"
    faulty.write_text("title: Faulty\n")
    done = briefing("build", faulty, "-o", out)
    assert done.exit_code == 1 and held(out) == NEW
    assert done.stderr.startswith(
        f"Note: finished an earlier build in {out} that had been interrupted.\n"
    )
    assert "Note" not in briefing("build", faulty, "-o", out).stderr


@pytest.mark.long
def test_a_build_that_was_killed_blocks_no_other_when_its_file_is_in_the_way(out: Path) -> None:
    moment = 1
    while not (out / ".briefing-unfinished").exists():
        assert killed_at(moment, out, NEW) == 9
        moment += 1
    (out / "d.md").mkdir()
    write(out, {"other": b"other"})
    assert held(out) == {**OLD, "d.md": b"?", "other": b"other"}


def test_a_build_waits_for_another_and_not_for_ever(
    out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("briefing.output.writing._PATIENCE", 0.1)
    descriptor = os.open(out, os.O_RDONLY)
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    with pytest.raises(WriteError, match="another build is still writing to it"):
        write(out, NEW)
    os.close(descriptor)
    write(out, NEW)
    assert held(out) == NEW


def test_where_a_folder_cannot_be_locked_a_hidden_file_is(
    out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("briefing.output.writing._PATIENCE", 0.1)

    real = fcntl.flock

    def only_files(descriptor: int, how: int) -> None:
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            raise OSError(errno.EBADF, "Bad file descriptor")
        real(descriptor, how)

    monkeypatch.setattr(fcntl, "flock", only_files)
    still = pytest.raises(WriteError, match="another build is still writing to it")
    with FileLock(out / ".briefing.write.lock"), still:
        write(out, NEW)
    assert {**held(out), ".briefing.write.lock": b""} == {**OLD, ".briefing.write.lock": b""}


def test_two_builds_at_once_do_not_disturb_each_other(tmp_path: Path) -> None:
    out = tmp_path / "out"
    both = [start(WRITER, out), start(WRITER, out)]
    assert [line(process) for process in both] == ["ready", "ready"]
    until = time.monotonic() + 1
    while time.monotonic() < until:
        assert not out.exists() or whole(out)
    for process in both:
        assert process.poll() is None, process.communicate()
        process.kill()
        process.communicate()
    assert whole(out)


SLOW = """
    import os, sys, time
    from briefing.cli import main

    def fsync(file):
        print("writing", flush=True)
        time.sleep(60)

    os.fsync = fsync
    main(["build", sys.argv[1], "-f", "md", "-o", sys.argv[2]])
"""


@pytest.mark.parametrize(
    ("number", "status"), [(signal.SIGTERM, 128 + signal.SIGTERM), (signal.SIGINT, 130)]
)
def test_a_build_that_is_stopped_cleans_up(out: Path, number: signal.Signals, status: int) -> None:
    process = start(SLOW, SAMPLE, out)
    assert line(process) == "writing"
    process.send_signal(number)
    _, errors = process.communicate(timeout=30)
    assert process.returncode == status
    assert "Traceback" not in errors
    assert held(out) == OLD


PRINTING = """
    import os, sys, time
    from briefing.cli import main
    from briefing import workers
    from briefing.output import pdf

    def printing(briefing):
        os.write(1, f"{os.getpid()}\\n".encode())  # Two processes may write at the same time.
        time.sleep(600)

    pdf.renderer = lambda own, engine: printing
    workers.processors = lambda: int(sys.argv[1])
    if sys.argv[4]:
        os.register_at_fork(after_in_parent=lambda: os.kill(os.getpid(), int(sys.argv[4])))
    main(["build", sys.argv[2], "-f", "pdf", "-o", sys.argv[3]])
"""


@pytest.mark.skipif(sys.platform != "linux", reason="processes are copied on Linux alone")
@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize(("number", "status"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_a_build_that_is_stopped_while_it_prints_leaves_nothing(
    out: Path,
    number: signal.Signals,
    status: int,
    workers: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    process = start(PRINTING, workers, SAMPLE, out, "")
    printing = [Path("/proc", line(process)) for _ in range(workers)]
    assert all(path.exists() for path in printing)
    process.send_signal(number)
    _, errors = process.communicate()
    assert process.returncode == status
    assert "Traceback" not in errors
    assert held(out) == OLD
    assert list(temporary.iterdir()) == [] and not any(path.exists() for path in printing)


@pytest.mark.skipif(sys.platform != "linux", reason="processes are copied on Linux alone")
@pytest.mark.parametrize(("number", "status"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_a_build_that_is_stopped_while_it_starts_a_process_stops(
    out: Path, number: signal.Signals, status: int
) -> None:
    process = start(PRINTING, 1, SAMPLE, out, int(number))
    _, errors = process.communicate(timeout=30)
    assert process.returncode == status
    assert "Traceback" not in errors
    assert held(out) == OLD
