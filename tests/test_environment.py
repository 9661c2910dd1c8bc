"""Child processes get the variables that they need, and no secrets."""

import pytest

from briefing.environment import without_secrets


def test_a_child_process_finds_programs_but_no_password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/usr/bin")
    monkeypatch.setenv("BRIEFING_SMTP_PASSWORD", "hunter2")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "hunter3")
    environment = without_secrets(LC_ALL="C")
    assert environment["PATH"] == "/usr/bin" and environment["LC_ALL"] == "C"
    assert not {"hunter2", "hunter3"} & set(environment.values())
