"""The command that installs an extra matches the way in which briefing was installed."""

import shlex
import sys
from pathlib import Path

import pytest

from briefing.output import installing


def test_pip_installs_into_this_python() -> None:
    python, *rest = shlex.split(installing.command("xyz"))
    assert python.startswith(("/", ".")) and rest == ["-m", "pip", "install", "briefing[xyz]"]


def test_pipx_injects_into_its_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "pipx_metadata.json").touch()
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    assert shlex.split(installing.command("xyz")) == [
        "pipx",
        "inject",
        tmp_path.name,
        "briefing[xyz]",
    ]


def test_without_pip_it_is_uv(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(installing, "find_spec", lambda name: None)
    assert installing.command("xyz").startswith("uv pip install --python ")
