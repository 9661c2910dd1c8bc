"""Pictures as templates see them. The formats decide their size."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated, NamedTuple

from pydantic import Field

from briefing.record import model
from briefing.record.fields import Focus
from briefing.record.pictures import PictureType, Prepared
from briefing.record.problems import RecordPath
from briefing.record.record import Record

_NOT_EXPORTED = Field(exclude=True)


class Frame(NamedTuple):
    """The room for a picture on a page, in CSS pixels."""

    width: int
    height: int


FRAMES = {"event": Frame(480, 320), "edition": Frame(1088, 435), "portrait": Frame(56, 56)}
"""The room for a picture of each type. A picture with a focus is cropped to this shape."""
ON_SCREEN = {"event": 40_000, "edition": 80_000, "portrait": 6_000}
"""The maximum size of the file of a picture in a page for the screen, in bytes."""
ON_SHEET = {"event": Frame(227, 121), "edition": Frame(658, 121)}
"""The largest size of a picture on a sheet of paper."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture and its text alternative. The `picture` macros print it."""

    alt: str
    """A description of it, for readers who cannot see it."""
    credit: str | None
    """Who made it, and its licence."""
    caption: str | None
    """The words under it."""
    content: Annotated[bytes, _NOT_EXPORTED]
    """The file, without metadata."""
    type: Annotated[PictureType, _NOT_EXPORTED]
    """The type of the file: `jpeg`, `png` or `svg`."""
    width: Annotated[int, _NOT_EXPORTED]
    """The width of the file, in pixels."""
    height: Annotated[int, _NOT_EXPORTED]
    """The height of the file, in pixels."""
    focus: Annotated[Focus | None, _NOT_EXPORTED] = None
    """The side to keep if it is cropped, or none to show it whole."""

    @property
    def stop(self) -> str:
        """The full stop between the caption and the credit, if there are both and it is missing."""
        is_open = self.caption and self.caption.rstrip()[-1:].isalnum()
        return "." if is_open and self.credit else ""

    def size_in(self, frame: Frame) -> tuple[int, int]:
        """Return its width and height on a page, in CSS pixels.

        It fills the frame if it is cropped. Otherwise it fits into the frame, and is not enlarged
        unless it is a drawing.
        """
        width, height = self.cropped_to(frame)
        scale = min(frame.width / width, frame.height / height)
        if self.type != "svg":
            scale = min(scale, 1)
        return max(round(width * scale), 1), max(round(height * scale), 1)

    def size_on_sheet(self, frame: str) -> tuple[float, float]:
        """Return its width and height on a sheet of paper, in CSS pixels, for an event or edition.

        It has the same shape as on other pages.
        """
        width, height = self.size_in(FRAMES[frame])
        largest = ON_SHEET[frame]
        scale = min(largest.width / width, largest.height / height, 1)
        return width * scale, height * scale

    def cropped_to(self, frame: Frame) -> tuple[float, float]:
        """Return the width and height of the part that is shown, in pixels of the file."""
        if not self.focus:
            return self.width, self.height
        ratio = frame.width / frame.height
        return min(self.width, self.height * ratio), min(self.height, self.width / ratio)


def picture_of(record: Record, picture: model.Picture | None, where: RecordPath) -> Picture | None:
    """Return the picture of the item at `where` as a briefing shows it, if it has one."""
    held = record.pictures.get((where.file, picture.file)) if picture else None
    return _shown(picture, held) if picture and isinstance(held, Prepared) else None


@lru_cache(maxsize=1000)
def _shown(picture: model.Picture, held: Prepared) -> Picture:
    """Return a picture. An actor's picture is one object, however often the actor is quoted."""
    return Picture(
        alt=picture.alt,
        credit=picture.credit,
        caption=picture.caption,
        content=held.content,
        type=held.type,
        width=held.width,
        height=held.height,
        focus=picture.focus,
    )
