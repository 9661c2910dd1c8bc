"""Proofs, and the lock file that keeps them."""

import json
from contextlib import suppress
from dataclasses import fields, replace
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.printable import CONTROL
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

TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"])).map(lambda t: CONTROL.sub("", t))
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
    rejected_by=TEXT,
)
WITH_EARLIER = st.builds(
    lambda proof, earlier: replace(proof, earlier=earlier and replace(earlier, key=proof.key)),
    PROOFS,
    st.none() | PROOFS,
)


@given(st.lists(WITH_EARLIER))
def test_a_lock_file_holds_every_proof_on_one_line(proofs: list[Proof]) -> None:
    collected = proofs_of(proofs)
    text = write_lock(collected)
    assert read_lock(text) == collected
    assert text.count("\n") == len(collected) + 1
    assert write_lock(reversed(list(collected))) == text


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("<<<<<<< HEAD", "left over from a git conflict"),
        ("=======", "left over from a git conflict"),
        ("{", "this line is not in the right format"),
        ("[" * 100_000, "this line is not in the right format"),
        (
            '{"type": "quote", "grade": "proved", "source": "a", "text": "b"}',
            "unknown type or grade",
        ),
        ('{"type": "quote", "grade": "absent", "text": "b"}', "a field is missing"),
        ('{"type": "quote", "grade": "absent", "source": "a", "colour": 1}', "colour"),
        ('{"type": "quote", "grade": "absent", "source": "a", "colour": "b"}', "unknown field"),
        ('{"type": "quote", "grade": ["absent"], "source": "a"}', "'grade' must be text"),
        (
            '{"type": "quote", "grade": "absent", "source": "\\u001b[2J"}',
            "'source' must be text without",
        ),
        (
            '{"type": "quote", "grade": "absent", "source": "\\ud800"}',
            "'source' must be text without",
        ),
        ('{"type": "quote", "grade": "absent", "source": "a", "earlier": "b"}', "'earlier' is not"),
        (
            '{"type": "quote", "grade": "absent", "source": "a", "earlier": {"source": "a"}}',
            "field is missing",
        ),
        ('{"type": "quote", "grade": "absent", "source": "a", "page": 0}', "'page' must be"),
        ('{"type": "quote", "grade": "absent", "source": "a", "page": true}', "'page' must be"),
    ],
)
def test_a_broken_line_is_reported_with_its_number(line: str, reason: str) -> None:
    with pytest.raises(LockProblem, match=reason) as raised:
        read_lock(f'{{"version": 1}}\n{line}\n')
    assert raised.value.line == 2


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXT | st.sampled_from(get_args(Grade)),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(TEXT, inner, max_size=2),
)
FIELDS = st.sampled_from([*(field.name for field in fields(Proof)), "type", "text", "exact"])


@given(st.lists(st.dictionaries(FIELDS, VALUES).map(json.dumps) | st.text(), max_size=4))
def test_whatever_a_lock_file_contains_it_is_read_or_reported(lines: list[str]) -> None:
    with suppress(LockProblem):
        read_lock("\n".join(['{"version": 1}', *lines]))


def test_after_a_merge_the_better_proof_counts_only_if_both_are_from_the_same_copies() -> None:
    key = ClaimKey("figure", "9 of 27", "tests failed")
    located = Proof(key, "a", "located", hash="1")
    confirmed = Proof(key, "a", "confirmed", hash="1", confirmed_by="Ann")
    absent = Proof(key, "a", "absent", hash="2")
    rejected = Proof(key, "a", "absent", hash="1", rejected_by="Ann")
    for answer in (confirmed, rejected):
        for merged in ([located, answer], [answer, located]):
            assert list(read_lock(write_lock(merged))) == [answer]
        assert list(proofs_of([located]).with_answers(proofs_of([answer]))) == [answer]
    assert list(proofs_of([rejected]).with_answers(proofs_of([confirmed]))) == [rejected]
    assert list(proofs_of([confirmed, absent])) == list(proofs_of([absent, confirmed])) == [absent]
