"""`briefing new`: start a record."""

from datetime import date as Day
from pathlib import Path

import click

from briefing.cli.console import echo

STARTER = Path(__file__).parents[1] / "starter.yaml"


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
def new(folder: Path) -> None:
    """Start a record in the folder DIR, with a sample events.yaml that you can build straight away.

    \b
    Example:
        briefing new my-record
    """
    from shlex import quote

    target = folder / "events.yaml"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with target.open("x", encoding="utf-8") as file:
            starter = STARTER.read_text(encoding="utf-8")
            file.write(starter.replace("TODAY", Day.today().isoformat()))
    except FileExistsError:
        raise click.UsageError(f"{target} already exists and was not changed.") from None
    except OSError as error:
        echo(f"Error: {target} cannot be written: {error.strerror}.", err=True)
        raise SystemExit(3) from None
    echo(str(target))
    there = quote(str(folder))
    echo(f"Next: cd {there}, edit events.yaml, and run: briefing build", err=True)
