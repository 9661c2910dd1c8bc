"""The languages of briefings: English, and every language that has a catalogue.

A catalogue is gettext's: `locales/<language>/LC_MESSAGES/briefing.po`. It is read when its language
is first used, so nobody has to compile it. Messages without a translation stay in English. The
formats of dates and numbers come from the Unicode CLDR, through babel.
"""

from functools import cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gettext import NullTranslations

    from babel import Locale

_LOCALES = Path(__file__).parent / "locales"
_FILE = "LC_MESSAGES/briefing.po"


def N_(words: str) -> str:
    """Mark `words` for the catalogues, unchanged. They are translated where they are shown."""
    return words


class Translator:
    """The translations of one language: gettext's functions, which also fill in `%(names)s`.

    Messages are looked up by their English text. `context` distinguishes messages that are the same
    only in English. `num` is filled in automatically.
    """

    def __init__(self, locale: "Locale", catalogue: "NullTranslations") -> None:
        self.locale = locale
        self._catalogue = catalogue

    def gettext(self, message: str, /, **values: object) -> str:
        """Return `message` in this language."""
        return self._catalogue.gettext(message) % values

    def ngettext(self, one: str, many: str, num: int, /, **values: object) -> str:
        """Return the form of a message for the number `num`."""
        return self._catalogue.ngettext(one, many, num) % {"num": num, **values}

    def pgettext(self, context: str, message: str, /, **values: object) -> str:
        """Return `message` with its meaning in `context`."""
        return self._catalogue.pgettext(context, message) % values

    def npgettext(self, context: str, one: str, many: str, num: int, /, **values: object) -> str:
        """Return the form of a message in `context` for the number `num`."""
        return self._catalogue.npgettext(context, one, many, num) % {"num": num, **values}


def catalogues() -> dict[str, Path]:
    """Return the catalogues by the BCP 47 tags of their languages."""
    return {path.parts[-3].replace("_", "-"): path for path in sorted(_LOCALES.glob(f"*/{_FILE}"))}


def locale_of(language: str) -> "Locale | None":
    """Return the locale of a BCP 47 tag, or None if briefings cannot be in that language."""
    from babel import Locale, UnknownLocaleError

    try:
        locale = Locale.parse(language, sep="-")
    except (ValueError, UnknownLocaleError):
        return None
    return locale if locale.language == "en" or _catalogue_of(locale) else None


@cache
def translator(language: str) -> Translator:
    """Return the translator into `language`, a BCP 47 tag. Default: British English."""
    from gettext import GNUTranslations, NullTranslations

    locale = locale_of(language)
    if locale is None:
        return translator("en-GB")
    path = _catalogue_of(locale)
    if path is None:
        return Translator(locale, NullTranslations())
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    from briefing.typography import typeset

    compiled = BytesIO()
    with path.open("rb") as file:
        messages = read_po(file)
    for message in messages:
        said = message.string or ""
        message.string = typeset(said) if isinstance(said, str) else tuple(map(typeset, said))
    write_mo(compiled, messages)
    compiled.seek(0)
    return Translator(locale, GNUTranslations(compiled))


def _catalogue_of(locale: "Locale") -> Path | None:
    found = catalogues()
    return found.get(str(locale).replace("_", "-")) or found.get(locale.language)
