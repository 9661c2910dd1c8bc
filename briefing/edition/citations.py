"""Citations: documents and places in them, with details in the same order in every format."""

from dataclasses import dataclass

from briefing.edition.words import words_in
from briefing.record.model import CitedSource, InlineSource
from briefing.record.record import Record


@dataclass(frozen=True, slots=True)
class Detail:
    """A part of a citation."""

    text: str
    """The text."""
    url: str | None = None
    """The web address that it links to."""
    is_title: bool = False
    """Whether it is the title of the source."""


@dataclass(frozen=True, slots=True)
class Citation:
    """A source, and a place in it. Identical citations share one note."""

    title: str
    """The title."""
    author: str | None
    """The author."""
    publisher: str | None
    """The publisher."""
    date: str
    """The formatted date, or an empty string."""
    edtf: str
    """The date as written in the record."""
    url: str | None
    """The web address."""
    at: str | None
    """The place in the source, such as page 2."""
    archived: str | None
    """The web address of an archived copy."""
    read: str
    """The formatted date on which the source was last read, or an empty string."""
    language: str
    """The language of the briefing."""

    @property
    def details(self) -> tuple[Detail, ...]:
        """All the known details, in the order that every format uses. Join them with commas."""
        t = words_in(self.language)
        details = [Detail(self.author)] if self.author else []
        details.append(Detail(self.title, self.url, is_title=True))
        details += [Detail(text) for text in (self.publisher, self.date, self.at) if text]
        if self.archived:
            details.append(Detail(t.gettext("archived copy"), self.archived))
        if self.read:
            details.append(Detail(t.gettext("accessed %(date)s", date=self.read)))
        return tuple(details)

    @property
    def in_full(self) -> str:
        """The full citation as plain text, with web addresses in angle brackets."""
        return ", ".join(
            detail.text if detail.url in (None, detail.text) else f"{detail.text} <{detail.url}>"
            for detail in self.details
        )


def citation_of(record: Record, cited: CitedSource | InlineSource) -> Citation:
    """Return the full citation for the document that `cited` names."""
    source = record.document(cited)
    t = words_in(record.language)
    date = t.date(source.date) if source.date else ""
    read = t.day(source.read) if source.read else ""
    return Citation(
        title=source.title,
        author=source.author,
        publisher=source.publisher,
        date=date,
        edtf=source.date.text if source.date else "",
        url=source.url,
        at=cited.at,
        archived=source.archived,
        read=read,
        language=record.language,
    )
