"""The text of cells, as a person reads it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.capture.table import as_read


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("  3\u00a0March   2020 ", "3 March 2020"),
        ("one\r\n\r\n two \x0b three", "one\ntwo\nthree"),
        ("co\u00adoperation\u200b", "cooperation"),
        ("2020\u201103\u201112", "2020-03-12"),
        ("a\x00b\ufeffc", "abc"),
        ("\u202eevil", "evil"),
    ],
)
def test_text_is_as_a_person_reads_it(text: str, read: str) -> None:
    assert as_read(text) == read


@given(st.text())
def test_reading_twice_changes_nothing(text: str) -> None:
    assert as_read(as_read(text)) == as_read(text)
    assert all(line == line.strip() and line for line in as_read(text).split("\n") if as_read(text))
