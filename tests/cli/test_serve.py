"""`briefing serve` on the command line. `tests/serve/` tests its pages."""

import socket
from pathlib import Path

import pytest

from tests.helpers import SAMPLE, briefing
from tests.serve.conftest import start


def test_ctrl_c_ends_it_cleanly() -> None:
    server = start(SAMPLE)
    assert server.printed.startswith(f"Serving {SAMPLE} at:\n    http://127.0.0.1:")
    assert server.stop() == 0
    assert server.process.stdout
    assert server.process.stdout.read() == "Stopped.\n"
    server.process.stdout.close()


def test_if_the_port_is_taken_the_next_free_one_is_used() -> None:
    from briefing.serve.server import listening_socket

    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = other.getsockname()[1]
        with listening_socket("127.0.0.1", taken) as listener:
            assert taken < listener.getsockname()[1] < taken + 20


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["-"], "Standard input cannot be followed"),
        (["missing.yaml"], "There is no missing.yaml."),
        (["--host", "0.0.0.0"], "With --host 0.0.0.0, other computers can connect."),
    ],
)
def test_mistakes_in_the_options_are_explained(arguments: list[str], message: str) -> None:
    result = briefing("serve", *(arguments if "." in arguments[0] else [*arguments, str(SAMPLE)]))
    assert result.exit_code == 2
    assert message in result.stderr


def test_a_password_must_be_long_and_private(tmp_path: Path) -> None:
    file = tmp_path / "password"
    for text, mode, message in [
        ("short", 0o600, "must have at least 12 characters"),
        ("correct horse battery", 0o644, "other users can read it"),
    ]:
        file.write_text(text, encoding="utf-8")
        file.chmod(mode)
        result = briefing("serve", SAMPLE, "--host", "0.0.0.0", "--password-file", file)
        assert result.exit_code == 1
        assert message in result.stderr


def test_an_address_of_another_computer_cannot_be_served(tmp_path: Path) -> None:
    file = tmp_path / "password"
    file.write_text("correct horse battery", encoding="utf-8")
    file.chmod(0o600)
    result = briefing("serve", SAMPLE, "--host", "192.0.2.1", "--password-file", file)
    assert result.exit_code == 3
    assert "192.0.2.1:8765 cannot be used" in result.stderr
