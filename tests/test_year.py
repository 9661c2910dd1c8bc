"""A year of Mondays: a record that somebody maintains, and a machine that sends its news.

Week by week, the record grows, often late, and is corrected. At six on Monday, the digests are sent
through a real mail server. The messages are compared with notes made when each event was added: the
week and the heading under which it must appear.

The default is a few weeks. For the whole year: YEAR_WEEKS=52 pytest -s tests/test_year.py
"""

import io
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date as Day
from datetime import datetime, time, timedelta
from email.message import EmailMessage
from pathlib import Path
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pypdf
import pytest
import time_machine
import yaml
from dateutil.parser import parse

from briefing.edition.digest import as_known_at_end_of
from briefing.record.audiences import Audience
from briefing.record.loading import File, load
from briefing.record.occurrence import has_happened
from tests import mail
from tests.helpers import SAMPLE, briefing
from tests.mail import Server, mail_server
from tests.random_records import random_record
from tests.repository import commit, git

WEEKS = int(os.environ.get("YEAR_WEEKS", "6"))
DAY, WEEK = timedelta(days=1), timedelta(weeks=1)
OFF = {4, 5, 30, 31, 32}
"""The weeks after which nobody has switched the machine on."""
PDF = 1
"""The week whose digests include PDFs, which take the most time."""
QUIET = {2, 13, 20, 21, 22, 38, 47}
RECIPIENTS = {"weekly": ["ann@example.org", "bob@example.org"], "staff": ["zoe@example.org"]}
READERS: dict[str, Audience] = {"weekly": "public", "staff": "internal"}
HAPPENED, LATE, CORRECTED = "WHAT HAPPENED", "LATE ADDITIONS", "CORRECTIONS"
HEADINGS = (
    HAPPENED,
    LATE,
    CORRECTED,
    "U-TURNS",
    "HOW ASKS AND PROMISES STAND NOW",
    "THE NEXT FOUR WEEKS",
    "SOURCES",
)


@dataclass(frozen=True, order=True)
class Tale:
    """The events of an edition in a week, numbered from 0, by heading."""

    edition: str
    week: int
    heading: str
    what: str


@dataclass
class Curator:
    """Maintains a record, and tracks the digest in which each event must appear.

    `sent` is the number of weeks whose digests have been sent.
    """

    start: Day
    chance: Random
    events: list[dict[str, Any]] = field(default_factory=list)
    tales: list[Tale] = field(default_factory=list)
    serial: int = 0
    sent: int = 0

    def keep(self, week: int) -> None:
        """Add the events of a week, and correct something."""
        ways: list[Callable[[int], None]] = [
            *(self.at_once, self.late, self.announced, self.vague, self.embargoed, self.internal),
            *(self.on_monday, self.before_its_document, self.period, self.correct),
        ]
        if week not in QUIET:
            for way in (ways[week % len(ways)], *self.chance.sample(ways, 3)):
                way(week)

    def at_once(self, week: int) -> None:
        day = self.day(week)
        sunday = self.monday(week) + 6 * DAY
        added: dict[str, Any] = self.chance.choice(
            ({}, {"added": f"{day}"}, {"added": f"{sunday}"})
        )
        self.add(f"{day}", day, day, **added)

    def late(self, week: int) -> None:
        happened, added = self.monday(week) - self.chance.randrange(1, 200) * DAY, self.day(week)
        self.add(f"{happened}", happened, added, added=f"{added}")

    def on_monday(self, week: int) -> None:
        """After the digest has been sent, add what happened on Sunday."""
        monday = self.monday(week)
        self.add(f"{monday - DAY}", monday - DAY, monday, added=f"{monday}")

    def announced(self, week: int) -> None:
        comes = self.day(week + self.chance.randrange(1, 9))
        self.add(f"{comes}", comes, comes, added=f"{self.day(week)}")

    def vague(self, week: int) -> None:
        month = self.monday(week).replace(day=1)
        last = (month + 31 * DAY).replace(day=1) - DAY
        self.add(f"{month:%Y-%m}", last, last)

    def period(self, week: int) -> None:
        first = self.day(week)
        self.add(f"{first}/{first + self.chance.randrange(1, 60) * DAY}", first, first)

    def embargoed(self, week: int) -> None:
        day, until = self.day(week), self.day(week + self.chance.randrange(1, 4))
        hour = self.chance.choice(("00:01", "06:30", "23:59"))
        self.add(f"{day}", day, until, known_inside=day, embargo=f"{until}T{hour}")

    def before_its_document(self, week: int) -> None:
        day, published = self.monday(week) - self.chance.randrange(1, 30) * DAY, self.day(week)
        source = {"title": "A document", "date": f"{published}"}
        self.add(f"{day}", day, published, source=source)

    def internal(self, week: int) -> None:
        day = self.day(week)
        self.add(f"{day}", day, None, known_inside=day, audience="internal")

    def correct(self, week: int) -> None:
        """Correct a figure of an event that everybody has received, or withdraw the event."""
        unsent = {tale.what for tale in self.tales if tale.week >= self.sent}
        known = [
            event for event in self.events if event["id"] not in unsent and "audience" not in event
        ]
        if not known:
            return
        event = self.chance.choice(known)
        if self.chance.random() < 0.3:
            self.events.remove(event)
            what = "withdrawn"
        else:
            what = f"{self.serial},{len(self.tales):03}"
            event["figures"][0]["value"] = what
        for edition in RECIPIENTS:
            self.tales.append(Tale(edition, week, CORRECTED, f"{event['id']} {what}"))

    def add(
        self,
        date: str,
        happened: Day,
        known: Day | None,
        known_inside: Day | None = None,
        **more: Any,
    ) -> None:
        """Add an event that had come by `happened` and was public from the day `known`."""
        self.serial += 1
        id = f"E{self.serial:04}"
        event = {
            "id": id,
            "date": date,
            "kind": "news",
            "title": f"Something happens, {id}",
            "source": {"title": "A document"},
            "figures": [{"label": f"want {id}", "value": f"{self.serial},000"}],
        }
        self.events.append({**event, **more})
        for edition, day in (("weekly", known), ("staff", known_inside or known)):
            if day:
                week = (day - self.start).days // 7
                heading = LATE if happened < self.monday(week) else HAPPENED
                self.tales.append(Tale(edition, week, heading, id))

    def monday(self, week: int) -> Day:
        return self.start + week * WEEK

    def day(self, week: int) -> Day:
        """Return a day of a week, often its first or its last."""
        return self.monday(week) + self.chance.choice((0, 6, self.chance.randrange(7))) * DAY


# The records at the start


def from_the_sample() -> dict[str, str]:
    text = SAMPLE.read_text(encoding="utf-8")
    head, _, editions = text.partition("\neditions:\n")
    assert editions
    return {"record/1.yaml": re.sub(r"(?m)^correct_as_of: .*\n", "", head) + "\n"}


def from_a_generated_record() -> dict[str, str]:
    files = random_record(129).files
    for data in files.values():
        data.pop("editions", None)
        data.pop("correct_as_of", None)
        if "timezone" in data:
            data["timezone"] = "America/New_York"
    return {f"record/{name}": yaml.safe_dump(data, sort_keys=False) for name, data in files.items()}


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name, value in mail.trust(tmp_path).items():
        monkeypatch.setenv(name, value)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    with mail_server() as server:
        for name, value in server.settings.items():
            monkeypatch.setenv(name, value)
        yield server


@pytest.mark.long
@pytest.mark.parametrize(
    ("files", "zone", "start"),
    [
        # The clocks go back in the fourth week of one. A new year begins in the fifth week of the
        # other.
        (from_the_sample(), "Europe/London", "2023-10-02"),
        (from_a_generated_record(), "America/New_York", "2023-11-27"),
    ],
    ids=["sample", "generated"],
)
def test_a_year_of_digests(files: dict[str, str], zone: str, start: str, server: Server) -> None:
    curator = Curator(Day.fromisoformat(start), Random(start))
    git("init", "--quiet")

    def save(day: Day) -> None:
        editions = {
            id: {"template": "digest", "audience": READERS[id], "recipients": recipients}
            for id, recipients in RECIPIENTS.items()
        }
        data = {"events": curator.events, "editions": editions}
        sender = {} if "sender" in files else {"sender": "Parks <parks@example.org>"}
        text = yaml.safe_dump(sender | data, sort_keys=False)
        commit({**files, "record/9-year.yaml": text}, at=f"{day}T12:00:00Z")

    def at_six(day: Day, *arguments: str) -> str:
        now = datetime.combine(day, time(6), ZoneInfo(zone))
        with time_machine.travel(now):
            done = briefing("send", "record", *arguments, "--quiet")
        assert done.exit_code == 0, done.output
        return done.output

    save(curator.start - WEEK)
    at_six(curator.start, "--mark-sent")
    for week in range(WEEKS):
        curator.keep(week)
        save(curator.monday(week) + 3 * DAY)
        if week not in OFF or week == WEEKS - 1:
            format = "-fpdf" if week == PDF else "-fmd"
            at_six(curator.monday(week + 1), "--git", "--catch-up", format)
            before = len(server.got)
            at_six(curator.monday(week + 1), "--git", "--catch-up", format)
            assert len(server.got) == before
            curator.sent = week + 1

    everybody = [recipient for recipients in RECIPIENTS.values() for recipient in recipients]
    hidden = [event["id"] for event in curator.events if "audience" in event]
    sundays = [curator.monday(week) - DAY for week in range(1, WEEKS + 1)]
    assert (
        len({message["Message-ID"] for message in server.got})
        == len(server.got)
        == WEEKS * len(everybody)
    )
    for edition, recipients in RECIPIENTS.items():
        expected = sorted(
            tale for tale in curator.tales if tale.edition == edition and tale.week < WEEKS
        )
        for recipient in recipients:
            got = [
                message
                for message in server.got
                if message["X-RcptTo"] == message["To"] == recipient
            ]
            texts = [text_of(message) for message in got]
            assert [as_of(text) for text in texts] == sundays
            others = [other for other in everybody if other != recipient]
            assert not any(other in str(message) for other in others for message in got)
            if READERS[edition] == "public":
                assert not any(word in text for word in hidden for text in texts)
            headings = [
                tale for week, text in enumerate(texts) for tale in tales_of(edition, week, text)
            ]
            assert sorted(headings) == expected
            shown = titles_expected(files, READERS[edition], sundays[0] - WEEK, sundays[-1])
            for title, times in shown.items():
                assert sum(text.count(f" {title} ") for text in map(happened_in, texts)) == times
    attached = [pdf for message in server.got for pdf in message.iter_attachments()]
    assert len(attached) == len(everybody)
    assert all(pypdf.PdfReader(io.BytesIO(pdf.get_content())).pages for pdf in attached)
    of_all = {(tale.heading, tale.what) for tale in curator.tales if tale.week < WEEKS}
    late, corrected = (
        sum(heading == heading_ for heading_, _ in of_all) for heading in (LATE, CORRECTED)
    )
    print(
        f"\n{WEEKS} weeks from {start}: {len(server.got)} messages to {len(everybody)} people; "
        f"of {curator.serial} events put in, {late} told late; {corrected} corrections"
    )


def titles_expected(files: dict[str, str], reader: Audience, eve: Day, last: Day) -> dict[str, int]:
    """Return how often the titles of the first events must appear: once, or never."""
    record = load([File(name, text.encode()) for name, text in files.items()]).record
    known, before = (as_known_at_end_of(record, reader, day)[0] for day in (last, eve))
    old = {event.where for event in before.events if has_happened(event, before.sources, eve)}
    come = {event.where for event in known.events if has_happened(event, known.sources, last)}
    return {event.title: int(event.where in come - old) for event in known.events}


# What arrives


def text_of(message: EmailMessage) -> str:
    body = message.get_body(("plain",))
    assert body
    return str(body.get_content()).replace("\r\n", "\n")


def as_of(text: str) -> Day:
    words = r"Correct as of|Latest addition to the record:|\b[Aa]s at"
    date = rf"(?:{words})\s+(\d+\s\w+\s\d{{4}})"
    *_, day = re.findall(date, text[:500])
    return parse(day).date()


def sections(text: str) -> dict[str, str]:
    """Return the text under each heading, on one line."""
    _, *parts = re.split(f"(?m)^({'|'.join(HEADINGS)})$", text)
    return {
        name: f" {' '.join(content.split())} "
        for name, content in zip(parts[::2], parts[1::2], strict=True)
    }


def happened_in(text: str) -> str:
    """Return the events that have happened, now or earlier."""
    shown = sections(text)
    return shown.get(HAPPENED, "") + shown.get(LATE, "")


def tales_of(edition: str, week: int, text: str) -> Iterator[Tale]:
    shown = sections(text)
    for heading in (HAPPENED, LATE):
        for id in re.findall(r"Something happens, (E\d+)", shown.get(heading, "")):
            yield Tale(edition, week, heading, id)
    for item in shown.get(CORRECTED, "").split(" - Corrected: ")[1:]:
        id = re.search(r"E\d+", item)
        what = re.search(r": want [^:]*: ([\d,]+), not|: (withdrawn)\.", item)
        assert id and what, item
        yield Tale(edition, week, CORRECTED, f"{id[0]} {what[1] or what[2]}")
