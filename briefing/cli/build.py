"""`briefing build`: make every edition in every format."""

from pathlib import Path
from time import monotonic

import click

from briefing.cli import completing
from briefing.cli.build_options import edition_and_format_options, making_options
from briefing.cli.building import clock_for, load_for_build, make_briefings, print_messages
from briefing.cli.errors import failing_on
from briefing.cli.events import events_argument
from briefing.cli.history import keep_version
from briefing.cli.links import output_folder
from briefing.cli.opening import choosing_options
from briefing.cli.planning import plan_key, write_unchanged
from briefing.cli.redlining import comparison_for
from briefing.cli.rendering import (
    RenderOptions,
    check_limits,
    complete_earlier,
    render_and_write,
)
from briefing.garbage_collection import exempt_from_gc, gc_paused


@click.command()
@events_argument
@edition_and_format_options(digests=False)
@click.option(
    "--out",
    "-o",
    type=click.Path(file_okay=False, path_type=Path),
    default="out",
    show_default=True,
    callback=output_folder,
    help="The folder to write to.",
)
@click.option(
    "--each",
    metavar="area|AREAS",
    shell_complete=completing.areas,
    help="Make a briefing for each area, or for each area in a comma-separated list.",
)
@click.option(
    "--as-of", metavar="DATE", help="Make the briefings as they would have been on that date."
)
@click.option(
    "--changes-since",
    metavar="DATE",
    help="Mark everything that is new, changed or gone since the end of that date, or of the first "
    "day of a period.",
)
@choosing_options
@click.option(
    "--proved",
    is_flag=True,
    help="Make a briefing only if all its quotes and figures are proved. See `briefing prove`.",
)
@click.option(
    "--jobs",
    "-j",
    type=click.IntRange(1),
    metavar="N",
    help="How many documents to make at once. Default: one for each processor, or fewer if there "
    "is less than 1 GB of memory for each.",
)
@click.option(
    "--keep-going", is_flag=True, help="Write the other documents even if one cannot be made."
)
@click.option(
    "--cluster",
    metavar="ADDRESS",
    help="Make the documents on the cluster whose Dask scheduler has this address, as in "
    "tcp://scheduler:8786.",
)
@click.option(
    "--ledger", is_flag=True, help="Write ledger.json, a list of the documents for programs."
)
@click.option("--no-cache", is_flag=True, help="Make every document again. See `briefing cache`.")
@making_options
def build(
    events: tuple[str, ...],
    names: tuple[str, ...],
    formats: tuple[str, ...],
    out: Path,
    each: str | None,
    as_of: str | None,
    changes_since: str | None,
    since: str | None,
    until: str | None,
    topics: tuple[str, ...],
    actors: tuple[str, ...],
    kinds: tuple[str, ...],
    proved: bool,
    jobs: int | None,
    keep_going: bool,
    cluster: str | None,
    ledger: bool,
    no_cache: bool,
    templates: Path | None,
    engine: str,
    strict: bool,
) -> None:
    """Make the briefings: every edition, as Markdown, HTML, PDF, Word or data.

    EVENTS is a file, several files, a folder of files, or - for standard input. Default:
    events.yaml.

    \b
    Examples:
        briefing build
        briefing build -e member -f pdf,word
        briefing build -e member -f word --changes-since 2023-07-01
        briefing build events/ -o public --since "last month" --topic fines
    """
    started = monotonic()
    from briefing.cache import open_cache
    from briefing.edition.editions import editions_of
    from briefing.signals import exit_on_sigterm

    exit_on_sigterm()
    if cluster:
        from briefing.output.cluster import check_installed
        from briefing.output.document import NotInstalled

        with failing_on(NotInstalled, kind=click.UsageError):
            check_installed()
    check_limits()
    complete_earlier(out)
    cache = None if no_cache else open_cache()
    with gc_paused():
        request = load_for_build(events, editions_of, names, templates, strict=strict)
        record = request.record
        keep_version(events, request.files, record.tables, record.timezone)
        clock, chosen = clock_for(request, as_of), (since, until, topics, actors, kinds)
        # The names of the options keep their values apart.
        comparison = comparison_for(request, events, changes_since, formats, clock)
        chosen_by = {
            "each": each,
            "formats": formats,
            "engine": engine,
            "proved": proved,
            "changes since": comparison and comparison.key,
        }
        options = RenderOptions(
            formats=formats,
            out=out,
            engine=engine,
            started=started,
            number=jobs,
            cache=cache,
            plan_key=plan_key(request, clock, chosen, chosen_by) if cache else None,
            cluster=cluster,
            has_ledger=ledger,
            keep_going=keep_going,
            is_counted=True,
        )
        if write_unchanged(options):
            return
        prepared = make_briefings(
            request, each, clock, chosen, must_be_proved=proved, comparison=comparison
        )
        # The process will end soon, and need not scan all of this again.
        exempt_from_gc()
    print_messages(prepared.messages)
    render_and_write(prepared, request, options)
