"""Filling in templates: Jinja in its sandbox, the user's own templates before the built-in ones."""

import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

from jinja2 import ChoiceLoader, FileSystemLoader, StrictUndefined, TemplateError
from jinja2.exceptions import TemplateNotFound, TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from briefing.edition.briefing import Briefing
from briefing.output.notes import Notes

_PACKAGE = Path(__file__).parents[1]
BUILT_IN = next(
    path for path in (_PACKAGE / "templates", _PACKAGE.parent / "templates") if path.is_dir()
)
"""The folder of the built-in templates: inside the package when installed, beside it otherwise."""


class TemplateMistake(Exception):
    """A template that cannot be filled in; the message names the file, the line and the cause."""


def template_names(own: Path | None) -> frozenset[str]:
    """The kinds of briefing that there are templates for: folders that hold a `briefing.*`."""
    folders = [BUILT_IN] + ([own] if own else [])
    return frozenset(
        found.parent.name for folder in folders for found in folder.glob("*/briefing.*")
    )


class Wardrobe:
    """The templates of one format, ready to be filled in.

    `own` is the user's folder, whose files stand in for built-in ones with the same path. What a
    template prints passes through `escape`, but for what is `Markup` already.
    """

    def __init__(
        self, own: Path | None, escape: Callable[[str], Markup], **filters: Callable[..., Any]
    ) -> None:
        self._folders = ([own] if own else []) + [BUILT_IN]
        self._environment = ImmutableSandboxedEnvironment(
            loader=ChoiceLoader([FileSystemLoader(folder) for folder in self._folders]),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            finalize=lambda value: (
                value if hasattr(value, "__html__") else escape("" if value is None else str(value))
            ),
        )
        self._environment.filters.update(filters)
        self._environment.globals["stylesheet"] = self._stylesheet

    def fill_in(self, name: str, briefing: Briefing) -> str:
        """The template `name`, filled in with `briefing`.

        Raises:
            TemplateMistake: the template is not there, is not Jinja, or asks for what is not there.
        """
        try:
            template = self._environment.get_template(name)
            return template.render(briefing=briefing, notes=Notes())
        except TemplateSyntaxError as error:
            where = self._shown(error.filename or error.name or name)
            raise TemplateMistake(f"{where}:{error.lineno}: {error.message}") from None
        except TemplateNotFound as error:
            where = self._last_line(error) or name
            raise TemplateMistake(f"{where}: there is no template '{error.name}'") from None
        except Exception as error:
            # What goes wrong on a template's line is its mistake; anything else is ours.
            line = self._last_line(error)
            if line is None and not isinstance(error, TemplateError):
                raise
            raise TemplateMistake(f"{line or name}: {error}") from None

    def _stylesheet(self, name: str) -> Markup:
        """The stylesheet `name`, as it is, to stand inside a style element."""
        source, _, _ = self._environment.loader.get_source(self._environment, f"styles/{name}")  # type: ignore[union-attr]
        return Markup(source.replace("</", "<\\/"))

    def _last_line(self, error: BaseException) -> str | None:
        for frame in reversed(traceback.extract_tb(error.__traceback__)):
            if any(Path(frame.filename).is_relative_to(folder) for folder in self._folders):
                return f"{self._shown(frame.filename)}:{frame.lineno}"
        return None

    def _shown(self, filename: str) -> str:
        path = Path(filename)
        for folder in self._folders:
            if path.is_relative_to(folder):
                return f"templates/{path.relative_to(folder).as_posix()}"
        return filename
