"""The types of the fields in an events file: how to write each one, and its JSON Schema."""

import re
from collections.abc import Iterable
from datetime import date as Day
from datetime import datetime
from typing import Annotated, Any, Literal, TypeVar, get_args, get_origin

from pydantic import (
    AfterValidator,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    StringConstraints,
    WithJsonSchema,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from briefing.languages import catalogues
from briefing.record import ambiguous_dates, colours, dates, due, kinds, lengths, mailboxes
from briefing.record.dates import VagueDate
from briefing.record.due import ID_PATTERN, Due
from briefing.record.lengths import Length
from briefing.record.mailboxes import Mailbox
from briefing.record.quantities import PART_IN_WORDS, Quantity
from briefing.record.references import RefersTo
from briefing.record.validators import (
    WEB_ADDRESS,
    colour,
    read_date,
    read_day,
    read_due,
    read_embargo,
    read_language,
    read_length,
    read_mailbox,
    read_quantity,
    read_translations,
    web_address,
)

T = TypeVar("T")


class ParsedText:
    """A pydantic annotation for a value that is written as text and parsed by our own function."""

    def __init__(self, kind: type, noun: str, read: Any, schema: JsonSchemaValue) -> None:
        self.kind, self.noun, self.read, self.schema = kind, noun, read, schema

    def __get_pydantic_core_schema__(self, source: object, handler: object) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self._validate)

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return self.schema

    def _validate(self, value: object) -> object:
        if isinstance(value, str):
            if not value.strip():
                raise PydanticCustomError("nothing_given", "nothing given")
            return self.read(value)
        if isinstance(value, int | float) and not isinstance(value, bool):
            return self.read(str(value))
        if isinstance(value, self.kind):
            return value
        raise PydanticCustomError("not_readable", "{wanted}", {"wanted": self.noun})


class ParsedDate(ParsedText):
    """A pydantic annotation for a date, including one in brackets, which YAML reads as a list."""

    def __init__(self, kind: type, read: Any, pattern: str, description: str) -> None:
        schema = {
            "type": ["string", "integer", "array"],
            "minimum": 1000,
            "maximum": 9999,
            "pattern": pattern,
            "not": {"type": "string", "pattern": ambiguous_dates.PATTERN},
            "items": {
                "type": "string",
                "pattern": dates.RANGE_PATTERN,
                "not": {"pattern": ambiguous_dates.PATTERN},
            },
            "minItems": 1,
            "maxItems": 1,
            "description": description,
        }
        super().__init__(kind, "a date", read, schema)

    def _validate(self, value: object) -> object:
        if isinstance(value, list) and value and all(type(item) in (str, int) for item in value):
            value = f"[{', '.join(map(str, value))}]"
        return super()._validate(value)


WRITTEN_ID: JsonSchemaValue = {
    "type": ["string", "number"],
    "minimum": 0,
    "pattern": rf"^\s*{ID_PATTERN}\s*$",
}


class OrText:
    """An annotation that makes the schema accept `text` as a short form of an object."""

    def __init__(self, text: JsonSchemaValue) -> None:
        self.text = text

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return {"anyOf": [self.text, handler(schema)]}


class _TextSchema:
    """An annotation for text that may be a plain number in YAML, and must not be only spaces."""

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return {**handler(schema), "type": ["string", "number"], "pattern": r"\S"}


class _Translatable(_TextSchema):
    """An annotation for text that can also be a group of texts by language."""

    def __get_pydantic_core_schema__(
        self, source: object, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        text = handler(source)
        by_language = core_schema.no_info_after_validator_function(
            read_translations,
            core_schema.dict_schema(
                core_schema.no_info_after_validator_function(
                    read_language, core_schema.str_schema(strict=True)
                ),
                text,
            ),
        )
        return core_schema.union_schema(
            [(text, TEXT_TAGS[0]), (by_language, TEXT_TAGS[1])], mode="left_to_right"
        )

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        text, by_language = handler(schema)["anyOf"]
        text = {**text, "type": ["string", "number"], "pattern": r"\S"}
        codes = "|".join(sorted({"en", *(code.partition("-")[0] for code in catalogues())}))
        by_language |= {
            "propertyNames": {"pattern": rf"^(?:{codes})(?:-[A-Za-z0-9]{{2,8}})*$"},
            "additionalProperties": text,
            "minProperties": 1,
        }
        return {"anyOf": [text, by_language]}


TEXT_TAGS = ("<text>", "<by language>")
"""The forms that a text can take, as named in the paths of pydantic's errors."""


class _Ids:
    """An annotation that gives the schema the pattern of the keys in a group."""

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        group: JsonSchemaValue = handler(schema)
        group["additionalProperties"] = group.pop("patternProperties").popitem()[1]
        return {**group, "propertyNames": {"pattern": rf"^{ID_PATTERN}$"}}


_GAP = re.compile(r"[ \t\r\n]{2,}|[\t\r\n]")


def _one_line(text: str) -> str:
    """Return `text` on one line, even if it was written on several."""
    return text if text.isprintable() and "  " not in text else _GAP.sub(" ", text)


def _text(longest: int) -> Any:
    return StringConstraints(strip_whitespace=True, min_length=1, max_length=longest)


class _NotNull:
    """An annotation for a field whose default is None, but in which null must not be written."""

    def __get_pydantic_core_schema__(
        self, source: object, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        nullable: Any = handler(source)
        inner: CoreSchema = nullable["schema"]
        return inner


OptionalField = Annotated[T | None, _NotNull()]
"""A field that can be left out, but not left empty."""


def is_text(annotation: Any, metadata: Iterable[Any] = ()) -> bool:
    """Whether a field with this annotation contains free text, such as a title or summary."""
    marks = (*metadata, *getattr(annotation, "__metadata__", ()))
    if any(isinstance(mark, _TextSchema) for mark in marks):
        return True
    if get_origin(annotation) in (tuple, dict) or isinstance(annotation, type):
        return False
    return any(is_text(part) for part in get_args(annotation))


def is_translatable(annotation: Any, metadata: Iterable[Any] = ()) -> bool:
    """Whether a field with this annotation contains one text that can be in several languages."""
    marks = (*metadata, *getattr(annotation, "__metadata__", ()))
    if any(isinstance(mark, _Translatable) for mark in marks):
        return True
    if get_origin(annotation) in (tuple, dict) or isinstance(annotation, type):
        return False
    return any(is_translatable(part) for part in get_args(annotation))


Word = Annotated[str, _text(300), AfterValidator(_one_line), _TextSchema()]
"""A line of text that the record also uses as a name, such as a topic. It has no translations."""
Title = Annotated[str, _text(300), AfterValidator(_one_line), _Translatable()]
Text = Annotated[str, _text(5_000), AfterValidator(_one_line), _Translatable()]
Markdown = Annotated[str, _text(50_000), _Translatable()]
ID = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, pattern=rf"^{ID_PATTERN}$"),
    WithJsonSchema(WRITTEN_ID),
]
_Key = Annotated[str, StringConstraints(strict=True, min_length=1, pattern=rf"^{ID_PATTERN}$")]
ById = Annotated[dict[_Key, T], _Ids()]
"""Items keyed by id. Ids are kept exactly as written, so that no two become the same."""

ActorID = Annotated[ID, RefersTo("actors")]
AreaID = Annotated[ID, RefersTo("areas")]
AskID = Annotated[ID, RefersTo("asks")]
CommitmentID = Annotated[ID, RefersTo("commitments")]
EventID = Annotated[ID, RefersTo("events")]
RequiredActor = Annotated[ID, RefersTo("actors", is_required=True)]
RequiredArea = Annotated[ID, RefersTo("areas", is_required=True)]
RequiredAsk = Annotated[ID, RefersTo("asks", is_required=True)]
RequiredCommitment = Annotated[ID, RefersTo("commitments", is_required=True)]
RequiredEvent = Annotated[ID, RefersTo("events", is_required=True)]
RequiredSource = Annotated[ID, RefersTo("sources", is_required=True)]


class KindSchema:
    """An annotation that lets editors complete the built-in kinds. Records can define others."""

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return {"anyOf": [{"enum": list(kinds.BUILT_IN)}, handler(schema)]}


Kind = Annotated[Word, AfterValidator(kinds.normal_kind), KindSchema()]
Url = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1),
    AfterValidator(web_address),
    WithJsonSchema({"type": "string", "pattern": WEB_ADDRESS, "format": "uri"}),
]
Colour = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1),
    AfterValidator(colour),
    WithJsonSchema({"type": "string", "pattern": colours.PATTERN}),
]

Date = Annotated[
    VagueDate,
    ParsedDate(
        VagueDate,
        read_date,
        dates.PATTERN,
        "A date, as exact as the evidence allows: 2023-07-03, 2019-04, 2019, spring 2021, "
        "2019-04/2019-07, 2023-07/.., 2020~ (about), 2020-05? (perhaps), [2021-03..2023-07] (one "
        "day between the two).",
    ),
]
WholeDay = Annotated[
    Day,
    ParsedText(
        Day,
        "a day",
        read_day,
        {
            "type": "string",
            "format": "date",
            "allOf": [{"pattern": dates.PATTERN}, {"pattern": r"^(?!0000)\d{4}-\d\d-\d\d$"}],
        },
    ),
]
Number = Annotated[
    Quantity,
    ParsedText(
        Quantity,
        "a number",
        read_quantity,
        {
            "type": ["string", "number"],
            "pattern": rf"\d|{PART_IN_WORDS}",
            "description": "A number, as people write it: 77%, over 10,000, up to 850,000, +28%, "
            "£18m, 9 of 27, a third.",
        },
    ),
]


DueDate = Annotated[
    Due,
    ParsedDate(
        Due,
        read_due,
        due.PATTERN,
        "A date, or an offset: 3 months after 2019-07, 18 months after an-id, "
        "10 working days after 2020-05-01.",
    ),
    RefersTo("events"),
]
Address = Annotated[
    Mailbox,
    ParsedText(
        Mailbox,
        "an email address",
        read_mailbox,
        {
            "type": "string",
            "pattern": mailboxes.PATTERN,
            "description": "ann@example.org or Ann Example <ann@example.org>.",
        },
    ),
]
Window = Annotated[
    Length,
    ParsedText(
        Length,
        "a length of time",
        read_length,
        {
            "type": "string",
            "pattern": lengths.PATTERN,
            "description": "A length of time: 18 months, 2 years, 6 weeks, a year.",
        },
    ),
]
Weight = Literal["high", "normal", "low"]


def _refuse_text(text: str) -> bool:
    raise PydanticCustomError("not_readable", "{wanted}", {"wanted": TRUE_OR_FALSE})


TRUE_OR_FALSE = "true or false"
TrueOrFalse = Annotated[bool, ParsedText(bool, TRUE_OR_FALSE, _refuse_text, {"type": "boolean"})]
"""A field that is true or false. Words such as "yes" are refused, because they can be typos."""

TypeSize = Literal["normal", "large"]
Focus = Literal["left", "right", "top", "bottom", "centre"]
SectionPlace = Literal[
    "before summary", "after summary", "before asks", "after asks", "before sources"
]  # fmt: skip
AskMove = Literal["raised", "advanced", "met in part", "met", "set back", "refused"]
Every = Literal["week", "2 weeks", "month"]
Weekday = Literal[
    "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"
]  # fmt: skip


Embargo = Annotated[
    datetime,
    ParsedText(
        datetime,
        "a date and time",
        read_embargo,
        {"type": "string", "pattern": r"^\s*\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d)?\s*$"},
    ),
]
Count = Annotated[int, Field(strict=True, ge=1, le=1_000_000)]
