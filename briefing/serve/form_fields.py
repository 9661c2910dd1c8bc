"""The fields of a form, made from the model: a control, a label and a help text for each field."""

import re
from dataclasses import dataclass
from datetime import date as Day
from datetime import datetime
from functools import cache
from typing import Literal, TypeAlias

from briefing.capture.questions import BY_KEY
from briefing.record.dates import VagueDate
from briefing.record.expected import Expected, expected_at, fields_of
from briefing.record.problems import Path
from briefing.record.quantities import Quantity
from briefing.record.references import Section
from briefing.record.rules.fields import example_at, is_long_text_at, layout_at
from briefing.typography import capitalised

Control: TypeAlias = Literal[
    "line", "text", "date", "time", "number", "flag", "choice", "words", "reference", "citation",
    "group", "moves",
]  # fmt: skip
"""The kinds of control.

"words" is a line of text with suggestions, "reference" an item of the record, "moves" words keyed
by items, "group" several fields together, and "citation" a source: one of the record, a web
address, or a description.
"""

FORMS: dict[str, Path] = {
    "events": ("events", 0),
    "sources": ("sources", "*"),
    "actors": ("actors", "*"),
    "asks": ("asks", "*"),
    "questions": ("questions", "*"),
    "commitments": ("events", 0, "commitments", 0),
    "areas": ("areas", "*"),
    "editions": ("editions", "*"),
    "record": (),
}
"""The items that have a form, each with the path of one in its file. "record" is the rest of it."""

_SHORT_TEXTS = ("at", "contact")
_DATE_EXAMPLES = "9 June 2025, June 2025, spring 2024, about 2024, or 2019 to 2021"
_DUE_EXAMPLES = "9 June 2025, spring 2026, or 3 months after 9 June 2025"
_TIME_EXAMPLE = "3 July 2023 at 10.30pm"
_SUGGESTED = ("topics", "type", "template", "language", "kinds", "bank_holidays")
_LABELS = {
    "actors.as": "In the role of",
    "archived": "Copy in a web archive",
    "at": "Place in the source",
    "audience": "Who may see it",
    "by": "Who asks",
    "commitments.by": "Who made it",
    "copy": "File name of your copy",
    "correct_as_of": "Accurate to",
    "disputed": "Disputed because",
    "editions.template": "Type of briefing",
    "editions.audience": "Who it is for",
    "events.actors": "Who took part",
    "events.by": "Who decided",
    "figures.by": "Who published it",
    "figures.label": "What it counts",
    "figures.of": "Group of people or items",
    "figures.supports": "Ask that it supports",
    "figures.value": "Number",
    "formerly": "Earlier short names",
    "id": "Short name",
    "part of": "Belongs to",
    "quotes.as": "In the role of",
    "quotes.by": "Who said it",
    "quotes.text": "Words",
    "read": "Last read on",
    "reverses": "Earlier events that this one reverses",
    "sections.from": "Show it from",
    "sections.until": "Show it until",
    "sort": "Surname for the index",
    "stale_after": "Warn after",
    "timezone": "Time zone",
    "weight": "Importance",
    "worked_out": "How it was worked out",
    "actors.ref": "Actor",
    "reverses.ref": "Event",
    "source.ref": "Source",
    "sources.ref": "Source",
    "url": "Web address",
}
_A_WAY_TO_FORMAT = (
    "Leave an empty line between paragraphs. To make words italic, put *asterisks* around them. "
    "Start each item of a list with a hyphen."
)
_AUDIENCE = "public, members or internal. The limits of its event and file still apply."
_HELPS = {
    "answer": f"The answer, in one or two paragraphs. {_A_WAY_TO_FORMAT}",
    "events.by": "The actors who made the decision. Default: the only actor.",
    "actions": "Requests to your readers. Each can have a link, a deadline and areas.",
    "actions.text": "The action in one line.",
    "audience": f"The people who may see it: {_AUDIENCE}",
    "copy": "The copy of the document in the record's folder. Default: the file in the sources "
            "folder that is named after the source's short name.",
    "editions.audience": "The readers of the edition: public, members or internal. Default: "
                         "public.",
    "editions.template": "timeline (every event), member (a short briefing), one-page, lines "
                         "(questions and answers), register (tables of asks and commitments), "
                         "digest (the news of a week or month), or a type of your own.",
    "embargo": "When its embargo ends, in the record's time zone.",
    "figures.label": "The words after the number, such as \"of parents want a new park\".",
    "formerly": "The short names that it had before, oldest first. Links to them still work, so "
                "leave out names that nobody has seen.",
    "id": "The name that other items in the record use for it, such as park-vote. Default: made "
          "from the title.",
    "kind": "The kind of event, such as consultation, decision, statement or report. For a U-turn, "
            "choose how it was made, and name the earlier event below.",
    "read": "The date when you last read it.",
    "reverses": "For a U-turn or another reversal: the earlier decisions that this event reverses.",
    "record.audience": "The people who may see the contents of this file: public, members or "
                       "internal.",
    "sections": "Texts of your own, such as \"Why it matters\" or a case study.",
    "sections.audience": "The people who may see it: public, members or internal. Default: all "
                         "readers of the edition.",
    "sections.place": "Where the briefing shows it. Every type of briefing has all these places, "
                      "even without a summary or asks. Default: before sources.",
    "sections.text": f"The text, in one or more paragraphs. {_A_WAY_TO_FORMAT}",
    "stale_after": "How long after the latest addition the checks start to warn you, such as "
                   "\"6 weeks\". Default: 3 months.",
    "summary": f"One or two paragraphs. {_A_WAY_TO_FORMAT}",
    "notes": f"Notes that appear only in internal editions. {_A_WAY_TO_FORMAT}",
    "weight": "Items of high importance are never left out of a short briefing, and items of low "
              "importance come last.",
}  # fmt: skip
"""Help in plain words, for fields whose description has terms of the format."""
_FIRST = {
    "events": ("date", "kind", "title", "source", "reverses", "summary", "actors", "quotes",
               "figures", "asks", "topics"),
    "quotes": ("text", "by"),
    "figures": ("value", "label", "of", "sample", "by"),
    "editions": ("template", "title", "audience", "area", "topics", "actions",
                 "sections"),
    "sections": ("title", "text", "place", "source", "picture"),
    "actors": ("name", "type", "roles"),
    "asks": ("title", "by", "areas"),
    "questions": ("question", "answer", "source", "events", "asks", "commitments"),
    "commitments": ("title", "by", "due", "kept_if"),
    "source": ("ref", "title", "url", "publisher", "author", "date", "at"),
    "sources": ("ref", "title", "url", "publisher", "author", "date", "at"),
    "record": ("title", "publisher", "brand", "correct_as_of"),
}  # fmt: skip
"""The fields that are shown first, in this order. The others are folded away if they are empty."""


@dataclass(frozen=True, slots=True)
class FormField:
    """A field of a form.

    Attributes:
        key: its key in the file.
        label: its name for people.
        help: its description.
        control: its kind of control.
        is_required: whether the item must have it.
        is_first: whether it is shown even if it is empty.
        is_list: whether it has several values, each with such a control.
        section: the section of the items that it refers to.
        may_be_text: whether it can also be text that is not the name of an item.
        choices: the words that are allowed, if they are few.
        fields: the fields of a group.
        short: the field of a group whose value can be written alone, or "".
        example: an example of its value, or "".
    """

    key: str
    label: str
    help: str
    control: Control
    is_required: bool = False
    is_first: bool = True
    is_list: bool = False
    section: Section | None = None
    may_be_text: bool = False
    choices: tuple[str, ...] = ()
    fields: tuple["FormField", ...] = ()
    short: str = ""
    example: str = ""


@cache
def form_for(name: str) -> tuple[FormField, ...]:
    """Return the fields of the form for one of `FORMS`, in order."""
    return _fields(FORMS[name], name)


def control_at(path: Path) -> Control:
    """Return the control for the value at a `path` in a file."""
    return _control(expected_at(path), path)


def short_at(path: Path) -> str:
    """Return the field that can be written alone in place of the group at `path`, or ""."""
    expected = expected_at(path)
    if not (expected.models and expected.may_be_short):
        return ""
    keys = [
        key for model in expected.models for key, is_required, _ in fields_of(model) if is_required
    ]
    return "ref" if "ref" in keys else keys[0]


def _fields(path: Path, name: str) -> tuple[FormField, ...]:
    found: dict[str, FormField] = {}
    for model in expected_at(path).models:
        for key, is_required, description in fields_of(model):
            if not (name == "record" and key in FORMS) and key not in found:
                found[key] = _field((*path, key), name, description, is_required=is_required)
    order = layout_at(path, frozenset(found))
    first = _FIRST.get(name, tuple(found))

    def place(field: FormField) -> tuple[int, int, bool, int]:
        own = first.index(field.key) if field.key in first else len(first)
        return not field.is_first, own, field.key == "id", order.get(field.key, len(order))

    return tuple(sorted(found.values(), key=place))


def _field(path: Path, name: str, description: str, *, is_required: bool) -> FormField:
    key = str(path[-1])
    whole = expected_at(path)
    at: Path = (*path, 0) if whole.is_list else path
    one = expected_at(at)
    control = _control(one, at)
    is_group = control in ("group", "citation")
    return FormField(
        key=key,
        label=_LABELS.get(f"{name}.{key}") or _LABELS.get(key) or _as_label(key),
        help=_HELPS.get(f"{name}.{key}") or _HELPS.get(key) or _help(description, one),
        control=control,
        is_required=is_required,
        is_first=is_required or key in _FIRST.get(name, (key,)),
        is_list=whole.is_list,
        section=one.keys_of or one.section or whole.section,
        may_be_text=one.may_be_text,
        choices=expected_at((*at, "*")).choices if control == "moves" else one.choices,
        fields=_fields(at, key) if is_group else (),
        short=short_at(at) if is_group else "",
        example=_example(path, name, one, control, is_required=is_required),
    )


def _as_label(key: str) -> str:
    return capitalised(key.replace("_", " "))


def _help(description: str, expected: Expected) -> str:
    """Return the description of a field. In the form, items are chosen by their names."""
    if not (expected.section or expected.keys_of):
        return description
    named = re.sub(r"^The ids? of (?:the |an? )?", "The ", description)
    return re.sub(r"'s id\b", "", named)


def _hint(name: str, key: str) -> str:
    """Return the example in the question of `briefing add`, if there is one."""
    question = BY_KEY.get(key) if name == "events" else None
    text = question.hint if question else ""
    return text.partition("For example: ")[2].rstrip(".")


def _example(
    path: Path, name: str, expected: Expected, control: Control, *, is_required: bool
) -> str:
    if control == "date":
        is_vague = VagueDate in expected.types
        return _DUE_EXAMPLES if expected.section else _DATE_EXAMPLES if is_vague else "9 June 2025"
    if control == "time":
        return _TIME_EXAMPLE
    return example_at(path) if is_required else _hint(name, key=str(path[-1]))


def _control(expected: Expected, path: Path) -> Control:
    types = expected.types
    if expected.keys_of:
        return "moves"
    if len(expected.models) > 1:
        return "citation"
    if expected.models:
        return "group"
    if expected.choices:
        return "choice"
    if expected.is_flag:
        return "flag"
    if expected.is_date or Day in types:
        return "date"
    if datetime in types:
        return "time"
    if Quantity in types:
        return "number"
    if expected.section:
        return "reference"
    if expected.is_kind or expected.field in _SUGGESTED:
        return "words"
    is_long = is_long_text_at(path) and expected.field not in _SHORT_TEXTS
    return "text" if is_long else "line"
