"""Only one run at a time in a folder."""

import pytest
from filelock import FileLock

from tests.cli.parks import send
from tests.mail import Server


def test_only_one_is_at_work_in_a_folder(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("briefing.delivery.lock._PATIENCE", 0.1)
    assert send("--mark-sent", "--week", "2023-W35").exit_code == 0
    with FileLock("out/digest/.briefing.lock"):
        for options in ([], ["--catch-up"], ["--mark-sent"]):
            done = send(*options)
            assert done.exit_code == 3 and not server.got
            assert done.stderr == (
                "Waiting for another run in out/digest to finish.\n"
                "Error: another run in out/digest has not finished after 0.1 seconds.\n"
                "Nothing was done. Try again when it has finished.\n"
            )
        assert "Waiting" not in send("-q").output
    assert send().exit_code == 0
