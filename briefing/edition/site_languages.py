"""The languages of a website: each has a home page and a search of its own."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from briefing.edition.briefing import Site, SiteLanguage
from briefing.languages import translations_of
from briefing.record.translations import same_language


def languages_of(own: str, used: Iterable[str]) -> list[str]:
    """Return the languages of a website: those that its editions have `used`, in order.

    The language of the record, `own`, comes first if it is used. Varieties of a language are one
    language.
    """
    used = list(used)
    first = [own] if not used or any(same_language(own, each) for each in used) else []
    languages: list[str] = []
    for language in (*first, *used):
        if not any(same_language(language, other) for other in languages):
            languages.append(language)
    return languages


def name_of(language: str) -> str:
    """Return the name of a language in that language, as in "Cymraeg"."""
    locale = translations_of(language).locale
    name = locale.get_language_name(locale.language) or language
    return name[0].upper() + name[1:]


def sites_in(languages: Sequence[str], site: Site) -> list[Site]:
    """Return a website as the pages in each of its `languages` show it.

    The first language has the usual home page. If there is no other, the website stays as it is.
    """
    if len(languages) < 2:
        return [site]
    listed = tuple(
        SiteLanguage(language, name_of(language), f"-{language.partition('-')[0]}" if n else "")
        for n, language in enumerate(languages)
    )
    return [replace(site, suffix=language.suffix, languages=listed) for language in listed]


def place_of(language: str, languages: Sequence[str]) -> int:
    """Return the position of the language that a page in `language` belongs to, or 0."""
    same = (n for n, other in enumerate(languages) if same_language(language, other))
    return next(same, 0)
