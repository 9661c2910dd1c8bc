"""Write docs/rules.md from the docstrings of the rules: python tools/write_rules.py."""

from pathlib import Path

from briefing.record.rules import every_rule
from briefing.record.rules.rule import Rule

PAGE = Path(__file__).parents[1] / "docs" / "rules.md"


def page() -> str:
    """Return the text of docs/rules.md."""
    index = "\n".join(f"- [{slug}](#{slug}): {rule.wants}" for slug, rule in every_rule().items())
    return (
        "# Rules\n\nEach rule has a reason and two examples. The wrong example breaks only that "
        "rule. The right example breaks none. `briefing explain RULE` shows one rule. "
        "[checking.md](checking.md#fixes) explains the fixes.\n\n"
        f"{index}\n\n" + "\n".join(section(rule) for rule in every_rule().values())
    )


def section(rule: Rule) -> str:
    """Return the part of docs/rules.md that describes `rule`."""
    why = f"{rule.why}\n\n" if rule.why else ""
    return (
        (
            f"## {rule.slug}\n\n*{rule.severity.capitalize()}.* {rule.wants}\n\n{why}"
            f"{rule.fix}\n\nWrong:\n\n```yaml\n{rule.wrong}```\n\nRight:\n\n```yaml\n{rule.right}```\n"
        )
        .encode("utf-8", "replace")
        .decode()
    )


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
