"""A person at a real terminal: runs the command line in one, reads it and types."""

import os
import pty
import re
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_CODE = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|[()][A-Z0-9]|[=>78]|\][^\x07]*\x07)")
_PATIENCE = 30.0
_BETWEEN_INTERRUPTS = 3.0
TAB, CTRL_C = "\t", "\x03"
# The terminal becomes that of the new session, so that Ctrl-C reaches the command, which takes it
# even if the tests run in the background of a shell, which ignores it.
_RUN = """
import fcntl, signal, sys, termios
signal.signal(signal.SIGINT, signal.default_int_handler)
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
sys.argv[0] = "briefing"
from briefing.cli import main
main()
"""


class Terminal:
    """A terminal in which a command runs."""

    def __init__(self, process: subprocess.Popen[bytes], end: int) -> None:
        self.process, self._end = process, end
        self._unread = ""
        self.shown = ""

    def wait_for(self, text: str) -> str:
        """Read until `text` is shown, and return everything up to it."""
        until = time.monotonic() + _PATIENCE
        while text not in self._unread:
            if time.monotonic() > until or not self._read():
                raise AssertionError(f"'{text}' is not shown:\n{self._unread}")
        before, _, self._unread = self._unread.partition(text)
        return before

    def type(self, text: str) -> None:
        """Type some text or keys."""
        os.write(self._end, text.encode())

    def answer(self, question: str, text: str = "") -> str:
        """Wait for a question, type the answer and press Enter. Return what was shown before it."""
        before = self.wait_for(question)
        self.type(f"{text}\r")
        return before

    def interrupt(self) -> int:
        """Press Ctrl-C, and return the exit status of the command."""
        # A signal is lost if it arrives while a question is being set up, so press it again.
        end = time.monotonic() + _PATIENCE
        while self.process.poll() is None:
            assert time.monotonic() < end, f"the command does not end:\n{self._unread}"
            self.type(CTRL_C)
            until = time.monotonic() + _BETWEEN_INTERRUPTS
            while self.process.poll() is None and time.monotonic() < until:
                self._read(patience=0.1)
        return self.finish()

    def finish(self) -> int:
        """Read until the command ends, and return its exit status."""
        while self._read():
            pass
        return self.process.wait(_PATIENCE)

    def _read(self, patience: float = _PATIENCE) -> bool:
        ready, _, _ = select.select([self._end], [], [], patience)
        if not ready:
            return False
        # A terminal whose other end has been closed raises an error.
        with suppress(OSError):
            if more := os.read(self._end, 1 << 16):
                text = _CODE.sub("", more.decode(errors="replace")).replace("\r\n", "\n")
                if "\x1b[6n" in more.decode(errors="replace"):
                    self.type("\x1b[1;1R")  # The place of the cursor, which the command asks for.
                self._unread += text
                self.shown += text
                return True
        return False


@contextmanager
def terminal(*arguments: str, folder: Path, **environment: str) -> Iterator[Terminal]:
    """Run the command line in a terminal, in a folder."""
    ours, theirs = pty.openpty()
    variables = {**os.environ, "TERM": "xterm", "COLUMNS": "100", "LINES": "40"}
    variables.pop("NO_COLOR", None)
    process = subprocess.Popen(
        [sys.executable, "-c", _RUN, *arguments],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        cwd=folder,
        env={**variables, "PYTHONPATH": str(Path(__file__).parents[1]), **environment},
        start_new_session=True,
    )
    os.close(theirs)
    try:
        yield Terminal(process, ours)
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        os.close(ours)
