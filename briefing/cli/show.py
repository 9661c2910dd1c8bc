"""`briefing show`: show one event, ask, question, commitment, actor, area or section in full."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefing.cli import completing
from briefing.cli.console import echo
from briefing.cli.events import divided
from briefing.cli.opening import OpenRecord, open_record, reading_options
from briefing.english import listing

if TYPE_CHECKING:
    from briefing.edition.area_record import AreaRecord
    from briefing.edition.briefing import Briefing
    from briefing.edition.registers import Ask
    from briefing.edition.searching import Query
    from briefing.output.terminal import Item
    from briefing.record.audiences import Audience
    from briefing.record.model import Event
    from briefing.record.record import Record

_WIDEST = 100
"""Longer lines are hard to read, however wide the terminal."""


@click.command()
@click.argument(
    "arguments",
    metavar="[EVENTS]... ID | WORDS...",
    nargs=-1,
    shell_complete=completing.or_files(completing.ids),
)
@reading_options
def show(arguments: tuple[str, ...], as_of: str | None, audience: "Audience") -> None:
    """Show the item with this ID, or the one that contains the WORDS.

    An item is an event, ask, question, commitment, actor or area, or a section of an edition.

    An event is shown with its history, status and sources. An actor is shown with everything that
    they said, promised, asked for and took part in, and an area with its columns and everything
    about it. If several items contain all the WORDS, they
    are listed, unless the WORDS are the whole name or title of one of them.

    EVENTS is a file, several files, a folder of files, or - for standard input. Default:
    events.yaml.

    \b
    Examples:
        briefing show u-turn
        briefing show nspcc
        briefing show prison "duty of care"
        briefing show events/ respond --as-of 2021-03-31
    """
    if not arguments:
        raise click.UsageError("Missing argument 'ID'.")
    events, words = divided(arguments)
    if not words:
        events, words = arguments[:-1], arguments[-1:]
    _print(_Shown(open_record(events, as_of, audience), audience), events, words)


class _Shown:
    """The items of a record that can be shown, for an audience on a day."""

    record: "Record"
    briefing: "Briefing"
    events: "list[Event]"

    def __init__(self, opened: OpenRecord, audience: "Audience") -> None:
        from briefing.edition.briefing import chosen, make_briefing
        from briefing.edition.replacing import without_marks
        from briefing.edition.sections import known_sections
        from briefing.edition.selection import NO_FILTER
        from briefing.record.model import Edition

        edition = Edition(template="timeline", audience=audience)
        self.as_of, self.is_whole = opened.as_of, opened.is_whole
        # The columns of areas in texts are shown as they are written.
        record = replace(opened.record, uses_columns=False)
        self.briefing = without_marks(make_briefing(record, "show", edition, opened.as_of))
        self.record, self.events = chosen(record, edition, opened.as_of, NO_FILTER)
        self.sections = known_sections(self.record, opened.as_of, is_whole=opened.is_whole)
        self.asks = [*self.briefing.asks, *(_waiting(opened) if opened.is_whole else ())]

    def called(self, id: str) -> "list[Item]":
        """Return the items with this id. Several can have the same id."""
        from briefing.output.terminal import by_id

        raised = len(self.briefing.asks)
        waiting = (ask for ask in self.asks[raised:] if ask.id == id)
        actors = (self._actor(name) for name in self._actors() if name == id)
        areas = (self._area(name) for name in self._areas() if name == id)
        return [*by_id(self.briefing).get(id, ()), *waiting, *actors, *areas]

    def ids(self) -> list[str]:
        """List the ids of all items."""
        from briefing.output.terminal import by_id

        asks = (ask.id for ask in self.asks)
        return [*by_id(self.briefing), *asks, *self._actors(), *self._areas()]

    def matching(self, query: "Query") -> "list[Item]":
        """Return the items whose text contains all the words of a search."""
        from briefing.edition.area_record import section_record
        from briefing.edition.searching import matching_events
        from briefing.output.terminal import given

        found = {event.where for event in matching_events(self.record, query)}
        return [
            *(entry for entry in self.briefing.entries if entry.where in found),
            *(ask for ask in self.asks if query.matches(ask.title, ask.by)),
            *(one for one in given(self.briefing) if query.matches(str(one.question), one.answer)),
            *(new for new in self.briefing.commitments if query.matches(new.title, new.by)),
            *(self._actor(id) for id in self._actors() if query.matches(self._name(id))),
            *(area for area in map(self._area, self._areas()) if query.matches(*_texts(area))),
            *(
                section_record(self.record, section, editions)
                for section, editions in self.sections
                if query.matches(section.title, section.text)
            ),
        ]

    def _actors(self) -> "Iterator[str]":
        named = {id for event in self.events for id in event.people}
        named |= {self.record.asks[ask.id].by for ask in self.asks}
        yield from (id for id in self.record.actors if self.is_whole or id in named)

    def _areas(self) -> "Iterator[str]":
        from briefing.edition.areas import areas_of

        named = {id for event in self.events for id in areas_of(event)}
        named |= {id for ask in self.asks for id in self.record.asks[ask.id].areas}
        yield from (id for id in self.record.areas if self.is_whole or id in named)

    def _area(self, id: str) -> "AreaRecord":
        from briefing.edition.area_record import area_record

        return area_record(
            self.record, self.briefing, self.events, self.asks, self.sections, id,
            is_whole=self.is_whole,
        )  # fmt: skip

    def _name(self, id: str) -> str:
        return self.record.actors[id].name

    def _actor(self, id: str) -> "Item":
        from briefing.edition.actor_record import actor_record

        return actor_record(self.record, self.briefing, self.events, self.asks, id, self.as_of)


def _texts(area: "AreaRecord") -> "Iterator[str]":
    yield area.name
    yield from (text for _, text in area.columns)


def _waiting(opened: OpenRecord) -> "Iterator[Ask]":
    """Yield the asks that no event has raised yet."""
    from briefing.edition.registers import Ask
    from briefing.edition.statuses import ask_statuses

    raised = {status.id for status in ask_statuses(opened.record, opened.as_of)}
    for id, ask in opened.record.asks.items():
        if id not in raised:
            by = opened.record.actors[ask.by].name
            yield Ask(id, ask.title, by, "not raised", "not raised", "", (), ask.where)


def _print(shown: _Shown, events: Sequence[str], words: Sequence[str]) -> None:
    """Print the item with this id or these words, or list the items that match.

    Raises:
        click.UsageError: there is none.
    """
    from shutil import get_terminal_size

    from briefing.edition.searching import Query
    from briefing.output.terminal import ProofsByPlace, in_full, on_one_line
    from briefing.record.claims import claims

    found = shown.called(words[0]) if len(words) == 1 else []
    if not found:
        if not events and words[0] and Path(words[0]).exists():
            hint = f"Add the item to show: briefing show {words[0]} ID"
            raise click.UsageError(f"There is no item '{words[0]}'. That is a file. {hint}")
        found = shown.matching(Query(words, shown.record.language))
        found = _called_exactly(found, " ".join(words)) or found
        if len(found) > 1:
            echo("\n".join(map(on_one_line, found)))
            echo(f"{len(found):,} matches. To show one, run: briefing show ID", err=True)
            return
    if not found:
        raise click.UsageError(_not_found(words, shown.ids()))
    proofs: ProofsByPlace = {}
    if shown.record.proofs:
        proofs = {claim.where: shown.record.proofs.of(claim) for claim in claims(shown.record)}
    width = min(get_terminal_size().columns, _WIDEST)
    texts = (in_full(item, shown.briefing, width, proofs) for item in found)
    echo("\n\n\n".join(texts), styled=True)


def _called_exactly(found: "Sequence[Item]", words: str) -> "list[Item]":
    """Return the item whose whole name or title is `words`, ignoring case, if there is only one."""
    from briefing.edition.actor_record import ActorRecord
    from briefing.edition.area_record import AreaRecord
    from briefing.edition.questions import Question

    def name(item: "Item") -> str:
        if isinstance(item, Question):
            return str(item.question)
        return item.name if isinstance(item, ActorRecord | AreaRecord) else item.title

    wanted = words.casefold().split()
    exact = [item for item in found if name(item).casefold().split() == wanted]
    return exact if len(exact) == 1 else []


def _not_found(words: Sequence[str], ids: Sequence[str]) -> str:
    from briefing.cli.suggesting import suggestion

    if len(words) > 1:
        return f"No text contains all of these words: {listing(words)}."
    hint = suggestion(words[0], ids, "To list the ids, run `briefing list`.")
    return f"There is no event, ask, question, commitment, actor or area '{words[0]}'. {hint}"
