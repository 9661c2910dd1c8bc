"""Texts as hints write them: in quotation marks, in brackets, or shortened."""

import re


def quoted(text: str) -> str:
    """`text` in the quotation marks that suit it."""
    if '"' not in text and "\\" not in text:
        return f'"{text}"'
    if "'" not in text:
        return f"'{text}'"
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def in_braces(text: str) -> str:
    """Write `text` for use inside braces or brackets: in quotation marks, if it needs them."""
    return text if re.fullmatch(r"[^\W_][^,:#{}\[\]\"']*", text) else quoted(text)


def shortened(text: str) -> str:
    """`text`, or its beginning and its end where it is long."""
    return text if len(text) <= 70 else text[:40] + "…" + text[-20:]


def is_placeholder(text: str) -> bool:
    """Whether `text` only says that there is nothing to say."""
    return bool(re.fullmatch(r"n/?a|tb[acd]|none|nil|null|unknown|[-–—?.]+", text.strip(), re.I))
