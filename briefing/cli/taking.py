"""Accept, change or leave out each part of a draft, for `briefing add --from`."""

import shutil
import textwrap
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

from briefing.cli.asking import BACK, Back, Dialogue
from briefing.cli.console import echo
from briefing.cli.prompting import say
from briefing.english import counted, listing
from briefing.printable import printable

if TYPE_CHECKING:
    from briefing.capture.drafting import DocumentDraft, Part

_CHOICES = ("yes", "change", "no", "rest", BACK)
_MOST_DATES = 8


def take_draft(dialogue: Dialogue, draft: "DocumentDraft") -> None:
    """Ask about each part of a draft, and add the accepted parts to the event."""
    from briefing.capture.questions import BY_KEY

    counts = [counted(len(draft.quotes), "quote"), counted(len(draft.figures), "figure")]
    echo(f"The document has {listing(counts)}. Nothing is added until you save it at the end.")
    for caution in draft.cautions:
        echo(f"Caution: {printable(caution)}")
    dialogue.offer_actors({actor.id: actor.value for actor in draft.actors if not actor.is_known})
    _take_source(dialogue, draft.source)
    _take_event(dialogue, draft)
    for key, parts in (("quotes", draft.quotes), ("figures", draft.figures)):
        if taken := _take_parts(dialogue, key, parts):
            dialogue.event[key] = [*dialogue.event.get(key, ()), *taken]
    if actors := _take_actors(dialogue, draft):
        dialogue.event[BY_KEY["actors"].key] = actors


def _take_source(dialogue: Dialogue, source: "Part") -> None:
    """Show the source, which the event cites, and let the person change its description."""
    from briefing.capture.questions import SOURCE_DETAILS, Question

    dialogue.event["source"] = source.id
    _heading(f"Source: {source.id}")
    if source.is_known:
        echo("  It is already in the record.")
        return
    described = dict(source.value)
    dialogue.sources[source.id] = described
    _show(described, source.reasons)
    if dialogue.choose("Is this right? [y]es, [c]hange", ("yes", "change"), "yes") == "yes":
        return
    question = Question("source", "Source", parts=SOURCE_DETAILS)
    try:
        changed = dialogue.fill(question, described)
    except Back:
        return
    if changed:
        described.clear()
        described.update(changed)


def _take_event(dialogue: Dialogue, draft: "DocumentDraft") -> None:
    """Ask for the date, kind and title, starting from those of the draft."""
    from briefing.edition.words import date_in_words

    _heading("Event")
    if draft.event.passage:
        _show_passage(draft.event.passage)
    # The question about who took part comes later.
    _show({}, [reason for reason in draft.event.reasons if not reason.startswith("actors:")])
    if draft.dates:
        echo("  Dates in the document:")
    for part in draft.dates[:_MOST_DATES]:
        dates = [part.value["date"]] if "date" in part.value else part.value["dates"]
        words = " or ".join(date_in_words(str(date)) for date in dates)
        echo(f"    {words}: {printable(', '.join(part.reasons))}")
    if (more := len(draft.dates) - _MOST_DATES) > 0:
        echo(f"    and {more} more")
    value = draft.event.value
    dialogue.suggested = {key: str(value[key]) for key in ("date", "kind", "title") if key in value}
    if "embargo" in value:
        dialogue.event["embargo"] = value["embargo"]
    dialogue.ask_first()


def _take_parts(dialogue: Dialogue, key: str, parts: "Sequence[Part]") -> list[dict[str, Any]]:
    """Return the quotes or figures that the person accepts, with any changes."""
    from briefing.capture.questions import BY_KEY

    question = BY_KEY[key]
    taken: list[dict[str, Any] | None] = []
    while len(taken) < len(parts):
        part = parts[len(taken)]
        _heading(f"{question.text} {len(taken) + 1} of {len(parts)}")
        if part.passage and part.passage != part.value.get("text"):
            _show_passage(part.passage)
        _show(_with_names(part.value, dialogue.words.actors), part.reasons)
        answer = dialogue.choose("Accept it? [y]es, [c]hange, [n]o, [r]est no", _CHOICES)
        if answer == BACK:
            taken = taken[:-1]
        elif answer == "rest":
            break
        elif answer == "change":
            try:
                taken.append(dialogue.fill(question, part.value))
            except Back:
                continue
        else:
            taken.append(dict(part.value) if answer == "yes" else None)
    return [item for item in taken if item]


def _take_actors(dialogue: Dialogue, draft: "DocumentDraft") -> list[str]:
    """Return the ids of the actors who took part, by default those who are quoted."""
    if not draft.actors:
        return []
    quoted = {quote.get("by") for quote in dialogue.event.get("quotes", ())}
    default = [str(n) for n, actor in enumerate(draft.actors, 1) if actor.id in quoted]
    _heading("Actors")
    for n, actor in enumerate(draft.actors, 1):
        state = "in the record" if actor.is_known else "new"
        echo(f"  {n}. {printable(str(actor.value.get('name', actor.id)))} ({state})")
    while True:
        answer = dialogue.prompter.ask("Numbers of the actors who took part", " ".join(default))
        numbers = answer.replace(",", " ").split()
        if all(each.isdecimal() and 0 < int(each) <= len(draft.actors) for each in numbers):
            return list(dict.fromkeys(draft.actors[int(each) - 1].id for each in numbers))
        example = f"Write numbers from 1 to {len(draft.actors)}, for example: 1 3."
        say(f"  {example} To choose none, leave this empty.")


def _heading(text: str) -> None:
    echo(f"\n{click.style(printable(text), bold=True)}", styled=True)


def _show_passage(text: str) -> None:
    for line in textwrap.wrap(printable(text), max(40, _width() - 4)):
        echo(click.style(f"  {line}", dim=True), styled=True)


def _show(value: Mapping[str, Any], reasons: Sequence[str]) -> None:
    """Print the fields of a part, and how they were found."""
    for key, item in value.items():
        lines = textwrap.wrap(printable(f"{key}: {item}"), max(40, _width() - 4))
        for n, line in enumerate(lines):
            echo(f"  {'  ' if n else ''}{line}")
    for reason in reasons:
        echo(f"  ({printable(reason)})")


def _with_names(value: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    """Return the fields of a part, with the name of the actor after the id."""
    shown = dict(value)
    if name := names.get(str(value.get("by", ""))):
        shown["by"] = f"{value['by']} ({name})"
    return shown


def _width() -> int:
    return min(shutil.get_terminal_size().columns, 100)
