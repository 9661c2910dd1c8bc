"""Where the templates are, for those who need their names and not yet the machinery behind them."""

from pathlib import Path

_PACKAGE = Path(__file__).parents[1]
BUILT_IN = next(
    path for path in (_PACKAGE / "templates", _PACKAGE.parent / "templates") if path.is_dir()
)
"""The folder of the built-in templates: inside the package when installed, beside it otherwise."""


def template_names(own: Path | None) -> frozenset[str]:
    """The kinds of briefing that there are templates for: folders that hold a `briefing.*`."""
    folders = [BUILT_IN] + ([own] if own else [])
    return frozenset(
        found.parent.name for folder in folders for found in folder.glob("*/briefing.*")
    )
