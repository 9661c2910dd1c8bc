"""`briefing explain`."""

from click.testing import CliRunner, Result

from briefing.cli import main
from briefing.record.rules import every_rule


def explain(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["explain", *arguments])


def test_a_rule_is_explained_with_a_wrong_and_a_right_example() -> None:
    result = explain("unknown-source")
    assert result.exit_code == 0
    assert result.stdout == (
        "unknown-source (error)\n\n"
        "A source that is cited by its id must be listed under `sources`.\n\n"
        "Otherwise the claim that cites it would have no source.\n\n"
        "If the message names a fix, `briefing check --fix --unsafe` makes it.\n\n"
        "Wrong:\n\n"
        "    title: Example\n"
        "    sources:\n"
        "      gazette: {title: The gazette}\n"
        "    events:\n"
        "      - {date: 2019-04, kind: news, title: A, source: gazete}\n"
        "      - {date: 2019-05, kind: news, title: B, source: gazette}\n\n"
        "Right:\n\n"
        "    title: Example\n"
        "    sources:\n"
        "      gazette: {title: The gazette}\n"
        "    events:\n"
        "      - {date: 2019-04, kind: news, title: A, source: gazette}\n"
        "      - {date: 2019-05, kind: news, title: B, source: gazette}\n\n"
    )


def test_every_rule_can_be_explained() -> None:
    for slug, rule in every_rule().items():
        result = explain(slug)
        assert result.exit_code == 0
        assert result.stdout.startswith(f"{slug} ({rule.severity})\n\n{rule.wants}\n")


def test_without_a_slug_all_rules_are_listed() -> None:
    lines = explain().stdout.splitlines()
    assert [line.split()[0] for line in lines] == list(every_rule())
    assert all(rule.wants in line for rule, line in zip(every_rule().values(), lines, strict=True))


def test_a_misspelt_slug_is_put_right() -> None:
    result = explain("unknown-sorce")
    assert result.exit_code == 2
    assert "There is no rule 'unknown-sorce'. Did you mean 'unknown-source'?" in result.stderr
    assert "To list the rules, run `briefing explain`" in explain("qqq").stderr
