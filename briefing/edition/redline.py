"""A briefing with marks for everything that is new, changed or gone since an earlier day.

Both versions are for the same readers, so the marks show nothing that those readers could not see
then or may not see now.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain
from typing import Any, cast

from briefing.edition.actions import Action
from briefing.edition.briefing import Briefing
from briefing.edition.captions import caption_of, written
from briefing.edition.entry import Entry, Figure, Quote
from briefing.edition.matching import match_items, words_in_common
from briefing.edition.pictures import Picture
from briefing.edition.questions import Question
from briefing.edition.redline_model import Gone, Redline
from briefing.edition.registers import Ask, Commitment
from briefing.edition.replacing import with_each
from briefing.edition.sections import Section
from briefing.edition.versions import Versions, figure_in_words
from briefing.edition.words import Words, words_in
from briefing.marked_text import added, compared, compared_markdown, labelled, removed
from briefing.record.problems import RecordPath

_Part = Quote | Figure

_ALIKE = 0.5
"""The minimum similarity of two quotes or labels that are assumed to be versions of the same."""
_ENTRY = ("title", "date", "summary", "disputed", "kind", "picture")
_SECTION = ("title", "text", "citations", "picture")
_FIGURE = ("value", "label", "basis", "disputed", "worked_out")


def redlined(now: Briefing, then: Briefing, versions: Versions, version: str) -> Briefing:
    """Return the briefing `now` with its changes since `then` marked.

    `version` is the time of the version of the record that it is compared with, in words. A
    redlined briefing is never shortened to fit on a sheet, so no change is left out.
    """
    marker = _Marker(now, then, versions)
    old = [entry for entry in now.entries if marker.before(entry)]
    t, gone, gone_questions = marker.t, tuple(marker.gone()), tuple(marker.gone_questions())
    changed = sum(map(marker.has_changed, old))
    redline = Redline(
        since=t.day(versions.day),
        title=t.gettext("Changes since %(date)s", date=t.day(versions.day)),
        counts=_counts(len(now.entries) - len(old), changed, len(gone), t),
        question_counts=_question_counts(*marker.question_changes(), len(gone_questions), t),
        basis=_basis(version, t),
        legend=_legend(t),
        gone=gone,
        gone_questions=gone_questions,
    )
    return replace(with_each(now, marker.marked), redline=redline, is_sheet=False)


def _counts(new: int, changed: int, gone: int, t: Words) -> str:
    counts = [
        t.ngettext("%(num)s new event", "%(num)s new events", new) if new else "",
        t.ngettext("%(num)s changed event", "%(num)s changed events", changed) if changed else "",
        t.ngettext("%(num)s removed item", "%(num)s removed items", gone) if gone else "",
    ]
    return ", ".join(filter(None, counts)) or t.gettext("no event is new or has changed")


def _question_counts(new: int, changed: int, gone: int, t: Words) -> str:
    counts = [
        t.ngettext("%(num)s new question", "%(num)s new questions", new) if new else "",
        t.ngettext("%(num)s changed question", "%(num)s changed questions", changed)
        if changed
        else "",
        t.ngettext("%(num)s removed question", "%(num)s removed questions", gone) if gone else "",
    ]
    return ", ".join(filter(None, counts))


def _basis(version: str, t: Words) -> str:
    if version:
        return t.gettext(
            "This briefing is compared with the record as it was at %(time)s.", time=version
        )
    return t.gettext(
        "No version of the record from that time is available. Only dates show what was known "
        "then, so changes to texts and removed items are not marked."
    )


def _legend(t: Words) -> str:
    new, old = added(t.gettext("added words")), removed(t.gettext("removed words"))
    return t.gettext(
        "Changes within a text are marked: %(added)s, %(removed)s.", added=new, removed=old
    )


class _Marker:
    """Marks the items of a briefing, each compared with its earlier version."""

    def __init__(self, now: Briefing, then: Briefing, versions: Versions) -> None:
        self.t = words_in(now.language)
        self._now, self._then, self._versions = now, then, versions
        earlier = {versions.same.get(entry.where): entry for entry in then.entries}
        self._entries = {
            entry.where: earlier[entry.where] for entry in now.entries if entry.where in earlier
        }
        self._parts: dict[RecordPath, _Part | None] = {}
        self._gone_from: list[tuple[Entry, _Part]] = []
        for entry in now.entries:
            if old := self._entries.get(entry.where):
                self._match("quotes", old.quotes, entry.quotes, entry)
                self._match("figures", _figures(old), _figures(entry), entry)
        self._asks = {ask.id: ask for ask in then.asks}
        self._commitments = {commitment.id: commitment for commitment in then.commitments}
        self._questions = {question.anchor: question for question in then.questions}
        self._sections = match_items(
            then.sections,
            now.sections,
            (
                lambda section: (section.title, section.text),
                lambda section: section.title,
                lambda section: section.text,
            ),
            _likeness_of_sections,
        )

    def _match(
        self, section: str, old: Sequence[_Part], new: Sequence[_Part], entry: Entry
    ) -> None:
        is_known = (section, entry.where) in self._versions.deleted
        for one, other in match_items(old, new, (_in_full, _words), _likeness):
            if other:
                self._parts[other.where] = one
            elif one and is_known and not self._versions.may_be_hidden(_words(one)):
                self._gone_from.append((entry, one))

    def before(self, entry: Entry) -> Entry | None:
        """Return the earlier version of an event, or None."""
        return self._entries.get(entry.where)

    def has_changed(self, entry: Entry) -> bool:
        """Whether an event, or a quote or figure of it, differs from the earlier version."""
        old = self._entries.get(entry.where)
        return old is not None and (
            any(getattr(old, name) != getattr(entry, name) for name in _ENTRY)
            or any(self.marked(part) is not part for part in (*entry.quotes, *_figures(entry)))
            or any(one.where == entry.where for one, _ in self._gone_from)
        )

    def labelled(self, label: str, text: str) -> str:
        """Put the label for something new or changed in front of a text."""
        words = {
            "new": self.t.pgettext("redline", "New:"),
            "changed": self.t.pgettext("redline", "Changed:"),
        }
        return labelled(words[label], text)

    def marked(self, item: Any) -> Any:
        """Return an item with marks, or the same object if nothing has changed."""
        match item:
            case Briefing():
                picture = self._picture(self._then.picture, item.picture)
                return item if picture is item.picture else replace(item, picture=picture)
            case Entry():
                return self._entry(item)
            case Quote() if item.where in self._parts:
                return self._quote(cast(Quote | None, self._parts[item.where]), item)
            case Figure() if item.where in self._parts:
                return self._figure(cast(Figure | None, self._parts[item.where]), item)
            case Ask():
                return self._ask(item)
            case Commitment():
                return self._commitment(item)
            case Question():
                return self._question(item)
            case Action():
                return self._action(item)
            case Section():
                return self._section(item)
        return item

    def _action(self, action: Action) -> Action:
        if action in self._then.actions:
            return action
        # Its web address or its deadline may have changed.
        is_known = any(action.text == old.text for old in self._then.actions)
        text = self.labelled("changed" if is_known else "new", action.text)
        return replace(action, text=text)

    def _section(self, section: Section) -> Section:
        old = next(one for one, other in self._sections if other is section)
        if old is None:
            return replace(section, title=self.labelled("new", section.title))
        if all(getattr(old, name) == getattr(section, name) for name in _SECTION):
            return section
        return replace(
            section,
            title=self.labelled("changed", compared(old.title, section.title)),
            text=compared_markdown(old.text, section.text),
            picture=self._picture(old.picture, section.picture),
        )

    def _entry(self, entry: Entry) -> Entry:
        old = self._entries.get(entry.where)
        if old is None:
            return replace(entry, title=self.labelled("new", entry.title))
        if not self.has_changed(entry):
            return entry
        return replace(
            entry,
            title=self.labelled("changed", compared(old.title, entry.title)),
            date=compared(old.date, entry.date),
            summary=compared_markdown(old.summary or "", entry.summary or "") or None,
            disputed=compared(old.disputed or "", entry.disputed or "") or None,
            picture=self._picture(old.picture, entry.picture),
        )

    def _picture(self, old: Picture | None, picture: Picture | None) -> Picture | None:
        """Label a picture that is new or has changed. The label is at the start of its caption."""
        if picture is None or picture == old:
            return picture
        was = (old and old.caption) or ""
        caption = compared(was, picture.caption or "") if old else picture.caption or ""
        return replace(picture, caption=self.labelled("changed" if old else "new", caption))

    def question_changes(self) -> tuple[int, int]:
        """Return the numbers of the record's questions that are new, and that have changed."""
        given = [question for question in self._now.questions if question.about == "record"]
        old = [question for question in given if question.anchor in self._questions]
        changed = sum(self._question(question) is not question for question in old)
        return len(given) - len(old), changed

    def _question(self, question: Question) -> Question:
        if question.about not in ("record", "commitment", "ask"):
            return question  # Its anchor is only a number.
        old = self._questions.get(question.anchor)
        now = str(question.question)
        if old is None:
            return replace(question, question=caption_of(self.labelled("new", ""), written(now)))
        if question.about != "record":
            return question  # Its ask or commitment is marked.
        was = str(old.question)
        if (was, old.answer) == (now, question.answer):
            return question
        return replace(
            question,
            question=caption_of(self.labelled("changed", ""), written(compared(was, now))),
            answer=compared_markdown(old.answer, question.answer),
        )

    def _quote(self, old: Quote | None, quote: Quote) -> Quote:
        if old is None:
            name = self.labelled("new", quote.speaker.name)
            return replace(quote, text=added(quote.text), speaker=replace(quote.speaker, name=name))
        name = compared(old.speaker.name, quote.speaker.name)
        if (old.text, old.speaker.name) == (quote.text, quote.speaker.name):
            return quote
        speaker = replace(quote.speaker, name=self.labelled("changed", name))
        return replace(quote, text=compared(old.text, quote.text), speaker=speaker)

    def _figure(self, old: Figure | None, figure: Figure) -> Figure:
        if old is None:
            return replace(figure, label=self.labelled("new", figure.label))
        if all(getattr(old, name) == getattr(figure, name) for name in _FIGURE):
            return figure
        return replace(
            figure,
            value=replace(figure.value, text=compared(old.value.text, figure.value.text)),
            label=self.labelled("changed", compared(old.label, figure.label)),
            basis=compared(old.basis, figure.basis),
        )

    def _ask(self, ask: Ask) -> Ask:
        old = self._asks.get(ask.id)
        if old is None:
            return replace(ask, title=self.labelled("new", ask.title))
        known = {(move.to, self._versions.same.get(move.event.where)) for move in old.moves}
        moves = tuple(
            move
            if (move.to, move.event.where) in known
            else replace(move, words=self.labelled("new", move.words))
            for move in ask.moves
        )
        title = compared(old.title, ask.title)
        status = ask.status if old.state == ask.state else compared(old.status, ask.status)
        if (title, status, moves) == (ask.title, ask.status, ask.moves):
            return ask
        return replace(ask, title=title, status=status, moves=moves)

    def _commitment(self, commitment: Commitment) -> Commitment:
        old = self._commitments.get(commitment.id)
        if old is None:
            return replace(commitment, title=self.labelled("new", commitment.title))
        status = commitment.status
        return replace(
            commitment,
            title=compared(old.title, commitment.title),
            status=status if old.state == commitment.state else compared(old.status, status),
            basis=compared(old.basis, commitment.basis),
            due=compared(old.due, commitment.due),
        )

    def gone(self) -> Iterator[Gone]:
        """Yield the items that were in the earlier briefing and are not in this one."""
        t, versions = self.t, self._versions
        if not versions.deleted:
            return
        shown = {entry.where for entry in self._now.entries}
        seen = {event.where for event in versions.now.events} - shown
        for entry in self._then.entries:
            is_left_out = versions.same.get(entry.where) in seen
            if is_left_out or ("events", entry.where) in versions.deleted:
                yield Gone(
                    t.pgettext("correction", "event"), removed(f"{entry.date}: {entry.title}")
                )
        yield from self._gone_pictures()
        for entry, part in self._gone_from:
            names = {
                Quote: t.pgettext("correction", "quote"),
                Figure: t.pgettext("correction", "figure"),
            }
            yield Gone(names[type(part)], removed(_in_full(part)), entry.title)
        for section, name, items in (
            ("asks", t.pgettext("correction", "ask"), self._then.asks),
            ("commitments", t.pgettext("correction", "commitment"), self._then.commitments),
        ):
            for item in items:
                if (section, item.id) in versions.deleted:
                    yield Gone(name, removed(item.title))
        for old, new in self._sections:
            if old and not new and ("sections", old.where) in versions.deleted:
                yield Gone(t.pgettext("correction", "section"), removed(old.title))

    def _gone_pictures(self) -> Iterator[Gone]:
        pairs: list[tuple[Any, Any, RecordPath | None, str]] = [(self._now, self._then, None, "")]
        pairs += [
            (entry, old, entry.where, entry.title)
            for entry in self._now.entries
            if (old := self._entries.get(entry.where))
        ]
        for now, then, where, title in pairs:
            if then.picture and not now.picture and ("pictures", where) in self._versions.deleted:
                words = removed(then.picture.caption or then.picture.alt)
                yield Gone(self.t.pgettext("correction", "picture"), words, title)

    def gone_questions(self) -> Iterator[Gone]:
        """Yield the record's questions that were in the earlier briefing and have been removed."""
        for anchor, question in self._questions.items():
            if ("questions", anchor.removeprefix("answer-")) in self._versions.deleted:
                type = self.t.pgettext("correction", "question")
                yield Gone(type, removed(str(question.question)))


def _likeness_of_sections(old: Section, new: Section) -> float:
    alike = words_in_common(old.text, new.text)
    return alike if alike >= _ALIKE else 0


def _figures(entry: Entry) -> tuple[Figure, ...]:
    """Return the figures of an event, and the wider figures that they are compared with."""
    pairs = ((figure, figure.wider) for figure in entry.figures)
    return tuple({figure.where: figure for figure in chain(*pairs) if figure}.values())


def _in_full(part: _Part) -> str:
    if isinstance(part, Quote):
        return f"{part.speaker.name}: “{part.text}”"
    basis = f" ({part.basis})" if part.basis else ""
    return f"{part.value.text} {part.label}{basis}"


def _words(part: _Part) -> str:
    """Return the words that identify a quote or figure if its details have changed."""
    return part.text if isinstance(part, Quote) else figure_in_words(part)


def _likeness(old: _Part, new: _Part) -> float:
    alike = words_in_common(_words(old), _words(new))
    return alike if alike >= _ALIKE else 0
