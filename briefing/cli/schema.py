"""`briefing schema`: the JSON Schema of the events file, for editors."""

import json

import click


@click.command()
def schema() -> None:
    """Print the JSON Schema of the events file, by which editors complete and explain its fields.

    \b
    Example:
        briefing schema > events.schema.json
    and at the top of events.yaml:
        # yaml-language-server: $schema=events.schema.json
    """
    from briefing.timeline.schema import json_schema

    click.echo(json.dumps(json_schema(), indent=2, ensure_ascii=False))
