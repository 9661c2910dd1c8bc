"""What the tests of editions, outputs and commands share: records made from a few lines of YAML."""

from pathlib import Path
from textwrap import dedent

from click.testing import CliRunner, Result

from briefing.cli import main
from briefing.timeline.problems import errors
from briefing.timeline.reading import File, read
from briefing.timeline.timeline import Timeline

SAMPLE = Path(__file__).parent.parent / "events.yaml"
INQUIRY = SAMPLE.parent / "examples" / "inquiry"
SOURCE = "source: {title: A source, publisher: A publisher}"


def timeline(text: str, templates: tuple[str, ...] = ("timeline", "member", "digest")) -> Timeline:
    """The timeline that the events file `text` holds, in which there must be no errors."""
    reading = read([File("events.yaml", dedent(text).encode())], templates)
    assert not errors(reading.problems, strict=False), reading.problems
    return reading.timeline


def briefing(*arguments: str | Path, stdin: str | bytes | None = None) -> Result:
    """Run the command line within this process; an exception would be a failure of the test."""
    return CliRunner().invoke(
        main, [str(it) for it in arguments], input=stdin, catch_exceptions=False
    )
