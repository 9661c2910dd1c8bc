"""Rules for the recipients and the sender of digests."""

from collections.abc import Iterator

from briefing.record.fix_hints import delete
from briefing.record.merging import Draft
from briefing.record.problems import Finding
from briefing.record.record import Record
from briefing.record.rules.rule import error, fixed, warning


@error
def no_sender(record: Draft) -> Iterator[Finding]:
    """A digest with recipients must have a sender.

    Give the edition or the record a `sender`. If neither has one, the sender is the contact of the
    brand or the publisher, provided that this is an email address.

    Wrong:
        title: Example
        editions:
          weekly: {template: digest, recipients: [ann@example.org]}
        events:
          - {date: 2019-04, kind: news, title: A, source: https://example.org/a, added: 2019-05-01}

    Right:
        title: Example
        sender: Example Policy Team <policy@example.org>
        editions:
          weekly: {template: digest, recipients: [ann@example.org]}
        events:
          - {date: 2019-04, kind: news, title: A, source: https://example.org/a, added: 2019-05-01}
    """
    if not record.is_complete:
        return
    for id, edition in record.editions.items():
        if edition.recipients and record.is_digest(edition) and not record.sender_of(edition):
            message = f"the digest '{id}' has recipients but no sender"
            hint = "add a line such as sender: policy@example.org at the top of the record"
            yield Finding(edition.where / "recipients", message, hint, on_key=True)


@error
@fixed("unsafe")
def recipient_twice(record: Record) -> Iterator[Finding]:
    """A digest must not list a recipient twice.

    Capital letters make no difference, so Ann@example.org is the same address as ann@example.org.
    Several digests can have the same recipients.

    Wrong:
        title: Example
        sender: policy@example.org
        editions:
          weekly: {template: digest, recipients: [ann@example.org, Ann <Ann@example.org>]}
        events:
          - {date: 2019-04, kind: news, title: A, source: https://example.org/a, added: 2019-05-01}

    Right:
        title: Example
        sender: policy@example.org
        editions:
          weekly: {template: digest, recipients: [ann@example.org, bob@example.org]}
        events:
          - {date: 2019-04, kind: news, title: A, source: https://example.org/a, added: 2019-05-01}
    """
    for edition in record.editions.values():
        seen: set[str] = set()
        for n, recipient in enumerate(edition.recipients):
            address = recipient.address.casefold()
            if address in seen:
                message = f"{recipient.address} is already a recipient of this digest"
                yield Finding(
                    edition.where / "recipients" / n, message, delete("delete one of the two")
                )
            seen.add(address)


@warning
def recipients_without_digest(record: Draft) -> Iterator[Finding]:
    """Only a digest can have recipients.

    No other briefing is sent by email.

    Wrong:
        title: Example
        sender: policy@example.org
        editions:
          monthly: {template: timeline, recipients: [ann@example.org]}
        events:
          - {date: 2019-04, kind: news, title: A, source: https://example.org/a}

    Right:
        title: Example
        sender: policy@example.org
        editions:
          monthly: {template: digest, every: month, recipients: [ann@example.org]}
        events:
          - {date: 2019-04, kind: news, title: A, source: https://example.org/a, added: 2019-05-01}
    """
    for id, edition in record.editions.items():
        if edition.recipients and not record.is_digest(edition):
            message = f"'{id}' is not a digest, so it is never sent"
            hint = "write every: week to make it a digest, or delete its recipients"
            yield Finding(edition.where / "recipients", message, hint, on_key=True)


@warning
def without_added(record: Draft) -> Iterator[Finding]:
    """If a digest has recipients, events must have an `added` date.

    If you enter an event after its week's digest has been sent, its `added` date puts it in the
    next digest as a late addition. Without that date, no digest will mention it. Events before the
    record's first `added` date do not need one.

    Wrong:
        title: Example
        sender: policy@example.org
        editions:
          weekly: {template: digest, recipients: [ann@example.org]}
        events:
          - date: 2019-04-02
            kind: news
            title: A
            source: https://example.org/a

    Right:
        title: Example
        sender: policy@example.org
        editions:
          weekly: {template: digest, recipients: [ann@example.org]}
        events:
          - date: 2019-04-02
            kind: news
            title: A
            source: https://example.org/a
            added: 2019-04-08
    """
    sent = [
        edition
        for edition in record.editions.values()
        if edition.recipients and record.is_digest(edition)
    ]
    if not sent or not record.events or not record.is_complete:
        return
    message = "if you enter {} after its week's digest has been sent, no digest will mention it"
    first = min((event.added for event in record.events if event.added), default=None)
    if first:
        hint = "add the date you entered it, as in added: 2023-09-07"
        for event in record.events:
            if not event.added and event.date.earliest > first:
                text = f"no 'added' date: {message.format('this event')}"
                missing = (event.where / "added").path
                yield Finding(event.where, text, hint, missing=missing)
    else:
        hint = "add the date when you enter each new event, as in added: 2023-09-07"
        for edition in sent:
            where = edition.where / "recipients"
            yield Finding(
                where,
                f"no event has an 'added' date: {message.format('an event')}",
                hint,
                on_key=True,
            )
