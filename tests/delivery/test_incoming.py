"""Messages that come back to the sender: which are requests, and which addresses do not work."""

from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.delivery.incoming import Bounce, Doubtful, Request, read
from briefing.delivery.tokens import Tokens
from tests.replies import bounce, email, qmail_bounce, request

TOKENS = Tokens(b"0123456789abcdef0123456789abcdef")
ANN, BOB = "ann@example.org", "bob@example.org"


def sent_to(address: str, tokens: Tokens = TOKENS) -> EmailMessage:
    """Return the headers that matter of a digest."""
    message = EmailMessage(policy.SMTP.clone(max_line_length=998))
    message["From"], message["To"] = "parks@example.org", address
    message["Date"] = "Mon, 11 Sep 2023 05:00:00 +0000"
    link = "mailto:parks@example.org?subject=unsubscribe-weekly-1a2b3c4d."
    message["List-Unsubscribe"] = f"<{link}{tokens.of('weekly', address)}>"
    message["X-RcptTo"] = address
    message.set_content("The week in the park\n")
    return message


def permanence(content: bytes) -> bool:
    (finding,) = read(content, TOKENS)
    assert isinstance(finding, Bounce)
    assert (finding.edition, finding.address) == ("weekly", BOB)
    return finding.is_permanent


def test_a_request_has_a_genuine_token_in_its_subject() -> None:
    assert read(request(sent_to(ANN)), TOKENS) == [Request("weekly", ANN)]
    # Whoever sends it: people forward their mail, and have several addresses.
    assert read(request(sent_to(ANN), "ann@home.example"), TOKENS) == [Request("weekly", ANN)]
    folded = request(sent_to(ANN)).replace(b"Subject: ", b"Subject:\r\n Re: ")
    assert read(folded, TOKENS) == [Request("weekly", ANN)]


def test_a_request_without_a_genuine_token_changes_nothing() -> None:
    foreign = request(sent_to(ANN, Tokens(b"another record")))
    assert read(foreign, TOKENS) == [Doubtful(ANN, is_bounce=False)]
    asked = email(BOB, "parks@example.org", "Please unsubscribe ann@example.org")
    assert read(asked, TOKENS) == [Doubtful(BOB, is_bounce=False)]
    # A reply quotes the whole digest, with its link.
    quoted = email(ANN, "parks@example.org", "Re: The week", f"> {sent_to(ANN).as_string()}")
    assert read(quoted, TOKENS) == []


@pytest.mark.parametrize(
    ("status", "diagnosis", "is_permanent"),
    [
        ("5.1.1", "smtp; 550 5.1.1 <bob@example.org>: no such user", True),
        ("5.0.0", "smtp; 550-5.1.1 The email account does not exist", True),
        ("5.0.0", "smtp; 550 no mailbox here by that name", True),
        ("5.1.10", "smtp; 556 5.1.10 null MX", True),
        ("5.2.1", "smtp; 550 5.2.1 The account is disabled", True),
        ("5.4.4", "", True),
        ("5.1.2", "", True),
        # The address works, but this message did not arrive.
        ("5.2.2", "smtp; 552 5.2.2 The mailbox is over its limit", False),
        ("5.0.0", "smtp; 552 mailbox full", False),
        ("5.7.1", "smtp; 550 5.7.1 Message refused as spam", False),
        ("5.7.26", "smtp; 550 5.7.26 not authenticated", False),
        ("5.3.4", "smtp; 552 5.3.4 Message too big", False),
        ("4.4.7", "smtp; 450 4.2.0 greylisted", False),
        ("4.4.1", "", False),
        ("5.0.0", "smtp; 451 retry timeout exceeded", False),
    ],
)
def test_only_an_address_that_does_not_exist_bounces_permanently(
    status: str, diagnosis: str, *, is_permanent: bool
) -> None:
    assert permanence(bounce(sent_to(BOB), diagnosis, status=status)) == is_permanent


def test_a_report_of_a_delay_is_temporary() -> None:
    content = bounce(sent_to(BOB), "smtp; 421 later", action="delayed", status="4.4.1")
    assert not permanence(content)


def test_a_message_that_was_forwarded_bounces_for_the_recipient() -> None:
    assert permanence(bounce(sent_to(BOB), to="bob.example@home.example"))


def test_a_report_in_words_is_understood() -> None:
    gone = "Sorry, no mailbox here by that name. (#5.1.1)"
    assert permanence(qmail_bounce(sent_to(BOB), gone))
    assert not permanence(qmail_bounce(sent_to(BOB), "user is over quota (#5.2.2)"))


def test_a_report_about_another_message_changes_nothing() -> None:
    """Anybody can write such a report, but they do not have the token."""
    doubtful = [Doubtful("MAILER-DAEMON@example.net", is_bounce=True)]
    for message in (sent_to(BOB, Tokens(b"a guess")), message_from_bytes(b"To: bob@example.org")):
        assert read(bounce(message, to=BOB), TOKENS) == doubtful  # type: ignore[arg-type]
    # A person quotes a report, or an automatic reply looks like one.
    reply = email(ANN, "parks@example.org", "Re: news", bounce(sent_to(BOB)).decode())
    assert read(reply, TOKENS) == []


def test_a_report_gives_its_reason_and_the_time_of_the_message() -> None:
    (finding,) = read(bounce(sent_to(BOB), "smtp; 550 5.1.1 \x1b[31mNo\n such user"), TOKENS)
    assert isinstance(finding, Bounce) and finding.sent
    assert finding.said == r"550 5.1.1 \x1b[31mNo such user"
    assert finding.sent.isoformat() == "2023-09-11T05:00:00+00:00"


def test_a_hostile_message_does_not_stop_a_run() -> None:
    """Python's parser calls itself for each message in a message, and for each comment."""
    assert read(b"Content-Type: message/rfc822\n\n" * 5000, TOKENS) == []
    nobody = [Doubtful("", is_bounce=False)]
    assert read(b"Subject: unsubscribe\nFrom: " + b"(" * 5000, TOKENS) == nobody
    report = bounce(sent_to(BOB))
    for date in (b"Mon, 11 Sep %s 05:00:00 +0000", b"Mon, 11 Sep 2023 05:00:00 +%s"):
        dated = report.replace(b"Mon, 11 Sep 2023 05:00:00 +0000", date % (b"9" * 30))
        (finding,) = read(dated, TOKENS)
        assert isinstance(finding, Bounce) and finding.address == BOB and not finding.sent


@given(st.binary(max_size=200), st.integers(0, 2000))
def test_nothing_that_arrives_stops_a_run(content: bytes, place: int) -> None:
    for whole in (b"Subject: unsubscribe", bounce(sent_to(BOB)), qmail_bounce(sent_to(BOB), "x")):
        read(content, TOKENS)
        read(whole[:place] + content + whole[place:], TOKENS)
        read(whole[:place] + content, TOKENS)
