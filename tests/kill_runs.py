"""Kill runs at random moments (SIGKILL), and count what is lost: python -m tests.kill_runs.

A third of the kills hit builds of a record that changes in each round. A folder without
`.briefing-unfinished` must contain the files of one build, and the next run must make all of its
own files.

A third hit builds with a cache, until one finishes. No document that is in the cache may be made
again, and none may be half-written.

A few hit `briefing mailbox`, which reads replies from a real IMAP server. Each reply must be noted
once. The others hit digests. Each round sends the digests of some missed weeks through a real mail
server. Runs are killed until one finishes. Everybody must then have each digest. A message that the
server accepted just before the run was killed, before that could be recorded, may arrive twice, as
the same message.
"""

import argparse
import os
import random
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date as Day
from datetime import timedelta
from json import loads
from pathlib import Path
from tempfile import TemporaryDirectory

from briefing.cache import Cache
from briefing.delivery.ledger import Ledger
from briefing.delivery.ledger_lines import entry
from briefing.edition.periods import Rhythm, period_of
from tests.helpers import text_formats
from tests.imap import mailbox_server
from tests.mail import Server, mail_server, trust
from tests.replies import bounce, request

KILLED = -9
"""The exit status of a run that was killed, as Python reports it."""
RECIPIENTS = ["ann@example.org", "bob@example.org", "cat@example.org"]


@dataclass
class Report:
    """The result of `kills`: deliveries of digests to each recipient, and files."""

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


@dataclass
class BuildReport:
    """The result of `kill_builds`: builds that were `old`, `new` or `unfinished` when killed."""

    kills: int = 0
    runs: int = 0
    old: int = 0
    new: int = 0
    unfinished: int = 0
    mixed: int = 0
    left_over: int = 0

    def __str__(self) -> str:
        return (
            f"{self.kills} of {self.runs} builds were killed: {self.old} had written nothing, "
            f"{self.new} everything, and {self.unfinished} left a build for the next run to "
            f"complete.\n{self.mixed} folders mixed two builds, and {self.left_over} hidden "
            "folders stayed behind."
        )


def kill(times: int, seed: int, folder: Path, weeks: int = 4) -> Report:
    """Kill `times` runs in rounds, each round in a new folder within `folder`."""
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
                report.torn += sum(wanted[name] != text for name, text in files(round_).items())
                if status == 0:
                    break
                assert status == KILLED, f"a run ended with {status}"
                report.kills += 1
            came = Counter(str(message["Message-ID"]) for message in server.got)
            report.digests += digests
            report.lost += digests - len(came)
            report.twice += sum(count == 2 for count in came.values())
            report.more += sum(count > 2 for count in came.values())
            assert files(round_) == wanted
    return report


@dataclass
class MailboxReport:
    """The result of `kill_mailboxes`, which counts the replies that were noted."""

    kills: int = 0
    runs: int = 0
    replies: int = 0
    lost: int = 0
    twice: int = 0

    def __str__(self) -> str:
        return (
            f"{self.kills} of {self.runs} runs that read a mailbox were killed. Of {self.replies} "
            f"replies, {self.lost} were lost and {self.twice} were noted twice."
        )


def kill_mailboxes(times: int, seed: int, folder: Path, recipients: int = 8) -> MailboxReport:
    """Kill runs that read a mailbox in rounds. A round ends when one finishes."""
    moments, report = random.Random(seed), MailboxReport()
    addresses = [f"reader{number}@example.org" for number in range(recipients)]
    with mail_server("none") as server, mailbox_server() as mailbox:
        whole = folder / "sent"
        begin(whole, addresses, weeks=1)
        assert ended(run(whole, server)) == 0
        replies = [
            request(message) if number % 2 else bounce(message)
            for number, message in enumerate(server.got)
        ]
        mailbox.put(*replies)
        environment = {**mailbox.settings, **trust(folder)}
        seconds, number = 1.0, 0
        while report.kills < times:
            number += 1
            round_ = folder / f"mailbox-{number}"
            shutil.copytree(whole, round_)
            status = KILLED
            while status == KILLED:
                last = report.kills >= times
                moment = None if last else moments.uniform(0.3, 1.1) * seconds
                started = time.monotonic()
                process = _start("mailbox", round_, environment, moment)
                status = ended(process)
                seconds = seconds if status == KILLED else time.monotonic() - started
                report.runs += 1
                report.kills += status == KILLED
                # Addresses that do not work are reported by the run that notes the last of them.
                assert status in (0, 3, KILLED), f"a run ended with {status}"
            lines = (round_ / "out" / "digest" / "sent.jsonl").read_text().splitlines()
            noted = Counter(
                (row["notice"], row["to"]) for line in lines if "notice" in (row := loads(line))
            )
            report.replies += len(replies)
            report.lost += len(replies) - len(noted)
            report.twice += sum(count > 1 for count in noted.values())
            shutil.rmtree(round_)
    return report


FORMATS = text_formats()


def kill_builds(times: int, seed: int, folder: Path) -> BuildReport:
    """Kill `times` builds in one folder, each of a different record."""
    moments, report = random.Random(seed), BuildReport()
    out, record = folder / "out", folder / "events.yaml"
    wanted = [_built(folder, number) for number in range(2)]
    assert _build(folder) == 0 and _held(out) == wanted[1]
    started = time.monotonic()
    assert _build(folder) == 0
    seconds = time.monotonic() - started
    while report.kills < times:
        number = 1 - wanted.index(_held(out))
        record.write_text(_record(number))
        # Most of the time is spent on rendering, but the last part is where files may be damaged.
        moment = moments.uniform(0.6, 1.02) * seconds if moments.random() < 0.8 else 0.05
        started = time.monotonic()
        status = _build(folder, moment)
        if status == 0:
            # The machine is less busy than before.
            seconds = min(seconds, time.monotonic() - started)
        report.runs += 1
        assert status in (0, KILLED), f"a build ended with {status}"
        report.kills += status == KILLED
        held = _held(out)
        if (out / ".briefing-unfinished").exists():
            report.unfinished += 1
        elif held not in wanted:
            report.mixed += 1
            break
        elif status == KILLED:
            report.old += held != wanted[number]
            report.new += held == wanted[number]
        if moments.random() < 0.3 or (out / ".briefing-unfinished").exists():
            started = time.monotonic()
            assert _build(folder) == 0
            seconds = time.monotonic() - started
            report.mixed += _held(out) != wanted[number]
            report.left_over += len(list(out.glob(".briefing*")))
    return report


@dataclass
class CacheReport:
    """The result of `kill_cached_builds`, which counts documents.

    `resumed` are those that a build found after earlier ones had been killed, `twice` those that
    were made again, `torn` those that were half-written, and `wrong` those with other bytes.
    """

    kills: int = 0
    runs: int = 0
    resumed: int = 0
    twice: int = 0
    torn: int = 0
    wrong: int = 0

    def __str__(self) -> str:
        return (
            f"{self.kills} of {self.runs} builds with a cache were killed. Others found "
            f"{self.resumed} documents that these had made. {self.twice} were made twice, "
            f"{self.torn} were half-written, and {self.wrong} were wrong."
        )


def kill_cached_builds(times: int, seed: int, folder: Path) -> CacheReport:
    """Kill builds in rounds. Each round begins with an empty cache and ends when a build does."""
    moments, report = random.Random(seed), CacheReport()
    (folder / "events.yaml").write_text(_record(0))
    seconds, status = _timed_build(folder, None, folder / "cache-0")
    assert status == 0
    wanted = _held(folder / "out")
    made_by_one = len(_entries(folder / "cache-0"))
    number = 0
    while report.kills < times:
        number += 1
        cache, before, status = folder / f"cache-{number}", dict[Path, int](), KILLED
        shutil.copytree(folder / "cache-0" / "templates", cache / "templates")
        shutil.rmtree(folder / "out")
        while status == KILLED:
            # Most documents are made towards the end.
            moment = moments.uniform(0.4, 1.1) * seconds if report.kills < times else None
            elapsed, status = _timed_build(folder, moment, cache)
            assert status in (0, KILLED), f"a build ended with {status}"
            if status == 0:
                # The first build is slower, because it compiles the templates.
                seconds = elapsed
            report.runs += 1
            report.kills += status == KILLED
            after = _entries(cache)
            report.twice += sum(after.get(path) != inode for path, inode in before.items())
            report.torn += sum(Cache(path.parents[2]).read(path.name) is None for path in after)
            before = after
            if status == KILLED:
                report.resumed += len(after)
        report.wrong += _held(folder / "out") != wanted
        report.twice += len(before) - made_by_one
    return report


def _entries(cache: Path) -> dict[Path, int]:
    """Return the entries of a cache, each with the number of its file, which is new if written."""
    return {path: path.stat().st_ino for path in (cache / "made").glob("*/??/[!.]*")}


def _record(number: int) -> str:
    events = "".join(
        f"  - {{date: 2023-09-{day:02}, added: 2023-09-{day:02}, kind: news, "
        f"title: Version {number} of {day}, source: {{title: S}}}}\n"
        for day in range(1, 29)
    )
    return f"title: Parks {number}\ncorrect_as_of: 2023-10-01\nevents:\n{events}"


def _built(folder: Path, number: int) -> dict[str, bytes]:
    """Return the files of an uninterrupted build of that record."""
    (folder / "events.yaml").write_text(_record(number))
    assert _build(folder) == 0
    return _held(folder / "out")


def _build(folder: Path, moment: float | None = None, cache: Path | None = None) -> int:
    """Return the exit status of a build. One with a cache makes fewer formats, to be quick."""
    by = ["timeout", "--signal=KILL", f"{moment:f}"] if moment else []
    formats = [part for format in (("md", "json") if cache else FORMATS) for part in ("-f", format)]
    process = subprocess.Popen(
        [*by, sys.executable, "-m", "briefing", "build", *formats, "--quiet"],
        cwd=folder,
        env={
            **os.environ,
            "PYTHONPATH": str(Path(__file__).parents[1]),
            **({"BRIEFING_CACHE": str(cache)} if cache else {}),
        },
        stderr=subprocess.PIPE,
        text=True,
    )
    return ended(process)


def _timed_build(folder: Path, moment: float | None, cache: Path) -> tuple[float, int]:
    """Return how long a build took, in seconds, and its exit status."""
    started = time.monotonic()
    status = _build(folder, moment, cache)
    return time.monotonic() - started, status


def _held(out: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in out.glob("[!.]*")}


def begin(folder: Path, recipients: Sequence[str] = RECIPIENTS, *, weeks: int) -> None:
    """Write a record, and a ledger in which all but the last weeks have been sent."""
    folder.mkdir()
    last = Day.today() - timedelta(weeks=1)
    days = [last - timedelta(weeks=number) for number in range(weeks)]
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
    """Start a run that sends the missed digests, and kill it at `moment` seconds, if given.

    A separate process kills it, because this one wakes up only when its mail server has replied.
    """
    return _start("send -f md --catch-up", folder, server.settings, moment)


def _start(
    command: str, folder: Path, settings: Mapping[str, str], moment: float | None
) -> "subprocess.Popen[str]":
    by = ["timeout", "--signal=KILL", f"{moment:f}"] if moment else []
    return subprocess.Popen(
        [*by, sys.executable, "-m", "briefing", *command.split(), "--quiet"],
        cwd=folder,
        env={**os.environ, **settings, "PYTHONPATH": str(Path(__file__).parents[1])},
        stderr=subprocess.PIPE,
        text=True,
    )


def ended(process: "subprocess.Popen[str]") -> int:
    """Return the exit status of a run, which prints nothing unless it fails or is killed."""
    _, errors = process.communicate()
    status = KILLED if process.returncode == 128 - KILLED else process.returncode
    assert "Traceback" not in errors and not (errors and status == 0), errors
    return status


def files(folder: Path) -> dict[str, bytes]:
    """Return the digests that have been written, keyed by name."""
    return {path.name: path.read_bytes() for path in (folder / "out" / "digest").glob("*.md")}


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=100)
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    chosen = parser.parse_args()
    with TemporaryDirectory() as folder:
        print(f"Seed {chosen.seed}.")
        third = chosen.times // 3
        for name, run_them in (("a", kill_builds), ("b", kill_cached_builds)):
            (Path(folder) / name).mkdir()
            print(run_them(third, chosen.seed, Path(folder) / name))
        print(kill_mailboxes(max(1, third // 3), chosen.seed, Path(folder)))
        print(kill(chosen.times - 2 * third, chosen.seed, Path(folder)))
