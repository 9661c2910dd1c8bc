"""Steps of `briefing publish`: its editions, past digests and other pages."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefing.cli.building import (
    BuildRequest,
    Clock,
    PreparedBriefing,
    PreparedBriefings,
    make_briefings,
    refusal,
)
from briefing.cli.console import echo, inform, is_quiet
from briefing.cli.rendering import Website

if TYPE_CHECKING:
    from briefing.edition.briefing import Briefing
    from briefing.edition.site_corrections import Versions
    from briefing.record.audiences import Audience
    from briefing.record.model import Edition
    from briefing.record.record import Record
    from briefing.record.templates import Templates

_A_YEAR = timedelta(days=365)
"""How far back digests go in a record that does not say when its events were added."""
_ONLY_PAGES = ("html",)
_NOTHING_CHOSEN = (None, None, (), (), ())


def offered_to(
    audience: "Audience", names: Sequence[str]
) -> "Callable[[Record, Templates], dict[str, Edition]]":
    """Return the function that chooses the editions of a website: those for `audience`.

    It raises `click.UsageError` if one of these `names` is an edition for other readers.
    """

    def offer(record: "Record", templates: "Templates") -> "dict[str, Edition]":
        from briefing.edition.editions import digests_of, editions_of
        from briefing.record.audiences import READERS

        listed = dict(record.editions) or {
            **editions_of(record, templates),
            **digests_of(record, templates),
        }
        readers = {id: edition.audience or "public" for id, edition in listed.items()}
        for name in names:
            if readers.get(name, audience) != audience:
                its, own = READERS[readers[name]], READERS[audience]
                raise click.UsageError(
                    f"'{name}' is for {its}, so it cannot be on a website for {own}. Give it a "
                    f"website of its own: --audience {readers[name]} -o FOLDER"
                )
        offered = {id: edition for id, edition in listed.items() if readers[id] == audience}
        if listed and not offered:
            raise click.UsageError(f"The record has no edition for {READERS[audience]}.")
        return offered

    return offer


def prepare_site(
    request: BuildRequest,
    clock: Clock,
    audience: "Audience",
    versions: "Versions" = (),
) -> tuple[PreparedBriefings, Website]:
    """Make the briefings of a website and its digests, and the function that makes its other pages.

    With the earlier `versions` of the record, it has a page of corrections.

    Raises:
        click.UsageError: an edition has the name of another page.
    """
    from briefing.edition.briefing import Site
    from briefing.edition.site import home_of
    from briefing.edition.site_corrections import site_corrections
    from briefing.edition.visibility import visible_to
    from briefing.edition.words import words_in
    from briefing.output.embedding import embedded
    from briefing.output.site import Corrections, SiteContent, pages_of
    from briefing.record.templates import is_digest

    digests = {
        id: edition
        for id, edition in request.editions.items()
        if is_digest(edition, request.templates)
    }
    others = {id: edition for id, edition in request.editions.items() if id not in digests}
    prepared = make_briefings(replace(request, editions=others), None, clock, _NOTHING_CHOSEN)
    briefings = [each.briefing for each in prepared.briefings.values()]
    for briefing in briefings:
        if not (briefing.part_of or briefing.parts) and _is_timeline(briefing, request):
            frame = embedded(briefing)
            _add(prepared, PreparedBriefing(frame, "", briefing.id, formats=_ONLY_PAGES))
    past = list(_past_digests(replace(request, editions=digests), clock, prepared.refused))
    for id, digest in past:
        _add(prepared, PreparedBriefing(digest, "", id, formats=_ONLY_PAGES))
    seen, _ = visible_to(request.record, audience, clock.moment)
    home = home_of(seen, audience, clock.day)
    _refuse_own_names(prepared, has_corrections=bool(versions))
    cards = [each.id for each in briefings if not each.part_of] if home.url else []
    card = f"{cards[0]}.png" if cards else ""
    site = Site(home.title, home.url, card, has_corrections=bool(versions))
    moved = [
        (f"{old}{stem.removeprefix(each.edition)}", each.briefing)
        for stem, each in prepared.briefings.items()
        for old in each.briefing.formerly
        if old != each.edition
    ]
    corrections = None
    if versions:
        chosen = request.editions.values()
        made = site_corrections(versions, request.record, chosen, audience, clock.moment)
        corrections = Corrections(made, words_in(home.language).day(versions[0][0]))
    content = SiteContent(replace(home, site=site), briefings, past, moved, corrections)
    pages = partial(pages_of, content, user_templates=request.user_templates)
    return prepared, Website(audience, site, pages)


def _is_timeline(briefing: "Briefing", request: BuildRequest) -> bool:
    """Whether a briefing has every event of its edition."""
    return request.templates[briefing.template].is_split


def _add(prepared: PreparedBriefings, each: PreparedBriefing) -> None:
    """Add a briefing to those of a website.

    Raises:
        click.UsageError: another one has the same name.
    """
    id = each.briefing.id
    if id in prepared.briefings:
        raise click.UsageError(
            f"The edition '{id}' has the same name as another page of the website. Rename it."
        )
    prepared.briefings[id] = each


def _refuse_own_names(prepared: PreparedBriefings, *, has_corrections: bool) -> None:
    from briefing.edition.site import CORRECTIONS, HOME, SEARCH

    for id in (HOME, SEARCH, *([CORRECTIONS] if has_corrections else [])):
        if id in prepared.briefings:
            raise click.UsageError(
                f"The edition '{id}' has the same name as a page of the website. Rename it."
            )


def _past_digests(
    request: BuildRequest, clock: Clock, refused: list[str]
) -> "Iterator[tuple[str, Briefing]]":
    """Yield each digest of the past that has news, with the id of its edition.

    Digests start when the first event was added to the record. If a digest has to be proved, but is
    not, a message is added to `refused`.
    """
    from briefing.edition.areas import for_area
    from briefing.edition.digest import as_known_at_end_of, make_digest
    from briefing.edition.periods import periods_over, rhythm_of
    from briefing.edition.proved import unproved

    record = request.record
    for id, edition in request.editions.items():
        reader = edition.audience or "public"
        seen, _ = as_known_at_end_of(record, reader, clock.day)
        days = [event.added for event in seen.events if event.added]
        since = min(days) - timedelta(days=1) if days else clock.day - _A_YEAR
        eve = None
        for period in periods_over(since, clock.day + timedelta(days=1), rhythm_of(edition)):
            if eve is None:
                eve, _ = as_known_at_end_of(record, reader, period.day_before)
            now, _ = as_known_at_end_of(record, reader, period.last)
            digest = make_digest(eve, now, id, edition, period, request.templates)
            eve = now
            assert digest.digest
            if digest.digest.is_quiet:
                continue
            name = f"{id}-{period.name}"
            if edition.proved:
                shown = for_area(now, edition.area)
                if claims := unproved(digest, shown):
                    refused.append(refusal(f"'{name}'", edition, claims, shown, request))
                    continue
            # Readers of the archive may be too late for the actions.
            yield id, replace(digest, id=name, actions=())


def print_site(request: BuildRequest, out: Path) -> None:
    """Print where the website is, how to embed its timelines, and what it lacks without a url."""
    from briefing.output.embedding import END, snippet

    if is_quiet():
        return
    record = request.record
    echo(f"{(out / 'index.html').as_posix()}")
    for id, edition in request.editions.items() if record.url else ():
        if (out / f"{id}{END}.html").is_file():
            echo(f"\nTo show '{id}' in a page of another website, paste this into the page:\n")
            echo(snippet(id, edition.title or record.title, record.url or ""))
    if not record.url:
        inform(
            "Note: the record has no web address, so the website has no sitemap.xml, its feeds do "
            "not link to its pages, and social media show no pictures of them. To add these, write "
            "the address of the folder in the record: url: https://example.org/briefings",
            err=True,
        )
