"""Reading the tables of any file: the format is found, and hostile files do no harm."""

import pytest

from briefing.capture.reading import read_tables
from briefing.evidence.kinds import NotReadable
from briefing.workers import Limits


@pytest.mark.parametrize(
    ("content", "name", "reason"),
    [
        (b"", "a.csv", "it has no table"),
        (b" " * 50_000_001, "a.csv", "it is larger than 50 MB"),
        (b"anything", "a.xyz", "it is not in a format that briefing can import"),
    ],
)
def test_a_file_without_a_table_is_refused(content: bytes, name: str, reason: str) -> None:
    with pytest.raises(NotReadable) as error:
        read_tables(content, name)
    assert error.value.reason == reason
    assert error.value.hint


def test_a_file_that_needs_too_much_is_refused() -> None:
    with pytest.raises(NotReadable) as error:
        read_tables(b"," * 40_000_000, "a.csv", Limits(seconds=20, memory=100_000_000))
    assert "memory" in error.value.reason
    assert error.value.hint
