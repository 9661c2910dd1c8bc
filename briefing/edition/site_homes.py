"""The home pages of a website, one in each of its languages, and the areas that they list."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date as Day

from briefing.edition.briefing import Briefing, Site
from briefing.edition.in_language import in_language
from briefing.edition.site import HOME, AreaPages, home_of
from briefing.edition.site_languages import place_of, sites_in
from briefing.record.audiences import Audience
from briefing.record.record import Record


@dataclass(frozen=True, slots=True)
class SiteHome:
    """The home page of a website in one of its languages.

    Attributes:
        frame: its frame, which has no events.
        site: the website as the pages in this language show it.
        areas: the briefings for areas in this language, which are in subfolders.
    """

    frame: Briefing
    site: Site
    areas: Sequence[AreaPages] = ()


def homes_of(
    record: Record,
    audience: Audience,
    day: Day,
    languages: Sequence[str],
    briefings: Sequence[Briefing],
    *,
    has_corrections: bool,
) -> list[SiteHome]:
    """Return the home page in each of the `languages`, still without areas.

    `record` is the record as the readers may see it. The picture of a page without one of its own
    is that of the first of the `briefings` in its language.
    """
    frames = [home_of(record, audience, day, language) for language in languages]
    url = frames[0].url
    cards: dict[int, str] = {}
    for each in briefings if url else ():
        if not each.part_of:
            cards.setdefault(place_of(each.language, languages), f"{each.id}.png")
    first = next(iter(cards.values()), "")
    whole = Site(frames[0].title, url, first, has_corrections=has_corrections)
    homes = []
    for n, (frame, in_one) in enumerate(zip(frames, sites_in(languages, whole), strict=True)):
        site = replace(in_one, title=frame.title, card=cards.get(n, first))
        homes.append(SiteHome(replace(frame, id=f"{HOME}{site.suffix}", site=site), site))
    return homes


def with_areas(
    homes: Sequence[SiteHome], briefings: Mapping[str, Sequence[Briefing]], record: Record
) -> list[SiteHome]:
    """Return home pages with their areas, given the briefings of each area.

    An area is listed in the languages of its briefings. If it has none in the first language, it is
    listed there with the others.
    """
    languages = [home.frame.language for home in homes]
    places = {
        area: [place_of(one.language, languages) for one in made]
        for area, made in briefings.items()
    }

    def areas_of(n: int, home: SiteHome) -> list[AreaPages]:
        named = in_language(record, home.frame.language).areas
        listed = []
        for area, made in briefings.items():
            in_this = [one for one, place in zip(made, places[area], strict=True) if place == n]
            if n and not in_this:
                continue
            all_languages = enumerate(home.site.languages)
            within = named[area].within or ""
            wider = named[within].name if within in named else ""
            listed.append(
                AreaPages(
                    id=area,
                    name=named[area].name,
                    within=within if wider else "",
                    wider=wider,
                    formerly=record.areas[area].formerly,
                    briefings=tuple(in_this or made),
                    suffix=home.site.suffix,
                    languages=tuple(one for m, one in all_languages if not m or m in places[area]),
                )
            )
        return listed

    return [replace(home, areas=areas_of(n, home)) for n, home in enumerate(homes)]
