"""Digests as email messages: plain text, HTML with images, and the PDF as an attachment.

Messages follow RFC 5322. They are in ASCII, unless an address is not. Nothing in them is random, so
a digest that is made again produces the same message.
"""

import re
import textwrap
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email import utils
from email.header import Header
from email.headerregistry import BaseHeader, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage, MIMEPart
from email.policy import SMTP, Policy
from hashlib import sha256
from pathlib import Path
from typing import Any
from unicodedata import category
from urllib.parse import quote
from zoneinfo import ZoneInfo

from css_inline import CSSInliner
from markupsafe import Markup

from briefing.edition.briefing import Briefing
from briefing.edition.chart.shapes import Frame
from briefing.edition.entry import Entry
from briefing.edition.replacing import without_marks
from briefing.edition.sections import Section
from briefing.output import finishing, html, pdf
from briefing.output.chart import drawer, png
from briefing.output.document import Document
from briefing.output.folders import find_template
from briefing.output.identifiers import identifier
from briefing.output.marks import in_html
from briefing.output.plain_text import to_plain_text, wrapped
from briefing.output.renditions import rendition
from briefing.output.templates import TemplateSet
from briefing.record.audiences import end_of_day
from briefing.record.mailboxes import Mailbox
from briefing.typography import capitalised

_SHARP, _LOGO = 2.5, 96
"""The scale of a chart, in pixels for each CSS pixel, and the height of a logo in pixels."""
_SHORT = 3200
"""Spam filters are suspicious of a picture in a message with less HTML than this."""
_STYLE = re.compile(r'(?<= style=")[^"]*')
_REM = re.compile(r"([\d.]+)rem\b")
_SIZE = 16
"""The number of pixels in a rem, a unit that some mail programs do not support."""
_WIDEST = 76
"""The maximum length of a header line with encoded words, in characters (RFC 2047, 2)."""
_ATOMS = re.compile(r"[\w!#$%&'*+/=?^`{|}~ -]*", re.ASCII)
"""Characters that need no quotation marks in a name (RFC 5322, 3.2.3)."""
_NOT_ON_A_LINE = {"Cc", "Cs", "Zl", "Zp"}


@dataclass(frozen=True, slots=True)
class DigestMessage:
    """A digest that is ready to send to anybody.

    If `sender` is None, it can only be a draft. `fingerprint` is a hash of the content.
    """

    sender: Mailbox | None
    fingerprint: str
    _subject: str
    _briefing: Briefing
    _endpoint: str
    _body: Callable[[str], MIMEPart]

    def to(
        self,
        recipient: Mailbox,
        at: datetime,
        before: str = "",
        *,
        token: str = "",
        is_test: bool = False,
    ) -> EmailMessage:
        """Return the message to `recipient`, dated `at`, which must have a time zone.

        Its Message-ID is the same each time, unless a message with the fingerprint `before` was
        sent and the content has changed since. A revision is a new message (RFC 5322, 3.6.4), and
        mail programs would hide one with the same ID. For the same reason, a test has its own ID.
        Whoever has the `token` can unsubscribe the recipient. Without a token, the links to
        unsubscribe give only the name of the list.

        Raises:
            ValueError: there is no sender.
        """
        if not self.sender:
            raise ValueError("a message needs a sender")
        version = "" if before in ("", self.fingerprint) else self.fingerprint
        return self._message(recipient, at, f"test {version}" if is_test else version, token)

    def draft(self) -> EmailMessage:
        """Return a draft without a recipient (X-Unsent).

        Its date is the end of the digest's last day.
        """
        zone = ZoneInfo(self._briefing.timezone)
        over = end_of_day(self._briefing.as_of_day, self._briefing.timezone) + timedelta(
            microseconds=1
        )
        return self._message(None, over.astimezone(zone))

    def _message(
        self, to: Mailbox | None, at: datetime, version: str = "", token: str = ""
    ) -> EmailMessage:
        is_ascii = all(mailbox.address.isascii() for mailbox in (self.sender, to) if mailbox)
        message = EmailMessage(_POLICY.clone(utf8=not is_ascii))
        if self.sender:
            message["From"] = _mailbox("From", self.sender)
        if to:
            message["To"] = _mailbox("To", to)
        else:
            message["X-Unsent"] = "1"
        message["Subject"] = _words("Subject", self._subject)
        message["Date"] = _in_minutes(at)
        for name, text in self._of_a_list(to.address if to else "", version, token):
            message[name] = text
        message["Auto-Submitted"] = "auto-generated"
        message["Content-Language"] = self._briefing.language
        message["MIME-Version"] = "1.0"
        body = self._body(token)
        for name, value in body.items():
            message[name] = value
        message.set_payload(body.get_payload())
        return message

    def _of_a_list(self, to: str, version: str, token: str) -> Iterator[tuple[str, str]]:
        """Yield the headers that identify the message and its list (RFC 2369, RFC 2919).

        If there is an endpoint, mail programs can unsubscribe in one step (RFC 8058).
        """
        if self.sender:
            period = self._briefing.digest.name if self._briefing.digest else ""
            of = f"{period} {self._briefing.as_of_day} {to.casefold()} {version}"
            id = identifier(self._briefing, of.rstrip())
            yield "Message-ID", f"<{id}@{self.sender.domain}>"
            yield "List-Id", f"<{_label(self._briefing)}.{self.sender.domain}>"
            by_email = f"<{_by_email(self._briefing, self.sender, token)}>"
            if self._endpoint and token:
                by_web = f"<{_by_web(self._endpoint, token)}>"
                yield "List-Unsubscribe", f"{by_web}, {by_email}"
                yield "List-Unsubscribe-Post", "List-Unsubscribe=One-Click"
            else:
                yield "List-Unsubscribe", by_email


def message_writer(
    user_templates: Path | None, endpoint: str = ""
) -> Callable[[Briefing, Document | None], DigestMessage]:
    """Return a function that turns digests and their PDFs, if any, into messages.

    It prefers `user_templates` to the built-in ones. `endpoint` is the web address for
    unsubscribing, if there is one. If so, the messages need tokens.
    """
    plain = TemplateSet(user_templates, Markup, sentence=capitalised, plain_text=to_plain_text)
    pages = html.template_set(user_templates)
    draw = drawer(user_templates)

    def write(briefing: Briefing, attached: Document | None) -> DigestMessage:
        marked, briefing = briefing, without_marks(briefing)
        digest = briefing.digest
        if not digest:
            raise ValueError("only a digest is made into a message")
        pictures: dict[str, tuple[bytes, str]] = {}

        def picture(name: str, content: bytes, kind: str = "png") -> str:
            id = f"{identifier(briefing, f'{digest.name} {name}')}@briefing"
            pictures[id] = content, kind
            return f"cid:{id}"

        def event_picture(item: Entry | Section) -> str:
            assert item.picture
            shown = rendition(item.picture, "event", "mail")
            return picture(item.anchor, shown.content, shown.type.removeprefix("image/"))

        def chart_picture(width: float, height: float, text: float = 13) -> str:
            svg = draw(replace(briefing, commitments=()), Frame(width, height, text))
            return picture("chart", png(svg, zoom=_SHARP, background="white", brand=briefing.brand))

        def logo_picture() -> str:
            logo = briefing.brand.logo
            assert logo
            is_png = logo.type == "image/png"
            return picture(
                "logo",
                logo.content if is_png else png(logo.content.decode("utf-8-sig"), height=_LOGO),
            )

        unsubscribe, sender, placeholder = "", digest.sender, _placeholder(briefing)
        if sender and endpoint:
            unsubscribe = _by_web(endpoint, placeholder)
        elif sender:
            unsubscribe = _by_email(briefing, sender, placeholder)
        name = _template(user_templates, briefing, "txt")
        text = _fit(plain.render(name, briefing, unsubscribe=unsubscribe))

        def page(shown: Briefing) -> str:
            filled = pages.render(
                _template(user_templates, briefing, "html"),
                shown,
                chart_picture=chart_picture,
                logo_picture=logo_picture,
                event_picture=event_picture,
                unsubscribe=unsubscribe,
            )
            unbroken = finishing.unbroken(in_html(filled, briefing), briefing.language)
            return _inlined(finishing.with_words_isolated(unbroken))

        html_page = page(marked)
        if pictures and len(html_page) <= _SHORT:
            pictures.clear()
            html_page = page(replace(marked, brand=replace(marked.brand, logo=None)))

        def body(token: str) -> MIMEPart:
            old, new = (placeholder, token) if token else (f".{placeholder}", "")
            return _body(
                briefing, text.replace(old, new), html_page.replace(old, new), pictures, attached
            )

        fingerprint = sha256(text.encode()).hexdigest()[:16]
        return DigestMessage(digest.sender, fingerprint, digest.subject, briefing, endpoint, body)

    return write


def renderer(user_templates: Path | None, engine: str) -> Callable[[Briefing], Document]:
    """Return a function that makes drafts of digests, preferring `user_templates`.

    Raises:
        NotInstalled: `engine` (or, for `auto`, every engine) does not work on this machine.
    """
    write, print_ = message_writer(user_templates), pdf.renderer(user_templates, engine)

    def render(briefing: Briefing) -> Document:
        attached = print_(briefing)
        draft = write(briefing, attached).draft()
        return Document(
            bytes(draft),
            warnings=attached.warnings,
            infos=attached.infos,
            is_portable=attached.is_portable,
        )

    return render


class _Written(UnstructuredHeader, BaseHeader):
    """A header that is written as given, on several lines only if it contains spaces.

    By default, the `email` package decodes anything that looks like an encoded word (RFC 2047),
    even in a title, together with any headers inside it. It also encodes a long address, which
    makes the address invalid.
    """

    @classmethod
    def parse(cls, value: str, kwds: dict[str, Any]) -> None:
        """Use `value` unchanged."""
        kwds["decoded"], kwds["parse_tree"] = value, None

    def fold(self, *, policy: Policy) -> str:
        """Return the header, including its name, folded into lines."""
        head = f"{self.name}: "
        lines = textwrap.wrap(
            self,
            _WIDEST,
            initial_indent=head,
            subsequent_indent=" ",
            break_long_words=False,
            break_on_hyphens=False,
        )
        return policy.linesep.join([*(lines or [head]), ""])


_HEADERS = HeaderRegistry()
for _name in (
    *("From", "To", "Subject"),
    *("List-Id", "List-Unsubscribe", "List-Unsubscribe-Post", "Message-ID", "Content-ID"),
):
    _HEADERS.map_to_type(_name.lower(), _Written)
_POLICY = SMTP.clone(header_factory=_HEADERS)
_CTE = "quoted-printable"


def _template(user_templates: Path | None, briefing: Briefing, suffix: str) -> str:
    """Return the message template for a kind of digest, or else the built-in one."""
    name = f"{briefing.template}/message.{suffix}"
    return name if find_template(user_templates, name).is_file() else f"digest/message.{suffix}"


def _body(
    briefing: Briefing,
    text: str,
    page: str,
    pictures: Mapping[str, tuple[bytes, str]],
    attached: Document | None,
) -> MIMEPart:
    """Return the parts of a message: its text, its page with `pictures`, and the PDF, if any."""
    assert briefing.digest
    body = MIMEPart(_POLICY)
    body.set_content(text, cte=_CTE)
    body.add_alternative(page, subtype="html", cte=_CTE)
    _, shown = body.iter_parts()
    for id, (content, kind) in pictures.items():
        shown.add_related(content, "image", kind, cid=f"<{id}>", disposition="inline")
    if attached:
        name = f"{briefing.id}-{briefing.digest.name}.pdf"
        body.add_attachment(attached.content, "application", "pdf", filename=name)
    for n, part in enumerate(part for part in body.walk() if part.is_multipart()):
        # No quoted-printable or base64 line can look like this (RFC 2045, 6.7).
        part.set_boundary(f"=_{identifier(briefing, briefing.digest.name)}-{n}")
    return body


def _fit(text: str) -> str:
    """Wrap `text`, with no more than two consecutive empty lines."""
    return re.sub(r"\n{4,}", "\n\n\n", wrapped(text)).strip("\n") + "\n"


def _inlined(page: str) -> str:
    """Return `page` with its stylesheets inlined in its elements, in pixels."""
    inliner = CSSInliner(load_remote_stylesheets=False, resolve_css_variables=True)
    page = inliner.inline(page)
    return _STYLE.sub(lambda style: _REM.sub(_in_pixels, " ".join(style[0].split())), page)


def _in_pixels(length: re.Match[str]) -> str:
    return f"{float(length[1]) * _SIZE:g}px"


def _line(text: str) -> str:
    """Return `text` on one line, without anything that could start another header."""
    characters = (" " if category(character) in _NOT_ON_A_LINE else character for character in text)
    return " ".join("".join(characters).split())


def _words(header: str, text: str) -> str:
    """Encode `text` for a header: unchanged if possible, otherwise in encoded words (RFC 2047)."""
    text = _line(text)
    is_plain = text.isascii() and "=?" not in text
    if is_plain and all(len(part) < _WIDEST for part in text.split(" ")):
        return text
    return Header(text, "utf-8", _WIDEST, header).encode(linesep="")


def _mailbox(header: str, mailbox: Mailbox) -> str:
    """Format a mailbox for a header, quoting its name if needed (RFC 5322, 3.4)."""
    name = _words(header, mailbox.name)
    if not name:
        # Spam filters are suspicious of an address without angle brackets.
        return f"<{mailbox.address}>"
    if not _ATOMS.fullmatch(name):
        name = f'"{utils.quote(name)}"'
    return f"{name} <{mailbox.address}>"


def _in_minutes(at: datetime) -> datetime:
    """Return `at` with an offset in whole minutes, as headers require. Old offsets have seconds."""
    offset = at.utcoffset()
    return at.astimezone(UTC) if offset and offset % timedelta(minutes=1) else at


def _by_email(briefing: Briefing, sender: Mailbox, token: str) -> str:
    """Return the `mailto:` URL for unsubscribing, including a subject.

    The subject names the list in ASCII, because spam filters count the percent signs in a URL.
    """
    subject = f"unsubscribe-{_label(briefing)}{'.' if token else ''}{token}"
    return f"mailto:{quote(sender.address, safe='@')}?subject={quote(subject)}"


def _by_web(endpoint: str, token: str) -> str:
    """Return the address at which a mail program or a reader can unsubscribe."""
    return f"{endpoint}{'&' if '?' in endpoint else '?'}token={token}"


def _placeholder(briefing: Briefing) -> str:
    """Return the text that takes the place of the token while a message has no recipient."""
    return identifier(briefing, "unsubscribe").hex


def _label(briefing: Briefing) -> str:
    """Return the name of the list, from the edition's id and a label that identifies its record."""
    label = re.sub(r"[^a-z0-9]+", "-", briefing.id.lower())[:60]
    return f"{label}-{identifier(briefing).hex[:8]}"
