"""Steps from events files to briefings, shared by the commands that make them."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date as Day
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefing.cli.console import echo, is_quiet
from briefing.cli.errors import failing_on
from briefing.cli.events import find_events_files, lines_of, record_folder
from briefing.cli.links import templates_of
from briefing.cli.opening import (
    choice_of,
    day_of,
    hidden_in_words,
    last_day,
    print_problems,
    read_templates,
    readable_until,
)
from briefing.english import counted

if TYPE_CHECKING:
    from briefing.cli.redlining import Comparison
    from briefing.edition.briefing import Briefing
    from briefing.output.plan import Message
    from briefing.output.user_templates import UserTemplates
    from briefing.record.audiences import Audience
    from briefing.record.claims import Claim
    from briefing.record.loading import File
    from briefing.record.model import Edition
    from briefing.record.record import Record
    from briefing.record.templates import Templates


_MOST_LISTED = 20


@dataclass(frozen=True, slots=True)
class BuildRequest:
    """A request to build the chosen editions of a record that has no errors.

    `offered` holds all editions that the command can make, and `are_named` is true if the user has
    named the chosen ones. `readers` are their audiences, widest first. `user_templates` is the
    folder of the user's own templates, `template_files` are its files, and `templates` holds all
    kinds of briefing. `files` are the files of the record.
    """

    record: "Record"
    offered: "dict[str, Edition]"
    editions: "dict[str, Edition]"
    readers: "list[Audience]"
    user_templates: Path
    template_files: "UserTemplates | None"
    templates: "Templates"
    files: "Sequence[File]"
    are_named: bool = False


def load_for_build(
    events: Sequence[str],
    offer: "Callable[[Record, Templates], dict[str, Edition]]",
    names: Sequence[str],
    folder: Path | None,
    *,
    strict: bool,
) -> BuildRequest:
    """Read the `events` files, and choose the editions with these `names` from those on `offer`.

    `folder` is the folder of the user's own templates, if it is not the default one.

    Raises:
        SystemExit: the record has errors. They have been printed, and so have warnings unless the
            command is quiet.
        click.UsageError: the files do not exist, or there is no edition with such a name.
    """
    from briefing.cli import report
    from briefing.output.user_templates import TemplatesUnreadable, read_user_templates
    from briefing.record.loading import load
    from briefing.record.problems import errors

    user_templates = templates_of(folder, record_folder(events))
    files = list(find_events_files(events))
    templates = read_templates(user_templates)
    with failing_on(TemplatesUnreadable):
        template_files = read_user_templates(user_templates)
    # Quotes without a proof are for `briefing check`, and no news in every build.
    loaded = load(files, templates, last_day).without("not-proved")
    offered = offer(loaded.record, templates)
    readers = _readers(edition for id, edition in offered.items() if id in names or not names)
    if not is_quiet() or errors(loaded.problems, strict=strict):
        print_problems(loaded, files, readers)
    if errors(loaded.problems, strict=strict):
        report.print_summary(loaded)
        raise SystemExit(1)
    if not offered:
        raise click.UsageError("This command cannot make any edition of this record.")
    editions = _named(offered, names, loaded.record.editions, templates)
    return BuildRequest(
        loaded.record,
        offered,
        editions,
        readers,
        user_templates,
        template_files,
        templates,
        files,
        are_named=bool(names),
    )


Chosen = tuple[str | None, str | None, Sequence[str], Sequence[str], Sequence[str]]
"""The values of the options that choose events: since, until, topics, actors and kinds."""


@dataclass(frozen=True, slots=True)
class Clock:
    """The day of a build, the last day that the record covers, and the time.

    The time decides which embargoes have ended. All of a build uses the same one.
    """

    day: Day
    limit: Day
    moment: datetime


def clock_for(request: BuildRequest, as_of: str | None) -> Clock:
    """Return the day and time of a build.

    Raises:
        click.BadParameter: the record has no such day.
    """
    limit = last_day(request.record)
    day = day_of(as_of, limit)
    return Clock(day, limit, readable_until(request.record, day))


@dataclass(frozen=True, slots=True)
class PreparedBriefing:
    """A briefing to render, the note to print for it, and the ids of its edition and area.

    `formats` are its formats, if they are not those of the whole build.
    """

    briefing: "Briefing"
    note: str
    edition: str
    area: str = ""
    formats: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PreparedBriefings:
    """The briefings of a build by name, and messages about them.

    `refused` and `unfilled` explain why others are not made: something in them is not proved, or
    their area has no value for a column. `unfilled` is by id.
    """

    briefings: dict[str, PreparedBriefing] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)
    unfilled: dict[str, str] = field(default_factory=dict)
    messages: "list[Message]" = field(default_factory=list)


def make_briefings(
    request: BuildRequest,
    each: str | None,
    clock: Clock,
    chosen: Chosen,
    *,
    must_be_proved: bool = False,
    comparison: "Comparison | None" = None,
) -> PreparedBriefings:
    """Make the requested briefings for a given day, by name. If `each` is given, make one per area.

    If a `comparison` is given, changes are marked, and the briefings have other names.

    A briefing that is too long for one document is followed by its parts. An edition that has to
    be proved, but is not, is left out, with a message. So is one with a text that uses a column
    that its area has not.

    Raises:
        click.BadParameter: the record has nothing that matches what was `chosen`.
    """
    from briefing.edition.as_of import as_known_on
    from briefing.edition.briefing import chosen as chosen_for
    from briefing.edition.columns import Unfilled
    from briefing.edition.parts import in_parts
    from briefing.edition.proved import unproved
    from briefing.edition.visibility import visible_to

    record, editions, readers = request.record, request.editions, request.readers
    day = clock.day
    views = {reader: visible_to(record, reader, clock.moment) for reader in readers}
    names = {id: id for id in editions}
    notes: list[Message] = []
    if each:
        seen_by_all = {reader: seen for reader, (seen, _) in views.items()}
        names, editions, notes = _for_each(request, seen_by_all, each)
    widest, narrowest = views[readers[0]][0], views[readers[-1]][0]
    choice = choice_of(narrowest, widest, *chosen, today=day)
    if day < clock.limit:
        # Hidden content is removed first, because it must not affect what appears to have been
        # known on the day.
        views = {
            reader: (as_known_on(seen, day), hidden_counts)
            for reader, (seen, hidden_counts) in views.items()
        }
    made = PreparedBriefings(messages=[*notes, *(comparison.messages if comparison else ())])
    cut: dict[Audience, list[str]] = {}
    versions = {
        reader: comparison.versions_of(record, seen, reader)
        for reader, (seen, _) in views.items()
        if comparison
    }
    # Some systems ignore capitals in file names.
    taken = {id.casefold() for id in editions}
    for id, edition in editions.items():
        reader = edition.audience or "public"
        seen, hidden_counts = views[reader]
        template = request.templates[edition.template]
        try:
            whole, *parts = in_parts(seen, id, edition, template, day, choice)
        except Unfilled as error:
            made.unfilled[id] = f"'{id}' was not made. {error}"
            continue
        for part in parts:
            if part.id.casefold() in taken:
                raise click.UsageError(
                    f"The edition '{part.id}' has the same name as a part of '{id}'. Rename it."
                )
        if must_be_proved or edition.proved:
            shown, _ = chosen_for(seen, edition, day, choice)
            if open_claims := unproved(whole, shown):
                made.refused.append(refusal(f"'{id}'", edition, open_claims, shown, request))
                continue
        briefings = [whole, *parts]
        if comparison:
            with failing_on(Unfilled):
                briefings = comparison.redlined(
                    briefings, names[id], edition, versions[reader], choice
                )
        for briefing in briefings:
            note = counted(len(briefing.entries), "event")
            prepared = PreparedBriefing(briefing, note, names[id], edition.area or "")
            made.briefings[briefing.id] = prepared
        if not whole.entries:
            made.messages.append((f"Warning: the edition '{id}' has no events.", True))
        if hidden_counts:
            cut.setdefault(reader, []).append(f"'{id}'")
        if parts:
            number = counted(len(whole.entries), "event")
            note = f"'{id}' has {number}, too many for one document, so each year has its own."
            made.messages.append((f"Note: {note}", False))
    made.messages.extend(
        (hidden_in_words(ids, reader, views[reader][1]), False) for reader, ids in cut.items()
    )
    return made


def print_messages(messages: "Iterable[Message]") -> None:
    """Print messages about briefings. If the command is quiet, print only the important ones."""
    for text, always in messages:
        if always or not is_quiet():
            echo(text, err=True)


def refusal(
    name: str,
    edition: "Edition",
    claims: "Sequence[Claim]",
    shown: "Record",
    request: BuildRequest,
) -> str:
    """Explain that a briefing is not made, and list the places of its `claims`, without the text.

    `shown` is the record as the readers of the briefing may see it. If the people who read the log
    may not see the record, files that are not public are not named.
    """
    from briefing.record.loading import may_hold_private

    may_name = set(request.readers) == {"internal"} or not any(map(may_hold_private, request.files))
    listed = []
    for claim, file, line in _places(claims, request):
        if may_name or request.record.audiences.get(file, "public") == "public":
            proof = shown.proofs.of(claim)
            grade = proof.grade if proof else "never checked"
            listed.append(f"    {file}:{line}: {claim.key.type}, {grade}")
    is_or_are = "is" if len(claims) == 1 else "are"
    number = f"{len(claims):,} of its quotes and figures {is_or_are} not proved"
    if len(listed) > _MOST_LISTED:
        listed[_MOST_LISTED:] = [f"    … and {len(listed) - _MOST_LISTED:,} more"]
    way_out = "delete its 'proved: true'" if edition.proved else "leave out --proved"
    advice = f"To see why, run `briefing prove`. To make it anyway, {way_out}."
    colon = ":" if listed else "."
    return "\n".join([f"{name} was not made, because {number}{colon}", *listed, advice])


def _places(claims: "Iterable[Claim]", request: BuildRequest) -> "Iterator[tuple[Claim, str, int]]":
    """Yield each claim with its file and its line.

    The readers of a briefing may not see every quote of an event, so places are found by content.
    """
    from briefing.record.claims import claims as claims_of

    where = {(claim.event.where, claim.key): claim.where for claim in claims_of(request.record)}
    places = [
        (claim, where.get((claim.event.where, claim.key), claim.event.where)) for claim in claims
    ]
    lines = lines_of((place for _, place in places), request.files)
    for file in request.files:
        for claim, place in places:
            if place.file == file.name:
                yield claim, file.name, lines[place]


def _readers(editions: "Iterable[Edition]") -> "list[Audience]":
    """Return the audiences of the `editions`, widest first."""
    from briefing.record.audiences import widest_first

    return widest_first(edition.audience or "public" for edition in editions)


def _named(
    offered: "dict[str, Edition]",
    names: Iterable[str],
    editions: "Mapping[str, Edition]",
    templates: "Templates",
) -> "dict[str, Edition]":
    from briefing.cli.suggesting import suggestion
    from briefing.record.templates import is_digest

    for name in names:
        if name not in offered:
            message = f"There is no edition called '{name}'. {suggestion(name, offered)}"
            if name in editions:
                command = "digest" if is_digest(editions[name], templates) else "build"
                message = f"'{name}' is made by another command. Run: briefing {command} -e {name}"
            raise click.BadParameter(message, param_hint="--edition")
    return {name: offered[name] for name in names} if names else offered


def _for_each(
    request: BuildRequest, seen: "dict[Audience, Record]", each: str
) -> "tuple[dict[str, str], dict[str, Edition], list[Message]]":
    """Make editions for each area from those that the user named, or from one with `takes_each`.

    Only areas that the readers of an edition may see are included. The first result gives the id of
    the edition that each new one is made from, and the last one is a note for each former id.

    Raises:
        click.BadParameter: the user has to name an edition, the readers may see no such area, or
            two briefings would have the same name.
    """
    editions = request.editions
    if len(editions) > 1 and not request.are_named:
        editions = {
            id: edition
            for id, edition in editions.items()
            if request.templates[edition.template].takes_each and not edition.area
        }
        if len(editions) != 1:
            raise click.BadParameter("Choose an edition: -e EDITION.", param_hint="--each")
    names: dict[str, str] = {}
    made: dict[str, Edition] = {}
    notes: list[Message] = []
    for id, edition in editions.items():
        areas, notes = areas_in(seen[edition.audience or "public"], each)
        for area in areas:
            name = f"{id}-{area}"
            if name in made:
                message = (
                    f"'{id}' and '{names[name]}' would both make '{name}'. Name only one of them."
                )
                raise click.BadParameter(message, param_hint="--edition")
            names[name] = id
            made[name] = edition.model_copy(update={"area": area})
    return names, made, notes


def areas_in(seen: "Record", each: str) -> "tuple[list[str], list[Message]]":
    """Return the ids of the areas that the value of `--each` names, and a note for each former id.

    Raises:
        click.BadParameter: the readers may see no such area.
    """
    from briefing.cli.suggesting import suggestion

    known = seen.areas
    now = {former: id for id, area in known.items() for former in area.formerly}
    areas = dict.fromkeys(known if each == "area" else ())
    notes: list[Message] = []
    for named in [] if each == "area" else each.split(","):
        area = named.strip()
        if area not in known and area in now:
            notes.append((f"Note: the id of the area '{area}' is now '{now[area]}'.", False))
            area = now[area]
        if area not in known:
            message = f"There is no area '{area}'. {suggestion(area, known)}"
            raise click.BadParameter(message, param_hint="--each")
        areas[area] = None
    if not areas:
        raise click.BadParameter("The record has no areas.", param_hint="--each")
    return list(areas), notes
