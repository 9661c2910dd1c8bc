"""The size of a picture on the page, and the part of it that is shown."""

from dataclasses import replace

import pytest

from briefing.edition.pictures import FRAMES, Picture
from briefing.record.fields import Focus

WIDE = Picture("A", None, None, b"", "jpeg", 1500, 500)
TALL = replace(WIDE, width=500, height=1500)
TINY = replace(WIDE, width=100, height=50)


@pytest.mark.parametrize(
    ("picture", "focus", "size", "shown"),
    [
        (WIDE, None, (480, 160), (1500, 500)),
        (WIDE, "left", (480, 320), (750, 500)),
        (TALL, None, (107, 320), (500, 1500)),
        (TALL, "top", (480, 320), (500, 500 / 1.5)),
        # A photograph is not enlarged, because it would be blurred. A drawing is.
        (TINY, None, (100, 50), (100, 50)),
        (replace(TINY, type="svg"), None, (480, 240), (100, 50)),
    ],
)
def test_a_picture_is_whole_unless_it_has_a_focus(
    picture: Picture, focus: Focus | None, size: tuple[int, int], shown: tuple[float, float]
) -> None:
    picture = replace(picture, focus=focus)
    assert picture.size_in(FRAMES["event"]) == size
    assert picture.cropped_to(FRAMES["event"]) == pytest.approx(shown)
