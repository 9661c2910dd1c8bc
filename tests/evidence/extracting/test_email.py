"""The text of emails, of their attachments, and of pages saved as MHTML."""

from email.message import EmailMessage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText

import pytest

from briefing.evidence.extracting import texts_of
from briefing.evidence.kinds import NotReadable
from tests.evidence.documents import zipped

WORDS = "“Llŷn” — café £18, and a line that is longer than quoted-printable allows on one line"


def text_of(message: EmailMessage | bytes, name: str = "a.eml") -> str:
    content = message if isinstance(message, bytes) else message.as_bytes()
    return "\n".join(texts_of(content, name))


def message(subject: str = "News") -> EmailMessage:
    made = EmailMessage()
    made["Subject"], made["From"], made["To"] = subject, "Ann <ann@example.org>", "bo@example.org"
    return made


@pytest.mark.parametrize("encoding", ["quoted-printable", "base64", "8bit"])
@pytest.mark.parametrize("charset", ["utf-8", "windows-1252"])
def test_every_encoding_is_read(encoding: str, charset: str) -> None:
    words = WORDS if charset == "utf-8" else WORDS.replace("ŷ", "y")
    made = message("Café “news”")
    made.set_content(words, cte=encoding, charset=charset)
    assert text_of(made).splitlines() == [
        "Café “news”",
        "Ann <ann@example.org>",
        "bo@example.org",
        words,
    ]


def test_the_best_version_that_has_text_is_read() -> None:
    both = message()
    both.set_content("As text")
    both.add_alternative("<p>As a <b>page</b>", subtype="html")
    assert text_of(both).endswith("As a page")
    assert "As text" not in text_of(both)
    empty = message()
    empty.set_content("As text")
    empty.add_alternative("<p><img src=x>", subtype="html")
    assert text_of(empty).endswith("As text")


def test_attachments_of_known_kinds_are_read() -> None:
    inner, made = message("Forwarded"), message()
    inner.set_content("The text of another message")
    made.set_content("See attached")
    made.add_attachment(b"<p>A page", maintype="text", subtype="html", filename="a.html")
    made.add_attachment(b"**Notes**", maintype="text", subtype="plain", filename="a.txt")
    made.add_attachment(inner)
    never = [("image", "png", b"\x89PNG"), ("text", "css", b"p { color: red }")]
    never += [("application", "javascript", b"never()"), ("application", "zip", zipped({"a": ""}))]
    for maintype, subtype, content in never:
        made.add_attachment(content, maintype=maintype, subtype=subtype, filename=f"a.{subtype}")
    made.add_attachment(b"%PDF-broken", maintype="application", subtype="pdf")
    assert text_of(made).splitlines()[3:] == [
        "See attached",
        "A page",
        "**Notes**",
        "The text of another message",
    ]


@pytest.mark.parametrize("name", ["page.mhtml", "page.mht", "page.eml"])
def test_a_saved_page_has_the_text_of_the_page(name: str) -> None:
    saved = MIMEMultipart("related", type="text/html")
    saved["From"], saved["Subject"] = "<Saved by Blink>", "The title"
    saved.attach(MIMEText(f"<html><body><p>{WORDS}</p></body></html>", "html", "utf-8"))
    saved.attach(MIMEText("p { color: red }", "css"))
    saved.attach(MIMEText("never()", "javascript"))
    assert text_of(saved.as_bytes(), name) == WORDS


def test_an_email_is_recognised_whatever_it_is_called() -> None:
    made = message()
    made.set_content("As text")
    assert text_of(made, "a.txt").endswith("As text")
    assert text_of(b"Note: one\nSecond: two\n\nThree", "a.txt").startswith("Note: one")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"Content-Type: multipart/mixed; boundary=b\n\n--b\n",
        b"Content-Type: text/html; charset=\xff\xfe\n\n",
        b"Content-Type: image/png\nContent-Transfer-Encoding: base64\n\n!",
    ],
)
def test_a_message_without_text_is_refused(content: bytes) -> None:
    with pytest.raises(NotReadable, match="it contains no text"):
        text_of(content)


def test_a_damaged_header_is_shown_as_it_is() -> None:
    assert text_of(b"Subject: =?nonsense?q?=ff?=\n\nText").endswith("Text")
