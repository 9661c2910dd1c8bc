"""Fixtures for the tests that send digests: the record of parks, and a mail server."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import mail
from tests.cli.parks import RECORD, save
from tests.helpers import set_today
from tests.mail import Server, mail_server


@pytest.fixture
def waited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Work in the record's folder, on a Monday. Return the delays that were skipped, in seconds."""
    monkeypatch.chdir(tmp_path)
    for name, value in mail.trust(tmp_path).items():
        monkeypatch.setenv(name, value)
    save(RECORD)
    set_today("2023-09-11", monkeypatch)
    return mail.patience(monkeypatch)


@pytest.fixture
def server(waited: list[float], monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """Yield a mail server, configured as the one that sends digests."""
    with mail_server() as running:
        for name, value in running.settings.items():
            monkeypatch.setenv(name, value)
        yield running
