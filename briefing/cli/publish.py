"""`briefing publish`: make a website of the editions."""

from dataclasses import replace
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from briefing.cli import completing
from briefing.cli.build_options import edition_and_format_options, making_options
from briefing.cli.building import clock_for, load_for_build, print_messages
from briefing.cli.corrections import revision_of_each_day, versions_in
from briefing.cli.errors import failing_on
from briefing.cli.events import events_argument
from briefing.cli.history import keep_version
from briefing.cli.links import output_folder
from briefing.cli.planning import plan_key, write_unchanged
from briefing.cli.rendering import (
    RenderOptions,
    Website,
    check_limits,
    complete_earlier,
    render_and_write,
)
from briefing.garbage_collection import exempt_from_gc, gc_paused

if TYPE_CHECKING:
    from briefing.record.audiences import Audience

FORMATS = ("html", "pdf", "ics", "atom", "jsonfeed")
"""The formats of a website by default. Every website has pages and feeds."""
_ALWAYS = ("html", "atom", "jsonfeed")


@click.command()
@events_argument
@edition_and_format_options(digests=False, default=FORMATS)
@click.option(
    "--out",
    "-o",
    type=click.Path(file_okay=False, path_type=Path),
    default="site",
    show_default=True,
    callback=output_folder,
    help="The folder of the website.",
)
@click.option(
    "--each",
    metavar="area|AREAS",
    shell_complete=completing.areas,
    help="Also make the briefings of each area, or of each area in a comma-separated list. Each "
    "area has a folder of its own.",
)
@click.option(
    "--audience",
    type=click.Choice(["public", "members", "internal"]),
    default="public",
    show_default=True,
    help="Make a website of the editions for these readers. Only the public one has a default "
    "folder.",
)
@click.option(
    "--git", "with_git", is_flag=True, help="Add a page of corrections, from the history in git."
)
@click.option("--no-cache", is_flag=True, help="Make every document again. See `briefing cache`.")
@making_options
@click.pass_context
def publish(
    ctx: click.Context,
    events: tuple[str, ...],
    names: tuple[str, ...],
    formats: tuple[str, ...],
    out: Path,
    each: str | None,
    audience: "Audience",
    with_git: bool,
    no_cache: bool,
    templates: Path | None,
    engine: str,
    strict: bool,
) -> None:
    """Make a website of the public editions, for any web host.

    It has a home page, every edition, the digests of past weeks, feeds, and pictures for social
    media. Copy the folder to your web host. Files in it that are not from this command stay as
    they are.

    EVENTS is a file, several files, a folder of files, or - for standard input. Default:
    events.yaml.

    \b
    Examples:
        briefing publish
        briefing publish events/ -o public_html -f html,pdf,word
        briefing publish --each area
        briefing publish --audience members -o members-area
        briefing publish --git
    """
    started = monotonic()
    from briefing.cache import open_cache
    from briefing.cli.publishing import offered_to, prepare_site, print_site
    from briefing.output.publishing import NotPublished, refuse_other_readers
    from briefing.record.audiences import READERS
    from briefing.signals import exit_on_sigterm

    exit_on_sigterm()
    check_limits()
    if audience != "public" and ctx.get_parameter_source("out") is ParameterSource.DEFAULT:
        message = f"Name the folder of the website for {READERS[audience]}: -o FOLDER"
        raise click.UsageError(message)
    with failing_on(NotPublished, kind=click.ClickException):
        refuse_other_readers(out, audience)
    complete_earlier(out)
    cache = None if no_cache else open_cache()
    chosen = (None, None, (), (), ())
    with gc_paused():
        offer = offered_to(audience, names)
        request = load_for_build(events, offer, names, templates, strict=strict)
        record = request.record
        keep_version(events, request.files, record.tables, record.timezone)
        clock = clock_for(request, None)
        cards = ("png",) if request.record.url else ()
        made = tuple(dict.fromkeys((*_ALWAYS, *(formats or FORMATS), *cards)))
        revisions = revision_of_each_day(events, record) if with_git else None
        chosen_by = {
            "website": audience, "each": each, "formats": made, "engine": engine,
            "revisions": revisions,
        }  # fmt: skip
        options = RenderOptions(
            formats=made,
            out=out,
            engine=engine,
            started=started,
            number=None,
            cache=cache,
            plan_key=plan_key(request, clock, chosen, chosen_by) if cache else None,
            keep_going=False,
            is_counted=True,
            website=Website(audience),
        )
        if write_unchanged(options):
            print_site(request, out)
            return
        versions = () if revisions is None else versions_in(revisions, events, request)
        prepared, website = prepare_site(request, clock, audience, versions, each)
        # The process will end soon, and need not scan all of this again.
        exempt_from_gc()
    print_messages(prepared.messages)
    render_and_write(prepared, request, replace(options, website=website))
    print_site(request, out)
