"""Names of actors at the start of a sentence and within one."""

import pytest

from briefing.edition.names import at_start, within
from briefing.marked_text import Foreign


@pytest.mark.parametrize(
    ("name", "start", "inside"),
    [
        ("the drivers' union", "The drivers' union", "the drivers' union"),
        ("The council", "The council", "the council"),
        ("mySociety", "mySociety", "mySociety"),
        ("HM Treasury", "HM Treasury", "HM Treasury"),
        ("Theatres Trust", "Theatres Trust", "Theatres Trust"),
    ],
)
def test_a_name_has_the_capital_that_its_place_needs(name: str, start: str, inside: str) -> None:
    assert (at_start(name), within(name)) == (start, inside)


def test_a_name_stays_in_its_language() -> None:
    name = Foreign("the council", "en-GB")
    for made in (at_start(name), within(name), within(Foreign("The council", "en-GB"))):
        assert isinstance(made, Foreign) and made.language == "en-GB"
