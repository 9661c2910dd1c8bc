"""A briefing with marks for everything that is new, changed or gone since an earlier day.

Both versions are for the same readers, so the marks show nothing that those readers could not see
then or may not see now.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from briefing.edition.actions import Action
from briefing.edition.briefing import Briefing
from briefing.edition.captions import caption_of, written
from briefing.edition.entry import Entry, Figure, Quote, Reference
from briefing.edition.pictures import Picture
from briefing.edition.questions import Question
from briefing.edition.redline_gone import gone, gone_questions
from briefing.edition.redline_matches import Matches, listed, parts_of
from briefing.edition.redline_model import Redline
from briefing.edition.registers import Ask, Commitment, Move
from briefing.edition.replacing import with_each
from briefing.edition.sections import Section
from briefing.edition.versions import Versions
from briefing.edition.words import Words, words_in
from briefing.marked_text import added, compared, compared_markdown, labelled, removed

_ENTRY = ("title", "date", "summary", "disputed", "kind", "picture")
_SECTION = ("title", "text", "citations", "picture")
_FIGURE = ("value", "label", "basis", "disputed", "worked_out")


def redlined(now: Briefing, then: Briefing, versions: Versions, version: str) -> Briefing:
    """Return the briefing `now` with its changes since `then` marked.

    `version` is the time of the version of the record that it is compared with, in words. A sheet
    of one page is compared with the earlier page: it has the content of the page without marks, so
    it can be longer. Any other briefing is never shortened, so no change is left out.
    """
    matches = Matches(now, then, versions)
    marker = _Marker(matches)
    shown, t = matches.now, marker.t
    items = tuple(gone(matches, t))
    questions = tuple(gone_questions(matches, t))
    with_questions = [item for item in items if item.is_with_questions]
    if matches.is_page:
        counts = _item_counts(*marker.changes(listed(shown)), len(items), t)
    else:
        counts = _counts(*marker.changes(matches.events_of(shown)), len(items), t)
    changed_questions = marker.changes(shown.questions)
    in_register = marker.changes([*shown.asks, *shown.commitments, *shown.sections])
    redline = Redline(
        since=t.day(versions.day),
        title=t.gettext("Changes since %(date)s", date=t.day(versions.day)),
        counts=counts,
        question_counts=_question_counts(
            *changed_questions, len(questions), len(with_questions), t
        ),
        register_counts=_item_counts(*in_register, sum(one.is_in_register for one in items), t),
        basis=_basis(version, t),
        legend=_legend(t),
        gone=items,
        gone_questions=questions,
    )
    return replace(with_each(shown, marker.marked), redline=redline, is_sheet=False)


def _counts(new: int, changed: int, gone: int, t: Words) -> str:
    counts = [
        t.ngettext("%(num)s new event", "%(num)s new events", new) if new else "",
        t.ngettext("%(num)s changed event", "%(num)s changed events", changed) if changed else "",
        _removed(gone, t),
    ]
    return ", ".join(filter(None, counts)) or t.gettext("no new or changed events")


def _item_counts(new: int, changed: int, gone: int, t: Words) -> str:
    counts = [
        t.ngettext("%(num)s new item", "%(num)s new items", new) if new else "",
        t.ngettext("%(num)s changed item", "%(num)s changed items", changed) if changed else "",
        _removed(gone, t),
    ]
    return ", ".join(filter(None, counts)) or t.gettext("nothing new or changed")


def _removed(gone: int, t: Words) -> str:
    return t.ngettext("%(num)s removed item", "%(num)s removed items", gone) if gone else ""


def _question_counts(new: int, changed: int, gone: int, items: int, t: Words) -> str:
    counts = [
        t.ngettext("%(num)s new question", "%(num)s new questions", new) if new else "",
        t.ngettext("%(num)s changed question", "%(num)s changed questions", changed)
        if changed
        else "",
        t.ngettext("%(num)s removed question", "%(num)s removed questions", gone) if gone else "",
        _removed(items, t),
    ]
    return ", ".join(filter(None, counts)) or t.gettext("nothing new or changed")


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

    def __init__(self, matches: Matches) -> None:
        self.t = words_in(matches.now.language)
        self._matches = matches

    def changes(self, items: Sequence[Any]) -> tuple[int, int]:
        """Return the numbers of `items` that are new, and that have changed in another way."""
        old = [item for item in items if self._matches.before(item) is not None]
        return len(items) - len(old), sum(self._has_changed(item) for item in old)

    def _has_changed(self, item: Any) -> bool:
        if not isinstance(item, Entry) or self._matches.is_page:
            return self.marked(item) is not item
        old = self._matches.before(item)
        return (
            any(getattr(old, name) != getattr(item, name) for name in _ENTRY)
            or any(self.marked(part) is not part for part in parts_of(item))
            or any(one.where == item.where for one, _ in self._matches.gone_from)
        )

    def _labelled(self, label: str, text: str) -> str:
        """Put the label for something new or changed in front of a text."""
        words = {
            "new": self.t.pgettext("redline", "New:"),
            "changed": self.t.pgettext("redline", "Changed:"),
            "here": self.t.pgettext("redline", "Now on this page:"),
        }
        return labelled(words[label], text)

    def marked(self, item: Any) -> Any:
        """Return an item with marks, or the same object if nothing has changed."""
        match item:
            case Briefing():
                picture = self._picture(self._matches.then.picture, item.picture)
                return item if picture is item.picture else replace(item, picture=picture)
            case Entry():
                return self._entry(item)
            case Quote() if item.where in self._matches.parts:
                return self._quote(self._matches.before(item), item)
            case Figure() if item.where in self._matches.parts:
                return self._figure(self._matches.before(item), item)
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

    def _label(self, old: Any) -> str:
        return "changed" if self._matches.was_seen(old) else "here"

    def _action(self, action: Action) -> Action:
        actions = self._matches.then.actions
        if action in actions:
            return action
        # Its web address or its deadline may have changed.
        is_known = any(action.text == old.text for old in actions)
        text = self._labelled("changed" if is_known else "new", action.text)
        return replace(action, text=text)

    def _section(self, section: Section) -> Section:
        old = self._matches.before(section)
        if old is None:
            return replace(section, title=self._labelled("new", section.title))
        is_same = all(getattr(old, name) == getattr(section, name) for name in _SECTION)
        if is_same and self._matches.was_seen(old):
            return section
        return replace(
            section,
            title=self._labelled(self._label(old), compared(old.title, section.title)),
            text=compared_markdown(old.text, section.text),
            picture=self._picture(old.picture, section.picture),
        )

    def _entry(self, entry: Entry) -> Entry:
        old = self._matches.before(entry)
        if old is None:
            return replace(entry, title=self._labelled("new", entry.title))
        if self._matches.is_page:
            is_same = all(getattr(old, name) == getattr(entry, name) for name in _ENTRY)
        else:
            is_same = not self._has_changed(entry)
        if is_same and self._matches.was_seen(old):
            return entry
        return replace(
            entry,
            title=self._labelled(self._label(old), compared(old.title, entry.title)),
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
        return replace(picture, caption=self._labelled("changed" if old else "new", caption))

    def _question(self, question: Question) -> Question:
        old = self._matches.before(question)
        now = str(question.question)
        if old is None:
            return replace(question, question=caption_of(self._labelled("new", ""), written(now)))
        shown = replace(
            question,
            quotes=tuple(map(self._evidence, question.quotes)),
            figures=tuple(map(self._evidence, question.figures)),
        )
        is_given = question.about == "record"
        is_reworded = is_given and (str(old.question), old.answer) != (now, question.answer)
        inside = (*question.asks, *question.commitments, *shown.quotes, *shown.figures)
        before = (*question.asks, *question.commitments, *question.quotes, *question.figures)
        is_same = all(
            one is other and self.marked(one) is one
            for one, other in zip(inside, before, strict=True)
        )
        if is_same and not is_reworded and len(_steps(old)) == len(_steps(question)):
            return question
        words = compared(str(old.question), now) if is_given else now
        return replace(
            shown,
            question=caption_of(self._labelled("changed", ""), written(words)),
            answer=compared_markdown(old.answer, question.answer),
        )

    def _evidence(self, part: Any) -> Any:
        """Label a quote or figure of a new event, which is not shown in an answer."""
        if part.where not in self._matches.new_parts or part.where in self._matches.parts:
            return part
        return self._quote(None, part) if isinstance(part, Quote) else self._figure(None, part)

    def _quote(self, old: Quote | None, quote: Quote) -> Quote:
        if old is None:
            name = self._labelled("new", quote.speaker.name)
            return replace(quote, text=added(quote.text), speaker=replace(quote.speaker, name=name))
        name = compared(old.speaker.name, quote.speaker.name)
        is_same = (old.text, old.speaker.name) == (quote.text, quote.speaker.name)
        if is_same and self._matches.was_seen(old):
            return quote
        speaker = replace(quote.speaker, name=self._labelled(self._label(old), name))
        return replace(quote, text=compared(old.text, quote.text), speaker=speaker)

    def _figure(self, old: Figure | None, figure: Figure) -> Figure:
        if old is None:
            return replace(figure, label=self._labelled("new", figure.label))
        is_same = all(getattr(old, name) == getattr(figure, name) for name in _FIGURE)
        if is_same and self._matches.was_seen(old):
            return figure
        return replace(
            figure,
            value=replace(figure.value, text=compared(old.value.text, figure.value.text)),
            label=self._labelled(self._label(old), compared(old.label, figure.label)),
            basis=compared(old.basis, figure.basis),
        )

    def _ask(self, ask: Ask) -> Ask:
        old = self._matches.before(ask)
        if old is None:
            return replace(ask, title=self._labelled("new", ask.title))
        same = self._matches.versions.same
        known = {(move.to, same.get(move.event.where)): move for move in old.moves}
        moves = tuple(
            self._move(known.get((move.to, move.event.where)), move) for move in ask.moves
        )
        title = compared(old.title, ask.title)
        if not self._matches.was_seen(old):
            title = self._labelled("here", title)
        status = ask.status if old.state == ask.state else compared(old.status, ask.status)
        if (title, status, moves) == (ask.title, ask.status, ask.moves):
            return ask
        return replace(ask, title=title, status=status, moves=moves)

    def _move(self, old: Move | None, move: Move) -> Move:
        if old is None:
            return replace(move, words=self._labelled("new", move.words))
        return replace(move, event=self._reference(old.event, move.event))

    def _reference(self, old: Reference, event: Reference) -> Reference:
        """Mark the title and date of an event that is named outside its entry."""
        title, date = compared(old.title, event.title), compared(old.date, event.date)
        return replace(event, title=title, date=date)

    def _commitment(self, commitment: Commitment) -> Commitment:
        old = self._matches.before(commitment)
        if old is None:
            return replace(commitment, title=self._labelled("new", commitment.title))
        title, status = compared(old.title, commitment.title), commitment.status
        if not self._matches.was_seen(old):
            title = self._labelled("here", title)
        made, closed = commitment.made, commitment.closed
        if self._matches.versions.same.get(old.made.where) == made.where:
            made = self._reference(old.made, made)
        if (
            closed
            and old.closed
            and self._matches.versions.same.get(old.closed.where) == closed.where
        ):
            closed = self._reference(old.closed, closed)
        shown = replace(
            commitment,
            made=made,
            closed=closed,
            title=title,
            status=status if old.state == commitment.state else compared(old.status, status),
            basis=compared(old.basis, commitment.basis),
            due=compared(old.due, commitment.due),
        )
        return commitment if shown == commitment else shown


def _steps(question: Question) -> Sequence[object]:
    return question.story.steps if question.story else ()
