"""Labels about a part of an earlier count, which the label has in brackets."""

import pytest

from briefing.capture.document import read_document
from briefing.capture.drafting import draft
from briefing.record.record import Record


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Crews went to 94 fires in Fife. Bikes were behind two in three of the fires.",
         "Bikes were behind two in three of [94 fires in Fife]"),
        ("Food banks gave out 9,640 parcels. More than 1,400 of the parcels went to children.",
         "More than 1,400 of [9,640 parcels] went to children"),
        # Other nouns, and nouns that the label itself has, stay as they are.
        ("Crews went to 94 floods in Fife. Bikes were behind two in three of the fires.",
         "Bikes were behind two in three of the fires"),
        ("Crews went to 94 fires in Fife. Of 12 fires, two in three of the fires were small.",
         "Of 12 fires, two in three of the fires were small"),
    ],
)  # fmt: skip
def test_a_part_has_the_count_that_it_is_a_part_of(text: str, expected: str) -> None:
    figure = draft(read_document(f"# We must act\n\n{text}\n".encode(), "a.md"), Record()).figures[
        -1
    ]
    assert figure.value["label"] == expected
    is_guess = any("the words in brackets" in reason for reason in figure.reasons)
    assert is_guess == ("[" in expected)
