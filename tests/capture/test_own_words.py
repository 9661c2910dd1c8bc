"""Labels in the words of a publisher, which have its name in place of "we" and "our"."""

import pytest

from briefing.capture.document import read_document
from briefing.capture.drafting import draft
from briefing.record.record import Record


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Our shelters helped 9,870 people.", "[Harbour’s] shelters helped 9,870 people"),
        ("We opened 40 of our shelters in May.", "[Harbour] opened 40 of its shelters in May"),
        # The name is at the end if it cannot replace a word.
        ("After the storm, we’ll never get £9m back.",
         "After the storm, we’ll never get £9m back [Harbour]"),
    ],
)  # fmt: skip
def test_the_name_of_the_publisher_replaces_we(text: str, expected: str) -> None:
    source = f"Statement from Harbour, a charity.\n\n{text}\n"
    figure = draft(read_document(source.encode(), "release.md"), Record()).figures[-1]
    assert figure.value["label"] == expected
    assert any(reason.startswith("guess: label") for reason in figure.reasons)
