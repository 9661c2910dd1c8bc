"""The index: every name that a briefing shows, with its events."""

from datetime import date

from briefing.edition.briefing import make_briefing
from briefing.timeline.model import Edition
from tests.making import SAMPLE, SOURCE, timeline


def test_everybody_is_in_it_with_all_their_events_and_nobody_else() -> None:
    record = timeline(SAMPLE.read_text(encoding="utf-8"))
    edition = Edition.model_validate({"template": "timeline"})
    briefing = make_briefing(record, "x", edition, date(2023, 9, 8))
    found = {(it.name, entry.anchor) for it in briefing.index for entry in it.entries}
    assert found == {(name, entry.anchor) for entry in briefing.entries for name in entry.who}
    quoted = next(it for it in briefing.index if it.name == "Sajid Javid")
    assert [entry.id for entry in quoted.entries] == ["white-paper"]


def test_it_is_in_the_order_of_the_alphabet_whatever_the_article_or_accent() -> None:
    names = ["The Telegraph", "Y Llywodraeth", "Éire Aid", "an Elm", "Zeta", "ada", "Theatre", "公"]
    actors = "".join(f"  a{n}: {{name: {name}}}\n" for n, name in enumerate(names))
    ids = ", ".join(f"a{n}" for n in range(len(names)))
    record = timeline(
        f"title: T\nactors:\n{actors}events:\n"
        f"  - {{date: 2020, kind: news, title: E, actors: [{ids}], {SOURCE}}}\n"
    )
    briefing = make_briefing(
        record, "x", Edition.model_validate({"template": "timeline"}), date(2023, 9, 8)
    )
    assert [it.name for it in briefing.index] == [
        "ada", "Éire Aid", "an Elm", "Y Llywodraeth", "The Telegraph", "Theatre", "Zeta", "公",
    ]  # fmt: skip
