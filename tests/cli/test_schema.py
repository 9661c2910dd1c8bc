"""`briefing schema`."""

import json

from click.testing import CliRunner

from briefing.cli import main
from briefing.output import json_export
from briefing.record.schema import json_schema


def test_the_schema_is_printed() -> None:
    result = CliRunner().invoke(main, ["schema"])
    assert result.exit_code == 0
    assert json.loads(result.stdout) == json_schema()
    assert "properties" in json.loads(result.stdout)


def test_there_is_one_of_briefings_too() -> None:
    result = CliRunner().invoke(main, ["schema", "--of", "briefing"])
    assert result.exit_code == 0
    assert json.loads(result.stdout) == json_export.json_schema()
