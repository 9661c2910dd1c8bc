"""The front door: one module a command. Nothing heavy is imported before a command needs it."""

import click

from briefing import __version__
from briefing.cli.build import build
from briefing.cli.check import check
from briefing.cli.explain import explain
from briefing.cli.new import new
from briefing.cli.schema import schema


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, message="briefing %(version)s")
def main() -> None:
    """Turn a curated record of public policy events into briefings.

    \b
    Start a record, check it, and make its briefings:
        briefing new my-record
        cd my-record
        briefing check
        briefing build
    """


for _command in (build, check, explain, new, schema):
    main.add_command(_command)
