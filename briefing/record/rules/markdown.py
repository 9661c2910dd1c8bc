"""Rules for Markdown in the record. Each takes the record."""

from collections.abc import Iterator

from briefing.record.markdown import faults
from briefing.record.problems import Finding, RecordPath
from briefing.record.record import Record
from briefing.record.rules.rule import error


@error
def unsafe_markdown(record: Record) -> Iterator[Finding]:
    """Summaries, notes, answers, actions and sections can contain only paragraphs, lists,
    quotations, emphasis and links.

    These texts are written in CommonMark, a standard form of Markdown. Headings, tables, horizontal
    rules, images, code blocks, footnotes and raw HTML are not supported, because they would break
    the layout, be lost in some formats, or load something from another site. Links must lead to web
    or email addresses.

    Wrong:
        title: Example
        events:
          - date: 2019-04
            kind: news
            title: A
            summary: See <b>here</b>.
            source: https://example.org/a

    Right:
        title: Example
        events:
          - date: 2019-04
            kind: news
            title: A
            summary: See **here**, and [the notice](https://example.org/notice).
            source: https://example.org/a
    """
    for event in record.events:
        if event.summary is not None:
            yield from _in(event.summary, event.where, "summary", "summary")
        if event.notes is not None:
            yield from _in(event.notes, event.where, "notes", "notes")
    for question in record.questions.values():
        if question.answer is not None:
            yield from _in(question.answer, question.where, "answer", "answer")
    for edition in record.editions.values():
        for n, action in enumerate(edition.actions):
            yield from _in(action.text, edition.where / "actions" / n, "text", "action")
    for _, section in record.own_sections:
        yield from _in(section.text, section.where, "text", "section")


def _in(text: str, where: RecordPath, key: str, noun: str) -> Iterator[Finding]:
    contains = "contain" if noun == "notes" else "contains"
    for fault in faults(text):
        message = f"the {noun} {contains} {fault.name}"
        yield Finding(where / key, message, fault.hint, words=fault.words)
