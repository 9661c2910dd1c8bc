"""A record whose digests are sent, and functions that return the results."""

import json
import re
from datetime import datetime, timedelta
from pathlib import Path

from click.testing import Result

from tests.helpers import briefing
from tests.mail import PASSWORD, Server

ANN, BOB, CAT = "ann@example.org", "bob@example.org", "cat@example.org"
RECORD = """\
title: Parks
sender: Parks Policy <parks@example.org>
timezone: Europe/London
editions:
  weekly: {template: digest, recipients: [Ann Example <ann@example.org>, bob@example.org]}
events:
  - {date: 2023-08-15, added: 2023-08-15, kind: news, title: First, source: {title: S}}
  - {date: 2023-08-23, added: 2023-08-23, kind: news, title: Second, source: {title: S}}
  - {date: 2023-09-06, added: 2023-09-06, kind: news, title: Third, source: {title: S}}
  - {date: 2023-09-20, added: 2023-09-20, kind: debate, title: Fourth, source: {title: S}}
"""
TREES = "  trees: {template: digest, recipients: [cat@example.org], sender: trees@example.org}"
"""An additional edition with its own sender."""
LEDGER = Path("out/digest/sent.jsonl")


def save(text: str, name: str = "events.yaml") -> None:
    Path(name).write_text(text)


def send(*arguments: str) -> Result:
    done = briefing("send", "-f", "md", *arguments)
    assert PASSWORD not in done.output
    return done


def ledger_rows() -> list[tuple[str, ...]]:
    """Return the entries in the ledger, without their times."""
    lines = [json.loads(line) for line in LEDGER.read_text().splitlines()]
    lines = [line for line in lines if "what" in line]
    keys = ("period", "what", "to", "said")
    return [tuple(line[key] for key in keys if key in line) for line in lines]


def arrived(server: Server) -> list[tuple[str, str]]:
    """Return the messages that arrived: the recipient, and the days in the subject."""
    return [
        (message["X-RcptTo"], message["Subject"].partition(", ")[2].removesuffix(" · Parks"))
        for message in server.got
    ]


def a_day_passes() -> None:
    """Make every entry in the ledger a day older."""

    def earlier(found: re.Match[str]) -> str:
        return f'"at":"{datetime.fromisoformat(found[1]) - timedelta(days=1):%Y-%m-%dT%H:%M:%SZ}"'

    LEDGER.write_text(re.sub('"at":"([^"]*)"', earlier, LEDGER.read_text()))
