"""`briefing explain`: describe a rule and why it exists, with a wrong and a right example."""

import click

from briefing.cli.console import echo


def _slugs(context: click.Context, argument: click.Parameter, begun: str) -> list[str]:
    """Return the rules that a shell can offer to complete the text typed so far."""
    from briefing.record.rules import every_rule

    return [slug for slug in every_rule() if slug.startswith(begun)]


@click.command()
@click.argument("slug", metavar="[RULE]", required=False, shell_complete=_slugs)
def explain(slug: str | None) -> None:
    """Explain a rule that `briefing check` applies. Default: list all rules.

    \b
    Example:
        briefing explain unknown-source
    """
    from briefing.cli.suggesting import suggestion
    from briefing.record.rules import every_rule

    rules = every_rule()
    if slug is None:
        width = max(map(len, rules))
        for rule in rules.values():
            echo(f"{rule.slug:<{width}}  {rule.severity:<7}  {rule.wants}")
        return
    if slug not in rules:
        hint = suggestion(slug, rules, "To list the rules, run `briefing explain`.")
        raise click.UsageError(f"There is no rule '{slug}'. {hint}")
    rule = rules[slug]
    echo(f"{click.style(rule.slug, bold=True)} ({rule.severity})\n\n{rule.wants}\n", styled=True)
    if rule.why:
        echo(f"{rule.why}\n")
    echo(f"{rule.fix}\n")
    for heading, example in (("Wrong:", rule.wrong), ("Right:", rule.right)):
        lines = "".join(f"    {line}\n" for line in example.splitlines())
        echo(f"{heading}\n\n{lines}".encode("utf-8", "replace").decode())
