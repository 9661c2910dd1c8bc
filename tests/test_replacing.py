"""A file that a person edits is replaced whole, and only if nobody else has changed it."""

import os
from pathlib import Path

import pytest

from briefing.replacing import FileChanged, replace_file, write_whole


def test_a_file_is_replaced_with_its_permissions(tmp_path: Path) -> None:
    file = tmp_path / "events.yaml"
    file.write_bytes(b"old")
    file.chmod(0o640)
    replace_file(file, b"old", b"new")
    assert file.read_bytes() == b"new" and file.stat().st_mode & 0o777 == 0o640
    assert list(tmp_path.iterdir()) == [file]


def test_a_file_that_has_changed_is_left(tmp_path: Path) -> None:
    file = tmp_path / "events.yaml"
    file.write_bytes(b"saved by an editor")
    with pytest.raises(FileChanged):
        replace_file(file, b"old", b"new")
    assert file.read_bytes() == b"saved by an editor" and list(tmp_path.iterdir()) == [file]


def test_a_link_is_kept_and_its_target_is_replaced(tmp_path: Path) -> None:
    target, link = tmp_path / "real.yaml", tmp_path / "events.yaml"
    target.write_bytes(b"old")
    link.symlink_to(target)
    replace_file(link, b"old", b"new")
    assert link.is_symlink() and target.read_bytes() == b"new"


def test_a_file_that_is_gone_stays_gone(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No such file"):
        replace_file(tmp_path / "events.yaml", b"old", b"new")
    assert not list(tmp_path.iterdir())


def test_links_that_a_stranger_has_made_are_not_followed(tmp_path: Path) -> None:
    target, file = tmp_path / "secret", tmp_path / "kept.yaml"
    target.write_bytes(b"old")
    file.symlink_to(target)
    (tmp_path / f".kept.yaml-{os.getpid()}").symlink_to(target)
    write_whole(file, b"new", 0o600)
    assert target.read_bytes() == b"old" and file.read_bytes() == b"new"
    assert not file.is_symlink() and file.stat().st_mode & 0o777 == 0o600
