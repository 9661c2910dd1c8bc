"""Files that people edit are all saved, or none of them is."""

from pathlib import Path

import pytest

from briefing.saving import Change, ChangedMeanwhile, OpenInEditor, save, save_all


def test_a_file_is_saved_with_its_permissions(tmp_path: Path) -> None:
    file = tmp_path / "events.yaml"
    file.write_bytes(b"old")
    file.chmod(0o640)
    save(file, b"old", b"new")
    assert file.read_bytes() == b"new" and file.stat().st_mode & 0o777 == 0o640
    assert list(tmp_path.iterdir()) == [file]


def test_nothing_is_saved_if_one_file_has_changed(tmp_path: Path) -> None:
    files = [tmp_path / "a.yaml", tmp_path / "b.yaml"]
    for file in files:
        file.write_bytes(b"old")
    files[1].write_bytes(b"saved by an editor")
    with pytest.raises(ChangedMeanwhile) as raised:
        save_all([Change(file, b"old", b"new") for file in files])
    assert raised.value.path == files[1]
    assert [file.read_bytes() for file in files] == [b"old", b"saved by an editor"]


def test_the_first_file_is_restored_if_the_second_cannot_be_written(tmp_path: Path) -> None:
    # The second name is so long that there is no room for the name of a temporary file.
    first, second = tmp_path / "a.yaml", tmp_path / f"{'b' * 250}.yaml"
    for file in (first, second):
        file.write_bytes(b"old")
    with pytest.raises(OSError, match="too long"):
        save_all([Change(file, b"old", b"new") for file in (first, second)])
    assert first.read_bytes() == second.read_bytes() == b"old"


@pytest.mark.parametrize("lock", [".events.yaml.swp", ".#events.yaml", ".~lock.events.yaml#"])
def test_a_file_with_unsaved_changes_in_an_editor_is_left(tmp_path: Path, lock: str) -> None:
    file = tmp_path / "events.yaml"
    file.write_bytes(b"old")
    (tmp_path / lock).symlink_to("ann@host.1234")  # As Emacs does.
    with pytest.raises(OpenInEditor) as raised:
        save(file, b"old", b"new")
    assert raised.value.lock.name == lock and file.read_bytes() == b"old"
    save(file, b"old", b"new", despite_editor=True)
    assert file.read_bytes() == b"new"
