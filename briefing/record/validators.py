"""Validators for single values in an events file. Their errors include the slugs of rules."""

import re
from collections.abc import Callable
from datetime import date as Day
from datetime import datetime
from functools import lru_cache, partial
from urllib.parse import urlsplit

from pydantic_core import PydanticCustomError

from briefing.languages import catalogues
from briefing.record import (
    ambiguous_dates,
    audiences,
    colours,
    dates,
    due,
    lengths,
    mailboxes,
    quantities,
)
from briefing.record.dates import VagueDate
from briefing.record.due import Due
from briefing.record.lengths import Length
from briefing.record.mailboxes import Mailbox
from briefing.record.quantities import Quantity
from briefing.record.translations import Translated, is_known_language


def _error(slug: str, message: str, hint: str | Callable[[], str]) -> PydanticCustomError:
    """Return the error of the rule `slug`. A `hint` that is slow to work out is a function."""
    details = {"slug": slug, "message": message, "hint": hint}
    return PydanticCustomError("own_rule", "{message}", details)


def read_language(code: str) -> str:
    if is_known_language(code):
        return code
    raise _error(
        "unknown-text-language", f"'{code}' is not a language that texts can be in", _languages
    )


def _languages() -> str:
    return f"write en or another variety of English, or {' or '.join(catalogues())}"


def read_translations(texts: dict[str, str]) -> str:
    if not texts:
        raise PydanticCustomError("nothing_given", "nothing given")
    return Translated(next(iter(texts.values())), texts)


@lru_cache(1 << 14)
def read_date(text: str) -> VagueDate:
    try:
        date = dates.parse_edtf(text)
    except dates.DateProblem as problem:
        raise _date_problem(problem.slug, str(problem), problem.text) from None
    if ambiguous_dates.is_ambiguous(text):
        raise _date_problem("ambiguous-date", f"'{text}' can be read in several ways", text)
    return date


def _date_problem(
    slug: str, message: str, text: str, *, is_due: bool = False, before: str = ""
) -> PydanticCustomError:
    from briefing.record.date_hints import date_hint

    advice = partial(date_hint, text, is_due=is_due, before=before)
    return _error(slug, message, advice)


def read_day(text: str) -> Day:
    slug, message = "not-a-date", f"'{text}' is not a single day"
    try:
        date = dates.parse_edtf(text)
        if date.is_day and len(text) == len("2023-09-08"):
            return date.earliest
    except dates.DateProblem as problem:
        slug, message = problem.slug, str(problem)
    from briefing.record.date_hints import day_hint

    raise _error(slug, message, partial(day_hint, text))


def read_due(text: str) -> Due:
    try:
        read = due.parse_due(text)
    except dates.DateProblem as problem:
        before = _before(problem.text, " ".join(text.split()))
        details = problem.slug, str(problem), problem.text
        raise _date_problem(*details, is_due=True, before=before) from None
    written = text.rpartition(" after ")[2].strip()
    if ambiguous_dates.is_ambiguous(written):
        message = f"'{written}' can be read in several ways"
        before = _before(written, " ".join(text.split()))
        raise _date_problem("ambiguous-date", message, written, is_due=True, before=before)
    return read


def _before(date: str, text: str) -> str:
    """Return the words before a `date` at the end of `text`: "3 months after ", or nothing."""
    return text.removesuffix(date) if text.endswith(date) else ""


def read_embargo(text: str) -> datetime:
    try:
        return audiences.parse_embargo(text)
    except ValueError as error:
        from briefing.record.date_hints import embargo_hint

        slug = error.slug if isinstance(error, dates.DateProblem) else "not-a-date"
        raise _error(slug, str(error), partial(embargo_hint, text)) from None


def read_quantity(text: str) -> Quantity:
    try:
        return quantities.parse_quantity(text)
    except ValueError as error:
        raise _error(
            "not-a-number",
            str(error),
            "write it as in 77%, over 10,000, up to 850,000, +28%, £18m or 9 of 27",
        ) from None


def read_length(text: str) -> Length:
    try:
        return lengths.parse_length(text)
    except ValueError as error:
        raise _error(
            "not-a-length-of-time",
            str(error),
            "write it as in 18 months, 2 years, 6 weeks or a year",
        ) from None


def read_mailbox(text: str) -> Mailbox:
    try:
        return mailboxes.parse_mailbox(text)
    except ValueError as error:
        raise _error(
            "not-an-e-mail-address",
            f"'{' '.join(text.split())}' is not an email address",
            str(error),
        ) from None


WEB_ADDRESS = r"^\s*[Hh][Tt][Tt][Pp][Ss]?://[^\s/?#@\[\]]+([/?#][^\s]*)?\s*$"
"""A regular expression for web addresses. It excludes user names, which HTML does not allow, and
brackets in the name of the server."""


# This matches most addresses. Their host names can be read in only one way.
_PLAIN_ADDRESS = re.compile(r"https?://[A-Za-z0-9][A-Za-z0-9.-]*(?:[/?#][!-~]*)?")


def is_web_address(text: str) -> bool:
    """Whether a text is a web address in a form that all the commands can read."""
    if _PLAIN_ADDRESS.fullmatch(text):
        return True
    try:
        return bool(re.match(WEB_ADDRESS, text) and urlsplit(text.strip()).hostname)
    except ValueError:
        return False


def web_address(text: str) -> str:
    if is_web_address(text):
        return text
    scheme, _, rest = text.strip().partition("://") if "://" in text else ("", "", "")
    user, at, _ = re.split("[/?#]", rest, maxsplit=1)[0].rpartition("@")
    if at and user and scheme.lower().startswith("http"):
        words = f"delete '{user}@': a link cannot contain a user name"
        hint: str | Callable[[], str] = partial(_write, text.replace(f"{user}@", "", 1), words)
    elif scheme and not scheme.lower().startswith("http"):
        hint = f"a web address starts with http:// or https://, not {scheme}://"
    else:
        hint = "a web address starts with https:// and has no spaces"
    raise _error("not-a-web-address", f"'{text}' is not a web address", hint)


def colour(text: str) -> str:
    if re.match(colours.PATTERN, text):
        return colours.normal_colour(text)
    raise _error("not-a-colour", f"'{text}' is not a colour", partial(_as_colour, text))


def _as_colour(text: str) -> str:
    """Suggest how to write a colour that has no # or is a name, such as "#800080" for purple."""
    if re.match(colours.PATTERN, f"#{text.strip()}"):
        return _write(f"#{text.strip()}", f'write "#{text.strip()}"', is_safe=True)
    from PIL import ImageColor

    try:
        red, green, blue, *_ = ImageColor.getrgb(text.strip())
    except ValueError:
        return 'write # and six digits or letters from a to f, in quotes, as in "#005a73"'
    code = f"#{red:02x}{green:02x}{blue:02x}"
    return _write(code, f'write "{code}"')


def _write(value: str, words: str, *, is_safe: bool = False) -> str:
    from briefing.record.fix_hints import write

    return write(value, words, is_safe=is_safe)
