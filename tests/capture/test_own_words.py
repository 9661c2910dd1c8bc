"""Labels in the words of a publisher, which have its name in place of "we" and "our"."""

import pytest

from briefing.capture.document import read_document
from briefing.capture.drafting import draft
from briefing.record.record import Record


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Our shelters helped 9,870 people.", "[Harbour’s] shelters helped 9,870 people"),
        ("We opened 40 of our shelters in May.", "[Harbour] opened 40 of their shelters in May"),
        ("In 2024, 36% of families we helped had jobs. In 2019 it was 18%.",
         "In 2019 [the share of families Harbour helped that had jobs] was 18%"),
        ("We gave out 900 beds in Fife. We hope to reach 1,200 by May.",
         "[Harbour] gave out 900 beds in Fife. They hope to reach 1,200 by May"),
        ("In May, we have:\n\n- opened 40 shelters for women\n- closed 12 shelters for men",
         "In May, [Harbour] have: closed 12 shelters for men"),
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
