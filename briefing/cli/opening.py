"""Open a record on a given day, for an audience, and choose its events."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from datetime import date as Day
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from briefing.cli import completing
from briefing.cli.console import echo
from briefing.cli.errors import failing_on
from briefing.cli.events import find_events_files, record_folder
from briefing.cli.links import templates_of
from briefing.english import counted, listing

if TYPE_CHECKING:
    from briefing.edition.selection import EventFilter
    from briefing.record.audiences import Audience
    from briefing.record.dates import VagueDate
    from briefing.record.loading import File, LoadResult
    from briefing.record.meanings import Meaning
    from briefing.record.record import Record
    from briefing.record.templates import Templates

_MOST_NAMED = 3
"""The maximum number of editions that a note names."""


class OpenRecord(NamedTuple):
    """A record as readers may see it on a given day. `is_whole` is true if nothing was left out."""

    record: "Record"
    as_of: Day
    is_whole: bool


def reading_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add `--as-of` and `--audience`, which set the day of the record and its readers."""
    for option in (
        click.option(
            "--audience",
            type=click.Choice(["public", "members", "internal"]),
            default="internal",
            help="Show only what these readers may see. Default: everything.",
        ),
        click.option("--as-of", metavar="DATE", help="Show the record as it was on that date."),
    ):
        command = option(command)
    return command


def choosing_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add `--since`, `--until`, `--topic`, `--actor` and `--kind`, which choose events."""
    for option in (
        click.option(
            "--kind",
            "kinds",
            multiple=True,
            shell_complete=completing.kinds,
            help="Include only events of this kind. Can be repeated.",
        ),
        click.option(
            "--actor",
            "actors",
            multiple=True,
            shell_complete=completing.actors,
            metavar="NAME",
            help="Include only events with this actor (a name or id). Can be repeated.",
        ),
        click.option(
            "--topic",
            "topics",
            multiple=True,
            shell_complete=completing.topics,
            help="Include only events on this topic. Can be repeated.",
        ),
        click.option("--until", metavar="DATE", help="Include only events on or before this date."),
        click.option(
            "--since",
            metavar="DATE",
            help='Include only events on or after this date, as in 2023-07, "3 July 2023" or '
            '"last month".',
        ),
    ):
        command = option(command)
    return command


def open_record(events: Sequence[str], as_of: str | None, audience: "Audience") -> OpenRecord:
    """Read the record in the `events` files as `audience` may see it on a given day.

    Raises:
        SystemExit: the record has errors, which have been printed. Warnings are left to `briefing
            check`.
        click.UsageError: the files do not exist, or the record does not cover the day.
    """
    from briefing.edition.as_of import as_known_on
    from briefing.edition.visibility import visible_to

    templates = read_templates(templates_of(None, record_folder(events)))
    record = load_valid(list(find_events_files(events)), templates, audience)
    limit = last_day(record)
    day = day_of(as_of, limit)
    record, hidden_counts = visible_to(record, audience, readable_until(record, day))
    report_hidden("this output", audience, hidden_counts)
    if day < limit:
        record = as_known_on(record, day)
    # Text in a terminal is in English, whatever the language of the documents.
    if not record.language.startswith("en"):
        record = replace(record, language="en-GB")
    return OpenRecord(record, day, day == limit and audience == "internal")


def read_templates(user_templates: Path) -> "Templates":
    """Return all kinds of briefing, including those in `user_templates`.

    Raises:
        click.ClickException: the settings of a template have a mistake.
    """
    from briefing.output.folders import SettingsError, templates_in

    with failing_on(SettingsError, kind=click.ClickException):
        return templates_in(user_templates)


def load_valid(
    files: "Sequence[File]", templates: "Templates | None", reader: "Audience"
) -> "Record":
    """Read the record in `files` for a `reader`. If there are `templates`, editions must use them.

    Raises:
        SystemExit: the record has errors, except in its quotes and figures. They have been printed.
    """
    from briefing.cli import report
    from briefing.record.loading import load
    from briefing.record.problems import errors
    from briefing.record.rules.proof import ABOUT_CLAIMS

    loaded = load(files, templates)
    if errors(problem for problem in loaded.problems if problem.slug not in ABOUT_CLAIMS):
        print_problems(loaded, files, [reader])
        report.print_summary(loaded)
        raise SystemExit(1)
    return loaded.record


def print_problems(
    loaded: "LoadResult", files: "Iterable[File]", readers: "Iterable[Audience]"
) -> None:
    """Print the problems to stderr, but only their places if `readers` may not see the files."""
    from briefing.cli import report
    from briefing.record.loading import may_hold_private

    # The people who can read the log of a public build may not be allowed to read the record, or
    # the addresses in it if `recipients` is misspelt.
    shown = (f"{problem.message}{problem.hint}{problem.excerpt}" for problem in loaded.problems)
    is_private = any(map(may_hold_private, files)) or any("@" in text for text in shown)
    if set(readers) != {"internal"} and is_private:
        context = click.get_current_context(silent=True)
        report.print_places(loaded, context.params.get("events", ()) if context else ())
    else:
        report.print_problems(loaded, "text", err=True)


def report_hidden(what: str, reader: "Audience", hidden_counts: Mapping[str, int]) -> None:
    """Print to stderr how many items were left out because the readers may not see them."""
    if hidden_counts:
        echo(hidden_in_words([what], reader, hidden_counts), err=True)


def hidden_in_words(
    whats: Sequence[str], reader: "Audience", hidden_counts: Mapping[str, int]
) -> str:
    """Return a note with the number of items that were left out of editions for a `reader`."""
    from briefing.record.audiences import READERS

    counts = listing([counted(n, type) for type, n in hidden_counts.items()])
    more = len(whats) - _MOST_NAMED
    names = whats if more <= 0 else [*whats[:_MOST_NAMED], counted(more, "other edition")]
    what = f"{listing(names)}, which {'is' if len(whats) == 1 else 'are'}"
    return f"Note: {counts} left out of {what} for {READERS[reader]}."


def choice_of(
    record: "Record",
    shown: "Record",
    since: str | None,
    until: str | None,
    topics: Iterable[str],
    actors: Iterable[str],
    kinds: Iterable[str],
    today: Day,
) -> "EventFilter":
    """Turn the options that choose events into an `EventFilter` for events in `record`.

    "Last month" is the month before the day `today`. Actors can be given by id or by name. Hints
    suggest only names that are `shown` to the readers.

    Raises:
        click.BadParameter: a date is invalid, or a word does not occur in `record`.
    """
    from briefing.edition.selection import NO_FILTER, EventFilter
    from briefing.record.kinds import normal_kind

    if since is None and until is None and not (topics or actors or kinds):
        return NO_FILTER
    start, end = date_of(since, "--since", today), date_of(until, "--until", today)
    if start and end and end.latest < start.earliest:
        raise click.BadParameter(f"{until} is before {since}.", param_hint="--until")
    return EventFilter(
        start,
        end,
        _known(topics, _topics(record), _topics(shown), "--topic"),
        _known(actors, _people(record), _people(shown), "--actor", _names(record)),
        _known(map(normal_kind, kinds), record.kinds, _kinds(shown), "--kind"),
    )


def last_day(record: "Record") -> Day:
    """Return the last day that the record covers."""
    return record.correct_as_of or today(record)


def today(record: "Record") -> Day:
    """Return today's date in the record's time zone, or London's if the zone is unknown."""
    from zoneinfo import ZoneInfo

    try:
        zone = ZoneInfo(record.timezone)
    except (KeyError, ValueError, OSError):
        zone = ZoneInfo("Europe/London")
    return datetime.now(zone).date()


def readable_until(record: "Record", day: Day) -> datetime:
    """Return the time used to decide which embargoes have ended: now, or the end of an earlier day.

    This is the clock of every command that shows a record as of a `day`.
    """
    from briefing.record.audiences import end_of_day

    return min(datetime.now(UTC), end_of_day(day, record.timezone))


def day_of(as_of: str | None, limit: Day) -> Day:
    """Return the last day that `--as-of` can mean or, by default, `limit`."""
    date = date_of(as_of, "--as-of", limit)
    if date is None:
        return limit
    if date.earliest > limit:
        message = f"The record is accurate only to {limit}. Choose that date or an earlier one."
        raise click.BadParameter(message, param_hint="--as-of")
    return min(date.latest, limit)


def date_of(text: str | None, option: str, today: Day) -> "VagueDate | None":
    """Parse the date given for `option`. Return None if none was given.

    Phrases such as "last month" are relative to `today`. If a text has several meanings, they must
    all begin on the same day (for --since) or end on the same day (for other options).

    Raises:
        click.BadParameter: the text is not a date, or has several meanings.
    """
    if text is None:
        return None
    from briefing.record import relative_dates
    from briefing.record.dates import DateProblem, parse_edtf
    from briefing.record.english_dates import meanings

    possible = relative_dates.meanings(text, today) or meanings(text)
    by_end: dict[Day, Meaning] = {}
    for meaning in possible:
        date = parse_edtf(meaning.text)
        by_end.setdefault(date.earliest if option == "--since" else date.latest, meaning)
    if len(by_end) > 1:  # "The end of 2025" can mean by then, but nothing begins by then.
        by_end = {day: meaning for day, meaning in by_end.items() if day not in (Day.min, Day.max)}
    ways = list(by_end.values())
    if len(ways) == 1:
        return parse_edtf(ways[0].text)
    if ways:
        listed = " or ".join(f"{way.text} ({way.words})" if way.words else way.text for way in ways)
        raise click.BadParameter(f"'{text}' can mean {listed}.", param_hint=option)
    try:
        return parse_edtf(text)
    except DateProblem as error:
        from briefing.record.date_hints import date_hint
        from briefing.typography import capitalised

        advice = date_hint(text)
        message = f"{error}{advice and f'. {capitalised(advice)}'}."
        raise click.BadParameter(message, param_hint=option) from None


def _topics(record: "Record") -> set[str]:
    return {topic for event in record.events for topic in event.topics}


def _people(record: "Record") -> set[str]:
    """Return the ids of the actors that the events name or quote."""
    return {id for event in record.events for id in event.people}


def _kinds(record: "Record") -> set[str]:
    from briefing.record.kinds import BUILT_IN

    return {*BUILT_IN, *(event.kind for event in record.events)}


def _names(record: "Record") -> dict[str, set[str]]:
    """Return the ids of the actors with each name, in lower case."""
    names: dict[str, set[str]] = {}
    for id in _people(record):
        names.setdefault(record.actors[id].name.casefold(), set()).add(id)
    return names


def _known(
    words: Iterable[str],
    known: Iterable[str],
    shown: Iterable[str],
    option: str,
    names: Mapping[str, Iterable[str]] | None = None,
) -> frozenset[str]:
    """Return the `known` words that match `words`, ignoring case, or match one of the `names`.

    Suggestions come from `shown`, the words that the people who read the log may see.
    """
    from briefing.cli.suggesting import suggestion

    known = set(known)
    chosen: set[str] = set()
    for word in sorted(set(words)):
        wanted = word.casefold()
        alike = {word} & known or {other for other in known if other.casefold() == wanted}
        alike = alike or set((names or {}).get(wanted, ()))
        if not alike:
            message = f"There is nothing called '{word}'. {suggestion(word, sorted(shown))}"
            raise click.BadParameter(message, param_hint=option)
        chosen |= alike
    return frozenset(chosen)
