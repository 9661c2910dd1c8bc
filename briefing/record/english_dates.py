"""English dates as people in Britain write them, and the EDTF dates that they can mean.

This module is used only if text is not a date in the notation of `dates`, or is one that people
also write with another meaning. The checks offer the meanings as fixes. The command line accepts
text with exactly one meaning. Nothing is guessed: text that can mean two dates has two meanings.
"""

from briefing.record.english_days import ambiguous_edtf, in_edtf_capitals
from briefing.record.english_modifiers import dates_with_modifiers
from briefing.record.english_ranges import in_brackets, open_ended, period, some_day
from briefing.record.meanings import Meaning, pattern, tidied

_MAX_LENGTH = 80
_YEAR_END = pattern(r"\b(?:year[- ]end|end[- ]of[- ]year|end[- ]year)(?= \d)")
_WHOLE_END = pattern(r"\d{4}(?:-|$)|(?:spring|summer|autumn) \d{4}$")


def suggest(text: str) -> str | None:
    """Return the EDTF date that `text` means, or None unless it has exactly one meaning."""
    options = meanings(text)
    return options[0].text if len(options) == 1 else None


def meanings(text: str) -> tuple[Meaning, ...]:
    """List every date that `text` can mean, or none if it is not a date.

    "3 July 2023" is 2023-07-03. "9/6/25" is 9 June and 6 September. "2022-23" is a financial year
    and autumn 2022. `parse_edtf` accepts each result, and none is ambiguous. Text of more than 80
    characters has no meaning. `relative_dates` handles phrases such as "last month".
    """
    if len(text) > _MAX_LENGTH:
        return ()
    text = _YEAR_END.sub("end of", tidied(text))
    for read_as in (
        ambiguous_edtf,
        _as_written,
        _reversed,
        in_brackets,
        some_day,
        open_ended,
        dates_with_modifiers,
        period,
    ):
        if valid := tuple(dict.fromkeys(meaning for meaning in read_as(text) if meaning.is_valid)):
            return valid
    return ()


def _as_written(text: str) -> list[Meaning]:
    """Read an EDTF date with lower-case letters, extra spaces, or two marks instead of one."""
    return [
        Meaning(in_edtf_capitals(text).replace(" / ", "/").replace("?~", "%").replace("~?", "%"))
    ]


def _reversed(text: str) -> list[Meaning]:
    """Read a period or range in which the end was written first."""
    if text.startswith("["):
        start, dots, end = text[1:-1].partition("..")
        return [Meaning(f"[{end}..{start}]")] if dots else []
    start, slash, end = text.partition("/")
    is_whole = all(_WHOLE_END.match(part) for part in (start, end))
    return [Meaning(f"{end}/{start}")] if slash and is_whole else []
