"""The questions about a new event: for each field, the possible answers and how to read them.

The names of the questions are the keys of the events file.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from briefing.capture.answers import MOVES, Unclear, Words
from briefing.record.naming import new_id


def _nothing(words: Words) -> Mapping[str, str]:
    return {}


@dataclass(frozen=True, slots=True)
class Question:
    """A question about one field of an event.

    Attributes:
        key: the key of the field.
        text: the question.
        read: turns an answer into the value of the field, or raises `Unclear`.
        known: the answers that the record already has, each with its description.
        hint: an example or an explanation, shown until there is an answer.
        is_list: whether the field takes several answers.
        parts: the questions about each item, if the items have fields of their own.
        is_optional: whether the answer can be left out.
        is_actor: whether a new actor can be added to answer it.
        is_known: whether the answer must be one that the record already has.
    """

    key: str
    text: str
    read: Callable[[Words, str], Any] = lambda words, text: one_line(text)
    known: Callable[[Words], Mapping[str, str]] = _nothing
    hint: str = ""
    is_list: bool = False
    parts: tuple["Question", ...] = ()
    is_optional: bool = True
    is_actor: bool = False
    is_known: bool = False

    def is_possible(self, words: Words) -> bool:
        """Whether the question has an answer, given the content of the record."""
        required = (part for part in self.parts if not part.is_optional)
        return bool(not self.is_known or self.known(words)) and all(
            part.is_possible(words) for part in required
        )


def one_line(text: str) -> str:
    """Return `text` on one line.

    Raises:
        Unclear: it is empty, or has bytes that are not text.
    """
    if any("\ud800" <= letter <= "\udfff" for letter in text):
        raise Unclear("This text is not in UTF-8, so some of its characters cannot be read")
    if line := " ".join(text.split()):
        return line
    raise Unclear("Write something here")


def _one_of(*choices: str) -> Callable[[Words, str], str]:
    def read(words: Words, text: str) -> str:
        if (choice := text.strip().lower()) in choices:
            return choice
        raise Unclear(f"Choose from {', '.join(choices)}")

    return read


def _choices(*choices: str) -> Callable[[Words], Mapping[str, str]]:
    return lambda words: dict.fromkeys(choices, "")


def _new_id(words: Words, text: str) -> str:
    id = text.strip()
    if id in words.taken:
        raise Unclear(f"The record already uses the id '{id}'. Try {new_id(id, words.taken)}")
    return id


def _actor(key: str, text: str, *, is_list: bool = False, is_optional: bool = True) -> Question:
    """Return a question about an actor, or several."""
    return Question(
        key,
        text,
        lambda words, text: words.actor(text),
        lambda words: words.actors,
        "An id or a name. You can add a new actor.",
        is_list=is_list,
        is_optional=is_optional,
        is_actor=True,
    )


_WEIGHTS = ("high", "normal", "low")
_AUDIENCES = ("public", "members", "internal")

DATE = Question(
    "date",
    "Date",
    lambda words, text: words.date(text),
    lambda words: {"today": "", "yesterday": ""},
    "For example: 9 June 2025, yesterday, June 2025, spring 2025, 9 June to 3 July 2025.",
    is_optional=False,
)
KIND = Question(
    "kind",
    "Kind",
    lambda words, text: words.kind(text),
    lambda words: words.kinds,
    "For example: statement, consultation, report.",
    is_optional=False,
)
TITLE = Question(
    "title",
    "Title",
    hint="The event in one line. For example: A new park opens.",
    is_optional=False,
)
SOURCE = Question(
    "source",
    "Source",
    lambda words, text: words.source(text),
    lambda words: words.sources,
    "The id, web address or title of the document that supports the event.",
)
SOURCE_DETAILS = (
    Question("title", "Title of the source"),
    Question("publisher", "Publisher"),
    Question(
        "date",
        "Date of publication",
        lambda words, text: words.date(text),
        hint="Shows whether the event was planned or has happened.",
    ),
)
"""The questions about a source that the record does not describe yet."""

FIRST = (DATE, KIND, TITLE, SOURCE)
"""The questions that are always asked."""

MORE = (
    Question(
        "sources",
        "Another source",
        lambda words, text: words.source(text),
        lambda words: words.sources,
        SOURCE.hint,
        is_list=True,
    ),
    Question("summary", "Summary", hint="One or two paragraphs of Markdown."),
    _actor("actors", "Who took part", is_list=True),
    _actor("by", "Who decided", is_list=True),
    Question("topics", "Topic", known=lambda words: words.topics, is_list=True),
    Question(
        "areas",
        "Area",
        lambda words, text: words.area(text),
        lambda words: words.areas,
        is_known=True,
        is_list=True,
    ),
    Question(
        "quotes",
        "Quote",
        is_list=True,
        parts=(
            Question(
                "text", "Words of the quote", hint="Without quotation marks.", is_optional=False
            ),
            _actor("by", "Who said them"),
        ),
    ),
    Question(
        "figures",
        "Figure",
        is_list=True,
        parts=(
            Question(
                "value",
                "Number",
                lambda words, text: words.figure(text),
                hint='As it was published: 77%, "over 1,000", £18m.',
                is_optional=False,
            ),
            Question(
                "label",
                "Label",
                hint="Words that follow the number: back criminal prosecution.",
                is_optional=False,
            ),
            Question("of", "Group of people or items", hint="For example: adults."),
            Question(
                "area",
                "Area",
                lambda words, text: words.area(text),
                lambda words: words.areas,
                is_known=True,
            ),
            Question("sample", "Sample", lambda words, text: words.figure(text)),
            Question(
                "by",
                "Who published or collected it",
                known=lambda words: words.actors,
                hint="An actor's id, or a name.",
            ),
        ),
    ),
    Question(
        "asks",
        "Ask",
        is_list=True,
        parts=(
            Question(
                "ask",
                "Which ask",
                lambda words, text: words.ask(text),
                lambda words: words.asks,
                is_known=True,
                is_optional=False,
            ),
            Question(
                "move",
                "New status",
                lambda words, text: words.move(text),
                _choices(*MOVES),
                f"One of these: {', '.join(MOVES)}.",
                is_optional=False,
            ),
        ),
    ),
    Question(
        "commitments",
        "Commitment",
        is_list=True,
        parts=(
            Question(
                "title", "Commitment", hint="Such as: Respond to the petition.", is_optional=False
            ),
            _actor("by", "Who made it", is_optional=False),
            Question(
                "due",
                "Due",
                lambda words, text: words.due(text),
                hint="A date, or a time after one: 3 months after 2025-06.",
            ),
            Question(
                "kept_if",
                "Kept if",
                hint="The result that would count as keeping it: At least 300 homes are finished.",
            ),
        ),
    ),
    *(
        Question(
            key,
            text,
            lambda words, text: words.commitment(text),
            lambda words: words.commitments,
            is_known=True,
            is_list=True,
        )
        for key, text in (("keeps", "Commitment kept"), ("drops", "Commitment dropped"))
    ),
    *(
        Question(
            key,
            text,
            lambda words, text: words.event(text),
            lambda words: words.events,
            "The id or the title of an earlier event.",
            is_known=True,
            is_list=True,
        )
        for key, text in (
            ("responds to", "Responds to which event"),
            ("follows", "Follows which event"),
            ("amends", "Amends which event"),
            ("reverses", "Reverses which event"),
        )
    ),
    Question("weight", "Weight", _one_of(*_WEIGHTS), _choices(*_WEIGHTS)),
    Question("audience", "Audience", _one_of(*_AUDIENCES), _choices(*_AUDIENCES)),
    Question(
        "embargo",
        "Embargo ends",
        lambda words, text: words.embargo(text),
        hint="The date and time, for example 2023-07-03T22:30.",
    ),
    Question("disputed", "Why it is disputed", hint="Fill this in only if sources disagree."),
    Question("notes", "Notes", hint="Only internal editions show notes."),
    Question("id", "Id", _new_id, hint="The name that other events use to refer to this one."),
)
"""The questions that a person can choose to answer, in the order of the menu."""

BY_KEY = {question.key: question for question in (*FIRST, *MORE)}


def with_answer(event: dict[str, Any], question: Question, value: Any) -> dict[str, Any]:
    """Return the event with one more answer: the value of a field, or an item of a list."""
    key = question.key
    if key == "sources" and "source" in event:
        first = event["source"]
        event = {name: item for name, item in event.items() if name != "source"}
        event[key] = [first, *event.get(key, ())]
    if key == "asks":
        return {**event, key: {**event.get(key, {}), value["ask"]: value["move"]}}
    if not question.is_list:
        return {**event, key: value}
    items = event.get(key, [])
    items = [items] if isinstance(items, str) else items
    return {**event, key: [*items, value] if value not in items else items}


def missing_fields(event: Mapping[str, Any]) -> list[str]:
    """Return the keys of the required fields that the event does not have."""
    return [each.key for each in FIRST if not each.is_optional and each.key not in event]
