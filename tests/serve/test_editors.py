"""The commands that open a line of a file in the user's editor."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from briefing.serve.editors import NoEditor, command_for, open_at

FILE = Path("/records/the {line}; $(rm) events.yaml")


def command(editor: str = "", installed: str = "", **environment: str) -> list[str]:
    def find(name: str) -> str | None:
        return f"/usr/bin/{name}" if name == installed else None

    return command_for(editor, environment, FILE, 12, 5, find)


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({"VISUAL": "code --wait", "EDITOR": "vim"}, ["code", "--goto", f"{FILE}:12:5"]),
        ({"VISUAL": "", "EDITOR": "subl -w"}, ["subl", f"{FILE}:12:5"]),
        ({"VISUAL": "vim", "EDITOR": "gedit"}, ["gedit", "+12:5", str(FILE)]),
        ({"EDITOR": "'/opt/my apps/kate'"},
         ["/opt/my apps/kate", "--line", "12", "--column", "5", str(FILE)]),
    ],
)  # fmt: skip
def test_the_user_s_editor_opens_the_line(
    environment: Mapping[str, str], expected: list[str]
) -> None:
    assert command(**environment) == expected


def test_a_command_of_the_user_comes_first() -> None:
    own = "foot -e vim '+call cursor({line}, {column})' {file}"
    assert command(own, VISUAL="code") == [
        *("foot", "-e", "vim", "+call cursor(12, 5)", str(FILE)),
    ]
    assert command("zed") == ["zed", f"{FILE}:12:5"]
    assert command("my-editor --new") == ["my-editor", "--new", str(FILE)]


def test_otherwise_it_is_one_that_is_installed() -> None:
    assert command(installed="codium") == ["/usr/bin/codium", "--goto", f"{FILE}:12:5"]


def test_an_editor_that_needs_a_terminal_is_not_started() -> None:
    with pytest.raises(NoEditor, match=r"vim may need a terminal of its own. Start .* --editor"):
        command(EDITOR="vim")
    with pytest.raises(NoEditor, match="No editor is set"):
        command()


def test_an_editor_that_is_missing_is_reported() -> None:
    with pytest.raises(NoEditor, match="no-such-editor cannot be started: No such file"):
        open_at(["no-such-editor"])
