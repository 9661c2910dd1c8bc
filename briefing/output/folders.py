"""Where the templates are, for those who need their names and not yet the machinery behind them."""

from pathlib import Path

_PACKAGE = Path(__file__).parents[1]
BUILT_IN = next(
    path for path in (_PACKAGE / "templates", _PACKAGE.parent / "templates") if path.is_dir()
)
"""The folder of the built-in templates: inside the package when installed, beside it otherwise."""


def template_formats(own: Path | None) -> dict[str, set[str]]:
    """The kinds of briefing that there are templates for, each with the formats it has.

    A kind of briefing is a folder that holds a `briefing.html`, from which PDFs are made too, or a
    `briefing.md`.
    """
    found: dict[str, set[str]] = {}
    for folder in [BUILT_IN] + ([own] if own else []):
        for suffix, formats in ((".html", {"html", "pdf"}), (".md", {"md"})):
            for template in folder.glob(f"*/briefing{suffix}"):
                found.setdefault(template.parent.name, set()).update(formats)
    return found
