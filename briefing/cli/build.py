"""`briefing build`: every edition in every format."""

from datetime import UTC, datetime
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

import click

from briefing.cli.events import events_argument
from briefing.cli.making import (
    counted,
    edition_and_format_options,
    make,
    making_options,
    take_order,
)
from briefing.cli.record import choice_of, choosing_options, day_of, last_day, tell_left_out

if TYPE_CHECKING:
    from briefing.timeline.audiences import Audience
    from briefing.timeline.model import Edition
    from briefing.timeline.timeline import Timeline


@click.command()
@events_argument
@edition_and_format_options
@click.option(
    "--out",
    "-o",
    type=click.Path(file_okay=False, path_type=Path),
    default="out",
    show_default=True,
    help="The folder to write to.",
)
@click.option(
    "--each",
    metavar="area|AREAS",
    help="One briefing for each area, or for each of these, with commas between.",
)
@click.option("--as-of", metavar="DATE", help="As it could have been written on that day.")
@choosing_options
@making_options
def build(
    events: tuple[str, ...],
    names: tuple[str, ...],
    forms: tuple[str, ...],
    out: Path,
    each: str | None,
    as_of: str | None,
    since: str | None,
    until: str | None,
    topics: tuple[str, ...],
    actors: tuple[str, ...],
    kinds: tuple[str, ...],
    templates: Path | None,
    engine: str,
    strict: bool,
    quiet: bool,
) -> None:
    """Make the briefings: every edition, as Markdown, HTML and PDF, or for Word.

    EVENTS is a file, several files, a folder of them, or - for standard input; events.yaml without.

    \b
    Examples:
        briefing build
        briefing build -e member -f pdf -f docx
        briefing build events/ -o public --since "3 July 2023" --topic fines
    """
    started = monotonic()
    from briefing.edition.briefing import editions_of, make_briefing
    from briefing.edition.knowing import known_on
    from briefing.edition.seeing import seen_by
    from briefing.timeline.audiences import end_of

    order = take_order(events, editions_of, names, templates, strict=strict, quiet=quiet)
    timeline, editions, readers = order.timeline, order.editions, order.readers
    limit = last_day(timeline)
    day = day_of(as_of, limit)
    moment = min(datetime.now(UTC), end_of(day, timeline.timezone))
    views = {reader: seen_by(timeline, reader, moment) for reader in readers}
    if each:
        editions = _for_each({it: seen for it, (seen, _) in views.items()}, editions, each)
    widest, narrowest = views[readers[0]][0], views[readers[-1]][0]
    choice = choice_of(narrowest, widest, since, until, topics, actors, kinds)
    if day < limit:
        # After what is hidden is gone: that may not tell what was known on the day.
        views = {it: (known_on(seen, day), dropped) for it, (seen, dropped) in views.items()}
    briefings = {}
    for id, edition in editions.items():
        reader = edition.audience or "public"
        seen, dropped = views[reader]
        briefing = make_briefing(seen, id, edition, day, choice)
        briefings[id] = (briefing, counted(len(briefing.entries), "event"))
        if not briefing.entries:
            click.echo(f"Warning: no event is in the edition '{id}'.", err=True)
        if not quiet:
            tell_left_out(f"'{id}'", reader, dropped)
    make(briefings, order, forms, out, engine, quiet=quiet, started=started)


def _for_each(
    seen: "dict[Audience, Timeline]", editions: "dict[str, Edition]", each: str
) -> "dict[str, Edition]":
    """One edition for each area, made from the one that was chosen, or else from the member one.

    There are no areas but those that its readers may see.
    """
    from briefing.timeline.problems import closest

    if len(editions) > 1:
        editions = {
            id: it for id, it in editions.items() if it.template == "member" and not it.area
        }
    if len(editions) != 1:
        raise click.BadParameter("Say which edition: -e EDITION.", param_hint="--each")
    ((id, edition),) = editions.items()
    known = seen[edition.audience or "public"].areas
    areas = list(known) if each == "area" else [it.strip() for it in each.split(",")]
    for area in areas:
        if area not in known:
            hint = closest(area, known) or f"There are: {', '.join(known) or 'none'}."
            raise click.BadParameter(f"There is no area '{area}': {hint}", param_hint="--each")
    if not areas:
        raise click.BadParameter("The record has no areas.", param_hint="--each")
    return {f"{id}-{area}": edition.model_copy(update={"area": area}) for area in areas}
