"""Base classes for the items in an events file."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Self

from pydantic import BaseModel, ConfigDict

from briefing.record.audiences import Audience
from briefing.record.fields import Embargo, OptionalField
from briefing.record.problems import RecordPath


class Model(BaseModel):
    """The base class of all items. Unknown keys are errors, and numbers are converted to text."""

    # Only the validator of the whole file is built, once, when it is first needed.
    model_config = ConfigDict(
        extra="forbid", coerce_numbers_to_str=True, defer_build=True, frozen=True
    )


_NAMES: dict[frozenset[str], set[str]] = {}


class Placed(Model):
    """An item with its place in the events files."""

    # This is a slot, because a pydantic private attribute would cost more than the rest of an
    # event.
    __slots__ = ("_where",)
    if TYPE_CHECKING:
        _where: ClassVar[RecordPath]

    @property
    def where(self) -> RecordPath:
        """The item's place in the events files, which is known once they have been merged."""
        return self._where

    def set_place(self, where: RecordPath) -> None:
        """Set the item's place."""
        object.__setattr__(self, "_where", where)

    def share_names(self) -> None:
        """Share one set of field names with the items in which the same fields are written.

        Pydantic makes a set for each item. The sets can be shared because they never change: a copy
        of an item has a new one.
        """
        names = self.model_fields_set
        same = _NAMES.setdefault(frozenset(names), names)
        object.__setattr__(self, "__pydantic_fields_set__", same)

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """Return a copy with the same place."""
        copy = super().model_copy(update=update, deep=deep)
        if hasattr(self, "_where"):
            copy.set_place(self._where)
        return copy


class Restricted(Placed):
    """An item that can have a narrower audience than its file."""

    audience: OptionalField[Audience] = None
    """Who may see it: public, members or internal. The audiences of its event and file
    still apply."""
    embargo: OptionalField[Embargo] = None
    """When its embargo ends, in the record's time zone, for example 2023-07-03T22:30."""
