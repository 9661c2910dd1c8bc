"""Jinja templates, run in a sandbox. The user's own templates override the built-in ones."""

import re
import traceback
from collections.abc import Callable, Iterable, MutableMapping, Sequence
from contextlib import suppress
from dataclasses import fields, is_dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import BaseLoader, Environment, FileSystemLoader, StrictUndefined, Template
from jinja2.exceptions import TemplateError as JinjaError
from jinja2.exceptions import TemplateNotFound, TemplateSyntaxError
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream
from jinja2.runtime import LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import missing
from markupsafe import Markup, escape

from briefing.edition.briefing import Briefing
from briefing.edition.chart import draw
from briefing.edition.chart.ask_strips import strips_of
from briefing.edition.chart.description import description_of
from briefing.edition.chart.shapes import Drawing, Frame
from briefing.edition.columns import Row
from briefing.edition.words import words_in
from briefing.garbage_collection import gc_paused
from briefing.output.compiled_templates import compiled_templates
from briefing.output.folders import BUILT_IN
from briefing.output.footnotes import Notes
from briefing.output.kept_parts import KeptParts
from briefing.record.problems import did_you_mean
from briefing.typography import stop_after, with_stop


class TemplateError(Exception):
    """A template cannot be rendered. The message gives the file, line and cause."""


class TemplateSet:
    """All templates for one format, ready to render.

    `user_templates` is the user's folder. Its files replace built-in ones with the same path.
    `escape` is applied to all output of a template that is not already `Markup`. If there is a
    `variant`, such as `docx`, a file called `asks.docx.md` replaces the `asks.md` next to it.
    With `kept`, parts that are the same as before are not rendered again.
    Templates can call gettext's functions: messages are part of the template, and the values in
    them are escaped.
    """

    def __init__(
        self,
        user_templates: Path | None,
        escape: Callable[[str], Markup],
        variant: str | None = None,
        kept: KeptParts | None = None,
        /,
        **filters: Callable[..., Any],
    ) -> None:
        self._folders = ([user_templates] if user_templates else []) + [BUILT_IN]
        self._loader = _Loader(self._folders, variant, kept)
        self._escape, self._kept = escape, kept
        self._filters = filters
        self._environments: dict[str, Environment] = {}

    @gc_paused()
    def render(self, name: str, briefing: Briefing, **given: Any) -> str:
        """Render the template `name` with `briefing` and the `given` values.

        Raises:
            TemplateError: the template does not exist, is not valid Jinja, or uses an undefined
                name.
        """
        try:
            template = self._environment(briefing.language).get_template(name)
            return template.render(briefing=briefing, **{"notes": Notes(), **given})
        except (TemplateError, MemoryError):
            raise
        except TemplateSyntaxError as error:
            where = self._shown(error.filename or error.name or name)
            raise TemplateError(f"{where}:{error.lineno}: {error.message}") from None
        except TemplateNotFound as error:
            line = self._line(error)
            if line is None:
                raise TemplateError(
                    f"the template '{briefing.template}' has no {Path(name).name}: add that file, "
                    "or leave out the format"
                ) from None
            raise TemplateError(f"{line}: there is no template '{error.name}'") from None
        except RecursionError as error:
            message = (
                f"{self._line(error) or name}: the templates include each other in an endless loop"
            )
            raise TemplateError(message) from None
        except Exception as error:
            # An error on a line of a template is the template's fault. Any other error is ours.
            line = self._line(error)
            if line is None and not isinstance(error, JinjaError):
                raise
            cause = str(error) or type(error).__name__
            raise TemplateError(f"{line or name}: {cause}") from None

    def render_text(self, text: str, name: str, briefing: Briefing) -> str:
        """Render `text` from the template file `name`, using the data in `briefing`.

        Raises:
            TemplateError: the text is not valid Jinja, or uses an undefined name.
        """
        try:
            template = self._environment(briefing.language).from_string(text)
            return template.render(briefing=briefing, notes=Notes())
        except MemoryError:
            raise
        except Exception as error:
            raise TemplateError(f"{name}: in '{text}': {error}") from None

    def _environment(self, language: str) -> Environment:
        """Return the Jinja environment of a language, for templates and those they import."""
        if language in self._environments:
            return self._environments[language]

        def escaped(value: Any) -> Any:
            if hasattr(value, "__html__"):
                return value
            return self._escape("" if value is None else str(value))

        def translated(function: Callable[..., str]) -> Callable[..., Markup]:
            def translate(*message: Any, **values: Any) -> Markup:
                return Markup(
                    function(*message, **{name: escaped(value) for name, value in values.items()})
                )

            return translate

        def inlined(folder: str) -> Callable[[str], Markup]:
            """Return the files of `folder` unchanged, for inclusion in a page."""

            def content(name: str) -> Markup:
                source, _, _ = self._loader.get_source(environment, f"{folder}/{name}")
                return Markup(source.replace("</", "<\\/"))

            return content

        def scripts() -> list[str]:
            """Return the names of all scripts."""
            paths = (path for folder in self._folders for path in folder.glob("scripts/*.js"))
            return sorted({path.name for path in paths})

        environment = _Sandbox(
            loader=self._loader,
            bytecode_cache=compiled_templates(),
            extensions=["jinja2.ext.i18n", _FullStops],
            autoescape=True,
            auto_reload=False,
            # The templates have few constants, so looking for them takes longer than it saves.
            optimized=False,
            undefined=_Undefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            # If Jinja escapes text on output, it must not be escaped here too.
            finalize=_printed if self._escape is escape else escaped,
        )
        environment.policies["ext.i18n.trimmed"] = True
        environment.filters.update(self._filters, with_stop=_with_stop, stop_after=stop_after)
        words = words_in(language)
        environment.globals.update(
            _=translated(words.gettext),
            gettext=translated(words.gettext),
            ngettext=translated(words.ngettext),
            pgettext=translated(words.pgettext),
            npgettext=translated(words.npgettext),
            stylesheet=inlined("styles"),
            script=inlined("scripts"),
            scripts=scripts,
            chart=self._kept.drawing(_chart) if self._kept else _chart,
            chart_description=description_of,
            strips=strips_of,
        )
        return self._environments.setdefault(language, environment)

    def _line(self, error: BaseException) -> str | None:
        """Return the file and the line of the template that raised `error`, or None."""
        for frame in reversed(traceback.extract_tb(error.__traceback__)):
            if any(Path(frame.filename).is_relative_to(folder) for folder in self._folders):
                return f"{self._shown(frame.filename)}:{frame.lineno}"
        return None

    def _shown(self, filename: str) -> str:
        path = Path(filename)
        if path.is_relative_to(BUILT_IN):
            return f"templates/{path.relative_to(BUILT_IN).as_posix()}"
        return path.as_posix()


def _printed(value: Any) -> Any:
    return "" if value is None else value


def _chart(
    briefing: Briefing, width: float, height: float, text: float = 13, alone: bool = False
) -> Drawing:
    """Draw the chart of a briefing at the given size in pixels, for `shared/chart.svg`."""
    return draw(briefing, Frame(width, height, text, alone))


class _Sandbox(ImmutableSandboxedEnvironment):
    """Jinja's sandbox, with a cache for its expensive checks.

    The fields and properties of our own classes contain only data, so they need no checks.
    """

    newstyle_gettext = True
    """Makes the `trans` tag pass on the values in a message so that they are escaped."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._safe: dict[tuple[type, str], bool] = {}

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Whether a template may read an attribute, based only on its type and name."""
        key = type(obj), attr
        if key not in self._safe:
            kind: Any = type(obj)
            is_data = attr not in _hidden_in(kind)
            self._safe[key] = is_data and super().is_safe_attribute(obj, attr, value)
        return self._safe[key]

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Return an attribute of `obj`, as a template sees it."""
        kind: Any = type(obj)
        if attribute in _data_of(kind):
            return getattr(obj, attribute)
        return super().getattr(obj, attribute)


@cache
def _data_of(kind: type) -> frozenset[str]:
    """Return the names of the public fields and properties of our own classes, and of loops."""
    if not is_dataclass(kind) and kind is not LoopContext:
        return frozenset()
    properties = {name for name, value in vars(kind).items() if isinstance(value, property)}
    names = {field.name for field in fields(kind)} if is_dataclass(kind) else set[str]()
    public = {name for name in names | properties if not name.startswith("_")}
    return frozenset(public - _hidden_in(kind))


@cache
def _hidden_in(kind: type) -> frozenset[str]:
    """Return the fields that are not part of the contents, such as the place in the record."""
    if not is_dataclass(kind):
        return frozenset()
    return frozenset(field.name for field in fields(kind) if not field.compare)


class _FullStops(Extension):
    """A Jinja extension that omits a full stop after text that already ends a sentence.

    The author of `{{ title }}.` cannot know whether a title is a question.
    """

    def filter_stream(self, stream: TokenStream) -> Iterable[Token]:
        """Turn a full stop after a value into a filter on that value."""
        tokens: list[Token] = []
        start = 0
        for token in stream:
            line = token.lineno
            if token.type == "variable_begin":
                start = len(tokens)
            follows_value = tokens and tokens[-1].type == "variable_end"
            if follows_value and token.type == "data" and _STOP.match(token.value):
                end = tokens.pop()
                tokens.insert(start + 1, Token(line, "lparen", "("))
                tokens += [Token(line, "rparen", ")"), Token(line, "pipe", "|")]
                tokens += [Token(line, "name", "with_stop"), end]
                token = Token(line, "data", token.value[1:])
            tokens.append(token)
        return tokens


_STOP = re.compile(r"\.(?=[\s<*\"”]|\Z)")
_LAST_MARKS = re.compile(r"(?:<[^>]*>|\[\^\d+\]|\s)+\Z")


def _with_stop(value: Any) -> Any:
    """Add a full stop to `value`, unless it ends with one or with a similar mark."""
    text = _LAST_MARKS.sub("", str(value)) if isinstance(value, Markup) else str(value)
    return value + Markup(stop_after(text)) if isinstance(value, Markup) else with_stop(text)


class _Loader(BaseLoader):
    """A loader of templates from folders. Its errors name a template that cannot be read."""

    def __init__(
        self, folders: Sequence[Path], variant: str | None, kept: KeptParts | None
    ) -> None:
        self._loaders = [FileSystemLoader(folder) for folder in folders]
        self._variant, self._kept = variant, kept

    def load(
        self, environment: Environment, name: str, globals: MutableMapping[str, Any] | None = None
    ) -> Template:
        """Load a template, once for each environment."""
        template = super().load(environment, name, globals)
        if self._kept:
            template.root_render_func = self._kept.rendering(name, template.root_render_func)
        return template

    def get_source(
        self, environment: Environment, template: str
    ) -> tuple[str, str, Callable[[], bool]]:
        stem, dot, suffix = template.rpartition(".")
        names = [f"{stem}.{self._variant}.{suffix}"] if self._variant and dot else []
        for loader in self._loaders:
            for name in (*names, template):
                with suppress(TemplateNotFound):
                    return self._read(loader, environment, name)
        raise TemplateNotFound(template)

    def _read(
        self, loader: FileSystemLoader, environment: Environment, template: str
    ) -> tuple[str, str, Callable[[], bool]]:
        try:
            return loader.get_source(environment, template)
        except TemplateNotFound:  # This is also an OSError.
            raise
        except UnicodeDecodeError as error:
            line = error.object.count(b"\n", 0, error.start) + 1
            raise TemplateError(
                f"templates/{template}:{line}: this file is not UTF-8 text"
            ) from None
        except OSError as error:
            message = f"templates/{template} cannot be read: {error.strerror}"
            raise TemplateError(message) from None


class _Undefined(StrictUndefined):
    """An undefined value whose error names what is missing, and the names that exist."""

    @property
    def _undefined_message(self) -> str:
        owner = self._undefined_obj
        if self._undefined_hint or owner is missing or not is_dataclass(owner):
            return super()._undefined_message
        name, what = str(self._undefined_name), type(owner).__name__.lower()
        if isinstance(owner, Row):
            return owner.message_without(name)
        hint = did_you_mean(name, (field.name for field in fields(owner)))
        article = "an" if what[0] in "aeiou" else "a"
        return f"{article} {what} has no '{name}'" + (f": {hint}" if hint else "")
