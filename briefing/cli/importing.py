"""Import tables: ask about dates, show how the tables were read, and check the result."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date as Day
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from briefing.cli.console import echo, inform, is_person
from briefing.cli.errors import CommandFailed, failing_to_save
from briefing.cli.events import DEFAULT, find_events_files
from briefing.english import counted, listing
from briefing.typography import capitalised, with_stop

if TYPE_CHECKING:
    from briefing.capture.date_texts import Reading
    from briefing.capture.dates import DateQuestion
    from briefing.capture.importing import Counts, Imported, ImportSettings, TableReport
    from briefing.capture.table import Order, Table
    from briefing.record.loading import File

_MOST_NAMED = 10
_MOST_TRIES = 6


def new_record(tables: "Sequence[Table]", columns: str | None, order: "Order", title: str) -> str:
    """Return a new events file with the events in the tables.

    Raises:
        click.ClickException: there is no event in them.
    """
    from briefing.capture.dates import DateSettings
    from briefing.capture.importing import ImportSettings
    from briefing.capture.writing import new_file
    from briefing.record.loading import File

    today = Day.today()
    settings = ImportSettings(DateSettings(today, order), _wanted(columns, tables))
    imported = _imported(tables, settings)
    language = "cy" if all(table.language[:2] == "cy" for table in tables) else ""

    def written(tried: "Imported") -> tuple[str, list[File], str, list[int]]:
        text = new_file(tried, title, today, language)
        places = list(range(len(tried.drafts)))
        return text, [File(DEFAULT, text.encode())], DEFAULT, places

    imported, text = _without_faults(imported, written)
    _report(imported, is_written=bool(imported.drafts))
    if not imported.drafts:
        raise click.ClickException(_no_events(imported))
    return text


def add_to(
    events: Sequence[str],
    tables: "Sequence[Table]",
    columns: str | None,
    order: "Order",
    *,
    force: bool,
) -> None:
    """Add the events in the tables to the first of the `events` files.

    Raises:
        click.ClickException: the record has errors, or cannot be changed.
    """
    from briefing.capture.dates import DateSettings
    from briefing.capture.existing import existing_in
    from briefing.capture.importing import ImportSettings
    from briefing.capture.inserting import (
        edits_for,
        spots_for,
        with_rest,
        without_comments_in,
    )
    from briefing.cli.opening import load_valid, today
    from briefing.record.editing import apply_edits
    from briefing.record.loading import File, is_lock, text_of
    from briefing.saving import save

    files = list(find_events_files(events))
    target = _target(files, events[0])
    record = load_valid(files, None, "internal")
    content = _content(target)
    lengths = {
        file.name: len(_content(file).get("events") or ())
        for file in files
        if not is_lock(file.name)
    }
    existing = existing_in(record)
    day = today(record)
    language = str(content.get("language", ""))
    dates = DateSettings(day, order, language)
    imported = _imported(tables, ImportSettings(dates, _wanted(columns, tables), existing))
    imported = without_comments_in(imported, text_of(target))
    before = target.content.decode("utf-8")

    def written(tried: "Imported") -> "tuple[str, list[File], str, list[int]]":
        spots = spots_for(tried.drafts, record, lengths, target.name)
        edits = edits_for(tried, content, spots, day if existing.has_added else None)
        edited = apply_edits(before, edits)
        if edited.refused:
            raise CommandFailed(
                f"Events cannot be added to {target.name} safely, because of its layout. "
                "Nothing was changed. Import into a new file with -o, and copy the events."
            )
        text = with_rest(edited.text, tried, content)
        others = [file for file in files if file is not target]
        places = [spot.index for spot in spots]
        return text, [*others, File(target.name, text.encode())], target.name, places

    imported, text = _without_faults(imported, written)
    _report(imported, is_written=True)
    _report_already_there(imported, target.name)
    if text == before:
        inform(f"{target.name} was not changed.", err=True)
        return
    with failing_to_save():
        save(Path(target.name), target.content, text.encode(), despite_editor=force)
    echo(target.name)


def _content(file: "File") -> dict[str, Any]:
    """Return the content of an events file as plain data. The record has already been loaded."""
    from briefing.record import parsing
    from briefing.record.loading import text_of

    content = parsing.loads(text_of(file))
    return content if isinstance(content, dict) else {}


def _target(files: "Sequence[File]", name: str) -> "File":
    """Return the file to add to.

    Raises:
        click.UsageError: it is not clear which file that is.
    """
    from briefing.record.loading import is_lock

    if name == "-":
        raise click.UsageError("Events cannot be added to standard input: name a file.")
    found = [file for file in files if Path(file.name) == Path(name)]
    if Path(name).is_dir():
        found = [file for file in files if not is_lock(file.name)]
        if len(found) != 1:
            shown = listing(sorted(file.name for file in found)[:_MOST_NAMED])
            raise click.UsageError(
                f"{name} has several events files. Name the one to add to first, and then the "
                f"others: {shown}."
            )
    return found[0]


# Columns and questions


def _wanted(columns: str | None, tables: "Sequence[Table]") -> "Mapping[str, Any]":
    """Return the roles that the user gives to columns.

    Raises:
        click.BadParameter: a column does not exist.
    """
    if columns is None:
        return {}
    from briefing.capture.columns import UnknownColumn, unknown_headings, wanted_columns

    try:
        wanted = wanted_columns(columns)
    except UnknownColumn as error:
        raise click.BadParameter(str(error), param_hint="--columns") from None
    if unknown := unknown_headings(wanted, tables):
        raise click.BadParameter(unknown, param_hint="--columns")
    return wanted


def _imported(tables: "Sequence[Table]", settings: "ImportSettings") -> "Imported":
    """Import the tables, and ask a person about dates with several readings."""
    from briefing.capture.importing import import_tables

    imported = import_tables(tables, settings)
    asked: set[Any] = set()
    while is_person():
        question = next((one for one in imported.questions if one.key not in asked), None)
        if question is None:
            break
        asked.add(question.key)
        answer = _ask(question)
        if answer is None:
            continue
        answers = {**settings.dates.answers, question.key: answer}
        settings = replace(settings, dates=replace(settings.dates, answers=answers))
        imported = import_tables(tables, settings)
    return imported


def _ask(question: "DateQuestion") -> int | None:
    """Ask what the dates of a column mean. Return None if the person does not know."""
    file, column, _ = question.key
    number = f" ({question.number:,} dates like this)" if question.number > 1 else ""
    echo(f"\n{file}, column '{column}': what does {question.example} mean?{number}")
    readings = [_in_words(one, is_day=question.is_about_order) for one in question.readings]
    for n, words in enumerate(readings, 1):
        echo(f"  {n}  {words}")
    echo(f"  {len(readings) + 1}  I do not know: keep these rows as comments")
    while True:
        answer = click.prompt("Answer", default="", show_default=False).strip()
        if answer.isdecimal() and 1 <= int(answer) <= len(readings) + 1:
            return int(answer) - 1 if int(answer) <= len(readings) else None
        echo(f"Type a number from 1 to {len(readings) + 1}.")


def _in_words(reading: "Reading", *, is_day: bool) -> str:
    """Return a date in words, with the difference from the other readings."""
    from briefing.edition.words import words_in
    from briefing.record.dates import parse_edtf

    date = words_in("en-GB").date(parse_edtf(reading.date))
    return date if is_day or not reading.words else f"{date} ({reading.words})"


# Checks


def _without_faults(
    imported: "Imported",
    written: "Callable[[Imported], tuple[str, list[File], str, list[int]]]",
) -> "tuple[Imported, str]":
    """Write an import so that the record has no errors.

    A row that would cause an error becomes a comment.
    """
    from briefing.record.loading import load
    from briefing.record.problems import errors

    for _ in range(_MOST_TRIES):
        text, files, name, places = written(imported)
        numbers = {place: n for n, place in enumerate(places)}
        faults: dict[int, str] = {}
        found = errors(load(files).problems)
        for problem in found:
            path = problem.path
            if problem.file == name and path[:1] == ("events",) and path[1:2]:
                n = numbers.get(int(path[1]))
                if n is not None:
                    faults.setdefault(n, problem.message)
        if not faults:
            break
        imported = imported.without(faults)
    return imported, text


def _no_events(imported: "Imported") -> str:
    """Return the reason why nothing was written."""
    headings = [
        column.name
        for report in imported.tables
        for column in report.layout.columns
        if column.heading
    ]
    if not any(report.layout.has_dates for report in imported.tables):
        shown = f" The headings are: {', '.join(headings[:_MOST_NAMED])}." if headings else ""
        return (
            f"No date column was found, so nothing was written.{shown} Name the column "
            'that has the dates: --columns "date=When, title=What happened".'
        )
    first = next(iter(imported.unplaced), None)
    reason = f" The first problem: {first.origin}: {'; '.join(first.missing)}." if first else ""
    is_about_order = any(question.is_about_order for question in imported.questions)
    way_out = " Add --day-first or --month-first." if is_about_order else ""
    return f"No row could be read as an event, so nothing was written.{reason}{way_out}"


# Reports


def _report(imported: "Imported", *, is_written: bool) -> None:
    """Print how the tables were read, and the result for each row.

    Rows that are not events become comments only if a file `is_written`.
    """
    for report in imported.tables:
        _report_table(report)
    if imported.kinds_read_as:
        read = [f"{words} → {kind}" for words, kind in imported.kinds_read_as.items()]
        inform(f"Kinds: {_few(read)}", err=True)
    if imported.new_kinds:
        inform(f"New kinds: {_few(list(imported.new_kinds))}", err=True)
    if imported.actors:
        names = [actor["name"] for actor in imported.actors.values()]
        inform(f"New actors: {_few(names)}", err=True)
    inform(_sum(imported.counts, imported.row_noun, is_written=is_written), err=True)
    for item in imported.unplaced[:_MOST_NAMED]:
        inform(f"  {item.origin}: {'; '.join(item.missing)}", err=True)
    if any(question.is_about_order for question in imported.questions):
        inform("To settle the order of day and month, add --day-first or --month-first.", err=True)
    if len(imported.unplaced) > _MOST_NAMED:
        inform(f"  and {len(imported.unplaced) - _MOST_NAMED} more", err=True)


def _few(words: Sequence[str]) -> str:
    more = len(words) - _MOST_NAMED
    return ", ".join(words[:_MOST_NAMED]) + (f" and {more} more" if more > 0 else "")


def _report_table(report: "TableReport") -> None:
    table = report.table
    name = f", {table.name}" if table.name and table.name != "table 1" else ""
    inform(f"{table.file}{name}", err=True)
    columns = [c for c in report.layout.columns if c.heading or c.role != "none"]
    width = max((len(column.name) for column in columns), default=0)
    for column in columns:
        role = "not used: kept as comments" if column.role == "none" else column.role
        guess = " (from its content)" if column.is_guess else ""
        inform(f"  {column.name.ljust(min(width, 40))}  → {role}{guess}", err=True)
    for remark in report.remarks:
        inform(f"  {with_stop(capitalised(remark))}", err=True)


def _sum(counts: "Counts", noun: str, *, is_written: bool) -> str:
    """Return the results for the rows, as a sum."""
    parts = [
        (counts.events, "event"),
        (counts.unplaced if is_written else 0, "comment"),
        (counts.section_headings, "section heading"),
        (counts.empty, "empty row"),
    ]
    shown = [counted(number, part) for number, part in parts if number]
    if counts.headers:
        shown.append(f"{counted(counts.headers, 'row')} of headings")
    if counts.unplaced and not is_written:
        shown.append(f"{counts.unplaced:,} not read as events")
    if counts.already_there:
        shown.append(f"{counts.already_there:,} already there")
    return f"{counted(counts.rows, noun)}: {' + '.join(shown)}"


def _report_already_there(imported: "Imported", name: str) -> None:
    there = imported.already_there
    for item in there[:_MOST_NAMED]:
        title = item.draft.event.get("title", "")
        inform(f"Already in {name}: {item.draft.origin}: {title} ({item.reason})", err=True)
    if len(there) > _MOST_NAMED:
        inform(f"  and {len(there) - _MOST_NAMED} more", err=True)
