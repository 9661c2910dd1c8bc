"""Template folders, for code that needs their names but not Jinja."""

import re
from collections.abc import Collection, Container
from pathlib import Path, PurePath
from typing import Any

from briefing.record.problems import did_you_mean
from briefing.record.templates import Template

_PACKAGE = Path(__file__).parents[1]
BUILT_IN = next(
    path for path in (_PACKAGE / "templates", _PACKAGE.parent / "templates") if path.is_dir()
)
"""The folder of built-in templates: inside the package if installed, otherwise beside it."""

_MADE_FROM = {
    "briefing.html": ("html", "pdf"),
    "briefing.md": ("md", "docx", "html", "pdf"),
    "briefing.docx.md": ("docx",),
}
SETTINGS = "template.yaml"
"""The name of a template's settings file."""
_NAMES = {
    "sheet": "is_sheet",
    "each_area": "takes_each",
    "digest": "is_digest",
    "split_by_year": "is_split",
}
"""The settings, each with the template attribute that it sets."""
_PAGES, _AT_MOST, _TITLE = "pages", "at_most", "title"
_LONGEST_TITLE = 100
_LISTS = (
    "summary",
    "actions",
    "sections",
    "events",
    "asks",
    "figures",
    "quotes",
    "next",
    "commitments",
    "unconfirmed",
    "trends",
)
"""The lists of a sheet that can be limited."""
_ALL = _TITLE, "sheet", _PAGES, _AT_MOST, *(name for name in _NAMES if name != "sheet")
"""All settings, in the order of the documentation."""
_EXCLUDED = {
    "digest": ("sheet", "each_area", "split_by_year"),
    "sheet": ("split_by_year",),
}
"""For each setting, the others that it cannot be combined with."""


class SettingsError(Exception):
    """A mistake in a template's settings. The message includes the file and line."""


def templates_in(user_templates: Path | None) -> dict[str, Template]:
    """Return all kinds of briefing by name, both built-in ones and those in `user_templates`.

    A kind of briefing is a folder with a `briefing.html`, for pages and PDFs, or a `briefing.md`,
    which is also used for Word documents unless there is a `briefing.docx.md`. If there is no
    `briefing.html`, pages and PDFs are made from `briefing.md`. Any settings are in its
    `template.yaml`.

    Raises:
        SettingsError: the settings of a template contain a mistake.
    """
    formats: dict[str, set[str]] = {}
    for folder in [BUILT_IN] + ([user_templates] if user_templates else []):
        for file, made in _MADE_FROM.items():
            for template in folder.glob(f"*/{file}"):
                formats.setdefault(template.parent.name, set()).update(made)
    return {
        name: Template(
            frozenset(made), **_settings(find_template(user_templates, f"{name}/{SETTINGS}"))
        )
        for name, made in formats.items()
    }


def is_settings(path: PurePath, others: Container[PurePath]) -> bool:
    """Whether `path` is the settings file of a template among the `others`."""
    return path.name == SETTINGS and any(path.with_name(file) in others for file in _MADE_FROM)


def find_template(user_templates: Path | None, name: str) -> Path:
    """Return the path of the template `name`: the user's own or, failing that, the built-in one."""
    if user_templates and (user_templates / name).is_file():
        return user_templates / name
    return BUILT_IN / name


def _settings(path: Path) -> dict[str, Any]:
    """Return the attributes that a settings file gives to a template.

    Raises:
        SettingsError: the file contains a mistake or cannot be read.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return {}
    except UnicodeDecodeError:
        raise SettingsError(f"{path.as_posix()}: this file is not UTF-8 text.") from None
    except OSError as error:
        raise SettingsError(f"{path.as_posix()} cannot be read: {error.strerror}.") from None
    settings: dict[str, Any] = {}
    given = _parsed(path, text)
    for name, value in given.items():
        if name not in _ALL:
            raise _error(path, text, name, _unknown("setting", name, _ALL))
        if name == _TITLE:
            settings[name] = _titles(path, text, value)
            continue
        if name in (_PAGES, _AT_MOST):
            if not given.get("sheet"):
                raise _error(path, text, name, f"'{name}' needs 'sheet: true'")
            settings[name] = (
                _number_of_pages(path, text, value)
                if name == _PAGES
                else _limits(path, text, value)
            )
            continue
        if not isinstance(value, bool):
            raise _error(path, text, name, f"'{name}' must be true or false")
        settings[_NAMES[name]] = value
    for name, others in _EXCLUDED.items():
        for other in others:
            if given.get(name) and given.get(other):
                message = f"'{name}' and '{other}' cannot both be true"
                raise _error(path, text, other, message)
    return settings


def _unknown(noun: str, name: object, known: Collection[str]) -> str:
    from briefing.typography import capitalised

    hint = did_you_mean(str(name), known) or f"choose from {', '.join(known)}"
    return f"there is no {noun} '{name}'. {capitalised(hint)}"


def _number_of_pages(path: Path, text: str, value: object) -> int:
    if value not in (1, 2) or isinstance(value, bool | float):
        raise _error(path, text, _PAGES, f"'{_PAGES}' must be 1 or 2")
    return int(str(value))


def _titles(path: Path, text: str, given: object) -> tuple[tuple[str, str], ...]:
    """Return the title by language. A text for all languages has no language."""
    from briefing.record.translations import is_known_language

    titles: dict[str, str] = {}
    for language, title in (given if isinstance(given, dict) else {"": given}).items():
        if isinstance(given, dict) and not is_known_language(str(language)):
            message = f"titles cannot be in the language '{language}'. Write en or cy, for example"
            raise _error(path, text, _TITLE, message)
        if not isinstance(title, str) or not title.strip() or len(title) > _LONGEST_TITLE:
            message = f"'{_TITLE}' must be a short text, or one for each language"
            raise _error(path, text, _TITLE, message)
        titles[str(language)] = " ".join(title.split())
    if not titles:
        raise _error(path, text, _TITLE, f"'{_TITLE}' must be a short text")
    return tuple(titles.items())


def _limits(path: Path, text: str, given: object) -> tuple[tuple[str, int], ...]:
    """Return the limits of `at_most`, in order of their names."""
    if not isinstance(given, dict):
        message = f"'{_AT_MOST}' must be a group of lists and numbers, such as {{figures: 5}}"
        raise _error(path, text, _AT_MOST, message)
    for name, number in given.items():
        if name not in _LISTS:
            raise _error(path, text, _AT_MOST, _unknown("list", name, _LISTS))
        if not isinstance(number, int) or isinstance(number, bool) or number < 0:
            raise _error(path, text, _AT_MOST, f"the limit of '{name}' must be a whole number")
    return tuple(sorted(given.items()))


def _parsed(path: Path, text: str) -> dict[str, object]:
    from briefing.record.parsing import UNREADABLE, loads

    try:
        given = loads(text)
    except UNREADABLE as error:
        if twice := re.match(r"duplicate mapping key: '(.+)'$", str(error)):
            raise _error(path, text, twice[1], f"'{twice[1]}' appears twice") from None
        place = re.search(r"at line (\d+)", str(error))
        line = f":{place[1]}" if place else ""
        message = f"{path.as_posix()}{line}: this is not valid YAML"
        raise SettingsError(f"{message}. Write lines such as: sheet: true") from None
    if not isinstance(given, dict | None):
        message = "this is not a list of settings. Write lines such as: sheet: true"
        raise SettingsError(f"{path.as_posix()}: {message}")
    return given or {}


def _error(path: Path, text: str, name: object, message: str) -> SettingsError:
    """Return an error about the setting called `name`, with its line if it has one."""
    from briefing.record.positions import locate

    key = (str(name),)
    node = locate(text, [key])[key]
    line = f":{node.value.line}" if node.path else ""
    end = "" if message.endswith("?") else "."
    return SettingsError(f"{path.as_posix()}{line}: {message}{end}")
