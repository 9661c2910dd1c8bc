"""Kill runs that send digests at random moments, and count what arrives: python -m tests.killing.

Each round sends the digests of some missed weeks by a real mail server. Its runs are killed
outright (SIGKILL) until one comes to its end. Then everybody must have each of them. One that the
server took just before the run was killed, and could put that down, may come twice, as the same
message.
"""

import argparse
import os
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date as Day
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from briefing.delivery.ledger import Ledger, entry
from briefing.edition.periods import Rhythm, period_of
from tests.mail import Server, mail_server

KILLED = -9
"""The exit status of a run that was killed, as Python tells it."""
RECIPIENTS = ["ann@example.org", "bob@example.org", "cat@example.org"]


@dataclass
class Report:
    """What `kills` did: to digests, each one for one recipient, and to files."""

    kills: int = 0
    runs: int = 0
    digests: int = 0
    lost: int = 0
    twice: int = 0
    more: int = 0
    torn: int = 0
    seconds_of_a_run: float = 0

    def __str__(self) -> str:
        return (
            f"{self.kills} of {self.runs} runs were killed, each within the "
            f"{self.seconds_of_a_run:.1f} seconds that it would have taken.\n"
            f"{self.digests} digests were to arrive: {self.lost} were lost, {self.twice} came "
            f"twice, {self.more} more often.\n{self.torn} files were found half-written."
        )


def kill(times: int, seed: int, folder: Path, weeks: int = 12) -> Report:
    """Kill `times` runs in rounds, each in a new folder within `folder`."""
    moments, report = random.Random(seed), Report()
    digests = weeks * len(RECIPIENTS)
    with mail_server("none") as server:
        whole = folder / "whole"
        begin(whole, weeks=weeks)
        started = time.monotonic()
        assert ended(run(whole, server)) == 0
        report.seconds_of_a_run = time.monotonic() - started
        wanted = files(whole)
        assert len(server.got) == digests and len(wanted) == weeks
        number = 0
        while report.kills < times:
            number += 1
            server.got.clear()
            round_ = folder / f"round-{number}"
            begin(round_, weeks=weeks)
            while True:
                moment = moments.uniform(0.001, report.seconds_of_a_run)
                status = ended(run(round_, server, moment if report.kills < times else None))
                report.runs += 1
                report.torn += sum(wanted[it] != text for it, text in files(round_).items())
                if status == 0:
                    break
                assert status == KILLED, f"a run ended with {status}"
                report.kills += 1
            came = Counter(str(it["Message-ID"]) for it in server.got)
            report.digests += digests
            report.lost += digests - len(came)
            report.twice += sum(it == 2 for it in came.values())
            report.more += sum(it > 2 for it in came.values())
            assert files(round_) == wanted
    return report


def begin(folder: Path, recipients: Sequence[str] = RECIPIENTS, *, weeks: int) -> None:
    """A record, and the memory that all but the last weeks have been sent."""
    folder.mkdir()
    last = Day.today() - timedelta(weeks=1)
    days = [last - timedelta(weeks=it) for it in range(weeks)]
    events = "".join(
        f"  - {{date: {day}, added: {day}, kind: news, title: On {day}, source: {{title: S}}}}\n"
        for day in days
    )
    editions = f"editions: {{weekly: {{template: digest, recipients: [{', '.join(recipients)}]}}}}"
    text = f"title: Parks\nsender: parks@example.org\n{editions}\nevents:\n{events}"
    (folder / "events.yaml").write_text(text)
    before = period_of(last - timedelta(weeks=weeks), Rhythm())
    Ledger(folder / "out" / "digest").add(entry("marked", "weekly", before))


def run(folder: Path, server: Server, moment: float | None = None) -> "subprocess.Popen[str]":
    """Begin to catch up with what was missed; to be killed after some seconds, if so.

    Another process kills it, for this one wakes up whenever the mail server in it has answered.
    """
    by = ["timeout", "--signal=KILL", f"{moment:f}"] if moment else []
    return subprocess.Popen(
        [*by, sys.executable, "-m", "briefing", "digest", "-f", "md", "--catch-up", "--quiet"],
        cwd=folder,
        env={**os.environ, **server.settings, "PYTHONPATH": str(Path(__file__).parents[1])},
        stderr=subprocess.PIPE,
        text=True,
    )


def ended(process: "subprocess.Popen[str]") -> int:
    """The exit status of a run, which has nothing to say unless there is one."""
    _, said = process.communicate()
    assert "Traceback" not in said and bool(said) <= (process.returncode > 0), said
    return KILLED if process.returncode == 128 - KILLED else process.returncode


def files(folder: Path) -> dict[str, bytes]:
    """The digests that have been written, by their names."""
    return {it.name: it.read_bytes() for it in (folder / "out" / "digest").glob("*.md")}


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=100)
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    chosen = parser.parse_args()
    with TemporaryDirectory() as folder:
        print(f"Seed {chosen.seed}.")
        print(kill(chosen.times, chosen.seed, Path(folder)))
