"""`briefing chart`: draw an edition's chart as an image for slides."""

from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefing.cli import completing
from briefing.cli.building import clock_for, load_for_build, make_briefings, print_messages
from briefing.cli.console import inform, quiet_option
from briefing.cli.errors import NOTHING_WRITTEN, CommandFailed, NotProved, failing_on
from briefing.cli.events import events_argument
from briefing.cli.links import output_folder
from briefing.cli.opening import choosing_options
from briefing.english import counted

if TYPE_CHECKING:
    from briefing.record.model import Edition
    from briefing.record.record import Record
    from briefing.record.templates import Templates

_SUFFIXES = (".svg", ".png")
_LETTERS = 42
"""The ratio of a chart's shorter side to its letter size, chosen to be readable from afar."""
_MIN_SIDE, _MAX_SIDE = 300, 10_000


class _Size(click.ParamType[tuple[int, int]]):
    """A width and a height in pixels, such as 1600x900."""

    name = "WIDTHxHEIGHT"

    def convert(
        self, value: str, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[int, int]:
        width, by, height = value.lower().partition("x")
        if not (
            by and width.isascii() and width.isdigit() and height.isascii() and height.isdigit()
        ):
            self.fail(f"'{value}' is not a size. Write it as in 1600x900.", param, ctx)
        for side in (width, height):
            if not _MIN_SIDE <= int(side[:6]) <= _MAX_SIDE:
                self.fail(
                    f"Width and height must be between {_MIN_SIDE} and {_MAX_SIDE:,} pixels, "
                    f"not {side}.",
                    param,
                    ctx,
                )
        return int(width), int(height)


def _picture(ctx: click.Context, param: click.Parameter, path: Path) -> Path:
    if path.suffix.lower() not in _SUFFIXES:
        raise click.BadParameter(f"'{path}' must end in .svg or .png.", ctx, param)
    return output_folder(ctx, param, path)


@click.command()
@events_argument
@click.option(
    "--edition",
    "-e",
    shell_complete=completing.editions,
    help="The edition to draw. Default: the record's first edition.",
)
@click.option(
    "--out",
    "-o",
    type=click.Path(dir_okay=False, path_type=Path),
    default="chart.svg",
    show_default=True,
    callback=_picture,
    help="The image file to write: FILE.svg or FILE.png.",
)
@click.option(
    "--size",
    type=_Size(),
    default="1600x900",
    show_default=True,
    help="The size in pixels. If the chart is taller than it is wide, time runs downwards.",
)
@click.option("--as-of", metavar="DATE", help="Draw the chart as it would have been on that date.")
@choosing_options
@click.option(
    "--templates",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The folder of your own templates. Default: templates, next to the events file.",
)
@quiet_option("Print nothing unless something is wrong.")
def chart(
    events: tuple[str, ...],
    edition: str | None,
    out: Path,
    size: tuple[int, int],
    as_of: str | None,
    since: str | None,
    until: str | None,
    topics: tuple[str, ...],
    actors: tuple[str, ...],
    kinds: tuple[str, ...],
    templates: Path | None,
) -> None:
    """Draw an edition's chart as an SVG or PNG image, for slides.

    EVENTS is a file, several files, a folder of files, or - for standard input. Default:
    events.yaml.

    \b
    Examples:
        briefing chart
        briefing chart -e member -o member.png --size 1080x1350
        briefing chart events/ --since 2020 --topic fines
    """
    from briefing.edition.chart.shapes import Frame
    from briefing.edition.editions import editions_of
    from briefing.output.chart import drawer, png, with_own_fonts
    from briefing.output.templates import TemplateError
    from briefing.output.writing import WriteError, write_file

    def offer(record: "Record", templates: "Templates") -> "dict[str, Edition]":
        return dict(islice(editions_of(record, templates).items(), None if edition else 1))

    names = (edition,) if edition else ()
    request = load_for_build(events, offer, names, templates, strict=False)
    chosen = (since, until, topics, actors, kinds)
    made = make_briefings(request, None, clock_for(request, as_of), chosen)
    if made.refused:
        raise NotProved("\n".join(made.refused))
    if made.unfilled:
        raise CommandFailed("\n".join(made.unfilled.values()))
    print_messages(made.messages)
    briefing = next(iter(made.briefings.values())).briefing
    with failing_on(TemplateError, WriteError, end=NOTHING_WRITTEN):
        svg = drawer(request.user_templates)(
            briefing, Frame(*size, min(size) / _LETTERS, alone=True)
        )
        brand = briefing.brand
        is_svg = out.suffix.lower() == ".svg"
        content = with_own_fonts(svg, brand).encode() if is_svg else png(svg, brand=brand)
        write_file(out, content)
    inform(f"{out.as_posix()}  {counted(len(briefing.entries), 'event')}")
