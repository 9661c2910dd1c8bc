"""A record's editions: digests, and all others."""

from briefing.record.model import Edition
from briefing.record.record import Record
from briefing.record.templates import STANDARD, Templates, is_digest


def editions_of(record: Record, templates: Templates) -> dict[str, Edition]:
    """Return the editions that are not digests. Default: a timeline and a member briefing."""
    return _editions(record, templates, are_digests=False)


def digests_of(record: Record, templates: Templates) -> dict[str, Edition]:
    """Return the editions that are digests. Default: a weekly digest for the public."""
    return _editions(record, templates, are_digests=True)


def _editions(record: Record, templates: Templates, *, are_digests: bool) -> dict[str, Edition]:
    standard = {name: Edition(template=name) for name in STANDARD}
    listed, default = (
        {
            id: edition
            for id, edition in editions.items()
            if is_digest(edition, templates) == are_digests
        }
        for editions in (record.editions, standard)
    )
    return listed or default
