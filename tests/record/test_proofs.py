"""Proofs, and the lock file that keeps them."""

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.record.claims import ClaimKey, ClaimType
from briefing.record.proofs import (
    Grade,
    LockProblem,
    Proof,
    Selector,
    proofs_of,
    read_lock,
    write_lock,
)

TEXT = st.text(st.characters(exclude_categories=["Cs"]))
KEYS = st.builds(ClaimKey, st.sampled_from(get_args(ClaimType)), *[TEXT] * 4)
PROOFS = st.builds(
    Proof,
    key=KEYS,
    source=TEXT.filter(bool),
    grade=st.sampled_from(get_args(Grade)),
    copy=TEXT,
    page=st.none() | st.integers(1, 1_000),
    passage=st.none() | st.builds(Selector, TEXT.filter(bool), TEXT, TEXT),
    confirmed_by=TEXT,
)


@given(st.lists(PROOFS))
def test_a_lock_file_holds_every_proof_on_one_line(proofs: list[Proof]) -> None:
    collected = proofs_of(proofs)
    text = write_lock(collected)
    assert read_lock(text) == collected
    assert text.count("\n") == len(collected) + 1
    assert write_lock(reversed(list(collected))) == text


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("<<<<<<< HEAD", "this is not a line of the format"),
        (
            '{"type": "quote", "grade": "proved", "source": "a", "text": "b"}',
            "unknown type or grade",
        ),
        ('{"type": "quote", "grade": "absent", "text": "b"}', "source"),
        ('{"type": "quote", "grade": "absent", "source": "a", "colour": 1}', "colour"),
    ],
)
def test_a_broken_line_is_reported_with_its_number(line: str, reason: str) -> None:
    with pytest.raises(LockProblem, match=reason) as raised:
        read_lock(f'{{"version": 1}}\n{line}\n')
    assert raised.value.line == 2
