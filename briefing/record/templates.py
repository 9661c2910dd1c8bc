"""Kinds of briefing, as described by the templates in their folders."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from briefing.record.model import Edition


@dataclass(frozen=True, slots=True)
class Template:
    """A kind of briefing.

    Attributes:
        formats: the formats that it has templates for.
        is_sheet: whether it fits on one sheet of paper, printed on both sides.
        pages: the number of pages of a sheet. If it is 1, the sheet is never longer, and every
            format has its content.
        at_most: the maximum number of items in each list of a sheet, by name of the list.
        takes_each: whether `--each` makes one for each area, unless another edition is chosen.
        is_digest: whether it has the news of a period.
        is_split: whether it has every event of its edition. If there are too many for one document,
            there is a document for each year.
        title: its name for readers, as pairs of a language and a text. A text for all languages has
            "" as its language.
    """

    formats: frozenset[str] = frozenset()
    is_sheet: bool = False
    takes_each: bool = False
    is_digest: bool = False
    is_split: bool = False
    pages: int = 2
    at_most: tuple[tuple[str, int], ...] = ()
    title: tuple[tuple[str, str], ...] = ()


Templates = Mapping[str, Template]
"""Kinds of briefing, keyed by the names of their folders."""
STANDARD = ("timeline", "member", "digest")
"""The editions of a record that does not list any. Each has the name of its template.

The other kinds are for special occasions, so they are made only if an edition asks for them.
"""


def is_digest(edition: "Edition", templates: Templates) -> bool:
    """Whether an edition is a digest, which covers the news of a regular period."""
    template = templates.get(edition.template)
    return edition.every is not None or (template is not None and template.is_digest)
