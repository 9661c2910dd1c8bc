"""Quotes, speakers and figures in documents of many kinds, compared with hand-made lists."""

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from briefing.capture.document import read_unlimited
from briefing.capture.drafting import DocumentDraft, Part, draft
from briefing.evidence.folding import key_of
from briefing.evidence.key_words import key_words
from briefing.evidence.wanted import wanted
from briefing.record.quantities import parse_quantity
from briefing.record.record import Record

DOCUMENTS = Path(__file__).parent / "documents"
FILES = sorted(path for path in DOCUMENTS.iterdir() if ".truth" not in path.name)


def truth_of(path: Path) -> dict[str, Any]:
    text = path.with_suffix(".truth.yaml").read_text(encoding="utf-8")
    truth: dict[str, Any] = yaml.safe_load(text)
    return truth


@cache
def drafted(path: Path) -> DocumentDraft:
    return draft(read_unlimited(path.read_bytes(), path.name), Record())


@dataclass
class Score:
    """How many quotes and figures of the lists were found."""

    quotes: int = 0
    found_quotes: int = 0
    speakers: int = 0
    extra_quotes: int = 0
    figures: int = 0
    found_figures: int = 0
    labels: int = 0
    extra_figures: int = 0
    wrong: list[str] = field(default_factory=list)


def speaker_of(quote: Part, result: DocumentDraft) -> str:
    """Return the name of a speaker, or "" if the draft leaves the speaker to a person."""
    names = {actor.id: str(actor.value["name"]) for actor in result.actors}
    return names.get(str(quote.value.get("by", "")), "")


def is_speaker(name: str, wanted_name: str) -> bool:
    """Whether a speaker is right. Somebody without a name is left to a person."""
    if not wanted_name:
        return not name
    return bool(name) and (
        key_of(name) in key_of(wanted_name) or key_of(wanted_name) in key_of(name)
    )


def is_same_value(one: str, other: str) -> bool:
    first, second = wanted(parse_quantity(one)), wanted(parse_quantity(other))
    return first == second


def score(path: Path, total: Score) -> None:
    """Add the results for a document."""
    truth, result = truth_of(path), drafted(path)
    left = list(result.quotes)
    for quote in truth["quotes"]:
        total.quotes += 1
        start = key_of(quote["starts"])[:25]
        found = next((q for q in left if key_of(q.value["text"]).startswith(start)), None)
        if found is None:
            total.wrong.append(f"{path.name}: no quote {quote['starts']}")
            continue
        left.remove(found)
        total.found_quotes += 1
        name = speaker_of(found, result)
        total.speakers += is_speaker(name, quote["by"])
        if not is_speaker(name, quote["by"]):
            total.wrong.append(f"{path.name}: {quote['starts']}: {name or None} spoke")
    total.extra_quotes += len(left)
    figures = list(result.figures)
    for figure in truth["figures"]:
        total.figures += 1
        words = key_words(*figure["words"])
        same = [f for f in figures if is_same_value(str(figure["value"]), f.value["value"])]
        good = [f for f in same if words <= key_words(*map(str, f.value.values()))]
        if not same:
            total.wrong.append(f"{path.name}: no figure {figure['value']}")
            continue
        figures.remove((good or same)[0])
        total.found_figures += 1
        total.labels += bool(good)
        if not good:
            total.wrong.append(f"{path.name}: {figure['value']}: {same[0].value['label']}")
    total.extra_figures += len(figures)


def test_most_quotes_and_figures_are_found() -> None:
    total = Score()
    for path in FILES:
        score(path, total)
    shares = {
        "quotes": total.found_quotes / total.quotes,
        "speakers": total.speakers / total.quotes,
        "figures": total.found_figures / total.figures,
        "labels": total.labels / total.figures,
    }
    message = "\n".join([str(total), *total.wrong])
    assert shares["quotes"] >= 0.95 and shares["speakers"] >= 0.95, message
    assert shares["figures"] >= 0.95 and shares["labels"] >= 0.9, message
    assert total.extra_quotes <= 0.1 * total.quotes, message
    assert total.extra_figures <= 0.2 * total.figures, message


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_the_details_of_a_document_are_right(path: Path) -> None:
    truth, source = truth_of(path), drafted(path).source.value
    for key in ("title", "date", "author", "publisher"):
        if key in truth:
            assert source.get(key) == truth[key]


def test_the_answers_of_a_survey_are_no_quotes() -> None:
    text = "The main issues are ‘The cost of living in towns’ (53%) and ‘Housing’ (41%), it says."
    page = f"<html><body><main><h1>A title</h1><p>{text}</p></main></body></html>"
    result = draft(read_unlimited(page.encode(), "a.html"), Record())
    assert not result.quotes
    labels = [figure.value["label"] for figure in result.figures]
    assert labels == ["The cost of living in towns", "Housing"]
