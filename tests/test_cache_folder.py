"""The cache folder belongs to the user alone, and nothing depends on it."""

from pathlib import Path

import pytest

from briefing.cache_folder import SETTING, cache_folder


def test_only_the_user_can_read_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SETTING, str(tmp_path / "cache"))
    folder = cache_folder("templates")
    assert folder == tmp_path / "cache" / "templates"
    assert folder.stat().st_mode & 0o777 == 0o700


def test_it_is_in_the_users_cache_unless_another_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(SETTING, "")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert cache_folder("of this test") == tmp_path / "briefing" / "of this test"


@pytest.mark.parametrize(
    "setting", ["off", "OFF", " off ", "no", "none", "false", "0", "/dev/null/folder"]
)
def test_there_need_not_be_one(setting: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SETTING, setting)
    assert cache_folder("templates") is None


def test_a_folder_that_others_can_change_is_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates").chmod(0o777)
    monkeypatch.setenv(SETTING, str(tmp_path))
    assert cache_folder("templates") is None
