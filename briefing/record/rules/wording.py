"""Text in the form that hints use: in quotation marks, in brackets or shortened."""

import re


def quoted(text: str) -> str:
    """Return `text` in suitable quotation marks."""
    if '"' not in text and "\\" not in text:
        return f'"{text}"'
    if "'" not in text:
        return f"'{text}'"
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def in_braces(text: str) -> str:
    """Return `text` for use inside braces or brackets: in quotation marks, if it needs them."""
    return text if re.fullmatch(r"[^\W_][^,:#{}\[\]\"']*", text) else quoted(text)


def shortened(text: str) -> str:
    """Return `text`, or its beginning and end if it is long."""
    return text if len(text) <= 70 else text[:40] + "…" + text[-20:]


def is_placeholder(text: str) -> bool:
    """Whether `text` only says that there is no information."""
    return bool(re.fullmatch(r"n/?a|tb[acd]|none|nil|null|unknown|[-–—?.]+", text.strip(), re.I))
