"""The languages of briefings: English, and every language that has a catalogue.

Catalogues are gettext files: `locales/<language>/LC_MESSAGES/briefing.po`. Each is read when its
language is first used, so there is no need to compile it. Messages without a translation stay in
English. The formats of dates and numbers come from the Unicode CLDR, through Babel.
"""

from functools import cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from gettext import NullTranslations

    from babel import Locale

_LOCALES = Path(__file__).parent / "locales"
_FILE = "LC_MESSAGES/briefing.po"


def N_(words: str) -> str:
    """Mark `words` for translation, and return them unchanged. They are translated on display."""
    return words


class Translations(NamedTuple):
    """The locale and the catalogue of a language."""

    locale: "Locale"
    catalogue: "NullTranslations"


def catalogues() -> dict[str, Path]:
    """Return the catalogues, keyed by the BCP 47 tags of their languages."""
    return {path.parts[-3].replace("_", "-"): path for path in sorted(_LOCALES.glob(f"*/{_FILE}"))}


def locale_of(language: str) -> "Locale | None":
    """Return the locale for a BCP 47 tag, or None if briefings cannot be in that language."""
    from babel import Locale, UnknownLocaleError

    try:
        locale = Locale.parse(language, sep="-")
    except (ValueError, UnknownLocaleError):
        return None
    return locale if locale.language == "en" or _catalogue_of(locale) else None


@cache
def translations_of(language: str) -> Translations:
    """Return the translations for `language`, a BCP 47 tag.

    If the language has no catalogue, return the translations into British English.
    """
    from gettext import GNUTranslations, NullTranslations

    locale = locale_of(language)
    if locale is None:
        return translations_of("en-GB")
    path = _catalogue_of(locale)
    if path is None:
        return Translations(locale, NullTranslations())
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    from briefing.typography import typeset

    compiled = BytesIO()
    with path.open("rb") as file:
        messages = read_po(file)
    for message in messages:
        translated = message.string or ""
        message.string = (
            typeset(translated) if isinstance(translated, str) else tuple(map(typeset, translated))
        )
    write_mo(compiled, messages)
    compiled.seek(0)
    return Translations(locale, GNUTranslations(compiled))


def _catalogue_of(locale: "Locale") -> Path | None:
    available = catalogues()
    return available.get(str(locale).replace("_", "-")) or available.get(locale.language)
