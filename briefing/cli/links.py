"""Checks on symbolic links in a record's folder, because a stranger's could lead anywhere."""

from pathlib import Path

import click
from click.core import ParameterSource


def refuse_way_out(path: Path, folder: Path) -> None:
    """Reject a file or folder if symbolic links in its path lead outside `folder`.

    Devices and pipes are accepted, because they cannot be files that a stranger supplied.

    Raises:
        click.UsageError: the path leads out of the folder.
    """
    target = path.resolve()
    if target.is_relative_to(folder.resolve()) or not (target.is_file() or target.is_dir()):
        return
    raise click.UsageError(
        f"{path.as_posix()} is a link to {target.as_posix()}, outside its folder. "
        "Copy the file here, or give its own path."
    )


def templates_of(named: Path | None, record: Path) -> Path:
    """Return the folder of the user's own templates: the `named` one, or the `record`'s.

    Raises:
        click.UsageError: the folder contains a link that leads out of it.
    """
    folder = named or record / "templates"
    if named is None and folder.is_symlink():
        refuse_way_out(folder, record)
    for path in folder.rglob("*"):
        if path.is_symlink():
            refuse_way_out(path, folder if named else record)
    return folder


def output_folder(ctx: click.Context, param: click.Parameter, out: Path) -> Path:
    """Return the output folder. A link out of the current folder must be given explicitly.

    Raises:
        click.BadParameter: the folder is such a link and was not given explicitly, or it is `-`,
            which means standard output in many other programs.
    """
    if out == Path("-"):
        raise click.BadParameter(f"'-' is no folder. Name one, as in --out {param.default}.")
    source = ctx.get_parameter_source(param.name or "")
    is_default = source is ParameterSource.DEFAULT
    if is_default and out.is_symlink() and not out.resolve().is_relative_to(Path().resolve()):
        message = f"{out} is a link to {out.resolve().as_posix()}. To write there, use --out {out}."
        raise click.BadParameter(message)
    return out
