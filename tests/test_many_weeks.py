"""Many weeks of digests with random bounces and requests, through real SMTP and IMAP servers.

Nobody gets a digest after leaving, and no address that works is dropped.
"""

import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import date as Day
from datetime import timedelta
from pathlib import Path

import pytest

from tests.cli.parks import save, send
from tests.helpers import briefing, set_today
from tests.imap import Mailbox, mailbox_server
from tests.mail import Server, mail_server, patience, trust
from tests.replies import bounce, email, leaving_link, qmail_bounce, request

START = Day(2003, 9, 8)
ADDRESSES = [f"reader{number}@example.org" for number in range(6)]
GONE = [
    ("smtp; 550 5.1.1 No such user", "5.1.1"),
    ("smtp; 550 no mailbox here by that name", "5.0.0"),
    ("", "5.1.2"),
]
FOR_NOW = [
    ("smtp; 552 5.2.2 Over quota", "5.2.2"),
    ("smtp; 554 5.7.1 Looks like spam", "5.7.1"),
    ("smtp; 452 4.2.2 Try later", "4.2.2"),
]


@dataclass
class World:
    """The truth, as opposed to the ledger: addresses that do not work, and people who have left.

    `dropped` holds the addresses whose bounce has been read.
    """

    server: Server
    mailbox: Mailbox
    chance: random.Random
    broken: set[str] = field(default_factory=lambda: {ADDRESSES[0]})
    left: set[str] = field(default_factory=set)
    dropped: set[str] = field(default_factory=set)
    counts: Counter[str] = field(default_factory=Counter)

    def week(self, number: int, patch: pytest.MonkeyPatch) -> None:
        """Send a digest, let replies arrive, and read them."""
        set_today(str(START + timedelta(weeks=number)), patch)
        self.server.got.clear()
        assert send("--catch-up", "--quiet").exit_code == 0
        wanted = [name for name in ADDRESSES if name not in self.left | self.dropped]
        assert sorted(self.server.recipients) == sorted(wanted), number
        replies: list[bytes] = []
        lines: list[str] = []
        for message in self.server.got:
            address, luck = str(message["X-RcptTo"]), self.chance.random()
            if address in self.broken:
                diagnosis, status = self.chance.choice(GONE)
                report = bounce(message, diagnosis, status=status)
                words = "Sorry, no mailbox here by that name."
                replies.append(report if luck < 0.8 else qmail_bounce(message, words))
                self.dropped.add(address)
                self.counts["bounced"] += 1
            elif luck < 0.06:
                replies.append(request(message))
                self.left.add(address)
                self.counts["left"] += 1
            elif luck < 0.12:
                token = leaving_link(message).partition("subject=")[2].split(".", 1)[1]
                lines.append(f"{START + timedelta(weeks=number)}T09:00:00Z {token}\n")
                self.left.add(address)
                self.counts["left on the web"] += 1
            elif luck < 0.25:
                diagnosis, status = self.chance.choice(FOR_NOW)
                replies.append(bounce(message, diagnosis, status=status))
                self.counts["bounced for now"] += 1
            elif luck < 0.4:
                # Somebody who does not have the token of this recipient.
                forged = bounce(message, to=self.chance.choice(ADDRESSES))
                genuine = leaving_link(message).rpartition(".")[2].encode()
                replies.append(forged.replace(genuine, genuine[::-1]))
                replies.append(email("eve@example.org", "p@example.org", "unsubscribe " + address))
                self.counts["forged"] += 1
        self.chance.shuffle(replies)
        self.mailbox.put(*replies)
        with Path("requests.txt").open("a") as file:
            file.writelines(lines)
        if self.chance.random() < 0.1:
            self.mailbox.make_folder()
        done = briefing("mailbox", "--quiet", "--unsubscriptions", "requests.txt")
        noted = {name for name in ADDRESSES if name in done.stderr and name in self.dropped}
        assert (done.exit_code == 3) == bool(noted), done.output
        self.change()

    def change(self) -> None:
        """Break and repair some addresses, and let some people come back."""
        for address in ADDRESSES:
            luck = self.chance.random()
            if address in self.dropped and luck < 0.4:
                self.broken.discard(address)
                self.dropped.discard(address)
                assert briefing("mailbox", "--resume", address).exit_code == 0
            elif address in self.left and luck < 0.4:
                self.left.discard(address)
                assert briefing("mailbox", "--rejoin", address, "-e", "weekly").exit_code == 0
            elif luck < 0.06:
                self.broken.add(address)


@pytest.mark.parametrize(
    ("weeks", "seed"), [(4, 7), *(pytest.param(100, n, marks=pytest.mark.long) for n in range(10))]
)
def test_nobody_gets_mail_after_leaving_and_no_working_address_is_dropped(
    weeks: int, seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    save(
        "title: Parks\nsender: p@example.org\neditions:\n"
        f"  weekly: {{template: digest, recipients: [{', '.join(ADDRESSES)}]}}\n"
        "events:\n  - {date: 2003-01-06, added: 2003-01-06, kind: news, title: A bench, "
        "source: {title: S}}\n"
    )
    patience(monkeypatch)
    set_today(str(START - timedelta(weeks=1)), monkeypatch)
    assert send("--mark-sent").exit_code == 0
    with mail_server("none") as server, mailbox_server() as mailbox:
        for name, value in {**trust(tmp_path), **server.settings, **mailbox.settings}.items():
            monkeypatch.setenv(name, value)
        world = World(server, mailbox, random.Random(seed))
        for number in range(weeks):
            world.week(number, monkeypatch)
    assert {*world.counts} == {"bounced", "left", "left on the web", "bounced for now", "forged"}
