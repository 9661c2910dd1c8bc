"""Digits that are not a number: parts of dates, references, names, footnote and list markers."""

import re
from fractions import Fraction

from briefing.record.impossible_days import MONTH_NAMES

_MONTH = (
    f"{MONTH_NAMES}|Sept"
    "|Ionawr|Chwefror|Mawrth|Ebrill|Mai|Mehefin|Gorffennaf|Awst|Medi|Hydref|Tachwedd|Rhagfyr"
)
_REFERENCES = (
    "page", "pages", "p", "pp", "section", "sections", "paragraph", "paragraphs", "para", "paras",
    "chapter", "chapters", "table", "tables", "figure", "figures", "fig", "chart", "annex",
    "appendix", "article", "articles", "clause", "clauses", "schedule", "part", "regulation",
    "question", "questions", "recommendation", "volume", "vol", "issue", "footnote", "note",
    "notes", "act", "bill", "line", "lines", "box", "col", "column", "cm", "hc", "hl", "version",
    "tudalen", "adran", "tabl", "paragraff",
)  # fmt: skip
_REFERENCE = re.compile(
    rf"(?<![\w-])(?:{'|'.join(_REFERENCES)})\.?[ \xa0](?:\d+\s(?:of|to|and|or)\s)?$", re.IGNORECASE
)
_PER_CENT = re.compile(r"\s{0,3}(?:%|per[\s-]?cent|pc\b)", re.IGNORECASE)
_NUMBERED = re.compile(r"(?<!\w)(?:Nos?\.?|[#§])\s?$")
_NEVER_BEFORE = "_%”’)]}/\\@#§:.,'^*"
_IN_RANGE = re.compile(r"\d[%a-z]{0,2}[-−–‐‑]$", re.IGNORECASE)
_AFTER_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d\W$")
_NOTE_IN_BRACKETS = re.compile(r"(?:[,–-]\s?\d+)*\]")
_CONTINUES = re.compile(r"/\d|[:.,'’]\d|(?:st|nd|rd|th|ain|fed|eg|ydd)(?!\w)")
_CLOCK = re.compile(r"\s?(?:am|pm|a\.m\.|p\.m\.|o['’]clock)\b", re.IGNORECASE)
_UNIT_LETTERS = re.compile(
    r"(?:kg|km|g|mph|kwh|mwh|gwh|twh|mw|gw|kw|ha|mm|t|hrs?|yrs?|mins?|p|ppts?|pps?|pc|per\s?cent)"
    r"(?!\w)",
    re.IGNORECASE,
)
_AFTER_DAY = re.compile(
    rf"(?:\s?(?:-|–|to|and|,)\s?\d{{1,2}}(?:\s(?:and|to|or)\s\d{{1,2}})?)?(?:\s+of)?\s+(?:{_MONTH})\b"
)
_BEFORE_DAY = re.compile(rf"\b(?:{_MONTH})\s$")
_PHONE_NUMBER = re.compile(r"(?<!\S)0\d{2,4}(?: \d+)*$")


def stands_alone(text: str, start: int, first: int, end: int, *, has_times: bool) -> bool:
    """Whether digits are not part of a longer number, a name, a reference or a list marker.

    Args:
        text: the text.
        start: the position of the digits or of the currency before them.
        first, end: the position of the digits.
        has_times: whether a multiplier follows, such as `m`.
    """
    if start == first and _belongs_to_words_before(text, first, end):
        return False
    if _CONTINUES.match(text, end) or _CLOCK.match(text, end):
        return False
    has_letter = text[end : end + 1].isalpha()
    return has_times or not has_letter or bool(_UNIT_LETTERS.match(text, end))


def _belongs_to_words_before(text: str, first: int, end: int) -> bool:
    before = text[max(0, first - 24) : first]
    last, second_last = before[-1:], before[-2:-1]
    if last and (last.isalnum() or last in _NEVER_BEFORE):
        return True
    if last == '"' and second_last not in ("", " ", "\n", "\t", "("):
        return True
    if last and last in "-−–‐‑" and (second_last.isalnum() or second_last == "%"):
        return not _IN_RANGE.search(before) or bool(_AFTER_YEAR.search(before))
    is_plain = not _PER_CENT.match(text, end)  # "Note 77% of residents"
    if is_plain and (_REFERENCE.search(before) or _NUMBERED.search(before)):
        return True
    if last == "[" and _NOTE_IN_BRACKETS.match(text, end):
        return True
    line = re.split(r"[\n\t]", before)[-1]
    is_first = not line.strip(" •(") and (len(line) < len(before) or first == len(before))
    return is_first and end - first <= 3 and bool(re.match(r"[.)]\s", text[end : end + 2]))


def doubt_of_spaces(text: str, start: int, end: int) -> str:
    """Return why `12 345` may be two numbers, for example in a row of a table."""
    is_in_sentence = re.match(r"\s?(?:%|[a-z])|[.,;:!?)]", text[end : end + 2])
    is_first = not re.search(r"\d\s*$", text[max(0, start - 4) : start])
    return "" if is_in_sentence and is_first else "it could be two numbers"


def is_day(text: str, start: int, end: int, value: Fraction, *, in_digits: bool) -> bool:
    """Whether a number is the day of a date, such as the 12 of `12 March`."""
    if value.denominator != 1 or not 1 <= value <= 31:
        return False
    is_before_month = bool(_AFTER_DAY.match(text, end))
    return is_before_month or (
        in_digits and bool(_BEFORE_DAY.search(text, max(0, start - 12), start))
    )


def ends_phone_number(text: str, end: int) -> bool:
    """Whether a telephone number, or part of one, ends at a position."""
    return bool(_PHONE_NUMBER.search(text, max(0, end - 24), end))
