"""`briefing schema`: print the JSON Schema for events files or for briefings as JSON."""

import click

from briefing.cli.console import echo_json


@click.command()
@click.option(
    "--of",
    type=click.Choice(["events", "briefing"]),
    default="events",
    show_default=True,
    help="The schema to print: for the events file, or for the output of `briefing build -f json`.",
)
def schema(of: str) -> None:
    """Print the JSON Schema of the events file. Text editors use it to autocomplete and explain
    fields.

    \b
    Example:
        briefing schema > events.schema.json
    Then write at the top of events.yaml:
        # yaml-language-server: $schema=events.schema.json
    """
    import json

    if of == "events":
        from briefing.record.schema import json_schema
    else:
        from briefing.output.json_export import json_schema

    echo_json(json.dumps(json_schema(), indent=2, ensure_ascii=False))
