"""A draft for a record from a document: its source, an event, quotes and figures.

A person must check every part. Each part of a draft comes with its passage in
the document, and with the reason for anything that was worked out or guessed.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import PurePosixPath
from typing import Any

from briefing.capture.complete_labels import Context, completed
from briefing.capture.document import Detail, Document, limited, read_unlimited
from briefing.capture.document_kinds import kind_guess
from briefing.capture.figures import figures_in
from briefing.capture.found_figure import FoundFigure
from briefing.capture.kept_words import asked_in
from briefing.capture.labels import LONGEST, Label
from briefing.capture.matching_actors import Actors
from briefing.capture.own_words import has_own, with_publisher
from briefing.capture.quotes import FoundQuote, quotes_in
from briefing.capture.repeated_quotes import repeated_in
from briefing.capture.sentences import sentence_at
from briefing.capture.speakers import Speaker, speakers_of
from briefing.capture.speeches import speeches_in
from briefing.capture.subjects import people_in
from briefing.capture.surveyed import surveyed_in
from briefing.capture.written_dates import written_dates
from briefing.evidence.figures import find_figure
from briefing.evidence.quotes import find_quote
from briefing.evidence.searching import SearchText, prepare
from briefing.record.dates import DateProblem, parse_edtf
from briefing.record.model import Figure
from briefing.record.naming import new_id
from briefing.record.record import Record

_LONGEST_PASSAGE = 400
_PROCEEDINGS = re.compile(
    r"\b(?:Hansard|Parliament|House of (?:Commons|Lords)"
    r"|[Tt]ranscripts?|[Pp]roceedings|[Oo]ral [Ee]vidence|[Mm]inutes of)\b|^Minutes\b"
)
"""The publisher or the title of a record of speeches, so that its publisher is not "we"."""
_LONGEST_NAME = 8
_MOST = 200
"""The maximum number of quotes, and of figures, in a draft. A person must look at each one."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a draft, which a person can accept, change or leave out.

    Attributes:
        value: plain data, as in a record.
        passage: the words of the document that it comes from.
        reasons: how the values were found, as clauses. Those that are guesses start with "guess: ".
        id: the id of a source or an actor, or "".
        is_known: whether the record has it already, so that only its id is needed.
    """

    value: Mapping[str, Any]
    passage: str = ""
    reasons: tuple[str, ...] = ()
    id: str = ""
    is_known: bool = False


@dataclass(frozen=True, slots=True)
class DocumentDraft:
    """Everything that a document could add to a record.

    Attributes:
        source: the document itself.
        event: the event that it announces, without its quotes and figures.
        quotes: the quotes. Each one is in the document, word for word. `by` is the id of an actor.
        figures: the figures, each with a label from its sentence.
        actors: the speakers of the quotes, and other people and organisations in the document.
        dates: the dates that the text names, as `date`. If a date can mean several days, `dates`.
        cautions: what to know about the document, such as an embargo, as sentences.
    """

    source: Part
    event: Part
    quotes: tuple[Part, ...] = ()
    figures: tuple[Part, ...] = ()
    actors: tuple[Part, ...] = ()
    dates: tuple[Part, ...] = ()
    cautions: tuple[str, ...] = ()


def draft_document(content: bytes, name: str, url: str, record: Record) -> DocumentDraft:
    """Read a document, which may be unsafe, and draft what it could add to a record.

    Args:
        content: the bytes of the file.
        name: its name.
        url: the address that it came from, or "".
        record: the record.

    Raises:
        NotReadable: it cannot be read, is damaged, takes too long or needs too much memory.
    """
    return limited(partial(_draft_of, content, name, url, record))


def _draft_of(content: bytes, name: str, url: str, record: Record) -> DocumentDraft:
    return draft(read_unlimited(content, name, url), record)


def draft(document: Document, record: Record) -> DocumentDraft:
    """Draft what a document could add to a record."""
    published = document.date.value if document.date else ""
    actors = Actors(record, published)
    search = prepare(document.text)
    found_quotes = quotes_in(document.paragraphs)
    found_figures = figures_in(document.paragraphs, found_quotes, _MOST + 1)
    speakers = speakers_of(found_quotes[:_MOST], document.paragraphs)
    quotes = [*_quotes(found_quotes[:_MOST], speakers, document, actors, search)]
    spoken = [*zip(found_quotes, speakers, strict=False)]
    figures = [*_figures(found_figures[:_MOST], spoken, document, record, search)]
    for paragraph in document.paragraphs:
        actors.name_known(paragraph.text)
        for named in people_in(paragraph.text):
            actors.id_of(named, paragraph.text)
    source = _source(document, record)
    return DocumentDraft(
        source=source,
        event=_event(document, source.id, actors),
        quotes=tuple(quotes),
        figures=tuple(figures),
        actors=tuple(
            Part(actor.value, _shortened(actor.passage), actor.reasons, actor.id, actor.is_known)
            for actor in actors.named
        ),
        dates=tuple(_dates(document, published)),
        cautions=tuple(_cautions(document, len(found_quotes), len(found_figures))),
    )


def _reason(key: str, detail: Detail) -> str:
    return f"{'guess: ' if detail.is_guess else ''}{key}: {detail.reason}"


def _source(document: Document, record: Record) -> Part:
    """Return the source. If the record has its address already, it is known."""
    address = document.address.value if document.address else ""
    for id, source in record.sources.items():
        if address and source.url and _plain(source.url) == _plain(address):
            return Part({"title": source.title}, "", ("the record has its address",), id, True)
    fields = {
        "title": document.title,
        "author": document.author,
        "publisher": document.publisher,
        "date": document.date,
        "url": document.address,
    }
    value = {key: detail.value for key, detail in fields.items() if detail}
    if not document.title:
        value = {"title": PurePosixPath(document.name).stem or "Untitled document", **value}
    reasons = [_reason(key, detail) for key, detail in fields.items() if detail]
    if not document.title:
        reasons.append("guess: title: the name of the file, because no title was found")
    year = value.get("date", "")[:4]
    owner = value.get("publisher") or value.get("title", "")
    if document.embargo:
        value["embargo"] = document.embargo.value
    words = f"{_short_name(owner)} {year}".strip()
    return Part(value, "", tuple(reasons), new_id(words, record.sources, "source"))


def _plain(address: str) -> str:
    return address.partition("#")[0].rstrip("/").removeprefix("http://").removeprefix("https://")


def _short_name(name: str) -> str:
    words = re.findall(r"[\w’']+", re.sub(r"^The\s+", "", name))
    return " ".join(words[:4])


def _event(document: Document, source: str, actors: Actors) -> Part:
    kind, why = kind_guess(document)
    value: dict[str, Any] = {}
    reasons = []
    if document.date:
        value["date"] = document.date.value
        reasons.append(f"guess: date: the date of publication, {document.date.reason}")
    else:
        reasons.append("date: add the date, because the document does not give one")
    value["kind"] = kind
    reasons.append(f"guess: kind: {why}")
    value["title"] = document.title.value if document.title else "Add a title"
    reasons.append("title: the title of the document. Rewrite it to describe what happened")
    if quoted := actors.quoted:
        value["actors"] = quoted
        reasons.append("actors: everybody who is quoted")
    value["source"] = source
    if document.embargo:
        value["embargo"] = document.embargo.value
        reasons.append(_reason("embargo", document.embargo))
    return Part(value, _first_paragraph(document), tuple(reasons))


def _first_paragraph(document: Document) -> str:
    texts = (paragraph.text for paragraph in document.paragraphs if paragraph.kind == "text")
    return _shortened(next((text for text in texts if len(text) > 80), ""))


def _shortened(text: str) -> str:
    if len(text) <= _LONGEST_PASSAGE:
        return text
    return text[:_LONGEST_PASSAGE].rpartition(" ")[0] + " …"


def _quotes(
    found: Sequence[FoundQuote],
    speakers: Sequence[Speaker],
    document: Document,
    actors: Actors,
    search: SearchText,
) -> Iterator[Part]:
    """Yield the quotes that are in the document word for word."""
    repeated = repeated_in(found, speakers)
    for number, (quote, speaker) in enumerate(zip(found, speakers, strict=True)):
        passage = document.paragraphs[quote.paragraph].text
        if number not in repeated and (text := _exact(quote.text, search)):
            quote = replace(quote, text=text)
            yield _quote(quote, speaker, actors, passage)


def _exact(text: str, search: SearchText) -> str:
    """Return a quote in the words and punctuation of the document, or "" if it is not there."""
    found = find_quote(text, search)
    if not found or found.is_verbatim:
        return text if found else ""
    again = find_quote(found.exact, search)
    # If a quote has an ellipsis, the passage has the words that it replaces too.
    return found.exact if again and again.is_verbatim and "…" not in text else text


def _quote(quote: FoundQuote, speaker: Speaker, actors: Actors, passage: str) -> Part:
    value: dict[str, Any] = {"text": quote.text}
    if speaker.named:
        actor, role = actors.id_of(speaker.named, passage, is_quoted=True)
        value |= {"by": actor} if actor else {}
        value |= {"as": role} if actor and role else {}
    guess = "guess: " if speaker.is_guess and "by" in value else ""
    reasons = [f"{guess}by: {speaker.reason}"]
    if speaker.named and "by" not in value:
        reasons = [f"by: add the speaker: {speaker.reason}"]
    if quote.interruption:
        reasons.append("text: … replaces the words that name the speaker")
    if quote.is_unmarked:
        reasons.append(
            "guess: text: the paragraph after a line that introduces a quote. It has no quotation "
            "marks, so check where the quote ends"
        )
    if quote.is_set_off:
        reasons.append("text: the page marks this paragraph as a quotation")
    return Part(value, _around(passage, quote.start, quote.end), tuple(reasons))


def _around(text: str, start: int, end: int) -> str:
    low, _ = sentence_at(text, start)
    _, high = sentence_at(text, max(start, end - 1))
    return _shortened(text[low : max(high, end)].strip())


def _figures(
    found: Sequence[FoundFigure],
    spoken: Sequence[tuple[FoundQuote, Speaker]],
    document: Document,
    record: Record,
    search: SearchText,
) -> Iterator[Part]:
    speeches = speeches_in(document.paragraphs)
    context = Context(
        document.paragraphs,
        document.publisher.value if document.publisher else "",
        *surveyed_in([paragraph.text for paragraph in document.paragraphs]),
    )
    for figure in found:
        passage = document.paragraphs[figure.paragraph].text
        label = completed(figure, context)
        figure = replace(figure, label=label)
        figure = replace(
            figure, label=_attributed(figure, spoken, document, speeches[figure.paragraph])
        )
        label = figure.label
        value: dict[str, Any] = {"label": label.text, "value": figure.value}
        reasons = [f"label: {label.place}"]
        reasons += [f"guess: label: {doubt}" for doubt in _doubts(figure)]
        if label.of:
            value["of"] = label.of
        if figure.sample:
            value["sample"] = figure.sample
            reasons.append(f"sample: “{figure.sample_reason}”")
        if figure.by:
            value["by"] = figure.by
            reasons.append("by: the organisation that surveyed the sample")
        start, end = sentence_at(passage, figure.start)
        sentence = passage[start:end]
        areas = [id for id, area in record.areas.items() if _names(area.name, sentence)]
        if len(areas) == 1:
            value["area"] = areas[0]
            reasons.append("guess: area: the only area that the sentence names")
        if not _is_found(value, search):
            reasons.append("guess: label: `briefing prove` cannot find it, so check it")
        yield Part(value, _shortened(sentence), tuple(reasons))


def _attributed(
    figure: FoundFigure,
    spoken: Sequence[tuple[FoundQuote, Speaker]],
    document: Document,
    speech: str,
) -> Label:
    """Return the label of a figure, with the name of its speaker, or of the author that is "we".

    `speech` is the speaker of the speech that it is in, or "".
    """
    label = figure.label
    if not (label.is_said or label.is_own or has_own(label)):
        return label
    is_person = re.search(r"\b(?:I|my|me)\b", label.text, re.IGNORECASE)
    owner = document.author if is_person else document.publisher or document.author
    details = (document.publisher, document.title)
    is_record = any(_PROCEEDINGS.search(each.value) for each in details if each)
    name = owner.value if owner and not is_record else ""
    name = "" if label.is_said else speech or name
    for quote, speaker in spoken:
        is_here = quote.paragraph == figure.paragraph and quote.start <= figure.start < quote.end
        if is_here and speaker.named:
            name = speaker.named.name or speaker.named.role
            name = name if len(name.split()) <= _LONGEST_NAME else ""
    is_publisher = document.publisher is not None and name == document.publisher.value
    if is_publisher and not label.is_said and (own := with_publisher(label, name)):
        return own
    whose = "it is in a quote" if label.is_said else "it is in the words of the document's author"
    if not name or len(f"{label.text} [{name}]") > LONGEST:
        return replace(label, doubts=(*label.doubts, f"{whose}, so add the name"))
    doubts = (*label.doubts, f"{whose}, so the name in brackets was added")
    return replace(label, text=f"{label.text} [{name}]", doubts=doubts)


def _doubts(figure: FoundFigure) -> Iterator[str]:
    """Yield why a label may say too little, or something that is not so yet."""
    yield from figure.label.doubts
    if asked := asked_in(figure.before, figure.label):
        yield f"the text says “{asked}”, so say who asks for it or plans it"


def _names(name: str, sentence: str) -> bool:
    plain = re.sub(r"^the\s+", "", name, flags=re.IGNORECASE)
    return bool(re.search(rf"\b{re.escape(plain)}\b", sentence))


def _is_found(value: Mapping[str, Any], search: SearchText) -> bool:
    """Whether the label and the value of a figure are together in the document."""
    own = {key: value[key] for key in ("label", "value", "of") if key in value}
    return find_figure(Figure.model_validate(own), search) is not None


def _dates(document: Document, published: str) -> Iterator[Part]:
    seen: set[tuple[str, ...]] = set()
    for paragraph in document.paragraphs:
        for written in written_dates(paragraph.text, published):
            readings = tuple(text for text in written.readings if _is_date(text))
            if not readings or readings in seen:
                continue
            seen.add(readings)
            is_one = len(readings) == 1
            value = {"date": readings[0]} if is_one else {"dates": list(readings)}
            reasons = [f"“{written.text}”"]
            if written.reason:
                reasons.append(f"guess: {written.reason}")
            if not is_one:
                reasons.append("it can mean several dates")
            passage = _around(paragraph.text, written.start, written.end)
            yield Part(value, passage, tuple(reasons))


def _is_date(text: str) -> bool:
    try:
        parse_edtf(text)
    except DateProblem:
        return False
    return True


def _cautions(document: Document, quotes: int, figures: int) -> Iterator[str]:
    for count, what in ((quotes, "quotes"), (figures, "figures")):
        if count > _MOST:
            message = f"The document has more than {_MOST} {what}."
            yield f"{message} The draft contains only the first {_MOST}."
    if document.embargo:
        yield (
            f"The document is under embargo until {document.embargo.value} "
            f"({document.embargo.reason})."
        )
    if not document.date:
        yield "The document gives no date of publication."
