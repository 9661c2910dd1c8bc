"""Changes that are undone, also after somebody else has changed the file."""

from briefing.serve.form_undo import undone


def test_without_other_changes_the_bytes_before_come_back() -> None:
    assert undone(b"one\r\ntwo", b"one\nTWO\n", b"one\nTWO\n") == b"one\r\ntwo"


def test_changes_elsewhere_stay() -> None:
    before, after = b"a\nb\nc\nd\ne\n", b"a\nB\nc\nd\ne\n"
    assert undone(before, after, b"new\na\nB\nc\nd\nE\n") == b"new\na\nb\nc\nd\nE\n"


def test_a_change_of_the_same_lines_is_not_undone() -> None:
    assert undone(b"a\nb\nc\n", b"a\nB\nc\n", b"a\nXX\nc\n") is None


def test_a_change_of_the_next_line_is_not_undone() -> None:
    assert undone(b"a\nb\nc\n", b"a\nB\nc\n", b"a\nB\nC\n") is None
