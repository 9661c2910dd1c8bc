"""The details of a document in the properties or the header of its file.

Properties are often wrong: the title may come from a template, the author from the
computer's settings, and the date from the last export. So a title or an author is used only if it
is also in the text, and a date is marked as a guess.
"""

import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any

from briefing.capture.document import Detail, Document, paragraphs_of
from briefing.capture.names import is_organisation, person
from briefing.capture.written_dates import day_of
from briefing.evidence.folding import key_of
from briefing.evidence.text import Page

_PDF_DAY = re.compile(r"D:(\d{4})(\d\d)(\d\d)")
_FORWARDED = re.compile(
    r"^(?:(?:re|fwd?|fw|(?:press|news|media)\s+(?:release|notice|statement)"
    r"|embargoed?[^:]*)\s*:\s*)+",
    re.IGNORECASE,
)
_NOBODY = re.compile(
    r"press|media|news|comms|communications|office|info|noreply|no-reply", re.IGNORECASE
)
_PRESS_OFFICE = re.compile(
    r"^(?:the\s+)?(?:press|media|news|communications|comms)(?:\s+(?:office|team|desk|room))?"
    r"\s*(?:[,|:–-]|\b(?:at|of|for)\b)\s*(?:the\s+)?"
    r"|[\s,|:–-]*\b(?:newsroom|(?:press|media|news|communications|comms|info)"
    r"(?:\s+(?:office|team|desk|room|enquiries|relations|centre))?|no-?reply)$",
    re.IGNORECASE,
)
"""The words for a press office in the name of a sender, before or after the publisher."""
_JOINT = re.compile(r"\s*[,|/(]\s*|\s(?:at|from|for|via|[–—-])\s(?:the\s)?")
_NEAR_START = 3000


def of_pdf(content: bytes, document: Document) -> Document:
    """Return a PDF as a document, with the properties that can be trusted."""
    import pypdfium2

    properties: dict[str, str] = {}
    with suppress(pypdfium2.PdfiumError):
        properties = pypdfium2.PdfDocument(content).get_metadata_dict()
    made = _PDF_DAY.match(properties.get("CreationDate", ""))
    date = day_of("-".join(made.groups())) if made else ""
    reason = "the date the PDF was made, which may not be the date of publication"
    return replace(
        document,
        title=_if_in_text(properties.get("Title", ""), document, "the PDF's title"),
        author=_if_in_text(properties.get("Author", ""), document, "the PDF's author"),
        date=Detail(date, reason, is_guess=True) if date else None,
    )


def of_docx(content: bytes, document: Document) -> Document:
    """Return a Word document with its title and author, if its text has them too."""
    from briefing.evidence.extracting.zipped import Parts, name_of

    parts = Parts(content)
    if "docProps/core.xml" not in parts.names:
        return document
    properties = {name_of(each): each.text or "" for each in parts.xml("docProps/core.xml")}
    return replace(
        document,
        title=_if_in_text(properties.get("title", ""), document, "the document's title"),
        author=_if_in_text(properties.get("creator", ""), document, "the document's author"),
    )


def _if_in_text(value: str, document: Document, what: str) -> Detail | None:
    value = " ".join(value.split())
    start = " ".join(paragraph.text for paragraph in document.paragraphs[:60])[:_NEAR_START]
    if len(value) < 5 or key_of(value) not in key_of(start):
        return None
    # The text may have curly quotation marks.
    own = (each.text for each in document.paragraphs if key_of(each.text) == key_of(value))
    value = next(own, value)
    return Detail(value, f"{what} in its properties, which is also in its text")


def of_email(content: bytes, pages: Sequence[Page]) -> Document:
    """Return an email, or a web page that was saved as MHTML."""
    from email import message_from_bytes
    from email.policy import compat32
    from email.utils import parseaddr, parsedate_to_datetime

    from briefing.capture import web_page
    from briefing.evidence.extracting.email import field_of, is_saved_page

    message = message_from_bytes(content, policy=compat32)
    page = _html_part(message)
    if is_saved_page(message):
        document = web_page.read(page) if page else Document("")
        address = message.get("Snapshot-Content-Location", "")
        reason = "the address in the saved page"
        is_address = "://" in address and not document.address
        return replace(document, address=Detail(address, reason)) if is_address else document
    # The first page has the fields of the header.
    body = pages[1:] if len(pages) > 1 else pages
    document = web_page.read(page) if page else Document("", paragraphs_of(body))
    subject = _FORWARDED.sub("", field_of(message, "Subject"))
    name, sender = parseaddr(field_of(message, "From"))
    name = " ".join(name.split())
    date = None
    with suppress(ValueError, TypeError):
        moment = parsedate_to_datetime(field_of(message, "Date"))
        date = Detail(day_of(moment.isoformat()), "the date of the email")
    name, firm = _divided(name)
    publisher = firm or _PRESS_OFFICE.sub("", name).strip(" ,-|")
    is_office = _NOBODY.search(f"{name} {sender.partition('@')[0]}")
    is_person = bool(firm) or bool(name and not is_office and not is_organisation(name))
    return replace(
        document,
        title=Detail(subject, "the subject of the email") if subject else document.title,
        author=Detail(name, "the sender of the email") if is_person else None,
        publisher=Detail(publisher, "the sender of the email", is_guess=True)
        if publisher and (firm or not is_person)
        else None,
        date=date,
        sender=sender,
    )


def _divided(name: str) -> tuple[str, str]:
    """Return the person and the organisation in the name of a sender: "Ann Lee, Parks Trust"."""
    parts = [part.strip(" )") for part in _JOINT.split(name)]
    people = [part for part in parts if person(part)]
    firms = [part for part in parts if is_organisation(part) and not person(part)]
    if len(parts) != 2 or len(people) != 1 or len(firms) != 1:
        return name, ""
    return people[0], _PRESS_OFFICE.sub("", firms[0])


def _html_part(message: Any) -> bytes:
    """Return the HTML of a message as UTF-8 with a byte-order mark, or nothing."""
    from briefing.charsets import decode

    for part in message.walk():
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes) and payload.strip():
                text = decode(payload, str(part.get_content_charset() or ""))
                return text.encode("utf-8-sig", "replace")
    return b""
