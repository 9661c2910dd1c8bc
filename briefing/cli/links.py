"""Symbolic links in the folder of a record, which comes from a stranger and may lead anywhere."""

from pathlib import Path

import click
from click.core import ParameterSource


def refuse_way_out(path: Path, folder: Path) -> None:
    """Refuse a file or folder that is not in `folder`, because it or a folder on its way is a link.

    Devices and pipes are no files of a stranger.

    Raises:
        click.UsageError: it is a link that leads out.
    """
    target = path.resolve()
    if target.is_relative_to(folder.resolve()) or not (target.is_file() or target.is_dir()):
        return
    raise click.UsageError(
        f"{path.as_posix()} is a link to {target.as_posix()}, outside its folder. "
        "Copy the file here, or name it by its own path."
    )


def templates_of(named: Path | None, record: Path) -> Path:
    """The folder of the user's own templates: the one that is `named`, or else the `record`'s.

    Raises:
        click.UsageError: in it is a link that leads out.
    """
    own = named or record / "templates"
    if named is None and own.is_symlink():
        refuse_way_out(own, record)
    for path in own.rglob("*"):
        if path.is_symlink():
            refuse_way_out(path, own if named else record)
    return own


def not_through_a_link(ctx: click.Context, param: click.Parameter, out: Path) -> Path:
    """The place to write to; a link that leads out of this folder has to be named.

    Raises:
        click.BadParameter: nobody has named it.
    """
    source = ctx.get_parameter_source(param.name or "")
    is_default = source is ParameterSource.DEFAULT
    if is_default and out.is_symlink() and not out.resolve().is_relative_to(Path().resolve()):
        message = f"{out} is a link to {out.resolve().as_posix()}. To write there, say --out {out}."
        raise click.BadParameter(message)
    return out
