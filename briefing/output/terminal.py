"""A full description of an event, ask, question, commitment, actor, area or section, as text for a
terminal."""

import io
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from briefing.edition.actor_record import ActorRecord
from briefing.edition.area_record import AreaRecord, SectionRecord
from briefing.edition.briefing import Briefing
from briefing.edition.citations import Citation
from briefing.edition.entry import Entry, Figure, Link, Reference
from briefing.edition.names import within
from briefing.edition.questions import Question
from briefing.edition.registers import Ask, Commitment
from briefing.english import listing
from briefing.output.footnotes import Notes
from briefing.output.proof_report import in_context
from briefing.output.summaries import paragraphs
from briefing.output.table import one_line
from briefing.printable import printable
from briefing.record.problems import RecordPath
from briefing.record.proofs import Proof
from briefing.typography import capitalised, with_stop

_STYLES = {"em": "italic", "strong": "bold", "code": "cyan"}

Item = Entry | Ask | Question | Commitment | ActorRecord | AreaRecord | SectionRecord
"""The types of item that can be shown."""


def by_id(briefing: Briefing) -> dict[str, list[Item]]:
    """Return a briefing's events, asks, questions and commitments by id. Several can share an id.

    An event without an id has the name that pages use in links to it.
    """
    items_by_id: dict[str, list[Item]] = {}
    items: list[Item] = [
        *briefing.entries, *briefing.asks, *given(briefing), *briefing.commitments
    ]  # fmt: skip
    for item in items:
        if id := _id_of(item):
            items_by_id.setdefault(id, []).append(item)
    return items_by_id


def given(briefing: Briefing) -> list[Question]:
    """Return the questions that the record gives. Those that it raises have no id."""
    return [question for question in briefing.questions if question.about == "record"]


def _id_of(item: Item) -> str | None:
    if isinstance(item, Question):
        return item.anchor.removeprefix("answer-")
    if isinstance(item, SectionRecord):
        return None
    return item.id or (item.anchor.removeprefix("event-") if isinstance(item, Entry) else None)


ProofsByPlace = Mapping[RecordPath, Proof | None]
"""The proofs of quotes and figures, by place. Nothing is printed about those that are not in it."""


def in_full(
    item: Item, briefing: Briefing, width: int, proofs: ProofsByPlace = MappingProxyType({})
) -> str:
    """Format `item` with its history and sources, using ANSI styles and lines of up to `width`."""
    page = _Page(briefing, width, proofs)
    if isinstance(item, Entry):
        page.event(item)
    elif isinstance(item, Ask):
        page.ask(item)
    elif isinstance(item, Question):
        page.question(item)
    elif isinstance(item, ActorRecord):
        page.actor(item)
    elif isinstance(item, AreaRecord):
        page.area(item)
    elif isinstance(item, SectionRecord):
        page.own_section(item)
    else:
        page.commitment(item)
    return page.text()


class _Page:
    """A heading and a summary, then rows with a label on the left and content on the right."""

    def __init__(self, briefing: Briefing, width: int, proofs: ProofsByPlace) -> None:
        self.briefing, self.notes, self.proofs = briefing, Notes(), proofs
        self.ids = {entry.anchor: entry.id for entry in briefing.entries}
        self.console = Console(
            file=io.StringIO(), width=width, force_terminal=True, color_system="standard",
            legacy_windows=False, highlight=False, markup=False, emoji=False,
        )  # fmt: skip
        self.rows = Table.grid(padding=(0, 2, 0, 0))
        self.rows.add_column(no_wrap=True)
        self.rows.add_column(overflow="fold")

    def text(self) -> str:
        notes = list(self.notes.all)
        self.section(
            "Sources", [Text(f"[{note.number}] {_source_text(note.citation)}") for note in notes]
        )
        self.console.print(self.rows)
        assert isinstance(self.console.file, io.StringIO)
        return "\n".join(map(str.rstrip, self.console.file.getvalue().splitlines()))

    def event(self, entry: Entry) -> None:
        facts = [state.words for state in entry.states]
        self.heading(self.cited(entry.title, entry.citations), [entry.date, *facts], entry.id)
        if entry.summary:
            self.console.print(drawn(entry.summary))
            self.console.print()
        self.section("Disputed", [Text(entry.disputed)] if entry.disputed else [])
        self.section("Who", [Text(one_line(actor.in_full)) for actor in entry.actors])
        self.section(
            "Said",
            [
                line
                for quote in entry.quotes
                for line in (
                    self.cited(f"“{quote.text}”, {quote.caption()}", quote.citations),
                    *self.proof(quote.where),
                )
            ],
        )
        self.section("Figures", [line for figure in entry.figures for line in self.figure(figure)])
        self.section(
            "Asks",
            [
                self.named(f"{move.words}: {ask.title}", ask.id)
                for ask in self.briefing.asks
                for move in ask.moves
                if move.event.anchor == entry.anchor
            ],
        )
        made = [
            commitment
            for commitment in self.briefing.commitments
            if commitment.made.anchor == entry.anchor
        ]
        self.section(
            "Commitments", [self.named(f"{new.title}: {new.status}", new.id) for new in made]
        )
        for state in dict.fromkeys(commitment.state for commitment in self.briefing.commitments):
            closed = [
                self.named(commitment.title, commitment.id)
                for commitment in self.briefing.commitments
                if commitment.closed
                and commitment.closed.anchor == entry.anchor
                and commitment.state == state
            ]
            self.section(capitalised(state), closed)
        self.section("Links", [self.link(link) for link in entry.links])
        self.section("Notes", [drawn(entry.notes)] if entry.notes else [])

    def ask(self, ask: Ask) -> None:
        title = Text(one_line(ask.title))
        self.heading(title, [f"asked for by {within(ask.by)}", ask.status], ask.id)
        for move in ask.moves:
            lines: list[RenderableType] = [self.reference(move.event)]
            lines += [line for figure in move.figures for line in self.figure(figure)]
            self.section(capitalised(move.words), lines)
        self.section("Time taken", [Text(ask.taken)] if ask.taken else [])

    def question(self, question: Question) -> None:
        cited = question.citations
        title = Text(one_line(str(question.question)))
        facts = ["question", "" if question.answer else "no answer yet"]
        self.heading(self.cited(title, cited) if cited else title, facts, _id_of(question))
        if question.answer:
            self.console.print(drawn(question.answer))
            self.console.print()
        self.section("Events", [self.reference(event) for event in question.events])
        self.section(
            "Asks", [self.named(f"{ask.title}: {ask.status}", ask.id) for ask in question.asks]
        )
        self.section(
            "Commitments",
            [self.named(f"{new.title}: {new.status}", new.id) for new in question.commitments],
        )

    def commitment(self, commitment: Commitment) -> None:
        title = Text(one_line(commitment.title))
        facts = [f"commitment by {within(commitment.by)}", commitment.status]
        self.heading(title, facts, commitment.id)
        due = commitment.due or "no date given"
        working = f", {commitment.working}" if commitment.working else ""
        self.section("Due", [Text(one_line(due + working))])
        self.section("Kept if", [Text(one_line(commitment.kept_if))] if commitment.kept_if else [])
        self.section("Made", [self.reference(commitment.made)])
        if commitment.closed:
            self.section(capitalised(commitment.state), [self.reference(commitment.closed)])

    def actor(self, actor: ActorRecord) -> None:
        self.heading(Text(one_line(actor.name)), [actor.type], actor.id)
        self.section("Roles", [Text(one_line(role)) for role in actor.roles])
        said: list[RenderableType] = []
        for entry, quote in actor.said:
            words = self.cited(f"“{quote.text}”, {quote.caption(is_dated=True)}", quote.citations)
            said += [self.named(words, entry.id), *self.proof(quote.where)]
        self.section("Said", said)
        self.section(
            "Promised", [self.named(f"{new.title}: {new.status}", new.id) for new in actor.promised]
        )
        self.section(
            "Asked for", [self.named(f"{ask.title}: {ask.status}", ask.id) for ask in actor.asked]
        )
        self.section(
            "Took part in",
            [
                self.named(f"{capitalised(entry.date)}: {entry.title}", entry.id)
                for entry in actor.took_part
            ],
        )

    def area(self, area: AreaRecord) -> None:
        self.heading(Text(one_line(area.name)), ["area"], area.id)
        self.section("Within", [self.named(name, id) for name, id in area.within])
        self.section("Contains", [self.named(name, id) for name, id in area.contains])
        self.section("Columns", [Text(one_line(f"{name}: {text}")) for name, text in area.columns])
        figures: list[RenderableType] = []
        for entry, figure in area.figures:
            first, *others = self.figure(figure)
            assert isinstance(first, Text)
            figures += [self.named(first, entry.id), *others]
        self.section("Figures", figures)
        self.section(
            "Asks", [self.named(f"{one.title}: {one.status}", one.id) for one in area.asks]
        )
        self.section(
            "Commitments",
            [self.named(f"{new.title}: {new.status}", new.id) for new in area.commitments],
        )
        self.section(
            "Questions", [self.named(str(one.question), _id_of(one)) for one in area.questions]
        )
        self.section(
            "Sections", [Text(one_line(f"{one.title}{_in_editions(one)}")) for one in area.sections]
        )
        self.section("Editions", [Text(id) for id in area.editions])
        self.section(
            "Events",
            [
                self.named(f"{capitalised(entry.date)}: {entry.title}", entry.id)
                for entry in area.events
            ],
        )

    def own_section(self, section: SectionRecord) -> None:
        title = Text(one_line(section.title))
        facts = [f"section{_in_editions(section)}", section.place, *section.areas]
        cited = self.cited(title, section.citations) if section.citations else title
        self.heading(cited, facts, "")
        self.console.print(drawn(section.text))
        self.console.print()

    def heading(self, title: Text, facts: Iterable[str], id: str | None) -> None:
        title.stylize("bold")
        self.console.print(title)
        shown = [*filter(None, facts), *([] if id == "" else [f"id {id}" if id else "no id"])]
        self.console.print(Text(one_line(capitalised(" · ".join(shown))), style="dim"))
        self.console.print()

    def section(self, label: str, lines: Sequence[RenderableType]) -> None:
        """Add lines under a label, followed by an empty line."""
        for n, line in enumerate(lines):
            self.rows.add_row(Text("" if n else label, style="bold"), line)
        if lines and label != "Sources":
            self.rows.add_row("", "")

    def figure(self, figure: Figure) -> list[RenderableType]:
        value = "" if figure.has_value_in_label else figure.value
        lines: list[RenderableType] = [
            self.cited(f"{value} {figure.caption()}".strip(), figure.citations)
        ]
        lines += self.proof(figure.where)
        for remark in figure.remarks:
            text = str(remark)
            is_cited = remark.value is not None
            lines.append(self.cited(text, remark.citations) if is_cited else Text(one_line(text)))
        return lines

    def proof(self, where: RecordPath) -> list[RenderableType]:
        """Return the grade of a quote or figure and the passage that was found, as one line."""
        if where not in self.proofs:
            return []
        proof = self.proofs[where]
        if not proof:
            return [_indented(Text.assemble(("never checked", "dim")))]
        facts = [
            f"{proof.grade} by {proof.confirmed_by}" if proof.confirmed_by else proof.grade,
            f"in {proof.found_in}" if proof.found_in else "",
            f"page {proof.page}" if proof.page else "",
            proof.caution,
        ]
        style = "dim" if proof.is_proved else "red"
        line = Text.assemble((one_line(", ".join(filter(None, facts))), style))
        if proof.passage:
            before, exact, after = map(printable, in_context(proof.passage))
            line.append(f": {before}", "dim").append(exact).append(after, "dim")
        return [_indented(line)]

    def link(self, link: Link) -> Text:
        return self.named(str(link.caption), self.ids.get(link.anchor))

    def reference(self, event: Reference) -> Text:
        words = self.cited(f"{capitalised(event.date)}: {event.title}", event.citations)
        return self.named(words, self.ids.get(event.anchor))

    def cited(self, words: str | Text, citations: Sequence[Citation]) -> Text:
        numbers = "".join(f"[{self.notes.cite(citation).number}]" for citation in citations)
        note = f" {numbers}" if numbers else ", no source given"
        shown = one_line(words) if isinstance(words, str) else words
        return Text.assemble(shown, (note, "dim"))

    def named(self, words: str | Text, id: str | None) -> Text:
        """Return `words`, followed by an id for finding out more about them."""
        shown = Text(one_line(words)) if isinstance(words, str) else words
        return Text.assemble(shown, ", see ", (id, "cyan")) if id else shown


def drawn(text: str) -> RenderableType:
    """Format Markdown for a terminal."""
    lines: list[RenderableType] = []
    for paragraph in paragraphs(text):
        if lines and not paragraph.is_item:
            lines.append("")
        mark = paragraph.before[0].replace("-", "•")
        words = Text()
        for run, styles in paragraph.runs:
            words.append(run, " ".join(_STYLES[style] for style in styles))
        row = Table.grid()
        row.add_column(width=len(mark), no_wrap=True)
        row.add_column(overflow="fold")
        row.add_row(mark, words)
        lines.append(row if mark else words)
    return Group(*lines)


def _source_text(citation: Citation) -> str:
    return one_line(with_stop(citation.in_full))


def _in_editions(section: SectionRecord) -> str:
    return f" in {listing(section.editions)}"


def _indented(text: Text) -> RenderableType:
    return Padding(text, (0, 0, 0, 2), expand=False)


def on_one_line(item: Item) -> str:
    """Return the date or type, title and id of an item, as a line of a list."""
    match item:
        case Entry():
            label, title = capitalised(item.date), item.title
        case Ask():
            label, title = "Ask", item.title
        case Question():
            label, title = "Question", str(item.question)
        case Commitment():
            label, title = "Commitment", item.title
        case ActorRecord():
            label, title = "Actor", item.name
        case AreaRecord():
            label, title = "Area", item.name
        case SectionRecord():
            return one_line(f"Section: {item.title}{_in_editions(item)}")
    id = _id_of(item)
    return one_line(f"{label}: {title}{f', see {id}' if id else ', no id'}")
