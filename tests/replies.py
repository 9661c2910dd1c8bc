"""Messages that come back to the sender of a digest: requests to unsubscribe, and bounces."""

from email.message import EmailMessage
from email.policy import SMTP
from email.utils import make_msgid
from textwrap import dedent
from urllib.parse import parse_qs, urlsplit


def leaving_link(message: EmailMessage) -> str:
    """Return the `mailto:` link of the header that mail programs show as a button."""
    return str(message["List-Unsubscribe"]).rpartition("<")[2].removesuffix(">")


def request(message: EmailMessage, sender: str | None = None) -> bytes:
    """Return the email that a mail program sends when somebody uses that link."""
    link = urlsplit(leaving_link(message))
    (subject,) = parse_qs(link.query)["subject"]
    return email(sender or str(message["To"]), link.path, subject)


def email(sender: str, to: str, subject: str, text: str = "") -> bytes:
    """Return a message that somebody has written."""
    written = EmailMessage()
    written["Message-ID"] = make_msgid(domain="example.org")
    written["From"], written["To"], written["Subject"] = sender, to, subject
    written.set_content(text)
    return bytes(written)


def bounce(
    message: EmailMessage,
    diagnosis: str = "smtp; 550 5.1.1 No such user here",
    *,
    to: str = "",
    action: str = "failed",
    status: str = "5.1.1",
) -> bytes:
    """Return a report that a message came back, as Postfix writes it (RFC 3464)."""
    to = to or str(message["X-RcptTo"])
    headers = "".join(f"{name}: {value}\n" for name, value in message.items() if name != "X-RcptTo")
    return (
        dedent(
            """\
            Return-Path: <>
            From: MAILER-DAEMON@example.net (Mail Delivery System)
            Subject: Undelivered Mail Returned to Sender
            Content-Type: multipart/report; report-type=delivery-status; boundary="A/example"
            MIME-Version: 1.0

            --A/example
            Content-Type: text/plain; charset=us-ascii

            This is the mail system at host example.net.
            Your message could not be delivered to one or more recipients.

            --A/example
            Content-Type: message/delivery-status

            Reporting-MTA: dns; example.net

            Final-Recipient: rfc822; {to}
            Action: {action}
            Status: {status}
            {diagnosis}
            --A/example
            Content-Type: text/rfc822-headers

            {headers}
            --A/example--
            """
        )
        .format(
            to=to,
            action=action,
            status=status,
            diagnosis=f"Diagnostic-Code: {diagnosis}\n" if diagnosis else "",
            headers=headers,
        )
        .encode()
    )


def qmail_bounce(message: EmailMessage, why: str) -> bytes:
    """Return a report that is only text, as qmail writes it."""
    to = message["X-RcptTo"]
    text = (
        "Hi. This is the qmail-send program at example.net.\n"
        "I'm afraid I wasn't able to deliver your message to the following addresses.\n"
        "This is a permanent error; I've given up. Sorry it didn't work out.\n\n"
        f"<{to}>:\n{why}\n\n--- Below this line is a copy of the message.\n\n"
    )
    start = "Return-Path: <>\nFrom: MAILER-DAEMON@example.net\nSubject: failure notice\n\n"
    copy = message.as_bytes(policy=SMTP.clone(refold_source="none", max_line_length=998))
    return (start + text).encode() + copy
