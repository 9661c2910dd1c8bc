"""The editions of a record: digests and others."""

from briefing.record.model import Edition
from briefing.record.record import Record
from briefing.record.templates import Templates, is_digest

_STANDARD = ("timeline", "member", "digest")
"""The editions of a record that lists none. Each has the name of its template."""


def editions_of(record: Record, templates: Templates) -> dict[str, Edition]:
    """Return the editions that are not digests, or a timeline and a member briefing if none are."""
    return _editions(record, templates, are_digests=False)


def digests_of(record: Record, templates: Templates) -> dict[str, Edition]:
    """Return the editions that are digests, or a weekly digest for the public if none are."""
    return _editions(record, templates, are_digests=True)


def _editions(record: Record, templates: Templates, *, are_digests: bool) -> dict[str, Edition]:
    standard = {name: Edition(template=name) for name in _STANDARD}
    listed, default = (
        {
            id: edition
            for id, edition in editions.items()
            if is_digest(edition, templates) == are_digests
        }
        for editions in (record.editions, standard)
    )
    return listed or default
