"""`briefing digest`: what is new in a week."""

from contextlib import ExitStack
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

import click

from briefing.cli.backlog import Backlog
from briefing.cli.console import echo
from briefing.cli.corrections import corrections
from briefing.cli.events import events_argument
from briefing.cli.links import not_through_a_link
from briefing.cli.making import (
    Order,
    complete_earlier,
    counted,
    edition_and_format_options,
    make,
    making_options,
    take_order,
)
from briefing.cli.periods import asked_days, period_for
from briefing.cli.record import last_day, tell_left_out, today
from briefing.cli.round import Made, Round
from briefing.cli.sending import (
    OUT,
    Wish,
    locked,
    mark,
    memory_in,
    sending_options,
    server_of,
    with_recipients,
)
from briefing.cli.status import Failures, Watched, status_in

if TYPE_CHECKING:
    from briefing.edition.briefing import Briefing
    from briefing.edition.corrections import Corrected
    from briefing.edition.news import Digest
    from briefing.edition.periods import Period


@click.command(cls=Watched)
@events_argument
@click.option(
    "--week", metavar="WEEK", help="The ISO week, or the period that includes it: 2023-W36."
)
@click.option("--for", "day", metavar="DATE", help="The period that includes this date.")
@click.option("--since", metavar="DATE", help="First day (needs --until).")
@click.option("--until", metavar="DATE", help="Last day (needs --since).")
@edition_and_format_options("md", "html", "pdf", "docx", "ics", "json", "eml")
@click.option(
    "--out",
    "-o",
    type=click.Path(file_okay=False, path_type=Path),
    default=OUT,
    show_default=True,
    callback=not_through_a_link,
    help="The folder to write to.",
)
@click.option("--git", "with_git", is_flag=True, help="Show corrections since the last digest.")
@click.option("--revision", metavar="REV", help="Show corrections since that revision.")
@click.option("--skip-quiet", is_flag=True, help="Write nothing if nothing is new.")
@sending_options
@making_options
def digest(
    events: tuple[str, ...],
    week: str | None,
    day: str | None,
    since: str | None,
    until: str | None,
    names: tuple[str, ...],
    forms: tuple[str, ...],
    out: Path,
    with_git: bool,
    revision: str | None,
    skip_quiet: bool,
    send: bool,
    catch_up: bool,
    mark_sent: bool,
    force: bool,
    to: str | None,
    mail_settings: Path | None,
    status_file: Path | None,
    templates: Path | None,
    engine: str,
    strict: bool,
    quiet: bool,
) -> None:
    """Make a weekly digest: what happened, what changed and what comes next.

    EVENTS is a file, several files, a folder of them, or - for standard input. Default:
    events.yaml. The default week is the last complete one. An edition may cover two weeks or a
    month instead.

    \b
    Examples:
        briefing digest
        briefing digest --week 2023-W36 -f md
        briefing digest events/ --since 2023-09-01 --until 2023-09-08
        briefing digest --git --quiet
        briefing digest --catch-up --quiet
    """
    started = monotonic()
    from briefing.edition.digest import digests_of
    from briefing.edition.periods import rhythm_of
    from briefing.output.stopping import stop_in_order

    stop_in_order()
    wish = Wish(events, out, send, catch_up, mark_sent, force, to, mail_settings, quiet)
    choices = {
        "--week": week, "--for": day, "--since": since, "--until": until, "--revision": revision,
    }  # fmt: skip
    with status_in(status_file) as status, ExitStack() as held:
        wish.check(choices)
        complete_earlier(out, quiet=quiet)
        order = take_order(events, digests_of, names, templates, strict=strict, quiet=quiet)
        timeline = order.timeline
        has_several = len(digests_of(timeline)) > 1
        asked = asked_days(week, day, since, until, today(timeline))
        if mark_sent:
            mark(wish, order, asked)
            return
        sending: Round | None = None
        if wish.is_for_post:
            with_recipients(wish, order)
            server = server_of(wish)
            held.enter_context(locked(out, quiet=quiet))
            memory, failures = memory_in(out), Failures()
            due = Backlog(wish, order, memory, failures).digests(asked)
            sending = Round(wish, order, server, memory, status, failures)
        else:
            due = [
                (id, period_for(asked, rhythm_of(edition), timeline, id))
                for id, edition in order.editions.items()
            ]
        digests = []
        for id, period in due:
            found: list[Corrected] = []
            if with_git or revision is not None:
                edition = order.editions[id]
                found = corrections(events, timeline, edition, period, revision, quiet=quiet)
            name = f"{id}-{period.name}" if has_several else period.name
            briefing = _digest_of(period, id, order, found, quiet=quiet)
            told = briefing.digest
            assert told
            if told.stops:
                message = (
                    f"The record is accurate to {timeline.correct_as_of}, within {period.name}"
                )
                echo(f"Warning: {message}: this digest is incomplete.", err=True)
            made = Made(id, period, name, briefing, _in_short(told))
            if not (skip_quiet and told.is_quiet):
                digests.append(made)
                continue
            if sending:
                sending.skip(made)
            if not quiet:
                echo(f"{name}  {made.said}: not written")
        documents = {}
        if digests:
            if not sending:
                held.enter_context(locked(out, quiet=quiet))
            briefings = {it.name: (it.briefing, it.said) for it in digests}
            documents = make(briefings, order, forms, out, engine, quiet=quiet, started=started)
            status.made = [(out / name).as_posix() for name in documents]
        if sending:
            sending.send(digests, documents)


def _digest_of(
    period: "Period", id: str, order: Order, corrected: "list[Corrected]", *, quiet: bool
) -> "Briefing":
    """What the edition `id` tells its readers of a period."""
    from briefing.edition.digest import make_digest, on_evening

    timeline, edition = order.timeline, order.editions[id]
    reader = edition.audience or "public"
    now, dropped = on_evening(timeline, reader, min(period.last, last_day(timeline)))
    eve, _ = on_evening(timeline, reader, period.eve)
    if not quiet:
        tell_left_out(f"'{id}'", reader, dropped)
    return make_digest(eve, now, id, edition, period, corrected)


def _in_short(digest: "Digest") -> str:
    """What there is in a digest, in a few words."""
    if digest.is_quiet:
        return f"no event for {counted(digest.weeks, 'week')}" if digest.weeks else "nothing new"
    changes = len(digest.asks) + len(digest.commitments)
    parts = [
        counted(len(digest.happened), "event") if digest.happened else "",
        f"{len(digest.late):,} added late" if digest.late else "",
        f"{counted(changes, 'change')} of status" if changes else "",
        counted(len(digest.corrections), "correction") if digest.corrections else "",
    ]
    return ", ".join(filter(None, parts))
