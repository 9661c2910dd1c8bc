"""The items of a briefing, each matched with its earlier version."""

from collections.abc import Hashable, Sequence
from dataclasses import replace
from itertools import chain
from typing import Any

from briefing.edition.briefing import Briefing
from briefing.edition.entry import Entry, Figure, Quote
from briefing.edition.matching import match_items, words_in_common
from briefing.edition.questions import Question
from briefing.edition.registers import Ask, Commitment
from briefing.edition.sections import Section
from briefing.edition.sheet import at_least, at_most
from briefing.edition.versions import Versions, figure_in_words
from briefing.record.problems import RecordPath

Part = Quote | Figure

_ALIKE = 0.5
"""The minimum similarity of two quotes or labels that are assumed to be versions of the same."""
_LISTS = ("figures", "quotes", "asks", "commitments", "sections")


class Matches:
    """The items of the briefing `whole`, matched with those of the earlier one `then`.

    `now` and `shown_then` are what readers see of the two. A single page has only a part of each,
    and how much fits is estimated. So `now` has everything that may be on the page, and
    `shown_then` only what was certain to be on the earlier one.
    """

    def __init__(self, whole: Briefing, then: Briefing, versions: Versions) -> None:
        self.is_page = whole.is_sheet and whole.pages == 1
        self.whole, self.then, self.versions = whole, then, versions
        self.now, self.shown_then = whole, then
        self._seen: set[RecordPath] = set()
        if self.is_page:
            size = replace(then, is_sheet=True, pages=1, at_most=whole.at_most)
            self.now, self.shown_then = _bare(at_most(whole)), _bare(at_least(size))
            self._seen = {item.where for item in listed(_bare(at_most(size)))}
        earlier = {versions.same.get(entry.where): entry for entry in then.entries}
        self.entries = {
            entry.where: earlier[entry.where] for entry in whole.entries if entry.where in earlier
        }
        self.parts: dict[RecordPath, Part | None] = {}
        self.new_parts: set[RecordPath] = set()
        """The quotes and figures of new events."""
        self.gone_from: list[tuple[Entry, Part]] = []
        """The quotes and figures that are no longer in their event, each with that event."""
        for entry in whole.entries:
            if old := self.entries.get(entry.where):
                self._match("quotes", old.quotes, entry.quotes, entry)
                self._match("figures", figures_of(old), figures_of(entry), entry)
            else:
                self.new_parts |= {part.where for part in parts_of(entry)}
        if self.is_page:
            self.parts |= dict.fromkeys(self.new_parts)
        self.asks = {ask.id: ask for ask in then.asks}
        self.commitments = {commitment.id: commitment for commitment in then.commitments}
        self.questions = {self._key(one, versions.same): one for one in then.questions}
        self.sections = match_items(
            then.sections,
            whole.sections,
            (
                lambda section: (section.title, section.text),
                lambda section: section.title,
                lambda section: section.text,
            ),
            _likeness_of_sections,
        )
        self._old_sections = {new.where: old for old, new in self.sections if new}

    def _match(self, section: str, old: Sequence[Part], new: Sequence[Part], entry: Entry) -> None:
        is_known = (section, entry.where) in self.versions.deleted
        for one, other in match_items(old, new, (in_full, words_of), _likeness):
            if other:
                self.parts[other.where] = one
            elif one and is_known and not self.versions.may_be_hidden(words_of(one)):
                self.gone_from.append((entry, one))

    def before(self, item: Any) -> Any:
        """Return the earlier version of an item, or None if it is new in the record."""
        match item:
            case Entry():
                old = self.entries.get(item.where)
                return _as_short_as(item, old) if old and self.is_page else old
            case Quote() | Figure():
                return self.parts.get(item.where)
            case Ask():
                return self.asks.get(item.id)
            case Commitment():
                return self.commitments.get(item.id)
            case Section():
                return self._old_sections.get(item.where)
            case Question():
                return self.questions.get(self._key(item))

    def events_of(self, briefing: Briefing) -> Sequence[Entry]:
        """Return the events that readers of a briefing see: on a sheet, those in its lists."""
        if not self.whole.is_sheet:
            return briefing.entries
        return (*briefing.recent, *briefing.earlier, *briefing.next, *briefing.unconfirmed)

    def was_seen(self, old: Any) -> bool:
        """Whether readers may have seen an item of the earlier briefing."""
        return not self.is_page or old.where in self._seen

    def _key(self, question: Question, same: Any = None) -> Hashable:
        """Return a key that a question shares with its earlier version.

        `same` maps the places of events then to their places now.
        """
        if question.about == "reversal" and question.story:
            first = question.story.steps[0].event.where
            return "reversal", same.get(first) if same is not None else first
        if question.about == "figure":
            return tuple((one.label.casefold(), one.of, one.area) for one in question.figures[:1])
        return question.anchor


def listed(briefing: Briefing) -> list[Any]:
    """Return the items of a page: its events, figures, quotes, asks, commitments and sections."""
    return [*briefing.entries, *chain(*(getattr(briefing, name) for name in _LISTS))]


def _bare(page: Briefing) -> Briefing:
    """Return a page with its figures and quotes only in lists of their own."""

    def bare(entries: Sequence[Entry]) -> tuple[Entry, ...]:
        return tuple(replace(entry, quotes=(), figures=()) for entry in entries)

    events = (*page.recent, *page.earlier, *page.next, *page.unconfirmed)
    return replace(
        page,
        entries=bare(events),
        recent=bare(page.recent),
        earlier=bare(page.earlier),
        next=bare(page.next),
        unconfirmed=bare(page.unconfirmed),
    )


def _as_short_as(entry: Entry, old: Entry) -> Entry:
    """Return an event with the parts that a page shows of `entry`, its later version."""
    summary = old.lead if entry.summary == entry.lead else old.summary
    return replace(
        old,
        summary=summary if entry.summary else None,
        picture=old.picture if entry.picture else None,
        quotes=old.quotes if entry.quotes else (),
        figures=old.figures if entry.figures else (),
    )


def _likeness_of_sections(old: Section, new: Section) -> float:
    alike = words_in_common(old.text, new.text)
    return alike if alike >= _ALIKE else 0


def figures_of(entry: Entry) -> tuple[Figure, ...]:
    """Return the figures of an event, and the wider figures that they are compared with."""
    pairs = ((figure, figure.wider) for figure in entry.figures)
    return tuple({figure.where: figure for figure in chain(*pairs) if figure}.values())


def parts_of(item: Entry | Question) -> list[Part]:
    """Return the quotes and figures of an event or a question."""
    return [*item.quotes, *(figures_of(item) if isinstance(item, Entry) else item.figures)]


def in_full(part: Part) -> str:
    """Return a quote with its speaker, or a figure with its label and basis."""
    if isinstance(part, Quote):
        return f"{part.speaker.name}: “{part.text}”"
    basis = f" ({part.basis})" if part.basis else ""
    return f"{part.value.text} {part.label}{basis}"


def words_of(part: Part) -> str:
    """Return the words that identify a quote or figure if its details have changed."""
    return part.text if isinstance(part, Quote) else figure_in_words(part)


def _likeness(old: Part, new: Part) -> float:
    alike = words_in_common(words_of(old), words_of(new))
    return alike if alike >= _ALIKE else 0
