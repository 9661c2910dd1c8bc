"""The headings that people give to the columns of a chronology, in English and Welsh."""

import re
from collections.abc import Mapping

from briefing.capture.table import Order, Role

_HEADINGS: Mapping[Role, str] = {
    # The surest headings come first, separated from the others by "|".
    "date": (
        "date of event, event date, start date, date from, dyddiad dechrau"
        " | date, dates, when, date time, date and time, datetime, dyddiad, dyddiadau, pryd"
        " | start, starts, starting, from, begins, began, period, timing, date s, time period,"
        " timeframe, approximate date, approx date, key date, key dates, date occurred, timeline,"
        " date of meeting, meeting date, date made, date announced, announced, dtstart, start time,"
        " opens, opened, date opened, opening date, decided, date decided, decision date,"
        " date of decision"
        " | published, date published, publication date, pubdate, date issued, issued, month year"
    ),
    "end": (
        "end date, date to, date ended, closing date, date closed, dyddiad gorffen"
        " | end, ends, to, until, till, finish, finishes, ended, closes, closed, dtend, end time"
    ),
    "title": (
        "title, headline, event title, event name, teitl, pennawd"
        " | event, what happened, events, milestone, development, digwyddiad, key event"
        " | what, name, subject, item, activity, announcement, action, decision, issue, step,"
        " key events, key developments, developments, beth, entry, occurrence, achievement,"
        " stage, stages, consultation, consultations"
    ),
    "summary": (
        "summary, description, details, detail, crynodeb, disgrifiad, event description"
        " | text, narrative, content, body, more information, information, further information,"
        " further details, key points, manylion, event details, comment text"
        " | commentary, significance, background, context, outcome, outcomes, result, why it"
        " matters, impact, relevance"
    ),
    "kind": (
        "kind, type, event type, type of event, kind of event, math, category, event category"
        " | categori, class, form, classification, document type, type of document"
    ),
    "source": (
        "source, sources, reference, references, citation, citations, ffynhonnell, ffynonellau"
        " | ref, refs, evidence, document, documents, footnote, footnotes, supporting document,"
        " supporting documents, source document, bibliography, publication, further reading"
    ),
    "publisher": (
        "publisher, published by, cyhoeddwr | newspaper, outlet, news outlet, publication name"
    ),
    "published": ("source date, date of source, source published, dyddiad y ffynhonnell"),
    "url": (
        "url, link, links, web link, weblink, hyperlink, web address, website, webpage, dolen,"
        " urls, web page, dolenni, source url, source link, link to source, href"
    ),
    "who": (
        "who, actor, actors, pwy, who was involved, organisations involved, people involved"
        " | organisation, organisations, organization, organizations, people, person, by,"
        " participants, participant, department, departments, stakeholder, stakeholders, minister,"
        " speaker, body, party, parties, involved, attendees, key players, key people,"
        " responsible, lead, sefydliad, author s"
    ),
    "quote": ("quote, quotes, quotation, quotations, key quote, dyfyniad, quoted words"),
    "topics": (
        "topic, topics, theme, themes, tag, tags, policy area, pwnc, pynciau, keywords, keyword,"
        " subject area, strand, workstream, subjects, thema, themau"
    ),
    "time": ("time, amser, time of day"),
    "id": ("id, identifier, event id"),
    "note": (
        "note, notes, comment, comments, internal notes, internal note, remarks, nodiadau, nodyn,"
        " internal comments, our notes, working notes, to do, actions for us"
    ),
    "year": ("year, blwyddyn, yr"),
    "month": ("month, mis"),
    "day": ("day, day of month, diwrnod"),
    "added": (
        "date added, added, date entered, entered, timestamp, date created, created, date of entry,"
        " created at, date logged, logged, dyddiad ychwanegu"
    ),
    "none": (
        "no, number, row, ref no, serial, item no, s n, sn, rhif, updated, last updated, modified,"
        " date modified, last modified, date updated, accessed, date accessed, last accessed,"
        " status, checked, checked by, weekday, day of week, day of the week"
    ),
}
WORDS: Mapping[str, tuple[Role, int]] = {
    " ".join(word.split()): (role, rank)
    for role, groups in _HEADINGS.items()
    for rank, group in enumerate(groups.split("|"))
    for word in group.split(",")
}
"""Each heading in plain form, with its role and a rank: the lowest is the most certain."""

_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_DAY_FIRST = re.compile(r"\bdd?[/. -]mm?[/. -]y{2,4}\b", re.IGNORECASE)
_MONTH_FIRST = re.compile(r"\bmm?[/. -]dd?[/. -]y{2,4}\b", re.IGNORECASE)


def plain_heading(text: str) -> str:
    """Return a heading in lower case, without punctuation or what is in brackets."""
    bare = _BRACKETS.sub(" ", text)
    kept = bare if any(map(str.isalnum, bare)) else text
    return " ".join(re.sub(r"[^\w]+|_", " ", kept.casefold()).split())


def stated_order(heading: str) -> Order:
    """Return the order of the day and month that a heading gives, as in "Date (dd/mm/yyyy)"."""
    if _DAY_FIRST.search(heading):
        return "day first"
    return "month first" if _MONTH_FIRST.search(heading) else ""
