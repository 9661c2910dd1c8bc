"""A digest as a message: what mail programs read, and who can be made to read what."""

from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

from briefing.edition.briefing import Briefing
from briefing.edition.digest import digests_of, make_digest, on_evening
from briefing.edition.periods import Rhythm, period_between
from briefing.output.eml import Letter, letters
from briefing.timeline.dates import parse
from briefing.timeline.mailboxes import Mailbox
from briefing.timeline.timeline import Timeline
from tests.making import timeline

MONDAY = datetime(2023, 9, 11, 5, 0, tzinfo=UTC)
ANN = Mailbox("Ann Example", "ann@example.org")
RECORD = """
title: Parks
publisher: {name: A publisher, contact: a@example.org}
events:
  - {date: 2023-09-06, kind: news, title: A new bench, source: https://example.org/a}
"""


def digest(record: Timeline, first: str = "2023-09-04", last: str = "2023-09-10") -> Briefing:
    """The first digest of a record, of the days from `first` to `last`."""
    id, edition = next(iter(digests_of(record).items()))
    period = period_between(parse(first).earliest, parse(last).latest, Rhythm())
    eve, _ = on_evening(record, edition.audience or "public", period.eve)
    now, _ = on_evening(record, edition.audience or "public", period.last)
    return make_digest(eve, now, id, edition, period)


def letter(text: str = RECORD) -> Letter:
    return letters(None, None)(digest(timeline(text)))


def read(message: EmailMessage | bytes) -> EmailMessage:
    """What a mail program makes of the bytes of a message."""
    read = message_from_bytes(bytes(message), policy=default)
    assert not any(part.defects for part in read.walk())
    return read


def test_a_message_is_from_the_sender_to_one_recipient() -> None:
    message = read(letter().to(ANN, MONDAY))
    assert message["From"] == "A publisher <a@example.org>"
    assert message["To"] == "Ann Example <ann@example.org>"
    assert message["Subject"] == "Weekly digest, 4–10 September 2023"
    assert message["Date"].datetime == MONDAY
