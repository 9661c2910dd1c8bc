"""The details that a document gives in its own text, as in a press release.

Examples: "For immediate release: 3 July 2023", "EMBARGOED until noon on 3 July 2023", "By A. Lee".
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from briefing.capture.completed_details import date_of_issue, with_authors, with_period
from briefing.capture.document import Detail, Document, Paragraph
from briefing.capture.names import is_organisation
from briefing.capture.publishers import (
    from_capitals,
    in_full,
    is_address,
    is_kind_of_document,
    publisher_of,
)
from briefing.capture.speeches import speeches_in
from briefing.capture.written_dates import written_dates
from briefing.record.meanings import hour_of

_FIRST = 14
"""The number of paragraphs at the start that can contain details of the document."""
_EMBARGO = re.compile(
    r"(?:strictly\s+)?(?:under\s+)?embargo(?:ed)?\b[^.\n]{0,60}?(?:until|till|to|for"
    r"|:)\s*(.{4,80})",
    re.IGNORECASE,
)
_CLOCK = re.compile(
    r"\b(?P<hour>\d{1,2})(?:[:.](?P<minute>\d\d))?\s*(?:(?P<half>am|pm)|(?P<hours>hrs|hours))?\b",
    re.IGNORECASE,
)
_MIDNIGHT, _NOON = re.compile(r"\bmidnight\b", re.IGNORECASE), re.compile(r"\b(?:noon|midday)\b")
_DATE_LABEL = re.compile(
    r"^(?:.{0,20}debated\s+on|(?:for\s+)?(?:immediate\s+)?(?:release|use"
    r"|publication)(?:\s+date)?|(?:first\s+)?"
    r"(?:published|issued|released|posted)(?:\s+(?:on|date))?|date(?:\s+(?:of\s+(?:issue|notice|publication)|published))?"
    r"|(?:press|news|media)\s+(?:release|notice|statement))\b\s*[:|–—-]?\s*",
    re.IGNORECASE,
)
_PREFIX = re.compile(
    r"^(?:historic\s+)?(?:press|news|media)\s+(?:release|notice|statement)\s*[:|–—-]\s*",
    re.IGNORECASE,
)
_TODAY = re.compile(
    r"\btoday\s*(?:[\[(]|,\s)\s*|\b(?:issued|published|released)\b[^.]{0,60}?\bon\s+"
    r"|\b(?:Issued|Published|Released):?\s+"
)
_NEWS = re.compile(
    r"\s*[–—|:·-]\s*(?:news|(?:press|media|news)\s+(?:release|notice|statement))s?$", re.IGNORECASE
)
_NAME_ONLY = re.compile(
    r"(?:[A-Z][\w’'&.-]*|of|for|and|the|in|on|to|&)(?:\s+(?:[A-Z][\w’'&.-]*|of|for|and|the|in"
    r"|on|to|&))*"
)
_LABEL_ONLY = re.compile(
    r"^(?:(?:press|news|media)\s+(?:release|notice|statement)s?(?:\s*[–—"
    r"|:-]\s*(?:for\s+)?immediate.*)?|for\s+immediate\s+.*|immediate\s+(?:use|release|publication)\b.*|news"
    r"|(?:public|statutory|legal)\s+notice(?:\s+(?:and|of)\s+consultation)?"
    r"|news\s+story|article|report|summary|research\s+briefing|email|menu|updated?\b.*|embargo.*"
    r"|not\s+for\s+(?:publication|broadcast)\b.*|page\s+\d+.*|subject:.*|from:.*|to:.*|sent:.*"
    r"|date:.*|published\b.*|by\s+\S+.*|no\s+\d+/\d+.*|ref(?:erence)?:.*|.*\.(?:docx?|pdf))$",
    re.IGNORECASE,
)
_AUTHOR = r"(?-i:(?:[A-Z][\w’'-]+\.?\s+){1,3}[A-Z][\w’'-]+)"
_BYLINE = re.compile(
    rf"^by\s+({_AUTHOR}(?:\sand\s{_AUTHOR})?)(?:,\s*[^.]{{3,60}}|\s+[a-z][^.]{{3,60}}|\s*\|.*)?$",
    re.IGNORECASE,
)
_ABOUT = re.compile(r"^About\s+(?:the\s+)?((?:[A-Z][\w’'&-]*\s*|of\s+|for\s+|and\s+|the\s+){1,9})$")
_PARTS = re.compile(r"\s*(?:[·|•–—]|,(?=\s\d))\s*|\.$")
_POSTED = re.compile(r"(?:^|\s)(?:Posted|Published|Issued|Released)(?:\son)?:?\s+")
_AFTER_DATE = re.compile(r"\s*(?:$|[|·•–—(-]|,?\s\d{1,2}[:.]\d\d|,?\s(?:by|in)\s[A-Z])")
"""The end of a line with a date, and not of a sentence such as *Published 3 June figures show*."""
_DATED_NAME = re.compile(r"[^|·•]{3,40}\s*[|·•]\s*[^|·•]*\b\d{1,2}?\s?[A-Z][a-z]+\s(?:19|20)\d\d")
"""The running header of a magazine: *Parks Weekly | 3 June 2024*."""
_ISSUE = re.compile(r"\b(?:Issue|Vol(?:ume|\.)?|Edition|No\.)\s\d+\b.*\b(?:19|20)\d\d\b")
_DATELINE = re.compile(r"^[A-Z][A-Za-z ]{2,24}, ([^–—-]{6,20}\d{4}) [–—-]")
_ORGANISATION_IN_CAPITALS = re.compile(
    r"(?:[A-Z&’'-]+\s){1,6}(?:COUNCIL|TRUST|ASSOCIATION|FOUNDATION|INSTITUTE|UNIVERSITY|COMMITTEE"
    r"|AGENCY|AUTHORITY|UNION|FEDERATION|COMMISSION|SOCIETY|ALLIANCE|NETWORK|GOVERNMENT|PARTY)"
    r"|(?:DEPARTMENT|MINISTRY|OFFICE|INSTITUTE|ASSOCIATION|UNIVERSITY)\s(?:OF|FOR)(?:\s[A-Z&,’'-]+){1,7}"
)
_TITLE_LABEL = re.compile(
    r"^(?:(?:report|paper)\s+)?(?:title|subject|re)(?:\s+of\s+(?:the\s+)?(?:report|paper))?\s*[|:]\s*"
    r"(?P<title>\S.{3,198})$",
    re.IGNORECASE,
)
_SALUTATION = re.compile(r"^Dear\b.{1,60}[,:]?$")
_NUMBERED = re.compile(r"^\d+(?:\.\d+)*\.?\s")
_SMALL = ("of", "for", "and", "the", "in", "on")
_LONGEST_TITLE = 200
_OFFICE = re.compile(
    r"(?:(?:[A-Z][\w’'-]*|and|of|for|the|&),?\s){1,6}(?:Affairs|Communications|Department|Desk"
    r"|Directorate|Division|Engagement|Marketing|Media|Office|Press|Relations|Services|Team|Unit)"
)
"""An office in a letterhead: *Communications and External Relations*."""


def with_details(document: Document) -> Document:
    """Return the document, with those details from its text that it does not have already."""
    first = [*document.paragraphs[:_FIRST]]
    texts = [paragraph.text for paragraph in first]
    published = document.date.value if document.date else ""
    embargo = document.embargo or _embargo(texts, published)
    date = document.date
    if not date or date.is_guess:
        last = [paragraph.text for paragraph in document.paragraphs[-4:]]
        date = (
            _date(texts, last)
            or _date_of(embargo)
            or date
            or date_of_issue([*texts, *last], document.publisher)
        )
    is_debate = any(speeches_in(document.paragraphs))
    publisher = document.publisher
    if not publisher and not is_debate:
        publisher = _publisher(document.paragraphs, document.sender)
    if publisher and publisher.is_guess:
        name = in_full(publisher.value, [each.text for each in document.paragraphs])
        publisher = replace(publisher, value=name)
    title = with_period(document.title or _title(first, is_debate=is_debate), texts)
    return replace(
        document,
        paragraphs=[each for each in document.paragraphs if not title or each.text != title.value],
        embargo=embargo,
        date=date,
        title=title,
        author=with_authors(document.author or _author(texts), texts[:4]),
        publisher=publisher,
    )


def _embargo(texts: Sequence[str], published: str) -> Detail | None:
    for text in texts:
        if match := _EMBARGO.search(text):
            dates = [*written_dates(match[1], published)]
            if len(dates) == 1 and len(dates[0].readings) == 1:
                rest = match[1][: dates[0].start] + " " + match[1][dates[0].end :]
                time = _time(rest)
                return Detail(
                    f"{dates[0].readings[0]}T{time or '00:00'}",
                    f"from “{text[:120]}”" + ("" if time else ", which does not give a time"),
                    is_guess=not time,
                )
    return None


def _time(text: str) -> str:
    if _MIDNIGHT.search(text):
        return "00:00"
    if _NOON.search(text):
        return "12:00"
    for match in _CLOCK.finditer(text):
        hour, minute = hour_of(int(match["hour"]), match["half"] or ""), int(match["minute"] or 0)
        is_time = match["minute"] or match["half"] or match["hours"]
        if is_time and hour is not None and minute < 60:
            return f"{hour:02}:{minute:02}"
    return ""


def _date_of(embargo: Detail | None) -> Detail | None:
    if not embargo:
        return None
    return Detail(embargo.value.partition("T")[0], "the day on which the embargo ends")


def _date(texts: Sequence[str], last: Sequence[str]) -> Detail | None:
    """Return a date with a label such as "Published", or one that is a paragraph by itself.

    `last` lists the lines at the end, which can be the running header: "Review | Issue 2 | May
    2025".
    """
    for text in texts:
        label = _DATE_LABEL.match(text)
        rest = text[label.end() :] if label else text
        dates = [*written_dates(rest)]
        if not dates or len(dates[0].readings) != 1 or _EMBARGO.search(text):
            continue
        around = rest[: dates[0].start] + rest[dates[0].end :]
        is_alone = len(re.sub(r"[\W\d]+", "", around)) <= (24 if label else 8)
        if (label and dates[0].start <= 12 and is_alone) or is_alone:
            return Detail(dates[0].readings[0], f"from “{text[:80]}”")
    for text in texts:
        for label in _POSTED.finditer(text):
            dates = [*written_dates(text[label.end() : label.end() + 40])]
            has_year = dates and not dates[0].start and re.search(r"\d{4}", dates[0].text)
            is_end = has_year and _AFTER_DATE.match(text, label.end() + dates[0].end)
            if is_end and len(dates[0].readings) == 1:
                return Detail(dates[0].readings[0], f"from “{text[:80]}”")
    for text in texts:
        for part in _PARTS.split(text) if len(text) < 120 else ():
            dates = [*written_dates(part)]
            is_whole = bool(dates) and not dates[0].start and len(part) < dates[0].end + 12
            if is_whole and len(dates[0].readings) == 1:
                return Detail(dates[0].readings[0], f"from “{text[:80]}”")
    for text in texts:
        for today in _TODAY.finditer(text):
            dates = [*written_dates(text[today.end() : today.end() + 40])]
            is_next = dates and not dates[0].start and re.search(r"\d{4}", dates[0].text)
            if is_next and len(dates[0].readings) == 1:
                words = text[today.start() : today.end() + dates[0].end]
                return Detail(dates[0].readings[0], f"from “{words}”", is_guess=True)
    for text in (*texts, *last):
        if len(text) < 100 and _ISSUE.search(text) and (dates := [*written_dates(text)]):
            return Detail(dates[-1].readings[0], f"from “{text[:80]}”")
    for text in texts:
        if (match := _DATELINE.match(text)) and (dates := [*written_dates(match[1])]):
            return Detail(dates[0].readings[0], f"from “{text[:60]}…”")
    return None


def _title(first: Sequence[Paragraph], *, is_debate: bool) -> Detail | None:
    """Return the title with a label or after a salutation, or failing that, the first heading.

    If there are none of these, return the first line that looks like a title.
    """
    for paragraph in first:
        if match := _TITLE_LABEL.match(paragraph.text):
            return Detail(match["title"].strip(), f"from “{paragraph.text[:80]}”")
    for paragraph, below in pairwise(first):
        if _SALUTATION.match(paragraph.text) and _is_title(below.text):
            return Detail(below.text, "the line below the salutation", is_guess=True)
    for n, paragraph in enumerate(first):
        text = paragraph.text
        if paragraph.kind == "heading":
            if not (_organisation(text) or _NUMBERED.match(text) or _LABEL_ONLY.match(text)):
                return Detail(text, "the first heading")
            if line := _title_line(first[:n], is_debate=is_debate):
                return line
    return _title_line(first, is_debate=is_debate)


def _title_line(first: Sequence[Paragraph], *, is_debate: bool) -> Detail | None:
    """Return the first line that looks like a title."""
    found: list[str] = []
    for paragraph in first[:10]:
        text = _PREFIX.sub("", paragraph.text)
        # An organisation's name is a title only in a debate, which starts with the title alone.
        if not _is_title(text) or (_organisation(_undated(text)) and not is_debate):
            continue
        if len(text.split()) > 2:
            found.append(text)
    # An office below the letterhead is not the title if a headline is below it.
    found = [text for text in found if not _OFFICE.fullmatch(text)] or found
    if found:
        return Detail(found[0], "the first line that could be a title", is_guess=True)
    return None


def _is_title(text: str) -> bool:
    """Whether a line may be a title: not a sentence, a date, a label or a remark in brackets."""
    dates = [*written_dates(text)]
    is_date = dates and dates[0].end - dates[0].start > 0.5 * len(text)
    return (
        12 <= len(text) <= _LONGEST_TITLE
        and not text.endswith((".", ":", ";", ",", "]"))
        and not (is_date or _EMBARGO.search(text) or _LABEL_ONLY.match(text))
        and not (is_address(text) or _DATED_NAME.fullmatch(text))
    )


def _undated(text: str) -> str:
    """Return a line without the date at its end: "Parks Committee – 18 November 2025"."""
    dates = [*written_dates(text)]
    is_last = bool(dates) and not re.search(r"\w", text[dates[-1].end :])
    return re.sub(r"[\s–—|,-]+$", "", text[: dates[-1].start]) if is_last else text


def _author(texts: Sequence[str]) -> Detail | None:
    for text in texts:
        if match := _BYLINE.match(text):
            return Detail(_JOB.split(match[1])[0], f"from “{text[:80]}”")
        if match := _DELIVERED.search(text):
            return Detail(match["name"], f"from “{match[0]}”", is_guess=True)
    return None


_JOB = re.compile(
    r"\s(?=(?:Local|Senior|Chief|Deputy|Political|Health|Education|Social|Home|Transport|Business|News"
    r"|Science|Crime|Staff|Policy|Environment|Consumer|Data|Reporter|Correspondent|Editor)\b)"
)
"""The space between a name and a job without a comma: *By Ann Lee Local Democracy Reporter*."""
_DELIVERED = re.compile(
    r"\b(?:Delivered|Written|Speech given) by:?\s+"
    r"(?P<name>[A-Z][\w’'-]+(?:\s[A-Z][\w’'-]+){1,3}?)(?=\s[A-Z][a-z]+:|[.,]|$)"
)
_FROM = re.compile(
    r"From:\s+(?P<name>[A-Z][A-Za-z’'&,. -]{2,60}?[A-Za-z])(?=$|\s+[A-Z][a-z]+(?:\s[a-z]+)?:\s)"
)
_STATEMENT_OF = re.compile(
    r"\b(?:[Ss]tatement|[Nn]ewsletter|[Rr]esponse|[Ss]ubmission|[Bb]ulletin|[Mm]agazine|[Bb]log)"
    r"\s(?:from|of|by)\s(?:the\s)?"
    r"(?P<name>[A-Z][\w’'&-]+(?:\s(?:(?:of|for|and)\s)?[A-Z][\w’'&-]+)*)"
)
_NEAR_START, _NEAR_END = 8, 3


def _publisher(paragraphs: Sequence[Paragraph], sender: str) -> Detail | None:
    texts = [paragraph.text for paragraph in paragraphs]
    lines = [_organisation(text, texts) for text in texts[:_NEAR_START]]
    names = [*filter(None, lines[:3])] or [*filter(None, lines)][:1]
    if names:
        # A committee publishes its reports itself, below the name of its House.
        committee = next((name for name in names if name.endswith("Committee")), names[0])
        return Detail(committee, "a line of its own at the start", is_guess=True)
    for paragraph in paragraphs[:3]:
        parts = [part.strip() for part in paragraph.text.split(" | ")]
        is_dated = any([*written_dates(part)] for part in parts[1:])
        for part in parts if len(parts) > 2 and is_dated else ():
            if name := _organisation(part):
                return Detail(name, f"from “{paragraph.text[:80]}”", is_guess=True)
    for paragraph in paragraphs[:_NEAR_START]:
        if match := _FROM.match(paragraph.text):
            return Detail(match["name"], f"from “{match[0]}”", is_guess=True)
    for paragraph in paragraphs[:_NEAR_START]:
        if match := _STATEMENT_OF.search(paragraph.text):
            return Detail(match["name"], f"from “{match[0]}”", is_guess=True)
    for name in _abouts(paragraphs):
        return Detail(name, f"from the heading “About {name}”", is_guess=True)
    if found := publisher_of(paragraphs, sender):
        return found
    last = [*filter(None, (_organisation(text, texts) for text in texts[-_NEAR_END:]))]
    reason = "a line of its own at the end, such as a page header"
    return Detail(last[0], reason, is_guess=True) if len(set(last)) == 1 else None


def _organisation(line: str, texts: Sequence[str] = ()) -> str:
    """Return the organisation that is alone on a line, as in "Parks Trust – news", or ""."""
    name = _NEWS.sub("", line)
    if is_kind_of_document(name):
        return ""
    if name.isupper() and (organisation := from_capitals(name, texts)):
        return organisation
    if name.isupper() and _ORGANISATION_IN_CAPITALS.fullmatch(name):
        words = (word if word in _SMALL else word.capitalize() for word in name.lower().split())
        return " ".join(words)
    is_name = _NAME_ONLY.fullmatch(name) and is_organisation(name) and not name.isupper()
    return name if is_name and not _LABEL_ONLY.match(name) and 1 < len(name.split()) < 9 else ""


def _abouts(paragraphs: Sequence[Paragraph]) -> Iterator[str]:
    for paragraph in paragraphs:
        if match := _ABOUT.match(paragraph.text.rstrip(":")):
            yield match[1].strip()
