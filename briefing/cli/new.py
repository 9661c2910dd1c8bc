"""`briefing new`: start a record."""

from datetime import date as Day
from pathlib import Path

import click

from briefing.cli.console import echo
from briefing.cli.import_ import FileOrAddress

STARTER = Path(__file__).parents[1] / "starter.yaml"


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--from",
    "files",
    multiple=True,
    metavar="FILE | URL",
    type=FileOrAddress(),
    help="Start with the events in this table, as `briefing import` does. Can be repeated.",
)
def new(folder: Path, files: tuple[str, ...]) -> None:
    """Start a record in the folder DIR, with a sample events.yaml that you can build straight away.

    \b
    Examples:
        briefing new my-record
        briefing new my-record --from chronology.docx
    """
    from shlex import quote

    target = folder / "events.yaml"
    try:
        if target.exists():
            raise FileExistsError
        text = _imported(files) if files else _sample()
        folder.mkdir(parents=True, exist_ok=True)
        with target.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        raise click.UsageError(f"{target} already exists and was not changed.") from None
    except OSError as error:
        echo(f"Error: {target} cannot be written: {error.strerror}.", err=True)
        raise SystemExit(3) from None
    echo(str(target))
    there = quote(str(folder))
    rest = "run: briefing check" if files else "edit events.yaml, and run: briefing build"
    echo(f"Next: cd {there}, {'and ' if files else ''}{rest}", err=True)
    echo("Or, to fill in forms in a browser instead, run: briefing serve", err=True)


def _sample() -> str:
    """Return the sample events file."""
    return STARTER.read_text(encoding="utf-8").replace("TODAY", Day.today().isoformat())


def _imported(files: tuple[str, ...]) -> str:
    """Return an events file with the events in the tables of files."""
    from briefing.cli.import_ import read_files, title_for
    from briefing.cli.importing import new_record

    tables = read_files(files)
    return new_record(tables, None, "", title_for(files, tables))
