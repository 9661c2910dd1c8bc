"""`briefing watch`: report changes in the passages that the record relies on, and dead links."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from briefing.cli import opening
from briefing.cli.console import echo, inform
from briefing.cli.errors import CommandFailed, failing_on
from briefing.cli.events import DEFAULT, events_argument, find_events_files, record_folder
from briefing.cli.links import refuse_way_out, templates_of
from briefing.cli.status import Found, Watched, report_to, reporting_options, status_in
from briefing.english import counted

if TYPE_CHECKING:
    from briefing.cli.status import Report
    from briefing.delivery.status import Status
    from briefing.evidence.fetching import Fetcher
    from briefing.evidence.watch_state import States
    from briefing.evidence.watching import Passage, WatchProblem

_STATE = Path("out/watch.json")
_NOTHING_PROVED = (
    "none of the record's quotes and figures have been proved, so only dead links can be reported. "
    "To prove them, run `briefing prove`."
)


def _output_folder(ctx: click.Context, param: click.Parameter, path: Path) -> Path:
    """Return the path of the file. A link out of the current folder must be given explicitly."""
    if ctx.get_parameter_source(param.name or "") is ParameterSource.DEFAULT:
        refuse_way_out(path.parent, Path())
    return path


@click.command(cls=Watched)
@events_argument
@click.option(
    "--memento",
    metavar="URL",
    help="If a page no longer exists, look for it in this web archive, such as "
    "https://web.archive.org/web/.",
)
@click.option("--allow-local", is_flag=True, help="Also fetch addresses on the local network.")
@click.option(
    "--state",
    "state_file",
    metavar="FILE",
    default=_STATE,
    callback=_output_folder,
    type=click.Path(dir_okay=False, path_type=Path),
    help="Record in this file which problems have been reported. Default: out/watch.json.",
)
@reporting_options("problem")
def watch(
    events: tuple[str, ...],
    memento: str | None,
    allow_local: bool,
    state_file: Path,
    status_file: Path | None,
    log_file: Path | None,
) -> None:
    """Fetch the sources again, and report changes to the passages that the record uses.

    These are the passages of the quotes and figures that `briefing prove` has found. Dead links are
    reported too, and so are sources that cannot be reached on three separate days. Each problem is
    reported once. If there is no new problem, nothing is printed.

    EVENTS is a file, several files or a folder of files. Default: events.yaml.

    \b
    Examples:
        briefing watch
        briefing watch --memento https://web.archive.org/web/ --status-file out/watch-status.json
    """
    from briefing.evidence.fetching import Fetcher, FetchLimits
    from briefing.signals import exit_on_sigterm

    exit_on_sigterm()
    fetcher = Fetcher(FetchLimits(allow_local=allow_local))
    with status_in(status_file) as status, report_to(log_file) as report:
        number = _watch(events, state_file, fetcher, memento, report, status)
        if number:
            raise Found(f"{counted(number, 'new problem')} with sources.")


def _watch(
    events: tuple[str, ...],
    state_file: Path,
    fetcher: "Fetcher",
    archive: str | None,
    report: "Report",
    status: "Status",
) -> int:
    """Watch the sources of the record. Print the new problems, and return their number.

    Raises:
        SystemExit: the record has errors.
        click.ClickException: the record or the results of earlier runs cannot be read or written.
    """
    from briefing.delivery.lock import LockError, lock
    from briefing.evidence.addresses import addressed_sources
    from briefing.evidence.watch_state import StateError, hashed, read_state
    from briefing.evidence.watching import passages_of
    from briefing.evidence.watching import watch as watch_sources

    folder = record_folder(events)
    templates = opening.read_templates(templates_of(None, folder))
    record = opening.load_valid(list(find_events_files(events)), templates, "internal")
    sources, passages = list(addressed_sources(record).values()), passages_of(record)
    if not passages and not state_file.exists():
        echo(f"Note: {_NOTHING_PROVED}", err=True)
    number = 0
    with (
        failing_on(LockError, StateError),
        lock(state_file.parent, lambda text: inform(text, err=True)),
    ):
        states = read_state(state_file)
        state = states.setdefault(hashed(*(events or [DEFAULT])), {})
        try:
            day = opening.today(record)
            for problem in watch_sources(sources, passages, state, day, fetcher, archive):
                lines = list(_lines(problem))
                report.log(" ".join(line.strip() for line in lines))
                echo("\n".join(["", *lines] if number else lines))
                number += 1
        finally:
            _write_state(state_file, states)
    status.sources = {
        "watched": len(sources),
        "passages": sum(len(passages.get(source.name, ())) for source in sources),
        "with_problems": sum(bool(source.reported) for source in state.values()),
        "not_reached": sum(bool(source.failed_on) for source in state.values()),
    }
    return number


def _write_state(path: Path, states: "Mapping[str, States]") -> None:
    """Write the results for the next run.

    Raises:
        CommandFailed: the file cannot be written.
    """
    from briefing.evidence.watch_state import write_state

    try:
        write_state(path, states)
    except OSError as error:
        raise CommandFailed(f"{path} cannot be written: {error.strerror}.") from None


def _lines(problem: "WatchProblem") -> Iterator[str]:
    """Yield the lines that describe a problem."""
    source = problem.source
    if passage := problem.passage:
        verb = "has changed" if problem.kind == "changed" else "is no longer on the page"
        noun = "quote" if passage.type == "quote" else "passage with a figure"
        yield f"{source.name}: a {noun} {verb}."
        yield f"    {source.address}"
        yield f"    In the record: {_event(passage)}"
        yield from _before_and_after(passage, problem.after)
        if not problem.was_found:
            yield (
                "    No passage from the record has ever been found at this address. The page may "
                "need a browser or a login."
            )
        return
    if problem.since:
        since = f"on three separate days since {problem.since}"
        yield f"{source.name} could not be read {since}: {problem.reason}."
    else:
        yield f"{source.name}: {problem.reason}."
    yield f"    {source.address}"
    if problem.archived:
        yield f"    Archived copy: {problem.archived}"


def _event(passage: "Passage") -> str:
    event = passage.claim.event
    return f"{event.title} ({event.date.written}), {event.where.file}"


def _before_and_after(passage: "Passage", after: str) -> Iterator[str]:
    """Yield the passage before and after a change, with the words that differ marked."""
    from briefing.evidence.difference import difference, marked

    if not after:
        yield f"    Before: {passage.before}"
        return
    parts = difference(passage.before, after)
    brackets = "[{}]".format
    before = marked([part for part in parts if part.in_text != "source"], brackets)
    now = marked([part for part in parts if part.in_text != "quote"], only_source=brackets)
    yield f"    Before: {before}"
    yield f"    Now:    {now}"
