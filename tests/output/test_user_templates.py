"""The user's own templates as data."""

from pathlib import Path

import pytest

from briefing.output import user_templates
from briefing.output.folders import BUILT_IN
from briefing.output.user_templates import TemplatesUnreadable, read_user_templates


def test_all_files_are_read_and_written(tmp_path: Path) -> None:
    source, target = tmp_path / "templates", tmp_path / "copy"
    (source / "styles").mkdir(parents=True)
    (source / "styles" / "tokens.css").write_bytes(b"a {}")
    (source / ".hidden.md").write_bytes(b"\xff\r\n")
    (source / "link").symlink_to("styles")
    templates = read_user_templates(source)
    assert templates and templates.files == (
        (".hidden.md", b"\xff\r\n"), ("link/tokens.css", b"a {}"), ("styles/tokens.css", b"a {}"),
    )  # fmt: skip
    templates.write_to(target)
    assert read_user_templates(target).files == templates.files  # type: ignore[union-attr]


def test_there_need_be_none(tmp_path: Path) -> None:
    assert read_user_templates(tmp_path / "none") is None
    assert read_user_templates(tmp_path) is None


def test_the_built_in_templates_are_not_the_users(tmp_path: Path) -> None:
    assert read_user_templates(BUILT_IN) is None
    (tmp_path / "templates").symlink_to(BUILT_IN)
    assert read_user_templates(tmp_path / "templates") is None


def test_a_folder_that_is_too_large_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(user_templates, "LARGEST", 10)
    (tmp_path / "a.md").write_bytes(bytes(11))
    with pytest.raises(TemplatesUnreadable, match=r"too many files .* Keep only templates in it\."):
        read_user_templates(tmp_path)
    (tmp_path / "a.md").unlink()
    (tmp_path / "again").symlink_to(".")
    assert read_user_templates(tmp_path) is None
