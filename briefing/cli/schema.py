"""`briefing schema`: print the JSON Schema of the events file or of a briefing as JSON."""

import click

from briefing.cli.console import echo_json


@click.command()
@click.option(
    "--of",
    type=click.Choice(["events", "briefing"]),
    default="events",
    show_default=True,
    help="Which schema to print: the events file, or the output of `briefing build -f json`.",
)
def schema(of: str) -> None:
    """Print the JSON Schema of the events file. Editors use it to complete and explain fields.

    \b
    Example:
        briefing schema > events.schema.json
    and at the top of events.yaml:
        # yaml-language-server: $schema=events.schema.json
    """
    import json

    if of == "events":
        from briefing.timeline.schema import json_schema
    else:
        from briefing.output.data import json_schema

    echo_json(json.dumps(json_schema(), indent=2, ensure_ascii=False))
