"""Numbers that a text mentions but does not state as they are: left to a person."""

import pytest

from briefing.evidence.figures import closest, find_figure
from briefing.evidence.unstated import DENIED, OLD, PLANNED, UNKNOWN
from tests.evidence.test_figures import Text, figure


@pytest.mark.parametrize(
    ("label", "value", "text", "reason"),
    [
        ("licence fee", "£385", "The licence fee has been reduced from £385 to £240.", OLD),
        ("licence fee", "£385", "The licence fee is £240, down from £385 last year.", OLD),
        ("short lets", "186", "Short lets have grown by 31% since April, from 186 to 244.", OLD),
        ("short lets", "186", "The number of short lets went from 186 in May to 244.", OLD),
        ("households waiting", "3,140",
         "The list fell to 2,985 households waiting, from 3,140 households waiting in May.", OLD),
        ("homes asked to leave", "64",
         "An earlier version said that 64 homes had been asked to leave; the correct figure is 46.",
         OLD),
        ("homes lost", "64", "The council originally said that 64 homes were lost.", OLD),
        ("homes lost", "64", "The number of homes lost was previously 64.", OLD),
        ("applications approved", "388",
         "It would not say how many of the 388 applications had been approved.", UNKNOWN),
        ("fixed penalty", "£2,500",
         "It is asking whether the fixed penalty should rise from £1,000 to £2,500.", UNKNOWN),
        ("homes built", "12", "It is not known whether 12 homes were built.", UNKNOWN),
        ("officers in post", "2 of 4", "2 of the 4 officers in post have yet to start.", DENIED),
        ("homes lost", "64", "The council denied that 64 homes were lost.", DENIED),
        ("homes lost", "64", "The claim that 64 homes were lost is untrue.", DENIED),
        ("officers in post", "4", "The 4 officers who were to be in post are late.", PLANNED),
    ],
)  # fmt: skip
def test_a_number_that_the_text_does_not_state_is_not_located(
    label: str, value: str, text: str, reason: str
) -> None:
    assert find_figure(figure(label, value), Text(text)) is None
    found = closest(figure(label, value), Text(text))
    assert found and found.caution == reason


@pytest.mark.parametrize(
    ("label", "value", "text"),
    [
        ("licence fee", "£240", "The licence fee has been reduced from £385 to £240."),
        ("earlier licence fee", "£385", "The licence fee was £385 earlier, before it was cut."),
        ("earlier licence fee", "£385", "The earlier licence fee was cut from £385."),
        ("short lets", "244", "Short lets have grown by 31% since April, from 186 to 244."),
        ("homes asked to leave", "46",
         "Earlier reports were wrong. It said that 46 homes had been asked to leave."),
        ("homes lost", "46",
         "It originally gave another number, but now says that 46 homes were lost."),
        ("back parks", "77%", "A poll that asked whether parks help found that 77% back parks."),
        ("money from donors", "£3,000", "The charity has money from donors of £3,000."),
        ("people denied entry", "12", "The council denied 12 people entry."),
        ("owners yet to apply", "762", "762 owners have yet to apply."),
    ],
)  # fmt: skip
def test_a_number_that_the_text_states_is_located(label: str, value: str, text: str) -> None:
    assert find_figure(figure(label, value), Text(text))
