"""The options of `briefing add`, and the event that they describe."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from briefing.cli import completing

if TYPE_CHECKING:
    from briefing.capture.adding import NewEvent
    from briefing.capture.answers import Words

_DETAILS = {
    "source_title": "title",
    "author": "author",
    "publisher": "publisher",
    "published": "date",
    "url": "url",
    "at": "at",
}
"""The options that describe a source, each with its key."""
_LISTS = {
    "actors": ("--actor", "actor"),
    "decided_by": ("--decided-by", "actor"),
    "areas": ("--area", "area"),
    "keeps": ("--keeps", "commitment"),
    "drops": ("--drops", "commitment"),
    "follows": ("--follows", "event"),
    "responds_to": ("--responds-to", "event"),
    "amends": ("--amends", "event"),
    "reverses": ("--reverses", "event"),
}
"""The options for lists of ids, with the kind of item that they name."""
_KEYS = {"decided_by": "by", "responds_to": "responds to"}
_TEXTS = {
    "summary": "summary",
    "notes": "notes",
    "disputed": "disputed",
    "weight": "weight",
    "audience": "audience",
}


def _many(
    *names: str,
    help: str,
    metavar: str | None = None,
    complete: completing.Completer | None = None,
) -> Callable[[Any], Any]:
    return click.option(
        *names,
        multiple=True,
        help=f"{help} Can be repeated.",
        metavar=metavar,
        shell_complete=complete,
    )


_OPTIONS = (
    _many(
        "--source",
        "sources",
        help="A source: its id, web address or title.",
        complete=completing.sources,
    ),
    click.option("--url", help="The web address of the source, if --source is a title."),
    click.option("--source-title", help="The title of the source, if --source is a web address."),
    click.option("--publisher", help="The publisher of the source."),
    click.option("--author", help="The author of the source."),
    click.option("--published", metavar="DATE", help="The date of the source."),
    click.option("--at", metavar="PLACE", help='The place in the source, such as "page 4".'),
    click.option("--summary", help="One or two paragraphs of Markdown."),
    _many(
        "--actor",
        "actors",
        help="An actor who took part: an id or a name.",
        metavar="NAME",
        complete=completing.actors,
    ),
    _many("--new-actor", "new_actors", help="The name of an actor to add.", metavar="NAME"),
    _many(
        "--decided-by",
        help="An actor who made the decision.",
        metavar="NAME",
        complete=completing.actors,
    ),
    _many("--topic", "topics", help="A topic.", complete=completing.topics),
    _many(
        "--area",
        "areas",
        help="An area: an id or a name.",
        metavar="NAME",
        complete=completing.areas,
    ),
    _many("--quote", "quotes", help="Words that somebody said.", metavar="TEXT"),
    _many(
        "--by", "speakers", help="Who said the quote.", metavar="NAME", complete=completing.actors
    ),
    _many("--figure", "figures", help="A published number.", metavar="VALUE:LABEL"),
    _many(
        "--ask",
        "asks",
        help="The new status of an ask.",
        metavar="ID=STATUS",
        complete=completing.asks,
    ),
    _many(
        "--keeps", help="A commitment that the event keeps.", metavar="ID", complete=completing.ids
    ),
    _many(
        "--drops", help="A commitment that the event drops.", metavar="ID", complete=completing.ids
    ),
    _many(
        "--follows",
        help="An earlier event that led to this one.",
        metavar="ID",
        complete=completing.ids,
    ),
    _many(
        "--responds-to",
        help="An event that this one responds to.",
        metavar="ID",
        complete=completing.ids,
    ),
    _many(
        "--amends", help="An event that this one changes.", metavar="ID", complete=completing.ids
    ),
    _many(
        "--reverses", help="An event that this one reverses.", metavar="ID", complete=completing.ids
    ),
    click.option("--weight", type=click.Choice(["high", "normal", "low"]), help="The importance."),
    click.option(
        "--audience",
        type=click.Choice(["public", "members", "internal"]),
        help="The readers who can see the event. Default: the audience of the file.",
    ),
    click.option(
        "--embargo", metavar="TIME", help="When the embargo ends, for example 2023-07-03T22:30."
    ),
    click.option("--disputed", metavar="REASON", help="Why the event is disputed."),
    click.option("--notes", help="Notes that only internal editions show."),
    click.option("--id", "given_id", metavar="ID", help="The id. Default: made from the title."),
    click.option(
        "--added", metavar="DATE", default="today", help="When you added the event. Default: today."
    ),
)


def event_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that describe an event, in the order of the help."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def given_event(
    words: "Words",
    date: str | None,
    kind: str | None,
    title: str | None,
    options: Mapping[str, Any],
) -> "NewEvent":
    """Return the event that the arguments and options describe, which may be incomplete.

    Raises:
        click.BadParameter: one of them is unclear.
    """
    from dataclasses import replace

    from briefing.capture.adding import NewEvent
    from briefing.capture.answers import Unclear
    from briefing.capture.questions import one_line
    from briefing.record.naming import new_id

    event: dict[str, Any] = {}
    actors: dict[str, Any] = {}
    for name in options["new_actors"]:
        if known := [id for id, actor in words.actors.items() if actor.lower() == name.lower()]:
            message = f"The record already has {name} as {known[0]}. Use --actor {known[0]}."
            raise click.BadParameter(message, param_hint="--new-actor")
        id = new_id(name, {*words.taken, *actors}, "actor")
        actors[id] = {"name": one_line(name)}
    words = replace(words, new_actors={id: actor["name"] for id, actor in actors.items()})
    with _unclear("DATE"):
        if date is not None:
            event["date"] = words.date(date)
    with _unclear("KIND"):
        if kind is not None:
            event["kind"] = words.kind(kind)
    with _unclear("TITLE"):
        if title is not None:
            event["title"] = one_line(title)
    for name, key in _TEXTS.items():
        if options[name] is not None:
            event[key] = options[name].strip()
    for name, (option, noun) in _LISTS.items():
        with _unclear(option):
            read: Callable[[str], str] = getattr(words, noun)
            if ids := [read(text) for text in options[name]]:
                event[_KEYS.get(name, name)] = ids
    if actors:
        event["actors"] = [*event.get("actors", ()), *actors]
    if len(event.get("by", ())) == 1:
        event["by"] = event["by"][0]
    if options["topics"]:
        event["topics"] = [" ".join(topic.split()) for topic in options["topics"]]
    with _unclear("--source"):
        event |= _cited(words, options)
    with _unclear("--quote"):
        if options["quotes"] or options["speakers"]:
            event["quotes"] = _quotes(words, options["quotes"], options["speakers"])
    with _unclear("--figure"):
        if options["figures"]:
            event["figures"] = [_figure(words, text) for text in options["figures"]]
    with _unclear("--ask"):
        if options["asks"]:
            event["asks"] = dict(_ask(words, text) for text in options["asks"])
    with _unclear("--embargo"):
        if options["embargo"] is not None:
            event["embargo"] = words.embargo(options["embargo"])
    with _unclear("--id"):
        if (id := options["given_id"]) is not None:
            if id in words.taken:
                raise Unclear(f"The record already uses the id '{id}'")
            event["id"] = id
    with _unclear("--added"):
        if event:
            event["added"] = words.day(options["added"])
    return NewEvent(event, actors)


def _cited(words: "Words", options: Mapping[str, Any]) -> dict[str, Any]:
    """Return the sources of the event, as the value of `source` or `sources`."""
    from briefing.capture.answers import Unclear

    named: list[str] = list(options["sources"])
    details = {
        key: words.date(options[name]) if key == "date" else options[name].strip()
        for name, key in _DETAILS.items()
        if options[name] is not None
    }
    if details and not named:
        named = [details.pop("url", "") or details.pop("title", "")]
    if not any(named):
        if details:
            raise Unclear("Name the source with --source")
        return {}
    if details and len(named) > 1:
        raise Unclear("You can give details for only one source")
    sources = [words.source(text, details) for text in named]
    return {"source": sources[0]} if len(sources) == 1 else {"sources": sources}


def _quotes(words: "Words", quotes: Sequence[str], by: Sequence[str]) -> list[dict[str, Any]]:
    from briefing.capture.answers import Unclear

    if len(by) not in (0, 1, len(quotes)) or not quotes:
        raise Unclear("Give each quote its own --by, or give one --by for all of them")
    speakers = [words.actor(name) for name in by] * (len(quotes) if len(by) == 1 else 1)
    texts = [{"text": text.strip()} for text in quotes]
    if not speakers:
        return texts
    return [quote | {"by": id} for quote, id in zip(texts, speakers, strict=True)]


def _figure(words: "Words", text: str) -> dict[str, Any]:
    from briefing.capture.answers import Unclear

    value, colon, label = text.partition(":")
    if not (colon and label.strip()):
        raise Unclear(f"Write '{text}' as a number, a colon and a label: 77%: want a new park")
    return {"label": " ".join(label.split()), "value": words.figure(value)}


def _ask(words: "Words", text: str) -> tuple[str, str]:
    from briefing.capture.answers import Unclear

    id, sign, move = text.rpartition("=")
    if not sign:
        raise Unclear(f"Write '{text}' with its new status, for example {text}=raised")
    return words.ask(id), words.move(move)


@contextmanager
def _unclear(option: str) -> Iterator[None]:
    """Turn an unclear answer into an error about an option or argument."""
    from briefing.capture.answers import Unclear
    from briefing.typography import with_stop

    try:
        yield
    except Unclear as unclear:
        raise click.BadParameter(with_stop(str(unclear)), param_hint=option) from None
