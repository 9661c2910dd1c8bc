"""Claims: the quotes and figures of a record, each with the sources that should contain it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlsplit

from briefing.record.model import CitedSource, Event, Figure, InlineSource, Quote
from briefing.record.problems import RecordPath
from briefing.record.translations import original_of

if TYPE_CHECKING:
    from briefing.record.record import Record

ClaimType = Literal["quote", "figure"]
_LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class ClaimKey:
    """The content of a claim, without its event: the same words from one source are one claim.

    `text` is the text of a quote, or the value of a figure. `label`, `of` and `area` are those of a
    figure, and empty for quotes.
    """

    type: ClaimType
    text: str
    label: str = ""
    of: str = ""
    area: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """A quote or a figure, with its event, its place in the record and its sources.

    The sources are its own, or else those of the event. They can be empty.
    """

    item: Quote | Figure
    event: Event
    where: RecordPath
    sources: tuple[CitedSource | InlineSource, ...]

    @property
    def key(self) -> ClaimKey:
        """The content that its proof depends on."""
        item = self.item
        if isinstance(item, Quote):
            return ClaimKey("quote", " ".join(original_of(item.text).split()))
        label, of = original_of(item.label), original_of(item.of or "")
        return ClaimKey("figure", str(item.value), str(label), str(of), item.area or "")

    @property
    def is_worked_out(self) -> bool:
        """Whether it is a figure that is worked out from others."""
        return isinstance(self.item, Figure) and self.item.worked_out is not None

    @property
    def source_names(self) -> tuple[str, ...]:
        """The names of its sources, in the order in which they are cited."""
        return tuple(map(source_name, self.sources))


def claims(record: "Record") -> Iterator[Claim]:
    """Yield the quotes and figures of `record`, in the order of its events."""
    for event in record.events:
        for n, quote in enumerate(event.quotes):
            yield claim_of(quote, event, event.where / ("quotes", n))
        for n, figure in enumerate(event.figures):
            yield claim_of(figure, event, event.where / ("figures", n))


def claim_of(item: Quote | Figure, event: Event, where: RecordPath) -> Claim:
    """Return the claim that a quote or figure of `event` makes, given its place."""
    own = [item.source] if item.source else [citation for _, citation in event.citations]
    return Claim(item, event, where, tuple(own))


def source_name(cited: CitedSource | InlineSource) -> str:
    """Return the name of a source's copies: its id or, without one, a name made from its address.

    For example, https://www.example.org/a/report.html has the name "example.org-a-report". If the
    source has no address either, the name is made from its title. A long name ends with a hash, so
    that two long addresses have different names.
    """
    return cited.ref if isinstance(cited, CitedSource) else _name_from(cited.url or cited.title)


@cache
def _name_from(text: str) -> str:
    parts = urlsplit(text)
    host = parts.netloc.removeprefix("www.")
    path = re.sub(
        r"\.(?:html?|php|aspx?|pdf|docx|odt|txt|md)$", "", parts.path, flags=re.IGNORECASE
    )
    words = re.sub(r"[^\w.]+", "-", f"{host}{path}-{parts.query}", flags=re.ASCII)
    name = words.strip("-.").lower()
    if len(name) <= _LONGEST_NAME and name:
        return name
    digest = sha256(text.encode()).hexdigest()[:8]
    return f"{name[:_LONGEST_NAME]}-{digest}".strip("-.")
