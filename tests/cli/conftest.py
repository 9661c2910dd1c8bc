"""Fixtures of the tests that send digests: the record of parks, and a mail server."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import mail
from tests.cli.parks import RECORD, save
from tests.helpers import set_today
from tests.mail import Server, mail_server


@pytest.fixture
def waited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """In the folder of the record, on a Monday; the seconds for which no try has waited."""
    monkeypatch.chdir(tmp_path)
    for name, value in mail.trust(tmp_path).items():
        monkeypatch.setenv(name, value)
    save(RECORD)
    set_today("2023-09-11", monkeypatch)
    return mail.patience(monkeypatch)


@pytest.fixture
def server(waited: list[float], monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """A mail server, which digests are sent by."""
    with mail_server() as it:
        for name, value in it.settings.items():
            monkeypatch.setenv(name, value)
        yield it
