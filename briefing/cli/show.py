"""`briefing show`: show one event, ask or commitment in full."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefing.cli.console import echo
from briefing.cli.events import events_argument
from briefing.cli.opening import open_record, reading_options

if TYPE_CHECKING:
    from briefing.record.audiences import Audience

_WIDEST = 100
"""Longer lines are hard to read, however wide the terminal."""


@click.command()
@events_argument
@click.argument("id")
@reading_options
def show(events: tuple[str, ...], id: str, as_of: str | None, audience: "Audience") -> None:
    """Show the history, status and sources of the event, ask or commitment with this ID.

    EVENTS is a file, several files, a folder of files, or - for standard input. Default:
    events.yaml.

    \b
    Examples:
        briefing show u-turn
        briefing show events/ respond --as-of 2021-03-31
    """
    from shutil import get_terminal_size

    from briefing.cli.suggesting import suggestion
    from briefing.edition.briefing import chosen, make_briefing
    from briefing.edition.registers import Ask
    from briefing.edition.selection import NO_FILTER
    from briefing.output.terminal import ProofsByPlace, by_id, in_full
    from briefing.record.claims import claims
    from briefing.record.model import Edition

    opened = open_record(events, as_of, audience)
    record = opened.record
    edition = Edition(template="timeline", audience=audience)
    briefing = make_briefing(record, "show", edition, opened.as_of)
    items = by_id(briefing)
    if opened.is_whole:
        raised = {ask.id for ask in briefing.asks}
        for name, ask in record.asks.items():
            if name not in raised:
                by = record.actors[ask.by].name
                waiting = Ask(name, ask.title, by, "not raised", "not raised", "", (), ask.where)
                items.setdefault(name, []).append(waiting)
    if id not in items:
        hint = suggestion(id, items, "To list the ids, run `briefing list`.")
        if not events and Path(id).exists():
            hint = f"That is a file. Name the event, ask or commitment too: briefing show {id} ID"
        raise click.UsageError(f"There is no event, ask or commitment '{id}'. {hint}")
    proofs: ProofsByPlace = {}
    if record.proofs:
        shown, _ = chosen(record, edition, opened.as_of, NO_FILTER)
        proofs = {claim.where: record.proofs.of(claim) for claim in claims(shown)}
    width = min(get_terminal_size().columns, _WIDEST)
    echo("\n\n\n".join(in_full(item, briefing, width, proofs) for item in items[id]), styled=True)
