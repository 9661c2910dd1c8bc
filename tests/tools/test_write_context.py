"""The fields that a template can reach: each has a description."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import is_dataclass
from datetime import date
from pathlib import Path
from types import NoneType
from typing import Any

import pytest

from briefing.edition.corrections import corrected
from briefing.edition.digest import as_known_at_end_of, make_digest
from briefing.edition.periods import Period
from briefing.record.audiences import end_of_day
from briefing.record.loading import File
from briefing.record.model import Edition
from briefing.record.record import Record
from tests.helpers import TEMPLATES, load, make_briefing
from tools.write_context import NAMES, VALUES, members

ROOT = Path(__file__).parents[2]


def buses() -> tuple[Record, Record]:
    """Return an example record, and the same with a different title for its first event."""
    path = ROOT / "examples" / "buses" / "1-record.yaml"
    text = path.read_text(encoding="utf-8")
    title = load([File(str(path), text.encode())]).record.events[0].title
    texts = (text, text.replace(title, f"{title}, or so"))
    old, new = (load([File(str(path), version.encode())]).record for version in texts)
    return old, new


NAMES_OF = {shape: [name for name, _, _ in members(shape)] for shape in NAMES}
ENOUGH = 60
"""The number of objects of each type to look into."""


def look_into(found: Any, seen: Counter[type[Any]]) -> None:
    """Count the types of the objects that a template can reach from `thing`."""
    shape = type(found)
    seen[shape] += 1
    if isinstance(found, tuple | frozenset):
        for part in found:
            look_into(part, seen)
    elif isinstance(found, Mapping):
        for part in found.values():
            look_into(part, seen)
    elif shape in NAMES and seen[shape] < ENOUGH:
        for name in NAMES_OF[shape]:
            value = getattr(found, name.partition("(")[0])
            look_into(value() if "(" in name else value, seen)


@pytest.mark.parametrize("shape", NAMES, ids=NAMES.get)
def test_every_field_is_described(shape: type) -> None:
    assert is_dataclass(shape)
    assert not [name for name, _, text in members(shape) if not text]


def test_a_template_reaches_nothing_that_is_not_described() -> None:
    old, new = buses()
    as_of = date(2025, 1, 1)
    timeline = Edition(template="timeline", audience="internal")
    made = [make_briefing(new, "e", timeline, as_of)]
    period = Period("a period", date(2018, 1, 1), as_of)
    edition = Edition(template="digest", audience="internal")
    eve, _ = as_known_at_end_of(new, "internal", period.day_before)
    now, _ = as_known_at_end_of(new, "internal", period.last)
    changed = corrected(old, new, edition, end_of_day(period.day_before, old.timezone), period.last)
    made.append(make_digest(eve, now, "e", edition, period, TEMPLATES, changed))
    seen: Counter[type[Any]] = Counter()
    for briefing in made:
        look_into(briefing, seen)
    assert len(seen.keys() & NAMES.keys()) > 20
    assert seen.keys() <= {*NAMES, *VALUES, NoneType, tuple, frozenset, dict}
