"""A digest as a message: what mail programs read, and headers that nobody else can write."""

import io
import re
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes, message_from_string
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.policy import default
from email.utils import getaddresses
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from textwrap import dedent
from typing import Any

import pypdf
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from briefing.edition.briefing import Briefing
from briefing.edition.digest import as_known_at_end_of, make_digest
from briefing.edition.editions import digests_of
from briefing.edition.periods import Rhythm, period_between
from briefing.output import pdf
from briefing.output.document import Document
from briefing.output.eml import DigestMessage, message_writer
from briefing.output.plain_text import wrapped
from briefing.record.dates import parse_edtf
from briefing.record.mailboxes import Mailbox
from briefing.record.record import Record
from tests.helpers import SAMPLE, TEMPLATES, briefing, load_record

WRITE = message_writer(None)
MONDAY = datetime(2023, 9, 11, 5, 0, tzinfo=UTC)
ANN = Mailbox("Ann Example", "ann@example.org")
RECORD = """
title: Parks
publisher: {name: A publisher, contact: a@example.org}
events:
  - {date: 2023-09-06, kind: news, title: A new bench, source: https://example.org/a}
"""
FULL = """
title: "Parks & <gardens>"
publisher: {name: A publisher, contact: a@example.org}
brand: {accent: "#7a3b00", closing: For everybody.}
actors:
  council: {name: The Council}
asks:
  park: {title: A park in the north, by: council}
events:
  - date: 2023-06-01
    kind: statement
    title: The council promises a plan
    source: {title: Minutes, publisher: The Council, url: "https://example.org/minutes?a=1&b=2"}
    asks: {park: raised}
    commitments: [{id: plan, title: Publish a plan, by: council, due: 2023-09-05}]
  - date: 2023-09-06
    kind: news
    title: "A new bench: *starred*, <b>bold</b> & at 50% of £1,000"
    summary: |
      **At last** the council sets up a bench in [the park](https://example.org/park),
      for all who come by.

      It is the first in the park.
    disputed: Some say it is a chair.
    source: {title: Benches, publisher: Gazette}
    asks: {park: advanced}
  - {date: 2023-08-01, added: 2023-09-07, kind: news, title: An oak is felled, source: https://example.org/b}
  - {date: 2023-09-25, added: 2023-08-20, kind: consultation, title: Consultation on ponds, source: https://example.org/c}
"""


TEXT = """\
Weekly digest, 4–10 September 2023
Parks & <gardens>
Latest addition to the record: 7 September 2023 (as at 10 September
2023)


WHAT HAPPENED

6 September 2023: A new bench: *starred*, <b>bold</b> & at 50% of £1,000
News [1]

At last the council sets up a bench in the park
(https://example.org/park), for all who come by.

It is the first in the park.

Disputed: Some say it is a chair.


OVERDUE

- Overdue by 5 days: Publish a plan. Commitment by the Council; due
  5 September 2023. See: The council promises a plan (1 June 2023) [2].


ASKS AND COMMITMENTS

- Advanced: A park in the north. Asked for by the Council; previously:
  raised. See: A new bench: *starred*, <b>bold</b> & at 50% of £1,000
  (6 September 2023) [1].


LATE ADDITIONS

- 1 August 2023: An oak is felled [3] (news)


THE NEXT FOUR WEEKS

- 25 September 2023: Consultation on ponds [4] (consultation)


SOURCES

[1] Benches, Gazette
[2] Minutes <https://example.org/minutes?a=1&b=2>, The Council
[3] https://example.org/b
[4] https://example.org/c


For everybody.
Published by A publisher.
Contact: a@example.org
To stop receiving these emails, email a@example.org
mailto:a@example.org?subject=unsubscribe-digest-6f8d509d
"""


def digest(record: Record, first: str = "2023-09-04", last: str = "2023-09-10") -> Briefing:
    """Make the first digest of a record, for the days from `first` to `last`."""
    id, edition = next(iter(digests_of(record, TEMPLATES).items()))
    period = period_between(parse_edtf(first).earliest, parse_edtf(last).latest, Rhythm())
    reader = edition.audience or "public"
    eve, _ = as_known_at_end_of(record, reader, period.day_before)
    now, _ = as_known_at_end_of(record, reader, period.last)
    return make_digest(eve, now, id, edition, period, TEMPLATES)


def write(briefing: Briefing, attached: Document | None = None) -> DigestMessage:
    return WRITE(briefing, attached)


def email(text: str = RECORD, **settings: Any) -> DigestMessage:
    """Return the message for the record `text`, with `settings` at the start of the record."""
    lines = "".join(f"{name}: {value}\n" for name, value in settings.items())
    return write(digest(load_record(lines + dedent(text))))


def read(message: EmailMessage | bytes) -> EmailMessage:
    """Read the bytes of a message as a mail program does."""
    read = message_from_bytes(bytes(message), policy=default)
    assert not any(part.defects for part in read.walk())
    return read


def text_of(message: EmailMessage) -> str:
    body = message.get_body(("plain",))
    assert body
    content: str = body.get_content()
    return content.replace("\r\n", "\n")


def page_of(message: EmailMessage) -> str:
    body = message.get_body(("html",))
    assert body
    content: str = body.get_content()
    return content


# Headers


def test_a_message_is_from_the_sender_to_one_recipient() -> None:
    message = read(email().to(ANN, MONDAY))
    assert message["From"] == "A publisher <a@example.org>"
    assert message["To"] == "Ann Example <ann@example.org>"
    assert message["Subject"] == "A new bench · Weekly digest, 4–10 September 2023 · Parks"
    assert message["Date"].datetime == MONDAY
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Content-Language"] == "en-GB"
    assert "X-Unsent" not in message and "Cc" not in message and "Bcc" not in message


def test_the_subject_is_the_title_that_an_edition_has_of_its_own() -> None:
    message = read(email(editions="{weekly: {template: digest, title: In the park}}").draft())
    assert message["Subject"] == "A new bench · In the park, 4–10 September 2023"


def test_the_subject_begins_with_what_changes_most_and_says_how_much_more_there_is() -> None:
    more = "  - {date: 2023-09-08, kind: news, title: A comment, source: https://example.org/d}\n"
    subject = read(email(FULL + more).draft())["Subject"]
    assert subject.startswith("A new bench: *starred*")
    assert subject.endswith(" and 2 more · Weekly digest, 4–10 September 2023 · Parks & <gardens>")


def test_the_subject_of_a_week_without_events_names_what_has_become_overdue() -> None:
    text = FULL.replace("2023-09-06", "2023-08-30").replace("2023-09-07", "2023-08-30")
    assert read(email(text).draft())["Subject"].startswith("Publish a plan: overdue by 5 days · ")


def test_the_subject_of_a_quiet_week_is_the_title() -> None:
    message = read(write(digest(load_record(RECORD), "2023-09-11", "2023-09-17")).draft())
    assert message["Subject"] == "Weekly digest, 11–17 September 2023 · Parks"


@pytest.mark.parametrize(
    ("editions", "sender"),
    [
        ("", "Parks <parks@example.org>"),
        ("weekly: {template: digest, sender: news@example.org}", "A publisher <news@example.org>"),
        (
            'weekly: {template: digest, sender: "Müller, Jo <jo@exämple.org>"}',
            '"Müller, Jo" <jo@xn--exmple-cua.org>',
        ),
        (
            "weekly: {template: digest, brand: {name: Trees, contact: trees@example.org}}",
            "Parks <parks@example.org>",
        ),
    ],
)
def test_a_sender_is_that_of_the_edition_or_of_the_record(editions: str, sender: str) -> None:
    message = email(sender="Parks <parks@example.org>", editions=f"{{{editions}}}")
    assert read(message.to(ANN, MONDAY))["From"] == sender


@pytest.mark.parametrize(
    ("settings", "sender"),
    [
        ("brand: {contact: trees@example.org}", "A publisher <trees@example.org>"),
        ("brand: {name: Trees}", "Trees <a@example.org>"),
        ("brand: {contact: 020 7946 0000}", None),
        ("brand: {contact: https://example.org}", None),
    ],
)
def test_without_one_it_is_the_contact_where_that_is_an_address(
    settings: str, sender: str | None
) -> None:
    message = read(email(f"{settings}\n{RECORD}").draft())
    assert message["From"] == sender


def test_a_letter_without_a_sender_can_only_be_a_draft() -> None:
    message = email(RECORD.replace(", contact: a@example.org", ""))
    assert "List-Id" not in message.draft() and "Message-ID" not in message.draft()
    with pytest.raises(ValueError, match="sender"):
        message.to(ANN, MONDAY)


def test_a_message_has_a_unique_id_that_stays_when_it_is_sent_again() -> None:
    ids = [
        write(digest(load_record(record), *days)).to(recipient, at)["Message-ID"]
        for record in (RECORD, RECORD.replace("Parks", "Trees"))
        for days in (("2023-09-04", "2023-09-10"), ("2023-09-11", "2023-09-17"))
        for recipient in (ANN, Mailbox("", "bob@example.org"))
        for at in (MONDAY, datetime(2023, 10, 1, tzinfo=UTC))
    ]
    assert len(set(ids)) == 8 and all(ids[n] == ids[n + 1] for n in range(0, 16, 2))
    assert all(re.fullmatch(r"<[0-9a-f-]{36}@example\.org>", id) for id in ids)


def test_what_is_corrected_or_has_another_title_is_the_same_message() -> None:
    other = RECORD.replace("A new bench", "An old bench").replace("news", "report")
    messages = [email(text).to(ANN, MONDAY) for text in (RECORD, other)]
    assert messages[0]["Message-ID"] == messages[1]["Message-ID"]
    again = email().to(Mailbox("Someone", "Ann@example.org"), MONDAY)
    assert again["Message-ID"] == messages[0]["Message-ID"]


def test_a_message_says_of_which_list_it_is_and_how_to_leave_that() -> None:
    message = read(email().to(ANN, MONDAY))
    assert re.fullmatch(r"<digest-[0-9a-f]{8}\.example\.org>", message["List-Id"])
    leave = f"mailto:a@example.org?subject=unsubscribe-{message['List-Id'][1:].split('.')[0]}"
    assert message["List-Unsubscribe"] == f"<{leave}>"
    assert f'<a href="{leave}"' in page_of(message)
    assert text_of(message).endswith(
        f"To stop receiving these emails, email a@example.org\n{leave}\n"
    )
    assert "List-Unsubscribe-Post" not in message


def test_a_token_is_in_the_links_of_one_recipient_only() -> None:
    """RFC 8058 sets the form of the headers."""
    web = "https://example.org/leave?a=1"
    tokens = {"ann@example.org": "d2Vla2x5-ann.Q1w2", "bob@example.org": "d2Vla2x5-bob.R1w2"}
    for endpoint in ("", web):
        made = message_writer(None, endpoint)(digest(load_record(RECORD)), None)
        for address, token in tokens.items():
            message = read(made.to(Mailbox("", address), MONDAY, token=token))
            label = message["List-Id"][1:].split(".")[0]
            by_email = f"mailto:a@example.org?subject=unsubscribe-{label}.{token}"
            if endpoint:
                link = f"{web}&token={token}"
                assert message["List-Unsubscribe"] == f"<{link}>, <{by_email}>"
                assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
                assert text_of(message).endswith(f"\nStop receiving these emails:\n{link}\n")
            else:
                link = by_email
                assert message["List-Unsubscribe"] == f"<{link}>"
                assert "List-Unsubscribe-Post" not in message
            assert f'<a href="{link.replace("&", "&amp;")}"' in page_of(message)
            others = {*tokens.values()} - {token}
            sent = bytes(made.to(Mailbox("", address), MONDAY, token=token))
            assert not any(other in sent.decode() for other in others)
            # It is the same each time, whoever else has had one.
            assert bytes(made.to(Mailbox("", address), MONDAY, token=token)) == sent


def test_lists_differ_by_record_and_edition() -> None:
    editions = "{a: {template: digest}, b: {template: digest, every: month}}"
    one = email(editions=editions).draft()["List-Id"]
    other = email(editions=editions.replace("a:", "c:")).draft()["List-Id"]
    another = email(RECORD.replace("Parks", "Trees"), editions=editions).draft()["List-Id"]
    assert len({one, other, another}) == 3


LINES = st.lists(
    st.one_of(
        st.characters(exclude_categories=["Cs"]),
        st.sampled_from('\r\n\t\0\x0b\x85\u2028\u202e":;,.<>@()=?_[]\\ é漢'),
        st.sampled_from(["=?utf-8?q?", "=?iso-8859-1?b?", "=0D=0ABcc:_x", "?=", "the week’s "]),
        st.text("abc ", min_size=20, max_size=120),
    ),
    max_size=60,
).map("".join)
EVIL = "=?utf-8?q?x=0D=0ABcc:_all=40example.org=0D=0A=0D=0Abody?="
HEADERS = (
    "From", "To", "Subject", "Date", "Message-ID", "List-Id", "List-Unsubscribe",
    "Auto-Submitted", "Content-Language", "MIME-Version", "Content-Type",
)  # fmt: skip


@cache
def made() -> Briefing:
    return digest(load_record(RECORD))


def about(subject: str) -> DigestMessage:
    period = made().digest
    assert period
    return write(replace(made(), digest=replace(period, subject=subject)))


def in_a_line(text: str) -> str:
    return " ".join(re.sub(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]", " ", text).split())


def as_older_programs_read(message: bytes, header: str) -> str:
    """Return an unfolded header, without interpreting its content."""
    return re.sub("\r\n(?=[ \t])", "", message_from_bytes(message)[header])


def decoded(text: str) -> str:
    return str(make_header(decode_header(text)))


@example(EVIL, EVIL, EVIL, EVIL)
@example(f"News {EVIL}", "", f"Ann, {EVIL}", f"{EVIL} Ann")
@example("a, " * 60, "a" * 1200, "Chair of the Park, " * 9, f"{'a' * 80}, Ann")
@example("漢" * 300, "𐀀 " * 150, "é" * 300, "é, " * 100)
@example("a\r\nBcc: all@example.org", "a\nBcc: b", "a\rBcc: b", "a\u2028Bcc: b <c@example.org>")
@given(LINES, LINES, LINES, LINES)
def test_no_name_and_no_title_makes_a_header(
    title: str, record: str, sender: str, recipient: str
) -> None:
    period = made().digest
    assert period
    period = replace(period, sender=Mailbox(sender, "a@example.org"), subject=title)
    mail = write(replace(made(), record_title=record, digest=period))
    message = bytes(mail.to(Mailbox(recipient, ANN.address), MONDAY))
    head, _, _ = message.partition(b"\r\n\r\n")
    assert re.fullmatch(rb"(?:[\x20-\x7e\t]{1,998}\r\n)+", head + b"\r\n")
    parsed = read(message)
    assert parsed.keys() == list(HEADERS)
    assert parsed["Subject"] == in_a_line(title)
    for header, name, address in (
        ("From", sender, "a@example.org"),
        ("To", recipient, ANN.address),
    ):
        (mailbox,) = parsed[header].addresses
        assert mailbox.addr_spec == address
        # Python's newer parser keeps the spaces between encoded words, which should be ignored (RFC
        # 2047, 6.2).
        assert "".join(mailbox.display_name.split()) == "".join(in_a_line(name).split())
        ((older, older_address),) = getaddresses([as_older_programs_read(message, header)])
        assert (decoded(older), older_address) == (in_a_line(name), address)
    assert decoded(as_older_programs_read(message, "Subject")) == in_a_line(title)


def test_what_is_plain_stays_as_it_is_written() -> None:
    mail = about("The Park's digest, week by week: 50% (or more) for all of Hackney")
    name = "Park Policy, a joint project of the Friends of the Park and the Borough of Hackney"
    message = bytes(mail.to(Mailbox(name, ANN.address), MONDAY)).decode()
    assert (
        '\r\nTo: "Park Policy, a joint project of the Friends of the Park and the Borough\r\n'
        ' of Hackney" <ann@example.org>\r\n'
        "Subject: The Park's digest, week by week: 50% (or more) for all of Hackney\r\n"
    ) in message


def test_no_space_is_lost_where_a_line_ends() -> None:
    title = (
        "Children’s rights and the Online Safety Bill – “duty of care” – what’s next – "
        "the week’s news for trustees, 28 September – 4 October 2026"
    )
    message = bytes(about(title).draft())
    assert decoded(as_older_programs_read(message, "Subject")) == read(message)["Subject"] == title


@pytest.mark.parametrize(
    "address",
    [
        f"{'a' * 60}@{'b' * 60}.{'c' * 60}.example.org",
        "o'neil+news@xn--exmple-cua.org",
        "zoë@example.org",
    ],
)
def test_an_address_is_written_as_it_is(address: str) -> None:
    message = bytes(email().to(Mailbox("Zoë, or Ann", address), MONDAY))
    assert f"<{address}>\r\n".encode() in message.partition(b"\r\n\r\n")[0]
    (mailbox,) = message_from_string(message.decode(), policy=default)["To"].addresses
    assert (mailbox.display_name, mailbox.addr_spec) == ("Zoë, or Ann", address)


# Content


def test_a_message_has_text_and_a_page_with_its_picture_and_the_pdf() -> None:
    made = digest(load_record(FULL))
    message = read(write(made, pdf.renderer(None, "auto")(made)).to(ANN, MONDAY))
    assert [part.get_content_type() for part in message.walk()] == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "multipart/related",
        "text/html",
        "image/png",
        "application/pdf",
    ]
    (attached,) = message.iter_attachments()
    assert attached.get_filename() == "digest-2023-W36.pdf"
    text = pypdf.PdfReader(io.BytesIO(attached.get_content())).pages[0].extract_text()
    assert "Weekly digest" in text and "Consultation on ponds" in text


def test_the_pictures_of_the_page_are_those_in_the_message() -> None:
    message = read(email(FULL).to(ANN, MONDAY))
    ids = [part["Content-ID"] for part in message.walk() if part.get_content_type() == "image/png"]
    assert [f"<{id}>" for id in re.findall('src="cid:([^"]+)"', page_of(message))] == ids
    (chart,) = (part for part in message.walk() if part.get_content_type() == "image/png")
    assert chart.get_content().startswith(b"\x89PNG") and chart.is_attachment() is False
    (words,) = re.findall('alt="([^"]+)"', page_of(message))
    assert words == "3 events, 2023. Next: Consultation on ponds, 25&nbsp;September 2023."


def test_few_events_need_no_chart() -> None:
    assert "<img" not in page_of(email().draft())


def test_the_text_is_as_one_would_write_it() -> None:
    assert text_of(email(FULL).draft()) == TEXT


def test_lines_of_text_are_short_but_for_addresses() -> None:
    path = "/".join(["a"] * 90)
    message = email(RECORD.replace("org/a", f"org/{path}").replace("A new bench", "A bench " * 30))
    lines = text_of(message.draft()).splitlines()
    assert f"    https://example.org/{path}" in lines
    assert all(len(line) <= 72 for line in lines if "https:" not in line)


@pytest.mark.parametrize("before", range(50, 72))
def test_no_line_of_text_ends_between_a_day_and_its_month(before: int) -> None:
    for date in ("1 July 2025", "30 Mehefin 2025"):
        text = f"- {'x' * before} ({date}), and words that go on in the line after the first"
        lines = wrapped(text).splitlines()
        assert any(date.rsplit(" ", 1)[0] in line for line in lines)
        assert " ".join(line.strip() for line in lines) == text


def test_a_quiet_week_is_a_line() -> None:
    message = write(digest(load_record(RECORD), "2023-09-18", "2023-09-24"))
    quiet = "Nothing new: no events for 2 weeks. Last event: A new bench (6 September\n2023) [1]."
    assert quiet in text_of(message.draft())
    assert "Nothing new: no events for 2&nbsp;weeks." in page_of(message.draft())


def test_a_digest_for_some_says_so_first() -> None:
    message = email(editions="{weekly: {template: digest, audience: internal}}").draft()
    assert text_of(message).startswith("INTERNAL: NOT FOR PUBLICATION\n")
    assert '<p class="notice"' in page_of(message).partition("<h1")[0]


def test_a_message_speaks_the_language_of_its_edition() -> None:
    message = email(editions="{weekly: {template: digest, language: cy}}").draft()
    assert message["Content-Language"] == "cy" and "YR HYN A DDIGWYDDODD" in text_of(message)
    page = page_of(message)
    assert '<html lang="cy"' in page and '<span lang="en-GB">A new bench</span>' in page


# The parts that mail programs keep


class Elements(HTMLParser):
    """Collects the elements of a page, with their attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.all: list[tuple[str, dict[str, str]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.all.append((tag, {name: value or "" for name, value in attrs}))


def test_a_page_needs_nothing_that_mail_programs_drop() -> None:
    page = page_of(email(FULL).draft())
    elements = Elements(page).all
    assert {tag for tag, _ in elements} <= {
        *("html", "head", "meta", "title", "body", "div", "p", "h1", "h2", "h3", "a", "b", "br"),
        *("img", "span", "strong", "em", "sup", "ol", "ul", "li", "cite"),
    }
    styles = " ".join(attributes.get("style", "") for _, attributes in elements)
    assert "var(" not in styles and "rem" not in styles and "#7a3b00" in styles
    # Gmail keeps these: https://developers.google.com/workspace/gmail/design/css
    assert set(re.findall(r"([a-z-]+):", styles)) <= {
        *("background", "border", "border-left", "border-top", "color", "color-scheme", "display"),
        *("font-family", "font-size", "font-weight", "height", "line-height", "margin"),
        *("margin-top", "max-width", "padding", "padding-left", "padding-top"),
        *("white-space", "width"),
    }
    links = [attributes["href"] for tag, attributes in elements if tag == "a"]
    assert links and all(re.match("https?:|mailto:", link) for link in links)
    assert len(page) < 100_000  # Gmail hides anything beyond this until the reader asks for it


def test_no_line_of_a_page_ends_within_a_day_or_a_range_of_days() -> None:
    page = page_of(email(FULL).draft())
    (days,) = re.findall(r"Weekly digest, (<span.*?</span>)&nbsp;September 2023</h1>", page)
    assert "white-space: nowrap" in days and days.endswith(">4–10</span>")
    assert "6&nbsp;September 2023" in page and "6 September" not in page


def test_a_page_without_a_publisher_or_a_sender_has_no_imprint() -> None:
    for record in (RECORD, re.sub("publisher:.*", "", RECORD)):
        page = page_of(email(record).draft())
        has_imprint = "imprint" in [attributes.get("class") for _, attributes in Elements(page).all]
        assert has_imprint is ("publisher" in record)


def test_a_message_is_no_wider_than_640_pixels_in_outlook_too() -> None:
    page = page_of(email(FULL).draft())
    # Outlook on Windows displays messages with Word, which reads the comments intended for it.
    for_outlook = re.sub(r"<!--\[if mso\]>|<!\[endif\]-->", "", page)
    (table,) = (attributes for tag, attributes in Elements(for_outlook).all if tag == "table")
    assert (table["role"], table["width"]) == ("presentation", "640")
    _, _, body = for_outlook.partition("<body")
    inside, _, after = body.partition("<table")[2].partition("</table>")
    assert "Weekly digest" in inside and "To stop receiving these emails" in inside
    assert not re.sub("<[^>]*>", "", after).strip()


LONG = RECORD.replace("title: A new bench", f"title: A new bench, summary: {'Much to say. ' * 150}")


def with_logo(record: str, tmp_path: Path) -> EmailMessage:
    logo = Path(__file__).parents[1] / "corpus" / "unusable-logo" / "good.svg"
    (tmp_path / "logo.svg").write_bytes(logo.read_bytes())
    (tmp_path / "events.yaml").write_text(f"{record}brand: {{logo: logo.svg}}\n")
    week = ("--week", "2023-W36", "-feml", "-o", tmp_path)
    assert briefing("digest", tmp_path / "events.yaml", *week).exit_code == 0
    return read((tmp_path / "2023-W36.eml").read_bytes())


def test_a_message_that_says_little_has_a_name_and_no_picture(tmp_path: Path) -> None:
    """Spam filters are suspicious of a picture in a message with few words."""
    message = with_logo(RECORD, tmp_path)
    assert not any(part.get_content_type() == "image/png" for part in message.walk())
    assert "<img" not in page_of(message) and "A publisher</p>" in page_of(message)


def test_a_logo_is_a_picture_in_the_message(tmp_path: Path) -> None:
    message = with_logo(LONG, tmp_path)
    (picture,) = (part for part in message.walk() if part.get_content_type() == "image/png")
    assert picture.get_content().startswith(b"\x89PNG")
    (shown,) = (attributes for tag, attributes in Elements(page_of(message)).all if tag == "img")
    assert f"<{shown['src'].removeprefix('cid:')}>" == picture["Content-ID"]
    assert (shown["alt"], shown["height"]) == ("A publisher", "48")


# As a file


def test_a_draft_is_to_nobody_and_has_the_moment_at_which_its_days_are_over(tmp_path: Path) -> None:
    for name in ("one", "other"):
        done = briefing("digest", SAMPLE, "--for", "2023-07-03", "-feml", "-o", tmp_path / name)
        assert done.exit_code == 0, done.output
    written = (tmp_path / "one" / "2023-W27.eml").read_bytes()
    assert written == (tmp_path / "other" / "2023-W27.eml").read_bytes()
    message = read(written)
    assert message["X-Unsent"] == "1" and "To" not in message
    assert message["Date"] == "Mon, 10 Jul 2023 00:00:00 +0100"
    assert message["From"] == "Example Policy Team <policy@example.org>"


def test_the_moment_is_that_of_the_place_when_clocks_change() -> None:
    record = load_record(RECORD)
    message = write(digest(record, "2023-10-23", "2023-10-29"))
    assert message.draft()["Date"] == "Mon, 30 Oct 2023 00:00:00 +0000"
    message = write(digest(record, "2023-10-22", "2023-10-28"))
    assert message.draft()["Date"] == "Sun, 29 Oct 2023 00:00:00 +0100"


def test_the_moment_is_one_of_whole_minutes_when_clocks_went_by_the_sun() -> None:
    record = load_record(f"timezone: Europe/London\n{RECORD}")
    message = write(digest(record, "1840-03-02", "1840-03-08")).draft()
    assert message["Date"] == "Mon, 09 Mar 1840 00:01:15 +0000"


def test_a_digest_with_templates_of_its_own_may_have_a_message_of_its_own(tmp_path: Path) -> None:
    folder = tmp_path / "templates" / "news"
    folder.mkdir(parents=True)
    (folder / "briefing.html").write_text("<h1>{{ briefing.title }}</h1>\n")
    (tmp_path / "events.yaml").write_text(
        RECORD + "editions: {news: {template: news, every: week}}\n"
    )
    make = ("digest", tmp_path / "events.yaml", "--week", "2023-W36", "-feml", "-o", tmp_path)
    assert briefing(*make).exit_code == 0
    assert "WHAT HAPPENED" in text_of(read((tmp_path / "2023-W36.eml").read_bytes()))
    (folder / "message.txt").write_text("{{ briefing.entries | length }} event <and> no more\n")
    assert briefing(*make).exit_code == 0
    assert text_of(read((tmp_path / "2023-W36.eml").read_bytes())) == "1 event <and> no more\n"


def test_build_makes_no_messages() -> None:
    done = briefing("build", SAMPLE, "-feml")
    assert done.exit_code == 2 and "There is no format 'eml'" in done.output


# Links to the web


def test_titles_lead_to_the_timeline_that_these_readers_find_on_the_web() -> None:
    editions = """
      members: {template: timeline, audience: members}
      old: {template: timeline, until: 2020}
      sheet: {template: member}
      everything: {template: timeline}
      weekly: {template: digest}
    """
    message = email(
        f"url: https://example.org/parks/\neditions:{editions}\n{dedent(RECORD)}"
    ).draft()
    page = "https://example.org/parks/everything.html"
    links = re.findall(rf'<a href="{page}([^"]*)"', page_of(message))
    assert links == ["", "#event-2023-09-06-a-new-bench"]
    assert f"Read the full timeline online: {page}\n" in text_of(message)


def test_the_timeline_is_in_the_language_of_the_digest_if_there_is_one() -> None:
    editions = """
      everything: {template: timeline}
      popeth: {template: timeline, language: cy}
      wythnosol: {template: digest, language: cy}
    """
    record = RECORD.replace("A new bench,", "{en: A new bench, cy: Mainc newydd}, id: bench,")
    settings = f"url: https://example.org\neditions:{editions}\n"
    message = email(settings + dedent(record)).draft()
    assert "https://example.org/popeth.html\n" in text_of(message)
    assert '<a href="https://example.org/popeth.html#event-bench"' in page_of(message)
    only_english = settings.replace("popeth: {template: timeline, language: cy}", "")
    assert "https://example.org/everything.html" in text_of(
        email(only_english + dedent(record)).draft()
    )


def test_titles_lead_to_events_on_a_timeline_in_another_language(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("events.yaml").write_text(
        """
title: {en: Parks, cy: Parciau}
language: en-GB
url: https://example.org
correct_as_of: 2023-09-10
editions:
  everything: {template: timeline}
  wythnosol: {template: digest, language: cy}
events:
  - date: 2023-09-06
    kind: news
    title: {en: A new bench, cy: Mainc newydd}
    source: {title: S}
  - {date: 2023-09-07, kind: news, title: {en: A tree, cy: Coeden}, id: tree, source: {title: S}}
  - {date: 2023-09-08, kind: news, title: A pond, source: {title: S}}
""",
        encoding="utf-8",
    )
    assert briefing("digest", "--week", "2023-W36", "-f", "eml", "-o", "out").exit_code == 0
    assert briefing("publish", "-f", "html").exit_code == 0
    ids = re.findall(r'id="(event-[^"]+)"', Path("site/everything.html").read_text("utf-8"))
    assert len({*ids}) == 3
    page = page_of(read(Path("out/2023-W36.eml").read_bytes()))
    links = re.findall(
        r'href="https://example.org/everything.html#([^"]+)"[^>]*>(?:<span[^>]*>)?([^<]+)', page
    )
    assert [(anchor in ids, title) for anchor, title in links] == [
        (True, "Mainc newydd"), (True, "Coeden"), (True, "A pond"),
    ]  # fmt: skip
    assert links[0][0] == "event-2023-09-06-a-new-bench"


@pytest.mark.parametrize(
    "settings",
    [
        "",
        "url: https://example.org\n"
        "editions: {m: {template: timeline, audience: members}, weekly: {template: digest}}\n",
    ],
)
def test_a_page_that_these_readers_cannot_open_is_not_linked(settings: str) -> None:
    message = email(settings + dedent(RECORD)).draft()
    assert "online" not in text_of(message) + page_of(message)


def test_a_dispute_is_reported_of_an_event_in_one_line_too() -> None:
    message = email(FULL.replace("An oak is felled,", "An oak is felled, disputed: By the owner,"))
    assert "An oak is felled [3] (news) Disputed: By the owner" in text_of(message.draft())
    assert "Disputed: By the owner" in page_of(message.draft())
