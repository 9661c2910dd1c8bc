"""Descriptions of the item, date or key at the cursor, in Markdown."""

import re
from collections.abc import Iterable
from datetime import date as Day

from briefing.edition.statuses import ask_statuses, commitment_statuses, deadline
from briefing.edition.words import words_in
from briefing.english import counted
from briefing.lsp.cursor import Cursor
from briefing.lsp.index import Index
from briefing.lsp.named import Named, named_at
from briefing.record import kinds
from briefing.record.area_tables import TabledArea
from briefing.record.claims import claim_of
from briefing.record.dates import DateProblem, parse_edtf
from briefing.record.expected import Expected, expected_at
from briefing.record.model import Actor, Commitment, Event
from briefing.record.problems import RecordPath
from briefing.record.proofs import Proof
from briefing.record.record import Record
from briefing.record.references import Section
from briefing.typography import capitalised

_T = words_in("en-GB")
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~])")


def description_at(cursor: Cursor, file: str, record: Record, index: Index, day: Day) -> str | None:
    """Return a description of the item, date or key at the cursor, or None.

    Args:
        cursor: the cursor.
        file: the name of its file.
        record: the last version of the record that could be read.
        index: the index of the record.
        day: the day for which statuses are worked out.
    """
    if named := named_at(cursor):
        if text := _item(named, cursor, file, record, day):
            return text
        if item := index.item(named.section, named.id):
            return _lines(f"**{_plain(item.name)}**", _plain(item.detail))
    if cursor.at == "key":
        return _field(expected_at((*cursor.path, cursor.word)))
    if proof := _proof_at(cursor, file, record):
        return proof
    expected = expected_at(cursor.path)
    if expected.is_date:
        return _date(cursor.word) or _field(expected)
    if expected.is_kind:
        kind = kinds.normal_kind(cursor.word)
        family = kinds.family_of(kind, record.families)
        known = kind in record.kinds and family
        return f"**{_plain(kind)}**\n\nFamily: {family}" if known else _field(expected)
    return _field(expected)


def _field(expected: Expected) -> str | None:
    if not expected.field or not expected.description:
        return None
    return f"**{expected.field}**\n\n{_plain(expected.description)}"


def _plain(text: str) -> str:
    """Escape text that is not Markdown, and put it on one line."""
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))


def _lines(*lines: str) -> str:
    return "\n\n".join(line for line in lines if line)


def _date(written: str) -> str | None:
    try:
        date = parse_edtf(written.strip())
    except DateProblem:
        return None
    return capitalised(_plain(_T.date(date)))


def _item(named: Named, cursor: Cursor, file: str, record: Record, day: Day) -> str | None:
    """Describe an item of the record."""
    section, id = named.section, named.id
    event = _event_at(cursor, file, record)
    if section == "actors" and id in record.actors:
        return _actor(id, record.actors[id], event, record)
    if section == "events" and id in record.by_id:
        return _event(record.by_id[id], record)
    if section == "sources" and id in record.sources:
        source = record.sources[id]
        facts = (source.author, source.publisher, _T.date(source.date) if source.date else "")
        return _lines(
            f"**{_plain(source.title)}**",
            _plain(", ".join(filter(None, facts))),
            f"<{source.url}>" if source.url else "",
            _used(record, section, id),
        )
    if section == "areas" and id in record.areas:
        area = record.areas[id]
        wider = record.areas.get(area.within or "")
        columns = area.columns if isinstance(area, TabledArea) else {}
        return _lines(
            f"**{_plain(area.name)}**", f"In {_plain(wider.name)}" if wider else "",
            *(f"{name}: {_plain(text)}" for name, text in columns.items()),
            _used(record, section, id),
        )  # fmt: skip
    if section == "asks" and id in record.asks:
        return _ask(id, record, day)
    if section == "commitments":
        return _commitment(id, record, day)
    return None


def _event_at(cursor: Cursor, file: str, record: Record) -> Event | None:
    """Return the event that the cursor is in."""
    if cursor.path[:1] != ("events",) or len(cursor.path) < 2:
        return None
    where = RecordPath(file, cursor.path[:2])
    return next((event for event in record.events if event.where == where), None)


def _actor(id: str, actor: Actor, event: Event | None, record: Record) -> str:
    role = actor.role_on(event.date) if event else None
    group = record.actors.get(actor.part_of or "")
    roles = "" if role else "; ".join(held.title for held in actor.roles)
    return _lines(
        f"**{_plain(actor.name)}**" + (f" ({_plain(actor.type)})" if actor.type else ""),
        f"{_plain(role)} on {_plain(_T.date(event.date))}" if role and event else "",
        f"Roles: {_plain(roles)}" if roles else "",
        f"Part of {_plain(group.name)}" if group else "",
        _used(record, "actors", id),
    )


def _event(event: Event, record: Record) -> str:
    who = [record.actors[id].name for id in event.people if id in record.actors]
    return _lines(
        f"**{_plain(event.title)}**",
        f"{capitalised(_plain(_T.date(event.date)))} · {_plain(event.kind)}",
        _plain(", ".join(who)),
    )


def _ask(id: str, record: Record, day: Day) -> str:
    ask = record.asks[id]
    status = next((status for status in ask_statuses(record, day) if status.id == id), None)
    by = record.actors.get(ask.by)
    last = status.moves[-1].event if status else None
    return _lines(
        f"**{_plain(ask.title)}**",
        f"Ask by {_plain(by.name)}" if by else "",
        f"Status: {status.state} ({_plain(_T.date(last.date))})" if status and last else "",
    )


def _commitment(id: str, record: Record, day: Day) -> str | None:
    if not record.language.startswith("en"):
        from dataclasses import replace

        record = replace(record, language="en-GB")
    for status in commitment_statuses(record, day):
        if status.commitment.id == id:
            due = f"Due: {status.due}" if status.due else ""
            by = record.actors.get(status.commitment.by)
            return _lines(
                f"**{_plain(status.commitment.title)}**",
                f"Commitment by {_plain(by.name)}" if by else "",
                f"Status: {_plain(status.words)}",
                _plain(f"{due} ({status.working})" if due and status.working else due),
                _kept_if(status.commitment),
            )
    for event in record.events_with("commitments"):
        for made in event.commitments:
            if made.id == id:
                due_day = deadline(made.due, record.by_id) if made.due else None
                due = f"Due: {due_day}" if due_day else ""
                return _lines(f"**{_plain(made.title)}**", due, _kept_if(made))
    return None


def _kept_if(commitment: Commitment) -> str:
    return f"Kept if: {_plain(commitment.kept_if)}" if commitment.kept_if else ""


def _used(record: Record, section: Section, id: str) -> str:
    """Return the number of events that name an item, in words."""
    events = {
        where.path for where, reference in record.references(section)
        if reference.id == id and where.path[:1] == ("events",)
    }  # fmt: skip
    return f"In {counted(len(events), 'event')}" if events else ""


def _proof_at(cursor: Cursor, file: str, record: Record) -> str | None:
    """Describe the proof of the quote or figure that the cursor is in."""
    path = cursor.path
    event = _event_at(cursor, file, record)
    is_claim = len(path) == 5 and path[2] in ("quotes", "figures")
    if not event or not is_claim or path[4] not in ("text", "value", "label"):
        return None
    items: Iterable[object] = event.quotes if path[2] == "quotes" else event.figures
    found = [*items][int(path[3]) : int(path[3]) + 1]
    if not found or not record.proofs:
        return None
    claim = claim_of(found[0], event, event.where / path[2:4])  # type: ignore[arg-type]
    proof = record.proofs.of(claim)
    if proof is None:
        return "**Not checked yet**\n\nRun `briefing prove`."
    return _graded(proof)


def _graded(proof: Proof) -> str:
    page = f", page {proof.page}" if proof.page else ""
    copy = f"In {_plain(proof.copy)}{page}" if proof.copy else ""
    passage = proof.passage
    words = f"> …{passage.prefix}{passage.exact}{passage.suffix}…" if passage else ""
    return _lines(f"**{capitalised(proof.grade)}**", copy, _plain(proof.caution), words)
