"""`briefing lsp`, without an editor. `tests/lsp/` tests it with one."""

import importlib.util
import subprocess
import sys

import pytest
from click.testing import CliRunner

from briefing.cli import main


def test_if_it_is_not_installed_a_command_to_install_it_is_given(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    find = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name: None if name == "pygls" else find(name)
    )
    result = CliRunner().invoke(main, ["lsp"])
    assert result.exit_code == 1
    assert result.stderr.startswith("Error: The language server is not installed. To install it:\n")
    assert "pygls>=" in result.stderr


def test_it_ends_when_the_editor_does() -> None:
    done = subprocess.run([sys.executable, "-m", "briefing", "lsp"], input=b"", timeout=60)
    assert done.returncode == 0
