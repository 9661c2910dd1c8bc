"""Text that is safe to print, because terminals and logs display it without acting on it."""

import re

_NONCHARACTERS = "".join(
    chr(plane + last) for plane in range(0, 0x110000, 0x10000) for last in (0xFFFE, 0xFFFF)
)
CONTROL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufdd0-\ufdef\ud800-\udfff"
    f"{_NONCHARACTERS}]"
)
"""Characters that no page can show: controls except tab and line endings, line and paragraph
separators, noncharacters (Unicode 16.0, 23.7), a byte-order mark and surrogates."""

# The C0 and C1 controls except tab and line feed, line and paragraph separators, and characters
# that reorder text: embeddings, overrides and isolates (UAX 9, 2).
_OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")
_STYLE_OR_OBEYED = re.compile(rf"\x1b\[[0-9;]*m|{_OBEYED.pattern}")
# CI runners treat a line that begins with :: as a command, and ##[ or ##vso[ anywhere in a line.
_LINE_OF_COMMAND = re.compile(r"^([ \t]*):(?=:)", re.MULTILINE)
_COMMAND_WITHIN = re.compile(r"##(?=\w*\[)")


def printable(text: str, *, styled: bool = False) -> str:
    r"""Return `text` with its control characters escaped, such as `\x1b`.

    If `styled`, keep ANSI colours. Text from a record must then be made `printable` before it is
    styled.
    """
    pattern = _STYLE_OR_OBEYED if styled else _OBEYED
    shown = pattern.sub(_written_out, text)
    return _COMMAND_WITHIN.sub(r"#\\x23", _LINE_OF_COMMAND.sub(r"\1\\x3a", shown))


def printable_json(text: str) -> str:
    """Return JSON with any control characters escaped. They can occur only in strings."""
    shown = _OBEYED.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
    return _COMMAND_WITHIN.sub(r"#\\u0023", shown)


def _written_out(match: re.Match[str]) -> str:
    if len(match[0]) > 1:
        return match[0]
    code = ord(match[0])
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
