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
from briefing.cli.errors import NOTHING_WRITTEN, failing_on
from briefing.cli.rendering import Website

if TYPE_CHECKING:
    from briefing.edition.briefing import Briefing
    from briefing.edition.site_corrections import Versions
    from briefing.edition.site_homes import SiteHome
    from briefing.output.plan import Message
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
    each: str | None = None,
) -> tuple[PreparedBriefings, Website]:
    """Make the briefings of a website and its digests, and the function that makes its other pages.

    With the earlier `versions` of the record, it has a page of corrections. If `each` is given,
    also make the briefings of each area, in a subfolder of its own. Each language of its editions
    has a home page of its own.

    Raises:
        click.UsageError: an edition has the name of another page, or there is no such area.
    """
    from briefing.edition.distinct_titles import with_distinct_series, with_distinct_titles
    from briefing.edition.site import home_of
    from briefing.edition.site_corrections import site_corrections
    from briefing.edition.site_homes import homes_of, with_areas
    from briefing.edition.site_languages import languages_of
    from briefing.edition.visibility import visible_to
    from briefing.output.embedding import embedded
    from briefing.output.site import Corrections, SiteContent, pages_of
    from briefing.record.templates import is_digest

    digests = {
        id: edition
        for id, edition in request.editions.items()
        if is_digest(edition, request.templates)
    }
    others = {id: edition for id, edition in request.editions.items() if id not in digests}
    seen, _ = visible_to(request.record, audience, clock.moment)
    for_areas: dict[str, Edition] = {}
    notes: list[Message] = []
    if each:
        for_areas, notes = _for_areas(others, seen, request.templates, each)
    prepared = make_briefings(
        replace(request, editions={**others, **for_areas}), None, clock, _NOTHING_CHOSEN
    )
    prepared.messages[:0] = notes
    made = {name: one.briefing for name, one in prepared.briefings.items()}
    for name, briefing in with_distinct_titles(made, request.templates).items():
        prepared.briefings[name] = replace(prepared.briefings[name], briefing=briefing)
    area_briefings = _in_folders(prepared, for_areas, seen)
    briefings = [one.briefing for id, one in prepared.briefings.items() if "/" not in id]
    for briefing in briefings:
        if not (briefing.part_of or briefing.parts) and _is_timeline(briefing, request):
            frame = embedded(briefing)
            _add(prepared, PreparedBriefing(frame, "", briefing.id, formats=_ONLY_PAGES))
    past = with_distinct_series(
        [*_past_digests(replace(request, editions=digests), clock, prepared.refused)],
        request.templates,
    )
    for id, digest in past:
        _add(prepared, PreparedBriefing(digest, "", id, formats=_ONLY_PAGES))
    used = [made.briefing.language for made in prepared.briefings.values()]
    languages = languages_of(seen.language, used)
    homes = homes_of(
        seen, audience, clock.day, languages, briefings, has_corrections=bool(versions)
    )
    homes = with_areas(homes, area_briefings, seen)
    _refuse_own_names(prepared, homes, has_corrections=bool(versions))
    corrections = None
    if versions:
        chosen = request.editions.values()
        listed = site_corrections(
            versions, request.record, chosen, audience, clock.moment, has_areas=bool(area_briefings)
        )
        frame = home_of(seen, audience, clock.day, seen.language)
        frame = replace(frame, site=homes[0].site)
        corrections = Corrections(listed, versions[0][0], frame)
    moved = list(_moved(prepared, homes))
    content = SiteContent(homes, briefings, past, moved, corrections)
    pages = partial(pages_of, content, user_templates=request.user_templates)
    sites = [home.site for home in homes]
    return prepared, Website(audience, sites, languages, pages)


def _for_areas(
    editions: "dict[str, Edition]", seen: "Record", templates: "Templates", each: str
) -> "tuple[dict[str, Edition], list[Message]]":
    """Return the editions to make for each area, whose ids start with the id of the area.

    They are made from the editions with `takes_each`, or from the only chosen edition. `seen` is
    the record as the readers may see it. The second result is a note for each former id of an area.
    """
    from briefing.cli.building import areas_in

    chosen = {
        id: edition
        for id, edition in editions.items()
        if not edition.area and (len(editions) == 1 or templates[edition.template].takes_each)
    }
    if not chosen:
        raise click.BadParameter(
            "This website has no edition that is made for each area, such as a member briefing "
            "without an area of its own. Choose one edition to make for each area (-e EDITION), or "
            "other readers (--audience).",
            param_hint="--each",
        )
    areas, notes = areas_in(seen, each)
    made = {
        f"{area}/{id}": edition.model_copy(update={"area": area})
        for area in areas
        for id, edition in chosen.items()
    }
    return made, notes


def _in_folders(
    prepared: PreparedBriefings, for_areas: "dict[str, Edition]", seen: "Record"
) -> "dict[str, list[Briefing]]":
    """Return the briefings by area, with the ids and addresses that they have in their folders.

    They replace those in `prepared`. An edition whose texts use the columns of areas is made only
    for areas, so a note replaces the error.
    """
    from briefing.edition.site import in_folder

    for id in {name.partition("/")[2] for name in for_areas} & prepared.unfilled.keys():
        del prepared.unfilled[id]
        note = f"Note: '{id}' is made only for areas, because its texts use their columns."
        prepared.messages.append((note, False))
    pages: dict[str, list[Briefing]] = {}
    for name, one in prepared.briefings.items():
        area, slash, _ = name.partition("/")
        if slash:
            first = next(iter(seen.areas[area].formerly), area)
            briefing = in_folder(one.briefing, area, first)
            edition = one.edition.removeprefix(f"{area}/")
            prepared.briefings[name] = replace(one, briefing=briefing, edition=edition)
            pages.setdefault(area, []).append(briefing)
    return pages


def _moved(
    prepared: PreparedBriefings, homes: "Sequence[SiteHome]"
) -> "Iterator[tuple[str, str, Briefing]]":
    """Yield the former names of pages, each with its name now and the page.

    A page in the folder of an area has one for each former id of the area and of its edition.
    """
    from briefing.edition.site import area_home_of

    formerly = {area.id: area.formerly for area in homes[0].areas}
    for stem, made in prepared.briefings.items():
        folder, slash, name = stem.rpartition("/")
        rest = name.removeprefix(made.edition)
        for its_folder in (folder, *formerly.get(folder, ())):
            for edition in (made.edition, *made.briefing.formerly):
                former = f"{its_folder}{slash}{edition}{rest}"
                if former != stem:
                    yield former, stem, made.briefing
    for home in homes:
        for area in home.areas:
            for former in area.formerly:
                id = home.frame.id
                yield f"{former}/{id}", f"{area.folder}{id}", area_home_of(home.frame, area)


def _is_timeline(briefing: "Briefing", request: BuildRequest) -> bool:
    """Whether a briefing has every event of its edition."""
    return request.templates[briefing.template].is_split


def _add(prepared: PreparedBriefings, each: PreparedBriefing) -> None:
    """Add a briefing to those of a website.

    Raises:
        click.UsageError: another one has the same name, apart from capitals, which some systems
            ignore in file names.
    """
    id = each.briefing.id
    if id.casefold() in {name.casefold() for name in prepared.briefings}:
        raise click.UsageError(
            f"The edition '{id}' has the same name as another page of the website. Rename it."
        )
    prepared.briefings[id] = each


def _refuse_own_names(
    prepared: PreparedBriefings, homes: "Sequence[SiteHome]", *, has_corrections: bool
) -> None:
    from briefing.edition.site import CORRECTIONS, HOME, SEARCH

    # The folder of each area has a home page too.
    names = {name.rpartition("/")[2] for name in prepared.briefings}
    pages = [f"{page}{home.site.suffix}" for home in homes for page in (HOME, SEARCH)]
    pages += [CORRECTIONS] if has_corrections else []
    for name in sorted(names):
        # Some systems ignore capitals in file names.
        if name.casefold() in pages:
            raise click.UsageError(
                f"The edition '{name}' has the same name as a page of the website. Rename it."
            )


def _past_digests(
    request: BuildRequest, clock: Clock, refused: list[str]
) -> "Iterator[tuple[str, Briefing]]":
    """Yield each past digest that has news, with the id of its edition.

    Digests start when the first event was added to the record. If a digest has to be proved, but is
    not, a message is added to `refused`.
    """
    from briefing.edition.areas import for_area
    from briefing.edition.columns import Unfilled
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
            with failing_on(Unfilled, end=NOTHING_WRITTEN):
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
    from briefing.edition.briefing import title_of
    from briefing.output.embedding import END, snippet

    if is_quiet():
        return
    record = request.record
    echo(f"{(out / 'index.html').as_posix()}")
    for id, edition in request.editions.items() if record.url else ():
        if (out / f"{id}{END}.html").is_file():
            echo(f"\nTo show '{id}' in a page of another website, paste this into the page:\n")
            echo(snippet(id, title_of(record, edition), record.url or ""))
    if not record.url:
        inform(
            "Note: the record has no web address, so the website has no sitemap.xml, its feeds do "
            "not link to its pages, and social media show no pictures of them. To add these, write "
            "the address of the folder in the record: url: https://example.org/briefings",
            err=True,
        )
