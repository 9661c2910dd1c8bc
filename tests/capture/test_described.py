"""Speakers who are described: *the council said* means the council that was named before."""

import pytest

from tests.capture.speaking import draft_of, speakers


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Bo Hart, 54, lost his job in May. “We did warn them,” the 54-year-old added.", "Bo Hart"),
        ("Bude Town Council cut the grant. “We had no choice in it,” the council said.",
         "Bude Town Council"),
        ("Saltmere declined to be interviewed. In a statement the council said: “Care is reviewed "
         "at least once a year.”", "Saltmere"),
        ("The Homes Trust published its report.\n\nThe charity said: “We are busier than ever.”",
         "Homes Trust"),
        ("“It’s done,” said Bo Hart, a cook.\n\nDirector of children’s services Jo Dean-Poe "
         "insisted that it was fair.\n\nShe told members: “We are the ninth dearest of all.”",
         "Jo Dean-Poe"),
        ("The Bude Harbour Agency is late again. The agency said that it was sorry. A spokesperson "
         "added: “Nobody should have to wait for a year.”", "Bude Harbour Agency"),
        # It is not clear who speaks, or which council it is.
        ("The Bude Harbour Agency sued the Truro Boat Company. A spokesperson added: “Nobody "
         "should have to wait for a year.”", ""),
        ("Bude Town Council and Truro City Council cut it. “We had to do it,” the council said.",
         ""),
        ("Bo Hart, 54, lost his job. “We did warn them all,” the union said.", ""),
    ],
)  # fmt: skip
def test_a_description_means_whoever_was_named_before(text: str, speaker: str) -> None:
    assert speakers(text)[-1] == speaker


@pytest.mark.parametrize(
    "text",
    [
        "Bo Hart, 54, lost his job. “We did warn them,” the 54-year-old added.",
        "Bude Town Council cut the grant. “We had no choice in it,” the council said.",
        "Bo Hart, who has cared for years, sees 19 people. “You keep your coat on all day.”",
    ],
)
def test_a_speaker_who_is_only_likely_is_a_guess(text: str) -> None:
    assert draft_of(text).quotes[0].reasons[0].startswith("guess: by:")
