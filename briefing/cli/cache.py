"""`briefing cache`: show or clear the documents that builds keep."""

import os

import click

from briefing.cache_folder import OFF, SETTING
from briefing.cli.console import echo
from briefing.cli.errors import CommandFailed
from briefing.english import counted


@click.command()
@click.option("--clear", is_flag=True, help="Remove all documents from the cache.")
def cache(clear: bool) -> None:
    """Show where builds keep the documents that they have made, and how much space they take.

    A build takes a document from there if nothing that it depends on has changed. The documents are
    in your own cache folder, which other users cannot read. To keep them in another folder, or not
    at all, set the environment variable BRIEFING_CACHE to that folder or to off.

    \b
    Examples:
        briefing cache
        briefing cache --clear
    """
    from briefing.cache import open_cache

    opened = open_cache()
    if opened is None:
        setting = os.environ.get(SETTING, "").strip()
        if setting.casefold() in OFF:
            echo(f"There is no cache, because {SETTING} is {setting}.")
            return
        raise CommandFailed(
            "The cache cannot be used: its folder cannot be written to, or other users can read "
            f"it. Choose another folder with {SETTING}."
        )
    if clear:
        removed = opened.clear()
        echo(f"Removed {counted(removed.number, 'file')} ({_size(removed.size)}).")
        if left := opened.usage().number:
            raise CommandFailed(
                f"{counted(left, 'file')} could not be removed from {opened.folder}. Remove the "
                "folder, or make it writable and run this command again."
            )
        return
    usage = opened.usage()
    echo(f"Folder  {opened.folder}")
    echo(f"Files   {usage.number:,}")
    echo(f"Size    {_size(usage.size)} of at most {_size(opened.limit)}")


def _size(number: int) -> str:
    """Return a number of bytes in words."""
    for unit, factor in (("GB", 10**9), ("MB", 10**6), ("kB", 10**3)):
        if number >= factor:
            return f"{number / factor:.1f} {unit}"
    return counted(number, "byte")
