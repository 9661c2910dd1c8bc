"""Events as a briefing shows them, with their quotes, figures, links and citations."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date as Day
from datetime import datetime
from functools import cached_property
from itertools import groupby

from briefing.edition.areas import area_and_parents, figures_for, named
from briefing.edition.as_of import last_updated
from briefing.edition.captions import (
    Caption,
    Remark,
    caption_of,
    in_message,
    in_sentences,
    written,
)
from briefing.edition.citations import Citation, citation_of
from briefing.edition.disputes import other_versions
from briefing.edition.durations import days_of, start_days
from briefing.edition.entry import (
    Entry,
    Figure,
    Link,
    Person,
    Quote,
    Reference,
    State,
)
from briefing.edition.evidence import Proof, proof_of
from briefing.edition.kept_entries import Dependencies, KeptEntries
from briefing.edition.pictures import picture_of
from briefing.edition.reversals import Undoing, fate_of, undoings_of
from briefing.edition.stages import end_in_words, state_in_words, when
from briefing.edition.words import Words, words_in
from briefing.languages import N_
from briefing.marked_text import shown
from briefing.record import model
from briefing.record.audiences import Audience
from briefing.record.claims import claim_of
from briefing.record.dates import Point, VagueDate, parse_edtf
from briefing.record.kinds import is_comment, symbol_of
from briefing.record.model import Event
from briefing.record.naming import name_of
from briefing.record.occurrence import documents
from briefing.record.ordering import oldest_first
from briefing.record.problems import RecordPath
from briefing.record.record import Record
from briefing.record.sampling import is_within_error_of_whole
from briefing.record.translations import Translation


@dataclass(frozen=True)
class Selection:
    """The `events` shown together on a given day, with the figures for an area.

    The registers list asks, commitments and reversals that involve the events in `about`. Default:
    the events shown. If it `shows_doubts`, quotes and figures that are not proved are marked.
    """

    record: Record
    events: Sequence[Event]
    as_of: Day
    area: str | None
    about: Sequence[Event] | None = None
    shows_doubts: bool = False

    @cached_property
    def anchors(self) -> dict[RecordPath, str]:
        """A unique anchor for each event, made from its id or its date and title. Keyed by place.

        It does not depend on other events unless two have the same name, which the checks report.
        Those are numbered in the order in which they were added, so a newer one does not change the
        anchor of an older one.
        """
        anchors: dict[RecordPath, str] = {}
        taken = {f"event-{event.id}" for event in self.events if event.id}
        for event in oldest_first(self.events, self.record.files):
            first = f"event-{name_of(event)}"
            anchor, n = first, 2
            while anchor in taken and not event.id:
                anchor, n = f"{first}-{n}", n + 1
            taken.add(anchor)
            anchors[event.where] = anchor
        return anchors

    def former_anchors(self, event: Event) -> tuple[str, ...]:
        """Return the anchors of the former ids of an event, unless another event has them now."""
        own = self.anchors[event.where]
        former = (f"event-{id}" for id in event.formerly)
        return tuple(
            anchor for anchor in former if anchor == own or anchor not in self._all_anchors
        )

    @cached_property
    def _all_anchors(self) -> set[str]:
        return {*self.anchors.values()}

    def concerns(self, *events: Event | None) -> bool:
        """Whether the registers include anything that involves at least one of `events`."""
        return any(event.where in self._subjects for event in events if event)

    @cached_property
    def _subjects(self) -> set[RecordPath]:
        return {event.where for event in (self.events if self.about is None else self.about)}

    @cached_property
    def t(self) -> Words:
        """The words of the language of the record."""
        return words_in(self.record.language)

    def words(self, date: VagueDate) -> str:
        """Return a date in words."""
        return self.t.date(date)

    def citations(self, event: Event) -> tuple[Citation, ...]:
        """Return the citations that support an event."""
        return tuple(citation_of(self.record, cited) for _, cited in event.citations)

    def reference_to(self, event: Event, *, started: bool = False) -> Reference:
        """Return a reference to an event, shown or not. If `started`, use its start date.

        A decision or publication is made on the first day, however long it then lasts.
        """
        date = event.date.beginning if started else event.date
        return Reference(
            event.title,
            self.words(date),
            date.text,
            days_of(date),
            self.anchors.get(event.where, ""),
            self.citations(event),
            event.where,
        )

    def date_of(self, part: model.Figure | model.Quote, event: Event) -> VagueDate:
        """Return the date of a figure or quote, which is the date of its event once that is over.

        Until then, the figure or quote can only come from its own source, so the date of that
        source is used. A quote from a period has the date of its document, if that is within the
        period.
        """
        if part.source and when(event, self.record.sources, self.as_of) != "past":
            for document in documents([part.source], self.record.sources):
                return document.date or event.date
        if event.date.is_period and isinstance(part, model.Quote):
            cited = [part.source] if part.source else [citation for _, citation in event.citations]
            dates = {
                document.date for document in documents(cited, self.record.sources) if document.date
            }
            if len(dates) == 1 and (date := dates.pop()).overlaps(event.date):
                return date
        return event.date

    def quotes(self, event: Event) -> Iterator[Quote]:
        """Yield the quotes of an event as the briefing shows them."""
        for n, quote in enumerate(event.quotes):
            said, where = self.date_of(quote, event), event.where / ("quotes", n)
            own = (citation_of(self.record, quote.source),) if quote.source else None
            citations = own or self.citations(event)
            yield Quote(
                text=quote.text,
                speaker=_person(self, quote.by or "", quote.role, said),
                date=self.words(said),
                edtf=said.text,
                citations=citations,
                where=where,
                weight=quote.weight,
                about=named(self.record, quote.areas, self.t, self.area),
                proof=self.proof_of(quote, event, where, citations),
                translated=_translated(quote, self.t),
            )

    def figure(
        self, figure: model.Figure, event: Event, wider: model.Figure | None = None
    ) -> Figure:
        """Return an event's figure as the briefing shows it, with a `wider` one for comparison."""
        record = self.record
        publisher = record.actors.get(figure.by or "")
        by = publisher.name if publisher else figure.by
        own = (citation_of(record, figure.source),) if figure.source else None
        citations = own or self.citations(event)
        where = event.where / ("figures", event.figures.index(figure))
        area = record.areas[figure.area].name if figure.area else None
        parents = area_and_parents(record, figure.area)[1:] if figure.area else ()
        date = self.date_of(figure, event)
        is_small = self._is_small(figure)
        basis = (figure.of, area, self._sample(figure, is_small), by)
        return Figure(
            label=figure.label,
            value=figure.value,
            of=figure.of,
            area=area,
            sample=figure.sample,
            is_small_sample=is_small,
            by=by,
            disputed=figure.disputed,
            worked_out=figure.worked_out,
            date=self.words(date),
            edtf=date.text,
            citations=citations,
            basis="; ".join(map(shown, filter(None, basis))),
            wider=self._wider(figure, wider, event) if wider else None,
            where=where,
            weight=figure.weight,
            supports=figure.supports,
            proof=self.proof_of(figure, event, where, citations),
            within=tuple(record.areas[id].name for id in parents),
        )

    def proof_of(
        self,
        item: model.Figure | model.Quote,
        event: Event,
        where: RecordPath,
        citations: Sequence[Citation],
    ) -> Proof | None:
        """Return the proof of an event's quote or figure, given its place and its citations."""
        proof = proof_of(self.record, claim_of(item, event, where), citations, self.t)
        return proof if proof is None or self.shows_doubts else replace(proof, doubt="")

    def _wider(self, figure: model.Figure, wider: model.Figure, event: Event) -> Figure:
        """Return the figure for a wider area, as compared with the area's own figure."""
        # The wider figure is about the same people and from the same publisher as the area's own.
        sample = self._sample(wider, self._is_small(wider))
        area = self.record.areas[wider.area].name if wider.area else None
        basis = "; ".join(map(shown, filter(None, (area, sample))))
        compared = replace(self.figure(wider, event), basis=basis)
        samples = figure.sample, wider.sample
        is_within = (
            samples[0]
            and samples[1]
            and is_within_error_of_whole(figure.value, samples[0], wider.value, samples[1])
        )
        if not is_within or figure.value.value == wider.value.value:
            return compared
        words = self.t.gettext("no clear difference: within the sampling error")
        return replace(compared, compared=words)

    def _is_small(self, figure: model.Figure) -> bool:
        return figure.sample is not None and figure.sample.high < self.record.small_sample

    def _sample(self, figure: model.Figure, is_small: bool) -> str:
        t = self.t
        if is_small:
            return t.gettext("small sample: %(number)s", number=figure.sample)
        return t.gettext("sample of %(number)s", number=figure.sample) if figure.sample else ""


def _translated(quote: model.Quote, t: Words) -> str:
    if not isinstance(quote.text, Translation):
        return ""
    code = quote.text.language
    names = t.locale.languages
    name = names.get(code.replace("-", "_")) or names.get(code.partition("-")[0], code)
    return t.gettext("translation; original language: %(language)s", language=name)


def _remarks(figure: Figure, others: Sequence[Figure], t: Words) -> Iterator[Remark]:
    """Yield the remarks on a figure of which there are `others`, its conflicting versions."""

    def remark(lead: str, other: Figure, addition: str = "", *, is_doubt: bool = False) -> Remark:
        words = caption_of("(", written(other.basis), ")") if other.basis else Caption(())
        return Remark(
            words,
            lead,
            other.value,
            other.citations,
            addition,
            is_doubt=is_doubt,
            proof=other.proof,
        )

    if wider := figure.wider:
        addition = f"; {wider.compared}" if wider.compared else ""
        yield remark(t.gettext("Compare:"), wider, addition)
    if figure.worked_out:
        message = N_("Worked out: %(method)s")
        yield Remark(caption_of(*in_message(t, message, method=figure.worked_out)))
    if figure.disputed:
        message = N_("Disputed: %(reason)s")
        yield Remark(caption_of(*in_message(t, message, reason=figure.disputed)), is_doubt=True)
    for other in others:
        yield remark(t.gettext("Other version:"), other, is_doubt=True)


def entries_of(selection: Selection, kept: KeptEntries | None = None) -> list[Entry]:
    """Return the entries for a selection. Their links name other events and lead to any shown.

    Entries that are the same as the `kept` ones are not made again.
    """
    selected, selection = selection, kept.watched(selection) if kept else selection
    record, as_of, t = selection.record, selection.as_of, selection.t
    known = record.by_id
    labels, inverse_labels = _link_words(t)
    otherwise = other_versions(record.events)
    links_to: dict[str, list[tuple[str, Event]]] = {}
    for event in record.events:
        for word, _, other in event.links:
            if word in inverse_labels:
                links_to.setdefault(other, []).append((word, event))

    undoing: dict[RecordPath, list[Undoing]] = {}
    undone: dict[RecordPath, list[Undoing]] = {}
    for one in undoings_of(record, record.events):
        undoing.setdefault(one.later.where, []).append(one)
        undone.setdefault(one.earlier.where, []).append(one)

    def link(words: str, other: Event, undoing: Undoing | None = None) -> Link:
        # A decision that lasts for a period was made on its first day.
        date = selection.words(other.date.beginning if undoing else other.date)
        anchor = selection.anchors.get(other.where, "")
        time_between = undoing.time if undoing else ""
        time = undoing.time_of(other) if undoing else ""
        if when(other, record.sources, as_of) == "unconfirmed":
            planned = t.gettext("planned but not confirmed")
            date = f"{date}; {planned}"
        done = undoing.passive(as_of) if undoing else ""
        in_summary = ""
        if undoing:
            event = undoing.earlier if other is undoing.later else undoing.later
            in_summary = undoing.in_summary(event, as_of)
        return Link(
            words=words,
            title=other.title,
            date=date,
            anchor=anchor,
            is_reversal=undoing is not None,
            time_between=time_between,
            time=time,
            done=done,
            in_summary=in_summary,
        )

    def reversals(event: Event) -> list[Link]:
        does = [link(one.active(as_of), one.earlier, one) for one in undoing.get(event.where, ())]
        is_done = [
            replace(link(one.passive(as_of), one.later, one), is_fate=bool(fate_of(one, (), as_of)))
            for one in undone.get(event.where, ())
        ]
        return does + is_done

    def fate(event: Event) -> str:
        fates = [
            fate_of(one, undone.get(one.later.where, ()), as_of)
            for one in undone.get(event.where, ())
        ]
        return "; ".join(filter(None, fates))

    def with_remarks(event: Event, figure: model.Figure, wider: model.Figure | None) -> Figure:
        own = selection.figure(figure, event, wider)
        versions = otherwise.get((event.where, figure), ())
        others = tuple(selection.figure(other, place) for place, other in versions)
        return replace(own, otherwise=others, remarks=in_sentences(_remarks(own, others, t)))

    def figures(event: Event) -> tuple[Figure, ...]:
        pairs = figures_for(record, event.figures, selection.area)
        return tuple(with_remarks(event, figure, wider) for figure, wider in pairs)

    def entry(event: Event) -> Entry:
        date, citations = selection.words(event.date), selection.citations(event)
        kind = t.printed_kind(event.kind)
        links = [
            link(labels[word], known[other]) for word, _, other in event.links if word in labels
        ]
        links += [
            link(inverse_labels[word], other) for word, other in links_to.get(event.id or "", ())
        ]
        links += reversals(event)
        u_turns = [
            one for one in undoing.get(event.where, ()) if one.is_u_turn and not one.is_planned
        ]
        is_u_turn = bool(u_turns)
        own_figures = figures(event)
        about = named(record, event.areas, t, selection.area)
        stage = when(event, record.sources, as_of)
        state, end = state_in_words(event, stage, t), end_in_words(event, stage, t)
        reversed_by = fate(event)
        audience = _audience_in_words(record.audience_of(event), t)
        embargo = time_in_words(event.embargo, t) if event.embargo else ""
        is_partial = all(one.part for one in u_turns)
        u_turn = t.gettext("Partial U-turn") if is_partial else t.gettext("U-turn")
        is_in_kind = is_u_turn and t.gettext("U-turn").casefold() in kind.casefold()
        states = (
            State(kind, "kind", is_alert=is_in_kind),
            State(about, "area"),
            State(u_turn if is_u_turn and not is_in_kind else "", "reversal", is_alert=True),
            State(reversed_by, "reversal", is_alert=True),
            State(state, "stage"),
            State(audience, "readers"),
            State(_embargoed(embargo, t), "readers"),
        )
        return Entry(
            anchor=selection.anchors[event.where],
            id=event.id,
            date=date,
            machine_date=_machine_date(event.date),
            edtf=event.date.text,
            vague_date=event.date,
            span=days_of(event.date),
            start=start_days(event.date),
            is_period=event.date.is_period,
            year=year_of(event.date, as_of),
            when=stage,
            state=state,
            ends=end if stage == "under way" else "",
            ended=end if stage == "past" else "",
            kind=kind,
            mark=symbol_of(event.kind, record.families, is_u_turn=is_u_turn),
            title=event.title,
            summary=event.summary,
            topics=tuple(event.topics),
            actors=tuple(
                _person(selection, mention.ref, mention.role, event.date)
                for mention in event.actors
            ),
            who=tuple(dict.fromkeys(record.actors[id].name for id in event.people)),
            quotes=tuple(selection.quotes(event)),
            figures=own_figures,
            links=tuple(links),
            citations=citations,
            disputed=event.disputed,
            is_u_turn=is_u_turn,
            changes_status=_changes_status(event),
            is_comment=is_comment(event.kind, record.families),
            reversed=reversed_by,
            about=about,
            areas=_areas_of(record, event, own_figures),
            weight=event.weight,
            audience=audience,
            embargo=embargo,
            notes=event.notes,
            added=event.added if event.added and event.added <= as_of else None,
            updated=last_updated(record, event, as_of),
            picture=picture_of(record, event.picture, event.where),
            states=tuple(state for state in states if state.words),
            where=event.where,
            former_anchors=selection.former_anchors(event),
        )

    def dependencies(event: Event) -> Dependencies:
        """List the events that `entry` uses, and what depends on all of them."""
        linked = [known[other] for word, _, other in event.links if word in labels]
        linked += [other for _, other in links_to.get(event.id or "", ())]
        own = [*undoing.get(event.where, ()), *undone.get(event.where, ())]
        again = [
            other
            for one in undone.get(event.where, ())
            for other in undone.get(one.later.where, ())
        ]
        versions = [
            one
            for figure in (event.figures if otherwise else ())
            for version in otherwise.get((event.where, figure), ())
            for one in version
        ]
        ends = [end for one in (*own, *again) for end in (one.later, one.earlier)]
        anchors = [selection.anchors.get(one.where, "") for one in (event, *linked, *ends)]
        words = [(one.is_u_turn, one.is_overturned, one.by, one.part) for one in (*own, *again)]
        lengths = len(linked), len(own), len(versions)
        places = [one.where for one in versions if isinstance(one, Event)]
        formerly = selection.former_anchors(event) if event.formerly else ()
        return Dependencies(
            [event, *linked, *versions, *ends], (anchors, words, lengths, places, formerly)
        )

    if kept:
        return kept.entries(selected, dependencies, entry)
    return [entry(event) for event in selection.events]


def by_basis(
    figures: Sequence[Figure], is_dated: bool = False
) -> list[tuple[bool, tuple[Figure, ...]]]:
    """Group `figures` in order. Each group says whether its basis can be given just once.

    It can if several consecutive figures are about the same people and place, from the same
    publisher on the same date, and have a basis or a date (`is_dated`) to show.
    """
    lists: list[tuple[bool, tuple[Figure, ...]]] = []
    for _, group in groupby(figures, lambda figure: (figure.basis, figure.date, figure.citations)):
        alike = tuple(group)
        together = len(alike) > 1 and bool(is_dated or alike[0].basis)
        if lists and not together and not lists[-1][0]:
            alike = (*lists.pop()[1], *alike)
        lists.append((together, alike))
    return lists


def year_of(date: VagueDate, as_of: Day) -> int:
    """Return the start year or, if that is open, the end year. If both are open, use `as_of`."""
    point = date.start if isinstance(date.start, Point) else date.end
    return point.year if isinstance(point, Point) else as_of.year


def time_in_words(time: datetime, t: Words) -> str:
    """Return a time of day with its date, such as "22:30 on 3 July 2023"."""
    hour = f"{time:%H:%M}"
    return t.gettext("%(time)s on %(day)s", time=hour, day=t.day(time.date()))


def _changes_status(event: Event) -> bool:
    moves = any(move != "raised" for move in event.asks.values())
    return bool(moves or event.keeps or event.drops or event.reverses)


def _audience_in_words(audience: Audience, t: Words) -> str:
    return {
        "public": "",
        "members": t.pgettext("audience", "members"),
        "internal": t.pgettext("audience", "internal"),
    }[audience]


def _embargoed(until: str, t: Words) -> str:
    return t.gettext("embargoed until %(time)s", time=until) if until else ""


def _link_words(t: Words) -> tuple[dict[str, str], dict[str, str]]:
    """Return the words for links between events: one mapping for each direction."""
    return {
        "follows": t.gettext("Follows"),
        "responds to": t.gettext("Responds to"),
        "amends": t.gettext("Amends"),
    }, {
        "follows": t.gettext("Followed by"),
        "responds to": t.gettext("Answered by"),
        "amends": t.gettext("Amended by"),
    }


def _areas_of(record: Record, event: Event, figures: Sequence[Figure]) -> tuple[str, ...]:
    """Return the areas of an event, of its figures and of the wider figures."""
    own = [record.areas[id].name for id in event.areas if id in record.areas]
    counted = [one.area for figure in figures for one in (figure, figure.wider) if one and one.area]
    return tuple(dict.fromkeys((*own, *counted)))


def _person(selection: Selection, id: str, role: str | None, date: VagueDate) -> Person:
    actor, t = selection.record.actors[id], selection.t
    picture = picture_of(selection.record, actor.picture, actor.where) if actor.picture else None
    if role is None and (held := actor.role_on(date)):
        is_over = not any(
            office.title == held and office.perhaps_held(parse_edtf(selection.as_of.isoformat()))
            for office in actor.roles
        )
        then = t.gettext("then %(role)s", role=held) if is_over else None
        return Person(actor.name, held, then, picture)
    return Person(actor.name, role, picture=picture)


def _machine_date(date: VagueDate) -> str:
    point = date.start
    if date.is_period or date.is_between:
        return ""
    if not isinstance(point, Point) or not 1 <= point.year <= 9999:
        return ""
    return "" if point.unspecified or point.season or point.time else date.text.rstrip("?~%")
