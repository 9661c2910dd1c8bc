"""Titles that say that a share has risen or fallen, and titles that only seem to."""

import pytest

from briefing.record.claimed_changes import comparison, move_to
from briefing.record.loading import File
from tests.helpers import SOURCE, load


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("Fewer people think that winter fuel was handled well", "Fewer people"),
        ("More parents want a park", "More parents"),
        ("Poll: slightly more voters back the ban", "slightly more voters"),
        ("Even fewer of us trust the council", "Even fewer of us"),
        ("More people than a year ago want a park", "More people"),
        ("Support for the park grows", "Support for the park grows"),
        ("Public trust in the regulator is lower", "trust in the regulator is lower"),
        ("The share who want a park has doubled", "share who want a park has doubled"),
        ("Growing support for a park", "Growing support"),
        ("A fall in public confidence", "fall in public confidence"),
        ("Trust in the police continues to fall", "Trust in the police continues to fall"),
        ("Support for the park is on the rise", "Support for the park is on the rise"),
        ("Support for higher taxes falls", "Support for higher taxes falls"),
        # These are not changes over time.
        ("More people support the ban than oppose it", ""),
        ("Support is higher among parents", ""),
        ("More than half of people want a park", ""),
        ("More than 100 people meet the minister", ""),
        ("Do more people want a park?", ""),
        # These are not about the share.
        ("Voters want more doctors", ""),
        ("Support for higher taxes is 47%", ""),
        ("Opposition to a rise in fees is 47%", ""),
        ("Opposition to growing debt: 47%", ""),
        ("Concern about rising prices is 47%", ""),
        ("Concerns that prices rise", ""),
        ("Support for up to five days of leave is 47%", ""),
        ("Support for drop-in centres is 47%", ""),
        ("Most support a rise in tax", ""),
        ("Half of the public want more support for carers", ""),
        ("Council sets up a support fund", ""),
        ("More homes for the north", ""),
        ("Rents rise again", ""),
        ("More people affected by the floods", ""),
        # These deny a change.
        ("No rise in support for a park", ""),
        ("Support for the park does not grow", ""),
        ("Support hasn’t grown: no more people want a park", ""),
        ("Support for a park is unchanged at 47%", ""),
    ],
)
def test_a_comparison_with_an_earlier_poll_is_recognised(title: str, words: str) -> None:
    assert comparison(title) == words


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("Support rises to 47%", "rises to 47%"),
        ("Support falls again to 47 per cent", "falls again to 47 per cent"),
        ("Up to 47% want a park", ""),
        ("Support rises to 48%", ""),
    ],
)
def test_a_move_to_a_number_is_recognised(title: str, words: str) -> None:
    assert move_to(title, "47") == words


def found(second: str, title: str = "Fewer people want a park") -> list[str]:
    """Return the problems of two polls on a park. The `second` has these figures."""
    text = f"""title: T
events:
  - {{date: 2019-04, kind: poll, title: A poll, {SOURCE}, figures: [{PARK.format(49)}, {POND}]}}
  - {{date: 2019-09, kind: poll, title: "{title}", {SOURCE}, figures: [{second}]}}
"""
    problems = load([File("events.yaml", text.encode())]).problems
    return [problem.message for problem in problems if problem.slug == "no-clear-change"]


PARK = "{{label: want a park, value: {}%, sample: 1000}}"
POND = "{label: want a pond, value: 30%, sample: 1000}"


def test_a_comparison_is_reported_only_if_no_share_has_clearly_changed() -> None:
    assert found(PARK.format(47)) == [
        "'Fewer people', but 47% is within the sampling error of 49% (2019-04)"
    ]
    assert not found(PARK.format(40))
    assert not found("{label: want a park, value: 47%}")
    assert not found(PARK.format(47), "Most people want a park")
    # The title may be about the pond.
    assert not found(f"{PARK.format(47)}, {POND.replace('30%', '20%')}")
    # It is about a question that was not asked before.
    assert not found(f"{PARK.format(47)}, {POND.replace('pond', 'library')}", "More people read")
