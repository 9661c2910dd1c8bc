"""The Atom feed of the corrections of a website, newest first."""

from collections.abc import Mapping, Sequence
from datetime import date as Day

from briefing.edition.briefing import Briefing
from briefing.edition.site_corrections import SiteCorrection
from briefing.marked_text import accepted
from briefing.output import atom, finishing
from briefing.output.document import Document
from briefing.output.feed import Feed, Item, moment
from briefing.output.identifiers import file_at, identifier
from briefing.output.marks import in_html
from briefing.output.templates import TemplateSet
from briefing.output.urls import uri
from briefing.record.problems import RecordPath


def corrections_feed(
    frame: Briefing,
    made: Sequence[SiteCorrection],
    since: Day,
    about: str,
    places: Mapping[RecordPath, str],
    templates: TemplateSet,
) -> Document:
    """Return the feed, given the `frame` of the page that lists the corrections.

    `since` is the first day that they cover, and `about` describes them in a sentence. `places`
    are the addresses of events on the website. Without a web address there are no links, because a
    feed reader could not follow them.
    """
    page = file_at(frame.url, f"{frame.id}.html") if frame.url else ""

    def item(correction: SiteCorrection) -> Item:
        place = places.get(correction.where) if correction.where and page else None
        link = uri(f"{frame.url.rstrip('/')}/{place}") if place else ""
        content = templates.render("site/correction.html", frame, item=correction, place=link)
        day = moment(correction.day)
        return Item(
            id=identifier(frame, correction.anchor).urn,
            url=f"{page}#{correction.anchor}" if page else "",
            title=accepted(correction.correction.event.title),
            content=finishing.with_words_isolated(in_html(content, frame).strip()),
            added=day,
            updated=day,
            tags=(),
        )

    return Document(
        atom.to_xml(
            Feed(
                id=identifier(frame).urn,
                title=f"{frame.title}: {frame.subtitle}",
                description=about,
                language=frame.language,
                written_in=frame.written_in,
                page=page,
                url=file_at(frame.url, f"{frame.id}.atom") if page else "",
                author=frame.brand.name or frame.subtitle or frame.title,
                contact=frame.brand.contact,
                updated=moment(made[0].day if made else since),
                items=tuple(map(item, made)),
            )
        )
    )
