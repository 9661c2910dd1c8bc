"""The text of text files."""

import pytest

from briefing.evidence.extracting import texts_of
from briefing.evidence.kinds import NotReadable

WORDS = "“Llŷn” — café\n\n£18 *not markup* <b>nor this</b>"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "utf-32"])
def test_the_text_is_kept_as_it_is(encoding: str) -> None:
    assert texts_of(WORDS.encode(encoding), "a.txt") == [WORDS]
    assert texts_of(WORDS.replace("\n", "\r\n").encode(encoding), "a") == [WORDS]


def test_a_page_is_recognised_whatever_it_is_called() -> None:
    assert texts_of(b"\n<!-- saved --><!DOCTYPE html><p>A <b>page</b>", "a.txt") == ["A page"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "it contains no text"),
        (b"a\0b\xff", "it is not a kind of file that briefing can read"),
        (b"\x89PNG\r\n\x1a\n", "it is a picture"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "it is an old Office file"),
        (b"{\\rtf1 text}", "it is in rich text format"),
        (b"bplist00", "it is a Safari web archive"),
        (b"\x1f\x8b", "it is compressed"),
    ],
)
def test_other_files_are_refused(content: bytes, reason: str) -> None:
    with pytest.raises(NotReadable, match=reason) as refused:
        texts_of(content, "a.txt")
    assert refused.value.hint
