"""Rules for questions and answers. Each takes the record."""

from collections.abc import Iterator

from briefing.record.problems import Finding
from briefing.record.record import Record
from briefing.record.rules.rule import warning


@warning
def question_without_answer(record: Record) -> Iterator[Finding]:
    """Every question must have an answer.

    Lines to take show the question, with the words "No answer yet".

    Wrong:
        title: Example
        questions:
          opening: {question: When will the park open?, source: https://example.org/b}
        events:
          - {date: 2019-04, kind: news, title: A, source: https://example.org/a}

    Right:
        title: Example
        questions:
          opening:
            question: When will the park open?
            answer: In the summer.
            source: https://example.org/b
        events:
          - {date: 2019-04, kind: news, title: A, source: https://example.org/a}
    """
    for question in record.questions.values():
        if question.answer is None:
            message = "this question has no answer"
            missing = (question.where / "answer").path
            hint = "add 'answer' with the lines to take"
            yield Finding(question.where, message, hint, missing=missing)


@warning
def answer_without_source(record: Record) -> Iterator[Finding]:
    """Every answer must have a source, or name the events, asks or commitments that support it.

    A person who gives the answer must be able to say where it comes from.

    Wrong:
        title: Example
        questions:
          opening: {question: When will the park open?, answer: In the summer.}
        events:
          - {date: 2019-04, kind: news, title: A, source: https://example.org/a}

    Right:
        title: Example
        questions:
          opening: {question: When will the park open?, answer: In the summer., events: [plan]}
        events:
          - {id: plan, date: 2019-04, kind: news, title: A, source: https://example.org/a}
    """
    for question in record.questions.values():
        supported = question.events or question.asks or question.commitments
        if question.answer is not None and not supported and not any(question.citations):
            message = "this answer has no source"
            hint = "add 'source' with an id, a web address or a full description, or 'events'"
            missing = (question.where / "source").path
            yield Finding(question.where, message, hint, missing=missing)
