"""The folders of templates, for code that needs their names without loading Jinja."""

from pathlib import Path

_PACKAGE = Path(__file__).parents[1]
BUILT_IN = next(
    path for path in (_PACKAGE / "templates", _PACKAGE.parent / "templates") if path.is_dir()
)
"""The folder of the built-in templates: in the package if installed, otherwise beside it."""

_MADE_FROM = {
    "briefing.html": {"html", "pdf"},
    "briefing.md": {"md", "docx", "html", "pdf"},
    "briefing.docx.md": {"docx"},
}


def template_formats(own: Path | None) -> dict[str, set[str]]:
    """Return the kinds of briefing that have templates, each with the formats that it can have.

    A kind of briefing is a folder with a `briefing.html`, for pages and PDFs, or a `briefing.md`,
    which is also used for Word documents unless there is a `briefing.docx.md`. If there is no
    `briefing.html`, pages and PDFs are made from `briefing.md`.
    """
    found: dict[str, set[str]] = {}
    for folder in [BUILT_IN] + ([own] if own else []):
        for name, formats in _MADE_FROM.items():
            for template in folder.glob(f"*/{name}"):
                found.setdefault(template.parent.name, set()).update(formats)
    return found


def find(own: Path | None, name: str) -> Path:
    """Return the path of the template `name`: the user's own, or else the built-in one."""
    return own / name if own and (own / name).is_file() else BUILT_IN / name
