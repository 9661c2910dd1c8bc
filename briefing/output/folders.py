"""Where the templates are, for those who need their names and not yet the machinery behind them."""

from pathlib import Path

_PACKAGE = Path(__file__).parents[1]
BUILT_IN = next(
    path for path in (_PACKAGE / "templates", _PACKAGE.parent / "templates") if path.is_dir()
)
"""The folder of the built-in templates: inside the package when installed, beside it otherwise."""

_MADE_FROM = {
    "briefing.html": {"html", "pdf"},
    "briefing.md": {"md", "docx", "html", "pdf"},
    "briefing.docx.md": {"docx"},
}


def template_formats(own: Path | None) -> dict[str, set[str]]:
    """The kinds of briefing that there are templates for, each with the formats it has.

    A kind of briefing is a folder that holds a `briefing.html`, from which pages and PDFs are made,
    or a `briefing.md`, from which Word documents are too, unless a `briefing.docx.md` is there for
    these. With no `briefing.html`, pages and PDFs are made from `briefing.md`.
    """
    found: dict[str, set[str]] = {}
    for folder in [BUILT_IN] + ([own] if own else []):
        for name, formats in _MADE_FROM.items():
            for template in folder.glob(f"*/{name}"):
                found.setdefault(template.parent.name, set()).update(formats)
    return found


def find(own: Path | None, name: str) -> Path:
    """The file `name` of the templates: the user's own where there is one, else the built-in."""
    return own / name if own and (own / name).is_file() else BUILT_IN / name
