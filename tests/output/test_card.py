"""The picture of a briefing for social media."""

from datetime import date as Day
from io import BytesIO

from PIL import Image

from briefing.output.card import HEIGHT, WIDTH, renderer
from briefing.record.model import Edition
from tests.helpers import load_record, make_briefing

RECORD = """
title: "{title}"
publisher: {{name: Parks Trust}}
events:
  - {{date: 2023-09-06, kind: news, title: "{title}", source: https://example.org/a}}
  - {{date: 2023-09-19, kind: news, title: A park closes, source: https://example.org/b}}
"""


def drawn(title: str) -> bytes:
    record = load_record(RECORD.format(title=title))
    briefing = make_briefing(record, "timeline", Edition(template="timeline"), Day(2023, 9, 30))
    return renderer(None)(briefing).content


def test_it_has_the_size_that_social_media_show_and_is_always_the_same() -> None:
    first = drawn("A park opens")
    picture = Image.open(BytesIO(first))
    assert picture.size == (WIDTH, HEIGHT) == (1200, 630)
    assert picture.format == "PNG" and len(first) < 300_000
    colours = picture.convert("RGB").getcolors(1 << 20)
    assert colours and len(colours) > 20
    assert drawn("A park opens") == first != drawn("A park closes")
    assert drawn("Y parc — " + "pàrc " * 50)
