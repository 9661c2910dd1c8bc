"""The differences between a quote and its source that do not change its words.

Two texts have the same words if their folded forms are equal. Quotation marks, dashes, ligatures,
white space, soft hyphens, note markers and hyphens at line ends can differ. Everything else must
be equal, such as other punctuation, capitals, signs and the marks within numbers.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

HYPHENS = "-\u2010\u2011"
MARKS = "'\"`´‘’‚‛“”„‟‹›«»′″ʼʻ＇＂"
"""Quotation marks and apostrophes."""
_APOSTROPHES = "'`´’‛′ʼʻ＇"
"""Those that can be inside a word. The others end it, even if no space follows."""
INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
"""Characters that do not show: soft hyphens, joiners and spaces without width."""
LINE_END_HYPHEN = rf"(?:[{HYPHENS}\u00ad]{{1,2}}[ \t]*\n\s*|[\ufffe\x02]\s*)"
"""A hyphen at a line end. Readers of PDFs may write it as a character of its own."""

_DASHES = f"{HYPHENS}‒–—―−⸺⸻﹘﹣－"
_SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff"
"""Letters of scripts that have no spaces between words."""
_ACCENTS = "\u0300-\u036f"
# Characters that only look different. Superscripts and fractions mean something else.
_ONLY_LOOKS_DIFFERENT = re.compile(
    "<(?:compat|wide|narrow|noBreak|font|initial|medial|final|isolated)>"
)
_IN_BRACKETS = r"\[(?:(?:foot)?note )?\d{1,3}\]"
_NOTE = re.compile(rf"([^\W\d_]{{3}}|[.,;:!?)'\"’”])(?:[{_SUPERSCRIPTS}]+|(?:{_IN_BRACKETS})+)")
_KEY_PART = rf"(?<=\S){_IN_BRACKETS}|([^\W_{_SUPERSCRIPTS}%s]+|[%s])"

# In folded text: a hyphen at a line end, which is part of the word or not, and a minus sign.
_MAYBE_HYPHEN = "\u00ad"
_MINUS = "\u2212"
_STEPS = [
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        # Long runs of white space would make the other patterns slow.
        (r"[^\S\n]{2,}", " "),
        (r"(?: ?\n){2,}", "\n"),
        (_NOTE.pattern, r"\1"),
        (rf"(?<=[^\W\d_]){LINE_END_HYPHEN}(?=[^\W\d_])", "\x01"),
        (r"[–−-](?=[£$€]?\d)(?<![^\s(\[—–].)", "\x03"),
        (rf"[{INVISIBLE}]", ""),
        (rf"[{MARKS}]", "'"),
        (rf"\s*[{_DASHES}](?:\s*[{_DASHES}])*\s*", "-"),
        (r"[\ufffe\x02]\s*", "-"),
        (r"\.\s*\.\s*\.", "..."),
        (r"(?<=\w)'+(?=\w)", "\x04"),
        (r"(?<!\d)'+", ""),
        (rf"(?<=[{_UNSPACED}])\s+(?=[{_UNSPACED}])", ""),
        (r"\s+", " "),
        # In numbers and before them, spaces matter: 3.5 is not 3. 5.
        (r"(?<=[^\w\s\x04]) (?!\d)| (?=[^\w\s\x04](?!\d))", ""),
    )
]
_BACK = str.maketrans({"\x01": _MAYBE_HYPHEN, "\x03": _MINUS, "\x04": "'"})

_WORDLIKE = rf"[^\W{_SUPERSCRIPTS}]"
_NUMBER_MARK = r"[.,:/·⁄–−-]"
_INSIDE_A_WORD = re.compile(
    rf"""{_WORDLIKE}(?<![{_UNSPACED}])\x00(?![{_UNSPACED}]){_WORDLIKE}
    | \x00[{_ACCENTS}]
    | {_WORDLIKE}\x00(?:[{HYPHENS}{_APOSTROPHES}{INVISIBLE}]|{LINE_END_HYPHEN}){_WORDLIKE}
    | {_WORDLIKE}(?:[{HYPHENS}{_APOSTROPHES}{INVISIBLE}]|{LINE_END_HYPHEN})\x00{_WORDLIKE}
    | \d\x00(?:\s?[%‰°]|[{_SUPERSCRIPTS}]|{_NUMBER_MARK}\d)
    | \d\x00\s?(?:[mk]|bn|tn|hundred|thousand|million|billion|trillion|per\s?cent)\b
    | \d\x00\s?[¼-¾⅐-⅞]|\d\x00[\u2009\u202f]\d|\d[\u2009\u202f]\x00\d
    | (?:\d{_NUMBER_MARK}|[£$€¥–−-]|[+±<>≤≥≈~]\s?)\x00[£$€¥]?\d
    | [–−-]\x00[£$€¥]\d
    | (?<![^\W\d_])[^\W\d_]{{1,2}}\x00[{_SUPERSCRIPTS}]""",
    re.VERBOSE,
)
# Only the end of a quotation is between a small letter and a capital: money’Homes, but O’Brien.
_END_OF_QUOTATION = re.compile(r"[^\W\d_A-ZÀ-Þ]{3}(?:\x00['’]|['’]\x00)[A-ZÀ-Þ]")


def folded(text: str) -> str:
    """Return the folded form of `text`, for `has_same_words`."""
    if not text.isascii():
        text = text.translate(_plain_letters(text))
    for pattern, replacement in _STEPS:
        text = pattern.sub(replacement, text)
    return text.translate(_BACK)


def has_same_words(quote: str, source: str, *, ignores_first_case: bool = False) -> bool:
    """Whether two folded texts have the same words."""
    if ignores_first_case and quote and source:
        quote, source = quote[0].lower() + quote[1:], source[0].lower() + source[1:]
    if _MAYBE_HYPHEN not in source:
        return quote == source
    parts = map(re.escape, source.split(_MAYBE_HYPHEN))
    return re.fullmatch("-?".join(parts), quote) is not None


def key_parts(text: str) -> Iterator[tuple[str, int]]:
    """Yield the letters and digits of `text` in lower case, in parts, with the position of each.

    A part is a word or, if folding makes it longer, a single letter.
    """
    letters = {letter: _plain(letter).lower() for letter in set(text) if letter.isalnum()}
    long = "".join(letter for letter, plain in letters.items() if len(plain) > 1)
    short = {ord(letter): plain for letter, plain in letters.items() if len(plain) == 1}
    pattern = re.compile(_KEY_PART % (long, long or "\x00"))
    for match in pattern.finditer(text.lower() if text.isascii() else text.translate(short)):
        if part := match[1]:
            yield letters[part] if part in long else part, match.start()


def key_of(text: str) -> str:
    """Return the letters and digits of `text` in lower case."""
    return "".join(part for part, _ in key_parts(text))


def is_boundary(text: str, place: int) -> bool:
    """Whether a word or number of `text` can begin or end at a position.

    A quotation mark ends a word, even if a letter follows.
    Signs, units and the parts of compounds belong to their word: no word ends in "self-employed",
    "can't", "£18" or "1,832" before the last letter or digit.
    """
    around = f"{text[max(0, place - 8) : place]}\x00{text[place : place + 12]}"
    if _END_OF_QUOTATION.search(around):
        return True
    return _INSIDE_A_WORD.search(around) is None


def _plain_letters(text: str) -> dict[int, str]:
    return {ord(letter): _plain(letter) for letter in set(text) if not letter.isascii()}


@cache
def _plain(letter: str) -> str:
    """Return a character in its plain form: a ligature as its letters."""
    if _ONLY_LOOKS_DIFFERENT.match(unicodedata.decomposition(letter)):
        plain = unicodedata.normalize("NFKC", letter)
        return letter if plain.startswith(" ") and not letter.isspace() else plain
    return letter
