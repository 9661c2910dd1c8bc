"""Parts of a page, kept for its next version, which is often nearly the same."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from functools import cache
from operator import attrgetter
from pathlib import Path
from typing import Any

from jinja2.runtime import Context

from briefing.edition.briefing import Briefing
from briefing.edition.chart.shapes import Drawing
from briefing.edition.citations import Citation
from briefing.edition.entry import Entry
from briefing.edition.keeping import is_long
from briefing.output.open_notes import Cited, OpenNotes
from briefing.record.fields import TypeSize

_NOTE = "shared/source.html"
_SUBJECTS: dict[str, Callable[[Context], tuple[object, object]]] = {
    "shared/event.html": lambda context: (context["entry"].anchor, context["entry"]),
    "shared/asks.html": lambda context: ("", _asks_of(context["briefing"])),
    "shared/commitments.html": lambda context: ("", context["briefing"].commitments),
    "shared/summary.html": lambda context: (
        "",
        (context["briefing"].summary, context["briefing"].asker),
    ),
    "shared/chart.svg": lambda context: (
        context["drawing"].width,
        (context["drawing"], context["briefing"].brand),
    ),
}
"""The subjects of templates, each with a key that it shares with the same subject in another
version. These templates, that of a note, and the templates that they include depend only on their
subject, their notes, and the language and text size of the briefing."""
_Render = Callable[[Context], Iterator[str]]


@dataclass(frozen=True, slots=True)
class _Rendered:
    subject: object
    settings: tuple[str, ...]
    cited: tuple[Cited, ...]
    text: str


class KeptParts:
    """The events and other parts of one edition's page, kept for its next version.

    A part is used again if its subject is equal, and a note or chart if everything that can be in
    it is equal. If the user has shared templates, no text is kept, because these may depend on
    anything.
    """

    def __init__(self, user_templates: Path | None) -> None:
        self._rendered: dict[tuple[str, object], _Rendered] = {}
        self._charts: dict[tuple[object, ...], tuple[object, Drawing]] = {}
        self._notes: dict[str, tuple[object, str]] = {}
        self._long: dict[tuple[str, TypeSize], tuple[Entry, bool]] = {}
        self._serials: dict[Citation, int] = {}
        self.is_early = False
        """Whether charts may be as they were, because drawing them takes long."""
        self._keeps_text = not (user_templates and (user_templates / "shared").is_dir())

    def notes(self) -> OpenNotes:
        """Return the notes of a new version, with the same tokens as in the last one."""
        return OpenNotes(self._serials)

    def rendering(self, name: str, render: _Render) -> _Render:
        """Return a function that renders a template, or takes the part that is kept."""
        if name not in (*_SUBJECTS, _NOTE) or not self._keeps_text:
            return render

        def rendered(context: Context) -> Iterator[str]:
            if context.get("sheet") or not isinstance(context.get("notes"), OpenNotes):
                yield from render(context)
            elif name == _NOTE:
                yield self._note(context, render)
            else:
                yield self._part(name, context, render)

        return rendered

    def _part(self, name: str, context: Context, render: _Render) -> str:
        key, subject = _SUBJECTS[name](context)
        notes, settings = context["notes"], _settings_of(context)
        kept = self._rendered.get((name, key))
        is_same = kept and kept.settings == settings and kept.subject == subject
        if not (kept and is_same and notes.cite_again(kept.cited)):
            start = len(notes.cited)
            text = "".join(render(context))
            kept = _Rendered(subject, settings, tuple(notes.cited[start:]), text)
            self._rendered[name, key] = kept
        return kept.text

    def _note(self, context: Context, render: _Render) -> str:
        note, settings = context["note"], _settings_of(context)
        shown = note.citation, tuple(note.places), tuple(note.proofs), settings
        kept = self._notes.get(str(note.number))
        if not kept or kept[0] != shown:
            kept = self._notes[str(note.number)] = shown, "".join(render(context))
        return kept[1]

    def is_long(self, entry: Entry, type_size: TypeSize = "normal") -> bool:
        """Whether an event is long, which is estimated only once."""
        key = entry.anchor, type_size
        if key not in self._long or self._long[key][0] != entry:
            self._long[key] = entry, is_long(entry, type_size)
        return self._long[key][1]

    def drawing(self, draw: Callable[..., Drawing]) -> Callable[..., Drawing]:
        """Return a function that draws a chart, or takes the one that is kept."""

        def drawn(briefing: Briefing, *frame: float, **more: Any) -> Drawing:
            key = (*frame, *more.items())
            kept = self._charts.get(key)
            if kept and self.is_early:
                return kept[1]
            shown = _shown_in_charts(briefing)
            if not kept or kept[0] != shown:
                kept = self._charts[key] = shown, draw(briefing, *frame, **more)
            return kept[1]

        return drawn


def _asks_of(briefing: Briefing) -> object:
    return briefing.asks, briefing.as_of_day, briefing.omitted


def _settings_of(context: Context) -> tuple[str, ...]:
    briefing = context["briefing"]
    return briefing.language, briefing.written_in, briefing.type_size


_NOT_IN_CHARTS = {
    "Briefing": {
        *("entries", "years", "recent", "earlier", "next", "unconfirmed", "figures", "quotes"),
        *(
            "summary",
            "trends",
            "stories",
            "questions",
            "actions",
            "sections",
            "index",
            "files",
            "parts",
        ),
        "digest",
    },
    "Entry": {
        *("summary", "notes", "quotes", "figures", "citations", "topics", "actors", "who"),
        *("disputed", "areas"),
    },
}
"""The fields of briefings and entries that have no part in a chart."""


def _shown_in_charts(briefing: Briefing) -> object:
    """Return everything that a chart of a briefing can show, to compare it with the last one."""
    entries = [_fields_of(Entry)(entry) for entry in briefing.entries]
    return _fields_of(Briefing)(briefing), entries, [entry.anchor for entry in briefing.next]


@cache
def _fields_of(kind: type) -> Callable[[object], object]:
    names = {field.name for field in fields(kind)} - _NOT_IN_CHARTS[kind.__name__]
    return attrgetter(*sorted(names))
