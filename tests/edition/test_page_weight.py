"""The size of the pictures on a page is estimated for its readers, before it is made."""

from datetime import UTC, datetime

from briefing.edition.page_weight import HeavyPage, heavy_pages
from briefing.record import loading
from briefing.record.pictures import Prepared
from tests.helpers import TEMPLATES

MOMENT = datetime(2024, 1, 1, tzinfo=UTC)
RECORD = """\
title: Parks
actors: {ann: {name: Ann, picture: {file: small.jpg, alt: A, credit: B}}}
editions:
  all: {template: timeline}
  staff: {template: timeline, audience: internal}
  trees: {template: timeline, audience: internal, topics: [trees]}
  short: {template: member, audience: internal}
  weekly: {template: digest, audience: internal}
events:
"""


def heavy(public: int, internal: int, quotes: int = 0, text: str = RECORD) -> list[HeavyPage]:
    for n in range(public + internal):
        readers = "audience: internal, topics: [trees]" if n >= public else "topics: [ponds]"
        said = ", ".join([f"{{by: ann, text: Words {n}}}"] * quotes)
        text += (
            f"  - {{date: 2023-01-01, kind: news, title: Event {n}, source: {{title: S}}, "
            f"quotes: [{said}], picture: {{file: a.jpg, alt: A, credit: B}}, {readers}}}\n"
        )
    record = loading.load([loading.File("events.yaml", text.encode())]).record
    for (file, name), _ in list(record.pictures.items()):
        size = 3_000 if name == "small.jpg" else 200_000
        record.pictures[file, name] = Prepared(b"x" * size, "jpeg", 1500, 1000)  # type: ignore[index]
    return [*heavy_pages(record, TEMPLATES, MOMENT)]


def test_only_pages_that_may_not_fit_are_named() -> None:
    assert heavy(20, 8) == []
    assert heavy(20, 20) == [HeavyPage("staff", 40, 2_133_333)]
    assert heavy(0, 30) == [HeavyPage(id, 30, 1_600_000) for id in ("staff", "trees")]
    assert heavy(30, 0) == [HeavyPage(id, 30, 1_600_000) for id in ("all", "staff")]
    # Each quote has the portrait of its speaker.
    assert heavy(0, 20, quotes=6) == [HeavyPage(id, 140, 1_546_667) for id in ("staff", "trees")]
    # A record without editions has a timeline.
    without = RECORD[: RECORD.index("editions:")] + "events:\n"
    assert heavy(40, 0, text=without) == [HeavyPage("timeline", 40, 2_133_333)]
