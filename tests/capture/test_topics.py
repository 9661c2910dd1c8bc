"""Headings, which are not part of the labels of figures."""

import pytest

from briefing.capture.document import read_document
from briefing.capture.drafting import draft
from briefing.record.record import Record


@pytest.mark.parametrize("heading", ["PAY", "Urgent care", "A bus every 20 minutes", "HMP Carrow"])
@pytest.mark.parametrize("place", ["# {}\n\n", "# The board will meet\n\n## {}\n\n"])
def test_no_heading_or_title_is_before_a_label(place: str, heading: str) -> None:
    text = f"{place.format(heading)}Occupancy rose to 96% in May.\n"
    (figure,) = draft(read_document(text.encode(), "release.md"), Record()).figures
    assert figure.value["label"] == "Occupancy rose to 96% in May"
