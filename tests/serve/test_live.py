"""The record of `briefing serve`, which is read again after each change."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import httpx

from tests.helpers import SAMPLE
from tests.serve.conftest import Serving


def versions(response: httpx.Response) -> Iterator[int]:
    """Yield the versions that the server announces."""
    for line in response.iter_lines():
        if line.startswith("data: {"):
            yield json.loads(line.removeprefix("data: "))["version"]


def test_each_save_by_any_editor_is_announced(serving: Serving, tmp_path: Path) -> None:
    file = tmp_path / "events.yaml"
    shutil.copy(SAMPLE, file)
    server = serving(folder=tmp_path)
    with server.client() as client, client.stream("GET", "/api/events") as response:
        assert response.headers["content-type"].startswith("text/event-stream")
        version = versions(response)
        assert next(version) == 1
        with file.open("a", encoding="utf-8") as written:
            written.write("# A comment\n")
        assert next(version) == 2
        # Many editors write a new file, and move it to the place of the old one.
        other = tmp_path / "events.yaml~"
        other.write_text(file.read_text().replace("title: ", "title: New ", 1))
        other.replace(file)
        assert next(version) == 3
        file.unlink()
        assert next(version) == 4
        assert client.get("/api/state").json()["failure"].startswith("There is no events.yaml.")
        shutil.copy(SAMPLE, file)
        assert next(version) == 5
        assert client.get("/api/state").json()["failure"] == ""


def test_the_page_learns_that_the_server_ends(serving: Serving, tmp_path: Path) -> None:
    shutil.copy(SAMPLE, tmp_path)
    server = serving(folder=tmp_path)
    with server.client() as client, client.stream("GET", "/api/events") as response:
        lines = response.iter_lines()
        assert next(line for line in lines if line.startswith("event:")) == "event: change"
        assert server.stop() == 0
        assert next(line for line in lines if line.startswith("event:")) == "event: end"
