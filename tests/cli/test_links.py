"""No file outside a record's folder is read or written, however the record refers to it."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from briefing.cli import main

SECRET = "4111 1111 1111 1111"
EVENT = "{date: 2019-04, kind: news, title: A, source: https://example.org/a}"
RECORD = f"title: Example\ncorrect_as_of: 2019-05-01\nevents: [{EVENT}]\n"
NAMES = ["../secret", "/../../../secret", "..%2fsecret", "....//secret", "./a/../../secret"]


@pytest.fixture(autouse=True)
def record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "record"
    folder.mkdir()
    monkeypatch.chdir(folder)
    for suffix in ("", ".yaml", ".css", ".html", ".md", ".svg", ".po", ".mo"):
        (tmp_path / f"secret{suffix}").write_text(f"secret: {SECRET}\n")
    Path("events.yaml").write_text(RECORD)
    return folder


def run(*arguments: str) -> Result:
    result = CliRunner().invoke(main, arguments)
    assert result.exception is None or isinstance(result.exception, SystemExit)
    assert "failed unexpectedly" not in result.output
    return result


def says_nothing(*arguments: str) -> Result:
    """Run a command, and check that neither its output nor its files contain the secret."""
    done = run(*arguments)
    made = [path for path in Path().rglob("*") if path.is_file() and not path.is_symlink()]
    assert SECRET not in done.output
    assert not [path for path in made if SECRET.encode() in path.read_bytes()]
    return done


@pytest.mark.parametrize("command", ["check", "build", "list", "digest", "send", "chart"])
@pytest.mark.parametrize("name", ["events.yaml", "folder/a.yaml"])
def test_a_link_to_a_file_elsewhere_is_not_read(
    tmp_path: Path, record: Path, command: str, name: str
) -> None:
    Path("folder").mkdir()
    Path(name).unlink(missing_ok=True)
    Path(name).symlink_to(tmp_path / "secret.yaml")
    for named in ([], [name], ["."]):
        if named or name == "events.yaml":
            done = says_nothing(command, *named)
            assert done.exit_code == 2
            assert f"{name} is a link to {tmp_path}/secret.yaml, outside its folder." in done.output


@pytest.mark.parametrize("command", ["check", "build", "list", "digest", "send", "chart"])
def test_a_lock_file_that_is_a_link_elsewhere_is_not_read(
    tmp_path: Path, record: Path, command: str
) -> None:
    Path("evidence.lock").symlink_to(tmp_path / "secret.yaml")
    done = says_nothing(command)
    assert done.exit_code == 2
    assert f"evidence.lock is a link to {tmp_path}/secret.yaml, outside" in done.output


def test_a_link_within_the_folder_is_read(record: Path) -> None:
    Path("folder").mkdir()
    Path("folder/a.yaml").symlink_to(record / "events.yaml")
    assert run("list", "folder/a.yaml").exit_code == 2
    Path("b.yaml").symlink_to("events.yaml")
    assert run("list", "b.yaml").exit_code == 0


def test_a_record_in_a_linked_folder_is_read(tmp_path: Path, record: Path) -> None:
    (tmp_path / "link").symlink_to(record)
    assert run("list", str(tmp_path / "link")).exit_code == 0
    assert run("list", str(tmp_path / "link" / "events.yaml")).exit_code == 0


@pytest.mark.parametrize("command", ["check", "build", "list", "digest", "send", "chart"])
@pytest.mark.parametrize(
    "name", ["styles/brand.css", "timeline/briefing.html", "member/briefing.md", "shared/a.html"]
)
def test_a_link_among_the_templates_is_not_followed(
    tmp_path: Path, command: str, name: str
) -> None:
    path = Path("templates", name)
    path.parent.mkdir(parents=True)
    path.symlink_to(tmp_path / f"secret{path.suffix}")
    done = says_nothing(command)
    assert done.exit_code == 2 and f"{path} is a link to" in done.output
    path.unlink()
    path.parent.rmdir()
    path.parent.symlink_to(tmp_path)
    assert says_nothing(command).exit_code == 2
    path.parent.unlink()
    path.parent.parent.rmdir()
    Path("templates").symlink_to(tmp_path)
    assert says_nothing(command).exit_code == 2


def test_templates_that_the_user_names_may_be_anywhere_but_lead_nowhere_else(
    tmp_path: Path,
) -> None:
    (tmp_path / "own").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "own")
    assert run("build", "-f", "md", "--templates", str(tmp_path / "link")).exit_code == 0
    (tmp_path / "own" / "a.css").symlink_to(tmp_path / "secret.css")
    assert says_nothing("build", "--templates", str(tmp_path / "link")).exit_code == 2


@pytest.mark.parametrize("name", NAMES)
def test_no_field_of_a_record_names_a_file_elsewhere(name: str, tmp_path: Path) -> None:
    names = [name, f"{name}.svg", str(tmp_path / "secret.svg"), f"file://{tmp_path}/secret.svg"]
    for value in names:
        for field in (
            f"brand: {{logo: '{value}'}}",
            f"language: '{value}'",
            f"editions: {{a: {{template: '{value}'}}}}",
            f"editions: {{'{value}': {{template: timeline}}}}",
            f"editions: {{a: {{template: timeline, language: '{value}'}}}}",
            f"timezone: '{value}'",
            f"bank_holidays: '{value}'",
            f"url: '{value}'",
        ):
            Path("events.yaml").write_text(f"{RECORD}{field}\n")
            assert says_nothing("build", "-f", "md,html").exit_code in (1, 2), field


@pytest.mark.parametrize(
    "source",
    [
        "{{% include '{0}' %}}", "{{% import '{0}' as a %}}{{{{ a }}}}", "{{% extends '{0}' %}}",
        "{{{{ stylesheet('{0}') }}}}", "{{{{ script('{0}') }}}}",
    ],
)  # fmt: skip
def test_no_template_names_a_file_elsewhere(source: str, tmp_path: Path) -> None:
    Path("templates/timeline").mkdir(parents=True)
    for name in (*NAMES, str(tmp_path / "secret.css"), f"file://{tmp_path}/secret.css"):
        Path("templates/timeline/briefing.html").write_text(source.format(name))
        assert says_nothing("build", "-f", "html").exit_code == 3


def test_no_style_or_page_makes_a_pdf_read_a_file(tmp_path: Path) -> None:
    """The output names what was blocked. In the PDF itself, the text would be compressed."""
    Path("templates/timeline").mkdir(parents=True)
    (tmp_path / "secret.png").write_bytes(SECRET.encode())
    for name in ("../secret", str(tmp_path / "secret"), f"file://{tmp_path}/secret"):
        Path("templates/timeline/briefing.html").write_text(
            f"<title>a</title><link rel=stylesheet href='{name}.css'>"
            f"<style>@import '{name}.css'; p {{ background: url('{name}.png') }}"
            f"@font-face {{ font-family: a; src: url('{name}.css') }}</style>"
            f"<link rel=attachment href='{name}'><img src='{name}.png'>"
            f"<object data='{name}.svg'></object><p>text"
        )
        for engine in ("weasyprint", "plutoprint"):
            done = says_nothing("build", "-f", "pdf", "--engine", engine)
            assert "secret" in done.output


def test_nothing_is_written_through_a_link_that_nobody_has_named(tmp_path: Path) -> None:
    there = tmp_path / "there"
    there.mkdir()
    Path("out").symlink_to(there)
    Path("chart.svg").symlink_to(there / "precious.svg")
    (there / "precious.svg").write_text("precious")
    done = run("build", "-f", "md")
    assert done.exit_code == 2 and "use --out out" in done.output
    assert run("chart").exit_code == 2
    assert [path.name for path in there.iterdir()] == ["precious.svg"]
    assert run("build", "-f", "md", "--out", "out").exit_code == 0
    assert run("chart", "--out", "chart.svg").exit_code == 0
    assert (there / "precious.svg").read_text() != "precious"
