"""Credits: the name or the description beside a quote shows its speaker."""

import pytest

from tests.capture.speaking import draft_of, speakers


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("“I cried when I opened it.”\n\n– Girl, 11, Bude", "Girl, 11, Bude"),
        ("“I cried when I opened it.” – shop assistant, Bude", "Shop assistant, Bude"),
        ("“I cried when I opened it” (Parent, Bude)", "Parent, Bude"),
        ("“I cried when I opened it” – Bo Hart, resident, Bude", "Bo Hart"),
        ("> I cried when I opened it.\n\nBo Hart\n\nChief Executive", "Bo Hart"),
        # Neither a name nor a description of a person.
        ("“I cried when I opened it.”\n\n– Read the full report", ""),
    ],
)
def test_a_credit_shows_the_speaker(text: str, speaker: str) -> None:
    assert speakers(text) == [speaker]


def test_a_credit_without_a_name_is_shown_as_a_guess() -> None:
    (actor,) = draft_of("“I cried when I opened it.” – shop assistant, Bude").actors
    assert actor.reasons == ("guess: name: the credit of a quote, which gives no name",)
