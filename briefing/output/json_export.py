"""Briefings as JSON for other programs, in a versioned format with a schema."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date as Day
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal, cast

from briefing.edition import briefing as edition
from briefing.edition import digest_model, questions, trends
from briefing.edition.actions import Action
from briefing.edition.briefing import Publisher
from briefing.edition.citations import Citation
from briefing.edition.digest_model import AskMoved, Correction
from briefing.edition.entry import IF_KNOWN, Entry, Figure, Quote, Reference
from briefing.edition.pictures import Picture
from briefing.edition.registers import Ask, Commitment, Reversal, Story
from briefing.edition.sections import Section
from briefing.output.document import Document
from briefing.record.fields import Weight

if TYPE_CHECKING:
    from pydantic import TypeAdapter


@dataclass(frozen=True, slots=True)
class Trend:
    """A figure over time. Its change from first to last is in words, or an empty string."""

    label: str
    area: str | None
    by: str | None
    figures: tuple[Figure, ...]
    change: str
    caveats: tuple[str, ...]
    remark: str


@dataclass(frozen=True, slots=True)
class Question:
    """A question and its answer. `asks` and `commitments` are ids.

    `about` is `record` if the record gives the answer, or else what raises the question. Then
    `answer` is empty.
    """

    anchor: str
    about: Literal["record", "commitment", "ask", "reversal", "figure"]
    question: str
    answer: str
    citations: tuple[Citation, ...]
    asks: tuple[str, ...]
    commitments: tuple[str, ...]
    figures: tuple[Figure, ...]
    quotes: tuple[Quote, ...]
    weight: Weight


@dataclass(frozen=True, slots=True)
class Digest:
    """The news of one period.

    `happened`, `late`, `ended`, `unconfirmed` and `coming` are the anchors of entries.
    """

    name: str
    days: str
    stops: str
    happened: tuple[str, ...]
    late: tuple[str, ...]
    ended: tuple[str, ...]
    u_turns: tuple[Reversal, ...]
    reversals: tuple[Reversal, ...]
    stories: tuple[Story, ...]
    asks: tuple[AskMoved, ...]
    commitments: tuple[Commitment, ...]
    unconfirmed: tuple[str, ...]
    coming: tuple[str, ...]
    due: tuple[Commitment, ...]
    corrections: tuple[Correction, ...]
    last: Reference | None
    weeks: int


@dataclass(frozen=True, slots=True)
class Briefing:
    """An edition of a record on a given day.

    Dates are in words, and also as days or as written in the record (`edtf`, the Extended Date/Time
    Format). `recent`, `earlier` and `next` are the anchors of entries: events since `recent_since`,
    important earlier events, and future events. `version` changes if a field is removed or its
    meaning changes. New fields can be added at any time.
    """

    __pydantic_config__: ClassVar = {"use_attribute_docstrings": True}

    version: Literal[1]
    id: str
    template: str
    title: str
    record_title: str
    publisher: Publisher | None
    language: str
    written_in: str
    url: str
    timezone: str
    notice: str
    scope: str
    area: str | None
    as_of: str
    as_of_day: Day
    correct_as_of: Day | None
    last_added: Day | None
    dateline: str
    entries: tuple[Entry, ...]
    recent_since: str
    recent: tuple[str, ...]
    earlier: tuple[str, ...]
    next: tuple[str, ...]
    unconfirmed: tuple[str, ...]
    figures: tuple[Figure, ...]
    quotes: tuple[Quote, ...]
    trends: tuple[Trend, ...]
    asks: tuple[Ask, ...]
    commitments: tuple[Commitment, ...]
    u_turns: tuple[Reversal, ...]
    reversals: tuple[Reversal, ...]
    stories: tuple[Story, ...]
    questions: tuple[Question, ...]
    actions: tuple[Action, ...]
    sections: tuple[Section, ...]
    digest: Digest | None
    picture: Annotated[Picture | None, IF_KNOWN] = None


def renderer() -> Callable[[edition.Briefing], Document]:
    """Return a function that renders briefings as JSON."""

    def render(briefing: edition.Briefing) -> Document:
        return Document(_adapter().dump_json(_data(briefing), indent=2) + b"\n")

    return render


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) for a briefing in JSON."""
    from pydantic.json_schema import GenerateJsonSchema

    schema = _adapter().json_schema(mode="serialization")
    return {"$schema": GenerateJsonSchema.schema_dialect, **schema}


@cache
def _adapter() -> "TypeAdapter[Briefing]":
    from pydantic import TypeAdapter

    return TypeAdapter(Briefing)


def _data(briefing: edition.Briefing) -> Briefing:
    return Briefing(
        version=1,
        id=briefing.id,
        template=briefing.template,
        title=briefing.title,
        record_title=briefing.record_title,
        publisher=briefing.publisher,
        language=briefing.language,
        written_in=briefing.written_in,
        url=briefing.url,
        timezone=briefing.timezone,
        notice=briefing.notice,
        scope=briefing.scope,
        area=briefing.area,
        as_of=briefing.as_of,
        as_of_day=briefing.as_of_day,
        correct_as_of=briefing.correct_as_of,
        last_added=briefing.last_added,
        dateline=briefing.dateline,
        entries=briefing.entries,
        recent_since=briefing.recent_since,
        recent=_anchors(briefing.recent),
        earlier=_anchors(briefing.earlier),
        next=_anchors(briefing.next),
        unconfirmed=_anchors(briefing.unconfirmed),
        figures=briefing.figures,
        quotes=briefing.quotes,
        trends=tuple(map(_trend, briefing.trends)),
        asks=briefing.asks,
        commitments=briefing.commitments,
        u_turns=briefing.u_turns,
        reversals=briefing.reversals,
        stories=briefing.stories,
        questions=tuple(map(_question, briefing.questions)),
        actions=briefing.actions,
        sections=briefing.sections,
        digest=_digest(briefing.digest) if briefing.digest else None,
        picture=briefing.picture,
    )


def _trend(trend: trends.Trend) -> Trend:
    figures = cast(tuple[Figure, ...], trend.figures)
    return Trend(
        trend.label, trend.area, trend.by, figures, trend.change, trend.caveats, trend.remark
    )


def _question(question: questions.Question) -> Question:
    return Question(
        question.anchor,
        question.about,
        str(question.question),
        question.answer,
        question.citations,
        tuple(ask.id for ask in question.asks),
        tuple(commitment.id for commitment in question.commitments),
        question.figures,
        question.quotes,
        question.weight,
    )


def _digest(digest: digest_model.Digest) -> Digest:
    return Digest(
        name=digest.name,
        days=digest.days,
        stops=digest.stops,
        happened=_anchors(digest.happened),
        late=_anchors(digest.late),
        ended=_anchors(digest.ended),
        u_turns=digest.u_turns,
        reversals=digest.reversals,
        stories=digest.stories,
        asks=digest.asks,
        commitments=digest.commitments,
        unconfirmed=_anchors(digest.unconfirmed),
        coming=_anchors(digest.coming),
        due=digest.due,
        corrections=digest.corrections,
        last=digest.last,
        weeks=digest.weeks,
    )


def _anchors(entries: tuple[Entry, ...]) -> tuple[str, ...]:
    return tuple(entry.anchor for entry in entries)
