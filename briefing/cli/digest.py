"""`briefing digest`: make the digest of a period."""

from time import monotonic
from typing import TYPE_CHECKING

import click

from briefing.cli.build_options import making_options
from briefing.cli.building import BuildRequest
from briefing.cli.digests import (
    DigestOptions,
    digest_options,
    gathered,
    locked,
    make_digests,
    period_options,
    request_for,
    requested_days,
    write_digests,
)
from briefing.cli.events import events_argument
from briefing.cli.periods import period_for
from briefing.cli.rendering import complete_earlier
from briefing.cli.status import Report, raise_failures

if TYPE_CHECKING:
    from briefing.delivery.reports import Failures
    from briefing.edition.periods import Period


class _OnlyMakes(click.Command):
    """A command that suggests `briefing send` if it is given an option for sending."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        try:
            return super().parse_args(ctx, args)
        except click.NoSuchOption as error:
            from briefing.cli.send import send

            if error.option_name in (
                "--send",
                *(opt for param in send.params for opt in param.opts),
            ):
                message = "`briefing digest` only makes digests. To send them, run: briefing send"
                raise click.UsageError(message, ctx) from None
            raise


@click.command(cls=_OnlyMakes)
@events_argument
@period_options
@click.option("--since", metavar="DATE", help="The first day. Use it with --until.")
@click.option("--until", metavar="DATE", help="The last day. Use it with --since.")
@digest_options
@making_options
@gathered
def digest(options: DigestOptions) -> None:
    """Make a weekly digest: what happened, what changed and what comes next.

    EVENTS is a file, several files, a folder of files, or - for standard input. Default:
    events.yaml. The default week is the last complete one. An edition can cover two weeks or a
    month instead. To send digests by email, use `briefing send`.

    \b
    Examples:
        briefing digest
        briefing digest --week 2023-W36 -f md
        briefing digest events/ --since 2023-09-01 --until 2023-09-08
        briefing digest --git --quiet
    """
    started = monotonic()
    from briefing.delivery.reports import Failures
    from briefing.signals import exit_on_sigterm

    exit_on_sigterm()
    complete_earlier(options.out)
    request = request_for(options)
    report, failures = Report(None), Failures()
    to_write = []
    periods = _periods(request, options, failures)
    for made in make_digests(request, periods, options, report, failures):
        if options.skip_quiet and made.is_quiet:
            report.result(f"{made.name}  {made.summary}: not written")
        else:
            to_write.append(made)
    if to_write:
        with locked(options.out):
            write_digests(to_write, request, options, failures, started)
    raise_failures(failures)


def _periods(
    request: BuildRequest, options: DigestOptions, failures: "Failures"
) -> "list[tuple[str, Period]]":
    """Return the period of each edition. If one of several editions has none, record a failure.

    Raises:
        click.UsageError: there is no such period.
    """
    from briefing.edition.periods import rhythm_of

    requested = requested_days(request, options)
    periods = []
    for id, edition in request.editions.items():
        try:
            periods.append((id, period_for(requested, rhythm_of(edition), request.record, id)))
        except click.UsageError as error:
            if requested or len(request.editions) == 1:
                raise
            failures.add(f"'{id}': {error.message}", exit_code=1)
    return periods
