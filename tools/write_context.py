"""Write the fields that a template sees into docs/templates.md: python tools/write_context.py."""

import ast
import inspect
import re
from collections.abc import Iterator, Mapping
from dataclasses import fields
from datetime import date
from pathlib import Path
from textwrap import dedent
from types import NoneType
from typing import Any, Literal, get_args, get_origin, get_type_hints

from briefing.edition.actions import Action
from briefing.edition.brand import Brand, Logo
from briefing.edition.briefing import Briefing, Part, Publisher, Site, SiteLanguage
from briefing.edition.captions import Caption, Piece, Remark
from briefing.edition.citations import Citation, Detail
from briefing.edition.columns import Row
from briefing.edition.digest_model import AskMoved, Correction, Digest
from briefing.edition.durations import DateRange
from briefing.edition.entry import Entry, Figure, Link, Person, Quote, Reference, State
from briefing.edition.evidence import Proof, TextQuoteSelector
from briefing.edition.index import IndexEntry, Mention
from briefing.edition.pictures import Frame, Picture
from briefing.edition.questions import Question
from briefing.edition.redline_model import Gone, Redline
from briefing.edition.registers import Ask, Commitment, Move, Reversal, Step, Story
from briefing.edition.sections import Section
from briefing.edition.summary import Summary
from briefing.edition.trends import Measured, Trend
from briefing.edition.years import Month, Year
from briefing.record.dates import VagueDate
from briefing.record.mailboxes import Mailbox
from briefing.record.quantities import Quantity
from briefing.record.shares import Share
from briefing.record.typefaces import Typeface

PAGE = Path(__file__).parents[1] / "docs" / "templates.md"
START, END = "<!-- tools/write_context.py writes this part -->\n", "<!-- End of that part -->\n"

NAMES: Mapping[type, str] = {
    **{Briefing: "briefing", Entry: "entry", State: "state", Person: "person", Quote: "quote"},
    **{
        Figure: "figure",
        Remark: "remark",
        Caption: "caption",
        Piece: "piece",
        Link: "link",
        Reference: "reference",
        DateRange: "date range",
    },
    **{Citation: "citation", Detail: "detail", Proof: "proof", TextQuoteSelector: "selector"},
    **{Year: "year", Month: "month"},
    **{Summary: "summary", Ask: "ask", Move: "move", Commitment: "commitment"},
    **{Reversal: "reversal", Story: "story", Step: "step", Trend: "trend", Question: "question"},
    **{Action: "action", Section: "section", Digest: "digest", AskMoved: "changed ask"},
    Correction: "correction",
    **{IndexEntry: "index entry", Mention: "mention", Part: "part", Publisher: "publisher"},
    **{Site: "website", SiteLanguage: "language of a website"},
    **{Redline: "redline", Gone: "removed item"},
    **{Brand: "brand", Logo: "logo", Picture: "picture", Mailbox: "mailbox"},
}
"""The dataclasses that a template can reach, in the order of the page."""
VALUES: Mapping[type, str] = {
    **{str: "text", bool: "true or false", int: "number", float: "number", bytes: "bytes"},
    **{
        date: "date",
        VagueDate: "parsed date",
        Frame: "size",
        Quantity: "number",
        Share: "number",
        Row: "text by name",
        Typeface: "typeface",
    },
}
"""The types whose fields are not listed."""


def page() -> str:
    """Return the text of docs/templates.md."""
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(START)
    after = rest.partition(END)[2]
    return before + START + "\n" + "\n".join(map(_section, NAMES)) + "\n" + END + after


def members(shape: type) -> tuple[tuple[str, Any, str], ...]:
    """Return the name, type and description of each field, property and method of `shape`.

    The description is empty if there is none.
    """
    return (*_fields(shape), *_methods(shape))


def _fields(shape: type) -> Iterator[tuple[str, Any, str]]:
    hints, described = get_type_hints(shape), _descriptions(shape)
    for field in fields(shape):
        # Templates cannot read fields that are left out when two briefings are compared.
        if field.compare:
            yield field.name, hints[field.name], described.get(field.name, "")


def _methods(shape: type) -> Iterator[tuple[str, Any, str]]:
    for name, member in vars(shape).items():
        if name.startswith("_"):
            continue
        if isinstance(member, property):
            yield name, get_type_hints(member.fget)["return"], _joined(member.__doc__)
        elif inspect.isfunction(member):
            given = ", ".join(list(inspect.signature(member).parameters)[1:])
            yield f"{name}({given})", get_type_hints(member)["return"], _joined(member.__doc__)


def _section(shape: type) -> str:
    name = NAMES[shape]
    rows = "".join(
        f"| `{field}` | {_in_words(hint)} | {text} |\n" for field, hint, text in members(shape)
    )
    intro = _joined(shape.__doc__)
    return f"### {name.capitalize()}\n\n{intro}\n\n| name | type | value |\n|---|---|---|\n{rows}"


def _descriptions(shape: type) -> dict[str, str]:
    """Return the docstring after each field of a dataclass."""
    (body,) = ast.parse(dedent(inspect.getsource(shape))).body
    assert isinstance(body, ast.ClassDef)
    found = {}
    for field, after in zip(body.body, body.body[1:], strict=False):
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name):
            text = after.value if isinstance(after, ast.Expr) else None
            if isinstance(text, ast.Constant) and isinstance(text.value, str):
                found[field.target.id] = _joined(text.value)
    return found


def _joined(text: str | None) -> str:
    return re.sub(r"\s+", " ", text or "").strip().replace("|", "\\|")


def _in_words(hint: Any) -> str:
    """Describe the type of a field, with links to the types that have their own fields."""
    if hint in NAMES:
        return f"[{NAMES[hint]}](#{NAMES[hint].replace(' ', '-')})"
    if hint in VALUES:
        return VALUES[hint]
    if hint is Measured:
        return _in_words(Figure)
    parts = [part for part in get_args(hint) if part is not Ellipsis]
    origin = get_origin(hint)
    if origin is Literal:
        return "text"
    if origin in (tuple, frozenset):
        is_pair = origin is tuple and Ellipsis not in get_args(hint)
        return " and ".join(map(_in_words, parts)) if is_pair else f"list: {_in_words(parts[0])}"
    if inspect.isclass(origin) and issubclass(origin, Mapping):
        return "text by name"
    words = [_in_words(part) for part in parts if part is not NoneType]
    return f"{words[0]} or `none`" if NoneType in parts else words[0]


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
